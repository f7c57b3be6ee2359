//! The territory: city, zones, neighbourhoods, hubs, and where there are antennae and where there are none (C6,
//! C7), as a picture and as a table that says the same.
//!
//! Always true: the picture is made here, needs no script, and shows each neighbourhood with its number, so that
//! its colour carries nothing alone. A schematic one: zones as blocks, neighbourhoods as tiles.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use askama::Template;

use super::section;
use crate::city::City;
use crate::network::antennae;
use crate::web::page::{Page, show};
use crate::web::visit::{Outcome, Visit};

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

struct Place {
    slug: String,
    name: String,
    count: Count,
    hubs: String,
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
}

pub(super) async fn map(visit: Visit) -> Outcome {
    let page = Page::of(&visit, section(&visit), "map-title").await;
    let node = &visit.app.node;
    let city = node.known_city()?;
    let mut db = node.store.read().await?;
    let rows = antennae::queries::cover(&mut db, None).await?;
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
    let zones = zones(&city, &counts);
    let all = || zones.iter().flat_map(|zone| &zone.places);
    let template = Map {
        picture: picture(&page, &zones),
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

/// The picture: each zone a block, each neighbourhood a tile that leads to its antennae.
fn picture(page: &Page, zones: &[ZoneView]) -> String {
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
    let tone = match place.count.active {
        0 => "none",
        1 => "one",
        2..=3 => "some",
        _ => "many",
    };
    let words = in_words(page, place);
    let (open, close) = if page.central {
        (format!("<g role=\"img\" aria-label=\"{}\">", escaped(&words)), "</g>")
    } else {
        let href = format!("/antennae?hood={}", place.slug);
        (format!("<a href=\"{href}\" aria-label=\"{}\">", escaped(&words)), "</a>")
    };
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
    fn long_names_are_broken_into_lines_and_cannot_leave_the_picture() {
        assert_eq!(lines_of("Villaggio Prealpino - Stocchetta").len(), 3);
        assert!(
            lines_of("Chiesanuova - Noce - Girelli").iter().all(|l| l.chars().count() <= LINE_MAX)
        );
        assert_eq!(escaped("<a href=\"x\">&"), "&lt;a href=&quot;x&quot;&gt;&amp;");
    }
}
