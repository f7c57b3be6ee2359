//! Everybody between knocking and gone, and who of them is present.
//!
//! What always holds: an arrival leaves the roll exactly when its guard is dropped, so neither a
//! cancelled task nor a panic nor a client that vanishes mid-handshake can leave a device
//! "connected"; of one user only one connection at a time is with the engine, the newest; and
//! presence is reported in the order in which it changed, because it is reported under the lock
//! that changes it.

use std::collections::{BTreeMap, HashMap};
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::brake::Brake;
use crate::connect::{Farewell, Level};
use crate::{Admission, Gatekeeper};

/// What an admitted connection may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Device,
    Hub,
}

/// One connection that has said who it wants to be.
pub(crate) struct Arrival {
    serial: u64,
    pub user: String,
    pub level: Level,
    role: OnceLock<Role>,
    farewell: OnceLock<Farewell>,
    brake: Mutex<Brake>,
    since: Instant,
    /// Cancelled to make the connection end, whatever it is doing; it then takes two seconds at
    /// most.
    pub leave: CancellationToken,
    /// Cancelled when the connection has left the roll.
    pub gone: CancellationToken,
}

impl Arrival {
    pub fn is_hub(&self) -> bool {
        self.role.get() == Some(&Role::Hub)
    }

    /// Makes the connection end with these words; the first given stay.
    pub fn part_with(&self, farewell: Farewell) {
        let _ = self.farewell.set(farewell);
        self.leave.cancel();
    }

    pub fn farewell(&self) -> Option<Farewell> {
        self.farewell.get().copied()
    }

    /// How long to hold back a message of `payload_bytes` that just arrived.
    pub fn hold_back(&self, payload_bytes: usize) -> Duration {
        lock(&self.brake).take(payload_bytes, self.since.elapsed())
    }
}

pub(crate) struct Roll {
    gatekeeper: Arc<dyn Gatekeeper>,
    /// The runtime the hub lives on, where its code is run.
    home: Handle,
    max_devices: usize,
    max_publish_per_s: u32,
    names: Mutex<Names>,
}

#[derive(Default)]
struct Names {
    next: u64,
    open: BTreeMap<u64, Arc<Arrival>>,
    /// By the loopback port through which the door reached the engine for them.
    by_port: HashMap<u16, Arc<Arrival>>,
    /// Connected, as the engine says.
    present: HashMap<String, Arc<Arrival>>,
    /// Devices with a role, whether the engine has connected them yet or not.
    devices: usize,
}

/// Keeps an arrival on the roll for as long as it lives.
pub(crate) struct Place {
    arrival: Arc<Arrival>,
    port: Option<u16>,
    roll: Arc<Roll>,
}

impl Roll {
    pub fn new(
        gatekeeper: Arc<dyn Gatekeeper>,
        home: Handle,
        max_devices: usize,
        max_publish_per_s: u32,
    ) -> Self {
        Self { gatekeeper, home, max_devices, max_publish_per_s, names: Mutex::default() }
    }

    /// Writes a newcomer down before the credential is looked at, so that a device revoked at this
    /// very moment is found by whoever closes its connections.
    pub fn knock(self: &Arc<Self>, user: &str, level: Level) -> Place {
        let mut names = lock(&self.names);
        names.next += 1;
        let arrival = Arc::new(Arrival {
            serial: names.next,
            user: user.to_owned(),
            level,
            role: OnceLock::new(),
            farewell: OnceLock::new(),
            brake: Mutex::new(Brake::new(self.max_publish_per_s, Duration::ZERO)),
            since: Instant::now(),
            leave: CancellationToken::new(),
            gone: CancellationToken::new(),
        });
        names.open.insert(arrival.serial, Arc::clone(&arrival));
        Place { arrival, port: None, roll: Arc::clone(self) }
    }

    /// Asks the gatekeeper, on its own runtime; `None` when it panicked or its runtime is gone.
    pub async fn ask(
        &self,
        user: &str,
        password: &[u8],
        peer: std::net::SocketAddr,
    ) -> Option<Admission> {
        let gatekeeper = Arc::clone(&self.gatekeeper);
        let (user, password) = (user.to_owned(), password.to_vec());
        let answer = async move { gatekeeper.authenticate(&user, &password, peer).await };
        self.home.spawn(answer).await.ok()
    }

    pub fn may_publish(&self, user: &str, topic: &str) -> bool {
        self.gatekeeper.may_publish(user, topic)
    }

    pub fn may_subscribe(&self, user: &str, filter: &str) -> bool {
        self.gatekeeper.may_subscribe(user, filter)
    }

    /// Who reached the engine from `port` as `user`.
    pub fn at(&self, port: u16, user: &str) -> Option<Arc<Arrival>> {
        lock(&self.names).by_port.get(&port).filter(|arrival| arrival.user == user).cloned()
    }

    /// The engine has connected this arrival.
    pub fn welcome(&self, arrival: &Arc<Arrival>) {
        let mut names = lock(&self.names);
        // Gone already: its guard reported nothing, and must not find it present afterwards.
        if !names.open.contains_key(&arrival.serial) {
            return;
        }
        names.present.insert(arrival.user.clone(), Arc::clone(arrival));
        if !arrival.is_hub() {
            let _home = self.home.enter();
            self.gatekeeper.connected(&arrival.user);
        }
    }

    /// Every open connection of `user`, admitted or still knocking.
    pub fn all_of(&self, user: &str) -> Vec<Arc<Arrival>> {
        lock(&self.names).open.values().filter(|arrival| arrival.user == user).cloned().collect()
    }

    /// Devices present.
    pub fn count(&self) -> usize {
        lock(&self.names).present.values().filter(|arrival| !arrival.is_hub()).count()
    }
}

impl Place {
    /// Gives the arrival its role; false when there are already as many devices as allowed.
    pub fn admit(&self, role: Role) -> bool {
        let mut names = lock(&self.roll.names);
        if role == Role::Device {
            if names.devices >= self.roll.max_devices {
                return false;
            }
            names.devices += 1;
        }
        let _ = self.arrival.role.set(role);
        true
    }

    /// Ends every older connection of the same user and waits until they are gone, so that the
    /// newest wins and the engine never has two at once (it would refuse the second, or wait five
    /// seconds for a stuck first).
    pub async fn take_over(&self) {
        let older = self.roll.all_of(&self.user).into_iter().filter(|a| a.serial < self.serial);
        let older: Vec<_> =
            older.inspect(|arrival| arrival.part_with(Farewell::TakenOver)).collect();
        for arrival in older {
            arrival.gone.cancelled().await;
        }
    }

    /// The door has reached the engine for this arrival, from `port` and no longer from an earlier
    /// one.
    pub fn reached_engine_from(&mut self, port: u16) {
        let mut names = lock(&self.roll.names);
        if let Some(earlier) = self.port.replace(port) {
            names.forget_port(earlier, &self.arrival);
        }
        names.by_port.insert(port, Arc::clone(&self.arrival));
    }
}

impl Names {
    fn forget_port(&mut self, port: u16, arrival: &Arrival) {
        // The system may have given the port to somebody else since.
        if self.by_port.get(&port).is_some_and(|holder| holder.serial == arrival.serial) {
            self.by_port.remove(&port);
        }
    }
}

impl Deref for Place {
    type Target = Arrival;

    fn deref(&self) -> &Arrival {
        &self.arrival
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // Declared first, so that it is cancelled last, and also when the gatekeeper panics below.
        let _gone = self.gone.clone().drop_guard();
        let mut names = lock(&self.roll.names);
        names.open.remove(&self.serial);
        if let Some(port) = self.port {
            names.forget_port(port, &self.arrival);
        }
        if self.role.get() == Some(&Role::Device) {
            names.devices -= 1;
        }
        let present =
            names.present.get(&self.user).is_some_and(|other| other.serial == self.serial);
        if present {
            names.present.remove(&self.user);
            if !self.is_hub() {
                let _home = self.roll.home.enter();
                self.roll.gatekeeper.disconnected(&self.user);
            }
        }
    }
}

/// A panic elsewhere leaves these maps consistent: nothing is held across a call that can fail
/// half-way.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use super::*;
    use crate::BoxFuture;

    #[derive(Default)]
    struct Book(Mutex<Vec<String>>);

    impl Gatekeeper for Book {
        fn authenticate<'a>(
            &'a self,
            _: &'a str,
            _: &'a [u8],
            _: SocketAddr,
        ) -> BoxFuture<'a, Admission> {
            Box::pin(async { Admission::Device })
        }

        fn may_publish(&self, _: &str, _: &str) -> bool {
            true
        }

        fn may_subscribe(&self, _: &str, _: &str) -> bool {
            true
        }

        fn connected(&self, user: &str) {
            lock(&self.0).push(format!("+{user}"));
        }

        fn disconnected(&self, user: &str) {
            lock(&self.0).push(format!("-{user}"));
        }
    }

    fn roll() -> (Arc<Roll>, Arc<Book>) {
        let book = Arc::new(Book::default());
        (Arc::new(Roll::new(book.clone(), Handle::current(), 10, 100)), book)
    }

    #[tokio::test]
    async fn whoever_left_before_the_engine_was_ready_was_never_present() {
        let (roll, book) = roll();
        let mut place = roll.knock("ant", Level::V5);
        assert!(place.admit(Role::Device));
        place.reached_engine_from(7);
        let late = roll.at(7, "ant").expect("written down");
        drop(place);
        roll.welcome(&late);
        assert_eq!(roll.count(), 0);
        assert!(lock(&book.0).is_empty());
        assert!(roll.at(7, "ant").is_none() && late.gone.is_cancelled());
    }

    #[tokio::test]
    async fn a_port_given_to_somebody_else_stays_theirs() {
        let (roll, book) = roll();
        let (mut ant, mut bee) = (roll.knock("ant", Level::V3), roll.knock("bee", Level::V3));
        ant.reached_engine_from(7);
        bee.reached_engine_from(7);
        roll.welcome(&roll.at(7, "bee").expect("written down"));
        assert!(roll.at(7, "ant").is_none());
        drop(ant);
        assert!(roll.at(7, "bee").is_some());
        drop(bee);
        assert_eq!(*lock(&book.0), ["+bee", "-bee"]);
    }

    #[tokio::test]
    async fn the_newest_waits_until_the_older_are_gone() {
        let (roll, _book) = roll();
        let (older, newer) = (roll.knock("ant", Level::V5), roll.knock("ant", Level::V5));
        let other = roll.knock("bee", Level::V5);
        older.take_over().await;
        assert!(!newer.leave.is_cancelled(), "an older one never ends a newer");
        tokio::join!(newer.take_over(), async {
            older.leave.cancelled().await;
            assert_eq!(older.farewell(), Some(Farewell::TakenOver));
            drop(older);
        });
        assert!(!other.leave.is_cancelled());
    }
}
