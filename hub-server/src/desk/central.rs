//! What may be done with a project once it is handed in.
//!
//! Always true: the three requirements are judged one by one, with a reason for whatever is not a plain yes; a merge
//! waits for the consent of all authors and keeps both texts; whoever is in conflict neither reads, judges, scores nor
//! decides, and whoever scores declares first that they are in none; a score does not change once it is given, but goes
//! with whoever gave it and recuses themselves, and makes room for another when it is scored again; no outcome is
//! readable outside central before it is signed, and a negative one is never signed without its reason. Pure. What is
//! done with another is `review`, scores and the signature are `scoring`.

use jiff::civil::Date;
use protocol::{
    ActorRef, CommandId, DecisionId, MacroId, OrganisationId, ProjectId, Slug, StaffId,
};
use serde::{Deserialize, Serialize};

use super::check::Requirement;
use super::dossier::{LINE_MAX, SECTION_MAX};
use super::draft::{within, words};
use super::events::Event;
use super::lifecycle::{self, State, Step};
use super::macros::{self, Macro};
use super::project::{Answer, Judged, Project, Related, Score};
use super::refusal::Refusal;
use super::review::{consent, follows, merge, relate};
use super::scoring::{evaluator, score, sign};
use super::sheet::{LINES_MAX, Sheet};
use crate::city::City;
use crate::context::Ctx;

/// What can be done with a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Answer a concept: the rest may be written, or not, and why (E14).
    AnswerConcept {
        /// Whether it may.
        goes_on: bool,
        /// Advice, or the reasons.
        words: String,
    },
    /// Ask for what is missing (E8).
    AskAdditions {
        /// What.
        text: String,
        /// By when.
        until: Date,
    },
    /// By its hub: tell it.
    AnswerAdditions {
        /// What.
        text: String,
    },
    /// By the node: the day went by.
    LetLapse,
    /// Judge one requirement (E7).
    Judge {
        /// Which.
        requirement: Requirement,
        /// How.
        judged: Judged,
    },
    /// Sign what was judged: it is admitted when no answer is no.
    SignAdmissibility,
    /// Put it beside another (E6).
    Relate(Related),
    /// By the hub of one of the two: whether one of its authors agrees to become one, or to take part as a partner.
    Consent {
        /// With which other.
        other: String,
        /// Of which of the two the author is.
        authors_of: ProjectId,
        /// Which author.
        organisation: OrganisationId,
        /// Whether they do.
        agreed: bool,
        /// Why; something, where an invitation is declined.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// It goes on by itself, or linked.
    CloseReview,
    /// It goes on as part of another, when all authors agreed.
    MergeInto {
        /// Which.
        project: ProjectId,
    },
    /// Somebody is to score it (E9).
    NameEvaluator {
        /// Who.
        staff: StaffId,
    },
    /// Whoever acts is to score it and is in no conflict (E11): from then on they read it.
    DeclareNoConflict,
    /// Whoever acts is in conflict (E11): also somebody who is not to score it, and also after they did.
    Recuse {
        /// Why.
        reason: String,
    },
    /// Whoever acts scores it (E10).
    Score {
        /// One for each criterion.
        scores: Vec<Score>,
        /// That whoever scores says they are in no conflict, where they did not declare it before.
        no_conflict: bool,
    },
    /// Sign what becomes of it (E12).
    Decide {
        /// Promote, decline or defer.
        step: Step,
        /// Why; may be empty only when it is promoted.
        reason: String,
        /// What a body decided about it, where it rests on that; something, where the city's rules name a panel.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<DecisionId>,
    },
    /// Score it again.
    Resume,
    /// Say to which work sites, agencies and working groups it belongs (E15).
    Sort {
        /// Work sites.
        sites: Vec<Slug>,
        /// Cross-cutting agencies.
        agencies: Vec<Slug>,
        /// Bodies of the city that are working groups.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        groups: Vec<Slug>,
    },
    /// Keep its sheet (E17).
    KeepSheet(Box<Sheet>),
    /// Take a step of its life after it was promoted.
    Move {
        /// Which.
        step: Step,
        /// The day it counts from, not after today.
        on: Date,
        /// Why, or what came of it.
        words: String,
    },
    /// Plan something that is to be reached (E19).
    PlanMilestone {
        /// What.
        name: String,
        /// By when.
        due: Date,
    },
    /// It was reached.
    ReachMilestone {
        /// Which.
        id: CommandId,
        /// When, not after today.
        on: Date,
        /// What there is to say; may be empty.
        note: String,
    },
    /// It is not to be reached any more.
    DropMilestone {
        /// Which.
        id: CommandId,
    },
    /// Ask the hubs to make it known in their neighbourhoods, with what they should say; empty words end that (F5).
    Spread {
        /// What is to be said.
        words: String,
    },
    /// Keep its public page back, or let everybody see it again (E12).
    HoldPage {
        /// Whether it is kept back.
        held: bool,
    },
}

impl Act {
    /// Whether a hub does it, for the authors.
    #[must_use]
    pub const fn is_of_hub(&self) -> bool {
        matches!(self, Self::AnswerAdditions { .. } | Self::Consent { .. })
    }
}

/// What a decision about a project must know besides it.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// The city, for its work sites and agencies.
    pub city: &'a City,
    /// Today by its clock.
    pub today: Date,
    /// The other project the act is about, when it is known.
    pub other: Option<&'a Project>,
    /// The macro-project it would join, when it is known.
    pub of_macro: Option<&'a Macro>,
    /// The decision of a body that the act rests on, when it is known.
    pub of_body: Option<&'a OfBody>,
}

/// What a body decided, as far as signing an outcome looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfBody {
    /// The decision.
    pub id: DecisionId,
    /// The body, as the city's file names it; `None` for one that is not in the file.
    pub body: Option<Slug>,
    /// The project it is about, where it is about one.
    pub about: Option<ProjectId>,
    /// Whether it was adopted.
    pub adopted: bool,
}

/// A fact that a decision leads to, with what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Of the project itself, or of another.
    Project(ProjectId, Event),
    /// Of a macro-project.
    Macro(MacroId, macros::Event),
}

pub(super) fn step(project: &Project, step: Step) -> Result<(), Refusal> {
    lifecycle::transition(project.state, step).ok_or(Refusal::NotNow(project.state))?;
    let lacks = project.lacks(step);
    if lacks.is_empty() { Ok(()) } else { Err(Refusal::Lacks(lacks)) }
}

pub(super) fn stands(project: &Project, state: State) -> Result<(), Refusal> {
    if project.state == state { Ok(()) } else { Err(Refusal::NotNow(project.state)) }
}

/// Whether whoever acts may act at all: a hub speaks for the authors and for nothing else, whoever recused themselves
/// has nothing to do with it any more, and whoever has yet to say whether they are in conflict decides nothing.
fn allowed(project: &Project, act: &Act, ctx: &Ctx) -> Result<(), Refusal> {
    match &ctx.actor {
        ActorRef::Node(_) if !act.is_of_hub() => Err(Refusal::CentralOnly),
        ActorRef::Staff(staff) if project.evaluator(*staff).is_some_and(|one| one.recused) => {
            Err(Refusal::InConflict)
        }
        ActorRef::Staff(staff)
            if matches!(act, Act::Decide { .. })
                && project.evaluator(*staff).is_some_and(|one| !one.declared) =>
        {
            Err(Refusal::NotDeclared)
        }
        ActorRef::Node(_)
        | ActorRef::Staff(_)
        | ActorRef::System
        | ActorRef::Device(_)
        | ActorRef::Kiosk(_) => Ok(()),
    }
}

/// Decides about a project at central, with all that follows for others: the text of one that is merged goes to the one
/// it goes on in, and one that joins a macro-project is among its actions.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn decide_all(
    project: &Project,
    act: &Act,
    around: &Around<'_>,
    ctx: &Ctx,
) -> Result<Vec<Outcome>, Refusal> {
    let mut all = Vec::new();
    for event in decide(project, act, around, ctx)? {
        let follows = follows(project, &event, around)?;
        all.push(Outcome::Project(project.id, event));
        all.extend(follows);
    }
    Ok(all)
}

/// Decides about a project at central, as far as its own facts go.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn decide(
    project: &Project,
    act: &Act,
    around: &Around<'_>,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    allowed(project, act, ctx)?;
    match act {
        Act::AnswerConcept { goes_on, words: said } => {
            step(project, if *goes_on { Step::GoOn } else { Step::TurnDown })?;
            let words = words("words", said, SECTION_MAX)?;
            Ok(vec![Event::ConceptAnswered { goes_on: *goes_on, words }])
        }
        Act::AskAdditions { text, until } => {
            step(project, Step::AskAdditions)?;
            let text = words("text", text, SECTION_MAX)?;
            if *until <= around.today {
                return Err(Refusal::DayOver);
            }
            Ok(vec![Event::AdditionsAsked { text, until: *until }])
        }
        Act::AnswerAdditions { text } => {
            its_hub(project, ctx)?;
            step(project, Step::AnswerAdditions)?;
            let text = words("told", text, SECTION_MAX)?;
            Ok(vec![Event::AdditionsAnswered { text }])
        }
        Act::LetLapse => {
            step(project, Step::LetLapse)?;
            let over = project.additions.last().is_none_or(|last| last.until < around.today);
            Ok(if over { vec![Event::AdditionsLapsed {}] } else { vec![] })
        }
        Act::Judge { requirement, judged } => judge(project, *requirement, judged),
        Act::SignAdmissibility => {
            let rejected = project.judged.values().any(|judged| judged.answer == Answer::No);
            step(project, if rejected { Step::Reject } else { Step::Admit })?;
            let answers = project.judged.iter();
            let answers = answers.map(|(one, judged)| (*one, judged.clone())).collect();
            Ok(vec![Event::AdmissibilitySigned { admitted: !rejected, answers }])
        }
        Act::Relate(related) => relate(project, related, around),
        Act::Consent { .. } => consent(project, act, around, ctx),
        Act::CloseReview => {
            step(project, Step::CloseReview)?;
            Ok(vec![Event::ReviewClosed { rules: around.city.evaluation.clone() }])
        }
        Act::MergeInto { project: into } => merge(project, *into, around),
        Act::NameEvaluator { staff } => {
            stands(project, State::Evaluation)?;
            let known = project.evaluator(*staff).is_some();
            Ok(if known { vec![] } else { vec![Event::EvaluatorNamed { staff: *staff }] })
        }
        Act::DeclareNoConflict => {
            if !matches!(project.state, State::Evaluation | State::Deferred) {
                return Err(Refusal::NotNow(project.state));
            }
            let by = evaluator(project, ctx)?;
            let declared = Event::NoConflictDeclared { staff: by.staff };
            Ok(if by.declared { vec![] } else { vec![declared] })
        }
        Act::Recuse { reason } => {
            if !project.is_assessed() {
                return Err(Refusal::NotNow(project.state));
            }
            let ActorRef::Staff(staff) = ctx.actor else { return Err(Refusal::NotAnEvaluator) };
            let reason = words("conflict", reason, SECTION_MAX)?;
            Ok(vec![Event::Recused { staff }, Event::RecusalExplained { staff, reason }])
        }
        Act::Score { scores, no_conflict } => score(project, scores, *no_conflict, ctx),
        Act::Decide { step, reason, by } => sign(project, *step, reason, *by, around),
        Act::Resume => {
            step(project, Step::Resume)?;
            Ok(vec![Event::Resumed {}])
        }
        Act::Sort { sites, agencies, groups } => {
            sort(project, [sites, agencies, groups], around.city)
        }
        Act::KeepSheet(sheet) => {
            promoted(project)?;
            let sheet = sheet.checked()?;
            let same = project.sheet.as_ref() == Some(&sheet);
            Ok(if same { vec![] } else { vec![Event::SheetKept(Box::new(sheet))] })
        }
        Act::Move { step, on, words } => advance(project, *step, *on, words, around.today),
        Act::PlanMilestone { .. } | Act::ReachMilestone { .. } | Act::DropMilestone { .. } => {
            milestone(project, act, around.today, ctx)
        }
        Act::Spread { words } => {
            promoted(project)?;
            let words = words.trim();
            within("spread", words, LINE_MAX)?;
            let same = project.spread == words;
            let asked = Event::SpreadAsked { words: words.to_owned() };
            Ok(if same { vec![] } else { vec![asked] })
        }
        Act::HoldPage { held } => {
            promoted(project)?;
            let same = project.page_held == *held;
            Ok(if same { vec![] } else { vec![Event::PageHeld { held: *held }] })
        }
    }
}

pub(super) fn its_hub(project: &Project, ctx: &Ctx) -> Result<(), Refusal> {
    let theirs = matches!(&ctx.actor, ActorRef::Node(node) if *node == project.hub);
    if theirs { Ok(()) } else { Err(Refusal::NotTheirHub) }
}

fn promoted(project: &Project) -> Result<(), Refusal> {
    if project.state.is_promoted() { Ok(()) } else { Err(Refusal::NotNow(project.state)) }
}

fn judge(
    project: &Project,
    requirement: Requirement,
    judged: &Judged,
) -> Result<Vec<Event>, Refusal> {
    stands(project, State::Admissibility)?;
    let reason = judged.reason.trim().to_owned();
    within("reason", &reason, SECTION_MAX)?;
    if judged.answer != Answer::Yes && reason.is_empty() {
        return Err(Refusal::ReasonMissing(requirement));
    }
    let judged = Judged { answer: judged.answer, reason };
    if project.judged.get(&requirement) == Some(&judged) {
        return Ok(vec![]);
    }
    Ok(vec![Event::RequirementJudged { requirement, judged }])
}

/// What was written at a step; something, where the table wants a reason.
pub(super) fn said(
    field: &'static str,
    from: State,
    how: Step,
    text: &str,
) -> Result<String, Refusal> {
    let text = text.trim();
    within(field, text, SECTION_MAX)?;
    let wanted = lifecycle::transition(from, how).is_some_and(|line| line.wants_reason);
    if wanted && text.is_empty() { Err(Refusal::Missing(field)) } else { Ok(text.to_owned()) }
}

pub(super) fn sort(
    project: &Project,
    [sites, agencies, groups]: [&[Slug]; 3],
    city: &City,
) -> Result<Vec<Event>, Refusal> {
    if project.state.is_over() && !project.state.is_promoted() {
        return Err(Refusal::NotNow(project.state));
    }
    let site = |slug: &Slug| city.work_sites.iter().any(|one| one.slug == slug.as_str());
    if !sites.iter().all(site) {
        return Err(Refusal::NotInCatalogue("site"));
    }
    let agency = |slug: &Slug| city.agencies.iter().any(|one| one.slug == slug.as_str());
    if !agencies.iter().all(agency) {
        return Err(Refusal::NotInCatalogue("agency"));
    }
    let group = |slug: &Slug| city.working_groups().any(|one| one.slug == slug.as_str());
    if !groups.iter().all(group) {
        return Err(Refusal::NotInCatalogue("group"));
    }
    let now = [&project.sites, &project.agencies, &project.groups].map(Vec::as_slice);
    if now == [sites, agencies, groups] {
        return Ok(vec![]);
    }
    let (sites, agencies, groups) = (sites.to_vec(), agencies.to_vec(), groups.to_vec());
    Ok(vec![Event::Sorted { sites, agencies, groups }])
}

fn advance(
    project: &Project,
    how: Step,
    on: Date,
    text: &str,
    today: Date,
) -> Result<Vec<Event>, Refusal> {
    if !Step::AFTER.contains(&how) {
        return Err(Refusal::NotInCatalogue("step"));
    }
    step(project, how)?;
    let words = said("words", project.state, how, text)?;
    if on > today {
        return Err(Refusal::InTheFuture("on"));
    }
    Ok(vec![Event::Moved { step: how, on, words }])
}

#[expect(clippy::wildcard_enum_match_arm, reason = "only milestones come here")]
fn milestone(project: &Project, act: &Act, today: Date, ctx: &Ctx) -> Result<Vec<Event>, Refusal> {
    promoted(project)?;
    let known = |id: CommandId| project.milestones.iter().find(|one| one.id == id);
    match act {
        Act::PlanMilestone { name, due } => {
            let name = words("name", name, LINE_MAX)?;
            if project.milestones.len() == LINES_MAX {
                return Err(Refusal::OutOfRange("name", LINES_MAX));
            }
            Ok(vec![Event::MilestonePlanned { id: ctx.command, name, due: *due }])
        }
        Act::ReachMilestone { id, on, note } => {
            let one = known(*id).ok_or(Refusal::UnknownMilestone)?;
            let note = note.trim().to_owned();
            within("note", &note, SECTION_MAX)?;
            if *on > today {
                return Err(Refusal::InTheFuture("on"));
            }
            if one.reached == Some(*on) && one.note == note {
                return Ok(vec![]);
            }
            Ok(vec![Event::MilestoneReached { id: *id, on: *on, note }])
        }
        Act::DropMilestone { id } => {
            let there = known(*id).is_some();
            Ok(if there { vec![Event::MilestoneDropped { id: *id }] } else { vec![] })
        }
        _ => Ok(vec![]),
    }
}
