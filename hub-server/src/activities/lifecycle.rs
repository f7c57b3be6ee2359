//! The life of a diary entry (CAPABILITIES 3.6) as one table. `docs/diary-lifecycle.md` is drawn from it, and a
//! test compares the two.
//!
//! Always true: a step that is not in the table is refused with the state that forbids it. A draft is no fact, so
//! it may vanish without a trace; everything after it leaves one. Deliberately absent: who may take a step, which
//! `people::roles` and `decide` say.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::decide::Refusal;

/// Where an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Being written; in no total and nobody else's business.
    Draft,
    /// Handed in; waits to be looked at.
    Submitted,
    /// Given back with a reason; in no total until it is corrected.
    Returned,
    /// Looked at and right.
    Accepted,
    /// Accepted, and its month is closed and signed.
    Locked,
    /// A later entry says it better and cites it.
    Amended,
}

/// What can be done to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Its author throws it away.
    Discard,
    /// Its author hands it in.
    Submit,
    /// Its author writes it again before it is accepted.
    Correct,
    /// Who answers for the diary gives it back, with a reason.
    Return,
    /// Who answers for the diary accepts it.
    Accept,
    /// Its month is closed.
    Close,
    /// Its author corrects it by a new entry that cites it.
    Amend,
}

/// The whole life: from, by, to. `None` is an entry that is not there.
pub const TABLE: &[(Option<State>, Step, Option<State>)] = {
    use State::{Accepted, Amended, Draft, Locked, Returned, Submitted};
    &[
        (Some(Draft), Step::Discard, None),
        (None, Step::Submit, Some(Submitted)),
        (Some(Draft), Step::Submit, Some(Submitted)),
        (Some(Submitted), Step::Correct, Some(Submitted)),
        (Some(Submitted), Step::Return, Some(Returned)),
        (Some(Submitted), Step::Accept, Some(Accepted)),
        (Some(Returned), Step::Correct, Some(Submitted)),
        (Some(Accepted), Step::Close, Some(Locked)),
        (Some(Accepted), Step::Amend, Some(Amended)),
        (Some(Locked), Step::Amend, Some(Amended)),
    ]
};

impl State {
    /// All of them, in the order of a life.
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::Submitted, Self::Returned, Self::Accepted, Self::Locked, Self::Amended];

    /// The word it is stored and worded by.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Accepted => "accepted",
            Self::Locked => "locked",
            Self::Amended => "amended",
        }
    }

    /// Whether an entry in this state is in the totals of the hub.
    #[must_use]
    pub const fn counts(self) -> bool {
        match self {
            Self::Draft | Self::Returned => false,
            Self::Submitted | Self::Accepted | Self::Locked | Self::Amended => true,
        }
    }

    /// Where a step leads from here.
    ///
    /// # Errors
    /// [`Refusal::WrongState`] for every step that is not in the table.
    pub fn after(self, step: Step) -> Result<Option<Self>, Refusal> {
        let row = TABLE.iter().find(|(from, by, _)| *from == Some(self) && *by == step);
        row.map(|(_, _, to)| *to).ok_or(Refusal::WrongState(self))
    }
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Discard,
        Self::Submit,
        Self::Correct,
        Self::Return,
        Self::Accept,
        Self::Close,
        Self::Amend,
    ];

    const fn slug(self) -> &'static str {
        match self {
            Self::Discard => "discard",
            Self::Submit => "submit",
            Self::Correct => "correct",
            Self::Return => "return",
            Self::Accept => "accept",
            Self::Close => "close the month",
            Self::Amend => "cite in a new entry",
        }
    }
}

/// The table as the documentation shows it: a diagram, and every step there is.
#[must_use]
pub fn drawing() -> String {
    let name = |state: Option<State>| state.map_or("[*]", State::slug);
    let mut text = String::from(
        "# Life of a diary entry\n\nDrawn from `hub-server/src/activities/lifecycle.rs`; \
        `the_drawn_life_of_an_entry_is_the_one_in_the_code` compares them. Every step that is not here is refused, \
        with the state that forbids it.\n\n```mermaid\nstateDiagram-v2\n",
    );
    for (from, step, to) in TABLE {
        let _ = writeln!(text, "    {} --> {}: {}", name(*from), name(*to), step.slug());
    }
    text.push_str("```\n\n| from | step | to | counted in totals |\n| --- | --- | --- | --- |\n");
    for (from, step, to) in TABLE {
        let from = from.map_or("–", State::slug);
        let counted = to.is_some_and(State::counts);
        let counted = if counted { "yes" } else { "no" };
        let to = to.map_or("gone", State::slug);
        let _ = writeln!(text, "| {from} | {} | {to} | {counted} |", step.slug());
    }
    text.push_str(
        "\nAn amended entry stays in the month it was counted in; the entry that cites it counts the difference, \
        in the month it is written in, so that a month that was signed never changes.\n",
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drawn_life_of_an_entry_is_the_one_in_the_code() {
        crate::testing::is_drawn("diary-lifecycle.md", |_| drawing());
    }

    #[test]
    fn every_step_that_is_not_in_the_table_is_refused_with_the_state_that_forbids_it() {
        let mut allowed = 0;
        for state in State::ALL {
            for step in Step::ALL {
                let listed = TABLE.iter().any(|row| (row.0, row.1) == (Some(state), step));
                match state.after(step) {
                    Ok(_) => allowed += 1,
                    Err(refusal) => assert_eq!(refusal, Refusal::WrongState(state)),
                }
                assert_eq!(state.after(step).is_ok(), listed, "{state:?} {step:?}");
            }
        }
        assert_eq!(allowed, TABLE.len() - 1, "one row begins with nothing");
    }
}
