//! A hub for tests: the real embedded broker, and behind it a hub that does as it is told: loses
//! receipts, is busy, refuses, repeats itself, forgets.

#![allow(dead_code, reason = "every test binary uses a part of it")]
#![allow(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on must stop"
)]

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use embedded_broker::{Admission, BoxFuture, Broker, Gatekeeper, Options};
use protocol::antenna::{
    BankAgreed, BankTold, BoardNotice, CHUNK, DeviceCommand, DeviceFact, DiaryRules, HubEnvelope,
    HubMessage, News, Profile, Proposed, Receipt, Seen,
};
use protocol::kiosk::bank::{Account, Movement, Named, Notice, Said as Declared, Standing, Way};
use protocol::kiosk::{CategoryCard, NeighbourhoodName, ThemeCard, Urgency};
use protocol::{
    CommandId, DeviceId, ExchangeId, ListingId, Problem, ProposalId, Relation, RequestId, Slug,
    topic,
};
use rumqttc::{AsyncClient, Event, Incoming, MqttOptions, PublishOptions, QoS};
use uuid::Uuid;

/// How long a test waits for anything.
pub const DEADLINE: Duration = Duration::from_secs(30);
const HUB_PASSWORD: &str = "hub-of-this-test";

/// Waits until `found` answers, and says what was waited for when it does not.
pub async fn until<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let end = tokio::time::Instant::now() + DEADLINE;
    loop {
        if let Some(value) = found() {
            return value;
        }
        assert!(tokio::time::Instant::now() < end, "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// One command as the hub received it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    pub device: DeviceId,
    pub id: CommandId,
    pub n: u64,
    pub command: DeviceCommand,
}

/// How the hub behaves.
#[derive(Debug, Clone, Default)]
pub struct Manner {
    /// Says nothing at all.
    pub silent: bool,
    /// Loses this many receipts after committing.
    pub lose_receipts: u32,
    /// Puts off this many commands.
    pub busy: u32,
    /// Leaves out this fact the first time it would be sent.
    pub skip_fact_once: Option<u64>,
    /// Sends every message this many times more, and facts of one answer back to front.
    pub disorder: bool,
    /// Refuses acceptances of these proposals with "already-taken".
    pub taken: BTreeSet<ProposalId>,
}

#[derive(Debug, Default)]
pub struct HubState {
    pub manner: Manner,
    pub facts: BTreeMap<DeviceId, Vec<News>>,
    pub seen: BTreeMap<DeviceId, u64>,
    pub hellos: Vec<(DeviceId, u64)>,
    /// Every arrival, in order, also repeated ones.
    pub arrived: Vec<Arrived>,
    /// The bytes of every arrival.
    pub raw: BTreeMap<CommandId, BTreeSet<Vec<u8>>>,
    /// Commands applied, in order, once each.
    pub applied: Vec<CommandId>,
    receipts: BTreeMap<CommandId, Option<Problem>>,
}

#[derive(Debug, Default)]
struct Doors {
    passwords: Mutex<BTreeMap<String, Vec<u8>>>,
    neighbourhood: Mutex<Option<Slug>>,
}

impl Gatekeeper for Doors {
    fn authenticate<'a>(
        &'a self,
        user: &'a str,
        password: &'a [u8],
        _address: SocketAddr,
    ) -> BoxFuture<'a, Admission> {
        let admission = if user == "hub" && password == HUB_PASSWORD.as_bytes() {
            Admission::Hub
        } else if self.passwords.lock().unwrap().get(user).is_some_and(|known| known == password) {
            Admission::Device
        } else {
            Admission::Refused
        };
        Box::pin(async move { admission })
    }

    fn may_publish(&self, user: &str, topic: &str) -> bool {
        user.parse().is_ok_and(|device| topic::may_publish(device, topic))
            && self.passwords.lock().unwrap().contains_key(user)
    }

    fn may_subscribe(&self, user: &str, filter: &str) -> bool {
        let hoods: Vec<Slug> = self.neighbourhood.lock().unwrap().clone().into_iter().collect();
        user.parse().is_ok_and(|device| topic::may_subscribe(device, &hoods, filter))
    }

    fn connected(&self, _user: &str) {}

    fn disconnected(&self, _user: &str) {}
}

/// Files of a certificate.
pub struct Certificate {
    pub chain: PathBuf,
    pub key: PathBuf,
}

pub struct FakeHub {
    pub state: Arc<Mutex<HubState>>,
    doors: Arc<Doors>,
    broker: Option<Broker>,
    client: Option<tokio::task::JoinHandle<()>>,
    publisher: Arc<Mutex<Option<AsyncClient>>>,
    plain: SocketAddr,
    tls: Option<SocketAddr>,
    certificate: Option<(PathBuf, PathBuf)>,
}

impl FakeHub {
    pub async fn start() -> Self {
        Self::start_with(None).await
    }

    pub async fn start_with(certificate: Option<Certificate>) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut hub = Self {
            state: Arc::default(),
            doors: Arc::default(),
            broker: None,
            client: None,
            publisher: Arc::default(),
            plain: "127.0.0.1:0".parse().unwrap(),
            tls: certificate.as_ref().map(|_| "127.0.0.1:0".parse().unwrap()),
            certificate: certificate.map(|certificate| (certificate.chain, certificate.key)),
        };
        hub.wake_up().await;
        hub
    }

    /// Starts the broker and the hub behind it, on the same ports as before.
    pub async fn wake_up(&mut self) {
        let (certificate_chain, private_key) = self.certificate.clone().unwrap_or_default();
        let options = Options {
            listen_plain: Some(self.plain),
            listen_tls: self.tls,
            certificate_chain,
            private_key,
            ..Options::default()
        };
        let broker = Broker::start(options, self.doors.clone()).await.unwrap();
        self.plain = broker.plain_address().unwrap();
        self.tls = broker.tls_address();
        self.broker = Some(broker);
        self.answer();
    }

    fn answer(&mut self) {
        let mut options = MqttOptions::new("hub", ("127.0.0.1", self.plain.port()));
        options.set_credentials("hub", HUB_PASSWORD);
        let (client, mut events) = AsyncClient::builder(options).capacity(10_000).build();
        let state = self.state.clone();
        *self.publisher.lock().unwrap() = Some(client.clone());
        self.client = Some(tokio::spawn(async move {
            loop {
                match events.poll().await {
                    Ok(Event::Incoming(Incoming::ConnAck(_))) => {
                        client.try_subscribe(topic::HUB_FILTER, QoS::AtLeastOnce).unwrap();
                    }
                    Ok(Event::Incoming(Incoming::Publish(publish))) => {
                        let topic = String::from_utf8_lossy(&publish.topic).into_owned();
                        let Some(device) = topic::speaker(&topic) else { continue };
                        let said = hear(&mut state.lock().unwrap(), device, &publish.payload);
                        for message in said {
                            say(&client, device, message);
                        }
                    }
                    Ok(_) => {}
                    Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
                }
            }
        }));
    }

    /// Stops broker and hub; what the hub committed stays.
    pub async fn sleep(&mut self) {
        if let Some(client) = self.client.take() {
            client.abort();
        }
        *self.publisher.lock().unwrap() = None;
        if let Some(broker) = self.broker.take() {
            broker.stop().await;
        }
    }

    /// A new device with its password.
    pub fn pair(&self) -> (DeviceId, String) {
        let device = DeviceId::new(antenna_app::clock::new_id().uuid());
        let secret = format!("secret-of-{device}");
        self.let_in(device, &secret);
        (device, secret)
    }

    pub fn let_in(&self, device: DeviceId, secret: &str) {
        self.doors.passwords.lock().unwrap().insert(device.to_string(), secret.into());
    }

    /// Takes a device's credential away and throws it out.
    pub async fn revoke(&self, device: DeviceId) {
        self.doors.passwords.lock().unwrap().remove(&device.to_string());
        self.broker.as_ref().unwrap().kick(&device.to_string()).await;
    }

    pub fn serve(&self, neighbourhood: &Slug) {
        *self.doors.neighbourhood.lock().unwrap() = Some(neighbourhood.clone());
    }

    pub fn brokers(&self) -> Vec<String> {
        match self.tls {
            Some(address) => vec![format!("mqtts://{address}")],
            None => vec![format!("mqtt://{}", self.plain)],
        }
    }

    pub fn lock(&self) -> MutexGuard<'_, HubState> {
        self.state.lock().unwrap()
    }

    /// Records a fact for a device and sends it if somebody listens.
    pub fn fact(&self, device: DeviceId, news: News) {
        let message = {
            let mut state = self.lock();
            let facts = state.facts.entry(device).or_default();
            facts.push(news.clone());
            let cursor = facts.len() as u64;
            if state.manner.skip_fact_once == Some(cursor) {
                state.manner.skip_fact_once = None;
                return;
            }
            HubMessage::Fact(DeviceFact { cursor, news })
        };
        if let Some(client) = &*self.publisher.lock().unwrap() {
            say(client, device, message);
        }
    }

    /// Says something to a neighbourhood.
    pub fn board(&self, neighbourhood: &Slug, text: &str) {
        let notice = BoardNotice { text: text.into(), until_ms: i64::MAX };
        let client = self.publisher.lock().unwrap().clone().unwrap();
        publish(&client, &topic::board(neighbourhood), HubMessage::Board(notice));
    }
}

fn hear(state: &mut HubState, device: DeviceId, bytes: &[u8]) -> Vec<HubMessage> {
    let (envelope, command) = DeviceCommand::open(bytes).expect("a command no hub understands");
    if state.manner.silent {
        return Vec::new();
    }
    match command {
        DeviceCommand::Hello(hello) => {
            state.hellos.push((device, hello.cursor));
            state.seen.insert(device, hello.cursor);
            facts_after(state, device, hello.cursor)
        }
        DeviceCommand::Seen(seen) => {
            let known = state.seen.insert(device, seen.cursor).unwrap_or(0);
            if seen.cursor > known { facts_after(state, device, seen.cursor) } else { Vec::new() }
        }
        command => {
            let id = envelope.id;
            state.arrived.push(Arrived { device, id, n: envelope.n, command: command.clone() });
            state.raw.entry(id).or_default().insert(bytes.to_vec());
            if state.manner.busy > 0 {
                state.manner.busy -= 1;
                let problem = Some(Problem::try_later("hub-busy"));
                return vec![HubMessage::Receipt(Receipt { re: id, problem })];
            }
            let taken = matches!(&command, DeviceCommand::AnswerProposal(it)
                if it.accept && state.manner.taken.contains(&it.proposal));
            if let Entry::Vacant(first) = state.receipts.entry(id) {
                first.insert(taken.then(|| Problem::conflict("already-taken")));
                state.applied.push(id);
            }
            if state.manner.lose_receipts > 0 {
                state.manner.lose_receipts -= 1;
                return Vec::new();
            }
            let problem = state.receipts[&id].clone();
            let receipt = HubMessage::Receipt(Receipt { re: id, problem });
            if state.manner.disorder { vec![receipt.clone(), receipt] } else { vec![receipt] }
        }
    }
}

fn facts_after(state: &mut HubState, device: DeviceId, cursor: u64) -> Vec<HubMessage> {
    let facts = state.facts.get(&device).cloned().unwrap_or_default();
    let head = facts.len() as u64;
    let mut messages: Vec<HubMessage> = facts
        .into_iter()
        .enumerate()
        .map(|(index, news)| DeviceFact { cursor: index as u64 + 1, news })
        .filter(|fact| fact.cursor > cursor)
        .take(CHUNK)
        .map(HubMessage::Fact)
        .collect();
    if state.manner.disorder {
        let doubled: Vec<HubMessage> = messages.iter().cloned().rev().collect();
        messages = doubled.into_iter().chain(messages).collect();
    }
    if messages.is_empty() {
        messages.push(HubMessage::CaughtUp(Seen { cursor: head }));
    }
    messages
}

fn say(client: &AsyncClient, device: DeviceId, message: HubMessage) {
    publish(client, &topic::inbox(device), message);
}

fn publish(client: &AsyncClient, topic: &str, message: HubMessage) {
    let at_ms = jiff::Timestamp::now().as_millisecond();
    let bytes = serde_json::to_vec(&HubEnvelope { v: 1, at_ms, message }).unwrap();
    client.try_publish(topic, bytes, PublishOptions::new(QoS::AtLeastOnce)).unwrap();
}

pub fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

pub fn proposal(number: u128) -> ProposalId {
    ProposalId::new(Uuid::from_u128(number))
}

pub fn request(number: u128) -> RequestId {
    RequestId::new(Uuid::from_u128(number))
}

/// A proposal to shop for somebody.
pub fn proposed(number: u128, until_ms: i64) -> News {
    News::Proposed(Proposed {
        proposal: proposal(number),
        request: request(1_000 + number),
        category: slug("spesa"),
        neighbourhood: slug("casazza"),
        urgency: Urgency::Today,
        note: "Una borsa leggera, entro sera".into(),
        relation: Relation::Neighbour,
        until_ms,
    })
}

fn words(it: &str, en: &str) -> BTreeMap<String, String> {
    BTreeMap::from([("it".to_owned(), it.to_owned()), ("en".to_owned(), en.to_owned())])
}

/// A profile with a few categories, neighbourhoods and topics.
pub fn profile(device: DeviceId, is_operator: bool) -> News {
    let category = |name: &str, icon: &str, it: &str, en: &str, home_visit| CategoryCard {
        slug: slug(name),
        icon: icon.into(),
        name: words(it, en),
        hint: words("", ""),
        home_visit,
        questions: vec![],
    };
    let hood = |name: &str, shown: &str, zone: &str, served_here| NeighbourhoodName {
        slug: slug(name),
        name: shown.into(),
        zone: zone.into(),
        served_here,
    };
    let topic = |name: &str, icon: &str, it: &str, en: &str| ThemeCard {
        slug: slug(name),
        icon: icon.into(),
        name: words(it, en),
    };
    News::Profile(Profile {
        device,
        name: if is_operator {
            "Operatrice di comunità".into()
        } else {
            "Bar della piazza".into()
        },
        is_operator,
        hub_name: "HUB Casazza".into(),
        neighbourhood: slug("casazza"),
        time_zone: "Europe/Rome".into(),
        categories: vec![
            category(
                "spesa",
                "shopping-cart",
                "Spesa e commissioni",
                "Shopping and errands",
                false,
            ),
            category("compagnia", "coffee", "Compagnia", "Company", true),
            category(
                "visite",
                "car",
                "Accompagnamento a visite",
                "Going along to appointments",
                false,
            ),
            category(
                "digitale",
                "device-mobile",
                "Aiuto con telefono e computer",
                "Phone and computer",
                true,
            ),
            category("piccole-riparazioni", "wrench", "Piccole riparazioni", "Small repairs", true),
            category("documenti", "file-text", "Moduli e documenti", "Forms and papers", false),
        ],
        neighbourhoods: vec![
            hood("casazza", "Casazza", "Nord", true),
            hood("mompiano", "Mompiano", "Nord", true),
            hood("villaggio-prealpino", "Villaggio Prealpino", "Nord", true),
            hood("san-bartolomeo", "San Bartolomeo", "Nord", true),
            hood("borgo-trento", "Borgo Trento", "Nord", false),
        ],
        topics: vec![
            topic("solitudine", "heart", "Solitudine", "Loneliness"),
            topic("casa", "house", "Casa", "Housing"),
            topic("lavoro", "briefcase", "Lavoro", "Work"),
            topic("salute", "heartbeat", "Salute", "Health"),
            topic("giovani", "users", "Giovani", "Young people"),
        ],
        standing: None,
        closed_months: Vec::new(),
        diary: is_operator.then_some(DiaryRules { late_after_days: 3, refused_after_days: 14 }),
    })
}

/// Whether any file under `folder` holds these bytes.
pub fn holds(folder: &Path, needle: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().flatten().any(|entry| {
        let bytes = std::fs::read(entry.path()).unwrap_or_default();
        bytes.windows(needle.len()).any(|window| window == needle)
    })
}

/// An account with something of everything.
pub fn account(now_ms: i64) -> News {
    let (exchange, other) = (ExchangeId::new(Uuid::from_u128(50)), Uuid::from_u128(51));
    let bruno = || Named { number: 12, name: "Bruno V.".into() };
    let said = |exchange, gave| Declared {
        exchange,
        with: "Bruno V.".into(),
        gave,
        minutes: 90,
        category: slug("compagnia"),
        day: "2026-11-20".into(),
        until: "2026-12-04".into(),
    };
    let notice = |n: u128| Notice {
        notice: ListingId::new(Uuid::from_u128(n)),
        way: Way::Offer,
        category: slug("compagnia"),
        text: "Una partita a carte, o due chiacchiere al pomeriggio.".into(),
        who: bruno(),
        until: Some("2027-05-18".into()),
        ends_in_days: None,
        state: protocol::kiosk::bank::NoticeState::Published,
    };
    let movement = |n: i64| Movement {
        day: "2026-11-18".into(),
        minutes: n * 15,
        category: Some(slug("spesa")),
        with: "Amina D.".into(),
        to_refer: None,
    };
    News::Bank(Box::new(BankTold {
        account: Some(Account {
            name: "Livia C.".into(),
            number: 3,
            balance_min: -1_100,
            standing: Standing::Low,
            may_receive_min: Some(100),
            may_exchange: true,
            renew_by: Some("2026-11-28".into()),
            movements: (-6..=6).filter(|n| *n != 0).map(movement).collect(),
            to_answer: vec![said(exchange, false)],
            declared: vec![said(ExchangeId::new(other), true)],
            notices: vec![notice(60)],
            people: vec![bruno(), Named { number: 7, name: "Giuseppina B.".into() }],
            ..Account::default()
        }),
        board: vec![notice(61), notice(62)],
        agreed: vec![BankAgreed {
            agreed: ExchangeId::new(Uuid::from_u128(70)),
            with: bruno(),
            gives: true,
            minutes: 60,
            category: slug("compagnia"),
            at_ms: now_ms + 26 * 3_600_000,
        }],
    }))
}
