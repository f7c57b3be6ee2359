//! The account on a member's phone: given what the hub told, when something is said here, then what stands settled and
//! what waits beside it.

use protocol::ExchangeId;
use protocol::antenna::{BankAgreed, BankAnswer, BankDeclare, BankOther, BankTold};
use protocol::card::CardCode;
use protocol::kiosk::bank::Said as Declared;
use protocol::kiosk::bank::{Account, Movement, Named, Reference};

use super::*;

fn exchange(id: u128) -> ExchangeId {
    ExchangeId::new(Uuid::from_u128(id))
}

fn said(id: u128, gave: bool, minutes: u16) -> Declared {
    Declared {
        exchange: exchange(id),
        with: "Bruno V.".into(),
        gave,
        minutes,
        category: slug("compagnia"),
        day: "2026-11-20".into(),
        until: "2026-12-04".into(),
    }
}

/// What the hub tells: a balance, what waits for an answer of this member, what they declared.
pub(super) fn told(balance_min: i64, to_answer: Vec<Declared>, declared: Vec<Declared>) -> News {
    News::Bank(Box::new(BankTold {
        account: Some(Account {
            name: "Livia C.".into(),
            number: 3,
            balance_min,
            may_exchange: true,
            people: vec![Named { number: 12, name: "Bruno V.".into() }],
            to_answer,
            declared,
            ..Account::default()
        }),
        board: Vec::new(),
        agreed: Vec::new(),
    }))
}

fn draft(gave: bool, minutes: u16) -> ExchangeDraft {
    ExchangeDraft {
        gave: Some(gave),
        number: Some(12),
        minutes,
        category: Some(slug("compagnia")),
        ..ExchangeDraft::default()
    }
}

fn declares(model: &mut Model, draft: ExchangeDraft, id: u128) -> Vec<Effect> {
    let _ = does(model, Action::Bank(BankAction::Edit(draft)), id + 1);
    does(model, Action::Bank(BankAction::Send), id)
}

fn balance(model: &Model) -> (i64, i64) {
    let balance = model.ledger.balance().unwrap();
    (balance.settled_min, balance.provisional_min())
}

#[test]
fn a_declaration_waits_beside_the_balance_until_the_hub_has_settled_it() {
    let mut model = given([profile(false), told(90, vec![], vec![])]);
    assert_eq!(balance(&model), (90, 90));
    let effects = declares(&mut model, draft(true, 60), 100);
    let [DeviceCommand::BankDeclare(it)] = &sent(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!(
        *it,
        BankDeclare {
            gave: true,
            other: BankOther::Number(12),
            minutes: 60,
            category: slug("compagnia"),
            day: "2026-11-22".into(),
            agreed: None,
        }
    );
    assert_eq!(balance(&model), (90, 150), "what waits never stands in the settled balance");
    assert_eq!(model.ledger.declared_cards()[0].with.name, "Bruno V.");
    // The receipt says it is at the hub, not that it is settled.
    answered(&mut model, 100, None);
    assert_eq!(balance(&model), (90, 150));
    hear(&mut model, [told(90, vec![], vec![said(100, true, 60)])]);
    assert_eq!(balance(&model), (90, 150), "told by the hub it counts once, not twice");
    assert_eq!(model.ledger.declared_cards().len(), 1);
    hear(&mut model, [told(150, vec![], vec![])]);
    assert_eq!(balance(&model), (150, 150));
    assert_eq!(model.ledger.declared_cards(), []);
}

#[test]
fn what_a_limit_refuses_is_told_on_the_declaration_and_counts_no_more() {
    let mut model = given([profile(false), told(-1_140, vec![], vec![])]);
    let _ = declares(&mut model, draft(false, 120), 100);
    assert_eq!(balance(&model), (-1_140, -1_260));
    let refused = Problem::conflict("bank-below-floor").with("floor", "−20 h");
    answered(&mut model, 100, Some(refused));
    assert_eq!(balance(&model), (-1_140, -1_140));
    let card = model.ledger.declared_cards().remove(0);
    assert_eq!(card.refused.unwrap().args["floor"], "−20 h");
    // It goes back into the form as it was, and off the list.
    let _ = does(&mut model, Action::Bank(BankAction::Correct(command(100))), 7);
    assert_eq!(model.bank.exchange, draft(false, 120));
    assert_eq!(model.ledger.declared_cards(), []);
}

#[test]
fn a_yes_is_said_once_and_waits_and_a_no_changes_nothing() {
    let waiting = vec![said(1, true, 45), said(2, false, 30)];
    let mut model = given([profile(false), told(0, waiting, vec![])]);
    assert_eq!(model.ledger.to_answer(), 2);
    let yes = |id| Action::Bank(BankAction::Answer(exchange(id), true));
    let effects = does(&mut model, yes(1), 100);
    let answer = BankAnswer { exchange: exchange(1), yes: true };
    assert_eq!(sent(&effects), [DeviceCommand::BankAnswer(answer)]);
    assert_eq!(does(&mut model, yes(1), 101), [], "pressed twice it is one answer");
    let _ = does(&mut model, Action::Bank(BankAction::Answer(exchange(2), false)), 102);
    assert_eq!((balance(&model), model.ledger.to_answer()), ((0, 45), 0));
    // Somebody at the desk was faster: the hub says no, in words, and the balance is the hub's.
    answered(&mut model, 100, Some(Problem::conflict("bank-exchange-state")));
    assert_eq!(balance(&model), (0, 0));
    assert_eq!(
        model.ledger.answer_cards()[0].refused.as_ref().unwrap().slug(),
        "bank-exchange-state"
    );
}

#[test]
fn a_declaration_is_taken_back_before_and_after_the_hub_has_it() {
    let mut model = given([profile(false), told(0, vec![], vec![said(9, false, 30)])]);
    let _ = declares(&mut model, draft(true, 60), 100);
    assert_eq!(balance(&model), (0, 30));
    for (id, number) in [(100_u128, 200_u128), (9, 201)] {
        let _ = does(&mut model, Action::Bank(BankAction::AskWithdraw(exchange(id))), 1);
        let effects = does(&mut model, Action::Confirm, number);
        assert!(matches!(sent(&effects)[..], [DeviceCommand::BankWithdraw(_)]), "{effects:?}");
    }
    assert_eq!(balance(&model), (0, 0));
    // Too late: the other side had confirmed. It counts again as the hub has it.
    answered(&mut model, 201, Some(Problem::conflict("bank-exchange-state")));
    assert_eq!(balance(&model), (0, -30));
}

#[test]
fn what_was_agreed_stands_on_the_agenda_and_fills_the_exchange_in_once_it_is_done() {
    let News::Bank(mut it) = told(0, vec![], vec![]) else { unreachable!() };
    it.agreed.push(BankAgreed {
        agreed: exchange(5),
        with: Named { number: 12, name: "Bruno V.".into() },
        gives: true,
        minutes: 60,
        category: slug("compagnia"),
        at_ms: NOW + 26 * 60 * MINUTE,
    });
    let mut model = given([profile(false), News::Bank(it)]);
    let zone = model.zone();
    assert_eq!(agreed_on(&model.ledger, NOW, &zone, Span::Day(1)).len(), 1);
    assert_eq!(agreed_on(&model.ledger, NOW, &zone, Span::Day(2)), []);
    assert_eq!(count_on(&model.ledger, NOW, &zone, 1), 1);
    let _ = does(&mut model, Action::Bank(BankAction::Done(exchange(5))), 1);
    assert_eq!((model.tab, model.bank.part), (Tab::Bank, BankPart::Record));
    let effects = does(&mut model, Action::Bank(BankAction::Send), 100);
    let [DeviceCommand::BankDeclare(said)] = &sent(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!((said.agreed, said.minutes, said.gave), (Some(exchange(5)), 60, true));
    assert_eq!(model.ledger.agreed_cards(), [], "it is done, and off the agenda at once");
    answered(&mut model, 100, Some(Problem::conflict("bank-other-below-floor")));
    assert_eq!(model.ledger.agreed_cards().len(), 1, "refused, it is still to be done");
}

#[test]
fn something_new_is_agreed_without_a_line_and_shows_at_once() {
    let mut model = given([profile(false), told(0, vec![], vec![])]);
    let planned = ExchangeDraft { planned: true, ahead: 2, minute: 930, ..draft(false, 60) };
    let effects = declares(&mut model, planned, 100);
    let [DeviceCommand::BankAgree(it)] = &sent(&effects)[..] else { panic!("{effects:?}") };
    let at = model.zone().to_datetime(jiff::Timestamp::from_millisecond(it.at_ms).unwrap());
    assert_eq!((at.date().day(), at.hour(), at.minute(), it.gives), (24, 15, 30, false));
    let card = model.ledger.agreed_cards().remove(0);
    assert_eq!((card.mark, card.at_ms), (SentMark::Waiting, it.at_ms));
    assert_eq!(balance(&model), (0, 0), "what is agreed moves no hours");
}

#[test]
fn the_other_side_is_a_number_or_a_card_as_people_type_it() {
    let code = CardCode::of(0x1234_5678_9abc);
    let typed = |text: &str| ExchangeDraft { typed: text.into(), ..ExchangeDraft::default() };
    for (text, other) in [
        ("12", Some(BankOther::Number(12))),
        (" n. 7 ", Some(BankOther::Number(7))),
        (code.as_str(), Some(BankOther::Card(code.clone()))),
        (&code.as_str().to_lowercase().replace('-', " "), Some(BankOther::Card(code.clone()))),
        ("0", None),
        ("Bruno", None),
        ("", None),
    ] {
        assert_eq!(typed(text).other(), other, "{text}");
    }
}

#[test]
fn movements_are_read_a_page_at_a_time_without_a_line() {
    let News::Bank(mut it) = told(0, vec![], vec![]) else { unreachable!() };
    let movement = |n: i64| Movement {
        day: "2026-11-18".into(),
        minutes: n,
        category: None,
        with: String::new(),
        to_refer: None,
    };
    it.account.as_mut().unwrap().movements = (1..=23).map(movement).collect();
    let mut model = given([profile(false), News::Bank(it)]);
    assert_eq!((model.ledger.movements(0).0.len(), model.ledger.movements(0).1), (10, 3));
    let _ = does(&mut model, Action::Bank(BankAction::Page(2)), 1);
    let (shown, _) = model.ledger.movements(model.bank.page);
    assert_eq!(shown.iter().map(|it| it.minutes).collect::<Vec<_>>(), [21, 22, 23]);
    let _ = does(&mut model, Action::Bank(BankAction::Page(9)), 1);
    assert_eq!(model.bank.page, 2, "there is nothing beyond the last");
}

#[test]
fn a_phone_that_speaks_for_nobody_any_more_shows_no_account() {
    let mut model = given([profile(false), told(90, vec![said(1, true, 45)], vec![])]);
    hear(&mut model, [News::Bank(Box::default())]);
    assert_eq!((model.ledger.account(), model.ledger.balance()), (None, None));
    assert_eq!(model.ledger.answer_cards(), []);
}

#[test]
fn how_it_was_is_asked_once_said_without_a_line_and_what_others_said_is_answered_once() {
    let News::Bank(mut it) = told(0, vec![], vec![]) else { unreachable!() };
    let account = it.account.as_mut().unwrap();
    account.movements = vec![Movement {
        day: "2026-11-18".into(),
        minutes: 60,
        category: None,
        with: "Bruno V.".into(),
        to_refer: Some(exchange(5)),
    }];
    account.references = vec![Reference {
        by: "Bruno V.".into(),
        liked: true,
        text: "Puntuale".into(),
        answer: String::new(),
        day: "2026-11-18".into(),
        to_answer: Some(exchange(5)),
    }];
    let mut model = given([profile(false), News::Bank(it)]);
    let edit = |draft| Action::Bank(BankAction::EditSaying(draft));
    let how = SayingAbout::Exchange(exchange(5));
    let _ = does(&mut model, edit(SayingDraft::about(how)), 1);
    assert_eq!(does(&mut model, Action::Bank(BankAction::Say), 2), [], "yes or no comes first");
    let draft =
        SayingDraft { liked: Some(true), text: " Gentile ".into(), ..SayingDraft::about(how) };
    let _ = does(&mut model, edit(draft), 3);
    let effects = does(&mut model, Action::Bank(BankAction::Say), 100);
    let [DeviceCommand::BankRefer(said)] = &sent(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!((said.exchange, said.liked, said.text.as_str()), (exchange(5), true, "Gentile"));
    assert_eq!(model.ledger.said_after(how), Some((SentMark::Waiting, None)));
    assert_eq!(model.bank.saying, SayingDraft::default());

    let answer = SayingAbout::Reference(exchange(5));
    assert_eq!(model.ledger.said_after(answer), None, "the one is not the other");
    let _ =
        does(&mut model, edit(SayingDraft { text: "  ".into(), ..SayingDraft::about(answer) }), 4);
    assert_eq!(does(&mut model, Action::Bank(BankAction::Say), 5), [], "an answer has words");
    let _ = does(
        &mut model,
        edit(SayingDraft { text: "Grazie".into(), ..SayingDraft::about(answer) }),
        6,
    );
    let effects = does(&mut model, Action::Bank(BankAction::Say), 101);
    assert!(
        matches!(&sent(&effects)[..], [DeviceCommand::BankAnswerReference(it)] if it.text == "Grazie")
    );
    // Said at the desk in the meantime: the hub says so, in words, and it can be tried again.
    answered(&mut model, 101, Some(Problem::conflict("bank-already-said")));
    let (mark, why) = model.ledger.said_after(answer).unwrap();
    assert_eq!((mark, why.unwrap().slug()), (SentMark::Refused, "bank-already-said"));
}
