//! Activities of a group (CAPABILITIES C12, C26): courses, outings, meetings, a class that gives its time. What is
//! planned, who takes part, who came.
//!
//! Always true: who takes part stands in the vault under the participant's id and nowhere else; a group (a class)
//! takes part as one, with its number of heads. Whoever writes down who came has their own hours in the diary by the
//! same command. Time that participants give is never added to paid hours. Deliberately absent: fees.

pub mod decide;
pub mod events;
mod projection;
pub mod queries;
#[cfg(test)]
mod tests;

use protocol::antenna::LogActivity;
use protocol::{ActivityId, EventId, GatheringId, ParticipantId, PersonDetails, PersonId};
use serde::{Deserialize, Serialize};

pub use decide::Refusal;
pub use events::Event;
pub use projection::project;

use self::decide::Around;
use self::events::{Plan, Present, When};
use self::queries::Gathering;
use crate::city::City;
use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::store::{Write, vault};
use crate::{activities, work};

/// How facts of this domain begin.
pub const DOMAIN: &str = "gatherings";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] =
    &["gathering", "gathering_occurrence", "gathering_participant", "gathering_attendance"];

/// Of the facts a command can leave, the place of the one that names the diary's entry: far behind the others.
const ENTRY_INDEX: u32 = 10_000;

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [queries::STATEMENTS, projection::STATEMENTS].concat()
}

/// What can be asked of this domain. What is made takes the command's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Plan an activity.
    Plan(Plan),
    /// Add a meeting.
    AddMeeting {
        /// Of what.
        gathering: GatheringId,
        /// When.
        when: When,
    },
    /// Call a meeting off.
    CancelMeeting {
        /// Of what.
        gathering: GatheringId,
        /// Which, from 1.
        number: u16,
    },
    /// Register somebody, or a group as one.
    Register {
        /// In what.
        gathering: GatheringId,
        /// Their name, or the group's; goes into the vault.
        person: PersonDetails,
        /// How many heads: one for a person.
        heads: u16,
    },
    /// Take somebody off.
    Withdraw {
        /// Who.
        participant: ParticipantId,
    },
    /// Write down who came, and so what one did oneself.
    TakeAttendance {
        /// Of what.
        gathering: GatheringId,
        /// Which meeting, from 1.
        number: u16,
        /// Those who are known.
        present: Vec<Present>,
        /// How many others.
        others: u16,
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
    let city = node.known_city()?;
    let around = Around { city: &city, ctx };
    match command {
        Command::Plan(plan) => {
            work::works_here(write, plan.organiser, "organiser").await?;
            let events = decide::plan(plan, around)?;
            write.record(ctx, DOMAIN, GatheringId::from(ctx.command), &events).await?;
        }
        Command::AddMeeting { gathering, when } => {
            let known = here(node, write, *gathering).await?;
            let events = decide::add_meeting(&known.meetings, when)?;
            write.record(ctx, DOMAIN, gathering, &events).await?;
        }
        Command::CancelMeeting { gathering, number } => {
            let known = here(node, write, *gathering).await?;
            let events = decide::cancel_meeting(&known.meetings, *number)?;
            write.record(ctx, DOMAIN, gathering, &events).await?;
        }
        Command::Register { gathering, person, heads } => {
            here(node, write, *gathering).await?;
            let events = decide::register(*gathering, person, *heads)?;
            let whose = PersonId::from(ctx.command);
            vault::put(write.db, &node.vault, ctx, whose, person).await?;
            write.record(ctx, DOMAIN, ParticipantId::from(ctx.command), &events).await?;
        }
        Command::Withdraw { participant } => {
            let known = queries::participant(write.db, *participant).await?;
            let known = known.filter(|(_, home)| home == node.id());
            let events = decide::withdraw(known.as_ref().map(|(known, _)| known))?;
            write.record(ctx, DOMAIN, participant, &events).await?;
        }
        Command::TakeAttendance { gathering, number, present, others } => {
            let known = here(node, write, *gathering).await?;
            let fresh = EventId::of_command(ctx.command, ENTRY_INDEX).uuid();
            let fresh = ActivityId::new(fresh);
            let events = decide::take_attendance(&known, *number, present, *others, fresh, around)?;
            write.record(ctx, DOMAIN, gathering, &events).await?;
            let heads = present.iter().map(|one| u32::from(one.heads)).sum::<u32>();
            into_diary(node, write, ctx, &known, *number, heads + u32::from(*others), fresh)
                .await?;
        }
    }
    Ok(Answer::Done)
}

impl From<Refusal> for Fail {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

/// The operator's own entry about a meeting: handed in, or written again when attendance is taken anew.
async fn into_diary(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    gathering: &Gathering,
    number: u16,
    people: u32,
    fresh: ActivityId,
) -> Result<(), Fail> {
    let meeting = gathering.meetings.iter().find(|meeting| meeting.number == number);
    let meeting = meeting.ok_or(Refusal::Unknown)?;
    let city = node.known_city()?;
    let started_at_ms = starts_ms(&city, &meeting.day, meeting.from_min).ok_or(Refusal::NoDay)?;
    let entry = LogActivity {
        activity: meeting.entry.unwrap_or(fresh),
        what: gathering.kind.in_diary(),
        neighbourhood: gathering.neighbourhood.clone(),
        place: gathering.title.clone(),
        started_at_ms,
        minutes: u16::try_from(meeting.to_min - meeting.from_min).unwrap_or(1_440),
        people_reached: people,
        topics: Vec::new(),
        next_step: String::new(),
    };
    let command = if meeting.entry.is_some() {
        activities::Command::Correct(entry)
    } else {
        activities::Command::Log(entry)
    };
    activities::handle(node, write, ctx, &command).await.map(|_| ())
}

/// When a meeting begins, UTC milliseconds.
fn starts_ms(city: &City, day: &str, from_min: i64) -> Option<i64> {
    let day: jiff::civil::Date = day.parse().ok()?;
    let (hour, minute) = (i8::try_from(from_min / 60).ok()?, i8::try_from(from_min % 60).ok()?);
    let at = city.calendar.clock().to_timestamp(day.at(hour, minute, 0, 0)).ok()?;
    Some(at.as_millisecond())
}

async fn here(node: &Node, write: &mut Write<'_>, id: GatheringId) -> Result<Gathering, Fail> {
    let known = queries::gathering(write.db, id).await?;
    let here = known.filter(|known| known.home == *node.id());
    here.ok_or_else(|| Refusal::Unknown.into())
}
