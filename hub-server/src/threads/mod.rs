//! Shared threads (CAPABILITIES C23, cura della rete): what a hub's operators and the city's service operators write
//! to each other about an antenna, an organisation or a neighbourhood.
//!
//! Always true: a thread's home is the hub; what is written at central travels there and is decided there. Words stand
//! in facts of their own, about the thing the thread is about, so that they go when it is erased. Deliberately absent:
//! messages between two people alone, and files.

pub mod queries;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use protocol::{
    ActorRef, AntennaId, EventId, NodeId, OrganisationId, Problem, Record, Slug, StaffId,
};
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;

use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::people::roles::Role;
use crate::projection::Arrival;
use crate::store::{Fact, StoreError, Write, log};
use crate::work::events::words;
use crate::{network, people};

/// How facts of this domain begin.
pub const DOMAIN: &str = "threads";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &["thread", "thread_message"];
/// Longest message, in characters.
pub const WORDS_MAX: usize = 2_000;

const SAY: &str = "INSERT INTO thread_message (message_id, thread, home, about_id, number, side, author, words, \
    at_ms) SELECT $1, $2, $3, $4, messages, $5, $6, NULL, CAST($7 AS BIGINT) FROM thread WHERE thread = $2";
const COUNT: &str = "INSERT INTO thread (thread, home, about_kind, about_id, messages, last_at_ms) \
    VALUES ($1, $2, $3, $4, 1, $5) ON CONFLICT (thread) \
    DO UPDATE SET messages = thread.messages + 1, last_at_ms = $5";
const WORD: &str = "UPDATE thread_message SET words = $2 WHERE message_id = $1 AND home = $3";

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [queries::STATEMENTS, &[SAY, COUNT, WORD]].concat()
}

/// What a thread is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// An antenna.
    Antenna(AntennaId),
    /// An organisation.
    Organisation(OrganisationId),
    /// A neighbourhood.
    Neighbourhood(Slug),
}

impl About {
    /// What kind of thing.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Antenna(_) => "antenna",
            Self::Organisation(_) => "organisation",
            Self::Neighbourhood(_) => "neighbourhood",
        }
    }

    /// Which one, as text.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Self::Antenna(antenna) => antenna.to_string(),
            Self::Organisation(organisation) => organisation.to_string(),
            Self::Neighbourhood(hood) => hood.to_string(),
        }
    }
}

/// A thread: of which hub, about what. As text `mompiano.antenna.0190…`, which fits into an address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Thread {
    /// The hub.
    pub home: NodeId,
    /// About what.
    pub about: About,
}

impl fmt::Display for Thread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.home, self.about.kind(), self.about.id())
    }
}

/// A text that names no thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no thread is called that")]
pub struct NoThread;

impl FromStr for Thread {
    type Err = NoThread;
    fn from_str(text: &str) -> Result<Self, NoThread> {
        let mut parts = text.splitn(3, '.');
        let mut part = || parts.next().ok_or(NoThread);
        let (home, kind, id) = (part()?, part()?, part()?);
        let about = match kind {
            "antenna" => id.parse().ok().map(About::Antenna),
            "organisation" => id.parse().ok().map(About::Organisation),
            "neighbourhood" => id.parse().ok().map(About::Neighbourhood),
            _ => None,
        };
        let home = home.parse().ok().ok_or(NoThread)?;
        Ok(Self { home, about: about.ok_or(NoThread)? })
    }
}

words! {
    /// Who speaks.
    Side {
        /// Whoever works at the hub.
        Hub = "hub",
        /// The city's service operators and staff.
        Service = "service",
    }
}

/// Facts of this domain. Words stand in a fact of their own, which can be erased whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Somebody wrote.
    Said {
        /// About what.
        about: About,
        /// Who speaks.
        side: Side,
        /// Who wrote, where the home knows; a node otherwise.
        author: ActorRef,
    },
    /// What they wrote. Erasable.
    Worded {
        /// The message.
        message: EventId,
        /// The words.
        text: String,
    },
}

/// What can be asked of this domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Write into a thread, which begins with its first message.
    Write {
        /// Which.
        thread: Thread,
        /// At most 2000 characters.
        text: String,
    },
}

impl Command {
    /// Which thread it is about.
    #[must_use]
    pub const fn thread(&self) -> &Thread {
        let Self::Write { thread, .. } = self;
        thread
    }
}

/// An expected no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// What the thread would be about is not known here.
    UnknownAbout,
    /// There are no words.
    NothingSaid,
    /// There are too many.
    TooLong,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::UnknownAbout => Self::not_found("thread-unknown").at("about"),
            Refusal::NothingSaid => Self::invalid("thread-nothing-said").at("text"),
            Refusal::TooLong => Self::invalid("out-of-range").at("text").with("most", WORDS_MAX),
        }
    }
}

/// Decides about a message: `known` says whether what it is about is there, `role` is the writer's, `None` for
/// another node, where only the city's side signs in.
///
/// # Errors
/// The [`Refusal`] to tell the person.
pub fn decide(
    thread: &Thread,
    text: &str,
    known: bool,
    role: Option<Role>,
    ctx: &Ctx,
) -> Result<Vec<Event>, Refusal> {
    if !known {
        return Err(Refusal::UnknownAbout);
    }
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::NothingSaid);
    }
    if text.chars().count() > WORDS_MAX {
        return Err(Refusal::TooLong);
    }
    let said =
        Event::Said { about: thread.about.clone(), side: side_of(role), author: ctx.actor.clone() };
    let message = EventId::of_command(ctx.command, 0);
    Ok(vec![said, Event::Worded { message, text: text.to_owned() }])
}

/// For whom somebody with a role speaks.
#[must_use]
pub const fn side_of(role: Option<Role>) -> Side {
    match role {
        Some(Role::Operator | Role::Coordinator) => Side::Hub,
        Some(Role::CentralStaff | Role::Admin | Role::PrivacyOfficer | Role::ServiceOperator)
        | None => Side::Service,
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
    let Command::Write { thread, text } = command;
    let known = match &thread.about {
        About::Antenna(antenna) => network::antennae::queries::one(write.db, *antenna)
            .await?
            .is_some_and(|kept| kept.home == *node.id()),
        About::Organisation(organisation) => {
            network::organisations::one(write.db, *organisation).await?.is_some()
        }
        About::Neighbourhood(hood) => node.known_city()?.neighbourhood(hood.as_str()).is_some(),
    };
    let known = known && thread.home == *node.id();
    let role = match &ctx.actor {
        ActorRef::Staff(staff) => people::queries::member(write.db, *staff).await?.map(|m| m.role),
        ActorRef::System | ActorRef::Node(_) | ActorRef::Device(_) | ActorRef::Kiosk(_) => None,
    };
    let decided = decide(thread, text, known, role, ctx);
    let events = decided.map_err(|refusal| Fail::Refused(refusal.into()))?;
    for event in &events {
        write.append(ctx, Fact::of(DOMAIN, thread.about.id(), event)).await?;
    }
    // Whoever writes has read what stands above.
    if let ActorRef::Staff(staff) = &ctx.actor {
        queries::see(write.db, *staff, &thread.to_string()).await?;
    }
    Ok(Answer::Done)
}

/// Brings the tables up to date with one fact.
///
/// # Errors
/// [`StoreError::Projection`] for a fact this program does not understand, or a database failure.
pub async fn project(
    db: &mut AnyConnection,
    record: &Record,
    _arrival: Arrival,
) -> Result<(), StoreError> {
    let envelope = &record.envelope;
    let home = envelope.series.node.clone();
    let Some(event) = log::event_of::<Event>(record)? else { return Ok(()) };
    match event {
        Event::Said { about, side, author } => {
            let thread = Thread { home: home.clone(), about }.to_string();
            let kind = thread.split('.').nth(1).unwrap_or_default().to_owned();
            sqlx::query(COUNT)
                .bind(thread.clone())
                .bind(home.as_str())
                .bind(kind)
                .bind(envelope.subject.as_str())
                .bind(envelope.at_ms)
                .execute(&mut *db)
                .await?;
            sqlx::query(SAY)
                .bind(envelope.event_id.to_string())
                .bind(thread)
                .bind(home.as_str())
                .bind(envelope.subject.as_str())
                .bind(side.slug())
                .bind(author.to_string())
                .bind(envelope.at_ms)
                .execute(db)
                .await?;
        }
        Event::Worded { message, text } => {
            let query = sqlx::query(WORD).bind(message.to_string()).bind(text);
            query.bind(home.as_str()).execute(db).await?;
        }
    }
    Ok(())
}

/// Who wrote a message, where it is somebody with an account at a node.
#[must_use]
pub const fn staff_in(author: &ActorRef) -> Option<StaffId> {
    match author {
        ActorRef::Staff(staff) => Some(*staff),
        ActorRef::System | ActorRef::Node(_) | ActorRef::Device(_) | ActorRef::Kiosk(_) => None,
    }
}
