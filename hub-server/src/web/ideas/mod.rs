//! Ideas and projects on the console (CAPABILITIES E): the list, one idea with what stands near it, the page where it is
//! written together; the projects that were handed in, which central decides about and every hub can read.
//!
//! Always true: what is shown of others is what may be shown of them: an idea nobody gave a title is shown by theme and
//! place only, never with the words of whoever left it.

mod acts;
mod comments;
mod evaluations;
mod life;
mod life_acts;
mod list;
mod macros;
pub(crate) mod near;
mod new;
mod packet;
mod page;
mod panel;
mod partners;
mod project;
mod project_acts;
mod projects;
mod shared;
mod sheet;
mod write;
mod write_acts;

use axum::routing::{MethodRouter, get, post};
use protocol::{IdeaId, NodeId, PersonId, Problem};

use super::Shared;
use super::contact::Owner;
use super::routes::{Access, Route, look, send};
use super::visit::{Fault, Visit};
use crate::desk::State;
use crate::desk::project::Project;
use crate::desk::queries::{self, Whole};
use crate::people::authority;
use crate::people::roles::{Permission, Permission as P};

pub(super) const ROUTES: &[Route] = &[
    look("/ideas", Access::May(P::SeeDesk), || get(list::list)),
    look("/ideas/new", Access::May(P::WorkAtDesk), || get(new::form)).at_hubs(),
    send("/ideas/new", Access::May(P::WorkAtDesk), || post(new::send)).at_hubs(),
    send("/ideas/similar", Access::May(P::WorkAtDesk), || post(new::similar)).at_hubs(),
    look("/ideas/{id}", Access::May(P::SeeDesk), || get(page::look)),
    send("/ideas/{id}/contacted", Access::May(P::WorkAtDesk), || post(acts::contacted)).at_hubs(),
    send("/ideas/{id}/contact", Access::May(P::SeeContacts), || post(acts::reveal)).at_hubs(),
    send("/ideas/{id}/advise", Access::May(P::WorkAtDesk), || post(acts::advise)).at_hubs(),
    send("/ideas/{id}/comment", Access::May(P::WorkAtDesk), || post(acts::comment)).at_hubs(),
    send("/ideas/{id}/say", Access::May(P::WorkAtDesk), || post(acts::say)).at_hubs(),
    send("/ideas/{id}/begin", Access::May(P::WorkAtDesk), || post(acts::begin)).at_hubs(),
    send("/ideas/{id}/submit", Access::May(P::WorkAtDesk), || post(acts::submit)).at_hubs(),
    send("/ideas/{id}/withdraw", Access::May(P::WorkAtDesk), || post(acts::withdraw)).at_hubs(),
    send("/ideas/{id}/additions", Access::May(P::WorkAtDesk), || post(acts::additions)).at_hubs(),
    send("/ideas/{id}/consent", Access::May(P::WorkAtDesk), || post(acts::consent)).at_hubs(),
    look("/ideas/{id}/write", Access::May(P::WorkAtDesk), || get(write::look)).at_hubs(),
    send("/ideas/{id}/outline", Access::May(P::WorkAtDesk), || post(write_acts::outline)).at_hubs(),
    send("/ideas/{id}/partner", Access::May(P::WorkAtDesk), || post(write_acts::partner)).at_hubs(),
    send("/ideas/{id}/partner-out", Access::May(P::WorkAtDesk), || post(write_acts::partner_out))
        .at_hubs(),
    send("/ideas/{id}/section", Access::May(P::WorkAtDesk), || post(write_acts::section)).at_hubs(),
    send("/ideas/{id}/checks", Access::May(P::WorkAtDesk), || post(write_acts::checked)).at_hubs(),
    send("/ideas/{id}/budget", Access::May(P::WorkAtDesk), || post(write_acts::budget)).at_hubs(),
    send("/ideas/{id}/measure", Access::May(P::WorkAtDesk), || post(write_acts::measure)).at_hubs(),
    send("/ideas/{id}/measure-out", Access::May(P::WorkAtDesk), || post(write_acts::measure_out))
        .at_hubs(),
    send("/ideas/{id}/again", Access::May(P::WorkAtDesk), || post(write_acts::again)).at_hubs(),
    send("/ideas/{id}/share", Access::May(P::WorkAtDesk), || post(write_acts::share)).at_hubs(),
    send("/ideas/{id}/keep-from", Access::May(P::WorkAtDesk), || post(write_acts::keep_from))
        .at_hubs(),
    look("/ideas/shared/{id}", Access::May(P::WorkAtDesk), || get(shared::look)).at_hubs(),
    send("/ideas/shared/{id}/section", Access::May(P::WorkAtDesk), || post(shared::section))
        .at_hubs(),
    send("/ideas/{id}/concept", Access::May(P::WorkAtDesk), || post(acts::concept)).at_hubs(),
    look("/projects", Access::May(P::SeeDesk), || get(projects::list)),
    look("/projects/partners", Access::May(P::SeeDesk), || get(partners::list)),
    look("/projects/evaluations", Access::May(P::AssessProjects), || get(evaluations::list))
        .at_central(),
    look("/projects/comments", Access::May(P::AssessProjects), || get(comments::list)).at_central(),
    decide("/projects/comments/{id}", || post(comments::answer)),
    decide("/projects/fields", || post(evaluations::fields)),
    look("/projects/macro", Access::May(P::SeeDesk), || get(macros::list)),
    decide("/projects/macro", || post(macros::propose)),
    look("/projects/macro/{id}", Access::May(P::SeeDesk), || get(macros::look)),
    decide("/projects/macro/{id}/answer", || post(macros::answer)),
    decide("/projects/macro/{id}/goal", || post(macros::goal)),
    decide("/projects/macro/{id}/join", || post(macros::join)),
    decide("/projects/macro/{id}/leave", || post(macros::leave)),
    decide("/projects/macro/{id}/monitor", || post(macros::monitor)),
    decide("/projects/macro/{id}/conclude", || post(macros::conclude)),
    look("/projects/{id}", Access::May(P::SeeDesk), || get(project::look)),
    look("/projects/{id}/packet", Access::May(P::AssessProjects), || get(packet::packet))
        .at_central(),
    look("/projects/{id}/sheet", Access::May(P::AssessProjects), || get(sheet::form)).at_central(),
    decide("/projects/{id}/sheet", || post(sheet::send)),
    decide("/projects/{id}/concept", || post(project_acts::concept)),
    decide("/projects/{id}/judge", || post(project_acts::judge)),
    decide("/projects/{id}/ask", || post(project_acts::ask)),
    decide("/projects/{id}/sign", || post(project_acts::sign)),
    decide("/projects/{id}/relate", || post(project_acts::relate)),
    decide("/projects/{id}/merge", || post(project_acts::merge)),
    decide("/projects/{id}/close", || post(project_acts::close)),
    decide("/projects/{id}/evaluator", || post(project_acts::evaluator)),
    decide("/projects/{id}/declare", || post(project_acts::declare)),
    decide("/projects/{id}/recuse", || post(project_acts::recuse)),
    decide("/projects/{id}/score", || post(project_acts::score)),
    decide("/projects/{id}/decide", || post(project_acts::decide)),
    decide("/projects/{id}/resume", || post(project_acts::resume)),
    decide("/projects/{id}/sort", || post(life_acts::sort)),
    decide("/projects/{id}/move", || post(life_acts::advance)),
    decide("/projects/{id}/page", || post(life_acts::hold_page)),
    decide("/projects/{id}/spread", || post(life_acts::spread)),
    decide("/projects/{id}/milestone", || post(life_acts::plan)),
    decide("/projects/{id}/reached", || post(life_acts::reached)),
    decide("/projects/{id}/dropped", || post(life_acts::dropped)),
];

/// A route by which central's staff decide about a project.
const fn decide(path: &'static str, method: fn() -> MethodRouter<Shared>) -> Route {
    send(path, Access::May(P::AssessProjects), method).at_central()
}

/// How much of a project that is still being decided about whoever looks may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// All that there is for them.
    Whole,
    /// What it is called and who takes part: they are to score it and have yet to say whether they are in conflict.
    Undeclared,
    /// Nothing: they are in conflict.
    Recused,
}

fn reading(visit: &Visit, project: &Project) -> Result<Reading, Fault> {
    let open = project.is_assessed() || project.state == State::Deferred;
    let mine = project.evaluator(visit.me()?.staff).filter(|_| open);
    Ok(match mine {
        Some(one) if one.recused => Reading::Recused,
        Some(one) if !one.declared => Reading::Undeclared,
        Some(_) | None => Reading::Whole,
    })
}

/// Refuses whoever is in conflict, or has yet to say whether they are.
pub(super) fn must_read(visit: &Visit, project: &Project) -> Result<(), Fault> {
    match reading(visit, project)? {
        Reading::Whole => Ok(()),
        Reading::Undeclared => Err(Problem::forbidden("declare-first").into()),
        Reading::Recused => Err(Problem::forbidden("in-conflict").into()),
    }
}

/// An idea that whoever comes may see, with its home.
async fn one(visit: &Visit, id: IdeaId) -> Result<(Whole, NodeId), Fault> {
    let mut db = visit.app.node.store.read().await?;
    let whole = queries::whole(&mut db, id).await?;
    let home = queries::home(&mut db, id).await?;
    drop(db);
    let unknown = || Problem::not_found("unknown-idea");
    let (whole, home) = whole.zip(home).ok_or_else(unknown)?;
    if let Some(project) = &whole.project {
        must_read(visit, project)?;
    }
    let hood = whole.card.neighbourhood.as_ref();
    let target = authority::maybe_place(&visit.app.node, home.clone(), hood);
    if visit.may_on(Permission::SeeDesk, &target) {
        Ok((whole, home))
    } else {
        Err(unknown().into())
    }
}

/// Whose contact an idea has.
fn owner(whole: &Whole, home: &NodeId) -> Owner {
    Owner {
        person: whole.card.person,
        thing: PersonId::new(whole.card.id.uuid()),
        home: home.clone(),
        action: format!("/ideas/{}/contact", whole.card.id),
    }
}

/// The colour of a state's tag.
const fn tone(state: State) -> &'static str {
    use State as S;
    match state {
        S::Left | S::Integration => "blue",
        S::Contacted
        | S::Draft
        | S::Concept
        | S::Submitted
        | S::Admissibility
        | S::Review
        | S::Evaluation => "teal",
        S::Promoted | S::Funded | S::Agreed | S::Running | S::GoodPractice => "green",
        S::Suspended => "orange",
        S::Finished
        | S::Reported
        | S::Closed
        | S::NotAdmissible
        | S::NotPromoted
        | S::Deferred
        | S::Merged
        | S::Withdrawn => "slate",
    }
}
