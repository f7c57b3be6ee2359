//! Antennae of a neighbourhood (CAPABILITIES C1-C5, C20, C30, lifecycle 3.5): citizens, shops and groups,
//! from the day somebody thinks of them to the day they are thanked.
//!
//! Always true: an antenna has one home, its hub. Its life follows the one table in [`lifecycle`]. Who it is
//! stands in the vault; facts carry ids, dates and words of closed lists. Its silence is something for its
//! operator to do and never counts against it; that it is here now is kept only while it is so. Deliberately
//! absent: devices, which are `network`, and how much anybody helps.

pub mod contact;
pub mod decide;
pub mod events;
pub mod hours;
pub mod lifecycle;
mod projection;
pub mod queries;
pub mod silence;

#[cfg(test)]
pub(crate) mod tests;

use jiff::civil::Date;
use protocol::{AntennaId, DeviceId, PersonId};

pub use contact::Contact;
pub use decide::{Command, Refusal};
pub use events::{Antenna, Event};
pub use lifecycle::{State, Step};
pub use projection::project;
pub use queries::Kept;

use crate::city::City;
use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::store::{StoreError, Write, vault};

/// How facts of this domain begin.
pub const DOMAIN: &str = "antennae";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] =
    &["antenna", "antenna_place", "antenna_device", "antenna_support", "antenna_hours"];
/// The longest an antenna is shown as here after it said so: then it has forgotten to say otherwise.
pub const PRESENCE_MAX_MS: i64 = 12 * 3_600_000;

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [projection::STATEMENTS, queries::STATEMENTS, hours::STATEMENTS].concat()
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
    let own = if let Command::FromDevice { device, act } = command {
        let kept = queries::of_device(write.db, *device).await?;
        Some(act.of(kept.ok_or_else(|| refused(Refusal::NotInRegister))?.id))
    } else {
        None
    };
    let command = own.as_ref().unwrap_or(command);
    let Some(id) = command.antenna() else {
        return spot(node, write, ctx, command, &city, today).await;
    };
    let kept = queries::one(write.db, id).await?.filter(|kept| kept.home == *write.node());
    let kept = kept.ok_or_else(|| refused(Refusal::Unknown))?;
    if let Command::Introduce { to, .. } = command {
        party_is_known(write, *to).await?;
    }
    let mut hours_stand = false;
    if let Command::TakeBackHours { entry, .. } = command {
        hours_stand = hours::is_told(write.db, id, *entry).await?;
    }
    let around = decide::Around { city: &city, today, greeted_ms: kept.greeted_ms, hours_stand };
    let events = decide::decide(&kept.antenna, command, &around, ctx).map_err(refused)?;
    if let Command::KeepContact { contact, .. } = command {
        vault::put_as(write.db, &node.vault, ctx, kept.antenna.person, contact).await?;
    }
    if let Command::BePresent { until_ms, .. } = command {
        let latest = ctx.now_ms.saturating_add(PRESENCE_MAX_MS);
        queries::set_presence(write.db, id, until_ms.unwrap_or_default().min(latest)).await?;
    }
    if let Command::TakeStep { .. } = command
        && !events.is_empty()
    {
        // Whoever rests or leaves is not here.
        queries::set_presence(write.db, id, 0).await?;
    }
    write.record(ctx, DOMAIN, id, &events).await?;
    for event in &events {
        let Event::StepTaken { to, .. } = event else { continue };
        follow_up(node, write, ctx, &kept.antenna, *to).await?;
    }
    Ok(Answer::Done)
}

/// What an antenna held goes back when it is not asked any more, and its devices lose their access when it
/// is put away: until then one that left can still see that it did.
async fn follow_up(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    antenna: &Antenna,
    to: State,
) -> Result<(), Fail> {
    for device in &antenna.devices {
        if matches!(to, State::Suspended | State::Ended) {
            super::give_back_all(node, write, ctx, *device).await?;
        }
        if to == State::Archived {
            let revoke = super::Command::Revoke { device: *device };
            super::handle(node, write, ctx, &revoke).await?;
        }
    }
    Ok(())
}

async fn party_is_known(write: &mut Write<'_>, to: events::Party) -> Result<(), Fail> {
    let known = match to {
        events::Party::Antenna(other) => queries::one(write.db, other).await?.is_some(),
        events::Party::Organisation(other) => {
            super::organisations::one(write.db, other).await?.is_some()
        }
    };
    if known { Ok(()) } else { Err(refused(Refusal::NotInCatalogue("to"))) }
}

fn refused(refusal: Refusal) -> Fail {
    Fail::Refused(refusal.into())
}

async fn spot(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
    city: &City,
    today: Date,
) -> Result<Answer, Fail> {
    let Command::Spot { profile, contact, operator } = command else {
        return Err(refused(Refusal::Unknown));
    };
    let around = decide::Around { city, today, greeted_ms: None, hours_stand: false };
    let events = decide::spot(profile, contact, *operator, &around, ctx).map_err(refused)?;
    vault::put_as(write.db, &node.vault, ctx, PersonId::from(ctx.command), contact).await?;
    write.record(ctx, DOMAIN, AntennaId::from(ctx.command), &events).await?;
    Ok(Answer::Done)
}

/// Writes down that a newly paired device is this antenna's.
///
/// # Errors
/// A failure of the store.
pub async fn give_device(
    write: &mut Write<'_>,
    ctx: &Ctx,
    antenna: AntennaId,
    device: DeviceId,
) -> Result<(), Fail> {
    Ok(write.record(ctx, DOMAIN, antenna, &[Event::DeviceGiven { device }]).await?)
}

/// By what id an antenna without a device is asked and helps: an operator calls it, and writes down what it said
/// (docs/decisions/0107). No device that was ever paired has it.
#[must_use]
pub fn by_desk(antenna: AntennaId) -> DeviceId {
    DeviceId::new(antenna.uuid())
}

/// What an antenna is called, for the lists of those who work with it every day. Empty when the vault has
/// nothing of it: after an erasure, and on any node but its hub.
///
/// # Errors
/// [`StoreError`].
pub async fn name_of(
    db: &mut sqlx::AnyConnection,
    node: &Node,
    antenna: &Antenna,
) -> Result<String, StoreError> {
    let name = vault::name_of(db, &node.vault, antenna.person).await?;
    Ok(name.unwrap_or_default())
}

/// The day by the city's clock.
#[must_use]
pub fn today(city: &City, now_ms: i64) -> Date {
    let now = jiff::Timestamp::from_millisecond(now_ms).unwrap_or_default();
    city.calendar.clock().to_datetime(now).date()
}
