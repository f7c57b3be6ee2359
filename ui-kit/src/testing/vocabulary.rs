//! Are the words complete, well formed and used? And what happens to a screen when they grow?

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::language::Language;
use crate::words::Words;
use crate::words::catalogue;

/// Everything wrong with the files of words, in sentences; empty when all is well. Looks for files that do not parse,
/// keys given twice, keys that Italian or English lacks, and translations that want other values than the Italian.
#[must_use]
pub fn every_key_in_every_language() -> Vec<String> {
    let mut wrong = Vec::new();
    let mut by_language: BTreeMap<&str, BTreeMap<String, (BTreeSet<String>, &str)>> =
        BTreeMap::new();
    for file in catalogue::files() {
        let place = format!("{}/{}.ftl", file.language, file.surface);
        wrong.extend(file.faults.iter().map(|fault| format!("{place} does not parse: {fault}")));
        let known = by_language.entry(file.language).or_default();
        for (key, values) in catalogue::keys(file) {
            if let Some((_, other)) = known.insert(key.clone(), (values, file.surface)) {
                wrong.push(format!("{place} gives {key} again, it is in {other}.ftl already"));
            }
        }
    }
    let complete: BTreeSet<&str> = Language::ready()
        .into_iter()
        .chain([Language::It, Language::En])
        .map(Language::code)
        .collect();
    let empty = BTreeMap::new();
    let italian = by_language.get("it").unwrap_or(&empty);
    for (language, keys) in by_language.iter().filter(|(language, _)| **language != "it") {
        if complete.contains(language) {
            for (key, (_, surface)) in italian {
                if !keys.contains_key(key) {
                    wrong.push(format!("{language}/{surface}.ftl lacks {key}"));
                }
            }
        }
        for (key, (values, surface)) in keys {
            match italian.get(key) {
                None => wrong.push(format!("it/{surface}.ftl lacks {key}, which {language} has")),
                Some((wanted, _)) if wanted != values => wrong.push(format!(
                    "{language}/{surface}.ftl: {key} wants {values:?}, the Italian wants {wanted:?}"
                )),
                Some(_) => {}
            }
        }
    }
    wrong
}

/// Keys written out in `words.get("…")`, `words.with("…"` anywhere in the Rust files under `folder` that no Italian
/// file has, as `file: key`.
#[must_use]
pub fn unknown_keys_in(folder: &Path) -> Vec<String> {
    let words = Words::new(Language::It);
    let mut unknown = Vec::new();
    for (file, text) in rust_files(folder) {
        let calls = text.match_indices("words.get(").chain(text.match_indices("words.with("));
        for (at, call) in calls {
            let rest = text[at + call.len()..].trim_start();
            let key = rest.strip_prefix('"').and_then(|rest| rest.split('"').next());
            if let Some(key) = key.filter(|key| !words.has(key)) {
                unknown.push(format!("{file}: {key}"));
            }
        }
    }
    unknown
}

fn rust_files(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && let Ok(text) = fs::read_to_string(&path)
        {
            files.push((path.display().to_string(), text));
        }
    }
    files.sort();
    files
}

/// `text` about 40 % longer, with accents that reach high and low; direction controls and digits are left alone.
#[must_use]
pub fn stretch(text: &str) -> String {
    let accented = |c: char| match c {
        'a' => 'à',
        'e' => 'ê',
        'i' => 'ï',
        'o' => 'ö',
        'u' => 'û',
        'c' => 'ç',
        'A' => 'Å',
        'E' => 'É',
        other => other,
    };
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let extra = (letters * 2).div_ceil(5);
    let mut longer: String = text.chars().map(accented).collect();
    for index in 0..extra {
        longer.push(match index % 6 {
            0 => ' ',
            3 => 'ê',
            _ => 'n',
        });
    }
    longer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn italian_and_english_have_the_same_keys_and_values() {
        assert_eq!(every_key_in_every_language(), Vec::<String>::new());
    }

    #[test]
    fn every_key_this_crate_asks_for_exists() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let unknown: Vec<String> = unknown_keys_in(&source)
            .into_iter()
            .filter(|found| !found.contains("vocabulary.rs"))
            .collect();
        assert_eq!(unknown, Vec::<String>::new());
    }

    #[test]
    fn stretched_words_are_at_least_forty_percent_longer() {
        for text in ["Ho bisogno di aiuto", "Sì", "Cosa succede nel quartiere"] {
            let longer = stretch(text);
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            assert!(longer.chars().count() - text.chars().count() >= letters * 2 / 5, "{longer}");
        }
    }
}
