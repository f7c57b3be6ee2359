//! The rules between banks one by one.

use super::town::*;
use crate::bank::account::{Limits, Standing as AccountStanding};
use crate::bank::between::commands::Command;
use crate::bank::between::dealing::Stand;
use crate::bank::between::decide::Fact;
use crate::bank::between::events::Event as Told;
use crate::bank::between::message::{Code, Why};
use crate::bank::books::clearing_of;
use crate::bank::exchange::By;
use crate::bank::members::Step;
use crate::bank::minutes::Minutes;
use crate::bank::refusal::Refusal;
use crate::bank::tests::{because, order};
use crate::bank::{Command as Bank, Event};

const A: usize = 0;
const B: usize = 1;

#[test]
fn nothing_is_exchanged_before_both_desks_have_signed_the_same_sheet() {
    let mut town = Town::new(2, 1);
    assert_eq!(town.propose((A, 0), (B, 0), true, 60, None), Err(Refusal::NoPact));
    let terms = town.give(A, &sign(B, 600)).unwrap();
    town.bring_everything();
    assert_eq!(town.propose((A, 0), (B, 0), true, 60, None), Err(Refusal::NoPact));
    town.give(B, &Command::Countersign { peer: node(A), terms }).unwrap();
    town.bring_everything();
    town.propose((A, 0), (B, 0), true, 60, None).unwrap();
}

#[test]
fn an_hour_across_two_banks_is_two_balanced_postings_and_provisional_until_the_other_has_said_yes()
{
    let mut town = Town::agreed(2, 1, 600);
    let exchange = town.propose((A, 0), (B, 0), true, 60, None).unwrap();
    assert_eq!(town.stand(A, exchange), Stand::Provisional);
    assert_eq!((town.balance(A, 0), town.hubs[A].sum_held()), (0, 0));
    let ours = town.hubs[A].bank.account(town.hubs[A].members[0]);
    assert_eq!(ours.held.to_come, Minutes::new(60), "it is seen, and is no balance yet");
    town.bring_everything();
    assert_eq!(town.stand(B, exchange), Stand::Asked);
    town.answer(B, exchange, true).unwrap();
    assert_eq!((town.balance(B, 0), town.clearing(B, A)), (-60, 60));
    assert_eq!(town.stand(A, exchange), Stand::Provisional, "the line is down");
    town.bring_everything();
    assert_eq!(town.stand(A, exchange), Stand::Settled);
    assert_eq!((town.balance(A, 0), town.clearing(A, B)), (60, -60));
    assert_eq!((town.hubs[A].sum(), town.hubs[B].sum()), (0, 0));
}

#[test]
fn the_member_of_the_other_bank_may_say_no_and_nothing_is_counted() {
    let mut town = Town::agreed(2, 1, 600);
    let exchange = town.propose((A, 0), (B, 0), false, 60, None).unwrap();
    town.bring_everything();
    town.answer(B, exchange, false).unwrap();
    town.bring_everything();
    assert_eq!(town.stand(A, exchange), Stand::Declined(Why::Member));
    assert_eq!((town.balance(A, 0), town.balance(B, 0), town.clearing(A, B)), (0, 0, 0));
    let ours = town.hubs[A].bank.account(town.hubs[A].members[0]);
    assert_eq!(ours.held, crate::bank::account::Held::default());
}

#[test]
fn whoever_declared_it_cannot_confirm_it_and_a_stranger_cannot_either() {
    let mut town = Town::agreed(2, 2, 600);
    let exchange = town.propose((A, 0), (B, 0), true, 60, None).unwrap();
    town.bring_everything();
    let yes = |member| Command::Answer { exchange, by: By::Member(member), yes: true };
    let (mine, stranger) = (town.hubs[A].members[0], town.hubs[B].members[1]);
    assert_eq!(town.give(A, &yes(mine)), Err(Refusal::OwnDeclaration));
    assert_eq!(town.give(B, &yes(stranger)), Err(Refusal::NotYours));
}

#[test]
fn at_the_ceiling_that_direction_stops_and_the_other_is_open() {
    let mut town = Town::agreed(2, 2, 120);
    let exchange = town.propose((A, 0), (B, 0), true, 120, None).unwrap();
    // What waits counts as well: a second hour is refused before the first is answered.
    let refused = town.propose((A, 1), (B, 1), true, 30, None).unwrap_err();
    let Refusal::ClearingFull { ceiling, ours_gave, .. } = refused else { panic!("{refused:?}") };
    assert_eq!((ceiling, ours_gave), (Minutes::new(120), true));
    town.bring_everything();
    town.answer(B, exchange, true).unwrap();
    town.bring_everything();
    for (at, other, standing) in
        [(A, B, AccountStanding::AtFloor), (B, A, AccountStanding::AtCeiling)]
    {
        let books = &town.hubs[at].bank.books;
        let account = &books.accounts[&clearing_of(&books.bank, &node(other))];
        assert_eq!(account.standing(), standing, "both desks see it");
    }
    assert!(town.propose((A, 1), (B, 1), true, 30, None).is_err());
    assert!(town.propose((B, 1), (A, 1), false, 30, None).is_err(), "from either desk");
    town.propose((A, 1), (B, 1), false, 30, None).unwrap();
}

#[test]
fn what_both_desks_declared_in_good_faith_while_the_line_was_down_is_allowed_and_marked() {
    let mut town = Town::agreed(2, 2, 60);
    let one = town.propose((A, 0), (B, 0), true, 60, None).unwrap();
    let two = town.propose((B, 1), (A, 1), false, 60, None).unwrap();
    town.bring_everything();
    town.answer(B, one, true).unwrap();
    town.answer(A, two, true).unwrap();
    town.bring_everything();
    for exchange in [one, two] {
        assert_eq!([A, B].map(|at| town.stand(at, exchange)), [Stand::Settled; 2]);
    }
    assert_eq!((town.clearing(A, B), town.clearing(B, A)), (-120, 120));
    assert!([A, B].iter().all(|at| town.hubs[*at].across.dealings.values().any(|s| s.over)));
}

#[test]
fn a_ceiling_is_changed_by_a_new_sheet_and_holds_when_both_have_signed_it() {
    let mut town = Town::agreed(2, 1, 60);
    let terms = town.give(B, &sign(A, 300)).unwrap();
    town.bring_everything();
    assert!(town.propose((A, 0), (B, 0), true, 120, None).is_err());
    town.give(A, &Command::Countersign { peer: node(B), terms }).unwrap();
    town.propose((A, 0), (B, 0), true, 120, None).unwrap();
}

#[test]
fn two_sheets_that_cross_leave_both_desks_with_the_same_one() {
    let mut town = Town::agreed(2, 1, 60);
    let one = town.give(A, &sign(B, 300)).unwrap();
    let two = town.give(B, &sign(A, 400)).unwrap();
    town.bring_everything();
    let newest = one.max(two);
    let (signs, other) = if newest == one { (B, A) } else { (A, B) };
    town.give(signs, &Command::Countersign { peer: node(other), terms: newest }).unwrap();
    town.bring_everything();
    for (at, peer) in [(A, B), (B, A)] {
        let pact = &town.hubs[at].across.peers[&node(peer)].pact;
        assert_eq!(pact.in_force().map(|terms| terms.id), Some(newest));
    }
}

#[test]
fn an_ended_agreement_stops_new_exchanges_and_settles_what_was_declared_before() {
    let mut town = Town::agreed(2, 1, 600);
    let exchange = town.propose((A, 0), (B, 0), true, 60, None).unwrap();
    town.bring_everything();
    town.give(B, &Command::End { peer: node(A) }).unwrap();
    town.answer(B, exchange, true).unwrap();
    town.bring_everything();
    assert_eq!(town.stand(A, exchange), Stand::Settled);
    assert_eq!(town.propose((A, 0), (B, 0), true, 60, None), Err(Refusal::NoPact));
}

#[test]
fn somebody_who_does_not_let_themselves_be_found_is_not_there() {
    let mut town = Town::agreed(2, 1, 600);
    let member = town.hubs[B].members[0];
    town.give(B, &Command::Show { member, shown: false }).unwrap();
    let exchange = town.propose((A, 0), (B, 0), true, 60, None).unwrap();
    town.bring_everything();
    assert_eq!(town.stand(A, exchange), Stand::Declined(Why::UnknownMember));
    assert!(!town.hubs[B].across.dealings.contains_key(&exchange));
}

#[test]
fn a_cheque_of_another_bank_is_posted_at_most_once_anywhere() {
    let mut town = Town::agreed(3, 2, 600);
    let member = town.hubs[B].members[0];
    town.give_bank(B, &Bank::IssueCheques { member, first: 1, last: 20 }).unwrap();
    let one = town.propose((A, 0), (B, 0), true, 60, Some(7)).unwrap();
    let again = town.propose((A, 1), (B, 0), true, 60, Some(7)).unwrap_err();
    assert!(matches!(again, Refusal::ChequeUsed { .. }), "{again:?}");
    // The same slip of paper, or a copy of it, is handed in at a third bank too.
    let two = town.propose((2, 0), (B, 0), true, 60, Some(7)).unwrap();
    town.bring_everything();
    assert_eq!(town.stand(A, one), Stand::Settled, "the signature is on the paper");
    assert!(matches!(town.stand(2, two), Stand::Declined(Why::ChequeUsed { .. })));
    let mut own = order(town.hubs[B].members[1], &[member], 60);
    own.cheque = Some(7);
    let record = Bank::Record { orders: vec![own], by_the_body: false };
    assert!(matches!(town.give_bank(B, &record), Err(Refusal::ChequeUsed { .. })));
    assert_eq!(town.balance(B, 0), -60);
}

#[test]
fn a_cheque_that_takes_its_writer_below_the_floor_is_paid_and_marked() {
    let mut town = Town::agreed(2, 2, 6000);
    let (member, other) = (town.hubs[B].members[0], town.hubs[B].members[1]);
    town.give_bank(B, &Bank::IssueCheques { member, first: 1, last: 20 }).unwrap();
    let spent = Bank::Record { orders: vec![order(other, &[member], 1200)], by_the_body: false };
    town.give_bank(B, &spent).unwrap();
    let exchange = town.propose((A, 0), (B, 0), true, 60, Some(3)).unwrap();
    town.bring_everything();
    assert_eq!(town.balance(B, 0), -1260);
    assert!(town.standing(A, exchange).over && town.standing(B, exchange).over);
    // Without a paper the member has to make room first.
    let exchange = town.propose((A, 0), (B, 0), true, 60, None).unwrap();
    town.bring_everything();
    assert!(matches!(town.answer(B, exchange, true), Err(Refusal::BelowFloor { .. })));
}

#[test]
fn what_waits_counts_against_the_limits_of_the_bank_s_own_exchanges() {
    let mut town = Town::agreed(2, 2, 6000);
    town.propose((A, 0), (B, 0), false, 1200, None).unwrap();
    let (giver, receiver) = (town.hubs[A].members[1], town.hubs[A].members[0]);
    let record = Bank::Record { orders: vec![order(giver, &[receiver], 30)], by_the_body: false };
    assert!(matches!(town.give_bank(A, &record), Err(Refusal::BelowFloor { .. })));
}

#[test]
fn nobody_leaves_while_something_of_theirs_is_provisional() {
    let mut town = Town::agreed(2, 1, 600);
    let exchange = town.propose((A, 0), (B, 0), true, 60, None).unwrap();
    let member = town.hubs[A].members[0];
    let step = |step| because(member, step);
    town.give_bank(A, &step(Step::AskToLeave)).unwrap();
    assert_eq!(town.give_bank(A, &step(Step::CloseToFund)), Err(Refusal::StillWaiting));
    town.bring_everything();
    town.answer(B, exchange, true).unwrap();
    town.bring_everything();
    town.give_bank(A, &step(Step::CloseToFund)).unwrap();
}

#[test]
fn a_provisional_exchange_is_taken_back_unless_the_answer_was_quicker() {
    let mut town = Town::agreed(2, 1, 600);
    for (quicker, stand, balance) in [(false, Stand::Withdrawn, 0), (true, Stand::Settled, 60)] {
        let exchange = town.propose((A, 0), (B, 0), true, 60, None).unwrap();
        town.bring_everything();
        town.give(A, &Command::Withdraw { exchange }).unwrap();
        if quicker {
            town.answer(B, exchange, true).unwrap();
        }
        town.bring_everything();
        assert_eq!((town.stand(A, exchange), town.balance(A, 0)), (stand, balance));
        assert_eq!(town.clearing(A, B), -town.clearing(B, A));
    }
}

#[test]
fn a_reversal_takes_it_out_of_the_accounts_of_both_when_both_desks_want_it() {
    let mut town = Town::agreed(2, 1, 600);
    let exchange = town.propose((A, 0), (B, 0), true, 60, None).unwrap();
    town.bring_everything();
    town.answer(B, exchange, true).unwrap();
    town.bring_everything();
    let ours = town.standing(A, exchange).dealing.in_books_of(&node(A));
    let alone = Bank::Reverse { exchange: ours, note: String::new() };
    assert_eq!(town.give_bank(A, &alone), Err(Refusal::BetweenBanks), "not by one of them alone");
    town.give(A, &Command::AskBack { exchange }).unwrap();
    town.bring_everything();
    assert_eq!(town.stand(B, exchange), Stand::BackAsked);
    assert_eq!(town.balance(A, 0), 60, "until the other has said yes it stands");
    town.give(B, &Command::AnswerBack { exchange, yes: false }).unwrap();
    town.bring_everything();
    assert_eq!([A, B].map(|at| town.stand(at, exchange)), [Stand::Settled; 2]);
    town.give(B, &Command::AskBack { exchange }).unwrap();
    town.bring_everything();
    town.give(A, &Command::AnswerBack { exchange, yes: true }).unwrap();
    town.bring_everything();
    assert_eq!([A, B].map(|at| town.stand(at, exchange)), [Stand::Reversed; 2]);
    assert_eq!((town.balance(A, 0), town.balance(B, 0)), (0, 0));
    assert_eq!((town.clearing(A, B), town.clearing(B, A)), (0, 0));
}

#[test]
fn two_desks_that_ask_for_a_reversal_at_once_reverse_once() {
    let mut town = Town::agreed(2, 1, 600);
    let exchange = town.propose((A, 0), (B, 0), true, 60, None).unwrap();
    town.bring_everything();
    town.answer(B, exchange, true).unwrap();
    town.bring_everything();
    town.give(A, &Command::AskBack { exchange }).unwrap();
    town.give(B, &Command::AskBack { exchange }).unwrap();
    town.bring_everything();
    assert_eq!([A, B].map(|at| town.stand(at, exchange)), [Stand::Reversed; 2]);
    assert_eq!((town.balance(A, 0), town.balance(B, 0), town.clearing(A, B)), (0, 0, 0));
}

#[test]
fn a_message_that_comes_twice_or_too_early_changes_nothing() {
    let mut town = Town::agreed(2, 1, 600);
    let exchange = town.propose((A, 0), (B, 0), true, 60, None).unwrap();
    town.give(A, &Command::Withdraw { exchange }).unwrap();
    assert_eq!(town.bring(1, false), Err(Refusal::TooEarly));
    assert!(!town.bring(0, true).unwrap().is_empty());
    assert_eq!(town.bring(0, false), Ok(vec![]), "heard already");
    town.bring_everything();
    assert_eq!(town.stand(A, exchange), Stand::Withdrawn);
}

#[test]
fn somebody_who_says_nothing_is_not_taken_to_have_said_yes_past_a_limit() {
    let mut town = Town::agreed(2, 1, 600);
    let exchange = town.propose((A, 0), (B, 0), true, 60, None).unwrap();
    town.bring_everything();
    town.give(B, &Command::EndWaiting { exchange }).unwrap();
    assert_eq!(town.stand(B, exchange), Stand::Asked, "not before its time");
    town.hubs[B].bank.now_ms += 8 * 86_400_000;
    town.give(B, &Command::EndWaiting { exchange }).unwrap();
    town.bring_everything();
    assert_eq!(town.stand(A, exchange), Stand::Declined(Why::Silence));
}

#[test]
fn limits_that_were_tightened_while_it_waited_are_passed_and_marked() {
    let mut town = Town::agreed(2, 1, 6000);
    let exchange = town.propose((A, 0), (B, 0), false, 600, None).unwrap();
    let account = town.hubs[A].bank.account(town.hubs[A].members[0]).id;
    let limits = Limits {
        hard_floor: Minutes::hours(-2),
        soft_floor: Minutes::ZERO,
        ..town.hubs[A].bank.books.rules.limits
    };
    town.give_bank(A, &Bank::SetLimits { account, limits }).unwrap();
    town.bring_everything();
    town.answer(B, exchange, true).unwrap();
    town.bring_everything();
    assert_eq!(town.stand(A, exchange), Stand::Settled);
    assert!(town.standing(A, exchange).over);
    let marked = town.hubs[A].facts.iter().any(|(fact, _)| {
        matches!(fact, Fact::Bank(Event::Posted { over, .. }) if over.contains(&account))
    });
    assert!(marked);
}

#[test]
fn a_code_is_read_as_people_type_it_and_says_nothing_of_the_member() {
    let town = Town::new(1, 1);
    let code = Code::of(town.hubs[0].members[0]);
    let shown = code.to_string();
    assert_eq!(shown.len(), 9);
    assert_eq!(shown.to_lowercase().replace('-', " ").parse(), Ok(code.clone()));
    assert_eq!(shown.replace('0', "o").replace('1', "l").parse(), Ok(code));
    assert!("K7M4".parse::<Code>().is_err() && "K7M4-QX2U".parse::<Code>().is_err());
}

#[test]
fn words_reach_whoever_lets_themselves_be_found_and_a_name_only_while_it_is_allowed() {
    let mut town = Town::agreed(2, 1, 600);
    let (livia, anna) = (town.hubs[A].members[0], town.hubs[B].members[0]);
    let theirs = Code::of(anna);
    let write = |text: &str| Command::Write {
        peer: node(B),
        ours: livia,
        theirs: theirs.clone(),
        text: text.to_owned(),
    };
    assert_eq!(town.give(A, &write("  ")).unwrap_err(), Refusal::OutOfRange("text"));
    let words = town.give(A, &write("Quando può?")).unwrap();
    town.bring_everything();
    let heard = |town: &Town, at: usize, wanted: fn(&Told) -> bool| {
        let facts = town.hubs[at].facts.iter();
        facts.filter(|(fact, _)| matches!(fact, Fact::Between(event) if wanted(event))).count()
    };
    let worded = |event: &Told| matches!(event, Told::Worded { .. });
    let called = |event: &Told| matches!(event, Told::Called { .. });
    assert_eq!((heard(&town, B, worded), heard(&town, B, called)), (1, 0), "no name crossed");

    // She allows her first name: told once, and taken back with the permission.
    town.hubs[A].across.names.insert(livia, "Livia".to_owned());
    let named = |named| Command::LetBeNamed { member: livia, named };
    town.give(A, &named(true)).unwrap();
    town.give(A, &named(true)).unwrap();
    town.bring_everything();
    assert_eq!(heard(&town, B, called), 1);
    town.give(A, &Command::Show { member: livia, shown: false }).unwrap();
    town.bring_everything();
    let gone = |event: &Told| matches!(event, Told::Called { name: None, .. });
    assert_eq!(heard(&town, B, gone), 1, "who is not found is not named either");
    assert_eq!(town.give(A, &write("Ancora io")).unwrap_err(), Refusal::NotShown);

    // Anna is not found any more: what is written to her comes back as not delivered.
    town.give(A, &Command::Show { member: livia, shown: true }).unwrap();
    town.give(B, &Command::Show { member: anna, shown: false }).unwrap();
    town.give(A, &write("Giovedì?")).unwrap();
    town.bring_everything();
    let refused = |event: &Told| matches!(event, Told::WordsRefused { .. });
    assert_eq!((heard(&town, A, refused), heard(&town, B, worded)), (1, 1));

    // Forgotten by one desk it is forgotten by the other, also when she is not found.
    let forget = Command::ForgetWords { peer: node(A), ours: anna, theirs: Code::of(livia) };
    town.give(B, &forget).unwrap();
    town.bring_everything();
    let forgotten = |event: &Told| matches!(event, Told::WordsForgotten { .. });
    assert_eq!((heard(&town, A, forgotten), heard(&town, B, forgotten)), (1, 1));
    assert!(town.hubs[B].across.words.contains_key(&words));
}

#[test]
fn an_erasure_is_told_to_the_banks_that_may_know_the_member_and_each_answers() {
    let mut town = Town::agreed(3, 1, 600);
    let (livia, anna) = (town.hubs[A].members[0], town.hubs[B].members[0]);
    let (peer, text) = (node(B), "Giovedì?".to_owned());
    let write = Command::Write { peer, ours: livia, theirs: Code::of(anna), text };
    town.give(A, &write).unwrap();
    // The words are still on their way when she is erased: they arrive first, and are emptied then.
    town.erase(A, livia, &[B]);
    town.bring_everything();
    let told = |town: &Town, at: usize| -> Vec<Told> {
        let facts = town.hubs[at].facts.iter().map(|(fact, _)| fact);
        let between = facts.filter_map(|fact| match fact {
            Fact::Between(event) => Some(event.clone()),
            Fact::Bank(_) => None,
        });
        let of_interest = |event: &Told| {
            matches!(
                event,
                Told::Worded { .. } | Told::MemberErased { .. } | Told::ErasureDone { .. }
            )
        };
        between.filter(of_interest).collect()
    };
    let code = Code::of(livia);
    let [Told::Worded { .. }, Told::MemberErased { peer, code: erased }] = &told(&town, B)[..]
    else {
        panic!("first the words, then that they go: {:?}", told(&town, B))
    };
    assert_eq!((peer, erased), (&node(A), &code));
    let done = Told::ErasureDone { peer: node(B), code: code.clone() };
    assert_eq!(told(&town, A)[1..], [done]);
    assert_eq!(told(&town, 2), [], "a bank that knows nothing of her is not told");

    // Nobody finds her any more: what is written to her reaches nobody.
    let (peer, text) = (node(A), "Ci sei?".to_owned());
    let write = Command::Write { peer, ours: anna, theirs: code, text };
    town.give(B, &write).unwrap();
    town.bring_everything();
    let refused =
        |(fact, _): &(Fact, i64)| matches!(fact, Fact::Between(Told::WordsRefused { .. }));
    assert!(town.hubs[B].facts.iter().any(refused));
}
