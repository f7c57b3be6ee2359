//! The work around the diary on the console: shifts and their calendar, paths of people who learn or give their
//! time, training, expenses. And the sheets of paper that come of it.

mod expenses;
mod paths;
mod posts;
pub(super) mod sheets;
mod shifts;
mod training;

use axum::routing::{get, post};
use protocol::StaffId;

use super::form::{Choice, Group};
use super::page::Page;
use super::routes::{Access, Route, look, send};
use super::visit::{Fault, Visit};
use crate::people;
use crate::people::roles::{Permission as P, role_may};

pub(super) const ROUTES: &[Route] = &[
    look("/shifts", Access::May(P::KeepDiary), || get(shifts::page)).at_hubs(),
    send("/shifts", Access::May(P::ReviewDiaries), || post(shifts::plan)).at_hubs(),
    send("/shifts/{id}/cancel", Access::May(P::ReviewDiaries), || post(shifts::cancel)).at_hubs(),
    send("/shifts/{id}/came", Access::May(P::ReviewDiaries), || post(shifts::came)).at_hubs(),
    send("/shifts/{id}/missed", Access::May(P::ReviewDiaries), || post(shifts::missed)).at_hubs(),
    send("/shifts/{id}/word", Access::May(P::KeepDiary), || post(shifts::word)).at_hubs(),
    send("/shifts/address", Access::May(P::KeepDiary), || post(shifts::renew)).at_hubs(),
    send("/shifts/address/revoke", Access::May(P::KeepDiary), || post(shifts::revoke)).at_hubs(),
    look("/calendar/{id}", Access::Anyone, || get(shifts::calendar)).at_hubs(),
    look("/paths", Access::May(P::KeepDiary), || get(paths::list)).at_hubs(),
    send("/paths", Access::May(P::KeepDiary), || post(paths::open)).at_hubs(),
    look("/paths/{id}", Access::May(P::KeepDiary), || get(paths::one)).at_hubs(),
    send("/paths/{id}/hours", Access::May(P::KeepDiary), || post(paths::hours)).at_hubs(),
    send("/paths/{id}/skill", Access::May(P::KeepDiary), || post(paths::skill)).at_hubs(),
    send("/paths/{id}/end", Access::May(P::KeepDiary), || post(paths::end)).at_hubs(),
    send("/paths/{id}/certificate", Access::May(P::KeepDiary), || post(sheets::certificate))
        .at_hubs(),
    send("/paths/{id}/thanks", Access::May(P::KeepDiary), || post(sheets::thanks)).at_hubs(),
    look("/posts", Access::May(P::KeepDiary), || get(posts::list)).at_hubs(),
    send("/posts", Access::May(P::ReviewDiaries), || post(posts::offer)).at_hubs(),
    send("/posts/{id}/close", Access::May(P::ReviewDiaries), || post(posts::close)).at_hubs(),
    look("/training", Access::May(P::KeepDiary), || get(training::page)).at_hubs(),
    send("/training", Access::May(P::KeepDiary), || post(training::record)).at_hubs(),
    look("/expenses", Access::May(P::KeepDiary), || get(expenses::page)).at_hubs(),
    send("/expenses", Access::May(P::KeepDiary), || post(expenses::claim)).at_hubs(),
    send("/expenses/{id}/approve", Access::May(P::ReviewDiaries), || post(expenses::approve))
        .at_hubs(),
    send("/expenses/{id}/refuse", Access::May(P::ReviewDiaries), || post(expenses::refuse))
        .at_hubs(),
    look("/month-sheet.pdf", Access::May(P::KeepDiary), || get(sheets::month)).at_hubs(),
];

/// One of the pages beside each other.
pub(super) struct Tab {
    href: &'static str,
    label: String,
    here: bool,
}

fn tabs(page: &Page, here: &str) -> Vec<Tab> {
    ["/shifts", "/paths", "/posts", "/training", "/expenses"]
        .map(|href| Tab { href, label: page.w.of("work-tab", &href[1..]), here: href == here })
        .into_iter()
        .collect()
}

/// Everybody who keeps a diary at this hub, by name.
pub(super) async fn colleagues(visit: &Visit) -> Result<Vec<(StaffId, String)>, Fault> {
    let mut db = visit.app.node.store.read().await?;
    let members = people::queries::members(&mut db, visit.app.node.id()).await?;
    Ok(members
        .into_iter()
        .filter(|m| m.active && role_may(m.role, P::KeepDiary))
        .map(|m| (m.staff, m.display_name.unwrap_or_default()))
        .collect())
}

fn staff_choices(colleagues: &[(StaffId, String)], now: &str) -> Vec<Group> {
    vec![Group::plain(colleagues.iter().map(|(id, name)| Choice::new(id, name, now)).collect())]
}

fn name_of(colleagues: &[(StaffId, String)], staff: StaffId) -> String {
    let found = colleagues.iter().find(|(id, _)| *id == staff);
    found.map(|(_, name)| name.clone()).unwrap_or_default()
}

/// Whole euros and cents: `12,50 €`.
fn euros(cents: i64) -> String {
    format!("{},{:02} €", cents / 100, cents % 100)
}

/// Minutes after midnight of a text `09:30`.
pub(super) fn minute_of(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}
