//! The time bank at the kiosk: a member shows card and PIN and does what they could do at the desk
//! (`protocol::kiosk::bank`).
//!
//! Always true: the kiosk speaks for a member only while their session lasts; what it is told is what the member
//! themselves may see. A refusal comes worded, in the language asked for. Deliberately absent: limits that bend,
//! which are for the desk.

mod sessions;

#[cfg(test)]
mod tests;

use axum::extract::{FromRequestParts, Path, State};
use axum::http::StatusCode;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum::routing::{get, post};
use axum::{Json, Router};
use protocol::kiosk::bank::{
    Account, AnswerReference, Board, ChangePin, Declare, MoveNotice, Named, NewNotice, Other,
    PIN_MOST, Refer, Reply, SESSION_HEADER, Shown, ShownSlip, SignedIn, TakeBack,
};
use protocol::{
    ActorRef, Channel, CommandId, EventId, ExchangeId, KioskId, ListingId, MemberId, Problem,
};

use super::{AtKiosk, Body, Desk, Refused, Reply as Answered};
use crate::bank::codes::PrintedOn;
use crate::bank::decide::{Command as B, Declaration};
use crate::bank::exchange::By;
use crate::bank::minutes::Length;
use crate::bank::refusal::Refusal as BankRefusal;
use crate::bank::{cards, codes, own, today};
use crate::command::Command;
use crate::context::Fail;
use crate::node::problem_of;
use crate::people::pins;
use crate::web::words::{Language, Words};

pub(super) use sessions::Sessions;

/// The routes of `protocol::kiosk::bank`.
pub(super) fn routes() -> Router<Desk> {
    Router::new()
        .route("/kiosk/v1/bank/session", post(sign_in).delete(sign_out))
        .route("/kiosk/v1/bank/session/slip", post(sign_in_by_slip))
        .route("/kiosk/v1/bank", get(look))
        .route("/kiosk/v1/bank/pin", post(change_pin))
        .route("/kiosk/v1/bank/members/{number}", get(named))
        .route("/kiosk/v1/bank/board", get(board))
        .route("/kiosk/v1/bank/exchanges", post(declare))
        .route("/kiosk/v1/bank/exchanges/{id}/answer", post(answer))
        .route("/kiosk/v1/bank/exchanges/{id}/withdrawal", post(take_back))
        .route("/kiosk/v1/bank/exchanges/{id}/reference", post(refer))
        .route("/kiosk/v1/bank/exchanges/{id}/reference/answer", post(answer_reference))
        .route("/kiosk/v1/bank/notices", post(publish))
        .route("/kiosk/v1/bank/notices/{id}", post(move_notice))
}

/// The language asked for, in which a refusal is worded.
pub(super) struct Asks(Words);

impl<S: Sync> FromRequestParts<S> for Asks {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let header = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Ok(Self(Words::in_language(Language::accepted(header.unwrap_or_default()))))
    }
}

impl Asks {
    pub(super) fn worded<T>(self, outcome: Result<T, Problem>) -> Result<T, Refused> {
        outcome.map_err(|mut problem| {
            self.0.word(&mut problem);
            Refused(problem)
        })
    }
}

/// Who is signed in at the kiosk that asks.
struct Signed {
    kiosk: KioskId,
    member: MemberId,
    asks: Asks,
}

impl FromRequestParts<Desk> for Signed {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Refused> {
        let AtKiosk(kiosk) = AtKiosk::from_request_parts(parts, desk).await?;
        let Ok(asks) = Asks::from_request_parts(parts, desk).await;
        let token = parts.headers.get(SESSION_HEADER).and_then(|value| value.to_str().ok());
        let found = match token {
            Some(token) => desk.sessions.member(kiosk, token, desk.node.now_ms()),
            None => None,
        };
        // A card that was taken back opens nothing, however fresh the session.
        let member = match found {
            Some(member) if has_card(desk, member).await? => Some(member),
            Some(_) | None => None,
        };
        match member {
            Some(member) => Ok(Self { kiosk, member, asks }),
            None => asks.worded(Err(Problem::forbidden("bank-session-over"))),
        }
    }
}

async fn has_card(desk: &Desk, member: MemberId) -> Result<bool, Problem> {
    let failed = |error| problem_of(&error);
    let mut db = desk.node.store.read().await.map_err(failed)?;
    Ok(cards::of(&mut db, member).await.map_err(failed)?.is_some())
}

/// Whose card and PIN are shown; whoever guesses is slowed down, by kiosk and by card.
async fn owner(desk: &Desk, kiosk: KioskId, shown: Shown) -> Result<MemberId, Problem> {
    if !desk.guesses.allow(&format!("card {kiosk}"), desk.node.now_ms()) {
        return Err(Problem::new("too-many-tries", 429));
    }
    if shown.pin.len() > PIN_MOST {
        return Err(Problem::invalid("bank-pin-shape").at("pin"));
    }
    cards::owner(&desk.node, shown).await
}

async fn sign_in(
    State(desk): State<Desk>,
    AtKiosk(kiosk): AtKiosk,
    asks: Asks,
    Body(shown): Body<Shown>,
) -> Answered<SignedIn> {
    let begun = async {
        let member = owner(&desk, kiosk, shown).await?;
        let account = own::of(&desk.node, member).await?;
        let session = desk.sessions.begin(kiosk, member, desk.node.now_ms());
        Ok(SignedIn { session, account })
    };
    Ok(Json(asks.worded(begun.await)?))
}

/// A code on paper says who is there as the card does, and opens nothing without the card's PIN.
async fn sign_in_by_slip(
    State(desk): State<Desk>,
    AtKiosk(kiosk): AtKiosk,
    asks: Asks,
    Body(shown): Body<ShownSlip>,
) -> Answered<SignedIn> {
    let begun = async {
        if !desk.guesses.allow(&format!("slip {kiosk}"), desk.node.now_ms()) {
            return Err(Problem::new("too-many-tries", 429));
        }
        let card = {
            let failed = |error| problem_of(&error);
            let mut db = desk.node.store.read().await.map_err(failed)?;
            match codes::owner(&mut db, &shown.slip).await.map_err(failed)? {
                Some(member) => cards::of(&mut db, member).await.map_err(failed)?,
                None => None,
            }
        };
        let card = card.ok_or_else(|| Problem::not_found("bank-slip-unknown"))?;
        let member = owner(&desk, kiosk, Shown { card: card.code, pin: shown.pin }).await?;
        let account = own::of(&desk.node, member).await?;
        let session = desk.sessions.begin(kiosk, member, desk.node.now_ms());
        Ok(SignedIn { session, account })
    };
    Ok(Json(asks.worded(begun.await)?))
}

async fn sign_out(
    State(desk): State<Desk>,
    _kiosk: AtKiosk,
    headers: axum::http::HeaderMap,
) -> StatusCode {
    if let Some(token) = headers.get(SESSION_HEADER).and_then(|value| value.to_str().ok()) {
        desk.sessions.end(token);
    }
    StatusCode::NO_CONTENT
}

async fn look(State(desk): State<Desk>, signed: Signed) -> Answered<Account> {
    let account = own::of(&desk.node, signed.member).await;
    Ok(Json(signed.asks.worded(account)?))
}

async fn board(State(desk): State<Desk>, signed: Signed) -> Answered<Board> {
    let board = own::board(&desk.node, signed.member).await;
    Ok(Json(signed.asks.worded(board)?))
}

async fn named(
    State(desk): State<Desk>,
    signed: Signed,
    Path(number): Path<u32>,
) -> Answered<Named> {
    // Names are given one at a time and not for counting through.
    let allowed = desk.guesses.allow(&format!("named {}", signed.kiosk), desk.node.now_ms());
    let found = if allowed {
        own::named(&desk.node, number).await.map(|(_, named)| named)
    } else {
        Err(Problem::new("too-many-tries", 429))
    };
    Ok(Json(signed.asks.worded(found)?))
}

async fn change_pin(
    State(desk): State<Desk>,
    signed: Signed,
    Body(change): Body<ChangePin>,
) -> Answered<Account> {
    let done = async {
        let failed = |error| problem_of(&error);
        let card = {
            let mut db = desk.node.store.read().await.map_err(failed)?;
            cards::of(&mut db, signed.member).await.map_err(failed)?
        };
        let card = card.ok_or_else(|| Problem::not_found("bank-card-unknown"))?;
        pins::check(&change.new)?;
        owner(&desk, signed.kiosk, Shown { card: card.code, pin: change.old }).await?;
        cards::set_pin(&desk.node, signed.member, change.new, false).await?;
        own::of(&desk.node, signed.member).await
    };
    Ok(Json(signed.asks.worded(done.await)?))
}

/// Does a member's command at their kiosk.
async fn submit(desk: &Desk, kiosk: KioskId, id: CommandId, command: B) -> Result<(), Problem> {
    let ctx = desk.node.ctx(id, ActorRef::Kiosk(kiosk), Channel::Kiosk);
    desk.node.submit(ctx, Command::Bank(command)).await.map(|_| ())
}

async fn declare(
    State(desk): State<Desk>,
    signed: Signed,
    Body(said): Body<Declare>,
) -> Answered<Account> {
    let Signed { kiosk, member, asks } = signed;
    let done = async {
        let (other, here) = match said.other {
            Other::Number(number) => (own::named(&desk.node, number).await?.0, false),
            Other::Here(shown) => (owner(&desk, kiosk, shown).await?, true),
        };
        let length = Length::try_from(said.minutes)
            .map_err(|_bad| Problem::invalid("bank-out-of-range").at("length"))?;
        let day = match said.day {
            Some(day) => day
                .parse::<jiff::civil::Date>()
                .map_err(|_bad| Problem::from(BankRefusal::BadDay))?,
            None => today(&desk.node, desk.node.now_ms()),
        };
        let declaration = Declaration {
            by: By::Member(member),
            gave: said.gave,
            other,
            length,
            category: said.category,
            day,
            agreed: None,
        };
        let gave = said.gave;
        let told = |problem| own::discreet(problem, gave);
        submit(&desk, kiosk, said.id, B::Declare(declaration)).await.map_err(told)?;
        if here {
            // Under a name that follows from the first, so that sent again it is the same answer.
            let id = CommandId::new(EventId::of_command(said.id, u32::MAX).uuid());
            let exchange = ExchangeId::from(said.id);
            let yes = B::Answer { exchange, by: By::Member(other), yes: true };
            submit(&desk, kiosk, id, yes).await.map_err(told)?;
        }
        let account = own::of(&desk.node, member).await?;
        let on = PrintedOn::Receipt(ExchangeId::from(said.id));
        Ok(Account { receipt: Some(codes::printed(&desk.node, member, on).await?), ..account })
    };
    Ok(Json(asks.worded(done.await)?))
}

async fn answer(
    State(desk): State<Desk>,
    signed: Signed,
    Path(exchange): Path<ExchangeId>,
    Body(reply): Body<Reply>,
) -> Answered<Account> {
    let Signed { kiosk, member, asks } = signed;
    let done = async {
        let failed = |error| problem_of(&error);
        let gave = {
            let mut db = desk.node.store.read().await.map_err(failed)?;
            own::gave(&mut db, exchange, member).await.map_err(failed)?
        };
        let answer = B::Answer { exchange, by: By::Member(member), yes: reply.yes };
        let told = |problem| own::discreet(problem, gave);
        submit(&desk, kiosk, reply.id, answer).await.map_err(told)?;
        own::of(&desk.node, member).await
    };
    Ok(Json(asks.worded(done.await)?))
}

async fn take_back(
    State(desk): State<Desk>,
    signed: Signed,
    Path(exchange): Path<ExchangeId>,
    Body(said): Body<TakeBack>,
) -> Answered<Account> {
    let Signed { kiosk, member, asks } = signed;
    let done = async {
        let withdraw = B::Withdraw { exchange, by: By::Member(member) };
        submit(&desk, kiosk, said.id, withdraw).await?;
        own::of(&desk.node, member).await
    };
    Ok(Json(asks.worded(done.await)?))
}

async fn refer(
    State(desk): State<Desk>,
    signed: Signed,
    Path(exchange): Path<ExchangeId>,
    Body(said): Body<Refer>,
) -> Answered<Account> {
    let Signed { kiosk, member, asks } = signed;
    let done = async {
        let (liked, text) = (said.liked, said.text);
        let refer = B::Refer { exchange, by: By::Member(member), liked, text };
        submit(&desk, kiosk, said.id, refer).await?;
        own::of(&desk.node, member).await
    };
    Ok(Json(asks.worded(done.await)?))
}

async fn answer_reference(
    State(desk): State<Desk>,
    signed: Signed,
    Path(exchange): Path<ExchangeId>,
    Body(said): Body<AnswerReference>,
) -> Answered<Account> {
    let Signed { kiosk, member, asks } = signed;
    let done = async {
        let command = {
            let mut db = desk.node.store.read().await.map_err(|error| problem_of(&error))?;
            own::answered(&mut db, member, exchange, said.text).await.map_err(problem)?
        };
        submit(&desk, kiosk, said.id, command).await?;
        own::of(&desk.node, member).await
    };
    Ok(Json(asks.worded(done.await)?))
}

fn problem(fail: Fail) -> Problem {
    match fail {
        Fail::Refused(problem) => problem,
        Fail::Failed(error) => problem_of(&error),
    }
}

async fn publish(
    State(desk): State<Desk>,
    signed: Signed,
    Body(new): Body<NewNotice>,
) -> Answered<Account> {
    let Signed { kiosk, member, asks } = signed;
    let done = async {
        let today = today(&desk.node, desk.node.now_ms());
        let listing = own::published(member, new.way, new.category, new.text, today);
        submit(&desk, kiosk, new.id, listing).await?;
        own::of(&desk.node, member).await
    };
    Ok(Json(asks.worded(done.await)?))
}

async fn move_notice(
    State(desk): State<Desk>,
    signed: Signed,
    Path(listing): Path<ListingId>,
    Body(moved): Body<MoveNotice>,
) -> Answered<Account> {
    let Signed { kiosk, member, asks } = signed;
    let done = async {
        let today = today(&desk.node, desk.node.now_ms());
        let command = {
            let mut db = desk.node.store.read().await.map_err(|error| problem_of(&error))?;
            own::moved(&mut db, member, listing, moved.step, today).await.map_err(problem)?
        };
        submit(&desk, kiosk, moved.id, command).await?;
        own::of(&desk.node, member).await
    };
    Ok(Json(asks.worded(done.await)?))
}
