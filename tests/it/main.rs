//! Stories through real parts: one module a story.

mod alone;
mod need;
mod restart;
