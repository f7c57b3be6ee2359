//! Members of the time bank at the kiosk: with card and PIN, alone and together, and nothing of them left behind.

use kiosk::model::{BankPage, Screen};
use protocol::kiosk::bank::Other;

use crate::fake_bank::{CHIP, bruno, livia, slip};
use crate::fake_hub::FakeHub;
use crate::person::{Person, WIDE};

fn signs_in(person: &mut Person) {
    person.scans(livia().0.as_str());
    person.sees("Scrivi il tuo PIN");
    person.types(livia().1);
    person.button("Avanti");
    person.sees("Ciao Livia C.");
}

#[test]
fn two_people_settle_an_exchange_in_under_a_minute_with_both_their_pins() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    let begun_ms = person.harness.state().model.now.mono_ms;
    signs_in(&mut person);
    person.presses_any("Registra uno scambio");
    person.presses_any("L'ho dato io");
    person.presses_any("È qui con me");
    person.presses_any("1 ora");
    person.presses_any("Un po' di compagnia");
    person.sees("È tutto giusto?");
    person.button("La sua tessera");
    person.scans(bruno().0.as_str());
    person.sees("E il suo PIN");
    person.types(bruno().1);
    person.button("Registra");
    person.sees("Fatto!");
    let took_ms = person.harness.state().model.now.mono_ms - begun_ms;
    assert!(took_ms < 60_000, "{took_ms} ms");
    let memory = hub.memory();
    let said = &memory.bank.declared[0];
    assert!(said.gave && said.minutes == 60 && said.category.as_str() == "company");
    assert!(matches!(&said.other, Other::Here(shown) if shown.card == bruno().0));
}

#[test]
fn what_waits_is_confirmed_and_the_account_says_so() {
    let hub = FakeHub::start();
    let mut person = Person::at_size(&hub, WIDE);
    signs_in(&mut person);
    person.presses_any("Da confermare");
    person.reads("Bruno N. dice: ha ricevuto da te");
    person.button("Sì, confermo");
    person.reads("Confermato: lo scambio è nel conto.");
    assert!(hub.memory().bank.answers[0].yes);
}

#[test]
fn a_wrong_pin_is_said_kindly_and_typed_again() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    person.presses_any("Banca del tempo");
    person.sees("Mostra la tua tessera");
    person.scans(livia().0.as_str());
    person.types("1111");
    person.button("Avanti");
    person.until("asked again", |harness| {
        let screen = &harness.state().model.session.screen;
        matches!(screen, Screen::Bank(bank) if bank.page == BankPage::Pin && bank.entry.chars() == 0)
    });
    person.types(livia().1);
    person.button("Avanti");
    person.sees("Ciao Livia C.");
}

#[test]
fn the_chip_of_a_card_says_who_is_there_as_its_code_does() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    person.scans(CHIP);
    person.sees("Scrivi il tuo PIN");
    person.types(livia().1);
    person.button("Avanti");
    person.sees("Ciao Livia C.");
}

#[test]
fn nothing_of_a_member_survives_the_idle_time() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    signs_in(&mut person);
    person.waits(61_000);
    person.sees("Ci sei ancora?");
    person.waits(21_000);
    person.sees("Ho bisogno di aiuto");
    assert!(person.harness.state().model.is_untouched());
    assert!(!person.can_see("Ciao Livia C."));
    person.until("signed out at the hub", |_| hub.memory().bank.signed_out == 1);
}

#[test]
fn a_session_that_is_over_asks_for_the_card_again() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    signs_in(&mut person);
    hub.memory().bank.forgets = true;
    person.presses_any("Da confermare");
    person.button("No, non è così");
    person.sees("Mostra la tua tessera");
    let Screen::Bank(bank) = &person.harness.state().model.session.screen else { panic!() };
    assert!(!bank.is_signed_in());
}

#[test]
fn the_code_of_a_statement_opens_the_account_with_the_pin_and_it_is_said_how_an_exchange_was() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    person.presses_any("Banca del tempo");
    person.sees("Mostra la tua tessera");
    person.scans(slip().as_str());
    person.sees("Scrivi il tuo PIN");
    person.types(livia().1);
    person.button("Avanti");
    person.sees("Ciao Livia C.");
    person.presses_any("Movimenti");
    person.presses_any("Un po' di compagnia");
    person.sees("Com'è andata con l'altra persona?");
    person.presses_any("Bene, lo rifarei");
    person.sees("Vuoi aggiungere due parole?");
    person.button("Registra");
    person.reads("Grazie: hai detto com'è andata.");
    let memory = hub.memory();
    assert!(memory.bank.refers[0].liked && memory.bank.refers.len() == 1);
}

#[test]
fn an_exchange_of_yesterday_is_told_and_one_s_own_declaration_is_taken_back() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    signs_in(&mut person);
    person.presses_any("Registra uno scambio");
    person.presses_any("L'ho dato io");
    person.presses_any("Bruno N.");
    person.presses_any("1 ora");
    person.presses_any("Un po' di compagnia");
    person.sees("È tutto giusto?");
    person.presses_any("Giorno");
    person.sees("Quando è stato?");
    person.presses_any("ieri");
    person.sees("È tutto giusto?");
    person.button("Registra");
    person.sees("Mandato!");
    let yesterday = person.harness.state().model.today().yesterday().unwrap().to_string();
    assert_eq!(hub.memory().bank.declared[0].day, Some(yesterday));
    person.button("Il mio conto");
    person.presses_any("Da confermare");
    person.reads("Da Bruno N. hai ricevuto");
    person.button("È stato un errore: la tolgo");
    person.reads("La tua dichiarazione è tolta");
    assert_eq!(hub.memory().bank.taken_back.len(), 1);
}
