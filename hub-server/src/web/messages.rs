//! Words with antennae: who wrote and waits for an answer, one antenna's thread, and the answer.
//!
//! Always true: what an antenna wrote stays marked as new until somebody answers or says that it was read, and
//! then it is read for everybody here.

use askama::Template;
use axum::http::StatusCode;
use axum::routing::{get, post};
use protocol::{DeviceId, Problem, RequestId};
use sqlx::AnyConnection;

use super::antennae;
use super::form::{Choice, Errors, Group};
use super::page::{Page, Section, show, show_as, status_of};
use super::requests::{Names, actor};
use super::routes::{Access, Route, look, send};
use super::visit::{At, Fault, Outcome, Visit, go};
use crate::command::Command;
use crate::messages::{self, queries};
use crate::network::{self, Device, inbox};
use crate::people::authority;
use crate::people::roles::Permission as P;
use crate::requests::queries::brief;
use crate::store::StoreError;

pub(super) const ROUTES: &[Route] = &[
    look("/messages", Access::May(P::ReadWords), || get(list)).at_hubs(),
    look("/messages/{id}", Access::May(P::ReadWords), || get(thread)).at_hubs(),
    send("/messages/{id}", Access::May(P::WorkOnRequests), || post(write)).at_hubs(),
    send("/messages/{id}/read", Access::May(P::WorkOnRequests), || post(mark_read)).at_hubs(),
];

/// Most threads on the list.
const THREADS: i64 = 300;
/// Messages on one page of a thread.
const PAGE: i64 = 60;
/// How much of the last message the list shows, in characters.
const SHOWN: usize = 120;

/// One thread on the list.
struct Row {
    device: String,
    name: String,
    last: String,
    by_hub: bool,
    when: String,
    unread: i64,
}

#[derive(Template)]
#[template(path = "messages/list.html")]
struct List {
    page: Page,
    rows: Vec<Row>,
    q: String,
    only_unread: bool,
    unread: i64,
}

/// One message as a page shows it.
pub(super) struct Line {
    pub by_hub: bool,
    pub who: String,
    pub when: String,
    pub text: String,
    /// The request it is about: its id and what it is called; empty in general.
    pub about: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "messages/thread.html")]
struct ThreadPage {
    page: Page,
    device: String,
    antenna: String,
    lines: Vec<Line>,
    older: Option<i64>,
    newer: Option<i64>,
    unread: i64,
    about: Vec<Group>,
    text: String,
    errors: Errors,
    may_write: bool,
}

/// The messages about one request, on its page.
#[derive(Template)]
#[template(path = "messages/card.html")]
pub(super) struct Card {
    page: Page,
    /// Who would read an answer: the device and its name; nobody where nobody holds the request.
    to: Option<(String, String)>,
    request: String,
    lines: Vec<Line>,
    may_write: bool,
}

async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Messages, "messages-title").await;
    let node = &visit.app.node;
    let q = visit.asked.trimmed("q").to_owned();
    let only_unread = visit.asked.trimmed("show") != "all";
    let mut db = node.store.read().await?;
    let unread = queries::unread_at(&mut db, node.id()).await?;
    let mut rows = Vec::new();
    for thread in queries::threads(&mut db, node.id(), only_unread, THREADS).await? {
        let Some(device) = network::device(&mut db, thread.device).await? else { continue };
        if !visit.may_on(P::ReadWords, &target(&visit, &device)) {
            continue;
        }
        let name = antennae::name_of(&mut db, thread.device).await?;
        let name = name.unwrap_or_else(|| page.w.t("actor-device"));
        if !q.is_empty() && !name.to_lowercase().contains(&q.to_lowercase()) {
            continue;
        }
        let last = queries::last(&mut db, thread.device).await?;
        let by_hub = last.as_ref().is_some_and(|last| last.by_hub);
        let text = last.and_then(|last| last.text);
        rows.push(Row {
            device: thread.device.to_string(),
            name,
            last: text.map_or_else(|| page.w.t("message-erased"), |text| shortened(&text)),
            by_hub,
            when: page.times.when(thread.last_at_ms),
            unread: thread.unread,
        });
    }
    drop(db);
    show(&List { page, rows, q, only_unread, unread })
}

fn shortened(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

fn target(visit: &Visit, device: &Device) -> crate::people::Target {
    let first = device.neighbourhoods.first();
    authority::maybe_place(&visit.app.node, device.home.clone(), first)
}

/// An antenna's device of this hub that the visit may see under `permission`.
async fn of_here(visit: &Visit, id: DeviceId, permission: P) -> Result<Device, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let device = network::device(&mut db, id).await?;
    drop(db);
    let device = device.filter(|device| device.home == *visit.app.node.id());
    let device = device.ok_or_else(|| Problem::not_found("device-unknown"))?;
    visit.must(permission, &target(visit, &device))?;
    Ok(device)
}

async fn thread(visit: Visit, At(id): At<DeviceId>) -> Outcome {
    let device = of_here(&visit, id, P::ReadWords).await?;
    shown(&visit, &device, None).await
}

async fn shown(visit: &Visit, device: &Device, refused: Option<Problem>) -> Outcome {
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let mut page = Page::of(visit, Section::Messages, "messages-title").await;
    let mut errors = Errors::default();
    match refused {
        Some(problem) if problem.field.is_some() => errors = Errors::of(page.w, &problem),
        Some(problem) => page = page.refusing(problem),
        None => {}
    }
    let node = &visit.app.node;
    let id = device.device;
    let mut db = node.store.read().await?;
    let name = device.label.clone().unwrap_or_else(|| page.w.t("actor-device"));
    page = page.titled(name);
    let skip = visit.asked.read::<i64>("skip").unwrap_or_default().max(0);
    let found = queries::of_device(&mut db, id, PAGE + 1, skip).await?;
    let more = i64::try_from(found.len()).unwrap_or(i64::MAX) > PAGE;
    let found = if more { found[1..].to_vec() } else { found };
    let lines = lines(&page, &mut db, &found).await?;
    let unread = queries::unread(&mut db, id).await?;
    let kept = network::antennae::queries::of_device(&mut db, id).await?;
    let now = visit.posted.trimmed("about").to_owned();
    let about = about(&page, &mut db, id, &now).await?;
    drop(db);
    let template = ThreadPage {
        device: id.to_string(),
        antenna: kept.map(|kept| kept.id.to_string()).unwrap_or_default(),
        lines,
        older: more.then_some(skip + PAGE),
        newer: (skip > 0).then_some((skip - PAGE).max(0)),
        unread,
        about: vec![Group::plain(about)],
        text: visit.posted.text("text").to_owned(),
        errors,
        may_write: visit.may(P::WorkOnRequests) && device.revoked_at_ms.is_none(),
        page,
    };
    show_as(status, &template)
}

async fn lines(
    page: &Page,
    db: &mut AnyConnection,
    found: &[queries::Message],
) -> Result<Vec<Line>, StoreError> {
    let mut names = Names::default();
    let mut lines = Vec::with_capacity(found.len());
    for message in found {
        let who = if message.by_hub {
            actor(db, page, &mut names, &message.actor).await?
        } else {
            let name = antennae::name_of(db, message.device).await?;
            name.unwrap_or_else(|| page.w.t("actor-device"))
        };
        let about = match message.about {
            None => None,
            Some(request) => Some((request.to_string(), called(page, db, request).await?)),
        };
        let text = message.text.clone().unwrap_or_else(|| page.w.t("message-erased"));
        let when = page.times.when(message.at_ms);
        lines.push(Line { by_hub: message.by_hub, who, when, text, about });
    }
    Ok(lines)
}

/// What a request is called: its kind and its slip.
async fn called(
    page: &Page,
    db: &mut AnyConnection,
    request: RequestId,
) -> Result<String, StoreError> {
    let found = brief(db, request).await?;
    Ok(found.map_or_else(String::new, |found| {
        format!("{} · {}", page.category(found.category.as_str()), found.slip)
    }))
}

/// What can be written about: in general, and the requests this device held, the latest first.
async fn about(
    page: &Page,
    db: &mut AnyConnection,
    device: DeviceId,
    now: &str,
) -> Result<Vec<Choice>, StoreError> {
    let mut choices = vec![Choice::new("", page.w.t("message-general"), now)];
    let mut held = inbox::ever_assigned(db, device).await?;
    held.sort_unstable_by(|one, other| other.cmp(one));
    for request in held.into_iter().take(20) {
        choices.push(Choice::new(request, called(page, db, request).await?, now));
    }
    Ok(choices)
}

async fn write(visit: Visit, At(id): At<DeviceId>) -> Outcome {
    let device = of_here(&visit, id, P::WorkOnRequests).await?;
    let about = visit.posted.read::<RequestId>("about");
    let text = visit.posted.text("text").to_owned();
    let write = messages::Command::Write { device: id, about, text };
    match visit.submit(Command::Messages(write)).await {
        Ok(_) => match (about, visit.posted.trimmed("back")) {
            (Some(request), "request") => go(&format!("/requests/{request}?done=message-sent")),
            _ => go(&format!("/messages/{id}?done=message-sent")),
        },
        Err(problem) => shown(&visit, &device, Some(problem)).await,
    }
}

async fn mark_read(visit: Visit, At(id): At<DeviceId>) -> Outcome {
    let device = of_here(&visit, id, P::WorkOnRequests).await?;
    match visit.submit(Command::Messages(messages::Command::MarkRead { device: id })).await {
        Ok(_) => go("/messages?done=messages-read"),
        Err(problem) => shown(&visit, &device, Some(problem)).await,
    }
}

/// The messages about a request with its helper, as a part of its page; empty where there is nobody to write to and
/// nothing was written.
///
/// # Errors
/// [`StoreError`].
pub(super) async fn card(
    visit: &Visit,
    page: &Page,
    db: &mut AnyConnection,
    request: RequestId,
    helper: Option<DeviceId>,
) -> Result<String, StoreError> {
    if page.central || !visit.may(P::ReadWords) {
        return Ok(String::new());
    }
    // Whom an operator calls reads nothing here.
    let helper = match helper {
        Some(device) if network::device(db, device).await?.is_some() => Some(device),
        Some(_) | None => None,
    };
    let found = queries::of_request(db, request, PAGE).await?;
    if found.is_empty() && helper.is_none() {
        return Ok(String::new());
    }
    let lines = lines(page, db, &found).await?;
    let to = match helper {
        None => None,
        Some(device) => {
            let name = antennae::name_of(db, device).await?;
            Some((device.to_string(), name.unwrap_or_else(|| page.w.t("actor-device"))))
        }
    };
    let may_write = visit.may(P::WorkOnRequests) && to.is_some();
    let card = Card { page: page.clone(), to, request: request.to_string(), lines, may_write };
    card.render().map_err(|error| StoreError::Corrupt {
        what: "messages/card.html".to_owned(),
        why: error.to_string(),
    })
}
