//! Instants as people read them: by the city's clock, in the reader's language.

use fluent_templates::fluent_bundle::FluentArgs;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

use super::words::Words;

/// The city's clock and the instant a page is made at.
#[derive(Debug, Clone)]
pub struct Times {
    /// The city's time zone.
    pub zone: TimeZone,
    /// When the page is made, UTC milliseconds.
    pub now_ms: i64,
    /// The reader's words.
    pub words: Words,
}

impl Times {
    fn local(&self, at_ms: i64) -> Zoned {
        Timestamp::from_millisecond(at_ms).unwrap_or_default().to_zoned(self.zone.clone())
    }

    /// "oggi alle 14:05", "ieri alle 9:30", "mercoledì 4 novembre alle 9:30", with the year if it is another.
    #[must_use]
    pub fn when(&self, at_ms: i64) -> String {
        let at = self.local(at_ms);
        let (date, time) = (self.date(at.date()), clock(&at));
        self.words.all("date-at-time", &[("date", &date), ("time", &time)])
    }

    /// The day alone: "oggi", "mercoledì 4 novembre", "4 novembre 2025".
    #[must_use]
    pub fn day(&self, at_ms: i64) -> String {
        self.date(self.local(at_ms).date())
    }

    /// The day of an instant by the city's clock.
    #[must_use]
    pub fn day_at(&self, at_ms: i64) -> Date {
        self.local(at_ms).date()
    }

    /// "14:05".
    #[must_use]
    pub fn time(&self, at_ms: i64) -> String {
        clock(&self.local(at_ms))
    }

    /// A local day in words.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        let today = self.local(self.now_ms).date();
        if date == today {
            return self.words.t("day-today");
        }
        if date.tomorrow().is_ok_and(|next| next == today) {
            return self.words.t("day-yesterday");
        }
        if date.yesterday().is_ok_and(|before| before == today) {
            return self.words.t("day-tomorrow");
        }
        let month = self.words.t(&format!("month-{}", date.month()));
        let mut args = FluentArgs::new();
        args.set("day", i64::from(date.day()));
        args.set("month", month);
        if date.year() == today.year() {
            let weekday = date.weekday().to_monday_one_offset();
            args.set("weekday", self.words.t(&format!("weekday-{weekday}")));
            self.words.with("date-long", &args)
        } else {
            // As a text, so that no thousands separator slips into it.
            args.set("year", date.year().to_string());
            self.words.with("date-year", &args)
        }
    }

    /// A day written `2026-11-18` in words; the text itself when it is not one.
    #[must_use]
    pub fn day_of(&self, text: &str) -> String {
        text.parse::<Date>().map_or_else(|_| text.to_owned(), |date| self.date(date))
    }

    /// The day with its year whatever today is, for paper: "18 novembre 2026".
    #[must_use]
    pub fn full_day(&self, at_ms: i64) -> String {
        self.with_year(self.local(at_ms).date())
    }

    /// The same of a day written `2026-11-18`; the text itself when it is not one.
    #[must_use]
    pub fn whole_day_of(&self, text: &str) -> String {
        text.parse::<Date>().map_or_else(|_| text.to_owned(), |date| self.with_year(date))
    }

    /// The same in figures: "18/11/2026".
    #[must_use]
    pub fn short_day(&self, text: &str) -> String {
        text.parse::<Date>().map_or_else(
            |_| text.to_owned(),
            |date| format!("{:02}/{:02}/{}", date.day(), date.month(), date.year()),
        )
    }

    fn with_year(&self, date: Date) -> String {
        let mut args = FluentArgs::new();
        args.set("day", i64::from(date.day()));
        args.set("month", self.words.t(&format!("month-{}", date.month())));
        // As a text, so that no thousands separator slips into it.
        args.set("year", date.year().to_string());
        self.words.with("date-year", &args)
    }

    /// A month written `2026-11` in words: "novembre 2026".
    #[must_use]
    pub fn month_of(&self, text: &str) -> String {
        let Ok(date) = format!("{text}-01").parse::<Date>() else { return text.to_owned() };
        let month = self.words.t(&format!("month-{}", date.month()));
        self.words.all("month-year", &[("month", &month), ("year", &date.year().to_string())])
    }

    /// How long ago, coarsely: "da poco", "da 12 minuti", "da 3 ore", "da 2 giorni".
    #[must_use]
    pub fn since(&self, at_ms: i64) -> String {
        let minutes = (self.now_ms - at_ms).max(0) / 60_000;
        match minutes {
            0 => self.words.t("since-now"),
            1..=59 => self.words.n("since-minutes", minutes),
            60..=2879 => self.words.n("since-hours", minutes / 60),
            _ => self.words.n("since-days", minutes / 1440),
        }
    }

    /// How long until, coarsely: "tra 12 minuti", "tra 3 ore"; "scaduta" when it has passed.
    #[must_use]
    pub fn until(&self, at_ms: i64) -> String {
        let minutes = (at_ms - self.now_ms) / 60_000;
        match minutes {
            i64::MIN..=-1 => self.words.t("until-over"),
            0 => self.words.t("until-now"),
            1..=59 => self.words.n("until-minutes", minutes),
            60..=2879 => self.words.n("until-hours", minutes / 60),
            _ => self.words.n("until-days", minutes / 1440),
        }
    }

    /// A length in minutes: "45 minuti", "2 ore", "2 ore e 5 min".
    #[must_use]
    pub fn length(&self, minutes: i64) -> String {
        let (hours, rest) = (minutes / 60, minutes % 60);
        let mut args = FluentArgs::new();
        args.set("hours", hours);
        args.set("minutes", rest);
        let key = match (hours, rest) {
            (0, _) => "duration-minutes",
            (_, 0) => "duration-hours",
            _ => "duration-hours-minutes",
        };
        self.words.with(key, &args)
    }

    /// What `<input type="datetime-local">` shows for an instant.
    #[must_use]
    pub fn input(&self, at_ms: i64) -> String {
        let at = self.local(at_ms);
        format!("{}T{:02}:{:02}", at.date(), at.hour(), at.minute())
    }

    /// Reads such an input; an hour that the change of clocks leaves out moves to the next.
    #[must_use]
    pub fn read_input(&self, text: &str) -> Option<i64> {
        let local: jiff::civil::DateTime = text.trim().parse().ok()?;
        let at = self.zone.to_timestamp(local).ok()?;
        Some(at.as_millisecond())
    }

    /// Today by the city's clock, `2026-11-18`.
    #[must_use]
    pub fn today(&self) -> String {
        self.local(self.now_ms).date().to_string()
    }

    /// The first day of the month that is `back` months ago, `2026-11-01`.
    #[must_use]
    pub fn month_start(&self, back: i64) -> String {
        let today = self.local(self.now_ms).date();
        let first = today.first_of_month();
        first.checked_sub(back.months()).unwrap_or(first).to_string()
    }
}

fn clock(at: &Zoned) -> String {
    format!("{}:{:02}", at.hour(), at.minute())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::words::Language;

    fn times() -> Times {
        Times {
            zone: crate::testing::brescia().calendar.clock(),
            now_ms: crate::testing::MORNING_MS,
            words: Words::in_language(Language::It),
        }
    }

    #[test]
    fn days_are_told_as_people_say_them() {
        let (times, now) = (times(), crate::testing::MORNING_MS);
        assert_eq!(times.when(now), "oggi alle 10:00");
        assert_eq!(times.when(now - 24 * 3_600_000), "ieri alle 10:00");
        assert_eq!(times.day(now + 3 * 24 * 3_600_000), "sabato 21 novembre");
        assert_eq!(times.day(now - 365 * 24 * 3_600_000), "18 novembre 2025");
    }

    #[test]
    fn waiting_is_told_coarsely() {
        let (times, now) = (times(), crate::testing::MORNING_MS);
        assert_eq!(times.since(now - 60_000), "da 1 minuto");
        assert_eq!(times.since(now - 3 * 3_600_000), "da 3 ore");
        assert_eq!(times.until(now - 60_000), times.words.t("until-over"));
        assert_eq!(times.length(125), "2 ore e 5 min");
    }

    #[test]
    fn what_an_input_shows_reads_back() {
        let (times, now) = (times(), crate::testing::MORNING_MS);
        assert_eq!(times.input(now), "2026-11-18T10:00");
        assert_eq!(times.read_input("2026-11-18T10:00"), Some(now));
        assert_eq!(times.read_input("yesterday"), None);
    }
}
