//! Members' cards: a code that a QR holds, and a PIN of four to six digits (CAPABILITIES A10).
//!
//! Always true: the code says who is there and opens nothing without the PIN; of the PIN only an argon2id hash is
//! kept. A try is counted before it is looked at, so that many at once are not free: after five mistakes the card
//! rests for a quarter of an hour, after ten until the desk sets another PIN. Of this node only, never in the log.

use std::sync::Arc;

use protocol::card::CardCode;
use protocol::kiosk::bank::{PIN_LEAST, PIN_MOST, Shown};
use protocol::{ActorRef, MemberId, Problem};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::codes;
use crate::node::{Node, fresh_bytes, problem_of};
use crate::people::passwords;
use crate::store::StoreError;
use crate::store::rows::parsed;

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] =
    &[GIVE, TAKE_BACK, SET_PIN, OF_MEMBER, BY_CODE, COUNT_TRY, REST, RIGHT];

const GIVE: &str = "INSERT INTO bank_card (member_id, code, pin_hash, must_change, wrong_times, \
    locked_until_ms, given_at_ms, given_by) VALUES ($1, $2, $3, 1, 0, 0, $4, $5) \
    ON CONFLICT (member_id) DO UPDATE SET code = $2, pin_hash = COALESCE($3, bank_card.pin_hash), \
    must_change = CASE WHEN $3 IS NULL THEN bank_card.must_change ELSE 1 END, \
    wrong_times = 0, locked_until_ms = 0, given_at_ms = $4, given_by = $5, used_at_ms = NULL";
const TAKE_BACK: &str = "DELETE FROM bank_card WHERE member_id = $1";
const SET_PIN: &str = "UPDATE bank_card SET pin_hash = $2, must_change = $3, wrong_times = 0, \
    locked_until_ms = 0 WHERE member_id = $1";
const OF_MEMBER: &str = "SELECT * FROM bank_card WHERE member_id = $1";
const BY_CODE: &str = "SELECT * FROM bank_card WHERE code = $1";
const COUNT_TRY: &str = "UPDATE bank_card SET wrong_times = wrong_times + 1 WHERE member_id = $1";
const REST: &str = "UPDATE bank_card SET locked_until_ms = $2 WHERE member_id = $1";
const RIGHT: &str = "UPDATE bank_card SET wrong_times = 0, locked_until_ms = 0, used_at_ms = $2 \
    WHERE member_id = $1";

/// After so many mistakes a card rests.
const TRIES: i64 = 5;
/// For how long.
const REST_MS: i64 = 15 * 60_000;
/// After so many mistakes only the desk helps.
const TRIES_IN_ALL: i64 = 10;

/// A card as the desk sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Whose.
    pub member: MemberId,
    /// What its QR holds.
    pub code: CardCode,
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
        has_pin: row.try_get::<Option<String>, _>("pin_hash")?.is_some(),
        must_change: row.try_get::<i64, _>("must_change")? != 0,
        locked_until_ms: row.try_get("locked_until_ms")?,
        blocked: row.try_get::<i64, _>("wrong_times")? >= TRIES_IN_ALL,
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

/// Whether somebody may choose a PIN.
///
/// # Errors
/// `bank-pin-shape` or `bank-pin-easy`, at the field `pin`.
pub fn check_pin(pin: &str) -> Result<(), Problem> {
    let digits: Vec<u8> = pin.bytes().collect();
    if !(PIN_LEAST..=PIN_MOST).contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
        return Err(Problem::invalid("bank-pin-shape").at("pin"));
    }
    let steps: Vec<i16> =
        digits.windows(2).map(|two| i16::from(two[1]) - i16::from(two[0])).collect();
    let even = steps.windows(2).all(|two| two[0] == two[1]);
    if even && steps.first().is_some_and(|step| step.abs() <= 1) {
        return Err(Problem::invalid("bank-pin-easy").at("pin"));
    }
    Ok(())
}

async fn hashed(pin: String) -> Result<String, Problem> {
    let mut salt = [0; 16];
    salt.copy_from_slice(&fresh_bytes()[..16]);
    let done = tokio::task::spawn_blocking(move || passwords::hash(&pin, &salt)).await;
    match done {
        Ok(hash) => hash.map_err(|error| problem_of(&error)),
        Err(_stopped) => Err(Problem::try_later("shutting-down")),
    }
}

/// Gives a member a card, in the place of the one they have: what the old one's QR holds opens nothing any more.
/// The PIN stays where none is given.
///
/// # Errors
/// As [`check_pin`], or a problem with `retry` when the hub cannot write.
pub async fn give(
    node: &Arc<Node>,
    member: MemberId,
    pin: Option<String>,
    by: ActorRef,
) -> Result<CardCode, Problem> {
    let pin_hash = match pin {
        Some(pin) => {
            check_pin(&pin)?;
            Some(hashed(pin).await?)
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

/// Sets the PIN of a member's card; `by_desk`: they are asked to choose another at the kiosk.
///
/// # Errors
/// As [`check_pin`], or a problem with `retry` when the hub cannot write.
pub async fn set_pin(
    node: &Arc<Node>,
    member: MemberId,
    pin: String,
    by_desk: bool,
) -> Result<(), Problem> {
    check_pin(&pin)?;
    let hash = hashed(pin).await?;
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
    let now_ms = node.now_ms();
    let Shown { card, pin } = shown;
    // The try counts before the PIN is looked at.
    let (member, hash, tries) = node
        .change(move |write| {
            Box::pin(async move {
                let row =
                    sqlx::query(BY_CODE).bind(card.as_str()).fetch_optional(&mut *write.db).await?;
                let row = row.ok_or_else(|| Problem::not_found("bank-card-unknown"))?;
                let found = read(&row)?;
                let hash: Option<String> = row.try_get("pin_hash")?;
                let hash = hash.ok_or_else(|| Problem::conflict("bank-card-without-pin"))?;
                if found.blocked {
                    return Err(Problem::conflict("bank-card-blocked").into());
                }
                if found.locked_until_ms > now_ms {
                    let minutes = (found.locked_until_ms - now_ms + 59_999) / 60_000;
                    return Err(Problem::conflict("bank-card-rests")
                        .with("minutes", minutes)
                        .into());
                }
                sqlx::query(COUNT_TRY)
                    .bind(found.member.to_string())
                    .execute(&mut *write.db)
                    .await?;
                let tries: i64 = row.try_get("wrong_times")?;
                Ok((found.member, hash, tries + 1))
            })
        })
        .await?;
    let verified = tokio::task::spawn_blocking(move || passwords::verify(&pin, Some(&hash))).await;
    let right = verified.map_err(|_stopped| Problem::try_later("shutting-down"))?;
    let rests = !right && tries % TRIES == 0;
    node.change(move |write| {
        Box::pin(async move {
            let (statement, at_ms) = match (right, rests) {
                (true, _) => (RIGHT, now_ms),
                (false, true) => (REST, now_ms + REST_MS),
                (false, false) => return Ok(()),
            };
            let query = sqlx::query(statement).bind(member.to_string()).bind(at_ms);
            query.execute(&mut *write.db).await?;
            Ok(())
        })
    })
    .await?;
    if right {
        return Ok(member);
    }
    Err(if tries >= TRIES_IN_ALL {
        Problem::conflict("bank-card-blocked")
    } else if rests {
        Problem::conflict("bank-card-rests").with("minutes", REST_MS / 60_000)
    } else {
        Problem::forbidden("bank-pin-wrong").with("left", TRIES - tries % TRIES)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_has_four_to_six_digits_and_is_not_one_everybody_tries_first() {
        for pin in ["2580", "19470", "130582", "1357"] {
            assert!(check_pin(pin).is_ok(), "{pin}");
        }
        for (pin, slug) in [
            ("123", "bank-pin-shape"),
            ("1234567", "bank-pin-shape"),
            ("12a4", "bank-pin-shape"),
            ("1234", "bank-pin-easy"),
            ("98765", "bank-pin-easy"),
            ("0000", "bank-pin-easy"),
        ] {
            assert_eq!(check_pin(pin).unwrap_err().slug(), slug, "{pin}");
        }
    }
}
