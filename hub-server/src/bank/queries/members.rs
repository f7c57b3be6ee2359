//! Members, without anything personal.

use jiff::civil::Date;
use protocol::{AccountId, MemberId, NodeId, PersonId, Slug};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::{corrupt, read_day};
use crate::bank::members::{Member, Reach, Stage};
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed, parsed_or_none, word};

/// Every statement of this module, for the test that prepares them on both engines.
pub(super) const STATEMENTS: &[&str] = &[
    MEMBER,
    MEMBERS,
    COUNT_MEMBERS,
    STAGES,
    USERS,
    MEMBERS_OF,
    BY_NUMBER,
    NUMBERS,
    NEXT_NUMBER,
    STEPS,
    RENEWALS,
    TRIALS,
    TO_RENEW,
];

const MEMBER: &str = "SELECT * FROM bank_member WHERE member_id = $1";
const MEMBERS: &str = "SELECT * FROM bank_member WHERE home = $1 AND ($2 = '' OR stage = $2) \
    AND ($3 = '' OR $3 LIKE '%,' || member_id || ',%') AND ($4 = '' OR neighbourhood = $4) \
    AND ($5 = '' OR stage IN ('trial', 'member', 'renewal-due', 'leaving')) \
    AND ($5 <> 'inactive' OR COALESCE(last_exchange_at_ms, applied_at_ms) < $6) \
    AND ($5 <> 'silent' OR NOT EXISTS (SELECT 1 FROM bank_listing l \
    WHERE l.member_id = bank_member.member_id AND l.way = 'offer' AND l.state = 'published' \
    AND COALESCE(l.until_day, '9999-12-31') >= $7)) \
    AND ($5 <> 'first' OR first_exchange_at_ms IS NOT NULL) \
    ORDER BY number DESC LIMIT $8 OFFSET $9";
const COUNT_MEMBERS: &str = "SELECT COUNT(*) FROM bank_member WHERE home = $1 \
    AND ($2 = '' OR stage = $2) AND ($3 = '' OR $3 LIKE '%,' || member_id || ',%') \
    AND ($4 = '' OR neighbourhood = $4) \
    AND ($5 = '' OR stage IN ('trial', 'member', 'renewal-due', 'leaving')) \
    AND ($5 <> 'inactive' OR COALESCE(last_exchange_at_ms, applied_at_ms) < $6) \
    AND ($5 <> 'silent' OR NOT EXISTS (SELECT 1 FROM bank_listing l \
    WHERE l.member_id = bank_member.member_id AND l.way = 'offer' AND l.state = 'published' \
    AND COALESCE(l.until_day, '9999-12-31') >= $7)) \
    AND ($5 <> 'first' OR first_exchange_at_ms IS NOT NULL)";
const STAGES: &str = "SELECT stage, COUNT(*) AS members FROM bank_member WHERE home = $1 \
    GROUP BY stage ORDER BY stage";
const USERS: &str = "SELECT COUNT(*) FROM bank_member WHERE account_id = $1 AND stage <> 'closed'";
const MEMBERS_OF: &str = "SELECT * FROM bank_member WHERE account_id = $1 ORDER BY number";
const BY_NUMBER: &str = "SELECT * FROM bank_member WHERE home = $1 AND number = $2";
const NUMBERS: &str = "SELECT number FROM bank_member WHERE home = $1";
const NEXT_NUMBER: &str =
    "SELECT CAST(COALESCE(MAX(number), 0) + 1 AS BIGINT) FROM bank_member WHERE home = $1";
const RENEWALS: &str = "SELECT member_id, until_day FROM bank_member WHERE home = $1 \
    AND stage IN ('member', 'renewal-due') AND until_day <= $2 ORDER BY until_day, number LIMIT $3";
const TRIALS: &str = "SELECT member_id, until_day FROM bank_member WHERE home = $1 \
    AND stage = 'trial' AND until_day <= $2 ORDER BY until_day, number LIMIT $3";
const STEPS: &str =
    "SELECT at_ms, step, actor, why FROM bank_member_step WHERE member_id = $1 ORDER BY position";
const TO_RENEW: &str = "SELECT member_id FROM bank_member WHERE home = $1 AND stage = 'member' \
    AND until_day < $2 ORDER BY member_id LIMIT 100";

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
            suspended_from: stage_or_none(row, "suspended_from")?,
            leaving_from: stage_or_none(row, "leaving_from")?,
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

fn stage_or_none(row: &AnyRow, column: &str) -> Result<Option<Stage>, StoreError> {
    let text: Option<String> = row.try_get(column)?;
    text.map(|text| from_word("stage", &text)).transpose()
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
    /// Only those of whom the figures speak so.
    pub only: Only,
}

/// Those who may exchange and of whom a figure says something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Only {
    /// Everybody.
    #[default]
    Everybody,
    /// Who has exchanged nothing since an instant, UTC milliseconds.
    Inactive(i64),
    /// Who offers nothing on a day.
    Silent(Date),
    /// Who has had a first exchange.
    Begun,
}

impl Only {
    /// Its word, and the instant and the day it is about where it is about one.
    fn parts(self) -> (&'static str, i64, String) {
        match self {
            Self::Everybody => ("", 0, String::new()),
            Self::Inactive(since_ms) => ("inactive", since_ms, String::new()),
            Self::Silent(day) => ("silent", 0, day.to_string()),
            Self::Begun => ("first", 0, String::new()),
        }
    }
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
    let (only, since_ms, day) = filter.only.parts();
    let rows = sqlx::query(MEMBERS)
        .bind(home.as_str())
        .bind(filter.stage.as_ref().map(word).unwrap_or_default())
        .bind(filter.among())
        .bind(filter.neighbourhood.as_str())
        .bind(only)
        .bind(since_ms)
        .bind(day)
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
    let (only, since_ms, day) = filter.only.parts();
    let count = sqlx::query_scalar(COUNT_MEMBERS)
        .bind(home.as_str())
        .bind(filter.stage.as_ref().map(word).unwrap_or_default())
        .bind(filter.among())
        .bind(filter.neighbourhood.as_str())
        .bind(only)
        .bind(since_ms)
        .bind(day)
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
    /// Why, unless nobody said so or it was erased.
    pub why: Option<String>,
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
            Ok(StepRow { at_ms, step, actor: row.try_get("actor")?, why: row.try_get("why")? })
        })
        .collect()
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

/// A member of a bank by their number.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn by_number(
    db: &mut AnyConnection,
    home: &NodeId,
    number: u32,
) -> Result<Option<MemberRow>, StoreError> {
    let query = sqlx::query(BY_NUMBER).bind(home.as_str()).bind(i64::from(number));
    query.fetch_optional(db).await?.as_ref().map(read_member).transpose()
}

/// Members whose membership ends by a day or has ended, with its last day, the first to end first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn renewals(
    db: &mut AnyConnection,
    home: &NodeId,
    by: Date,
    most: u32,
) -> Result<Vec<(MemberId, Date)>, StoreError> {
    ending(db, RENEWALS, home, by, most).await
}

/// Members whose trial ends by a day or has ended, with its last day, the first to end first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn trials(
    db: &mut AnyConnection,
    home: &NodeId,
    by: Date,
    most: u32,
) -> Result<Vec<(MemberId, Date)>, StoreError> {
    ending(db, TRIALS, home, by, most).await
}

async fn ending(
    db: &mut AnyConnection,
    statement: &'static str,
    home: &NodeId,
    by: Date,
    most: u32,
) -> Result<Vec<(MemberId, Date)>, StoreError> {
    let query = sqlx::query(statement).bind(home.as_str()).bind(by.to_string());
    let rows = query.bind(i64::from(most)).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            let until = read_day(row, "until_day")?;
            let until = until.ok_or_else(|| corrupt("until_day", &"empty"))?;
            Ok((parsed(row, "member_id")?, until))
        })
        .collect()
}

/// The numbers a bank's members have.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn numbers(
    db: &mut AnyConnection,
    home: &NodeId,
) -> Result<std::collections::BTreeSet<u32>, StoreError> {
    let found: Vec<i64> = sqlx::query_scalar(NUMBERS).bind(home.as_str()).fetch_all(db).await?;
    Ok(found.into_iter().filter_map(|number| u32::try_from(number).ok()).collect())
}
