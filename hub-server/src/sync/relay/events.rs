//! What can have happened to a command that is decided elsewhere.

use protocol::{Channel, NodeId, Problem};
use serde::{Deserialize, Serialize};

use crate::command::{Answer, Command};

/// Facts about a forwarded command; the subject is the command's id. The command itself may hold somebody's
/// words, so it stands alone in `Carried`, which an erasure can empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// By the node it was given to: it is decided elsewhere.
    Sent {
        /// Where.
        home: NodeId,
        /// The thing it is about, as text.
        about: String,
        /// How it came in.
        channel: Channel,
    },
    /// By the sender, and by central when it passes it on: what it says. Erasable.
    Carried {
        /// The command.
        command: Box<Command>,
    },
    /// By central: it is for this home to decide.
    Passed {
        /// Who sent it.
        sender: NodeId,
        /// Who decides.
        home: NodeId,
        /// The thing it is about, as text.
        about: String,
        /// How it came in.
        channel: Channel,
    },
    /// By the home: this is the answer.
    Answered {
        /// What was answered.
        answer: Outcome,
    },
    /// By central: this is the home's answer.
    Returned {
        /// What was answered.
        answer: Outcome,
    },
}

/// The answer to a command, or the refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Done, and so answered.
    Yes(Answer),
    /// Refused, with the words for the person.
    No(Problem),
}

impl From<Result<Answer, Problem>> for Outcome {
    fn from(result: Result<Answer, Problem>) -> Self {
        match result {
            Ok(answer) => Self::Yes(answer),
            Err(problem) => Self::No(problem),
        }
    }
}

impl From<Outcome> for Result<Answer, Problem> {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Yes(answer) => Ok(answer),
            Outcome::No(problem) => Err(problem),
        }
    }
}
