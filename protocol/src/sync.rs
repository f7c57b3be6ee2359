//! What a hub and central say to each other: one exchange that moves facts both ways, and the few
//! questions around it (enrolment, a new epoch, the sealed vault, a slip).
//!
//! Always true: the hub asks and central answers; every request carries a [`Proof`] made with the hub's
//! key, except a [`Still`], which carries what such a proof was answered with; every body begins with [`MAGIC`], so that a login page of somebody's hotel is never taken for an
//! answer; every length is bounded before anything is kept. Facts travel in [`Frame`]s, compactly and
//! byte for byte, also those whose kind nobody here knows. Compression, sockets and clocks are absent:
//! they belong to whoever carries these bytes.

pub mod frame;
mod proof;
mod talk;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use frame::{BadFrame, Frame, Packed, Packer, Unpacker, Writer};
pub use proof::{Boot, Challenge, Grant, Proof, Signature64};
pub use talk::{Piece, Pieces};

use crate::ids::{NodeId, PersonId};
use crate::kiosk::SlipStatus;
use crate::record::{Hash, Head};

/// What every body begins with: the name and the generation of the framing.
pub const MAGIC: [u8; 4] = *b"CSY1";
/// The media type of such bodies.
pub const MEDIA_TYPE: &str = "application/x-costellazione-sync";
/// The header in which central hands out the next challenge, in base64.
pub const CHALLENGE_HEADER: &str = "x-costellazione-challenge";
/// The header in which central hands out the next ticket for [`Still`], in base64.
pub const TICKET_HEADER: &str = "x-costellazione-ticket";
/// The header in which requests without an exchange body carry their [`Proof`], in base64.
pub const PROOF_HEADER: &str = "x-costellazione-proof";
/// The version of the exchange this program speaks.
pub const VERSION: u16 = 1;
/// The oldest version it still understands.
pub const OLDEST_VERSION: u16 = 1;
/// How much plain text a frame holds before it is sent; one larger fact still fits alone.
pub const FRAME_TARGET: usize = 64 * 1024;
/// The most a frame may hold, plain or packed; a fact that does not fit cannot travel.
pub const FRAME_MAX: usize = 4 * 1024 * 1024;
/// The most facts in a frame.
pub const FRAME_FACTS_MAX: u32 = 16_384;
/// The most bytes of anything that is not a frame.
pub const WORD_MAX: usize = 256 * 1024;

/// Where the conversation is; every path in one place.
pub mod path {
    /// `POST`: one exchange.
    pub const EXCHANGE: &str = "/sync/v1/exchange";
    /// `POST`: whether nothing has changed since both were level; 204 when nothing has.
    pub const STILL: &str = "/sync/v1/still";
    /// `POST`: a one-time code for a key and an epoch.
    pub const ENROL: &str = "/sync/v1/enrol";
    /// `POST`: a new epoch.
    pub const EPOCH: &str = "/sync/v1/epoch";
    /// `POST`: which hash stands at these numbers.
    pub const PROBE: &str = "/sync/v1/probe";
    /// `GET`: the hub's own records, `…/{epoch}/{after}`.
    pub const SERIES: &str = "/sync/v1/series";
    /// `PUT`: changes to the sealed vault. `GET`: a page of it, `…/{after}`, where `after` is a person or `-`.
    pub const VAULT: &str = "/sync/v1/vault";
    /// `GET`: what central says about a slip, `…/{code}`.
    pub const SLIP: &str = "/sync/v1/slip";
    /// `GET`: which of the hub's files central lacks. `PUT`: one piece of one. `POST`: one piece of one, asked back.
    pub const FILES: &str = "/sync/v1/files";
}

/// How every exchange begins: who asks, with the proof over the bytes of the [`Hello`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The version the hub speaks.
    pub version: u16,
    /// Made over the digest of `hello`.
    pub proof: Proof,
    /// A [`Hello`] in that version.
    pub hello: Vec<u8>,
}

/// A hub whose line is up and that has nothing to say asks whether central holds just as much. Not signed: who asks
/// is known by the ticket, which central made and which went to the hub alone, inside TLS. What is learnt by it is
/// that a hub is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Still {
    /// Which hub.
    pub hub: NodeId,
    /// Which start of its program.
    pub boot: Boot,
    /// The last one that came with the answer to a proved exchange.
    pub ticket: Challenge,
    /// The epoch the hub writes.
    pub epoch: u32,
    /// How far it reaches.
    pub at: Head,
}

/// What the hub has to give and what it would like to have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The program's version, to show to people.
    pub program: String,
    /// The hub's clock, UTC milliseconds; told, never trusted.
    pub clock_ms: i64,
    /// The facts it brings; `None` when it only listens.
    pub up: Option<Up>,
    /// From where it wants central's facts; `None` when it only brings.
    pub down: Option<Down>,
    /// Former grants, when central has said that it does not know the epoch or the hub.
    pub grants: Vec<Grant>,
}

/// The facts a hub brings in one exchange: a series of its own, from a head on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Up {
    /// Whose series: the hub's, or central's, which a restored central gets back.
    pub writer: Writer,
    /// Which epoch.
    pub epoch: u32,
    /// The epoch the hub writes in now; a former one is only ever sent again.
    pub current: u32,
    /// What the hub believes central holds; the frames begin after it.
    pub from: Head,
    /// How far the series reaches at the hub, signed by its writer, when that is further.
    pub reach: Option<Reach>,
    /// A digest of the heads of the hub's former epochs ([`former_digest`]).
    pub former: [u8; 8],
}

/// A head and its writer's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    /// How far.
    pub head: Head,
    /// Over [`Head::signed_bytes`].
    pub signature: Signature64,
}

/// From where a hub wants central's facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Down {
    /// The last of central's epochs the hub holds anything of; 0 for none.
    pub epoch: u32,
    /// How far the hub holds it.
    pub at: Head,
    /// How long central may wait for something new before it answers "nothing", milliseconds.
    pub wait_ms: u32,
}

/// What central says in an exchange, piece by piece; frames come between these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Said {
    /// Central holds what the hub believes it holds, or more; frames are being read.
    Welcome(Welcome),
    /// Central does not hold that; nothing was taken. The hub decides.
    Unlike(Unlike),
    /// Everything up to here is committed and flushed.
    Ack {
        /// In which epoch.
        epoch: u32,
        /// Up to where.
        head: Head,
    },
    /// Central's signature under the hub's head: a receipt to keep.
    Receipt {
        /// In which epoch.
        epoch: u32,
        /// The head, signed by central.
        reach: Reach,
    },
    /// How far the next frame of central's own series reaches, signed; a hub that keeps the signature
    /// can give a restored central back what it lost.
    Reaches {
        /// In which of central's epochs.
        epoch: u32,
        /// The head, signed by central.
        reach: Reach,
    },
    /// Central stops here; what was acknowledged stays.
    Refused(Refused),
    /// The exchange is over.
    Done,
}

/// The first thing central says when it takes the hub in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// Central's clock, UTC milliseconds.
    pub clock_ms: i64,
    /// How far central holds the series the hub brings; `None` when it brings none.
    pub held: Option<Head>,
    /// Every former epoch of the hub as central holds it, when the digests differ.
    pub former: Option<Vec<EpochHead>>,
    /// What is wrong with the hub's copy of central's series, when something is.
    pub down: DownState,
}

/// How the hub's copy of central's series stands to the original.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DownState {
    /// It is a prefix; frames follow.
    Follows,
    /// The hub holds something central does not, though it was central's: central must have been
    /// restored. It asks for what it lost, with its own signature under it.
    CentralLost {
        /// In which of central's epochs.
        epoch: u32,
        /// What central holds.
        held: Head,
    },
    /// The hub's copy left the original somewhere; the hub probes where, cuts and fetches again.
    Forked {
        /// In which of central's epochs.
        epoch: u32,
        /// What central holds.
        held: Head,
    },
}

/// How far one epoch reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpochHead {
    /// Which epoch.
    pub epoch: u32,
    /// Its head.
    pub head: Head,
}

/// Central durably holds something else than the hub believes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unlike {
    /// Why nothing was taken.
    pub why: Why,
    /// The epoch the hub came with.
    pub epoch: u32,
    /// How far central holds it.
    pub held: Head,
    /// Central's hash at the number the hub reaches, where central reaches it too.
    pub at_reach: Option<Hash>,
    /// The epoch that was granted last.
    pub current: u32,
}

/// Why central took nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    /// It does not hold the head the frames would follow.
    NotHeld,
    /// It has never granted this epoch, or has forgotten that it did: show the grants.
    EpochUnknown,
    /// It has granted a later epoch since, to somebody with this hub's key.
    EpochClosed,
    /// It does not know the hub: show the grants.
    HubUnknown,
    /// Two machines work with this hub's key; a person has to decide which one is the hub.
    Twin,
}

/// Central stops; the slug is also the key of the words shown (`problem-<slug>`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Slug of a problem.
    pub slug: String,
    /// Whether the same may succeed later.
    pub retry: bool,
    /// How long to wait before, in seconds; 0 leaves it to the hub.
    pub after_s: u32,
}

/// A hub with a one-time code asks to be taken in, for the first time or in place of one that burned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolAsk {
    /// The code as a person typed it.
    pub code: String,
    /// Which hub this is to be.
    pub hub: NodeId,
    /// Its public key.
    pub key: [u8; 32],
    /// What it holds of its own epochs; empty on a new machine. Counts only where central has lost its book.
    pub heads: Vec<EpochHead>,
    /// The program's version.
    pub program: String,
    /// By that key, over [`EnrolAsk::signed_bytes`]: whoever asks holds the key.
    pub signature: Signature64,
}

impl EnrolAsk {
    /// What the asking key signs.
    #[must_use]
    pub fn signed_bytes(code: &str, hub: &NodeId) -> Vec<u8> {
        [b"costellazione enrol 1\0", code.as_bytes(), b"\0", hub.as_str().as_bytes()].concat()
    }
}

/// Central takes a hub in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolled {
    /// Every grant the hub ever had, the new one last.
    pub grants: Vec<Grant>,
    /// Central's public key.
    pub central_key: [u8; 32],
    /// The authority of central's certificate in PEM, where it is not a public one.
    pub ca_pem: Option<String>,
}

/// A hub asks for a new epoch because it cannot prove that it continues the old one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpochAsk {
    /// The epoch it cannot continue.
    pub epoch: u32,
    /// How far the hub and central agree about it.
    pub common: Head,
    /// Whether the hub wrote something else after that.
    pub forked: bool,
}

/// A hub asks which hash central holds at some numbers of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProbeAsk {
    /// Whose series.
    pub writer: Writer,
    /// Which epoch.
    pub epoch: u32,
    /// The numbers; at most [`PROBES_MAX`].
    pub seqs: Vec<u64>,
}

/// The most numbers in one probe.
pub const PROBES_MAX: usize = 64;

/// Every grant a hub ever had, by epoch; the answer to an [`EpochAsk`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grants {
    /// The last one is in force.
    pub grants: Vec<Grant>,
}

/// The answer: a hash for each number, `None` where central holds nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Probed {
    /// In the order asked.
    pub hashes: Vec<Option<Hash>>,
    /// Central's head of that series.
    pub held: Head,
}

/// One person's data, sealed by the hub; central keeps it and cannot open it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// Whose.
    pub person: PersonId,
    /// Their key under the hub's vault key.
    pub wrapped_key: Vec<u8>,
    /// Their data under their key.
    pub sealed: Vec<u8>,
    /// When it last changed at the hub, UTC milliseconds.
    pub changed_at_ms: i64,
}

/// The most bytes of a file that travel at once: what fits in a message with room to spare.
pub const PIECE_MAX: usize = 192 * 1024;

/// A file that the hub has told of and central does not hold whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileWanted {
    /// BLAKE3 of its bytes, which is its name.
    pub hash: Hash,
    /// How long it is, in bytes.
    pub size: u64,
    /// How many bytes, from its beginning, central has already.
    pub have: u64,
}

/// What central lacks of the hub's files, a bounded number at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilesWanted {
    /// The files, those that were told of first first.
    pub files: Vec<FileWanted>,
}

/// A piece of a file on its way, at most [`PIECE_MAX`] bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilePiece {
    /// Of which file.
    pub hash: Hash,
    /// Where it begins, in bytes.
    pub from: u64,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// How much of a file central has now: all of it when it is `whole`, proved by its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileReach {
    /// Bytes from its beginning; 0 again when what had come was damaged.
    pub have: u64,
    /// Whether it is kept.
    pub whole: bool,
}

/// What a hub asks back of a file of its own that it has lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileAsked {
    /// Which file.
    pub hash: Hash,
    /// From which byte on.
    pub from: u64,
}

/// Changes to the sealed vault that a hub sends for keeping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VaultPut {
    /// Keep these, in place of what was kept.
    pub keep: Vec<Sealed>,
    /// Destroy the copies of these.
    pub forget: Vec<PersonId>,
}

/// How many copies central now keeps for the hub; a number the hub did not expect makes it compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct VaultKept {
    /// How many people.
    pub count: u64,
}

/// A page of the sealed vault, by person; the next page begins after the last one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VaultPage {
    /// Empty after the last page.
    pub people: Vec<Sealed>,
}

/// What central knows of a slip of another hub. Travels as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipFound {
    /// The id of the thing it belongs to, as text: a request, an idea or an offer.
    pub subject: String,
    /// The hub that decides about it.
    pub home: NodeId,
    /// What the person may be told.
    pub status: SlipStatus,
}

/// Eight bytes that differ when the heads of former epochs do.
#[must_use]
pub fn former_digest(former: &[EpochHead]) -> [u8; 8] {
    let mut hasher = blake3::Hasher::new();
    for EpochHead { epoch, head } in former {
        hasher.update(&epoch.to_be_bytes());
        hasher.update(&head.seq.to_be_bytes());
        hasher.update(&head.hash.0);
    }
    let mut digest = [0; 8];
    hasher.finalize_xof().fill(&mut digest);
    digest
}

/// Bytes that are not what they should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadBytes {
    /// They do not begin with [`MAGIC`]: somebody else answered.
    #[error("this is not the sync of Costellazione")]
    NotOurs,
    /// They say they are longer than anything may be.
    #[error("{0} bytes are more than are taken")]
    TooLong(usize),
    /// They end early or hold something else.
    #[error("they do not read as {0}")]
    Unreadable(&'static str),
    /// A frame does not open.
    #[error(transparent)]
    Frame(#[from] BadFrame),
}

/// Writes a message of this module with [`MAGIC`] before it.
///
/// # Panics
/// Never: messages are plain data that postcard can write.
#[must_use]
pub fn write_message<T: Serialize>(message: &T) -> Vec<u8> {
    postcard::to_extend(message, MAGIC.to_vec()).expect("a message is plain data")
}

/// Reads such a message; `what` names it in the error.
///
/// # Errors
/// [`BadBytes`].
pub fn read_message<T: for<'de> Deserialize<'de>>(
    bytes: &[u8],
    what: &'static str,
) -> Result<T, BadBytes> {
    let rest = bytes.strip_prefix(&MAGIC).ok_or(BadBytes::NotOurs)?;
    match postcard::take_from_bytes(rest) {
        Ok((message, [])) => Ok(message),
        Ok(_) | Err(_) => Err(BadBytes::Unreadable(what)),
    }
}
