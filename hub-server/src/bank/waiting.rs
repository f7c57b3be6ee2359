//! The bank's clock: ends declarations that nobody answered in time, as the bank's rule says, and asks members
//! whose year is over to renew; tells members' phones together what changed on the board.

use std::sync::{Arc, Weak};
use std::time::Duration;

use protocol::{ActorRef, Channel, CommandId};

use super::members::Step;
use super::{Command, between, phones, queries, today};
use crate::command;
use crate::node::Node;
use crate::store::StoreError;

/// How often it looks: answers are counted in days.
const EVERY: Duration = Duration::from_mins(1);

/// How long what changes on the board is gathered before the phones are told of it, in milliseconds.
const BOARD_MS: i64 = 15 * 60_000;

/// Looks every minute until the node is dropped. Run it once as a task beside the node.
pub async fn run(node: Weak<Node>) {
    loop {
        tokio::time::sleep(EVERY).await;
        let Some(node) = node.upgrade() else { return };
        if let Err(error) = end_what_is_over(&node).await {
            tracing::error!(%error, "bank.waiting cannot be read");
        }
    }
}

/// Ends the declarations and the years that are over now, at most a hundred of each; answers how many.
///
/// # Errors
/// [`StoreError`] when they cannot be read. One that cannot be ended now is tried again next time.
pub async fn end_what_is_over(node: &Arc<Node>) -> Result<usize, StoreError> {
    let mut db = node.store.read().await?;
    let now_ms = node.now_ms();
    let due = queries::due(&mut db, node.id(), now_ms).await?;
    let members = queries::to_renew(&mut db, node.id(), today(node, now_ms)).await?;
    let across = between::queries::due(&mut db, node.id(), now_ms).await?;
    let gathered = now_ms - phones::board_told_ms(&mut db, node.id()).await? >= BOARD_MS;
    let board = gathered && phones::board_changed(&mut db, node.id()).await?;
    drop(db);
    let count = due.len() + members.len() + across.len();
    for exchange in due {
        give(node, command::Command::Bank(Command::EndWaiting { exchange })).await;
    }
    for member in members {
        give(node, command::Command::Bank(Command::moved(member, Step::AskRenewal))).await;
    }
    for exchange in across {
        give(node, command::Command::Between(between::Command::EndWaiting { exchange })).await;
    }
    if board {
        give(node, command::Command::Phones(phones::Command::TellBoard)).await;
    }
    Ok(count)
}

async fn give(node: &Arc<Node>, command: command::Command) {
    let ctx = node.ctx(CommandId::new(node.fresh_id()), ActorRef::System, Channel::Clock);
    if let Err(problem) = node.submit(ctx, command).await {
        tracing::warn!("bank.waiting refused: {problem}");
    }
}
