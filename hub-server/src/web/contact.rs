//! The card about a person: whether they left anything to reach them by, showing it when somebody says
//! why, and who has looked.
//!
//! Always true: every look is recorded in the same transaction that reads, with a reason from a closed
//! list; and only the hub that is the person's home can read.

use askama::Template;
use protocol::{NodeId, PersonDetails, PersonId, Problem};
use sqlx::AnyConnection;

use super::form::Choice;
use super::page::Page;
use super::requests::{Names, actor};
use super::visit::{Fault, Visit};
use crate::people::roles::Permission;
use crate::store::vault;

/// Why somebody looks: as posted, and as kept in the log of readings.
const REASONS: [(&str, &str); 4] = [
    ("call", "contact-call"),
    ("visit", "contact-visit"),
    ("check", "contact-check"),
    ("rights", "contact-rights"),
];
/// How many looks the card shows.
const LOOKS_SHOWN: usize = 5;

/// Whose card it is.
#[derive(Debug, Clone)]
pub(crate) struct Owner {
    /// The person, when they left anything about themselves.
    pub person: Option<PersonId>,
    /// The id of what they left, by which they are known otherwise.
    pub thing: PersonId,
    /// The node that keeps their data.
    pub home: NodeId,
    /// Where the card's form is posted.
    pub action: String,
}

/// The card.
pub(crate) struct Contact {
    pub action: String,
    pub kept: bool,
    pub erased: bool,
    pub may_see: bool,
    pub details: Option<PersonDetails>,
    pub reasons: Vec<Choice>,
    pub readings: Vec<Look>,
    pub person: String,
    pub may_see_log: bool,
    pub may_erase: bool,
}

pub(crate) struct Look {
    pub who: String,
    pub when: String,
    pub why: String,
}

/// The card alone, in place of the one on screen.
#[derive(Template)]
#[template(path = "requests/contact.html")]
pub(crate) struct ContactFragment {
    pub page: Page,
    pub contact: Contact,
}

/// Makes the card; `details` are shown when they were just read.
pub(crate) async fn card(
    visit: &Visit,
    page: &Page,
    db: &mut AnyConnection,
    owner: &Owner,
    details: Option<PersonDetails>,
) -> Result<Contact, Fault> {
    let id = owner.person.unwrap_or(owner.thing);
    let erased = crate::people::queries::erasure(db, id).await?.is_some();
    let mut readings = Vec::new();
    let mut names = Names::default();
    if owner.person.is_some() && !page.central {
        for reading in vault::readings(db, id).await?.iter().rev().take(LOOKS_SHOWN) {
            let who = actor(db, page, &mut names, &reading.actor).await?;
            let when = page.times.when(reading.at_ms);
            readings.push(Look { who, when, why: page.w.of("why", &reading.why) });
        }
    }
    let at_home = owner.home == *visit.app.node.id();
    Ok(Contact {
        action: owner.action.clone(),
        kept: owner.person.is_some() && !erased,
        erased,
        may_see: visit.may(Permission::SeeContacts) && at_home,
        details,
        reasons: REASONS
            .iter()
            .map(|(slug, why)| Choice::new(slug, page.w.of("why", why), "call"))
            .collect(),
        readings,
        person: id.to_string(),
        may_see_log: visit.may(Permission::SeeReadings) && at_home && owner.person.is_some(),
        may_erase: visit.may(Permission::ErasePeople) && at_home && !erased,
    })
}

/// Reads what a person left, for the reason in the form, and records it.
///
/// # Errors
/// `data-at-home-only`, or a failure of the store.
pub(crate) async fn reveal(visit: &Visit, owner: &Owner) -> Result<Option<PersonDetails>, Fault> {
    let reason = visit.posted.trimmed("why");
    let chosen = REASONS.iter().find(|(slug, _)| *slug == reason).copied();
    let (_, why) = chosen.unwrap_or(REASONS[0]);
    if owner.home != *visit.app.node.id() {
        return Err(Problem::forbidden("data-at-home-only").into());
    }
    let Some(person) = owner.person else { return Ok(None) };
    visit.person(person, why).await
}
