//! Commands about things whose home is another node. That node alone decides, so here they are refused,
//! and whoever asked is told where to ask. Deliberately absent, and to come: sending the command there.

use protocol::{NodeId, Problem, Record};

use crate::command::{Answer, Command};
use crate::context::Fail;
use crate::store::{StoreError, Write};
use crate::{desk, requests, timebank};

/// How facts of this domain begin.
pub const DOMAIN: &str = "relay";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &[];

/// The node that must decide about a command, when it is not this one.
///
/// # Errors
/// [`StoreError`].
pub async fn home_elsewhere(
    write: &mut Write<'_>,
    command: &Command,
) -> Result<Option<NodeId>, StoreError> {
    let home = match command {
        Command::Requests(command) => match requests::subject_of(write, command).await? {
            Some(request) => requests::queries::home(write.db, request).await?,
            None => None,
        },
        Command::Desk(desk::Command::MarkContacted { idea } | desk::Command::Withdraw { idea }) => {
            desk::home(write.db, *idea).await?
        }
        Command::Timebank(
            timebank::Command::MarkContacted { offer } | timebank::Command::Withdraw { offer },
        ) => timebank::home(write.db, *offer).await?,
        Command::Desk(desk::Command::Leave(_))
        | Command::Timebank(timebank::Command::Leave(_))
        | Command::Network(_)
        | Command::Activities(_)
        | Command::People(_)
        | Command::Catalogue(_) => None,
    };
    Ok(home.filter(|home| home != write.node()))
}

/// Refuses a command whose home is elsewhere.
///
/// # Errors
/// Always `decided-elsewhere`, with the hub to ask.
pub fn refuse(home: &NodeId) -> Result<Answer, Fail> {
    Err(Problem::conflict("decided-elsewhere").with("hub", home).into())
}

/// No fact of this domain is written yet.
///
/// # Errors
/// Always [`StoreError::Projection`]: the fact is parked until this program knows it.
pub fn project(record: &Record) -> Result<(), StoreError> {
    Err(StoreError::Projection {
        kind: record.envelope.kind.clone(),
        why: "commands are not sent between nodes yet".to_owned(),
    })
}
