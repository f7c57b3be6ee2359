//! A draft of another hub that this one helps to write (CAPABILITIES E3): its sections, what is still on its way to the
//! hub that decides, and what that hub said no to, with the words kept.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use protocol::{IdeaId, Problem};
use sqlx::AnyConnection;

use super::super::form::{Errors, Group};
use super::super::page::{Page, Section as Part, show_as, status_of};
use super::super::visit::{At, Fault, Outcome, Visit, go};
use super::page::{Check, checks};
use super::project::facts;
use super::write::{Sheet, authors, sheet};
use super::write_acts::section_posted;
use crate::command::Command as Any;
use crate::desk::Command;
use crate::desk::dossier::Section;
use crate::desk::draft::Act;
use crate::desk::sharing::{self, Shared};
use crate::store::StoreError;
use crate::sync::relay;

/// Most texts on their way, or come back, that a page shows.
const SENT_MAX: u32 = 50;

/// A text that was sent to the hub that decides.
struct Sent {
    when: String,
    text: String,
    /// Why it was not taken; empty while nobody has answered.
    refused: String,
}

struct Written {
    sheet: Sheet,
    sent: Vec<Sent>,
}

#[derive(Template)]
#[template(path = "desk/shared.html")]
struct Helping {
    page: Page,
    errors: Errors,
    home: String,
    facts: Vec<(String, String)>,
    partners: Vec<String>,
    parts: Vec<Written>,
    authors: Vec<Group>,
    checks: Vec<Check>,
}

async fn one(visit: &Visit, idea: IdeaId) -> Result<Shared, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let shared = sharing::copy(&mut db, idea, visit.app.node.id()).await?;
    Ok(shared.ok_or_else(|| Problem::not_found("draft-not-shared"))?)
}

/// What was sent and is not taken yet, by section, the last first.
async fn sent(
    page: &Page,
    db: &mut AnyConnection,
    idea: IdeaId,
) -> Result<BTreeMap<Section, Vec<Sent>>, StoreError> {
    let mut all: BTreeMap<Section, Vec<Sent>> = BTreeMap::new();
    for one in relay::about(db, &idea.to_string(), SENT_MAX).await? {
        let Some(Any::Desk(Command::Draft { act: Act::Write { section, text, .. }, .. })) =
            one.says()
        else {
            continue;
        };
        let refused = match &one.answer {
            None => String::new(),
            Some(Ok(_)) => continue,
            Some(Err(problem)) => page.w.told(problem),
        };
        let when = page.times.when(one.sent_at_ms);
        all.entry(*section).or_default().push(Sent { when, text: text.clone(), refused });
    }
    Ok(all)
}

async fn shown(visit: &Visit, idea: IdeaId, refused: Option<Problem>) -> Outcome {
    let shared = one(visit, idea).await?;
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let page = Page::of(visit, Part::Ideas, "desk-write-title").await;
    let errors = refused.map(|problem| Errors::of(page.w, &problem)).unwrap_or_default();
    let mut db = visit.app.node.store.read().await?;
    let mut sent = sent(&page, &mut db, idea).await?;
    drop(db);
    let draft = &shared.draft;
    let names = draft.partners.iter().map(|one| (one.organisation, one.name.clone())).collect();
    let part = |section: Section| {
        let paper = draft.paper(section);
        let mut sheet = sheet(&page, &names, (idea, &shared.home), section, &paper, &visit.posted);
        let sent = sent.remove(&section).unwrap_or_default();
        // Whoever goes on before the answer goes on from their own words.
        if let Some(last) = sent.iter().find(|one| one.refused.is_empty()) {
            sheet.text.clone_from(&last.text);
        }
        Written { sheet, sent }
    };
    let template = Helping {
        errors,
        home: page.node_name(shared.home.as_str()),
        facts: facts(&page, &draft.outline),
        partners: draft.partners.iter().map(|one| one.name.clone()).collect(),
        parts: Section::ALL.into_iter().map(part).collect(),
        authors: authors(&page, draft),
        checks: checks(&page, &draft.dossier()),
        page: page.titled(shared.title.clone()),
    };
    show_as(status, &template)
}

pub(super) async fn look(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    shown(&visit, idea, None).await
}

pub(super) async fn section(visit: Visit, At(idea): At<IdeaId>) -> Outcome {
    one(&visit, idea).await?;
    let (write, to) = section_posted(&visit.posted);
    let done = match write {
        Ok(act) => visit.submit(Any::Desk(Command::Draft { idea, act })).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(_) => go(&format!("/ideas/shared/{idea}?done=section-sent#{to}")),
        Err(problem) => shown(&visit, idea, Some(problem)).await,
    }
}
