//! The operators' diary (CAPABILITIES C9–C13, lifecycle 3.6): what was done, where, for how long, how many
//! people it reached.
//!
//! Always true: an entry is recorded once, whatever is sent twice; an entry that is recorded is not edited.
//! Drafts are plain rows of their author and are in no total. Minutes of work here are a clock of their own
//! and are never added to hours of help or of exchange. Deliberately absent: names of the people reached.

pub mod decide;
pub mod drafts;
pub mod events;
mod projection;
pub mod queries;
pub mod routes;

#[cfg(test)]
mod tests;

use protocol::Channel;
use protocol::antenna::LogActivity;
use serde::{Deserialize, Serialize};

pub use decide::Refusal;
pub use events::Event;
pub use projection::project;

use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::store::{Fact, Write};

/// How facts of this domain begin.
pub const DOMAIN: &str = "activities";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &["activity", "activity_tally"];

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [queries::STATEMENTS, projection::STATEMENTS, drafts::STATEMENTS].concat()
}

/// What can be asked of this domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Record an entry. Its activity id, not the command's, says whether it is there already.
    Log(LogActivity),
}

/// Does a command of this domain.
///
/// # Errors
/// [`Fail::Refused`] with the words for the person, or a failure of the store.
pub async fn handle(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
) -> Result<Answer, Fail> {
    let Command::Log(entry) = command;
    let city = node.known_city()?;
    let known = queries::entry(write.db, entry.activity).await?.is_some();
    let events =
        decide::log(entry, &city, known, ctx).map_err(|refusal| Fail::Refused(refusal.into()))?;
    for event in &events {
        write.append(ctx, Fact::of(DOMAIN, entry.activity, event)).await?;
    }
    // Drafts are begun at the console and finished there.
    if ctx.channel == Channel::Console {
        drafts::discard(write.db, entry.activity).await?;
    }
    Ok(Answer::Done)
}
