//! Concierge requests (CAPABILITIES B, lifecycle 3.4): from a need that somebody leaves to its end,
//! met or not met.
//!
//! Always true: a request has one home, its hub, which alone decides. At most one proposal is open for
//! it and at most one antenna holds it. A no needs no reason and is not counted against anybody.
//! Nothing personal stands in a fact; words stand in facts that can be erased.

pub mod candidates;
pub mod commands;
pub mod decide;
pub mod events;
pub mod known;
pub mod lifecycle;
pub mod matching;
mod projection;
pub mod queries;
pub mod referrals;
pub mod referred;
pub mod reviews;
pub mod stems;

mod again;
mod handover;
mod parts;
mod routing;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use protocol::kiosk::{LeaveNeed, SlipIssued, Urgency};
use protocol::{ActorRef, DeviceId, PersonId, RequestId, SlipCode};

pub use again::{NewRequest, come_back};
pub use commands::{Command, NotAskable, Refusal};
pub use decide::Around;
pub use events::{Circle, Event, NotMetReason, State};
pub use handover::{follow, note_answers};
pub use lifecycle::Step;
pub use projection::{ROWS, project};

use crate::activities::{escalation, rules};
use crate::city::City;
use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::network;
use crate::node::Node;
use crate::people::roles::{Permission, role_may};
use crate::store::{StoreError, Write, vault};
use crate::{people, recurring};

/// How facts of this domain begin.
pub const DOMAIN: &str = "requests";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &[
    "request",
    "request_step",
    "request_message",
    "request_stem",
    "proposal",
    "proposal_device",
    "request_tally",
    "person_same",
    "help_mark",
    "request_review",
];

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [
        queries::STATEMENTS,
        projection::STATEMENTS,
        candidates::STATEMENTS,
        known::STATEMENTS,
        referrals::STATEMENTS,
        reviews::STATEMENTS,
    ]
    .concat()
}

/// Does a command about requests whose home is this node.
///
/// # Errors
/// [`Fail::Refused`] with the words for the person, or a failure of the store.
pub async fn handle(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
) -> Result<Answer, Fail> {
    if let Command::Leave(need) = command {
        return leave(node, write, ctx, need).await;
    }
    if let Command::TakeOver { to, slip, need } = command {
        return handover::take_over(node, write, ctx, to, slip, need).await;
    }
    let id = subject_of(write, command).await?.ok_or(Refusal::Unknown).map_err(refused)?;
    let brief = queries::brief(write.db, id).await?.ok_or(Refusal::Unknown).map_err(refused)?;
    let around = around(node, write, ctx, &brief, command).await?;
    let events = decide::decide(&brief.request, command, &around, ctx).map_err(refused)?;
    if let Command::BecomeRequest { person, .. } = command
        && !person.is_empty()
    {
        vault::put(write.db, &node.vault, ctx, PersonId::from(ctx.command), person).await?;
    }
    write.record(ctx, DOMAIN, id, &events).await?;
    if let Command::Split { parts, .. } = command {
        parts::leave(node, write, ctx, &brief, parts).await?;
    }
    parts::follow(write, ctx, &brief, &events).await?;
    tell_the_diary(node, write, ctx, &brief, &events).await?;
    handover::send(node, write, ctx, &brief, &events).await?;
    Ok(Answer::Done)
}

/// What the city's rules want done when a request was closed, and no longer when it was opened again.
async fn tell_the_diary(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    before: &queries::Brief,
    events: &[Event],
) -> Result<(), StoreError> {
    let request = events.iter().fold(before.request.clone(), |r, event| r.after(event, ctx.now_ms));
    let closed = |met| rules::Closed {
        request: request.id,
        category: &before.category,
        operator: before.operator,
        met,
    };
    if !before.request.state.is_closed() && request.state.is_closed() {
        escalation::over(write, ctx, request.id).await?;
    }
    match (before.request.state.is_closed(), request.state) {
        (false, State::Met) => rules::request_closed(node, write, ctx, closed(true)).await,
        (false, State::NotMet) => rules::request_closed(node, write, ctx, closed(false)).await,
        (true, state) if !state.is_closed() => {
            rules::request_opened_again(write, ctx, request.id).await
        }
        _ => Ok(()),
    }
}

/// By when a request that comes in now should be closed: hours of its category while its hub is open, and
/// never after the day it is needed by.
#[must_use]
pub fn due_ms(
    city: &City,
    hub: &str,
    category: &str,
    urgency: Urgency,
    needed_by: Option<Date>,
    from_ms: i64,
) -> Option<i64> {
    let category = city.category(category)?;
    let hours = match urgency {
        Urgency::Today => category.urgent_deadline_open_h,
        Urgency::ThisWeek | Urgency::NoHurry => category.deadline_open_h,
    };
    let from = Timestamp::from_millisecond(from_ms).ok()?;
    let due = city.hub(hub)?.after_open_minutes(&city.calendar, from, hours.saturating_mul(60))?;
    let needed = needed_by.and_then(|day| {
        let end = day.tomorrow().ok()?.to_datetime(jiff::civil::Time::midnight());
        city.calendar.clock().to_timestamp(end).ok()
    });
    Some(needed.map_or(due, |end| due.min(end)).as_millisecond())
}

fn refused(refusal: Refusal) -> Fail {
    Fail::Refused(refusal.into())
}

/// Whether the city has the kind of help and the place of a need.
///
/// # Errors
/// `not-in-catalogue`, at its field.
pub fn known(city: &City, need: &LeaveNeed) -> Result<(), Fail> {
    let category = city.category(need.category.as_str());
    if !category.is_some_and(|category| city.takes_requests(category)) {
        return Err(refused(Refusal::NotInCatalogue("category")));
    }
    match city.neighbourhood(need.neighbourhood.as_str()) {
        Some(_) => Ok(()),
        None => Err(refused(Refusal::NotInCatalogue("neighbourhood"))),
    }
}

/// Whether the day a need is wanted by is still to come.
///
/// # Errors
/// [`Refusal::InThePast`], at its field.
pub fn day_ahead(city: &City, need: &LeaveNeed, now_ms: i64) -> Result<(), Refusal> {
    let day: Option<Date> = need.more.needed_by.parse().ok();
    match day {
        Some(day) if day < recurring::today(city, now_ms) => Err(Refusal::InThePast("needed_by")),
        Some(_) | None => Ok(()),
    }
}

async fn leave(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    need: &LeaveNeed,
) -> Result<Answer, Fail> {
    let city = node.known_city()?;
    known(&city, need)?;
    // What was left where there was no line may come in late, and is not lost for it.
    if matches!(ctx.actor, ActorRef::Staff(_)) {
        day_ahead(&city, need, ctx.now_ms).map_err(refused)?;
    }
    let weekly = recurring::weekly(&city, need, ctx)?;
    let mut need = need.clone();
    if let Some(weekly) = &weekly {
        need.more.needed_by = weekly.first.to_string();
    }
    let need = &need;
    let slip = fresh_slip(node, write, ctx).await?;
    let needed_by = need.more.needed_by.parse().ok();
    let due = due_ms(
        &city,
        node.id().as_str(),
        need.category.as_str(),
        need.urgency,
        needed_by,
        ctx.now_ms,
    );
    let mut events = decide::leave(need, slip.clone(), due, ctx).map_err(refused)?;
    if let (Some(weekly), Some(Event::NeedLeft(left))) = (&weekly, events.first_mut()) {
        left.recurrence = Some(weekly.recurrence);
    }
    if !need.more.signal {
        events.extend(routing::routed(node, write, ctx, &city, need).await?);
    }
    if !need.person.is_empty() {
        let person = PersonId::from(ctx.command);
        vault::put(write.db, &node.vault, ctx, person, &need.person).await?;
    }
    let id = RequestId::from(ctx.command);
    write.record(ctx, DOMAIN, id, &events).await?;
    if let Some(weekly) = &weekly {
        recurring::begin_weekly(write, ctx, &city, need, weekly, id).await?;
    }
    if !need.more.signal {
        routing::ask_directly(node, write, ctx, &city, id).await?;
    }
    Ok(Answer::Slip(SlipIssued { code: slip, at_ms: ctx.now_ms }))
}

/// A slip code no other request, idea or offer known here has.
///
/// # Errors
/// The problem when this hub is not in the city file, or a failure of the store.
pub async fn fresh_slip(node: &Node, write: &mut Write<'_>, ctx: &Ctx) -> Result<SlipCode, Fail> {
    let city = node.known_city()?;
    let prefix = city
        .hub(node.id().as_str())
        .map(|hub| hub.slip_prefix.clone())
        .ok_or_else(|| protocol::Problem::conflict("hub-not-in-city"))?;
    for index in 0..16 {
        let [a, b, c, d, ..] = ctx.chance_for("slip", index);
        let code =
            SlipCode::try_new(&prefix, u32::from_be_bytes([a, b, c, d])).map_err(|error| {
                StoreError::Corrupt { what: "slip prefix".into(), why: error.to_string() }
            })?;
        if !crate::slips::is_used(write.db, &code).await? {
            return Ok(code);
        }
    }
    Err(Fail::Refused(protocol::Problem::try_later("busy")))
}

/// The request a command is about, or `None` for one that leaves a new need or names no proposal known here.
///
/// # Errors
/// [`StoreError`].
pub async fn subject_of(
    write: &mut Write<'_>,
    command: &Command,
) -> Result<Option<RequestId>, StoreError> {
    match (command.request(), command.proposal()) {
        (Some(request), _) => Ok(Some(request)),
        (None, Some(proposal)) => queries::request_of(write.db, proposal).await,
        (None, None) => Ok(None),
    }
}

/// What a decision is told beside the request: who could be asked, by when it would be due, and how the
/// request stands that it may be the same as.
async fn around(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    brief: &queries::Brief,
    command: &Command,
) -> Result<Around, Fail> {
    let asks = matches!(
        command,
        Command::Propose { .. }
            | Command::Answer { .. }
            | Command::EndCircle { .. }
            | Command::Widen { .. }
    );
    let mut around =
        if asks { askable(node, write, ctx, brief, command).await? } else { Around::default() };
    if matches!(
        command,
        Command::Reopen { .. }
            | Command::AnswerSlip { .. }
            | Command::Rate { .. }
            | Command::BecomeRequest { .. }
    ) {
        let city = node.known_city()?;
        let (home, category) = (brief.home.as_str(), brief.category.as_str());
        around.due_ms = due_ms(&city, home, category, brief.urgency, None, ctx.now_ms);
    }
    if let Command::LinkDuplicate { of, .. } = command {
        let other = queries::brief(write.db, *of).await?;
        around.other = other.filter(|other| other.home == brief.home).map(|o| o.request.state);
    }
    if let Command::HandOver { to, .. } = command {
        let city = node.known_city()?;
        let there = city.hub(to.as_str()).is_some() && *to != brief.home;
        around.hub = there.then(|| to.clone());
    }
    if matches!(command, Command::SetSeats { .. }) {
        let city = node.known_city()?;
        around.two_at_first = candidates::two_at_first(write.db, &city, brief).await?;
    }
    if let Command::Assign { operator, .. } = command {
        let member = people::queries::member(write.db, *operator).await?;
        let works = member.is_some_and(|member| {
            member.active
                && member.home == brief.home
                && role_may(member.role, Permission::WorkOnRequests)
        });
        if !works {
            return Err(refused(Refusal::NotAColleague));
        }
    }
    let said = brief.referral.as_ref().and_then(|referral| referral.said.as_deref());
    around.referral = referred::State::of(said);
    if let Command::Review { thing, .. } = command {
        around.reviewed = reviews::seen(write.db, brief.request.id, *thing).await?;
    }
    if let Command::SamePerson { known, .. } = command {
        let found = match known {
            Some(person) if queries::left_here(write.db, &brief.home, *person).await? => {
                Some(queries::known_as(write.db, *person).await?)
            }
            Some(_) | None => None,
        };
        around.same = Some((brief.left_by(), found));
    }
    if let Command::Refer { service, .. } = command
        && node.known_city()?.service(service.as_str()).is_none()
    {
        return Err(refused(Refusal::NotInCatalogue("service")));
    }
    Ok(around)
}

/// Who could be asked, circle by circle: those who are paired here and have not said no before.
async fn askable(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    brief: &queries::Brief,
    command: &Command,
) -> Result<Around, Fail> {
    let named = if let Command::Propose { named, .. } = command { *named } else { None };
    let city = node.known_city()?;
    let declined = queries::declined(write.db, brief.request.id).await?;
    let hood = brief.neighbourhood.as_str();
    let zone = city.neighbourhood(hood).map(|(zone, _)| zone.neighbourhoods.as_slice());
    let zone: Vec<String> = zone.unwrap_or_default().iter().map(|n| n.slug.clone()).collect();
    let mut circles = vec![(Circle::Named, named.into_iter().collect::<Vec<_>>())];
    let near = network::antennae_of(write.db, &[hood.to_owned()]).await?;
    let wide = network::antennae_of(write.db, &zone).await?;
    circles.push((Circle::Neighbourhood, near));
    circles.push((Circle::Zone, wide));
    // Somebody away, not cleared, not insured or on bad terms with the person is not asked, in whatever circle.
    let mut barred: BTreeMap<DeviceId, NotAskable> =
        declined.iter().map(|device| (*device, NotAskable::Answered)).collect();
    barred.extend(brief.request.first.map(|(first, _)| (first, NotAskable::Answered)));
    let two_at_first = candidates::two_at_first(write.db, &city, brief).await?;
    let two = brief.request.two || two_at_first;
    let all = candidates::candidates(write.db, &city, brief, &declined, ctx.now_ms).await?;
    if let Some(need) = candidates::need(&city, brief, two) {
        barred.extend(all.iter().filter_map(|candidate| {
            let why = matching::barred(&need, candidate)?;
            Some((candidate.device, NotAskable::LeftOut(why)))
        }));
    }
    let not_named = named.and_then(|device| match barred.get(&device) {
        Some(why) => Some(*why),
        None if all.iter().any(|candidate| candidate.device == device) => None,
        None => Some(NotAskable::Unknown),
    });
    for (_, devices) in &mut circles {
        devices.retain(|device| !barred.contains_key(device));
    }
    if not_named.is_some() {
        circles.retain(|(circle, _)| *circle != Circle::Named);
    }
    let deadlines = city.circles;
    let minutes = [deadlines.named_antenna_min, deadlines.neighbourhood_min, deadlines.zone_min];
    let hub = city.hub(brief.home.as_str());
    let until_ms = minutes.map(|open_min| {
        let from = jiff::Timestamp::from_millisecond(ctx.now_ms).unwrap_or_default();
        hub.and_then(|hub| hub.after_open_minutes(&city.calendar, from, open_min))
            .map_or(ctx.now_ms + i64::from(open_min) * 60_000, jiff::Timestamp::as_millisecond)
    });
    let mode = city.category(brief.category.as_str()).map(|category| category.moderation);
    let mode = mode.unwrap_or_default();
    Ok(Around { circles, until_ms, mode, two_at_first, not_named, ..Around::default() })
}
