//! Expenses: one's own month, and what waits to be decided for whoever answers for the diary.

use askama::Template;
use axum::http::StatusCode;
use protocol::{ExpenseId, Problem};

use super::{Tab, colleagues, euros, name_of, tabs};
use crate::command::Command;
use crate::people::roles::Permission;
use crate::web::address;
use crate::web::form::{Choice, Errors};
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::visit::{At, Outcome, Visit, go};
use crate::work::Command as Work;
use crate::work::events::{Expense, ExpenseKind};
use crate::work::queries::{self, ExpenseRow};

struct Line {
    id: String,
    kind: String,
    who: String,
    day: String,
    km: String,
    amount: String,
    words: String,
    tone: &'static str,
    state: String,
    mine: bool,
}

#[derive(Template)]
#[template(path = "work/expenses.html")]
struct Expenses {
    page: Page,
    tabs: Vec<Tab>,
    errors: Errors,
    month: String,
    lines: Vec<Line>,
    approved: String,
    waiting: Vec<Line>,
    may_decide: bool,
    kinds: Vec<Choice>,
    rate: String,
    day: String,
    km: String,
    amount: String,
    words: String,
    sheet: String,
    previous: String,
    command: String,
}

pub(super) async fn page(visit: Visit) -> Outcome {
    shown(&visit, Errors::default(), StatusCode::OK).await
}

async fn shown(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Work, "expenses-title").await;
    let me = visit.me()?.staff;
    let back: i64 = visit.asked.read("back").unwrap_or(0).clamp(0, 120);
    let first = page.times.month_start(back);
    let month = first.get(..7).unwrap_or_default().to_owned();
    let may_decide = visit.may(Permission::ReviewDiaries);
    let all = colleagues(visit).await?;
    let mut db = visit.app.node.store.read().await?;
    let own = queries::expenses(&mut db, me, &first, &format!("{month}-31")).await?;
    let waiting =
        if may_decide { queries::claimed(&mut db, visit.app.node.id()).await? } else { Vec::new() };
    drop(db);
    let line = |expense: &ExpenseRow| {
        let (tone, state) = match expense.approved {
            Some(true) => ("green", "approved"),
            Some(false) => ("red", "refused"),
            None => ("blue", "claimed"),
        };
        Line {
            id: expense.id.to_string(),
            kind: page.w.of("expense-kind", expense.kind.slug()),
            who: name_of(&all, expense.staff),
            day: page.times.day_of(&expense.day),
            km: if expense.km > 0 { format!("{} km", expense.km) } else { String::new() },
            amount: euros(expense.cents),
            words: expense.words.clone().unwrap_or_default(),
            tone,
            state: page.w.of("expense", state),
            mine: expense.staff == me,
        }
    };
    let lines: Vec<Line> = own.iter().map(line).collect();
    let waiting: Vec<Line> = waiting.iter().map(line).collect();
    let approved = own.iter().filter(|e| e.approved == Some(true)).map(|e| e.cents).sum();
    let posted = &visit.posted;
    let kind = posted.trimmed("kind");
    let kind = if kind.is_empty() { ExpenseKind::Mileage.slug() } else { kind };
    let kinds = ExpenseKind::ALL
        .iter()
        .map(|k| Choice::new(k.slug(), page.w.of("expense-kind", k.slug()), kind));
    let rate = page.city.as_deref().map_or(0, |city| city.diary.km_cents);
    let day = posted.trimmed("day");
    let before = (back + 1).to_string();
    let template = Expenses {
        tabs: tabs(&page, "/expenses"),
        errors,
        lines,
        approved: euros(approved),
        waiting,
        may_decide,
        kinds: kinds.collect(),
        rate: if rate == 0 {
            page.w.t("expense-no-rate")
        } else {
            page.w.a("expense-rate", "amount", euros(i64::from(rate)))
        },
        day: if day.is_empty() { page.times.today() } else { day.to_owned() },
        km: posted.trimmed("km").to_owned(),
        amount: posted.trimmed("amount").to_owned(),
        words: posted.text("words").to_owned(),
        sheet: address::with("/month-sheet.pdf", [("month", month.as_str())]),
        previous: address::with("/expenses", [("back", before.as_str())]),
        command: page.fresh(),
        month: page.times.month_of(&month),
        page,
    };
    show_as(status, &template)
}

/// Cents of a text such as `12,50` or `12.5`.
fn cents_of(text: &str) -> Option<u32> {
    let text = text.trim().trim_end_matches('€').trim().replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    if part.len() > 2 || !part.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let whole: u32 = whole.parse().ok()?;
    let part: u32 = format!("{part:0<2}").parse().ok()?;
    whole.checked_mul(100)?.checked_add(part)
}

pub(super) async fn claim(visit: Visit) -> Outcome {
    let posted = &visit.posted;
    let read = || -> Result<Work, Problem> {
        let kind = ExpenseKind::from_slug(posted.trimmed("kind"));
        let kind = kind.ok_or_else(|| Problem::invalid("field-missing").at("kind"))?;
        let cents = match kind {
            ExpenseKind::Mileage => 0,
            ExpenseKind::Ticket | ExpenseKind::Material | ExpenseKind::Other => {
                cents_of(posted.text("amount"))
                    .ok_or_else(|| Problem::invalid("amount-unreadable").at("amount"))?
            }
        };
        let km = posted.read("km").unwrap_or(0);
        let expense = Expense { kind, day: posted.trimmed("day").to_owned(), km, cents };
        Ok(Work::ClaimExpense { expense, words: posted.trimmed("words").to_owned() })
    };
    let outcome = match read() {
        Ok(command) => visit.submit(Command::Work(command)).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(_) => go("/expenses?done=expense-claimed"),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            shown(&visit, errors, status_of(&problem)).await
        }
    }
}

pub(super) async fn approve(visit: Visit, At(expense): At<ExpenseId>) -> Outcome {
    visit.submit(Command::Work(Work::DecideExpense { expense, approve: true })).await?;
    go("/expenses?done=expense-approved")
}

pub(super) async fn refuse(visit: Visit, At(expense): At<ExpenseId>) -> Outcome {
    visit.submit(Command::Work(Work::DecideExpense { expense, approve: false })).await?;
    go("/expenses?done=expense-refused")
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_amount_is_read_as_people_write_it() {
        for (text, cents) in [("12,50", 1250), ("12.5", 1250), ("7", 700), ("0,05 €", 5)] {
            assert_eq!(super::cents_of(text), Some(cents), "{text}");
        }
        for text in ["", "twelve", "1,234", "-3"] {
            assert_eq!(super::cents_of(text), None, "{text}");
        }
    }
}
