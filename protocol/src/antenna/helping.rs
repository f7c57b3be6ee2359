//! A request from the proposal to its end: yes or no, when they meet, that help has begun, how it went; and a need somebody
//! raises with the person's own details, or without anybody.

use serde::{Deserialize, Serialize};

use crate::ids::{ProposalId, RequestId, Slug};
use crate::kiosk::Urgency;
use crate::people::{PersonDetails, Relation};

/// The device answers a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerProposal {
    /// Which proposal.
    pub proposal: ProposalId,
    /// Yes or no.
    pub accept: bool,
}

/// The device has done what it took on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportDone {
    /// Which request.
    pub request: RequestId,
    /// How long it took, 1 to 1440 minutes; `None` when not said.
    pub minutes: Option<u16>,
    /// Anything to add, at most 500 characters; may be empty.
    #[serde(default)]
    pub note: String,
}

/// The device gives a request back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiveBack {
    /// Which request.
    pub request: RequestId,
}

/// A need an antenna came across.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RaiseNeed {
    /// What kind of help.
    pub category: Slug,
    /// Where.
    pub neighbourhood: Slug,
    /// How soon.
    pub urgency: Urgency,
    /// In the antenna's words, at most 2 000 characters; no name is asked for.
    #[serde(default)]
    pub text: String,
    /// For whom.
    pub relation: Relation,
}

/// Helper and person have agreed when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreeWhen {
    /// Which request.
    pub request: RequestId,
    /// When, UTC milliseconds.
    pub at_ms: i64,
}

/// Help has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartHelp {
    /// Which request.
    pub request: RequestId,
}

/// How it went for whoever helped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SayHowItWent {
    /// Which request.
    pub request: RequestId,
    /// How.
    pub went: Went,
    /// In their words, at most [`super::WORDS_MAX`] characters; may be empty.
    #[serde(default)]
    pub text: String,
}

/// How it went, as three faces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Went {
    /// Well.
    Good,
    /// So so.
    Middling,
    /// Badly.
    Bad,
}

impl Went {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Good, Self::Middling, Self::Bad];

    /// The word used on the wire and as the end of the key `antenna-went-<slug>`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Middling => "middling",
            Self::Bad => "bad",
        }
    }
}

/// A need an antenna came across, with who it is for where that person wants it said, or expressly without
/// anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RaiseNeedFor {
    /// What kind of help.
    pub category: Slug,
    /// Where.
    pub neighbourhood: Slug,
    /// How soon.
    pub urgency: Urgency,
    /// In the antenna's words, at most 2 000 characters.
    #[serde(default)]
    pub text: String,
    /// For whom.
    pub relation: Relation,
    /// Whether nobody asked for it by name: it is kept apart as a signal. A signal has no `person`.
    #[serde(default)]
    pub signal: bool,
    /// What the person lets be known of them; empty fields are fields left out.
    #[serde(default)]
    pub person: PersonDetails,
}

/// When helper and person meet, and whether help has begun, as the hub has it: the last of these is the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskMoved {
    /// Which request.
    pub request: RequestId,
    /// When they meet, UTC milliseconds; `None` while nothing is agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_ms: Option<i64>,
    /// Whether help has begun.
    #[serde(default)]
    pub begun: bool,
}
