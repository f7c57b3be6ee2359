//! Requests with a municipal service (CAPABILITIES B22, lifecycle 3.7): what the service says itself, and what it has
//! before it.
//!
//! Always true: pure where it decides; a service has before it only what it was sent and has not answered for good.
//! Deliberately absent: whose service somebody works in, which is their account's.

use protocol::Slug;
use sqlx::AnyConnection;

use super::commands::Refusal;
use super::decide::message;
use super::events::{Event, MessageKind, ServiceAnswer, ServiceWord, State};
use super::queries::{self, Brief};
use super::{lifecycle, referred};
use crate::context::Ctx;
use crate::store::StoreError;

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[WITH, OVER];

const WITH: &str = "SELECT * FROM request WHERE service = $1 AND state = 'referred' \
    ORDER BY changed_at_ms, request_id LIMIT 500";
const OVER: &str = "SELECT * FROM request WHERE service = $1 AND service_said IN ('done', 'rejected') \
    AND state <> 'referred' ORDER BY changed_at_ms DESC, request_id LIMIT 20";

/// What follows when somebody of the service says something. A question changes no state: the hub comes back to it
/// at once. A no and a question need words, because somebody has to go on with them.
pub(super) fn from_service(
    state: State,
    said: ServiceWord,
    text: &str,
    stands: referred::State,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    if let Some(answer) = said.answer() {
        return service_answers(state, answer, text, stands);
    }
    if state != State::Referred {
        return Err(Refusal::WrongState(state));
    }
    let words = message(MessageKind::Referral, text)?;
    Ok(vec![words, Event::FollowUpSet { at_ms: ctx.now_ms }])
}

/// What follows from a service's answer, by the table of its life; whoever goes on after a no has to know why.
pub(super) fn service_answers(
    state: State,
    answer: ServiceAnswer,
    text: &str,
    stands: referred::State,
) -> Result<Vec<Event>, Refusal> {
    let answered = Event::ServiceAnswered { answer };
    let fits = answered.step().is_none_or(|step| lifecycle::next(state, step).is_some());
    if !fits {
        return Err(Refusal::WrongState(state));
    }
    if referred::next(stands, answer.into()).is_none() {
        return Err(Refusal::NotNow(stands));
    }
    let words = match (text.trim().is_empty(), answer) {
        (true, ServiceAnswer::Rejected) => return Err(Refusal::Missing("text")),
        (true, ServiceAnswer::Accepted | ServiceAnswer::Done) => None,
        (false, _) => Some(message(MessageKind::Referral, text)?),
    };
    Ok(words.into_iter().chain([answered]).collect())
}

/// What a service has before it, the longest waiting first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn with(db: &mut AnyConnection, service: &Slug) -> Result<Vec<Brief>, StoreError> {
    queries::briefs(db, WITH, service).await
}

/// What it answered for good, the latest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn over(db: &mut AnyConnection, service: &Slug) -> Result<Vec<Brief>, StoreError> {
    queries::briefs(db, OVER, service).await
}
