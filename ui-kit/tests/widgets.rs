//! The widgets as a person meets them: by finger, by keyboard, by name, in every theme.

use std::cell::RefCell;
use std::rc::Rc;

use egui::{Event, Key, Modifiers, Rect, Role, Ui, Vec2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use ui_kit::testing::{self, Target};
use ui_kit::widgets::{
    Badge, Banner, BarItem, BottomBar, Button, CallStrip, Card, Chip, Choice, CodeField,
    CountdownRing, Dialog, Edit, EmptyState, Keyboard, KeyboardState, ListRow, Loading, Notice, Qr,
    StepFooter, StepHeader, StepMove, TextField, Toasts, TopBar, paint_hero,
};
use ui_kit::{Accent, IconStyle, Language, Prefs, Screen, Size, Theme, Words, icons, text};

fn theme(prefs: Prefs) -> Theme {
    Theme::new(Screen::default(), prefs)
}

fn plain() -> Theme {
    theme(Prefs::default())
}

fn words() -> Words {
    Words::new(Language::It)
}

fn harness<'a>(size: Vec2, theme: &Theme, mut page: impl FnMut(&mut Ui) + 'a) -> Harness<'a> {
    let theme = *theme;
    Harness::builder()
        .with_size(size)
        .with_max_steps(12)
        .with_context_setup(ui_kit::install)
        .build_ui(move |ui| {
            theme.apply(ui.ctx());
            page(ui);
        })
}

fn targets(harness: &Harness<'_>) -> Vec<Target> {
    harness
        .root()
        .children_recursive()
        .filter(|node| node.accesskit_node().bounding_box().is_some())
        .map(|node| {
            let inner = node.accesskit_node();
            let name = inner.label().or_else(|| inner.value()).unwrap_or_default();
            Target::new(inner.role(), name, node.rect())
        })
        .collect()
}

/// What somebody wrote and chose on the page that holds everything.
#[derive(Default)]
struct Session {
    text: String,
    code: String,
    keyboard: KeyboardState,
}

/// Everything at once, as wide as a kiosk and as long as it gets. `say` stretches the sentences when asked.
fn everything(
    ui: &mut Ui,
    theme: &Theme,
    words: Words,
    say: &dyn Fn(&str) -> String,
    session: &mut Session,
) {
    let width = ui.available_width();
    let place = |ui: &mut Ui, height: f32| ui.allocate_space(vec2(width, height)).1;
    let name = "Casa di quartiere Porta Verde";
    let bar = TopBar::new(theme, name)
        .line("Via dei Tigli 14")
        .status(Accent::Green, "Collegato")
        .clock("10:24", "domenica 22 novembre");
    let rect = place(ui, bar.wanted_height());
    paint_hero(ui.painter(), theme, rect);
    bar.show_at(ui, rect);
    StepHeader::new(theme, words, &say("Di che cosa hai bisogno?"))
        .step(2, 3)
        .help(&say("Scegli una risposta."))
        .show(ui);
    let (title, line) =
        (say("Prenota uno spazio o un appuntamento"), say("Sale, sportelli, tavoli condivisi"));
    for (height, icon) in [(300.0, icons::CALENDAR_CHECK), (190.0, icons::SEARCH)] {
        let card = Card::new(theme, icon, &title).line(&line).accent(Accent::Teal);
        let rect = place(ui, height);
        card.show_at(ui, rect.with_max_x(rect.left() + width / 2.0 - 14.0));
    }
    Choice::new(theme, &say("Un po' di compagnia"))
        .line(&say("Una visita, due parole"))
        .icon(icons::CHATS)
        .selected(true)
        .show(ui);
    Choice::new(theme, &say("Fare la spesa")).several().show(ui);
    for label in ["Oggi", "Domani"] {
        Chip::new(theme, label).selected(label == "Oggi").show(ui);
    }
    TextField::new(theme, words, &say("Di che si tratta?"), &mut session.text)
        .rows(3)
        .limit(200)
        .error(Some(&say("Scrivi almeno una parola.")))
        .show(ui);
    CodeField::new(theme, words, "XX-XXXX", "ABC234", &mut session.code).show(ui);
    for notice in Notice::ALL {
        Banner::new(theme, words, notice, &say("La tua richiesta è al sicuro qui."))
            .title(&say("Senza linea"))
            .show(ui);
    }
    Banner::new(theme, words, Notice::Error, &say("Non siamo riusciti a leggere il codice."))
        .action(&say("Riprova di nuovo"))
        .show(ui);
    ListRow::new(theme, &say("Spesa del giovedì"))
        .line(&say("Ti accompagna una persona"))
        .icon(icons::BASKET, Accent::Green)
        .badge(Accent::Orange, "In attesa")
        .trailing("10:24")
        .show(ui);
    Badge::new(theme, Accent::Slate, "Chiusa").show(ui);
    EmptyState::new(theme, icons::CALENDAR, &say("Non c'è niente in calendario"))
        .line(&say("Torna lunedì."))
        .action(&say("Proponi"))
        .show(ui);
    Loading::new(theme, words).show(ui);
    CountdownRing::new(theme, words, 14, 20).show(ui);
    Qr::new(theme, words, "https://example.org/c/7K2MX9").show(ui).expect("a short address fits");
    let rect = place(ui, CallStrip::new(theme, "", "").wanted_height());
    CallStrip::new(theme, &say("Preferisci parlare con una persona?"), "Chiama un operatore")
        .show_at(ui, rect);
    StepFooter::new(theme, words).disabled_because(Some(&say("Scegli prima un giorno"))).show(ui);
    Keyboard::new(theme, words, &mut session.keyboard).lines().show(ui, &mut session.text);
    let items = [
        BarItem { icon: icons::TEXT_SIZE, label: "Testo grande", on: Some(false) },
        BarItem { icon: icons::CONTRAST, label: "Alto contrasto", on: Some(true) },
        BarItem { icon: icons::SPEAKER, label: "Ascolta", on: Some(false) },
        BarItem { icon: icons::LOWER, label: "Comandi in basso", on: Some(false) },
        BarItem { icon: icons::GLOBE, label: "Lingua", on: None },
    ];
    let bar = BottomBar::new(theme, &items);
    let rect = place(ui, bar.wanted_height());
    bar.show_at(ui, rect);
}

fn each_look() -> Vec<(Prefs, bool)> {
    let mut looks = Vec::new();
    for language in [Language::It, Language::En, Language::Ar, Language::Ur] {
        for large_text in [false, true] {
            for high_contrast in [false, true] {
                for stretched in [false, true] {
                    let prefs = Prefs { language, large_text, high_contrast, ..Prefs::default() };
                    looks.push((prefs, stretched));
                }
            }
        }
    }
    looks
}

fn page_of_everything(prefs: Prefs, stretched: bool) -> Harness<'static> {
    let theme = theme(prefs);
    let mut session = Session::default();
    let words =
        if stretched { Words::stretched(prefs.language) } else { Words::new(prefs.language) };
    let say = move |text: &str| if stretched { testing::stretch(text) } else { text.to_owned() };
    let mut harness = harness(vec2(1080.0, 7200.0), &theme, move |ui| {
        everything(ui, &theme, words, &say, &mut session);
    });
    testing::record_overflows(&harness.ctx);
    harness.run_steps(3);
    harness
}

#[test]
fn no_text_leaves_its_place_in_any_look() {
    for (prefs, stretched) in each_look() {
        let harness = page_of_everything(prefs, stretched);
        assert_eq!(testing::overflows(&harness.ctx), [], "{prefs:?}, stretched: {stretched}");
    }
}

#[test]
fn nothing_is_cut_while_words_are_as_written() {
    for (prefs, stretched) in each_look() {
        if !stretched {
            let harness = page_of_everything(prefs, stretched);
            assert_eq!(testing::cut_texts(&harness.ctx), Vec::<String>::new(), "{prefs:?}");
        }
    }
}

#[test]
fn the_recorder_sees_a_word_that_was_cut() {
    let theme = plain();
    let mut harness = harness(vec2(400.0, 400.0), &theme, move |ui| {
        Button::new(&theme, "Precipitevolissimevolmente")
            .show_at(ui, Rect::from_min_size(pos2(0.0, 0.0), vec2(110.0, 90.0)));
    });
    testing::record_overflows(&harness.ctx);
    harness.run_steps(2);
    assert_eq!(testing::cut_texts(&harness.ctx), ["Precipitevolissimevolmente"]);
}

#[test]
fn the_recorder_sees_a_text_larger_than_its_place() {
    let theme = plain();
    let mut harness = harness(vec2(400.0, 400.0), &theme, move |ui| {
        let spec = theme.spec(Size::Body);
        let shaped = text::shape(ui.ctx(), "due righe di testo\nin una", &spec, 300.0);
        shaped.paint(
            ui.painter(),
            Rect::from_min_size(pos2(0.0, 0.0), vec2(300.0, 30.0)),
            theme.palette.ink,
        );
    });
    testing::record_overflows(&harness.ctx);
    harness.run_steps(2);
    assert_eq!(testing::overflows(&harness.ctx).len(), 1);
}

#[test]
fn everything_that_can_be_touched_is_large_enough() {
    for large_text in [false, true] {
        let prefs = Prefs { large_text, ..Prefs::default() };
        let harness = page_of_everything(prefs, false);
        let found = targets(&harness);
        assert!(
            found.iter().filter(|target| target.role == Role::Button).count() > 40,
            "the keys are there"
        );
        assert_eq!(testing::small_targets(&found, theme(prefs).touch.target), []);
        assert_eq!(testing::overlapping_targets(&found), []);
    }
}

#[test]
fn every_control_has_a_name_and_a_language() {
    let harness = page_of_everything(Prefs::default(), false);
    for node in harness.root().children_recursive() {
        let inner = node.accesskit_node();
        if egui::accessibility::is_input(inner.role()) {
            let name = inner.label().unwrap_or_default();
            assert!(!name.trim().is_empty(), "{:?} has no name", inner.role());
            assert!(!name.contains(['\u{2068}', '\u{2069}']), "{name} holds controls");
            assert_eq!(inner.data().language(), Some("it"), "{name}");
        }
    }
}

#[test]
fn every_icon_has_a_picture_in_every_style() {
    // The harness panics on a character without a glyph.
    harness(vec2(1200.0, 800.0), &plain(), |ui| {
        for icon in icons::ALL {
            for style in [IconStyle::Regular, IconStyle::Bold, IconStyle::Fill] {
                icon.paint(
                    ui.painter(),
                    Rect::from_min_size(pos2(0.0, 0.0), Vec2::splat(40.0)),
                    style,
                    egui::Color32::BLACK,
                );
            }
        }
    })
    .run();
}

#[test]
fn a_page_at_rest_asks_for_no_frame() {
    let theme = plain();
    let mut harness = harness(vec2(1080.0, 900.0), &theme, move |ui| {
        Card::new(&theme, icons::HAND_HEART, "Ho bisogno di aiuto").show(ui);
        Button::new(&theme, "Avanti").show(ui);
        Banner::new(&theme, words(), Notice::Info, "Una riga").show(ui);
    });
    harness.run();
    let delay = harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    assert_eq!(delay, std::time::Duration::MAX);
}

#[test]
fn waiting_turns_ten_times_a_second_and_stands_still_when_asked() {
    for (reduced_motion, expected) in
        [(false, std::time::Duration::from_millis(100)), (true, std::time::Duration::MAX)]
    {
        let theme = theme(Prefs { reduced_motion, ..Prefs::default() });
        let mut harness = harness(vec2(600.0, 200.0), &theme, move |ui| {
            Loading::new(&theme, words()).show(ui);
        });
        harness.run();
        let delay = harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
        assert!(delay >= expected && (delay == expected || !reduced_motion), "{delay:?}");
        assert!(harness.query_by_label("Un momento…").is_some());
    }
}

/// Counts how often each of three buttons is pressed.
fn three_buttons(presses: &Rc<RefCell<[u32; 3]>>) -> Harness<'static> {
    let presses = Rc::clone(presses);
    let theme = plain();
    harness(vec2(1080.0, 600.0), &theme, move |ui| {
        for (index, label) in ["Uno", "Due", "Tre"].into_iter().enumerate() {
            let button = Button::new(&theme, label).full_width();
            let button =
                if index == 2 { button.disabled_because("Manca il giorno") } else { button };
            if button.show(ui).clicked() {
                presses.borrow_mut()[index] += 1;
            }
        }
    })
}

#[test]
fn a_button_answers_to_a_finger() {
    let presses = Rc::new(RefCell::new([0; 3]));
    let mut harness = three_buttons(&presses);
    harness.get_by_label("Due").click();
    harness.run();
    assert_eq!(*presses.borrow(), [0, 1, 0]);
}

#[test]
fn a_button_answers_to_tab_arrows_and_enter() {
    let presses = Rc::new(RefCell::new([0; 3]));
    let mut harness = three_buttons(&presses);
    harness.run();
    for key in [Key::Tab, Key::Enter, Key::ArrowDown, Key::Space] {
        harness.key_press(key);
        harness.run();
    }
    assert_eq!(*presses.borrow(), [1, 1, 0]);
}

#[test]
fn a_disabled_button_cannot_be_pressed_but_says_why() {
    let presses = Rc::new(RefCell::new([0; 3]));
    let mut harness = three_buttons(&presses);
    harness.get_by_label("Tre").click();
    harness.run();
    assert_eq!(*presses.borrow(), [0; 3]);
    let node = harness.get_by_label("Tre");
    assert!(node.accesskit_node().is_disabled());
    assert_eq!(node.accesskit_node().data().description(), Some("Manca il giorno"));
    for _ in 0..3 {
        harness.key_press(Key::Tab);
        harness.run();
    }
    assert!(harness.get_by_label("Tre").is_focused(), "its reason can be heard");
}

#[test]
fn a_slow_and_trembling_press_still_counts() {
    let presses = Rc::new(RefCell::new([0; 3]));
    let mut harness = three_buttons(&presses);
    harness.run();
    let start = harness.get_by_label("Uno").rect().center();
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    harness.event(Event::PointerMoved(start));
    harness.event(button(start, true));
    harness.run_steps(12);
    let end = start + vec2(10.0, 6.0);
    harness.event(Event::PointerMoved(end));
    harness.event(button(end, false));
    harness.run();
    assert_eq!(presses.borrow()[0], 1, "three seconds and three millimetres");
}

#[test]
fn a_choice_says_whether_it_is_chosen() {
    let theme = plain();
    let mut harness = harness(vec2(1080.0, 500.0), &theme, move |ui| {
        Choice::new(&theme, "Spesa").selected(true).show(ui);
        Choice::new(&theme, "Compagnia").several().show(ui);
    });
    harness.run();
    let chosen = |label: &str| harness.get_by_label(label).accesskit_node().toggled();
    assert_eq!(chosen("Spesa"), Some(egui::accesskit::Toggled::True));
    assert_eq!(chosen("Compagnia"), Some(egui::accesskit::Toggled::False));
    assert_eq!(harness.get_by_label("Compagnia").accesskit_node().role(), Role::CheckBox);
}

fn written(theme: &Theme, limit: usize, rows: u8, drive: impl Fn(&mut Harness<'_>)) -> String {
    let theme = *theme;
    let text = Rc::new(RefCell::new(String::new()));
    let shared = Rc::clone(&text);
    let mut harness = harness(vec2(1080.0, 600.0), &theme, move |ui| {
        let mut text = shared.borrow_mut();
        TextField::new(&theme, Words::new(theme.prefs.language), "Racconta", &mut text)
            .rows(rows)
            .limit(limit)
            .show(ui);
    });
    harness.run();
    drive(&mut harness);
    harness.run();
    drop(harness);
    let text = text.borrow();
    text.clone()
}

#[test]
fn a_field_is_written_with_a_real_keyboard() {
    let text = written(&plain(), 8, 1, |harness| {
        harness.get_by_label("Racconta").click();
        harness.run();
        harness.event(Event::Text("perché no, grazie".to_owned()));
        harness.key_press(Key::Backspace);
        harness.key_press(Key::Enter);
    });
    assert_eq!(text, "perché ");
}

#[test]
fn a_field_of_several_lines_takes_new_lines() {
    let text = written(&plain(), 80, 3, |harness| {
        harness.get_by_label("Racconta").click();
        harness.run();
        harness.event(Event::Text("uno".to_owned()));
        harness.key_press(Key::Enter);
        harness.event(Event::Text("due".to_owned()));
    });
    assert_eq!(text, "uno\ndue");
}

#[test]
fn arabic_can_be_written_and_taken_back() {
    let arabic = theme(Prefs { language: Language::Ar, ..Prefs::default() });
    let text = written(&arabic, 80, 1, |harness| {
        harness.get_by_label("Racconta").click();
        harness.run();
        harness.event(Event::Text("سلامم".to_owned()));
        harness.key_press(Key::Backspace);
    });
    assert_eq!(text, "سلام");
}

#[test]
fn assistive_technology_can_fill_a_field() {
    let text = written(&plain(), 80, 1, |harness| {
        harness.get_by_label("Racconta").set_text_value_accesskit("dettato a voce");
    });
    assert_eq!(text, "dettato a voce");
}

#[test]
fn the_operators_field_is_an_ordinary_editor() {
    let text = written(&Theme::desktop(Prefs::default()), 80, 1, |harness| {
        harness.get_by_label("Racconta").focus();
        harness.run();
        harness.event(Event::Text("nota".to_owned()));
        harness.run();
        harness.key_press(Key::Home);
        harness.event(Event::Text("una ".to_owned()));
    });
    assert_eq!(text, "una nota");
}

#[test]
fn a_press_anywhere_in_the_painted_box_of_a_field_starts_writing() {
    for rows in [1, 3] {
        let theme = Theme::desktop(Prefs::default());
        let text = written(&theme, 80, rows, |harness| {
            let field = harness.get_by_label("Racconta").rect();
            let mut painted = egui::Rect::EVERYTHING;
            for clipped in &harness.output().shapes {
                if let egui::Shape::Rect(it) = &clipped.shape
                    && it.rect.contains(field.center())
                    && it.rect.area() < painted.area()
                {
                    painted = it.rect;
                }
            }
            let corner = painted.min + vec2(3.0, 3.0);
            harness.hover_at(corner);
            harness.drag_at(corner);
            harness.run();
            harness.drop_at(corner);
            harness.run();
            harness.event(Event::Text("sì".to_owned()));
        });
        assert_eq!(text, "sì", "{rows} rows");
    }
}

#[test]
fn the_keyboard_on_the_screen_writes_what_is_pressed() {
    let text = Rc::new(RefCell::new(String::new()));
    let edits = Rc::new(RefCell::new(Vec::new()));
    let (shared, seen) = (Rc::clone(&text), Rc::clone(&edits));
    let theme = plain();
    let mut state = KeyboardState::default();
    let mut harness = harness(vec2(1080.0, 700.0), &theme, move |ui| {
        let mut text = shared.borrow_mut();
        seen.borrow_mut()
            .extend(Keyboard::new(&theme, words(), &mut state).limit(6).show(ui, &mut text));
    });
    harness.run();
    for key in ["P", "e", "r", "ò", "Spazio", "Numeri e segni", "3", "Cancella", "Lettere", "Fatto"]
    {
        harness.get_by_label(key).click();
        harness.run();
    }
    assert_eq!(*text.borrow(), "Però ");
    assert_eq!(edits.borrow().last(), Some(&Edit::Done));
}

#[test]
fn the_keyboard_for_codes_offers_only_what_a_code_may_hold() {
    let theme = plain();
    let mut state = KeyboardState::default();
    let mut text = String::new();
    let mut harness = harness(vec2(1080.0, 700.0), &theme, move |ui| {
        Keyboard::new(&theme, words(), &mut state).code("ABC234").show(ui, &mut text);
    });
    harness.run();
    assert!(harness.query_by_label("A").is_some());
    assert!(harness.query_by_label("O").is_none());
    assert!(harness.query_by_label("Spazio").is_none());
}

#[test]
fn a_code_is_taken_in_capitals_and_without_what_it_cannot_hold() {
    let code = Rc::new(RefCell::new(String::new()));
    let shared = Rc::clone(&code);
    let theme = plain();
    let mut harness = harness(vec2(1080.0, 300.0), &theme, move |ui| {
        let mut code = shared.borrow_mut();
        CodeField::new(&theme, words(), "XX-XXXX", "23456789ABCDEFGHJKLMNPQRSTUVWXYZ", &mut code)
            .show(ui);
    });
    harness.run();
    harness.get_by_role(Role::TextInput).click();
    harness.run();
    harness.event(Event::Text("7k-2o0mx9zz".to_owned()));
    harness.run();
    assert_eq!(*code.borrow(), "7K2MX9");
    assert_eq!(harness.get_by_label("Codice").value(), Some("7K2MX9".to_owned()));
}

#[test]
fn the_foot_of_a_page_goes_both_ways() {
    let moves = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&moves);
    let theme = plain();
    let mut harness = harness(vec2(1080.0, 300.0), &theme, move |ui| {
        seen.borrow_mut().extend(StepFooter::new(&theme, words()).next("Invia").show(ui));
    });
    harness.run();
    for label in ["Indietro", "Invia"] {
        harness.get_by_label(label).click();
        harness.run();
    }
    assert_eq!(*moves.borrow(), [StepMove::Back, StepMove::Next]);
}

#[test]
fn the_page_is_mirrored_in_arabic() {
    let place = |language| {
        let theme = theme(Prefs { language, ..Prefs::default() });
        let mut harness = harness(vec2(1080.0, 300.0), &theme, move |ui| {
            StepFooter::new(&theme, words()).show(ui);
        });
        harness.run();
        (harness.get_by_label("Indietro").rect(), harness.get_by_label("Avanti").rect())
    };
    let (back, next) = place(Language::It);
    assert!(back.right() < next.left());
    let (mirrored_back, mirrored_next) = place(Language::Ar);
    assert!(mirrored_next.right() < mirrored_back.left());
    assert_eq!(back.size(), mirrored_back.size());
    assert_eq!(next.size(), mirrored_next.size());
}

#[test]
fn a_short_message_stays_eight_seconds_and_then_goes() {
    let theme = plain();
    let toasts = Rc::new(RefCell::new(Toasts::default()));
    toasts.borrow_mut().push(Notice::Success, "Codice stampato");
    let shared = Rc::clone(&toasts);
    let mut harness = Harness::builder()
        .with_step_dt(1.0)
        .with_context_setup(ui_kit::install)
        .build_ui(move |ui| shared.borrow_mut().show(ui.ctx(), &theme, words(), 100.0));
    let mut seen_secs = 0;
    while harness.query_by_label("Fatto. Codice stampato").is_some() && seen_secs < 60 {
        harness.step();
        seen_secs += 1;
    }
    assert!(
        (5..=10).contains(&seen_secs),
        "a few seconds pass while the harness is made: {seen_secs}"
    );
    assert!(harness.ctx.input(|input| input.time) >= 8.0);
    assert!(toasts.borrow().is_empty());
}

#[test]
fn a_dialog_is_announced_and_holds_the_keyboard() {
    let theme = plain();
    let behind = Rc::new(RefCell::new(0));
    let pressed = Rc::clone(&behind);
    let mut harness = harness(vec2(1080.0, 1400.0), &theme, move |ui| {
        if Button::new(&theme, "Dietro").show(ui).clicked() {
            *pressed.borrow_mut() += 1;
        }
        Dialog::new(&theme, "test", "Ci sei ancora?")
            .text("Tra poco torniamo all'inizio.")
            .show(ui.ctx(), |ui| Button::new(&theme, "Sì, continuo").show(ui).clicked());
    });
    harness.run();
    assert_eq!(
        harness.get_by_role(Role::Dialog).accesskit_node().label().as_deref(),
        Some("Ci sei ancora?")
    );
    harness.get_by_label("Dietro").click();
    harness.run();
    assert_eq!(*behind.borrow(), 0, "the page behind cannot be touched");
}

#[test]
fn data_too_long_for_a_code_shows_nothing() {
    let theme = plain();
    let long = "x".repeat(4000);
    let mut harness = harness(vec2(600.0, 600.0), &theme, move |ui| {
        assert!(Qr::new(&theme, words(), &long).show(ui).is_none());
        assert!(Qr::new(&theme, words(), "https://example.org").show(ui).is_some());
    });
    harness.run();
}
