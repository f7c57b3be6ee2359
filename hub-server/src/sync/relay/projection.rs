//! From facts about forwarded commands to their one table. A later step never goes back to an earlier one,
//! in whatever order the facts of different nodes arrive.

use protocol::{CommandId, Record};
use sqlx::AnyConnection;

use super::events::{Event, Outcome};
use super::queries::State;
use crate::bank::between;
use crate::command::{Answer, Command};
use crate::projection::Arrival;
use crate::requests;
use crate::store::rows::word;
use crate::store::{StoreError, log};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[BEGIN, CARRY, PASS, ANSWER, RETURN, RECEIPT, EMPTY, HOLDS];

const BEGIN: &str = "INSERT INTO forwarded (command_id, sender, home, about, channel, state, sent_at_ms) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (command_id) DO NOTHING";
const CARRY: &str = "UPDATE forwarded SET command = $2 WHERE command_id = $1 AND command IS NULL";
const PASS: &str = "UPDATE forwarded SET state = 'passed' WHERE command_id = $1 AND state = 'sent'";
const ANSWER: &str = "UPDATE forwarded SET state = 'answered', answer = $2, answered_at_ms = $3 \
    WHERE command_id = $1 AND state IN ('sent', 'passed')";
const RETURN: &str = "UPDATE forwarded SET state = 'returned', answer = $2, answered_at_ms = $3 \
    WHERE command_id = $1 AND state <> 'returned'";
const RECEIPT: &str = "UPDATE receipt SET answer = $2 WHERE command_id = $1";

const EMPTY: &str = "UPDATE forwarded SET command = NULL WHERE command_id = $1";
const HOLDS: &str = "SELECT command FROM forwarded WHERE command_id = $1";

/// Brings the tables up to date with one fact.
///
/// # Errors
/// [`StoreError`].
pub async fn project(
    db: &mut AnyConnection,
    record: &Record,
    _arrival: Arrival,
) -> Result<(), StoreError> {
    let envelope = &record.envelope;
    let fail = |why: String| StoreError::Projection { kind: envelope.kind.clone(), why };
    let Some(event) = log::event_of::<Event>(record)? else { return Ok(()) };
    let id: CommandId = envelope.subject.parse().map_err(|error| fail(format!("{error}")))?;
    let text =
        |outcome: &Outcome| serde_json::to_string(outcome).map_err(|error| fail(error.to_string()));
    match &event {
        Event::Sent { home, about, channel } => {
            let sender = &envelope.series.node;
            begin(
                db,
                id,
                [sender.as_str(), home.as_str(), about, &word(channel)],
                State::Sent,
                record,
            )
            .await
        }
        Event::Passed { sender, home, about, channel } => {
            let words = [sender.as_str(), home.as_str(), about, &word(channel)];
            begin(db, id, words, State::Passed, record).await?;
            sqlx::query(PASS).bind(id.to_string()).execute(db).await?;
            Ok(())
        }
        Event::Carried { command } => carry(db, id, command).await,
        Event::Answered { answer } => {
            finish(db, ANSWER, id, &text(answer)?, envelope.at_ms).await?;
            empty(db, id).await?;
            receive(db, id, answer).await
        }
        Event::Returned { answer } => {
            finish(db, RETURN, id, &text(answer)?, envelope.at_ms).await?;
            empty(db, id).await?;
            receive(db, id, answer).await
        }
    }
}

async fn begin(
    db: &mut AnyConnection,
    id: CommandId,
    [sender, home, about, channel]: [&str; 4],
    state: State,
    record: &Record,
) -> Result<(), StoreError> {
    sqlx::query(BEGIN)
        .bind(id.to_string())
        .bind(sender.to_owned())
        .bind(home.to_owned())
        .bind(about.to_owned())
        .bind(channel.to_owned())
        .bind(word(&state))
        .bind(record.envelope.at_ms)
        .execute(db)
        .await?;
    Ok(())
}

async fn carry(db: &mut AnyConnection, id: CommandId, command: &Command) -> Result<(), StoreError> {
    let text = serde_json::to_string(command).map_err(|error| StoreError::Corrupt {
        what: "a command".to_owned(),
        why: error.to_string(),
    })?;
    sqlx::query(CARRY).bind(id.to_string()).bind(text).execute(db).await?;
    Ok(())
}

async fn finish(
    db: &mut AnyConnection,
    statement: &'static str,
    id: CommandId,
    answer: &str,
    at_ms: i64,
) -> Result<(), StoreError> {
    sqlx::query(statement)
        .bind(id.to_string())
        .bind(answer.to_owned())
        .bind(at_ms)
        .execute(db)
        .await?;
    Ok(())
}

/// A request that was handed over has arrived, and what the person agreed to tell stands in the new home's vault; what
/// a desk wrote about somebody has arrived at the other: the message that carried it is emptied wherever it stands.
async fn empty(db: &mut AnyConnection, id: CommandId) -> Result<(), StoreError> {
    let held: Option<Option<String>> =
        sqlx::query_scalar(HOLDS).bind(id.to_string()).fetch_optional(&mut *db).await?;
    let command = held.flatten().and_then(|text| serde_json::from_str::<Command>(&text).ok());
    let personal = match command {
        Some(Command::Requests(requests::Command::TakeOver { .. })) => true,
        Some(Command::Between(between::Command::Hear { message, .. })) => message.is_personal(),
        _ => false,
    };
    if !personal {
        return Ok(());
    }
    sqlx::query(EMPTY).bind(id.to_string()).execute(&mut *db).await?;
    for stored in log::of_subject(db, &id.to_string(), 0, 20).await? {
        let envelope = &stored.record.envelope;
        if envelope.kind == "relay.carried" {
            log::erase_body(db, &envelope.series, envelope.seq).await?;
        }
    }
    Ok(())
}

/// Whoever gives the same command again gets the home's answer from now on, not "on its way".
async fn receive(
    db: &mut AnyConnection,
    id: CommandId,
    answer: &Outcome,
) -> Result<(), StoreError> {
    let result: Result<Answer, protocol::Problem> = answer.clone().into();
    let text = serde_json::to_string(&result).map_err(|error| StoreError::Corrupt {
        what: "receipt".to_owned(),
        why: error.to_string(),
    })?;
    sqlx::query(RECEIPT).bind(id.to_string()).bind(text).execute(db).await?;
    Ok(())
}
