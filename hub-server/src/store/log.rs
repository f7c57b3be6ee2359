//! The log: append a fact of our own, accept records of others, read a series again.

use std::collections::BTreeSet;

use ed25519_dalek::VerifyingKey;
use protocol::ids::BadId;
use protocol::{Body, Envelope, EventId, Hash, Head, NodeId, Record, SeriesKey};
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::tables::{self, Rows, Tables, Value, row};
use super::{StoreError, tagged};
use crate::context::Ctx;

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    INSERT,
    MOVE_POSITION,
    HEAD,
    SET_HEAD,
    SERIES_AFTER,
    RECORDS_AFTER,
    ALL_AFTER,
    HEADS,
    KNOWN,
    KNOWN_SUBJECTS,
    OTHER_EPOCHS,
    OF_SUBJECT,
    ERASE,
    AT,
    FIRST,
    SIGNATURE,
];

const INSERT: &str = "INSERT INTO record (node, epoch, seq, position, event_id, at_ms, received_at_ms, \
    kind, v, actor, subject, audience, commitment, hash, salt, body) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
const MOVE_POSITION: &str = "UPDATE writer_turn SET last_position = last_position + $1 \
    WHERE turn_id = 1 RETURNING last_position";
const HEAD: &str = "SELECT seq, hash FROM head WHERE node = $1 AND epoch = $2";
const HEADS: &str = "SELECT node, epoch, seq, hash FROM head ORDER BY node, epoch";
const SET_HEAD: &str = "INSERT INTO head (node, epoch, seq, hash, signature) \
    VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (node, epoch) DO UPDATE SET seq = $3, hash = $4, signature = $5";
const SERIES_AFTER: &str = "SELECT * FROM record WHERE node = $1 AND epoch = $2 AND seq > $3 \
    ORDER BY seq LIMIT $4";
const RECORDS_AFTER: &str = "SELECT seq, event_id, at_ms, kind, v, actor, subject, commitment, hash, \
    salt, body FROM record WHERE node = $1 AND epoch = $2 AND seq > $3 ORDER BY seq LIMIT $4";
const ALL_AFTER: &str = "SELECT * FROM record WHERE position > $1 ORDER BY position LIMIT $2";
const AT: &str = "SELECT * FROM record WHERE node = $1 AND epoch = $2 AND seq = $3";
const OTHER_EPOCHS: &str = "SELECT COUNT(*) FROM head WHERE node = $1 AND epoch <> $2";
const KNOWN: &str = "SELECT COUNT(*) FROM record WHERE event_id = $1";
/// Subjects in one question.
const SUBJECTS: usize = 16;
const KNOWN_SUBJECTS: &str = "SELECT DISTINCT subject FROM record WHERE subject IN \
    ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
const SIGNATURE: &str = "SELECT signature FROM head WHERE node = $1 AND epoch = $2";
const FIRST: &str = "SELECT MIN(position) FROM record WHERE event_id = $1";
const OF_SUBJECT: &str =
    "SELECT * FROM record WHERE subject = $1 AND position > $2 ORDER BY position LIMIT $3";
const ERASE: &str =
    "UPDATE record SET salt = NULL, body = NULL WHERE node = $1 AND epoch = $2 AND seq = $3";

/// A fact about to be recorded: what a domain's `decide` answers with, made ready for the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Domain and fact, `requests.need-left`.
    pub kind: String,
    /// Version of the body's shape, from 1.
    pub v: u16,
    /// The id of the thing it is about.
    pub subject: String,
    /// JSON. Free text stands in facts of their own, which can be erased whole.
    pub body: Vec<u8>,
    /// The only node that may read the body; `None` for everybody who gets the series.
    pub audience: Option<NodeId>,
}

impl Fact {
    /// Makes a fact of version 1 from a domain's event. The event is an enum that serde tags from the
    /// outside (`{"need-left": {…}}`): the tag becomes the kind, the rest the body.
    ///
    /// # Panics
    /// When the event is not such an enum, which a domain's first test finds.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "a subject is a small id, mostly Copy")]
    pub fn of<E: Serialize>(domain: &str, subject: impl ToString, event: &E) -> Self {
        let json = serde_json::to_value(event).expect("an event is plain data");
        let (tag, body) = if let serde_json::Value::String(tag) = json {
            (tag, serde_json::Value::Null)
        } else {
            let tagged: std::collections::BTreeMap<String, serde_json::Value> =
                serde_json::from_value(json).expect("an event is an externally tagged enum");
            tagged.into_iter().next().expect("an externally tagged enum has a tag")
        };
        Self {
            kind: format!("{domain}.{tag}"),
            v: 1,
            subject: subject.to_string(),
            body: serde_json::to_vec(&body).expect("JSON writes as JSON"),
            audience: None,
        }
    }

    /// The same, readable by one node only.
    #[must_use]
    pub fn for_node(mut self, node: NodeId) -> Self {
        self.audience = Some(node);
        self
    }
}

/// Reads a domain's event back from a record; `None` when its body was erased or withheld.
///
/// # Errors
/// [`StoreError::Projection`] when the kind or the shape is unknown to this program.
pub fn event_of<E: for<'de> Deserialize<'de>>(record: &Record) -> Result<Option<E>, StoreError> {
    let kind = &record.envelope.kind;
    let fail = |why: String| StoreError::Projection { kind: kind.clone(), why };
    let Body::Present { bytes, .. } = &record.body else { return Ok(None) };
    let tag = kind.split_once('.').map_or(kind.as_str(), |(_, tag)| tag);
    E::deserialize(tagged::Tagged { tag, body: bytes })
        .map(Some)
        .map_err(|error| fail(error.to_string()))
}

/// A record as it stands in the log here: with its place in this node's own order of arrival.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The order in which this node stored it, from 1, without gaps; the cursor of every feed.
    pub position: i64,
    /// When this node stored it, UTC milliseconds.
    pub received_at_ms: i64,
    /// The chain's hash at this record.
    pub hash: Hash,
    /// The only node that may read the body.
    pub audience: Option<NodeId>,
    /// The record.
    pub record: Record,
}

pub(super) struct Turn {
    pub position: i64,
}

/// Takes the writers' turn: from here to the commit nobody else writes.
pub(super) async fn take_turn(db: &mut AnyConnection) -> Result<Turn, StoreError> {
    let position = sqlx::query_scalar(MOVE_POSITION).bind(0_i64).fetch_one(db).await?;
    Ok(Turn { position })
}

pub(super) async fn end_turn(
    db: &mut AnyConnection,
    begun: i64,
    now: i64,
) -> Result<(), StoreError> {
    if now > begun {
        sqlx::query(MOVE_POSITION).bind(now - begun).execute(db).await?;
    }
    Ok(())
}

/// How far a series reaches here.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn head(db: &mut AnyConnection, series: &SeriesKey) -> Result<Head, StoreError> {
    let row = sqlx::query(HEAD)
        .bind(series.node.as_str())
        .bind(i64::from(series.epoch))
        .fetch_optional(db)
        .await?;
    let Some(row) = row else { return Ok(Head::EMPTY) };
    let hash: Vec<u8> = row.try_get("hash")?;
    Ok(Head { seq: number(&row, "seq")?, hash: hash_of(&hash, "head")? })
}

/// The signature of a head as it is kept: 64 bytes, or `None` where nobody signed it.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn head_signature(
    db: &mut AnyConnection,
    series: &SeriesKey,
) -> Result<Option<[u8; 64]>, StoreError> {
    let bytes: Option<Option<Vec<u8>>> = sqlx::query_scalar(SIGNATURE)
        .bind(series.node.as_str())
        .bind(i64::from(series.epoch))
        .fetch_optional(db)
        .await?;
    Ok(bytes.flatten().and_then(|bytes| bytes.try_into().ok()))
}

/// Whether the head of a series carries the signature of the holder of `key`.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn head_is_signed(
    db: &mut AnyConnection,
    series: &SeriesKey,
    head: Head,
    key: &VerifyingKey,
) -> Result<bool, StoreError> {
    let signature = head_signature(db, series).await?;
    Ok(signature.is_some_and(|signature| head.is_signed(series, key, &signature)))
}

/// Every series held here and how far it reaches, by node and epoch.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn heads(db: &mut AnyConnection) -> Result<Vec<(SeriesKey, Head)>, StoreError> {
    let rows = sqlx::query(HEADS).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            let hash: Vec<u8> = row.try_get("hash")?;
            let head = Head { seq: number(row, "seq")?, hash: hash_of(&hash, "head")? };
            Ok((series_of(row)?, head))
        })
        .collect()
}

pub(super) async fn set_head(
    db: &mut AnyConnection,
    series: &SeriesKey,
    head: Head,
    signature: Option<[u8; 64]>,
) -> Result<(), StoreError> {
    sqlx::query(SET_HEAD)
        .bind(series.node.as_str())
        .bind(i64::from(series.epoch))
        .bind(signed(head.seq))
        .bind(head.hash.0.to_vec())
        .bind(signature.map(|bytes| bytes.to_vec()))
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn insert(
    db: &mut AnyConnection,
    record: &Record,
    hash: Hash,
    position: i64,
    received_at_ms: i64,
    audience: Option<&NodeId>,
) -> Result<(), StoreError> {
    let row = row_of(record, hash, position, received_at_ms, audience);
    tables::write(db, INSERT, vec![row]).await
}

/// The same, written together with others.
pub(super) async fn put(
    tables: &mut Tables<'_>,
    record: &Record,
    hash: Hash,
    position: i64,
    received_at_ms: i64,
    audience: Option<&NodeId>,
) -> Result<(), StoreError> {
    let row = row_of(record, hash, position, received_at_ms, audience);
    tables.put(Rows::new(INSERT), row).await
}

/// Stores records of another node that follow each other, the first at `position`; `heads` are the chain's
/// heads after each of them.
pub(super) async fn insert_all(
    db: &mut AnyConnection,
    records: &[Record],
    heads: &[Head],
    position: i64,
    received_at_ms: i64,
) -> Result<(), StoreError> {
    let rows = (position..).zip(records.iter().zip(heads));
    let rows = rows
        .map(|(position, (record, head))| row_of(record, head.hash, position, received_at_ms, None))
        .collect();
    tables::write(db, INSERT, rows).await
}

fn row_of(
    record: &Record,
    hash: Hash,
    position: i64,
    received_at_ms: i64,
    audience: Option<&NodeId>,
) -> Vec<Value> {
    let envelope = &record.envelope;
    let (salt, body) = match &record.body {
        Body::Absent => (None, None),
        Body::Present { salt, bytes } => (Some(salt.to_vec()), Some(bytes.clone())),
    };
    row![
        envelope.series.node.as_str(),
        i64::from(envelope.series.epoch),
        signed(envelope.seq),
        position,
        envelope.event_id.to_string(),
        envelope.at_ms,
        received_at_ms,
        envelope.kind.as_str(),
        i64::from(envelope.v),
        envelope.actor.to_string(),
        envelope.subject.as_str(),
        audience.map(|node| node.as_str().to_owned()),
        envelope.commitment.0.as_slice(),
        hash.0.as_slice(),
        salt,
        body,
    ]
}

/// Records of one series after number `after`, in order, at most `most`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn series_after(
    db: &mut AnyConnection,
    series: &SeriesKey,
    after: u64,
    most: u32,
) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query(SERIES_AFTER)
        .bind(series.node.as_str())
        .bind(i64::from(series.epoch))
        .bind(signed(after))
        .bind(i64::from(most))
        .fetch_all(db)
        .await?;
    rows.iter().map(stored).collect()
}

/// The same as [`series_after`] without what only this node knows of them: what another node is sent, each with the
/// chain's hash at it.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn records_after(
    db: &mut AnyConnection,
    series: &SeriesKey,
    after: u64,
    most: u32,
) -> Result<Vec<(Record, Hash)>, StoreError> {
    let rows = sqlx::query(RECORDS_AFTER)
        .bind(series.node.as_str())
        .bind(i64::from(series.epoch))
        .bind(signed(after))
        .bind(i64::from(most))
        .fetch_all(db)
        .await?;
    rows.iter().map(|row| record_of(row, series)).collect()
}

/// The record with this number, or `None` when it is not held here.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn at(
    db: &mut AnyConnection,
    series: &SeriesKey,
    seq: u64,
) -> Result<Option<Stored>, StoreError> {
    let row = sqlx::query(AT)
        .bind(series.node.as_str())
        .bind(i64::from(series.epoch))
        .bind(signed(seq))
        .fetch_optional(db)
        .await?;
    row.as_ref().map(stored).transpose()
}

/// Everything this node holds, in its own order of arrival, after `position`, at most `most`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn all_after(
    db: &mut AnyConnection,
    position: i64,
    most: u32,
) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query(ALL_AFTER).bind(position).bind(i64::from(most)).fetch_all(db).await?;
    rows.iter().map(stored).collect()
}

/// The history of one thing, oldest first, after `position`, at most `most`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn of_subject(
    db: &mut AnyConnection,
    subject: &str,
    position: i64,
    most: u32,
) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query(OF_SUBJECT)
        .bind(subject)
        .bind(position)
        .bind(i64::from(most))
        .fetch_all(db)
        .await?;
    rows.iter().map(stored).collect()
}

/// Whether a node has written in more than one epoch: only then may an event of its stand here twice.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn has_epochs(db: &mut AnyConnection, series: &SeriesKey) -> Result<bool, StoreError> {
    let others: i64 = sqlx::query_scalar(OTHER_EPOCHS)
        .bind(series.node.as_str())
        .bind(i64::from(series.epoch))
        .fetch_one(db)
        .await?;
    Ok(others > 0)
}

/// In how many series an event stands: more than once when it was written again under a new epoch.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn times_recorded(db: &mut AnyConnection, event: EventId) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(KNOWN).bind(event.to_string()).fetch_one(db).await?)
}

/// Which of these things any fact is about.
pub(super) async fn known_subjects(
    db: &mut AnyConnection,
    things: &BTreeSet<&str>,
) -> Result<BTreeSet<String>, StoreError> {
    let things: Vec<&str> = things.iter().copied().collect();
    let mut known = BTreeSet::new();
    for some in things.chunks(SUBJECTS) {
        let padded = some.iter().chain(some.last().into_iter().cycle()).take(SUBJECTS);
        let mut query = sqlx::query_scalar(KNOWN_SUBJECTS);
        for thing in padded {
            query = query.bind((*thing).to_owned());
        }
        known.extend(query.fetch_all(&mut *db).await?);
    }
    Ok(known)
}

/// Where an event first stands in this node's own order of arrival.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn first_position(
    db: &mut AnyConnection,
    event: EventId,
) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar(FIRST).bind(event.to_string()).fetch_one(db).await?)
}

/// Forgets the body and the salt of a record; the chain still verifies.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn erase_body(
    db: &mut AnyConnection,
    series: &SeriesKey,
    seq: u64,
) -> Result<bool, StoreError> {
    let done = sqlx::query(ERASE)
        .bind(series.node.as_str())
        .bind(i64::from(series.epoch))
        .bind(signed(seq))
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Forgets the bodies of a node's facts of one kind about one thing, the last two hundred of them.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn erase_bodies(
    db: &mut AnyConnection,
    subject: &str,
    node: &NodeId,
    kind: &str,
) -> Result<(), StoreError> {
    for stored in of_subject(db, subject, 0, 200).await? {
        let envelope = &stored.record.envelope;
        if envelope.kind == kind && envelope.series.node == *node {
            erase_body(db, &envelope.series, envelope.seq).await?;
        }
    }
    Ok(())
}

/// Makes the record that follows `head`: fact number `index` of the command in `ctx`.
pub(super) fn next_record(
    series: &SeriesKey,
    head: Head,
    fact: Fact,
    ctx: &Ctx,
    index: u32,
) -> Record {
    let salt = ctx.chance_for("salt", index);
    Record {
        envelope: Envelope {
            series: series.clone(),
            seq: head.seq + 1,
            event_id: EventId::of_command(ctx.command, index),
            at_ms: ctx.now_ms,
            kind: fact.kind,
            v: fact.v,
            actor: ctx.actor.clone(),
            subject: fact.subject,
            commitment: Body::commit(&salt, &fact.body),
        },
        body: Body::Present { salt, bytes: fact.body },
    }
}

fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn number(row: &AnyRow, column: &str) -> Result<u64, StoreError> {
    let n: i64 = row.try_get(column)?;
    u64::try_from(n).map_err(|error| corrupt(column, &error))
}

fn corrupt(what: &str, why: &dyn std::fmt::Display) -> StoreError {
    StoreError::Corrupt { what: what.to_owned(), why: why.to_string() }
}

fn hash_of(bytes: &[u8], what: &str) -> Result<Hash, StoreError> {
    Hash::from_slice(bytes).ok_or_else(|| corrupt(what, &"a hash has 32 bytes"))
}

fn series_of(row: &AnyRow) -> Result<SeriesKey, StoreError> {
    let node: String = row.try_get("node")?;
    let epoch = u32::try_from(number(row, "epoch")?).map_err(|error| corrupt("epoch", &error))?;
    Ok(SeriesKey { node: node.parse().map_err(|error| corrupt("node", &error))?, epoch })
}

fn stored(row: &AnyRow) -> Result<Stored, StoreError> {
    let (record, hash) = record_of(row, &series_of(row)?)?;
    let audience: Option<String> = row.try_get("audience")?;
    let bad = |error: BadId| corrupt("an audience", &error);
    Ok(Stored {
        position: row.try_get("position")?,
        received_at_ms: row.try_get("received_at_ms")?,
        hash,
        audience: audience.map(|node| node.parse()).transpose().map_err(bad)?,
        record,
    })
}

/// A record of a series, and the chain's hash at it.
fn record_of(row: &AnyRow, series: &SeriesKey) -> Result<(Record, Hash), StoreError> {
    let text = |column: &str| -> Result<String, StoreError> { Ok(row.try_get(column)?) };
    let seq = number(row, "seq")?;
    let bad = |why: &dyn std::fmt::Display| corrupt(&format!("record {seq} of {series}"), why);
    let (salt, bytes): (Option<Vec<u8>>, Option<Vec<u8>>) =
        (row.try_get("salt")?, row.try_get("body")?);
    let body = match (salt, bytes) {
        (Some(salt), Some(bytes)) => {
            Body::Present { salt: salt.as_slice().try_into().map_err(|error| bad(&error))?, bytes }
        }
        (None, None) => Body::Absent,
        (Some(_), None) | (None, Some(_)) => return Err(bad(&"a body without its salt")),
    };
    let hash_in = |column: &str| -> Result<Hash, StoreError> {
        let bytes: Vec<u8> = row.try_get(column)?;
        Hash::from_slice(&bytes).ok_or_else(|| bad(&"a hash has 32 bytes"))
    };
    let envelope = Envelope {
        seq,
        event_id: text("event_id")?.parse().map_err(|error| bad(&error))?,
        at_ms: row.try_get("at_ms")?,
        kind: text("kind")?,
        v: u16::try_from(number(row, "v")?).map_err(|error| bad(&error))?,
        actor: text("actor")?.parse().map_err(|error| bad(&error))?,
        subject: text("subject")?,
        commitment: hash_in("commitment")?,
        series: series.clone(),
    };
    Ok((Record { envelope, body }, hash_in("hash")?))
}

/// Makes a record as a newer program would have written it, for tests.
#[cfg(test)]
#[must_use]
pub fn record_for_tests(series: &SeriesKey, head: Head, fact: Fact, ctx: &Ctx) -> Record {
    next_record(series, head, fact, ctx, 0)
}
