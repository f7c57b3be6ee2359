//! What can have happened to a request, and the state that follows from it.

use protocol::kiosk::{TimeBand, Urgency};
use protocol::{
    Channel, CommandId, DeviceId, EventId, NodeId, PersonId, ProposalId, RecurrenceId, Relation,
    RequestId, SlipCode, Slug, StaffId,
};
use serde::{Deserialize, Serialize};

pub use super::lifecycle::State;
use super::lifecycle::{self, Step};
use crate::city::Because;

/// Facts about a request. Free text stands in facts of its own (`WordsLeft`, `AnswersLeft`, `NoteWritten`,
/// `HelperSaid`, `MessageLeft`), which an erasure can empty without touching anything that counts.
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
    /// What they answered to the questions of its category. Erasable.
    AnswersLeft {
        /// One answer for each question they answered.
        answers: Vec<protocol::kiosk::CategoryAnswer>,
    },
    /// An operator has read it and looks after it.
    TakenInCharge {
        /// Which operator.
        operator: StaffId,
    },
    /// Another operator looks after it from now on.
    Assigned {
        /// Who.
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
    /// The first valid yes, or, where it takes two, the second.
    Accepted {
        /// The proposal that was open.
        proposal: ProposalId,
        /// Who helps; where it takes two, whoever said yes first.
        device: DeviceId,
        /// Who comes along, where it takes two.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        companion: Option<DeviceId>,
    },
    /// It takes two people, or one is enough after all.
    SeatsSet {
        /// Whether it takes two.
        two: bool,
    },
    /// The first of two has said yes; nobody knows yet whom it is for.
    SeatTaken {
        /// The proposal.
        proposal: ProposalId,
        /// Who.
        device: DeviceId,
    },
    /// The first of two cannot after all.
    SeatFreed {
        /// Who.
        device: DeviceId,
    },
    /// A rule of the city says where it goes.
    Routed(Routed),
    /// It goes to another hub.
    HandedOver {
        /// Which.
        to: NodeId,
        /// What that hub is told about the person; only with consent.
        shared: Vec<SharedField>,
        /// How the person agreed, where anything is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        consent: Option<Consent>,
        /// The command that travels.
        command: CommandId,
    },
    /// The other hub has taken it over: it goes on there.
    TakenOver {
        /// Under which slip.
        slip: SlipCode,
    },
    /// The other hub has not taken it over.
    HandOverRefused {
        /// The slug of the problem it answered with.
        why: String,
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
    Reopened {
        /// By when it should be closed now, UTC milliseconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due_ms: Option<i64>,
    },
    /// Words in the thread. Erasable.
    MessageLeft {
        /// What they are.
        about: MessageKind,
        /// The words.
        text: String,
    },
    /// The person was asked something; the question is a [`Event::MessageLeft`].
    RequesterAsked {},
    /// The person answered; the answer is a [`Event::MessageLeft`].
    RequesterReplied {},
    /// Somebody will come back to it.
    FollowUpSet {
        /// When, UTC milliseconds.
        at_ms: i64,
    },
    /// They have come back to it.
    FollowedUp {},
    /// When help happens is agreed.
    Scheduled {
        /// When, UTC milliseconds.
        at_ms: i64,
    },
    /// Help has begun.
    Started {},
    /// One of the two sides said how it went.
    Rated {
        /// Which side.
        side: Side,
        /// How.
        mark: Mark,
    },
    /// Tasks took its place.
    SplitInto {
        /// The tasks.
        parts: Vec<RequestId>,
    },
    /// All those tasks are over.
    PartsClosed {},
    /// It is the same need as another.
    FoundDuplicate {
        /// The one that goes on.
        of: RequestId,
    },
    /// It is not the same after all.
    DuplicateUndone {},
    /// A municipal service was asked.
    Referred {
        /// Which, in the city file.
        service: Slug,
        /// What it was told, field by field.
        shared: Vec<SharedField>,
        /// How the person agreed.
        consent: Consent,
    },
    /// The service said something.
    ServiceAnswered {
        /// What.
        answer: ServiceAnswer,
    },
    /// The person took the consent back.
    ReferralRevoked {},
    /// The person of a signal wants help.
    BecameRequest {
        /// Whose data stands in the vault now, when they left any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// By when it should be closed, UTC milliseconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due_ms: Option<i64>,
    },
    /// Antennae may know this much.
    PrivacySet {
        /// How much.
        level: Privacy,
    },
    /// Whoever left it is somebody this hub knows already. It holds for everything the same person left under that id.
    PersonKnown {
        /// Who left it: the id of their data, or of the request where they left none.
        person: PersonId,
        /// As whom they are known, who is known as nobody else.
        known: PersonId,
    },
    /// Whoever answers for the hub has looked at something of it.
    Reviewed {
        /// At what: the fact.
        thing: EventId,
    },
    /// It is somebody else after all.
    PersonUnknown {
        /// Who left it.
        person: PersonId,
    },
}

impl Event {
    /// The step of the life it is, or `None` for a fact that changes no state.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        Some(match self {
            Self::NeedLeft(_)
            | Self::WordsLeft { .. }
            | Self::AnswersLeft { .. }
            | Self::NoteWritten { .. }
            | Self::HelperSaid { .. }
            | Self::MessageLeft { .. }
            | Self::Declined { .. }
            | Self::FollowUpSet { .. }
            | Self::FollowedUp {}
            | Self::Rated { .. }
            | Self::SeatsSet { .. }
            | Self::SeatTaken { .. }
            | Self::SeatFreed { .. }
            | Self::Routed(_)
            | Self::PersonKnown { .. }
            | Self::PersonUnknown { .. }
            | Self::Reviewed { .. }
            | Self::Assigned { .. }
            | Self::PrivacySet { .. } => return None,
            Self::TakenInCharge { .. } => Step::TakeInCharge,
            Self::Proposed(_) => Step::Propose,
            Self::Accepted { .. } => Step::Accept,
            Self::CircleEnded { .. } => Step::EndCircle,
            Self::GivenBack { .. } => Step::GiveBack,
            Self::ReportedDone { .. } => Step::ReportDone,
            Self::Met {} => Step::ConfirmMet,
            Self::NotMet { .. } => Step::CloseNotMet,
            Self::Withdrawn {} => Step::Withdraw,
            Self::Reopened { .. } => Step::Reopen,
            Self::RequesterAsked {} => Step::AskRequester,
            Self::RequesterReplied {} => Step::Reply,
            Self::Scheduled { .. } => Step::Schedule,
            Self::Started {} => Step::Start,
            Self::SplitInto { .. } => Step::Split,
            Self::PartsClosed {} => Step::PartsClosed,
            Self::FoundDuplicate { .. } => Step::LinkDuplicate,
            Self::DuplicateUndone {} => Step::UnlinkDuplicate,
            Self::Referred { .. } => Step::Refer,
            Self::ServiceAnswered { answer } => match answer {
                ServiceAnswer::Accepted => Step::ServiceAccepts,
                ServiceAnswer::Rejected => Step::ServiceRejects,
                ServiceAnswer::Done => Step::ServiceDone,
            },
            Self::HandedOver { .. } => Step::HandOver,
            Self::TakenOver { .. } => Step::TakenOver,
            Self::HandOverRefused { .. } => Step::HandOverRefused,
            Self::ReferralRevoked {} => Step::RevokeReferral,
            Self::BecameRequest { .. } => Step::BecomeRequest,
        })
    }
}

/// A closed vocabulary whose words are offered in this order.
macro_rules! closed_list {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// All of them, in the order they are offered.
            pub const ALL: &[Self] = &[$(Self::$variant),+];
        }
    };
}

closed_list! {
    /// What words in a thread are.
    MessageKind {
        /// A question to the person.
        Question,
        /// The person's answer.
        Answer,
        /// A telephone call.
        Call,
        /// A message sent or received.
        Message,
        /// A visit, or somebody who came by.
        Visit,
        /// A note for colleagues.
        Note,
        /// How it went, in the words of one side.
        Feedback,
        /// What a service was told, or said.
        Referral,
        /// Something that went wrong; only whoever answers for the hub reads it.
        Incident,
        /// What whoever answers for the hub says of that; they alone read it.
        Review,
    }
}

impl MessageKind {
    /// Those an operator writes down by hand.
    pub const BY_HAND: [Self; 4] = [Self::Call, Self::Message, Self::Visit, Self::Note];
}

closed_list! {
    /// Who says how it went.
    Side {
        /// Whoever asked for help.
        Requester,
        /// Whoever helped.
        Helper,
        /// Whoever runs the desk, about how it went with whoever helped.
        Desk,
    }
}

closed_list! {
    /// How it went.
    Mark {
        /// Well.
        Good,
        /// So so.
        Middling,
        /// Badly.
        Bad,
    }
}

closed_list! {
    /// One thing a service may be told.
    SharedField {
        /// What kind of help, where and how soon.
        Need,
        /// The person's words.
        Words,
        /// Their name.
        Name,
        /// Their telephone.
        Phone,
        /// Their address.
        Address,
        /// Their language.
        Language,
    }
}

closed_list! {
    /// How a person agreed that a service is told.
    Consent {
        /// In person.
        InPerson,
        /// On the telephone.
        ByPhone,
        /// In writing.
        InWriting,
        /// Not at all: there was danger. It says why, and is looked at again by whoever answers for the hub.
        Danger,
    }
}

closed_list! {
    /// What a service says.
    ServiceAnswer {
        /// It looks after it.
        Accepted,
        /// It does not.
        Rejected,
        /// It is done.
        Done,
    }
}

closed_list! {
    /// What somebody of a service says on its page.
    ServiceWord {
        /// We look after it.
        Accept,
        /// We ask the hub something first.
        Ask,
        /// It is done.
        Done,
        /// We cannot.
        Reject,
    }
}

impl ServiceWord {
    /// The answer it is, or `None` for a question.
    #[must_use]
    pub const fn answer(self) -> Option<ServiceAnswer> {
        match self {
            Self::Accept => Some(ServiceAnswer::Accepted),
            Self::Done => Some(ServiceAnswer::Done),
            Self::Reject => Some(ServiceAnswer::Rejected),
            Self::Ask => None,
        }
    }
}

closed_list! {
    /// How much antennae may know.
    Privacy {
        /// What and roughly where before they accept; name and contacts after.
        Ordinary,
        /// The first name after they accept, and no contact: who helps and who is helped write and meet through the
        /// hub.
        Masked,
        /// Never a name or a contact: they meet through the hub.
        Reserved,
    }
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
    /// By when it should be closed, UTC milliseconds: hours of its category while the hub is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_ms: Option<i64>,
    /// The day by which it is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needed_by: Option<jiff::civil::Date>,
    /// When the person can; empty for any time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<TimeBand>,
    /// Whether nobody asked for it by name: a signal, kept apart.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub signal: bool,
    /// The request whose place it took together with others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<RequestId>,
    /// The need that comes back of which it is one day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurrence: Option<RecurrenceId>,
    /// Where it was before another hub handed it here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<HandedFrom>,
}

/// Where a request was before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedFrom {
    /// The hub.
    pub home: NodeId,
    /// Its slip there, which still opens it here.
    pub slip: SlipCode,
}

/// Where a rule of the city sends a request, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Routed {
    /// The rule, in the city file.
    pub rule: Slug,
    /// What made it fit.
    pub because: Vec<Because>,
    /// The hub that should see to it, where it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hub: Option<NodeId>,
    /// Who should see to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<StaffId>,
    /// The circle to begin with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub circle: Option<Circle>,
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

/// A request as its decisions need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Its name.
    pub id: RequestId,
    /// Where it stands.
    pub state: State,
    /// Who helps.
    pub helper: Option<DeviceId>,
    /// Whether it takes two people.
    pub two: bool,
    /// Who said yes first, where it takes two and the second is still looked for, and to which proposal.
    pub first: Option<(DeviceId, ProposalId)>,
    /// Who comes along, where it takes two.
    pub companion: Option<DeviceId>,
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
    /// The request after a fact; with [`lifecycle::TABLE`] the one definition of what each fact does to it.
    #[must_use]
    pub fn after(mut self, event: &Event, at_ms: i64) -> Self {
        if let Event::Proposed(proposal) = event {
            self.open = Some(OpenProposal {
                id: proposal.proposal,
                circle: proposal.circle,
                until_ms: proposal.until_ms,
                silent: proposal.devices.clone(),
            });
        }
        if let (Event::Declined { device, .. }, Some(open)) = (event, &mut self.open) {
            open.silent.retain(|other| other != device);
        }
        if let Event::SeatsSet { two } = event {
            self.two = *two;
        }
        if let (Event::SeatTaken { proposal, device }, Some(open)) = (event, &mut self.open) {
            open.silent.retain(|other| other != device);
            self.first = Some((*device, *proposal));
        }
        if matches!(event, Event::SeatFreed { .. }) {
            self.first = None;
        }
        if let Event::Accepted { device, companion, .. } = event {
            (self.helper, self.companion) = (Some(*device), *companion);
            (self.first, self.open) = (None, None);
        }
        if matches!(event, Event::CircleEnded { .. }) {
            self.open = None;
        }
        if matches!(event, Event::GivenBack { .. } | Event::Reopened { .. }) {
            (self.helper, self.companion) = (None, None);
        }
        let Some(step) = event.step() else { return self };
        let before = self.state;
        self.state = lifecycle::next(before, step).unwrap_or(before);
        if self.state.is_closed() && !before.is_closed() {
            (self.open, self.closed_at_ms) = (None, Some(at_ms));
        } else if !self.state.is_closed() {
            self.closed_at_ms = None;
        }
        if !self.state.is_searched() {
            self.first = None;
        }
        self
    }

    /// Whether a device is one of those who help.
    #[must_use]
    pub fn helps(&self, device: DeviceId) -> bool {
        self.helper == Some(device) || self.companion == Some(device)
    }
}
