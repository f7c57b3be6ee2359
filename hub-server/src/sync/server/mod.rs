//! Central's side: what hubs may ask, each asking with its own key.
//!
//! Always true: nothing is read before the proof is checked; a refusal is a problem with words; every answer
//! carries the next challenge. Deliberately absent: anything that calls a hub.

mod ask;
mod down;
mod enrol;
mod exchange;
mod files;
mod incoming;
mod still;
mod up;
mod vault;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use ed25519_dalek::VerifyingKey;
use protocol::sync::{
    BadBytes, Boot, CHALLENGE_HEADER, Challenge, MEDIA_TYPE, PROOF_HEADER, Proof, WORD_MAX, path,
    read_message, write_message,
};
use protocol::{Hash, NodeId, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio_util::sync::CancellationToken;

use super::house::House;
use super::registry::{self, KeyState};
use crate::node::{Node, problem_of};
use crate::store::StoreError;

/// How long a challenge counts, in milliseconds: longer than any pause of a hub whose line is up.
const CHALLENGE_LASTS_MS: i64 = 15 * 60_000;
/// The largest question that is not an exchange, in bytes.
const QUESTION_MAX: usize = 2 * WORD_MAX;
/// How long an upload waits for its turn before it is told to come back.
const TURN_WAIT: Duration = Duration::from_secs(10);

/// What the routes work with.
struct Server {
    node: Arc<Node>,
    house: Arc<House>,
    secret: [u8; 32],
    ticket_secret: [u8; 32],
    ca_pem: Option<String>,
    stop: CancellationToken,
}

/// What central answers to hubs. `stop` ends what waits for news; `ca_pem` is told to hubs that enrol,
/// where central's certificate is not of a public authority.
pub fn router(node: Arc<Node>, ca_pem: Option<String>, stop: CancellationToken) -> Router {
    let secret = blake3::derive_key("costellazione sync challenge 1", &node.key.to_bytes());
    let ticket_secret = blake3::derive_key("costellazione sync ticket 1", &node.key.to_bytes());
    let house = node.house.clone();
    let server = Arc::new(Server { node, house, secret, ticket_secret, ca_pem, stop });
    Router::new()
        .route(path::EXCHANGE, post(exchange::exchange))
        .route(path::STILL, post(still::still))
        .route(path::ENROL, post(enrol::enrol))
        .route(path::EPOCH, post(ask::epoch))
        .route(path::PROBE, post(ask::probe))
        .route(&format!("{}/{{epoch}}/{{after}}", path::SERIES), get(ask::series))
        .route(path::VAULT, put(vault::put))
        .route(&format!("{}/{{after}}", path::VAULT), get(vault::page))
        .route(&format!("{}/{{code}}", path::SLIP), get(ask::slip))
        .route(path::FILES, get(files::wanted).put(files::put).post(files::give))
        .layer(DefaultBodyLimit::max(QUESTION_MAX))
        .with_state(server)
}

/// Who asks, once it is proved.
#[derive(Debug, Clone)]
struct Caller {
    hub: NodeId,
    key: [u8; 32],
    boot: Boot,
    challenged_ms: i64,
}

impl Caller {
    fn with(proof: &Proof, key: [u8; 32]) -> Self {
        let hub = proof.hub.clone();
        Self { hub, key, boot: proof.boot, challenged_ms: proof.challenge.issued_at_ms }
    }
}

/// A refusal on its way to a hub, with the next challenge when the hub said who it is.
struct Refusal {
    problem: Problem,
    challenge: Option<Challenge>,
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self { problem, challenge: None }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        problem_of(&error).into()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = match self.problem.slug() {
            // So that a hub sees at once that waiting helps, and a proxy too.
            "disk-full" => StatusCode::INSUFFICIENT_STORAGE,
            _ => StatusCode::from_u16(self.problem.status)
                .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        };
        let body = serde_json::to_vec(&self.problem).unwrap_or_default();
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        with_challenge((status, kind, body).into_response(), self.challenge)
    }
}

fn with_challenge(response: Response, challenge: Option<Challenge>) -> Response {
    with_header(response, CHALLENGE_HEADER, challenge)
}

fn with_header(mut response: Response, name: &'static str, value: Option<Challenge>) -> Response {
    if let Some(value) = value
        && let Ok(value) = HeaderValue::from_str(&value.to_base64())
    {
        response.headers_mut().insert(name, value);
    }
    response
}

fn ours(status: StatusCode, body: Body) -> Response {
    (status, [(header::CONTENT_TYPE, MEDIA_TYPE)], body).into_response()
}

fn unreadable(error: &BadBytes) -> Problem {
    Problem::new("sync-unreadable", 400).with("why", error)
}

impl Server {
    fn challenge(&self, hub: &NodeId, boot: Boot) -> Challenge {
        Challenge::issue(&self.secret, hub, boot, self.node.now_ms())
    }

    fn refuse(&self, proof: &Proof, problem: Problem) -> Refusal {
        Refusal { problem, challenge: Some(self.challenge(&proof.hub, proof.boot)) }
    }

    /// Whether the challenge is one of ours and not too old; checked first because it costs least.
    fn check_challenge(&self, proof: &Proof) -> Result<(), Refusal> {
        let challenge = proof.challenge;
        let age_ms = self.node.now_ms().saturating_sub(challenge.issued_at_ms);
        if challenge.is_for(&self.secret, &proof.hub, proof.boot)
            && (0..=CHALLENGE_LASTS_MS).contains(&age_ms)
        {
            return Ok(());
        }
        let mut problem = Problem::new("sync-challenge", 401);
        problem.retry = true;
        Err(self.refuse(proof, problem))
    }

    /// Who made this proof over these bytes for this request.
    async fn caller(&self, proof: &Proof, what: &str, digest: Hash) -> Result<Caller, Refusal> {
        self.check_challenge(proof)?;
        let mut db = self.node.store.read().await?;
        let keys = registry::keys(&mut db, &proof.hub).await?;
        drop(db);
        let signs = |key: &VerifyingKey| proof.is_of(key, what, digest);
        match keys.iter().find(|(key, _)| signs(key)) {
            Some((key, KeyState::Good)) => Ok(Caller::with(proof, key.to_bytes())),
            Some((_, KeyState::Revoked)) => {
                Err(self.refuse(proof, Problem::forbidden("hub-revoked")))
            }
            None => Err(self.refuse(proof, Problem::forbidden("hub-unknown"))),
        }
    }

    /// The same for a request whose proof is in a header and whose body, if any, is in hand.
    async fn caller_of(
        &self,
        parts: &axum::http::request::Parts,
        body: &[u8],
    ) -> Result<Caller, Refusal> {
        let proof = parts.headers.get(PROOF_HEADER).and_then(|value| value.to_str().ok());
        let proof = proof.and_then(Proof::from_base64);
        let proof = proof.ok_or_else(|| Problem::new("sync-unreadable", 400))?;
        let what = format!("{} {}", parts.method, parts.uri.path());
        self.caller(&proof, &what, Hash(*blake3::hash(body).as_bytes())).await
    }

    /// Reads a signed question whole.
    async fn question<T: DeserializeOwned>(
        &self,
        request: Request,
        what: &'static str,
    ) -> Result<(Caller, T), Refusal> {
        let (parts, body) = request.into_parts();
        let body = whole(body).await?;
        let caller = self.caller_of(&parts, &body).await?;
        let message = read_message(&body, what).map_err(|error| unreadable(&error))?;
        Ok((caller, message))
    }

    fn answer<T: Serialize>(&self, caller: &Caller, message: &T) -> Response {
        let body = Body::from(write_message(message));
        self.said(caller, ours(StatusCode::OK, body))
    }

    fn said(&self, caller: &Caller, response: Response) -> Response {
        with_challenge(response, Some(self.challenge(&caller.hub, caller.boot)))
    }
}

async fn whole(body: Body) -> Result<Bytes, Refusal> {
    let read = axum::body::to_bytes(body, QUESTION_MAX);
    match tokio::time::timeout(incoming::SILENCE, read).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) | Err(_) => Err(Problem::new("sync-unreadable", 400).into()),
    }
}

/// What handlers take: the server, shared.
type Shared = State<Arc<Server>>;
