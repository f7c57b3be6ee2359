//! Needs that come back, through their pages: taken down once, a request each time, with exceptions.

use protocol::kiosk::LeaveNeed;
use protocol::{ActorRef, Channel, DeviceId, PersonDetails, RecurrenceId};

use super::{Browser, Console};
use crate::command::Command;
use crate::people::Role;
use crate::recurring::{self, Command as R, Day, Rule, raise_due};
use crate::requests::queries::{self, Brief};
use crate::requests::{self, Circle, State};
use crate::store::rebuild;
use crate::testing::{self, uuid};

const DAY_MS: i64 = 24 * 3_600_000;

/// Who may give each command: roles by letter, D devices, K kiosks.
pub fn commands() -> Vec<(R, &'static str)> {
    let recurrence = RecurrenceId::new(uuid(90));
    let day = jiff::civil::date(2026, 11, 24);
    let rule = Rule { days: vec![Day::Tue], every_weeks: 1, from: day, until: None, hours: None };
    let need = Box::new(LeaveNeed {
        id: protocol::CommandId::new(uuid(91)),
        category: testing::some_category(),
        neighbourhood: "mompiano".parse().unwrap(),
        urgency: protocol::kiosk::Urgency::NoHurry,
        text: String::new(),
        relation: protocol::Relation::Oneself,
        person: PersonDetails::default(),
        language: "it".to_owned(),
        more: protocol::kiosk::NeedDetails::default(),
    });
    vec![
        (R::Begin { need, rule: rule.clone(), ahead_days: 3, known: None }, "OC"),
        (R::Raise { recurrence, day }, ""),
        (R::Skip { recurrence, day }, "OC"),
        (R::Restore { recurrence, day }, "OC"),
        (R::Move { recurrence, day, to: day }, "OC"),
        (R::ChangeRule { recurrence, rule }, "OC"),
        (R::Pause { recurrence, until: None }, "OC"),
        (R::Resume { recurrence }, "OC"),
        (R::End { recurrence }, "OC"),
    ]
}

/// The commands about what a hub offers.
pub fn offering_commands() -> Vec<crate::offering::Command> {
    use crate::offering::Command as O;
    let slug: protocol::Slug = "spesa".parse().unwrap();
    let service = testing::brescia().hub("mompiano").unwrap().services[0].clone();
    vec![O::Set(Box::new(service)), O::Drop { slug: slug.clone() }, O::Restore { slug }]
}

/// A new kind does not compile until it has a number, and then the table above must have a line for it.
fn number(command: &R) -> usize {
    match command {
        R::Begin { .. } => 0,
        R::Raise { .. } => 1,
        R::Skip { .. } => 2,
        R::Restore { .. } => 3,
        R::Move { .. } => 4,
        R::ChangeRule { .. } => 5,
        R::Pause { .. } => 6,
        R::Resume { .. } => 7,
        R::End { .. } => 8,
    }
}

#[test]
fn the_table_of_the_commands_of_needs_that_come_back_has_a_line_for_every_kind() {
    let numbers: Vec<usize> = commands().iter().map(|(command, _)| number(command)).collect();
    assert_eq!(numbers, (0..9).collect::<Vec<_>>());
}

/// The shopping of every Tuesday, written down at the desk.
async fn tuesdays(console: &Console, operator: &Browser) -> RecurrenceId {
    let fields = [
        ("channel", "phone"),
        ("category", "shopping"),
        ("neighbourhood", "mompiano"),
        ("text", "La spesa grossa, le scale non le faccio"),
        ("name", "Ida Prova"),
        ("phone", "030 99"),
        ("days", "tue"),
        ("every_weeks", "1"),
        ("from", "2026-11-18"),
        ("hours_from", "09:00"),
        ("hours_to", "11:00"),
        ("ahead_days", "3"),
    ];
    let left = console.post("/requests/new", operator, &fields).await;
    let to = left.location();
    let id = to.trim_start_matches("/recurring/").split('?').next().unwrap();
    id.parse().unwrap_or_else(|_| panic!("{to}: {}", left.text))
}

async fn raised(console: &Console, id: RecurrenceId) -> Vec<Brief> {
    raise_due(&console.node).await.unwrap();
    let mut db = console.node.store.read().await.unwrap();
    let kept = recurring::queries::one(&mut db, id).await.unwrap().unwrap();
    let mut briefs = Vec::new();
    for day in kept.recurrence.days.values() {
        if let Some(request) = day.request {
            briefs.push(queries::brief(&mut db, request).await.unwrap().unwrap());
        }
    }
    briefs
}

async fn give(console: &Console, actor: ActorRef, command: requests::Command) {
    let ctx = console.node.ctx(console.fresh(), actor, Channel::Console);
    console.node.submit(ctx, Command::Requests(command)).await.unwrap();
}

async fn help(console: &Console, request: &Brief, device: DeviceId) {
    let open = request.request.open.as_ref().unwrap();
    let actor = ActorRef::Device(device);
    let (proposal, request) = (open.id, request.request.id);
    give(console, actor.clone(), requests::Command::Answer { proposal, device, accept: true })
        .await;
    let done = requests::Command::ReportDone {
        request,
        device: Some(device),
        minutes: Some(40),
        said: String::new(),
    };
    give(console, actor, done).await;
    give(console, ActorRef::System, requests::Command::ConfirmMet { request }).await;
}

#[tokio::test]
async fn the_shopping_of_every_tuesday_is_one_thing_and_whoever_helped_is_asked_first() {
    let console = Console::hub().await;
    let operator = console.signed_in(Role::Operator).await;
    let device = super::roles::device(&console).await;
    let id = tuesdays(&console, &operator).await;
    assert_eq!(raised(&console, id).await.len(), 0, "Tuesday is six days away");

    console.clock.move_by(4 * DAY_MS);
    let first = raised(&console, id).await;
    assert_eq!(raised(&console, id).await.len(), 1, "once");
    let request = &first[0];
    assert_eq!(
        (request.request.state, request.operator),
        (State::TakenInCharge, Some(operator.staff))
    );
    assert_eq!(request.needed_by.as_deref(), Some("2026-11-24"));
    assert_eq!(request.words.as_deref(), Some("La spesa grossa, le scale non le faccio"));
    assert!(request.person.is_some() && request.slip.to_string().starts_with("MP-"));
    let page = format!("/requests/{}", request.request.id);
    // Four days later nobody is signed in any more.
    let operator = console.signed_in(Role::Operator).await;
    let seen = console.get(&page, Some(&operator)).await.text;
    assert!(seen.contains("ogni martedì, 9:00–11:00"), "{seen}");
    let fields = [("circle", "neighbourhood"), ("note", "La spesa al mercato")];
    console.post(&format!("{page}/propose"), &operator, &fields).await;
    help(&console, &raised(&console, id).await[0], device).await;

    console.clock.move_by(7 * DAY_MS);
    let second = raised(&console, id).await;
    let open = second[1].request.open.as_ref().expect("asked by itself");
    assert_eq!((open.circle, open.silent.as_slice()), (Circle::Named, &[device][..]));
    assert_eq!(second[1].note.as_deref(), Some("La spesa al mercato"));
    assert_ne!(second[0].slip, second[1].slip);
}

#[tokio::test]
async fn one_time_is_left_out_another_moved_and_it_is_paused_and_ended_on_its_page() {
    let console = Console::hub().await;
    let operator = console.signed_in(Role::Operator).await;
    let id = tuesdays(&console, &operator).await;
    let page = format!("/recurring/{id}");
    let list = console.get("/recurring", Some(&operator)).await.text;
    assert!(list.contains(&page) && list.contains("ogni martedì, 9:00–11:00"));

    let skip = [("day", "2026-11-24")];
    console.post(&format!("{page}/skip"), &operator, &skip).await;
    let on = [("day", "2026-12-01"), ("to", "2026-12-03")];
    console.post(&format!("{page}/move"), &operator, &on).await;
    let text = console.get(&page, Some(&operator)).await.text;
    assert!(text.contains("saltata") && text.contains("invece di martedì 1 dicembre"), "{text}");
    let far = [("day", "2026-12-15"), ("to", "2027-03-03")];
    let refused = console.post(&format!("{page}/move"), &operator, &far).await;
    assert_eq!(refused.status, 422);

    console.clock.move_by(13 * DAY_MS);
    let operator = console.signed_in(Role::Operator).await;
    let moved = raised(&console, id).await;
    assert_eq!(moved.len(), 1);
    assert_eq!(moved[0].needed_by.as_deref(), Some("2026-12-03"));
    let again = console.post(&format!("{page}/skip"), &operator, &[("day", "2026-12-01")]).await;
    assert!(again.text.contains("è già una richiesta"), "{}", again.text);

    console.post(&format!("{page}/pause"), &operator, &[]).await;
    console.clock.move_by(6 * DAY_MS);
    assert_eq!(raised(&console, id).await.len(), 1, "asleep");
    let operator = console.signed_in(Role::Operator).await;
    console.post(&format!("{page}/resume"), &operator, &[]).await;
    assert_eq!(raised(&console, id).await.len(), 2);
    console.post(&format!("{page}/end"), &operator, &[]).await;
    console.clock.move_by(7 * DAY_MS);
    assert_eq!(raised(&console, id).await.len(), 2, "over");
    let operator = console.signed_in(Role::Operator).await;
    let ended = console.get("/recurring?state=ended", Some(&operator)).await.text;
    assert!(ended.contains(&page));

    let mut tables = Vec::new();
    let mut db = console.node.store.read().await.unwrap();
    for table in ["recurrence", "recurrence_day", "request"] {
        tables.push((table, rebuild::rows_of(&mut db, table).await.unwrap()));
    }
    drop(db);
    rebuild::rebuild(&console.node.store, |_| {}).await.unwrap();
    let mut db = console.node.store.read().await.unwrap();
    for (table, live) in tables {
        assert_eq!(rebuild::rows_of(&mut db, table).await.unwrap(), live, "{table}");
    }
}

#[tokio::test]
async fn a_rule_that_makes_no_sense_comes_back_with_what_was_typed() {
    let console = Console::hub().await;
    let operator = console.signed_in(Role::Operator).await;
    let fields = [
        ("category", "shopping"),
        ("neighbourhood", "mompiano"),
        ("text", "La spesa"),
        ("days", "tue"),
        ("every_weeks", "1"),
        ("from", "2026-12-18"),
        ("until", "2026-12-01"),
    ];
    let page = console.post("/requests/new", &operator, &fields).await;
    assert_eq!(page.status, 422);
    assert!(page.text.contains("wrong-until") && page.text.contains("2026-12-01"), "{}", page.text);
}

#[tokio::test]
async fn nobody_is_asked_again_for_somebody_whose_data_was_erased() {
    let console = Console::hub().await;
    let operator = console.signed_in(Role::Operator).await;
    let id = tuesdays(&console, &operator).await;
    let person = protocol::PersonId::new(id.uuid());
    let erase = crate::people::Command::Erase { person };
    testing::submit(&console.node, Command::People(erase)).await.unwrap();
    console.clock.move_by(4 * DAY_MS);
    assert_eq!(raised(&console, id).await.len(), 0);
    let mut db = console.node.store.read().await.unwrap();
    let kept = recurring::queries::one(&mut db, id).await.unwrap().unwrap();
    assert_eq!((kept.words, kept.recurrence.state), (None, recurring::State::Ended));
}
