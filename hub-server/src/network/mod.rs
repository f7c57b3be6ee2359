//! Antennae's and operators' devices (CAPABILITIES C): pairing, where they belong, revocation, and what
//! each is told (`inbox`).
//!
//! Always true: a device has one home, the hub it was paired with. Its secret is shown once and kept only
//! as a hash; its label stays in a plain table of this hub; facts carry ids and slugs. Deliberately absent:
//! MQTT, which is `broker`; whose a device is, which is `antennae`.

pub mod antennae;
pub mod codes;
mod events;
pub mod inbox;
pub mod notices;
pub mod organisations;
pub mod pairing;
mod queries;
mod routes;
pub mod statement;

#[cfg(test)]
mod tests;

use protocol::{DeviceId, Problem, Slug};
use serde::{Deserialize, Serialize};

pub use events::{Event, Holder, project};
pub use pairing::{NewCode, PairingConfig, new_antenna_code, new_pairing_code, pair};
pub use queries::{
    Credential, Device, antennae_of, credentials, device, heard_from, holder, list,
    mosquitto_hashes,
};
pub use routes::routes;

use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::requests;
use crate::store::{Fact, Write};

/// How facts of this domain begin.
pub const DOMAIN: &str = "network";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &["device", "device_neighbourhood", "notice"];
/// Most neighbourhoods one device belongs to.
pub const NEIGHBOURHOODS_MAX: usize = 3;

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    let own = [events::STATEMENTS, queries::STATEMENTS, pairing::STATEMENTS, inbox::STATEMENTS];
    [
        own.concat(),
        antennae::statements(),
        organisations::STATEMENTS.to_vec(),
        notices::STATEMENTS.to_vec(),
        statement::STATEMENTS.to_vec(),
    ]
    .concat()
}

/// What can be asked of this domain. Pairing is not among it: its secrets may not be kept with a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// The device is lost, or its holder no longer helps. It is thrown out at once, and requests it
    /// still held go back to the operator.
    Revoke {
        /// Which device.
        device: DeviceId,
    },
    /// The device belongs elsewhere now; it needs no new pairing.
    Move {
        /// Which device.
        device: DeviceId,
        /// Where it belongs, the first being its own; at least one, at most [`NEIGHBOURHOODS_MAX`].
        neighbourhoods: Vec<Slug>,
    },
    /// A word to every antenna of some neighbourhoods. It takes the command's id.
    PostNotice {
        /// Where.
        neighbourhoods: Vec<Slug>,
        /// The words, 1 to [`notices::TEXT_MAX`] characters; never about a person.
        text: String,
        /// For how many hours they stand, 1 to [`notices::HOURS_MAX`].
        hours: u16,
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
    let id = match command {
        Command::Revoke { device } | Command::Move { device, .. } => device,
        Command::PostNotice { neighbourhoods, text, hours } => {
            return notices::post(node, write, ctx, neighbourhoods, text, *hours).await;
        }
    };
    let found = device(write.db, *id).await?;
    let held = found.filter(|device| device.home == *write.node());
    let held = held.ok_or_else(|| Problem::not_found("device-unknown"))?;
    match command {
        Command::Revoke { device } if held.revoked_at_ms.is_none() => {
            write.append(ctx, Fact::of(DOMAIN, device, &Event::DeviceRevoked {})).await?;
            queries::forget_secret(write.db, *device).await?;
            give_back_all(node, write, ctx, *device).await?;
        }
        Command::Move { .. } if held.revoked_at_ms.is_some() => {
            return Err(Problem::conflict("device-revoked").into());
        }
        Command::Move { device, neighbourhoods } if held.neighbourhoods != *neighbourhoods => {
            places_exist(node, neighbourhoods)?;
            let event = Event::DeviceMoved { neighbourhoods: neighbourhoods.clone() };
            write.append(ctx, Fact::of(DOMAIN, device, &event)).await?;
        }
        Command::Revoke { .. } | Command::Move { .. } | Command::PostNotice { .. } => {}
    }
    Ok(Answer::Done)
}

/// Requests a lost device still held would wait for nobody: they go back to the operator.
async fn give_back_all(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    device: DeviceId,
) -> Result<(), Fail> {
    for request in inbox::ever_assigned(write.db, device).await? {
        let brief = requests::queries::brief(write.db, request).await?;
        let held = brief.is_some_and(|brief| {
            brief.request.helps(device) && requests::State::HELPED.contains(&brief.request.state)
        });
        if held {
            let give_back = requests::Command::GiveBack { request, device, why: String::new() };
            requests::handle(node, write, ctx, &give_back).await?;
        }
    }
    Ok(())
}

fn places_exist(node: &Node, neighbourhoods: &[Slug]) -> Result<(), Problem> {
    if !(1..=NEIGHBOURHOODS_MAX).contains(&neighbourhoods.len()) {
        let most = NEIGHBOURHOODS_MAX;
        return Err(Problem::invalid("out-of-range").at("neighbourhoods").with("most", most));
    }
    let city = node.known_city()?;
    let known = |slug: &Slug| city.neighbourhood(slug.as_str()).is_some();
    if neighbourhoods.iter().all(known) {
        Ok(())
    } else {
        Err(Problem::invalid("not-in-catalogue").at("neighbourhood"))
    }
}
