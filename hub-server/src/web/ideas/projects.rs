//! The projects that hubs handed in: by state and by cantiere, agency or working group, with what is awaited and by when.

use askama::Template;

use super::super::address;
use super::super::form::{Choice, Group};
use super::super::page::{Page, Section, show};
use super::super::pager;
use super::super::visit::{Outcome, Visit};
use super::life::notice_href;
use super::tone;
use crate::city::City;
use crate::desk::State;
use crate::desk::{queries, spoken};
use crate::people::roles::Permission;

/// Most that hubs are asked to make known, above the list.
const SPREAD_MAX: u32 = 10;
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
    agencies: Vec<Group>,
    groups: Vec<Group>,
    assess: bool,
    /// What hubs are asked to make known: page, title, what is to be said, where that is written to antennae.
    spread: Vec<(String, String, String, String)>,
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
    let city = page.city.clone();
    let city = city.as_deref();
    let named = |slug: &String, name: &String| (slug.clone(), name.clone());
    let all = city.into_iter().flat_map(|city| &city.work_sites);
    let sites = Among::of(&visit, "site", all.map(|one| named(&one.slug, &one.name)));
    let all = city.into_iter().flat_map(|city| &city.agencies);
    let agencies = Among::of(&visit, "agency", all.map(|one| named(&one.slug, &one.name)));
    let all = city.into_iter().flat_map(City::working_groups);
    let groups = Among::of(&visit, "group", all.map(|one| named(&one.slug, &one.name)));
    let tags = [sites.tag(), agencies.tag(), groups.tag()];
    let asked = (PER_PAGE + 1, skip);
    let lines =
        queries::projects(&mut db, state, &search, tags.each_ref().map(String::as_str), asked)
            .await?;
    let counts = queries::counts(&mut db).await?;
    let comments = spoken::waiting(&mut db).await?;
    let spread = queries::to_spread(&mut db, SPREAD_MAX).await?;
    drop(db);
    let spread = spread.into_iter().map(|one| {
        let title = one.dossier.outline.title;
        let notice = notice_href(&title, &one.spread);
        (format!("/projects/{}", one.id), title, one.spread, notice)
    });
    let spread = if number == 1 { spread.collect() } else { Vec::new() };
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
            [
                ("state", now),
                ("site", sites.now.as_str()),
                ("agency", &agencies.now),
                ("group", &groups.now),
                ("q", &search),
                ("page", &to),
            ],
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
    let sorted = tags.iter().any(|tag| !tag.is_empty());
    let filtered = state.is_some() || !search.is_empty() || sorted;
    let assess = page.central && visit.may(Permission::AssessProjects);
    let [sites, agencies, groups] = [
        sites.choices(page.w.t("projects-any-site")),
        agencies.choices(page.w.t("projects-any-agency")),
        groups.choices(page.w.t("projects-any-group")),
    ];
    show(&List {
        page,
        rows,
        states,
        sites,
        agencies,
        groups,
        assess,
        spread,
        comments,
        search,
        filtered,
        previous,
        next,
    })
}

/// One of the things a project can be sorted into, to filter by: its tag, all of them by slug and name, the one asked for.
struct Among {
    list: &'static str,
    all: Vec<(String, String)>,
    now: String,
}

impl Among {
    fn of(visit: &Visit, list: &'static str, all: impl Iterator<Item = (String, String)>) -> Self {
        let all: Vec<(String, String)> = all.collect();
        let asked = visit.asked.trimmed(list);
        let now = all.iter().find(|(slug, _)| slug == asked).map(|(slug, _)| slug.clone());
        Self { list, all, now: now.unwrap_or_default() }
    }

    fn tag(&self) -> String {
        if self.now.is_empty() { String::new() } else { format!("{}:{}", self.list, self.now) }
    }

    /// A city without them has nothing to choose from.
    fn choices(&self, any: String) -> Vec<Group> {
        if self.all.is_empty() {
            return Vec::new();
        }
        let any = Choice::new("", any, &self.now);
        let all = self.all.iter().map(|(slug, name)| Choice::new(slug, name, &self.now));
        vec![Group::plain(std::iter::once(any).chain(all).collect())]
    }
}
