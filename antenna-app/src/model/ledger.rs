//! Facts and commands, put together: what was proposed, what is mine, what waits.
//!
//! Always true: applying a fact or a receipt twice equals applying it once, and a ledger made from disk
//! equals the one that lived through it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use protocol::antenna::{
    Assigned, BankTold, DeviceCommand, DiaryEntry, News, OwnStep, Profile, Proposed, Statement,
    TaskMoved, WhyClosed, WordsSaid,
};
use protocol::{ActivityId, CommandId, PersonDetails, Problem, ProposalId, Relation, RequestId};

use crate::outbox::{
    DIARY_KEPT, Entry, EntryState, KeptFact, Settled, Snapshot, WORDS_KEPT, without_free_text,
};

/// Where a command of this device stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SentState {
    /// On disk or about to be; the hub has not answered.
    Waiting,
    /// The hub has recorded it.
    Recorded,
    /// The hub said no, and why.
    Refused(Problem),
}

/// One command of this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Its number; `None` until it is on disk.
    pub n: Option<u64>,
    /// What was said; `None` for a command of a later version.
    pub command: Option<DeviceCommand>,
    /// When, UTC milliseconds by the device's clock.
    pub at_ms: i64,
    /// The last fact applied when it was said.
    pub after_cursor: u64,
    /// Where it stands.
    pub state: SentState,
}

/// A request of this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The fact that gave it; commands said before do not concern it.
    pub cursor: u64,
    /// What is needed to help.
    pub it: Assigned,
}

/// Something the hub said, with the fact that said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told<T> {
    /// The fact.
    pub cursor: u64,
    /// What it says.
    pub it: T,
}

/// Everything facts and commands say.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ledger {
    /// The last cursor applied.
    pub cursor: u64,
    /// Who this device is.
    pub profile: Option<Profile>,
    /// Proposals still on the list.
    pub proposals: BTreeMap<ProposalId, Proposed>,
    /// Proposals that are over, and why.
    pub closed: BTreeMap<ProposalId, WhyClosed>,
    /// Requests of this device.
    pub tasks: BTreeMap<RequestId, Task>,
    /// Requests that are over, and whether the need was met.
    pub over: BTreeMap<RequestId, bool>,
    /// Commands of this device.
    pub sent: BTreeMap<CommandId, Sent>,
    /// Proposals that became a request of this device, and which.
    pub taken: BTreeMap<ProposalId, RequestId>,
    /// When helper and person meet, and whether help has begun.
    pub moved: BTreeMap<RequestId, Told<TaskMoved>>,
    /// What was written in the threads, the last of each thread.
    pub words: BTreeMap<CommandId, Told<WordsSaid>>,
    /// What was done, by month.
    pub statement: Option<Told<Statement>>,
    /// The account at the time bank, and what goes with it.
    pub bank: Option<Told<BankTold>>,
    /// Entries of the operator's diary as they stand at the hub, the last ones.
    pub diary: BTreeMap<ActivityId, Told<DiaryEntry>>,
}

impl Ledger {
    /// The city's time zone, or the device's own while it is not known.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        let profile = self.profile.as_ref();
        profile
            .and_then(|profile| TimeZone::get(&profile.time_zone).ok())
            .unwrap_or_else(TimeZone::system)
    }

    /// The day of an instant in that zone.
    #[must_use]
    pub fn day(&self, at_ms: i64) -> Date {
        let at = Timestamp::from_millisecond(at_ms).unwrap_or_default();
        self.zone().to_datetime(at).date()
    }

    /// The ledger of what is on disk.
    #[must_use]
    pub fn from_snapshot(snapshot: &Snapshot) -> Self {
        let mut ledger = Self::default();
        for fact in &snapshot.facts {
            ledger.apply(fact);
        }
        ledger.cursor = snapshot.cursor;
        ledger.sent = snapshot.entries.iter().map(|entry| (entry.id, sent(entry))).collect();
        ledger
    }

    /// Applies a fact; one that is already in changes nothing.
    pub fn apply(&mut self, fact: &KeptFact) {
        if fact.cursor <= self.cursor {
            return;
        }
        self.cursor = fact.cursor;
        match &fact.news {
            None => {}
            Some(News::Profile(profile)) => self.profile = Some(profile.clone()),
            Some(News::Proposed(it)) => {
                self.closed.remove(&it.proposal);
                self.proposals.insert(it.proposal, it.clone());
            }
            Some(News::ProposalClosed(it)) => {
                self.closed.insert(it.proposal, it.why);
            }
            Some(News::Assigned(it)) => {
                self.over.remove(&it.request);
                self.moved.remove(&it.request);
                self.taken.insert(it.proposal, it.request);
                self.tasks.insert(it.request, Task { cursor: fact.cursor, it: it.clone() });
            }
            Some(News::TaskClosed(it)) => {
                self.over.insert(it.request, it.met);
                // The same happens on disk: a name stays only while it is needed.
                if let Some(task) = self.tasks.get_mut(&it.request) {
                    task.it.person = PersonDetails::default();
                    task.it.relation = Relation::default();
                    task.it.note = String::new();
                }
            }
            Some(News::TaskMoved(it)) => {
                self.moved.insert(it.request, Told { cursor: fact.cursor, it: *it });
            }
            Some(News::WordsSaid(it)) => self.hear_words(fact.cursor, it),
            Some(News::Statement(it)) => {
                self.statement = Some(Told { cursor: fact.cursor, it: it.clone() });
            }
            Some(News::Bank(it)) => {
                self.bank = Some(Told { cursor: fact.cursor, it: (**it).clone() });
            }
            Some(News::DiaryEntry(it)) => {
                let told = Told { cursor: fact.cursor, it: it.clone() };
                self.diary.insert(it.entry.activity, told);
                let oldest = self.diary.iter().min_by_key(|(_, told)| told.cursor);
                if self.diary.len() > DIARY_KEPT
                    && let Some((&oldest, _)) = oldest
                {
                    self.diary.remove(&oldest);
                }
            }
        }
    }

    /// What was written here is shown from here until the hub says it back, and from there afterwards.
    fn hear_words(&mut self, cursor: u64, it: &WordsSaid) {
        self.words.insert(it.message, Told { cursor, it: it.clone() });
        let of_thread = self.words.iter().filter(|(_, told)| told.it.about == it.about);
        let mut of_thread: Vec<(u64, CommandId)> =
            of_thread.map(|(id, told)| (told.cursor, *id)).collect();
        of_thread.sort_unstable();
        let too_many = of_thread.len().saturating_sub(WORDS_KEPT);
        for (_, id) in of_thread.into_iter().take(too_many) {
            self.words.remove(&id);
        }
        if self.sent.get(&it.message).is_some_and(|sent| sent.state != SentState::Waiting) {
            self.sent.remove(&it.message);
        }
    }

    /// A command was given.
    pub fn say(&mut self, id: CommandId, command: DeviceCommand, at_ms: i64) {
        let waiting = Sent {
            n: None,
            command: Some(command),
            at_ms,
            after_cursor: self.cursor,
            state: SentState::Waiting,
        };
        self.sent.entry(id).or_insert(waiting);
    }

    /// A command got its number on disk.
    pub fn kept(&mut self, id: CommandId, n: u64) {
        if let Some(sent) = self.sent.get_mut(&id) {
            sent.n = Some(n);
        }
    }

    /// A receipt came; one that came already changes nothing.
    pub fn settle(&mut self, id: CommandId, settled: &Settled) {
        let Some(sent) = self.sent.get_mut(&id) else { return };
        if sent.state != SentState::Waiting {
            return;
        }
        match settled {
            Settled::Recorded { .. } if self.words.contains_key(&id) => {
                self.sent.remove(&id);
            }
            Settled::Recorded { .. } => {
                sent.state = SentState::Recorded;
                // The same happens on disk: what a person wrote stays only until the hub has it.
                if let Some(emptied) = sent.command.as_ref().and_then(without_free_text) {
                    sent.command = Some(emptied);
                }
            }
            Settled::Refused { problem, .. } => sent.state = SentState::Refused(problem.clone()),
            Settled::Later { .. } | Settled::Unknown => {}
        }
    }

    /// Until when this antenna said that it is here, UTC milliseconds by the hub's clock, as far as its
    /// commands are still kept: that it is not known is as good as no.
    #[must_use]
    pub fn here_until_ms(&self) -> Option<i64> {
        let sent = self.last_sent(0, |command| matches!(command, DeviceCommand::SayHere(_)))?;
        if matches!(sent.state, SentState::Refused(_)) {
            return None;
        }
        match sent.command {
            Some(DeviceCommand::SayHere(said)) => said.until_ms,
            _ => None,
        }
    }

    /// The step this antenna took that no answer has come to yet.
    #[must_use]
    pub fn moving_on(&self) -> Option<OwnStep> {
        let sent = self.last_sent(0, |command| matches!(command, DeviceCommand::MoveOn(_)))?;
        match (&sent.state, &sent.command) {
            (SentState::Waiting, Some(DeviceCommand::MoveOn(moved))) => Some(moved.step),
            _ => None,
        }
    }

    /// How many commands have no receipt.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.sent.values().filter(|sent| sent.state == SentState::Waiting).count()
    }

    /// The last command about something, as `concerns` says, said after the fact `cursor`.
    pub fn last_sent(
        &self,
        cursor: u64,
        concerns: impl Fn(&DeviceCommand) -> bool,
    ) -> Option<&Sent> {
        self.sent
            .iter()
            .filter(|(_, sent)| sent.after_cursor >= cursor)
            .filter(|(_, sent)| sent.command.as_ref().is_some_and(&concerns))
            .max_by_key(|(id, sent)| (sent.n.unwrap_or(u64::MAX), **id))
            .map(|(_, sent)| sent)
    }
}

fn sent(entry: &Entry) -> Sent {
    Sent {
        n: Some(entry.n),
        command: entry.command.clone(),
        at_ms: entry.created_at_ms,
        after_cursor: entry.after_cursor,
        state: match &entry.state {
            EntryState::Waiting => SentState::Waiting,
            EntryState::Recorded => SentState::Recorded,
            EntryState::Refused(problem) => SentState::Refused(problem.clone()),
        },
    }
}
