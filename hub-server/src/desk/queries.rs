//! From the tables of the desk to answers.

use std::collections::BTreeMap;

use jiff::civil::Date;
use protocol::kiosk::TimeBand;
use protocol::{ActorRef, IdeaId, NodeId, PersonId, ProjectId, SlipCode, Slug, StaffId};
use serde::de::DeserializeOwned;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::dossier::{Outline, Partner, Picked};
use super::draft::{Draft, Meeting};
use super::lifecycle::State;
use super::project::Project;
use crate::slips;
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed, parsed_or_none};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    BY_ID, BY_SLIP, LIST, COUNT, HOME, DRAFT, PROJECT, PROJECT_OF, ADVICE, IDS, PROJECTS, IN_STATE,
    TO_RECEIVE, TO_LET_GO, DUE, FIELDS, NEXT_STEPS, EXCHANGE, PROMOTED, PUT_BESIDE, SORTED,
    EXAMPLES, WAITING, AWAITED, SPREAD,
];

const BY_ID: &str = "SELECT * FROM idea WHERE idea_id = $1";
const BY_SLIP: &str = "SELECT * FROM idea WHERE slip_code = $1";
const HOME: &str = "SELECT home FROM idea WHERE idea_id = $1";
const LIST: &str = "SELECT i.*, \
    CASE WHEN i.withdrawn_at_ms IS NOT NULL THEN 'withdrawn' \
    WHEN p.state IS NOT NULL AND p.state <> 'draft' THEN p.state WHEN d.state IS NOT NULL THEN d.state \
    WHEN i.contacted_at_ms IS NOT NULL THEN 'contacted' ELSE 'left' END AS stage, \
    COALESCE(d.title, p.title, '') AS title, d.appointment_ms AS appointment_ms FROM idea i \
    LEFT JOIN desk_draft d ON d.idea_id = i.idea_id \
    LEFT JOIN desk_project p ON p.idea_id = i.idea_id \
    WHERE i.home = $1 AND ($2 = '' OR CASE WHEN i.withdrawn_at_ms IS NOT NULL THEN 'withdrawn' \
    WHEN p.state IS NOT NULL AND p.state <> 'draft' THEN p.state WHEN d.state IS NOT NULL THEN d.state \
    WHEN i.contacted_at_ms IS NOT NULL THEN 'contacted' ELSE 'left' END = $2) \
    AND ($3 = '' OR LOWER(COALESCE(d.title, p.title, '')) LIKE $3 OR LOWER(COALESCE(i.words, '')) LIKE $3 \
    OR LOWER(i.slip_code) LIKE $3) \
    ORDER BY i.opened_at_ms DESC, i.idea_id LIMIT $4 OFFSET $5";
const COUNT: &str =
    "SELECT state, COUNT(*) AS many FROM desk_project GROUP BY state ORDER BY state";
const DRAFT: &str = "SELECT doc FROM desk_draft WHERE idea_id = $1";
const PROJECT: &str = "SELECT doc FROM desk_project WHERE project_id = $1";
const PROJECT_OF: &str = "SELECT doc FROM desk_project WHERE idea_id = $1";
const ADVICE: &str = "SELECT * FROM desk_advice WHERE idea_id = $1 ORDER BY at_ms DESC, advice_id";
const IDS: &str = "SELECT idea_id FROM idea UNION SELECT idea_id FROM desk_project \
    UNION SELECT idea_id FROM desk_glimpse WHERE doc <> '' ORDER BY idea_id";
const PROJECTS: &str = "SELECT project_id, idea_id, hub, state, title, changed_at_ms, due_day \
    FROM desk_project WHERE ($1 = '' OR state = $1) AND ($2 = '' OR LOWER(title) LIKE $2) \
    AND ($3 = '' OR tags LIKE $3) AND ($4 = '' OR tags LIKE $4) AND ($5 = '' OR tags LIKE $5) \
    ORDER BY changed_at_ms DESC, project_id LIMIT $6 OFFSET $7";
const SORTED: &str = "SELECT tags FROM desk_project WHERE tags LIKE '% site:%' \
    AND tags LIKE '% agency:%' AND state NOT IN ('withdrawn', 'merged', 'not-admissible', \
    'not-promoted') ORDER BY project_id";
const IN_STATE: &str = "SELECT doc FROM desk_project WHERE state = $1 ORDER BY project_id";
const PROMOTED: &str = "SELECT doc FROM desk_project WHERE state IN ('promoted', 'funded', 'agreed', \
    'running', 'suspended', 'finished', 'reported', 'closed', 'good-practice') \
    ORDER BY received_at_ms DESC, project_id LIMIT $1";
// Good practices first, then the rest by name.
const EXAMPLES: &str = "SELECT project_id, title, state FROM desk_project WHERE state IN ('promoted', \
    'funded', 'agreed', 'running', 'suspended', 'finished', 'reported', 'closed', 'good-practice') \
    ORDER BY CASE WHEN state = 'good-practice' THEN 0 ELSE 1 END, title, project_id LIMIT $1";
// What a home owes: the latest word with the authors names a day that has come, whoever left an idea had the last word,
// or central waits for something.
const WAITING: &str = "SELECT \
    (SELECT COUNT(*) FROM desk_advice a JOIN idea i ON i.idea_id = a.idea_id \
    WHERE a.home = $1 AND a.next_day <= $2 AND i.withdrawn_at_ms IS NULL \
    AND NOT EXISTS (SELECT 1 FROM desk_advice b WHERE b.idea_id = a.idea_id \
    AND (b.at_ms > a.at_ms OR (b.at_ms = a.at_ms AND b.advice_id > a.advice_id)))) \
    + (SELECT COUNT(*) FROM desk_said s JOIN idea i ON i.idea_id = s.idea_id \
    WHERE s.home = $1 AND s.by_desk = 0 AND i.withdrawn_at_ms IS NULL \
    AND NOT EXISTS (SELECT 1 FROM desk_said b WHERE b.idea_id = s.idea_id \
    AND (b.at_ms > s.at_ms OR (b.at_ms = s.at_ms AND b.said_id > s.said_id)))) \
    + (SELECT COUNT(*) FROM desk_project WHERE hub = $1 AND state = 'integration') AS many";
const SPREAD: &str = "SELECT doc FROM desk_project WHERE tags LIKE '% spread %' \
    ORDER BY changed_at_ms DESC, project_id LIMIT $1";
const AWAITED: &str = "SELECT idea_id, title, due_day FROM desk_project \
    WHERE hub = $1 AND state = 'integration' ORDER BY due_day, idea_id LIMIT $2";
const TO_RECEIVE: &str = "SELECT d.idea_id FROM desk_draft d LEFT JOIN desk_project p \
    ON p.idea_id = d.idea_id JOIN idea i ON i.idea_id = d.idea_id WHERE i.withdrawn_at_ms IS NULL \
    AND ((d.state = 'submitted' AND (p.idea_id IS NULL OR p.state = 'draft')) \
    OR (d.state = 'concept' AND p.idea_id IS NULL)) ORDER BY d.idea_id";
const TO_LET_GO: &str = "SELECT p.idea_id FROM desk_project p JOIN idea i ON i.idea_id = p.idea_id \
    WHERE i.withdrawn_at_ms IS NOT NULL AND p.state IN ('draft', 'concept', 'admissibility', \
    'integration', 'review', 'evaluation', 'deferred', 'promoted', 'funded', 'agreed', 'suspended') \
    ORDER BY p.idea_id";
const PUT_BESIDE: &str = "SELECT doc FROM desk_project WHERE tags LIKE $1 OR tags LIKE $2 \
    ORDER BY project_id";
const FIELDS: &str = "SELECT staff_id, themes FROM desk_field ORDER BY staff_id";
const DUE: &str = "SELECT project_id, due_day FROM desk_project WHERE state = 'integration' \
    AND due_day < $1 ORDER BY project_id";
// The latest word with the authors of each idea that is not over, where it names a day.
const NEXT_STEPS: &str = "SELECT a.idea_id, a.next_day, a.next_words, COALESCE(d.title, '') AS title, \
    i.slip_code FROM desk_advice a JOIN idea i ON i.idea_id = a.idea_id \
    LEFT JOIN desk_draft d ON d.idea_id = a.idea_id \
    WHERE a.home = $1 AND a.next_day IS NOT NULL AND i.withdrawn_at_ms IS NULL \
    AND NOT EXISTS (SELECT 1 FROM desk_advice b WHERE b.idea_id = a.idea_id \
    AND (b.at_ms > a.at_ms OR (b.at_ms = a.at_ms AND b.advice_id > a.advice_id))) \
    ORDER BY a.next_day, a.idea_id LIMIT $2";
// Drafts of a home, those of others that have a name, and every project that goes on, by what they offer or look for.
const EXCHANGE: &str = "SELECT idea_id, '' AS project_id, title, home AS hub, state, tags \
    FROM desk_draft WHERE home = $1 AND state = 'draft' AND title <> '' AND tags LIKE $2 \
    UNION ALL SELECT idea_id, '' AS project_id, title, home AS hub, state, tags \
    FROM desk_glimpse WHERE home <> $1 AND state = 'draft' AND title <> '' AND tags LIKE $2 \
    UNION ALL SELECT idea_id, project_id, title, hub, state, tags FROM desk_project \
    WHERE state IN ('admissibility', 'integration', 'review', 'evaluation', 'promoted', 'funded', \
    'agreed', 'running') AND tags LIKE $2 ORDER BY title, idea_id LIMIT $3 OFFSET $4";

/// An idea as lists and pages show it, without anything personal but its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its name.
    pub id: IdeaId,
    /// Its slip.
    pub slip: SlipCode,
    /// What it is about.
    pub theme: Slug,
    /// Where, if it is about one neighbourhood.
    pub neighbourhood: Option<Slug>,
    /// Whose data stands in the vault.
    pub person: Option<PersonId>,
    /// The words; `None` once erased.
    pub words: Option<String>,
    /// When it was left, UTC milliseconds.
    pub opened_at_ms: i64,
    /// When the desk was in touch.
    pub contacted_at_ms: Option<i64>,
    /// When it was taken back.
    pub withdrawn_at_ms: Option<i64>,
    /// Why, where somebody said so; `None` once erased.
    pub withdrawn_why: Option<String>,
    /// What they would rather join, by its name for the radar.
    pub joins: Option<String>,
    /// When they can come to the desk, when they asked to.
    pub appointment: Vec<TimeBand>,
    /// What they chose from pictures.
    pub picked: Picked,
}

/// An idea in a list: with where it stands and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The idea.
    pub card: Card,
    /// Where it stands.
    pub state: State,
    /// What it is called; empty before anybody gave it a title.
    pub title: String,
    /// When somebody is awaited at the desk, UTC milliseconds.
    pub appointment_ms: Option<i64>,
}

/// An idea with all that became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    /// As it was left.
    pub card: Card,
    /// As it is written; `None` before anybody began.
    pub draft: Option<Draft>,
    /// As central decides about it; `None` before it was received.
    pub project: Option<Project>,
}

impl Whole {
    /// Who takes part: as it was handed in, or as it is written.
    #[must_use]
    pub fn partners(&self) -> &[Partner] {
        let written = self.draft.as_ref().map(|draft| draft.partners.as_slice());
        let project = self.project.as_ref().map(|project| project.dossier.partners.as_slice());
        project.or(written).unwrap_or_default()
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> State {
        if self.card.withdrawn_at_ms.is_some() {
            return State::Withdrawn;
        }
        let project = self.project.as_ref().map(|project| project.state);
        // While central has answered a concept and the rest is being written, the hub decides again.
        let project = project.filter(|state| *state != State::Draft);
        let draft = self.draft.as_ref().map(|draft| draft.state);
        project.or(draft).unwrap_or(untouched(&self.card))
    }
}

/// Where an idea stands that nobody began to write.
const fn untouched(card: &Card) -> State {
    match (card.withdrawn_at_ms, card.contacted_at_ms) {
        (Some(_), _) => State::Withdrawn,
        (None, Some(_)) => State::Contacted,
        (None, None) => State::Left,
    }
}

/// What was said with the authors, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// Who wrote it down.
    pub actor: ActorRef,
    /// How they met.
    pub meeting: Meeting,
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// What was said; `None` once erased.
    pub words: Option<String>,
    /// What comes next; `None` once erased.
    pub next: Option<String>,
    /// By when.
    pub next_day: Option<Date>,
}

/// A project in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectLine {
    /// Which.
    pub id: ProjectId,
    /// The idea it was.
    pub idea: IdeaId,
    /// Its hub.
    pub hub: NodeId,
    /// Where it stands.
    pub state: State,
    /// What it is called.
    pub title: String,
    /// When it last moved, UTC milliseconds.
    pub moved_at_ms: i64,
    /// By when something is awaited.
    pub due: Option<Date>,
}

/// An idea by its id, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn card(db: &mut AnyConnection, idea: IdeaId) -> Result<Option<Card>, StoreError> {
    let row = sqlx::query(BY_ID).bind(idea.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// An idea by its slip, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn by_slip(db: &mut AnyConnection, code: &SlipCode) -> Result<Option<Card>, StoreError> {
    let row = sqlx::query(BY_SLIP).bind(code.as_str()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// The node that decides about an idea, or `None` when it is not known here.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn home(db: &mut AnyConnection, idea: IdeaId) -> Result<Option<NodeId>, StoreError> {
    let row = sqlx::query(HOME).bind(idea.to_string()).fetch_optional(db).await?;
    row.as_ref().map(|row| parsed(row, "home")).transpose()
}

/// One page of a home's ideas, newest first: those in a state, or in any for `None`, in which `words` occur.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn list(
    db: &mut AnyConnection,
    home: &NodeId,
    state: Option<State>,
    words: &str,
    (most, skip): (u32, u32),
) -> Result<Vec<Line>, StoreError> {
    let rows = sqlx::query(LIST)
        .bind(home.as_str())
        .bind(state.map_or("", State::slug))
        .bind(like(words))
        .bind(i64::from(most))
        .bind(i64::from(skip))
        .fetch_all(db)
        .await?;
    let line = |row: &AnyRow| {
        Ok(Line {
            card: read(row)?,
            state: from_word("stage", &row.try_get::<String, _>("stage")?)?,
            title: row.try_get("title")?,
            appointment_ms: row.try_get("appointment_ms")?,
        })
    };
    rows.iter().map(line).collect()
}

/// How many projects that go on or went on belong to both a work site and an agency, by the two.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn sorted(
    db: &mut AnyConnection,
) -> Result<BTreeMap<(String, String), usize>, StoreError> {
    let all: Vec<String> = sqlx::query_scalar(SORTED).fetch_all(db).await?;
    let mut counts = BTreeMap::new();
    for tags in &all {
        let of = |list: &'static str| {
            tags.split_whitespace().filter_map(move |tag| tag.strip_prefix(list))
        };
        for site in of("site:") {
            for agency in of("agency:") {
                *counts.entry((site.to_owned(), agency.to_owned())).or_default() += 1;
            }
        }
    }
    Ok(counts)
}

/// One page of projects, the one that moved last first; with all of some tags such as `site:casa`, empty ones for any.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn projects(
    db: &mut AnyConnection,
    state: Option<State>,
    words: &str,
    tags: [&str; 3],
    (most, skip): (u32, u32),
) -> Result<Vec<ProjectLine>, StoreError> {
    let [one, two, three] = tags.map(tagged);
    let rows = sqlx::query(PROJECTS)
        .bind(state.map_or("", State::slug))
        .bind(like(words))
        .bind(one)
        .bind(two)
        .bind(three)
        .bind(i64::from(most))
        .bind(i64::from(skip))
        .fetch_all(db)
        .await?;
    let line = |row: &AnyRow| {
        Ok(ProjectLine {
            id: parsed(row, "project_id")?,
            idea: parsed(row, "idea_id")?,
            hub: parsed(row, "hub")?,
            state: from_word("state", &row.try_get::<String, _>("state")?)?,
            title: row.try_get("title")?,
            moved_at_ms: row.try_get("changed_at_ms")?,
            due: day(row, "due_day")?,
        })
    };
    rows.iter().map(line).collect()
}

/// Before the name of what a project was put beside, among its tags.
pub(super) const BESIDE: &str = "beside:";

/// Every project that was put beside this one, by its own name or by that of the idea it was.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn put_beside(
    db: &mut AnyConnection,
    project: &Project,
) -> Result<Vec<Project>, StoreError> {
    let docs: Vec<String> = sqlx::query_scalar(PUT_BESIDE)
        .bind(tagged(&format!("{BESIDE}{}", project.id)))
        .bind(tagged(&format!("{BESIDE}{}", project.idea)))
        .fetch_all(db)
        .await?;
    docs.iter().map(|text| read_doc(text)).collect()
}

/// Every project in a state.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn in_state(db: &mut AnyConnection, state: State) -> Result<Vec<Project>, StoreError> {
    let docs: Vec<String> = sqlx::query_scalar(IN_STATE).bind(state.slug()).fetch_all(db).await?;
    docs.iter().map(|text| read_doc(text)).collect()
}

/// Projects that were promoted and not taken back since, the ones handed in last first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn promoted(db: &mut AnyConnection, most: u32) -> Result<Vec<Project>, StoreError> {
    let docs: Vec<String> =
        sqlx::query_scalar(PROMOTED).bind(i64::from(most)).fetch_all(db).await?;
    docs.iter().map(|text| read_doc(text)).collect()
}

/// What a new project can begin from: id, what it is called, where it stands; good practices first (E25).
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn examples(
    db: &mut AnyConnection,
    most: u32,
) -> Result<Vec<(ProjectId, String, State)>, StoreError> {
    let rows = sqlx::query(EXAMPLES).bind(i64::from(most)).fetch_all(db).await?;
    let read = |row: &AnyRow| {
        let state = from_word("state", &row.try_get::<String, _>("state")?)?;
        Ok((parsed(row, "project_id")?, row.try_get("title")?, state))
    };
    rows.iter().map(read).collect()
}

/// How many things wait for a home's desk by a day (E2): next steps that have come due, answers of whoever left an idea,
/// additions that central asked for.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn waiting(
    db: &mut AnyConnection,
    home: &NodeId,
    today: Date,
) -> Result<i64, StoreError> {
    let asked = sqlx::query_scalar(WAITING).bind(home.as_str()).bind(today.to_string());
    Ok(asked.fetch_one(db).await?)
}

/// Projects that hubs are asked to make known, the one asked last first (F5).
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn to_spread(db: &mut AnyConnection, most: u32) -> Result<Vec<Project>, StoreError> {
    let docs: Vec<String> = sqlx::query_scalar(SPREAD).bind(i64::from(most)).fetch_all(db).await?;
    docs.iter().map(|text| read_doc(text)).collect()
}

/// Projects of a hub of which central awaits something, the first day first: the idea, its title, the day.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn awaited(
    db: &mut AnyConnection,
    hub: &NodeId,
    most: u32,
) -> Result<Vec<(IdeaId, String, Option<Date>)>, StoreError> {
    let rows = sqlx::query(AWAITED).bind(hub.as_str()).bind(i64::from(most)).fetch_all(db).await?;
    let read =
        |row: &AnyRow| Ok((parsed(row, "idea_id")?, row.try_get("title")?, day(row, "due_day")?));
    rows.iter().map(read).collect()
}

/// What comes next with the authors of an idea, and by when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    /// The idea.
    pub idea: IdeaId,
    /// Its slip.
    pub slip: SlipCode,
    /// What it is called; empty before anybody gave it a title.
    pub title: String,
    /// What comes next; `None` once erased.
    pub words: Option<String>,
    /// By when.
    pub day: Option<Date>,
}

/// What comes next at a home, the earliest day first (E2).
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn next_steps(
    db: &mut AnyConnection,
    home: &NodeId,
    most: u32,
) -> Result<Vec<NextStep>, StoreError> {
    let rows =
        sqlx::query(NEXT_STEPS).bind(home.as_str()).bind(i64::from(most)).fetch_all(db).await?;
    let read = |row: &AnyRow| {
        Ok(NextStep {
            idea: parsed(row, "idea_id")?,
            slip: slips::parsed_code(row)?,
            title: row.try_get("title")?,
            words: row.try_get("next_words")?,
            day: day(row, "next_day")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Somebody who offers or looks for something (E22).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchanging {
    /// The idea.
    pub idea: IdeaId,
    /// The project it became; `None` while it is written.
    pub project: Option<ProjectId>,
    /// What it is called.
    pub title: String,
    /// Its hub.
    pub hub: NodeId,
    /// Where it stands.
    pub state: State,
    /// Its words of closed lists.
    pub tags: Vec<String>,
}

/// One page of what is written at a home or, with a title, elsewhere, and of every project that goes on, with a tag such as `offers:space` or
/// `looks-for:`, whose end may be left open.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn exchange(
    db: &mut AnyConnection,
    home: &NodeId,
    tag: &str,
    (most, skip): (u32, u32),
) -> Result<Vec<Exchanging>, StoreError> {
    let rows = sqlx::query(EXCHANGE)
        .bind(home.as_str())
        .bind(tagged(tag))
        .bind(i64::from(most))
        .bind(i64::from(skip))
        .fetch_all(db)
        .await?;
    let read = |row: &AnyRow| {
        let project: String = row.try_get("project_id")?;
        let tags: String = row.try_get("tags")?;
        Ok(Exchanging {
            idea: parsed(row, "idea_id")?,
            project: project.parse().ok(),
            title: row.try_get("title")?,
            hub: parsed(row, "hub")?,
            state: from_word("state", &row.try_get::<String, _>("state")?)?,
            tags: tags.split_whitespace().map(str::to_owned).collect(),
        })
    };
    rows.iter().map(read).collect()
}

/// A tag as `LIKE` wants it; one that ends in a colon stands for every word of its list.
fn tagged(tag: &str) -> String {
    let tag = tag.replace(['%', '_'], "");
    match (tag.is_empty(), tag.ends_with(':')) {
        (true, _) => String::new(),
        (false, true) => format!("% {tag}%"),
        (false, false) => format!("% {tag} %"),
    }
}

/// How many projects there are in each state.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn counts(db: &mut AnyConnection) -> Result<Vec<(State, i64)>, StoreError> {
    let rows = sqlx::query(COUNT).fetch_all(db).await?;
    let count = |row: &AnyRow| {
        Ok((from_word("state", &row.try_get::<String, _>("state")?)?, row.try_get("many")?))
    };
    rows.iter().map(count).collect()
}

/// The words to look for, as `LIKE` wants them; empty for none.
fn like(words: &str) -> String {
    let words = words.trim().to_lowercase().replace(['%', '_'], " ");
    if words.is_empty() { words } else { format!("%{words}%") }
}

/// The draft of an idea, or `None` before anybody began.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn draft(db: &mut AnyConnection, idea: IdeaId) -> Result<Option<Draft>, StoreError> {
    doc(db, DRAFT, &idea.to_string()).await
}

/// The draft of an idea, or the empty one of an idea nobody began to write.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn draft_or_begun(db: &mut AnyConnection, idea: IdeaId) -> Result<Draft, StoreError> {
    if let Some(draft) = draft(db, idea).await? {
        return Ok(draft);
    }
    let card = card(db, idea).await?;
    let outline = card.as_ref().filter(|card| !card.picked.is_empty());
    let outline = outline.map(|card| Outline::of_picked(card.picked, card.neighbourhood.as_ref()));
    let state = card.as_ref().map_or(State::Left, untouched);
    Ok(Draft { state, outline: outline.unwrap_or_default(), ..Draft::default() })
}

/// A project, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn project(db: &mut AnyConnection, id: ProjectId) -> Result<Option<Project>, StoreError> {
    doc(db, PROJECT, &id.to_string()).await
}

/// The project an idea became, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn project_of(
    db: &mut AnyConnection,
    idea: IdeaId,
) -> Result<Option<Project>, StoreError> {
    doc(db, PROJECT_OF, &idea.to_string()).await
}

pub(super) async fn doc<T: DeserializeOwned>(
    db: &mut AnyConnection,
    statement: &'static str,
    id: &str,
) -> Result<Option<T>, StoreError> {
    let found: Option<String> =
        sqlx::query_scalar(statement).bind(id.to_owned()).fetch_optional(db).await?;
    found.map(|text| read_doc(&text)).transpose()
}

pub(super) fn read_doc<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Corrupt {
        what: super::DOMAIN.to_owned(),
        why: error.to_string(),
    })
}

/// An idea with all that became of it, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn whole(db: &mut AnyConnection, idea: IdeaId) -> Result<Option<Whole>, StoreError> {
    let Some(card) = card(db, idea).await? else { return Ok(None) };
    let (draft, project) = (draft(db, idea).await?, project_of(db, idea).await?);
    Ok(Some(Whole { card, draft, project }))
}

/// What was said with the authors of an idea, the latest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn advice(db: &mut AnyConnection, idea: IdeaId) -> Result<Vec<Advice>, StoreError> {
    let rows = sqlx::query(ADVICE).bind(idea.to_string()).fetch_all(db).await?;
    let read = |row: &AnyRow| {
        Ok(Advice {
            actor: parsed(row, "actor")?,
            meeting: from_word("meeting", &row.try_get::<String, _>("meeting")?)?,
            at_ms: row.try_get("at_ms")?,
            words: row.try_get("words")?,
            next: row.try_get("next_words")?,
            next_day: day(row, "next_day")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Every idea known here, by name; also those of other hubs of which the project is known, or what central tells.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn ids(db: &mut AnyConnection) -> Result<Vec<IdeaId>, StoreError> {
    sqlx::query(IDS).fetch_all(db).await?.iter().map(|row| parsed(row, "idea_id")).collect()
}

/// Ideas that a hub handed in and central has not received, then those that were taken back since.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn to_follow(db: &mut AnyConnection) -> Result<Vec<IdeaId>, StoreError> {
    let mut rows = sqlx::query(TO_RECEIVE).fetch_all(&mut *db).await?;
    rows.extend(sqlx::query(TO_LET_GO).fetch_all(db).await?);
    rows.iter().map(|row| parsed(row, "idea_id")).collect()
}

/// Projects from which something was awaited by a day before `today`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn due(db: &mut AnyConnection, today: Date) -> Result<Vec<ProjectId>, StoreError> {
    let rows = sqlx::query(DUE).bind(today.to_string()).fetch_all(db).await?;
    rows.iter().map(|row| parsed(row, "project_id")).collect()
}

/// Who at central scores which themes.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn fields(db: &mut AnyConnection) -> Result<Vec<(StaffId, Vec<String>)>, StoreError> {
    let rows = sqlx::query(FIELDS).fetch_all(db).await?;
    let read = |row: &AnyRow| {
        let themes: String = row.try_get("themes")?;
        let themes = themes.split_whitespace().map(str::to_owned).collect();
        Ok((parsed(row, "staff_id")?, themes))
    };
    rows.iter().map(read).collect()
}

fn day(row: &AnyRow, column: &str) -> Result<Option<Date>, StoreError> {
    let text: Option<String> = row.try_get(column)?;
    text.map(|text| text.parse()).transpose().map_err(|error: jiff::Error| StoreError::Corrupt {
        what: column.to_owned(),
        why: error.to_string(),
    })
}

fn read(row: &AnyRow) -> Result<Card, StoreError> {
    let bands: Option<String> = row.try_get("appointment")?;
    let bands = bands.unwrap_or_default();
    let bands = bands.split_whitespace().map(|word| from_word("appointment", word));
    let picked: Option<String> = row.try_get("picked")?;
    Ok(Card {
        id: parsed(row, "idea_id")?,
        slip: slips::parsed_code(row)?,
        theme: parsed(row, "theme")?,
        neighbourhood: parsed_or_none(row, "neighbourhood")?,
        person: parsed_or_none(row, "person_id")?,
        words: row.try_get("words")?,
        opened_at_ms: row.try_get("opened_at_ms")?,
        contacted_at_ms: row.try_get("contacted_at_ms")?,
        withdrawn_at_ms: row.try_get("withdrawn_at_ms")?,
        withdrawn_why: row.try_get("withdrawn_why")?,
        joins: row.try_get("joins")?,
        appointment: bands.collect::<Result<_, _>>()?,
        picked: picked.map(|text| read_doc(&text)).transpose()?.unwrap_or_default(),
    })
}
