//! References, agreed expenses, whom to call.

use protocol::{ExchangeId, MemberId};

use super::{Bank, declaration};
use crate::bank::after::{Expense, Expenses};
use crate::bank::decide::Command;
use crate::bank::exchange::By;
use crate::bank::refusal::Refusal;

fn refer(exchange: ExchangeId, by: MemberId, text: &str) -> Command {
    Command::Refer { exchange, by: By::Member(by), liked: true, text: text.to_owned() }
}

#[test]
fn each_side_leaves_one_reference_and_whoever_it_is_about_answers_once() {
    let (mut bank, members) = Bank::with_members(3);
    let (anna, bruno, carla) = (members[0], members[1], members[2]);
    let exchange = bank.exchange(anna, bruno, 60).unwrap();
    bank.give(&refer(exchange, bruno, "Precisa e gentile")).unwrap();
    assert_eq!(bank.give(&refer(exchange, bruno, "")), Err(Refusal::AlreadySaid));
    assert_eq!(bank.give(&refer(exchange, carla, "")), Err(Refusal::NotYours));
    bank.give(&refer(exchange, anna, "")).unwrap();
    let answer = |by| Command::AnswerReference {
        exchange,
        of: bruno,
        by: By::Member(by),
        text: "Grazie".to_owned(),
    };
    assert_eq!(bank.give(&answer(bruno)), Err(Refusal::NotYours), "it is about Anna");
    bank.give(&answer(anna)).unwrap();
    assert_eq!(bank.give(&answer(anna)), Err(Refusal::AlreadySaid));
    let hide = |hidden| Command::HideReference { exchange, of: bruno, hidden };
    let id = bank.next();
    assert_eq!(bank.give_as(id, &hide(true)).unwrap().len(), 1);
    let id = bank.next();
    assert_eq!(bank.give_as(id, &hide(true)).unwrap(), [], "it is hidden already");
}

#[test]
fn nothing_is_said_of_what_was_not_exchanged_or_was_taken_back() {
    let (mut bank, members) = Bank::with_members(2);
    let (anna, bruno) = (members[0], members[1]);
    let declared = ExchangeId::from(bank.give(&declaration(anna, true, bruno, 60)).unwrap());
    assert!(matches!(bank.give(&refer(declared, anna, "")), Err(Refusal::WrongState(_))));
    let exchange = bank.exchange(anna, bruno, 60).unwrap();
    bank.give(&Command::Reverse { exchange, note: String::new() }).unwrap();
    assert!(matches!(bank.give(&refer(exchange, anna, "")), Err(Refusal::WrongState(_))));
}

#[test]
fn expenses_are_noted_only_where_both_agree_and_no_account_moves() {
    let (mut bank, members) = Bank::with_members(2);
    let (anna, bruno) = (members[0], members[1]);
    let exchange = bank.exchange(anna, bruno, 60).unwrap();
    let note = |amount_cents, agreed| Command::NoteExpenses {
        expenses: Expenses { exchange, amount_cents, what: Expense::Materials },
        agreed,
    };
    assert_eq!(bank.give(&note(1250, false)), Err(Refusal::NotAgreed));
    assert_eq!(bank.give(&note(50_001, true)), Err(Refusal::OutOfRange("amount")));
    bank.give(&note(1250, true)).unwrap();
    assert_eq!((bank.balance(anna), bank.balance(bruno), bank.sum()), (60, -60, 0));
    bank.give(&note(0, false)).unwrap();
}
