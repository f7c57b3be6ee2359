//! Commands on their way to the node that decides, and the answers on their way back: facts like any
//! other, so they are durable, resumable and done once.
//!
//! ```text
//! sender          central                 home
//! sent, carried → passed, carried       →            (each a fact of its writer)
//!                                          submit, under the sender's own command id
//!               ← returned              ← answered
//! ```
//!
//! Always true: the home decides, under the command id the sender made, so that however often the command
//! comes it is done once; the command's words stand in a fact of their own (`carried`) that can be erased.
//! Deliberately absent: an answer made up on the way. Until the home has answered, the sender waits.

mod events;
mod projection;
pub mod queries;
mod worker;

use std::sync::Arc;

use protocol::{CommandId, EventId, NodeId, Problem};
use tokio::sync::broadcast;

pub use events::Event;
pub use projection::project;
pub use queries::{Forwarded, State, about, forwarded, waiting};
pub use worker::run;

use crate::command::{Answer, Command};
use crate::context::{Ctx, Fail};
use crate::network::antennae::Command as AntennaCommand;
use crate::node::Node;
use crate::store::{Committed, Fact, StoreError, Write, log};
use crate::sync::status;
use crate::{bank, desk, network, people, requests};

/// How facts of this domain begin.
pub const DOMAIN: &str = "relay";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &["forwarded"];

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [queries::STATEMENTS, projection::STATEMENTS].concat()
}

/// Which step of the way a fact records. Each step's facts are named after the command and the step, so that
/// a step taken twice is the same fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Sent,
    Passed,
    Answered,
    Returned,
}

impl Step {
    /// The command id this step's facts are named after: never the command's own, which names what the home
    /// records.
    fn of(self, command: CommandId) -> CommandId {
        let index = match self {
            Self::Sent => u32::MAX,
            Self::Passed => u32::MAX - 1,
            Self::Answered => u32::MAX - 2,
            Self::Returned => u32::MAX - 3,
        };
        CommandId::new(EventId::of_command(command, index).uuid())
    }
}

/// The thing a command is about, as text, when it is about a thing that already exists.
async fn subject_of(
    write: &mut Write<'_>,
    command: &Command,
) -> Result<Option<String>, StoreError> {
    Ok(match command {
        Command::Requests(command) => match (command.request(), command.proposal()) {
            (Some(request), _) => Some(request.to_string()),
            (None, Some(proposal)) => {
                let request = requests::queries::request_of(write.db, proposal).await?;
                request.map(|request| request.to_string())
            }
            (None, None) => None,
        },
        Command::Visits(command) => command.visit().map(|visit| visit.to_string()),
        Command::Recurring(command) => command.recurrence().map(|id| id.to_string()),
        Command::Desk(command) => command.subject(),
        Command::Timebank(
            bank::offers::Command::MarkContacted { offer }
            | bank::offers::Command::Withdraw { offer },
        ) => Some(offer.to_string()),
        Command::Network(
            network::Command::Revoke { device } | network::Command::Move { device, .. },
        ) => Some(device.to_string()),
        Command::Antennae(AntennaCommand::FromDevice { device, .. }) => Some(device.to_string()),
        Command::Antennae(command) => command.antenna().map(|antenna| antenna.to_string()),
        Command::Organisations(command) => command.organisation().map(|id| id.to_string()),
        Command::Threads(command) => Some(command.thread().about.id()),
        Command::Files(command) => command.file().map(|file| file.to_string()),
        Command::Messages(command) => Some(command.device().to_string()),
        Command::People(people::Command::Erase { person }) => Some(person.to_string()),
        Command::Timebank(bank::offers::Command::Leave(_))
        | Command::Bank(_)
        | Command::Phones(_)
        | Command::Offering(_)
        | Command::Between(_)
        | Command::Activities(_)
        | Command::Network(network::Command::PostNotice { .. })
        | Command::Work(_)
        | Command::Custody(_)
        | Command::Gatherings(_)
        | Command::Bodies(_)
        | Command::People(_)
        | Command::Catalogue(_) => None,
    })
}

/// The node that must decide about a command, when it is not this one. A thing nobody here has heard of is
/// left to this node, which then says so.
///
/// # Errors
/// [`StoreError`].
pub async fn home_elsewhere(
    write: &mut Write<'_>,
    command: &Command,
) -> Result<Option<NodeId>, StoreError> {
    // A thread's home is known by its name, whether it has begun or not.
    if let Command::Threads(command) = command {
        return Ok(Some(command.thread().home.clone()).filter(|home| home != write.node()));
    }
    let Some(subject) = subject_of(write, command).await? else { return Ok(None) };
    let mut home = status::writer_of(write.db, &subject).await?;
    if home.is_none() {
        home = status::home_elsewhere(write.db, &subject).await?;
    }
    if let (None, Command::Desk(command)) = (&home, command)
        && let Some(idea) = command.idea()
    {
        // A draft that another hub shares is known here by what central passes on.
        let here = write.node().clone();
        home = desk::sharing::home(write.db, idea, &here).await?;
    }
    Ok(home.filter(|home| home != write.node()))
}

/// Sends a command on its way to its home. The same command again is on its way already.
///
/// # Errors
/// A failure of the store.
pub async fn forward(
    write: &mut Write<'_>,
    ctx: &Ctx,
    home: NodeId,
    command: &Command,
) -> Result<Answer, Fail> {
    let about = subject_of(write, command).await?.unwrap_or_default();
    let (channel, sender) = (ctx.channel, write.node().clone());
    // Central needs nobody to pass the command on; it does so itself.
    let (step, event) = if sender.is_central() {
        (Step::Passed, Event::Passed { sender, home: home.clone(), about, channel })
    } else {
        (Step::Sent, Event::Sent { home: home.clone(), about, channel })
    };
    let carried = Event::Carried { command: Box::new(command.clone()) };
    append_once(write, ctx, step, ctx.command, &[event, carried], &home).await?;
    Ok(Answer::Forwarded)
}

/// Waits for the home's answer to a forwarded command; `commits` was listened to before it was sent.
///
/// # Errors
/// A failure of the store; the home's refusal is the answer and comes back inside `Ok`.
pub async fn answer_to(
    node: &Arc<Node>,
    command: CommandId,
    commits: &mut broadcast::Receiver<Arc<Committed>>,
) -> Result<Result<Answer, Problem>, StoreError> {
    loop {
        let mut db = node.store.read().await?;
        let answer = forwarded(&mut db, command).await?.and_then(|one| one.answer);
        drop(db);
        if let Some(answer) = answer {
            return Ok(answer);
        }
        if matches!(commits.recv().await, Err(broadcast::error::RecvError::Closed)) {
            return Err(StoreError::Stopped);
        }
    }
}

/// Appends the facts of a step unless they stand in the log already; only `reader` may read them.
async fn append_once(
    write: &mut Write<'_>,
    ctx: &Ctx,
    step: Step,
    command: CommandId,
    events: &[Event],
    reader: &NodeId,
) -> Result<bool, StoreError> {
    let step_id = step.of(command);
    if log::times_recorded(write.db, EventId::of_command(step_id, 0)).await? > 0 {
        return Ok(false);
    }
    let ctx = Ctx { command: step_id, ..ctx.clone() };
    for event in events {
        let fact = Fact::of(DOMAIN, command, event).for_node(reader.clone());
        write.append(&ctx, fact).await?;
    }
    Ok(true)
}
