//! The bare broker echo: the same embedded broker over the same TLS, and behind it a client that answers
//! every command at once with a receipt, and records nothing.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use embedded_broker::{Admission, BoxFuture, Broker, Gatekeeper, Options};
use protocol::antenna::{HubEnvelope, HubMessage, Receipt, VERSION};
use protocol::topic;
use rumqttc::{
    AsyncClient, ConnectReturnCode, Event, Incoming, MqttOptions, NetworkOptions, PublishOptions,
    QoS,
};

use crate::devices::command_in;
use crate::process::{Running, free_port};
use crate::{Outcome, hub};

const HUB_USER: &str = "hub";

/// Lets everybody in.
struct Open;

impl Gatekeeper for Open {
    fn authenticate<'a>(
        &'a self,
        user: &'a str,
        _password: &'a [u8],
        _address: SocketAddr,
    ) -> BoxFuture<'a, Admission> {
        Box::pin(async move { if user == HUB_USER { Admission::Hub } else { Admission::Device } })
    }

    fn may_publish(&self, _user: &str, _topic: &str) -> bool {
        true
    }

    fn may_subscribe(&self, _user: &str, _filter: &str) -> bool {
        true
    }

    fn connected(&self, _user: &str) {}

    fn disconnected(&self, _user: &str) {}
}

/// Starts the echo as a process of its own, with the certificate of `site`; its port is `site`'s.
pub fn start(site: &hub::Site) -> Outcome<(Running, u16)> {
    let port = free_port()?;
    let args = [
        "echo".to_owned(),
        "--keys".to_owned(),
        site.folder.join("keys").display().to_string(),
        "--port".to_owned(),
        port.to_string(),
    ];
    let log = site.folder.join("echo.log");
    let running = Running::start(&std::env::current_exe()?, &args, &[], &log)?;
    running.says("ready")?;
    Ok((running, port))
}

/// Is the echo, for ever.
pub async fn serve(keys: &Path, port: u16) -> Outcome<()> {
    let options = Options {
        listen_tls: Some(SocketAddr::from(([127, 0, 0, 1], port))),
        certificate_chain: keys.join("server.pem"),
        private_key: keys.join("server.key"),
        listen_plain: Some(SocketAddr::from(([127, 0, 0, 1], 0))),
        ..Options::default()
    };
    let broker = Broker::start(options, Arc::new(Open)).await?;
    let address = broker.plain_address().ok_or("no plain listener")?;
    let host = address.ip().to_string();
    let mut options = MqttOptions::new(HUB_USER, (host.as_str(), address.port()));
    options.set_credentials(HUB_USER, "");
    options.set_receive_maximum(Some(1024));
    options.set_max_request_batch(64);
    let mut network = NetworkOptions::new();
    network.set_tcp_nodelay(true);
    options.set_network_options(network);
    let (client, mut events) = AsyncClient::builder(options).capacity(4096).build();
    loop {
        match events.poll().await? {
            Event::Incoming(Incoming::ConnAck(ack)) if ack.code == ConnectReturnCode::Success => {
                client.try_subscribe(topic::HUB_FILTER, QoS::AtLeastOnce)?;
            }
            Event::Incoming(Incoming::SubAck(_)) => println!("ready"),
            Event::Incoming(Incoming::Publish(publish)) => {
                let device = std::str::from_utf8(&publish.topic).ok().and_then(topic::speaker);
                if let (Some(device), Some(re)) = (device, command_in(&publish.payload)) {
                    let message = HubMessage::Receipt(Receipt { re, problem: None });
                    let bytes = serde_json::to_vec(&HubEnvelope { v: VERSION, at_ms: 0, message })?;
                    let options = PublishOptions::new(QoS::AtLeastOnce);
                    client.try_publish(topic::inbox(device), bytes, options)?;
                }
            }
            Event::Incoming(_) | Event::Outgoing(_) | Event::Auth(_) => {}
        }
    }
}
