//! What can have happened to staff and to people's data. Ids, roles and scopes only.

use protocol::{NodeId, PersonId, SeriesKey};
use serde::{Deserialize, Serialize};

use super::roles::{Role, Scope};

/// Facts about staff and about erasures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody works here from now on.
    StaffAdded {
        /// As what.
        role: Role,
        /// Where.
        scope: Scope,
    },
    /// They do something else from now on.
    RoleChanged {
        /// As what.
        role: Role,
        /// Where.
        scope: Scope,
    },
    /// Their account is closed.
    StaffDisabled {},
    /// Their account is open again.
    StaffEnabled {},
    /// A person's data was destroyed at its home; every node that reads this destroys its copies.
    Erased {
        /// Whose.
        person: PersonId,
        /// The facts whose bodies are gone.
        records: Vec<RecordName>,
    },
    /// The node that writes this holds no copy any more.
    ErasureAcknowledged {
        /// Of whose data.
        person: PersonId,
    },
}

/// One record, by where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordName {
    /// Whose series.
    pub node: NodeId,
    /// Which epoch.
    pub epoch: u32,
    /// Its number.
    pub seq: u64,
}

impl RecordName {
    /// The series it stands in.
    #[must_use]
    pub fn series(&self) -> SeriesKey {
        SeriesKey { node: self.node.clone(), epoch: self.epoch }
    }
}
