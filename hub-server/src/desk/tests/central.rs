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
    let decides = On::Decide { step: Step::Defer, reason: "Perché sì".to_owned() };
    let decides = project::decide(&recused, &decides, &around(), &acting(staff(1)));
    assert_eq!(decides, Err(Refusal::InConflict), "nor decides");
    let stranger = project::decide(&recused, &scores(5), &around(), &acting(staff(7)));
    assert_eq!(stranger, Err(Refusal::NotAnEvaluator));
    let twice = project::decide(&recused, &scores(5), &around(), &acting(staff(2)));
    assert_eq!(twice, Err(Refusal::ScoredAlready));
    let promote = On::Decide { step: Step::Promote, reason: String::new() };
    let early = project::decide(&recused, &promote, &around(), &acting(staff(9)));
    assert_eq!(early, Err(Refusal::Lacks(vec![Need::Quorum])));
    let enough = on(&recused, &[(staff(3), scores(6))]);
    assert_eq!(enough.mean_and_spread_tenths(), Some((70, 20)));
    let decline = On::Decide { step: Step::Decline, reason: "  ".to_owned() };
    let bare = project::decide(&enough, &decline, &around(), &acting(staff(9)));
    assert_eq!(bare, Err(Refusal::Missing("reason")));
    let promoted = on(&enough, &[(staff(9), promote)]);
    assert_eq!(promoted.state, State::Promoted);
    assert_eq!(promoted.signed.unwrap().mean_tenths, Some(70));
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
        events.iter().for_each(|event| project.apply(event));
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
    events.iter().for_each(|event| project.apply(event));
    assert_eq!(project.rules, old);
    assert_eq!(project.means_tenths(), [45]);
    assert!(project.lacks(Step::Promote).contains(&Need::Quorum), "one of three");
}
