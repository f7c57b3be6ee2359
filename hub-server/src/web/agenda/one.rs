//! One visit: when, about which idea, who comes; moved, taken back, and whether they came.

use askama::Template;
use axum::http::StatusCode;
use protocol::{PersonDetails, Problem, VisitId};

use super::super::contact::{self, Contact, ContactFragment};
use super::super::form::{Errors, Group};
use super::super::page::{Page, Section, show, show_as, status_of};
use super::super::visit::{At, Outcome, Visit, Wants, go};
use super::{found, free_choices, owner, standing};
use crate::command::{Answer, Command};
use crate::visits::{self, State};

#[derive(Template)]
#[template(path = "desk/visit.html")]
struct One {
    page: Page,
    errors: Errors,
    id: String,
    when: String,
    length: String,
    slip: String,
    state: String,
    tone: &'static str,
    idea: String,
    booked: String,
    free: Vec<Group>,
    may_change: bool,
    may_mark: bool,
    came: bool,
    missed: bool,
    contact: Contact,
}

async fn shown(
    visit: &Visit,
    id: VisitId,
    refused: Option<Problem>,
    details: Option<PersonDetails>,
) -> Outcome {
    let booked = found(visit, id).await?;
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let page = Page::of(visit, Section::Ideas, "visit-title").await;
    let errors = refused.map(|problem| Errors::of(page.w, &problem)).unwrap_or_default();
    let node = &visit.app.node;
    let (city, now_ms) = (node.known_city()?, node.now_ms());
    let mut db = node.store.read().await?;
    let times = visits::times(&mut db, &city, node.id(), now_ms).await?;
    let contact = contact::card(visit, &page, &mut db, &owner(&booked), details).await?;
    drop(db);
    let ahead = booked.at_ms > now_ms;
    let (slug, tone) = standing(booked.state);
    let template = One {
        errors,
        id: booked.id.to_string(),
        when: page.times.when(booked.at_ms),
        length: page.w.n("visit-length", booked.length_min),
        slip: booked.slip.to_string(),
        state: page.w.of("visit-state", slug),
        tone,
        idea: booked.about.map(|idea| format!("/ideas/{idea}")).unwrap_or_default(),
        booked: page.times.when(booked.booked_at_ms),
        free: free_choices(&page, &times),
        may_change: booked.state == State::Booked && ahead,
        may_mark: booked.state != State::Cancelled && !ahead,
        came: booked.state == State::Came,
        missed: booked.state == State::Missed,
        contact,
        page,
    };
    show_as(status, &template)
}

pub(super) async fn page(visit: Visit, At(id): At<VisitId>) -> Outcome {
    shown(&visit, id, None, None).await
}

pub(super) async fn reveal(visit: Visit, At(id): At<VisitId>) -> Outcome {
    let owner = owner(&found(&visit, id).await?);
    let details = contact::reveal(&visit, &owner).await?;
    if visit.wants == Wants::Fragment {
        let page = Page::of(&visit, Section::Ideas, "visit-title").await;
        let mut db = visit.app.node.store.read().await?;
        let contact = contact::card(&visit, &page, &mut db, &owner, details).await?;
        drop(db);
        return show(&ContactFragment { page, contact });
    }
    shown(&visit, id, None, details).await
}

async fn act(visit: &Visit, id: VisitId, command: visits::Command, done: &str) -> Outcome {
    found(visit, id).await?;
    match visit.submit(Command::Visits(command)).await {
        Ok(Answer::Done | Answer::Slip(_) | Answer::Forwarded) => {
            go(&format!("/agenda/{id}?done={done}"))
        }
        Err(problem) => shown(visit, id, Some(problem), None).await,
    }
}

pub(super) async fn shift(visit: Visit, At(id): At<VisitId>) -> Outcome {
    let Some(at_ms) = visit.posted.read("at") else {
        let problem = Problem::invalid("choose-one").at("at");
        return shown(&visit, id, Some(problem), None).await;
    };
    act(&visit, id, visits::Command::Move { visit: id, at_ms }, "visit-moved").await
}

pub(super) async fn cancel(visit: Visit, At(id): At<VisitId>) -> Outcome {
    act(&visit, id, visits::Command::Cancel { visit: id }, "visit-cancelled").await
}

pub(super) async fn mark(visit: Visit, At(id): At<VisitId>) -> Outcome {
    let came = visit.posted.has("came", "yes");
    act(&visit, id, visits::Command::Mark { visit: id, came }, "visit-marked").await
}
