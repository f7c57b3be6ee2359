//! Macro-projects (macro progetti di sistema, CAPABILITIES E16): from the top, a theme that two committees choose, a
//! macro-goal, and the projects of the territory that contribute to it.
//!
//! Always true: central alone decides; a theme is chosen by two different committees of the city, and a committee says
//! what it says once; a theme that is not chosen has its reason; actions join once there is a goal and leave no text
//! behind. What a committee says can rest on a decision it took about the theme. Deliberately absent: its meetings and
//! votes, which are [`crate::bodies`].

use protocol::{DecisionId, MacroId, ProjectId, Record, Slug};
use radar::{Kind, Profile};
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;

use super::dossier::{LINE_MAX, SECTION_MAX};
use super::draft::{within, words};
use super::lifecycle::State as ProjectState;
use super::project::Project;
use super::queries;
use super::refusal::Refusal;
use crate::bodies;
use crate::bodies::events::Outcome;
use crate::bodies::model::Decision;
use crate::city::{BodyKind, City};
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::store::{Fact, StoreError, Write, log};

/// How facts of macro-projects begin.
pub const DOMAIN: &str = "macro";
/// How many committees choose a theme. Source: seed 000, the Comitato di Indirizzo e Garanzia and the Comitato Operativo.
pub const COMMITTEES: usize = 2;
/// Before its name, where the radar and projects name it.
pub const NAMED: &str = "macro:";

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[KEEP, ONE, ALL];

const KEEP: &str = "INSERT INTO desk_macro (macro_id, state, theme, changed_at_ms, doc) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (macro_id) DO UPDATE SET state = $2, theme = $3, \
    changed_at_ms = $4, doc = $5";
const ONE: &str = "SELECT doc FROM desk_macro WHERE macro_id = $1";
const ALL: &str = "SELECT doc FROM desk_macro ORDER BY changed_at_ms DESC, macro_id LIMIT $1";

/// Where a macro-project stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Its theme is proposed.
    Proposed,
    /// A committee did not choose it.
    NotChosen,
    /// Both chose it; it has no goal yet.
    Chosen,
    /// Its goal is set, and actions join.
    Open,
    /// It is over.
    Concluded,
}

impl State {
    /// The word it is stored and worded by: `macro-state-<slug>`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::NotChosen => "not-chosen",
            Self::Chosen => "chosen",
            Self::Open => "open",
            Self::Concluded => "concluded",
        }
    }
}

/// What a committee said of a theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Which committee.
    pub body: Slug,
    /// Whether it chose it.
    pub yes: bool,
    /// Why; may be empty only with a yes.
    pub why: String,
    /// The decision it rests on, where it rests on one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<DecisionId>,
}

/// A project that contributes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Which.
    pub project: ProjectId,
    /// What it brings to the goal.
    pub part: String,
}

/// A fact of a macro-project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A theme is proposed.
    Proposed {
        /// In a few words.
        theme: String,
        /// Why.
        why: String,
    },
    /// A committee said whether it chooses it.
    Answered(Choice),
    /// The goal all actions work towards.
    GoalSet {
        /// In words.
        goal: String,
        /// How it is seen that it is reached.
        measure: String,
    },
    /// A project contributes.
    Joined(Action),
    /// It does not any more.
    Left {
        /// Which.
        project: ProjectId,
    },
    /// What the strategic committee sees.
    Monitored {
        /// In words.
        text: String,
    },
    /// It is over.
    Concluded {
        /// What came of it.
        text: String,
    },
}

/// A macro-project, as its facts say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Macro {
    /// Which.
    pub id: MacroId,
    /// Where it stands.
    pub state: State,
    /// Its theme.
    pub theme: String,
    /// Why it was proposed.
    pub why: String,
    /// What committees said.
    pub choices: Vec<Choice>,
    /// Its goal; empty before it was set.
    pub goal: String,
    /// How the goal is measured.
    pub measure: String,
    /// The projects that contribute.
    pub actions: Vec<Action>,
    /// What the strategic committee saw, the latest last, with when, UTC milliseconds.
    pub seen: Vec<(i64, String)>,
    /// What came of it; empty before.
    pub outcome: String,
}

impl Macro {
    /// As it is when its theme is proposed; `None` for any other fact.
    #[must_use]
    pub fn begun(id: MacroId, event: &Event) -> Option<Self> {
        let Event::Proposed { theme, why } = event else { return None };
        Some(Self {
            id,
            state: State::Proposed,
            theme: theme.clone(),
            why: why.clone(),
            choices: Vec::new(),
            goal: String::new(),
            measure: String::new(),
            actions: Vec::new(),
            seen: Vec::new(),
            outcome: String::new(),
        })
    }

    /// With one more fact, of an instant.
    pub fn apply(&mut self, event: &Event, at_ms: i64) {
        match event {
            Event::Proposed { .. } => {}
            Event::Answered(choice) => {
                self.choices.push(choice.clone());
                let yes = self.choices.iter().filter(|choice| choice.yes).count();
                self.state = match (choice.yes, yes >= COMMITTEES) {
                    (false, _) => State::NotChosen,
                    (true, true) => State::Chosen,
                    (true, false) => self.state,
                };
            }
            Event::GoalSet { goal, measure } => {
                (self.goal, self.measure) = (goal.clone(), measure.clone());
                self.state = State::Open;
            }
            Event::Joined(action) => {
                self.actions.retain(|one| one.project != action.project);
                self.actions.push(action.clone());
            }
            Event::Left { project } => self.actions.retain(|one| one.project != *project),
            Event::Monitored { text } => self.seen.push((at_ms, text.clone())),
            Event::Concluded { text } => {
                self.outcome.clone_from(text);
                self.state = State::Concluded;
            }
        }
    }

    /// What the radar is told of it; `None` when nothing can join it.
    #[must_use]
    pub fn profile(&self, city: &City) -> Option<Profile> {
        let open = matches!(self.state, State::Chosen | State::Open);
        let text = format!("{}. {} {}", self.theme, self.why, self.goal);
        open.then(|| Profile {
            places: vec![radar::Place { city: city.slug.clone(), zone: None, neighbourhood: None }],
            ..Profile::of_words(Kind::Macro, &text)
        })
    }
}

/// What can be done with one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Propose a theme; it takes the command's id.
    Propose {
        /// In a few words.
        theme: String,
        /// Why.
        why: String,
    },
    /// What a committee says of the theme.
    Answer(Choice),
    /// Set the goal.
    SetGoal {
        /// In words.
        goal: String,
        /// How it is measured.
        measure: String,
    },
    /// A project contributes.
    Join(Action),
    /// It does not any more.
    Leave {
        /// Which.
        project: ProjectId,
    },
    /// Note what the strategic committee sees.
    Monitor {
        /// In words.
        text: String,
    },
    /// End it.
    Conclude {
        /// What came of it.
        text: String,
    },
}

/// Decides about a macro-project; `found` is `None` for one that is proposed now, `project` the one that would join.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn decide(
    found: Option<&Macro>,
    act: &Act,
    city: &City,
    project: Option<&Project>,
) -> Result<Vec<Event>, Refusal> {
    if let Act::Propose { theme, why } = act {
        let (theme, why) = (words("theme", theme, LINE_MAX)?, words("why", why, SECTION_MAX)?);
        return Ok(if found.is_some() { vec![] } else { vec![Event::Proposed { theme, why }] });
    }
    let one = found.ok_or(Refusal::UnknownProject)?;
    let stands = |state: State| {
        if one.state == state { Ok(()) } else { Err(Refusal::MacroNotNow(one.state)) }
    };
    match act {
        Act::Propose { .. } => Ok(vec![]),
        Act::Answer(choice) => {
            stands(State::Proposed)?;
            answer(one, choice, city)
        }
        Act::SetGoal { goal, measure } => {
            if one.state != State::Open {
                stands(State::Chosen)?;
            }
            let goal = words("goal", goal, SECTION_MAX)?;
            let measure = words("measure", measure, LINE_MAX)?;
            let same = (one.goal.as_str(), one.measure.as_str()) == (goal.as_str(), &measure);
            Ok(if same { vec![] } else { vec![Event::GoalSet { goal, measure }] })
        }
        Act::Join(action) => {
            stands(State::Open)?;
            let part = words("part", &action.part, LINE_MAX)?;
            let goes_on = project.filter(|project| joins(project.state));
            let project = goes_on.ok_or(Refusal::OtherNotOpen)?.id;
            let action = Action { project, part };
            let there = one.actions.contains(&action);
            Ok(if there { vec![] } else { vec![Event::Joined(action)] })
        }
        Act::Leave { project } => {
            stands(State::Open)?;
            let there = one.actions.iter().any(|action| action.project == *project);
            Ok(if there { vec![Event::Left { project: *project }] } else { vec![] })
        }
        Act::Monitor { text } => {
            stands(State::Open)?;
            Ok(vec![Event::Monitored { text: words("seen", text, SECTION_MAX)? }])
        }
        Act::Conclude { text } => {
            stands(State::Open)?;
            Ok(vec![Event::Concluded { text: words("outcome", text, SECTION_MAX)? }])
        }
    }
}

/// Whether a project in that state can contribute: it meets the requirements and is not over.
#[must_use]
pub const fn joins(state: ProjectState) -> bool {
    matches!(state, ProjectState::Review | ProjectState::Evaluation) || state.is_promoted()
}

fn answer(one: &Macro, choice: &Choice, city: &City) -> Result<Vec<Event>, Refusal> {
    let body = city.bodies.iter().find(|body| body.slug == choice.body.as_str());
    if body.is_none_or(|body| body.kind != BodyKind::Committee) {
        return Err(Refusal::NotInCatalogue("body"));
    }
    let why = choice.why.trim().to_owned();
    within("why", &why, SECTION_MAX)?;
    if !choice.yes && why.is_empty() {
        return Err(Refusal::Missing("why"));
    }
    if one.choices.iter().any(|said| said.body == choice.body) {
        return Err(Refusal::AnsweredAlready);
    }
    Ok(vec![Event::Answered(Choice { why, ..choice.clone() })])
}

/// Whether what a committee says rests on what it must: a decision of its own about this theme, adopted where it chooses
/// the theme.
fn rests(
    one: &Macro,
    choice: &Choice,
    decided: Option<&Decision>,
    body: Option<&Slug>,
) -> Result<(), Refusal> {
    let about = about(one.id);
    let fits = |found: &&Decision| {
        let adopted = found.decided.outcome == Outcome::Adopted;
        found.item.about.as_ref().is_some_and(|named| named.to_string() == about)
            && (adopted || !choice.yes)
    };
    let found = decided.filter(fits).filter(|_| body == Some(&choice.body));
    if found.is_some() { Ok(()) } else { Err(Refusal::NotOfCommittee) }
}

/// How a body names it when it decides about it.
#[must_use]
pub fn about(id: MacroId) -> String {
    format!("macro.{id}")
}

/// Does it.
///
/// # Errors
/// [`Fail::Refused`] with the words for the person, or a failure of the store.
pub(super) async fn handle(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    id: MacroId,
    act: &Act,
) -> Result<(), Fail> {
    let refused = |refusal: Refusal| Fail::Refused(refusal.into());
    if !write.node().is_central() {
        return Err(refused(Refusal::CentralOnly));
    }
    let city = node.known_city()?;
    let id = if matches!(act, Act::Propose { .. }) { MacroId::from(ctx.command) } else { id };
    let found = one(write.db, id).await?;
    let project = match act {
        Act::Join(action) => queries::project(write.db, action.project).await?,
        Act::Propose { .. }
        | Act::Answer(_)
        | Act::SetGoal { .. }
        | Act::Leave { .. }
        | Act::Monitor { .. }
        | Act::Conclude { .. } => None,
    };
    let events = decide(found.as_ref(), act, &city, project.as_ref()).map_err(refused)?;
    if let Act::Answer(choice) = act
        && let (Some(one), Some(by)) = (&found, choice.by)
    {
        let decided = bodies::queries::decision(write.db, by).await?;
        let body = match &decided {
            Some(found) => bodies::queries::body(write.db, found.body).await?,
            None => None,
        };
        let body = body.and_then(|body| body.profile.slug);
        rests(one, choice, decided.as_ref(), body.as_ref()).map_err(refused)?;
    }
    for event in &events {
        write.append(ctx, Fact::of(DOMAIN, id, event)).await?;
    }
    Ok(())
}

/// Brings the table up to date with one fact.
///
/// # Errors
/// [`StoreError`].
pub async fn project(db: &mut AnyConnection, record: &Record) -> Result<(), StoreError> {
    let Some(event) = log::event_of::<Event>(record)? else { return Ok(()) };
    let envelope = &record.envelope;
    let broken = |why: String| StoreError::Projection { kind: DOMAIN.to_owned(), why };
    let id: MacroId = envelope
        .subject
        .parse()
        .map_err(|error: protocol::ids::BadId| broken(error.to_string()))?;
    let known = one(db, id).await?.or_else(|| Macro::begun(id, &event));
    let mut one = known.ok_or_else(|| broken(format!("macro-project {id} is not known")))?;
    one.apply(&event, envelope.at_ms);
    let doc = serde_json::to_string(&one).map_err(|error| broken(error.to_string()))?;
    sqlx::query(KEEP)
        .bind(id.to_string())
        .bind(one.state.slug())
        .bind(one.theme.clone())
        .bind(envelope.at_ms)
        .bind(doc)
        .execute(db)
        .await?;
    Ok(())
}

/// A macro-project, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn one(db: &mut AnyConnection, id: MacroId) -> Result<Option<Macro>, StoreError> {
    queries::doc(db, ONE, &id.to_string()).await
}

/// At most `most` of them, the one that moved last first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn all(db: &mut AnyConnection, most: u32) -> Result<Vec<Macro>, StoreError> {
    let docs: Vec<String> = sqlx::query_scalar(ALL).bind(i64::from(most)).fetch_all(db).await?;
    docs.iter().map(|text| queries::read_doc(text)).collect()
}
