//! From a code on the console to a device that speaks.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use hub_server::broker::{BrokerConfig, EmbeddedBroker};
use hub_server::network::{self, Holder, NewCode, PairingConfig};
use hub_server::testing::{self, HandClock, MORNING_MS};
use protocol::antenna::{News, PairRequest, Paired, PairingLink};
use protocol::{ActorRef, Problem};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rumqttc::{TlsConfiguration, Transport};
use tower::ServiceExt;

use crate::device::{Device, options};
use crate::town::{Engine, Town, operator, pairing_config};

async fn code(town: &Town, label: &str) -> NewCode {
    let hood = "mompiano".parse().unwrap();
    let by = ActorRef::Staff(operator());
    network::new_pairing_code(&town.node, label, hood, Holder::Antenna, by).await.unwrap()
}

async fn try_code(town: &Town, code: &str, address: [u8; 4]) -> Result<Paired, Problem> {
    let request = PairRequest { code: code.to_owned(), device_name: "a phone".to_owned() };
    network::pair(&town.node, &pairing_config(), request, Some(IpAddr::from(address))).await
}

/// A certificate authority and a server certificate of 127.0.0.1, in files.
fn certificates(folder: &Path) -> (String, Vec<u8>) {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = KeyPair::generate().unwrap();
    let ca = authority.self_signed(&authority_key).unwrap();
    let issuer = Issuer::new(authority, authority_key);
    let key = KeyPair::generate().unwrap();
    let server = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    let server = server.signed_by(&key, &issuer).unwrap();
    std::fs::write(folder.join("server.pem"), server.pem()).unwrap();
    std::fs::write(folder.join("server.key"), key.serialize_pem()).unwrap();
    (ca.pem(), ca.der().to_vec())
}

#[tokio::test]
async fn a_code_over_https_becomes_a_device_that_speaks_over_tls() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().unwrap();
    let (ca_pem, ca_der) = certificates(folder.path());
    let clock = HandClock::at(MORNING_MS);
    let url = testing::sqlite_url(folder.path(), "hub");
    let node = testing::node("mompiano", &url, clock.clone()).await;
    let config = BrokerConfig::Embedded(EmbeddedBroker {
        listen_tls: Some(SocketAddr::from(([127, 0, 0, 1], 0))),
        certificate_chain: folder.path().join("server.pem"),
        private_key: folder.path().join("server.key"),
        ..EmbeddedBroker::default()
    });
    let town = Town::with(folder, clock, node, config, None).await;
    let tls = town.running.tls_address().unwrap();
    let brokers = vec![format!("mqtts://{tls}")];
    let config = PairingConfig { brokers: brokers.clone(), ca_pem: ca_pem.clone() };

    let made = code(&town, "Panificio Bianchi").await;
    let link = config.link("127.0.0.1:8443", &made.code).unwrap();
    let link = PairingLink::parse(&link.to_string()).unwrap();
    assert_eq!(link.fingerprint, PairingLink::fingerprint_of(&ca_der));

    let app = network::routes(town.node.clone(), config);
    let get = Request::get("/pair/v1/ca").body(Body::empty()).unwrap();
    let answer = app.clone().oneshot(get).await.unwrap();
    assert_eq!(to_bytes(answer.into_body(), 1 << 20).await.unwrap(), ca_pem.as_bytes());

    let post = |code: &str| {
        let body = PairRequest { code: code.to_owned(), device_name: "a phone".to_owned() };
        let from = SocketAddr::from(([192, 0, 2, 1], 4000));
        let post = Request::post("/pair/v1").extension(ConnectInfo(from));
        post.body(Body::from(serde_json::to_vec(&body).unwrap())).unwrap()
    };
    let answer = app.clone().oneshot(post(&link.code.to_lowercase())).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let bytes = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    let paired: Paired = serde_json::from_slice(&bytes).unwrap();
    assert_eq!((&paired.brokers, &paired.ca_pem), (&brokers, &ca_pem));

    let again = app.oneshot(post(&link.code)).await.unwrap();
    assert_eq!(again.status(), StatusCode::NOT_FOUND, "a code works once");
    assert_eq!(again.headers()["content-type"], "application/problem+json");

    let mut options = options(tls, &paired);
    options.set_transport(Transport::tls_with_config(TlsConfiguration::Simple {
        ca: ca_pem.into_bytes(),
        alpn: None,
        client_auth: None,
    }));
    let mut device = Device::with(options, paired.device).await.expect("it is let in");
    device.hello(0).await;
    let profile = device
        .news(|news| if let News::Profile(profile) = news { Some(profile) } else { None })
        .await;
    assert_eq!(profile.name, "Panificio Bianchi");
    assert_eq!(profile.hub_name, "HUB di quartiere Mompiano");
    assert!(!profile.is_operator && !profile.categories.is_empty());
    assert_eq!(profile.neighbourhoods.len(), 33);

    let secret = paired.secret.as_bytes();
    for table in ["device_credential", "pairing_code", "record", "receipt"] {
        let rows = town.rows(table).await.concat();
        assert!(!rows.contains(&paired.secret), "the secret is kept in {table}");
        assert!(!rows.contains(&data_encoding::HEXLOWER.encode(secret)), "{table}");
        assert!(!rows.contains(&link.code), "the code is kept in {table}");
    }
}

#[tokio::test]
async fn a_code_lasts_ten_minutes() {
    let town = Town::open(Engine::Embedded).await;
    let made = code(&town, "Bar Centrale").await;
    assert_eq!(made.expires_at_ms, MORNING_MS + 600_000);
    town.clock.move_by(600_000);
    let late = try_code(&town, &made.code, [192, 0, 2, 1]).await.unwrap_err();
    assert_eq!(late.slug(), "pairing-code-unknown");
    assert_eq!(town.facts("network.device-paired").await, 0);
}

#[tokio::test]
async fn whoever_guesses_wrong_five_times_waits_and_others_do_not() {
    let town = Town::open(Engine::Embedded).await;
    let made = code(&town, "Bar Centrale").await;
    let (guesser, other) = ([192, 0, 2, 1], [192, 0, 2, 2]);
    for guess in ["AAAAAAAA", "BBBBBBBB", "", "not a code", "CCCCCCCC"] {
        let wrong = try_code(&town, guess, guesser).await.unwrap_err();
        assert_eq!(wrong.slug(), "pairing-code-unknown");
    }
    let waits = try_code(&town, &made.code, guesser).await.unwrap_err();
    assert_eq!((waits.slug(), waits.status, waits.retry), ("pairing-wait", 429, true));
    assert_eq!(waits.args["minutes"], "10");
    town.clock.move_by(-1_000);
    let by_other = try_code(&town, "DDDDDDDD", other).await.unwrap_err();
    assert_eq!(by_other.slug(), "pairing-code-unknown");
    town.clock.move_by(1_000 + 599_999);
    try_code(&town, &made.code, other).await.expect("the code itself is as good as before");
    let made = code(&town, "Edicola").await;
    town.clock.move_by(1);
    try_code(&town, &made.code, guesser).await.expect("the wait is over");
}

#[tokio::test]
async fn a_label_and_a_place_are_checked_before_a_code_is_made() {
    let town = Town::open(Engine::Embedded).await;
    let make = async |label: &str, hood: &str| {
        let by = ActorRef::Staff(operator());
        let hood = hood.parse().unwrap();
        let made = network::new_pairing_code(&town.node, label, hood, Holder::Antenna, by).await;
        made.map_err(|problem| problem.slug().to_owned())
    };
    assert_eq!(make(" ", "mompiano").await, Err("out-of-range".to_owned()));
    assert_eq!(make(&"x".repeat(61), "mompiano").await, Err("out-of-range".to_owned()));
    assert_eq!(make("Bar", "atlantide").await, Err("not-in-catalogue".to_owned()));
}
