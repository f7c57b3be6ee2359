//! What the figures of a bank are made of, where running totals do not say it.

use protocol::{ListingId, MemberId, NodeId};
use sqlx::{AnyConnection, Row};

use crate::store::StoreError;
use crate::store::rows::parsed;

/// Every statement of this module, for the test that prepares them on both engines.
pub(super) const STATEMENTS: &[&str] = &[WANTS, FIRST_EXCHANGES];

const WANTS: &str = "SELECT l.listing_id, l.member_id, l.category, l.listed_at_ms, \
    (SELECT MIN(x.posted_at_ms) FROM bank_exchange x WHERE x.receiver = m.account_id \
    AND x.category = l.category AND x.state IN ('posted', 'disputed') \
    AND x.posted_at_ms >= l.listed_at_ms) AS met_at_ms \
    FROM bank_listing l JOIN bank_member m ON m.member_id = l.member_id \
    WHERE l.home = $1 AND l.way = 'want' AND l.listed_at_ms >= $2 AND l.listed_at_ms < $3 \
    ORDER BY l.listed_at_ms DESC, l.listing_id LIMIT $4 OFFSET $5";
const FIRST_EXCHANGES: &str = "SELECT CAST(COUNT(*) AS BIGINT) AS members, \
    CAST(COALESCE(SUM(first_exchange_at_ms - applied_at_ms), 0) AS BIGINT) AS took_ms \
    FROM bank_member WHERE home = $1 AND first_exchange_at_ms IS NOT NULL \
    AND stage IN ('trial', 'member', 'renewal-due', 'leaving')";

/// Something a member looks for, and when they received it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Want {
    /// Which.
    pub listing: ListingId,
    /// Whose.
    pub member: MemberId,
    /// Which service.
    pub category: String,
    /// Since when, UTC milliseconds.
    pub listed_at_ms: i64,
    /// When they first received that service afterwards.
    pub met_at_ms: Option<i64>,
}

impl Want {
    /// Whole days from looking to receiving.
    #[must_use]
    pub fn days(&self) -> Option<i64> {
        self.met_at_ms.map(|met_at_ms| (met_at_ms - self.listed_at_ms) / 86_400_000)
    }
}

/// What members began to look for from one instant until before another, UTC milliseconds, the newest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn wants(
    db: &mut AnyConnection,
    home: &NodeId,
    (since_ms, until_ms): (i64, i64),
    most: u32,
    skip: u32,
) -> Result<Vec<Want>, StoreError> {
    let query = sqlx::query(WANTS).bind(home.as_str()).bind(since_ms).bind(until_ms);
    let rows = query.bind(i64::from(most)).bind(i64::from(skip)).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            Ok(Want {
                listing: parsed(row, "listing_id")?,
                member: parsed(row, "member_id")?,
                category: row.try_get("category")?,
                listed_at_ms: row.try_get("listed_at_ms")?,
                met_at_ms: row.try_get("met_at_ms")?,
            })
        })
        .collect()
}

/// How many who may exchange have done so, and how long they waited for the first time in all, in milliseconds.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn first_exchanges(
    db: &mut AnyConnection,
    home: &NodeId,
) -> Result<(i64, i64), StoreError> {
    let row = sqlx::query(FIRST_EXCHANGES).bind(home.as_str()).fetch_one(db).await?;
    Ok((row.try_get("members")?, row.try_get("took_ms")?))
}
