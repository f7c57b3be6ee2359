//! Given facts, when a person or the hub says something, then what shows and what is done outside.

use proptest::prelude::*;
use protocol::antenna::{
    ActivityKind, AgreeWhen, AnswerProposal, Assigned, DeviceCommand, DiaryEntry, GiveBack,
    LogActivity, MoveOn, News, OwnStep, Profile, ProposalClosed, Proposed, ReportDone,
    SayHowItWent, Statement, TaskClosed, TaskMoved, Went, WhyClosed, WordsSaid, WriteWords,
};
use protocol::kiosk::Urgency;
use protocol::{
    ActivityId, CommandId, DeviceId, PersonDetails, Problem, ProposalId, Relation, RequestId, Slug,
};
use uuid::Uuid;

use super::*;
use crate::outbox::{LooseFact, Outbox};

mod bank;
mod helping;

const NOW: i64 = 1_795_339_440_000;
const MINUTE: i64 = 60_000;

fn ctx(id: u128) -> Ctx {
    Ctx { now_ms: NOW, id: command(id) }
}

fn command(id: u128) -> CommandId {
    CommandId::new(Uuid::from_u128(id))
}

fn proposal(id: u128) -> ProposalId {
    ProposalId::new(Uuid::from_u128(id))
}

fn request(id: u128) -> RequestId {
    RequestId::new(Uuid::from_u128(id))
}

fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

fn proposed(id: u128, urgency: Urgency, until_ms: i64) -> News {
    News::Proposed(Proposed {
        proposal: proposal(id),
        request: request(id),
        category: slug("spesa"),
        neighbourhood: slug("casazza"),
        urgency,
        note: String::new(),
        relation: Relation::Neighbour,
        until_ms,
    })
}

fn assigned(id: u128, through: u128) -> News {
    News::Assigned(Assigned {
        relation: Relation::Neighbour,
        request: request(id),
        proposal: proposal(through),
        category: slug("spesa"),
        neighbourhood: slug("casazza"),
        urgency: Urgency::Today,
        note: "Suonare".into(),
        person: PersonDetails { phone: "030 000000".into(), ..PersonDetails::default() },
    })
}

fn profile(is_operator: bool) -> News {
    News::Profile(Profile {
        device: DeviceId::new(Uuid::from_u128(1)),
        name: "Bar della piazza".into(),
        is_operator,
        hub_name: "HUB Casazza".into(),
        neighbourhood: slug("casazza"),
        time_zone: "Europe/Rome".into(),
        categories: Vec::new(),
        neighbourhoods: Vec::new(),
        topics: Vec::new(),
        standing: None,
        closed_months: Vec::new(),
        diary: None,
    })
}

fn closed(id: u128, why: WhyClosed) -> News {
    News::ProposalClosed(ProposalClosed { proposal: proposal(id), why })
}

fn over(id: u128) -> News {
    News::TaskClosed(TaskClosed { request: request(id), met: true })
}

fn moved(id: u128, begun: bool) -> News {
    News::TaskMoved(TaskMoved { request: request(id), at_ms: Some(NOW + 26 * 60 * MINUTE), begun })
}

/// A message; `about` 0 is in general.
fn words(message: u128, about: u128, by_hub: bool) -> News {
    News::WordsSaid(WordsSaid {
        message: command(message),
        about: (about > 0).then(|| request(about)),
        from_hub: by_hub.then(|| "Sara".to_owned()),
        text: "Grazie, a domani".into(),
        at_ms: NOW,
    })
}

fn entry(id: u128, state: &str) -> News {
    News::DiaryEntry(DiaryEntry {
        entry: LogActivity {
            activity: ActivityId::new(Uuid::from_u128(id)),
            what: ActivityKind::Presence,
            neighbourhood: slug("casazza"),
            place: "Mercato".into(),
            started_at_ms: NOW - 60 * MINUTE,
            minutes: 60,
            people_reached: 3,
            topics: Vec::new(),
            next_step: String::new(),
        },
        state: slug(state),
        reason: if state == "returned" { "Manca il luogo".into() } else { String::new() },
        late_days: 0,
    })
}

/// A paired app that has heard these facts.
fn given(news: impl IntoIterator<Item = News>) -> Model {
    let mut model = Model { stage: Stage::Working, ..Model::default() };
    hear(&mut model, news);
    model
}

fn hear(model: &mut Model, news: impl IntoIterator<Item = News>) {
    let facts = news
        .into_iter()
        .zip(model.ledger.cursor + 1..)
        .map(|(news, cursor)| KeptFact { cursor, news: Some(news) })
        .collect();
    let report = Report::Facts { facts, hub_at_ms: NOW };
    assert_eq!(model.update(Msg::Engine(report), ctx(0)), []);
}

fn does(model: &mut Model, action: Action, id: u128) -> Vec<Effect> {
    model.update(Msg::User(action), ctx(id))
}

fn answered(model: &mut Model, id: u128, problem: Option<Problem>) {
    let settled = match problem {
        None => Settled::Recorded { n: 1 },
        Some(problem) if problem.retry => Settled::Later { n: 1, problem },
        Some(problem) => Settled::Refused { n: 1, problem },
    };
    let report = Report::Settled { id: command(id), settled };
    assert_eq!(model.update(Msg::Engine(report), ctx(0)), []);
}

fn shown(model: &Model, id: u128) -> Option<ProposalState> {
    let cards = model.ledger.proposal_cards(model.hub_now_ms(NOW));
    cards.into_iter().find(|card| card.it.proposal == proposal(id)).map(|card| card.state)
}

fn sent(effects: &[Effect]) -> Vec<DeviceCommand> {
    effects
        .iter()
        .filter_map(|effect| {
            if let Effect::Send { command, .. } = effect { Some((**command).clone()) } else { None }
        })
        .collect()
}

#[test]
fn an_acceptance_shows_at_once_as_waiting_and_then_as_mine() {
    let mut model = given([proposed(1, Urgency::Today, NOW + MINUTE)]);
    let effects = does(&mut model, Action::Accept(proposal(1)), 100);
    let answer = AnswerProposal { proposal: proposal(1), accept: true };
    assert_eq!(sent(&effects), [DeviceCommand::AnswerProposal(answer)]);
    assert_eq!(shown(&model, 1), Some(ProposalState::Answering { accept: true }));
    assert_eq!(model.ledger.waiting(), 1);
    answered(&mut model, 100, None);
    assert_eq!(shown(&model, 1), Some(ProposalState::Accepted));
    assert_eq!(model.ledger.waiting(), 0);
    hear(&mut model, [assigned(1, 1)]);
    assert_eq!(shown(&model, 1), None);
    assert_eq!(model.ledger.task_cards()[0].it.person.phone, "030 000000");
}

#[test]
fn accepting_twice_gives_one_command() {
    let mut model = given([proposed(1, Urgency::Today, NOW + MINUTE)]);
    assert_eq!(does(&mut model, Action::Accept(proposal(1)), 100).len(), 1);
    assert_eq!(does(&mut model, Action::Accept(proposal(1)), 101), []);
    assert_eq!(does(&mut model, Action::Decline(proposal(1)), 102), []);
}

#[test]
fn who_comes_second_reads_it_on_the_request_itself() {
    let mut model = given([proposed(1, Urgency::Today, NOW + MINUTE)]);
    let _ = does(&mut model, Action::Accept(proposal(1)), 100);
    answered(&mut model, 100, Some(Problem::conflict("already-taken")));
    let Some(ProposalState::Refused(problem)) = shown(&model, 1) else { panic!() };
    assert_eq!(problem.slug(), "already-taken");
    hear(&mut model, [closed(1, WhyClosed::Taken)]);
    assert!(matches!(shown(&model, 1), Some(ProposalState::Refused(_))), "the answer stays");
    let effects = does(&mut model, Action::DismissProposal(proposal(1)), 101);
    assert_eq!(effects, [Effect::ForgetProposal(proposal(1))]);
    assert_eq!(shown(&model, 1), None);
}

#[test]
fn a_hub_that_says_later_leaves_the_answer_waiting() {
    let mut model = given([proposed(1, Urgency::Today, NOW + MINUTE)]);
    let _ = does(&mut model, Action::Accept(proposal(1)), 100);
    answered(&mut model, 100, Some(Problem::try_later("busy")));
    assert_eq!(shown(&model, 1), Some(ProposalState::Answering { accept: true }));
}

#[test]
fn a_no_disappears_once_the_hub_knows() {
    let mut model = given([proposed(1, Urgency::Today, NOW + MINUTE)]);
    let _ = does(&mut model, Action::Decline(proposal(1)), 100);
    assert_eq!(shown(&model, 1), Some(ProposalState::Answering { accept: false }));
    answered(&mut model, 100, None);
    assert_eq!(shown(&model, 1), None);
}

#[test]
fn a_no_that_came_too_late_bothers_nobody() {
    let mut model = given([proposed(1, Urgency::Today, NOW + MINUTE)]);
    let _ = does(&mut model, Action::Decline(proposal(1)), 100);
    answered(&mut model, 100, Some(Problem::conflict("already-taken")));
    assert_eq!(shown(&model, 1), None);
}

#[test]
fn the_hubs_clock_decides_when_a_request_runs_out() {
    let mut model = Model { stage: Stage::Working, ..Model::default() };
    let year = 365 * 24 * 60 * MINUTE;
    // This device believes it is a year earlier than it is.
    let facts =
        vec![KeptFact { cursor: 1, news: Some(proposed(1, Urgency::Today, NOW + year + MINUTE)) }];
    let _ = model.update(Msg::Engine(Report::Facts { facts, hub_at_ms: NOW + year }), ctx(0));
    assert_eq!(shown(&model, 1), Some(ProposalState::Open));
    let later = Report::CaughtUp { cursor: 1, hub_at_ms: NOW + year + 2 * MINUTE };
    let _ = model.update(Msg::Engine(later), ctx(0));
    assert_eq!(shown(&model, 1), Some(ProposalState::TooLate));
    assert_eq!(does(&mut model, Action::Accept(proposal(1)), 100), []);
}

#[test]
fn the_most_urgent_stand_on_top_and_what_is_over_at_the_end() {
    let model = given([
        proposed(1, Urgency::NoHurry, NOW + MINUTE),
        proposed(2, Urgency::Today, NOW + 9 * MINUTE),
        proposed(3, Urgency::Today, NOW + MINUTE),
        proposed(4, Urgency::Today, NOW + MINUTE),
        closed(4, WhyClosed::Withdrawn),
    ]);
    let order: Vec<ProposalId> =
        model.ledger.proposal_cards(NOW).iter().map(|card| card.it.proposal).collect();
    assert_eq!(order, [proposal(3), proposal(2), proposal(1), proposal(4)]);
}

#[test]
fn done_is_reported_with_its_minutes_and_confirmed() {
    let mut model = given([assigned(1, 1)]);
    let _ = does(&mut model, Action::OpenDone(request(1)), 1);
    let form = DoneForm { minutes: 45, ..DoneForm::new(request(1)) };
    let _ = does(&mut model, Action::EditDone(form), 2);
    let effects = does(&mut model, Action::ReportDone, 100);
    let expected = ReportDone { request: request(1), minutes: Some(45), note: String::new() };
    assert_eq!(sent(&effects), [DeviceCommand::ReportDone(expected)]);
    assert_eq!(model.ledger.task_state(request(1)), TaskState::ReportingDone);
    answered(&mut model, 100, None);
    assert_eq!(model.ledger.task_state(request(1)), TaskState::Done);
    hear(&mut model, [over(1)]);
    assert_eq!(model.ledger.task_state(request(1)), TaskState::Over { met: true });
    assert!(model.ledger.task_cards()[0].it.person.is_empty(), "details stay after the end");
}

#[test]
fn a_refused_report_leaves_the_task_open_with_the_reason() {
    let mut model = given([assigned(1, 1)]);
    let _ = does(&mut model, Action::OpenDone(request(1)), 1);
    let _ = does(&mut model, Action::ReportDone, 100);
    answered(&mut model, 100, Some(Problem::invalid("out-of-range")));
    let card = model.ledger.task_cards().remove(0);
    assert_eq!(card.state, TaskState::Mine);
    assert_eq!(card.refused.unwrap().slug(), "out-of-range");
}

#[test]
fn giving_back_asks_first() {
    let mut model = given([assigned(1, 1)]);
    assert_eq!(does(&mut model, Action::AskGiveBack(request(1)), 1), []);
    assert_eq!(does(&mut model, Action::Cancel, 2), []);
    assert_eq!(does(&mut model, Action::Confirm, 3), [], "nothing was asked");
    let _ = does(&mut model, Action::AskGiveBack(request(1)), 4);
    let effects = does(&mut model, Action::Confirm, 100);
    assert_eq!(sent(&effects), [DeviceCommand::GiveBack(GiveBack { request: request(1) })]);
}

#[test]
fn a_request_that_comes_back_is_a_new_task() {
    let mut model = given([assigned(1, 1)]);
    let _ = does(&mut model, Action::AskGiveBack(request(1)), 1);
    let _ = does(&mut model, Action::Confirm, 100);
    answered(&mut model, 100, None);
    assert_eq!(model.ledger.task_state(request(1)), TaskState::GivenBack);
    hear(&mut model, [assigned(1, 2)]);
    assert_eq!(model.ledger.task_state(request(1)), TaskState::Mine);
}

#[test]
fn a_draft_is_kept_while_typed_and_sent_only_by_registra() {
    let mut model = given([profile(true)]);
    let draft = ActivityDraft {
        what: Some(ActivityKind::Meeting),
        place: "Sala civica".into(),
        ..ActivityDraft::default()
    };
    let effects = does(&mut model, Action::EditActivity(draft.clone()), 1);
    assert!(matches!(effects[..], [Effect::KeepDraft { name: DraftName::Activity, .. }]));
    assert_eq!(does(&mut model, Action::LogActivity, 100), [], "without a length nothing is sent");
    assert!(model.pressed_send);
    let _ = does(&mut model, Action::EditActivity(ActivityDraft { minutes: 60, ..draft }), 2);
    let effects = does(&mut model, Action::LogActivity, 101);
    let [DeviceCommand::LogActivity(it)] = &sent(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!((it.minutes, it.place.as_str()), (60, "Sala civica"));
    assert_eq!(it.started_at_ms, NOW - 60 * MINUTE);
    assert_eq!(it.neighbourhood, slug("casazza"));
    assert!(effects.contains(&Effect::DropDraft(DraftName::Activity)));
    assert!(model.activity.is_empty());
}

#[test]
fn an_entry_of_yesterday_begins_on_that_day_by_the_citys_clock() {
    let mut model = given([profile(true)]);
    let draft = ActivityDraft {
        what: Some(ActivityKind::Presence),
        days_ago: 1,
        start_min: Some(10 * 60 + 30),
        minutes: 90,
        ..ActivityDraft::default()
    };
    let _ = does(&mut model, Action::EditActivity(draft.clone()), 1);
    let effects = does(&mut model, Action::LogActivity, 100);
    let [DeviceCommand::LogActivity(it)] = &sent(&effects)[..] else { panic!() };
    let zone = model.zone();
    let began = jiff::Timestamp::from_millisecond(it.started_at_ms).unwrap().to_zoned(zone.clone());
    let today = jiff::Timestamp::from_millisecond(NOW).unwrap().to_zoned(zone.clone()).date();
    assert_eq!(began.date(), today.yesterday().unwrap());
    assert_eq!((began.hour(), began.minute()), (10, 30));
    assert_eq!(ActivityDraft::from_entry(it, NOW, &zone).start_min, draft.start_min);
}

#[test]
fn a_refused_entry_goes_back_into_the_form() {
    let mut model = given([profile(true)]);
    let draft = ActivityDraft {
        what: Some(ActivityKind::Training),
        minutes: 30,
        ..ActivityDraft::default()
    };
    let _ = does(&mut model, Action::EditActivity(draft), 1);
    let _ = does(&mut model, Action::LogActivity, 100);
    let entry = protocol::ActivityId::new(Uuid::from_u128(100));
    assert_eq!(does(&mut model, Action::CorrectEntry(entry), 2), [], "it still waits");
    answered(&mut model, 100, Some(Problem::invalid("starts-in-the-future")));
    let effects = does(&mut model, Action::CorrectEntry(entry), 3);
    assert!(effects.contains(&Effect::ForgetEntry(command(100))));
    assert_eq!((model.activity.minutes, model.activity.corrects), (30, None));
    assert!(model.ledger.diary_cards().is_empty());
}

#[test]
fn an_antenna_has_no_diary() {
    let mut model = given([profile(false)]);
    let _ = does(&mut model, Action::Go(Tab::Diary), 1);
    assert_eq!(model.tab, Tab::Inbox);
}

#[test]
fn a_need_may_be_for_nobody_in_particular() {
    let mut model = given([profile(false)]);
    assert_eq!(does(&mut model, Action::RaiseNeed, 1), []);
    let need = NeedDraft { category: Some(slug("spesa")), ..NeedDraft::default() };
    let _ = does(&mut model, Action::EditNeed(need), 2);
    let effects = does(&mut model, Action::RaiseNeed, 100);
    let [DeviceCommand::RaiseNeedFor(it)] = &sent(&effects)[..] else { panic!("{effects:?}") };
    assert!(it.signal && it.person.is_empty());
    assert_eq!((it.relation, it.neighbourhood.as_str()), (Relation::Other, "casazza"));
}

#[test]
fn what_could_not_be_kept_is_not_shown_as_waiting() {
    let mut model = given([proposed(1, Urgency::Today, NOW + MINUTE)]);
    let _ = does(&mut model, Action::Accept(proposal(1)), 100);
    let _ = model.update(Msg::Engine(Report::NotKept { id: command(100) }), ctx(0));
    assert_eq!(shown(&model, 1), Some(ProposalState::Open));
    assert_eq!(model.alerts, [Alert::DiskTrouble]);
}

#[test]
fn a_reload_keeps_what_is_still_on_its_way_to_the_disk() {
    let mut model = given([proposed(1, Urgency::Today, NOW + MINUTE)]);
    let _ = does(&mut model, Action::Accept(proposal(1)), 100);
    let snapshot = Snapshot {
        cursor: 1,
        facts: vec![KeptFact { cursor: 1, news: Some(proposed(1, Urgency::Today, NOW + MINUTE)) }],
        ..Snapshot::default()
    };
    let _ = model.update(Msg::Engine(Report::Reloaded(Box::new(snapshot))), ctx(0));
    assert_eq!(shown(&model, 1), Some(ProposalState::Answering { accept: true }));
}

#[test]
fn a_link_that_is_none_never_leaves_the_screen() {
    let mut model = Model { stage: Stage::Welcome(Welcome::default()), ..Model::default() };
    let link = "https://example.org".to_owned();
    let _ = does(&mut model, Action::EditPairing { link, device_name: String::new() }, 1);
    assert_eq!(does(&mut model, Action::Pair, 2), []);
    let Stage::Welcome(welcome) = &model.stage else { panic!() };
    assert_eq!(welcome.asking, Asking::Failed(PairFailure::NotALink));
}

#[test]
fn leaving_forgets_everything_but_how_the_person_sees() {
    let mut model = given([profile(true), assigned(1, 1)]);
    model.settings.prefs.large_text = true;
    let _ = does(&mut model, Action::AskLeave, 1);
    assert_eq!(does(&mut model, Action::Confirm, 2), [Effect::Leave]);
    let _ = model.update(Msg::Engine(Report::Left), ctx(0));
    assert!(matches!(model.stage, Stage::Welcome(_)));
    assert_eq!(model.ledger, Ledger::default());
    assert!(model.settings.prefs.large_text);
}

/// One thing that happens to a device.
#[derive(Debug, Clone)]
enum Happening {
    Fact(News),
    User(Action),
    /// The hub answers the `k`-th command that waits.
    Receipt(usize, Option<Problem>),
}

fn happening() -> impl Strategy<Value = Happening> {
    let id = 1_u128..4;
    let news = prop_oneof![
        id.clone().prop_map(|id| proposed(id, Urgency::Today, NOW + MINUTE)),
        (id.clone(), 0_u8..4).prop_map(|(id, why)| closed(
            id,
            [WhyClosed::Taken, WhyClosed::Expired, WhyClosed::Withdrawn, WhyClosed::Declined]
                [usize::from(why)]
        )),
        // A request may come by a second proposal; a proposal is never about two requests.
        (id.clone(), 0_u128..2).prop_map(|(id, again)| assigned(id, id + 10 * again)),
        id.clone().prop_map(over),
        any::<bool>().prop_map(profile),
        (id.clone(), any::<bool>()).prop_map(|(id, begun)| moved(id, begun)),
        (id.clone(), 0_u128..3, any::<bool>()).prop_map(|(id, about, by_hub)| words(
            1_000 + id,
            about,
            by_hub
        )),
        (id.clone(), 0_usize..3)
            .prop_map(|(id, state)| entry(id, ["submitted", "returned", "accepted"][state])),
        Just(News::Statement(Statement::default())),
        (0_i64..3).prop_map(|balance| bank::told(balance, Vec::new(), Vec::new())),
    ];
    let action = prop_oneof![
        id.clone().prop_map(|id| Action::Accept(proposal(id))),
        id.clone().prop_map(|id| Action::Decline(proposal(id))),
        id.clone().prop_map(|id| Action::DismissProposal(proposal(id))),
        id.clone().prop_map(|id| Action::OpenDone(request(id))),
        Just(Action::ReportDone),
        id.clone().prop_map(|id| Action::OpenWhen(request(id))),
        Just(Action::AgreeWhen),
        id.clone().prop_map(|id| Action::StartHelp(request(id))),
        id.clone().prop_map(|id| Action::OpenHow(request(id), Went::Good)),
        Just(Action::SayHow),
        Just(Action::EditWords(None, "Arrivo".into())),
        Just(Action::WriteWords(None)),
        id.clone().prop_map(|id| Action::CorrectEntry(ActivityId::new(Uuid::from_u128(id)))),
        id.clone().prop_map(|id| Action::AskGiveBack(request(id))),
        Just(Action::Bank(BankAction::EditNotice(NoticeDraft {
            category: Some(slug("compagnia")),
            text: "Due chiacchiere".into(),
            wanted: false,
        }))),
        Just(Action::Bank(BankAction::Publish)),
        Just(Action::Confirm),
        id.prop_map(|id| Action::DismissTask(request(id))),
    ];
    let problem = prop_oneof![
        2 => Just(None),
        1 => Just(Some(Problem::conflict("already-taken"))),
        1 => Just(Some(Problem::try_later("busy"))),
    ];
    prop_oneof![
        4 => news.prop_map(Happening::Fact),
        4 => action.prop_map(Happening::User),
        3 => (0_usize..4, problem).prop_map(|(which, problem)| Happening::Receipt(which, problem)),
    ]
}

/// Lives through a script with a real outbox beside, and compares.
async fn live(script: Vec<Happening>) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let outbox = Outbox::open(&folder.path().join("antenna.sqlite"), 0).await.unwrap().outbox;
    let mut model = Model { stage: Stage::Working, ..Model::default() };
    for (happening, number) in script.into_iter().zip(1_u128..) {
        match happening {
            Happening::Fact(news) => {
                let body = serde_json::value::to_raw_value(&news).unwrap();
                let cursor = outbox.cursor().await.unwrap() + 1;
                let kept = outbox.keep(&[LooseFact { cursor, body }], NOW).await.unwrap();
                let report = Report::Facts { facts: kept.fresh, hub_at_ms: NOW };
                let _ = model.update(Msg::Engine(report), ctx(0));
            }
            Happening::User(action) => {
                for effect in does(&mut model, action, 1_000 + number) {
                    match effect {
                        Effect::Send { id, command, at_ms, after_cursor } => {
                            let put = outbox.put(id, &command, at_ms, after_cursor).await.unwrap();
                            let crate::outbox::Put::Kept(n) = put else { panic!("put twice") };
                            let _ = model.update(Msg::Engine(Report::Kept { id, n }), ctx(0));
                        }
                        Effect::ForgetProposal(it) => outbox.forget_proposal(it).await.unwrap(),
                        Effect::ForgetTask(it) => outbox.forget_request(it).await.unwrap(),
                        Effect::ForgetEntry(it) => outbox.forget_entry(it).await.unwrap(),
                        Effect::KeepDraft { .. } | Effect::DropDraft(_) => {}
                        other @ (Effect::Pair { .. } | Effect::Leave | Effect::Online(_)) => {
                            panic!("{other:?}")
                        }
                    }
                }
            }
            Happening::Receipt(which, problem) => {
                let waiting = outbox.waiting(99).await.unwrap();
                let Some(n) = waiting.get(which) else { continue };
                let (id, _) = outbox.sealed(*n).await.unwrap().unwrap();
                let receipt = protocol::antenna::Receipt { re: id, problem };
                let settled = outbox.settle(&receipt).await.unwrap();
                let _ = model.update(Msg::Engine(Report::Settled { id, settled }), ctx(0));
            }
        }
        let rebuilt = Ledger::from_snapshot(&outbox.snapshot().await.unwrap());
        prop_assert_eq!(&model.ledger, &rebuilt);
    }
    outbox.close().await;
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_lives_equals_what_is_rebuilt_from_disk(
        script in prop::collection::vec(happening(), 1..30)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(live(script))?;
    }

    #[test]
    fn no_form_becomes_a_command_outside_its_limits(
        minutes: u16, people: u32, days_ago: u8, start: Option<u16>, text in ".{0,700}", now: i64
    ) {
        let draft = ActivityDraft {
            what: Some(ActivityKind::Travel),
            minutes,
            people,
            days_ago,
            start_min: start,
            place: text.clone(),
            next_step: text,
            ..ActivityDraft::default()
        };
        let zone = jiff::tz::TimeZone::get("Europe/Rome").unwrap();
        let home = slug("casazza");
        let id = protocol::ActivityId::new(Uuid::from_u128(1));
        let now = now.clamp(-1_000_000_000_000, 100_000_000_000_000);
        let made = draft.command(id, Some(&home), now, &zone);
        prop_assert_eq!(made.is_some(), (1..=1440).contains(&minutes));
        if let Some(it) = made {
            prop_assert!(it.people_reached <= PEOPLE_MAX);
            prop_assert!(it.place.chars().count() <= ActivityDraft::PLACE_MAX);
            prop_assert!(it.next_step.chars().count() <= ActivityDraft::NEXT_STEP_MAX);
        }
    }
}

#[test]
fn available_now_shows_at_once_until_the_hub_says_no() {
    let mut model = given([profile(false)]);
    assert_eq!(model.ledger.here_until_ms(), None);
    let effects = does(&mut model, Action::BeHere(true), 1);
    assert!(matches!(sent(&effects)[..], [DeviceCommand::SayHere(it)] if it.until_ms > Some(NOW)));
    assert!(model.ledger.here_until_ms() > Some(NOW));
    answered(&mut model, 1, Some(Problem::conflict("antenna-is-resting")));
    assert_eq!(model.ledger.here_until_ms(), None);
    let _ = does(&mut model, Action::BeHere(true), 2);
    let _ = does(&mut model, Action::BeHere(false), 3);
    assert_eq!(model.ledger.here_until_ms(), None, "the last word counts");
}

#[test]
fn a_rest_and_a_farewell_are_asked_about_first_and_coming_back_is_not() {
    let mut model = given([profile(false)]);
    for (ask, step) in [(Action::AskRest, OwnStep::Rest), (Action::AskFarewell, OwnStep::End)] {
        assert_eq!(does(&mut model, ask.clone(), 1), []);
        assert_eq!(does(&mut model, Action::Cancel, 1), []);
        let _ = does(&mut model, ask, 1);
        let effects = does(&mut model, Action::Confirm, step as u128 + 10);
        assert_eq!(sent(&effects), [DeviceCommand::MoveOn(MoveOn { step })]);
        assert_eq!(model.ledger.moving_on(), Some(step));
    }
    let effects = does(&mut model, Action::Resume, 20);
    assert_eq!(sent(&effects), [DeviceCommand::MoveOn(MoveOn { step: OwnStep::Resume })]);
    answered(&mut model, 20, None);
    assert_eq!(model.ledger.moving_on(), None);
}
