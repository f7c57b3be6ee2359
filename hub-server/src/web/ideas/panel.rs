//! What bodies decided about a project or a theme, and the way onto the agenda of one (lifecycle 3.8: a panel stands between
//! scores and outcome, and committees choose a theme).
//!
//! Always true: votes are for central alone; elsewhere there is nothing here.

use protocol::DecisionId;
use sqlx::AnyConnection;

use super::super::address;
use super::super::form::{Choice, Group};
use super::super::page::Page;
use super::super::visit::Visit;
use crate::bodies::events::{About, Outcome};
use crate::bodies::queries;
use crate::city::{Body, BodyKind};
use crate::desk::macros::{self, Macro};
use crate::desk::project::Project;
use crate::people::roles::Permission;
use crate::store::StoreError;

/// What one body decided.
pub(super) struct Taken {
    pub id: String,
    /// Its page; empty for whoever may not open it.
    pub href: String,
    /// Number, body and day, in words.
    pub words: String,
    pub title: String,
    pub outcome: String,
    pub tone: &'static str,
    pub adopted: bool,
}

/// The way onto the agenda of a body: address and name.
pub(super) type Agenda = (String, String);

/// What bodies decided about a project, the latest first, and onto whose agenda it can be put. With a panel in the
/// city's rules, only onto the panel's.
///
/// # Errors
/// [`StoreError`].
pub(super) async fn of(
    visit: &Visit,
    page: &Page,
    db: &mut AnyConnection,
    project: &Project,
) -> Result<(Vec<Taken>, Vec<Agenda>), StoreError> {
    let rules = page.city.as_ref().and_then(|city| city.evaluation.panel.clone());
    let panel = project.rules.panel.clone().or(rules);
    let takes = |body: Option<&str>| panel.as_deref().is_none_or(|panel| body == Some(panel));
    let (title, about) = (&project.dossier.outline.title, format!("project.{}", project.id));
    taken(visit, page, db, (title, &about), takes).await
}

/// The same of a theme, for the committees of the city; onto an agenda while they have not chosen.
///
/// # Errors
/// [`StoreError`].
pub(super) async fn of_theme(
    visit: &Visit,
    page: &Page,
    db: &mut AnyConnection,
    one: &Macro,
) -> Result<(Vec<Taken>, Vec<Agenda>), StoreError> {
    let open = one.state == macros::State::Proposed;
    let takes = |slug: Option<&str>| {
        let mut bodies = page.city.iter().flat_map(|city| &city.bodies);
        let committee =
            |body: &Body| body.kind == BodyKind::Committee && slug == Some(body.slug.as_str());
        open && bodies.any(committee)
    };
    taken(visit, page, db, (&one.theme, &macros::about(one.id)), takes).await
}

/// What bodies decided about a thing, and those that may still, onto whose agenda it can be put.
async fn taken(
    visit: &Visit,
    page: &Page,
    db: &mut AnyConnection,
    (title, about): (&str, &str),
    takes: impl Fn(Option<&str>) -> bool,
) -> Result<(Vec<Taken>, Vec<Agenda>), StoreError> {
    let Some(subject) = about.parse::<About>().ok().filter(|_| page.central) else {
        return Ok((Vec::new(), Vec::new()));
    };
    let keeps = visit.may(Permission::KeepBodies);
    let bodies = queries::bodies(db).await?;
    let taken = queries::decisions_about(db, &subject).await?.into_iter().map(|one| {
        let body = bodies.iter().find(|body| body.id == one.body);
        let body = body.map_or("", |body| body.profile.name.as_str());
        let (number, day) = (one.number(), page.times.date(one.day));
        let words = [("number", number.as_str()), ("body", body), ("day", day.as_str())];
        Taken {
            id: one.id.to_string(),
            href: if keeps { format!("/decisions/{}", one.id) } else { String::new() },
            words: page.w.all("desk-decision-of", &words),
            title: one.item.title.clone(),
            outcome: page.w.of("outcome", one.decided.outcome.slug()),
            tone: if one.decided.outcome == Outcome::Adopted { "green" } else { "slate" },
            adopted: one.decided.outcome == Outcome::Adopted,
        }
    });
    let taken = taken.collect();
    let may = |body: &&crate::bodies::model::Body| {
        let slug = body.profile.slug.as_ref().map(protocol::Slug::as_str);
        keeps && body.active && takes(slug)
    };
    let agenda = |body: &crate::bodies::model::Body| {
        let way = format!("/bodies/{}/meeting", body.id);
        let prefilled = address::with(&way, [("title", title), ("about", about)]);
        (prefilled, body.profile.name.clone())
    };
    Ok((taken, bodies.iter().filter(may).map(agenda).collect()))
}

/// Those that something can rest on, to choose from: none first.
pub(super) fn to_rest_on<'a>(
    page: &Page,
    taken: impl Iterator<Item = &'a Taken>,
    now: &str,
) -> Vec<Group> {
    let none = Choice::new("", page.w.t("desk-rests-on-none"), now);
    let taken =
        taken.map(|one| Choice::new(&one.id, format!("{} · {}", one.words, one.title), now));
    vec![Group::plain(std::iter::once(none).chain(taken).collect())]
}

/// On which of them something rests, in words; empty where it rests on none.
pub(super) fn rests_on(by: Option<DecisionId>, taken: &[Taken]) -> String {
    let by = by.map(|by| by.to_string());
    let found = taken.iter().find(|one| Some(&one.id) == by.as_ref());
    found.map(|one| one.words.clone()).unwrap_or_default()
}
