//! The sealed vault on its way to central and back. Central keeps for each hub what the hub sealed, cannot
//! open it, and destroys it when the hub says so.
//!
//! At the hub nothing rests on a clock: what central confirmed is kept beside, and what differs is sent.

use std::collections::BTreeMap;

use protocol::sync::{Sealed, VaultPut};
use protocol::{NodeId, PersonId};
use sqlx::{AnyConnection, Row};

use super::facts::Event;
use crate::context::Ctx;
use crate::store::rows::{parse, parsed};
use crate::store::vault::{SealedPerson, restore};
use crate::store::{StoreError, Write};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    KEEP,
    DROP_COPY,
    COUNT,
    PAGE,
    CHANGED,
    GONE,
    SENT,
    SENT_COUNT,
    FORGET_SENT,
    FORGET_ALL_SENT,
    HAS,
    KEPT,
];

const KEEP: &str = "INSERT INTO sealed_copy (hub, person_id, wrapped_key, sealed, changed_at_ms) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (hub, person_id) DO UPDATE SET \
    wrapped_key = $3, sealed = $4, changed_at_ms = $5";
const DROP_COPY: &str = "DELETE FROM sealed_copy WHERE hub = $1 AND person_id = $2";
const COUNT: &str = "SELECT COUNT(*) FROM sealed_copy WHERE hub = $1";
const PAGE: &str = "SELECT person_id, wrapped_key, sealed, changed_at_ms FROM sealed_copy \
    WHERE hub = $1 AND person_id > $2 ORDER BY person_id LIMIT $3";
const CHANGED: &str = "SELECT k.person_id, k.wrapped_key, d.sealed, d.changed_at_ms \
    FROM person_key k JOIN person_data d ON d.person_id = k.person_id \
    LEFT JOIN sealed_sent s ON s.person_id = d.person_id AND s.sealed = d.sealed \
    WHERE s.person_id IS NULL ORDER BY k.person_id LIMIT $1";
const GONE: &str = "SELECT s.person_id FROM sealed_sent s \
    LEFT JOIN person_data d ON d.person_id = s.person_id \
    WHERE d.person_id IS NULL ORDER BY s.person_id LIMIT $1";
const SENT: &str = "INSERT INTO sealed_sent (person_id, sealed) VALUES ($1, $2) \
    ON CONFLICT (person_id) DO UPDATE SET sealed = $2";
const SENT_COUNT: &str = "SELECT COUNT(*) FROM sealed_sent";
const FORGET_SENT: &str = "DELETE FROM sealed_sent WHERE person_id = $1";
const FORGET_ALL_SENT: &str = "DELETE FROM sealed_sent";
const HAS: &str = "SELECT COUNT(*) FROM person_data WHERE person_id = $1";
const KEPT: &str = "SELECT COUNT(*) FROM sealed_copy WHERE hub = $1 AND person_id = $2";

/// Central keeps one person's sealed data for a hub.
pub(super) async fn keep(
    db: &mut AnyConnection,
    hub: &NodeId,
    sealed: &Sealed,
) -> Result<(), StoreError> {
    sqlx::query(KEEP)
        .bind(hub.as_str())
        .bind(sealed.person.to_string())
        .bind(sealed.wrapped_key.clone())
        .bind(sealed.sealed.clone())
        .bind(sealed.changed_at_ms)
        .execute(db)
        .await?;
    Ok(())
}

/// Central destroys the sealed copy it keeps of somebody's data for a hub and says so in a fact that only
/// that hub may read. Done again, nothing more happens; returns whether there was a copy.
///
/// # Errors
/// [`StoreError`].
pub async fn forget(
    write: &mut Write<'_>,
    ctx: &Ctx,
    hub: &NodeId,
    person: PersonId,
) -> Result<bool, StoreError> {
    let done = sqlx::query(DROP_COPY)
        .bind(hub.as_str())
        .bind(person.to_string())
        .execute(&mut *write.db)
        .await?;
    let had = done.rows_affected() > 0;
    if had {
        let event = Event::CopyForgotten { hub: hub.clone(), person };
        write.append(ctx, event.fact()).await?;
    }
    Ok(had)
}

/// Whether central keeps a sealed copy of somebody's data for a hub.
///
/// # Errors
/// [`StoreError`].
pub async fn is_kept(
    db: &mut AnyConnection,
    hub: &NodeId,
    person: PersonId,
) -> Result<bool, StoreError> {
    let count: i64 =
        sqlx::query_scalar(KEPT).bind(hub.as_str()).bind(person.to_string()).fetch_one(db).await?;
    Ok(count > 0)
}

/// How many people's sealed data central keeps for a hub.
pub(super) async fn count(db: &mut AnyConnection, hub: &NodeId) -> Result<u64, StoreError> {
    let count: i64 = sqlx::query_scalar(COUNT).bind(hub.as_str()).fetch_one(db).await?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// A page of what central keeps for a hub.
pub(super) async fn page(
    db: &mut AnyConnection,
    hub: &NodeId,
    after: Option<PersonId>,
    most: u32,
) -> Result<Vec<Sealed>, StoreError> {
    let after = after.map(|person| person.to_string()).unwrap_or_default();
    let rows = sqlx::query(PAGE)
        .bind(hub.as_str())
        .bind(after)
        .bind(i64::from(most))
        .fetch_all(db)
        .await?;
    rows.iter().map(sealed).collect()
}

fn sealed(row: &sqlx::any::AnyRow) -> Result<Sealed, StoreError> {
    Ok(Sealed {
        person: parsed(row, "person_id")?,
        wrapped_key: row.try_get("wrapped_key")?,
        sealed: row.try_get("sealed")?,
        changed_at_ms: row.try_get("changed_at_ms")?,
    })
}

/// Most people in one message.
pub(super) const PUT_MAX: u32 = 100;

/// The hub: what central does not have yet, or has and must not have any more.
pub(super) async fn changes(db: &mut AnyConnection) -> Result<VaultPut, StoreError> {
    let rows = sqlx::query(CHANGED).bind(i64::from(PUT_MAX)).fetch_all(&mut *db).await?;
    let keep = rows.iter().map(sealed).collect::<Result<_, _>>()?;
    let gone: Vec<String> = sqlx::query_scalar(GONE).bind(i64::from(PUT_MAX)).fetch_all(db).await?;
    let forget = gone.iter().map(|text| parse("person_id", text)).collect::<Result<_, _>>()?;
    Ok(VaultPut { keep, forget })
}

/// The hub: central has confirmed these changes. Returns how many copies it should now keep.
pub(super) async fn confirmed(
    db: &mut AnyConnection,
    changes: &VaultPut,
) -> Result<u64, StoreError> {
    for sealed in &changes.keep {
        note_sent(db, sealed.person, &sealed.sealed).await?;
    }
    for person in &changes.forget {
        sqlx::query(FORGET_SENT).bind(person.to_string()).execute(&mut *db).await?;
    }
    let count: i64 = sqlx::query_scalar(SENT_COUNT).fetch_one(db).await?;
    Ok(u64::try_from(count).unwrap_or_default())
}

async fn note_sent(
    db: &mut AnyConnection,
    person: PersonId,
    sealed: &[u8],
) -> Result<(), StoreError> {
    sqlx::query(SENT).bind(person.to_string()).bind(sealed.to_vec()).execute(db).await?;
    Ok(())
}

/// The hub: what central really keeps, told page by page, takes the place of what the hub believed.
pub(super) async fn believe(
    db: &mut AnyConnection,
    kept: &BTreeMap<PersonId, Vec<u8>>,
) -> Result<(), StoreError> {
    sqlx::query(FORGET_ALL_SENT).execute(&mut *db).await?;
    for (person, sealed) in kept {
        note_sent(db, *person, sealed).await?;
    }
    Ok(())
}

/// A hub on a new machine takes its people's sealed data back; what it has itself is newer and stays.
pub(super) async fn take_back(db: &mut AnyConnection, people: &[Sealed]) -> Result<(), StoreError> {
    for sealed in people {
        let has: i64 =
            sqlx::query_scalar(HAS).bind(sealed.person.to_string()).fetch_one(&mut *db).await?;
        if has == 0 {
            let person = SealedPerson {
                person: sealed.person,
                wrapped_key: sealed.wrapped_key.clone(),
                sealed: sealed.sealed.clone(),
                changed_at_ms: sealed.changed_at_ms,
            };
            restore(db, &person).await?;
            note_sent(db, sealed.person, &sealed.sealed).await?;
        }
    }
    Ok(())
}
