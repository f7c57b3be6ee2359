//! Who offers and who looks for spaces, skills, staff (CAPABILITIES E22): what is written at this hub and every project
//! of the city that goes on.

use askama::Template;
use radar::{Resource, Vocabulary as _};

use super::super::address;
use super::super::form::{Choice, Group};
use super::super::page::{Page, Section, show};
use super::super::pager;
use super::super::visit::{Outcome, Visit};
use super::tone;
use crate::desk::queries::{self, Exchanging};

/// How many a page shows.
const PER_PAGE: u32 = 25;
/// The two sides, as tags begin with them.
const SIDES: [&str; 2] = ["offers", "looks-for"];

struct Row {
    href: String,
    title: String,
    hub: String,
    state: String,
    tone: &'static str,
    offers: String,
    looks_for: String,
}

#[derive(Template)]
#[template(path = "desk/partners.html")]
struct List {
    page: Page,
    rows: Vec<Row>,
    sides: Vec<Group>,
    resources: Vec<Group>,
    filtered: bool,
    previous: String,
    next: String,
}

fn row(page: &Page, one: &Exchanging) -> Row {
    let words = |side: &str| {
        let with = one.tags.iter().filter_map(|tag| tag.strip_prefix(side)?.strip_prefix(':'));
        with.map(|slug| page.w.of("desk-resource", slug)).collect::<Vec<_>>().join(", ")
    };
    Row {
        href: match one.project {
            Some(project) => format!("/projects/{project}"),
            None => format!("/ideas/{}", one.idea),
        },
        title: one.title.clone(),
        hub: page.node_name(one.hub.as_str()),
        state: page.w.of("desk-state", one.state.slug()),
        tone: tone(one.state),
        offers: words("offers"),
        looks_for: words("looks-for"),
    }
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Projects, "partners-title").await;
    let side = SIDES.into_iter().find(|side| *side == visit.asked.trimmed("side"));
    let side = side.unwrap_or("looks-for");
    let resource = Resource::ALL.iter().find(|one| one.slug() == visit.asked.trimmed("what"));
    let what = resource.map_or("", |one| one.slug());
    let number = pager::asked(&visit);
    let skip = (number - 1) * PER_PAGE;
    let mut db = visit.app.node.store.read().await?;
    let home = visit.app.node.id();
    let tag = format!("{side}:{what}");
    let found = queries::exchange(&mut db, home, &tag, (PER_PAGE + 1, skip)).await?;
    drop(db);
    let full = found.len() > PER_PAGE as usize;
    let rows = found.iter().take(PER_PAGE as usize).map(|one| row(&page, one)).collect();
    let turn = |to: u32| {
        let to = if to > 1 { to.to_string() } else { String::new() };
        address::with(&visit.path, [("side", side), ("what", what), ("page", &to)])
    };
    let previous = if number > 1 { turn(number - 1) } else { String::new() };
    let next = if full { turn(number + 1) } else { String::new() };
    let sides = SIDES.map(|one| Choice::new(one, page.w.of("partners-side", one), side));
    let every = Choice::new("", page.w.t("partners-any"), what);
    let resources = Resource::ALL.iter();
    let resources =
        resources.map(|one| Choice::new(one.slug(), page.w.of("desk-resource", one.slug()), what));
    let resources = vec![Group::plain(std::iter::once(every).chain(resources).collect())];
    let sides = vec![Group::plain(sides.to_vec())];
    let filtered = !what.is_empty();
    show(&List { page, rows, sides, resources, filtered, previous, next })
}
