//! What can have happened to a device, and the tables that follow from it: ids and slugs only.

use protocol::{DeviceId, Record, Slug, StaffId};
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;

use super::{inbox, notices};
use crate::projection::Arrival;
use crate::store::tables::Tables;
use crate::store::{StoreError, log};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[PAIRED, PLACE, UNPLACE, CHANGED, REVOKED];

const PAIRED: &str = "INSERT INTO device (device_id, home, holder, staff_id, paired_at_ms, \
    changed_at_ms) VALUES ($1, $2, $3, $4, $5, $5)";
const PLACE: &str =
    "INSERT INTO device_neighbourhood (device_id, place, neighbourhood) VALUES ($1, $2, $3)";
const UNPLACE: &str = "DELETE FROM device_neighbourhood WHERE device_id = $1";
const CHANGED: &str = "UPDATE device SET changed_at_ms = $2 WHERE device_id = $1";
const REVOKED: &str =
    "UPDATE device SET changed_at_ms = $2, revoked_at_ms = $2 WHERE device_id = $1";

/// Facts about a device, which is their subject, and notices, which are their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// It can speak to its hub from now on.
    DevicePaired {
        /// Where it belongs, the first being its own.
        neighbourhoods: Vec<Slug>,
        /// Whose it is.
        holder: Holder,
    },
    /// It belongs elsewhere now.
    DeviceMoved {
        /// Where it belongs, the first being its own.
        neighbourhoods: Vec<Slug>,
    },
    /// It may no longer speak to its hub.
    DeviceRevoked {},
    /// A word to every antenna of some neighbourhoods; never about a person.
    NoticePosted {
        /// Where.
        neighbourhoods: Vec<Slug>,
        /// The words.
        text: String,
        /// Until when they stand, UTC milliseconds.
        until_ms: i64,
    },
}

/// Whose a device is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holder {
    /// An antenna of a neighbourhood.
    Antenna,
    /// A community operator, who signs in elsewhere as this.
    Operator(StaffId),
}

impl Holder {
    /// The two columns it is stored in: a word, and the operator where it is one.
    pub(super) fn columns(self) -> (&'static str, Option<String>) {
        match self {
            Self::Antenna => ("antenna", None),
            Self::Operator(staff) => ("operator", Some(staff.to_string())),
        }
    }

    /// Reads the two columns back.
    pub(super) fn from_columns(word: &str, staff: Option<StaffId>) -> Result<Self, StoreError> {
        match (word, staff) {
            ("antenna", None) => Ok(Self::Antenna),
            ("operator", Some(staff)) => Ok(Self::Operator(staff)),
            _ => Err(StoreError::Corrupt {
                what: "holder".to_owned(),
                why: format!("\"{word}\" is not a holder"),
            }),
        }
    }
}

/// Brings the tables up to date with one fact, and the device's inbox with them.
///
/// # Errors
/// [`StoreError`].
pub async fn project(
    tables: &mut Tables<'_>,
    record: &Record,
    arrival: Arrival,
) -> Result<(), StoreError> {
    let envelope = &record.envelope;
    let fail = |why: String| StoreError::Projection { kind: envelope.kind.clone(), why };
    let device: DeviceId = envelope.subject.parse().map_err(|error| fail(format!("{error}")))?;
    let event = log::event_of::<Event>(record)?
        .ok_or_else(|| fail("its body was erased, which is never done to it".to_owned()))?;
    let id = device.to_string();
    let db = tables.db().await?;
    if let Event::NoticePosted { neighbourhoods, text, until_ms } = event {
        return notices::add(db, record, &neighbourhoods, &text, until_ms).await;
    }
    match event {
        Event::DevicePaired { neighbourhoods, holder } => {
            let (word, staff) = holder.columns();
            sqlx::query(PAIRED)
                .bind(&id)
                .bind(envelope.series.node.as_str())
                .bind(word)
                .bind(staff)
                .bind(envelope.at_ms)
                .execute(&mut *db)
                .await?;
            place(db, &id, &neighbourhoods).await?;
            inbox::tell_profile(tables, record, arrival, device).await
        }
        Event::DeviceMoved { neighbourhoods } => {
            sqlx::query(UNPLACE).bind(&id).execute(&mut *db).await?;
            place(db, &id, &neighbourhoods).await?;
            sqlx::query(CHANGED).bind(&id).bind(envelope.at_ms).execute(&mut *db).await?;
            inbox::tell_profile(tables, record, arrival, device).await
        }
        // It has gone to its own table above.
        Event::NoticePosted { .. } => Ok(()),
        Event::DeviceRevoked {} => {
            sqlx::query(REVOKED).bind(&id).bind(envelope.at_ms).execute(db).await?;
            Ok(())
        }
    }
}

async fn place(
    db: &mut AnyConnection,
    device: &str,
    neighbourhoods: &[Slug],
) -> Result<(), StoreError> {
    for (place, neighbourhood) in (0_i64..).zip(neighbourhoods) {
        sqlx::query(PLACE)
            .bind(device.to_owned())
            .bind(place)
            .bind(neighbourhood.as_str())
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}
