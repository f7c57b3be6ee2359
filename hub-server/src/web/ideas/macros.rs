//! Macro-projects at central, and for every hub to read: which theme two committees chose, towards which goal, with which
//! projects (CAPABILITIES E16).

use askama::Template;
use axum::http::StatusCode;
use protocol::{DecisionId, MacroId, Problem, ProjectId, Slug};

use super::super::form::{Choice, Errors, Group};
use super::super::page::{Page, Section, show, show_as, status_of};
use super::super::visit::{At, Fault, Outcome, Visit, go};
use super::panel::{self, Taken};
use super::project_acts::choose;
use crate::city::BodyKind;
use crate::command::Command as Any;
use crate::desk::macros::{self, Act, Action, Macro, State};
use crate::desk::queries;
use crate::desk::{Command, macros::Choice as Said};
use crate::people::roles::Permission;

/// Most macro-projects that a city is shown at once.
const MOST: u32 = 100;
/// Most projects that are offered to join one.
const OFFERED: u32 = 200;

struct Row {
    id: String,
    theme: String,
    state: String,
    tone: &'static str,
    actions: String,
}

#[derive(Template)]
#[template(path = "desk/macros.html")]
struct List {
    page: Page,
    errors: Errors,
    rows: Vec<Row>,
    theme: String,
    why: String,
    assess: bool,
}

struct ActionRow {
    id: String,
    title: String,
    part: String,
    state: String,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "desk/macro.html")]
struct One {
    page: Page,
    errors: Errors,
    id: String,
    theme: String,
    state: String,
    state_slug: &'static str,
    tone: &'static str,
    why: String,
    goal: String,
    measure: String,
    outcome: String,
    /// What each committee said: its name, the answer, why, the decision it rests on.
    said: Vec<(String, String, String, String)>,
    /// What bodies decided about it.
    taken: Vec<Taken>,
    /// Onto whose agenda it can be put.
    agendas: Vec<panel::Agenda>,
    /// What a committee's answer can rest on.
    to_rest_on: Vec<Group>,
    /// Why a committee says so, as it was typed and refused.
    answer_why: String,
    bodies: Vec<Group>,
    actions: Vec<ActionRow>,
    projects: Vec<Group>,
    seen: Vec<(String, String)>,
    assess: bool,
}

const fn tone(state: State) -> &'static str {
    match state {
        State::Proposed => "blue",
        State::Chosen => "teal",
        State::Open => "green",
        State::NotChosen | State::Concluded => "slate",
    }
}

async fn listed(visit: &Visit, refused: Option<Problem>) -> Outcome {
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let page = Page::of(visit, Section::Projects, "macros-title").await;
    let errors = refused.map(|problem| Errors::of(page.w, &problem)).unwrap_or_default();
    let mut db = visit.app.node.store.read().await?;
    let all = macros::all(&mut db, MOST).await?;
    drop(db);
    let row = |one: Macro| Row {
        id: one.id.to_string(),
        state: page.w.of("macro-state", one.state.slug()),
        tone: tone(one.state),
        actions: page.w.n("macro-actions-count", one.actions.len()),
        theme: one.theme,
    };
    let list = List {
        rows: all.into_iter().map(row).collect(),
        theme: visit.posted.text("theme").to_owned(),
        why: visit.posted.text("why").to_owned(),
        assess: page.central && visit.may(Permission::AssessProjects),
        errors,
        page,
    };
    if status == StatusCode::OK { show(&list) } else { show_as(status, &list) }
}

pub(super) async fn list(visit: Visit) -> Outcome {
    listed(&visit, None).await
}

pub(super) async fn propose(visit: Visit) -> Outcome {
    let id = MacroId::from(visit.command_id());
    let (theme, why) =
        (visit.posted.trimmed("theme").to_owned(), visit.posted.trimmed("why").to_owned());
    let act = Box::new(Act::Propose { theme, why });
    match visit.submit(Any::Desk(Command::Macro { id, act })).await {
        Ok(_) => go(&format!("/projects/macro/{id}?done=macro-proposed")),
        Err(problem) => listed(&visit, Some(problem)).await,
    }
}

async fn found(visit: &Visit, id: MacroId) -> Result<Macro, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let found = macros::one(&mut db, id).await?;
    found.ok_or_else(|| Problem::not_found("unknown-project").into())
}

async fn shown(visit: &Visit, id: MacroId, refused: Option<Problem>) -> Outcome {
    let one = found(visit, id).await?;
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let page = Page::of(visit, Section::Projects, "macros-title").await;
    let w = page.w;
    let errors = refused.map(|problem| Errors::of(w, &problem)).unwrap_or_default();
    let mut db = visit.app.node.store.read().await?;
    let mut actions = Vec::new();
    for action in &one.actions {
        let Some(project) = queries::project(&mut db, action.project).await? else { continue };
        actions.push(ActionRow {
            id: project.id.to_string(),
            title: project.dossier.outline.title,
            part: action.part.clone(),
            state: w.of("desk-state", project.state.slug()),
            tone: super::tone(project.state),
        });
    }
    let projects = queries::projects(&mut db, None, "", [""; 3], (OFFERED, 0)).await?;
    let (taken, agendas) = panel::of_theme(visit, &page, &mut db, &one).await?;
    drop(db);
    let projects = projects.into_iter().filter(|line| macros::joins(line.state));
    let projects = projects.map(|line| Choice::new(line.id, line.title, "")).collect();
    let bodies = page.city.iter().flat_map(|city| &city.bodies);
    let committees = bodies.clone().filter(|body| body.kind == BodyKind::Committee);
    let open =
        committees.filter(|body| one.choices.iter().all(|said| said.body.as_str() != body.slug));
    let body = visit.posted.trimmed("body");
    let open = open.map(|one| Choice::new(&one.slug, &one.name, body)).collect();
    let said = one.choices.iter().map(|said| {
        let name = bodies.clone().find(|body| body.slug == said.body.as_str());
        let name = name.map_or_else(|| said.body.to_string(), |body| body.name.clone());
        let answer = w.t(if said.yes { "macro-chose" } else { "macro-did-not-choose" });
        (name, answer, said.why.clone(), panel::rests_on(said.by, &taken))
    });
    let said = said.collect();
    let seen = one.seen.iter().rev();
    let seen = seen.map(|(at_ms, text)| (page.times.when(*at_ms), text.clone())).collect();
    let template = One {
        errors,
        id: one.id.to_string(),
        state: w.of("macro-state", one.state.slug()),
        state_slug: one.state.slug(),
        tone: tone(one.state),
        why: one.why,
        goal: one.goal,
        measure: one.measure,
        outcome: one.outcome,
        said,
        to_rest_on: panel::to_rest_on(&page, taken.iter(), visit.posted.trimmed("by")),
        taken,
        agendas,
        answer_why: visit.posted.text("why").to_owned(),
        bodies: vec![Group::plain(open)],
        actions,
        projects: vec![Group::plain(projects)],
        seen,
        assess: page.central && visit.may(Permission::AssessProjects),
        page: page.titled(one.theme.clone()),
        theme: one.theme,
    };
    show_as(status, &template)
}

pub(super) async fn look(visit: Visit, At(id): At<MacroId>) -> Outcome {
    shown(&visit, id, None).await
}

async fn act(visit: &Visit, id: MacroId, act: Result<Act, Problem>) -> Outcome {
    found(visit, id).await?;
    let done = match act {
        Ok(act) => visit.submit(Any::Desk(Command::Macro { id, act: Box::new(act) })).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(_) => go(&format!("/projects/macro/{id}?done=macro-kept")),
        Err(problem) => shown(visit, id, Some(problem)).await,
    }
}

pub(super) async fn answer(visit: Visit, At(id): At<MacroId>) -> Outcome {
    let posted = &visit.posted;
    let why = posted.trimmed("why").to_owned();
    let yes = posted.trimmed("yes") == "yes";
    let by = posted.read::<DecisionId>("by");
    let body = choose("body", posted.read::<Slug>("body"));
    act(&visit, id, body.map(|body| Act::Answer(Said { body, yes, why, by }))).await
}

pub(super) async fn goal(visit: Visit, At(id): At<MacroId>) -> Outcome {
    let posted = &visit.posted;
    let (goal, measure) = (posted.trimmed("goal").to_owned(), posted.trimmed("measure").to_owned());
    act(&visit, id, Ok(Act::SetGoal { goal, measure })).await
}

pub(super) async fn join(visit: Visit, At(id): At<MacroId>) -> Outcome {
    let part = visit.posted.trimmed("part").to_owned();
    let project = choose("project", visit.posted.read::<ProjectId>("project"));
    act(&visit, id, project.map(|project| Act::Join(Action { project, part }))).await
}

pub(super) async fn leave(visit: Visit, At(id): At<MacroId>) -> Outcome {
    let project = choose("project", visit.posted.read::<ProjectId>("project"));
    act(&visit, id, project.map(|project| Act::Leave { project })).await
}

pub(super) async fn monitor(visit: Visit, At(id): At<MacroId>) -> Outcome {
    let text = visit.posted.trimmed("seen").to_owned();
    act(&visit, id, Ok(Act::Monitor { text })).await
}

pub(super) async fn conclude(visit: Visit, At(id): At<MacroId>) -> Outcome {
    let text = visit.posted.trimmed("outcome").to_owned();
    act(&visit, id, Ok(Act::Conclude { text })).await
}
