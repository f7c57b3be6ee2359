//! Calendars by secret address: whoever knows it reads somebody's shifts in their own calendar, until it is
//! revoked. Only the hash of the secret is kept, so that it is shown once.

use icalendar::{Calendar, Component as _, EventLike as _};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use protocol::StaffId;
use sqlx::AnyConnection;

use super::queries::{ShiftRow, ShiftState};
use crate::store::StoreError;
use crate::store::rows::parse;

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[MAKE, REVOKE, WHOSE, HAS];

const MAKE: &str = "INSERT INTO calendar_feed (feed_key, staff_id, made_at_ms) VALUES ($1, $2, $3)";
const REVOKE: &str = "DELETE FROM calendar_feed WHERE staff_id = $1";
const WHOSE: &str = "SELECT staff_id FROM calendar_feed WHERE feed_key = $1";
const HAS: &str = "SELECT COUNT(*) FROM calendar_feed WHERE staff_id = $1";

fn key_of(secret: &str) -> String {
    let key = blake3::derive_key("costellazione calendar feed", secret.as_bytes());
    data_encoding::HEXLOWER.encode(&key)
}

/// Keeps a new secret in place of the one somebody had.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn renew(
    db: &mut AnyConnection,
    staff: StaffId,
    secret: &str,
    now_ms: i64,
) -> Result<(), StoreError> {
    revoke(db, staff).await?;
    let make = sqlx::query(MAKE).bind(key_of(secret)).bind(staff.to_string()).bind(now_ms);
    make.execute(db).await?;
    Ok(())
}

/// Takes somebody's address away.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn revoke(db: &mut AnyConnection, staff: StaffId) -> Result<(), StoreError> {
    sqlx::query(REVOKE).bind(staff.to_string()).execute(db).await?;
    Ok(())
}

/// Whether somebody has an address.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn has(db: &mut AnyConnection, staff: StaffId) -> Result<bool, StoreError> {
    let count: i64 = sqlx::query_scalar(HAS).bind(staff.to_string()).fetch_one(db).await?;
    Ok(count > 0)
}

/// Whose calendar a secret opens, or `None` when it opens none (any more).
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn whose(db: &mut AnyConnection, secret: &str) -> Result<Option<StaffId>, StoreError> {
    let staff: Option<String> =
        sqlx::query_scalar(WHOSE).bind(key_of(secret)).fetch_optional(db).await?;
    staff.map(|staff| parse("staff_id", &staff)).transpose()
}

/// Shifts as a calendar reads them (RFC 5545), in universal time, which every calendar shows by its own clock.
/// `worded` gives title and place of each.
#[must_use]
pub fn calendar(
    name: &str,
    zone: &TimeZone,
    shifts: &[ShiftRow],
    worded: impl Fn(&ShiftRow) -> (String, String),
) -> String {
    let mut calendar = Calendar::new();
    calendar.name(name);
    for shift in shifts.iter().filter(|shift| shift.state != ShiftState::Cancelled) {
        let (title, place) = worded(shift);
        let times = [("DTSTART", shift.from_min), ("DTEND", shift.to_min)];
        let times = times.map(|(key, minute)| (key, instant(zone, &shift.day, minute)));
        let mut event = icalendar::Event::new();
        event.uid(&format!("{}@costellazione", shift.id));
        event.summary(&title);
        event.location(&place);
        for (key, at) in times {
            event.add_property(key, universal(at.unwrap_or_default()));
        }
        let changed = Timestamp::from_millisecond(shift.changed_at_ms).unwrap_or_default();
        event.add_property("DTSTAMP", universal(changed));
        calendar.push(event.done());
    }
    calendar.done().to_string()
}

fn instant(zone: &TimeZone, day: &str, minute: i64) -> Option<Timestamp> {
    let day: Date = day.parse().ok()?;
    let at = day.to_datetime(Time::midnight()).checked_add(minute.minutes()).ok()?;
    zone.to_timestamp(at).ok()
}

fn universal(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::uuid;
    use protocol::ShiftId;

    #[test]
    fn a_shift_is_written_as_calendars_read_it() {
        let shift = ShiftRow {
            id: ShiftId::new(uuid(1)),
            home: "mompiano".parse().unwrap(),
            staff: StaffId::new(uuid(2)),
            neighbourhood: "casazza".parse().unwrap(),
            day: "2026-12-09".to_owned(),
            from_min: 9 * 60,
            to_min: 12 * 60 + 30,
            state: ShiftState::Planned,
            changed_at_ms: crate::testing::MORNING_MS,
        };
        let zone = crate::testing::brescia().calendar.clock();
        let text = calendar("Turni", &zone, std::slice::from_ref(&shift), |_| {
            ("Turno, con una virgola".to_owned(), "Casazza".to_owned())
        });
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n"), "{text}");
        for line in [
            "DTSTART:20261209T080000Z",
            "DTEND:20261209T113000Z",
            "SUMMARY:Turno\\, con una virgola",
            "LOCATION:Casazza",
            "DTSTAMP:20261118T090000Z",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
        let off = ShiftRow { state: ShiftState::Cancelled, ..shift };
        assert!(!calendar("Turni", &zone, &[off], |_| Default::default()).contains("VEVENT"));
    }
}
