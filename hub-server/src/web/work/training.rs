//! Training: who has learnt what, for how long, and which certificates are about to end.

use askama::Template;
use axum::http::StatusCode;
use protocol::Problem;

use super::{Tab, colleagues, name_of, staff_choices, tabs};
use crate::command::Command;
use crate::people::roles::Permission;
use crate::web::form::{Choice, Errors, Group};
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::visit::{Outcome, Visit, go};
use crate::work::Command as Work;
use crate::work::events::{Skill, Training};
use crate::work::queries;

struct Cell {
    label: String,
    hours: String,
    tone: &'static str,
    until: String,
}

struct Row {
    name: String,
    cells: Vec<Cell>,
}

#[derive(Template)]
#[template(path = "work/training.html")]
struct TrainingPage {
    page: Page,
    tabs: Vec<Tab>,
    errors: Errors,
    topics: Vec<String>,
    rows: Vec<Row>,
    may_record: bool,
    staff: Vec<Group>,
    all_topics: Vec<Group>,
    day: String,
    minutes: String,
    valid_until: String,
    command: String,
}

pub(super) async fn page(visit: Visit) -> Outcome {
    shown(&visit, Errors::default(), StatusCode::OK).await
}

async fn shown(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Work, "training-title").await;
    let all = colleagues(visit).await?;
    let mut db = visit.app.node.store.read().await?;
    let trainings = queries::trainings(&mut db, visit.app.node.id()).await?;
    drop(db);
    let today = page.times.today();
    let soon = page.times.day_at(page.times.now_ms + 60 * 24 * 3_600_000).to_string();
    let held: Vec<Skill> = Skill::ALL
        .iter()
        .copied()
        .filter(|topic| trainings.iter().any(|training| training.topic == *topic))
        .collect();
    let rows = all.iter().map(|(staff, _)| Row {
        name: name_of(&all, *staff),
        cells: held
            .iter()
            .map(|topic| {
                let of = |t: &&queries::TrainingRow| t.staff == *staff && t.topic == *topic;
                let minutes: protocol::clocks::Minutes<protocol::clocks::Paid> =
                    trainings.iter().filter(of).map(|t| t.minutes).sum();
                let until = trainings.iter().filter(of).filter_map(|t| t.valid_until.clone()).max();
                let tone = match &until {
                    Some(day) if *day < today => "red",
                    Some(day) if *day < soon => "orange",
                    Some(_) => "green",
                    None => "",
                };
                let length = page.times.length(minutes.get());
                Cell {
                    label: page.w.of("learnt", topic.slug()),
                    hours: if minutes.get() > 0 { length } else { String::new() },
                    until: until.map(|day| page.times.day_of(&day)).unwrap_or_default(),
                    tone,
                }
            })
            .collect(),
    });
    let posted = &visit.posted;
    let topic = posted.trimmed("topic");
    let all_topics =
        Skill::ALL.iter().map(|s| Choice::new(s.slug(), page.w.of("learnt", s.slug()), topic));
    let day = posted.trimmed("day");
    let template = TrainingPage {
        tabs: tabs(&page, "/training"),
        errors,
        topics: held.iter().map(|topic| page.w.of("learnt", topic.slug())).collect(),
        rows: rows.collect(),
        may_record: visit.may(Permission::ReviewDiaries),
        staff: staff_choices(&all, posted.trimmed("staff")),
        all_topics: vec![Group::plain(all_topics.collect())],
        day: if day.is_empty() { today } else { day.to_owned() },
        minutes: posted.trimmed("minutes").to_owned(),
        valid_until: posted.trimmed("valid_until").to_owned(),
        command: page.fresh(),
        page,
    };
    show_as(status, &template)
}

pub(super) async fn record(visit: Visit) -> Outcome {
    let posted = &visit.posted;
    let until = posted.trimmed("valid_until");
    let training = posted.read("staff").zip(Skill::from_slug(posted.trimmed("topic"))).map(
        |(staff, topic)| Training {
            staff,
            topic,
            day: posted.trimmed("day").to_owned(),
            minutes: posted.read("minutes").unwrap_or(0),
            valid_until: (!until.is_empty()).then(|| until.to_owned()),
        },
    );
    let outcome = match training {
        Some(training) => visit.submit(Command::Work(Work::RecordTraining(training))).await,
        None => Err(Problem::invalid("field-missing").at("staff")),
    };
    match outcome {
        Ok(_) => go("/training?done=training-recorded"),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            shown(&visit, errors, status_of(&problem)).await
        }
    }
}
