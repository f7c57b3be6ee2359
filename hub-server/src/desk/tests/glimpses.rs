//! What other hubs are told of an idea before it is handed in.

use std::collections::BTreeSet;

use radar::{Resource, Sketch, Vocabulary};
use serde_json::Value;

use super::taking_back::whole;
use super::*;
use crate::desk::Whole;
use crate::desk::glimpse::Glimpse;
use crate::desk::near;

const WORDS: &str = "Mia zia Zelinda ha 82 anni ed è sola: qualcuno le porti la spesa";

/// An idea in somebody's words, about Mompiano.
fn left(words: &str) -> Whole {
    let mut left = Whole { draft: None, ..whole(vec![]) };
    left.card.words = Some(words.to_owned());
    left.card.neighbourhood = Some("mompiano".parse().unwrap());
    left.card.person = Some(protocol::PersonId::new(uuid(0x302)));
    left
}

#[test]
fn what_was_left_in_words_is_told_by_lists_and_stands_near_who_thinks_of_the_same() {
    let told = Glimpse::of(&left(WORDS)).unwrap();
    assert_eq!((told.state, told.theme.as_str()), (State::Left, "salute-e-welfare"));
    assert!(told.outline.activities.has(Activity::HomeHelp));
    assert!(told.outline.needs.has(Want::Loneliness));
    assert_eq!(told.neighbourhood().map(protocol::Slug::as_str), Some("mompiano"));
    let words = "Portare la spesa agli anziani soli";
    let asked =
        near::of_words(words, Picked::default(), "salute-e-welfare", Some("mompiano"), &CITY);
    let today = near::days_since_1970(today());
    let (asked, told) = (Sketch::of(&asked), Sketch::of(&told.profile(&CITY)));
    let judged = radar::judge(&asked, &told, today).unwrap();
    assert_eq!(judged.verdict, Verdict::Overlaps);
    // What was chosen from pictures is not overruled by words.
    let mut chosen = left(WORDS);
    chosen.card.picked.targets = Set::EMPTY.with(Target::Youth);
    let told = Glimpse::of(&chosen).unwrap();
    assert_eq!(told.outline.targets, Set::EMPTY.with(Target::Youth));
}

#[test]
fn a_title_is_told_once_an_organisation_takes_part_and_nothing_of_what_is_handed_in_or_taken_back()
{
    let mut idea = left(WORDS);
    let mut draft = Draft { state: State::Draft, outline: outline(), ..Draft::default() };
    idea.draft = Some(draft.clone());
    let told = Glimpse::of(&idea).unwrap();
    assert_eq!((told.state, told.outline.title.as_str()), (State::Draft, ""));
    assert_eq!(told.outline.targets, outline().targets);
    draft.partners.push(organisation(1));
    idea.draft = Some(draft);
    let told = Glimpse::of(&idea).unwrap();
    assert_eq!(told.outline, outline());
    assert_eq!(told.organisations, [organisation(1).organisation]);
    let received = Whole { project: Some(received(1)), ..idea.clone() };
    assert_eq!(Glimpse::of(&received), None, "the project is known everywhere");
    idea.card.withdrawn_at_ms = Some(MORNING_MS);
    assert_eq!(Glimpse::of(&idea), None);
}

/// Every text in a document, without the names of its fields.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
        Value::String(text) => found.push(text.clone()),
        Value::Array(all) => {
            for one in all {
                texts(one, found);
            }
        }
        Value::Object(fields) => {
            for one in fields.values() {
                texts(one, found);
            }
        }
    }
}

fn slugs<T: Vocabulary>() -> impl Iterator<Item = String> {
    T::ALL.iter().map(|one| one.slug().to_owned())
}

/// What may stand in any glimpse: the words of closed lists, themes and neighbourhoods.
fn closed() -> BTreeSet<String> {
    let themes = CITY.idea_themes.iter().map(|one| one.slug.clone());
    let lists = slugs::<Target>().chain(slugs::<Activity>()).chain(slugs::<Want>());
    let states = [State::Left, State::Contacted, State::Draft].map(|state| state.slug().to_owned());
    lists
        .chain(slugs::<Resource>())
        .chain(themes)
        .chain(states)
        .chain([String::new(), "mompiano".to_owned()])
        .collect()
}

proptest! {
    /// Whatever somebody wrote, said or is called: nothing of it is told, but the title of what organisations write.
    #[test]
    fn no_word_that_somebody_wrote_is_in_a_glimpse(
        words in "\\PC{0,60}",
        title in "[A-Z][a-z]{3,12} [A-Z][a-z]{3,12}",
        section in "\\PC{1,60}",
        contacted in any::<bool>(),
        written in any::<bool>(),
        organisations in 0_u128..3,
    ) {
        let mut idea = left(&words);
        idea.card.contacted_at_ms = contacted.then_some(MORNING_MS);
        idea.card.joins = Some(words.clone());
        let mut allowed = closed();
        if written {
            let mut draft = Draft {
                state: State::Draft,
                outline: Outline { title: title.clone(), ..outline() },
                partners: (0..organisations).map(organisation).collect(),
                ..Draft::default()
            };
            let version = draft::Version {
                number: 1,
                base: 0,
                settles: vec![],
                text: section,
                by: None,
                actor: ActorRef::System,
                at_ms: MORNING_MS,
            };
            draft.apply(&Event::SectionWritten { section: Section::Need, version });
            allowed.extend(draft.partners.iter().map(|one| one.organisation.to_string()));
            if organisations > 0 {
                allowed.insert(title);
            }
            idea.draft = Some(draft);
        }
        let told = Glimpse::of(&idea).unwrap();
        let mut found = Vec::new();
        texts(&serde_json::to_value(&told).unwrap(), &mut found);
        for text in found {
            prop_assert!(allowed.contains(&text), "{text} is told");
        }
    }
}
