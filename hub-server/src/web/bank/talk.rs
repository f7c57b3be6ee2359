//! Words between this desk and that of another bank, about a member of each: what is to be read first, one conversation,
//! and forgetting it at both banks.

use askama::Template;
use axum::http::StatusCode;
use protocol::{MemberId, NodeId, Problem};

use super::super::address;
use super::super::form::Errors;
use super::super::page::{Page, Section, show_as, status_of};
use super::super::requests::{Names, actor};
use super::super::visit::{At, Fault, Outcome, Visit, go};
use super::{others, whom};
use crate::bank::between::Command as Between;
use crate::bank::between::message::Code;
use crate::bank::between::queries as between;
use crate::bank::directory::{Directory, Known};
use crate::command::Command;
use crate::people::roles::Permission;

/// How many conversations a page lists.
const LISTED: u32 = 20;
/// How many words of one are shown.
const SHOWN: u32 = 100;

/// A conversation in a list.
pub(super) struct Pair {
    pub href: String,
    pub ours: String,
    pub theirs: String,
    pub bank: String,
    pub unread: i64,
    pub when: String,
}

/// The conversations with one bank, or with all where `peer` is empty.
pub(super) async fn pairs(
    visit: &Visit,
    page: &Page,
    book: &Directory,
    peer: &str,
) -> Result<Vec<Pair>, Fault> {
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let mut pairs = Vec::new();
    for row in between::pairs(&mut db, node.id(), peer, LISTED).await? {
        let name = between::called(&mut db, node.id(), &row.peer, &row.theirs).await?;
        pairs.push(Pair {
            href: href(&row.peer, row.ours, &row.theirs),
            ours: book.get(row.ours).map(Known::label).unwrap_or_default(),
            theirs: called(&row.theirs, name),
            bank: page.node_name(row.peer.as_str()),
            unread: row.unread,
            when: page.times.when(row.last_ms),
        });
    }
    Ok(pairs)
}

fn href(peer: &NodeId, ours: MemberId, theirs: &Code) -> String {
    let ours = ours.to_string();
    let path = format!("/bank/others/{peer}/words");
    address::with(&path, [("ours", ours.as_str()), ("theirs", theirs.as_str())])
}

/// A member of another bank: by first name where they let it be known, and always by code.
fn called(code: &Code, name: Option<String>) -> String {
    match name {
        Some(name) => format!("{name} · {code}"),
        None => code.to_string(),
    }
}

struct Line {
    by_us: bool,
    who: String,
    when: String,
    text: String,
    forgotten: bool,
    refused: bool,
}

#[derive(Template)]
#[template(path = "bank/talk.html")]
struct Talk {
    page: Page,
    errors: Errors,
    hub: String,
    bank: String,
    ours: String,
    ours_id: String,
    theirs: String,
    code: String,
    lines: Vec<Line>,
    may_write: bool,
    may_forget: bool,
    text: String,
    commands: [String; 2],
}

/// Of whom a page or a form speaks.
fn pair(visit: &Visit) -> Result<(MemberId, Code), Problem> {
    let read = |posted: &super::super::form::Posted| {
        Some((posted.read("ours")?, posted.read::<Code>("theirs")?))
    };
    let found = read(&visit.posted).or_else(|| read(&visit.asked));
    found.ok_or_else(|| Problem::not_found("bank-unknown-member"))
}

pub(super) async fn page(visit: Visit, At(hub): At<NodeId>) -> Outcome {
    let (ours, theirs) = pair(&visit)?;
    // Whoever may answer has read it by looking.
    if visit.may(Permission::WorkAtBank) {
        let read = Between::MarkRead { peer: hub.clone(), ours, theirs: theirs.clone() };
        visit.submit(Command::Between(read)).await?;
    }
    one(&visit, &hub, (ours, theirs), Errors::default(), StatusCode::OK).await
}

async fn one(
    visit: &Visit,
    hub: &NodeId,
    (ours, theirs): (MemberId, Code),
    errors: Errors,
    status: StatusCode,
) -> Outcome {
    let page = Page::of(visit, Section::Bank, "bank-talk-title").await;
    let known = others::other_hubs(&page).into_iter().find(|(other, _)| other == hub);
    let Some((_, bank)) = known else { return Err(Problem::not_found("bank-unknown-bank").into()) };
    let book = whom::directory(visit).await?;
    let ours_name = book.get(ours).map(Known::label);
    let ours_name = ours_name.ok_or_else(|| Problem::not_found("bank-unknown-member"))?;
    let node = visit.app.node.clone();
    let mut db = node.store.read().await?;
    let name = between::called(&mut db, node.id(), hub, &theirs).await?;
    let rows = between::talk(&mut db, node.id(), hub, (ours, &theirs), SHOWN).await?;
    let mut lines = Vec::with_capacity(rows.len());
    let mut names = Names::default();
    for row in &rows {
        let who = match row.actor.parse() {
            Ok(by) if row.by_us => actor(&mut db, &page, &mut names, &by).await?,
            _ => bank.clone(),
        };
        lines.push(Line {
            by_us: row.by_us,
            who,
            when: page.times.when(row.at_ms),
            forgotten: row.text.is_none(),
            text: row.text.clone().unwrap_or_default(),
            refused: row.refused,
        });
    }
    drop(db);
    let may_work = visit.may(Permission::WorkAtBank);
    let template = Talk {
        hub: hub.to_string(),
        ours: ours_name,
        ours_id: ours.to_string(),
        theirs: called(&theirs, name),
        code: theirs.as_str().to_owned(),
        may_write: may_work,
        may_forget: may_work && lines.iter().any(|line| !line.forgotten),
        lines,
        text: visit.posted.text("text").to_owned(),
        commands: [page.fresh(), page.fresh()],
        bank,
        errors,
        page,
    };
    show_as(status, &template)
}

/// Writes in a conversation, or begins one from the page of the other bank.
pub(super) async fn write(visit: Visit, At(hub): At<NodeId>) -> Outcome {
    let (posted, w) = (&visit.posted, visit.words);
    let mut errors = Errors::default();
    let theirs: Option<Code> = posted.read("theirs");
    if theirs.is_none() {
        errors.add(w, "theirs", "bank-code-bad");
    }
    let ours = if let Some(ours) = posted.read::<MemberId>("ours") {
        Some(ours)
    } else {
        let book = whom::directory(&visit).await?;
        whom::read_member(w, &book, posted.text("about"), "about", &mut errors)
    };
    let Some((ours, theirs)) = ours.zip(theirs) else {
        return others::one(&visit, &hub, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let text = posted.text("text").to_owned();
    let said = Between::Write { peer: hub.clone(), ours, theirs: theirs.clone(), text };
    match visit.submit(Command::Between(said)).await {
        Ok(_) => go(&address::with(&href(&hub, ours, &theirs), [("done", "bank-talk-written")])),
        Err(problem) => {
            let errors = Errors::of(w, &problem);
            one(&visit, &hub, (ours, theirs), errors, status_of(&problem)).await
        }
    }
}

/// Forgets what was written, at both banks.
pub(super) async fn forget(visit: Visit, At(hub): At<NodeId>) -> Outcome {
    let (ours, theirs) = pair(&visit)?;
    let forget = Between::ForgetWords { peer: hub.clone(), ours, theirs: theirs.clone() };
    match visit.submit(Command::Between(forget)).await {
        Ok(_) => go(&address::with(&href(&hub, ours, &theirs), [("done", "bank-talk-forgotten")])),
        Err(problem) => {
            let errors = Errors::of(visit.words, &problem);
            one(&visit, &hub, (ours, theirs), errors, status_of(&problem)).await
        }
    }
}

/// How much of what other desks wrote nobody has read.
pub(super) async fn unread(visit: &Visit) -> Result<i64, Fault> {
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    Ok(between::unread(&mut db, node.id()).await?)
}
