//! "The same person as…": looking for whoever comes back among those this hub knows, as a need is entered and on a
//! request's page, and what they asked for before.
//!
//! Always true: only who may see contacts looks, what is looked for is in no address, and everybody shown was read from
//! the vault, which is recorded.

use protocol::{PersonDetails, PersonId, Problem, RequestId};
use sqlx::AnyConnection;

use super::care::{self, Other};
use super::detail::{Shown, act, again, shown};
use crate::people::roles::Permission;
use crate::requests::known::{self, Found, Sought};
use crate::requests::queries::{self, Brief};
use crate::requests::{Command, State};
use crate::store::StoreError;
use crate::web::page::Page;
use crate::web::visit::{At, Fault, Outcome, Visit};

/// Why names are read, as kept in the log of readings.
const WHY: &str = "same-person";
/// How many digits of a telephone are shown: enough to tell two people of one name apart.
const DIGITS_SHOWN: usize = 3;

/// Who left a request, as far as this hub knows.
pub(super) struct Known {
    /// Whether whoever looks may say so.
    pub may: bool,
    /// Whether they are known as somebody.
    pub known: bool,
    /// What they asked for before.
    pub before: Vec<Other>,
    /// Who was found, once it was looked for.
    pub found: Option<Vec<Line>>,
}

/// Somebody who may be meant.
pub(super) struct Line {
    pub person: String,
    pub name: String,
    pub phone: String,
    pub last: String,
}

/// The card of a request's page.
pub(super) async fn card(
    visit: &Visit,
    page: &Page,
    db: &mut AnyConnection,
    brief: &Brief,
    found: Option<Vec<Line>>,
) -> Result<Known, StoreError> {
    let before = queries::before(db, brief).await?;
    let here = brief.home == *visit.app.node.id();
    Ok(Known {
        may: here && visit.may(Permission::SeeContacts) && brief.request.state != State::Signal,
        known: brief.known.is_some(),
        before: before.iter().map(|one| care::other(page, visit, one)).collect(),
        found,
    })
}

/// Who may be meant, by name, with the end of their telephone; each one read is recorded.
pub(super) async fn look(
    visit: &Visit,
    page: &Page,
    sought: &Sought,
    but: Option<PersonId>,
) -> Result<Vec<Line>, Fault> {
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let found = known::find(&mut db, &node.vault, node.id(), sought, but).await?;
    drop(db);
    let read = visit.people(found.iter().map(|one| one.whose).collect(), WHY).await?;
    let read = found.iter().zip(read);
    Ok(read.filter_map(|(one, details)| Some(line(page, one, details?))).collect())
}

fn line(page: &Page, found: &Found, details: PersonDetails) -> Line {
    let digits: Vec<char> = details.phone.chars().filter(char::is_ascii_digit).collect();
    let from = digits.len().saturating_sub(DIGITS_SHOWN);
    let end: String = digits.iter().skip(from).collect();
    Line {
        person: found.person.to_string(),
        name: if details.name.is_empty() { page.w.t("known-no-name") } else { details.name },
        phone: if end.is_empty() { String::new() } else { format!("…{end}") },
        last: page.times.day(found.last_ms),
    }
}

/// What somebody known left about themselves, to be written down once more; it is recorded.
pub(super) async fn details_of(
    visit: &Visit,
    person: PersonId,
) -> Result<Option<PersonDetails>, Fault> {
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let here = queries::left_here(&mut db, node.id(), person).await?;
    drop(db);
    if !here {
        return Ok(None);
    }
    visit.person(person, WHY).await
}

pub(super) async fn find(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let brief = visit.request(id, Permission::SeeContacts).await?;
    let Some(sought) = Sought::of(visit.posted.trimmed("who")) else {
        return again(&visit, id, Problem::invalid("too-little-to-find").at("who")).await;
    };
    let page = Page::of(&visit, crate::web::page::Section::Requests, "request-title").await;
    let found = look(&visit, &page, &sought, Some(brief.who())).await?;
    shown(&visit, brief, Shown { found: Some(found), ..Shown::default() }).await
}

pub(super) async fn set(visit: Visit, At(id): At<RequestId>) -> Outcome {
    let known: Option<PersonId> = visit.posted.read("known");
    if known.is_none() && !visit.posted.has("other", "yes") {
        return again(&visit, id, Problem::invalid("left-out").at("known")).await;
    }
    let done = if known.is_some() { "person-known" } else { "person-unknown" };
    act(&visit, id, Command::SamePerson { request: id, known }, done).await
}
