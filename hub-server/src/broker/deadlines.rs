//! The clock of proposals: ends every circle whose time is over, so that the next one is asked, or the
//! operator takes over.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use protocol::{ActorRef, Channel, CommandId, ProposalId};
use tokio_util::sync::CancellationToken;

use crate::command::Command;
use crate::context::Ctx;
use crate::node::{Node, fresh_bytes};
use crate::requests;
use crate::store::StoreError;

/// Looks every so often until `stop`.
pub(super) async fn run(node: Arc<Node>, every: Duration, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(every) => {}
        }
        if let Err(error) = end_what_is_over(&node).await {
            tracing::error!(%error, "broker.deadlines cannot be read");
        }
    }
}

/// Ends the circles whose time is over now, at most a hundred; answers how many it tried to end.
///
/// # Errors
/// [`StoreError`] when they cannot be read. A circle that cannot be ended now is tried again next time.
pub async fn end_what_is_over(node: &Arc<Node>) -> Result<usize, StoreError> {
    let now_ms = node.now_ms();
    let due = {
        let mut db = node.store.read().await?;
        requests::queries::due(&mut db, now_ms).await?
    };
    let all = due.iter().map(|proposal| end(node, *proposal, now_ms));
    join_all(all).await;
    Ok(due.len())
}

async fn end(node: &Arc<Node>, proposal: ProposalId, now_ms: i64) {
    let command = command_of(node, proposal);
    // The instant it was found due at: by a clock that is put back between the two, the decision would be
    // "not yet", and kept as this command's answer for ever.
    let ctx = Ctx {
        command,
        actor: ActorRef::System,
        channel: Channel::Clock,
        now_ms,
        chance: fresh_bytes(),
    };
    let end = requests::Command::EndCircle { proposal };
    if let Err(problem) = node.submit(ctx, Command::Requests(end)).await {
        tracing::warn!(proposal.id = %proposal, "broker.deadline refused: {problem}");
    }
}

/// One command for each proposal, so that a circle ends once. The name is keyed: a device knows the
/// proposal, and could otherwise use up its command beforehand.
fn command_of(node: &Node, proposal: ProposalId) -> CommandId {
    let key = blake3::derive_key("costellazione 2026 end of a circle", node.vault.bytes());
    let hash = blake3::keyed_hash(&key, proposal.uuid().as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.as_bytes()[..16]);
    CommandId::new(uuid::Builder::from_random_bytes(bytes).into_uuid())
}
