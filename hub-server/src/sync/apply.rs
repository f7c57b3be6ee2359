//! From frames to the log: everything of a frame in one piece of the writer's work, the head in the same
//! transaction, nothing said to the other end before the commit.

use protocol::sync::{Reach, Signature64, Up, Writer};
use protocol::{Head, NodeId, Record, SeriesKey};

use super::plan::{self, Misfit};
use super::{contact, registry, staging};
use crate::node::Node;
use crate::store::{StoreError, Write, log};

/// The facts of one frame, checked against the chain of the conversation and not yet against the log.
pub(super) struct Arrived {
    /// Whose they are.
    pub series: SeriesKey,
    /// The head before the first.
    pub before: Head,
    /// The facts.
    pub facts: Vec<Record>,
    /// The head after each.
    pub heads: Vec<Head>,
}

impl Arrived {
    /// Checks facts that follow `before`.
    pub fn check(
        series: &SeriesKey,
        before: Head,
        facts: Vec<Record>,
        last: protocol::Hash,
    ) -> Result<Self, Misfit> {
        let heads = plan::heads_of(series, before, &facts, last)?;
        Ok(Self { series: series.clone(), before, facts, heads })
    }

    /// The head after the last.
    pub fn last(&self) -> Head {
        self.heads.last().copied().unwrap_or(self.before)
    }
}

/// What became of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// It is in the log; this is how far the series reaches.
    Held(Head),
    /// It does not fit; nothing of it was taken.
    Misfit(Misfit),
    /// The hub's key is no longer good.
    Revoked,
    /// The hub's epoch was closed meanwhile.
    Closed,
}

/// Who brings a frame to central.
#[derive(Debug, Clone)]
pub(super) struct Bringer {
    /// Which hub.
    pub hub: NodeId,
    /// With which key.
    pub key: [u8; 32],
    /// What it announced.
    pub up: Up,
}

/// Central takes a frame of a hub.
pub(super) async fn take_up(
    node: &Node,
    who: &Bringer,
    arrived: Arrived,
) -> Result<Taken, StoreError> {
    let (who, now_ms, own_epoch) = (who.clone(), node.now_ms(), node.store.identity().series.epoch);
    node.writer
        .write(move |write| {
            Box::pin(async move {
                if !registry::is_good(write.db, &who.hub, &who.key).await? {
                    return Ok(Taken::Revoked);
                }
                if who.up.writer == Writer::Central {
                    return take_back(write, &who, &arrived, own_epoch, now_ms).await;
                }
                let grants = registry::grants(write.db, &who.hub).await?;
                if registry::granted(&grants).current != who.up.current {
                    return Ok(Taken::Closed);
                }
                let reach = who.up.reach.as_ref();
                let taken = take(write, &arrived, reach, now_ms).await?;
                if let Taken::Held(head) = taken
                    && who.up.epoch == who.up.current
                {
                    let backlog = plan::reach_of(&who.up).seq.saturating_sub(head.seq);
                    contact::told(write.db, &who.hub, who.up.epoch, head, backlog, now_ms).await?;
                }
                Ok(taken)
            })
        })
        .await
}

/// A restored central gets its own facts back: into the log where the epoch is closed, to the side where
/// it still writes in it.
async fn take_back(
    write: &mut Write<'_>,
    who: &Bringer,
    arrived: &Arrived,
    own_epoch: u32,
    now_ms: i64,
) -> Result<Taken, StoreError> {
    if who.up.epoch < own_epoch {
        return take(write, arrived, who.up.reach.as_ref(), now_ms).await;
    }
    for fact in &arrived.facts {
        staging::put(write.db, fact).await?;
    }
    Ok(Taken::Held(arrived.last()))
}

/// A hub takes a frame of central's.
pub(super) async fn take_down(
    node: &Node,
    arrived: Arrived,
    reach: Option<Reach>,
) -> Result<Taken, StoreError> {
    let now_ms = node.now_ms();
    node.writer
        .write(move |write| {
            Box::pin(async move { take(write, &arrived, reach.as_ref(), now_ms).await })
        })
        .await
}

/// Takes what follows the log and skips what is there. The signature is kept when the series reaches
/// exactly what was signed.
async fn take(
    write: &mut Write<'_>,
    arrived: &Arrived,
    reach: Option<&Reach>,
    now_ms: i64,
) -> Result<Taken, StoreError> {
    let held = log::head(write.db, &arrived.series).await?;
    let last = arrived.last();
    let at_last = if held.seq >= last.seq {
        log::at(write.db, &arrived.series, last.seq).await?.map(|stored| stored.hash)
    } else {
        None
    };
    let skip = match plan::already_held(arrived.before, &arrived.heads, held, at_last) {
        Ok(skip) => skip,
        Err(misfit) => return Ok(Taken::Misfit(misfit)),
    };
    let head = if last.seq > held.seq { last } else { held };
    if head != held {
        let (facts, heads) = (&arrived.facts[skip..], &arrived.heads[skip..]);
        write.accept_all(&arrived.series, facts, heads, now_ms).await?;
        let signature = signature_of(reach, head);
        write.set_head(&arrived.series, head, signature.map(|signature| signature.0)).await?;
    }
    Ok(Taken::Held(head))
}

fn signature_of(reach: Option<&Reach>, head: Head) -> Option<Signature64> {
    reach.filter(|reach| reach.head == head).map(|reach| reach.signature)
}
