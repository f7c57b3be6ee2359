//! The page of a municipal service (CAPABILITIES B22): what it was sent, no more than was agreed to, and its answer.
//!
//! Always true: nothing is shown of a request that is not with the service at that moment, so that consent taken back
//! hides it at the next look; name and contacts are shown at the person's hub only, on demand, and each look is
//! recorded. Deliberately absent: the rest of the request's thread.

use askama::Template;
use axum::http::StatusCode;
use axum::routing::{get, post};
use protocol::{PersonDetails, Problem, RequestId, Slug};

use super::form::Errors;
use super::page::{Page, Section, show, show_as, status_of};
use super::requests::{Names, actor};
use super::routes::{Access, Route, look, send};
use super::visit::{At, Fault, Outcome, Visit, go};
use crate::command::{Answer, Command};
use crate::context::Fail;
use crate::people::authority::sent;
use crate::people::roles::{Permission as P, Scope};
use crate::requests::events::{Consent, MessageKind, ServiceWord, SharedField};
use crate::requests::queries::{self, Brief};
use crate::requests::{Command as Requests, referrals};
use crate::store::rows::word;
use crate::store::vault;

pub(super) const ROUTES: &[Route] = &[
    look("/referrals", Access::May(P::AnswerReferrals), || get(list)),
    look("/referrals/{id}", Access::May(P::AnswerReferrals), || get(one)),
    send("/referrals/{id}", Access::May(P::AnswerReferrals), || post(answer)),
    send("/referrals/{id}/contact", Access::May(P::AnswerReferrals), || post(contact)).at_hubs(),
];

struct Row {
    href: String,
    icon: String,
    what: String,
    slip: String,
    meta: Vec<String>,
    when: String,
}

#[derive(Template)]
#[template(path = "referrals/list.html")]
struct List {
    page: Page,
    /// The service one works in; empty for whoever works in none.
    service: String,
    fresh: Vec<Row>,
    accepted: Vec<Row>,
    over: Vec<Row>,
}

struct Said {
    who: String,
    when: String,
    words: String,
}

#[derive(Template)]
#[template(path = "referrals/one.html")]
struct One {
    page: Page,
    errors: Errors,
    id: String,
    icon: String,
    slip: String,
    service: String,
    hub: String,
    /// What was agreed to, label and value; name and contacts are not among them.
    facts: Vec<(String, String)>,
    /// What the person wrote, where that was agreed to.
    words: String,
    danger: bool,
    consent: String,
    accepted: bool,
    said: Vec<Said>,
    /// Which of name, telephone and address were agreed to.
    personal: Vec<String>,
    here: bool,
    details: Vec<(String, String)>,
    text: String,
    command: String,
}

/// The service somebody works in.
fn mine(visit: &Visit) -> Option<Slug> {
    match visit.me.as_ref().map(|me| &me.scope) {
        Some(Scope::Service(service)) => Some(service.clone()),
        Some(Scope::Hub(_) | Scope::Zone(_) | Scope::City) | None => None,
    }
}

fn service_name(page: &Page, service: &Slug) -> String {
    let found = page.city.as_deref().and_then(|city| city.service(service.as_str()));
    found.map_or_else(
        || service.to_string(),
        |found| found.name.in_language(page.w.language.code()).to_owned(),
    )
}

fn row(page: &Page, brief: &Brief, is_open: bool) -> Row {
    let referral = brief.referral.as_ref();
    let told = referral.is_some_and(|r| r.shared.contains(&SharedField::Need));
    let danger = referral.is_some_and(|r| r.consent == Consent::Danger);
    let mut meta = Vec::new();
    if told && is_open {
        meta.push(page.neighbourhood(brief.neighbourhood.as_str()));
        meta.push(page.w.of("urgency", word(&brief.urgency)));
    }
    if danger && is_open {
        meta.push(page.w.t("referral-danger"));
    }
    if !is_open && let Some(said) = referral.and_then(|r| r.said.as_deref()) {
        meta.push(page.w.of("service-said", said));
    }
    meta.push(page.node_name(brief.home.as_str()));
    Row {
        href: if is_open { format!("/referrals/{}", brief.request.id) } else { String::new() },
        icon: page.category_icon(if told { brief.category.as_str() } else { "" }),
        what: if told {
            page.category(brief.category.as_str())
        } else {
            page.w.t("referral-untold")
        },
        slip: brief.slip.to_string(),
        meta,
        when: page.times.when(brief.changed_at_ms),
    }
}

async fn list(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Referrals, "referrals-title").await;
    let service = mine(&visit);
    let (mut fresh, mut accepted, mut over) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(service) = &service {
        let mut db = visit.app.node.store.read().await?;
        for brief in referrals::with(&mut db, service).await? {
            let said = brief.referral.as_ref().and_then(|referral| referral.said.as_ref());
            let rows = if said.is_some() { &mut accepted } else { &mut fresh };
            rows.push(row(&page, &brief, true));
        }
        let done = referrals::over(&mut db, service).await?;
        over = done.iter().map(|brief| row(&page, brief, false)).collect();
    }
    let service = service.map(|service| service_name(&page, &service)).unwrap_or_default();
    show(&List { page, service, fresh, accepted, over })
}

/// A request that is with one's own service now.
async fn found(visit: &Visit, id: RequestId) -> Result<Brief, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let brief = queries::brief(&mut db, id).await?;
    let here = brief.filter(|brief| {
        sent(brief).is_some_and(|target| visit.may_on(P::AnswerReferrals, &target))
    });
    Ok(here.ok_or_else(|| Problem::not_found("referral-over"))?)
}

async fn one(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let brief = found(&visit, id).await?;
    shown(&visit, &brief, None, Errors::default(), StatusCode::OK).await
}

/// What of a request was agreed to, without name and contacts.
fn facts(page: &Page, brief: &Brief, shared: &[SharedField]) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    let mut add = |key: &str, value: String| {
        if !value.is_empty() {
            facts.push((page.w.t(key), value));
        }
    };
    if shared.contains(&SharedField::Need) {
        add("referral-kind", page.category(brief.category.as_str()));
        add("referral-place", page.neighbourhood(brief.neighbourhood.as_str()));
        add("referral-urgency", page.w.of("urgency", word(&brief.urgency)));
        let day = brief.needed_by.as_deref().map(|day| page.times.day_of(day));
        add("referral-day", day.unwrap_or_default());
        let bands: Vec<String> =
            brief.when.iter().map(|band| page.w.of("band", word(band))).collect();
        add("referral-when", bands.join(", "));
    }
    if shared.contains(&SharedField::Language) {
        let key = format!("language-{}", brief.language);
        let known = page.w.has(&key);
        add("referral-language", if known { page.w.t(&key) } else { brief.language.clone() });
    }
    facts
}

async fn shown(
    visit: &Visit,
    brief: &Brief,
    read: Option<PersonDetails>,
    errors: Errors,
    status: StatusCode,
) -> Outcome {
    let page = Page::of(visit, Section::Referrals, "referrals-title").await;
    let Some(referral) = &brief.referral else {
        return Err(Problem::not_found("referral-over").into());
    };
    let mut db = visit.app.node.store.read().await?;
    let (mut said, mut names) = (Vec::new(), Names::default());
    for message in queries::messages(&mut db, brief.request.id).await? {
        // The rest of the thread was not sent.
        if message.about != MessageKind::Referral {
            continue;
        }
        let who = match message.actor.parse() {
            Ok(who) => actor(&mut db, &page, &mut names, &who).await?,
            Err(_not_an_actor) => String::new(),
        };
        said.push(Said { who, when: page.times.when(message.at_ms), words: message.body });
    }
    drop(db);
    let may = |field: SharedField| referral.shared.contains(&field);
    let words = brief.words.clone().filter(|_| may(SharedField::Words)).unwrap_or_default();
    let mut facts = facts(&page, brief, &referral.shared);
    if may(SharedField::Words) {
        facts.extend(brief.answers.iter().map(|a| (a.question.clone(), a.answer.clone())));
    }
    let private = [SharedField::Name, SharedField::Phone, SharedField::Address];
    let personal: Vec<String> = private
        .iter()
        .filter(|field| may(**field) && brief.person.is_some())
        .map(|field| page.w.of("shared", word(field)))
        .collect();
    let template = One {
        id: brief.request.id.to_string(),
        icon: page.category_icon(brief.category.as_str()),
        slip: brief.slip.to_string(),
        service: service_name(&page, &referral.service),
        hub: page.node_name(brief.home.as_str()),
        facts,
        words,
        danger: referral.consent == Consent::Danger,
        consent: page.w.of("consent", word(&referral.consent)),
        accepted: referral.said.is_some(),
        said,
        here: brief.home == *visit.app.node.id(),
        details: read.map(|read| told(&page, &read, &referral.shared)).unwrap_or_default(),
        personal,
        text: visit.posted.text("text").to_owned(),
        command: page.fresh(),
        page,
        errors,
    };
    show_as(status, &template)
}

/// Of a person's data only what was agreed to.
fn told(page: &Page, read: &PersonDetails, shared: &[SharedField]) -> Vec<(String, String)> {
    let all = [
        (SharedField::Name, "person-name", &read.name),
        (SharedField::Phone, "person-phone", &read.phone),
        (SharedField::Address, "person-address", &read.address),
    ];
    let agreed = all.into_iter().filter(|(field, ..)| shared.contains(field));
    agreed
        .map(|(_, key, value)| {
            let value = if value.is_empty() { page.w.t("person-none") } else { value.clone() };
            (page.w.t(key), value)
        })
        .collect()
}

async fn answer(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let brief = found(&visit, id).await?;
    let posted = visit.posted.trimmed("word");
    let Some(said) = ServiceWord::ALL.iter().copied().find(|said| word(said) == posted) else {
        return Err(Problem::invalid("left-out").at("word").into());
    };
    let text = visit.posted.text("text").to_owned();
    let command = Requests::FromService { request: id, word: said, text };
    let done = match said {
        ServiceWord::Accept => "referral-accept",
        ServiceWord::Ask => "referral-ask",
        ServiceWord::Done => "referral-done",
        ServiceWord::Reject => "referral-reject",
    };
    let stays = matches!(said, ServiceWord::Accept | ServiceWord::Ask);
    match visit.submit(Command::Requests(command)).await {
        Ok(Answer::Forwarded) => go("/referrals?done=referral-forwarded"),
        Ok(_) if stays => go(&format!("/referrals/{id}?done={done}")),
        Ok(_) => go(&format!("/referrals?done={done}")),
        Err(problem) => {
            let status = status_of(&problem);
            shown(&visit, &brief, None, Errors::of(visit.words, &problem), status).await
        }
    }
}

/// Shows once what was agreed to of name and contacts, and records who looked.
async fn contact(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let brief = found(&visit, id).await?;
    let node = visit.app.node.clone();
    if brief.home != *node.id() {
        return Err(Problem::forbidden("data-at-home-only").into());
    }
    let ctx = visit.ctx(protocol::Channel::Console)?;
    let reader = node.clone();
    let read = reader
        .change(move |write| {
            Box::pin(async move {
                // Looked at again inside the transaction: consent may have been taken back meanwhile.
                let brief = queries::brief(write.db, id).await.map_err(Fail::Failed)?;
                let person = brief.filter(|b| sent(b).is_some()).and_then(|b| b.person);
                let Some(person) = person else { return Ok(None) };
                let read = vault::read(write.db, &node.vault, &ctx, person, "contact-referral");
                read.await.map_err(Fail::Failed)
            })
        })
        .await?;
    shown(&visit, &brief, read, Errors::default(), StatusCode::OK).await
}
