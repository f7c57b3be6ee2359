//! From the tables of the bank to answers. A balance is one row; everything else is a page at a time.

use jiff::civil::Date;
use protocol::{AccountId, ExchangeId, ListingId, MemberId, NodeId, PersonId, Slug};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::account::{Account, Limits, Purpose, Rules, Standing};
use super::exchange::{Deal, Entries, Exchange, Source, State};
use super::listings::{Listed, Listing, ListingState, Way};
use super::members::{Member, Reach, Stage};
use super::minutes::Minutes;
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed, parsed_or_none, word};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    RULES,
    ACCOUNT,
    RECEIVED,
    DEAL,
    EXCHANGE,
    ENTRIES,
    DIMENSIONS,
    MEMBER,
    MEMBERS,
    COUNT_MEMBERS,
    STAGES,
    USERS,
    MEMBERS_OF,
    NEXT_NUMBER,
    STEPS,
    STATEMENT,
    COUNT_ENTRIES,
    EXCHANGES,
    COUNT_EXCHANGES,
    STATES,
    BOOKS,
    BOOKS_OF,
    CHEQUE,
    LISTING,
    LISTINGS,
    LISTINGS_OF,
    DUE,
    TO_RENEW,
    SUM,
    LIMITED,
    TALLIES,
    LATEST,
];

const RULES: &str = "SELECT rules FROM bank WHERE home = $1";
const ACCOUNT: &str = "SELECT * FROM bank_account WHERE account_id = $1";
const RECEIVED: &str = "SELECT received_min FROM bank_account WHERE account_id = $1";
const DEAL: &str = "SELECT deal FROM bank_exchange WHERE exchange_id = $1";
const EXCHANGE: &str = "SELECT * FROM bank_exchange WHERE exchange_id = $1";
const ENTRIES: &str =
    "SELECT account_id, minutes FROM bank_entry WHERE exchange_id = $1 ORDER BY account_id";
const DIMENSIONS: &str = "SELECT day, category, neighbourhood, age, minutes FROM bank_exchange \
    WHERE exchange_id = $1 AND deal <> ''";
const MEMBER: &str = "SELECT * FROM bank_member WHERE member_id = $1";
const MEMBERS: &str = "SELECT * FROM bank_member WHERE home = $1 AND ($2 = '' OR stage = $2) \
    AND ($3 = '' OR $3 LIKE '%,' || member_id || ',%') AND ($4 = '' OR neighbourhood = $4) \
    ORDER BY number DESC LIMIT $5 OFFSET $6";
const COUNT_MEMBERS: &str = "SELECT COUNT(*) FROM bank_member WHERE home = $1 \
    AND ($2 = '' OR stage = $2) AND ($3 = '' OR $3 LIKE '%,' || member_id || ',%') \
    AND ($4 = '' OR neighbourhood = $4)";
const STAGES: &str = "SELECT stage, COUNT(*) AS members FROM bank_member WHERE home = $1 \
    GROUP BY stage ORDER BY stage";
const USERS: &str = "SELECT COUNT(*) FROM bank_member WHERE account_id = $1 AND stage <> 'closed'";
const MEMBERS_OF: &str = "SELECT * FROM bank_member WHERE account_id = $1 ORDER BY number";
const NEXT_NUMBER: &str =
    "SELECT CAST(COALESCE(MAX(number), 0) + 1 AS BIGINT) FROM bank_member WHERE home = $1";
const STEPS: &str =
    "SELECT at_ms, step, actor FROM bank_member_step WHERE member_id = $1 ORDER BY position";
const STATEMENT: &str = "SELECT e.minutes AS entry_min, e.balance_min, e.at_ms AS entered_at_ms, x.* \
    FROM bank_entry e JOIN bank_exchange x ON x.exchange_id = e.exchange_id \
    WHERE e.account_id = $1 ORDER BY e.position DESC LIMIT $2 OFFSET $3";
const COUNT_ENTRIES: &str = "SELECT COUNT(*) FROM bank_entry WHERE account_id = $1";
const EXCHANGES: &str = "SELECT * FROM bank_exchange WHERE home = $1 AND ($2 = '' OR state = $2) \
    AND ($3 = '' OR category = $3) AND ($4 = '' OR day LIKE $4 || '%') \
    AND ($5 = '' OR neighbourhood = $5) AND ($6 = '' OR age = $6) \
    ORDER BY position DESC LIMIT $7 OFFSET $8";
const COUNT_EXCHANGES: &str = "SELECT COUNT(*) FROM bank_exchange WHERE home = $1 \
    AND ($2 = '' OR state = $2) AND ($3 = '' OR category = $3) AND ($4 = '' OR day LIKE $4 || '%') \
    AND ($5 = '' OR neighbourhood = $5) AND ($6 = '' OR age = $6)";
const LATEST: &str = "SELECT * FROM bank_exchange WHERE home = $1 ORDER BY position DESC LIMIT $2";
const STATES: &str = "SELECT state, COUNT(*) AS exchanges FROM bank_exchange WHERE home = $1 \
    AND state IN ('declared', 'disputed') GROUP BY state ORDER BY state";
const BOOKS: &str =
    "SELECT * FROM bank_cheque_book WHERE home = $1 AND last >= $2 AND first <= $3 ORDER BY first";
const BOOKS_OF: &str = "SELECT b.*, (SELECT COUNT(*) FROM bank_cheque c WHERE c.home = b.home \
    AND c.number BETWEEN b.first AND b.last) AS used FROM bank_cheque_book b \
    WHERE b.home = $1 ORDER BY b.first DESC LIMIT $2 OFFSET $3";
const CHEQUE: &str = "SELECT posted_at_ms FROM bank_cheque WHERE home = $1 AND number = $2";
const LISTING: &str = "SELECT * FROM bank_listing WHERE listing_id = $1";
const LISTINGS: &str = "SELECT * FROM bank_listing WHERE home = $1 AND ($2 = '' OR way = $2) \
    AND ($3 = '' OR category = $3) AND state = 'published' \
    AND ($4 <> 'expiring' OR until_day <= $5) AND ($4 <> '' OR until_day IS NULL OR until_day >= $5) \
    ORDER BY listed_at_ms DESC, listing_id LIMIT $6 OFFSET $7";
const LISTINGS_OF: &str = "SELECT * FROM bank_listing WHERE member_id = $1 \
    ORDER BY listed_at_ms DESC, listing_id LIMIT 50";
const DUE: &str = "SELECT exchange_id FROM bank_exchange WHERE state = 'declared' \
    AND until_ms <= $1 AND home = $2 ORDER BY until_ms LIMIT 100";
const TO_RENEW: &str = "SELECT member_id FROM bank_member WHERE home = $1 AND stage = 'member' \
    AND until_day < $2 ORDER BY member_id LIMIT 100";
const SUM: &str =
    "SELECT CAST(COALESCE(SUM(balance_min), 0) AS BIGINT) FROM bank_account WHERE home = $1";
const LIMITED: &str = "SELECT standing, COUNT(*) AS accounts FROM bank_account WHERE home = $1 \
    AND purpose = 'member' AND closed_at_ms IS NULL GROUP BY standing ORDER BY standing";
const TALLIES: &str = "SELECT month, category, neighbourhood, age, exchanges, minutes \
    FROM bank_tally WHERE home = $1 AND month >= $2 AND month <= $3 \
    ORDER BY month, category, neighbourhood, age";

fn corrupt(what: &str, why: &impl ToString) -> StoreError {
    StoreError::Corrupt { what: what.to_owned(), why: why.to_string() }
}

fn read_json<T: serde::de::DeserializeOwned>(what: &str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| corrupt(what, &error))
}

fn read_day(row: &AnyRow, column: &str) -> Result<Option<Date>, StoreError> {
    let text: Option<String> = row.try_get(column)?;
    text.map(|text| text.parse().map_err(|error| corrupt(column, &error))).transpose()
}

/// The word an account's purpose is filtered by.
#[must_use]
pub fn purpose_word(purpose: &Purpose) -> &'static str {
    match purpose {
        Purpose::Member => "member",
        Purpose::Fund => "fund",
        Purpose::Municipality(_) => "municipality",
        Purpose::Clearing { .. } => "clearing",
    }
}

/// The rules of a bank; the usual ones while it has set none.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn rules(db: &mut AnyConnection, home: &NodeId) -> Result<Rules, StoreError> {
    let text: Option<String> =
        sqlx::query_scalar(RULES).bind(home.as_str()).fetch_optional(db).await?;
    text.map_or_else(|| Ok(Rules::default()), |text| read_json("rules", &text))
}

/// An account, or `None` when it is not known here.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn account(
    db: &mut AnyConnection,
    account: AccountId,
) -> Result<Option<Account>, StoreError> {
    let row = sqlx::query(ACCOUNT).bind(account.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read_account).transpose()
}

fn read_account(row: &AnyRow) -> Result<Account, StoreError> {
    let limits: Option<String> = row.try_get("limits")?;
    let limits: Option<Limits> = limits.map(|text| read_json("limits", &text)).transpose()?;
    Ok(Account {
        id: parsed(row, "account_id")?,
        purpose: read_json("purpose", &row.try_get::<String, _>("details")?)?,
        limits,
        balance: Minutes(row.try_get("balance_min")?),
        given: Minutes(row.try_get("given_min")?),
        open: row.try_get::<Option<i64>, _>("closed_at_ms")?.is_none(),
    })
}

/// What an account has received in all; none for one that is not known.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn received(db: &mut AnyConnection, account: AccountId) -> Result<Minutes, StoreError> {
    let found: Option<i64> =
        sqlx::query_scalar(RECEIVED).bind(account.to_string()).fetch_optional(db).await?;
    Ok(Minutes(found.unwrap_or_default()))
}

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

/// A member in lists and on their page, without anything personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRow {
    /// The part decisions look at.
    pub member: Member,
    /// Whose bank.
    pub home: NodeId,
    /// Their number.
    pub number: u32,
    /// Whose data stands in the vault.
    pub person: PersonId,
    /// Where they live.
    pub neighbourhood: Slug,
    /// The word of their age band; empty where they did not say.
    pub age: String,
    /// How they can be reached.
    pub reach: Reach,
    /// Their language.
    pub language: String,
    /// When they asked, UTC milliseconds.
    pub applied_at_ms: i64,
    /// When their first exchange was posted.
    pub first_exchange_at_ms: Option<i64>,
    /// When their last one was.
    pub last_exchange_at_ms: Option<i64>,
    /// How many offers and requests they have in the catalogue.
    pub listings: i64,
}

fn read_member(row: &AnyRow) -> Result<MemberRow, StoreError> {
    let text = |column: &str| -> Result<String, StoreError> { Ok(row.try_get(column)?) };
    Ok(MemberRow {
        member: Member {
            id: parsed(row, "member_id")?,
            stage: from_word("stage", &text("stage")?)?,
            account: parsed_or_none(row, "account_id")?,
            shares_with: parsed_or_none(row, "shares_with")?,
            until: read_day(row, "until_day")?,
        },
        home: parsed(row, "home")?,
        number: u32::try_from(row.try_get::<i64, _>("number")?)
            .map_err(|error| corrupt("number", &error))?,
        person: parsed(row, "person_id")?,
        neighbourhood: parsed(row, "neighbourhood")?,
        age: text("age")?,
        reach: from_word("reach", &text("reach")?)?,
        language: text("language")?,
        applied_at_ms: row.try_get("applied_at_ms")?,
        first_exchange_at_ms: row.try_get("first_exchange_at_ms")?,
        last_exchange_at_ms: row.try_get("last_exchange_at_ms")?,
        listings: row.try_get("listings")?,
    })
}

/// A member, or `None` when they are not known here.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn member(
    db: &mut AnyConnection,
    member: MemberId,
) -> Result<Option<MemberRow>, StoreError> {
    let row = sqlx::query(MEMBER).bind(member.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read_member).transpose()
}

/// Which members to list. Whatever is empty filters nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemberFilter {
    /// At this stage.
    pub stage: Option<Stage>,
    /// One of these; `None` for anybody.
    pub among: Option<Vec<MemberId>>,
    /// Living there.
    pub neighbourhood: String,
}

impl MemberFilter {
    fn among(&self) -> String {
        let ids = |ids: &Vec<MemberId>| {
            let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
            format!(",{},", ids.join(","))
        };
        self.among.as_ref().map(ids).unwrap_or_default()
    }
}

/// One page of a bank's members, the newest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn members(
    db: &mut AnyConnection,
    home: &NodeId,
    filter: &MemberFilter,
    most: u32,
    skip: u32,
) -> Result<Vec<MemberRow>, StoreError> {
    let rows = sqlx::query(MEMBERS)
        .bind(home.as_str())
        .bind(filter.stage.as_ref().map(word).unwrap_or_default())
        .bind(filter.among())
        .bind(filter.neighbourhood.as_str())
        .bind(i64::from(most))
        .bind(i64::from(skip))
        .fetch_all(db)
        .await?;
    rows.iter().map(read_member).collect()
}

/// How many members a filter finds.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn count_members(
    db: &mut AnyConnection,
    home: &NodeId,
    filter: &MemberFilter,
) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar(COUNT_MEMBERS)
        .bind(home.as_str())
        .bind(filter.stage.as_ref().map(word).unwrap_or_default())
        .bind(filter.among())
        .bind(filter.neighbourhood.as_str())
        .fetch_one(db)
        .await?;
    Ok(count)
}

/// How many members stand at each stage.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn stages(
    db: &mut AnyConnection,
    home: &NodeId,
) -> Result<Vec<(Stage, i64)>, StoreError> {
    let rows = sqlx::query(STAGES).bind(home.as_str()).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            let stage = from_word("stage", &row.try_get::<String, _>("stage")?)?;
            Ok((stage, row.try_get("members")?))
        })
        .collect()
}

/// How many members use an account, besides those who left.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn users(db: &mut AnyConnection, account: AccountId) -> Result<u32, StoreError> {
    let count: i64 = sqlx::query_scalar(USERS).bind(account.to_string()).fetch_one(db).await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Those who use an account, also those who left.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn members_of(
    db: &mut AnyConnection,
    account: AccountId,
) -> Result<Vec<MemberRow>, StoreError> {
    let rows = sqlx::query(MEMBERS_OF).bind(account.to_string()).fetch_all(db).await?;
    rows.iter().map(read_member).collect()
}

/// The number the next member gets.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn next_number(db: &mut AnyConnection, home: &NodeId) -> Result<u32, StoreError> {
    let next: i64 = sqlx::query_scalar(NEXT_NUMBER).bind(home.as_str()).fetch_one(db).await?;
    Ok(u32::try_from(next).unwrap_or(u32::MAX))
}

/// One step of a member: when, the word of which, who recorded it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRow {
    /// UTC milliseconds.
    pub at_ms: i64,
    /// The step's word, or `apply`.
    pub step: String,
    /// Who.
    pub actor: String,
}

/// The steps of a member, the oldest first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn steps(db: &mut AnyConnection, member: MemberId) -> Result<Vec<StepRow>, StoreError> {
    let rows = sqlx::query(STEPS).bind(member.to_string()).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            let (at_ms, step) = (row.try_get("at_ms")?, row.try_get("step")?);
            Ok(StepRow { at_ms, step, actor: row.try_get("actor")? })
        })
        .collect()
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

fn read_exchange(row: &AnyRow) -> Result<ExchangeRow, StoreError> {
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
        minutes: Minutes(row.try_get("minutes")?),
        category: text("category")?,
        day: text("day")?,
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
        .map(|row| Ok((parsed(row, "account_id")?, Minutes(row.try_get("minutes")?))))
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

/// One line of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// What moved the account.
    pub exchange: ExchangeRow,
    /// By how much.
    pub minutes: Minutes,
    /// What it held afterwards.
    pub balance: Minutes,
    /// When, UTC milliseconds.
    pub at_ms: i64,
}

/// One page of an account's statement, the newest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn statement(
    db: &mut AnyConnection,
    account: AccountId,
    most: u32,
    skip: u32,
) -> Result<Vec<StatementLine>, StoreError> {
    let rows = sqlx::query(STATEMENT)
        .bind(account.to_string())
        .bind(i64::from(most))
        .bind(i64::from(skip))
        .fetch_all(db)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(StatementLine {
                exchange: read_exchange(row)?,
                minutes: Minutes(row.try_get("entry_min")?),
                balance: Minutes(row.try_get("balance_min")?),
                at_ms: row.try_get("entered_at_ms")?,
            })
        })
        .collect()
}

/// How many lines an account's statement has.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn count_entries(db: &mut AnyConnection, account: AccountId) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(COUNT_ENTRIES).bind(account.to_string()).fetch_one(db).await?)
}

/// Which exchanges to list. Whatever is empty filters nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExchangeFilter {
    /// Standing so.
    pub state: Option<State>,
    /// Of this service.
    pub category: String,
    /// On a day that begins so: `2026-11`.
    pub day: String,
    /// Given by somebody who lives there.
    pub neighbourhood: String,
    /// Given by somebody of that age band.
    pub age: String,
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments>;

impl ExchangeFilter {
    fn bind<'q>(&self, home: &NodeId, statement: &'static str) -> Query<'q> {
        sqlx::query(statement)
            .bind(home.as_str().to_owned())
            .bind(self.state.as_ref().map(word).unwrap_or_default())
            .bind(self.category.clone())
            .bind(self.day.clone())
            .bind(self.neighbourhood.clone())
            .bind(self.age.clone())
    }
}

/// One page of a bank's exchanges, the newest first.
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
    let query = filter.bind(home, EXCHANGES).bind(i64::from(most)).bind(i64::from(skip));
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
) -> Result<i64, StoreError> {
    Ok(filter.bind(home, COUNT_EXCHANGES).fetch_one(db).await?.try_get(0)?)
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

/// A book of cheques that was handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookRow {
    /// First number.
    pub first: u32,
    /// Last number.
    pub last: u32,
    /// Paid from.
    pub account: AccountId,
    /// When, UTC milliseconds.
    pub issued_at_ms: i64,
    /// How many of them were posted; none where that was not asked.
    pub used: i64,
}

fn read_book(row: &AnyRow) -> Result<BookRow, StoreError> {
    let number = |column: &str| -> Result<u32, StoreError> {
        u32::try_from(row.try_get::<i64, _>(column)?).map_err(|error| corrupt(column, &error))
    };
    Ok(BookRow {
        first: number("first")?,
        last: number("last")?,
        account: parsed(row, "account_id")?,
        issued_at_ms: row.try_get("issued_at_ms")?,
        used: row.try_get("used").unwrap_or_default(),
    })
}

/// The books that hold any of these numbers.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn books_with(
    db: &mut AnyConnection,
    home: &NodeId,
    first: u32,
    last: u32,
) -> Result<Vec<BookRow>, StoreError> {
    let rows = sqlx::query(BOOKS)
        .bind(home.as_str())
        .bind(i64::from(first))
        .bind(i64::from(last))
        .fetch_all(db)
        .await?;
    rows.iter().map(read_book).collect()
}

/// One page of the books that were handed out, with how many of each were posted.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn books(
    db: &mut AnyConnection,
    home: &NodeId,
    most: u32,
    skip: u32,
) -> Result<Vec<BookRow>, StoreError> {
    let rows = sqlx::query(BOOKS_OF)
        .bind(home.as_str())
        .bind(i64::from(most))
        .bind(i64::from(skip))
        .fetch_all(db)
        .await?;
    rows.iter().map(read_book).collect()
}

/// When a cheque was posted, UTC milliseconds, or `None`.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn cheque(
    db: &mut AnyConnection,
    home: &NodeId,
    number: u32,
) -> Result<Option<i64>, StoreError> {
    let query = sqlx::query_scalar(CHEQUE).bind(home.as_str()).bind(i64::from(number));
    Ok(query.fetch_optional(db).await?)
}

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

/// Members whose year ended before a day, at most a hundred.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn to_renew(
    db: &mut AnyConnection,
    home: &NodeId,
    today: Date,
) -> Result<Vec<MemberId>, StoreError> {
    let rows =
        sqlx::query(TO_RENEW).bind(home.as_str()).bind(today.to_string()).fetch_all(db).await?;
    rows.iter().map(|row| parsed(row, "member_id")).collect()
}

/// What all accounts of a bank hold together: zero, or something is badly wrong.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn sum(db: &mut AnyConnection, home: &NodeId) -> Result<Minutes, StoreError> {
    let sum: i64 = sqlx::query_scalar(SUM).bind(home.as_str()).fetch_one(db).await?;
    Ok(Minutes(sum))
}

/// How many members' accounts stand how.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn standings(
    db: &mut AnyConnection,
    home: &NodeId,
) -> Result<Vec<(Standing, i64)>, StoreError> {
    let rows = sqlx::query(LIMITED).bind(home.as_str()).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            let standing = from_word("standing", &row.try_get::<String, _>("standing")?)?;
            Ok((standing, row.try_get("accounts")?))
        })
        .collect()
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
