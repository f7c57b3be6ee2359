//! A new body, and one that is described otherwise. A form that is refused comes back with what was typed.

use askama::Template;
use axum::http::StatusCode;
use protocol::{BodyId, Problem, Slug};

use super::{body_of, keeps};
use crate::bodies::Command as Bodies;
use crate::bodies::events::{Kind, Profile, Quorum};
use crate::bodies::model::Body;
use crate::bodies::queries;
use crate::command::Command;
use crate::web::form::{Choice, Errors, Group, Posted};
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::visit::{At, Outcome, Visit, go};

#[derive(Template)]
#[template(path = "bodies/edit.html")]
struct Edit {
    page: Page,
    keeps: bool,
    errors: Errors,
    /// Where the form goes, and where it comes from.
    action: String,
    back: String,
    name: String,
    mandate: String,
    kinds: Vec<Group>,
    insides: Vec<Group>,
    fields: Vec<Group>,
    quorums: Vec<Choice>,
    notice_days: String,
    term_months: String,
    command: String,
}

async fn form(
    visit: &Visit,
    body: Option<&Body>,
    shown: &Posted,
    errors: Errors,
    status: StatusCode,
) -> Outcome {
    let page = Page::of(visit, Section::Bodies, "body-new").await;
    let page = match body {
        Some(body) => page.titled(body.profile.name.clone()),
        None => page,
    };
    let mut db = visit.app.node.store.read().await?;
    let others = queries::bodies(&mut db).await?;
    drop(db);
    let w = page.w;
    let kinds = Kind::ALL
        .iter()
        .map(|k| Choice::new(k.slug(), w.of("body-kind", k.slug()), shown.trimmed("kind")));
    let inside = shown.trimmed("inside");
    let beside = |other: &&Body| other.active && Some(other.id) != body.map(|body| body.id);
    let insides = [Choice::new("", w.t("body-inside-none"), inside)]
        .into_iter()
        .chain(others.iter().filter(beside).map(|o| Choice::new(o.id, &o.profile.name, inside)));
    let field = shown.trimmed("field");
    let themes = page.city.iter().flat_map(|city| &city.idea_themes);
    let fields = [Choice::new("", w.t("body-field-none"), field)]
        .into_iter()
        .chain(themes.map(|theme| Choice::new(&theme.slug, page.theme(&theme.slug), field)));
    let quorum = shown.trimmed("quorum");
    let quorums =
        Quorum::ALL.iter().map(|q| Choice::new(q.slug(), w.of("quorum", q.slug()), quorum));
    let path = body.map(|body| format!("/bodies/{}", body.id));
    let template = Edit {
        keeps: keeps(visit),
        action: path.as_ref().map_or("/bodies/new".to_owned(), |path| format!("{path}/edit")),
        back: path.unwrap_or_else(|| "/bodies".to_owned()),
        name: shown.text("name").to_owned(),
        mandate: shown.text("mandate").to_owned(),
        kinds: vec![Group::plain(kinds.collect())],
        insides: vec![Group::plain(insides.collect())],
        fields: vec![Group::plain(fields.collect())],
        quorums: quorums.collect(),
        notice_days: shown.text("notice_days").to_owned(),
        term_months: shown.text("term_months").to_owned(),
        command: page.fresh(),
        errors,
        page,
    };
    show_as(status, &template)
}

fn filled(profile: &Profile) -> Posted {
    let text = |field: &str, text: String| (field.to_owned(), text);
    let optional = |value: Option<String>| value.unwrap_or_default();
    Posted(vec![
        text("name", profile.name.clone()),
        text("mandate", profile.mandate.clone()),
        text("kind", profile.kind.slug().to_owned()),
        text("inside", optional(profile.inside.map(|id| id.to_string()))),
        text("field", optional(profile.field.as_ref().map(ToString::to_string))),
        text("quorum", profile.quorum.slug().to_owned()),
        text("notice_days", profile.notice_days.to_string()),
        text("term_months", optional(profile.term_months.map(|months| months.to_string()))),
    ])
}

fn profile_posted(posted: &Posted) -> Result<Profile, Problem> {
    let number = |field: &'static str, most: u16| {
        let number: Option<u16> = posted.read(field);
        number.ok_or_else(|| Problem::invalid("out-of-range").at(field).with("most", most))
    };
    let field: Option<Slug> = posted.read("field");
    Ok(Profile {
        name: posted.trimmed("name").to_owned(),
        kind: Kind::from_slug(posted.trimmed("kind"))
            .ok_or_else(|| Problem::invalid("choose-one").at("kind"))?,
        mandate: posted.trimmed("mandate").to_owned(),
        inside: posted.read("inside"),
        slug: None,
        field,
        quorum: Quorum::from_slug(posted.trimmed("quorum"))
            .ok_or_else(|| Problem::invalid("choose-one").at("quorum"))?,
        notice_days: number("notice_days", 60)?,
        term_months: match posted.trimmed("term_months") {
            "" => None,
            _ => Some(number("term_months", 120)?),
        },
    })
}

pub(super) async fn new(visit: Visit) -> Outcome {
    let first = [("kind", "working-table"), ("quorum", "majority"), ("notice_days", "5")];
    let first = first.map(|(field, text)| (field.to_owned(), text.to_owned()));
    form(&visit, None, &Posted(first.to_vec()), Errors::default(), StatusCode::OK).await
}

pub(super) async fn found(visit: Visit) -> Outcome {
    let id = BodyId::from(visit.command_id());
    let done = match profile_posted(&visit.posted) {
        Ok(profile) => visit.submit(Command::Bodies(Bodies::Found(profile))).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(_) => go(&format!("/bodies/{id}?done=body-founded")),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            form(&visit, None, &visit.posted, errors, status_of(&problem)).await
        }
    }
}

pub(super) async fn edit(visit: Visit, At(id): At<BodyId>) -> Outcome {
    let body = body_of(&visit, id).await?;
    form(&visit, Some(&body), &filled(&body.profile), Errors::default(), StatusCode::OK).await
}

pub(super) async fn describe(visit: Visit, At(id): At<BodyId>) -> Outcome {
    let body = body_of(&visit, id).await?;
    let done = match profile_posted(&visit.posted) {
        Ok(profile) => visit.submit(Command::Bodies(Bodies::Describe { body: id, profile })).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(_) => go(&format!("/bodies/{id}?done=body-described")),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            form(&visit, Some(&body), &visit.posted, errors, status_of(&problem)).await
        }
    }
}
