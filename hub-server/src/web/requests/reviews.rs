//! What whoever answers for the hub looks at again: what was shared without consent, and what went wrong; each with
//! "seen" and, where there is something to say, a note that they alone read.

use askama::Template;
use axum::http::StatusCode;
use protocol::{EventId, Problem, RequestId};

use super::queue::Names;
use super::steps::actor;
use crate::command::Command;
use crate::people::roles::Permission;
use crate::requests;
use crate::requests::reviews::{self, Kind, Review};
use crate::store::StoreError;
use crate::store::rows::word;
use crate::web::form::Errors;
use crate::web::page::{Page, Section, requests_in, show_as, status_of};
use crate::web::visit::{At, Outcome, Visit, go};

struct Line {
    thing: String,
    request: String,
    kind: String,
    tone: &'static str,
    icon: &'static str,
    what: String,
    said: String,
    who: String,
    when: String,
    seen: String,
    note: String,
    wrong: String,
}

#[derive(Template)]
#[template(path = "requests/reviews.html")]
struct List {
    page: Page,
    open: Vec<Line>,
    seen: Vec<Line>,
}

pub(super) async fn list(visit: Visit) -> Outcome {
    shown(&visit, None).await
}

async fn shown(visit: &Visit, refused: Option<&Problem>) -> Outcome {
    let status = refused.map_or(StatusCode::OK, status_of);
    let page = Page::of(visit, Section::Requests, "reviews-title").await;
    let within = requests_in(page.city.as_deref(), &visit.me()?.scope);
    let near = |review: &Review| {
        let hood = review.neighbourhood.as_str();
        within.as_ref().is_none_or(|within| within.iter().any(|one| one == hood))
    };
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let mut names = Names::default();
    let (mut open, mut seen) = (Vec::new(), Vec::new());
    for review in reviews::open(&mut db, node.id()).await?.iter().filter(|one| near(one)) {
        open.push(line(visit, &page, &mut db, &mut names, review, refused).await?);
    }
    for review in reviews::seen_at(&mut db, node.id()).await?.iter().filter(|one| near(one)) {
        seen.push(line(visit, &page, &mut db, &mut names, review, None).await?);
    }
    drop(db);
    show_as(status, &List { page, open, seen })
}

async fn line(
    visit: &Visit,
    page: &Page,
    db: &mut sqlx::AnyConnection,
    names: &mut Names,
    review: &Review,
    refused: Option<&Problem>,
) -> Result<Line, StoreError> {
    let posted = &visit.posted;
    let mine = posted.trimmed("thing") == review.thing.to_string();
    let city = page.city.as_deref();
    let service = review.service.as_ref().filter(|_| review.kind == Kind::Danger);
    let service = service.and_then(|slug| city.and_then(|city| city.service(slug.as_str())));
    let service = service.map(|found| found.name.in_language(page.w.language.code()).to_owned());
    let what = [Some(page.category(review.category.as_str())), service];
    let seen = match &review.seen {
        Some((at_ms, by)) => {
            let name = actor(db, page, names, by).await?;
            page.w.all("reviews-seen-by", &[("name", &name), ("when", &page.times.when(*at_ms))])
        }
        None => String::new(),
    };
    let wrong = refused.filter(|_| mine).map(|problem| Errors::of(visit.words, problem));
    Ok(Line {
        thing: review.thing.to_string(),
        request: review.request.to_string(),
        kind: page.w.of("review-kind", word(&review.kind)),
        tone: match review.kind {
            Kind::Incident => "red",
            Kind::Danger => "orange",
        },
        icon: match review.kind {
            Kind::Incident => "warning-circle",
            Kind::Danger => "buildings",
        },
        what: what.into_iter().flatten().collect::<Vec<_>>().join(" → "),
        said: review.body.clone().unwrap_or_default(),
        who: actor(db, page, names, &review.by).await?,
        when: page.times.when(review.at_ms),
        seen,
        note: if mine { posted.text("note").to_owned() } else { String::new() },
        wrong: wrong.map(|errors| errors.at("text").to_owned()).unwrap_or_default(),
    })
}

/// Notes that something was looked at.
pub(super) async fn seen(visit: Visit, At(id): At<RequestId>) -> Outcome {
    visit.request(id, Permission::SeeIncidents).await?;
    let Some(thing) = visit.posted.read::<EventId>("thing") else {
        return shown(&visit, Some(&Problem::invalid("left-out").at("thing"))).await;
    };
    let text = visit.posted.text("note").to_owned();
    let review = requests::Command::Review { request: id, thing, text };
    match visit.submit(Command::Requests(review)).await {
        Ok(_) => go("/reviews?done=reviewed"),
        Err(problem) => shown(&visit, Some(&problem)).await,
    }
}
