//! Somebody at a kiosk wants a person: shown on every page of those who can come, until one says so.

use askama::Template;
use axum::routing::{get, post};
use protocol::Problem;

use super::page::{Page, Section, show};
use super::routes::{Access, Route, look, send};
use super::visit::{At, Outcome, Visit, Wants, go};
use crate::kiosk_api;
use crate::people::roles::Permission as P;

pub(super) const ROUTES: &[Route] = &[
    look("/calls", Access::May(P::WorkOnRequests), || get(waiting)).at_hubs(),
    send("/calls/{id}", Access::May(P::WorkOnRequests), || post(answer)).at_hubs(),
];

struct Call {
    id: String,
    kiosk: String,
    since: String,
}

#[derive(Template)]
#[template(path = "web/calls.html")]
struct Calls {
    page: Page,
    calls: Vec<Call>,
}

async fn waiting(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Requests, "queue-title").await;
    let mut db = visit.app.node.store.read().await?;
    let waiting = kiosk_api::waiting(&mut db, page.times.now_ms).await?;
    drop(db);
    let calls = waiting.into_iter().map(|call| Call {
        id: call.call_id,
        kiosk: call.kiosk,
        since: page.times.since(call.called_at_ms),
    });
    let calls = calls.collect();
    show(&Calls { page, calls })
}

async fn answer(visit: Visit, At(id): At<String>) -> Outcome {
    if id.len() > 40 {
        return Err(Problem::not_found("no-such-page").into());
    }
    kiosk_api::answer_call(&visit.app.node, id).await?;
    match visit.wants {
        Wants::Fragment => waiting(visit).await,
        Wants::Page | Wants::Json => go("/requests?done=call-answered"),
    }
}
