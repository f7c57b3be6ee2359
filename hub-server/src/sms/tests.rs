use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use tokio::sync::Mutex as Shared;

use super::*;
use crate::testing::MORNING_MS;

/// A provider on this machine: what it got, what it answers, and whether it answers at all.
#[derive(Default)]
struct Provider {
    got: Vec<(String, String)>,
    answers: u16,
    is_silent: bool,
}

type There = Arc<Shared<Provider>>;

async fn take(State(there): State<There>, headers: HeaderMap, body: String) -> StatusCode {
    let mut provider = there.lock().await;
    let of = headers.get("x-key").and_then(|value| value.to_str().ok()).unwrap_or_default();
    provider.got.push((of.to_owned(), body));
    let (answers, is_silent) = (provider.answers, provider.is_silent);
    drop(provider);
    if is_silent {
        std::future::pending::<()>().await;
    }
    StatusCode::from_u16(answers).unwrap()
}

async fn provider(answers: u16) -> (There, String) {
    let there: There = Arc::new(Shared::new(Provider { answers, ..Provider::default() }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/send", listener.local_addr().unwrap());
    let router = Router::new().route("/send", post(take)).with_state(there.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (there, url)
}

fn gateway(config: &SmsConfig) -> Gateway {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Gateway::try_new(config).unwrap().unwrap()
}

#[tokio::test]
async fn a_message_reaches_the_provider_as_the_template_says() {
    let (there, url) = provider(202).await;
    let folder = tempfile::tempdir().unwrap();
    let header_file = folder.path().join("header");
    std::fs::write(&header_file, "X-Key: segreto\n").unwrap();
    let sms = gateway(&SmsConfig { url: url.clone(), header_file, ..SmsConfig::default() });
    assert_eq!(sms.send(MORNING_MS, "030 123 45.67", "Dice \"{number}\"\nciao").await, Ok(()));
    let form = SmsConfig {
        url,
        content_type: FORM.to_owned(),
        body: "a={number}&t={text}".to_owned(),
        ..SmsConfig::default()
    };
    assert_eq!(gateway(&form).send(MORNING_MS, "0040 722 111 222", "è & sì").await, Ok(()));
    let got = there.lock().await;
    let json = r#"{"to":"+390301234567","text":"Dice \"{number}\"\nciao"}"#;
    assert_eq!(got.got[0], ("segreto".to_owned(), json.to_owned()));
    assert_eq!(got.got[1].1, "a=%2B40722111222&t=%C3%A8%20%26%20s%C3%AC");
}

#[tokio::test]
async fn a_provider_that_says_no_that_is_slow_and_that_is_not_there_are_three_things() {
    let (there, url) = provider(500).await;
    let config = SmsConfig { url, timeout_s: 1, ..SmsConfig::default() };
    let sms = gateway(&config);
    assert_eq!(sms.send(MORNING_MS, "030 1234567", "x").await, Err(Trouble::Refused(500)));
    there.lock().await.is_silent = true;
    assert_eq!(sms.send(MORNING_MS, "030 1234567", "x").await, Err(Trouble::Silent));
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", free.local_addr().unwrap());
    drop(free);
    let nowhere = gateway(&SmsConfig { url, ..SmsConfig::default() });
    assert_eq!(nowhere.send(MORNING_MS, "030 1234567", "x").await, Err(Trouble::Unreachable));
}

#[tokio::test]
async fn no_more_go_in_an_hour_than_may() {
    let (there, url) = provider(200).await;
    let sms = gateway(&SmsConfig { url, per_hour: 2, ..SmsConfig::default() });
    for (after_ms, expected) in
        [(0, Ok(())), (1, Ok(())), (2, Err(Trouble::TooMany)), (HOUR_MS + 1, Ok(()))]
    {
        assert_eq!(sms.send(MORNING_MS + after_ms, "030 1234567", "x").await, expected);
    }
    assert_eq!(there.lock().await.got.len(), 3);
}

#[test]
fn a_number_is_read_as_people_write_it() {
    for (written, number) in [
        ("333 12 34 567", Some("+393331234567")),
        ("+44 20-7946 0958", Some("+442079460958")),
        ("0040722111222", Some("+40722111222")),
        ("chiamare la figlia", None),
        ("", None),
        ("12", None),
    ] {
        assert_eq!(plain_number(written, "+39").as_deref(), number, "{written}");
    }
}

#[test]
fn what_cannot_work_is_told_before_anything_is_sent() {
    let with = |change: fn(&mut SmsConfig)| {
        let mut config =
            SmsConfig { url: "https://sms.example/send".to_owned(), ..SmsConfig::default() };
        change(&mut config);
        Gateway::try_new(&config).err().unwrap_or_default()
    };
    assert!(Gateway::try_new(&SmsConfig::default()).unwrap().is_none(), "off by default");
    assert!(with(|c| c.url = "http://sms.example/".to_owned()).contains("https://"));
    assert!(with(|c| c.body = "{number}".to_owned()).contains("{text}"));
    assert!(with(|c| c.content_type = "text/plain".to_owned()).contains("sms.content_type"));
    assert!(with(|c| c.per_hour = 0).contains("sms.per_hour"));
    assert!(with(|c| c.header_file = "/does/not/exist".into()).contains("sms.header_file"));
}
