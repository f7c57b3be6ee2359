//! One need that comes back: what it is, its next days with what can be done about each, and its whole life.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;
use protocol::{PersonId, Problem, RecurrenceId};

use super::form::{RuleForm, rule_of};
use super::{in_words, paused};
use crate::command::{Answer, Command};
use crate::people::authority;
use crate::people::roles::Permission;
use crate::recurring::queries::{self, Kept};
use crate::recurring::{Command as Act, Stand, State, today};
use crate::requests;
use crate::store::rows::word;
use crate::web::contact::{self, Contact, ContactFragment, Owner};
use crate::web::form::Errors;
use crate::web::page::{Page, Section, show, show_as, status_of};
use crate::web::requests::queue::{Names, state_tone};
use crate::web::visit::{At, Fault, Outcome, Visit, Wants, go};

/// How many of its next days are shown.
const DAYS_SHOWN: usize = 10;
/// How many days of its past are shown, so that what was done last can be seen.
const BACK_DAYS: i64 = 35;

/// One of its days.
struct DayRow {
    day: String,
    on: String,
    moved: bool,
    holiday: bool,
    past: bool,
    state: &'static str,
    tone: &'static str,
    words: String,
    request: String,
}

#[derive(Template)]
#[template(path = "requests/recurring.html")]
struct One {
    page: Page,
    id: String,
    icon: String,
    category: String,
    rule: String,
    state: String,
    tone: &'static str,
    paused: String,
    place: String,
    relation: String,
    begun: String,
    operator: String,
    usual: String,
    ahead: i64,
    words: String,
    answers: Vec<(String, String)>,
    days: Vec<DayRow>,
    rule_form: RuleForm,
    errors: Errors,
    may_work: bool,
    live: bool,
    contact: Contact,
}

/// One that this visit may see.
async fn seen(visit: &Visit, id: RecurrenceId, permission: Permission) -> Result<Kept, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let kept = queries::one(&mut db, id).await?;
    drop(db);
    let unknown = || Problem::not_found("unknown-recurrence");
    let kept = kept.ok_or_else(unknown)?;
    let place = authority::place(&visit.app.node, kept.home.clone(), &kept.neighbourhood);
    if visit.may_on(permission, &place) { Ok(kept) } else { Err(unknown().into()) }
}

pub(in crate::web::requests) async fn page(visit: Visit, At(id): At<RecurrenceId>) -> Outcome {
    let kept = seen(&visit, id, Permission::SeeRequests).await?;
    shown(&visit, &kept, None, None).await
}

fn owner(kept: &Kept) -> Owner {
    Owner {
        person: kept.person,
        thing: PersonId::new(kept.recurrence.id.uuid()),
        home: kept.home.clone(),
        action: format!("/recurring/{}/contact", kept.recurrence.id),
    }
}

/// Shows name, telephone and address once, and records who looked and why.
pub(in crate::web::requests) async fn reveal(visit: Visit, At(id): At<RecurrenceId>) -> Outcome {
    let kept = seen(&visit, id, Permission::SeeContacts).await?;
    let details = contact::reveal(&visit, &owner(&kept)).await?;
    if visit.wants == Wants::Fragment {
        let page = Page::of(&visit, Section::Requests, "recurring-title").await;
        let mut db = visit.app.node.store.read().await?;
        let contact = contact::card(&visit, &page, &mut db, &owner(&kept), details).await?;
        drop(db);
        return show(&ContactFragment { page, contact });
    }
    shown(&visit, &kept, None, details).await
}

async fn shown(
    visit: &Visit,
    kept: &Kept,
    refused: Option<Problem>,
    details: Option<protocol::PersonDetails>,
) -> Outcome {
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let errors = match &refused {
        Some(problem) if problem.field.is_some() => Errors::of(visit.words, problem),
        _ => Errors::default(),
    };
    let mut page = Page::of(visit, Section::Requests, "recurring-title").await;
    let category = page.category(kept.category.as_str());
    let rule = in_words(&page, &kept.recurrence.rule);
    page = page.titled(format!("{category} · {rule}"));
    if let Some(problem) = refused.filter(|_| !errors.any()) {
        page = page.refusing(problem);
    }
    let one = &kept.recurrence;
    let mut db = visit.app.node.store.read().await?;
    let operator = Names::default().of(&mut db, kept.operator).await?;
    let last = requests::queries::helped_before(&mut db, one.id).await?;
    let usual = match last.and_then(|last| last.request.helper) {
        Some(device) => crate::web::antennae::helper_name(&visit.app.node, &mut db, device).await?,
        None => String::new(),
    };
    let days = days(&page, &mut db, kept).await?;
    let contact = contact::card(visit, &page, &mut db, &owner(kept), details).await?;
    drop(db);
    let words = visit.may(Permission::ReadWords);
    let template = One {
        id: one.id.to_string(),
        icon: page.category_icon(kept.category.as_str()),
        category,
        rule,
        state: page.w.of("recurring-state", word(&one.state)),
        tone: match one.state {
            State::Active => "green",
            State::Paused => "orange",
            State::Ended => "slate",
        },
        paused: paused(&page, kept),
        place: page.neighbourhood(kept.neighbourhood.as_str()),
        relation: page.w.of("relation", word(&kept.relation)),
        begun: page.times.when(kept.begun_at_ms),
        operator,
        usual,
        ahead: i64::from(one.ahead_days),
        words: kept.words.clone().filter(|_| words).unwrap_or_default(),
        answers: kept
            .answers
            .iter()
            .filter(|_| words)
            .map(|answer| (answer.question.clone(), answer.answer.clone()))
            .collect(),
        days,
        rule_form: RuleForm::of(&page, &visit.posted, Some(&one.rule)),
        errors,
        may_work: visit.may(Permission::WorkOnRequests),
        live: one.state != State::Ended,
        contact,
        page,
    };
    show_as(status, &template)
}

async fn days(
    page: &Page,
    db: &mut sqlx::AnyConnection,
    kept: &Kept,
) -> Result<Vec<DayRow>, crate::store::StoreError> {
    let Some(city) = page.city.as_deref() else { return Ok(Vec::new()) };
    let today = today(city, page.times.now_ms);
    let first = today.checked_sub(jiff::Span::new().days(BACK_DAYS)).unwrap_or(today);
    let recurrence = &kept.recurrence;
    let mut past = recurrence.occurrences(first, DAYS_SHOWN);
    past.retain(|one| one.on < today && !matches!(one.stand, Stand::Paused));
    let next = recurrence.occurrences(today, DAYS_SHOWN).into_iter().filter(|one| one.on >= today);
    // What is over keeps the days that became requests and shows none to come.
    let next = next.filter(|one| recurrence.state != State::Ended || is_request(one.stand));
    let mut rows = Vec::new();
    for one in past.into_iter().chain(next) {
        let over = one.on < today;
        let (state, tone, words, request) = match one.stand {
            Stand::ToCome if over => ("over", "slate", page.w.t("day-over"), String::new()),
            Stand::ToCome => ("to-come", "blue", page.w.t("day-to-come"), String::new()),
            Stand::Paused => ("paused", "orange", page.w.t("day-paused"), String::new()),
            Stand::Skipped => ("skipped", "slate", page.w.t("day-skipped"), String::new()),
            Stand::Raised(id) => match requests::queries::brief(db, id).await? {
                Some(brief) => {
                    let state = brief.request.state;
                    let words = page.w.of("request-state", word(&state));
                    ("raised", state_tone(state), words, id.to_string())
                }
                None => ("raised", "slate", String::new(), String::new()),
            },
        };
        rows.push(DayRow {
            day: one.day.to_string(),
            on: page.times.date(one.on),
            moved: one.on != one.day,
            holiday: city.calendar.is_holiday(one.on),
            past: over,
            state,
            tone,
            words,
            request,
        });
    }
    Ok(rows)
}

fn is_request(stand: Stand) -> bool {
    matches!(stand, Stand::Raised(_))
}

/// Gives the command and goes back, or shows the page again with the refusal.
async fn act(visit: &Visit, id: RecurrenceId, command: Act, done: &str) -> Outcome {
    let kept = seen(visit, id, Permission::WorkOnRequests).await?;
    match visit.submit(Command::Recurring(command)).await {
        Ok(Answer::Forwarded) => go(&format!("/recurring/{id}?done=sent")),
        Ok(Answer::Done | Answer::Slip(_)) => go(&format!("/recurring/{id}?done={done}")),
        Err(problem) => shown(visit, &kept, Some(problem), None).await,
    }
}

fn missing(field: &str) -> Problem {
    Problem::invalid("left-out").at(field)
}

/// The day a form is about.
fn day(visit: &Visit) -> Result<Date, Problem> {
    visit.posted.read("day").ok_or_else(|| missing("day"))
}

pub(in crate::web::requests) async fn skip(visit: Visit, At(id): At<RecurrenceId>) -> Outcome {
    let day = day(&visit)?;
    act(&visit, id, Act::Skip { recurrence: id, day }, "day-skipped").await
}

pub(in crate::web::requests) async fn restore(visit: Visit, At(id): At<RecurrenceId>) -> Outcome {
    let day = day(&visit)?;
    act(&visit, id, Act::Restore { recurrence: id, day }, "day-restored").await
}

pub(in crate::web::requests) async fn move_day(visit: Visit, At(id): At<RecurrenceId>) -> Outcome {
    let day = day(&visit)?;
    let Some(to) = visit.posted.read("to") else {
        let kept = seen(&visit, id, Permission::WorkOnRequests).await?;
        return shown(&visit, &kept, Some(missing("to")), None).await;
    };
    act(&visit, id, Act::Move { recurrence: id, day, to }, "day-moved").await
}

pub(in crate::web::requests) async fn change_rule(
    visit: Visit,
    At(id): At<RecurrenceId>,
) -> Outcome {
    let rule = rule_of(&visit.posted)
        .and_then(|rule| rule.ok_or_else(|| Problem::invalid("bad-rule").at("days")));
    match rule {
        Ok(rule) => act(&visit, id, Act::ChangeRule { recurrence: id, rule }, "rule-changed").await,
        Err(problem) => {
            let kept = seen(&visit, id, Permission::WorkOnRequests).await?;
            shown(&visit, &kept, Some(problem), None).await
        }
    }
}

pub(in crate::web::requests) async fn pause(visit: Visit, At(id): At<RecurrenceId>) -> Outcome {
    let until = match visit.posted.trimmed("pause_until") {
        "" => None,
        text => Some(text.parse::<Date>().ok().ok_or_else(|| missing("pause_until"))?),
    };
    act(&visit, id, Act::Pause { recurrence: id, until }, "recurring-paused").await
}

pub(in crate::web::requests) async fn resume(visit: Visit, At(id): At<RecurrenceId>) -> Outcome {
    act(&visit, id, Act::Resume { recurrence: id }, "recurring-resumed").await
}

pub(in crate::web::requests) async fn end(visit: Visit, At(id): At<RecurrenceId>) -> Outcome {
    act(&visit, id, Act::End { recurrence: id }, "recurring-ended").await
}
