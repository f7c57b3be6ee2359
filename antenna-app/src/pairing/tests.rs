use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use protocol::DeviceId;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use uuid::Uuid;

use super::*;

/// A hub that knows nothing but pairing.
struct Hub {
    link: PairingLink,
    codes_seen: Arc<Mutex<Vec<String>>>,
    server: axum_server::Handle<SocketAddr>,
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.server.shutdown();
    }
}

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A hub whose certificate `signer` made and which shows `shown` as its authority.
async fn hub(
    shown: &CertifiedIssuer<'static, KeyPair>,
    signer: &CertifiedIssuer<'static, KeyPair>,
) -> Hub {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let key = KeyPair::generate().unwrap();
    let certificate =
        CertificateParams::new(vec!["127.0.0.1".into()]).unwrap().signed_by(&key, signer).unwrap();
    let tls = axum_server::tls_rustls::RustlsConfig::from_der(
        vec![certificate.der().to_vec()],
        key.serialize_der(),
    )
    .await
    .unwrap();
    let codes_seen = Arc::new(Mutex::new(Vec::new()));
    let ca_pem = shown.pem();
    let answer = Paired {
        device: DeviceId::new(Uuid::from_u128(9)),
        secret: "a-password-for-this-test".into(),
        brokers: vec!["mqtts://127.0.0.1:8883".into()],
        ca_pem: ca_pem.clone(),
    };
    let routes =
        Router::new()
            .route("/pair/v1/ca", get(move || async move { ca_pem }))
            .route(
                "/pair/v1",
                post(
                    move |State(seen): State<Arc<Mutex<Vec<String>>>>,
                          Json(req): Json<PairRequest>| {
                        async move {
                            seen.lock().unwrap().push(req.code.clone());
                            if req.code == "K7QM4TDX" {
                                Ok(Json(answer))
                            } else {
                                Err((
                                    StatusCode::CONFLICT,
                                    Json(Problem::conflict("pairing-code-used")),
                                ))
                            }
                        }
                    },
                ),
            )
            .with_state(codes_seen.clone());
    let server = axum_server::Handle::new();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let serving = axum_server::from_tcp_rustls(listener, tls).unwrap().handle(server.clone());
    tokio::spawn(serving.serve(routes.into_make_service()));
    let link = PairingLink {
        address: address.to_string(),
        code: "K7QM4TDX".into(),
        fingerprint: PairingLink::fingerprint_of(shown.der()),
    };
    Hub { link, codes_seen, server }
}

#[tokio::test]
async fn a_link_becomes_a_credential() {
    let ca = authority();
    let hub = hub(&ca, &ca).await;
    let paired = pair(&hub.link, "Bar Sport", "it").await.unwrap();
    assert_eq!(paired.device, DeviceId::new(Uuid::from_u128(9)));
    assert_eq!(*hub.codes_seen.lock().unwrap(), ["K7QM4TDX"]);
}

#[tokio::test]
async fn an_authority_with_another_fingerprint_gets_no_code() {
    let ca = authority();
    let hub = hub(&ca, &ca).await;
    let wrong = PairingLink { fingerprint: "0".repeat(32), ..hub.link.clone() };
    assert_eq!(pair(&wrong, "Bar Sport", "it").await.unwrap_err(), PairFailure::NotThisHub);
    assert!(hub.codes_seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_stranger_who_shows_the_right_authority_gets_no_code() {
    let hub = hub(&authority(), &authority()).await;
    assert_eq!(pair(&hub.link, "Bar Sport", "it").await.unwrap_err(), PairFailure::NotThisHub);
    assert!(hub.codes_seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_used_code_is_refused_in_the_hubs_words() {
    let ca = authority();
    let hub = hub(&ca, &ca).await;
    let used = PairingLink { code: "AAAAAAAA".into(), ..hub.link.clone() };
    let PairFailure::Refused(problem) = pair(&used, "Bar Sport", "it").await.unwrap_err() else {
        panic!("not a refusal");
    };
    assert_eq!(problem.slug(), "pairing-code-used");
}

#[tokio::test]
async fn nobody_at_the_address_is_told_as_no_answer() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let link = PairingLink {
        address: free.to_string(),
        code: "K7QM4TDX".into(),
        fingerprint: "0".repeat(32),
    };
    let _ = rustls::crypto::ring::default_provider().install_default();
    assert_eq!(pair(&link, "Bar Sport", "it").await.unwrap_err().slug(), "no-answer");
}
