//! The app as a person meets it: its own window in memory, fingers that find things by name, and a hub
//! that says what the test says.

#![expect(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on must stop"
)]

mod support;

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::rc::Rc;
use std::sync::mpsc::{SyncSender, sync_channel};

use antenna_app::app::{App, Outside};
use antenna_app::data::Pairing;
use antenna_app::link::LinkState;
use antenna_app::model::{
    Action, BankPart, Effect, Model, Msg, Opened, Report, Stage, Tab, WhenForm,
};
use antenna_app::outbox::{KeptFact, Settled, Snapshot};
use antenna_app::screens;
use egui::{Role, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use protocol::antenna::{Assigned, BankOther, DeviceCommand, News, PairingLink};
use protocol::kiosk::Urgency;
use protocol::{CommandId, DeviceId, PersonDetails, Problem};
use support::{account, profile, proposal, proposed, request, slug};
use ui_kit::Language;
use ui_kit::testing::{
    Target, every_key_in_every_language, overflows, overlapping_targets, record_overflows,
    small_targets, unknown_keys_in,
};
use uuid::Uuid;

const PHONE: Vec2 = vec2(412.0, 915.0);
const DESK: Vec2 = vec2(1280.0, 800.0);
/// 22 November 2026, 10:24 in Brescia.
const NOW: i64 = 1_795_339_440_000;
const HOUR: i64 = 3_600_000;

struct Person {
    harness: Harness<'static, App>,
    reports: SyncSender<Report>,
    effects: Rc<RefCell<Vec<Effect>>>,
    cursor: u64,
}

impl Person {
    fn at(size: Vec2, opened: Opened) -> Self {
        let (reports, heard) = sync_channel(256);
        let effects: Rc<RefCell<Vec<Effect>>> = Rc::default();
        let (taken, next) = (effects.clone(), Cell::new(1_u128));
        let outside = Outside {
            now_ms: Box::new(|| NOW),
            id: Box::new(move || CommandId::new(Uuid::from_u128(next.replace(next.get() + 1)))),
            hand_over: Box::new(move |effect| {
                taken.borrow_mut().push(effect);
                Ok(())
            }),
            reports: heard,
        };
        let harness = Harness::builder()
            .with_size(size)
            .with_context_setup(ui_kit::install)
            .build_eframe(|_| App::new(outside));
        let mut person = Self { harness, reports, effects, cursor: 0 };
        person.hub(Report::Opened(Box::new(opened)));
        person
    }

    fn new(size: Vec2) -> Self {
        Self::at(size, Opened { snapshot: Snapshot::default(), address: None, alerts: Vec::new() })
    }

    fn paired(size: Vec2, is_operator: bool) -> Self {
        let address = Some("127.0.0.1:8443".to_owned());
        let mut person =
            Self::at(size, Opened { snapshot: Snapshot::default(), address, alerts: Vec::new() });
        person.hub(Report::Link(LinkState::Online));
        person.facts([profile(DeviceId::new(Uuid::from_u128(7)), is_operator)]);
        person
    }

    fn hub(&mut self, report: Report) {
        self.reports.send(report).unwrap();
        self.harness.run_steps(3);
    }

    fn facts(&mut self, news: impl IntoIterator<Item = News>) {
        let facts: Vec<KeptFact> = news
            .into_iter()
            .map(|news| {
                self.cursor += 1;
                KeptFact { cursor: self.cursor, news: Some(news) }
            })
            .collect();
        self.hub(Report::Facts { facts, hub_at_ms: NOW });
    }

    fn sees(&self, label: &str) {
        assert!(self.finds(label), "not there: {label}\n{:?}", self.harness.root());
    }

    fn finds(&self, label: &str) -> bool {
        self.harness.query_all_by_label_contains(label).next().is_some()
    }

    fn presses(&mut self, role: Role, label: &str) {
        let find = |person: &Self| {
            let found = person.harness.get_all_by_role_and_label(role, label).next();
            found.unwrap().scroll_to_me();
        };
        find(self);
        self.harness.run_steps(8);
        self.harness.get_all_by_role_and_label(role, label).next().unwrap().click();
        self.harness.run_steps(4);
    }

    fn button(&mut self, label: &str) {
        self.presses(Role::Button, label);
    }

    fn goes(&mut self, label: &str) {
        self.presses(Role::Tab, label);
    }

    fn types(&mut self, label: &str, text: &str) {
        let role =
            if self.harness.query_by_role_and_label(Role::MultilineTextInput, label).is_some() {
                Role::MultilineTextInput
            } else {
                Role::TextInput
            };
        self.harness.get_by_role_and_label(role, label).focus();
        self.harness.run_steps(2);
        self.harness.get_by_role_and_label(role, label).type_text(text);
        self.harness.run_steps(3);
    }

    /// The commands given so far, with their ids.
    fn sent(&self) -> Vec<(CommandId, DeviceCommand)> {
        self.effects
            .borrow()
            .iter()
            .filter_map(|effect| match effect {
                Effect::Send { id, command, .. } => Some((*id, (**command).clone())),
                _ => None,
            })
            .collect()
    }

    /// The hub records the last command, or refuses it.
    fn answers(&mut self, problem: Option<Problem>) {
        let (id, _) = self.sent().last().cloned().expect("nothing was sent");
        self.hub(Report::Kept { id, n: 1 });
        let settled = match problem {
            None => Settled::Recorded { n: 1 },
            Some(problem) => Settled::Refused { n: 1, problem },
        };
        self.hub(Report::Settled { id, settled });
    }
}

fn link() -> String {
    PairingLink {
        address: "127.0.0.1:8443".into(),
        code: "K7QM4TDX".into(),
        fingerprint: "0".repeat(32),
    }
    .to_string()
}

fn assigned() -> News {
    News::Assigned(Assigned {
        relation: protocol::Relation::Neighbour,
        request: request(1_001),
        proposal: proposal(1),
        category: slug("spesa"),
        neighbourhood: slug("casazza"),
        urgency: Urgency::Today,
        note: "Suonare due volte".into(),
        person: PersonDetails {
            name: "Signora del secondo piano".into(),
            phone: "030 000 0000".into(),
            address: "Via di prova 12".into(),
        },
    })
}

#[test]
fn a_new_device_is_explained_to_and_paired() {
    for size in [PHONE, DESK] {
        let mut person = Person::new(size);
        person.sees("Qui arrivano le richieste del quartiere");
        person.button("Avanti");
        person.sees("Funziona anche senza linea");
        person.button("Avanti");
        person.types("Link di collegamento", "questo non è un link");
        person.button("Collega");
        person.sees("Questo non è un link di collegamento. Ricopialo tutto, da “costellazione:pair/” fino in fondo.");
        assert!(person.effects.borrow().is_empty());

        let mut person = Person::new(size);
        person.button("Avanti");
        person.button("Avanti");
        person.types("Link di collegamento", &link());
        person.button("Collega");
        person.sees("Mi presento all'hub…");
        let asked = person.effects.borrow().clone();
        assert!(matches!(&asked[..], [Effect::Pair { link: asked, .. }] if *asked == link()));
        person.hub(Report::Paired(Box::new(Pairing {
            device: DeviceId::new(Uuid::from_u128(7)),
            secret: String::new(),
            brokers: Vec::new(),
            ca_pem: String::new(),
            address: "127.0.0.1:8443".into(),
            paired_at_ms: NOW,
        })));
        person.sees("Adesso nessuno ha bisogno");
    }
}

#[test]
fn a_request_is_accepted_offline_confirmed_and_done() {
    for size in [PHONE, DESK] {
        let mut person = Person::paired(size, false);
        person.facts([proposed(1, NOW + HOUR)]);
        person.hub(Report::Link(LinkState::Down(antenna_app::link::Why::NoLine)));
        person.sees("Spesa e commissioni");
        person.button("Accetto");
        person.sees("Hai detto di sì. In attesa di conferma dell'hub.");
        person.sees("Da inviare: 1");
        person.hub(Report::Link(LinkState::Online));
        person.answers(None);
        person.sees("È tua, grazie! Nome e indirizzo stanno arrivando.");
        person.facts([assigned()]);
        assert!(!person.finds("Da inviare: 1"));

        person.goes("Agenda, una cosa che ti aspetta");
        person.sees("Nome: Signora del secondo piano");
        person.button("Fatto");
        person.button("+ 15 min");
        person.sees("45 minuti");
        person.button("Conferma: fatto");
        let (_, command) = person.sent().pop().unwrap();
        assert!(matches!(command, DeviceCommand::ReportDone(it) if it.minutes == Some(45)));
        person.sees("Hai detto che è fatto. In attesa di conferma dell'hub.");
        person.answers(None);
        person.sees("Fatto, grazie! L'hub l'ha registrato.");
        assert!(!person.finds("Signora del secondo piano"));
    }
}

#[test]
fn who_comes_second_is_thanked() {
    let mut person = Person::paired(PHONE, false);
    person.facts([proposed(1, NOW + HOUR)]);
    person.button("Accetto");
    person.answers(Some(Problem::conflict("already-taken")));
    person.sees("Grazie! L'ha già preso qualcun altro.");
    person.button("Togli dalla lista");
    person.sees("Adesso nessuno ha bisogno");
}

#[test]
fn giving_back_is_asked_once_more_and_then_done() {
    let mut person = Person::paired(DESK, false);
    person.facts([assigned()]);
    person.goes("Agenda, una cosa che ti aspetta");
    person.button("Non riesco più");
    person.sees("Non riesci più?");
    person.button("Annulla");
    assert!(person.sent().is_empty());
    person.button("Non riesco più");
    let yes =
        person.harness.get_all_by_role_and_label(Role::Button, "Non riesco più").last().unwrap();
    yes.click();
    person.harness.run_steps(4);
    assert!(matches!(&person.sent()[..], [(_, DeviceCommand::GiveBack(_))]));
}

#[test]
fn an_operator_writes_the_diary() {
    for size in [PHONE, DESK] {
        let mut person = Person::paired(size, true);
        person.goes("Diario");
        person.button("Registra");
        person.sees("Scegli che cosa hai fatto.");
        person.presses(Role::RadioButton, "Incontro");
        person.button("+ 60 min");
        person.button("+ 15 min");
        person.button("+ 10");
        if size == PHONE {
            person.button("Aggiungi quando, dove, argomenti");
        }
        person.types("Luogo", "Sala civica");
        person.presses(Role::CheckBox, "Solitudine");
        assert!(person.sent().is_empty(), "a draft was sent");
        let kept = person.effects.borrow().iter().any(
            |effect| matches!(effect, Effect::KeepDraft { body, .. } if body.contains("Sala civica")),
        );
        assert!(kept, "the draft was not kept");
        person.button("Registra");
        let Some((_, DeviceCommand::LogActivity(it))) = person.sent().pop() else { panic!() };
        assert_eq!((it.minutes, it.people_reached, it.place.as_str()), (75, 10, "Sala civica"));
        assert_eq!(it.topics, [slug("solitudine")]);
        person.sees("In attesa di conferma dell'hub");
        person.answers(None);
        person.sees("Registrato dall'hub, da rivedere");
    }
}

#[test]
fn a_need_is_raised_without_a_name() {
    let mut person = Person::paired(PHONE, false);
    person.goes("Segnala un bisogno");
    person.presses(Role::RadioButton, "Compagnia");
    person.presses(Role::RadioButton, "Oggi");
    person.types("Con parole tue", "Una persona sola sulla panchina");
    person.button("Segnala");
    let Some((_, DeviceCommand::RaiseNeedFor(it))) = person.sent().pop() else { panic!() };
    assert_eq!((it.category, it.urgency), (slug("compagnia"), Urgency::Today));
    assert!(it.signal && it.person.is_empty(), "nobody was named: it is a signal");
    person.sees("In attesa di conferma dell'hub");
}

#[test]
fn a_revoked_device_is_told_apart_from_a_bad_line() {
    let mut person = Person::paired(PHONE, false);
    person.hub(Report::Link(LinkState::Down(antenna_app::link::Why::NoLine)));
    person.sees("Senza linea");
    person.hub(Report::Link(LinkState::Down(antenna_app::link::Why::NotAuthorised)));
    person.sees("Non autorizzato");
    person.hub(Report::Link(LinkState::Down(antenna_app::link::Why::TakenOver)));
    person.button("Riprendi qui");
    assert!(person.effects.borrow().contains(&Effect::Online(true)));
}

#[test]
fn nothing_is_drawn_while_nothing_happens() {
    for tab in [Tab::Inbox, Tab::Agenda, Tab::Need, Tab::Diary, Tab::Done, Tab::Settings] {
        let mut person = Person::paired(DESK, true);
        person.harness.state_mut().happens(Msg::User(Action::Go(tab)));
        person.harness.run();
        let delay = person.harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
        assert!(delay > std::time::Duration::from_hours(1), "{tab:?} wants {delay:?}");
    }
}

#[test]
fn a_member_declares_from_their_phone_and_is_told_in_words_what_a_limit_refuses() {
    for size in [PHONE, DESK] {
        let mut person = Person::paired(size, false);
        person.harness.state_mut().happens(Msg::User(Action::Go(Tab::Bank)));
        person.harness.run_steps(3);
        person.sees("Questo telefono non parla ancora per una socia o un socio");
        person.facts([account(NOW)]);
        person.sees("Saldo confermato dall'hub");
        person.sees("Quando tutto è confermato avrai");
        person.presses(Role::RadioButton, "Registra uno scambio");
        person.button("Dichiara lo scambio");
        person.sees("Scegli chi ha dato il suo tempo");
        person.presses(Role::RadioButton, "L'ho ricevuto io");
        person.presses(Role::RadioButton, "Bruno V. · 12");
        person.button("+ 60 min");
        person.button("+ 60 min");
        person.presses(Role::RadioButton, "Compagnia");
        person.button("Dichiara lo scambio");
        let Some((_, DeviceCommand::BankDeclare(it))) = person.sent().pop() else { panic!() };
        assert_eq!((it.gave, it.minutes, it.other), (false, 120, BankOther::Number(12)));
        person.sees("Salvato qui");
        let problem = Problem::conflict("bank-below-floor")
            .with("floor", "−20 h")
            .with("balance", "−18 h 20")
            .with("missing", "20 min");
        person.answers(Some(problem));
        person.presses(Role::RadioButton, "Il mio conto");
        person.sees("Questo scambio ti porterebbe sotto −20 h");
        person.button("Sì, confermo");
        let Some((_, DeviceCommand::BankAnswer(it))) = person.sent().pop() else { panic!() };
        assert!(it.yes);
        person.sees("Hai confermato");
    }
}

type Act = fn(&mut Model);

/// Every screen in turn, each with something on it.
fn walk(model: &mut Model, stop: usize) -> Option<&'static str> {
    let stops: [(&str, Act); 17] = [
        ("inbox", |model| model.tab = Tab::Inbox),
        ("agenda", |model| model.tab = Tab::Agenda),
        ("when", |model| {
            let (now_ms, zone) = (NOW, model.zone());
            model.when = Some(WhenForm::new(request(1_001), None, now_ms, &zone));
        }),
        ("done", |model| {
            model.when = None;
            model.done = Some(antenna_app::model::DoneForm::new(request(1_001)));
        }),
        ("threads", |model| model.tab = Tab::Words),
        ("thread", |model| model.thread = Some(None)),
        ("what I did", |model| model.tab = Tab::Done),
        ("need", |model| model.tab = Tab::Need),
        ("bank", |model| model.tab = Tab::Bank),
        ("bank record", |model| model.bank.part = BankPart::Record),
        ("bank board", |model| model.bank.part = BankPart::Board),
        ("diary", |model| {
            model.whole_diary = true;
            model.tab = Tab::Diary;
        }),
        ("more", |model| model.tab = Tab::More),
        ("settings", |model| model.tab = Tab::Settings),
        ("leave", |model| model.question = Some(antenna_app::model::Question::Leave)),
        ("welcome", |model| {
            model.question = None;
            model.stage = Stage::Welcome(antenna_app::model::Welcome::default());
        }),
        ("pairing", |model| {
            let welcome = antenna_app::model::Welcome { page: 2, ..Default::default() };
            model.stage = Stage::Welcome(welcome);
        }),
    ];
    let (name, act) = stops.get(stop)?;
    act(model);
    Some(name)
}

#[test]
fn every_word_fits_and_everything_to_touch_is_large_enough() {
    let mut wrong = Vec::new();
    for size in [PHONE, DESK] {
        for language in [Language::It, Language::En] {
            for large_text in [false, true] {
                let mut person = Person::paired(size, true);
                person.facts([proposed(2, NOW + HOUR), proposed(3, NOW - HOUR), assigned()]);
                person.facts([account(NOW)]);
                person.hub(Report::Link(LinkState::Down(antenna_app::link::Why::NoLine)));
                let prefs = {
                    let settings = &mut person.harness.state_mut().model.settings;
                    settings.prefs.language = language;
                    settings.prefs.large_text = large_text;
                    settings.prefs
                };
                let target = screens::theme(size, prefs).touch.target;
                let mut stop = 0;
                while let Some(name) = walk(&mut person.harness.state_mut().model, stop) {
                    record_overflows(&person.harness.ctx);
                    person.harness.run_steps(3);
                    let place = format!("{name} {size:?} {language:?} large {large_text}");
                    for it in overflows(&person.harness.ctx) {
                        wrong.push(format!("{place}: \"{}\" needs {:?}", it.text, it.needs));
                    }
                    let nodes: Vec<Target> = person
                        .harness
                        .root()
                        .children_recursive()
                        .filter_map(|node| {
                            let heard = node.accesskit_node();
                            heard.bounding_box()?;
                            let name = heard.label().unwrap_or_default();
                            Some(Target::new(heard.role(), name, node.rect()))
                        })
                        .collect();
                    // What is written in stands inside a box of its own, which is the target; what scrolls
                    // away under the bar cannot be touched there.
                    let fixed = |role: Role| role == Role::Tab;
                    let written =
                        |role: Role| matches!(role, Role::TextInput | Role::MultilineTextInput);
                    let nodes: Vec<Target> =
                        nodes.into_iter().filter(|node| !written(node.role)).collect();
                    let (places, page): (Vec<Target>, Vec<Target>) =
                        nodes.iter().cloned().partition(|node| fixed(node.role));
                    for it in small_targets(&nodes, target) {
                        wrong.push(format!("{place}: {it:?} is too small"));
                    }
                    // Behind a question everything else lies underneath, and cannot be touched.
                    if name != "leave" {
                        let pairs = overlapping_targets(&places);
                        for (one, other) in pairs.into_iter().chain(overlapping_targets(&page)) {
                            wrong.push(format!("{place}: {one} overlaps {other}"));
                        }
                    }
                    stop += 1;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_word_exists_in_every_language() {
    assert_eq!(every_key_in_every_language(), Vec::<String>::new());
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    assert_eq!(unknown_keys_in(&sources), Vec::<String>::new());
}
