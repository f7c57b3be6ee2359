//! What can have happened around an activity of a group.

use protocol::antenna::ActivityKind;
use protocol::{ActivityId, GatheringId, ParticipantId, Slug, StaffId};
use serde::{Deserialize, Serialize};

use crate::work::events::words;

words! {
    /// What people come together for.
    Kind {
        /// A course, over several meetings.
        Course = "course",
        /// Doing something with one's hands.
        Workshop = "workshop",
        /// Going somewhere together.
        Outing = "outing",
        /// A feast.
        Party = "party",
        /// Talking things over.
        Assembly = "assembly",
        /// A class of a school, or a group of another project, that gives its time.
        Class = "class",
    }
}

impl Kind {
    /// As which work of the operator it stands in the diary.
    #[must_use]
    pub const fn in_diary(self) -> ActivityKind {
        match self {
            Self::Course | Self::Workshop | Self::Outing | Self::Party => ActivityKind::Animation,
            Self::Assembly => ActivityKind::Meeting,
            Self::Class => ActivityKind::CommunityWork,
        }
    }
}

/// When people meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// The day by the city's clock, `2026-11-18`.
    pub day: String,
    /// From, in minutes after midnight.
    pub from_min: u16,
    /// To, in minutes after midnight, later than the beginning.
    pub to_min: u16,
}

/// What an activity is. Its title and place are what is announced to everybody: nothing personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What people come together for.
    pub kind: Kind,
    /// What it is called, at most 120 characters.
    pub title: String,
    /// Where, as the city names it.
    pub neighbourhood: Slug,
    /// Where exactly, at most 200 characters; may be empty.
    pub place: String,
    /// The operator who looks after it.
    pub organiser: StaffId,
    /// For how many; `None` for as many as come.
    pub seats: Option<u16>,
    /// The meetings, the first first.
    pub meetings: Vec<When>,
}

/// Who of those who were registered came, and how many of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// Who.
    pub participant: ParticipantId,
    /// How many heads.
    pub heads: u16,
}

/// Facts of this domain. Names stand in the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// An activity was planned.
    Planned(Plan),
    /// It has one more meeting.
    MeetingAdded(When),
    /// A meeting was called off.
    MeetingCancelled {
        /// Which, from 1.
        number: u16,
    },
    /// Somebody, or a group as one, wants to take part. Its subject is the participant.
    Registered {
        /// In what.
        gathering: GatheringId,
        /// How many heads: one for a person.
        heads: u16,
    },
    /// They do not take part after all.
    Withdrew {},
    /// Who came to a meeting. Said again, the last word counts.
    AttendanceTaken {
        /// Which, from 1.
        number: u16,
        /// Those who are known.
        present: Vec<Present>,
        /// How many others.
        others: u16,
        /// The entry in the diary that tells of it.
        entry: ActivityId,
    },
}
