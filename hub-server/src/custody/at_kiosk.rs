//! Signing for something at the kiosk (CAPABILITIES B23): the code of its label says what waits, the signature is
//! drawn there, and whoever works at the hub hands it over, at the console or there and then with a PIN of their own.
//!
//! Always true: nothing leaves custody or comes back without somebody who works here; a signature waits for a quarter
//! of an hour for the step it belongs to and is then gone. It tells nobody whose the thing is. Deliberately absent:
//! taking something in without anybody there.

use protocol::kiosk::{HandStep, Kept};
use protocol::{CustodyId, PersonDetails, Problem, SlipCode};
use sqlx::{AnyConnection, Row};

use super::queries::{self, Item};
use super::signature::Signature;
use super::{Command, Handing, State, Step, To};
use crate::node::Node;
use crate::people::pins;
use crate::store::{StoreError, Write};

/// How long a signature waits for its step.
pub const WAITS_MS: i64 = 15 * 60_000;

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[KEEP, DRAWN, FORGET, FORGET_OLD];

const KEEP: &str = "INSERT INTO custody_signing (item_id, strokes, drawn_at_ms) VALUES ($1, $2, $3) \
    ON CONFLICT (item_id) DO UPDATE SET strokes = $2, drawn_at_ms = $3";
const DRAWN: &str =
    "SELECT strokes, drawn_at_ms FROM custody_signing WHERE item_id = $1 AND drawn_at_ms > $2";
const FORGET: &str = "DELETE FROM custody_signing WHERE item_id = $1";
const FORGET_OLD: &str = "DELETE FROM custody_signing WHERE drawn_at_ms <= $1";

/// A signature that waits for its step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The drawing.
    pub signature: Signature,
    /// When it was drawn, UTC milliseconds.
    pub at_ms: i64,
}

/// The signature that waits for something, or `None`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn drawn(
    db: &mut AnyConnection,
    item: CustodyId,
    now_ms: i64,
) -> Result<Option<Drawn>, StoreError> {
    let row = sqlx::query(DRAWN)
        .bind(item.to_string())
        .bind(now_ms - WAITS_MS)
        .fetch_optional(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let strokes: String = row.try_get("strokes")?;
    let signature = strokes.parse().map_err(|error: super::signature::NoSignature| {
        StoreError::Corrupt { what: "custody_signing".to_owned(), why: error.to_string() }
    })?;
    Ok(Some(Drawn { signature, at_ms: row.try_get("drawn_at_ms")? }))
}

/// Keeps a signature until its step; another one takes its place.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn keep(
    write: &mut Write<'_>,
    item: CustodyId,
    signature: &Signature,
    now_ms: i64,
) -> Result<(), StoreError> {
    sqlx::query(FORGET_OLD).bind(now_ms - WAITS_MS).execute(&mut *write.db).await?;
    sqlx::query(KEEP)
        .bind(item.to_string())
        .bind(String::from(signature.clone()))
        .bind(now_ms)
        .execute(&mut *write.db)
        .await?;
    Ok(())
}

/// Lets the signature of a step that was taken go.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn forget(write: &mut Write<'_>, item: CustodyId) -> Result<(), StoreError> {
    sqlx::query(FORGET).bind(item.to_string()).execute(&mut *write.db).await?;
    Ok(())
}

/// What the code of a label says at the kiosk; `None` where nothing here has it.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn kept(
    db: &mut AnyConnection,
    node: &Node,
    code: &SlipCode,
) -> Result<Option<(Item, Kept)>, StoreError> {
    let Some(item) = queries::by_code(db, node.id(), code).await? else { return Ok(None) };
    let drawn = drawn(db, item.id, node.now_ms()).await?;
    let Ok(kind) = item.kind.slug().parse() else { return Ok(None) };
    let kept = Kept {
        code: code.clone(),
        kind,
        here: item.state == State::Here,
        due: item.due.clone(),
        can_sign: may_sign(&item).is_ok(),
        step: step(&item, drawn.is_some()),
        hands: pins::hands(db, node.id()).await?,
        signed_at_ms: drawn.map(|drawn| drawn.at_ms),
        as_of_ms: node.now_ms(),
    };
    Ok(Some((item, kept)))
}

/// What whoever works here can do with it at the kiosk: give what is signed for to whom it belongs, or take back.
fn step(item: &Item, signed: bool) -> Option<HandStep> {
    match item.state {
        State::Here if signed && item.owner.is_some() => Some(HandStep::Give),
        State::Out => Some(HandStep::TakeBack),
        State::Here | State::Given | State::Lost => None,
    }
}

/// The step as a command, with the signature that waits for it.
#[must_use]
pub fn command(item: &Item, step: HandStep, signature: Option<Signature>) -> Command {
    let (item, note) = (item.id, String::new());
    match step {
        HandStep::Give => {
            let person = PersonDetails::default();
            let handing = Handing { to: To::Owner, person, signature, on_paper: false };
            Command::GiveBack { item, handing, note }
        }
        HandStep::TakeBack => Command::BringBack { item, note },
    }
}

/// Whether somebody may sign for it: only for what is at the hub and can be handed over.
///
/// # Errors
/// `custody-wrong-state`.
pub fn may_sign(item: &Item) -> Result<(), Problem> {
    if item.state != State::Here {
        return Err(super::Refusal::WrongState(item.state).into());
    }
    item.state.after(Step::GiveBack).map(|_| ()).map_err(Problem::from)
}
