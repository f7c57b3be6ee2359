//! The hub's own MQTT broker: rmqtt behind a door of ours, in a crate of its own.
//!
//! It is a separate crate so that a change in the hub's domains never rebuilds or relinks rmqtt,
//! and so that another engine can take its place by touching one folder.
//!
//! Three parts, from the street inwards:
//!
//! - the **door** accepts sockets, speaks TLS, reads exactly one CONNECT and asks the
//!   [`Gatekeeper`]. Whoever is refused hears why and never reaches the engine; whoever says
//!   nothing loses the place;
//! - the **relay** carries bytes between an admitted client and the engine, and can cut a
//!   connection at any time;
//! - the **engine** is rmqtt on two loopback ports that answer only to the door. Its hooks ask the
//!   gatekeeper about every publish and every subscription.
//!
//! What always holds: client id equals user name; no wills, no retained messages, no shared, system
//! or wildcard subscriptions for devices; one live connection per user; all sockets, tasks and
//! threads end with the [`Broker`].
//!
//! Deliberately absent: the topic rule (it lives in `protocol`), passwords (the gatekeeper's),
//! persistence (a receipt from the hub is what counts, never an acknowledgement from here),
//! WebSocket, clustering.

mod backlog;
mod brake;
mod broker;
mod certificate;
mod connect;
mod door;
mod engine;
mod error;
mod gatekeeper;
mod options;
mod relay;
mod roll;
mod rules;
mod waiting_room;

pub use broker::Broker;
pub use error::BrokerError;
pub use gatekeeper::{Admission, BoxFuture, Gatekeeper};
pub use options::Options;

/// Log filter directives that keep the engine quiet, to be appended to the hub's own filter.
///
/// At `debug` rmqtt prints whole messages, which carry people's words, and at `warn` one line for
/// every clumsy client; neither belongs in a log that is kept. This crate reports what matters
/// under its own name.
pub const QUIET_ENGINE_LOG: &str = "rmqtt=error,rmqtt_net=error,rmqtt_codec=error";
