//! What can have happened in a thread, and the tables that follow from it.

use protocol::{DeviceId, Record, RequestId};
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;

use crate::projection::Arrival;
use crate::store::{StoreError, log};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[ADD, SET_BODY, THREAD, READ];

const ADD: &str = "INSERT INTO device_message (message_id, home, device_id, request_id, by_hub, \
    actor, at_ms, position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const SET_BODY: &str = "UPDATE device_message SET body = $2 WHERE message_id = $1 AND home = $3";
/// What the antenna writes is unread; whatever the hub writes, it has read what was there.
const THREAD: &str = "INSERT INTO device_thread (device_id, home, unread, last_at_ms) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (device_id) DO UPDATE SET \
    unread = CASE WHEN $3 = 0 THEN 0 ELSE device_thread.unread + $3 END, last_at_ms = $4";
const READ: &str = "UPDATE device_thread SET unread = 0 WHERE device_id = $1";

/// Facts about threads. Words stand in a fact of their own, which an erasure can empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody wrote; the fact's subject is the message.
    Written {
        /// In whose thread.
        device: DeviceId,
        /// About which request.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        about: Option<RequestId>,
        /// Whether the hub wrote, and not the antenna.
        by_hub: bool,
    },
    /// The words of the message. Erasable.
    WordsLeft {
        /// The words.
        text: String,
    },
    /// Somebody at the hub has read everything; the fact's subject is the device.
    ThreadRead {},
}

/// Brings the tables up to date with one fact.
///
/// # Errors
/// [`StoreError`].
pub async fn project(
    db: &mut AnyConnection,
    record: &Record,
    arrival: Arrival,
) -> Result<(), StoreError> {
    let envelope = &record.envelope;
    let (subject, home) = (envelope.subject.as_str(), envelope.series.node.as_str());
    match log::event_of::<Event>(record)? {
        // Only words are ever erased, and then there is nothing to keep.
        None => Ok(()),
        Some(Event::Written { device, about, by_hub }) => {
            sqlx::query(ADD)
                .bind(subject)
                .bind(home)
                .bind(device.to_string())
                .bind(about.map(|request| request.to_string()))
                .bind(i64::from(by_hub))
                .bind(envelope.actor.to_string())
                .bind(envelope.at_ms)
                .bind(arrival.position)
                .execute(&mut *db)
                .await?;
            sqlx::query(THREAD)
                .bind(device.to_string())
                .bind(home)
                .bind(i64::from(!by_hub))
                .bind(envelope.at_ms)
                .execute(db)
                .await?;
            Ok(())
        }
        Some(Event::WordsLeft { text }) => {
            sqlx::query(SET_BODY).bind(subject).bind(text).bind(home).execute(db).await?;
            Ok(())
        }
        Some(Event::ThreadRead {}) => {
            sqlx::query(READ).bind(subject).execute(db).await?;
            Ok(())
        }
    }
}
