//! The line itself: which hub is believed, and what a silent one leads to.

use std::net::{SocketAddr, TcpListener};

use axum::routing::get;
use axum::{Json, Router};
use axum_server::tls_rustls::RustlsConfig;
use kiosk::config::Credential;
use kiosk::link::client::{Client, ClientError};
use kiosk::model::Trouble;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

use crate::fake_hub::place;

/// An authority, and the certificate and key it gave to 127.0.0.1; all as PEM.
struct Papers {
    authority: String,
    certificate: String,
    key: String,
}

fn papers() -> Papers {
    let authority_key = KeyPair::generate().unwrap();
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_pem = authority.self_signed(&authority_key).unwrap().pem();
    let issuer = Issuer::new(authority, authority_key);
    let key = KeyPair::generate().unwrap();
    let hub = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    let certificate_pem = hub.signed_by(&key, &issuer).unwrap().pem();
    Papers { authority: authority_pem, certificate: certificate_pem, key: key.serialize_pem() }
}

async fn serve(papers: &Papers) -> SocketAddr {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (certificate, key) = (papers.certificate.clone(), papers.key.clone());
    let tls = RustlsConfig::from_pem(certificate.into_bytes(), key.into_bytes()).await.unwrap();
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route("/kiosk/v1/place", get(async || Json(place())));
    let server = axum_server::from_tcp_rustls(listener, tls).unwrap();
    tokio::spawn(server.serve(router.into_make_service()));
    address
}

fn client(address: SocketAddr, ca_pem: Option<&str>) -> Result<Client, ClientError> {
    Client::try_new(&Credential {
        hub_url: format!("https://{address}"),
        token: "a-token".to_owned(),
        ca_pem: ca_pem.map(str::to_owned),
        kiosk_id: "01920000-0000-7000-8000-00000000000a".parse().unwrap(),
    })
}

#[tokio::test]
async fn only_a_hub_with_a_certificate_of_the_pinned_authority_is_believed() {
    let (ours, others) = (papers(), papers());
    let address = serve(&ours).await;
    let believed = client(address, Some(&ours.authority)).unwrap().place("it").await;
    assert_eq!(believed.unwrap().city, "Brescia");
    for ca_pem in [Some(others.authority.as_str()), None] {
        let doubted = client(address, ca_pem).unwrap().place("it").await;
        assert_eq!(doubted, Err(Trouble::Unreachable));
    }
}

#[tokio::test]
async fn a_hub_that_takes_the_call_and_says_nothing_counts_as_unreachable() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let client = Client::try_new(&Credential {
        hub_url: format!("http://{}", listener.local_addr().unwrap()),
        token: "a-token".to_owned(),
        ca_pem: None,
        kiosk_id: "01920000-0000-7000-8000-00000000000a".parse().unwrap(),
    });
    assert_eq!(client.unwrap().place("it").await, Err(Trouble::Unreachable));
}

#[test]
fn an_authority_that_is_none_is_refused_at_the_start() {
    let address = SocketAddr::from(([127, 0, 0, 1], 1));
    let broken = "-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----\n";
    assert!(client(address, Some(broken)).is_err());
}
