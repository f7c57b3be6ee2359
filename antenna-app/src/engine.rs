//! What happens outside the screen: one thread with the disk and the line on it.
//!
//! Effects come in through a bounded channel, reports go out through another; neither side waits for
//! the other. When the screen is too slow and a report does not fit, it is dropped and the whole state
//! is read from disk once there is room: the disk is the truth, the screen a picture of it.
//! Always true: `Report::Kept` is said after the command was flushed to disk, and never before.

use std::path::PathBuf;
use std::thread::JoinHandle;
use std::time::Duration;

use protocol::CommandId;
use protocol::antenna::{DeviceCommand, PairingLink};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use crate::clock;
use crate::data::{DataFolder, FolderError, FoundPairing, Pairing};
use crate::link::{Link, LinkEvent, LinkState, Tempo};
use crate::model::{Alert, CannotOpen, Effect, Opened, Report, Settings};
use crate::outbox::{self, DraftName, Outbox, Put};
use crate::pairing::{PairFailure, pair};

/// Effects that may wait for the engine.
const EFFECTS: usize = 256;
/// A draft is written once nobody has typed for this long.
const DRAFT_PAUSE: Duration = Duration::from_millis(400);
/// How soon a screen that was too slow is shown the whole state again.
const CATCH_UP: Duration = Duration::from_millis(200);
/// What is over stays on the list for two weeks unless somebody removes it.
const OVER_KEPT_MS: i64 = 14 * 24 * 3_600_000;

/// What the engine needs to know at the start.
#[derive(Debug, Clone)]
pub struct Config {
    /// The data folder.
    pub data: PathBuf,
    /// The waits of the line.
    pub tempo: Tempo,
}

/// Where reports go: takes one and answers whether there was room for it.
pub type Outlet = Box<dyn Fn(Report) -> bool + Send + Sync>;

/// A handle to the engine's thread. Dropping it stops the engine and waits until drafts are written.
#[derive(Debug)]
pub struct Engine {
    effects: Option<mpsc::Sender<Effect>>,
    thread: Option<JoinHandle<()>>,
}

impl Engine {
    /// Starts the thread.
    ///
    /// # Errors
    /// What the system said, when it grants no thread or no runtime.
    pub fn start(config: Config, outlet: Outlet) -> std::io::Result<Self> {
        let (effects, taken) = mpsc::channel(EFFECTS);
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let thread = std::thread::Builder::new().name("engine".to_owned()).spawn(move || {
            runtime.block_on(run(config, outlet, taken));
            runtime.shutdown_timeout(Duration::from_secs(1));
        })?;
        Ok(Self { effects: Some(effects), thread: Some(thread) })
    }

    /// Hands over an effect. Gives it back when the engine is behind by hundreds of effects or has
    /// ended: the caller then says that it was not kept.
    ///
    /// # Errors
    /// The effect itself.
    pub fn hand_over(&self, effect: Effect) -> Result<(), Box<Effect>> {
        let Some(effects) = &self.effects else { return Err(Box::new(effect)) };
        effects.try_send(effect).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(effect) | mpsc::error::TrySendError::Closed(effect) => {
                Box::new(effect)
            }
        })
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.effects = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn run(config: Config, outlet: Outlet, mut effects: mpsc::Receiver<Effect>) {
    let mut outside = Outside { outlet, behind_until: None };
    let (folder, outbox, pairing, opened) = match open(&config).await {
        Ok(found) => found,
        Err(why) => {
            tracing::error!(?why, "the data folder cannot be used");
            outside.report(Report::CannotOpen(why));
            while effects.recv().await.is_some() {}
            return;
        }
    };
    let online = !stay_offline(&opened);
    outside.report(Report::Opened(Box::new(opened)));
    let (events, heard) = mpsc::channel(64);
    let (answers, pairings) = mpsc::channel(1);
    let mut work = Work {
        config,
        folder,
        outbox,
        link: None,
        events,
        outside,
        drafts: Vec::new(),
        drafts_due: None,
        online,
        line: LinkState::Off,
        answers,
    };
    if let Some(pairing) = pairing {
        work.start_link(pairing);
    }
    work.run(effects, heard, pairings).await;
}

async fn open(
    config: &Config,
) -> Result<(DataFolder, Outbox, Option<Pairing>, Opened), CannotOpen> {
    let now_ms = clock::now_ms();
    let folder = DataFolder::open(&config.data).map_err(cannot_open)?;
    let mut alerts = Vec::new();
    let found =
        outbox::Outbox::open(&folder.database(), now_ms).await.map_err(|error| match error {
            outbox::Error::Newer { path } => CannotOpen::Newer(path.display().to_string()),
            outbox::Error::Disk(_)
            | outbox::Error::Stuck { .. }
            | outbox::Error::TooLarge(_)
            | outbox::Error::Unsealable(_) => CannotOpen::Unusable(error.to_string()),
        })?;
    if let Some(aside) = found.moved_aside {
        alerts.push(Alert::MovedAside(aside.display().to_string()));
    }
    let pairing = match folder.pairing(now_ms).map_err(cannot_open)? {
        FoundPairing::None => None,
        FoundPairing::Some(pairing) => Some(*pairing),
        FoundPairing::Damaged(aside) => {
            alerts.push(Alert::PairingMovedAside(aside.display().to_string()));
            None
        }
    };
    let outbox = found.outbox;
    let snapshot = async {
        outbox.forget_what_was_over(now_ms - OVER_KEPT_MS).await?;
        outbox.snapshot().await
    }
    .await
    .map_err(|error| CannotOpen::Unusable(error.to_string()))?;
    let address = pairing.as_ref().map(|pairing| pairing.address.clone());
    Ok((folder, outbox, pairing, Opened { snapshot, address, alerts }))
}

fn cannot_open(error: FolderError) -> CannotOpen {
    match error {
        FolderError::InUse { folder } => CannotOpen::InUse(folder.display().to_string()),
        FolderError::Unusable { .. } => CannotOpen::Unusable(error.to_string()),
    }
}

fn stay_offline(opened: &Opened) -> bool {
    opened
        .snapshot
        .drafts
        .iter()
        .find(|(name, _)| *name == DraftName::Settings)
        .and_then(|(_, body)| serde_json::from_str::<Settings>(body).ok())
        .is_some_and(|settings| settings.stay_offline)
}

/// The screen's end of the line.
struct Outside {
    outlet: Outlet,
    /// A report was dropped, so the screen no longer shows what is on disk: when to show it all again.
    behind_until: Option<Instant>,
}

impl Outside {
    fn report(&mut self, report: Report) {
        if !(self.outlet)(report) {
            self.behind_until.get_or_insert_with(|| Instant::now() + CATCH_UP);
        }
    }
}

struct Work {
    config: Config,
    folder: DataFolder,
    outbox: Outbox,
    link: Option<Link>,
    events: mpsc::Sender<LinkEvent>,
    outside: Outside,
    /// Drafts not yet written, by name.
    drafts: Vec<(DraftName, String)>,
    drafts_due: Option<Instant>,
    online: bool,
    /// How the line stood last.
    line: LinkState,
    answers: mpsc::Sender<Result<Pairing, PairFailure>>,
}

impl Work {
    async fn run(
        mut self,
        mut effects: mpsc::Receiver<Effect>,
        mut heard: mpsc::Receiver<LinkEvent>,
        mut pairings: mpsc::Receiver<Result<Pairing, PairFailure>>,
    ) {
        loop {
            let far = Instant::now() + Duration::from_hours(1);
            let drafts_due = self.drafts_due.unwrap_or(far);
            let catch_up = self.outside.behind_until.unwrap_or(far);
            tokio::select! {
                effect = effects.recv() => match effect {
                    Some(effect) => self.carry_out(effect).await,
                    None => break,
                },
                event = heard.recv() => if let Some(event) = event {
                    self.pass_on(event).await;
                },
                answer = pairings.recv() => if let Some(answer) = answer {
                    self.paired(answer);
                },
                () = sleep_until(drafts_due) => self.write_drafts().await,
                () = sleep_until(catch_up) => self.reload().await,
            }
        }
        self.write_drafts().await;
        if let Some(link) = self.link.take() {
            // What the line reports while it ends is already on disk.
            heard.close();
            link.stop().await;
        }
        self.outbox.close().await;
    }

    async fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Send { id, command, at_ms, after_cursor } => {
                self.send(id, &command, at_ms, after_cursor).await;
            }
            Effect::KeepDraft { name, body } => {
                self.drafts.retain(|(other, _)| *other != name);
                self.drafts.push((name, body));
                self.drafts_due = Some(Instant::now() + DRAFT_PAUSE);
            }
            Effect::DropDraft(name) => {
                self.drafts.retain(|(other, _)| *other != name);
                let dropped = self.outbox.drop_draft(name).await;
                self.unless_ok(dropped);
            }
            Effect::Pair { link, device_name, language } => {
                self.pair(link, device_name, language);
            }
            Effect::Leave => self.leave().await,
            Effect::Online(online) => {
                self.online = online;
                if let Some(link) = &self.link {
                    link.online(online);
                }
            }
            Effect::ForgetProposal(proposal) => {
                let forgotten = self.outbox.forget_proposal(proposal).await;
                self.unless_ok(forgotten);
            }
            Effect::ForgetTask(request) => {
                let forgotten = self.outbox.forget_request(request).await;
                self.unless_ok(forgotten);
            }
            Effect::ForgetEntry(id) => {
                let forgotten = self.outbox.forget_entry(id).await;
                self.unless_ok(forgotten);
            }
        }
    }

    async fn send(&mut self, id: CommandId, command: &DeviceCommand, at_ms: i64, after: u64) {
        match self.outbox.put(id, command, at_ms, after).await {
            Ok(Put::Kept(n) | Put::AlreadyThere(n)) => {
                self.outside.report(Report::Kept { id, n });
                if let Some(link) = &self.link {
                    link.look();
                }
            }
            Err(error) => {
                tracing::error!(error = %error, "a command could not be kept");
                self.outside.report(Report::NotKept { id });
            }
        }
    }

    /// Asks the hub in a task of its own, because it may take twenty seconds to say nothing.
    fn pair(&self, link: String, device_name: String, language: String) {
        let answers = self.answers.clone();
        tokio::spawn(async move {
            let answer = match PairingLink::parse(&link) {
                None => Err(PairFailure::NotALink),
                Some(link) => pair(&link, &device_name, &language)
                    .await
                    .map(|paired| Pairing::new(&paired, link.address, clock::now_ms())),
            };
            let _ = answers.send(answer).await;
        });
    }

    fn paired(&mut self, answer: Result<Pairing, PairFailure>) {
        let pairing = match answer {
            Ok(pairing) => pairing,
            Err(failure) => {
                tracing::warn!(error = %failure, "pairing did not work");
                return self.outside.report(Report::PairFailed(failure));
            }
        };
        if let Err(error) = self.folder.keep_pairing(&pairing) {
            tracing::error!(error = %error, "the pairing could not be kept");
            let failure = PairFailure::Confused(error.to_string());
            return self.outside.report(Report::PairFailed(failure));
        }
        self.outside.report(Report::Paired(Box::new(pairing.clone())));
        self.start_link(pairing);
    }

    async fn leave(&mut self) {
        if let Some(link) = self.link.take() {
            link.stop().await;
        }
        self.drafts.clear();
        self.drafts_due = None;
        // The credential goes last: if forgetting fails, the device is still paired and can try again.
        if let Err(error) = self.outbox.forget_everything().await {
            tracing::error!(error = %error, "the outbox could not be emptied");
            return self.outside.report(Report::DiskTrouble(error.to_string()));
        }
        match self.folder.forget_pairing() {
            Ok(()) => self.outside.report(Report::Left),
            Err(error) => self.outside.report(Report::DiskTrouble(error.to_string())),
        }
    }

    fn start_link(&mut self, pairing: Pairing) {
        let events = self.events.clone();
        let tempo = self.config.tempo;
        self.link = Some(Link::start(pairing, self.outbox.clone(), events, tempo, self.online));
    }

    async fn pass_on(&mut self, event: LinkEvent) {
        let report = match event {
            LinkEvent::State(state) => {
                self.line = state;
                Report::Link(state)
            }
            LinkEvent::Settled { id, settled } => Report::Settled { id, settled },
            LinkEvent::Facts { facts, hub_at_ms } => Report::Facts { facts, hub_at_ms },
            LinkEvent::CaughtUp { cursor, hub_at_ms } => Report::CaughtUp { cursor, hub_at_ms },
            LinkEvent::Board(notice) => Report::Board(notice),
            LinkEvent::DiskTrouble(what) => Report::DiskTrouble(what),
            LinkEvent::Rewound => return self.reload().await,
        };
        self.outside.report(report);
    }

    async fn reload(&mut self) {
        match self.outbox.snapshot().await {
            Ok(snapshot) => {
                self.outside.behind_until = None;
                self.outside.report(Report::Reloaded(Box::new(snapshot)));
                self.outside.report(Report::Link(self.line));
            }
            Err(error) => {
                tracing::error!(error = %error, "the outbox cannot be read");
                self.outside.behind_until = Some(Instant::now() + Duration::from_secs(5));
            }
        }
    }

    async fn write_drafts(&mut self) {
        self.drafts_due = None;
        for (name, body) in std::mem::take(&mut self.drafts) {
            let kept = self.outbox.keep_draft(name, &body, clock::now_ms()).await;
            self.unless_ok(kept);
        }
    }

    fn unless_ok(&mut self, done: Result<(), outbox::Error>) {
        if let Err(error) = done {
            tracing::error!(error = %error, "the outbox could not be changed");
            self.outside.report(Report::DiskTrouble(error.to_string()));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::{Receiver, channel};

    use protocol::ProposalId;
    use protocol::antenna::AnswerProposal;
    use uuid::Uuid;

    use super::*;

    fn start(data: &std::path::Path) -> (Engine, Receiver<Report>) {
        let (tell, reports) = channel();
        let config = Config { data: data.to_owned(), tempo: Tempo::default() };
        let engine =
            Engine::start(config, Box::new(move |report| tell.send(report).is_ok())).unwrap();
        (engine, reports)
    }

    fn next(reports: &Receiver<Report>) -> Report {
        reports.recv_timeout(Duration::from_secs(30)).expect("the engine says nothing")
    }

    fn opened(reports: &Receiver<Report>) -> Opened {
        let Report::Opened(opened) = next(reports) else { panic!("not opened") };
        *opened
    }

    #[test]
    fn a_draft_survives_the_end_of_the_program() {
        let place = tempfile::tempdir().unwrap();
        let (engine, reports) = start(place.path());
        opened(&reports);
        let body = "{\"place\":\"Cortile\"}".to_owned();
        engine
            .hand_over(Effect::KeepDraft { name: DraftName::Activity, body: body.clone() })
            .unwrap();
        drop(engine);
        let (_engine, reports) = start(place.path());
        assert_eq!(opened(&reports).snapshot.drafts, [(DraftName::Activity, body)]);
    }

    #[test]
    fn a_screen_that_is_too_slow_is_shown_the_whole_state_again() {
        let place = tempfile::tempdir().unwrap();
        let (tell, reports) = channel();
        let turned_away = Arc::new(AtomicUsize::new(0));
        let count = turned_away.clone();
        let config = Config { data: place.path().to_owned(), tempo: Tempo::default() };
        let outlet = move |report| {
            // There is room for the first report, and then for none until twenty were turned away.
            let opened = matches!(report, Report::Opened(_));
            if !opened && count.load(Ordering::Relaxed) < 20 {
                count.fetch_add(1, Ordering::Relaxed);
                return false;
            }
            tell.send(report).is_ok()
        };
        let engine = Engine::start(config, Box::new(outlet)).unwrap();
        for number in 1..=20 {
            let proposal = ProposalId::new(Uuid::from_u128(number));
            let answer = DeviceCommand::AnswerProposal(AnswerProposal { proposal, accept: true });
            let effect = Effect::Send {
                id: CommandId::new(Uuid::from_u128(number)),
                command: Box::new(answer),
                at_ms: 0,
                after_cursor: 0,
            };
            engine.hand_over(effect).unwrap();
        }
        loop {
            let report = reports.recv_timeout(Duration::from_secs(30)).expect("never caught up");
            if let Report::Reloaded(snapshot) = report
                && snapshot.entries.len() == 20
            {
                return;
            }
        }
    }

    #[test]
    fn leaving_empties_the_folder_of_everything_personal() {
        let place = tempfile::tempdir().unwrap();
        let (engine, reports) = start(place.path());
        opened(&reports);
        let body = "{\"place\":\"Una cosa privata\"}".to_owned();
        engine.hand_over(Effect::KeepDraft { name: DraftName::Activity, body }).unwrap();
        engine.hand_over(Effect::Leave).unwrap();
        assert_eq!(next(&reports), Report::Left);
        drop(engine);
        for entry in std::fs::read_dir(place.path()).unwrap().flatten() {
            let bytes = std::fs::read(entry.path()).unwrap();
            assert!(!bytes.windows(16).any(|window| window == b"Una cosa privata"));
        }
        let (_engine, reports) = start(place.path());
        let opened = opened(&reports);
        assert_eq!((opened.address, opened.snapshot), (None, crate::outbox::Snapshot::default()));
    }
}
