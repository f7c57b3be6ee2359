//! Every word a screen asks for is there in both languages, and every word there is is asked for.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use ui_kit::{Language, Words};

/// Beginnings of the keys a screen may ask for.
const FAMILIES: [&str; 5] = ["kiosk-", "slip-step-", "action-", "state-", "field-"];

/// What stands between quotes in the sources and looks like a key; `{…}` parts may be anything.
fn asked_for() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found
}

fn collect(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let quoted = text.split('"').skip(1).step_by(2);
            let keys = quoted.filter(|it| FAMILIES.iter().any(|family| it.starts_with(family)));
            let plain =
                |it: &&str| it.chars().all(|c| c.is_ascii_alphanumeric() || "-{}_".contains(c));
            found.extend(keys.filter(plain).map(str::to_owned));
        }
    }
}

fn italian_keys() -> Vec<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales/it/kiosk.ftl");
    let text = fs::read_to_string(file).unwrap();
    let keys = text.lines().filter_map(|line| line.split_once(" = "));
    keys.map(|(key, _)| key.trim()).filter(|key| !key.starts_with('#')).map(str::to_owned).collect()
}

/// Whether `key` could be what `asked` becomes: the parts between braces stand for anything.
fn fits(asked: &str, key: &str) -> bool {
    let mut parts = asked.split('{');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = key.strip_prefix(first) else { return false };
    for part in parts {
        let fixed = part.split_once('}').map_or("", |(_, fixed)| fixed);
        match rest.find(fixed) {
            Some(at) => rest = &rest[at + fixed.len()..],
            None => return false,
        }
    }
    rest.is_empty() || asked.ends_with('}')
}

#[test]
fn every_word_a_screen_asks_for_is_there_in_both_languages() {
    for asked in asked_for().into_iter().filter(|asked| !asked.contains('{')) {
        // A key may also be the beginning of one that a screen puts together.
        let there = |language| {
            let words = Words::new(language);
            words.has(&asked) || words.has(&format!("{asked}-line"))
        };
        assert!(there(Language::It) && there(Language::En), "{asked}");
    }
}

#[test]
fn every_word_there_is_is_asked_for() {
    let asked = asked_for();
    let unused: Vec<String> = italian_keys()
        .into_iter()
        .filter(|key| {
            let own = key.strip_suffix("-line").or_else(|| key.strip_suffix("-help"));
            let used = |key: &str| asked.iter().any(|asked| fits(asked, key));
            !used(key) && !own.is_some_and(used)
        })
        .collect();
    assert_eq!(unused, [""; 0]);
}

#[test]
fn every_key_of_the_kiosk_is_in_english_too() {
    let english = Words::new(Language::En);
    for key in italian_keys() {
        assert!(english.has(&key), "{key}");
    }
}
