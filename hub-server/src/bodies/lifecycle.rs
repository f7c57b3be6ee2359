//! The life of a meeting and that of a decision, each as one table. `docs/bodies-lifecycle.md` is drawn from them,
//! and a test compares the two.
//!
//! Always true: a step that is not in its table is refused with the state that forbids it. Without a quorum a meeting
//! can only be noted down; minutes are read outside after they were approved and never before.

use std::fmt::Write as _;

use super::Refusal;
use crate::work::events::words;

words! {
    /// Where a meeting stands.
    State {
        /// Being prepared.
        Planned = "planned",
        /// Everybody was told.
        Convened = "convened",
        /// Going on, with a quorum.
        Open = "open",
        /// Going on without one: only notes.
        Notes = "notes",
        /// Over, its minutes not written yet.
        Closed = "closed",
        /// The minutes are a draft.
        Drafted = "drafted",
        /// The minutes hold.
        Approved = "approved",
        /// The minutes may be read.
        Published = "published",
        /// It did not take place.
        CalledOff = "called-off",
    }
}

words! {
    /// What can happen to a meeting.
    Step {
        /// It is prepared.
        Plan = "plan",
        /// It is prepared otherwise.
        Replan = "replan",
        /// Everybody is told.
        Convene = "convene",
        /// What they were told does not hold any more.
        Recall = "recall",
        /// It does not take place.
        CallOff = "call-off",
        /// Who is there: enough to decide.
        Open = "open",
        /// Who is there: not enough.
        OpenWithoutQuorum = "open-without-quorum",
        /// Somebody in conflict keeps out of an item.
        Recuse = "recuse",
        /// An item is voted on.
        Vote = "vote",
        /// An item is put off.
        Adjourn = "adjourn",
        /// It is over.
        Close = "close",
        /// Its minutes are written.
        Write = "write",
        /// They are approved.
        Approve = "approve",
        /// They may be read, or by more than before.
        Publish = "publish",
        /// Something in them is put right, citing it.
        Correct = "correct",
    }
}

/// The whole life of a meeting: from, by, to. `None` is one that is not there yet.
pub const TABLE: &[(Option<State>, Step, State)] = {
    use State::{Approved, CalledOff, Closed, Convened, Drafted, Notes, Open, Planned, Published};
    &[
        (None, Step::Plan, Planned),
        (Some(Planned), Step::Replan, Planned),
        (Some(Planned), Step::Convene, Convened),
        (Some(Planned), Step::CallOff, CalledOff),
        (Some(Convened), Step::Recall, Planned),
        (Some(Convened), Step::CallOff, CalledOff),
        (Some(Convened), Step::Recuse, Convened),
        (Some(Convened), Step::Open, Open),
        (Some(Convened), Step::OpenWithoutQuorum, Notes),
        (Some(Notes), Step::Recuse, Notes),
        (Some(Notes), Step::Open, Open),
        (Some(Notes), Step::OpenWithoutQuorum, Notes),
        (Some(Notes), Step::Close, Closed),
        (Some(Open), Step::Open, Open),
        (Some(Open), Step::OpenWithoutQuorum, Notes),
        (Some(Open), Step::Recuse, Open),
        (Some(Open), Step::Vote, Open),
        (Some(Open), Step::Adjourn, Open),
        (Some(Open), Step::Close, Closed),
        (Some(Closed), Step::Write, Drafted),
        (Some(Drafted), Step::Write, Drafted),
        (Some(Drafted), Step::Approve, Approved),
        (Some(Approved), Step::Correct, Approved),
        (Some(Approved), Step::Publish, Published),
        (Some(Published), Step::Publish, Published),
        (Some(Published), Step::Correct, Published),
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

    /// Whether it is to come or going on.
    #[must_use]
    pub const fn is_ahead(self) -> bool {
        matches!(self, Self::Planned | Self::Convened | Self::Open | Self::Notes)
    }

    /// Whether its minutes are still to be written or approved.
    #[must_use]
    pub const fn wants_minutes(self) -> bool {
        matches!(self, Self::Closed | Self::Drafted)
    }
}

words! {
    /// Where a decision stands.
    DecisionState {
        /// It stands on an agenda.
        Proposed = "proposed",
        /// The body wants it.
        Adopted = "adopted",
        /// The body does not want it.
        NotAdopted = "not-adopted",
        /// Put off.
        Adjourned = "adjourned",
        /// Somebody has something to do for it.
        InHand = "in-hand",
        /// All there was to do is done.
        Done = "done",
        /// The body has looked at it again.
        Reviewed = "reviewed",
    }
}

words! {
    /// What can happen to a decision.
    DecisionStep {
        /// More votes for it than against.
        Adopt = "adopt",
        /// Not so.
        Reject = "reject",
        /// It is put off.
        Adjourn = "adjourn",
        /// Somebody gets something to do, or more time, or has to do it again.
        Assign = "assign",
        /// Something was done, and something is left.
        Do = "do",
        /// The last of it was done.
        Finish = "finish",
        /// The body looks at it again.
        Review = "review",
    }
}

/// The whole life of a decision: from, by, to.
pub const DECISIONS: &[(DecisionState, DecisionStep, DecisionState)] = {
    use DecisionState::{Adjourned, Adopted, Done, InHand, NotAdopted, Proposed, Reviewed};
    use DecisionStep as S;
    &[
        (Proposed, S::Adopt, Adopted),
        (Proposed, S::Reject, NotAdopted),
        (Proposed, S::Adjourn, Adjourned),
        (Adopted, S::Assign, InHand),
        (Adopted, S::Review, Reviewed),
        (NotAdopted, S::Review, NotAdopted),
        (InHand, S::Assign, InHand),
        (InHand, S::Do, InHand),
        (InHand, S::Finish, Done),
        (InHand, S::Review, InHand),
        (Done, S::Assign, InHand),
        (Done, S::Review, Reviewed),
        (Reviewed, S::Assign, InHand),
        (Reviewed, S::Review, Reviewed),
    ]
};

impl DecisionState {
    /// Where a step leads from here.
    ///
    /// # Errors
    /// [`Refusal::DecisionState`] for every step that is not in the table.
    pub fn after(self, step: DecisionStep) -> Result<Self, Refusal> {
        let row = DECISIONS.iter().find(|(from, by, _)| *from == self && *by == step);
        row.map(|(_, _, to)| *to).ok_or(Refusal::DecisionState(self))
    }
}

/// The tables as the documentation shows them: a diagram each, and every step there is.
#[must_use]
pub fn drawing() -> String {
    let name = |state: Option<State>| state.map_or("[*]", State::slug);
    let mut text = String::from(
        "# Life of a meeting and of a decision\n\nDrawn from `hub-server/src/bodies/lifecycle.rs`; \
        `the_drawn_life_of_meetings_and_decisions_is_the_one_in_the_code` compares them. Every step that is not here is \
        refused, with the state that forbids it.\n\n## A meeting\n\n```mermaid\nstateDiagram-v2\n",
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
        "\nWho may vote and is there is counted again at every roll call and, less those in conflict, at every vote: a \
        vote without a quorum is refused also while the meeting is open. A seat whose term is over on the day neither \
        counts nor votes. Votes, drafts and everything else before publication stay at central.\n\n## A decision\n\n\
        ```mermaid\nstateDiagram-v2\n    [*] --> proposed: on an agenda\n",
    );
    for (from, step, to) in DECISIONS {
        let _ = writeln!(text, "    {} --> {}: {}", from.slug(), to.slug(), step.slug());
    }
    text.push_str("```\n\n| from | step | to |\n| --- | --- | --- |\n");
    for (from, step, to) in DECISIONS {
        let _ = writeln!(text, "| {} | {} | {} |", from.slug(), step.slug(), to.slug());
    }
    text.push_str(
        "\nMore votes for than against adopt; abstentions count for the quorum and for neither side. Something put off \
        comes back as a new item of a later agenda.\n",
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drawn_life_of_meetings_and_decisions_is_the_one_in_the_code() {
        crate::testing::is_drawn("bodies-lifecycle.md", |_| drawing());
    }

    #[test]
    fn a_step_that_the_table_of_meetings_does_not_have_is_refused_with_the_state_that_forbids_it() {
        for state in State::ALL {
            for step in Step::ALL {
                let listed = TABLE.iter().any(|row| (row.0, row.1) == (Some(*state), *step));
                assert_eq!(state.after(*step).is_ok(), listed, "{state:?} {step:?}");
                if !listed {
                    assert_eq!(state.after(*step), Err(Refusal::WrongState(*state)));
                }
            }
        }
        for state in DecisionState::ALL {
            for step in DecisionStep::ALL {
                let listed = DECISIONS.iter().any(|row| (row.0, row.1) == (*state, *step));
                assert_eq!(state.after(*step).is_ok(), listed, "{state:?} {step:?}");
            }
        }
    }
}
