//! The steps an antenna takes by itself, and that it is here.

use serde::{Deserialize, Serialize};

/// The antenna is here now: a convenience, never a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SayHere {
    /// Until when, UTC milliseconds by the hub's clock; `None`: not any more.
    pub until_ms: Option<i64>,
}

/// The antenna takes a step of its life by itself; it owes nobody a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveOn {
    /// Which.
    pub step: OwnStep,
}

/// The steps an antenna takes by itself (CAPABILITIES 3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OwnStep {
    /// It rests for a while.
    Rest,
    /// It comes back.
    Resume,
    /// It leaves; thank you.
    End,
}
