//! Paths: civil service, work inclusion, schools, volunteering. Whose path it is comes from the vault, and every
//! page that shows a name leaves a line in its log of readings.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use protocol::{PathId, PersonDetails, PersonId, PostId, Problem};

use super::{Tab, colleagues, name_of, staff_choices, tabs};
use crate::command::Command;
use crate::web::form::{Choice, Errors, Group};
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::visit::{At, Fault, Outcome, Visit, go};
use crate::work::Command as Work;
use crate::work::events::{PathOpened, Programme, Skill};
use crate::work::posts::{self, PostRow};
use crate::work::queries::{self, PathRow, PathState};

/// Most names one page reads from the vault.
const NAMES_AT_ONCE: usize = 100;

struct Card {
    id: String,
    name: String,
    programme: String,
    tutor: String,
    span: String,
    hours: String,
    percent: i64,
    running: bool,
}

#[derive(Template)]
#[template(path = "work/paths.html")]
struct Paths {
    page: Page,
    tabs: Vec<Tab>,
    errors: Errors,
    cards: Vec<Card>,
    /// The posts in which somebody can begin, the first choice for none.
    posts: Vec<Group>,
    programmes: Vec<Choice>,
    staff: Vec<Group>,
    name: String,
    phone: String,
    hours: String,
    from: String,
    to: String,
    command: String,
}

#[derive(Template)]
#[template(path = "work/path.html")]
struct PathPage {
    page: Page,
    errors: Errors,
    card: Card,
    /// The post they are in, in words; empty for none.
    post: String,
    phone: String,
    days: Vec<(String, String)>,
    lengths: Vec<(i64, String)>,
    skills: Vec<String>,
    other_skills: Vec<Group>,
    today: String,
    command: String,
}

/// What the vault knows of people, read once and recorded.
pub(super) async fn people_of(
    visit: &Visit,
    ids: Vec<PathId>,
    why: &'static str,
) -> Result<BTreeMap<PathId, PersonDetails>, Fault> {
    let people = ids.iter().map(|id| PersonId::new(id.uuid())).collect();
    let read = ids.into_iter().zip(visit.people(people, why).await?);
    Ok(read.filter_map(|(id, details)| Some((id, details?))).collect())
}

fn card(
    page: &Page,
    path: &PathRow,
    all: &[(protocol::StaffId, String)],
    name: Option<String>,
) -> Card {
    let (done, agreed) = (path.done.get(), path.agreed.get());
    let lengths = [page.times.length(done), page.times.length(agreed)];
    Card {
        id: path.id.to_string(),
        name: name.unwrap_or_else(|| page.w.t("path-nameless")),
        programme: page.w.of("programme", path.programme.slug()),
        tutor: name_of(all, path.tutor),
        span: [page.times.day_of(&path.from), page.times.day_of(&path.to)].join(" – "),
        hours: page
            .w
            .all("path-hours", &[("done", lengths[0].as_str()), ("agreed", lengths[1].as_str())]),
        percent: (done * 100 / agreed.max(1)).clamp(0, 100),
        running: path.state == PathState::Running,
    }
}

pub(super) async fn list(visit: Visit) -> Outcome {
    listed(&visit, Errors::default(), StatusCode::OK).await
}

async fn listed(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Work, "paths-title").await;
    let all = colleagues(visit).await?;
    let mut db = visit.app.node.store.read().await?;
    let paths = queries::paths(&mut db, visit.app.node.id()).await?;
    let there = posts::posts(&mut db, visit.app.node.id()).await?;
    drop(db);
    let ids = paths.iter().take(NAMES_AT_ONCE).map(|path| path.id).collect();
    let people = people_of(visit, ids, "path-list").await?;
    let cards = paths.iter().map(|path| {
        let name = people.get(&path.id).map(|person| person.name.clone());
        card(&page, path, &all, name)
    });
    let posted = &visit.posted;
    let or = |field: &str, first: &str| {
        let text = posted.trimmed(field);
        if text.is_empty() { first.to_owned() } else { text.to_owned() }
    };
    // Whoever comes from a post finds what it says.
    let asked: Option<PostId> = visit.asked.read("post");
    let from = there.iter().find(|post| Some(post.id) == asked && post.free() > 0);
    let programme = from.map_or(Programme::Volunteering, |post| post.programme);
    let programme = or("programme", programme.slug());
    let me = from.map_or(visit.me()?.staff, |post| post.tutor).to_string();
    let hours = from.map(|post| (post.agreed.get() / 60).to_string()).unwrap_or_default();
    let first_day = from.map_or_else(|| page.times.today(), |post| post.from.clone());
    let last_day = from.map(|post| post.to.clone()).unwrap_or_default();
    let post = or("post", &from.map(|post| post.id.to_string()).unwrap_or_default());
    let programmes = Programme::ALL
        .iter()
        .map(|p| Choice::new(p.slug(), page.w.of("programme", p.slug()), &programme));
    let template = Paths {
        tabs: tabs(&page, "/paths"),
        errors,
        cards: cards.collect(),
        programmes: programmes.collect(),
        posts: post_choices(&page, &there, &post),
        staff: staff_choices(&all, &or("tutor", &me)),
        name: posted.trimmed("name").to_owned(),
        phone: posted.trimmed("phone").to_owned(),
        hours: or("hours", &hours),
        from: or("from", &first_day),
        to: or("to", &last_day),
        command: page.fresh(),
        page,
    };
    show_as(status, &template)
}

/// The posts in which somebody can begin now, after a first choice for none.
fn post_choices(page: &Page, there: &[PostRow], now: &str) -> Vec<Group> {
    let none = Choice::new("", page.w.t("path-no-post"), now);
    let free = there.iter().filter(|post| post.free() > 0);
    let free = free.map(|post| Choice::new(post.id, post_named(page, post), now));
    vec![Group::plain([none].into_iter().chain(free).collect())]
}

/// A post as a choice names it.
fn post_named(page: &Page, post: &PostRow) -> String {
    let place = page.neighbourhood(post.neighbourhood.as_str());
    let words = post.words.clone().unwrap_or_else(|| page.w.of("programme", post.programme.slug()));
    [words, place].join(" · ")
}

pub(super) async fn open(visit: Visit) -> Outcome {
    let posted = &visit.posted;
    let invalid = |slug: &str, field: &str| Problem::invalid(slug).at(field);
    let read = || -> Result<Work, Problem> {
        let programme = Programme::from_slug(posted.trimmed("programme"));
        let hours: u32 = posted
            .read("hours")
            .ok_or_else(|| invalid("out-of-range", "hours").with("most", 4_000))?;
        Ok(Work::OpenPath {
            path: PathOpened {
                programme: programme.unwrap_or(Programme::Volunteering),
                tutor: posted.read("tutor").ok_or_else(|| invalid("unknown-staff", "tutor"))?,
                agreed_min: hours.saturating_mul(60),
                from: posted.trimmed("from").to_owned(),
                to: posted.trimmed("to").to_owned(),
                post: posted.read("post"),
            },
            person: PersonDetails {
                name: posted.trimmed("name").to_owned(),
                phone: posted.trimmed("phone").to_owned(),
                address: String::new(),
            },
        })
    };
    let outcome = match read() {
        Ok(command) => visit.submit(Command::Work(command)).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(_) => go("/paths?done=path-opened"),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            listed(&visit, errors, status_of(&problem)).await
        }
    }
}

/// A path of this hub.
pub(super) async fn found(visit: &Visit, id: PathId) -> Result<PathRow, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let path = queries::path(&mut db, id).await?;
    let here = path.filter(|path| path.home == *visit.app.node.id());
    here.ok_or_else(|| Problem::not_found("work-unknown").into())
}

pub(super) async fn one(visit: Visit, At(id): At<PathId>) -> Outcome {
    shown(&visit, id, Errors::default(), StatusCode::OK).await
}

async fn shown(visit: &Visit, id: PathId, errors: Errors, status: StatusCode) -> Outcome {
    let path = found(visit, id).await?;
    let page = Page::of(visit, Section::Work, "path-title").await;
    let all = colleagues(visit).await?;
    let mut db = visit.app.node.store.read().await?;
    let days = queries::hours(&mut db, id).await?;
    let post = match path.post {
        Some(post) => posts::post(&mut db, post).await?,
        None => None,
    };
    drop(db);
    let person = people_of(visit, vec![id], "path-page").await?.remove(&id);
    let days = days
        .iter()
        .rev()
        .map(|(day, minutes)| (page.times.day_of(day), page.times.length(minutes.get())));
    let others = Skill::ALL
        .iter()
        .filter(|skill| !path.skills.contains(skill))
        .map(|skill| Choice::new(skill.slug(), page.w.of("learnt", skill.slug()), ""));
    let others: Vec<Choice> = others.collect();
    let template = PathPage {
        errors,
        post: post.map(|post| post_named(&page, &post)).unwrap_or_default(),
        phone: person.as_ref().map(|person| person.phone.clone()).unwrap_or_default(),
        card: card(&page, &path, &all, person.map(|person| person.name)),
        days: days.collect(),
        lengths: [60, 120, 180, 240, 300].map(|m| (m, page.times.length(m))).into(),
        skills: path.skills.iter().map(|skill| page.w.of("learnt", skill.slug())).collect(),
        other_skills: if others.is_empty() { Vec::new() } else { vec![Group::plain(others)] },
        today: page.times.today(),
        command: page.fresh(),
        page,
    };
    show_as(status, &template)
}

async fn done(visit: &Visit, id: PathId, command: Work, what: &str) -> Outcome {
    match visit.submit(Command::Work(command)).await {
        Ok(_) => go(&format!("/paths/{id}?done={what}")),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            shown(visit, id, errors, status_of(&problem)).await
        }
    }
}

pub(super) async fn hours(visit: Visit, At(path): At<PathId>) -> Outcome {
    found(&visit, path).await?;
    let day = visit.posted.trimmed("day").to_owned();
    let minutes = visit.posted.read("minutes").unwrap_or(0);
    done(&visit, path, Work::LogHours { path, day, minutes }, "hours-logged").await
}

pub(super) async fn skill(visit: Visit, At(path): At<PathId>) -> Outcome {
    found(&visit, path).await?;
    let skill = Skill::from_slug(visit.posted.trimmed("skill"));
    let skill = skill.ok_or_else(|| Problem::invalid("field-missing").at("skill"))?;
    done(&visit, path, Work::AddSkill { path, skill }, "skill-added").await
}

pub(super) async fn end(visit: Visit, At(path): At<PathId>) -> Outcome {
    found(&visit, path).await?;
    done(&visit, path, Work::EndPath { path }, "path-ended").await
}
