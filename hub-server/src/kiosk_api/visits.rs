//! Visits to the project desk at the kiosk (CAPABILITIES D15): which are free, book one, move it. Taking one back is an
//! answer to its slip like any other.

use axum::Json;
use axum::extract::{Path, State};
use protocol::kiosk::{BookVisit, FREE_DAYS_MAX, FreeDay, FreeVisits, MoveVisit, SlipIssued};
use protocol::{ActorRef, Channel, Problem};

use super::{AtKiosk, Body, Desk, Refused, Reply, code_of, leave};
use crate::command::Command;
use crate::slips::{self, Subject};
use crate::visits;

pub(super) async fn free(State(desk): State<Desk>, _kiosk: AtKiosk) -> Reply<FreeVisits> {
    let failed = |error| Refused(crate::node::problem_of(&error));
    let node = &desk.node;
    let (city, now_ms) = (node.known_city()?, node.now_ms());
    let mut db = node.store.read().await.map_err(failed)?;
    let times = visits::times(&mut db, &city, node.id(), now_ms).await.map_err(failed)?;
    let days = times.offered.iter().map(|(day, starts)| FreeDay {
        day: day.to_string(),
        starts_ms: starts.iter().copied().filter(|at| times.is_free(*at)).collect(),
    });
    let days = days.filter(|day| !day.starts_ms.is_empty()).take(FREE_DAYS_MAX).collect();
    Ok(Json(FreeVisits { as_of_ms: now_ms, length_min: times.length_min, days }))
}

pub(super) async fn book(
    State(desk): State<Desk>,
    AtKiosk(kiosk): AtKiosk,
    Body(book): Body<BookVisit>,
) -> Reply<SlipIssued> {
    let failed = |error| Refused(crate::node::problem_of(&error));
    let about = match &book.about {
        None => None,
        Some(code) => {
            if !desk.guesses.allow(&kiosk.to_string(), desk.node.now_ms()) {
                return Err(Problem::new("too-many-tries", 429).into());
            }
            let mut db = desk.node.store.read().await.map_err(failed)?;
            match slips::find(&mut db, code).await.map_err(failed)? {
                Some(Subject::Idea(card)) => Some(card.id),
                Some(_) | None => return Err(Problem::not_found("unknown-idea").into()),
            }
        }
    };
    let command = visits::Command::Book {
        at_ms: book.at_ms,
        about,
        person: book.person.clone(),
        language: book.language.clone(),
    };
    Ok(Json(leave(&desk, kiosk, book.id, Command::Visits(command)).await?))
}

/// Moves a visit of this hub; the slip stays the same.
pub(super) async fn shift(
    State(desk): State<Desk>,
    AtKiosk(kiosk): AtKiosk,
    Path(code): Path<String>,
    Body(moved): Body<MoveVisit>,
) -> Reply<SlipIssued> {
    let code = code_of(&desk, kiosk, &code)?;
    let failed = |error| Refused(crate::node::problem_of(&error));
    let node = &desk.node;
    let found = {
        let mut db = node.store.read().await.map_err(failed)?;
        slips::find(&mut db, &code).await.map_err(failed)?
    };
    let visit = match found {
        Some(Subject::Visit(visit)) if visit.home == *node.id() => visit,
        Some(_) | None => return Err(Problem::conflict("answer-at-its-hub").into()),
    };
    let ctx = node.ctx(moved.id, ActorRef::Kiosk(kiosk), Channel::Kiosk);
    let command = visits::Command::Move { visit: visit.id, at_ms: moved.at_ms };
    node.submit(ctx, Command::Visits(command)).await?;
    Ok(Json(SlipIssued { code, at_ms: node.now_ms() }))
}
