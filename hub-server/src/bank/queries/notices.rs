//! What members offer and look for.

use jiff::civil::Date;
use protocol::{ListingId, MemberId, NodeId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::read_day;
use crate::bank::listings::{Listed, Listing, ListingState, Way};
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed, word};

/// Every statement of this module, for the test that prepares them on both engines.
pub(super) const STATEMENTS: &[&str] = &[LISTING, LISTINGS, LISTINGS_OF];

const LISTING: &str = "SELECT * FROM bank_listing WHERE listing_id = $1";
const LISTINGS: &str = "SELECT * FROM bank_listing WHERE home = $1 AND ($2 = '' OR way = $2) \
    AND ($3 = '' OR category = $3) AND state = 'published' \
    AND ($4 <> 'expiring' OR until_day <= $5) AND ($4 <> '' OR until_day IS NULL OR until_day >= $5) \
    AND ($6 = '' OR listing_id IN (SELECT listing_id FROM bank_tag WHERE home = $1 AND tag = $6)) \
    ORDER BY listed_at_ms DESC, listing_id LIMIT $7 OFFSET $8";
const LISTINGS_OF: &str = "SELECT * FROM bank_listing WHERE member_id = $1 \
    ORDER BY listed_at_ms DESC, listing_id LIMIT 50";

/// A listing in the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListingRow {
    /// What it is and where it stands.
    pub listing: Listing,
    /// In the member's words.
    pub words: Option<String>,
    /// When it was listed, UTC milliseconds.
    pub listed_at_ms: i64,
}

fn read_listing(row: &AnyRow) -> Result<ListingRow, StoreError> {
    let text = |column: &str| -> Result<String, StoreError> { Ok(row.try_get(column)?) };
    let way: Way = from_word("way", &text("way")?)?;
    let state: ListingState = from_word("state", &text("state")?)?;
    let listed = Listed {
        listing: parsed(row, "listing_id")?,
        member: parsed(row, "member_id")?,
        way,
        category: parsed(row, "category")?,
        until: read_day(row, "until_day")?,
    };
    Ok(ListingRow {
        listing: Listing { listed, state },
        words: row.try_get("words")?,
        listed_at_ms: row.try_get("listed_at_ms")?,
    })
}

/// A listing, or `None` when it is not known here.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn listing(
    db: &mut AnyConnection,
    listing: ListingId,
) -> Result<Option<ListingRow>, StoreError> {
    let row = sqlx::query(LISTING).bind(listing.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read_listing).transpose()
}

/// Which listings to show. Whatever is empty filters nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListingFilter {
    /// Which way.
    pub way: Option<Way>,
    /// Which service.
    pub category: String,
    /// With this tag.
    pub tag: String,
    /// Those whose last day is before this one, also the expired; else those that stand.
    pub expiring: bool,
}

/// One page of the catalogue, the newest first. `day` is today, or the last day of those that are expiring.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn listings(
    db: &mut AnyConnection,
    home: &NodeId,
    filter: &ListingFilter,
    day: Date,
    most: u32,
    skip: u32,
) -> Result<Vec<ListingRow>, StoreError> {
    let rows = sqlx::query(LISTINGS)
        .bind(home.as_str())
        .bind(filter.way.as_ref().map(word).unwrap_or_default())
        .bind(filter.category.as_str())
        .bind(if filter.expiring { "expiring" } else { "" })
        .bind(day.to_string())
        .bind(filter.tag.as_str())
        .bind(i64::from(most))
        .bind(i64::from(skip))
        .fetch_all(db)
        .await?;
    rows.iter().map(read_listing).collect()
}

/// The last fifty listings of a member.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn listings_of(
    db: &mut AnyConnection,
    member: MemberId,
) -> Result<Vec<ListingRow>, StoreError> {
    let rows = sqlx::query(LISTINGS_OF).bind(member.to_string()).fetch_all(db).await?;
    rows.iter().map(read_listing).collect()
}
