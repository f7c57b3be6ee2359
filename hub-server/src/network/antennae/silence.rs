//! Looks, every so often, for active antennae of which nothing was heard for long, so that each becomes
//! something for its operator to do.

use std::sync::{Arc, Weak};
use std::time::Duration;

use protocol::{ActorRef, Channel, CommandId};

use super::decide::{Command, SILENCE_DAYS};
use super::queries;
use crate::node::Node;
use crate::store::StoreError;

/// How often it is looked.
const EVERY: Duration = Duration::from_mins(15);

/// Looks until the node is dropped; run it once as a task beside a hub.
pub async fn follow(node: Weak<Node>) {
    loop {
        {
            let Some(node) = node.upgrade() else { return };
            if let Err(error) = notice(&node).await {
                tracing::error!(%error, "antennae.silence cannot be read");
            }
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Notices every silence that is long enough now; answers how many it looked at.
///
/// # Errors
/// [`StoreError`] when they cannot be read. One that cannot be written is looked at again next time.
pub async fn notice(node: &Arc<Node>) -> Result<usize, StoreError> {
    if node.city().is_none() {
        return Ok(0);
    }
    let before_ms = node.now_ms() - SILENCE_DAYS * 24 * 3_600_000;
    let silent = {
        let mut db = node.store.read().await?;
        queries::silent_since(&mut db, node.id(), before_ms).await?
    };
    for antenna in &silent {
        let ctx = node.ctx(CommandId::new(node.fresh_id()), ActorRef::System, Channel::Clock);
        let command =
            crate::command::Command::Antennae(Command::NoticeSilence { antenna: *antenna });
        if let Err(problem) = node.submit(ctx, command).await {
            tracing::warn!(antenna.id = %antenna, "antennae.silence refused: {problem}");
        }
    }
    Ok(silent.len())
}
