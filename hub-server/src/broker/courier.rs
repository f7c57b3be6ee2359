//! Brings every device what stands in its inbox: after its hello from the cursor it names, and at once when
//! something new is committed.
//!
//! Always true: a fact leaves only after its commit; a device that is slow or dead costs a few numbers here
//! and holds up nobody else. Deliberately absent: what the facts say (`letters`).

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Instant;

use protocol::antenna::{HubMessage, Seen};
use protocol::{DeviceId, topic};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::config::Tempo;
use super::directory::Directory;
use super::letters;
use super::line::Line;
use super::talk::{Passing, Step, Talk};
use crate::network;
use crate::network::inbox::{self, Ends};
use crate::node::Node;
use crate::store::StoreError;

/// Inboxes that are read at the same time; the database has a few connections for everybody.
const AT_ONCE: usize = 4;

/// Something a device did that its courier should know.
#[derive(Debug, Clone, Copy)]
pub(super) enum Nudge {
    /// It is here and has kept everything up to a cursor.
    Hello {
        /// Which device.
        device: DeviceId,
        /// The last cursor it kept.
        cursor: u64,
    },
    /// It has kept more.
    Seen {
        /// Which device.
        device: DeviceId,
        /// The last cursor it kept.
        cursor: u64,
    },
    /// Its connection ended.
    Gone(DeviceId),
}

/// What came of a piece of work.
enum Outcome {
    Begun(Option<Ends>),
    Sent(u64),
    Failed,
    /// What devices said they kept is written down.
    Kept,
}

struct Done {
    device: Option<DeviceId>,
    serial: u64,
    outcome: Outcome,
}

pub(super) struct Courier {
    node: Arc<Node>,
    directory: Arc<Directory>,
    line: Arc<Line>,
    up: watch::Receiver<bool>,
    knows_presence: bool,
    tempo: Tempo,
    born: Instant,
    /// Talks by device, each with a serial number, so that work for an older one is not taken for its own.
    talks: BTreeMap<DeviceId, (u64, Talk)>,
    next_serial: u64,
    /// Devices that may have a next step, each once, whoever has waited longest first.
    ready: VecDeque<DeviceId>,
    queued: BTreeSet<DeviceId>,
    work: JoinSet<Done>,
    /// What devices said they kept and is not written down yet.
    heard: BTreeMap<DeviceId, u64>,
    keeping: bool,
    /// Everything told up to this position of the log has been looked at.
    position: i64,
}

impl Courier {
    pub fn new(
        node: Arc<Node>,
        directory: Arc<Directory>,
        line: Arc<Line>,
        up: watch::Receiver<bool>,
        knows_presence: bool,
        tempo: Tempo,
    ) -> Self {
        Self {
            node,
            directory,
            line,
            up,
            knows_presence,
            tempo,
            born: Instant::now(),
            talks: BTreeMap::new(),
            next_serial: 0,
            ready: VecDeque::new(),
            queued: BTreeSet::new(),
            work: JoinSet::new(),
            heard: BTreeMap::new(),
            keeping: false,
            position: 0,
        }
    }

    pub async fn run(mut self, mut nudges: mpsc::Receiver<Nudge>, stop: CancellationToken) {
        let mut commits = self.node.writer.listen();
        let mut up = self.up.clone();
        let mut tick = tokio::time::interval(self.tempo.tick);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        if let Err(error) = self.begin().await {
            tracing::error!(%error, "broker.courier cannot read the inboxes");
        }
        loop {
            self.set_to_work();
            tokio::select! {
                () = stop.cancelled() => break,
                nudge = nudges.recv() => match nudge {
                    Some(nudge) => self.nudged(nudge),
                    None => break,
                },
                news = commits.recv() => match news {
                    Ok(_) | Err(RecvError::Lagged(_)) => self.look_for_news().await,
                    Err(RecvError::Closed) => break,
                },
                Some(done) = self.work.join_next() => match done {
                    Ok(done) => self.done(&done),
                    Err(error) => {
                        tracing::error!(%error, "broker.courier lost a piece of work");
                        self.work_was_lost();
                    }
                },
                changed = up.changed() => match changed {
                    Ok(()) => {
                        let is_up = *up.borrow_and_update();
                        self.line_changed(is_up).await;
                    }
                    Err(_gone) => break,
                },
                _ = tick.tick() => self.tick(),
            }
        }
        self.work.shutdown().await;
    }

    async fn begin(&mut self) -> Result<(), StoreError> {
        let mut db = self.node.store.read().await?;
        self.position = inbox::last_position(&mut db).await?;
        Ok(())
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.born.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn nudged(&mut self, nudge: Nudge) {
        let now_ms = self.now_ms();
        match nudge {
            Nudge::Hello { device, cursor } => self.talk_to(device, Some(cursor), true),
            Nudge::Seen { device, cursor } => match self.talks.get_mut(&device) {
                Some((_, talk)) => {
                    talk.saw(cursor, now_ms);
                    self.note_heard(device);
                    self.is_ready(device);
                }
                None => self.talk_to(device, Some(cursor), false),
            },
            Nudge::Gone(device) => {
                // A newer connection of the same device may be here already.
                if !self.directory.is_present(device) {
                    self.talks.remove(&device);
                }
            }
        }
    }

    fn talk_to(&mut self, device: DeviceId, claimed: Option<u64>, is_hello: bool) {
        let first_wait = u64::try_from(self.tempo.resend.as_millis()).unwrap_or(u64::MAX);
        let talk = Talk::new(claimed, is_hello, first_wait);
        self.next_serial += 1;
        self.talks.insert(device, (self.next_serial, talk));
        self.is_ready(device);
    }

    fn note_heard(&mut self, device: DeviceId) {
        if let Some(seen) = self.talks.get(&device).and_then(|(_, talk)| talk.seen()) {
            self.heard.insert(device, seen);
        }
    }

    async fn look_for_news(&mut self) {
        let told = async {
            let mut db = self.node.store.read().await?;
            let position = inbox::last_position(&mut db).await?;
            if position == self.position {
                return Ok((position, Vec::new()));
            }
            Ok::<_, StoreError>((position, inbox::told_since(&mut db, self.position).await?))
        };
        match told.await {
            // The next commit, or the device's next hello, brings it.
            Err(error) => tracing::error!(%error, "broker.courier cannot read the inboxes"),
            Ok((position, told)) => {
                self.position = position;
                for (device, last) in told {
                    self.told(device, last);
                }
            }
        }
    }

    fn told(&mut self, device: DeviceId, last: u64) {
        if let Some((_, talk)) = self.talks.get_mut(&device) {
            talk.told(last);
            self.is_ready(device);
        } else if self.may_be_there(device) {
            // Its hello was lost, or it has been silent: a fact out of turn makes it say hello.
            self.talk_to(device, None, false);
        }
    }

    async fn line_changed(&mut self, is_up: bool) {
        if !is_up {
            return;
        }
        // Devices of an outside broker stay connected while the hub restarts; those of our own may have
        // said hello before we listened.
        let devices =
            if self.knows_presence { Ok(self.directory.present()) } else { self.unseen().await };
        match devices {
            Ok(devices) => {
                for device in devices {
                    if !self.talks.contains_key(&device) {
                        self.talk_to(device, None, true);
                    }
                }
            }
            Err(error) => tracing::error!(%error, "broker.courier cannot read the inboxes"),
        }
        let talks: Vec<DeviceId> = self.talks.keys().copied().collect();
        for device in talks {
            self.is_ready(device);
        }
    }

    async fn unseen(&self) -> Result<Vec<DeviceId>, StoreError> {
        let mut db = self.node.store.read().await?;
        inbox::unseen(&mut db).await
    }

    fn tick(&mut self) {
        let now_ms = self.now_ms();
        let mut due = Vec::new();
        self.talks.retain(|device, (_, talk)| {
            let passing = talk.passes(now_ms);
            if passing == Passing::Due {
                due.push(*device);
            }
            passing != Passing::Asleep
        });
        for device in due {
            self.is_ready(device);
        }
    }

    fn is_ready(&mut self, device: DeviceId) {
        if self.queued.insert(device) {
            self.ready.push_back(device);
        }
    }

    /// Whether a device can be spoken to, as far as this hub can know.
    fn may_be_there(&self, device: DeviceId) -> bool {
        !self.knows_presence || self.directory.is_present(device)
    }

    /// Starts what can be done now.
    fn set_to_work(&mut self) {
        if !*self.up.borrow() {
            return;
        }
        while self.work.len() < AT_ONCE {
            let Some(device) = self.ready.pop_front() else { break };
            self.queued.remove(&device);
            // Revoked: nothing more is sent, whatever was asked before.
            if self.directory.get(device).is_none() {
                self.talks.remove(&device);
                continue;
            }
            let Some((serial, talk)) = self.talks.get_mut(&device) else { continue };
            let serial = *serial;
            match talk.next() {
                Step::Rest => {}
                Step::Begin => {
                    let node = self.node.clone();
                    self.work.spawn(async move {
                        let outcome = match ends_of(&node, device).await {
                            Ok(ends) => Outcome::Begun(ends),
                            Err(error) => failed(&error),
                        };
                        Done { device: Some(device), serial, outcome }
                    });
                }
                Step::Send { after, most } => {
                    let (node, line) = (self.node.clone(), self.line.clone());
                    self.work.spawn(async move {
                        let outcome = send(&node, &line, device, after, most).await;
                        Done { device: Some(device), serial, outcome }
                    });
                }
                Step::CaughtUp(cursor) => {
                    if let Some(bytes) =
                        letters::seal(&self.node, HubMessage::CaughtUp(Seen { cursor }))
                    {
                        self.line.publish(topic::inbox(device), bytes);
                    }
                }
            }
        }
        self.write_down();
    }

    /// Writes down how far devices have come: everything that waits, in one change.
    fn write_down(&mut self) {
        if self.keeping || self.heard.is_empty() {
            return;
        }
        self.keeping = true;
        let heard = std::mem::take(&mut self.heard);
        let node = self.node.clone();
        self.work.spawn(async move {
            let now_ms = node.now_ms();
            let kept = node
                .change(move |write| {
                    Box::pin(async move {
                        for (device, seen) in heard {
                            network::heard_from(write.db, device, seen, now_ms).await?;
                        }
                        Ok(())
                    })
                })
                .await;
            if let Err(problem) = kept {
                tracing::warn!("broker.courier could not write down what was seen: {problem}");
            }
            Done { device: None, serial: 0, outcome: Outcome::Kept }
        });
    }

    fn done(&mut self, done: &Done) {
        let now_ms = self.now_ms();
        let Some(device) = done.device else {
            self.keeping = false;
            return;
        };
        let Some((serial, talk)) = self.talks.get_mut(&device) else { return };
        if *serial != done.serial {
            return;
        }
        match &done.outcome {
            Outcome::Begun(Some(ends)) => {
                talk.begun(*ends);
                self.note_heard(device);
            }
            Outcome::Begun(None) => {
                self.talks.remove(&device);
            }
            Outcome::Sent(cursor) => talk.went_out(*cursor, now_ms),
            Outcome::Failed | Outcome::Kept => talk.failed(now_ms),
        }
        self.is_ready(device);
    }

    /// A piece of work panicked, and with it which one it was: begin all talks again.
    fn work_was_lost(&mut self) {
        self.keeping = false;
        let devices: Vec<(DeviceId, Option<u64>)> =
            self.talks.iter().map(|(device, (_, talk))| (*device, talk.seen())).collect();
        for (device, seen) in devices {
            self.talk_to(device, seen, false);
        }
    }
}

fn failed(error: &StoreError) -> Outcome {
    tracing::error!(%error, "broker.courier cannot read an inbox");
    Outcome::Failed
}

async fn ends_of(node: &Node, device: DeviceId) -> Result<Option<Ends>, StoreError> {
    let mut db = node.store.read().await?;
    inbox::ends(&mut db, device).await
}

async fn send(node: &Arc<Node>, line: &Line, device: DeviceId, after: u64, most: usize) -> Outcome {
    let letters = match letters::after(node, device, after, most).await {
        Ok(letters) => letters,
        Err(problem) => {
            tracing::warn!(device.id = %device, "broker.courier waits: {problem}");
            return Outcome::Failed;
        }
    };
    let inbox = topic::inbox(device);
    let mut sent = after;
    for letter in letters {
        if !line.publish(inbox.clone(), letter.bytes) {
            break;
        }
        sent = letter.cursor;
    }
    if sent > after { Outcome::Sent(sent) } else { Outcome::Failed }
}
