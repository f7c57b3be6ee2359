//! What members have agreed on and have still to do, at the desk: written down for two who have agreed by telephone, called
//! off, and carried over into the exchange once it is done.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::{Date, Time};
use protocol::{ExchangeId, MemberId};

use super::super::address;
use super::super::form::{Choice, Errors, Group};
use super::super::page::{Page, Section, show_as, status_of};
use super::super::pager;
use super::super::requests::category_choices;
use super::super::visit::{At, Outcome, Visit, go};
use super::{Tab, amount, tabs, whom};
use crate::bank::decide::{Command as B, Planned};
use crate::bank::directory::{Directory, Known};
use crate::bank::exchange::By;
use crate::bank::minutes::read_length;
use crate::bank::queries::{self, ArrangementRow};
use crate::command::Command;
use crate::people::roles::Permission;

/// How many a page shows.
const PER_PAGE: u32 = 25;
/// How many of those that will not be are shown.
const ENDED: u32 = 20;

struct Row {
    id: String,
    giver: (String, String),
    receiver: (String, String),
    what: String,
    length: String,
    when: String,
    past: bool,
    icon: String,
    done: String,
    command: String,
}

struct Ended {
    who: String,
    what: String,
    when: String,
    told: String,
    why: String,
}

#[derive(Template)]
#[template(path = "bank/arrangements.html")]
struct List {
    page: Page,
    tabs: Vec<Tab>,
    may_work: bool,
    errors: Errors,
    rows: Vec<Row>,
    ended: Vec<Ended>,
    previous: String,
    next: String,
    labels: Vec<String>,
    sides: Vec<Choice>,
    categories: Vec<Group>,
    by: String,
    other: String,
    length: String,
    day: String,
    time: String,
    command: String,
}

pub(super) async fn list(visit: Visit) -> Outcome {
    shown(&visit, Errors::default(), StatusCode::OK).await
}

async fn shown(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Bank, "bank-agreed-title").await;
    let book = whom::directory(visit).await?;
    let number = pager::asked(visit);
    let skip = (number - 1) * PER_PAGE;
    let node = visit.app.node.clone();
    let mut db = node.store.read().await?;
    // One more than is shown tells whether there is a next page.
    let mut found = queries::arrangements(&mut db, node.id(), PER_PAGE + 1, skip).await?;
    let ended = queries::arrangements_not_done(&mut db, node.id(), ENDED).await?;
    drop(db);
    let more = found.len() > PER_PAGE as usize;
    found.truncate(PER_PAGE as usize);
    let now_ms = node.now_ms();
    let turn = |to: u32| address::with("/bank/agreed", [("page", to.to_string().as_str())]);
    let (posted, w) = (&visit.posted, page.w);
    let side = if posted.trimmed("side") == "got" { "got" } else { "gave" };
    let template = List {
        tabs: tabs(visit, "agreed"),
        may_work: visit.may(Permission::WorkAtBank),
        rows: found.iter().map(|one| row(&page, &book, one, now_ms)).collect(),
        ended: ended.iter().map(|one| not_done(visit, &page, &book, one)).collect(),
        previous: if number > 1 { turn(number - 1) } else { String::new() },
        next: if more { turn(number + 1) } else { String::new() },
        labels: whom::labels(w, &book, false),
        sides: ["gave", "got"].map(|s| Choice::new(s, w.of("bank-agreed-side", s), side)).to_vec(),
        categories: category_choices(&page, posted.trimmed("category"), "bank-choose-category"),
        by: posted.text("by").to_owned(),
        other: posted.text("other").to_owned(),
        length: posted.text("length").to_owned(),
        day: posted.text("day").to_owned(),
        time: posted.text("time").to_owned(),
        command: page.fresh(),
        errors,
        page,
    };
    show_as(status, &template)
}

/// What will not be: why, and who did not come.
fn not_done(visit: &Visit, page: &Page, book: &Directory, one: &ArrangementRow) -> Ended {
    let it = &one.arrangement;
    let w = page.w;
    let named = |member| book.get(member).map(Known::label).unwrap_or_default();
    let told = match one.absent {
        Some(absent) => w.a("bank-agreed-absent", "name", named(absent)),
        None => w.t("bank-agreed-was-off"),
    };
    let why = one.why.clone().filter(|_| visit.may(Permission::WorkAtBank));
    Ended {
        who: format!("{} → {}", named(it.giver), named(it.receiver)),
        what: page.category(it.category.as_str()),
        when: page.times.when(it.meet_at_ms),
        told,
        why: why.unwrap_or_default(),
    }
}

fn row(page: &Page, book: &Directory, one: &ArrangementRow, now_ms: i64) -> Row {
    let it = &one.arrangement;
    let named = |member| {
        let known = book.get(member);
        known.map_or_else(Default::default, |known| (known.member.to_string(), Known::label(known)))
    };
    let (giver, receiver) = (named(it.giver), named(it.receiver));
    let length = amount(it.length.minutes(), false);
    let (minutes, id) = (u16::from(it.length).to_string(), it.arrangement.to_string());
    let done = address::with(
        "/bank/declare",
        [
            ("by", giver.1.as_str()),
            ("other", receiver.1.as_str()),
            ("length", minutes.as_str()),
            ("category", it.category.as_str()),
            ("agreed", id.as_str()),
        ],
    );
    Row {
        id,
        what: page.category(it.category.as_str()),
        when: page.times.when(it.meet_at_ms),
        past: it.meet_at_ms < now_ms,
        icon: page.category_icon(it.category.as_str()),
        command: page.fresh(),
        giver,
        receiver,
        length,
        done,
    }
}

pub(super) async fn arrange(visit: Visit) -> Outcome {
    let (posted, w) = (&visit.posted, visit.words);
    let mut errors = Errors::default();
    let book = whom::directory(&visit).await?;
    let by = whom::read_member(w, &book, posted.text("by"), "by", &mut errors);
    let other = whom::read_member(w, &book, posted.text("other"), "other", &mut errors);
    let length = read_length(posted.text("length"));
    if length.is_none() {
        errors.add(w, "length", "bank-length-missing");
    }
    let category = posted.read("category");
    if category.is_none() {
        errors.add(w, "category", "bank-category-missing");
    }
    let at = posted.read::<Date>("day").zip(posted.read::<Time>("time"));
    let zone = visit.app.node.city().map(|city| city.calendar.clock());
    let meet_at_ms = at.zip(zone).and_then(|((day, time), zone)| {
        let zoned = zone.to_ambiguous_zoned(day.to_datetime(time)).compatible().ok()?;
        Some(zoned.timestamp().as_millisecond())
    });
    if meet_at_ms.is_none() {
        errors.add(w, "day", "bank-agreed-when-missing");
    }
    let planned = || {
        Some(Planned {
            by: By::Desk { member: by? },
            gives: posted.trimmed("side") != "got",
            other: other?,
            length: length?,
            category: category?,
            meet_at_ms: meet_at_ms?,
        })
    };
    let Some(planned) = planned() else {
        return shown(&visit, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match visit.submit(Command::Bank(B::Arrange(planned))).await {
        Ok(_) => go("/bank/agreed?done=bank-arranged"),
        Err(problem) => shown(&visit, Errors::of(w, &problem), status_of(&problem)).await,
    }
}

pub(super) async fn call_off(visit: Visit, At(id): At<ExchangeId>) -> Outcome {
    let mut db = visit.app.node.store.read().await?;
    let row = queries::arrangement(&mut db, id).await?;
    drop(db);
    let Some(row) = row else { return go("/bank/agreed") };
    let it = row.arrangement;
    // Whoever is chosen did not come; the other one waited.
    let waited = visit.posted.read::<MemberId>("absent").and_then(|absent| {
        let sides = [(it.giver, it.receiver), (it.receiver, it.giver)];
        sides.into_iter().find(|(side, _)| *side == absent).map(|(_, other)| other)
    });
    let command = B::CallOff {
        arrangement: id,
        by: By::Desk { member: waited.unwrap_or(it.by) },
        missed: waited.is_some(),
        why: visit.posted.text("why").to_owned(),
    };
    let done = if waited.is_some() { "bank-missed" } else { "bank-called-off" };
    match visit.submit(Command::Bank(command)).await {
        Ok(_) => go(&format!("/bank/agreed?done={done}")),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            shown(&visit, errors, status_of(&problem)).await
        }
    }
}
