//! Which exchanges a filter finds, a page at a time, and how many they are.
//!
//! Always true: a page is read by the index of what is asked for, in its order. What counts is added up as it is posted, so
//! that its number is never counted row by row; other combinations are counted up to [`MOST`].

use jiff::ToSpan as _;
use jiff::civil::Date;
use protocol::NodeId;
use sqlx::{AnyConnection, Row};

use super::exchanges::{ExchangeRow, read_exchange};
use crate::bank::exchange::{Source, State};
use crate::store::StoreError;
use crate::store::rows::word;

/// Every statement of this module, for the test that prepares them on both engines.
pub(super) const STATEMENTS: &[&str] = &[
    ALL,
    BY_STATE,
    BY_DAY,
    BY_CATEGORY,
    BY_PLACE,
    BY_AGE,
    COUNT_ALL,
    COUNT_STATE,
    COUNT_COUNTED,
    COUNT_FOUND,
    COUNT_DAY,
    COUNT_CATEGORY,
    COUNT_PLACE,
    COUNT_AGE,
];

/// How far a combination that nothing adds up is counted.
pub const MOST: i64 = 10_000;

/// What a filter lets through. Only the leading condition can be read by an index: the days stand there as words.
macro_rules! rows {
    ($lead:literal) => {
        concat!(
            "FROM bank_exchange WHERE home = $1",
            $lead,
            " AND $2 LIKE '%,' || state || ',%' AND source <> $3 AND category LIKE $4 \
            AND neighbourhood LIKE $5 AND age LIKE $6 AND day || '' >= $7 AND day || '' <= $8"
        )
    };
}
macro_rules! page {
    ($lead:literal, $order:literal) => {
        concat!("SELECT * ", rows!($lead), " ORDER BY ", $order, " LIMIT $9 OFFSET $10")
    };
}
macro_rules! count {
    ($lead:literal) => {
        concat!("SELECT COUNT(*) FROM (SELECT 1 AS one ", rows!($lead), " LIMIT 10001) found")
    };
}

const ALL: &str = page!("", "position DESC");
const BY_STATE: &str = "SELECT * FROM bank_exchange WHERE home = $1 AND state = $2 \
    ORDER BY position DESC LIMIT $3 OFFSET $4";
const BY_DAY: &str = page!(" AND day >= $7 AND day <= $8", "day DESC, position DESC");
const BY_CATEGORY: &str = page!(" AND category = $4", "position DESC");
const BY_PLACE: &str = page!(" AND neighbourhood = $5", "position DESC");
const BY_AGE: &str = page!(" AND age = $6", "position DESC");
const COUNT_ALL: &str = "SELECT COUNT(*) FROM bank_exchange WHERE home = $1";
const COUNT_STATE: &str = "SELECT COUNT(*) FROM bank_exchange WHERE home = $1 AND state = $2";
const COUNT_COUNTED: &str = "SELECT CAST(COALESCE(SUM(exchanges), 0) AS BIGINT) FROM bank_tally \
    WHERE home = $1 AND month >= $2 AND month <= $3 AND category LIKE $4 AND neighbourhood LIKE $5 \
    AND age LIKE $6";
const COUNT_FOUND: &str = count!("");
const COUNT_DAY: &str = count!(" AND day >= $7 AND day <= $8");
const COUNT_CATEGORY: &str = count!(" AND category = $4");
const COUNT_PLACE: &str = count!(" AND neighbourhood = $5");
const COUNT_AGE: &str = count!(" AND age = $6");

/// Where the exchanges stand that are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stands {
    /// Anywhere.
    #[default]
    Any,
    /// Where figures count them: posted or disputed, a service, and no counter-entry.
    Counted,
    /// So.
    In(State),
}

/// Which exchanges to list. What is `None` filters nothing; an empty word means that nobody said it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExchangeFilter {
    /// Stands so.
    pub standing: Stands,
    /// Of this service.
    pub category: Option<String>,
    /// From this day on.
    pub from: Option<Date>,
    /// Until this day.
    pub until: Option<Date>,
    /// Given by somebody who lives there.
    pub neighbourhood: Option<String>,
    /// Given by somebody of that age band.
    pub age: Option<String>,
}

/// How many exchanges a filter finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Total {
    /// So many.
    Exactly(i64),
    /// More than [`MOST`].
    More,
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments>;

/// A word itself, or whatever there is.
fn like(word: Option<&String>) -> String {
    word.map_or("%", String::as_str).to_owned()
}

impl ExchangeFilter {
    /// Whether nothing but where they stand is asked.
    fn is_of_all(&self) -> bool {
        *self == Self { standing: self.standing, ..Self::default() }
    }

    /// The pages and the count of what is asked, by the index that leaves the least to look through.
    fn statements(&self) -> (&'static str, &'static str) {
        let month = |(from, until): (Date, Date)| (until - from).get_days() <= 31;
        if self.from.zip(self.until).is_some_and(month) {
            (BY_DAY, COUNT_DAY)
        } else if self.category.is_some() {
            (BY_CATEGORY, COUNT_CATEGORY)
        } else if self.neighbourhood.is_some() {
            (BY_PLACE, COUNT_PLACE)
        } else if self.age.is_some() {
            (BY_AGE, COUNT_AGE)
        } else if self.from.is_some() || self.until.is_some() {
            (BY_DAY, COUNT_DAY)
        } else {
            (ALL, COUNT_FOUND)
        }
    }

    fn days(&self) -> (Date, Date) {
        (self.from.unwrap_or(Date::constant(1, 1, 1)), self.until.unwrap_or(Date::MAX))
    }

    fn bind<'q>(&self, home: &NodeId, statement: &'static str) -> Query<'q> {
        let states = |states: &[State]| {
            let words: Vec<String> = states.iter().map(word).collect();
            format!(",{},", words.join(","))
        };
        let (states, not_by, any) = match self.standing {
            Stands::Any => (states(&State::ALL), String::new(), "%"),
            // Hours that changed account without a service have no category.
            Stands::Counted => (states(&State::COUNTING), word(&Source::Reversal), "_%"),
            Stands::In(state) => (states(&[state]), String::new(), "%"),
        };
        let (from, until) = self.days();
        sqlx::query(statement)
            .bind(home.as_str().to_owned())
            .bind(states)
            .bind(not_by)
            .bind(self.category.clone().unwrap_or_else(|| any.to_owned()))
            .bind(like(self.neighbourhood.as_ref()))
            .bind(like(self.age.as_ref()))
            .bind(from.to_string())
            .bind(until.to_string())
    }

    /// The first and the last month where what counts is asked for by whole months, as it is added up.
    fn months(&self) -> Option<(String, String)> {
        let whole = self.standing == Stands::Counted
            && self.from.is_none_or(|day| day.day() == 1)
            && self.until.is_none_or(|day| day == day.last_of_month());
        let month = |day: Date| day.to_string().chars().take(7).collect();
        let (from, until) = self.days();
        whole.then(|| (month(from), month(until)))
    }
}

/// One page of a bank's exchanges: those of some days by their day, others as they came in; the newest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn exchanges(
    db: &mut AnyConnection,
    home: &NodeId,
    filter: &ExchangeFilter,
    most: u32,
    skip: u32,
) -> Result<Vec<ExchangeRow>, StoreError> {
    let query = match filter.standing {
        Stands::In(state) if filter.is_of_all() => {
            sqlx::query(BY_STATE).bind(home.as_str().to_owned()).bind(word(&state))
        }
        Stands::Any | Stands::Counted | Stands::In(_) => filter.bind(home, filter.statements().0),
    };
    let query = query.bind(i64::from(most)).bind(i64::from(skip));
    query.fetch_all(db).await?.iter().map(read_exchange).collect()
}

/// How many exchanges a filter finds.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn count_exchanges(
    db: &mut AnyConnection,
    home: &NodeId,
    filter: &ExchangeFilter,
) -> Result<Total, StoreError> {
    let of_home = |statement: &'static str| sqlx::query(statement).bind(home.as_str().to_owned());
    let (query, capped) = match (filter.standing, filter.months()) {
        (Stands::Any, _) if filter.is_of_all() => (of_home(COUNT_ALL), false),
        (Stands::In(state), _) if filter.is_of_all() => {
            (of_home(COUNT_STATE).bind(word(&state)), false)
        }
        (_, Some((from, until))) => {
            let query = of_home(COUNT_COUNTED).bind(from).bind(until);
            let query = query.bind(like(filter.category.as_ref()));
            let query = query.bind(like(filter.neighbourhood.as_ref()));
            (query.bind(like(filter.age.as_ref())), false)
        }
        _ => (filter.bind(home, filter.statements().1), true),
    };
    let count: i64 = query.fetch_one(db).await?.try_get(0)?;
    Ok(if capped && count > MOST { Total::More } else { Total::Exactly(count) })
}

/// The first and the last day of a month that is written `2026-11`; `None` for anything else.
#[must_use]
pub fn days_of(month: &str) -> Option<(Date, Date)> {
    let first: Date = format!("{month}-01").parse().ok()?;
    Some((first, first.checked_add(1.months()).ok()?.checked_sub(1.days()).ok()?))
}
