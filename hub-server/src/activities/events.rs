//! What can have happened in the diary.

use protocol::Slug;
use protocol::antenna::ActivityKind;
use serde::{Deserialize, Serialize};

/// Facts of the diary. Words stand in a fact of their own, which can be erased whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// An entry was recorded.
    Logged(Logged),
    /// What its author wrote. Erasable.
    WordsWritten {
        /// The place in the author's words; may be empty.
        place: String,
        /// What to do next; may be empty.
        next_step: String,
    },
}

/// What counts of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logged {
    /// What kind of work.
    pub what: ActivityKind,
    /// Where.
    pub neighbourhood: Slug,
    /// The day it began by the city's clock, `2026-11-18`: months are counted by it.
    pub day: String,
    /// When it began, UTC milliseconds.
    pub started_at_ms: i64,
    /// How long, 1 to 1440 minutes.
    pub minutes: u16,
    /// How many people were reached.
    pub people_reached: u32,
    /// What it was about, each topic once.
    pub topics: Vec<Slug>,
}
