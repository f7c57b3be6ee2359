//! What two members have agreed on and have still to do (accordo, CAPABILITIES 3.2): who, what, when, how long.
//!
//! Always true: it moves no hours and binds nobody; either side may call it off; the exchange that does it closes
//! it. Whoever writes it down says that both have agreed, and the other side sees it at once.

use protocol::{ExchangeId, MemberId, Slug};
use serde::{Deserialize, Serialize};

use super::minutes::Length;

/// How far ahead something can be agreed, in days.
pub const DAYS_AHEAD: i64 = 366;

/// What was agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrangement {
    /// Its name.
    pub arrangement: ExchangeId,
    /// Who will give their time.
    pub giver: MemberId,
    /// Who will receive it.
    pub receiver: MemberId,
    /// How long it is expected to take.
    pub length: Length,
    /// Which service.
    pub category: Slug,
    /// When, UTC milliseconds.
    pub meet_at_ms: i64,
    /// Who of the two said so.
    pub by: MemberId,
}

impl Arrangement {
    /// Whether these two have agreed on it, whichever way.
    #[must_use]
    pub fn is_between(&self, one: MemberId, other: MemberId) -> bool {
        [(one, other), (other, one)].contains(&(self.giver, self.receiver))
    }
}

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ArrangementState {
    /// Still to be done.
    Agreed,
    /// An exchange was declared that does it.
    Kept,
    /// It will not be.
    CalledOff,
    /// One of the two did not come.
    Missed,
}
