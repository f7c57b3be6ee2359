//! The vault: what people chose to leave about themselves. The latest state only, at the home hub
//! only, each person under a key of their own, every key wrapped by the node's.
//!
//! Reading is recorded with who and why. Destroying a person's key makes every copy of their data
//! unreadable, also in backups and in the sealed copy that central keeps.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use protocol::{ActorRef, PersonDetails, PersonId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::{AnyConnection, Row};
use zeroize::Zeroizing;

use super::StoreError;
use crate::context::Ctx;

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] =
    &[KEY, ADD_KEY, PUT, GET, BOTH, LOG_READ, FORGET_KEY, FORGET_DATA, READS_OF, ALL_SEALED];

const KEY: &str = "SELECT wrapped_key FROM person_key WHERE person_id = $1";
const ADD_KEY: &str =
    "INSERT INTO person_key (person_id, wrapped_key, created_at_ms) VALUES ($1, $2, $3)";
const PUT: &str = "INSERT INTO person_data (person_id, sealed, changed_at_ms) VALUES ($1, $2, $3) \
    ON CONFLICT (person_id) DO UPDATE SET sealed = $2, changed_at_ms = $3";
const GET: &str = "SELECT sealed FROM person_data WHERE person_id = $1";
const BOTH: &str = "SELECT k.wrapped_key, d.sealed FROM person_key k \
    JOIN person_data d ON d.person_id = k.person_id WHERE k.person_id = $1";
const LOG_READ: &str =
    "INSERT INTO vault_read (read_id, at_ms, actor, person_id, why) VALUES ($1, $2, $3, $4, $5)";
const READS_OF: &str =
    "SELECT at_ms, actor, why FROM vault_read WHERE person_id = $1 ORDER BY at_ms, read_id";
const FORGET_KEY: &str = "DELETE FROM person_key WHERE person_id = $1";
const FORGET_DATA: &str = "DELETE FROM person_data WHERE person_id = $1";
const ALL_SEALED: &str = "SELECT k.person_id, k.wrapped_key, d.sealed, d.changed_at_ms \
    FROM person_key k JOIN person_data d ON d.person_id = k.person_id \
    WHERE d.changed_at_ms > $1 ORDER BY d.changed_at_ms, k.person_id LIMIT $2";

/// The node's vault key: 32 bytes that wrap every person's key.
#[derive(Clone)]
pub struct VaultKey(Zeroizing<[u8; 32]>);

impl VaultKey {
    /// Takes the bytes as a key file or a recovery sheet gives them.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, for the key file and the recovery sheet.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn wrap(
        &self,
        person: PersonId,
        key: &[u8; 32],
        nonce: [u8; 24],
    ) -> Result<Vec<u8>, StoreError> {
        seal(&self.0, nonce, key, person.to_string().as_bytes())
    }

    fn unwrap_key(&self, person: PersonId, wrapped: &[u8]) -> Result<PersonKey, StoreError> {
        let bytes = unseal(&self.0, wrapped, person.to_string().as_bytes())?;
        bytes
            .as_slice()
            .try_into()
            .map(Zeroizing::new)
            .ok()
            .ok_or(StoreError::Sealed("a person's key"))
    }
}

type PersonKey = Zeroizing<[u8; 32]>;

fn seal(
    key: &[u8; 32],
    nonce: [u8; 24],
    plain: &[u8],
    about: &[u8],
) -> Result<Vec<u8>, StoreError> {
    let payload = Payload { msg: plain, aad: about };
    let cipher = XChaCha20Poly1305::new(key.into());
    let sealed = cipher
        .encrypt(&XNonce::from(nonce), payload)
        .ok()
        .ok_or(StoreError::Sealed("personal data"))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn unseal(key: &[u8; 32], sealed: &[u8], about: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let failed = || StoreError::Sealed("personal data");
    let (nonce, cipher_text) = sealed.split_first_chunk::<24>().ok_or_else(failed)?;
    XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: cipher_text, aad: about })
        .map(Zeroizing::new)
        .ok()
        .ok_or_else(failed)
}

fn nonce_of(ctx: &Ctx, label: &str) -> [u8; 24] {
    let mut nonce = [0; 24];
    nonce[..16].copy_from_slice(&ctx.chance_for(label, 0));
    nonce[16..].copy_from_slice(&ctx.chance_for(label, 1)[..8]);
    nonce
}

/// Keeps what a person left, in place of what was there.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Sealed`].
pub async fn put(
    db: &mut AnyConnection,
    vault: &VaultKey,
    ctx: &Ctx,
    person: PersonId,
    details: &PersonDetails,
) -> Result<(), StoreError> {
    put_as(db, vault, ctx, person, details).await
}

/// The same for details of another shape. `name`, `phone` and `address` are called that in every shape, so
/// that people's rights are looked after in one place.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Sealed`].
pub async fn put_as<T: Serialize + Sync>(
    db: &mut AnyConnection,
    vault: &VaultKey,
    ctx: &Ctx,
    person: PersonId,
    details: &T,
) -> Result<(), StoreError> {
    let key = match load_key(db, vault, person).await? {
        Some(key) => key,
        None => new_key(db, vault, ctx, person).await?,
    };
    let plain = Zeroizing::new(serde_json::to_vec(details).map_err(|error| {
        StoreError::Corrupt { what: "personal data".to_owned(), why: error.to_string() }
    })?);
    let label = format!("person-data:{person}");
    let sealed = seal(&key, nonce_of(ctx, &label), &plain, person.to_string().as_bytes())?;
    sqlx::query(PUT).bind(person.to_string()).bind(sealed).bind(ctx.now_ms).execute(db).await?;
    Ok(())
}

async fn new_key(
    db: &mut AnyConnection,
    vault: &VaultKey,
    ctx: &Ctx,
    person: PersonId,
) -> Result<PersonKey, StoreError> {
    let label = format!("person-key:{person}");
    let mut key = Zeroizing::new([0; 32]);
    key[..16].copy_from_slice(&ctx.chance_for(&label, 0));
    key[16..].copy_from_slice(&ctx.chance_for(&label, 1));
    let wrapped = vault.wrap(person, &key, nonce_of(ctx, &format!("wrap:{person}")))?;
    sqlx::query(ADD_KEY)
        .bind(person.to_string())
        .bind(wrapped)
        .bind(ctx.now_ms)
        .execute(db)
        .await?;
    Ok(key)
}

async fn load_key(
    db: &mut AnyConnection,
    vault: &VaultKey,
    person: PersonId,
) -> Result<Option<PersonKey>, StoreError> {
    let wrapped: Option<Vec<u8>> =
        sqlx::query_scalar(KEY).bind(person.to_string()).fetch_optional(db).await?;
    wrapped.map(|wrapped| vault.unwrap_key(person, &wrapped)).transpose()
}

/// What a person left, or `None` when nothing is kept (any more). The reading itself is recorded:
/// call it inside a write, with a short reason from code, never free text.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Sealed`].
pub async fn read(
    db: &mut AnyConnection,
    vault: &VaultKey,
    ctx: &Ctx,
    person: PersonId,
    why: &'static str,
) -> Result<Option<PersonDetails>, StoreError> {
    read_as(db, vault, ctx, person, why).await
}

/// The same for details of another shape.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Sealed`].
pub async fn read_as<T: DeserializeOwned>(
    db: &mut AnyConnection,
    vault: &VaultKey,
    ctx: &Ctx,
    person: PersonId,
    why: &'static str,
) -> Result<Option<T>, StoreError> {
    let Some(key) = load_key(db, vault, person).await? else { return Ok(None) };
    let sealed: Option<Vec<u8>> =
        sqlx::query_scalar(GET).bind(person.to_string()).fetch_optional(&mut *db).await?;
    let Some(sealed) = sealed else { return Ok(None) };
    let plain = unseal(&key, &sealed, person.to_string().as_bytes())?;
    let details = serde_json::from_slice(&plain)
        .ok()
        .ok_or(StoreError::Sealed("personal data of an unknown shape"))?;
    let read_id = uuid::Builder::from_random_bytes(ctx.chance_for(&format!("{why}{person}"), 0));
    sqlx::query(LOG_READ)
        .bind(read_id.into_uuid().to_string())
        .bind(ctx.now_ms)
        .bind(ctx.actor.to_string())
        .bind(person.to_string())
        .bind(why)
        .execute(db)
        .await?;
    Ok(Some(details))
}

/// The name alone, or `None` when nothing is kept: for the lists of those who work with these people every
/// day. That is not recorded; how to reach them is, by [`read`].
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Sealed`].
pub async fn name_of(
    db: &mut AnyConnection,
    vault: &VaultKey,
    person: PersonId,
) -> Result<Option<String>, StoreError> {
    let row = sqlx::query(BOTH).bind(person.to_string()).fetch_optional(db).await?;
    let Some(row) = row else { return Ok(None) };
    let key: Vec<u8> = row.try_get("wrapped_key")?;
    name(vault, person, &key, &row.try_get::<Vec<u8>, _>("sealed")?).map(Some)
}

/// The same from what was read already, for lists of many.
///
/// # Errors
/// [`StoreError::Sealed`], also for a copy that another node's key sealed.
pub fn name(
    vault: &VaultKey,
    person: PersonId,
    wrapped_key: &[u8],
    sealed: &[u8],
) -> Result<String, StoreError> {
    #[derive(serde::Deserialize)]
    struct Named {
        name: String,
    }
    let named: Named = opened(vault, person, wrapped_key, sealed)?;
    Ok(named.name.trim().to_owned())
}

/// What a person left, from what was read already, to be compared and not shown: whoever shows any of it reads it with
/// [`read`], which is recorded.
///
/// # Errors
/// [`StoreError::Sealed`], also for a copy that another node's key sealed.
pub fn opened<T: DeserializeOwned>(
    vault: &VaultKey,
    person: PersonId,
    wrapped_key: &[u8],
    sealed: &[u8],
) -> Result<T, StoreError> {
    let key = vault.unwrap_key(person, wrapped_key)?;
    let plain = unseal(&key, sealed, person.to_string().as_bytes())?;
    serde_json::from_slice(&plain)
        .ok()
        .ok_or(StoreError::Sealed("personal data of an unknown shape"))
}

/// One reading of somebody's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// Who.
    pub actor: ActorRef,
    /// Why, a word from code.
    pub why: String,
}

/// Who has read a person's data, oldest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn readings(
    db: &mut AnyConnection,
    person: PersonId,
) -> Result<Vec<Reading>, StoreError> {
    let rows = sqlx::query(READS_OF).bind(person.to_string()).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            let actor: String = row.try_get("actor")?;
            let actor = actor.parse().map_err(|error: protocol::ids::BadId| {
                StoreError::Corrupt { what: "vault_read".into(), why: error.to_string() }
            })?;
            Ok(Reading { at_ms: row.try_get("at_ms")?, actor, why: row.try_get("why")? })
        })
        .collect()
}

/// Destroys a person's key and data here. Returns whether there was anything.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn forget(db: &mut AnyConnection, person: PersonId) -> Result<bool, StoreError> {
    let data = sqlx::query(FORGET_DATA).bind(person.to_string()).execute(&mut *db).await?;
    let key = sqlx::query(FORGET_KEY).bind(person.to_string()).execute(db).await?;
    Ok(data.rows_affected() + key.rows_affected() > 0)
}

/// One person's data exactly as it is kept: what central may hold and cannot open.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SealedPerson {
    /// Whose.
    pub person: PersonId,
    /// Their key under the hub's vault key.
    pub wrapped_key: Vec<u8>,
    /// Their data under their key.
    pub sealed: Vec<u8>,
    /// When it last changed, UTC milliseconds.
    pub changed_at_ms: i64,
}

/// Sealed data that changed after an instant, oldest first, for the backup at central.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn sealed_since(
    db: &mut AnyConnection,
    after_ms: i64,
    most: u32,
) -> Result<Vec<SealedPerson>, StoreError> {
    let rows = sqlx::query(ALL_SEALED).bind(after_ms).bind(i64::from(most)).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            let person: String = row.try_get("person_id")?;
            let person = person.parse().map_err(|error: protocol::ids::BadId| {
                StoreError::Corrupt { what: "person_key".into(), why: error.to_string() }
            })?;
            Ok(SealedPerson {
                person,
                wrapped_key: row.try_get("wrapped_key")?,
                sealed: row.try_get("sealed")?,
                changed_at_ms: row.try_get("changed_at_ms")?,
            })
        })
        .collect()
}

/// Puts sealed data back, as a replaced hub does with what central kept for it.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn restore(db: &mut AnyConnection, person: &SealedPerson) -> Result<(), StoreError> {
    forget(db, person.person).await?;
    sqlx::query(ADD_KEY)
        .bind(person.person.to_string())
        .bind(person.wrapped_key.clone())
        .bind(person.changed_at_ms)
        .execute(&mut *db)
        .await?;
    sqlx::query(PUT)
        .bind(person.person.to_string())
        .bind(person.sealed.clone())
        .bind(person.changed_at_ms)
        .execute(db)
        .await?;
    Ok(())
}
