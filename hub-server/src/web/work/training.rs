//! Training: who has learnt what, for how long, and which certificates are about to end; of operators, on paid time, and
//! of antennae and volunteers, on time they give, each in a table of its own.

use askama::Template;
use axum::http::StatusCode;
use protocol::{ActorRef, PersonId, Problem, StaffId};

use super::{Tab, colleagues, name_of, tabs};
use crate::command::Command;
use crate::network::antennae;
use crate::people::roles::Permission;
use crate::store::vault;
use crate::web::form::{Choice, Errors, Group};
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::visit::{Fault, Outcome, Visit, go};
use crate::work::Command as Work;
use crate::work::events::{NetworkTraining, Skill, Trainee, Training};
use crate::work::{queries, register};

/// Certificates that end within so many days are pointed out.
const SOON_DAYS: i64 = 60;

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
    /// Of whom training can be written down, each kind under its heading.
    who: Vec<Group>,
    all_topics: Vec<Group>,
    /// The same of antennae and volunteers.
    network_topics: Vec<String>,
    network_rows: Vec<Row>,
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
    let network = register::trainings(&mut db, visit.app.node.id()).await?;
    drop(db);
    let people = people(visit, &page).await?;
    let today = page.times.today();
    let held = |had: &dyn Fn(Skill) -> bool| -> Vec<Skill> {
        Skill::ALL.iter().copied().filter(|topic| had(*topic)).collect()
    };
    let topics = held(&|topic| trainings.iter().any(|one| one.topic == topic));
    let rows = all.iter().map(|(staff, _)| {
        let theirs = trainings.iter().filter(|one| one.staff == *staff);
        let theirs = theirs.map(|one| (one.topic, one.minutes.get(), one.valid_until.as_deref()));
        let cells = cells(&page, &topics, &theirs.collect::<Vec<_>>());
        Row { name: name_of(&all, *staff), cells }
    });
    let rows = rows.collect();
    let network_topics = held(&|topic| network.iter().any(|one| one.topic == topic));
    let network_rows = people.iter().filter_map(|(who, name)| {
        let theirs = network.iter().filter(|one| one.who == *who);
        let theirs = theirs.map(|one| (one.topic, one.minutes.get(), one.valid_until.as_deref()));
        let theirs: Vec<_> = theirs.collect();
        let cells = cells(&page, &network_topics, &theirs);
        (!theirs.is_empty()).then(|| Row { name: name.clone(), cells })
    });
    let network_rows = network_rows.collect();
    let posted = &visit.posted;
    let topic = posted.trimmed("topic");
    let all_topics =
        Skill::ALL.iter().map(|s| Choice::new(s.slug(), page.w.of("learnt", s.slug()), topic));
    let day = posted.trimmed("day");
    let who = choices(visit, &page, &all, &people);
    let template = TrainingPage {
        tabs: tabs(&page, "/training"),
        errors,
        topics: named(&page, &topics),
        rows,
        network_topics: named(&page, &network_topics),
        network_rows,
        may_record: !who.is_empty(),
        who,
        all_topics: vec![Group::plain(all_topics.collect())],
        day: if day.is_empty() { today } else { day.to_owned() },
        minutes: posted.trimmed("minutes").to_owned(),
        valid_until: posted.trimmed("valid_until").to_owned(),
        command: page.fresh(),
        page,
    };
    show_as(status, &template)
}

fn named(page: &Page, topics: &[Skill]) -> Vec<String> {
    topics.iter().map(|topic| page.w.of("learnt", topic.slug())).collect()
}

/// What somebody learnt, topic by topic: how long, and until when their latest certificate counts.
fn cells(page: &Page, topics: &[Skill], theirs: &[(Skill, i64, Option<&str>)]) -> Vec<Cell> {
    let today = page.times.today();
    let soon = page.times.day_at(page.times.now_ms + SOON_DAYS * 24 * 3_600_000).to_string();
    let of = |topic: Skill| theirs.iter().filter(move |(about, ..)| *about == topic);
    topics
        .iter()
        .map(|topic| {
            let minutes: i64 = of(*topic).map(|(_, minutes, _)| minutes).sum();
            let until = of(*topic).filter_map(|(.., until)| *until).max();
            let tone = match until {
                Some(day) if *day < *today => "red",
                Some(day) if *day < *soon => "orange",
                Some(_) => "green",
                None => "",
            };
            Cell {
                label: page.w.of("learnt", topic.slug()),
                hours: if minutes > 0 { page.times.length(minutes) } else { String::new() },
                until: until.map(|day| page.times.day_of(day)).unwrap_or_default(),
                tone,
            }
        })
        .collect()
}

/// The antennae of this hub that whoever looks may see, and the volunteers of its register, by name.
async fn people(visit: &Visit, page: &Page) -> Result<Vec<(Trainee, String)>, Fault> {
    let node = &visit.app.node;
    if !visit.may(Permission::SeeAntennae) {
        return Ok(Vec::new());
    }
    let name = |name: String| {
        if name.is_empty() { page.w.t("antenna-without-name") } else { name }
    };
    let mut people = Vec::new();
    let mut db = node.store.read().await?;
    for kept in antennae::queries::all(&mut db, node.id()).await? {
        let first = kept.antenna.profile.neighbourhoods.first();
        let place = crate::people::authority::maybe_place(node, kept.home.clone(), first);
        if !kept.antenna.state.is_over() && visit.may_on(Permission::SeeAntennae, &place) {
            let known = antennae::name_of(&mut db, node, &kept.antenna).await?;
            people.push((Trainee::Antenna(kept.id), name(known)));
        }
    }
    for kept in queries::volunteers(&mut db, node.id()).await? {
        if kept.left_on.is_none() {
            let person = PersonId::new(kept.id.uuid());
            let known = vault::name_of(&mut db, &node.vault, person).await?;
            people.push((Trainee::Volunteer(kept.id), name(known.unwrap_or_default())));
        }
    }
    people.sort_by_cached_key(|(_, name)| name.to_lowercase());
    Ok(people)
}

/// Of whom training can be written down: operators by whoever answers for them, the network by whoever keeps it.
fn choices(
    visit: &Visit,
    page: &Page,
    colleagues: &[(StaffId, String)],
    people: &[(Trainee, String)],
) -> Vec<Group> {
    let now = visit.posted.trimmed("who");
    let network = |antennae: bool| -> Vec<Choice> {
        people
            .iter()
            .filter(|(who, _)| matches!(who, Trainee::Antenna(_)) == antennae)
            .filter(|_| visit.may(Permission::KeepAntennae))
            .map(|(who, name)| Choice::new(who, name, now))
            .collect()
    };
    let operators: Vec<Choice> = colleagues
        .iter()
        .filter(|_| visit.may(Permission::ReviewDiaries))
        .map(|(staff, name)| Choice::new(ActorRef::Staff(*staff), name, now))
        .collect();
    [
        ("training-operators", operators),
        ("training-antennae", network(true)),
        ("training-volunteers", network(false)),
    ]
    .into_iter()
    .filter(|(_, choices)| !choices.is_empty())
    .map(|(key, choices)| Group { label: page.w.t(key), choices })
    .collect()
}

/// Training of an operator, an antenna or a volunteer.
pub(super) async fn record(visit: Visit) -> Outcome {
    let outcome = match read(&visit) {
        Some(command) => visit.submit(Command::Work(command)).await,
        None => Err(Problem::invalid("field-missing").at("who")),
    };
    match outcome {
        Ok(_) => go("/training?done=training-recorded"),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            shown(&visit, errors, status_of(&problem)).await
        }
    }
}

/// What was filled in; `None` where nobody or nothing was chosen.
fn read(visit: &Visit) -> Option<Work> {
    let posted = &visit.posted;
    let until = posted.trimmed("valid_until");
    let topic = Skill::from_slug(posted.trimmed("topic"))?;
    let day = posted.trimmed("day").to_owned();
    let minutes = posted.read("minutes").unwrap_or(0);
    let valid_until = (!until.is_empty()).then(|| until.to_owned());
    if let Some(ActorRef::Staff(staff)) = posted.read("who") {
        return Some(Work::RecordTraining(Training { staff, topic, day, minutes, valid_until }));
    }
    let who = posted.read("who")?;
    let training = NetworkTraining { who, topic, day, minutes, valid_until };
    Some(Work::RecordNetworkTraining(training))
}
