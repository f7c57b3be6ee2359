//! A statement of account (estratto conto): a page at a time, to print, as a file, on paper: A4 and a slip printer's roll.

use askama::Template;
use jiff::ToSpan as _;
use jiff::civil::Date;
use protocol::{AccountId, MemberId, Problem};

use super::super::address;
use super::super::csv::Csv;
use super::super::page::{Page, Section, show};
use super::super::pager::{self, Pager};
use super::super::paper::{file, sheet};
use super::super::visit::{At, Fault, Outcome, Visit};
use super::super::words::Words;
use super::lines::{holder, party, receivers, what};
use super::{amount, rules, whom};
use crate::bank::account::{Account, Purpose};
use crate::bank::cards;
use crate::bank::codes::{self, PrintedOn};
use crate::bank::directory::Directory;
use crate::bank::minutes::Minutes;
use crate::bank::queries::{self, ALWAYS, Instants, StatementLine};
use crate::pdf::{Paper, Part, Sheet};

/// How many lines a page shows.
const PER_PAGE: u32 = 50;
/// Most lines of a file.
const FILE_MAX: u32 = 20_000;
/// Most lines on paper, A4: some sixty sheets.
const PAPER_MAX: u32 = 2_000;
/// Most lines on a roll: an arm's length of paper.
const ROLL_MAX: u32 = 30;

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
    /// Empty where only taking part counts.
    balance: String,
    given: String,
    received: String,
    from: String,
    until: String,
    here: String,
    as_of: String,
    entries: Vec<Entry>,
    pager: Pager,
    file: String,
    pdf: String,
    roll: String,
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

/// The days a statement is asked for, as they were typed, and as instants.
struct Period {
    from: Option<Date>,
    until: Option<Date>,
    instants: Instants,
}

impl Period {
    fn asked(visit: &Visit, page: &Page) -> Self {
        let (from, until): (Option<Date>, Option<Date>) =
            (visit.asked.read("from"), visit.asked.read("to"));
        let begins = |day: Date| page.times.read_input(&format!("{day}T00:00"));
        let after = until.and_then(|day| day.checked_add(1.days()).ok()).and_then(begins);
        let instants = (from.and_then(begins).unwrap_or(ALWAYS.0), after.unwrap_or(ALWAYS.1));
        Self { from, until, instants }
    }

    /// The days as fields of an address.
    fn words(&self) -> (String, String) {
        let word = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        (word(self.from), word(self.until))
    }

    /// What is said above the lines where not all are asked for.
    fn told(&self, page: &Page) -> Option<String> {
        if self.from.is_none() && self.until.is_none() {
            return None;
        }
        let day =
            |day: Option<Date>| day.map_or_else(|| "…".to_owned(), |day| page.times.date(day));
        let (from, until) = (day(self.from), day(self.until));
        let days = [("from", from.as_str()), ("until", until.as_str())];
        Some(page.w.all("bank-statement-days", &days))
    }
}

/// Whether balances are shown: not where only taking part counts.
async fn with_balances(visit: &Visit) -> Result<bool, Fault> {
    let mut db = visit.app.node.store.read().await?;
    Ok(!queries::rules(&mut db, visit.app.node.id()).await?.participation_only)
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
    let number = pager::asked(&visit);
    let skip = (number - 1) * PER_PAGE;
    let period = Period::asked(&visit, &page);
    let balances = with_balances(&visit).await?;
    let mut db = visit.app.node.store.read().await?;
    let lines = queries::statement_between(&mut db, id, period.instants, PER_PAGE, skip).await?;
    let total = queries::count_entries(&mut db, id, period.instants).await?;
    let received = queries::received(&mut db, id).await?;
    drop(db);
    let entries: Vec<Entry> = lines.iter().map(|line| entry(&page, &book, id, line)).collect();
    let holder = holder(&page, &book, id);
    page = page.titled(format!("{} · {holder}", visit.words.t("bank-statement")));
    let back = book.users(id).next().map(|known| format!("/bank/members/{}", known.member));
    let agreement = match &account.purpose {
        Purpose::Municipality(agreement) => rules::agreement_line(&page, agreement),
        Purpose::Member | Purpose::Fund | Purpose::Clearing { .. } => String::new(),
    };
    let (from, until) = period.words();
    let days = [("from", from.as_str()), ("to", until.as_str())];
    show(&Statement {
        back: back.unwrap_or_else(|| "/bank".to_owned()),
        agreement,
        balance: if balances { amount(account.balance, true) } else { String::new() },
        given: amount(account.given, false),
        received: amount(received, false),
        as_of: page.times.when(visit.app.node.now_ms()),
        pager: Pager::of((number, PER_PAGE), entries.len(), total, (&visit.path, &days)),
        file: address::with(&format!("/bank/accounts/{id}/csv"), days),
        pdf: address::with(&format!("/bank/accounts/{id}/pdf"), days),
        roll: format!("/bank/accounts/{id}/roll"),
        here: visit.path.clone(),
        from: from.clone(),
        until: until.clone(),
        holder,
        entries,
        page,
    })
}

pub(super) async fn csv(visit: Visit, At(id): At<AccountId>) -> Outcome {
    found(&visit, id).await?;
    let page = Page::of(&visit, Section::Bank, "bank-statement").await;
    let book = whom::directory(&visit).await?;
    let instants = Period::asked(&visit, &page).instants;
    let balances = with_balances(&visit).await?;
    let mut db = visit.app.node.store.read().await?;
    let lines = queries::statement_between(&mut db, id, instants, FILE_MAX, 0).await?;
    drop(db);
    let mut csv = Csv::new(&["day", "with", "service", "minutes", "balance_minutes", "exchange"]);
    for line in &lines {
        let with = other_side(&page, &book, id, line);
        let minutes = line.minutes.get().to_string();
        let balance = if balances { line.balance.get().to_string() } else { String::new() };
        let service = what(&page, &line.exchange);
        let exchange = line.exchange.id.to_string();
        csv.row(&[&line.exchange.day, &with, &service, &minutes, &balance, &exchange]);
    }
    Ok(csv.download("estratto-conto.csv"))
}

/// What is printed.
struct OnPaper {
    page: Page,
    /// Who, the balance, what was given and received.
    parts: Vec<Part>,
    /// The newest first.
    entries: Vec<Entry>,
    balances: bool,
}

async fn on_paper(visit: &Visit, id: AccountId, most: u32) -> Result<OnPaper, Fault> {
    let account = found(visit, id).await?;
    let page = Page::of(visit, Section::Bank, "bank-statement").await;
    let book = whom::directory(visit).await?;
    let period = Period::asked(visit, &page);
    let balances = with_balances(visit).await?;
    let mut db = visit.app.node.store.read().await?;
    let lines = queries::statement_between(&mut db, id, period.instants, most, 0).await?;
    let total = queries::count_entries(&mut db, id, period.instants).await?;
    let received = queries::received(&mut db, id).await?;
    drop(db);
    let entries: Vec<Entry> = lines.iter().map(|line| entry(&page, &book, id, line)).collect();
    let w = page.w;
    let mut parts = vec![Part::Large(holder(&page, &book, id))];
    if balances {
        parts.push(Part::Fact(w.t("bank-balance"), amount(account.balance, true)));
    }
    parts.push(Part::Fact(w.t("bank-given"), amount(account.given, false)));
    parts.push(Part::Fact(w.t("bank-received"), amount(received, false)));
    parts.extend(period.told(&page).map(Part::Small));
    let shown = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    if shown < total {
        parts.push(Part::Small(w.all(
            "bank-statement-part",
            &[("shown", shown.to_string().as_str()), ("total", total.to_string().as_str())],
        )));
    }
    Ok(OnPaper { page, parts, entries, balances })
}

/// As a PDF, A4.
pub(super) async fn pdf(visit: Visit, At(id): At<AccountId>) -> Outcome {
    let OnPaper { page, mut parts, entries, balances } = on_paper(&visit, id, PAPER_MAX).await?;
    let w = page.w;
    let columns = if balances { 4 } else { 3 };
    let head = ["bank-day", "bank-given", "bank-received", "bank-balance"].map(|key| w.t(key));
    let rows = entries.into_iter().map(|entry| {
        let what = format!("{} · {} · {}", entry.day, entry.with, entry.what);
        let line = [what, entry.gave, entry.got, entry.balance];
        line.into_iter().take(columns).collect()
    });
    parts.push(Part::Table(head.into_iter().take(columns).collect(), rows.collect()));
    file(&sheet(&page, w.t("bank-statement"), parts), "estratto-conto")
}

/// The code with which a member opens their account at a kiosk, in parts of a roll: none without a card and its PIN.
pub(super) async fn code(
    visit: &Visit,
    w: Words,
    member: MemberId,
    on: PrintedOn,
) -> Result<Vec<Part>, Fault> {
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let card = cards::of(&mut db, member).await?.filter(|card| card.has_pin);
    drop(db);
    if card.is_none() {
        return Ok(Vec::new());
    }
    let code = codes::printed(node, member, on).await?;
    Ok(vec![
        Part::Qr(code.as_str().to_owned()),
        Part::Large(code.as_str().to_owned()),
        Part::Small(w.t("bank-slip-says")),
    ])
}

/// For a slip printer: narrow, the last movements only.
pub(super) async fn roll(visit: Visit, At(id): At<AccountId>) -> Outcome {
    let OnPaper { page, mut parts, entries, balances } = on_paper(&visit, id, ROLL_MAX).await?;
    let w = page.w;
    let columns = if balances { 3 } else { 2 };
    let rows = entries.into_iter().map(|entry| {
        let what = format!("{} · {} · {}", entry.day, entry.with, entry.what);
        let moved = if entry.gave.is_empty() {
            format!("−{}", entry.got)
        } else {
            format!("+{}", entry.gave)
        };
        [what, moved, entry.balance].into_iter().take(columns).collect()
    });
    let head = [w.t("bank-day"), w.t("bank-minutes-moved"), w.t("bank-balance")];
    parts.push(Part::Table(head.into_iter().take(columns).collect(), rows.collect()));
    let book = whom::directory(&visit).await?;
    let holders: Vec<_> = book.users(id).map(|known| known.member).collect();
    // An account of a household has several holders, each with a card of their own.
    if let [holder] = holders.as_slice() {
        parts.extend(code(&visit, w, *holder, PrintedOn::Statement).await?);
    }
    let narrow = sheet(&page, w.t("bank-statement"), parts);
    file(&Sheet { paper: Paper::Roll, ..narrow }, "estratto-conto-rotolo")
}
