//! What a city file says of things that make something to do, and how its mistakes are told.

use protocol::antenna::ActivityKind;

use super::PLACE;
use crate::city::{Cause, read};

/// Lines of [`PLACE`].
const LINES: usize = 13;

fn told(rule: &str) -> Vec<String> {
    let text = format!("{PLACE}[[task_rule]]\n{rule}");
    let found = read(&text, "p.toml").err().unwrap_or_default();
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn a_rule_says_what_is_to_be_done_after_what_and_by_when() {
    let rule = "slug = \"r\"\nwhat = { it = \"Richiama\" }\nafter = \"entry-written\"\n\
        kinds = [\"meeting\", \"networking-act\"]\nwithin_days = 4\n";
    let city = read(&format!("{PLACE}[[task_rule]]\n{rule}"), "p.toml").unwrap();
    let rule = &city.task_rules[0];
    assert_eq!((rule.after, rule.within_days, rule.days), (Cause::EntryWritten, 4, 0));
    assert_eq!(rule.kinds, [ActivityKind::Meeting, ActivityKind::NetworkingAct]);
    assert_eq!(rule.what.in_language("en"), "Richiama");
}

#[test]
fn every_mistake_of_a_rule_is_told_with_its_line_and_column() {
    let of = "slug = \"r\"\nwhat = { it = \"Fai\" }\n";
    let at = |line: usize, column: usize| format!("p.toml:{}:{column}: ", LINES + line);
    let cases: [(&str, String, &str); 6] = [
        ("after = \"never\"\n", at(4, 9), "\"after\" must be one of \"request-met\""),
        ("after = \"antenna-silent\"\n", at(1, 1), "silent_days"),
        (
            "after = \"request-met\"\nsilent_days = 3\n",
            at(5, 15),
            "task rule \"r\" comes after \"request-met\", where \"silent_days\" means nothing",
        ),
        ("after = \"antenna-silent\"\nsilent_days = 0\n", at(5, 15), "1"),
        ("after = \"request-met\"\ncategories = [\"spesa\"]\n", at(5, 15), "\"spesa\""),
        ("after = \"request-met\"\nwhithin_days = 3\n", at(5, 1), "did you mean \"within_days\""),
    ];
    for (rule, place, words) in cases {
        let told = told(&format!("{of}{rule}"));
        assert_eq!(told.len(), 1, "{rule}: {told:?}");
        assert!(told[0].starts_with(&place) && told[0].contains(words), "{rule}: {told:?}");
    }
}
