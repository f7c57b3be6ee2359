//! Somebody asks to become a member.

use askama::Template;
use axum::http::StatusCode;
use protocol::{MemberId, PersonDetails, Slug};

use super::super::form::{Choice, Errors, Group};
use super::super::page::{Page, Section, show_as, status_of};
use super::super::requests::{hood_choices, language_choices};
use super::super::visit::{Outcome, Visit, go};
use super::super::words::Words;
use super::whom;
use crate::bank::decide::{Application, Command as B};
use crate::bank::members::{AgeBand, Reach};
use crate::command::Command;
use crate::store::rows::{from_word, word};

#[derive(Template)]
#[template(path = "bank/member_new.html")]
struct New {
    page: Page,
    errors: Errors,
    labels: Vec<String>,
    hoods: Vec<Group>,
    ages: Vec<Group>,
    reaches: Vec<Choice>,
    languages: Vec<Group>,
    name: String,
    phone: String,
    address: String,
    household: String,
    shares: bool,
    command: String,
}

/// Age bands to choose from, the first for who does not say.
pub(super) fn age_choices(w: Words, now: &str) -> Vec<Group> {
    let unsaid = Choice::new("", w.t("bank-age-unsaid"), now);
    let bands = AgeBand::ALL.iter();
    let bands = bands.map(|a| Choice::new(word(a), w.of("bank-age", word(a)), now));
    vec![Group::plain(std::iter::once(unsaid).chain(bands).collect())]
}

/// Ways to reach somebody to choose from.
pub(super) fn reach_choices(w: Words, now: &str) -> Vec<Choice> {
    let ways = [Reach::Phone, Reach::Desk, Reach::Letter];
    ways.iter().map(|r| Choice::new(word(r), w.of("bank-reach", word(r)), now)).collect()
}

pub(super) async fn form(visit: Visit) -> Outcome {
    new(&visit, Errors::default(), StatusCode::OK).await
}

async fn new(visit: &Visit, errors: Errors, status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Bank, "bank-member-new").await;
    let (posted, w) = (&visit.posted, page.w);
    let book = whom::directory(visit).await?;
    let own = page.own_neighbourhood();
    let or = |field: &str, first: &str| {
        let text = posted.trimmed(field);
        if text.is_empty() { first.to_owned() } else { text.to_owned() }
    };
    let template = New {
        labels: whom::labels(w, &book, false),
        hoods: hood_choices(&page, &or("neighbourhood", &own), "", None),
        ages: age_choices(w, posted.trimmed("age")),
        reaches: reach_choices(w, &or("reach", "phone")),
        languages: language_choices(&page, &or("language", "it")),
        name: posted.text("name").to_owned(),
        phone: posted.text("phone").to_owned(),
        address: posted.text("address").to_owned(),
        household: posted.text("household").to_owned(),
        shares: true,
        command: page.fresh(),
        errors,
        page,
    };
    show_as(status, &template)
}

pub(super) async fn apply(visit: Visit) -> Outcome {
    let (posted, w) = (&visit.posted, visit.words);
    let mut errors = Errors::default();
    if posted.trimmed("name").is_empty() {
        errors.add(w, "name", "bank-name-missing");
    }
    let hood: Option<Slug> = posted.read("neighbourhood");
    if hood.is_none() {
        errors.add(w, "neighbourhood", "intake-place-missing");
    }
    let household = posted.trimmed("household");
    let shares_with = if household.is_empty() {
        None
    } else {
        let book = whom::directory(&visit).await?;
        whom::read_member(w, &book, household, "household", &mut errors)
    };
    let Some(neighbourhood) = hood.filter(|_| !errors.any()) else {
        return new(&visit, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let text = |field: &str| posted.trimmed(field).to_owned();
    let application = Application {
        person: PersonDetails {
            name: text("name"),
            phone: text("phone"),
            address: text("address"),
        },
        neighbourhood,
        age: from_word("age", posted.trimmed("age")).ok(),
        reach: from_word("reach", posted.trimmed("reach")).unwrap_or_default(),
        language: Some(text("language"))
            .filter(|tag| !tag.is_empty())
            .unwrap_or_else(|| "it".to_owned()),
        shares_with,
        brings: None,
    };
    let id = MemberId::from(visit.command_id());
    match visit.submit(Command::Bank(B::Apply(application))).await {
        Ok(_) => go(&format!("/bank/members/{id}?done=bank-applied")),
        Err(problem) => new(&visit, Errors::of(w, &problem), status_of(&problem)).await,
    }
}
