//! From the tables to answers about the diary.

use protocol::antenna::ActivityKind;
use protocol::{ActivityId, ActorRef, NodeId, Slug};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::store::StoreError;
use crate::store::rows::{from_word, parsed};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[ENTRY, ENTRIES, COUNT, MONTHS, MONTHS_ANYWHERE, SUMS, BY_KIND];

const ENTRY: &str = "SELECT * FROM activity WHERE activity_id = $1";
/// Filters that are not wanted come as empty texts.
const ENTRIES: &str = "SELECT * FROM activity \
    WHERE ($1 = '' OR home = $1) AND ($2 = '' OR author = $2) AND ($3 = '' OR kind = $3) \
    AND ($4 = '' OR neighbourhood = $4) AND ($5 = '' OR day >= $5) AND ($6 = '' OR day <= $6) \
    ORDER BY started_at_ms DESC, activity_id LIMIT $7 OFFSET $8";
const COUNT: &str = "SELECT COUNT(*) AS entries, CAST(COALESCE(SUM(minutes), 0) AS BIGINT) AS minutes, \
    CAST(COALESCE(SUM(people_reached), 0) AS BIGINT) AS people_reached FROM activity \
    WHERE ($1 = '' OR home = $1) AND ($2 = '' OR author = $2) AND ($3 = '' OR kind = $3) \
    AND ($4 = '' OR neighbourhood = $4) AND ($5 = '' OR day >= $5) AND ($6 = '' OR day <= $6)";
const MONTHS: &str = "SELECT month, CAST(SUM(entries) AS BIGINT) AS entries, \
    CAST(SUM(minutes) AS BIGINT) AS minutes, CAST(SUM(people_reached) AS BIGINT) AS people_reached \
    FROM activity_tally WHERE home = $1 GROUP BY month ORDER BY month DESC LIMIT $2";
const MONTHS_ANYWHERE: &str =
    "SELECT DISTINCT month FROM activity_tally ORDER BY month DESC LIMIT $1";
const SUMS: &str = "SELECT CAST(COALESCE(SUM(entries), 0) AS BIGINT) AS entries, \
    CAST(COALESCE(SUM(minutes), 0) AS BIGINT) AS minutes, \
    CAST(COALESCE(SUM(people_reached), 0) AS BIGINT) AS people_reached \
    FROM activity_tally WHERE home = $1";
const BY_KIND: &str = "SELECT kind, CAST(SUM(entries) AS BIGINT) AS entries, \
    CAST(SUM(minutes) AS BIGINT) AS minutes, CAST(SUM(people_reached) AS BIGINT) AS people_reached \
    FROM activity_tally WHERE home = $1 AND month = $2 GROUP BY kind ORDER BY kind";

/// An entry as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub activity: ActivityId,
    /// The node it belongs to.
    pub home: NodeId,
    /// Who wrote it.
    pub author: ActorRef,
    /// What kind of work.
    pub what: ActivityKind,
    /// Where.
    pub neighbourhood: Slug,
    /// The day by the city's clock, `2026-11-18`.
    pub day: String,
    /// When it began, UTC milliseconds.
    pub started_at_ms: i64,
    /// How long, in minutes.
    pub minutes: i64,
    /// How many people were reached.
    pub people_reached: i64,
    /// Slugs of its topics.
    pub topics: Vec<String>,
    /// The place in the author's words; `None` when none were written or they were erased.
    pub place: Option<String>,
    /// What to do next; likewise.
    pub next_step: Option<String>,
    /// When it was recorded, UTC milliseconds.
    pub logged_at_ms: i64,
}

/// Which entries to look at; an empty text filters nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Node.
    pub home: String,
    /// Author, as an actor's text.
    pub author: String,
    /// Kind of work, as its slug.
    pub kind: String,
    /// Neighbourhood.
    pub neighbourhood: String,
    /// First day, `2026-11-01`.
    pub from: String,
    /// Last day.
    pub to: String,
}

/// What a set of entries adds up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many entries.
    pub entries: i64,
    /// Minutes of work.
    pub minutes: i64,
    /// People reached; the same person may have been reached more than once.
    pub people_reached: i64,
}

/// An entry by its id, or `None` when it is not known here.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn entry(db: &mut AnyConnection, id: ActivityId) -> Result<Option<Entry>, StoreError> {
    let row = sqlx::query(ENTRY).bind(id.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// One page of entries, the latest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn entries(
    db: &mut AnyConnection,
    filter: &Filter,
    most: u32,
    skip: u32,
) -> Result<Vec<Entry>, StoreError> {
    let rows = sqlx::query(ENTRIES)
        .bind(filter.home.clone())
        .bind(filter.author.clone())
        .bind(filter.kind.clone())
        .bind(filter.neighbourhood.clone())
        .bind(filter.from.clone())
        .bind(filter.to.clone())
        .bind(i64::from(most))
        .bind(i64::from(skip))
        .fetch_all(db)
        .await?;
    rows.iter().map(read).collect()
}

/// What the entries of a filter add up to.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn sum(db: &mut AnyConnection, filter: &Filter) -> Result<Sum, StoreError> {
    let row = sqlx::query(COUNT)
        .bind(filter.home.clone())
        .bind(filter.author.clone())
        .bind(filter.kind.clone())
        .bind(filter.neighbourhood.clone())
        .bind(filter.from.clone())
        .bind(filter.to.clone())
        .fetch_one(db)
        .await?;
    read_sum(&row)
}

/// The running total of a home, from its first entry on.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn total(db: &mut AnyConnection, home: &NodeId) -> Result<Sum, StoreError> {
    read_sum(&sqlx::query(SUMS).bind(home.as_str()).fetch_one(db).await?)
}

/// The running totals of a home by month (`2026-11`), the latest first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn months(
    db: &mut AnyConnection,
    home: &NodeId,
    most: u32,
) -> Result<Vec<(String, Sum)>, StoreError> {
    let rows = sqlx::query(MONTHS).bind(home.as_str()).bind(i64::from(most)).fetch_all(db).await?;
    rows.iter().map(|row| Ok((row.try_get("month")?, read_sum(row)?))).collect()
}

/// The months in which anything was recorded anywhere, the latest first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn months_anywhere(db: &mut AnyConnection, most: u32) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar(MONTHS_ANYWHERE).bind(i64::from(most)).fetch_all(db).await?)
}

/// The running totals of a home in one month, by kind of work.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn by_kind(
    db: &mut AnyConnection,
    home: &NodeId,
    month: &str,
) -> Result<Vec<(ActivityKind, Sum)>, StoreError> {
    let rows =
        sqlx::query(BY_KIND).bind(home.as_str()).bind(month.to_owned()).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            let kind = from_word("kind", &row.try_get::<String, _>("kind")?)?;
            Ok((kind, read_sum(row)?))
        })
        .collect()
}

fn read_sum(row: &AnyRow) -> Result<Sum, StoreError> {
    Ok(Sum {
        entries: row.try_get("entries")?,
        minutes: row.try_get("minutes")?,
        people_reached: row.try_get("people_reached")?,
    })
}

fn read(row: &AnyRow) -> Result<Entry, StoreError> {
    let topics: String = row.try_get("topics")?;
    Ok(Entry {
        activity: parsed(row, "activity_id")?,
        home: parsed(row, "home")?,
        author: parsed(row, "author")?,
        what: from_word("kind", &row.try_get::<String, _>("kind")?)?,
        neighbourhood: parsed(row, "neighbourhood")?,
        day: row.try_get("day")?,
        started_at_ms: row.try_get("started_at_ms")?,
        minutes: row.try_get("minutes")?,
        people_reached: row.try_get("people_reached")?,
        topics: topics.split(',').filter(|t| !t.is_empty()).map(str::to_owned).collect(),
        place: row.try_get("place")?,
        next_step: row.try_get("next_step")?,
        logged_at_ms: row.try_get("logged_at_ms")?,
    })
}
