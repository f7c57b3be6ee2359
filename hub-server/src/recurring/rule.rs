//! When a need comes back: days of the week, every so many weeks, from a day until another, between two hours.
//!
//! Always true: pure, by the calendar of the city; the same rule gives the same days for ever. Deliberately absent:
//! what differs from it, day by day, which stands beside it.

use jiff::civil::{Date, Weekday};
use protocol::kiosk::TimeBand;
use serde::{Deserialize, Serialize};

pub use protocol::kiosk::Day;

/// Most weeks between two of its weeks.
pub const EVERY_WEEKS_MAX: u8 = 12;
/// How far ahead a rule may begin, and the longest it is looked through for its days, in days.
const HORIZON_DAYS: usize = 732;
/// From when a day is the afternoon, and the evening, in minutes after midnight.
const NOON_MIN: u16 = 13 * 60;
const EVENING_MIN: u16 = 18 * 60;

/// The day of the week of a date.
#[must_use]
pub fn day_of(date: Date) -> Day {
    match date.weekday() {
        Weekday::Monday => Day::Mon,
        Weekday::Tuesday => Day::Tue,
        Weekday::Wednesday => Day::Wed,
        Weekday::Thursday => Day::Thu,
        Weekday::Friday => Day::Fri,
        Weekday::Saturday => Day::Sat,
        Weekday::Sunday => Day::Sun,
    }
}

/// Between which hours, in minutes after midnight; `from_min` comes before `to_min`, at most 1440.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Not before.
    pub from_min: u16,
    /// Not after.
    pub to_min: u16,
}

impl Hours {
    /// The hours of the only part of a weekday that suits somebody; `None` where several do, or the weekend.
    #[must_use]
    pub fn of_bands(bands: &[TimeBand]) -> Option<Self> {
        let [band] = bands else { return None };
        let (from_min, to_min) = match band {
            TimeBand::Mornings => (8 * 60, NOON_MIN),
            TimeBand::Afternoons => (NOON_MIN, EVENING_MIN),
            TimeBand::Evenings => (EVENING_MIN, 21 * 60),
            TimeBand::Weekend => return None,
        };
        Some(Self { from_min, to_min })
    }
}

/// When a need comes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// On which days of the week, at least one, in order.
    pub days: Vec<Day>,
    /// Every so many weeks, 1 to [`EVERY_WEEKS_MAX`]; the week of `from` is the first.
    pub every_weeks: u8,
    /// The first day it can be.
    pub from: Date,
    /// The last day it can be; until further notice where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Between which hours; any time of the day where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
}

impl Rule {
    /// The field of a rule that makes no sense, or `None`.
    #[must_use]
    pub fn fault(&self) -> Option<&'static str> {
        if self.days.is_empty() {
            return Some("days");
        }
        if !(1..=EVERY_WEEKS_MAX).contains(&self.every_weeks) {
            return Some("every_weeks");
        }
        if self.until.is_some_and(|until| until < self.from) {
            return Some("until");
        }
        let backwards = |h: Hours| h.from_min >= h.to_min || h.to_min > 24 * 60;
        if self.hours.is_some_and(backwards) {
            return Some("hours_to");
        }
        self.from_on(self.from).next().is_none().then_some("until")
    }

    /// Whether a day is one of its days.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        if day < self.from || self.until.is_some_and(|until| day > until) {
            return false;
        }
        let weeks = (monday_of(day) - monday_of(self.from)).get_days() / 7;
        self.days.contains(&day_of(day)) && weeks % i32::from(self.every_weeks.max(1)) == 0
    }

    /// Its days from a day on, in order, as far as two years ahead.
    pub fn from_on(&self, first: Date) -> impl Iterator<Item = Date> {
        let first = first.max(self.from);
        let all = std::iter::successors(Some(first), |day| day.tomorrow().ok());
        all.take(HORIZON_DAYS).filter(|day| self.holds(*day))
    }

    /// The part of the day it is in on a day, where hours are set.
    #[must_use]
    pub fn band(&self, on: Date) -> Option<TimeBand> {
        let hours = self.hours?;
        Some(match day_of(on) {
            Day::Sat | Day::Sun => TimeBand::Weekend,
            Day::Mon | Day::Tue | Day::Wed | Day::Thu | Day::Fri => match hours.from_min {
                ..NOON_MIN => TimeBand::Mornings,
                NOON_MIN..EVENING_MIN => TimeBand::Afternoons,
                EVENING_MIN.. => TimeBand::Evenings,
            },
        })
    }
}

fn monday_of(day: Date) -> Date {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(jiff::Span::new().days(back)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn tuesdays() -> Rule {
        let from = date(2026, 11, 18);
        Rule { days: vec![Day::Tue], every_weeks: 1, from, until: None, hours: None }
    }

    #[test]
    fn every_tuesday_is_every_tuesday_from_its_first_day_on() {
        let days: Vec<Date> = tuesdays().from_on(date(2026, 1, 1)).take(3).collect();
        assert_eq!(days, [date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 8)]);
    }

    #[test]
    fn every_second_week_counts_from_the_week_it_begins_in() {
        let days = vec![Day::Mon, Day::Fri];
        let rule = Rule { days, every_weeks: 2, until: Some(date(2026, 12, 10)), ..tuesdays() };
        let found: Vec<Date> = rule.from_on(rule.from).collect();
        // The Monday of the first week is before its first day.
        assert_eq!(found, [date(2026, 11, 20), date(2026, 11, 30), date(2026, 12, 4)]);
    }

    #[test]
    fn a_rule_without_a_day_or_backwards_is_told_at_its_field() {
        assert_eq!(tuesdays().fault(), None);
        assert_eq!(Rule { days: vec![], ..tuesdays() }.fault(), Some("days"));
        assert_eq!(Rule { every_weeks: 0, ..tuesdays() }.fault(), Some("every_weeks"));
        let over = Rule { until: Some(date(2026, 11, 17)), ..tuesdays() };
        assert_eq!(over.fault(), Some("until"));
        let never = Rule { until: Some(date(2026, 11, 20)), ..tuesdays() };
        assert_eq!(never.fault(), Some("until"), "no Tuesday in it");
        let hours = Some(Hours { from_min: 600, to_min: 540 });
        assert_eq!(Rule { hours, ..tuesdays() }.fault(), Some("hours_to"));
    }
}
