//! When a hub is open: its week, less the days the city keeps. Deadlines of requests count these hours only.
//!
//! Always true: pure; the instant comes as an argument. Hours are local, so a week with a change of clocks is right
//! too. Deliberately absent: hours of other places, and what happens when a deadline passes.

use std::fmt;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::schema::{Calendar, HubPlace, OpenSpan, WeekHours};

/// Rome's rule in POSIX form, for machines without the time zone database.
const ROME: (&str, &str) = ("Europe/Rome", "CET-1CEST,M3.5.0,M10.5.0/3");

/// Public holidays on a fixed date: month, day, first year in which it counts. L. 260/1949 as amended; Easter and
/// its Monday are worked out; San Francesco is a holiday again from 2026 (L. 151/2025).
const PUBLIC_HOLIDAYS: [(i8, i8, i16); 11] = [
    (1, 1, 1949),
    (1, 6, 1986),
    (4, 25, 1949),
    (5, 1, 1949),
    (6, 2, 2001),
    (8, 15, 1949),
    (10, 4, 2026),
    (11, 1, 1949),
    (12, 8, 1949),
    (12, 25, 1949),
    (12, 26, 1949),
];

/// How many days ahead a deadline is looked for: no hub stays shut for two years.
const HORIZON_DAYS: usize = 2 * 366;

/// The zone of that IANA name, if this machine knows it.
pub(super) fn time_zone_named(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok().or_else(|| {
        let (rome, rule) = ROME;
        (name == rome).then(|| TimeZone::posix(rule).ok()).flatten()
    })
}

impl Calendar {
    /// The clock of the city; UTC only when the name is unknown to this machine, which reading the file refuses.
    #[must_use]
    pub fn clock(&self) -> TimeZone {
        time_zone_named(&self.time_zone).unwrap_or(TimeZone::UTC)
    }

    /// Whether hubs stay closed on `date` whatever their week says.
    #[must_use]
    pub fn is_holiday(&self, date: Date) -> bool {
        let kept_here = self.patron.iter().chain(&self.local_holidays);
        (self.public_holidays && is_public_holiday(date))
            || kept_here.into_iter().any(|day| (day.month, day.day) == (date.month(), date.day()))
            || self.closed.contains(&date)
    }
}

impl WeekHours {
    /// The spans of a day of the week, in order.
    #[must_use]
    pub fn of_day(&self, day: Weekday) -> &[OpenSpan] {
        match day {
            Weekday::Monday => &self.mon,
            Weekday::Tuesday => &self.tue,
            Weekday::Wednesday => &self.wed,
            Weekday::Thursday => &self.thu,
            Weekday::Friday => &self.fri,
            Weekday::Saturday => &self.sat,
            Weekday::Sunday => &self.sun,
        }
    }
}

impl HubPlace {
    /// The hub's opening on `date`, in order; empty on holidays.
    #[must_use]
    pub fn open_spans(&self, calendar: &Calendar, date: Date) -> &[OpenSpan] {
        if calendar.is_holiday(date) { &[] } else { self.opening.of_day(date.weekday()) }
    }

    /// Whether the hub is open at `at`; at the minute of closing it no longer is.
    #[must_use]
    pub fn is_open(&self, calendar: &Calendar, at: Timestamp) -> bool {
        let clock = calendar.clock();
        let today = clock.to_datetime(at).date();
        self.open_spans(calendar, today)
            .iter()
            .filter_map(|span| span.on(today, &clock))
            .any(|(opens, closes)| (opens..closes).contains(&at))
    }

    /// The instant by which the hub has been open for `open_min` minutes since `from`, or `None` when that does not
    /// come within two years. No minutes at all is `from` itself.
    #[must_use]
    pub fn after_open_minutes(
        &self,
        calendar: &Calendar,
        from: Timestamp,
        open_min: u32,
    ) -> Option<Timestamp> {
        if open_min == 0 {
            return Some(from);
        }
        let clock = calendar.clock();
        let mut left_s = i64::from(open_min) * 60;
        let mut today = clock.to_datetime(from).date();
        for _ in 0..HORIZON_DAYS {
            for span in self.open_spans(calendar, today) {
                let Some((opens, closes)) = span.on(today, &clock) else { continue };
                let start = opens.max(from);
                let length_s = closes.as_second() - start.as_second();
                if length_s >= left_s {
                    return start.checked_add(left_s.seconds()).ok();
                }
                left_s -= length_s.max(0);
            }
            today = today.tomorrow().ok()?;
        }
        None
    }
}

impl OpenSpan {
    /// The two instants of this span on `date`.
    pub(super) fn on(self, date: Date, clock: &TimeZone) -> Option<(Timestamp, Timestamp)> {
        let instant = |minute: u16| {
            let local =
                date.to_datetime(Time::midnight()).checked_add(i64::from(minute).minutes()).ok()?;
            clock.to_timestamp(local).ok()
        };
        Some((instant(self.opens_min)?, instant(self.closes_min)?))
    }
}

/// As it is written in a city file: `09:00-12:30`.
impl fmt::Display for OpenSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { opens_min, closes_min } = self;
        let (opens_h, closes_h) = (opens_min / 60, closes_min / 60);
        write!(f, "{opens_h:02}:{:02}-{closes_h:02}:{:02}", opens_min % 60, closes_min % 60)
    }
}

fn is_public_holiday(date: Date) -> bool {
    let fixed = PUBLIC_HOLIDAYS.iter().any(|(month, day, first_year)| {
        (*month, *day) == (date.month(), date.day()) && date.year() >= *first_year
    });
    fixed
        || easter(date.year())
            .is_some_and(|easter| easter == date || easter.tomorrow().is_ok_and(|day| day == date))
}

/// Easter Sunday of the Gregorian calendar (the anonymous computus of 1876).
fn easter(year: i16) -> Option<Date> {
    let whole_year = i32::from(year);
    let (century, of_century) = (whole_year.div_euclid(100), whole_year.rem_euclid(100));
    let golden = whole_year.rem_euclid(19);
    let correction = (8 * century + 13).div_euclid(25);
    let epact = (19 * golden + century - century.div_euclid(4) - correction + 15).rem_euclid(30);
    let weekday = (32 + 2 * century.rem_euclid(4) + 2 * of_century.div_euclid(4)
        - epact
        - of_century.rem_euclid(4))
    .rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday).div_euclid(451);
    let days = epact + weekday - 7 * late + 114;
    let month = i8::try_from(days.div_euclid(31)).ok()?;
    let day = i8::try_from(days.rem_euclid(31) + 1).ok()?;
    Date::new(year, month, day).ok()
}
