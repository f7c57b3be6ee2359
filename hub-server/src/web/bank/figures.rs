//! The bank in figures: by month, service, neighbourhood and age, and how quickly hours go round. Every figure
//! opens to its rows, and all of them can be taken away as a file.

use std::collections::BTreeMap;

use askama::Template;
use protocol::NodeId;

use super::super::address;
use super::super::csv::Csv;
use super::super::form::Group;
use super::super::page::{Page, Section, show};
use super::super::requests::hub_choices;
use super::super::visit::{Fault, Outcome, Visit};
use super::{Tab, amount, tabs};
use crate::bank::account::Standing;
use crate::bank::members::Stage;
use crate::bank::minutes::Minutes;
use crate::bank::queries::{self, MemberFilter, Tally};

/// How many months back the page looks.
const MONTHS: i64 = 11;
/// A member who has exchanged nothing for so long is said to be inactive.
const INACTIVE_MS: i64 = 180 * 86_400_000;

struct Bar {
    label: String,
    exchanges: i64,
    length: String,
    percent: i64,
    href: String,
}

#[derive(Template)]
#[template(path = "bank/figures.html")]
struct Figures {
    page: Page,
    tabs: Vec<Tab>,
    hubs: Vec<Group>,
    as_of: String,
    exchanges: i64,
    hours: String,
    sum: String,
    balanced: bool,
    people: Vec<(String, String, String)>,
    parts: Vec<(String, Vec<Bar>)>,
    file: String,
}

/// Whose figures are asked for: this hub's, or at central the chosen hub's.
fn home_asked(visit: &Visit, page: &Page) -> NodeId {
    if !page.central {
        return visit.app.node.id().clone();
    }
    let first = page.city.iter().flat_map(|city| &city.hubs).find_map(|hub| hub.slug.parse().ok());
    visit.asked.read("hub").or(first).unwrap_or_else(|| visit.app.node.id().clone())
}

fn span(page: &Page) -> (String, String) {
    let month = |back: i64| page.times.month_start(back).chars().take(7).collect::<String>();
    (month(MONTHS), month(0))
}

async fn tallies(visit: &Visit, page: &Page, home: &NodeId) -> Result<Vec<Tally>, Fault> {
    let (from, until) = span(page);
    let mut db = visit.app.node.store.read().await?;
    Ok(queries::tallies(&mut db, home, &from, &until).await?)
}

/// Sums by one dimension, those given first, then the rest by size.
fn by(tallies: &[Tally], key: impl Fn(&Tally) -> String) -> Vec<(String, i64, i64)> {
    let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for tally in tallies {
        let sum = sums.entry(key(tally)).or_default();
        sum.0 += tally.exchanges;
        sum.1 += tally.of.minutes;
    }
    sums.into_iter().map(|(key, (exchanges, minutes))| (key, exchanges, minutes)).collect()
}

fn bars(
    mut sums: Vec<(String, i64, i64)>,
    by_size: bool,
    label: impl Fn(&str) -> String,
    href: impl Fn(&str) -> String,
) -> Vec<Bar> {
    sums.retain(|(_, exchanges, _)| *exchanges != 0);
    if by_size {
        sums.sort_by_key(|(_, _, minutes)| std::cmp::Reverse(*minutes));
    }
    let most = sums.iter().map(|(_, _, minutes)| *minutes).max().unwrap_or(1).max(1);
    sums.iter()
        .map(|(key, exchanges, minutes)| Bar {
            label: label(key),
            exchanges: *exchanges,
            length: amount(Minutes::new(*minutes), false),
            percent: (minutes.max(&0) * 100 / most).clamp(1, 100),
            href: href(key),
        })
        .collect()
}

pub(super) async fn page(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Bank, "bank-figures-title").await;
    let home = home_asked(&visit, &page);
    let tallies = tallies(&visit, &page, &home).await?;
    let own = home == *visit.app.node.id();
    let w = page.w;
    let rows = |name: &'static str, key: &str| {
        if own { address::with("/bank/exchanges", [(name, key)]) } else { String::new() }
    };
    let month = |text: &str| page.times.month_of(text);
    let or_unsaid = |text: String| if text.is_empty() { w.t("bank-age-unsaid") } else { text };
    let parts = vec![
        (
            w.t("bank-by-month"),
            bars(by(&tallies, |t| t.of.month.clone()), false, month, |key| rows("month", key)),
        ),
        (
            w.t("bank-by-category"),
            bars(
                by(&tallies, |t| t.of.category.clone()),
                true,
                |key| page.category(key),
                |key| rows("category", key),
            ),
        ),
        (
            w.t("bank-by-place"),
            bars(
                by(&tallies, |t| t.of.neighbourhood.clone()),
                true,
                |key| or_unsaid(page.neighbourhood(key)),
                |key| rows("hood", key),
            ),
        ),
        (
            w.t("bank-by-age"),
            bars(
                by(&tallies, |t| t.of.age.clone()),
                false,
                |key| if key.is_empty() { or_unsaid(String::new()) } else { w.of("bank-age", key) },
                |key| rows("age", key),
            ),
        ),
    ];
    let exchanges = tallies.iter().map(|t| t.exchanges).sum();
    let minutes: i64 = tallies.iter().map(|t| t.of.minutes).sum();
    let (people, sum) = people(&visit, &page, &home, own, exchanges).await?;
    let hub = if page.central { home.as_str() } else { "" };
    show(&Figures {
        tabs: tabs(&visit, "figures"),
        hubs: if page.central { hub_choices(&page, Some(&home), false) } else { Vec::new() },
        as_of: page.times.when(visit.app.node.now_ms()),
        exchanges,
        hours: amount(Minutes::new(minutes), false),
        sum: amount(sum, false),
        balanced: sum == Minutes::ZERO,
        people,
        parts,
        file: address::with("/bank/figures/csv", [("hub", hub)]),
        page,
    })
}

/// Figures about members: label, value, where its rows are.
async fn people(
    visit: &Visit,
    page: &Page,
    home: &NodeId,
    own: bool,
    exchanges: i64,
) -> Result<(Vec<(String, String, String)>, Minutes), Fault> {
    let mut db = visit.app.node.store.read().await?;
    let stages = queries::stages(&mut db, home).await?;
    let standings = queries::standings(&mut db, home).await?;
    let all = queries::members(&mut db, home, &MemberFilter::default(), 10_000, 0).await?;
    let sum = queries::sum(&mut db, home).await?;
    drop(db);
    let now_ms = visit.app.node.now_ms();
    let active: Vec<_> = all.iter().filter(|row| row.member.stage.may_exchange()).collect();
    let count = |found: usize| found.to_string();
    let inactive = active
        .iter()
        .filter(|row| row.last_exchange_at_ms.unwrap_or(row.applied_at_ms) < now_ms - INACTIVE_MS);
    let silent = active.iter().filter(|row| row.listings == 0);
    let first: Vec<i64> = active
        .iter()
        .filter_map(|row| Some((row.first_exchange_at_ms? - row.applied_at_ms) / 86_400_000))
        .collect();
    let days = i64::try_from(first.len()).unwrap_or(0);
    let mean = if days == 0 { None } else { Some(first.iter().sum::<i64>() / days) };
    let limited: i64 = standings
        .iter()
        .filter(|(s, _)| matches!(s, Standing::AtFloor | Standing::AtCeiling))
        .map(|(_, n)| *n)
        .sum();
    let accounts: i64 = standings.iter().map(|(_, n)| *n).sum();
    let w = page.w;
    let href = |path: &str| if own { path.to_owned() } else { String::new() };
    let members = stages.iter().filter(|(s, _)| *s == Stage::Member).map(|(_, n)| *n).sum::<i64>();
    let each = if active.is_empty() {
        w.t("bank-unknown")
    } else {
        let tenths = exchanges * 10 / i64::try_from(active.len()).unwrap_or(1);
        format!("{},{}", tenths / 10, tenths % 10)
    };
    let share = if accounts == 0 { 0 } else { limited * 100 / accounts };
    let figures = vec![
        (w.t("bank-members"), members.to_string(), href("/bank/members?stage=member")),
        (w.t("bank-figure-each"), each, String::new()),
        (
            w.t("bank-figure-limit"),
            format!("{limited} ({share} %)"),
            href("/bank/members?limit=yes"),
        ),
        (w.t("bank-figure-inactive"), count(inactive.count()), String::new()),
        (w.t("bank-figure-silent"), count(silent.count()), String::new()),
        (
            w.t("bank-figure-first"),
            mean.map_or_else(|| w.t("bank-unknown"), |days| w.n("bank-days", days)),
            String::new(),
        ),
    ];
    Ok((figures, sum))
}

pub(super) async fn csv(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Bank, "bank-figures-title").await;
    let home = home_asked(&visit, &page);
    let mut csv =
        Csv::new(&["hub", "month", "service", "neighbourhood", "age", "exchanges", "minutes"]);
    for tally in tallies(&visit, &page, &home).await? {
        let (exchanges, minutes) = (tally.exchanges.to_string(), tally.of.minutes.to_string());
        let of = &tally.of;
        csv.row(&[
            home.as_str(),
            &of.month,
            &of.category,
            &of.neighbourhood,
            &of.age,
            &exchanges,
            &minutes,
        ]);
    }
    Ok(csv.download("banca-del-tempo.csv"))
}
