//! The life of an antenna as one table (CAPABILITIES 3.5): from where to where, by which step, who may take
//! it, what it needs and whether it wants a reason. Nothing else decides about states.
//!
//! `docs/antenna-lifecycle.md` is drawn from this table, and a test compares.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// Where an antenna stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Somebody thinks they could be one (individuata).
    Spotted,
    /// Somebody spoke with them.
    Contacted,
    /// They would like to.
    Interested,
    /// They joined, with an agreement (accordo di adesione).
    Welcomed,
    /// They are asked.
    Active,
    /// They rest for a while (in pausa).
    Resting,
    /// The hub has stopped asking them for now (sospesa).
    Suspended,
    /// It is over (conclusa).
    Ended,
    /// Over and put away: only counts.
    Archived,
}

impl State {
    /// All of them, in the order of a life.
    pub const ALL: [Self; 9] = [
        Self::Spotted,
        Self::Contacted,
        Self::Interested,
        Self::Welcomed,
        Self::Active,
        Self::Resting,
        Self::Suspended,
        Self::Ended,
        Self::Archived,
    ];

    /// The word it is stored and worded by: `antenna-state-<slug>`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Spotted => "spotted",
            Self::Contacted => "contacted",
            Self::Interested => "interested",
            Self::Welcomed => "welcomed",
            Self::Active => "active",
            Self::Resting => "resting",
            Self::Suspended => "suspended",
            Self::Ended => "ended",
            Self::Archived => "archived",
        }
    }

    /// Whether it counts as one of the network today: it helps, or it rests and comes back.
    #[must_use]
    pub const fn belongs(self) -> bool {
        matches!(self, Self::Active | Self::Resting)
    }

    /// Whether its life is over.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Ended | Self::Archived)
    }
}

/// What moves an antenna on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Somebody spoke with them.
    Contact,
    /// They would like to.
    Interest,
    /// They join.
    Welcome,
    /// From now on they are asked.
    Activate,
    /// They rest.
    Rest,
    /// They come back.
    Resume,
    /// The hub stops asking them for now.
    Suspend,
    /// It is over.
    End,
    /// It is put away.
    Archive,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Contact,
        Self::Interest,
        Self::Welcome,
        Self::Activate,
        Self::Rest,
        Self::Resume,
        Self::Suspend,
        Self::End,
        Self::Archive,
    ];

    /// The word it is stored and worded by: `antenna-step-<slug>`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Interest => "interest",
            Self::Welcome => "welcome",
            Self::Activate => "activate",
            Self::Rest => "rest",
            Self::Resume => "resume",
            Self::Suspend => "suspend",
            Self::End => "end",
            Self::Archive => "archive",
        }
    }
}

impl std::str::FromStr for Step {
    type Err = protocol::ids::BadId;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|step| step.slug() == text);
        found.ok_or_else(|| protocol::ids::BadId::expecting(text, "a step of an antenna's life"))
    }
}

/// What an antenna must have before a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Somebody to speak with, in the vault.
    ContactPerson,
    /// What it offers.
    Offers,
    /// When it can be asked.
    Times,
    /// Who accompanies it.
    Operator,
    /// A pledge with the day it is looked at again.
    Pledge,
    /// For whoever volunteers through an organisation: the line in its register of volunteers.
    VolunteerEntry,
    /// For the same: insurance that is valid today.
    Insurance,
}

impl Need {
    /// The word it is worded by: `antenna-need-<slug>`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::ContactPerson => "contact-person",
            Self::Offers => "offers",
            Self::Times => "times",
            Self::Operator => "operator",
            Self::Pledge => "pledge",
            Self::VolunteerEntry => "volunteer-entry",
            Self::Insurance => "insurance",
        }
    }
}

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    /// From where.
    pub from: State,
    /// By which step.
    pub step: Step,
    /// To where.
    pub to: State,
    /// Whether the antenna may take the step by itself, from its device.
    pub by_itself: bool,
    /// Whether it wants a reason from the list: the exceptional steps of 3.5.
    pub wants_reason: bool,
    /// What must be there.
    pub needs: &'static [Need],
}

const fn staff(from: State, step: Step, to: State, needs: &'static [Need]) -> Transition {
    Transition { from, step, to, by_itself: false, wants_reason: false, needs }
}

const fn with_reason(from: State, step: Step, to: State) -> Transition {
    Transition { from, step, to, by_itself: false, wants_reason: true, needs: &[] }
}

impl Transition {
    const fn or_by_itself(mut self) -> Self {
        self.by_itself = true;
        self
    }
}

/// What an antenna must have when it joins (3.5). Its place it has from the first day on.
const TO_JOIN: &[Need] = &[Need::ContactPerson, Need::Offers, Need::Times, Need::Operator];
/// What it must have before it is asked for the first time, and again when it comes back (3.5; D.Lgs.
/// 117/2017 artt. 17-18: entry in the register and insurance come before the first activity).
const TO_BE_ASKED: &[Need] = &[Need::Pledge, Need::VolunteerEntry, Need::Insurance];

/// The whole table.
pub const TRANSITIONS: &[Transition] = {
    use State as S;
    &[
        staff(S::Spotted, Step::Contact, S::Contacted, &[]),
        staff(S::Contacted, Step::Interest, S::Interested, &[]),
        staff(S::Interested, Step::Welcome, S::Welcomed, TO_JOIN),
        staff(S::Welcomed, Step::Activate, S::Active, TO_BE_ASKED),
        staff(S::Active, Step::Rest, S::Resting, &[]).or_by_itself(),
        staff(S::Resting, Step::Resume, S::Active, TO_BE_ASKED).or_by_itself(),
        with_reason(S::Active, Step::Suspend, S::Suspended),
        with_reason(S::Resting, Step::Suspend, S::Suspended),
        staff(S::Suspended, Step::Resume, S::Active, TO_BE_ASKED),
        with_reason(S::Spotted, Step::End, S::Ended),
        with_reason(S::Contacted, Step::End, S::Ended),
        with_reason(S::Interested, Step::End, S::Ended),
        with_reason(S::Welcomed, Step::End, S::Ended).or_by_itself(),
        with_reason(S::Active, Step::End, S::Ended).or_by_itself(),
        with_reason(S::Resting, Step::End, S::Ended).or_by_itself(),
        with_reason(S::Suspended, Step::End, S::Ended).or_by_itself(),
        staff(S::Ended, Step::Archive, S::Archived, &[]),
    ]
};

/// The line for a step from a state; `None` where there is none.
#[must_use]
pub fn transition(from: State, step: Step) -> Option<&'static Transition> {
    TRANSITIONS.iter().find(|line| line.from == from && line.step == step)
}

/// The steps from a state, in the order of the table.
pub fn steps_from(from: State) -> impl Iterator<Item = &'static Transition> {
    TRANSITIONS.iter().filter(move |line| line.from == from)
}

/// The step a life goes on with when nothing exceptional happens.
#[must_use]
pub fn next_step(from: State) -> Option<Step> {
    match from {
        State::Spotted => Some(Step::Contact),
        State::Contacted => Some(Step::Interest),
        State::Interested => Some(Step::Welcome),
        State::Welcomed => Some(Step::Activate),
        State::Resting | State::Suspended => Some(Step::Resume),
        State::Ended => Some(Step::Archive),
        State::Active | State::Archived => None,
    }
}

/// The table as a drawing and as lines, as the documentation shows it.
#[must_use]
pub fn drawing() -> String {
    let mut text = String::from("```mermaid\nstateDiagram-v2\n    [*] --> spotted\n");
    // Writing into a string cannot fail.
    for line in TRANSITIONS {
        let (from, to, step) = (line.from.slug(), line.to.slug(), line.step.slug());
        let _ = writeln!(text, "    {from} --> {to} : {step}");
    }
    text.push_str("    archived --> [*]\n```\n\n");
    text.push_str(
        "| from | step | to | who | reason | needs |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    for line in TRANSITIONS {
        let needs: Vec<&str> = line.needs.iter().map(|need| need.slug()).collect();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} |",
            line.from.slug(),
            line.step.slug(),
            line.to.slug(),
            if line.by_itself { "operator or antenna" } else { "operator" },
            if line.wants_reason { "from the list" } else { "–" },
            if needs.is_empty() { "–".to_owned() } else { needs.join(", ") },
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drawing_in_the_documentation_is_the_table() {
        let page = include_str!("../../../../docs/antenna-lifecycle.md");
        assert!(page.contains(&drawing()), "docs/antenna-lifecycle.md should have:\n{}", drawing());
    }

    #[test]
    fn every_state_can_be_reached_and_only_the_archive_is_final() {
        for state in State::ALL {
            let reached = state == State::Spotted || TRANSITIONS.iter().any(|t| t.to == state);
            assert!(reached, "{state:?}");
            assert_eq!(steps_from(state).next().is_none(), state == State::Archived, "{state:?}");
        }
    }

    #[test]
    fn a_step_leads_from_a_state_to_one_place_and_the_next_one_is_in_the_table() {
        for state in State::ALL {
            for step in Step::ALL {
                let lines = TRANSITIONS.iter().filter(|t| t.from == state && t.step == step);
                assert!(lines.count() <= 1, "{state:?} {step:?}");
            }
            if let Some(step) = next_step(state) {
                assert!(transition(state, step).is_some(), "{state:?}");
            }
        }
    }
}
