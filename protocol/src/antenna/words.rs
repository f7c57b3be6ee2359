//! Words between an antenna and its hub: one thread for each request, and one in general.

use serde::{Deserialize, Serialize};

use crate::ids::{CommandId, RequestId};

/// Longest message, in characters.
pub const WORDS_MAX: usize = 1_000;

/// The device writes to its hub.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriteWords {
    /// About which request; `None` in general.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<RequestId>,
    /// The words, 1 to [`WORDS_MAX`] characters.
    pub text: String,
}

/// Something was written in a thread, by either side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordsSaid {
    /// The command that wrote it.
    pub message: CommandId,
    /// About which request; `None` in general.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<RequestId>,
    /// Who wrote it at the hub, by name; `None` for the antenna itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_hub: Option<String>,
    /// The words; empty once they were erased.
    pub text: String,
    /// When, UTC milliseconds by the hub's clock.
    pub at_ms: i64,
}
