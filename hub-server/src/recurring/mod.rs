//! Needs that come back (CAPABILITIES B6): "every Tuesday the shopping" as one thing with exceptions.
//!
//! Always true: a need that comes back has one home, its hub; each of its days becomes at most one request, a few
//! days before, with the same person, and whoever helped before is asked first. Who it is for stands in the vault.
//! Deliberately absent: what happens to each request, which is like any other.

pub mod decide;
pub mod events;
pub mod lifecycle;
mod projection;
pub mod queries;
mod raise;
pub mod rule;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use jiff::civil::Date;
use protocol::kiosk::LeaveNeed;
use protocol::{EventId, PersonId, RecurrenceId, RequestId};

pub use decide::{Command, Refusal};
pub use events::{Event, Occurrence, Recurrence, Stand, State};
pub use projection::project;
pub use raise::{follow, raise_due};
pub use rule::{Day, Hours, Rule};

use crate::city::City;
use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::requests;
use crate::store::{Write, vault};

/// How facts of this domain begin.
pub const DOMAIN: &str = "recurring";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &["recurrence", "recurrence_day"];

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [queries::STATEMENTS, projection::STATEMENTS].concat()
}

/// The day it is in a city.
#[must_use]
pub fn today(city: &City, now_ms: i64) -> Date {
    let now = Timestamp::from_millisecond(now_ms).unwrap_or_default();
    city.calendar.clock().to_datetime(now).date()
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
    let today = today(&city, ctx.now_ms);
    if let Command::Begin { need, rule, ahead_days, known } = command {
        requests::known(&city, need)?;
        let events = decide::begin(need, rule, *ahead_days, today, ctx).map_err(refused)?;
        if !need.person.is_empty() {
            let person = PersonId::from(ctx.command);
            vault::put(write.db, &node.vault, ctx, person, &need.person).await?;
        }
        write.record(ctx, DOMAIN, RecurrenceId::from(ctx.command), &events).await?;
        if let Some(known) = known.filter(|_| !need.person.is_empty()) {
            requests::known::note(write, ctx, PersonId::from(ctx.command), known).await?;
        }
        return Ok(Answer::Done);
    }
    let id = command.recurrence().ok_or(Refusal::Unknown).map_err(refused)?;
    let kept = queries::one(write.db, id).await?.ok_or(Refusal::Unknown).map_err(refused)?;
    // Far from the names of the command's own facts.
    let request = RequestId::new(EventId::of_command(ctx.command, 1_000_000).uuid());
    let events = decide::decide(&kept.recurrence, command, today, request).map_err(refused)?;
    write.record(ctx, DOMAIN, id, &events).await?;
    for event in &events {
        if let Event::Raised { day, request } = event {
            let one = kept.recurrence.occurrence(*day);
            raise::request(node, write, ctx, &kept, one, *request).await?;
        }
    }
    Ok(Answer::Done)
}

/// How many days before its day a need that was left with days of the week becomes a request.
const WEEKLY_AHEAD_DAYS: u8 = 2;

/// A need that was left with days of the week on which it comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weekly {
    /// Its name.
    pub recurrence: RecurrenceId,
    /// When it comes back.
    pub rule: Rule,
    /// The first day, which the request that is left is for.
    pub first: Date,
}

/// How a need comes back that is left now; `None` when it does not.
///
/// # Errors
/// `bad-rule` when its days make no sense.
pub fn weekly(city: &City, need: &LeaveNeed, ctx: &Ctx) -> Result<Option<Weekly>, Fail> {
    let mut days = need.more.weekly.clone();
    days.sort_unstable();
    days.dedup();
    if days.is_empty() || need.more.signal {
        return Ok(None);
    }
    let today = today(city, ctx.now_ms);
    let hours = Hours::of_bands(&need.more.when);
    let rule = Rule { days, every_weeks: 1, from: today, until: None, hours };
    let first = rule.from_on(today).next();
    let first = first.ok_or(Refusal::BadRule("days")).map_err(refused)?;
    // Far from the names of the command's own facts.
    let recurrence = RecurrenceId::new(EventId::of_command(ctx.command, 2_000_000).uuid());
    Ok(Some(Weekly { recurrence, rule, first }))
}

/// Begins it, with the request that was just left as its first day.
///
/// # Errors
/// [`Fail::Refused`], or a failure of the store.
pub async fn begin_weekly(
    write: &mut Write<'_>,
    ctx: &Ctx,
    city: &City,
    need: &LeaveNeed,
    weekly: &Weekly,
    request: RequestId,
) -> Result<(), Fail> {
    let today = today(city, ctx.now_ms);
    let begun = decide::begin(need, &weekly.rule, WEEKLY_AHEAD_DAYS, today, ctx);
    let mut events = begun.map_err(refused)?;
    events.push(Event::Raised { day: weekly.first, request });
    Ok(write.record(ctx, DOMAIN, weekly.recurrence, &events).await?)
}

fn refused(refusal: Refusal) -> Fail {
    Fail::Refused(refusal.into())
}
