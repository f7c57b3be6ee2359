//! What the tests of the kiosk and of the antenna app share: words complete, nothing clipped, nothing too small,
//! colours that can be told apart.
//!
//! Always true: only plain functions that return what they found; the test decides what to assert.

pub(crate) mod contrast;
pub(crate) mod overflow;
pub(crate) mod targets;
mod vocabulary;

pub use contrast::{Pair, contrast_ratio, pairs, too_faint};
pub use overflow::{Overflow, cut_texts, overflows, record_overflows};
pub use targets::{Target, overlapping_targets, small_targets};
pub use vocabulary::{every_key_in_every_language, stretch, unknown_keys_in};
