//! The hub's HTTP interface, one function a call.
//!
//! Always true: a call ends within [`TIMEOUT`]; whatever comes back, expected or not, becomes an answer or a
//! [`Trouble`]. Nothing that a person typed, and no code of a slip, is logged.

use std::time::Duration;

use bytes::Bytes;
use protocol::kiosk::bank::SESSION_HEADER;
use protocol::kiosk::{
    CallOperator, FreeVisits, HandKept, Kept, Place, SimilarAsked, SimilarCard, SlipAnswer,
    SlipIssued, SlipRating, SlipStatus,
};
use protocol::{CommandId, Problem, SlipCode};
use reqwest::header::{ACCEPT_LANGUAGE, CONTENT_TYPE};
use reqwest::{Certificate, Method, RequestBuilder, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::config::Credential;
use crate::model::{BankAnswer, BankAsk, BankCall, Leave, Trouble};

/// Longest time one call may take, in all.
pub const TIMEOUT: Duration = Duration::from_secs(5);
/// Longest answer that is read: the place of a large city is a hundredth of it.
const LONGEST_ANSWER: usize = 4 * 1024 * 1024;

/// Room for the longest message: texts and details at their limits, every character at its longest.
const LONGEST_MESSAGE: usize = 32 * 1024;

/// Why no call can be made at all.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The authority in the credential is not a certificate.
    #[error("ca_pem in the credential is not a certificate: {0}")]
    BadAuthority(#[source] reqwest::Error),
    /// The system starts no thread for the calls.
    #[error("cannot start the worker that calls the hub: {0}")]
    NoThread(#[source] std::io::Error),
    /// The client could not be built.
    #[error("cannot prepare calls to the hub: {0}")]
    NotBuilt(#[source] reqwest::Error),
}

/// Calls one hub in the name of one kiosk. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    hub_url: String,
    token: String,
}

impl Client {
    /// Prepares calls to the hub of this credential. Nothing is sent yet.
    ///
    /// # Errors
    /// When the pinned authority is not a certificate, or TLS cannot be set up.
    pub fn try_new(credential: &Credential) -> Result<Self, ClientError> {
        let mut builder = reqwest::Client::builder()
            .timeout(TIMEOUT)
            .connect_timeout(Duration::from_secs(3))
            // The hub stands in the same room: a proxy of the environment would only be in the way, and a redirect
            // would take the token to another address.
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none());
        let mut authorities = Vec::new();
        if let Some(pem) = &credential.ca_pem {
            authorities =
                Certificate::from_pem_bundle(pem.as_bytes()).map_err(ClientError::BadAuthority)?;
        }
        // Always "only": with an empty list no certificate of the open internet is believed either.
        builder = builder.tls_certs_only(authorities);
        let http = builder.build().map_err(ClientError::NotBuilt)?;
        Ok(Self { http, hub_url: credential.hub_url.clone(), token: credential.token.clone() })
    }

    /// What the kiosk must know of its place.
    ///
    /// # Errors
    /// Why it could not be had.
    pub async fn place(&self, language: &str) -> Result<Place, Trouble> {
        self.read(self.call(Method::GET, "/kiosk/v1/place", language)).await
    }

    /// Leaves something at the hub. Sent twice with one id, it gets one slip.
    ///
    /// # Errors
    /// Why no slip came back; after [`Trouble::Unreachable`] the hub may still have it.
    pub async fn leave(&self, leave: &Leave, language: &str) -> Result<SlipIssued, Trouble> {
        let (path, body) = match leave {
            Leave::Need(need) => ("/kiosk/v1/needs", fleeting(need)),
            Leave::Idea(idea) => ("/kiosk/v1/ideas", fleeting(idea)),
            Leave::Offer(offer) => ("/kiosk/v1/offers", fleeting(offer)),
            Leave::Visit(visit) => ("/kiosk/v1/desk/visits", fleeting(visit)),
            Leave::Move(code, moved) => {
                let path = format!("/kiosk/v1/slips/{code}/visit");
                return self.read(self.post(&path, moved, language)).await;
            }
        };
        let call = self.call(Method::POST, path, language);
        self.read(call.header(CONTENT_TYPE, "application/json").body(body?)).await
    }

    /// What is like an idea that is being written.
    ///
    /// # Errors
    /// Why it could not be told.
    pub async fn similar(
        &self,
        asked: &SimilarAsked,
        language: &str,
    ) -> Result<Vec<SimilarCard>, Trouble> {
        let call = self.call(Method::POST, "/kiosk/v1/ideas/similar", language);
        let body = fleeting(asked)?;
        self.read(call.header(CONTENT_TYPE, "application/json").body(body)).await
    }

    /// Which visits to the project desk are free.
    ///
    /// # Errors
    /// Why it could not be told.
    pub async fn visits(&self, language: &str) -> Result<FreeVisits, Trouble> {
        self.read(self.call(Method::GET, "/kiosk/v1/desk/visits", language)).await
    }

    /// What happened to a slip.
    ///
    /// # Errors
    /// Why it could not be told.
    pub async fn slip(&self, code: &SlipCode, language: &str) -> Result<SlipStatus, Trouble> {
        self.read(self.call(Method::GET, &format!("/kiosk/v1/slips/{code}"), language)).await
    }

    /// What waits under the code of a label.
    ///
    /// # Errors
    /// Why it could not be told.
    pub async fn kept(&self, code: &SlipCode, language: &str) -> Result<Kept, Trouble> {
        self.read(self.call(Method::GET, &format!("/kiosk/v1/custody/{code}"), language)).await
    }

    /// Leaves a signature for it; another one takes its place.
    ///
    /// # Errors
    /// Why it was not taken; after [`Trouble::Unreachable`] it may still have been.
    pub async fn sign(
        &self,
        code: &SlipCode,
        strokes: &str,
        language: &str,
    ) -> Result<Kept, Trouble> {
        /// `SignKept`, without a copy of what was drawn.
        #[derive(Serialize)]
        struct Drawn<'a> {
            strokes: &'a str,
        }
        let path = format!("/kiosk/v1/custody/{code}/signature");
        let call = self.call(Method::POST, &path, language);
        let body = fleeting(&Drawn { strokes })?;
        self.read(call.header(CONTENT_TYPE, "application/json").body(body)).await
    }

    /// Says that whoever works at the hub hands it over, or takes it back.
    ///
    /// # Errors
    /// Why it was not taken down; after [`Trouble::Unreachable`] it may still have been.
    pub async fn hand(
        &self,
        code: &SlipCode,
        hand: &HandKept,
        language: &str,
    ) -> Result<Kept, Trouble> {
        let call = self.call(Method::POST, &format!("/kiosk/v1/custody/{code}/hand"), language);
        let body = fleeting(hand)?;
        self.read(call.header(CONTENT_TYPE, "application/json").body(body)).await
    }

    /// Tells the person's verdict.
    ///
    /// # Errors
    /// Why it was not taken down; after [`Trouble::Unreachable`] it may still have been.
    pub async fn verdict(
        &self,
        code: &SlipCode,
        answer: &SlipAnswer,
        language: &str,
    ) -> Result<SlipStatus, Trouble> {
        let path = format!("/kiosk/v1/slips/{code}/answer");
        self.read(self.post(&path, answer, language)).await
    }

    /// Tells what the person answers to the operator's question.
    ///
    /// # Errors
    /// Why it was not taken down; after [`Trouble::Unreachable`] it may still have been.
    pub async fn reply(
        &self,
        code: &SlipCode,
        id: CommandId,
        text: &str,
        language: &str,
    ) -> Result<SlipStatus, Trouble> {
        /// `SlipReply`, without a copy of what was typed.
        #[derive(Serialize)]
        struct Told<'a> {
            id: CommandId,
            text: &'a str,
        }
        let call = self.call(Method::POST, &format!("/kiosk/v1/slips/{code}/reply"), language);
        let body = fleeting(&Told { id, text })?;
        self.read(call.header(CONTENT_TYPE, "application/json").body(body)).await
    }

    /// Tells how it went.
    ///
    /// # Errors
    /// Why it was not taken down; after [`Trouble::Unreachable`] it may still have been.
    pub async fn rating(
        &self,
        code: &SlipCode,
        rating: &SlipRating,
        language: &str,
    ) -> Result<SlipStatus, Trouble> {
        let path = format!("/kiosk/v1/slips/{code}/rating");
        self.read(self.post(&path, rating, language)).await
    }

    /// Calls an operator.
    ///
    /// # Errors
    /// Why nobody was called.
    pub async fn operator(&self, call: &CallOperator, language: &str) -> Result<(), Trouble> {
        self.send(self.post("/kiosk/v1/operator", call, language)).await.map(|_| ())
    }

    /// Asks the time bank for a member.
    ///
    /// # Errors
    /// Why there is no answer; after [`Trouble::Unreachable`] a command may still have been done.
    pub async fn bank(&self, call: &BankCall, language: &str) -> Result<BankAnswer, Trouble> {
        let at = |method, path: &str| {
            self.call(method, &format!("/kiosk/v1/bank{path}"), language)
                .header(SESSION_HEADER, call.session.as_str())
        };
        let json = |req: RequestBuilder, body: Bytes| {
            req.header(CONTENT_TYPE, "application/json").body(body)
        };
        let (path, body) = match &call.ask {
            BankAsk::SignIn(shown) => {
                let body = fleeting(shown)?;
                let signed = self.read(json(at(Method::POST, "/session"), body)).await?;
                return Ok(BankAnswer::SignedIn(signed));
            }
            BankAsk::SignInSlip(shown) => {
                let body = fleeting(shown)?;
                let signed = self.read(json(at(Method::POST, "/session/slip"), body)).await?;
                return Ok(BankAnswer::SignedIn(signed));
            }
            BankAsk::SignOut => {
                self.send(at(Method::DELETE, "/session")).await?;
                return Ok(BankAnswer::SignedOut);
            }
            BankAsk::Named(number) => {
                let named = self.read(at(Method::GET, &format!("/members/{number}"))).await?;
                return Ok(BankAnswer::Named(named));
            }
            BankAsk::Board => {
                return Ok(BankAnswer::Board(self.read(at(Method::GET, "/board")).await?));
            }
            BankAsk::Declare(said) => ("/exchanges".to_owned(), fleeting(said)?),
            BankAsk::Reply(exchange, reply) => {
                (format!("/exchanges/{exchange}/answer"), fleeting(reply)?)
            }
            BankAsk::TakeBack(exchange, said) => {
                (format!("/exchanges/{exchange}/withdrawal"), fleeting(said)?)
            }
            BankAsk::Refer(exchange, said) => {
                (format!("/exchanges/{exchange}/reference"), fleeting(said)?)
            }
            BankAsk::AnswerReference(exchange, said) => {
                (format!("/exchanges/{exchange}/reference/answer"), fleeting(said)?)
            }
            BankAsk::Publish(new) => ("/notices".to_owned(), fleeting(new)?),
            BankAsk::Move(notice, moved) => (format!("/notices/{notice}"), fleeting(moved)?),
            BankAsk::ChangePin(change) => ("/pin".to_owned(), fleeting(change)?),
        };
        Ok(BankAnswer::Account(self.read(json(at(Method::POST, &path), body)).await?))
    }

    fn post(&self, path: &str, body: &impl Serialize, language: &str) -> RequestBuilder {
        self.call(Method::POST, path, language).json(body)
    }

    fn call(&self, method: Method, path: &str, language: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.hub_url))
            .bearer_auth(&self.token)
            .header(ACCEPT_LANGUAGE, language)
    }

    async fn read<T: DeserializeOwned>(&self, call: RequestBuilder) -> Result<T, Trouble> {
        let body = body(self.send(call).await?).await?;
        serde_json::from_slice(&body).map_err(|error| {
            tracing::warn!(line = error.line(), column = error.column(), "answer not understood");
            Trouble::Garbled
        })
    }

    async fn send(&self, call: RequestBuilder) -> Result<Response, Trouble> {
        let response = call.send().await.map_err(|error| {
            tracing::info!(
                timeout = error.is_timeout(),
                connect = error.is_connect(),
                "the hub cannot be reached"
            );
            Trouble::Unreachable
        })?;
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let body = body(response).await?;
        let problem = serde_json::from_slice::<Problem>(&body).ok();
        tracing::info!(
            status = status.as_u16(),
            slug = problem.as_ref().map(Problem::slug),
            "the hub refused"
        );
        Err(match problem {
            Some(problem) => Trouble::Refused(Box::new(problem)),
            // Something between us and the hub, or the hub on its knees.
            None if status.is_server_error() => Trouble::Unreachable,
            None if status == StatusCode::UNAUTHORIZED => {
                Trouble::Refused(Box::new(Problem::new("unauthorised", status.as_u16())))
            }
            None => Trouble::Garbled,
        })
    }
}

/// JSON in memory that is overwritten with zeros once it was sent, and that does not move while it is written.
fn fleeting(message: &impl Serialize) -> Result<Bytes, Trouble> {
    let mut json = Zeroizing::new(Vec::with_capacity(LONGEST_MESSAGE));
    serde_json::to_writer(&mut *json, message).map_err(|error| {
        tracing::error!(%error, "a message of ours is not JSON");
        Trouble::Garbled
    })?;
    Ok(Bytes::from_owner(json))
}

/// Reads an answer piece by piece, so that a wrong address cannot fill the memory.
async fn body(mut response: Response) -> Result<Vec<u8>, Trouble> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(piece)) if body.len() + piece.len() <= LONGEST_ANSWER => {
                body.extend_from_slice(&piece);
            }
            Ok(Some(_)) => return Err(Trouble::Garbled),
            Ok(None) => return Ok(body),
            Err(error) => {
                tracing::info!(timeout = error.is_timeout(), "the answer broke off");
                return Err(Trouble::Unreachable);
            }
        }
    }
}
