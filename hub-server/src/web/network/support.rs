//! Support given to antennae in a month (C22): to whom, of which kind, by whom; on the page and as a file.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use askama::Template;
use protocol::clocks::{Minutes, Paid};

use super::{shown_name, target};
use crate::network::antennae;
use crate::network::antennae::events::Support;
use crate::people::roles::Permission;
use crate::web::csv::Csv;
use crate::web::page::{Page, Section, show};
use crate::web::requests::{Names, actor};
use crate::web::visit::{Fault, Outcome, Visit};

struct Row {
    id: String,
    antenna: String,
    kind: Support,
    kind_words: String,
    who: String,
    times: i64,
    minutes: Minutes<Paid>,
    length: String,
}

#[derive(Template)]
#[template(path = "network/support.html")]
struct Report {
    page: Page,
    month: String,
    previous: String,
    next: String,
    rows: Vec<Row>,
    kinds: Vec<(String, i64, String)>,
    times: i64,
    total: String,
    may_export: bool,
    csv: String,
}

/// The month asked for, `2026-11`; this one otherwise.
fn month(visit: &Visit, page: &Page) -> String {
    let asked = visit.asked.trimmed("month");
    let is_month = asked.len() == 7 && format!("{asked}-01").parse::<jiff::civil::Date>().is_ok();
    let this = page.times.month_start(0);
    if is_month { asked.to_owned() } else { this.get(..7).unwrap_or_default().to_owned() }
}

/// The month that lies so many months from another.
fn moved(month: &str, by: i64) -> String {
    use jiff::ToSpan as _;
    let first: Option<jiff::civil::Date> = format!("{month}-01").parse().ok();
    let moved = first.and_then(|first| first.checked_add(by.months()).ok());
    moved.map(|day| day.to_string().chars().take(7).collect()).unwrap_or_default()
}

async fn rows(visit: &Visit, page: &Page, month: &str) -> Result<Vec<Row>, Fault> {
    let node = &visit.app.node;
    let (from, to) = (format!("{month}-01"), format!("{month}-31"));
    let mut db = node.store.read().await?;
    let supports = antennae::queries::supports(&mut db, node.id(), &from, &to).await?;
    let (mut names, mut known, mut rows) = (Names::default(), BTreeMap::new(), Vec::new());
    for one in supports {
        if let Entry::Vacant(place) = known.entry(one.antenna) {
            let kept = antennae::queries::one(&mut db, one.antenna).await?;
            let kept =
                kept.filter(|kept| visit.may_on(Permission::SeeAntennae, &target(visit, kept)));
            let name = match kept {
                Some(kept) => {
                    let name = antennae::name_of(&mut db, node, &kept.antenna).await?;
                    Some(shown_name(page, &name))
                }
                None => None,
            };
            place.insert(name);
        }
        let Some(Some(name)) = known.get(&one.antenna) else { continue };
        rows.push(Row {
            id: one.antenna.to_string(),
            antenna: name.clone(),
            kind: one.kind,
            kind_words: page.w.of("support", one.kind.slug()),
            who: actor(&mut db, page, &mut names, &one.by).await?,
            times: one.times,
            length: page.times.length(one.minutes.get()),
            minutes: one.minutes,
        });
    }
    rows.sort_by_cached_key(|row| row.antenna.to_lowercase());
    Ok(rows)
}

pub(super) async fn report(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Antennae, "support-report").await;
    let month = month(&visit, &page);
    let rows = rows(&visit, &page, &month).await?;
    let kinds = Support::ALL.iter().filter_map(|kind| {
        let of_kind = || rows.iter().filter(|row| row.kind == *kind);
        let times: i64 = of_kind().map(|row| row.times).sum();
        let minutes: i64 = of_kind().map(|row| row.minutes.get()).sum();
        let words = page.w.of("support", kind.slug());
        (times > 0).then(|| (words, times, page.times.length(minutes)))
    });
    let template = Report {
        kinds: kinds.collect(),
        times: rows.iter().map(|row| row.times).sum(),
        total: page.times.length(rows.iter().map(|row| row.minutes.get()).sum()),
        rows,
        previous: moved(&month, -1),
        next: moved(&month, 1),
        csv: format!("/antennae/support.csv?month={month}"),
        month: page.times.month_of(&month),
        may_export: visit.may(Permission::ExportNetwork),
        page,
    };
    show(&template)
}

pub(super) async fn csv(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Antennae, "support-report").await;
    let month = month(&visit, &page);
    let head = ["antenna", "kind", "who", "times", "length"];
    let head = head.map(|column| page.w.of("support-report", column));
    let mut csv = Csv::new(&head.each_ref().map(String::as_str));
    for row in rows(&visit, &page, &month).await? {
        let (times, minutes) = (row.times.to_string(), row.minutes.get().to_string());
        csv.row(&[&row.antenna, &row.kind_words, &row.who, &times, &minutes]);
    }
    Ok(csv.download(&format!("sostegno-{month}.csv")))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_month_before_january_is_of_the_year_before() {
        assert_eq!(super::moved("2026-01", -1), "2025-12");
        assert_eq!(super::moved("2026-12", 1), "2027-01");
    }
}
