//! Whether a visit may be booked, moved, taken back or marked: pure, from the times there are and the instant it is.

use std::collections::BTreeSet;

use jiff::civil::Date;
use protocol::Problem;

use super::events::{Event, State};
use super::queries::Visit;

/// An expected no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such visit here.
    Unknown,
    /// There is no such idea here.
    UnknownIdea,
    /// Somebody else has that time by now, or the desk keeps it.
    Taken,
    /// The desk is not there at that time.
    NotOffered,
    /// It is over, or was taken back.
    NotNow,
    /// It has yet to begin.
    NotYet,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unknown => Self::not_found("unknown-visit"),
            Refusal::UnknownIdea => Self::not_found("unknown-idea"),
            Refusal::Taken => Self::conflict("visit-taken").at("at"),
            Refusal::NotOffered => Self::invalid("visit-not-offered").at("at"),
            Refusal::NotNow => Self::conflict("visit-not-now"),
            Refusal::NotYet => Self::conflict("visit-not-yet"),
        }
    }
}

/// The times of a desk from now on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Times {
    /// How long a visit is, in minutes.
    pub length_min: u16,
    /// When visits may begin, day by day, UTC milliseconds.
    pub offered: Vec<(Date, Vec<i64>)>,
    /// Those somebody has.
    pub taken: BTreeSet<i64>,
    /// Those the desk keeps for itself.
    pub closed: BTreeSet<i64>,
}

impl Times {
    /// Whether the desk has visits that begin then, free or not.
    #[must_use]
    pub fn offers(&self, at_ms: i64) -> bool {
        self.offered.iter().any(|(_, starts)| starts.contains(&at_ms))
    }

    /// Whether one can still be booked that begins then.
    #[must_use]
    pub fn is_free(&self, at_ms: i64) -> bool {
        self.offers(at_ms) && !self.taken.contains(&at_ms) && !self.closed.contains(&at_ms)
    }

    fn must_be_free(&self, at_ms: i64) -> Result<(), Refusal> {
        match (self.offers(at_ms), self.is_free(at_ms)) {
            (false, _) => Err(Refusal::NotOffered),
            (true, false) => Err(Refusal::Taken),
            (true, true) => Ok(()),
        }
    }
}

/// How long a visit is that is booked for a time, in minutes.
pub(super) fn book(times: &Times, at_ms: i64) -> Result<u16, Refusal> {
    times.must_be_free(at_ms)?;
    Ok(times.length_min)
}

pub(super) fn shift(
    visit: &Visit,
    times: &Times,
    at_ms: i64,
    now_ms: i64,
) -> Result<Vec<Event>, Refusal> {
    if visit.state != State::Booked || visit.at_ms <= now_ms {
        return Err(Refusal::NotNow);
    }
    if visit.at_ms == at_ms {
        return Ok(vec![]);
    }
    times.must_be_free(at_ms)?;
    Ok(vec![Event::Moved { at_ms }])
}

pub(super) fn cancel(visit: &Visit) -> Result<Vec<Event>, Refusal> {
    match visit.state {
        State::Booked => Ok(vec![Event::Cancelled {}]),
        State::Cancelled => Ok(vec![]),
        State::Came | State::Missed => Err(Refusal::NotNow),
    }
}

/// Whether somebody came can be said from when it begins, and be said anew.
pub(super) fn mark(visit: &Visit, came: bool, now_ms: i64) -> Result<Vec<Event>, Refusal> {
    if visit.state == State::Cancelled {
        return Err(Refusal::NotNow);
    }
    if visit.at_ms > now_ms {
        return Err(Refusal::NotYet);
    }
    let so = if came { State::Came } else { State::Missed };
    Ok(if visit.state == so { vec![] } else { vec![Event::Marked { came }] })
}

/// The desk keeps what is free; what somebody has it moves or takes back with them first.
pub(super) fn keep(
    times: &Times,
    starts_ms: &[i64],
    closed: bool,
) -> Result<Option<Event>, Refusal> {
    let mut changed = Vec::new();
    for at_ms in starts_ms {
        if closed && times.taken.contains(at_ms) {
            return Err(Refusal::Taken);
        }
        if !times.offers(*at_ms) {
            return Err(Refusal::NotOffered);
        }
        if times.closed.contains(at_ms) != closed {
            changed.push(*at_ms);
        }
    }
    Ok((!changed.is_empty()).then_some(Event::Kept { starts_ms: changed, closed }))
}
