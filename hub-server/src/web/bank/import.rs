//! Members, movements and notices of another program: a try that lists every line that cannot be brought and proves
//! the balances; then, when no line is left, all of it at once.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use protocol::{Problem, Slug};

use super::super::form::{Errors, Group};
use super::super::page::{Page, Section, show_as, status_of};
use super::super::requests::{category_choices, hood_choices};
use super::super::visit::{Fault, Outcome, Visit, go};
use super::{Tab, amount, tabs, whom};
use crate::bank::decide::Command as B;
use crate::bank::import::{self, Bad, Defaults, Files, Import, Why};
use crate::bank::minutes::Minutes;
use crate::bank::queries;
use crate::bank::today;
use crate::command::Command;

/// How many bad lines and how many balances are shown; the rest is counted.
const SHOWN: usize = 200;

struct BadLine {
    file: String,
    line: u64,
    why: String,
}

/// What a try came to.
struct Tried {
    bad: Vec<BadLine>,
    more_bad: usize,
    members: usize,
    movements: usize,
    notices: usize,
    hours: String,
    fund: String,
    sum: String,
    ready: bool,
    balances: Vec<(u32, String, String, bool)>,
    more_balances: usize,
    beyond: usize,
}

#[derive(Template)]
#[template(path = "bank/import.html")]
struct Form {
    page: Page,
    tabs: Vec<Tab>,
    errors: Errors,
    hoods: Vec<Group>,
    categories: Vec<Group>,
    hood: String,
    category: String,
    members: String,
    movements: String,
    notices: String,
    tried: Option<Tried>,
    command: String,
}

pub(super) async fn form(visit: Visit) -> Outcome {
    shown(&visit, Errors::default(), Texts::default(), None, StatusCode::OK).await
}

/// The texts of the three files.
#[derive(Default)]
struct Texts {
    members: String,
    movements: String,
    notices: String,
}

impl Texts {
    /// From the files of the first form, or from the hidden fields of the second.
    fn of(visit: &Visit) -> Self {
        let text = |field: &str| {
            let file = visit.files.iter().find(|(name, _)| name == field);
            match file {
                Some((_, file)) => String::from_utf8_lossy(&file.bytes).into_owned(),
                None => visit.posted.text(&format!("{field}_text")).to_owned(),
            }
        };
        Self { members: text("members"), movements: text("movements"), notices: text("notices") }
    }

    fn is_empty(&self) -> bool {
        [&self.members, &self.movements, &self.notices].iter().all(|text| text.trim().is_empty())
    }
}

async fn shown(
    visit: &Visit,
    errors: Errors,
    texts: Texts,
    tried: Option<Tried>,
    status: StatusCode,
) -> Outcome {
    let page = Page::of(visit, Section::Bank, "bank-import-title").await;
    let posted = &visit.posted;
    let own = page.own_neighbourhood();
    let hood = posted.trimmed("hood");
    let hood = if hood.is_empty() { own } else { hood.to_owned() };
    let category = posted.trimmed("category").to_owned();
    let template = Form {
        tabs: tabs(visit, "lists"),
        hoods: hood_choices(&page, &hood, "", None),
        categories: category_choices(&page, &category, "bank-choose-category"),
        hood,
        category,
        members: texts.members,
        movements: texts.movements,
        notices: texts.notices,
        tried,
        command: page.fresh(),
        errors,
        page,
    };
    show_as(status, &template)
}

/// The city's names for things, in every language, and who is here already.
async fn defaults(visit: &Visit, hood: Slug, category: Slug) -> Result<Defaults, Fault> {
    let node = &visit.app.node;
    let city = node.known_city()?;
    let mut categories = BTreeMap::new();
    for one in &city.categories {
        if let Ok(slug) = one.slug.parse::<Slug>() {
            let names = one.name.0.values().map(|name| name.to_lowercase());
            categories.extend(names.map(|name| (name, slug.clone())));
            categories.insert(one.slug.clone(), slug);
        }
    }
    let mut neighbourhoods = BTreeMap::new();
    for zone in &city.zones {
        for one in &zone.neighbourhoods {
            if let Ok(slug) = one.slug.parse::<Slug>() {
                neighbourhoods.insert(one.name.to_lowercase(), slug.clone());
                neighbourhoods.insert(one.slug.clone(), slug);
            }
        }
    }
    let book = whom::directory(visit).await?;
    Ok(Defaults {
        bank: node.id().clone(),
        today: today(node, node.now_ms()),
        neighbourhood: hood,
        category,
        categories,
        neighbourhoods,
        here: book.0.iter().map(|known| (known.number, known.member)).collect(),
    })
}

fn told(page: &Page, bad: &Bad) -> BadLine {
    let w = page.w;
    let why = match &bad.why {
        Why::Unreadable => w.t("bank-import-unreadable"),
        Why::UnknownShape => w.t("bank-import-unknown-shape"),
        Why::NoNumber => w.t("bank-import-no-number"),
        Why::NumberTwice(number) => w.a("bank-import-number-twice", "number", number),
        Why::NoName => w.t("bank-import-no-name"),
        Why::UnknownMember(number) => w.a("bank-import-unknown-member", "number", number),
        Why::SameSide => w.t("bank-import-same-side"),
        Why::BadLength(text) => w.a("bank-import-bad-length", "text", text),
        Why::BadDay(text) => w.a("bank-import-bad-day", "text", text),
        Why::BalanceDiffers { moved, said } => w.all(
            "bank-import-balance-differs",
            &[("moved", amount(*moved, true).as_str()), ("said", amount(*said, true).as_str())],
        ),
        Why::TooMany(most) => w.n("bank-import-too-many", *most),
    };
    BadLine { file: w.of("bank-import-file", bad.which.word()), line: bad.line, why }
}

async fn tried(visit: &Visit, import: &Import, bad: &[Bad]) -> Result<Tried, Fault> {
    let page = Page::of(visit, Section::Bank, "bank-import-title").await;
    let mut db = visit.app.node.store.read().await?;
    let rules = queries::rules(&mut db, visit.app.node.id()).await?;
    drop(db);
    let proof = import::proof(import);
    let limits = rules.limits;
    let beyond = |held: Minutes| {
        !rules.participation_only && (held < limits.hard_floor || held > limits.hard_ceiling)
    };
    let people = import.members.iter().map(|newcomer| {
        let held = proof.members.get(&newcomer.member).copied().unwrap_or_default();
        (newcomer.number, newcomer.person.name.clone(), amount(held, true), beyond(held))
    });
    let mut balances: Vec<_> = people.collect();
    let beyond = balances.iter().filter(|(.., beyond)| *beyond).count();
    // Those past a limit are what somebody looks for here.
    balances.sort_by_key(|(number, _, _, beyond)| (!*beyond, *number));
    let more_balances = balances.len().saturating_sub(SHOWN);
    balances.truncate(SHOWN);
    Ok(Tried {
        bad: bad.iter().take(SHOWN).map(|bad| told(&page, bad)).collect(),
        more_bad: bad.len().saturating_sub(SHOWN),
        members: import.members.len(),
        movements: import.movements.len(),
        notices: import.notices.len(),
        hours: amount(proof.moved, false),
        fund: amount(proof.fund, true),
        sum: amount(proof.sum, false),
        ready: bad.is_empty() && proof.sum == Minutes::ZERO && !import.is_empty(),
        balances,
        more_balances,
        beyond,
    })
}

/// Tries what is brought, and brings it once whoever sends it has seen the proof.
pub(super) async fn run(visit: Visit) -> Outcome {
    let w = visit.words;
    let texts = Texts::of(&visit);
    let mut errors = Errors::default();
    let hood = visit.posted.read("hood");
    if hood.is_none() {
        errors.add(w, "hood", "intake-place-missing");
    }
    let category = visit.posted.read("category");
    if category.is_none() {
        errors.add(w, "category", "bank-category-missing");
    }
    if texts.is_empty() {
        errors.add(w, "members", "bank-import-no-file");
    }
    let (Some(hood), Some(category), false) = (hood, category, errors.any()) else {
        return shown(&visit, errors, texts, None, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let defaults = defaults(&visit, hood, category).await?;
    let files =
        Files { members: &texts.members, movements: &texts.movements, notices: &texts.notices };
    let (import, bad) = import::read(&files, &defaults);
    let tried = tried(&visit, &import, &bad).await?;
    if !tried.ready || !visit.posted.has("bring", "yes") {
        return shown(&visit, errors, texts, Some(tried), StatusCode::OK).await;
    }
    match visit.submit(Command::Bank(B::Import(Box::new(import)))).await {
        Ok(_) => go("/bank/members?done=bank-imported"),
        Err(problem) => refused(&visit, &problem, texts, tried).await,
    }
}

async fn refused(visit: &Visit, problem: &Problem, texts: Texts, tried: Tried) -> Outcome {
    let errors = Errors::of(visit.words, problem);
    shown(visit, errors, texts, Some(tried), status_of(problem)).await
}
