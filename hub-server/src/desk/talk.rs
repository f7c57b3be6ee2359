//! Words around an idea (CAPABILITIES D19, E23): between the desk and whoever left it, who reads them with the slip; what
//! whoever joins another says of that, which the desk lets everybody read; and who would join, so that they can be brought
//! together.
//!
//! Always true: words stand in facts that can be erased; nothing is read by everybody that a desk has not read first, and
//! never by whom it was said.

use protocol::kiosk::TEXT_MAX;
use protocol::{ActorRef, IdeaId, NodeId, SlipCode, Slug};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::events::Event;
use super::refusal::Refusal;
use super::{DOMAIN, draft, open_card, refused};
use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::slips;
use crate::store::rows::{parsed, parsed_or_none};
use crate::store::{Fact, StoreError, Write};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[SAID, REPLIED, COMMENT, COMMENTS, JOINING];

/// Longest comment that everybody reads, in characters.
pub const COMMENT_MAX: usize = 600;
/// Most words between the desk and whoever left an idea.
const SAID_MAX: usize = 50;

const SAID: &str = "SELECT * FROM desk_said WHERE idea_id = $1 ORDER BY at_ms, said_id";
// Ideas where whoever left it had the last word.
const REPLIED: &str = "SELECT s.idea_id, i.slip_code, COALESCE(d.title, '') AS title FROM desk_said s \
    JOIN idea i ON i.idea_id = s.idea_id LEFT JOIN desk_draft d ON d.idea_id = s.idea_id \
    WHERE s.home = $1 AND s.by_desk = 0 AND i.withdrawn_at_ms IS NULL \
    AND NOT EXISTS (SELECT 1 FROM desk_said b WHERE b.idea_id = s.idea_id \
    AND (b.at_ms > s.at_ms OR (b.at_ms = s.at_ms AND b.said_id > s.said_id))) \
    ORDER BY s.at_ms, s.idea_id LIMIT $2";
const COMMENT: &str = "SELECT words FROM desk_comment WHERE idea_id = $1";
// Through a desk, and written on the public page.
const COMMENTS: &str = "SELECT words, at_ms, neighbourhood FROM ( \
    SELECT c.words, c.at_ms, i.neighbourhood AS neighbourhood, c.idea_id AS id FROM desk_comment c \
    LEFT JOIN idea i ON i.idea_id = c.idea_id WHERE c.about = $1 \
    UNION ALL SELECT s.words, s.at_ms, s.neighbourhood, s.spoken_id FROM desk_spoken s \
    WHERE s.about = $1 AND s.shown = 1) AS said ORDER BY at_ms DESC, id LIMIT $2";
const JOINING: &str = "SELECT idea_id, slip_code, neighbourhood, opened_at_ms FROM idea \
    WHERE joins = $1 AND withdrawn_at_ms IS NULL ORDER BY opened_at_ms, idea_id LIMIT 200";

/// Words to whoever left an idea, or from them: they may write once the desk has. What the desk says counts as having
/// been in touch.
pub(super) async fn say(
    write: &mut Write<'_>,
    ctx: &Ctx,
    idea: IdeaId,
    text: &str,
) -> Result<Answer, Fail> {
    let card = open_card(write, idea).await?;
    let text = draft::words("text", text, TEXT_MAX).map_err(refused)?;
    let by_desk = !matches!(ctx.actor, ActorRef::Kiosk(_));
    let said = said(write.db, idea).await?;
    if said.len() >= SAID_MAX {
        return Err(refused(Refusal::OutOfRange("text", SAID_MAX)));
    }
    if !by_desk && !said.iter().any(|one| one.by_desk) {
        return Err(refused(Refusal::NothingSaid));
    }
    let contacted = by_desk && card.contacted_at_ms.is_none();
    let mut events = Vec::from_iter(contacted.then_some(Event::Contacted {}));
    events.push(Event::Said { said: ctx.command, by_desk });
    events.push(Event::SaidWords { said: ctx.command, text });
    write.record(ctx, DOMAIN, idea, &events).await?;
    Ok(Answer::Done)
}

/// What is let be read is what the desk has read first: it may leave names out.
pub(super) async fn comment(
    write: &mut Write<'_>,
    ctx: &Ctx,
    idea: IdeaId,
    text: &str,
) -> Result<Answer, Fail> {
    let card = open_card(write, idea).await?;
    let about = card.joins.ok_or_else(|| refused(Refusal::NothingJoined))?;
    let text = text.trim();
    draft::within("comment", text, COMMENT_MAX).map_err(refused)?;
    let now = comment_of(write.db, idea).await?;
    if now.as_deref().unwrap_or_default() == text {
        return Ok(Answer::Done);
    }
    let event = if text.is_empty() {
        Event::CommentHidden {}
    } else {
        Event::CommentShown { about, text: text.to_owned() }
    };
    write.append(ctx, Fact::of(DOMAIN, idea, &event)).await?;
    Ok(Answer::Done)
}

/// Words between the desk and whoever left an idea.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Who said them.
    pub actor: ActorRef,
    /// Whether the desk did.
    pub by_desk: bool,
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// The words; `None` once erased.
    pub words: Option<String>,
}

/// What the desk and whoever left an idea said to each other, the first first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn said(db: &mut AnyConnection, idea: IdeaId) -> Result<Vec<Said>, StoreError> {
    let rows = sqlx::query(SAID).bind(idea.to_string()).fetch_all(db).await?;
    let read = |row: &AnyRow| {
        Ok(Said {
            actor: parsed(row, "actor")?,
            by_desk: row.try_get::<i64, _>("by_desk")? != 0,
            at_ms: row.try_get("at_ms")?,
            words: row.try_get("words")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Ideas of a home where whoever left it had the last word, the one that waits longest first: id, slip, title.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn replied(
    db: &mut AnyConnection,
    home: &NodeId,
    most: u32,
) -> Result<Vec<(IdeaId, SlipCode, String)>, StoreError> {
    let rows = sqlx::query(REPLIED).bind(home.as_str()).bind(i64::from(most)).fetch_all(db).await?;
    let read = |row: &AnyRow| {
        Ok((parsed(row, "idea_id")?, slips::parsed_code(row)?, row.try_get("title")?))
    };
    rows.iter().map(read).collect()
}

/// What everybody reads of an idea beside what it joins; `None` for nothing.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn comment_of(
    db: &mut AnyConnection,
    idea: IdeaId,
) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar(COMMENT).bind(idea.to_string()).fetch_optional(db).await?)
}

/// What somebody said of an idea or a project, as everybody reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The words.
    pub words: String,
    /// From which neighbourhood, where that is known.
    pub neighbourhood: Option<Slug>,
    /// When, UTC milliseconds.
    pub at_ms: i64,
}

/// What everybody reads beside something, by its name for the radar, the latest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn comments(
    db: &mut AnyConnection,
    about: &str,
    most: u32,
) -> Result<Vec<Comment>, StoreError> {
    let rows =
        sqlx::query(COMMENTS).bind(about.to_owned()).bind(i64::from(most)).fetch_all(db).await?;
    let read = |row: &AnyRow| {
        Ok(Comment {
            words: row.try_get("words")?,
            neighbourhood: parsed_or_none(row, "neighbourhood")?,
            at_ms: row.try_get("at_ms")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Somebody who would rather join something than do it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joining {
    /// Their idea.
    pub idea: IdeaId,
    /// Its slip.
    pub slip: SlipCode,
    /// Where, if it is about one neighbourhood.
    pub neighbourhood: Option<Slug>,
    /// When they said so, UTC milliseconds.
    pub at_ms: i64,
}

/// Who would join something, by its name for the radar, the first first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn joining(db: &mut AnyConnection, name: &str) -> Result<Vec<Joining>, StoreError> {
    let rows = sqlx::query(JOINING).bind(name.to_owned()).fetch_all(db).await?;
    let read = |row: &AnyRow| {
        Ok(Joining {
            idea: parsed(row, "idea_id")?,
            slip: slips::parsed_code(row)?,
            neighbourhood: parsed_or_none(row, "neighbourhood")?,
            at_ms: row.try_get("opened_at_ms")?,
        })
    };
    rows.iter().map(read).collect()
}
