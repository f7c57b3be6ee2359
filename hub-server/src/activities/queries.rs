//! From the tables to answers about the diary. Whatever a page asks for stands in an index or in a running total,
//! so that a year costs what a day costs.

use protocol::antenna::ActivityKind;
use protocol::clocks::{Minutes, Paid};
use protocol::{ActivityId, ActorRef, GoalId, NodeId, Slug, StaffId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::events::{Goal, Measure};
use super::lifecycle::State;
use crate::store::StoreError;
use crate::store::rows::{from_word, parse, parsed, parsed_or_none};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    ENTRY,
    ENTRIES_OF_AUTHOR,
    ENTRIES_AT_HOME,
    ENTRIES_ANYWHERE,
    COUNT_OF_AUTHOR,
    COUNT_AT_HOME,
    TALLIED,
    TALLIED_OF_AUTHOR,
    WAITING,
    GIVEN_BACK,
    MONTHS,
    MONTHS_ANYWHERE,
    SUMS,
    BY_KIND,
    BY_AUTHOR,
    OPEN_IN_MONTH,
    CLOSED,
    CLOSED_MONTHS,
    AUTHORS,
    GOALS,
    GOAL_HOME,
    REACHED,
    REACHED_BY,
    MONTHS_OF,
];

const ENTRY: &str = "SELECT * FROM activity WHERE activity_id = $1";
/// Filters that are not wanted come as empty texts.
const ENTRIES_OF_AUTHOR: &str = "SELECT * FROM activity WHERE author = $1 \
    AND booked >= $2 AND booked <= $3 AND ($4 = '' OR home = $4) AND ($5 = '' OR kind = $5) \
    AND ($6 = '' OR neighbourhood = $6) AND ($7 = '' OR state = $7) \
    ORDER BY booked DESC, started_at_ms DESC LIMIT $8 OFFSET $9";
const ENTRIES_AT_HOME: &str = "SELECT * FROM activity WHERE home = $4 \
    AND booked >= $2 AND booked <= $3 AND ($1 = '' OR author = $1) AND ($5 = '' OR kind = $5) \
    AND ($6 = '' OR neighbourhood = $6) AND ($7 = '' OR state = $7) \
    ORDER BY booked DESC, started_at_ms DESC LIMIT $8 OFFSET $9";
const ENTRIES_ANYWHERE: &str = "SELECT * FROM activity WHERE booked >= $2 AND booked <= $3 \
    AND ($1 = '' OR author = $1) AND ($4 = '' OR home = $4) AND ($5 = '' OR kind = $5) \
    AND ($6 = '' OR neighbourhood = $6) AND ($7 = '' OR state = $7) \
    ORDER BY booked DESC, started_at_ms DESC LIMIT $8 OFFSET $9";
const COUNT_OF_AUTHOR: &str = "SELECT CAST(COALESCE(SUM(counted_entries), 0) AS BIGINT) AS entries, \
    CAST(COALESCE(SUM(counted_minutes), 0) AS BIGINT) AS minutes, \
    CAST(COALESCE(SUM(counted_people), 0) AS BIGINT) AS people_reached FROM activity WHERE author = $1 \
    AND booked >= $2 AND booked <= $3 AND ($4 = '' OR home = $4) AND ($5 = '' OR kind = $5) \
    AND ($6 = '' OR neighbourhood = $6) AND ($7 = '' AND state <> 'returned' OR state = $7)";
const COUNT_AT_HOME: &str = "SELECT CAST(COALESCE(SUM(counted_entries), 0) AS BIGINT) AS entries, \
    CAST(COALESCE(SUM(counted_minutes), 0) AS BIGINT) AS minutes, \
    CAST(COALESCE(SUM(counted_people), 0) AS BIGINT) AS people_reached FROM activity \
    WHERE ($4 = '' OR home = $4) AND state = $7 AND booked >= $2 AND booked <= $3 \
    AND ($1 = '' OR author = $1) AND ($5 = '' OR kind = $5) AND ($6 = '' OR neighbourhood = $6)";
const TALLIED: &str = "SELECT CAST(COALESCE(SUM(entries), 0) AS BIGINT) AS entries, \
    CAST(COALESCE(SUM(minutes), 0) AS BIGINT) AS minutes, \
    CAST(COALESCE(SUM(people_reached), 0) AS BIGINT) AS people_reached FROM activity_tally \
    WHERE ($1 = '' OR home = $1) AND month >= $2 AND month <= $3 AND ($4 = '' OR kind = $4) \
    AND ($5 = '' OR neighbourhood = $5)";
const TALLIED_OF_AUTHOR: &str = "SELECT CAST(COALESCE(SUM(entries), 0) AS BIGINT) AS entries, \
    CAST(COALESCE(SUM(minutes), 0) AS BIGINT) AS minutes, \
    CAST(COALESCE(SUM(people_reached), 0) AS BIGINT) AS people_reached FROM activity_author_tally \
    WHERE author = $1 AND month >= $2 AND month <= $3 AND ($4 = '' OR kind = $4) \
    AND ($5 = '' OR home = $5) AND state <> 'returned'";
const WAITING: &str = "SELECT * FROM activity WHERE home = $1 AND state = $2 \
    ORDER BY started_at_ms, activity_id LIMIT $3";
/// What was given back at a node is little, and what somebody wrote in years is much: the author is no index's to find.
const GIVEN_BACK: &str = "SELECT * FROM activity WHERE home = $1 AND state = 'returned' \
    AND author || '' = $2 ORDER BY booked DESC, started_at_ms DESC LIMIT $3";
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
const BY_AUTHOR: &str = "SELECT author, kind, state, entries, minutes, people_reached \
    FROM activity_author_tally WHERE home = $1 AND month = $2 ORDER BY author, kind, state";
const OPEN_IN_MONTH: &str = "SELECT CAST(COALESCE(SUM(entries), 0) AS BIGINT) FROM \
    (SELECT COUNT(*) AS entries FROM activity WHERE home = $1 AND booked = $2 \
    AND (state = 'submitted' OR state = 'returned')) AS open_ones";
const CLOSED: &str = "SELECT month FROM activity_month WHERE home = $1";
const CLOSED_MONTHS: &str =
    "SELECT * FROM activity_month WHERE home = $1 ORDER BY month DESC LIMIT $2";
const AUTHORS: &str =
    "SELECT author, last_day FROM activity_author WHERE home = $1 ORDER BY author";
const GOALS: &str = "SELECT * FROM activity_goal WHERE home = $1 AND last_month >= $2 \
    ORDER BY last_month, set_at_ms, goal_id LIMIT 200";
const GOAL_HOME: &str = "SELECT home FROM activity_goal WHERE goal_id = $1";
const REACHED: &str = "SELECT CAST(COALESCE(SUM(entries), 0) AS BIGINT) AS entries, \
    CAST(COALESCE(SUM(minutes), 0) AS BIGINT) AS minutes, \
    CAST(COALESCE(SUM(people_reached), 0) AS BIGINT) AS people_reached FROM activity_tally \
    WHERE home = $1 AND month >= $2 AND month <= $3 AND ($4 = '' OR kind = $4)";
const REACHED_BY: &str = "SELECT CAST(COALESCE(SUM(entries), 0) AS BIGINT) AS entries, \
    CAST(COALESCE(SUM(minutes), 0) AS BIGINT) AS minutes, \
    CAST(COALESCE(SUM(people_reached), 0) AS BIGINT) AS people_reached FROM activity_author_tally \
    WHERE author = $5 AND home = $1 AND month >= $2 AND month <= $3 AND ($4 = '' OR kind = $4) \
    AND state <> 'returned'";

const MONTHS_OF: &str = "SELECT month, CAST(SUM(minutes) AS BIGINT) AS minutes \
    FROM activity_author_tally WHERE author = $1 AND month >= $2 AND state <> 'returned' \
    GROUP BY month ORDER BY month";

/// An entry as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub activity: ActivityId,
    /// The node it belongs to.
    pub home: NodeId,
    /// Whose it is.
    pub author: ActorRef,
    /// Where it stands.
    pub state: State,
    /// What kind of work.
    pub what: ActivityKind,
    /// Where.
    pub neighbourhood: Slug,
    /// The day by the city's clock, `2026-11-18`.
    pub day: String,
    /// The month it counts in, `2026-11`.
    pub booked: String,
    /// When it began, UTC milliseconds.
    pub started_at_ms: i64,
    /// How long.
    pub minutes: Minutes<Paid>,
    /// How many people were reached.
    pub people_reached: i64,
    /// Slugs of its topics.
    pub topics: Vec<String>,
    /// How many days late it was written; 0 in time.
    pub late_days: i64,
    /// The older entry it corrects.
    pub cites: Option<ActivityId>,
    /// The newer entry that corrects it.
    pub amended_by: Option<ActivityId>,
    /// The place in the author's words; `None` when none were written or they were erased.
    pub place: Option<String>,
    /// What to do next; likewise.
    pub next_step: Option<String>,
    /// Why it was given back; likewise.
    pub reason: Option<String>,
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
    /// State, as its slug.
    pub state: String,
    /// First month they count in, `2026-11`.
    pub from: String,
    /// Last month.
    pub to: String,
}

impl Filter {
    fn last(&self) -> &str {
        if self.to.is_empty() { "9999" } else { &self.to }
    }
}

/// What a set of entries adds up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many entries.
    pub entries: i64,
    /// Paid work.
    pub minutes: Minutes<Paid>,
    /// People reached; the same person may have been reached more than once.
    pub people_reached: i64,
}

impl std::ops::AddAssign for Sum {
    fn add_assign(&mut self, other: Self) {
        self.entries += other.entries;
        self.minutes += other.minutes;
        self.people_reached += other.people_reached;
    }
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
    // Each begins with the column whose index narrows it most.
    let statement = if !filter.author.is_empty() {
        ENTRIES_OF_AUTHOR
    } else if !filter.home.is_empty() {
        ENTRIES_AT_HOME
    } else {
        ENTRIES_ANYWHERE
    };
    let rows = filtered(statement, filter)
        .bind(i64::from(most))
        .bind(i64::from(skip))
        .fetch_all(db)
        .await?;
    rows.iter().map(read).collect()
}

fn filtered<'q>(
    statement: &'static str,
    filter: &Filter,
) -> sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments> {
    sqlx::query(statement)
        .bind(filter.author.clone())
        .bind(filter.from.clone())
        .bind(filter.last().to_owned())
        .bind(filter.home.clone())
        .bind(filter.kind.clone())
        .bind(filter.neighbourhood.clone())
        .bind(filter.state.clone())
}

/// What the entries of a filter add up to; without a state, all but those given back.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn sum(db: &mut AnyConnection, filter: &Filter) -> Result<Sum, StoreError> {
    let by_author = !filter.author.is_empty();
    let row = if !filter.state.is_empty() && !by_author {
        filtered(COUNT_AT_HOME, filter).fetch_one(db).await?
    } else if by_author && !(filter.state.is_empty() && filter.neighbourhood.is_empty()) {
        filtered(COUNT_OF_AUTHOR, filter).fetch_one(db).await?
    } else if by_author {
        sqlx::query(TALLIED_OF_AUTHOR)
            .bind(filter.author.clone())
            .bind(filter.from.clone())
            .bind(filter.last().to_owned())
            .bind(filter.kind.clone())
            .bind(filter.home.clone())
            .fetch_one(db)
            .await?
    } else {
        sqlx::query(TALLIED)
            .bind(filter.home.clone())
            .bind(filter.from.clone())
            .bind(filter.last().to_owned())
            .bind(filter.kind.clone())
            .bind(filter.neighbourhood.clone())
            .fetch_one(db)
            .await?
    };
    read_sum(&row)
}

/// Entries of a node in one state, the oldest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn waiting(
    db: &mut AnyConnection,
    home: &NodeId,
    state: State,
    most: u32,
) -> Result<Vec<Entry>, StoreError> {
    let rows = sqlx::query(WAITING)
        .bind(home.as_str())
        .bind(state.slug())
        .bind(i64::from(most))
        .fetch_all(db)
        .await?;
    rows.iter().map(read).collect()
}

/// Entries of a node that were given back to their author, the latest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn given_back(
    db: &mut AnyConnection,
    home: &NodeId,
    author: &ActorRef,
    most: u32,
) -> Result<Vec<Entry>, StoreError> {
    let rows = sqlx::query(GIVEN_BACK)
        .bind(home.as_str())
        .bind(author.to_string())
        .bind(i64::from(most))
        .fetch_all(db)
        .await?;
    rows.iter().map(read).collect()
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

/// The running total of one author, kind and state in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorTally {
    /// Whose.
    pub author: ActorRef,
    /// Of which kind of work.
    pub what: ActivityKind,
    /// `Submitted`, `Returned` or `Accepted`, the last also for what is locked or amended since.
    pub state: State,
    /// What they add up to.
    pub sum: Sum,
}

/// The running totals of a home in one month, by author, kind and state.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn by_author(
    db: &mut AnyConnection,
    home: &NodeId,
    month: &str,
) -> Result<Vec<AuthorTally>, StoreError> {
    let rows =
        sqlx::query(BY_AUTHOR).bind(home.as_str()).bind(month.to_owned()).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            Ok(AuthorTally {
                author: parsed(row, "author")?,
                what: from_word("kind", &row.try_get::<String, _>("kind")?)?,
                state: from_word("state", &row.try_get::<String, _>("state")?)?,
                sum: read_sum(row)?,
            })
        })
        .collect()
}

/// How many entries of a month are neither accepted nor amended.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn open_in(
    db: &mut AnyConnection,
    home: &NodeId,
    month: &str,
) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar(OPEN_IN_MONTH).bind(home.as_str()).bind(month.to_owned());
    Ok(count.fetch_one(db).await?)
}

/// The months of a home that are closed, in no order.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn closed(db: &mut AnyConnection, home: &NodeId) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar(CLOSED).bind(home.as_str()).fetch_all(db).await?)
}

/// A month that was closed, with the figures its signer saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedMonth {
    /// Which, `2026-10`.
    pub month: String,
    /// What it added up to.
    pub sum: Sum,
    /// Who signed.
    pub signed_by: ActorRef,
    /// When, UTC milliseconds.
    pub at_ms: i64,
}

/// The closed months of a home, the latest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn closed_months(
    db: &mut AnyConnection,
    home: &NodeId,
    most: u32,
) -> Result<Vec<ClosedMonth>, StoreError> {
    let rows =
        sqlx::query(CLOSED_MONTHS).bind(home.as_str()).bind(i64::from(most)).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            Ok(ClosedMonth {
                month: row.try_get("month")?,
                sum: read_sum(row)?,
                signed_by: parsed(row, "signed_by")?,
                at_ms: row.try_get("closed_at_ms")?,
            })
        })
        .collect()
}

/// Who ever wrote at a home, with the last day they wrote about.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn authors(
    db: &mut AnyConnection,
    home: &NodeId,
) -> Result<Vec<(ActorRef, String)>, StoreError> {
    let rows = sqlx::query(AUTHORS).bind(home.as_str()).fetch_all(db).await?;
    rows.iter().map(|row| Ok((parsed(row, "author")?, row.try_get("last_day")?))).collect()
}

/// The goals of a home that end in `month` or later.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn goals(
    db: &mut AnyConnection,
    home: &NodeId,
    month: &str,
) -> Result<Vec<(GoalId, Goal)>, StoreError> {
    let rows = sqlx::query(GOALS).bind(home.as_str()).bind(month.to_owned()).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            let what: Option<String> = row.try_get("kind")?;
            let measure: Measure = from_word("measure", &row.try_get::<String, _>("measure")?)?;
            let goal = Goal {
                staff: parsed_or_none::<StaffId>(row, "staff")?,
                what: what.map(|what| from_word("kind", &what)).transpose()?,
                measure,
                target: row.try_get("target")?,
                from: row.try_get("first_month")?,
                to: row.try_get("last_month")?,
            };
            Ok((parsed(row, "goal_id")?, goal))
        })
        .collect()
}

/// The node a goal belongs to, or `None` when there is none.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn goal_home(db: &mut AnyConnection, goal: GoalId) -> Result<Option<NodeId>, StoreError> {
    let home: Option<String> =
        sqlx::query_scalar(GOAL_HOME).bind(goal.to_string()).fetch_optional(db).await?;
    home.map(|home| parse("home", &home)).transpose()
}

/// What was reached towards a goal so far, from the running totals.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn reached(
    db: &mut AnyConnection,
    home: &NodeId,
    goal: &Goal,
) -> Result<Sum, StoreError> {
    let statement = if goal.staff.is_some() { REACHED_BY } else { REACHED };
    let query = sqlx::query(statement)
        .bind(home.as_str())
        .bind(goal.from.clone())
        .bind(goal.to.clone())
        .bind(goal.what.map_or("", ActivityKind::slug));
    let query = match goal.staff {
        Some(staff) => query.bind(ActorRef::Staff(staff).to_string()),
        None => query,
    };
    read_sum(&query.fetch_one(db).await?)
}

fn read_sum(row: &AnyRow) -> Result<Sum, StoreError> {
    Ok(Sum {
        entries: row.try_get("entries")?,
        minutes: Minutes::new(row.try_get("minutes")?),
        people_reached: row.try_get("people_reached")?,
    })
}

fn read(row: &AnyRow) -> Result<Entry, StoreError> {
    let topics: String = row.try_get("topics")?;
    Ok(Entry {
        activity: parsed(row, "activity_id")?,
        home: parsed(row, "home")?,
        author: parsed(row, "author")?,
        state: from_word("state", &row.try_get::<String, _>("state")?)?,
        what: from_word("kind", &row.try_get::<String, _>("kind")?)?,
        neighbourhood: parsed(row, "neighbourhood")?,
        day: row.try_get("day")?,
        booked: row.try_get("booked")?,
        started_at_ms: row.try_get("started_at_ms")?,
        minutes: Minutes::new(row.try_get("minutes")?),
        people_reached: row.try_get("people_reached")?,
        topics: topics.split(',').filter(|t| !t.is_empty()).map(str::to_owned).collect(),
        late_days: row.try_get("late_days")?,
        cites: parsed_or_none(row, "cites")?,
        amended_by: parsed_or_none(row, "amended_by")?,
        place: row.try_get("place")?,
        next_step: row.try_get("next_step")?,
        reason: row.try_get("reason")?,
        logged_at_ms: row.try_get("logged_at_ms")?,
    })
}

/// Minutes of work somebody wrote down, month by month from `since` on, the earliest first; without what was
/// given back.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn months_of(
    db: &mut AnyConnection,
    author: &ActorRef,
    since: &str,
) -> Result<Vec<(String, Minutes<Paid>)>, StoreError> {
    let rows = sqlx::query(MONTHS_OF)
        .bind(author.to_string())
        .bind(since.to_owned())
        .fetch_all(db)
        .await?;
    rows.iter()
        .map(|row| Ok((row.try_get("month")?, Minutes::new(row.try_get("minutes")?))))
        .collect()
}
