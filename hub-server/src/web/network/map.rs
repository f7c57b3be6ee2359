//! The territory: city, zones, neighbourhoods, hubs, and where there are antennae and where there are none (C6,
//! C7), as a picture and as a table that says the same; how the territory has changed and will change.
//!
//! Always true: the picture (`web/cover`) shows each neighbourhood with its number, so that its colour carries nothing
//! alone.

use std::collections::BTreeMap;

use askama::Template;

use super::{section, shown_name, target};
use crate::catalogue;
use crate::city::City;
use crate::city::outlines::Outlines;
use crate::network::antennae;
use crate::people::roles::Permission;
use crate::web::cover::{self, Spot, Zone};
use crate::web::page::{Page, show};
use crate::web::requests::Names;
use crate::web::visit::{Fault, Outcome, Visit};
use crate::work;

/// How many antennae there are in a neighbourhood.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Count {
    active: i64,
    resting: i64,
    coming: i64,
}

#[derive(Clone)]
struct Place {
    slug: String,
    name: String,
    count: Count,
    hubs: String,
    staff: String,
}

struct ZoneView {
    name: String,
    places: Vec<Place>,
    empty: usize,
}

#[derive(Template)]
#[template(path = "network/map.html")]
struct Map {
    page: Page,
    picture: String,
    zones: Vec<ZoneView>,
    covered: usize,
    empty: usize,
    active: i64,
    may_draw: bool,
    may_post: bool,
    changes: Vec<Change>,
    homeless: Vec<(String, String)>,
}

/// A change of the territory as the page tells it.
struct Change {
    day: String,
    act: String,
    coming: bool,
    lines: Vec<String>,
}

pub(super) async fn map(visit: Visit) -> Outcome {
    let page = Page::of(&visit, section(&visit), "map-title").await;
    let node = &visit.app.node;
    let city = node.known_city()?;
    let mut db = node.store.read().await?;
    let rows = antennae::queries::cover(&mut db, None).await?;
    let outlines = catalogue::outlines(&mut db).await?;
    drop(db);
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    for (hood, state, antennae) in rows {
        let count = counts.entry(hood).or_default();
        match state.as_str() {
            "active" => count.active += antennae,
            "resting" => count.resting += antennae,
            "spotted" | "contacted" | "interested" | "welcomed" => count.coming += antennae,
            // Suspended and ended ones cover nothing.
            _ => {}
        }
    }
    let mut zones = zones(&city, &counts);
    if !page.central {
        who_looks_after(&visit, &mut zones).await?;
    }
    let all = || zones.iter().flat_map(|zone| &zone.places);
    let template = Map {
        picture: picture(&page, &zones, &outlines),
        may_draw: page.central && visit.may(Permission::PublishCity),
        may_post: visit.may(Permission::PostNotices),
        changes: changes(&visit, &page),
        homeless: homeless(&visit, &page).await?,
        covered: all().filter(|place| place.count.active > 0).count(),
        empty: all().filter(|place| place.count.active == 0).count(),
        active: all().map(|place| place.count.active).sum(),
        zones,
        page,
    };
    show(&template)
}

fn zones(city: &City, counts: &BTreeMap<String, Count>) -> Vec<ZoneView> {
    let place = |hood: &crate::city::Neighbourhood| Place {
        slug: hood.slug.clone(),
        name: hood.name.clone(),
        count: counts.get(&hood.slug).copied().unwrap_or_default(),
        hubs: city
            .hubs_serving(&hood.slug)
            .map(|hub| hub.name.clone())
            .collect::<Vec<_>>()
            .join(", "),
        staff: String::new(),
    };
    let zones = city.zones.iter();
    zones
        .map(|zone| {
            let places: Vec<Place> = zone.neighbourhoods.iter().map(place).collect();
            ZoneView {
                name: zone.name.clone(),
                empty: places.iter().filter(|place| place.count.active == 0).count(),
                places,
            }
        })
        .collect()
}

/// Who looks after which place now.
async fn who_looks_after(visit: &Visit, zones: &mut [ZoneView]) -> Result<(), Fault> {
    let node = &visit.app.node;
    let mut db = node.store.read().await?;
    let mut names = Names::default();
    for one in work::queries::assignments(&mut db, node.id()).await? {
        if one.last_day.is_some() {
            continue;
        }
        let name = names.of(&mut db, Some(one.staff)).await?;
        let places = zones.iter_mut().flat_map(|zone| &mut zone.places);
        for place in places.filter(|place| place.slug == one.neighbourhood.as_str()) {
            if !place.staff.is_empty() {
                place.staff.push_str(", ");
            }
            place.staff.push_str(&name);
        }
    }
    Ok(())
}

/// How the territory has changed and will change, the last change first.
fn changes(visit: &Visit, page: &Page) -> Vec<Change> {
    let Some(city) = visit.app.node.published_city() else { return Vec::new() };
    let today = page.times.day_at(page.times.now_ms);
    // What is to come has names that today's city does not know yet.
    let new = city.reorganisations.iter().flat_map(|change| &change.begins);
    let new: BTreeMap<&str, &str> =
        new.map(|hood| (hood.slug.as_str(), hood.name.as_str())).collect();
    let name = |slug: &String| {
        let old = city.neighbourhood(slug).map(|(_, hood)| hood.name.as_str());
        old.or_else(|| new.get(slug.as_str()).copied()).unwrap_or(slug).to_owned()
    };
    let list = |slugs: &[String]| slugs.iter().map(name).collect::<Vec<_>>().join(", ");
    let mut all: Vec<_> = city.reorganisations.iter().collect();
    all.sort_by_key(|change| std::cmp::Reverse(change.day));
    let tell = |change: &&crate::city::Reorganisation| {
        let mut lines = Vec::new();
        let into: Vec<String> = change.begins.iter().map(|hood| hood.slug.clone()).collect();
        if !change.ends.is_empty() {
            let key = match (change.ends.len(), into.len()) {
                (1, 1) => "map-change-renamed",
                (1, _) => "map-change-split",
                _ => "map-change-merged",
            };
            let (from, into) = (list(&change.ends), list(&into));
            lines.push(page.w.all(key, &[("from", from.as_str()), ("into", &into)]));
        }
        if !change.moves.is_empty() {
            let zone = change.zone.as_deref().unwrap_or_default();
            let named = city.zones.iter().find(|one| one.slug == zone);
            let zone = named.map_or(zone, |zone| zone.name.as_str());
            let moved = list(&change.moves);
            lines
                .push(page.w.all("map-change-moved", &[("moved", moved.as_str()), ("zone", zone)]));
        }
        Change {
            day: page.times.whole_day_of(&change.day.to_string()),
            act: change.act.clone(),
            coming: change.day > today,
            lines,
        }
    };
    all.iter().map(tell).collect()
}

/// Antennae that are still in a neighbourhood that is no more: where to find each, and its name.
async fn homeless(visit: &Visit, page: &Page) -> Result<Vec<(String, String)>, Fault> {
    let node = &visit.app.node;
    let Some(city) = page.city.as_deref().filter(|city| !city.past.is_empty()) else {
        return Ok(Vec::new());
    };
    if page.central {
        return Ok(Vec::new());
    }
    let mut db = node.store.read().await?;
    let mut found = Vec::new();
    for kept in antennae::queries::all(&mut db, node.id()).await? {
        let hoods = &kept.antenna.profile.neighbourhoods;
        let gone = hoods.iter().any(|hood| city.former(hood.as_str()).is_some());
        if gone
            && !kept.antenna.state.is_over()
            && visit.may_on(Permission::SeeAntennae, &target(visit, &kept))
        {
            let name = antennae::name_of(&mut db, node, &kept.antenna).await?;
            found.push((format!("/antennae/{}/edit", kept.id), shown_name(page, &name)));
        }
    }
    Ok(found)
}

/// The picture of where there are antennae.
fn picture(page: &Page, zones: &[ZoneView], outlines: &Outlines) -> String {
    let spot = |place: &Place| Spot {
        slug: place.slug.clone(),
        name: place.name.clone(),
        words: format!("{}: {}", place.name, page.w.n("map-antennae", place.count.active)),
        tone: match place.count.active {
            0 => "none",
            1 => "one",
            2..=3 => "some",
            _ => "many",
        },
        mark: place.count.active.to_string(),
        href: if page.central { String::new() } else { format!("/antennae?hood={}", place.slug) },
    };
    let zone = |zone: &ZoneView| Zone {
        name: page.w.a("scope-zone", "name", &zone.name),
        spots: zone.places.iter().map(spot).collect(),
    };
    let zones: Vec<Zone> = zones.iter().map(zone).collect();
    cover::picture(&page.w.t("map-picture"), &zones, outlines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_neighbourhood_is_on_the_map_also_where_there_is_no_antenna() {
        let city = crate::testing::brescia();
        let some = Count { active: 2, ..Count::default() };
        let counts = BTreeMap::from([("mompiano".to_owned(), some)]);
        let zones = zones(&city, &counts);
        let places: Vec<&Place> = zones.iter().flat_map(|zone| &zone.places).collect();
        assert_eq!(places.len(), city.neighbourhoods().count());
        assert_eq!(places.iter().filter(|place| place.count.active > 0).count(), 1);
        assert_eq!(zones.iter().map(|zone| zone.empty).sum::<usize>(), places.len() - 1);
    }
}
