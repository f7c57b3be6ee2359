//! What messages say about people: how something came in, for whom, and the details a person chose
//! to leave. Details never stand in an envelope, a topic, a URL or a log.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How a command reached the city (CAPABILITIES B3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// A walk-in at the touchscreen.
    Kiosk,
    /// An operator at the console.
    Console,
    /// A paired antenna or operator device.
    Antenna,
    /// A phone call, written down at the console.
    Phone,
    /// A paper form, written down at the console.
    Paper,
    /// Another node.
    Sync,
    /// A deadline of the node itself.
    Clock,
}

/// Whom a need is for, seen from the one who brings it (B2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// For the person who asks.
    #[default]
    Oneself,
    /// For somebody of the family.
    Family,
    /// For a neighbour or a friend.
    Neighbour,
    /// For a customer or guest, as a shop or group would say.
    Customer,
    /// Somebody else.
    Other,
}

impl Relation {
    /// Whether whoever asks asks for themselves.
    #[must_use]
    pub fn is_oneself(&self) -> bool {
        *self == Self::Oneself
    }
}

/// What a person chose to leave so that they can be reached. Every field may be empty; all go to the
/// vault of the hub and nowhere else. At most 200 characters a field.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct PersonDetails {
    /// Name as the person says it.
    pub name: String,
    /// Telephone as typed.
    pub phone: String,
    /// Street, number, doorbell, floor.
    pub address: String,
}

impl PersonDetails {
    /// Longest text of one field, in characters.
    pub const FIELD_MAX: usize = 200;

    /// Whether the person left nothing about themselves.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        [&self.name, &self.phone, &self.address].iter().all(|field| field.trim().is_empty())
    }
}

impl fmt::Debug for PersonDetails {
    /// Never shows what it holds: a debug print may end in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonDetails(…)")
    }
}
