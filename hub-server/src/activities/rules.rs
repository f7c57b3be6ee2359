//! What rules of the city make somebody do (CAPABILITIES C14): call back after a need was met, visit an antenna that
//! has gone silent, look at a pledge again, come back to what was written.
//!
//! Always true: a rule makes one task of each thing that happens, whatever is told or looked at twice, because the
//! task's id is worked out from the rule, the thing and its occasion; a task whose reason has gone falls away by
//! itself. Deliberately absent: the words of a rule, which stand in the city file.

use std::sync::{Arc, Weak};
use std::time::Duration;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use protocol::{ActorRef, Channel, CommandId, EventId, RequestId, Slug, StaffId, TaskId};

use super::tasks::{self, About, Task, TaskEvent, Why};
use super::{Command, Event, escalation};
use crate::city::{Cause, City, HubPlace, TaskRule};
use crate::context::Ctx;
use crate::network::antennae::State as AntennaState;
use crate::network::antennae::queries::{self as antennae, Kept};
use crate::node::Node;
use crate::people;
use crate::people::roles::{Permission, Role, role_may};
use crate::store::{StoreError, Write};

/// How often it is looked which antennae are silent and which pledges come up.
const EVERY: Duration = Duration::from_mins(15);
const DAY_MS: i64 = 24 * 3_600_000;

/// The id of the task a rule makes about one occasion, the same whoever works it out.
#[must_use]
pub fn task_id(rule: &Slug, about: About, occasion: &str) -> TaskId {
    let text = format!("{rule}\n{}\n{occasion}", about.cause().slug());
    let [a, b, c, d, ..] = *blake3::hash(text.as_bytes()).as_bytes();
    // Far from the tasks of the diary's own, which count from nothing.
    let index = u32::from_be_bytes([a, b, c, d]) | 0x8000_0000;
    TaskId::new(EventId::of_command(CommandId::new(about.uuid()), index).uuid())
}

/// The rules that hold for a closed request.
pub fn of_request<'c>(
    city: &'c City,
    cause: Cause,
    category: &'c Slug,
) -> impl Iterator<Item = &'c TaskRule> {
    let heading = city.category(category.as_str()).and_then(|found| found.parent.clone());
    city.task_rules.iter().filter(move |rule| {
        let named = |slug: &String| *slug == category.as_str() || Some(slug) == heading.as_ref();
        rule.after == cause && (rule.categories.is_empty() || rule.categories.iter().any(named))
    })
}

/// The occasion on which a rule holds for an antenna today, or `None` while it does not: the day of its last sign,
/// or of its review.
#[must_use]
pub fn occasion(rule: &TaskRule, kept: &Kept, today: Date, now_ms: i64) -> Option<String> {
    let antenna = &kept.antenna;
    match rule.after {
        Cause::AntennaSilent => {
            let silent = now_ms - kept.last_sign_ms() >= i64::from(rule.days) * DAY_MS;
            (antenna.state == AntennaState::Active && silent)
                .then(|| kept.last_sign_ms().to_string())
        }
        Cause::PledgeReview => {
            let review = antenna.pledge?.review;
            let near = today.checked_add(i64::from(rule.days).days()).unwrap_or(Date::MAX);
            let over = matches!(antenna.state, AntennaState::Ended | AntennaState::Archived);
            (review <= near && !over).then(|| review.to_string())
        }
        Cause::RequestMet | Cause::RequestNotMet | Cause::RequestOverdue | Cause::EntryWritten => {
            None
        }
    }
}

/// The day that is so many days after another on which the hub opens its doors; 0 is the first such day from it on.
#[must_use]
pub fn open_days_after(city: &City, hub: &HubPlace, from: Date, days: u32) -> Date {
    let is_open = |day: &Date| !hub.open_spans(&city.calendar, *day).is_empty();
    let first = if days == 0 { from } else { from.tomorrow().unwrap_or(from) };
    let nth = usize::try_from(days.saturating_sub(1)).unwrap_or_default();
    // No hub stays shut for two years.
    let mut ahead = first.series(1.day()).take(732).filter(is_open);
    ahead.nth(nth).unwrap_or(from)
}

/// By when a task is due: so many open days from today, and a review not before its own day.
#[must_use]
pub fn due(
    city: &City,
    hub: &HubPlace,
    rule: &TaskRule,
    today: Date,
    review: Option<Date>,
) -> Date {
    let from = review.map_or(today, |review| review.max(today));
    open_days_after(city, hub, from, rule.within_days)
}

/// A request that was closed.
#[derive(Debug, Clone)]
pub struct Closed<'a> {
    /// Which.
    pub request: RequestId,
    /// Of which kind.
    pub category: &'a Slug,
    /// Who looked after it.
    pub operator: Option<StaffId>,
    /// Whether it was met.
    pub met: bool,
}

/// Makes what the city's rules want after a request was closed.
///
/// # Errors
/// [`StoreError`].
pub async fn request_closed(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    closed: Closed<'_>,
) -> Result<(), StoreError> {
    let Some(city) = node.city() else { return Ok(()) };
    let (cause, about) = if closed.met {
        (Cause::RequestMet, About::RequestMet(closed.request))
    } else {
        (Cause::RequestNotMet, About::RequestNotMet(closed.request))
    };
    for rule in of_request(&city, cause, closed.category) {
        let occasion = ctx.now_ms.to_string();
        open(write, ctx, &city, rule, about, &occasion, closed.operator, None).await?;
    }
    Ok(())
}

/// Drops what was to be done because a request had been closed: it is open again.
///
/// # Errors
/// [`StoreError`].
pub async fn request_opened_again(
    write: &mut Write<'_>,
    ctx: &Ctx,
    request: RequestId,
) -> Result<(), StoreError> {
    for task in tasks::open_about(write.db, &request.to_string()).await? {
        drop_task(write, ctx, &task).await?;
    }
    Ok(())
}

/// Makes what the city's rules want after an entry was handed in that says no next step of its own.
pub(super) async fn entry_written(
    write: &mut Write<'_>,
    ctx: &Ctx,
    city: &City,
    entry: &protocol::antenna::LogActivity,
    author: Option<StaffId>,
) -> Result<(), StoreError> {
    let about = About::EntryWritten(entry.activity);
    let fits = |rule: &&TaskRule| {
        rule.after == Cause::EntryWritten
            && (rule.kinds.is_empty() || rule.kinds.contains(&entry.what))
    };
    for rule in city.task_rules.iter().filter(fits) {
        open(write, ctx, city, rule, about, "", author, None).await?;
    }
    Ok(())
}

/// Looks at one antenna again: makes what a rule wants now, and drops what it no longer wants.
pub(super) async fn look_at(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    antenna: protocol::AntennaId,
) -> Result<(), StoreError> {
    let Some(city) = node.city() else { return Ok(()) };
    let Some(kept) = antennae::one(write.db, antenna).await? else { return Ok(()) };
    let today = today(&city, ctx.now_ms);
    let wanted = wanted(&city, &kept, today, ctx.now_ms);
    for task in tasks::open_about(write.db, &antenna.to_string()).await? {
        if !wanted.iter().any(|(rule, about, occasion)| task.id == id_of(rule, *about, occasion)) {
            drop_task(write, ctx, &task).await?;
        }
    }
    for (rule, about, occasion) in wanted {
        let review = match about {
            About::PledgeReview(_) => kept.antenna.pledge.map(|pledge| pledge.review),
            About::AntennaSilent(_)
            | About::RequestMet(_)
            | About::RequestNotMet(_)
            | About::RequestOverdue(_)
            | About::EntryWritten(_) => None,
        };
        let operator = kept.antenna.operator;
        open(write, ctx, &city, rule, about, &occasion, operator, review).await?;
    }
    Ok(())
}

/// The rules that hold for an antenna now, each with its occasion.
fn wanted<'c>(
    city: &'c City,
    kept: &Kept,
    today: Date,
    now_ms: i64,
) -> Vec<(&'c TaskRule, About, String)> {
    let about = |cause: Cause| match cause {
        Cause::PledgeReview => About::PledgeReview(kept.id),
        Cause::AntennaSilent
        | Cause::RequestMet
        | Cause::RequestNotMet
        | Cause::RequestOverdue
        | Cause::EntryWritten => About::AntennaSilent(kept.id),
    };
    let rules = city.task_rules.iter();
    rules
        .filter_map(|rule| {
            let occasion = occasion(rule, kept, today, now_ms)?;
            Some((rule, about(rule.after), occasion))
        })
        .collect()
}

fn id_of(rule: &TaskRule, about: About, occasion: &str) -> TaskId {
    rule.slug.parse().map_or(TaskId::new(about.uuid()), |slug| task_id(&slug, about, occasion))
}

#[expect(clippy::too_many_arguments, reason = "a task is all of these and each is told once")]
async fn open(
    write: &mut Write<'_>,
    ctx: &Ctx,
    city: &City,
    rule: &TaskRule,
    about: About,
    occasion: &str,
    wanted: Option<StaffId>,
    review: Option<Date>,
) -> Result<(), StoreError> {
    let Ok(slug) = rule.slug.parse::<Slug>() else { return Ok(()) };
    let Some(hub) = city.hub(write.node().as_str()) else { return Ok(()) };
    let id = task_id(&slug, about, occasion);
    if tasks::task(write.db, id).await?.is_some() {
        return Ok(());
    }
    // A hub where nobody keeps a diary has nobody to tell.
    let Some(owner) = keeper(write, wanted).await? else { return Ok(()) };
    let due = due(city, hub, rule, today(city, ctx.now_ms), review).to_string();
    let opened = TaskEvent::OpenedByRule { rule: slug, about, owner, due };
    write.record(ctx, super::DOMAIN, id, &[Event::Task(opened)]).await
}

pub(super) async fn drop_task(
    write: &mut Write<'_>,
    ctx: &Ctx,
    task: &Task,
) -> Result<(), StoreError> {
    match task.why {
        Why::City { .. } => {
            write.record(ctx, super::DOMAIN, task.id, &[Event::Task(TaskEvent::Dropped)]).await
        }
        Why::Entry { .. } => Ok(()),
    }
}

/// Who does it: whoever looks after the thing, where they still work here; else who coordinates; else anybody who
/// keeps a diary here, always the same.
pub(super) async fn keeper(
    write: &mut Write<'_>,
    wanted: Option<StaffId>,
) -> Result<Option<StaffId>, StoreError> {
    let here = write.node().clone();
    let mut members = people::queries::members(write.db, &here).await?;
    members.retain(|member| member.active && role_may(member.role, Permission::KeepDiary));
    let first = |member: &people::queries::Member| {
        (Some(member.staff) != wanted, member.role != Role::Coordinator, member.staff)
    };
    Ok(members.iter().min_by_key(|member| first(member)).map(|member| member.staff))
}

pub(super) fn today(city: &City, now_ms: i64) -> Date {
    let now = Timestamp::from_millisecond(now_ms).unwrap_or_default();
    city.calendar.clock().to_datetime(now).date()
}

/// Looks until the node is dropped; run it once as a task beside a hub.
pub async fn follow(node: Weak<Node>) {
    loop {
        {
            let Some(node) = node.upgrade() else { return };
            if let Err(error) = look(&node).await {
                tracing::error!(%error, "activities.rules cannot be read");
            }
            if let Err(error) = escalation::look(&node).await {
                tracing::error!(%error, "activities.overdue requests cannot be read");
            }
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Looks at every antenna for which something has to be made or dropped; answers how many those were.
///
/// # Errors
/// [`StoreError`] when they cannot be read. What cannot be written is looked at again next time.
pub async fn look(node: &Arc<Node>) -> Result<usize, StoreError> {
    let Some(city) = node.city() else { return Ok(0) };
    let asks = |rule: &TaskRule| matches!(rule.after, Cause::AntennaSilent | Cause::PledgeReview);
    let now_ms = node.now_ms();
    let today = today(&city, now_ms);
    let mut changed = Vec::new();
    {
        let mut db = node.store.read().await?;
        let open = tasks::open_by_rules(&mut db, node.id()).await?;
        if open.is_empty() && !city.task_rules.iter().any(asks) {
            return Ok(0);
        }
        for kept in antennae::all(&mut db, node.id()).await? {
            let wanted: Vec<TaskId> = wanted(&city, &kept, today, now_ms)
                .iter()
                .map(|(rule, about, occasion)| id_of(rule, *about, occasion))
                .collect();
            let about = |task: &&Task| task.why.uuid() == kept.id.uuid();
            let gone = open.iter().filter(about).any(|task| !wanted.contains(&task.id));
            let mut missing = false;
            for id in wanted {
                missing = missing || tasks::task(&mut db, id).await?.is_none();
            }
            if gone || missing {
                changed.push(kept.id);
            }
        }
    }
    for antenna in &changed {
        let ctx = node.ctx(CommandId::new(node.fresh_id()), ActorRef::System, Channel::Clock);
        let command = Command::LookAtAntenna { antenna: *antenna };
        if let Err(problem) = node.submit(ctx, crate::command::Command::Activities(command)).await {
            tracing::warn!(antenna.id = %antenna, "activities.rules refused: {problem}");
        }
    }
    Ok(changed.len())
}

#[cfg(test)]
mod tests;
