//! What somebody did, for their own eyes: hours they write down, their statement by month, their diary's entries
//! as they stand.
//!
//! Always true: hours of volunteering and hours of paid work stand in fields of their own and are never added.

use serde::{Deserialize, Serialize};

use super::LogActivity;
use crate::ids::{CommandId, Slug};

/// Hours of volunteering that no request tells of. The entry takes the command's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogHours {
    /// The day, `2026-11-22`.
    pub day: String,
    /// How long, 1 to 1440 minutes.
    pub minutes: u16,
    /// What was done, from the city's categories; `None` for something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Slug>,
}

/// Hours that were written down by mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeBackHours {
    /// Which.
    pub entry: CommandId,
}

/// What was done, month by month, as the hub has it. The last of these is the truth.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The latest month first.
    pub months: Vec<MonthDone>,
    /// Hours written down by hand, the latest first.
    #[serde(default)]
    pub hours: Vec<HoursTold>,
}

/// One month of a statement.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthDone {
    /// Which, `2026-11`.
    pub month: String,
    /// Requests helped with.
    pub helps: u32,
    /// Minutes of volunteering in them, as far as they were told.
    pub helping_min: u32,
    /// Minutes of volunteering written down by hand.
    pub told_min: u32,
    /// Minutes of an operator's paid work in the diary.
    #[serde(default)]
    pub paid_min: u32,
}

/// Hours written down by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursTold {
    /// The command that wrote them down.
    pub entry: CommandId,
    /// The day, `2026-11-22`.
    pub day: String,
    /// How long, in minutes.
    pub minutes: u16,
    /// What was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Slug>,
}

/// An entry of the operator's diary as it stands at the hub.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiaryEntry {
    /// What it says.
    pub entry: LogActivity,
    /// Where it stands: `submitted`, `returned`, `accepted`, `locked`, `amended`; one nobody knows is shown as it is not.
    pub state: Slug,
    /// Why it was given back; empty otherwise.
    #[serde(default)]
    pub reason: String,
    /// How many days late it was written; 0 in time.
    #[serde(default)]
    pub late_days: u32,
}

/// The city's rules for writing the diary late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiaryRules {
    /// After so many days an entry is marked late.
    pub late_after_days: u32,
    /// After so many days it is not taken any more.
    pub refused_after_days: u32,
}
