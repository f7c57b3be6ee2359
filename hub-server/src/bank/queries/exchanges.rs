//! Exchanges, those that wait, and what they add up to.

use protocol::{AccountId, ExchangeId, MemberId, NodeId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::{corrupt, read_json};
use crate::bank::exchange::{Deal, Entries, Exchange, Source, State};
use crate::bank::minutes::Minutes;
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed, parsed_or_none};

/// Every statement of this module, for the test that prepares them on both engines.
pub(super) const STATEMENTS: &[&str] = &[
    DEAL,
    EXCHANGE,
    IS_HERE,
    ENTRIES,
    DIMENSIONS,
    LATEST,
    WAITING_FOR,
    STATES,
    DUE,
    TALLIES,
    YEARS,
];

const DEAL: &str = "SELECT deal FROM bank_exchange WHERE exchange_id = $1";
const IS_HERE: &str = "SELECT COUNT(*) FROM bank_exchange WHERE exchange_id = $1";
const EXCHANGE: &str = "SELECT * FROM bank_exchange WHERE exchange_id = $1";
const ENTRIES: &str =
    "SELECT account_id, minutes FROM bank_entry WHERE exchange_id = $1 ORDER BY account_id";
const DIMENSIONS: &str = "SELECT day, category, neighbourhood, age, minutes FROM bank_exchange \
    WHERE exchange_id = $1 AND deal <> ''";
const WAITING_FOR: &str = "SELECT * FROM bank_exchange WHERE home = $1 AND state = 'declared' \
    AND (giver = $2 OR receiver = $2) ORDER BY position LIMIT 30";
const LATEST: &str = "SELECT * FROM bank_exchange WHERE home = $1 ORDER BY position DESC LIMIT $2";
const STATES: &str = "SELECT state, COUNT(*) AS exchanges FROM bank_exchange WHERE home = $1 \
    AND state IN ('declared', 'disputed') GROUP BY state ORDER BY state";
const DUE: &str = "SELECT exchange_id FROM bank_exchange WHERE state = 'declared' \
    AND until_ms <= $1 AND home = $2 ORDER BY until_ms LIMIT 100";
const TALLIES: &str = "SELECT month, category, neighbourhood, age, exchanges, minutes \
    FROM bank_tally WHERE home = $1 AND month >= $2 AND month <= $3 \
    ORDER BY month, category, neighbourhood, age";
const YEARS: &str =
    "SELECT MIN(month) AS first, MAX(month) AS last FROM bank_tally WHERE home = $1";

/// What was exchanged; `None` for hours that changed account without a service.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn deal(
    db: &mut AnyConnection,
    exchange: ExchangeId,
) -> Result<Option<Deal>, StoreError> {
    let text: Option<String> =
        sqlx::query_scalar(DEAL).bind(exchange.to_string()).fetch_optional(db).await?;
    text.filter(|text| !text.is_empty()).map(|text| read_json("deal", &text)).transpose()
}

/// What an exchange counts as in statistics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dimensions {
    /// `2026-11`.
    pub month: String,
    /// Which service.
    pub category: String,
    /// Where the giver lives; empty for the fund or the municipality.
    pub neighbourhood: String,
    /// How old the giver is; empty where they did not say.
    pub age: String,
    /// How long.
    pub minutes: i64,
}

/// What an exchange counts as; `None` for hours without a service.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn dimensions(
    db: &mut AnyConnection,
    exchange: ExchangeId,
) -> Result<Option<Dimensions>, StoreError> {
    let row = sqlx::query(DIMENSIONS).bind(exchange.to_string()).fetch_optional(db).await?;
    let Some(row) = row else { return Ok(None) };
    let day: String = row.try_get("day")?;
    Ok(Some(Dimensions {
        month: day.chars().take(7).collect(),
        category: row.try_get("category")?,
        neighbourhood: row.try_get("neighbourhood")?,
        age: row.try_get("age")?,
        minutes: row.try_get("minutes")?,
    }))
}

/// An exchange in lists and on its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeRow {
    /// Its name.
    pub id: ExchangeId,
    /// Whose bank.
    pub home: NodeId,
    /// Where it stands.
    pub state: State,
    /// How it came in.
    pub source: Source,
    /// What was exchanged; `None` for hours that changed account without a service.
    pub deal: Option<Deal>,
    /// Whose hours grew.
    pub giver: AccountId,
    /// Whose hours shrank; the first of those at a group activity.
    pub receiver: AccountId,
    /// How long.
    pub minutes: Minutes,
    /// Which service; empty without one.
    pub category: String,
    /// `2026-11-18`.
    pub day: String,
    /// Where whoever gave lives; empty where nobody said it.
    pub neighbourhood: String,
    /// Their age band; likewise.
    pub age: String,
    /// Who declared it.
    pub declared_by: Option<MemberId>,
    /// Until when the other side can answer, UTC milliseconds.
    pub until_ms: Option<i64>,
    /// What takes it back.
    pub reversed_by: Option<ExchangeId>,
    /// How many accounts it took past a hard limit.
    pub over_limit: i64,
    /// What the desk noted.
    pub note: Option<String>,
    /// Who recorded it.
    pub actor: String,
    /// When it came in, UTC milliseconds.
    pub at_ms: i64,
    /// When it was posted.
    pub posted_at_ms: Option<i64>,
}

pub(super) fn read_exchange(row: &AnyRow) -> Result<ExchangeRow, StoreError> {
    let text = |column: &str| -> Result<String, StoreError> { Ok(row.try_get(column)?) };
    let deal = text("deal")?;
    Ok(ExchangeRow {
        id: parsed(row, "exchange_id")?,
        home: parsed(row, "home")?,
        state: from_word("state", &text("state")?)?,
        source: from_word("source", &text("source")?)?,
        deal: if deal.is_empty() { None } else { Some(read_json("deal", &deal)?) },
        giver: parsed(row, "giver")?,
        receiver: parsed(row, "receiver")?,
        minutes: Minutes::new(row.try_get("minutes")?),
        category: text("category")?,
        day: text("day")?,
        neighbourhood: text("neighbourhood")?,
        age: text("age")?,
        declared_by: parsed_or_none(row, "declared_by")?,
        until_ms: row.try_get("until_ms")?,
        reversed_by: parsed_or_none(row, "reversed_by")?,
        over_limit: row.try_get("over_limit")?,
        note: row.try_get("note")?,
        actor: text("actor")?,
        at_ms: row.try_get("at_ms")?,
        posted_at_ms: row.try_get("posted_at_ms")?,
    })
}

/// An exchange, or `None` when it is not known here.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn exchange_row(
    db: &mut AnyConnection,
    exchange: ExchangeId,
) -> Result<Option<ExchangeRow>, StoreError> {
    let row = sqlx::query(EXCHANGE).bind(exchange.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read_exchange).transpose()
}

/// An exchange as decisions see it; `None` also for hours without a service, which nobody can answer.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn exchange(
    db: &mut AnyConnection,
    id: ExchangeId,
) -> Result<Option<Exchange>, StoreError> {
    let Some(row) = exchange_row(db, id).await? else { return Ok(None) };
    let Some(deal) = row.deal else { return Ok(None) };
    let entries = sqlx::query(ENTRIES).bind(id.to_string()).fetch_all(db).await?;
    let entries = entries
        .iter()
        .map(|row| Ok((parsed(row, "account_id")?, Minutes::new(row.try_get("minutes")?))))
        .collect::<Result<Vec<_>, StoreError>>()?;
    let entries = if entries.is_empty() {
        None
    } else {
        Some(Entries::try_new(entries).map_err(|error| corrupt("bank_entry", &error))?)
    };
    Ok(Some(Exchange {
        deal,
        state: row.state,
        declared_by: row.declared_by,
        until_ms: row.until_ms,
        entries,
        posted_at_ms: row.posted_at_ms,
    }))
}

/// The newest exchanges of a bank.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn latest(
    db: &mut AnyConnection,
    home: &NodeId,
    most: u32,
) -> Result<Vec<ExchangeRow>, StoreError> {
    let rows = sqlx::query(LATEST).bind(home.as_str()).bind(i64::from(most)).fetch_all(db).await?;
    rows.iter().map(read_exchange).collect()
}

/// How many exchanges wait for an answer or are disputed.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn waiting(
    db: &mut AnyConnection,
    home: &NodeId,
) -> Result<Vec<(State, i64)>, StoreError> {
    let rows = sqlx::query(STATES).bind(home.as_str()).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            let state = from_word("state", &row.try_get::<String, _>("state")?)?;
            Ok((state, row.try_get("exchanges")?))
        })
        .collect()
}

/// Declarations whose time is over, the oldest first, at most a hundred.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn due(
    db: &mut AnyConnection,
    home: &NodeId,
    now_ms: i64,
) -> Result<Vec<ExchangeId>, StoreError> {
    let rows = sqlx::query(DUE).bind(now_ms).bind(home.as_str()).fetch_all(db).await?;
    rows.iter().map(|row| parsed(row, "exchange_id")).collect()
}

/// Exchanges that count, of one month, service, neighbourhood and age band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// What they count as; `minutes` is their sum.
    pub of: Dimensions,
    /// How many.
    pub exchanges: i64,
}

/// The running totals of a bank from one month to another.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn tallies(
    db: &mut AnyConnection,
    home: &NodeId,
    from: &str,
    until: &str,
) -> Result<Vec<Tally>, StoreError> {
    let rows =
        sqlx::query(TALLIES).bind(home.as_str()).bind(from).bind(until).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            let of = Dimensions {
                month: row.try_get("month")?,
                category: row.try_get("category")?,
                neighbourhood: row.try_get("neighbourhood")?,
                age: row.try_get("age")?,
                minutes: row.try_get("minutes")?,
            };
            Ok(Tally { of, exchanges: row.try_get("exchanges")? })
        })
        .collect()
}

/// The first and the last year in which something counts; `None` where nothing does yet.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn years(
    db: &mut AnyConnection,
    home: &NodeId,
) -> Result<Option<(i16, i16)>, StoreError> {
    let row = sqlx::query(YEARS).bind(home.as_str()).fetch_one(db).await?;
    let year = |column: &str| -> Result<Option<i16>, StoreError> {
        let month: Option<String> = row.try_get(column)?;
        Ok(month.and_then(|month| month.split('-').next()?.parse().ok()))
    };
    Ok(year("first")?.zip(year("last")?))
}

/// The declarations about an account that wait for an answer, the oldest first, at most thirty.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn waiting_for(
    db: &mut AnyConnection,
    home: &NodeId,
    account: AccountId,
) -> Result<Vec<ExchangeRow>, StoreError> {
    let query = sqlx::query(WAITING_FOR).bind(home.as_str()).bind(account.to_string());
    query.fetch_all(db).await?.iter().map(read_exchange).collect()
}

/// Whether an exchange, or hours without a service under its name, is known here.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn exchange_is_here(
    db: &mut AnyConnection,
    exchange: ExchangeId,
) -> Result<bool, StoreError> {
    let count: i64 = sqlx::query_scalar(IS_HERE).bind(exchange.to_string()).fetch_one(db).await?;
    Ok(count > 0)
}
