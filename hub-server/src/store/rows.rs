//! Reading and writing the columns every table has: ids as text, closed vocabularies as their word.

use protocol::ids::BadId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::StoreError;

/// The word a closed vocabulary is stored as: the same that serde writes on the wire.
#[must_use]
pub fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => unreachable!("a closed vocabulary writes one word, not {other:?}"),
    }
}

/// Reads such a word back.
///
/// # Errors
/// [`StoreError::Corrupt`] when the word is unknown.
pub fn from_word<T: DeserializeOwned>(what: &str, word: &str) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
        .map_err(|error| StoreError::Corrupt { what: what.to_owned(), why: error.to_string() })
}

/// Reads an id from a text; `what` is its column.
///
/// # Errors
/// [`StoreError::Corrupt`].
pub fn parse<T>(what: &str, text: &str) -> Result<T, StoreError>
where
    T: std::str::FromStr<Err = BadId>,
{
    text.parse().map_err(|error: BadId| StoreError::Corrupt {
        what: what.to_owned(),
        why: error.to_string(),
    })
}

/// Reads an id column of any table.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub fn parsed<T>(row: &AnyRow, column: &str) -> Result<T, StoreError>
where
    T: std::str::FromStr<Err = BadId>,
{
    parse(column, &row.try_get::<String, _>(column)?)
}

/// Reads an id column that may be empty.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub fn parsed_or_none<T>(row: &AnyRow, column: &str) -> Result<Option<T>, StoreError>
where
    T: std::str::FromStr<Err = BadId>,
{
    let text: Option<String> = row.try_get(column)?;
    text.map(|text| parse(column, &text)).transpose()
}
