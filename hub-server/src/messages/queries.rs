//! From the tables to answers about threads.

use protocol::{ActorRef, CommandId, DeviceId, NodeId, RequestId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::store::StoreError;
use crate::store::rows::{parsed, parsed_or_none};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[ONE, OF_DEVICE, OF_REQUEST, UNREAD, UNREAD_AT, THREADS, LAST];

const ONE: &str = "SELECT * FROM device_message WHERE message_id = $1";
const OF_DEVICE: &str = "SELECT * FROM device_message WHERE device_id = $1 \
    ORDER BY position DESC LIMIT $2 OFFSET $3";
const OF_REQUEST: &str =
    "SELECT * FROM device_message WHERE request_id = $1 ORDER BY position DESC LIMIT $2";
const UNREAD: &str = "SELECT unread FROM device_thread WHERE device_id = $1";
const UNREAD_AT: &str = "SELECT COUNT(*) FROM device_thread WHERE home = $1 AND unread > 0";
const THREADS: &str = "SELECT device_id, unread, last_at_ms FROM device_thread \
    WHERE home = $1 AND ($2 = 0 OR unread > 0) \
    ORDER BY CASE WHEN unread > 0 THEN 0 ELSE 1 END, last_at_ms DESC, device_id LIMIT $3";
const LAST: &str = "SELECT * FROM device_message WHERE device_id = $1 \
    ORDER BY position DESC LIMIT 1";

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id, which is the command's.
    pub id: CommandId,
    /// In whose thread.
    pub device: DeviceId,
    /// About which request.
    pub about: Option<RequestId>,
    /// Whether the hub wrote, and not the antenna.
    pub by_hub: bool,
    /// Who wrote.
    pub actor: ActorRef,
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// The words; `None` once they were erased.
    pub text: Option<String>,
}

/// One device's thread, for the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// Whose.
    pub device: DeviceId,
    /// Messages nobody at the hub has read.
    pub unread: i64,
    /// When something was last written, UTC milliseconds.
    pub last_at_ms: i64,
}

fn read(row: &AnyRow) -> Result<Message, StoreError> {
    Ok(Message {
        id: parsed(row, "message_id")?,
        device: parsed(row, "device_id")?,
        about: parsed_or_none(row, "request_id")?,
        by_hub: row.try_get::<i64, _>("by_hub")? != 0,
        actor: parsed(row, "actor")?,
        at_ms: row.try_get("at_ms")?,
        text: row.try_get("body")?,
    })
}

/// One message, or `None` when it is not known here.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn one(db: &mut AnyConnection, id: CommandId) -> Result<Option<Message>, StoreError> {
    let row = sqlx::query(ONE).bind(id.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// A page of the messages of a device's thread, the oldest of them first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn of_device(
    db: &mut AnyConnection,
    device: DeviceId,
    most: i64,
    skip: i64,
) -> Result<Vec<Message>, StoreError> {
    let rows =
        sqlx::query(OF_DEVICE).bind(device.to_string()).bind(most).bind(skip).fetch_all(db).await?;
    rows.iter().rev().map(read).collect()
}

/// The last messages about a request, the oldest of them first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn of_request(
    db: &mut AnyConnection,
    request: RequestId,
    most: i64,
) -> Result<Vec<Message>, StoreError> {
    let rows = sqlx::query(OF_REQUEST).bind(request.to_string()).bind(most).fetch_all(db).await?;
    rows.iter().rev().map(read).collect()
}

/// How many messages of a device nobody at the hub has read.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn unread(db: &mut AnyConnection, device: DeviceId) -> Result<i64, StoreError> {
    let unread: Option<i64> =
        sqlx::query_scalar(UNREAD).bind(device.to_string()).fetch_optional(db).await?;
    Ok(unread.unwrap_or_default())
}

/// How many threads of a hub have something nobody has read.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn unread_at(db: &mut AnyConnection, home: &NodeId) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(UNREAD_AT).bind(home.as_str()).fetch_one(db).await?)
}

/// The threads of a hub, those with something unread first, then the latest; only those, where asked.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn threads(
    db: &mut AnyConnection,
    home: &NodeId,
    only_unread: bool,
    most: i64,
) -> Result<Vec<Thread>, StoreError> {
    let rows = sqlx::query(THREADS)
        .bind(home.as_str())
        .bind(i64::from(only_unread))
        .bind(most)
        .fetch_all(db)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Thread {
                device: parsed(row, "device_id")?,
                unread: row.try_get("unread")?,
                last_at_ms: row.try_get("last_at_ms")?,
            })
        })
        .collect()
}

/// The last message of a device's thread.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn last(db: &mut AnyConnection, device: DeviceId) -> Result<Option<Message>, StoreError> {
    let row = sqlx::query(LAST).bind(device.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}
