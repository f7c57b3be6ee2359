//! Meetings: convened, held, voted in, written down, published.

use std::collections::BTreeSet;

use jiff::civil::Date;
use protocol::{DecisionId, SeatId};

use super::{ITEMS_MAX, MINUTES_MAX, TITLE_MAX, WORDS_MAX, said, within};
use crate::bodies::Refusal;
use crate::bodies::events::{
    Approval, Ballot, Correction, Decided, Event, Item, ItemKind, Level, Outcome, Plan,
};
use crate::bodies::lifecycle::Step;
use crate::bodies::model::{Body, Meeting, Roll, number};

/// A plan as it is kept.
fn tidy(plan: &Plan, body: &Body, today: Date) -> Result<Plan, Refusal> {
    if !body.active {
        return Err(Refusal::Dissolved);
    }
    if plan.day < today {
        return Err(Refusal::DayIsPast("day"));
    }
    if plan.to_min > 1_440 {
        return Err(Refusal::OutOfRange("to", 1_440));
    }
    if plan.to_min <= plan.from_min {
        return Err(Refusal::EndBeforeStart);
    }
    if plan.agenda.len() > ITEMS_MAX {
        return Err(Refusal::OutOfRange("title_1", ITEMS_MAX));
    }
    let agenda = plan.agenda.iter().map(|item| {
        let title = said("title_1", &item.title, TITLE_MAX)?;
        Ok(Item { title, ..item.clone() })
    });
    let agenda = agenda.collect::<Result<_, Refusal>>()?;
    Ok(Plan { place: within("place", &plan.place, TITLE_MAX)?, agenda, ..plan.clone() })
}

/// Decides about a meeting that is to be prepared.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn plan(plan: &Plan, body: &Body, today: Date) -> Result<Vec<Event>, Refusal> {
    Ok(vec![Event::Planned(tidy(plan, body, today)?)])
}

/// Decides about preparing it otherwise.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn replan(
    meeting: &Meeting,
    plan: &Plan,
    body: &Body,
    today: Date,
) -> Result<Vec<Event>, Refusal> {
    meeting.state.after(Step::Replan)?;
    let plan = Plan { body: meeting.plan.body, ..plan.clone() };
    let tidy = tidy(&plan, body, today)?;
    Ok(if tidy == meeting.plan { vec![] } else { vec![Event::Replanned(tidy)] })
}

/// Decides about telling everybody. Later than the body's notice allows, it takes a reason.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn convene(
    meeting: &Meeting,
    body: &Body,
    why: &str,
    today: Date,
) -> Result<Vec<Event>, Refusal> {
    meeting.state.after(Step::Convene)?;
    if !body.active {
        return Err(Refusal::Dissolved);
    }
    if meeting.plan.agenda.is_empty() {
        return Err(Refusal::AgendaEmpty);
    }
    if meeting.plan.place.is_empty() {
        return Err(Refusal::Missing("place"));
    }
    let day = meeting.plan.day;
    if day < today {
        return Err(Refusal::DayIsPast("day"));
    }
    if body.voters_on(day).next().is_none() {
        return Err(Refusal::NobodySits);
    }
    let why = within("why", why, WORDS_MAX)?;
    let notice = (day - today).get_days();
    let urgent = notice < i32::from(body.profile.notice_days);
    if urgent && why.is_empty() {
        return Err(Refusal::ShortNotice(body.profile.notice_days));
    }
    let mut events = vec![Event::Convened { urgent }];
    if urgent {
        events.push(Event::WhyWorded { text: why });
    }
    Ok(events)
}

/// Decides about taking back what everybody was told.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn recall(meeting: &Meeting) -> Result<Vec<Event>, Refusal> {
    meeting.state.after(Step::Recall)?;
    Ok(vec![Event::Recalled {}])
}

/// Decides about a meeting that does not take place.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn call_off(meeting: &Meeting, why: &str) -> Result<Vec<Event>, Refusal> {
    meeting.state.after(Step::CallOff)?;
    let text = said("why", why, WORDS_MAX)?;
    Ok(vec![Event::CalledOff {}, Event::WhyWorded { text }])
}

/// Decides about who is there: enough to decide, or not.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn call_roll(
    meeting: &Meeting,
    body: &Body,
    present: &[SeatId],
    today: Date,
) -> Result<Vec<Event>, Refusal> {
    // Whether there is a quorum or not, a roll can be called in the same states.
    meeting.state.after(Step::OpenWithoutQuorum)?;
    let day = meeting.plan.day;
    if today < day {
        return Err(Refusal::NotBegun);
    }
    let once: BTreeSet<SeatId> = present.iter().copied().collect();
    let sits = |seat: &SeatId| body.held_on(day).any(|held| held.id == *seat);
    if once.len() != present.len() || !once.iter().all(sits) {
        return Err(Refusal::NoSeat);
    }
    let entitled: Vec<SeatId> = body.voters_on(day).collect();
    let voters = entitled.iter().filter(|seat| once.contains(seat)).count();
    let roll = Roll {
        at_ms: 0,
        present: once.into_iter().collect(),
        entitled: number(entitled.len()),
        needed: number(body.profile.quorum.needed(entitled.len())),
        voters: number(voters),
    };
    meeting.state.after(if roll.has_quorum() { Step::Open } else { Step::OpenWithoutQuorum })?;
    let Roll { present, entitled, needed, voters, .. } = roll;
    Ok(vec![Event::RollCalled { present, entitled, needed, voters }])
}

/// An item of the agenda that nothing was decided about.
fn open_item(meeting: &Meeting, item: u16) -> Result<&Item, Refusal> {
    let found = meeting.item(item).ok_or(Refusal::Unknown("item"))?;
    match meeting.decided_on(item) {
        Some(_) => Err(Refusal::AlreadyDecided),
        None => Ok(found),
    }
}

/// Decides about who keeps out of an item; all of them are said each time.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn recuse(
    meeting: &Meeting,
    body: &Body,
    item: u16,
    seats: &[SeatId],
) -> Result<Vec<Event>, Refusal> {
    meeting.state.after(Step::Recuse)?;
    open_item(meeting, item)?;
    let seats: BTreeSet<SeatId> = seats.iter().copied().collect();
    if !seats.iter().all(|seat| body.held_on(meeting.plan.day).any(|held| held.id == *seat)) {
        return Err(Refusal::NoSeat);
    }
    let seats: Vec<SeatId> = seats.into_iter().collect();
    if seats == meeting.recused_from(item) {
        return Ok(vec![]);
    }
    Ok(vec![Event::Recused { item, seats }])
}

/// What is said with a decision besides the votes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grounds<'a> {
    /// Its id.
    pub decision: DecisionId,
    /// Its number among the body's of the year.
    pub number: u16,
    /// Why; every decision says it, also one against.
    pub reasons: &'a str,
    /// When the body looks at it again.
    pub review_on: Option<Date>,
}

/// Decides about a vote: everybody who is there and may vote does, and nobody else. More votes for than against adopt.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn vote(
    meeting: &Meeting,
    body: &Body,
    item: u16,
    ballot: &Ballot,
    grounds: &Grounds<'_>,
) -> Result<Vec<Event>, Refusal> {
    meeting.state.after(Step::Vote)?;
    if open_item(meeting, item)?.kind != ItemKind::Decision {
        return Err(Refusal::NoDecisionAsked);
    }
    let mut tally = meeting.count(body, item);
    if tally.present < tally.needed {
        return Err(Refusal::NoQuorum { present: tally.present, needed: tally.needed });
    }
    let voters = meeting.voters(body, item);
    let cast = [&ballot.favour, &ballot.against, &ballot.abstained].into_iter().flatten();
    let mut once = BTreeSet::new();
    for seat in cast {
        if !voters.contains(seat) || !once.insert(*seat) {
            return Err(Refusal::MayNotVote);
        }
    }
    if once.len() < voters.len() {
        return Err(Refusal::VotesMissing(voters.len() - once.len()));
    }
    tally.favour = number(ballot.favour.len());
    tally.against = number(ballot.against.len());
    tally.abstained = number(ballot.abstained.len());
    let outcome = if tally.favour > tally.against { Outcome::Adopted } else { Outcome::NotAdopted };
    if grounds.review_on.is_some_and(|day| day <= meeting.plan.day) {
        return Err(Refusal::DayIsPast("review_on"));
    }
    let ballot = ballot.clone();
    taken(
        grounds,
        Decided {
            decision: grounds.decision,
            item,
            number: grounds.number,
            outcome,
            ballot,
            tally,
            review_on: grounds.review_on,
        },
    )
}

fn taken(grounds: &Grounds<'_>, decided: Decided) -> Result<Vec<Event>, Refusal> {
    let text = said("reasons", grounds.reasons, WORDS_MAX)?;
    let reasoned = Event::Reasoned { decision: decided.decision, text };
    Ok(vec![Event::Decided(decided), reasoned])
}

/// Decides about putting an item off.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn adjourn(
    meeting: &Meeting,
    body: &Body,
    item: u16,
    grounds: &Grounds<'_>,
) -> Result<Vec<Event>, Refusal> {
    meeting.state.after(Step::Adjourn)?;
    if open_item(meeting, item)?.kind != ItemKind::Decision {
        return Err(Refusal::NoDecisionAsked);
    }
    taken(
        grounds,
        Decided {
            decision: grounds.decision,
            item,
            number: grounds.number,
            outcome: Outcome::Adjourned,
            ballot: Ballot::default(),
            tally: meeting.count(body, item),
            review_on: None,
        },
    )
}

/// Decides about the end of a meeting. With a quorum, every item that asks for a decision has one or was put off.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn close(meeting: &Meeting) -> Result<Vec<Event>, Refusal> {
    meeting.state.after(Step::Close)?;
    let left = meeting.undecided().count();
    if meeting.state.after(Step::Vote).is_ok() && left > 0 {
        return Err(Refusal::Undecided(left));
    }
    Ok(vec![Event::Closed {}])
}

/// Decides about a draft of the minutes.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn write(meeting: &Meeting, text: &str) -> Result<Vec<Event>, Refusal> {
    meeting.state.after(Step::Write)?;
    let text = said("text", text, MINUTES_MAX)?;
    Ok(if text == meeting.minutes { vec![] } else { vec![Event::MinutesWritten { text }] })
}

/// Decides about minutes that hold from now on; `session` is the later meeting in which they were approved.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn approve(
    meeting: &Meeting,
    approval: Approval,
    session: Option<&Meeting>,
    today: Date,
) -> Result<Vec<Event>, Refusal> {
    meeting.state.after(Step::Approve)?;
    if matches!(approval, Approval::Session(_)) {
        let later = session.ok_or(Refusal::NoSuchSession)?;
        let same = later.plan.body == meeting.plan.body && later.id != meeting.id;
        if !same || later.plan.day < meeting.plan.day || !later.rolls.iter().any(Roll::has_quorum) {
            return Err(Refusal::NoSuchSession);
        }
    }
    Ok(vec![Event::Approved { approval, on: today }])
}

/// Decides about by whom approved minutes may be read: by more each time.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn publish(
    meeting: &Meeting,
    body_name: &str,
    level: Level,
    today: Date,
) -> Result<Vec<Event>, Refusal> {
    meeting.state.after(Step::Publish)?;
    if meeting.level.is_some_and(|now| level <= now) {
        return Err(Refusal::NotWider);
    }
    let sheet = meeting.sheet(body_name, meeting.approved_on.unwrap_or(today));
    Ok(vec![Event::Published { level }, Event::SheetPublished { level, sheet }])
}

/// Decides about putting something right in minutes that hold: their words stay, and what is right is added.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn correct(
    meeting: &Meeting,
    cites: &str,
    text: &str,
    today: Date,
) -> Result<Vec<Event>, Refusal> {
    meeting.state.after(Step::Correct)?;
    let cites = said("cites", cites, WORDS_MAX)?;
    let text = said("text", text, WORDS_MAX)?;
    // However lines are broken in a browser, the words are the same.
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !plain(&meeting.minutes).contains(&plain(&cites)) {
        return Err(Refusal::NotCited);
    }
    Ok(vec![Event::Corrected(Correction { cites, text, on: today })])
}
