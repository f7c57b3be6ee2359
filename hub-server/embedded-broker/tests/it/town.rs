//! A toy hub: two devices, one rule, and a memory of who came and went.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use embedded_broker::{Admission, BoxFuture, Broker, Gatekeeper, Options};
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep};

pub const ANNA: &str = "device-anna";
pub const BRUNO: &str = "device-bruno";
pub const HUB: &str = "hub";
pub const BOARD: &str = "h1/n/north/board";

/// How long a condition may take before a test gives up.
pub const DEADLINE: Duration = Duration::from_secs(20);

pub fn key_of(user: &str) -> String {
    format!("key of {user}")
}

pub fn commands_of(user: &str) -> String {
    format!("h1/d/{user}/cmd")
}

pub fn inbox_of(user: &str) -> String {
    format!("h1/d/{user}/in")
}

pub struct Town {
    keys: Mutex<HashMap<String, String>>,
    /// `+user` and `-user`, in the order they were reported.
    presence: Mutex<Vec<String>>,
    pub throttling: AtomicBool,
    /// One permit lets one credential check finish.
    pub checks: Semaphore,
    /// Checks that have begun.
    pub checking: Semaphore,
}

impl Town {
    fn new() -> Self {
        let keys = [ANNA, BRUNO, HUB].map(|user| (user.to_owned(), key_of(user)));
        Self {
            keys: Mutex::new(HashMap::from(keys)),
            presence: Mutex::default(),
            throttling: AtomicBool::new(false),
            checks: Semaphore::new(100_000),
            checking: Semaphore::new(0),
        }
    }

    pub fn revoke(&self, user: &str) {
        self.keys.lock().unwrap().remove(user);
    }

    pub fn pair(&self, user: &str) {
        self.keys.lock().unwrap().insert(user.to_owned(), key_of(user));
    }

    pub fn presence(&self) -> Vec<String> {
        self.presence.lock().unwrap().clone()
    }
}

impl Gatekeeper for Town {
    fn authenticate<'a>(
        &'a self,
        user: &'a str,
        password: &'a [u8],
        address: SocketAddr,
    ) -> BoxFuture<'a, Admission> {
        Box::pin(async move {
            assert!(
                address.ip().is_loopback(),
                "the real peer is shown, and here it is a loopback one"
            );
            let right =
                self.keys.lock().unwrap().get(user).is_some_and(|key| key.as_bytes() == password);
            self.checking.add_permits(1);
            self.checks.acquire().await.unwrap().forget();
            match user {
                _ if self.throttling.load(Ordering::Relaxed) => Admission::Throttled,
                _ if !right => Admission::Refused,
                HUB => Admission::Hub,
                _ => Admission::Device,
            }
        })
    }

    fn may_publish(&self, user: &str, topic: &str) -> bool {
        assert!(!topic.contains(['$', '+', '#']));
        topic == commands_of(user)
    }

    fn may_subscribe(&self, user: &str, filter: &str) -> bool {
        assert!(!filter.contains(['$', '+', '#']));
        // `h1/many/…` stands for a rule that allows many filters, to test the limits on their
        // number and depth.
        filter == inbox_of(user) || filter == BOARD || filter.starts_with("h1/many/")
    }

    fn connected(&self, user: &str) {
        self.presence.lock().unwrap().push(format!("+{user}"));
    }

    fn disconnected(&self, user: &str) {
        self.presence.lock().unwrap().push(format!("-{user}"));
    }
}

/// Options for a plain listener on any free port.
pub fn plain() -> Options {
    Options { listen_plain: Some(SocketAddr::from(([127, 0, 0, 1], 0))), ..Options::default() }
}

pub async fn open(options: Options) -> (Broker, Arc<Town>) {
    // As in the hub's main; here several tests race to be first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let town = Arc::new(Town::new());
    let gatekeeper: Arc<dyn Gatekeeper> = town.clone();
    let broker = Broker::start(options, gatekeeper).await.expect("the broker starts");
    (broker, town)
}

pub fn address(broker: &Broker) -> SocketAddr {
    broker.plain_address().expect("a plain listener")
}

/// Waits until `condition` holds, and fails with `what` when it does not in time.
pub async fn eventually(what: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < DEADLINE, "never happened: {what}");
        sleep(Duration::from_millis(5)).await;
    }
}

/// A gatekeeper nobody gets past, for brokers that never start.
pub struct Nobody;

impl Gatekeeper for Nobody {
    fn authenticate<'a>(
        &'a self,
        _: &'a str,
        _: &'a [u8],
        _: SocketAddr,
    ) -> BoxFuture<'a, Admission> {
        Box::pin(async { Admission::Refused })
    }

    fn may_publish(&self, _: &str, _: &str) -> bool {
        false
    }

    fn may_subscribe(&self, _: &str, _: &str) -> bool {
        false
    }

    fn connected(&self, _: &str) {}

    fn disconnected(&self, _: &str) {}
}
