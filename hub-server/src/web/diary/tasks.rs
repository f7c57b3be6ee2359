//! What there is to do: a list by day, each done, put off or handed over with one tap; and the same, short, for
//! the page an operator starts from.

use askama::Template;
use jiff::civil::Date;
use protocol::{StaffId, TaskId};

use super::icon_of;
use crate::activities::Command as Diary;
use crate::activities::queries;
use crate::activities::tasks::{self, Rule, Task};
use crate::command::Command;
use crate::people;
use crate::people::roles::{Permission, role_may};
use crate::web::form::{Choice, Group};
use crate::web::page::{Page, Section, show};
use crate::web::visit::{At, Fault, Outcome, Visit, go};

/// Most tasks one page shows.
const MOST: u32 = 200;
/// Most tasks shown where an operator starts.
const AT_THE_START: usize = 3;

struct Line {
    id: String,
    href: String,
    icon: String,
    what: String,
    words: String,
    due: String,
    late: bool,
    moved: String,
    tomorrow: String,
    next_week: String,
}

#[derive(Template)]
#[template(path = "activities/tasks.html")]
struct Tasks {
    page: Page,
    now: Vec<Line>,
    later: Vec<Line>,
    colleagues: Vec<Group>,
}

#[derive(Template)]
#[template(path = "activities/tasks_due.html")]
struct Due {
    page: Page,
    lines: Vec<Line>,
    count: usize,
}

async fn lines(visit: &Visit, page: &Page) -> Result<(Vec<Line>, Vec<Line>), Fault> {
    let mut db = visit.app.node.store.read().await?;
    let all = tasks::open_of(&mut db, visit.me()?.staff, MOST).await?;
    let today = page.times.today();
    let (mut now, mut later) = (Vec::new(), Vec::new());
    for task in &all {
        let entry = queries::entry(&mut db, task.about).await?;
        let line = line(page, task, entry.as_ref(), &today);
        if task.due <= today { now.push(line) } else { later.push(line) }
    }
    Ok((now, later))
}

fn line(page: &Page, task: &Task, entry: Option<&queries::Entry>, today: &str) -> Line {
    let kind = entry.map(|entry| page.w.of("activity-kind", entry.what.slug()));
    let text = match task.rule {
        Rule::FollowUp => entry.and_then(|entry| entry.next_step.clone()),
        Rule::CorrectEntry => entry.and_then(|entry| entry.reason.clone()),
    };
    let day = entry.map(|entry| page.times.day_of(&entry.day)).unwrap_or_default();
    let about = [kind.unwrap_or_default(), day].join(" · ");
    let what = match task.rule {
        Rule::FollowUp => text.clone().filter(|text| !text.is_empty()),
        Rule::CorrectEntry => None,
    };
    let city = page.city.as_deref();
    let from: Date = today.parse().unwrap_or_default();
    let ahead = |days: u32| match city {
        Some(city) => tasks::working_days_after(city, from, days).to_string(),
        None => today.to_owned(),
    };
    Line {
        id: task.id.to_string(),
        href: match task.rule {
            Rule::FollowUp => format!("/diary/entries/{}", task.about),
            Rule::CorrectEntry => format!("/diary/entries/{}/write", task.about),
        },
        icon: page.icon(entry.map_or("flag", |entry| icon_of(entry.what))),
        what: what.unwrap_or_else(|| page.w.of("task-rule", task.rule.slug())),
        words: match task.rule {
            Rule::FollowUp => about,
            Rule::CorrectEntry => text.map_or(about.clone(), |text| format!("{about} · «{text}»")),
        },
        due: page.times.day_of(&task.due),
        late: task.due.as_str() < today,
        moved: if task.moves > 0 { page.w.n("task-moved", task.moves) } else { String::new() },
        tomorrow: ahead(1),
        next_week: ahead(5),
    }
}

pub(super) async fn page(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Diary, "tasks-title").await;
    let (now, later) = lines(&visit, &page).await?;
    let me = visit.me()?.staff;
    let mut db = visit.app.node.store.read().await?;
    let members = people::queries::members(&mut db, visit.app.node.id()).await?;
    drop(db);
    let colleagues = members
        .iter()
        .filter(|m| m.active && m.staff != me && role_may(m.role, Permission::KeepDiary))
        .map(|m| Choice::new(m.staff, m.display_name.clone().unwrap_or_default(), ""));
    let colleagues: Vec<Choice> = colleagues.collect();
    let colleagues =
        if colleagues.is_empty() { Vec::new() } else { vec![Group::plain(colleagues)] };
    show(&Tasks { now, later, colleagues, page })
}

/// What is due, for the page an operator starts from; nothing at all when nothing is.
pub(super) async fn due(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Diary, "tasks-title").await;
    let (mut now, _) = lines(&visit, &page).await?;
    let count = now.len();
    now.truncate(AT_THE_START);
    show(&Due { page, lines: now, count })
}

pub(super) async fn done(visit: Visit, At(task): At<TaskId>) -> Outcome {
    visit.submit(Command::Activities(Diary::FinishTask { task })).await?;
    go("/tasks?done=task-done")
}

pub(super) async fn later(visit: Visit, At(task): At<TaskId>) -> Outcome {
    let to = visit.posted.trimmed("to").to_owned();
    visit.submit(Command::Activities(Diary::PostponeTask { task, to })).await?;
    go("/tasks?done=task-later")
}

pub(super) async fn hand_over(visit: Visit, At(task): At<TaskId>) -> Outcome {
    let to: Option<StaffId> = visit.posted.read("to");
    let to = to.ok_or_else(|| protocol::Problem::invalid("unknown-staff").at("to"))?;
    visit.submit(Command::Activities(Diary::HandOverTask { task, to })).await?;
    go("/tasks?done=task-handed")
}
