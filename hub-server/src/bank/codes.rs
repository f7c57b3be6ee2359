//! Codes on paper that open a member's account at a kiosk as their card does (CAPABILITIES A10): on a statement, on the
//! receipt of an exchange, on the slip of an offer they left before.
//!
//! Always true: a code says who is there, as the card does, and opens nothing without the card's PIN; those that were
//! printed for a card go with it. Found by one row read by its key. Of this node only, never in the log.

use std::sync::Arc;

use protocol::{ActorRef, Channel, CommandId, ExchangeId, MemberId, OfferId, Problem, SlipCode};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{offers, queries};
use crate::node::Node;
use crate::slips::parsed_code;
use crate::store::StoreError;
use crate::store::rows::parsed;

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[OWNER, PRINTED, GIVE, GO_WITH_CARD, OF_OFFER, LET_GO];

const OWNER: &str = "SELECT member_id FROM bank_slip WHERE slip_code = $1";
const PRINTED: &str =
    "SELECT slip_code FROM bank_slip WHERE member_id = $1 AND about = $2 AND thing = $3";
const GIVE: &str = "INSERT INTO bank_slip (slip_code, member_id, about, thing, given_at_ms) \
    VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (slip_code) DO UPDATE SET member_id = $2, given_at_ms = $5";
const GO_WITH_CARD: &str = "DELETE FROM bank_slip WHERE member_id = $1 AND about <> 'offer'";
const OF_OFFER: &str = "SELECT member_id FROM bank_slip WHERE about = 'offer' AND thing = $1";
const LET_GO: &str = "DELETE FROM bank_slip WHERE about = 'offer' AND thing = $1";

/// What a code is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrintedOn {
    /// A statement of account from the slip printer.
    Statement,
    /// The receipt of an exchange.
    Receipt(ExchangeId),
}

impl PrintedOn {
    fn words(self) -> (&'static str, String) {
        match self {
            Self::Statement => ("statement", String::new()),
            Self::Receipt(exchange) => ("exchange", exchange.to_string()),
        }
    }
}

/// Whose account a code opens, or `None` for a code of nobody's.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn owner(
    db: &mut AnyConnection,
    code: &SlipCode,
) -> Result<Option<MemberId>, StoreError> {
    let row = sqlx::query(OWNER).bind(code.as_str()).fetch_optional(db).await?;
    member_of(row.as_ref())
}

fn member_of(row: Option<&AnyRow>) -> Result<Option<MemberId>, StoreError> {
    row.map(|row| parsed(row, "member_id")).transpose()
}

/// The code that is printed for a member: the one they have, or a fresh one.
///
/// # Errors
/// `hub-not-in-city`, or a problem with `retry`.
pub async fn printed(
    node: &Arc<Node>,
    member: MemberId,
    on: PrintedOn,
) -> Result<SlipCode, Problem> {
    let id = CommandId::new(node.fresh_id());
    let ctx = node.ctx(id, ActorRef::System, Channel::Console);
    let here = node.clone();
    node.change(move |write| {
        Box::pin(async move {
            let (about, thing) = on.words();
            let row = sqlx::query(PRINTED)
                .bind(member.to_string())
                .bind(about)
                .bind(thing.as_str())
                .fetch_optional(&mut *write.db)
                .await?;
            if let Some(row) = row {
                return Ok(parsed_code(&row)?);
            }
            let code = crate::requests::fresh_slip(&here, write, &ctx).await?;
            give(write.db, &code, member, (about, thing.as_str()), ctx.now_ms).await?;
            Ok(code)
        })
    })
    .await
}

async fn give(
    db: &mut AnyConnection,
    code: &SlipCode,
    member: MemberId,
    (about, thing): (&str, &str),
    now_ms: i64,
) -> Result<(), StoreError> {
    sqlx::query(GIVE)
        .bind(code.as_str())
        .bind(member.to_string())
        .bind(about)
        .bind(thing)
        .bind(now_ms)
        .execute(db)
        .await?;
    Ok(())
}

/// What was printed for a card opens nothing any more.
pub(super) async fn go_with_card(
    db: &mut AnyConnection,
    member: MemberId,
) -> Result<(), StoreError> {
    sqlx::query(GO_WITH_CARD).bind(member.to_string()).execute(db).await?;
    Ok(())
}

/// The member who left an offer, where the desk has said so.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn of_offer(
    db: &mut AnyConnection,
    offer: OfferId,
) -> Result<Option<MemberId>, StoreError> {
    let row = sqlx::query(OF_OFFER).bind(offer.to_string()).fetch_optional(db).await?;
    member_of(row.as_ref())
}

/// Says which member of this bank left an offer: its slip opens their account from now on. `None` takes that back.
///
/// # Errors
/// `unknown-offer` or `bank-unknown-member`, or a problem with `retry`.
pub async fn link_offer(
    node: &Arc<Node>,
    offer: OfferId,
    member: Option<MemberId>,
) -> Result<(), Problem> {
    let now_ms = node.now_ms();
    node.change(move |write| {
        Box::pin(async move {
            let home = write.node().clone();
            let card = offers::card(write.db, offer).await?;
            let card = card.ok_or_else(|| Problem::not_found("unknown-offer"))?;
            sqlx::query(LET_GO).bind(offer.to_string()).execute(&mut *write.db).await?;
            let Some(member) = member else { return Ok(()) };
            let known = queries::member(write.db, member).await?;
            if known.is_none_or(|row| row.home != home) {
                return Err(Problem::not_found("bank-unknown-member").into());
            }
            give(write.db, &card.slip, member, ("offer", &offer.to_string()), now_ms).await?;
            Ok(())
        })
    })
    .await
}
