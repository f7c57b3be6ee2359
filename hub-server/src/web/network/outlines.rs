//! The outlines of the neighbourhoods: a file of the city's, checked and published by central.

use askama::Template;
use axum::http::StatusCode;

use crate::catalogue::{self, Command as Catalogue};
use crate::city::outlines::{self, Mistake, Outlines};
use crate::command::Command;
use crate::web::form::Errors;
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::visit::{Outcome, Visit, go};

#[derive(Template)]
#[template(path = "network/outlines.html")]
struct Form {
    page: Page,
    errors: Errors,
    mistakes: Vec<String>,
    have: usize,
    missing: Vec<String>,
    command: String,
}

pub(super) async fn form(visit: Visit) -> Outcome {
    shown(&visit, Errors::default(), &[], StatusCode::OK).await
}

async fn shown(visit: &Visit, errors: Errors, mistakes: &[Mistake], status: StatusCode) -> Outcome {
    let page = Page::of(visit, Section::Network, "outlines-title").await;
    let mut db = visit.app.node.store.read().await?;
    let Outlines(have) = catalogue::outlines(&mut db).await?;
    drop(db);
    let city = page.city.clone();
    let hoods = city.iter().flat_map(|city| city.neighbourhoods());
    let missing = hoods.filter(|(_, hood)| !have.contains_key(&hood.slug));
    let told = mistakes.iter().map(|mistake| {
        let (number, name) = mistake.feature();
        let number = number.to_string();
        let key = format!("outlines-{}", mistake.slug());
        page.w.all(&key, &[("number", number.as_str()), ("name", name)])
    });
    let template = Form {
        errors,
        mistakes: told.collect(),
        have: have.len(),
        missing: missing.map(|(_, hood)| hood.name.clone()).collect(),
        command: page.fresh(),
        page,
    };
    show_as(status, &template)
}

pub(super) async fn draw(visit: Visit) -> Outcome {
    let remove = visit.posted.has("do", "remove");
    let city = visit.app.node.known_city()?;
    let drawn = match visit.file() {
        _ if remove => Outlines::default(),
        Some(file) if !file.bytes.is_empty() => match outlines::read(&file.bytes, &city) {
            Ok(drawn) => drawn,
            Err(mistakes) => {
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                return shown(&visit, Errors::default(), &mistakes, status).await;
            }
        },
        Some(_) | None => {
            let mut errors = Errors::default();
            errors.add(visit.words, "file", "outlines-file-missing");
            return shown(&visit, errors, &[], StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let command = Command::Catalogue(Catalogue::DrawOutlines(drawn));
    match visit.submit(command).await {
        Ok(_) if remove => go("/city/outlines?done=outlines-removed"),
        Ok(_) => go("/territory?done=outlines-drawn"),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            shown(&visit, errors, &[], status_of(&problem)).await
        }
    }
}
