//! What central does by itself at the desk: it receives what hubs hand in, lets go what authors take back, and lets a
//! day go by that nobody kept. What was not done when the power failed is done at the next start.

use std::sync::{Arc, Weak};
use std::time::Duration;

use protocol::{ActorRef, Channel, CommandId, EventId};
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

use super::{Command, DOMAIN, project, queries, sharing};
use crate::node::Node;
use crate::store::StoreError;

/// How long after the last look the days are looked at again.
const AGAIN: Duration = Duration::from_mins(5);

/// After which facts there may be something to do.
const FOLLOWED: [&str; 12] = [
    "city.published",
    "desk.submitted",
    "desk.concept-shown",
    "desk.withdrawn",
    // What is written together is passed on to the other hubs.
    "desk.shared-with",
    "desk.kept-from",
    "desk.outline-drawn",
    "desk.partner-added",
    "desk.partner-removed",
    "desk.section-written",
    "desk.budget-set",
    "desk.measures-set",
];

/// Follows the log until the node is dropped; run it once as a task beside central.
pub async fn run(node: Weak<Node>) {
    let Some(mut commits) = node.upgrade().map(|node| node.writer.listen()) else { return };
    loop {
        {
            let Some(node) = node.upgrade() else { return };
            if let Err(error) = catch_up(&node).await {
                tracing::error!(%error, "desk.follow cannot read");
            }
        }
        loop {
            match tokio::time::timeout(AGAIN, commits.recv()).await {
                Ok(Ok(news)) => {
                    let handed = |kind: &str| FOLLOWED.contains(&kind);
                    if news.facts.iter().any(|fact| handed(&fact.kind)) {
                        break;
                    }
                }
                Ok(Err(RecvError::Lagged(_))) | Err(_) => break,
                Ok(Err(RecvError::Closed)) => return,
            }
            if node.strong_count() == 0 {
                return;
            }
        }
    }
}

/// Does all that is to be done now; answers how much it was.
///
/// # Errors
/// [`StoreError`] when it cannot be read. One that cannot be written is tried again next time.
pub async fn catch_up(node: &Arc<Node>) -> Result<usize, StoreError> {
    let Some(city) = node.city() else { return Ok(0) };
    let today = crate::network::antennae::today(&city, node.now_ms());
    let (ideas, due) = {
        let mut db = node.store.read().await?;
        let mut ideas = queries::to_follow(&mut db).await?;
        for idea in sharing::due(&mut db).await? {
            if !ideas.contains(&idea) {
                ideas.push(idea);
            }
        }
        (ideas, queries::due(&mut db, today).await?)
    };
    for idea in &ideas {
        // A command may be asked twice and be done once; each time anew, because a withdrawal follows a submission.
        let command = CommandId::new(node.fresh_id());
        submit(node, command, Command::Follow { idea: *idea }).await;
    }
    for project in &due {
        let act = Box::new(project::Act::LetLapse);
        let command = lapse(project.uuid(), &today.to_string());
        submit(node, command, Command::Project { project: *project, act }).await;
    }
    Ok(ideas.len() + due.len())
}

/// The command that lets a day go by, the same all that day.
fn lapse(project: Uuid, today: &str) -> CommandId {
    let index = today.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31) + u32::from(byte));
    CommandId::new(EventId::of_command(CommandId::new(project), index).uuid())
}

async fn submit(node: &Arc<Node>, command: CommandId, what: Command) {
    let ctx = node.ctx(command, ActorRef::System, Channel::Clock);
    if let Err(problem) = node.submit(ctx, crate::command::Command::Desk(what)).await {
        tracing::warn!(%problem, "{DOMAIN}.follow refused");
    }
}
