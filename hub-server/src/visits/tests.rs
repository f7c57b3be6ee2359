use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;
use protocol::{ActorRef, Channel, CommandId, PersonDetails, StaffId, VisitId};

use super::decide::{Refusal, Times, book, cancel, keep, mark, shift};
use super::events::{Event, State};
use super::queries::{self, Visit};
use super::{Command, TABLES};
use crate::command::{Answer, Command as Any};
use crate::context::Ctx;
use crate::node::Node;
use crate::store::rebuild;
use crate::testing::{self, HandClock, MORNING_MS, uuid};

const HALF_HOUR_MS: i64 = 30 * 60_000;

/// Four times from the next hour on; the second is taken, the third kept.
fn times() -> Times {
    let starts: Vec<i64> = (2..6).map(|half| MORNING_MS + half * HALF_HOUR_MS).collect();
    Times {
        length_min: 30,
        taken: BTreeSet::from([starts[1]]),
        closed: BTreeSet::from([starts[2]]),
        offered: vec![("2026-11-18".parse().unwrap(), starts)],
    }
}

fn at(nth: i64) -> i64 {
    MORNING_MS + (nth + 2) * HALF_HOUR_MS
}

fn visit(at_ms: i64, state: State) -> Visit {
    Visit {
        id: VisitId::new(uuid(5)),
        home: "mompiano".parse().unwrap(),
        slip: protocol::SlipCode::try_new("MP", 7).unwrap(),
        at_ms,
        length_min: 30,
        about: None,
        person: None,
        language: "it".to_owned(),
        state,
        booked_at_ms: MORNING_MS,
        changed_at_ms: MORNING_MS,
    }
}

#[test]
fn only_a_free_time_of_the_desk_is_booked() {
    let times = times();
    assert_eq!(book(&times, at(0)), Ok(30));
    assert_eq!(book(&times, at(1)), Err(Refusal::Taken));
    assert_eq!(book(&times, at(2)), Err(Refusal::Taken), "the desk keeps it");
    assert_eq!(book(&times, at(0) + 1), Err(Refusal::NotOffered));
}

#[test]
fn a_visit_is_moved_and_taken_back_until_it_begins_and_marked_from_then_on() {
    let (times, booked) = (times(), visit(at(1), State::Booked));
    assert_eq!(shift(&booked, &times, at(3), MORNING_MS), Ok(vec![Event::Moved { at_ms: at(3) }]));
    assert_eq!(shift(&booked, &times, at(1), MORNING_MS), Ok(vec![]), "where it is");
    assert_eq!(shift(&booked, &times, at(2), MORNING_MS), Err(Refusal::Taken));
    assert_eq!(shift(&booked, &times, at(3), at(1)), Err(Refusal::NotNow), "it has begun");
    assert_eq!(cancel(&booked), Ok(vec![Event::Cancelled {}]));
    assert_eq!(cancel(&visit(at(1), State::Cancelled)), Ok(vec![]));
    assert_eq!(cancel(&visit(at(1), State::Came)), Err(Refusal::NotNow));
    assert_eq!(mark(&booked, true, MORNING_MS), Err(Refusal::NotYet));
    assert_eq!(mark(&booked, true, at(1)), Ok(vec![Event::Marked { came: true }]));
    let came = visit(at(1), State::Came);
    assert_eq!(mark(&came, true, at(2)), Ok(vec![]));
    assert_eq!(mark(&came, false, at(2)), Ok(vec![Event::Marked { came: false }]), "said anew");
    assert_eq!(mark(&visit(at(1), State::Cancelled), true, at(2)), Err(Refusal::NotNow));
}

#[test]
fn the_desk_keeps_what_is_free_and_not_what_somebody_has() {
    let times = times();
    let kept = |starts_ms, closed| Ok(Some(Event::Kept { starts_ms, closed }));
    assert_eq!(keep(&times, &[at(0), at(2)], true), kept(vec![at(0)], true), "one is kept already");
    assert_eq!(keep(&times, &[at(1)], true), Err(Refusal::Taken));
    assert_eq!(keep(&times, &[at(2)], false), kept(vec![at(2)], false));
    assert_eq!(keep(&times, &[at(0)], false), Ok(None));
}

fn ctx(n: u128, now_ms: i64) -> Ctx {
    Ctx {
        command: CommandId::new(uuid(n)),
        actor: ActorRef::Staff(StaffId::new(uuid(2))),
        channel: Channel::Console,
        now_ms,
        chance: [u8::try_from(n % 251).unwrap(); 32],
    }
}

fn booking(at_ms: i64) -> Any {
    let person = PersonDetails { name: "Anna".to_owned(), ..PersonDetails::default() };
    Any::Visits(Command::Book { at_ms, about: None, person, language: "it".to_owned() })
}

async fn hub(folder: &tempfile::TempDir) -> Arc<Node> {
    let url = testing::sqlite_url(folder.path(), "hub");
    testing::node("mompiano", &url, HandClock::at(MORNING_MS)).await
}

async fn free_times(node: &Node) -> Vec<i64> {
    let city = node.known_city().unwrap();
    let mut db = node.store.read().await.unwrap();
    let times = super::times(&mut db, &city, node.id(), node.now_ms()).await.unwrap();
    let all = times.offered.iter().flat_map(|(_, starts)| starts.iter().copied());
    all.filter(|at| times.is_free(*at)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_want_one_time_at_once_one_gets_it() {
    let folder = tempfile::tempdir().unwrap();
    let node = hub(&folder).await;
    let wanted = free_times(&node).await[0];
    let mut waiting = Vec::new();
    for n in 0..24_u128 {
        let node = node.clone();
        waiting.push(tokio::spawn(async move {
            let ctx = Ctx { actor: ActorRef::System, ..ctx(100 + n, MORNING_MS) };
            node.submit(ctx, booking(wanted)).await
        }));
    }
    let (mut got, mut told) = (0, 0);
    for one in waiting {
        match one.await.unwrap() {
            Ok(Answer::Slip(_)) => got += 1,
            Err(problem) if problem.slug() == "visit-taken" => told += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((got, told), (1, 23));
    assert!(!free_times(&node).await.contains(&wanted));
    let mut db = node.store.read().await.unwrap();
    let there = queries::between(&mut db, node.id(), (wanted, wanted + 1)).await.unwrap();
    assert_eq!(there.len(), 1);
}

async fn tables(node: &Node) -> Vec<Vec<String>> {
    let mut db = node.store.read().await.unwrap();
    let mut all = Vec::new();
    for table in TABLES {
        all.push(rebuild::rows_of(&mut db, table).await.unwrap());
    }
    all
}

/// What people and the desk do, with which of the first eight times.
#[derive(Debug, Clone)]
enum Step {
    Book(usize),
    Move(usize, usize),
    Cancel(usize),
    Keep(usize, bool),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (0..8_usize).prop_map(Step::Book),
        (0..8_usize, 0..8_usize).prop_map(|(which, to)| Step::Move(which, to)),
        (0..8_usize).prop_map(Step::Cancel),
        (0..8_usize, any::<bool>()).prop_map(|(at, closed)| Step::Keep(at, closed)),
    ];
    prop::collection::vec(step, 1..30)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_asked_no_time_has_two_visits_and_rebuilt_equals_live(script in steps()) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let node = hub(&folder).await;
            let first: Vec<i64> = free_times(&node).await.into_iter().take(8).collect();
            let mut booked: Vec<VisitId> = Vec::new();
            for (n, step) in (1_000_u128..).zip(&script) {
                let which = |at: usize| booked.get(at % booked.len().max(1)).copied();
                let command = match step {
                    Step::Book(at) => booking(first[*at]),
                    Step::Move(at, to) => match which(*at) {
                        Some(visit) => Any::Visits(Command::Move { visit, at_ms: first[*to] }),
                        None => continue,
                    },
                    Step::Cancel(at) => match which(*at) {
                        Some(visit) => Any::Visits(Command::Cancel { visit }),
                        None => continue,
                    },
                    Step::Keep(at, closed) => {
                        Any::Visits(Command::Keep { starts_ms: vec![first[*at]], closed: *closed })
                    }
                };
                let ctx = Ctx { actor: ActorRef::System, ..ctx(n, MORNING_MS) };
                if let Ok(Answer::Slip(_)) = node.submit(ctx.clone(), command).await {
                    booked.push(VisitId::from(ctx.command));
                }
                let mut db = node.store.read().await.unwrap();
                let span = (MORNING_MS, first[7] + 1);
                let all = queries::between(&mut db, node.id(), span).await.unwrap();
                let mut starts: Vec<i64> = all.iter().map(|one| one.at_ms).collect();
                starts.dedup();
                assert_eq!(starts.len(), all.len(), "two visits at one time");
                let closed = queries::closed(&mut db, node.id(), MORNING_MS).await.unwrap();
                assert!(starts.iter().all(|at| !closed.contains(at)), "kept and booked");
            }
            let live = tables(&node).await;
            rebuild::rebuild(&node.store, |_| {}).await.unwrap();
            assert_eq!(tables(&node).await, live);
        });
    }
}
