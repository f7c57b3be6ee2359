//! Every command a node can be given, and how it is answered exactly once.

use protocol::Problem;
use protocol::kiosk::SlipIssued;
use serde::{Deserialize, Serialize};

use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::store::{Before, Reads, StoreError, Write};
use crate::sync::relay;
use crate::{
    activities, bank, bodies, catalogue, custody, desk, files, gatherings, messages, network,
    offering, people, recurring, requests, threads, visits, work,
};

/// A command, by domain. It travels between nodes in this shape when its home is elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "domain", content = "command", rename_all = "kebab-case")]
pub enum Command {
    /// Concierge requests.
    Requests(requests::Command),
    /// Needs that come back.
    Recurring(recurring::Command),
    /// What a hub's concierge offers.
    Offering(offering::Command),
    /// Ideas at the project desk.
    Desk(desk::Command),
    /// Offers of time.
    Timebank(bank::offers::Command),
    /// Members, accounts and exchanges of the time bank.
    Bank(bank::Command),
    /// Members' own phones, and what they say.
    Phones(bank::phones::Command),
    /// Other banks and exchanges with their members.
    Between(bank::between::Command),
    /// Antennae and their devices.
    Network(network::Command),
    /// Antennae: their life, what they offer, who they are.
    Antennae(network::antennae::Command),
    /// Organisations of the network.
    Organisations(network::organisations::Command),
    /// Words between antennae and their hub.
    Messages(messages::Command),
    /// The operators' diary.
    Activities(activities::Command),
    /// Shifts, paths, training, expenses.
    Work(work::Command),
    /// Parcels, keys, things that are lent, medicines.
    Custody(custody::Command),
    /// Activities of a group.
    Gatherings(gatherings::Command),
    /// Visits to the project desk.
    Visits(visits::Command),
    /// Threads that hubs and the city's services share.
    Threads(threads::Command),
    /// Bodies of the governance, their meetings and what they decide.
    Bodies(bodies::Command),
    /// Documents and pictures attached to something.
    Files(files::Command),
    /// Staff, and people's rights over their data.
    People(people::Command),
    /// The city's catalogue.
    Catalogue(catalogue::Command),
}

impl Command {
    /// What it reads before it decides. A diary entry is compared with itself alone.
    #[must_use]
    pub fn reads(&self) -> Reads {
        if let Self::Activities(activities::Command::Log(entry)) = self {
            Reads::About(entry.activity.to_string())
        } else {
            Reads::Anything
        }
    }
}

/// What a command is answered with. Never anything personal: answers are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", content = "value", rename_all = "kebab-case")]
pub enum Answer {
    /// It is recorded.
    Done,
    /// It is recorded, and this is the slip to come back with.
    Slip(SlipIssued),
    /// Its home is another node, which will decide; the answer comes through sync.
    Forwarded,
}

/// Does a command once. Asked again, gives the answer it gave.
///
/// # Errors
/// [`StoreError`] only; a refusal is an answer and comes back inside `Ok`.
pub async fn perform(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
) -> Result<Result<Answer, Problem>, StoreError> {
    if let Some(answer) = receipt(write, ctx).await? {
        return Ok(answer);
    }
    let answer = match handle(node, write, ctx, command).await {
        Ok(answer) => Ok(answer),
        Err(Fail::Refused(problem)) if problem.retry => return Ok(Err(problem)),
        Err(Fail::Refused(problem)) => Err(problem),
        Err(Fail::Failed(error)) => return Err(error),
    };
    let text = serde_json::to_string(&answer).map_err(unreadable)?;
    write.keep_receipt(ctx.command, ctx.now_ms, text);
    Ok(answer)
}

async fn handle(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
) -> Result<Answer, Fail> {
    people::authorise(node, write, ctx, command).await?;
    if let Some(home) = relay::home_elsewhere(write, command).await? {
        return relay::forward(write, ctx, home, command).await;
    }
    match command {
        Command::Requests(command) => requests::handle(node, write, ctx, command).await,
        Command::Recurring(command) => recurring::handle(node, write, ctx, command).await,
        Command::Offering(command) => offering::handle(node, write, ctx, command).await,
        Command::Desk(command) => desk::handle(node, write, ctx, command).await,
        Command::Timebank(command) => bank::offers::handle(node, write, ctx, command).await,
        Command::Bank(command) => bank::handle(node, write, ctx, command).await,
        Command::Phones(command) => bank::phones::handle(node, write, ctx, command).await,
        Command::Between(command) => bank::between::handle(node, write, ctx, command).await,
        Command::Network(command) => network::handle(node, write, ctx, command).await,
        Command::Antennae(command) => network::antennae::handle(node, write, ctx, command).await,
        Command::Organisations(command) => {
            network::organisations::handle(node, write, ctx, command).await
        }
        Command::Messages(command) => messages::handle(write, ctx, command).await,
        Command::Activities(command) => activities::handle(node, write, ctx, command).await,
        Command::Work(command) => work::handle(node, write, ctx, command).await,
        Command::Custody(command) => custody::handle(node, write, ctx, command).await,
        Command::Gatherings(command) => gatherings::handle(node, write, ctx, command).await,
        Command::Visits(command) => visits::handle(node, write, ctx, command).await,
        Command::Threads(command) => threads::handle(node, write, ctx, command).await,
        Command::Bodies(command) => bodies::handle(node, write, ctx, command).await,
        Command::Files(command) => files::handle(node, write, ctx, command).await,
        Command::People(command) => people::handle(node, write, ctx, command).await,
        Command::Catalogue(command) => catalogue::handle(node, write, ctx, command).await,
    }
}

/// The answer a command got before, if it was ever done here: from its receipt, or, when receipts were
/// lost with a restored backup, from the facts in the log that carry its id.
async fn receipt(
    write: &mut Write<'_>,
    ctx: &Ctx,
) -> Result<Option<Result<Answer, Problem>>, StoreError> {
    match write.before(ctx.command).await? {
        Before::Never => return Ok(None),
        Before::Answered(text) => return serde_json::from_str(&text).map(Some).map_err(unreadable),
        Before::InLog => {}
    }
    let slip = crate::slips::of_command(write.db, ctx.command).await?;
    Ok(Some(Ok(slip.map_or(Answer::Done, Answer::Slip))))
}

#[expect(clippy::needless_pass_by_value, reason = "it is used as a function in map_err")]
fn unreadable(error: serde_json::Error) -> StoreError {
    StoreError::Corrupt { what: "receipt".to_owned(), why: error.to_string() }
}
