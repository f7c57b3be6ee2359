//! Which broker, and the waits of this side of it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use super::mosquitto::MosquittoPlace;

/// The broker a node speaks through.
#[derive(Debug, Clone)]
pub enum BrokerConfig {
    /// Its own, in this process.
    Embedded(EmbeddedBroker),
    /// Another program's, for example Mosquitto.
    External(ExternalBroker),
}

/// The broker in this process.
#[derive(Debug, Clone)]
pub struct EmbeddedBroker {
    /// Where devices connect, with TLS; port 0 for any free one.
    pub listen_tls: Option<SocketAddr>,
    /// PEM file with the server's certificate, leaf first.
    pub certificate_chain: PathBuf,
    /// PEM file with the private key.
    pub private_key: PathBuf,
    /// Where the hub itself connects; a loopback address, port 0 for any free one.
    pub listen_plain: SocketAddr,
    /// How many devices may be connected at once.
    pub max_connections: usize,
}

impl Default for EmbeddedBroker {
    fn default() -> Self {
        Self {
            listen_tls: None,
            certificate_chain: PathBuf::new(),
            private_key: PathBuf::new(),
            listen_plain: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
            max_connections: 1_000,
        }
    }
}

/// A broker outside this process.
#[derive(Clone)]
pub struct ExternalBroker {
    /// `mqtts://host:port`, or `mqtt://host:port` on loopback.
    pub url: String,
    /// The hub's user name there, also its client id; different for every hub that shares the broker.
    pub user: String,
    /// The hub's password there.
    pub password: String,
    /// The broker's certificate authority, PEM; needed for `mqtts`.
    pub ca_pem: Option<String>,
    /// Where to write the access list and the passwords whenever devices change, if this hub does so.
    pub files: Option<MosquittoPlace>,
}

impl std::fmt::Debug for ExternalBroker {
    /// Never shows the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("ExternalBroker");
        shown.field("url", &self.url).field("user", &self.user).finish_non_exhaustive()
    }
}

/// What is wrong with the configuration of an outside broker.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadBroker {
    /// Not an address.
    #[error("\"{0}\" is not the address of a broker: write mqtts://host:port")]
    Url(String),
    /// A password would cross a network in the clear.
    #[error(
        "\"{0}\" is not on this machine and has no TLS: write mqtts:// and give its certificate authority"
    )]
    NoTls(String),
    /// TLS without anything to check the certificate by.
    #[error("mqtts needs the broker's certificate authority (PEM)")]
    NoAuthority,
    /// No user or no password.
    #[error("the broker's user and password for the hub are missing")]
    NoCredential,
}

/// The waits of this side.
#[derive(Debug, Clone, Copy)]
pub struct Tempo {
    /// How often proposals whose time is over are looked for.
    pub deadlines: Duration,
    /// How long after sending facts they are sent again when the device has not said it kept them; twice
    /// as long every time.
    pub resend: Duration,
    /// How often it is looked whether something has to be sent again.
    pub tick: Duration,
}

impl Default for Tempo {
    fn default() -> Self {
        Self {
            deadlines: Duration::from_secs(1),
            resend: Duration::from_secs(5),
            tick: Duration::from_millis(500),
        }
    }
}

/// Where the hub's line goes and as whom.
#[derive(Clone)]
pub(super) struct Target {
    pub host: String,
    pub port: u16,
    pub ca_pem: Option<String>,
    pub user: String,
    pub password: String,
}

impl Target {
    pub fn own(address: SocketAddr, user: &str, password: String) -> Self {
        let (host, port) = (address.ip().to_string(), address.port());
        Self { host, port, ca_pem: None, user: user.to_owned(), password }
    }
}

impl TryFrom<ExternalBroker> for Target {
    type Error = BadBroker;

    fn try_from(config: ExternalBroker) -> Result<Self, BadBroker> {
        let bad = || BadBroker::Url(config.url.clone());
        let (scheme, rest) = config.url.trim().split_once("://").ok_or_else(bad)?;
        let (host, port) = rest.trim_end_matches('/').rsplit_once(':').ok_or_else(bad)?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let port = port.parse().ok().filter(|port| *port != 0).ok_or_else(bad)?;
        if host.is_empty() || host.contains(['/', '@']) {
            return Err(bad());
        }
        let local = host == "localhost"
            || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        let ca_pem = match scheme {
            "mqtts" => Some(config.ca_pem.clone().ok_or(BadBroker::NoAuthority)?),
            "mqtt" if local => None,
            "mqtt" => return Err(BadBroker::NoTls(config.url.clone())),
            _ => return Err(bad()),
        };
        if config.user.is_empty() || config.password.is_empty() {
            return Err(BadBroker::NoCredential);
        }
        Ok(Self { host, port, ca_pem, user: config.user, password: config.password })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(url: &str) -> Result<(String, u16, bool), BadBroker> {
        let config = ExternalBroker {
            url: url.to_owned(),
            user: "hub".to_owned(),
            password: "secret".to_owned(),
            ca_pem: Some("PEM".to_owned()),
            files: None,
        };
        Target::try_from(config).map(|to| (to.host, to.port, to.ca_pem.is_some()))
    }

    #[test]
    fn the_hubs_password_never_crosses_a_network_in_the_clear() {
        assert_eq!(target("mqtt://127.0.0.1:1883"), Ok(("127.0.0.1".to_owned(), 1883, false)));
        assert_eq!(target("mqtt://[::1]:1883"), Ok(("::1".to_owned(), 1883, false)));
        assert_eq!(
            target("mqtts://city.example:8883"),
            Ok(("city.example".to_owned(), 8883, true))
        );
        let clear = "mqtt://city.example:1883";
        assert_eq!(target(clear), Err(BadBroker::NoTls(clear.to_owned())));
        for bad in ["", "mqtts://", "mqtts://host", "http://host:1", "mqtts://user@host:1"] {
            assert_eq!(target(bad), Err(BadBroker::Url(bad.to_owned())), "{bad}");
        }
    }
}
