//! What sync keeps in memory beside a running node: who is being served, the line, whether the node must
//! start again. Everything that matters stands in the database; this is lost with the process and nothing
//! is missed.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use protocol::NodeId;
use tokio::sync::{Semaphore, watch};

use super::client::Inner;

/// Most uploads that are read at once; the others wait a little and then are told to come back.
const UPLOADS_AT_ONCE: usize = 64;

/// The node cannot go on under its epoch: stop it, open its store again under the epoch that
/// [`super::settle::own_epoch`] then says, and let [`super::settle::settle`] move what has to move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restart {
    /// The epoch it goes on under.
    pub epoch: u32,
    /// One sentence for the log and the console.
    pub reason: String,
}

/// What is kept beside one node.
pub struct House {
    turns: Mutex<BTreeMap<NodeId, Arc<AtomicU64>>>,
    /// One permit for each upload being read.
    pub(super) uploads: Arc<Semaphore>,
    /// Says when the node must start again.
    pub(super) restart: watch::Sender<Option<Restart>>,
    line: Mutex<Weak<Inner>>,
}

/// One upload's claim to be the newest of its hub.
pub(super) struct Turn {
    mine: u64,
    newest: Arc<AtomicU64>,
}

impl Turn {
    /// Whether no newer upload of the same hub has begun: a connection that died without a word must not
    /// hold up the one that took its place.
    pub fn is_newest(&self) -> bool {
        self.newest.load(Ordering::SeqCst) == self.mine
    }
}

impl Default for House {
    fn default() -> Self {
        Self {
            turns: Mutex::default(),
            uploads: Arc::new(Semaphore::new(UPLOADS_AT_ONCE)),
            restart: watch::Sender::new(None),
            line: Mutex::default(),
        }
    }
}

impl House {
    /// Begins an upload of this hub; an earlier one that still runs ends at its next frame.
    pub(super) fn turn_of(&self, hub: &NodeId) -> Turn {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = turns.entry(hub.clone()).or_default().clone();
        Turn { mine: newest.fetch_add(1, Ordering::SeqCst) + 1, newest }
    }

    /// The line to central, when one runs.
    pub(super) fn line(&self) -> Option<Arc<Inner>> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner).upgrade()
    }

    pub(super) fn set_line(&self, line: &Arc<Inner>) {
        *self.line.lock().unwrap_or_else(PoisonError::into_inner) = Arc::downgrade(line);
    }
}
