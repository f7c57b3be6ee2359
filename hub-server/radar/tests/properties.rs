//! What must hold of the radar whatever is put into it.

use proptest::prelude::*;
use radar::{
    Activity, Index, Kind, Need, Place, Profile, Resource, Set, Sketch, Target, Vocabulary, judge,
};

const TODAY: i32 = 20_788;
const WORDS: [&str; 12] = [
    "spesa",
    "anziani",
    "soli",
    "orto",
    "musica",
    "ragazzi",
    "compiti",
    "bambini",
    "lavoro",
    "pranzo",
    "quartiere",
    "biciclette",
];

fn some_of<T: Vocabulary + std::fmt::Debug>(most: usize) -> impl Strategy<Value = Set<T>> {
    proptest::collection::vec(proptest::sample::select(T::ALL), 0..=most)
        .prop_map(|words| words.into_iter().collect())
}

fn place() -> impl Strategy<Value = Place> {
    (0..2_u8, proptest::option::of(0..2_u8), proptest::option::of(0..3_u8)).prop_map(
        |(city, zone, hood)| Place {
            city: format!("city-{city}"),
            neighbourhood: zone.and_then(|zone| hood.map(|hood| format!("hood-{zone}-{hood}"))),
            zone: zone.map(|zone| format!("zone-{zone}")),
        },
    )
}

fn kind() -> impl Strategy<Value = Kind> {
    proptest::sample::select(
        &[Kind::Idea, Kind::Project, Kind::Running, Kind::Past, Kind::Macro, Kind::Service][..],
    )
}

fn profile() -> impl Strategy<Value = Profile> {
    let text = proptest::collection::vec(proptest::sample::select(&WORDS[..]), 0..8);
    let days = (proptest::option::of(19_000..22_000), proptest::option::of(19_000..22_000));
    let partners = proptest::collection::vec("[ab]", 0..2);
    (
        (kind(), text, days),
        (some_of(2), some_of(2), some_of(2)),
        (proptest::collection::vec(place(), 0..3), partners),
        (some_of(1), some_of(1)),
    )
        .prop_map(
            |(
                (kind, text, days),
                (targets, activities, needs),
                (places, partners),
                (offers, looks_for),
            )| {
                Profile {
                    targets,
                    activities,
                    needs,
                    places,
                    partners,
                    offers,
                    looks_for,
                    from_day: days.0,
                    to_day: days.1,
                    ..Profile::of_words(kind, &text.join(" "))
                }
            },
        )
}

fn filled(profiles: &[Profile]) -> Index {
    let mut index = Index::new();
    for (at, profile) in profiles.iter().enumerate() {
        index.put(&format!("{at:03}"), profile);
    }
    index
}

fn told(index: &Index, asked: &Profile, most: usize) -> Vec<(String, radar::Judgement)> {
    let near = index.near(asked, None, TODAY, most);
    near.into_iter().map(|near| (near.id, near.judgement)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// From either side the same verdict and the same score.
    #[test]
    fn a_judgement_is_the_same_from_either_side(one in profile(), other in profile()) {
        let (one, other) = (Sketch::of(&one), Sketch::of(&other));
        let (here, there) = (judge(&one, &other, TODAY), judge(&other, &one, TODAY));
        prop_assert_eq!(here.as_ref().map(|told| told.verdict), there.as_ref().map(|told| told.verdict));
        let scores = here.zip(there).map_or((0.0, 0.0), |(here, there)| (here.score, there.score));
        prop_assert!((scores.0 - scores.1).abs() < 1e-5, "{:?}", scores);
    }

    /// The index says what judging one by one says.
    #[test]
    fn the_index_answers_what_judging_one_by_one_answers(
        all in proptest::collection::vec(profile(), 1..25), asked in profile(),
    ) {
        let sketch = Sketch::of(&asked);
        let mut one_by_one: Vec<_> = all.iter().enumerate()
            .filter_map(|(at, other)| {
                judge(&sketch, &Sketch::of(other), TODAY).map(|told| (format!("{at:03}"), told))
            })
            .collect();
        one_by_one.sort_by(|(name, one), (other_name, other)| {
            other.score.total_cmp(&one.score).then(name.cmp(other_name))
        });
        prop_assert_eq!(told(&filled(&all), &asked, all.len()), one_by_one);
    }

    /// One more never changes what is said of the others, and taking it away leaves no trace; a shorter list is the
    /// beginning of the longer one.
    #[test]
    fn one_more_never_changes_the_order_of_the_others(
        all in proptest::collection::vec(profile(), 1..20), more in profile(), asked in profile(),
    ) {
        let mut index = filled(&all);
        let before = told(&index, &asked, 100);
        index.put("more", &more);
        let mut with = told(&index, &asked, 100);
        with.retain(|(id, _)| id != "more");
        prop_assert_eq!(&with, &before);
        index.put("more", &asked);
        index.take_away("more");
        index.take_away("more");
        prop_assert_eq!(&told(&index, &asked, 100), &before);
        prop_assert_eq!(told(&index, &asked, 3), before[..before.len().min(3)].to_vec());
    }

    /// In whatever order they come, and however often one is put again, the answer is the same.
    #[test]
    fn the_order_in_which_they_came_does_not_matter(
        all in proptest::collection::vec(profile(), 1..20), asked in profile(), first in profile(),
    ) {
        let mut index = Index::new();
        for (at, profile) in all.iter().enumerate().rev() {
            index.put(&format!("{at:03}"), &first);
            index.put(&format!("{at:03}"), profile);
        }
        prop_assert_eq!(index.len(), all.len());
        prop_assert_eq!(told(&index, &asked, 100), told(&filled(&all), &asked, 100));
    }

    /// A score is between 0 and 1 and every judgement says why.
    #[test]
    fn every_judgement_has_a_score_and_a_reason(one in profile(), other in profile()) {
        if let Some(told) = judge(&Sketch::of(&one), &Sketch::of(&other), TODAY) {
            prop_assert!((0.0..=1.1).contains(&told.score), "{}", told.score);
            prop_assert!(!told.reasons.is_empty());
        }
    }
}

#[test]
fn what_ended_before_is_followed_and_what_is_written_at_the_same_time_can_become_one() {
    let here = Place { city: "b".into(), zone: Some("n".into()), neighbourhood: Some("m".into()) };
    let of = |kind, days: (i32, i32)| Profile {
        targets: Set::EMPTY.with(Target::FrailOlder),
        activities: Set::EMPTY.with(Activity::HomeHelp),
        needs: Set::EMPTY.with(Need::Loneliness),
        places: vec![here.clone()],
        from_day: Some(days.0),
        to_day: Some(days.1),
        offers: Set::EMPTY.with(Resource::Space),
        ..Profile::of_words(kind, "spesa agli anziani soli")
    };
    let now = Sketch::of(&of(Kind::Idea, (TODAY, TODAY + 300)));
    let then = Sketch::of(&of(Kind::Past, (TODAY - 900, TODAY - 100)));
    let also = Sketch::of(&of(Kind::Project, (TODAY, TODAY + 100)));
    let runs = Sketch::of(&of(Kind::Running, (TODAY, TODAY + 100)));
    let told = judge(&now, &then, TODAY).expect("they are alike");
    assert_eq!(told.verdict, radar::Verdict::Follows);
    assert!(told.reasons.contains(&radar::Reason::EndedBefore(100)));
    assert!(told.reasons.contains(&radar::Reason::Target(Target::FrailOlder)));
    assert!(!told.reasons.contains(&radar::Reason::Target(Target::Older)), "the narrower tells it");
    let told = judge(&then, &now, TODAY).expect("they are alike");
    assert!(told.reasons.contains(&radar::Reason::BeginsAfter(100)));
    let told = judge(&now, &also, TODAY).expect("they are alike");
    assert_eq!((told.verdict, told.action), (radar::Verdict::Overlaps, radar::Action::Merge));
    let told = judge(&now, &runs, TODAY).expect("they are alike");
    assert_eq!(told.action, radar::Action::InvitePartner, "what runs is not made one with a draft");
}
