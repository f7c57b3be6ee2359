//! What an operator has to do by a day: the follow-up of an entry, and tasks that a rule makes when something
//! happens.
//!
//! Always true: an entry has at most one open follow-up, because the follow-up has the entry's own id; a rule makes
//! its task once for each thing, because the task's id is worked out from both. Deliberately absent: words. A
//! follow-up says what its entry says, and goes with it when that is erased.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use protocol::{
    ActivityId, AntennaId, CommandId, EventId, NodeId, Problem, RequestId, Slug, StaffId, TaskId,
};
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use uuid::Uuid;

use crate::city::{Cause, City};
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed, word};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] =
    &[TASK, OPEN_OF, OPEN_AT, OPEN_ABOUT, OPEN_BY_RULES, OPEN, OPEN_BY_RULE, END, MOVE, HAND_OVER];

const TASK: &str = "SELECT * FROM activity_task WHERE task_id = $1";
const OPEN_OF: &str = "SELECT * FROM activity_task WHERE owner = $1 AND state = 'open' \
    ORDER BY due, opened_at_ms, task_id LIMIT $2";
const OPEN_AT: &str = "SELECT * FROM activity_task WHERE home = $1 AND state = 'open' AND due < $2 \
    ORDER BY due, opened_at_ms, task_id LIMIT $3";
const OPEN_ABOUT: &str = "SELECT * FROM activity_task WHERE about = $1 AND state = 'open' \
    AND cause IS NOT NULL ORDER BY task_id";
const OPEN_BY_RULES: &str = "SELECT * FROM activity_task WHERE home = $1 AND state = 'open' \
    AND cause IS NOT NULL ORDER BY task_id";
const OPEN_BY_RULE: &str = "INSERT INTO activity_task (task_id, home, owner, rule, about, due, state, moves, \
    opened_at_ms, cause) VALUES ($1, $2, $3, $4, $5, $6, 'open', 0, $7, $8)";
const OPEN: &str = "INSERT INTO activity_task (task_id, home, owner, rule, about, due, state, moves, \
    opened_at_ms) VALUES ($1, $2, $3, $4, $5, $6, 'open', 0, $7) ON CONFLICT (task_id) DO UPDATE SET \
    owner = $3, due = $6, state = 'open', moves = 0, opened_at_ms = $7";
const END: &str = "UPDATE activity_task SET state = $2 WHERE task_id = $1";
const MOVE: &str = "UPDATE activity_task SET due = $2, moves = moves + 1 WHERE task_id = $1";
const HAND_OVER: &str = "UPDATE activity_task SET owner = $2 WHERE task_id = $1";

/// How far ahead a task may be moved, in days.
pub const AHEAD_DAYS: i32 = 366;

/// Why there is a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// An entry says what comes next.
    FollowUp,
    /// An entry was given back and waits to be corrected.
    CorrectEntry,
}

impl Rule {
    /// The word it is stored and worded by.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::FollowUp => "follow-up",
            Self::CorrectEntry => "correct-entry",
        }
    }

    /// The id of this rule's task about an entry.
    #[must_use]
    pub fn task_about(self, entry: ActivityId) -> TaskId {
        let entry = CommandId::new(entry.uuid());
        match self {
            Self::FollowUp => TaskId::new(entry.uuid()),
            Self::CorrectEntry => TaskId::new(EventId::of_command(entry, 1).uuid()),
        }
    }
}

/// What a rule of the city makes a task about, with what happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "cause", content = "id", rename_all = "kebab-case")]
pub enum About {
    /// A request that was met.
    RequestMet(RequestId),
    /// A request that was not met.
    RequestNotMet(RequestId),
    /// An antenna that gives no sign.
    AntennaSilent(AntennaId),
    /// An antenna whose pledge is looked at again.
    PledgeReview(AntennaId),
    /// An entry of the diary.
    EntryWritten(ActivityId),
    /// A request that is overdue for long.
    RequestOverdue(RequestId),
}

impl About {
    /// What happened.
    #[must_use]
    pub const fn cause(self) -> Cause {
        match self {
            Self::RequestMet(_) => Cause::RequestMet,
            Self::RequestNotMet(_) => Cause::RequestNotMet,
            Self::AntennaSilent(_) => Cause::AntennaSilent,
            Self::PledgeReview(_) => Cause::PledgeReview,
            Self::EntryWritten(_) => Cause::EntryWritten,
            Self::RequestOverdue(_) => Cause::RequestOverdue,
        }
    }

    /// The id of the thing, whatever it is.
    #[must_use]
    pub fn uuid(self) -> Uuid {
        match self {
            Self::RequestMet(id) | Self::RequestNotMet(id) | Self::RequestOverdue(id) => id.uuid(),
            Self::AntennaSilent(id) | Self::PledgeReview(id) => id.uuid(),
            Self::EntryWritten(id) => id.uuid(),
        }
    }

    fn read(cause: Cause, row: &AnyRow) -> Result<Self, StoreError> {
        Ok(match cause {
            Cause::RequestMet => Self::RequestMet(parsed(row, "about")?),
            Cause::RequestNotMet => Self::RequestNotMet(parsed(row, "about")?),
            Cause::AntennaSilent => Self::AntennaSilent(parsed(row, "about")?),
            Cause::PledgeReview => Self::PledgeReview(parsed(row, "about")?),
            Cause::EntryWritten => Self::EntryWritten(parsed(row, "about")?),
            Cause::RequestOverdue => Self::RequestOverdue(parsed(row, "about")?),
        })
    }
}

/// What made a task, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The diary itself, about one of its entries.
    Entry {
        /// Why.
        rule: Rule,
        /// Which entry.
        about: ActivityId,
    },
    /// A rule of the city.
    City {
        /// Which, in the city file.
        rule: Slug,
        /// About what.
        about: About,
    },
}

impl Why {
    /// The id of the thing it is about.
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        match self {
            Self::Entry { about, .. } => about.uuid(),
            Self::City { about, .. } => about.uuid(),
        }
    }
}

/// What can have happened to a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum TaskEvent {
    /// It is to be done.
    Opened {
        /// Why.
        rule: Rule,
        /// By whom.
        owner: StaffId,
        /// About which entry.
        about: ActivityId,
        /// By which day, `2026-11-25`.
        due: String,
    },
    /// A rule of the city wants it to be done.
    OpenedByRule {
        /// Which, in the city file.
        rule: Slug,
        /// About what.
        about: About,
        /// By whom.
        owner: StaffId,
        /// By which day, `2026-11-25`.
        due: String,
    },
    /// It was done.
    Done,
    /// It is no longer needed.
    Dropped,
    /// It is done later.
    Postponed {
        /// The new day.
        to: String,
    },
    /// Somebody else does it.
    HandedOver {
        /// Who.
        to: StaffId,
    },
}

/// A task as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// The node it belongs to.
    pub home: NodeId,
    /// Whose it is.
    pub owner: StaffId,
    /// Why there is one.
    pub why: Why,
    /// By which day, `2026-11-25`.
    pub due: String,
    /// Whether it is still to be done.
    pub open: bool,
    /// How often it was moved.
    pub moves: i64,
}

/// What may be asked of an open task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Tick it off.
    Finish,
    /// Do it later.
    Postpone(String),
    /// Let somebody else do it.
    HandOver(StaffId),
}

/// Decides about a task: its owner may, and whoever answers for the diary.
///
/// # Errors
/// `unknown-task`, `not-your-task`, `task-is-over` or `task-day-wrong`.
pub fn decide(
    task: Option<&Task>,
    ask: Ask,
    me: Option<StaffId>,
    answers_for_all: bool,
    today: Date,
) -> Result<TaskEvent, Problem> {
    let task = task.ok_or_else(|| Problem::not_found("unknown-task"))?;
    if me != Some(task.owner) && !answers_for_all {
        return Err(Problem::forbidden("not-your-task"));
    }
    if !task.open {
        return Err(Problem::conflict("task-is-over"));
    }
    match ask {
        Ask::Finish => Ok(TaskEvent::Done),
        Ask::HandOver(to) => Ok(TaskEvent::HandedOver { to }),
        Ask::Postpone(to) => {
            let day: Option<Date> = to.parse().ok();
            let last = today.checked_add(AHEAD_DAYS.days()).unwrap_or(Date::MAX);
            let fits = day.is_some_and(|day| today <= day && day <= last);
            if fits {
                Ok(TaskEvent::Postponed { to })
            } else {
                Err(Problem::invalid("task-day-wrong").at("to"))
            }
        }
    }
}

/// The day that is so many working days after another: neither Saturday, Sunday nor a holiday of the city.
#[must_use]
pub fn working_days_after(city: &City, from: Date, days: u32) -> Date {
    let works = |day: Date| {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
            && !city.calendar.is_holiday(day)
    };
    let mut day = from;
    let mut left = days;
    // No run of free days is as long as two years.
    for _ in 0..732 {
        if left == 0 {
            break;
        }
        day = day.tomorrow().unwrap_or(day);
        if works(day) {
            left -= 1;
        }
    }
    day
}

/// How many working days lie between two days, the last included.
#[must_use]
pub fn working_days_between(city: &City, from: Date, to: Date) -> u32 {
    (0..=400).find(|days| working_days_after(city, from, days + 1) > to).unwrap_or(400)
}

/// Brings the table up to date with one fact.
pub(super) async fn project(
    db: &mut AnyConnection,
    task: &str,
    home: &str,
    at_ms: i64,
    event: &TaskEvent,
) -> Result<(), StoreError> {
    let query = match event {
        TaskEvent::Opened { rule, owner, about, due } => sqlx::query(OPEN)
            .bind(task)
            .bind(home)
            .bind(owner.to_string())
            .bind(word(rule))
            .bind(about.to_string())
            .bind(due.as_str())
            .bind(at_ms),
        TaskEvent::OpenedByRule { rule, about, owner, due } => sqlx::query(OPEN_BY_RULE)
            .bind(task)
            .bind(home)
            .bind(owner.to_string())
            .bind(rule.as_str())
            .bind(about.uuid().to_string())
            .bind(due.as_str())
            .bind(at_ms)
            .bind(about.cause().slug()),
        TaskEvent::Done => sqlx::query(END).bind(task).bind("done"),
        TaskEvent::Dropped => sqlx::query(END).bind(task).bind("dropped"),
        TaskEvent::Postponed { to } => sqlx::query(MOVE).bind(task).bind(to.as_str()),
        TaskEvent::HandedOver { to } => sqlx::query(HAND_OVER).bind(task).bind(to.to_string()),
    };
    query.execute(db).await?;
    Ok(())
}

/// A task by its id, or `None` when it is not known here.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn task(db: &mut AnyConnection, id: TaskId) -> Result<Option<Task>, StoreError> {
    let row = sqlx::query(TASK).bind(id.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// What somebody has to do, the most urgent first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn open_of(
    db: &mut AnyConnection,
    owner: StaffId,
    most: u32,
) -> Result<Vec<Task>, StoreError> {
    let rows =
        sqlx::query(OPEN_OF).bind(owner.to_string()).bind(i64::from(most)).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

/// What should have been done at a node before a day, the oldest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn overdue_at(
    db: &mut AnyConnection,
    home: &NodeId,
    today: &str,
    most: u32,
) -> Result<Vec<Task>, StoreError> {
    let rows = sqlx::query(OPEN_AT)
        .bind(home.as_str())
        .bind(today.to_owned())
        .bind(i64::from(most))
        .fetch_all(db)
        .await?;
    rows.iter().map(read).collect()
}

/// What rules of the city want done about a thing.
pub(super) async fn open_about(
    db: &mut AnyConnection,
    about: &str,
) -> Result<Vec<Task>, StoreError> {
    let rows = sqlx::query(OPEN_ABOUT).bind(about.to_owned()).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

/// What rules of the city want done at a node.
pub(super) async fn open_by_rules(
    db: &mut AnyConnection,
    home: &NodeId,
) -> Result<Vec<Task>, StoreError> {
    let rows = sqlx::query(OPEN_BY_RULES).bind(home.as_str()).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

fn read(row: &AnyRow) -> Result<Task, StoreError> {
    let (rule, cause): (String, Option<String>) = (row.try_get("rule")?, row.try_get("cause")?);
    let why = match cause {
        None => Why::Entry { rule: from_word("rule", &rule)?, about: parsed(row, "about")? },
        Some(cause) => Why::City {
            rule: parsed(row, "rule")?,
            about: About::read(from_word("cause", &cause)?, row)?,
        },
    };
    Ok(Task {
        id: parsed(row, "task_id")?,
        home: parsed(row, "home")?,
        owner: parsed(row, "owner")?,
        why,
        due: row.try_get("due")?,
        open: row.try_get::<String, _>("state")? == "open",
        moves: row.try_get("moves")?,
    })
}
