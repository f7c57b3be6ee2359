//! A picture of the territory: its neighbourhoods, each with a mark and a tone.
//!
//! Always true: the picture is made here and needs no script; each neighbourhood has its mark and its words, so that its
//! tone carries nothing alone. Where the city has given outlines they are drawn; else zones are blocks and
//! neighbourhoods tiles, and so are those that no outline was given for.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::city::outlines::{Outlines, Point};

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

/// A neighbourhood on the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spot {
    /// Its slug, by which its outline is found.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The picture of it, said as a sentence.
    pub words: String,
    /// `none`, `one`, `some` or `many`.
    pub tone: &'static str,
    /// What stands on it: a number, a few letters, or nothing.
    pub mark: String,
    /// Where it leads; empty for nowhere.
    pub href: String,
}

/// Neighbourhoods that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Zone {
    /// What stands above them.
    pub name: String,
    /// The neighbourhoods.
    pub spots: Vec<Spot>,
}

/// The picture: outlines where there are any, and under them the neighbourhoods that have none.
pub(crate) fn picture(label: &str, zones: &[Zone], outlines: &Outlines) -> String {
    if outlines.0.is_empty() {
        return schematic(label, zones);
    }
    let all = || zones.iter().flat_map(|zone| &zone.spots);
    let has = |spot: &&Spot| outlines.0.contains_key(&spot.slug);
    let shown: BTreeSet<&str> = all().filter(has).map(|spot| spot.slug.as_str()).collect();
    let points = outlines.0.iter().filter(|(slug, _)| shown.contains(slug.as_str()));
    let Some(frame) = Frame::around(points.flat_map(|(_, rings)| rings.iter().flatten())) else {
        return schematic(label, zones);
    };
    let mut body = String::new();
    for spot in all().filter(has) {
        outline(&mut body, spot, &outlines.0[&spot.slug], &frame);
    }
    let drawn = format!(
        "<svg class=\"cover outlines\" viewBox=\"0 0 {:.0} {:.0}\" role=\"group\" aria-label=\"{}\">{body}</svg>",
        frame.width,
        frame.height,
        escaped(label)
    );
    let rest: Vec<Zone> = zones
        .iter()
        .map(|zone| Zone {
            name: zone.name.clone(),
            spots: zone.spots.iter().filter(|spot| !has(spot)).cloned().collect(),
        })
        .filter(|zone| !zone.spots.is_empty())
        .collect();
    if rest.is_empty() { drawn } else { drawn + &schematic(label, &rest) }
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

fn opened(spot: &Spot) -> (String, &'static str) {
    let words = escaped(&spot.words);
    if spot.href.is_empty() {
        (format!("<g role=\"img\" aria-label=\"{words}\">"), "</g>")
    } else {
        (format!("<a href=\"{}\" aria-label=\"{words}\">", escaped(&spot.href)), "</a>")
    }
}

/// A neighbourhood by its outline, with its name and its number where it is widest.
fn outline(text: &mut String, spot: &Spot, rings: &[Vec<Point>], frame: &Frame) {
    let (tone, (open, close)) = (spot.tone, opened(spot));
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
        escaped(&spot.words),
        y + 7.0,
        escaped(&spot.mark),
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
fn schematic(label: &str, zones: &[Zone]) -> String {
    let block_w = ACROSS * TILE_W + (ACROSS + 1) * GAP;
    let height_of = |zone: &Zone| HEAD_H + zone.spots.len().div_ceil(ACROSS) * (TILE_H + GAP) + GAP;
    let mut body = String::new();
    let mut top = 0;
    for row in zones.chunks(ZONES_ACROSS) {
        for (column, zone) in row.iter().enumerate() {
            let left = column * (block_w + 2 * GAP);
            block(&mut body, zone, (left, top, block_w, height_of(zone)));
        }
        top += row.iter().map(height_of).max().unwrap_or_default() + 2 * GAP;
    }
    let width = ZONES_ACROSS * block_w + 2 * GAP * (ZONES_ACROSS - 1);
    format!(
        "<svg class=\"cover\" viewBox=\"0 0 {width} {top}\" role=\"group\" aria-label=\"{}\">{body}</svg>",
        escaped(label)
    )
}

fn block(text: &mut String, zone: &Zone, at: (usize, usize, usize, usize)) {
    let (left, top, width, height) = at;
    // Writing into a string cannot fail.
    let _ = write!(
        text,
        "<rect class=\"zone\" x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"12\"/>\
         <text class=\"zone-name\" x=\"{}\" y=\"{}\">{}</text>",
        left + GAP + 4,
        top + 24,
        escaped(&zone.name),
    );
    for (index, spot) in zone.spots.iter().enumerate() {
        let x = left + GAP + (index % ACROSS) * (TILE_W + GAP);
        let y = top + HEAD_H + (index / ACROSS) * (TILE_H + GAP);
        tile(text, spot, x, y);
    }
}

fn tile(text: &mut String, spot: &Spot, x: usize, y: usize) {
    let (tone, (open, close)) = (spot.tone, opened(spot));
    let _ = write!(
        text,
        "{open}<rect class=\"tile {tone}\" x=\"{x}\" y=\"{y}\" width=\"{TILE_W}\" height=\"{TILE_H}\" rx=\"8\"/>\
         <text class=\"tile-count {tone}\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
        x + TILE_W - 10,
        y + TILE_H - 12,
        escaped(&spot.mark),
    );
    for (line, part) in lines_of(&spot.name).iter().enumerate() {
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
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

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
