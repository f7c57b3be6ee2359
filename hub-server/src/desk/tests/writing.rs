use super::*;

#[test]
fn whoever_wrote_without_having_seen_the_latest_takes_nobodys_words_away() {
    let first = write(Section::Action, "Portiamo la spesa.", 0);
    let here = write(Section::Action, "Portiamo la spesa il martedì.", 1);
    let there = write(Section::Action, "Portiamo la spesa e le medicine.", 1);
    let draft = after(&[first, here, there]);
    let paper = draft.paper(Section::Action);
    assert_eq!(paper.text(), "Portiamo la spesa il martedì.");
    assert_eq!(paper.beside, [3], "the other stands beside it");
    assert_eq!(draft.lacks(Step::Submit).last(), Some(&Need::OneVersion));
    let settle = Act::Write {
        section: Section::Action,
        text: "Il martedì portiamo la spesa e le medicine.".to_owned(),
        by: None,
        base: 2,
        settles: vec![3],
    };
    let mut draft = draft;
    for event in draft::decide(&draft, &settle, &testing::brescia(), &operator()).unwrap() {
        draft.apply(&event);
    }
    let paper = draft.paper(Section::Action);
    assert_eq!((paper.stands, paper.beside.len(), paper.versions.len()), (4, 0, 4));
}

#[test]
fn only_those_who_take_part_write_and_only_what_is_known_is_a_base() {
    let draft = after(&[]);
    let city = testing::brescia();
    let by = Act::Write {
        section: Section::Need,
        text: "Un bisogno".to_owned(),
        by: Some(organisation(9).organisation),
        base: 0,
        settles: vec![],
    };
    assert_eq!(draft::decide(&draft, &by, &city, &operator()), Err(Refusal::NotAPartner));
    let far = write(Section::Need, "Un bisogno", 7);
    assert_eq!(draft::decide(&draft, &far, &city, &operator()), Err(Refusal::UnknownVersion));
}

#[test]
fn a_draft_is_handed_in_when_nothing_is_missing_and_then_not_changed_any_more() {
    let city = testing::brescia();
    let begun = after(&[]);
    let lacks = vec![Need::Outline, Need::Organisation, Need::Sections];
    let refused = draft::decide(&begun, &Act::Submit, &city, &operator());
    assert_eq!(refused, Err(Refusal::Lacks(lacks)));
    let mut draft = after(&complete());
    let events = draft::decide(&draft, &Act::Submit, &city, &operator()).unwrap();
    for event in &events {
        draft.apply(event);
    }
    assert_eq!(draft.state, State::Submitted);
    let again = draft::decide(&draft, &Act::Submit, &city, &operator());
    assert_eq!(again, Ok(vec![]), "handing in twice is once");
    let late = draft::decide(&draft, &Act::Outline(outline()), &city, &operator());
    assert_eq!(late, Err(Refusal::NotNow(State::Submitted)));
}

#[test]
fn the_check_says_what_each_requirement_lacks_until_nothing_is_missing() {
    let draft = after(&complete());
    let [system, money, measures] = check(&draft.dossier());
    assert_eq!(system.0, Requirement::OfSystem);
    assert!(system.1.contains(&Missing::SecondPartner), "{system:?}");
    assert!(money.1.contains(&Missing::Cost) && money.1.contains(&Missing::Days), "{money:?}");
    assert_eq!(measures.1, [Missing::NoMeasure]);
    let long = "Parole che dicono come stanno le cose, per chi legge e deve decidere. ".repeat(2);
    let income = BTreeMap::from([(Income::Grant, 500_000), (Income::Own, 300_000)]);
    let short = BTreeMap::from([(Income::Grant, 500_000)]);
    let day = |text: &str| Some(text.parse().unwrap());
    let dated = Outline { from: day("2027-01-01"), to: day("2027-12-31"), ..outline() };
    let more = |income_cents| {
        let mut acts = complete();
        acts.push(Act::AddPartner(organisation(2)));
        acts.push(Act::Outline(dated.clone()));
        let years = vec![YearAfter {
            cost_cents: 300_000,
            income_cents: 300_000,
            how: "Quote e donazioni".to_owned(),
        }];
        acts.push(Act::Budget(Budget { cost_cents: 800_000, income_cents, after: years }));
        acts.push(Act::Measures(vec![Measure {
            indicator: Some("elders-visited".parse().unwrap()),
            name: "Persone incontrate".to_owned(),
            baseline: "12".to_owned(),
            target: "40".to_owned(),
            how: "ogni mese".to_owned(),
            activities: Set::EMPTY.with(Activity::HomeHelp),
        }]));
        acts.extend(Section::ALL.map(|section| write(section, &long, 1)));
        check(&after(&acts).dossier())
    };
    assert!(more(income).iter().all(|(_, missing)| missing.is_empty()));
    let [_, money, _] = more(short);
    assert_eq!(money.1, [Missing::Uncovered(300_000), Missing::OneSource(Income::Grant)]);
}

proptest! {
    /// Whatever versions two write on whatever they saw, every text is still there, and exactly one stands.
    #[test]
    fn no_words_are_ever_lost(bases in proptest::collection::vec(0_u32..6, 1..12)) {
        let city = testing::brescia();
        let mut draft = after(&[]);
        let mut texts = Vec::new();
        for (at, base) in bases.into_iter().enumerate() {
            let text = format!("Testo numero {at}");
            let act = write(Section::Need, &text, base);
            if let Ok(events) = draft::decide(&draft, &act, &city, &operator()) {
                for event in &events {
                    draft.apply(event);
                }
                texts.push(text);
            }
        }
        let paper = draft.paper(Section::Need);
        let kept: Vec<&str> = paper.versions.iter().map(|version| version.text.as_str()).collect();
        prop_assert_eq!(kept, texts);
        let stands = usize::from(!paper.versions.is_empty());
        prop_assert_eq!(paper.versions.len(), paper.beside.len() + superseded(&paper) + stands);
    }
}

/// How many versions were built upon by the one that took their place.
fn superseded(paper: &draft::Paper) -> usize {
    let mut at = paper.stands;
    let mut count = 0;
    while let Some(version) = paper.version(at).filter(|version| version.base != 0) {
        at = version.base;
        count += 1;
    }
    count
}

#[test]
fn another_hub_writes_sections_of_what_is_shared_with_it_and_nothing_else() {
    let (city, home) = (testing::brescia(), "mompiano".parse::<NodeId>().unwrap());
    let there: NodeId = "lamarmora".parse().unwrap();
    assert_eq!(sharing::checked(&there, &home, &city), Ok(()));
    for nowhere in [home.clone(), "marte".parse().unwrap()] {
        let refused = sharing::checked(&nowhere, &home, &city);
        assert_eq!(refused, Err(Refusal::NotInCatalogue("hub")), "{nowhere}");
    }
    let sender = ActorRef::Node(there.clone());
    let text = write(Section::Need, "Un bisogno", 0);
    let alone = after(&[]);
    assert_eq!(sharing::may(&alone, &sender, &text), Err(Refusal::NotShared));
    let share = Act::ShareWith { hub: there.clone() };
    let shared = after(&[share.clone(), share]);
    assert_eq!(shared.with, std::slice::from_ref(&there), "asked twice is once");
    assert_eq!(sharing::may(&shared, &sender, &text), Ok(()));
    for more in [Act::Submit, Act::Outline(outline()), Act::KeepFrom { hub: there.clone() }] {
        assert_eq!(sharing::may(&shared, &sender, &more), Err(Refusal::NotShared));
        assert_eq!(sharing::may(&shared, &operator().actor, &more), Ok(()), "its own desk may");
    }
    let ended = after(&[Act::ShareWith { hub: there.clone() }, Act::KeepFrom { hub: there }]);
    assert_eq!(sharing::may(&ended, &sender, &text), Err(Refusal::NotShared));
}
