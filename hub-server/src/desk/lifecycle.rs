//! The life of an idea and of the project it becomes (CAPABILITIES 3.8) as one table: from where to where, by which
//! step, who may take it and where, what must be there first, and whether it wants a reason.
//!
//! Always true: what is not in [`TRANSITIONS`] cannot happen, and [`drawing`] draws the very same lines for
//! `docs/project-lifecycle.md`. Up to the submission the hub where the idea was left decides, from then on central.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// Where an idea, or the project it became, stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Left at a kiosk or at the desk; nobody has been in touch yet.
    Left,
    /// The desk has been in touch.
    Contacted,
    /// It is being written (accompagnamento).
    Draft,
    /// Its concept, the first of two stages, is with central.
    Concept,
    /// Handed in; central has not received it yet.
    Submitted,
    /// Central checks the three requirements (ammissibilità).
    Admissibility,
    /// Something was asked, by a day (integrazione).
    Integration,
    /// It does not meet the requirements, with the reasons.
    NotAdmissible,
    /// It meets them; what overlaps and what completes it is looked at.
    Review,
    /// It goes on as part of another project; both texts are kept.
    Merged,
    /// It is scored.
    Evaluation,
    /// Promoted.
    Promoted,
    /// Promoted and funded.
    Funded,
    /// Bound by a convention or an agreement.
    Agreed,
    /// Under way (in corso).
    Running,
    /// Stopped for a while, with the reason.
    Suspended,
    /// What was planned is done.
    Finished,
    /// What came of it was told (rendicontato).
    Reported,
    /// Nothing more is owed.
    Closed,
    /// Held up as an example, with the reason (buona prassi).
    GoodPractice,
    /// Not promoted, with the reason.
    NotPromoted,
    /// Put off, with the reason.
    Deferred,
    /// Taken back by its authors.
    Withdrawn,
}

impl State {
    /// All of them, in the order of a life.
    pub const ALL: [Self; 23] = [
        Self::Left,
        Self::Contacted,
        Self::Draft,
        Self::Concept,
        Self::Submitted,
        Self::Admissibility,
        Self::Integration,
        Self::NotAdmissible,
        Self::Review,
        Self::Merged,
        Self::Evaluation,
        Self::Promoted,
        Self::Funded,
        Self::Agreed,
        Self::Running,
        Self::Suspended,
        Self::Finished,
        Self::Reported,
        Self::Closed,
        Self::GoodPractice,
        Self::NotPromoted,
        Self::Deferred,
        Self::Withdrawn,
    ];

    /// The word it is stored and worded by: `desk-state-<slug>`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Contacted => "contacted",
            Self::Draft => "draft",
            Self::Concept => "concept",
            Self::Submitted => "submitted",
            Self::Admissibility => "admissibility",
            Self::Integration => "integration",
            Self::NotAdmissible => "not-admissible",
            Self::Review => "review",
            Self::Merged => "merged",
            Self::Evaluation => "evaluation",
            Self::Promoted => "promoted",
            Self::Funded => "funded",
            Self::Agreed => "agreed",
            Self::Running => "running",
            Self::Suspended => "suspended",
            Self::Finished => "finished",
            Self::Reported => "reported",
            Self::Closed => "closed",
            Self::GoodPractice => "good-practice",
            Self::NotPromoted => "not-promoted",
            Self::Deferred => "deferred",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether it was promoted, and has not been taken back since: it has a sheet, milestones, a history.
    #[must_use]
    pub const fn is_promoted(self) -> bool {
        matches!(
            self,
            Self::Promoted
                | Self::Funded
                | Self::Agreed
                | Self::Running
                | Self::Suspended
                | Self::Finished
                | Self::Reported
                | Self::Closed
                | Self::GoodPractice
        )
    }

    /// Whether what was planned has been done: something to begin anew from (E25).
    #[must_use]
    pub const fn is_past(self) -> bool {
        matches!(self, Self::Finished | Self::Reported | Self::Closed | Self::GoodPractice)
    }

    /// Whether nothing more happens to it.
    #[must_use]
    pub fn is_over(self) -> bool {
        TRANSITIONS.iter().all(|line| line.from != self)
    }
}

/// What moves it on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// The desk has been in touch.
    Contact,
    /// Writing begins.
    Begin,
    /// Its concept is shown to central, before the rest is written.
    ShowConcept,
    /// Central says that the rest may be written, with advice.
    GoOn,
    /// Central says that it is not worth writing the rest, with reasons.
    TurnDown,
    /// It is handed in.
    Submit,
    /// Central has it.
    Receive,
    /// Something is missing, to be told by a day (soccorso istruttorio).
    AskAdditions,
    /// It has been told.
    AnswerAdditions,
    /// The day went by.
    LetLapse,
    /// It meets the three requirements.
    Admit,
    /// It does not.
    Reject,
    /// It goes on by itself, or linked to others.
    CloseReview,
    /// It becomes part of another.
    Merge,
    /// It is promoted.
    Promote,
    /// It is not.
    Decline,
    /// It is looked at again later.
    Defer,
    /// It is scored again.
    Resume,
    /// Money is there.
    Fund,
    /// The convention or agreement is signed.
    Agree,
    /// It begins.
    Start,
    /// It stops for a while.
    Suspend,
    /// It goes on.
    TakeUp,
    /// What was planned is done.
    Finish,
    /// What came of it is told.
    Report,
    /// Nothing more is owed.
    Close,
    /// It is held up as an example.
    Commend,
    /// Its authors take it back.
    Withdraw,
}

impl Step {
    /// What can be signed of a project that was scored.
    pub const OUTCOMES: [Self; 3] = [Self::Promote, Self::Decline, Self::Defer];
    /// What can happen to a project once it is promoted.
    pub const AFTER: [Self; 9] = [
        Self::Fund,
        Self::Agree,
        Self::Start,
        Self::Suspend,
        Self::TakeUp,
        Self::Finish,
        Self::Report,
        Self::Close,
        Self::Commend,
    ];

    /// The word it is drawn and worded by: `desk-step-<slug>`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Begin => "begin",
            Self::ShowConcept => "show-concept",
            Self::GoOn => "go-on",
            Self::TurnDown => "turn-down",
            Self::Submit => "submit",
            Self::Receive => "receive",
            Self::AskAdditions => "ask-additions",
            Self::AnswerAdditions => "answer-additions",
            Self::LetLapse => "let-lapse",
            Self::Admit => "admit",
            Self::Reject => "reject",
            Self::CloseReview => "close-review",
            Self::Merge => "merge",
            Self::Promote => "promote",
            Self::Decline => "decline",
            Self::Defer => "defer",
            Self::Resume => "resume",
            Self::Fund => "fund",
            Self::Agree => "agree",
            Self::Start => "start",
            Self::Suspend => "suspend",
            Self::TakeUp => "take-up",
            Self::Finish => "finish",
            Self::Report => "report",
            Self::Close => "close",
            Self::Commend => "commend",
            Self::Withdraw => "withdraw",
        }
    }
}

/// Who takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Whoever works at the project desk of its hub, also for its authors.
    Desk,
    /// Its authors, with their slip, or the desk for them.
    Authors,
    /// Central staff.
    Central,
    /// The node itself.
    Node,
}

impl Who {
    const fn words(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Authors => "authors or desk",
            Self::Central => "central staff",
            Self::Node => "the node",
        }
    }
}

/// What must be there before a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Title, people, activity, need and place.
    Outline,
    /// An organisation that answers for it.
    Organisation,
    /// Every section has words.
    Sections,
    /// No section stands in two versions.
    OneVersion,
    /// An answer to each of the three requirements, with a reason where it is not a plain yes.
    ThreeAnswers,
    /// At least one answer that is no.
    OneNo,
    /// No answer that is no.
    NoNo,
    /// Nobody whose consent was asked has yet to answer.
    NoOpenConsent,
    /// The consent of all authors.
    AllConsents,
    /// Scores of enough evaluators, when those in conflict are out.
    Quorum,
    /// Words about the need and what is done.
    ConceptWords,
    /// That it has not been shown before.
    FirstShown,
    /// A sheet with code, implementing body, responsible officer, first and last day.
    Sheet,
    /// The four amounts on its sheet.
    Amounts,
}

impl Need {
    /// The word it is drawn and worded by: `desk-need-<slug>`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Outline => "outline",
            Self::Organisation => "organisation",
            Self::Sections => "sections",
            Self::OneVersion => "one-version",
            Self::ThreeAnswers => "three-answers",
            Self::OneNo => "one-no",
            Self::NoNo => "no-no",
            Self::NoOpenConsent => "no-open-consent",
            Self::AllConsents => "all-consents",
            Self::Quorum => "quorum",
            Self::ConceptWords => "concept-words",
            Self::FirstShown => "first-shown",
            Self::Sheet => "sheet",
            Self::Amounts => "amounts",
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
    /// Who takes it.
    pub who: Who,
    /// Whether it wants a reason in words.
    pub wants_reason: bool,
    /// What must be there.
    pub needs: &'static [Need],
}

const fn line(from: State, step: Step, to: State, who: Who, needs: &'static [Need]) -> Transition {
    Transition { from, step, to, who, wants_reason: false, needs }
}

const fn with_reason(
    from: State,
    step: Step,
    to: State,
    who: Who,
    needs: &'static [Need],
) -> Transition {
    Transition { from, step, to, who, wants_reason: true, needs }
}

const TO_SHOW: &[Need] =
    &[Need::Outline, Need::Organisation, Need::ConceptWords, Need::OneVersion, Need::FirstShown];
const TO_SUBMIT: &[Need] = &[Need::Outline, Need::Organisation, Need::Sections, Need::OneVersion];

/// The whole table.
pub const TRANSITIONS: &[Transition] = {
    use State as S;
    &[
        line(S::Left, Step::Contact, S::Contacted, Who::Desk, &[]),
        line(S::Left, Step::Begin, S::Draft, Who::Desk, &[]),
        line(S::Contacted, Step::Begin, S::Draft, Who::Desk, &[]),
        line(S::Draft, Step::ShowConcept, S::Concept, Who::Desk, TO_SHOW),
        with_reason(S::Concept, Step::GoOn, S::Draft, Who::Central, &[]),
        with_reason(S::Concept, Step::TurnDown, S::NotAdmissible, Who::Central, &[]),
        line(S::Draft, Step::Submit, S::Submitted, Who::Desk, TO_SUBMIT),
        line(S::Submitted, Step::Receive, S::Admissibility, Who::Node, &[]),
        with_reason(S::Admissibility, Step::AskAdditions, S::Integration, Who::Central, &[]),
        with_reason(S::Integration, Step::AnswerAdditions, S::Admissibility, Who::Desk, &[]),
        line(S::Integration, Step::LetLapse, S::Admissibility, Who::Node, &[]),
        line(
            S::Admissibility,
            Step::Admit,
            S::Review,
            Who::Central,
            &[Need::ThreeAnswers, Need::NoNo],
        ),
        line(
            S::Admissibility,
            Step::Reject,
            S::NotAdmissible,
            Who::Central,
            &[Need::ThreeAnswers, Need::OneNo],
        ),
        line(S::Review, Step::CloseReview, S::Evaluation, Who::Central, &[Need::NoOpenConsent]),
        line(S::Review, Step::Merge, S::Merged, Who::Central, &[Need::AllConsents]),
        line(S::Evaluation, Step::Promote, S::Promoted, Who::Central, &[Need::Quorum]),
        with_reason(S::Evaluation, Step::Decline, S::NotPromoted, Who::Central, &[Need::Quorum]),
        with_reason(S::Evaluation, Step::Defer, S::Deferred, Who::Central, &[]),
        line(S::Deferred, Step::Resume, S::Evaluation, Who::Central, &[]),
        line(S::Promoted, Step::Fund, S::Funded, Who::Central, &[Need::Amounts]),
        line(S::Promoted, Step::Agree, S::Agreed, Who::Central, &[Need::Sheet]),
        line(S::Funded, Step::Agree, S::Agreed, Who::Central, &[Need::Sheet]),
        line(S::Agreed, Step::Start, S::Running, Who::Central, &[]),
        with_reason(S::Running, Step::Suspend, S::Suspended, Who::Central, &[]),
        line(S::Suspended, Step::TakeUp, S::Running, Who::Central, &[]),
        line(S::Running, Step::Finish, S::Finished, Who::Central, &[]),
        with_reason(S::Finished, Step::Report, S::Reported, Who::Central, &[]),
        line(S::Reported, Step::Close, S::Closed, Who::Central, &[]),
        with_reason(S::Closed, Step::Commend, S::GoodPractice, Who::Central, &[]),
        line(S::Left, Step::Withdraw, S::Withdrawn, Who::Authors, &[]),
        line(S::Contacted, Step::Withdraw, S::Withdrawn, Who::Authors, &[]),
        line(S::Draft, Step::Withdraw, S::Withdrawn, Who::Authors, &[]),
        line(S::Concept, Step::Withdraw, S::Withdrawn, Who::Authors, &[]),
        line(S::Submitted, Step::Withdraw, S::Withdrawn, Who::Authors, &[]),
        line(S::Admissibility, Step::Withdraw, S::Withdrawn, Who::Authors, &[]),
        line(S::Integration, Step::Withdraw, S::Withdrawn, Who::Authors, &[]),
        line(S::Review, Step::Withdraw, S::Withdrawn, Who::Authors, &[]),
        line(S::Evaluation, Step::Withdraw, S::Withdrawn, Who::Authors, &[]),
        line(S::Deferred, Step::Withdraw, S::Withdrawn, Who::Authors, &[]),
        line(S::Promoted, Step::Withdraw, S::Withdrawn, Who::Authors, &[]),
        line(S::Funded, Step::Withdraw, S::Withdrawn, Who::Authors, &[]),
        line(S::Agreed, Step::Withdraw, S::Withdrawn, Who::Authors, &[]),
        line(S::Suspended, Step::Withdraw, S::Withdrawn, Who::Authors, &[]),
    ]
};

/// The line for a step from a state; `None` where there is none.
#[must_use]
pub fn transition(from: State, step: Step) -> Option<&'static Transition> {
    TRANSITIONS.iter().find(|line| line.from == from && line.step == step)
}

/// The table as a drawing and as lines, as the documentation shows it.
#[must_use]
pub fn drawing() -> String {
    let mut text = String::from("```mermaid\nstateDiagram-v2\n    [*] --> left\n");
    // Writing into a string cannot fail.
    for line in TRANSITIONS {
        let (from, to, step) = (line.from.slug(), line.to.slug(), line.step.slug());
        let _ = writeln!(text, "    {from} --> {to}: {step}");
    }
    for state in State::ALL.into_iter().filter(|state| state.is_over()) {
        let _ = writeln!(text, "    {} --> [*]", state.slug());
    }
    text.push_str("```\n\n| from | step | to | who | reason | needs |\n");
    text.push_str("| --- | --- | --- | --- | --- | --- |\n");
    for line in TRANSITIONS {
        let needs: Vec<&str> = line.needs.iter().map(|need| need.slug()).collect();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} |",
            line.from.slug(),
            line.step.slug(),
            line.to.slug(),
            line.who.words(),
            if line.wants_reason { "in words" } else { "–" },
            if needs.is_empty() { "–".to_owned() } else { needs.join(", ") },
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_life_of_a_project_in_the_docs_is_the_one_in_the_code() {
        const BEGIN: &str = "<!-- table -->\n";
        crate::testing::is_drawn("project-lifecycle.md", |page| {
            let (before, _) = page.split_once(BEGIN).unwrap();
            format!("{before}{BEGIN}{}", drawing())
        });
    }

    #[test]
    fn every_state_can_be_reached_and_a_step_leads_to_one_place() {
        for state in State::ALL {
            let reached = state == State::Left || TRANSITIONS.iter().any(|t| t.to == state);
            assert!(reached, "{state:?}");
        }
        for (at, line) in TRANSITIONS.iter().enumerate() {
            let same = |other: &Transition| (other.from, other.step) == (line.from, line.step);
            assert!(!TRANSITIONS[..at].iter().any(same), "{line:?} stands twice");
        }
    }

    #[test]
    fn a_negative_outcome_never_goes_without_its_reasons() {
        for line in TRANSITIONS {
            if matches!(line.to, State::NotPromoted | State::Deferred | State::Suspended)
                || line.step == Step::TurnDown
            {
                assert!(line.wants_reason, "{line:?}");
            }
            if line.step == Step::Reject {
                // Its reasons are those of the three answers.
                assert!(line.needs.contains(&Need::ThreeAnswers), "{line:?}");
            }
        }
    }
}
