//! One connection to one broker: the only file, with `trouble`, that knows the MQTT client crate.
//!
//! Always true: every connection starts clean with a client of its own, so that nothing the client
//! queued survives; reading from the line and writing to it never wait for each other. Deliberately
//! absent: wills, retained messages, MQTT 5 properties that anything would depend on.

use std::time::Duration;

use protocol::antenna::MESSAGE_MAX;
use rumqttc::{
    AsyncClient, ConnectReturnCode, Event, EventLoop, Incoming, MqttOptions, NetworkOptions,
    PubAckReason, PublishOptions, QoS, SessionMode, SubscribeReasonCode, TlsConfiguration,
    Transport,
};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::Why;
use super::trouble::why;

const KEEP_ALIVE_S: u16 = 30;
const CONNECT_S: u64 = 10;
const QUEUE: usize = 64;
const GOODBYE: Duration = Duration::from_secs(1);

/// Where to connect and as whom.
#[derive(Clone)]
pub(super) struct Credentials<'a> {
    pub device: &'a str,
    pub secret: &'a str,
    pub ca_pem: &'a str,
}

/// What happens on the line.
#[derive(Debug)]
pub(super) enum Sign {
    /// The broker let us in.
    Up,
    /// The broker listens to our subscription to the inbox.
    Listening,
    /// A message, on whatever topic we subscribed to.
    Message(Vec<u8>),
    /// The connection is over.
    Lost(Why),
}

/// A broker's address as the pairing gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    pub host: String,
    pub port: u16,
    pub tls: bool,
}

impl Address {
    /// Reads `mqtts://host:port`; `mqtt://` is taken on loopback only, because the password would
    /// travel in the clear.
    pub fn parse(url: &str) -> Option<Self> {
        let (scheme, rest) = url.trim().split_once("://")?;
        let tls = match scheme {
            "mqtts" => true,
            "mqtt" => false,
            _ => return None,
        };
        let (host, port) = rest.trim_end_matches('/').rsplit_once(':')?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let loopback = host == "localhost"
            || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
        let usable = !host.is_empty() && (tls || loopback);
        usable.then_some(Self { host, port: port.parse().ok()?, tls })
    }
}

/// A connection being made or made.
pub(super) struct Wire {
    client: AsyncClient,
    signs: mpsc::Receiver<Sign>,
    /// Read while looking for messages, and not one.
    put_back: Option<Sign>,
    poller: JoinHandle<()>,
}

impl Wire {
    /// Starts connecting; [`Self::next`] tells how it went.
    pub fn open(address: &Address, who: &Credentials<'_>) -> Self {
        let mut options = MqttOptions::new(who.device, (address.host.as_str(), address.port));
        options.set_credentials(who.device.to_owned(), who.secret.to_owned());
        options.set_keep_alive(KEEP_ALIVE_S);
        options.set_session_mode(SessionMode::Clean);
        options.set_receive_maximum(Some(20));
        options.set_max_packet_size(u32::try_from(MESSAGE_MAX + 1024).ok());
        let mut network = NetworkOptions::new();
        network.set_tcp_nodelay(true);
        network.set_connection_timeout(CONNECT_S);
        options.set_network_options(network);
        if address.tls {
            options.set_transport(Transport::tls_with_config(TlsConfiguration::Simple {
                ca: who.ca_pem.as_bytes().to_vec(),
                alpn: None,
                client_auth: None,
            }));
        }
        let (client, events) = AsyncClient::builder(options).capacity(QUEUE).build();
        let (tell, signs) = mpsc::channel(QUEUE);
        Self { client, signs, put_back: None, poller: tokio::spawn(poll(events, tell)) }
    }

    /// The next thing that happens; cancelling the wait loses nothing.
    pub async fn next(&mut self) -> Sign {
        if let Some(sign) = self.put_back.take() {
            return sign;
        }
        self.signs.recv().await.unwrap_or(Sign::Lost(Why::NoLine))
    }

    /// A message that has already arrived; anything else is left for [`Self::next`].
    pub fn next_message_now(&mut self) -> Option<Vec<u8>> {
        if self.put_back.is_some() {
            return None;
        }
        match self.signs.try_recv().ok()? {
            Sign::Message(bytes) => Some(bytes),
            other @ (Sign::Up | Sign::Listening | Sign::Lost(_)) => {
                self.put_back = Some(other);
                None
            }
        }
    }

    /// Asks for a topic; whether it is granted shows later. `false` when the client's queue is full.
    pub fn subscribe(&self, topic: &str) -> bool {
        self.client.try_subscribe(topic, QoS::AtLeastOnce).is_ok()
    }

    /// Hands a message to the client; `false` when its queue is full. Neither says that it arrived.
    pub fn publish(&self, topic: &str, bytes: Vec<u8>) -> bool {
        self.client.try_publish(topic, bytes, PublishOptions::new(QoS::AtLeastOnce)).is_ok()
    }

    /// Says goodbye, waiting a second at most.
    pub async fn close(mut self) {
        if self.client.try_disconnect().is_ok() {
            self.signs.close();
            let _ = tokio::time::timeout(GOODBYE, &mut self.poller).await;
        }
        self.poller.abort();
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.poller.abort();
    }
}

async fn poll(mut events: EventLoop, tell: mpsc::Sender<Sign>) {
    let mut inbox_granted = false;
    loop {
        let sign = match events.poll().await {
            Err(error) => {
                let why = why(&error);
                tracing::info!(error = %error, ?why, "the connection is over");
                let _ = tell.send(Sign::Lost(why)).await;
                return;
            }
            Ok(Event::Incoming(packet)) => read(packet, &mut inbox_granted),
            Ok(Event::Outgoing(_) | Event::Auth(_)) => None,
        };
        if let Some(sign) = sign {
            // Nobody listens any more while we say goodbye: keep polling until it is said.
            let _ = tell.send(sign).await;
        }
    }
}

fn read(packet: Incoming, inbox_granted: &mut bool) -> Option<Sign> {
    match packet {
        Incoming::ConnAck(ack) if ack.code == ConnectReturnCode::Success => Some(Sign::Up),
        Incoming::SubAck(ack) => {
            // The first subscription of a connection is the inbox. A refused board is no reason to
            // leave; a refused inbox means that this device is no longer wanted. A grant proves
            // nothing: some brokers grant everything and filter later.
            if *inbox_granted {
                return None;
            }
            *inbox_granted = true;
            let granted =
                ack.return_codes.iter().all(|code| matches!(code, SubscribeReasonCode::Success(_)));
            Some(if granted { Sign::Listening } else { Sign::Lost(Why::NotAuthorised) })
        }
        Incoming::Publish(publish) => Some(Sign::Message(publish.payload.to_vec())),
        Incoming::PubAck(ack) if ack.reason == PubAckReason::NotAuthorized => {
            Some(Sign::Lost(Why::NotAuthorised))
        }
        Incoming::Connect(..)
        | Incoming::ConnAck(_)
        | Incoming::PubAck(_)
        | Incoming::PubRec(_)
        | Incoming::PubRel(_)
        | Incoming::PubComp(_)
        | Incoming::Subscribe(_)
        | Incoming::Unsubscribe(_)
        | Incoming::UnsubAck(_)
        | Incoming::PingReq
        | Incoming::PingResp
        | Incoming::Disconnect(_)
        | Incoming::Auth(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_never_leaves_the_machine_in_the_clear() {
        let local = Address::parse("mqtt://127.0.0.1:1883").unwrap();
        assert_eq!((local.host.as_str(), local.port, local.tls), ("127.0.0.1", 1883, false));
        assert_eq!(Address::parse("mqtt://hub.example:1883"), None);
        assert!(Address::parse("mqtts://hub.example:8883").unwrap().tls);
        assert_eq!(Address::parse("mqtts://[::1]:8883").unwrap().host, "::1");
        for bad in ["", "mqtts://", "mqtts://host", "mqtts://host:x", "http://host:1"] {
            assert_eq!(Address::parse(bad), None, "{bad}");
        }
    }
}
