//! Commands on their way to the node that decides, and the answers on their way back: facts like any
//! other, so they are durable, resumable and done once.

use protocol::{NodeId, Record};
use sqlx::AnyConnection;

use crate::command::{Answer, Command};
use crate::context::{Ctx, Fail};
use crate::projection::Arrival;
use crate::store::{StoreError, Write};

/// How facts of this domain begin.
pub const DOMAIN: &str = "relay";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &[];

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    Vec::new()
}

/// The node that must decide about a command, when it is not this one.
///
/// # Errors
/// [`StoreError`].
pub async fn home_elsewhere(
    _write: &mut Write<'_>,
    _command: &Command,
) -> Result<Option<NodeId>, StoreError> {
    Ok(None)
}

/// Sends a command on its way to its home.
///
/// # Errors
/// A failure of the store.
pub async fn forward(
    _write: &mut Write<'_>,
    _ctx: &Ctx,
    _home: NodeId,
    _command: &Command,
) -> Result<Answer, Fail> {
    Ok(Answer::Forwarded)
}

/// Brings the tables up to date with one fact.
///
/// # Errors
/// [`StoreError`].
pub async fn project(
    _db: &mut AnyConnection,
    record: &Record,
    _arrival: Arrival,
) -> Result<(), StoreError> {
    Err(StoreError::Projection {
        kind: record.envelope.kind.clone(),
        why: "no fact of this domain is known yet".to_owned(),
    })
}
