//! The three city files hold what their sources say.

use jiff::civil::date;

use super::{REAL_FILES, real_city};
use crate::city::{
    Amounts, BodyKind, COMMON_SETTINGS, City, Document, Fields, Level, PartnerRole, Reader,
    Settings, inspect, read,
};

#[test]
fn every_real_file_reads_without_mistakes() {
    for (file_name, text) in REAL_FILES {
        let found = read(text, file_name).err().unwrap_or_default();
        assert!(found.is_empty(), "{}", told(&found));
    }
}

#[test]
fn only_bologna_has_a_place_without_a_hub() {
    let warnings = REAL_FILES.map(|(file_name, text)| told(&inspect(text, file_name).warnings));
    assert_eq!(
        warnings,
        [
            "cities/bologna.toml:40:27: no hub serves neighbourhood \"comune\"".to_owned(),
            String::new(),
            String::new(),
        ]
    );
}

#[test]
fn common_settings_read_without_mistakes_and_leave_nothing_out() {
    let document = Document::parse(COMMON_SETTINGS);
    let mut reader = Reader::new(&document.lines);
    let settings = Fields::read_root(document.root.get_ref(), &mut reader, |f| {
        super::super::read::settings(f, &Settings::default())
    });
    assert_eq!(document.errors, []);
    assert_eq!(reader.found, []);
    assert_eq!(reader.names.dangling(), []);
    assert_eq!(reader.names.loops(), []);
    assert_eq!(settings.languages, ["it", "en"]);
    assert_eq!(settings.calendar.time_zone, "Europe/Rome");
    assert!(settings.circles.named_antenna_min > 0);
    assert!(settings.circles.neighbourhood_min > 0);
    assert!(settings.circles.zone_min > 0);
    assert_eq!(settings.opening.mon.len(), 2);
    let words = settings.categories.iter().map(|category| &category.name);
    let words = words.chain(settings.activity_topics.iter().map(|topic| &topic.name));
    for name in words {
        assert_ne!(name.in_language("it"), name.in_language("en"), "{name:?}");
    }
}

#[test]
fn brescia_has_its_zones_and_neighbourhoods() {
    let city = real_city("brescia");
    let by_zone: Vec<(&str, usize)> =
        city.zones.iter().map(|zone| (zone.name.as_str(), zone.neighbourhoods.len())).collect();
    assert_eq!(by_zone, [("Nord", 7), ("Centro", 6), ("Ovest", 6), ("Est", 7), ("Sud", 7)]);
    assert_eq!(city.neighbourhoods().count(), 33);
    let (zone, place) = city.neighbourhood("san-rocchino-costalunga").expect("it exists");
    assert_eq!((zone.slug.as_str(), place.name.as_str()), ("nord", "San Rocchino - Costalunga"));
}

#[test]
fn a_slug_is_its_name_in_plain_letters() {
    for (zone, place) in real_city("brescia").neighbourhoods() {
        let letters = place.name.to_lowercase().replace('\'', "-");
        let words: Vec<&str> = letters.split([' ', '-']).filter(|word| !word.is_empty()).collect();
        assert_eq!(place.slug, words.join("-"), "in {}", zone.name);
    }
}

#[test]
fn brescia_has_its_programmes_people_and_bodies() {
    let city = real_city("brescia");
    let with_role = |role: PartnerRole| {
        city.partners.iter().filter(move |partner| partner.roles.contains(&role)).count()
    };
    assert_eq!(with_role(PartnerRole::Lead), 1);
    assert_eq!(with_role(PartnerRole::Partner), 5);
    assert_eq!(with_role(PartnerRole::Network), 15);
    assert_eq!(city.work_sites.len(), 6);
    assert_eq!(city.agencies.len(), 5);
    assert_eq!(city.requirements.len(), 3);
    // Five working groups, six work sites, and one for suggestions and criticism.
    assert_eq!(city.idea_themes.len(), 12);

    let inside = |parent: &str, kind: BodyKind| {
        let bodies = city.bodies.iter();
        bodies.filter(|body| body.inside.as_deref() == Some(parent) && body.kind == kind).count()
    };
    assert_eq!(inside("comitato-di-indirizzo-e-garanzia", BodyKind::Committee), 2);
    assert_eq!(inside("comitato-operativo", BodyKind::Table), 2);
    assert_eq!(inside("comitato-operativo", BodyKind::WorkingGroup), 5);
    let councils = city.bodies.iter().filter(|body| body.kind == BodyKind::Council);
    assert_eq!(councils.count(), 2);
    assert_eq!(city.bodies.len(), 14);

    let members: Vec<u32> =
        city.neighbourhood_council.iter().flat_map(|c| &c.sizes).map(|size| size.members).collect();
    assert_eq!(members, [11, 9, 7]);
}

#[test]
fn brescia_has_two_hubs_that_leave_nobody_out() {
    let city = real_city("brescia");
    let places: Vec<(&str, &str, &str)> = city
        .hubs
        .iter()
        .map(|hub| (hub.slug.as_str(), hub.zone.as_str(), hub.slip_prefix.as_str()))
        .collect();
    assert_eq!(places, [("mompiano", "nord", "MP"), ("lamarmora", "sud", "LM")]);
    for (_, place) in city.neighbourhoods() {
        assert_eq!(city.hubs_serving(&place.slug).count(), 1, "{}", place.name);
    }
}

#[test]
fn venezia_has_its_operation_macro_actions_and_three_levels() {
    let city = real_city("venezia");
    let operation = &city.programmes[0];
    assert_eq!(operation.code.as_deref(), Some("VE4.4.11.2.a"));
    assert_eq!((operation.goals.len(), operation.strategy.len()), (4, 4));
    let activities: Vec<(u32, usize, usize)> = city
        .macro_actions
        .iter()
        .map(|action| (action.number, action.objectives.len(), action.activities.len()))
        .collect();
    assert_eq!(activities, [(1, 1, 4), (2, 1, 2), (3, 1, 3), (4, 2, 2), (5, 2, 2)]);
    assert_eq!(city.hubs.len(), 2);
    let levels: Vec<Level> = city.bodies.iter().filter_map(|body| body.level).collect();
    assert_eq!(levels, [Level::Strategic, Level::Operational, Level::Coordination]);
    assert!(city.bodies.iter().all(|body| body.means.len() >= 2));
}

#[test]
fn bologna_has_the_sheet_of_its_project() {
    let city = real_city("bologna");
    let [sheet] = city.project_sheets.as_slice() else { panic!("one sheet") };
    assert_eq!(sheet.code, "BO3.3.1.b");
    assert_eq!(sheet.cup, "F39G16000350007");
    assert_eq!((sheet.starts, sheet.ends), (date(2016, 11, 1), date(2021, 3, 30)));
    // € 412.248,84 three times, then € 412.248,83.
    let amounts = Amounts {
        programmed_cents: 41_224_884,
        admitted_cents: 41_224_884,
        binding_cents: 41_224_884,
        disbursed_cents: 41_224_883,
    };
    assert_eq!(sheet.amounts, amounts);
    let linked: Vec<&str> = sheet.linked.iter().map(|operation| operation.code.as_str()).collect();
    assert_eq!(linked, ["BO3.3.1c", "BO4.2.1a", "BO4.1.1a", "BO3.1.1a", "BO3.3.1a"]);
    assert_eq!(sheet.interventions.len(), 3);
}

#[test]
fn every_city_has_the_categories_of_a_neighbourhood_concierge() {
    for (file_name, text) in REAL_FILES {
        let city = read(text, file_name).expect("a real city");
        let kinds = city.categories.iter().filter(|category| city.takes_requests(category)).count();
        assert_eq!((city.categories_under(None).count(), kinds), (5, 15), "{file_name}");
    }
}

#[test]
fn a_hub_that_lists_a_heading_takes_everything_under_it() {
    let mut city = real_city("brescia");
    city.hubs[0].categories = vec!["errands".to_owned()];
    let taken = |slug: &str| city.hub_takes(&city.hubs[0], city.category(slug).expect("it exists"));
    assert_eq!((taken("parcels"), taken("errands"), taken("company")), (true, true, false));
    assert!(city.hub_takes(&city.hubs[1], city.category("company").expect("it exists")));
}

#[test]
fn a_city_comes_back_whole_from_the_log() {
    for (file_name, text) in REAL_FILES {
        let city = read(text, file_name).expect("a real city");
        let json = serde_json::to_string(&city).expect("plain data");
        assert_eq!(serde_json::from_str::<City>(&json).expect("plain data"), city);
    }
}

#[test]
fn a_fact_written_before_a_list_existed_still_reads() {
    let city: City =
        serde_json::from_str(r#"{"slug":"brescia","name":"Brescia"}"#).expect("plain data");
    assert_eq!(city.project_sheets, []);
}

fn told(mistakes: &[crate::city::Mistake]) -> String {
    let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    lines.join("\n")
}
