//! How the territory changes from a day on: neighbourhoods that are split, merged or moved to another zone (CAPABILITIES
//! C6, I21).
//!
//! Always true: the zones of a city file are those before the first change; [`City::on`] makes the city of a day of
//! them. A neighbourhood that is no more keeps its slug, its name and the zone it was in, so that what was recorded
//! about it reads as it did then. Deliberately absent: moving what was recorded from one neighbourhood to another.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::concierge;
use super::fields::Fields;
use super::mistake::Named;
use super::schema::{City, Neighbourhood, Zone};
use super::values::{date, line};

/// A change of the territory, from a day on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reorganisation {
    /// The first day it counts.
    pub day: Date,
    /// The act that decides it, in words.
    pub act: String,
    /// Slugs of the neighbourhoods that are no more.
    pub ends: Vec<String>,
    /// The neighbourhoods that take their place.
    pub begins: Vec<Neighbourhood>,
    /// Slugs of the neighbourhoods that go to another zone.
    pub moves: Vec<String>,
    /// Slug of the zone where they go, or where the new ones are; `None` for the zone of the first that ends.
    pub zone: Option<String>,
}

/// A neighbourhood as it was until a day: one that is no more, or one that was in another zone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Former {
    /// Slug, unique in the whole city for ever.
    pub slug: String,
    /// Name people read.
    pub name: String,
    /// Slug of the zone it was in.
    pub zone: String,
    /// The first day on which that is over.
    pub until: Date,
    /// Slugs of those that took its place; empty for one that goes on in another zone.
    pub into: Vec<String>,
}

pub(super) fn reorganisation(f: &mut Fields<'_, '_>) -> Reorganisation {
    let (day, act) = (f.one("day", date), f.one("act", line));
    let ends = f.links("ends", Named::Neighbourhood);
    let moves = f.links("moves", Named::Neighbourhood);
    let begins = f.each("begins", |f| Neighbourhood {
        slug: f.slug(Named::Neighbourhood),
        name: f.one("name", line),
        at: f.maybe("at", concierge::point),
    });
    // What ends goes on somewhere, and what moves goes somewhere.
    if !ends.is_empty() {
        f.at_least_one("begins");
    }
    if moves.is_empty() {
        f.at_least_one("ends");
    }
    let zone = if moves.is_empty() {
        f.maybe_link("zone", Named::Zone)
    } else {
        Some(f.link("zone", Named::Zone))
    };
    Reorganisation { day, act, ends, begins, moves, zone }
}

impl City {
    /// The city as it is on a day: its zones and the neighbourhoods its hubs serve after every change up to then.
    #[must_use]
    pub fn on(&self, day: Date) -> Self {
        let mut city = self.clone();
        let mut changes: Vec<&Reorganisation> =
            self.reorganisations.iter().filter(|change| change.day <= day).collect();
        changes.sort_by_key(|change| change.day);
        for change in changes {
            city.reorganise(change);
        }
        city
    }

    fn reorganise(&mut self, change: &Reorganisation) {
        let zone_of = |zones: &[Zone], slug: &str| {
            zones.iter().position(|zone| zone.neighbourhoods.iter().any(|hood| hood.slug == slug))
        };
        let first = change.ends.first().and_then(|slug| zone_of(&self.zones, slug));
        let named = change.zone.as_ref();
        let named = named.and_then(|slug| self.zones.iter().position(|zone| zone.slug == *slug));
        let Some(target) = named.or(first) else { return };
        let into: Vec<String> = change.begins.iter().map(|hood| hood.slug.clone()).collect();
        for slug in &change.ends {
            let Some(at) = zone_of(&self.zones, slug) else { continue };
            let name = self.take(at, slug).map(|hood| hood.name).unwrap_or_default();
            let (slug, zone) = (slug.clone(), self.zones[at].slug.clone());
            self.past.push(Former { slug, name, zone, until: change.day, into: into.clone() });
        }
        self.zones[target].neighbourhoods.extend(change.begins.iter().cloned());
        for slug in &change.moves {
            let Some(at) = zone_of(&self.zones, slug) else { continue };
            if at != target
                && let Some(hood) = self.take(at, slug)
            {
                let (slug, name, zone) =
                    (slug.clone(), hood.name.clone(), self.zones[at].slug.clone());
                self.past.push(Former { slug, name, zone, until: change.day, into: Vec::new() });
                self.zones[target].neighbourhoods.push(hood);
            }
        }
        // A hub goes on serving who lives where it served, under whichever name.
        for hub in &mut self.hubs {
            let served_one = hub.served.iter().any(|slug| change.ends.contains(slug));
            hub.served.retain(|slug| !change.ends.contains(slug));
            if served_one {
                let new = into.iter().filter(|slug| !hub.served.contains(slug));
                let new: Vec<String> = new.cloned().collect();
                hub.served.extend(new);
            }
            if change.ends.contains(&hub.neighbourhood)
                && let Some(heir) = into.first()
            {
                hub.neighbourhood.clone_from(heir);
            }
            if let Some(at) = zone_of(&self.zones, &hub.neighbourhood) {
                hub.zone.clone_from(&self.zones[at].slug);
            }
        }
        self.zones.retain(|zone| !zone.neighbourhoods.is_empty());
    }

    fn take(&mut self, zone: usize, slug: &str) -> Option<Neighbourhood> {
        let hoods = &mut self.zones[zone].neighbourhoods;
        let at = hoods.iter().position(|hood| hood.slug == slug)?;
        Some(hoods.remove(at))
    }

    /// A neighbourhood that is no more, by its slug.
    #[must_use]
    pub fn former(&self, slug: &str) -> Option<&Former> {
        self.past.iter().find(|past| past.slug == slug && !past.into.is_empty())
    }

    /// The slug of the zone a neighbourhood is in, or was in last.
    #[must_use]
    pub fn zone_holding(&self, slug: &str) -> Option<&str> {
        let now = self.neighbourhood(slug).map(|(zone, _)| zone.slug.as_str());
        now.or_else(|| self.former(slug).map(|former| former.zone.as_str()))
    }

    /// The zones a neighbourhood was in before the one it is in, the first first: slug, and until when.
    pub fn zones_before<'c>(&'c self, slug: &'c str) -> impl Iterator<Item = (&'c str, Date)> {
        let moved = self.past.iter().filter(move |past| past.slug == slug && past.into.is_empty());
        moved.map(|past| (past.zone.as_str(), past.until))
    }
}
