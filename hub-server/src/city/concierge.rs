//! What a city says about its concierge: how freely helpers find each other, where requests go, which services each
//! hub has, and where a neighbourhood lies.
//!
//! Always true: pure; the first rule that fits is the one that counts. Deliberately absent: names of people; a rule
//! names an operator by the name they sign in with, and the hub knows who that is.

use std::collections::BTreeMap;

use jiff::Timestamp;
use protocol::kiosk::Urgency;
use serde::{Deserialize, Serialize};
use toml::de::DeValue;

use super::City;
use super::fields::Fields;
use super::mistake::{MistakeKind, Named};
use super::read::week_hours;
use super::schema::{Calendar, Category, WeekHours, Words, Zone};
use super::values::{Read, line, slug, word_of, wrong_type};
use crate::requests::Circle;

/// How freely helpers find each other, from the desk alone to neighbour to neighbour (CAPABILITIES B8).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moderation {
    /// An operator chooses whom to ask, one at a time.
    Dispatcher,
    /// An operator begins the search, and the circles widen by themselves.
    #[default]
    Circles,
    /// The neighbourhood is asked as soon as the need is left. Never for visits at home.
    Direct,
}

const MODES: &[(&str, Moderation)] = &[
    ("dispatcher", Moderation::Dispatcher),
    ("circles", Moderation::Circles),
    ("direct", Moderation::Direct),
];

/// Where requests of some kind, place or time go (CAPABILITIES B11).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Route {
    /// Slug, unique among routes.
    pub slug: String,
    /// Why, in words that are shown with the request.
    pub reason: Words,
    /// Kinds of help it is for, headings too; empty for all.
    pub categories: Vec<String>,
    /// Neighbourhoods it is for; empty for all.
    pub neighbourhoods: Vec<String>,
    /// How soon the need must be; empty for any.
    pub urgencies: Vec<Urgency>,
    /// When the need must come in; at any time where it is left out.
    pub hours: Option<WeekHours>,
    /// The hub that should see to it.
    pub hub: Option<String>,
    /// Who should see to it at the hub, by the name they sign in with.
    pub operator: Option<String>,
    /// The circle to begin with.
    pub circle: Option<Circle>,
}

/// What made a rule fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// The kind of help.
    Category,
    /// The place.
    Place,
    /// How soon it is needed.
    Urgency,
    /// When it came in.
    Time,
    /// Another hub has a service for it, and this one has none.
    Service,
}

/// A service of a hub's concierge, with its hours and who covers it (CAPABILITIES B24).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HubService {
    /// Slug, unique in the hub.
    pub slug: String,
    /// Name of a Phosphor icon.
    pub icon: String,
    /// Name by language.
    pub name: Words,
    /// One line by language on what it is; may be empty.
    pub hint: Words,
    /// The kind of help it stands for, where it stands for one.
    pub category: Option<String>,
    /// Its hours; the hub's where the file gives none.
    pub hours: WeekHours,
    /// Who covers it, in a few words; may be empty.
    pub covered_by: Words,
}

/// A point on the map, in hundred-thousandths of a degree: about a metre.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// North of the equator.
    pub lat_e5: i32,
    /// East of Greenwich.
    pub lon_e5: i32,
}

impl Point {
    /// Metres east and north of another point, on a plane, which is near enough within a city.
    #[must_use]
    pub fn metres_from(self, other: Self) -> (i32, i32) {
        /// Metres of a hundred-thousandth of a degree of a meridian.
        const METRES: f64 = 1.111_95;
        let north = f64::from(self.lat_e5 - other.lat_e5) * METRES;
        let narrower = (f64::from(other.lat_e5) / 1e5).to_radians().cos();
        let east = f64::from(self.lon_e5 - other.lon_e5) * METRES * narrower;
        (whole(east), whole(north))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a city is smaller than two thousand kilometres"
)]
fn whole(metres: f64) -> i32 {
    metres.round().clamp(-2e9, 2e9) as i32
}

impl City {
    /// The first rule that fits a need that comes in at an instant, with what made it fit.
    #[must_use]
    pub fn route(
        &self,
        category: &Category,
        neighbourhood: &str,
        urgency: Urgency,
        at: Timestamp,
    ) -> Option<(&Route, Vec<Because>)> {
        self.routes.iter().find_map(|route| {
            let fits = route.fits(&self.calendar, category, neighbourhood, urgency, at)?;
            Some((route, fits))
        })
    }

    /// Where a neighbourhood lies, in metres east and north of the first that the city has placed.
    #[must_use]
    pub fn metres_of(&self, neighbourhood: &str) -> Option<(i32, i32)> {
        let middle = self.neighbourhoods().find_map(|(_, place)| place.at)?;
        let (_, place) = self.neighbourhood(neighbourhood)?;
        Some(place.at?.metres_from(middle))
    }
}

impl Route {
    fn fits(
        &self,
        calendar: &Calendar,
        category: &Category,
        neighbourhood: &str,
        urgency: Urgency,
        at: Timestamp,
    ) -> Option<Vec<Because>> {
        let kind = self.categories.iter().any(|slug| {
            *slug == category.slug || category.parent.as_deref() == Some(slug.as_str())
        });
        let place = self.neighbourhoods.iter().any(|slug| slug == neighbourhood);
        let soon = self.urgencies.contains(&urgency);
        let time = self.hours.as_ref().is_some_and(|hours| hours.hold(calendar, at));
        let asked = [
            (self.categories.is_empty(), kind, Because::Category),
            (self.neighbourhoods.is_empty(), place, Because::Place),
            (self.urgencies.is_empty(), soon, Because::Urgency),
            (self.hours.is_none(), time, Because::Time),
        ];
        let mut fits = Vec::new();
        for (any, holds, because) in asked {
            match (any, holds) {
                (true, _) => {}
                (false, true) => fits.push(because),
                (false, false) => return None,
            }
        }
        Some(fits)
    }
}

impl WeekHours {
    /// Whether a local instant lies within one of the spans of its day, holidays as other days.
    #[must_use]
    pub fn hold(&self, calendar: &Calendar, at: Timestamp) -> bool {
        let local = calendar.clock().to_datetime(at);
        let minute = i32::from(local.hour()) * 60 + i32::from(local.minute());
        self.of_day(local.date().weekday())
            .iter()
            .any(|span| (i32::from(span.opens_min)..i32::from(span.closes_min)).contains(&minute))
    }
}

/// The mode of a category, in its own table.
pub(super) fn moderation(f: &mut Fields<'_, '_>, home_visit: bool) -> Moderation {
    let mode = f.maybe("moderation", word_of(MODES)).unwrap_or_default();
    if mode == Moderation::Direct && home_visit {
        let of = f.label();
        f.report_at("moderation", MistakeKind::DirectVisit { of });
    }
    mode
}

/// The modes a city gives to kinds of help it does not describe itself; a heading means all it holds.
pub(super) fn moderations(f: &mut Fields<'_, '_>, categories: &mut [Category]) {
    let given = f.each("moderation", |f| {
        let slugs = f.links("categories", Named::Category);
        f.at_least_one("categories");
        let mode = f.one("mode", word_of(MODES));
        let meant = |category: &Category| {
            let own =
                |slug: &String| *slug == category.slug || category.parent.as_ref() == Some(slug);
            slugs.iter().any(own)
        };
        let meant: Vec<String> =
            categories.iter().filter(|c| meant(c)).map(|c| c.slug.clone()).collect();
        let visited = categories
            .iter()
            .find(|category| category.home_visit && meant.contains(&category.slug));
        if let (Moderation::Direct, Some(category)) = (mode, visited) {
            let of = format!("category \"{}\"", category.slug);
            f.report_at("mode", MistakeKind::DirectVisit { of });
        }
        (meant, mode)
    });
    for (meant, mode) in given {
        for category in categories.iter_mut().filter(|category| meant.contains(&category.slug)) {
            category.moderation = mode;
        }
    }
}

/// The rules of `[[route]]`, in their order.
pub(super) fn routes(f: &mut Fields<'_, '_>, zones: &[Zone]) -> Vec<Route> {
    const CIRCLES: &[(&str, Circle)] =
        &[("neighbourhood", Circle::Neighbourhood), ("zone", Circle::Zone)];
    const URGENCIES: &[(&str, Urgency)] = &[
        ("today", Urgency::Today),
        ("this-week", Urgency::ThisWeek),
        ("no-hurry", Urgency::NoHurry),
    ];
    f.each("route", |f| {
        let mut neighbourhoods = f.links("neighbourhoods", Named::Neighbourhood);
        for zone in f.links("zones", Named::Zone) {
            let found = zones.iter().filter(|known| known.slug == zone);
            let places = found.flat_map(|zone| zone.neighbourhoods.iter().map(|n| n.slug.clone()));
            neighbourhoods.extend(places);
        }
        let route = Route {
            slug: f.slug(Named::Route),
            reason: f.words("reason"),
            categories: f.links("categories", Named::Category),
            neighbourhoods,
            urgencies: f.many("urgencies", word_of(URGENCIES)),
            hours: f.table("hours", week_hours),
            hub: f.maybe_link("hub", Named::Hub),
            operator: f.maybe("operator", line),
            circle: f.maybe("circle", word_of(CIRCLES)),
        };
        if route.hub.is_none() && route.operator.is_none() && route.circle.is_none() {
            let of = f.label();
            f.report_here(MistakeKind::LeadsNowhere { of });
        }
        route
    })
}

/// The services of a hub; hours that are left out are the hub's.
pub(super) fn hub_services(f: &mut Fields<'_, '_>, opening: &WeekHours) -> Vec<HubService> {
    const ICON: &str = "hand-heart";
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    f.each("service", |f| {
        let own = f.one("slug", slug);
        let at = f.place_of("slug");
        if let Some(first_at) = seen.get(&own).copied() {
            f.report_twice(at, Named::HubService, &own, first_at);
        }
        seen.entry(own.clone()).or_insert(at);
        HubService {
            slug: own,
            icon: f.maybe("icon", slug).unwrap_or_else(|| ICON.to_owned()),
            name: f.words("name"),
            hint: f.maybe_words("hint"),
            category: f.maybe_link("category", Named::Category),
            hours: f.table("hours", week_hours).unwrap_or_else(|| opening.clone()),
            covered_by: f.maybe_words("covered_by"),
        }
    })
}

/// Degrees north and east, `[45.5416, 10.2118]`.
pub(super) fn point(key: &str, value: &DeValue<'_>) -> Read<Point> {
    const FORM: &str = "a point such as [45.5416, 10.2118]: degrees north, degrees east";
    let wrong = || wrong_type(key, FORM, value);
    let degrees = |value: &DeValue<'_>| -> Option<f64> {
        match value {
            DeValue::Float(found) => found.as_str().parse().ok(),
            DeValue::Integer(found) => found.as_str().parse().ok(),
            DeValue::String(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => None,
        }
    };
    let mut numbers = value.as_array().ok_or_else(wrong)?.iter();
    let (Some(lat), Some(lon), None) = (numbers.next(), numbers.next(), numbers.next()) else {
        return Err(wrong());
    };
    let (lat, lon) = (degrees(lat.get_ref()), degrees(lon.get_ref()));
    let (lat, lon) = (lat.ok_or_else(wrong)?, lon.ok_or_else(wrong)?);
    if !(-90.0..=90.0).contains(&lat) || !(-180.0..=180.0).contains(&lon) {
        return Err(wrong());
    }
    Ok(Point { lat_e5: whole(lat * 1e5), lon_e5: whole(lon * 1e5) })
}
