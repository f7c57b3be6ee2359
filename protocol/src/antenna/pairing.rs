//! How a device and its hub first meet: one request over HTTPS, and the link that leads to it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::DeviceId;

/// What a new device sends once, over HTTPS, to be paired: `POST /pair/v1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairRequest {
    /// The one-time code, eight letters and digits as shown on the console.
    pub code: String,
    /// What the device calls itself, at most 60 characters.
    pub device_name: String,
}

/// What the hub answers: everything the device needs to speak MQTT from now on.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paired {
    /// User name and client id.
    pub device: DeviceId,
    /// Password: 32 random bytes in base64url; shown once.
    pub secret: String,
    /// Brokers to try in order, `mqtts://host:port` (or `mqtt://` on loopback).
    pub brokers: Vec<String>,
    /// The hub's own certificate authority, PEM.
    pub ca_pem: String,
}

impl fmt::Debug for Paired {
    /// Never shows the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paired").field("device", &self.device).finish_non_exhaustive()
    }
}

/// What the console shows as QR and as text: everything a device needs to find its hub and be sure
/// that it is the right one. `costellazione:pair/<host:port>/<code>/<fingerprint>`, where the fingerprint is the
/// BLAKE3 of the hub's CA certificate (DER), first 16 bytes, hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairingLink {
    /// Host and port of the hub's HTTPS.
    pub address: String,
    /// The one-time code.
    pub code: String,
    /// 32 hexadecimal digits.
    pub fingerprint: String,
}

impl PairingLink {
    const SCHEME: &str = "costellazione:pair/";

    /// The fingerprint of a CA certificate in DER.
    #[must_use]
    pub fn fingerprint_of(ca_der: &[u8]) -> String {
        data_encoding::HEXLOWER.encode(&blake3::hash(ca_der).as_bytes()[..16])
    }

    /// Reads a link; `None` when it is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().strip_prefix(Self::SCHEME)?.split('/');
        let link = Self {
            address: parts.next()?.to_owned(),
            code: parts.next()?.to_owned(),
            fingerprint: parts.next()?.to_ascii_lowercase(),
        };
        let whole = parts.next().is_none()
            && link.address.contains(':')
            && !link.code.is_empty()
            && link.fingerprint.len() == 32
            && link.fingerprint.bytes().all(|b| b.is_ascii_hexdigit());
        whole.then_some(link)
    }
}

impl fmt::Display for PairingLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}/{}/{}", Self::SCHEME, self.address, self.code, self.fingerprint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pairing_link_reads_back_and_refuses_the_rest() {
        let link = PairingLink {
            address: "127.0.0.1:8443".into(),
            code: "K7QM4TDX".into(),
            fingerprint: PairingLink::fingerprint_of(b"ca"),
        };
        assert_eq!(PairingLink::parse(&link.to_string()), Some(link));
        for bad in ["", "costellazione:pair/a/b/c", "https://example.org"] {
            assert_eq!(PairingLink::parse(bad), None);
        }
    }
}
