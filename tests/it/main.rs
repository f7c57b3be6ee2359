//! Stories through real parts: one module a story.

mod alone;
mod console;
mod docs;
mod erasure;
mod kills;
mod machine;
mod need;
mod restart;
mod windows;
