//! What is planned and what is over; planning something new.

use askama::Template;
use axum::http::StatusCode;
use jiff::ToSpan as _;
use jiff::civil::Date;
use protocol::{Channel, GatheringId, Problem};

use super::{heads_in_words, icon, staff_choices};
use crate::command::Command;
use crate::gatherings::Command as Gatherings;
use crate::gatherings::decide::MEETINGS_MAX;
use crate::gatherings::events::{Kind, Plan, When};
use crate::gatherings::queries;
use crate::web::form::{Choice, Errors, Group};
use crate::web::page::{Page, Section, show, show_as, status_of};
use crate::web::requests::hood_choices;
use crate::web::visit::{Outcome, Visit, go};
use crate::web::work::{colleagues, minute_of};

struct Row {
    id: String,
    icon: &'static str,
    title: String,
    kind: String,
    place: String,
    days: String,
    heads: String,
    came: i64,
    full: bool,
}

#[derive(Template)]
#[template(path = "gatherings/list.html")]
struct List {
    page: Page,
    past: bool,
    search: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "gatherings/new.html")]
struct New {
    page: Page,
    errors: Errors,
    kinds: Vec<Choice>,
    hoods: Vec<Group>,
    staff: Vec<Group>,
    title: String,
    place: String,
    day: String,
    from: String,
    to: String,
    times: String,
    seats: String,
    command: String,
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Gatherings, "gatherings-title").await;
    let past = visit.asked.trimmed("tab") == "past";
    let search: String = visit.asked.trimmed("q").chars().take(60).collect();
    let mut db = visit.app.node.store.read().await?;
    let lines = queries::lines(&mut db, visit.app.node.id(), &page.times.today(), past).await?;
    drop(db);
    let wanted = search.to_lowercase();
    let rows = lines
        .into_iter()
        .filter(|line| line.gathering.title.to_lowercase().contains(&wanted))
        .map(|line| {
            let known = &line.gathering;
            let first = page.times.day_of(&line.first_day);
            let days = if line.first_day == line.last_day {
                first
            } else {
                [first, page.times.day_of(&line.last_day)].join(" – ")
            };
            Row {
                id: known.id.to_string(),
                icon: icon(known.kind),
                title: known.title.clone(),
                kind: page.w.of("gathering-kind", known.kind.slug()),
                place: page.neighbourhood(known.neighbourhood.as_str()),
                days,
                heads: heads_in_words(&page, line.heads, known.seats),
                came: line.came,
                full: known.seats.is_some_and(|seats| line.heads >= seats),
            }
        })
        .collect();
    show(&List { page, past, search, rows })
}

pub(super) async fn new(visit: Visit) -> Outcome {
    form(&visit, Errors::default(), StatusCode::OK).await
}

async fn form(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Gatherings, "gathering-new").await;
    let all = colleagues(visit).await?;
    let posted = &visit.posted;
    let or = |field: &str, first: &str| {
        let text = posted.trimmed(field);
        if text.is_empty() { first.to_owned() } else { text.to_owned() }
    };
    let kind = or("kind", Kind::Course.slug());
    let kinds = Kind::ALL
        .iter()
        .map(|k| Choice::new(k.slug(), page.w.of("gathering-kind", k.slug()), &kind));
    let me = visit.me()?.staff.to_string();
    let template = New {
        errors,
        kinds: kinds.collect(),
        hoods: hood_choices(&page, &or("neighbourhood", &page.own_neighbourhood()), "", None),
        staff: staff_choices(&all, &or("organiser", &me)),
        title: posted.trimmed("title").to_owned(),
        place: posted.trimmed("place").to_owned(),
        day: or("day", &page.times.today()),
        from: or("from", "17:00"),
        to: or("to", "18:30"),
        times: or("times", "1"),
        seats: posted.trimmed("seats").to_owned(),
        command: page.fresh(),
        page,
    };
    show_as(status, &template)
}

/// The meeting in a form.
pub(super) fn when(visit: &Visit) -> Result<When, Problem> {
    let posted = &visit.posted;
    let hour = |field: &'static str| {
        minute_of(posted.trimmed(field)).ok_or_else(|| Problem::invalid("no-hour").at(field))
    };
    let day = posted.trimmed("day").to_owned();
    Ok(When { day, from_min: hour("from")?, to_min: hour("to")? })
}

/// The same meeting every week, so many times.
fn weekly(first: &When, times: usize) -> Vec<When> {
    let day: Option<Date> = first.day.parse().ok();
    let after = |week: usize| {
        let weeks = i64::try_from(week).unwrap_or_default();
        let day = day.and_then(|day| day.checked_add(weeks.weeks()).ok());
        When { day: day.map_or_else(|| first.day.clone(), |day| day.to_string()), ..first.clone() }
    };
    (0..times.min(MEETINGS_MAX + 1)).map(after).collect()
}

pub(super) async fn plan(visit: Visit) -> Outcome {
    let posted = &visit.posted;
    let read = || -> Result<Plan, Problem> {
        let number = |field: &'static str, most: u32| {
            let text = posted.trimmed(field);
            let number = text.parse::<u16>().ok();
            number.ok_or_else(|| Problem::invalid("out-of-range").at(field).with("most", most))
        };
        let seats = posted.trimmed("seats");
        Ok(Plan {
            kind: Kind::from_slug(posted.trimmed("kind"))
                .ok_or_else(|| Problem::invalid("field-missing").at("kind"))?,
            title: posted.trimmed("title").to_owned(),
            neighbourhood: posted
                .read("neighbourhood")
                .ok_or_else(|| Problem::invalid("not-in-catalogue").at("neighbourhood"))?,
            place: posted.trimmed("place").to_owned(),
            organiser: posted
                .read("organiser")
                .ok_or_else(|| Problem::invalid("unknown-staff").at("organiser"))?,
            seats: if seats.is_empty() { None } else { Some(number("seats", 2_000)?) },
            meetings: weekly(&when(&visit)?, usize::from(number("times", 53)?)),
        })
    };
    let ctx = visit.ctx(Channel::Console)?;
    let id = GatheringId::from(ctx.command);
    let outcome = match read() {
        Ok(plan) => visit.app.node.submit(ctx, Command::Gatherings(Gatherings::Plan(plan))).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(_) => go(&format!("/gatherings/{id}?done=gathering-planned")),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            form(&visit, errors, status_of(&problem)).await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_course_meets_on_the_same_weekday_over_the_change_of_the_clocks_and_of_the_year() {
        let first = When { day: "2026-12-22".to_owned(), from_min: 600, to_min: 660 };
        let days: Vec<String> = weekly(&first, 3).into_iter().map(|when| when.day).collect();
        assert_eq!(days, ["2026-12-22", "2026-12-29", "2027-01-05"]);
    }
}
