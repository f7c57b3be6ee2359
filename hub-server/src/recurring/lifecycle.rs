//! The life of a need that comes back, as one table.

use serde::{Deserialize, Serialize};

use crate::store::rows::word;

/// Where a need that comes back stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Each of its days becomes a request in time.
    Active,
    /// None does for now.
    Paused,
    /// It is over.
    Ended,
}

impl State {
    /// All of them, in the order of a life.
    pub const ALL: [Self; 3] = [Self::Active, Self::Paused, Self::Ended];
}

/// What moves it from one state to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// A day becomes a request.
    Raise,
    /// A day is left out, put back or moved, or the rule changes.
    Change,
    /// It stops for a while.
    Pause,
    /// It goes on.
    Resume,
    /// It is over.
    End,
}

/// Every transition there is.
pub const TABLE: &[(State, Step, State)] = &[
    (State::Active, Step::Raise, State::Active),
    (State::Active, Step::Change, State::Active),
    (State::Active, Step::Pause, State::Paused),
    (State::Active, Step::End, State::Ended),
    // Paused until a day, it prepares what comes from that day on.
    (State::Paused, Step::Raise, State::Paused),
    (State::Paused, Step::Change, State::Paused),
    (State::Paused, Step::Pause, State::Paused),
    (State::Paused, Step::Resume, State::Active),
    (State::Paused, Step::End, State::Ended),
];

/// Where `step` leads from `state`, or `None` when it cannot be taken there.
#[must_use]
pub fn next(state: State, step: Step) -> Option<State> {
    TABLE.iter().find(|(from, by, _)| (*from, *by) == (state, step)).map(|(_, _, to)| *to)
}

/// The table as `docs/lifecycle.md` has it.
#[must_use]
pub fn markdown() -> String {
    use std::fmt::Write as _;
    let mut text = String::from(
        "\n# The life of a need that comes back\n\n\
         Drawn from `hub-server/src/recurring/lifecycle.rs`, in the same way.\n\n\
         ```mermaid\nstateDiagram-v2\n    [*] --> active\n",
    );
    for (from, by, to) in TABLE {
        let _ = writeln!(text, "    {} --> {}: {}", word(from), word(to), word(by));
    }
    text.push_str("    ended --> [*]\n```\n");
    text
}
