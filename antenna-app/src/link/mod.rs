//! The line to the hub: MQTT, hello, facts in, commands out, and coming back after every failure.
//!
//! ```text
//! CONNACK → subscribe inbox (and board) → hello{cursor} → facts → kept on disk → seen{cursor}
//!                                                       ↘ outbox, oldest first, ≤ 20 under way
//! receipt → settled on disk → told to the screen
//! ```
//!
//! Always true: correctness rests on the outbox and the hub's receipts, never on the broker; nothing is
//! acknowledged before it is on disk; nothing waits for a screen. A newer session with our credential
//! wins, and then this one stays away until a person asks. Deliberately absent: what a fact means.

mod backoff;
mod hearing;
mod talk;
mod trouble;
mod window;
mod wire;
mod worker;

use std::sync::Arc;
use std::time::Duration;

use protocol::CommandId;
use protocol::antenna::BoardNotice;
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinHandle;

use crate::data::Pairing;
use crate::outbox::{KeptFact, Outbox, Settled};

/// How the line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinkState {
    /// This device is not paired, or the program has just started.
    #[default]
    Off,
    /// A person asked to stay offline.
    Paused,
    /// On the way.
    Connecting,
    /// The hub answers.
    Online,
    /// Not connected; the next attempt comes by itself, except after [`Why::TakenOver`].
    Down(Why),
}

/// Why there is no line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// Nothing answers: no network, or the hub is switched off.
    NoLine,
    /// The broker answers and the hub does not.
    HubSilent,
    /// The hub has too much to do.
    Busy,
    /// The hub no longer knows this device: revoked, or paired again.
    NotAuthorised,
    /// Another program with this device's credential took its place.
    TakenOver,
    /// The hub's certificate has run out.
    CertificateExpired,
    /// The hub's certificate is not valid yet: most often this device's date is wrong.
    CertificateNotYet,
    /// The certificate is not our hub's.
    CertificateWrong,
    /// The two do not understand each other.
    Confused,
}

impl LinkState {
    /// A word for logs and for the key `antenna-link-<word>`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Paused => "paused",
            Self::Connecting => "connecting",
            Self::Online => "online",
            Self::Down(Why::NoLine) => "no-line",
            Self::Down(Why::HubSilent) => "hub-silent",
            Self::Down(Why::Busy) => "busy",
            Self::Down(Why::NotAuthorised) => "not-authorised",
            Self::Down(Why::TakenOver) => "taken-over",
            Self::Down(Why::CertificateExpired) => "certificate-expired",
            Self::Down(Why::CertificateNotYet) => "certificate-not-yet",
            Self::Down(Why::CertificateWrong) => "certificate-wrong",
            Self::Down(Why::Confused) => "confused",
        }
    }
}

/// What the line reports, always after the disk has it.
#[derive(Debug)]
pub enum LinkEvent {
    /// The line stands differently.
    State(LinkState),
    /// A receipt has settled a command, or put it off.
    Settled {
        /// The command.
        id: CommandId,
        /// How.
        settled: Settled,
    },
    /// New facts are on disk.
    Facts {
        /// In order.
        facts: Vec<KeptFact>,
        /// The hub's clock when it sent the last of them, UTC milliseconds.
        hub_at_ms: i64,
    },
    /// Nothing more waits at the hub.
    CaughtUp {
        /// The last cursor on disk.
        cursor: u64,
        /// The hub's clock, UTC milliseconds.
        hub_at_ms: i64,
    },
    /// The hub was restored from a backup: what is on disk has changed backwards, read it again.
    Rewound,
    /// A notice for the neighbourhood.
    Board(BoardNotice),
    /// Something could not be written; the hub will send it again.
    DiskTrouble(String),
}

/// What a person wants of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    Run,
    Pause,
    Stop,
}

/// The waits of the line; tests shorten them.
#[derive(Debug, Clone, Copy)]
pub struct Tempo {
    /// Without a word from the hub for this long after hello, it counts as silent, and hello is said again.
    pub silence: Duration,
    /// Without a receipt for this long, a command is sent again.
    pub resend: Duration,
    /// Most time by which a resend after a new connection is put off, in milliseconds.
    pub resend_jitter_ms: u64,
    /// A connection must hold for this long before the next failure counts as the first.
    pub steady: Duration,
}

impl Default for Tempo {
    fn default() -> Self {
        Self {
            silence: Duration::from_secs(15),
            resend: Duration::from_secs(10),
            resend_jitter_ms: 1_500,
            steady: Duration::from_secs(10),
        }
    }
}

/// A handle to the running line. Dropping it stops the line without a goodbye.
#[derive(Debug)]
pub struct Link {
    wish: watch::Sender<Wish>,
    look: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Link {
    /// Starts the line of a paired device, or only prepares it when it is not to be `online` yet.
    /// Must be called within a tokio runtime.
    #[must_use]
    pub fn start(
        pairing: Pairing,
        outbox: Outbox,
        events: mpsc::Sender<LinkEvent>,
        tempo: Tempo,
        online: bool,
    ) -> Self {
        let (wish, wishes) = watch::channel(if online { Wish::Run } else { Wish::Pause });
        let look = Arc::new(Notify::new());
        let worker = worker::Worker::new(pairing, outbox, events, tempo, wishes, look.clone());
        Self { wish, look, task: tokio::spawn(worker.run()) }
    }

    /// There is something new in the outbox.
    pub fn look(&self) {
        self.look.notify_one();
    }

    /// Goes offline, or online again; going online also takes the place back after a takeover.
    pub fn online(&self, wanted: bool) {
        self.wish.send_replace(if wanted { Wish::Run } else { Wish::Pause });
    }

    /// Says goodbye and ends, within about a second.
    pub async fn stop(mut self) {
        self.wish.send_replace(Wish::Stop);
        if tokio::time::timeout(Duration::from_secs(3), &mut self.task).await.is_err() {
            tracing::warn!("the line did not end in time");
        }
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.task.abort();
    }
}
