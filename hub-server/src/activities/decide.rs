//! Whether an entry may be recorded: pure, from the entry and the city's catalogue.

use jiff::Timestamp;
use protocol::Problem;
use protocol::antenna::LogActivity;

use super::events::{Event, Logged};
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
/// Most topics of one entry.
pub const TOPICS_MAX: usize = 10;
/// How far ahead a start may lie, for clocks that are wrong: a day.
pub const AHEAD_MS: i64 = 24 * 3_600_000;
/// How long ago a start may lie: a year and a day, so that a wrong year shows.
pub const BEHIND_MS: i64 = 366 * 24 * 3_600_000;

/// An expected no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A number or a text is out of range: which field, and the most it may be.
    OutOfRange(&'static str, usize),
    /// It begins more than a day from now.
    InTheFuture,
    /// It began more than a year ago.
    TooLongAgo,
    /// The neighbourhood or a topic is not in the city's catalogue.
    NotInCatalogue(&'static str),
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::OutOfRange(field, most) => {
                Self::invalid("out-of-range").at(field).with("most", most)
            }
            Refusal::InTheFuture => Self::invalid("starts-in-the-future").at("started_at"),
            Refusal::TooLongAgo => Self::invalid("starts-too-long-ago").at("started_at"),
            Refusal::NotInCatalogue(field) => Self::invalid("not-in-catalogue").at(field),
        }
    }
}

/// Decides about an entry; one that is known already changes nothing.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn log(
    entry: &LogActivity,
    city: &City,
    known: bool,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    if known {
        return Ok(vec![]);
    }
    if !(1..=MINUTES_MAX).contains(&entry.minutes) {
        return Err(Refusal::OutOfRange("minutes", usize::from(MINUTES_MAX)));
    }
    if entry.people_reached > PEOPLE_MAX {
        return Err(Refusal::OutOfRange("people_reached", PEOPLE_MAX as usize));
    }
    if entry.started_at_ms.saturating_sub(ctx.now_ms) > AHEAD_MS {
        return Err(Refusal::InTheFuture);
    }
    if ctx.now_ms.saturating_sub(entry.started_at_ms) > BEHIND_MS {
        return Err(Refusal::TooLongAgo);
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
    let logged = Event::Logged(Logged {
        what: entry.what,
        neighbourhood: entry.neighbourhood.clone(),
        day: day.to_string(),
        started_at_ms: entry.started_at_ms,
        minutes: entry.minutes,
        people_reached: entry.people_reached,
        topics,
    });
    let (place, next_step) = (entry.place.trim(), entry.next_step.trim());
    let words = (!place.is_empty() || !next_step.is_empty())
        .then(|| Event::WordsWritten { place: place.to_owned(), next_step: next_step.to_owned() });
    Ok([Some(logged), words].into_iter().flatten().collect())
}

fn within(field: &'static str, text: &str, most: usize) -> Result<(), Refusal> {
    if text.chars().count() <= most { Ok(()) } else { Err(Refusal::OutOfRange(field, most)) }
}
