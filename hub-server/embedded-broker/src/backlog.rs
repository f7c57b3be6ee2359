//! How far the hub is behind what devices have sent it, and the wait that follows from it.
//!
//! rmqtt acknowledges a message as soon as it is queued, without a bound for the first of its two
//! queues, and drops the oldest of the second when that is full. Here a device waits for its
//! acknowledgement instead while too much is under way, so TCP slows it down and nothing is lost.
//! What is counted may drift (a message nobody hands to the hub is never seen again), therefore a
//! wait is limited and a wait in vain starts the count afresh.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::roll::Arrival;

/// Messages under way to the hub above which devices wait.
const LIMIT: usize = 2048;
/// Longest wait for one message.
const PATIENCE: Duration = Duration::from_secs(5);
const STEP: Duration = Duration::from_millis(5);

#[derive(Default)]
pub(crate) struct Backlog {
    under_way: AtomicUsize,
    hub: Mutex<Option<Arc<Arrival>>>,
}

impl Backlog {
    /// The hub has connected, with nothing under way.
    pub fn begin(&self, hub: &Arc<Arrival>) {
        *self.hub.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(hub));
        self.under_way.store(0, Relaxed);
    }

    /// A device's message is about to be queued for the hub.
    pub fn add(&self) {
        self.under_way.fetch_add(1, Relaxed);
    }

    /// A message was handed to the hub, or will never be.
    pub fn remove(&self) {
        let _ = self.under_way.fetch_update(Relaxed, Relaxed, |count| count.checked_sub(1));
    }

    /// Returns when the hub has caught up, is gone, or does not move.
    pub async fn wait(&self) {
        let start = Instant::now();
        while self.under_way.load(Relaxed) > LIMIT && self.hub_is_there() {
            if start.elapsed() > PATIENCE {
                self.under_way.store(0, Relaxed);
            }
            sleep(STEP).await;
        }
    }

    fn hub_is_there(&self) -> bool {
        let hub = self.hub.lock().unwrap_or_else(PoisonError::into_inner);
        hub.as_ref().is_some_and(|hub| !hub.gone.is_cancelled())
    }
}
