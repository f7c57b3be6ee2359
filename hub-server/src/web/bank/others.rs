//! The banks of other hubs: what was agreed with each, who owes whom, what waits and what went past a limit, and
//! an exchange with one of their members.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;
use protocol::{ExchangeId, NodeId, Problem};

use super::super::form::{Choice, Errors, Group};
use super::super::page::{Page, Section, show, show_as, status_of};
use super::super::pager::{self, Pager};
use super::super::requests::category_choices;
use super::super::visit::{At, Fault, Outcome, Visit, go};
use super::across::{Row, row};
use super::talk::{self, Pair};
use super::{Tab, amount, tabs, whom};
use crate::bank::account::Account;
use crate::bank::between::across::Peer;
use crate::bank::between::queries::{self as between, DealingFilter, STAND_WORDS};
use crate::bank::between::terms::Terms;
use crate::bank::between::{Command as Between, Proposal};
use crate::bank::books::clearing_of;
use crate::bank::exchange::By;
use crate::bank::minutes::{Minutes, read_length};
use crate::bank::{queries, today};
use crate::command::Command;
use crate::people::roles::Permission;

/// How many exchanges a page shows.
const PER_PAGE: u32 = 25;
/// How many of the last ones the page of one bank shows.
const LATEST: u32 = 10;

/// Another bank in the list.
struct Other {
    hub: String,
    name: String,
    colour: &'static str,
    state: String,
    balance: String,
    stopped: bool,
}

/// How things stand with another bank: its agreement and the account between the two.
pub(super) struct Stands {
    pub peer: Peer,
    pub account: Option<Account>,
}

/// What holds, in one word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Nothing,
    ToSign,
    ToBeSigned,
    NotYet,
    Now,
    Over,
}

impl Holds {
    fn of(peer: &Peer, today: Date) -> Self {
        match (peer.pact.in_force(), peer.pact.to_sign(), peer.pact.to_be_signed()) {
            (_, Some(_), _) => Self::ToSign,
            (None, None, Some(_)) => Self::ToBeSigned,
            (None, None, None) => Self::Nothing,
            (Some(terms), _, _) if terms.covers(today) => Self::Now,
            (Some(terms), _, _) if today < terms.from => Self::NotYet,
            (Some(_), _, _) => Self::Over,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::ToSign => "to-sign",
            Self::ToBeSigned => "to-be-signed",
            Self::NotYet => "not-yet",
            Self::Now => "now",
            Self::Over => "over",
        }
    }

    const fn colour(self) -> &'static str {
        match self {
            Self::Nothing => "slate",
            Self::ToSign => "orange",
            Self::ToBeSigned | Self::NotYet => "blue",
            Self::Now => "green",
            Self::Over => "red",
        }
    }
}

/// The hubs of the city besides this one: slug and name.
pub(super) fn other_hubs(page: &Page) -> Vec<(NodeId, String)> {
    let own = page.bank_node();
    page.city
        .iter()
        .flat_map(|city| &city.hubs)
        .filter_map(|hub| Some((hub.slug.parse().ok()?, hub.name.clone())))
        .filter(|(hub, _)| *hub != own)
        .collect()
}

/// How things stand with a bank.
pub(super) async fn with(visit: &Visit, peer: &NodeId) -> Result<Stands, Fault> {
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let found = between::peer(&mut db, node.id(), peer).await?;
    let account = queries::account(&mut db, clearing_of(node.id(), peer)).await?;
    Ok(Stands { peer: found, account })
}

/// Who owes whom, in words.
fn owed(page: &Page, account: Option<&Account>) -> String {
    let balance = account.map_or(Minutes::ZERO, |account| account.balance);
    let key = match balance.get() {
        0 => return page.w.t("bank-others-even"),
        less if less < 0 => "bank-others-they-owe",
        _ => "bank-others-we-owe",
    };
    page.w.a(key, "length", amount(balance.size(), false))
}

/// How much can still be given one way before the ceiling, what waits counted: ours to theirs, theirs to ours.
fn rooms(account: &Account) -> [Minutes; 2] {
    let floor = account.floor().unwrap_or_default();
    let ceiling = account.ceiling().unwrap_or_default();
    let none = Minutes::ZERO;
    let ours = account.balance + account.held.to_go - floor;
    let theirs = ceiling - account.balance - account.held.to_come;
    [ours.max(none), theirs.max(none)]
}

/// The directions that have stopped, as sentences for the desk.
pub(super) async fn stopped(visit: &Visit, page: &Page) -> Result<Vec<(String, String)>, Fault> {
    let mut told = Vec::new();
    for (hub, name) in other_hubs(page) {
        let stands = with(visit, &hub).await?;
        let now = Holds::of(&stands.peer, today(&visit.app.node, visit.app.node.now_ms()));
        let Some(account) = stands.account.filter(|_| matches!(now, Holds::Now | Holds::ToSign))
        else {
            continue;
        };
        let keys = ["bank-others-stopped-giving", "bank-others-stopped-receiving"];
        for (room, key) in rooms(&account).into_iter().zip(keys) {
            if room == Minutes::ZERO {
                told.push((format!("/bank/others/{hub}"), page.w.a(key, "bank", &name)));
            }
        }
    }
    Ok(told)
}

#[derive(Template)]
#[template(path = "bank/others.html")]
struct List {
    page: Page,
    tabs: Vec<Tab>,
    others: Vec<Other>,
    stopped: Vec<(String, String)>,
    peers: Vec<Group>,
    stands: Vec<Group>,
    over: bool,
    pairs: Vec<Pair>,
    rows: Vec<Row>,
    filtered: bool,
    pager: Pager,
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Bank, "bank-others-title").await;
    let asked = &visit.asked;
    let filter = DealingFilter {
        peer: asked.trimmed("bank").to_owned(),
        stand: asked.trimmed("stand").to_owned(),
        over: asked.has("over", "yes"),
    };
    let number = pager::asked(&visit);
    let skip = (number - 1) * PER_PAGE;
    let node = visit.app.node.clone();
    let book = whom::directory(&visit).await?;
    let mut db = node.store.read().await?;
    let found = between::dealings(&mut db, node.id(), &filter, PER_PAGE, skip).await?;
    let total = between::count(&mut db, node.id(), &filter).await?;
    drop(db);
    let mut others = Vec::new();
    let now = today(&node, node.now_ms());
    for (hub, name) in other_hubs(&page) {
        let stands = with(&visit, &hub).await?;
        let holds = Holds::of(&stands.peer, now);
        let room = stands.account.as_ref().map(rooms);
        others.push(Other {
            hub: hub.to_string(),
            name,
            colour: holds.colour(),
            state: page.w.of("bank-pact", holds.word()),
            balance: stands.account.as_ref().map(|a| owed(&page, Some(a))).unwrap_or_default(),
            stopped: holds == Holds::Now && room.is_some_and(|room| room.contains(&Minutes::ZERO)),
        });
    }
    let w = page.w;
    let any = |key: &str, now: &str| Choice::new("", w.t(key), now);
    let peers = others.iter().map(|other| Choice::new(&other.hub, &other.name, &filter.peer));
    let stands = STAND_WORDS.iter().map(|s| Choice::new(s, w.of("bank-stand", s), &filter.stand));
    let fields = [
        ("bank", filter.peer.as_str()),
        ("stand", filter.stand.as_str()),
        ("over", if filter.over { "yes" } else { "" }),
    ];
    show(&List {
        tabs: tabs(&visit, "others"),
        stopped: stopped(&visit, &page).await?,
        peers: vec![Group::plain(
            std::iter::once(any("bank-others-any", &filter.peer)).chain(peers).collect(),
        )],
        stands: vec![Group::plain(
            std::iter::once(any("bank-any-state", &filter.stand)).chain(stands).collect(),
        )],
        over: filter.over,
        pairs: talk::pairs(&visit, &page, &book, "").await?,
        rows: found.iter().map(|one| row(&page, &book, one)).collect(),
        filtered: filter != DealingFilter::default(),
        pager: Pager::of((number, PER_PAGE), found.len(), total, ("/bank/others", &fields)),
        others,
        page,
    })
}

/// A sheet as a sentence.
fn sheet(page: &Page, terms: &Terms) -> String {
    let (from, until) = (page.times.date(terms.from), page.times.date(terms.until));
    let ceiling = amount(terms.ceiling, false);
    let names = [("from", from.as_str()), ("until", until.as_str()), ("ceiling", ceiling.as_str())];
    page.w.all("bank-pact-line", &names)
}

struct Way {
    label: String,
    room: String,
    used: i64,
    stopped: bool,
}

#[derive(Template)]
#[template(path = "bank/other.html")]
struct One {
    page: Page,
    errors: Errors,
    hub: String,
    name: String,
    colour: &'static str,
    state: String,
    hint: String,
    in_force: String,
    to_sign: String,
    terms: String,
    to_be_signed: String,
    owed: String,
    account: String,
    ways: Vec<Way>,
    may_govern: bool,
    may_declare: bool,
    may_end: bool,
    from: String,
    until: String,
    ceiling: String,
    labels: Vec<String>,
    sides: Vec<Choice>,
    categories: Vec<Group>,
    member: String,
    code: String,
    length: String,
    day: String,
    cheque: String,
    pairs: Vec<Pair>,
    about: String,
    theirs: String,
    text: String,
    rows: Vec<Row>,
    commands: [String; 5],
}

pub(super) async fn page(visit: Visit, At(hub): At<NodeId>) -> Outcome {
    one(&visit, &hub, Errors::default(), StatusCode::OK).await
}

pub(super) async fn one(
    visit: &Visit,
    hub: &NodeId,
    errors: Errors,
    status: StatusCode,
) -> Outcome {
    let page = Page::of(visit, Section::Bank, "bank-others-title").await;
    let name = other_hubs(&page).into_iter().find(|(other, _)| other == hub);
    let Some((_, name)) = name else { return Err(Problem::not_found("bank-unknown-bank").into()) };
    let book = whom::directory(visit).await?;
    let node = visit.app.node.clone();
    let Stands { peer, account } = with(visit, hub).await?;
    let filter = DealingFilter { peer: hub.to_string(), ..DealingFilter::default() };
    let mut db = node.store.read().await?;
    let latest = between::dealings(&mut db, node.id(), &filter, LATEST, 0).await?;
    drop(db);
    let (posted, w) = (&visit.posted, page.w);
    let holds = Holds::of(&peer, today(&node, node.now_ms()));
    let may_govern = visit.may(Permission::GovernBank);
    let keys = ["bank-others-ours-give", "bank-others-theirs-give"];
    let way = |(room, key): (Minutes, &str), ceiling: Minutes| Way {
        label: w.a(key, "bank", &name),
        room: amount(room, false),
        used: 100 - (room.get() * 50 / ceiling.get().max(1)).clamp(0, 100),
        stopped: room == Minutes::ZERO,
    };
    let ways = account.as_ref().map(|account| {
        let ceiling = account.ceiling().unwrap_or_default();
        rooms(account).into_iter().zip(keys).map(|pair| way(pair, ceiling)).collect()
    });
    let or = |field: &str, first: String| {
        let typed = posted.trimmed(field);
        if typed.is_empty() { first } else { typed.to_owned() }
    };
    let side = if posted.trimmed("side") == "got" { "got" } else { "gave" };
    let current = peer.pact.in_force();
    let today = page.times.today();
    let text = |terms: Option<&Terms>| terms.map(|t| sheet(&page, t)).unwrap_or_default();
    let template = One {
        hub: hub.to_string(),
        colour: holds.colour(),
        state: w.of("bank-pact", holds.word()),
        hint: w.of("bank-pact-hint", holds.word()),
        in_force: text(current),
        to_sign: text(peer.pact.to_sign()),
        terms: peer.pact.to_sign().map(|terms| terms.id.to_string()).unwrap_or_default(),
        to_be_signed: text(peer.pact.to_be_signed()),
        owed: owed(&page, account.as_ref()),
        account: account.as_ref().map(|account| account.id.to_string()).unwrap_or_default(),
        ways: ways.unwrap_or_default(),
        may_govern,
        may_declare: visit.may(Permission::WorkAtBank)
            && current.is_some_and(|terms| terms.covers(crate::bank::today(&node, node.now_ms()))),
        may_end: may_govern && (current.is_some() || peer.pact.to_be_signed().is_some()),
        from: or("from", today.clone()),
        until: or("until", current.map(|terms| terms.until.to_string()).unwrap_or_default()),
        ceiling: or(
            "ceiling",
            current.map_or_else(|| "50".to_owned(), |t| (t.ceiling.get() / 60).to_string()),
        ),
        labels: whom::labels(w, &book, false),
        sides: ["gave", "got"].map(|s| Choice::new(s, w.of("bank-side", s), side)).to_vec(),
        categories: category_choices(&page, posted.trimmed("category"), "bank-choose-category"),
        member: posted.text("member").to_owned(),
        code: posted.text("code").to_owned(),
        length: posted.text("length").to_owned(),
        day: or("day", today),
        cheque: posted.text("cheque").to_owned(),
        pairs: talk::pairs(visit, &page, &book, hub.as_str()).await?,
        about: posted.text("about").to_owned(),
        theirs: posted.text("theirs").to_owned(),
        text: posted.text("text").to_owned(),
        rows: latest.iter().map(|one| row(&page, &book, one)).collect(),
        commands: std::array::from_fn(|_| page.fresh()),
        page: page.titled(name.clone()),
        name,
        errors,
    };
    show_as(status, &template)
}

async fn give(visit: &Visit, hub: &NodeId, command: Between, done: &str) -> Outcome {
    match visit.submit(Command::Between(command)).await {
        Ok(_) => go(&format!("/bank/others/{hub}?done={done}")),
        Err(problem) => {
            one(visit, hub, Errors::of(visit.words, &problem), status_of(&problem)).await
        }
    }
}

pub(super) async fn sign(visit: Visit, At(hub): At<NodeId>) -> Outcome {
    let (posted, w) = (&visit.posted, visit.words);
    if let Some(terms) = posted.read("terms") {
        let command = Between::Countersign { peer: hub.clone(), terms };
        return give(&visit, &hub, command, "bank-pact-signed").await;
    }
    let mut errors = Errors::default();
    let (from, until): (Option<Date>, Option<Date>) = (posted.read("from"), posted.read("until"));
    for (field, day) in [("from", from), ("until", until)] {
        if day.is_none() {
            errors.add(w, field, "bank-day-missing");
        }
    }
    let hours: Option<i64> = posted.read("ceiling").filter(|hours| (1..=10_000).contains(hours));
    if hours.is_none() {
        errors.add(w, "ceiling", "bank-pact-ceiling-bad");
    }
    let command = || {
        let ceiling = Minutes::hours(hours?);
        Some(Between::Sign { peer: hub.clone(), from: from?, until: until?, ceiling })
    };
    match command() {
        Some(command) => give(&visit, &hub, command, "bank-pact-sent").await,
        None => one(&visit, &hub, errors, StatusCode::UNPROCESSABLE_ENTITY).await,
    }
}

pub(super) async fn end(visit: Visit, At(hub): At<NodeId>) -> Outcome {
    give(&visit, &hub, Between::End { peer: hub.clone() }, "bank-pact-ended").await
}

pub(super) async fn propose(visit: Visit, At(hub): At<NodeId>) -> Outcome {
    let (posted, w) = (&visit.posted, visit.words);
    let mut errors = Errors::default();
    let book = whom::directory(&visit).await?;
    let member = whom::read_member(w, &book, posted.text("member"), "member", &mut errors);
    let code = posted.read("code");
    if code.is_none() {
        errors.add(w, "code", "bank-code-bad");
    }
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
    let typed = posted.trimmed("cheque");
    let cheque = posted.read("cheque");
    if !typed.is_empty() && cheque.is_none() {
        errors.add(w, "cheque", "bank-cheque-bad");
    }
    let proposal = || {
        Some(Proposal {
            peer: hub.clone(),
            by: By::Desk { member: member? },
            to: code?,
            gave: posted.trimmed("side") != "got",
            length: length?,
            category: category?,
            day: day?,
            cheque,
        })
    };
    let Some(proposal) = proposal().filter(|_| !errors.any()) else {
        return one(&visit, &hub, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let id = ExchangeId::from(visit.command_id());
    match visit.submit(Command::Between(Between::Propose(proposal))).await {
        Ok(_) => go(&format!("/bank/across/{id}?done=bank-across-declared")),
        Err(problem) => one(&visit, &hub, Errors::of(w, &problem), status_of(&problem)).await,
    }
}
