//! PINs of four to six digits: of members' cards, and of those who work here, who say with it at a kiosk that they hand
//! something over.
//!
//! Always true: of a PIN only an argon2id hash is kept. A try is counted before it is looked at, so that many at once
//! are not free: after five mistakes it rests for a quarter of an hour, after ten until another PIN is set.

use std::sync::Arc;

use protocol::kiosk::Hand;
use protocol::kiosk::bank::{PIN_LEAST, PIN_MOST};
use protocol::{NodeId, Problem, StaffId};
use sqlx::{AnyConnection, Row};

use super::passwords;
use super::queries::role_of;
use super::roles::{Permission, role_may};
use crate::node::{Node, fresh_bytes, problem_of};
use crate::store::StoreError;
use crate::store::rows::parsed;

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[SET, FIND, COUNT_TRY, REST, RIGHT, OF_HUB];

const SET: &str = "INSERT INTO staff_pin (staff_id, pin_hash, wrong_times, locked_until_ms, set_at_ms) \
    VALUES ($1, $2, 0, 0, $3) ON CONFLICT (staff_id) DO UPDATE SET pin_hash = $2, wrong_times = 0, \
    locked_until_ms = 0, set_at_ms = $3";
const FIND: &str = "SELECT * FROM staff_pin WHERE staff_id = $1";
const COUNT_TRY: &str = "UPDATE staff_pin SET wrong_times = wrong_times + 1 WHERE staff_id = $1";
const REST: &str = "UPDATE staff_pin SET locked_until_ms = $2 WHERE staff_id = $1";
const RIGHT: &str = "UPDATE staff_pin SET wrong_times = 0, locked_until_ms = 0, used_at_ms = $2 \
    WHERE staff_id = $1";
const OF_HUB: &str = "SELECT s.staff_id, s.role, c.display_name FROM staff_pin p \
    JOIN staff s ON s.staff_id = p.staff_id JOIN credential c ON c.staff_id = s.staff_id \
    WHERE s.home = $1 AND s.state = 'active' ORDER BY c.display_name, s.staff_id";

/// After so many mistakes a PIN rests.
const TRIES: i64 = 5;
/// For how long.
const REST_MS: i64 = 15 * 60_000;
/// After so many mistakes only another PIN helps.
pub const TRIES_IN_ALL: i64 = 10;

/// Where PINs of one kind are kept. Every statement takes a key first; `find` answers with `pin_hash`, `wrong_times` and
/// `locked_until_ms`, the last two take an instant as well.
pub struct Table {
    /// Reads one.
    pub find: &'static str,
    /// Counts a try.
    pub count_try: &'static str,
    /// Lets it rest until an instant.
    pub rest: &'static str,
    /// It was right, at an instant.
    pub right: &'static str,
}

/// The PINs of those who work here.
const OF_STAFF: Table = Table { find: FIND, count_try: COUNT_TRY, rest: REST, right: RIGHT };

/// What came of trying a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// It is the one.
    Right,
    /// It is not; so many tries are left until it rests.
    Wrong(i64),
    /// It rests for so many minutes.
    Rests(i64),
    /// Only another PIN helps.
    Blocked,
    /// There is none.
    Without,
}

/// Whether somebody may choose a PIN.
///
/// # Errors
/// `bank-pin-shape` or `bank-pin-easy`, at the field `pin`.
pub fn check(pin: &str) -> Result<(), Problem> {
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

/// What is kept of a PIN.
///
/// # Errors
/// A problem with `retry`.
pub async fn hashed(pin: String) -> Result<String, Problem> {
    let mut salt = [0; 16];
    salt.copy_from_slice(&fresh_bytes()[..16]);
    let done = tokio::task::spawn_blocking(move || passwords::hash(&pin, &salt)).await;
    match done {
        Ok(hash) => hash.map_err(|error| problem_of(&error)),
        Err(_stopped) => Err(Problem::try_later("shutting-down")),
    }
}

/// Tries a PIN.
///
/// # Errors
/// A problem with `retry`.
pub async fn tried(
    node: &Arc<Node>,
    table: &'static Table,
    key: String,
    pin: String,
) -> Result<Tried, Problem> {
    let (now_ms, id) = (node.now_ms(), key.clone());
    // The try counts before the PIN is looked at.
    let begun = node
        .change(move |write| {
            Box::pin(async move {
                let row = sqlx::query(table.find).bind(id.as_str()).fetch_optional(&mut *write.db);
                let Some(row) = row.await? else { return Ok(Err(Tried::Without)) };
                let Some(hash) = row.try_get::<Option<String>, _>("pin_hash")? else {
                    return Ok(Err(Tried::Without));
                };
                let tries: i64 = row.try_get("wrong_times")?;
                let locked_until_ms: i64 = row.try_get("locked_until_ms")?;
                if tries >= TRIES_IN_ALL {
                    return Ok(Err(Tried::Blocked));
                }
                if locked_until_ms > now_ms {
                    let minutes = (locked_until_ms - now_ms + 59_999) / 60_000;
                    return Ok(Err(Tried::Rests(minutes)));
                }
                sqlx::query(table.count_try).bind(id.as_str()).execute(&mut *write.db).await?;
                Ok(Ok((hash, tries + 1)))
            })
        })
        .await?;
    let (hash, tries) = match begun {
        Ok(counted) => counted,
        Err(not) => return Ok(not),
    };
    let verified = tokio::task::spawn_blocking(move || passwords::verify(&pin, Some(&hash))).await;
    let right = verified.map_err(|_stopped| Problem::try_later("shutting-down"))?;
    let rests = !right && tries % TRIES == 0;
    let after = match (right, rests) {
        (true, _) => Some((table.right, now_ms)),
        (false, true) => Some((table.rest, now_ms + REST_MS)),
        (false, false) => None,
    };
    if let Some((statement, at_ms)) = after {
        node.change(move |write| {
            Box::pin(async move {
                let query = sqlx::query(statement).bind(key).bind(at_ms);
                query.execute(&mut *write.db).await?;
                Ok(())
            })
        })
        .await?;
    }
    Ok(if right {
        Tried::Right
    } else if tries >= TRIES_IN_ALL {
        Tried::Blocked
    } else if rests {
        Tried::Rests(REST_MS / 60_000)
    } else {
        Tried::Wrong(TRIES - tries % TRIES)
    })
}

/// Sets one's own PIN, in the place of the one before.
///
/// # Errors
/// As [`check`], or a problem with `retry`.
pub async fn set(node: &Arc<Node>, staff: StaffId, pin: String) -> Result<(), Problem> {
    check(&pin)?;
    let (hash, now_ms) = (hashed(pin).await?, node.now_ms());
    node.change(move |write| {
        Box::pin(async move {
            let query = sqlx::query(SET).bind(staff.to_string()).bind(hash).bind(now_ms);
            query.execute(&mut *write.db).await?;
            Ok(())
        })
    })
    .await
}

/// Those who can say with a PIN at a kiosk of a hub that they hand something over.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn hands(db: &mut AnyConnection, home: &NodeId) -> Result<Vec<Hand>, StoreError> {
    let mut hands = Vec::new();
    for row in &sqlx::query(OF_HUB).bind(home.as_str()).fetch_all(db).await? {
        if role_may(role_of(row)?, Permission::KeepCustody) {
            hands
                .push(Hand { staff: parsed(row, "staff_id")?, name: row.try_get("display_name")? });
        }
    }
    Ok(hands)
}

/// Whether somebody who works at this hub is there with their PIN and may hand things over.
///
/// # Errors
/// `staff-pin-unknown`, `staff-pin-wrong` with the tries that are `left`, `staff-pin-rests` with `minutes` or
/// `staff-pin-blocked`; or a problem with `retry`.
pub async fn is_there(node: &Arc<Node>, staff: StaffId, pin: String) -> Result<(), Problem> {
    let failed = |error| problem_of(&error);
    let mut db = node.store.read().await.map_err(failed)?;
    let known = hands(&mut db, node.id()).await.map_err(failed)?;
    drop(db);
    if !known.iter().any(|hand| hand.staff == staff) {
        return Err(Problem::not_found("staff-pin-unknown"));
    }
    match tried(node, &OF_STAFF, staff.to_string(), pin).await? {
        Tried::Right => Ok(()),
        Tried::Wrong(left) => Err(Problem::forbidden("staff-pin-wrong").with("left", left)),
        Tried::Rests(minutes) => Err(Problem::conflict("staff-pin-rests").with("minutes", minutes)),
        Tried::Blocked => Err(Problem::conflict("staff-pin-blocked")),
        Tried::Without => Err(Problem::not_found("staff-pin-unknown")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_has_four_to_six_digits_and_is_not_one_everybody_tries_first() {
        for pin in ["2580", "19470", "130582", "1357"] {
            assert!(check(pin).is_ok(), "{pin}");
        }
        for (pin, slug) in [
            ("123", "bank-pin-shape"),
            ("1234567", "bank-pin-shape"),
            ("12a4", "bank-pin-shape"),
            ("1234", "bank-pin-easy"),
            ("98765", "bank-pin-easy"),
            ("0000", "bank-pin-easy"),
        ] {
            assert_eq!(check(pin).unwrap_err().slug(), slug, "{pin}");
        }
    }
}
