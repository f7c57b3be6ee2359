//! What the hub says to a device: receipts, facts in order, and what each fact tells.

use serde::{Deserialize, Serialize};

use super::{BankTold, DiaryEntry, DiaryRules, Seen, Statement, TaskMoved, WordsSaid};
use crate::ids::{CommandId, DeviceId, ProposalId, RequestId, Slug};
use crate::kiosk::{CategoryCard, NeighbourhoodName, ThemeCard, Urgency};
use crate::people::{PersonDetails, Relation};
use crate::problem::Problem;

/// Everything the hub can say to a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "kebab-case")]
pub enum HubMessage {
    /// The answer to one command, sent after the commit.
    Receipt(Receipt),
    /// A fact for this device.
    Fact(DeviceFact),
    /// Nothing more waits up to this cursor.
    CaughtUp(Seen),
    /// A word from the hub to all of a neighbourhood.
    Board(BoardNotice),
}

/// The envelope of what the hub says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HubEnvelope {
    /// Version of the message's body.
    pub v: u16,
    /// The hub's clock, UTC milliseconds.
    pub at_ms: i64,
    /// The message.
    #[serde(flatten)]
    pub message: HubMessage,
}

/// The hub's answer to a command. The same id again gets the same answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The command answered.
    pub re: CommandId,
    /// `None`: recorded. Otherwise why not; `retry` in it says whether to keep the command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// One fact in a device's inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceFact {
    /// Its number in this device's inbox, from 1, in order.
    pub cursor: u64,
    /// What happened.
    pub news: News,
}

/// What a device can be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "kebab-case")]
pub enum News {
    /// Who you are here; also after a change.
    Profile(Profile),
    /// Somebody needs help: will you?
    Proposed(Proposed),
    /// Somebody else was faster, the time is over, or it is no longer needed.
    ProposalClosed(ProposalClosed),
    /// It is yours; now you may see who and where.
    Assigned(Assigned),
    /// A request of yours is over.
    TaskClosed(TaskClosed),
    /// When you meet, or that help has begun.
    TaskMoved(TaskMoved),
    /// Something was written in a thread of yours.
    WordsSaid(WordsSaid),
    /// What you did, month by month.
    Statement(Statement),
    /// How an entry of your diary stands.
    DiaryEntry(DiaryEntry),
    /// How your account at the time bank stands.
    Bank(Box<BankTold>),
}

/// Who the device belongs to and what it may choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The device.
    pub device: DeviceId,
    /// Display name of the antenna or operator.
    pub name: String,
    /// Whether the diary is offered (operators) or not (antennae).
    pub is_operator: bool,
    /// The hub's name.
    pub hub_name: String,
    /// Where it belongs.
    pub neighbourhood: Slug,
    /// IANA time zone.
    pub time_zone: String,
    /// Categories by slug, icon and name.
    pub categories: Vec<CategoryCard>,
    /// Every neighbourhood of the city.
    pub neighbourhoods: Vec<NeighbourhoodName>,
    /// Topics for the diary: slug and name.
    pub topics: Vec<ThemeCard>,
    /// How the antenna stands in the register; `None` for operators, for a device that is in nobody's record,
    /// and from hubs that do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// The city's rules for writing the diary late; `None` for antennae and from hubs that do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diary: Option<DiaryRules>,
    /// Months of the diary that are closed, `2026-10`, the latest first, at most twelve; only for operators.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed_months: Vec<String>,
}

/// How an antenna stands, for its own eyes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The state's word: `active`, `resting`, …; one nobody knows is shown as it is not.
    pub state: Slug,
    /// The day its pledge is looked at again, `2027-05-18`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<String>,
}

/// A proposal, with only what may be seen before acceptance: what, when and roughly where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// The proposal to answer.
    pub proposal: ProposalId,
    /// The request it is about.
    pub request: RequestId,
    /// What kind of help.
    pub category: Slug,
    /// Roughly where.
    pub neighbourhood: Slug,
    /// How soon.
    pub urgency: Urgency,
    /// What the operator wrote for the antennae; may be empty.
    pub note: String,
    /// For whom, seen from the one who asked.
    pub relation: Relation,
    /// Until when an answer counts, UTC milliseconds by the hub's clock.
    pub until_ms: i64,
}

/// A proposal that can no longer be accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalClosed {
    /// Which one.
    pub proposal: ProposalId,
    /// Why.
    pub why: WhyClosed,
}

/// Why a proposal ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhyClosed {
    /// Somebody else took it; thank you.
    Taken,
    /// The circle's time is over.
    Expired,
    /// It is no longer needed.
    Withdrawn,
    /// This device said no.
    Declined,
}

/// A request in the hands of this device, with what is needed to help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assigned {
    /// The request.
    pub request: RequestId,
    /// The proposal that was accepted.
    pub proposal: ProposalId,
    /// What kind of help.
    pub category: Slug,
    /// Where.
    pub neighbourhood: Slug,
    /// How soon.
    pub urgency: Urgency,
    /// What the operator wrote for the antennae.
    pub note: String,
    /// For whom, seen from whoever asked.
    #[serde(default, skip_serializing_if = "Relation::is_oneself")]
    pub relation: Relation,
    /// The person, as far as they left anything and the request is not reserved; empty after an erasure.
    pub person: PersonDetails,
}

/// A request that needs nothing more from this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskClosed {
    /// The request.
    pub request: RequestId,
    /// Whether the need was met.
    pub met: bool,
}

/// A notice for a neighbourhood; never about a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardNotice {
    /// The notice's text, at most 500 characters.
    pub text: String,
    /// Until when it stands, UTC milliseconds.
    pub until_ms: i64,
}
