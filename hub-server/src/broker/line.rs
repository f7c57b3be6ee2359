//! The hub's own connection to the broker: listens to all its devices, publishes to them, comes back after
//! every failure. The only file that knows the MQTT client crate.
//!
//! Always true: every connection starts clean with a client of its own, so that nothing the client queued
//! survives; every CONNACK is followed by a subscription; publishing never waits, and what cannot be taken
//! is dropped and counted, because a receipt or a fact that is missed is asked for again.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use protocol::antenna::MESSAGE_MAX;
use protocol::topic::HUB_FILTER;
use rumqttc::{
    AsyncClient, ConnectReturnCode, ConnectionError, DisconnectReasonCode, Event, EventLoop,
    Incoming, MqttOptions, NetworkOptions, PublishOptions, QoS, SessionMode, SubscribeReasonCode,
    TlsConfiguration, Transport,
};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use super::config::Target;
use super::counts::{Counts, one_more};
use crate::node::fresh_bytes;

/// Messages to devices that wait for the socket.
const OUTBOUND: usize = 4096;
/// Messages from the broker that we have not acknowledged: more than a batch of the writer.
const RECEIVE_MAX: u16 = 1024;
/// Messages to devices in one write to the socket: a commit answers many at once.
const SENT_AT_ONCE: usize = 64;
const KEEP_ALIVE_S: u16 = 30;
const CONNECT_S: u64 = 10;
const SUBSCRIBE_LIMIT: Duration = Duration::from_secs(10);
const GOODBYE: Duration = Duration::from_secs(1);
/// The wait before the second attempt, doubled up to the most; each wait is a random part of it.
const WAIT_FIRST_MS: u64 = 500;
const WAIT_MOST_MS: u64 = 60_000;
/// A connection that held for this long makes the next failure count as the first.
const STEADY: Duration = Duration::from_secs(10);

/// A message as it came: its topic and its bytes, unread.
pub(super) struct Heard {
    pub topic: Bytes,
    pub payload: Bytes,
}

/// The way out, for everybody who publishes.
pub(super) struct Line {
    client: Mutex<Option<AsyncClient>>,
    up: watch::Sender<bool>,
    counts: Arc<Counts>,
}

impl Line {
    /// A line that is down until [`run`] brings it up.
    pub fn new(counts: Arc<Counts>) -> (Arc<Self>, watch::Receiver<bool>) {
        let (up, ups) = watch::channel(false);
        (Arc::new(Self { client: Mutex::new(None), up, counts }), ups)
    }

    /// Hands a message to the broker with `QoS` 1; `false` when there is no line or no room. Neither says
    /// that it arrived.
    pub fn publish(&self, topic: String, bytes: Vec<u8>) -> bool {
        let client = self.client.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let options = PublishOptions::new(QoS::AtLeastOnce);
        let sent = client.is_some_and(|client| client.try_publish(topic, bytes, options).is_ok());
        if !sent {
            one_more(&self.counts.unsent);
        }
        sent
    }

    fn stand(&self, client: Option<AsyncClient>) {
        let is_up = client.is_some();
        *self.client.lock().unwrap_or_else(PoisonError::into_inner) = client;
        if is_up {
            one_more(&self.counts.lines);
        }
        self.up.send_replace(is_up);
    }
}

/// Keeps the line up until `stop`; what is heard goes to `tell`.
pub(super) async fn run(
    line: Arc<Line>,
    target: Target,
    tell: mpsc::Sender<Heard>,
    stop: CancellationToken,
) {
    let mut wait_ms = 0;
    loop {
        let begun = Instant::now();
        let ended = one_connection(&line, &target, &tell, &stop).await;
        line.stand(None);
        let Ended::Lost(why) = ended else { return };
        tracing::warn!(host = %target.host, port = target.port, "broker.line is down: {why}");
        if begun.elapsed() >= STEADY {
            wait_ms = 0;
        }
        let wait = Duration::from_millis(part_of(wait_ms));
        wait_ms = (wait_ms * 2).clamp(WAIT_FIRST_MS, WAIT_MOST_MS);
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
    }
}

enum Ended {
    Asked,
    Lost(String),
}

async fn one_connection(
    line: &Line,
    target: &Target,
    tell: &mpsc::Sender<Heard>,
    stop: &CancellationToken,
) -> Ended {
    let (client, mut events) =
        match AsyncClient::builder(options(target)).capacity(OUTBOUND).try_build() {
            Ok(built) => built,
            Err(error) => return Ended::Lost(error.to_string()),
        };
    let mut listening = false;
    let subscribed_by = tokio::time::sleep(SUBSCRIBE_LIMIT + Duration::from_secs(CONNECT_S));
    tokio::pin!(subscribed_by);
    loop {
        let event = tokio::select! {
            () = stop.cancelled() => {
                line.stand(None);
                return goodbye(&client, events).await;
            }
            () = &mut subscribed_by, if !listening => {
                return Ended::Lost("the broker does not answer the hub's subscription".to_owned());
            }
            event = events.poll() => event,
        };
        match event {
            Err(error) => return Ended::Lost(reason(&error)),
            Ok(Event::Incoming(Incoming::ConnAck(ack)))
                if ack.code == ConnectReturnCode::Success =>
            {
                if client.try_subscribe(HUB_FILTER, QoS::AtLeastOnce).is_err() {
                    return Ended::Lost("the subscription could not be sent".to_owned());
                }
            }
            Ok(Event::Incoming(Incoming::SubAck(ack))) => {
                let granted =
                    |code: &SubscribeReasonCode| matches!(code, SubscribeReasonCode::Success(_));
                if !ack.return_codes.iter().all(granted) {
                    return Ended::Lost(
                        "the broker does not let the hub hear its devices: check its access list"
                            .to_owned(),
                    );
                }
                listening = true;
                tracing::info!(host = %target.host, port = target.port, "broker.line is up");
                line.stand(Some(client.clone()));
            }
            Ok(Event::Incoming(Incoming::Publish(publish))) => {
                let heard = Heard { topic: publish.topic, payload: publish.payload };
                // With nobody left to hear it the node is stopping: the sender still has it.
                let _ = tell.send(heard).await;
            }
            Ok(Event::Incoming(Incoming::Disconnect(said))) => {
                if said.reason_code == DisconnectReasonCode::SessionTakenOver {
                    tracing::error!("another program uses this hub's user name at the broker");
                }
            }
            Ok(Event::Incoming(_) | Event::Outgoing(_) | Event::Auth(_)) => {}
        }
    }
}

fn options(target: &Target) -> MqttOptions {
    // The client id is the user name: brokers that enforce that let nobody take over a session.
    let mut options = MqttOptions::new(target.user.clone(), (target.host.as_str(), target.port));
    options.set_credentials(target.user.clone(), target.password.clone());
    options.set_keep_alive(KEEP_ALIVE_S);
    options.set_session_mode(SessionMode::Clean);
    options.set_receive_maximum(Some(RECEIVE_MAX));
    options.set_max_request_batch(SENT_AT_ONCE);
    // Larger than a device may send, so that too large is seen, counted and survived.
    options.set_max_packet_size(u32::try_from(4 * MESSAGE_MAX).ok());
    let mut network = NetworkOptions::new();
    network.set_tcp_nodelay(true);
    network.set_connection_timeout(CONNECT_S);
    options.set_network_options(network);
    if let Some(ca_pem) = &target.ca_pem {
        options.set_transport(Transport::tls_with_config(TlsConfiguration::Simple {
            ca: ca_pem.as_bytes().to_vec(),
            alpn: None,
            client_auth: None,
        }));
    }
    options
}

/// Says goodbye, after what is queued, waiting a second at most.
async fn goodbye(client: &AsyncClient, mut events: EventLoop) -> Ended {
    if client.try_disconnect().is_ok() {
        let drain = async { while events.poll().await.is_ok() {} };
        let _ = tokio::time::timeout(GOODBYE, drain).await;
    }
    Ended::Asked
}

fn reason(error: &ConnectionError) -> String {
    if let ConnectionError::ConnectionRefused(code) = error {
        format!("the broker does not let the hub in ({code:?}): check its user and password there")
    } else {
        error.to_string()
    }
}

fn part_of(most_ms: u64) -> u64 {
    let [a, b, c, d, ..] = fresh_bytes();
    if most_ms == 0 { 0 } else { u64::from(u32::from_be_bytes([a, b, c, d])) % most_ms }
}
