//! The exchanges of a list as a file: all that the page's filters find, one a row.
//!
//! Always true: members stand there by their numbers and without names, so that a file which is passed on says of nobody
//! what they did; what is too much for one file is refused and never cut short.

use protocol::{AccountId, MemberId, Problem};

use super::super::csv::Csv;
use super::super::page::{Page, Section};
use super::super::spreadsheet::{self, Cell, Sheet};
use super::super::visit::{Fault, Outcome, Visit};
use super::exchanges::asked_for;
use super::lines::{holder, what};
use super::whom;
use crate::bank::directory::Directory;
use crate::bank::queries::{self, ExchangeRow};
use crate::store::rows::word;

/// Most rows of a file.
const MOST: u32 = 50_000;

struct Found {
    page: Page,
    book: Directory,
    rows: Vec<ExchangeRow>,
}

async fn found(visit: &Visit) -> Result<Found, Fault> {
    let page = Page::of(visit, Section::Bank, "bank-exchanges-title").await;
    let book = whom::directory(visit).await?;
    let node = visit.app.node.clone();
    let mut db = node.store.read().await?;
    let rows = queries::exchanges(&mut db, node.id(), &asked_for(visit), MOST + 1, 0).await?;
    if rows.len() > MOST as usize {
        return Err(Problem::conflict("bank-export-too-many").with("most", MOST).into());
    }
    Ok(Found { page, book, rows })
}

impl Found {
    /// One side by its number; those who share an account by theirs; the fund, the municipality and other banks in words.
    fn side(&self, member: Option<MemberId>, account: AccountId) -> String {
        if let Some(known) = member.and_then(|member| self.book.get(member)) {
            return known.number.to_string();
        }
        let numbers: Vec<String> =
            self.book.users(account).map(|known| known.number.to_string()).collect();
        if numbers.is_empty() { holder(&self.page, &self.book, account) } else { numbers.join(" ") }
    }

    /// Who gave, and everybody who received.
    fn sides(&self, row: &ExchangeRow) -> (String, String) {
        let Some(deal) = &row.deal else {
            return (self.side(None, row.giver), self.side(None, row.receiver));
        };
        let receivers = deal.receivers.iter().map(|one| self.side(one.member, one.account));
        let giver = self.side(deal.giver.member, deal.giver.account);
        (giver, receivers.collect::<Vec<_>>().join(" "))
    }
}

/// As CSV, with the words the program itself uses.
pub(super) async fn csv(visit: Visit) -> Outcome {
    let found = found(&visit).await?;
    let mut csv = Csv::new(&[
        "day",
        "state",
        "source",
        "service",
        "neighbourhood",
        "age",
        "giver",
        "receivers",
        "minutes",
        "exchange",
    ]);
    for row in &found.rows {
        let (giver, receivers) = found.sides(row);
        csv.row(&[
            &row.day,
            &word(&row.state),
            &word(&row.source),
            &row.category,
            &row.neighbourhood,
            &row.age,
            &giver,
            &receivers,
            &row.minutes.get().to_string(),
            &row.id.to_string(),
        ]);
    }
    Ok(csv.download("scambi.csv"))
}

/// As a spreadsheet, in the words of the page.
pub(super) async fn xlsx(visit: Visit) -> Outcome {
    let found = found(&visit).await?;
    let page = &found.page;
    let w = page.w;
    let rows = found.rows.iter().map(|row| {
        let (giver, receivers) = found.sides(row);
        let age = if row.age.is_empty() { String::new() } else { w.of("bank-age", &row.age) };
        vec![
            Cell::Text(row.day.clone()),
            Cell::Text(w.of("bank-state", word(&row.state))),
            Cell::Text(what(page, row)),
            Cell::Text(page.neighbourhood(&row.neighbourhood)),
            Cell::Text(age),
            Cell::Text(giver),
            Cell::Text(receivers),
            Cell::Number(row.minutes.get()),
        ]
    });
    let head = [
        "bank-day",
        "bank-state",
        "bank-category",
        "request-place",
        "bank-fact-age",
        "bank-giver",
        "bank-receiver",
        "bank-column-minutes",
    ];
    let sheet = Sheet {
        name: w.t("bank-exchanges-title"),
        head: head.map(|key| w.t(key)).to_vec(),
        rows: rows.collect(),
    };
    spreadsheet::download("scambi.xlsx", &[sheet])
}
