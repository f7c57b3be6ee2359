//! Exchanges: the list, one with what can be done about it, and one member's word that the other must confirm.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;
use protocol::{ExchangeId, MemberId, Problem};

use super::super::address;
use super::super::form::{Choice, Errors, Group};
use super::super::page::{Page, Section, show, show_as, status_of};
use super::super::pager::{self, Pager};
use super::super::paper::{file, sheet};
use super::super::requests::{Names, actor, category_choices};
use super::super::visit::{At, Fault, Outcome, Visit, go};
use super::after::{self, ReferenceView};
use super::lines::{Line, colour, line, naming, party, receivers, what};
use super::{Tab, amount, statement, tabs, whom};
use crate::bank::after::Expense;
use crate::bank::between;
use crate::bank::codes::PrintedOn;
use crate::bank::decide::{Command as B, Declaration};
use crate::bank::exchange::{By, State};
use crate::bank::minutes::read_length;
use crate::bank::queries::{self, ExchangeFilter, ExchangeRow, Stands, Total};
use crate::command::Command;
use crate::pdf::{Paper, Part, Sheet};
use crate::people::roles::Permission;
use crate::store::rows::{from_word, word};

/// Asks for what figures count, in an address.
pub(super) const COUNTED: &str = "counted";
/// Asks for what nobody said, in an address: a word that is empty asks for nothing.
pub(super) const UNSAID: &str = "unsaid";
/// How many a page shows.
const PER_PAGE: u32 = 25;

#[derive(Template)]
#[template(path = "bank/exchanges.html")]
struct List {
    page: Page,
    tabs: Vec<Tab>,
    states: Vec<Group>,
    categories: Vec<Group>,
    from: String,
    until: String,
    kept: Vec<(&'static str, String)>,
    only: String,
    lines: Vec<Line>,
    filtered: bool,
    file: String,
    sheet: String,
    pager: Pager,
}

/// What the filters of the list ask for.
pub(super) fn asked_for(visit: &Visit) -> ExchangeFilter {
    let asked = &visit.asked;
    let state_word = asked.trimmed("state");
    let text = |name: &str| Some(asked.trimmed(name).to_owned()).filter(|text| !text.is_empty());
    let said =
        |name: &str| text(name).map(|text| if text == UNSAID { String::new() } else { text });
    ExchangeFilter {
        standing: match from_word("state", state_word) {
            Ok(state) => Stands::In(state),
            Err(_) if state_word == COUNTED => Stands::Counted,
            Err(_) => Stands::Any,
        },
        category: text("category"),
        from: asked.read("from"),
        until: asked.read("to"),
        neighbourhood: said("hood"),
        age: said("age"),
    }
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Bank, "bank-exchanges-title").await;
    let asked = &visit.asked;
    let state_word = asked.trimmed("state").to_owned();
    let filter = asked_for(&visit);
    let number = pager::asked(&visit);
    let skip = (number - 1) * PER_PAGE;
    let book = whom::directory(&visit).await?;
    let node = visit.app.node.clone();
    let mut db = node.store.read().await?;
    let rows = queries::exchanges(&mut db, node.id(), &filter, PER_PAGE, skip).await?;
    let total = queries::count_exchanges(&mut db, node.id(), &filter).await?;
    drop(db);
    let w = page.w;
    let any = Choice::new("", w.t("bank-any-state"), &state_word);
    let counted = Choice::new(COUNTED, w.t("bank-state-counted"), &state_word);
    let states = [any, counted].into_iter().chain(
        State::ALL.iter().map(|s| Choice::new(word(s), w.of("bank-state", word(s)), &state_word)),
    );
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let (from, until) = (day(filter.from), day(filter.until));
    let category = filter.category.clone().unwrap_or_default();
    let fields = [
        ("state", state_word.as_str()),
        ("category", category.as_str()),
        ("from", from.as_str()),
        ("to", until.as_str()),
        ("hood", asked.trimmed("hood")),
        ("age", asked.trimmed("age")),
    ];
    let (total, more) = match total {
        Total::Exactly(total) => (total, false),
        Total::More if rows.len() < PER_PAGE as usize => (0, true),
        Total::More => (i64::MAX, true),
    };
    let mut pager = Pager::of((number, PER_PAGE), rows.len(), total, ("/bank/exchanges", &fields));
    if more {
        pager = pager.beyond(queries::EXCHANGES_COUNTED);
    }
    let file = address::with("/bank/exchanges/csv", fields);
    let sheet = address::with("/bank/exchanges/xlsx", fields);
    show(&List {
        tabs: tabs(&visit, "exchanges"),
        states: vec![Group::plain(states.collect())],
        categories: category_choices(&page, &category, "bank-any-category"),
        only: whose(&page, &filter),
        kept: ["hood", "age"].map(|name| (name, asked.trimmed(name).to_owned())).to_vec(),
        from,
        until,
        lines: rows.iter().map(|row| line(&page, &book, row)).collect(),
        filtered: filter != ExchangeFilter::default(),
        file,
        sheet,
        pager,
        page,
    })
}

/// Whose exchanges are listed, where a figure asked for a neighbourhood or an age band; empty where none did.
fn whose(page: &Page, filter: &ExchangeFilter) -> String {
    let w = page.w;
    let or_unsaid = |text: String| if text.is_empty() { w.t("bank-age-unsaid") } else { text };
    let place = filter
        .neighbourhood
        .as_ref()
        .map(|hood| w.a("bank-only-place", "place", or_unsaid(page.neighbourhood(hood))));
    let age = filter.age.as_ref().map(|age| {
        let told = if age.is_empty() { String::new() } else { w.of("bank-age", age) };
        w.a("bank-only-age", "age", or_unsaid(told))
    });
    place.into_iter().chain(age).collect::<Vec<_>>().join(" ")
}

#[derive(Template)]
#[template(path = "bank/exchange.html")]
struct One {
    page: Page,
    id: String,
    icon: String,
    minutes: String,
    giver: String,
    receivers: Vec<String>,
    state: String,
    state_words: String,
    hint: String,
    over: bool,
    facts: Vec<(String, String)>,
    entries: Vec<(String, String, bool)>,
    note: String,
    reversed_by: String,
    reverses: String,
    across: String,
    may_answer: bool,
    answerer: String,
    may_dispute: bool,
    disputers: Vec<Choice>,
    may_uphold: bool,
    may_reverse: bool,
    may_work: bool,
    may_govern: bool,
    references: Vec<ReferenceView>,
    referrers: Vec<Choice>,
    about: Vec<(String, String)>,
    receipts: Vec<(String, String)>,
    may_note_expenses: bool,
    expenses: String,
    expense_kinds: Vec<Choice>,
    receiver: String,
    command: String,
}

async fn found(visit: &Visit, id: ExchangeId) -> Result<ExchangeRow, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let row = queries::exchange_row(&mut db, id).await?;
    let row = row.filter(|row| row.home == *visit.app.node.id());
    Ok(row.ok_or_else(|| Problem::not_found("bank-unknown-exchange"))?)
}

pub(super) async fn page(visit: Visit, At(id): At<ExchangeId>) -> Outcome {
    one(&visit, id, None).await
}

pub(super) async fn one(visit: &Visit, id: ExchangeId, refused: Option<Problem>) -> Outcome {
    let row = found(visit, id).await?;
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let mut page = Page::of(visit, Section::Bank, "bank-exchange-title").await;
    if let Some(problem) = refused {
        page = page.refusing(problem);
    }
    let w = page.w;
    let book = whom::directory(visit).await?;
    let reverses = row.deal.as_ref().and_then(|deal| deal.reverses);
    let mut db = visit.app.node.store.read().await?;
    let mut names = Names::default();
    let recorder = match row.actor.parse() {
        Ok(by) => actor(&mut db, &page, &mut names, &by).await?,
        Err(_) => String::new(),
    };
    let exchange = queries::exchange(&mut db, id).await?;
    let references = queries::references(&mut db, id).await?;
    let expenses = queries::expenses(&mut db, id).await?;
    let across = between::queries::posted_as(&mut db, reverses.unwrap_or(id)).await?;
    drop(db);
    let mut facts = vec![
        (w.t("bank-category"), what(&page, &row)),
        (w.t("bank-day"), page.times.day_of(&row.day)),
        (w.t("bank-source"), w.of("bank-source", word(&row.source))),
        (w.t("bank-recorded-by"), recorder),
        (w.t("bank-recorded-at"), page.times.when(row.at_ms)),
    ];
    if let Some(cheque) = row.deal.as_ref().and_then(|deal| deal.cheque) {
        facts.push((w.t("bank-cheque-number"), cheque.to_string()));
    }
    if let (State::Declared, Some(until_ms)) = (row.state, row.until_ms) {
        facts.push((w.t("bank-answer-until"), page.times.when(until_ms)));
    }
    let sides = row.deal.iter().flat_map(|deal| deal.receivers.iter().chain([&deal.giver]));
    let people: Vec<_> =
        sides.filter_map(|side| Some((side.member?, party(&page, &book, *side)))).collect();
    let other = people.iter().find(|(member, _)| Some(*member) != row.declared_by);
    let entries = exchange.and_then(|exchange| exchange.entries);
    let entries = entries.iter().flat_map(|entries| entries.iter().collect::<Vec<_>>());
    let entries = entries
        .map(|(account, minutes)| {
            let holder = super::lines::holder(&page, &book, account);
            (holder, amount(minutes, true), minutes.get() < 0)
        })
        .collect();
    let giver = match &row.deal {
        Some(deal) => party(&page, &book, deal.giver),
        None => super::lines::holder(&page, &book, row.giver),
    };
    let may_work = visit.may(Permission::WorkAtBank);
    let counts = row.state.counts() && reverses.is_none() && row.deal.is_some();
    let received = receivers(&page, &book, &row);
    let may_govern = visit.may(Permission::GovernBank);
    // Each side of an exchange between two people can say how it was, once.
    let two = people.len() == 2 && counts && may_work;
    let referrers = people
        .iter()
        .filter(|(member, _)| two && references.iter().all(|row| row.by != *member))
        .map(|(member, name)| Choice::new(member, name, ""))
        .collect();
    let about = references.iter().map(|row| row.reference.about.to_string());
    let about = about.zip(references.iter().map(|row| row.by.to_string())).collect();
    let shown = references.iter().filter(|row| may_govern || !row.reference.hidden);
    let shown = shown.map(|row| after::reference(&page, &book, row)).collect();
    page = page.titled(format!("{giver} → {}", received.join(", ")));
    show_as(
        status,
        &One {
            id: id.to_string(),
            icon: if row.category.is_empty() {
                page.icon("coins")
            } else {
                page.category_icon(&row.category)
            },
            minutes: amount(row.minutes, false),
            giver,
            receivers: received,
            state: colour(row.state).to_owned(),
            state_words: w.of("bank-state", word(&row.state)),
            hint: w.of("bank-state-hint", word(&row.state)),
            over: row.over_limit > 0,
            facts,
            entries,
            note: row.note.clone().filter(|_| may_work).unwrap_or_default(),
            reversed_by: row.reversed_by.map(|id| id.to_string()).unwrap_or_default(),
            reverses: reverses.map(|id| id.to_string()).unwrap_or_default(),
            may_answer: may_work && row.state == State::Declared,
            answerer: other.map(|(_, name)| name.clone()).unwrap_or_default(),
            may_dispute: may_work && row.state == State::Posted && counts && !people.is_empty(),
            disputers: people.iter().map(|(member, name)| Choice::new(member, name, "")).collect(),
            may_uphold: may_work && row.state == State::Disputed,
            may_work,
            may_govern,
            references: shown,
            referrers,
            about,
            receipts: people
                .iter()
                .filter(|_| may_work)
                .map(|(member, name)| (member.to_string(), name.clone()))
                .collect(),
            may_note_expenses: may_work && reverses.is_none() && row.deal.is_some(),
            expenses: expenses
                .map(|(cents, what)| told_expenses(&page, cents, what))
                .unwrap_or_default(),
            expense_kinds: after::expense_choices(&page, ""),
            receiver: people.first().map(|(_, name)| name.clone()).unwrap_or_default(),
            may_reverse: may_work && counts && across.is_none(),
            across: across.map(|id| id.to_string()).unwrap_or_default(),
            command: page.fresh(),
            page,
        },
    )
}

/// What one side takes home from the slip printer: what was exchanged, and the code that opens their account again.
pub(super) async fn roll(visit: Visit, At(id): At<ExchangeId>) -> Outcome {
    let row = found(&visit, id).await?;
    let sides = row.deal.iter().flat_map(|deal| deal.receivers.iter().chain([&deal.giver]));
    let asked = visit.asked.read::<MemberId>("member");
    let member = sides.filter_map(|side| side.member).find(|member| Some(*member) == asked);
    let member = member.ok_or_else(|| Problem::not_found("bank-unknown-member"))?;
    let page = Page::of(&visit, Section::Bank, "bank-receipt").await;
    let w = page.w;
    let book = whom::directory(&visit).await?;
    let giver = row.deal.as_ref().map(|deal| party(&page, &book, deal.giver)).unwrap_or_default();
    let mut parts = vec![
        Part::Large(amount(row.minutes, false)),
        Part::Fact(w.t("bank-day"), page.times.day_of(&row.day)),
        Part::Fact(w.t("bank-category"), what(&page, &row)),
        Part::Fact(w.t("bank-giver"), giver),
        Part::Fact(w.t("bank-receiver"), receivers(&page, &book, &row).join(", ")),
        Part::Fact(w.t("bank-receipt-state"), w.of("bank-state", word(&row.state))),
    ];
    parts.extend(statement::code(&visit, w, member, PrintedOn::Receipt(id)).await?);
    let narrow = sheet(&page, w.t("bank-receipt"), parts);
    file(&Sheet { paper: Paper::Roll, ..narrow }, "ricevuta-scambio")
}

/// "12,50 € per materiali".
fn told_expenses(page: &Page, cents: i64, what: Expense) -> String {
    let amount = format!("{},{:02} €", cents / 100, cents % 100);
    let what = page.w.of("bank-expense", word(&what));
    page.w.all("bank-expense-told", &[("amount", amount.as_str()), ("what", what.as_str())])
}

/// Gives a command about an exchange and shows the exchange again.
pub(super) async fn give(visit: &Visit, id: ExchangeId, command: B, done: &str) -> Outcome {
    match visit.submit(Command::Bank(command)).await {
        Ok(_) => go(&format!("/bank/exchanges/{id}?done={done}")),
        Err(problem) => one(visit, id, Some(naming(visit, problem).await?)).await,
    }
}

/// The side that did not declare, whose word the desk hears.
fn other_side(row: &ExchangeRow) -> Option<By> {
    let deal = row.deal.as_ref()?;
    let mut sides = deal.receivers.iter().chain([&deal.giver]);
    let other = sides.find(|side| side.member.is_some() && side.member != row.declared_by)?;
    Some(By::Desk { member: other.member? })
}

pub(super) async fn answer(visit: Visit, At(id): At<ExchangeId>) -> Outcome {
    let row = found(&visit, id).await?;
    let yes = visit.posted.has("yes", "yes");
    let Some(by) = other_side(&row) else { return go(&format!("/bank/exchanges/{id}")) };
    let done = if yes { "bank-confirmed" } else { "bank-refused" };
    give(&visit, id, B::Answer { exchange: id, by, yes }, done).await
}

pub(super) async fn withdraw(visit: Visit, At(id): At<ExchangeId>) -> Outcome {
    let row = found(&visit, id).await?;
    let Some(member) = row.declared_by else { return go(&format!("/bank/exchanges/{id}")) };
    let command = B::Withdraw { exchange: id, by: By::Desk { member } };
    give(&visit, id, command, "bank-withdrawn").await
}

pub(super) async fn dispute(visit: Visit, At(id): At<ExchangeId>) -> Outcome {
    found(&visit, id).await?;
    let Some(member) = visit.posted.read("member") else {
        return go(&format!("/bank/exchanges/{id}"));
    };
    let why = visit.posted.text("why").to_owned();
    let command = B::Dispute { exchange: id, by: By::Desk { member }, why };
    give(&visit, id, command, "bank-disputed").await
}

pub(super) async fn uphold(visit: Visit, At(id): At<ExchangeId>) -> Outcome {
    found(&visit, id).await?;
    give(&visit, id, B::Uphold { exchange: id }, "bank-upheld").await
}

pub(super) async fn reverse(visit: Visit, At(id): At<ExchangeId>) -> Outcome {
    found(&visit, id).await?;
    let note = visit.posted.text("note").to_owned();
    give(&visit, id, B::Reverse { exchange: id, note }, "bank-reversed").await
}

#[derive(Template)]
#[template(path = "bank/declare.html")]
struct Declare {
    page: Page,
    errors: Errors,
    labels: Vec<String>,
    sides: Vec<Choice>,
    categories: Vec<Group>,
    by: String,
    other: String,
    length: String,
    day: String,
    agreed: String,
    command: String,
}

pub(super) async fn declare_form(visit: Visit) -> Outcome {
    declaring(&visit, Errors::default(), StatusCode::OK).await
}

async fn declaring(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Bank, "bank-declare-title").await;
    // What was agreed on before fills the form in.
    let posted = if visit.posted.0.is_empty() { &visit.asked } else { &visit.posted };
    let w = page.w;
    let book = whom::directory(visit).await?;
    let side = if posted.trimmed("side") == "got" { "got" } else { "gave" };
    let day = posted.trimmed("day");
    let template = Declare {
        agreed: posted.trimmed("agreed").to_owned(),
        labels: whom::labels(w, &book, false),
        sides: ["gave", "got"].map(|s| Choice::new(s, w.of("bank-side", s), side)).to_vec(),
        categories: category_choices(&page, posted.trimmed("category"), "bank-choose-category"),
        by: posted.text("by").to_owned(),
        other: posted.text("other").to_owned(),
        length: posted.text("length").to_owned(),
        day: if day.is_empty() { page.times.today() } else { day.to_owned() },
        command: page.fresh(),
        errors,
        page,
    };
    show_as(status, &template)
}

pub(super) async fn declare(visit: Visit) -> Outcome {
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
    let day: Option<Date> = posted.read("day");
    if day.is_none() {
        errors.add(w, "day", "bank-day-missing");
    }
    let said = || {
        Some(Declaration {
            by: By::Desk { member: by? },
            gave: posted.trimmed("side") != "got",
            other: other?,
            length: length?,
            category: category?,
            day: day?,
            agreed: posted.read("agreed"),
        })
    };
    let Some(said) = said() else {
        return declaring(&visit, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let id = ExchangeId::from(visit.command_id());
    match visit.submit(Command::Bank(B::Declare(said))).await {
        Ok(_) => go(&format!("/bank/exchanges/{id}?done=bank-declared")),
        Err(problem) => {
            let problem = naming(&visit, problem).await?;
            declaring(&visit, Errors::of(w, &problem), status_of(&problem)).await
        }
    }
}
