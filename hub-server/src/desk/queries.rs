//! From the table of ideas to answers.

use protocol::kiosk::{AnsweredBy, SlipKind, SlipStatus};
use protocol::{IdeaId, NodeId, PersonId, SlipCode, Slug};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::slips::{self, Milestones};
use crate::store::StoreError;
use crate::store::rows::{parsed, parsed_or_none};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[BY_ID, BY_SLIP, LIST, HOME];

const BY_ID: &str = "SELECT * FROM idea WHERE idea_id = $1";
const BY_SLIP: &str = "SELECT * FROM idea WHERE slip_code = $1";
const HOME: &str = "SELECT home FROM idea WHERE idea_id = $1";
const LIST: &str = "SELECT * FROM idea WHERE home = $1 \
    ORDER BY opened_at_ms DESC, idea_id LIMIT $2 OFFSET $3";

/// An idea as lists and pages show it, without anything personal but its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its name.
    pub id: IdeaId,
    /// Its slip.
    pub slip: SlipCode,
    /// What it is about.
    pub theme: Slug,
    /// Where, if it is about one neighbourhood.
    pub neighbourhood: Option<Slug>,
    /// Whose data stands in the vault.
    pub person: Option<PersonId>,
    /// The words; `None` once erased.
    pub words: Option<String>,
    /// When it was left, UTC milliseconds.
    pub opened_at_ms: i64,
    /// When the desk was in touch.
    pub contacted_at_ms: Option<i64>,
    /// When it was taken back.
    pub withdrawn_at_ms: Option<i64>,
}

/// An idea by its id, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn card(db: &mut AnyConnection, idea: IdeaId) -> Result<Option<Card>, StoreError> {
    let row = sqlx::query(BY_ID).bind(idea.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// An idea by its slip, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn by_slip(db: &mut AnyConnection, code: &SlipCode) -> Result<Option<Card>, StoreError> {
    let row = sqlx::query(BY_SLIP).bind(code.as_str()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// The node that decides about an idea, or `None` when it is not known here.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn home(db: &mut AnyConnection, idea: IdeaId) -> Result<Option<NodeId>, StoreError> {
    let row = sqlx::query(HOME).bind(idea.to_string()).fetch_optional(db).await?;
    row.as_ref().map(|row| parsed(row, "home")).transpose()
}

/// One page of a home's ideas, newest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn list(
    db: &mut AnyConnection,
    home: &NodeId,
    most: u32,
    skip: u32,
) -> Result<Vec<Card>, StoreError> {
    let rows = sqlx::query(LIST)
        .bind(home.as_str())
        .bind(i64::from(most))
        .bind(i64::from(skip))
        .fetch_all(db)
        .await?;
    rows.iter().map(read).collect()
}

/// What a slip can tell about an idea.
#[must_use]
pub fn slip_status(card: &Card, hub_name: String, as_of_ms: i64, by: AnsweredBy) -> SlipStatus {
    let times = Milestones {
        opened_at_ms: card.opened_at_ms,
        contacted_at_ms: card.contacted_at_ms,
        withdrawn_at_ms: card.withdrawn_at_ms,
    };
    slips::simple_status(SlipKind::Idea, &card.slip, &card.theme, times, hub_name, as_of_ms, by)
}

fn read(row: &AnyRow) -> Result<Card, StoreError> {
    Ok(Card {
        id: parsed(row, "idea_id")?,
        slip: slips::parsed_code(row)?,
        theme: parsed(row, "theme")?,
        neighbourhood: parsed_or_none(row, "neighbourhood")?,
        person: parsed_or_none(row, "person_id")?,
        words: row.try_get("words")?,
        opened_at_ms: row.try_get("opened_at_ms")?,
        contacted_at_ms: row.try_get("contacted_at_ms")?,
        withdrawn_at_ms: row.try_get("withdrawn_at_ms")?,
    })
}
