//! Preparing a meeting: when, where, what about. A form that is refused comes back with what was typed.

use askama::Template;
use axum::http::StatusCode;
use jiff::ToSpan as _;
use protocol::{BodyId, MeetingId, Problem};

use super::{body_of, keeps, meeting_of, today};
use crate::bodies::decide::ITEMS_MAX;
use crate::bodies::events::{About, Item, ItemKind, Plan};
use crate::bodies::model::Body;
use crate::bodies::{Act, Command as Bodies};
use crate::command::Command;
use crate::web::form::{Choice, Errors, Group, Posted};
use crate::web::page::{Page, Section, show_as, status_of};
use crate::web::visit::{At, Outcome, Visit, go};
use crate::web::work::minute_of;

/// How many lines of an agenda a form shows, and how many of them are empty at least.
const LINES: usize = 6;
const EMPTY: usize = 3;

struct Row {
    number: usize,
    title: String,
    kinds: Vec<Group>,
    about: String,
}

#[derive(Template)]
#[template(path = "bodies/plan.html")]
struct Form {
    page: Page,
    keeps: bool,
    errors: Errors,
    action: String,
    back: String,
    body: String,
    notice: i64,
    day: String,
    from: String,
    to: String,
    place: String,
    rows: Vec<Row>,
    is_new: bool,
    command: String,
}

/// Items typed so far, the empty lines left out.
fn items(posted: &Posted) -> Vec<Item> {
    let lines = (1..=ITEMS_MAX).map(|number| {
        let kind = ItemKind::from_slug(posted.trimmed(&format!("kind_{number}")));
        Item {
            title: posted.trimmed(&format!("title_{number}")).to_owned(),
            kind: kind.unwrap_or(ItemKind::Decision),
            about: posted.read::<About>(&format!("about_{number}")),
        }
    });
    lines.filter(|item| !item.title.is_empty()).collect()
}

fn plan_posted(body: BodyId, posted: &Posted) -> Result<Plan, Problem> {
    let hour = |field: &'static str| {
        minute_of(posted.trimmed(field)).ok_or_else(|| Problem::invalid("no-hour").at(field))
    };
    Ok(Plan {
        body,
        day: posted.read("day").ok_or_else(|| Problem::invalid("no-day").at("day"))?,
        from_min: hour("from")?,
        to_min: hour("to")?,
        place: posted.trimmed("place").to_owned(),
        agenda: items(posted),
    })
}

fn clock(min: u16) -> String {
    format!("{:02}:{:02}", min / 60, min % 60)
}

fn filled(plan: &Plan) -> Posted {
    let mut fields = vec![
        ("day".to_owned(), plan.day.to_string()),
        ("from".to_owned(), clock(plan.from_min)),
        ("to".to_owned(), clock(plan.to_min)),
        ("place".to_owned(), plan.place.clone()),
    ];
    for (number, item) in (1..).zip(&plan.agenda) {
        fields.push((format!("title_{number}"), item.title.clone()));
        fields.push((format!("kind_{number}"), item.kind.slug().to_owned()));
        if let Some(about) = &item.about {
            fields.push((format!("about_{number}"), about.to_string()));
        }
    }
    Posted(fields)
}

async fn form(
    visit: &Visit,
    body: &Body,
    meeting: Option<MeetingId>,
    shown: &Posted,
    errors: Errors,
    status: StatusCode,
) -> Outcome {
    let title = if meeting.is_some() { "session-edit" } else { "session-new" };
    let page = Page::of(visit, Section::Bodies, title).await;
    let items = items(shown);
    let lines = (items.len() + EMPTY).clamp(LINES, ITEMS_MAX);
    let rows = (0..lines).map(|index| {
        let item = items.get(index);
        let kind = item.map_or(ItemKind::Decision, |item| item.kind);
        let kinds = ItemKind::ALL
            .iter()
            .map(|k| Choice::new(k.slug(), page.w.of("item-kind", k.slug()), kind.slug()));
        Row {
            number: index + 1,
            title: item.map(|item| item.title.clone()).unwrap_or_default(),
            kinds: vec![Group::plain(kinds.collect())],
            about: item
                .and_then(|item| item.about.as_ref())
                .map(ToString::to_string)
                .unwrap_or_default(),
        }
    });
    let path = meeting.map(|id| format!("/meetings/{id}"));
    let template = Form {
        keeps: keeps(visit),
        action: path
            .as_ref()
            .map_or_else(|| format!("/bodies/{}/meeting", body.id), |path| format!("{path}/edit")),
        back: path.unwrap_or_else(|| format!("/bodies/{}", body.id)),
        body: body.profile.name.clone(),
        notice: i64::from(body.profile.notice_days),
        day: shown.trimmed("day").to_owned(),
        from: shown.trimmed("from").to_owned(),
        to: shown.trimmed("to").to_owned(),
        place: shown.text("place").to_owned(),
        rows: rows.collect(),
        is_new: meeting.is_none(),
        command: page.fresh(),
        errors,
        page,
    };
    show_as(status, &template)
}

/// A new meeting begins on the first day its body's notice allows, with what the address names on its agenda.
pub(super) async fn new(visit: Visit, At(id): At<BodyId>) -> Outcome {
    let body = body_of(&visit, id).await?;
    let page = Page::of(&visit, Section::Bodies, "session-new").await;
    let now = today(&page);
    let ahead = i64::from(body.profile.notice_days) + 1;
    let first = now.checked_add(ahead.days()).unwrap_or(now);
    let mut fields = vec![
        ("day".to_owned(), first.to_string()),
        ("from".to_owned(), "17:00".to_owned()),
        ("to".to_owned(), "19:00".to_owned()),
    ];
    for (field, asked) in [("title_1", "title"), ("about_1", "about")] {
        fields.push((field.to_owned(), visit.asked.trimmed(asked).chars().take(160).collect()));
    }
    form(&visit, &body, None, &Posted(fields), Errors::default(), StatusCode::OK).await
}

pub(super) async fn plan(visit: Visit, At(id): At<BodyId>) -> Outcome {
    let body = body_of(&visit, id).await?;
    let meeting = MeetingId::from(visit.command_id());
    let done = match plan_posted(id, &visit.posted) {
        Ok(plan) => visit.submit(Command::Bodies(Bodies::Plan(plan))).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(_) => go(&format!("/meetings/{meeting}?done=session-planned")),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            form(&visit, &body, None, &visit.posted, errors, status_of(&problem)).await
        }
    }
}

pub(super) async fn edit(visit: Visit, At(id): At<MeetingId>) -> Outcome {
    let (meeting, body) = meeting_of(&visit, id).await?;
    let shown = filled(&meeting.plan);
    form(&visit, &body, Some(id), &shown, Errors::default(), StatusCode::OK).await
}

pub(super) async fn replan(visit: Visit, At(id): At<MeetingId>) -> Outcome {
    let (meeting, body) = meeting_of(&visit, id).await?;
    let done = match plan_posted(meeting.plan.body, &visit.posted) {
        Ok(plan) => {
            let act = Act::Replan(plan);
            visit.submit(Command::Bodies(Bodies::Meeting { meeting: id, act })).await
        }
        Err(problem) => Err(problem),
    };
    match done {
        Ok(_) => go(&format!("/meetings/{id}?done=session-planned")),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            form(&visit, &body, Some(id), &visit.posted, errors, status_of(&problem)).await
        }
    }
}
