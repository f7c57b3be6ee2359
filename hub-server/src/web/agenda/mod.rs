//! The agenda of the project desk on the console (CAPABILITIES D15): who comes when, which times are free, which the desk
//! keeps for itself; and one visit, with whoever booked it.

mod list;
mod one;

use axum::routing::{get, post};
use protocol::{PersonId, Problem, VisitId};

use super::contact::Owner;
use super::form::{Choice, Group};
use super::page::Page;
use super::routes::{Access, Route, look, send};
use super::visit::{Fault, Visit};
use crate::people::roles::Permission as P;
use crate::visits::{State, Times, Visit as Booked, queries};

pub(super) const ROUTES: &[Route] = &[
    look("/agenda", Access::May(P::WorkAtDesk), || get(list::page)).at_hubs(),
    send("/agenda", Access::May(P::WorkAtDesk), || post(list::book)).at_hubs(),
    send("/agenda/keep", Access::May(P::WorkAtDesk), || post(list::keep)).at_hubs(),
    look("/agenda/{id}", Access::May(P::WorkAtDesk), || get(one::page)).at_hubs(),
    send("/agenda/{id}/contact", Access::May(P::SeeContacts), || post(one::reveal)).at_hubs(),
    send("/agenda/{id}/move", Access::May(P::WorkAtDesk), || post(one::shift)).at_hubs(),
    send("/agenda/{id}/cancel", Access::May(P::WorkAtDesk), || post(one::cancel)).at_hubs(),
    send("/agenda/{id}/mark", Access::May(P::WorkAtDesk), || post(one::mark)).at_hubs(),
];

/// A visit of this hub's desk.
async fn found(visit: &Visit, id: VisitId) -> Result<Booked, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let known = queries::one(&mut db, id).await?;
    let here = known.filter(|known| known.home == *visit.app.node.id());
    here.ok_or_else(|| Problem::not_found("unknown-visit").into())
}

fn owner(booked: &Booked) -> Owner {
    Owner {
        person: booked.person,
        thing: PersonId::new(booked.id.uuid()),
        home: booked.home.clone(),
        action: format!("/agenda/{}/contact", booked.id),
    }
}

/// How a visit stands, as words and colours know it.
fn standing(state: State) -> (&'static str, &'static str) {
    match state {
        State::Booked => ("booked", "blue"),
        State::Cancelled => ("cancelled", "slate"),
        State::Came => ("came", "green"),
        State::Missed => ("missed", "orange"),
    }
}

/// The free times, day by day.
fn free_choices(page: &Page, times: &Times) -> Vec<Group> {
    let day = |(day, starts): &(jiff::civil::Date, Vec<i64>)| {
        let free = starts.iter().filter(|at| times.is_free(**at));
        let choices = free.map(|at| Choice::new(at, page.times.time(*at), "")).collect();
        Group { label: page.times.date(*day), choices }
    };
    times.offered.iter().map(day).filter(|group| !group.choices.is_empty()).collect()
}
