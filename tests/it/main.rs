//! Stories through real parts: one module a story.

#![allow(clippy::unwrap_used, reason = "a story that cannot go on should stop there")]

mod alone;
mod app;
mod banks;
mod concierge;
mod console;
mod docs;
mod erasure;
mod kills;
mod machine;
mod need;
mod phones;
mod projects;
mod restart;
mod showcase;
mod windows;
