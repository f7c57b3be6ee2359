//! What people wrote on public pages: what waits to be read at central, and what everybody reads.

use askama::Template;
use protocol::{CommandId, Problem};

use super::super::address;
use super::super::page::{Page, Section, show};
use super::super::pager;
use super::super::visit::{At, Outcome, Visit, go};
use super::near;
use crate::command::Command as Any;
use crate::desk::spoken::{self, Spoken};
use crate::desk::{Command, near as radar_of};

/// How many a page shows.
const PER_PAGE: u32 = 25;

struct Row {
    id: String,
    title: String,
    href: String,
    words: String,
    from: String,
}

#[derive(Template)]
#[template(path = "desk/comments.html")]
struct List {
    page: Page,
    rows: Vec<Row>,
    /// Whether what everybody reads is looked at.
    shown: bool,
    previous: String,
    next: String,
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Projects, "comments-title").await;
    let shown = visit.asked.has("shown", "yes");
    let number = pager::asked(&visit);
    let mut db = visit.app.node.store.read().await?;
    let all = spoken::list(&mut db, shown, (PER_PAGE + 1, (number - 1) * PER_PAGE)).await?;
    let full = all.len() > PER_PAGE as usize;
    let city = visit.app.node.known_city()?;
    let mut rows = Vec::new();
    for Spoken { id, about, words, neighbourhood, at_ms, .. } in
        all.into_iter().take(PER_PAGE as usize)
    {
        let named = radar_of::named(&mut db, &city, page.w.language.code(), &about).await?;
        let when = page.times.when(at_ms);
        let place = neighbourhood.map(|hood| page.neighbourhood(hood.as_str()));
        rows.push(Row {
            id: id.to_string(),
            title: named.as_ref().map(|one| near::title(page.w, &city, one)).unwrap_or(about),
            href: named.as_ref().map(near::href).unwrap_or_default(),
            words,
            from: place.map_or_else(|| when.clone(), |place| format!("{place} · {when}")),
        });
    }
    drop(db);
    let turn = |to: u32| {
        let to = if to > 1 { to.to_string() } else { String::new() };
        address::with(&visit.path, [("shown", if shown { "yes" } else { "" }), ("page", &to)])
    };
    let previous = if number > 1 { turn(number - 1) } else { String::new() };
    let next = if full { turn(number + 1) } else { String::new() };
    show(&List { page, rows, shown, previous, next })
}

pub(super) async fn answer(visit: Visit, At(id): At<CommandId>) -> Outcome {
    let shown = match visit.posted.trimmed("shown") {
        "yes" => true,
        "no" => false,
        _ => return Err(Problem::invalid("choose-one").at("shown").into()),
    };
    visit.submit(Any::Desk(Command::AnswerSpoken { spoken: id, shown })).await?;
    go(if shown {
        "/projects/comments?done=spoken-shown"
    } else {
        "/projects/comments?done=spoken-erased"
    })
}
