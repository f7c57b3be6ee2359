//! Whole visits, clicked through by role and name.

use egui::accesskit::Role;
use protocol::kiosk::{TimeBand, Urgency, Verdict};
use protocol::{Problem, Relation};

use crate::fake_hub::{FakeHub, VISITS_MS};
use crate::person::{Person, TALL, WIDE};

fn need_up_to_check(person: &mut Person) {
    person.button("Ho bisogno di aiuto");
    person.picks("Fare la spesa");
    person.picks("Mompiano");
    person.picks("In questi giorni");
    person.taps("Scale");
    person.button("Avanti");
    person.button("Per chi");
    person.picks("Per una persona di famiglia");
    person.button("Il tuo telefono");
    person.taps("030123");
    person.button("Fatto");
    person.button("Avanti");
    person.sees("Va bene così?");
}

#[test]
fn a_need_is_asked_one_thing_at_a_time_and_ends_with_a_slip() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    need_up_to_check(&mut person);
    person.button("Invia la richiesta");
    person.sees("La tua richiesta è arrivata");
    person.sees("Ti telefoniamo appena c'è una risposta.");
    let code = person.code();
    person.sees(&code);
    {
        let memory = hub.memory();
        let [need] = &memory.needs[..] else { panic!("one need") };
        assert_eq!(need.category.as_str(), "shopping");
        assert_eq!(need.neighbourhood.as_str(), "mompiano");
        assert_eq!(need.urgency, Urgency::ThisWeek);
        assert_eq!(need.relation, Relation::Family);
        assert_eq!(need.text, "Scale");
        assert_eq!((need.person.phone.as_str(), need.person.name.as_str()), ("030123", ""));
    }
    person.button("Ho finito");
    person.sees("Benvenuti!");
}

#[test]
fn the_questions_of_a_kind_of_help_are_asked_one_a_page_and_a_day_is_touched() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    person.button("Ho bisogno di aiuto");
    person.picks("Ricette e medicine");
    person.picks("Entro un giorno preciso");
    person.picks("domani");
    person.sees("In quale farmacia?");
    person.taps("Centrale");
    person.button("Avanti");
    person.sees("La ricetta è già pronta?");
    person.button("Avanti");
    person.button("Preferisco non dirlo");
    person.sees("Va bene così?");
    person.sees("Quartiere");
    person.button("Invia la richiesta");
    person.sees("La tua richiesta è arrivata");
    let memory = hub.memory();
    let need = &memory.needs[0];
    assert_eq!(need.neighbourhood.as_str(), "mompiano");
    assert_eq!(need.more.answers.len(), 1, "{:?}", need.more);
    assert_eq!(need.more.answers[0].question, "In quale farmacia?");
    assert!(!need.more.needed_by.is_empty());
}

#[test]
fn the_same_works_on_a_wide_screen_and_in_english() {
    let hub = FakeHub::start();
    let mut person = Person::at_size(&hub, WIDE);
    person.picks("English");
    person.button("I need help");
    person.picks("Somebody to go with");
    person.button("Another neighbourhood");
    person.picks("Porta Venezia");
    person.picks("Today, if possible");
    person.button("Next");
    person.button("Prefer not to say");
    person.button("Send the request");
    person.sees("Your request has arrived");
    person.sees("Come back with the code to see how it is going.");
    let memory = hub.memory();
    assert_eq!(memory.needs[0].language, "en");
    assert_eq!(memory.needs[0].neighbourhood.as_str(), "porta-venezia");
    assert!(memory.needs[0].person.is_empty());
    assert_eq!(memory.language, "en");
}

#[test]
fn with_the_hub_down_the_answers_stay_and_a_retry_carries_the_same_id() {
    let mut hub = FakeHub::start();
    let mut person = Person::at(&hub);
    need_up_to_check(&mut person);
    hub.memory().loses_answers = true;
    person.button("Invia la richiesta");
    person.reads("L'hub non risponde");
    hub.switch_off();
    person.button("Riprova");
    person.reads("Senza linea");
    person.reads("Quello che hai scritto è ancora qui.");
    person.sees("Con parole mie");
    hub.memory().loses_answers = false;
    hub.switch_on();
    person.reads("La linea è tornata. Tocca Riprova.");
    person.button("Riprova");
    person.sees("La tua richiesta è arrivata");
    let memory = hub.memory();
    let [first, again] = &memory.needs[..] else {
        panic!("recorded twice: the answer was lost once")
    };
    assert_eq!(first, again);
}

#[test]
fn an_answer_is_changed_from_the_last_page() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    need_up_to_check(&mut person);
    person.button("Quartiere");
    person.picks("Casazza");
    person.sees("Va bene così?");
    person.button("Invia la richiesta");
    person.sees("La tua richiesta è arrivata");
    assert_eq!(hub.memory().needs[0].neighbourhood.as_str(), "casazza");
}

#[test]
fn a_refusal_is_told_in_the_hubs_own_words() {
    let hub = FakeHub::start();
    let mut problem = Problem::invalid("closed-category");
    problem.title = "Oggi non raccogliamo spese".to_owned();
    problem.detail = "Riprova domani.".to_owned();
    hub.memory().refuses = Some(problem);
    let mut person = Person::at(&hub);
    need_up_to_check(&mut person);
    person.button("Invia la richiesta");
    person.reads("Oggi non raccogliamo spese");
    person.reads("Riprova domani.");
}

#[test]
fn time_is_offered_with_a_name_and_a_phone() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    person.button("Offro il mio tempo");
    person.ticks("Fare la spesa");
    person.ticks("Un po' di compagnia");
    person.button("Avanti");
    person.picks("Casazza");
    person.ticks("La mattina");
    person.ticks("Sabato e domenica");
    person.button("Avanti");
    person.button("Avanti");
    person.sees("Il tuo nome");
    person.button("Il tuo nome");
    person.taps("Lia");
    person.button("Fatto");
    person.button("Il tuo telefono");
    person.taps("333");
    person.button("Fatto");
    person.button("Avanti");
    person.button("Avanti");
    person.button("Invia l'offerta");
    person.sees("Grazie! La tua offerta è arrivata");
    let memory = hub.memory();
    let offer = &memory.offers[0];
    let categories: Vec<&str> = offer.categories.iter().map(protocol::Slug::as_str).collect();
    assert_eq!(categories, ["shopping", "company"]);
    assert_eq!(offer.when, [TimeBand::Mornings, TimeBand::Weekend]);
    assert_eq!((offer.person.name.as_str(), offer.person.phone.as_str()), ("Lia", "333"));
}

#[test]
fn an_idea_is_left_for_the_whole_city_without_a_name() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    person.button("Ho un'idea");
    person.picks("Famiglie e bambini");
    person.picks("Tutta la città");
    person.taps("Giochi");
    person.types(" all'ombra");
    person.button("Avanti");
    person.button("Preferisco non dirlo");
    person.button("Invia l'idea");
    person.sees("Grazie! La tua idea è arrivata");
    let memory = hub.memory();
    let idea = &memory.ideas[0];
    assert_eq!(idea.text, "Giochi all'ombra");
    assert_eq!((idea.neighbourhood.as_ref(), idea.theme.as_str()), (None, "families"));
}

#[test]
fn an_idea_is_left_by_choosing_pictures_and_words() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    person.button("Ho un'idea");
    person.picks("Famiglie e bambini");
    person.picks("Tutta la città");
    person.button("Scegli con le figure");
    person.ticks("Bambini 4-13 anni");
    person.button("Avanti");
    person.ticks("Gioco");
    person.button("Avanti");
    person.ticks("Luoghi dove stare");
    person.button("Avanti");
    person.reads("Luoghi dove stare");
    person.button("Avanti");
    person.button("Preferisco non dirlo");
    person.button("Invia l'idea");
    person.sees("Grazie! La tua idea è arrivata");
    let memory = hub.memory();
    let picked = &memory.ideas[0].more.picked;
    let all = [&picked.targets, &picked.activities, &picked.needs];
    let all: Vec<&str> = all.into_iter().flatten().map(protocol::Slug::as_str).collect();
    assert_eq!(all, ["children", "play", "places"]);
}

#[test]
fn whoever_has_an_idea_that_somebody_had_before_joins_it() {
    let hub = FakeHub::start();
    hub.memory().similar = vec![protocol::kiosk::SimilarCard {
        id: "p1".to_owned(),
        title: "Ombra ai giochi".to_owned(),
        about: "In corso".to_owned(),
        why: "Si sovrappone. Stesso bisogno: Luoghi dove stare".to_owned(),
    }];
    let mut person = Person::at(&hub);
    person.button("Ho un'idea");
    person.picks("Famiglie e bambini");
    person.picks("Tutta la città");
    person.taps("Giochi all'ombra");
    person.waits(1_000);
    person.reads("Ombra ai giochi");
    person.button("Avanti");
    person.sees("C'è già qualcosa di simile");
    person.picks("Mi unisco a Ombra ai giochi");
    person.button("Preferisco non dirlo");
    person.button("Invia l'idea");
    person.sees("Grazie! La tua idea è arrivata");
    assert_eq!(hub.memory().ideas[0].more.joins, "p1");
}

#[test]
fn somebody_books_a_visit_to_the_desk_is_told_when_a_time_is_gone_and_moves_it() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    person.button("Servizi e orari");
    person.presses_any("Prenota una visita allo sportello progetti");
    person.sees("Che giorno vieni?");
    person.picks("martedì 18 novembre");
    person.sees("A che ora?");
    person.picks("09:00");
    person.button("Preferisco non dirlo");
    // Somebody else is quicker.
    hub.memory().visits.push(protocol::kiosk::BookVisit {
        id: protocol::CommandId::new(uuid::Uuid::from_u128(9)),
        at_ms: VISITS_MS[0],
        about: None,
        person: protocol::PersonDetails::default(),
        language: "it".to_owned(),
    });
    person.button("Prenota");
    person.reads("Questo orario è stato appena preso");
    person.button("Riprova");
    person.sees("A che ora?");
    assert!(!person.can_see("09:00"), "the times are fresh");
    person.picks("09:30");
    person.button("Prenota");
    person.sees("Ti aspettiamo!");
    person.reads("09:30");
    assert_eq!(hub.memory().visits[1].at_ms, VISITS_MS[1]);
    let code = person.code();
    person.button("Ho finito");
    person.scans(&code);
    person.sees("La tua visita");
    person.button("Cambia orario");
    person.picks("martedì 18 novembre");
    person.picks("10:00");
    person.button("Prenota");
    person.sees("Ti aspettiamo!");
    assert_eq!(person.code(), code, "the slip stays the same");
    assert_eq!(hub.memory().visits[1].at_ms, VISITS_MS[2]);
}

#[test]
fn somebody_comes_back_with_a_code_and_says_it_is_solved() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    need_up_to_check(&mut person);
    person.button("Invia la richiesta");
    person.sees("La tua richiesta è arrivata");
    let code = person.code();
    person.button("Ho finito");
    person.button("A che punto è la mia richiesta");
    person.taps(&code.replace('-', ""));
    person.button("Vedi a che punto è");
    person.sees("Chi ti aiuta dice che è fatto");
    person.sees("L'abbiamo ricevuta");
    person.button("Sì, è risolto");
    person.reads("Grazie! Abbiamo segnato che è risolto.");
    assert!(!person.can_see("Sì, è risolto"), "it was said");
    assert_eq!(hub.memory().answers[0].verdict, Verdict::Solved);
}

#[test]
fn a_scanned_slip_opens_and_withdrawing_asks_first() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    need_up_to_check(&mut person);
    person.button("Invia la richiesta");
    person.sees("La tua richiesta è arrivata");
    let code = person.code();
    person.button("Ho finito");
    person.sees("Benvenuti!");
    person.scans(&code);
    person.button("Non mi serve più");
    person.button("No, lasciala aperta");
    assert_eq!(hub.memory().answers.len(), 0);
    person.button("Non mi serve più");
    person.button("Sì, non mi serve più");
    person.reads("Va bene, l'abbiamo ritirata.");
    assert_eq!(hub.memory().answers[0].verdict, Verdict::Withdraw);
}

#[test]
fn an_unknown_code_and_one_of_a_hub_that_cannot_be_asked_are_told_apart() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    let code = |prefix| protocol::SlipCode::try_new(prefix, 424_242).unwrap();
    person.scans(code("MP").as_str());
    person.reads("Non trovo questo codice");
    person.scans(code(crate::fake_hub::ELSEWHERE).as_str());
    person.sees("Questo codice è di un altro hub");
    person.sees("Vai all'hub che te l'ha dato: comincia con LM");
    person.button("Scrivi un altro codice");
    person.sees("Scrivi il tuo codice");
}

#[test]
fn an_operator_is_called_from_any_screen() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    person.button("Chiama un operatore");
    person.sees("Arriva qualcuno");
    person.button("Ho capito");
    person.button("Ho un'idea");
    person.button("Chiama un operatore");
    person.sees("Arriva qualcuno");
    let screens: Vec<String> =
        hub.memory().calls.iter().map(|call| call.screen.to_string()).collect();
    assert_eq!(screens, ["home", "idea-theme"]);
}

#[test]
fn an_operator_who_cannot_be_called_is_asked_for_at_the_desk() {
    let mut hub = FakeHub::start();
    let mut person = Person::at(&hub);
    hub.switch_off();
    person.button("Chiama un operatore");
    person.sees("Da qui non riesco a chiamare");
    person.presses(Role::Button, "Ho capito");
    person.sees("Benvenuti!");
}

#[test]
fn a_kiosk_starts_with_the_hub_off_from_what_it_knew() {
    let mut hub = FakeHub::start();
    let folder = Person::at(&hub).leaves();
    hub.switch_off();
    let mut person = Person::starting(&hub, TALL, folder);
    person.sees("Ho bisogno di aiuto");
    person.reads("Senza linea");
    hub.switch_on();
    person.until("the line back", |harness| harness.state().model.line == kiosk::model::Line::Up);
}

#[test]
fn the_window_of_a_kiosk_does_not_close() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    let root = egui::ViewportId::ROOT;
    let events = &mut person.harness.input_mut().viewports.entry(root).or_default().events;
    events.push(egui::ViewportEvent::Close);
    person.harness.step();
    let commands = &person.harness.output().viewport_output[&root].commands;
    assert!(commands.contains(&egui::ViewportCommand::CancelClose), "{commands:?}");
}

#[test]
fn a_kiosk_that_never_met_its_hub_says_so_and_offers_no_errands() {
    let mut hub = FakeHub::start();
    hub.switch_off();
    let mut person = Person::starting(&hub, TALL, tempfile::tempdir().unwrap());
    person.reads("Mi sto preparando");
    assert!(!person.can_see("Ho bisogno di aiuto"));
}

#[test]
fn a_service_of_the_hub_is_searched_read_and_asked_for() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    person.button("Servizi e orari");
    person.sees("Caffè in compagnia");
    person.button("Cerca");
    person.taps("spesa");
    person.button("Mostra");
    person.until("only what was searched for", |harness| {
        use egui_kittest::kittest::Queryable as _;
        harness.query_all_by_label("Caffè in compagnia").next().is_none()
    });
    person.button("Spesa e farmacia");
    person.reads("Volontari del quartiere");
    person.reads("Si entra senza gradini.");
    person.button("Chiedi il servizio");
    person.picks("Mompiano");
    person.picks("In questi giorni");
    person.button("Avanti");
    person.button("Preferisco non dirlo");
    person.button("Invia la richiesta");
    person.sees("La tua richiesta è arrivata");
    assert_eq!(hub.memory().needs[0].category.as_str(), "shopping");
}

#[test]
fn the_shopping_of_every_tuesday_is_asked_for_at_the_kiosk() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    person.button("Ho bisogno di aiuto");
    person.picks("Fare la spesa");
    person.picks("Mompiano");
    person.picks("Ogni settimana");
    person.ticks("martedì");
    person.button("Avanti");
    person.button("Avanti");
    person.button("Preferisco non dirlo");
    person.button("In quali momenti");
    person.ticks("La mattina");
    person.button("Avanti");
    person.button("Invia la richiesta");
    person.sees("La tua richiesta è arrivata");
    let memory = hub.memory();
    let more = &memory.needs[0].more;
    assert_eq!(more.weekly, [protocol::kiosk::Day::Tue]);
    assert_eq!(more.when, [TimeBand::Mornings]);
}
