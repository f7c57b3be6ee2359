//! Whether a step around an activity of a group may be taken: pure, from what is there and the circumstances.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use protocol::{ActivityId, GatheringId, PersonDetails, Problem};

use super::events::{Event, Plan, Present, When};
use super::queries::{Gathering, Meeting, MeetingState, Participant};
use crate::city::City;
use crate::context::Ctx;

/// Longest title, in characters.
const TITLE_MAX: usize = 120;
/// Longest place or name, in characters.
const TEXT_MAX: usize = 200;
/// Most meetings of one activity: once a week for a year.
pub const MEETINGS_MAX: usize = 53;
/// Most heads of a group, seats of an activity and others that came.
const HEADS_MAX: u16 = 2_000;

/// An expected no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such thing here.
    Unknown,
    /// It has no title.
    TitleMissing,
    /// Whoever takes part has no name.
    NameMissing,
    /// The neighbourhood is not in the city's catalogue.
    NotInCatalogue,
    /// A day is missing, or no day.
    NoDay,
    /// The end comes before the start.
    EndBeforeStart,
    /// A number or a text is out of range: which field, and the most it may be.
    OutOfRange(&'static str, usize),
    /// The meeting was called off.
    Cancelled,
    /// The meeting has been held.
    Held,
    /// The meeting has not begun yet.
    NotBegun,
    /// They are no longer registered.
    NotRegistered,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unknown => Self::not_found("gathering-unknown"),
            Refusal::TitleMissing => Self::invalid("gathering-title-missing").at("title"),
            Refusal::NameMissing => Self::invalid("name-missing").at("name"),
            Refusal::NotInCatalogue => Self::invalid("not-in-catalogue").at("neighbourhood"),
            Refusal::NoDay => Self::invalid("no-day").at("day"),
            Refusal::EndBeforeStart => Self::invalid("end-before-start").at("to"),
            Refusal::OutOfRange(field, most) => {
                Self::invalid("out-of-range").at(field).with("most", most)
            }
            Refusal::Cancelled => Self::conflict("gathering-cancelled"),
            Refusal::Held => Self::conflict("gathering-held"),
            Refusal::NotBegun => Self::conflict("gathering-not-begun"),
            Refusal::NotRegistered => Self::conflict("gathering-not-registered"),
        }
    }
}

/// What a decision is told from outside.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The city's clock and catalogue.
    pub city: &'a City,
    /// The circumstances.
    pub ctx: &'a Ctx,
}

impl Around<'_> {
    fn now(&self) -> DateTime {
        let now = Timestamp::from_millisecond(self.ctx.now_ms).unwrap_or_default();
        self.city.calendar.clock().to_datetime(now)
    }
}

fn right(when: &When) -> Result<(), Refusal> {
    when.day.parse::<Date>().ok().ok_or(Refusal::NoDay)?;
    if when.to_min > 1_440 {
        return Err(Refusal::OutOfRange("to", 1_440));
    }
    if when.to_min <= when.from_min { Err(Refusal::EndBeforeStart) } else { Ok(()) }
}

fn heads(field: &'static str, number: u16) -> Result<(), Refusal> {
    let in_range = (1..=HEADS_MAX).contains(&number);
    if in_range { Ok(()) } else { Err(Refusal::OutOfRange(field, usize::from(HEADS_MAX))) }
}

/// Decides about a new activity.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn plan(plan: &Plan, around: Around<'_>) -> Result<Vec<Event>, Refusal> {
    if plan.title.trim().is_empty() {
        return Err(Refusal::TitleMissing);
    }
    if plan.title.chars().count() > TITLE_MAX {
        return Err(Refusal::OutOfRange("title", TITLE_MAX));
    }
    if plan.place.chars().count() > TEXT_MAX {
        return Err(Refusal::OutOfRange("place", TEXT_MAX));
    }
    if around.city.neighbourhood(plan.neighbourhood.as_str()).is_none() {
        return Err(Refusal::NotInCatalogue);
    }
    if let Some(seats) = plan.seats {
        heads("seats", seats)?;
    }
    if plan.meetings.is_empty() {
        return Err(Refusal::NoDay);
    }
    if plan.meetings.len() > MEETINGS_MAX {
        return Err(Refusal::OutOfRange("times", MEETINGS_MAX));
    }
    plan.meetings.iter().try_for_each(right)?;
    Ok(vec![Event::Planned(plan.clone())])
}

/// Decides about one more meeting.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn add_meeting(meetings: &[Meeting], when: &When) -> Result<Vec<Event>, Refusal> {
    right(when)?;
    if meetings.len() >= MEETINGS_MAX {
        return Err(Refusal::OutOfRange("day", MEETINGS_MAX));
    }
    Ok(vec![Event::MeetingAdded(when.clone())])
}

/// Decides about calling a meeting off.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn cancel_meeting(meetings: &[Meeting], number: u16) -> Result<Vec<Event>, Refusal> {
    match find(meetings, number)?.state {
        MeetingState::Planned => Ok(vec![Event::MeetingCancelled { number }]),
        MeetingState::Cancelled => Ok(vec![]),
        MeetingState::Held => Err(Refusal::Held),
    }
}

/// Decides about somebody who wants to take part; where all seats are taken they wait.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn register(
    gathering: GatheringId,
    who: &PersonDetails,
    number: u16,
) -> Result<Vec<Event>, Refusal> {
    if who.name.trim().is_empty() {
        return Err(Refusal::NameMissing);
    }
    for (field, text) in [("name", &who.name), ("phone", &who.phone)] {
        if text.chars().count() > TEXT_MAX {
            return Err(Refusal::OutOfRange(field, TEXT_MAX));
        }
    }
    heads("heads", number)?;
    Ok(vec![Event::Registered { gathering, heads: number }])
}

/// Decides about somebody who does not take part after all.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn withdraw(participant: Option<&Participant>) -> Result<Vec<Event>, Refusal> {
    let participant = participant.ok_or(Refusal::Unknown)?;
    Ok(if participant.takes_part { vec![Event::Withdrew {}] } else { vec![] })
}

/// Decides about who came. Said again it counts anew; the diary's entry is `entry`, or the one it has.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn take_attendance(
    gathering: &Gathering,
    number: u16,
    present: &[Present],
    others: u16,
    entry: ActivityId,
    around: Around<'_>,
) -> Result<Vec<Event>, Refusal> {
    let meeting = find(&gathering.meetings, number)?;
    if meeting.state == MeetingState::Cancelled {
        return Err(Refusal::Cancelled);
    }
    let (now, day) = (around.now(), meeting.day.parse::<Date>().ok().ok_or(Refusal::NoDay)?);
    let minute = i64::from(now.hour()) * 60 + i64::from(now.minute());
    if day > now.date() || (day == now.date() && meeting.from_min > minute) {
        return Err(Refusal::NotBegun);
    }
    if others > HEADS_MAX {
        return Err(Refusal::OutOfRange("others", usize::from(HEADS_MAX)));
    }
    let mut named = BTreeSet::new();
    for one in present {
        let found = gathering.participants.iter().find(|known| known.id == one.participant);
        let known = found.ok_or(Refusal::NotRegistered)?;
        if !named.insert(one.participant) {
            return Err(Refusal::NotRegistered);
        }
        if i64::from(one.heads) > known.heads || one.heads == 0 {
            let most = usize::try_from(known.heads).unwrap_or_default();
            return Err(Refusal::OutOfRange("heads", most));
        }
    }
    let entry = meeting.entry.unwrap_or(entry);
    Ok(vec![Event::AttendanceTaken { number, present: present.to_vec(), others, entry }])
}

fn find(meetings: &[Meeting], number: u16) -> Result<&Meeting, Refusal> {
    meetings.iter().find(|meeting| meeting.number == number).ok_or(Refusal::Unknown)
}
