//! How each hub stands as a node of the city, at central: last contact, what is still on its way, records
//! left out and why; one-time codes with which a hub enrols or is replaced; taking its access away.
//!
//! Always true: a code is on one page once, and nowhere else. What a hub recorded stays when its access goes.

use askama::Template;
use axum::http::StatusCode;
use axum::routing::{get, post};
use protocol::{NodeId, Problem};

use super::form::Errors;
use super::page::{Page, Section, show, show_as, status_of};
use super::routes::{Access, Route, look, send};
use super::visit::{At, Fault, Outcome, Visit, go};
use crate::oversight::figures;
use crate::people::roles::{Permission, Permission as P};
use crate::store::rows::word;
use crate::sync;
use crate::sync::status::{self, HubState, HubStatus};

pub(super) const ROUTES: &[Route] = &[
    look("/hubs", Access::May(P::SeeHubs), || get(list)).at_central(),
    look("/hubs/{id}", Access::May(P::SeeHubs), || get(one)).at_central(),
    send("/hubs/{id}/code", Access::May(P::EnrolHubs), || post(new_code)).at_central(),
    send("/hubs/{id}/revoke", Access::May(P::EnrolHubs), || post(revoke)).at_central(),
    send("/hubs/{id}/seen", Access::May(P::EnrolHubs), || post(looked_at)).at_central(),
];

/// A hub that called within this time is called connected.
const PRESENT_MS: i64 = 5 * 60_000;
/// A clock further off than this is told.
const SKEW_MS: i64 = 60_000;
/// How many records left out, and how many notes, a page shows.
const MOST: u32 = 50;

struct Line {
    hub: String,
    name: String,
    tone: &'static str,
    state: String,
    contact: String,
    backlog: i64,
    known: bool,
    good: bool,
    fork: String,
    parked: i64,
    epoch: i64,
    seq: i64,
    skew: String,
    program: String,
}

struct LeftOut {
    number: String,
    kind: String,
    reason: String,
    when: String,
}

struct Note {
    when: String,
    what: String,
}

#[derive(Template)]
#[template(path = "hubs/list.html")]
struct List {
    page: Page,
    as_of: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "hubs/one.html")]
struct One {
    page: Page,
    errors: Errors,
    line: Line,
    left_out: Vec<LeftOut>,
    notes: Vec<Note>,
    may_enrol: bool,
    command: String,
}

#[derive(Template)]
#[template(path = "hubs/code.html")]
struct CodePage {
    page: Page,
    hub: String,
    name: String,
    code: String,
    until: String,
    again: bool,
}

fn line(page: &Page, hub: &NodeId, told: Option<&HubStatus>) -> Line {
    let w = page.w;
    let contact_ms = told.and_then(|told| told.last_contact_ms);
    let present = contact_ms.is_some_and(|at_ms| page.times.now_ms - at_ms < PRESENT_MS);
    let (tone, key) = match told.map(|told| told.state) {
        None => ("slate", "hub-line-not-enrolled"),
        Some(HubState::Never) => ("slate", "hub-line-never"),
        Some(HubState::Fork) => ("red", "hub-line-fork"),
        Some(HubState::Revoked) => ("red", "hub-line-revoked"),
        Some(HubState::Ok) if present => ("green", "hub-line-present"),
        Some(HubState::Ok) => ("orange", "hub-line-absent"),
    };
    let skew_ms = told.map_or(0, |told| told.skew_ms);
    let fork_ms = told.and_then(|told| told.fork_since_ms);
    Line {
        hub: hub.to_string(),
        name: page.node_name(hub.as_str()),
        tone,
        state: w.t(key),
        contact: contact_ms.map_or_else(|| w.t("hub-no-contact"), |at_ms| page.times.when(at_ms)),
        backlog: told.map_or(0, |told| told.backlog),
        known: contact_ms.is_some(),
        good: told.is_some_and(|told| told.state != HubState::Revoked),
        fork: fork_ms.map(|at_ms| page.times.when(at_ms)).unwrap_or_default(),
        parked: told.map_or(0, |told| told.parked),
        epoch: told.map_or(0, |told| told.epoch),
        seq: told.map_or(0, |told| told.seq),
        skew: if skew_ms.abs() > SKEW_MS {
            let key = if skew_ms > 0 { "hub-clock-ahead" } else { "hub-clock-behind" };
            w.n(key, skew_ms.abs() / 60_000)
        } else {
            w.t("hub-clock-right")
        },
        program: told.map(|told| told.program.clone()).unwrap_or_default(),
    }
}

/// The hubs of the city's file, then those that are enrolled and no longer in it.
async fn all(visit: &Visit, page: &Page) -> Result<Vec<(NodeId, Option<HubStatus>)>, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let mut told = status::status_of_hubs(&mut db).await?;
    drop(db);
    let city = page.city.as_deref();
    let mut hubs = Vec::new();
    for hub in city.iter().flat_map(|city| &city.hubs) {
        let Ok(id) = hub.slug.parse::<NodeId>() else { continue };
        let at = told.iter().position(|told| told.hub == id);
        let status = at.map(|at| told.remove(at));
        hubs.push((id, status));
    }
    hubs.extend(told.into_iter().map(|told| (told.hub.clone(), Some(told))));
    Ok(hubs)
}

/// A hub of this city.
async fn known(visit: &Visit, page: &Page, hub: &NodeId) -> Result<Option<HubStatus>, Fault> {
    let found = all(visit, page).await?.into_iter().find(|(id, _)| id == hub);
    let (_, status) = found.ok_or_else(|| Problem::not_found("unknown-hub"))?;
    Ok(status)
}

async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Hubs, "hubs-title").await;
    let hubs = all(&visit, &page).await?;
    show(&List {
        as_of: page.times.when(page.times.now_ms),
        lines: hubs.iter().map(|(hub, told)| line(&page, hub, told.as_ref())).collect(),
        page,
    })
}

async fn one(visit: Visit, At(hub): At<NodeId>) -> Outcome {
    shown(&visit, &hub, Errors::default(), StatusCode::OK).await
}

async fn shown(visit: &Visit, hub: &NodeId, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Hubs, "hubs-title").await;
    let told = known(visit, &page, hub).await?;
    let mut db = visit.app.node.store.read().await?;
    let left_out = figures::parked(&mut db, Some(hub), MOST, 0).await?;
    let notes = sync::facts::notes_of(&mut db, hub, MOST).await?;
    drop(db);
    let line = line(&page, hub, told.as_ref());
    let left_out = left_out.iter().map(|record| LeftOut {
        number: format!("{}/{}", record.epoch, record.seq),
        kind: record.kind.clone(),
        reason: record.reason.clone(),
        when: page.times.when(record.parked_at_ms),
    });
    let notes = notes.iter().map(|note| Note {
        when: page.times.when(note.at_ms),
        what: page.w.of("hub-note", word(&note.what)),
    });
    let template = One {
        left_out: left_out.collect(),
        notes: notes.collect(),
        may_enrol: visit.may(Permission::EnrolHubs),
        command: page.fresh(),
        page: page.titled(line.name.clone()),
        errors,
        line,
    };
    show_as(status, &template)
}

async fn new_code(visit: Visit, At(hub): At<NodeId>) -> Outcome {
    let page = Page::of(&visit, Section::Hubs, "hub-code-title").await;
    let told = known(&visit, &page, &hub).await?;
    let code = sync::new_enrolment_code(&visit.app.node, &hub).await?;
    show(&CodePage {
        name: page.node_name(hub.as_str()),
        hub: hub.to_string(),
        until: page.times.when(page.times.now_ms + sync::CODE_LASTS_MS),
        again: told.is_some(),
        code,
        page,
    })
}

async fn revoke(visit: Visit, At(hub): At<NodeId>) -> Outcome {
    if !visit.posted.has("sure", "yes") {
        let mut errors = Errors::default();
        errors.add(visit.words, "sure", "hub-revoke-not-sure");
        return shown(&visit, &hub, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    match sync::revoke(&visit.app.node, &hub, visit.actor()?).await {
        Ok(()) => go(&format!("/hubs/{hub}?done=hub-revoked")),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            shown(&visit, &hub, errors, status_of(&problem)).await
        }
    }
}

/// A person has looked at two histories of one hub.
async fn looked_at(visit: Visit, At(hub): At<NodeId>) -> Outcome {
    let page = Page::of(&visit, Section::Hubs, "hubs-title").await;
    known(&visit, &page, &hub).await?;
    let of = hub.clone();
    visit
        .app
        .node
        .change(move |write| {
            Box::pin(async move { Ok(status::acknowledge_fork(write.db, &of).await?) })
        })
        .await?;
    go(&format!("/hubs/{hub}?done=hub-seen"))
}
