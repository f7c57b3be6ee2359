//! The rules of the bank, what is excluded, and the municipality's agreement.

use askama::Template;
use axum::http::StatusCode;
use protocol::{Problem, Slug};

use super::super::form::{Choice, Errors};
use super::super::page::{Page, Section, show_as, status_of};
use super::super::visit::{Outcome, Visit, go};
use super::{Tab, tabs};
use crate::bank::account::{Agreement, Limits, Purpose, Rules, Silence};
use crate::bank::decide::Command as B;
use crate::bank::minutes::Minutes;
use crate::bank::{books, queries, today};
use crate::command::Command;
use crate::people::roles::Permission;

/// From how many days before its end an agreement with the municipality is spoken of.
const ENDING_DAYS: i32 = 60;

#[derive(Template)]
#[template(path = "bank/rules.html")]
struct RulesPage {
    page: Page,
    tabs: Vec<Tab>,
    errors: Errors,
    may_govern: bool,
    limits: Vec<(&'static str, String, String)>,
    days: Vec<(&'static str, String, String)>,
    silences: Vec<Choice>,
    excluded: Vec<Choice>,
    participation_only: bool,
    scope: Vec<Choice>,
    agreement: Option<Agreement>,
    agreement_words: String,
    earlier: Vec<String>,
    ends: String,
    account: String,
    command: String,
    agreement_command: String,
}

pub(super) async fn page(visit: Visit) -> Outcome {
    shown(&visit, None).await
}

async fn shown(visit: &Visit, refused: Option<&Problem>) -> Outcome {
    let page = Page::of(visit, Section::Bank, "bank-rules-title").await;
    let node = visit.app.node.clone();
    let mut db = node.store.read().await?;
    let rules = queries::rules(&mut db, node.id()).await?;
    let account = queries::account(&mut db, books::municipality_of(node.id())).await?;
    let papers = queries::agreements(&mut db, node.id()).await?;
    drop(db);
    let w = page.w;
    let Limits { hard_floor, soft_floor, soft_ceiling, hard_ceiling, credit_percent, credit_most } =
        rules.limits;
    let posted = &visit.posted;
    let field = |name: &'static str, value: String| {
        let typed = posted.trimmed(name);
        let value = if typed.is_empty() { value } else { typed.to_owned() };
        (name, w.of("bank-limit", name.replace('_', "-")), value)
    };
    let hours = |minutes: Minutes| (minutes.get() / 60).to_string();
    let agreement = account.as_ref().and_then(|account| match &account.purpose {
        Purpose::Municipality(agreement) => Some(agreement.clone()),
        Purpose::Member | Purpose::Fund | Purpose::Clearing { .. } => None,
    });
    let agreement_words = agreement.as_ref().map(|agreement| agreement_line(&page, agreement));
    let earlier = papers.iter().rev().filter(|paper| Some(*paper) != agreement.as_ref());
    let earlier = earlier.map(|paper| agreement_line(&page, paper)).collect();
    let ends = agreement.as_ref().and_then(|agreement| ending(&page, agreement, visit));
    let city = page.city.clone();
    let services: Vec<(String, String)> = city
        .iter()
        .flat_map(|city| city.categories.iter().filter(|category| city.takes_requests(category)))
        .map(|c| (c.slug.clone(), c.name.in_language(w.language.code()).to_owned()))
        .collect();
    let tick = |chosen: &dyn Fn(&str) -> bool| -> Vec<Choice> {
        services
            .iter()
            .map(|(slug, name)| Choice {
                value: slug.clone(),
                label: name.clone(),
                chosen: chosen(slug),
            })
            .collect()
    };
    let silence = if rules.silence == Silence::Confirms { "confirms" } else { "lapses" };
    let template = RulesPage {
        tabs: tabs(visit, "rules"),
        errors: refused.map(|problem| Errors::of(w, problem)).unwrap_or_default(),
        may_govern: visit.may(Permission::GovernBank),
        limits: vec![
            field("hard_floor", hours(hard_floor)),
            field("soft_floor", hours(soft_floor)),
            field("soft_ceiling", hours(soft_ceiling)),
            field("hard_ceiling", hours(hard_ceiling)),
            field("credit_percent", credit_percent.to_string()),
            field("credit_most", hours(credit_most)),
        ],
        days: vec![
            field("answer_days", rules.answer_days.to_string()),
            field("trial_days", rules.trial_days.to_string()),
            field("renewal_days", rules.renewal_days.to_string()),
        ],
        silences: ["lapses", "confirms"]
            .map(|s| Choice::new(s, w.of("bank-silence", s), silence))
            .to_vec(),
        excluded: tick(&|slug| rules.excluded.iter().any(|one| one.as_str() == slug)),
        participation_only: rules.participation_only,
        scope: tick(&|slug| {
            agreement.iter().any(|a| a.scope.iter().any(|one| one.as_str() == slug))
        }),
        agreement,
        agreement_words: agreement_words.unwrap_or_default(),
        earlier,
        ends: ends.unwrap_or_default(),
        account: account.map(|account| account.id.to_string()).unwrap_or_default(),
        command: page.fresh(),
        agreement_command: page.fresh(),
        page,
    };
    show_as(refused.map_or(StatusCode::OK, status_of), &template)
}

/// An agreement with the municipality in a line: its paper and its days.
pub(super) fn agreement_line(page: &Page, agreement: &Agreement) -> String {
    let (from, until) = (page.times.date(agreement.from), page.times.date(agreement.until));
    let names =
        [("title", agreement.title.as_str()), ("from", from.as_str()), ("until", until.as_str())];
    page.w.all("bank-agreement-line", &names)
}

/// What is said of an agreement that ends soon or is over; `None` while there is time.
pub(super) fn ending(page: &Page, agreement: &Agreement, visit: &Visit) -> Option<String> {
    let node = &visit.app.node;
    let days = (agreement.until - today(node, node.now_ms())).get_days();
    if days > ENDING_DAYS {
        return None;
    }
    let key = if days < 0 { "bank-agreement-over" } else { "bank-agreement-ends" };
    Some(page.w.a(key, "day", page.times.date(agreement.until)))
}

fn slugs(visit: &Visit, field: &str) -> std::collections::BTreeSet<Slug> {
    visit.posted.all(field).iter().filter_map(|slug| slug.parse().ok()).collect()
}

fn read_rules(visit: &Visit) -> Result<Rules, Problem> {
    let days = |field: &str| {
        let value = visit.posted.read(field);
        value.ok_or_else(|| Problem::invalid("bank-out-of-range").at(field))
    };
    Ok(Rules {
        limits: super::members::read_limits(visit)?,
        answer_days: days("answer_days")?,
        trial_days: days("trial_days")?,
        renewal_days: days("renewal_days")?,
        silence: match visit.posted.trimmed("silence") {
            "confirms" => Silence::Confirms,
            _ => Silence::Lapses,
        },
        excluded: slugs(visit, "excluded"),
        participation_only: visit.posted.has("participation_only", "yes"),
    })
}

pub(super) async fn set(visit: Visit) -> Outcome {
    let rules = match read_rules(&visit) {
        Ok(rules) => rules,
        Err(problem) => return shown(&visit, Some(&problem)).await,
    };
    match visit.submit(Command::Bank(B::SetRules { rules })).await {
        Ok(_) => go("/bank/rules?done=bank-rules-set"),
        Err(problem) => shown(&visit, Some(&problem)).await,
    }
}

pub(super) async fn agree(visit: Visit) -> Outcome {
    let posted = &visit.posted;
    let (from, until) = (posted.read("from"), posted.read("until"));
    let (Some(from), Some(until)) = (from, until) else {
        let problem = Problem::invalid("bank-out-of-range").at("from");
        return shown(&visit, Some(&problem)).await;
    };
    let title = posted.trimmed("title").to_owned();
    let agreement = Agreement { title, from, until, scope: slugs(&visit, "scope") };
    match visit.submit(Command::Bank(B::SetAgreement { agreement })).await {
        Ok(_) => go("/bank/rules?done=bank-agreed"),
        Err(problem) => shown(&visit, Some(&problem)).await,
    }
}
