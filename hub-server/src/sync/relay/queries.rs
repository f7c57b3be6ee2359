//! From the table to answers about forwarded commands.

use protocol::{Channel, CommandId, NodeId, Problem};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::events::Outcome;
use crate::command::{Answer, Command};
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed, word};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[ONE, IN_STATE, WAITING, ABOUT];

const ONE: &str = "SELECT * FROM forwarded WHERE command_id = $1";
const IN_STATE: &str = "SELECT * FROM forwarded WHERE state = $1 AND command_id > $2 \
    ORDER BY command_id LIMIT $3";
const WAITING: &str = "SELECT * FROM forwarded WHERE sender = $1 AND answer IS NULL \
    ORDER BY sent_at_ms, command_id LIMIT $2";
const ABOUT: &str = "SELECT * FROM forwarded WHERE about = $1 ORDER BY sent_at_ms DESC LIMIT $2";

/// How far on its way a command is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Recorded where it was given.
    Sent,
    /// Central has passed it on.
    Passed,
    /// The home has answered.
    Answered,
    /// Central has brought the answer back.
    Returned,
}

/// A command that is decided elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forwarded {
    /// Its id.
    pub command_id: CommandId,
    /// Where it was given.
    pub sender: NodeId,
    /// Who decides.
    pub home: NodeId,
    /// The thing it is about, as text.
    pub about: String,
    /// How it came in.
    pub channel: Channel,
    /// How far it is.
    pub state: State,
    /// The answer, once the home has given it and it has arrived here.
    pub answer: Option<Result<Answer, Problem>>,
    /// When it was given, UTC milliseconds.
    pub sent_at_ms: i64,
    /// When the answer was recorded, UTC milliseconds.
    pub answered_at_ms: Option<i64>,
    /// What it says; `None` where it was erased or is not for this node.
    pub(super) command: Option<Command>,
}

impl Forwarded {
    /// What it says; `None` where it was erased or is not for this node.
    #[must_use]
    pub fn says(&self) -> Option<&Command> {
        self.command.as_ref()
    }
}

/// A forwarded command by its id, or `None`.
///
/// # Errors
/// [`StoreError`].
pub async fn forwarded(
    db: &mut AnyConnection,
    command: CommandId,
) -> Result<Option<Forwarded>, StoreError> {
    let row = sqlx::query(ONE).bind(command.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// Commands given at `sender` that wait for their home's answer, the oldest first, at most `most`: what a
/// page shows as "waiting for …".
///
/// # Errors
/// [`StoreError`].
pub async fn waiting(
    db: &mut AnyConnection,
    sender: &NodeId,
    most: u32,
) -> Result<Vec<Forwarded>, StoreError> {
    let rows =
        sqlx::query(WAITING).bind(sender.as_str()).bind(i64::from(most)).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

/// Forwarded commands about one thing, the latest first, at most `most`.
///
/// # Errors
/// [`StoreError`].
pub async fn about(
    db: &mut AnyConnection,
    subject: &str,
    most: u32,
) -> Result<Vec<Forwarded>, StoreError> {
    let rows =
        sqlx::query(ABOUT).bind(subject.to_owned()).bind(i64::from(most)).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

/// A page of the commands in one state, by id, after `after`.
pub(super) async fn in_state(
    db: &mut AnyConnection,
    state: State,
    after: &str,
    most: u32,
) -> Result<Vec<Forwarded>, StoreError> {
    let rows = sqlx::query(IN_STATE)
        .bind(word(&state))
        .bind(after.to_owned())
        .bind(i64::from(most))
        .fetch_all(db)
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &AnyRow) -> Result<Forwarded, StoreError> {
    let unreadable = |error: serde_json::Error| StoreError::Corrupt {
        what: "forwarded".to_owned(),
        why: error.to_string(),
    };
    let answer: Option<String> = row.try_get("answer")?;
    let answer: Option<Outcome> =
        answer.map(|text| serde_json::from_str(&text)).transpose().map_err(unreadable)?;
    let command: Option<String> = row.try_get("command")?;
    Ok(Forwarded {
        command_id: parsed(row, "command_id")?,
        sender: parsed(row, "sender")?,
        home: parsed(row, "home")?,
        about: row.try_get("about")?,
        channel: from_word("channel", &row.try_get::<String, _>("channel")?)?,
        state: from_word("state", &row.try_get::<String, _>("state")?)?,
        answer: answer.map(Into::into),
        sent_at_ms: row.try_get("sent_at_ms")?,
        answered_at_ms: row.try_get("answered_at_ms")?,
        // A command of a later version of the program is passed on as it is and not understood here.
        command: command.and_then(|text| serde_json::from_str(&text).ok()),
    })
}
