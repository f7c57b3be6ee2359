//! What the hub may choose. Everything else about the engine is fixed in `engine`, one reason per
//! line.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use crate::BrokerError;

/// How the broker listens and how much it tolerates. Port 0 asks the system for a free port; the
/// broker reports it.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where devices connect, with TLS 1.2 or 1.3.
    pub listen_tls: Option<SocketAddr>,
    /// PEM file with the server's certificate and its intermediates, leaf first. Read only with
    /// `listen_tls`.
    pub certificate_chain: PathBuf,
    /// PEM file with the leaf's private key (PKCS#8, PKCS#1 or SEC1). Read only with `listen_tls`.
    pub private_key: PathBuf,
    /// Where the hub itself and tools on the same machine connect, without TLS. Loopback addresses
    /// only.
    pub listen_plain: Option<SocketAddr>,
    /// Largest MQTT packet a client may send, in bytes after the fixed header; a larger one closes
    /// the connection.
    pub max_packet_bytes: u32,
    /// How many devices may be connected at once; one more hears "server busy". The hub is not
    /// counted.
    pub max_connections: usize,
    /// How many connections per listener may be between "accepted" and "admitted". When all places
    /// are taken, the one that has shown nothing for longest, from the most crowded address, gives
    /// way to the newcomer.
    pub max_waiting: usize,
    /// How long a connection may take from TCP accept to admission, TLS and credential check
    /// included.
    pub handshake_limit: Duration,
    /// Messages per second one device may publish for long (twice as many in a burst); every
    /// started 4 KiB counts as one. Faster is not refused but slowed down, so a device gone wild
    /// cannot fill the hub's memory.
    pub max_publish_per_s: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen_tls: None,
            certificate_chain: PathBuf::new(),
            private_key: PathBuf::new(),
            listen_plain: None,
            max_packet_bytes: 64 * 1024,
            max_connections: 1_000,
            max_waiting: 256,
            handshake_limit: Duration::from_secs(10),
            max_publish_per_s: 500,
        }
    }
}

impl Options {
    pub(crate) fn check(&self) -> Result<(), BrokerError> {
        if self.listen_tls.is_none() && self.listen_plain.is_none() {
            return Err(BrokerError::NothingToListenOn);
        }
        match self.listen_plain {
            Some(address) if !address.ip().is_loopback() => {
                Err(BrokerError::PlainOutsideLoopback { address })
            }
            Some(_) | None => Ok(()),
        }
    }
}
