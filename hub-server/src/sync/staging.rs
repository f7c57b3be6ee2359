//! Where a node keeps what it gets back of its own series until it can take its place in the log, and how
//! far each cure is. Rows go in in any order and any number of times; the chain is checked when they move.

use protocol::sync::Grant;
use protocol::{Head, NodeId, Record, SeriesKey};
use sqlx::{AnyConnection, Row};

use super::columns::{corrupt, epoch, head, signed};
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed, word};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[PUT, PAGE, CLEAR, BEGIN, SET_STATE, CURES, EVIDENCE, LAST_INTO];

const PUT: &str = "INSERT INTO recovered (node, epoch, seq, record) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (node, epoch, seq) DO UPDATE SET record = $4";
const PAGE: &str = "SELECT record FROM recovered WHERE node = $1 AND epoch = $2 AND seq > $3 \
    ORDER BY seq LIMIT $4";
const CLEAR: &str = "DELETE FROM recovered WHERE node = $1 AND epoch = $2";
const BEGIN: &str = "INSERT INTO recovery (node, epoch, common_seq, common_hash, end_seq, end_hash, \
    into_epoch, new_grant, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
    ON CONFLICT (node, epoch) DO UPDATE SET common_seq = $3, common_hash = $4, end_seq = $5, \
    end_hash = $6, into_epoch = $7, new_grant = $8, state = $9";
const SET_STATE: &str = "UPDATE recovery SET state = $3 WHERE node = $1 AND epoch = $2";
const CURES: &str = "SELECT node, epoch, common_seq, common_hash, end_seq, end_hash, into_epoch, \
    new_grant, state FROM recovery ORDER BY node, epoch";
const EVIDENCE: &str = "INSERT INTO fork_record (node, epoch, seq, hash, event_id, noted_at_ms) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (node, epoch, seq, hash) DO NOTHING";
const LAST_INTO: &str =
    "SELECT MAX(into_epoch) FROM recovery WHERE node = $1 AND state <> 'fetching'";

/// How far a cure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum State {
    /// What the other end has is being fetched.
    Fetching,
    /// Everything is here; the node must start again for it to take its place.
    Ready,
    /// The log is right; the tables are to be made again from it.
    Moved,
    /// Over.
    Done,
}

/// One series whose copies parted, and what is done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cure {
    /// The series that cannot go on.
    pub series: SeriesKey,
    /// The last head both copies have.
    pub common: Head,
    /// Where the copy that counts ends.
    pub end: Head,
    /// The epoch in which what only this node has is written again; 0 when it is not its own series, and
    /// what only this node has is simply not central's word.
    pub into: u32,
    /// The grant of that epoch, when it was granted for this.
    pub grant: Option<Grant>,
    /// How far it is.
    pub state: State,
}

/// Keeps a record that was given back.
pub(super) async fn put(db: &mut AnyConnection, record: &Record) -> Result<(), StoreError> {
    let bytes = postcard::to_stdvec(record).map_err(|error| corrupt("recovered", error))?;
    sqlx::query(PUT)
        .bind(record.envelope.series.node.as_str())
        .bind(i64::from(record.envelope.series.epoch))
        .bind(signed(record.envelope.seq))
        .bind(bytes)
        .execute(db)
        .await?;
    Ok(())
}

/// Records that were given back, after a number, in order.
pub(super) async fn page(
    db: &mut AnyConnection,
    series: &SeriesKey,
    after: u64,
    most: u32,
) -> Result<Vec<Record>, StoreError> {
    let rows: Vec<Vec<u8>> = sqlx::query_scalar(PAGE)
        .bind(series.node.as_str())
        .bind(i64::from(series.epoch))
        .bind(signed(after))
        .bind(i64::from(most))
        .fetch_all(db)
        .await?;
    rows.iter()
        .map(|bytes| postcard::from_bytes(bytes).map_err(|error| corrupt("recovered", error)))
        .collect()
}

/// Forgets what was given back.
pub(super) async fn clear(db: &mut AnyConnection, series: &SeriesKey) -> Result<(), StoreError> {
    sqlx::query(CLEAR).bind(series.node.as_str()).bind(i64::from(series.epoch)).execute(db).await?;
    Ok(())
}

/// Writes a cure down, in place of an earlier one of the same series.
pub(super) async fn begin(db: &mut AnyConnection, cure: &Cure) -> Result<(), StoreError> {
    let grant = cure
        .grant
        .as_ref()
        .map(postcard::to_stdvec)
        .transpose()
        .map_err(|error| corrupt("grant", error))?;
    sqlx::query(BEGIN)
        .bind(cure.series.node.as_str())
        .bind(i64::from(cure.series.epoch))
        .bind(signed(cure.common.seq))
        .bind(cure.common.hash.0.to_vec())
        .bind(signed(cure.end.seq))
        .bind(cure.end.hash.0.to_vec())
        .bind(i64::from(cure.into))
        .bind(grant)
        .bind(word(&cure.state))
        .execute(db)
        .await?;
    Ok(())
}

/// Notes how far a cure is.
pub(super) async fn set_state(
    db: &mut AnyConnection,
    series: &SeriesKey,
    state: State,
) -> Result<(), StoreError> {
    sqlx::query(SET_STATE)
        .bind(series.node.as_str())
        .bind(i64::from(series.epoch))
        .bind(word(&state))
        .execute(db)
        .await?;
    Ok(())
}

/// Every cure that is not over.
pub(super) async fn open(db: &mut AnyConnection) -> Result<Vec<Cure>, StoreError> {
    let rows = sqlx::query(CURES).fetch_all(db).await?;
    let mut cures = Vec::new();
    for row in &rows {
        let state: State = from_word("state", &row.try_get::<String, _>("state")?)?;
        if state == State::Done {
            continue;
        }
        let grant: Option<Vec<u8>> = row.try_get("new_grant")?;
        cures.push(Cure {
            series: SeriesKey { node: parsed(row, "node")?, epoch: epoch(row, "epoch")? },
            common: head(row, "common_seq", "common_hash")?,
            end: head(row, "end_seq", "end_hash")?,
            into: epoch(row, "into_epoch")?,
            grant: grant
                .map(|bytes| postcard::from_bytes(&bytes))
                .transpose()
                .map_err(|error| corrupt("grant", error))?,
            state,
        });
    }
    Ok(cures)
}

/// The last epoch a node was to go on under because of a cure, once everything for it was here.
pub(super) async fn last_into(
    db: &mut AnyConnection,
    node: &NodeId,
) -> Result<Option<u32>, StoreError> {
    let last: Option<i64> = sqlx::query_scalar(LAST_INTO).bind(node.as_str()).fetch_one(db).await?;
    Ok(last.and_then(|last| u32::try_from(last).ok()).filter(|last| *last > 0))
}

/// Notes that a record once stood somewhere else.
pub(super) async fn keep_evidence(
    db: &mut AnyConnection,
    stored: &crate::store::log::Stored,
    now_ms: i64,
) -> Result<(), StoreError> {
    let envelope = &stored.record.envelope;
    sqlx::query(EVIDENCE)
        .bind(envelope.series.node.as_str())
        .bind(i64::from(envelope.series.epoch))
        .bind(signed(envelope.seq))
        .bind(stored.hash.0.to_vec())
        .bind(envelope.event_id.to_string())
        .bind(now_ms)
        .execute(db)
        .await?;
    Ok(())
}
