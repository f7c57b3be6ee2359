//! The bodies of the line's messages: postcard in zstd, bounded before anything is kept, and signed.

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use protocol::{Head, NodeId, Problem, Record};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{PACKED_MAX, PLAIN_MAX};

/// A hub asks to be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolAsk {
    /// The code as a person typed it.
    pub code: String,
    /// Which hub this is to be.
    pub hub: NodeId,
    /// Its public key, 64 hexadecimal digits.
    pub key: String,
}

/// Central takes it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolled {
    /// The epoch it writes under.
    pub epoch: u32,
    /// Central's public key, 64 hexadecimal digits.
    pub central_key: String,
}

/// What every round tells about the hub.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Which hub.
    pub hub: NodeId,
    /// Under which epoch.
    pub epoch: u32,
    /// The hub's clock, UTC milliseconds; told, never trusted.
    pub clock_ms: i64,
    /// How many records it still has to send after this round.
    pub backlog: u64,
    /// The program's version.
    pub program: String,
}

/// Records for central.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Up {
    /// About the hub.
    pub about: About,
    /// How far its series reaches, signed: 64 bytes.
    pub reach: Option<(Head, Vec<u8>)>,
    /// The records, in order; may be empty, to ask how far central is.
    pub records: Vec<Record>,
}

/// How far central durably holds the hub's series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acked {
    /// The head.
    pub held: Head,
}

/// From where the hub wants central's records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Down {
    /// About the hub.
    pub about: About,
    /// How far it holds central's series.
    pub at: Head,
}

/// Central's records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    /// Whether the hub's copy is a prefix of what central holds.
    pub follows: bool,
    /// The records after it, in order.
    pub records: Vec<Record>,
}

/// A question about a slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipAsk {
    /// Which hub asks.
    pub hub: NodeId,
    /// The code.
    pub code: String,
}

/// Packs a message.
///
/// # Errors
/// `message-malformed` only if memory runs out, in which case nothing else works either.
pub fn pack<T: Serialize>(message: &T) -> Result<Vec<u8>, Problem> {
    let failed = || Problem::new("message-malformed", 400);
    let plain = postcard::to_stdvec(message).ok().ok_or_else(failed)?;
    zstd::bulk::compress(&plain, 3).ok().ok_or_else(failed)
}

/// Unpacks one, whatever it is.
///
/// # Errors
/// `message-too-large` or `message-malformed`.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    if bytes.len() > PACKED_MAX {
        return Err(Problem::new("message-too-large", 413));
    }
    let malformed = || Problem::new("message-malformed", 400);
    let plain = zstd::bulk::decompress(bytes, PLAIN_MAX).ok().ok_or_else(malformed)?;
    match postcard::take_from_bytes(&plain) {
        Ok((message, [])) => Ok(message),
        Ok(_) | Err(_) => Err(malformed()),
    }
}

fn signed_bytes(path: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = b"costellazione line 1\0".to_vec();
    bytes.extend(path.as_bytes());
    bytes.push(0);
    bytes.extend(blake3::hash(body).as_bytes());
    bytes
}

/// The signature of a message for a path, as a header carries it.
#[must_use]
pub fn sign(key: &SigningKey, path: &str, body: &[u8]) -> String {
    data_encoding::BASE64.encode(&key.sign(&signed_bytes(path, body)).to_bytes())
}

/// Whether the holder of `key` sent this to this path.
#[must_use]
pub fn is_signed(key: &VerifyingKey, path: &str, body: &[u8], header: &str) -> bool {
    let signature = data_encoding::BASE64.decode(header.as_bytes()).ok();
    let signature = signature.and_then(|bytes| Signature::from_slice(&bytes).ok());
    signature
        .is_some_and(|signature| key.verify_strict(&signed_bytes(path, body), &signature).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_refused_or_read_without_panic(bytes: Vec<u8>) {
            let _ = unpack::<Up>(&bytes);
        }
    }

    #[test]
    fn a_bomb_is_refused() {
        let bomb = zstd::bulk::compress(&vec![0; PLAIN_MAX + 1], 3).unwrap();
        assert_eq!(unpack::<Up>(&bomb).unwrap_err().slug(), "message-malformed");
    }

    #[test]
    fn a_signature_holds_for_its_path_and_body_only() {
        let key = SigningKey::from_bytes(&[1; 32]);
        let header = sign(&key, "/a", b"body");
        assert!(is_signed(&key.verifying_key(), "/a", b"body", &header));
        assert!(!is_signed(&key.verifying_key(), "/b", b"body", &header));
        assert!(!is_signed(&key.verifying_key(), "/a", b"bodY", &header));
    }
}
