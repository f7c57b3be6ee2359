use std::sync::Arc;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use protocol::{
    ActorRef, AntennaId, Channel, CommandId, DeviceId, OrganisationId, PersonId, StaffId,
};

use super::contact::Contact;
use super::decide::{Around, Command, OwnAct, Refusal, SILENCE_DAYS, decide, lacks};
use super::events::{
    Antenna, Clearance, Event, Heard, Kind, Pledge, Profile, ReachedBy, Reason, Volunteering,
};
use super::lifecycle::{Need, State, Step, TRANSITIONS, transition};
use super::{queries, silence};
use crate::city::{OpenSpan, WeekHours};
use crate::command::Command as Any;
use crate::context::Ctx;
use crate::network::{self, PairingConfig};
use crate::node::Node;
use crate::store::rebuild;
use crate::testing::{self, HandClock, MORNING_MS, uuid};

const DAY_MS: i64 = 24 * 3_600_000;
const TODAY: Date = date(2026, 11, 18);

/// An antenna's profile with everything one needs to join.
pub(crate) fn profile(kind: Kind, hood: &str) -> Profile {
    let open = vec![OpenSpan { opens_min: 9 * 60, closes_min: 12 * 60 }];
    Profile {
        kind,
        neighbourhoods: vec![hood.parse().unwrap()],
        offers: vec![testing::some_category()],
        languages: vec!["it".parse().unwrap()],
        skills: vec![],
        hours: WeekHours { mon: open.clone(), thu: open, ..WeekHours::default() },
        step_free: Some(true),
        reached_by: ReachedBy::Phone,
    }
}

pub(crate) fn contact(name: &str) -> Contact {
    let phone = "030 555 01 23".to_owned();
    Contact { name: name.to_owned(), phone, ..Contact::default() }
}

pub(crate) fn pledge() -> Pledge {
    Pledge { start: TODAY, review: date(2027, 5, 18), end: None }
}

fn id() -> AntennaId {
    AntennaId::new(uuid(1))
}

fn operator() -> StaffId {
    StaffId::new(uuid(9))
}

fn ctx(actor: ActorRef, now_ms: i64) -> Ctx {
    let command = CommandId::new(uuid(7));
    Ctx { command, actor, channel: Channel::Console, now_ms, chance: [3; 32] }
}

fn by_operator() -> Ctx {
    ctx(ActorRef::Staff(operator()), MORNING_MS)
}

fn spotted() -> Antenna {
    Antenna::spotted(profile(Kind::Shop, "mompiano"), PersonId::new(uuid(1)), MORNING_MS)
}

fn step(step: Step) -> Command {
    Command::TakeStep { antenna: id(), step, reason: Some(Reason::Other), until: None }
}

fn asked(antenna: &Antenna, command: &Command, ctx: &Ctx) -> Result<Vec<Event>, Refusal> {
    let city = testing::brescia();
    decide(
        antenna,
        command,
        &Around { city: &city, today: TODAY, greeted_ms: None, hours_stand: false },
        ctx,
    )
}

fn done(antenna: Antenna, command: &Command, ctx: &Ctx) -> Antenna {
    let events = asked(&antenna, command, ctx).unwrap_or_else(|no| panic!("{command:?}: {no:?}"));
    let by_itself = matches!(ctx.actor, ActorRef::Device(_));
    events.iter().fold(antenna, |antenna, event| antenna.after(event, ctx.now_ms, by_itself))
}

fn papers() -> [Command; 3] {
    [
        Command::KeepContact { antenna: id(), contact: contact("Edicola") },
        Command::Accompany { antenna: id(), operator: Some(operator()) },
        Command::Pledge { antenna: id(), pledge: pledge() },
    ]
}

fn active() -> Antenna {
    let antenna = papers().iter().fold(spotted(), |a, command| done(a, command, &by_operator()));
    [Step::Contact, Step::Interest, Step::Welcome, Step::Activate]
        .into_iter()
        .fold(antenna, |antenna, taken| done(antenna, &step(taken), &by_operator()))
}

#[test]
fn an_antenna_goes_from_spotted_to_active_one_step_at_a_time() {
    assert_eq!(active().state, State::Active);
    let early = asked(&spotted(), &step(Step::Activate), &by_operator());
    assert_eq!(early, Err(Refusal::NoSuchStep(State::Spotted, Step::Activate)));
}

#[test]
fn joining_says_everything_that_is_still_missing() {
    let mut antenna = spotted();
    antenna.profile.offers.clear();
    antenna.profile.hours = WeekHours::default();
    let antenna = done(antenna, &step(Step::Contact), &by_operator());
    let antenna = done(antenna, &step(Step::Interest), &by_operator());
    let missing = vec![Need::ContactPerson, Need::Offers, Need::Times, Need::Operator];
    let answer = asked(&antenna, &step(Step::Welcome), &by_operator());
    assert_eq!(answer, Err(Refusal::Lacks(missing)));
}

#[test]
fn whoever_volunteers_through_an_organisation_is_entered_and_insured_before_the_first_activity() {
    let organisation = OrganisationId::new(uuid(5));
    let bare =
        Volunteering { organisation, entered_on: None, insured_from: None, insured_until: None };
    let mut antenna = active();
    antenna.state = State::Welcomed;
    let through = |volunteering| Command::VolunteerThrough {
        antenna: id(),
        volunteering: Some(volunteering),
    };
    let activate = |antenna: &Antenna| asked(antenna, &step(Step::Activate), &by_operator());
    let antenna = done(antenna, &through(bare), &by_operator());
    let missing = vec![Need::VolunteerEntry, Need::Insurance];
    assert_eq!(activate(&antenna), Err(Refusal::Lacks(missing)));
    let lapsed = Volunteering {
        entered_on: Some(date(2026, 1, 10)),
        insured_from: Some(date(2026, 1, 1)),
        insured_until: Some(date(2026, 11, 17)),
        ..bare
    };
    let antenna = done(antenna, &through(lapsed), &by_operator());
    assert_eq!(activate(&antenna), Err(Refusal::Lacks(vec![Need::Insurance])));
    let renewed = Volunteering { insured_until: Some(TODAY), ..lapsed };
    let antenna = done(antenna, &through(renewed), &by_operator());
    assert!(activate(&antenna).is_ok(), "the last day of an insurance still counts");
}

#[test]
fn an_antenna_may_rest_come_back_and_leave_by_itself_and_owes_no_reason() {
    let device = DeviceId::new(uuid(20));
    let antenna = active().after(&Event::DeviceGiven { device }, MORNING_MS, false);
    let itself = ctx(ActorRef::Device(device), MORNING_MS + DAY_MS);
    let quiet = |step| Command::TakeStep { antenna: id(), step, reason: None, until: None };
    let resting = done(antenna.clone(), &quiet(Step::Rest), &itself);
    assert_eq!((resting.state, resting.last_sign_ms), (State::Resting, MORNING_MS + DAY_MS));
    assert_eq!(done(resting, &quiet(Step::Resume), &itself).state, State::Active);
    assert_eq!(done(antenna.clone(), &quiet(Step::End), &itself).state, State::Ended);
    let suspend = asked(&antenna, &quiet(Step::Suspend), &itself);
    assert_eq!(suspend, Err(Refusal::NotByItself));
    let stranger = ctx(ActorRef::Device(DeviceId::new(uuid(21))), MORNING_MS);
    assert_eq!(asked(&antenna, &quiet(Step::Rest), &stranger), Err(Refusal::NotByItself));
}

#[test]
fn an_operator_who_ends_or_suspends_says_why() {
    let without = Command::TakeStep { antenna: id(), step: Step::End, reason: None, until: None };
    assert_eq!(asked(&active(), &without, &by_operator()), Err(Refusal::WantsReason));
    let with = step(Step::Suspend);
    assert_eq!(done(active(), &with, &by_operator()).reason, Some(Reason::Other));
}

#[test]
fn silence_asks_the_operator_to_get_in_touch_once_and_changes_no_state() {
    let notice = Command::NoticeSilence { antenna: id() };
    let at = |days: i64| ctx(ActorRef::System, MORNING_MS + days * DAY_MS);
    assert_eq!(asked(&active(), &notice, &at(SILENCE_DAYS - 1)), Ok(vec![]));
    let silent = done(active(), &notice, &at(SILENCE_DAYS));
    assert_eq!((silent.state, silent.silence_since_ms), (State::Active, Some(MORNING_MS)));
    assert_eq!(asked(&silent, &notice, &at(SILENCE_DAYS + 9)), Ok(vec![]), "asked once");
    let heard = Command::HearFrom { antenna: id(), how: Heard::Call };
    assert_eq!(done(silent, &heard, &at(SILENCE_DAYS + 1)).silence_since_ms, None);
    let mut resting = active();
    resting.state = State::Resting;
    assert_eq!(asked(&resting, &notice, &at(400)), Ok(vec![]), "rest is no silence");
}

#[test]
fn hours_that_overlap_words_nobody_knows_and_dates_backwards_are_refused() {
    let described = |change: &dyn Fn(&mut Profile)| {
        let mut profile = profile(Kind::Group, "mompiano");
        change(&mut profile);
        asked(&active(), &Command::Describe { antenna: id(), profile }, &by_operator())
    };
    let overlap = described(&|p| {
        p.hours.mon.push(OpenSpan { opens_min: 11 * 60, closes_min: 13 * 60 });
    });
    assert_eq!(overlap, Err(Refusal::BadHours));
    let unknown = described(&|p| p.offers.push("levitation".parse().unwrap()));
    assert_eq!(unknown, Err(Refusal::NotInCatalogue("offers")));
    let klingon = described(&|p| p.languages.push("tlh".parse().unwrap()));
    assert_eq!(klingon, Err(Refusal::NotInCatalogue("languages")));
    let nowhere = described(&|p| p.neighbourhoods.clear());
    assert!(matches!(nowhere, Err(Refusal::OutOfRange("neighbourhoods", _))));
    let backwards = Pledge { start: TODAY, review: date(2026, 11, 17), end: None };
    let backwards = Command::Pledge { antenna: id(), pledge: backwards };
    assert_eq!(asked(&active(), &backwards, &by_operator()), Err(Refusal::BadDate("review")));
    let tomorrow = Clearance { on: date(2026, 11, 19), until: None };
    let tomorrow = Command::Clear { antenna: id(), clearance: Some(tomorrow) };
    assert_eq!(asked(&active(), &tomorrow, &by_operator()), Err(Refusal::BadDate("cleared_on")));
    let code = Contact { tax_code: "RSSMRA85T10A562T".to_owned(), ..contact("Mario Rossi") };
    let code = Command::KeepContact { antenna: id(), contact: code };
    assert_eq!(asked(&active(), &code, &by_operator()), Err(Refusal::BadTaxCode));
}

fn any_command() -> impl Strategy<Value = Command> {
    let any_step = prop::sample::select(Step::ALL.to_vec());
    let reason = prop::option::of(Just(Reason::NoTime));
    let days = -400_i64..400;
    let day = days.prop_map(|days| TODAY.saturating_add(jiff::Span::new().days(days)));
    let paper = (prop::option::of(day.clone()), prop::option::of(day.clone()));
    prop_oneof![
        8 => (any_step, reason).prop_map(|(step, reason)| Command::TakeStep {
            antenna: id(), step, reason, until: None,
        }),
        1 => any::<bool>().prop_map(|named| Command::KeepContact {
            antenna: id(),
            contact: if named { contact("Edicola") } else { Contact::default() },
        }),
        1 => any::<bool>().prop_map(|some| Command::Accompany {
            antenna: id(), operator: some.then(operator),
        }),
        1 => day.prop_map(|review| Command::Pledge {
            antenna: id(), pledge: Pledge { start: TODAY, review, end: None },
        }),
        1 => paper.prop_map(|(from, until)| Command::VolunteerThrough {
            antenna: id(),
            volunteering: Some(Volunteering {
                organisation: OrganisationId::new(uuid(5)),
                entered_on: from,
                insured_from: from,
                insured_until: until,
            }),
        }),
        1 => any::<bool>().prop_map(|empty| {
            let mut profile = profile(Kind::Citizen, "casazza");
            if empty { profile.offers.clear(); }
            Command::Describe { antenna: id(), profile }
        }),
        1 => Just(Command::NoticeSilence { antenna: id() }),
        1 => Just(Command::HearFrom { antenna: id(), how: Heard::Visit }),
    ]
}

proptest! {
    /// Whatever is tried, by whoever: a state is only ever reached by a line of the table whose needs were
    /// met that day, what is refused changes nothing, what is repeated changes nothing, and the end is an end.
    #[test]
    fn any_script_follows_the_table(script in prop::collection::vec((any_command(), any::<bool>()), 0..60)) {
        let device = DeviceId::new(uuid(20));
        let mut antenna = spotted().after(&Event::DeviceGiven { device }, MORNING_MS, false);
        for (n, (command, by_itself)) in (1_i64..).zip(&script) {
            let actor = if *by_itself { ActorRef::Device(device) } else { ActorRef::Staff(operator()) };
            let ctx = ctx(actor, MORNING_MS + n * DAY_MS);
            let before = antenna.clone();
            let Ok(events) = asked(&antenna, command, &ctx) else { continue };
            antenna = events.iter().fold(antenna, |a, event| a.after(event, ctx.now_ms, *by_itself));
            let moves = events.iter().filter(|e| matches!(e, Event::StepTaken { .. })).count();
            prop_assert!(moves <= 1);
            if before.state != antenna.state {
                let Command::TakeStep { step, reason, .. } = command else {
                    return Err(TestCaseError::fail("only a step moves an antenna"));
                };
                let line = transition(before.state, *step).expect("a line of the table");
                prop_assert_eq!(line.to, antenna.state);
                prop_assert!(lacks(&before, line.needs, TODAY).is_empty());
                prop_assert!(line.by_itself || !by_itself);
                prop_assert!(!line.wants_reason || reason.is_some() || *by_itself);
            }
            if matches!(command, Command::TakeStep { .. }) {
                prop_assert_eq!(asked(&antenna, command, &ctx).unwrap_or_default().len(), 0);
            }
            prop_assert!(before.state != State::Archived || antenna == before);
        }
        prop_assert!(TRANSITIONS.iter().all(|line| line.from != State::Archived));
    }
}

async fn hub(folder: &tempfile::TempDir) -> (Arc<Node>, Arc<HandClock>) {
    let url = testing::sqlite_url(folder.path(), "hub");
    let clock = HandClock::at(MORNING_MS);
    (testing::node("mompiano", &url, clock.clone()).await, clock)
}

pub(crate) async fn tell(node: &Arc<Node>, command: Command) -> Result<(), protocol::Problem> {
    testing::submit(node, Any::Antennae(command)).await.map(|_| ())
}

/// An antenna of a hub that is asked, without a device.
pub(crate) async fn active_at(node: &Arc<Node>, name: &str, hood: &str) -> AntennaId {
    active_of(node, Kind::Shop, name, hood).await
}

/// The same of some kind.
pub(crate) async fn active_of(node: &Arc<Node>, kind: Kind, name: &str, hood: &str) -> AntennaId {
    let command = CommandId::new(node.fresh_id());
    let actor = ActorRef::System;
    let spot = Command::Spot {
        profile: profile(kind, hood),
        contact: contact(name),
        operator: Some(operator()),
    };
    let ctx = node.ctx(command, actor, Channel::Console);
    node.submit(ctx, Any::Antennae(spot)).await.unwrap();
    let antenna = AntennaId::from(command);
    tell(node, Command::Pledge { antenna, pledge: pledge() }).await.unwrap();
    for step in [Step::Contact, Step::Interest, Step::Welcome, Step::Activate] {
        let taken = Command::TakeStep { antenna, step, reason: None, until: None };
        tell(node, taken).await.unwrap();
    }
    antenna
}

async fn paired_with(node: &Arc<Node>, antenna: AntennaId) -> DeviceId {
    let hood = "mompiano".parse().unwrap();
    let by = ActorRef::Staff(operator());
    let code = network::new_antenna_code(node, antenna, "Edicola", hood, by).await.unwrap().code;
    let config = PairingConfig { brokers: Vec::new(), ca_pem: String::new() };
    let request = protocol::antenna::PairRequest { code, device_name: "a phone".to_owned() };
    network::pair(node, &config, request, None).await.unwrap().device
}

#[tokio::test]
async fn only_active_antennae_are_asked_and_a_device_is_asked_through_its_antenna() {
    let folder = tempfile::tempdir().unwrap();
    let (node, _) = hub(&folder).await;
    let antenna = active_at(&node, "Edicola Bianchi", "mompiano").await;
    let device = paired_with(&node, antenna).await;
    let hood = ["mompiano".to_owned()];
    let asked = async || {
        let mut db = node.store.read().await.unwrap();
        network::antennae_of(&mut db, &hood).await.unwrap()
    };
    assert_eq!(asked().await, [device]);
    let rest = Command::TakeStep { antenna, step: Step::Rest, reason: None, until: None };
    tell(&node, rest).await.unwrap();
    assert_eq!(asked().await, []);
    let mut db = node.store.read().await.unwrap();
    assert_eq!(queries::of_device(&mut db, device).await.unwrap().unwrap().id, antenna);
    assert_eq!(queries::active_in(&mut db, node.id(), &hood).await.unwrap(), []);
}

#[tokio::test]
async fn an_antenna_that_is_put_away_takes_its_devices_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let (node, _) = hub(&folder).await;
    let antenna = active_at(&node, "Edicola Bianchi", "mompiano").await;
    let device = paired_with(&node, antenna).await;
    for step in [Step::End, Step::Archive] {
        let reason = Some(Reason::ClosedDown);
        tell(&node, Command::TakeStep { antenna, step, reason, until: None }).await.unwrap();
    }
    let mut db = node.store.read().await.unwrap();
    let device = network::device(&mut db, device).await.unwrap().unwrap();
    assert!(device.revoked_at_ms.is_some());
}

#[tokio::test]
async fn the_log_holds_nobodys_name_and_the_tables_come_out_of_a_rebuild_as_they_went_in() {
    let folder = tempfile::tempdir().unwrap();
    let (node, clock) = hub(&folder).await;
    let antenna = active_at(&node, "Edicola Bianchi", "mompiano").await;
    paired_with(&node, antenna).await;
    clock.move_by(40 * DAY_MS);
    assert_eq!(silence::notice(&node).await.unwrap(), 1);
    assert_eq!(silence::notice(&node).await.unwrap(), 0, "it is told once");
    let tables = ["antenna", "antenna_place", "antenna_device", "device_inbox"];
    let rows = async |table: &str| {
        let mut db = node.store.read().await.unwrap();
        rebuild::rows_of(&mut db, table).await.unwrap()
    };
    let mut live = Vec::new();
    for table in tables {
        live.push((table, rows(table).await));
    }
    rebuild::rebuild(&node.store, |_| {}).await.unwrap();
    for (table, before) in live {
        assert_eq!(rows(table).await, before, "{table}");
    }
    let log = rows("record").await.concat();
    let sealed = data_encoding::HEXLOWER.encode(b"Bianchi");
    assert!(!log.contains("Bianchi") && !log.contains(&sealed));
    let mut db = node.store.read().await.unwrap();
    let kept = queries::one(&mut db, antenna).await.unwrap().unwrap();
    let name = super::name_of(&mut db, &node, &kept.antenna).await.unwrap();
    assert_eq!(name, "Edicola Bianchi");
}

#[tokio::test]
async fn being_here_is_kept_while_it_is_so_and_leaves_no_history() {
    let folder = tempfile::tempdir().unwrap();
    let (node, clock) = hub(&folder).await;
    let antenna = active_at(&node, "Edicola Bianchi", "mompiano").await;
    let records = async || {
        let mut db = node.store.read().await.unwrap();
        rebuild::rows_of(&mut db, "record").await.unwrap().len()
    };
    let before = records().await;
    let until_ms = Some(MORNING_MS + 90 * DAY_MS);
    tell(&node, Command::BePresent { antenna, until_ms }).await.unwrap();
    assert_eq!(records().await, before);
    let here = async || {
        let mut db = node.store.read().await.unwrap();
        let kept = queries::one(&mut db, antenna).await.unwrap().unwrap();
        kept.is_here(node.now_ms())
    };
    assert!(here().await);
    clock.move_by(super::PRESENCE_MAX_MS);
    assert!(!here().await, "whoever forgets to say goodbye is not here for ever");
    tell(&node, Command::BePresent { antenna, until_ms }).await.unwrap();
    let rest = Command::TakeStep { antenna, step: Step::Rest, reason: None, until: None };
    tell(&node, rest).await.unwrap();
    assert!(!here().await);
    let again = tell(&node, Command::BePresent { antenna, until_ms }).await.unwrap_err();
    assert_eq!(again.slug(), "antenna-is-resting");
}

#[tokio::test]
async fn an_antenna_can_be_erased_like_everybody_else_and_still_counts() {
    let folder = tempfile::tempdir().unwrap();
    let (node, _) = hub(&folder).await;
    let antenna = active_at(&node, "Elda Bianchi", "mompiano").await;
    let text = "Conosce tutti nel palazzo".to_owned();
    tell(&node, Command::WriteNote { antenna, text: text.clone() }).await.unwrap();
    let person = PersonId::new(antenna.uuid());
    let erase = crate::people::Command::Erase { person };
    testing::submit(&node, Any::People(erase)).await.unwrap();
    let mut db = node.store.read().await.unwrap();
    let kept = queries::one(&mut db, antenna).await.unwrap().unwrap();
    assert_eq!(kept.antenna.state, State::Active);
    assert_eq!(super::name_of(&mut db, &node, &kept.antenna).await.unwrap(), "");
    let log = rebuild::rows_of(&mut db, "record").await.unwrap().concat();
    let written = data_encoding::HEXLOWER.encode(text.as_bytes());
    assert!(!log.contains(&text) && !log.contains(&written));
}

#[test]
fn hours_are_written_down_for_days_that_have_been_and_taken_back_once() {
    let hours = |day: Date, minutes: u16, category: Option<&str>| Command::LogHours {
        antenna: id(),
        day,
        minutes,
        category: category.map(|slug| slug.parse().unwrap()),
    };
    let told = asked(&active(), &hours(TODAY, 90, Some("shopping")), &by_operator()).unwrap();
    assert!(matches!(told[..], [Event::HoursTold { minutes: 90, .. }]));
    let tomorrow = TODAY.tomorrow().unwrap();
    let refused = |command: &Command| asked(&active(), command, &by_operator()).unwrap_err();
    assert_eq!(refused(&hours(tomorrow, 90, None)), Refusal::BadDate("day"));
    assert_eq!(refused(&hours(jiff::civil::date(2020, 1, 1), 90, None)), Refusal::BadDate("day"));
    assert_eq!(refused(&hours(TODAY, 0, None)), Refusal::OutOfRange("minutes", 1_440));
    assert_eq!(refused(&hours(TODAY, 30, Some("magia"))), Refusal::NotInCatalogue("category"));
    let back = Command::TakeBackHours { antenna: id(), entry: CommandId::new(uuid(7)) };
    assert_eq!(refused(&back), Refusal::UnknownHours, "nothing stands written down");
}

#[tokio::test]
async fn an_antenna_reads_in_its_statement_what_it_wrote_down_until_it_takes_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let (node, _) = hub(&folder).await;
    let antenna = active_at(&node, "Edicola Bianchi", "mompiano").await;
    let device = paired_with(&node, antenna).await;
    let by_device = async |n: u128, act: OwnAct| {
        let actor = ActorRef::Device(device);
        let ctx = node.ctx(CommandId::new(uuid(n)), actor, Channel::Antenna);
        let command = Any::Antennae(Command::FromDevice { device, act });
        node.submit(ctx, command).await
    };
    let day = TODAY;
    let log = OwnAct::LogHours { day, minutes: 45, category: None };
    by_device(501, log.clone()).await.unwrap();
    by_device(501, log.clone()).await.unwrap();
    by_device(502, log).await.unwrap();
    let city = node.known_city().unwrap();
    let statement = async || {
        let mut db = node.store.read().await.unwrap();
        network::statement::of_device(&mut db, &city, device, node.now_ms()).await.unwrap()
    };
    let before = statement().await;
    assert_eq!((before.months[0].told_min, before.months[0].helping_min), (90, 0));
    assert_eq!(before.hours.len(), 2, "a command that comes twice is written down once");
    let entry = CommandId::new(uuid(501));
    by_device(503, OwnAct::TakeBackHours { entry }).await.unwrap();
    assert_eq!(statement().await.months[0].told_min, 45);
    let again = by_device(504, OwnAct::TakeBackHours { entry }).await.unwrap_err();
    assert_eq!(again.slug(), "unknown-hours");
    let rows = async || {
        let mut db = node.store.read().await.unwrap();
        rebuild::rows_of(&mut db, "antenna_hours").await.unwrap()
    };
    let live = rows().await;
    rebuild::rebuild(&node.store, |_| {}).await.unwrap();
    assert_eq!(rows().await, live);
}
