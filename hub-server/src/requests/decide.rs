//! What may be asked of a request, and whether it may happen: pure, from the request and the command.

use protocol::kiosk::{LeaveNeed, TEXT_MAX, Verdict};
use protocol::{
    ActorRef, DeviceId, PersonDetails, PersonId, Problem, ProposalId, RequestId, SlipCode, StaffId,
};
use serde::{Deserialize, Serialize};

use super::events::{Circle, Event, NeedLeft, NotMetReason, Proposal, Request, State};
use crate::context::Ctx;

/// Longest note for antennae, in characters.
pub const NOTE_MAX: usize = 300;
/// Longest addition of a helper to what they did, in characters.
pub const SAID_MAX: usize = 500;
/// How long after closing a person may still say "not solved": 30 days.
pub const REOPEN_WITHIN_MS: i64 = 30 * 24 * 3_600_000;

/// What can be asked of requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Leave a need; the request takes the command's id.
    Leave(LeaveNeed),
    /// Read it and look after it.
    TakeInCharge {
        /// Which request.
        request: RequestId,
        /// Who looks after it.
        operator: StaffId,
    },
    /// Ask antennae, beginning with this circle.
    Propose {
        /// Which request.
        request: RequestId,
        /// The circle to begin with.
        circle: Circle,
        /// The antenna, for [`Circle::Named`].
        named: Option<DeviceId>,
        /// What antennae may read before they accept; at most [`NOTE_MAX`] characters.
        note: String,
    },
    /// An antenna answers.
    Answer {
        /// The proposal.
        proposal: ProposalId,
        /// Who answers.
        device: DeviceId,
        /// Yes or no.
        accept: bool,
    },
    /// A circle's deadline has passed.
    EndCircle {
        /// The proposal.
        proposal: ProposalId,
    },
    /// The helper cannot do it after all.
    GiveBack {
        /// Which request.
        request: RequestId,
        /// Who gives it back.
        device: DeviceId,
    },
    /// It is done; by the helper, or by an operator who heard it.
    ReportDone {
        /// Which request.
        request: RequestId,
        /// The helper, or `None` for an operator.
        device: Option<DeviceId>,
        /// How long it took, 1 to 1440 minutes.
        minutes: Option<u16>,
        /// Anything the helper adds, at most [`SAID_MAX`] characters; may be empty.
        #[serde(default)]
        said: String,
    },
    /// Close it as met.
    ConfirmMet {
        /// Which request.
        request: RequestId,
    },
    /// Close it as not met.
    CloseNotMet {
        /// Which request.
        request: RequestId,
        /// Why.
        reason: NotMetReason,
    },
    /// The person with the slip says how it went.
    AnswerSlip {
        /// Which request.
        request: RequestId,
        /// What they say.
        verdict: Verdict,
    },
}

/// An expected no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No such request here.
    Unknown,
    /// It is not in a state for that.
    WrongState(State),
    /// Somebody else was faster, or the circle's time is over.
    AlreadyTaken,
    /// The proposal was for others.
    NotAsked,
    /// Only the helper may say that.
    NotTheHelper,
    /// Nobody is in that circle.
    NobodyToAsk,
    /// A text is too long, or a number out of range; which field, and the limit.
    OutOfRange(&'static str, usize),
    /// Too long ago to open again.
    TooLate,
    /// The category or the neighbourhood is not in the city's catalogue.
    NotInCatalogue(&'static str),
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unknown => Self::not_found("unknown-request"),
            Refusal::WrongState(state) => {
                Self::conflict("request-state").with("state", crate::store::rows::word(&state))
            }
            Refusal::AlreadyTaken => Self::conflict("already-taken"),
            Refusal::NotAsked => Self::forbidden("not-asked"),
            Refusal::NotTheHelper => Self::forbidden("not-the-helper"),
            Refusal::NobodyToAsk => Self::conflict("nobody-to-ask"),
            Refusal::OutOfRange(field, most) => {
                Self::invalid("out-of-range").at(field).with("most", most)
            }
            Refusal::TooLate => Self::conflict("too-late-to-reopen"),
            Refusal::NotInCatalogue(field) => Self::invalid("not-in-catalogue").at(field),
        }
    }
}

/// What a decision is told of the world beyond the request itself.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// Who can be asked in each circle, the narrowest first; empty circles are left out.
    pub circles: Vec<(Circle, Vec<DeviceId>)>,
    /// Until when each circle may answer, UTC milliseconds: named, neighbourhood, zone.
    pub until_ms: [i64; 3],
}

impl Around {
    /// The first circle from `circle` outwards in which somebody can be asked.
    fn first_from(&self, circle: Circle, ctx: &Ctx) -> Option<Proposal> {
        let (circle, devices) =
            self.circles.iter().find(|(c, who)| *c >= circle && !who.is_empty())?;
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
/// the caller, who holds the catalogue.
///
/// # Errors
/// [`Refusal::OutOfRange`] for a text or detail that is too long.
pub fn leave(need: &LeaveNeed, slip: SlipCode, ctx: &Ctx) -> Result<Vec<Event>, Refusal> {
    within("text", &need.text, TEXT_MAX)?;
    details_within(&need.person)?;
    if need.language.len() > 12 {
        return Err(Refusal::OutOfRange("language", 12));
    }
    let left = Event::NeedLeft(NeedLeft {
        slip,
        category: need.category.clone(),
        neighbourhood: need.neighbourhood.clone(),
        urgency: need.urgency,
        relation: need.relation,
        language: need.language.clone(),
        via: ctx.channel,
        person: (!need.person.is_empty()).then(|| PersonId::from(ctx.command)),
    });
    let words = need.text.trim();
    let words = (!words.is_empty()).then(|| Event::WordsLeft { text: words.to_owned() });
    Ok([Some(left), words].into_iter().flatten().collect())
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
    let only_in = |states: &[State]| {
        if states.contains(&state) { Ok(()) } else { Err(Refusal::WrongState(state)) }
    };
    match command {
        Command::Leave(_) => Err(Refusal::WrongState(state)),
        Command::TakeInCharge { operator, .. } => {
            only_in(&[State::Received, State::TakenInCharge])?;
            Ok(vec![Event::TakenInCharge { operator: *operator }])
        }
        Command::Propose { circle, note, .. } => {
            only_in(&[State::TakenInCharge])?;
            within("note", note, NOTE_MAX)?;
            let note = note.trim();
            let note = (!note.is_empty()).then(|| Event::NoteWritten { text: note.to_owned() });
            let proposal = around.first_from(*circle, ctx).ok_or(Refusal::NobodyToAsk)?;
            Ok(note.into_iter().chain([Event::Proposed(proposal)]).collect())
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
        Command::GiveBack { device, .. } => {
            only_in(&[State::Accepted])?;
            is_helper(request, *device)?;
            Ok(vec![Event::GivenBack { device: *device }])
        }
        Command::ReportDone { device, minutes, said, .. } => {
            if let Some(device) = device {
                is_helper(request, *device)?;
            }
            if matches!(minutes, Some(0 | 1441..)) {
                return Err(Refusal::OutOfRange("minutes", 1440));
            }
            within("note", said, SAID_MAX)?;
            match (state, device) {
                (State::Done | State::Met, Some(_)) => Ok(vec![]),
                (State::Accepted, _) | (State::TakenInCharge, None) => {
                    let said = said.trim();
                    let said =
                        (!said.is_empty()).then(|| Event::HelperSaid { text: said.to_owned() });
                    let done = Event::ReportedDone { minutes: *minutes };
                    Ok(said.into_iter().chain([done]).collect())
                }
                _ => Err(Refusal::WrongState(state)),
            }
        }
        Command::ConfirmMet { .. } => {
            only_in(&[State::Done])?;
            Ok(vec![Event::Met {}])
        }
        Command::CloseNotMet { reason, .. } => {
            if state.is_closed() {
                return Err(Refusal::WrongState(state));
            }
            Ok(vec![Event::NotMet { reason: *reason }])
        }
        Command::AnswerSlip { verdict, .. } => answer_slip(request, *verdict, ctx),
    }
}

fn is_helper(request: &Request, device: DeviceId) -> Result<(), Refusal> {
    if request.helper == Some(device) { Ok(()) } else { Err(Refusal::NotTheHelper) }
}

/// The first valid yes wins; whoever says yes again hears yes again, everybody else "already taken".
fn answer(
    request: &Request,
    proposal: ProposalId,
    device: DeviceId,
    accept: bool,
    around: &Around,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    let Some(open) = request.open.as_ref().filter(|open| open.id == proposal) else {
        let already_mine = accept && request.helper == Some(device);
        return if already_mine || !accept { Ok(vec![]) } else { Err(Refusal::AlreadyTaken) };
    };
    if !open.silent.contains(&device) {
        return if accept { Err(Refusal::NotAsked) } else { Ok(vec![]) };
    }
    if accept {
        if ctx.now_ms > open.until_ms {
            return Err(Refusal::AlreadyTaken);
        }
        return Ok(vec![Event::Accepted { proposal, device }]);
    }
    let mut events = vec![Event::Declined { proposal, device }];
    if open.silent.len() == 1 {
        // Whoever has just said no is not asked again in the wider circle.
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

fn answer_slip(request: &Request, verdict: Verdict, ctx: &Ctx) -> Result<Vec<Event>, Refusal> {
    let state = request.state;
    match (verdict, state) {
        (Verdict::Solved, State::Met) | (Verdict::Withdraw, State::Withdrawn) => Ok(vec![]),
        (Verdict::Solved, State::Done | State::Accepted) => Ok(vec![Event::Met {}]),
        (Verdict::NotSolved, State::Done) => Ok(vec![Event::Reopened {}]),
        (Verdict::NotSolved, State::Met) => match request.closed_at_ms {
            Some(closed) if ctx.now_ms.saturating_sub(closed) > REOPEN_WITHIN_MS => {
                Err(Refusal::TooLate)
            }
            _ => Ok(vec![Event::Reopened {}]),
        },
        (Verdict::Withdraw, open) if !open.is_closed() => Ok(vec![Event::Withdrawn {}]),
        _ => Err(Refusal::WrongState(state)),
    }
}

/// Whether a person with the slip may now say "solved" or "not solved".
#[must_use]
pub fn can_confirm(state: State) -> bool {
    matches!(state, State::Done | State::Accepted | State::Met)
}

/// Whether an actor is the clock or an operator, who may end a circle.
#[must_use]
pub fn is_desk(actor: &ActorRef) -> bool {
    matches!(actor, ActorRef::System | ActorRef::Staff(_))
}
