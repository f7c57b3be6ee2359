//! What a device says about the hub's certificate: trusted, run out, not valid yet, somebody else's.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod support;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use antenna_app::data::Pairing;
use antenna_app::link::{Link, LinkEvent, LinkState, Tempo, Why};
use antenna_app::outbox::Outbox;
use protocol::DeviceId;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rumqttc::tokio_rustls::TlsAcceptor;
use support::{Certificate, FakeHub};
use tokio::sync::mpsc;
use uuid::Uuid;

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn leaf(
    ca: &CertifiedIssuer<'static, KeyPair>,
    name: &str,
    years: Option<(i32, i32)>,
) -> (rcgen::Certificate, KeyPair) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    if let Some((from, to)) = years {
        params.not_before = date_time_ymd(from, 1, 1);
        params.not_after = date_time_ymd(to, 1, 1);
    }
    (params.signed_by(&key, ca).unwrap(), key)
}

/// The first state the link complains of, or `Online`.
async fn verdict(address: SocketAddr, device: DeviceId, secret: &str, ca_pem: String) -> LinkState {
    let folder = tempfile::tempdir().unwrap();
    let outbox = Outbox::open(&folder.path().join("antenna.sqlite"), 0).await.unwrap().outbox;
    let pairing = Pairing {
        device,
        secret: secret.to_owned(),
        brokers: vec![format!("mqtts://{address}")],
        ca_pem,
        address: String::new(),
        paired_at_ms: 0,
    };
    let (events, mut told) = mpsc::channel(64);
    let link = Link::start(pairing, outbox, events, Tempo::default(), true);
    let state = tokio::time::timeout(support::DEADLINE, async {
        loop {
            if let LinkEvent::State(state) = told.recv().await.expect("the link ended")
                && state != LinkState::Connecting
            {
                return state;
            }
        }
    })
    .await
    .expect("no verdict");
    link.stop().await;
    state
}

/// Somebody who speaks TLS with this certificate and then nothing.
async fn stranger(certificate: rcgen::Certificate, key: KeyPair) -> SocketAddr {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let key = rustls_pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let _held = acceptor.accept(stream).await;
                tokio::time::sleep(Duration::from_mins(1)).await;
            });
        }
    });
    address
}

fn somebody() -> DeviceId {
    DeviceId::new(Uuid::from_u128(1))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pinned_authority_is_trusted_and_no_other() {
    let (ca, other) = (authority(), authority());
    let (certificate, key) = leaf(&ca, "127.0.0.1", None);
    let folder = tempfile::tempdir().unwrap();
    let files =
        Certificate { chain: folder.path().join("c.pem"), key: folder.path().join("k.pem") };
    std::fs::write(&files.chain, certificate.pem()).unwrap();
    std::fs::write(&files.key, key.serialize_pem()).unwrap();
    let hub = FakeHub::start_with(Some(files)).await;
    let (device, secret) = hub.pair();
    let address = hub.brokers()[0].strip_prefix("mqtts://").unwrap().parse().unwrap();
    assert_eq!(verdict(address, device, &secret, ca.pem()).await, LinkState::Online);
    let wrong = verdict(address, device, &secret, other.pem()).await;
    assert_eq!(wrong, LinkState::Down(Why::CertificateWrong));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_has_run_out_is_told_in_its_own_words() {
    let ca = authority();
    let (certificate, key) = leaf(&ca, "127.0.0.1", Some((2020, 2021)));
    let address = stranger(certificate, key).await;
    let state = verdict(address, somebody(), "x", ca.pem()).await;
    assert_eq!(state, LinkState::Down(Why::CertificateExpired));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_of_the_future_points_at_the_devices_own_date() {
    let ca = authority();
    let (certificate, key) = leaf(&ca, "127.0.0.1", Some((2090, 2091)));
    let address = stranger(certificate, key).await;
    let state = verdict(address, somebody(), "x", ca.pem()).await;
    assert_eq!(state, LinkState::Down(Why::CertificateNotYet));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_for_another_name_is_not_our_hubs() {
    let ca = authority();
    let (certificate, key) = leaf(&ca, "elsewhere.example", None);
    let address = stranger(certificate, key).await;
    let state = verdict(address, somebody(), "x", ca.pem()).await;
    assert_eq!(state, LinkState::Down(Why::CertificateWrong));
}
