use super::*;

fn sheet() -> Sheet {
    Sheet {
        code: "BS1".to_owned(),
        implementing_body: "Comune di Brescia".to_owned(),
        cup: "F39G16000350007".to_owned(),
        responsible_officer: "Una persona".to_owned(),
        starts: Some("2027-01-01".parse().unwrap()),
        ends: Some("2027-12-31".parse().unwrap()),
        amounts: Some(Amounts {
            programmed_cents: 100,
            admitted_cents: 100,
            binding_cents: 90,
            disbursed_cents: 80,
        }),
        ..Sheet::default()
    }
}

#[test]
fn a_sheet_is_kept_when_its_cup_its_days_and_its_amounts_hold() {
    let project = promoted();
    let keep = |sheet: Sheet| {
        let act = On::KeepSheet(Box::new(sheet));
        project::decide(&project, &act, &around(), &acting(staff(9))).map(|events| events.len())
    };
    assert_eq!(keep(sheet()), Ok(1));
    let small = Sheet { cup: " f39g16000350007 ".to_owned(), ..sheet() };
    assert_eq!(keep(small), Ok(1), "as people type it");
    assert_eq!(keep(Sheet { cup: "F39G1600035000".to_owned(), ..sheet() }), Err(Refusal::BadCup));
    assert_eq!(keep(Sheet { cup: "FF9G16000350007".to_owned(), ..sheet() }), Err(Refusal::BadCup));
    let ends = Some("2026-12-31".parse().unwrap());
    assert_eq!(keep(Sheet { ends, ..sheet() }), Err(Refusal::EndBeforeStart("ends")));
    let mut more = sheet();
    more.amounts.as_mut().unwrap().disbursed_cents = 91;
    assert_eq!(keep(more), Err(Refusal::AmountsOutOfOrder));
    let act = On::KeepSheet(Box::new(sheet()));
    let early = project::decide(&evaluated(), &act, &around(), &acting(staff(9)));
    assert_eq!(early, Err(Refusal::NotNow(State::Evaluation)), "nothing before it is promoted");
}

#[test]
fn a_promoted_project_goes_from_the_agreement_to_a_good_practice_step_by_step() {
    let project = promoted();
    let take = |step: Step, words: &str| {
        let (on, words) = ("2026-11-18".parse().unwrap(), words.to_owned());
        (staff(9), On::Move { step, on, words })
    };
    let bare = project::decide(&project, &take(Step::Agree, "").1, &around(), &acting(staff(9)));
    assert_eq!(bare, Err(Refusal::Lacks(vec![Need::Sheet])));
    let act =
        On::Move { step: Step::Fund, on: "2026-11-19".parse().unwrap(), words: String::new() };
    let with_sheet = on(&project, &[(staff(9), On::KeepSheet(Box::new(sheet())))]);
    let early = project::decide(&with_sheet, &act, &around(), &acting(staff(9)));
    assert_eq!(early, Err(Refusal::InTheFuture("on")));
    let jump =
        project::decide(&with_sheet, &take(Step::Finish, "").1, &around(), &acting(staff(9)));
    assert_eq!(jump, Err(Refusal::NotNow(State::Promoted)));
    let running = [take(Step::Fund, ""), take(Step::Agree, "Repertorio 12"), take(Step::Start, "")];
    let running = on(&with_sheet, &running);
    let pause = take(Step::Suspend, " ").1;
    let pause = project::decide(&running, &pause, &around(), &acting(staff(9)));
    assert_eq!(pause, Err(Refusal::Missing("words")), "why it stops is always said");
    let rest = [
        take(Step::Suspend, "Manca la sede"),
        take(Step::TakeUp, ""),
        take(Step::Finish, ""),
        take(Step::Report, "Quaranta persone in meno sono sole"),
        take(Step::Close, ""),
        take(Step::Commend, "Si può fare altrove"),
    ];
    let done = on(&running, &rest);
    assert_eq!(done.state, State::GoodPractice);
    assert_eq!(done.notes.len(), 9);
}

#[test]
fn only_what_is_promoted_is_asked_to_be_made_known() {
    use crate::desk::dossier::LINE_MAX;
    let decided =
        |project: &Project, act: &On| project::decide(project, act, &around(), &acting(staff(9)));
    let spread = |words: &str| On::Spread { words: words.to_owned() };
    let early = decided(&evaluated(), &spread("Venite a vedere"));
    assert!(early.is_err(), "{early:?}");
    let asked = on(&promoted(), &[(staff(9), spread(" Venite a vedere "))]);
    assert_eq!(asked.spread, "Venite a vedere");
    assert_eq!(decided(&asked, &spread("Venite a vedere")), Ok(vec![]), "asked twice is once");
    let long = "a".repeat(LINE_MAX + 1);
    assert_eq!(decided(&asked, &spread(&long)), Err(Refusal::OutOfRange("spread", LINE_MAX)));
    assert!(on(&asked, &[(staff(9), spread(""))]).spread.is_empty());
}

#[test]
fn a_milestone_is_planned_late_reached_and_kept_by_day() {
    let project = promoted();
    let plan = |name: &str, due: &str, n: u128| {
        let act = On::PlanMilestone { name: name.to_owned(), due: due.parse().unwrap() };
        let ctx = Ctx { command: CommandId::new(uuid(n)), ..acting(staff(9)) };
        (act, ctx)
    };
    let mut with = project.clone();
    for (act, ctx) in [plan("Apre la sede", "2026-12-01", 21), plan("Bando", "2026-11-01", 22)] {
        for event in project::decide(&with, &act, &around(), &ctx).unwrap() {
            with.apply(&event);
        }
    }
    let names: Vec<&str> = with.milestones.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Bando", "Apre la sede"]);
    assert!(with.milestones[0].is_late(today()) && !with.milestones[1].is_late(today()));
    let id = with.milestones[0].id;
    let reach = |on: &str| On::ReachMilestone { id, on: on.parse().unwrap(), note: String::new() };
    let early = project::decide(&with, &reach("2026-11-30"), &around(), &acting(staff(9)));
    assert_eq!(early, Err(Refusal::InTheFuture("on")));
    let reached = on(&with, &[(staff(9), reach("2026-11-10"))]);
    assert!(!reached.milestones[0].is_late(today()));
}

#[test]
fn a_concept_is_answered_with_words_and_the_draft_opens_again() {
    let city = testing::brescia();
    let mut draft = after(&complete());
    let show = draft::decide(&draft, &Act::ShowConcept, &city, &operator()).unwrap();
    for event in &show {
        draft.apply(event);
    }
    assert_eq!(draft.state, State::Concept);
    let locked = draft::decide(&draft, &Act::Outline(outline()), &city, &operator());
    assert_eq!(locked, Err(Refusal::NotNow(State::Concept)));
    let concept = Project { state: State::Concept, ..received(1) };
    let answer = |goes_on, words: &str| On::AnswerConcept { goes_on, words: words.to_owned() };
    let bare = project::decide(&concept, &answer(false, ""), &around(), &acting(staff(1)));
    assert_eq!(bare, Err(Refusal::Missing("words")));
    let no = on(&concept, &[(staff(1), answer(false, "C'è già"))]);
    assert_eq!(no.state, State::NotAdmissible);
    let act = answer(true, "Cercate un secondo ente");
    let yes = project::decide(&concept, &act, &around(), &acting(staff(1))).unwrap();
    for event in &yes {
        draft.apply(event);
    }
    assert_eq!(draft.state, State::Draft);
    let again = draft::decide(&draft, &Act::ShowConcept, &city, &operator());
    assert_eq!(again, Err(Refusal::Lacks(vec![Need::FirstShown])), "a concept is shown once");
}

#[test]
fn a_new_project_begins_from_the_text_of_one_that_is_over() {
    let city = testing::brescia();
    let from = promoted();
    let act = Act::BeginFrom { from: from.id.to_string(), dossier: Box::new(from.dossier.clone()) };
    let mut draft = Draft::default();
    for event in draft::decide(&draft, &act, &city, &operator()).unwrap() {
        draft.apply(&event);
    }
    assert_eq!((draft.state, draft.from.as_str()), (State::Draft, from.id.to_string().as_str()));
    assert_eq!(draft.outline.title, from.dossier.outline.title);
    assert!(draft.outline.from.is_none() && draft.partners.is_empty(), "other days, other authors");
    for section in Section::ALL {
        assert_eq!(draft.paper(section).text(), from.dossier.sections[&section]);
    }
}

#[test]
fn a_project_is_sorted_into_the_work_sites_of_the_city() {
    let site: protocol::Slug = CITY.work_sites[0].slug.parse().unwrap();
    let agency: protocol::Slug = CITY.agencies[0].slug.parse().unwrap();
    let sort = |sites: &[&protocol::Slug], agencies: &[&protocol::Slug]| On::Sort {
        sites: sites.iter().map(|slug| (*slug).clone()).collect(),
        agencies: agencies.iter().map(|slug| (*slug).clone()).collect(),
        groups: vec![],
    };
    let project = reviewed(1);
    let sorted = on(&project, &[(staff(9), sort(&[&site], &[&agency]))]);
    assert_eq!((sorted.sites.len(), sorted.agencies.len()), (1, 1));
    let unknown = project::decide(&project, &sort(&[&agency], &[]), &around(), &acting(staff(9)));
    assert_eq!(unknown, Err(Refusal::NotInCatalogue("site")));
    // Where a city has no cantieri there are its working groups.
    let group: protocol::Slug = CITY.working_groups().next().unwrap().slug.parse().unwrap();
    let into = |groups: Vec<protocol::Slug>| On::Sort { sites: vec![], agencies: vec![], groups };
    let grouped = on(&project, &[(staff(9), into(vec![group.clone()]))]);
    assert_eq!(grouped.groups, std::slice::from_ref(&group));
    let same = project::decide(&grouped, &into(vec![group]), &around(), &acting(staff(9)));
    assert_eq!(same, Ok(vec![]));
    let committee = CITY.bodies.iter().find(|one| one.kind == crate::city::BodyKind::Committee);
    let committee = into(vec![committee.unwrap().slug.parse().unwrap()]);
    let committee = project::decide(&project, &committee, &around(), &acting(staff(9)));
    assert_eq!(committee, Err(Refusal::NotInCatalogue("group")));
}

/// The whole path of decisions, then the sheet of a city's file typed in and read back.
#[test]
fn the_sheets_of_the_seeds_come_out_of_the_whole_path_as_they_went_in() {
    let read = |text: &str, name: &str| crate::city::read(text, name).unwrap();
    let bologna = read(include_str!("../../../../cities/bologna.toml"), "cities/bologna.toml");
    let venezia = read(include_str!("../../../../cities/venezia.toml"), "cities/venezia.toml");
    let published = Sheet::of_city(&bologna.project_sheets[0], &bologna);
    let presented = Sheet::of_programme(&venezia.programmes[0], &venezia);
    for sheet in [&published, &presented] {
        let kept = on(&promoted(), &[(staff(9), On::KeepSheet(Box::new(sheet.clone())))]);
        assert_eq!(kept.sheet.as_ref(), Some(sheet));
        let text = serde_json::to_string(&kept).unwrap();
        let read: Project = serde_json::from_str(&text).unwrap();
        assert_eq!(read.sheet.as_ref(), Some(sheet), "and out of the table");
    }
    let amounts = published.amounts.unwrap();
    assert_eq!((amounts.programmed_cents, amounts.disbursed_cents), (41_224_884, 41_224_883));
    assert_eq!((published.cup.as_str(), published.linked.len()), ("F39G16000350007", 5));
    assert_eq!((presented.code.as_str(), presented.interventions.len()), ("VE4.4.11.2.a", 5));
    assert!(presented.amounts.is_none() && presented.cup.is_empty(), "no source gives them");
}
