//! How projects are scored and when one can come to the project desk.

use jiff::civil::date;

use super::PLACE;
use crate::city::{City, read};

fn city(more: &str) -> City {
    read(&format!("{PLACE}{more}"), "p.toml").unwrap_or_else(|found| panic!("{found:?}"))
}

#[test]
fn a_city_says_how_projects_are_scored_or_takes_what_is_there() {
    let plain = city("").evaluation;
    assert_eq!((plain.quorum, plain.score_max, plain.criteria.len()), (2, 10, 4));
    assert_eq!(plain.criteria[3].name.in_language("en"), "What changes for people");
    let own = city(
        "[evaluation]\nquorum = 3\nscore_max = 5\n\
        [[evaluation.criterion]]\nslug = \"casa\"\nname = { it = \"Casa\" }\nweight = 70\n\
        [[evaluation.criterion]]\nslug = \"lavoro\"\nname = { it = \"Lavoro\" }\nweight = 30\n",
    );
    let slugs: Vec<&str> = own.evaluation.criteria.iter().map(|one| one.slug.as_str()).collect();
    assert_eq!((own.evaluation.quorum, slugs), (3, vec!["casa", "lavoro"]));
}

#[test]
fn a_panel_is_a_body_of_the_city() {
    let panel = "[evaluation]\npanel = \"comitato\"\n";
    let body = "[[body]]\nslug = \"comitato\"\nname = \"Comitato\"\nkind = \"committee\"\n";
    let own = city(&format!("{panel}{body}"));
    assert_eq!(own.evaluation.panel.as_deref(), Some("comitato"));
    let told = read(&format!("{PLACE}{panel}"), "p.toml").unwrap_err();
    assert!(told.iter().any(|one| one.to_string().contains("comitato")), "{told:?}");
}

#[test]
fn weights_that_make_no_hundred_are_told_with_their_line() {
    let text = format!(
        "{PLACE}[evaluation]\nquorum = 0\n\
        [[evaluation.criterion]]\nslug = \"casa\"\nname = {{ it = \"Casa\" }}\nweight = 70\n"
    );
    let told: Vec<String> =
        read(&text, "p.toml").unwrap_err().iter().map(ToString::to_string).collect();
    let lines = PLACE.lines().count();
    let at = |line: usize| format!("p.toml:{}:", lines + line);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().any(|one| one.starts_with(&at(2)) && one.contains("quorum")), "{told:?}");
    assert!(told.iter().any(|one| one.contains("make 100, not 70")), "{told:?}");
}

#[test]
fn visits_to_the_desk_fill_its_hours_and_no_holiday() {
    let visits = |more: &str, day| {
        let city = city(more);
        city.project_desk.on(&city.hubs[0], &city.calendar, day).len()
    };
    let tuesday = date(2026, 12, 1);
    let hours = "[project_desk]\nslot_min = 45\nhours = { tue = [\"14:30-17:30\"] }\n";
    assert_eq!(visits(hours, tuesday), 4);
    assert_eq!(visits(hours, date(2026, 12, 2)), 0);
    assert_eq!(visits(hours, date(2026, 12, 8)), 0, "the Immacolata is a Tuesday");
    let own = "[hub.project_desk]\nwed = [\"09:00-10:00\"]\n";
    assert_eq!(visits(own, date(2026, 12, 2)), 2);
    assert_eq!(visits(own, tuesday), 0, "the hub's own hours are all it has");
    assert!(visits("", tuesday) > 4, "else whenever the hub is open");
}
