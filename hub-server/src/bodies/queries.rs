//! From the tables to answers about bodies, their meetings and what they decided.

use std::collections::BTreeMap;

use protocol::{BodyId, DecisionId, MeetingId, NodeId, StaffId};
use serde::de::DeserializeOwned;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::events::{About, Cell, Level, Profile, Seat, Sheet};
use super::model::{Body, Decision, Meeting};
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    BODIES,
    SEATS,
    MEETING,
    MEETINGS,
    OF_BODY,
    DECISION,
    DECISIONS,
    ABOUT,
    LAST_NUMBER,
    TO_DO,
    OPEN_OF,
    SHEETS,
    SHEET,
    CELLS,
];

/// Most meetings, decisions or minutes one list looks through.
pub const MOST: i64 = 2_000;

const BODIES: &str = "SELECT * FROM body WHERE home = 'central' ORDER BY name, body_id";
const SEATS: &str = "SELECT body_id, whole FROM body_seat WHERE home = 'central' \
    ORDER BY body_id, taken_at_ms, seat_id";
const MEETING: &str = "SELECT whole FROM body_meeting WHERE meeting_id = $1";
const MEETINGS: &str =
    "SELECT whole FROM body_meeting ORDER BY day DESC, from_min DESC, meeting_id LIMIT $1";
const OF_BODY: &str = "SELECT whole FROM body_meeting WHERE body_id = $1 \
    ORDER BY day DESC, from_min DESC, meeting_id LIMIT $2";
const DECISION: &str = "SELECT whole FROM body_decision WHERE decision_id = $1";
const DECISIONS: &str = "SELECT whole FROM body_decision \
    ORDER BY day DESC, number DESC, decision_id LIMIT $1";
const ABOUT: &str = "SELECT whole FROM body_decision WHERE about_kind = $1 AND about_id = $2 \
    ORDER BY day DESC, number DESC, decision_id LIMIT $3";
const LAST_NUMBER: &str =
    "SELECT COALESCE(MAX(number), 0) FROM body_decision WHERE body_id = $1 AND year = $2";
const TO_DO: &str = "SELECT d.whole FROM body_decision d WHERE d.decision_id IN \
    (SELECT a.decision_id FROM body_action a WHERE a.open = 1) ORDER BY d.day, d.decision_id LIMIT $1";
const OPEN_OF: &str =
    "SELECT COUNT(*) FROM body_action WHERE staff_id = $1 AND open = 1 AND due <= $2";
const SHEETS: &str = "SELECT * FROM body_sheet ORDER BY day DESC, meeting_id LIMIT $1";
const SHEET: &str = "SELECT * FROM body_sheet WHERE meeting_id = $1";
const CELLS: &str = "SELECT whole FROM body_cell ORDER BY site, agency";

fn read<T: DeserializeOwned>(row: &AnyRow) -> Result<T, StoreError> {
    let text: String = row.try_get("whole")?;
    serde_json::from_str(&text)
        .map_err(|error| StoreError::Corrupt { what: "whole".to_owned(), why: error.to_string() })
}

fn all<T: DeserializeOwned>(rows: &[AnyRow]) -> Result<Vec<T>, StoreError> {
    rows.iter().map(read).collect()
}

/// Every body with its seats, by name.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn bodies(db: &mut AnyConnection) -> Result<Vec<Body>, StoreError> {
    let mut seats: BTreeMap<BodyId, Vec<Seat>> = BTreeMap::new();
    for row in sqlx::query(SEATS).fetch_all(&mut *db).await? {
        seats.entry(parsed(&row, "body_id")?).or_default().push(read(&row)?);
    }
    let rows = sqlx::query(BODIES).fetch_all(db).await?;
    let bodies = rows.iter().map(|row| {
        let id: BodyId = parsed(row, "body_id")?;
        let profile: Profile = read(row)?;
        let active = row.try_get::<i64, _>("active")? != 0;
        let home: NodeId = parsed(row, "home")?;
        Ok(Body { id, home, profile, active, seats: seats.remove(&id).unwrap_or_default() })
    });
    bodies.collect()
}

/// A body by its id, or `None`. There are few, and all are read.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn body(db: &mut AnyConnection, id: BodyId) -> Result<Option<Body>, StoreError> {
    Ok(bodies(db).await?.into_iter().find(|body| body.id == id))
}

/// A meeting by its id, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn meeting(db: &mut AnyConnection, id: MeetingId) -> Result<Option<Meeting>, StoreError> {
    let row = sqlx::query(MEETING).bind(id.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// The meetings of a body, or of all of them, the latest first. At most [`MOST`].
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn meetings(
    db: &mut AnyConnection,
    body: Option<BodyId>,
) -> Result<Vec<Meeting>, StoreError> {
    let rows = match body {
        Some(body) => sqlx::query(OF_BODY).bind(body.to_string()).bind(MOST).fetch_all(db).await?,
        None => sqlx::query(MEETINGS).bind(MOST).fetch_all(db).await?,
    };
    all(&rows)
}

/// A decision by its id, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn decision(
    db: &mut AnyConnection,
    id: DecisionId,
) -> Result<Option<Decision>, StoreError> {
    let row = sqlx::query(DECISION).bind(id.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// Every decision, the latest first. At most [`MOST`].
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn decisions(db: &mut AnyConnection) -> Result<Vec<Decision>, StoreError> {
    all(&sqlx::query(DECISIONS).bind(MOST).fetch_all(db).await?)
}

/// The decisions about something, the latest first. At most [`MOST`].
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn decisions_about(
    db: &mut AnyConnection,
    about: &About,
) -> Result<Vec<Decision>, StoreError> {
    let query = sqlx::query(ABOUT).bind(about.kind.to_string()).bind(about.id.clone()).bind(MOST);
    all(&query.fetch_all(db).await?)
}

/// The number the next decision of a body gets in a year.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn next_number(
    db: &mut AnyConnection,
    body: BodyId,
    year: i16,
) -> Result<u16, StoreError> {
    let query = sqlx::query_scalar(LAST_NUMBER).bind(body.to_string()).bind(i64::from(year));
    let last: i64 = query.fetch_one(db).await?;
    Ok(u16::try_from(last).unwrap_or(u16::MAX).saturating_add(1))
}

/// Decisions for which something is still to be done, the oldest first. At most [`MOST`].
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn to_do(db: &mut AnyConnection) -> Result<Vec<Decision>, StoreError> {
    all(&sqlx::query(TO_DO).bind(MOST).fetch_all(db).await?)
}

/// How many things somebody has to do by a day.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn due_of(db: &mut AnyConnection, staff: StaffId, day: &str) -> Result<i64, StoreError> {
    let query = sqlx::query_scalar(OPEN_OF).bind(staff.to_string()).bind(day.to_owned());
    Ok(query.fetch_one(db).await?)
}

/// Minutes that were published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Of which meeting.
    pub meeting: MeetingId,
    /// Who may read them.
    pub level: Level,
    /// What they say.
    pub sheet: Sheet,
}

fn published(row: &AnyRow) -> Result<Published, StoreError> {
    Ok(Published {
        meeting: parsed(row, "meeting_id")?,
        level: from_word("level", &row.try_get::<String, _>("level")?)?,
        sheet: read(row)?,
    })
}

/// Published minutes that may be read by as many as `least` says, or more; the latest first. At most [`MOST`].
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn sheets(db: &mut AnyConnection, least: Level) -> Result<Vec<Published>, StoreError> {
    let rows = sqlx::query(SHEETS).bind(MOST).fetch_all(db).await?;
    let mut sheets = rows.iter().map(published).collect::<Result<Vec<_>, _>>()?;
    sheets.retain(|published| published.level >= least);
    Ok(sheets)
}

/// The published minutes of a meeting, where as many as `least` says may read them.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn sheet(
    db: &mut AnyConnection,
    meeting: MeetingId,
    least: Level,
) -> Result<Option<Published>, StoreError> {
    let row = sqlx::query(SHEET).bind(meeting.to_string()).fetch_optional(db).await?;
    let found = row.as_ref().map(published).transpose()?;
    Ok(found.filter(|published| published.level >= least))
}

/// What agencies do for work sites.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn cells(db: &mut AnyConnection) -> Result<Vec<Cell>, StoreError> {
    all(&sqlx::query(CELLS).fetch_all(db).await?)
}
