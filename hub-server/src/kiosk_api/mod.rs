//! What a kiosk may ask of its hub: `protocol::kiosk` over HTTP, one bearer token a kiosk.
//!
//! Always true: a kiosk speaks as itself and never as staff; it gets nothing personal back, whatever
//! code is typed, but to a member of the time bank who shows card and PIN (`bank`); guessing is slowed down.
//! Deliberately absent: pages (see `web`).

mod bank;
mod brake;
mod credential;
pub mod place;
mod similar;
mod visits;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, FromRequestParts, Path, State};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use protocol::kiosk::bank::PIN_MOST;
use protocol::kiosk::{
    AnsweredBy, CallOperator, Face, HandKept, HandStep, Kept, LeaveIdea, LeaveNeed, OfferTime,
    Place, SignKept, SlipAnswer, SlipIssued, SlipKind, SlipRating, SlipReply, SlipStatus, Verdict,
};
use protocol::{ActorRef, Channel, CommandId, KioskId, Problem, RequestId, SlipCode};

pub use brake::Brake;
pub use credential::{Credential, Waiting, add_kiosk, answer_call, revoke_kiosk, waiting};

use crate::bank::offers;
use crate::command::{Answer, Command};
use crate::custody::at_kiosk;
use crate::custody::signature::Signature;
use crate::node::Node;
use crate::people::pins;
use crate::requests::events::{Mark, Side};
use crate::slips::Subject;
use crate::store::StoreError;
use crate::sync::relay;
use crate::sync::status::slip_elsewhere;
use crate::{custody, desk, requests, slips};

/// Every statement of this part, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = credential::STATEMENTS;

/// Largest message a kiosk may send, in bytes.
const BODY_MAX: usize = 32 * 1024;

/// How long a person waits at the kiosk for another hub's answer.
const ANSWER_WAIT: std::time::Duration = std::time::Duration::from_secs(6);

/// Who answers for slips of other hubs.
pub trait ElsewhereSlips: Send + Sync + 'static {
    /// What central knows of a slip, or `central-unreachable`.
    fn ask(
        &self,
        code: SlipCode,
    ) -> futures_util::future::BoxFuture<'_, Result<SlipStatus, Problem>>;
}

/// What the routes work with.
#[derive(Clone)]
struct Desk {
    node: Arc<Node>,
    elsewhere: Arc<dyn ElsewhereSlips>,
    guesses: Arc<Brake>,
    sessions: Arc<bank::Sessions>,
}

/// A refusal on its way to a kiosk.
struct Refused(Problem);

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::BAD_REQUEST);
        let kind = HeaderValue::from_static("application/problem+json");
        (status, [(header::CONTENT_TYPE, kind)], Json(self.0)).into_response()
    }
}

type Reply<T> = Result<Json<T>, Refused>;

/// The routes of `protocol::kiosk`, under `/kiosk/v1`.
pub fn router(node: Arc<Node>, elsewhere: Arc<dyn ElsewhereSlips>) -> Router {
    let guesses = Arc::new(Brake::new(30, 60_000));
    Router::new()
        .route("/kiosk/v1/place", get(place))
        .route("/kiosk/v1/needs", post(leave_need))
        .route("/kiosk/v1/ideas", post(leave_idea))
        .route("/kiosk/v1/ideas/similar", post(similar::similar))
        .route("/kiosk/v1/offers", post(offer_time))
        .route("/kiosk/v1/slips/{code}", get(slip))
        .route("/kiosk/v1/slips/{code}/answer", post(answer_slip))
        .route("/kiosk/v1/slips/{code}/reply", post(reply))
        .route("/kiosk/v1/slips/{code}/rating", post(rate))
        .route("/kiosk/v1/desk/visits", get(visits::free).post(visits::book))
        .route("/kiosk/v1/slips/{code}/visit", post(visits::shift))
        .route("/kiosk/v1/custody/{code}", get(kept))
        .route("/kiosk/v1/custody/{code}/signature", post(sign))
        .route("/kiosk/v1/custody/{code}/hand", post(hand))
        .route("/kiosk/v1/operator", post(call_operator))
        .merge(bank::routes())
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .with_state(Desk { node, elsewhere, guesses, sessions: Arc::default() })
}

/// The kiosk that asks, known by its token.
struct AtKiosk(KioskId);

impl FromRequestParts<Desk> for AtKiosk {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Refused> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        let kiosk = credential::kiosk_of(&desk.node, token).await?;
        kiosk.map(Self).ok_or_else(|| Refused(Problem::new("unauthorised", 401)))
    }
}

/// A JSON body, or `message-malformed` in the shape every other refusal has.
struct Body<T>(T);

impl<T: serde::de::DeserializeOwned> axum::extract::FromRequest<Desk> for Body<T> {
    type Rejection = Refused;

    async fn from_request(req: axum::extract::Request, desk: &Desk) -> Result<Self, Refused> {
        match Json::<T>::from_request(req, desk).await {
            Ok(Json(value)) => Ok(Self(value)),
            Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Problem::new("message-too-large", 413).into())
            }
            Err(_) => Err(Problem::new("message-malformed", 400).into()),
        }
    }
}

async fn place(State(desk): State<Desk>, _kiosk: AtKiosk) -> Reply<Place> {
    let city = desk.node.known_city()?;
    let failed = |error| Refused(crate::node::problem_of(&error));
    let mut db = desk.node.store.read().await.map_err(failed)?;
    let services =
        crate::offering::offered(&mut db, &city, desk.node.id()).await.map_err(failed)?;
    Ok(Json(place::of(&city, desk.node.id(), &services, desk.node.now_ms())?))
}

async fn leave(
    desk: &Desk,
    kiosk: KioskId,
    id: CommandId,
    command: Command,
) -> Result<SlipIssued, Refused> {
    let ctx = desk.node.ctx(id, ActorRef::Kiosk(kiosk), Channel::Kiosk);
    match desk.node.submit(ctx, command).await? {
        Answer::Slip(slip) => Ok(slip),
        Answer::Done | Answer::Forwarded => Err(Problem::conflict("command-id-reused").into()),
    }
}

async fn leave_need(
    State(desk): State<Desk>,
    AtKiosk(kiosk): AtKiosk,
    Body(need): Body<LeaveNeed>,
) -> Reply<SlipIssued> {
    let command = Command::Requests(requests::Command::Leave(need.clone()));
    Ok(Json(leave(&desk, kiosk, need.id, command).await?))
}

async fn leave_idea(
    State(desk): State<Desk>,
    AtKiosk(kiosk): AtKiosk,
    Body(idea): Body<LeaveIdea>,
) -> Reply<SlipIssued> {
    let command = Command::Desk(desk::Command::Leave(idea.clone()));
    Ok(Json(leave(&desk, kiosk, idea.id, command).await?))
}

async fn offer_time(
    State(desk): State<Desk>,
    AtKiosk(kiosk): AtKiosk,
    Body(offer): Body<OfferTime>,
) -> Reply<SlipIssued> {
    let command = Command::Timebank(offers::Command::Leave(offer.clone()));
    Ok(Json(leave(&desk, kiosk, offer.id, command).await?))
}

/// Reads the code of a path, slowing down whoever guesses.
fn code_of(desk: &Desk, kiosk: KioskId, text: &str) -> Result<SlipCode, Refused> {
    if !desk.guesses.allow(&kiosk.to_string(), desk.node.now_ms()) {
        return Err(Problem::new("too-many-tries", 429).into());
    }
    text.parse().map_err(|_bad: protocol::slip::BadSlip| {
        Problem::not_found("unknown-slip").at("code").into()
    })
}

async fn slip(
    State(desk): State<Desk>,
    AtKiosk(kiosk): AtKiosk,
    Path(code): Path<String>,
) -> Reply<SlipStatus> {
    let code = code_of(&desk, kiosk, &code)?;
    Ok(Json(status(&desk, &code).await?))
}

async fn status(desk: &Desk, code: &SlipCode) -> Result<SlipStatus, Problem> {
    let node = &desk.node;
    let city = node.known_city()?;
    let home = slips::home_of(&city, code).ok_or_else(|| Problem::not_found("unknown-slip"))?;
    let failed = |error| crate::node::problem_of(&error);
    let mut db = node.store.read().await.map_err(failed)?;
    // What another hub handed here is answered here.
    let taken_over =
        home != *node.id() && slips::find(&mut db, code).await.map_err(failed)?.is_some();
    if home != *node.id() && !taken_over {
        drop(db);
        return desk.elsewhere.ask(code.clone()).await;
    }
    let status = slips::status(&mut db, &city, code, node.now_ms(), AnsweredBy::Home);
    if let Some(status) = status.await.map_err(failed)? {
        return Ok(status);
    }
    // The label of a thing in custody: the kiosk asks again, for that.
    match at_kiosk::kept(&mut db, node, code).await.map_err(failed)? {
        Some(_) => Err(Problem::conflict("code-of-custody")),
        None => Err(Problem::not_found("unknown-slip")),
    }
}

async fn kept(
    State(desk): State<Desk>,
    AtKiosk(kiosk): AtKiosk,
    Path(code): Path<String>,
) -> Reply<Kept> {
    let code = code_of(&desk, kiosk, &code)?;
    let failed = |error| Refused(crate::node::problem_of(&error));
    let mut db = desk.node.store.read().await.map_err(failed)?;
    let found = at_kiosk::kept(&mut db, &desk.node, &code).await.map_err(failed)?;
    Ok(Json(found.ok_or_else(|| Problem::not_found("unknown-slip"))?.1))
}

/// Keeps a signature until whoever works here hands the thing over.
async fn sign(
    State(desk): State<Desk>,
    AtKiosk(kiosk): AtKiosk,
    Path(code): Path<String>,
    Body(sign): Body<SignKept>,
) -> Reply<Kept> {
    let code = code_of(&desk, kiosk, &code)?;
    let signature: Signature = sign.strokes.parse().map_err(|_no_signature| {
        Refused(Problem::invalid("custody-no-signature").at("signature"))
    })?;
    let (node, now_ms) = (desk.node.clone(), desk.node.now_ms());
    let writer = node.clone();
    let kept = writer.change(move |write| {
        Box::pin(async move {
            let found = at_kiosk::kept(write.db, &node, &code).await?;
            let (item, _) = found.ok_or_else(|| Problem::not_found("unknown-slip"))?;
            at_kiosk::may_sign(&item)?;
            at_kiosk::keep(write, item.id, &signature, now_ms).await?;
            let found = at_kiosk::kept(write.db, &node, &code).await?;
            let (_, kept) = found.ok_or_else(|| Problem::not_found("unknown-slip"))?;
            Ok(kept)
        })
    });
    Ok(Json(kept.await?))
}

/// Whoever works here hands it over with their PIN, against the signature that waits for it, or takes it back.
async fn hand(
    State(desk): State<Desk>,
    AtKiosk(kiosk): AtKiosk,
    asks: bank::Asks,
    Path(code): Path<String>,
    Body(said): Body<HandKept>,
) -> Reply<Kept> {
    let code = code_of(&desk, kiosk, &code)?;
    let done = async {
        let (node, failed) = (&desk.node, |error| crate::node::problem_of(&error));
        if !desk.guesses.allow(&format!("hand {kiosk}"), node.now_ms()) {
            return Err(Problem::new("too-many-tries", 429));
        }
        if said.pin.len() > PIN_MOST {
            return Err(Problem::invalid("bank-pin-shape").at("pin"));
        }
        pins::is_there(node, said.staff, said.pin.clone()).await?;
        let unknown = || Problem::not_found("unknown-slip");
        let (item, drawn) = {
            let mut db = node.store.read().await.map_err(failed)?;
            let found = at_kiosk::kept(&mut db, node, &code).await.map_err(failed)?;
            let (item, _) = found.ok_or_else(unknown)?;
            let drawn = at_kiosk::drawn(&mut db, item.id, node.now_ms()).await.map_err(failed)?;
            (item, drawn)
        };
        // Sent again after it was done, the signature is gone and the first answer holds.
        if said.step == HandStep::Give && item.state == custody::State::Here && drawn.is_none() {
            return Err(Problem::invalid("custody-no-signature").at("signature"));
        }
        let id = item.id;
        let command = at_kiosk::command(&item, said.step, drawn.map(|drawn| drawn.signature));
        let ctx = node.ctx(said.id, ActorRef::Staff(said.staff), Channel::Kiosk);
        node.submit(ctx, Command::Custody(command)).await?;
        node.change(move |write| Box::pin(async move { Ok(at_kiosk::forget(write, id).await?) }))
            .await?;
        let mut db = node.store.read().await.map_err(failed)?;
        let found = at_kiosk::kept(&mut db, node, &code).await.map_err(failed)?;
        found.map(|(_, kept)| kept).ok_or_else(unknown)
    };
    Ok(Json(asks.worded(done.await)?))
}

async fn answer_slip(
    State(desk): State<Desk>,
    AtKiosk(kiosk): AtKiosk,
    Path(code): Path<String>,
    Body(answer): Body<SlipAnswer>,
) -> Reply<SlipStatus> {
    let code = code_of(&desk, kiosk, &code)?;
    let failed = |error| Refused(crate::node::problem_of(&error));
    let found = {
        let mut db = desk.node.store.read().await.map_err(failed)?;
        slips::find(&mut db, &code).await.map_err(failed)?
    };
    let command = match found {
        None => return Ok(Json(answer_elsewhere(&desk, kiosk, &code, answer).await?)),
        Some(Subject::Request(brief)) => Command::Requests(requests::Command::AnswerSlip {
            request: brief.request.id,
            verdict: answer.verdict,
        }),
        Some(Subject::Idea(card)) if answer.verdict == Verdict::Withdraw => {
            Command::Desk(taken_back(card.id))
        }
        Some(Subject::Offer(card)) if answer.verdict == Verdict::Withdraw => {
            Command::Timebank(offers::Command::Withdraw { offer: card.id })
        }
        Some(Subject::Visit(visit)) if answer.verdict == Verdict::Withdraw => {
            Command::Visits(crate::visits::Command::Cancel { visit: visit.id })
        }
        Some(Subject::Idea(_) | Subject::Offer(_) | Subject::Visit(_)) => {
            return Err(Problem::conflict("nothing-to-confirm").into());
        }
    };
    let ctx = desk.node.ctx(answer.id, ActorRef::Kiosk(kiosk), Channel::Kiosk);
    desk.node.submit(ctx, command).await?;
    Ok(Json(status(&desk, &code).await?))
}

/// Whoever has the slip of an idea takes it back, and need not say why.
fn taken_back(idea: protocol::IdeaId) -> desk::Command {
    let (in_favour, why, agreed) = (String::new(), String::new(), Vec::new());
    desk::Command::Withdraw { idea, in_favour, why, agreed }
}

/// Answers a slip of another hub: the answer goes to that hub, which decides, and this waits a little for
/// what it says. Sent again with the same id it is the same answer.
async fn answer_elsewhere(
    desk: &Desk,
    kiosk: KioskId,
    code: &SlipCode,
    answer: SlipAnswer,
) -> Result<SlipStatus, Problem> {
    let node = &desk.node;
    let before = status(desk, code).await?;
    let failed = |error| crate::node::problem_of(&error);
    let place = {
        let mut db = node.store.read().await.map_err(failed)?;
        slip_elsewhere(&mut db, code).await.map_err(failed)?
    };
    let place = place.ok_or_else(|| Problem::not_found("unknown-slip"))?;
    let subject = |error: protocol::ids::BadId| {
        failed(StoreError::Corrupt { what: "elsewhere".to_owned(), why: error.to_string() })
    };
    let command = match (before.kind, answer.verdict) {
        (SlipKind::Need, verdict) => {
            let request = place.subject.parse().map_err(subject)?;
            Command::Requests(requests::Command::AnswerSlip { request, verdict })
        }
        (SlipKind::Idea, Verdict::Withdraw) => {
            let idea = place.subject.parse().map_err(subject)?;
            Command::Desk(taken_back(idea))
        }
        (SlipKind::Offer, Verdict::Withdraw) => {
            let offer = place.subject.parse().map_err(subject)?;
            Command::Timebank(offers::Command::Withdraw { offer })
        }
        (SlipKind::Visit, Verdict::Withdraw) => {
            let visit = place.subject.parse().map_err(subject)?;
            Command::Visits(crate::visits::Command::Cancel { visit })
        }
        (SlipKind::Idea | SlipKind::Offer | SlipKind::Visit, _) => {
            return Err(Problem::conflict("nothing-to-confirm"));
        }
    };
    let mut commits = node.writer.listen();
    let ctx = node.ctx(answer.id, ActorRef::Kiosk(kiosk), Channel::Kiosk);
    if node.submit(ctx, command).await? != Answer::Forwarded {
        return status(desk, code).await;
    }
    let told = tokio::time::timeout(ANSWER_WAIT, relay::answer_to(node, answer.id, &mut commits));
    match told.await {
        Ok(told) => {
            told.map_err(failed)??;
            status(desk, code).await
        }
        Err(_elapsed) => Err(Problem::try_later("answer-on-its-way").with("hub", &place.home)),
    }
}

/// The request a slip is for, which must be this hub's own.
async fn request_of(desk: &Desk, code: &SlipCode) -> Result<RequestId, Problem> {
    let failed = |error| crate::node::problem_of(&error);
    let mut db = desk.node.store.read().await.map_err(failed)?;
    match slips::find(&mut db, code).await.map_err(failed)? {
        Some(Subject::Request(brief)) if brief.home == *desk.node.id() => Ok(brief.request.id),
        Some(_) | None => Err(Problem::conflict("answer-at-its-hub")),
    }
}

async fn reply(
    State(desk): State<Desk>,
    AtKiosk(kiosk): AtKiosk,
    Path(code): Path<String>,
    Body(reply): Body<SlipReply>,
) -> Reply<SlipStatus> {
    let code = code_of(&desk, kiosk, &code)?;
    let failed = |error| Refused(crate::node::problem_of(&error));
    let found = {
        let mut db = desk.node.store.read().await.map_err(failed)?;
        slips::find(&mut db, &code).await.map_err(failed)?
    };
    let command = if let Some(Subject::Idea(card)) = found {
        Command::Desk(crate::desk::Command::Say { idea: card.id, text: reply.text })
    } else {
        let request = request_of(&desk, &code).await?;
        Command::Requests(requests::Command::Reply { request, text: reply.text })
    };
    let ctx = desk.node.ctx(reply.id, ActorRef::Kiosk(kiosk), Channel::Kiosk);
    desk.node.submit(ctx, command).await?;
    Ok(Json(status(&desk, &code).await?))
}

async fn rate(
    State(desk): State<Desk>,
    AtKiosk(kiosk): AtKiosk,
    Path(code): Path<String>,
    Body(rating): Body<SlipRating>,
) -> Reply<SlipStatus> {
    let code = code_of(&desk, kiosk, &code)?;
    let request = request_of(&desk, &code).await?;
    let mark = match rating.face {
        Face::Good => Mark::Good,
        Face::Middling => Mark::Middling,
        Face::Bad => Mark::Bad,
    };
    let side = Side::Requester;
    let command = requests::Command::Rate { request, side, mark, text: String::new() };
    let ctx = desk.node.ctx(rating.id, ActorRef::Kiosk(kiosk), Channel::Kiosk);
    desk.node.submit(ctx, Command::Requests(command)).await?;
    Ok(Json(status(&desk, &code).await?))
}

async fn call_operator(
    State(desk): State<Desk>,
    AtKiosk(kiosk): AtKiosk,
    Body(call): Body<CallOperator>,
) -> Result<StatusCode, Refused> {
    credential::call(&desk.node, kiosk, call).await?;
    Ok(StatusCode::NO_CONTENT)
}
