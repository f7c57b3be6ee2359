//! rmqtt, on two loopback ports that only the door may use, with every default that matters set by
//! hand.
//!
//! Retained messages, shared subscriptions, delayed messages and storage are compiled out; wills
//! and credentials are the door's; topics are asked about in `rules`.

use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroU16;
use std::time::Duration;

use rmqtt::context::ServerContext;
use rmqtt::net::{Builder, Listener};
use rmqtt::server::MqttServer;
use rmqtt::types::{Id, QoS};

use crate::door;
use crate::rules::Rules;
use crate::{BrokerError, Options};

/// How long the broker keeps the subscriptions and queue of a device that dropped. A comfort for
/// short drops; nothing depends on it, because a device that connects says what it has and the hub
/// sends the rest.
const SESSION_KEPT: Duration = Duration::from_hours(1);

#[derive(Clone)]
pub(crate) struct Engine {
    context: ServerContext,
    pub ports: door::Engine,
}

/// The id of the listener that serves the hub, part of the id of its sessions.
pub(crate) const HUB_LISTENER: u16 = 2;
const DEVICE_LISTENER: u16 = 1;

/// What differs between the devices' port and the hub's.
struct Profile {
    name: &'static str,
    id: u16,
    /// Messages sent and not yet acknowledged.
    inflight: u16,
    /// Messages waiting behind those; when full, the oldest goes.
    queue: usize,
    subscriptions: usize,
}

const DEVICES: Profile =
    Profile { name: "devices", id: DEVICE_LISTENER, inflight: 20, queue: 200, subscriptions: 4 };
/// Everything devices send goes to the hub, which takes it in batches of up to 256. The queue is
/// longer than what `backlog` lets through.
const HUB: Profile =
    Profile { name: "hub", id: HUB_LISTENER, inflight: 1024, queue: 4096, subscriptions: 16 };

impl Engine {
    /// Starts rmqtt on the current runtime.
    pub async fn start(options: &Options, rules: Rules) -> Result<Self, BrokerError> {
        let sessions = options.max_connections.saturating_add(1).saturating_mul(2);
        let context = ServerContext::new()
            // By default rmqtt refuses every CONNECT while the machine's CPU is above 90 %.
            .busy_check_enable(false)
            // Live and kept sessions together.
            .mqtt_max_sessions(isize::try_from(sessions).unwrap_or(isize::MAX))
            .build()
            .await;
        let register = context.extends.hook_mgr().register();
        for hook in Rules::HOOKS {
            register.add(hook, Box::new(rules.clone())).await;
        }
        register.start().await;

        let devices = listener(&DEVICES, options)?;
        let hub = listener(&HUB, options)?;
        let ports = door::Engine { devices: address(&devices)?, hub: address(&hub)? };
        let server = MqttServer::new(context.clone())
            .listener_by_id(devices, DEVICES.id)
            .listener_by_id(hub, HUB.id)
            .build();
        // Not `start`, which would end the whole process on an error.
        tokio::spawn(server.run());
        Ok(Self { context, ports })
    }

    /// Ends the session of `user`, live or kept, and forgets its subscriptions and queue.
    pub async fn forget(&self, user: &str) {
        let id = Id::from(self.context.node.id(), user.into());
        let mut session = self.context.extends.shared().await.entry(id);
        if let Err(error) = session.kick(true, true, true).await {
            tracing::debug!(%error, "an MQTT session ended before it could be closed");
        }
    }
}

fn listener(profile: &Profile, options: &Options) -> Result<Listener, BrokerError> {
    Builder::new()
        .name(profile.name)
        .laddr(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
        .nodelay(true)
        .allow_anonymous(false)
        .max_clientid_len(64)
        .max_packet_size(options.max_packet_bytes)
        // Not a limit on connections (the door has that), but the length of the handshake queue.
        .max_connections(options.max_connections.saturating_add(options.max_waiting).max(16))
        .handshake_timeout(options.handshake_limit)
        .allow_zero_keepalive(false)
        .max_keepalive(1200)
        .send_timeout(Duration::from_secs(5))
        .max_subscriptions(profile.subscriptions)
        .max_topic_levels(8)
        .max_inflight(NonZeroU16::new(profile.inflight).unwrap_or(NonZeroU16::MIN))
        .max_mqueue_len(profile.queue)
        // Two would need an exchange the protocol does not use, and its bookkeeping underflows on a
        // resumed session with a smaller window.
        .max_qos_allowed(QoS::AtLeastOnce)
        .max_topic_aliases(0)
        .session_expiry_interval(SESSION_KEPT)
        .max_session_expiry_interval(SESSION_KEPT)
        // Never resend on a live connection (MQTT 5 forbids it) and never expire by default:
        // whoever wants a deadline says so in the message.
        .message_retry_interval(Duration::ZERO)
        .message_expiry_interval(Duration::ZERO)
        .bind()
        .and_then(Listener::tcp)
        .map_err(|error| BrokerError::Engine { reason: error.to_string() })
}

fn address(listener: &Listener) -> Result<SocketAddr, BrokerError> {
    listener.local_addr().map_err(|error| BrokerError::Engine { reason: error.to_string() })
}
