//! A device or the hub, by the client library the project uses, without reconnecting.

use std::net::SocketAddr;

use embedded_broker::Broker;
use rumqttc::{
    AsyncClient, ConnectReturnCode, ConnectionError, Event, Incoming, MqttOptions, PublishOptions,
    QoS, SessionMode, Transport,
};
use tokio::sync::mpsc::{Receiver, channel};
use tokio::time::timeout;

use crate::town::{self, ANNA, DEADLINE, HUB, commands_of, inbox_of};

pub struct Client {
    pub mqtt: AsyncClient,
    messages: Receiver<(String, Vec<u8>)>,
    end: tokio::task::JoinHandle<ConnectionError>,
}

impl Client {
    pub async fn connect(broker: &Broker, user: &str) -> Self {
        Self::try_connect(options(town::address(broker), user))
            .await
            .expect("the client is admitted")
    }

    pub async fn try_connect(options: MqttOptions) -> Result<Self, ConnectionError> {
        let (mqtt, mut events) = AsyncClient::builder(options).capacity(64).build();
        let (tell, messages) = channel(1024);
        let first = timeout(DEADLINE, events.poll()).await.expect("an answer to CONNECT")?;
        assert!(matches!(first, Event::Incoming(Incoming::ConnAck(_))), "{first:?}");
        let end = tokio::spawn(async move {
            loop {
                match events.poll().await {
                    Ok(Event::Incoming(Incoming::Publish(publish))) => {
                        let topic = String::from_utf8(publish.topic.to_vec()).unwrap();
                        let _ = tell.send((topic, publish.payload.to_vec())).await;
                    }
                    Ok(_) => {}
                    Err(error) => return error,
                }
            }
        });
        Ok(Self { mqtt, messages, end })
    }

    /// Subscribes; `Err` holds the reason codes of the refusal.
    pub async fn subscribe(&self, filter: &str) -> Result<(), String> {
        let notice = self.mqtt.subscribe_tracked(filter, QoS::AtLeastOnce).await.unwrap();
        let answer = timeout(DEADLINE, notice.wait_completion_async()).await.expect("a SUBACK");
        answer.map_err(|error| error.to_string())
    }

    /// Publishes with `QoS` 1; `Err` holds the reason code of the refusal.
    pub async fn publish(&self, topic: &str, payload: impl Into<Vec<u8>>) -> Result<(), String> {
        let options = PublishOptions::new(QoS::AtLeastOnce);
        let notice = self.mqtt.publish_tracked(topic, payload.into(), options).await.unwrap();
        let answer = timeout(DEADLINE, notice.wait_completion_async()).await.expect("a PUBACK");
        answer.map_err(|error| error.to_string())
    }

    /// The next message.
    pub async fn next(&mut self) -> (String, Vec<u8>) {
        timeout(DEADLINE, self.messages.recv())
            .await
            .expect("a message in time")
            .expect("connected")
    }

    /// How the connection ended.
    pub async fn ended(self) -> ConnectionError {
        timeout(DEADLINE, self.end).await.expect("an end in time").unwrap()
    }

    pub fn is_connected(&self) -> bool {
        !self.end.is_finished()
    }

    /// Drops the TCP connection without a DISCONNECT.
    pub fn vanish(self) {
        self.end.abort();
    }
}

pub fn options(address: SocketAddr, user: &str) -> MqttOptions {
    let mut options = MqttOptions::new(user, (address.ip().to_string(), address.port()));
    options.set_credentials(user, town::key_of(user)).set_keep_alive(30);
    options.set_transport(Transport::tcp()).set_max_packet_size(Some(128 * 1024));
    options
}

/// A session the broker keeps for a while after the connection drops.
pub fn lasting_options(address: SocketAddr, user: &str) -> MqttOptions {
    let mut options = options(address, user);
    options.set_session_mode(SessionMode::Persistent).set_session_expiry_interval(Some(600));
    options
}

/// The hub's own client, hearing every device.
pub async fn hub(broker: &Broker) -> Client {
    let hub = Client::connect(broker, HUB).await;
    hub.subscribe("h1/d/+/cmd").await.expect("the hub may hear every device");
    hub
}

/// A message from `user` reaches the hub: the broker is well.
pub async fn assert_serves(broker: &Broker, user: &str) {
    let mut hub = hub(broker).await;
    let device = Client::connect(broker, user).await;
    device.publish(&commands_of(user), "are you well?").await.expect("own topic");
    assert_eq!(hub.next().await, (commands_of(user), b"are you well?".to_vec()));
}

pub fn refusal(result: Result<Client, ConnectionError>) -> ConnectReturnCode {
    match result {
        Err(ConnectionError::ConnectionRefused(code)) => code,
        Err(other) => panic!("refused without a reason: {other:?}"),
        Ok(_) => panic!("admitted"),
    }
}

/// Nothing has been delivered to the hub: the next message it gets is one sent now.
pub async fn assert_nothing_reached(hub: &mut Client, broker: &Broker) {
    // Taking over from any other connection of this device, so that everything sent there comes
    // before.
    let anna = Client::connect(broker, ANNA).await;
    anna.publish(&commands_of(ANNA), "the first").await.expect("own topic");
    assert_eq!(hub.next().await, (commands_of(ANNA), b"the first".to_vec()));
}

/// Nothing is waiting for the device: the next message it gets in its inbox is one sent now.
pub async fn assert_nothing_waits_for(device: &mut Client, name: &str, hub: &Client) {
    hub.publish(&inbox_of(name), "the first").await.expect("the hub may");
    assert_eq!(device.next().await, (inbox_of(name), b"the first".to_vec()));
}
