//! Hours of volunteering an antenna writes down by itself, where no request tells of them (C17).
//!
//! Always true: they are `Minutes<Volunteering>` and are never added to hours of another clock. A mistake is taken
//! back by a fact of its own.

use jiff::civil::Date;
use protocol::clocks::{Minutes, Volunteering};
use protocol::{AntennaId, CommandId, Slug};
use sqlx::{AnyConnection, Row};

use crate::store::StoreError;
use crate::store::rows::{parsed, parsed_or_none};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[ADD, REMOVE, ONE, OF_ANTENNA];

const ADD: &str = "INSERT INTO antenna_hours (entry_id, antenna_id, day, minutes, category, \
    told_at_ms) VALUES ($1, $2, $3, $4, $5, $6)";
const REMOVE: &str = "DELETE FROM antenna_hours WHERE entry_id = $1";
const ONE: &str = "SELECT entry_id FROM antenna_hours WHERE entry_id = $1 AND antenna_id = $2";
const OF_ANTENNA: &str = "SELECT * FROM antenna_hours WHERE antenna_id = $1 AND day >= $2 \
    ORDER BY day DESC, told_at_ms DESC, entry_id";

/// How long ago hours may lie when they are written down, in days.
pub const BACK_DAYS: i32 = 90;

/// Hours as they were written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The command that wrote them down.
    pub entry: CommandId,
    /// The day, `2026-11-22`.
    pub day: String,
    /// How long.
    pub minutes: Minutes<Volunteering>,
    /// What was done; `None` for something else.
    pub category: Option<Slug>,
}

pub(super) async fn add(
    db: &mut AnyConnection,
    antenna: AntennaId,
    entry: CommandId,
    day: Date,
    minutes: u16,
    category: Option<&Slug>,
    at_ms: i64,
) -> Result<(), StoreError> {
    sqlx::query(ADD)
        .bind(entry.to_string())
        .bind(antenna.to_string())
        .bind(day.to_string())
        .bind(i64::from(minutes))
        .bind(category.map(|slug| slug.as_str().to_owned()))
        .bind(at_ms)
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn remove(db: &mut AnyConnection, entry: CommandId) -> Result<(), StoreError> {
    sqlx::query(REMOVE).bind(entry.to_string()).execute(db).await?;
    Ok(())
}

/// Whether hours stand written down for an antenna.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn is_told(
    db: &mut AnyConnection,
    antenna: AntennaId,
    entry: CommandId,
) -> Result<bool, StoreError> {
    let found = sqlx::query(ONE)
        .bind(entry.to_string())
        .bind(antenna.to_string())
        .fetch_optional(db)
        .await?;
    Ok(found.is_some())
}

/// Hours of an antenna from a day on, the latest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn since(
    db: &mut AnyConnection,
    antenna: AntennaId,
    day: &str,
) -> Result<Vec<Told>, StoreError> {
    let rows = sqlx::query(OF_ANTENNA)
        .bind(antenna.to_string())
        .bind(day.to_owned())
        .fetch_all(db)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Told {
                entry: parsed(row, "entry_id")?,
                day: row.try_get("day")?,
                minutes: Minutes::new(row.try_get("minutes")?),
                category: parsed_or_none(row, "category")?,
            })
        })
        .collect()
}
