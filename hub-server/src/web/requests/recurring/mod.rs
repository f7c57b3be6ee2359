//! Needs that come back, on the console: their list, one with its next days and what can be done with each, and the
//! fields of a rule, which the intake has too.

mod form;
mod one;

use askama::Template;

pub(super) use form::{AHEAD_DAYS, RuleForm, rule_of};
pub(super) use one::{change_rule, end, move_day, page, pause, restore, resume, reveal, skip};

use crate::people::roles::Permission;
use crate::recurring::queries::{self, Kept};
use crate::recurring::{Rule, Stand, State, today};
use crate::store::rows::word;
use crate::web::address;
use crate::web::page::{Page, Section, requests_in, show};
use crate::web::pager;
use crate::web::visit::{Outcome, Visit};

/// How many a page shows.
const PER_PAGE: u32 = 25;

/// A need that comes back, in a line.
struct Row {
    id: String,
    icon: String,
    category: String,
    rule: String,
    place: String,
    relation: String,
    words: String,
    next: String,
    paused: String,
}

struct Tab {
    label: String,
    href: String,
    count: i64,
    here: bool,
}

#[derive(Template)]
#[template(path = "requests/recurring_list.html")]
struct List {
    page: Page,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    state: String,
    previous: String,
    next: String,
    may_enter: bool,
}

pub(super) async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Requests, "recurring-title").await;
    let asked = visit.asked.trimmed("state");
    let state = State::ALL.into_iter().find(|state| word(state) == asked).unwrap_or(State::Active);
    let number: u32 = pager::asked(&visit);
    let home = visit.app.node.id().clone();
    let within = requests_in(page.city.as_deref(), &visit.me()?.scope);
    let mut db = visit.app.node.store.read().await?;
    let skip = (number - 1) * PER_PAGE;
    let mut kept = queries::list(&mut db, &home, state, PER_PAGE + 1, skip).await?;
    let counts = queries::counts(&mut db, &home).await?;
    drop(db);
    let more = kept.len() > usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    kept.truncate(usize::try_from(PER_PAGE).unwrap_or(usize::MAX));
    kept.retain(|one| {
        within.as_ref().is_none_or(|within| within.iter().any(|h| h == one.neighbourhood.as_str()))
    });
    let slug = word(&state);
    let turn = |there: bool, to: u32| {
        let to = to.to_string();
        let fields = [("state", slug.as_str()), ("page", to.as_str())];
        if there { address::with("/recurring", fields) } else { String::new() }
    };
    show(&List {
        tabs: State::ALL
            .into_iter()
            .map(|one| Tab {
                label: page.w.of("recurring-tab", word(&one)),
                href: address::with("/recurring", [("state", word(&one).as_str())]),
                count: counts.get(&one).copied().unwrap_or_default(),
                here: one == state,
            })
            .collect(),
        rows: kept.iter().map(|one| row(&visit, &page, one)).collect(),
        previous: turn(number > 1, number.saturating_sub(1)),
        next: turn(more, number + 1),
        state: slug.clone(),
        may_enter: visit.may(Permission::EnterRequests),
        page,
    })
}

fn row(visit: &Visit, page: &Page, kept: &Kept) -> Row {
    let one = &kept.recurrence;
    let words = kept.words.clone().filter(|_| visit.may(Permission::ReadWords));
    Row {
        id: one.id.to_string(),
        icon: page.category_icon(kept.category.as_str()),
        category: page.category(kept.category.as_str()),
        rule: in_words(page, &one.rule),
        place: page.neighbourhood(kept.neighbourhood.as_str()),
        relation: page.w.of("relation", word(&kept.relation)),
        words: words.unwrap_or_default(),
        next: next_day(page, kept),
        paused: paused(page, kept),
    }
}

/// The next day it is on, in words; empty where none is to come.
fn next_day(page: &Page, kept: &Kept) -> String {
    let Some(city) = page.city.as_deref() else { return String::new() };
    let days = kept.recurrence.occurrences(today(city, page.times.now_ms), 60);
    let next = days.into_iter().find(|one| matches!(one.stand, Stand::ToCome | Stand::Raised(_)));
    next.map(|one| page.times.date(one.on)).unwrap_or_default()
}

/// Until when it is paused, in words; empty where it is not.
fn paused(page: &Page, kept: &Kept) -> String {
    let one = &kept.recurrence;
    match (one.state, one.paused_until) {
        (State::Paused, Some(day)) => {
            page.w.a("recurring-paused-until", "day", page.times.date(day))
        }
        (State::Paused, None) => page.w.t("recurring-paused"),
        (State::Active | State::Ended, _) => String::new(),
    }
}

/// "ogni martedì, 9:00–11:00", "ogni 2 settimane: lunedì, venerdì, fino al 4 dicembre".
pub(super) fn in_words(page: &Page, rule: &Rule) -> String {
    let w = page.w;
    let days: Vec<String> =
        rule.days.iter().map(|day| w.t(&format!("weekday-{}", *day as u8 + 1))).collect();
    let days = days.join(", ");
    let mut text = if rule.every_weeks == 1 {
        w.a("rule-weekly", "days", days)
    } else {
        w.all("rule-weeks", &[("weeks", &rule.every_weeks.to_string()), ("days", &days)])
    };
    if let Some(hours) = rule.hours {
        let clock = |minute: u16| format!("{}:{:02}", minute / 60, minute % 60);
        text = format!("{text}, {}–{}", clock(hours.from_min), clock(hours.to_min));
    }
    if let Some(until) = rule.until {
        text = format!("{text}, {}", w.a("rule-until", "day", page.times.date(until)));
    }
    text
}
