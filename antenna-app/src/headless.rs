//! The app without a window: commands as lines of JSON on standard input, events on standard output.
//! For end-to-end and kill tests; what it prints is personal data and belongs in no log.
//!
//! Commands, one object a line, named by `do`. Every one may carry `"id"`, a UUID for the command it
//! gives (otherwise one is made):
//!
//! ```text
//! {"do":"pair","link":"costellazione:pair/…","device_name":"…"}
//! {"do":"accept","proposal":"<uuid>"}        {"do":"decline","proposal":"<uuid>"}
//! {"do":"report-done","request":"<uuid>","minutes":30,"note":"…"}
//! {"do":"give-back","request":"<uuid>"}
//! {"do":"log-activity","what":"meeting","neighbourhood":"casazza","place":"…","minutes":45,
//!  "people_reached":3,"topics":["…"],"next_step":"…","started_at_ms":0}
//! {"do":"raise-need","category":"spesa","neighbourhood":"casazza","urgency":"today","text":"…",
//!  "relation":"neighbour"}
//! {"do":"say","command":{"kind":"write-words","body":{"text":"…"}}}   anything a device can say
//! {"do":"go-offline"}   {"do":"go-online"}   {"do":"state"}   {"do":"leave"}   {"do":"quit"}
//! ```
//!
//! Nothing is checked against what the app knows: a test may accept what is over. The end of standard
//! input is `quit`. Events, one object a line, named by `event`:
//!
//! ```text
//! ready         paired, waiting, cursor, moved_aside (a path or null)
//! cannot-open   why ("in-use", "newer", "unusable"), detail; the program then ends with status 2
//! paired        device, address          pair-failed   why, detail, problem (or null)
//! queued        id, n                    the command is on disk and flushed
//! not-queued    id                       it is not, and nothing of it is left
//! receipt       id, n, outcome ("recorded", "refused", "later"), problem (or null)
//! fact          cursor, news             as the hub sent it; null when not understood
//! caught-up     cursor                   board         text, until_ms
//! link          state ("connecting", "online", "paused", "no-line", "hub-silent", "busy",
//!               "not-authorised", "taken-over", "certificate-expired", …)
//! reloaded      cursor, waiting          the hub was restored and everything was read again
//! state         paired, link, cursor, waiting, proposals, tasks, sent, words, diary, statement, bank: see
//!               [`state_of`]
//! disk-trouble  detail                   bad-line      why
//! left                                   bye           after everything was written
//! ```

use std::collections::VecDeque;
use std::io::{BufRead as _, Write as _};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use protocol::antenna::{
    ActivityKind, AnswerProposal, DeviceCommand, GiveBack, LogActivity, RaiseNeed, ReportDone,
};
use protocol::{ActivityId, CommandId, ProposalId, RequestId, Slug};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::clock;
use crate::engine::{Config, Engine};
use crate::model::{
    Action, Alert, CannotOpen, Ctx, Effect, Model, Msg, ProposalState, Question, Report, SentState,
    Stage, TaskState,
};
use crate::outbox::Settled;

/// What the main loop waits for.
enum Incoming {
    Line(String),
    Report(Box<Report>),
    EndOfInput,
    /// The engine has written everything and ended.
    Stopped,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
enum Order {
    Pair {
        link: String,
        #[serde(default)]
        device_name: String,
    },
    Accept {
        proposal: ProposalId,
    },
    Decline {
        proposal: ProposalId,
    },
    ReportDone(ReportDone),
    GiveBack(GiveBackLine),
    LogActivity(LogLine),
    RaiseNeed(RaiseNeed),
    Say {
        command: DeviceCommand,
    },
    GoOffline,
    GoOnline,
    State,
    Leave,
    Quit,
}

#[derive(Debug, Deserialize)]
struct GiveBackLine {
    request: RequestId,
}

#[derive(Debug, Deserialize)]
struct LogLine {
    what: ActivityKind,
    neighbourhood: Slug,
    #[serde(default)]
    place: String,
    #[serde(default)]
    started_at_ms: Option<i64>,
    minutes: u16,
    #[serde(default)]
    people_reached: u32,
    #[serde(default)]
    topics: Vec<Slug>,
    #[serde(default)]
    next_step: String,
}

#[derive(Debug, Deserialize)]
struct Named {
    #[serde(default)]
    id: Option<CommandId>,
}

/// Runs until `quit`, the end of the input, or a folder that cannot be opened.
///
/// # Errors
/// What the system said, when it grants no thread. The answer is the exit status: 0, or 2 when the
/// data folder cannot be opened.
pub fn run(config: Config) -> std::io::Result<u8> {
    let (tell, told) = sync_channel(256);
    let (reports, stopped) = (tell.clone(), tell.clone());
    let engine = Engine::start(
        config,
        Box::new(move |report| reports.send(Incoming::Report(Box::new(report))).is_ok()),
    )?;
    std::thread::Builder::new().name("stdin".to_owned()).spawn(move || read_lines(&tell))?;
    let mut headless = Headless { model: Model::default(), backlog: VecDeque::new(), engine };
    let status = headless.serve(&told);
    headless.finish(&told, stopped);
    if status == 0 {
        print(&json!({"event": "bye"}));
    }
    Ok(status)
}

fn read_lines(tell: &SyncSender<Incoming>) {
    for line in std::io::stdin().lock().lines() {
        let Ok(line) = line else { break };
        if !line.trim().is_empty() && tell.send(Incoming::Line(line)).is_err() {
            return;
        }
    }
    let _ = tell.send(Incoming::EndOfInput);
}

struct Headless {
    model: Model,
    backlog: VecDeque<Effect>,
    engine: Engine,
}

impl Headless {
    fn serve(&mut self, told: &Receiver<Incoming>) -> u8 {
        loop {
            self.hand_over();
            let wait = if self.backlog.is_empty() {
                Duration::from_hours(1)
            } else {
                Duration::from_millis(2)
            };
            match told.recv_timeout(wait) {
                Ok(Incoming::Line(line)) => {
                    if self.line(&line) {
                        return 0;
                    }
                }
                Ok(Incoming::Report(report)) => {
                    print(&event_of(&report));
                    let cannot_open = matches!(*report, Report::CannotOpen(_));
                    self.update(Msg::Engine(*report), None);
                    if cannot_open {
                        return 2;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Ok(Incoming::EndOfInput | Incoming::Stopped)
                | Err(RecvTimeoutError::Disconnected) => return 0,
            }
        }
    }

    /// Hands over what is left and prints what comes of it: whoever quits right after a command still
    /// gets it on disk and hears so.
    fn finish(mut self, told: &Receiver<Incoming>, stopped: SyncSender<Incoming>) {
        loop {
            self.hand_over();
            if self.backlog.is_empty() {
                break;
            }
            if let Ok(Incoming::Report(report)) = told.recv_timeout(Duration::from_millis(2)) {
                print(&event_of(&report));
            }
        }
        let engine = self.engine;
        std::thread::spawn(move || {
            drop(engine);
            let _ = stopped.send(Incoming::Stopped);
        });
        while let Ok(incoming) = told.recv() {
            match incoming {
                Incoming::Report(report) => print(&event_of(&report)),
                Incoming::Line(_) | Incoming::EndOfInput => {}
                Incoming::Stopped => return,
            }
        }
    }

    fn hand_over(&mut self) {
        while let Some(effect) = self.backlog.pop_front() {
            if let Err(effect) = self.engine.hand_over(effect) {
                self.backlog.push_front(*effect);
                return;
            }
        }
    }

    fn update(&mut self, msg: Msg, id: Option<CommandId>) {
        let ctx = Ctx { now_ms: clock::now_ms(), id: id.unwrap_or_else(clock::new_id) };
        self.backlog.extend(self.model.update(msg, ctx));
    }

    /// Carries out one line; `true` when it says quit.
    fn line(&mut self, line: &str) -> bool {
        let order: Order = match serde_json::from_str(line) {
            Ok(order) => order,
            Err(error) => {
                print(&json!({"event": "bad-line", "why": error.to_string()}));
                return false;
            }
        };
        let id = serde_json::from_str::<Named>(line).ok().and_then(|named| named.id);
        let id = id.unwrap_or_else(clock::new_id);
        match order {
            Order::Pair { link, device_name } => {
                self.update(Msg::User(Action::EditPairing { link, device_name }), Some(id));
                self.update(Msg::User(Action::Pair), Some(id));
                if let Stage::Welcome(welcome) = &self.model.stage
                    && let crate::model::Asking::Failed(failure) = &welcome.asking
                {
                    print(&event_of(&Report::PairFailed(failure.clone())));
                }
            }
            Order::Accept { proposal } => self.say(id, answer(proposal, true)),
            Order::Decline { proposal } => self.say(id, answer(proposal, false)),
            Order::ReportDone(it) => self.say(id, DeviceCommand::ReportDone(it)),
            Order::GiveBack(it) => {
                self.say(id, DeviceCommand::GiveBack(GiveBack { request: it.request }));
            }
            Order::LogActivity(it) => self.say(id, log_activity(it, id)),
            Order::RaiseNeed(it) => self.say(id, DeviceCommand::RaiseNeed(it)),
            Order::Say { command } => self.say(id, command),
            Order::GoOffline => self.backlog.push_back(Effect::Online(false)),
            Order::GoOnline => self.backlog.push_back(Effect::Online(true)),
            Order::State => print(&state_of(&self.model, clock::now_ms())),
            Order::Leave => {
                self.model.question = Some(Question::Leave);
                self.update(Msg::User(Action::Confirm), Some(id));
            }
            Order::Quit => return true,
        }
        false
    }

    fn say(&mut self, id: CommandId, command: DeviceCommand) {
        self.update(Msg::User(Action::Say(Box::new(command))), Some(id));
    }
}

fn answer(proposal: ProposalId, accept: bool) -> DeviceCommand {
    DeviceCommand::AnswerProposal(AnswerProposal { proposal, accept })
}

fn log_activity(it: LogLine, id: CommandId) -> DeviceCommand {
    DeviceCommand::LogActivity(LogActivity {
        activity: ActivityId::from(id),
        what: it.what,
        neighbourhood: it.neighbourhood,
        place: it.place,
        started_at_ms: it
            .started_at_ms
            .unwrap_or_else(|| clock::now_ms() - i64::from(it.minutes) * 60_000),
        minutes: it.minutes,
        people_reached: it.people_reached,
        topics: it.topics,
        next_step: it.next_step,
    })
}

fn event_of(report: &Report) -> Value {
    match report {
        Report::Opened(opened) => {
            let waiting = opened
                .snapshot
                .entries
                .iter()
                .filter(|entry| entry.state == crate::outbox::EntryState::Waiting)
                .count();
            let moved_aside = opened.alerts.iter().find_map(|alert| match alert {
                Alert::MovedAside(path) | Alert::PairingMovedAside(path) => Some(path),
                Alert::DiskTrouble => None,
            });
            json!({
                "event": "ready", "paired": opened.address.is_some(), "waiting": waiting,
                "cursor": opened.snapshot.cursor, "moved_aside": moved_aside,
            })
        }
        Report::CannotOpen(why) => {
            let (why, detail) = match why {
                CannotOpen::InUse(folder) => ("in-use", folder),
                CannotOpen::Newer(file) => ("newer", file),
                CannotOpen::Unusable(detail) => ("unusable", detail),
            };
            json!({"event": "cannot-open", "why": why, "detail": detail})
        }
        Report::Kept { id, n } => json!({"event": "queued", "id": id, "n": n}),
        Report::NotKept { id } => json!({"event": "not-queued", "id": id}),
        Report::Settled { id, settled } => {
            let (n, outcome, problem) = match settled {
                Settled::Recorded { n } => (Some(n), "recorded", None),
                Settled::Refused { n, problem } => (Some(n), "refused", Some(problem)),
                Settled::Later { n, problem } => (Some(n), "later", Some(problem)),
                Settled::Unknown => (None, "unknown", None),
            };
            json!({"event": "receipt", "id": id, "n": n, "outcome": outcome, "problem": problem})
        }
        Report::Facts { facts, .. } => {
            // One line a fact; the first is printed by the caller, the rest here.
            let lines: Vec<Value> = facts
                .iter()
                .map(|fact| json!({"event": "fact", "cursor": fact.cursor, "news": fact.news}))
                .collect();
            Value::Array(lines)
        }
        Report::CaughtUp { cursor, .. } => json!({"event": "caught-up", "cursor": cursor}),
        Report::Reloaded(snapshot) => json!({
            "event": "reloaded", "cursor": snapshot.cursor,
            "waiting": snapshot.entries.iter()
                .filter(|entry| entry.state == crate::outbox::EntryState::Waiting).count(),
        }),
        Report::Board(notice) => {
            json!({"event": "board", "text": notice.text, "until_ms": notice.until_ms})
        }
        Report::Link(state) => json!({"event": "link", "state": state.slug()}),
        Report::Paired(pairing) => {
            json!({"event": "paired", "device": pairing.device, "address": pairing.address})
        }
        Report::PairFailed(failure) => {
            let problem = match failure {
                crate::pairing::PairFailure::Refused(problem) => Some(problem),
                crate::pairing::PairFailure::NotALink
                | crate::pairing::PairFailure::NoAnswer(_)
                | crate::pairing::PairFailure::NotThisHub
                | crate::pairing::PairFailure::Confused(_) => None,
            };
            json!({
                "event": "pair-failed", "why": failure.slug(), "detail": failure.to_string(),
                "problem": problem,
            })
        }
        Report::Left => json!({"event": "left"}),
        Report::DiskTrouble(detail) => json!({"event": "disk-trouble", "detail": detail}),
    }
}

/// What the app shows, as one JSON object: `proposals` with `proposal`, `request`, `category`,
/// `neighbourhood`, `urgency`, `until_ms`, `state` (`open`, `too-late`, `accepting`, `declining`,
/// `accepted`, `refused`, `closed-taken`, …); `tasks` with `request`, `state` (`mine`,
/// `reporting-done`, `done`, `giving-back`, `given-back`, `met`, `not-met`), when they meet and the person's
/// details; `words` by thread; `diary` with `entry` and `state`; `statement` as the hub said it; `bank` with
/// `settled_min`, `provisional_min` and what waits, or null;
/// `sent` with `id`, `n`, `command`, `state` and `problem`.
#[must_use]
pub fn state_of(model: &Model, now_ms: i64) -> Value {
    let proposals: Vec<Value> = model
        .ledger
        .proposal_cards(model.hub_now_ms(now_ms))
        .into_iter()
        .map(|card| {
            let (state, problem) = proposal_word(&card.state);
            json!({
                "proposal": card.it.proposal, "request": card.it.request,
                "category": card.it.category, "neighbourhood": card.it.neighbourhood,
                "urgency": card.it.urgency, "until_ms": card.it.until_ms,
                "state": state, "problem": problem,
            })
        })
        .collect();
    let tasks: Vec<Value> = model
        .ledger
        .task_cards()
        .into_iter()
        .map(|card| {
            json!({
                "request": card.it.request, "proposal": card.it.proposal,
                "category": card.it.category, "state": task_word(&card.state),
                "at_ms": card.appointment.map(|it| it.at_ms), "begun": card.begun.is_some(),
                "person": card.it.person, "problem": card.refused,
            })
        })
        .collect();
    let words: Vec<Value> = model
        .threads()
        .iter()
        .map(|thread| {
            let lines = model.ledger.lines(thread.about);
            let texts: Vec<Value> = lines
                .iter()
                .map(|line| json!({"text": line.text, "from_hub": line.from_hub}))
                .collect();
            json!({"about": thread.about, "unread": thread.unread, "lines": texts})
        })
        .collect();
    let diary: Vec<Value> = model
        .ledger
        .diary_cards()
        .iter()
        .map(|card| json!({"entry": card.it, "state": card.standing.slug()}))
        .collect();
    let sent: Vec<Value> = model
        .ledger
        .sent
        .iter()
        .map(|(id, sent)| {
            let (state, problem) = match &sent.state {
                SentState::Waiting => ("waiting", None),
                SentState::Recorded => ("recorded", None),
                SentState::Refused(problem) => ("refused", Some(problem)),
            };
            json!({
                "id": id, "n": sent.n, "command": sent.command, "state": state,
                "problem": problem,
            })
        })
        .collect();
    let hours = model.ledger.statement.as_ref().map(|told| &told.it.hours);
    json!({
        "event": "state", "paired": model.stage == Stage::Working, "link": model.link.slug(),
        "cursor": model.ledger.cursor, "waiting": model.ledger.waiting(),
        "proposals": proposals, "tasks": tasks, "sent": sent, "words": words, "diary": diary,
        "statement": {"months": model.ledger.months_done(), "hours": hours},
        "bank": bank_of(model),
    })
}

/// The account: what the hub has settled, what waits, what can be answered; null while there is none.
fn bank_of(model: &Model) -> Value {
    let ledger = &model.ledger;
    let Some((account, balance)) = ledger.account().zip(ledger.balance()) else {
        return Value::Null;
    };
    let declared: Vec<Value> = ledger
        .declared_cards()
        .iter()
        .map(|card| {
            json!({
                "exchange": card.exchange, "gave": card.gave, "minutes": card.minutes,
                "with": card.with.name, "at_hub": card.until.is_some(), "problem": card.refused,
            })
        })
        .collect();
    let to_answer: Vec<Value> = ledger
        .answer_cards()
        .iter()
        .map(|card| json!({"it": card.it, "answered": card.answered, "problem": card.refused}))
        .collect();
    let agreed: Vec<Value> = ledger
        .agreed_cards()
        .iter()
        .map(|card| {
            json!({"agreed": card.agreed, "with": card.with.name, "gives": card.gives, "at_ms": card.at_ms})
        })
        .collect();
    json!({
        "number": account.number, "settled_min": balance.settled_min,
        "provisional_min": balance.provisional_min(), "declared": declared,
        "to_answer": to_answer, "agreed": agreed, "movements": account.movements,
        "board": ledger.board(),
    })
}

fn proposal_word(state: &ProposalState) -> (&'static str, Option<&protocol::Problem>) {
    use protocol::antenna::WhyClosed;
    match state {
        ProposalState::Open => ("open", None),
        ProposalState::TooLate => ("too-late", None),
        ProposalState::Answering { accept: true } => ("accepting", None),
        ProposalState::Answering { accept: false } => ("declining", None),
        ProposalState::Accepted => ("accepted", None),
        ProposalState::Refused(problem) => ("refused", Some(problem)),
        ProposalState::Closed(WhyClosed::Taken) => ("closed-taken", None),
        ProposalState::Closed(WhyClosed::Expired) => ("closed-expired", None),
        ProposalState::Closed(WhyClosed::Withdrawn) => ("closed-withdrawn", None),
        ProposalState::Closed(WhyClosed::Declined) => ("closed-declined", None),
    }
}

fn task_word(state: &TaskState) -> &'static str {
    match state {
        TaskState::Mine => "mine",
        TaskState::ReportingDone => "reporting-done",
        TaskState::Done => "done",
        TaskState::GivingBack => "giving-back",
        TaskState::GivenBack => "given-back",
        TaskState::Over { met: true } => "met",
        TaskState::Over { met: false } => "not-met",
    }
}

/// Prints one event, or each of several, and flushes: whoever reads may kill us right after.
fn print(event: &Value) {
    let mut out = std::io::stdout().lock();
    let events = event.as_array().map_or(std::slice::from_ref(event), Vec::as_slice);
    for event in events {
        if writeln!(out, "{event}").is_err() {
            return;
        }
    }
    let _ = out.flush();
}
