//! The one place of this program that reads the clock and makes ids by chance.
//!
//! Everything pure gets both as arguments.

use protocol::CommandId;
use uuid::Uuid;

/// Now, UTC milliseconds by the device's clock, which may be wrong and decides nothing.
#[must_use]
pub fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

/// A new id for a command.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the one place that makes ids here")]
pub fn new_id() -> CommandId {
    CommandId::new(Uuid::now_v7())
}

/// A number from 0 up to and including `limit`, for waits that must not fall together.
#[must_use]
pub fn chance_up_to(limit: u64) -> u64 {
    fastrand::u64(0..=limit)
}
