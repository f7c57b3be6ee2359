//! Words as a search knows them: small letters, Italian stems, so that "sedia a rotelle" finds "sedie a
//! rotelle". Words of other languages only lose what looks like an Italian ending, on both sides alike.

use std::collections::BTreeSet;

use rust_stemmers::{Algorithm, Stemmer};

/// Most stems kept of one text, and most words of one search.
pub const STEMS_MAX: usize = 400;
/// Most words one search looks for.
pub const WANTED_MAX: usize = 6;

/// Words that stand in every text and tell nothing.
const PLAIN: [&str; 40] = [
    "alla", "allo", "agli", "alle", "anche", "che", "chi", "con", "come", "dal", "dalla", "degli",
    "dei", "del", "della", "delle", "dello", "dopo", "gli", "ho", "il", "la", "le", "lo", "mia",
    "mio", "nel", "nella", "non", "per", "più", "sono", "sua", "suo", "sul", "sulla", "una", "uno",
    "un", "devo",
];

/// The stems of a text, each once, in order.
#[must_use]
pub fn stems(text: &str) -> BTreeSet<String> {
    let stemmer = Stemmer::create(Algorithm::Italian);
    let lower = text.to_lowercase();
    lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= 2 && word.len() <= 40 && !PLAIN.contains(word))
        .map(|word| stemmer.stem(word).into_owned())
        .take(STEMS_MAX)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wheelchair_is_found_in_the_singular_and_in_the_plural() {
        let kept = stems("Cerco due sedie a rotelle per l'ospedale");
        for asked in ["sedia a rotelle", "SEDIE", "rotella", "ospedali"] {
            let wanted = stems(asked);
            assert!(!wanted.is_empty() && wanted.is_subset(&kept), "{asked}: {wanted:?} {kept:?}");
        }
        assert!(!stems("bicicletta").is_subset(&kept));
    }
}
