//! What can have happened around the diary.

use std::fmt;
use std::str::FromStr;

use protocol::{AntennaId, CommandId, PostId, Slug, StaffId, VolunteerId};
use serde::{Deserialize, Serialize};

use crate::network::antennae::events::Volunteering;

/// Facts of this domain. Words stand in a fact of their own, which can be erased whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A shift was planned.
    ShiftPlanned(Shift),
    /// It was called off.
    ShiftCancelled {},
    /// Whoever had it came, or did not.
    ShiftMarked {
        /// Whether they came.
        came: bool,
    },
    /// Whoever had the shift, or whoever planned it, said how it went.
    ShiftRated {
        /// Who says so.
        side: ShiftSide,
        /// How it went.
        mark: ShiftMark,
    },
    /// In their words. Erasable.
    ShiftWorded {
        /// Who says so.
        side: ShiftSide,
        /// The words; empty takes back what was said.
        text: String,
    },
    /// Somebody volunteers through an organisation, and is no antenna.
    VolunteerEntered(Volunteering),
    /// Their papers were renewed, or put right.
    VolunteerKept(Volunteering),
    /// They are off the register.
    VolunteerLeft {
        /// Since when, `2026-11-18`.
        on: String,
    },
    /// A volunteer of the register gave hours that nothing else tells of.
    VolunteerGave {
        /// The command that wrote them down.
        entry: CommandId,
        /// The day, `2026-11-18`.
        day: String,
        /// How long, in minutes of volunteering.
        minutes: u16,
    },
    /// Hours that were written down by mistake count no more.
    VolunteerHoursTakenBack {
        /// The command that wrote them down.
        entry: CommandId,
    },
    /// An operator looks after a place.
    PlaceAssigned(PlaceAssigned),
    /// They no longer do.
    AssignmentEnded {
        /// The last day they did, `2026-11-18`.
        last_day: String,
    },
    /// Somebody's path began.
    PathOpened(PathOpened),
    /// A hub offers a post to people who learn or give their time.
    PostOffered(PostOffered),
    /// What one does there. Erasable.
    PostWorded {
        /// In words.
        text: String,
    },
    /// It is offered no more; who is there goes on.
    PostClosed {},
    /// Hours of a path were written down.
    HoursLogged {
        /// The day, `2026-11-18`.
        day: String,
        /// How long, in minutes.
        minutes: u16,
    },
    /// Somebody learnt something on their path.
    SkillGained {
        /// What.
        skill: Skill,
    },
    /// A path ended.
    PathEnded {},
    /// An operator had training.
    TrainingHeld(Training),
    /// An antenna or a volunteer had training.
    NetworkTrained(NetworkTraining),
    /// Somebody asked for a refund.
    ExpenseClaimed(Expense),
    /// For what. Erasable.
    ExpenseWorded {
        /// In the words of who asked.
        words: String,
    },
    /// A refund was approved or refused.
    ExpenseDecided {
        /// Whether it is paid.
        approved: bool,
    },
}

/// When somebody is where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// Who.
    pub staff: StaffId,
    /// Where.
    pub neighbourhood: Slug,
    /// The day by the city's clock, `2026-11-18`.
    pub day: String,
    /// From, in minutes after midnight.
    pub from_min: u16,
    /// To, in minutes after midnight, later than the beginning.
    pub to_min: u16,
}

/// A closed vocabulary: its words on the wire, in columns and at the end of the keys of `locales/`.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $slug:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$of])* $variant,)* }

        impl $name {
            /// All of them, in the order they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word it is stored and worded by.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug,)* }
            }

            /// Reads such a word.
            #[must_use]
            pub fn from_slug(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.slug() == text)
            }
        }
    };
}

pub(crate) use words;

words! {
    /// Under which programme somebody is on a path.
    Programme {
        /// Giving time, through an organisation.
        Volunteering = "volunteering",
        /// A class, or students of a school or a university.
        School = "school",
        /// National civil service, or a city's own for the young.
        CivilService = "civil-service",
        /// Coming back to work.
        WorkInclusion = "work-inclusion",
        /// Participants of another project.
        OtherProject = "other-project",
    }
}

words! {
    /// What somebody can learn on a path or in training.
    Skill {
        /// Meeting people at a desk.
        Welcome = "welcome",
        /// Listening, and knowing when to send on.
        Listening = "listening",
        /// Helping with phone and computer.
        Digital = "digital",
        /// Running a group.
        Animation = "animation",
        /// Mediating between languages and cultures.
        Mediation = "mediation",
        /// First aid.
        FirstAid = "first-aid",
        /// Safety at work.
        Safety = "safety",
        /// Looking after personal data.
        Privacy = "privacy",
        /// Keeping things in order: lists, stores, keys.
        Organising = "organising",
        /// Small repairs and care of places.
        Repairs = "repairs",
    }
}

words! {
    /// Who says how a shift went.
    ShiftSide {
        /// Whoever had it.
        Own = "own",
        /// Whoever planned it.
        Planner = "planner",
    }
}

words! {
    /// How a shift went.
    ShiftMark {
        /// Well.
        Well = "well",
        /// Neither well nor badly.
        SoSo = "so-so",
        /// Badly: something has to change.
        Badly = "badly",
    }
}

words! {
    /// What was spent.
    ExpenseKind {
        /// Kilometres with one's own car.
        Mileage = "mileage",
        /// Tickets and parking.
        Ticket = "ticket",
        /// Materials for an activity.
        Material = "material",
        /// Something else.
        Other = "other",
    }
}

/// Which operator looks after which neighbourhood, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceAssigned {
    /// Who.
    pub staff: StaffId,
    /// Where.
    pub neighbourhood: Slug,
    /// Since when, `2026-11-18`.
    pub from: String,
}

/// What counts of somebody's path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathOpened {
    /// Under which programme.
    pub programme: Programme,
    /// The operator who accompanies them.
    pub tutor: StaffId,
    /// How many minutes were agreed.
    pub agreed_min: u32,
    /// First day, `2026-11-18`.
    pub from: String,
    /// Last day.
    pub to: String,
    /// The post it is in; `None` where none was offered for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<PostId>,
}

/// What counts of a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostOffered {
    /// Under which programme.
    pub programme: Programme,
    /// Where.
    pub neighbourhood: Slug,
    /// For how many at the same time, 1 to 50.
    pub places: u8,
    /// The operator who accompanies them.
    pub tutor: StaffId,
    /// How many minutes each gives.
    pub agreed_min: u32,
    /// First day, `2026-11-18`.
    pub from: String,
    /// Last day.
    pub to: String,
}

/// Whoever had training and is no operator; read and written as `antenna:<id>` and `volunteer:<id>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trainee {
    /// An antenna.
    Antenna(AntennaId),
    /// A volunteer of the register.
    Volunteer(VolunteerId),
}

impl fmt::Display for Trainee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Antenna(id) => write!(f, "antenna:{id}"),
            Self::Volunteer(id) => write!(f, "volunteer:{id}"),
        }
    }
}

/// A text that is no trainee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("neither an antenna nor a volunteer")]
pub struct NoTrainee;

impl FromStr for Trainee {
    type Err = NoTrainee;

    fn from_str(text: &str) -> Result<Self, NoTrainee> {
        match text.split_once(':') {
            Some(("antenna", id)) => id.parse().ok().map(Self::Antenna).ok_or(NoTrainee),
            Some(("volunteer", id)) => id.parse().ok().map(Self::Volunteer).ok_or(NoTrainee),
            Some(_) | None => Err(NoTrainee),
        }
    }
}

/// Training an antenna or a volunteer had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkTraining {
    /// Who.
    pub who: Trainee,
    /// About what.
    pub topic: Skill,
    /// The day, `2026-11-18`.
    pub day: String,
    /// How long, 1 to 1440 minutes of volunteering.
    pub minutes: u16,
    /// Until when the certificate counts; `None` without one.
    pub valid_until: Option<String>,
}

/// Training an operator had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Training {
    /// Who.
    pub staff: StaffId,
    /// About what.
    pub topic: Skill,
    /// The day, `2026-11-18`.
    pub day: String,
    /// How long, 1 to 1440 minutes.
    pub minutes: u16,
    /// Until when the certificate counts; `None` without one.
    pub valid_until: Option<String>,
}

/// What somebody asks to be refunded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expense {
    /// For what.
    pub kind: ExpenseKind,
    /// The day, `2026-11-18`.
    pub day: String,
    /// Kilometres, for [`ExpenseKind::Mileage`]; 0 otherwise.
    pub km: u32,
    /// How much, in cents; worked out from the city's rate for kilometres.
    pub cents: u32,
}
