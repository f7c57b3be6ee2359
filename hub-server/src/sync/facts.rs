//! What central records about hubs as nodes: who was let in and put out, which epochs were granted and why,
//! which sealed copies were destroyed. Facts like any other, so that they reach the hub they are about and
//! the audit trail.

use protocol::{NodeId, PersonId, Record};
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, Row};

use crate::projection::Arrival;
use crate::store::rows::{from_word, parsed, word};
use crate::store::{Fact, StoreError, log};

/// How facts of this domain begin.
pub const DOMAIN: &str = "sync";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &["hub_note", "copy_forgotten"];
/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[NOTE, NOTES, FORGOTTEN, IS_FORGOTTEN];

const NOTE: &str = "INSERT INTO hub_note (position, hub, at_ms, what, epoch) \
    VALUES ($1, $2, $3, $4, $5)";
const NOTES: &str = "SELECT at_ms, what, epoch FROM hub_note WHERE hub = $1 \
    ORDER BY position DESC LIMIT $2";
const FORGOTTEN: &str = "INSERT INTO copy_forgotten (hub, person_id, forgotten_at_ms) \
    VALUES ($1, $2, $3) ON CONFLICT (hub, person_id) DO UPDATE SET forgotten_at_ms = $3";
const IS_FORGOTTEN: &str =
    "SELECT hub, forgotten_at_ms FROM copy_forgotten WHERE person_id = $1 ORDER BY hub";

/// What can have happened to a hub as a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// It was let in with a one-time code, for the first time or in place of a machine that is gone.
    HubEnrolled {
        /// Which.
        hub: NodeId,
        /// The epoch it writes from now on.
        epoch: u32,
    },
    /// Its key counts no more.
    HubRevoked {
        /// Which.
        hub: NodeId,
    },
    /// It came back from an older copy and got a new epoch.
    HubRestored {
        /// Which.
        hub: NodeId,
        /// The new epoch.
        epoch: u32,
    },
    /// It had written twice under the same numbers; both are kept, it got a new epoch.
    HubForked {
        /// Which.
        hub: NodeId,
        /// The new epoch.
        epoch: u32,
    },
    /// Two machines hold its key; the younger is refused until a person decides.
    HubTwin {
        /// Which.
        hub: NodeId,
    },
    /// Central had lost its book and believed its own signature under the hub's grants.
    HubRemembered {
        /// Which.
        hub: NodeId,
        /// The epoch granted last.
        epoch: u32,
    },
    /// Central no longer holds a sealed copy of somebody's data for this hub.
    CopyForgotten {
        /// Which.
        hub: NodeId,
        /// Whose.
        person: PersonId,
    },
}

/// What a note is about; its word is the key of the words shown (`hub-note-<word>`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Noted {
    /// Let in.
    Enrolled,
    /// Put out.
    Revoked,
    /// Back from an older copy.
    Restored,
    /// Wrote twice under the same numbers.
    Forked,
    /// Two machines.
    Twin,
    /// Known again from its grants.
    Remembered,
}

impl Event {
    /// The fact to append; only the hub it is about may read it.
    #[must_use]
    pub fn fact(&self) -> Fact {
        let (hub, subject) = match self {
            Self::HubEnrolled { hub, .. }
            | Self::HubRevoked { hub }
            | Self::HubRestored { hub, .. }
            | Self::HubForked { hub, .. }
            | Self::HubTwin { hub }
            | Self::HubRemembered { hub, .. } => (hub, hub.to_string()),
            Self::CopyForgotten { hub, person } => (hub, person.to_string()),
        };
        Fact::of(DOMAIN, subject, self).for_node(hub.clone())
    }
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
    let Some(event) = log::event_of::<Event>(record)? else { return Ok(()) };
    let at_ms = record.envelope.at_ms;
    let (hub, what, epoch) = match &event {
        Event::HubEnrolled { hub, epoch } => (hub, Noted::Enrolled, *epoch),
        Event::HubRevoked { hub } => (hub, Noted::Revoked, 0),
        Event::HubRestored { hub, epoch } => (hub, Noted::Restored, *epoch),
        Event::HubForked { hub, epoch } => (hub, Noted::Forked, *epoch),
        Event::HubTwin { hub } => (hub, Noted::Twin, 0),
        Event::HubRemembered { hub, epoch } => (hub, Noted::Remembered, *epoch),
        Event::CopyForgotten { hub, person } => {
            sqlx::query(FORGOTTEN)
                .bind(hub.as_str())
                .bind(person.to_string())
                .bind(at_ms)
                .execute(db)
                .await?;
            return Ok(());
        }
    };
    sqlx::query(NOTE)
        .bind(arrival.position)
        .bind(hub.as_str())
        .bind(at_ms)
        .bind(word(&what))
        .bind(i64::from(epoch))
        .execute(db)
        .await?;
    Ok(())
}

/// One thing that happened to a hub as a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HubNote {
    /// When, UTC milliseconds by central's clock.
    pub at_ms: i64,
    /// What.
    pub what: Noted,
    /// Which epoch it is about; 0 for none.
    pub epoch: i64,
}

/// What happened to a hub as a node, the latest first, at most `most`.
///
/// # Errors
/// [`StoreError`].
pub async fn notes_of(
    db: &mut AnyConnection,
    hub: &NodeId,
    most: u32,
) -> Result<Vec<HubNote>, StoreError> {
    let rows = sqlx::query(NOTES).bind(hub.as_str()).bind(i64::from(most)).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            Ok(HubNote {
                at_ms: row.try_get("at_ms")?,
                what: from_word("what", &row.try_get::<String, _>("what")?)?,
                epoch: row.try_get("epoch")?,
            })
        })
        .collect()
}

/// For which hubs central has destroyed its sealed copy of somebody's data, and when (UTC milliseconds).
///
/// # Errors
/// [`StoreError`].
pub async fn forgotten(
    db: &mut AnyConnection,
    person: PersonId,
) -> Result<Vec<(NodeId, i64)>, StoreError> {
    let rows = sqlx::query(IS_FORGOTTEN).bind(person.to_string()).fetch_all(db).await?;
    rows.iter().map(|row| Ok((parsed(row, "hub")?, row.try_get("forgotten_at_ms")?))).collect()
}
