//! Speaking to central: signed requests, answers told from what a hotel's login page answers, and every way
//! it can go wrong sorted by what to do next.

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use ed25519_dalek::SigningKey;
use protocol::sync::{
    BadBytes, Boot, CHALLENGE_HEADER, Challenge, MEDIA_TYPE, PROOF_HEADER, Proof, Still,
    TICKET_HEADER, Unlike, path, read_message, write_message,
};
use protocol::{Hash, Head, NodeId, Problem};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, Response, StatusCode, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::store::StoreError;
use crate::sync::house::Restart;

/// How long a connection may take to come up.
const CONNECT: Duration = Duration::from_secs(15);
/// The longest the answer to a short question may take.
const ANSWER: Duration = Duration::from_mins(1);

/// How an attempt can end, by what follows.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The line was cut, or is down: again later.
    #[error("the line was cut: {0}")]
    Cut(String),
    /// Something answered that is not central, or not as central answers: again later.
    #[error("this was not central: {0}")]
    NotCentral(String),
    /// Central said no.
    #[error("central refused: {0}")]
    Refused(Box<Problem>),
    /// Central holds something else; the hub decides.
    #[error("central holds something else: {0:?}")]
    Unlike(Box<Unlike>),
    /// What came was damaged on the way: again.
    #[error("what came was damaged: {0}")]
    Damaged(String),
    /// The node must start again before it can go on.
    #[error("the node must start again: {}", .0.reason)]
    Restart(Restart),
    /// The hub's own database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<reqwest::Error> for Failure {
    fn from(error: reqwest::Error) -> Self {
        Self::Cut(chain(&error))
    }
}

impl From<BadBytes> for Failure {
    fn from(error: BadBytes) -> Self {
        match error {
            BadBytes::NotOurs => Self::NotCentral("it does not speak as central does".to_owned()),
            other @ (BadBytes::TooLong(_) | BadBytes::Unreadable(_) | BadBytes::Frame(_)) => {
                Self::Damaged(other.to_string())
            }
        }
    }
}

/// An error with its causes, without the address: it may stand in a log.
fn chain(error: &reqwest::Error) -> String {
    let mut text = if error.is_timeout() { "timeout".to_owned() } else { "error".to_owned() };
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

/// A client for this address: plain HTTP on this machine only, HTTPS elsewhere, with the given authority and
/// no other where one is given. Redirections are not followed: central never sends any.
///
/// # Errors
/// [`StoreError::Files`] that says what is wrong with the address or the authority.
pub fn client(central_url: &str, ca_pem: Option<&str>) -> Result<reqwest::Client, StoreError> {
    let wrong = |why: &dyn std::fmt::Display| {
        StoreError::Files(format!("central's address {central_url} cannot be used: {why}"))
    };
    let url = Url::parse(central_url).map_err(|error| wrong(&error))?;
    let local = url.host_str().is_some_and(|host| {
        let host = host.trim_matches(['[', ']']);
        host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    });
    match url.scheme() {
        "https" => {}
        "http" if local => {}
        _ => return Err(wrong(&"it must begin with https://")),
    }
    let mut builder = reqwest::Client::builder()
        .connect_timeout(CONNECT)
        .tcp_keepalive(Duration::from_secs(20))
        .redirect(reqwest::redirect::Policy::none());
    if local {
        builder = builder.no_proxy();
    }
    if let Some(pem) = ca_pem {
        let authority = reqwest::Certificate::from_pem(pem.as_bytes())
            .map_err(|error| wrong(&format!("its certificate authority does not read: {error}")))?;
        builder = builder.tls_certs_only([authority]);
    }
    builder.build().map_err(|error| wrong(&error))
}

/// An answer that central really gave, and that is a yes.
pub(in crate::sync) async fn checked(response: Response) -> Result<Response, Failure> {
    let status = response.status();
    let kind = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = kind.unwrap_or_default().to_owned();
    if status == StatusCode::OK && (kind == MEDIA_TYPE || kind == "application/json") {
        return Ok(response);
    }
    if status == StatusCode::CONFLICT && kind == MEDIA_TYPE {
        return Ok(response);
    }
    if kind == "application/problem+json" {
        let bytes = response.bytes().await?;
        return match serde_json::from_slice::<Problem>(&bytes) {
            Ok(problem) if problem.slug() != problem.kind => {
                Err(Failure::Refused(Box::new(problem)))
            }
            Ok(_) | Err(_) => Err(Failure::NotCentral(format!("a problem of {status}"))),
        };
    }
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        return Err(Failure::Refused(Box::new(Problem::new("sync-too-long", 413))));
    }
    Err(Failure::NotCentral(format!("status {status}")))
}

/// One hub's voice.
pub struct Talk {
    http: reqwest::Client,
    base: String,
    hub: NodeId,
    key: SigningKey,
    pub(super) boot: Boot,
    /// How long the answer to a short question may take.
    answer: Duration,
    challenge: Mutex<Option<Challenge>>,
    ticket: Mutex<Option<Challenge>>,
}

impl Talk {
    /// Speaks as `hub` to the central at `base`; no short question waits longer than a line may be silent.
    pub fn new(
        http: reqwest::Client,
        base: String,
        hub: NodeId,
        key: SigningKey,
        boot: Boot,
        silence: Duration,
    ) -> Self {
        let answer = silence.min(ANSWER);
        let (challenge, ticket) = (Mutex::default(), Mutex::default());
        Self { http, base, hub, key, boot, answer, challenge, ticket }
    }

    /// The proof for one request.
    pub fn proof(&self, what: &str, digest: Hash) -> Proof {
        let known = *self.challenge.lock().unwrap_or_else(PoisonError::into_inner);
        let challenge = known.unwrap_or(Challenge { issued_at_ms: 0, mark: [0; 16] });
        Proof::sign(&self.key, &self.hub, self.boot, challenge, what, digest)
    }

    /// Whether central has handed out a challenge yet.
    pub fn is_introduced(&self) -> bool {
        self.challenge.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Keeps the challenge and the ticket an answer carries.
    pub fn learn(&self, response: &Response) {
        for (name, place) in [(CHALLENGE_HEADER, &self.challenge), (TICKET_HEADER, &self.ticket)] {
            let header = response.headers().get(name).and_then(|value| value.to_str().ok());
            if let Some(found) = header.and_then(Challenge::from_base64) {
                *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(found);
            }
        }
    }

    /// Whether central holds exactly this much of the epoch this hub writes; `false` also where it would rather hear a
    /// whole exchange.
    pub async fn is_still(&self, epoch: u32, at: Head) -> Result<bool, Failure> {
        let Some(ticket) = *self.ticket.lock().unwrap_or_else(PoisonError::into_inner) else {
            return Ok(false);
        };
        let still = Still { hub: self.hub.clone(), boot: self.boot, ticket, epoch, at };
        let request = self.request(Method::POST, path::STILL).body(write_message(&still));
        let response = request.timeout(self.answer).send().await?;
        Ok(response.status() == StatusCode::NO_CONTENT)
    }

    /// A request to this path, not signed yet.
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base))
    }

    /// Asks with a body, signed; a second time when the challenge was too old.
    pub async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Vec<u8>,
        patience: Option<Duration>,
    ) -> Result<Response, Failure> {
        let mut again = true;
        loop {
            let digest = Hash(*blake3::hash(&body).as_bytes());
            let proof = self.proof(&format!("{method} {path}"), digest);
            let mut request =
                self.request(method.clone(), path).header(PROOF_HEADER, proof.to_base64());
            if let Some(patience) = patience {
                request = request.timeout(patience);
            }
            let response = request.body(body.clone()).send().await?;
            self.learn(&response);
            match checked(response).await {
                Err(failure) if again && is_old_challenge(&failure) => again = false,
                other => return other,
            }
        }
    }

    /// Asks one message and reads one.
    pub async fn message<A: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        question: &impl Serialize,
        what: &'static str,
    ) -> Result<A, Failure> {
        let response = self.ask(method, path, write_message(question), Some(self.answer)).await?;
        Ok(read_message(&response.bytes().await?, what)?)
    }

    /// Reads one message.
    pub async fn get<A: DeserializeOwned>(
        &self,
        path: &str,
        what: &'static str,
    ) -> Result<A, Failure> {
        let response = self.ask(Method::GET, path, Vec::new(), Some(self.answer)).await?;
        Ok(read_message(&response.bytes().await?, what)?)
    }
}

/// Whether central only wants the signature over a newer challenge.
pub(super) fn is_old_challenge(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused(problem) if problem.slug() == "sync-challenge")
}
