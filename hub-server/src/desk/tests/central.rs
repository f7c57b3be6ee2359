use super::*;

#[test]
fn each_requirement_is_answered_by_itself_and_a_no_carries_its_reason() {
    let project = received(1);
    let bare = judge(Requirement::Measurable, Answer::No, " ").1;
    let refused = project::decide(&project, &bare, &around(), &acting(staff(1)));
    assert_eq!(refused, Err(Refusal::ReasonMissing(Requirement::Measurable)));
    let sign = |project: &Project| {
        project::decide(project, &On::SignAdmissibility, &around(), &acting(staff(1)))
    };
    assert_eq!(sign(&project), Err(Refusal::Lacks(vec![Need::ThreeAnswers])));
    let no = [
        judge(Requirement::OfSystem, Answer::Yes, ""),
        judge(Requirement::Sustainable, Answer::Partly, "Manca il secondo anno."),
        judge(Requirement::Measurable, Answer::No, "Nessun valore di partenza."),
    ];
    let signed = on(&on(&project, &no), &[(staff(1), On::SignAdmissibility)]);
    assert_eq!(signed.state, State::NotAdmissible);
    let reasons = signed.admissibility.unwrap();
    assert_eq!(reasons[2].1.reason, "Nessun valore di partenza.");
    let mended = on(&project, &no);
    let yes = [judge(Requirement::Measurable, Answer::Yes, ""), (staff(1), On::SignAdmissibility)];
    assert_eq!(on(&mended, &yes).state, State::Review);
}

#[test]
fn additions_are_asked_by_a_day_and_the_day_goes_by() {
    let project = received(1);
    let ask = |until: &str| On::AskAdditions {
        text: "Chi paga il secondo anno?".to_owned(),
        until: until.parse().unwrap(),
    };
    let over = project::decide(&project, &ask("2026-11-18"), &around(), &acting(staff(1)));
    assert_eq!(over, Err(Refusal::DayOver));
    let asked = on(&project, &[(staff(1), ask("2026-12-03"))]);
    assert_eq!(asked.state, State::Integration);
    let early = project::decide(&asked, &On::LetLapse, &around(), &acting(ActorRef::System));
    assert_eq!(early, Ok(vec![]), "the day is not over");
    let after = Around { today: "2026-12-04".parse().unwrap(), ..around() };
    let late = project::decide(&asked, &On::LetLapse, &after, &acting(ActorRef::System)).unwrap();
    assert_eq!(late, [Event::AdditionsLapsed {}]);
    let told = On::AnswerAdditions { text: "Gli enti.".to_owned() };
    let stranger = project::decide(&asked, &told, &around(), &acting(staff(1)));
    assert_eq!(stranger, Err(Refusal::NotTheirHub));
    let told = on(&asked, &[(hub("mompiano"), told)]);
    assert_eq!(told.state, State::Admissibility);
    assert_eq!(told.additions[0].told.as_deref(), Some("Gli enti."));
}

#[test]
fn whoever_is_in_conflict_does_not_score_and_the_quorum_counts_the_others() {
    let project = evaluated();
    let undeclared = On::Score { scores: vec![], no_conflict: false };
    let undeclared = project::decide(&project, &undeclared, &around(), &acting(staff(1)));
    assert_eq!(undeclared, Err(Refusal::NotDeclared));
    let recuse = On::Recuse { reason: "Lavoro per un ente del progetto".to_owned() };
    let recused = on(&project, &[(staff(1), recuse), (staff(2), scores(8))]);
    let late = project::decide(&recused, &scores(5), &around(), &acting(staff(1)));
    assert_eq!(late, Err(Refusal::InConflict));
    let decides = On::Decide { step: Step::Defer, reason: "Perché sì".to_owned(), by: None };
    let decides = project::decide(&recused, &decides, &around(), &acting(staff(1)));
    assert_eq!(decides, Err(Refusal::InConflict), "nor decides");
    let stranger = project::decide(&recused, &scores(5), &around(), &acting(staff(7)));
    assert_eq!(stranger, Err(Refusal::NotAnEvaluator));
    let twice = project::decide(&recused, &scores(5), &around(), &acting(staff(2)));
    assert_eq!(twice, Err(Refusal::ScoredAlready));
    let promote = On::Decide { step: Step::Promote, reason: String::new(), by: None };
    let early = project::decide(&recused, &promote, &around(), &acting(staff(9)));
    assert_eq!(early, Err(Refusal::Lacks(vec![Need::Quorum])));
    let unsaid = On::Decide { step: Step::Defer, reason: "Perché sì".to_owned(), by: None };
    let unsaid = project::decide(&recused, &unsaid, &around(), &acting(staff(3)));
    assert_eq!(unsaid, Err(Refusal::NotDeclared), "nor whoever has yet to say whether they are");
    let enough = on(&recused, &[(staff(3), scores(6))]);
    assert_eq!(enough.mean_and_spread_tenths(), Some((70, 20)));
    let decline = On::Decide { step: Step::Decline, reason: "  ".to_owned(), by: None };
    let bare = project::decide(&enough, &decline, &around(), &acting(staff(9)));
    assert_eq!(bare, Err(Refusal::Missing("reason")));
    let promoted = on(&enough, &[(staff(9), promote)]);
    assert_eq!(promoted.state, State::Promoted);
    assert_eq!(promoted.signed.unwrap().mean_tenths, Some(70));
}

#[test]
fn whoever_scores_declares_first_and_whoever_recuses_themselves_late_counts_no_more() {
    let (one, two) = (StaffId::new(uuid(0x41)), StaffId::new(uuid(0x42)));
    let project = evaluated();
    assert!(project.evaluator(one).is_some_and(|one| !one.declared));
    let declared = on(&project, &[(staff(1), On::DeclareNoConflict)]);
    assert!(declared.evaluator(one).is_some_and(|one| one.declared));
    let again = project::decide(&declared, &On::DeclareNoConflict, &around(), &acting(staff(1)));
    assert_eq!(again, Ok(vec![]));
    let stranger = project::decide(&project, &On::DeclareNoConflict, &around(), &acting(staff(7)));
    assert_eq!(stranger, Err(Refusal::NotAnEvaluator));
    let On::Score { scores: given, .. } = scores(8) else { panic!("scores") };
    let given = On::Score { scores: given, no_conflict: false };
    let scored = on(&declared, &[(staff(1), given), (staff(2), scores(6))]);
    assert_eq!(scored.mean_and_spread_tenths(), Some((70, 20)));
    assert!(scored.shows_scores_to(one) && !scored.shows_scores_to(StaffId::new(uuid(0x43))));
    assert!(scored.shows_scores_to(StaffId::new(uuid(0x49))), "the quorum stands");
    let late = On::Recuse { reason: "Ho saputo chi partecipa".to_owned() };
    let late = on(&scored, &[(staff(2), late)]);
    assert_eq!(late.means_tenths(), [80], "what they gave counts no more");
    assert!(late.evaluator(two).is_some_and(|two| two.recused && !two.declared));
    assert!(!late.shows_scores_to(StaffId::new(uuid(0x49))), "nor does the quorum stand");
    assert!(late.lacks(Step::Promote).contains(&Need::Quorum));
}

#[test]
fn whoever_assesses_can_be_in_conflict_before_anybody_scores() {
    let project = received(1);
    let recuse = On::Recuse { reason: "Ci lavora mio fratello".to_owned() };
    let without = On::Recuse { reason: " ".to_owned() };
    let without = project::decide(&project, &without, &around(), &acting(staff(1)));
    assert_eq!(without, Err(Refusal::Missing("conflict")));
    let recused = on(&project, &[(staff(1), recuse.clone())]);
    let yes = judge(Requirement::Measurable, Answer::Yes, "").1;
    for act in [yes, On::SignAdmissibility] {
        let refused = project::decide(&recused, &act, &around(), &acting(staff(1)));
        assert_eq!(refused, Err(Refusal::InConflict));
    }
    let over = Project { state: State::Promoted, ..project };
    let over = project::decide(&over, &recuse, &around(), &acting(staff(1)));
    assert_eq!(over, Err(Refusal::NotNow(State::Promoted)));
}

#[test]
fn where_the_city_has_a_panel_nothing_is_promoted_or_declined_without_its_decision() {
    let scored = on(&evaluated(), &[(staff(1), scores(8)), (staff(2), scores(7))]);
    let mut rules = scored.rules.clone();
    rules.panel = Some("comitato-di-gestione".to_owned());
    let with_panel = Project { rules, ..scored.clone() };
    let (id, another) = (DecisionId::new(uuid(0x600)), DecisionId::new(uuid(0x601)));
    let adopted = OfBody {
        id,
        body: Some("comitato-di-gestione".parse().unwrap()),
        about: Some(scored.id),
        adopted: true,
    };
    let sign = |project: &Project, step: Step, by: Option<DecisionId>, of_body: &OfBody| {
        let act = On::Decide { step, reason: "Perché sì".to_owned(), by };
        let around = Around { of_body: Some(of_body), ..around() };
        project::decide(project, &act, &around, &acting(staff(9)))
    };
    let missing = Err(Refusal::PanelMissing);
    assert_eq!(sign(&with_panel, Step::Promote, None, &adopted), missing);
    assert_eq!(sign(&with_panel, Step::Decline, None, &adopted), missing);
    assert!(
        sign(&with_panel, Step::Defer, None, &adopted).is_ok(),
        "put off by whoever works on it"
    );
    let no = |of_body: &OfBody, by| sign(&with_panel, Step::Promote, Some(by), of_body);
    let wrong = Err(Refusal::NotOfPanel);
    assert_eq!(no(&adopted, another), wrong, "another decision");
    assert_eq!(no(&OfBody { adopted: false, ..adopted.clone() }, id), wrong);
    assert_eq!(no(&OfBody { about: None, ..adopted.clone() }, id), wrong);
    assert_eq!(no(&OfBody { about: Some(received(2).id), ..adopted.clone() }, id), wrong);
    let other_body = OfBody { body: Some("tavolo".parse().unwrap()), ..adopted.clone() };
    assert_eq!(no(&other_body, id), wrong);
    let events = sign(&with_panel, Step::Promote, Some(id), &adopted).unwrap();
    assert!(matches!(&events[..], [Event::DecisionSigned { by: Some(by), .. }] if *by == id));
    assert!(sign(&scored, Step::Promote, None, &adopted).is_ok(), "no panel, nothing to wait for");
    assert!(
        sign(&scored, Step::Promote, Some(id), &other_body).is_ok(),
        "it may rest on any body's"
    );
}

#[test]
fn what_is_scored_again_is_scored_anew_by_whoever_did() {
    let one = StaffId::new(uuid(0x41));
    let defer = On::Decide { step: Step::Defer, reason: "Mancano i dati".to_owned(), by: None };
    let scored = on(&evaluated(), &[(staff(1), scores(4)), (staff(2), scores(6))]);
    let deferred = on(&scored, &[(staff(9), defer)]);
    let again = on(&deferred, &[(staff(9), On::Resume)]);
    assert_eq!((again.state, again.means_tenths()), (State::Evaluation, vec![]));
    assert!(again.lacks(Step::Promote).contains(&Need::Quorum), "nobody has, in this round");
    let anew = on(&again, &[(staff(1), scores(8)), (staff(2), scores(8))]);
    assert_eq!(anew.means_tenths(), [80, 80]);
    let earlier = &anew.evaluator(one).unwrap().earlier;
    assert_eq!(earlier.iter().map(|round| round[0].points).collect::<Vec<_>>(), [4]);
    assert_eq!(anew.signed.unwrap().mean_tenths, Some(50), "what was signed stays as it was");
}

#[test]
fn an_evaluation_that_was_opened_keeps_the_criteria_it_was_opened_with() {
    let old = crate::city::Evaluation {
        quorum: 3,
        score_max: 5,
        criteria: ["casa", "lavoro"]
            .map(|slug| crate::city::Criterion {
                slug: slug.to_owned(),
                weight: 50,
                ..crate::city::Criterion::default()
            })
            .to_vec(),
        ..crate::city::Evaluation::default()
    };
    let city = City { evaluation: old.clone(), ..CITY.clone() };
    let here = Around { city: &city, ..around() };
    let mut project = reviewed(1);
    for (actor, act) in [
        (staff(9), On::CloseReview),
        (staff(9), On::NameEvaluator { staff: StaffId::new(uuid(0x41)) }),
    ] {
        let events = project::decide(&project, &act, &here, &acting(actor)).unwrap();
        for event in &events {
            project.apply(event);
        }
    }
    // The city changes its mind; whoever scores still does so by what was said when it was opened.
    let give = |points: [u8; 2]| {
        let scores = ["casa", "lavoro"].into_iter().zip(points);
        let score = |(slug, points): (&str, u8)| Score { criterion: slug.parse().unwrap(), points };
        On::Score { scores: scores.map(score).collect(), no_conflict: true }
    };
    let now = |act: &On| project::decide(&project, act, &around(), &acting(staff(1)));
    assert_eq!(now(&scores(8)), Err(Refusal::Missing("scores")), "those of today");
    assert_eq!(now(&give([6, 1])), Err(Refusal::OutOfRange("scores", 5)));
    let events = now(&give([4, 5])).unwrap();
    for event in &events {
        project.apply(event);
    }
    assert_eq!(project.rules, old);
    assert_eq!(project.means_tenths(), [45]);
    assert!(project.lacks(Step::Promote).contains(&Need::Quorum), "one of three");
}
