//! What a kiosk must know of its place, put together from the city's catalogue.

use jiff::Timestamp;
use protocol::kiosk::{CategoryCard, NeighbourhoodName, Place, ServiceCard, ThemeCard};
use protocol::{NodeId, Problem, Slug};

use crate::city::{City, HubPlace, HubService};
use crate::offering;

/// The place of hub `node`, which offers `services`, at an instant.
///
/// # Errors
/// `hub-not-in-city` when the city file does not name this hub.
pub fn of(
    city: &City,
    node: &NodeId,
    services: &[HubService],
    now_ms: i64,
) -> Result<Place, Problem> {
    let missing = || Problem::conflict("hub-not-in-city").with("hub", node);
    let hub = city.hub(node.as_str()).ok_or_else(missing)?;
    Ok(Place {
        as_of_ms: now_ms,
        city: city.name.clone(),
        hub: hub.slug.parse().map_err(|_bad: protocol::ids::BadId| missing())?,
        hub_name: hub.name.clone(),
        address: hub.address.clone(),
        time_zone: city.calendar.time_zone.clone(),
        open_today: open_today(city, hub, now_ms),
        week: offering::days(&hub.opening).into_iter().map(spans).collect(),
        step_free: hub.step_free,
        languages: city.languages.clone(),
        categories: categories(city, Some(hub)),
        neighbourhoods: neighbourhoods(city, Some(hub)),
        neighbourhood: hub.neighbourhood.parse().ok(),
        services: services.iter().filter_map(|service| card(city, hub, service)).collect(),
        idea_themes: themes(&city.idea_themes),
    })
}

/// A service as the kiosk shows it; what can be asked for here is one touch away.
fn card(city: &City, hub: &HubPlace, service: &HubService) -> Option<ServiceCard> {
    let category = service.category.as_deref().and_then(|slug| city.category(slug));
    let asked = category.filter(|one| city.takes_requests(one) && city.hub_takes(hub, one));
    Some(ServiceCard {
        slug: service.slug.parse().ok()?,
        icon: service.icon.clone(),
        name: service.name.0.clone(),
        hint: service.hint.0.clone(),
        covered_by: service.covered_by.0.clone(),
        week: offering::days(&service.hours).into_iter().map(spans).collect(),
        category: asked.and_then(|category| category.slug.parse().ok()),
    })
}

fn spans(day: &[crate::city::OpenSpan]) -> Vec<String> {
    day.iter().map(|span| span.to_string().replace('-', "–")).collect()
}

fn open_today(city: &City, hub: &HubPlace, now_ms: i64) -> Vec<String> {
    let now = Timestamp::from_millisecond(now_ms).unwrap_or_default();
    let today = city.calendar.clock().to_datetime(now).date();
    spans(hub.open_spans(&city.calendar, today))
}

/// What can be asked for at a hub, or anywhere in the city, in the order of the file.
#[must_use]
pub fn categories(city: &City, hub: Option<&HubPlace>) -> Vec<CategoryCard> {
    let offered = |category: &&crate::city::Category| {
        city.takes_requests(category) && hub.is_none_or(|hub| city.hub_takes(hub, category))
    };
    city.categories
        .iter()
        .filter(offered)
        .filter_map(|category| {
            Some(CategoryCard {
                slug: category.slug.parse().ok()?,
                icon: category.icon.clone(),
                name: category.name.0.clone(),
                hint: category.hint.0.clone(),
                home_visit: category.home_visit,
                questions: category.questions.iter().map(|words| words.0.clone()).collect(),
            })
        })
        .collect()
}

/// Every neighbourhood of the city; those the hub serves come first.
#[must_use]
pub fn neighbourhoods(city: &City, hub: Option<&HubPlace>) -> Vec<NeighbourhoodName> {
    let mut all: Vec<_> = city
        .zones
        .iter()
        .flat_map(|zone| zone.neighbourhoods.iter().map(move |hood| (zone, hood)))
        .filter_map(|(zone, hood)| {
            Some(NeighbourhoodName {
                slug: hood.slug.parse().ok()?,
                name: hood.name.clone(),
                zone: zone.name.clone(),
                served_here: hub.is_some_and(|hub| hub.served.contains(&hood.slug)),
            })
        })
        .collect();
    all.sort_by_key(|hood| !hood.served_here);
    all
}

/// Topics of the city file as cards.
#[must_use]
pub fn themes(topics: &[crate::city::Topic]) -> Vec<ThemeCard> {
    let card = |topic: &crate::city::Topic| {
        let slug: Slug = topic.slug.parse().ok()?;
        Some(ThemeCard { slug, icon: topic.icon.clone(), name: topic.name.0.clone() })
    };
    topics.iter().filter_map(card).collect()
}
