//! The life of a request (CAPABILITIES 3.4) as one table: from which state, by which step, to which state.
//!
//! Always true: what is not in [`TABLE`] cannot happen, and [`markdown`] draws the very same lines for
//! `docs/lifecycle.md`. Deliberately absent: who may take a step and what it needs besides, which is `decide`.

use serde::{Deserialize, Serialize};

use crate::store::rows::word;

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// A need nobody asked help for by name: noticed, kept apart, perhaps a request later.
    Signal,
    /// Nobody has read it yet.
    Received,
    /// An operator looks after it.
    TakenInCharge,
    /// The person has been asked something and has not answered yet.
    Waiting,
    /// Antennae are being asked.
    Proposed,
    /// Somebody has said yes.
    Accepted,
    /// Helper and person have agreed when.
    Scheduled,
    /// Help has begun.
    InProgress,
    /// A municipal service looks after it.
    Referred,
    /// Several tasks stand in its place.
    Split,
    /// On its way to another hub, which has not answered yet.
    HandedOver,
    /// Done, to be confirmed.
    Done,
    /// Closed: met.
    Met,
    /// Closed: not met.
    NotMet,
    /// Closed: withdrawn.
    Withdrawn,
    /// Closed: the same need as another request.
    Duplicate,
    /// Closed here: another hub has taken it over.
    Passed,
}

impl State {
    /// All of them, in the order of a life.
    pub const ALL: [Self; 17] = [
        Self::Signal,
        Self::Received,
        Self::TakenInCharge,
        Self::Waiting,
        Self::Proposed,
        Self::Accepted,
        Self::Scheduled,
        Self::InProgress,
        Self::Referred,
        Self::Split,
        Self::HandedOver,
        Self::Done,
        Self::Met,
        Self::NotMet,
        Self::Withdrawn,
        Self::Duplicate,
        Self::Passed,
    ];

    /// Those in which a helper has said yes and the help is not over.
    pub const HELPED: [Self; 3] = [Self::Accepted, Self::Scheduled, Self::InProgress];

    /// Whether the request is over.
    #[must_use]
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Met | Self::NotMet | Self::Withdrawn | Self::Duplicate | Self::Passed)
    }

    /// Whether a helper holds it: what they need to know is theirs to see.
    #[must_use]
    pub fn is_held(self) -> bool {
        self == Self::Done || Self::HELPED.contains(&self)
    }

    /// Whether help is being looked for: the first yes of two is kept meanwhile.
    #[must_use]
    pub fn is_searched(self) -> bool {
        matches!(self, Self::TakenInCharge | Self::Waiting | Self::Proposed)
    }

    /// Whether it is a request somebody must do something about; a signal is kept apart.
    #[must_use]
    pub fn is_open(self) -> bool {
        self != Self::Signal && !self.is_closed()
    }
}

/// What moves a request from one state to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// The person of a signal wants help: it becomes a request.
    BecomeRequest,
    /// An operator looks after it.
    TakeInCharge,
    /// The person is asked something.
    AskRequester,
    /// The person answers.
    Reply,
    /// Antennae are asked.
    Propose,
    /// A circle's time is over, or everybody in it said no.
    EndCircle,
    /// The first valid yes.
    Accept,
    /// The helper cannot after all.
    GiveBack,
    /// When it happens is agreed.
    Schedule,
    /// Help begins.
    Start,
    /// A municipal service is asked, with the person's consent.
    Refer,
    /// The service looks after it.
    ServiceAccepts,
    /// The service does not.
    ServiceRejects,
    /// The service has done it.
    ServiceDone,
    /// The person takes the consent back.
    RevokeReferral,
    /// Several tasks take its place.
    Split,
    /// All those tasks are over.
    PartsClosed,
    /// Somebody says it is done.
    ReportDone,
    /// It was met.
    ConfirmMet,
    /// It cannot be met.
    CloseNotMet,
    /// The person no longer needs it.
    Withdraw,
    /// It is the same need as another.
    LinkDuplicate,
    /// It is not the same after all.
    UnlinkDuplicate,
    /// It goes to another hub.
    HandOver,
    /// That hub has taken it over.
    TakenOver,
    /// That hub has not.
    HandOverRefused,
    /// It was not solved.
    Reopen,
}

/// Every transition there is.
pub const TABLE: &[(State, Step, State)] = {
    use State as S;
    use Step as T;
    &[
        (S::Signal, T::BecomeRequest, S::Received),
        (S::Signal, T::Withdraw, S::Withdrawn),
        (S::Received, T::TakeInCharge, S::TakenInCharge),
        // Only where the city lets neighbours be asked without the desk.
        (S::Received, T::Propose, S::Proposed),
        (S::Received, T::HandOver, S::HandedOver),
        (S::Received, T::LinkDuplicate, S::Duplicate),
        (S::Received, T::CloseNotMet, S::NotMet),
        (S::Received, T::Withdraw, S::Withdrawn),
        (S::TakenInCharge, T::TakeInCharge, S::TakenInCharge),
        (S::TakenInCharge, T::AskRequester, S::Waiting),
        (S::TakenInCharge, T::Propose, S::Proposed),
        (S::TakenInCharge, T::Refer, S::Referred),
        (S::TakenInCharge, T::Split, S::Split),
        (S::TakenInCharge, T::HandOver, S::HandedOver),
        (S::TakenInCharge, T::ReportDone, S::Done),
        (S::TakenInCharge, T::LinkDuplicate, S::Duplicate),
        (S::TakenInCharge, T::CloseNotMet, S::NotMet),
        (S::TakenInCharge, T::Withdraw, S::Withdrawn),
        (S::Waiting, T::TakeInCharge, S::TakenInCharge),
        (S::Waiting, T::Reply, S::TakenInCharge),
        (S::Waiting, T::CloseNotMet, S::NotMet),
        (S::Waiting, T::Withdraw, S::Withdrawn),
        (S::Proposed, T::EndCircle, S::TakenInCharge),
        (S::Proposed, T::Accept, S::Accepted),
        (S::Proposed, T::CloseNotMet, S::NotMet),
        (S::Proposed, T::Withdraw, S::Withdrawn),
        (S::Accepted, T::Schedule, S::Scheduled),
        (S::Accepted, T::Start, S::InProgress),
        (S::Accepted, T::GiveBack, S::TakenInCharge),
        (S::Accepted, T::ReportDone, S::Done),
        (S::Accepted, T::ConfirmMet, S::Met),
        (S::Accepted, T::CloseNotMet, S::NotMet),
        (S::Accepted, T::Withdraw, S::Withdrawn),
        (S::Scheduled, T::Schedule, S::Scheduled),
        (S::Scheduled, T::Start, S::InProgress),
        (S::Scheduled, T::GiveBack, S::TakenInCharge),
        (S::Scheduled, T::ReportDone, S::Done),
        (S::Scheduled, T::ConfirmMet, S::Met),
        (S::Scheduled, T::CloseNotMet, S::NotMet),
        (S::Scheduled, T::Withdraw, S::Withdrawn),
        (S::InProgress, T::GiveBack, S::TakenInCharge),
        (S::InProgress, T::ReportDone, S::Done),
        (S::InProgress, T::ConfirmMet, S::Met),
        (S::InProgress, T::CloseNotMet, S::NotMet),
        (S::InProgress, T::Withdraw, S::Withdrawn),
        (S::Referred, T::ServiceAccepts, S::Referred),
        (S::Referred, T::ServiceRejects, S::TakenInCharge),
        (S::Referred, T::RevokeReferral, S::TakenInCharge),
        (S::Referred, T::ServiceDone, S::Done),
        (S::Referred, T::CloseNotMet, S::NotMet),
        (S::Referred, T::Withdraw, S::Withdrawn),
        (S::Split, T::PartsClosed, S::Done),
        (S::Split, T::CloseNotMet, S::NotMet),
        (S::Split, T::Withdraw, S::Withdrawn),
        // Nothing else until the other hub has answered: two homes never decide about one request.
        (S::HandedOver, T::TakenOver, S::Passed),
        (S::HandedOver, T::HandOverRefused, S::TakenInCharge),
        (S::Done, T::ConfirmMet, S::Met),
        (S::Done, T::Reopen, S::TakenInCharge),
        (S::Done, T::CloseNotMet, S::NotMet),
        (S::Done, T::Withdraw, S::Withdrawn),
        (S::Met, T::Reopen, S::TakenInCharge),
        (S::NotMet, T::Reopen, S::TakenInCharge),
        (S::Duplicate, T::UnlinkDuplicate, S::TakenInCharge),
    ]
};

/// Where `step` leads from `state`, or `None` when it cannot be taken there.
#[must_use]
pub fn next(state: State, step: Step) -> Option<State> {
    TABLE.iter().find(|(from, by, _)| (*from, *by) == (state, step)).map(|(_, _, to)| *to)
}

/// The table as `docs/lifecycle.md` has it: a diagram and the same lines to read.
#[must_use]
pub fn markdown() -> String {
    use std::fmt::Write as _;
    let mut text = String::from(
        "# The life of a request\n\n\
         Drawn from `hub-server/src/requests/lifecycle.rs`; \
         `the_life_of_a_request_in_the_docs_is_the_one_in_the_code` keeps it so. \
         A transition that is not here is refused.\n\n\
         ```mermaid\nstateDiagram-v2\n    [*] --> signal\n    [*] --> received\n",
    );
    for (from, by, to) in TABLE {
        let (from, by, to) = (word(from), word(by), word(to));
        let _ = writeln!(text, "    {from} --> {to}: {by}");
    }
    for state in State::ALL.into_iter().filter(|state| state.is_closed()) {
        let _ = writeln!(text, "    {} --> [*]", word(&state));
    }
    text.push_str("```\n\n| from | step | to |\n| --- | --- | --- |\n");
    for (from, by, to) in TABLE {
        let _ = writeln!(text, "| {} | {} | {} |", word(from), word(by), word(to));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_life_of_a_request_in_the_docs_is_the_one_in_the_code() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/lifecycle.md");
        let drawn = markdown() + &crate::recurring::lifecycle::markdown();
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        if kept != drawn {
            std::fs::write(path, &drawn).unwrap();
            panic!("docs/lifecycle.md was not what the code says; it has been drawn again");
        }
    }

    #[test]
    fn a_step_leads_from_a_state_to_one_other_and_every_state_can_be_reached_and_left() {
        for (at, (from, by, _)) in TABLE.iter().enumerate() {
            let twice = TABLE[..at].iter().any(|(f, b, _)| (f, b) == (from, by));
            assert!(!twice, "{from:?} {by:?} stands twice");
        }
        for state in State::ALL {
            let entered = TABLE.iter().any(|(_, _, to)| *to == state);
            assert!(entered || state == State::Signal, "{state:?} cannot be reached");
            let left = TABLE.iter().any(|(from, _, _)| *from == state);
            assert!(
                left || matches!(state, State::Withdrawn | State::Passed),
                "{state:?} cannot be left"
            );
        }
    }
}
