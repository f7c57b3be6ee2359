//! One exchange as every list of the bank shows it.

use protocol::{AccountId, Problem};

use super::super::page::{Page, Section};
use super::super::visit::{Fault, Visit};
use super::{amount, whom};
use crate::bank::directory::Directory;
use crate::bank::exchange::{Party, Source, State};
use crate::bank::queries::ExchangeRow;
use crate::store::rows::word;

/// A line.
pub(crate) struct Line {
    pub id: String,
    pub icon: String,
    pub giver: String,
    pub receiver: String,
    pub category: String,
    pub minutes: String,
    pub day: String,
    pub source: String,
    pub state: String,
    pub state_words: String,
    pub quiet: bool,
    pub over: bool,
}

/// The colour that goes with a state; the word says it too.
pub(super) fn colour(state: State) -> &'static str {
    match state {
        State::Declared => "blue",
        State::Posted => "green",
        State::Disputed => "orange",
        State::Reversed | State::Withdrawn | State::Lapsed => "slate",
        State::Refused => "red",
    }
}

/// Whose an account is, in words; those who share it together.
pub(super) fn holder(page: &Page, book: &Directory, account: AccountId) -> String {
    let node = page.bank_node();
    if account == crate::bank::books::fund_of(&node) {
        return page.w.t("bank-fund");
    }
    if account == crate::bank::books::municipality_of(&node) {
        return page.w.t("bank-municipality");
    }
    let other = super::others::other_hubs(page)
        .into_iter()
        .find(|(hub, _)| account == crate::bank::books::clearing_of(&node, hub));
    if let Some((_, name)) = other {
        return page.w.a("bank-clearing-of", "bank", name);
    }
    let names: Vec<String> = book
        .users(account)
        .map(|known| {
            if known.name.is_empty() {
                page.w.a("bank-member-number", "number", known.number)
            } else {
                known.name.clone()
            }
        })
        .collect();
    if names.is_empty() { page.w.t("bank-somebody") } else { names.join(", ") }
}

/// A refusal at a limit, with the name of whoever's account it is.
pub(super) async fn naming(visit: &Visit, problem: Problem) -> Result<Problem, Fault> {
    let Some(account) = problem.args.get("account").and_then(|id| id.parse().ok()) else {
        return Ok(problem);
    };
    let page = Page::of(visit, Section::Bank, "bank-title").await;
    let book = whom::directory(visit).await?;
    let whose = holder(&page, &book, account);
    Ok(problem.with("whose", whose))
}

/// One side of an exchange in words: the person, where one is known.
pub(super) fn party(page: &Page, book: &Directory, party: Party) -> String {
    match party.member.and_then(|member| book.get(member)) {
        Some(known) if known.name.is_empty() => {
            page.w.a("bank-member-number", "number", known.number)
        }
        Some(known) => known.name.clone(),
        None => holder(page, book, party.account),
    }
}

/// Everybody who received.
pub(super) fn receivers(page: &Page, book: &Directory, row: &ExchangeRow) -> Vec<String> {
    match &row.deal {
        Some(deal) => deal.receivers.iter().map(|one| party(page, book, *one)).collect(),
        None => vec![holder(page, book, row.receiver)],
    }
}

/// What was exchanged, in a word: the service, or why hours changed account.
pub(super) fn what(page: &Page, row: &ExchangeRow) -> String {
    if row.category.is_empty() {
        page.w.of("bank-source", word(&row.source))
    } else {
        page.category(&row.category)
    }
}

/// An exchange as a line.
pub(super) fn line(page: &Page, book: &Directory, row: &ExchangeRow) -> Line {
    let received = receivers(page, book, row);
    let receiver = match received.len() {
        0 | 1 => received.into_iter().next().unwrap_or_default(),
        many => page.w.n("bank-people", many),
    };
    let giver = match &row.deal {
        Some(deal) => party(page, book, deal.giver),
        None => holder(page, book, row.giver),
    };
    Line {
        id: row.id.to_string(),
        icon: if row.category.is_empty() {
            page.icon("coins")
        } else {
            page.category_icon(&row.category)
        },
        giver,
        receiver,
        category: what(page, row),
        minutes: amount(row.minutes, false),
        day: page.times.day_of(&row.day),
        source: match row.source {
            Source::Desk | Source::Leaving | Source::Opening => String::new(),
            other @ (Source::Cheque
            | Source::Group
            | Source::Batch
            | Source::Declared
            | Source::Between
            | Source::Reversal
            | Source::Imported) => page.w.of("bank-source", word(&other)),
        },
        state: colour(row.state).to_owned(),
        state_words: page.w.of("bank-state", word(&row.state)),
        quiet: row.state == State::Posted,
        over: row.over_limit > 0,
    }
}
