//! Members' cards: a code that a QR holds, perhaps a chip (decision 0115), and a PIN of four to six digits (CAPABILITIES A10).
//!
//! Always true: the code says who is there and opens nothing without the PIN, whose mistakes are counted (`people::pins`).
//! Of this node only, never in the log.

use std::sync::Arc;

use protocol::card::CardCode;
use protocol::kiosk::bank::Shown;
use protocol::{ActorRef, MemberId, Problem};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::codes;
use crate::node::{Node, fresh_bytes, problem_of};
use crate::people::pins::{self, Table, Tried};
use crate::store::StoreError;
use crate::store::rows::parsed;

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] =
    &[GIVE, TAKE_BACK, SET_PIN, SET_CHIP, OF_MEMBER, BY_CODE, COUNT_TRY, REST, RIGHT];

const GIVE: &str = "INSERT INTO bank_card (member_id, code, pin_hash, must_change, wrong_times, \
    locked_until_ms, given_at_ms, given_by) VALUES ($1, $2, $3, 1, 0, 0, $4, $5) \
    ON CONFLICT (member_id) DO UPDATE SET code = $2, pin_hash = COALESCE($3, bank_card.pin_hash), \
    must_change = CASE WHEN $3 IS NULL THEN bank_card.must_change ELSE 1 END, \
    wrong_times = 0, locked_until_ms = 0, given_at_ms = $4, given_by = $5, used_at_ms = NULL, \
    chip = NULL";
const TAKE_BACK: &str = "DELETE FROM bank_card WHERE member_id = $1";
const SET_PIN: &str = "UPDATE bank_card SET pin_hash = $2, must_change = $3, wrong_times = 0, \
    locked_until_ms = 0 WHERE member_id = $1";
const SET_CHIP: &str = "UPDATE bank_card SET chip = $2 WHERE member_id = $1";
const OF_MEMBER: &str = "SELECT * FROM bank_card WHERE member_id = $1";
const BY_CODE: &str = "SELECT * FROM bank_card WHERE code = $1 OR chip = $1";
const COUNT_TRY: &str = "UPDATE bank_card SET wrong_times = wrong_times + 1 WHERE member_id = $1";
const REST: &str = "UPDATE bank_card SET locked_until_ms = $2 WHERE member_id = $1";
const RIGHT: &str = "UPDATE bank_card SET wrong_times = 0, locked_until_ms = 0, used_at_ms = $2 \
    WHERE member_id = $1";

/// Where the PINs of cards are kept.
const PINS: Table = Table { find: OF_MEMBER, count_try: COUNT_TRY, rest: REST, right: RIGHT };

/// A card as the desk sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Whose.
    pub member: MemberId,
    /// What its QR holds.
    pub code: CardCode,
    /// Whether it has a chip that is known.
    pub has_chip: bool,
    /// Whether it has a PIN.
    pub has_pin: bool,
    /// Whether the PIN is the one the desk set.
    pub must_change: bool,
    /// Until when it rests after mistakes, UTC milliseconds.
    pub locked_until_ms: i64,
    /// Whether only another PIN helps.
    pub blocked: bool,
    /// When it was given out, UTC milliseconds.
    pub given_at_ms: i64,
    /// Who gave it out.
    pub given_by: String,
    /// When it was last used.
    pub used_at_ms: Option<i64>,
}

fn read(row: &AnyRow) -> Result<Card, StoreError> {
    let code: String = row.try_get("code")?;
    let bad = |error: protocol::card::BadCard| StoreError::Corrupt {
        what: "code".to_owned(),
        why: error.to_string(),
    };
    Ok(Card {
        member: parsed(row, "member_id")?,
        code: code.parse().map_err(bad)?,
        has_chip: row.try_get::<Option<String>, _>("chip")?.is_some(),
        has_pin: row.try_get::<Option<String>, _>("pin_hash")?.is_some(),
        must_change: row.try_get::<i64, _>("must_change")? != 0,
        locked_until_ms: row.try_get("locked_until_ms")?,
        blocked: row.try_get::<i64, _>("wrong_times")? >= pins::TRIES_IN_ALL,
        given_at_ms: row.try_get("given_at_ms")?,
        given_by: row.try_get("given_by")?,
        used_at_ms: row.try_get("used_at_ms")?,
    })
}

/// The card of a member, if they have one.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn of(db: &mut AnyConnection, member: MemberId) -> Result<Option<Card>, StoreError> {
    let row = sqlx::query(OF_MEMBER).bind(member.to_string()).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// Whose card holds a code. It says who is there and opens nothing.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn shows(
    db: &mut AnyConnection,
    code: &CardCode,
) -> Result<Option<MemberId>, StoreError> {
    let row = sqlx::query(BY_CODE).bind(code.as_str()).fetch_optional(db).await?;
    row.as_ref().map(|row| parsed(row, "member_id")).transpose()
}

/// Gives a member a card, in the place of the one they have: what the old one's QR holds opens nothing any more.
/// The PIN stays where none is given.
///
/// # Errors
/// As [`pins::check`], or a problem with `retry` when the hub cannot write.
pub async fn give(
    node: &Arc<Node>,
    member: MemberId,
    pin: Option<String>,
    by: ActorRef,
) -> Result<CardCode, Problem> {
    let pin_hash = match pin {
        Some(pin) => {
            pins::check(&pin)?;
            Some(pins::hashed(pin).await?)
        }
        None => None,
    };
    let mut chance = [0; 8];
    chance.copy_from_slice(&fresh_bytes()[..8]);
    let code = CardCode::of(u64::from_be_bytes(chance));
    let (kept, now_ms) = (code.clone(), node.now_ms());
    node.change(move |write| {
        Box::pin(async move {
            sqlx::query(GIVE)
                .bind(member.to_string())
                .bind(kept.as_str())
                .bind(pin_hash)
                .bind(now_ms)
                .bind(by.to_string())
                .execute(&mut *write.db)
                .await?;
            Ok(codes::go_with_card(write.db, member).await?)
        })
    })
    .await?;
    Ok(code)
}

/// Takes a member's card back: it opens nothing from now on.
///
/// # Errors
/// A problem with `retry` when the hub cannot write.
pub async fn take_back(node: &Arc<Node>, member: MemberId) -> Result<(), Problem> {
    node.change(move |write| {
        Box::pin(async move {
            sqlx::query(TAKE_BACK).bind(member.to_string()).execute(&mut *write.db).await?;
            Ok(codes::go_with_card(write.db, member).await?)
        })
    })
    .await
}

/// Says which chip is in a member's card, by the number a reader types; `None` says that none is.
///
/// # Errors
/// `bank-chip-unreadable` at `chip`, `bank-chip-taken` when it is in the card of somebody else, or a problem with `retry`
/// when the hub cannot write.
pub async fn set_chip(
    node: &Arc<Node>,
    member: MemberId,
    number: Option<&str>,
) -> Result<(), Problem> {
    let code = number
        .map(|number| CardCode::of_chip(number).ok_or("bank-chip-unreadable"))
        .transpose()
        .map_err(|slug| Problem::invalid(slug).at("chip"))?;
    let free = node
        .change(move |write| {
            Box::pin(async move {
                if let Some(code) = &code
                    && shows(write.db, code).await?.is_some_and(|holder| holder != member)
                {
                    return Ok(false);
                }
                sqlx::query(SET_CHIP)
                    .bind(member.to_string())
                    .bind(code.map(String::from))
                    .execute(&mut *write.db)
                    .await?;
                Ok(true)
            })
        })
        .await?;
    if free { Ok(()) } else { Err(Problem::conflict("bank-chip-taken").at("chip")) }
}

/// Sets the PIN of a member's card; `by_desk`: they are asked to choose another at the kiosk.
///
/// # Errors
/// As [`pins::check`], or a problem with `retry` when the hub cannot write.
pub async fn set_pin(
    node: &Arc<Node>,
    member: MemberId,
    pin: String,
    by_desk: bool,
) -> Result<(), Problem> {
    pins::check(&pin)?;
    let hash = pins::hashed(pin).await?;
    node.change(move |write| {
        Box::pin(async move {
            sqlx::query(SET_PIN)
                .bind(member.to_string())
                .bind(hash)
                .bind(i64::from(by_desk))
                .execute(&mut *write.db)
                .await?;
            Ok(())
        })
    })
    .await
}

/// Who shows a card and knows its PIN.
///
/// # Errors
/// `bank-card-unknown`, `bank-card-without-pin`, `bank-card-rests` with `minutes`, `bank-card-blocked` or
/// `bank-pin-wrong` with the tries that are `left`; or a problem with `retry`.
pub async fn owner(node: &Arc<Node>, shown: Shown) -> Result<MemberId, Problem> {
    let Shown { card, pin } = shown;
    let failed = |error| problem_of(&error);
    let mut db = node.store.read().await.map_err(failed)?;
    let member = shows(&mut db, &card).await.map_err(failed)?;
    drop(db);
    let member = member.ok_or_else(|| Problem::not_found("bank-card-unknown"))?;
    match pins::tried(node, &PINS, member.to_string(), pin).await? {
        Tried::Right => Ok(member),
        Tried::Wrong(left) => Err(Problem::forbidden("bank-pin-wrong").with("left", left)),
        Tried::Rests(minutes) => Err(Problem::conflict("bank-card-rests").with("minutes", minutes)),
        Tried::Blocked => Err(Problem::conflict("bank-card-blocked")),
        Tried::Without => Err(Problem::conflict("bank-card-without-pin")),
    }
}
