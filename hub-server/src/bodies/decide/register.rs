//! The register: which bodies there are, who sits in them, and what agencies do for work sites.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use protocol::{BodyId, SeatId, Slug};

use super::{TITLE_MAX, WORDS_MAX, said, within};
use crate::bodies::events::{Cell, Event, Kind, Party, Profile, Quorum, Seat, SeatRole, Who};
use crate::bodies::model::Body;
use crate::bodies::{NewSeat, NewWho, Refusal};
use crate::city::City;

/// Most days of notice, and most months of a term.
const NOTICE_MAX: u16 = 60;
const TERM_MAX: u16 = 120;
/// Notice of a body that the city file names, which says none.
const NOTICE_DAYS: u16 = 5;

/// A profile as it is kept; `id` is the body's own, `others` are all there are.
fn tidy(id: BodyId, profile: &Profile, others: &[Body], city: &City) -> Result<Profile, Refusal> {
    let mut tidy = profile.clone();
    tidy.name = said("name", &profile.name, TITLE_MAX)?;
    tidy.mandate = within("mandate", &profile.mandate, WORDS_MAX)?;
    if profile.notice_days > NOTICE_MAX {
        return Err(Refusal::OutOfRange("notice_days", usize::from(NOTICE_MAX)));
    }
    if profile.term_months.is_some_and(|months| !(1..=TERM_MAX).contains(&months)) {
        return Err(Refusal::OutOfRange("term_months", usize::from(TERM_MAX)));
    }
    let is_theme = |field: &Slug| city.idea_themes.iter().any(|t| t.slug == field.as_str());
    if profile.field.as_ref().is_some_and(|field| !is_theme(field)) {
        return Err(Refusal::NotInCatalogue("field"));
    }
    let same = |other: &&Body| other.id != id && other.active;
    let taken = |other: &Body| other.profile.name.to_lowercase() == tidy.name.to_lowercase();
    if others.iter().filter(same).any(taken) {
        return Err(Refusal::NameTaken);
    }
    let mut above = profile.inside;
    // As many steps up as there are bodies end at the top, unless there is a ring.
    for _ in 0..=others.len() {
        let Some(up) = above else { return Ok(tidy) };
        let found = others.iter().find(|other| other.id == up);
        let found = found.ok_or(Refusal::Unknown("body"))?;
        if found.id == id {
            return Err(Refusal::InsideItself);
        }
        above = found.profile.inside;
    }
    Err(Refusal::InsideItself)
}

/// Decides about a new body.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn found(
    id: BodyId,
    profile: &Profile,
    others: &[Body],
    city: &City,
) -> Result<Vec<Event>, Refusal> {
    Ok(vec![Event::Founded(tidy(id, profile, others, city)?)])
}

/// Takes over the bodies that the city file names and the register does not have yet, those that others stand inside
/// first; `fresh` makes the id of each.
#[must_use]
pub fn adopt(city: &City, known: &[Body], fresh: impl Fn(u32) -> BodyId) -> Vec<(BodyId, Event)> {
    let mut ids: BTreeMap<String, BodyId> = known
        .iter()
        .filter_map(|body| Some((body.profile.slug.as_ref()?.to_string(), body.id)))
        .collect();
    let mut left: Vec<&crate::city::Body> =
        city.bodies.iter().filter(|body| !ids.contains_key(&body.slug)).collect();
    let mut facts = Vec::new();
    // Each round takes those whose parent is there; what a round leaves untouched stays out.
    loop {
        let (ready, waiting): (Vec<_>, Vec<_>) = left
            .into_iter()
            .partition(|body| body.inside.as_ref().is_none_or(|up| ids.contains_key(up)));
        if ready.is_empty() {
            return facts;
        }
        for body in ready {
            let id = fresh(u32::try_from(facts.len()).unwrap_or(u32::MAX));
            ids.insert(body.slug.clone(), id);
            let field =
                city.idea_themes.iter().find(|theme| theme.body.as_ref() == Some(&body.slug));
            let profile = Profile {
                name: body.name.clone(),
                kind: Kind::of(body),
                mandate: body.task.clone(),
                inside: body.inside.as_ref().and_then(|up| ids.get(up)).copied(),
                slug: body.slug.parse().ok(),
                field: field.and_then(|theme| theme.slug.parse().ok()),
                quorum: Quorum::Majority,
                notice_days: NOTICE_DAYS,
                term_months: None,
            };
            facts.push((id, Event::Founded(profile)));
        }
        left = waiting;
    }
}

/// Decides about another description.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn describe(
    body: &Body,
    profile: &Profile,
    others: &[Body],
    city: &City,
) -> Result<Vec<Event>, Refusal> {
    let mut tidy = tidy(body.id, profile, others, city)?;
    // Where it comes from does not change with how it is described.
    tidy.slug.clone_from(&body.profile.slug);
    Ok(if tidy == body.profile { vec![] } else { vec![Event::Described(tidy)] })
}

/// Decides about a body that is no more, or is again.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn set_active(body: &Body, active: bool, others: &[Body]) -> Result<Vec<Event>, Refusal> {
    let inside = |other: &Body| other.active && other.profile.inside == Some(body.id);
    if !active && others.iter().any(inside) {
        return Err(Refusal::HasOthersInside);
    }
    Ok(if body.active == active { vec![] } else { vec![Event::ActiveSet { active }] })
}

/// What is known of whoever is to sit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Whether the colleague works at a node.
    pub staff: bool,
    /// Whether the organisation is in the register or in the city file.
    pub party: bool,
}

fn overlap(one: &Seat, other: &Seat) -> bool {
    one.until.is_none_or(|until| other.from <= until)
        && other.until.is_none_or(|until| one.from <= until)
}

/// Decides about somebody who gets a seat; `id` is the seat's.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn seat(body: &Body, id: SeatId, new: &NewSeat, known: Known) -> Result<Vec<Event>, Refusal> {
    if !body.active {
        return Err(Refusal::Dissolved);
    }
    let who = match &new.who {
        NewWho::Staff(staff) if known.staff => Who::Staff(*staff),
        NewWho::Staff(_) => return Err(Refusal::UnknownPerson),
        NewWho::Person(person) => {
            said("name", &person.name, TITLE_MAX)?;
            within("phone", &person.phone, TITLE_MAX)?;
            within("address", &person.address, TITLE_MAX)?;
            Who::Person
        }
        NewWho::Delegate if new.party.is_none() => return Err(Refusal::Missing("party")),
        NewWho::Delegate => Who::Delegate,
    };
    if new.party.is_some() && !known.party {
        return Err(Refusal::NotInCatalogue("party"));
    }
    let until = match (new.until, body.profile.term_months) {
        (Some(until), _) => Some(until),
        (None, Some(months)) => Some(after(new.from, months)?),
        (None, None) => None,
    };
    if until.is_some_and(|until| until < new.from) {
        return Err(Refusal::EndBeforeStart);
    }
    let seat = Seat { id, who, party: new.party.clone(), role: new.role, from: new.from, until };
    let beside = || body.seats.iter().filter(|other| overlap(&seat, other));
    if seat.role == SeatRole::Chair && beside().any(|other| other.role == SeatRole::Chair) {
        return Err(Refusal::ChairTaken);
    }
    if matches!(who, Who::Staff(_)) && beside().any(|other| other.who == who) {
        return Err(Refusal::AlreadySeated);
    }
    Ok(vec![Event::SeatTaken(seat)])
}

/// The last day of a term that begins on a day.
fn after(from: Date, months: u16) -> Result<Date, Refusal> {
    let end = from.checked_add(i64::from(months).months()).ok();
    let last = end.and_then(|end| end.yesterday().ok());
    last.ok_or(Refusal::OutOfRange("from", usize::from(TERM_MAX)))
}

/// Decides about the last day of a seat.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn end_seat(body: &Body, seat: SeatId, last_day: Date) -> Result<Vec<Event>, Refusal> {
    let known = body.seat(seat).ok_or(Refusal::Unknown("seat"))?;
    // The day before the first: it was never taken.
    if known.from.yesterday().is_ok_and(|before| last_day < before) {
        return Err(Refusal::EndBeforeStart);
    }
    if known.until == Some(last_day) {
        return Ok(vec![]);
    }
    let prolonged = Seat { until: Some(last_day), ..known.clone() };
    let chairs = |other: &&Seat| other.id != seat && other.role == SeatRole::Chair;
    if known.role == SeatRole::Chair
        && body.seats.iter().filter(chairs).any(|other| overlap(&prolonged, other))
    {
        return Err(Refusal::ChairTaken);
    }
    Ok(vec![Event::SeatEnded { seat, last_day }])
}

/// Decides about what an agency does for a work site.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn set_cell(cell: &Cell, city: &City) -> Result<Vec<Event>, Refusal> {
    if !city.work_sites.iter().any(|site| site.slug == cell.site.as_str()) {
        return Err(Refusal::NotInCatalogue("site"));
    }
    if !city.agencies.iter().any(|agency| agency.slug == cell.agency.as_str()) {
        return Err(Refusal::NotInCatalogue("agency"));
    }
    let text = within("text", &cell.text, WORDS_MAX)?;
    Ok(vec![Event::CellSet(Cell { text, ..cell.clone() })])
}

/// Whether an organisation is one of the city file.
#[must_use]
pub fn is_partner(party: &Party, city: &City) -> bool {
    matches!(party, Party::Partner(slug) if city.partner(slug.as_str()).is_some())
}
