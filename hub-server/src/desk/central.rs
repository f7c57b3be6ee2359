//! What may be done with a project once it is handed in.
//!
//! Always true: the three requirements are judged one by one, with a reason for whatever is not a plain yes; a merge
//! waits for the consent of all authors and keeps both texts; whoever is in conflict neither reads, judges, scores nor
//! decides, and whoever scores declares first that they are in none; a score does not change once it is given, but goes
//! with whoever gave it and recuses themselves, and makes room for another when it is scored again; no outcome is readable outside central before it is signed, and a negative
//! one is never signed without its reason. Pure.

use jiff::civil::Date;
use protocol::{
    ActorRef, CommandId, DecisionId, MacroId, OrganisationId, ProjectId, Slug, StaffId,
};
use radar::Action;
use serde::{Deserialize, Serialize};

use super::check::Requirement;
use super::dossier::{LINE_MAX, SECTION_MAX};
use super::draft::{within, words};
use super::events::Event;
use super::lifecycle::{self, Need, State, Step};
use super::macros::{self, Macro};
use super::near::SITE;
use super::project::{Answer, Author, Beside, Evaluator, Judged, Project, Related, Score};
use super::refusal::Refusal;
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

fn step(project: &Project, step: Step) -> Result<(), Refusal> {
    lifecycle::transition(project.state, step).ok_or(Refusal::NotNow(project.state))?;
    let lacks = project.lacks(step);
    if lacks.is_empty() { Ok(()) } else { Err(Refusal::Lacks(lacks)) }
}

fn stands(project: &Project, state: State) -> Result<(), Refusal> {
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

/// What follows for others from a fact of a project.
fn follows(project: &Project, event: &Event, around: &Around<'_>) -> Result<Vec<Outcome>, Refusal> {
    if let Event::MergedInto { project: into } = event {
        // With the texts of those that went on in it before.
        let texts = std::iter::once((project.id, project.dossier.clone()));
        let texts = texts.chain(project.absorbed.iter().cloned());
        let absorbed = texts.map(|(project, dossier)| Event::Absorbed { project, dossier });
        return Ok(absorbed.map(|event| Outcome::Project(*into, event)).collect());
    }
    if let Event::Related { related, .. } = event
        && related.action == Action::JoinMacro
        && let Some(one) = around.of_macro
    {
        let part = related.why.chars().take(LINE_MAX).collect();
        let join = macros::Act::Join(macros::Action { project: project.id, part });
        let joined = macros::decide(Some(one), &join, around.city, Some(project))?;
        return Ok(joined.into_iter().map(|event| Outcome::Macro(one.id, event)).collect());
    }
    Ok(vec![])
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
        Act::HoldPage { held } => {
            promoted(project)?;
            let same = project.page_held == *held;
            Ok(if same { vec![] } else { vec![Event::PageHeld { held: *held }] })
        }
    }
}

fn its_hub(project: &Project, ctx: &Ctx) -> Result<(), Refusal> {
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

fn authors(project: &Project) -> impl Iterator<Item = Author> {
    project.dossier.partners.iter().map(|partner| Author {
        project: project.id,
        organisation: partner.organisation,
        name: partner.name.clone(),
    })
}

fn relate(
    project: &Project,
    related: &Related,
    around: &Around<'_>,
) -> Result<Vec<Event>, Refusal> {
    stands(project, State::Review)?;
    if related.other == project.id.to_string() || related.other == project.idea.to_string() {
        return Err(Refusal::Itself);
    }
    let why = words("why", &related.why, SECTION_MAX)?;
    let related = Related { why, ..related.clone() };
    if project.beside.iter().any(|one| one.related == related) {
        return Ok(vec![]);
    }
    let asked = match related.action {
        Action::Link => vec![],
        Action::Merge => {
            let other = mergeable(around, &related.other)?;
            authors(project).chain(authors(other)).collect()
        }
        Action::InvitePartner => authors(invitable(around, &related.other)?).collect(),
        Action::JoinMacro => return joining(project, related, around),
    };
    Ok(vec![Event::Related { related, authors: asked }])
}

/// It joins a macro-project, or goes into a work site of the city.
fn joining(
    project: &Project,
    related: Related,
    around: &Around<'_>,
) -> Result<Vec<Event>, Refusal> {
    let named = |one: &&Macro| related.other == format!("{}{}", macros::NAMED, one.id);
    if around.of_macro.as_ref().is_some_and(named) {
        return Ok(vec![Event::Related { related, authors: vec![] }]);
    }
    let site = related.other.strip_prefix(SITE).and_then(|slug| slug.parse::<Slug>().ok());
    let site = site.ok_or(Refusal::NotToJoin)?;
    let sites: Vec<Slug> =
        project.sites.iter().filter(|one| **one != site).chain([&site]).cloned().collect();
    let sorted = sort(project, [&sites, &project.agencies, &project.groups], around.city)?;
    Ok([Event::Related { related, authors: vec![] }].into_iter().chain(sorted).collect())
}

/// The other project, when those who do it can be asked to take part in one more: known, and not over.
fn invitable<'a>(around: &Around<'a>, name: &str) -> Result<&'a Project, Refusal> {
    let other = around.other.filter(|other| other.id.to_string() == name);
    other.filter(|other| !other.state.is_over()).ok_or(Refusal::OtherNotOpen)
}

/// The other project, when it can take another in: known, admitted, and nothing decided about it yet.
fn mergeable<'a>(around: &Around<'a>, name: &str) -> Result<&'a Project, Refusal> {
    let other = around.other.filter(|other| other.id.to_string() == name);
    let open = other.filter(|other| matches!(other.state, State::Review | State::Evaluation));
    open.ok_or(Refusal::OtherNotOpen)
}

fn consent(
    project: &Project,
    act: &Act,
    around: &Around<'_>,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    let Act::Consent { other, authors_of, organisation, agreed, why } = act else {
        return Ok(vec![]);
    };
    let beside = project.beside.iter().find(|one| one.related.other == *other);
    let beside = beside.filter(|one| !one.authors.is_empty()).ok_or(Refusal::NotAsked)?;
    answerable(project, beside)?;
    let asked = |one: &Author| one.project == *authors_of && one.organisation == *organisation;
    if !beside.authors.iter().any(asked) {
        return Err(Refusal::NotAsked);
    }
    let holder = if *authors_of == project.id {
        Some(project)
    } else {
        around.other.filter(|other| other.id == *authors_of)
    };
    its_hub(holder.ok_or(Refusal::NotAsked)?, ctx)?;
    let why = why.trim().to_owned();
    within("why", &why, SECTION_MAX)?;
    if beside.related.action == Action::InvitePartner && !agreed && why.is_empty() {
        return Err(Refusal::Missing("why"));
    }
    if beside.consents.get(organisation) == Some(agreed) {
        return Ok(vec![]);
    }
    let (other, organisation) = (other.clone(), *organisation);
    Ok(vec![Event::Consented { other, organisation, agreed: *agreed, why }])
}

/// Whether what was asked can be answered where it stands: a merger before the review is closed, an invitation as long
/// as the project goes on.
fn answerable(project: &Project, beside: &Beside) -> Result<(), Refusal> {
    if beside.related.action == Action::Merge {
        return stands(project, State::Review);
    }
    if project.state.is_over() { Err(Refusal::NotNow(project.state)) } else { Ok(()) }
}

fn merge(project: &Project, into: ProjectId, around: &Around<'_>) -> Result<Vec<Event>, Refusal> {
    step(project, Step::Merge)?;
    let name = into.to_string();
    let beside = project.beside.iter().find(|one| one.related.other == name);
    let agreed = beside.is_some_and(|one| one.related.action == Action::Merge && one.all_agreed());
    if !agreed {
        return Err(Refusal::Lacks(vec![Need::AllConsents]));
    }
    mergeable(around, &name)?;
    Ok(vec![Event::MergedInto { project: into }])
}

/// Whoever acts, when they are to score it and are in no conflict.
fn evaluator<'p>(project: &'p Project, ctx: &Ctx) -> Result<&'p Evaluator, Refusal> {
    let ActorRef::Staff(staff) = ctx.actor else { return Err(Refusal::NotAnEvaluator) };
    project.evaluator(staff).ok_or(Refusal::NotAnEvaluator)
}

fn score(
    project: &Project,
    scores: &[Score],
    no_conflict: bool,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    stands(project, State::Evaluation)?;
    let by = evaluator(project, ctx)?;
    if !by.scores.is_empty() {
        return Err(Refusal::ScoredAlready);
    }
    if !(no_conflict || by.declared) {
        return Err(Refusal::NotDeclared);
    }
    let mut all = Vec::new();
    for criterion in &project.rules.criteria {
        let found = scores.iter().find(|score| score.criterion.as_str() == criterion.slug);
        let score = found.ok_or(Refusal::Missing("scores"))?;
        if score.points > project.rules.score_max {
            return Err(Refusal::OutOfRange("scores", usize::from(project.rules.score_max)));
        }
        all.push(score.clone());
    }
    let staff = by.staff;
    let declared = (!by.declared).then_some(Event::NoConflictDeclared { staff });
    Ok(declared.into_iter().chain([Event::Scored { staff, scores: all }]).collect())
}

fn sign(
    project: &Project,
    how: Step,
    reason: &str,
    by: Option<DecisionId>,
    around: &Around<'_>,
) -> Result<Vec<Event>, Refusal> {
    if !Step::OUTCOMES.contains(&how) {
        return Err(Refusal::NotInCatalogue("outcome"));
    }
    step(project, how)?;
    let reason = said("reason", project.state, how, reason)?;
    by_panel(project, how, by, around)?;
    let mean_tenths = project.mean_and_spread_tenths().map(|(mean, _)| mean);
    Ok(vec![Event::DecisionSigned { step: how, reason, mean_tenths, by }])
}

/// Whether an outcome rests on what it must: what a body adopted about this project; the panel's, where the rules it was
/// scored by name one. To put it off nobody needs a panel.
fn by_panel(
    project: &Project,
    how: Step,
    by: Option<DecisionId>,
    around: &Around<'_>,
) -> Result<(), Refusal> {
    let panel = project.rules.panel.as_deref().filter(|_| how != Step::Defer);
    let Some(by) = by else {
        return if panel.is_some() { Err(Refusal::PanelMissing) } else { Ok(()) };
    };
    let found = around.of_body.filter(|one| one.id == by && one.adopted);
    let found = found.filter(|one| one.about == Some(project.id)).ok_or(Refusal::NotOfPanel)?;
    let its = |panel| found.body.as_ref().is_some_and(|body| body.as_str() == panel);
    if panel.is_none_or(its) { Ok(()) } else { Err(Refusal::NotOfPanel) }
}

/// What was written at a step; something, where the table wants a reason.
fn said(field: &'static str, from: State, how: Step, text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    within(field, text, SECTION_MAX)?;
    let wanted = lifecycle::transition(from, how).is_some_and(|line| line.wants_reason);
    if wanted && text.is_empty() { Err(Refusal::Missing(field)) } else { Ok(text.to_owned()) }
}

fn sort(
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
