//! A project once it is handed in, as its facts say. What may be done with it is `central`.
//!
//! Always true: outside central it lacks what is judged and not signed, because those facts are for central alone.

use std::collections::BTreeMap;

use jiff::civil::Date;
use protocol::{DecisionId, IdeaId, NodeId, OrganisationId, ProjectId, Slug, StaffId};
use radar::{Action, Verdict};
use serde::{Deserialize, Serialize};

pub use super::central::{Act, Around, OfBody, Outcome, decide, decide_all};
use super::check::Requirement;
use super::dossier::{Dossier, Partner};
use super::events::Event;
use super::lifecycle::{self, Need, State, Step};
use super::sheet::{Milestone, Sheet};
use crate::city::Evaluation;

/// What somebody says of a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It meets it.
    Yes,
    /// It meets it in part.
    Partly,
    /// It does not.
    No,
}

impl Answer {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Yes, Self::Partly, Self::No];

    /// The word it is posted and worded by: `desk-answer-<slug>`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }
}

/// A judged requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// How.
    pub answer: Answer,
    /// Why; may be empty only with a yes.
    pub reason: String,
}

/// Another that it was put beside (E6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// The other: a project's id, or the name of a sheet, a work site, a service of the city.
    pub other: String,
    /// How they stand to each other.
    pub verdict: Verdict,
    /// What is done about it.
    pub action: Action,
    /// Why, in words.
    pub why: String,
}

/// One score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// Of which criterion of the city.
    pub criterion: Slug,
    /// How many, 0 to the most of one criterion.
    pub points: u8,
}

/// Somebody who is to score it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluator {
    /// Who.
    pub staff: StaffId,
    /// Whether they are in conflict.
    pub recused: bool,
    /// Whether they declared to be in none.
    #[serde(default)]
    pub declared: bool,
    /// What they gave; empty until they did.
    pub scores: Vec<Score>,
    /// What they gave in rounds before this one, the oldest first.
    #[serde(default)]
    pub earlier: Vec<Vec<Score>>,
}

impl Evaluator {
    fn new(staff: StaffId) -> Self {
        let (scores, earlier) = (Vec::new(), Vec::new());
        Self { staff, recused: false, declared: false, scores, earlier }
    }

    /// The weighted mean of what they gave by the rules they scored under, in tenths of a point; `None` until they did.
    #[must_use]
    pub fn mean_tenths(&self, rules: &Evaluation) -> Option<u16> {
        let weight = |score: &Score| {
            let found = rules.criteria.iter().find(|one| one.slug == score.criterion.as_str());
            found.map_or(0, |one| one.weight)
        };
        let sum = |score: &Score| u16::from(score.points) * weight(score);
        (!self.scores.is_empty()).then(|| self.scores.iter().map(sum).sum::<u16>() / 10)
    }
}

/// What was asked, and what came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Additions {
    /// What is missing.
    pub asked: String,
    /// By when.
    pub until: Date,
    /// What was told; `None` until it was, and when the day went by.
    pub told: Option<String>,
    /// Whether the day went by.
    pub lapsed: bool,
}

/// An organisation that wrote one of two projects of which one may be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// Of which project.
    pub project: ProjectId,
    /// Which organisation.
    pub organisation: OrganisationId,
    /// What it is called.
    pub name: String,
}

/// Another that it was put beside, with who agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// What was said.
    pub related: Related,
    /// Who is asked: for a merge every organisation of both, for an invitation those of the other.
    #[serde(default)]
    pub authors: Vec<Author>,
    /// Which of them agreed, or did not.
    #[serde(default)]
    pub consents: BTreeMap<OrganisationId, bool>,
    /// Why, of those who said so.
    #[serde(default)]
    pub whys: BTreeMap<OrganisationId, String>,
}

impl Beside {
    /// Whether the two may become one: all authors of both agreed.
    #[must_use]
    pub fn all_agreed(&self) -> bool {
        let agreed = |author: &Author| self.consents.get(&author.organisation) == Some(&true);
        self.related.action == Action::Merge
            && !self.authors.is_empty()
            && self.authors.iter().all(agreed)
    }

    /// Whether somebody's answer is awaited by a project in that state.
    #[must_use]
    pub fn waits(&self, state: State) -> bool {
        match self.related.action {
            Action::Merge => state == State::Review && self.is_open(),
            Action::InvitePartner => !state.is_over() && self.consents.len() < self.authors.len(),
            Action::Link | Action::JoinMacro => false,
        }
    }

    /// Whether somebody has yet to say whether they agree, and nobody said no.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.related.action == Action::Merge
            && !self.all_agreed()
            && self.consents.values().all(|agreed| *agreed)
    }
}

/// A signed outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// The step that was taken.
    pub step: Step,
    /// Why.
    pub reason: String,
    /// The weighted mean of all scores, in tenths of a point.
    pub mean_tenths: Option<u16>,
    /// What a body decided about it, where it rests on that.
    #[serde(default)]
    pub by: Option<DecisionId>,
}

/// What was said of a concept, the first of two stages (E14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConceptAnswer {
    /// Whether the rest may be written.
    pub goes_on: bool,
    /// Advice, or the reasons why not.
    pub words: String,
}

/// A project, as its facts say; outside central without what is not signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Which.
    pub id: ProjectId,
    /// The idea it was.
    pub idea: IdeaId,
    /// Its hub.
    pub hub: NodeId,
    /// Where it stands.
    pub state: State,
    /// What was handed in.
    pub dossier: Dossier,
    /// What was asked and told, the oldest first.
    pub additions: Vec<Additions>,
    /// What was judged and not signed.
    pub judged: BTreeMap<Requirement, Judged>,
    /// What was signed of the three requirements.
    pub admissibility: Option<Vec<(Requirement, Judged)>>,
    /// What it was put beside.
    pub beside: Vec<Beside>,
    /// What it goes on as part of.
    pub merged_into: Option<ProjectId>,
    /// Texts of others that go on as part of it.
    pub absorbed: Vec<(ProjectId, Dossier)>,
    /// How it is scored: the city's rules when its evaluation was opened, whatever they became since.
    #[serde(default)]
    pub rules: Evaluation,
    /// Who scores it.
    pub evaluators: Vec<Evaluator>,
    /// What became of it.
    pub signed: Option<Signed>,
    /// What was said of its concept, when it was shown before the rest.
    #[serde(default)]
    pub concept: Option<ConceptAnswer>,
    /// Work sites and cross-cutting agencies it was sorted into (E15).
    #[serde(default)]
    pub sites: Vec<Slug>,
    /// The same for agencies.
    #[serde(default)]
    pub agencies: Vec<Slug>,
    /// The same for working groups.
    #[serde(default)]
    pub groups: Vec<Slug>,
    /// Its sheet; none before somebody wrote one.
    #[serde(default)]
    pub sheet: Option<Sheet>,
    /// What is to be reached, and what was, by day.
    #[serde(default)]
    pub milestones: Vec<Milestone>,
    /// Why it was stopped, what came of it, why it is an example: what was written at each step, the oldest first.
    #[serde(default)]
    pub notes: Vec<Note>,
    /// Every step it took and when, UTC milliseconds, the first first.
    #[serde(default)]
    pub steps: Vec<(Step, i64)>,
    /// Whether central keeps its public page back.
    #[serde(default)]
    pub page_held: bool,
    /// What hubs are asked to say of it in their neighbourhoods; empty when they are not asked to.
    #[serde(default)]
    pub spread: String,
}

/// What was written at a step of a promoted project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The step.
    pub step: Step,
    /// The day it counts from.
    pub on: Date,
    /// What was written; may be empty.
    pub words: String,
}

impl Project {
    /// As it is when central receives it or its concept; `None` for any other fact.
    #[must_use]
    pub fn begin(id: ProjectId, event: &Event) -> Option<Self> {
        let (idea, hub, dossier, state) =
            if let Event::ConceptReceived { idea, hub, dossier } = event {
                (idea, hub, dossier, State::Concept)
            } else if let Event::Received { idea, hub, dossier } = event {
                (idea, hub, dossier, State::Admissibility)
            } else {
                return None;
            };
        Some(Self {
            id,
            idea: *idea,
            hub: hub.clone(),
            state,
            dossier: dossier.clone(),
            additions: Vec::new(),
            judged: BTreeMap::new(),
            admissibility: None,
            beside: Vec::new(),
            merged_into: None,
            absorbed: Vec::new(),
            rules: Evaluation::default(),
            evaluators: Vec::new(),
            signed: None,
            concept: None,
            sites: Vec::new(),
            agencies: Vec::new(),
            groups: Vec::new(),
            sheet: None,
            milestones: Vec::new(),
            notes: Vec::new(),
            steps: Vec::new(),
            page_held: false,
            spread: String::new(),
        })
    }

    /// With one more fact.
    #[expect(clippy::wildcard_enum_match_arm, reason = "facts of an idea change nothing here")]
    pub fn apply(&mut self, event: &Event) {
        if let Some(to) = event.leads_to(self.state) {
            self.state = to;
        }
        match event {
            // The rest of what was a concept.
            Event::Received { dossier, .. } => {
                self.dossier = dossier.clone();
                self.state = State::Admissibility;
            }
            Event::ConceptAnswered { goes_on, words } => {
                self.concept = Some(ConceptAnswer { goes_on: *goes_on, words: words.clone() });
            }
            Event::AdditionsAsked { text, until } => self.additions.push(Additions {
                asked: text.clone(),
                until: *until,
                told: None,
                lapsed: false,
            }),
            Event::AdditionsAnswered { text } => {
                if let Some(last) = self.additions.last_mut() {
                    last.told = Some(text.clone());
                }
            }
            Event::AdditionsLapsed {} => {
                if let Some(last) = self.additions.last_mut() {
                    last.lapsed = true;
                }
            }
            Event::RequirementJudged { requirement, judged } => {
                self.judged.insert(*requirement, judged.clone());
            }
            Event::AdmissibilitySigned { answers, .. } => {
                self.admissibility = Some(answers.clone());
            }
            Event::Related { related, authors } => {
                self.beside.retain(|one| one.related.other != related.other);
                let (consents, whys) = (BTreeMap::new(), BTreeMap::new());
                let (related, authors) = (related.clone(), authors.clone());
                self.beside.push(Beside { related, authors, consents, whys });
            }
            Event::Consented { other, organisation, agreed, why } => {
                self.consented(other, *organisation, *agreed, why);
            }
            Event::ReviewClosed { rules } => self.rules = rules.clone(),
            Event::MergedInto { project } => self.merged_into = Some(*project),
            Event::Absorbed { project, dossier } => {
                self.absorbed.push((*project, dossier.clone()));
            }
            Event::EvaluatorNamed { staff } => {
                self.evaluators.push(Evaluator::new(*staff));
            }
            Event::NoConflictDeclared { staff } => {
                if let Some(one) = self.evaluator_mut(*staff) {
                    one.declared = true;
                }
            }
            // Also of somebody who was not to score it: whoever assesses can be in conflict.
            Event::Recused { staff } => {
                if self.evaluator(*staff).is_none() {
                    self.evaluators.push(Evaluator::new(*staff));
                }
                if let Some(one) = self.evaluator_mut(*staff) {
                    (one.recused, one.declared) = (true, false);
                    one.scores.clear();
                }
            }
            Event::Scored { staff, scores } => {
                if let Some(one) = self.evaluator_mut(*staff) {
                    one.declared = true;
                    one.scores.clone_from(scores);
                }
            }
            Event::Resumed {} => {
                let scored = self.evaluators.iter_mut().filter(|one| !one.scores.is_empty());
                for one in scored {
                    one.earlier.push(std::mem::take(&mut one.scores));
                }
            }
            Event::DecisionSigned { step, reason, mean_tenths, by } => {
                let (step, mean_tenths, by) = (*step, *mean_tenths, *by);
                self.signed = Some(Signed { step, reason: reason.clone(), mean_tenths, by });
            }
            Event::Sorted { sites, agencies, groups } => {
                (self.sites, self.agencies) = (sites.clone(), agencies.clone());
                self.groups.clone_from(groups);
            }
            Event::SheetKept(sheet) => self.sheet = Some((**sheet).clone()),
            Event::Moved { step, on, words } => {
                self.notes.push(Note { step: *step, on: *on, words: words.clone() });
            }
            Event::MilestonePlanned { id, name, due } => {
                self.milestones.retain(|one| one.id != *id);
                let name = name.clone();
                let planned =
                    Milestone { id: *id, name, due: *due, reached: None, note: String::new() };
                self.milestones.push(planned);
                self.milestones.sort_by_key(|one| one.due);
            }
            Event::MilestoneReached { id, on, note } => {
                if let Some(one) = self.milestones.iter_mut().find(|one| one.id == *id) {
                    (one.reached, one.note) = (Some(*on), note.clone());
                }
            }
            Event::MilestoneDropped { id } => self.milestones.retain(|one| one.id != *id),
            Event::PageHeld { held } => self.page_held = *held,
            Event::SpreadAsked { words } => self.spread.clone_from(words),
            _ => {}
        }
    }

    fn consented(&mut self, other: &str, organisation: OrganisationId, agreed: bool, why: &str) {
        let beside = self.beside.iter_mut().find(|one| one.related.other == other);
        let Some(beside) = beside else { return };
        beside.consents.insert(organisation, agreed);
        if !why.is_empty() {
            beside.whys.insert(organisation, why.to_owned());
        }
        // Whoever accepts an invitation takes part.
        let author = beside.authors.iter().find(|one| one.organisation == organisation);
        let invited = author.filter(|_| agreed && beside.related.action == Action::InvitePartner);
        let partners = &mut self.dossier.partners;
        if let Some(author) = invited
            && partners.iter().all(|one| one.organisation != organisation)
        {
            partners.push(Partner { organisation, name: author.name.clone() });
        }
    }

    fn evaluator_mut(&mut self, staff: StaffId) -> Option<&mut Evaluator> {
        self.evaluators.iter_mut().find(|one| one.staff == staff)
    }

    /// Whether it is being assessed: whoever does that can be in conflict.
    #[must_use]
    pub const fn is_assessed(&self) -> bool {
        matches!(
            self.state,
            State::Admissibility | State::Integration | State::Review | State::Evaluation
        )
    }

    /// Whoever is to score it.
    #[must_use]
    pub fn evaluator(&self, staff: StaffId) -> Option<&Evaluator> {
        self.evaluators.iter().find(|one| one.staff == staff)
    }

    /// Whether the scores of others are for somebody to see: of those who score, whoever has; of the others, nobody
    /// before enough of them count.
    #[must_use]
    pub fn shows_scores_to(&self, staff: StaffId) -> bool {
        self.state != State::Evaluation
            || self
                .evaluator(staff)
                .map_or_else(|| self.has(Need::Quorum), |one| !one.scores.is_empty())
    }

    /// The means of those who scored and are in no conflict, in tenths of a point.
    #[must_use]
    pub fn means_tenths(&self) -> Vec<u16> {
        let counted = self.evaluators.iter().filter(|one| !one.recused);
        counted.filter_map(|one| one.mean_tenths(&self.rules)).collect()
    }

    /// The mean of them all and how far the furthest two are apart, in tenths; `None` before anybody scored.
    #[must_use]
    pub fn mean_and_spread_tenths(&self) -> Option<(u16, u16)> {
        let means = self.means_tenths();
        let (least, most) = (means.iter().min()?, means.iter().max()?);
        let sum: u16 = means.iter().sum();
        let count = u16::try_from(means.len()).unwrap_or(u16::MAX);
        Some((sum / count, most - least))
    }

    fn has(&self, need: Need) -> bool {
        let answers = || self.judged.values().map(|judged| judged.answer);
        match need {
            Need::ThreeAnswers => self.judged.len() == Requirement::ALL.len(),
            Need::OneNo => answers().any(|answer| answer == Answer::No),
            Need::NoNo => answers().all(|answer| answer != Answer::No),
            Need::NoOpenConsent => !self.beside.iter().any(Beside::is_open),
            Need::AllConsents => self.beside.iter().any(Beside::all_agreed),
            Need::Quorum => self.means_tenths().len() >= self.rules.quorum,
            Need::Sheet => self.sheet.as_ref().is_some_and(Sheet::is_complete),
            Need::Amounts => self.sheet.as_ref().is_some_and(|sheet| sheet.amounts.is_some()),
            // Looked at before it was handed in.
            Need::Outline
            | Need::Organisation
            | Need::Sections
            | Need::OneVersion
            | Need::ConceptWords
            | Need::FirstShown => true,
        }
    }

    /// What a step still needs, in the order of the table.
    #[must_use]
    pub fn lacks(&self, step: Step) -> Vec<Need> {
        let line = lifecycle::transition(self.state, step);
        let needs = line.iter().flat_map(|line| line.needs);
        needs.copied().filter(|need| !self.has(*need)).collect()
    }
}
