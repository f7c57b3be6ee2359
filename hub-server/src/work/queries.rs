//! From the tables to answers about shifts, paths, training and expenses.

use protocol::clocks::{Minutes, Paid, Volunteering};
use protocol::{
    AssignmentId, ExpenseId, NodeId, PathId, PostId, ShiftId, Slug, StaffId, VolunteerId,
};
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::events::{ExpenseKind, Programme, ShiftMark, ShiftSide, Skill};
use crate::network::antennae::events::Volunteering as Papers;
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed, parsed_or_none};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    ASSIGNMENTS,
    SHIFT_WORDS,
    VOLUNTEER,
    VOLUNTEERS,
    SHIFT,
    SHIFTS,
    SHIFTS_OF,
    MISSED,
    PATH,
    PATHS,
    HOURS,
    TRAININGS,
    EXPENSE,
    EXPENSES,
    CLAIMED,
];

const ASSIGNMENTS: &str = "SELECT * FROM assignment WHERE home = $1 \
    ORDER BY neighbourhood, first_day DESC, assignment_id LIMIT 2000";
const SHIFT_WORDS: &str = "SELECT w.shift_id, w.side, w.mark, w.words FROM work_shift_word w \
    JOIN work_shift s ON s.shift_id = w.shift_id WHERE s.home = $1 AND s.day >= $2 AND s.day <= $3 \
    ORDER BY w.shift_id, w.side";
const VOLUNTEER: &str = "SELECT * FROM work_volunteer WHERE volunteer_id = $1";
const VOLUNTEERS: &str =
    "SELECT * FROM work_volunteer WHERE home = $1 ORDER BY volunteer_id LIMIT 2000";
const SHIFT: &str = "SELECT * FROM work_shift WHERE shift_id = $1";
const SHIFTS: &str = "SELECT * FROM work_shift WHERE home = $1 AND day >= $2 AND day <= $3 \
    AND state <> 'cancelled' ORDER BY day, from_min, shift_id LIMIT 2000";
const SHIFTS_OF: &str = "SELECT * FROM work_shift WHERE staff = $1 AND day >= $2 AND day <= $3 \
    AND state <> 'cancelled' ORDER BY day, from_min, shift_id LIMIT 2000";
const MISSED: &str = "SELECT staff, COUNT(*) AS missed FROM work_shift \
    WHERE home = $1 AND day >= $2 AND day <= $3 AND state = 'missed' GROUP BY staff ORDER BY staff";
const PATH: &str = "SELECT * FROM work_path WHERE path_id = $1";
const PATHS: &str = "SELECT * FROM work_path WHERE home = $1 \
    ORDER BY state DESC, first_day DESC, path_id LIMIT 500";
const HOURS: &str =
    "SELECT day, minutes FROM work_path_hours WHERE path_id = $1 ORDER BY day, hours_id";
const TRAININGS: &str = "SELECT * FROM work_training WHERE home = $1 ORDER BY day DESC, training_id \
    LIMIT 2000";
const EXPENSE: &str = "SELECT * FROM work_expense WHERE expense_id = $1";
const EXPENSES: &str = "SELECT * FROM work_expense WHERE staff = $1 AND day >= $2 AND day <= $3 \
    ORDER BY day, expense_id";
const CLAIMED: &str = "SELECT * FROM work_expense WHERE home = $1 AND state = 'claimed' \
    ORDER BY day, expense_id LIMIT 200";

/// Where a shift stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShiftState {
    /// To come, or nobody said yet.
    Planned,
    /// Called off.
    Cancelled,
    /// Whoever had it came.
    Came,
    /// Whoever had it did not come.
    Missed,
}

/// Who looks after a place, and who did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentRow {
    /// Its id.
    pub id: AssignmentId,
    /// Who.
    pub staff: StaffId,
    /// Where.
    pub neighbourhood: Slug,
    /// Since when, `2026-11-18`.
    pub first_day: String,
    /// The last day; `None` while it goes on.
    pub last_day: Option<String>,
}

/// A shift as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftRow {
    /// Its id.
    pub id: ShiftId,
    /// The node it belongs to.
    pub home: NodeId,
    /// Whose.
    pub staff: StaffId,
    /// Where.
    pub neighbourhood: Slug,
    /// The day, `2026-11-18`.
    pub day: String,
    /// From, minutes after midnight.
    pub from_min: i64,
    /// To, minutes after midnight.
    pub to_min: i64,
    /// Where it stands.
    pub state: ShiftState,
    /// When it last changed, UTC milliseconds.
    pub changed_at_ms: i64,
}

/// Whether a path goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PathState {
    /// It does.
    Running,
    /// It has ended.
    Ended,
}

/// Somebody's path as it stands; who they are is in the vault, under the path's id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathRow {
    /// Its id.
    pub id: PathId,
    /// The node it belongs to.
    pub home: NodeId,
    /// Under which programme.
    pub programme: Programme,
    /// Who accompanies them.
    pub tutor: StaffId,
    /// What was agreed.
    pub agreed: Minutes<Volunteering>,
    /// What was done.
    pub done: Minutes<Volunteering>,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// What they have learnt.
    pub skills: Vec<Skill>,
    /// Whether it goes on.
    pub state: PathState,
    /// The post it is in.
    pub post: Option<PostId>,
}

/// Training an operator had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingRow {
    /// Who.
    pub staff: StaffId,
    /// About what.
    pub topic: Skill,
    /// The day.
    pub day: String,
    /// How long, on paid time.
    pub minutes: Minutes<Paid>,
    /// Until when its certificate counts.
    pub valid_until: Option<String>,
}

/// An expense as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpenseRow {
    /// Its id.
    pub id: ExpenseId,
    /// The node it belongs to.
    pub home: NodeId,
    /// Who asks.
    pub staff: StaffId,
    /// For what.
    pub kind: ExpenseKind,
    /// The day.
    pub day: String,
    /// Kilometres; 0 for anything else.
    pub km: i64,
    /// How much, in cents.
    pub cents: i64,
    /// Whether it is refunded; `None` while nobody has decided.
    pub approved: Option<bool>,
    /// For what, in the words of who asks; `None` when erased or none.
    pub words: Option<String>,
}

/// How somebody says a shift went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftWord {
    /// Which shift.
    pub shift: ShiftId,
    /// Who says so.
    pub side: ShiftSide,
    /// How it went.
    pub mark: ShiftMark,
    /// In their words; `None` when there are none, or they were erased.
    pub words: Option<String>,
}

/// A volunteer who is no antenna; who they are is in the vault, under the same id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VolunteerRow {
    /// Their id.
    pub id: VolunteerId,
    /// The node that keeps them.
    pub home: NodeId,
    /// Through whom, and the insurance.
    pub papers: Papers,
    /// Since when they are off the register.
    pub left_on: Option<String>,
}

/// How the shifts of a node between two days went, both included.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn shift_words(
    db: &mut AnyConnection,
    home: &NodeId,
    from: &str,
    to: &str,
) -> Result<Vec<ShiftWord>, StoreError> {
    let query = sqlx::query(SHIFT_WORDS).bind(home.as_str()).bind(from.to_owned());
    let rows = query.bind(to.to_owned()).fetch_all(db).await?;
    let read = rows.iter().map(|row| {
        let words: Option<String> = row.try_get("words")?;
        Ok(ShiftWord {
            shift: parsed(row, "shift_id")?,
            side: from_word("side", &row.try_get::<String, _>("side")?)?,
            mark: from_word("mark", &row.try_get::<String, _>("mark")?)?,
            words: words.filter(|words| !words.is_empty()),
        })
    });
    read.collect()
}

/// A volunteer by id, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn volunteer(
    db: &mut AnyConnection,
    id: VolunteerId,
) -> Result<Option<VolunteerRow>, StoreError> {
    let row = sqlx::query(VOLUNTEER).bind(id.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read_volunteer).transpose()
}

/// The volunteers of a node, those who left too.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn volunteers(
    db: &mut AnyConnection,
    home: &NodeId,
) -> Result<Vec<VolunteerRow>, StoreError> {
    let rows = sqlx::query(VOLUNTEERS).bind(home.as_str()).fetch_all(db).await?;
    rows.iter().map(read_volunteer).collect()
}

fn read_volunteer(row: &AnyRow) -> Result<VolunteerRow, StoreError> {
    let day = |column: &str| -> Result<Option<jiff::civil::Date>, StoreError> {
        let text: Option<String> = row.try_get(column)?;
        Ok(text.and_then(|text| text.parse().ok()))
    };
    Ok(VolunteerRow {
        id: parsed(row, "volunteer_id")?,
        home: parsed(row, "home")?,
        papers: Papers {
            organisation: parsed(row, "organisation")?,
            entered_on: day("entered_on")?,
            insured_from: day("insured_from")?,
            insured_until: day("insured_until")?,
        },
        left_on: row.try_get("left_on")?,
    })
}

/// Who looks after which place of a node, and who did, by place and the latest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn assignments(
    db: &mut AnyConnection,
    home: &NodeId,
) -> Result<Vec<AssignmentRow>, StoreError> {
    let rows = sqlx::query(ASSIGNMENTS).bind(home.as_str()).fetch_all(db).await?;
    let read = rows.iter().map(|row| {
        Ok(AssignmentRow {
            id: parsed(row, "assignment_id")?,
            staff: parsed(row, "staff")?,
            neighbourhood: parsed(row, "neighbourhood")?,
            first_day: row.try_get("first_day")?,
            last_day: row.try_get("last_day")?,
        })
    });
    read.collect()
}

/// A shift by its id, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn shift(db: &mut AnyConnection, id: ShiftId) -> Result<Option<ShiftRow>, StoreError> {
    let row = sqlx::query(SHIFT).bind(id.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read_shift).transpose()
}

/// The shifts of a node between two days, both included.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn shifts(
    db: &mut AnyConnection,
    home: &NodeId,
    from: &str,
    to: &str,
) -> Result<Vec<ShiftRow>, StoreError> {
    let rows = sqlx::query(SHIFTS)
        .bind(home.as_str())
        .bind(from.to_owned())
        .bind(to.to_owned())
        .fetch_all(db)
        .await?;
    rows.iter().map(read_shift).collect()
}

/// Somebody's shifts between two days, both included.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn shifts_of(
    db: &mut AnyConnection,
    staff: StaffId,
    from: &str,
    to: &str,
) -> Result<Vec<ShiftRow>, StoreError> {
    let rows = sqlx::query(SHIFTS_OF)
        .bind(staff.to_string())
        .bind(from.to_owned())
        .bind(to.to_owned())
        .fetch_all(db)
        .await?;
    rows.iter().map(read_shift).collect()
}

/// How often each person did not come between two days.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn missed(
    db: &mut AnyConnection,
    home: &NodeId,
    from: &str,
    to: &str,
) -> Result<Vec<(StaffId, i64)>, StoreError> {
    let rows = sqlx::query(MISSED)
        .bind(home.as_str())
        .bind(from.to_owned())
        .bind(to.to_owned())
        .fetch_all(db)
        .await?;
    rows.iter().map(|row| Ok((parsed(row, "staff")?, row.try_get("missed")?))).collect()
}

fn read_shift(row: &AnyRow) -> Result<ShiftRow, StoreError> {
    Ok(ShiftRow {
        id: parsed(row, "shift_id")?,
        home: parsed(row, "home")?,
        staff: parsed(row, "staff")?,
        neighbourhood: parsed(row, "neighbourhood")?,
        day: row.try_get("day")?,
        from_min: row.try_get("from_min")?,
        to_min: row.try_get("to_min")?,
        state: from_word("state", &row.try_get::<String, _>("state")?)?,
        changed_at_ms: row.try_get("changed_at_ms")?,
    })
}

/// A path by its id, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn path(db: &mut AnyConnection, id: PathId) -> Result<Option<PathRow>, StoreError> {
    let row = sqlx::query(PATH).bind(id.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read_path).transpose()
}

/// The paths of a node: those that go on first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn paths(db: &mut AnyConnection, home: &NodeId) -> Result<Vec<PathRow>, StoreError> {
    let rows = sqlx::query(PATHS).bind(home.as_str()).fetch_all(db).await?;
    rows.iter().map(read_path).collect()
}

fn read_path(row: &AnyRow) -> Result<PathRow, StoreError> {
    let skills: String = row.try_get("skills")?;
    Ok(PathRow {
        id: parsed(row, "path_id")?,
        home: parsed(row, "home")?,
        programme: from_word("programme", &row.try_get::<String, _>("programme")?)?,
        tutor: parsed(row, "tutor")?,
        agreed: Minutes::new(row.try_get("agreed_min")?),
        done: Minutes::new(row.try_get("done_min")?),
        from: row.try_get("first_day")?,
        to: row.try_get("last_day")?,
        skills: skills.split_whitespace().filter_map(Skill::from_slug).collect(),
        state: from_word("state", &row.try_get::<String, _>("state")?)?,
        post: parsed_or_none(row, "post_id")?,
    })
}

/// The days of a path with their hours, the first first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn hours(
    db: &mut AnyConnection,
    path: PathId,
) -> Result<Vec<(String, Minutes<Volunteering>)>, StoreError> {
    let rows = sqlx::query(HOURS).bind(path.to_string()).fetch_all(db).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("day")?, Minutes::new(row.try_get("minutes")?))))
        .collect()
}

/// The training of a node's operators, the latest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn trainings(
    db: &mut AnyConnection,
    home: &NodeId,
) -> Result<Vec<TrainingRow>, StoreError> {
    let rows = sqlx::query(TRAININGS).bind(home.as_str()).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            Ok(TrainingRow {
                staff: parsed(row, "staff")?,
                topic: from_word("topic", &row.try_get::<String, _>("topic")?)?,
                day: row.try_get("day")?,
                minutes: Minutes::new(row.try_get("minutes")?),
                valid_until: row.try_get("valid_until")?,
            })
        })
        .collect()
}

/// An expense by its id, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn expense(
    db: &mut AnyConnection,
    id: ExpenseId,
) -> Result<Option<ExpenseRow>, StoreError> {
    let row = sqlx::query(EXPENSE).bind(id.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read_expense).transpose()
}

/// Somebody's expenses between two days, both included.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn expenses(
    db: &mut AnyConnection,
    staff: StaffId,
    from: &str,
    to: &str,
) -> Result<Vec<ExpenseRow>, StoreError> {
    let rows = sqlx::query(EXPENSES)
        .bind(staff.to_string())
        .bind(from.to_owned())
        .bind(to.to_owned())
        .fetch_all(db)
        .await?;
    rows.iter().map(read_expense).collect()
}

/// What a node has to decide about, the oldest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn claimed(db: &mut AnyConnection, home: &NodeId) -> Result<Vec<ExpenseRow>, StoreError> {
    let rows = sqlx::query(CLAIMED).bind(home.as_str()).fetch_all(db).await?;
    rows.iter().map(read_expense).collect()
}

fn read_expense(row: &AnyRow) -> Result<ExpenseRow, StoreError> {
    let state: String = row.try_get("state")?;
    Ok(ExpenseRow {
        id: parsed(row, "expense_id")?,
        home: parsed(row, "home")?,
        staff: parsed(row, "staff")?,
        kind: from_word("kind", &row.try_get::<String, _>("kind")?)?,
        day: row.try_get("day")?,
        km: row.try_get("km")?,
        cents: row.try_get("cents")?,
        approved: match state.as_str() {
            "approved" => Some(true),
            "refused" => Some(false),
            _ => None,
        },
        words: row.try_get("words")?,
    })
}
