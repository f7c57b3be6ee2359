//! The time bank at the kiosk: a member shows card and PIN and does what they could do at the desk
//! (`protocol::kiosk::bank`).
//!
//! Always true: the kiosk speaks for a member only while their session lasts; what it is told is what the member
//! themselves may see. A refusal comes worded, in the language asked for. Deliberately absent: limits that bend,
//! which are for the desk.

mod account;
mod sessions;

#[cfg(test)]
mod tests;

use axum::extract::{FromRequestParts, Path, State};
use axum::http::StatusCode;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::ToSpan as _;
use protocol::kiosk::bank::{
    Account, Board, ChangePin, Declare, MoveNotice, Named, NewNotice, NoticeStep, Other, PIN_MOST,
    Reply, SESSION_HEADER, Shown, SignedIn, Way as Goes,
};
use protocol::{
    ActorRef, Channel, CommandId, EventId, ExchangeId, KioskId, ListingId, MemberId, Problem,
};

use super::{AtKiosk, Body, Desk, Refused, Reply as Answered};
use crate::bank::decide::{Command as B, Declaration, NewListing};
use crate::bank::exchange::By;
use crate::bank::listings::{ListingState, ListingStep, Way};
use crate::bank::minutes::Length;
use crate::bank::{cards, queries, today};
use crate::command::Command;
use crate::web::words::{Language, Words};

pub(super) use sessions::Sessions;

/// For how long a notice stands, in months.
const STANDS_MONTHS: i64 = 6;

/// The routes of `protocol::kiosk::bank`.
pub(super) fn routes() -> Router<Desk> {
    Router::new()
        .route("/kiosk/v1/bank/session", post(sign_in).delete(sign_out))
        .route("/kiosk/v1/bank", get(look))
        .route("/kiosk/v1/bank/pin", post(change_pin))
        .route("/kiosk/v1/bank/members/{number}", get(named))
        .route("/kiosk/v1/bank/board", get(board))
        .route("/kiosk/v1/bank/exchanges", post(declare))
        .route("/kiosk/v1/bank/exchanges/{id}/answer", post(answer))
        .route("/kiosk/v1/bank/notices", post(publish))
        .route("/kiosk/v1/bank/notices/{id}", post(move_notice))
}

/// The language asked for, in which a refusal is worded.
struct Asks(Words);

impl<S: Sync> FromRequestParts<S> for Asks {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let header = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Ok(Self(Words::in_language(Language::accepted(header.unwrap_or_default()))))
    }
}

impl Asks {
    fn worded<T>(self, outcome: Result<T, Problem>) -> Result<T, Refused> {
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
    let failed = |error| crate::node::problem_of(&error);
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
        let account = account::of(&desk.node, member).await?;
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
    let account = account::of(&desk.node, signed.member).await;
    Ok(Json(signed.asks.worded(account)?))
}

async fn board(State(desk): State<Desk>, signed: Signed) -> Answered<Board> {
    let board = account::board(&desk.node, signed.member).await;
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
        account::named(&desk.node, number).await.map(|(_, named)| named)
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
        let failed = |error| crate::node::problem_of(&error);
        let card = {
            let mut db = desk.node.store.read().await.map_err(failed)?;
            cards::of(&mut db, signed.member).await.map_err(failed)?
        };
        let card = card.ok_or_else(|| Problem::not_found("bank-card-unknown"))?;
        cards::check_pin(&change.new)?;
        owner(&desk, signed.kiosk, Shown { card: card.code, pin: change.old }).await?;
        cards::set_pin(&desk.node, signed.member, change.new, false).await?;
        account::of(&desk.node, signed.member).await
    };
    Ok(Json(signed.asks.worded(done.await)?))
}

/// A refusal without what the other side's account holds, which is nobody's business but theirs.
fn discreet(problem: Problem, gave: bool) -> Problem {
    match (problem.slug(), gave) {
        ("bank-below-floor", true) => Problem::conflict("bank-other-below-floor"),
        ("bank-above-ceiling", false) => Problem::conflict("bank-other-above-ceiling"),
        _ => problem,
    }
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
            Other::Number(number) => (account::named(&desk.node, number).await?.0, false),
            Other::Here(shown) => (owner(&desk, kiosk, shown).await?, true),
        };
        let length = Length::try_from(said.minutes)
            .map_err(|_bad| Problem::invalid("bank-out-of-range").at("length"))?;
        let declaration = Declaration {
            by: By::Member(member),
            gave: said.gave,
            other,
            length,
            category: said.category,
            day: today(&desk.node, desk.node.now_ms()),
        };
        let gave = said.gave;
        let told = |problem| discreet(problem, gave);
        submit(&desk, kiosk, said.id, B::Declare(declaration)).await.map_err(told)?;
        if here {
            // Under a name that follows from the first, so that sent again it is the same answer.
            let id = CommandId::new(EventId::of_command(said.id, u32::MAX).uuid());
            let exchange = ExchangeId::from(said.id);
            let yes = B::Answer { exchange, by: By::Member(other), yes: true };
            submit(&desk, kiosk, id, yes).await.map_err(told)?;
        }
        account::of(&desk.node, member).await
    };
    Ok(Json(asks.worded(done.await)?))
}

/// Whether a member, or their household, gave their time in an exchange.
async fn gave(desk: &Desk, exchange: ExchangeId, member: MemberId) -> Result<bool, Problem> {
    let failed = |error| crate::node::problem_of(&error);
    let mut db = desk.node.store.read().await.map_err(failed)?;
    let deal = queries::deal(&mut db, exchange).await.map_err(failed)?;
    let row = queries::member(&mut db, member).await.map_err(failed)?;
    let account = row.and_then(|row| row.member.account);
    Ok(deal.is_some_and(|deal| Some(deal.giver.account) == account))
}

async fn answer(
    State(desk): State<Desk>,
    signed: Signed,
    Path(exchange): Path<ExchangeId>,
    Body(reply): Body<Reply>,
) -> Answered<Account> {
    let Signed { kiosk, member, asks } = signed;
    let done = async {
        let gave = gave(&desk, exchange, member).await?;
        let answer = B::Answer { exchange, by: By::Member(member), yes: reply.yes };
        let told = |problem| discreet(problem, gave);
        submit(&desk, kiosk, reply.id, answer).await.map_err(told)?;
        account::of(&desk.node, member).await
    };
    Ok(Json(asks.worded(done.await)?))
}

async fn publish(
    State(desk): State<Desk>,
    signed: Signed,
    Body(new): Body<NewNotice>,
) -> Answered<Account> {
    let Signed { kiosk, member, asks } = signed;
    let done = async {
        let today = today(&desk.node, desk.node.now_ms());
        let listing = NewListing {
            member,
            way: match new.way {
                Goes::Offer => Way::Offer,
                Goes::Want => Way::Want,
            },
            category: new.category,
            until: Some(today.saturating_add(STANDS_MONTHS.months())),
            text: new.text,
            tags: Vec::new(),
        };
        submit(&desk, kiosk, new.id, B::List(listing)).await?;
        account::of(&desk.node, member).await
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
        let failed = |error| crate::node::problem_of(&error);
        let row = {
            let mut db = desk.node.store.read().await.map_err(failed)?;
            queries::listing(&mut db, listing).await.map_err(failed)?
        };
        let row = row.filter(|row| row.listing.listed.member == member);
        let row = row.ok_or_else(|| Problem::not_found("bank-unknown-listing"))?;
        let today = today(&desk.node, desk.node.now_ms());
        let (step, until) = match moved.step {
            NoticeStep::Renew if row.listing.state == ListingState::Published => {
                (ListingStep::Renew, Some(today.saturating_add(STANDS_MONTHS.months())))
            }
            NoticeStep::Renew => (ListingStep::Resume, row.listing.listed.until),
            NoticeStep::Withdraw => (ListingStep::Withdraw, row.listing.listed.until),
        };
        submit(&desk, kiosk, moved.id, B::MoveListing { listing, step, until }).await?;
        account::of(&desk.node, member).await
    };
    Ok(Json(asks.worded(done.await)?))
}
