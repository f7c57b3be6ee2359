//! The rules one by one.

use jiff::civil::date;
use protocol::{ExchangeId, ListingId};

use super::*;
use crate::bank::account::{Limits, Silence, Standing};
use crate::bank::decide::{NewListing, Planned};
use crate::bank::exchange::{Entries, Source, State};
use crate::bank::listings::{ListingState, ListingStep, Way};
use crate::bank::members::{self, Stage};
use crate::bank::refusal::length_text;
use protocol::Problem;

#[test]
fn an_hour_given_is_an_hour_received_whatever_the_service() {
    let (mut bank, who) = Bank::with_members(2);
    let exchange = bank.exchange(who[0], who[1], 90).unwrap();
    assert_eq!((bank.balance(who[0]), bank.balance(who[1]), bank.sum()), (90, -90, 0));
    let mut other = order(who[1], &[who[0]], 90);
    other.category = slug("online-paperwork");
    bank.give(&Command::Record { orders: vec![other], by_the_body: false }).unwrap();
    assert_eq!((bank.balance(who[0]), bank.balance(who[1])), (0, 0));
    assert_eq!(bank.books.exchanges[&exchange].state, State::Posted);
}

#[test]
fn a_command_given_twice_posts_once() {
    let (mut bank, who) = Bank::with_members(2);
    let record = Command::Record { orders: vec![order(who[0], &[who[1]], 60)], by_the_body: false };
    let id = bank.next();
    bank.give_as(id, &record).unwrap();
    assert_eq!(bank.give_as(id, &record), Ok(vec![]));
    assert_eq!(bank.balance(who[0]), 60);
}

#[test]
fn the_floor_refuses_and_says_how_much_to_give_first() {
    let (mut bank, who) = Bank::with_members(2);
    bank.exchange(who[0], who[1], 1200 - 30).unwrap();
    let refused = bank.exchange(who[0], who[1], 120).unwrap_err();
    let expected = Refusal::BelowFloor {
        account: bank.account(who[1]).id,
        waits: Minutes::ZERO,
        floor: minutes(-1200),
        balance: minutes(-1170),
        missing: minutes(90),
    };
    assert_eq!(refused, expected);
    let problem = Problem::from(refused);
    assert_eq!(problem.args["missing"], "1 h 30");
    assert_eq!(problem.args["floor"], "−20 h");
    // What is said is true: after so much given, there is room.
    bank.exchange(who[1], who[0], 90).unwrap();
    bank.exchange(who[0], who[1], 120).unwrap();
}

#[test]
fn the_ceiling_refuses_and_what_brings_back_is_always_welcome() {
    let (mut bank, who) = Bank::with_members(4);
    for receiver in [who[1], who[2]] {
        bank.exchange(who[0], receiver, 1200).unwrap();
    }
    bank.exchange(who[0], who[3], 600).unwrap();
    let refused = bank.exchange(who[0], who[3], 30).unwrap_err();
    assert!(
        matches!(refused, Refusal::AboveCeiling { over, .. } if over == Minutes::new(30)),
        "{refused:?}"
    );
    bank.exchange(who[1], who[0], 60).unwrap();
    assert_eq!(bank.sum(), 0);
}

#[test]
fn the_credit_line_grows_with_what_was_given_up_to_its_most() {
    let (mut bank, who) = Bank::with_members(3);
    assert_eq!(bank.account(who[0]).floor(), Some(minutes(-1200)));
    bank.exchange(who[0], who[1], 600).unwrap();
    assert_eq!(bank.account(who[0]).floor(), Some(minutes(-1260)));
    let limits = Limits { credit_percent: 100, ..bank.books.rules.limits };
    let account = bank.account(who[0]).id;
    bank.give(&Command::SetLimits { account, limits }).unwrap();
    assert_eq!(bank.account(who[0]).floor(), Some(minutes(-1800)), "600 at the most");
}

#[test]
fn new_limits_of_the_bank_leave_accounts_that_are_open_as_they_are() {
    let (mut bank, who) = Bank::with_members(1);
    let mut rules = bank.books.rules.clone();
    rules.limits.hard_floor = Minutes::hours(-15);
    bank.give(&Command::SetRules { rules }).unwrap();
    let newer = bank.admit(None);
    assert_eq!(bank.account(who[0]).floor(), Some(Minutes::hours(-20)));
    assert_eq!(bank.account(newer).floor(), Some(Minutes::hours(-15)));
}

#[test]
fn the_body_may_allow_more_and_it_is_recorded_as_such() {
    let (mut bank, who) = Bank::with_members(2);
    bank.exchange(who[0], who[1], 1200).unwrap();
    let orders = vec![order(who[0], &[who[1]], 60)];
    let id = bank.next();
    let events = bank.give_as(id, &Command::Record { orders, by_the_body: true }).unwrap();
    let Some(Event::Posted { over, .. }) = events.last() else { panic!("{events:?}") };
    assert_eq!(over, &[bank.account(who[1]).id]);
    assert_eq!(bank.account(who[1]).standing(), Standing::AtFloor);
}

#[test]
fn at_a_group_activity_the_provider_is_paid_once_and_the_rest_goes_to_the_fund() {
    let (mut bank, who) = Bank::with_members(4);
    let orders = vec![order(who[0], &[who[1], who[2], who[3]], 120)];
    bank.give(&Command::Record { orders, by_the_body: false }).unwrap();
    assert_eq!(bank.balance(who[0]), 120);
    assert_eq!([1, 2, 3].map(|n| bank.balance(who[n])), [-120; 3]);
    assert_eq!((bank.fund(), bank.sum()), (240, 0));
}

#[test]
fn a_list_is_recorded_whole_or_not_at_all_and_says_which_line_is_wrong() {
    let (mut bank, who) = Bank::with_members(3);
    let good = order(who[0], &[who[1]], 1200);
    let orders = vec![good.clone(), order(who[2], &[who[1]], 60), good];
    let refused = bank.give(&Command::Record { orders, by_the_body: false }).unwrap_err();
    assert!(matches!(&refused, Refusal::AtLine(2, _)), "{refused:?}");
    assert_eq!(Problem::from(refused).args["line"], "2");
    assert_eq!(bank.balance(who[0]), 0);
}

#[test]
fn whoever_declares_cannot_confirm_and_neither_can_their_household_or_a_stranger() {
    let (mut bank, who) = Bank::with_members(3);
    let spouse = bank.admit(Some(who[0]));
    let id = ExchangeId::from(bank.give(&declaration(who[0], true, who[1], 60)).unwrap());
    let yes = |by| Command::Answer { exchange: id, by: By::Member(by), yes: true };
    assert_eq!(bank.give(&yes(who[0])), Err(Refusal::OwnDeclaration));
    assert_eq!(bank.give(&yes(spouse)), Err(Refusal::OwnDeclaration));
    assert_eq!(bank.give(&yes(who[2])), Err(Refusal::NotYours));
    assert_eq!(bank.balance(who[0]), 0, "nothing counts before the other side has said yes");
    bank.give(&yes(who[1])).unwrap();
    assert_eq!((bank.balance(who[0]), bank.balance(who[1])), (60, -60));
    let again = bank.next();
    assert_eq!(bank.give_as(again, &yes(who[1])), Ok(vec![]), "a second yes changes nothing");
}

#[test]
fn a_declaration_is_taken_back_by_its_side_until_it_is_answered() {
    let (mut bank, who) = Bank::with_members(2);
    let spouse = bank.admit(Some(who[0]));
    let id = ExchangeId::from(bank.give(&declaration(who[0], true, who[1], 60)).unwrap());
    let back = |by| Command::Withdraw { exchange: id, by: By::Member(by) };
    assert_eq!(bank.give(&back(who[1])), Err(Refusal::NotYours), "the other side says no instead");
    bank.give(&back(spouse)).unwrap();
    assert_eq!(bank.books.exchanges[&id].state, State::Withdrawn);
    let yes = Command::Answer { exchange: id, by: By::Member(who[1]), yes: true };
    assert_eq!(bank.give(&yes), Err(Refusal::WrongState(State::Withdrawn)));
    let again = bank.next();
    assert_eq!(bank.give_as(again, &back(who[0])), Ok(vec![]), "twice is once");
}

#[test]
fn a_refused_declaration_never_counts() {
    let (mut bank, who) = Bank::with_members(2);
    let id = ExchangeId::from(bank.give(&declaration(who[0], false, who[1], 60)).unwrap());
    let answer = |yes| Command::Answer { exchange: id, by: By::Desk { member: who[1] }, yes };
    bank.give(&answer(false)).unwrap();
    assert_eq!(bank.give(&answer(true)), Err(Refusal::WrongState(State::Refused)));
    assert_eq!((bank.balance(who[0]), bank.sum()), (0, 0));
}

#[test]
fn silence_does_what_the_bank_s_rule_says_and_not_before_its_time() {
    for (silence, state, balance) in
        [(Silence::Confirms, State::Posted, 60), (Silence::Lapses, State::Lapsed, 0)]
    {
        let (mut bank, who) = Bank::with_members(2);
        let rules = crate::bank::Rules { silence, ..bank.books.rules.clone() };
        bank.give(&Command::SetRules { rules }).unwrap();
        let id = ExchangeId::from(bank.give(&declaration(who[0], true, who[1], 60)).unwrap());
        bank.give(&Command::EndWaiting { exchange: id }).unwrap();
        assert_eq!(bank.books.exchanges[&id].state, State::Declared);
        bank.now_ms += 7 * 86_400_000;
        bank.give(&Command::EndWaiting { exchange: id }).unwrap();
        assert_eq!(bank.books.exchanges[&id].state, state);
        assert_eq!(bank.balance(who[0]), balance);
    }
}

#[test]
fn silence_never_passes_a_limit() {
    let (mut bank, who) = Bank::with_members(3);
    let rules = crate::bank::Rules { silence: Silence::Confirms, ..bank.books.rules.clone() };
    bank.give(&Command::SetRules { rules }).unwrap();
    let id = ExchangeId::from(bank.give(&declaration(who[0], true, who[1], 60)).unwrap());
    bank.exchange(who[2], who[1], 1200).unwrap();
    bank.now_ms += 7 * 86_400_000;
    bank.give(&Command::EndWaiting { exchange: id }).unwrap();
    assert_eq!(bank.books.exchanges[&id].state, State::Lapsed);
    assert_eq!(bank.balance(who[1]), -1200);
}

#[test]
fn a_mistake_is_answered_by_counter_entries_once() {
    let (mut bank, who) = Bank::with_members(3);
    let orders = vec![order(who[0], &[who[1], who[2]], 60)];
    let id = ExchangeId::from(bank.give(&Command::Record { orders, by_the_body: false }).unwrap());
    bank.give(&Command::Dispute { exchange: id, by: By::Member(who[1]), why: String::new() })
        .unwrap();
    let reverse = Command::Reverse { exchange: id, note: "Era un'altra data".to_owned() };
    let back = ExchangeId::from(bank.give(&reverse).unwrap());
    assert_eq!([0, 1, 2].map(|n| bank.balance(who[n])), [0; 3]);
    assert_eq!((bank.fund(), bank.account(who[0]).given), (0, Minutes::ZERO));
    assert_eq!(bank.give(&reverse), Err(Refusal::WrongState(State::Reversed)));
    let again = Command::Reverse { exchange: back, note: String::new() };
    assert!(bank.give(&again).is_err(), "a counter-entry is not taken back");
    assert_eq!(bank.books.exchanges.len(), 2, "both stay to be seen");
}

#[test]
fn a_dispute_can_be_found_without_reason() {
    let (mut bank, who) = Bank::with_members(2);
    let id = bank.exchange(who[0], who[1], 60).unwrap();
    bank.give(&Command::Dispute { exchange: id, by: By::Member(who[1]), why: String::new() })
        .unwrap();
    bank.give(&Command::Uphold { exchange: id }).unwrap();
    assert_eq!(bank.books.exchanges[&id].state, State::Posted);
}

#[test]
fn a_cheque_is_paid_once_by_whoever_has_the_book() {
    let (mut bank, who) = Bank::with_members(2);
    let mut paid = order(who[0], &[who[1]], 60);
    paid.cheque = Some(12);
    let record = Command::Record { orders: vec![paid], by_the_body: false };
    assert_eq!(bank.give(&record), Err(Refusal::ChequeUnknown));
    let issue = |member, first, last| Command::IssueCheques { member, first, last };
    bank.give(&issue(who[0], 10, 19)).unwrap();
    assert_eq!(bank.give(&record), Err(Refusal::ChequeUnknown), "it is the giver's own book");
    assert_eq!(bank.give(&issue(who[1], 19, 25)), Err(Refusal::ChequesOverlap));
    let (mut bank, who) = Bank::with_members(2);
    bank.give(&issue(who[1], 10, 19)).unwrap();
    bank.give(&record).unwrap();
    let used = bank.give(&record).unwrap_err();
    assert_eq!(used, Refusal::ChequeUsed { at_ms: MORNING_MS, day: TODAY });
    assert_eq!(Problem::from(used).args["day"], "2026-11-18");
}

#[test]
fn a_cheque_is_said_to_be_posted_on_the_city_s_day() {
    let (mut bank, who) = Bank::with_members(2);
    bank.books.zone = jiff::tz::TimeZone::get("Europe/Rome").unwrap();
    bank.give(&Command::IssueCheques { member: who[1], first: 1, last: 9 }).unwrap();
    let mut paid = order(who[0], &[who[1]], 60);
    paid.cheque = Some(7);
    let record = Command::Record { orders: vec![paid], by_the_body: false };
    // Half past midnight in Italy, still the evening before by the world's clock.
    bank.now_ms = "2026-11-17T23:30:00Z".parse::<jiff::Timestamp>().unwrap().as_millisecond();
    bank.give(&record).unwrap();
    let used = Problem::from(bank.give(&record).unwrap_err());
    assert_eq!(used.args["day"], "2026-11-18");
}

#[test]
fn the_municipality_takes_part_only_within_its_agreement() {
    let (mut bank, who) = Bank::with_members(1);
    let mut city = order(who[0], &[], 60);
    city.receivers = vec![Whom::Municipality];
    let record = |order: &Order| Command::Record { orders: vec![order.clone()], by_the_body: true };
    assert_eq!(bank.give(&record(&city)), Err(Refusal::Unknown("account")));
    bank.give(&Command::SetAgreement { agreement: agreement(&["company"]) }).unwrap();
    bank.give(&record(&city)).unwrap();
    let early = Order { day: date(2026, 10, 31), ..city.clone() };
    assert!(matches!(bank.give(&record(&early)), Err(Refusal::NoAgreement { .. })));
    let duty = Order { category: slug("online-paperwork"), ..city.clone() };
    assert_eq!(bank.give(&record(&duty)), Err(Refusal::OutsideAgreement));
    // The same paper, put right, takes its own place; the account and what it holds stay.
    bank.give(&Command::SetAgreement { agreement: agreement(&["online-paperwork"]) }).unwrap();
    bank.give(&record(&duty)).unwrap();
    assert_eq!((bank.balance(who[0]), bank.sum()), (120, 0));
    // A new one stands beside it: what was done while the first held is still entered.
    let next = Agreement {
        title: "Convenzione 13/2026".to_owned(),
        from: date(2026, 11, 15),
        until: date(2027, 11, 14),
        scope: BTreeSet::from([slug("company")]),
    };
    bank.give(&Command::SetAgreement { agreement: next }).unwrap();
    let late = Order { day: date(2026, 11, 2), ..duty.clone() };
    bank.give(&record(&late)).unwrap();
    let not_then = Order { day: date(2026, 11, 2), ..city.clone() };
    assert_eq!(bank.give(&record(&not_then)), Err(Refusal::OutsideAgreement));
    bank.give(&record(&city)).unwrap();
}

#[test]
fn services_that_need_a_licence_are_never_exchanged() {
    let (mut bank, who) = Bank::with_members(2);
    let mut rules = bank.books.rules.clone();
    rules.excluded.insert(slug("company"));
    bank.give(&Command::SetRules { rules }).unwrap();
    assert_eq!(bank.exchange(who[0], who[1], 60), Err(Refusal::Excluded));
}

#[test]
fn a_day_to_come_and_a_day_long_ago_are_refused() {
    let (mut bank, who) = Bank::with_members(2);
    for day in [date(2026, 11, 19), date(2025, 11, 16)] {
        let orders = vec![Order { day, ..order(who[0], &[who[1]], 60) }];
        let refused = bank.give(&Command::Record { orders, by_the_body: true });
        assert_eq!(refused, Err(Refusal::BadDay), "{day}");
    }
}

#[test]
fn nobody_exchanges_with_themselves_or_within_a_household() {
    let (mut bank, who) = Bank::with_members(1);
    let spouse = bank.admit(Some(who[0]));
    assert_eq!(bank.account(spouse).id, bank.account(who[0]).id);
    assert_eq!(bank.exchange(who[0], who[0], 60), Err(Refusal::SameAccount));
    assert_eq!(bank.exchange(who[0], spouse, 60), Err(Refusal::SameAccount));
}

#[test]
fn a_member_leaves_with_a_balance_of_zero_or_the_fund_takes_what_is_left() {
    let (mut bank, who) = Bank::with_members(3);
    bank.exchange(who[0], who[1], 1000).unwrap();
    bank.exchange(who[0], who[2], 1000).unwrap();
    let step = because;
    bank.give(&step(who[0], Step::AskToLeave)).unwrap();
    let refused = bank.give(&step(who[0], Step::Close)).unwrap_err();
    assert_eq!(refused, Refusal::NotBalanced { balance: minutes(2000) });
    // More than a day's worth: hours of years.
    bank.give(&step(who[0], Step::CloseToFund)).unwrap();
    assert_eq!((bank.fund(), bank.balance(who[0]), bank.sum()), (2000, 0, 0));
    bank.give(&step(who[1], Step::AskToLeave)).unwrap();
    bank.give(&step(who[1], Step::CloseToFund)).unwrap();
    assert_eq!((bank.fund(), bank.sum()), (1000, 0));
    let gone = bank.exchange(who[2], who[1], 30).unwrap_err();
    assert_eq!(gone, Refusal::MayNotExchange(Stage::Closed));
}

#[test]
fn one_of_a_household_leaves_and_the_account_stays_for_the_other() {
    let (mut bank, who) = Bank::with_members(2);
    let spouse = bank.admit(Some(who[0]));
    bank.exchange(who[0], who[1], 60).unwrap();
    bank.give(&Command::moved(who[0], Step::AskToLeave)).unwrap();
    bank.give(&Command::moved(who[0], Step::Close)).unwrap();
    assert!(bank.account(spouse).open);
    assert_eq!(bank.balance(spouse), 60);
    bank.exchange(spouse, who[1], 60).unwrap();
}

#[test]
fn what_was_exchanged_with_somebody_who_left_is_not_reversed_into_a_closed_account() {
    let (mut bank, who) = Bank::with_members(2);
    let exchange = bank.exchange(who[0], who[1], 60).unwrap();
    bank.exchange(who[1], who[0], 60).unwrap();
    for step in [Step::AskToLeave, Step::Close] {
        bank.give(&Command::moved(who[1], step)).unwrap();
    }
    let reverse = Command::Reverse { exchange, note: String::new() };
    assert_eq!(bank.give(&reverse), Err(Refusal::MayNotExchange(Stage::Closed)));
}

#[test]
fn somebody_suspended_may_not_exchange_and_somebody_on_trial_may() {
    let (mut bank, who) = Bank::with_members(1);
    let id = protocol::MemberId::from(bank.give(&apply(None)).unwrap());
    assert_eq!(bank.exchange(who[0], id, 30), Err(Refusal::MayNotExchange(Stage::Applicant)));
    for step in [Step::Interview, Step::BeginTrial] {
        bank.give(&Command::moved(id, step)).unwrap();
    }
    assert_eq!(bank.books.members[&id].until, Some(date(2027, 2, 16)));
    bank.exchange(who[0], id, 30).unwrap();
    let silent = Command::moved(id, Step::Suspend);
    assert_eq!(bank.give(&silent), Err(Refusal::ReasonMissing));
    bank.give(&because(id, Step::Suspend)).unwrap();
    assert_eq!(bank.exchange(id, who[0], 30), Err(Refusal::MayNotExchange(Stage::Suspended)));
    let wrong = Command::moved(id, Step::Renew);
    assert_eq!(bank.give(&wrong), Err(Refusal::NoSuchStep(Stage::Suspended)));
}

#[test]
fn a_step_back_leads_to_where_they_were_and_says_so() {
    let (mut bank, _) = Bank::with_members(1);
    let id = MemberId::from(bank.give(&apply(None)).unwrap());
    for step in [Step::Interview, Step::BeginTrial, Step::Suspend, Step::AskToLeave] {
        bank.give(&because(id, step)).unwrap();
    }
    let stage = |bank: &Bank| bank.books.members[&id].stage;
    for (step, to) in [(Step::Stay, Stage::Suspended), (Step::Resume, Stage::Trial)] {
        let command = bank.next();
        let events = bank.give_as(command, &Command::moved(id, step)).unwrap();
        assert!(
            events.iter().any(|it| matches!(it, Event::Moved { back, .. } if *back == Some(to)))
        );
        assert_eq!(stage(&bank), to);
    }
    // A fact of before does not say where to: it led to a full membership.
    bank.give(&because(id, Step::Suspend)).unwrap();
    let old = r#"{"moved":{"member":"ID","step":"resume"}}"#.replace("ID", &id.to_string());
    let old: Event = serde_json::from_str(&old).unwrap();
    bank.books.apply(&old, bank.now_ms);
    assert_eq!(stage(&bank), Stage::Member);
}

#[test]
fn whoever_waited_in_vain_says_who_did_not_come_and_not_before_it_was_time() {
    let (mut bank, who) = Bank::with_members(2);
    let planned = Command::Arrange(Planned {
        by: By::Member(who[0]),
        gives: true,
        other: who[1],
        length: length(60),
        category: slug("company"),
        meet_at_ms: MORNING_MS + 3_600_000,
    });
    let arrangement = ExchangeId::from(bank.give(&planned).unwrap());
    let missed = Command::CallOff {
        arrangement,
        by: By::Member(who[0]),
        missed: true,
        why: "Aspettata un'ora".to_owned(),
    };
    assert_eq!(bank.give(&missed), Err(Refusal::OutOfRange("day")));
    bank.now_ms += 7_200_000;
    let id = bank.next();
    let (absent, by) = (who[1], who[0]);
    let expected = [
        Event::Missed { arrangement, absent, by },
        Event::ArrangementWords { arrangement, text: "Aspettata un'ora".to_owned() },
    ];
    assert_eq!(bank.give_as(id, &missed).unwrap(), expected);
    assert_eq!((bank.balance(by), bank.give(&missed).is_ok()), (0, true), "said twice it is one");
}

#[test]
fn what_stands_without_an_end_is_confirmed_at_the_renewal_or_rests() {
    let (mut bank, who) = Bank::with_members(2);
    let list = |member, until| {
        Command::List(NewListing {
            member,
            way: Way::Offer,
            category: slug("company"),
            until,
            text: String::new(),
            tags: Vec::new(),
        })
    };
    let kept = ListingId::from(bank.give(&list(who[0], None)).unwrap());
    let rests = ListingId::from(bank.give(&list(who[0], None)).unwrap());
    let ends = ListingId::from(bank.give(&list(who[0], Some(date(2027, 1, 1)))).unwrap());
    let theirs = ListingId::from(bank.give(&list(who[1], None)).unwrap());
    let renew =
        Command::Move { member: who[0], step: Step::Renew, why: String::new(), keeps: vec![kept] };
    bank.give(&renew).unwrap();
    let state = |bank: &Bank, listing| bank.books.listings[&listing].state;
    assert_eq!(
        [kept, rests, ends, theirs].map(|listing| state(&bank, listing)),
        [
            ListingState::Published,
            ListingState::Paused,
            ListingState::Published,
            ListingState::Published
        ]
    );
    let again = Command::MoveListing { listing: rests, step: ListingStep::Resume, until: None };
    bank.give(&again).unwrap();
    assert_eq!(state(&bank, rests), ListingState::Published, "confirmed afterwards");
}

#[test]
fn what_the_desk_has_hidden_only_the_desk_shows_again() {
    let (mut bank, who) = Bank::with_members(1);
    let new = NewListing {
        member: who[0],
        way: Way::Want,
        category: slug("company"),
        until: Some(date(2026, 12, 1)),
        text: String::new(),
        tags: Vec::new(),
    };
    let listing = ListingId::from(bank.give(&Command::List(new)).unwrap());
    let step = |step| Command::MoveListing { listing, step, until: None };
    bank.give(&step(ListingStep::Hide)).unwrap();
    for own in [ListingStep::Resume, ListingStep::Renew, ListingStep::Pause] {
        assert_eq!(bank.give(&step(own)), Err(Refusal::ListingClosed), "{own:?}");
    }
    bank.give(&step(ListingStep::Show)).unwrap();
    assert_eq!(bank.books.listings[&listing].state, ListingState::Published);
    assert_eq!(bank.books.listings[&listing].listed.until, Some(date(2026, 12, 1)));
    // What ended while it rested comes back with the end it is given.
    bank.give(&step(ListingStep::Pause)).unwrap();
    bank.books.today = date(2026, 12, 24);
    let until =
        bank.books.listings[&listing].listed.until_after(ListingStep::Resume, bank.books.today);
    assert_eq!(until, Some(date(2027, 6, 24)));
    bank.give(&Command::MoveListing { listing, step: ListingStep::Resume, until }).unwrap();
    assert_eq!(bank.books.listings[&listing].listed.until, until);
}

#[test]
fn a_balance_from_another_program_is_answered_for_by_the_fund() {
    let mut bank = Bank::new();
    for brings in [5000, -3000] {
        let Command::Apply(mut application) = apply(None) else { unreachable!() };
        application.brings = Some(minutes(brings));
        let id = protocol::MemberId::from(bank.give(&Command::Apply(application)).unwrap());
        assert_eq!(bank.books.members[&id].stage, Stage::Member);
        assert_eq!(bank.balance(id), brings);
    }
    assert_eq!((bank.fund(), bank.sum()), (-2000, 0));
}

#[test]
fn where_only_taking_part_counts_no_limit_stops_anybody() {
    let (mut bank, who) = Bank::with_members(2);
    let rules = crate::bank::Rules { participation_only: true, ..bank.books.rules.clone() };
    bank.give(&Command::SetRules { rules }).unwrap();
    for _ in 0..3 {
        bank.exchange(who[0], who[1], 1440).unwrap();
    }
    assert_eq!((bank.balance(who[1]), bank.sum()), (-3 * 1440, 0));
}

#[test]
fn entries_that_do_not_balance_cannot_be_made_or_read() {
    let (bank, who) = Bank::with_members(2);
    let (a, b) = (bank.account(who[0]).id, bank.account(who[1]).id);
    for bad in [
        vec![(a, minutes(60)), (b, minutes(-59))],
        vec![(a, minutes(0)), (b, minutes(0))],
        vec![(a, minutes(60)), (a, minutes(-60))],
        vec![(a, minutes(60))],
        vec![],
        vec![(a, minutes(i64::MAX)), (b, minutes(i64::MAX))],
    ] {
        let json = serde_json::to_string(&bad).unwrap();
        assert!(Entries::try_new(bad).is_err(), "{json}");
        assert!(serde_json::from_str::<Entries>(&json).is_err(), "{json}");
    }
}

#[test]
fn what_is_recorded_reads_back_as_it_was_written() {
    let (mut bank, who) = Bank::with_members(2);
    let id = bank.next();
    let mut all = bank
        .give_as(
            id,
            &Command::Record { orders: vec![order(who[0], &[who[1]], 60)], by_the_body: false },
        )
        .unwrap();
    all.push(Event::Upheld { exchange: ExchangeId::from(id) });
    for event in all {
        let json = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&json).unwrap(), event);
        assert!(!event.subject().is_empty());
    }
    assert_eq!(crate::store::rows::word(&Source::Reversal), "reversal");
}

#[test]
fn every_stage_can_be_reached_and_the_last_ones_are_ends() {
    for stage in Stage::ALL {
        let reached = members::TRANSITIONS.iter().any(|(_, _, to)| *to == stage);
        assert!(reached || stage == Stage::Applicant, "{stage:?}");
        let end = members::steps_from(stage).next().is_none();
        assert_eq!(end, matches!(stage, Stage::Declined | Stage::Closed), "{stage:?}");
    }
    for step in Step::ALL {
        assert!(members::TRANSITIONS.iter().any(|(_, by, _)| *by == step), "{step:?}");
    }
}

#[test]
fn the_drawing_in_the_docs_is_made_from_the_table() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/time-bank.md");
    let docs = std::fs::read_to_string(path).unwrap();
    let drawing = members::drawing();
    assert!(docs.contains(&drawing), "docs/time-bank.md must hold:\n{drawing}");
}

#[test]
fn lengths_are_said_the_way_a_clerk_says_them() {
    for (value, text) in [(-1200, "−20 h"), (90, "1 h 30"), (45, "45 min"), (65, "1 h 05")] {
        assert_eq!(length_text(minutes(value)), text);
    }
}
