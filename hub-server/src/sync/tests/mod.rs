//! Hubs and a central that really talk, over HTTP on loopback.

mod cable;
mod stories;
pub(super) mod town;
