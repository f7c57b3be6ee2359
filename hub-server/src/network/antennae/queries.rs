//! From the tables to answers about antennae.

use protocol::clocks::{Minutes, Paid};
use protocol::{ActorRef, AntennaId, DeviceId, NodeId, PersonId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::events::{Antenna, Support};
use crate::store::StoreError;
use crate::store::rows::{from_word, parse, parsed};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    ONE,
    ALL,
    ALL_ANYWHERE,
    OF_DEVICE,
    OF_PERSON,
    IN_PLACE,
    SILENT,
    SET_PRESENCE,
    COVER,
    SUPPORTS,
];

const SUPPORTS: &str = "SELECT antenna_id, actor, kind, COUNT(*) AS times, \
    CAST(SUM(minutes) AS BIGINT) AS minutes FROM antenna_support \
    WHERE home = $1 AND day >= $2 AND day <= $3 GROUP BY antenna_id, actor, kind \
    ORDER BY antenna_id, actor, kind";
const ONE: &str = "SELECT a.antenna_id, a.home, a.whole, p.until_ms AS present_until_ms, g.greeted_ms \
    FROM antenna a LEFT JOIN antenna_presence p ON p.antenna_id = a.antenna_id \
    LEFT JOIN (SELECT d.antenna_id, MAX(c.heard_at_ms) AS greeted_ms FROM antenna_device d \
    JOIN device_credential c ON c.device_id = d.device_id GROUP BY d.antenna_id) g \
    ON g.antenna_id = a.antenna_id WHERE a.antenna_id = $1";
const ALL: &str = "SELECT a.antenna_id, a.home, a.whole, p.until_ms AS present_until_ms, g.greeted_ms \
    FROM antenna a LEFT JOIN antenna_presence p ON p.antenna_id = a.antenna_id \
    LEFT JOIN (SELECT d.antenna_id, MAX(c.heard_at_ms) AS greeted_ms FROM antenna_device d \
    JOIN device_credential c ON c.device_id = d.device_id GROUP BY d.antenna_id) g \
    ON g.antenna_id = a.antenna_id WHERE a.home = $1 ORDER BY a.antenna_id";
const ALL_ANYWHERE: &str = "SELECT a.antenna_id, a.home, a.whole, NULL AS present_until_ms, \
    NULL AS greeted_ms FROM antenna a ORDER BY a.antenna_id";
const OF_DEVICE: &str = "SELECT antenna_id FROM antenna_device WHERE device_id = $1";
const OF_PERSON: &str = "SELECT antenna_id FROM antenna WHERE person_id = $1";
const IN_PLACE: &str = "SELECT p.antenna_id FROM antenna_place p \
    JOIN antenna a ON a.antenna_id = p.antenna_id \
    WHERE p.neighbourhood = $1 AND a.home = $2 AND a.state = 'active' ORDER BY p.antenna_id";
const SILENT: &str = "SELECT antenna_id FROM antenna WHERE home = $1 AND state = 'active' \
    AND silence_since_ms IS NULL AND last_sign_ms < $2 ORDER BY last_sign_ms LIMIT 100";
const SET_PRESENCE: &str = "INSERT INTO antenna_presence (antenna_id, until_ms) VALUES ($1, $2) \
    ON CONFLICT (antenna_id) DO UPDATE SET until_ms = $2";
const COVER: &str = "SELECT p.neighbourhood, a.state, COUNT(*) AS antennae FROM antenna_place p \
    JOIN antenna a ON a.antenna_id = p.antenna_id WHERE ($1 = '' OR a.home = $1) \
    GROUP BY p.neighbourhood, a.state ORDER BY p.neighbourhood, a.state";

/// An antenna with where it is kept and whether it is here now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: AntennaId,
    /// Its hub.
    pub home: NodeId,
    /// The antenna.
    pub antenna: Antenna,
    /// Until when it said that it is here, UTC milliseconds; only at its hub.
    pub present_until_ms: Option<i64>,
    /// When one of its devices last greeted the hub, UTC milliseconds; only at its hub.
    pub greeted_ms: Option<i64>,
}

impl Kept {
    /// Whether it said that it is here, now.
    #[must_use]
    pub fn is_here(&self, now_ms: i64) -> bool {
        self.present_until_ms.is_some_and(|until_ms| now_ms < until_ms)
    }

    /// When anything was last heard of it, UTC milliseconds.
    #[must_use]
    pub fn last_sign_ms(&self) -> i64 {
        self.antenna.last_sign_ms.max(self.greeted_ms.unwrap_or(i64::MIN))
    }
}

fn read(row: &AnyRow) -> Result<Kept, StoreError> {
    let whole: String = row.try_get("whole")?;
    let antenna = serde_json::from_str(&whole).map_err(|error| StoreError::Corrupt {
        what: "antenna".to_owned(),
        why: error.to_string(),
    })?;
    Ok(Kept {
        id: parsed(row, "antenna_id")?,
        home: parsed(row, "home")?,
        antenna,
        present_until_ms: row.try_get("present_until_ms")?,
        greeted_ms: row.try_get("greeted_ms")?,
    })
}

/// One antenna, or `None` when it is not known here.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn one(db: &mut AnyConnection, id: AntennaId) -> Result<Option<Kept>, StoreError> {
    let row = sqlx::query(ONE).bind(id.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// Every antenna of a hub, the first spotted first. A hub has tens of them: lists are filtered after their
/// names were opened.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn all(db: &mut AnyConnection, home: &NodeId) -> Result<Vec<Kept>, StoreError> {
    let rows = sqlx::query(ALL).bind(home.as_str()).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

/// Every antenna known here, whatever its hub.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn all_anywhere(db: &mut AnyConnection) -> Result<Vec<Kept>, StoreError> {
    let rows = sqlx::query(ALL_ANYWHERE).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

/// The antenna a device belongs to, or that is asked by an operator under that id; `None` for a device of nobody's
/// record.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn of_device(
    db: &mut AnyConnection,
    device: DeviceId,
) -> Result<Option<Kept>, StoreError> {
    let id: Option<String> =
        sqlx::query_scalar(OF_DEVICE).bind(device.to_string()).fetch_optional(&mut *db).await?;
    match id {
        None => one(db, AntennaId::new(device.uuid())).await,
        Some(id) => one(db, parse("antenna_id", &id)?).await,
    }
}

/// The antenna a person is; `None` when they are none.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn of_person(
    db: &mut AnyConnection,
    person: PersonId,
) -> Result<Option<Kept>, StoreError> {
    let id: Option<String> =
        sqlx::query_scalar(OF_PERSON).bind(person.to_string()).fetch_optional(&mut *db).await?;
    match id {
        None => Ok(None),
        Some(id) => one(db, parse("antenna_id", &id)?).await,
    }
}

/// The active antennae of a hub that help in any of these neighbourhoods, each once: with and without a
/// device, for whoever looks for somebody to ask.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn active_in(
    db: &mut AnyConnection,
    home: &NodeId,
    neighbourhoods: &[String],
) -> Result<Vec<Kept>, StoreError> {
    let mut ids = Vec::new();
    for neighbourhood in neighbourhoods {
        let found: Vec<String> = sqlx::query_scalar(IN_PLACE)
            .bind(neighbourhood.clone())
            .bind(home.as_str())
            .fetch_all(&mut *db)
            .await?;
        ids.extend(found);
    }
    ids.sort();
    ids.dedup();
    let mut kept = Vec::with_capacity(ids.len());
    for id in &ids {
        kept.extend(one(db, parse("antenna_id", id)?).await?);
    }
    Ok(kept)
}

/// Antennae of a hub nothing was heard of since an instant, whose silence no operator was told of.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn silent_since(
    db: &mut AnyConnection,
    home: &NodeId,
    before_ms: i64,
) -> Result<Vec<AntennaId>, StoreError> {
    let rows: Vec<String> =
        sqlx::query_scalar(SILENT).bind(home.as_str()).bind(before_ms).fetch_all(db).await?;
    rows.iter().map(|text| parse("antenna_id", text)).collect()
}

/// Keeps until when an antenna says it is here; 0 for not any more.
///
/// # Errors
/// [`StoreError::Database`].
pub(super) async fn set_presence(
    db: &mut AnyConnection,
    id: AntennaId,
    until_ms: i64,
) -> Result<(), StoreError> {
    sqlx::query(SET_PRESENCE).bind(id.to_string()).bind(until_ms).execute(db).await?;
    Ok(())
}

/// How many antennae help in each neighbourhood, by state; of one hub, or of all for `None`.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn cover(
    db: &mut AnyConnection,
    home: Option<&NodeId>,
) -> Result<Vec<(String, String, i64)>, StoreError> {
    let rows =
        sqlx::query(COVER).bind(home.map_or("", NodeId::as_str).to_owned()).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            Ok((row.try_get("neighbourhood")?, row.try_get("state")?, row.try_get("antennae")?))
        })
        .collect()
}

/// Support given in some days: to which antenna, by whom, of which kind, how often and how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supported {
    /// To which.
    pub antenna: AntennaId,
    /// By whom.
    pub by: ActorRef,
    /// Of which kind.
    pub kind: Support,
    /// How often.
    pub times: i64,
    /// How long, on paid time.
    pub minutes: Minutes<Paid>,
}

/// The support a node gave between two days, both included, as `2026-11-01`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn supports(
    db: &mut AnyConnection,
    home: &NodeId,
    from: &str,
    to: &str,
) -> Result<Vec<Supported>, StoreError> {
    let query = sqlx::query(SUPPORTS).bind(home.as_str()).bind(from.to_owned());
    let rows = query.bind(to.to_owned()).fetch_all(db).await?;
    let read = rows.iter().map(|row| {
        Ok(Supported {
            antenna: parsed(row, "antenna_id")?,
            by: parsed(row, "actor")?,
            kind: from_word("kind", &row.try_get::<String, _>("kind")?)?,
            times: row.try_get("times")?,
            minutes: Minutes::new(row.try_get("minutes")?),
        })
    });
    read.collect()
}
