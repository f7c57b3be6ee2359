//! An idea written down at the desk for whoever has no kiosk in front of them (E1), with what is like it already while it
//! is being written (E4).

use askama::Template;
use axum::http::StatusCode;
use protocol::kiosk::{IdeaDetails, LeaveIdea, TimeBand};
use protocol::{PersonDetails, Problem, Slug};

use super::super::form::{Choice, Errors, Group, Posted};
use super::super::page::{Page, Section, show, show_as, status_of};
use super::super::requests::hood_choices;
use super::super::visit::{Outcome, Visit, go};
use super::near::{self, Line};
use crate::command::{Answer, Command};
use crate::desk;

/// How many like it are shown while somebody writes.
const WHILE_WRITING: usize = 3;
/// Fewest characters with which it is looked.
const ENOUGH: usize = 12;

#[derive(Template)]
#[template(path = "desk/idea_new.html")]
struct New {
    page: Page,
    errors: Errors,
    themes: Vec<Group>,
    hoods: Vec<Group>,
    bands: Vec<Choice>,
    text: String,
    person: PersonDetails,
    joins: String,
    near: Vec<Line>,
}

#[derive(Template)]
#[template(path = "desk/similar.html")]
struct Similar {
    page: Page,
    near: Vec<Line>,
    joins: String,
}

async fn similar_to(visit: &Visit, page: &Page) -> Result<Vec<Line>, super::super::visit::Fault> {
    let (posted, node) = (&visit.posted, &visit.app.node);
    let text = posted.trimmed("text");
    let Some(city) = page.city.clone().filter(|_| text.chars().count() >= ENOUGH) else {
        return Ok(Vec::new());
    };
    let hood = Some(posted.trimmed("neighbourhood")).filter(|hood| !hood.is_empty());
    let picked = desk::dossier::Picked::default();
    let profile = desk::near::of_words(text, picked, posted.trimmed("theme"), hood, &city);
    let today = crate::network::antennae::today(&city, node.now_ms());
    let near = node.radar.near(&profile, None, today, WHILE_WRITING);
    let mut db = node.store.read().await?;
    Ok(near::lines(page, &mut db, near, &[]).await?)
}

async fn filled(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Ideas, "idea-new-title").await;
    let posted = &visit.posted;
    let language = page.w.language.code();
    let now = posted.trimmed("theme");
    let themes = page.city.iter().flat_map(|city| &city.idea_themes);
    let themes = themes
        .map(|theme| Choice::new(&theme.slug, theme.name.in_language(language), now))
        .collect();
    let bands = [TimeBand::Mornings, TimeBand::Afternoons, TimeBand::Evenings];
    let bands = bands.into_iter().map(|band| {
        let slug = crate::store::rows::word(&band);
        let chosen = posted.has("appointment", &slug);
        Choice { label: page.w.of("time-band", &slug), value: slug, chosen }
    });
    let near = similar_to(visit, &page).await?;
    let hood = posted.trimmed("neighbourhood").to_owned();
    show_as(
        status,
        &New {
            errors,
            themes: vec![Group::plain(themes)],
            hoods: hood_choices(&page, &hood, "idea-anywhere", None),
            bands: bands.collect(),
            text: posted.text("text").to_owned(),
            person: person(posted),
            joins: posted.trimmed("joins").to_owned(),
            near,
            page,
        },
    )
}

pub(super) async fn form(visit: Visit) -> Outcome {
    filled(&visit, Errors::default(), StatusCode::OK).await
}

pub(super) async fn similar(visit: Visit) -> Outcome {
    let page = Page::of(&visit, Section::Ideas, "idea-new-title").await;
    let near = similar_to(&visit, &page).await?;
    let joins = visit.posted.trimmed("joins").to_owned();
    show(&Similar { page, near, joins })
}

fn person(posted: &Posted) -> PersonDetails {
    let field = |name: &str| posted.trimmed(name).to_owned();
    PersonDetails { name: field("name"), phone: field("phone"), address: field("address") }
}

fn read(posted: &Posted, visit: &Visit) -> Result<LeaveIdea, Problem> {
    let theme = posted.read::<Slug>("theme");
    let bands = posted.all("appointment").into_iter();
    let bands = bands.filter_map(|word| crate::store::rows::from_word("appointment", word).ok());
    Ok(LeaveIdea {
        id: visit.command_id(),
        theme: theme.ok_or_else(|| Problem::invalid("choose-one").at("theme"))?,
        neighbourhood: posted.read("neighbourhood"),
        text: posted.trimmed("text").to_owned(),
        person: person(posted),
        language: visit.words.language.code().to_owned(),
        more: IdeaDetails {
            joins: posted.trimmed("joins").to_owned(),
            appointment: bands.collect(),
            ..IdeaDetails::default()
        },
    })
}

pub(super) async fn send(visit: Visit) -> Outcome {
    let idea = match read(&visit.posted, &visit) {
        Ok(idea) => idea,
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            return filled(&visit, errors, status_of(&problem)).await;
        }
    };
    let id = idea.id;
    match visit.submit(Command::Desk(desk::Command::Leave(idea))).await {
        Ok(Answer::Slip(_) | Answer::Done | Answer::Forwarded) => {
            go(&format!("/ideas/{id}?done=idea-left"))
        }
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            filled(&visit, errors, status_of(&problem)).await
        }
    }
}
