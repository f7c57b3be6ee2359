//! Custody (CAPABILITIES B23): parcels, keys, things of the library of things, medicines. What comes to a hub, who has
//! it since when and until when, and who signed for it.
//!
//! Always true: one thing is in one place. Whose it is and who has it stand in the vault under ids; what it is in
//! words, notes and signatures stand in facts of their own that can be erased. What was given stays written down
//! without them. Deliberately absent: fees, and reminders that go out by themselves.

pub mod at_kiosk;
mod decide;
pub mod events;
pub mod lifecycle;
mod projection;
pub mod queries;
pub mod signature;
#[cfg(test)]
mod tests;

use protocol::{AntennaId, CustodyId, PersonDetails, PersonId, StaffId};
use serde::{Deserialize, Serialize};

pub use decide::{Refusal, WORDS_MAX};
pub use events::{Event, Holder, Kind};
pub use lifecycle::{State, Step};
pub use projection::project;

use self::decide::Around;
use self::signature::Signature;
use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::store::{Fact, StoreError, Write, vault};
use crate::{network, people, requests};

/// How facts of this domain begin.
pub const DOMAIN: &str = "custody";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &["custody_item", "custody_step"];

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [queries::STATEMENTS, projection::STATEMENTS, at_kiosk::STATEMENTS].concat()
}

/// Who takes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum To {
    /// Whoever it belongs to.
    Owner,
    /// Somebody from outside, named in the same command.
    Somebody,
    /// An antenna of this hub.
    Antenna(AntennaId),
    /// Somebody who works here.
    Staff(StaffId),
    /// Nobody: it has no owner and leaves the library of things.
    Nobody,
}

/// Something passing from hand to hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handing {
    /// Who takes it.
    pub to: To,
    /// Their name and telephone, for [`To::Somebody`]; goes into the vault.
    pub person: PersonDetails,
    /// Their signature on the screen.
    pub signature: Option<Signature>,
    /// Whether they signed on paper.
    pub on_paper: bool,
}

/// What can be asked of this domain. What is taken in takes the command's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Take something in.
    TakeIn {
        /// What it is.
        kind: Kind,
        /// Until when it is kept, `2026-12-18`.
        due: Option<String>,
        /// What it is in words, at most 300 characters.
        text: String,
        /// Whose it is; goes into the vault. Empty where it is the hub's own.
        owner: PersonDetails,
    },
    /// Give it to somebody who brings it back.
    HandOn {
        /// What.
        item: CustodyId,
        /// To whom.
        handing: Handing,
        /// By when it comes back.
        due: String,
        /// Words about it.
        note: String,
    },
    /// It comes back.
    BringBack {
        /// What.
        item: CustodyId,
        /// Words about it.
        note: String,
    },
    /// Give it for good.
    GiveBack {
        /// What.
        item: CustodyId,
        /// To whom.
        handing: Handing,
        /// Words about it.
        note: String,
    },
    /// Let it stay where it is for longer.
    Prolong {
        /// What.
        item: CustodyId,
        /// Until when.
        due: String,
    },
    /// Nobody knows where it is.
    Lose {
        /// What.
        item: CustodyId,
        /// Words about it.
        note: String,
    },
    /// It turned up, and is at the hub.
    Find {
        /// What.
        item: CustodyId,
    },
    /// It was written down as given by mistake.
    Reopen {
        /// What.
        item: CustodyId,
    },
}

impl Command {
    /// What it is about, unless that begins with it.
    #[must_use]
    pub const fn item(&self) -> Option<CustodyId> {
        match self {
            Self::TakeIn { .. } => None,
            Self::HandOn { item, .. }
            | Self::BringBack { item, .. }
            | Self::GiveBack { item, .. }
            | Self::Prolong { item, .. }
            | Self::Lose { item, .. }
            | Self::Find { item }
            | Self::Reopen { item } => Some(*item),
        }
    }

    const fn handing(&self) -> Option<&Handing> {
        match self {
            Self::HandOn { handing, .. } | Self::GiveBack { handing, .. } => Some(handing),
            Self::TakeIn { .. }
            | Self::BringBack { .. }
            | Self::Prolong { .. }
            | Self::Lose { .. }
            | Self::Find { .. }
            | Self::Reopen { .. } => None,
        }
    }

    const fn note(&self) -> &str {
        match self {
            Self::HandOn { note, .. }
            | Self::BringBack { note, .. }
            | Self::GiveBack { note, .. }
            | Self::Lose { note, .. } => note.as_str(),
            Self::TakeIn { .. }
            | Self::Prolong { .. }
            | Self::Find { .. }
            | Self::Reopen { .. } => "",
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
    let city = node.known_city()?;
    let item = match command.item() {
        Some(item) => queries::item(write.db, item).await?.filter(|item| item.home == *node.id()),
        None => None,
    };
    let code = if item.is_none() && command.item().is_none() {
        Some(requests::fresh_slip(node, write, ctx).await?)
    } else {
        None
    };
    let to = command.handing().map(|handing| handing.to);
    let holder_known = match to {
        Some(To::Antenna(antenna)) => network::antennae::queries::one(write.db, antenna)
            .await?
            .is_some_and(|kept| kept.home == *node.id() && !kept.antenna.state.is_over()),
        Some(To::Staff(staff)) => {
            people::queries::member(write.db, staff).await?.is_some_and(|member| member.active)
        }
        Some(To::Owner | To::Somebody | To::Nobody) | None => true,
    };
    let around = Around { city: &city, ctx, code: code.as_ref(), holder_known };
    let decided = decide::decide(item.as_ref(), command, around);
    let events = decided.map_err(|refusal| Fail::Refused(refusal.into()))?;
    let named = match command {
        Command::TakeIn { owner, .. } => Some(owner).filter(|owner| !owner.name.trim().is_empty()),
        Command::HandOn { handing, .. } | Command::GiveBack { handing, .. } => {
            Some(&handing.person).filter(|_| handing.to == To::Somebody)
        }
        Command::BringBack { .. }
        | Command::Prolong { .. }
        | Command::Lose { .. }
        | Command::Find { .. }
        | Command::Reopen { .. } => None,
    };
    if let Some(person) = named {
        vault::put(write.db, &node.vault, ctx, PersonId::from(ctx.command), person).await?;
    }
    let subject = command.item().unwrap_or_else(|| CustodyId::from(ctx.command));
    record(write, ctx, subject, &events).await?;
    Ok(Answer::Done)
}

impl From<Refusal> for Fail {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

/// Appends the facts; a signature is about whoever signed, so that it goes when they are erased.
async fn record(
    write: &mut Write<'_>,
    ctx: &Ctx,
    subject: CustodyId,
    events: &[Event],
) -> Result<(), StoreError> {
    let mut signer = subject.to_string();
    for event in events {
        if let Event::HandedOn { to, .. } | Event::GivenBack { to, .. } = event {
            signer = match to {
                Holder::Hub => subject.to_string(),
                Holder::Person(person) => person.to_string(),
                Holder::Antenna(antenna) => antenna.to_string(),
                Holder::Staff(staff) => staff.to_string(),
            };
        }
        let drawn = matches!(event, Event::SignatureDrawn { .. });
        let about = if drawn { signer.clone() } else { subject.to_string() };
        write.append(ctx, Fact::of(DOMAIN, about, event)).await?;
    }
    Ok(())
}
