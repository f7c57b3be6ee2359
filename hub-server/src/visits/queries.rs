//! From the tables of visits to answers.

use std::collections::BTreeSet;

use protocol::kiosk::{AnsweredBy, SlipKind, SlipStatus};
use protocol::{IdeaId, NodeId, PersonId, SlipCode, Slug, VisitId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::events::State;
use crate::slips::{self, Milestones};
use crate::store::StoreError;
use crate::store::rows::{from_word, parse, parsed, parsed_or_none};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[ONE, BY_SLIP, TAKEN, CLOSED, BETWEEN, OF_IDEA, COUNT_BEFORE];

const ONE: &str = "SELECT * FROM desk_visit WHERE visit_id = $1";
const BY_SLIP: &str = "SELECT * FROM desk_visit WHERE slip_code = $1";
const TAKEN: &str =
    "SELECT at_ms FROM desk_visit WHERE home = $1 AND at_ms >= $2 AND state = 'booked'";
const CLOSED: &str = "SELECT at_ms FROM desk_closed WHERE home = $1 AND at_ms >= $2";
const BETWEEN: &str = "SELECT * FROM desk_visit WHERE home = $1 AND at_ms >= $2 AND at_ms < $3 \
    AND state <> 'cancelled' ORDER BY at_ms, visit_id LIMIT 1000";
const OF_IDEA: &str = "SELECT * FROM desk_visit WHERE idea_id = $1 AND state = 'booked' AND at_ms > $2 \
    ORDER BY at_ms LIMIT 1";
const COUNT_BEFORE: &str = "SELECT COUNT(*) FROM desk_visit WHERE home = $1 AND at_ms < $2 \
    AND state = 'booked'";

/// A visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Which.
    pub id: VisitId,
    /// The hub whose desk it is.
    pub home: NodeId,
    /// Its slip.
    pub slip: SlipCode,
    /// When it begins, UTC milliseconds.
    pub at_ms: i64,
    /// How long it is, in minutes.
    pub length_min: i64,
    /// The idea it is about.
    pub about: Option<IdeaId>,
    /// Whose data stands in the vault.
    pub person: Option<PersonId>,
    /// Language of the conversation.
    pub language: String,
    /// Where it stands.
    pub state: State,
    /// When it was booked, UTC milliseconds.
    pub booked_at_ms: i64,
    /// When it last changed, UTC milliseconds.
    pub changed_at_ms: i64,
}

/// A visit, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn one(db: &mut AnyConnection, visit: VisitId) -> Result<Option<Visit>, StoreError> {
    let row = sqlx::query(ONE).bind(visit.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// A visit by its slip, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn by_slip(db: &mut AnyConnection, code: &SlipCode) -> Result<Option<Visit>, StoreError> {
    let row = sqlx::query(BY_SLIP).bind(code.as_str()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// When the visits begin that somebody has, from an instant on.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn taken(
    db: &mut AnyConnection,
    home: &NodeId,
    from_ms: i64,
) -> Result<BTreeSet<i64>, StoreError> {
    starts(db, TAKEN, home, from_ms).await
}

/// The times a desk keeps for itself, from an instant on.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn closed(
    db: &mut AnyConnection,
    home: &NodeId,
    from_ms: i64,
) -> Result<BTreeSet<i64>, StoreError> {
    starts(db, CLOSED, home, from_ms).await
}

async fn starts(
    db: &mut AnyConnection,
    statement: &'static str,
    home: &NodeId,
    from_ms: i64,
) -> Result<BTreeSet<i64>, StoreError> {
    let query = sqlx::query_scalar(statement).bind(home.as_str()).bind(from_ms);
    Ok(query.fetch_all(db).await?.into_iter().collect())
}

/// The visits of a desk that begin in a span of time and were not taken back, in order.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn between(
    db: &mut AnyConnection,
    home: &NodeId,
    (from_ms, to_ms): (i64, i64),
) -> Result<Vec<Visit>, StoreError> {
    let query = sqlx::query(BETWEEN).bind(home.as_str()).bind(from_ms).bind(to_ms);
    query.fetch_all(db).await?.iter().map(read).collect()
}

/// How many visits before an instant nobody has said of whether somebody came.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn to_mark(
    db: &mut AnyConnection,
    home: &NodeId,
    before_ms: i64,
) -> Result<i64, StoreError> {
    let query = sqlx::query_scalar(COUNT_BEFORE).bind(home.as_str()).bind(before_ms);
    Ok(query.fetch_one(db).await?)
}

/// The next visit about an idea after an instant.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn of_idea(
    db: &mut AnyConnection,
    idea: IdeaId,
    now_ms: i64,
) -> Result<Option<Visit>, StoreError> {
    let query = sqlx::query(OF_IDEA).bind(idea.to_string()).bind(now_ms);
    query.fetch_optional(db).await?.as_ref().map(read).transpose()
}

/// What a slip can tell about a visit.
///
/// # Errors
/// [`StoreError::Corrupt`], which cannot be: the word is one of ours.
pub fn slip_status(
    visit: &Visit,
    hub_name: String,
    as_of_ms: i64,
    by: AnsweredBy,
) -> Result<SlipStatus, StoreError> {
    let over = visit.state == State::Cancelled;
    let times = Milestones {
        opened_at_ms: visit.booked_at_ms,
        contacted_at_ms: None,
        withdrawn_at_ms: over.then_some(visit.changed_at_ms),
    };
    let about: Slug = parse("about", "project-desk")?;
    let kind = SlipKind::Visit;
    let mut status = slips::simple_status(kind, &visit.slip, &about, times, hub_name, as_of_ms, by);
    let awaited = visit.state == State::Booked && visit.at_ms > as_of_ms;
    status.appointment_ms = awaited.then_some(visit.at_ms);
    status.can_withdraw = awaited;
    Ok(status)
}

fn read(row: &AnyRow) -> Result<Visit, StoreError> {
    Ok(Visit {
        id: parsed(row, "visit_id")?,
        home: parsed(row, "home")?,
        slip: slips::parsed_code(row)?,
        at_ms: row.try_get("at_ms")?,
        length_min: row.try_get("length_min")?,
        about: parsed_or_none(row, "idea_id")?,
        person: parsed_or_none(row, "person_id")?,
        language: row.try_get("language")?,
        state: from_word("state", &row.try_get::<String, _>("state")?)?,
        booked_at_ms: row.try_get("booked_at_ms")?,
        changed_at_ms: row.try_get("changed_at_ms")?,
    })
}
