//! How one TOML value becomes one value of a city: text, slug, number, date, CUP, hours.
//!
//! Always true: each reader looks at one value alone and answers with it or with what is wrong. Deliberately
//! absent: where the value stands, and how it fits with others (see `fields` and `read`).

use std::ops::RangeInclusive;

use jiff::civil::Date;
use toml::de::DeValue;

use super::mistake::MistakeKind;
use super::schema::{OpenSpan, YearlyDay};

/// What a reader answers.
pub(super) type Read<T> = Result<T, MistakeKind>;

const LINE_MAX_CHARS: usize = 200;
const PROSE_MAX_CHARS: usize = 4000;

/// A name or a short sentence: one line, 1 to 200 characters.
pub(super) fn line(key: &str, value: &DeValue<'_>) -> Read<String> {
    text(key, value, LINE_MAX_CHARS)
}

/// A line that may also be written and left empty.
pub(super) fn line_or_nothing(key: &str, value: &DeValue<'_>) -> Read<String> {
    if value.as_str() == Some("") { Ok(String::new()) } else { line(key, value) }
}

/// A paragraph, 1 to 4000 characters.
pub(super) fn prose(key: &str, value: &DeValue<'_>) -> Read<String> {
    text(key, value, PROSE_MAX_CHARS)
}

fn text(key: &str, value: &DeValue<'_>, max_chars: usize) -> Read<String> {
    let text = raw_text(key, value)?;
    let fits = !text.is_empty()
        && text.trim() == text
        && text.chars().count() <= max_chars
        && !text.chars().any(char::is_control);
    if fits {
        Ok(text.to_owned())
    } else {
        Err(MistakeKind::BadText { key: key.to_owned(), max_chars })
    }
}

/// Any text at all, for readers that judge it themselves.
pub(super) fn raw_text<'v>(key: &str, value: &'v DeValue<'_>) -> Read<&'v str> {
    value.as_str().ok_or_else(|| wrong_type(key, "a text", value))
}

/// `[a-z0-9-]{1,40}`.
pub(super) fn slug(key: &str, value: &DeValue<'_>) -> Read<String> {
    let text = raw_text(key, value)?;
    let well_formed = (1..=40).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if well_formed {
        Ok(text.to_owned())
    } else {
        Err(MistakeKind::MalformedSlug { key: key.to_owned(), value: text.to_owned() })
    }
}

/// A whole number within `limits`.
pub(super) fn number<T>(limits: RangeInclusive<T>) -> impl Fn(&str, &DeValue<'_>) -> Read<T>
where
    T: TryFrom<i64> + Into<i64> + Copy + PartialOrd,
{
    move |key, value| {
        let DeValue::Integer(found) = value else {
            return Err(wrong_type(key, "a whole number", value));
        };
        i64::from_str_radix(found.as_str(), found.radix())
            .ok()
            .and_then(|number| T::try_from(number).ok())
            .filter(|number| limits.contains(number))
            .ok_or_else(|| MistakeKind::OutOfRange {
                key: key.to_owned(),
                value: shortened(&found.to_string()),
                min: (*limits.start()).into(),
                max: (*limits.end()).into(),
            })
    }
}

/// `true` or `false`.
pub(super) fn flag(key: &str, value: &DeValue<'_>) -> Read<bool> {
    value.as_bool().ok_or_else(|| wrong_type(key, "true or false", value))
}

/// One word of a closed list.
pub(super) fn word_of<T: Copy>(
    list: &'static [(&'static str, T)],
) -> impl Fn(&str, &DeValue<'_>) -> Read<T> {
    move |key, value| {
        let text = raw_text(key, value)?;
        list.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning).ok_or_else(|| {
            let words: Vec<String> = list.iter().map(|(word, _)| format!("\"{word}\"")).collect();
            MistakeKind::NotInList {
                key: key.to_owned(),
                value: text.to_owned(),
                known: words.join(", "),
            }
        })
    }
}

/// A day, written as a TOML date without time.
pub(super) fn date(key: &str, value: &DeValue<'_>) -> Read<Date> {
    const FORM: &str = "a date such as 2016-11-01, without quotes";
    let DeValue::Datetime(found) = value else {
        return Err(wrong_type(key, FORM, value));
    };
    let alone = found.date.filter(|_| found.time.is_none() && found.offset.is_none());
    alone
        .and_then(|date| {
            let year = i16::try_from(date.year).ok()?;
            let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
            Date::new(year, month, day).ok()
        })
        .ok_or_else(|| bad_date(key, &found.to_string(), FORM))
}

/// A month, `YYYY-MM`.
pub(super) fn month(key: &str, value: &DeValue<'_>) -> Read<String> {
    let text = raw_text(key, value)?;
    let first_day = (text.len() == 7).then(|| format!("{text}-01").parse::<Date>().ok()).flatten();
    match first_day {
        Some(_) => Ok(text.to_owned()),
        None => Err(bad_date(key, text, "a month such as \"2016-05\"")),
    }
}

/// A day of every year, `MM-DD`; the name is added by the caller.
pub(super) fn yearly_day(key: &str, value: &DeValue<'_>) -> Read<YearlyDay> {
    // Any leap year will do: 29 February is a day of the calendar.
    const LEAP_YEAR: &str = "2024";
    let text = raw_text(key, value)?;
    let in_leap_year =
        (text.len() == 5).then(|| format!("{LEAP_YEAR}-{text}").parse::<Date>().ok()).flatten();
    match in_leap_year {
        Some(date) => Ok(YearlyDay { name: String::new(), month: date.month(), day: date.day() }),
        None => Err(bad_date(key, text, "a day such as \"02-15\" (month, day)")),
    }
}

/// Codice Unico di Progetto. Only its structure is checked: there is no public check digit, and the last nine
/// places are taken as letters or digits because no rule at hand narrows them.
pub(super) fn cup(key: &str, value: &DeValue<'_>) -> Read<String> {
    let text = raw_text(key, value)?;
    if is_cup(text) {
        Ok(text.to_owned())
    } else {
        Err(MistakeKind::BadCup { value: text.to_owned() })
    }
}

/// Whether a text has the structure of a Codice Unico di Progetto: fifteen capitals and digits, of which the first six
/// are letter, two digits, letter, two digits of the year. It has no check digit that is public.
#[must_use]
pub fn is_cup(text: &str) -> bool {
    text.len() == 15
        && text.bytes().enumerate().all(|(place, byte)| match place {
            0 | 3 => byte.is_ascii_uppercase(),
            1 | 2 | 4 | 5 => byte.is_ascii_digit(),
            _ => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
        })
}

/// Two capital letters.
pub(super) fn slip_prefix(key: &str, value: &DeValue<'_>) -> Read<String> {
    let text = raw_text(key, value)?;
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Ok(text.to_owned())
    } else {
        Err(MistakeKind::BadSlipPrefix { value: text.to_owned() })
    }
}

/// A language tag, in its canonical spelling.
pub(super) fn language(key: &str, value: &DeValue<'_>) -> Read<String> {
    let text = raw_text(key, value)?;
    match text.parse::<unic_langid::LanguageIdentifier>() {
        Ok(tag) if !tag.language.is_empty() => Ok(tag.to_string()),
        Ok(_) | Err(_) => Err(MistakeKind::BadLanguage { value: text.to_owned() }),
    }
}

/// An IANA time zone known to this machine.
pub(super) fn time_zone(key: &str, value: &DeValue<'_>) -> Read<String> {
    let text = raw_text(key, value)?;
    if super::hours::time_zone_named(text).is_some() {
        Ok(text.to_owned())
    } else {
        Err(MistakeKind::UnknownTimeZone { value: text.to_owned() })
    }
}

/// Hours such as `09:00-12:30`; `24:00` may close.
pub(super) fn open_span(key: &str, value: &DeValue<'_>) -> Read<OpenSpan> {
    let text = raw_text(key, value)?;
    let ends = text.split_once('-').and_then(|(opens, closes)| {
        Some(OpenSpan { opens_min: minute_of_day(opens)?, closes_min: minute_of_day(closes)? })
    });
    match ends {
        None => Err(MistakeKind::BadHours { value: text.to_owned() }),
        Some(span) if span.closes_min <= span.opens_min => {
            Err(MistakeKind::ReversedHours { value: text.to_owned() })
        }
        Some(span) => Ok(span),
    }
}

/// `HH:MM`, 00:00 to 24:00.
fn minute_of_day(text: &str) -> Option<u16> {
    let &[h1, h2, b':', m1, m2] = text.as_bytes() else { return None };
    let two_digits = |tens: u8, ones: u8| {
        (tens.is_ascii_digit() && ones.is_ascii_digit())
            .then(|| u16::from(tens - b'0') * 10 + u16::from(ones - b'0'))
    };
    let (hour, minute) = (two_digits(h1, h2)?, two_digits(m1, m2)?);
    let minutes = hour * 60 + minute;
    (minute < 60 && minutes <= 24 * 60).then_some(minutes)
}

/// The mistake of finding a value of another type.
pub(super) fn wrong_type(key: &str, expected: &'static str, found: &DeValue<'_>) -> MistakeKind {
    let found = match found {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    MistakeKind::WrongType { key: key.to_owned(), expected, found }
}

fn bad_date(key: &str, value: &str, expected: &'static str) -> MistakeKind {
    MistakeKind::BadDate { key: key.to_owned(), value: value.to_owned(), expected }
}

fn shortened(digits: &str) -> String {
    const SHOWN_CHARS: usize = 30;
    match digits.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", &digits[..end]),
        None => digits.to_owned(),
    }
}
