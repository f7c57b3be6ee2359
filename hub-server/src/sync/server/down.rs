//! Sending central's own facts to a hub: what the hub lacks, then, if it asked to wait, what is recorded
//! while it waits. The body of a fact for another node is left out; the chain verifies all the same.

use std::sync::Arc;
use std::time::Duration;

use protocol::sync::{
    Down, FRAME_FACTS_MAX, FRAME_TARGET, Frame, Piece, Reach, Refused, Said, Signature64, Writer,
};
use protocol::{Body, Head, NodeId, SeriesKey};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;

use super::exchange::{Gone, Mouth, say};
use super::{Caller, Server};
use crate::node::problem_of;
use crate::store::log::{self, Stored};
use crate::store::{Store, StoreError};
use crate::sync::registry;
use crate::sync::squeeze::{Squeezer, memory};

/// Most facts read from the log at once.
const PAGE: u32 = 512;
/// The longest a hub may wait in one exchange.
const WAIT_MAX: Duration = Duration::from_secs(55);

pub(super) async fn send(
    server: &Arc<Server>,
    caller: &Caller,
    down: &Down,
    mouth: &Mouth,
) -> Result<(), Gone> {
    let until = Instant::now() + Duration::from_millis(down.wait_ms.into()).min(WAIT_MAX);
    let mut commits = server.node.writer.listen();
    let mut feed = Feed::central(&server.node.store, &caller.hub, down.epoch.max(1), down.at);
    loop {
        let outcome = send_what_is_there(server, caller, &mut feed, mouth).await;
        let sent = match outcome {
            Ok(sent) => sent,
            Err(Trouble::Gone) => return Err(Gone),
            Err(Trouble::Revoked) => {
                let refused = Refused { slug: "hub-revoked".into(), retry: false, after_s: 0 };
                return say(mouth, &Piece::Word(Said::Refused(refused))).await;
            }
            Err(Trouble::Store(error)) => {
                let slug = problem_of(&error).slug().to_owned();
                let refused = Refused { slug, retry: true, after_s: 0 };
                return say(mouth, &Piece::Word(Said::Refused(refused))).await;
            }
        };
        if sent > 0 {
            // What was waited for is there: the hub asks again from its new place.
            return Ok(());
        }
        loop {
            let news = tokio::select! {
                news = commits.recv() => news,
                () = tokio::time::sleep_until(until) => return Ok(()),
                () = server.stop.cancelled() => return Ok(()),
                () = mouth.closed() => return Err(Gone),
            };
            match news {
                Ok(news) if news.facts.iter().any(|fact| fact.node == *server.node.id()) => break,
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => break,
                Err(RecvError::Closed) => return Ok(()),
            }
        }
    }
}

enum Trouble {
    Gone,
    Revoked,
    Store(StoreError),
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

async fn send_what_is_there(
    server: &Arc<Server>,
    caller: &Caller,
    feed: &mut Feed<'_>,
    mouth: &Mouth,
) -> Result<u64, Trouble> {
    let mut sent = 0;
    while let Some((frame, head)) = feed.next().await? {
        let mut db = server.node.store.read().await?;
        if !registry::is_good(&mut db, &caller.hub, &caller.key).await? {
            return Err(Trouble::Revoked);
        }
        drop(db);
        let series = SeriesKey { node: server.node.id().clone(), epoch: frame.epoch };
        let signature = Signature64(head.sign(&series, &server.node.key));
        let reaches = Said::Reaches { epoch: frame.epoch, reach: Reach { head, signature } };
        sent += u64::from(frame.count);
        for piece in [Piece::Word(reaches), Piece::Frame(frame)] {
            say(mouth, &piece).await.map_err(|Gone| Trouble::Gone)?;
        }
    }
    Ok(sent)
}

/// Frames of a series as a hub may read them, epoch after epoch.
pub(super) struct Feed<'a> {
    store: &'a Store,
    reader: NodeId,
    writer: Writer,
    node: NodeId,
    epoch: u32,
    last_epoch: u32,
    at: Head,
    page: std::collections::VecDeque<Stored>,
    squeezer: Option<Squeezer>,
}

impl<'a> Feed<'a> {
    /// Central's own series, from a place on, through its later epochs.
    pub fn central(store: &'a Store, reader: &NodeId, epoch: u32, at: Head) -> Self {
        let last_epoch = store.identity().series.epoch;
        let (writer, node) = (Writer::Central, store.identity().node().clone());
        let (reader, page) = (reader.clone(), std::collections::VecDeque::new());
        Self { store, reader, writer, node, epoch, last_epoch, at, page, squeezer: None }
    }

    /// One epoch of a hub's own series, which it gets back.
    pub fn own(store: &'a Store, hub: &NodeId, epoch: u32, at: Head) -> Self {
        let (writer, node, reader) = (Writer::Hub, hub.clone(), hub.clone());
        let page = std::collections::VecDeque::new();
        Self { store, reader, writer, node, epoch, last_epoch: epoch, at, page, squeezer: None }
    }

    /// The next frame and the head after it, or `None` when nothing more is there now.
    pub async fn next(&mut self) -> Result<Option<(Frame, Head)>, StoreError> {
        let mut ended: Option<Head> = None;
        let after = self.at.seq;
        loop {
            if self.page.is_empty() {
                self.fill().await?;
            }
            let Some(stored) = self.page.pop_front() else { break };
            let envelope = &stored.record.envelope;
            if envelope.seq != self.at.seq + 1 {
                // The page was read before something changed; what is in the frame goes, the rest comes anew.
                self.page.clear();
                break;
            }
            self.at = Head { seq: envelope.seq, hash: stored.hash };
            ended = Some(self.at);
            let mut record = stored.record;
            if self.writer == Writer::Central
                && stored.audience.is_some_and(|audience| audience != self.reader)
            {
                record.body = Body::Absent;
            }
            let squeezer = self.squeezer()?;
            squeezer.push(&record);
            let (plain, count) = squeezer.holds();
            if plain >= FRAME_TARGET || count >= FRAME_FACTS_MAX {
                break;
            }
        }
        let Some(head) = ended else {
            return self.next_epoch().await;
        };
        let (writer, epoch) = (self.writer, self.epoch);
        let frame = self.squeezer()?.frame(writer, epoch, after, head.hash).map_err(memory)?;
        Ok(Some((frame, head)))
    }

    async fn next_epoch(&mut self) -> Result<Option<(Frame, Head)>, StoreError> {
        if self.epoch >= self.last_epoch {
            return Ok(None);
        }
        (self.epoch, self.at) = (self.epoch + 1, Head::EMPTY);
        Box::pin(self.next()).await
    }

    async fn fill(&mut self) -> Result<(), StoreError> {
        let series = SeriesKey { node: self.node.clone(), epoch: self.epoch };
        let mut db = self.store.read().await?;
        self.page = log::series_after(&mut db, &series, self.at.seq, PAGE).await?.into();
        Ok(())
    }

    fn squeezer(&mut self) -> Result<&mut Squeezer, StoreError> {
        match &mut self.squeezer {
            Some(squeezer) => Ok(squeezer),
            none => Ok(none.insert(Squeezer::try_new().map_err(memory)?)),
        }
    }
}
