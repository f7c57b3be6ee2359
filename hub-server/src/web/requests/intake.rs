//! A request written down for somebody who called, wrote, or stands at the desk.

use askama::Template;
use axum::http::StatusCode;
use protocol::kiosk::{LeaveNeed, Urgency};
use protocol::{Channel, PersonDetails, Problem, Relation, RequestId, Slug};

use super::queue::{category_choices, hood_choices};
use crate::command::{Answer, Command};
use crate::requests;
use crate::store::rows::word;
use crate::web::form::{Choice, Errors, Group};
use crate::web::page::{Page, Section, requests_in, show_as};
use crate::web::visit::{Outcome, Visit, go};

/// How a request can reach the desk.
const CHANNELS: [Channel; 3] = [Channel::Console, Channel::Phone, Channel::Paper];
const URGENCIES: [Urgency; 3] = [Urgency::Today, Urgency::ThisWeek, Urgency::NoHurry];
const RELATIONS: [Relation; 5] =
    [Relation::Oneself, Relation::Family, Relation::Neighbour, Relation::Customer, Relation::Other];

#[derive(Template)]
#[template(path = "requests/new.html")]
struct Intake {
    page: Page,
    errors: Errors,
    channels: Vec<Choice>,
    categories: Vec<Group>,
    hoods: Vec<Group>,
    urgencies: Vec<Choice>,
    relations: Vec<Choice>,
    languages: Vec<Group>,
    text: String,
    name: String,
    phone: String,
    address: String,
    command: String,
}

pub(super) async fn form(visit: Visit) -> Outcome {
    shown(&visit, Errors::default(), StatusCode::OK).await
}

async fn shown(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Requests, "intake-title").await;
    let (posted, w) = (&visit.posted, page.w);
    let or = |field: &str, first: &str| {
        let text = posted.trimmed(field);
        if text.is_empty() { first.to_owned() } else { text.to_owned() }
    };
    let own = page
        .city
        .as_deref()
        .and_then(|city| city.hub(visit.app.node.id().as_str()))
        .map(|hub| hub.neighbourhood.clone())
        .unwrap_or_default();
    let within = requests_in(page.city.as_deref(), &visit.me()?.scope);
    let picks = |family: &str, slugs: Vec<String>, now: &str| -> Vec<Choice> {
        slugs.into_iter().map(|slug| Choice::new(&slug, w.of(family, &slug), now)).collect()
    };
    let languages: Vec<&str> = page
        .city
        .as_deref()
        .map_or_else(|| vec!["it"], |city| city.languages.iter().map(String::as_str).collect());
    let language = or("language", "it");
    let languages = languages.iter().map(|tag| {
        let key = format!("language-{tag}");
        Choice::new(tag, if w.has(&key) { w.t(&key) } else { (*tag).to_owned() }, &language)
    });
    let template = Intake {
        channels: picks("channel", CHANNELS.iter().map(word).collect(), &or("channel", "phone")),
        categories: category_choices(&page, posted.trimmed("category"), "intake-choose"),
        hoods: hood_choices(&page, &or("neighbourhood", &own), "", within.as_deref()),
        urgencies: picks(
            "urgency",
            URGENCIES.iter().map(word).collect(),
            &or("urgency", "this-week"),
        ),
        relations: picks(
            "relation",
            RELATIONS.iter().map(word).collect(),
            &or("relation", "oneself"),
        ),
        languages: vec![Group::plain(languages.collect())],
        text: posted.text("text").to_owned(),
        name: posted.text("name").to_owned(),
        phone: posted.text("phone").to_owned(),
        address: posted.text("address").to_owned(),
        command: page.fresh(),
        page,
        errors,
    };
    show_as(status, &template)
}

pub(super) async fn leave(visit: Visit) -> Outcome {
    let posted = &visit.posted;
    let mut errors = Errors::default();
    let Some(category) = posted.read::<Slug>("category") else {
        errors.add(visit.words, "category", "intake-category-missing");
        return shown(&visit, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let Some(neighbourhood) = posted.read::<Slug>("neighbourhood") else {
        errors.add(visit.words, "neighbourhood", "intake-place-missing");
        return shown(&visit, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let chosen = |field: &str| posted.trimmed(field).to_owned();
    let channel =
        CHANNELS.into_iter().find(|c| word(c) == chosen("channel")).unwrap_or(Channel::Console);
    let language = chosen("language");
    let ctx = visit.ctx(channel)?;
    let need = LeaveNeed {
        id: ctx.command,
        category,
        neighbourhood,
        urgency: URGENCIES
            .into_iter()
            .find(|urgency| word(urgency) == chosen("urgency"))
            .unwrap_or_default(),
        text: posted.text("text").to_owned(),
        relation: RELATIONS
            .into_iter()
            .find(|relation| word(relation) == chosen("relation"))
            .unwrap_or_default(),
        person: PersonDetails {
            name: chosen("name"),
            phone: chosen("phone"),
            address: chosen("address"),
        },
        language: if language.is_empty() { "it".to_owned() } else { language },
    };
    let id = RequestId::from(ctx.command);
    let command = Command::Requests(requests::Command::Leave(need));
    match visit.app.node.submit(ctx, command).await {
        Ok(Answer::Slip(_)) => go(&format!("/requests/{id}?done=entered")),
        Ok(_) => go("/requests?done=sent"),
        Err(problem) => refused(&visit, &problem).await,
    }
}

async fn refused(visit: &Visit, problem: &Problem) -> Outcome {
    let status = crate::web::page::status_of(problem);
    shown(visit, Errors::of(visit.words, problem), status).await
}
