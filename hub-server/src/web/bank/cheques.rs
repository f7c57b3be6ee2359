//! Books of paper cheques (assegni-tempo): who has which numbers, and how many came back.

use askama::Template;
use axum::http::StatusCode;
use protocol::Problem;

use super::super::address;
use super::super::form::Errors;
use super::super::page::{Page, Section, show_as, status_of};
use super::super::pager;
use super::super::paper::{file, sheet};
use super::super::visit::{At, Outcome, Visit, go};
use super::lines::holder;
use super::{Tab, tabs, whom};
use crate::bank::decide::Command as B;
use crate::bank::queries;
use crate::command::Command;
use crate::pdf::{Cheque, Part};
use crate::people::roles::Permission;

/// How many a page shows.
const PER_PAGE: u32 = 25;
/// How many cheques a book has, unless the desk says otherwise.
const BOOK: u32 = 20;

struct Book {
    first: u32,
    numbers: String,
    holder: String,
    account: String,
    used: i64,
    of: u32,
    when: String,
}

#[derive(Template)]
#[template(path = "bank/cheques.html")]
struct Cheques {
    page: Page,
    tabs: Vec<Tab>,
    errors: Errors,
    may_work: bool,
    labels: Vec<String>,
    member: String,
    first: String,
    last: String,
    command: String,
    books: Vec<Book>,
    previous: String,
    next: String,
}

pub(super) async fn list(visit: Visit) -> Outcome {
    shown(&visit, Errors::default(), StatusCode::OK).await
}

async fn shown(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Bank, "bank-cheques-title").await;
    let directory = whom::directory(visit).await?;
    let number = pager::asked(visit);
    let node = visit.app.node.clone();
    let mut db = node.store.read().await?;
    let skip = (number - 1) * PER_PAGE;
    let books = queries::books(&mut db, node.id(), PER_PAGE + 1, skip).await?;
    drop(db);
    let highest = if number == 1 { books.iter().map(|book| book.last).max() } else { None };
    let proposed = highest.unwrap_or(0).saturating_add(1);
    let posted = &visit.posted;
    let or = |field: &str, first: u32| {
        let text = posted.trimmed(field);
        if text.is_empty() { first.to_string() } else { text.to_owned() }
    };
    let turn = |to: u32| {
        let to = if to > 1 { to.to_string() } else { String::new() };
        address::with("/bank/cheques", [("page", to.as_str())])
    };
    let full = books.len() > PER_PAGE as usize;
    let template = Cheques {
        tabs: tabs(visit, "cheques"),
        may_work: visit.may(Permission::WorkAtBank),
        labels: whom::labels(page.w, &directory, false),
        member: posted.text("member").to_owned(),
        first: or("first", proposed),
        last: or("last", proposed.saturating_add(BOOK - 1)),
        command: page.fresh(),
        books: books
            .iter()
            .take(PER_PAGE as usize)
            .map(|book| Book {
                first: book.first,
                numbers: format!("{}–{}", book.first, book.last),
                holder: holder(&page, &directory, book.account),
                account: book.account.to_string(),
                used: book.used,
                of: book.last.saturating_sub(book.first).saturating_add(1),
                when: page.times.day(book.issued_at_ms),
            })
            .collect(),
        previous: if number > 1 { turn(number - 1) } else { String::new() },
        next: if full { turn(number + 1) } else { String::new() },
        errors,
        page,
    };
    show_as(status, &template)
}

pub(super) async fn issue(visit: Visit) -> Outcome {
    let (posted, w) = (&visit.posted, visit.words);
    let mut errors = Errors::default();
    let directory = whom::directory(&visit).await?;
    let member = whom::read_member(w, &directory, posted.text("member"), "member", &mut errors);
    let (first, last) = (posted.read("first"), posted.read("last"));
    for (field, value) in [("first", first), ("last", last)] {
        if value.is_none() {
            errors.add(w, field, "bank-cheque-bad");
        }
    }
    let command = || Some(B::IssueCheques { member: member?, first: first?, last: last? });
    let Some(command) = command() else {
        return shown(&visit, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match visit.submit(Command::Bank(command)).await {
        Ok(_) => go("/bank/cheques?done=bank-cheques-issued"),
        Err(problem) => shown(&visit, Errors::of(w, &problem), status_of(&problem)).await,
    }
}

/// The book with this first number, to print, cut and staple.
pub(super) async fn print(visit: Visit, At(first): At<u32>) -> Outcome {
    let node = visit.app.node.clone();
    let mut db = node.store.read().await?;
    let books = queries::books_with(&mut db, node.id(), first, first).await?;
    drop(db);
    let book = books.into_iter().find(|book| book.first == first);
    let book = book.ok_or_else(|| Problem::not_found("no-such-page"))?;
    let page = Page::of(&visit, Section::Bank, "bank-cheques-title").await;
    let directory = whom::directory(&visit).await?;
    let w = page.w;
    let head = w.a("bank-cheque-head", "place", page.place.as_str());
    let holder = w.a("bank-cheque-holder", "name", holder(&page, &directory, book.account));
    let blanks = [
        "bank-cheque-blank-receiver",
        "bank-cheque-blank-giver",
        "bank-cheque-blank-minutes",
        "bank-cheque-blank-day",
        "bank-cheque-blank-sign",
        "bank-cheque-blank-service",
    ]
    .map(|key| w.t(key));
    let cheques = (book.first..=book.last).map(|number| {
        Part::Cheque(Cheque {
            head: head.clone(),
            number: number.to_string(),
            holder: holder.clone(),
            blanks: blanks.to_vec(),
            code: number.to_string(),
        })
    });
    let title = w.a("bank-cheque-book", "numbers", format!("{}–{}", book.first, book.last));
    file(&sheet(&page, title, cheques.collect()), &format!("assegni-{}-{}", book.first, book.last))
}
