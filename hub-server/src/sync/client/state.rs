//! What the hub keeps about its line: how it stands, how far central is, central's receipts.

use protocol::sync::Reach;
use protocol::{Hash, Head, SeriesKey};
use sqlx::{AnyConnection, Row};

use crate::store::rows::{from_word, word};
use crate::store::{StoreError, log};
use crate::sync::columns::{epoch, signed};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[LOAD, SET_LINE, SET_CURSOR, SET_VAULT, KEEP_RECEIPT];

const LOAD: &str = "SELECT state, last_contact_ms, tries, up_epoch, up_seq, up_hash, vault_state \
    FROM line WHERE line_id = 1";
const SET_LINE: &str =
    "UPDATE line SET state = $1, last_contact_ms = $2, tries = $3 WHERE line_id = 1";
const SET_CURSOR: &str =
    "UPDATE line SET up_epoch = $1, up_seq = $2, up_hash = $3 WHERE line_id = 1";
const SET_VAULT: &str = "UPDATE line SET vault_state = $1 WHERE line_id = 1";
const KEEP_RECEIPT: &str = "INSERT INTO up_receipt (epoch, seq, hash, signature) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (epoch) DO UPDATE SET seq = $2, hash = $3, signature = $4";

/// How the line stands; its word is the key of the words shown (`line-state-<word>`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineState {
    /// Central has not been reached yet.
    Never,
    /// Central answers and both are level, or about to be.
    Up,
    /// Central does not answer; tries go on.
    Down,
    /// Central answers and refuses this hub, or the two disagree in a way only a person can end.
    Refused,
    /// The node must start again under a new epoch.
    Restarting,
}

/// What the hub knows of the sealed copies central keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::sync) enum VaultState {
    /// Nothing yet: what central has is taken over first.
    Unknown,
    /// Central has what the hub has noted, or less.
    Level,
    /// Central may have been restored: it is asked what it really has.
    Check,
}

/// The line as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sync) struct Kept {
    pub state: LineState,
    pub last_contact_ms: Option<i64>,
    pub tries: u32,
    /// How far central was, by epoch.
    pub cursor: Option<(u32, Head)>,
    pub vault: VaultState,
}

pub(in crate::sync) async fn load(db: &mut AnyConnection) -> Result<Kept, StoreError> {
    let row = sqlx::query(LOAD).fetch_one(db).await?;
    let hash: Option<Vec<u8>> = row.try_get("up_hash")?;
    let seq = crate::sync::columns::count(&row, "up_seq")?;
    let hash = hash.and_then(|bytes| Hash::from_slice(&bytes));
    let tries: i64 = row.try_get("tries")?;
    let up_epoch = epoch(&row, "up_epoch")?;
    Ok(Kept {
        state: from_word("state", &row.try_get::<String, _>("state")?)?,
        last_contact_ms: row.try_get("last_contact_ms")?,
        tries: u32::try_from(tries).unwrap_or(u32::MAX),
        cursor: hash.map(|hash| (up_epoch, Head { seq, hash })),
        vault: from_word("vault_state", &row.try_get::<String, _>("vault_state")?)?,
    })
}

pub(super) async fn set_line(
    db: &mut AnyConnection,
    state: LineState,
    last_contact_ms: Option<i64>,
    tries: u32,
) -> Result<(), StoreError> {
    sqlx::query(SET_LINE)
        .bind(word(&state))
        .bind(last_contact_ms)
        .bind(i64::from(tries))
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn set_cursor(
    db: &mut AnyConnection,
    epoch: u32,
    head: Head,
) -> Result<(), StoreError> {
    sqlx::query(SET_CURSOR)
        .bind(i64::from(epoch))
        .bind(signed(head.seq))
        .bind(head.hash.0.to_vec())
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn set_vault(db: &mut AnyConnection, state: VaultState) -> Result<(), StoreError> {
    sqlx::query(SET_VAULT).bind(word(&state)).execute(db).await?;
    Ok(())
}

pub(super) async fn keep_receipt(
    db: &mut AnyConnection,
    epoch: u32,
    reach: &Reach,
) -> Result<(), StoreError> {
    sqlx::query(KEEP_RECEIPT)
        .bind(i64::from(epoch))
        .bind(signed(reach.head.seq))
        .bind(reach.head.hash.0.to_vec())
        .bind(reach.signature.0.to_vec())
        .execute(db)
        .await?;
    Ok(())
}

/// How far central is believed to hold this series: what it said last, where that still stands in the log.
pub(in crate::sync) async fn cursor_of(
    db: &mut AnyConnection,
    series: &SeriesKey,
) -> Result<Head, StoreError> {
    let Some((epoch, head)) = load(db).await?.cursor else { return Ok(Head::EMPTY) };
    if epoch != series.epoch || head.seq == 0 {
        return Ok(Head::EMPTY);
    }
    let at = log::at(db, series, head.seq).await?;
    let stands = at.is_some_and(|stored| stored.hash == head.hash);
    Ok(if stands { head } else { Head::EMPTY })
}
