//! Words between an antenna and its hub (CAPABILITIES B17): one thread for each request, and one in general.
//!
//! Always true: an antenna writes only as itself and only about requests it holds or held; words stand in facts of
//! their own, which an erasure empties; that something was read at the hub is a fact, so that two operators see the
//! same. Deliberately absent: words between antennae, and words with whoever asked for help.

mod events;
pub mod queries;
#[cfg(test)]
mod tests;

use protocol::antenna::WORDS_MAX;
use protocol::{ActorRef, DeviceId, Problem, RequestId};
use serde::{Deserialize, Serialize};

pub use events::{Event, project};

use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::network::{self, inbox};
use crate::requests;
use crate::store::{Fact, StoreError, Write};

/// How facts of this domain begin.
pub const DOMAIN: &str = "messages";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &["device_message", "device_thread"];
/// Most messages of an antenna that wait to be read at the hub; more are refused until somebody has.
pub const UNREAD_MAX: i64 = 40;

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [events::STATEMENTS, queries::STATEMENTS].concat()
}

/// What can be asked of this domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Write in the thread of a device: by the device itself, or by an operator. The message takes the command's id.
    Write {
        /// Whose thread.
        device: DeviceId,
        /// About which request; `None` in general.
        about: Option<RequestId>,
        /// The words, 1 to 1 000 characters.
        text: String,
    },
    /// Everything in the thread was read at the hub.
    MarkRead {
        /// Whose thread.
        device: DeviceId,
    },
}

impl Command {
    /// Whose thread it is about.
    #[must_use]
    pub const fn device(&self) -> DeviceId {
        match self {
            Self::Write { device, .. } | Self::MarkRead { device } => *device,
        }
    }
}

/// An expected no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No such device here, or it may no longer speak to its hub.
    UnknownDevice,
    /// Not its thread: another's, or about a request it never held.
    NotItsThread,
    /// Nothing was written.
    Empty,
    /// More than [`WORDS_MAX`] characters.
    TooLong,
    /// [`UNREAD_MAX`] messages wait to be read already.
    TooManyUnread,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::UnknownDevice => Self::not_found("device-unknown"),
            Refusal::NotItsThread => Self::forbidden("not-your-thread"),
            Refusal::Empty => Self::invalid("left-out").at("text"),
            Refusal::TooLong => Self::invalid("out-of-range").at("text").with("most", WORDS_MAX),
            Refusal::TooManyUnread => Self::conflict("messages-wait").with("most", UNREAD_MAX),
        }
    }
}

/// What a decision is told of the thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Around {
    /// Whether the device is known here and may speak.
    pub is_open: bool,
    /// Whether the request, where one is named, was ever this device's.
    pub was_its: bool,
    /// Messages of the device nobody at the hub has read.
    pub unread: i64,
}

/// Decides: pure, from the thread and the command.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn decide(around: Around, command: &Command, ctx: &Ctx) -> Result<Vec<Event>, Refusal> {
    let by_device = matches!(ctx.actor, ActorRef::Device(_));
    if let ActorRef::Device(speaker) = ctx.actor
        && speaker != command.device()
    {
        return Err(Refusal::NotItsThread);
    }
    if !around.is_open {
        return Err(Refusal::UnknownDevice);
    }
    let Command::Write { device, about, text } = command else {
        return Ok(if around.unread > 0 { vec![Event::ThreadRead {}] } else { vec![] });
    };
    if about.is_some() && !around.was_its {
        return Err(Refusal::NotItsThread);
    }
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::Empty);
    }
    if text.chars().count() > WORDS_MAX {
        return Err(Refusal::TooLong);
    }
    if by_device && around.unread >= UNREAD_MAX {
        return Err(Refusal::TooManyUnread);
    }
    let written = Event::Written { device: *device, about: *about, by_hub: !by_device };
    Ok(vec![written, Event::WordsLeft { text: text.to_owned() }])
}

/// Does a command of this domain.
///
/// # Errors
/// [`Fail::Refused`] with the words for the person, or a failure of the store.
pub async fn handle(write: &mut Write<'_>, ctx: &Ctx, command: &Command) -> Result<Answer, Fail> {
    let around = around(write, command).await?;
    let events = decide(around, command, ctx).map_err(|refusal| Fail::Refused(refusal.into()))?;
    for event in &events {
        let fact = match event {
            Event::Written { .. } | Event::WordsLeft { .. } => Fact::of(DOMAIN, ctx.command, event),
            Event::ThreadRead {} => Fact::of(DOMAIN, command.device(), event),
        };
        write.append(ctx, fact).await?;
    }
    Ok(Answer::Done)
}

async fn around(write: &mut Write<'_>, command: &Command) -> Result<Around, StoreError> {
    let device = command.device();
    let found = network::device(write.db, device).await?;
    let here = found.filter(|found| found.home == *write.node() && found.revoked_at_ms.is_none());
    let mut around = Around {
        is_open: here.is_some(),
        was_its: false,
        unread: queries::unread(write.db, device).await?,
    };
    if let Command::Write { about: Some(request), .. } = command {
        let brief = requests::queries::brief(write.db, *request).await?;
        let holds = brief.is_some_and(|brief| brief.request.helps(device));
        around.was_its = holds || inbox::ever_assigned(write.db, device).await?.contains(request);
    }
    Ok(around)
}
