use jiff::civil::date;

use protocol::{IdeaId, OrganisationId, ProjectId};
use radar::{Set, Target};

use super::{Kind, Shown, Stand, shown, slug_of};
use crate::city::{City, Shared};
use crate::desk::dossier::{Dossier, Outline, Partner, Section};
use crate::desk::lifecycle::Step;
use crate::desk::project::Project;
use crate::desk::sheet::Sheet;
use crate::desk::{Event, State};
use crate::testing;

fn city(text: &str) -> City {
    crate::city::read(text, "city.toml").unwrap()
}

fn bologna() -> City {
    city(include_str!("../../../cities/bologna.toml"))
}

fn venezia() -> City {
    city(include_str!("../../../cities/venezia.toml"))
}

#[test]
fn the_sheet_of_bologna_is_shown_with_its_real_figures() {
    let all = shown(&bologna(), &[]);
    let sheet = all.iter().find(|one| one.slug == "bo3-3-1-b").unwrap();
    assert_eq!(sheet.kind, Kind::Project);
    assert_eq!(sheet.code.as_deref(), Some("BO3.3.1.b"));
    assert_eq!(sheet.cup.as_deref(), Some("F39G16000350007"));
    assert_eq!(sheet.body.as_deref(), Some("Comune di Bologna"));
    assert_eq!(sheet.officer.as_deref(), Some("Miriam Pepe"));
    assert_eq!((sheet.starts, sheet.ends), (Some(date(2016, 11, 1)), Some(date(2021, 3, 30))));
    let amounts = sheet.amounts.unwrap();
    assert_eq!((amounts.programmed_cents, amounts.disbursed_cents), (41_224_884, 41_224_883));
    assert_eq!(sheet.did.len(), 3);
    assert_eq!(sheet.bodies.len(), 3);
    assert_eq!(sheet.linked[1], ("BO4.2.1a".to_owned(), vec![Shared::Buildings]));
    assert_eq!(sheet.stand(date(2020, 1, 1)), Stand::Running);
    assert_eq!(sheet.stand(date(2026, 11, 18)), Stand::Ended);
    // A programme that has a name and nothing else is not shown for itself.
    assert!(!all.iter().any(|one| one.slug == "pon-metro"));
}

#[test]
fn the_operation_of_venezia_holds_its_five_actions_in_their_order() {
    let all = shown(&venezia(), &[]);
    let operation = all.iter().find(|one| one.kind == Kind::Programme).unwrap();
    assert_eq!(operation.code.as_deref(), Some("VE4.4.11.2.a"));
    assert_eq!(operation.goals.len(), 4);
    let parts: Vec<u32> = all
        .iter()
        .filter(|one| one.part_of.as_ref() == Some(&operation.slug))
        .map(|one| one.order)
        .collect();
    assert_eq!(parts, [1, 2, 3, 4, 5]);
}

#[test]
fn the_programmes_of_brescia_are_shown_with_what_they_hold() {
    let all = shown(&testing::brescia(), &[]);
    let noi = all.iter().find(|one| one.slug == "brescia-citta-del-noi").unwrap();
    assert_eq!((noi.starts, noi.ends), (Some(date(2016, 5, 1)), Some(date(2019, 4, 30))));
    let sites = all.iter().filter(|one| one.kind == Kind::WorkSite);
    let under: Vec<_> = sites.map(|one| one.part_of.as_deref()).collect();
    assert!(under.len() >= 5 && under.iter().all(|one| *one == Some("brescia-citta-del-noi")));
}

#[test]
fn every_project_has_an_address_of_its_own() {
    let mut twice = bologna();
    let sheet = twice.project_sheets[0].clone();
    twice.project_sheets.push(sheet);
    for city in [bologna(), venezia(), testing::brescia(), twice] {
        let all = shown(&city, &[]);
        let mut slugs: Vec<&str> = all.iter().map(|one| one.slug.as_str()).collect();
        slugs.sort_unstable();
        slugs.dedup();
        assert_eq!(slugs.len(), all.len());
        assert!(slugs.iter().all(|slug| protocol::ids::is_slug(slug)), "{slugs:?}");
    }
    assert_eq!(slug_of("BO3.3.1.b"), "bo3-3-1-b");
}

#[test]
fn projects_are_found_by_words_in_any_order_and_by_code() {
    let all = shown(&bologna(), &[]);
    let found = |q: &str| all.iter().filter(|one| one.says(q)).count();
    assert_eq!(found("imprese SCUOLA"), 1);
    assert_eq!(found("bo3.3.1.b"), 1);
    assert_eq!(found("f39g16000350007"), 1);
    assert_eq!(found("tecnostruttura stadio"), 0);
    assert_eq!(found(""), all.len());
}

/// A promoted project, with a sheet of that code.
fn promoted(code: &str) -> Project {
    let idea = IdeaId::new(testing::uuid(0x61));
    let outline = Outline {
        title: "La spesa a casa".to_owned(),
        targets: Set::EMPTY.with(Target::FrailOlder),
        places: vec!["mompiano".parse().unwrap()],
        ..Outline::default()
    };
    let organisation = OrganisationId::new(testing::uuid(0x62));
    let partner = Partner { organisation, name: "Auser Mompiano".to_owned() };
    let text = |section| (section, format!("Parole su {section:?}. Altro."));
    let dossier = Dossier {
        outline,
        partners: vec![partner],
        sections: Section::ALL.map(text).into(),
        ..Dossier::default()
    };
    let hub = "mompiano".parse().unwrap();
    let received = Event::Received { idea, hub, dossier };
    let mut project = Project::begin(ProjectId::of_idea(idea), &received).unwrap();
    project.state = State::Promoted;
    project.steps = vec![
        (Step::Receive, testing::MORNING_MS),
        (Step::AskAdditions, testing::MORNING_MS),
        (Step::Promote, testing::MORNING_MS),
    ];
    project.sheet = Some(Sheet { code: code.to_owned(), ..Sheet::default() });
    project
}

#[test]
fn a_promoted_project_is_shown_by_what_was_handed_in_and_signed_and_by_nothing_else() {
    let city = testing::brescia();
    let project = promoted("");
    let all = shown(&city, std::slice::from_ref(&project));
    let one = &all[0];
    assert_eq!(one.slug, project.id.to_string(), "an address that never changes");
    assert_eq!(one.summary, "Parole su Need.", "until there is a sheet");
    assert_eq!(one.body.as_deref(), Some("Auser Mompiano"));
    assert_eq!(one.places, ["mompiano"]);
    let desk = one.desk.as_ref().unwrap();
    let parts: Vec<Section> = desk.texts.iter().map(|(section, _)| *section).collect();
    assert_eq!(parts, [Section::Need, Section::Action, Section::Measure]);
    let steps: Vec<Step> = desk.steps.iter().map(|one| one.step).collect();
    assert_eq!(steps, [Step::Receive, Step::Promote], "what was asked stays at the desk");
    assert!(one.is_public() && one.says("auser SPESA"));
    let held = Project { page_held: true, ..project };
    assert!(!shown(&city, &[held])[0].is_public());
}

#[test]
fn a_project_whose_sheet_has_the_code_of_the_city_s_file_takes_its_place() {
    let all = shown(&bologna(), &[promoted("BO3.3.1.b")]);
    let same: Vec<&Shown> = all.iter().filter(|one| one.slug == "bo3-3-1-b").collect();
    assert!(same.len() == 1 && same[0].desk.is_some());
    assert!(
        same[0].has_files_of("bo3-3-1-b") && same[0].has_files_of(&promoted("").id.to_string())
    );
}

#[tokio::test]
async fn numbers_of_a_neighbourhood_that_could_be_about_somebody_are_not_told() {
    use sqlx::Executor as _;
    let place = tempfile::tempdir().unwrap();
    let url = testing::sqlite_url(place.path(), "central");
    let node = testing::node("central", &url, testing::HandClock::at(testing::MORNING_MS)).await;
    let met = |n: usize, hood: &str, at_ms: i64| {
        format!(
            "INSERT INTO request (request_id, home, slip_code, category, neighbourhood, urgency, relation, \
             language, via, state, reopened_times, opened_at_ms, changed_at_ms, closed_at_ms, bands, privacy, circle_ended) \
             VALUES ('{n}', 'mompiano', 'MP-{n}', 'shopping', '{hood}', 'no-hurry', 'oneself', 'it', 'kiosk', \
             'met', 0, 0, 0, {at_ms}, '', 'ordinary', 0)"
        )
    };
    node.writer
        .write(move |write| {
            Box::pin(async move {
                for n in 0..9 {
                    let hood = if n < 5 { "mompiano" } else { "casazza" };
                    let insert = met(n, hood, testing::MORNING_MS);
                    write.db.execute(sqlx::AssertSqlSafe(insert)).await?;
                }
                Ok(())
            })
        })
        .await
        .unwrap();
    let mut db = node.store.read().await.unwrap();
    let figures = super::figures::figures(&mut db, 0).await.unwrap();
    assert_eq!(figures.met, 9);
    assert_eq!(figures.told_of("mompiano"), Some(5));
    assert_eq!(figures.told_of("casazza"), None, "four are too few");
    assert_eq!(figures.told_of("atlantide"), None);
    assert_eq!(figures.by_month.get("2026-11"), Some(&9));
}
