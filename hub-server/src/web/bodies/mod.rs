//! Bodies on the console: the register with who sits where, meetings from convening to published minutes, decisions
//! and what follows from them, and what agencies do for work sites. At hubs one reads the register, the matrix and
//! what was published; a page that anybody may open shows what is public.

mod decisions;
mod edit;
mod items;
mod list;
mod matrix;
mod meeting;
mod meetings;
mod one;
mod papers;
mod plan;
mod published;
mod seats;
mod todo;

use axum::routing::{get, post};
use jiff::civil::Date;
use protocol::{BodyId, MeetingId, Problem};

use super::page::Page;
use super::pager::{self, Pager};
use super::routes::{Access, Route, look, send};
use super::visit::{Fault, Visit};
use crate::bodies::events::Kind;
use crate::bodies::lifecycle::{DecisionState, State};
use crate::bodies::model::{Body, Meeting};
use crate::bodies::queries;
use crate::people::roles::Permission as P;

pub(super) const ROUTES: &[Route] = &[
    look("/bodies", Access::May(P::SeeBodies), || get(list::list)),
    send("/bodies/adopt", Access::May(P::KeepBodies), || post(list::adopt)).at_central(),
    look("/bodies/new", Access::May(P::KeepBodies), || get(edit::new)).at_central(),
    send("/bodies/new", Access::May(P::KeepBodies), || post(edit::found)).at_central(),
    look("/bodies/{id}", Access::May(P::SeeBodies), || get(one::page)),
    look("/bodies/{id}/edit", Access::May(P::KeepBodies), || get(edit::edit)).at_central(),
    send("/bodies/{id}/edit", Access::May(P::KeepBodies), || post(edit::describe)).at_central(),
    send("/bodies/{id}/active", Access::May(P::KeepBodies), || post(one::active)).at_central(),
    send("/bodies/{id}/seat", Access::May(P::KeepBodies), || post(one::seat)).at_central(),
    send("/bodies/{id}/seat-end", Access::May(P::KeepBodies), || post(one::end_seat)).at_central(),
    look("/bodies/{id}/meeting", Access::May(P::KeepBodies), || get(plan::new)).at_central(),
    send("/bodies/{id}/meeting", Access::May(P::KeepBodies), || post(plan::plan)).at_central(),
    look("/meetings", Access::May(P::KeepBodies), || get(meetings::list)).at_central(),
    look("/meetings/{id}", Access::May(P::KeepBodies), || get(meeting::page)).at_central(),
    look("/meetings/{id}/edit", Access::May(P::KeepBodies), || get(plan::edit)).at_central(),
    send("/meetings/{id}/edit", Access::May(P::KeepBodies), || post(plan::replan)).at_central(),
    send("/meetings/{id}/step", Access::May(P::KeepBodies), || post(meeting::step)).at_central(),
    send("/meetings/{id}/item", Access::May(P::KeepBodies), || post(items::step)).at_central(),
    look("/meetings/{id}/convening", Access::May(P::KeepBodies), || get(papers::convening))
        .at_central(),
    look("/meetings/{id}/minutes", Access::May(P::KeepBodies), || get(papers::minutes))
        .at_central(),
    look("/meetings/{id}/ics", Access::May(P::KeepBodies), || get(papers::calendar)).at_central(),
    look("/decisions", Access::May(P::KeepBodies), || get(decisions::list)).at_central(),
    look("/decisions.csv", Access::May(P::KeepBodies), || get(decisions::csv)).at_central(),
    look("/decisions/{id}", Access::May(P::KeepBodies), || get(decisions::page)).at_central(),
    send("/decisions/{id}/step", Access::May(P::KeepBodies), || post(decisions::step)).at_central(),
    look("/actions", Access::May(P::KeepBodies), || get(todo::list)).at_central(),
    look("/matrix", Access::May(P::SeeBodies), || get(matrix::page)),
    look("/matrix/cell", Access::May(P::KeepBodies), || get(matrix::edit)).at_central(),
    send("/matrix/cell", Access::May(P::KeepBodies), || post(matrix::set)).at_central(),
    look("/minutes", Access::May(P::SeeBodies), || get(published::list)),
    look("/minutes/{id}", Access::May(P::SeeBodies), || get(published::page)),
    look("/public/minutes", Access::Anyone, || get(published::public_list)).at_central(),
    look("/public/minutes/{id}", Access::Anyone, || get(published::public_page)).at_central(),
];

/// How many lines a list shows on a page.
const PER_PAGE: u32 = 25;

/// One of the pages of this part.
pub(crate) struct Link {
    /// Its name in the code.
    pub slug: &'static str,
    /// Where it is.
    pub href: &'static str,
    /// What it is called.
    pub label: String,
}

impl Page {
    /// The pages about bodies: those for whoever looks after them, or those to read.
    #[must_use]
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "templates hand their fields by reference"
    )]
    pub(crate) fn bodies_links(&self, keeps: &bool) -> Vec<Link> {
        let all = [
            ("bodies", "/bodies", false),
            ("meetings", "/meetings", true),
            ("decisions", "/decisions", true),
            ("actions", "/actions", true),
            ("matrix", "/matrix", false),
            ("minutes", "/minutes", false),
        ];
        all.into_iter()
            .filter(|(_, _, keeping)| *keeps || !keeping)
            .map(|(slug, href, _)| Link { slug, href, label: self.w.of("bodies-tab", slug) })
            .collect()
    }
}

/// Whether whoever comes looks after bodies here.
fn keeps(visit: &Visit) -> bool {
    visit.app.node.id().is_central() && visit.may(P::KeepBodies)
}

/// A part of a list, page by page, with what stands below it.
struct Turn<T> {
    lines: Vec<T>,
    pager: Pager,
}

impl<T> Turn<T> {
    /// The page of `all` that is asked for; `href` gives the address of another.
    fn of(visit: &Visit, all: Vec<T>, href: impl Fn(u32) -> String) -> Self {
        let (number, total) = (pager::asked(visit), all.len());
        let skip = pager::skipped(number, PER_PAGE);
        let lines: Vec<T> = all.into_iter().skip(skip).take(PER_PAGE as usize).collect();
        Self { pager: Pager::among((number, PER_PAGE), lines.len(), total, href), lines }
    }
}

const fn icon(kind: Kind) -> &'static str {
    match kind {
        Kind::PermanentTable | Kind::Assembly => "users-four",
        Kind::CrossTable | Kind::WorkingTable => "chats-circle",
        Kind::WorkingGroup => "users-three",
        Kind::Committee | Kind::Council | Kind::Board => "buildings",
        Kind::Staff | Kind::TechnicalStructure => "gear",
    }
}

const fn tone(state: State) -> &'static str {
    match state {
        State::Planned | State::CalledOff => "slate",
        State::Convened => "blue",
        State::Open => "violet",
        State::Notes | State::Closed | State::Drafted => "orange",
        State::Approved => "teal",
        State::Published => "green",
    }
}

const fn decision_tone(state: DecisionState) -> &'static str {
    match state {
        DecisionState::Proposed | DecisionState::Adjourned => "slate",
        DecisionState::Adopted | DecisionState::Done => "green",
        DecisionState::NotAdopted => "red",
        DecisionState::InHand => "orange",
        DecisionState::Reviewed => "teal",
    }
}

/// Today by the city's clock.
fn today(page: &Page) -> Date {
    page.times.day_at(page.times.now_ms)
}

async fn body_of(visit: &Visit, id: BodyId) -> Result<Body, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let body = queries::body(&mut db, id).await?;
    body.ok_or_else(|| Problem::not_found("unknown-body").into())
}

async fn meeting_of(visit: &Visit, id: MeetingId) -> Result<(Meeting, Body), Fault> {
    let mut db = visit.app.node.store.read().await?;
    let meeting = queries::meeting(&mut db, id).await?;
    drop(db);
    let meeting = meeting.ok_or_else(|| Problem::not_found("unknown-session"))?;
    let body = body_of(visit, meeting.plan.body).await?;
    Ok((meeting, body))
}

/// `17:00–19:00`.
fn hours(from_min: u16, to_min: u16) -> String {
    super::gatherings::hours(i64::from(from_min), i64::from(to_min))
}
