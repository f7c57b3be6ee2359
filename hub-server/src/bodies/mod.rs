//! Bodies of the city's governance (CAPABILITIES F1, F2, F4, F5, F8, F10–F14, lifecycle 3.11): who sits in which, how
//! they are convened, what they decide, what may be read of it and what somebody has to do because of it.
//!
//! Always true: their home is central. Nothing but who sits where, and minutes that were approved and published, ever
//! leaves it. A vote counts where enough of those are there who hold a seat that votes, whose term is not over and who
//! are not in conflict; they alone cast one. Approved minutes are never edited: a correction cites what it puts right.
//! Who a person from outside is stands in the vault under the seat's id. Deliberately absent: secret ballots, files
//! beside an agenda, and letters that go out by themselves.

pub mod decide;
pub mod events;
pub mod lifecycle;
pub mod model;
mod projection;
pub mod queries;
mod refusal;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use jiff::civil::Date;
use protocol::{
    ActionId, BodyId, DecisionId, EventId, MeetingId, PersonDetails, PersonId, SeatId, StaffId,
};
use serde::{Deserialize, Serialize};

pub use events::Event;
pub use lifecycle::{DecisionState, State, Step};
pub use projection::project;
pub use refusal::Refusal;

use self::decide::meetings::Grounds;
use self::decide::register::Known;
use self::decide::{decisions, meetings, register};
use self::events::{Action, Approval, Ballot, Cell, Level, Party, Plan, Profile, SeatRole};
use self::model::{Body, Decision};
use crate::city::City;
use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::store::{Fact, StoreError, Write, vault};
use crate::{network, people};

/// How facts of this domain begin.
pub const DOMAIN: &str = "bodies";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &[
    "body",
    "body_seat",
    "body_meeting",
    "body_decision",
    "body_action",
    "body_sheet",
    "body_cell",
];

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [queries::STATEMENTS, projection::STATEMENTS].concat()
}

/// Who is to sit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NewWho {
    /// Somebody who signs in at a node.
    Staff(StaffId),
    /// Somebody from outside; goes into the vault.
    Person(PersonDetails),
    /// Whomever the organisation sends.
    Delegate,
}

/// A seat that is to be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSeat {
    /// Who is to sit.
    pub who: NewWho,
    /// For whom.
    pub party: Option<Party>,
    /// As what.
    pub role: SeatRole,
    /// The first day.
    pub from: Date,
    /// The last day; `None` for as long as the body's term says.
    pub until: Option<Date>,
}

/// What can be asked of this domain. What is made takes the command's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Take over the bodies of the city file that the register does not have yet.
    Adopt {},
    /// There is a new body.
    Found(Profile),
    /// It is described otherwise.
    Describe {
        /// Which.
        body: BodyId,
        /// All of it, in place of what was there.
        profile: Profile,
    },
    /// It is no more, or is again.
    SetActive {
        /// Which.
        body: BodyId,
        /// Whether it is.
        active: bool,
    },
    /// Somebody gets a seat.
    Seat {
        /// In which body.
        body: BodyId,
        /// Who, as what, how long.
        seat: NewSeat,
    },
    /// They have it until a day.
    EndSeat {
        /// In which body.
        body: BodyId,
        /// Which seat.
        seat: SeatId,
        /// The last day.
        last_day: Date,
    },
    /// Prepare a meeting.
    Plan(Plan),
    /// Something about a meeting that is there.
    Meeting {
        /// Which.
        meeting: MeetingId,
        /// What.
        act: Act,
    },
    /// Something about a decision.
    Decision {
        /// Which.
        decision: DecisionId,
        /// What.
        act: FollowUp,
    },
    /// Say what an agency does for a work site.
    SetCell(Cell),
}

/// What can be asked of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Prepare it otherwise.
    Replan(Plan),
    /// Tell everybody.
    Convene {
        /// Why so late; empty where it is in time.
        why: String,
    },
    /// Take back what they were told.
    Recall {},
    /// It does not take place.
    CallOff {
        /// Why.
        why: String,
    },
    /// Who is there now.
    CallRoll {
        /// Those who are.
        present: Vec<SeatId>,
    },
    /// Who keeps out of an item.
    Recuse {
        /// The item, from 1.
        item: u16,
        /// All of them.
        seats: Vec<SeatId>,
    },
    /// Vote on an item.
    Vote {
        /// The item, from 1.
        item: u16,
        /// Who votes how.
        ballot: Ballot,
        /// Why.
        reasons: String,
        /// When the body looks at it again.
        review_on: Option<Date>,
    },
    /// Put an item off.
    Adjourn {
        /// The item, from 1.
        item: u16,
        /// Why.
        reasons: String,
    },
    /// It is over.
    Close {},
    /// Write the draft of its minutes.
    Write {
        /// All of it, in place of what was there.
        text: String,
    },
    /// They hold from now on.
    Approve {
        /// How they were approved.
        approval: Approval,
    },
    /// They may be read.
    Publish {
        /// By whom.
        level: Level,
    },
    /// Put something right.
    Correct {
        /// Words of the minutes.
        cites: String,
        /// What is right.
        text: String,
    },
}

/// What can be asked of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FollowUp {
    /// Somebody gets something to do.
    Assign {
        /// Whose it is.
        owner: SeatId,
        /// By when.
        due: Date,
        /// What.
        text: String,
    },
    /// They have longer for it, or less.
    Move {
        /// Which.
        action: ActionId,
        /// By when.
        due: Date,
    },
    /// They did it.
    Finish {
        /// Which.
        action: ActionId,
    },
    /// It was not done after all.
    Reopen {
        /// Which.
        action: ActionId,
    },
    /// The body looked at it again.
    Review {
        /// What it found.
        text: String,
        /// When it looks next.
        next: Option<Date>,
    },
}

/// Does a command of this domain.
///
/// # Errors
/// [`Fail::Refused`] with the words for the person, or a failure of the store.
pub async fn handle(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
) -> Result<Answer, Fail> {
    if !node.id().is_central() {
        return Err(Refusal::NotHere.into());
    }
    let city = node.known_city()?;
    match command {
        Command::Adopt {} => {
            let known = queries::bodies(write.db).await?;
            let fresh = |index| BodyId::new(EventId::of_command(ctx.command, index).uuid());
            for (body, event) in register::adopt(&city, &known, fresh) {
                record(write, ctx, body, &[event], None).await?;
            }
        }
        Command::Found(profile) => {
            let (id, others) = (BodyId::from(ctx.command), queries::bodies(write.db).await?);
            let events = register::found(id, profile, &others, &city)?;
            record(write, ctx, id, &events, None).await?;
        }
        Command::Describe { body, profile } => {
            let others = queries::bodies(write.db).await?;
            let events = register::describe(among(&others, *body)?, profile, &others, &city)?;
            record(write, ctx, body, &events, None).await?;
        }
        Command::SetActive { body, active } => {
            let others = queries::bodies(write.db).await?;
            let events = register::set_active(among(&others, *body)?, *active, &others)?;
            record(write, ctx, body, &events, None).await?;
        }
        Command::Seat { body, seat } => take_seat(node, write, ctx, *body, seat).await?,
        Command::EndSeat { body, seat, last_day } => {
            let known = body_of(write, *body).await?;
            let events = register::end_seat(&known, *seat, *last_day)?;
            record(write, ctx, body, &events, None).await?;
        }
        Command::Plan(plan) => {
            let body = body_of(write, plan.body).await?;
            let events = meetings::plan(plan, &body, today(&city, ctx))?;
            record(write, ctx, MeetingId::from(ctx.command), &events, None).await?;
        }
        Command::Meeting { meeting, act } => meet(write, ctx, &city, *meeting, act).await?,
        Command::Decision { decision, act } => {
            follow_up(write, ctx, today(&city, ctx), *decision, act).await?;
        }
        Command::SetCell(cell) => {
            let events = register::set_cell(cell, &city)?;
            let subject = format!("{}.{}", cell.site, cell.agency);
            record(write, ctx, subject, &events, None).await?;
        }
    }
    Ok(Answer::Done)
}

impl From<Refusal> for Fail {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

/// Today by the city's clock.
fn today(city: &City, ctx: &Ctx) -> Date {
    let now = Timestamp::from_millisecond(ctx.now_ms).unwrap_or_default();
    city.calendar.clock().to_datetime(now).date()
}

fn among(bodies: &[Body], id: BodyId) -> Result<&Body, Refusal> {
    bodies.iter().find(|body| body.id == id).ok_or(Refusal::Unknown("body"))
}

async fn body_of(write: &mut Write<'_>, id: BodyId) -> Result<Body, Fail> {
    queries::body(write.db, id).await?.ok_or_else(|| Refusal::Unknown("body").into())
}

async fn take_seat(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    id: BodyId,
    new: &NewSeat,
) -> Result<(), Fail> {
    let body = body_of(write, id).await?;
    let staff = match &new.who {
        NewWho::Staff(staff) => {
            people::queries::member(write.db, *staff).await?.is_some_and(|member| member.active)
        }
        NewWho::Person(_) | NewWho::Delegate => false,
    };
    let party = match &new.party {
        Some(Party::Organisation(organisation)) => {
            network::organisations::one(write.db, *organisation).await?.is_some()
        }
        Some(party) => register::is_partner(party, &*node.known_city()?),
        None => false,
    };
    let seat = SeatId::from(ctx.command);
    let events = register::seat(&body, seat, new, Known { staff, party })?;
    if let NewWho::Person(person) = &new.who {
        vault::put(write.db, &node.vault, ctx, PersonId::new(seat.uuid()), person).await?;
    }
    record(write, ctx, id, &events, None).await?;
    Ok(())
}

async fn meet(
    write: &mut Write<'_>,
    ctx: &Ctx,
    city: &City,
    id: MeetingId,
    act: &Act,
) -> Result<(), Fail> {
    let meeting = queries::meeting(write.db, id).await?.ok_or(Refusal::Unknown("session"))?;
    let body = body_of(write, meeting.plan.body).await?;
    let today = today(city, ctx);
    let year = meeting.plan.day.year();
    let events = match act {
        Act::Replan(plan) => meetings::replan(&meeting, plan, &body, today),
        Act::Convene { why } => meetings::convene(&meeting, &body, why, today),
        Act::Recall {} => meetings::recall(&meeting),
        Act::CallOff { why } => meetings::call_off(&meeting, why),
        Act::CallRoll { present } => meetings::call_roll(&meeting, &body, present, today),
        Act::Recuse { item, seats } => meetings::recuse(&meeting, &body, *item, seats),
        Act::Vote { item, ballot, reasons, review_on } => {
            let number = queries::next_number(write.db, body.id, year).await?;
            let decision = DecisionId::from(ctx.command);
            let grounds = Grounds { decision, number, reasons, review_on: *review_on };
            meetings::vote(&meeting, &body, *item, ballot, &grounds)
        }
        Act::Adjourn { item, reasons } => {
            let number = queries::next_number(write.db, body.id, year).await?;
            let decision = DecisionId::from(ctx.command);
            let grounds = Grounds { decision, number, reasons, review_on: None };
            meetings::adjourn(&meeting, &body, *item, &grounds)
        }
        Act::Close {} => meetings::close(&meeting),
        Act::Write { text } => meetings::write(&meeting, text),
        Act::Approve { approval } => {
            let session = match approval {
                Approval::Session(later) => queries::meeting(write.db, *later).await?,
                Approval::Written => None,
            };
            meetings::approve(&meeting, *approval, session.as_ref(), today)
        }
        Act::Publish { level } => meetings::publish(&meeting, &body.profile.name, *level, today),
        Act::Correct { cites, text } => meetings::correct(&meeting, cites, text, today),
    }?;
    let level = match act {
        Act::Publish { level } => Some(*level),
        Act::Replan(_)
        | Act::Convene { .. }
        | Act::Recall {}
        | Act::CallOff { .. }
        | Act::CallRoll { .. }
        | Act::Recuse { .. }
        | Act::Vote { .. }
        | Act::Adjourn { .. }
        | Act::Close {}
        | Act::Write { .. }
        | Act::Approve { .. }
        | Act::Correct { .. } => meeting.level,
    };
    record(write, ctx, id, &events, level).await?;
    Ok(())
}

async fn follow_up(
    write: &mut Write<'_>,
    ctx: &Ctx,
    today: Date,
    id: DecisionId,
    act: &FollowUp,
) -> Result<(), Fail> {
    let known: Decision =
        queries::decision(write.db, id).await?.ok_or(Refusal::Unknown("decision"))?;
    let events = match act {
        FollowUp::Assign { owner, due, text } => {
            let body = body_of(write, known.body).await?;
            let action = Action { action: ActionId::from(ctx.command), owner: *owner, due: *due };
            decisions::assign(&known, &body, action, text, today)
        }
        FollowUp::Move { action, due } => decisions::move_action(&known, *action, *due, today),
        FollowUp::Finish { action } => decisions::finish_action(&known, *action),
        FollowUp::Reopen { action } => decisions::reopen_action(&known, *action),
        FollowUp::Review { text, next } => decisions::review(&known, text, *next, today),
    }?;
    record(write, ctx, id, &events, None).await?;
    Ok(())
}

/// Appends the facts. What is published at `level` goes where that says; drafts, votes and the rest stay here.
async fn record(
    write: &mut Write<'_>,
    ctx: &Ctx,
    subject: impl ToString,
    events: &[Event],
    level: Option<Level>,
) -> Result<(), StoreError> {
    let subject = subject.to_string();
    let outside = level.is_some_and(|level| level > Level::Internal);
    for event in events {
        let published = matches!(
            event,
            Event::Published { .. } | Event::SheetPublished { .. } | Event::Corrected(_)
        );
        let mut fact = Fact::of(DOMAIN, &subject, event);
        if !(event.is_for_the_network() || outside && published) {
            fact = fact.for_node(write.node().clone());
        }
        write.append(ctx, fact).await?;
    }
    Ok(())
}
