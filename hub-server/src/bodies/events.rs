//! What can have happened to bodies, their meetings and what they decided.

use jiff::civil::Date;
use protocol::{ActionId, BodyId, DecisionId, MeetingId, OrganisationId, SeatId, Slug, StaffId};
use serde::{Deserialize, Serialize};

use crate::city;
use crate::work::events::words;

words! {
    /// What sort of body it is.
    Kind {
        /// Tavolo permanente: the city's main organisations.
        PermanentTable = "permanent-table",
        /// Tavolo trasversale: serves other bodies.
        CrossTable = "cross-table",
        /// Tavolo di lavoro: for a time, on one thing.
        WorkingTable = "working-table",
        /// Gruppo di lavoro: for one field.
        WorkingGroup = "working-group",
        /// Comitato.
        Committee = "committee",
        /// Consiglio.
        Council = "council",
        /// Assembly of partners (partenariato).
        Assembly = "assembly",
        /// Inter-institutional board.
        Board = "board",
        /// Staff.
        Staff = "staff",
        /// Tecnostruttura.
        TechnicalStructure = "technical-structure",
    }
}

impl Kind {
    /// The sort of a body of the city file. Its tables are cross-cutting where they stand inside another body.
    #[must_use]
    pub const fn of(body: &city::Body) -> Self {
        match body.kind {
            city::BodyKind::Table if body.inside.is_some() => Self::CrossTable,
            city::BodyKind::Table => Self::PermanentTable,
            city::BodyKind::WorkingGroup => Self::WorkingGroup,
            city::BodyKind::Committee => Self::Committee,
            city::BodyKind::Council => Self::Council,
            city::BodyKind::Assembly => Self::Assembly,
            city::BodyKind::Board => Self::Board,
            city::BodyKind::Staff => Self::Staff,
            city::BodyKind::TechnicalStructure => Self::TechnicalStructure,
        }
    }
}

words! {
    /// How many of those who may vote must be there.
    Quorum {
        /// More than half of them.
        Majority = "majority",
        /// A third of them.
        Third = "third",
        /// Two thirds of them.
        TwoThirds = "two-thirds",
        /// Every one of them.
        Everybody = "everybody",
    }
}

impl Quorum {
    /// How many must be there of `entitled`; at least one, so that nobody decides alone about nothing.
    #[must_use]
    pub fn needed(self, entitled: usize) -> usize {
        let needed = match self {
            Self::Majority => entitled / 2 + 1,
            Self::Third => entitled.div_ceil(3),
            Self::TwoThirds => (2 * entitled).div_ceil(3),
            Self::Everybody => entitled,
        };
        needed.max(1)
    }
}

words! {
    /// What somebody is in a body.
    SeatRole {
        /// Presides over it, and votes.
        Chair = "chair",
        /// Votes.
        Voting = "voting",
        /// Is heard and does not vote.
        NonVoting = "non-voting",
    }
}

impl SeatRole {
    /// Whether the seat votes and counts for the quorum.
    #[must_use]
    pub const fn votes(self) -> bool {
        matches!(self, Self::Chair | Self::Voting)
    }
}

words! {
    /// Who may read minutes that are published.
    Level {
        /// Whoever looks after the bodies at central.
        Internal = "internal",
        /// Everybody who works in the network, at every hub.
        Network = "network",
        /// Everybody.
        Public = "public",
    }
}

words! {
    /// What an item of an agenda asks for.
    ItemKind {
        /// A decision.
        Decision = "decision",
        /// To be heard and talked about.
        Information = "information",
    }
}

words! {
    /// What became of an item.
    Outcome {
        /// More votes for it than against.
        Adopted = "adopted",
        /// Not so.
        NotAdopted = "not-adopted",
        /// Put off, without a vote.
        Adjourned = "adjourned",
    }
}

words! {
    /// How far an agency's work for a work site has come.
    Standing {
        /// To come.
        Planned = "planned",
        /// Going on.
        Running = "running",
        /// Finished.
        Finished = "finished",
    }
}

/// What is known of a body itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// What sort it is.
    pub kind: Kind,
    /// What it is for.
    pub mandate: String,
    /// The body it stands inside.
    pub inside: Option<BodyId>,
    /// What it is called in the city file, where it comes from there.
    pub slug: Option<Slug>,
    /// The theme of ideas it assesses, for a working group.
    pub field: Option<Slug>,
    /// How many must be there to decide.
    pub quorum: Quorum,
    /// How many days before a meeting it is convened, at least.
    pub notice_days: u16,
    /// How long a seat is held, in months, unless its own end is said.
    pub term_months: Option<u16>,
}

/// For whom somebody sits in a body.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// An organisation of the register at central.
    Organisation(OrganisationId),
    /// A partner of the city file.
    Partner(Slug),
}

/// Who sits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// Somebody who signs in at a node.
    Staff(StaffId),
    /// Somebody from outside, in the vault under the seat's id.
    Person,
    /// Whomever the organisation sends.
    Delegate,
}

/// Somebody's place in a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Its id; also the person's in the vault.
    pub id: SeatId,
    /// Who sits.
    pub who: Who,
    /// For whom.
    pub party: Option<Party>,
    /// As what.
    pub role: SeatRole,
    /// The first day.
    pub from: Date,
    /// The last day; `None` until further notice.
    pub until: Option<Date>,
}

impl Seat {
    /// Whether it is held on a day.
    #[must_use]
    pub fn held_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// Something a decision is about: of what kind, and its id. As text `project.0190…`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct About {
    /// `project`, `idea`, or what else other parts of the program name so.
    pub kind: Slug,
    /// Its id.
    pub id: String,
}

/// A text that names nothing a decision can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is written as a kind, a full stop and an id")]
pub struct NoSubject;

impl std::fmt::Display for About {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.kind, self.id)
    }
}

impl std::str::FromStr for About {
    type Err = NoSubject;
    fn from_str(text: &str) -> Result<Self, NoSubject> {
        let (kind, id) = text.trim().split_once('.').ok_or(NoSubject)?;
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if id.is_empty() || id.len() > 60 || !id.chars().all(plain) {
            return Err(NoSubject);
        }
        Ok(Self { kind: kind.parse().ok().ok_or(NoSubject)?, id: id.to_owned() })
    }
}

/// One item of an agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What it is about, in a line.
    pub title: String,
    /// What it asks for.
    pub kind: ItemKind,
    /// The thing it is about, where that has an id.
    pub about: Option<About>,
}

/// When and where a body meets, and what about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Which body.
    pub body: BodyId,
    /// The day by the city's clock.
    pub day: Date,
    /// From, minutes after midnight.
    pub from_min: u16,
    /// To, minutes after midnight, later than the beginning.
    pub to_min: u16,
    /// Where.
    pub place: String,
    /// What about, in order; items are named by their place, from 1.
    pub agenda: Vec<Item>,
}

/// How those who could vote did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    /// For it.
    pub favour: Vec<SeatId>,
    /// Against it.
    pub against: Vec<SeatId>,
    /// Neither.
    pub abstained: Vec<SeatId>,
}

/// The numbers of a vote.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Seats that vote, held on the day and not in conflict.
    pub entitled: u16,
    /// Of these, how many had to be there.
    pub needed: u16,
    /// Of these, how many were.
    pub present: u16,
    /// Seats that vote and were in conflict.
    pub excluded: u16,
    /// Votes for it.
    pub favour: u16,
    /// Votes against it.
    pub against: u16,
    /// Those who abstained.
    pub abstained: u16,
}

/// What was decided about an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// The decision.
    pub decision: DecisionId,
    /// The item, from 1.
    pub item: u16,
    /// Its number among the body's decisions of the year, from 1.
    pub number: u16,
    /// What became of it.
    pub outcome: Outcome,
    /// Who voted how; empty where it was put off.
    pub ballot: Ballot,
    /// The numbers, as they were at the vote.
    pub tally: Tally,
    /// When the body looks at it again.
    pub review_on: Option<Date>,
}

/// How minutes were approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Approval {
    /// In writing, by a day.
    Written,
    /// In a later meeting.
    Session(MeetingId),
}

/// Something that was put right after minutes had been approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The words of the minutes that it puts right.
    pub cites: String,
    /// What is right.
    pub text: String,
    /// The day.
    pub on: Date,
}

/// One item, as published minutes tell of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetItem {
    /// Its title.
    pub title: String,
    /// What became of it, where it asked for a decision and got one.
    pub outcome: Option<Outcome>,
    /// `3/2026`; empty where nothing was decided.
    pub number: String,
    /// The numbers of the vote.
    pub tally: Tally,
    /// Why.
    pub reasons: String,
    /// When it is looked at again.
    pub review_on: Option<Date>,
}

/// Published minutes: all that is told outside, without a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Which body.
    pub body: BodyId,
    /// What it was called then.
    pub body_name: String,
    /// The day of the meeting.
    pub day: Date,
    /// Where.
    pub place: String,
    /// How many of those who vote were there.
    pub present: u16,
    /// Of how many.
    pub entitled: u16,
    /// What was talked about.
    pub items: Vec<SheetItem>,
    /// The minutes.
    pub text: String,
    /// The day they were approved.
    pub approved_on: Date,
    /// What was put right since.
    pub corrections: Vec<Correction>,
}

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Its id.
    pub action: ActionId,
    /// Whose it is.
    pub owner: SeatId,
    /// By when.
    pub due: Date,
}

/// What an agency does for a work site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The work site, of the city file.
    pub site: Slug,
    /// The agency, of the city file.
    pub agency: Slug,
    /// How far it has come.
    pub standing: Standing,
    /// What it does; empty takes back what was said.
    pub text: String,
}

/// Facts of this domain. A body, a meeting, a decision or a work site is their subject. Words that were spoken or
/// argued stand in facts of their own, which can be erased whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// There is a body.
    Founded(Profile),
    /// It is described so now.
    Described(Profile),
    /// It is no more, or is again.
    ActiveSet {
        /// Whether it is.
        active: bool,
    },
    /// Somebody has a seat.
    SeatTaken(Seat),
    /// They have it until a day.
    SeatEnded {
        /// Which.
        seat: SeatId,
        /// The last day.
        last_day: Date,
    },
    /// A meeting is being prepared.
    Planned(Plan),
    /// It is prepared otherwise.
    Replanned(Plan),
    /// Everybody was told.
    Convened {
        /// Whether later than the body's notice allows, with [`Event::WhyWorded`] saying why.
        urgent: bool,
    },
    /// What they were told does not hold any more.
    Recalled {},
    /// It does not take place.
    CalledOff {},
    /// Why it was convened late, or called off. Erasable.
    WhyWorded {
        /// The words.
        text: String,
    },
    /// Who is there now.
    RollCalled {
        /// Those who are.
        present: Vec<SeatId>,
        /// Seats that vote, held on the day.
        entitled: u16,
        /// Of these, how many must be there.
        needed: u16,
        /// Of these, how many are.
        voters: u16,
    },
    /// Who keeps out of an item, being in conflict.
    Recused {
        /// The item, from 1.
        item: u16,
        /// All of them.
        seats: Vec<SeatId>,
    },
    /// An item was decided.
    Decided(Decided),
    /// Why. Erasable.
    Reasoned {
        /// Which decision.
        decision: DecisionId,
        /// The words.
        text: String,
    },
    /// The meeting is over.
    Closed {},
    /// The draft of the minutes. Erasable.
    MinutesWritten {
        /// The words.
        text: String,
    },
    /// The minutes hold.
    Approved {
        /// How.
        approval: Approval,
        /// The day.
        on: Date,
    },
    /// They may be read.
    Published {
        /// By whom.
        level: Level,
    },
    /// What is told outside. Erasable.
    SheetPublished {
        /// Who may read it.
        level: Level,
        /// The words.
        sheet: Sheet,
    },
    /// Something in them was put right. Erasable.
    Corrected(Correction),
    /// Somebody has something to do.
    Assigned(Action),
    /// What. Erasable.
    ActionWorded {
        /// Which.
        action: ActionId,
        /// The words.
        text: String,
    },
    /// They have longer for it.
    ActionMoved {
        /// Which.
        action: ActionId,
        /// By when now.
        due: Date,
    },
    /// They did it.
    ActionDone {
        /// Which.
        action: ActionId,
    },
    /// It was not done after all.
    ActionReopened {
        /// Which.
        action: ActionId,
    },
    /// All there was to do is done.
    Finished {},
    /// The body looked at a decision again.
    Reviewed {
        /// When it looks next.
        next: Option<Date>,
    },
    /// What it found. Erasable.
    ReviewWorded {
        /// The words.
        text: String,
    },
    /// What an agency does for a work site.
    CellSet(Cell),
}

impl Event {
    /// Whether every node may read it. All that is not published stays at central, drafts and votes included.
    #[must_use]
    pub const fn is_for_the_network(&self) -> bool {
        match self {
            Self::Founded(_)
            | Self::Described(_)
            | Self::ActiveSet { .. }
            | Self::SeatTaken(_)
            | Self::SeatEnded { .. }
            | Self::CellSet(_) => true,
            Self::Planned(_)
            | Self::Replanned(_)
            | Self::Convened { .. }
            | Self::Recalled {}
            | Self::CalledOff {}
            | Self::WhyWorded { .. }
            | Self::RollCalled { .. }
            | Self::Recused { .. }
            | Self::Decided(_)
            | Self::Reasoned { .. }
            | Self::Closed {}
            | Self::MinutesWritten { .. }
            | Self::Approved { .. }
            | Self::Published { .. }
            | Self::SheetPublished { .. }
            | Self::Corrected(_)
            | Self::Assigned(_)
            | Self::ActionWorded { .. }
            | Self::ActionMoved { .. }
            | Self::ActionDone { .. }
            | Self::ActionReopened { .. }
            | Self::Finished {}
            | Self::Reviewed { .. }
            | Self::ReviewWorded { .. } => false,
        }
    }
}
