//! Books of paper cheques and the cheques that were posted.

use protocol::{AccountId, NodeId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::corrupt;
use crate::store::StoreError;
use crate::store::rows::parsed;

/// Every statement of this module, for the test that prepares them on both engines.
pub(super) const STATEMENTS: &[&str] = &[BOOKS, BOOKS_OF, CHEQUE];

const BOOKS: &str =
    "SELECT * FROM bank_cheque_book WHERE home = $1 AND last >= $2 AND first <= $3 ORDER BY first";
const BOOKS_OF: &str = "SELECT b.*, (SELECT COUNT(*) FROM bank_cheque c WHERE c.home = b.home \
    AND c.number BETWEEN b.first AND b.last) AS used FROM bank_cheque_book b \
    WHERE b.home = $1 ORDER BY b.first DESC LIMIT $2 OFFSET $3";
const CHEQUE: &str = "SELECT posted_at_ms FROM bank_cheque WHERE home = $1 AND number = $2";

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
