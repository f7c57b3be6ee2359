//! A hub that works: a node whose clock the test moves, MQTT, and an operator who does as told.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hub_server::broker::{self, BrokerConfig, EmbeddedBroker, ExternalBroker, Running, Tempo};
use hub_server::command::Command;
use hub_server::network::{self, Holder, PairingConfig};
use hub_server::node::Node;
use hub_server::requests::queries::{Brief, brief};
use hub_server::requests::{self, Circle};
use hub_server::testing::{self, HandClock, MORNING_MS};
use protocol::antenna::{PairRequest, Paired};
use protocol::kiosk::{LeaveNeed, Urgency};
use protocol::{
    ActorRef, Channel, CommandId, DeviceId, PersonDetails, Problem, Relation, RequestId, StaffId,
};
use tokio::time::{Instant, sleep};

use crate::device::{Device, options};
use crate::mosquitto::Mosquitto;

/// How long a condition may take before a test gives up.
pub const DEADLINE: Duration = Duration::from_secs(20);
pub const HOUR_MS: i64 = 3_600_000;

/// Which broker the devices meet the hub at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Embedded,
    Mosquitto,
}

pub struct Town {
    pub folder: tempfile::TempDir,
    pub clock: Arc<HandClock>,
    pub node: Arc<Node>,
    pub running: Running,
    /// Where devices connect without TLS.
    pub address: SocketAddr,
    pub mosquitto: Option<Mosquitto>,
}

/// Waits that suit a test: nothing is put off for long.
pub fn tempo() -> Tempo {
    Tempo {
        deadlines: Duration::from_millis(50),
        resend: Duration::from_millis(400),
        tick: Duration::from_millis(50),
    }
}

pub fn pairing_config() -> PairingConfig {
    PairingConfig { brokers: vec!["mqtt://127.0.0.1:1883".to_owned()], ca_pem: String::new() }
}

impl Town {
    pub async fn open(engine: Engine) -> Self {
        // As in the program's main; here several tests race to be first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let clock = HandClock::at(MORNING_MS);
        let url = testing::sqlite_url(folder.path(), "hub");
        let node = testing::node("mompiano", &url, clock.clone()).await;
        match engine {
            Engine::Embedded => {
                let config = BrokerConfig::Embedded(EmbeddedBroker::default());
                Self::with(folder, clock, node, config, None).await
            }
            Engine::Mosquitto => {
                let mosquitto = Mosquitto::start(&node).await;
                let config = BrokerConfig::External(ExternalBroker {
                    url: format!("mqtt://{}", mosquitto.address),
                    user: mosquitto.hub_user.clone(),
                    password: mosquitto.hub_password.clone(),
                    ca_pem: None,
                    files: Some(mosquitto.place.clone()),
                });
                Self::with(folder, clock, node, config, Some(mosquitto)).await
            }
        }
    }

    pub async fn with(
        folder: tempfile::TempDir,
        clock: Arc<HandClock>,
        node: Arc<Node>,
        config: BrokerConfig,
        mosquitto: Option<Mosquitto>,
    ) -> Self {
        let running = broker::start_with(node.clone(), config, tempo()).await.unwrap();
        let own = running.plain_address();
        let address = mosquitto.as_ref().map(|mosquitto| mosquitto.address).or(own).unwrap();
        let mut up = running.up();
        tokio::time::timeout(DEADLINE, up.wait_for(|up| *up))
            .await
            .expect("the hub's line comes up")
            .unwrap();
        Self { folder, clock, node, running, address, mosquitto }
    }

    /// Pairs an antenna of a neighbourhood, and waits until the broker knows it.
    pub async fn antenna(&self, label: &str, neighbourhood: &str) -> Paired {
        self.paired(label, neighbourhood, Holder::Antenna).await
    }

    pub async fn paired(&self, label: &str, neighbourhood: &str, holder: Holder) -> Paired {
        let hood = neighbourhood.parse().unwrap();
        let by = ActorRef::Staff(operator());
        let code = network::new_pairing_code(&self.node, label, hood, holder, by).await.unwrap();
        let request = PairRequest { code: code.code, device_name: "a phone".to_owned() };
        let paired = network::pair(&self.node, &pairing_config(), request, None).await.unwrap();
        if self.mosquitto.is_some() {
            // Its files are written and read again after the pairing, by a program that does not say when.
            eventually("mosquitto lets the new device in", async || {
                Device::with(options(self.address, &paired), paired.device).await.is_ok()
            })
            .await;
        }
        paired
    }

    pub async fn submit(&self, command: requests::Command) -> Result<(), Problem> {
        testing::submit(&self.node, Command::Requests(command)).await.map(|_| ())
    }

    /// A need that somebody left, taken in charge.
    pub async fn need(&self, name: &str) -> RequestId {
        let id = CommandId::new(self.node.fresh_id());
        let leave = requests::Command::Leave(need(id, name));
        let ctx = self.node.ctx(id, ActorRef::System, Channel::Kiosk);
        self.node.submit(ctx, Command::Requests(leave)).await.unwrap();
        let request = RequestId::from(id);
        let take = requests::Command::TakeInCharge { request, operator: operator() };
        self.submit(take).await.unwrap();
        request
    }

    pub async fn propose(&self, request: RequestId, named: Option<DeviceId>) {
        let circle = if named.is_some() { Circle::Named } else { Circle::Neighbourhood };
        let note = "Serve una mano in casa".to_owned();
        self.submit(requests::Command::Propose { request, circle, named, note }).await.unwrap();
    }

    pub async fn brief(&self, request: RequestId) -> Option<Brief> {
        let mut db = self.node.store.read().await.unwrap();
        brief(&mut db, request).await.unwrap()
    }

    pub async fn state(&self, request: RequestId) -> requests::State {
        self.brief(request).await.expect("the request is known").request.state
    }

    pub async fn rows(&self, table: &str) -> Vec<String> {
        let mut db = self.node.store.read().await.unwrap();
        hub_server::store::rebuild::rows_of(&mut db, table).await.unwrap()
    }

    /// How many facts of a kind stand in the log.
    pub async fn facts(&self, kind: &str) -> usize {
        let needle = format!("|kind={kind}|");
        self.rows("record").await.iter().filter(|row| row.contains(&needle)).count()
    }
}

pub fn operator() -> StaffId {
    StaffId::new(testing::uuid(0xA11CE))
}

pub fn need(id: CommandId, name: &str) -> LeaveNeed {
    LeaveNeed {
        id,
        category: testing::some_category(),
        neighbourhood: "mompiano".parse().unwrap(),
        urgency: Urgency::ThisWeek,
        text: "Mi si è rotta la maniglia della finestra".to_owned(),
        relation: Relation::Oneself,
        person: PersonDetails { name: name.to_owned(), ..PersonDetails::default() },
        language: "it".to_owned(),
        more: protocol::kiosk::NeedDetails::default(),
    }
}

/// Waits until `condition` holds, and fails with `what` when it does not in time.
pub async fn eventually(what: &str, mut condition: impl AsyncFnMut() -> bool) {
    let start = Instant::now();
    while !condition().await {
        assert!(start.elapsed() < DEADLINE, "never happened: {what}");
        sleep(Duration::from_millis(10)).await;
    }
}
