use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use protocol::{RecurrenceId, RequestId};

use super::decide::{Command, Refusal, decide};
use super::events::{Event, Recurrence, Stand};
use super::lifecycle::{self, State, Step};
use super::rule::{Day, Rule};
use crate::testing::uuid;

/// A Wednesday.
const TODAY: Date = date(2026, 11, 18);
/// The first Tuesday after it.
const TUESDAY: Date = date(2026, 11, 24);

fn tuesdays() -> Recurrence {
    Recurrence {
        id: RecurrenceId::new(uuid(1)),
        state: State::Active,
        rule: Rule { days: vec![Day::Tue], every_weeks: 1, from: TODAY, until: None, hours: None },
        ahead_days: 3,
        paused_until: None,
        days: BTreeMap::new(),
    }
}

fn request(n: u128) -> RequestId {
    RequestId::new(uuid(0x500 + n))
}

fn given(events: &[Event]) -> Recurrence {
    events.iter().fold(tuesdays(), Recurrence::after)
}

fn asked(recurrence: &Recurrence, command: &Command, today: Date) -> Result<Vec<Event>, Refusal> {
    decide(recurrence, command, today, request(1))
}

fn id() -> RecurrenceId {
    tuesdays().id
}

#[test]
fn a_day_becomes_a_request_three_days_before_and_only_once() {
    let raise = Command::Raise { recurrence: id(), day: TUESDAY };
    assert_eq!(asked(&tuesdays(), &raise, date(2026, 11, 20)), Ok(vec![]), "too early");
    let events = asked(&tuesdays(), &raise, date(2026, 11, 21)).unwrap();
    assert_eq!(events, [Event::Raised { day: TUESDAY, request: request(1) }]);
    assert_eq!(asked(&given(&events), &raise, date(2026, 11, 21)), Ok(vec![]));
    let wednesday = Command::Raise { recurrence: id(), day: date(2026, 11, 25) };
    assert_eq!(asked(&tuesdays(), &wednesday, date(2026, 11, 24)), Ok(vec![]));
}

#[test]
fn one_day_can_be_left_out_and_put_back_while_the_others_stay() {
    let skip = Command::Skip { recurrence: id(), day: TUESDAY };
    let skipped = given(&asked(&tuesdays(), &skip, TODAY).unwrap());
    assert_eq!(skipped.due(date(2026, 11, 22)), []);
    assert_eq!(skipped.occurrence(date(2026, 12, 1)).stand, Stand::ToCome);
    let restore = Command::Restore { recurrence: id(), day: TUESDAY };
    let events = asked(&skipped, &restore, TODAY).unwrap();
    let back = events.iter().fold(skipped, Recurrence::after);
    assert_eq!(back.due(date(2026, 11, 22)).len(), 1);
    let other = Command::Skip { recurrence: id(), day: date(2026, 11, 25) };
    assert_eq!(asked(&tuesdays(), &other, TODAY), Err(Refusal::NotItsDay));
}

#[test]
fn a_day_is_moved_within_reason_and_becomes_a_request_by_its_new_day() {
    let to = |to| Command::Move { recurrence: id(), day: TUESDAY, to };
    assert_eq!(asked(&tuesdays(), &to(date(2026, 11, 17)), TODAY), Err(Refusal::Over("to")));
    assert_eq!(asked(&tuesdays(), &to(date(2027, 1, 24)), TODAY), Err(Refusal::TooFar(28)));
    let moved = given(&asked(&tuesdays(), &to(date(2026, 11, 27)), TODAY).unwrap());
    assert_eq!(moved.due(date(2026, 11, 22)), []);
    let due = moved.due(date(2026, 11, 24));
    assert_eq!((due[0].day, due[0].on), (TUESDAY, date(2026, 11, 27)));
}

#[test]
fn a_day_that_is_a_request_is_changed_there() {
    let raised = given(&[Event::Raised { day: TUESDAY, request: request(9) }]);
    let skip = Command::Skip { recurrence: id(), day: TUESDAY };
    assert_eq!(asked(&raised, &skip, TODAY), Err(Refusal::AlreadyRaised));
}

#[test]
fn while_it_is_paused_no_day_becomes_a_request_and_from_the_day_it_goes_on_they_do_again() {
    let until = Some(date(2026, 11, 30));
    let pause = Command::Pause { recurrence: id(), until };
    let paused = given(&asked(&tuesdays(), &pause, TODAY).unwrap());
    assert_eq!(paused.due(date(2026, 11, 22)), []);
    assert_eq!(paused.due(date(2026, 11, 29)).len(), 1, "prepared before the pause is over");
    let yesterday = Command::Pause { recurrence: id(), until: Some(TODAY) };
    assert_eq!(asked(&tuesdays(), &yesterday, TODAY), Err(Refusal::Over("pause_until")));
}

#[test]
fn what_is_over_stays_over() {
    let ended = given(&[Event::Ended {}]);
    for command in [
        Command::Resume { recurrence: id() },
        Command::Skip { recurrence: id(), day: TUESDAY },
        Command::Raise { recurrence: id(), day: TUESDAY },
        Command::End { recurrence: id() },
    ] {
        let refused = asked(&ended, &command, TODAY);
        assert_eq!(refused, Err(Refusal::WrongState(State::Ended)), "{command:?}");
    }
    for state in State::ALL {
        let left = lifecycle::TABLE.iter().any(|(from, _, _)| *from == state);
        assert_eq!(left, state != State::Ended);
    }
    assert_eq!(lifecycle::next(State::Active, Step::Resume), None);
}

/// One step of a script nobody would think to write.
#[derive(Debug, Clone)]
enum Act {
    Wait(i64),
    Skip(usize),
    Restore(usize),
    Move(usize, i64),
    Pause(Option<i64>),
    Resume,
    Every(u8),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        3 => (1_i64..9).prop_map(Act::Wait),
        1 => (0_usize..4).prop_map(Act::Skip),
        1 => (0_usize..4).prop_map(Act::Restore),
        1 => (0_usize..4, -9_i64..30).prop_map(|(n, by)| Act::Move(n, by)),
        1 => proptest::option::of(0_i64..20).prop_map(Act::Pause),
        1 => Just(Act::Resume),
        1 => (1_u8..4).prop_map(Act::Every),
    ];
    proptest::collection::vec(act, 0..40)
}

fn plus(day: Date, days: i64) -> Date {
    day.checked_add(jiff::Span::new().days(days)).unwrap()
}

proptest! {
    /// Whatever happens, in whatever order: a day becomes a request at most once, never before its time, never
    /// after its day, and never while it is left out or asleep.
    #[test]
    fn any_script_makes_one_request_of_a_day_and_only_in_time(script in acts()) {
        let (mut recurrence, mut today, mut made) = (tuesdays(), TODAY, BTreeMap::new());
        for (act, n) in script.iter().zip(1_u128..) {
            let day = |nth: usize| recurrence.rule.from_on(today).nth(nth).unwrap();
            let command = match act {
                Act::Wait(days) => {
                    today = plus(today, *days);
                    // What the clock does, and does again.
                    for _ in 0..2 {
                        for one in recurrence.due(today) {
                            prop_assert!(today <= one.on && one.on <= plus(today, 3));
                            prop_assert_eq!(recurrence.occurrence(one.day).stand, Stand::ToCome);
                            let raise = Command::Raise { recurrence: id(), day: one.day };
                            let number = request(n * 100 + made.len() as u128);
                            for event in decide(&recurrence, &raise, today, number).unwrap() {
                                recurrence = recurrence.after(&event);
                                prop_assert!(made.insert(one.day, number).is_none(), "{}", one.day);
                            }
                        }
                    }
                    continue;
                }
                Act::Skip(nth) => Command::Skip { recurrence: id(), day: day(*nth) },
                Act::Restore(nth) => Command::Restore { recurrence: id(), day: day(*nth) },
                Act::Move(nth, by) => {
                    let day = day(*nth);
                    Command::Move { recurrence: id(), day, to: plus(day, *by) }
                }
                Act::Pause(days) => {
                    Command::Pause { recurrence: id(), until: days.map(|days| plus(today, days)) }
                }
                Act::Resume => Command::Resume { recurrence: id() },
                Act::Every(weeks) => {
                    let rule = Rule { every_weeks: *weeks, ..recurrence.rule.clone() };
                    Command::ChangeRule { recurrence: id(), rule }
                }
            };
            let Ok(events) = asked(&recurrence, &command, today) else { continue };
            for event in &events {
                recurrence = recurrence.after(event);
            }
        }
        for (day, request) in &made {
            prop_assert_eq!(recurrence.days[day].request, Some(*request));
        }
    }
}
