//! What follows an exchange, on its page: how it was for each side, and the expenses both agreed to refund.

use protocol::{ExchangeId, MemberId, Problem};

use super::super::form::Choice;
use super::super::page::Page;
use super::super::visit::{At, Outcome, Visit, go};
use super::exchanges;
use crate::bank::after::{Expense, Expenses};
use crate::bank::decide::Command as B;
use crate::bank::directory::Directory;
use crate::bank::exchange::By;
use crate::bank::queries::ReferenceRow;
use crate::store::rows::{from_word, word};

/// A reference as a page shows it.
pub(super) struct ReferenceView {
    pub of: String,
    pub by: String,
    pub about: String,
    pub liked: bool,
    pub words: String,
    pub answer: String,
    pub answered: bool,
    pub hidden: bool,
    pub when: String,
}

pub(super) fn name(page: &Page, book: &Directory, member: MemberId) -> String {
    match book.get(member) {
        Some(known) if known.name.is_empty() => {
            page.w.a("bank-member-number", "number", known.number)
        }
        Some(known) => known.name.clone(),
        None => page.w.t("bank-somebody"),
    }
}

pub(super) fn reference(page: &Page, book: &Directory, row: &ReferenceRow) -> ReferenceView {
    ReferenceView {
        of: row.by.to_string(),
        by: name(page, book, row.by),
        about: name(page, book, row.reference.about),
        liked: row.liked,
        words: row.words.clone().unwrap_or_default(),
        answer: row.answer.clone().unwrap_or_default(),
        answered: row.reference.answered,
        hidden: row.reference.hidden,
        when: page.times.day(row.at_ms),
    }
}

/// What expenses can be for.
pub(super) fn expense_choices(page: &Page, chosen: &str) -> Vec<Choice> {
    let choice =
        |what: &Expense| Choice::new(word(what), page.w.of("bank-expense", word(what)), chosen);
    Expense::ALL.iter().map(choice).collect()
}

/// An amount as people write it, `12,50`, in euro cents.
fn read_cents(typed: &str) -> Option<u32> {
    let typed = typed.trim().trim_start_matches('€').trim();
    let (euros, cents) = typed.split_once([',', '.']).unwrap_or((typed, ""));
    let cents = match cents.len() {
        0 => 0,
        1 => cents.parse::<u32>().ok()? * 10,
        2 => cents.parse().ok()?,
        _ => return None,
    };
    euros.parse::<u32>().ok()?.checked_mul(100)?.checked_add(cents)
}

pub(super) async fn refer(visit: Visit, At(id): At<ExchangeId>) -> Outcome {
    let posted = &visit.posted;
    let Some(member) = posted.read("member") else { return go(&format!("/bank/exchanges/{id}")) };
    let command = B::Refer {
        exchange: id,
        by: By::Desk { member },
        liked: posted.trimmed("liked") != "no",
        text: posted.text("text").to_owned(),
    };
    exchanges::give(&visit, id, command, "bank-referred").await
}

pub(super) async fn answer(visit: Visit, At(id): At<ExchangeId>) -> Outcome {
    let posted = &visit.posted;
    let (Some(of), Some(member)) = (posted.read("of"), posted.read("member")) else {
        return go(&format!("/bank/exchanges/{id}"));
    };
    let text = posted.text("text").to_owned();
    let command = B::AnswerReference { exchange: id, of, by: By::Desk { member }, text };
    exchanges::give(&visit, id, command, "bank-reference-answered").await
}

pub(super) async fn hide(visit: Visit, At(id): At<ExchangeId>) -> Outcome {
    let Some(of) = visit.posted.read("of") else { return go(&format!("/bank/exchanges/{id}")) };
    let hidden = visit.posted.has("hidden", "yes");
    let done = if hidden { "bank-reference-hidden" } else { "bank-reference-shown" };
    exchanges::give(&visit, id, B::HideReference { exchange: id, of, hidden }, done).await
}

pub(super) async fn expenses(visit: Visit, At(id): At<ExchangeId>) -> Outcome {
    let posted = &visit.posted;
    let remove = posted.has("remove", "yes");
    let amount = if remove { Some(0) } else { read_cents(posted.trimmed("amount")) };
    let amount = amount.filter(|cents| remove || *cents > 0);
    let Some(amount_cents) = amount else {
        let problem = Problem::invalid("bank-expense-amount").at("amount");
        return exchanges::one(&visit, id, Some(problem)).await;
    };
    let what = from_word("what", posted.trimmed("what")).unwrap_or(Expense::Other);
    let agreed = posted.has("giver_agrees", "yes") && posted.has("receiver_agrees", "yes");
    let command =
        B::NoteExpenses { expenses: Expenses { exchange: id, amount_cents, what }, agreed };
    let done = if remove { "bank-expense-removed" } else { "bank-expense-noted" };
    exchanges::give(&visit, id, command, done).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_as_people_write_it() {
        for (typed, cents) in [("12,50", 1250), ("12.5", 1250), ("€ 3", 300), ("0,05", 5)] {
            assert_eq!(read_cents(typed), Some(cents), "{typed}");
        }
        for typed in ["", "-3", "tre", "1,234", "1,2,3"] {
            assert_eq!(read_cents(typed), None, "{typed}");
        }
    }
}
