//! Every word on a screen, from the Fluent files in `locales/<language>/<surface>.ftl`, compiled in.
//!
//! Always true: Italian is complete; another language may be offered only when it has every key a walk-in citizen can
//! meet. A broken or missing message never stops a screen: Italian stands in for it, and a test fails. Values put
//! into a message are fenced with isolates, so a phone number inside Arabic keeps its order.

pub(crate) mod catalogue;

use fluent_templates::fluent_bundle::FluentArgs;
pub use fluent_templates::fluent_bundle::FluentValue;
use jiff::civil::{Date, DateTime, Time};

use crate::language::Language;

/// The words of one language. Cheap to copy; hand it to every view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    language: Language,
    stretched: bool,
}

impl Words {
    /// The words of `language`, with Italian where it has none.
    #[must_use]
    pub fn new(language: Language) -> Self {
        Self { language, stretched: false }
    }

    /// The words made 40 % longer and full of accents, to see what breaks before a translator does.
    #[must_use]
    pub fn stretched(language: Language) -> Self {
        Self { language, stretched: true }
    }

    /// The language asked for.
    #[must_use]
    pub fn language(self) -> Language {
        self.language
    }

    /// The message of this key. `key.attribute` finds an attribute. An unknown key comes back in square brackets.
    #[must_use]
    pub fn get(self, key: &str) -> String {
        self.format(key, None)
    }

    /// The message of this key with these values: `words.with("step-of", &[("step", 1.into()), ("total", 3.into())])`.
    #[must_use]
    pub fn with(self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        let args: FluentArgs<'_> =
            values.iter().map(|(name, value)| (name.to_string(), value.clone())).collect();
        self.format(key, Some(&args))
    }

    /// Whether this language itself has the key.
    #[must_use]
    pub fn has(self, key: &str) -> bool {
        catalogue::format(self.language, key, None).is_some()
    }

    fn format(self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let found = catalogue::format(self.language, key, args)
            .or_else(|| catalogue::format(Language::It, key, args));
        match found {
            Some(text) if self.stretched => crate::testing::stretch(&text),
            Some(text) => text,
            None => {
                tracing::warn!(key, "no such message");
                format!("[{key}]")
            }
        }
    }

    /// A length of time in whole minutes: "1 ora e 30 min", "45 minuti", "meno 2 ore".
    #[must_use]
    pub fn duration_min(self, minutes: i64) -> String {
        let (hours, rest) = (minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60);
        let text = match (hours, rest) {
            (0, rest) => self.with("duration-minutes", &[("minutes", rest.into())]),
            (hours, 0) => self.with("duration-hours", &[("hours", hours.into())]),
            (hours, rest) => self.with(
                "duration-hours-minutes",
                &[("hours", hours.into()), ("minutes", rest.into())],
            ),
        };
        if minutes < 0 { self.with("duration-minus", &[("duration", text.into())]) } else { text }
    }

    /// "domenica 22 novembre".
    #[must_use]
    pub fn date(self, date: Date) -> String {
        self.with(
            "date-long",
            &[
                ("weekday", self.weekday(date).into()),
                ("day", date.day().into()),
                ("month", self.month(date).into()),
            ],
        )
    }

    /// "22 novembre 2026".
    #[must_use]
    pub fn date_with_year(self, date: Date) -> String {
        self.with(
            "date-year",
            &[
                ("day", date.day().into()),
                ("month", self.month(date).into()),
                ("year", date.year().to_string().into()),
            ],
        )
    }

    /// "22/11".
    #[must_use]
    pub fn date_short(self, date: Date) -> String {
        self.with(
            "date-short",
            &[("day", date.day().into()), ("month_number", date.month().into())],
        )
    }

    /// "oggi", "domani", "ieri", otherwise as [`Words::date`].
    #[must_use]
    pub fn day_near(self, date: Date, today: Date) -> String {
        let near = [("day-today", 0), ("day-tomorrow", 1), ("day-yesterday", -1)];
        let days = today.until(date).map(|span| span.get_days()).ok();
        match near.into_iter().find(|(_, away)| days == Some(*away)) {
            Some((key, _)) => self.get(key),
            None => self.date(date),
        }
    }

    /// "10:24", never with seconds: a clock that ticks every second redraws the whole screen.
    #[must_use]
    pub fn time(self, time: Time) -> String {
        format!("{:02}:{:02}", time.hour(), time.minute())
    }

    /// "domenica 22 novembre alle 10:24".
    #[must_use]
    pub fn date_time(self, at: DateTime) -> String {
        self.with(
            "date-at-time",
            &[("date", self.date(at.date()).into()), ("time", self.time(at.time()).into())],
        )
    }

    /// "dalle 10:00 alle 12:30".
    #[must_use]
    pub fn time_span(self, from: Time, to: Time) -> String {
        self.with("time-span", &[("from", self.time(from).into()), ("to", self.time(to).into())])
    }

    /// "domenica".
    #[must_use]
    pub fn weekday(self, date: Date) -> String {
        self.get(&format!("weekday-{}", date.weekday().to_monday_one_offset()))
    }

    /// "dom".
    #[must_use]
    pub fn weekday_short(self, date: Date) -> String {
        self.get(&format!("weekday-short-{}", date.weekday().to_monday_one_offset()))
    }

    /// "novembre".
    #[must_use]
    pub fn month(self, date: Date) -> String {
        self.get(&format!("month-{}", date.month()))
    }
}

impl Language {
    /// Whether it has every key of the words a walk-in citizen can meet, so that it may be offered.
    #[must_use]
    pub fn is_ready(self) -> bool {
        catalogue::is_complete(self)
    }

    /// The languages a chooser may offer now.
    #[must_use]
    pub fn ready() -> Vec<Self> {
        Self::ALL.into_iter().filter(|language| language.is_ready()).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;
    use crate::text::logical;

    fn it() -> Words {
        Words::new(Language::It)
    }

    #[test]
    fn italian_and_english_are_ready_and_others_are_not_yet() {
        assert_eq!(Language::ready(), [Language::It, Language::En]);
    }

    #[test]
    fn a_message_takes_its_values() {
        let text = it().with("step-of", &[("step", 1.into()), ("total", 3.into())]);
        assert_eq!(logical(&text), "Passo 1 di 3");
        assert_ne!(text, logical(&text), "values are fenced with isolates");
    }

    #[test]
    fn an_unknown_key_is_seen() {
        assert_eq!(it().get("no-such-key"), "[no-such-key]");
    }

    #[test]
    fn a_language_without_words_speaks_italian() {
        assert_eq!(Words::new(Language::Ro).get("action-back"), it().get("action-back"));
    }

    #[test]
    fn minutes_are_told_as_people_say_them() {
        let told = |minutes| logical(&it().duration_min(minutes));
        assert_eq!(told(1), "1 minuto");
        assert_eq!(told(45), "45 minuti");
        assert_eq!(told(60), "1 ora");
        assert_eq!(told(90), "1 ora e 30 min");
        assert_eq!(told(-120), "meno 2 ore");
        assert_eq!(told(i64::MIN), logical(&it().duration_min(i64::MIN)), "does not overflow");
    }

    #[test]
    fn dates_are_told_in_both_languages() {
        let day = date(2026, 11, 22);
        let en = Words::new(Language::En);
        assert_eq!(logical(&it().date(day)), "domenica 22 novembre");
        assert_eq!(logical(&en.date(day)), "Sunday 22 November");
        assert_eq!(logical(&it().date_with_year(day)), "22 novembre 2026");
        assert_eq!(
            logical(&it().date_time(day.at(10, 4, 59, 0))),
            "domenica 22 novembre alle 10:04"
        );
        assert_eq!(
            logical(&it().time_span(time(9, 0, 0, 0), time(12, 30, 0, 0))),
            "dalle 09:00 alle 12:30"
        );
    }

    #[test]
    fn near_days_have_names() {
        let today = date(2026, 12, 31);
        let told = |day| logical(&it().day_near(day, today));
        assert_eq!(told(today), "oggi");
        assert_eq!(told(date(2027, 1, 1)), "domani");
        assert_eq!(told(date(2026, 12, 30)), "ieri");
        assert_eq!(told(date(2027, 1, 2)), "sabato 2 gennaio");
        assert_eq!(told(date(2027, 12, 31)), "venerdì 31 dicembre");
    }
}
