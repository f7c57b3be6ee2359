//! The projects that hubs handed in: by state and by cantiere, with what is awaited and by when.

use askama::Template;

use super::super::address;
use super::super::form::{Choice, Group};
use super::super::page::{Page, Section, show};
use super::super::pager;
use super::super::visit::{Outcome, Visit};
use super::tone;
use crate::desk::State;
use crate::desk::{queries, spoken};
use crate::people::roles::Permission;

/// How many a page shows.
const PER_PAGE: u32 = 25;
/// The states a project can be in at central, in the order of a life.
const STATES: [State; 19] = [
    State::Concept,
    State::Admissibility,
    State::Integration,
    State::Review,
    State::Evaluation,
    State::Promoted,
    State::Funded,
    State::Agreed,
    State::Running,
    State::Suspended,
    State::Finished,
    State::Reported,
    State::Closed,
    State::GoodPractice,
    State::NotPromoted,
    State::Deferred,
    State::NotAdmissible,
    State::Merged,
    State::Withdrawn,
];

struct Row {
    id: String,
    title: String,
    hub: String,
    state: String,
    tone: &'static str,
    moved: String,
    due: String,
}

#[derive(Template)]
#[template(path = "desk/projects.html")]
struct List {
    page: Page,
    rows: Vec<Row>,
    states: Vec<Group>,
    sites: Vec<Group>,
    assess: bool,
    /// How many comments of public pages wait to be read.
    comments: i64,
    search: String,
    filtered: bool,
    previous: String,
    next: String,
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Projects, "projects-title").await;
    let search: String = visit.asked.trimmed("q").chars().take(60).collect();
    let state = State::ALL.into_iter().find(|state| state.slug() == visit.asked.trimmed("state"));
    let number = pager::asked(&visit);
    let skip = (number - 1) * PER_PAGE;
    let mut db = visit.app.node.store.read().await?;
    let page_city = page.city.clone();
    let sites = page_city.iter().flat_map(|city| &city.work_sites);
    let site = sites.clone().find(|site| site.slug == visit.asked.trimmed("site"));
    let site = site.map_or("", |site| site.slug.as_str());
    let tag = if site.is_empty() { String::new() } else { format!("site:{site}") };
    let asked = (PER_PAGE + 1, skip);
    let lines = queries::projects(&mut db, state, &search, &tag, asked).await?;
    let counts = queries::counts(&mut db).await?;
    let comments = spoken::waiting(&mut db).await?;
    drop(db);
    let full = lines.len() > PER_PAGE as usize;
    let rows = lines.into_iter().take(PER_PAGE as usize).map(|line| Row {
        id: line.id.to_string(),
        title: line.title,
        hub: page.node_name(line.hub.as_str()),
        state: page.w.of("desk-state", line.state.slug()),
        tone: tone(line.state),
        moved: page.times.when(line.moved_at_ms),
        due: line.due.map(|day| page.times.date(day)).unwrap_or_default(),
    });
    let rows = rows.collect();
    let now = state.map_or("", State::slug);
    let turn = |to: u32| {
        let to = if to > 1 { to.to_string() } else { String::new() };
        address::with(
            &visit.path,
            [("state", now), ("site", site), ("q", search.as_str()), ("page", &to)],
        )
    };
    let previous = if number > 1 { turn(number - 1) } else { String::new() };
    let next = if full { turn(number + 1) } else { String::new() };
    let every = Choice::new("", page.w.t("desk-any-state"), now);
    let choices = STATES.into_iter().map(|state| {
        let many = counts.iter().find(|(one, _)| *one == state).map_or(0, |(_, many)| *many);
        let name = page.w.of("desk-state", state.slug());
        Choice::new(state.slug(), format!("{name} ({many})"), now)
    });
    let states = vec![Group::plain(std::iter::once(every).chain(choices).collect())];
    let any_site = Choice::new("", page.w.t("projects-any-site"), site);
    let choices = sites.map(|one| Choice::new(&one.slug, &one.name, site));
    let choices: Vec<Choice> = std::iter::once(any_site).chain(choices).collect();
    // A city without cantieri has nothing to choose from.
    let sites = if choices.len() > 1 { vec![Group::plain(choices)] } else { Vec::new() };
    let filtered = state.is_some() || !search.is_empty() || !site.is_empty();
    let assess = page.central && visit.may(Permission::AssessProjects);
    show(&List { page, rows, states, sites, assess, comments, search, filtered, previous, next })
}
