//! What there is to do: a list by day, each done, put off or handed over with one tap; and the same, short, for
//! the page an operator starts from.

use askama::Template;
use jiff::civil::Date;
use protocol::{ActivityId, Slug, StaffId, TaskId};
use sqlx::AnyConnection;

use super::icon_of;
use crate::activities::Command as Diary;
use crate::activities::queries;
use crate::activities::tasks::{self, About, Rule, Task, Why};
use crate::command::Command;
use crate::network::antennae::queries as antennae;
use crate::people;
use crate::people::roles::{Permission, role_may};
use crate::requests;
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
        let told = match &task.why {
            Why::Entry { rule, about } => entry(&mut db, page, *rule, *about).await?,
            Why::City { rule, about } => by_rule(&mut db, page, rule, *about).await?,
        };
        let line = line(page, task, told, &today);
        if task.due <= today { now.push(line) } else { later.push(line) }
    }
    Ok((now, later))
}

/// What a task is, and where its thing is looked at.
struct Told {
    href: String,
    icon: String,
    what: String,
    words: String,
}

/// What the diary itself wants done.
async fn entry(
    db: &mut AnyConnection,
    page: &Page,
    rule: Rule,
    about: ActivityId,
) -> Result<Told, Fault> {
    let entry = queries::entry(db, about).await?;
    let named = about_entry(page, entry.as_ref());
    let text = match rule {
        Rule::FollowUp => entry.as_ref().and_then(|entry| entry.next_step.clone()),
        Rule::CorrectEntry => entry.as_ref().and_then(|entry| entry.reason.clone()),
    };
    let what = match rule {
        Rule::FollowUp => text.clone().filter(|text| !text.is_empty()),
        Rule::CorrectEntry => None,
    };
    Ok(Told {
        href: match rule {
            Rule::FollowUp => format!("/diary/entries/{about}"),
            Rule::CorrectEntry => format!("/diary/entries/{about}/write"),
        },
        icon: page.icon(entry.as_ref().map_or("flag", |entry| icon_of(entry.what))),
        what: what.unwrap_or_else(|| page.w.of("task-rule", rule.slug())),
        words: match (rule, text) {
            (Rule::CorrectEntry, Some(text)) => format!("{named} · «{text}»"),
            (Rule::FollowUp | Rule::CorrectEntry, _) => named,
        },
    })
}

fn about_entry(page: &Page, entry: Option<&queries::Entry>) -> String {
    let kind = entry.map(|entry| page.w.of("activity-kind", entry.what.slug()));
    let day = entry.map(|entry| page.times.day_of(&entry.day));
    [kind.unwrap_or_default(), day.unwrap_or_default()].join(" · ")
}

/// What a rule of the city wants done, in its words; of an antenna only what and where it is, so that no list opens
/// the vault.
async fn by_rule(
    db: &mut AnyConnection,
    page: &Page,
    rule: &Slug,
    about: About,
) -> Result<Told, Fault> {
    let cause = about.cause().slug();
    let known = page.city.as_deref().and_then(|city| {
        let rule = city.task_rules.iter().find(|known| known.slug == rule.as_str())?;
        Some(rule.what.in_language(page.w.language.code()).to_owned())
    });
    let (href, icon, words) = match about {
        About::RequestMet(id) | About::RequestNotMet(id) | About::RequestOverdue(id) => {
            let brief = requests::queries::brief(db, id).await?;
            let named =
                brief.map(|b| format!("{} · {}", b.slip, page.category(b.category.as_str())));
            (format!("/requests/{id}"), "chats", named.unwrap_or_default())
        }
        About::AntennaSilent(id) | About::PledgeReview(id) => {
            let kept = antennae::one(db, id).await?;
            let named = kept.map(|kept| {
                let profile = &kept.antenna.profile;
                let hood = profile.neighbourhoods.first().map(Slug::as_str).unwrap_or_default();
                let kind = page.w.of("antenna-kind", profile.kind.slug());
                format!("{kind} · {}", page.neighbourhood(hood))
            });
            (format!("/antennae/{id}"), "broadcast", named.unwrap_or_default())
        }
        About::EntryWritten(id) => {
            let entry = queries::entry(db, id).await?;
            (format!("/diary/entries/{id}"), "flag", about_entry(page, entry.as_ref()))
        }
    };
    let what = known.unwrap_or_else(|| page.w.of("task-cause", cause));
    Ok(Told { href, icon: page.icon(icon), what, words })
}

fn line(page: &Page, task: &Task, told: Told, today: &str) -> Line {
    let city = page.city.as_deref();
    let from: Date = today.parse().unwrap_or_default();
    let ahead = |days: u32| match city {
        Some(city) => tasks::working_days_after(city, from, days).to_string(),
        None => today.to_owned(),
    };
    Line {
        id: task.id.to_string(),
        href: told.href,
        icon: told.icon,
        what: told.what,
        words: told.words,
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
    show(&Tasks { page, now, later, colleagues })
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
