//! Outlines of the neighbourhoods, from a city's `GeoJSON` (RFC 7946): checked, made small, ready to be drawn.
//!
//! Always true: what is wrong is told all at once, each mistake with the number of its feature; no bytes make reading
//! panic, and what comes out is bounded whatever went in. Deliberately absent: other systems of coordinates than
//! longitude and latitude, and holes in a neighbourhood.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::City;

/// Largest file read, in bytes: what an upload may have.
pub const MAX_BYTES: usize = 500 * 1024;
/// Most points kept of all outlines together.
pub const POINTS_MAX: usize = 8_000;
/// Most mistakes told at once.
const MISTAKES_MAX: usize = 20;
/// How close to the line a point must be to be left out at first, in millionths of a degree: some three metres.
const TOLERANCE: f64 = 30.0;

/// Longitude and latitude in millionths of a degree.
pub type Point = (i32, i32);

/// The outlines of a city: for each neighbourhood its rings, each closed by going back to its first point.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlines(pub BTreeMap<String, Vec<Vec<Point>>>);

/// What is wrong with a file. The number of a feature counts from 1, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Mistake {
    /// It is larger than [`MAX_BYTES`].
    #[error("the file has more than {MAX_BYTES} bytes")]
    TooLarge,
    /// It is no JSON, or no collection of features.
    #[error("the file is no GeoJSON feature collection")]
    NoFeatures,
    /// A feature says of no neighbourhood of the city that it is its outline: what it says, and the nearest key.
    #[error("feature {0} is called {1:?}, which is no neighbourhood")]
    UnknownPlace(usize, String),
    /// Two features are about the same neighbourhood.
    #[error("feature {0} is about {1}, as another is")]
    Again(usize, String),
    /// A feature is no polygon.
    #[error("feature {0} is no polygon")]
    NoPolygon(usize),
    /// Coordinates are no longitude and latitude.
    #[error("feature {0} has coordinates that are no longitude and latitude")]
    NoDegrees(usize),
}

impl Mistake {
    /// The end of the key of its words.
    #[must_use]
    pub const fn slug(&self) -> &'static str {
        match self {
            Self::TooLarge => "too-large",
            Self::NoFeatures => "no-features",
            Self::UnknownPlace(..) => "unknown-place",
            Self::Again(..) => "again",
            Self::NoPolygon(_) => "no-polygon",
            Self::NoDegrees(_) => "no-degrees",
        }
    }

    /// The feature it is about, and what that is called, for its words.
    #[must_use]
    pub fn feature(&self) -> (usize, &str) {
        match self {
            Self::TooLarge | Self::NoFeatures => (0, ""),
            Self::UnknownPlace(number, name) | Self::Again(number, name) => (*number, name),
            Self::NoPolygon(number) | Self::NoDegrees(number) => (*number, ""),
        }
    }
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(default)]
    properties: Option<BTreeMap<String, serde_json::Value>>,
    #[serde(default)]
    geometry: Option<Geometry>,
}

/// A ring of positions, each two numbers or more.
type Ring = Vec<Vec<f64>>;

#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    coordinates: serde_json::Value,
}

/// Reads a file for the neighbourhoods of `city`, today's and those that are no more. A feature says which it is by a
/// property that holds the slug or the name, whatever it is called, letter case and accents apart.
///
/// # Errors
/// Every mistake found, at most twenty.
pub fn read(bytes: &[u8], city: &City) -> Result<Outlines, Vec<Mistake>> {
    if bytes.len() > MAX_BYTES {
        return Err(vec![Mistake::TooLarge]);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let Ok(collection) = serde_json::from_slice::<Collection>(bytes) else {
        return Err(vec![Mistake::NoFeatures]);
    };
    if collection.features.is_empty() {
        return Err(vec![Mistake::NoFeatures]);
    }
    let (mut found, mut mistakes) = (BTreeMap::new(), Vec::new());
    for (index, feature) in collection.features.into_iter().enumerate() {
        let read = place(&feature, city, index + 1)
            .and_then(|slug| Ok((rings(feature.geometry, index + 1)?, slug)));
        match read {
            Ok((rings, slug)) => {
                if found.insert(slug.clone(), rings).is_some() {
                    mistakes.push(Mistake::Again(index + 1, slug));
                }
            }
            Err(mistake) => mistakes.push(mistake),
        }
        if mistakes.len() >= MISTAKES_MAX {
            break;
        }
    }
    if mistakes.is_empty() { Ok(small(&found)) } else { Err(mistakes) }
}

/// A name as it is compared: without case, accents and what stands between words.
fn plain(text: &str) -> String {
    let text = text.to_lowercase();
    text.chars()
        .filter_map(|letter| match letter {
            'à' | 'á' | 'â' | 'ä' => Some('a'),
            'è' | 'é' | 'ê' => Some('e'),
            'ì' | 'í' => Some('i'),
            'ò' | 'ó' | 'ö' => Some('o'),
            'ù' | 'ú' | 'ü' => Some('u'),
            letter if letter.is_alphanumeric() => Some(letter),
            _ => None,
        })
        .collect()
}

fn place(feature: &Feature, city: &City, number: usize) -> Result<String, Mistake> {
    let properties = feature.properties.iter().flatten();
    let texts: Vec<&str> = properties.filter_map(|(_, value)| value.as_str()).collect();
    let now = city.neighbourhoods().map(|(_, hood)| (&hood.slug, &hood.name));
    let past = city.past.iter().map(|past| (&past.slug, &past.name));
    let found = now.chain(past).find(|(slug, name)| {
        let (slug, name) = (plain(slug), plain(name));
        texts.iter().map(|text| plain(text)).any(|text| text == slug || text == name)
    });
    let told = || texts.first().map_or_else(String::new, |text| text.chars().take(60).collect());
    found.map(|(slug, _)| slug.clone()).ok_or_else(|| Mistake::UnknownPlace(number, told()))
}

/// The outer rings of a polygon, or of each of several.
fn rings(geometry: Option<Geometry>, number: usize) -> Result<Vec<Vec<Point>>, Mistake> {
    let geometry = geometry.ok_or(Mistake::NoPolygon(number))?;
    let polygons: Result<Vec<Vec<Ring>>, serde_json::Error> = match geometry.kind.as_str() {
        "Polygon" => serde_json::from_value(geometry.coordinates).map(|rings| vec![rings]),
        "MultiPolygon" => serde_json::from_value(geometry.coordinates),
        _ => return Err(Mistake::NoPolygon(number)),
    };
    let outer = polygons.ok().ok_or(Mistake::NoDegrees(number))?;
    let outer = outer.into_iter().filter_map(|rings| rings.into_iter().next());
    let mut read = Vec::new();
    for ring in outer {
        let points: Option<Vec<Point>> = ring.iter().map(|point| degrees(point)).collect();
        let mut points = points.ok_or(Mistake::NoDegrees(number))?;
        if points.first() == points.last() {
            points.pop();
        }
        if points.len() < 3 {
            return Err(Mistake::NoPolygon(number));
        }
        read.push(points);
    }
    if read.is_empty() { Err(Mistake::NoPolygon(number)) } else { Ok(read) }
}

fn degrees(point: &[f64]) -> Option<Point> {
    let (longitude, latitude) = (*point.first()?, *point.get(1)?);
    let right = (-180.0..=180.0).contains(&longitude) && (-90.0..=90.0).contains(&latitude);
    #[expect(clippy::cast_possible_truncation, reason = "at most 180 000 000")]
    let millionths = |degrees: f64| (degrees * 1e6).round() as i32;
    right.then(|| (millionths(longitude), millionths(latitude)))
}

/// As few points as are needed, and never more than [`POINTS_MAX`] in all.
fn small(outlines: &BTreeMap<String, Vec<Vec<Point>>>) -> Outlines {
    let mut tolerance = TOLERANCE;
    loop {
        let simple: BTreeMap<String, Vec<Vec<Point>>> = outlines
            .iter()
            .map(|(slug, rings)| {
                let rings = rings.iter().map(|ring| simplified(ring, tolerance));
                (slug.clone(), rings.collect())
            })
            .collect();
        let points: usize = simple.values().flatten().map(Vec::len).sum();
        // A tolerance of the whole globe leaves every ring with its three corners.
        if points <= POINTS_MAX || tolerance > 4e8 {
            return Outlines(simple);
        }
        tolerance *= 2.0;
    }
}

/// A ring without the points that are nearer than `tolerance` to the line without them (Douglas and Peucker), and
/// never fewer than three.
fn simplified(ring: &[Point], tolerance: f64) -> Vec<Point> {
    let far = |from: usize| {
        let distance = |to: &Point| away(*to, ring[from]);
        (0..ring.len())
            .max_by(|a, b| distance(&ring[*a]).total_cmp(&distance(&ring[*b])))
            .unwrap_or(0)
    };
    // Two points far from each other cut the ring into two lines.
    let (one, other) = (0, far(0));
    let mut keep = vec![false; ring.len()];
    keep[one] = true;
    keep[other] = true;
    let mut stretches = vec![(one, other), (other, ring.len())];
    while let Some((from, to)) = stretches.pop() {
        let (start, end) = (ring[from], ring[to % ring.len()]);
        let furthest = (from + 1..to)
            .map(|at| (at, from_line(ring[at], start, end)))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((at, distance)) = furthest
            && distance > tolerance
        {
            keep[at] = true;
            stretches.push((from, at));
            stretches.push((at, to));
        }
    }
    let kept: Vec<Point> =
        ring.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(point, _)| *point).collect();
    if kept.len() >= 3 { kept } else { corners(ring, one, other) }
}

/// Three points of a ring that say roughly where it is.
fn corners(ring: &[Point], one: usize, other: usize) -> Vec<Point> {
    let aside = |at: &usize| from_line(ring[*at], ring[one], ring[other]);
    let third = (0..ring.len()).max_by(|a, b| aside(a).total_cmp(&aside(b))).unwrap_or(0);
    let mut places = vec![one, other, third];
    places.sort_unstable();
    places.into_iter().map(|at| ring[at]).collect()
}

fn away(a: Point, b: Point) -> f64 {
    (f64::from(a.0) - f64::from(b.0)).hypot(f64::from(a.1) - f64::from(b.1))
}

/// How far a point is from the line through two others, or from the one point they are.
fn from_line(point: Point, start: Point, end: Point) -> f64 {
    let long = away(start, end);
    if long == 0.0 {
        return away(point, start);
    }
    let (dx, dy) = (f64::from(end.0) - f64::from(start.0), f64::from(end.1) - f64::from(start.1));
    let (px, py) =
        (f64::from(point.0) - f64::from(start.0), f64::from(point.1) - f64::from(start.1));
    (dx * py - dy * px).abs() / long
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn feature(name: &str, ring: &str) -> String {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"QUARTIERE\":\"{name}\",\"id\":7}},\
             \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{ring}]]}}}}"
        )
    }

    fn collection(features: &[String]) -> String {
        format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","))
    }

    const SQUARE: &str = "[10.2,45.5],[10.21,45.5],[10.21,45.51],[10.2,45.51],[10.2,45.5]";

    #[test]
    fn a_feature_is_known_by_name_or_slug_and_a_point_on_a_line_is_left_out() {
        let city = testing::brescia();
        let line = "[10.2,45.5],[10.205,45.5],[10.21,45.5],[10.21,45.51],[10.2,45.51],[10.2,45.5]";
        let text = collection(&[feature("MOMPIANO", line), feature("borgo-trento", SQUARE)]);
        let Outlines(found) = read(text.as_bytes(), &city).unwrap();
        assert_eq!(found.keys().collect::<Vec<_>>(), ["borgo-trento", "mompiano"]);
        let square = [
            (10_200_000, 45_500_000),
            (10_210_000, 45_500_000),
            (10_210_000, 45_510_000),
            (10_200_000, 45_510_000),
        ];
        assert_eq!(found["mompiano"], [square]);
    }

    #[test]
    fn every_mistake_is_told_with_its_feature() {
        let city = testing::brescia();
        let metres = "[595000,5044000],[596000,5044000],[596000,5045000]";
        let point = "{\"type\":\"Feature\",\"properties\":{\"nome\":\"Casazza\"},\
            \"geometry\":{\"type\":\"Point\",\"coordinates\":[10.2,45.5]}}";
        let text = collection(&[
            feature("Atlantide", SQUARE),
            feature("Mompiano", metres),
            point.to_owned(),
            feature("Porta Milano", SQUARE),
            feature("porta milano", SQUARE),
        ]);
        assert_eq!(
            read(text.as_bytes(), &city),
            Err(vec![
                Mistake::UnknownPlace(1, "Atlantide".to_owned()),
                Mistake::NoDegrees(2),
                Mistake::NoPolygon(3),
                Mistake::Again(5, "porta-milano".to_owned()),
            ])
        );
        for bad in ["", "{}", "[1]", "{\"features\":[]}", "\u{feff}"] {
            assert_eq!(read(bad.as_bytes(), &city), Err(vec![Mistake::NoFeatures]), "{bad}");
        }
        let large = vec![b' '; MAX_BYTES + 1];
        assert_eq!(read(&large, &city), Err(vec![Mistake::TooLarge]));
    }

    #[test]
    fn however_many_points_go_in_few_come_out_and_each_ring_has_three() {
        let circle = |points: u32| -> Vec<Point> {
            (0..points)
                .map(|n| {
                    let angle = f64::from(n) / f64::from(points) * std::f64::consts::TAU;
                    #[expect(clippy::cast_possible_truncation, reason = "a small circle")]
                    let at = |part: f64| (part * 9_000.0) as i32;
                    (10_200_000 + at(angle.cos()), 45_500_000 + at(angle.sin()))
                })
                .collect()
        };
        let many = (0..40).map(|n| (format!("q{n}"), vec![circle(2_000)])).collect();
        let Outlines(found) = small(&many);
        let points: usize = found.values().flatten().map(Vec::len).sum();
        assert!((40 * 8..=POINTS_MAX).contains(&points), "{points}");
        assert!(simplified(&circle(2_000), 1e9).len() == 3);
    }
}
