//! Places for connections that have been accepted but not yet admitted.
//!
//! A peer that connects and says nothing costs a socket, and anybody on the network can do that
//! thousands of times. The places are therefore few, and when all are taken somebody must leave for
//! a newcomer: the one who has waited longest, from the address that holds most places. An honest
//! client needs a place for the time of a handshake only, and is safe from eviction for
//! [`PATIENCE`].

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// How long a place is safe. A phone on a poor mobile line shakes hands in about a second; it is
/// evicted earlier only while the room is full, and then comes back.
const PATIENCE: Duration = Duration::from_millis(500);

pub(crate) struct WaitingRoom {
    limit: usize,
    seats: Mutex<Seats>,
    freed: Notify,
}

#[derive(Default)]
struct Seats {
    next: u64,
    /// Oldest first.
    taken: BTreeMap<u64, Waiting>,
}

struct Waiting {
    address: IpAddr,
    since: Instant,
    evicted: CancellationToken,
}

/// A place in the room; dropping it frees the place.
pub(crate) struct Seat {
    serial: u64,
    evicted: CancellationToken,
    room: Arc<WaitingRoom>,
}

impl WaitingRoom {
    pub fn new(limit: usize) -> Self {
        Self { limit: limit.max(1), seats: Mutex::default(), freed: Notify::new() }
    }

    /// Returns once there is a free place, evicting somebody if need be. Only one task may accept
    /// for a room.
    pub async fn make_way(&self) {
        loop {
            let Some(wait) = self.try_make_way() else { return };
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = self.freed.notified() => {}
            }
        }
    }

    /// `None` when there is a free place now, otherwise how long until somebody may be evicted.
    fn try_make_way(&self) -> Option<Duration> {
        let mut seats = self.seats();
        if seats.taken.len() < self.limit {
            return None;
        }
        let (serial, since) = seats.oldest_of_most_crowded()?;
        let wait = PATIENCE.saturating_sub(since.elapsed());
        if !wait.is_zero() {
            return Some(wait);
        }
        if let Some(waiting) = seats.taken.remove(&serial) {
            waiting.evicted.cancel();
        }
        None
    }

    pub fn sit(self: &Arc<Self>, address: IpAddr) -> Seat {
        let mut seats = self.seats();
        seats.next += 1;
        let (serial, evicted) = (seats.next, CancellationToken::new());
        let waiting = Waiting { address, since: Instant::now(), evicted: evicted.clone() };
        seats.taken.insert(serial, waiting);
        Seat { serial, evicted, room: Arc::clone(self) }
    }

    fn seats(&self) -> MutexGuard<'_, Seats> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seats {
    fn oldest_of_most_crowded(&self) -> Option<(u64, Instant)> {
        let mut held: HashMap<IpAddr, usize> = HashMap::new();
        for waiting in self.taken.values() {
            *held.entry(waiting.address).or_default() += 1;
        }
        let most = held.values().copied().max()?;
        self.taken
            .iter()
            .find(|(_, waiting)| held.get(&waiting.address) == Some(&most))
            .map(|(serial, waiting)| (*serial, waiting.since))
    }
}

impl Seat {
    /// Returns when the place was given to somebody else.
    pub async fn evicted(&self) {
        self.evicted.cancelled().await;
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.room.seats().taken.remove(&self.serial);
        self.room.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CROWD: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const LONER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));

    #[tokio::test(start_paused = true)]
    async fn the_oldest_of_the_most_crowded_address_gives_way_and_nobody_else() {
        let room = Arc::new(WaitingRoom::new(3));
        let loner = room.sit(LONER);
        let (first, second) = (room.sit(CROWD), room.sit(CROWD));
        let full_since = Instant::now();
        room.make_way().await;
        assert_eq!(full_since.elapsed(), PATIENCE, "a place is safe for a while");
        assert!(first.evicted.is_cancelled());
        assert!(!second.evicted.is_cancelled() && !loner.evicted.is_cancelled());
    }

    #[tokio::test(start_paused = true)]
    async fn a_place_that_is_given_up_is_free_at_once() {
        let room = Arc::new(WaitingRoom::new(1));
        let seat = room.sit(LONER);
        let before = Instant::now();
        tokio::join!(room.make_way(), async {
            tokio::task::yield_now().await;
            drop(seat);
        });
        assert!(before.elapsed() < PATIENCE);
    }
}
