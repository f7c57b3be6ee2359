//! Which page of a list is shown, and the way to the ones beside it: `web/pages.html` draws it below the list.

use super::address;
use super::visit::Visit;

/// What of how much is shown, and links to the pages before and after; empty where there is none.
pub(crate) struct Pager {
    pub first: i64,
    pub last: i64,
    pub total: i64,
    /// Whether there are more than that, and nobody counted how many.
    pub beyond: bool,
    pub previous: String,
    pub next: String,
}

/// Which page is asked for, from 1.
pub(crate) fn asked(visit: &Visit) -> u32 {
    visit.asked.read("page").unwrap_or(1).clamp(1, 100_000)
}

/// How many lines stand before a page.
pub(crate) fn skipped(number: u32, per_page: u32) -> usize {
    usize::try_from(number.saturating_sub(1))
        .unwrap_or(usize::MAX)
        .saturating_mul(per_page as usize)
}

impl Pager {
    /// Page `number`, from 1, of a list of `total`, with `shown` of at most `per_page` on it; `path` and `fields` are what
    /// was asked for.
    pub(crate) fn of(
        page: (u32, u32),
        shown: usize,
        total: i64,
        (path, fields): (&str, &[(&str, &str)]),
    ) -> Self {
        Self::with(page, shown, total, |number| {
            let number = if number > 1 { number.to_string() } else { String::new() };
            let fields = fields.iter().copied().chain([("page", number.as_str())]);
            address::with(path, fields)
        })
    }

    /// The same where `href` says the address of a page.
    pub(crate) fn with(
        (number, per_page): (u32, u32),
        shown: usize,
        total: i64,
        href: impl Fn(u32) -> String,
    ) -> Self {
        let skip = i64::from(number - 1) * i64::from(per_page);
        let last = skip + i64::try_from(shown).unwrap_or(0);
        Self {
            first: if shown == 0 { 0 } else { skip + 1 },
            last,
            total,
            beyond: false,
            previous: if number > 1 { href(number - 1) } else { String::new() },
            next: if last < total { href(number + 1) } else { String::new() },
        }
    }

    /// The same of a list of which only so many were counted.
    pub(crate) fn beyond(self, counted: i64) -> Self {
        Self { total: counted, beyond: true, ..self }
    }

    /// The same of all there is, of which `shown` stand on the page.
    pub(crate) fn among(
        page: (u32, u32),
        shown: usize,
        total: usize,
        href: impl Fn(u32) -> String,
    ) -> Self {
        Self::with(page, shown, i64::try_from(total).unwrap_or(i64::MAX), href)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_beside_one_keep_what_was_asked_and_the_first_has_no_number() {
        let pager =
            Pager::of((2, 25), 25, 60, ("/bank/exchanges", &[("state", "posted"), ("q", "")]));
        assert_eq!((pager.first, pager.last, pager.total), (26, 50, 60));
        assert_eq!(pager.previous, "/bank/exchanges?state=posted");
        assert_eq!(pager.next, "/bank/exchanges?state=posted&page=3");
        let last = Pager::of((3, 25), 10, 60, ("/bank/exchanges", &[]));
        assert_eq!((last.last, last.next.as_str()), (60, ""));
        let none = Pager::of((1, 25), 0, 0, ("/bank/exchanges", &[]));
        assert_eq!((none.first, none.last), (0, 0));
    }
}
