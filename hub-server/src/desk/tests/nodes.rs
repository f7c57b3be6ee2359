use super::*;

/// What somebody at the kiosk has in mind.
const SHOPPING: &str = "Portare la spesa agli anziani soli";

async fn submit(node: &std::sync::Arc<Node>, actor: ActorRef, command: Command) -> Told {
    let ctx = node.ctx(CommandId::new(node.fresh_id()), actor, Channel::Console);
    node.submit(ctx, Any::Desk(command)).await.unwrap()
}

/// A hub and central that know each other only by what is handed over; central receives, judges and signs; what it judged is
/// for itself alone, and the slip tells every reason after the signature.
#[tokio::test]
async fn what_is_not_signed_stays_at_central_and_the_slip_tells_the_reasons_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let clock = HandClock::at(MORNING_MS);
    let url = |name: &str| testing::sqlite_url(folder.path(), name);
    let central = testing::node("central", &url("central"), clock.clone()).await;
    let hub = testing::bare_node("mompiano", &url("mompiano"), clock.clone()).await;
    testing::hand_over(&central, &hub).await;
    while hub.city().is_none() {
        tokio::task::yield_now().await;
    }
    let leave = testing::an_idea(CommandId::new(hub.fresh_id()), SHOPPING);
    let idea = testing::leave_idea(&hub, leave).await;
    let acts = [vec![Act::Begin], complete(), vec![Act::Submit]].concat();
    for act in acts {
        submit(&hub, ActorRef::System, Command::Draft { idea, act }).await;
    }
    testing::hand_over(&hub, &central).await;
    crate::desk::follow::catch_up(&central).await.unwrap();
    let project = ProjectId::of_idea(idea);
    let judge = |requirement, answer, reason: &str| {
        let judged = Judged { answer, reason: reason.to_owned() };
        Command::Project { project, act: Box::new(On::Judge { requirement, judged }) }
    };
    for command in [
        judge(Requirement::OfSystem, Answer::No, "Un ente solo."),
        judge(Requirement::Sustainable, Answer::Yes, ""),
        judge(Requirement::Measurable, Answer::Yes, ""),
    ] {
        submit(&central, ActorRef::System, command).await;
    }
    // What is judged and not signed is written for central's eyes: sync sends no hub its body.
    let mut db = central.store.read().await.unwrap();
    let facts = log::of_subject(&mut db, &project.to_string(), 0, 100).await.unwrap();
    let readers: Vec<(&str, bool)> = facts
        .iter()
        .map(|stored| (stored.record.envelope.kind.as_str(), stored.audience.is_some()))
        .collect();
    let judged = ("desk.requirement-judged", true);
    assert_eq!(readers, [("desk.received", false), judged, judged, judged]);
    drop(db);
    let (site, agency) = (CITY.work_sites[0].slug.clone(), CITY.agencies[0].slug.clone());
    let (sites, agencies) = (vec![site.parse().unwrap()], vec![agency.parse().unwrap()]);
    let sort = On::Sort { sites, agencies, groups: vec![] };
    submit(&central, ActorRef::System, Command::Project { project, act: Box::new(sort) }).await;
    let mut db = central.store.read().await.unwrap();
    let counted = queries::sorted(&mut db).await.unwrap();
    assert_eq!(counted.get(&(site.clone(), agency.clone())), Some(&1), "the matrix counts it");
    for (agency, many) in [(agency.as_str(), 1), ("altra", 0)] {
        let tags = [format!("site:{site}"), format!("agency:{agency}"), String::new()];
        let tags = tags.each_ref().map(String::as_str);
        let found = queries::projects(&mut db, None, "", tags, (9, 0)).await.unwrap();
        assert_eq!(found.len(), many, "{agency}");
    }
    drop(db);
    let sign = Command::Project { project, act: Box::new(On::SignAdmissibility) };
    submit(&central, ActorRef::System, sign).await;
    testing::hand_over(&central, &hub).await;
    let mut db = hub.store.read().await.unwrap();
    let card = queries::card(&mut db, idea).await.unwrap().unwrap();
    let name = String::new();
    let status = crate::desk::slip_status(&mut db, &card, name, MORNING_MS, AnsweredBy::Home).await;
    let status = status.unwrap();
    assert_eq!(status.reasons, ["Un ente solo."]);
    assert_eq!(status.steps.last().unwrap().word, StepWord::NotAdmitted);
    assert!(!status.can_withdraw);
    drop(db);
    for node in [&hub, &central] {
        let before = tables(node).await;
        rebuild::rebuild(&node.store, |_| {}).await.unwrap();
        assert_eq!(tables(node).await, before, "rebuilt equals live at {}", node.id());
    }
}

async fn tables(node: &std::sync::Arc<Node>) -> Vec<Vec<String>> {
    let mut db = node.store.read().await.unwrap();
    let mut all = Vec::new();
    for table in crate::desk::TABLES {
        all.push(rebuild::rows_of(&mut db, table).await.unwrap());
    }
    all
}

#[tokio::test]
async fn the_radar_of_a_node_follows_what_is_left_written_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let url = testing::sqlite_url(folder.path(), "mompiano");
    let hub = testing::node("mompiano", &url, HandClock::at(MORNING_MS)).await;
    let mut ids = Vec::new();
    for text in [SHOPPING, "Un coro che canta in piazza"] {
        let leave = testing::an_idea(CommandId::new(hub.fresh_id()), text);
        ids.push(testing::leave_idea(&hub, leave).await);
    }
    let city = hub.city().unwrap();
    let words = "Qualcuno porti la spesa ai vecchietti che sono soli";
    let asked = crate::desk::near::of_words(
        words,
        Picked::default(),
        "salute-e-welfare",
        Some("mompiano"),
        &city,
    );
    let ideas_near = || {
        let near = hub.radar.near(&asked, None, today(), 10);
        near.into_iter().filter(|one| one.kind == radar::Kind::Idea).collect::<Vec<_>>()
    };
    within_a_while(|| hub.radar.holds(&ids[1].to_string())).await;
    let near = ideas_near();
    assert_eq!(near[0].id, ids[0].to_string());
    assert_eq!(near[0].judgement.verdict, Verdict::Overlaps);
    submit(&hub, ActorRef::System, taken_back(ids[0], "")).await;
    within_a_while(|| !hub.radar.holds(&ids[0].to_string())).await;
    assert!(ideas_near().iter().all(|one| one.id != ids[0].to_string()));
}

#[tokio::test]
async fn an_idea_chosen_from_pictures_is_compared_and_begins_to_be_written_with_them() {
    let folder = tempfile::tempdir().unwrap();
    let url = testing::sqlite_url(folder.path(), "mompiano");
    let hub = testing::node("mompiano", &url, HandClock::at(MORNING_MS)).await;
    let chosen = |target: &str| protocol::kiosk::Picked {
        targets: vec![target.parse().unwrap()],
        activities: vec!["home-help".parse().unwrap()],
        needs: vec!["loneliness".parse().unwrap()],
    };
    let leave = |picked| LeaveIdea {
        more: IdeaDetails { picked, ..IdeaDetails::default() },
        ..testing::an_idea(CommandId::new(hub.fresh_id()), "")
    };
    let submitted = async |idea: LeaveIdea| {
        let ctx = hub.ctx(idea.id, ActorRef::System, Channel::Kiosk);
        hub.submit(ctx, Any::Desk(Command::Leave(idea))).await
    };
    let nothing = submitted(leave(protocol::kiosk::Picked::default())).await.unwrap_err();
    assert_eq!(nothing.slug(), "text-missing");
    let unknown = submitted(leave(chosen("martians"))).await.unwrap_err();
    assert_eq!(unknown.slug(), "not-in-catalogue");
    let idea = leave(chosen("frail-older"));
    let id = IdeaId::from(idea.id);
    submitted(idea).await.unwrap();
    let picked = Picked::read(&chosen("frail-older")).unwrap();
    let city = hub.city().unwrap();
    let asked =
        crate::desk::near::of_words("", picked, "salute-e-welfare", Some("mompiano"), &city);
    within_a_while(|| hub.radar.holds(&id.to_string())).await;
    let near = hub.radar.near(&asked, None, today(), 10);
    assert!(near.iter().any(|one| one.id == id.to_string()), "{near:?}");
    submit(&hub, ActorRef::System, Command::Draft { idea: id, act: Act::Begin }).await;
    let mut db = hub.store.read().await.unwrap();
    let draft = queries::draft(&mut db, id).await.unwrap().unwrap();
    assert_eq!(draft.outline.targets, picked.targets);
    assert_eq!(draft.outline.needs, Set::EMPTY.with(Want::Loneliness));
    assert_eq!(draft.outline.places, ["mompiano".parse::<protocol::Slug>().unwrap()]);
    drop(db);
    let before = tables(&hub).await;
    rebuild::rebuild(&hub.store, |_| {}).await.unwrap();
    assert_eq!(before, tables(&hub).await, "rebuilt equals live");
}

fn taken_back(idea: IdeaId, in_favour: &str) -> Command {
    let (in_favour, why) = (in_favour.to_owned(), "Lo fa già il quartiere vicino".to_owned());
    Command::Withdraw { idea, in_favour, why, agreed: vec![] }
}

async fn within_a_while(mut holds: impl FnMut() -> bool) {
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while !holds() {
        assert!(std::time::Instant::now() < until, "it did not come true");
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn whoever_looks_for_something_is_listed_until_the_project_is_over() {
    let folder = tempfile::tempdir().unwrap();
    let url = testing::sqlite_url(folder.path(), "mompiano");
    let hub = testing::node("mompiano", &url, HandClock::at(MORNING_MS)).await;
    let leave = testing::an_idea(CommandId::new(hub.fresh_id()), SHOPPING);
    let idea = testing::leave_idea(&hub, LeaveIdea { neighbourhood: None, ..leave }).await;
    let looks = Outline { looks_for: Set::EMPTY.with(radar::Resource::Space), ..outline() };
    for act in [Act::Begin, Act::Outline(looks)] {
        submit(&hub, ActorRef::System, Command::Draft { idea, act }).await;
    }
    let listed = async |tag: &str| {
        let mut db = hub.store.read().await.unwrap();
        queries::exchange(&mut db, hub.id(), tag, (10, 0)).await.unwrap().len()
    };
    assert_eq!(listed("looks-for:space").await, 1);
    assert_eq!(listed("looks-for:").await, 1, "whatever it is");
    assert_eq!((listed("looks-for:funds").await, listed("offers:space").await), (0, 0));
    let withdraw = taken_back(idea, "site:altro");
    submit(&hub, ActorRef::System, withdraw).await;
    assert_eq!(listed("looks-for:space").await, 0);
    let mut db = hub.store.read().await.unwrap();
    let card = queries::card(&mut db, idea).await.unwrap().unwrap();
    assert_eq!(card.joins.as_deref(), Some("site:altro"), "in favour of which");
    assert_eq!(card.withdrawn_why.as_deref(), Some("Lo fa già il quartiere vicino"));
}

/// What central answered to a command that may be refused, by the problem's name.
async fn tried(node: &std::sync::Arc<Node>, id: u128, command: Command) -> Result<Told, String> {
    let ctx = node.ctx(CommandId::new(uuid(id)), ActorRef::System, Channel::Console);
    let done = node.submit(ctx, Any::Desk(command)).await;
    done.map_err(|problem| problem.slug().to_owned())
}

#[tokio::test]
async fn what_is_said_on_a_public_page_is_read_once_central_lets_it_and_is_gone_when_it_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let clock = HandClock::at(MORNING_MS);
    let url = |name: &str| testing::sqlite_url(folder.path(), name);
    let central = testing::node("central", &url("central"), clock.clone()).await;
    let hub = testing::node("mompiano", &url("mompiano"), clock.clone()).await;
    let speak = |text: &str, hood: Option<&str>| Command::Speak {
        about: "sheet:BS1".to_owned(),
        text: text.to_owned(),
        neighbourhood: hood.map(|hood| hood.parse().unwrap()),
    };
    let read = async || {
        let mut db = central.store.read().await.unwrap();
        let all = talk::comments(&mut db, "sheet:BS1", 10).await.unwrap();
        all.into_iter().map(|one| one.words).collect::<Vec<_>>()
    };
    for (id, words, hood, refused) in
        [(0x10, "  ", None, "text-missing"), (0x11, "Bello", Some("marte"), "not-in-catalogue")]
    {
        assert_eq!(tried(&central, id, speak(words, hood)).await, Err(refused.to_owned()));
    }
    let long = "a".repeat(talk::COMMENT_MAX + 1);
    assert_eq!(tried(&central, 0x12, speak(&long, None)).await, Err("out-of-range".to_owned()));
    assert_eq!(tried(&hub, 0x13, speak("Bello", None)).await, Err("only-central".to_owned()));

    tried(&central, 0x20, speak("Ci voleva.", Some("mompiano"))).await.unwrap();
    tried(&central, 0x21, speak("Parole cattive su Anna.", None)).await.unwrap();
    assert!(read().await.is_empty(), "nobody has read them");
    let answer =
        |id: u128, shown| Command::AnswerSpoken { spoken: CommandId::new(uuid(id)), shown };
    tried(&central, 0x30, answer(0x20, true)).await.unwrap();
    tried(&central, 0x31, answer(0x21, false)).await.unwrap();
    assert_eq!(read().await, ["Ci voleva."]);
    let again = tried(&central, 0x32, answer(0x21, true)).await;
    assert_eq!(again, Err("unknown-comment".to_owned()));
    // The words are not in the log either, and everything said there is for central's eyes.
    let mut db = central.store.read().await.unwrap();
    let gone = log::of_subject(&mut db, &uuid(0x21).to_string(), 0, 10).await.unwrap();
    assert!(!format!("{gone:?}").contains("Anna") && gone.len() == 2);
    assert!(gone.iter().all(|stored| stored.audience.is_some()));
    drop(db);
    let before = tables(&central).await;
    rebuild::rebuild(&central.store, |_| {}).await.unwrap();
    assert_eq!(tables(&central).await, before, "rebuilt equals live");
    // What was let be read can be taken away again.
    tried(&central, 0x33, answer(0x20, false)).await.unwrap();
    assert!(read().await.is_empty());
}

#[tokio::test]
async fn no_more_waits_to_be_read_of_one_project_than_somebody_can_read() {
    let folder = tempfile::tempdir().unwrap();
    let url = testing::sqlite_url(folder.path(), "central");
    let central = testing::node("central", &url, HandClock::at(MORNING_MS)).await;
    let speak = |about: &str| Command::Speak {
        about: about.to_owned(),
        text: "Bello".to_owned(),
        neighbourhood: None,
    };
    let mut taken = 0_u128;
    while tried(&central, 0x100 + taken, speak("sheet:uno")).await.is_ok() {
        taken += 1;
    }
    assert_eq!(taken, 30);
    let more = tried(&central, 0x200, speak("sheet:uno")).await;
    assert_eq!(more, Err("comments-wait".to_owned()));
    tried(&central, 0x201, speak("sheet:due")).await.unwrap();
}

#[tokio::test]
async fn a_next_step_waits_for_the_desk_from_its_day_until_the_next_word() {
    let folder = tempfile::tempdir().unwrap();
    let url = testing::sqlite_url(folder.path(), "mompiano");
    let clock = HandClock::at(MORNING_MS);
    let hub = testing::node("mompiano", &url, clock.clone()).await;
    let leave = testing::an_idea(CommandId::new(uuid(0x50)), SHOPPING);
    let idea = testing::leave_idea(&hub, leave).await;
    let today = crate::network::antennae::today(&hub.city().unwrap(), MORNING_MS);
    let advise = |next_day| Command::Draft {
        idea,
        act: Act::Advise {
            meeting: draft::Meeting::Phone,
            text: "Ci siamo sentiti".to_owned(),
            next: "Portare il preventivo".to_owned(),
            next_day,
        },
    };
    let waits = async |on| {
        let mut db = hub.store.read().await.unwrap();
        queries::waiting(&mut db, hub.id(), on).await.unwrap()
    };
    let tomorrow = today.tomorrow().unwrap();
    tried(&hub, 0x51, advise(Some(tomorrow))).await.unwrap();
    assert_eq!((waits(today).await, waits(tomorrow).await), (0, 1));
    clock.move_by(60_000);
    tried(&hub, 0x52, advise(None)).await.unwrap();
    assert_eq!(waits(tomorrow).await, 0, "the last word counts");
}
