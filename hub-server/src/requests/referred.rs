//! The life of a referral to a service (CAPABILITIES 3.7) as one table: from where, by which step, to where.
//!
//! Always true: what is not in [`TABLE`] cannot happen, whoever says it, the operator who heard it or the service itself;
//! `docs/referral-lifecycle.md` shows the very same lines. Deliberately absent: consent, which is asked before it is sent,
//! and where the request itself stands, which is `lifecycle`.

use serde::{Deserialize, Serialize};

use super::events::ServiceAnswer;
use crate::store::rows::word;

/// Where a referral stands.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The service has it before it, and has not answered.
    #[default]
    Sent,
    /// The service looks after it.
    Accepted,
    /// The service does not, and has said why.
    Rejected,
    /// The person took the consent back.
    Revoked,
    /// The service has done it.
    Done,
}

impl State {
    /// All of them, in the order of a life.
    pub const ALL: [Self; 5] =
        [Self::Sent, Self::Accepted, Self::Rejected, Self::Revoked, Self::Done];

    /// How it stands by what the service said last, as it is kept: an answer, `revoked`, or nothing yet.
    #[must_use]
    pub fn of(said: Option<&str>) -> Self {
        let said = said.unwrap_or_default();
        Self::ALL.into_iter().find(|state| word(state) == said).unwrap_or_default()
    }
}

/// What moves a referral on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// A service is told, again or another one.
    Send,
    /// The service looks after it.
    Accept,
    /// The service does not.
    Reject,
    /// The person takes the consent back.
    Revoke,
    /// The service has done it.
    Finish,
}

impl From<ServiceAnswer> for Step {
    fn from(answer: ServiceAnswer) -> Self {
        match answer {
            ServiceAnswer::Accepted => Self::Accept,
            ServiceAnswer::Rejected => Self::Reject,
            ServiceAnswer::Done => Self::Finish,
        }
    }
}

/// Every transition there is.
pub const TABLE: &[(State, Step, State)] = {
    use State as S;
    use Step as T;
    &[
        (S::Sent, T::Accept, S::Accepted),
        (S::Sent, T::Reject, S::Rejected),
        (S::Sent, T::Revoke, S::Revoked),
        (S::Accepted, T::Finish, S::Done),
        (S::Accepted, T::Reject, S::Rejected),
        (S::Accepted, T::Revoke, S::Revoked),
        (S::Rejected, T::Send, S::Sent),
        (S::Revoked, T::Send, S::Sent),
        // What is opened again may be sent once more.
        (S::Done, T::Send, S::Sent),
    ]
};

/// Where `step` leads from `state`, or `None` when it cannot be taken there.
#[must_use]
pub fn next(state: State, step: Step) -> Option<State> {
    TABLE.iter().find(|(from, by, _)| (*from, *by) == (state, step)).map(|(_, _, to)| *to)
}

/// The table as `docs/referral-lifecycle.md` has it: a diagram and the same lines to read.
#[must_use]
pub fn drawing() -> String {
    use std::fmt::Write as _;
    let mut text = String::from("```mermaid\nstateDiagram-v2\n    [*] --> sent\n");
    // Writing into a string cannot fail.
    for (from, by, to) in TABLE {
        let _ = writeln!(text, "    {} --> {} : {}", word(from), word(to), word(by));
    }
    text.push_str("    done --> [*]\n```\n\n| from | step | to |\n| --- | --- | --- |\n");
    for (from, by, to) in TABLE {
        let _ = writeln!(text, "| {} | {} | {} |", word(from), word(by), word(to));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_life_of_a_referral_in_the_docs_is_the_one_in_the_code() {
        let page = include_str!("../../../docs/referral-lifecycle.md");
        assert!(
            page.contains(&drawing()),
            "docs/referral-lifecycle.md should have:\n{}",
            drawing()
        );
    }

    #[test]
    fn a_referral_is_accepted_once_and_done_only_after_that() {
        assert_eq!(next(State::Sent, Step::Finish), None);
        let accepted = next(State::Sent, Step::Accept).unwrap();
        assert_eq!(next(accepted, Step::Accept), None);
        assert_eq!(next(accepted, Step::Finish), Some(State::Done));
        for (at, (from, by, _)) in TABLE.iter().enumerate() {
            let twice = TABLE[..at].iter().any(|(f, b, _)| (f, b) == (from, by));
            assert!(!twice, "{from:?} {by:?} stands twice");
        }
        for state in State::ALL {
            let reached = TABLE.iter().any(|(_, _, to)| *to == state);
            let left = TABLE.iter().any(|(from, _, _)| *from == state);
            assert!(reached && left, "{state:?}");
        }
    }

    #[test]
    fn what_a_service_said_is_where_it_stands() {
        assert_eq!(State::of(None), State::Sent);
        for state in [State::Accepted, State::Rejected, State::Revoked, State::Done] {
            assert_eq!(State::of(Some(&word(&state))), state);
        }
    }
}
