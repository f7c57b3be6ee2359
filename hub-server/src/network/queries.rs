//! From the tables to answers about devices.

use std::collections::BTreeMap;

use protocol::{DeviceId, NodeId, Slug, StaffId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::events::Holder;
use crate::store::StoreError;
use crate::store::rows::{parse, parsed, parsed_or_none};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    ANTENNAE,
    ALL,
    PLACES,
    ONE,
    ONE_PLACES,
    HOLDER,
    CREDENTIALS,
    MOSQUITTO,
    ADD_CREDENTIAL,
    FORGET_SECRET,
    HEARD,
];

const ANTENNAE: &str = "SELECT DISTINCT n.neighbourhood, d.device_id \
    FROM device_neighbourhood n \
    JOIN device d ON d.device_id = n.device_id \
    JOIN device_credential c ON c.device_id = d.device_id \
    LEFT JOIN antenna_device g ON g.device_id = d.device_id \
    LEFT JOIN antenna a ON a.antenna_id = g.antenna_id \
    WHERE n.neighbourhood = $1 AND (a.state IS NULL OR a.state = 'active') AND d.holder = 'antenna' AND d.revoked_at_ms IS NULL \
    AND c.secret_hash IS NOT NULL";
const ALL: &str = "SELECT d.device_id, d.home, d.holder, d.staff_id, d.paired_at_ms, \
    d.changed_at_ms, d.revoked_at_ms, c.label, c.device_name, c.last_cursor, c.seen_cursor, \
    c.heard_at_ms FROM device d LEFT JOIN device_credential c ON c.device_id = d.device_id \
    ORDER BY d.paired_at_ms, d.device_id";
const PLACES: &str =
    "SELECT device_id, neighbourhood FROM device_neighbourhood ORDER BY device_id, place";
const ONE: &str = "SELECT d.device_id, d.home, d.holder, d.staff_id, d.paired_at_ms, \
    d.changed_at_ms, d.revoked_at_ms, c.label, c.device_name, c.last_cursor, c.seen_cursor, \
    c.heard_at_ms FROM device d LEFT JOIN device_credential c ON c.device_id = d.device_id \
    WHERE d.device_id = $1";
const ONE_PLACES: &str =
    "SELECT neighbourhood FROM device_neighbourhood WHERE device_id = $1 ORDER BY place";
const HOLDER: &str = "SELECT holder, staff_id FROM device WHERE device_id = $1";
const CREDENTIALS: &str = "SELECT c.device_id, c.secret_hash, d.holder, d.staff_id \
    FROM device_credential c JOIN device d ON d.device_id = c.device_id \
    WHERE d.revoked_at_ms IS NULL AND c.secret_hash IS NOT NULL ORDER BY c.device_id";
const MOSQUITTO: &str = "SELECT c.device_id, c.mosquitto_hash \
    FROM device_credential c JOIN device d ON d.device_id = c.device_id \
    WHERE d.revoked_at_ms IS NULL AND c.secret_hash IS NOT NULL \
    AND c.mosquitto_hash IS NOT NULL ORDER BY c.device_id";
const ADD_CREDENTIAL: &str = "INSERT INTO device_credential (device_id, label, device_name, \
    secret_hash, mosquitto_hash, last_cursor, seen_cursor) VALUES ($1, $2, $3, $4, $5, 0, 0)";
const FORGET_SECRET: &str = "UPDATE device_credential SET secret_hash = NULL, \
    mosquitto_hash = NULL WHERE device_id = $1";
const HEARD: &str =
    "UPDATE device_credential SET seen_cursor = $2, heard_at_ms = $3 WHERE device_id = $1";

/// A device as it stands, for lists and decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its name.
    pub device: DeviceId,
    /// The hub it was paired with.
    pub home: NodeId,
    /// Whose it is.
    pub holder: Holder,
    /// Where it belongs, the first being its own.
    pub neighbourhoods: Vec<Slug>,
    /// Display name of the antenna or operator; `None` on any node but its home, and after the home was
    /// replaced, when the device has to be paired again.
    pub label: Option<String>,
    /// What the device calls itself; `None` like [`Device::label`].
    pub device_name: Option<String>,
    /// Facts in its inbox that it has not said it kept.
    pub waiting: u64,
    /// When it last said hello or that it kept something, UTC milliseconds.
    pub heard_at_ms: Option<i64>,
    /// When it was paired, UTC milliseconds.
    pub paired_at_ms: i64,
    /// When it last changed, UTC milliseconds.
    pub changed_at_ms: i64,
    /// When it was revoked, UTC milliseconds.
    pub revoked_at_ms: Option<i64>,
}

/// What the broker must know to let a device in; never leaves this process.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// Whose.
    pub device: DeviceId,
    /// SHA-256 of the secret.
    pub secret_hash: [u8; 32],
    /// Whose it is.
    pub holder: Holder,
    /// Where it belongs.
    pub neighbourhoods: Vec<Slug>,
}

impl std::fmt::Debug for Credential {
    /// Never shows the hash.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credential").field("device", &self.device).finish_non_exhaustive()
    }
}

/// The devices of antennae that can be asked in these neighbourhoods, in a stable order, each once. One that
/// rests is not among them.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn antennae_of(
    db: &mut AnyConnection,
    neighbourhoods: &[String],
) -> Result<Vec<DeviceId>, StoreError> {
    let mut found = Vec::new();
    for neighbourhood in neighbourhoods {
        let rows = sqlx::query(ANTENNAE).bind(neighbourhood.clone()).fetch_all(&mut *db).await?;
        for row in &rows {
            found.push(parsed(row, "device_id")?);
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Every device known here, revoked ones too, the oldest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn list(db: &mut AnyConnection) -> Result<Vec<Device>, StoreError> {
    let mut places = all_places(db).await?;
    let rows = sqlx::query(ALL).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            let mut device = read(row)?;
            device.neighbourhoods = places.remove(&device.device).unwrap_or_default();
            Ok(device)
        })
        .collect()
}

/// One device, or `None` when it is not known here.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn device(db: &mut AnyConnection, id: DeviceId) -> Result<Option<Device>, StoreError> {
    let row = sqlx::query(ONE).bind(id.to_string()).fetch_optional(&mut *db).await?;
    let Some(row) = row else { return Ok(None) };
    let mut device = read(&row)?;
    let places: Vec<String> =
        sqlx::query_scalar(ONE_PLACES).bind(id.to_string()).fetch_all(db).await?;
    device.neighbourhoods =
        places.iter().map(|slug| parse("neighbourhood", slug)).collect::<Result<_, _>>()?;
    Ok(Some(device))
}

/// Whose a device is, or `None` when it is not known here.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn holder(db: &mut AnyConnection, id: DeviceId) -> Result<Option<Holder>, StoreError> {
    let row = sqlx::query(HOLDER).bind(id.to_string()).fetch_optional(db).await?;
    row.map(|row| {
        let staff: Option<StaffId> = parsed_or_none(&row, "staff_id")?;
        Holder::from_columns(&row.try_get::<String, _>("holder")?, staff)
    })
    .transpose()
}

fn read(row: &AnyRow) -> Result<Device, StoreError> {
    let staff: Option<StaffId> = parsed_or_none(row, "staff_id")?;
    let last: Option<i64> = row.try_get("last_cursor")?;
    let seen: Option<i64> = row.try_get("seen_cursor")?;
    let waiting = last.unwrap_or_default() - seen.unwrap_or_default();
    Ok(Device {
        device: parsed(row, "device_id")?,
        home: parsed(row, "home")?,
        holder: Holder::from_columns(&row.try_get::<String, _>("holder")?, staff)?,
        neighbourhoods: Vec::new(),
        label: row.try_get("label")?,
        device_name: row.try_get("device_name")?,
        waiting: u64::try_from(waiting).unwrap_or_default(),
        heard_at_ms: row.try_get("heard_at_ms")?,
        paired_at_ms: row.try_get("paired_at_ms")?,
        changed_at_ms: row.try_get("changed_at_ms")?,
        revoked_at_ms: row.try_get("revoked_at_ms")?,
    })
}

async fn all_places(db: &mut AnyConnection) -> Result<BTreeMap<DeviceId, Vec<Slug>>, StoreError> {
    let rows = sqlx::query(PLACES).fetch_all(db).await?;
    let mut places: BTreeMap<DeviceId, Vec<Slug>> = BTreeMap::new();
    for row in &rows {
        let device = parsed(row, "device_id")?;
        places.entry(device).or_default().push(parsed(row, "neighbourhood")?);
    }
    Ok(places)
}

/// Everything needed to let devices in: those paired with this hub and not revoked.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn credentials(db: &mut AnyConnection) -> Result<Vec<Credential>, StoreError> {
    let mut places = all_places(db).await?;
    let rows = sqlx::query(CREDENTIALS).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            let device = parsed(row, "device_id")?;
            let staff: Option<StaffId> = parsed_or_none(row, "staff_id")?;
            let hash: Vec<u8> = row.try_get("secret_hash")?;
            let secret_hash = hash.try_into().map_err(|hash: Vec<u8>| StoreError::Corrupt {
                what: "secret_hash".to_owned(),
                why: format!("it has {} bytes and not 32", hash.len()),
            })?;
            Ok(Credential {
                device,
                secret_hash,
                holder: Holder::from_columns(&row.try_get::<String, _>("holder")?, staff)?,
                neighbourhoods: places.remove(&device).unwrap_or_default(),
            })
        })
        .collect()
}

/// The same devices' secrets as a Mosquitto password file has them.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn mosquitto_hashes(
    db: &mut AnyConnection,
) -> Result<Vec<(DeviceId, String)>, StoreError> {
    let rows = sqlx::query(MOSQUITTO).fetch_all(db).await?;
    rows.iter().map(|row| Ok((parsed(row, "device_id")?, row.try_get("mosquitto_hash")?))).collect()
}

/// What a new device is kept with, besides the fact.
pub(super) struct NewCredential<'a> {
    pub device: DeviceId,
    pub label: &'a str,
    pub device_name: &'a str,
    pub secret_hash: [u8; 32],
    pub mosquitto_hash: &'a str,
}

pub(super) async fn add_credential(
    db: &mut AnyConnection,
    new: &NewCredential<'_>,
) -> Result<(), StoreError> {
    sqlx::query(ADD_CREDENTIAL)
        .bind(new.device.to_string())
        .bind(new.label.to_owned())
        .bind(new.device_name.to_owned())
        .bind(new.secret_hash.to_vec())
        .bind(new.mosquitto_hash.to_owned())
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn forget_secret(
    db: &mut AnyConnection,
    device: DeviceId,
) -> Result<(), StoreError> {
    sqlx::query(FORGET_SECRET).bind(device.to_string()).execute(db).await?;
    Ok(())
}

/// Keeps how far a device says it has come, for lists and for the hub's next start.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn heard_from(
    db: &mut AnyConnection,
    device: DeviceId,
    seen: u64,
    now_ms: i64,
) -> Result<(), StoreError> {
    sqlx::query(HEARD)
        .bind(device.to_string())
        .bind(i64::try_from(seen).unwrap_or(i64::MAX))
        .bind(now_ms)
        .execute(db)
        .await?;
    Ok(())
}
