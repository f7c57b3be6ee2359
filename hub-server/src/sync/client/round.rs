//! One exchange, seen from the hub: frames go out while acknowledgements and central's facts come in. What
//! is on its way at any moment is bounded by the pace, so a cut wastes little.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use protocol::sync::{
    Down, DownState, EpochHead, Grant, Hello, MAGIC, Opening, Piece, Pieces, Reach, Said,
    Signature64, Up, VERSION, Welcome, Writer, path,
};
use protocol::{Hash, Head, NodeId, Problem, Record, SeriesKey};
use reqwest::{Method, Response};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use super::Inner;
use super::talk::{Failure, checked};
use crate::node::Node;
use crate::store::{StoreError, log};
use crate::sync::apply::{self, Arrived, Taken};
use crate::sync::pace::Pace;
use crate::sync::plan::Misfit;
use crate::sync::squeeze::{Opener, Squeezer, memory};

/// Most facts read from the log at once.
const PAGE: u32 = 512;
/// Pages that are read ahead while frames are packed.
const PAGES_AHEAD: usize = 2;

/// What an exchange is for.
#[derive(Debug, Clone, Default)]
pub(super) struct Want {
    /// Bring this series on from what central is believed to hold.
    pub up: Option<Bring>,
    /// Fetch central's facts, waiting so long for news.
    pub down: Option<Duration>,
    /// Show the grants.
    pub grants: Vec<Grant>,
}

/// A series to bring.
#[derive(Debug, Clone)]
pub(super) struct Bring {
    pub writer: Writer,
    pub epoch: u32,
    pub from: Head,
    /// The latest epoch of that writer the hub knows.
    pub current: u32,
    /// Central's signature, when it is central's own series.
    pub signature: Option<Signature64>,
}

/// What came of it.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    /// How far central now holds what was brought, as far as it said so.
    pub held: Option<Head>,
    /// How far the hub's series reached when the exchange began.
    pub reach: Option<Head>,
    /// How many facts of central's came.
    pub received: u64,
    /// The hub's former epochs as central holds them, when they differ from the hub's.
    pub former: Option<Vec<EpochHead>>,
    /// How the hub's copy of central's series stands.
    pub down: DownState,
    /// Central's clock, UTC milliseconds.
    pub clock_ms: i64,
}

/// What is on its way.
struct Flight {
    room: Semaphore,
    sent: Mutex<VecDeque<(Head, Instant)>>,
    /// Whether the connection was up and frames went into it.
    began: AtomicBool,
    /// From where central wants the series, once it has said so.
    wanted: watch::Sender<Option<Head>>,
    /// Ends the request's body early.
    enough: CancellationToken,
}

impl Flight {
    /// Whether frames went of which nobody knows what became.
    fn is_unsure(&self) -> bool {
        self.began.load(Ordering::Relaxed) && !self.sent().is_empty()
    }

    fn sent(&self) -> std::sync::MutexGuard<'_, VecDeque<(Head, Instant)>> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs one exchange to its end.
///
/// # Errors
/// [`Failure`]; what was acknowledged before it is kept.
pub(super) async fn run(inner: &Inner, want: Want) -> Result<Outcome, Failure> {
    let mut again = true;
    loop {
        let mut talk = Exchange::prepare(inner, &want).await?;
        let outcome = talk.run().await;
        talk.keep_cursor(&outcome).await?;
        match outcome {
            Err(failure) if again && super::talk::is_old_challenge(&failure) => again = false,
            other => return other,
        }
    }
}

struct Exchange<'a> {
    inner: &'a Inner,
    hello: Hello,
    reach: Option<Head>,
    flight: Arc<Flight>,
    /// Whether nothing is sent before central has said how far it is.
    asks_first: bool,
    /// How far central said it holds what is brought.
    held: Option<Head>,
    acknowledged: bool,
}

impl<'a> Exchange<'a> {
    async fn prepare(inner: &'a Inner, want: &Want) -> Result<Self, Failure> {
        let node = &inner.node;
        let mut db = node.store.read().await?;
        let (mut up, mut own_reach) = (None, None);
        if let Some(bring) = &want.up {
            let series = SeriesKey { node: bring.writer.node(node.id()), epoch: bring.epoch };
            let mine = log::head(&mut db, &series).await?;
            let signature =
                bring.signature.unwrap_or_else(|| Signature64(mine.sign(&series, &node.key)));
            let reach = (mine != bring.from).then_some(Reach { head: mine, signature });
            let former = inner.former(&mut db).await?;
            own_reach = Some(mine);
            up = Some(Up {
                writer: bring.writer,
                epoch: bring.epoch,
                current: bring.current,
                from: bring.from,
                reach,
                former: protocol::sync::former_digest(&former),
            });
        }
        let mut down = None;
        if let Some(wait) = want.down {
            let heads = log::heads(&mut db).await?;
            let last = heads.iter().rev().find(|(series, _)| series.node.is_central());
            let (epoch, at) = last.map_or((0, Head::EMPTY), |(series, head)| (series.epoch, *head));
            let wait_ms = u32::try_from(wait.as_millis()).unwrap_or(u32::MAX);
            down = Some(Down { epoch, at, wait_ms });
        }
        let hello = Hello {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            clock_ms: node.now_ms(),
            up,
            down,
            grants: want.grants.clone(),
        };
        let pace = inner.pace();
        let own = hello.up.as_ref().is_some_and(|up| up.writer == Writer::Hub);
        let flight = Arc::new(Flight {
            room: Semaphore::new(pace.window() as usize),
            sent: Mutex::default(),
            began: AtomicBool::new(false),
            wanted: watch::Sender::new(None),
            enough: CancellationToken::new(),
        });
        Ok(Self {
            inner,
            hello,
            reach: own_reach,
            flight,
            asks_first: own && pace.asks_first(),
            held: None,
            acknowledged: false,
        })
    }

    fn waits(&self) -> Duration {
        let wait_ms = self.hello.down.as_ref().map_or(0, |down| down.wait_ms);
        Duration::from_millis(wait_ms.into())
    }

    async fn run(&mut self) -> Result<Outcome, Failure> {
        let bytes = postcard::to_stdvec(&self.hello)
            .map_err(|error| Failure::Damaged(error.to_string()))?;
        let digest = Hash(*blake3::hash(&bytes).as_bytes());
        let proof = self.inner.talk.proof(&format!("POST {}", path::EXCHANGE), digest);
        let opening = Opening { version: VERSION, proof, hello: bytes };
        let first = [MAGIC.as_slice(), &Piece::Word(opening).to_bytes()].concat();
        let (mouth, ear) = mpsc::channel::<std::io::Result<Bytes>>(1);
        let feeder = Feeder {
            node: self.inner.node.clone(),
            up: self.hello.up.clone(),
            reach: self.reach,
            flight: self.flight.clone(),
            asks_first: self.asks_first,
            pace: self.inner.pace.clone(),
            patience: self.inner.options.patience,
            mouth,
        };
        // Without a challenge the answer can only be one: nothing is sent for nothing.
        let introduced = self.inner.talk.is_introduced();
        let _feeding = AbortOnDropHandle::new(tokio::spawn(feeder.run(first.into(), introduced)));
        let request = self.inner.talk.request(Method::POST, path::EXCHANGE);
        let request = request.body(reqwest::Body::wrap_stream(ReceiverStream::new(ear))).send();
        let silence = self.inner.options.silence + self.waits();
        let response = tokio::time::timeout(silence, request)
            .await
            .map_err(|_elapsed| Failure::Cut("no answer".to_owned()))??;
        self.inner.talk.learn(&response);
        let response = checked(response).await?;
        self.listen(response, silence).await
    }

    async fn listen(
        &mut self,
        mut response: Response,
        silence: Duration,
    ) -> Result<Outcome, Failure> {
        let mut pieces = Pieces::default();
        let mut taking = Taking::new(self.inner, self.hello.down.as_ref());
        let mut outcome: Option<Outcome> = None;
        loop {
            while let Some(piece) = pieces.next::<Said>()? {
                match piece {
                    Piece::Frame(frame) => taking.take(frame).await?,
                    Piece::Word(Said::Welcome(welcome)) => {
                        outcome = Some(self.welcome(welcome).await?);
                    }
                    Piece::Word(Said::Unlike(unlike)) => {
                        return Err(Failure::Unlike(Box::new(unlike)));
                    }
                    Piece::Word(Said::Ack { head, .. }) => self.acknowledged(head).await?,
                    Piece::Word(Said::Receipt { epoch, reach }) => {
                        self.inner.keep_receipt(epoch, &reach).await?;
                    }
                    Piece::Word(Said::Reaches { epoch, reach }) => {
                        taking.reaches = Some((epoch, reach));
                    }
                    Piece::Word(Said::Refused(refused)) => {
                        let mut problem = Problem::new(&refused.slug, 503);
                        problem.retry = refused.retry;
                        let problem = problem.with("after_s", refused.after_s);
                        return Err(Failure::Refused(Box::new(problem)));
                    }
                    Piece::Word(Said::Done) => {
                        let outcome = outcome.ok_or_else(|| {
                            Failure::Damaged("an answer without a beginning".to_owned())
                        })?;
                        return Ok(Outcome {
                            held: self.held,
                            received: taking.received,
                            ..outcome
                        });
                    }
                }
            }
            let read = tokio::time::timeout(silence, response.chunk());
            match read.await {
                Ok(Ok(Some(bytes))) => pieces.feed(&bytes),
                Ok(Ok(None)) => return Err(Failure::Cut("the answer ended early".to_owned())),
                Ok(Err(error)) => return Err(error.into()),
                Err(_) => return Err(Failure::Cut("silence".to_owned())),
            }
        }
    }

    async fn welcome(&mut self, welcome: Welcome) -> Result<Outcome, Failure> {
        if let (Some(up), Some(held)) = (&self.hello.up, welcome.held) {
            if held == up.from {
                self.held = Some(held);
            } else if up.writer == Writer::Hub && self.is_mine(up.epoch, held).await? {
                // Central has more than its last acknowledgement that arrived: nothing is sent twice.
                self.held = Some(held);
                if !self.asks_first {
                    self.flight.enough.cancel();
                }
            }
            self.inner.change_pace(Pace::welcomed);
            self.flight.wanted.send_replace(Some(self.held.unwrap_or(up.from)));
        }
        Ok(Outcome {
            held: self.held,
            reach: self.reach,
            received: 0,
            former: welcome.former,
            down: welcome.down,
            clock_ms: welcome.clock_ms,
        })
    }

    async fn is_mine(&self, epoch: u32, head: Head) -> Result<bool, StoreError> {
        let series = SeriesKey { node: self.inner.node.id().clone(), epoch };
        let mut db = self.inner.node.store.read().await?;
        let at = log::at(&mut db, &series, head.seq).await?;
        Ok(at.is_some_and(|stored| stored.hash == head.hash))
    }

    async fn acknowledged(&mut self, head: Head) -> Result<(), Failure> {
        let Some(up) = &self.hello.up else {
            return Err(Failure::Damaged("an acknowledgement of nothing".to_owned()));
        };
        let (mut trips, mut is_ours) = (Vec::new(), false);
        {
            let mut sent = self.flight.sent();
            while let Some((last, since)) = sent.pop_front_if(|(first, _)| first.seq <= head.seq) {
                is_ours |= last == head;
                trips.push(since.elapsed());
            }
        }
        if !is_ours && up.writer == Writer::Hub && !self.is_mine(up.epoch, head).await? {
            return Err(Failure::Damaged("an acknowledgement of something else".to_owned()));
        }
        if self.held.is_none_or(|held| held.seq < head.seq) {
            self.held = Some(head);
        }
        self.acknowledged = true;
        for trip in trips {
            let room = self.inner.change_pace(|pace| pace.acknowledged(trip));
            self.flight.room.add_permits(room as usize);
        }
        Ok(())
    }

    /// Remembers how far central is, also when the exchange failed, and what the line can carry.
    async fn keep_cursor(&self, outcome: &Result<Outcome, Failure>) -> Result<(), StoreError> {
        if let (Some(up), Some(held)) = (&self.hello.up, self.held)
            && up.writer == Writer::Hub
            && up.epoch == up.current
        {
            self.inner.move_cursor(up.epoch, held).await?;
        }
        if self.acknowledged {
            self.inner.progress.store(true, Ordering::Relaxed);
        }
        match outcome {
            Ok(_) if self.acknowledged => self.inner.change_pace(Pace::answered),
            Err(Failure::Cut(_)) if self.hello.up.is_some() => {
                let (progress, unsure) = (self.acknowledged, self.flight.is_unsure());
                self.inner.change_pace(|pace| pace.cut(progress, unsure));
            }
            Err(Failure::Refused(problem)) if problem.slug() == "sync-too-long" => {
                self.inner.change_pace(Pace::too_long);
            }
            Ok(_) | Err(_) => {}
        }
        Ok(())
    }
}

/// Writes the request's body.
struct Feeder {
    node: Arc<Node>,
    up: Option<Up>,
    reach: Option<Head>,
    flight: Arc<Flight>,
    asks_first: bool,
    pace: Arc<Mutex<Pace>>,
    patience: Duration,
    mouth: mpsc::Sender<std::io::Result<Bytes>>,
}

impl Feeder {
    async fn run(self, first: Bytes, introduced: bool) {
        if self.mouth.send(Ok(first)).await.is_err() || !introduced {
            return;
        }
        let (Some(up), Some(reach)) = (self.up.clone(), self.reach) else { return };
        if let Err(error) = self.frames(&up, reach).await {
            // An error in the body ends the request: central keeps what it has acknowledged.
            let _ = self.mouth.send(Err(std::io::Error::other(error))).await;
        }
    }

    async fn frames(&self, up: &Up, reach: Head) -> Result<(), StoreError> {
        let series = SeriesKey { node: up.writer.node(self.node.id()), epoch: up.epoch };
        let mut squeezer = None;
        let Some(mut at) = self.beginning(up).await else { return Ok(()) };
        let (mut pages, _reading) = read_ahead(self.node.clone(), series, at.seq);
        let (mut page, mut frames) = (VecDeque::new(), 0_u32);
        while at.seq < reach.seq && !self.flight.enough.is_cancelled() {
            let pace = *self.pace.lock().unwrap_or_else(PoisonError::into_inner);
            if pace.budget().is_some_and(|budget| frames >= budget) {
                return Ok(());
            }
            let after = at.seq;
            let squeezer = match &mut squeezer {
                Some(squeezer) => squeezer,
                none => none.insert(Squeezer::try_new().map_err(memory)?),
            };
            while at.seq < reach.seq && squeezer.holds().0 < pace.frame() {
                if page.is_empty() {
                    let Some(next) = pages.recv().await else { return Ok(()) };
                    page = VecDeque::from(next?);
                }
                let Some((record, hash)) = page.pop_front() else { return Ok(()) };
                squeezer.push(&record);
                at = Head { seq: record.envelope.seq, hash };
            }
            let frame = squeezer.frame(up.writer, up.epoch, after, at.hash).map_err(memory)?;
            if !self.room().await {
                return Ok(());
            }
            self.flight.sent().push_back((at, Instant::now()));
            let bytes = Piece::<Said>::Frame(frame).to_bytes();
            if self.mouth.send(Ok(bytes.into())).await.is_err() {
                return Ok(());
            }
            // The opening was taken before it, so there is a connection.
            self.flight.began.store(true, Ordering::Relaxed);
            frames += 1;
        }
        Ok(())
    }

    /// Where the frames begin: where central said it was when it last said something, or, after a cut, where it
    /// says it is now; what had arrived without anybody hearing so is not sent again.
    async fn beginning(&self, up: &Up) -> Option<Head> {
        if !self.asks_first {
            return Some(up.from);
        }
        let mut wanted = self.flight.wanted.subscribe();
        let wanted = wanted.wait_for(Option::is_some);
        if let Ok(wanted) = tokio::time::timeout(self.patience, wanted).await {
            wanted.ok().and_then(|wanted| *wanted)
        } else {
            self.answers_are_held_back();
            None
        }
    }

    /// Something on the line holds answers back until requests are whole.
    fn answers_are_held_back(&self) {
        tracing::info!("sync.round answers are held back on this line");
        self.pace.lock().unwrap_or_else(PoisonError::into_inner).held_back();
    }

    /// Waits until something more may be on its way. When nothing comes back for long, the request ends
    /// here: something on the line holds answers back until requests are whole.
    async fn room(&self) -> bool {
        let permit = tokio::select! {
            permit = tokio::time::timeout(self.patience, self.flight.room.acquire()) => permit,
            () = self.flight.enough.cancelled() => return false,
        };
        match permit {
            Ok(Ok(permit)) => {
                permit.forget();
                true
            }
            Ok(Err(_)) => false,
            Err(_) => {
                self.answers_are_held_back();
                false
            }
        }
    }
}

/// Facts as they were read, each with the chain's hash at it.
type Page = Result<Vec<(Record, Hash)>, StoreError>;

/// Reads a series after a number, page by page, while what was read is being packed; ends with the series.
fn read_ahead(
    node: Arc<Node>,
    series: SeriesKey,
    mut after: u64,
) -> (mpsc::Receiver<Page>, AbortOnDropHandle<()>) {
    let (give, take) = mpsc::channel(PAGES_AHEAD);
    let reading = tokio::spawn(async move {
        loop {
            let page = async {
                let mut db = node.store.read().await?;
                log::records_after(&mut db, &series, after, PAGE).await
            };
            let page = page.await;
            match page.as_ref().map(|page| page.last()) {
                Ok(Some((last, _))) => after = last.envelope.seq,
                Ok(None) => return,
                Err(_) => {}
            }
            let failed = page.is_err();
            if give.send(page).await.is_err() || failed {
                return;
            }
        }
    });
    (take, AbortOnDropHandle::new(reading))
}

/// Taking central's facts as they come.
struct Taking<'a> {
    inner: &'a Inner,
    chain: Option<(u32, Head)>,
    opener: Opener,
    reaches: Option<(u32, Reach)>,
    received: u64,
}

impl<'a> Taking<'a> {
    fn new(inner: &'a Inner, down: Option<&Down>) -> Self {
        let chain = down.map(|down| (down.epoch.max(1), down.at));
        Self { inner, chain, opener: Opener::default(), reaches: None, received: 0 }
    }

    async fn take(&mut self, frame: protocol::sync::Frame) -> Result<(), Failure> {
        let damaged = |why: &str| Failure::Damaged(why.to_owned());
        let Some((epoch, at)) = self.chain else { return Err(damaged("facts nobody asked for")) };
        let before = if frame.epoch == epoch { at } else { Head::EMPTY };
        if frame.writer != Writer::Central || frame.epoch < epoch || frame.after != before.seq {
            return Err(damaged("facts that do not follow"));
        }
        let series = SeriesKey { node: NodeId::central(), epoch: frame.epoch };
        let facts =
            self.opener.open(&series, &frame).map_err(|error| damaged(&error.to_string()))?;
        let arrived = Arrived::check(&series, before, facts, frame.last)
            .map_err(|misfit| damaged(&format!("{misfit:?}")))?;
        let last = arrived.last();
        let reach = self.reaches.take().filter(|(epoch, _)| *epoch == frame.epoch);
        let reach = reach.map(|(_, reach)| reach);
        let central = self.inner.enrolment().central()?;
        let signed = reach.as_ref().is_some_and(|reach| {
            reach.head == last && last.is_signed(&series, &central, &reach.signature.0)
        });
        if !signed {
            return Err(Failure::NotCentral("its facts are not signed by it".to_owned()));
        }
        match apply::take_down(&self.inner.node, arrived, reach).await? {
            Taken::Held(_) => {
                self.received += u64::from(frame.count);
                self.chain = Some((frame.epoch, last));
                Ok(())
            }
            Taken::Misfit(Misfit::Gap | Misfit::Fork | Misfit::Damaged)
            | Taken::Revoked
            | Taken::Closed => Err(damaged("facts that do not fit")),
        }
    }
}
