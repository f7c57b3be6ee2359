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

/// Something else that stands in somebody's calendar: a help that was agreed, something to do, a visit to the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its own name, the same each time the calendar is read.
    pub uid: String,
    /// What it is, without anything about a person.
    pub title: String,
    /// Where; may be empty.
    pub place: String,
    /// When it begins, UTC milliseconds.
    pub from_ms: i64,
    /// How long it is, in minutes.
    pub length_min: i64,
    /// When it last changed, UTC milliseconds.
    pub changed_at_ms: i64,
}

/// Shifts and what else there is as a calendar reads them (RFC 5545), in universal time, which every calendar shows by
/// its own clock. `worded` gives title and place of each shift.
#[must_use]
pub fn calendar(
    name: &str,
    zone: &TimeZone,
    shifts: &[ShiftRow],
    worded: impl Fn(&ShiftRow) -> (String, String),
    others: &[Entry],
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
    for entry in others {
        let at = |at_ms: i64| universal(Timestamp::from_millisecond(at_ms).unwrap_or_default());
        let mut event = icalendar::Event::new();
        event.uid(&format!("{}@costellazione", entry.uid));
        event.summary(&entry.title);
        event.location(&entry.place);
        event.add_property("DTSTART", at(entry.from_ms));
        event.add_property("DTEND", at(entry.from_ms + entry.length_min * 60_000));
        event.add_property("DTSTAMP", at(entry.changed_at_ms));
        calendar.push(event.done());
    }
    calendar.done().to_string()
}

/// When a minute of a day is, UTC milliseconds; `None` for what is no day.
#[must_use]
pub fn at_ms(zone: &TimeZone, day: &str, minute: i64) -> Option<i64> {
    instant(zone, day, minute).map(Timestamp::as_millisecond)
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
        let help = Entry {
            uid: "help-1".to_owned(),
            title: "Aiuto: fare la spesa".to_owned(),
            place: "Mompiano".to_owned(),
            from_ms: at_ms(&zone, "2026-12-10", 15 * 60).unwrap(),
            length_min: 60,
            changed_at_ms: crate::testing::MORNING_MS,
        };
        let worded = |_: &ShiftRow| ("Turno, con una virgola".to_owned(), "Casazza".to_owned());
        let text = calendar("Turni", &zone, std::slice::from_ref(&shift), worded, &[help]);
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n"), "{text}");
        for line in [
            "DTSTART:20261209T080000Z",
            "DTEND:20261209T113000Z",
            "SUMMARY:Turno\\, con una virgola",
            "LOCATION:Casazza",
            "DTSTAMP:20261118T090000Z",
            "SUMMARY:Aiuto: fare la spesa",
            "DTSTART:20261210T140000Z",
            "DTEND:20261210T150000Z",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
        let off = ShiftRow { state: ShiftState::Cancelled, ..shift };
        let none = calendar("Turni", &zone, &[off], |_| Default::default(), &[]);
        assert!(!none.contains("VEVENT"));
    }
}
