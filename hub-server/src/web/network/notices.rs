//! A word to every antenna of some neighbourhoods (C30), and what was written before.

use askama::Template;
use axum::http::StatusCode;
use protocol::Slug;

use crate::command::Command;
use crate::network::{self, notices};
use crate::web::form::{Choice, Errors};
use crate::web::page::{Page, Section, requests_in, show_as, status_of};
use crate::web::requests::{Names, actor};
use crate::web::visit::{Outcome, Visit, go};

/// For how long a notice can stand, in hours.
const HOURS: [(&str, &str); 4] =
    [("12", "notice-today"), ("48", "notice-days"), ("168", "notice-week"), ("336", "notice-two")];

struct Said {
    text: String,
    places: String,
    when: String,
    until: String,
    who: String,
    over: bool,
}

#[derive(Template)]
#[template(path = "network/notices.html")]
struct Notices {
    page: Page,
    errors: Errors,
    text: String,
    hoods: Vec<Choice>,
    hours: Vec<Choice>,
    said: Vec<Said>,
}

pub(super) async fn form(visit: Visit) -> Outcome {
    shown(&visit, Errors::default(), StatusCode::OK).await
}

async fn shown(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Antennae, "notices-title").await;
    let node = &visit.app.node;
    let within = requests_in(page.city.as_deref(), &visit.me()?.scope);
    let served = page.city.iter().flat_map(|city| city.hub(node.id().as_str()));
    let hoods = served
        .flat_map(|hub| &hub.served)
        .filter(|hood| within.as_ref().is_none_or(|within| within.contains(hood)))
        .map(|hood| Choice {
            value: hood.clone(),
            label: page.neighbourhood(hood),
            chosen: visit.posted.has("neighbourhoods", hood),
        })
        .collect();
    let mut said = Vec::new();
    let mut names = Names::default();
    let mut db = node.store.read().await?;
    for notice in notices::latest(&mut db, node.id()).await? {
        let places = notice.neighbourhoods.iter().map(|hood| page.neighbourhood(hood.as_str()));
        said.push(Said {
            places: places.collect::<Vec<_>>().join(", "),
            when: page.times.when(notice.posted_at_ms),
            until: page.times.when(notice.until_ms),
            who: actor(&mut db, &page, &mut names, &notice.actor).await?,
            over: notice.until_ms <= page.times.now_ms,
            text: notice.text,
        });
    }
    drop(db);
    let now = visit.posted.trimmed("hours");
    let now = if now.is_empty() { "48" } else { now };
    let template = Notices {
        text: visit.posted.text("text").to_owned(),
        hours: HOURS.iter().map(|(hours, key)| Choice::new(hours, page.w.t(key), now)).collect(),
        hoods,
        said,
        page,
        errors,
    };
    show_as(status, &template)
}

pub(super) async fn post_one(visit: Visit) -> Outcome {
    let posted = &visit.posted;
    let hoods = posted.all("neighbourhoods");
    let post = network::Command::PostNotice {
        neighbourhoods: hoods.iter().filter_map(|hood| hood.parse::<Slug>().ok()).collect(),
        text: posted.text("text").to_owned(),
        hours: posted.read("hours").unwrap_or_default(),
    };
    match visit.submit(Command::Network(post)).await {
        Ok(_) => go("/notices?done=notice-posted"),
        Err(problem) if problem.status == 422 => {
            let errors = Errors::of(visit.words, &problem);
            shown(&visit, errors, status_of(&problem)).await
        }
        Err(problem) => Err(problem.into()),
    }
}
