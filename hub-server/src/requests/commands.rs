//! What can be asked of requests, and the expected noes.

use protocol::kiosk::{LeaveNeed, Verdict};
use protocol::{
    DeviceId, EventId, NodeId, PersonDetails, PersonId, Problem, ProposalId, RequestId, SlipCode,
    Slug, StaffId,
};
use serde::{Deserialize, Serialize};

use super::events::{
    Circle, Consent, Mark, MessageKind, NotMetReason, Privacy, ServiceAnswer, ServiceWord,
    SharedField, Side,
};
use super::lifecycle::State;
use super::matching::LeftOut;
use super::referred;

/// What can be asked of requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(
    clippy::large_enum_variant,
    reason = "few are in hand at a time, and each is on its way to the log"
)]
pub enum Command {
    /// Leave a need; the request takes the command's id.
    Leave(LeaveNeed),
    /// Read it and look after it.
    TakeInCharge {
        /// Which request.
        request: RequestId,
        /// Who looks after it.
        operator: StaffId,
    },
    /// Somebody else looks after it from now on, wherever it stands.
    Assign {
        /// Which request.
        request: RequestId,
        /// Who.
        operator: StaffId,
    },
    /// Ask antennae, beginning with this circle.
    Propose {
        /// Which request.
        request: RequestId,
        /// The circle to begin with.
        circle: Circle,
        /// The antenna, for [`Circle::Named`].
        named: Option<DeviceId>,
        /// What antennae may read before they accept; at most `NOTE_MAX` characters.
        note: String,
    },
    /// An antenna answers.
    Answer {
        /// The proposal.
        proposal: ProposalId,
        /// Who answers.
        device: DeviceId,
        /// Yes or no.
        accept: bool,
    },
    /// A circle's deadline has passed.
    EndCircle {
        /// The proposal.
        proposal: ProposalId,
    },
    /// Ask the next wider circle now, without waiting for the deadline.
    Widen {
        /// Which request.
        request: RequestId,
    },
    /// The helper cannot do it after all.
    GiveBack {
        /// Which request.
        request: RequestId,
        /// Who gives it back.
        device: DeviceId,
        /// Why, where an operator frees it for them; they need give none.
        #[serde(default)]
        why: String,
    },
    /// It is done; by the helper, or by an operator who heard it.
    ReportDone {
        /// Which request.
        request: RequestId,
        /// The helper, or `None` for an operator.
        device: Option<DeviceId>,
        /// How long it took, 1 to 1440 minutes.
        minutes: Option<u16>,
        /// Anything the helper adds, at most `SAID_MAX` characters; may be empty.
        #[serde(default)]
        said: String,
    },
    /// Close it as met.
    ConfirmMet {
        /// Which request.
        request: RequestId,
    },
    /// Close it as not met.
    CloseNotMet {
        /// Which request.
        request: RequestId,
        /// Why.
        reason: NotMetReason,
    },
    /// The person with the slip says how it went.
    AnswerSlip {
        /// Which request.
        request: RequestId,
        /// What they say.
        verdict: Verdict,
    },
    /// Ask the person something; they answer at the kiosk with their slip, or to an operator.
    AskRequester {
        /// Which request.
        request: RequestId,
        /// The question, 1 to `MESSAGE_MAX` characters.
        text: String,
    },
    /// The person answers what they were asked.
    Reply {
        /// Which request.
        request: RequestId,
        /// The answer, 1 to `MESSAGE_MAX` characters.
        text: String,
    },
    /// Write something down in the thread: a call, a visit, a note, an incident.
    Note {
        /// Which request.
        request: RequestId,
        /// What it is.
        about: MessageKind,
        /// The words, 1 to `MESSAGE_MAX` characters.
        text: String,
        /// When to come back to it, UTC milliseconds.
        #[serde(default)]
        follow_up_ms: Option<i64>,
    },
    /// What had to be come back to is done.
    FollowedUp {
        /// Which request.
        request: RequestId,
    },
    /// When help happens is agreed.
    Schedule {
        /// Which request.
        request: RequestId,
        /// When, UTC milliseconds.
        at_ms: i64,
    },
    /// Help has begun.
    Start {
        /// Which request.
        request: RequestId,
    },
    /// Look for help again.
    Reopen {
        /// Which request.
        request: RequestId,
    },
    /// How it went, said by one of the two sides.
    Rate {
        /// Which request.
        request: RequestId,
        /// Who says so.
        side: Side,
        /// How it went.
        mark: Mark,
        /// In their words; may be empty.
        #[serde(default)]
        text: String,
    },
    /// Put several tasks in its place.
    Split {
        /// Which request.
        request: RequestId,
        /// The tasks, 2 to `PARTS_MAX`.
        parts: Vec<Part>,
    },
    /// It is the same need as another request, which goes on.
    LinkDuplicate {
        /// Which request.
        request: RequestId,
        /// The one that goes on.
        of: RequestId,
    },
    /// It is not the same need after all.
    UnlinkDuplicate {
        /// Which request.
        request: RequestId,
    },
    /// Hand it to a municipal service, with the person's consent.
    Refer {
        /// Which request.
        request: RequestId,
        /// Which service of the city file.
        service: Slug,
        /// What the service is told, field by field; only with consent.
        shared: Vec<SharedField>,
        /// How the person agreed.
        consent: Consent,
        /// What the service should know, in the operator's words; needed when there was danger.
        #[serde(default)]
        text: String,
    },
    /// What the service says.
    ServiceAnswers {
        /// Which request.
        request: RequestId,
        /// What it says.
        answer: ServiceAnswer,
        /// Its words, as the operator heard them; may be empty.
        #[serde(default)]
        text: String,
    },
    /// What somebody of the service says itself.
    FromService {
        /// Which request.
        request: RequestId,
        /// What they say.
        word: ServiceWord,
        /// In their words; needed to say no, and to ask.
        #[serde(default)]
        text: String,
    },
    /// The person takes the consent to a referral back.
    RevokeReferral {
        /// Which request.
        request: RequestId,
    },
    /// The person of a signal wants help.
    BecomeRequest {
        /// Which signal.
        request: RequestId,
        /// What they leave about themselves.
        #[serde(default)]
        person: PersonDetails,
    },
    /// Hand it to another hub of the city.
    HandOver {
        /// Which request.
        request: RequestId,
        /// To which hub.
        to: NodeId,
        /// What that hub is told about the person; nothing without consent.
        #[serde(default)]
        shared: Vec<SharedField>,
        /// How the person agreed.
        #[serde(default)]
        consent: Option<Consent>,
    },
    /// Take over what another hub hands here; it travels between nodes and takes the command's id.
    TakeOver {
        /// To which hub it goes.
        to: NodeId,
        /// Its slip at the hub it comes from.
        slip: SlipCode,
        /// What is needed, with what the person agreed to and nothing else.
        need: Box<LeaveNeed>,
    },
    /// What the other hub answered.
    HandOverAnswered {
        /// Which request.
        request: RequestId,
        /// The slip under which it goes on, or the slug of the problem.
        answer: Result<SlipCode, String>,
    },
    /// Whether it takes two people.
    SetSeats {
        /// Which request.
        request: RequestId,
        /// Whether it takes two.
        two: bool,
    },
    /// How much antennae may know.
    SetPrivacy {
        /// Which request.
        request: RequestId,
        /// How much.
        level: Privacy,
    },
    /// Whoever answers for the hub has looked at an incident, or at what was shared without consent.
    Review {
        /// Which request.
        request: RequestId,
        /// What of it: the fact.
        thing: EventId,
        /// What they say of it; may be empty.
        text: String,
    },
    /// Whoever left it is somebody this hub knows already.
    SamePerson {
        /// Which request.
        request: RequestId,
        /// As whom they are known; `None` when it is somebody else after all.
        known: Option<PersonId>,
    },
}

/// One task of several that take a request's place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What kind of help.
    pub category: Slug,
    /// What it is, 1 to `MESSAGE_MAX` characters.
    pub text: String,
}

impl Command {
    /// The request it names, or `None` when it names a proposal or leaves a new need.
    #[must_use]
    pub fn request(&self) -> Option<RequestId> {
        match self {
            Self::Leave(_)
            | Self::TakeOver { .. }
            | Self::Answer { .. }
            | Self::EndCircle { .. } => None,
            Self::TakeInCharge { request, .. }
            | Self::Assign { request, .. }
            | Self::Propose { request, .. }
            | Self::Widen { request }
            | Self::GiveBack { request, .. }
            | Self::ReportDone { request, .. }
            | Self::ConfirmMet { request }
            | Self::CloseNotMet { request, .. }
            | Self::AnswerSlip { request, .. }
            | Self::AskRequester { request, .. }
            | Self::Reply { request, .. }
            | Self::Note { request, .. }
            | Self::FollowedUp { request }
            | Self::Schedule { request, .. }
            | Self::Start { request }
            | Self::Reopen { request }
            | Self::Rate { request, .. }
            | Self::Split { request, .. }
            | Self::LinkDuplicate { request, .. }
            | Self::UnlinkDuplicate { request }
            | Self::Refer { request, .. }
            | Self::ServiceAnswers { request, .. }
            | Self::FromService { request, .. }
            | Self::RevokeReferral { request }
            | Self::BecomeRequest { request, .. }
            | Self::HandOver { request, .. }
            | Self::HandOverAnswered { request, .. }
            | Self::SetSeats { request, .. }
            | Self::SetPrivacy { request, .. }
            | Self::Review { request, .. }
            | Self::SamePerson { request, .. } => Some(*request),
        }
    }

    /// The proposal it names.
    #[must_use]
    pub fn proposal(&self) -> Option<ProposalId> {
        if let Self::Answer { proposal, .. } | Self::EndCircle { proposal } = self {
            Some(*proposal)
        } else {
            None
        }
    }
}

/// Why an antenna that was named cannot be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAskable {
    /// It is none of this hub's antennae.
    Unknown,
    /// It has said no to this request, or yes to half of it.
    Answered,
    /// Something it is left out for.
    LeftOut(LeftOut),
}

impl NotAskable {
    /// The slug of the problem it is told with.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            // Where they are and what else they offer is no obstacle to being asked by name.
            Self::Unknown | Self::LeftOut(LeftOut::Elsewhere | LeftOut::OtherSkill) => {
                "antenna-not-here"
            }
            Self::Answered => "antenna-answered",
            Self::LeftOut(LeftOut::Away) => "antenna-away",
            Self::LeftOut(LeftOut::NotCleared) => "antenna-not-cleared",
            Self::LeftOut(LeftOut::NotInsured) => "antenna-not-insured",
            Self::LeftOut(LeftOut::ThumbsDown) => "antenna-thumbs-down",
        }
    }
}

/// An expected no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No such request here.
    Unknown,
    /// It is not in a state for that.
    WrongState(State),
    /// Somebody else was faster, or the circle's time is over.
    AlreadyTaken,
    /// The proposal was for others.
    NotAsked,
    /// Only the helper may say that.
    NotTheHelper,
    /// Nobody is in that circle.
    NobodyToAsk,
    /// The antenna that was named cannot be asked; why.
    NotToBeAsked(NotAskable),
    /// Nobody of this hub, or the very same record.
    NotThatPerson,
    /// The service cannot say that now, as its referral stands.
    NotNow(referred::State),
    /// Nobody who works on requests at this hub.
    NotAColleague,
    /// There is nothing of it to look at again.
    NothingToReview,
    /// Something about the person would travel without their consent.
    NoConsent,
    /// It cannot go to that hub.
    NotThatHub,
    /// For this kind of help the desk asks one at a time.
    OneByOne,
    /// The first visit takes two people, whatever is said.
    TwoAtFirst,
    /// A text is too long, or a number out of range; which field, and the limit.
    OutOfRange(&'static str, usize),
    /// Something that must be said was left out; which field.
    Missing(&'static str),
    /// Too long ago to open again.
    TooLate,
    /// Something is not in the city's catalogue; which field.
    NotInCatalogue(&'static str),
    /// A request is no duplicate of itself, nor of one that is closed as a duplicate.
    NoDuplicate,
    /// A time that is already over.
    InThePast(&'static str),
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unknown => Self::not_found("unknown-request"),
            Refusal::WrongState(state) => {
                Self::conflict("request-state").with("state", crate::store::rows::word(&state))
            }
            Refusal::AlreadyTaken => Self::conflict("already-taken"),
            Refusal::NotAsked => Self::forbidden("not-asked"),
            Refusal::NotTheHelper => Self::forbidden("not-the-helper"),
            Refusal::NoConsent => Self::invalid("no-consent").at("hand_consent"),
            Refusal::NotThatHub => Self::invalid("not-that-hub").at("to"),
            Refusal::OneByOne => Self::conflict("one-by-one").at("circle"),
            Refusal::TwoAtFirst => Self::conflict("two-at-first"),
            Refusal::NobodyToAsk => Self::conflict("nobody-to-ask"),
            Refusal::NotToBeAsked(why) => Self::conflict(why.slug()).at("named"),
            Refusal::NotNow(stands) => Self::conflict(match stands {
                referred::State::Sent => "referral-not-accepted",
                referred::State::Accepted => "referral-accepted-already",
                referred::State::Rejected | referred::State::Revoked | referred::State::Done => {
                    "referral-over"
                }
            }),
            Refusal::NotAColleague => Self::invalid("unknown-staff").at("to"),
            Refusal::NothingToReview => Self::not_found("nothing-to-review"),
            Refusal::NotThatPerson => Self::invalid("not-that-person").at("known"),
            Refusal::OutOfRange(field, most) => {
                Self::invalid("out-of-range").at(field).with("most", most)
            }
            Refusal::Missing(field) => Self::invalid("left-out").at(field),
            Refusal::TooLate => Self::conflict("too-late-to-reopen"),
            Refusal::NotInCatalogue(field) => Self::invalid("not-in-catalogue").at(field),
            Refusal::NoDuplicate => Self::invalid("no-duplicate").at("of"),
            Refusal::InThePast(field) => Self::invalid("in-the-past").at(field),
        }
    }
}
