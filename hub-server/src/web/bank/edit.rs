//! What is written about a member, put right after they have applied.
//!
//! Always true: telephone and address are not shown here; what is left empty stays as it is, unless it is taken away.

use askama::Template;
use axum::http::StatusCode;
use protocol::{MemberId, Slug};

use super::super::form::{Choice, Errors, Group};
use super::super::page::{Page, Section, show_as, status_of};
use super::super::requests::{hood_choices, language_choices};
use super::super::visit::{At, Outcome, Visit, go};
use super::apply::{age_choices, reach_choices};
use super::members::found;
use super::whom;
use crate::bank::decide::{Command as B, Correction};
use crate::command::Command;
use crate::store::rows::{from_word, word};

#[derive(Template)]
#[template(path = "bank/member_edit.html")]
struct Edit {
    page: Page,
    errors: Errors,
    id: String,
    labels: Vec<String>,
    hoods: Vec<Group>,
    ages: Vec<Group>,
    reaches: Vec<Choice>,
    languages: Vec<Group>,
    name: String,
    phone: String,
    address: String,
    no_phone: bool,
    no_address: bool,
    household: String,
    shares: bool,
    command: String,
}

pub(super) async fn form(visit: Visit, At(id): At<MemberId>) -> Outcome {
    shown(&visit, id, Errors::default(), StatusCode::OK).await
}

async fn shown(visit: &Visit, id: MemberId, errors: Errors, status: StatusCode) -> Outcome {
    let row = found(visit, id).await?;
    let page = Page::of(visit, Section::Bank, "bank-member-edit").await;
    let (posted, w) = (&visit.posted, page.w);
    let book = whom::directory(visit).await?;
    // What was typed stays; the first time the form says what is written.
    let or = |field: &str, written: String| {
        if posted.0.is_empty() { written } else { posted.text(field).to_owned() }
    };
    let name = book.get(id).map(|known| known.name.clone()).unwrap_or_default();
    let with = row.member.shares_with.and_then(|other| book.get(other));
    let with = with.map(crate::bank::directory::Known::label).unwrap_or_default();
    let template = Edit {
        id: id.to_string(),
        labels: whom::labels(w, &book, false),
        hoods: hood_choices(&page, &or("neighbourhood", row.neighbourhood.to_string()), "", None),
        ages: age_choices(w, &or("age", row.age.clone())),
        reaches: reach_choices(w, &or("reach", word(&row.reach))),
        languages: language_choices(&page, &or("language", row.language.clone())),
        name: or("name", name),
        phone: posted.text("phone").to_owned(),
        address: posted.text("address").to_owned(),
        no_phone: posted.has("no_phone", "yes"),
        no_address: posted.has("no_address", "yes"),
        household: or("household", with),
        shares: row.member.account.is_none(),
        command: page.fresh(),
        errors,
        page,
    };
    show_as(status, &template)
}

pub(super) async fn correct(visit: Visit, At(id): At<MemberId>) -> Outcome {
    let row = found(&visit, id).await?;
    let (posted, w) = (&visit.posted, visit.words);
    let mut errors = Errors::default();
    let name = posted.trimmed("name").to_owned();
    if name.is_empty() {
        errors.add(w, "name", "bank-name-missing");
    }
    let hood: Option<Slug> = posted.read("neighbourhood");
    if hood.is_none() {
        errors.add(w, "neighbourhood", "intake-place-missing");
    }
    let household = posted.trimmed("household");
    let shares_with = if row.member.account.is_some() {
        row.member.shares_with
    } else if household.is_empty() {
        None
    } else {
        let book = whom::directory(&visit).await?;
        whom::read_member(w, &book, household, "household", &mut errors)
    };
    let Some(neighbourhood) = hood.filter(|_| !errors.any()) else {
        return shown(&visit, id, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let anew = |field: &str, none: &str| {
        let typed = posted.trimmed(field).to_owned();
        if posted.has(none, "yes") {
            Some(String::new())
        } else {
            Some(typed).filter(|t| !t.is_empty())
        }
    };
    let language = posted.trimmed("language");
    let correction = Correction {
        member: id,
        name,
        phone: anew("phone", "no_phone"),
        address: anew("address", "no_address"),
        neighbourhood,
        age: from_word("age", posted.trimmed("age")).ok(),
        reach: from_word("reach", posted.trimmed("reach")).unwrap_or(row.reach),
        language: if language.is_empty() { row.language } else { language.to_owned() },
        shares_with,
    };
    match visit.submit(Command::Bank(B::Correct(Box::new(correction)))).await {
        Ok(_) => go(&format!("/bank/members/{id}?done=bank-corrected")),
        Err(problem) => shown(&visit, id, Errors::of(w, &problem), status_of(&problem)).await,
    }
}
