//! Whether a step in the diary may be taken: pure, from the entry, the city's rules and the circumstances.

use jiff::Timestamp;
use jiff::civil::Date;
use protocol::antenna::LogActivity;
use protocol::{ActorRef, Problem, StaffId};

use super::events::{Amended, Event, Goal, Logged, MonthClosed};
use super::lifecycle::{State, Step};
use super::queries::{Entry, Sum};
use crate::city::City;
use crate::context::Ctx;

/// Longest entry, in minutes: a day.
pub const MINUTES_MAX: u16 = 1_440;
/// Most people one entry can have reached.
pub const PEOPLE_MAX: u32 = 100_000;
/// Longest place, in characters.
pub const PLACE_MAX: usize = 200;
/// Longest next step, in characters.
pub const NEXT_STEP_MAX: usize = 500;
/// Longest reason for giving an entry back, in characters.
pub const REASON_MAX: usize = 500;
/// Most topics of one entry.
pub const TOPICS_MAX: usize = 10;
/// How far ahead a start may lie, for clocks that are wrong: a day.
pub const AHEAD_MS: i64 = 24 * 3_600_000;
/// Largest target of a goal.
pub const TARGET_MAX: i64 = 10_000_000;

/// An expected no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No such entry here.
    Unknown,
    /// The entry is not in a state for that.
    WrongState(State),
    /// Only its author may.
    NotTheAuthor,
    /// A number or a text is out of range: which field, and the most it may be.
    OutOfRange(&'static str, usize),
    /// It begins more than a day from now.
    InTheFuture,
    /// It began longer ago than the city allows: so many days.
    TooLongAgo(u32),
    /// The neighbourhood or a topic is not in the city's catalogue.
    NotInCatalogue(&'static str),
    /// The month it belongs to is closed.
    MonthClosed(String),
    /// That is no month, `2026-11`.
    NoMonth,
    /// The month is not over yet.
    MonthNotOver,
    /// So many entries of the month are neither accepted nor corrected.
    MonthHasOpen(i64),
    /// A reason is missing.
    ReasonMissing,
    /// The last month comes before the first.
    EndBeforeStart,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unknown => Self::not_found("unknown-entry"),
            Refusal::WrongState(state) => Self::conflict("entry-state").with("state", state.slug()),
            Refusal::NotTheAuthor => Self::forbidden("not-the-author"),
            Refusal::OutOfRange(field, most) => {
                Self::invalid("out-of-range").at(field).with("most", most)
            }
            Refusal::InTheFuture => Self::invalid("starts-in-the-future").at("started_at"),
            Refusal::TooLongAgo(days) => {
                Self::invalid("starts-too-long-ago").at("started_at").with("days", days)
            }
            Refusal::NotInCatalogue(field) => Self::invalid("not-in-catalogue").at(field),
            Refusal::MonthClosed(month) => {
                Self::conflict("month-closed").at("started_at").with("month", month)
            }
            Refusal::NoMonth => Self::invalid("no-month").at("month"),
            Refusal::MonthNotOver => Self::conflict("month-not-over"),
            Refusal::MonthHasOpen(count) => Self::conflict("month-has-open").with("count", count),
            Refusal::ReasonMissing => Self::invalid("entry-reason-missing").at("reason"),
            Refusal::EndBeforeStart => Self::invalid("end-before-start").at("to"),
        }
    }
}

/// What a decision is told besides the entry.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The city's rules and catalogue.
    pub city: &'a City,
    /// The circumstances.
    pub ctx: &'a Ctx,
    /// Months of this hub that are closed.
    pub closed: &'a [String],
    /// The operator a device sends for.
    pub sender: Option<StaffId>,
}

impl Around<'_> {
    /// Today by the city's clock.
    #[must_use]
    pub fn today(&self) -> Date {
        let now = Timestamp::from_millisecond(self.ctx.now_ms).unwrap_or_default();
        self.city.calendar.clock().to_datetime(now).date()
    }

    /// Whoever acts, as the author of entries.
    #[must_use]
    pub fn author(&self) -> ActorRef {
        self.sender.map_or_else(|| self.ctx.actor.clone(), ActorRef::Staff)
    }

    fn is_closed(&self, month: &str) -> bool {
        self.closed.iter().any(|closed| closed == month)
    }
}

/// The month of a day, `2026-11`.
#[must_use]
pub fn month_of(day: &str) -> String {
    day.chars().take(7).collect()
}

/// Decides about a new entry; one that is known already changes nothing.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn log(entry: &LogActivity, known: bool, around: Around<'_>) -> Result<Vec<Event>, Refusal> {
    if known {
        return Ok(vec![]);
    }
    let logged = checked(entry, around)?;
    not_in_a_closed_month(&logged, around)?;
    Ok(with_words(Event::Logged(logged), entry))
}

/// Decides about an entry written again by its author before it is accepted.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn correct(
    old: Option<&Entry>,
    entry: &LogActivity,
    around: Around<'_>,
) -> Result<Vec<Event>, Refusal> {
    let old = old.ok_or(Refusal::Unknown)?;
    by_its_author(old, around)?;
    old.state.after(Step::Correct)?;
    let logged = checked(entry, around)?;
    not_in_a_closed_month(&logged, around)?;
    let corrected = Event::Corrected(logged);
    let (place, next_step) = (entry.place.trim().to_owned(), entry.next_step.trim().to_owned());
    Ok(vec![corrected, Event::WordsWritten { place, next_step }])
}

/// Decides about a new entry that says better what an older one said.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn amend(
    old: Option<&Entry>,
    entry: &LogActivity,
    known: bool,
    around: Around<'_>,
) -> Result<Vec<Event>, Refusal> {
    if known {
        return Ok(vec![]);
    }
    let old = old.ok_or(Refusal::Unknown)?;
    by_its_author(old, around)?;
    old.state.after(Step::Amend)?;
    // What is corrected may lie as long ago as it likes; its day stays what it was or another that was allowed.
    let mut logged = checked_but_for_age(entry, around)?;
    logged.late_days = 0;
    let month = month_of(&around.today().to_string());
    let amended = Amended { cites: old.activity, month, entry: logged };
    Ok(with_words(Event::Amended(amended), entry))
}

/// Decides about an entry that is given back to its author.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn give_back(old: Option<&Entry>, reason: &str) -> Result<Vec<Event>, Refusal> {
    let old = old.ok_or(Refusal::Unknown)?;
    old.state.after(Step::Return)?;
    within("reason", reason, REASON_MAX)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(vec![Event::Returned {}, Event::ReasonWritten { reason: reason.to_owned() }])
}

/// Decides about an entry that is accepted.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn accept(old: Option<&Entry>) -> Result<Vec<Event>, Refusal> {
    let old = old.ok_or(Refusal::Unknown)?;
    if old.state == State::Accepted {
        return Ok(vec![]);
    }
    old.state.after(Step::Accept)?;
    Ok(vec![Event::Accepted {}])
}

/// Decides about closing a month; `open` counts its entries that are neither accepted nor amended.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn close_month(
    month: &str,
    open: i64,
    sum: Sum,
    around: Around<'_>,
) -> Result<Vec<Event>, Refusal> {
    first_day(month)?;
    if around.is_closed(month) {
        return Ok(vec![]);
    }
    if month >= month_of(&around.today().to_string()).as_str() {
        return Err(Refusal::MonthNotOver);
    }
    if open > 0 {
        return Err(Refusal::MonthHasOpen(open));
    }
    Ok(vec![Event::MonthClosed(MonthClosed {
        month: month.to_owned(),
        entries: sum.entries,
        minutes: sum.minutes.get(),
        people_reached: sum.people_reached,
    })])
}

/// Decides about a goal.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn set_goal(goal: &Goal) -> Result<Vec<Event>, Refusal> {
    if !(1..=TARGET_MAX).contains(&goal.target) {
        return Err(Refusal::OutOfRange("target", 10_000_000));
    }
    if first_day(&goal.to)? < first_day(&goal.from)? {
        return Err(Refusal::EndBeforeStart);
    }
    Ok(vec![Event::GoalSet(goal.clone())])
}

fn first_day(month: &str) -> Result<Date, Refusal> {
    if month.len() != 7 {
        return Err(Refusal::NoMonth);
    }
    format!("{month}-01").parse().ok().ok_or(Refusal::NoMonth)
}

fn by_its_author(old: &Entry, around: Around<'_>) -> Result<(), Refusal> {
    if old.author == around.author() { Ok(()) } else { Err(Refusal::NotTheAuthor) }
}

fn not_in_a_closed_month(logged: &Logged, around: Around<'_>) -> Result<(), Refusal> {
    let month = month_of(&logged.day);
    if around.is_closed(&month) { Err(Refusal::MonthClosed(month)) } else { Ok(()) }
}

/// What counts of an entry, once it is sure that it may be recorded.
fn checked(entry: &LogActivity, around: Around<'_>) -> Result<Logged, Refusal> {
    let logged = checked_but_for_age(entry, around)?;
    let most = around.city.diary.refused_after_days;
    let begun: Date = logged.day.parse().unwrap_or_default();
    let days = (around.today() - begun).get_days();
    let days = u32::try_from(days).unwrap_or_default();
    if days > most {
        return Err(Refusal::TooLongAgo(most));
    }
    let late_days = if days > around.city.diary.late_after_days { days } else { 0 };
    Ok(Logged { late_days, ..logged })
}

fn checked_but_for_age(entry: &LogActivity, around: Around<'_>) -> Result<Logged, Refusal> {
    let Around { city, ctx, .. } = around;
    if !(1..=MINUTES_MAX).contains(&entry.minutes) {
        return Err(Refusal::OutOfRange("minutes", usize::from(MINUTES_MAX)));
    }
    if entry.people_reached > PEOPLE_MAX {
        return Err(Refusal::OutOfRange("people_reached", PEOPLE_MAX as usize));
    }
    if entry.started_at_ms.saturating_sub(ctx.now_ms) > AHEAD_MS {
        return Err(Refusal::InTheFuture);
    }
    within("place", &entry.place, PLACE_MAX)?;
    within("next_step", &entry.next_step, NEXT_STEP_MAX)?;
    if city.neighbourhood(entry.neighbourhood.as_str()).is_none() {
        return Err(Refusal::NotInCatalogue("neighbourhood"));
    }
    let mut topics = entry.topics.clone();
    topics.sort();
    topics.dedup();
    if topics.len() > TOPICS_MAX {
        return Err(Refusal::OutOfRange("topics", TOPICS_MAX));
    }
    let in_city = |slug: &str| city.activity_topics.iter().any(|topic| topic.slug == slug);
    if !topics.iter().all(|topic| in_city(topic.as_str())) {
        return Err(Refusal::NotInCatalogue("topics"));
    }
    let started = Timestamp::from_millisecond(entry.started_at_ms).unwrap_or_default();
    let day = city.calendar.clock().to_datetime(started).date();
    Ok(Logged {
        author: around.sender,
        what: entry.what,
        neighbourhood: entry.neighbourhood.clone(),
        day: day.to_string(),
        started_at_ms: entry.started_at_ms,
        minutes: entry.minutes,
        people_reached: entry.people_reached,
        topics,
        late_days: 0,
    })
}

fn with_words(counted: Event, entry: &LogActivity) -> Vec<Event> {
    let (place, next_step) = (entry.place.trim(), entry.next_step.trim());
    let words = (!place.is_empty() || !next_step.is_empty())
        .then(|| Event::WordsWritten { place: place.to_owned(), next_step: next_step.to_owned() });
    [Some(counted), words].into_iter().flatten().collect()
}

fn within(field: &'static str, text: &str, most: usize) -> Result<(), Refusal> {
    if text.chars().count() <= most { Ok(()) } else { Err(Refusal::OutOfRange(field, most)) }
}
