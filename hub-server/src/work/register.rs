//! What the register of volunteers and the network of antennae lead to: hours that volunteers gave, and training.
//!
//! Always true: hours and training of people who give their time are `Minutes<Volunteering>`, never added to the paid
//! hours of operators.

use protocol::clocks::{Minutes, Volunteering};
use protocol::{CommandId, NodeId, VolunteerId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::events::{NoTrainee, Skill, Trainee};
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[HOURS, SUMS, ENTRY, TRAININGS];

const HOURS: &str = "SELECT * FROM work_volunteer_hours WHERE volunteer_id = $1 \
    ORDER BY day DESC, entry_id LIMIT 2000";
const SUMS: &str = "SELECT volunteer_id, CAST(SUM(minutes) AS BIGINT) AS minutes \
    FROM work_volunteer_hours WHERE home = $1 GROUP BY volunteer_id ORDER BY volunteer_id";
const ENTRY: &str =
    "SELECT COUNT(*) FROM work_volunteer_hours WHERE entry_id = $1 AND volunteer_id = $2";
const TRAININGS: &str = "SELECT * FROM work_network_training WHERE home = $1 \
    ORDER BY day DESC, training_id LIMIT 5000";

/// Hours that a volunteer gave on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenRow {
    /// The command that wrote them down.
    pub entry: CommandId,
    /// The day, `2026-11-18`.
    pub day: String,
    /// How long.
    pub minutes: Minutes<Volunteering>,
}

/// Training that an antenna or a volunteer had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkTrainingRow {
    /// Who.
    pub who: Trainee,
    /// About what.
    pub topic: Skill,
    /// The day, `2026-11-18`.
    pub day: String,
    /// How long.
    pub minutes: Minutes<Volunteering>,
    /// Until when its certificate counts.
    pub valid_until: Option<String>,
}

/// What a volunteer gave, the latest first; at most two thousand days.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn hours(
    db: &mut AnyConnection,
    volunteer: VolunteerId,
) -> Result<Vec<GivenRow>, StoreError> {
    let rows = sqlx::query(HOURS).bind(volunteer.to_string()).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            Ok(GivenRow {
                entry: parsed(row, "entry_id")?,
                day: row.try_get("day")?,
                minutes: Minutes::new(row.try_get("minutes")?),
            })
        })
        .collect()
}

/// How much each volunteer of a node gave in all.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn given(
    db: &mut AnyConnection,
    home: &NodeId,
) -> Result<Vec<(VolunteerId, Minutes<Volunteering>)>, StoreError> {
    let rows = sqlx::query(SUMS).bind(home.as_str()).fetch_all(db).await?;
    rows.iter()
        .map(|row| Ok((parsed(row, "volunteer_id")?, Minutes::new(row.try_get("minutes")?))))
        .collect()
}

/// Whether hours of a volunteer were written down by that command and stand.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn stands(
    db: &mut AnyConnection,
    volunteer: VolunteerId,
    entry: CommandId,
) -> Result<bool, StoreError> {
    let query = sqlx::query_scalar(ENTRY).bind(entry.to_string()).bind(volunteer.to_string());
    let count: i64 = query.fetch_one(db).await?;
    Ok(count > 0)
}

/// The training of a node's antennae and volunteers, the latest first; at most five thousand.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn trainings(
    db: &mut AnyConnection,
    home: &NodeId,
) -> Result<Vec<NetworkTrainingRow>, StoreError> {
    let rows = sqlx::query(TRAININGS).bind(home.as_str()).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

fn read(row: &AnyRow) -> Result<NetworkTrainingRow, StoreError> {
    let who: String = row.try_get("trainee")?;
    Ok(NetworkTrainingRow {
        who: who.parse().map_err(|error: NoTrainee| StoreError::Corrupt {
            what: "trainee".to_owned(),
            why: error.to_string(),
        })?,
        topic: from_word("topic", &row.try_get::<String, _>("topic")?)?,
        day: row.try_get("day")?,
        minutes: Minutes::new(row.try_get("minutes")?),
        valid_until: row.try_get("valid_until")?,
    })
}
