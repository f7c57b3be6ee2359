//! The city file: territory, hubs, partners, bodies, projects and settings of one city, read from TOML.
//!
//! Always true: a file is taken whole or not at all, and what is wrong with it is told all at once, each mistake with
//! its line and column; no text or bytes make reading panic. Settings a city leaves out come from
//! `cities/common/settings.toml`, which is built into the program. Deliberately absent: writing to the log (the city
//! becomes one catalogue fact elsewhere) and personal data.

mod concierge;
mod desk;
mod document;
mod fields;
mod hours;
mod mistake;
mod names;
pub mod outlines;
mod read;
mod schema;
mod tasks;
mod territory;
#[cfg(test)]
mod tests;
mod values;

use std::sync::LazyLock;

use document::{Document, Lines};
use fields::{Fields, Reader};
use read::Settings;

pub use concierge::{Because, HubService, Moderation, Point, Route};
pub use desk::{Criterion, DeskVisits, Evaluation};
pub use mistake::{Mistake, MistakeKind, Named};
pub use schema::{
    Agency, Amounts, Body, BodyKind, Calendar, Category, CircleDeadlines, City, CouncilSize,
    DiaryRules, HubPlace, Indicator, Intervention, Level, LinkedOperation, MacroAction,
    Neighbourhood, NeighbourhoodCouncil, OpenSpan, Partner, PartnerRole, Programme, ProjectSheet,
    Requirement, Service, Shared, TargetGroup, Topic, WeekHours, Words, WorkSite, YearlyDay, Zone,
};

pub use tasks::{Cause, TaskRule};
pub use territory::{Former, Reorganisation};
pub use values::is_cup;

/// Largest file read, in bytes: twenty times the largest city file so far.
pub const MAX_BYTES: usize = 512 * 1024;

/// Settings that every city starts from.
const COMMON_SETTINGS: &str = include_str!("../../../cities/common/settings.toml");

static COMMON: LazyLock<Settings> = LazyLock::new(|| {
    let document = Document::parse(COMMON_SETTINGS);
    let mut reader = Reader::new(&document.lines);
    Fields::read_root(document.root.get_ref(), &mut reader, |f| {
        read::settings(f, &Settings::default())
    })
});

/// What came of reading a city file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The city, or every mistake found, in the order of the file.
    pub city: Result<City, Vec<Mistake>>,
    /// What is allowed but probably not meant, in the order of the file; empty when there are mistakes.
    pub warnings: Vec<Mistake>,
}

/// Reads a city file. `file_name` is used in messages only.
///
/// # Errors
/// Every mistake found, in the order of the file.
pub fn read(text: &str, file_name: &str) -> Result<City, Vec<Mistake>> {
    inspect(text, file_name).city
}

/// Reads a city file as it comes from a disk or an upload.
#[must_use]
pub fn inspect_bytes(bytes: &[u8], file_name: &str) -> Reading {
    match std::str::from_utf8(bytes) {
        Ok(text) => inspect(text, file_name),
        Err(error) => {
            let (valid, _) = bytes.split_at(error.valid_up_to());
            let valid = std::str::from_utf8(valid).unwrap_or_default();
            let found = vec![(valid.len(), MistakeKind::NotUtf8)];
            Reading {
                city: Err(placed(found, &Lines::new(valid), file_name)),
                warnings: Vec::new(),
            }
        }
    }
}

/// Reads a city file and also tells what looks unwise in it.
#[must_use]
pub fn inspect(text: &str, file_name: &str) -> Reading {
    // Some editors put a byte order mark first; it is not part of the first line.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() > MAX_BYTES {
        let found = vec![(0, MistakeKind::TooLarge { bytes: text.len(), max_bytes: MAX_BYTES })];
        return Reading {
            city: Err(placed(found, &Lines::new(text), file_name)),
            warnings: Vec::new(),
        };
    }

    let document = Document::parse(text);
    let mut reader = Reader::new(&document.lines);
    let city = Fields::read_root(document.root.get_ref(), &mut reader, |f| read::city(f, &COMMON));
    let Reader { mut found, names, .. } = reader;
    found.extend(names.dangling());
    found.extend(names.loops());
    found
        .retain(|(at, what)| !document.is_spoilt(*at) && (what.is_local() || !document.incomplete));
    found.extend(document.errors.iter().map(|(at, told)| (*at, MistakeKind::Syntax(told.clone()))));

    if !found.is_empty() {
        return Reading {
            city: Err(placed(found, &document.lines, file_name)),
            warnings: Vec::new(),
        };
    }
    let unserved = city
        .neighbourhoods()
        .filter(|(_, place)| city.hubs_serving(&place.slug).next().is_none())
        .map(|(_, place)| {
            let at = names.place_of(Named::Neighbourhood, &place.slug).unwrap_or_default();
            (at, MistakeKind::Unserved { value: place.slug.clone() })
        })
        .collect();
    let warnings = placed(unserved, &document.lines, file_name);
    Reading { city: Ok(city), warnings }
}

/// Offsets become lines and columns.
fn placed(
    mut found: Vec<(usize, MistakeKind)>,
    lines: &Lines<'_>,
    file_name: &str,
) -> Vec<Mistake> {
    found.sort_by_key(|(at, _)| *at);
    let places = lines.places(found.iter().map(|(at, _)| *at));
    found
        .into_iter()
        .zip(places)
        .map(|((_, what), (line, column))| Mistake {
            file: file_name.to_owned(),
            line,
            column,
            what,
        })
        .collect()
}

impl City {
    /// Every neighbourhood with its zone, in the order of the file.
    pub fn neighbourhoods(&self) -> impl Iterator<Item = (&Zone, &Neighbourhood)> {
        self.zones
            .iter()
            .flat_map(|zone| zone.neighbourhoods.iter().map(move |place| (zone, place)))
    }

    /// The neighbourhood of that slug, with its zone.
    #[must_use]
    pub fn neighbourhood(&self, slug: &str) -> Option<(&Zone, &Neighbourhood)> {
        self.neighbourhoods().find(|(_, place)| place.slug == slug)
    }

    /// The hub of that slug.
    #[must_use]
    pub fn hub(&self, slug: &str) -> Option<&HubPlace> {
        self.hubs.iter().find(|hub| hub.slug == slug)
    }

    /// Hubs that serve a neighbourhood, in the order of the file: the first is where its requests go.
    pub fn hubs_serving<'c>(
        &'c self,
        neighbourhood: &'c str,
    ) -> impl Iterator<Item = &'c HubPlace> {
        self.hubs.iter().filter(move |hub| hub.served.iter().any(|slug| slug == neighbourhood))
    }

    /// The municipal service of that slug.
    #[must_use]
    pub fn service(&self, slug: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.slug == slug)
    }

    /// The category of that slug.
    #[must_use]
    pub fn category(&self, slug: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.slug == slug)
    }

    /// Categories directly under `heading`, or at the top for `None`, in the order of the file.
    pub fn categories_under<'c>(
        &'c self,
        heading: Option<&'c str>,
    ) -> impl Iterator<Item = &'c Category> {
        self.categories.iter().filter(move |category| category.parent.as_deref() == heading)
    }

    /// Whether requests are made in this category. A heading only holds others and takes none itself.
    #[must_use]
    pub fn takes_requests(&self, category: &Category) -> bool {
        self.categories_under(Some(&category.slug)).next().is_none()
    }

    /// Whether `hub` takes requests in `category`: it lists none, or lists this one or a heading above it.
    #[must_use]
    pub fn hub_takes(&self, hub: &HubPlace, category: &Category) -> bool {
        let mut here = Some(category);
        // A path to the top is never longer than the list.
        for _ in 0..=self.categories.len() {
            let Some(step) = here else { break };
            if hub.categories.is_empty() || hub.categories.contains(&step.slug) {
                return true;
            }
            here = step.parent.as_deref().and_then(|parent| self.category(parent));
        }
        false
    }

    /// The indicator of that slug.
    #[must_use]
    pub fn indicator(&self, slug: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.slug == slug)
    }

    /// The bodies of the city that are working groups.
    pub fn working_groups(&self) -> impl Iterator<Item = &Body> {
        self.bodies.iter().filter(|body| body.kind == BodyKind::WorkingGroup)
    }

    /// The partner of that slug.
    #[must_use]
    pub fn partner(&self, slug: &str) -> Option<&Partner> {
        self.partners.iter().find(|partner| partner.slug == slug)
    }
}
