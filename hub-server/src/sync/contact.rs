//! Central: what each hub told when it last called. One row a hub, written over.

use protocol::{Head, NodeId};
use sqlx::AnyConnection;

use super::columns::signed;
use crate::store::StoreError;

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[SEEN, TOLD, FORK, UNFORK];

const SEEN: &str = "INSERT INTO contact (hub, last_contact_ms, epoch, seq, backlog, skew_ms, program) \
    VALUES ($1, $2, 0, 0, 0, $3, $4) ON CONFLICT (hub) DO UPDATE SET \
    last_contact_ms = $2, skew_ms = $3, program = $4";
const TOLD: &str = "UPDATE contact SET last_contact_ms = $2, epoch = $3, seq = $4, backlog = $5 \
    WHERE hub = $1";
const FORK: &str = "UPDATE contact SET fork_since_ms = $2 WHERE hub = $1 AND fork_since_ms IS NULL";
const UNFORK: &str = "UPDATE contact SET fork_since_ms = NULL WHERE hub = $1";

/// A hub has called.
pub(super) async fn seen(
    db: &mut AnyConnection,
    hub: &NodeId,
    now_ms: i64,
    skew_ms: i64,
    program: &str,
) -> Result<(), StoreError> {
    // What a hub tells of itself is shown to people: no more of it than a version needs.
    let program: String = program.chars().take(40).collect();
    sqlx::query(SEEN)
        .bind(hub.as_str())
        .bind(now_ms)
        .bind(skew_ms)
        .bind(program)
        .execute(db)
        .await?;
    Ok(())
}

/// How far a hub's series reaches here, and how much it still has.
pub(super) async fn told(
    db: &mut AnyConnection,
    hub: &NodeId,
    epoch: u32,
    held: Head,
    backlog: u64,
    now_ms: i64,
) -> Result<(), StoreError> {
    sqlx::query(TOLD)
        .bind(hub.as_str())
        .bind(now_ms)
        .bind(i64::from(epoch))
        .bind(signed(held.seq))
        .bind(signed(backlog))
        .execute(db)
        .await?;
    Ok(())
}

/// Something a person must look at began.
pub(super) async fn fork_began(
    db: &mut AnyConnection,
    hub: &NodeId,
    now_ms: i64,
) -> Result<(), StoreError> {
    sqlx::query(FORK).bind(hub.as_str()).bind(now_ms).execute(db).await?;
    Ok(())
}

/// A person has looked at it.
pub(super) async fn fork_ended(db: &mut AnyConnection, hub: &NodeId) -> Result<(), StoreError> {
    sqlx::query(UNFORK).bind(hub.as_str()).execute(db).await?;
    Ok(())
}
