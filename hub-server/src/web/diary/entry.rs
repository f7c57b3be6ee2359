//! One entry with its whole life, and what may be done with it next.

use askama::Template;
use protocol::{ActivityId, ActorRef, Record};
use sqlx::AnyConnection;

use super::{Line, entry_for, line};
use crate::activities::lifecycle::Step as Act;
use crate::activities::tasks::{Rule, TaskEvent};
use crate::activities::{Command as Diary, Event};
use crate::command::Command;
use crate::people::authority;
use crate::people::roles::Permission;
use crate::store::{StoreError, log};
use crate::web::page::{Page, Section, show, show_as, status_of};
use crate::web::requests::{Names, actor};
use crate::web::visit::{At, Outcome, Visit, go};

struct Step {
    icon: String,
    tone: &'static str,
    text: String,
    more: String,
    who: String,
    when: String,
}

#[derive(Template)]
#[template(path = "activities/entry.html")]
struct EntryPage {
    page: Page,
    e: Line,
    booked: String,
    reason: String,
    cites: String,
    amended_by: String,
    steps: Vec<Step>,
    command: String,
    may_correct: bool,
    may_amend: bool,
    may_accept: bool,
    may_return: bool,
}

pub(super) async fn page(visit: Visit, At(id): At<ActivityId>) -> Outcome {
    let template = shown(&visit, id).await?;
    show(&template)
}

async fn shown(visit: &Visit, id: ActivityId) -> Result<EntryPage, crate::web::visit::Fault> {
    let entry = entry_for(visit, id).await?;
    let page = Page::of(visit, Section::Diary, "entry-title").await;
    let mut db = visit.app.node.store.read().await?;
    let mut names = Names::default();
    let author = actor(&mut db, &page, &mut names, &entry.author).await?;
    let steps = thread(&mut db, &page, &mut names, id).await?;
    drop(db);
    let mine = entry.author == ActorRef::Staff(visit.me()?.staff);
    let place = authority::place(&visit.app.node, entry.home.clone(), &entry.neighbourhood);
    let reviews = visit.may_on(Permission::ReviewDiaries, &place);
    let may = |step: Act| entry.state.after(step).is_ok();
    let words = mine || visit.may_on(Permission::ReadWords, &place);
    let link =
        |id: Option<ActivityId>| id.map(|id| format!("/diary/entries/{id}")).unwrap_or_default();
    Ok(EntryPage {
        e: line(&page, &entry, author, words),
        booked: page.times.month_of(&entry.booked),
        reason: entry.reason.clone().filter(|_| words).unwrap_or_default(),
        cites: link(entry.cites),
        amended_by: link(entry.amended_by),
        steps,
        command: page.fresh(),
        may_correct: mine && may(Act::Correct),
        may_amend: mine && may(Act::Amend),
        may_accept: reviews && may(Act::Accept),
        may_return: reviews && may(Act::Return),
        page,
    })
}

async fn thread(
    db: &mut AnyConnection,
    page: &Page,
    names: &mut Names,
    id: ActivityId,
) -> Result<Vec<Step>, StoreError> {
    let records = log::of_subject(db, &id.to_string(), 0, 200).await?;
    let mut steps = Vec::new();
    for stored in &records {
        let record = &stored.record;
        if !record.envelope.kind.starts_with("activities.") {
            continue;
        }
        let who = actor(db, page, names, &record.envelope.actor).await?;
        let step = match log::event_of::<Event>(record).ok().flatten() {
            Some(Event::Task(TaskEvent::HandedOver { to })) => {
                let name = actor(db, page, names, &ActorRef::Staff(to)).await?;
                step(page, record, who, name)
            }
            Some(_) | None => step(page, record, who, String::new()),
        };
        steps.extend(step);
    }
    Ok(steps)
}

fn step(page: &Page, record: &Record, who: String, to: String) -> Option<Step> {
    // A fact that does not read is parked elsewhere; here it is only not told.
    let event = log::event_of::<Event>(record).ok()??;
    let length = |minutes: u16| page.times.length(i64::from(minutes));
    let (icon, tone, key, more) = match &event {
        Event::Logged(entry) => ("paper-plane-tilt", "blue", "submitted", length(entry.minutes)),
        Event::Corrected(entry) => ("pencil-simple", "blue", "corrected", length(entry.minutes)),
        Event::Amended(amended) => {
            ("arrows-clockwise", "violet", "amending", length(amended.entry.minutes))
        }
        Event::Returned {} => ("arrow-counter-clockwise", "orange", "returned", String::new()),
        Event::ReasonWritten { reason } => ("chats", "slate", "reason", reason.clone()),
        Event::Accepted {} => ("check-circle", "green", "accepted", String::new()),
        Event::Task(TaskEvent::Opened { rule: Rule::FollowUp, due, .. }) => {
            ("flag", "slate", "follow-up", page.times.day_of(due))
        }
        Event::Task(TaskEvent::Done) => ("check", "green", "follow-up-done", String::new()),
        Event::Task(TaskEvent::Postponed { to }) => {
            ("clock", "slate", "follow-up-later", page.times.day_of(to))
        }
        Event::Task(TaskEvent::HandedOver { .. }) => {
            ("arrow-right", "slate", "follow-up-handed", to)
        }
        Event::Task(
            TaskEvent::Opened { .. } | TaskEvent::OpenedByRule { .. } | TaskEvent::Dropped,
        )
        | Event::WordsWritten { .. }
        | Event::MonthClosed(_)
        | Event::GoalSet(_)
        | Event::GoalDropped {} => return None,
    };
    Some(Step {
        icon: page.icon(icon),
        tone,
        text: page.w.of("entry-step", key),
        more,
        who,
        when: page.times.when(record.envelope.at_ms),
    })
}

pub(super) async fn accept(visit: Visit, At(entry): At<ActivityId>) -> Outcome {
    let accept = Diary::Accept { entry };
    match visit.submit(Command::Activities(accept)).await {
        Ok(_) => go("/diary/review?done=entry-accepted"),
        Err(problem) => again(&visit, entry, problem).await,
    }
}

pub(super) async fn give_back(visit: Visit, At(entry): At<ActivityId>) -> Outcome {
    let reason = visit.posted.trimmed("reason").to_owned();
    let back = Diary::GiveBack { entry, reason };
    match visit.submit(Command::Activities(back)).await {
        Ok(_) => go("/diary/review?done=entry-returned"),
        Err(problem) => again(&visit, entry, problem).await,
    }
}

async fn again(visit: &Visit, entry: ActivityId, problem: protocol::Problem) -> Outcome {
    let status = status_of(&problem);
    let mut template = shown(visit, entry).await?;
    template.page = template.page.refusing(problem);
    show_as(status, &template)
}
