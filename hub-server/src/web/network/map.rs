//! The territory: city, zones, neighbourhoods, hubs, and where there are antennae and where there are none (C6,
//! C7), as a picture and as a table that says the same; how the territory has changed and will change.
//!
//! Always true: the picture is made here, needs no script, and shows each neighbourhood with its number, so that
//! its colour carries nothing alone. Where the city has given outlines they are drawn; else zones are blocks and
//! neighbourhoods tiles, and so are those that no outline was given for.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use askama::Template;

use super::{section, shown_name, target};
use crate::catalogue;
use crate::city::City;
use crate::city::outlines::{Outlines, Point};
use crate::network::antennae;
use crate::people::roles::Permission;
use crate::web::page::{Page, show};
use crate::web::requests::Names;
use crate::web::visit::{Fault, Outcome, Visit};
use crate::work;

/// The tiles' sizes, in the picture's own units.
const TILE_W: usize = 148;
const TILE_H: usize = 64;
const GAP: usize = 8;
const HEAD_H: usize = 34;
/// Tiles beside each other in a zone.
const ACROSS: usize = 3;
/// Zones beside each other.
const ZONES_ACROSS: usize = 2;
/// Longest line of a name on a tile, in characters.
const LINE_MAX: usize = 18;

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

/// The picture: outlines where there are any, and under them the neighbourhoods that have none.
fn picture(page: &Page, zones: &[ZoneView], outlines: &Outlines) -> String {
    if outlines.0.is_empty() {
        return schematic(page, zones);
    }
    let all = || zones.iter().flat_map(|zone| &zone.places);
    let has = |place: &&Place| outlines.0.contains_key(&place.slug);
    let shown: BTreeSet<&str> = all().filter(has).map(|place| place.slug.as_str()).collect();
    let points = outlines.0.iter().filter(|(slug, _)| shown.contains(slug.as_str()));
    let Some(frame) = Frame::around(points.flat_map(|(_, rings)| rings.iter().flatten())) else {
        return schematic(page, zones);
    };
    let mut body = String::new();
    for place in all().filter(has) {
        outline(&mut body, page, place, &outlines.0[&place.slug], &frame);
    }
    let drawn = format!(
        "<svg class=\"cover outlines\" viewBox=\"0 0 {:.0} {:.0}\" role=\"group\" aria-label=\"{}\">{body}</svg>",
        frame.width,
        frame.height,
        escaped(&page.w.t("map-picture"))
    );
    let rest: Vec<ZoneView> = zones
        .iter()
        .map(|zone| ZoneView {
            name: zone.name.clone(),
            empty: zone.empty,
            places: zone.places.iter().filter(|place| !has(place)).cloned().collect(),
        })
        .filter(|zone| !zone.places.is_empty())
        .collect();
    if rest.is_empty() { drawn } else { drawn + &schematic(page, &rest) }
}

/// Where degrees lie on the picture. Latitude counts whole, longitude as much shorter as it is there.
struct Frame {
    west: f64,
    north: f64,
    across: f64,
    scale: f64,
    width: f64,
    height: f64,
}

/// Width of a picture of outlines, in its own units, and the empty edge around it.
const WIDE: f64 = 1_000.0;
const EDGE: f64 = 12.0;

impl Frame {
    fn around<'p>(points: impl Iterator<Item = &'p Point>) -> Option<Self> {
        let (mut west, mut east, mut south, mut north) = (i32::MAX, i32::MIN, i32::MAX, i32::MIN);
        for (longitude, latitude) in points {
            (west, east) = (west.min(*longitude), east.max(*longitude));
            (south, north) = (south.min(*latitude), north.max(*latitude));
        }
        if west >= east || south >= north {
            return None;
        }
        let [west, east, south, north] = [west, east, south, north].map(f64::from);
        let across = (f64::midpoint(north, south) / 1e6).to_radians().cos();
        // As wide as the page, and no higher than wide.
        let scale = ((WIDE - 2.0 * EDGE) / ((east - west) * across))
            .min((WIDE - 2.0 * EDGE) / (north - south));
        let width = (east - west) * across * scale + 2.0 * EDGE;
        let height = (north - south) * scale + 2.0 * EDGE;
        Some(Self { west, north, across, scale, width, height })
    }

    fn at(&self, (longitude, latitude): Point) -> (f64, f64) {
        let x = (f64::from(longitude) - self.west) * self.across * self.scale + EDGE;
        let y = (self.north - f64::from(latitude)) * self.scale + EDGE;
        (x, y)
    }
}

fn tone(place: &Place) -> &'static str {
    match place.count.active {
        0 => "none",
        1 => "one",
        2..=3 => "some",
        _ => "many",
    }
}

fn opened(page: &Page, place: &Place) -> (String, &'static str) {
    let words = escaped(&in_words(page, place));
    if page.central {
        (format!("<g role=\"img\" aria-label=\"{words}\">"), "</g>")
    } else {
        (format!("<a href=\"/antennae?hood={}\" aria-label=\"{words}\">", place.slug), "</a>")
    }
}

/// A neighbourhood by its outline, with its name and its number where it is widest.
fn outline(text: &mut String, page: &Page, place: &Place, rings: &[Vec<Point>], frame: &Frame) {
    let (tone, (open, close)) = (tone(place), opened(page, place));
    let mut path = String::new();
    for ring in rings {
        for (number, point) in ring.iter().enumerate() {
            let (x, y) = frame.at(*point);
            let _ = write!(path, "{}{x:.1} {y:.1}", if number == 0 { 'M' } else { 'L' });
        }
        path.push('Z');
    }
    let widest = rings.iter().max_by_key(|ring| ring.len());
    let (x, y) = widest.map_or((0.0, 0.0), |ring| middle(ring, frame));
    let _ = write!(
        text,
        "{open}<title>{}</title><path class=\"tile {tone}\" d=\"{path}\"/>\
         <text class=\"tile-count {tone}\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
        escaped(&in_words(page, place)),
        y + 7.0,
        place.count.active,
    );
    text.push_str(close);
}

/// The centre of gravity of a ring, on the picture.
fn middle(ring: &[Point], frame: &Frame) -> (f64, f64) {
    let points: Vec<(f64, f64)> = ring.iter().map(|point| frame.at(*point)).collect();
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for (index, (ax, ay)) in points.iter().enumerate() {
        let (bx, by) = points[(index + 1) % points.len()];
        let part = ax * by - bx * ay;
        area += part;
        x += (ax + bx) * part;
        y += (ay + by) * part;
    }
    if area.abs() < 1e-6 {
        return points.first().copied().unwrap_or_default();
    }
    (x / (3.0 * area), y / (3.0 * area))
}

/// The schematic picture: each zone a block, each neighbourhood a tile that leads to its antennae.
fn schematic(page: &Page, zones: &[ZoneView]) -> String {
    let block_w = ACROSS * TILE_W + (ACROSS + 1) * GAP;
    let height_of =
        |zone: &ZoneView| HEAD_H + zone.places.len().div_ceil(ACROSS) * (TILE_H + GAP) + GAP;
    let mut body = String::new();
    let mut top = 0;
    for row in zones.chunks(ZONES_ACROSS) {
        for (column, zone) in row.iter().enumerate() {
            let left = column * (block_w + 2 * GAP);
            block(&mut body, page, zone, (left, top, block_w, height_of(zone)));
        }
        top += row.iter().map(height_of).max().unwrap_or_default() + 2 * GAP;
    }
    let width = ZONES_ACROSS * block_w + 2 * GAP * (ZONES_ACROSS - 1);
    format!(
        "<svg class=\"cover\" viewBox=\"0 0 {width} {top}\" role=\"group\" aria-label=\"{}\">{body}</svg>",
        escaped(&page.w.t("map-picture"))
    )
}

fn block(text: &mut String, page: &Page, zone: &ZoneView, at: (usize, usize, usize, usize)) {
    let (left, top, width, height) = at;
    // Writing into a string cannot fail.
    let _ = write!(
        text,
        "<rect class=\"zone\" x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"12\"/>\
         <text class=\"zone-name\" x=\"{}\" y=\"{}\">{}</text>",
        left + GAP + 4,
        top + 24,
        escaped(&page.w.a("scope-zone", "name", &zone.name)),
    );
    for (index, place) in zone.places.iter().enumerate() {
        let x = left + GAP + (index % ACROSS) * (TILE_W + GAP);
        let y = top + HEAD_H + (index / ACROSS) * (TILE_H + GAP);
        tile(text, page, place, x, y);
    }
}

fn tile(text: &mut String, page: &Page, place: &Place, x: usize, y: usize) {
    let (tone, (open, close)) = (tone(place), opened(page, place));
    let _ = write!(
        text,
        "{open}<rect class=\"tile {tone}\" x=\"{x}\" y=\"{y}\" width=\"{TILE_W}\" height=\"{TILE_H}\" rx=\"8\"/>\
         <text class=\"tile-count {tone}\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
        x + TILE_W - 10,
        y + TILE_H - 12,
        place.count.active,
    );
    for (line, part) in lines_of(&place.name).iter().enumerate() {
        let _ = write!(
            text,
            "<text class=\"tile-name {tone}\" x=\"{}\" y=\"{}\">{}</text>",
            x + 10,
            y + 20 + line * 16,
            escaped(part)
        );
    }
    text.push_str(close);
}

/// A neighbourhood and its antennae, said as a sentence.
fn in_words(page: &Page, place: &Place) -> String {
    let count = page.w.n("map-antennae", place.count.active);
    format!("{}: {count}", place.name)
}

/// A name in lines that fit on a tile: three at most.
fn lines_of(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LINE_MAX => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.truncate(3);
    lines
}

/// Text inside the picture. Names come from the city file, which a person wrote.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
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

    #[test]
    fn an_outline_keeps_its_shape_north_is_up_and_its_number_stands_inside() {
        // A square of a hundredth of a degree at 60° north is half as wide as high.
        let ring = [(0, 60_000_000), (10_000, 60_000_000), (10_000, 60_010_000), (0, 60_010_000)];
        let frame = Frame::around(ring.iter()).unwrap();
        let (west, east) = (frame.at(ring[0]).0, frame.at(ring[1]).0);
        let (south, north) = (frame.at(ring[0]).1, frame.at(ring[3]).1);
        assert!(north < south, "north is up");
        let ratio = (east - west) / (south - north);
        assert!((ratio - 0.5).abs() < 0.01, "{ratio}");
        assert!(frame.height <= WIDE + 0.1 && frame.width <= WIDE + 0.1);
        let (x, y) = middle(&ring, &frame);
        assert!(west < x && x < east && north < y && y < south);
        assert!(Frame::around([(0, 0)].iter()).is_none(), "a point is no city");
    }

    #[test]
    fn long_names_are_broken_into_lines_and_cannot_leave_the_picture() {
        assert_eq!(lines_of("Villaggio Prealpino - Stocchetta").len(), 3);
        assert!(
            lines_of("Chiesanuova - Noce - Girelli").iter().all(|l| l.chars().count() <= LINE_MAX)
        );
        assert_eq!(escaped("<a href=\"x\">&"), "&lt;a href=&quot;x&quot;&gt;&amp;");
    }
}
