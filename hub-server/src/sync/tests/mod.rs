//! Hubs and a central that really talk, over HTTP on loopback.

mod stories;
pub(super) mod town;
