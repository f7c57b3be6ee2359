//! Central's book of hubs: whose key is good, which epochs were granted, where each former one ended,
//! which start of each hub's program calls now.
//!
//! Always true: one key of a hub is good at a time; an epoch that was granted never changes its end. What
//! is asked inside the writer's transaction is true when the transaction commits, so a revocation holds
//! from the next frame on.

use ed25519_dalek::{SigningKey, VerifyingKey};
use protocol::sync::{Boot, EpochHead, Grant, Signature64};
use protocol::{Head, NodeId};
use sqlx::{AnyConnection, Row};

use super::columns::{bytes, corrupt, epoch, head, hex, signed, unhex};
use super::plan::Granted;
use crate::store::StoreError;

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    ADD_KEY,
    REVOKE_KEYS,
    KEYS,
    IS_GOOD,
    ADD_GRANT,
    GRANTS,
    BOOTS,
    ADD_BOOT,
    SEE_BOOT,
    REFUSE_BOOT,
    FORGET_BOOTS,
];

const ADD_KEY: &str = "INSERT INTO hub_key (hub, public_key, enrolled_at_ms) VALUES ($1, $2, $3) \
    ON CONFLICT (hub, public_key) DO UPDATE SET revoked_at_ms = NULL, enrolled_at_ms = $3";
const REVOKE_KEYS: &str = "UPDATE hub_key SET revoked_at_ms = $2 \
    WHERE hub = $1 AND revoked_at_ms IS NULL";
const KEYS: &str = "SELECT public_key, revoked_at_ms FROM hub_key WHERE hub = $1 \
    ORDER BY enrolled_at_ms DESC, public_key";
const IS_GOOD: &str = "SELECT COUNT(*) FROM hub_key \
    WHERE hub = $1 AND public_key = $2 AND revoked_at_ms IS NULL";
const ADD_GRANT: &str = "INSERT INTO epoch_grant (hub, epoch, public_key, former_seq, former_hash, \
    granted_at_ms, why, signature) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
    ON CONFLICT (hub, epoch) DO NOTHING";
const GRANTS: &str = "SELECT epoch, public_key, former_seq, former_hash, granted_at_ms, signature \
    FROM epoch_grant WHERE hub = $1 ORDER BY epoch";
const BOOTS: &str = "SELECT boot, first_ms, refused FROM hub_boot WHERE hub = $1 \
    ORDER BY first_ms DESC, boot";
const ADD_BOOT: &str = "INSERT INTO hub_boot (hub, boot, first_ms, last_ms, refused) \
    VALUES ($1, $2, $3, $3, 0)";
const SEE_BOOT: &str = "UPDATE hub_boot SET last_ms = $3 WHERE hub = $1 AND boot = $2";
const REFUSE_BOOT: &str = "UPDATE hub_boot SET refused = 1 WHERE hub = $1 AND boot = $2";
const FORGET_BOOTS: &str = "DELETE FROM hub_boot WHERE hub = $1 AND last_ms < $2";

/// How long a start of a hub's program is remembered after its last call: long enough to recognise the
/// twin of a machine that was switched off for a season.
const BOOT_REMEMBERED_MS: i64 = 180 * 24 * 3_600_000;

/// Why a grant was made; a word for the page.
pub type Why = &'static str;

/// Whether a hub's key is still good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// It speaks for the hub.
    Good,
    /// It did once.
    Revoked,
}

/// Every key a hub ever had, the newest first.
pub(super) async fn keys(
    db: &mut AnyConnection,
    hub: &NodeId,
) -> Result<Vec<(VerifyingKey, KeyState)>, StoreError> {
    let rows = sqlx::query(KEYS).bind(hub.as_str()).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            let key = unhex::<32>("public_key", &row.try_get::<String, _>("public_key")?)?;
            let key =
                VerifyingKey::from_bytes(&key).map_err(|error| corrupt("public_key", error))?;
            let revoked: Option<i64> = row.try_get("revoked_at_ms")?;
            Ok((key, if revoked.is_none() { KeyState::Good } else { KeyState::Revoked }))
        })
        .collect()
}

/// Whether this key speaks for the hub now.
pub(super) async fn is_good(
    db: &mut AnyConnection,
    hub: &NodeId,
    key: &[u8; 32],
) -> Result<bool, StoreError> {
    let count: i64 =
        sqlx::query_scalar(IS_GOOD).bind(hub.as_str()).bind(hex(key)).fetch_one(db).await?;
    Ok(count > 0)
}

/// Makes this the hub's only good key.
pub(super) async fn put_key(
    db: &mut AnyConnection,
    hub: &NodeId,
    key: &[u8; 32],
    now_ms: i64,
) -> Result<(), StoreError> {
    revoke_keys(db, hub, now_ms).await?;
    sqlx::query(ADD_KEY).bind(hub.as_str()).bind(hex(key)).bind(now_ms).execute(db).await?;
    Ok(())
}

/// Takes every key of the hub away. Returns whether there was one.
pub(super) async fn revoke_keys(
    db: &mut AnyConnection,
    hub: &NodeId,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let done = sqlx::query(REVOKE_KEYS).bind(hub.as_str()).bind(now_ms).execute(db).await?;
    Ok(done.rows_affected() > 0)
}

/// Every grant of a hub, by epoch.
pub(super) async fn grants(db: &mut AnyConnection, hub: &NodeId) -> Result<Vec<Grant>, StoreError> {
    let rows = sqlx::query(GRANTS).bind(hub.as_str()).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            Ok(Grant {
                hub: hub.clone(),
                key: unhex("public_key", &row.try_get::<String, _>("public_key")?)?,
                epoch: epoch(row, "epoch")?,
                former: head(row, "former_seq", "former_hash")?,
                granted_at_ms: row.try_get("granted_at_ms")?,
                signature: Signature64(bytes(row, "signature")?),
            })
        })
        .collect()
}

/// What was granted, as the plan reads it.
#[must_use]
pub(super) fn granted(grants: &[Grant]) -> Granted {
    let ends = grants.iter().filter(|grant| grant.epoch > 1);
    Granted {
        current: grants.last().map_or(0, |grant| grant.epoch),
        ends: ends.map(|grant| EpochHead { epoch: grant.epoch - 1, head: grant.former }).collect(),
    }
}

/// Writes a grant in the book; one that is there already stays as it is.
pub(super) async fn keep_grant(
    db: &mut AnyConnection,
    grant: &Grant,
    why: Why,
) -> Result<(), StoreError> {
    sqlx::query(ADD_GRANT)
        .bind(grant.hub.as_str())
        .bind(i64::from(grant.epoch))
        .bind(hex(&grant.key))
        .bind(signed(grant.former.seq))
        .bind(grant.former.hash.0.to_vec())
        .bind(grant.granted_at_ms)
        .bind(why)
        .bind(grant.signature.0.to_vec())
        .execute(db)
        .await?;
    Ok(())
}

/// Grants the epoch after the last, ending that one at `former`.
pub(super) async fn grant_next(
    db: &mut AnyConnection,
    central: &SigningKey,
    hub: &NodeId,
    key: [u8; 32],
    former: Head,
    now_ms: i64,
    why: Why,
) -> Result<Grant, StoreError> {
    let current = granted(&grants(db, hub).await?).current;
    let grant = Grant::sign(central, hub, key, current + 1, former, now_ms);
    keep_grant(db, &grant, why).await?;
    Ok(grant)
}

/// What a call tells about how many machines hold a hub's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// The program that called before, or one started since.
    Known,
    /// A program that called long ago with a challenge of long ago: to be asked again.
    Stale,
    /// A program that another had taken the place of, and it is alive: there are two machines. This is the
    /// older one, which goes on; the younger is refused from now on.
    Twin,
    /// The younger of two; only a person can let it in, by enrolling it anew.
    Refused,
}

/// Notes that a start of a hub's program calls, with a challenge central made at `challenged_ms`.
pub(super) async fn greet_boot(
    db: &mut AnyConnection,
    hub: &NodeId,
    boot: Boot,
    challenged_ms: i64,
    now_ms: i64,
) -> Result<Presence, StoreError> {
    let rows = sqlx::query(BOOTS).bind(hub.as_str()).fetch_all(&mut *db).await?;
    let mut boots = Vec::with_capacity(rows.len());
    for row in &rows {
        let name: String = row.try_get("boot")?;
        let (first_ms, refused): (i64, i64) = (row.try_get("first_ms")?, row.try_get("refused")?);
        boots.push((name, first_ms, refused != 0));
    }
    let own = hex(&boot.0);
    let known = boots.iter().find(|(name, ..)| *name == own);
    let newest = boots.iter().find(|(_, _, refused)| !refused);
    let presence = match (known, newest) {
        (Some((_, _, true)), _) => Presence::Refused,
        (None, _) => {
            let first_ms = newest.map_or(now_ms, |(_, first_ms, _)| now_ms.max(first_ms + 1));
            sqlx::query(ADD_BOOT)
                .bind(hub.as_str())
                .bind(&own)
                .bind(first_ms)
                .execute(&mut *db)
                .await?;
            let long_ago = now_ms - BOOT_REMEMBERED_MS;
            sqlx::query(FORGET_BOOTS).bind(hub.as_str()).bind(long_ago).execute(&mut *db).await?;
            return Ok(Presence::Known);
        }
        (Some((name, ..)), Some((newest, ..))) if name == newest => Presence::Known,
        (Some(_), Some((newest, since_ms, _))) if challenged_ms > *since_ms => {
            sqlx::query(REFUSE_BOOT).bind(hub.as_str()).bind(newest).execute(&mut *db).await?;
            Presence::Twin
        }
        (Some(_), _) => Presence::Stale,
    };
    sqlx::query(SEE_BOOT).bind(hub.as_str()).bind(&own).bind(now_ms).execute(db).await?;
    Ok(presence)
}

/// Whether this start of a hub's program is the last that called, and nobody has refused it.
pub(super) async fn is_newest_boot(
    db: &mut AnyConnection,
    hub: &NodeId,
    boot: Boot,
) -> Result<bool, StoreError> {
    let newest = sqlx::query(BOOTS).bind(hub.as_str()).fetch_optional(db).await?;
    let Some(newest) = newest else { return Ok(false) };
    let (name, refused): (String, i64) = (newest.try_get("boot")?, newest.try_get("refused")?);
    Ok(name == hex(&boot.0) && refused == 0)
}

/// Forgets every start of a hub's program, as when a person has decided which machine is the hub.
pub(super) async fn forget_boots(db: &mut AnyConnection, hub: &NodeId) -> Result<(), StoreError> {
    sqlx::query(FORGET_BOOTS).bind(hub.as_str()).bind(i64::MAX).execute(db).await?;
    Ok(())
}

/// Whether this start of a hub's program is the younger of two machines: one that is refused already, or
/// one that came after a refused one and nobody has vouched for.
pub(super) async fn is_younger_twin(
    db: &mut AnyConnection,
    hub: &NodeId,
    boot: Boot,
) -> Result<bool, StoreError> {
    let rows = sqlx::query(BOOTS).bind(hub.as_str()).fetch_all(db).await?;
    let (mut own_ms, mut refused_ms) = (None, None::<i64>);
    for row in &rows {
        let (first_ms, refused): (i64, i64) = (row.try_get("first_ms")?, row.try_get("refused")?);
        if refused != 0 {
            refused_ms = refused_ms.max(Some(first_ms));
        } else if row.try_get::<String, _>("boot")? == hex(&boot.0) {
            own_ms = Some(first_ms);
        }
    }
    Ok(refused_ms.is_some_and(|refused_ms| own_ms.is_none_or(|own_ms| own_ms > refused_ms)))
}
