//! The kiosks a hub knows, each by a token of which only the hash is kept; and calls for an operator.

use std::sync::Arc;

use protocol::kiosk::CallOperator;
use protocol::{KioskId, Problem};
use sha2::{Digest, Sha256};
use sqlx::Row;

use crate::node::{Node, fresh_bytes, problem_of};
use crate::store::StoreError;
use crate::store::rows::parsed;

pub(super) const STATEMENTS: &[&str] = &[ADD, REVOKE, BY_HASH, CALL, WAITING, ANSWER];

const ADD: &str =
    "INSERT INTO kiosk (kiosk_id, label, token_hash, added_at_ms) VALUES ($1, $2, $3, $4)";
const REVOKE: &str = "UPDATE kiosk SET revoked_at_ms = $2 WHERE kiosk_id = $1";
const BY_HASH: &str = "SELECT kiosk_id FROM kiosk WHERE token_hash = $1 AND revoked_at_ms IS NULL";
const CALL: &str = "INSERT INTO kiosk_call (call_id, kiosk_id, screen, called_at_ms) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (call_id) DO NOTHING";
const WAITING: &str = "SELECT c.call_id, c.screen, c.called_at_ms, k.label FROM kiosk_call c \
    JOIN kiosk k ON k.kiosk_id = c.kiosk_id \
    WHERE c.answered_at_ms IS NULL AND c.called_at_ms > $1 ORDER BY c.called_at_ms";
const ANSWER: &str =
    "UPDATE kiosk_call SET answered_at_ms = $2 WHERE call_id = $1 AND answered_at_ms IS NULL";

/// How long a call stands before it is taken for forgotten: a quarter of an hour.
const CALL_STANDS_MS: i64 = 900_000;

/// What a kiosk needs to speak to its hub, as written to its credential file.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub struct Credential {
    /// Where the hub answers, for example `https://192.168.1.10:8443`.
    pub hub_url: String,
    /// The token, shown once.
    pub token: String,
    /// The hub's own certificate authority in PEM, for `https`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ca_pem: Option<String>,
    /// The kiosk.
    pub kiosk_id: KioskId,
}

impl std::fmt::Debug for Credential {
    /// Never shows the token.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credential").field("kiosk_id", &self.kiosk_id).finish_non_exhaustive()
    }
}

fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Adds a kiosk and gives back what its file must hold. The token has 32 random bytes, so a plain
/// SHA-256 of it is enough to keep.
///
/// # Errors
/// A problem with `retry` when the hub cannot write.
pub async fn add_kiosk(
    node: &Arc<Node>,
    label: &str,
    hub_url: &str,
    ca_pem: Option<String>,
) -> Result<Credential, Problem> {
    let kiosk_id = KioskId::new(node.fresh_id());
    let token = data_encoding::BASE64URL_NOPAD.encode(&fresh_bytes());
    let (kept, label, now_ms) = (hash(&token), label.to_owned(), node.now_ms());
    node.change(move |write| {
        Box::pin(async move {
            sqlx::query(ADD)
                .bind(kiosk_id.to_string())
                .bind(label)
                .bind(kept)
                .bind(now_ms)
                .execute(&mut *write.db)
                .await?;
            Ok(())
        })
    })
    .await?;
    Ok(Credential { hub_url: hub_url.to_owned(), token, ca_pem, kiosk_id })
}

/// Takes a kiosk's token away, at once.
///
/// # Errors
/// A problem with `retry` when the hub cannot write.
pub async fn revoke_kiosk(node: &Arc<Node>, kiosk: KioskId) -> Result<(), Problem> {
    let now_ms = node.now_ms();
    node.change(move |write| {
        Box::pin(async move {
            let revoke = sqlx::query(REVOKE).bind(kiosk.to_string()).bind(now_ms);
            revoke.execute(&mut *write.db).await?;
            Ok(())
        })
    })
    .await
}

pub(super) async fn kiosk_of(node: &Node, token: &str) -> Result<Option<KioskId>, Problem> {
    if token.is_empty() {
        return Ok(None);
    }
    let failed = |error| problem_of(&error);
    let mut db = node.store.read().await.map_err(failed)?;
    let row = sqlx::query(BY_HASH)
        .bind(hash(token))
        .fetch_optional(&mut *db)
        .await
        .map_err(|error| failed(StoreError::from(error)))?;
    row.as_ref().map(|row| parsed(row, "kiosk_id")).transpose().map_err(failed)
}

pub(super) async fn call(
    node: &Arc<Node>,
    kiosk: KioskId,
    call: CallOperator,
) -> Result<(), Problem> {
    let now_ms = node.now_ms();
    node.change(move |write| {
        Box::pin(async move {
            sqlx::query(CALL)
                .bind(call.id.to_string())
                .bind(kiosk.to_string())
                .bind(call.screen.to_string())
                .bind(now_ms)
                .execute(&mut *write.db)
                .await?;
            Ok(())
        })
    })
    .await
}

/// Somebody at a kiosk who waits for an operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The call.
    pub call_id: String,
    /// The kiosk's label.
    pub kiosk: String,
    /// The screen they were on.
    pub screen: String,
    /// Since when, UTC milliseconds.
    pub called_at_ms: i64,
}

/// Who waits for an operator, the longest first; calls older than a quarter of an hour are left out.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn waiting(
    db: &mut sqlx::AnyConnection,
    now_ms: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let rows = sqlx::query(WAITING).bind(now_ms - CALL_STANDS_MS).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            Ok(Waiting {
                call_id: row.try_get("call_id")?,
                kiosk: row.try_get("label")?,
                screen: row.try_get("screen")?,
                called_at_ms: row.try_get("called_at_ms")?,
            })
        })
        .collect()
}

/// An operator is on the way.
///
/// # Errors
/// A problem with `retry` when the hub cannot write.
pub async fn answer_call(node: &Arc<Node>, call_id: String) -> Result<(), Problem> {
    let now_ms = node.now_ms();
    node.change(move |write| {
        Box::pin(async move {
            let answer = sqlx::query(ANSWER).bind(call_id).bind(now_ms);
            answer.execute(&mut *write.db).await?;
            Ok(())
        })
    })
    .await
}
