//! The hub's side of MQTT: topic in, command out, receipt back; and what each device is told.
//!
//! ```text
//! device ─cmd─▶ broker ─▶ line ─▶ counter ─▶ node.submit ─▶ receipt ─▶ line ─▶ inbox of the device
//!                                    └ hello, seen ─▶ courier ◀─ commits
//!                          courier ─▶ letters ─▶ line ─▶ inbox of the device
//! ```
//!
//! Always true: the hub is an ordinary client of whatever broker runs, embedded or not; only its
//! configuration differs. Correctness rests on receipts after the commit and on a cursor per device, never
//! on the broker. Who may touch which topic is `protocol::topic` and nothing else; the hub's own credential,
//! new at every start of the embedded broker, is the only one that passes it by. Publishing never waits
//! for polling. Deliberately absent: retained messages, wills, persistent sessions, MQTT 5 properties.

mod boards;
mod config;
mod counter;
mod counts;
mod courier;
pub mod deadlines;
mod directory;
mod letters;
mod line;
pub mod mosquitto;
mod refusals;
mod talk;
mod watch;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use embedded_broker::{Broker, BrokerError, Gatekeeper, Options};
use protocol::antenna::{BoardNotice, HubMessage};
use protocol::{DeviceId, Problem, Slug, topic};
use tokio::sync::{mpsc, watch as tokio_watch};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

pub use config::{BadBroker, BrokerConfig, EmbeddedBroker, ExternalBroker, Tempo};
pub use counts::Counts;

use crate::node::{Node, Role};
use crate::store::StoreError;
use config::Target;
use counter::Counter;
use courier::Courier;
use directory::Directory;
use line::Line;

/// The hub's user name at its own broker, which lets it in from this machine only.
const HUB_USER: &str = "hub";
/// Messages from devices that wait to be looked at.
const INBOUND: usize = 1024;
/// Hellos and acknowledgements that wait for the courier.
const NUDGES: usize = 4096;
/// How long a part may take to end by itself.
const STOP_LIMIT: Duration = Duration::from_secs(5);
/// Longest text of a board notice, in characters.
const NOTICE_MAX: usize = 500;

/// Why MQTT could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The configuration of an outside broker is wrong.
    #[error(transparent)]
    Config(#[from] BadBroker),
    /// The embedded broker did not start; the text says what to do.
    #[error(transparent)]
    Broker(#[from] BrokerError),
    /// The devices could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// MQTT as it runs. Dropping it stops it in the background; [`Running::stop`] waits.
pub struct Running {
    node: Arc<Node>,
    embedded: Option<Arc<Broker>>,
    directory: Arc<Directory>,
    line: Arc<Line>,
    up: tokio_watch::Receiver<bool>,
    counts: Arc<Counts>,
    stop: CancellationToken,
    tasks: JoinSet<()>,
    /// The line ends last, so that what was accepted is also answered.
    hang_up: CancellationToken,
    calls: JoinSet<()>,
}

/// Starts MQTT for a node: the embedded broker if it is configured, the hub's line to the broker, and on a
/// hub the deadlines of proposals. Answers once the broker accepts; the line comes up by itself.
///
/// # Errors
/// [`StartError`]; nothing is left running.
pub async fn start(node: Arc<Node>, config: BrokerConfig) -> Result<Running, StartError> {
    start_with(node, config, Tempo::default()).await
}

/// The same with other waits, for tests.
///
/// # Errors
/// [`StartError`]; nothing is left running.
pub async fn start_with(
    node: Arc<Node>,
    config: BrokerConfig,
    tempo: Tempo,
) -> Result<Running, StartError> {
    let (nudge, nudges) = mpsc::channel(NUDGES);
    let counts = Arc::new(Counts::default());
    let password = data_encoding::BASE64URL_NOPAD.encode(&crate::node::fresh_bytes());
    let knows_presence = matches!(config, BrokerConfig::Embedded(_));
    let directory =
        Arc::new(Directory::open(node.clone(), &password, nudge.clone(), counts.clone()).await?);
    let (target, embedded, files) = match config {
        BrokerConfig::Embedded(config) => {
            let gatekeeper: Arc<dyn Gatekeeper> = directory.clone();
            let broker = Broker::start(options(config), gatekeeper).await?;
            let address = broker.plain_address().ok_or(BrokerError::NothingToListenOn)?;
            (Target::own(address, HUB_USER, password), Some(Arc::new(broker)), None)
        }
        BrokerConfig::External(config) => {
            let files = config.files.clone().map(|place| (place, config.password.clone()));
            (Target::try_from(config)?, None, files)
        }
    };
    let hub_user = target.user.clone();
    let stop = CancellationToken::new();
    let (line, up) = Line::new(counts.clone());
    let (tell, inbound) = mpsc::channel(INBOUND);
    let mut tasks = JoinSet::new();
    let watched = watch::Watched {
        directory: directory.clone(),
        embedded: embedded.clone(),
        files: files.map(|(place, password)| (place, hub_user, password)),
    };
    tasks.spawn(watch::run(node.clone(), watched, stop.clone()));
    let hang_up = CancellationToken::new();
    let mut calls = JoinSet::new();
    calls.spawn(line::run(line.clone(), target, tell, hang_up.clone()));
    let counter = Counter {
        node: node.clone(),
        directory: directory.clone(),
        line: line.clone(),
        nudge,
        counts: counts.clone(),
    };
    tasks.spawn(counter.run(inbound, stop.clone()));
    let courier = Courier::new(
        node.clone(),
        directory.clone(),
        line.clone(),
        up.clone(),
        knows_presence,
        tempo,
    );
    tasks.spawn(courier.run(nudges, stop.clone()));
    if node.role == Role::Hub {
        tasks.spawn(deadlines::run(node.clone(), tempo.deadlines, stop.clone()));
        tasks.spawn(boards::run(node.clone(), line.clone(), stop.clone()));
    }
    Ok(Running { node, embedded, directory, line, up, counts, stop, tasks, hang_up, calls })
}

fn options(config: EmbeddedBroker) -> Options {
    Options {
        listen_tls: config.listen_tls,
        certificate_chain: config.certificate_chain,
        private_key: config.private_key,
        listen_plain: Some(config.listen_plain),
        max_connections: config.max_connections,
        ..Options::default()
    }
}

impl Running {
    /// Where the embedded broker answers devices over TLS, with the real port.
    #[must_use]
    pub fn tls_address(&self) -> Option<SocketAddr> {
        self.embedded.as_ref().and_then(|broker| broker.tls_address())
    }

    /// Where the embedded broker answers this machine, with the real port.
    #[must_use]
    pub fn plain_address(&self) -> Option<SocketAddr> {
        self.embedded.as_ref().and_then(|broker| broker.plain_address())
    }

    /// Whether the hub hears its devices; waits for changes too.
    #[must_use]
    pub fn up(&self) -> tokio_watch::Receiver<bool> {
        self.up.clone()
    }

    /// What was counted since the start.
    #[must_use]
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Devices connected now, by the embedded broker; always empty with an outside one, which does not say.
    #[must_use]
    pub fn present(&self) -> Vec<DeviceId> {
        self.directory.present()
    }

    /// Puts a notice on the board of a neighbourhood. Nobody acknowledges it: who is not connected does
    /// not see it.
    ///
    /// # Errors
    /// `out-of-range` for a text that is empty or too long, `broker-down` with `retry` while there is no line.
    pub fn post(&self, neighbourhood: &Slug, notice: BoardNotice) -> Result<(), Problem> {
        if !(1..=NOTICE_MAX).contains(&notice.text.trim().chars().count()) {
            return Err(Problem::invalid("out-of-range").at("text").with("most", NOTICE_MAX));
        }
        let bytes = letters::seal(&self.node, HubMessage::Board(notice));
        let sent = bytes.is_some_and(|bytes| self.line.publish(topic::board(neighbourhood), bytes));
        if sent { Ok(()) } else { Err(Problem::try_later("broker-down")) }
    }

    /// Reads the embedded broker's certificate files again; open connections stay.
    ///
    /// # Errors
    /// [`BrokerError`]; the certificate in use then stays.
    pub fn renew_certificate(&self) -> Result<(), BrokerError> {
        match &self.embedded {
            Some(broker) => broker.renew_certificate(),
            None => Err(BrokerError::NoTlsListener),
        }
    }

    /// When the embedded broker's certificate expires, UTC milliseconds.
    #[must_use]
    pub fn certificate_expires_at_ms(&self) -> Option<i64> {
        self.embedded.as_ref().and_then(|broker| broker.certificate_expires_at_ms())
    }

    /// Says goodbye and waits until everything is closed. Commands that were accepted are still committed.
    pub async fn stop(mut self) {
        self.stop.cancel();
        finish(&mut self.tasks).await;
        self.hang_up.cancel();
        finish(&mut self.calls).await;
        let last_one = self.embedded.take().and_then(Arc::into_inner);
        if let Some(broker) = last_one {
            broker.stop().await;
        }
    }
}

async fn finish(tasks: &mut JoinSet<()>) {
    let all = async { while tasks.join_next().await.is_some() {} };
    if tokio::time::timeout(STOP_LIMIT, all).await.is_err() {
        tracing::warn!("broker.stop took too long");
        tasks.shutdown().await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.cancel();
        self.hang_up.cancel();
    }
}
