//! A hub's end of the line: two tasks that call central, one with what happened here, one for what central
//! decided. Either goes on when the other fails; both wait longer after each failure, with chance, and never give up.

use std::sync::Arc;
use std::time::Duration;

use protocol::kiosk::SlipStatus;
use protocol::{Head, NodeId, Problem, SlipCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::{Notify, broadcast, watch};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::words::{About, Acked, Down, EnrolAsk, Enrolled, News, SlipAsk, Up, pack, sign, unpack};
use super::{EnrolWith, Enrolment, ROUND_RECORDS, WAIT_MS, hex_of, server};
use crate::folder::DataFolder;
use crate::node::{Node, fresh_bytes};
use crate::store::{StoreError, log};

const SET_LINE: &str = "UPDATE line SET state = $1, last_contact_ms = $2 WHERE line_id = 1";
const SET_STATE: &str = "UPDATE line SET state = $1 WHERE line_id = 1";

/// How long an ordinary call may take.
const CALL: Duration = Duration::from_secs(30);
/// How long a hub with nothing to say stays silent: central must see it alive.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// The longest wait between tries.
const WAIT_MAX_MS: u64 = 300_000;

/// How the line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineState {
    /// Central has not been reached yet.
    Never,
    /// Central answers.
    Up,
    /// Central does not answer; tries go on.
    Down,
    /// The two ends disagree about the log, or central refuses this hub: a person must look.
    Stopped,
}

/// What a hub needs to call central.
pub struct Call {
    node: Arc<Node>,
    enrolment: Enrolment,
    http: reqwest::Client,
    /// Central answers again after it did not: it may have been restored, so it is asked how far it is.
    back: Notify,
}

/// Why a call brought nothing.
enum Trouble {
    /// Not reached, or answered by something that is not central.
    Unreachable,
    /// Central said no.
    Refused(Problem),
    /// This node's own store failed.
    Store(StoreError),
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

fn http_client(ca_pem: Option<&str>) -> Result<reqwest::Client, StoreError> {
    let mut builder =
        reqwest::Client::builder().connect_timeout(Duration::from_secs(10)).no_proxy();
    if let Some(pem) = ca_pem {
        let ca = reqwest::Certificate::from_pem(pem.as_bytes()).map_err(|error| {
            StoreError::Files(format!("central's certificate authority does not read: {error}"))
        })?;
        builder = builder.tls_certs_only([ca]);
    }
    builder.build().map_err(|error| StoreError::Files(format!("no HTTP client: {error}")))
}

/// Enrols a hub with central and keeps what it said in the data folder.
///
/// # Errors
/// [`StoreError`] with what to do.
pub async fn enrol(
    folder: &DataFolder,
    hub: &NodeId,
    with: EnrolWith,
) -> Result<Enrolment, StoreError> {
    let key = hex_of(&folder.node_key()?.verifying_key());
    let said = |problem: Problem| StoreError::Files(problem.to_string());
    let ask = pack(&EnrolAsk { code: with.code, hub: hub.clone(), key }).map_err(said)?;
    let http = http_client(with.ca_pem.as_deref())?;
    let url = format!("{}/line/v1/enrol", with.central_url);
    let failed = |error: reqwest::Error| {
        StoreError::Files(format!(
            "central at {} was not reached ({error}); check the address and the line, then try again",
            with.central_url
        ))
    };
    let answer = http.post(url).timeout(CALL).body(ask).send().await.map_err(failed)?;
    if !answer.status().is_success() {
        let text = "central refused the code: it is used, older than three days, or of another hub; make a new one \
            there with `hub-server enrol-code`";
        return Err(StoreError::Files(text.to_owned()));
    }
    let enrolled: Enrolled = unpack(&answer.bytes().await.map_err(failed)?).map_err(said)?;
    let enrolment = Enrolment {
        hub: hub.clone(),
        epoch: enrolled.epoch,
        central_url: with.central_url,
        central_key: enrolled.central_key,
        ca_pem: with.ca_pem,
    };
    enrolment.key()?;
    enrolment.write(folder)?;
    Ok(enrolment)
}

/// The line of a running hub.
pub struct Line {
    tasks: JoinSet<()>,
    call: Arc<Call>,
    state: watch::Receiver<LineState>,
}

impl Line {
    /// Starts the line of a hub that is enrolled; `None` for one that is not.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn start(
        node: Arc<Node>,
        folder: &DataFolder,
        stop: &CancellationToken,
    ) -> Result<Option<Self>, StoreError> {
        let Some(enrolment) = Enrolment::read(folder)? else { return Ok(None) };
        let http = http_client(enrolment.ca_pem.as_deref())?;
        let call = Arc::new(Call { node, enrolment, http, back: Notify::new() });
        let (tell, state) = watch::channel(LineState::Never);
        let tell = Arc::new(tell);
        let mut tasks = JoinSet::new();
        let until = stop.clone();
        let (up, down) = (call.clone(), call.clone());
        let told = tell.clone();
        tasks.spawn(async move {
            until.run_until_cancelled(up.bring(&told)).await;
        });
        let until = stop.clone();
        tasks.spawn(async move {
            until.run_until_cancelled(down.fetch(&tell)).await;
        });
        Ok(Some(Self { tasks, call, state }))
    }

    /// How the line stands, and every change of it.
    #[must_use]
    pub fn state(&self) -> watch::Receiver<LineState> {
        self.state.clone()
    }

    /// What asks central questions.
    #[must_use]
    pub fn call(&self) -> Arc<Call> {
        self.call.clone()
    }

    /// Waits for both tasks after the token they were given is cancelled.
    pub async fn stop(mut self) {
        while self.tasks.join_next().await.is_some() {}
    }
}

impl Call {
    fn about(&self, backlog: u64) -> About {
        About {
            hub: self.enrolment.hub.clone(),
            epoch: self.enrolment.epoch,
            clock_ms: self.node.now_ms(),
            backlog,
            program: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    async fn post<T: Serialize>(
        &self,
        path: &'static str,
        message: &T,
        patience: Duration,
    ) -> Result<bytes::Bytes, Trouble> {
        let body = pack(message).map_err(Trouble::Refused)?;
        let signature = sign(&self.node.key, path, &body);
        let url = format!("{}{path}", self.enrolment.central_url);
        let unreachable = |error: reqwest::Error| {
            tracing::debug!(error = %error.without_url(), path, "line.call failed");
            Trouble::Unreachable
        };
        let answer = self
            .http
            .post(url)
            .header(server::SIGNATURE, signature)
            .timeout(patience)
            .body(body)
            .send()
            .await
            .map_err(unreachable)?;
        let status = answer.status();
        let bytes = answer.bytes().await.map_err(unreachable)?;
        if status.is_success() {
            return Ok(bytes);
        }
        // Something between here and central may answer in its own words; that is not central's no.
        let problem: Problem = serde_json::from_slice(&bytes).ok().ok_or(Trouble::Unreachable)?;
        Err(Trouble::Refused(problem))
    }

    async fn round<T: Serialize, R: DeserializeOwned>(
        &self,
        path: &'static str,
        message: &T,
        patience: Duration,
    ) -> Result<R, Trouble> {
        let bytes = self.post(path, message, patience).await?;
        unpack(&bytes).ok().ok_or(Trouble::Unreachable)
    }

    /// Brings central what happened here, for ever.
    async fn bring(&self, tell: &watch::Sender<LineState>) {
        let mut commits = self.node.writer.listen();
        let mut failures = 0;
        loop {
            match self.bring_all().await {
                Ok(()) => {
                    failures = 0;
                    self.note(tell, LineState::Up).await;
                    tokio::select! {
                        () = next_commit(&mut commits) => {}
                        () = self.back.notified() => {}
                        () = tokio::time::sleep(HEARTBEAT) => {}
                    }
                }
                Err(trouble) => {
                    failures += 1;
                    self.note(tell, state_of(&trouble)).await;
                    tokio::time::sleep(back_off(failures)).await;
                }
            }
        }
    }

    /// Rounds until central holds everything. The first one of a stretch asks how far it is, so that it does
    /// not matter what either end has forgotten.
    async fn bring_all(&self) -> Result<(), Trouble> {
        let series = self.node.store.identity().series.clone();
        let mut records = Vec::new();
        loop {
            let (own, signature) = {
                let mut db = self.node.store.read().await?;
                let own = log::head(&mut db, &series).await?;
                (own, log::head_signature(&mut db, &series).await?)
            };
            let sent = records.last().map_or(0, |record: &protocol::Record| record.envelope.seq);
            let up = Up {
                about: self.about(own.seq.saturating_sub(sent)),
                reach: signature.map(|bytes| (own, bytes.to_vec())),
                records: std::mem::take(&mut records),
            };
            let acked: Acked = self.round("/line/v1/up", &up, CALL).await?;
            let mut db = self.node.store.read().await?;
            self.agree(&mut db, acked.held).await?;
            if acked.held.seq >= own.seq {
                return Ok(());
            }
            records = log::series_after(&mut db, &series, acked.held.seq, ROUND_RECORDS)
                .await?
                .into_iter()
                .map(|stored| stored.record)
                .collect();
        }
    }

    /// What central holds must be a prefix of this hub's own series.
    async fn agree(&self, db: &mut sqlx::AnyConnection, held: Head) -> Result<(), Trouble> {
        if held == Head::EMPTY {
            return Ok(());
        }
        let series = &self.node.store.identity().series;
        match log::at(db, series, held.seq).await? {
            Some(own) if own.hash == held.hash => Ok(()),
            Some(_) | None => {
                tracing::error!(
                    seq = held.seq,
                    "line.up: central holds another history of this hub"
                );
                Err(Trouble::Refused(Problem::conflict("history-differs")))
            }
        }
    }

    /// Fetches what central decided, for ever.
    async fn fetch(&self, tell: &watch::Sender<LineState>) {
        let mut failures = 0;
        loop {
            match self.fetch_once().await {
                Ok(()) => {
                    if failures > 0 {
                        self.back.notify_one();
                    }
                    failures = 0;
                }
                Err(trouble) => {
                    failures += 1;
                    self.note(tell, state_of(&trouble)).await;
                    tokio::time::sleep(back_off(failures)).await;
                }
            }
        }
    }

    async fn fetch_once(&self) -> Result<(), Trouble> {
        let series = protocol::SeriesKey { node: NodeId::central(), epoch: 1 };
        let at = {
            let mut db = self.node.store.read().await?;
            log::head(&mut db, &series).await?
        };
        let ask = Down { about: self.about(0), at };
        let patience = Duration::from_millis(WAIT_MS) + CALL;
        let news: News = self.round("/line/v1/down", &ask, patience).await?;
        if !news.follows {
            tracing::error!(seq = at.seq, "line.down: central's history is not the one held here");
            return Err(Trouble::Refused(Problem::conflict("history-differs")));
        }
        if news.records.is_empty() {
            return Ok(());
        }
        let now_ms = self.node.now_ms();
        self.node
            .writer
            .write(move |write| {
                Box::pin(async move {
                    let mut head = log::head(write.db, &series).await?;
                    for record in &news.records {
                        head = write.accept(&series, head, record, now_ms).await?;
                    }
                    write.set_head(&series, head, None).await
                })
            })
            .await?;
        Ok(())
    }

    /// Writes down how the line stands when that changes, and when central answered.
    async fn note(&self, tell: &watch::Sender<LineState>, state: LineState) {
        let changed = tell.send_if_modified(|old| std::mem::replace(old, state) != state);
        if !changed && state != LineState::Up {
            return;
        }
        let word = match state {
            LineState::Never => "never",
            LineState::Up => "up",
            LineState::Down => "down",
            LineState::Stopped => "stopped",
        };
        let now_ms = self.node.now_ms();
        let noted = self.node.change(move |write| {
            Box::pin(async move {
                let query = match state {
                    LineState::Up => sqlx::query(SET_LINE).bind(word).bind(now_ms),
                    _ => sqlx::query(SET_STATE).bind(word),
                };
                query.execute(&mut *write.db).await?;
                Ok(())
            })
        });
        if let Err(problem) = noted.await {
            tracing::warn!(%problem, "line.note failed");
        }
    }
}

/// What central knows of a slip of another hub.
///
/// # Errors
/// `central-unreachable` while the line is down, or central's own refusal.
pub async fn ask_slip(call: &Call, code: &SlipCode) -> Result<SlipStatus, Problem> {
    let ask = SlipAsk { hub: call.enrolment.hub.clone(), code: code.to_string() };
    let unreachable = || Problem::try_later("central-unreachable");
    match call.post("/line/v1/slip", &ask, Duration::from_secs(6)).await {
        Ok(bytes) => serde_json::from_slice(&bytes).ok().ok_or_else(unreachable),
        Err(Trouble::Refused(problem)) => Err(problem),
        Err(Trouble::Unreachable | Trouble::Store(_)) => Err(unreachable()),
    }
}

fn state_of(trouble: &Trouble) -> LineState {
    match trouble {
        Trouble::Refused(problem) if !problem.retry => LineState::Stopped,
        Trouble::Refused(_) | Trouble::Unreachable => LineState::Down,
        Trouble::Store(error) => {
            tracing::error!(%error, "line: the store failed");
            LineState::Down
        }
    }
}

async fn next_commit(commits: &mut broadcast::Receiver<Arc<crate::store::Committed>>) {
    // Lagged means that something was committed; closed that the node ends, and with it this task.
    let _ = commits.recv().await;
    // What else was committed meanwhile is in the log and goes with the same round.
    while commits.try_recv().is_ok() {}
}

/// A wait between nothing and twice the last one, at most five minutes: so that hubs do not all come back
/// in the same second.
fn back_off(failures: u32) -> Duration {
    let most = 500_u64.saturating_mul(1 << failures.min(16)).min(WAIT_MAX_MS);
    let [a, b, c, d, ..] = fresh_bytes();
    let chance = u64::from(u32::from_be_bytes([a, b, c, d]));
    Duration::from_millis(100 + chance % most)
}
