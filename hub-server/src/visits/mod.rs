//! Visits to the project desk (CAPABILITIES D15): booked at the kiosk or by the desk, moved or taken back with the slip,
//! marked when somebody came or did not; and the times the desk keeps for itself.
//!
//! Always true: its home is the hub whose desk it is, so that it works without a line; times come from the desk's hours in
//! the city file (`city::DeskVisits`); one time has one visit at most, because one node decides one command after the
//! other. Who comes is in the vault. Deliberately absent: what is talked about, which is counselling (`desk::draft`).

mod decide;
mod events;
mod projection;
pub mod queries;
#[cfg(test)]
mod tests;

use protocol::kiosk::SlipIssued;
use protocol::{IdeaId, NodeId, PersonDetails, PersonId, VisitId};
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;

pub use decide::{Refusal, Times};
pub use events::{Event, State};
pub use projection::project;
pub use queries::Visit;

use crate::city::City;
use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::desk;
use crate::node::Node;
use crate::requests::decide::details_within;
use crate::store::{Fact, StoreError, Write, vault};

/// How facts of this domain begin.
pub const DOMAIN: &str = "visits";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &["desk_visit", "desk_closed"];

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [queries::STATEMENTS, projection::STATEMENTS].concat()
}

/// What can be asked of this domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Book one; it takes the command's id and is answered with a slip.
    Book {
        /// When it begins, UTC milliseconds.
        at_ms: i64,
        /// The idea it is about, where it is about one of this hub.
        about: Option<IdeaId>,
        /// Who comes; everything may be left out.
        person: PersonDetails,
        /// Language of the conversation.
        language: String,
    },
    /// Move it to another time.
    Move {
        /// Which.
        visit: VisitId,
        /// When it begins now, UTC milliseconds.
        at_ms: i64,
    },
    /// Take it back.
    Cancel {
        /// Which.
        visit: VisitId,
    },
    /// By the desk: whether they came.
    Mark {
        /// Which.
        visit: VisitId,
        /// Whether they did.
        came: bool,
    },
    /// By the desk: keep free times for itself, or open them again.
    Keep {
        /// When they begin, UTC milliseconds.
        starts_ms: Vec<i64>,
        /// Whether they are closed to others.
        closed: bool,
    },
}

impl Command {
    /// The visit it is about, when it is about one that is booked already.
    #[must_use]
    pub const fn visit(&self) -> Option<VisitId> {
        match self {
            Self::Move { visit, .. } | Self::Cancel { visit } | Self::Mark { visit, .. } => {
                Some(*visit)
            }
            Self::Book { .. } | Self::Keep { .. } => None,
        }
    }
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
    match command {
        Command::Book { at_ms, about, person, language } => {
            let city = node.known_city()?;
            let times = times(write.db, &city, node.id(), ctx.now_ms).await?;
            let length_min = decide::book(&times, *at_ms).map_err(refused)?;
            if let Some(idea) = about
                && desk::home(write.db, *idea).await?.is_none_or(|home| home != *node.id())
            {
                return Err(refused(Refusal::UnknownIdea));
            }
            details_within(person).map_err(|refusal| Fail::Refused(refusal.into()))?;
            let slip = crate::requests::fresh_slip(node, write, ctx).await?;
            let kept = (!person.is_empty()).then(|| PersonId::from(ctx.command));
            if let Some(id) = kept {
                vault::put(write.db, &node.vault, ctx, id, person).await?;
            }
            let booked = Event::Booked {
                slip: slip.clone(),
                at_ms: *at_ms,
                length_min,
                about: *about,
                person: kept,
                language: language.clone(),
                via: ctx.channel,
            };
            write.append(ctx, Fact::of(DOMAIN, VisitId::from(ctx.command), &booked)).await?;
            Ok(Answer::Slip(SlipIssued { code: slip, at_ms: ctx.now_ms }))
        }
        Command::Move { visit, at_ms } => {
            let known = own(node, write, *visit).await?;
            let city = node.known_city()?;
            let times = times(write.db, &city, node.id(), ctx.now_ms).await?;
            let events = decide::shift(&known, &times, *at_ms, ctx.now_ms).map_err(refused)?;
            append(write, ctx, *visit, &events).await
        }
        Command::Cancel { visit } => {
            let known = own(node, write, *visit).await?;
            let events = decide::cancel(&known).map_err(refused)?;
            append(write, ctx, *visit, &events).await
        }
        Command::Mark { visit, came } => {
            let known = own(node, write, *visit).await?;
            let events = decide::mark(&known, *came, ctx.now_ms).map_err(refused)?;
            append(write, ctx, *visit, &events).await
        }
        Command::Keep { starts_ms, closed } => {
            let city = node.known_city()?;
            let times = times(write.db, &city, node.id(), ctx.now_ms).await?;
            let event = decide::keep(&times, starts_ms, *closed).map_err(refused)?;
            if let Some(event) = event {
                write.append(ctx, Fact::of(DOMAIN, node.id(), &event)).await?;
            }
            Ok(Answer::Done)
        }
    }
}

async fn append(
    write: &mut Write<'_>,
    ctx: &Ctx,
    visit: VisitId,
    events: &[Event],
) -> Result<Answer, Fail> {
    for event in events {
        write.append(ctx, Fact::of(DOMAIN, visit, event)).await?;
    }
    Ok(Answer::Done)
}

fn refused(refusal: Refusal) -> Fail {
    Fail::Refused(refusal.into())
}

async fn own(node: &Node, write: &mut Write<'_>, visit: VisitId) -> Result<Visit, Fail> {
    let known = queries::one(write.db, visit).await?;
    let known = known.filter(|known| known.home == *node.id());
    known.ok_or_else(|| refused(Refusal::Unknown))
}

/// The times of a hub's desk from now on: offered, taken, kept.
///
/// # Errors
/// [`StoreError`]; a hub that the city's file does not name offers nothing.
pub async fn times(
    db: &mut AnyConnection,
    city: &City,
    home: &NodeId,
    now_ms: i64,
) -> Result<Times, StoreError> {
    let mut times = Times { length_min: city.project_desk.slot_min, ..Times::default() };
    if let Some(hub) = city.hub(home.as_str()) {
        let days = city.project_desk.days(&city.calendar, now_ms);
        let starts =
            days.into_iter().map(|day| (day, city.project_desk.on(hub, &city.calendar, day)));
        times.offered = starts
            .map(|(day, starts)| (day, starts.into_iter().filter(|at| *at > now_ms).collect()))
            .collect();
    }
    times.taken = queries::taken(db, home, now_ms).await?;
    times.closed = queries::closed(db, home, now_ms).await?;
    Ok(times)
}
