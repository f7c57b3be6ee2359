//! What anybody writes about a project on its public page (CAPABILITIES E23), and that it is read there once somebody at
//! central has read it.
//!
//! Always true: it comes without a name, an account or a cookie; until central lets it be read, and after central does
//! not, only central has it; what is not let be read is erased. How much may wait is bounded.

use protocol::{CommandId, Slug};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::events::Event;
use super::refusal::Refusal;
use super::talk::COMMENT_MAX;
use super::{DOMAIN, draft, refused};
use crate::city::City;
use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::store::rows::{parsed, parsed_or_none};
use crate::store::{Fact, StoreError, Write};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[WAITING, WAITING_ABOUT, ONE, LIST];

/// Most that wait to be read, of one thing and of all.
const WAITING_MAX: (i64, i64) = (30, 500);

const WAITING: &str = "SELECT COUNT(*) FROM desk_spoken WHERE shown = 0";
const WAITING_ABOUT: &str = "SELECT COUNT(*) FROM desk_spoken WHERE about = $1 AND shown = 0";
const ONE: &str = "SELECT * FROM desk_spoken WHERE spoken_id = $1";
const LIST: &str = "SELECT * FROM desk_spoken WHERE shown = $1 \
    ORDER BY at_ms DESC, spoken_id LIMIT $2 OFFSET $3";

/// What somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// The command that brought it.
    pub id: CommandId,
    /// What it is about, by its name for the radar.
    pub about: String,
    /// The words.
    pub words: String,
    /// From which neighbourhood, when they said so.
    pub neighbourhood: Option<Slug>,
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// Whether everybody reads it.
    pub shown: bool,
}

/// Somebody writes: it waits to be read.
pub(super) async fn speak(
    write: &mut Write<'_>,
    ctx: &Ctx,
    city: &City,
    (about, text, neighbourhood): (&str, &str, Option<&Slug>),
) -> Result<Answer, Fail> {
    if !write.node().is_central() {
        return Err(refused(Refusal::CentralOnly));
    }
    let text = draft::words("comment", text, COMMENT_MAX).map_err(refused)?;
    if neighbourhood.is_some_and(|hood| city.neighbourhood(hood.as_str()).is_none()) {
        return Err(refused(Refusal::NotInCatalogue("neighbourhood")));
    }
    let all = waiting(write.db).await?;
    let of_this: i64 =
        sqlx::query_scalar(WAITING_ABOUT).bind(about.to_owned()).fetch_one(&mut *write.db).await?;
    if of_this >= WAITING_MAX.0 || all >= WAITING_MAX.1 {
        return Err(refused(Refusal::TooManyWait));
    }
    let (about, neighbourhood) = (about.to_owned(), neighbourhood.cloned());
    let event = Event::Spoken { about, text, neighbourhood };
    let fact = Fact::of(DOMAIN, ctx.command, &event).for_node(write.node().clone());
    write.append(ctx, fact).await?;
    Ok(Answer::Done)
}

/// By central: whether it may be read. What may not is erased.
pub(super) async fn answer(
    write: &mut Write<'_>,
    ctx: &Ctx,
    id: CommandId,
    shown: bool,
) -> Result<Answer, Fail> {
    let one = one(write.db, id).await?.ok_or_else(|| refused(Refusal::UnknownComment))?;
    // What is read already is not let be read again.
    if !(one.shown && shown) {
        let event = Event::SpokenAnswered { shown };
        let fact = Fact::of(DOMAIN, id, &event).for_node(write.node().clone());
        write.append(ctx, fact).await?;
    }
    Ok(Answer::Done)
}

/// How many wait to be read.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn waiting(db: &mut AnyConnection) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(WAITING).fetch_one(db).await?)
}

/// What somebody wrote, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn one(db: &mut AnyConnection, id: CommandId) -> Result<Option<Spoken>, StoreError> {
    let row = sqlx::query(ONE).bind(id.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// One page of what waits to be read, or of what everybody reads, the latest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn list(
    db: &mut AnyConnection,
    shown: bool,
    (most, skip): (u32, u32),
) -> Result<Vec<Spoken>, StoreError> {
    let rows = sqlx::query(LIST)
        .bind(i64::from(shown))
        .bind(i64::from(most))
        .bind(i64::from(skip))
        .fetch_all(db)
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &AnyRow) -> Result<Spoken, StoreError> {
    Ok(Spoken {
        id: parsed(row, "spoken_id")?,
        about: row.try_get("about")?,
        words: row.try_get("words")?,
        neighbourhood: parsed_or_none(row, "neighbourhood")?,
        at_ms: row.try_get("at_ms")?,
        shown: row.try_get::<i64, _>("shown")? != 0,
    })
}
