//! A statement of account (estratto conto): a page at a time, to print, to take away.

use askama::Template;
use protocol::{AccountId, Problem};

use super::super::address;
use super::super::csv::Csv;
use super::super::page::{Page, Section, show};
use super::super::visit::{At, Fault, Outcome, Visit};
use super::lines::{holder, party, receivers, what};
use super::{amount, page_number, whom};
use crate::bank::account::{Account, Purpose};
use crate::bank::directory::Directory;
use crate::bank::minutes::Minutes;
use crate::bank::queries::{self, StatementLine};

/// How many lines a page shows.
const PER_PAGE: u32 = 50;
/// Most lines of a file.
const FILE_MAX: u32 = 20_000;

struct Entry {
    id: String,
    day: String,
    with: String,
    what: String,
    gave: String,
    got: String,
    balance: String,
    back: bool,
}

#[derive(Template)]
#[template(path = "bank/statement.html")]
struct Statement {
    page: Page,
    holder: String,
    back: String,
    agreement: String,
    balance: String,
    given: String,
    received: String,
    as_of: String,
    entries: Vec<Entry>,
    first: i64,
    last: i64,
    total: i64,
    previous: String,
    next: String,
    file: String,
}

async fn found(visit: &Visit, id: AccountId) -> Result<Account, Fault> {
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let account = queries::account(&mut db, id).await?;
    Ok(account.ok_or_else(|| Problem::not_found("bank-unknown-account"))?)
}

/// With whom, seen from the account.
fn other_side(page: &Page, book: &Directory, account: AccountId, line: &StatementLine) -> String {
    let row = &line.exchange;
    let Some(deal) = &row.deal else {
        let other = if row.giver == account { row.receiver } else { row.giver };
        return holder(page, book, other);
    };
    if deal.giver.account == account {
        let names = receivers(page, book, row);
        return match names.len() {
            0 | 1 => names.into_iter().next().unwrap_or_default(),
            many => page.w.n("bank-people", many),
        };
    }
    party(page, book, deal.giver)
}

fn entry(page: &Page, book: &Directory, account: AccountId, line: &StatementLine) -> Entry {
    let (gave, got) = if line.minutes > Minutes::ZERO {
        (amount(line.minutes, false), String::new())
    } else {
        (String::new(), amount(line.minutes.size(), false))
    };
    Entry {
        id: line.exchange.id.to_string(),
        day: page.times.day_of(&line.exchange.day),
        with: other_side(page, book, account, line),
        what: what(page, &line.exchange),
        gave,
        got,
        balance: amount(line.balance, true),
        back: line.exchange.deal.as_ref().is_some_and(|deal| deal.reverses.is_some()),
    }
}

pub(super) async fn page(visit: Visit, At(id): At<AccountId>) -> Outcome {
    let account = found(&visit, id).await?;
    let mut page = Page::of(&visit, Section::Bank, "bank-statement").await;
    let book = whom::directory(&visit).await?;
    let number = page_number(&visit);
    let skip = (number - 1) * PER_PAGE;
    let mut db = visit.app.node.store.read().await?;
    let lines = queries::statement(&mut db, id, PER_PAGE, skip).await?;
    let total = queries::count_entries(&mut db, id).await?;
    let received = queries::received(&mut db, id).await?;
    drop(db);
    let entries: Vec<Entry> = lines.iter().map(|line| entry(&page, &book, id, line)).collect();
    let holder = holder(&page, &book, id);
    page = page.titled(format!("{} · {holder}", visit.words.t("bank-statement")));
    let turn = |to: u32| {
        let to = if to > 1 { to.to_string() } else { String::new() };
        address::with(&visit.path, [("page", to.as_str())])
    };
    let last = i64::from(skip) + i64::try_from(entries.len()).unwrap_or(0);
    let back = book.users(id).next().map(|known| format!("/bank/members/{}", known.member));
    let agreement = match &account.purpose {
        Purpose::Municipality(agreement) => page.w.all(
            "bank-agreement-line",
            &[
                ("title", agreement.title.as_str()),
                ("from", page.times.date(agreement.from).as_str()),
                ("until", page.times.date(agreement.until).as_str()),
            ],
        ),
        Purpose::Member | Purpose::Fund | Purpose::Clearing { .. } => String::new(),
    };
    show(&Statement {
        back: back.unwrap_or_else(|| "/bank".to_owned()),
        agreement,
        balance: amount(account.balance, true),
        given: amount(account.given, false),
        received: amount(received, false),
        as_of: page.times.when(visit.app.node.now_ms()),
        previous: if number > 1 { turn(number - 1) } else { String::new() },
        next: if last < total { turn(number + 1) } else { String::new() },
        first: i64::from(skip) + 1,
        file: format!("/bank/accounts/{id}/csv"),
        holder,
        entries,
        last,
        total,
        page,
    })
}

pub(super) async fn csv(visit: Visit, At(id): At<AccountId>) -> Outcome {
    found(&visit, id).await?;
    let page = Page::of(&visit, Section::Bank, "bank-statement").await;
    let book = whom::directory(&visit).await?;
    let mut db = visit.app.node.store.read().await?;
    let lines = queries::statement(&mut db, id, FILE_MAX, 0).await?;
    drop(db);
    let mut csv = Csv::new(&["day", "with", "service", "minutes", "balance_minutes", "exchange"]);
    for line in &lines {
        let with = other_side(&page, &book, id, line);
        let (minutes, balance) = (line.minutes.0.to_string(), line.balance.0.to_string());
        let service = what(&page, &line.exchange);
        let exchange = line.exchange.id.to_string();
        csv.row(&[&line.exchange.day, &with, &service, &minutes, &balance, &exchange]);
    }
    Ok(csv.download("estratto-conto.csv"))
}
