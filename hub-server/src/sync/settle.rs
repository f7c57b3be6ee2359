//! What a node does before it starts, when it cannot simply go on: take its own lost facts into their place,
//! write what only it has again under the new epoch, and make the tables anew.
//!
//! It runs on a store nobody else writes to. Every step stands in the database before the next begins, so
//! the power may fail at any point. The order of a node's own facts afterwards is the order central has:
//! first the epoch that ended, then what is written again.

use ed25519_dalek::SigningKey;
use protocol::{Head, NodeId, SeriesKey};

use super::columns::{corrupt, signed};
use super::staging::{self, Cure, State};
use crate::store::log::{self, Stored};
use crate::store::{Store, StoreError, Write, Writer, open, rebuild};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[CUT, AUDIENCE];

const CUT: &str = "DELETE FROM record WHERE node = $1 AND epoch = $2 AND seq > $3";
const AUDIENCE: &str =
    "UPDATE record SET audience = $4 WHERE node = $1 AND epoch = $2 AND seq = $3";

/// Most facts read at once.
const PAGE: u32 = 500;

/// The epoch a node writes: what it was enrolled with (1 for central), or a later one that a cure has
/// prepared. Ask before the store is opened.
///
/// # Errors
/// [`StoreError`] when the database cannot be opened.
pub async fn own_epoch(url: &str, node: &NodeId, enrolled: u32) -> Result<u32, StoreError> {
    let (pool, _) = open::connect(url, 1).await?;
    let mut db = pool.acquire().await?;
    let prepared = staging::last_into(&mut db, node).await?;
    drop(db);
    pool.close().await;
    Ok(prepared.unwrap_or(0).max(enrolled).max(1))
}

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settled {
    /// Facts of this node or of central that took their place again.
    pub recovered: u64,
    /// Facts that were written again under the new epoch.
    pub rewritten: u64,
    /// Whether the tables were made anew.
    pub rebuilt: bool,
}

/// Does what a restart under a new epoch is for. Call it between `Store::open` and `Node::start`, always:
/// when there is nothing to do it costs one query.
///
/// # Errors
/// [`StoreError`]; everything is then as it was, and the next start tries again.
pub async fn settle(store: &Store, key: &SigningKey, now_ms: i64) -> Result<Settled, StoreError> {
    let mut db = store.read().await?;
    let cures = staging::open(&mut db).await?;
    drop(db);
    let mut settled = Settled::default();
    let own = store.identity().series.clone();
    let ready = cures.into_iter().filter(|cure| {
        let may = cure.into == 0 || cure.into <= own.epoch;
        may && matches!(cure.state, State::Ready | State::Moved)
    });
    let ready: Vec<Cure> = ready.collect();
    if ready.is_empty() {
        return Ok(settled);
    }
    let writer = Writer::start(store.clone())?;
    for cure in &ready {
        if cure.state == State::Ready {
            let (cure, key, own) = (cure.clone(), key.clone(), own.clone());
            let moved = writer.write(move |write| {
                Box::pin(async move { move_facts(write, &cure, &own, &key, now_ms).await })
            });
            let (recovered, rewritten) = moved.await?;
            settled.recovered += recovered;
            settled.rewritten += rewritten;
        }
    }
    rebuild::rebuild(store, |_| {}).await?;
    settled.rebuilt = true;
    let over = writer.write(move |write| {
        Box::pin(async move {
            for cure in &ready {
                staging::set_state(write.db, &cure.series, State::Done).await?;
            }
            Ok(())
        })
    });
    over.await?;
    tracing::warn!(
        recovered = settled.recovered,
        rewritten = settled.rewritten,
        "sync.settle done"
    );
    Ok(settled)
}

async fn move_facts(
    write: &mut Write<'_>,
    cure: &Cure,
    own: &SeriesKey,
    key: &SigningKey,
    now_ms: i64,
) -> Result<(u64, u64), StoreError> {
    let mine = local_only(write, cure).await?;
    for stored in &mine {
        staging::keep_evidence(write.db, stored, now_ms).await?;
    }
    sqlx::query(CUT)
        .bind(cure.series.node.as_str())
        .bind(i64::from(cure.series.epoch))
        .bind(signed(cure.common.seq))
        .execute(&mut *write.db)
        .await?;
    let held = put_in_place(write, cure, now_ms).await?;
    write.set_head(&cure.series, held, None).await?;
    let rewritten =
        if cure.series.node == own.node { write_again(write, &mine, own, key).await? } else { 0 };
    staging::clear(write.db, &cure.series).await?;
    staging::set_state(write.db, &cure.series, State::Moved).await?;
    Ok((held.seq - cure.common.seq, rewritten))
}

/// What stands here after the last head both copies have.
async fn local_only(write: &mut Write<'_>, cure: &Cure) -> Result<Vec<Stored>, StoreError> {
    let mut mine: Vec<Stored> = Vec::new();
    loop {
        let after = mine.last().map_or(cure.common.seq, |stored| stored.record.envelope.seq);
        let page = log::series_after(write.db, &cure.series, after, PAGE).await?;
        if page.is_empty() {
            return Ok(mine);
        }
        mine.extend(page);
    }
}

/// What was given back takes its place; it must reach exactly the end that counts.
async fn put_in_place(write: &mut Write<'_>, cure: &Cure, now_ms: i64) -> Result<Head, StoreError> {
    let mut held = cure.common;
    loop {
        let page = staging::page(write.db, &cure.series, held.seq, PAGE).await?;
        if page.is_empty() {
            break;
        }
        for record in &page {
            held = write.keep(&cure.series, held, record, now_ms).await?;
        }
    }
    if held == cure.end {
        Ok(held)
    } else {
        let why =
            format!("{} was given back to {}, not to {}", cure.series, held.seq, cure.end.seq);
        Err(corrupt("recovered", why))
    }
}

/// What only this node has is written again under its new epoch: the same facts under the same ids, so that
/// whoever meets both counts them once.
async fn write_again(
    write: &mut Write<'_>,
    mine: &[Stored],
    own: &SeriesKey,
    key: &SigningKey,
) -> Result<u64, StoreError> {
    let mut head = log::head(write.db, own).await?;
    for stored in mine {
        let mut record = stored.record.clone();
        record.envelope.series = own.clone();
        record.envelope.seq = head.seq + 1;
        head = write.keep(own, head, &record, stored.received_at_ms).await?;
        if let Some(audience) = &stored.audience {
            sqlx::query(AUDIENCE)
                .bind(own.node.as_str())
                .bind(i64::from(own.epoch))
                .bind(signed(head.seq))
                .bind(audience.as_str().to_owned())
                .execute(&mut *write.db)
                .await?;
        }
    }
    if !mine.is_empty() {
        write.set_head(own, head, Some(head.sign(own, key))).await?;
    }
    Ok(mine.len() as u64)
}
