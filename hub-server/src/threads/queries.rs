//! From the tables to answers about threads.

use protocol::{ActorRef, StaffId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::{Side, Thread};
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[THREADS, MESSAGES, SEE, UNREAD];

/// Most threads and messages one page shows.
const MOST: i64 = 300;

const THREADS: &str = "SELECT t.thread, t.messages, t.last_at_ms, COALESCE(s.number, 0) AS seen FROM thread t \
    LEFT JOIN thread_seen s ON s.thread = t.thread AND s.staff_id = $1 \
    WHERE t.home = $2 OR $2 = '' ORDER BY t.last_at_ms DESC, t.thread LIMIT $3";
const MESSAGES: &str =
    "SELECT * FROM thread_message WHERE thread = $1 ORDER BY number DESC LIMIT $2";
const SEE: &str = "INSERT INTO thread_seen (staff_id, thread, number) \
    SELECT $1, thread, messages FROM thread WHERE thread = $2 \
    ON CONFLICT (staff_id, thread) DO UPDATE SET number = excluded.number";
const UNREAD: &str = "SELECT COUNT(*) FROM thread t LEFT JOIN thread_seen s \
    ON s.thread = t.thread AND s.staff_id = $1 \
    WHERE (t.home = $2 OR $2 = '') AND t.messages > COALESCE(s.number, 0)";

/// A line of the list of threads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub thread: Thread,
    /// How many messages.
    pub messages: i64,
    /// How many of them somebody has not read.
    pub unread: i64,
    /// When the last came, UTC milliseconds.
    pub last_at_ms: i64,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its place in the thread, from 1.
    pub number: i64,
    /// Who speaks.
    pub side: Side,
    /// Who wrote it.
    pub author: ActorRef,
    /// The words; `None` when they were erased.
    pub words: Option<String>,
    /// When, UTC milliseconds.
    pub at_ms: i64,
}

/// The threads of a hub, or of all of them where `home` is empty, the last written into first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn threads(
    db: &mut AnyConnection,
    staff: StaffId,
    home: &str,
) -> Result<Vec<Line>, StoreError> {
    let query = sqlx::query(THREADS).bind(staff.to_string()).bind(home.to_owned()).bind(MOST);
    let rows = query.fetch_all(db).await?;
    rows.iter().map(line).collect()
}

fn line(row: &AnyRow) -> Result<Line, StoreError> {
    let thread: String = row.try_get("thread")?;
    let (messages, seen): (i64, i64) = (row.try_get("messages")?, row.try_get("seen")?);
    let corrupt = |error: super::NoThread| StoreError::Corrupt {
        what: "thread".to_owned(),
        why: error.to_string(),
    };
    Ok(Line {
        thread: thread.parse().map_err(corrupt)?,
        messages,
        unread: messages - seen,
        last_at_ms: row.try_get("last_at_ms")?,
    })
}

/// The last messages of a thread, the first first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn messages(db: &mut AnyConnection, thread: &str) -> Result<Vec<Message>, StoreError> {
    let rows = sqlx::query(MESSAGES).bind(thread.to_owned()).bind(MOST).fetch_all(db).await?;
    let messages = rows.iter().rev().map(|row| {
        Ok(Message {
            number: row.try_get("number")?,
            side: from_word("side", &row.try_get::<String, _>("side")?)?,
            author: parsed(row, "author")?,
            words: row.try_get("words")?,
            at_ms: row.try_get("at_ms")?,
        })
    });
    messages.collect()
}

/// Remembers that somebody has read a thread as far as it goes now.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn see(db: &mut AnyConnection, staff: StaffId, thread: &str) -> Result<(), StoreError> {
    sqlx::query(SEE).bind(staff.to_string()).bind(thread.to_owned()).execute(db).await?;
    Ok(())
}

/// In how many threads somebody has something to read.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn unread(db: &mut AnyConnection, staff: StaffId, home: &str) -> Result<i64, StoreError> {
    let query = sqlx::query_scalar(UNREAD).bind(staff.to_string()).bind(home.to_owned());
    Ok(query.fetch_one(db).await?)
}
