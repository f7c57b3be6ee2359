//! Who may connect and what they may touch, from memory: the devices of this hub, read again whenever a
//! fact about devices is committed.
//!
//! Always true: a device that is not in here is refused everything, so taking it out is what revokes it;
//! secrets are compared as SHA-256 in constant time. A device paired an instant ago is looked for in the
//! database once, however many ask. Deliberately absent: the rule about topics (`protocol::topic`).

use std::collections::{BTreeSet, HashMap};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Instant;

use embedded_broker::{Admission, BoxFuture, Gatekeeper};
use protocol::{DeviceId, topic};
use subtle::ConstantTimeEq;
use tokio::sync::{Notify, mpsc};

use super::HUB_USER;
use super::counts::{Counts, one_more};
use super::courier::Nudge;
use super::refusals::Refusals;
use crate::network::pairing::{address_bucket, secret_hash};
use crate::network::{self, Credential};
use crate::node::Node;
use crate::store::StoreError;

type Known = HashMap<DeviceId, Credential>;

/// The devices of this hub, who of them is connected, and who knocks too often.
pub(super) struct Directory {
    node: Arc<Node>,
    hub_hash: [u8; 32],
    known: RwLock<Arc<Known>>,
    /// When the last reading of the database began; whoever holds it reads.
    read_at: tokio::sync::Mutex<Instant>,
    present: Mutex<BTreeSet<DeviceId>>,
    refusals: Mutex<Refusals>,
    born: Instant,
    nudge: mpsc::Sender<Nudge>,
    /// Somebody is connected who should not be.
    pub intruder: Notify,
    counts: Arc<Counts>,
}

impl Directory {
    /// Reads the devices; `hub_password` is the hub's own for this start.
    pub async fn open(
        node: Arc<Node>,
        hub_password: &str,
        nudge: mpsc::Sender<Nudge>,
        counts: Arc<Counts>,
    ) -> Result<Self, StoreError> {
        let born = Instant::now();
        let known = read(&node).await?;
        Ok(Self {
            node,
            hub_hash: secret_hash(hub_password.as_bytes()),
            known: RwLock::new(Arc::new(known)),
            read_at: tokio::sync::Mutex::new(born),
            present: Mutex::default(),
            refusals: Mutex::default(),
            born,
            nudge,
            intruder: Notify::new(),
            counts,
        })
    }

    /// Reads the devices again, unless somebody began to after `asked`.
    pub async fn refresh(&self, asked: Instant) -> Result<(), StoreError> {
        let mut read_at = self.read_at.lock().await;
        if *read_at > asked {
            return Ok(());
        }
        let begun = Instant::now();
        let known = read(&self.node).await?;
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(known);
        *read_at = begun;
        Ok(())
    }

    /// A device of this hub, or `None` when it is unknown or revoked.
    pub fn get(&self, device: DeviceId) -> Option<Credential> {
        self.known().get(&device).cloned()
    }

    /// Whether a device is connected, as far as the embedded broker says.
    pub fn is_present(&self, device: DeviceId) -> bool {
        lock(&self.present).contains(&device)
    }

    /// Devices connected now.
    pub fn present(&self) -> Vec<DeviceId> {
        lock(&self.present).iter().copied().collect()
    }

    /// Devices that are connected and may not be.
    pub fn intruders(&self) -> Vec<DeviceId> {
        let known = self.known();
        lock(&self.present).iter().filter(|device| !known.contains_key(device)).copied().collect()
    }

    fn known(&self) -> Arc<Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn proves(&self, device: Option<DeviceId>, given: &[u8; 32]) -> bool {
        let known = self.known();
        let found = device.and_then(|device| known.get(&device));
        // Something is compared for everybody, so that time does not tell who exists.
        let expected = found.map_or([0; 32], |credential| credential.secret_hash);
        bool::from(expected.ct_eq(given)) && found.is_some()
    }

    async fn admit(&self, user: &str, password: &[u8], address: SocketAddr) -> Admission {
        let given = secret_hash(password);
        if user == HUB_USER {
            let right = bool::from(self.hub_hash.ct_eq(&given));
            return if right { Admission::Hub } else { self.refuse(address) };
        }
        let device = canonical(user);
        if self.proves(device, &given) {
            return Admission::Device;
        }
        let unknown = device.is_some_and(|device| !self.known().contains_key(&device));
        if unknown && !self.is_braked(address) {
            if let Err(error) = self.refresh(Instant::now()).await {
                tracing::error!(%error, "broker.directory cannot be read");
            }
            if self.proves(device, &given) {
                return Admission::Device;
            }
        }
        self.refuse(address)
    }

    fn is_braked(&self, address: SocketAddr) -> bool {
        lock(&self.refusals).is_braked(&address_bucket(Some(address.ip())), self.now_ms())
    }

    fn refuse(&self, address: SocketAddr) -> Admission {
        one_more(&self.counts.refused);
        let (bucket, now_ms) = (address_bucket(Some(address.ip())), self.now_ms());
        let mut refusals = lock(&self.refusals);
        if refusals.is_braked(&bucket, now_ms) {
            return Admission::Throttled;
        }
        refusals.one_more(&bucket, now_ms);
        Admission::Refused
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.born.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

async fn read(node: &Node) -> Result<Known, StoreError> {
    let mut db = node.store.read().await?;
    let credentials = network::credentials(&mut db).await?;
    Ok(credentials.into_iter().map(|credential| (credential.device, credential)).collect())
}

/// The device a user name stands for; a name in any but the usual spelling is nobody's.
fn canonical(user: &str) -> Option<DeviceId> {
    user.parse().ok().filter(|device: &DeviceId| device.to_string() == user)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Gatekeeper for Directory {
    fn authenticate<'a>(
        &'a self,
        user: &'a str,
        password: &'a [u8],
        address: SocketAddr,
    ) -> BoxFuture<'a, Admission> {
        Box::pin(self.admit(user, password, address))
    }

    fn may_publish(&self, user: &str, topic: &str) -> bool {
        canonical(user).is_some_and(|device| {
            self.known().contains_key(&device) && topic::may_publish(device, topic)
        })
    }

    fn may_subscribe(&self, user: &str, filter: &str) -> bool {
        canonical(user).and_then(|device| self.get(device)).is_some_and(|credential| {
            topic::may_subscribe(credential.device, &credential.neighbourhoods, filter)
        })
    }

    fn connected(&self, user: &str) {
        let Some(device) = canonical(user) else { return };
        lock(&self.present).insert(device);
        // Revoked between its credential and this moment.
        if !self.known().contains_key(&device) {
            self.intruder.notify_one();
        }
    }

    fn disconnected(&self, user: &str) {
        let Some(device) = canonical(user) else { return };
        lock(&self.present).remove(&device);
        // A courier that has no room finds out by itself that nobody answers.
        let _ = self.nudge.try_send(Nudge::Gone(device));
    }
}
