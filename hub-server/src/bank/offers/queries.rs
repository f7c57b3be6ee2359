//! From the table of offers to answers.

use protocol::kiosk::{AnsweredBy, SlipKind, SlipStatus};
use protocol::{NodeId, OfferId, PersonId, SlipCode, Slug};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::slips::{self, Milestones};
use crate::store::StoreError;
use crate::store::rows::{parse, parsed, parsed_or_none};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[BY_ID, BY_SLIP, LIST, HOME];

const BY_ID: &str = "SELECT * FROM time_offer WHERE offer_id = $1";
const BY_SLIP: &str = "SELECT * FROM time_offer WHERE slip_code = $1";
const HOME: &str = "SELECT home FROM time_offer WHERE offer_id = $1";
const LIST: &str = "SELECT * FROM time_offer WHERE home = $1 \
    ORDER BY opened_at_ms DESC, offer_id LIMIT $2 OFFSET $3";

/// An offer as lists and pages show it, without anything personal but its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its name.
    pub id: OfferId,
    /// Its slip.
    pub slip: SlipCode,
    /// For which kinds of help; never empty.
    pub categories: Vec<Slug>,
    /// Where.
    pub neighbourhood: Slug,
    /// When, as words of `protocol::kiosk::TimeBand`.
    pub time_bands: Vec<String>,
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

/// An offer by its id, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn card(db: &mut AnyConnection, offer: OfferId) -> Result<Option<Card>, StoreError> {
    let row = sqlx::query(BY_ID).bind(offer.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// An offer by its slip, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn by_slip(db: &mut AnyConnection, code: &SlipCode) -> Result<Option<Card>, StoreError> {
    let row = sqlx::query(BY_SLIP).bind(code.as_str()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// The node that decides about an offer, or `None` when it is not known here.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn home(db: &mut AnyConnection, offer: OfferId) -> Result<Option<NodeId>, StoreError> {
    let row = sqlx::query(HOME).bind(offer.to_string()).fetch_optional(db).await?;
    row.as_ref().map(|row| parsed(row, "home")).transpose()
}

/// One page of a home's offers, newest first.
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

/// What a slip can tell about an offer.
#[must_use]
pub fn slip_status(card: &Card, hub_name: String, as_of_ms: i64, by: AnsweredBy) -> SlipStatus {
    let times = Milestones {
        opened_at_ms: card.opened_at_ms,
        contacted_at_ms: card.contacted_at_ms,
        withdrawn_at_ms: card.withdrawn_at_ms,
    };
    let about = card.categories.first().unwrap_or(&card.neighbourhood);
    slips::simple_status(SlipKind::Offer, &card.slip, about, times, hub_name, as_of_ms, by)
}

fn words_of(row: &AnyRow, column: &str) -> Result<Vec<String>, StoreError> {
    let text: String = row.try_get(column)?;
    Ok(text.split_whitespace().map(str::to_owned).collect())
}

fn read(row: &AnyRow) -> Result<Card, StoreError> {
    Ok(Card {
        id: parsed(row, "offer_id")?,
        slip: slips::parsed_code(row)?,
        categories: words_of(row, "categories")?
            .iter()
            .map(|slug| parse("categories", slug))
            .collect::<Result<_, _>>()?,
        neighbourhood: parsed(row, "neighbourhood")?,
        time_bands: words_of(row, "time_bands")?,
        person: parsed_or_none(row, "person_id")?,
        words: row.try_get("words")?,
        opened_at_ms: row.try_get("opened_at_ms")?,
        contacted_at_ms: row.try_get("contacted_at_ms")?,
        withdrawn_at_ms: row.try_get("withdrawn_at_ms")?,
    })
}
