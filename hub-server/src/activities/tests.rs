use std::collections::BTreeMap;

use proptest::prelude::*;
use protocol::antenna::{ActivityKind, LogActivity};
use protocol::clocks::Minutes;
use protocol::{ActivityId, ActorRef, Channel, CommandId, Problem, StaffId};

use super::decide::{self, Around};
use super::lifecycle::{State, Step, TABLE};
use super::queries::{self, Entry, Filter};
use super::tasks::{self, Rule};
use super::{Command as Diary, Event, Refusal};
use crate::city::City;
use crate::command::Command;
use crate::context::Ctx;
use crate::store::rebuild;
use crate::testing::{self, HandClock, MORNING_MS, uuid};

const DAY_MS: i64 = 24 * 3_600_000;

fn ctx(now_ms: i64) -> Ctx {
    Ctx {
        command: CommandId::new(uuid(1)),
        actor: ActorRef::Staff(StaffId::new(uuid(2))),
        channel: Channel::Console,
        now_ms,
        chance: [0; 32],
    }
}

fn entry(n: u128, started_at_ms: i64, minutes: u16) -> LogActivity {
    LogActivity {
        activity: ActivityId::new(uuid(0x500 + n)),
        what: ActivityKind::Meeting,
        neighbourhood: "mompiano".parse().unwrap(),
        place: String::new(),
        started_at_ms,
        minutes,
        people_reached: u32::from(minutes / 10),
        topics: vec![],
        next_step: String::new(),
    }
}

fn logged(city: &City, entry: &LogActivity, closed: &[String]) -> Result<Vec<Event>, Refusal> {
    let ctx = ctx(MORNING_MS);
    decide::log(entry, false, Around { city, ctx: &ctx, closed, sender: None })
}

#[test]
fn an_entry_is_late_after_the_days_the_city_allows_and_refused_after_many_more() {
    let city = testing::brescia();
    let late_days = |days: i64| {
        let events = logged(&city, &entry(1, MORNING_MS - days * DAY_MS, 30), &[])?;
        let Event::Logged(logged) = &events[0] else { panic!("{events:?}") };
        Ok(logged.late_days)
    };
    let allowed = i64::from(city.diary.late_after_days);
    let most = i64::from(city.diary.refused_after_days);
    assert_eq!(late_days(allowed), Ok(0));
    assert_eq!(late_days(allowed + 1), Ok(city.diary.late_after_days + 1));
    assert_eq!(late_days(most), Ok(city.diary.refused_after_days));
    let refused = Refusal::TooLongAgo(city.diary.refused_after_days);
    assert_eq!(late_days(most + 1), Err(refused));
}

#[test]
fn nothing_is_written_into_a_month_that_is_closed() {
    let city = testing::brescia();
    let october = entry(1, MORNING_MS - 20 * DAY_MS, 30);
    assert!(logged(&city, &october, &[]).is_ok());
    let closed = ["2026-10".to_owned()];
    let refused = Refusal::MonthClosed("2026-10".to_owned());
    assert_eq!(logged(&city, &october, &closed), Err(refused));
}

#[test]
fn a_month_is_closed_when_it_is_over_and_nothing_of_it_is_left_open() {
    let (city, ctx) = (testing::brescia(), ctx(MORNING_MS));
    let around = Around { city: &city, ctx: &ctx, closed: &[], sender: None };
    let sum = queries::Sum::default();
    let close = |month: &str, open: i64| decide::close_month(month, open, sum, around);
    assert_eq!(close("2026-11", 0), Err(Refusal::MonthNotOver));
    assert_eq!(close("2026-10", 2), Err(Refusal::MonthHasOpen(2)));
    assert_eq!(close("autumn", 0), Err(Refusal::NoMonth));
    assert_eq!(close("2026-10", 0).unwrap().len(), 1);
}

#[test]
fn a_task_is_due_on_a_working_day_and_holidays_are_none() {
    let city = testing::brescia();
    // Saturday, Sunday, then the Immaculate Conception on Tuesday 8 December 2026.
    let due = tasks::working_days_after(&city, "2026-12-04".parse().unwrap(), 2);
    assert_eq!(due.to_string(), "2026-12-09");
    let (from, to) = ("2026-12-04".parse().unwrap(), "2026-12-08".parse().unwrap());
    assert_eq!(tasks::working_days_between(&city, from, to), 1);
}

/// What can be done in a random script: to which of a few entries, and what.
#[derive(Debug, Clone, Copy)]
enum Act {
    Log(u8, u16),
    Correct(u8, u16),
    Amend(u8, u8, u16),
    Return(u8),
    Accept(u8),
    Close,
    NextMonth,
}

fn act() -> impl Strategy<Value = Act> {
    let (entry, minutes) = (0..6_u8, 1..600_u16);
    prop_oneof![
        4 => (entry.clone(), minutes.clone()).prop_map(|(e, m)| Act::Log(e, m)),
        2 => (entry.clone(), minutes.clone()).prop_map(|(e, m)| Act::Correct(e, m)),
        3 => (entry.clone(), 6..10_u8, minutes).prop_map(|(e, n, m)| Act::Amend(e, n, m)),
        2 => entry.clone().prop_map(Act::Return),
        4 => entry.prop_map(Act::Accept),
        2 => Just(Act::Close),
        1 => Just(Act::NextMonth),
    ]
}

/// The diary as somebody with a pencil would keep it.
#[derive(Debug, Clone, Default)]
struct Pencil {
    /// State, minutes, month it counts in, what it adds there.
    entries: BTreeMap<u8, (State, i64, String, i64)>,
    closed: BTreeMap<String, i64>,
}

impl Pencil {
    fn after(&self, entry: u8, step: Step) -> Option<State> {
        let state = self.entries.get(&entry)?.0;
        TABLE.iter().find(|row| (row.0, row.1) == (Some(state), step)).and_then(|row| row.2)
    }

    /// Whether the step may be taken, and what is then written down.
    fn take(&mut self, act: Act, month: &str, last: &str) -> bool {
        match act {
            Act::Log(e, minutes) => {
                let minutes = i64::from(minutes);
                let new = (State::Submitted, minutes, month.to_owned(), minutes);
                self.entries.entry(e).or_insert(new);
                true
            }
            Act::Correct(e, minutes) => {
                let Some(state) = self.after(e, Step::Correct) else { return false };
                let minutes = i64::from(minutes);
                self.entries.insert(e, (state, minutes, month.to_owned(), minutes));
                true
            }
            Act::Amend(e, new, minutes) => {
                if self.entries.contains_key(&new) {
                    return true;
                }
                let Some(state) = self.after(e, Step::Amend) else { return false };
                let old = self.entries.get_mut(&e).unwrap();
                old.0 = state;
                let difference = i64::from(minutes) - old.1;
                let fresh = (State::Submitted, i64::from(minutes), month.to_owned(), difference);
                self.entries.insert(new, fresh);
                true
            }
            Act::Return(e) => self.turn(e, Step::Return),
            Act::Accept(e) => {
                self.entries.get(&e).is_some_and(|e| e.0 == State::Accepted)
                    || self.turn(e, Step::Accept)
            }
            Act::Close => {
                if self.closed.contains_key(last) {
                    return true;
                }
                let open = |e: &(State, i64, String, i64)| {
                    e.2 == last && matches!(e.0, State::Submitted | State::Returned)
                };
                if self.entries.values().any(open) {
                    return false;
                }
                self.closed.insert(last.to_owned(), self.minutes_in(last));
                for entry in self.entries.values_mut().filter(|e| e.2 == last) {
                    if entry.0 == State::Accepted {
                        entry.0 = State::Locked;
                    }
                }
                true
            }
            Act::NextMonth => true,
        }
    }

    fn turn(&mut self, entry: u8, step: Step) -> bool {
        let Some(state) = self.after(entry, step) else { return false };
        self.entries.get_mut(&entry).unwrap().0 = state;
        true
    }

    fn minutes_in(&self, month: &str) -> i64 {
        let counts = |e: &&(State, i64, String, i64)| e.2 == month && e.0.counts();
        self.entries.values().filter(counts).map(|e| e.3).sum()
    }
}

async fn play(script: Vec<Act>) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let clock = HandClock::at(MORNING_MS);
    let url = testing::sqlite_url(folder.path(), "h");
    let hub = testing::node("mompiano", &url, clock.clone()).await;
    let (mut pencil, mut months) = (Pencil::default(), vec![10_i32, 11]);
    let name = |month: i32| format!("{}-{:02}", 2026 + (month - 1) / 12, (month - 1) % 12 + 1);
    for act in script {
        if matches!(act, Act::NextMonth) {
            if months.len() < 6 {
                clock.move_by(31 * DAY_MS);
                months.push(months.last().unwrap() + 1);
            }
            continue;
        }
        let (this, last) = (name(months[months.len() - 1]), name(months[months.len() - 2]));
        let now_ms = hub.now_ms();
        let id = |e: u8| ActivityId::new(uuid(0x500 + u128::from(e)));
        let command = match act {
            Act::Log(e, m) => Diary::Log(entry(u128::from(e), now_ms, m)),
            Act::Correct(e, m) => Diary::Correct(entry(u128::from(e), now_ms, m)),
            Act::Amend(e, new, m) => {
                Diary::Amend { cites: id(e), entry: entry(u128::from(new), now_ms, m) }
            }
            Act::Return(e) => Diary::GiveBack { entry: id(e), reason: "Ricontrolla".to_owned() },
            Act::Accept(e) => Diary::Accept { entry: id(e) },
            Act::Close => Diary::CloseMonth { month: last.clone() },
            Act::NextMonth => unreachable!("dealt with above"),
        };
        let allowed = pencil.take(act, &this, &last);
        let answer = testing::submit(&hub, Command::Activities(command)).await;
        prop_assert_eq!(answer.is_ok(), allowed, "{:?}: {:?}\n{:?}", act, answer, pencil);
    }
    let mut db = hub.store.read().await.unwrap();
    for (e, (state, minutes, booked, _)) in &pencil.entries {
        let id = ActivityId::new(uuid(0x500 + u128::from(*e)));
        let found: Entry = queries::entry(&mut db, id).await.unwrap().unwrap();
        prop_assert_eq!((found.state, found.minutes), (*state, Minutes::new(*minutes)));
        prop_assert_eq!(&found.booked, booked);
    }
    for month in months.iter().map(|month| name(*month)) {
        let filter = Filter { from: month.clone(), to: month.clone(), ..Filter::default() };
        let sum = queries::sum(&mut db, &filter).await.unwrap();
        prop_assert_eq!(sum.minutes.get(), pencil.minutes_in(&month), "{}", month);
    }
    for closed in queries::closed_months(&mut db, hub.id(), 50).await.unwrap() {
        prop_assert_eq!(closed.sum.minutes.get(), pencil.closed[&closed.month]);
        // What was signed is what still stands, whatever was corrected since.
        prop_assert_eq!(closed.sum.minutes.get(), pencil.minutes_in(&closed.month));
    }
    let mut live = Vec::new();
    for table in super::TABLES {
        live.push(rebuild::rows_of(&mut db, table).await.unwrap());
    }
    drop(db);
    rebuild::rebuild(&hub.store, |_| {}).await.unwrap();
    let mut db = hub.store.read().await.unwrap();
    for (table, live) in super::TABLES.iter().zip(live) {
        prop_assert_eq!(rebuild::rows_of(&mut db, table).await.unwrap(), live, "{}", table);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn any_script_of_the_diary_ends_as_a_diary_kept_by_pencil(
        script in prop::collection::vec(act(), 1..40),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(play(script))?;
    }
}

/// The rule of the diary itself that made a task.
fn rule_of(task: &tasks::Task) -> Rule {
    match &task.why {
        tasks::Why::Entry { rule, .. } => *rule,
        tasks::Why::City { rule, .. } => panic!("{rule} is the city's"),
    }
}

#[tokio::test]
async fn an_entry_has_one_follow_up_and_the_one_that_is_given_back_makes_a_task() {
    let folder = tempfile::tempdir().unwrap();
    let url = testing::sqlite_url(folder.path(), "h");
    let hub = testing::node("mompiano", &url, HandClock::at(MORNING_MS)).await;
    let (olga, corrado) = (StaffId::new(uuid(21)), StaffId::new(uuid(22)));
    let ask = async |who: StaffId, command: Diary| -> Result<(), Problem> {
        let id = CommandId::new(hub.fresh_id());
        let ctx = hub.ctx(id, ActorRef::Staff(who), Channel::Console);
        hub.submit(ctx, Command::Activities(command)).await.map(|_| ())
    };
    for (who, role) in
        [(olga, crate::people::Role::Operator), (corrado, crate::people::Role::Coordinator)]
    {
        let scope = crate::people::Scope::Hub(hub.id().clone());
        let add = crate::people::Command::AddStaff { role, scope };
        let ctx = hub.ctx(CommandId::new(who.uuid()), ActorRef::System, Channel::Console);
        hub.submit(ctx, Command::People(add)).await.unwrap();
    }
    let open = async |who: StaffId| {
        let mut db = hub.store.read().await.unwrap();
        let all = tasks::open_of(&mut db, who, 10).await.unwrap();
        all.into_iter().map(|task| rule_of(&task)).collect::<Vec<_>>()
    };
    let mut one = entry(1, MORNING_MS, 30);
    one.next_step = "Richiamare la scuola".to_owned();
    ask(olga, Diary::Log(one.clone())).await.unwrap();
    ask(olga, Diary::Log(one.clone())).await.unwrap();
    ask(olga, Diary::Correct(one.clone())).await.unwrap();
    assert_eq!(open(olga).await, [Rule::FollowUp]);

    let task = Rule::FollowUp.task_about(one.activity);
    let refused = ask(olga, Diary::PostponeTask { task, to: "2026-11-01".to_owned() }).await;
    assert_eq!(refused.unwrap_err().slug(), "task-day-wrong");
    ask(olga, Diary::PostponeTask { task, to: "2026-12-01".to_owned() }).await.unwrap();
    ask(olga, Diary::HandOverTask { task, to: corrado }).await.unwrap();
    assert_eq!((open(olga).await, open(corrado).await), (vec![], vec![Rule::FollowUp]));
    let refused = ask(olga, Diary::FinishTask { task }).await.unwrap_err();
    assert_eq!(refused.slug(), "not-your-task");
    ask(corrado, Diary::FinishTask { task }).await.unwrap();

    let reason = "Quante persone c'erano?".to_owned();
    ask(corrado, Diary::GiveBack { entry: one.activity, reason }).await.unwrap();
    assert_eq!(open(olga).await, [Rule::CorrectEntry]);
    let other = ask(corrado, Diary::Correct(one.clone())).await.unwrap_err();
    assert_eq!(other.slug(), "not-the-author");
    ask(olga, Diary::Correct(one)).await.unwrap();
    assert_eq!(open(olga).await, [Rule::FollowUp], "what comes next is open again");
}
