//! What is done with a project and another that stands near it (E6): linked, merged, joined to a macro-project or a work
//! site, invited as a partner; and what follows for the other.
//!
//! Always true: two become one only with the consent of all their authors, and both texts are kept. Pure.

use protocol::{ProjectId, Slug};
use radar::Action;

use super::central::{Act, Around, Outcome, its_hub, sort, stands, step};
use super::dossier::{LINE_MAX, SECTION_MAX};
use super::draft::{within, words};
use super::events::Event;
use super::lifecycle::{Need, State, Step};
use super::macros::{self, Macro};
use super::near::SITE;
use super::project::{Author, Beside, Project, Related};
use super::refusal::Refusal;
use crate::context::Ctx;

/// What follows for others from a fact of a project.
pub(super) fn follows(
    project: &Project,
    event: &Event,
    around: &Around<'_>,
) -> Result<Vec<Outcome>, Refusal> {
    if let Event::MergedInto { project: into } = event {
        // With the texts of those that went on in it before.
        let texts = std::iter::once((project.id, project.dossier.clone()));
        let texts = texts.chain(project.absorbed.iter().cloned());
        let absorbed = texts.map(|(project, dossier)| Event::Absorbed { project, dossier });
        return Ok(absorbed.map(|event| Outcome::Project(*into, event)).collect());
    }
    if let Event::Related { related, .. } = event
        && related.action == Action::JoinMacro
        && let Some(one) = around.of_macro
    {
        let part = related.why.chars().take(LINE_MAX).collect();
        let join = macros::Act::Join(macros::Action { project: project.id, part });
        let joined = macros::decide(Some(one), &join, around.city, Some(project))?;
        return Ok(joined.into_iter().map(|event| Outcome::Macro(one.id, event)).collect());
    }
    Ok(vec![])
}

fn authors(project: &Project) -> impl Iterator<Item = Author> {
    project.dossier.partners.iter().map(|partner| Author {
        project: project.id,
        organisation: partner.organisation,
        name: partner.name.clone(),
    })
}

pub(super) fn relate(
    project: &Project,
    related: &Related,
    around: &Around<'_>,
) -> Result<Vec<Event>, Refusal> {
    stands(project, State::Review)?;
    if related.other == project.id.to_string() || related.other == project.idea.to_string() {
        return Err(Refusal::Itself);
    }
    let why = words("why", &related.why, SECTION_MAX)?;
    let related = Related { why, ..related.clone() };
    if project.beside.iter().any(|one| one.related == related) {
        return Ok(vec![]);
    }
    let asked = match related.action {
        Action::Link => vec![],
        Action::Merge => {
            let other = mergeable(around, &related.other)?;
            authors(project).chain(authors(other)).collect()
        }
        Action::InvitePartner => authors(invitable(around, &related.other)?).collect(),
        Action::JoinMacro => return joining(project, related, around),
    };
    Ok(vec![Event::Related { related, authors: asked }])
}

/// It joins a macro-project, or goes into a work site of the city.
fn joining(
    project: &Project,
    related: Related,
    around: &Around<'_>,
) -> Result<Vec<Event>, Refusal> {
    let named = |one: &&Macro| related.other == format!("{}{}", macros::NAMED, one.id);
    if around.of_macro.as_ref().is_some_and(named) {
        return Ok(vec![Event::Related { related, authors: vec![] }]);
    }
    let site = related.other.strip_prefix(SITE).and_then(|slug| slug.parse::<Slug>().ok());
    let site = site.ok_or(Refusal::NotToJoin)?;
    let sites: Vec<Slug> =
        project.sites.iter().filter(|one| **one != site).chain([&site]).cloned().collect();
    let sorted = sort(project, [&sites, &project.agencies, &project.groups], around.city)?;
    Ok([Event::Related { related, authors: vec![] }].into_iter().chain(sorted).collect())
}

/// The other project, when those who do it can be asked to take part in one more: known, and not over.
fn invitable<'a>(around: &Around<'a>, name: &str) -> Result<&'a Project, Refusal> {
    let other = around.other.filter(|other| other.id.to_string() == name);
    other.filter(|other| !other.state.is_over()).ok_or(Refusal::OtherNotOpen)
}

/// The other project, when it can take another in: known, admitted, and nothing decided about it yet.
fn mergeable<'a>(around: &Around<'a>, name: &str) -> Result<&'a Project, Refusal> {
    let other = around.other.filter(|other| other.id.to_string() == name);
    let open = other.filter(|other| matches!(other.state, State::Review | State::Evaluation));
    open.ok_or(Refusal::OtherNotOpen)
}

pub(super) fn consent(
    project: &Project,
    act: &Act,
    around: &Around<'_>,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    let Act::Consent { other, authors_of, organisation, agreed, why } = act else {
        return Ok(vec![]);
    };
    let beside = project.beside.iter().find(|one| one.related.other == *other);
    let beside = beside.filter(|one| !one.authors.is_empty()).ok_or(Refusal::NotAsked)?;
    answerable(project, beside)?;
    let asked = |one: &Author| one.project == *authors_of && one.organisation == *organisation;
    if !beside.authors.iter().any(asked) {
        return Err(Refusal::NotAsked);
    }
    let holder = if *authors_of == project.id {
        Some(project)
    } else {
        around.other.filter(|other| other.id == *authors_of)
    };
    its_hub(holder.ok_or(Refusal::NotAsked)?, ctx)?;
    let why = why.trim().to_owned();
    within("why", &why, SECTION_MAX)?;
    if beside.related.action == Action::InvitePartner && !agreed && why.is_empty() {
        return Err(Refusal::Missing("why"));
    }
    if beside.consents.get(organisation) == Some(agreed) {
        return Ok(vec![]);
    }
    let (other, organisation) = (other.clone(), *organisation);
    Ok(vec![Event::Consented { other, organisation, agreed: *agreed, why }])
}

/// Whether what was asked can be answered where it stands: a merger before the review is closed, an invitation as long
/// as the project goes on.
fn answerable(project: &Project, beside: &Beside) -> Result<(), Refusal> {
    if beside.related.action == Action::Merge {
        return stands(project, State::Review);
    }
    if project.state.is_over() { Err(Refusal::NotNow(project.state)) } else { Ok(()) }
}

pub(super) fn merge(
    project: &Project,
    into: ProjectId,
    around: &Around<'_>,
) -> Result<Vec<Event>, Refusal> {
    step(project, Step::Merge)?;
    let name = into.to_string();
    let beside = project.beside.iter().find(|one| one.related.other == name);
    let agreed = beside.is_some_and(|one| one.related.action == Action::Merge && one.all_agreed());
    if !agreed {
        return Err(Refusal::Lacks(vec![Need::AllConsents]));
    }
    mergeable(around, &name)?;
    Ok(vec![Event::MergedInto { project: into }])
}
