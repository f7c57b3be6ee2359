use super::*;

fn merge_with(other: ProjectId) -> On {
    On::Relate(Related {
        other: other.to_string(),
        verdict: Verdict::Overlaps,
        action: Action::Merge,
        why: "Fanno la stessa cosa".to_owned(),
    })
}

/// The two authors of a project: each of the two has its own.
fn authors_of(n: u128) -> Vec<OrganisationId> {
    (0..2).map(|at| OrganisationId::new(uuid(0x200 + n * 0x10 + at))).collect()
}

fn with_authors(n: u128) -> Project {
    let mut project = reviewed(n);
    let partners = authors_of(n)
        .into_iter()
        .map(|organisation| Partner { organisation, name: format!("Ente di {n}") });
    project.dossier.partners = partners.collect();
    project
}

fn consent(of: &Project, with: ProjectId, organisation: OrganisationId, agreed: bool) -> On {
    let (other, authors_of, why) = (with.to_string(), of.id, String::new());
    On::Consent { other, authors_of, organisation, agreed, why }
}

fn decided(project: &Project, other: &Project, act: &On, by: ActorRef) -> Result<Project, Refusal> {
    let around = Around { other: Some(other), ..around() };
    let events = project::decide(project, act, &around, &acting(by))?;
    let mut project = project.clone();
    for event in &events {
        project.apply(event);
    }
    Ok(project)
}

#[test]
fn a_merge_waits_for_the_consent_of_all_authors_and_a_link_does_not() {
    let (project, other) = (with_authors(1), with_authors(2));
    let unknown = project::decide(&project, &merge_with(other.id), &around(), &acting(staff(1)));
    assert_eq!(unknown, Err(Refusal::OtherNotOpen));
    let asked = decided(&project, &other, &merge_with(other.id), staff(1)).unwrap();
    assert_eq!(asked.beside[0].authors.len(), 4, "every organisation of both is asked");
    let close = decided(&asked, &other, &On::CloseReview, staff(1));
    assert_eq!(close, Err(Refusal::Lacks(vec![Need::NoOpenConsent])));
    let mine = authors_of(1);
    let yes = consent(&project, other.id, mine[0], true);
    assert_eq!(decided(&asked, &other, &yes, hub("lamarmora")), Err(Refusal::NotTheirHub));
    assert_eq!(decided(&asked, &other, &yes, staff(1)), Err(Refusal::NotTheirHub));
    let stranger = consent(&project, other.id, OrganisationId::new(uuid(0x999)), true);
    assert_eq!(decided(&asked, &other, &stranger, hub("mompiano")), Err(Refusal::NotAsked));
    let merge = On::MergeInto { project: other.id };
    let mut agreeing = asked.clone();
    for (of, organisation) in [(&project, mine[0]), (&project, mine[1]), (&other, authors_of(2)[0])]
    {
        let yes = consent(of, other.id, organisation, true);
        agreeing = decided(&agreeing, &other, &yes, hub("mompiano")).unwrap();
        let early = decided(&agreeing, &other, &merge, staff(1));
        assert_eq!(early, Err(Refusal::Lacks(vec![Need::AllConsents])));
    }
    let last = consent(&other, other.id, authors_of(2)[1], true);
    let all = decided(&agreeing, &other, &last, hub("mompiano")).unwrap();
    let merged = decided(&all, &other, &merge, staff(1)).unwrap();
    assert_eq!((merged.state, merged.merged_into), (State::Merged, Some(other.id)));
    let why = "Fanno la stessa cosa".to_owned();
    assert!(telling::reasons(&merged).contains(&why), "its slip says why");
    let gone = Project { state: State::Withdrawn, ..other.clone() };
    assert_eq!(decided(&all, &gone, &merge, staff(1)), Err(Refusal::OtherNotOpen));
    // Somebody who says no ends the question, and the project goes on by itself.
    let no = consent(&project, other.id, mine[1], false);
    let no = decided(&asked, &other, &no, hub("mompiano")).unwrap();
    let alone = decided(&no, &other, &On::CloseReview, staff(1)).unwrap();
    assert_eq!(alone.state, State::Evaluation);
    let link = On::Relate(Related {
        other: "site:la-forza-della-comunita".to_owned(),
        verdict: Verdict::Completes,
        action: Action::Link,
        why: "Si completano".to_owned(),
    });
    let linked = on(&project, &[(staff(1), link), (staff(1), On::CloseReview)]);
    assert_eq!(linked.state, State::Evaluation);
}

#[test]
fn an_invitation_is_answered_by_the_others_authors_and_whoever_accepts_takes_part() {
    let project = with_authors(1);
    let other = Project { state: State::Running, ..with_authors(2) };
    let invite = On::Relate(Related {
        other: other.id.to_string(),
        verdict: Verdict::Completes,
        action: Action::InvitePartner,
        why: "Hanno il furgone".to_owned(),
    });
    let asked = decided(&project, &other, &invite, staff(1)).unwrap();
    let authors: Vec<ProjectId> = asked.beside[0].authors.iter().map(|one| one.project).collect();
    assert_eq!(authors, [other.id; 2], "its own have invited");
    assert!(asked.beside[0].waits(asked.state));
    let goes_on = decided(&asked, &other, &On::CloseReview, staff(1)).unwrap();
    let says = |organisation, agreed, why: &str| On::Consent {
        other: other.id.to_string(),
        authors_of: other.id,
        organisation,
        agreed,
        why: why.to_owned(),
    };
    let theirs = authors_of(2);
    let stranger = decided(&goes_on, &other, &says(theirs[0], true, ""), hub("lamarmora"));
    assert_eq!(stranger, Err(Refusal::NotTheirHub));
    let mute = decided(&goes_on, &other, &says(theirs[1], false, " "), hub("mompiano"));
    assert_eq!(mute, Err(Refusal::Missing("why")));
    let no = says(theirs[1], false, "Non abbiamo tempo");
    let no = decided(&goes_on, &other, &no, hub("mompiano")).unwrap();
    let both = decided(&no, &other, &says(theirs[0], true, ""), hub("mompiano")).unwrap();
    let takes_part = |one: OrganisationId| {
        both.dossier.partners.iter().any(|partner| partner.organisation == one)
    };
    assert!(takes_part(theirs[0]) && !takes_part(theirs[1]));
    assert_eq!(both.beside[0].whys[&theirs[1]], "Non abbiamo tempo");
    assert!(!both.beside[0].waits(both.state) && !both.beside[0].all_agreed());
    let gone = Project { state: State::Withdrawn, ..other.clone() };
    assert_eq!(decided(&project, &gone, &invite, staff(1)), Err(Refusal::OtherNotOpen));
}

#[test]
fn what_joins_a_macro_project_is_among_its_actions_and_a_work_site_takes_it_in() {
    let project = reviewed(1);
    let id = protocol::MacroId::new(uuid(0x500));
    let proposed =
        macros::Event::Proposed { theme: "Vicini".to_owned(), why: "Tanti soli".to_owned() };
    let mut one = macros::Macro::begun(id, &proposed).unwrap();
    let join = |other: String| {
        On::Relate(Related {
            other,
            verdict: Verdict::Completes,
            action: Action::JoinMacro,
            why: "Porta la spesa".to_owned(),
        })
    };
    let to_macro = join(format!("macro:{id}"));
    let unknown = project::decide_all(&project, &to_macro, &around(), &acting(staff(1)));
    assert_eq!(unknown, Err(Refusal::NotToJoin));
    let early = Around { of_macro: Some(&one), ..around() };
    let early = project::decide_all(&project, &to_macro, &early, &acting(staff(1)));
    assert_eq!(early, Err(Refusal::MacroNotNow(macros::State::Proposed)), "it has no goal");
    let (goal, measure) = ("Nessuno solo".to_owned(), "Quanti".to_owned());
    one.apply(&macros::Event::GoalSet { goal, measure }, 0);
    let open = Around { of_macro: Some(&one), ..around() };
    let all = project::decide_all(&project, &to_macro, &open, &acting(staff(1))).unwrap();
    let action = macros::Action { project: project.id, part: "Porta la spesa".to_owned() };
    assert_eq!(all.len(), 2);
    assert_eq!(all[1], Outcome::Macro(id, macros::Event::Joined(action)));
    let site = CITY.work_sites[0].slug.clone();
    let sorted = on(&project, &[(staff(1), join(format!("site:{site}")))]);
    assert_eq!(sorted.sites, [site.parse::<protocol::Slug>().unwrap()]);
    assert_eq!(sorted.beside.len(), 1);
}

/// Takes what a decision led to, for both projects.
fn takes(all: &[Outcome], project: &mut Project, other: &mut Project) {
    for outcome in all {
        if let Outcome::Project(of, event) = outcome {
            let one = if *of == project.id { &mut *project } else { &mut *other };
            one.apply(event);
        }
    }
}

proptest! {
    /// Whatever is written in two projects, and in whatever order their authors agree: of a merge both keep their own
    /// text, and the one that goes on has the other's too, with those that had gone on in it.
    #[test]
    fn a_merge_keeps_both_texts(
        texts in proptest::collection::vec("\\PC{1,40}", 10),
        order in Just(vec![0_usize, 1, 2, 3]).prop_shuffle(),
    ) {
        let (mut project, mut other) = (with_authors(1), with_authors(2));
        let sections = Section::ALL.into_iter().chain(Section::ALL);
        for (at, (section, text)) in sections.zip(texts).enumerate() {
            let of = if at < Section::ALL.len() { &mut project } else { &mut other };
            of.dossier.sections.insert(section, text);
        }
        let before = received(3);
        project.absorbed.push((before.id, before.dossier.clone()));
        let (mine, theirs) = (project.dossier.clone(), other.dossier.clone());
        let asked = |at: usize| {
            let (of, n) = if at < 2 { (&project, 1) } else { (&other, 2) };
            (consent(of, other.id, authors_of(n)[at % 2], true), hub("mompiano"))
        };
        let mut acts = vec![(merge_with(other.id), staff(1))];
        acts.extend(order.into_iter().map(asked));
        acts.push((On::MergeInto { project: other.id }, staff(1)));
        for (act, by) in acts {
            let around = Around { other: Some(&other), ..around() };
            let all = project::decide_all(&project, &act, &around, &acting(by)).unwrap();
            takes(&all, &mut project, &mut other);
        }
        prop_assert_eq!(project.state, State::Merged);
        prop_assert_eq!(&project.dossier, &mine);
        prop_assert_eq!(&other.dossier, &theirs);
        prop_assert_eq!(other.absorbed, [(project.id, mine), (before.id, before.dossier)]);
    }

    /// However evaluators score and recuse themselves, nobody decides on fewer scores than the quorum, nobody in
    /// conflict counts, and a score that stands never changes.
    #[test]
    fn no_decision_without_quorum_and_no_score_changes(
        script in proptest::collection::vec((1_u128..4, 0_u8..12, any::<bool>()), 0..20),
    ) {
        let mut project = evaluated();
        for (who, points, recuses) in script {
            let act = if recuses { On::Recuse { reason: "Conflitto".to_owned() } } else { scores(points) };
            let before = project.clone();
            let taken = project::decide(&project, &act, &around(), &acting(staff(who)));
            for event in taken.iter().flatten() {
                project.apply(event);
            }
            unchanged(&before, &project)?;
        }
        let decline = On::Decide { step: Step::Decline, reason: "Perché".to_owned(), by: None };
        let decided = project::decide(&project, &decline, &around(), &acting(staff(9)));
        let counted = project.evaluators.iter().filter(|one| !one.recused && !one.scores.is_empty());
        prop_assert_eq!(decided.is_ok(), counted.count() >= CITY.evaluation.quorum);
    }

    /// Whatever is asked of a project, by whomever, in whatever order: it ends badly only with the explanation; what was
    /// scored never changes; whoever recused themselves, at whatever point, has no score and judges and decides nothing;
    /// and a merge has the consent of all.
    #[test]
    fn whatever_is_asked_no_rule_of_a_decision_is_broken(
        script in proptest::collection::vec((0_usize..15, 1_u128..5, any::<bool>()), 0..60),
    ) {
        let (mut project, mut other) = (with_authors(1), with_authors(2));
        project.state = State::Admissibility;
        for (what, who, flag) in script {
            let (act, by) = asked(&project, &other, what, who, flag);
            let before = project.clone();
            let around = Around { other: Some(&other), ..around() };
            let taken = project::decide_all(&project, &act, &around, &acting(by.clone()));
            takes(&taken.unwrap_or_default(), &mut project, &mut other);
            prop_assert_eq!(&before.dossier, &project.dossier, "a text went");
            if let ActorRef::Staff(staff) = by
                && before.evaluator(staff).is_some_and(|one| one.recused)
            {
                prop_assert_eq!(&before, &project, "whoever is in conflict changed something");
            }
            if let ActorRef::Staff(staff) = by
                && before.signed != project.signed
            {
                let said = before.evaluator(staff).is_none_or(|one| one.declared);
                prop_assert!(said, "whoever had yet to say whether they are in conflict signed");
            }
            unchanged(&before, &project)?;
            if before.signed.is_some() && project.signed != before.signed {
                prop_assert_eq!(before.state, State::Evaluation, "only what is open is decided");
            }
            explained(&project)?;
        }
    }
}

/// A score that stands never changes: it only goes when whoever gave it recuses themselves, or when a new round begins,
/// and then it is kept. Whoever scored declared to be in no conflict.
fn unchanged(before: &Project, project: &Project) -> Result<(), TestCaseError> {
    for (was, is) in before.evaluators.iter().zip(&project.evaluators) {
        let kept = is.earlier.last() == Some(&was.scores) && is.scores.is_empty();
        let stands = was.scores.is_empty() || was.scores == is.scores;
        prop_assert!(stands || is.recused || kept);
        prop_assert!(!is.recused || (is.scores.is_empty() && !is.declared));
        prop_assert!(is.scores.is_empty() || is.declared);
        prop_assert!(!was.recused || is.recused, "whoever is in conflict stays so");
    }
    Ok(())
}

/// One of the things that can be asked of a project, by somebody.
fn asked(project: &Project, other: &Project, what: usize, who: u128, flag: bool) -> (On, ActorRef) {
    let reason = || if flag { "Perché".to_owned() } else { " ".to_owned() };
    let act = match what {
        0..=2 => {
            let answer = Answer::ALL[usize::try_from(who % 3).unwrap_or_default()];
            let judged = Judged { answer, reason: reason() };
            On::Judge { requirement: Requirement::ALL[what], judged }
        }
        3 => On::SignAdmissibility,
        4 => merge_with(other.id),
        5 | 6 => {
            let of = if what == 5 { project } else { other };
            let n = if what == 5 { 1 } else { 2 };
            let author = authors_of(n)[usize::from(flag)];
            return (consent(of, other.id, author, who > 1), hub("mompiano"));
        }
        7 => On::MergeInto { project: other.id },
        8 => On::CloseReview,
        9 => On::NameEvaluator { staff: StaffId::new(uuid(0x40 + who)) },
        10 => On::Recuse { reason: reason() },
        11 => scores(u8::try_from(who * 2).unwrap_or_default()),
        12 => {
            // Also steps that no decision takes.
            let steps = [Step::Promote, Step::Decline, Step::Defer, Step::Admit, Step::Merge];
            let at = usize::try_from(who).unwrap_or_default() % steps.len();
            On::Decide { step: steps[at], reason: reason(), by: None }
        }
        13 => On::DeclareNoConflict,
        _ => On::Resume,
    };
    (act, staff(who))
}

/// A state in which a project ends or waits, with what must stand beside it.
#[expect(clippy::wildcard_enum_match_arm, reason = "nothing more must hold of any other state")]
fn explained(project: &Project) -> Result<(), TestCaseError> {
    let said = |reason: &str| !reason.trim().is_empty();
    match project.state {
        State::NotAdmissible => {
            let answers = project.admissibility.as_ref();
            let no = answers.into_iter().flatten().filter(|(_, one)| one.answer != Answer::Yes);
            prop_assert!(no.clone().count() > 0 && no.clone().all(|(_, one)| said(&one.reason)));
        }
        State::Review | State::Evaluation => prop_assert!(project.admissibility.is_some()),
        State::NotPromoted | State::Deferred => {
            prop_assert!(project.signed.as_ref().is_some_and(|signed| said(&signed.reason)));
        }
        State::Merged => {
            let into = project.merged_into.map(|into| into.to_string());
            let beside =
                project.beside.iter().find(|one| Some(&one.related.other) == into.as_ref());
            prop_assert!(beside.is_some_and(project::Beside::all_agreed));
        }
        _ => {}
    }
    if matches!(project.state, State::Promoted | State::NotPromoted) {
        prop_assert!(project.means_tenths().len() >= CITY.evaluation.quorum);
    }
    Ok(())
}
