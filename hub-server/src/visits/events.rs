//! What can have happened to a visit, and to the times of a desk.

use protocol::{Channel, IdeaId, PersonId, SlipCode};
use serde::{Deserialize, Serialize};

use crate::work::events::words;

words! {
    /// Where a visit stands.
    State {
        /// Somebody is awaited.
        Booked = "booked",
        /// Taken back.
        Cancelled = "cancelled",
        /// They came.
        Came = "came",
        /// They did not.
        Missed = "missed",
    }
}

/// A fact about a visit; `Kept` is about the hub's desk itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody booked it.
    Booked {
        /// The code they came away with.
        slip: SlipCode,
        /// When it begins, UTC milliseconds.
        at_ms: i64,
        /// How long it is, in minutes.
        length_min: u16,
        /// The idea it is about.
        about: Option<IdeaId>,
        /// Whose data stands in the vault, when the person left any.
        person: Option<PersonId>,
        /// Language of the conversation.
        language: String,
        /// How it came in.
        via: Channel,
    },
    /// It begins at another time.
    Moved {
        /// When, UTC milliseconds.
        at_ms: i64,
    },
    /// Taken back.
    Cancelled {},
    /// Whether they came.
    Marked {
        /// Whether they did.
        came: bool,
    },
    /// The desk keeps times for itself, or opens them again.
    Kept {
        /// When they begin, UTC milliseconds.
        starts_ms: Vec<i64>,
        /// Whether they are closed to others.
        closed: bool,
    },
}
