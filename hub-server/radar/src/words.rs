//! A text as the radar knows it: Italian stems with a weight each, so that "anziani soli" and "un'anziana sola" are
//! near each other, and what every project says of itself ("progetto", "territorio") hardly counts.
//!
//! Always true: what a word weighs does not depend on other texts. Counting how many projects say it would weigh
//! words better, but a project that is added would then change the order of all others, and a person who asked
//! twice would get two answers. See docs/radar.md.

use std::collections::BTreeMap;

use rust_stemmers::{Algorithm, Stemmer};

/// Most stems kept of one text.
const STEMS_MAX: usize = 300;

/// Words that tell nothing.
const PLAIN: &str = "a ad agli ai al alla alle allo anche ancora avere basterebbe bella c ce che chi ci ci ciò come con cosa cose \
    così cui da dagli dai dal dalla dalle dallo degli dei del della delle dello dentro di dopo dove e ed era è essere farsi fare fanno \
    fa far gli ha hanno ho i il in io l la le lei li lo loro lui ma me mi mia mie miei mio molte molti molto ne negli nei nel \
    nella nelle nello noi non nostra nostri nostro o ogni oltre per perché perchè piace piacerebbe più poi proprio può \
    potrebbe potremmo quale quali quando quanto quella quelle quelli quello questa queste questi questo qui qualcuno \
    se senza serve servono si sia solo sono sta stare stata stati stato su sua sue sui sul sulla sulle suo suoi \
    tante tanti tanto tra fra tutta tutte tutti tutto un una uno va vi vorrei vorremmo volta volte vorrebbe ci \
    the of and to in for with is are we our a an at on it as by";

/// Words that most projects say of themselves: they count a fifth.
const COMMON: &str = "progetto progetti attività azione azioni iniziativa iniziative servizio servizi territorio territoriale \
    quartiere quartieri città cittadino cittadini cittadinanza comunità persona persone gruppo nuovo nuovi nuove bisogno \
    bisogni offrire promuovere realizzare creare sviluppo sviluppare percorso percorsi incontro incontri spazio spazi \
    volontari volontario associazione associazioni ente enti settimana settimane giorno giorni mese mesi anno anni \
    pomeriggio mattina mattine sera casa insieme aiuto aiutare aiutano aiuta innovativo innovativi sociale sociali \
    collaborazione rete modo posto luogo sostegno supporto";

/// A text by its stems.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Words {
    /// Stem → its share of the text (the squares add up to 1) and the word it was read from.
    of: BTreeMap<String, (f32, String)>,
}

impl Words {
    /// Reads a text.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let (stemmer, lists) = (Stemmer::create(Algorithm::Italian), &*LISTS);
        let mut of = BTreeMap::<String, (f32, String)>::new();
        for word in split(text) {
            if of.len() == STEMS_MAX {
                break;
            }
            if lists.plain.contains(word.as_str()) || word.chars().count() < 2 {
                continue;
            }
            let stem = stemmer.stem(&word).into_owned();
            let weight = if lists.common.contains(&stem) { 0.2 } else { 1.0 };
            of.entry(stem).or_insert((weight, word));
        }
        let length = of.values().map(|(weight, _)| weight * weight).sum::<f32>().sqrt();
        for (weight, _) in of.values_mut() {
            *weight /= length;
        }
        Self { of }
    }

    /// Each stem with its share, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f32)> {
        self.of.iter().map(|(stem, (share, _))| (stem.as_str(), *share))
    }

    /// How near two texts are, 0 to 1: the cosine of the angle between them.
    #[must_use]
    pub fn near(&self, other: &Self) -> f32 {
        let common = self.iter().filter_map(|(stem, share)| {
            other.of.get(stem).map(|(other_share, _)| share * other_share)
        });
        common.sum()
    }

    /// At most `most` words that both texts have, the weightiest first, as `self` writes them.
    #[must_use]
    pub fn in_common(&self, other: &Self, most: usize) -> Vec<String> {
        let mut common: Vec<(f32, &str)> = self
            .of
            .iter()
            .filter_map(|(stem, (share, word))| {
                other.of.get(stem).map(|(other_share, _)| (share * other_share, word.as_str()))
            })
            .collect();
        common.sort_by(|(one, word), (two, other)| two.total_cmp(one).then(word.cmp(other)));
        common.into_iter().take(most).map(|(_, word)| word.to_owned()).collect()
    }

    /// Whether there is no word that tells anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }
}

/// The words of a text in small letters.
pub(crate) fn split(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && word.len() <= 40)
        .map(str::to_lowercase)
}

/// The stem of one Italian word.
#[must_use]
pub fn stem(word: &str) -> String {
    Stemmer::create(Algorithm::Italian).stem(&word.to_lowercase()).into_owned()
}

struct Lists {
    plain: std::collections::BTreeSet<&'static str>,
    common: std::collections::BTreeSet<String>,
}

static LISTS: std::sync::LazyLock<Lists> = std::sync::LazyLock::new(|| Lists {
    plain: PLAIN.split_whitespace().collect(),
    common: COMMON.split_whitespace().map(stem).collect(),
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_thing_said_in_other_forms_is_near_and_another_thing_is_not() {
        let one = Words::read("Una spesa per l'anziana sola");
        let two = Words::read("le spese degli ANZIANI soli");
        let three = Words::read("un coro che canta nelle piazze");
        assert!(one.near(&two) > 0.99, "{one:?} {two:?}");
        assert!(one.near(&three) < f32::EPSILON);
        assert_eq!(two.in_common(&one, 2), ["anziani", "soli"]);
    }

    #[test]
    fn what_every_project_says_of_itself_hardly_counts() {
        let one = Words::read("Un progetto di quartiere per il territorio: trapani in prestito");
        let two = Words::read("Un progetto di quartiere per il territorio: canto corale");
        assert!(one.near(&two) < 0.1, "{}", one.near(&two));
    }

    #[test]
    fn a_text_without_words_is_near_nothing() {
        let nothing = Words::read(" … 1 a ");
        assert!(nothing.near(&Words::read("spesa")).abs() < f32::EPSILON);
    }
}
