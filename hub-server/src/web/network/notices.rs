//! A word to every antenna of some neighbourhoods, of a zone or of the whole city (C30), and what was written before.

use askama::Template;
use axum::http::StatusCode;
use protocol::Slug;

use crate::command::Command;
use crate::network::{self, notices};
use crate::web::form::{Choice, Errors, Group};
use crate::web::page::{Page, requests_in, show_as, status_of};
use crate::web::requests::{Names, actor};
use crate::web::visit::{Fault, Outcome, Visit, go};

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
    circles: Vec<Group>,
    hoods: Vec<Choice>,
    hours: Vec<Choice>,
    said: Vec<Said>,
}

pub(super) async fn form(visit: Visit) -> Outcome {
    shown(&visit, Errors::default(), StatusCode::OK).await
}

async fn shown(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, super::section(visit), "notices-title").await;
    let node = &visit.app.node;
    let reached = reached(visit)?;
    let hoods = reached
        .iter()
        .map(|hood| Choice {
            value: hood.clone(),
            label: page.neighbourhood(hood),
            chosen: visit.posted.has("neighbourhoods", hood),
        })
        .collect();
    let now = visit.posted.trimmed("circle");
    let mut circles = vec![Choice::new("", page.w.t("notice-circle-chosen"), now)];
    for zone in page.city.iter().flat_map(|city| &city.zones) {
        if zone.neighbourhoods.iter().any(|hood| reached.contains(&hood.slug)) {
            let label = page.w.a("scope-zone", "name", &zone.name);
            circles.push(Choice::new(format!("zone:{}", zone.slug), label, now));
        }
    }
    let all = if page.central { "notice-circle-city" } else { "notice-circle-hub" };
    circles.push(Choice::new("all", page.w.t(all), now));
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
        // A link can begin it.
        text: match visit.posted.text("text") {
            "" => visit.asked.text("text").chars().take(notices::TEXT_MAX).collect(),
            typed => typed.to_owned(),
        },
        hours: HOURS.iter().map(|(hours, key)| Choice::new(hours, page.w.t(key), now)).collect(),
        circles: vec![Group::plain(circles)],
        hoods,
        said,
        page,
        errors,
    };
    show_as(status, &template)
}

/// The neighbourhoods somebody can write to: at central those of the whole city, at a hub those it serves, in their
/// part of it.
fn reached(visit: &Visit) -> Result<Vec<String>, Fault> {
    let node = &visit.app.node;
    let city = node.known_city()?;
    let within = requests_in(Some(&city), &visit.me()?.scope);
    let all: Vec<String> = if node.id().is_central() {
        city.neighbourhoods().map(|(_, hood)| hood.slug.clone()).collect()
    } else {
        city.hub(node.id().as_str()).map(|hub| hub.served.clone()).unwrap_or_default()
    };
    let mine = |hood: &String| within.as_ref().is_none_or(|within| within.contains(hood));
    Ok(all.into_iter().filter(mine).collect())
}

/// The neighbourhoods of the circle in the form: all one can write to, those in a zone, or those ticked.
fn circle(visit: &Visit) -> Result<Vec<String>, Fault> {
    let (posted, reached) = (&visit.posted, reached(visit)?);
    let circle = posted.trimmed("circle");
    if circle == "all" {
        return Ok(reached);
    }
    let Some(zone) = circle.strip_prefix("zone:") else {
        return Ok(posted.all("neighbourhoods").into_iter().map(str::to_owned).collect());
    };
    let city = visit.app.node.known_city()?;
    Ok(reached.into_iter().filter(|hood| city.zone_holding(hood) == Some(zone)).collect())
}

pub(super) async fn post_one(visit: Visit) -> Outcome {
    let posted = &visit.posted;
    let hoods = circle(&visit)?;
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
