//! The hub's facts for this device: kept once, in order, with the cursor in the same commit.
//!
//! A fact this version does not understand is kept as it came and read after an update. What is over is
//! blanked at once: a person's name, phone and address stay on a device only while it is helping them.

use protocol::antenna::{Assigned, News};
use protocol::{PersonDetails, ProposalId, RequestId};
use serde_json::value::RawValue;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, Sqlite, Transaction};

use super::{Error, Outbox, from_db, to_db};

const CURSOR: &str = "SELECT value FROM counter WHERE name = 'cursor'";
const MOVE_CURSOR: &str = "INSERT INTO counter (name, value) VALUES ('cursor', $1) \
    ON CONFLICT (name) DO UPDATE SET value = excluded.value";
const INSERT: &str = "INSERT INTO fact (cursor, kind, about, subject, body, kept_at_ms) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (cursor) DO NOTHING";
const ALL: &str = "SELECT cursor, body FROM fact ORDER BY cursor";
const EARLIER_ASSIGNED: &str = "SELECT cursor, body FROM fact \
    WHERE kind = 'assigned' AND about = $1 AND cursor < $2";
const REWRITE: &str = "UPDATE fact SET body = $2 WHERE cursor = $1";
const DELETE_EARLIER: &str = "DELETE FROM fact WHERE kind = $1 AND about = $2 AND cursor < $3";
const DELETE_ABOUT: &str = "DELETE FROM fact WHERE about = $1";
const DELETE_EARLIER_OF: &str = "DELETE FROM fact WHERE kind = $1 AND subject = $2 AND cursor < $3";
const DELETE_BEYOND: &str = "DELETE FROM fact WHERE kind = $1 AND about = $2 AND cursor NOT IN \
    (SELECT cursor FROM fact WHERE kind = $1 AND about = $2 ORDER BY cursor DESC LIMIT $3)";
const FORGET_SAID: &str = "DELETE FROM entry WHERE command_id = $1 AND state <> 'waiting'";
const DELETE_OVER: &str = "DELETE FROM fact WHERE about IN (SELECT about FROM fact \
    WHERE kind IN ('proposal-closed', 'task-closed') AND kept_at_ms < $1) \
    OR about IN (SELECT 'w' || SUBSTR(about, 2) FROM fact \
    WHERE kind = 'task-closed' AND kept_at_ms < $1)";
const LOWER_ENTRIES: &str = "UPDATE entry SET after_cursor = $1 WHERE after_cursor > $1";
const DELETE_AFTER: &str = "DELETE FROM fact WHERE cursor > $1";

/// Most messages kept of one thread; older ones stay at the hub.
pub const WORDS_KEPT: usize = 100;
/// Most entries of the diary kept; older ones stay at the hub.
pub const DIARY_KEPT: usize = 100;

/// A fact as it came: its cursor, and its news word for word.
#[derive(Debug, Clone)]
pub struct LooseFact {
    /// Its number in this device's inbox, from 1.
    pub cursor: u64,
    /// The news, JSON.
    pub body: Box<RawValue>,
}

/// A fact as it stands on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFact {
    /// Its number in this device's inbox, from 1.
    pub cursor: u64,
    /// The news; `None` when this version does not understand it yet.
    pub news: Option<News>,
}

/// What keeping some facts came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The last cursor on disk now.
    pub cursor: u64,
    /// Facts that were new, in order.
    pub fresh: Vec<KeptFact>,
    /// Whether a fact came before one that is missing: say hello again.
    pub gap: bool,
}

impl Outbox {
    /// The last cursor kept; 0 for none.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub async fn cursor(&self) -> Result<u64, Error> {
        let cursor: Option<i64> = sqlx::query_scalar(CURSOR).fetch_optional(&self.pool).await?;
        Ok(from_db(cursor.unwrap_or(0)))
    }

    /// Keeps those of `facts` that continue what is there, in one commit. Facts already kept are
    /// ignored; facts after a gap are left for the hub to send again.
    ///
    /// # Errors
    /// [`Error::Disk`]; nothing was kept then, and the hub sends the facts again.
    pub async fn keep(&self, facts: &[LooseFact], now_ms: i64) -> Result<Outcome, Error> {
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let start: Option<i64> = sqlx::query_scalar(CURSOR).fetch_optional(&mut *tx).await?;
        let mut outcome = Outcome { cursor: from_db(start.unwrap_or(0)), ..Outcome::default() };
        let mut in_order: Vec<&LooseFact> = facts.iter().collect();
        in_order.sort_by_key(|fact| fact.cursor);
        let mut erased = false;
        for fact in in_order {
            if fact.cursor <= outcome.cursor {
                continue;
            }
            if fact.cursor > outcome.cursor + 1 {
                outcome.gap = true;
                break;
            }
            let news: Option<News> = serde_json::from_str(fact.body.get()).ok();
            let (kind, about) = label(news.as_ref());
            sqlx::query(INSERT)
                .bind(to_db(fact.cursor))
                .bind(kind)
                .bind(&about)
                .bind(news.as_ref().and_then(subject))
                .bind(fact.body.get())
                .bind(now_ms)
                .execute(&mut *tx)
                .await?;
            if let Some(news) = &news {
                erased |= tidy(&mut tx, fact.cursor, news).await?;
            }
            outcome.cursor = fact.cursor;
            outcome.fresh.push(KeptFact { cursor: fact.cursor, news });
        }
        if !outcome.fresh.is_empty() {
            sqlx::query(MOVE_CURSOR).bind(to_db(outcome.cursor)).execute(&mut *tx).await?;
            tx.commit().await?;
        }
        if erased {
            self.shrink_journal().await?;
        }
        Ok(outcome)
    }

    /// Goes back to `cursor` because the hub, restored from a backup, no longer knows what came after.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub async fn rewind(&self, cursor: u64) -> Result<(), Error> {
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query(DELETE_AFTER).bind(to_db(cursor)).execute(&mut *tx).await?;
        sqlx::query(MOVE_CURSOR).bind(to_db(cursor)).execute(&mut *tx).await?;
        sqlx::query(LOWER_ENTRIES).bind(to_db(cursor)).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Every fact on disk, by cursor.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub async fn facts(&self) -> Result<Vec<KeptFact>, Error> {
        let rows = sqlx::query(ALL).fetch_all(&self.pool).await?;
        rows.iter().map(fact_of).collect()
    }

    /// Removes proposals and requests that were over before `before_ms`.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub async fn forget_what_was_over(&self, before_ms: i64) -> Result<(), Error> {
        sqlx::query(DELETE_OVER).bind(before_ms).execute(&self.pool).await?;
        Ok(())
    }

    /// Removes what is known about a proposal that is over. The cursor stays.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub async fn forget_proposal(&self, proposal: ProposalId) -> Result<(), Error> {
        sqlx::query(DELETE_ABOUT).bind(format!("p:{proposal}")).execute(&self.pool).await?;
        Ok(())
    }

    /// Removes what is known about a request that is over. The cursor stays.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub async fn forget_request(&self, request: RequestId) -> Result<(), Error> {
        for thing in ["r", "w"] {
            let about = format!("{thing}:{request}");
            sqlx::query(DELETE_ABOUT).bind(about).execute(&self.pool).await?;
        }
        self.shrink_journal().await
    }
}

fn fact_of(row: &SqliteRow) -> Result<KeptFact, Error> {
    let body: String = row.try_get("body")?;
    Ok(KeptFact { cursor: from_db(row.try_get("cursor")?), news: serde_json::from_str(&body).ok() })
}

/// Under which kind and about what a fact is filed.
fn label(news: Option<&News>) -> (&'static str, String) {
    match news {
        None => ("unknown", String::new()),
        Some(News::Profile(_)) => ("profile", String::new()),
        Some(News::Proposed(it)) => ("proposed", format!("p:{}", it.proposal)),
        Some(News::ProposalClosed(it)) => ("proposal-closed", format!("p:{}", it.proposal)),
        Some(News::Assigned(it)) => ("assigned", format!("r:{}", it.request)),
        Some(News::TaskClosed(it)) => ("task-closed", format!("r:{}", it.request)),
        Some(News::TaskMoved(it)) => ("task-moved", format!("r:{}", it.request)),
        Some(News::WordsSaid(it)) => {
            ("words-said", it.about.map_or_else(String::new, |request| format!("w:{request}")))
        }
        Some(News::Statement(_)) => ("statement", String::new()),
        Some(News::Bank(_)) => ("bank", String::new()),
        Some(News::DiaryEntry(_)) => ("diary-entry", String::new()),
    }
}

/// The one thing a fact is the last word on.
fn subject(news: &News) -> Option<String> {
    match news {
        News::WordsSaid(it) => Some(it.message.to_string()),
        News::DiaryEntry(it) => Some(it.entry.activity.to_string()),
        News::Profile(_)
        | News::Proposed(_)
        | News::ProposalClosed(_)
        | News::Assigned(_)
        | News::TaskClosed(_)
        | News::TaskMoved(_)
        | News::Statement(_)
        | News::Bank(_) => None,
    }
}

/// Removes what a new fact makes superfluous; answers whether personal data went.
async fn tidy(tx: &mut Transaction<'_, Sqlite>, cursor: u64, news: &News) -> Result<bool, Error> {
    let (kind, about) = label(Some(news));
    match news {
        News::Profile(_) | News::TaskMoved(_) | News::Statement(_) | News::Bank(_) => {
            sqlx::query(DELETE_EARLIER)
                .bind(kind)
                .bind(about)
                .bind(to_db(cursor))
                .execute(&mut **tx)
                .await?;
            // Names of other members go with a phone that speaks for nobody any more.
            Ok(matches!(news, News::Bank(told) if told.account.is_none()))
        }
        News::WordsSaid(it) => {
            let message = it.message.to_string();
            sqlx::query(FORGET_SAID).bind(message).execute(&mut **tx).await?;
            beyond(tx, kind, &about, WORDS_KEPT).await
        }
        News::DiaryEntry(it) => {
            sqlx::query(DELETE_EARLIER_OF)
                .bind(kind)
                .bind(it.entry.activity.to_string())
                .bind(to_db(cursor))
                .execute(&mut **tx)
                .await?;
            beyond(tx, kind, &about, DIARY_KEPT).await
        }
        News::Assigned(_) => {
            let moved = sqlx::query(DELETE_EARLIER).bind("task-moved").bind(&about);
            moved.bind(to_db(cursor)).execute(&mut **tx).await?;
            blank_earlier(tx, &about, cursor).await
        }
        News::TaskClosed(_) => blank_earlier(tx, &about, cursor).await,
        News::Proposed(_) | News::ProposalClosed(_) => Ok(false),
    }
}

/// Keeps the last facts of a kind about something and removes those before; answers whether any went.
async fn beyond(
    tx: &mut Transaction<'_, Sqlite>,
    kind: &str,
    about: &str,
    most: usize,
) -> Result<bool, Error> {
    let removed = sqlx::query(DELETE_BEYOND)
        .bind(kind)
        .bind(about)
        .bind(to_db(most as u64))
        .execute(&mut **tx)
        .await?;
    Ok(removed.rows_affected() > 0)
}

/// Takes name, phone, address and note out of what was said about a request before `cursor`.
async fn blank_earlier(
    tx: &mut Transaction<'_, Sqlite>,
    about: &str,
    cursor: u64,
) -> Result<bool, Error> {
    let rows =
        sqlx::query(EARLIER_ASSIGNED).bind(about).bind(to_db(cursor)).fetch_all(&mut **tx).await?;
    for row in &rows {
        let body: String = row.try_get("body")?;
        let Ok(News::Assigned(it)) = serde_json::from_str(&body) else { continue };
        let blank = News::Assigned(Assigned {
            relation: protocol::Relation::default(),
            note: String::new(),
            person: PersonDetails::default(),
            ..it
        });
        let body = serde_json::to_string(&blank)
            .map_err(|error| Error::Disk(sqlx::Error::Decode(error.into())))?;
        let cursor: i64 = row.try_get("cursor")?;
        sqlx::query(REWRITE).bind(cursor).bind(body).execute(&mut **tx).await?;
    }
    Ok(!rows.is_empty())
}
