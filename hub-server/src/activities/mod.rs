//! The operators' diary.

use protocol::Record;
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;

use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::projection::Arrival;
use crate::store::{StoreError, Write};

/// How facts of this domain begin.
pub const DOMAIN: &str = "activities";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &[];

/// Every statement of this domain, for the test that prepares them on both engines.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    Vec::new()
}

/// What can be asked of this domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {}

/// Does a command of this domain.
///
/// # Errors
/// [`Fail::Refused`] with the words for the person, or a failure of the store.
pub async fn handle(
    _node: &Node,
    _write: &mut Write<'_>,
    _ctx: &Ctx,
    command: &Command,
) -> Result<Answer, Fail> {
    match *command {}
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
