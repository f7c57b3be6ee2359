//! What is said while one connection holds: hello, facts, seen, commands, receipts.

use std::collections::BTreeSet;
use std::time::Duration;

use protocol::antenna::{CHUNK, DeviceCommand, Hello, News, Seen};
use protocol::{DeviceId, topic};
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::{Instant, sleep_until};

use super::hearing::{Heard, hear};
use super::window::Window;
use super::wire::{Sign, Wire};
use super::{LinkEvent, LinkState, Tempo, Why, Wish};
use crate::clock;
use crate::outbox::{LooseFact, Outbox, Settled};

/// How many waiting commands are looked at in one go; more than this never go out together anyway.
const LOOK_AT: usize = 500;
/// Two hellos are at least this far apart, whatever happens.
const HELLO_GAP: Duration = Duration::from_secs(2);
/// After a failed write to disk: this long until the hub is asked again.
const DISK_PAUSE: Duration = Duration::from_secs(20);

/// Why a connection ended.
pub(super) enum Ended {
    /// The line or the broker ended it.
    Lost(Why),
    /// A person asked for something else.
    Asked,
}

pub(super) struct Talk<'a> {
    pub wire: Wire,
    pub device: DeviceId,
    pub board: Option<String>,
    pub outbox: &'a Outbox,
    pub events: &'a mpsc::Sender<LinkEvent>,
    pub window: &'a mut Window,
    pub look: &'a Notify,
    pub wishes: &'a mut watch::Receiver<Wish>,
    pub tempo: Tempo,
    pub told: &'a mut LinkState,
    /// When the last hello was said.
    pub hello_at: Option<Instant>,
    /// When the hub last said anything.
    pub heard_at: Option<Instant>,
    /// A cursor lower than ours that the hub claimed to be its last.
    pub behind: Option<u64>,
}

impl Talk<'_> {
    pub async fn run(&mut self) -> Ended {
        let mut listening = false;
        let mut hello_due: Option<Instant> = None;
        loop {
            let timer = self.next_timer(listening, hello_due);
            tokio::select! {
                biased;
                changed = self.wishes.changed() => {
                    let still = changed.is_ok() && *self.wishes.borrow() == Wish::Run;
                    if !still {
                        return Ended::Asked;
                    }
                }
                sign = self.wire.next() => match sign {
                    Sign::Up => {
                        if !self.wire.subscribe(&topic::inbox(self.device)) {
                            return Ended::Lost(Why::Confused);
                        }
                    }
                    Sign::Listening => {
                        listening = true;
                        self.subscribe_board();
                        let most = self.tempo.resend_jitter_ms;
                        self.window.reconnected(clock::now_ms(), || jitter(most));
                        self.hello().await;
                        self.pump().await;
                    }
                    Sign::Message(bytes) => {
                        if let Some(due) = self.messages(bytes).await {
                            hello_due = Some(hello_due.map_or(due, |earlier| earlier.min(due)));
                        }
                        if listening {
                            self.pump().await;
                        }
                    }
                    Sign::Lost(why) => return Ended::Lost(why),
                },
                () = self.look.notified(), if listening => self.pump().await,
                () = sleep_until(timer) => {
                    let now = Instant::now();
                    if hello_due.is_some_and(|due| due <= now) {
                        hello_due = None;
                        self.hello().await;
                    } else if self.is_silent(now) {
                        self.tell(LinkState::Down(Why::HubSilent)).await;
                        self.hello().await;
                    }
                    if listening {
                        self.pump().await;
                    }
                }
            }
        }
    }

    /// When there is something to do although nothing happens.
    fn next_timer(&self, listening: bool, hello_due: Option<Instant>) -> Instant {
        let now = Instant::now();
        let silence =
            self.hello_at.filter(|_| self.waits_for_hub()).map(|at| at + self.tempo.silence);
        let resend = self.window.next_due_ms().filter(|_| listening).map(|due_ms| {
            let wait = u64::try_from(due_ms - clock::now_ms()).unwrap_or(0).max(50);
            now + Duration::from_millis(wait)
        });
        [hello_due, silence, resend]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or_else(|| now + Duration::from_hours(1))
    }

    /// Whether hello was said and nothing came back since.
    fn waits_for_hub(&self) -> bool {
        match (self.hello_at, self.heard_at) {
            (Some(hello), Some(heard)) => heard < hello,
            (Some(_), None) => true,
            (None, _) => false,
        }
    }

    fn is_silent(&self, now: Instant) -> bool {
        self.waits_for_hub() && self.hello_at.is_some_and(|at| now >= at + self.tempo.silence)
    }

    fn subscribe_board(&self) {
        if let Some(board) = &self.board {
            self.wire.subscribe(board);
        }
    }

    async fn hello(&mut self) {
        self.hello_at = Some(Instant::now());
        match (self.outbox.cursor().await, self.outbox.count_waiting().await) {
            (Ok(cursor), Ok(waiting)) => {
                let app = env!("CARGO_PKG_VERSION").to_owned();
                self.say(&DeviceCommand::Hello(Hello { cursor, app, waiting })).await;
            }
            (Err(error), _) | (_, Err(error)) => self.disk_trouble(&error).await,
        }
    }

    /// Says something that needs no receipt. It carries the number of the last command, so that the hub
    /// sees how far this device has come.
    async fn say(&mut self, command: &DeviceCommand) {
        let n = match self.outbox.last_n().await {
            Ok(n) => n,
            Err(error) => return self.disk_trouble(&error).await,
        };
        match command.seal(clock::new_id(), n, clock::now_ms()) {
            Ok(bytes) => {
                self.wire.publish(&topic::command(self.device), bytes);
            }
            Err(error) => tracing::error!(error = %error, "a message cannot be written"),
        }
    }

    /// Sends what is due. What the client cannot take stays for the next time.
    async fn pump(&mut self) {
        let waiting = match self.outbox.waiting(LOOK_AT).await {
            Ok(waiting) => waiting,
            Err(error) => return self.disk_trouble(&error).await,
        };
        self.window.keep_only(&waiting.iter().copied().collect::<BTreeSet<u64>>());
        let topic = topic::command(self.device);
        for n in self.window.pick(&waiting, clock::now_ms()) {
            match self.outbox.sealed(n).await {
                Ok(Some((_, bytes))) => {
                    if !self.wire.publish(&topic, bytes) {
                        return;
                    }
                    self.window.went_out(n, clock::now_ms(), jitter(5_000));
                }
                Ok(None) => self.window.answered(n),
                Err(error) => return self.disk_trouble(&error).await,
            }
        }
    }

    /// Takes one message and whatever came right behind it, so that facts are kept in one commit.
    /// Answers when hello should be said again, if it should.
    async fn messages(&mut self, first: Vec<u8>) -> Option<Instant> {
        let mut facts: Vec<LooseFact> = Vec::new();
        let mut facts_at_ms = 0;
        let mut hello_due = None;
        let mut next = Some(first);
        while let Some(bytes) = next {
            match hear(&bytes) {
                Err(error) => tracing::warn!(error = %error, "a message from the hub is dropped"),
                Ok(word) => {
                    self.heard_at = Some(Instant::now());
                    match word.heard {
                        Heard::Fact(fact) => {
                            facts_at_ms = word.at_ms;
                            facts.push(fact);
                        }
                        other @ (Heard::Receipt(_)
                        | Heard::CaughtUp(_)
                        | Heard::Board(_)
                        | Heard::Strange(_)) => {
                            hello_due = self.keep(&mut facts, facts_at_ms).await.or(hello_due);
                            hello_due = self.other(other, word.at_ms).await.or(hello_due);
                        }
                    }
                }
            }
            next = if facts.len() < CHUNK { self.wire.next_message_now() } else { None };
        }
        hello_due = self.keep(&mut facts, facts_at_ms).await.or(hello_due);
        if self.heard_at.is_some() {
            self.tell(LinkState::Online).await;
        }
        hello_due
    }

    async fn other(&mut self, heard: Heard, at_ms: i64) -> Option<Instant> {
        match heard {
            Heard::Receipt(receipt) => match self.outbox.settle(&receipt).await {
                Ok(settled) => {
                    match &settled {
                        Settled::Recorded { n } | Settled::Refused { n, .. } => {
                            self.window.answered(*n);
                        }
                        Settled::Later { n, .. } => {
                            self.window.put_off(*n, clock::now_ms(), jitter(5_000));
                        }
                        Settled::Unknown => return None,
                    }
                    self.report(LinkEvent::Settled { id: receipt.re, settled }).await;
                    None
                }
                Err(error) => {
                    self.disk_trouble(&error).await;
                    None
                }
            },
            Heard::CaughtUp(cursor) => self.caught_up(cursor, at_ms).await,
            Heard::Board(notice) => {
                self.report(LinkEvent::Board(notice)).await;
                None
            }
            Heard::Fact(_) => None,
            Heard::Strange(kind) => {
                tracing::warn!(%kind, "the hub says something this version does not know");
                None
            }
        }
    }

    async fn keep(&mut self, facts: &mut Vec<LooseFact>, hub_at_ms: i64) -> Option<Instant> {
        if facts.is_empty() {
            return None;
        }
        let facts = std::mem::take(facts);
        match self.outbox.keep(&facts, clock::now_ms()).await {
            Ok(outcome) => {
                if !outcome.fresh.is_empty() || !outcome.gap {
                    self.say(&DeviceCommand::Seen(Seen { cursor: outcome.cursor })).await;
                }
                if !outcome.fresh.is_empty() {
                    self.follow_board(&outcome.fresh);
                    self.report(LinkEvent::Facts { facts: outcome.fresh, hub_at_ms }).await;
                }
                outcome.gap.then(|| self.hello_allowed_at())
            }
            Err(error) => {
                self.disk_trouble(&error).await;
                Some(Instant::now() + DISK_PAUSE)
            }
        }
    }

    /// Listens to the board of the neighbourhood a new profile names.
    fn follow_board(&mut self, fresh: &[crate::outbox::KeptFact]) {
        for fact in fresh {
            if let Some(News::Profile(profile)) = &fact.news {
                let board = topic::board(&profile.neighbourhood);
                if self.board.as_ref() != Some(&board) {
                    self.board = Some(board);
                    self.subscribe_board();
                }
            }
        }
    }

    /// The hub says how far it has come. Further than us: something was lost, ask again. Less far than
    /// us, twice: it was restored from a backup, and we follow it back.
    async fn caught_up(&mut self, cursor: u64, hub_at_ms: i64) -> Option<Instant> {
        let ours = match self.outbox.cursor().await {
            Ok(ours) => ours,
            Err(error) => {
                self.disk_trouble(&error).await;
                return None;
            }
        };
        if cursor < ours && self.behind == Some(cursor) {
            self.behind = None;
            tracing::warn!(cursor, ours, "the hub went back in time; following it");
            match self.outbox.rewind(cursor).await {
                Ok(()) => self.report(LinkEvent::Rewound).await,
                Err(error) => self.disk_trouble(&error).await,
            }
            return None;
        }
        self.behind = (cursor < ours).then_some(cursor);
        if cursor == ours {
            self.report(LinkEvent::CaughtUp { cursor, hub_at_ms }).await;
            return None;
        }
        Some(self.hello_allowed_at())
    }

    fn hello_allowed_at(&self) -> Instant {
        self.hello_at.map_or_else(Instant::now, |at| at + HELLO_GAP)
    }

    async fn tell(&mut self, state: LinkState) {
        if *self.told != state {
            *self.told = state;
            self.report(LinkEvent::State(state)).await;
        }
    }

    async fn disk_trouble(&mut self, error: &crate::outbox::Error) {
        tracing::error!(error = %error, "the outbox cannot be used");
        self.report(LinkEvent::DiskTrouble(error.to_string())).await;
    }

    async fn report(&self, event: LinkEvent) {
        let _ = self.events.send(event).await;
    }
}

fn jitter(most_ms: u64) -> i64 {
    i64::try_from(clock::chance_up_to(most_ms)).unwrap_or(0)
}
