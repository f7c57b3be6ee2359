//! What members offer and look for.

use jiff::ToSpan as _;
use jiff::civil::Date;
use protocol::{ListingId, MemberId, NodeId};
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::read_day;
use crate::bank::listings::{Listed, Listing, ListingState, Way};
use crate::bank::reminders::FIRST_DAYS;
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed, word};

/// Every statement of this module, for the test that prepares them on both engines.
pub(super) const STATEMENTS: &[&str] = &[LISTING, LISTINGS, LISTINGS_OF, WITHOUT_END];

const LISTING: &str = "SELECT * FROM bank_listing WHERE listing_id = $1";
/// Nobody can ask somebody who is suspended or has left: what they published is shown on their own page only.
const LISTINGS: &str = "SELECT l.* FROM bank_listing l JOIN bank_member m ON m.member_id = l.member_id \
    WHERE l.home = $1 AND ($2 = '' OR l.way = $2) AND ($3 = '' OR l.category = $3) AND l.state = $4 \
    AND ($4 <> 'published' OR m.stage IN ('trial', 'member', 'renewal-due', 'leaving')) \
    AND COALESCE(l.until_day, '9999-12-31') >= $5 AND COALESCE(l.until_day, '9999-12-31') <= $6 \
    AND ($7 = '' OR l.listing_id IN (SELECT listing_id FROM bank_tag WHERE home = $1 AND tag = $7)) \
    ORDER BY CASE WHEN $8 = 'day' THEN l.until_day END, l.listed_at_ms DESC, l.listing_id \
    LIMIT $9 OFFSET $10";
const LISTINGS_OF: &str = "SELECT * FROM bank_listing WHERE member_id = $1 \
    AND state <> 'withdrawn' ORDER BY listed_at_ms DESC, listing_id LIMIT 100";
const WITHOUT_END: &str = "SELECT * FROM bank_listing WHERE member_id = $1 \
    AND state = 'published' AND until_day IS NULL ORDER BY listed_at_ms DESC, listing_id";

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

/// Where listings stand on a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Which {
    /// On the board.
    #[default]
    Open,
    /// On the board, and over in a week at the latest.
    Ending,
    /// Published once, and over since.
    Over,
    /// Not for now.
    Paused,
    /// Taken out by the desk.
    Hidden,
    /// Taken back.
    Withdrawn,
}

impl Which {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Ending, Self::Over, Self::Paused, Self::Hidden, Self::Withdrawn];

    /// The state they are in, and from which to which day they end; no end is the last day there is.
    fn bounds(self, today: Date) -> (ListingState, Date, Date) {
        let soon = today.saturating_add(i64::from(FIRST_DAYS).days());
        match self {
            Self::Open => (ListingState::Published, today, Date::MAX),
            Self::Ending => (ListingState::Published, today, soon),
            Self::Over => (ListingState::Published, NO_DAY, today.saturating_sub(1.days())),
            Self::Paused => (ListingState::Paused, NO_DAY, Date::MAX),
            Self::Hidden => (ListingState::Hidden, NO_DAY, Date::MAX),
            Self::Withdrawn => (ListingState::Withdrawn, NO_DAY, Date::MAX),
        }
    }
}

/// A day before all others, as it is written.
const NO_DAY: Date = Date::constant(1, 1, 1);

/// Which listings to show. Whatever is empty filters nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListingFilter {
    /// Which way.
    pub way: Option<Way>,
    /// Which service.
    pub category: String,
    /// With this tag.
    pub tag: String,
    /// Standing so.
    pub which: Which,
}

/// One page of the catalogue: what ends or has ended by its day, the rest the newest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn listings(
    db: &mut AnyConnection,
    home: &NodeId,
    filter: &ListingFilter,
    today: Date,
    most: u32,
    skip: u32,
) -> Result<Vec<ListingRow>, StoreError> {
    let (state, from, until) = filter.which.bounds(today);
    let by_day = matches!(filter.which, Which::Ending | Which::Over);
    let rows = sqlx::query(LISTINGS)
        .bind(home.as_str())
        .bind(filter.way.as_ref().map(word).unwrap_or_default())
        .bind(filter.category.as_str())
        .bind(word(&state))
        .bind(from.to_string())
        .bind(until.to_string())
        .bind(filter.tag.as_str())
        .bind(if by_day { "day" } else { "" })
        .bind(i64::from(most))
        .bind(i64::from(skip))
        .fetch_all(db)
        .await?;
    rows.iter().map(read_listing).collect()
}

/// The last hundred listings of a member that were not taken back, in every state.
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

/// What a member has on the board without an end.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn listings_without_end(
    db: &mut AnyConnection,
    member: MemberId,
) -> Result<Vec<ListingRow>, StoreError> {
    let rows = sqlx::query(WITHOUT_END).bind(member.to_string()).fetch_all(db).await?;
    rows.iter().map(read_listing).collect()
}
