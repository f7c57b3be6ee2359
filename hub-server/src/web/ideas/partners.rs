//! Who offers and who looks for spaces, skills, staff (CAPABILITIES E22): organisations of the network, what is written at
//! this hub or has a name elsewhere, and every project of the city that goes on.

use askama::Template;
use protocol::NodeId;
use radar::{Resource, Set, Vocabulary as _};
use sqlx::AnyConnection;

use super::super::address;
use super::super::form::{Choice, Group};
use super::super::page::{Page, Section, show};
use super::super::pager;
use super::super::visit::{Outcome, Visit};
use super::tone;
use crate::desk::organisations::{self as others, Elsewhere};
use crate::desk::queries::{self, Exchanging};
use crate::network::organisations::{self, Kept, Kind};
use crate::people::roles::Permission;
use crate::store::StoreError;

/// How many a page shows.
const PER_PAGE: u32 = 25;
/// The two sides, as tags begin with them.
const SIDES: [&str; 2] = ["offers", "looks-for"];

struct Row {
    /// Its page; empty where there is none here.
    href: String,
    icon: &'static str,
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

/// A project, or what becomes one.
fn row(visit: &Visit, page: &Page, one: &Exchanging) -> Row {
    let words = |side: &str| {
        let with = one.tags.iter().filter_map(|tag| tag.strip_prefix(side)?.strip_prefix(':'));
        with.map(|slug| page.w.of("desk-resource", slug)).collect::<Vec<_>>().join(", ")
    };
    let here = page.central || one.hub == *visit.app.node.id();
    Row {
        href: match one.project {
            Some(project) => format!("/projects/{project}"),
            None if here => format!("/ideas/{}", one.idea),
            None => String::new(),
        },
        icon: "handshake",
        title: one.title.clone(),
        hub: page.node_name(one.hub.as_str()),
        state: page.w.of("desk-state", one.state.slug()),
        tone: tone(one.state),
        offers: words("offers"),
        looks_for: words("looks-for"),
    }
}

/// An organisation of a register.
fn organisation(visit: &Visit, page: &Page, kept: &Kept) -> Row {
    let profile = &kept.organisation.profile;
    let opens = kept.home == *visit.app.node.id() && visit.may(Permission::SeeOrganisations);
    let href = if opens { format!("/organisations/{}", kept.id) } else { String::new() };
    Row { href, ..giver(page, &kept.home, profile.kind, &profile.name, profile.gives()) }
}

fn giver(page: &Page, home: &NodeId, kind: Kind, name: &str, gives: Set<Resource>) -> Row {
    let gives = gives.iter().map(|one| page.w.of("desk-resource", one.slug()));
    Row {
        href: String::new(),
        icon: "buildings",
        title: name.to_owned(),
        hub: page.node_name(home.as_str()),
        state: page.w.of("organisation-kind", kind.slug()),
        tone: "slate",
        offers: gives.collect::<Vec<_>>().join(", "),
        looks_for: String::new(),
    }
}

/// The organisations that give something, or that: at central all, at a hub its own and then those of the others.
async fn giving(
    visit: &Visit,
    page: &Page,
    db: &mut AnyConnection,
    what: Option<Resource>,
) -> Result<Vec<Row>, StoreError> {
    let own = if page.central {
        organisations::everywhere(db).await?
    } else {
        organisations::all(db, visit.app.node.id()).await?
    };
    let own = own.iter().filter(|kept| kept.organisation.gives(what));
    let mut rows: Vec<Row> = own.map(|kept| organisation(visit, page, kept)).collect();
    if page.central {
        return Ok(rows);
    }
    let gives = |one: &&Elsewhere| {
        what.map_or(!one.known.gives.is_empty(), |what| one.known.gives.has(what))
    };
    let others = others::others(db, visit.app.node.id()).await?;
    let row =
        |one: &Elsewhere| giver(page, &one.home, one.known.kind, &one.known.name, one.known.gives);
    rows.extend(others.iter().filter(gives).map(row));
    Ok(rows)
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
    // Organisations stand before projects, and only give.
    let giving = if side == "offers" {
        giving(&visit, &page, &mut db, resource.copied()).await?
    } else {
        Vec::new()
    };
    let before = u32::try_from(giving.len()).unwrap_or(u32::MAX);
    let first = giving.into_iter().skip(skip as usize).take(PER_PAGE as usize + 1);
    let mut rows: Vec<Row> = first.collect();
    let rest = (PER_PAGE + 1).saturating_sub(u32::try_from(rows.len()).unwrap_or(u32::MAX));
    let found = queries::exchange(&mut db, home, &tag, (rest, skip.saturating_sub(before))).await?;
    drop(db);
    rows.extend(found.iter().map(|one| row(&visit, &page, one)));
    let full = rows.len() > PER_PAGE as usize;
    rows.truncate(PER_PAGE as usize);
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
