//! The hub's side: a task that calls central, for ever. When the line is up, what happens here is at central
//! in a round trip and what central records is here as soon; when it is not, the task waits with chance,
//! longer and longer, never giving up, and nobody at the hub waits with it.
//!
//! Up and down are two loops: one that is stuck does not hold up the other.

mod files;
mod heal;
mod past;
mod round;
mod sealed;
pub mod state;
pub mod talk;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use protocol::kiosk::SlipStatus;
use protocol::sync::{Boot, DownState, EpochHead, Reach, SlipFound, Writer, path};
use protocol::{Head, Problem, SeriesKey, SlipCode};
use reqwest::Method;
use sqlx::AnyConnection;
use tokio::sync::{Notify, broadcast, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use self::round::{Bring, Outcome, Want};
use self::state::LineState;
use self::talk::{Failure, Talk};
use super::enrolment::Enrolment;
use super::house::{House, Restart};
use super::pace::{Backoff, Pace};
use super::status;
use crate::folder::DataFolder;
use crate::node::{Node, fresh_bytes};
use crate::store::{Committed, StoreError, log};

/// How the line behaves; the defaults are for real lines, tests have less patience.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// How long nothing may come back before requests are made whole.
    pub patience: Duration,
    /// How long a line may be silent in the middle of something.
    pub silence: Duration,
    /// How long central is asked to wait for news.
    pub wait: Duration,
    /// How long nothing may happen here before central is told so.
    pub rest: Duration,
    /// Shortens every wait after a failure, in percent of what it would be.
    pub wait_percent: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(10),
            silence: Duration::from_secs(90),
            wait: Duration::from_secs(25),
            rest: Duration::from_mins(5),
            wait_percent: 100,
        }
    }
}

/// How the line stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineNow {
    /// In a word.
    pub state: LineState,
    /// When central was last reached, UTC milliseconds.
    pub last_contact_ms: Option<i64>,
    /// What central last refused with, or why it was not reached; for the log and the keeper, not for
    /// everybody.
    pub why: Option<String>,
    /// Whether everything the hub had once written is here again.
    pub history_complete: bool,
    /// How far this hub's clock is ahead of central's, milliseconds; negative when it is behind.
    pub skew_ms: i64,
}

/// What the task and whoever asks it share.
pub(super) struct Inner {
    pub node: Arc<Node>,
    pub talk: Talk,
    pub options: Options,
    pub pace: Arc<Mutex<Pace>>,
    /// Whether central has acknowledged anything since the last failure.
    progress: AtomicBool,
    enrolment: Mutex<Enrolment>,
    file: Option<PathBuf>,
    asked: Notify,
    /// Central has been told of a file.
    file_told: AtomicBool,
    /// Files are to be brought.
    files_due: Notify,
    now: watch::Sender<LineNow>,
    house: Arc<House>,
}

/// The line of a running hub. Dropping it ends it.
pub struct Line {
    inner: Arc<Inner>,
    task: JoinHandle<()>,
    stop: CancellationToken,
}

impl Line {
    /// Starts the line of a hub that is enrolled; `None` for one that is not. Ends when `stop` does.
    ///
    /// # Errors
    /// [`StoreError`] when the enrolment cannot be read or central's address cannot be used.
    pub fn start(
        node: Arc<Node>,
        folder: &DataFolder,
        stop: &CancellationToken,
    ) -> Result<Option<Self>, StoreError> {
        let Some(enrolment) = Enrolment::read(folder)? else { return Ok(None) };
        let http = talk::client(&enrolment.central_url, enrolment.ca_pem.as_deref())?;
        let file = Some(Enrolment::file(folder));
        Ok(Some(Self::with(node, enrolment, file, http, Options::default(), stop)))
    }

    /// Starts the line with everything given: where the enrolment is written when it changes, the HTTP
    /// client, how patient to be.
    #[must_use]
    pub fn with(
        node: Arc<Node>,
        enrolment: Enrolment,
        file: Option<PathBuf>,
        http: reqwest::Client,
        options: Options,
        stop: &CancellationToken,
    ) -> Self {
        let boot = Boot(fresh_eight());
        let (base, hub) = (enrolment.central_url.clone(), enrolment.hub.clone());
        let talk = Talk::new(http, base, hub, node.key.clone(), boot, options.silence);
        let now = LineNow {
            state: LineState::Never,
            last_contact_ms: None,
            why: None,
            history_complete: true,
            skew_ms: 0,
        };
        let house = node.house.clone();
        let inner = Arc::new(Inner {
            node,
            talk,
            options,
            pace: Arc::default(),
            progress: AtomicBool::new(false),
            enrolment: Mutex::new(enrolment),
            file,
            asked: Notify::new(),
            file_told: AtomicBool::new(false),
            files_due: Notify::new(),
            now: watch::Sender::new(now),
            house: house.clone(),
        });
        house.set_line(&inner);
        let stop = stop.child_token();
        let task = tokio::spawn(run(inner.clone(), stop.clone()));
        Self { inner, task, stop }
    }

    /// Tries now, however long the next try would have waited.
    pub fn sync_now(&self) {
        self.inner.asked.notify_one();
    }

    /// How the line stands, and every change of it.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<LineNow> {
        self.inner.now.subscribe()
    }

    /// Which start of the program this is.
    #[cfg(test)]
    pub(in crate::sync) fn boot(&self) -> Boot {
        self.inner.talk.boot
    }

    /// How much is sent at a time.
    #[cfg(test)]
    pub(in crate::sync) fn pace(&self) -> Pace {
        self.inner.pace()
    }

    /// Lets so much be sent at a time from now on.
    #[cfg(test)]
    pub(in crate::sync) fn set_pace(&self, pace: Pace) {
        self.inner.change_pace(|now| *now = pace);
    }

    /// Waits until the node must start again under another epoch, or for ever.
    pub async fn must_restart(&self) -> Restart {
        super::must_restart(&self.inner.node).await
    }

    /// Ends the line; what was acknowledged is kept.
    pub async fn stop(mut self) {
        self.stop.cancel();
        // A task that panicked has ended too.
        let _ = (&mut self.task).await;
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// Eight bytes of the machine's chance.
fn fresh_eight() -> [u8; 8] {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&fresh_bytes()[..8]);
    bytes
}

async fn run(inner: Arc<Inner>, stop: CancellationToken) {
    let work = async {
        let mut backoff = inner.begin().await;
        loop {
            let Err(failure) = inner.session(&mut backoff).await else { continue };
            if let Failure::Restart(restart) = failure {
                inner.restart(restart).await;
                return std::future::pending().await;
            }
            if inner.progress.swap(false, Ordering::Relaxed) {
                // A line that is up for moments at a time gets everything across if no moment is slept through.
                backoff.worked();
            }
            backoff.failed();
            inner.failed(&failure, backoff.tries()).await;
            let wait = inner.wait_after(&failure, backoff);
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = inner.asked.notified() => {}
            }
        }
    };
    tokio::select! {
        () = work => {}
        () = stop.cancelled() => {}
    }
}

impl Inner {
    /// Takes up where the last run of the program stopped.
    async fn begin(&self) -> Backoff {
        let kept = async {
            let mut db = self.node.store.read().await?;
            state::load(&mut db).await
        };
        match kept.await {
            Ok(kept) => {
                self.now.send_modify(|now| now.last_contact_ms = kept.last_contact_ms);
                Backoff::after(kept.tries)
            }
            Err(error) => {
                tracing::error!(%error, "sync.line cannot be read");
                Backoff::default()
            }
        }
    }

    fn wait_after(&self, failure: &Failure, backoff: Backoff) -> Duration {
        let wait = backoff.wait(u64::from_be_bytes(fresh_eight()));
        let told = if let Failure::Refused(problem) = failure {
            problem.args.get("after_s").and_then(|after| after.parse().ok()).unwrap_or(0)
        } else {
            0
        };
        let wait = wait.max(Duration::from_secs(told)).min(Duration::from_mins(5));
        wait * self.options.wait_percent / 100
    }

    /// One stretch of being connected: level first, then live, until something fails or somebody asks.
    async fn session(&self, backoff: &mut Backoff) -> Result<(), Failure> {
        let mut commits = self.node.writer.listen();
        self.continue_cures().await?;
        let former = self.level().await?;
        backoff.worked();
        self.reached(true).await;
        self.sealed().await?;
        let outcome = self.live(&mut commits, former).await;
        match outcome {
            // To be settled at once; the next session does it first thing.
            Err(Failure::Unlike(unlike)) => self.resolve(&unlike).await,
            other => other,
        }
    }

    /// Exchanges until neither side has anything the other lacks. Disagreements are settled on the way;
    /// the former epochs to be fetched or sent come back.
    async fn level(&self) -> Result<Option<Vec<EpochHead>>, Failure> {
        let mut settled = 0;
        let mut grants = Vec::new();
        loop {
            let bring = self.own().await?;
            let want = Want { up: Some(bring), down: Some(Duration::ZERO), grants: grants.clone() };
            let outcome = match round::run(self, want).await {
                Ok(outcome) => outcome,
                Err(Failure::Unlike(unlike)) if settled < 8 => {
                    settled += 1;
                    if heal::wants_grants(&unlike) && grants.is_empty() {
                        grants = self.enrolment().grants;
                    } else {
                        self.resolve(&unlike).await?;
                    }
                    continue;
                }
                Err(Failure::Refused(problem))
                    if problem.slug() == "hub-unknown" && grants.is_empty() =>
                {
                    grants = self.enrolment().grants;
                    continue;
                }
                Err(failure) => return Err(failure),
            };
            let skew_ms = self.node.now_ms().saturating_sub(outcome.clock_ms);
            self.now.send_modify(|now| now.skew_ms = skew_ms);
            self.reached(false).await;
            if !self.down_is_well(&outcome.down).await? {
                settled += 1;
                if settled < 8 {
                    continue;
                }
            }
            if outcome.held == outcome.reach || outcome.reach == Some(Head::EMPTY) {
                if outcome.received == 0 {
                    return Ok(outcome.former);
                }
            } else if outcome.held.is_none() {
                return Err(Failure::Damaged(
                    "central took nothing and did not say why".to_owned(),
                ));
            }
        }
    }

    /// What this hub writes now, from what central is believed to hold on.
    async fn own(&self) -> Result<Bring, StoreError> {
        let series = self.node.store.identity().series.clone();
        let mut db = self.node.store.read().await?;
        let from = state::cursor_of(&mut db, &series).await?;
        let epoch = series.epoch;
        Ok(Bring { writer: Writer::Hub, epoch, from, current: epoch, signature: None })
    }

    /// Two loops side by side, and the past beside them where it is not complete.
    async fn live(
        &self,
        commits: &mut broadcast::Receiver<Arc<Committed>>,
        former: Option<Vec<EpochHead>>,
    ) -> Result<(), Failure> {
        let up = async {
            loop {
                let news = self.wait_for_own(commits).await?;
                if !news && self.is_still().await? {
                    continue;
                }
                self.bring_all().await?;
                if self.file_told.swap(false, Ordering::Relaxed) {
                    self.files_due.notify_one();
                }
                self.sealed().await?;
            }
        };
        let files = async {
            loop {
                let wait = match self.bring_files().await {
                    // All there were are there: only a new one is worth a question soon.
                    Ok(()) => self.options.rest * 12,
                    Err(Failure::Cut(why)) => return Err(Failure::Cut(why)),
                    Err(failure) => {
                        // Facts go on without them.
                        tracing::warn!(%failure, "sync.files failed");
                        self.options.rest
                    }
                };
                tokio::select! {
                    () = self.files_due.notified() => {}
                    () = tokio::time::sleep(wait) => {}
                }
            }
        };
        let down = async {
            loop {
                let want = Want { down: Some(self.options.wait), ..Want::default() };
                let outcome = round::run(self, want).await?;
                self.reached(false).await;
                if outcome.down != DownState::Follows {
                    return Ok(());
                }
            }
        };
        let past = async {
            if let Some(former) = former {
                self.now.send_modify(|now| now.history_complete = false);
                self.past(&former).await?;
            }
            self.now.send_modify(|now| now.history_complete = true);
            std::future::pending().await
        };
        tokio::select! {
            outcome = up => outcome,
            outcome = down => outcome,
            outcome = past => outcome,
            outcome = files => outcome,
            () = self.asked.notified() => Ok(()),
        }
    }

    /// Whether both sides are as level as they were when they last spoke, without an exchange.
    async fn is_still(&self) -> Result<bool, Failure> {
        let own = self.own().await?;
        let mut db = self.node.store.read().await?;
        let head = log::head(&mut db, &self.node.store.identity().series).await?;
        drop(db);
        if own.from != head || !self.talk.is_still(own.epoch, head).await? {
            return Ok(false);
        }
        self.reached(false).await;
        Ok(true)
    }

    /// Waits for facts of this node's own, or until it is time to call although there are none; says which.
    async fn wait_for_own(
        &self,
        commits: &mut broadcast::Receiver<Arc<Committed>>,
    ) -> Result<bool, Failure> {
        use broadcast::error::RecvError;
        let rest = tokio::time::sleep(self.options.rest);
        tokio::pin!(rest);
        loop {
            let news = tokio::select! {
                news = commits.recv() => news,
                () = &mut rest => return Ok(false),
            };
            match news {
                Ok(news) if news.facts.iter().any(|fact| fact.node == *self.node.id()) => {
                    if news.facts.iter().any(|fact| fact.kind.starts_with("files.")) {
                        self.file_told.store(true, Ordering::Relaxed);
                    }
                    return Ok(true);
                }
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => return Ok(true),
                Err(RecvError::Closed) => return Err(Failure::Store(StoreError::Stopped)),
            }
        }
    }

    async fn bring_all(&self) -> Result<(), Failure> {
        loop {
            let want = Want { up: Some(self.own().await?), ..Want::default() };
            let outcome: Outcome = round::run(self, want).await?;
            self.reached(false).await;
            if outcome.held == outcome.reach || outcome.held.is_none() {
                return Ok(());
            }
        }
    }

    pub fn enrolment(&self) -> Enrolment {
        self.enrolment.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps new grants, on disk first.
    fn keep_enrolment(&self, enrolment: Enrolment) -> Result<(), StoreError> {
        if let Some(file) = &self.file {
            enrolment.save_at(file)?;
        }
        *self.enrolment.lock().unwrap_or_else(PoisonError::into_inner) = enrolment;
        Ok(())
    }

    /// The heads of this hub's epochs before the one it writes.
    pub async fn former(&self, db: &mut AnyConnection) -> Result<Vec<EpochHead>, StoreError> {
        let own = &self.node.store.identity().series;
        let mut former = Vec::new();
        for epoch in 1..own.epoch {
            let head = log::head(db, &SeriesKey { node: own.node.clone(), epoch }).await?;
            former.push(EpochHead { epoch, head });
        }
        Ok(former)
    }

    /// How the line stands now.
    pub fn now(&self) -> LineNow {
        self.now.borrow().clone()
    }

    fn pace(&self) -> Pace {
        *self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change_pace<T>(&self, change: impl FnOnce(&mut Pace) -> T) -> T {
        change(&mut self.pace.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn move_cursor(&self, epoch: u32, head: Head) -> Result<(), StoreError> {
        let mut db = self.node.store.read().await?;
        if state::load(&mut db).await?.cursor == Some((epoch, head)) {
            return Ok(());
        }
        drop(db);
        self.node
            .writer
            .write(move |write| {
                Box::pin(async move { state::set_cursor(write.db, epoch, head).await })
            })
            .await
    }

    async fn keep_receipt(&self, epoch: u32, reach: &Reach) -> Result<(), Failure> {
        let series = SeriesKey { node: self.node.id().clone(), epoch };
        let central = self.enrolment().central()?;
        if !reach.head.is_signed(&series, &central, &reach.signature.0) {
            return Err(Failure::NotCentral("its receipt is not signed by it".to_owned()));
        }
        let reach = reach.clone();
        let keep = self.node.writer.write(move |write| {
            Box::pin(async move { state::keep_receipt(write.db, epoch, &reach).await })
        });
        Ok(keep.await?)
    }

    /// Central answered. The instant is kept in memory and, when the state changes, on disk.
    async fn reached(&self, level: bool) {
        let now_ms = self.node.now_ms();
        let changed = self.now.send_if_modified(|now| {
            let changed = now.state != LineState::Up && level;
            now.last_contact_ms = Some(now_ms);
            if level {
                (now.state, now.why) = (LineState::Up, None);
            }
            changed
        });
        if changed {
            self.keep_line(LineState::Up, Some(now_ms), 0).await;
        }
    }

    async fn failed(&self, failure: &Failure, tries: u32) {
        tracing::info!(%failure, tries, "sync.line failed");
        let refused = match failure {
            Failure::Refused(problem) => !problem.retry,
            Failure::Unlike(_) => true,
            Failure::Cut(_)
            | Failure::NotCentral(_)
            | Failure::Damaged(_)
            | Failure::Restart(_)
            | Failure::Store(_) => false,
        };
        let state = if refused {
            LineState::Refused
        } else if self.now.borrow().last_contact_ms.is_none() {
            LineState::Never
        } else {
            LineState::Down
        };
        self.now.send_modify(|now| (now.state, now.why) = (state, Some(failure.to_string())));
        let last = self.now.borrow().last_contact_ms;
        self.keep_line(state, last, tries).await;
    }

    async fn restart(&self, restart: Restart) {
        tracing::warn!(epoch = restart.epoch, "sync.restart {}", restart.reason);
        self.now.send_modify(|now| {
            (now.state, now.why) = (LineState::Restarting, Some(restart.reason.clone()));
        });
        let last = self.now.borrow().last_contact_ms;
        self.keep_line(LineState::Restarting, last, 0).await;
        self.house.restart.send_replace(Some(restart));
    }

    async fn keep_line(&self, state: LineState, last_contact_ms: Option<i64>, tries: u32) {
        let keep = self.node.writer.write(move |write| {
            Box::pin(async move { state::set_line(write.db, state, last_contact_ms, tries).await })
        });
        if let Err(error) = keep.await {
            tracing::warn!(%error, "sync.line cannot be kept");
        }
    }

    /// What central knows of a slip of another hub; where it is decided is remembered.
    pub async fn ask_slip(&self, code: &SlipCode) -> Result<SlipStatus, Problem> {
        let about = format!("{}/{code}", path::SLIP);
        let patience = Some(Duration::from_secs(8));
        let unreachable = |failure: Failure| {
            if let Failure::Refused(problem) = &failure
                && problem.slug() == "unknown-slip"
            {
                return *problem.clone();
            }
            tracing::info!(%failure, "sync.slip was not answered");
            Problem::try_later("central-unreachable")
        };
        let asked = self.talk.ask(Method::GET, &about, Vec::new(), patience).await;
        let response = asked.map_err(unreachable)?;
        let found: SlipFound = response.json().await.map_err(|error| unreachable(error.into()))?;
        let (status, now_ms) = (found.status.clone(), self.node.now_ms());
        self.node
            .change(move |write| {
                Box::pin(async move {
                    status::learn_elsewhere(write.db, &found, now_ms).await?;
                    Ok(())
                })
            })
            .await?;
        Ok(status)
    }
}
