//! Whether a step in the life of something in custody may be taken: pure, from what is there and the circumstances.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use protocol::{EventId, PersonDetails, PersonId, Problem, SlipCode};

use super::events::{Event, Holder, Signed};
use super::lifecycle::{State, Step};
use super::queries::Item;
use super::{Command, Handing, To};
use crate::city::City;
use crate::context::Ctx;

/// Longest words about something, in characters.
pub const WORDS_MAX: usize = 300;
/// Longest name, telephone or address, in characters.
const FIELD_MAX: usize = 200;
/// For how many days something may be lent or kept at the most.
const DAYS_MAX: i32 = 366;

/// An expected no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such thing here.
    Unknown,
    /// Where it stands forbids the step.
    WrongState(State),
    /// Nothing says what it is.
    NothingSaid,
    /// It must be known whose it is.
    OwnerMissing,
    /// Whoever takes it has no name.
    NameMissing,
    /// Nobody is known to be its owner.
    NoOwner,
    /// A day is missing, no day, or not within a year.
    NoDay,
    /// The day is over already.
    DayIsPast,
    /// A text is too long: which field, and the most it may be.
    TooLong(&'static str, usize),
    /// The antenna or colleague is not known here.
    UnknownHolder,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unknown => Self::not_found("custody-unknown"),
            Refusal::WrongState(state) => {
                Self::conflict("custody-wrong-state").with("state", state.slug())
            }
            Refusal::NothingSaid => Self::invalid("custody-nothing-said").at("text"),
            Refusal::OwnerMissing => Self::invalid("custody-owner-missing").at("name"),
            Refusal::NameMissing => Self::invalid("name-missing").at("name"),
            Refusal::NoOwner => Self::invalid("custody-no-owner").at("to"),
            Refusal::NoDay => Self::invalid("custody-no-day").at("due"),
            Refusal::DayIsPast => Self::invalid("custody-day-past").at("due"),
            Refusal::TooLong(field, most) => {
                Self::invalid("out-of-range").at(field).with("most", most)
            }
            Refusal::UnknownHolder => Self::invalid("custody-unknown-holder").at("to"),
        }
    }
}

/// What a decision is told from outside.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The city's clock.
    pub city: &'a City,
    /// The circumstances.
    pub ctx: &'a Ctx,
    /// A code that nothing here has yet, for a label.
    pub code: Option<&'a SlipCode>,
    /// Whether the antenna or colleague that takes it is one of here.
    pub holder_known: bool,
}

impl Around<'_> {
    fn today(&self) -> Date {
        let now = Timestamp::from_millisecond(self.ctx.now_ms).unwrap_or_default();
        self.city.calendar.clock().to_datetime(now).date()
    }

    /// A day from today on, within a year.
    fn coming_day(&self, text: &str) -> Result<String, Refusal> {
        let day: Date = text.parse().ok().ok_or(Refusal::NoDay)?;
        if day < self.today() {
            return Err(Refusal::DayIsPast);
        }
        let last = self.today().checked_add(DAYS_MAX.days()).ok().ok_or(Refusal::NoDay)?;
        if day > last { Err(Refusal::NoDay) } else { Ok(day.to_string()) }
    }
}

fn within(field: &'static str, text: &str, most: usize) -> Result<(), Refusal> {
    if text.chars().count() > most { Err(Refusal::TooLong(field, most)) } else { Ok(()) }
}

fn known(person: &PersonDetails) -> Result<(), Refusal> {
    if person.name.trim().is_empty() {
        return Err(Refusal::NameMissing);
    }
    fits(person)
}

fn fits(person: &PersonDetails) -> Result<(), Refusal> {
    within("name", &person.name, FIELD_MAX)?;
    within("phone", &person.phone, FIELD_MAX)?;
    within("address", &person.address, FIELD_MAX)
}

/// Decides about a command: `item` is what is there now, `None` for something new or unknown.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn decide(
    item: Option<&Item>,
    command: &Command,
    around: Around<'_>,
) -> Result<Vec<Event>, Refusal> {
    let after = |step: Step| -> Result<&Item, Refusal> {
        let item = item.ok_or(Refusal::Unknown)?;
        item.state.after(step).map(|_| item)
    };
    let mut events = match command {
        Command::TakeIn { kind, due, text, owner } => {
            let named = !owner.name.trim().is_empty();
            if kind.needs_owner() && !named {
                return Err(Refusal::OwnerMissing);
            }
            if text.trim().is_empty() && !named {
                return Err(Refusal::NothingSaid);
            }
            fits(owner)?;
            within("text", text, WORDS_MAX)?;
            let due = due.as_deref().map(|due| around.coming_day(due)).transpose()?;
            let owner = named.then(|| PersonId::from(around.ctx.command));
            let code = around.code.cloned().ok_or(Refusal::Unknown)?;
            let mut events = vec![Event::TakenIn { code, kind: *kind, owner, due }];
            if !text.trim().is_empty() {
                events.push(Event::Described { text: text.trim().to_owned() });
            }
            events
        }
        Command::HandOn { handing, due, .. } => {
            let item = after(Step::HandOn)?;
            let due = around.coming_day(due)?;
            let (to, signed) = (taker(item, handing, around)?, signed(handing));
            vec![Event::HandedOn { to, due, signed }]
        }
        Command::GiveBack { handing, .. } => {
            let item = after(Step::GiveBack)?;
            let (to, signed) = (taker(item, handing, around)?, signed(handing));
            vec![Event::GivenBack { to, signed }]
        }
        Command::BringBack { .. } => {
            after(Step::BringBack)?;
            vec![Event::BroughtBack {}]
        }
        Command::Prolong { due, .. } => {
            let item = after(Step::Prolong)?;
            let due = around.coming_day(due)?;
            if item.due.as_deref() == Some(&due) { vec![] } else { vec![Event::Prolonged { due }] }
        }
        Command::Lose { .. } => {
            after(Step::Lose)?;
            vec![Event::Lost {}]
        }
        Command::Find { .. } => {
            after(Step::Find)?;
            vec![Event::Found {}]
        }
        Command::Reopen { .. } => {
            after(Step::Reopen)?;
            vec![Event::Reopened {}]
        }
    };
    if events.is_empty() {
        return Ok(events);
    }
    let step = EventId::of_command(around.ctx.command, 0);
    if let Some(strokes) = command.handing().and_then(|handing| handing.signature.clone()) {
        events.push(Event::SignatureDrawn { step, strokes });
    }
    let note = command.note().trim();
    within("note", note, WORDS_MAX)?;
    if !note.is_empty() {
        events.push(Event::Noted { step, text: note.to_owned() });
    }
    Ok(events)
}

fn taker(item: &Item, handing: &Handing, around: Around<'_>) -> Result<Holder, Refusal> {
    Ok(match handing.to {
        To::Owner => Holder::Person(item.owner.ok_or(Refusal::NoOwner)?),
        To::Somebody => {
            known(&handing.person)?;
            Holder::Person(PersonId::from(around.ctx.command))
        }
        To::Antenna(antenna) if around.holder_known => Holder::Antenna(antenna),
        To::Staff(staff) if around.holder_known => Holder::Staff(staff),
        To::Antenna(_) | To::Staff(_) => return Err(Refusal::UnknownHolder),
        To::Nobody if item.owner.is_none() => Holder::Hub,
        To::Nobody => return Err(Refusal::OwnerMissing),
    })
}

fn signed(handing: &Handing) -> Signed {
    match (&handing.signature, handing.on_paper) {
        (Some(_), _) => Signed::Screen,
        (None, true) => Signed::Paper,
        (None, false) => Signed::No,
    }
}
