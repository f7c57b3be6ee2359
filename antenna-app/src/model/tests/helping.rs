//! Appointments, messages, the diary's answers: given facts, when something is said, then what shows.

use super::*;

#[test]
fn an_appointment_shows_at_once_and_then_as_the_hub_has_it() {
    let mut model = given([profile(false), assigned(1, 1)]);
    let _ = does(&mut model, Action::OpenWhen(request(1)), 1);
    let form = model.when.unwrap();
    assert_eq!((form.ahead, form.minute), (1, 600), "tomorrow at ten to begin with");
    let _ = does(&mut model, Action::EditWhen(WhenForm { ahead: 2, minute: 930, ..form }), 2);
    let effects = does(&mut model, Action::AgreeWhen, 100);
    let [DeviceCommand::AgreeWhen(AgreeWhen { at_ms, .. })] = sent(&effects)[..] else { panic!() };
    let at = model.zone().to_datetime(jiff::Timestamp::from_millisecond(at_ms).unwrap());
    assert_eq!((at.date().day(), at.hour(), at.minute()), (24, 15, 30), "by the city's clock");
    let shown = |model: &Model| model.ledger.task_cards()[0].appointment;
    assert_eq!(shown(&model), Some(Appointment { at_ms, waiting: true }));
    answered(&mut model, 100, None);
    assert_eq!(shown(&model), Some(Appointment { at_ms, waiting: false }));
    // The operator heard of another time since: the hub's word is the last.
    hear(&mut model, [moved(1, false)]);
    let other = Some(Appointment { at_ms: NOW + 26 * 60 * MINUTE, waiting: false });
    assert_eq!(shown(&model), other);
    // Given back and given again, it is a new task without an appointment.
    hear(&mut model, [assigned(1, 2)]);
    assert_eq!(shown(&model), None);
}

#[test]
fn a_refused_appointment_is_told_on_the_task_and_leaves_what_the_hub_had() {
    let mut model = given([profile(false), assigned(1, 1), moved(1, false)]);
    let _ = does(&mut model, Action::OpenWhen(request(1)), 1);
    let _ = does(&mut model, Action::AgreeWhen, 100);
    answered(&mut model, 100, Some(Problem::invalid("in-the-past")));
    let card = model.ledger.task_cards().remove(0);
    assert_eq!(card.refused.unwrap().slug(), "in-the-past");
    let hubs = Appointment { at_ms: NOW + 26 * 60 * MINUTE, waiting: false };
    assert_eq!(card.appointment, Some(hubs));
}

#[test]
fn the_agenda_says_what_was_forgotten_first_then_days_and_what_is_over_last() {
    let at = |id: u128, hours: i64| {
        let at_ms = Some(NOW + hours * 60 * MINUTE);
        News::TaskMoved(TaskMoved { request: request(id), at_ms, begun: false })
    };
    let model = given([
        profile(false),
        assigned(1, 1),
        assigned(2, 2),
        assigned(3, 3),
        assigned(4, 4),
        assigned(5, 5),
        assigned(6, 6),
        at(1, 24 * 4),
        at(2, 5),
        at(4, 24),
        at(5, -30),
        over(6),
    ]);
    let zone = model.zone();
    let parts = agenda(&model.ledger, NOW, &zone, Span::All);
    let order: Vec<RequestId> =
        parts.iter().flat_map(|(_, cards)| cards.iter().map(|card| card.it.request)).collect();
    let wanted = [request(5), request(2), request(4), request(3), request(1), request(6)];
    assert_eq!(order, wanted, "{parts:?}");
    assert!(matches!(parts[0].0, Heading::Past) && matches!(parts[3].0, Heading::ToAgree));
    assert_eq!(count_on(&model.ledger, NOW, &zone, 1), 1);
    let day = agenda(&model.ledger, NOW, &zone, Span::Day(4));
    assert_eq!(day.iter().map(|(_, cards)| cards.len()).sum::<usize>(), 1);
}

#[test]
fn how_it_went_is_said_once_the_help_is_done() {
    let mut model = given([assigned(1, 1), over(1)]);
    let _ = does(&mut model, Action::OpenHow(request(1), Went::Middling), 1);
    let effects = does(&mut model, Action::SayHow, 100);
    let said = SayHowItWent { request: request(1), went: Went::Middling, text: String::new() };
    assert_eq!(sent(&effects), [DeviceCommand::SayHowItWent(said)]);
    let card = model.ledger.task_cards().remove(0);
    assert_eq!(card.went, Some((Went::Middling, SentMark::Waiting)));
}

#[test]
fn a_message_is_shown_once_whether_the_answer_or_the_echo_comes_first() {
    for echo_first in [false, true] {
        let mut model = given([profile(false)]);
        let _ = does(&mut model, Action::EditWords(None, "  Arrivo domani ".into()), 1);
        let effects = does(&mut model, Action::WriteWords(None), 100);
        let text = "Arrivo domani".to_owned();
        let written = DeviceCommand::WriteWords(WriteWords { about: None, text });
        assert_eq!(sent(&effects), [written]);
        assert_eq!(model.ledger.lines(None)[0].mark, SentMark::Waiting);
        if echo_first {
            hear(&mut model, [words(100, 0, false)]);
            answered(&mut model, 100, None);
        } else {
            answered(&mut model, 100, None);
            assert_eq!(model.ledger.lines(None)[0].text, "Arrivo domani", "it must not vanish");
            hear(&mut model, [words(100, 0, false)]);
        }
        let lines = model.ledger.lines(None);
        assert_eq!(lines.len(), 1);
        assert_eq!(
            (lines[0].mark, lines[0].text.as_str()),
            (SentMark::Recorded, "Grazie, a domani")
        );
        assert!(model.ledger.sent.is_empty(), "what the hub says back needs no copy");
    }
}

#[test]
fn words_of_the_hub_are_new_until_their_thread_is_opened() {
    let mut model = given([profile(false), assigned(1, 1), words(7, 0, true), words(8, 1, true)]);
    assert_eq!(model.unread_words(), 2);
    let effects = does(&mut model, Action::OpenThread(Some(Some(request(1)))), 1);
    assert!(matches!(effects[..], [Effect::KeepDraft { name: DraftName::Read, .. }]));
    assert_eq!((model.tab, model.unread_words()), (Tab::Words, 1));
    // What comes into an open thread has been seen.
    let facts = vec![KeptFact { cursor: 5, news: Some(words(9, 1, true)) }];
    let report = Report::Facts { facts, hub_at_ms: NOW };
    let _ = model.update(Msg::Engine(report), ctx(0));
    assert_eq!(model.unread_words(), 1);
}

#[test]
fn an_entry_that_was_given_back_is_corrected_under_its_own_id() {
    let mut model = given([profile(true), entry(5, "returned")]);
    let card = model.ledger.diary_cards().remove(0);
    assert_eq!(card.standing, EntryStanding::Returned("Manca il luogo".into()));
    assert_eq!(model.ledger.entries_to_correct(), 1);
    let _ = does(&mut model, Action::CorrectEntry(card.it.activity), 1);
    assert_eq!(model.activity.corrects, Some(card.it.activity));
    let effects = does(&mut model, Action::LogActivity, 100);
    let [DeviceCommand::CorrectActivity(it)] = &sent(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!(it.activity, card.it.activity);
    assert_eq!(model.ledger.diary_cards()[0].standing, EntryStanding::Waiting);
    answered(&mut model, 100, None);
    hear(&mut model, [entry(5, "submitted"), entry(5, "accepted")]);
    let cards = model.ledger.diary_cards();
    assert_eq!((cards.len(), &cards[0].standing), (1, &EntryStanding::Accepted));
    assert_eq!(does(&mut model, Action::CorrectEntry(it.activity), 2), [], "accepted is accepted");
}

#[test]
fn an_accepted_entry_of_a_month_that_was_closed_is_locked() {
    let mut model = given([profile(true), entry(5, "accepted"), entry(6, "submitted")]);
    let standings = |model: &Model| {
        let cards = model.ledger.diary_cards();
        cards.iter().map(|card| card.standing.slug()).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(standings(&model), ["accepted", "submitted"].into());
    let month = {
        let zone = model.zone();
        let at = jiff::Timestamp::from_millisecond(NOW - 60 * MINUTE).unwrap();
        zone.to_datetime(at).date().to_string()[..7].to_owned()
    };
    let News::Profile(told) = profile(true) else { panic!("a profile") };
    hear(&mut model, [News::Profile(Profile { closed_months: vec![month], ..told })]);
    assert_eq!(standings(&model), ["locked", "submitted"].into());
}

#[test]
fn places_written_before_are_one_tap_away() {
    let model = given([profile(true), entry(5, "accepted"), entry(6, "submitted")]);
    assert_eq!(model.ledger.places(), [("Mercato".to_owned(), slug("casazza"))]);
}

#[test]
fn a_persons_details_go_with_a_need_only_where_there_is_a_person() {
    let mut model = given([profile(false)]);
    let person = PersonDetails { name: "Elda".into(), ..PersonDetails::default() };
    let need = NeedDraft {
        category: Some(slug("spesa")),
        relation: Some(Relation::Neighbour),
        person,
        ..NeedDraft::default()
    };
    let _ = does(&mut model, Action::EditNeed(need.clone()), 1);
    let effects = does(&mut model, Action::RaiseNeed, 100);
    let [DeviceCommand::RaiseNeedFor(it)] = &sent(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!((it.signal, it.person.name.as_str()), (false, "Elda"));
    answered(&mut model, 100, None);
    let kept = model.ledger.sent.values().next().and_then(|sent| sent.command.clone());
    let Some(DeviceCommand::RaiseNeedFor(kept)) = kept else { panic!() };
    assert!(kept.person.is_empty(), "once the hub has them, they are not kept here");
    let _ = does(&mut model, Action::EditNeed(NeedDraft { relation: None, ..need }), 2);
    let effects = does(&mut model, Action::RaiseNeed, 101);
    let [DeviceCommand::RaiseNeedFor(it)] = &sent(&effects)[..] else { panic!("{effects:?}") };
    assert!(it.signal && it.person.is_empty(), "a signal is about nobody");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// What the hub says and answers in whatever order, and however often, ends on the same screen.
    #[test]
    fn doubled_and_reordered_answers_come_to_the_same_end(
        order in Just((0..6_usize).collect::<Vec<_>>()).prop_shuffle(),
        doubled in prop::collection::vec(any::<bool>(), 6),
    ) {
        let mut model = given([profile(false), assigned(1, 1)]);
        let _ = does(&mut model, Action::OpenWhen(request(1)), 1);
        let _ = does(&mut model, Action::AgreeWhen, 100);
        let _ = does(&mut model, Action::StartHelp(request(1)), 101);
        let _ = does(&mut model, Action::EditWords(Some(request(1)), "Ci sono".into()), 2);
        let _ = does(&mut model, Action::WriteWords(Some(request(1))), 102);
        let facts = [moved(1, false), moved(1, true), words(102, 1, false)];
        let mut next = 0;
        for step in order {
            for _ in 0..=usize::from(doubled[step]) {
                let report = if let 0..3 = step { Report::Settled {
                    id: command(100 + step as u128),
                    settled: Settled::Recorded { n: step as u64 + 1 },
                } } else {
                    // Facts are kept in order whatever the line does: what comes twice is the last one again.
                    let at = next.min(facts.len() - 1);
                    let news = Some(facts[at].clone());
                    let cursor = 3 + at as u64;
                    Report::Facts { facts: vec![KeptFact { cursor, news }], hub_at_ms: NOW }
                };
                let _ = model.update(Msg::Engine(report), ctx(0));
            }
            if step >= 3 {
                next += 1;
            }
        }
        let card = model.ledger.task_cards().remove(0);
        let at_ms = NOW + 26 * 60 * MINUTE;
        prop_assert_eq!(card.appointment, Some(Appointment { at_ms, waiting: false }));
        prop_assert_eq!(card.begun, Some(SentMark::Recorded));
        prop_assert_eq!(model.ledger.lines(Some(request(1))).len(), 1);
        prop_assert_eq!(model.ledger.waiting(), 0);
    }
}
