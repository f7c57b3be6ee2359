//! Which page of a list is shown, and the way to the ones beside it.

use super::super::address;

/// Below a list: what of how much is shown, and links to the pages before and after; empty where there is none.
pub(super) struct Pager {
    pub first: i64,
    pub last: i64,
    pub total: i64,
    pub previous: String,
    pub next: String,
}

impl Pager {
    /// Page `number`, from 1, of a list of `total`, with `shown` of at most `per_page` on it; `path` and `fields` are what
    /// was asked for.
    pub(super) fn of(
        (number, per_page): (u32, u32),
        shown: usize,
        total: i64,
        (path, fields): (&str, &[(&str, &str)]),
    ) -> Self {
        let skip = i64::from(number - 1) * i64::from(per_page);
        let last = skip + i64::try_from(shown).unwrap_or(0);
        let to = |number: u32| {
            let page = if number > 1 { number.to_string() } else { String::new() };
            let fields = fields.iter().copied().chain([("page", page.as_str())]);
            address::with(path, fields)
        };
        Self {
            first: skip + 1,
            last,
            total,
            previous: if number > 1 { to(number - 1) } else { String::new() },
            next: if last < total { to(number + 1) } else { String::new() },
        }
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
    }
}
