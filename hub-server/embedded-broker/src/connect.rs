//! The first packet of a connection, and the short answers the door gives by itself. Pure bytes, no
//! I/O.
//!
//! The engine has its own decoder and will read the same bytes again; here only what admission
//! needs is taken out.

use bytes::BytesMut;
use rmqtt::codec::version::{ProtocolVersion, VersionCodec};
use rmqtt::codec::{v3, v5};
use tokio_util::codec::Decoder;

/// Longest CONNECT that is read: an id, a user name and a secret need about 200 bytes.
const MAX_CONNECT_BYTES: usize = 4096;
const MAX_CLIENT_ID_BYTES: usize = 64;
const CONNECT: u8 = 0x10;

/// The MQTT version a client speaks, as far as answers differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// 3.1 or 3.1.1.
    V3,
    /// 5.0.
    V5,
}

/// Who a CONNECT claims to be.
pub(crate) struct Claim {
    pub level: Level,
    pub client_id: String,
    pub user: Option<String>,
    pub password: Vec<u8>,
    pub has_will: bool,
}

/// The bytes are not a CONNECT this broker understands; there is nobody to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotMqtt;

impl Claim {
    /// Reads the claim at the start of `bytes`, or `None` while the packet is incomplete.
    pub fn read(bytes: &[u8]) -> Result<Option<Self>, NotMqtt> {
        let Some(length) = packet_bytes(bytes)? else { return Ok(None) };
        let Some(packet) = bytes.get(..length) else { return Ok(None) };
        let mut packet = BytesMut::from(packet);
        // A complete packet too short to hold its version is malformed, hence no `None` from here
        // on.
        let version = VersionCodec.decode(&mut packet).ok().flatten().ok_or(NotMqtt)?;
        match version {
            ProtocolVersion::MQTT3 => {
                let decoded = v3::Codec::new(0).decode(&mut packet).ok().flatten();
                let Some((v3::Packet::Connect(connect), _)) = decoded else { return Err(NotMqtt) };
                Ok(Some(Self {
                    level: Level::V3,
                    client_id: connect.client_id.to_string(),
                    user: connect.username.map(|user| user.to_string()),
                    password: connect.password.map(|bytes| bytes.to_vec()).unwrap_or_default(),
                    has_will: connect.last_will.is_some(),
                }))
            }
            ProtocolVersion::MQTT5 => {
                let decoded = v5::Codec::new(0, 0).decode(&mut packet).ok().flatten();
                let Some((v5::Packet::Connect(connect), _)) = decoded else { return Err(NotMqtt) };
                Ok(Some(Self {
                    level: Level::V5,
                    client_id: connect.client_id.to_string(),
                    user: connect.username.map(|user| user.to_string()),
                    password: connect.password.map(|bytes| bytes.to_vec()).unwrap_or_default(),
                    has_will: connect.last_will.is_some(),
                }))
            }
        }
    }

    /// The user, once everything that needs no secret has been checked.
    pub fn user(&self) -> Result<&str, Refusal> {
        if self.has_will {
            return Err(Refusal::NotAllowed);
        }
        let user = self.user.as_deref().ok_or(Refusal::BadCredentials)?;
        let fits = (1..=MAX_CLIENT_ID_BYTES).contains(&user.len()) && self.client_id == user;
        if fits { Ok(user) } else { Err(Refusal::WrongClientId) }
    }
}

/// Whole length of the CONNECT that starts here, or `None` while the fixed header is incomplete.
fn packet_bytes(bytes: &[u8]) -> Result<Option<usize>, NotMqtt> {
    let Some((&first, rest)) = bytes.split_first() else { return Ok(None) };
    if first != CONNECT {
        return Err(NotMqtt);
    }
    let mut remaining = 0_usize;
    // Two digits of seven bits already go past the limit, so a third is never legitimate.
    for (digit, &byte) in rest.iter().take(2).enumerate() {
        remaining |= usize::from(byte & 0x7F) << (7 * digit);
        if byte & 0x80 == 0 {
            let length = 2 + digit + remaining;
            return if length <= MAX_CONNECT_BYTES { Ok(Some(length)) } else { Err(NotMqtt) };
        }
    }
    if rest.len() < 2 { Ok(None) } else { Err(NotMqtt) }
}

/// Why the door does not let somebody in, as told to the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Unknown user or wrong password.
    BadCredentials,
    /// The client id is not the user name.
    WrongClientId,
    /// A will, or the hub's credential from another machine.
    NotAllowed,
    /// Too many devices.
    Busy,
    /// Too many refusals from this address.
    Throttled,
}

impl Refusal {
    /// The CONNACK packet that says so.
    pub fn connack(self, level: Level) -> Vec<u8> {
        match level {
            Level::V3 => {
                let code = match self {
                    Self::BadCredentials => 4,
                    Self::WrongClientId => 2,
                    Self::NotAllowed => 5,
                    Self::Busy | Self::Throttled => 3,
                };
                vec![0x20, 2, 0, code]
            }
            Level::V5 => {
                let code = match self {
                    Self::BadCredentials => 0x86,
                    Self::WrongClientId => 0x85,
                    Self::NotAllowed => 0x87,
                    Self::Busy => 0x89,
                    Self::Throttled => 0x97,
                };
                vec![0x20, 3, 0, code, 0]
            }
        }
    }
}

/// Whether the engine's first bytes are a CONNACK that says "unavailable", or `None` while that
/// cannot be known.
pub(crate) fn says_unavailable(bytes: &[u8], level: Level) -> Option<bool> {
    let length_bytes = bytes.iter().skip(1).position(|byte| byte & 0x80 == 0)? + 1;
    // First byte, length, acknowledge flags, then the code.
    let code = *bytes.get(1 + length_bytes + 1)?;
    let unavailable = match level {
        Level::V3 => 3,
        Level::V5 => 0x88,
    };
    Some(code == unavailable)
}

/// Why the broker ends a live connection, as told to an MQTT 5 client; 3.1.1 has no such packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Farewell {
    /// The same user connected again.
    TakenOver,
    /// The hub closed it: revoked, or to make the device start afresh.
    Dismissed,
}

impl Farewell {
    /// The DISCONNECT packet that says so, if the client's version has one.
    pub fn disconnect(self, level: Level) -> Option<[u8; 4]> {
        let code = match self {
            Self::TakenOver => 0x8E,
            Self::Dismissed => 0x98,
        };
        (level == Level::V5).then_some([0xE0, 2, code, 0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const V3: &[u8] = b"\x10\x1a\x00\x04MQTT\x04\xc2\x00\x1e\x00\x03ant\x00\x03ant\x00\x04key1";
    const V5: &[u8] = b"\x10\x1b\x00\x04MQTT\x05\xc2\x00\x1e\x00\x00\x03ant\x00\x03ant\x00\x04key1";

    fn claim(bytes: &[u8]) -> Claim {
        Claim::read(bytes).expect("MQTT").expect("complete")
    }

    #[test]
    fn both_versions_give_the_same_claim() {
        for (bytes, level) in [(V3, Level::V3), (V5, Level::V5)] {
            let claim = claim(bytes);
            assert_eq!(claim.level, level);
            assert_eq!(claim.user(), Ok("ant"));
            assert_eq!(claim.password, b"key1");
        }
    }

    #[test]
    fn every_shorter_prefix_asks_for_more_and_what_follows_is_left_alone() {
        for bytes in [V3, V5] {
            for end in 0..bytes.len() {
                assert!(matches!(Claim::read(&bytes[..end]), Ok(None)), "{end} bytes");
            }
            assert_eq!(claim(&[bytes, b"\xc0\x00"].concat()).user(), Ok("ant"));
        }
    }

    #[test]
    fn what_is_not_a_short_connect_is_not_mqtt() {
        for bytes in
            [&b"GET / HTTP/1.1"[..], b"\x16\x03\x01", b"\x10\xff\xff", b"\x10\x00", b"\x10\x80\x40"]
        {
            assert!(Claim::read(bytes).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn an_unavailable_engine_is_recognised_in_both_versions() {
        assert_eq!(says_unavailable(b"\x20\x02\x00\x03", Level::V3), Some(true));
        assert_eq!(says_unavailable(b"\x20\x02\x01\x00", Level::V3), Some(false));
        assert_eq!(says_unavailable(b"\x20\x03\x00\x88\x00", Level::V5), Some(true));
        assert_eq!(says_unavailable(b"\x20\x80\x01\x00\x00", Level::V5), Some(false));
        assert_eq!(says_unavailable(b"\x20\x03\x00", Level::V5), None);
    }

    #[test]
    fn a_will_or_a_borrowed_client_id_is_refused_before_any_password() {
        let mut claimed = claim(V5);
        claimed.has_will = true;
        assert_eq!(claimed.user(), Err(Refusal::NotAllowed));
        let mut claimed = claim(V5);
        claimed.client_id = "bee".to_owned();
        assert_eq!(claimed.user(), Err(Refusal::WrongClientId));
        let long = "a".repeat(MAX_CLIENT_ID_BYTES + 1);
        let claimed = Claim { client_id: long.clone(), user: Some(long), ..claim(V5) };
        assert_eq!(claimed.user(), Err(Refusal::WrongClientId));
        let claimed = Claim { user: None, ..claim(V5) };
        assert_eq!(claimed.user(), Err(Refusal::BadCredentials));
    }
}
