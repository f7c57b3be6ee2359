//! One exchange with a member of another bank: where it stands here, since when it waits, and what can be done.

use askama::Template;
use axum::http::StatusCode;
use protocol::{ExchangeId, Problem};

use super::super::page::{Page, Section, show_as, status_of};
use super::super::requests::{Names, actor};
use super::super::visit::{At, Fault, Outcome, Visit, go};
use super::lines::party;
use super::{amount, whom};
use crate::bank::between::Command as Between;
use crate::bank::between::dealing::Stand;
use crate::bank::between::message::Why;
use crate::bank::between::queries::{self as between, DealingRow, stand_word};
use crate::bank::directory::Directory;
use crate::bank::exchange::By;
use crate::command::Command;
use crate::people::roles::Permission;
use crate::store::rows::word;

/// A line of a list.
pub(crate) struct Row {
    pub id: String,
    pub icon: String,
    pub giver: String,
    pub receiver: String,
    pub bank: String,
    pub category: String,
    pub minutes: String,
    pub state: &'static str,
    pub state_words: String,
    pub waits: String,
    pub day: String,
    pub over: bool,
}

/// The colour that goes with a stand; the word says it too.
const fn colour(stand: Stand) -> &'static str {
    match stand {
        Stand::Provisional | Stand::Withdrawing => "blue",
        Stand::Asked | Stand::BackAsked | Stand::Reversing => "orange",
        Stand::Settled => "green",
        Stand::Reversed | Stand::Withdrawn => "slate",
        Stand::Declined(_) => "red",
    }
}

/// Both sides in words: whoever gave first. A member of another bank is their code and their bank.
fn sides(page: &Page, book: &Directory, one: &DealingRow) -> [String; 2] {
    let dealing = &one.standing.dealing;
    let ours = party(page, book, dealing.ours);
    let theirs = dealing.theirs.to_string();
    if dealing.ours_gave { [ours, theirs] } else { [theirs, ours] }
}

pub(super) fn row(page: &Page, book: &Directory, one: &DealingRow) -> Row {
    let dealing = &one.standing.dealing;
    let [giver, receiver] = sides(page, book, one);
    Row {
        id: dealing.exchange.to_string(),
        icon: page.category_icon(dealing.category.as_str()),
        giver,
        receiver,
        bank: page.node_name(dealing.peer.as_str()),
        category: page.category(dealing.category.as_str()),
        minutes: amount(dealing.length.minutes(), false),
        state: colour(one.standing.stand),
        state_words: page.w.of("bank-stand", stand_word(one.standing.stand)),
        waits: if one.standing.stand.is_closed() {
            String::new()
        } else {
            page.times.since(one.turned_at_ms)
        },
        day: page.times.date(dealing.day),
        over: one.standing.over,
    }
}

#[derive(Template)]
#[template(path = "bank/across.html")]
struct One {
    page: Page,
    id: String,
    icon: String,
    minutes: String,
    giver: String,
    receiver: String,
    hub: String,
    bank: String,
    state: &'static str,
    state_words: String,
    hint: String,
    why: String,
    waits: String,
    over: bool,
    facts: Vec<(String, String)>,
    posted: String,
    answerer: String,
    may_answer: bool,
    may_withdraw: bool,
    may_ask_back: bool,
    may_answer_back: bool,
    command: String,
}

async fn found(visit: &Visit, id: ExchangeId) -> Result<DealingRow, Fault> {
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let row = between::dealing(&mut db, node.id(), id).await?;
    Ok(row.ok_or_else(|| Problem::not_found("bank-unknown-exchange"))?)
}

pub(super) async fn page(visit: Visit, At(id): At<ExchangeId>) -> Outcome {
    one(&visit, id, None).await
}

/// Why the other bank, or this one, did not take it into its accounts.
fn why(page: &Page, why: Why) -> String {
    match why {
        Why::ChequeUsed { at_ms } => page.w.a("bank-why-cheque-used", "day", page.times.day(at_ms)),
        Why::Member
        | Why::Silence
        | Why::Withdrawn
        | Why::NoPact
        | Why::UnknownMember
        | Why::Excluded
        | Why::BadDay
        | Why::ChequeUnknown => page.w.of("bank-why", word(&why)),
    }
}

async fn one(visit: &Visit, id: ExchangeId, refused: Option<Problem>) -> Outcome {
    let row = found(visit, id).await?;
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let mut page = Page::of(visit, Section::Bank, "bank-exchange-title").await;
    if let Some(problem) = refused {
        page = page.refusing(problem);
    }
    let w = page.w;
    let book = whom::directory(visit).await?;
    let mut db = visit.app.node.store.read().await?;
    let mut names = Names::default();
    let recorder = match row.actor.parse() {
        Ok(by) => actor(&mut db, &page, &mut names, &by).await?,
        Err(_) => String::new(),
    };
    drop(db);
    let (standing, dealing) = (&row.standing, &row.standing.dealing);
    let bank = page.node_name(dealing.peer.as_str());
    let mut facts = vec![
        (w.t("bank-category"), page.category(dealing.category.as_str())),
        (w.t("bank-day"), page.times.date(dealing.day)),
        (w.t("bank-others-bank"), bank.clone()),
        (w.t("bank-others-code"), dealing.theirs.to_string()),
        (w.t("bank-recorded-by"), recorder),
        (w.t("bank-recorded-at"), page.times.when(standing.begun_at_ms)),
    ];
    if let Some(cheque) = dealing.cheque {
        facts.push((w.t("bank-cheque-number"), cheque.to_string()));
    }
    if let (Stand::Asked, Some(until_ms)) = (standing.stand, dealing.until_ms) {
        facts.push((w.t("bank-answer-until"), page.times.when(until_ms)));
    }
    let may_work = visit.may(Permission::WorkAtBank);
    let [giver, receiver] = sides(&page, &book, &row);
    let posted = standing.stand.counts() || standing.stand == Stand::Reversed;
    page = page.titled(format!("{giver} → {receiver}"));
    let template = One {
        id: id.to_string(),
        icon: page.category_icon(dealing.category.as_str()),
        minutes: amount(dealing.length.minutes(), false),
        giver,
        receiver,
        hub: dealing.peer.to_string(),
        state: colour(standing.stand),
        state_words: w.of("bank-stand", stand_word(standing.stand)),
        hint: w.a(&format!("bank-stand-hint-{}", stand_word(standing.stand)), "bank", &bank),
        why: match standing.stand {
            Stand::Declined(reason) => why(&page, reason),
            Stand::Provisional
            | Stand::Asked
            | Stand::Withdrawing
            | Stand::Withdrawn
            | Stand::Settled
            | Stand::Reversing
            | Stand::BackAsked
            | Stand::Reversed => String::new(),
        },
        waits: if standing.stand.is_closed() {
            String::new()
        } else {
            page.times.since(row.turned_at_ms)
        },
        over: standing.over,
        posted: if posted {
            dealing.in_books_of(visit.app.node.id()).to_string()
        } else {
            String::new()
        },
        answerer: party(&page, &book, dealing.ours),
        may_answer: may_work && standing.stand == Stand::Asked,
        may_withdraw: may_work && standing.stand == Stand::Provisional,
        may_ask_back: may_work && standing.stand == Stand::Settled,
        may_answer_back: may_work && standing.stand == Stand::BackAsked,
        command: page.fresh(),
        bank,
        facts,
        page,
    };
    show_as(status, &template)
}

/// Gives a command about an exchange and shows the exchange again.
async fn give(visit: &Visit, id: ExchangeId, command: Between, done: &str) -> Outcome {
    match visit.submit(Command::Between(command)).await {
        Ok(_) => go(&format!("/bank/across/{id}?done={done}")),
        Err(problem) => one(visit, id, Some(problem)).await,
    }
}

pub(super) async fn answer(visit: Visit, At(id): At<ExchangeId>) -> Outcome {
    let row = found(&visit, id).await?;
    let yes = visit.posted.has("yes", "yes");
    let Some(member) = row.standing.dealing.ours.member else {
        return go(&format!("/bank/across/{id}"));
    };
    let command = Between::Answer { exchange: id, by: By::Desk { member }, yes };
    let done = if yes { "bank-confirmed" } else { "bank-refused" };
    give(&visit, id, command, done).await
}

pub(super) async fn withdraw(visit: Visit, At(id): At<ExchangeId>) -> Outcome {
    give(&visit, id, Between::Withdraw { exchange: id }, "bank-across-withdrawing").await
}

pub(super) async fn back(visit: Visit, At(id): At<ExchangeId>) -> Outcome {
    let yes = visit.posted.has("yes", "yes");
    let (command, done) = if visit.posted.trimmed("yes").is_empty() {
        (Between::AskBack { exchange: id }, "bank-across-back-asked")
    } else if yes {
        (Between::AnswerBack { exchange: id, yes }, "bank-reversed")
    } else {
        (Between::AnswerBack { exchange: id, yes }, "bank-upheld")
    };
    give(&visit, id, command, done).await
}
