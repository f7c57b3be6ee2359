//! The operators' diary as it is written (CAPABILITIES 3.6).

use serde::{Deserialize, Serialize};

use crate::ids::{ActivityId, Slug};

/// What kind of work a diary entry is about (CAPABILITIES 3.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActivityKind {
    /// Animation of the territory.
    Animation,
    /// Community work.
    CommunityWork,
    /// Being there: presence in the territory.
    Presence,
    /// A meeting.
    Meeting,
    /// Putting people in touch.
    NetworkingAct,
    /// Support given to an antenna.
    AntennaSupport,
    /// Handing over to a colleague.
    Handover,
    /// Training.
    Training,
    /// Travel.
    Travel,
    /// Writing and paperwork.
    Writing,
}

impl ActivityKind {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 10] = [
        Self::Presence,
        Self::CommunityWork,
        Self::Animation,
        Self::Meeting,
        Self::NetworkingAct,
        Self::AntennaSupport,
        Self::Handover,
        Self::Training,
        Self::Travel,
        Self::Writing,
    ];

    /// The word used on the wire and as the end of the key `activity-kind-<slug>`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Animation => "animation",
            Self::CommunityWork => "community-work",
            Self::Presence => "presence",
            Self::Meeting => "meeting",
            Self::NetworkingAct => "networking-act",
            Self::AntennaSupport => "antenna-support",
            Self::Handover => "handover",
            Self::Training => "training",
            Self::Travel => "travel",
            Self::Writing => "writing",
        }
    }
}

/// One entry of the operators' diary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogActivity {
    /// Made by the device; a second entry with it replaces nothing.
    pub activity: ActivityId,
    /// What kind of work.
    pub what: ActivityKind,
    /// Where.
    pub neighbourhood: Slug,
    /// The place in the operator's words, at most 200 characters; may be empty.
    #[serde(default)]
    pub place: String,
    /// When it began, UTC milliseconds.
    pub started_at_ms: i64,
    /// How long, 1 to 1440 minutes.
    pub minutes: u16,
    /// How many people were reached; 0 is a fair answer.
    pub people_reached: u32,
    /// Topics from the city file.
    #[serde(default)]
    pub topics: Vec<Slug>,
    /// What to do next, at most 500 characters; may be empty.
    #[serde(default)]
    pub next_step: String,
}
