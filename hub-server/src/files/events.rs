//! What can have happened to a file that is attached to something.

use protocol::{Hash, IdeaId, Slug};
use serde::{Deserialize, Serialize};

use super::content::Kind;
use crate::work::events::words;

words! {
    /// What a file can be attached to.
    Sort {
        /// A project, by its code as a slug, or by its id at the desk.
        Project = "project",
        /// An idea left at the project desk.
        Idea = "idea",
        /// An activity of a group.
        Gathering = "gathering",
        /// A meeting of a body, at central.
        Meeting = "meeting",
    }
}

/// The one thing a file is attached to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct About {
    /// What kind of thing.
    pub sort: Sort,
    /// Which one: an id, or a code written as a slug.
    pub id: Slug,
}

impl About {
    /// An idea, as files name it.
    #[must_use]
    pub fn of_idea(idea: IdeaId) -> Option<Self> {
        idea.to_string().parse().ok().map(|id| Self { sort: Sort::Idea, id })
    }
}

/// A file as it is on the shelf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// BLAKE3 of its bytes; 64 digits in a fact.
    #[serde(with = "digits")]
    pub hash: Hash,
    /// How long it is, in bytes.
    pub bytes: u64,
    /// What it is.
    pub kind: Kind,
    /// Width and height of a picture, in points.
    pub points: Option<(u32, u32)>,
}

/// Facts of this domain. Name and words stand in a fact of their own, which can be erased whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// It was attached.
    Attached {
        /// To what.
        about: About,
        /// What it is.
        content: Content,
    },
    /// What it was called, and what it is in words. Erasable; the last counts.
    Named {
        /// What it was called where it came from: words, never a path.
        name: String,
        /// What it shows or says.
        words: String,
    },
    /// It was taken away.
    TakenAway {},
    /// Central shows it to everybody.
    Shown {},
    /// Central shows it no more.
    Hidden {},
}

/// A hash as people read it.
mod digits {
    use protocol::Hash;
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    pub fn serialize<S: Serializer>(hash: &Hash, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(hash)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Hash, D::Error> {
        let text = String::deserialize(from)?;
        crate::files::shelf::hash_of(&text).ok_or_else(|| de::Error::custom("no hash"))
    }
}
