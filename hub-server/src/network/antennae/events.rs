//! What can have happened to an antenna, and the antenna that follows from it. Ids, dates and words of
//! closed lists only: who it is stands in the vault.

use jiff::civil::Date;
use protocol::{AntennaId, CommandId, DeviceId, OrganisationId, PersonId, Slug, StaffId};
use serde::{Deserialize, Serialize};

use super::lifecycle::{State, Step};
use crate::city::WeekHours;

/// What kind of antenna it is (CAPABILITIES C1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Somebody who lives there (cittadino).
    Citizen,
    /// A shop (negozio di vicinato).
    Shop,
    /// A local group.
    Group,
}

/// How it is reached when somebody needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReachedBy {
    /// By its paired device.
    Device,
    /// By telephone: an operator calls.
    Phone,
    /// In person: an operator goes by.
    InPerson,
}

/// Something it knows how to do, beyond the kinds of help it offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Skill {
    /// Has a car and drives.
    Driving,
    /// Finds its way through offices and forms.
    Paperwork,
    /// Telephones, computers, digital services.
    Digital,
    /// Small repairs.
    Repairs,
    /// Listens, keeps company.
    Listening,
    /// Has looked after old or ill people.
    Care,
    /// Has looked after children.
    Children,
    /// First aid.
    FirstAid,
    /// Cooks.
    Cooking,
    /// Speaks for others: interprets, mediates.
    Mediation,
    /// Has room where people can meet.
    Room,
}

macro_rules! words_of {
    ($($name:ident, $expected:literal: $($variant:ident = $slug:literal),+;)*) => {$(
        impl $name {
            /// All of them, in the order they are offered.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word it is stored and worded by.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = protocol::ids::BadId;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let found = Self::ALL.iter().copied().find(|one| one.slug() == text);
                found.ok_or_else(|| protocol::ids::BadId::expecting(text, $expected))
            }
        }
    )*};
}

words_of! {
    Kind, "a kind of antenna": Citizen = "citizen", Shop = "shop", Group = "group";
    ReachedBy, "a way to reach an antenna": Device = "device", Phone = "phone", InPerson = "in-person";
    Skill, "a skill": Listening = "listening", Driving = "driving", Paperwork = "paperwork",
        Digital = "digital", Repairs = "repairs", Care = "care", Children = "children",
        FirstAid = "first-aid", Cooking = "cooking", Mediation = "mediation", Room = "room";
    Reason, "a reason": NoTime = "no-time", ChangedMind = "changed-mind", NoAnswer = "no-answer",
        MovedAway = "moved-away", ClosedDown = "closed-down", Health = "health",
        PapersMissing = "papers-missing", Conduct = "conduct", Other = "other";
    Support, "a kind of support": Coaching = "coaching", Visit = "visit", Materials = "materials",
        Training = "training", Device = "device";
    Outcome, "an outcome": Lasting = "lasting", Once = "once", Nothing = "nothing";
    Heard, "a way of hearing from somebody": Call = "call", Visit = "visit", Message = "message",
        CameBy = "came-by";
}

/// Why a life takes an exceptional step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// No time for it any more, or not now.
    NoTime,
    /// Thought better of it.
    ChangedMind,
    /// Nobody answers.
    NoAnswer,
    /// Lives or works elsewhere now.
    MovedAway,
    /// The shop closed, the group dissolved.
    ClosedDown,
    /// Health, or the family needs them.
    Health,
    /// A clearance, an insurance, a register entry is missing.
    PapersMissing,
    /// Something happened that must be looked at first.
    Conduct,
    /// Something else.
    Other,
}

/// How somebody heard from an antenna.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Heard {
    /// By telephone.
    Call,
    /// An operator went by.
    Visit,
    /// It wrote.
    Message,
    /// It came to the hub.
    CameBy,
}

/// What kind of support an antenna was given (C22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Support {
    /// Talking through how to help, and how far.
    Coaching,
    /// Somebody went by.
    Visit,
    /// Leaflets, a sticker for the door, keys.
    Materials,
    /// A course, an evening together.
    Training,
    /// Help with the device or the app.
    Device,
}

/// What came of an introduction (C21).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// They work together now.
    Lasting,
    /// It helped once.
    Once,
    /// Nothing.
    Nothing,
}

/// Whom an antenna was introduced to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// Another antenna.
    Antenna(AntennaId),
    /// An organisation.
    Organisation(OrganisationId),
}

/// Somebody put two parties in touch (messa in rete).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Introduction {
    /// The command that recorded it: its name.
    pub id: CommandId,
    /// To whom.
    pub to: Party,
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// What came of it; `None` while nobody has said.
    pub outcome: Option<Outcome>,
}

/// What an antenna is and offers (C5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Its kind.
    pub kind: Kind,
    /// Where it helps, the first being its own neighbourhood.
    pub neighbourhoods: Vec<Slug>,
    /// Categories it helps with.
    pub offers: Vec<Slug>,
    /// Languages it speaks, by their code.
    pub languages: Vec<Slug>,
    /// What it knows how to do.
    pub skills: Vec<Skill>,
    /// When it can be asked in an ordinary week.
    pub hours: WeekHours,
    /// Whether one gets in without a step; `None` where nobody looked yet.
    pub step_free: Option<bool>,
    /// How it is reached.
    pub reached_by: ReachedBy,
}

/// The voluntary pledge (C3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pledge {
    /// From this day.
    pub start: Date,
    /// The day it is looked at again, together.
    pub review: Date,
    /// The day it ends, where one was agreed.
    pub end: Option<Date>,
}

/// Leave to enter people's homes, after an interview and the papers the city asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clearance {
    /// Given on this day.
    pub on: Date,
    /// Until this day, where it ends.
    pub until: Option<Date>,
}

impl Clearance {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.on <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// Volunteering through an organisation: the line in its register and the insurance (C4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Volunteering {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The day of entry in its register of volunteers; `None` while it is missing.
    pub entered_on: Option<Date>,
    /// From when they are insured.
    pub insured_from: Option<Date>,
    /// Until when they are insured, that day included.
    pub insured_until: Option<Date>,
}

impl Volunteering {
    /// Whether the line in the register is there on a day.
    #[must_use]
    pub fn is_entered_on(&self, day: Date) -> bool {
        self.entered_on.is_some_and(|entered| entered <= day)
    }

    /// Whether they are insured on a day.
    #[must_use]
    pub fn is_insured_on(&self, day: Date) -> bool {
        self.insured_from.is_some_and(|from| from <= day)
            && self.insured_until.is_some_and(|until| day <= until)
    }
}

/// Facts about an antenna, which is their subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody thinks they could be one.
    Spotted {
        /// What is known so far.
        profile: Profile,
        /// Who it is, in the vault of its hub.
        person: PersonId,
    },
    /// It took a step.
    StepTaken {
        /// Which.
        step: Step,
        /// Where it stands now.
        to: State,
        /// Why, for exceptional ones.
        reason: Option<Reason>,
        /// Until when it rests, where it said.
        until: Option<Date>,
    },
    /// What it is and offers is this now.
    Described(Profile),
    /// What the vault holds about it changed.
    ContactKept {
        /// Whether there is a name and a way to reach them.
        reachable: bool,
    },
    /// An operator accompanies it, or nobody does.
    Accompanied {
        /// Who.
        operator: Option<StaffId>,
    },
    /// It pledged.
    Pledged(Pledge),
    /// It may enter people's homes, or may not any more.
    Cleared {
        /// Since when and until when; `None`: not any more.
        clearance: Option<Clearance>,
    },
    /// It volunteers through an organisation, or does not any more.
    VolunteersThrough {
        /// Through which, and its papers; `None`: not any more.
        volunteering: Option<Volunteering>,
    },
    /// A device is its.
    DeviceGiven {
        /// Which.
        device: DeviceId,
    },
    /// Somebody heard from it.
    HeardFrom {
        /// How.
        how: Heard,
    },
    /// Nothing was heard from it for long: its operator is asked to get in touch.
    SilenceNoticed {
        /// When it was last heard of, UTC milliseconds.
        since_ms: i64,
    },
    /// It wrote down hours of volunteering that no request tells of.
    HoursTold {
        /// The command that wrote them down.
        entry: CommandId,
        /// On which day.
        day: Date,
        /// For how long, in minutes of volunteering.
        minutes: u16,
        /// What was done; `None` for something else.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        category: Option<Slug>,
    },
    /// Those were a mistake.
    HoursTakenBack {
        /// The command that had written them down.
        entry: CommandId,
    },
    /// It was given support.
    Supported {
        /// Of which kind.
        how: Support,
        /// On which day.
        day: Date,
        /// For how long, in minutes.
        minutes: u16,
    },
    /// It was introduced to somebody.
    Introduced {
        /// The introduction's name.
        introduction: CommandId,
        /// To whom.
        to: Party,
    },
    /// What came of an introduction.
    OutcomeTold {
        /// Which introduction.
        introduction: CommandId,
        /// What came of it.
        outcome: Outcome,
    },
    /// An operator wrote something down about it. Erasable.
    NoteWritten {
        /// Their words.
        text: String,
    },
}

/// An antenna as it stands: what decisions look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Antenna {
    /// Who it is, in the vault of its hub.
    pub person: PersonId,
    /// Where it stands.
    pub state: State,
    /// Since when, UTC milliseconds.
    pub state_since_ms: i64,
    /// Why it is suspended or ended.
    pub reason: Option<Reason>,
    /// Until when it rests, where it said.
    pub rests_until: Option<Date>,
    /// What it is and offers.
    pub profile: Profile,
    /// Whether the vault has a name and a way to reach them.
    pub reachable: bool,
    /// Who accompanies it.
    pub operator: Option<StaffId>,
    /// Its pledge.
    pub pledge: Option<Pledge>,
    /// Its leave to enter homes.
    pub clearance: Option<Clearance>,
    /// Through whom it volunteers.
    pub volunteering: Option<Volunteering>,
    /// Its devices.
    pub devices: Vec<DeviceId>,
    /// When something was last heard from it, UTC milliseconds; its device's own greetings not counted.
    pub last_sign_ms: i64,
    /// Since when its silence waits for an operator, UTC milliseconds.
    pub silence_since_ms: Option<i64>,
    /// When it was spotted, UTC milliseconds.
    pub spotted_at_ms: i64,
    /// To whom it was introduced, the first first.
    pub introductions: Vec<Introduction>,
    /// How long it was supported in all, in minutes.
    pub supported_min: i64,
}

impl Antenna {
    /// An antenna on its first day.
    #[must_use]
    pub fn spotted(profile: Profile, person: PersonId, at_ms: i64) -> Self {
        Self {
            person,
            state: State::Spotted,
            state_since_ms: at_ms,
            reason: None,
            rests_until: None,
            profile,
            reachable: false,
            operator: None,
            pledge: None,
            clearance: None,
            volunteering: None,
            devices: Vec::new(),
            last_sign_ms: at_ms,
            silence_since_ms: None,
            spotted_at_ms: at_ms,
            introductions: Vec::new(),
            supported_min: 0,
        }
    }

    /// The same after a fact. `by_itself` says whether the antenna's own device caused it.
    #[must_use]
    pub fn after(mut self, event: &Event, at_ms: i64, by_itself: bool) -> Self {
        let is_sign = by_itself
            || matches!(
                event,
                Event::HeardFrom { .. } | Event::StepTaken { .. } | Event::Supported { .. }
            );
        if is_sign {
            self.last_sign_ms = self.last_sign_ms.max(at_ms);
            self.silence_since_ms = None;
        }
        match event {
            Event::Spotted { .. }
            | Event::HeardFrom { .. }
            | Event::NoteWritten { .. }
            | Event::HoursTold { .. }
            | Event::HoursTakenBack { .. } => {}
            Event::StepTaken { to, reason, until, .. } => {
                (self.state, self.state_since_ms) = (*to, at_ms);
                (self.reason, self.rests_until) = (*reason, *until);
            }
            Event::Described(profile) => self.profile = profile.clone(),
            Event::ContactKept { reachable } => self.reachable = *reachable,
            Event::Accompanied { operator } => self.operator = *operator,
            Event::Pledged(pledge) => self.pledge = Some(*pledge),
            Event::Cleared { clearance } => self.clearance = *clearance,
            Event::VolunteersThrough { volunteering } => self.volunteering = *volunteering,
            Event::DeviceGiven { device } => self.devices.push(*device),
            Event::Supported { minutes, .. } => self.supported_min += i64::from(*minutes),
            Event::Introduced { introduction, to } => self.introductions.push(Introduction {
                id: *introduction,
                to: *to,
                at_ms,
                outcome: None,
            }),
            Event::OutcomeTold { introduction, outcome } => {
                let found = self.introductions.iter_mut().find(|known| known.id == *introduction);
                if let Some(known) = found {
                    known.outcome = Some(*outcome);
                }
            }
            Event::SilenceNoticed { since_ms } => self.silence_since_ms = Some(*since_ms),
        }
        self
    }
}
