//! The hub and its devices over real sockets: a real node on a real SQLite, a real broker, real clients.
//!
//! One binary, because linking is most of the cost. Stories that must hold with any broker run twice: with
//! the embedded one and with Mosquitto, which must be installed.

#![expect(clippy::wildcard_enum_match_arm, reason = "a test looks for one message among many")]
#![expect(
    clippy::disallowed_methods,
    reason = "the devices here make ids of their own, and what they hear is bounded by the test"
)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

mod catching_up;
mod circles;
mod device;
mod forgery;
mod lasting;
mod mosquitto;
mod old_protocol;
mod pairing;
mod probe;
mod receipts;
mod repeats;
mod town;
