//! The life of something in custody as one table. `docs/custody-lifecycle.md` is drawn from it, and a test compares
//! the two.
//!
//! Always true: a step that is not in the table is refused with the state that forbids it. What was given for good
//! can come back only as a mistake put right, which leaves a step of its own.

use std::fmt::Write as _;

use super::Refusal;
use crate::work::events::words;

words! {
    /// Where something in custody stands.
    State {
        /// At the hub.
        Here = "here",
        /// With somebody, and to come back.
        Out = "out",
        /// Given for good: to whom it belongs, or out of the library of things.
        Given = "given",
        /// Nobody knows where it is.
        Lost = "lost",
    }
}

words! {
    /// What can happen to something in custody.
    Step {
        /// It comes to the hub.
        TakeIn = "take-in",
        /// Somebody takes it, to bring it back.
        HandOn = "hand-on",
        /// It comes back to the hub.
        BringBack = "bring-back",
        /// It is given for good.
        GiveBack = "give-back",
        /// It may stay where it is until a later day.
        Prolong = "prolong",
        /// Nobody knows where it is.
        Lose = "lose",
        /// It turned up again.
        Find = "find",
        /// It was written down as given by mistake.
        Reopen = "reopen",
    }
}

/// The whole life: from, by, to. `None` is something that is not there yet.
pub const TABLE: &[(Option<State>, Step, State)] = {
    use State::{Given, Here, Lost, Out};
    &[
        (None, Step::TakeIn, Here),
        (Some(Here), Step::HandOn, Out),
        (Some(Here), Step::GiveBack, Given),
        (Some(Here), Step::Prolong, Here),
        (Some(Here), Step::Lose, Lost),
        (Some(Out), Step::HandOn, Out),
        (Some(Out), Step::BringBack, Here),
        (Some(Out), Step::GiveBack, Given),
        (Some(Out), Step::Prolong, Out),
        (Some(Out), Step::Lose, Lost),
        (Some(Lost), Step::Find, Here),
        (Some(Given), Step::Reopen, Here),
    ]
};

impl State {
    /// Where a step leads from here.
    ///
    /// # Errors
    /// [`Refusal::WrongState`] for every step that is not in the table.
    pub fn after(self, step: Step) -> Result<Self, Refusal> {
        let row = TABLE.iter().find(|(from, by, _)| *from == Some(self) && *by == step);
        row.map(|(_, _, to)| *to).ok_or(Refusal::WrongState(self))
    }

    /// Whether the hub still answers for it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Here | Self::Out)
    }
}

/// The table as the documentation shows it: a diagram, and every step there is.
#[must_use]
pub fn drawing() -> String {
    let name = |state: Option<State>| state.map_or("[*]", State::slug);
    let mut text = String::from(
        "# Life of something in custody\n\nDrawn from `hub-server/src/custody/lifecycle.rs`; \
        `the_drawn_life_of_something_in_custody_is_the_one_in_the_code` compares them. Every step that is not here is \
        refused, with the state that forbids it.\n\n```mermaid\nstateDiagram-v2\n",
    );
    for (from, step, to) in TABLE {
        let _ = writeln!(text, "    {} --> {}: {}", name(*from), to.slug(), step.slug());
    }
    text.push_str("```\n\n| from | step | to |\n| --- | --- | --- |\n");
    for (from, step, to) in TABLE {
        let from = from.map_or("–", State::slug);
        let _ = writeln!(text, "| {from} | {} | {} |", step.slug(), to.slug());
    }
    text.push_str(
        "\nWho holds it travels with every step: the hub, somebody from outside (in the vault), an antenna, somebody \
        who works here. What is here or out and beyond its day is overdue; nothing changes state by itself.\n",
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drawn_life_of_something_in_custody_is_the_one_in_the_code() {
        crate::testing::is_drawn("custody-lifecycle.md", |_| drawing());
    }

    #[test]
    fn a_step_that_the_table_does_not_have_is_refused_with_the_state_that_forbids_it() {
        for state in State::ALL {
            for step in Step::ALL {
                let listed = TABLE.iter().any(|row| (row.0, row.1) == (Some(*state), *step));
                assert_eq!(state.after(*step).is_ok(), listed, "{state:?} {step:?}");
                if !listed {
                    assert_eq!(state.after(*step), Err(Refusal::WrongState(*state)));
                }
            }
        }
    }
}
