//! The months that figures look at, and the address of the exchanges they count.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::super::address;
use super::super::form::{Choice, Group};
use super::super::page::Page;
use super::super::visit::Visit;
use super::exchanges::COUNTED;

/// How many months are looked at.
const MONTHS: i64 = 12;

/// The months that are looked at: a year that was chosen, or the last twelve.
pub(super) struct Span {
    year: Option<i16>,
    /// Their first day.
    pub first: Date,
    /// Their last day.
    pub last: Date,
}

impl Span {
    /// Those that are asked for.
    pub fn asked(visit: &Visit) -> Self {
        let node = &visit.app.node;
        let today = crate::bank::today(node, node.now_ms());
        let year = visit.asked.read::<i16>("year").filter(|year| (1..=9000).contains(year));
        let first = match year {
            Some(year) => Date::new(year, 1, 1).unwrap_or(today),
            None => today.first_of_month().saturating_sub((MONTHS - 1).months()),
        };
        let last = first.saturating_add(MONTHS.months()).saturating_sub(1.days());
        Self { year, first, last }
    }

    /// Each of its months by its first day, the earliest first.
    pub fn months(&self) -> impl Iterator<Item = Date> + '_ {
        (0..MONTHS).map(|ahead| self.first.saturating_add(ahead.months()))
    }

    /// From when until before when, UTC milliseconds.
    pub fn instants(&self, page: &Page) -> (i64, i64) {
        let begins = |day: Date| page.times.read_input(&format!("{day}T00:00"));
        let after = self.last.saturating_add(1.days());
        (begins(self.first).unwrap_or(0), begins(after).unwrap_or(i64::MAX))
    }

    /// As it is said: the last twelve months, or the year.
    pub fn told(&self, page: &Page) -> String {
        match self.year {
            None => page.w.t("bank-last-year"),
            Some(year) => page.w.a("bank-period-year", "year", year),
        }
    }

    /// As it stands in an address.
    pub fn word(&self) -> String {
        self.year.map(|year| year.to_string()).unwrap_or_default()
    }

    /// Where the exchanges are that a figure counts: of these days, and of one more thing.
    pub fn rows(&self, more: (&str, &str)) -> String {
        counted(self.first, self.last, more)
    }
}

/// Where the exchanges of some days are that count.
pub(super) fn counted(from: Date, until: Date, more: (&str, &str)) -> String {
    let (from, until) = (from.to_string(), until.to_string());
    let days = [("state", COUNTED), ("from", from.as_str()), ("to", until.as_str())];
    address::with("/bank/exchanges", days.into_iter().chain([more]))
}

/// `2026-11`.
pub(super) fn month_word(day: Date) -> String {
    day.to_string().chars().take(7).collect()
}

/// The periods that can be chosen: the last twelve months, and each year in which something counts.
pub(super) fn year_choices(page: &Page, span: &Span, years: Option<(i16, i16)>) -> Vec<Group> {
    let now = span.word();
    let first = Choice::new("", page.w.t("bank-period-last-year"), &now);
    let known = years.into_iter().flat_map(|(first, last)| (first..=last).rev());
    let years = known.map(|year| Choice::new(year, year, &now));
    vec![Group::plain(std::iter::once(first).chain(years).collect())]
}
