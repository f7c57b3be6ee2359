//! Sentences made of words and facts: the clock, days, opening hours, what went wrong.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use protocol::Relation;
use protocol::kiosk::{Day, TimeBand, Urgency};

use super::View;
use crate::model::Trouble;

/// An instant on the clocks of the city.
#[must_use]
pub fn local(view: &View<'_>, at_ms: i64) -> Zoned {
    let zone = view.model.place.as_ref().and_then(|place| TimeZone::get(&place.time_zone).ok());
    let instant = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    instant.to_zoned(zone.unwrap_or_else(TimeZone::system))
}

/// "10:24" and "domenica 22 novembre"; in large text "22/11", which leaves the room to the hub's name.
#[must_use]
pub fn clock(view: &View<'_>) -> (String, String) {
    let now = local(view, view.model.now.wall_ms);
    let short = view.theme.prefs.large_text && !view.is_landscape();
    let date = if short { view.words.date_short(now.date()) } else { view.words.date(now.date()) };
    (view.words.time(now.time()), date)
}

/// "oggi alle 10:24".
#[must_use]
pub fn when(view: &View<'_>, at_ms: i64) -> String {
    let (at, now) = (local(view, at_ms), local(view, view.model.now.wall_ms));
    let day = view.words.day_near(at.date(), now.date());
    let values = [("day", day.into()), ("time", view.words.time(at.time()).into())];
    view.words.with("kiosk-day-time", &values)
}

/// "entro mercoledì 2 dicembre".
#[must_use]
pub fn by_day(view: &View<'_>, day: jiff::civil::Date) -> String {
    view.words.with("kiosk-by-day", &[("day", view.words.day_near(day, view.model.today()).into())])
}

/// "Ogni settimana: martedì, giovedì".
#[must_use]
pub fn weekly(view: &View<'_>, days: &[Day]) -> String {
    let names: Vec<String> = days.iter().map(|day| view.word(weekday(*day))).collect();
    view.words.with("kiosk-every-week", &[("days", names.join(", ").into())])
}

/// The key of a day of the week.
#[must_use]
pub fn weekday(day: Day) -> &'static str {
    match day {
        Day::Mon => "kiosk-weekday-mon",
        Day::Tue => "kiosk-weekday-tue",
        Day::Wed => "kiosk-weekday-wed",
        Day::Thu => "kiosk-weekday-thu",
        Day::Fri => "kiosk-weekday-fri",
        Day::Sat => "kiosk-weekday-sat",
        Day::Sun => "kiosk-weekday-sun",
    }
}

/// "Oggi siamo aperti: 09:00–12:30 e 14:30–18:00".
#[must_use]
pub fn opening(view: &View<'_>, spans: &[String]) -> String {
    match spans {
        [] => view.word("kiosk-closed-today"),
        [one] => view.words.with("kiosk-open-today", &[("spans", one.clone().into())]),
        [some @ .., last] => {
            let values = [("some", some.join(", ").into()), ("last", last.clone().into())];
            let both = view.words.with("kiosk-spans-and", &values);
            view.words.with("kiosk-open-today", &[("spans", both.into())])
        }
    }
}

/// The key of an urgency's words.
#[must_use]
pub fn urgency(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Today => "kiosk-urgency-today",
        Urgency::ThisWeek => "kiosk-urgency-this-week",
        Urgency::NoHurry => "kiosk-urgency-no-hurry",
    }
}

/// The key of a time band's words.
#[must_use]
pub fn band(band: TimeBand) -> &'static str {
    match band {
        TimeBand::Mornings => "kiosk-band-mornings",
        TimeBand::Afternoons => "kiosk-band-afternoons",
        TimeBand::Evenings => "kiosk-band-evenings",
        TimeBand::Weekend => "kiosk-band-weekend",
    }
}

/// The key of a relation's words.
#[must_use]
pub fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Oneself => "kiosk-relation-oneself",
        Relation::Family => "kiosk-relation-family",
        Relation::Neighbour => "kiosk-relation-neighbour",
        Relation::Customer => "kiosk-relation-customer",
        Relation::Other => "kiosk-relation-other",
    }
}

/// What went wrong and what to do: the hub's own words where it has some, ours for the refusals we know, a general
/// sentence otherwise.
#[must_use]
pub fn trouble(view: &View<'_>, trouble: &Trouble) -> (String, String) {
    let ours = |key: &str| (view.word(key), view.word(&format!("{key}-line")));
    match trouble {
        Trouble::Unreachable => ours("kiosk-trouble-unreachable"),
        Trouble::Busy => ours("kiosk-trouble-busy"),
        Trouble::Garbled => ours("kiosk-trouble-garbled"),
        Trouble::Refused(problem) => {
            let key = format!("kiosk-problem-{}", problem.slug());
            if !problem.title.is_empty() {
                let line = if problem.detail.is_empty() {
                    view.word("kiosk-trouble-refused-line")
                } else {
                    problem.detail.clone()
                };
                (problem.title.clone(), line)
            } else if view.words.has(&key) {
                ours(&key)
            } else if problem.retry {
                ours("kiosk-trouble-garbled")
            } else {
                ours("kiosk-trouble-refused")
            }
        }
    }
}
