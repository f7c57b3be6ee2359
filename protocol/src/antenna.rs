//! What an antenna or operator device and its hub say to each other over MQTT: JSON in one envelope.
//!
//! Correctness never rests on the broker. A device keeps a command until the hub's receipt, which is
//! sent after the commit; the hub keeps a cursor per device and sends again what was not seen. Delete
//! every MQTT 5 property and the exchange is still right.
//!
//! 1. The device publishes `hello` with the last cursor it has kept.
//! 2. The hub sends every later fact in order, at most [`CHUNK`] before it waits for `seen`.
//! 3. The device publishes its outbox, oldest first, and lets go of an entry only on its receipt.

mod bank;
mod diary;
mod helping;
mod news;
mod own;
mod pairing;
mod standing;
mod words;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

pub use bank::{
    BankAgree, BankAgreed, BankAnswer, BankAnswerReference, BankCallOff, BankDeclare,
    BankMoveNotice, BankOther, BankPublish, BankRefer, BankTold, BankWithdraw,
};
pub use diary::{ActivityKind, LogActivity};
pub use helping::{
    AgreeWhen, AnswerProposal, GiveBack, RaiseNeed, RaiseNeedFor, ReportDone, SayHowItWent,
    StartHelp, TaskMoved, Went,
};
pub use news::{
    Assigned, BoardNotice, DeviceFact, HubEnvelope, HubMessage, News, Profile, ProposalClosed,
    Proposed, Receipt, Standing, TaskClosed, WhyClosed,
};
pub use own::{DiaryEntry, DiaryRules, HoursTold, LogHours, MonthDone, Statement, TakeBackHours};
pub use pairing::{PairRequest, Paired, PairingLink};
pub use standing::{MoveOn, OwnStep, SayHere};
pub use words::{WORDS_MAX, WordsSaid, WriteWords};

use crate::ids::CommandId;
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
    /// An exchange of the time bank was done.
    BankDeclare(BankDeclare),
    /// Yes or no to what somebody else declared.
    BankAnswer(BankAnswer),
    /// What I declared was a mistake, and nobody has answered.
    BankWithdraw(BankWithdraw),
    /// I offer something, or look for it.
    BankPublish(BankPublish),
    /// What I offered or looked for stands for longer, or not any more.
    BankMoveNotice(BankMoveNotice),
    /// Another member and I have agreed on something.
    BankAgree(BankAgree),
    /// We have agreed otherwise.
    BankCallOff(BankCallOff),
    /// How an exchange was with the other.
    BankRefer(BankRefer),
    /// What I have to say to what the other said of me.
    BankAnswerReference(BankAnswerReference),
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
            "bank-declare" => body(envelope).map(Self::BankDeclare),
            "bank-answer" => body(envelope).map(Self::BankAnswer),
            "bank-withdraw" => body(envelope).map(Self::BankWithdraw),
            "bank-publish" => body(envelope).map(Self::BankPublish),
            "bank-move-notice" => body(envelope).map(Self::BankMoveNotice),
            "bank-agree" => body(envelope).map(Self::BankAgree),
            "bank-call-off" => body(envelope).map(Self::BankCallOff),
            "bank-refer" => body(envelope).map(Self::BankRefer),
            "bank-answer-reference" => body(envelope).map(Self::BankAnswerReference),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ProposalId;
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
        assert_eq!(commands.lines().count(), 26, "one line for each thing a device can say");
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
}
