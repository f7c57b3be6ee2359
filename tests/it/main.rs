//! Stories through real parts: one module a story.

mod alone;
mod console;
mod need;
mod restart;
