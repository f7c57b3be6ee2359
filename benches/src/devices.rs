//! Many devices in one process: each with a connection, a credential and TLS of its own, as the app has
//! them, but without its outbox on disk.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::try_join_all;
use protocol::antenna::{
    ActivityKind, CommandEnvelope, DeviceCommand, Hello, LogActivity, Paired, RaiseNeed, Receipt,
    Seen,
};
use protocol::kiosk::Urgency;
use protocol::{ActivityId, CommandId, DeviceId, Relation, topic};
use rumqttc::{
    AsyncClient, ConnectReturnCode, Event, EventLoop, Incoming, MqttOptions, NetworkOptions,
    PublishOptions, QoS, TlsConfiguration, Transport,
};
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::Outcome;
use crate::hub::HUB;
use crate::report::{Times, rate};

/// Connections being made at the same time.
const CONNECTING: usize = 16;
const PATIENCE: Duration = Duration::from_mins(1);

/// A fresh id; the one place of this program that makes them.
#[expect(clippy::disallowed_methods, reason = "the one place that makes ids here")]
pub fn fresh() -> Uuid {
    Uuid::now_v7()
}

/// Which command the devices send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum What {
    /// A need with words: two facts, a slip, a request.
    Need,
    /// An entry of the operators' diary without words: one fact, an activity, a running total.
    Diary,
}

impl What {
    fn command(self, id: Uuid, now_ms: i64) -> DeviceCommand {
        let neighbourhood = HUB.parse().expect("a slug");
        match self {
            Self::Need => DeviceCommand::RaiseNeed(RaiseNeed {
                category: "shopping".parse().expect("a slug"),
                neighbourhood,
                urgency: Urgency::ThisWeek,
                text: "Una signora al secondo piano non esce da giorni e chiede la spesa".into(),
                relation: Relation::Neighbour,
            }),
            Self::Diary => DeviceCommand::LogActivity(LogActivity {
                activity: ActivityId::new(id),
                what: ActivityKind::Presence,
                neighbourhood,
                place: String::new(),
                started_at_ms: now_ms,
                minutes: 45,
                people_reached: 3,
                topics: Vec::new(),
                next_step: String::new(),
            }),
        }
    }
}

/// What happens until when.
#[derive(Debug, Clone, Copy)]
enum Order {
    Rest,
    /// The next command as soon as the last one is answered.
    Closed(What),
}

struct Shared {
    under_way: HashMap<CommandId, Instant>,
    order: Order,
    answered: Vec<(Instant, Duration)>,
    refused: Option<String>,
    n: u64,
}

struct Device {
    id: DeviceId,
    client: AsyncClient,
    shared: Arc<Mutex<Shared>>,
    poller: JoinHandle<()>,
}

/// The envelope of what the hub says, read as far as needed.
#[derive(Deserialize)]
struct Said<'a> {
    kind: &'a str,
    #[serde(borrow)]
    body: &'a RawValue,
}

/// Just the cursor of a fact.
#[derive(Deserialize)]
struct Cursor {
    cursor: u64,
}

impl Device {
    async fn connect(paired: &Paired, port: u16, ca_pem: &str) -> Outcome<Self> {
        let id = paired.device;
        let mut options = MqttOptions::new(id.to_string(), ("127.0.0.1", port));
        options.set_credentials(id.to_string(), paired.secret.clone());
        options.set_keep_alive(60);
        let mut network = NetworkOptions::new();
        network.set_tcp_nodelay(true);
        options.set_network_options(network);
        options.set_transport(Transport::tls_with_config(TlsConfiguration::Simple {
            ca: ca_pem.as_bytes().to_vec(),
            alpn: None,
            client_auth: None,
        }));
        let (client, mut events) = AsyncClient::builder(options).capacity(64).build();
        tokio::time::timeout(PATIENCE, until_listening(id, &client, &mut events)).await??;
        let shared = Arc::new(Mutex::new(Shared {
            under_way: HashMap::new(),
            order: Order::Rest,
            answered: Vec::new(),
            refused: None,
            n: 0,
        }));
        let poller = tokio::spawn(poll(id, client.clone(), events, shared.clone()));
        let device = Self { id, client, shared, poller };
        let hello = Hello { cursor: 0, app: "load".to_owned(), waiting: 0 };
        publish(id, &device.client, &DeviceCommand::Hello(hello), CommandId::new(fresh()), 0);
        Ok(device)
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        self.poller.abort();
    }
}

async fn until_listening(
    id: DeviceId,
    client: &AsyncClient,
    events: &mut EventLoop,
) -> Outcome<()> {
    loop {
        match events.poll().await? {
            Event::Incoming(Incoming::ConnAck(ack)) if ack.code == ConnectReturnCode::Success => {
                client.try_subscribe(topic::inbox(id), QoS::AtLeastOnce)?;
            }
            Event::Incoming(Incoming::SubAck(_)) => return Ok(()),
            Event::Incoming(_) | Event::Outgoing(_) | Event::Auth(_) => {}
        }
    }
}

fn publish(id: DeviceId, client: &AsyncClient, command: &DeviceCommand, re: CommandId, n: u64) {
    let bytes = command.seal(re, n, 0).expect("a command is plain data");
    // A full queue shows as an answer that never comes, and that fails the run.
    let _ = client.try_publish(topic::command(id), bytes, PublishOptions::new(QoS::AtLeastOnce));
}

fn lock(shared: &Mutex<Shared>) -> std::sync::MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sends one command, `due` being when it should have been sent.
fn send(id: DeviceId, client: &AsyncClient, shared: &Mutex<Shared>, what: What, due: Instant) {
    let uuid = fresh();
    let re = CommandId::new(uuid);
    let millis = uuid.get_timestamp().map_or(0, |at| {
        let (seconds, nanos) = at.to_unix();
        i64::try_from(seconds).unwrap_or_default() * 1_000 + i64::from(nanos / 1_000_000)
    });
    let n = {
        let mut shared = lock(shared);
        shared.under_way.insert(re, due);
        shared.n += 1;
        shared.n
    };
    publish(id, client, &what.command(uuid, millis), re, n);
}

async fn poll(
    id: DeviceId,
    client: AsyncClient,
    mut events: EventLoop,
    shared: Arc<Mutex<Shared>>,
) {
    loop {
        match events.poll().await {
            Ok(Event::Incoming(Incoming::Publish(message))) => {
                hear(id, &client, &message.payload, &shared);
            }
            Ok(_) => {}
            Err(error) => {
                lock(&shared).refused = Some(error.to_string());
                return;
            }
        }
    }
}

fn hear(id: DeviceId, client: &AsyncClient, payload: &[u8], shared: &Mutex<Shared>) {
    let Ok(said) = serde_json::from_slice::<Said<'_>>(payload) else { return };
    match said.kind {
        "receipt" => {
            let Ok(receipt) = serde_json::from_str::<Receipt>(said.body.get()) else { return };
            let order = {
                let mut shared = lock(shared);
                let now = Instant::now();
                let Some(due) = shared.under_way.remove(&receipt.re) else { return };
                shared.answered.push((now, now.saturating_duration_since(due)));
                if let Some(problem) = receipt.problem {
                    shared.refused = Some(problem.slug().to_owned());
                }
                shared.order
            };
            if let Order::Closed(what) = order {
                send(id, client, shared, what, Instant::now());
            }
        }
        "fact" => {
            if let Ok(fact) = serde_json::from_str::<Cursor>(said.body.get()) {
                let seen = DeviceCommand::Seen(Seen { cursor: fact.cursor });
                publish(id, client, &seen, CommandId::new(fresh()), 0);
            }
        }
        _ => {}
    }
}

/// What a run showed.
#[derive(Debug, Clone)]
pub struct Answers {
    /// Answers in the measured time, each second.
    pub rate: f64,
    /// From sending (or from when it was due) to the answer.
    pub times: Times,
}

impl Answers {
    /// How many.
    pub fn count(&self) -> u32 {
        self.times.count()
    }
}

/// Devices connected to one broker.
pub struct Devices(Vec<Device>);

impl Devices {
    /// Connects them all and waits until each listens to its inbox.
    pub async fn connect(paired: &[Paired], port: u16, ca_pem: &str) -> Outcome<Self> {
        let places = Semaphore::new(CONNECTING);
        let all = paired.iter().map(async |paired| {
            let _place = places.acquire().await?;
            Device::connect(paired, port, ca_pem).await
        });
        Ok(Self(try_join_all(all).await?))
    }

    /// Every device sends, waits for its receipt, sends again. Measures for `time` after `warm_up`.
    pub async fn closed(&self, what: What, warm_up: Duration, time: Duration) -> Outcome<Answers> {
        for device in &self.0 {
            lock(&device.shared).order = Order::Closed(what);
            send(device.id, &device.client, &device.shared, what, Instant::now());
        }
        let from = Instant::now() + warm_up;
        tokio::time::sleep(warm_up + time).await;
        for device in &self.0 {
            lock(&device.shared).order = Order::Rest;
        }
        self.answers(from, from + time).await
    }

    /// All of them together send `rate` commands a second, evenly, whatever is answered.
    pub async fn paced(&self, what: What, rate: u32, time: Duration) -> Outcome<Answers> {
        let begun = Instant::now();
        let mut sent = 0_u32;
        let mut devices = self.0.iter().cycle();
        while begun.elapsed() < time {
            let due = begun + Duration::from_secs(u64::from(sent)) / rate;
            tokio::time::sleep_until(due.into()).await;
            if let Some(device) = devices.next() {
                send(device.id, &device.client, &device.shared, what, due);
            }
            sent += 1;
        }
        self.answers(begun, begun + time).await
    }

    /// Waits until nothing is under way and gives what was answered between two instants.
    async fn answers(&self, from: Instant, to: Instant) -> Outcome<Answers> {
        let deadline = Instant::now() + PATIENCE;
        while self.0.iter().any(|device| !lock(&device.shared).under_way.is_empty()) {
            let refused = self.0.iter().find_map(|device| lock(&device.shared).refused.take());
            if let Some(problem) = refused {
                return Err(format!("a device was refused: {problem}").into());
            }
            if Instant::now() > deadline {
                return Err("some commands were never answered".into());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let mut times = Vec::new();
        for device in &self.0 {
            let mut shared = lock(&device.shared);
            if let Some(problem) = shared.refused.take() {
                return Err(format!("a device was refused: {problem}").into());
            }
            let measured = shared.answered.drain(..).filter(|(at, _)| (from..to).contains(at));
            times.extend(measured.map(|(_, took)| took));
        }
        let rate = rate(times.len() as u64, to - from);
        Ok(Answers { rate, times: Times::new(times) })
    }
}

/// The id of the command in an envelope, for whoever only echoes.
pub fn command_in(payload: &[u8]) -> Option<CommandId> {
    serde_json::from_slice::<CommandEnvelope>(payload).ok().map(|envelope| envelope.id)
}
