//! The first answers to commands, looked up and kept for a whole batch of the writer at once.
//!
//! Always true: an answer is kept in the transaction that holds what the command did, and the same command
//! twice in one batch finds the answer of the first. A question for each command would cost more than the
//! command: ids are asked about [`AT_ONCE`] at a time, and answers are written many at a time.

use std::collections::{BTreeMap, BTreeSet};

use protocol::{CommandId, EventId};
use sqlx::{AnyConnection, Row as _};

use super::StoreError;
use super::rows::parsed;
use super::tables::{self, row};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[KNOWN, KEEP];

/// Ids in one question.
const AT_ONCE: usize = 16;

const KNOWN: &str = "SELECT command_id AS id, answer FROM receipt WHERE command_id IN \
    ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
    UNION ALL SELECT event_id AS id, CAST(NULL AS TEXT) AS answer FROM record WHERE event_id IN \
    ($17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)";
const KEEP: &str = "INSERT INTO receipt (command_id, at_ms, answer) VALUES ($1, $2, $3)";
/// What is known of a command that comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Before {
    /// It was never done here.
    Never,
    /// It was, and this was its answer, as JSON.
    Answered(String),
    /// Its receipt was lost with a backup, but its facts stand in the log.
    InLog,
}

/// An answer to be kept.
#[derive(Debug, Clone)]
struct New {
    command: CommandId,
    at_ms: i64,
    answer: String,
}

/// The answers of one batch.
#[derive(Debug, Default)]
pub struct Receipts {
    /// Asked about already; what is not in `before` then was never done.
    asked: BTreeSet<CommandId>,
    before: BTreeMap<CommandId, Before>,
    new: Vec<New>,
}

impl Receipts {
    /// Asks about commands ahead of their turn.
    pub(super) async fn ask(
        &mut self,
        db: &mut AnyConnection,
        commands: &[CommandId],
    ) -> Result<(), StoreError> {
        for some in commands.chunks(AT_ONCE) {
            let Some(last) = some.last() else { continue };
            let padded = || some.iter().chain(std::iter::repeat(last)).take(AT_ONCE);
            let mut query = sqlx::query(KNOWN);
            for command in padded() {
                query = query.bind(command.to_string());
            }
            for command in padded() {
                query = query.bind(EventId::of_command(*command, 0).to_string());
            }
            let by_event: BTreeMap<EventId, CommandId> =
                some.iter().map(|command| (EventId::of_command(*command, 0), *command)).collect();
            for row in query.fetch_all(&mut *db).await? {
                let answer: Option<String> = row.try_get("answer")?;
                if let Some(answer) = answer {
                    self.before.insert(parsed(&row, "id")?, Before::Answered(answer));
                } else if let Some(command) = by_event.get(&parsed(&row, "id")?) {
                    self.before.entry(*command).or_insert(Before::InLog);
                }
            }
            self.asked.extend(some);
        }
        Ok(())
    }

    /// What is known of a command.
    pub(super) async fn before(
        &mut self,
        db: &mut AnyConnection,
        command: CommandId,
    ) -> Result<Before, StoreError> {
        if let Some(new) = self.new.iter().rev().find(|new| new.command == command) {
            return Ok(Before::Answered(new.answer.clone()));
        }
        if !self.asked.contains(&command) {
            self.ask(db, &[command]).await?;
        }
        Ok(self.before.get(&command).cloned().unwrap_or(Before::Never))
    }

    /// Keeps the first answer to a command.
    pub(super) fn keep(&mut self, command: CommandId, at_ms: i64, answer: String) {
        self.new.push(New { command, at_ms, answer });
    }

    /// A mark to go back to when a piece of work is undone.
    pub(super) fn mark(&self) -> usize {
        self.new.len()
    }

    /// Forgets the answers kept since a mark.
    pub(super) fn back_to(&mut self, mark: usize) {
        self.new.truncate(mark);
    }

    /// Writes the answers that were kept.
    pub(super) async fn store(self, db: &mut AnyConnection) -> Result<(), StoreError> {
        let rows = self.new.into_iter();
        let rows = rows.map(|new| row![new.command.to_string(), new.at_ms, new.answer]).collect();
        tables::write(db, KEEP, rows).await
    }
}
