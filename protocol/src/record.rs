//! One replicated fact: an envelope that is stable for ever, and a body that can be erased.
//!
//! The chain covers the envelope and a salted commitment to the body, never the body: a body can be
//! erased, or withheld from a node it is not for, and the chain still verifies. Sequence numbers
//! order; instants only describe.

use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::ids::{ActorRef, EventId, NodeId};

/// A BLAKE3 digest of 32 bytes; written in hexadecimal for people.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// What stands before the first record of every series.
    pub const ZERO: Self = Self([0; 32]);

    /// Reads 32 bytes as a database gives them; `None` for any other length.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The records one node has written without a break: a node, and an epoch that central grants
/// (1, 2, …) and raises whenever continuity cannot be proved.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SeriesKey {
    /// Who writes it; nobody else ever does.
    pub node: NodeId,
    /// Which incarnation of that node, from 1.
    pub epoch: u32,
}

impl fmt::Display for SeriesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.node, self.epoch)
    }
}

/// What everybody may see of a fact, for ever: ids and closed vocabularies, nothing personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// Where it was written.
    pub series: SeriesKey,
    /// Its number in the series, from 1, without gaps.
    pub seq: u64,
    /// The fact's own name; the same when it has to be written again under a new epoch.
    pub event_id: EventId,
    /// UTC milliseconds by the writer's clock, which may be wrong.
    pub at_ms: i64,
    /// Domain and fact, for example `requests.need-left`.
    pub kind: String,
    /// Version of the body's shape for this kind, from 1.
    pub v: u16,
    /// Who did it.
    pub actor: ActorRef,
    /// The thing it is about, as the text of its id.
    pub subject: String,
    /// `BLAKE3(salt ‖ body)`.
    pub commitment: Hash,
}

impl Envelope {
    /// The bytes the chain is made of. Postcard is not self-describing, which is why an envelope's
    /// shape never changes.
    ///
    /// # Panics
    /// Never: every field is plain data that postcard can write.
    #[must_use]
    pub fn canonical(&self) -> Vec<u8> {
        postcard::to_stdvec(self).expect("an envelope is plain data")
    }

    /// The hash of this record when `before` is the hash of the one before it.
    #[must_use]
    pub fn hash_after(&self, before: Hash) -> Hash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&before.0);
        hasher.update(&self.canonical());
        Hash(*hasher.finalize().as_bytes())
    }
}

/// What a fact says, or nothing where it was erased, or withheld from the node that holds the copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Body {
    /// Erased, or not for this node.
    Absent,
    /// The salt and the JSON, byte for byte as first written.
    Present {
        /// 16 random bytes, so that a short body cannot be guessed from its commitment.
        salt: [u8; 16],
        /// UTF-8 JSON.
        bytes: Vec<u8>,
    },
}

impl Body {
    /// The commitment that an envelope carries for a body.
    #[must_use]
    pub fn commit(salt: &[u8; 16], bytes: &[u8]) -> Hash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(salt);
        hasher.update(bytes);
        Hash(*hasher.finalize().as_bytes())
    }
}

/// One fact as it is kept and as it travels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The part that stays.
    pub envelope: Envelope,
    /// The part that can go.
    pub body: Body,
}

impl Record {
    /// Whether the body, where there is one, is the body the envelope promised.
    #[must_use]
    pub fn body_is_true(&self) -> bool {
        match &self.body {
            Body::Absent => true,
            Body::Present { salt, bytes } => Body::commit(salt, bytes) == self.envelope.commitment,
        }
    }
}

/// How far a series reaches: the last number and the hash of the whole chain up to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The last record's number; 0 when there is none.
    pub seq: u64,
    /// The chain's hash at that number; zero when there is none.
    pub hash: Hash,
}

impl Head {
    /// The head of a series in which nothing has been written.
    pub const EMPTY: Self = Self { seq: 0, hash: Hash::ZERO };

    /// What a node signs to say that a series reaches this far.
    #[must_use]
    pub fn signed_bytes(&self, series: &SeriesKey) -> Vec<u8> {
        let mut bytes = b"costellazione head 1\0".to_vec();
        bytes.extend(series.to_string().as_bytes());
        bytes.push(0);
        bytes.extend(self.seq.to_be_bytes());
        bytes.extend(self.hash.0);
        bytes
    }

    /// Signs this head of `series`: 64 bytes of Ed25519.
    #[must_use]
    pub fn sign(&self, series: &SeriesKey, key: &SigningKey) -> [u8; 64] {
        key.sign(&self.signed_bytes(series)).to_bytes()
    }

    /// Whether `signature` is the holder of `key` vouching for this head of `series`.
    #[must_use]
    pub fn is_signed(&self, series: &SeriesKey, key: &VerifyingKey, signature: &[u8; 64]) -> bool {
        key.verify_strict(&self.signed_bytes(series), &Signature::from_bytes(signature)).is_ok()
    }
}

/// Why a record does not follow a head.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainBreak {
    /// A number is missing, or comes again.
    #[error("record {found} of {series} does not follow record {last}")]
    Gap {
        /// The series it happened in.
        series: SeriesKey,
        /// The last number that is held.
        last: u64,
        /// The number that came.
        found: u64,
    },
    /// The body is not what the envelope promised.
    #[error("the body of record {seq} of {series} is not the one its envelope promised")]
    ForgedBody {
        /// The series it happened in.
        series: SeriesKey,
        /// The record.
        seq: u64,
    },
    /// The record belongs to another series.
    #[error("a record of {found} came in the series {expected}")]
    OtherSeries {
        /// The series that was expected.
        expected: SeriesKey,
        /// The series it names.
        found: SeriesKey,
    },
}

impl Head {
    /// The head after `record`, if it follows and its body is true.
    ///
    /// # Errors
    /// A [`ChainBreak`] that says which record does not fit, and why.
    pub fn after(&self, series: &SeriesKey, record: &Record) -> Result<Self, ChainBreak> {
        let envelope = &record.envelope;
        if envelope.series != *series {
            return Err(ChainBreak::OtherSeries {
                expected: series.clone(),
                found: envelope.series.clone(),
            });
        }
        if envelope.seq != self.seq + 1 {
            return Err(ChainBreak::Gap {
                series: series.clone(),
                last: self.seq,
                found: envelope.seq,
            });
        }
        if !record.body_is_true() {
            return Err(ChainBreak::ForgedBody { series: series.clone(), seq: envelope.seq });
        }
        Ok(Self { seq: envelope.seq, hash: envelope.hash_after(self.hash) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::CommandId;
    use uuid::Uuid;

    fn series() -> SeriesKey {
        SeriesKey { node: "nord".parse().unwrap(), epoch: 1 }
    }

    fn record(seq: u64, text: &str) -> Record {
        let (salt, bytes) = ([7; 16], text.as_bytes().to_vec());
        Record {
            envelope: Envelope {
                series: series(),
                seq,
                event_id: EventId::of_command(CommandId::new(Uuid::from_u128(seq.into())), 0),
                at_ms: 0,
                kind: "requests.need-left".into(),
                v: 1,
                actor: ActorRef::System,
                subject: "x".into(),
                commitment: Body::commit(&salt, &bytes),
            },
            body: Body::Present { salt, bytes },
        }
    }

    #[test]
    fn a_chain_verifies_without_the_bodies() {
        let (full, mut bare) = (record(1, "{}"), record(1, "{}"));
        bare.body = Body::Absent;
        let with = Head::EMPTY.after(&series(), &full).unwrap();
        assert_eq!(with, Head::EMPTY.after(&series(), &bare).unwrap());
    }

    #[test]
    fn a_changed_body_a_gap_and_a_repeat_are_refused() {
        let head = Head::EMPTY.after(&series(), &record(1, "{}")).unwrap();
        let mut forged = record(2, "{}");
        forged.body = Body::Present { salt: [7; 16], bytes: b"{\"a\":1}".to_vec() };
        assert!(matches!(
            head.after(&series(), &forged),
            Err(ChainBreak::ForgedBody { seq: 2, .. })
        ));
        for wrong in [1, 3] {
            let result = head.after(&series(), &record(wrong, "{}"));
            assert!(matches!(result, Err(ChainBreak::Gap { last: 1, .. })));
        }
    }

    #[test]
    fn a_signed_head_speaks_for_its_own_series_only() {
        let key = SigningKey::from_bytes(&[3; 32]);
        let head = Head { seq: 9, hash: Hash([1; 32]) };
        let signature = head.sign(&series(), &key);
        assert!(head.is_signed(&series(), &key.verifying_key(), &signature));
        let other = SeriesKey { node: "sud".parse().unwrap(), epoch: 1 };
        assert!(!head.is_signed(&other, &key.verifying_key(), &signature));
    }
}
