//! What bodies decided about a project, and the way onto the agenda of one (lifecycle 3.8: a panel stands between scores
//! and outcome).
//!
//! Always true: votes are for central alone; elsewhere there is nothing here.

use protocol::ProjectId;
use sqlx::AnyConnection;

use super::super::address;
use super::super::page::Page;
use super::super::visit::Visit;
use crate::bodies::events::{About, Outcome};
use crate::bodies::queries;
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
    let Some(about) = about(project.id).filter(|_| page.central) else {
        return Ok((Vec::new(), Vec::new()));
    };
    let keeps = visit.may(Permission::KeepBodies);
    let bodies = queries::bodies(db).await?;
    let taken = queries::decisions_about(db, &about).await?.into_iter().map(|one| {
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
    let rules = page.city.as_ref().and_then(|city| city.evaluation.panel.clone());
    let panel = project.rules.panel.clone().or(rules);
    let may = |body: &&crate::bodies::model::Body| {
        let slug = body.profile.slug.as_ref().map(protocol::Slug::as_str);
        keeps && body.active && panel.as_deref().is_none_or(|panel| slug == Some(panel))
    };
    let title = project.dossier.outline.title.as_str();
    let about = about.to_string();
    let agenda = |body: &crate::bodies::model::Body| {
        let way = format!("/bodies/{}/meeting", body.id);
        let prefilled = address::with(&way, [("title", title), ("about", about.as_str())]);
        (prefilled, body.profile.name.clone())
    };
    Ok((taken, bodies.iter().filter(may).map(agenda).collect()))
}

/// How bodies name a project.
fn about(project: ProjectId) -> Option<About> {
    format!("project.{project}").parse().ok()
}

/// On which of them the signed outcome rests, in words; empty where it rests on none.
pub(super) fn rests_on(project: &Project, taken: &[Taken]) -> String {
    let by = project.signed.as_ref().and_then(|signed| signed.by).map(|by| by.to_string());
    let found = taken.iter().find(|one| Some(&one.id) == by.as_ref());
    found.map(|one| one.words.clone()).unwrap_or_default()
}
