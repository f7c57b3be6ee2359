//! The bank in figures: by month, service, neighbourhood and age, and how quickly hours go round. Every figure
//! opens to its rows, and all of them can be taken away as a file.

use std::collections::BTreeMap;

use askama::Template;
use protocol::NodeId;

use super::super::address;
use super::super::chart;
use super::super::csv::Csv;
use super::super::form::Group;
use super::super::page::{Page, Section, show};
use super::super::pager;
use super::super::requests::hub_choices;
use super::super::spreadsheet::{self, Cell, Sheet};
use super::super::visit::{Fault, Outcome, Visit};
use super::exchanges::UNSAID;
use super::members::INACTIVE_MS;
use super::span::{Span, counted, month_word, year_choices};
use super::{Tab, amount, tabs, whom};
use crate::bank::account::Standing;
use crate::bank::members::Stage;
use crate::bank::minutes::Minutes;
use crate::bank::queries::{self, MemberFilter, Only, Tally, Want};
use crate::store::rows::word;

/// Most of that which is counted.
const WANTS_MOST: u32 = 10_000;
/// How many rows a page shows.
const PER_PAGE: u32 = 25;
/// Most members of a spreadsheet.
const MEMBERS_MOST: u32 = 20_000;

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
    years: Vec<Group>,
    period: String,
    as_of: String,
    exchanges: i64,
    counted: String,
    hours: String,
    sum: String,
    balanced: bool,
    people: Vec<(String, String, String)>,
    chart: String,
    parts: Vec<(String, Vec<Bar>)>,
    file: String,
    sheet: String,
}

/// Whose figures are asked for: this hub's, or at central the chosen hub's.
fn home_asked(visit: &Visit, page: &Page) -> NodeId {
    if !page.central {
        return visit.app.node.id().clone();
    }
    let first = page.city.iter().flat_map(|city| &city.hubs).find_map(|hub| hub.slug.parse().ok());
    visit.asked.read("hub").or(first).unwrap_or_else(|| visit.app.node.id().clone())
}

async fn tallies(visit: &Visit, span: &Span, home: &NodeId) -> Result<Vec<Tally>, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let (from, until) = (month_word(span.first), month_word(span.last));
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

/// Hours by month, as columns; months without any are there too.
fn months(page: &Page, span: &Span, tallies: &[Tally]) -> String {
    let columns: Vec<chart::Column> = span
        .months()
        .map(|first| {
            let month = month_word(first);
            let of = tallies.iter().filter(|tally| tally.of.month == month);
            let minutes: i64 = of.map(|tally| tally.of.minutes).sum();
            let name = page.times.month_of(&month);
            chart::Column {
                label: name.chars().take(3).collect(),
                value: minutes,
                told: format!("{} h", minutes / 60),
            }
        })
        .collect();
    chart::columns("hours-by-month", &page.w.t("bank-chart-months"), &columns)
}

pub(super) async fn page(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Bank, "bank-figures-title").await;
    let home = home_asked(&visit, &page);
    let span = Span::asked(&visit);
    let tallies = tallies(&visit, &span, &home).await?;
    let own = home == *visit.app.node.id();
    let w = page.w;
    let rows = |name: &'static str, key: &str| {
        let key = if key.is_empty() { UNSAID } else { key };
        if own { span.rows((name, key)) } else { String::new() }
    };
    let of_month = |month: &str| match queries::days_of(month) {
        Some((from, until)) if own => counted(from, until, ("", "")),
        _ => String::new(),
    };
    let month = |text: &str| page.times.month_of(text);
    let or_unsaid = |text: String| if text.is_empty() { w.t("bank-age-unsaid") } else { text };
    let parts = vec![
        (w.t("bank-by-month"), bars(by(&tallies, |t| t.of.month.clone()), false, month, of_month)),
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
    let (people, sum) = people(&visit, &page, &home, &span, exchanges).await?;
    let mut db = visit.app.node.store.read().await?;
    let years = queries::years(&mut db, &home).await?;
    drop(db);
    let year = span.word();
    let hub = if page.central { home.as_str() } else { "" };
    show(&Figures {
        tabs: tabs(&visit, "figures"),
        hubs: if page.central { hub_choices(&page, Some(&home), false) } else { Vec::new() },
        years: year_choices(&page, &span, years),
        period: span.told(&page),
        as_of: page.times.when(visit.app.node.now_ms()),
        exchanges,
        counted: if own { span.rows(("", "")) } else { String::new() },
        hours: amount(Minutes::new(minutes), false),
        sum: sum.map(|sum| amount(sum, false)).unwrap_or_default(),
        balanced: sum == Some(Minutes::ZERO),
        people,
        chart: months(&page, &span, &tallies),
        parts,
        sheet: address::with("/bank/figures/xlsx", [("hub", hub), ("year", year.as_str())]),
        file: address::with("/bank/figures/csv", [("hub", hub), ("year", year.as_str())]),
        page,
    })
}

/// Figures about members: label, value, where its rows are; and what all accounts hold, where balances are shown.
async fn people(
    visit: &Visit,
    page: &Page,
    home: &NodeId,
    span: &Span,
    exchanges: i64,
) -> Result<(Vec<(String, String, String)>, Option<Minutes>), Fault> {
    let own = home == visit.app.node.id();
    let now_ms = visit.app.node.now_ms();
    let today = crate::bank::today(&visit.app.node, now_ms);
    let mut db = visit.app.node.store.read().await?;
    let stages = queries::stages(&mut db, home).await?;
    let standings = queries::standings(&mut db, home).await?;
    let sum = queries::sum(&mut db, home).await?;
    let balances = !queries::rules(&mut db, home).await?.participation_only;
    let only = |only| MemberFilter { only, ..MemberFilter::default() };
    let inactive = only(Only::Inactive(now_ms - INACTIVE_MS));
    let inactive = queries::count_members(&mut db, home, &inactive).await?;
    let silent = queries::count_members(&mut db, home, &only(Only::Silent(today))).await?;
    let (begun, took_ms) = queries::first_exchanges(&mut db, home).await?;
    let wants = queries::wants(&mut db, home, span.instants(page), WANTS_MOST, 0).await?;
    drop(db);
    let active: i64 =
        stages.iter().filter(|(stage, _)| stage.may_exchange()).map(|(_, count)| *count).sum();
    let limited: i64 = standings
        .iter()
        .filter(|(s, _)| matches!(s, Standing::AtFloor | Standing::AtCeiling))
        .map(|(_, n)| *n)
        .sum();
    let accounts: i64 = standings.iter().map(|(_, n)| *n).sum();
    let w = page.w;
    let href = |path: &str| if own { path.to_owned() } else { String::new() };
    let looked_for = address::with("/bank/figures/wants", [("year", span.word().as_str())]);
    let members = stages.iter().filter(|(s, _)| *s == Stage::Member).map(|(_, n)| *n).sum::<i64>();
    let tenths = |of: i64, by: i64| {
        let tenths = of * 10 / by.max(1);
        format!("{},{}", tenths / 10, tenths % 10)
    };
    let each = if active == 0 { w.t("bank-unknown") } else { tenths(exchanges, active) };
    let share = if accounts == 0 { 0 } else { limited * 100 / accounts };
    let days = |sum: i64, count: i64| {
        if count == 0 { w.t("bank-unknown") } else { w.n("bank-days", sum / count) }
    };
    let met: Vec<i64> = wants.iter().filter_map(Want::days).collect();
    let met_count = i64::try_from(met.len()).unwrap_or(0);
    let fulfilled = if wants.is_empty() {
        w.t("bank-unknown")
    } else {
        let (met, all) = (met_count.to_string(), wants.len().to_string());
        w.all("bank-figure-met", &[("met", met.as_str()), ("all", all.as_str())])
    };
    let mut figures = vec![
        (w.t("bank-members"), members.to_string(), href("/bank/members?stage=member")),
        (w.t("bank-figure-each"), each, href(&span.rows(("", "")))),
        (
            w.t("bank-figure-limit"),
            format!("{limited} ({share} %)"),
            href("/bank/members?limit=yes"),
        ),
        (w.t("bank-figure-inactive"), inactive.to_string(), href("/bank/members?limit=inactive")),
        (w.t("bank-figure-silent"), silent.to_string(), href("/bank/members?limit=silent")),
        (
            w.t("bank-figure-first"),
            days(took_ms / 86_400_000, begun),
            href("/bank/members?limit=first"),
        ),
        (w.t("bank-figure-fulfil"), days(met.iter().sum(), met_count), href(&looked_for)),
        (w.t("bank-figure-wants"), fulfilled, href(&looked_for)),
    ];
    if !balances {
        figures.retain(|(label, ..)| *label != w.t("bank-figure-limit"));
    }
    Ok((figures, balances.then_some(sum)))
}

struct WantRow {
    member: String,
    who: String,
    category: String,
    icon: String,
    since: String,
    met: String,
    days: String,
}

#[derive(Template)]
#[template(path = "bank/wants.html")]
struct Wants {
    page: Page,
    tabs: Vec<Tab>,
    as_of: String,
    period: String,
    rows: Vec<WantRow>,
    previous: String,
    next: String,
}

/// What members have looked for in a period, and after how many days they received it.
pub(super) async fn wants(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Bank, "bank-wants-title").await;
    let book = whom::directory(&visit).await?;
    let node = visit.app.node.clone();
    let number = pager::asked(&visit);
    let skip = (number - 1) * PER_PAGE;
    let span = Span::asked(&visit);
    let mut db = node.store.read().await?;
    let found =
        queries::wants(&mut db, node.id(), span.instants(&page), PER_PAGE + 1, skip).await?;
    drop(db);
    let w = page.w;
    let rows = found.iter().take(PER_PAGE as usize).map(|want| WantRow {
        member: want.member.to_string(),
        who: super::after::name(&page, &book, want.member),
        category: page.category(&want.category),
        icon: page.category_icon(&want.category),
        since: page.times.day(want.listed_at_ms),
        met: want.met_at_ms.map(|at_ms| page.times.day(at_ms)).unwrap_or_default(),
        days: want.days().map(|days| w.n("bank-days", days)).unwrap_or_default(),
    });
    let rows = rows.collect();
    let turn = |to: u32| {
        let to = if to > 1 { to.to_string() } else { String::new() };
        let year = span.word();
        address::with("/bank/figures/wants", [("year", year.as_str()), ("page", to.as_str())])
    };
    show(&Wants {
        tabs: tabs(&visit, "figures"),
        as_of: page.times.when(node.now_ms()),
        period: span.told(&page),
        rows,
        previous: if number > 1 { turn(number - 1) } else { String::new() },
        next: if found.len() > PER_PAGE as usize { turn(number + 1) } else { String::new() },
        page,
    })
}

pub(super) async fn csv(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Bank, "bank-figures-title").await;
    let home = home_asked(&visit, &page);
    let mut csv =
        Csv::new(&["hub", "month", "service", "neighbourhood", "age", "exchanges", "minutes"]);
    for tally in tallies(&visit, &Span::asked(&visit), &home).await? {
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

/// The same as a spreadsheet: exchanges by month, service, neighbourhood and age; members by number, without names;
/// and what was looked for.
pub(super) async fn xlsx(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Bank, "bank-figures-title").await;
    let home = home_asked(&visit, &page);
    let span = Span::asked(&visit);
    let tallies = tallies(&visit, &span, &home).await?;
    let mut db = visit.app.node.store.read().await?;
    let members =
        queries::members(&mut db, &home, &MemberFilter::default(), MEMBERS_MOST, 0).await?;
    let wants = queries::wants(&mut db, &home, span.instants(&page), WANTS_MOST, 0).await?;
    drop(db);
    let w = page.w;
    let day = |at_ms: Option<i64>| {
        Cell::Text(at_ms.map(|at_ms| page.times.day_at(at_ms).to_string()).unwrap_or_default())
    };
    let text = |text: String| Cell::Text(text);
    let exchanges = tallies.iter().map(|tally| {
        let of = &tally.of;
        vec![
            text(home.to_string()),
            text(of.month.clone()),
            text(page.category(&of.category)),
            text(page.neighbourhood(&of.neighbourhood)),
            text(of.age.clone()),
            Cell::Number(tally.exchanges),
            Cell::Number(of.minutes),
        ]
    });
    let people = members.iter().map(|row| {
        let waited = row.first_exchange_at_ms.map(|at_ms| (at_ms - row.applied_at_ms) / 86_400_000);
        vec![
            Cell::Number(i64::from(row.number)),
            text(w.of("bank-stage", word(&row.member.stage))),
            text(page.neighbourhood(row.neighbourhood.as_str())),
            text(row.age.clone()),
            day(Some(row.applied_at_ms)),
            day(row.first_exchange_at_ms),
            day(row.last_exchange_at_ms),
            waited.map_or(Cell::Empty, Cell::Number),
            Cell::Number(row.listings),
        ]
    });
    let looked = wants.iter().map(|want| {
        vec![
            text(page.category(&want.category)),
            day(Some(want.listed_at_ms)),
            day(want.met_at_ms),
            want.days().map_or(Cell::Empty, Cell::Number),
        ]
    });
    let head = |keys: &[&str]| keys.iter().map(|key| w.t(key)).collect();
    let sheets = vec![
        Sheet {
            name: w.t("bank-exchanges-title"),
            head: head(&[
                "bank-column-hub",
                "bank-column-month",
                "bank-category",
                "request-place",
                "bank-fact-age",
                "bank-exchanges-title",
                "bank-column-minutes",
            ]),
            rows: exchanges.collect(),
        },
        Sheet {
            name: w.t("bank-members-title"),
            head: head(&[
                "bank-fact-number",
                "bank-stage",
                "request-place",
                "bank-fact-age",
                "bank-fact-applied",
                "bank-column-first",
                "bank-column-last",
                "bank-column-days",
                "bank-listings-count",
            ]),
            rows: people.collect(),
        },
        Sheet {
            name: w.t("bank-column-wants"),
            head: head(&[
                "bank-category",
                "bank-column-since",
                "bank-column-met",
                "bank-column-days",
            ]),
            rows: looked.collect(),
        },
    ];
    spreadsheet::download("banca-del-tempo.xlsx", &sheets)
}
