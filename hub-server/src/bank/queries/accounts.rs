//! Accounts: a balance is one row, a statement a page at a time.

use protocol::{AccountId, NodeId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::exchanges::{ExchangeRow, read_exchange};
use super::{corrupt, read_day, read_json};
use crate::bank::account::{Account, Agreement, Held, Limits, Purpose, Standing};
use crate::bank::minutes::Minutes;
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed, word};

/// Every statement of this module, for the test that prepares them on both engines.
pub(super) const STATEMENTS: &[&str] =
    &[ACCOUNT, RECEIVED, STATEMENT, COUNT_ENTRIES, SUM, STANDING_SO, LIMITED, AGREEMENTS];

const ACCOUNT: &str = "SELECT * FROM bank_account WHERE account_id = $1";
const RECEIVED: &str = "SELECT received_min FROM bank_account WHERE account_id = $1";
const STATEMENT: &str = "SELECT e.minutes AS entry_min, e.balance_min, e.at_ms AS entered_at_ms, x.* \
    FROM bank_entry e JOIN bank_exchange x ON x.exchange_id = e.exchange_id \
    WHERE e.account_id = $1 AND e.at_ms >= $2 AND e.at_ms < $3 \
    ORDER BY e.position DESC LIMIT $4 OFFSET $5";
const COUNT_ENTRIES: &str =
    "SELECT COUNT(*) FROM bank_entry WHERE account_id = $1 AND at_ms >= $2 AND at_ms < $3";
const SUM: &str =
    "SELECT CAST(COALESCE(SUM(balance_min), 0) AS BIGINT) FROM bank_account WHERE home = $1";
const STANDING_SO: &str = "SELECT account_id FROM bank_account WHERE home = $1 AND standing = $2 \
    AND purpose = 'member' AND closed_at_ms IS NULL ORDER BY account_id";
const LIMITED: &str = "SELECT standing, COUNT(*) AS accounts FROM bank_account WHERE home = $1 \
    AND purpose = 'member' AND closed_at_ms IS NULL GROUP BY standing ORDER BY standing";

const AGREEMENTS: &str = "SELECT title, from_day, until_day, scope FROM bank_agreement \
    WHERE home = $1 ORDER BY position, title";

/// What a municipality agreed to with a bank, one after the other; an agreement that was put right stands where that was
/// done.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn agreements(
    db: &mut AnyConnection,
    home: &NodeId,
) -> Result<Vec<Agreement>, StoreError> {
    let rows = sqlx::query(AGREEMENTS).bind(home.as_str()).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            let day =
                |column: &str| read_day(row, column)?.ok_or_else(|| corrupt(column, &"empty"));
            Ok(Agreement {
                title: row.try_get("title")?,
                from: day("from_day")?,
                until: day("until_day")?,
                scope: read_json("scope", &row.try_get::<String, _>("scope")?)?,
            })
        })
        .collect()
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
        balance: Minutes::new(row.try_get("balance_min")?),
        held: Held {
            to_come: Minutes::new(row.try_get("to_come_min")?),
            to_go: Minutes::new(row.try_get("to_go_min")?),
        },
        given: Minutes::new(row.try_get("given_min")?),
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
    Ok(Minutes::new(found.unwrap_or_default()))
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
    statement_between(db, account, ALWAYS, most, skip).await
}

/// From which instant, and until before which, UTC milliseconds.
pub type Instants = (i64, i64);

/// Whenever it was.
pub const ALWAYS: Instants = (i64::MIN, i64::MAX);

/// One page of what was entered in an account within some time, the newest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn statement_between(
    db: &mut AnyConnection,
    account: AccountId,
    (from_ms, until_ms): Instants,
    most: u32,
    skip: u32,
) -> Result<Vec<StatementLine>, StoreError> {
    let rows = sqlx::query(STATEMENT)
        .bind(account.to_string())
        .bind(from_ms)
        .bind(until_ms)
        .bind(i64::from(most))
        .bind(i64::from(skip))
        .fetch_all(db)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(StatementLine {
                exchange: read_exchange(row)?,
                minutes: Minutes::new(row.try_get("entry_min")?),
                balance: Minutes::new(row.try_get("balance_min")?),
                at_ms: row.try_get("entered_at_ms")?,
            })
        })
        .collect()
}

/// How many lines an account's statement has for some time.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn count_entries(
    db: &mut AnyConnection,
    account: AccountId,
    (from_ms, until_ms): Instants,
) -> Result<i64, StoreError> {
    let query = sqlx::query_scalar(COUNT_ENTRIES).bind(account.to_string());
    Ok(query.bind(from_ms).bind(until_ms).fetch_one(db).await?)
}

/// What all accounts of a bank hold together: zero, or something is badly wrong.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn sum(db: &mut AnyConnection, home: &NodeId) -> Result<Minutes, StoreError> {
    let sum: i64 = sqlx::query_scalar(SUM).bind(home.as_str()).fetch_one(db).await?;
    Ok(Minutes::new(sum))
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

/// The members' open accounts that stand so.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn standing_so(
    db: &mut AnyConnection,
    home: &NodeId,
    standing: Standing,
) -> Result<Vec<AccountId>, StoreError> {
    let query = sqlx::query(STANDING_SO).bind(home.as_str()).bind(word(&standing));
    query.fetch_all(db).await?.iter().map(|row| parsed(row, "account_id")).collect()
}
