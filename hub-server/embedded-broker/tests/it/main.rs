//! The broker on real sockets: every trap of the engine that the crate promises to close, tried
//! from outside.
//!
//! One binary, because linking the engine is most of the cost.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

mod abuse;
mod access;
mod admission;
mod certificates;
mod client;
mod life;
mod listening;
mod raw;
mod town;
