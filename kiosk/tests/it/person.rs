//! Somebody at the kiosk: finds things by role and name, presses them at a human pace, and waits for what should
//! appear, up to a deadline.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use kiosk::app::{App, Outside};
use kiosk::config::Credential;
use kiosk::link::shelf::Shelf;
use kiosk::link::{Bell, Link, Pace};
use kiosk::model::Now;
use protocol::CommandId;
use tempfile::TempDir;
use uuid::Uuid;

use crate::fake_hub::FakeHub;

/// An upright screen.
pub const TALL: Vec2 = vec2(1080.0, 1920.0);
/// A wide screen.
pub const WIDE: Vec2 = vec2(1920.0, 1080.0);
const DEADLINE: Duration = Duration::from_secs(20);
/// 22 November 2026, 10:24 in Brescia.
const MORNING_MS: i64 = 1_795_339_440_000;

/// A kiosk and the person in front of it.
pub struct Person {
    /// The kiosk.
    pub harness: Harness<'static, App>,
    clock: Rc<Cell<Now>>,
    folder: TempDir,
}

impl Person {
    /// Stands in front of an upright kiosk of this hub, whose first screen is ready.
    pub fn at(hub: &FakeHub) -> Self {
        Self::at_size(hub, TALL)
    }

    /// The same in front of a screen of this size.
    pub fn at_size(hub: &FakeHub, size: Vec2) -> Self {
        let mut person = Self::starting(hub, size, tempfile::tempdir().unwrap());
        person.sees("Ho bisogno di aiuto");
        person
    }

    /// A kiosk that has just been switched on, with this state folder.
    pub fn starting(hub: &FakeHub, size: Vec2, folder: TempDir) -> Self {
        let path = folder.path().join("kiosk.toml");
        hub.write_credential(&path);
        let credential = Credential::read(&path).unwrap();
        let pace = Pace { place: Duration::from_millis(100), retry: Duration::from_millis(50) };
        let shelf = Shelf::new(folder.path().to_path_buf());
        let _ = rustls::crypto::ring::default_provider().install_default();
        let link = Link::start(&credential, shelf, pace, Bell::default()).unwrap();
        let clock = Rc::new(Cell::new(Now { mono_ms: 10_000, wall_ms: MORNING_MS }));
        let (read, made) = (Rc::clone(&clock), Cell::new(0_u128));
        let outside = Outside {
            now: Box::new(move || read.get()),
            command_id: Box::new(move || {
                made.set(made.get() + 1);
                CommandId::new(Uuid::from_u128(made.get()))
            }),
        };
        let harness = Harness::builder()
            .with_size(size)
            .with_context_setup(ui_kit::install)
            .build_eframe(|_| App::new(link, outside, ui_kit::Screen::default(), true));
        Self { harness, clock, folder }
    }

    /// Lets go of the kiosk and keeps its state folder.
    pub fn leaves(self) -> TempDir {
        self.folder
    }

    /// Lets this much time go by.
    pub fn waits(&mut self, ms: u64) {
        let mut now = self.clock.get();
        now.mono_ms += ms;
        now.wall_ms += i64::try_from(ms).unwrap();
        self.clock.set(now);
        self.harness.run_steps(2);
    }

    /// Waits until something with this name is there.
    pub fn sees(&mut self, label: &str) {
        self.until(label, |harness| harness.query_all_by_label(label).next().is_some());
    }

    /// Waits until a name holds this text.
    pub fn reads(&mut self, part: &str) {
        self.until(part, |harness| harness.query_all_by_label_contains(part).next().is_some());
    }

    /// Whether something with this name is there now.
    pub fn can_see(&mut self, label: &str) -> bool {
        self.harness.run_steps(2);
        self.harness.query_all_by_label(label).next().is_some()
    }

    /// Waits until this holds.
    pub fn until(&mut self, what: &str, test: impl Fn(&Harness<'static, App>) -> bool) {
        let start = Instant::now();
        loop {
            self.harness.run_steps(1);
            if test(&self.harness) {
                return;
            }
            assert!(start.elapsed() < DEADLINE, "never came: {what}\n{:?}", self.harness.root());
            std::thread::yield_now();
        }
    }

    /// Presses what has this role and name, after a moment's thought. Where several do, the last one.
    pub fn presses(&mut self, role: Role, label: &str) {
        self.sees(label);
        self.waits(800);
        let node = self.harness.get_all_by_role_and_label(role, label).last().unwrap();
        node.click();
        self.harness.run_steps(3);
    }

    /// Presses whatever has this name, after a moment's thought: a card, an answer, a button.
    pub fn presses_any(&mut self, label: &str) {
        self.sees(label);
        self.waits(800);
        let roles = [Role::Button, Role::RadioButton, Role::CheckBox, Role::Link];
        let found = roles
            .into_iter()
            .find(|role| self.harness.query_all_by_role_and_label(*role, label).next().is_some());
        let role = found.unwrap_or_else(|| panic!("nothing to press is called {label}"));
        self.harness.get_all_by_role_and_label(role, label).last().unwrap().click();
        self.harness.run_steps(3);
    }

    /// Presses a button.
    pub fn button(&mut self, label: &str) {
        self.presses(Role::Button, label);
    }

    /// Presses an answer of which one counts.
    pub fn picks(&mut self, label: &str) {
        self.presses(Role::RadioButton, label);
    }

    /// Presses an answer of which several count.
    pub fn ticks(&mut self, label: &str) {
        self.presses(Role::CheckBox, label);
    }

    /// Types with the keyboard on the screen, letter by letter.
    pub fn taps(&mut self, text: &str) {
        for c in text.chars() {
            let wanted = c.to_string();
            let found = |harness: &Harness<'static, App>, label: &str| {
                harness.query_all_by_role_and_label(Role::Button, label).next().is_some()
            };
            let label = match c {
                ' ' => "Spazio".to_owned(),
                _ if found(&self.harness, &wanted) => wanted,
                _ => c.to_uppercase().to_string(),
            };
            self.waits(100);
            self.harness.get_by_role_and_label(Role::Button, &label).click();
            self.harness.run_steps(2);
        }
    }

    /// Types on a real keyboard.
    pub fn types(&mut self, text: &str) {
        for c in text.chars() {
            self.waits(200);
            self.harness.event(Event::Text(c.to_string()));
            self.harness.run_steps(2);
        }
    }

    /// Holds a slip under a code reader, which types it in no time and presses Enter.
    pub fn scans(&mut self, code: &str) {
        self.waits(1_000);
        for c in code.chars() {
            self.harness.event(Event::Text(c.to_string()));
        }
        for pressed in [true, false] {
            let (key, modifiers) = (Key::Enter, Modifiers::NONE);
            self.harness.event(Event::Key {
                key,
                physical_key: None,
                pressed,
                repeat: false,
                modifiers,
            });
        }
        self.harness.run_steps(2);
    }

    /// The code of the slip on the screen.
    pub fn code(&mut self) -> String {
        let screen = &self.harness.state().model.session.screen;
        let kiosk::model::Screen::Given(given) = screen else { panic!("no slip: {screen:?}") };
        given.slip.code.to_string()
    }
}
