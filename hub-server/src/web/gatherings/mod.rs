//! Activities of a group on the console: what is planned, who takes part, who came; the sheet to sign on, the
//! certificate of hours for a person or a class.

mod list;
mod one;
mod papers;

use axum::routing::{get, post};
use protocol::{GatheringId, Problem, StaffId};

use super::form::{Choice, Group};
use super::page::Page;
use super::routes::{Access, Route, look, send};
use super::visit::{Fault, Visit};
use crate::gatherings::events::Kind;
use crate::gatherings::queries::{self, Gathering};
use crate::people::roles::Permission as P;

pub(super) const ROUTES: &[Route] = &[
    look("/gatherings", Access::May(P::KeepDiary), || get(list::list)).at_hubs(),
    look("/gatherings/new", Access::May(P::KeepDiary), || get(list::new)).at_hubs(),
    send("/gatherings/new", Access::May(P::KeepDiary), || post(list::plan)).at_hubs(),
    look("/gatherings/{id}", Access::May(P::KeepDiary), || get(one::page)).at_hubs(),
    send("/gatherings/{id}/meeting", Access::May(P::KeepDiary), || post(one::meeting)).at_hubs(),
    send("/gatherings/{id}/cancel", Access::May(P::KeepDiary), || post(one::cancel)).at_hubs(),
    send("/gatherings/{id}/register", Access::May(P::KeepDiary), || post(one::register)).at_hubs(),
    send("/gatherings/{id}/withdraw", Access::May(P::KeepDiary), || post(one::withdraw)).at_hubs(),
    send("/gatherings/{id}/attendance", Access::May(P::KeepDiary), || post(one::attendance))
        .at_hubs(),
    send("/gatherings/{id}/phones", Access::May(P::SeeContacts), || post(one::phones)).at_hubs(),
    send("/gatherings/{id}/sheet", Access::May(P::KeepDiary), || post(papers::sheet)).at_hubs(),
    send("/gatherings/{id}/certificate", Access::May(P::KeepDiary), || post(papers::certificate))
        .at_hubs(),
];

const fn icon(kind: Kind) -> &'static str {
    match kind {
        Kind::Course => "chalkboard-teacher",
        Kind::Workshop => "paint-brush",
        Kind::Outing => "person-simple-walk",
        Kind::Party => "sparkle",
        Kind::Assembly => "chats-circle",
        Kind::Class => "student",
    }
}

/// An activity of this hub.
async fn found(visit: &Visit, id: GatheringId) -> Result<Gathering, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let known = queries::gathering(&mut db, id).await?;
    let here = known.filter(|known| known.home == *visit.app.node.id());
    here.ok_or_else(|| Problem::not_found("gathering-unknown").into())
}

/// `9:30–11:00`.
pub(super) fn hours(from_min: i64, to_min: i64) -> String {
    let clock = |min: i64| format!("{}:{:02}", min / 60, min % 60);
    [clock(from_min), clock(to_min)].join("–")
}

fn staff_choices(colleagues: &[(StaffId, String)], now: &str) -> Vec<Group> {
    vec![Group::plain(colleagues.iter().map(|(id, name)| Choice::new(id, name, now)).collect())]
}

/// Those who are registered, by the word that says so.
fn heads_in_words(page: &Page, heads: i64, seats: Option<i64>) -> String {
    match seats {
        None => page.w.n("gathering-heads", heads),
        Some(seats) => page.w.all(
            "gathering-heads-of",
            &[("heads", &heads.to_string()), ("seats", &seats.to_string())],
        ),
    }
}
