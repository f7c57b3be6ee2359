//! A request written down for somebody who called, wrote, or stands at the desk.

use askama::Template;
use axum::http::StatusCode;
use protocol::kiosk::{CategoryAnswer, LeaveNeed, NeedDetails, TimeBand, Urgency};
use protocol::{
    Channel, PersonDetails, PersonId, Problem, RecurrenceId, Relation, RequestId, Slug,
};

use super::known::{self, Line};
use super::queue::{category_choices, hood_choices, language_choices};
use super::recurring::{AHEAD_DAYS, RuleForm, rule_of};
use crate::command::{Answer, Command};
use crate::people::roles::Permission;
use crate::requests::known::Sought;
use crate::store::rows::word;
use crate::web::form::{Choice, Errors, Group, Posted};
use crate::web::page::{Page, Section, requests_in, show_as};
use crate::web::visit::{Fault, Outcome, Visit, go};
use crate::{recurring, requests};

/// How a request can reach the desk.
const CHANNELS: [Channel; 3] = [Channel::Console, Channel::Phone, Channel::Paper];
const BANDS: [TimeBand; 4] =
    [TimeBand::Mornings, TimeBand::Afternoons, TimeBand::Evenings, TimeBand::Weekend];
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
    /// Whether whoever enters it may look for people who are known already.
    may_find: bool,
    /// Who was found, once it was looked for.
    found: Option<Vec<Line>>,
    /// As whom they are known, where somebody was chosen.
    known: String,
    needed_by: String,

    bands: Vec<Choice>,
    rule_form: RuleForm,
    asked: Vec<Asked>,
    signal: bool,
    command: String,
}

/// The questions of one category, shown when it is chosen.
struct Asked {
    category: String,
    name: String,
    chosen: bool,
    questions: Vec<(String, String, String)>,
}

/// The name of the field for one question of a category.
fn field_of(category: &str, place: usize) -> String {
    format!("q_{category}_{place}")
}

pub(super) async fn form(visit: Visit) -> Outcome {
    shown(&visit, Errors::default(), StatusCode::OK).await
}

/// Who comes back: who was found, or whoever was chosen with what they left about themselves.
#[derive(Default)]
struct Back {
    found: Option<Vec<Line>>,
    chosen: Option<(PersonId, PersonDetails)>,
}

/// Looks for whoever comes back by what is typed in the form, or takes over whoever was found. Nothing is entered yet.
pub(super) async fn known(visit: Visit) -> Outcome {
    let posted = &visit.posted;
    let mut errors = Errors::default();
    if let Some(person) = posted.read::<PersonId>("pick") {
        let details = known::details_of(&visit, person).await?;
        let chosen = details.map(|details| (person, details));
        return shown_with(&visit, errors, StatusCode::OK, Back { chosen, found: None }).await;
    }
    let sought = Sought::of(posted.trimmed("phone")).or_else(|| Sought::of(posted.trimmed("name")));
    let Some(sought) = sought else {
        errors.add(visit.words, "name", "problem-too-little-to-find");
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return shown_with(&visit, errors, status, Back::default()).await;
    };
    let page = Page::of(&visit, Section::Requests, "intake-title").await;
    let found = Some(known::look(&visit, &page, &sought, None).await?);
    shown_with(&visit, errors, StatusCode::OK, Back { found, chosen: None }).await
}

async fn shown(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    shown_with(visit, errors, status, Back::default()).await
}

async fn shown_with(visit: &Visit, errors: Errors, status: StatusCode, back: Back) -> Outcome {
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
    let (person, chosen) = match back.chosen {
        Some((person, details)) => (person.to_string(), details),
        None => (posted.trimmed("known").to_owned(), PersonDetails::default()),
    };
    // What somebody known left stands for what was typed to find them; an address that was typed is a new one.
    let or_kept = |kept: String, field: &str| {
        if kept.is_empty() { posted.text(field).to_owned() } else { kept }
    };
    let typed = posted.text("address").to_owned();
    let template = Intake {
        may_find: visit.may(Permission::SeeContacts),
        found: back.found,
        known: person,
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
        languages: language_choices(&page, &or("language", "it")),
        text: posted.text("text").to_owned(),
        name: or_kept(chosen.name, "name"),
        phone: or_kept(chosen.phone, "phone"),
        address: if typed.is_empty() { chosen.address } else { typed },
        needed_by: posted.text("needed_by").to_owned(),

        bands: BANDS
            .iter()
            .map(|band| {
                let slug = word(band);
                let chosen = posted.has("when", &slug);
                Choice { label: w.of("band", &slug), value: slug, chosen }
            })
            .collect(),
        rule_form: RuleForm::of(&page, posted, None),
        asked: asked(&page, posted),
        signal: posted.has("signal", "yes"),
        command: page.fresh(),
        page,
        errors,
    };
    show_as(status, &template)
}

fn asked(page: &Page, posted: &Posted) -> Vec<Asked> {
    let language = page.w.language.code();
    let categories = page.city.iter().flat_map(|city| &city.categories);
    let with_questions = categories.filter(|category| !category.questions.is_empty());
    with_questions
        .map(|category| Asked {
            category: category.slug.clone(),
            name: category.name.in_language(language).to_owned(),
            chosen: posted.trimmed("category") == category.slug,
            questions: category
                .questions
                .iter()
                .enumerate()
                .map(|(place, question)| {
                    let field = field_of(&category.slug, place);
                    let answer = posted.text(&field).to_owned();
                    (field, question.in_language(language).to_owned(), answer)
                })
                .collect(),
        })
        .collect()
}

/// What else was said: the day, the times, the answers to the questions of the chosen category.
fn details(visit: &Visit, category: &Slug) -> NeedDetails {
    let posted = &visit.posted;
    let city = visit.app.node.city();
    let found = city.as_deref().and_then(|city| city.category(category.as_str()));
    let questions = found.map(|found| found.questions.as_slice()).unwrap_or_default();
    let answers = questions.iter().enumerate().map(|(place, question)| CategoryAnswer {
        question: question.in_language("it").to_owned(),
        answer: posted.trimmed(&field_of(category.as_str(), place)).to_owned(),
    });
    NeedDetails {
        needed_by: posted.trimmed("needed_by").to_owned(),
        when: BANDS.into_iter().filter(|band| posted.has("when", &word(band))).collect(),
        answers: answers.filter(|answer| !answer.answer.is_empty()).collect(),
        // At the desk a need that comes back has a rule of its own, with more to say.
        weekly: Vec::new(),
        signal: posted.has("signal", "yes"),
    }
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
        category: category.clone(),
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
        more: details(&visit, &category),
    };
    let rule = match rule_of(posted) {
        Ok(rule) => rule,
        Err(problem) => return refused(&visit, &problem).await,
    };
    if let Some(rule) = rule {
        let id = RecurrenceId::from(ctx.command);
        let ahead_days = posted.read("ahead_days").unwrap_or(AHEAD_DAYS);
        let known = known_as(&visit);
        let begin = recurring::Command::Begin { need: Box::new(need), rule, ahead_days, known };
        return match visit.app.node.submit(ctx, Command::Recurring(begin)).await {
            Ok(_) => go(&format!("/recurring/{id}?done=recurring-begun")),
            Err(problem) => refused(&visit, &problem).await,
        };
    }
    let id = RequestId::from(ctx.command);
    let command = Command::Requests(requests::Command::Leave(need));
    match visit.app.node.submit(ctx, command).await {
        Ok(Answer::Slip(_)) => {
            say_who(&visit, id).await?;
            go(&format!("/requests/{id}?done=entered"))
        }
        Ok(_) => go("/requests?done=sent"),
        Err(problem) => refused(&visit, &problem).await,
    }
}

/// As whom they are known, where that was chosen and not unticked, by somebody who may.
fn known_as(visit: &Visit) -> Option<PersonId> {
    visit.posted.read("known").filter(|_| visit.may(Permission::SeeContacts))
}

/// Says of a request that was just entered who left it. That it is nobody's known here is no reason to lose the request.
async fn say_who(visit: &Visit, id: RequestId) -> Result<(), Fault> {
    let Some(known) = known_as(visit) else { return Ok(()) };
    let same = requests::Command::SamePerson { request: id, known: Some(known) };
    match visit.submit_nth(1, Command::Requests(same)).await {
        Err(problem) if !matches!(problem.status, 404 | 409 | 422) => Err(problem.into()),
        Ok(_) | Err(_) => Ok(()),
    }
}

async fn refused(visit: &Visit, problem: &Problem) -> Outcome {
    let status = crate::web::page::status_of(problem);
    shown(visit, Errors::of(visit.words, problem), status).await
}
