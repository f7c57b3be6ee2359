//! Taking each forwarded command one step further: central passes on and brings back, the home decides. Runs
//! beside the node; a step that is not done when the power fails is done at the next start.

use std::sync::{Arc, Weak};
use std::time::Duration;

use protocol::{ActorRef, Channel, Problem};
use tokio::sync::broadcast::error::RecvError;

use super::events::{Event, Outcome};
use super::queries::{self, Forwarded, State};
use super::{DOMAIN, Step, append_once};
use crate::node::{Node, problem_of};
use crate::store::StoreError;

/// How long a command that could not be done now waits for the next try.
const AGAIN: Duration = Duration::from_secs(30);
/// Most commands taken up at once.
const PAGE: u32 = 100;

/// Follows the log and takes forwarded commands further, until the node is dropped. Run it once as a task
/// beside the node, on hubs and on central.
pub async fn run(node: Weak<Node>) {
    let Some(mut commits) = node.upgrade().map(|node| node.writer.listen()) else { return };
    loop {
        {
            let Some(node) = node.upgrade() else { return };
            if let Err(problem) = take_further(&node).await {
                tracing::warn!(%problem, "relay.step waits");
            }
        }
        loop {
            match tokio::time::timeout(AGAIN, commits.recv()).await {
                Ok(Ok(news)) => {
                    let ours =
                        |kind: &str| kind.split_once('.').map(|(domain, _)| domain) == Some(DOMAIN);
                    if news.facts.iter().any(|fact| ours(&fact.kind)) {
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

/// Takes every forwarded command that is this node's turn one step further. Returns how many.
///
/// # Errors
/// The last problem of those that could not be done now; they wait for the next time, the others are done.
pub(super) async fn take_further(node: &Arc<Node>) -> Result<usize, Problem> {
    let (mut done, mut failed) = (0, None);
    for state in [State::Sent, State::Passed, State::Answered] {
        let mut after = String::new();
        loop {
            let page = page(node, state, &after).await.map_err(|error| problem_of(&error))?;
            let Some(last) = page.last() else { break };
            after = last.command_id.to_string();
            for one in page {
                match step(node, one).await {
                    Ok(moved) => done += usize::from(moved),
                    Err(problem) => failed = Some(problem),
                }
            }
        }
    }
    failed.map_or(Ok(done), Err)
}

async fn page(node: &Arc<Node>, state: State, after: &str) -> Result<Vec<Forwarded>, StoreError> {
    let mut db = node.store.read().await?;
    queries::in_state(&mut db, state, after, PAGE).await
}

async fn step(node: &Arc<Node>, one: Forwarded) -> Result<bool, Problem> {
    let (central, here) = (node.id().is_central(), node.id().clone());
    match (one.state, one.command.clone()) {
        (State::Sent, Some(_)) if central && one.home == here => decide(node, one).await,
        (State::Sent, Some(command)) if central => {
            let (sender, home) = (one.sender.clone(), one.home.clone());
            let (about, channel) = (one.about.clone(), one.channel);
            let passed = Event::Passed { sender, home, about, channel };
            let carried = Event::Carried { command: Box::new(command) };
            record(node, Step::Passed, &one, vec![passed, carried], one.home.clone()).await
        }
        (State::Passed, Some(_)) if one.home == here => decide(node, one).await,
        (State::Answered, _) if central && one.sender != here => {
            let Some(answer) = one.answer.clone() else { return Ok(false) };
            let returned = Event::Returned { answer: Outcome::from(answer) };
            record(node, Step::Returned, &one, vec![returned], one.sender.clone()).await
        }
        _ => Ok(false),
    }
}

/// The home does the command under its sender's own id, so once, and records the answer.
async fn decide(node: &Arc<Node>, one: Forwarded) -> Result<bool, Problem> {
    let Some(command) = one.command.clone() else { return Ok(false) };
    let ctx = node.ctx(one.command_id, ActorRef::Node(one.sender.clone()), Channel::Sync);
    let answer = match node.submit(ctx, command).await {
        Err(problem) if problem.retry => return Err(problem),
        answer => Outcome::from(answer),
    };
    if node.id().is_central() {
        let returned = Event::Returned { answer };
        return record(node, Step::Returned, &one, vec![returned], one.sender.clone()).await;
    }
    let reader = one.sender.clone();
    record(node, Step::Answered, &one, vec![Event::Answered { answer }], reader).await
}

async fn record(
    node: &Arc<Node>,
    step: Step,
    one: &Forwarded,
    events: Vec<Event>,
    reader: protocol::NodeId,
) -> Result<bool, Problem> {
    let ctx = node.ctx(one.command_id, ActorRef::System, Channel::Sync);
    let command = one.command_id;
    node.change(move |write| {
        Box::pin(
            async move { Ok(append_once(write, &ctx, step, command, &events, &reader).await?) },
        )
    })
    .await
}
