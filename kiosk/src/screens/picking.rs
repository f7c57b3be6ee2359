//! An idea without a word written: whom it is for, what would be done, which need it meets, from pictures.
//!
//! Always true: what is chosen is a word of the desk's closed lists, said as the desk says it. Deliberately absent: the
//! words of those lists that only somebody who works at the desk would look for.

use egui::Ui;
use protocol::Slug;
use ui_kit::icons::{self, Icon};

use super::choices::{Grid, Item, page};
use super::{View, pictures};
use crate::model::{Draft, Flow, Msg, Question};

const FOR_WHOM: [(&str, Icon); 13] = [
    ("everyone", icons::USERS),
    ("early-childhood", icons::BABY),
    ("children", icons::BICYCLE),
    ("youth", icons::MUSIC),
    ("families", icons::HOUSE),
    ("women", icons::USER),
    ("older", icons::USER_CIRCLE),
    ("frail-older", icons::HEART),
    ("disability", icons::WHEELCHAIR),
    ("carers", icons::HAND_HEART),
    ("poverty", icons::BASKET),
    ("new-citizens", icons::GLOBE),
    ("organisations", icons::HANDSHAKE),
];

const WHAT: [(&str, Icon); 20] = [
    ("meeting-place", icons::CHATS),
    ("home-help", icons::HOUSE),
    ("accompaniment", icons::CAR),
    ("training", icons::SCHOOL),
    ("homework", icons::BOOK),
    ("language", icons::TRANSLATE),
    ("childcare", icons::BABY),
    ("play", icons::STAR),
    ("sport", icons::BICYCLE),
    ("culture", icons::MUSIC),
    ("food", icons::FOOD),
    ("housing", icons::KEY),
    ("work-inclusion", icons::BRIEFCASE),
    ("health", icons::FIRST_AID),
    ("digital", icons::DESKTOP),
    ("green", icons::TREE),
    ("counselling", icons::EAR),
    ("exchange", icons::SHARE),
    ("repair", icons::WRENCH),
    ("building", icons::PAINT),
];

const WHY: [(&str, Icon); 14] = [
    ("loneliness", icons::USER),
    ("care", icons::HAND_HEART),
    ("poverty", icons::COINS),
    ("mobility", icons::BUS),
    ("health", icons::FIRST_AID),
    ("education", icons::SCHOOL),
    ("work", icons::BRIEFCASE),
    ("housing", icons::KEY),
    ("integration", icons::TRANSLATE),
    ("digital-divide", icons::DESKTOP),
    ("safety", icons::SHIELD),
    ("environment", icons::PLANT),
    ("participation", icons::MEGAPHONE),
    ("places", icons::MAP_PIN),
];

/// The closed list a page chooses from, and its pictures by their word; nothing on any other.
fn pictures_of(question: Question) -> (&'static str, &'static [(&'static str, Icon)]) {
    if question == Question::ForWhom {
        ("desk-target", &FOR_WHOM)
    } else if question == Question::What {
        ("desk-activity", &WHAT)
    } else if question == Question::Why {
        ("desk-need-of", &WHY)
    } else {
        ("", &[])
    }
}

/// What is chosen there, as the desk says it.
fn said_as(view: &View<'_>, question: Question, slug: &str) -> String {
    view.word(&format!("{}-{slug}", pictures_of(question).0))
}

/// Draws the page.
pub fn show(ui: &mut Ui, view: &View<'_>, flow: &Flow, said: &mut Vec<Msg>) {
    let chosen = flow.draft.picked(flow.question);
    let cards = pictures_of(flow.question).1.iter().enumerate();
    let items: Vec<Item> = cards
        .filter_map(|(index, (word, icon))| {
            let slug: Slug = word.parse().ok()?;
            Some(Item {
                label: said_as(view, flow.question, word),
                line: String::new(),
                picture: Some((*icon, pictures::accent(index))),
                chosen: chosen.contains(&slug),
                msg: Msg::TogglePicked(slug),
            })
        })
        .collect();
    page(ui, view, flow, &items, Grid { several: true, ..Grid::default() }, said);
}

/// What was chosen on one page, in words; empty for nothing.
#[must_use]
pub fn words(view: &View<'_>, draft: &Draft, question: Question) -> String {
    let chosen = draft.picked(question).iter();
    let words: Vec<String> = chosen.map(|slug| said_as(view, question, slug.as_str())).collect();
    words.join(", ")
}

/// What was chosen on all of them, in words; empty for nothing.
#[must_use]
pub fn all_words(view: &View<'_>, draft: &Draft) -> String {
    let pages = [Question::ForWhom, Question::What, Question::Why];
    let words = pages.map(|page| words(view, draft, page));
    let words: Vec<String> = words.into_iter().filter(|words| !words.is_empty()).collect();
    words.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ui_kit::{Language, Words};

    #[test]
    fn every_picture_has_its_word_in_both_languages() {
        for (question, list) in [
            (Question::ForWhom, "desk-target"),
            (Question::What, "desk-activity"),
            (Question::Why, "desk-need-of"),
        ] {
            let (of, pictures) = pictures_of(question);
            assert_eq!(of, list);
            for (word, _) in pictures {
                assert!(word.parse::<Slug>().is_ok(), "{word}");
                for language in [Language::It, Language::En] {
                    assert!(Words::new(language).has(&format!("{list}-{word}")), "{list}-{word}");
                }
            }
        }
    }
}
