//! Every expected no of the project desk, and how it is told.

use protocol::Problem;

use super::check::Requirement;
use super::lifecycle::{Need, State};

/// An expected no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No such idea here.
    UnknownIdea,
    /// No such project here, or central has not received it yet.
    UnknownProject,
    /// That cannot be done where it stands.
    NotNow(State),
    /// Something must be there first.
    Lacks(Vec<Need>),
    /// A text is missing.
    Missing(&'static str),
    /// A text or a number is too long or too large: which, and the most.
    OutOfRange(&'static str, usize),
    /// A choice is not in the city's lists.
    NotInCatalogue(&'static str),
    /// The last day comes before the first.
    EndBeforeStart(&'static str),
    /// The day is still to come.
    InTheFuture(&'static str),
    /// That organisation does not take part.
    NotAPartner,
    /// The draft is not shared with that hub, or the hub wants more than to write a section.
    NotShared,
    /// So much waits to be read that nothing more is taken.
    TooManyWait,
    /// No such comment, or it was erased.
    UnknownComment,
    /// That version was never written.
    UnknownVersion,
    /// A partly or a no wants its reason.
    ReasonMissing(Requirement),
    /// The day is today or over.
    DayOver,
    /// Only a hub of one of the two can say whether its authors agree.
    NotTheirHub,
    /// It joins nothing that could be commented on.
    NothingJoined,
    /// The desk has said nothing that could be answered.
    NothingSaid,
    /// That was not asked.
    NotAsked,
    /// A project is not put beside itself.
    Itself,
    /// Whoever is not among the evaluators does not score.
    NotAnEvaluator,
    /// Whoever is in conflict neither reads nor scores.
    InConflict,
    /// Whoever scores says first that they are in no conflict.
    NotDeclared,
    /// The city's rules want the decision of a panel first.
    PanelMissing,
    /// That decision was not adopted, is about something else, or is another body's.
    NotOfPanel,
    /// What a committee says of a theme rests on a decision that is not its own about that theme.
    NotOfCommittee,
    /// What it would join is neither a macro-project nor a work site.
    NotToJoin,
    /// The other is not known, or not at a point where two can become one.
    OtherNotOpen,
    /// That is not the structure of a CUP.
    BadCup,
    /// Programmed ≥ admitted ≥ legally binding ≥ disbursed does not hold.
    AmountsOutOfOrder,
    /// No such milestone.
    UnknownMilestone,
    /// That cannot be done with a macro-project where it stands.
    MacroNotNow(super::macros::State),
    /// That committee has said already what it says.
    AnsweredAlready,
    /// Only central's staff decide; a hub speaks for the authors.
    CentralOnly,
    /// They have scored already, and a score does not change once it is signed.
    ScoredAlready,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::UnknownIdea => Self::not_found("unknown-idea"),
            Refusal::UnknownProject => Self::not_found("unknown-project"),
            Refusal::NotNow(State::Withdrawn) => Self::conflict("idea-withdrawn"),
            Refusal::NotNow(state) => Self::conflict("project-state").with("state", state.slug()),
            Refusal::Lacks(needs) => {
                let all: Vec<&str> = needs.iter().map(|need| need.slug()).collect();
                Self::conflict("project-lacks")
                    .with("need", all.first().copied().unwrap_or_default())
            }
            Refusal::Missing(field) => Self::invalid("text-missing").at(field),
            Refusal::OutOfRange(field, most) => {
                Self::invalid("out-of-range").at(field).with("most", most)
            }
            Refusal::NotInCatalogue(field) => Self::invalid("not-in-catalogue").at(field),
            Refusal::EndBeforeStart(field) => Self::invalid("end-before-start").at(field),
            Refusal::InTheFuture(field) => Self::invalid("in-the-future").at(field),
            Refusal::NotAPartner => Self::invalid("not-a-partner").at("by"),
            Refusal::NotShared => Self::forbidden("draft-not-shared"),
            Refusal::TooManyWait => Self::conflict("comments-wait"),
            Refusal::UnknownComment => Self::not_found("unknown-comment"),
            Refusal::UnknownVersion => Self::conflict("unknown-version"),
            Refusal::ReasonMissing(requirement) => {
                Self::invalid("desk-reason-missing").at("reason").with("which", requirement.slug())
            }
            Refusal::DayOver => Self::invalid("in-the-past").at("until"),
            Refusal::NotTheirHub => Self::forbidden("not-their-hub"),
            Refusal::NothingJoined => Self::conflict("idea-joins-nothing"),
            Refusal::NothingSaid => Self::conflict("nothing-to-confirm"),
            Refusal::NotAsked => Self::conflict("consent-not-asked"),
            Refusal::Itself => Self::invalid("project-itself"),
            Refusal::NotAnEvaluator => Self::forbidden("not-an-evaluator"),
            Refusal::InConflict => Self::forbidden("in-conflict"),
            Refusal::NotDeclared => Self::invalid("conflict-not-declared").at("no-conflict"),
            Refusal::PanelMissing => Self::invalid("panel-missing").at("by"),
            Refusal::NotOfPanel => Self::invalid("not-of-panel").at("by"),
            Refusal::NotOfCommittee => Self::invalid("not-of-committee").at("by"),
            Refusal::NotToJoin => Self::invalid("not-to-join").at("action"),
            Refusal::OtherNotOpen => Self::conflict("other-not-open"),
            Refusal::BadCup => Self::invalid("bad-cup").at("cup"),
            Refusal::AmountsOutOfOrder => Self::invalid("amounts-out-of-order").at("programmed"),
            Refusal::UnknownMilestone => Self::not_found("unknown-milestone"),
            Refusal::MacroNotNow(state) => {
                Self::conflict("macro-state").with("state", state.slug())
            }
            Refusal::AnsweredAlready => Self::conflict("committee-answered").at("body"),
            Refusal::CentralOnly => Self::forbidden("only-central"),
            Refusal::ScoredAlready => Self::conflict("scored-already"),
        }
    }
}
