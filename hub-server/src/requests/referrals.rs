//! Requests with a municipal service (CAPABILITIES B22, lifecycle 3.7): what the service says itself, and what it has
//! before it.
//!
//! Always true: pure where it decides; a service has before it only what it was sent and has not answered for good.
//! Deliberately absent: whose service somebody works in, which is their account's.

use protocol::Slug;
use sqlx::AnyConnection;

use super::commands::Refusal;
use super::decide::message;
use super::events::{Event, MessageKind, ServiceWord, State};
use super::lifecycle;
use super::queries::{self, Brief};
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
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    if state != State::Referred {
        return Err(Refusal::WrongState(state));
    }
    let needs_words = matches!(said, ServiceWord::Ask | ServiceWord::Reject);
    let words = match (text.trim().is_empty(), needs_words) {
        (true, true) => return Err(Refusal::Missing("text")),
        (true, false) => None,
        (false, _) => Some(message(MessageKind::Referral, text)?),
    };
    let then = match said.answer() {
        None => Event::FollowUpSet { at_ms: ctx.now_ms },
        Some(answer) => Event::ServiceAnswered { answer },
    };
    let fits = then.step().is_none_or(|step| lifecycle::next(state, step).is_some());
    if !fits {
        return Err(Refusal::WrongState(state));
    }
    Ok(words.into_iter().chain([then]).collect())
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
