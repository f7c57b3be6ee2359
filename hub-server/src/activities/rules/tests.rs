use std::sync::Arc;

use jiff::civil::date;
use protocol::kiosk::Urgency;
use protocol::{ActorRef, Channel, CommandId, RequestId, StaffId};

use super::super::tasks::{About, Task, Why};
use super::super::{Command as Diary, tasks};
use super::*;
use crate::city::TaskRule;
use crate::command::Command as Any;
use crate::network::antennae::Command as AntennaCommand;
use crate::network::antennae::events::{Heard, Pledge};
use crate::network::antennae::tests::{active_at, tell};
use crate::people::{Role, Scope};
use crate::requests::{Command as Requests, NotMetReason};
use crate::testing::{self, HandClock, MORNING_MS, uuid};

/// Somebody who works at a hub.
async fn works_at(hub: &Arc<Node>, n: u128, role: Role) -> StaffId {
    let scope = Scope::Hub(hub.id().clone());
    let add = crate::people::Command::AddStaff { role, scope };
    let ctx = hub.ctx(CommandId::new(uuid(n)), ActorRef::System, Channel::Console);
    hub.submit(ctx, Any::People(add)).await.unwrap();
    StaffId::new(uuid(n))
}

async fn town(folder: &tempfile::TempDir) -> (Arc<Node>, Arc<HandClock>, StaffId, StaffId) {
    let url = testing::sqlite_url(folder.path(), "h");
    let clock = HandClock::at(MORNING_MS);
    let hub = testing::node("mompiano", &url, clock.clone()).await;
    let olga = works_at(&hub, 21, Role::Operator).await;
    let corrado = works_at(&hub, 22, Role::Coordinator).await;
    (hub, clock, olga, corrado)
}

async fn open_of(hub: &Arc<Node>, who: StaffId) -> Vec<Task> {
    let mut db = hub.store.read().await.unwrap();
    tasks::open_of(&mut db, who, 50).await.unwrap()
}

fn rules_of(tasks: &[Task]) -> Vec<(String, About)> {
    let rule = |task: &Task| match &task.why {
        Why::City { rule, about } => (rule.to_string(), *about),
        Why::Entry { rule, .. } => panic!("{rule:?} is no rule of the city"),
    };
    tasks.iter().map(rule).collect()
}

async fn ask(hub: &Arc<Node>, who: StaffId, command: Requests) {
    let ctx = hub.ctx(CommandId::new(hub.fresh_id()), ActorRef::Staff(who), Channel::Console);
    hub.submit(ctx, Any::Requests(command)).await.unwrap();
}

async fn left(hub: &Arc<Node>, category: &str, who: StaffId) -> RequestId {
    let id = CommandId::new(hub.fresh_id());
    let need = protocol::kiosk::LeaveNeed {
        id,
        category: category.parse().unwrap(),
        neighbourhood: "mompiano".parse().unwrap(),
        urgency: Urgency::ThisWeek,
        text: String::new(),
        relation: protocol::Relation::default(),
        person: protocol::PersonDetails::default(),
        language: "it".to_owned(),
        more: protocol::kiosk::NeedDetails::default(),
    };
    let ctx = hub.ctx(id, ActorRef::Staff(who), Channel::Phone);
    hub.submit(ctx, Any::Requests(Requests::Leave(need))).await.unwrap();
    let request = RequestId::from(id);
    ask(hub, who, Requests::TakeInCharge { request, operator: who }).await;
    request
}

async fn unmet(hub: &Arc<Node>, who: StaffId, request: RequestId) {
    let reason = NotMetReason::NoOffer;
    ask(hub, who, Requests::CloseNotMet { request, reason }).await;
}

#[tokio::test]
async fn a_need_that_was_not_met_is_something_to_do_once_and_not_when_it_is_open_again() {
    let folder = tempfile::tempdir().unwrap();
    let (hub, clock, olga, _) = town(&folder).await;
    let request = left(&hub, "shopping", olga).await;
    unmet(&hub, olga, request).await;
    let open = open_of(&hub, olga).await;
    let about = About::RequestNotMet(request);
    assert_eq!(rules_of(&open), [("bisogno-senza-risposta".to_owned(), about)]);
    // Ten days on which Mompiano opens, Saturdays among them, after Wednesday 18 November.
    assert_eq!(open[0].due, "2026-11-30");

    ask(&hub, olga, Requests::Reopen { request }).await;
    assert!(open_of(&hub, olga).await.is_empty(), "nobody calls about a need that is open again");
    clock.move_by(DAY_MS);
    unmet(&hub, olga, request).await;
    let again = open_of(&hub, olga).await;
    assert_eq!((again.len(), again[0].id == open[0].id), (1, false));
}

#[tokio::test]
async fn a_silent_antenna_is_visited_once_a_silence_and_no_more_when_it_is_heard() {
    let folder = tempfile::tempdir().unwrap();
    let (hub, clock, _, corrado) = town(&folder).await;
    let antenna = active_at(&hub, "Edicola Bianchi", "mompiano").await;
    assert_eq!(look(&hub).await.unwrap(), 0);
    clock.move_by(46 * DAY_MS);
    assert_eq!((look(&hub).await.unwrap(), look(&hub).await.unwrap()), (1, 0));
    let about = About::AntennaSilent(antenna);
    let open = open_of(&hub, corrado).await;
    assert_eq!(rules_of(&open), [("passa-a-trovare-chi-tace".to_owned(), about)]);

    let how = Heard::Visit;
    tell(&hub, AntennaCommand::HearFrom { antenna, how }).await.unwrap();
    assert_eq!(look(&hub).await.unwrap(), 1);
    assert!(open_of(&hub, corrado).await.is_empty());
    clock.move_by(46 * DAY_MS);
    assert_eq!(look(&hub).await.unwrap(), 1, "another silence is another visit");
}

#[tokio::test]
async fn a_pledge_is_looked_at_on_its_day_and_one_that_was_renewed_waits_for_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let (hub, _, _, corrado) = town(&folder).await;
    let antenna = active_at(&hub, "Edicola Bianchi", "mompiano").await;
    let pledged = async |review: Date| {
        let pledge = Pledge { start: date(2026, 11, 18), review, end: None };
        tell(&hub, AntennaCommand::Pledge { antenna, pledge }).await.unwrap();
        look(&hub).await.unwrap();
        open_of(&hub, corrado).await
    };
    // A Sunday: the hub opens again on Monday.
    let open = pledged(date(2026, 11, 29)).await;
    assert_eq!(rules_of(&open)[0].1, About::PledgeReview(antenna));
    assert_eq!(open[0].due, "2026-11-30");
    assert!(pledged(date(2027, 5, 29)).await.is_empty());
}

#[tokio::test]
async fn an_entry_of_that_kind_wants_a_follow_up_where_it_says_none_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (hub, _, olga, _) = town(&folder).await;
    let entry = |n: u128, next_step: &str| protocol::antenna::LogActivity {
        activity: protocol::ActivityId::new(uuid(n)),
        what: protocol::antenna::ActivityKind::NetworkingAct,
        neighbourhood: "mompiano".parse().unwrap(),
        place: String::new(),
        started_at_ms: MORNING_MS - 3_600_000,
        minutes: 30,
        people_reached: 2,
        topics: vec![],
        next_step: next_step.to_owned(),
    };
    let log = async |entry| {
        let ctx = hub.ctx(CommandId::new(hub.fresh_id()), ActorRef::Staff(olga), Channel::Console);
        hub.submit(ctx, Any::Activities(Diary::Log(entry))).await.unwrap();
    };
    log(entry(0x501, "")).await;
    log(entry(0x501, "")).await;
    let about = About::EntryWritten(protocol::ActivityId::new(uuid(0x501)));
    let named = ("come-e-andata-la-messa-in-rete".to_owned(), about);
    assert_eq!(rules_of(&open_of(&hub, olga).await), [named]);
    log(entry(0x502, "Richiamare la scuola")).await;
    assert_eq!(open_of(&hub, olga).await.len(), 2, "its own next step is enough");
}

#[tokio::test]
async fn what_rules_made_comes_out_of_a_rebuild_as_it_went_in() {
    let folder = tempfile::tempdir().unwrap();
    let (hub, _, olga, _) = town(&folder).await;
    let request = left(&hub, "shopping", olga).await;
    unmet(&hub, olga, request).await;
    let live = open_of(&hub, olga).await;
    assert_eq!(live.len(), 1);
    crate::store::rebuild::rebuild(&hub.store, |_| {}).await.unwrap();
    assert_eq!(open_of(&hub, olga).await, live);
}

#[tokio::test]
async fn what_is_overdue_for_long_is_for_whoever_coordinates_once_until_it_is_over() {
    use super::super::escalation;
    let folder = tempfile::tempdir().unwrap();
    let (hub, clock, olga, corrado) = town(&folder).await;
    let request = left(&hub, "shopping", olga).await;
    clock.move_by(2 * DAY_MS);
    // It was due on Thursday: on Friday morning it is late, and not for long.
    assert_eq!(escalation::look(&hub).await.unwrap(), 0);
    clock.move_by(DAY_MS);
    let looked = (escalation::look(&hub).await.unwrap(), escalation::look(&hub).await.unwrap());
    assert_eq!(looked, (1, 0), "a deadline is told once");
    let open = open_of(&hub, corrado).await;
    let about = About::RequestOverdue(request);
    assert_eq!(rules_of(&open), [("overdue-request".to_owned(), about)]);
    let finish = Diary::FinishTask { task: open[0].id };
    testing::submit(&hub, Any::Activities(finish)).await.unwrap();
    clock.move_by(DAY_MS);
    assert_eq!(escalation::look(&hub).await.unwrap(), 0, "what was ticked does not come back");

    let other = left(&hub, "shopping", olga).await;
    clock.move_by(6 * DAY_MS);
    assert_eq!(escalation::look(&hub).await.unwrap(), 1);
    assert_eq!(open_of(&hub, corrado).await.len(), 1);
    ask(
        &hub,
        olga,
        Requests::ReportDone { request: other, device: None, minutes: None, said: String::new() },
    )
    .await;
    ask(&hub, olga, Requests::ConfirmMet { request: other }).await;
    let left_over = open_of(&hub, corrado).await;
    assert!(left_over.is_empty(), "{left_over:?}");
}

#[test]
fn a_rule_holds_for_its_kinds_of_help_and_for_what_stands_under_a_heading() {
    let mut city = testing::brescia();
    let rule = |slug: &str, categories: &[&str]| TaskRule {
        slug: slug.to_owned(),
        categories: categories.iter().map(|&slug| slug.to_owned()).collect(),
        ..TaskRule::default()
    };
    city.task_rules =
        vec![rule("all", &[]), rule("errands", &["errands"]), rule("home", &["home"])];
    let shopping: Slug = "shopping".parse().unwrap();
    let fits: Vec<&str> =
        of_request(&city, Cause::RequestMet, &shopping).map(|rule| rule.slug.as_str()).collect();
    assert_eq!(fits, ["all", "errands"]);
    assert_eq!(of_request(&city, Cause::RequestNotMet, &shopping).count(), 0);
}

#[test]
fn a_task_is_due_on_a_day_on_which_the_hub_opens() {
    let city = testing::brescia();
    let hub = city.hub("mompiano").unwrap();
    // Friday before the Immaculate Conception on Tuesday 8 December 2026: Saturday, Monday, Wednesday.
    let friday = date(2026, 12, 4);
    let due = [0, 1, 2, 3].map(|days| open_days_after(&city, hub, friday, days).to_string());
    assert_eq!(due, ["2026-12-04", "2026-12-05", "2026-12-07", "2026-12-09"]);
}

/// What can happen in a random script around one request and one antenna.
#[derive(Debug, Clone, Copy)]
enum Act {
    Unmet,
    Reopen,
    Hear,
    Look,
    Finish,
    Days(i64),
}

fn act() -> impl proptest::strategy::Strategy<Value = Act> {
    use proptest::prelude::*;
    prop_oneof![
        3 => Just(Act::Unmet),
        2 => Just(Act::Reopen),
        2 => Just(Act::Hear),
        4 => Just(Act::Look),
        2 => Just(Act::Finish),
        3 => (1..60_i64).prop_map(Act::Days),
    ]
}

/// At most one thing to do stands open for each rule and thing, nothing that was done comes back, and looking again
/// when nothing has happened changes nothing.
async fn play(script: Vec<Act>) -> Result<(), proptest::test_runner::TestCaseError> {
    use proptest::prelude::*;
    let folder = tempfile::tempdir().unwrap();
    let (hub, clock, olga, corrado) = town(&folder).await;
    let request = left(&hub, "shopping", olga).await;
    let antenna = active_at(&hub, "Edicola Bianchi", "mompiano").await;
    let mut done = std::collections::BTreeSet::new();
    for act in script {
        // What the state forbids is refused, and then nothing has happened.
        match act {
            Act::Unmet => {
                let close = Requests::CloseNotMet { request, reason: NotMetReason::NoOffer };
                let _ = testing::submit(&hub, Any::Requests(close)).await;
            }
            Act::Reopen => {
                let reopen = Requests::Reopen { request };
                let _ = testing::submit(&hub, Any::Requests(reopen)).await;
            }
            Act::Hear => {
                tell(&hub, AntennaCommand::HearFrom { antenna, how: Heard::Call }).await.unwrap();
            }
            Act::Look => {
                look(&hub).await.unwrap();
                prop_assert_eq!(look(&hub).await.unwrap(), 0, "looking twice is looking once");
            }
            Act::Finish => {
                let first = [open_of(&hub, olga).await, open_of(&hub, corrado).await].concat();
                if let Some(task) = first.first() {
                    let finish = Diary::FinishTask { task: task.id };
                    testing::submit(&hub, Any::Activities(finish)).await.unwrap();
                    done.insert(task.id);
                }
            }
            Act::Days(days) => clock.move_by(days * DAY_MS),
        }
        let open = [open_of(&hub, olga).await, open_of(&hub, corrado).await].concat();
        let mut named: Vec<_> =
            rules_of(&open).into_iter().map(|(rule, about)| (rule, about.uuid())).collect();
        named.sort();
        let before = named.len();
        named.dedup();
        prop_assert_eq!(named.len(), before, "one a rule and thing: {:?}", open);
        prop_assert!(open.iter().all(|task| !done.contains(&task.id)), "{:?}", open);
    }
    Ok(())
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        cases: 10,
        ..proptest::prelude::ProptestConfig::default()
    })]

    #[test]
    fn any_script_makes_each_thing_to_do_once(
        script in proptest::collection::vec(act(), 1..25),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(play(script))?;
    }
}
