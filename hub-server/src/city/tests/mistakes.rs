//! Every kind of mistake, told where it stands.

use super::REAL_FILES;
use crate::city::{MAX_BYTES, MistakeKind, inspect, inspect_bytes, read};

/// A small city without mistakes; each test spoils one thing in it.
const SMALL: &str = r#"slug = "paese"
name = "Paese"
municipality = "comune"

[calendar]
patron = { name = "San Rocco", day = "08-16" }

[[zone]]
slug = "nord"
name = "Nord"
neighbourhood = [
    { slug = "borgo", name = "Borgo" },
    { slug = "sanpolino", name = "Sanpolino" },
]

[[hub]]
slug = "nord"
name = "HUB Nord"
neighbourhood = "borgo"
slip_prefix = "NO"
serves = ["sanpolino", "borgo"]
[hub.opening]
mon = ["09:00-12:30", "14:30-18:00"]

[[partner]]
slug = "comune"
name = "Comune"
roles = ["lead"]

[[body]]
slug = "comitato"
name = "Comitato"
kind = "committee"

[[project_sheet]]
code = "PA1.1"
name = "Progetto"
funded_by = "Fondo"
action = "Azione"
implementing_body = "comune"
cup = "F39G16000350007"
responsible_officer = "Ufficio"
starts = 2020-01-01
ends = 2021-01-01
amounts = { programmed_cents = 40, admitted_cents = 30, binding_cents = 20, disbursed_cents = 10 }
summary = "Prova."

[[idea_theme]]
slug = "verde"
name = { it = "Verde", en = "Green" }
"#;

fn told(text: &str) -> Vec<String> {
    let found = read(text, "p.toml").err().unwrap_or_default();
    found.iter().map(ToString::to_string).collect()
}

/// What is told of the small city once `good` stands there no more but `bad` does.
fn told_with(good: &str, bad: &str) -> Vec<String> {
    assert_eq!(SMALL.matches(good).count(), 1, "{good:?} must stand there once");
    told(&SMALL.replace(good, bad))
}

#[track_caller]
fn assert_told(good: &str, bad: &str, expected: &[&str]) {
    assert_eq!(told_with(good, bad), expected);
}

#[test]
fn the_small_city_is_right() {
    assert_eq!(told(SMALL), [""; 0]);
}

#[test]
fn ten_mistakes_in_one_file_are_ten_lines() {
    let spoilt = [
        ("municipality", "municipalty"),
        ("day = \"08-16\"", "day = \"08-36\""),
        ("slug = \"sanpolino\", name", "slug = \"San Polino\", name"),
        ("serves = [\"sanpolino\"", "serves = [\"sanpolin\""),
        ("slip_prefix = \"NO\"\n", ""),
        ("14:30-18:00", "12:00-18:00"),
        ("kind = \"committee\"", "kind = 3"),
        ("F39G16000350007", "F39G1600035000"),
        ("ends = 2021-01-01", "ends = 2019-12-31"),
        ("admitted_cents = 30", "admitted_cents = 50"),
    ]
    .into_iter()
    .fold(SMALL.to_owned(), |text, (good, bad)| {
        assert_eq!(text.matches(good).count(), 1, "{good:?}");
        text.replace(good, bad)
    });
    assert_eq!(
        told(&spoilt),
        [
            "p.toml:3:1: key \"municipalty\" of the file is unknown; did you mean \"municipality\"?",
            "p.toml:6:38: \"day\" must be a day such as \"02-15\" (month, day), not \"08-36\"",
            "p.toml:13:14: \"slug\" must have 1 to 40 characters among a-z, 0-9 and \"-\", \
             not \"San Polino\"",
            "p.toml:16:1: key \"slip_prefix\" of hub \"nord\" is missing",
            "p.toml:20:11: neighbourhood \"sanpolin\" of hub \"nord\" is unknown",
            "p.toml:22:23: opening hours \"12:00-18:00\" overlap with others of the same day",
            "p.toml:32:8: \"kind\" must be a text, not a whole number",
            "p.toml:40:7: a CUP has 15 characters: capital letter, two digits, capital letter, \
             two digits, nine capital letters or digits; not \"F39G1600035000\"",
            "p.toml:43:8: \"ends\" comes before \"starts\"",
            "p.toml:44:53: admitted_cents is 50, more than programmed_cents, which is 40",
        ]
    );
}

#[test]
fn a_cup_is_judged_place_by_place() {
    for good in ["F39G16000350007", "Z99Z99999999999", "A00A00AAAAAAAAA"] {
        assert_told("F39G16000350007", good, &[]);
    }
    let bad = [
        "",
        "939G16000350007",
        "f39G16000350007",
        "FA9G16000350007",
        "F3AG16000350007",
        "F39916000350007",
        "F39GA6000350007",
        "F39G1A000350007",
        "F39G1600035000-",
        "F39G160003500077",
        "F39G1600035000è",
    ];
    for cup in bad {
        let found = told_with("F39G16000350007", cup);
        assert_eq!(found.len(), 1, "{cup}");
        assert!(found[0].starts_with("p.toml:41:7: a CUP has 15 characters"), "{}", found[0]);
    }
}

#[test]
fn a_mistyped_reference_suggests_what_exists() {
    assert_told(
        "serves = [\"sanpolino\"",
        "serves = [\"sanpolin\"",
        &["p.toml:21:11: neighbourhood \"sanpolin\" of hub \"nord\" is unknown; \
           did you mean \"sanpolino\"?"],
    );
    assert_told(
        "implementing_body = \"comune\"",
        "implementing_body = \"provincia\"",
        &["p.toml:40:21: partner \"provincia\" of project sheet \"PA1.1\" is unknown"],
    );
}

#[test]
fn references_to_zones_and_categories_are_checked_too() {
    assert_told(
        "serves = [\"sanpolino\", \"borgo\"]",
        "serves_zones = [\"nort\"]\ncategories = [\"parcels\", \"parcel\"]",
        &[
            "p.toml:21:17: zone \"nort\" of hub \"nord\" is unknown; did you mean \"nord\"?",
            "p.toml:22:26: category \"parcel\" of hub \"nord\" is unknown; did you mean \"parcels\"?",
        ],
    );
}

#[test]
fn an_unknown_key_nothing_like_a_known_one_gets_no_suggestion() {
    assert_told(
        "kind = \"committee\"",
        "kind = \"committee\"\ncolour = \"red\"",
        &["p.toml:34:1: key \"colour\" of body \"comitato\" is unknown"],
    );
}

#[test]
fn numbers_out_of_range_are_told_whatever_their_size() {
    assert_told(
        "programmed_cents = 40",
        "programmed_cents = 999_999_999_999_999_999_999",
        &[
            "p.toml:45:32: \"programmed_cents\" is 999999999999999999999, which is not between 0 and \
           100000000000000",
        ],
    );
    assert_told(
        "disbursed_cents = 10",
        "disbursed_cents = -10",
        &["p.toml:45:95: \"disbursed_cents\" is -10, which is not between 0 and 100000000000000"],
    );
    let circles = format!("{SMALL}[circles]\nzone_min = 0\n");
    assert_eq!(
        told(&circles),
        ["p.toml:52:12: \"zone_min\" is 0, which is not between 1 and 10080"]
    );
}

#[test]
fn a_repeated_slug_names_the_line_of_the_first() {
    assert_told(
        "{ slug = \"sanpolino\", name",
        "{ slug = \"borgo\", name",
        &[
            "p.toml:13:14: neighbourhood \"borgo\" is already at line 12",
            "p.toml:21:11: neighbourhood \"sanpolino\" of hub \"nord\" is unknown",
        ],
    );
}

#[test]
fn two_hubs_cannot_share_a_slip_prefix() {
    let second = "[[hub]]\nslug = \"sud\"\nname = \"HUB Sud\"\nneighbourhood = \"borgo\"\n\
                  slip_prefix = \"NO\"\n";
    assert_eq!(
        told(&format!("{SMALL}{second}")),
        ["p.toml:55:15: slip prefix \"NO\" is already at line 20"]
    );
    assert_told(
        "\"NO\"",
        "\"Nò\"",
        &["p.toml:20:15: a slip prefix is two capital letters A-Z, not \"Nò\""],
    );
}

#[test]
fn hours_are_checked_one_by_one() {
    assert_told(
        "\"09:00-12:30\", \"14:30-18:00\"",
        "\"9-12\", \"18:00-14:30\", \"20:00-24:01\", \"10:00-11:00\"",
        &[
            "p.toml:23:8: opening hours are written like \"09:00-12:30\", not \"9-12\"",
            "p.toml:23:16: opening hours \"18:00-14:30\" close before they open",
            "p.toml:23:31: opening hours are written like \"09:00-12:30\", not \"20:00-24:01\"",
        ],
    );
    assert_told(
        "mon = [\"09:00-12:30\", \"14:30-18:00\"]",
        "mon = []",
        &["p.toml:22:1: opening never opens"],
    );
    assert_told(
        "\"09:00-12:30\", \"14:30-18:00\"",
        "\"14:30-18:00\", \"00:00-14:30\", \"18:00-24:00\"",
        &[],
    );
}

#[test]
fn hours_written_in_any_order_are_kept_in_order() {
    let text =
        SMALL.replace("\"09:00-12:30\", \"14:30-18:00\"", "\"14:30-18:00\", \"09:00-12:30\"");
    let monday = read(&text, "p.toml").expect("no mistakes").hubs[0].opening.mon.clone();
    let written: Vec<String> = monday.iter().map(ToString::to_string).collect();
    assert_eq!(written, ["09:00-12:30", "14:30-18:00"]);
}

#[test]
fn words_need_italian_and_only_languages_on_offer() {
    assert_told(
        "{ it = \"Verde\", en = \"Green\" }",
        "{ en = \"Green\", fr = \"Vert\" }",
        &[
            "p.toml:50:8: \"name\" of idea theme \"verde\" has no Italian (\"it\")",
            "p.toml:50:24: key \"fr\" of name of idea theme \"verde\" is unknown",
        ],
    );
    let spoilt = SMALL.replace("municipality", "languages = [\"en\", \"x\", \"en\"]\nmunicipality");
    assert_eq!(
        told(&spoilt),
        [
            "p.toml:3:13: \"languages\" of the file has no Italian (\"it\")",
            "p.toml:3:20: \"x\" is not a language tag such as \"it\" or \"pt-BR\"",
            "p.toml:3:25: language \"en\" is already at line 3",
            "p.toml:51:10: key \"it\" of name of idea theme \"verde\" is unknown",
        ]
    );
}

#[test]
fn a_category_of_the_city_needs_an_italian_name() {
    let own = "[[category]]\nslug = \"parcels\"\nicon = \"package\"\nname = { en = \"Parcels\" }\n";
    assert_eq!(
        told(&format!("{SMALL}{own}")),
        ["p.toml:54:8: \"name\" of category \"parcels\" has no Italian (\"it\")"]
    );
}

#[test]
fn categories_of_the_city_replace_the_common_ones() {
    let own = "[[category]]\nslug = \"pacchi\"\nicon = \"package\"\nname = { it = \"Pacchi\" }\n";
    let city = read(&format!("{SMALL}{own}"), "p.toml").expect("no mistakes");
    let slugs: Vec<&str> = city.categories.iter().map(|category| category.slug.as_str()).collect();
    assert_eq!(slugs, ["pacchi"]);
    assert_eq!(city.categories[0].deadline_open_h, 16);
}

#[test]
fn an_urgent_request_never_waits_longer_than_another() {
    let own = "[[category]]\nslug = \"pacchi\"\nicon = \"package\"\nname = { it = \"Pacchi\" }\n\
               deadline_open_h = 4\nurgent_deadline_open_h = 5\n";
    assert_eq!(
        told(&format!("{SMALL}{own}")),
        ["p.toml:56:26: \"urgent_deadline_open_h\" is 5, which is not between 1 and 4"]
    );
}

#[test]
fn nothing_stands_inside_itself() {
    assert_told(
        "kind = \"committee\"",
        "kind = \"committee\"\ninside = \"tavolo\"\n[[body]]\nslug = \"tavolo\"\nname = \"Tavolo\"\n\
         kind = \"table\"\ninside = \"comitato\"\n[[body]]\nslug = \"gruppo\"\nname = \"Gruppo\"\n\
         kind = \"working-group\"\ninside = \"tavolo\"",
        &["p.toml:34:10: body \"comitato\" ends up inside itself"],
    );
}

#[test]
fn a_word_outside_a_closed_list_is_told_with_the_list() {
    assert_told(
        "roles = [\"lead\"]",
        "roles = [\"capofila\"]",
        &[
            "p.toml:28:10: \"roles\" must be one of \"lead\", \"partner\", \"funder\", \"network\", \
           not \"capofila\"",
        ],
    );
    assert_told(
        "roles = [\"lead\"]",
        "roles = []",
        &["p.toml:28:9: \"roles\" of partner \"comune\" is empty"],
    );
}

#[test]
fn types_are_told_in_words() {
    assert_told(
        "starts = 2020-01-01",
        "starts = \"2020-01-01\"",
        &["p.toml:43:10: \"starts\" must be a date such as 2016-11-01, without quotes, not a text"],
    );
    assert_told(
        "starts = 2020-01-01",
        "starts = 2020-01-01T10:00:00",
        &["p.toml:43:10: \"starts\" must be a date such as 2016-11-01, without quotes, \
           not \"2020-01-01T10:00:00\""],
    );
    assert_told(
        "name = \"Paese\"",
        "name = \" Paese\"",
        &["p.toml:2:8: \"name\" must have 1 to 200 characters, no control characters, \
           no space at either end"],
    );
    assert_told(
        "[calendar]",
        "[calendar]\ntime_zone = \"Europe/Brescia\"",
        &["p.toml:6:13: time zone \"Europe/Brescia\" is unknown"],
    );
    assert_told(
        "[[zone]]",
        "[zone]",
        &[
            "p.toml:8:1: \"zone\" must be a list of tables, not a table",
            "p.toml:19:17: neighbourhood \"borgo\" of hub \"nord\" is unknown",
            "p.toml:21:11: neighbourhood \"sanpolino\" of hub \"nord\" is unknown",
            "p.toml:21:24: neighbourhood \"borgo\" of hub \"nord\" is unknown",
        ],
    );
}

#[test]
fn syntax_errors_are_told_together_with_what_is_still_certain() {
    let spoilt = SMALL
        .replace("name = \"Paese\"", "name = \"Paese")
        .replace("kind = \"committee\"", "kind = committee")
        .replace("F39G16000350007", "f39")
        .replace("summary = \"Prova.\"\n", "");
    assert_eq!(
        told(&spoilt),
        [
            "p.toml:2:14: invalid basic string, expected `\"`",
            "p.toml:33:8: string values must be quoted, expected literal string",
            "p.toml:41:7: a CUP has 15 characters: capital letter, two digits, capital letter, \
             two digits, nine capital letters or digits; not \"f39\"",
        ],
        "the missing key is not told: the quotes left open might have swallowed it"
    );
}

#[test]
fn an_impossible_date_hides_nothing_else() {
    let spoilt = SMALL
        .replace("starts = 2020-01-01", "starts = 2020-02-30")
        .replace("summary = \"Prova.\"\n", "")
        .replace("serves = [\"sanpolino\"", "serves = [\"sanpolin\"");
    assert_eq!(
        told(&spoilt),
        [
            "p.toml:21:11: neighbourhood \"sanpolin\" of hub \"nord\" is unknown; \
             did you mean \"sanpolino\"?",
            "p.toml:35:1: key \"summary\" of project sheet \"PA1.1\" is missing",
            "p.toml:43:10: invalid date, expected day between 01 and 29",
        ]
    );
}

#[test]
fn a_bracket_left_open_is_one_mistake() {
    let list = told_with("\"14:30-18:00\"]\n", "\"14:30-18:00\"\n");
    assert_eq!(list.len(), 1, "{list:#?}");
    let header = told_with("[[partner]]", "[[partner");
    assert_eq!(header, ["p.toml:25:10: unclosed array table, expected `]]`"]);
}

#[test]
fn a_key_written_twice_is_told_where_it_comes_back() {
    assert_told(
        "name = \"Paese\"",
        "name = \"Paese\"\nname = \"Borgo\"",
        &["p.toml:3:1: duplicate key"],
    );
}

#[test]
fn columns_count_characters() {
    assert_told(
        "patron = { name = \"San Rocco\", day = \"08-16\" }",
        "patron = { name = \"Santità è più\", day = \"16-08\" }",
        &["p.toml:6:42: \"day\" must be a day such as \"02-15\" (month, day), not \"16-08\""],
    );
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_no_position() {
    let spoilt = SMALL.replace("F39G16000350007", "f39").replace('\n', "\r\n");
    let found = told(&format!("\u{feff}{spoilt}"));
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("p.toml:41:7: a CUP"), "{}", found[0]);
    let first = told(&format!("\u{feff}{}", SMALL.replace("slug = \"paese\"", "slug = 7")));
    assert_eq!(first, ["p.toml:1:8: \"slug\" must be a text, not a whole number"]);
}

#[test]
fn bytes_that_are_not_text_are_told_where_they_begin() {
    let found = inspect_bytes(b"slug = \"a\"\nname = \"\xC3\xA8\xFF\"\n", "p.toml");
    let found = found.city.err().unwrap_or_default();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].to_string(), "p.toml:2:10: the file is not UTF-8 text from here on");
}

#[test]
fn a_file_too_large_is_refused_unread() {
    let found = inspect(&"#".repeat(MAX_BYTES + 1), "p.toml").city.err().unwrap_or_default();
    assert!(matches!(found[0].what, MistakeKind::TooLarge { .. }));
}

#[test]
fn a_neighbourhood_without_hub_is_a_warning_only() {
    let reading = inspect(&SMALL.replace("[\"sanpolino\", \"borgo\"]", "[\"borgo\"]"), "p.toml");
    assert!(reading.city.is_ok());
    let warnings: Vec<String> = reading.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(warnings, ["p.toml:13:14: no hub serves neighbourhood \"sanpolino\""]);
}

#[test]
fn long_or_odd_values_stay_on_one_short_line() {
    let long = format!("kind = \"{}\\n\"", "x".repeat(5000));
    let found = told_with("kind = \"committee\"", &long);
    assert_eq!(found.len(), 1);
    assert!(found[0].len() < 300 && !found[0].contains('\n'), "{}", found[0]);
}

#[test]
fn mistakes_come_in_the_order_of_the_file() {
    let (_, brescia) = REAL_FILES[1];
    let spoilt = brescia.replace("slug", "slog");
    let found = read(&spoilt, "p.toml").expect_err("mistakes");
    assert!(found.len() > 100);
    assert!(found.is_sorted_by_key(|mistake| (mistake.line, mistake.column)));
}
