//! Who is signed in: sessions, kept under the hash of their cookie.
//!
//! Always true: a session ends after idling, after a working day, at sign-out, when its account is closed
//! and when its password is reset. What the cookie holds is never stored.

use protocol::StaffId;
use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, Row};

use super::queries::{role_of, scope_of};
use super::roles::{Role, Scope};
use crate::store::StoreError;
use crate::store::rows::parsed;

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[OPEN, FIND, SEEN, END, END_ALL, END_OTHERS, END_OLD];

const OPEN: &str = "INSERT INTO session (token_hash, staff_id, opened_at_ms, seen_at_ms) \
    VALUES ($1, $2, $3, $3)";
const FIND: &str = "SELECT x.opened_at_ms, x.seen_at_ms, s.staff_id, s.role, s.scope, c.login_name, \
    c.display_name, c.must_change, c.language, c.text_size FROM session x \
    JOIN staff s ON s.staff_id = x.staff_id JOIN credential c ON c.staff_id = x.staff_id \
    WHERE x.token_hash = $1 AND s.state = 'active'";
const SEEN: &str = "UPDATE session SET seen_at_ms = $2 WHERE token_hash = $1";
const END: &str = "DELETE FROM session WHERE token_hash = $1";
const END_ALL: &str = "DELETE FROM session WHERE staff_id = $1";
const END_OTHERS: &str = "DELETE FROM session WHERE staff_id = $1 AND token_hash <> $2";
const END_OLD: &str = "DELETE FROM session WHERE seen_at_ms < $1 OR opened_at_ms < $2";

/// How long a session may last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Longest pause, milliseconds.
    pub idle_ms: i64,
    /// Longest life, milliseconds.
    pub whole_ms: i64,
}

/// Somebody signed in, as pages need them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub staff: StaffId,
    /// As what.
    pub role: Role,
    /// Where.
    pub scope: Scope,
    /// Name to sign in with.
    pub login_name: String,
    /// Name to be called by.
    pub display_name: String,
    /// Whether they must choose a password before anything else.
    pub must_change: bool,
    /// Language they prefer.
    pub language: Option<String>,
    /// Text size they prefer.
    pub text_size: Option<String>,
    /// When they were last seen, UTC milliseconds.
    pub seen_at_ms: i64,
}

/// What a session is kept under: the SHA-256 of its cookie, hexadecimal.
#[must_use]
pub fn key_of(token: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(token.as_bytes()))
}

/// What a form of a session must carry: another hash of the same cookie, so that nothing more is stored.
#[must_use]
pub fn csrf_of(token: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(b"costellazione form\0");
    hasher.update(token.as_bytes());
    data_encoding::BASE64URL_NOPAD.encode(&hasher.finalize()[..24])
}

/// Opens a session and forgets those that are over.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn open(
    db: &mut AnyConnection,
    key: &str,
    staff: StaffId,
    now_ms: i64,
    limits: Limits,
) -> Result<(), StoreError> {
    sqlx::query(END_OLD)
        .bind(now_ms - limits.idle_ms)
        .bind(now_ms - limits.whole_ms)
        .execute(&mut *db)
        .await?;
    sqlx::query(OPEN).bind(key.to_owned()).bind(staff.to_string()).bind(now_ms).execute(db).await?;
    Ok(())
}

/// Who a session belongs to; `None` when there is none, it is over, or the account is closed.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn find(
    db: &mut AnyConnection,
    key: &str,
    now_ms: i64,
    limits: Limits,
) -> Result<Option<SignedIn>, StoreError> {
    let row = sqlx::query(FIND).bind(key.to_owned()).fetch_optional(db).await?;
    let Some(row) = row else { return Ok(None) };
    let (opened, seen): (i64, i64) = (row.try_get("opened_at_ms")?, row.try_get("seen_at_ms")?);
    if now_ms - seen > limits.idle_ms || now_ms - opened > limits.whole_ms {
        return Ok(None);
    }
    Ok(Some(SignedIn {
        staff: parsed(&row, "staff_id")?,
        role: role_of(&row)?,
        scope: scope_of(&row)?,
        login_name: row.try_get("login_name")?,
        display_name: row.try_get("display_name")?,
        must_change: row.try_get::<i64, _>("must_change")? != 0,
        language: row.try_get("language")?,
        text_size: row.try_get("text_size")?,
        seen_at_ms: seen,
    }))
}

/// Says that a session is in use.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn seen(db: &mut AnyConnection, key: &str, now_ms: i64) -> Result<(), StoreError> {
    sqlx::query(SEEN).bind(key.to_owned()).bind(now_ms).execute(db).await?;
    Ok(())
}

/// Ends one session.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn end(db: &mut AnyConnection, key: &str) -> Result<(), StoreError> {
    sqlx::query(END).bind(key.to_owned()).execute(db).await?;
    Ok(())
}

/// Ends every session of somebody, but perhaps one.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn end_all(
    db: &mut AnyConnection,
    staff: StaffId,
    but: Option<&str>,
) -> Result<(), StoreError> {
    let ended = match but {
        None => sqlx::query(END_ALL).bind(staff.to_string()),
        Some(key) => sqlx::query(END_OTHERS).bind(staff.to_string()).bind(key.to_owned()),
    };
    ended.execute(db).await?;
    Ok(())
}
