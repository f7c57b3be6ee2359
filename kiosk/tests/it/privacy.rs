//! What one person typed, the next one never meets: not in the model, not in what egui remembers, not on disk.

use kiosk::model::{Model, Presence, STILL_MS, Session};

use crate::fake_hub::FakeHub;
use crate::person::Person;

/// Written in capitals by the keyboard's own rule, so looked for without regard to case.
const SECRET: &str = "zqxsegreto";

fn write_the_secret(person: &mut Person) {
    person.button("Ho un'idea");
    person.picks("Stare insieme");
    person.picks("Tutta la città");
    person.taps(SECRET);
    person.button("Avanti");
    person.button("Il tuo nome");
    person.taps(SECRET);
    person.button("Fatto");
    person.sees("Il tuo indirizzo");
}

/// Everything egui would say about itself, and every text it painted last.
fn remembered(person: &mut Person) -> String {
    person.harness.run_steps(4);
    let memory = person.harness.ctx.memory(|memory| format!("{memory:?}"));
    let output = person.harness.output();
    let painted = format!("{:?}", output.shapes);
    let spoken = format!("{:?}", output.platform_output.accesskit_update);
    format!("{memory}\n{painted}\n{spoken}").to_lowercase()
}

#[test]
fn the_test_would_see_what_is_left_behind() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    write_the_secret(&mut person);
    assert!(remembered(&mut person).contains(SECRET), "it is on the screen now");
}

#[test]
fn nothing_typed_survives_ho_finito() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    write_the_secret(&mut person);
    person.button("Avanti");
    person.button("Invia l'idea");
    person.sees("Grazie! La tua idea è arrivata");
    person.button("Ho finito");
    person.sees("Benvenuti!");
    assert_clean(&mut person);
}

#[test]
fn nothing_typed_survives_leaving_half_way() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    write_the_secret(&mut person);
    person.button("Torna all'inizio");
    person.button("Sì, cancella ed esci");
    person.sees("Benvenuti!");
    assert_clean(&mut person);
}

#[test]
fn nothing_typed_reaches_the_disk_even_while_the_hub_is_off() {
    let mut hub = FakeHub::start();
    let mut person = Person::at(&hub);
    write_the_secret(&mut person);
    person.button("Avanti");
    hub.switch_off();
    person.button("Invia l'idea");
    person.reads("L'hub non risponde");
    let folder = person.leaves();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap().to_lowercase();
        assert!(!text.contains(SECRET), "{}", path.display());
    }
}

#[test]
fn nothing_typed_survives_the_time_nobody_answered() {
    let hub = FakeHub::start();
    let mut person = Person::at(&hub);
    person.picks("English");
    person.picks("Italiano");
    write_the_secret(&mut person);
    person.waits(STILL_MS);
    person.sees("Ci sei ancora?");
    assert!(matches!(person.harness.state().model.presence(), Presence::Asking(_)));
    person.waits(21_000);
    person.sees("Benvenuti!");
    assert_clean(&mut person);
}

fn assert_clean(person: &mut Person) {
    assert!(!remembered(person).contains(SECRET));
    let model = &person.harness.state().model;
    assert_eq!(model.session, Session::default());
    assert_eq!(model.prefs, Model::default().prefs);
}
