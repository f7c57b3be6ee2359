//! What may be asked of a request, and whether it may happen: pure, from the request and the command.

use protocol::kiosk::{LeaveNeed, TEXT_MAX, Verdict};
use protocol::{
    ActorRef, CommandId, DeviceId, EventId, NodeId, PersonDetails, PersonId, ProposalId, RequestId,
    SlipCode,
};

pub use super::commands::{Command, NotAskable, Part, Refusal};
use super::events::{
    Circle, Consent, Event, Mark, MessageKind, NeedLeft, Proposal, Request, SharedField, State,
};
use super::lifecycle::{self, Step};
use super::referrals::{from_service, service_answers};
use super::referred;
use crate::city::Moderation;
use crate::context::Ctx;

/// Longest note for antennae, in characters.
pub const NOTE_MAX: usize = 300;
/// Longest addition of a helper to what they did, in characters.
pub const SAID_MAX: usize = 500;
/// Longest message in a thread, in characters.
pub const MESSAGE_MAX: usize = 1_000;
/// Most tasks that take a request's place.
pub const PARTS_MAX: usize = 6;
/// How far ahead help may be agreed or somebody come back: a year.
const AHEAD_MS: i64 = 366 * 24 * 3_600_000;
/// How long after closing a person may still say "not solved": 30 days.
pub const REOPEN_WITHIN_MS: i64 = 30 * 24 * 3_600_000;

/// What a decision is told of the world beyond the request itself.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// Who can be asked in each circle, the narrowest first; empty circles are left out.
    pub circles: Vec<(Circle, Vec<DeviceId>)>,
    /// Until when each circle may answer, UTC milliseconds: named, neighbourhood, zone.
    pub until_ms: [i64; 3],
    /// By when the request should be closed if its time began now, UTC milliseconds.
    pub due_ms: Option<i64>,
    /// How the request it may be a duplicate of stands; `None` when that is not known here.
    pub other: Option<State>,
    /// How freely helpers find each other, by its kind of help.
    pub mode: Moderation,
    /// Whether its first visit is still to come and takes two people.
    pub two_at_first: bool,
    /// The hub it would be handed to, where the city has it and it is another.
    pub hub: Option<NodeId>,
    /// Why the antenna that was named cannot be asked.
    pub not_named: Option<NotAskable>,
    /// Where its referral to a service stands, while it is referred.
    pub referral: referred::State,
    /// Whether what is looked at again was looked at before; `None` where there is no such thing.
    pub reviewed: Option<bool>,
    /// Who left it, and as whom they would be known, where this hub knows somebody by that id.
    pub same: Option<(PersonId, Option<PersonId>)>,
}

impl Around {
    /// The first circle from `circle` outwards in which somebody can be asked.
    fn first_from(&self, circle: Circle, ctx: &Ctx) -> Option<Proposal> {
        let may = |c: Circle| c == Circle::Named || self.mode != Moderation::Dispatcher;
        let (circle, devices) =
            self.circles.iter().find(|(c, who)| *c >= circle && may(*c) && !who.is_empty())?;
        let name = uuid::Builder::from_random_bytes(ctx.chance_for("proposal", 0)).into_uuid();
        Some(Proposal {
            proposal: ProposalId::new(name),
            circle: *circle,
            devices: devices.clone(),
            until_ms: self.until_ms[*circle as usize],
        })
    }
}

/// Decides about a need that is being left. Whether category and neighbourhood exist was checked by
/// the caller, who holds the catalogue and knows by when it is due.
///
/// # Errors
/// [`Refusal::OutOfRange`] for a text or detail that is too long.
pub fn leave(
    need: &LeaveNeed,
    slip: SlipCode,
    due_ms: Option<i64>,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    let needed_by = check(need)?;
    let more = &need.more;
    let mut when = more.when.clone();
    when.sort();
    when.dedup();
    let left = Event::NeedLeft(NeedLeft {
        slip,
        category: need.category.clone(),
        neighbourhood: need.neighbourhood.clone(),
        urgency: need.urgency,
        relation: need.relation,
        language: need.language.clone(),
        via: ctx.channel,
        person: (!need.person.is_empty()).then(|| PersonId::from(ctx.command)),
        due_ms: due_ms.filter(|_| !more.signal),
        needed_by,
        when,
        signal: more.signal,
        part_of: None,
        recurrence: None,
        from: None,
    });
    let words = need.text.trim();
    let words = (!words.is_empty()).then(|| Event::WordsLeft { text: words.to_owned() });
    let answers = more.answers.iter().filter(|answer| !answer.answer.trim().is_empty());
    let answers: Vec<_> = answers.cloned().collect();
    let answers = (!answers.is_empty()).then_some(Event::AnswersLeft { answers });
    Ok([Some(left), words, answers].into_iter().flatten().collect())
}

/// Whether a need can be left at all; answers the day by which it is needed.
///
/// # Errors
/// [`Refusal::OutOfRange`] that names the field.
pub fn check(need: &LeaveNeed) -> Result<Option<jiff::civil::Date>, Refusal> {
    within("text", &need.text, TEXT_MAX)?;
    details_within(&need.person)?;
    if need.language.len() > 12 {
        return Err(Refusal::OutOfRange("language", 12));
    }
    let more = &need.more;
    if more.answers.len() > 10 {
        return Err(Refusal::OutOfRange("answers", 10));
    }
    for answer in &more.answers {
        within("answers", &answer.question, MESSAGE_MAX)?;
        within("answers", &answer.answer, MESSAGE_MAX)?;
    }
    if more.signal && !need.person.is_empty() {
        return Err(Refusal::OutOfRange("name", 0));
    }
    match more.needed_by.as_str() {
        "" => Ok(None),
        day => day.parse().map(Some).ok().ok_or(Refusal::OutOfRange("needed_by", 10)),
    }
}

/// Whether every field of what a person left is short enough to keep.
///
/// # Errors
/// [`Refusal::OutOfRange`] that names the field.
pub fn details_within(person: &PersonDetails) -> Result<(), Refusal> {
    within("name", &person.name, PersonDetails::FIELD_MAX)?;
    within("phone", &person.phone, PersonDetails::FIELD_MAX)?;
    within("address", &person.address, PersonDetails::FIELD_MAX)
}

fn within(field: &'static str, text: &str, most: usize) -> Result<(), Refusal> {
    if text.chars().count() <= most { Ok(()) } else { Err(Refusal::OutOfRange(field, most)) }
}

/// A message that must say something.
pub(super) fn message(about: MessageKind, text: &str) -> Result<Event, Refusal> {
    said(about, text)?.ok_or(Refusal::Missing("text"))
}

/// A message that may say nothing.
fn said(about: MessageKind, text: &str) -> Result<Option<Event>, Refusal> {
    within("text", text, MESSAGE_MAX)?;
    let text = text.trim();
    Ok((!text.is_empty()).then(|| Event::MessageLeft { about, text: text.to_owned() }))
}

/// Decides about a request that exists.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn decide(
    request: &Request,
    command: &Command,
    around: &Around,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    let state = request.state;
    let may = |step: Step| match lifecycle::next(state, step) {
        Some(_) => Ok(()),
        None => Err(Refusal::WrongState(state)),
    };
    if let ActorRef::Device(device) = ctx.actor {
        by_its_helper(request, command, device)?;
    }
    match command {
        Command::TakeInCharge { operator, .. } => {
            may(Step::TakeInCharge)?;
            Ok(vec![Event::TakenInCharge { operator: *operator }])
        }
        // Nobody has read it yet: whoever has it now has taken it in charge.
        Command::Assign { operator, .. } if state == State::Received => {
            Ok(vec![Event::TakenInCharge { operator: *operator }])
        }
        Command::Assign { operator, .. } if state.is_open() => {
            Ok(vec![Event::Assigned { operator: *operator }])
        }
        Command::Propose { circle, note, .. } => {
            may(Step::Propose)?;
            if state == State::Received && around.mode != Moderation::Direct {
                return Err(Refusal::WrongState(state));
            }
            if around.mode == Moderation::Dispatcher && *circle != Circle::Named {
                return Err(Refusal::OneByOne);
            }
            within("note", note, NOTE_MAX)?;
            if let Some(why) = around.not_named.filter(|_| *circle == Circle::Named) {
                return Err(Refusal::NotToBeAsked(why));
            }
            let seats =
                (around.two_at_first && !request.two).then_some(Event::SeatsSet { two: true });
            let note = note.trim();
            let note = (!note.is_empty()).then(|| Event::NoteWritten { text: note.to_owned() });
            let proposal = around.first_from(*circle, ctx).ok_or(Refusal::NobodyToAsk)?;
            Ok([seats, note, Some(Event::Proposed(proposal))].into_iter().flatten().collect())
        }
        Command::Answer { proposal, device, accept } => {
            answer(request, *proposal, *device, *accept, around, ctx)
        }
        Command::EndCircle { proposal } => match &request.open {
            Some(open) if open.id == *proposal && open.until_ms <= ctx.now_ms => {
                Ok(end_circle(open.id, open.circle, around, ctx))
            }
            _ => Ok(vec![]),
        },
        Command::Widen { .. } => match &request.open {
            Some(open) => Ok(end_circle(open.id, open.circle, around, ctx)),
            None => Err(Refusal::WrongState(state)),
        },
        Command::GiveBack { device, why, .. } => give_back(request, *device, why, ctx),
        Command::ReportDone { device, minutes, said, .. } => {
            report_done(request, *device, *minutes, said)
        }
        Command::ConfirmMet { .. } if state == State::Done => Ok(vec![Event::Met {}]),
        Command::CloseNotMet { reason, .. } => {
            may(Step::CloseNotMet)?;
            Ok(vec![Event::NotMet { reason: *reason }])
        }
        Command::AnswerSlip { verdict, .. } => answer_slip(request, *verdict, around, ctx),
        Command::AskRequester { text, .. } => {
            may(Step::AskRequester)?;
            Ok(vec![message(MessageKind::Question, text)?, Event::RequesterAsked {}])
        }
        Command::Reply { text, .. } => {
            may(Step::Reply)?;
            Ok(vec![message(MessageKind::Answer, text)?, Event::RequesterReplied {}])
        }
        Command::Note { about, text, follow_up_ms, .. } => {
            let follow_up = match follow_up_ms {
                Some(at_ms) if !(ctx.now_ms..=ctx.now_ms + AHEAD_MS).contains(at_ms) => {
                    return Err(Refusal::InThePast("follow_up"));
                }
                Some(_) if state.is_closed() => return Err(Refusal::WrongState(state)),
                other => other.map(|at_ms| Event::FollowUpSet { at_ms }),
            };
            Ok([Some(message(*about, text)?), follow_up].into_iter().flatten().collect())
        }
        Command::FollowedUp { .. } => Ok(vec![Event::FollowedUp {}]),
        Command::Schedule { at_ms, .. } => {
            may(Step::Schedule)?;
            if !(ctx.now_ms..=ctx.now_ms + AHEAD_MS).contains(at_ms) {
                return Err(Refusal::InThePast("at"));
            }
            Ok(vec![Event::Scheduled { at_ms: *at_ms }])
        }
        Command::Start { .. } => {
            may(Step::Start)?;
            Ok(vec![Event::Started {}])
        }
        Command::Reopen { .. } => {
            may(Step::Reopen)?;
            Ok(vec![reopened(request, around, ctx)?])
        }
        Command::Rate { side, mark, text, .. } => rate(request, *side, *mark, text, around, ctx),
        Command::Split { parts, .. } => {
            may(Step::Split)?;
            if !(2..=PARTS_MAX).contains(&parts.len()) {
                return Err(Refusal::OutOfRange("parts", PARTS_MAX));
            }
            for part in parts {
                message(MessageKind::Note, &part.text)?;
            }
            let parts = (0..parts.len()).map(|place| part_id(ctx, place)).collect();
            Ok(vec![Event::SplitInto { parts }])
        }
        Command::LinkDuplicate { of, .. } => {
            may(Step::LinkDuplicate)?;
            if *of == request.id || around.other.is_none_or(|other| other == State::Duplicate) {
                return Err(Refusal::NoDuplicate);
            }
            Ok(vec![Event::FoundDuplicate { of: *of }])
        }
        Command::UnlinkDuplicate { .. } => {
            may(Step::UnlinkDuplicate)?;
            Ok(vec![Event::DuplicateUndone {}])
        }
        Command::Refer { service, shared, consent, text, .. } => {
            may(Step::Refer)?;
            let told = said(MessageKind::Referral, text)?;
            if *consent == Consent::Danger && told.is_none() {
                return Err(Refusal::Missing("text"));
            }
            if shared.is_empty() {
                return Err(Refusal::Missing("shared"));
            }
            let mut shared = shared.clone();
            shared.sort_unstable();
            shared.dedup();
            let referred = Event::Referred { service: service.clone(), shared, consent: *consent };
            Ok(told.into_iter().chain([referred]).collect())
        }
        Command::ServiceAnswers { answer, text, .. } => {
            service_answers(state, *answer, text, around.referral)
        }
        Command::FromService { word, text, .. } => {
            from_service(state, *word, text, around.referral, ctx)
        }
        Command::RevokeReferral { .. } => {
            may(Step::RevokeReferral)?;
            Ok(vec![Event::ReferralRevoked {}])
        }
        Command::BecomeRequest { person, .. } => {
            may(Step::BecomeRequest)?;
            details_within(person)?;
            let person = (!person.is_empty()).then(|| PersonId::from(ctx.command));
            Ok(vec![Event::BecameRequest { person, due_ms: around.due_ms }])
        }
        Command::HandOver { shared, consent, .. } => {
            may(Step::HandOver)?;
            let to = around.hub.clone().ok_or(Refusal::NotThatHub)?;
            let personal = shared.iter().any(|field| *field != SharedField::Need);
            let agreed = consent.is_some_and(|consent| consent != Consent::Danger);
            if personal && !agreed {
                return Err(Refusal::NoConsent);
            }
            let mut shared = shared.clone();
            shared.sort();
            shared.dedup();
            let consent = consent.filter(|_| personal);
            Ok(vec![Event::HandedOver { to, shared, consent, command: handed_id(ctx) }])
        }
        // What is not yet said to be done, only the person with the slip may call solved.
        Command::Leave(_)
        | Command::Assign { .. }
        | Command::ConfirmMet { .. }
        | Command::TakeOver { .. } => Err(Refusal::WrongState(state)),
        Command::HandOverAnswered { answer, .. } => {
            // Told twice, or after the answer was already known: nothing more.
            if state != State::HandedOver {
                return Ok(vec![]);
            }
            Ok(vec![match answer {
                Ok(slip) => Event::TakenOver { slip: slip.clone() },
                Err(why) => Event::HandOverRefused { why: why.clone() },
            }])
        }
        Command::SetSeats { two, .. } => {
            if !(state == State::Received || state.is_searched()) || request.first.is_some() {
                return Err(Refusal::WrongState(state));
            }
            if around.two_at_first && !two {
                return Err(Refusal::TwoAtFirst);
            }
            Ok(if request.two == *two { vec![] } else { vec![Event::SeatsSet { two: *two }] })
        }
        Command::SetPrivacy { level, .. } => Ok(vec![Event::PrivacySet { level: *level }]),
        Command::Review { thing, text, .. } => {
            let said = said(MessageKind::Review, text)?;
            match around.reviewed {
                None => Err(Refusal::NothingToReview),
                Some(true) => Ok(vec![]),
                Some(false) => {
                    Ok(said.into_iter().chain([Event::Reviewed { thing: *thing }]).collect())
                }
            }
        }
        Command::SamePerson { known, .. } => same_person(state, *known, around),
    }
}

/// Whoever left it is known already, or is somebody else after all. A signal is nobody's by name.
fn same_person(
    state: State,
    known: Option<PersonId>,
    around: &Around,
) -> Result<Vec<Event>, Refusal> {
    let Some((person, found)) = around.same.filter(|_| state != State::Signal) else {
        return Err(Refusal::WrongState(state));
    };
    if known.is_none() {
        return Ok(vec![Event::PersonUnknown { person }]);
    }
    let known = found.filter(|found| *found != person).ok_or(Refusal::NotThatPerson)?;
    Ok(vec![Event::PersonKnown { person, known }])
}

/// The request a part of a split one is.
#[must_use]
pub fn part_id(ctx: &Ctx, place: usize) -> RequestId {
    let index = u32::try_from(place).unwrap_or(u32::MAX / 2);
    // Far from the numbers the command's own facts are named after.
    RequestId::new(EventId::of_command(ctx.command, 1_000_000 + index).uuid())
}

/// The id under which a request travels to another hub.
#[must_use]
pub fn handed_id(ctx: &Ctx) -> CommandId {
    CommandId::new(EventId::of_command(ctx.command, 3_000_000).uuid())
}

fn is_helper(request: &Request, device: DeviceId) -> Result<(), Refusal> {
    if request.helps(device) { Ok(()) } else { Err(Refusal::NotTheHelper) }
}

/// When they meet, that help has begun and how it went is said by a device only of a request it helps or
/// helped with, and only for its own side.
fn by_its_helper(request: &Request, command: &Command, device: DeviceId) -> Result<(), Refusal> {
    let others = |side| side != super::events::Side::Helper;
    if matches!(command, Command::Rate { side, .. } if others(*side)) {
        return Err(Refusal::NotTheHelper);
    }
    let its_own =
        matches!(command, Command::Schedule { .. } | Command::Start { .. } | Command::Rate { .. });
    if its_own { is_helper(request, device) } else { Ok(()) }
}

/// A helper cannot after all. They say no more than that; an operator who frees it for them writes down why.
fn give_back(
    request: &Request,
    device: DeviceId,
    why: &str,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    let freed = if request.first.is_some_and(|(first, _)| first == device) {
        Event::SeatFreed { device }
    } else if lifecycle::next(request.state, Step::GiveBack).is_some() {
        is_helper(request, device)?;
        Event::GivenBack { device }
    } else {
        return Err(Refusal::WrongState(request.state));
    };
    within("free_why", why, MESSAGE_MAX)?;
    let why = said(MessageKind::Note, why)?;
    if why.is_none() && matches!(ctx.actor, ActorRef::Staff(_)) {
        return Err(Refusal::Missing("free_why"));
    }
    Ok(why.into_iter().chain([freed]).collect())
}

fn report_done(
    request: &Request,
    device: Option<DeviceId>,
    minutes: Option<u16>,
    said: &str,
) -> Result<Vec<Event>, Refusal> {
    let state = request.state;
    if let Some(device) = device {
        is_helper(request, device)?;
    }
    if matches!(minutes, Some(0 | 1441..)) {
        return Err(Refusal::OutOfRange("minutes", 1440));
    }
    within("note", said, SAID_MAX)?;
    if device.is_some() && matches!(state, State::Done | State::Met) {
        return Ok(vec![]);
    }
    let by_desk = device.is_none() && state == State::TakenInCharge;
    if !by_desk && !State::HELPED.contains(&state) {
        return Err(Refusal::WrongState(state));
    }
    let said = said.trim();
    let said = (!said.is_empty()).then(|| Event::HelperSaid { text: said.to_owned() });
    Ok(said.into_iter().chain([Event::ReportedDone { minutes }]).collect())
}

/// What was said of it is not good and it is not long over: it is looked at again.
fn rate(
    request: &Request,
    side: super::events::Side,
    mark: Mark,
    text: &str,
    around: &Around,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    let state = request.state;
    if !(state.is_held() || matches!(state, State::Met | State::NotMet)) {
        return Err(Refusal::WrongState(state));
    }
    let words = said(MessageKind::Feedback, text)?;
    let unhappy = side == super::events::Side::Requester && mark == Mark::Bad;
    let again = (unhappy && state == State::Met)
        .then(|| reopened(request, around, ctx))
        .transpose()
        .unwrap_or_default();
    Ok([Some(Event::Rated { side, mark }), words, again].into_iter().flatten().collect())
}

/// The first valid yes wins, and where it takes two the first two; whoever says yes again hears yes again, everybody
/// else "already taken".
fn answer(
    request: &Request,
    proposal: ProposalId,
    device: DeviceId,
    accept: bool,
    around: &Around,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    let Some(open) = request.open.as_ref().filter(|open| open.id == proposal) else {
        let first = request.first.is_some_and(|(first, _)| first == device);
        let already_mine = accept && (request.helps(device) || first);
        return if already_mine || !accept { Ok(vec![]) } else { Err(Refusal::AlreadyTaken) };
    };
    if request.first.is_some_and(|(first, _)| first == device) {
        // The yes stands; whoever cannot after all gives it back.
        return Ok(vec![]);
    }
    if !open.silent.contains(&device) {
        return if accept { Err(Refusal::NotAsked) } else { Ok(vec![]) };
    }
    if accept {
        if ctx.now_ms > open.until_ms {
            return Err(Refusal::AlreadyTaken);
        }
        match request.first {
            _ if !request.two => {
                return Ok(vec![Event::Accepted { proposal, device, companion: None }]);
            }
            Some((first, _)) => {
                let companion = Some(device);
                return Ok(vec![Event::Accepted { proposal, device: first, companion }]);
            }
            None => {}
        }
    }
    let said = if accept {
        Event::SeatTaken { proposal, device }
    } else {
        Event::Declined { proposal, device }
    };
    let mut events = vec![said];
    if open.silent.len() == 1 {
        // Whoever has just answered is not asked again in the wider circle.
        let mut others = around.clone();
        for (_, devices) in &mut others.circles {
            devices.retain(|other| *other != device);
        }
        events.extend(end_circle(proposal, open.circle, &others, ctx));
    }
    Ok(events)
}

fn end_circle(proposal: ProposalId, circle: Circle, around: &Around, ctx: &Ctx) -> Vec<Event> {
    let next = circle.wider().and_then(|wider| around.first_from(wider, ctx));
    [Some(Event::CircleEnded { proposal }), next.map(Event::Proposed)]
        .into_iter()
        .flatten()
        .collect()
}

/// Open again, within [`REOPEN_WITHIN_MS`] of its end.
fn reopened(request: &Request, around: &Around, ctx: &Ctx) -> Result<Event, Refusal> {
    match request.closed_at_ms {
        Some(closed) if ctx.now_ms.saturating_sub(closed) > REOPEN_WITHIN_MS => {
            Err(Refusal::TooLate)
        }
        _ => Ok(Event::Reopened { due_ms: around.due_ms }),
    }
}

fn answer_slip(
    request: &Request,
    verdict: Verdict,
    around: &Around,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    let state = request.state;
    let may = |step: Step| lifecycle::next(state, step).is_some();
    match (verdict, state) {
        (Verdict::Solved, State::Met) | (Verdict::Withdraw, State::Withdrawn) => Ok(vec![]),
        (Verdict::Solved, _) if may(Step::ConfirmMet) => Ok(vec![Event::Met {}]),
        (Verdict::NotSolved, State::Done | State::Met) => Ok(vec![reopened(request, around, ctx)?]),
        (Verdict::Withdraw, _) if may(Step::Withdraw) => Ok(vec![Event::Withdrawn {}]),
        _ => Err(Refusal::WrongState(state)),
    }
}

/// Whether a person with the slip may now say "solved" or "not solved".
#[must_use]
pub fn can_confirm(state: State) -> bool {
    state == State::Met || lifecycle::next(state, Step::ConfirmMet).is_some()
}
