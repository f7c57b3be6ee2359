//! What is brought from another program: members, what they exchanged, what they offer and look for.
//!
//! Always true: a thing brought has a name worked out from where it comes from, so that bringing it again brings
//! nothing; all of it is recorded in one transaction or none of it; a movement is balanced as every posting is, and
//! accounts that go past a limit with their history are opened all the same and shown. Hours of an organisation, and
//! of people whom the other program has forgotten, are the hour fund's.

mod proof;
mod read;

#[cfg(test)]
pub(super) mod tests;

use jiff::civil::Date;
use protocol::{ExchangeId, ListingId, MemberId, NodeId, PersonDetails, Slug};
use serde::{Deserialize, Serialize};

pub use proof::{Proof, proof};
pub use read::{Bad, Defaults, Files, Which, Why, read};

use super::listings::Way;
use super::members::{AgeBand, Reach};
use super::minutes::Minutes;

/// Most movements of one import: more are brought a few years at a time.
pub const MOVEMENTS_MOST: usize = 60_000;
/// Most members of one import.
pub const MEMBERS_MOST: usize = 10_000;

/// Everything that is brought at once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// Members, in the order of the file.
    pub members: Vec<Newcomer>,
    /// Movements, in the order of the file.
    pub movements: Vec<Movement>,
    /// What they offer and look for.
    pub notices: Vec<Notice>,
}

/// A member of another program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Newcomer {
    /// Their name here, worked out from their number there.
    pub member: MemberId,
    /// Their number there, which they keep where it is free.
    pub number: u32,
    /// Who they are.
    pub person: PersonDetails,
    /// Where they live.
    pub neighbourhood: Slug,
    /// How old they are, if the file says.
    pub age: Option<AgeBand>,
    /// How they can be reached.
    pub reach: Reach,
    /// Their language.
    pub language: String,
    /// The balance they bring, where the file says it and has no movements.
    pub brings: Minutes,
}

/// Whose hours a movement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// A member's.
    Member(MemberId),
    /// The organisation's, or those of somebody forgotten: the hour fund's.
    Fund,
}

/// Hours that went from one to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// Its name here, worked out from its line there.
    pub exchange: ExchangeId,
    /// Who received the service, and paid.
    pub from: Side,
    /// Who gave it.
    pub to: Side,
    /// How long; more than none.
    pub minutes: Minutes,
    /// On which day.
    pub day: Date,
    /// Which service.
    pub category: Slug,
}

/// Something offered or looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its name here.
    pub listing: ListingId,
    /// Whose.
    pub member: MemberId,
    /// Which way.
    pub way: Way,
    /// Which service.
    pub category: Slug,
    /// In their words.
    pub text: String,
    /// Tags.
    pub tags: Vec<String>,
}

impl Import {
    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty() && self.movements.is_empty() && self.notices.is_empty()
    }
}

/// The name of something brought: the same for the same thing at the same hub.
#[must_use]
pub fn named(bank: &NodeId, what: &str, key: &str) -> uuid::Uuid {
    let hash = blake3::hash(format!("bank-import/{bank}/{what}/{key}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.as_bytes()[..16]);
    bytes[6] = 0x80 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    uuid::Uuid::from_bytes(bytes)
}
