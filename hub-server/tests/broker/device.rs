//! A paired device by the client library the project uses, without an outbox and without reconnecting.

use std::collections::VecDeque;
use std::net::SocketAddr;

use protocol::antenna::{
    AnswerProposal, DeviceCommand, DeviceFact, Hello, HubEnvelope, HubMessage, News, Paired,
    Proposed, RaiseNeed, Seen,
};
use protocol::kiosk::Urgency;
use protocol::{CommandId, DeviceId, Problem, ProposalId, Relation, topic};
use rumqttc::{
    AsyncClient, ConnectionError, Event, Incoming, MqttOptions, PublishOptions, QoS, Transport,
};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;
use uuid::Uuid;

use crate::town::{DEADLINE, Town};

pub struct Device {
    pub id: DeviceId,
    pub mqtt: AsyncClient,
    heard: UnboundedReceiver<(String, Vec<u8>)>,
    /// Heard and not asked for yet.
    kept: VecDeque<HubMessage>,
    end: tokio::task::JoinHandle<ConnectionError>,
    n: u64,
    /// The last cursor it kept.
    cursor: u64,
    /// What it takes for the time, UTC milliseconds: in 1970, unless a test says otherwise.
    pub clock_ms: i64,
}

pub fn options(address: SocketAddr, paired: &Paired) -> MqttOptions {
    let host = (address.ip().to_string(), address.port());
    let mut options = MqttOptions::new(paired.device.to_string(), host);
    options.set_credentials(paired.device.to_string(), paired.secret.clone());
    options.set_keep_alive(30).set_transport(Transport::tcp());
    options
}

pub fn fresh_command() -> CommandId {
    CommandId::new(Uuid::now_v7())
}

impl Device {
    /// Connects and listens to its inbox.
    pub async fn connect(town: &Town, paired: &Paired) -> Self {
        Self::with(options(town.address, paired), paired.device).await.expect("it is let in")
    }

    /// Connects, listens to its inbox and says hello.
    pub async fn here(town: &Town, paired: &Paired, cursor: u64) -> Self {
        let mut device = Self::connect(town, paired).await;
        device.hello(cursor).await;
        device
    }

    /// Connects and listens to its inbox.
    pub async fn with(options: MqttOptions, id: DeviceId) -> Result<Self, ConnectionError> {
        let device = Self::let_in(options, id).await?;
        device.subscribe(&topic::inbox(id)).await.expect("its own inbox");
        Ok(device)
    }

    /// Connects and listens to nothing.
    pub async fn let_in(options: MqttOptions, id: DeviceId) -> Result<Self, ConnectionError> {
        let (mqtt, mut events) = AsyncClient::builder(options).capacity(64).build();
        let (tell, heard) = unbounded_channel();
        match timeout(DEADLINE, events.poll()).await.expect("an answer to CONNECT")? {
            Event::Incoming(Incoming::ConnAck(_)) => {}
            other => panic!("expected CONNACK, got {other:?}"),
        }
        let end = tokio::spawn(async move {
            loop {
                match events.poll().await {
                    Ok(Event::Incoming(Incoming::Publish(publish))) => {
                        let topic = String::from_utf8(publish.topic.to_vec()).unwrap();
                        let _ = tell.send((topic, publish.payload.to_vec()));
                    }
                    Ok(_) => {}
                    Err(error) => return error,
                }
            }
        });
        Ok(Self { id, mqtt, heard, kept: VecDeque::new(), end, n: 0, cursor: 0, clock_ms: 0 })
    }

    /// Subscribes; `Err` holds the reason codes of the refusal.
    pub async fn subscribe(&self, filter: &str) -> Result<(), String> {
        let notice = self.mqtt.subscribe_tracked(filter, QoS::AtLeastOnce).await.unwrap();
        let answer = timeout(DEADLINE, notice.wait_completion_async()).await.expect("a SUBACK");
        answer.map_err(|error| error.to_string())
    }

    /// Publishes with `QoS` 1 and waits for the broker; `Err` holds the reason code of the refusal.
    pub async fn publish(&self, topic: &str, payload: Vec<u8>) -> Result<(), String> {
        let options = PublishOptions::new(QoS::AtLeastOnce);
        let notice = self.mqtt.publish_tracked(topic, payload, options).await.unwrap();
        let answer = timeout(DEADLINE, notice.wait_completion_async()).await.expect("a PUBACK");
        answer.map_err(|error| error.to_string())
    }

    /// Says something under an id of its own.
    pub async fn say(&mut self, command: &DeviceCommand) -> CommandId {
        let id = fresh_command();
        self.say_as(id, command).await;
        id
    }

    pub async fn say_as(&mut self, id: CommandId, command: &DeviceCommand) {
        self.n += 1;
        let bytes = command.seal(id, self.n, self.clock_ms).unwrap();
        self.publish(&topic::command(self.id), bytes).await.expect("its own topic");
    }

    pub async fn hello(&mut self, cursor: u64) {
        self.cursor = cursor;
        let app = "test".to_owned();
        self.say(&DeviceCommand::Hello(Hello { cursor, app, waiting: 0 })).await;
    }

    pub async fn seen(&mut self, cursor: u64) {
        self.say(&DeviceCommand::Seen(Seen { cursor })).await;
    }

    pub async fn answer(&mut self, proposal: ProposalId, accept: bool) -> Option<Problem> {
        let answer = DeviceCommand::AnswerProposal(AnswerProposal { proposal, accept });
        let id = self.say(&answer).await;
        self.receipt(id).await
    }

    /// What the hub says next.
    async fn next(&mut self) -> HubMessage {
        if let Some(message) = self.kept.pop_front() {
            return message;
        }
        self.arrives().await
    }

    async fn arrives(&mut self) -> HubMessage {
        let (topic, bytes) = timeout(DEADLINE, self.heard.recv())
            .await
            .expect("a word from the hub in time")
            .expect("connected");
        assert!(
            topic == topic::inbox(self.id) || topic.ends_with("/board"),
            "heard what is for somebody else: {topic}"
        );
        serde_json::from_slice::<HubEnvelope>(&bytes).expect("a hub's message").message
    }

    /// The receipt of a command; everything else heard meanwhile is kept.
    pub async fn receipt(&mut self, id: CommandId) -> Option<Problem> {
        let kept = self.kept.iter().position(
            |message| matches!(message, HubMessage::Receipt(receipt) if receipt.re == id),
        );
        if let Some(HubMessage::Receipt(receipt)) = kept.and_then(|at| self.kept.remove(at)) {
            return receipt.problem;
        }
        loop {
            match self.arrives().await {
                HubMessage::Receipt(receipt) if receipt.re == id => return receipt.problem,
                other => self.kept.push_back(other),
            }
        }
    }

    /// Waits for the first message that `pick` wants; others are passed over.
    pub async fn message<T>(&mut self, mut pick: impl FnMut(HubMessage) -> Option<T>) -> T {
        loop {
            if let Some(wanted) = pick(self.next().await) {
                return wanted;
            }
        }
    }

    /// The next fact; receipts and the rest are passed over.
    pub async fn fact(&mut self) -> DeviceFact {
        self.message(|message| if let HubMessage::Fact(fact) = message { Some(fact) } else { None })
            .await
    }

    /// Takes facts, says each is kept, until the hub says nothing more waits; the facts, each once.
    pub async fn catch_up(&mut self) -> Vec<DeviceFact> {
        let mut facts: Vec<DeviceFact> = Vec::new();
        loop {
            match self.next().await {
                HubMessage::Fact(fact) => {
                    let cursor = fact.cursor;
                    if facts.iter().all(|other| other.cursor != cursor) {
                        facts.push(fact);
                    }
                    self.seen(cursor).await;
                }
                HubMessage::CaughtUp(_) => return facts,
                HubMessage::Receipt(_) | HubMessage::Board(_) => {}
            }
        }
    }

    /// Waits for a proposal, saying that everything before it is kept.
    pub async fn proposed(&mut self) -> Proposed {
        self.news(|news| if let News::Proposed(proposed) = news { Some(proposed) } else { None })
            .await
    }

    /// Waits for the first new fact that `pick` wants, saying that everything before it is kept.
    pub async fn news<T>(&mut self, mut pick: impl FnMut(News) -> Option<T>) -> T {
        loop {
            let fact = self.fact().await;
            let is_new = fact.cursor > self.cursor;
            self.cursor = self.cursor.max(fact.cursor);
            self.seen(self.cursor).await;
            if let Some(wanted) = pick(fact.news).filter(|_| is_new) {
                return wanted;
            }
        }
    }

    /// Cursors of facts that have been heard and not asked for.
    pub fn kept_cursors(&self) -> impl Iterator<Item = u64> {
        self.kept.iter().filter_map(|message| match message {
            HubMessage::Fact(fact) => Some(fact.cursor),
            HubMessage::Receipt(_) | HubMessage::CaughtUp(_) | HubMessage::Board(_) => None,
        })
    }

    /// A command that is certainly refused, and its receipt: everything the hub sent before has arrived.
    pub async fn fence(&mut self) {
        let nothing = ProposalId::new(Uuid::nil());
        let problem = self.answer(nothing, true).await.expect("there is no such proposal");
        assert_eq!(problem.slug(), "unknown-request");
    }

    /// How the connection ended.
    pub async fn ended(mut self) -> ConnectionError {
        timeout(DEADLINE, &mut self.end).await.expect("an end in time").unwrap()
    }

    pub fn is_connected(&self) -> bool {
        !self.end.is_finished()
    }
}

impl Drop for Device {
    /// Drops the connection without a DISCONNECT.
    fn drop(&mut self) {
        self.end.abort();
    }
}

/// A need an antenna raises in a neighbourhood.
pub fn raise(neighbourhood: &str) -> DeviceCommand {
    DeviceCommand::RaiseNeed(RaiseNeed {
        category: hub_server::testing::some_category(),
        neighbourhood: neighbourhood.parse().unwrap(),
        urgency: Urgency::Today,
        text: "Una signora al secondo piano non esce da giorni".to_owned(),
        relation: Relation::Neighbour,
    })
}
