//! The diary on the console: one's own, an entry that is quick to write between two doors, what there is to do,
//! and, for whoever answers for it, everybody's with what is missing.
//!
//! Always true: what is typed is kept as a draft while it is typed, and a draft is in no total; every figure
//! opens to its rows.

mod entry;
mod goals;
mod hubs;
mod import;
mod own;
mod review;
mod rows;
mod tasks;
mod writing;

use axum::routing::{get, post};
use protocol::antenna::ActivityKind;
use protocol::{ActivityId, ActorRef};

use super::page::Page;
use super::routes::{Access, Route, look, send};
use super::visit::{Fault, Visit};
use crate::activities::lifecycle::State;
use crate::activities::queries::{self, Entry, Sum};
use crate::people::authority;
use crate::people::roles::{Permission as P, Target};

pub(super) const ROUTES: &[Route] = &[
    look("/diary", Access::May(P::KeepDiary), || get(own::diary)).at_hubs(),
    look("/diary/new", Access::May(P::KeepDiary), || get(writing::new)).at_hubs(),
    send("/diary/new", Access::May(P::KeepDiary), || post(writing::log)).at_hubs(),
    send("/diary/draft", Access::May(P::KeepDiary), || post(writing::keep_draft)).at_hubs(),
    send("/diary/drafts/{id}/discard", Access::May(P::KeepDiary), || post(writing::discard))
        .at_hubs(),
    look("/diary/entries/{id}", Access::May(P::KeepDiary), || get(entry::page)).at_hubs(),
    look("/diary/entries/{id}/write", Access::May(P::KeepDiary), || get(writing::again)).at_hubs(),
    send("/diary/entries/{id}/write", Access::May(P::KeepDiary), || post(writing::write_again))
        .at_hubs(),
    send("/diary/entries/{id}/accept", Access::May(P::ReviewDiaries), || post(entry::accept))
        .at_hubs(),
    send("/diary/entries/{id}/return", Access::May(P::ReviewDiaries), || post(entry::give_back))
        .at_hubs(),
    look("/diary/review", Access::May(P::ReviewDiaries), || get(review::page)).at_hubs(),
    send("/diary/review", Access::May(P::ReviewDiaries), || post(review::accept_ticked)).at_hubs(),
    look("/diary/review.csv", Access::May(P::ReviewDiaries), || get(review::export)).at_hubs(),
    send("/diary/review/close", Access::May(P::ReviewDiaries), || post(review::close)).at_hubs(),
    look("/diary/import", Access::May(P::KeepDiary), || get(import::form)).at_hubs(),
    send("/diary/import", Access::May(P::KeepDiary), || post(import::run)).at_hubs().with_file(),
    look("/diary/export.csv", Access::May(P::KeepDiary), || get(import::export)).at_hubs(),
    look("/diary/goals", Access::May(P::KeepDiary), || get(goals::page)).at_hubs(),
    send("/diary/goals", Access::May(P::ReviewDiaries), || post(goals::set)).at_hubs(),
    send("/diary/goals/{id}/drop", Access::May(P::ReviewDiaries), || post(goals::drop_goal))
        .at_hubs(),
    look("/tasks", Access::May(P::KeepDiary), || get(tasks::page)).at_hubs(),
    look("/tasks/due", Access::May(P::KeepDiary), || get(tasks::due)).at_hubs(),
    send("/tasks/{id}/done", Access::May(P::KeepDiary), || post(tasks::done)).at_hubs(),
    send("/tasks/{id}/later", Access::May(P::KeepDiary), || post(tasks::later)).at_hubs(),
    send("/tasks/{id}/hand-over", Access::May(P::KeepDiary), || post(tasks::hand_over)).at_hubs(),
    look("/overview/diaries", Access::May(P::SeeOversight), || get(hubs::page)).at_central(),
    look("/overview/diaries.csv", Access::May(P::ExportRows), || get(hubs::export)).at_central(),
    look("/activities", Access::May(P::SeeDiaries), || get(rows::rows)),
    look("/activities.csv", Access::May(P::ExportRows), || get(rows::export)).at_central(),
];

/// How many entries a page shows.
const PER_PAGE: u32 = 30;

/// One entry in a list.
pub(super) struct Line {
    id: String,
    href: String,
    kind: String,
    icon: String,
    place: String,
    hood: String,
    when: String,
    minutes: String,
    people: i64,
    topics: String,
    next_step: String,
    author: String,
    home: String,
    state: String,
    tone: &'static str,
    late: String,
}

/// What a list adds up to, in words.
pub(super) struct Totals {
    entries: i64,
    length: String,
    people: i64,
}

fn icon_of(kind: ActivityKind) -> &'static str {
    match kind {
        ActivityKind::Animation => "sparkle",
        ActivityKind::CommunityWork => "users-four",
        ActivityKind::Presence => "map-pin",
        ActivityKind::Meeting => "chats-circle",
        ActivityKind::NetworkingAct => "share-network",
        ActivityKind::AntennaSupport => "broadcast",
        ActivityKind::Handover => "arrows-clockwise",
        ActivityKind::Training => "chalkboard-teacher",
        ActivityKind::Travel => "path",
        ActivityKind::Writing => "note-pencil",
    }
}

/// The family of colour of a state; the word beside it says which.
fn tone(state: State) -> &'static str {
    match state {
        State::Draft => "slate",
        State::Submitted => "blue",
        State::Returned => "orange",
        State::Accepted | State::Locked => "green",
        State::Amended => "violet",
    }
}

fn line(page: &Page, entry: &Entry, author: String, words: bool) -> Line {
    let topics: Vec<String> = entry.topics.iter().map(|topic| page.topic(topic)).collect();
    let text = |text: &Option<String>| text.clone().filter(|_| words).unwrap_or_default();
    let (id, late) = (entry.activity.to_string(), entry.late_days);
    Line {
        href: if page.central { String::new() } else { format!("/diary/entries/{id}") },
        id,
        kind: page.w.of("activity-kind", entry.what.slug()),
        icon: page.icon(icon_of(entry.what)),
        place: text(&entry.place),
        hood: page.neighbourhood(entry.neighbourhood.as_str()),
        when: page.times.when(entry.started_at_ms),
        minutes: page.times.length(entry.minutes.get()),
        people: entry.people_reached,
        topics: topics.join(", "),
        next_step: text(&entry.next_step),
        author,
        home: page.node_name(entry.home.as_str()),
        state: page.w.of("entry-state", entry.state.slug()),
        tone: tone(entry.state),
        late: if late > 0 { page.w.n("entry-late", late) } else { String::new() },
    }
}

fn totals(page: &Page, sum: Sum) -> Totals {
    Totals {
        entries: sum.entries,
        length: page.times.length(sum.minutes.get()),
        people: sum.people_reached,
    }
}

/// The month asked for, or this one.
fn month_asked(visit: &Visit, page: &Page) -> String {
    let this = page.times.month_start(0);
    let this = this.get(..7).unwrap_or_default();
    let month = visit.asked.trimmed("month");
    let is_month = month.len() == 7 && format!("{month}-01").parse::<jiff::civil::Date>().is_ok();
    if is_month { month.to_owned() } else { this.to_owned() }
}

/// An entry that this visit may see: one's own, or any in scope for whoever sees all.
async fn entry_for(visit: &Visit, id: ActivityId) -> Result<Entry, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let found = queries::entry(&mut db, id).await?;
    drop(db);
    let unknown = || Fault(protocol::Problem::not_found("unknown-entry"));
    let entry = found.ok_or_else(unknown)?;
    let mine = entry.author == ActorRef::Staff(visit.me()?.staff);
    let place: Target = authority::place(&visit.app.node, entry.home.clone(), &entry.neighbourhood);
    if mine || visit.may_on(P::SeeDiaries, &place) { Ok(entry) } else { Err(unknown()) }
}
