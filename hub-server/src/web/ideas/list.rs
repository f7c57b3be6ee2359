//! The ideas of a hub: where each stands, what it is called, with a search and a filter by state.

use askama::Template;
use protocol::NodeId;

use super::super::address;
use super::super::form::{Choice, Group};
use super::super::page::{Page, Section, requests_in, show};
use super::super::pager;
use super::super::requests::hub_choices;
use super::super::visit::{Outcome, Visit};
use super::tone;
use crate::desk::State;
use crate::desk::queries::{self, Line};
use crate::desk::{sharing, talk};
use crate::people::roles::Permission;

/// How many a page shows.
const PER_PAGE: u32 = 25;
/// Most drafts of other hubs above the list.
const SHARED_MAX: u32 = 20;
/// Most next steps above the list.
const NEXT_STEPS_MAX: u32 = 8;

struct Row {
    id: String,
    title: String,
    about: String,
    words: String,
    place: String,
    slip: String,
    state: String,
    tone: &'static str,
    opened: String,
    awaited: String,
    over: bool,
}

/// What comes next with the authors of an idea.
struct NextRow {
    id: String,
    title: String,
    words: String,
    day: String,
    late: bool,
}

#[derive(Template)]
#[template(path = "desk/ideas.html")]
struct List {
    page: Page,
    rows: Vec<Row>,
    next_steps: Vec<NextRow>,
    /// Whoever left an idea and had the last word: its page, what it is called.
    replied: Vec<(String, String)>,
    /// Of what central awaits something: page, title, by when, whether that day is over.
    awaited: Vec<(String, String, String, bool)>,
    /// Drafts of other hubs that are written here, too: page, title, hub.
    shared: Vec<(String, String, String)>,
    hubs: Vec<Group>,
    states: Vec<Group>,
    search: String,
    filtered: bool,
    previous: String,
    next: String,
    may_enter: bool,
}

fn row(visit: &Visit, page: &Page, line: &Line) -> Row {
    let card = &line.card;
    let words = card.words.clone().filter(|_| visit.may(Permission::ReadWords));
    let theme = page.theme(card.theme.as_str());
    let hood = card.neighbourhood.as_ref();
    let named = !line.title.is_empty();
    Row {
        id: card.id.to_string(),
        title: if named { line.title.clone() } else { theme.clone() },
        about: if named { theme } else { String::new() },
        words: words.unwrap_or_default(),
        place: hood.map(|hood| page.neighbourhood(hood.as_str())).unwrap_or_default(),
        slip: card.slip.to_string(),
        state: page.w.of("desk-state", line.state.slug()),
        tone: tone(line.state),
        opened: page.times.when(card.opened_at_ms),
        awaited: line.appointment_ms.map(|at_ms| page.times.when(at_ms)).unwrap_or_default(),
        over: line.state.is_over(),
    }
}

/// Whose list is asked for: the own hub's, or at central the one chosen, else the city's first.
fn home_asked(visit: &Visit, page: &Page) -> NodeId {
    if !page.central {
        return visit.app.node.id().clone();
    }
    let first = page.city.iter().flat_map(|city| &city.hubs).find_map(|hub| hub.slug.parse().ok());
    visit.asked.read("hub").or(first).unwrap_or_else(|| visit.app.node.id().clone())
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Ideas, "ideas-title").await;
    let home = home_asked(&visit, &page);
    let search: String = visit.asked.trimmed("q").chars().take(60).collect();
    let state = State::ALL.into_iter().find(|state| state.slug() == visit.asked.trimmed("state"));
    let number = pager::asked(&visit);
    let skip = (number - 1) * PER_PAGE;
    let mut db = visit.app.node.store.read().await?;
    let lines = queries::list(&mut db, &home, state, &search, (PER_PAGE + 1, skip)).await?;
    let first_page = number == 1 && state.is_none() && search.is_empty();
    let next_steps = if first_page {
        queries::next_steps(&mut db, &home, NEXT_STEPS_MAX).await?
    } else {
        Vec::new()
    };
    let replied =
        if first_page { talk::replied(&mut db, &home, NEXT_STEPS_MAX).await? } else { Vec::new() };
    let shared = if first_page && !page.central {
        sharing::list(&mut db, visit.app.node.id(), SHARED_MAX).await?
    } else {
        Vec::new()
    };
    let awaited = if first_page && !page.central {
        queries::awaited(&mut db, &home, NEXT_STEPS_MAX).await?
    } else {
        Vec::new()
    };
    drop(db);
    let shared = shared.into_iter().map(|one| {
        let title = if one.title.is_empty() { page.w.t("desk-untitled") } else { one.title };
        (format!("/ideas/shared/{}", one.idea), title, page.node_name(one.home.as_str()))
    });
    let shared = shared.collect();
    let replied = replied.into_iter().map(|(idea, slip, title)| {
        (format!("/ideas/{idea}"), if title.is_empty() { slip.to_string() } else { title })
    });
    let replied = replied.collect();
    let today = page.times.day_at(page.times.now_ms);
    let awaited = awaited.into_iter().map(|(idea, title, due)| {
        let day = due.map(|day| page.times.date(day)).unwrap_or_default();
        (format!("/ideas/{idea}"), title, day, due.is_some_and(|day| day < today))
    });
    let awaited = awaited.collect();
    let next_steps = next_steps.into_iter().map(|one| NextRow {
        id: one.idea.to_string(),
        title: if one.title.is_empty() { one.slip.to_string() } else { one.title },
        words: one.words.filter(|_| visit.may(Permission::ReadWords)).unwrap_or_default(),
        late: one.day.is_some_and(|day| day < today),
        day: one.day.map(|day| page.times.date(day)).unwrap_or_default(),
    });
    let next_steps = next_steps.collect();
    let within = requests_in(page.city.as_deref(), &visit.me()?.scope);
    let in_scope = |line: &&Line| match (&within, &line.card.neighbourhood) {
        (None, _) => true,
        (Some(hoods), Some(hood)) => hoods.iter().any(|slug| slug == hood.as_str()),
        (Some(_), None) => false,
    };
    let full = lines.len() > PER_PAGE as usize;
    let shown = lines.iter().take(PER_PAGE as usize).filter(in_scope);
    let rows = shown.map(|line| row(&visit, &page, line)).collect();
    let hub = if page.central { home.as_str().to_owned() } else { String::new() };
    let state_slug = state.map_or("", State::slug);
    let turn = |to: u32| {
        let to = if to > 1 { to.to_string() } else { String::new() };
        let asked = [("hub", hub.as_str()), ("state", state_slug), ("q", &search), ("page", &to)];
        address::with(&visit.path, asked)
    };
    let previous = if number > 1 { turn(number - 1) } else { String::new() };
    let next = if full { turn(number + 1) } else { String::new() };
    let hubs = if page.central { hub_choices(&page, Some(&home), false) } else { Vec::new() };
    let every = Choice::new("", page.w.t("desk-any-state"), state_slug);
    let states = State::ALL
        .into_iter()
        .map(|state| Choice::new(state.slug(), page.w.of("desk-state", state.slug()), state_slug));
    let states = vec![Group::plain(std::iter::once(every).chain(states).collect())];
    let filtered = state.is_some() || !search.is_empty();
    let may_enter = !page.central && visit.may(Permission::WorkAtDesk);
    show(&List {
        page,
        rows,
        next_steps,
        replied,
        awaited,
        shared,
        hubs,
        states,
        search,
        filtered,
        previous,
        next,
        may_enter,
    })
}
