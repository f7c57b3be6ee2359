//! What is done to one antenna from its page: each a form, a command, and the page again.

use jiff::civil::Date;
use protocol::{AntennaId, Problem, StaffId};

use super::antenna::shown;
use super::edit::contact_posted;
use super::of_here;
use crate::command::Command as Any;
use crate::network;
use crate::network::antennae::events::{Clearance, Pledge};
use crate::network::antennae::{self, Command, Contact};
use crate::people::roles::Permission;
use crate::web::antennae::pairing_page;
use crate::web::form::Posted;
use crate::web::visit::{At, Outcome, Visit, go};

/// How long "here now" lasts when somebody at the hub says it for an antenna.
const HERE_MS: i64 = 2 * 3_600_000;
/// Why a contact is read here, as the vault records it.
const WHY: &str = "antenna-contact";

/// Gives the command and shows the antenna again: what was done, or why not.
pub(super) async fn act(visit: &Visit, id: AntennaId, command: Command, done: &str) -> Outcome {
    match visit.submit(Any::Antennae(command)).await {
        Ok(_) => go(&format!("/antennae/{id}?done={done}")),
        Err(problem) => again(visit, id, problem).await,
    }
}

pub(super) async fn again(visit: &Visit, id: AntennaId, problem: Problem) -> Outcome {
    let kept = of_here(visit, id, Permission::KeepAntennae).await?;
    shown(visit, &kept, Some(problem), None).await
}

/// A date field: `None` when it is empty.
pub(super) fn day(posted: &Posted, field: &str) -> Result<Option<Date>, Problem> {
    let text = posted.trimmed(field);
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).ok().ok_or_else(|| Problem::invalid("bad-date").at(field))
}

fn needed(posted: &Posted, field: &str) -> Result<Date, Problem> {
    day(posted, field)?.ok_or_else(|| Problem::invalid("bad-date").at(field))
}

pub(super) async fn step(visit: Visit, At(antenna): At<AntennaId>) -> Outcome {
    of_here(&visit, antenna, Permission::KeepAntennae).await?;
    let posted = &visit.posted;
    let Some(step) = posted.read("step") else {
        return again(&visit, antenna, Problem::invalid("choose-one").at("step")).await;
    };
    let until = match day(posted, "until") {
        Ok(until) => until,
        Err(problem) => return again(&visit, antenna, problem).await,
    };
    let take = Command::TakeStep { antenna, step, reason: posted.read("reason"), until };
    act(&visit, antenna, take, "antenna-step").await
}

pub(super) async fn reveal(visit: Visit, At(id): At<AntennaId>) -> Outcome {
    let kept = of_here(&visit, id, Permission::SeeContacts).await?;
    let contact: Option<Contact> = visit.person(kept.antenna.person, WHY).await?;
    shown(&visit, &kept, None, Some(contact.unwrap_or_default())).await
}

pub(super) async fn keep_contact(visit: Visit, At(antenna): At<AntennaId>) -> Outcome {
    let kept = of_here(&visit, antenna, Permission::SeeContacts).await?;
    let contact = contact_posted(&visit.posted);
    if contact.name.is_empty() {
        let problem = Problem::invalid("antenna-name-missing").at("name");
        return shown(&visit, &kept, Some(problem), Some(contact)).await;
    }
    let keep = Command::KeepContact { antenna, contact: contact.clone() };
    match visit.submit(Any::Antennae(keep)).await {
        Ok(_) => go(&format!("/antennae/{antenna}?done=antenna-contact")),
        Err(problem) => shown(&visit, &kept, Some(problem), Some(contact)).await,
    }
}

pub(super) async fn accompany(visit: Visit, At(antenna): At<AntennaId>) -> Outcome {
    of_here(&visit, antenna, Permission::KeepAntennae).await?;
    let operator = visit.posted.read::<StaffId>("operator");
    act(&visit, antenna, Command::Accompany { antenna, operator }, "antenna-accompanied").await
}

pub(super) async fn pledge(visit: Visit, At(antenna): At<AntennaId>) -> Outcome {
    of_here(&visit, antenna, Permission::KeepAntennae).await?;
    let posted = &visit.posted;
    let read = || {
        let (start, review) = (needed(posted, "start")?, needed(posted, "review")?);
        Ok(Pledge { start, review, end: day(posted, "end")? })
    };
    match read() {
        Ok(pledge) => {
            act(&visit, antenna, Command::Pledge { antenna, pledge }, "antenna-pledged").await
        }
        Err(problem) => again(&visit, antenna, problem).await,
    }
}

pub(super) async fn clear(visit: Visit, At(antenna): At<AntennaId>) -> Outcome {
    of_here(&visit, antenna, Permission::KeepAntennae).await?;
    let posted = &visit.posted;
    let read = || {
        if posted.has("withdraw", "yes") {
            return Ok(None);
        }
        let (on, until) = (needed(posted, "cleared_on")?, day(posted, "cleared_until")?);
        Ok(Some(Clearance { on, until }))
    };
    match read() {
        Ok(clearance) => {
            act(&visit, antenna, Command::Clear { antenna, clearance }, "antenna-cleared").await
        }
        Err(problem) => again(&visit, antenna, problem).await,
    }
}

pub(super) async fn heard(visit: Visit, At(antenna): At<AntennaId>) -> Outcome {
    of_here(&visit, antenna, Permission::KeepAntennae).await?;
    let Some(how) = visit.posted.read("how") else {
        return again(&visit, antenna, Problem::invalid("choose-one").at("how")).await;
    };
    act(&visit, antenna, Command::HearFrom { antenna, how }, "antenna-heard").await
}

pub(super) async fn note(visit: Visit, At(antenna): At<AntennaId>) -> Outcome {
    of_here(&visit, antenna, Permission::KeepAntennae).await?;
    let text = visit.posted.text("text").to_owned();
    act(&visit, antenna, Command::WriteNote { antenna, text }, "antenna-note").await
}

pub(super) async fn present(visit: Visit, At(antenna): At<AntennaId>) -> Outcome {
    of_here(&visit, antenna, Permission::KeepAntennae).await?;
    let here = visit.posted.has("here", "yes");
    let until_ms = here.then(|| visit.app.node.now_ms() + HERE_MS);
    act(&visit, antenna, Command::BePresent { antenna, until_ms }, "antenna-present").await
}

pub(super) async fn pair(visit: Visit, At(id): At<AntennaId>) -> Outcome {
    let kept = of_here(&visit, id, Permission::PairDevices).await?;
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let name = antennae::name_of(&mut db, node, &kept.antenna).await?;
    drop(db);
    let label: String = name.chars().take(network::pairing::LABEL_MAX).collect();
    let hood = kept.antenna.profile.neighbourhoods.first().cloned();
    let hood = hood.ok_or_else(|| Problem::invalid("not-in-catalogue").at("neighbourhood"))?;
    let by = visit.actor()?;
    let code = network::new_antenna_code(node, id, &label, hood, by).await?;
    pairing_page(&visit, label, &code).await
}

pub(super) async fn support(visit: Visit, At(antenna): At<AntennaId>) -> Outcome {
    of_here(&visit, antenna, Permission::KeepAntennae).await?;
    let posted = &visit.posted;
    let read = || -> Result<Command, Problem> {
        let how = posted.read("how").ok_or_else(|| Problem::invalid("choose-one").at("how"))?;
        let minutes = posted.read("minutes").unwrap_or_default();
        Ok(Command::Support { antenna, how, day: needed(posted, "day")?, minutes })
    };
    match read() {
        Ok(command) => act(&visit, antenna, command, "antenna-supported").await,
        Err(problem) => again(&visit, antenna, problem).await,
    }
}
