//! A device that tries to be another, through the whole hub.

use protocol::{RequestId, topic};
use rumqttc::{ConnectReturnCode, ConnectionError};

use crate::device::{Device, fresh_command, options, raise};
use crate::town::{Engine, Town};

#[tokio::test]
async fn a_device_cannot_speak_as_another_nor_hear_what_another_hears() {
    let town = Town::open(Engine::Embedded).await;
    let (one, two) = (town.antenna("A", "mompiano").await, town.antenna("B", "mompiano").await);
    let mut thief = Device::connect(&town, &one).await;
    let mut other = Device::connect(&town, &two).await;
    let filters = [
        topic::inbox(two.device),
        topic::command(two.device),
        topic::command(one.device),
        "h1/d/+/in".to_owned(),
        "h1/#".to_owned(),
        "#".to_owned(),
        "$SYS/#".to_owned(),
        format!("$share/g/{}", topic::inbox(two.device)),
        "h1/n/folzano/board".to_owned(),
    ];
    for filter in filters {
        assert!(thief.subscribe(&filter).await.is_err(), "{filter}");
    }
    let forged = fresh_command();
    let bytes = raise("mompiano").seal(forged, 1, 0).unwrap();
    for topic in [topic::command(two.device), topic::inbox(two.device), topic::inbox(one.device)] {
        assert!(thief.publish(&topic, bytes.clone()).await.is_err(), "{topic}");
    }
    let real = other.say(&raise("mompiano")).await;
    assert_eq!(other.receipt(real).await, None);
    // What the thief overhears would fail its own check of topics on the way to this receipt.
    thief.fence().await;
    assert!(town.brief(RequestId::from(forged)).await.is_none());
    assert_eq!(town.running.counts().strange(), 0);
}

#[tokio::test]
async fn an_answer_in_the_name_of_another_device_is_not_possible_in_a_body_either() {
    let town = Town::open(Engine::Embedded).await;
    let (one, two) = (town.antenna("A", "mompiano").await, town.antenna("B", "mompiano").await);
    let mut thief = Device::connect(&town, &one).await;
    let request = town.need("").await;
    town.propose(request, Some(two.device)).await;
    let mut other = Device::here(&town, &two, 0).await;
    let proposal = other.proposed().await.proposal;
    let id = fresh_command();
    let forged = format!(
        r#"{{"v":1,"id":"{id}","at_ms":0,"n":1,"kind":"answer-proposal","actor":"device:{two}","device":"{two}",
        "body":{{"proposal":"{proposal}","accept":true,"device":"{two}"}}}}"#,
        two = two.device
    );
    thief.publish(&topic::command(one.device), forged.into_bytes()).await.unwrap();
    assert_eq!(thief.receipt(id).await.unwrap().slug(), "not-asked");
    assert_eq!(other.answer(proposal, true).await, None);
}

#[tokio::test]
async fn whoever_knocks_too_often_with_a_wrong_secret_is_slowed_and_the_right_one_still_comes_in() {
    let town = Town::open(Engine::Embedded).await;
    let paired = town.antenna("A", "mompiano").await;
    let mut codes = Vec::new();
    for n in 0..25 {
        let mut wrong = options(town.address, &paired);
        wrong.set_credentials(paired.device.to_string(), format!("wrong {n}"));
        match Device::with(wrong, paired.device).await {
            Err(ConnectionError::ConnectionRefused(code)) => codes.push(code),
            Err(other) => panic!("refused without a reason: {other:?}"),
            Ok(_) => panic!("let in with a wrong secret"),
        }
    }
    assert_eq!(codes[..20], [ConnectReturnCode::BadUserNamePassword; 20]);
    assert_eq!(codes[20..], [ConnectReturnCode::QuotaExceeded; 5]);
    assert_eq!(town.running.counts().refused(), 25);
    Device::connect(&town, &paired).await.fence().await;
}

#[tokio::test]
async fn nobody_is_the_hub_without_its_password_nor_another_with_its_own_secret() {
    let town = Town::open(Engine::Embedded).await;
    let (one, two) = (town.antenna("A", "mompiano").await, town.antenna("B", "mompiano").await);
    for (user, password) in [
        ("hub".to_owned(), one.secret.clone()),
        ("hub".to_owned(), String::new()),
        (two.device.to_string(), one.secret.clone()),
        (one.device.to_string().to_uppercase(), one.secret.clone()),
        (String::from("nobody"), one.secret.clone()),
    ] {
        let mut options = rumqttc::MqttOptions::new(
            user.clone(),
            (town.address.ip().to_string(), town.address.port()),
        );
        options.set_credentials(user.clone(), password);
        assert!(Device::with(options, one.device).await.is_err(), "let in as {user}");
    }
}
