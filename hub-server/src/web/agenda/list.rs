//! The days of the agenda: each time with who has it, or that it is free, or kept by the desk.

use askama::Template;
use axum::http::StatusCode;
use jiff::ToSpan as _;
use jiff::civil::Date;
use protocol::{IdeaId, PersonDetails, Problem, SlipCode};

use super::super::address;
use super::super::form::{Errors, Group, Posted};
use super::super::page::{Page, Section, show_as, status_of};
use super::super::visit::{Fault, Outcome, Visit, go};
use super::{free_choices, standing};
use crate::command::{Answer, Command};
use crate::slips::{self, Subject};
use crate::visits::{self, State, Visit as Booked, queries};

/// Days a page shows.
const DAYS: i32 = 7;
/// How far back one can look, in days.
const BACK_MAX: i32 = 366;
/// An hour more than a day, so that a day with a change of clocks is whole.
const DAY_MS: i64 = 25 * 3_600_000;

struct TimeRow {
    at_ms: i64,
    time: String,
    /// `free`, `kept`, `booked`, `came`, `missed`.
    slug: &'static str,
    state: String,
    tone: &'static str,
    /// The visit's page; empty where nobody comes.
    href: String,
    slip: String,
    idea: String,
}

struct DayRows {
    day: String,
    date: String,
    rows: Vec<TimeRow>,
    free: Vec<i64>,
    kept: Vec<i64>,
}

#[derive(Template)]
#[template(path = "desk/agenda.html")]
struct Agenda {
    page: Page,
    errors: Errors,
    days: Vec<DayRows>,
    free: Vec<Group>,
    person: PersonDetails,
    about: String,
    to_mark: String,
    previous: String,
    next: String,
    from: String,
}

pub(super) async fn page(visit: Visit) -> Outcome {
    shown(&visit, Errors::default(), StatusCode::OK).await
}

fn row(page: &Page, at_ms: i64, booked: Option<&Booked>, kept: bool) -> TimeRow {
    // What was cancelled is free again, or kept.
    let comes = booked.map(|one| one.state).filter(|state| *state != State::Cancelled);
    let (slug, tone) = match comes {
        Some(state) => standing(state),
        None if kept => ("kept", "slate"),
        None => ("free", "teal"),
    };
    TimeRow {
        at_ms,
        time: page.times.time(at_ms),
        slug,
        state: page.w.of("visit-state", slug),
        tone,
        href: booked.map(|one| format!("/agenda/{}", one.id)).unwrap_or_default(),
        slip: booked.map(|one| one.slip.to_string()).unwrap_or_default(),
        idea: booked.and_then(|one| one.about).map(|idea| idea.to_string()).unwrap_or_default(),
    }
}

async fn shown(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Ideas, "agenda-title").await;
    let node = &visit.app.node;
    let (city, now_ms) = (node.known_city()?, node.now_ms());
    let today = page.times.day_at(now_ms);
    let asked = visit.asked.read("from").unwrap_or(today);
    let earliest = today.checked_sub(BACK_MAX.days()).unwrap_or(today);
    let from: Date = asked.max(earliest).min(today.checked_add(90.days()).unwrap_or(today));
    let mut db = node.store.read().await?;
    let times = visits::times(&mut db, &city, node.id(), now_ms).await?;
    let to_mark = queries::to_mark(&mut db, node.id(), now_ms).await?;
    let clock = city.calendar.clock();
    let mut days = Vec::new();
    for ahead in 0..DAYS {
        let Ok(day) = from.checked_add(ahead.days()) else { break };
        let Ok(start) = day.to_zoned(clock.clone()) else { break };
        let start_ms = start.timestamp().as_millisecond();
        let booked = queries::between(&mut db, node.id(), (start_ms, start_ms + DAY_MS)).await?;
        let booked: Vec<Booked> =
            booked.into_iter().filter(|one| page.times.day_at(one.at_ms) == day).collect();
        let offered = times.offered.iter().find(|(other, _)| *other == day);
        let offered = offered.map(|(_, starts)| starts.clone()).unwrap_or_default();
        let mut starts: Vec<i64> = booked.iter().map(|one| one.at_ms).chain(offered).collect();
        starts.sort_unstable();
        starts.dedup();
        let of = |at: i64| booked.iter().find(|one| one.at_ms == at);
        let rows =
            starts.iter().map(|at| row(&page, *at, of(*at), times.closed.contains(at))).collect();
        let kept = |at: &i64| times.closed.contains(at) && of(*at).is_none();
        days.push(DayRows {
            day: page.times.date(day),
            date: day.to_string(),
            rows,
            free: starts.iter().copied().filter(|at| times.is_free(*at)).collect(),
            kept: starts.iter().copied().filter(kept).collect(),
        });
    }
    drop(db);
    let turn = |days: i32| {
        let to = from.checked_add(days.days()).unwrap_or(from).to_string();
        address::with("/agenda", [("from", to.as_str())])
    };
    let posted = &visit.posted;
    let about = Some(posted.trimmed("about")).filter(|about| !about.is_empty());
    let template = Agenda {
        errors,
        days,
        free: free_choices(&page, &times),
        person: who(posted),
        about: about.unwrap_or_else(|| visit.asked.trimmed("about")).to_owned(),
        to_mark: if to_mark > 0 { page.w.n("agenda-to-mark", to_mark) } else { String::new() },
        previous: if from > earliest { turn(-DAYS) } else { String::new() },
        next: turn(DAYS),
        from: from.to_string(),
        page,
    };
    show_as(status, &template)
}

/// Whoever is to come, as the form says.
fn who(posted: &Posted) -> PersonDetails {
    let field = |name: &str| posted.trimmed(name).to_owned();
    PersonDetails { name: field("name"), phone: field("phone"), address: String::new() }
}

async fn refused(visit: &Visit, problem: &Problem) -> Outcome {
    shown(visit, Errors::of(visit.words, problem), status_of(problem)).await
}

/// The idea of a slip that was typed; none for nothing.
async fn idea_of(visit: &Visit, text: &str) -> Result<Option<IdeaId>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let unknown = || Fault(Problem::not_found("unknown-idea").at("about"));
    let code: SlipCode = text.parse().map_err(|_bad| unknown())?;
    let mut db = visit.app.node.store.read().await?;
    match slips::find(&mut db, &code).await? {
        Some(Subject::Idea(card)) => Ok(Some(card.id)),
        Some(_) | None => Err(unknown()),
    }
}

pub(super) async fn book(visit: Visit) -> Outcome {
    let posted = &visit.posted;
    let Some(at_ms) = posted.read("at") else {
        return refused(&visit, &Problem::invalid("choose-one").at("at")).await;
    };
    let about = match idea_of(&visit, posted.trimmed("about")).await {
        Ok(about) => about,
        Err(Fault(problem)) => return refused(&visit, &problem).await,
    };
    let book = visits::Command::Book {
        at_ms,
        about,
        person: who(posted),
        language: visit.words.language.code().to_owned(),
    };
    let id = visit.command_id();
    match visit.submit(Command::Visits(book)).await {
        Ok(Answer::Slip(_) | Answer::Done | Answer::Forwarded) => {
            go(&format!("/agenda/{id}?done=visit-booked"))
        }
        Err(problem) => refused(&visit, &problem).await,
    }
}

pub(super) async fn keep(visit: Visit) -> Outcome {
    let posted = &visit.posted;
    let starts_ms = posted.all("at").into_iter().filter_map(|at| at.parse().ok()).collect();
    let closed = posted.has("closed", "yes");
    let from = posted.trimmed("from").to_owned();
    match visit.submit(Command::Visits(visits::Command::Keep { starts_ms, closed })).await {
        Ok(_) => {
            let done = if closed { "times-kept" } else { "times-opened" };
            go(&address::with("/agenda", [("from", from.as_str()), ("done", done)]))
        }
        Err(problem) => refused(&visit, &problem).await,
    }
}
