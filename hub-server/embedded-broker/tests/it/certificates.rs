//! TLS: what a certificate must be, and how it is replaced.

use std::net::SocketAddr;
use std::path::PathBuf;

use embedded_broker::{BrokerError, Options};
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use rumqttc::{MqttOptions, TlsConfiguration, Transport};
use tempfile::TempDir;

use crate::client::{Client, options};
use crate::town::{ANNA, BRUNO, commands_of, eventually, open};

/// A self-signed certificate and its key, in files.
pub struct Files {
    folder: TempDir,
    pub certificate: String,
}

impl Files {
    pub fn new(name: &str) -> Self {
        Self::try_with(name, |_| {})
    }

    fn try_with(name: &str, adjust: impl FnOnce(&mut CertificateParams)) -> Self {
        let mut files = Self { folder: TempDir::new().unwrap(), certificate: String::new() };
        files.issue(name, adjust);
        files
    }

    pub fn issue(&mut self, name: &str, adjust: impl FnOnce(&mut CertificateParams)) {
        let mut parameters = CertificateParams::new(vec![name.to_owned()]).unwrap();
        adjust(&mut parameters);
        let key = KeyPair::generate().unwrap();
        self.certificate = parameters.self_signed(&key).unwrap().pem();
        std::fs::write(self.chain(), &self.certificate).unwrap();
        std::fs::write(self.key(), key.serialize_pem()).unwrap();
    }

    pub fn chain(&self) -> PathBuf {
        self.folder.path().join("chain.pem")
    }

    pub fn key(&self) -> PathBuf {
        self.folder.path().join("key.pem")
    }

    /// Options for a TLS listener on any free port.
    pub fn options(&self) -> Options {
        Options {
            listen_tls: Some(SocketAddr::from(([127, 0, 0, 1], 0))),
            certificate_chain: self.chain(),
            private_key: self.key(),
            ..Options::default()
        }
    }
}

pub fn tls_options(address: SocketAddr, user: &str, files: &Files) -> MqttOptions {
    let ca = files.certificate.clone().into_bytes();
    let mut options = options(SocketAddr::from(([127, 0, 0, 1], address.port())), user);
    options.set_transport(Transport::tls_with_config(TlsConfiguration::Simple {
        ca,
        alpn: None,
        client_auth: None,
    }));
    options
}

async fn start_error(options: Options) -> BrokerError {
    let town = std::sync::Arc::new(crate::town::Nobody);
    embedded_broker::Broker::start(options, town).await.err().expect("an error")
}

#[tokio::test]
async fn a_device_connects_over_tls_and_a_stranger_to_the_certificate_does_not() {
    let files = Files::new("127.0.0.1");
    let (broker, _town) = open(files.options()).await;
    let tls = broker.tls_address().unwrap();
    assert_ne!(tls.port(), 0, "the real port is reported");
    let anna = Client::try_connect(tls_options(tls, ANNA, &files)).await.unwrap();
    anna.publish(&commands_of(ANNA), "in").await.unwrap();
    let elsewhere = Files::new("127.0.0.1");
    assert!(Client::try_connect(tls_options(tls, BRUNO, &elsewhere)).await.is_err());
}

#[tokio::test]
async fn a_renewed_certificate_serves_newcomers_and_leaves_open_connections_alone() {
    let mut files = Files::new("127.0.0.1");
    let (broker, _town) = open(files.options()).await;
    let tls = broker.tls_address().unwrap();
    let anna = Client::try_connect(tls_options(tls, ANNA, &files)).await.unwrap();
    let before = broker.certificate_expires_at_ms().unwrap();

    files.issue("127.0.0.1", |parameters| parameters.not_after = date_time_ymd(2090, 1, 1));
    broker.renew_certificate().unwrap();
    assert_ne!(broker.certificate_expires_at_ms().unwrap(), before);
    Client::try_connect(tls_options(tls, BRUNO, &files))
        .await
        .expect("trusts the new certificate only");
    anna.publish(&commands_of(ANNA), "still here").await.unwrap();

    std::fs::write(files.chain(), "not a certificate").unwrap();
    let error = broker.renew_certificate().unwrap_err();
    assert!(matches!(error, BrokerError::CertificateUnreadable { .. }), "{error}");
    let again = Client::try_connect(tls_options(tls, BRUNO, &files)).await;
    again.expect("the certificate in use stays");
    eventually("all are counted", || broker.connected_count() == 2).await;
}

#[tokio::test]
async fn what_is_wrong_with_a_certificate_is_said_by_name() {
    let expired =
        Files::try_with("127.0.0.1", |parameters| parameters.not_after = date_time_ymd(2020, 2, 1));
    let error = start_error(expired.options()).await;
    assert!(matches!(error, BrokerError::CertificateExpired { .. }), "{error}");
    assert!(error.to_string().contains("2020") && error.to_string().contains("renew"), "{error}");

    let missing = Options { certificate_chain: "/nowhere/chain.pem".into(), ..expired.options() };
    let error = start_error(missing).await;
    assert!(matches!(error, BrokerError::CertificateUnreadable { .. }), "{error}");
    assert!(error.to_string().contains("/nowhere/chain.pem"), "{error}");

    let (good, other) = (Files::new("127.0.0.1"), Files::new("127.0.0.1"));
    let mixed = Options { private_key: other.key(), ..good.options() };
    let error = start_error(mixed).await;
    assert!(matches!(error, BrokerError::CertificateAndKeyDiffer { .. }), "{error}");

    let no_key = Options { private_key: good.chain(), ..good.options() };
    let error = start_error(no_key).await;
    assert!(matches!(error, BrokerError::KeyUnreadable { .. }), "{error}");

    std::fs::write(good.chain(), "").unwrap();
    let error = start_error(good.options()).await;
    assert!(error.to_string().contains("holds no certificate"), "{error}");
}
