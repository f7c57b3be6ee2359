//! What an antenna or operator device and its hub say to each other over MQTT: JSON in one envelope.
//!
//! Correctness never rests on the broker. A device keeps a command until the hub's receipt, which is
//! sent after the commit; the hub keeps a cursor per device and sends again what was not seen. Delete
//! every MQTT 5 property and the exchange is still right.
//!
//! 1. The device publishes `hello` with the last cursor it has kept.
//! 2. The hub sends every later fact in order, at most [`CHUNK`] before it waits for `seen`.
//! 3. The device publishes its outbox, oldest first, and lets go of an entry only on its receipt.

mod helping;
mod own;
mod words;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

pub use helping::{AgreeWhen, RaiseNeedFor, SayHowItWent, StartHelp, TaskMoved, Went};
pub use own::{DiaryEntry, DiaryRules, HoursTold, LogHours, MonthDone, Statement, TakeBackHours};
pub use words::{WORDS_MAX, WordsSaid, WriteWords};

use crate::ids::{ActivityId, CommandId, DeviceId, ProposalId, RequestId, Slug};
use crate::kiosk::Urgency;
use crate::people::Relation;
use crate::problem::Problem;

/// Version of the message bodies below.
pub const VERSION: u16 = 1;
/// Largest message either side sends or reads, in bytes.
pub const MESSAGE_MAX: usize = 64 * 1024;
/// Most facts the hub sends before it waits for `seen`.
pub const CHUNK: usize = 64;
/// Most commands a device has under way without a receipt.
pub const WINDOW: usize = 20;

/// What every command from a device travels in. Fields nobody knows are ignored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CommandEnvelope {
    /// Version of this kind's body.
    pub v: u16,
    /// Made by the device; the same id again gets the same first answer.
    pub id: CommandId,
    /// The device's clock, UTC milliseconds; it describes and decides nothing.
    pub at_ms: i64,
    /// The device's own counter of commands, from 1, so that a gap shows.
    pub n: u64,
    /// Which command.
    pub kind: String,
    /// The command itself.
    pub body: Box<RawValue>,
}

/// Why the bytes of a message could not be read; answered with a problem where there is an id.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// More than [`MESSAGE_MAX`] bytes.
    #[error("the message has {0} bytes, more than {MESSAGE_MAX}")]
    TooLarge(usize),
    /// Not JSON, or not an envelope.
    #[error("the message is not an envelope: {0}")]
    Malformed(#[source] serde_json::Error),
    /// An envelope with a kind or version this program does not know.
    #[error("no kind \"{kind}\" in version {v} is known here")]
    Unknown {
        /// The command that carried it, so that it can be answered.
        id: CommandId,
        /// The kind as it came, cut to 60 characters.
        kind: String,
        /// The version as it came.
        v: u16,
    },
    /// A known kind with a body of the wrong shape.
    #[error("the body of {kind} is wrong: {source}")]
    BadBody {
        /// The command that carried it, so that it can be answered.
        id: CommandId,
        /// The kind.
        kind: String,
        /// What is wrong.
        source: serde_json::Error,
    },
}

impl Unreadable {
    /// The command to answer, where the envelope at least could be read.
    #[must_use]
    pub fn command(&self) -> Option<CommandId> {
        match self {
            Self::TooLarge(_) | Self::Malformed(_) => None,
            Self::Unknown { id, .. } | Self::BadBody { id, .. } => Some(*id),
        }
    }

    /// The problem to answer with.
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            Self::TooLarge(_) => Problem::new("message-too-large", 413),
            Self::Malformed(_) => Problem::new("message-malformed", 400),
            Self::Unknown { kind, v, .. } => {
                Problem::new("message-unknown", 422).with("kind", kind).with("v", v)
            }
            Self::BadBody { kind, .. } => Problem::new("message-malformed", 400).with("kind", kind),
        }
    }
}

/// Everything a device can say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "kebab-case")]
pub enum DeviceCommand {
    /// I am here.
    Hello(Hello),
    /// I have kept everything up to this cursor.
    Seen(Seen),
    /// Yes or no to a proposal; a no needs no reason.
    AnswerProposal(AnswerProposal),
    /// I have done it.
    ReportDone(ReportDone),
    /// I cannot do it after all.
    GiveBack(GiveBack),
    /// What I did today (operators).
    LogActivity(LogActivity),
    /// A need I came across, for somebody or for nobody in particular.
    RaiseNeed(RaiseNeed),
    /// I am here now, or not any more (antennae).
    SayHere(SayHere),
    /// I rest, I come back, I leave (antennae).
    MoveOn(MoveOn),
    /// We have agreed when.
    AgreeWhen(AgreeWhen),
    /// Help has begun.
    StartHelp(StartHelp),
    /// How it went.
    SayHowItWent(SayHowItWent),
    /// A need I came across, with the person's details or expressly without anybody.
    RaiseNeedFor(RaiseNeedFor),
    /// A word to the operators.
    WriteWords(WriteWords),
    /// Hours of volunteering that no request tells of (antennae).
    LogHours(LogHours),
    /// Those were a mistake (antennae).
    TakeBackHours(TakeBackHours),
    /// An entry of mine, written again before it is accepted (operators).
    CorrectActivity(LogActivity),
}

impl DeviceCommand {
    /// Wraps a command for the wire.
    ///
    /// # Errors
    /// [`serde_json::Error`] only if a body cannot be written as JSON, which none of these can cause.
    pub fn seal(&self, id: CommandId, n: u64, at_ms: i64) -> Result<Vec<u8>, serde_json::Error> {
        let tagged = serde_json::to_value(self)?;
        let kind = tagged["kind"].as_str().unwrap_or_default().to_owned();
        let body = serde_json::value::to_raw_value(&tagged["body"])?;
        serde_json::to_vec(&CommandEnvelope { v: VERSION, id, at_ms, n, kind, body })
    }

    /// Reads what came over the wire: the envelope and the command in it.
    ///
    /// # Errors
    /// [`Unreadable`], which knows the problem to answer with.
    pub fn open(bytes: &[u8]) -> Result<(CommandEnvelope, Self), Unreadable> {
        if bytes.len() > MESSAGE_MAX {
            return Err(Unreadable::TooLarge(bytes.len()));
        }
        let envelope: CommandEnvelope =
            serde_json::from_slice(bytes).map_err(Unreadable::Malformed)?;
        let command = Self::read(&envelope)?;
        Ok((envelope, command))
    }

    fn read(envelope: &CommandEnvelope) -> Result<Self, Unreadable> {
        if envelope.v == 0 || envelope.v > VERSION {
            return Err(unknown(envelope));
        }
        match envelope.kind.as_str() {
            "hello" => body(envelope).map(Self::Hello),
            "seen" => body(envelope).map(Self::Seen),
            "answer-proposal" => body(envelope).map(Self::AnswerProposal),
            "report-done" => body(envelope).map(Self::ReportDone),
            "give-back" => body(envelope).map(Self::GiveBack),
            "log-activity" => body(envelope).map(Self::LogActivity),
            "raise-need" => body(envelope).map(Self::RaiseNeed),
            "say-here" => body(envelope).map(Self::SayHere),
            "move-on" => body(envelope).map(Self::MoveOn),
            "agree-when" => body(envelope).map(Self::AgreeWhen),
            "start-help" => body(envelope).map(Self::StartHelp),
            "say-how-it-went" => body(envelope).map(Self::SayHowItWent),
            "raise-need-for" => body(envelope).map(Self::RaiseNeedFor),
            "write-words" => body(envelope).map(Self::WriteWords),
            "log-hours" => body(envelope).map(Self::LogHours),
            "take-back-hours" => body(envelope).map(Self::TakeBackHours),
            "correct-activity" => body(envelope).map(Self::CorrectActivity),
            _ => Err(unknown(envelope)),
        }
    }
}

fn unknown(envelope: &CommandEnvelope) -> Unreadable {
    let kind = envelope.kind.chars().take(60).collect();
    Unreadable::Unknown { id: envelope.id, kind, v: envelope.v }
}

fn body<T: DeserializeOwned>(envelope: &CommandEnvelope) -> Result<T, Unreadable> {
    serde_json::from_str(envelope.body.get()).map_err(|source| Unreadable::BadBody {
        id: envelope.id,
        kind: envelope.kind.clone(),
        source,
    })
}

/// The device comes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The last cursor the device has kept; 0 for none.
    pub cursor: u64,
    /// Version of the app.
    pub app: String,
    /// How many commands wait in its outbox.
    pub waiting: u64,
}

/// The device has kept facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The last cursor kept.
    pub cursor: u64,
}

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

/// The antenna is here now: a convenience, never a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SayHere {
    /// Until when, UTC milliseconds by the hub's clock; `None`: not any more.
    pub until_ms: Option<i64>,
}

/// The antenna takes a step of its life by itself; it owes nobody a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveOn {
    /// Which.
    pub step: OwnStep,
}

/// The steps an antenna takes by itself (CAPABILITIES 3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OwnStep {
    /// It rests for a while.
    Rest,
    /// It comes back.
    Resume,
    /// It leaves; thank you.
    End,
}

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
    pub categories: Vec<crate::kiosk::CategoryCard>,
    /// Every neighbourhood of the city.
    pub neighbourhoods: Vec<crate::kiosk::NeighbourhoodName>,
    /// Topics for the diary: slug and name.
    pub topics: Vec<crate::kiosk::ThemeCard>,
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
    pub person: crate::people::PersonDetails,
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

/// What a new device sends once, over HTTPS, to be paired: `POST /pair/v1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairRequest {
    /// The one-time code, eight letters and digits as shown on the console.
    pub code: String,
    /// What the device calls itself, at most 60 characters.
    pub device_name: String,
}

/// What the hub answers: everything the device needs to speak MQTT from now on.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paired {
    /// User name and client id.
    pub device: DeviceId,
    /// Password: 32 random bytes in base64url; shown once.
    pub secret: String,
    /// Brokers to try in order, `mqtts://host:port` (or `mqtt://` on loopback).
    pub brokers: Vec<String>,
    /// The hub's own certificate authority, PEM.
    pub ca_pem: String,
}

impl std::fmt::Debug for Paired {
    /// Never shows the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Paired").field("device", &self.device).finish_non_exhaustive()
    }
}

/// What the console shows as QR and as text: everything a device needs to find its hub and be sure
/// that it is the right one. `costellazione:pair/<host:port>/<code>/<fingerprint>`, where the fingerprint is the
/// BLAKE3 of the hub's CA certificate (DER), first 16 bytes, hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairingLink {
    /// Host and port of the hub's HTTPS.
    pub address: String,
    /// The one-time code.
    pub code: String,
    /// 32 hexadecimal digits.
    pub fingerprint: String,
}

impl PairingLink {
    const SCHEME: &str = "costellazione:pair/";

    /// The fingerprint of a CA certificate in DER.
    #[must_use]
    pub fn fingerprint_of(ca_der: &[u8]) -> String {
        data_encoding::HEXLOWER.encode(&blake3::hash(ca_der).as_bytes()[..16])
    }

    /// Reads a link; `None` when it is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().strip_prefix(Self::SCHEME)?.split('/');
        let link = Self {
            address: parts.next()?.to_owned(),
            code: parts.next()?.to_owned(),
            fingerprint: parts.next()?.to_ascii_lowercase(),
        };
        let whole = parts.next().is_none()
            && link.address.contains(':')
            && !link.code.is_empty()
            && link.fingerprint.len() == 32
            && link.fingerprint.bytes().all(|b| b.is_ascii_hexdigit());
        whole.then_some(link)
    }
}

impl std::fmt::Display for PairingLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}/{}/{}", Self::SCHEME, self.address, self.code, self.fingerprint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    #[test]
    fn a_command_reads_back_as_it_was_sealed() {
        let id = CommandId::new(Uuid::from_u128(5));
        let command = DeviceCommand::AnswerProposal(AnswerProposal {
            proposal: ProposalId::new(Uuid::from_u128(6)),
            accept: true,
        });
        let (envelope, back) = DeviceCommand::open(&command.seal(id, 3, 9).unwrap()).unwrap();
        assert_eq!((envelope.id, envelope.n, envelope.at_ms), (id, 3, 9));
        assert_eq!(back, command);
    }

    #[test]
    fn an_unknown_kind_or_version_can_still_be_answered() {
        let id = Uuid::from_u128(5);
        for (v, kind) in [(1, "dance"), (99, "hello")] {
            let bytes =
                format!(r#"{{"v":{v},"id":"{id}","at_ms":0,"n":1,"kind":"{kind}","body":{{}}}}"#);
            let error = DeviceCommand::open(bytes.as_bytes()).unwrap_err();
            assert_eq!(error.command(), Some(CommandId::new(id)));
            assert_eq!(error.problem().slug(), "message-unknown");
        }
    }

    #[test]
    fn fields_nobody_knows_are_ignored() {
        let id = Uuid::from_u128(5);
        let bytes = format!(
            r#"{{"v":1,"id":"{id}","at_ms":0,"n":1,"kind":"seen","new":1,"body":{{"cursor":4,"x":[]}}}}"#
        );
        let (_, command) = DeviceCommand::open(bytes.as_bytes()).unwrap();
        assert_eq!(command, DeviceCommand::Seen(Seen { cursor: 4 }));
    }

    /// Each line of the golden files is a message as it was first shipped: it must be read for ever, and what
    /// is written today must be the same bytes.
    #[test]
    fn messages_of_devices_and_hubs_are_written_as_they_first_were() {
        let commands = include_str!("../golden/antenna-commands-1.jsonl");
        for line in commands.lines() {
            let (envelope, command) = DeviceCommand::open(line.as_bytes()).expect(line);
            let again = command.seal(envelope.id, envelope.n, envelope.at_ms).unwrap();
            assert_eq!(String::from_utf8(again).unwrap(), line);
        }
        assert_eq!(commands.lines().count(), 17, "one line for each thing a device can say");
        let news = include_str!("../golden/antenna-news-1.jsonl");
        for line in news.lines() {
            let fact: HubEnvelope = serde_json::from_str(line).expect(line);
            assert_eq!(serde_json::to_string(&fact).unwrap(), line);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(bytes: Vec<u8>) {
            let _ = DeviceCommand::open(&bytes);
        }
    }

    #[test]
    fn a_pairing_link_reads_back_and_refuses_the_rest() {
        let link = PairingLink {
            address: "127.0.0.1:8443".into(),
            code: "K7QM4TDX".into(),
            fingerprint: PairingLink::fingerprint_of(b"ca"),
        };
        assert_eq!(PairingLink::parse(&link.to_string()), Some(link));
        for bad in ["", "costellazione:pair/a/b/c", "https://example.org"] {
            assert_eq!(PairingLink::parse(bad), None);
        }
    }
}
