//! What can have happened in the diary.

use protocol::antenna::ActivityKind;
use protocol::{ActivityId, Slug, StaffId};
use serde::{Deserialize, Serialize};

use super::tasks::TaskEvent;

/// Facts of the diary. Words stand in a fact of their own, which can be erased whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// An entry was handed in.
    Logged(Logged),
    /// Its author wrote it again before it was accepted.
    Corrected(Logged),
    /// A new entry was handed in that says better what an older one said.
    Amended(Amended),
    /// What its author wrote. Erasable.
    WordsWritten {
        /// The place in the author's words; may be empty.
        place: String,
        /// What to do next; may be empty.
        next_step: String,
    },
    /// It was given back to its author.
    Returned {},
    /// Why it was given back. Erasable.
    ReasonWritten {
        /// In the words of who gave it back.
        reason: String,
    },
    /// It was looked at and is right.
    Accepted {},
    /// A month was closed: its accepted entries are locked. The figures are those its signer saw.
    MonthClosed(MonthClosed),
    /// Something happened to a task.
    Task(TaskEvent),
    /// Somebody said what a hub or an operator wants to reach.
    GoalSet(Goal),
    /// A goal was dropped.
    GoalDropped {},
}

/// What counts of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logged {
    /// Whose entry it is, where that is not whoever sent it: an operator's device sends for its operator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<StaffId>,
    /// What kind of work.
    pub what: ActivityKind,
    /// Where.
    pub neighbourhood: Slug,
    /// The day it began by the city's clock, `2026-11-18`: months are counted by it.
    pub day: String,
    /// When it began, UTC milliseconds.
    pub started_at_ms: i64,
    /// How long, 1 to 1440 minutes of paid work.
    pub minutes: u16,
    /// How many people were reached.
    pub people_reached: u32,
    /// What it was about, each topic once.
    pub topics: Vec<Slug>,
    /// How many days after its day it was written, when that is later than the city allows; 0 in time.
    #[serde(default)]
    pub late_days: u32,
}

/// An entry that says better what an older one said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amended {
    /// The older one.
    pub cites: ActivityId,
    /// The month the difference is counted in, `2026-11`: the one it was written in.
    pub month: String,
    /// The entry as it should have been.
    pub entry: Logged,
}

/// A month that was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthClosed {
    /// Which, `2026-10`.
    pub month: String,
    /// How many entries.
    pub entries: i64,
    /// Their minutes of paid work.
    pub minutes: i64,
    /// The people they reached.
    pub people_reached: i64,
}

/// What a goal measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Hours of work.
    Hours,
    /// Entries.
    Entries,
    /// People reached.
    People,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Hours, Self::Entries, Self::People];

    /// The word it is stored and worded by.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Entries => "entries",
            Self::People => "people",
        }
    }
}

/// What a hub, or one operator, wants to reach in some months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// Whose; `None` for the whole hub.
    pub staff: Option<StaffId>,
    /// Of which kind of work; `None` for all.
    pub what: Option<ActivityKind>,
    /// What is counted.
    pub measure: Measure,
    /// How much, from 1.
    pub target: i64,
    /// First month, `2026-11`.
    pub from: String,
    /// Last month.
    pub to: String,
}
