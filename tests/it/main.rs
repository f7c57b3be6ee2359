//! Stories through real parts: one module a story.

mod need;
mod restart;
