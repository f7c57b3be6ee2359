//! The numbers of the collective story: needs that were met, by month and by neighbourhood, and how many antennae
//! there are. Kept by nobody but as what requests and antennae already are.
//!
//! Always true: a number of a neighbourhood below [`LEAST`] is not told, because it could be about somebody.

use std::collections::BTreeMap;

use sqlx::{AnyConnection, Row};

use crate::store::StoreError;

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[PLACES, DAYS, ANTENNAE];

/// The least that is told of one neighbourhood.
pub const LEAST: i64 = 5;

const PLACES: &str = "SELECT neighbourhood, COUNT(*) AS needs FROM request WHERE state = 'met' \
    GROUP BY neighbourhood";
/// By day of UTC, which is at most a day away from that of the city.
const DAYS: &str = "SELECT closed_at_ms / 86400000 AS day, COUNT(*) AS needs FROM request \
    WHERE state = 'met' AND closed_at_ms >= $1 GROUP BY closed_at_ms / 86400000 ORDER BY 1";
const ANTENNAE: &str = "SELECT COUNT(*) FROM antenna WHERE state = 'active'";

/// The numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Needs that were met, in all.
    pub met: i64,
    /// The same by neighbourhood.
    pub by_place: BTreeMap<String, i64>,
    /// The same by month, `2026-11`.
    pub by_month: BTreeMap<String, i64>,
    /// Antennae that are active.
    pub antennae: i64,
}

impl Figures {
    /// What is told of a neighbourhood; `None` where that is nothing, or too little to be told.
    #[must_use]
    pub fn told_of(&self, neighbourhood: &str) -> Option<i64> {
        self.by_place.get(neighbourhood).copied().filter(|needs| *needs >= LEAST)
    }
}

/// The numbers now; months from `since_ms` on, UTC milliseconds.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn figures(db: &mut AnyConnection, since_ms: i64) -> Result<Figures, StoreError> {
    let mut figures = Figures::default();
    for row in sqlx::query(PLACES).fetch_all(&mut *db).await? {
        let needs: i64 = row.try_get("needs")?;
        figures.met += needs;
        figures.by_place.insert(row.try_get("neighbourhood")?, needs);
    }
    for row in sqlx::query(DAYS).bind(since_ms).fetch_all(&mut *db).await? {
        let (day, needs): (i64, i64) = (row.try_get("day")?, row.try_get("needs")?);
        let at = jiff::Timestamp::from_millisecond(day.saturating_mul(86_400_000));
        let date = at.unwrap_or_default().to_zoned(jiff::tz::TimeZone::UTC).date();
        let month = format!("{:04}-{:02}", date.year(), date.month());
        *figures.by_month.entry(month).or_default() += needs;
    }
    figures.antennae = sqlx::query_scalar(ANTENNAE).fetch_one(db).await?;
    Ok(figures)
}
