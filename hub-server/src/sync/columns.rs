//! The few columns that only sync keeps: heads, numbers, keys.

use protocol::{Hash, Head};
use sqlx::Row;
use sqlx::any::AnyRow;

use crate::store::StoreError;

pub(super) fn corrupt(what: &str, why: impl std::fmt::Display) -> StoreError {
    StoreError::Corrupt { what: what.to_owned(), why: why.to_string() }
}

/// A number as the database keeps it.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number that is never negative.
pub(super) fn count(row: &AnyRow, column: &str) -> Result<u64, StoreError> {
    let number: i64 = row.try_get(column)?;
    u64::try_from(number).map_err(|error| corrupt(column, error))
}

/// An epoch.
pub(super) fn epoch(row: &AnyRow, column: &str) -> Result<u32, StoreError> {
    u32::try_from(count(row, column)?).map_err(|error| corrupt(column, error))
}

/// A head in two columns.
pub(super) fn head(row: &AnyRow, seq: &str, hash: &str) -> Result<Head, StoreError> {
    let bytes: Vec<u8> = row.try_get(hash)?;
    let read = Hash::from_slice(&bytes).ok_or_else(|| corrupt(hash, "a hash has 32 bytes"))?;
    Ok(Head { seq: count(row, seq)?, hash: read })
}

/// Bytes of a fixed length.
pub(super) fn bytes<const N: usize>(row: &AnyRow, column: &str) -> Result<[u8; N], StoreError> {
    let bytes: Vec<u8> = row.try_get(column)?;
    bytes.try_into().map_err(|bytes: Vec<u8>| corrupt(column, format!("{} bytes", bytes.len())))
}

/// A key or a boot in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

/// The same, read back.
pub(super) fn unhex<const N: usize>(what: &str, text: &str) -> Result<[u8; N], StoreError> {
    data_encoding::HEXLOWER
        .decode(text.as_bytes())
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| corrupt(what, "not hexadecimal of the right length"))
}
