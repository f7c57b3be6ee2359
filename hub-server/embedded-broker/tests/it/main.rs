//! The broker on real sockets: every trap of the engine that the crate promises to close, tried from outside.
//!
//! One binary, because linking the engine is most of the cost.

mod abuse;
mod access;
mod admission;
mod certificates;
mod client;
mod life;
mod listening;
mod raw;
mod town;
