//! How freely helpers find each other, where needs go, what hubs offer, how far places are.

use jiff::Timestamp;
use protocol::kiosk::Urgency;

use super::real_city;
use crate::city::{Because, City, Moderation, read};
use crate::requests::Circle;

const PLACE: &str = r#"slug = "paese"
name = "Paese"

[[zone]]
slug = "nord"
name = "Nord"
neighbourhood = [
    { slug = "borgo", name = "Borgo", at = [45.0, 10.0] },
    { slug = "colle", name = "Colle", at = [45.01, 10] },
]

[[hub]]
slug = "nord"
name = "HUB Nord"
neighbourhood = "borgo"
slip_prefix = "NO"
serves_zones = ["nord"]
[[hub.service]]
slug = "spesa"
name = { it = "Spesa" }
hours = { tue = ["09:00-11:00"] }
"#;

fn told(more: &str) -> Vec<String> {
    let found = read(&format!("{PLACE}{more}"), "p.toml").err().unwrap_or_default();
    found.iter().map(ToString::to_string).collect()
}

fn city(more: &str) -> City {
    read(&format!("{PLACE}{more}"), "p.toml").unwrap_or_else(|found| panic!("{found:?}"))
}

/// Lines of [`PLACE`].
const LINES: usize = 21;

#[test]
fn a_city_says_how_freely_helpers_find_each_other_and_a_heading_means_all_it_holds() {
    let city = city("[[moderation]]\ncategories = [\"digital\", \"other\"]\nmode = \"direct\"\n");
    let mode = |slug: &str| city.category(slug).unwrap().moderation;
    assert_eq!(mode("phone-and-tablet"), Moderation::Direct);
    assert_eq!(mode("other"), Moderation::Direct);
    assert_eq!(mode("shopping"), Moderation::Circles);
}

#[test]
fn nobody_walks_into_a_home_without_the_desk_and_it_is_told_where_it_stands() {
    let more = "[[moderation]]\ncategories = [\"errands\"]\nmode = \"direct\"\n";
    let line = LINES + 3;
    assert_eq!(
        told(more),
        [format!(
            "p.toml:{line}:8: category \"shopping\" enters a home, so that moderation cannot be \"direct\""
        )]
    );
    let own = "[[category]]\nslug = \"visita\"\nicon = \"house\"\nname = { it = \"Visita\" }\n\
        home_visit = true\nmoderation = \"direct\"\n";
    let line = LINES + 6;
    let told = told(own);
    assert!(told[0].starts_with(&format!("p.toml:{line}:14: category \"visita\" enters a home")));
    let wrong = self::told("[[moderation]]\ncategories = [\"other\"]\nmode = \"free\"\n");
    assert!(
        wrong[0].contains("must be one of \"dispatcher\", \"circles\", \"direct\""),
        "{wrong:?}"
    );
}

#[test]
fn the_first_rule_that_fits_says_where_a_need_goes_and_why() {
    let city = city(
        r#"
[[route]]
slug = "mattina"
reason = { it = "Di mattina" }
categories = ["errands"]
neighbourhoods = ["borgo"]
hours = { wed = ["09:00-12:00"] }
circle = "zone"

[[route]]
slug = "oggi"
reason = { it = "Oggi" }
urgencies = ["today"]
operator = "olga"
"#,
    );
    // A Wednesday at ten, and at one in the afternoon.
    let (ten, one): (Timestamp, Timestamp) =
        ("2026-11-18T09:00:00Z".parse().unwrap(), "2026-11-18T12:00:00Z".parse().unwrap());
    let route = |slug: &str, hood: &str, urgency: Urgency, at: Timestamp| {
        let found = city.route(city.category(slug).unwrap(), hood, urgency, at);
        found.map(|(route, because)| (route.slug.clone(), because))
    };
    let soon = Urgency::ThisWeek;
    let all = vec![Because::Category, Because::Place, Because::Time];
    assert_eq!(route("shopping", "borgo", soon, ten), Some(("mattina".to_owned(), all)));
    assert_eq!(route("shopping", "borgo", soon, one), None);
    assert_eq!(route("shopping", "colle", soon, ten), None);
    let today = route("company", "colle", Urgency::Today, one);
    assert_eq!(today, Some(("oggi".to_owned(), vec![Because::Urgency])));
    let (first, _) = city.route(city.category("shopping").unwrap(), "borgo", soon, ten).unwrap();
    assert_eq!(first.circle, Some(Circle::Zone));
}

#[test]
fn a_rule_that_leads_nowhere_or_to_nothing_is_told() {
    let nowhere = "[[route]]\nslug = \"x\"\nreason = { it = \"X\" }\n";
    let line = LINES + 1;
    assert_eq!(
        told(nowhere),
        [format!(
            "p.toml:{line}:1: route \"x\" names no \"hub\", no \"operator\" and no \"circle\""
        )]
    );
    let unknown = "[[route]]\nslug = \"x\"\nreason = { it = \"X\" }\nhub = \"sud\"\n";
    let line = LINES + 4;
    assert_eq!(told(unknown), [format!("p.toml:{line}:7: hub \"sud\" of route \"x\" is unknown")]);
}

#[test]
fn a_service_has_its_own_hours_or_those_of_its_hub() {
    let brescia = real_city("brescia");
    let hub = brescia.hub("mompiano").unwrap();
    let service = |slug: &str| hub.services.iter().find(|s| s.slug == slug).unwrap();
    assert_eq!(service("accoglienza").hours, hub.opening);
    assert_eq!(service("spesa").hours.tue.len(), 1);
    assert!(service("spesa").hours.mon.is_empty());
    let again = "[[hub.service]]\nslug = \"spesa\"\nname = { it = \"Ancora\" }\n";
    assert!(
        told(again)[0].contains("hub service \"spesa\" is already at line 19"),
        "{:?}",
        told(again)
    );
}

#[test]
fn a_city_that_places_its_neighbourhoods_knows_how_far_they_are() {
    let city = city("");
    assert_eq!(city.metres_of("borgo"), Some((0, 0)));
    let (east, north) = city.metres_of("colle").unwrap();
    assert_eq!((east, (1_100..1_125).contains(&north)), (0, true), "{north}");
    assert!(read(&PLACE.replace("[45.01, 10]", "[45.01]"), "p.toml").is_err());
    assert!(read(&PLACE.replace("[45.01, 10]", "[145.0, 10.0]"), "p.toml").is_err());
    let brescia = real_city("brescia");
    assert!(brescia.neighbourhoods().all(|(_, place)| place.at.is_some()));
}

#[test]
fn the_three_cities_say_how_freely_helpers_find_each_other() {
    for (name, slug, mode) in [
        ("brescia", "finding-carers", Moderation::Dispatcher),
        ("bologna", "company", Moderation::Dispatcher),
        ("venezia", "parcels", Moderation::Direct),
    ] {
        assert_eq!(real_city(name).category(slug).unwrap().moderation, mode, "{name}");
    }
}
