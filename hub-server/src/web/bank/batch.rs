//! Lists: many exchanges at once, from a table that somebody pastes or a file, tried out before anything is
//! written; and a group activity.
//!
//! Always true: a list is written whole or not at all, and only in the shape in which it was tried out.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;
use protocol::Channel;

use super::super::form::{Errors, Group};
use super::super::page::{Page, Section, show_as, status_of};
use super::super::requests::category_choices;
use super::super::visit::{Fault, Outcome, Visit, go};
use super::lines::naming;
use super::{Tab, amount, tabs, whom};
use crate::bank::decide::{BATCH_MOST, Command as B, Order, Whom};
use crate::bank::directory::Directory;
use crate::bank::minutes::{Minutes, read_length};
use crate::command::Command;
use crate::people::roles::Permission;

struct Tried {
    number: usize,
    text: String,
    wrong: String,
}

#[derive(Template)]
#[template(path = "bank/lists.html")]
struct Lists {
    page: Page,
    tabs: Vec<Tab>,
    may_govern: bool,
    errors: Errors,
    group_errors: Errors,
    labels: Vec<String>,
    categories: Vec<Group>,
    group_categories: Vec<Group>,
    rows: String,
    day: String,
    tried: Vec<Tried>,
    ready: bool,
    summary: String,
    provider: String,
    people: String,
    length: String,
    command: String,
    group_command: String,
}

/// What is shown besides the empty forms.
#[derive(Default)]
struct Shown {
    errors: Errors,
    group_errors: Errors,
    tried: Vec<Tried>,
    ready: bool,
    summary: String,
}

pub(super) async fn form(visit: Visit) -> Outcome {
    shown(&visit, Shown::default(), StatusCode::OK).await
}

async fn shown(visit: &Visit, what: Shown, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Bank, "bank-lists-title").await;
    let (posted, w) = (&visit.posted, page.w);
    let book = whom::directory(visit).await?;
    let municipality = whom::has_municipality(visit).await?;
    let day = posted.trimmed("day");
    let category = posted.trimmed("category");
    let template = Lists {
        tabs: tabs(visit, "lists"),
        may_govern: visit.may(Permission::GovernBank),
        labels: whom::labels(w, &book, municipality),
        categories: category_choices(&page, category, "bank-choose-category"),
        group_categories: category_choices(&page, category, "bank-choose-category"),
        rows: posted.text("rows").to_owned(),
        day: if day.is_empty() { page.times.today() } else { day.to_owned() },
        provider: posted.text("provider").to_owned(),
        people: posted.text("people").to_owned(),
        length: posted.text("length").to_owned(),
        command: page.fresh(),
        group_command: page.fresh(),
        errors: what.errors,
        group_errors: what.group_errors,
        tried: what.tried,
        ready: what.ready,
        summary: what.summary,
        page,
    };
    show_as(status, &template)
}

/// Where one line of a list is cut: at semicolons, tabs, or commas where there is neither.
fn cut(line: &str) -> Vec<&str> {
    let mark = [';', '\t'].into_iter().find(|mark| line.contains(*mark)).unwrap_or(',');
    line.split(mark).map(|field| field.trim().trim_matches('"')).collect()
}

/// One line: who gave, who received, how long; then, if they differ, the service and the day.
fn read_line(
    visit: &Visit,
    book: &Directory,
    line: &str,
    category: Option<&protocol::Slug>,
    day: Option<Date>,
) -> Result<Order, String> {
    let w = visit.words;
    let fields = cut(line);
    let field = |place: usize| fields.get(place).copied().unwrap_or_default();
    let mut errors = Errors::default();
    let giver = whom::read(w, book, field(0), "giver", &mut errors);
    let receiver = whom::read(w, book, field(1), "receiver", &mut errors);
    let length = read_length(field(2));
    if length.is_none() {
        errors.add(w, "length", "bank-length-missing");
    }
    let own = if field(3).is_empty() { category.cloned() } else { category_named(visit, field(3)) };
    if own.is_none() {
        errors.add(w, "category", "bank-category-missing");
    }
    let day = if field(4).is_empty() { day } else { read_day(field(4)) };
    if day.is_none() {
        errors.add(w, "day", "bank-day-missing");
    }
    let cheque = field(5).parse().ok();
    if !field(5).is_empty() && cheque.is_none() {
        errors.add(w, "cheque", "bank-cheque-bad");
    }
    let order = || {
        Some(Order {
            giver: giver?,
            receivers: vec![receiver?],
            length: length?,
            category: own?,
            day: day?,
            cheque,
        })
    };
    order().filter(|_| !errors.any()).ok_or_else(|| {
        let all: Vec<&str> = errors.list().iter().map(|(_, text)| text.as_str()).collect();
        all.join(" ")
    })
}

/// A service by its name in either language, or by its slug.
fn category_named(visit: &Visit, text: &str) -> Option<protocol::Slug> {
    let city = visit.app.node.city()?;
    let typed = text.to_lowercase();
    let found = city.categories.iter().find(|category| {
        category.slug == typed
            || ["it", "en"].iter().any(|l| category.name.in_language(l).to_lowercase() == typed)
    })?;
    found.slug.parse().ok()
}

/// `2026-11-18` or `18/11/2026`.
fn read_day(text: &str) -> Option<Date> {
    if let Ok(day) = text.parse() {
        return Some(day);
    }
    let mut parts = text.split(['/', '.', '-']).map(|part| part.parse::<i16>().ok());
    let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let (posted, w) = (&visit.posted, visit.words);
    let book = whom::directory(&visit).await?;
    let mut what = Shown::default();
    let (category, day) = (posted.read("category"), posted.read("day"));
    let lines: Vec<&str> =
        posted.text("rows").lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() || lines.len() > BATCH_MOST {
        what.errors.add(w, "rows", "bank-rows-missing");
        return shown(&visit, what, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let mut orders = Vec::new();
    for (index, text) in lines.iter().enumerate() {
        let read = read_line(&visit, &book, text, category.as_ref(), day);
        let wrong = match read {
            Ok(order) => {
                orders.push(order);
                String::new()
            }
            Err(wrong) => wrong,
        };
        what.tried.push(Tried { number: index + 1, text: (*text).to_owned(), wrong });
    }
    let good = orders.len() == lines.len();
    let sum: Minutes = orders.iter().map(|order| order.length.minutes()).sum();
    let numbers = [("count", orders.len().to_string()), ("length", amount(sum, false))];
    let numbers = numbers.each_ref().map(|(name, value)| (*name, value.as_str()));
    what.summary = w.all("bank-list-summary", &numbers);
    if good {
        let (writes, command) =
            (posted.has("do", "write"), B::Record { orders, by_the_body: false });
        let done = if writes {
            visit.submit(Command::Bank(command)).await.map(drop)
        } else {
            let ctx = visit.ctx(Channel::Console)?;
            crate::bank::tried(&visit.app.node, ctx, command).await
        };
        return match done {
            Ok(()) if writes => go("/bank?done=bank-list-written"),
            Ok(()) => {
                what.ready = true;
                shown(&visit, what, StatusCode::OK).await
            }
            Err(problem) => {
                let line: Option<usize> =
                    problem.args.get("line").and_then(|line| line.parse().ok());
                let problem = naming(&visit, problem).await?;
                let told = Errors::of(w, &problem);
                if let Some(tried) = line.and_then(|line| what.tried.get_mut(line - 1)) {
                    tried.wrong =
                        told.list().first().map(|(_, text)| text.clone()).unwrap_or_default();
                }
                what.errors = told;
                shown(&visit, what, status_of(&problem)).await
            }
        };
    }
    shown(&visit, what, StatusCode::UNPROCESSABLE_ENTITY).await
}

pub(super) async fn group(visit: Visit) -> Outcome {
    let mut errors = Errors::default();
    let order = read_group(&visit, &mut errors).await?;
    let Some(order) = order else {
        let what = Shown { group_errors: errors, ..Shown::default() };
        return shown(&visit, what, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let command = B::Record { orders: vec![order], by_the_body: false };
    match visit.submit(Command::Bank(command)).await {
        Ok(_) => go("/bank?done=bank-posted"),
        Err(problem) => {
            let problem = naming(&visit, problem).await?;
            let group_errors = Errors::of(visit.words, &problem);
            shown(&visit, Shown { group_errors, ..Shown::default() }, status_of(&problem)).await
        }
    }
}

async fn read_group(visit: &Visit, errors: &mut Errors) -> Result<Option<Order>, Fault> {
    let (posted, w) = (&visit.posted, visit.words);
    let book = whom::directory(visit).await?;
    let giver = whom::read(w, &book, posted.text("provider"), "provider", errors);
    let people = posted.text("people").split(['\n', ',', ';']).map(str::trim);
    let receivers: Vec<Whom> = people
        .filter(|name| !name.is_empty())
        .filter_map(|name| whom::read(w, &book, name, "people", errors))
        .collect();
    if receivers.is_empty() && errors.at("people").is_empty() {
        errors.add(w, "people", "bank-whom-missing");
    }
    let length = read_length(posted.text("length"));
    if length.is_none() {
        errors.add(w, "length", "bank-length-missing");
    }
    let category = posted.read("category");
    if category.is_none() {
        errors.add(w, "category", "bank-category-missing");
    }
    let day = posted.read("day");
    if day.is_none() {
        errors.add(w, "day", "bank-day-missing");
    }
    if errors.any() {
        return Ok(None);
    }
    let order = || {
        let (giver, length, category, day) = (giver?, length?, category?, day?);
        Some(Order { giver, receivers, length, category, day, cheque: None })
    };
    Ok(order())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_line_is_cut_where_its_writer_meant_and_days_are_read_both_ways() {
        assert_eq!(cut("Anna; Bruno; 1:30"), ["Anna", "Bruno", "1:30"]);
        assert_eq!(cut("Anna,\"Bruno\",30"), ["Anna", "Bruno", "30"]);
        assert_eq!(cut("Anna\tBruno, detto Nino\t30"), ["Anna", "Bruno, detto Nino", "30"]);
        let day = Some(date(2026, 11, 18));
        assert_eq!((read_day("18/11/2026"), read_day("2026-11-18")), (day, day));
        assert_eq!((read_day("31/2/2026"), read_day("ieri")), (None, None));
    }
}
