//! The operators' diary (CAPABILITIES C9–C16, lifecycle 3.6): what was done, where, for how long, how many people
//! it reached; handed in, looked at, and signed month by month.
//!
//! Always true: an entry is recorded once, whatever is sent twice; every step of its life is in
//! [`lifecycle::TABLE`]; a month that is closed never changes, what was wrong in it is corrected by an entry that
//! cites the old one. Drafts are plain rows of their author and are in no total. Minutes of work are
//! `Minutes<Paid>` and cannot be added to hours of help or of exchange. Deliberately absent: names of the people
//! reached.

pub mod decide;
pub mod drafts;
pub mod escalation;
pub mod events;
pub mod lifecycle;
mod projection;
pub mod queries;
pub mod rules;
pub mod tasks;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::civil::Date;
use protocol::antenna::LogActivity;
use protocol::{
    ActivityId, ActorRef, AntennaId, Channel, DeviceId, GoalId, Problem, RequestId, StaffId, TaskId,
};
use serde::{Deserialize, Serialize};

pub use decide::Refusal;
pub use events::Event;
pub use projection::{ROWS, project};

use self::decide::Around;
use self::events::Goal;
use self::queries::Entry;
use self::tasks::{Ask, Rule, TaskEvent};
use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::network::{self, Holder};
use crate::node::Node;
use crate::people;
use crate::people::roles::{Permission, role_may};
use crate::store::{StoreError, Write};

/// How facts of this domain begin.
pub const DOMAIN: &str = "activities";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &[
    "activity",
    "activity_tally",
    "activity_author_tally",
    "activity_author",
    "activity_month",
    "activity_task",
    "activity_goal",
];
/// How many working days an entry that was given back waits before its task is late.
const CORRECT_WITHIN_DAYS: u32 = 2;

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [queries::STATEMENTS, projection::STATEMENTS, drafts::STATEMENTS, tasks::STATEMENTS].concat()
}

/// What can be asked of this domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Hand an entry in. Its activity id, not the command's, says whether it is there already.
    Log(LogActivity),
    /// Write an entry again, before it is accepted.
    Correct(LogActivity),
    /// Hand in a new entry that says better what an older one said.
    Amend {
        /// The older one.
        cites: ActivityId,
        /// The entry as it should have been.
        entry: LogActivity,
    },
    /// Give an entry back to its author.
    GiveBack {
        /// Which.
        entry: ActivityId,
        /// Why, at most 500 characters.
        reason: String,
    },
    /// Accept an entry.
    Accept {
        /// Which.
        entry: ActivityId,
    },
    /// Close a month and sign its figures.
    CloseMonth {
        /// Which, `2026-10`.
        month: String,
    },
    /// Tick a task off.
    FinishTask {
        /// Which.
        task: TaskId,
    },
    /// Do a task later.
    PostponeTask {
        /// Which.
        task: TaskId,
        /// The new day, `2026-11-25`.
        to: String,
    },
    /// Let somebody else do a task.
    HandOverTask {
        /// Which.
        task: TaskId,
        /// Who.
        to: StaffId,
    },
    /// Look whether a rule of the city wants something done about an antenna.
    LookAtAntenna {
        /// Which.
        antenna: AntennaId,
    },
    /// Look whether a request is overdue for so long that whoever coordinates has it to do.
    LookAtRequest {
        /// Which.
        request: RequestId,
    },
    /// Say what a hub or an operator wants to reach; the goal takes the command's id.
    SetGoal(Goal),
    /// Drop a goal.
    DropGoal {
        /// Which.
        goal: GoalId,
    },
}

/// Does a command of this domain.
///
/// # Errors
/// [`Fail::Refused`] with the words for the person, or a failure of the store.
pub async fn handle(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
) -> Result<Answer, Fail> {
    let city = node.known_city()?;
    let closed = closed_months(node, write).await?;
    let sender = operator_of(write, ctx).await?;
    let around = Around { city: &city, ctx, closed: &closed, sender };
    match command {
        Command::Log(entry) => {
            let known =
                !write.is_new() && queries::entry(write.db, entry.activity).await?.is_some();
            let events = decide::log(entry, known, around).map_err(refused)?;
            let is_new = !events.is_empty();
            write.record(ctx, DOMAIN, entry.activity, &events).await?;
            // An entry that was never there has no follow-up yet.
            match (is_new, entry.next_step.trim().is_empty()) {
                (true, false) => follow_up(write, around, entry).await?,
                (true, true) => {
                    let author = staff_of(&around.author());
                    rules::entry_written(write, ctx, &city, entry, author).await?;
                }
                (false, _) => {}
            }
        }
        Command::Correct(entry) => {
            let old = queries::entry(write.db, entry.activity).await?;
            let events = decide::correct(old.as_ref(), entry, around).map_err(refused)?;
            write.record(ctx, DOMAIN, entry.activity, &events).await?;
            end_task(write, ctx, Rule::CorrectEntry, entry.activity, TaskEvent::Done).await?;
            follow_up(write, around, entry).await?;
        }
        Command::Amend { cites, entry } => {
            let known = queries::entry(write.db, entry.activity).await?.is_some();
            let old = queries::entry(write.db, *cites).await?;
            let events = decide::amend(old.as_ref(), entry, known, around).map_err(refused)?;
            write.record(ctx, DOMAIN, entry.activity, &events).await?;
        }
        Command::GiveBack { entry, reason } => {
            let old = queries::entry(write.db, *entry).await?;
            let events = decide::give_back(old.as_ref(), reason).map_err(refused)?;
            write.record(ctx, DOMAIN, *entry, &events).await?;
            if let Some(old) = old {
                ask_to_correct(write, around, &old).await?;
            }
        }
        Command::Accept { entry } => {
            let old = queries::entry(write.db, *entry).await?;
            let events = decide::accept(old.as_ref()).map_err(refused)?;
            write.record(ctx, DOMAIN, *entry, &events).await?;
        }
        Command::CloseMonth { month } => {
            let open = queries::open_in(write.db, node.id(), month).await?;
            let filter = queries::Filter {
                home: node.id().to_string(),
                from: month.clone(),
                to: month.clone(),
                ..queries::Filter::default()
            };
            let sum = queries::sum(write.db, &filter).await?;
            let events = decide::close_month(month, open, sum, around).map_err(refused)?;
            write.record(ctx, DOMAIN, format!("{}/{month}", node.id()), &events).await?;
        }
        Command::FinishTask { task } => turn_task(write, around, *task, Ask::Finish).await?,
        Command::PostponeTask { task, to } => {
            turn_task(write, around, *task, Ask::Postpone(to.clone())).await?;
        }
        Command::HandOverTask { task, to } => {
            let member = people::queries::member(write.db, *to).await?;
            if !member
                .is_some_and(|member| member.active && role_may(member.role, Permission::KeepDiary))
            {
                return Err(Problem::invalid("unknown-staff").at("to").into());
            }
            turn_task(write, around, *task, Ask::HandOver(*to)).await?;
        }
        Command::LookAtAntenna { antenna } => rules::look_at(node, write, ctx, *antenna).await?,
        Command::LookAtRequest { request } => {
            escalation::look_at(node, write, ctx, *request).await?;
        }
        Command::SetGoal(goal) => {
            let events = decide::set_goal(goal).map_err(refused)?;
            write.record(ctx, DOMAIN, GoalId::from(ctx.command), &events).await?;
        }
        Command::DropGoal { goal } => {
            if queries::goal_home(write.db, *goal).await?.is_some() {
                write.record(ctx, DOMAIN, *goal, &[Event::GoalDropped {}]).await?;
            }
        }
    }
    // Drafts are begun at the console and finished there.
    if let (Channel::Console, Some(entry)) = (ctx.channel, entry_of(command)) {
        drafts::discard(write.db, entry).await?;
    }
    Ok(Answer::Done)
}

fn refused(refusal: Refusal) -> Fail {
    Fail::Refused(refusal.into())
}

fn entry_of(command: &Command) -> Option<ActivityId> {
    match command {
        Command::Log(entry) | Command::Correct(entry) | Command::Amend { entry, .. } => {
            Some(entry.activity)
        }
        Command::GiveBack { .. }
        | Command::Accept { .. }
        | Command::CloseMonth { .. }
        | Command::FinishTask { .. }
        | Command::PostponeTask { .. }
        | Command::HandOverTask { .. }
        | Command::LookAtAntenna { .. }
        | Command::LookAtRequest { .. }
        | Command::SetGoal(_)
        | Command::DropGoal { .. } => None,
    }
}

/// The months this node has closed, read once for the entries of a batch.
#[derive(Default)]
struct Closed(Option<Vec<String>>);

async fn closed_months(node: &Node, write: &mut Write<'_>) -> Result<Vec<String>, StoreError> {
    if let Some(known) = &write.memory::<Closed>().0 {
        return Ok(known.clone());
    }
    let months = queries::closed(write.db, node.id()).await?;
    write.memory::<Closed>().0 = Some(months.clone());
    Ok(months)
}

/// Who sends by each device, read once for many entries.
#[derive(Default)]
struct Senders(BTreeMap<DeviceId, Option<StaffId>>);

/// The operator a device sends for.
async fn operator_of(write: &mut Write<'_>, ctx: &Ctx) -> Result<Option<StaffId>, StoreError> {
    let ActorRef::Device(device) = &ctx.actor else { return Ok(None) };
    if let Some(known) = write.memory::<Senders>().0.get(device) {
        return Ok(*known);
    }
    let sender = match network::holder(write.db, *device).await? {
        Some(Holder::Operator(staff)) => Some(staff),
        Some(Holder::Antenna) | None => None,
    };
    write.memory::<Senders>().0.insert(*device, sender);
    Ok(sender)
}

fn staff_of(actor: &ActorRef) -> Option<StaffId> {
    match actor {
        ActorRef::Staff(staff) => Some(*staff),
        ActorRef::Device(_) | ActorRef::Kiosk(_) | ActorRef::Node(_) | ActorRef::System => None,
    }
}

/// What an entry says comes next becomes its one follow-up; an entry that says nothing any more has none.
async fn follow_up(
    write: &mut Write<'_>,
    around: Around<'_>,
    entry: &LogActivity,
) -> Result<(), StoreError> {
    let task = tasks::task(write.db, Rule::FollowUp.task_about(entry.activity)).await?;
    let is_open = task.is_some_and(|task| task.open);
    let wanted = !entry.next_step.trim().is_empty();
    let ActorRef::Staff(owner) = around.author() else { return Ok(()) };
    match (wanted, is_open) {
        (true, false) => {
            let days = around.city.diary.follow_up_days;
            open_task(write, around, Rule::FollowUp, entry.activity, owner, days).await
        }
        (false, true) => {
            let rule = Rule::FollowUp;
            end_task(write, around.ctx, rule, entry.activity, TaskEvent::Dropped).await
        }
        (true, true) | (false, false) => Ok(()),
    }
}

async fn ask_to_correct(
    write: &mut Write<'_>,
    around: Around<'_>,
    entry: &Entry,
) -> Result<(), StoreError> {
    let ActorRef::Staff(owner) = entry.author else { return Ok(()) };
    let (rule, days) = (Rule::CorrectEntry, CORRECT_WITHIN_DAYS);
    open_task(write, around, rule, entry.activity, owner, days).await
}

async fn open_task(
    write: &mut Write<'_>,
    around: Around<'_>,
    rule: Rule,
    about: ActivityId,
    owner: StaffId,
    days: u32,
) -> Result<(), StoreError> {
    let due = tasks::working_days_after(around.city, around.today(), days).to_string();
    let opened = Event::Task(TaskEvent::Opened { rule, owner, about, due });
    write.record(around.ctx, DOMAIN, rule.task_about(about), &[opened]).await
}

async fn end_task(
    write: &mut Write<'_>,
    ctx: &Ctx,
    rule: Rule,
    about: ActivityId,
    how: TaskEvent,
) -> Result<(), StoreError> {
    let id = rule.task_about(about);
    match tasks::task(write.db, id).await? {
        Some(task) if task.open => write.record(ctx, DOMAIN, id, &[Event::Task(how)]).await,
        Some(_) | None => Ok(()),
    }
}

async fn turn_task(
    write: &mut Write<'_>,
    around: Around<'_>,
    id: TaskId,
    ask: Ask,
) -> Result<(), Fail> {
    let task = tasks::task(write.db, id).await?;
    let (me, answers_for_all) = match around.author() {
        ActorRef::Staff(staff) => {
            let member = people::queries::member(write.db, staff).await?;
            let all = member.is_some_and(|m| role_may(m.role, Permission::ReviewDiaries));
            (Some(staff), all)
        }
        ActorRef::System | ActorRef::Node(_) => (None, true),
        ActorRef::Device(_) | ActorRef::Kiosk(_) => (None, false),
    };
    let today: Date = around.today();
    let event = tasks::decide(task.as_ref(), ask, me, answers_for_all, today)?;
    write.record(around.ctx, DOMAIN, id, &[Event::Task(event)]).await?;
    Ok(())
}
