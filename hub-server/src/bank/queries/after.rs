//! References, agreed expenses, calls, tags.

use protocol::{ExchangeId, MemberId, NodeId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::bank::after::{Expense, Reference};
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed};

/// Every statement of this module, for the test that prepares them on both engines.
pub(super) const STATEMENTS: &[&str] =
    &[REFERENCES, REFERENCES_ABOUT, EXPENSES, CALLED, TAGS, TAGS_OF];

const REFERENCES: &str =
    "SELECT * FROM bank_reference WHERE exchange_id = $1 ORDER BY at_ms, by_member";
const REFERENCES_ABOUT: &str = "SELECT * FROM bank_reference WHERE about_member = $1 \
    AND hidden = 0 ORDER BY at_ms DESC, exchange_id LIMIT $2";
const EXPENSES: &str = "SELECT amount_cents, what FROM bank_expense WHERE exchange_id = $1";
const CALLED: &str = "SELECT member_id, about FROM bank_called WHERE at_ms >= $1";
const TAGS: &str = "SELECT tag, COUNT(*) AS listings FROM bank_tag WHERE home = $1 \
    GROUP BY tag ORDER BY listings DESC, tag LIMIT $2";
const TAGS_OF: &str = "SELECT tag FROM bank_tag WHERE listing_id = $1 ORDER BY tag";

/// A reference with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceRow {
    /// After which exchange.
    pub exchange: ExchangeId,
    /// Who left it.
    pub by: MemberId,
    /// The part decisions look at.
    pub reference: Reference,
    /// Whose bank.
    pub home: NodeId,
    /// Whether they would do it again.
    pub liked: bool,
    /// In their words, unless erased.
    pub words: Option<String>,
    /// The answer, unless erased.
    pub answer: Option<String>,
    /// When, UTC milliseconds.
    pub at_ms: i64,
}

fn read(row: &AnyRow) -> Result<ReferenceRow, StoreError> {
    let yes =
        |column: &str| -> Result<bool, StoreError> { Ok(row.try_get::<i64, _>(column)? != 0) };
    Ok(ReferenceRow {
        exchange: parsed(row, "exchange_id")?,
        by: parsed(row, "by_member")?,
        reference: Reference {
            about: parsed(row, "about_member")?,
            answered: yes("answered")?,
            hidden: yes("hidden")?,
        },
        home: parsed(row, "home")?,
        liked: yes("liked")?,
        words: row.try_get("words")?,
        answer: row.try_get("answer")?,
        at_ms: row.try_get("at_ms")?,
    })
}

/// The references after an exchange, hidden ones too.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn references(
    db: &mut AnyConnection,
    exchange: ExchangeId,
) -> Result<Vec<ReferenceRow>, StoreError> {
    let rows = sqlx::query(REFERENCES).bind(exchange.to_string()).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

/// The last references about a member that are shown.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn references_about(
    db: &mut AnyConnection,
    member: MemberId,
    most: u32,
) -> Result<Vec<ReferenceRow>, StoreError> {
    let query = sqlx::query(REFERENCES_ABOUT).bind(member.to_string()).bind(i64::from(most));
    query.fetch_all(db).await?.iter().map(read).collect()
}

/// The expenses both sides agreed to refund, in euro cents, and what for.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn expenses(
    db: &mut AnyConnection,
    exchange: ExchangeId,
) -> Result<Option<(i64, Expense)>, StoreError> {
    let row = sqlx::query(EXPENSES).bind(exchange.to_string()).fetch_optional(db).await?;
    let Some(row) = row else { return Ok(None) };
    let what = from_word("what", &row.try_get::<String, _>("what")?)?;
    Ok(Some((row.try_get("amount_cents")?, what)))
}

/// Whom the desk has called since an instant, and what about.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn called(
    db: &mut AnyConnection,
    since_ms: i64,
) -> Result<Vec<(MemberId, String)>, StoreError> {
    let rows = sqlx::query(CALLED).bind(since_ms).fetch_all(db).await?;
    rows.iter().map(|row| Ok((parsed(row, "member_id")?, row.try_get("about")?))).collect()
}

/// The tags of a bank, the most frequent first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn tags(
    db: &mut AnyConnection,
    home: &NodeId,
    most: u32,
) -> Result<Vec<(String, i64)>, StoreError> {
    let rows = sqlx::query(TAGS).bind(home.as_str()).bind(i64::from(most)).fetch_all(db).await?;
    rows.iter().map(|row| Ok((row.try_get("tag")?, row.try_get("listings")?))).collect()
}

/// The tags of a listing.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn tags_of(
    db: &mut AnyConnection,
    listing: protocol::ListingId,
) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar(TAGS_OF).bind(listing.to_string()).fetch_all(db).await?)
}
