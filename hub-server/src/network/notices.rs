//! A word to every antenna of some neighbourhoods, a zone or the whole city (C30): kept as a fact, so that one can see
//! later who wrote what, and put on the boards by the broker of each hub when it is there. What central writes reaches
//! every hub, what a hub writes its own.
//!
//! Always true: a notice is never about a person, and nobody has to answer it. Whoever is not connected does not
//! get it; what somebody must answer is a proposal.

use protocol::{ActorRef, DeviceId, NodeId, Problem, Record, Slug};
use sqlx::{AnyConnection, Row};

use super::{DOMAIN, Event};
use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::store::rows::parsed;
use crate::store::{Fact, StoreError, Write};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[ADD, LATEST, ONE];

const ADD: &str = "INSERT INTO notice (notice_id, home, actor, neighbourhoods, text, posted_at_ms, \
    until_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const LATEST: &str =
    "SELECT * FROM notice WHERE home = $1 OR home = 'central' ORDER BY posted_at_ms DESC LIMIT 20";
const ONE: &str = "SELECT * FROM notice WHERE notice_id = $1";

/// Longest text, in characters.
pub const TEXT_MAX: usize = 300;
/// Longest time a notice stands, in hours: two weeks.
pub const HOURS_MAX: u16 = 14 * 24;

/// The kind of the fact that the broker listens for.
pub const POSTED: &str = "network.notice-posted";

/// A notice as it was posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Who posted it.
    pub actor: ActorRef,
    /// Where.
    pub neighbourhoods: Vec<Slug>,
    /// The words.
    pub text: String,
    /// When, UTC milliseconds.
    pub posted_at_ms: i64,
    /// Until when it stands, UTC milliseconds.
    pub until_ms: i64,
}

pub(super) async fn post(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    neighbourhoods: &[Slug],
    text: &str,
    hours: u16,
) -> Result<Answer, Fail> {
    let text = text.trim();
    if !(1..=TEXT_MAX).contains(&text.chars().count()) {
        return Err(Problem::invalid("out-of-range").at("text").with("most", TEXT_MAX).into());
    }
    if !(1..=HOURS_MAX).contains(&hours) {
        return Err(Problem::invalid("out-of-range").at("hours").with("most", HOURS_MAX).into());
    }
    let city = node.known_city()?;
    let known = |hood: &Slug| city.neighbourhood(hood.as_str()).is_some();
    if neighbourhoods.is_empty() || !neighbourhoods.iter().all(known) {
        return Err(Problem::invalid("not-in-catalogue").at("neighbourhoods").into());
    }
    let event = Event::NoticePosted {
        neighbourhoods: neighbourhoods.to_vec(),
        text: text.to_owned(),
        until_ms: ctx.now_ms + i64::from(hours) * 3_600_000,
    };
    // Notices share their facts' domain with devices, so their names have the same shape.
    write.append(ctx, Fact::of(DOMAIN, DeviceId::from(ctx.command), &event)).await?;
    Ok(Answer::Done)
}

pub(super) async fn add(
    db: &mut AnyConnection,
    record: &Record,
    neighbourhoods: &[Slug],
    text: &str,
    until_ms: i64,
) -> Result<(), StoreError> {
    let envelope = &record.envelope;
    let hoods: Vec<&str> = neighbourhoods.iter().map(Slug::as_str).collect();
    sqlx::query(ADD)
        .bind(envelope.subject.as_str())
        .bind(envelope.series.node.as_str())
        .bind(envelope.actor.to_string())
        .bind(hoods.join(","))
        .bind(text.to_owned())
        .bind(envelope.at_ms)
        .bind(until_ms)
        .execute(db)
        .await?;
    Ok(())
}

fn read(row: &sqlx::any::AnyRow) -> Result<Notice, StoreError> {
    let hoods: String = row.try_get("neighbourhoods")?;
    Ok(Notice {
        actor: parsed(row, "actor")?,
        neighbourhoods: hoods
            .split(',')
            .map(|slug| crate::store::rows::parse("neighbourhoods", slug))
            .collect::<Result<_, _>>()?,
        text: row.try_get("text")?,
        posted_at_ms: row.try_get("posted_at_ms")?,
        until_ms: row.try_get("until_ms")?,
    })
}

/// The last notices of a node and of central, the latest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn latest(db: &mut AnyConnection, home: &NodeId) -> Result<Vec<Notice>, StoreError> {
    let rows = sqlx::query(LATEST).bind(home.as_str()).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

/// The notice a fact is about, or `None` when it is not there.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn one(db: &mut AnyConnection, subject: &str) -> Result<Option<Notice>, StoreError> {
    let row = sqlx::query(ONE).bind(subject.to_owned()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}
