//! What can have happened to a request, and the state that follows from it.

use protocol::kiosk::Urgency;
use protocol::{
    Channel, DeviceId, PersonId, ProposalId, Relation, RequestId, SlipCode, Slug, StaffId,
};
use serde::{Deserialize, Serialize};

/// Facts about a request. Free text stands in facts of its own (`WordsLeft`, `NoteWritten`,
/// `HelperSaid`), which an erasure can empty without touching anything that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody left a need.
    NeedLeft(NeedLeft),
    /// In their own words. Erasable.
    WordsLeft {
        /// The words.
        text: String,
    },
    /// An operator has read it and looks after it.
    TakenInCharge {
        /// Which operator.
        operator: StaffId,
    },
    /// What antennae may read about it before they accept. Erasable.
    NoteWritten {
        /// The note.
        text: String,
    },
    /// Antennae are being asked.
    Proposed(Proposal),
    /// An antenna said no; it needs no reason and counts against nobody.
    Declined {
        /// The proposal.
        proposal: ProposalId,
        /// Who.
        device: DeviceId,
    },
    /// The first valid yes.
    Accepted {
        /// The proposal.
        proposal: ProposalId,
        /// Who.
        device: DeviceId,
    },
    /// A circle's time is over, or everybody in it said no.
    CircleEnded {
        /// The proposal.
        proposal: ProposalId,
    },
    /// The helper cannot do it after all.
    GivenBack {
        /// Who.
        device: DeviceId,
    },
    /// The helper, or an operator for them, says it is done.
    ReportedDone {
        /// How long it took, in minutes, where it was said.
        minutes: Option<u16>,
    },
    /// What the helper adds to it, for the operator. Erasable.
    HelperSaid {
        /// Their words.
        text: String,
    },
    /// Closed: the need was met.
    Met {},
    /// Closed: the need was not met.
    NotMet {
        /// Why, from the closed list.
        reason: NotMetReason,
    },
    /// The person no longer needs it.
    Withdrawn {},
    /// Open again.
    Reopened {},
}

/// The facts of a need, without the words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedLeft {
    /// The code the person came away with.
    pub slip: SlipCode,
    /// What kind of help.
    pub category: Slug,
    /// Where.
    pub neighbourhood: Slug,
    /// How soon.
    pub urgency: Urgency,
    /// For whom.
    #[serde(default)]
    pub relation: Relation,
    /// Language of the conversation.
    pub language: String,
    /// How it came in.
    pub via: Channel,
    /// Whose data stands in the vault, when the person left any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

/// One circle's invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Its name.
    pub proposal: ProposalId,
    /// Which circle.
    pub circle: Circle,
    /// Who is asked.
    pub devices: Vec<DeviceId>,
    /// Until when a yes counts, UTC milliseconds.
    pub until_ms: i64,
}

/// In which order antennae are asked (CAPABILITIES 3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Circle {
    /// The antenna the operator named.
    Named,
    /// Those of the neighbourhood.
    Neighbourhood,
    /// Those of the zone.
    Zone,
}

impl Circle {
    /// The next wider circle; after the widest it is the operator's turn again.
    #[must_use]
    pub fn wider(self) -> Option<Self> {
        match self {
            Self::Named => Some(Self::Neighbourhood),
            Self::Neighbourhood => Some(Self::Zone),
            Self::Zone => None,
        }
    }
}

/// Why a need was not met: a closed list, because it feeds the report of unmet needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotMetReason {
    /// Nobody offers this.
    NoOffer,
    /// Only outside the hours anybody can.
    OutOfHours,
    /// Too far from anybody who can.
    OutOfArea,
    /// Needs a professional or a licence.
    NeedsProfessional,
    /// The person gave up waiting.
    PersonWithdrew,
    /// A limit was reached.
    LimitReached,
    /// The person could not be reached.
    NoAnswer,
}

impl NotMetReason {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 7] = [
        Self::NoOffer,
        Self::OutOfHours,
        Self::OutOfArea,
        Self::NeedsProfessional,
        Self::PersonWithdrew,
        Self::LimitReached,
        Self::NoAnswer,
    ];
}

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nobody has read it yet.
    Received,
    /// An operator looks after it.
    TakenInCharge,
    /// Antennae are being asked.
    Proposed,
    /// Somebody has said yes.
    Accepted,
    /// Done, to be confirmed.
    Done,
    /// Closed: met.
    Met,
    /// Closed: not met.
    NotMet,
    /// Closed: withdrawn.
    Withdrawn,
}

impl State {
    /// All of them, in the order of a life.
    pub const ALL: [Self; 8] = [
        Self::Received,
        Self::TakenInCharge,
        Self::Proposed,
        Self::Accepted,
        Self::Done,
        Self::Met,
        Self::NotMet,
        Self::Withdrawn,
    ];

    /// Whether the request is over.
    #[must_use]
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Met | Self::NotMet | Self::Withdrawn)
    }
}

/// A request as its decisions need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Its name.
    pub id: RequestId,
    /// Where it stands.
    pub state: State,
    /// Who helps.
    pub helper: Option<DeviceId>,
    /// The proposal that is open, with who was asked and has not said no.
    pub open: Option<OpenProposal>,
    /// When it was closed, UTC milliseconds.
    pub closed_at_ms: Option<i64>,
}

/// The proposal that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenProposal {
    /// Its name.
    pub id: ProposalId,
    /// Which circle.
    pub circle: Circle,
    /// Until when a yes counts.
    pub until_ms: i64,
    /// Who may still answer.
    pub silent: Vec<DeviceId>,
}

impl Request {
    fn close(&mut self, state: State, at_ms: i64) {
        (self.state, self.open, self.closed_at_ms) = (state, None, Some(at_ms));
    }

    /// The request after a fact; the one definition of what each fact does to the state.
    #[must_use]
    pub fn after(mut self, event: &Event, at_ms: i64) -> Self {
        match event {
            Event::NeedLeft(_)
            | Event::WordsLeft { .. }
            | Event::NoteWritten { .. }
            | Event::HelperSaid { .. } => {}
            Event::TakenInCharge { .. } => self.state = State::TakenInCharge,
            Event::Proposed(proposal) => {
                self.state = State::Proposed;
                self.open = Some(OpenProposal {
                    id: proposal.proposal,
                    circle: proposal.circle,
                    until_ms: proposal.until_ms,
                    silent: proposal.devices.clone(),
                });
            }
            Event::Declined { device, .. } => {
                if let Some(open) = &mut self.open {
                    open.silent.retain(|other| other != device);
                }
            }
            Event::Accepted { device, .. } => {
                (self.state, self.helper, self.open) = (State::Accepted, Some(*device), None);
            }
            Event::CircleEnded { .. } => {
                (self.state, self.open) = (State::TakenInCharge, None);
            }
            Event::GivenBack { .. } => {
                (self.state, self.helper) = (State::TakenInCharge, None);
            }
            Event::ReportedDone { .. } => self.state = State::Done,
            Event::Met {} => self.close(State::Met, at_ms),
            Event::NotMet { .. } => self.close(State::NotMet, at_ms),
            Event::Withdrawn {} => self.close(State::Withdrawn, at_ms),
            Event::Reopened {} => {
                (self.state, self.helper, self.closed_at_ms) = (State::TakenInCharge, None, None);
            }
        }
        self
    }
}
