//! Who asks, and what central has put its name under. Rests on keys only: no clock of the hub, no
//! password, nothing that can be replayed to any effect.

use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::ids::NodeId;
use crate::record::{Hash, Head};

/// 64 bytes of Ed25519.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[[u8; 32]; 2]", into = "[[u8; 32]; 2]")]
pub struct Signature64(pub [u8; 64]);

impl From<[[u8; 32]; 2]> for Signature64 {
    fn from([first, second]: [[u8; 32]; 2]) -> Self {
        let mut bytes = [0; 64];
        bytes[..32].copy_from_slice(&first);
        bytes[32..].copy_from_slice(&second);
        Self(bytes)
    }
}

impl From<Signature64> for [[u8; 32]; 2] {
    fn from(Signature64(bytes): Signature64) -> Self {
        let mut halves = [[0; 32]; 2];
        halves[0].copy_from_slice(&bytes[..32]);
        halves[1].copy_from_slice(&bytes[32..]);
        halves
    }
}

impl fmt::Debug for Signature64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signature64({}…)", data_encoding::HEXLOWER.encode(&self.0[..4]))
    }
}

impl Signature64 {
    /// Signs `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8], key: &SigningKey) -> Self {
        Self(key.sign(bytes).to_bytes())
    }

    /// Whether the holder of `key` signed `bytes`.
    #[must_use]
    pub fn is_of(&self, bytes: &[u8], key: &VerifyingKey) -> bool {
        key.verify_strict(bytes, &Signature::from_bytes(&self.0)).is_ok()
    }
}

/// Eight random bytes that a hub's program makes each time it starts. Two of them alive at once mean
/// two machines with one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Boot(pub [u8; 8]);

/// What central hands out and a hub signs back: an instant of central's and a mark only central can
/// make. A hub cannot read anything into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// Central's clock when it was handed out, UTC milliseconds.
    pub issued_at_ms: i64,
    /// Central's mark over the hub, its boot and the instant.
    pub mark: [u8; 16],
}

impl Challenge {
    /// A challenge for one boot of one hub, marked with central's secret.
    #[must_use]
    pub fn issue(secret: &[u8; 32], hub: &NodeId, boot: Boot, issued_at_ms: i64) -> Self {
        let mut hasher = blake3::Hasher::new_keyed(secret);
        hasher.update(&issued_at_ms.to_be_bytes());
        hasher.update(&boot.0);
        hasher.update(hub.as_str().as_bytes());
        let mut mark = [0; 16];
        hasher.finalize_xof().fill(&mut mark);
        Self { issued_at_ms, mark }
    }

    /// Whether central made it for this boot of this hub.
    #[must_use]
    pub fn is_for(&self, secret: &[u8; 32], hub: &NodeId, boot: Boot) -> bool {
        *self == Self::issue(secret, hub, boot, self.issued_at_ms)
    }

    /// As a header carries it.
    #[must_use]
    pub fn to_base64(&self) -> String {
        let bytes = [self.issued_at_ms.to_be_bytes().as_slice(), &self.mark].concat();
        data_encoding::BASE64.encode(&bytes)
    }

    /// Read from a header; `None` for anything else.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Self> {
        let bytes: [u8; 24] =
            data_encoding::BASE64.decode(text.as_bytes()).ok()?.try_into().ok()?;
        let (instant, mark) = bytes.split_first_chunk::<8>()?;
        Some(Self { issued_at_ms: i64::from_be_bytes(*instant), mark: mark.try_into().ok()? })
    }
}

/// Who asks for what, signed with the hub's key over central's last challenge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Which hub.
    pub hub: NodeId,
    /// Which start of its program.
    pub boot: Boot,
    /// The last challenge; all zero when the hub has none yet, which is answered with one.
    pub challenge: Challenge,
    /// Over [`Proof::signed_bytes`].
    pub signature: Signature64,
}

impl Proof {
    /// Signs a request: `what` is its method and path, `digest` the hash of its body or of its [`super::Hello`].
    #[must_use]
    pub fn sign(
        key: &SigningKey,
        hub: &NodeId,
        boot: Boot,
        challenge: Challenge,
        what: &str,
        digest: Hash,
    ) -> Self {
        let bytes = Self::signed_bytes(hub, boot, challenge, what, digest);
        Self { hub: hub.clone(), boot, challenge, signature: Signature64::of(&bytes, key) }
    }

    /// Whether the holder of `key` asks for this.
    #[must_use]
    pub fn is_of(&self, key: &VerifyingKey, what: &str, digest: Hash) -> bool {
        let bytes = Self::signed_bytes(&self.hub, self.boot, self.challenge, what, digest);
        self.signature.is_of(&bytes, key)
    }

    fn signed_bytes(
        hub: &NodeId,
        boot: Boot,
        challenge: Challenge,
        what: &str,
        digest: Hash,
    ) -> Vec<u8> {
        let mut bytes = b"costellazione sync 1\0".to_vec();
        for text in [what, hub.as_str()] {
            bytes.extend(text.as_bytes());
            bytes.push(0);
        }
        bytes.extend(boot.0);
        bytes.extend(challenge.issued_at_ms.to_be_bytes());
        bytes.extend(challenge.mark);
        bytes.extend(digest.0);
        bytes
    }

    /// As a header carries it.
    ///
    /// # Panics
    /// Never: a proof is plain data.
    #[must_use]
    pub fn to_base64(&self) -> String {
        let bytes = postcard::to_stdvec(self).expect("a proof is plain data");
        data_encoding::BASE64.encode(&bytes)
    }

    /// Read from a header; `None` for anything else.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Self> {
        if text.len() > 1024 {
            return None;
        }
        let bytes = data_encoding::BASE64.decode(text.as_bytes()).ok()?;
        match postcard::take_from_bytes(&bytes) {
            Ok((proof, [])) => Some(proof),
            Ok(_) | Err(_) => None,
        }
    }
}

/// Central's word that a key writes an epoch of a hub, and where the epoch before it ended. Hubs keep
/// theirs, so that a central that was restored believes its own signature again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Which hub.
    pub hub: NodeId,
    /// The key that writes.
    pub key: [u8; 32],
    /// The epoch, from 1.
    pub epoch: u32,
    /// Where the epoch before ended, for ever; [`Head::EMPTY`] for the first.
    pub former: Head,
    /// When, by central's clock, UTC milliseconds.
    pub granted_at_ms: i64,
    /// By central's key, over the rest.
    pub signature: Signature64,
}

impl Grant {
    /// Grants an epoch.
    #[must_use]
    pub fn sign(
        central: &SigningKey,
        hub: &NodeId,
        key: [u8; 32],
        epoch: u32,
        former: Head,
        granted_at_ms: i64,
    ) -> Self {
        let unsigned = Signature64([0; 64]);
        let mut grant =
            Self { hub: hub.clone(), key, epoch, former, granted_at_ms, signature: unsigned };
        grant.signature = Signature64::of(&grant.signed_bytes(), central);
        grant
    }

    /// Whether the holder of `central` granted this.
    #[must_use]
    pub fn is_of(&self, central: &VerifyingKey) -> bool {
        self.signature.is_of(&self.signed_bytes(), central)
    }

    fn signed_bytes(&self) -> Vec<u8> {
        let mut bytes = b"costellazione grant 1\0".to_vec();
        bytes.extend(self.hub.as_str().as_bytes());
        bytes.push(0);
        bytes.extend(self.key);
        bytes.extend(self.epoch.to_be_bytes());
        bytes.extend(self.former.seq.to_be_bytes());
        bytes.extend(self.former.hash.0);
        bytes.extend(self.granted_at_ms.to_be_bytes());
        bytes
    }
}
