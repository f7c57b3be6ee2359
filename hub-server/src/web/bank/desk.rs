//! The bank's desk: two names, how long, which service, enter. And what waits to be done.

use std::collections::BTreeSet;

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;
use protocol::ExchangeId;

use super::super::form::{Errors, Group};
use super::super::page::{Page, Section, show_as, status_of};
use super::super::requests::category_choices;
use super::super::visit::{Fault, Outcome, Visit, go};
use super::lines::{Line, holder, line, naming};
use super::{Tab, amount, rules, tabs, whom};
use crate::bank::account::{Purpose, Standing};
use crate::bank::decide::Order;
use crate::bank::exchange::State;
use crate::bank::members::Stage;
use crate::bank::minutes::{Minutes, read_length};
use crate::bank::{self, between, books, queries};
use crate::command::Command;
use crate::people::roles::Permission;
use crate::store::rows::word;

/// How many of the last movements the desk shows.
const LATEST: u32 = 8;

/// A figure that leads to its rows.
pub(crate) struct Figure {
    pub href: String,
    pub value: String,
    pub label: String,
    pub hot: bool,
}

#[derive(Template)]
#[template(path = "bank/desk.html")]
struct Desk {
    page: Page,
    tabs: Vec<Tab>,
    errors: Errors,
    may_work: bool,
    may_govern: bool,
    ask_the_body: bool,
    labels: Vec<String>,
    categories: Vec<Group>,
    giver: String,
    receiver: String,
    length: String,
    day: String,
    cheque: String,
    command: String,
    calls: usize,
    figures: Vec<Figure>,
    told: Vec<String>,
    ends: String,
    stopped: Vec<(String, String)>,
    unread: i64,
    lines: Vec<Line>,
}

pub(super) async fn desk(visit: Visit) -> Outcome {
    shown(&visit, Errors::default(), StatusCode::OK, false).await
}

async fn shown(visit: &Visit, errors: Errors, status: StatusCode, ask_the_body: bool) -> Outcome {
    let page = Page::of(visit, Section::Bank, "bank-title").await;
    let book = whom::directory(visit).await?;
    let node = visit.app.node.clone();
    let mut db = node.store.read().await?;
    let municipality = queries::account(&mut db, books::municipality_of(node.id())).await?;
    let latest = queries::latest(&mut db, node.id(), LATEST).await?;
    let stages = queries::stages(&mut db, node.id()).await?;
    let waiting = queries::waiting(&mut db, node.id()).await?;
    let standings = queries::standings(&mut db, node.id()).await?;
    let fund = queries::account(&mut db, books::fund_of(node.id())).await?;
    let balances = !queries::rules(&mut db, node.id()).await?.participation_only;
    let calls = crate::bank::reminders::calls(&mut db, &node).await?.len();
    let across = between::queries::open(&mut db, node.id()).await?;
    drop(db);
    let at = |stage: Stage| stages.iter().find(|(s, _)| *s == stage).map_or(0, |(_, n)| *n);
    let in_state = |state: State| waiting.iter().find(|(s, _)| *s == state).map_or(0, |(_, n)| *n);
    let standing = |these: [Standing; 2]| -> i64 {
        standings.iter().filter(|(s, _)| these.contains(s)).map(|(_, n)| *n).sum()
    };
    let at_a_limit = standing([Standing::AtFloor, Standing::AtCeiling]);
    let near_a_limit = standing([Standing::Low, Standing::High]);
    let w = page.w;
    let figure = |href: &str, value: String, key: &str, hot: bool| Figure {
        href: href.to_owned(),
        value,
        label: w.t(key),
        hot,
    };
    let number =
        |href: &str, count: i64, key: &str| figure(href, count.to_string(), key, count > 0);
    let across: i64 = across.iter().map(|(_, count)| count).sum();
    let held = fund.map_or(Minutes::ZERO, |fund| fund.balance);
    let fund = format!("/bank/accounts/{}", books::fund_of(node.id()));
    let mut figures = vec![
        figure("/bank/members?stage=member", at(Stage::Member).to_string(), "bank-members", false),
        number("/bank/members?stage=applicant", at(Stage::Applicant), "bank-to-interview"),
        number("/bank/members?stage=renewal-due", at(Stage::RenewalDue), "bank-to-renew"),
        number("/bank/exchanges?state=declared", in_state(State::Declared), "bank-to-answer"),
        number("/bank/exchanges?state=disputed", in_state(State::Disputed), "bank-to-settle"),
    ];
    if balances {
        figures.push(number("/bank/members?limit=near", near_a_limit, "bank-near-limit"));
        figures.push(number("/bank/members?limit=yes", at_a_limit, "bank-at-limit"));
    }
    figures.push(number("/bank/others", across, "bank-others-waiting"));
    if balances {
        figures.push(figure(&fund, amount(held, false), "bank-fund", false));
    }
    let posted = &visit.posted;
    let or = |field: &str, first: String| {
        if posted.trimmed(field).is_empty() { first } else { posted.text(field).to_owned() }
    };
    let template = Desk {
        tabs: tabs(visit, "desk"),
        may_work: visit.may(Permission::WorkAtBank),
        may_govern: visit.may(Permission::GovernBank),
        ask_the_body,
        labels: whom::labels(w, &book, municipality.is_some()),
        categories: category_choices(&page, posted.trimmed("category"), "bank-choose-category"),
        giver: posted.text("giver").to_owned(),
        receiver: posted.text("receiver").to_owned(),
        length: posted.text("length").to_owned(),
        day: or("day", page.times.today()),
        cheque: posted.text("cheque").to_owned(),
        command: page.fresh(),
        calls,
        figures,
        ends: match municipality.as_ref().map(|account| &account.purpose) {
            Some(Purpose::Municipality(agreement)) => rules::ending(&page, agreement, visit),
            Some(Purpose::Member | Purpose::Fund | Purpose::Clearing { .. }) | None => None,
        }
        .unwrap_or_default(),
        told: match visit.asked.read("near") {
            Some(exchange) => to_say(visit, &page, exchange).await?,
            None => Vec::new(),
        },
        stopped: super::others::stopped(visit, &page).await?,
        unread: super::talk::unread(visit).await?,
        lines: latest.iter().map(|row| line(&page, &book, row)).collect(),
        errors,
        page,
    };
    show_as(status, &template)
}

pub(super) async fn record(visit: Visit) -> Outcome {
    let mut errors = Errors::default();
    let Some(order) = read_order(&visit, &mut errors).await? else {
        return shown(&visit, errors, StatusCode::UNPROCESSABLE_ENTITY, false).await;
    };
    let by_the_body = visit.posted.has("by_the_body", "yes");
    let command = bank::Command::Record { orders: vec![order], by_the_body };
    match visit.submit(Command::Bank(command)).await {
        Ok(_) => {
            let exchange = ExchangeId::from(visit.command_id());
            let page = Page::of(&visit, Section::Bank, "bank-title").await;
            let told = to_say(&visit, &page, exchange).await?;
            if told.is_empty() {
                return go("/bank?done=bank-posted");
            }
            go(&format!("/bank?done=bank-posted&near={exchange}"))
        }
        Err(problem) => {
            let limit = matches!(problem.slug(), "bank-below-floor" | "bank-above-ceiling");
            let problem = naming(&visit, problem).await?;
            let errors = Errors::of(visit.words, &problem);
            shown(&visit, errors, status_of(&problem), limit).await
        }
    }
}

/// What is to be said after an exchange: that it went past a limit, and whose account is near one or at it.
async fn to_say(visit: &Visit, page: &Page, id: ExchangeId) -> Result<Vec<String>, Fault> {
    let node = &visit.app.node;
    let book = whom::directory(visit).await?;
    let mut db = node.store.read().await?;
    let row = queries::exchange_row(&mut db, id).await?;
    let limited = !queries::rules(&mut db, node.id()).await?.participation_only;
    let Some(row) = row.filter(|row| limited && row.home == *node.id()) else {
        return Ok(Vec::new());
    };
    let w = page.w;
    let mut told = Vec::new();
    if row.over_limit > 0 {
        told.push(w.t("bank-told-over"));
    }
    let sides = row.deal.iter().flat_map(|deal| deal.receivers.iter().chain([&deal.giver]));
    for account in sides.map(|side| side.account).collect::<BTreeSet<_>>() {
        let Some(found) = queries::account(&mut db, account).await? else { continue };
        let standing = found.standing();
        if standing != Standing::Fine {
            let who = holder(page, &book, account);
            let (stands, say) = (
                w.of("bank-standing", word(&standing)),
                w.of("bank-call-limit-say", word(&standing)),
            );
            let values = [("who", &who), ("standing", &stands), ("say", &say)];
            told.push(w.all("bank-told-standing", &values.map(|(name, it)| (name, it.as_str()))));
        }
    }
    Ok(told)
}

async fn read_order(visit: &Visit, errors: &mut Errors) -> Result<Option<Order>, Fault> {
    let (posted, w) = (&visit.posted, visit.words);
    let book = whom::directory(visit).await?;
    let giver = whom::read(w, &book, posted.text("giver"), "giver", errors);
    let receiver = whom::read(w, &book, posted.text("receiver"), "receiver", errors);
    let length = read_length(posted.text("length"));
    if length.is_none() {
        errors.add(w, "length", "bank-length-missing");
    }
    let category = posted.read("category");
    if category.is_none() {
        errors.add(w, "category", "bank-category-missing");
    }
    let day: Option<Date> = posted.read("day");
    if day.is_none() {
        errors.add(w, "day", "bank-day-missing");
    }
    let cheque = posted.trimmed("cheque");
    let number = cheque.parse().ok();
    if !cheque.is_empty() && number.is_none() {
        errors.add(w, "cheque", "bank-cheque-bad");
    }
    if errors.any() {
        return Ok(None);
    }
    let order = || {
        Some(Order {
            giver: giver?,
            receivers: vec![receiver?],
            length: length?,
            category: category?,
            day: day?,
            cheque: number,
        })
    };
    Ok(order())
}
