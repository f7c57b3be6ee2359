//! The territory changes from a day on, and what was before can still be read.

use jiff::civil::date;

use crate::city::{City, read};

const BRESCIA: &str = include_str!("../../../../cities/brescia.toml");

fn changed() -> City {
    let changes = r#"
[[reorganisation]]
day = 2027-06-01
act = "Delibera n. 9"
moves = ["casazza"]
zone = "est"

[[reorganisation]]
day = 2027-01-01
act = "Delibera n. 7"
ends = ["mompiano"]
begins = [
    { slug = "mompiano-est", name = "Mompiano Est" },
    { slug = "mompiano-ovest", name = "Mompiano Ovest" },
]

[[reorganisation]]
day = 2027-01-01
act = "Delibera n. 8"
ends = ["centro-storico-nord", "centro-storico-sud"]
begins = [{ slug = "centro-storico", name = "Centro Storico" }]
"#;
    read(&format!("{BRESCIA}{changes}"), "cities/brescia.toml").expect("a right file")
}

#[test]
fn a_neighbourhood_is_split_merged_or_moved_from_its_day_and_the_past_reads_as_it_did() {
    let city = changed();
    let eve = city.on(date(2026, 12, 31));
    assert_eq!((&eve.zones, &eve.hubs), (&city.zones, &city.hubs));
    assert!(eve.past.is_empty());

    let new_year = city.on(date(2027, 1, 1));
    assert!(new_year.neighbourhood("mompiano").is_none());
    for slug in ["mompiano-est", "mompiano-ovest"] {
        assert_eq!(new_year.neighbourhood(slug).map(|(zone, _)| zone.slug.as_str()), Some("nord"));
        // Whoever lived there goes to the same hub as before.
        assert!(new_year.hubs_serving(slug).any(|hub| hub.slug == "mompiano"));
    }
    assert_eq!(
        new_year.hub("mompiano").map(|hub| hub.neighbourhood.as_str()),
        Some("mompiano-est")
    );
    let former = new_year.former("mompiano").expect("what it was is known");
    assert_eq!((former.name.as_str(), former.zone.as_str()), ("Mompiano", "nord"));
    assert_eq!(former.into, ["mompiano-est", "mompiano-ovest"]);
    assert_eq!(new_year.zone_holding("mompiano"), Some("nord"));
    let merged = new_year.former("centro-storico-sud").expect("it was merged");
    assert_eq!(merged.into, ["centro-storico"]);
    assert_eq!(new_year.zone_holding("casazza"), Some("nord"), "it moves in June");

    let june = city.on(date(2027, 6, 1));
    assert_eq!(june.zone_holding("casazza"), Some("est"));
    let before: Vec<_> = june.zones_before("casazza").collect();
    assert_eq!(before, [("nord", date(2027, 6, 1))]);
    assert!(june.former("casazza").is_none(), "it goes on");
    let count = |city: &City| city.neighbourhoods().count();
    assert_eq!(count(&june), count(&city), "one more by the split, one less by the merger");
}

#[test]
fn a_change_that_leads_nowhere_is_a_mistake_with_its_line() {
    let wrong = |text: &str| {
        let whole =
            format!("{BRESCIA}\n[[reorganisation]]\nday = 2027-01-01\nact = \"n. 7\"\n{text}\n");
        read(&whole, "cities/brescia.toml").expect_err("a mistake").len()
    };
    assert_eq!(wrong("ends = [\"mompiano\"]"), 1, "nothing takes its place");
    assert_eq!(wrong("moves = [\"casazza\"]"), 1, "to no zone");
    assert_eq!(wrong("moves = [\"atlantide\"]\nzone = \"est\""), 1, "no such neighbourhood");
    assert_eq!(wrong(""), 1, "nothing changes");
    let taken = "ends = [\"mompiano\"]\nbegins = [{ slug = \"casazza\", name = \"Casazza\" }]";
    assert_eq!(wrong(taken), 1, "a slug stands for one place for ever");
}
