//! What a hub's concierge offers, with hours and who covers it (CAPABILITIES B24): what the city file says, less and
//! more what the hub itself has changed.
//!
//! Always true: a hub changes only its own; nothing here is about a person. Deliberately absent: who exactly is on
//! duty, which is a shift.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use protocol::{NodeId, Problem, Record, Slug};
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, Row};

use crate::city::{City, HubPlace, HubService, OpenSpan, WeekHours};
use crate::command::Answer;
use crate::context::{Ctx, Fail};
use crate::node::Node;
use crate::projection::Arrival;
use crate::store::{Fact, StoreError, Write, log};

/// How facts of this domain begin.
pub const DOMAIN: &str = "offering";
/// The tables a rebuild drops, parents first.
pub const TABLES: &[&str] = &["offering"];
/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[SET, RESTORE, ALL];
/// Longest name, line or word on who covers it, in characters.
pub const LINE_MAX: usize = 200;
/// Most services of one hub.
pub const SERVICES_MAX: usize = 40;

const SET: &str = "INSERT INTO offering (home, slug, state, offering, changed_at_ms) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (home, slug) DO UPDATE SET state = $3, offering = $4, \
    changed_at_ms = $5";
const RESTORE: &str = "DELETE FROM offering WHERE home = $1 AND slug = $2";
const ALL: &str = "SELECT slug, state, offering FROM offering WHERE home = $1 ORDER BY slug";

/// What can have happened; the subject is the hub and the slug.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// The hub offers this, in this way.
    Set(Box<HubService>),
    /// The hub does not offer it any more.
    Dropped {
        /// Which.
        slug: Slug,
    },
    /// It is again as the city file has it.
    Restored {
        /// Which.
        slug: Slug,
    },
}

/// What can be asked of this domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Offer something, or offer it in another way.
    Set(Box<HubService>),
    /// Offer it no more.
    Drop {
        /// Which.
        slug: Slug,
    },
    /// Have it as the city file has it.
    Restore {
        /// Which.
        slug: Slug,
    },
}

/// Something a hub offers, and where that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// What.
    pub service: HubService,
    /// Whether the hub has changed it or added it.
    pub own: bool,
    /// Whether the city file has it too.
    pub in_file: bool,
    /// Whether the hub has dropped it.
    pub dropped: bool,
}

/// What a hub has changed, by slug; `None` for what it dropped.
pub type Changes = BTreeMap<String, Option<HubService>>;

/// Decides what a command becomes: pure.
///
/// # Errors
/// A problem that names the field.
pub fn decide(
    command: &Command,
    city: &City,
    hub: &HubPlace,
    changes: &Changes,
) -> Result<Vec<Event>, Problem> {
    let in_file = |slug: &Slug| hub.services.iter().any(|one| one.slug == slug.as_str());
    let known = |slug: &Slug| in_file(slug) || changes.contains_key(slug.as_str());
    let unknown = || Problem::not_found("unknown-offering");
    match command {
        Command::Set(service) => {
            check(service, city)?;
            let now = all(hub, changes);
            let there = now.iter().find(|one| one.service.slug == service.slug && !one.dropped);
            if there.is_some_and(|one| one.service == **service) {
                return Ok(vec![]);
            }
            if there.is_none() && now.iter().filter(|one| !one.dropped).count() >= SERVICES_MAX {
                return Err(Problem::conflict("too-many-offerings"));
            }
            Ok(vec![Event::Set(service.clone())])
        }
        Command::Drop { slug } if known(slug) => match changes.get(slug.as_str()) {
            Some(None) => Ok(vec![]),
            Some(Some(_)) | None => Ok(vec![Event::Dropped { slug: slug.clone() }]),
        },
        Command::Restore { slug } if in_file(slug) => Ok(if changes.contains_key(slug.as_str()) {
            vec![Event::Restored { slug: slug.clone() }]
        } else {
            vec![]
        }),
        Command::Drop { .. } | Command::Restore { .. } => Err(unknown()),
    }
}

fn check(service: &HubService, city: &City) -> Result<(), Problem> {
    let left_out = |field: &str| Problem::invalid("left-out").at(field);
    if !protocol::ids::is_slug(&service.slug) || !protocol::ids::is_slug(&service.icon) {
        return Err(left_out("name"));
    }
    if service.name.in_language("it").trim().is_empty() {
        return Err(left_out("name"));
    }
    for (field, words) in
        [("name", &service.name), ("hint", &service.hint), ("covered_by", &service.covered_by)]
    {
        if words.0.values().any(|text| text.chars().count() > LINE_MAX) {
            return Err(Problem::invalid("out-of-range").at(field).with("most", LINE_MAX));
        }
    }
    if service.category.as_deref().is_some_and(|slug| city.category(slug).is_none()) {
        return Err(Problem::invalid("not-in-catalogue").at("category"));
    }
    if days(&service.hours).iter().all(|spans| spans.is_empty()) {
        return Err(left_out("hours"));
    }
    let wrong = |spans: &&[OpenSpan]| {
        spans.iter().any(|span| span.closes_min <= span.opens_min || span.closes_min > 1_440)
            || spans.windows(2).any(|two| two[1].opens_min < two[0].closes_min)
    };
    if days(&service.hours).iter().any(wrong) {
        return Err(Problem::invalid("bad-hours").at("hours"));
    }
    Ok(())
}

/// The spans of a week, Monday first.
#[must_use]
pub fn days(hours: &WeekHours) -> [&[OpenSpan]; 7] {
    [&hours.mon, &hours.tue, &hours.wed, &hours.thu, &hours.fri, &hours.sat, &hours.sun]
        .map(Vec::as_slice)
}

/// All a hub has ever offered: the city file's in its order, then the hub's own by name.
#[must_use]
pub fn all(hub: &HubPlace, changes: &Changes) -> Vec<Offered> {
    let from_file = hub.services.iter().map(|service| match changes.get(&service.slug) {
        None => Offered { service: service.clone(), own: false, in_file: true, dropped: false },
        Some(None) => Offered { service: service.clone(), own: true, in_file: true, dropped: true },
        Some(Some(own)) => {
            Offered { service: own.clone(), own: true, in_file: true, dropped: false }
        }
    });
    let known = |slug: &str| hub.services.iter().any(|service| service.slug == slug);
    let own = changes.iter().filter(|(slug, _)| !known(slug)).filter_map(|(_, service)| {
        let service = service.clone()?;
        Some(Offered { service, own: true, in_file: false, dropped: false })
    });
    from_file.chain(own).collect()
}

/// What a hub offers now.
///
/// # Errors
/// [`StoreError`].
pub async fn offered(
    db: &mut AnyConnection,
    city: &City,
    home: &NodeId,
) -> Result<Vec<HubService>, StoreError> {
    let Some(hub) = city.hub(home.as_str()) else { return Ok(Vec::new()) };
    let changes = changes(db, home).await?;
    let all = all(hub, &changes).into_iter().filter(|one| !one.dropped);
    Ok(all.map(|one| one.service).collect())
}

/// Whether a service stands for a kind of help, itself or by its heading.
#[must_use]
pub fn covers(city: &City, service: &HubService, category: &str) -> bool {
    let Some(own) = service.category.as_deref() else { return false };
    let parent = city.category(category).and_then(|category| category.parent.as_deref());
    own == category || parent == Some(own)
}

/// What a hub has changed of what the city file says.
///
/// # Errors
/// [`StoreError`].
pub async fn changes(db: &mut AnyConnection, home: &NodeId) -> Result<Changes, StoreError> {
    let rows = sqlx::query(ALL).bind(home.as_str()).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            let offering: Option<String> = row.try_get("offering")?;
            let offering = offering.map(|text| serde_json::from_str(&text)).transpose();
            let offering = offering.map_err(|error| StoreError::Corrupt {
                what: "offering".to_owned(),
                why: error.to_string(),
            })?;
            Ok((row.try_get("slug")?, offering))
        })
        .collect()
}

/// Does a command of this domain.
///
/// # Errors
/// [`Fail::Refused`] with the words for the person, or a failure of the store.
pub async fn handle(
    node: &Node,
    write: &mut Write<'_>,
    ctx: &Ctx,
    command: &Command,
) -> Result<Answer, Fail> {
    let city = node.known_city()?;
    let hub = city.hub(node.id().as_str());
    let hub = hub.ok_or_else(|| Problem::conflict("hub-not-in-city"))?;
    let changes = changes(write.db, node.id()).await?;
    for event in decide(command, &city, hub, &changes)? {
        let slug = match &event {
            Event::Set(service) => service.slug.clone(),
            Event::Dropped { slug } | Event::Restored { slug } => slug.to_string(),
        };
        let subject = format!("{}/{slug}", node.id());
        write.append(ctx, Fact::of(DOMAIN, subject, &event)).await?;
    }
    Ok(Answer::Done)
}

/// Brings the table up to date with one fact.
///
/// # Errors
/// [`StoreError`].
pub async fn project(
    db: &mut AnyConnection,
    record: &Record,
    _arrival: Arrival,
) -> Result<(), StoreError> {
    let Some(event) = log::event_of::<Event>(record)? else { return Ok(()) };
    let home = record.envelope.series.node.as_str();
    let (slug, state, offering) = match &event {
        Event::Restored { slug } => {
            sqlx::query(RESTORE).bind(home).bind(slug.as_str()).execute(db).await?;
            return Ok(());
        }
        Event::Dropped { slug } => (slug.to_string(), "dropped", None),
        Event::Set(service) => {
            let text = serde_json::to_string(service).map_err(|error| StoreError::Projection {
                kind: record.envelope.kind.clone(),
                why: error.to_string(),
            })?;
            (service.slug.clone(), "set", Some(text))
        }
    };
    sqlx::query(SET)
        .bind(home)
        .bind(slug)
        .bind(state)
        .bind(offering)
        .bind(record.envelope.at_ms)
        .execute(db)
        .await?;
    Ok(())
}
