//! Members: the list, and one of them with the next step.

use askama::Template;
use axum::http::StatusCode;
use protocol::{MemberId, PersonDetails, PersonId, Problem};

use super::super::contact::{self, Contact, ContactFragment, Owner};
use super::super::form::{Choice, Group};
use super::super::page::{Page, Section, requests_in, show, show_as, status_of};
use super::super::pager::{self, Pager};
use super::super::requests::{Names, actor, hood_choices};
use super::super::visit::{At, Fault, Outcome, Visit, Wants, go};
use super::after::{self, ReferenceView};
use super::cards::{self, CardView};
use super::catalogue::{self, Card};
use super::lines::{Line, line};
use super::phones::{self, PhonesView};
use super::{Tab, across, amount, tabs, whom};
use crate::bank::account::{Account, Limits, Standing};
use crate::bank::decide::Command as B;
use crate::bank::members::{Stage, Step, steps_from};
use crate::bank::minutes::Minutes;
use crate::bank::queries::{self, ListingRow, MemberFilter, MemberRow, Only};
use crate::bank::{between, today};
use crate::command::Command;
use crate::people::roles::Permission;
use crate::store::rows::{from_word, word};

/// A member who has exchanged nothing for so long is said to be inactive: half a year.
pub(super) const INACTIVE_MS: i64 = 180 * 86_400_000;
/// How many a page shows.
const PER_PAGE: u32 = 25;
/// How many movements a member's page shows.
const LATEST: u32 = 5;

struct Row {
    id: String,
    number: u32,
    name: String,
    place: String,
    stage: String,
    stage_words: String,
    balance: String,
    standing: String,
    standing_words: String,
    last: String,
}

#[derive(Template)]
#[template(path = "bank/members.html")]
struct List {
    page: Page,
    tabs: Vec<Tab>,
    may_work: bool,
    q: String,
    stages: Vec<Group>,
    hoods: Vec<Group>,
    limit: String,
    limit_words: String,
    rows: Vec<Row>,
    filtered: bool,
    pager: Pager,
}

/// The colour that goes with a stage; the word says it too.
fn colour(stage: Stage) -> &'static str {
    match stage {
        Stage::Applicant | Stage::Interviewed => "blue",
        Stage::Trial => "violet",
        Stage::Member => "green",
        Stage::RenewalDue | Stage::Leaving => "orange",
        Stage::Suspended | Stage::Declined => "red",
        Stage::Closed => "slate",
    }
}

fn standing_colour(standing: Standing) -> &'static str {
    match standing {
        Standing::Fine => "",
        Standing::Low | Standing::High => "orange",
        Standing::AtFloor | Standing::AtCeiling => "red",
    }
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Bank, "bank-members-title").await;
    let asked = &visit.asked;
    let (q, hood) = (asked.trimmed("q").to_owned(), asked.trimmed("hood").to_owned());
    let stage_word = asked.trimmed("stage").to_owned();
    let stage: Option<Stage> = from_word("stage", &stage_word).ok();
    let limit = asked.trimmed("limit").to_owned();
    let standings: &[Standing] = match limit.as_str() {
        "yes" => &[Standing::AtFloor, Standing::AtCeiling],
        "near" => &[Standing::Low, Standing::High],
        _ => &[],
    };
    let book = whom::directory(&visit).await?;
    let node = visit.app.node.clone();
    let mut db = node.store.read().await?;
    let balances = !queries::rules(&mut db, node.id()).await?.participation_only;
    let standings = if balances { standings } else { &[] };
    let mut among: Option<Vec<MemberId>> = None;
    if !q.is_empty() {
        among = Some(book.search(&q).iter().map(|known| known.member).collect());
    }
    if !standings.is_empty() {
        let mut at = Vec::new();
        for standing in standings {
            for account in queries::standing_so(&mut db, node.id(), *standing).await? {
                at.extend(book.users(account).map(|known| known.member));
            }
        }
        among = Some(match among {
            Some(found) => found.into_iter().filter(|id| at.contains(id)).collect(),
            None => at,
        });
    }
    let only = match limit.as_str() {
        "inactive" => Only::Inactive(node.now_ms() - INACTIVE_MS),
        "silent" => Only::Silent(today(&node, node.now_ms())),
        "first" => Only::Begun,
        _ => Only::Everybody,
    };
    let filter = MemberFilter { stage, among, neighbourhood: hood.clone(), only };
    let number = pager::asked(&visit);
    let skip = (number - 1) * PER_PAGE;
    let found = queries::members(&mut db, node.id(), &filter, PER_PAGE, skip).await?;
    let total = queries::count_members(&mut db, node.id(), &filter).await?;
    let mut rows = Vec::with_capacity(found.len());
    for member in &found {
        let account = match member.member.account {
            Some(account) if balances => queries::account(&mut db, account).await?,
            Some(_) | None => None,
        };
        let name = book.get(member.member.id).map(|known| known.name.clone()).unwrap_or_default();
        rows.push(row(&page, member, name, account.as_ref()));
    }
    drop(db);
    let stages = std::iter::once(Choice::new("", page.w.t("bank-any-stage"), &stage_word)).chain(
        Stage::ALL.iter().map(|stage| {
            Choice::new(word(stage), page.w.of("bank-stage", word(stage)), &stage_word)
        }),
    );
    let fields = [
        ("q", q.as_str()),
        ("stage", stage_word.as_str()),
        ("hood", hood.as_str()),
        ("limit", limit.as_str()),
    ];
    let pager = Pager::of((number, PER_PAGE), rows.len(), total, ("/bank/members", &fields));
    let within = requests_in(page.city.as_deref(), &visit.me()?.scope);
    show(&List {
        tabs: tabs(&visit, "members"),
        may_work: visit.may(Permission::WorkAtBank),
        stages: vec![Group::plain(stages.collect())],
        hoods: hood_choices(&page, &hood, "queue-any-place", within.as_deref()),
        filtered: !q.is_empty() || stage.is_some() || !limit.is_empty() || !hood.is_empty(),
        pager,
        q,
        limit_words: if standings.is_empty() && only == Only::Everybody {
            String::new()
        } else {
            page.w.of("bank-only-limit", &limit)
        },
        limit,
        rows,
        page,
    })
}

fn row(page: &Page, member: &MemberRow, name: String, account: Option<&Account>) -> Row {
    let standing = account.map_or(Standing::Fine, Account::standing);
    let stage = member.member.stage;
    Row {
        id: member.member.id.to_string(),
        number: member.number,
        name,
        place: page.neighbourhood(member.neighbourhood.as_str()),
        stage: colour(stage).to_owned(),
        stage_words: page.w.of("bank-stage", word(&stage)),
        balance: account.map(|account| amount(account.balance, true)).unwrap_or_default(),
        standing: standing_colour(standing).to_owned(),
        standing_words: page.w.of("bank-standing", word(&standing)),
        last: member.last_exchange_at_ms.map(|at_ms| page.times.day(at_ms)).unwrap_or_default(),
    }
}

struct NextStep {
    slug: String,
    label: String,
    class: &'static str,
    asks_why: bool,
}

struct Past {
    what: String,
    when: String,
    who: String,
    why: String,
}

struct LimitsForm {
    hard_floor: String,
    soft_floor: String,
    soft_ceiling: String,
    hard_ceiling: String,
    credit_percent: String,
    credit_most: String,
}

#[derive(Template)]
#[template(path = "bank/member.html")]
struct One {
    page: Page,
    id: String,
    name: String,
    number: u32,
    stage: String,
    stage_words: String,
    hint: String,
    until: String,
    facts: Vec<(String, String)>,
    household: Vec<(String, String)>,
    account: String,
    balance: String,
    negative: bool,
    standing: String,
    standing_words: String,
    room: String,
    participation_only: bool,
    next: Option<NextStep>,
    others: Vec<NextStep>,
    lines: Vec<Line>,
    past: Vec<Past>,
    notices: Vec<Card>,
    without_end: Vec<(String, String)>,
    why: String,
    why_missing: String,
    contact: Contact,
    may_work: bool,
    may_govern: bool,
    limits: Option<LimitsForm>,
    shown: String,
    named: bool,
    may_exchange: bool,
    held: Vec<String>,
    waiting: Vec<across::Row>,
    card: CardView,
    phones: PhonesView,
    references: Vec<ReferenceView>,
    command: String,
}

fn owner(row: &MemberRow) -> Owner {
    Owner {
        person: Some(row.person),
        thing: PersonId::new(row.member.id.uuid()),
        home: row.home.clone(),
        action: format!("/bank/members/{}/contact", row.member.id),
    }
}

pub(super) async fn found(visit: &Visit, id: MemberId) -> Result<MemberRow, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let row = queries::member(&mut db, id).await?;
    let row = row.filter(|row| row.home == *visit.app.node.id());
    Ok(row.ok_or_else(|| Problem::not_found("bank-unknown-member"))?)
}

pub(super) async fn page(visit: Visit, At(id): At<MemberId>) -> Outcome {
    one(&visit, id, None, None).await
}

pub(super) async fn one(
    visit: &Visit,
    id: MemberId,
    refused: Option<Problem>,
    details: Option<PersonDetails>,
) -> Outcome {
    let row = found(visit, id).await?;
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let mut page = Page::of(visit, Section::Bank, "bank-members-title").await;
    let why_missing = refused.as_ref().filter(|problem| problem.slug() == "bank-reason-missing");
    let why_missing = why_missing.map(|_| page.w.t("problem-bank-reason-missing"));
    let why_missing = why_missing.unwrap_or_default();
    if let Some(problem) = refused {
        page = page.refusing(problem);
    }
    let w = page.w;
    let book = whom::directory(visit).await?;
    let name = match book.get(id).map(|known| known.name.clone()).filter(|name| !name.is_empty()) {
        Some(name) => name,
        None => w.a("bank-member-number", "number", row.number),
    };
    let mut db = visit.app.node.store.read().await?;
    let rules = queries::rules(&mut db, &row.home).await?;
    let account = match row.member.account {
        Some(account) => queries::account(&mut db, account).await?,
        None => None,
    };
    let mut lines = Vec::new();
    if let Some(account) = &account {
        for entry in queries::statement(&mut db, account.id, LATEST, 0).await? {
            lines.push(line(&page, &book, &entry.exchange));
        }
    }
    let mut past = Vec::new();
    let mut names = Names::default();
    for step in queries::steps(&mut db, id).await?.iter().rev() {
        let who = match step.actor.parse() {
            Ok(by) => actor(&mut db, &page, &mut names, &by).await?,
            Err(_) => String::new(),
        };
        let what = w.of("bank-past", &step.step);
        let why = step.why.clone().filter(|_| visit.may(Permission::WorkAtBank));
        let when = page.times.when(step.at_ms);
        past.push(Past { what, when, who, why: why.unwrap_or_default() });
    }
    let card = crate::bank::cards::of(&mut db, id).await?;
    let phones = phones::view(visit, &page, &mut db, id).await?;
    let references = queries::references_about(&mut db, id, LATEST).await?;
    let references = references.iter().map(|row| after::reference(&page, &book, row)).collect();
    let contact = contact::card(visit, &page, &mut db, &owner(&row), details).await?;
    let notices = catalogue::of_member(visit, &page, &mut db, id).await?;
    let kept = queries::listings_without_end(&mut db, id).await?;
    let shown = between::queries::code_of(&mut db, &row.home, id).await?;
    let named = between::queries::is_named(&mut db, &row.home, id).await?;
    let mut waiting = Vec::new();
    if let Some(account) = &account {
        waiting = between::queries::waiting_in(&mut db, account.id).await?;
    }
    drop(db);
    page = page.titled(name.clone());
    let stage = row.member.stage;
    let (may_work, may_govern) =
        (visit.may(Permission::WorkAtBank), visit.may(Permission::GovernBank));
    let debt = account.as_ref().is_some_and(|account| account.balance != Minutes::ZERO);
    let mut steps: Vec<NextStep> = steps_from(stage)
        .filter(|_| may_work)
        .filter(|step| *step != Step::CloseToFund || (may_govern && debt))
        .filter(|step| *step != Step::Close || !debt)
        .map(|step| NextStep {
            slug: word(&step),
            label: w.of("bank-step", word(&step)),
            class: if step.is_exceptional() { "btn-outline-danger" } else { "btn-outline-primary" },
            asks_why: step.is_exceptional(),
        })
        .collect();
    // A full member has no next step, only others; so has one who must balance first.
    let plain = stage == Stage::Member || (stage == Stage::Leaving && debt && !may_govern);
    let next = (!plain && !steps.is_empty()).then(|| steps.remove(0));
    let household = account.iter().flat_map(|account| book.users(account.id));
    let household = household
        .filter(|known| known.member != id)
        .map(|known| (known.member.to_string(), known.label()))
        .collect();
    let standing = account.as_ref().map_or(Standing::Fine, Account::standing);
    let template = One {
        id: id.to_string(),
        number: row.number,
        stage: colour(stage).to_owned(),
        stage_words: w.of("bank-stage", word(&stage)),
        hint: w.of("bank-stage-hint", word(&stage)),
        until: row.member.until.map(|day| page.times.date(day)).unwrap_or_default(),
        facts: facts(&page, &row),
        household,
        account: account.as_ref().map(|account| account.id.to_string()).unwrap_or_default(),
        balance: account.as_ref().map(|account| amount(account.balance, true)).unwrap_or_default(),
        negative: account.as_ref().is_some_and(|account| account.balance < Minutes::ZERO),
        standing: standing_colour(standing).to_owned(),
        standing_words: w.of("bank-standing", word(&standing)),
        room: account.as_ref().map(|account| room(&page, account)).unwrap_or_default(),
        participation_only: rules.participation_only,
        next,
        others: steps,
        lines,
        past,
        without_end: without_end(&page, &kept),
        notices,
        why: visit.posted.text("reason").to_owned(),
        why_missing,
        contact,
        may_work,
        may_govern,
        shown: shown.map(|code| code.to_string()).unwrap_or_default(),
        named,
        may_exchange: stage.may_exchange(),
        held: account.as_ref().map(|account| held(&page, account)).unwrap_or_default(),
        waiting: waiting.iter().map(|one| across::row(&page, &book, one)).collect(),
        limits: account.as_ref().and_then(|account| account.limits).map(limits_form),
        card: cards::view(&page, card.as_ref()),
        phones,
        references,
        command: page.fresh(),
        name,
        page,
    };
    show_as(status, &template)
}

/// What a member has on the board without an end, to be confirmed as they renew.
fn without_end(page: &Page, rows: &[ListingRow]) -> Vec<(String, String)> {
    rows.iter()
        .map(|row| {
            let listed = &row.listing.listed;
            let way = page.w.of("bank-way", word(&listed.way));
            let what = page.category(listed.category.as_str());
            let words = row.words.as_deref().map(|words| format!(" – {words}"));
            let label = format!("{way}: {what}{}", words.unwrap_or_default());
            (listed.listing.to_string(), label)
        })
        .collect()
}

fn facts(page: &Page, row: &MemberRow) -> Vec<(String, String)> {
    let w = page.w;
    let mut facts = vec![
        (w.t("bank-fact-number"), row.number.to_string()),
        (w.t("request-place"), page.neighbourhood(row.neighbourhood.as_str())),
        (w.t("bank-fact-reach"), w.of("bank-reach", word(&row.reach))),
        (w.t("bank-fact-applied"), page.times.day(row.applied_at_ms)),
    ];
    let key = format!("language-{}", row.language);
    let language = if w.has(&key) { w.t(&key) } else { row.language.clone() };
    facts.push((w.t("bank-language"), language));
    if !row.age.is_empty() {
        facts.push((w.t("bank-fact-age"), w.of("bank-age", &row.age)));
    }
    facts
}

/// How much an account may still spend, in a sentence.
fn room(page: &Page, account: &Account) -> String {
    let Some(left) = account.may_spend() else { return String::new() };
    if left == Minutes::ZERO {
        page.w.t("bank-room-none")
    } else {
        page.w.a("bank-room", "length", amount(left, false))
    }
}

/// What waits for other banks, as sentences.
fn held(page: &Page, account: &Account) -> Vec<String> {
    let told = |key: &str, minutes: Minutes| {
        (minutes != Minutes::ZERO).then(|| page.w.a(key, "length", amount(minutes, true)))
    };
    let held = account.held;
    [told("bank-held-to-come", held.to_come), told("bank-held-to-go", held.to_go)]
        .into_iter()
        .flatten()
        .collect()
}

fn limits_form(limits: Limits) -> LimitsForm {
    let hours = |minutes: Minutes| (minutes.get() / 60).to_string();
    LimitsForm {
        hard_floor: hours(limits.hard_floor),
        soft_floor: hours(limits.soft_floor),
        soft_ceiling: hours(limits.soft_ceiling),
        hard_ceiling: hours(limits.hard_ceiling),
        credit_percent: limits.credit_percent.to_string(),
        credit_most: hours(limits.credit_most),
    }
}

/// Limits as a form gives them, in whole hours.
pub(super) fn read_limits(visit: &Visit) -> Result<Limits, Problem> {
    let hours = |field: &str| {
        let value: Option<i64> = visit.posted.read(field);
        let value = value.filter(|hours| hours.abs() <= 10_000);
        value.map(Minutes::hours).ok_or_else(|| Problem::invalid("bank-out-of-range").at(field))
    };
    Ok(Limits {
        hard_floor: hours("hard_floor")?,
        soft_floor: hours("soft_floor")?,
        soft_ceiling: hours("soft_ceiling")?,
        hard_ceiling: hours("hard_ceiling")?,
        credit_percent: visit
            .posted
            .read("credit_percent")
            .ok_or_else(|| Problem::invalid("bank-out-of-range").at("credit_percent"))?,
        credit_most: hours("credit_most")?,
    })
}

pub(super) async fn step(visit: Visit, At(id): At<MemberId>) -> Outcome {
    found(&visit, id).await?;
    let Ok(step) = from_word::<Step>("step", visit.posted.trimmed("step")) else {
        return go(&format!("/bank/members/{id}"));
    };
    let keeps = visit.posted.all("keep").iter().filter_map(|one| one.parse().ok()).collect();
    let why = visit.posted.text("reason").to_owned();
    match visit.submit(Command::Bank(B::Move { member: id, step, why, keeps })).await {
        Ok(_) => go(&format!("/bank/members/{id}?done=bank-moved")),
        Err(problem) => one(&visit, id, Some(problem), None).await,
    }
}

pub(super) async fn limits(visit: Visit, At(id): At<MemberId>) -> Outcome {
    let row = found(&visit, id).await?;
    let account = row.member.account.ok_or_else(|| Problem::not_found("bank-unknown-account"))?;
    let limits = match read_limits(&visit) {
        Ok(limits) => limits,
        Err(problem) => return one(&visit, id, Some(problem), None).await,
    };
    match visit.submit(Command::Bank(B::SetLimits { account, limits })).await {
        Ok(_) => go(&format!("/bank/members/{id}?done=bank-limits-set")),
        Err(problem) => one(&visit, id, Some(problem), None).await,
    }
}

pub(super) async fn shown(visit: Visit, At(id): At<MemberId>) -> Outcome {
    found(&visit, id).await?;
    let shown = visit.posted.has("shown", "yes");
    match visit.submit(Command::Between(between::Command::Show { member: id, shown })).await {
        Ok(_) => go(&format!("/bank/members/{id}?done=bank-shown")),
        Err(problem) => one(&visit, id, Some(problem), None).await,
    }
}

pub(super) async fn named(visit: Visit, At(id): At<MemberId>) -> Outcome {
    found(&visit, id).await?;
    let named = visit.posted.has("named", "yes");
    let command = between::Command::LetBeNamed { member: id, named };
    match visit.submit(Command::Between(command)).await {
        Ok(_) => go(&format!("/bank/members/{id}?done=bank-shown")),
        Err(problem) => one(&visit, id, Some(problem), None).await,
    }
}

pub(super) async fn reveal(visit: Visit, At(id): At<MemberId>) -> Outcome {
    let row = found(&visit, id).await?;
    let details = contact::reveal(&visit, &owner(&row)).await?;
    if visit.wants == Wants::Fragment {
        let page = Page::of(&visit, Section::Bank, "bank-members-title").await;
        let mut db = visit.app.node.store.read().await?;
        let contact = contact::card(&visit, &page, &mut db, &owner(&row), details).await?;
        drop(db);
        return show(&ContactFragment { page, contact });
    }
    one(&visit, id, None, details).await
}
