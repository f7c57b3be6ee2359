//! The register of bodies, each under the one it stands inside.

use askama::Template;
use protocol::BodyId;

use super::{Turn, icon, keeps, today};
use crate::bodies::Command as Bodies;
use crate::bodies::events::Kind;
use crate::bodies::model::Body;
use crate::bodies::queries;
use crate::command::Command;
use crate::web::address;
use crate::web::form::{Choice, Group};
use crate::web::page::{Page, Section, show};
use crate::web::visit::{Outcome, Visit, go};

struct Row {
    id: String,
    icon: &'static str,
    name: String,
    kind: String,
    inside: String,
    /// How deep it stands, at most 3.
    depth: usize,
    field: String,
    seats: usize,
    chair: bool,
    active: bool,
}

#[derive(Template)]
#[template(path = "bodies/list.html")]
struct List {
    page: Page,
    keeps: bool,
    over: bool,
    search: String,
    kinds: Vec<Group>,
    filtered: bool,
    clear: String,
    /// Bodies of the city file that the register does not have.
    to_adopt: usize,
    turn: Turn<Row>,
}

/// Every body with how deep it stands: each one followed by those inside it, as they come.
fn in_order(bodies: &[Body]) -> Vec<(&Body, usize)> {
    fn under<'b>(
        bodies: &'b [Body],
        above: Option<BodyId>,
        depth: usize,
        into: &mut Vec<(&'b Body, usize)>,
    ) {
        let known = |id: BodyId| bodies.iter().any(|body| body.id == id);
        let here = |body: &&Body| body.profile.inside.filter(|up| known(*up)) == above;
        let mut found: Vec<&Body> = bodies.iter().filter(here).collect();
        found.sort_by_key(|body| body.profile.kind);
        for body in found {
            into.push((body, depth));
            under(bodies, Some(body.id), depth + 1, into);
        }
    }
    let mut all = Vec::with_capacity(bodies.len());
    under(bodies, None, 0, &mut all);
    all
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Bodies, "bodies-title").await;
    let search: String = visit.asked.trimmed("q").chars().take(60).collect();
    let kind = Kind::from_slug(visit.asked.trimmed("kind"));
    let over = visit.asked.trimmed("tab") == "over";
    let mut db = visit.app.node.store.read().await?;
    let bodies = queries::bodies(&mut db).await?;
    drop(db);
    let keeps = keeps(&visit);
    let known = |slug: &str| {
        bodies.iter().any(|b| b.profile.slug.as_ref().is_some_and(|known| known.as_str() == slug))
    };
    let city = page.city.as_deref();
    let to_adopt = city.iter().flat_map(|city| &city.bodies).filter(|body| !known(&body.slug));
    let to_adopt = if keeps { to_adopt.count() } else { 0 };
    let name_of = |id: Option<BodyId>| {
        let found = bodies.iter().find(|body| Some(body.id) == id);
        found.map(|body| body.profile.name.clone()).unwrap_or_default()
    };
    let (wanted, day) = (search.to_lowercase(), today(&page));
    let filtered = !search.is_empty() || kind.is_some();
    let rows = in_order(&bodies)
        .into_iter()
        .filter(|(body, _)| body.active != over)
        .filter(|(body, _)| kind.is_none_or(|kind| body.profile.kind == kind))
        .filter(|(body, _)| {
            let text = format!("{} {}", body.profile.name, body.profile.mandate).to_lowercase();
            wanted.split_whitespace().all(|word| text.contains(word))
        })
        .map(|(body, depth)| Row {
            id: body.id.to_string(),
            icon: icon(body.profile.kind),
            name: body.profile.name.clone(),
            kind: page.w.of("body-kind", body.profile.kind.slug()),
            inside: name_of(body.profile.inside),
            depth: if filtered { 0 } else { depth.min(3) },
            field: body.profile.field.as_ref().map(|f| page.theme(f.as_str())).unwrap_or_default(),
            seats: body.held_on(day).count(),
            chair: body
                .held_on(day)
                .any(|seat| seat.role == crate::bodies::events::SeatRole::Chair),
            active: body.active,
        })
        .collect();
    let tab = if over { "over" } else { "" };
    let kind = kind.map_or("", Kind::slug);
    let turn = Turn::of(&visit, rows, |to| {
        let to = to.to_string();
        address::with("/bodies", [("tab", tab), ("q", &search), ("kind", kind), ("page", &to)])
    });
    let kinds =
        Kind::ALL.iter().map(|k| Choice::new(k.slug(), page.w.of("body-kind", k.slug()), kind));
    let any = Choice::new("", page.w.t("bodies-any-kind"), kind);
    let template = List {
        kinds: vec![Group::plain([any].into_iter().chain(kinds).collect())],
        clear: address::with("/bodies", [("tab", tab)]),
        keeps,
        over,
        search,
        filtered,
        to_adopt,
        turn,
        page,
    };
    show(&template)
}

/// Takes over what the city file names.
pub(super) async fn adopt(visit: Visit) -> Outcome {
    visit.submit(Command::Bodies(Bodies::Adopt {})).await?;
    go("/bodies?done=bodies-adopted")
}
