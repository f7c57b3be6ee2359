//! The questions the broker asks the hub. The answers, and the rule behind them, are the hub's.

use std::net::SocketAddr;
use std::pin::Pin;

/// A boxed future, so that [`Gatekeeper`] can be a trait object.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The answer to somebody who knocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// Unknown user, wrong password or revoked device: CONNACK 0x86 (3.1.1: 4).
    Refused,
    /// Too many refusals from this address: CONNACK 0x97 (3.1.1: 3), without saying whether the
    /// password was right.
    Throttled,
    /// A paired device: every publish and subscription is asked about.
    Device,
    /// The hub itself, with its own per-start credential: no rule applies to it, so it is only
    /// believed when the connection comes from this same machine.
    Hub,
}

/// Decides who may connect and what they may touch; implemented by the hub, called for every packet
/// that matters.
///
/// `user` is the device id; it has been checked to equal the client id, and to be 1 to 64 bytes
/// long.
pub trait Gatekeeper: Send + Sync + 'static {
    /// Checks a credential. Runs on the runtime that started the broker, so it may use the hub's
    /// database. `address` is the real peer. Answering late costs the client its place after
    /// [`Options::handshake_limit`].
    ///
    /// [`Options::handshake_limit`]: crate::Options::handshake_limit
    fn authenticate<'a>(
        &'a self,
        user: &'a str,
        password: &'a [u8],
        address: SocketAddr,
    ) -> BoxFuture<'a, Admission>;

    /// Whether a device may publish on `topic`. Never asked about retained messages or topics with
    /// `$`, `+` or `#`, which are refused before. Called on every publish: answer from memory.
    fn may_publish(&self, user: &str, topic: &str) -> bool;

    /// Whether a device may subscribe to `filter`. Never asked about filters with `$`, `+` or `#`,
    /// which are refused before. Answer from memory.
    fn may_subscribe(&self, user: &str, filter: &str) -> bool;

    /// A device is connected. For each device, calls of this and of
    /// [`disconnected`](Self::disconnected) strictly alternate, also when a newer connection takes
    /// over from an older one. Not called for the hub.
    ///
    /// Presence is reported under a lock: hand the news over and return; do not call the broker
    /// from here.
    fn connected(&self, user: &str);

    /// The device's connection ended, for whatever reason. Same rules as
    /// [`connected`](Self::connected).
    fn disconnected(&self, user: &str);
}
