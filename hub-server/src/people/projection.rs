//! From facts about staff and erasures to their tables.

use protocol::{PersonId, Record};
use sqlx::AnyConnection;

use super::erasure;
use super::events::Event;
use super::roles::{Role, Scope};
use crate::projection::Arrival;
use crate::store::{StoreError, log};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[ADD, CHANGE, SET_STATE, ERASED, ACKNOWLEDGED];

const ADD: &str = "INSERT INTO staff (staff_id, home, role, scope, state, added_at_ms, changed_at_ms) \
    VALUES ($1, $2, $3, $4, 'active', $5, $5)";
const CHANGE: &str =
    "UPDATE staff SET role = $2, scope = $3, changed_at_ms = $4 WHERE staff_id = $1";
const SET_STATE: &str = "UPDATE staff SET state = $2, changed_at_ms = $3 WHERE staff_id = $1";
const ERASED: &str = "INSERT INTO erasure (person_id, home, actor, at_ms, records) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person_id) DO NOTHING";
const ACKNOWLEDGED: &str = "INSERT INTO erasure_ack (person_id, node, at_ms) \
    VALUES ($1, $2, $3) ON CONFLICT (person_id, node) DO NOTHING";

/// Brings the tables up to date with one fact.
///
/// # Errors
/// [`StoreError::Projection`] for a fact this program does not understand, or a database failure.
pub async fn project(
    db: &mut AnyConnection,
    record: &Record,
    _arrival: Arrival,
) -> Result<(), StoreError> {
    let envelope = &record.envelope;
    // A body that is absent was meant for another node: an acknowledgement on its way.
    let Some(event) = log::event_of::<Event>(record)? else { return Ok(()) };
    let at_ms = envelope.at_ms;
    match &event {
        Event::StaffAdded { role, scope } => add(db, record, *role, scope).await,
        Event::RoleChanged { role, scope } => {
            sqlx::query(CHANGE)
                .bind(envelope.subject.as_str())
                .bind(role.slug())
                .bind(scope.to_string())
                .bind(at_ms)
                .execute(db)
                .await?;
            Ok(())
        }
        Event::StaffDisabled {} => set_state(db, record, "disabled").await,
        Event::StaffEnabled {} => set_state(db, record, "active").await,
        Event::Erased { person, records } => {
            let home = &envelope.series.node;
            // A node may speak for its own series only.
            let own: Vec<_> = records.iter().filter(|name| name.node == *home).collect();
            erasure::destroy(db, home, *person, &own).await?;
            sqlx::query(ERASED)
                .bind(person.to_string())
                .bind(home.as_str())
                .bind(envelope.actor.to_string())
                .bind(at_ms)
                .bind(i64::try_from(own.len()).unwrap_or(i64::MAX))
                .execute(&mut *db)
                .await?;
            acknowledged(db, *person, home.as_str(), at_ms).await
        }
        Event::ErasureAcknowledged { person } => {
            acknowledged(db, *person, envelope.series.node.as_str(), at_ms).await
        }
    }
}

async fn add(
    db: &mut AnyConnection,
    record: &Record,
    role: Role,
    scope: &Scope,
) -> Result<(), StoreError> {
    sqlx::query(ADD)
        .bind(record.envelope.subject.as_str())
        .bind(record.envelope.series.node.as_str())
        .bind(role.slug())
        .bind(scope.to_string())
        .bind(record.envelope.at_ms)
        .execute(db)
        .await?;
    Ok(())
}

async fn set_state(
    db: &mut AnyConnection,
    record: &Record,
    state: &'static str,
) -> Result<(), StoreError> {
    sqlx::query(SET_STATE)
        .bind(record.envelope.subject.as_str())
        .bind(state)
        .bind(record.envelope.at_ms)
        .execute(db)
        .await?;
    Ok(())
}

async fn acknowledged(
    db: &mut AnyConnection,
    person: PersonId,
    node: &str,
    at_ms: i64,
) -> Result<(), StoreError> {
    sqlx::query(ACKNOWLEDGED)
        .bind(person.to_string())
        .bind(node.to_owned())
        .bind(at_ms)
        .execute(db)
        .await?;
    Ok(())
}
