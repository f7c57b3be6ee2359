//! What the app knows and shows, as plain data, and what follows from each message.
//!
//! `update` is pure: time and a fresh id arrive with every message, and what is to be done outside goes
//! back as effects. Always true: whatever a person does shows at once, as waiting for the hub; what the
//! hub answers shows on the thing itself. The ledger made from live messages equals the one made from
//! disk. Deliberately absent: words, disk, line.

mod agenda;
mod bank;
mod bank_forms;
mod cards;
mod diary;
mod forms;
mod forms_sent;
mod ledger;
#[cfg(test)]
mod tests;
mod update;
mod words;

use protocol::antenna::{BoardNotice, DeviceCommand, Went};
use protocol::{ActivityId, CommandId, ExchangeId, ProposalId, RequestId};
use serde::{Deserialize, Serialize};
use ui_kit::Prefs;

pub use agenda::{Heading, Span, WEEK, WhenForm, agenda, agreed_on, count_on};
pub use bank::{AgreedCard, AnswerCard, Balance, DeclaredCard, MOVEMENTS_PAGE, NoticeCard, Whom};
pub use bank_forms::{
    BankAction, BankDesk, BankPart, ExchangeDraft, Missing, NoticeDraft, SayingAbout, SayingDraft,
};
pub use cards::{
    Appointment, NeedCard, ProposalCard, ProposalState, SentMark, TaskCard, TaskState,
};
pub use diary::{DiaryCard, EntryStanding};
pub use forms::{ActivityDraft, DoneForm, HoursDraft, HowForm, MINUTES_MAX, NeedDraft, PEOPLE_MAX};
pub use ledger::{Ledger, Sent, SentState, Task, Told};
pub use words::{About, ByThread, Line, Thread, WordsDraft};

use crate::data::Pairing;
use crate::link::LinkState;
use crate::outbox::{DraftName, KeptFact, Settled, Snapshot};
use crate::pairing::PairFailure;

/// What the outside lends to each message.
#[derive(Debug, Clone, Copy)]
pub struct Ctx {
    /// The device's clock, UTC milliseconds.
    pub now_ms: i64,
    /// An id nobody has used, for the one command a message may cause.
    pub id: CommandId,
}

/// The screens a paired device can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tab {
    /// Who needs help.
    #[default]
    Inbox,
    /// What I have taken on, by day and time.
    Agenda,
    /// Words with the operators (antennae).
    Words,
    /// A need I came across.
    Need,
    /// My account at the time bank (antennae).
    Bank,
    /// What I did today (operators).
    Diary,
    /// What I did, by month, and hours to write down.
    Done,
    /// Line, language, text, who am I.
    Settings,
    /// The places that do not fit into the bar of a phone.
    More,
}

/// How far the program is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Stage {
    /// The data folder is being opened.
    #[default]
    Opening,
    /// It cannot be; a person must do something.
    CannotOpen(CannotOpen),
    /// Not paired yet.
    Welcome(Welcome),
    /// Paired.
    Working,
}

/// Why the program cannot start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotOpen {
    /// Another window uses this data folder.
    InUse(String),
    /// A newer version wrote this file.
    Newer(String),
    /// The disk or its rights: what the system said.
    Unusable(String),
}

/// The first screens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Welcome {
    /// 0 and 1 explain, 2 asks for the link.
    pub page: u8,
    /// The link as typed or pasted.
    pub link: String,
    /// What this device calls itself.
    pub device_name: String,
    /// How pairing stands.
    pub asking: Asking,
}

/// How pairing stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Asking {
    /// Not asked yet.
    #[default]
    NotYet,
    /// Under way.
    Now,
    /// It did not work.
    Failed(PairFailure),
}

/// What a person chose for this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Language, text size, contrast.
    pub prefs: Prefs,
    /// Whether the person asked to stay offline.
    pub stay_offline: bool,
}

/// Something everybody must see, above whatever screen is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alert {
    /// The outbox was damaged and is now in this file.
    MovedAside(String),
    /// The pairing was damaged and is now in this file.
    PairingMovedAside(String),
    /// Something could not be written.
    DiskTrouble,
}

/// A question over the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Really leave this hub?
    Leave,
    /// Really give this request back?
    GiveBack(RequestId),
    /// Really throw the draft away?
    DiscardDraft,
    /// Really rest for a while?
    Rest,
    /// Really stop being an antenna?
    Farewell,
    /// Were these hours really a mistake?
    TakeBackHours(CommandId),
    /// Really take back what was declared?
    WithdrawExchange(ExchangeId),
    /// Really call off what was agreed?
    CallOff(ExchangeId),
    /// Whether the other side of what was agreed did not come.
    Missed(ExchangeId),
}

/// What was just done on a form, until it is touched again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// A need is safe here.
    NeedKept,
    /// A diary entry is safe here.
    ActivityKept,
    /// Hours are safe here.
    HoursKept,
    /// An exchange is safe here.
    ExchangeKept,
    /// Something agreed is safe here.
    AgreedKept,
    /// A notice is safe here.
    NoticeKept,
}

/// The whole app.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Model {
    /// How far the program is.
    pub stage: Stage,
    /// The screen shown.
    pub tab: Tab,
    /// Facts and commands.
    pub ledger: Ledger,
    /// How the line stands.
    pub link: LinkState,
    /// Since when, UTC milliseconds by the device's clock.
    pub link_since_ms: i64,
    /// When the hub last said that nothing more waits, UTC milliseconds by its own clock.
    pub caught_up_at_ms: Option<i64>,
    /// How far the hub's clock is ahead of this device's, in milliseconds.
    pub hub_ahead_ms: i64,
    /// Where this device is paired: host and port.
    pub address: String,
    /// Notices for the neighbourhood, newest first.
    pub board: Vec<BoardNotice>,
    /// The diary entry being written.
    pub activity: ActivityDraft,
    /// The need being raised.
    pub need: NeedDraft,
    /// Whether the person has tried to send the open form, so that what is missing is pointed out.
    pub pressed_send: bool,
    /// "Fatto": how long it took.
    pub done: Option<DoneForm>,
    /// "Ci siamo accordati": when.
    pub when: Option<WhenForm>,
    /// "Com'è andata?".
    pub how: Option<HowForm>,
    /// Which part of the agenda is shown.
    pub span: Span,
    /// The thread that is open; `None` for the list of threads.
    pub thread: Option<About>,
    /// Messages being written.
    pub words: WordsDraft,
    /// How far each thread was read: the last fact seen in it.
    pub read: ByThread<u64>,
    /// Hours being written down.
    pub hours: HoursDraft,
    /// The bank's place.
    pub bank: BankDesk,
    /// Whether the diary shows everything that can be said.
    pub whole_diary: bool,
    /// A question over the screen.
    pub question: Option<Question>,
    /// What was just done on a form.
    pub said: Option<Said>,
    /// What everybody must see.
    pub alerts: Vec<Alert>,
    /// What the person chose for this device.
    pub settings: Settings,
}

/// Everything that can happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// The person asked for something.
    User(Action),
    /// The engine reports something.
    Engine(Report),
}

/// What a person can ask for.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Show a screen.
    Go(Tab),
    /// Another page of the welcome.
    WelcomePage(u8),
    /// The pairing form was edited.
    EditPairing {
        /// The link.
        link: String,
        /// What the device calls itself.
        device_name: String,
    },
    /// Pair, with the link as it stands.
    Pair,
    /// Yes to a proposal.
    Accept(ProposalId),
    /// No to a proposal; nobody asks why.
    Decline(ProposalId),
    /// Take a proposal that is over off the list.
    DismissProposal(ProposalId),
    /// "Fatto": ask how long it took.
    OpenDone(RequestId),
    /// The answer was edited.
    EditDone(DoneForm),
    /// Never mind.
    CloseDone,
    /// Report it done.
    ReportDone,
    /// Show a part of the agenda.
    Show(Span),
    /// "Ci siamo accordati": ask when.
    OpenWhen(RequestId),
    /// The answer was edited.
    EditWhen(WhenForm),
    /// Never mind.
    CloseWhen,
    /// Say when.
    AgreeWhen,
    /// "L'aiuto è cominciato".
    StartHelp(RequestId),
    /// A face was pressed.
    OpenHow(RequestId, Went),
    /// What is added to it was edited.
    EditHow(HowForm),
    /// Never mind.
    CloseHow,
    /// Say how it went.
    SayHow,
    /// "Non riesco più": ask whether really.
    AskGiveBack(RequestId),
    /// Open a thread, or the list of threads.
    OpenThread(Option<About>),
    /// What is being written in a thread was edited.
    EditWords(About, String),
    /// Send it.
    WriteWords(About),
    /// The hours were edited.
    EditHours(HoursDraft),
    /// Write them down.
    LogHours,
    /// Something at the time bank's place.
    Bank(BankAction),
    /// Ask whether these hours were a mistake.
    AskTakeBackHours(CommandId),
    /// Show everything that can be said in the diary, or less again.
    WholeDiary(bool),
    /// Put an entry of the hub's back into the form.
    CorrectEntry(ActivityId),
    /// Take a request that is over off the list.
    DismissTask(RequestId),
    /// The need was edited.
    EditNeed(NeedDraft),
    /// Send the need.
    RaiseNeed,
    /// The diary entry was edited.
    EditActivity(ActivityDraft),
    /// Send the diary entry.
    LogActivity,
    /// Ask whether to throw the draft away.
    AskDiscardDraft,
    /// Put a refused entry back into the form.
    Correct(CommandId),
    /// Take an answered entry off the list.
    DismissEntry(CommandId),
    /// Language, text size, contrast changed.
    Settings(Settings),
    /// Take this device's place back after a takeover, or try the line at once.
    Reconnect,
    /// Available now, or not any more.
    BeHere(bool),
    /// Ask whether to rest for a while.
    AskRest,
    /// Come back from a rest.
    Resume,
    /// Ask whether to stop being an antenna.
    AskFarewell,
    /// Ask whether to leave the hub.
    AskLeave,
    /// Yes to the question.
    Confirm,
    /// No to the question.
    Cancel,
    /// Close the alert with this index.
    CloseAlert(usize),
    /// Send this as it is: for the headless mode, which checks nothing.
    Say(Box<DeviceCommand>),
}

/// What the engine reports, always after the disk has it.
#[derive(Debug, Clone, PartialEq)]
pub enum Report {
    /// The data folder is open.
    Opened(Box<Opened>),
    /// It cannot be opened.
    CannotOpen(CannotOpen),
    /// A command is on disk, with this number.
    Kept {
        /// The command.
        id: CommandId,
        /// Its number.
        n: u64,
    },
    /// A command could not be written; nothing of it is left.
    NotKept {
        /// The command.
        id: CommandId,
    },
    /// A receipt came.
    Settled {
        /// The command.
        id: CommandId,
        /// What it did.
        settled: Settled,
    },
    /// New facts.
    Facts {
        /// In order.
        facts: Vec<KeptFact>,
        /// The hub's clock, UTC milliseconds.
        hub_at_ms: i64,
    },
    /// Nothing more waits at the hub.
    CaughtUp {
        /// The last cursor kept.
        cursor: u64,
        /// The hub's clock, UTC milliseconds.
        hub_at_ms: i64,
    },
    /// What is on disk is other than thought: start again from this.
    Reloaded(Box<Snapshot>),
    /// A notice for the neighbourhood.
    Board(BoardNotice),
    /// The line stands differently.
    Link(LinkState),
    /// Pairing worked.
    Paired(Box<Pairing>),
    /// Pairing did not work.
    PairFailed(PairFailure),
    /// This device has left its hub.
    Left,
    /// Something could not be written.
    DiskTrouble(String),
}

/// What the engine found in the data folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Everything on disk.
    pub snapshot: Snapshot,
    /// Where this device is paired, if it is.
    pub address: Option<String>,
    /// What had to be said about damaged files.
    pub alerts: Vec<Alert>,
}

/// What is to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Put this command on disk and send it.
    Send {
        /// Its id.
        id: CommandId,
        /// The command.
        command: Box<DeviceCommand>,
        /// When it was given, UTC milliseconds.
        at_ms: i64,
        /// The last fact the person had seen then.
        after_cursor: u64,
    },
    /// Keep a draft; may be put off for a moment.
    KeepDraft {
        /// Which.
        name: DraftName,
        /// JSON.
        body: String,
    },
    /// Throw a draft away.
    DropDraft(DraftName),
    /// Pair with this link.
    Pair {
        /// The link as typed.
        link: String,
        /// What this device calls itself.
        device_name: String,
        /// In which language refusals are worded.
        language: String,
    },
    /// Leave the hub and forget everything.
    Leave,
    /// Go offline or online; online also takes the place back.
    Online(bool),
    /// Remove what is known about a proposal that is over.
    ForgetProposal(ProposalId),
    /// Remove what is known about a request that is over.
    ForgetTask(RequestId),
    /// Remove an entry that was answered.
    ForgetEntry(CommandId),
}
