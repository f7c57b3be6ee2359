//! The window: takes what happened, lets the model change, draws it, does what it wants.
//!
//! Always true: the clock and the ids come from [`Outside`], so that a test can hold them; at most a few messages
//! are taken per frame; nothing here waits. After a wipe egui remembers nothing of the person either.

use std::num::NonZeroUsize;
use std::time::Instant;

use egui::{Context, Event, Key, Ui, ViewportCommand};
use protocol::CommandId;
use ui_kit::widgets::KeyboardState;
use ui_kit::{Screen as Geometry, Theme, Words};
use uuid::Uuid;

use crate::link::{HandedIn, Link};
use crate::model::{BankPage, Effect, Model, Msg, Now, Screen, update};
use crate::screens::{View, draw};
use crate::tour::Tour;

/// Messages taken from the hub in one frame.
const AT_ONCE: usize = 16;

/// A page that turns out too long is drawn again a little smaller before anybody sees it.
const PASSES: NonZeroUsize = NonZeroUsize::new(8).expect("not zero");

/// After this many passes a window that should fill the screen does, or never will by itself.
const SETTLED_PASSES: u64 = 20;

/// What the program cannot make out of itself: time and chance.
pub struct Outside {
    /// The time.
    pub now: Box<dyn Fn() -> Now>,
    /// A fresh command id.
    pub command_id: Box<dyn Fn() -> CommandId>,
}

impl Outside {
    /// The clocks of this machine and its source of chance.
    #[must_use]
    pub fn real() -> Self {
        let start = Instant::now();
        Self {
            now: Box::new(move || Now {
                mono_ms: u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
                wall_ms: jiff::Timestamp::now().as_millisecond(),
            }),
            #[expect(
                clippy::disallowed_methods,
                reason = "the one place that makes the kiosk's ids"
            )]
            command_id: Box::new(|| CommandId::new(Uuid::now_v7())),
        }
    }
}

/// The kiosk on a screen.
pub struct App {
    /// What is shown and why.
    pub model: Model,
    link: Link,
    outside: Outside,
    diagonal_in: f32,
    distance_mm: f32,
    locked: bool,
    keyboard: KeyboardState,
    wipe_due: bool,
    fills: bool,
    tour: Option<Tour>,
}

impl App {
    /// A kiosk that talks to its hub by `link` and stands as `geometry` says (its pixels are those of the window and
    /// not read here). `locked` refuses to be closed.
    #[must_use]
    pub fn new(link: Link, outside: Outside, geometry: Geometry, locked: bool) -> Self {
        let mut app = Self {
            model: Model::default(),
            link,
            outside,
            diagonal_in: geometry.diagonal_in,
            distance_mm: geometry.distance_mm,
            locked,
            keyboard: KeyboardState::default(),
            wipe_due: false,
            fills: false,
            tour: None,
        };
        let now = (app.outside.now)();
        app.happens(Msg::Tick(now));
        let id = (app.outside.command_id)();
        app.happens(Msg::CommandIdMade(id));
        app
    }

    /// Takes the whole screen also where nobody manages windows and "full screen" is not heard.
    #[must_use]
    pub fn filling(mut self) -> Self {
        self.fills = true;
        self
    }

    /// Walks through every screen by itself, then closes.
    #[must_use]
    pub fn with_tour(mut self, tour: Tour) -> Self {
        self.tour = Some(tour);
        self
    }

    /// How the screen looks at this size, in points.
    #[must_use]
    pub fn theme(&self, size: egui::Vec2) -> Theme {
        let geometry = Geometry {
            width_px: size.x,
            height_px: size.y,
            diagonal_in: self.diagonal_in,
            distance_mm: self.distance_mm,
        };
        Theme::new(geometry, self.model.prefs)
    }

    /// Lets one thing happen, and does what it leads to.
    pub fn happens(&mut self, msg: Msg) {
        let before = self.model.screen_slug();
        let effects = update(&mut self.model, msg);
        let after = self.model.screen_slug();
        if before != after {
            // The page's name and nothing of what stands on it.
            tracing::debug!(screen = %after, "another page");
        }
        for effect in effects {
            match self.link.hand_in(effect, self.model.prefs.language) {
                HandedIn::Taken => {}
                HandedIn::Answered(answer) => self.happens(answer),
                HandedIn::NotMine(Effect::MakeCommandId) => {
                    let id = (self.outside.command_id)();
                    self.happens(Msg::CommandIdMade(id));
                }
                HandedIn::NotMine(_) => self.wipe_due = true,
            }
        }
    }

    fn fill(ctx: &Context) {
        let (screen, window) =
            ctx.input(|input| (input.viewport().monitor_size, input.content_rect()));
        // The first frames come in a size that the compositor has not settled yet.
        let settled = ctx.cumulative_pass_nr() == SETTLED_PASSES;
        if let Some(screen) =
            screen.filter(|size| settled && (*size - window.size()).length() > 1.0)
        {
            ctx.send_viewport_cmd(ViewportCommand::OuterPosition(egui::Pos2::ZERO));
            ctx.send_viewport_cmd(ViewportCommand::InnerSize(screen));
        }
        if ctx.cumulative_pass_nr() < SETTLED_PASSES {
            ctx.request_repaint();
        }
    }

    fn wipe(&mut self, ctx: &Context) {
        self.wipe_due = false;
        self.keyboard = KeyboardState::default();
        ctx.memory_mut(|memory| {
            memory.data = egui::util::IdTypeMap::default();
            memory.caches = egui::cache::CacheStorage::default();
            memory.reset_areas();
            if let Some(focused) = memory.focused() {
                memory.surrender_focus(focused);
            }
        });
        // Two frames later egui has dropped the last text layouts of the person, too.
        ctx.request_repaint_after(std::time::Duration::from_millis(50));
    }

    /// What a finger, a keyboard or a code reader did, apart from pressing what is drawn.
    fn hands(&mut self, ctx: &Context) {
        let events = ctx.input(|input| input.events.clone());
        let pressed = |event: &Event| {
            matches!(
                event,
                Event::PointerButton { pressed: true, .. }
                    | Event::Key { pressed: true, .. }
                    | Event::Text(_)
            ) || matches!(event, Event::MouseWheel { .. })
        };
        if events.iter().any(pressed) {
            self.happens(Msg::Touched);
        }
        // A field that has the focus takes its own letters.
        let writes = match &self.model.session.screen {
            Screen::Flow(flow) => flow.writing.is_some(),
            Screen::Bank(bank) => bank.page == BankPage::NoticeText,
            Screen::Services(services) => services.writing,
            Screen::Home
            | Screen::Given(_)
            | Screen::Code(_)
            | Screen::Status(_)
            | Screen::Kept(_) => false,
        };
        let focused = ctx.memory(|memory| memory.focused().is_some());
        if writes
            || (focused && matches!(self.model.session.screen, Screen::Code(_) | Screen::Bank(_)))
        {
            return;
        }
        let mut read = false;
        for event in &events {
            if let Event::Text(text) = event {
                text.chars().for_each(|c| self.happens(Msg::Key(c)));
            } else if is_enter(event) {
                read |= self.model.session.wedge.is_reading(self.model.now.mono_ms);
                self.happens(Msg::Enter);
            }
        }
        if read {
            // The Enter of a code reader must not also press what happens to have the focus.
            ctx.input_mut(|input| input.events.retain(|event| !is_enter(event)));
        }
    }
}

fn is_enter(event: &Event) -> bool {
    matches!(event, Event::Key { key: Key::Enter, pressed: true, .. })
}

impl eframe::App for App {
    fn raw_input_hook(&mut self, _ctx: &Context, raw_input: &mut egui::RawInput) {
        // The letters' picture is as wide as the widest texture there may be: 16 384 without a graphics card,
        // of which a few rows are used and all are held, twice.
        raw_input.max_texture_side = Some(ui_kit::ATLAS_SIDE);
    }

    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        let now = (self.outside.now)();
        self.happens(Msg::Tick(now));
        for _ in 0..AT_ONCE {
            let Some(msg) = self.link.take() else { break };
            self.happens(msg);
        }
        if self.locked && ctx.input(|input| input.viewport().close_requested()) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        }
        ctx.request_repaint_after(std::time::Duration::from_millis(self.model.next_change_ms()));
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        if self.wipe_due {
            self.wipe(&ctx);
        }
        if self.fills {
            Self::fill(&ctx);
        }
        self.hands(&ctx);
        let screen = ctx.content_rect();
        let theme = self.theme(screen.size());
        theme.apply(&ctx);
        ctx.options_mut(|options| options.max_passes = PASSES);
        let words = Words::new(self.model.prefs.language);
        let view =
            View { model: &self.model, theme: &theme, words, screen, bottom: screen.bottom() };
        let mut said = Vec::new();
        draw(ui, &view, &mut self.keyboard, &mut said);
        if self.locked {
            // A finger has no arrow.
            ctx.set_cursor_icon(egui::CursorIcon::None);
        }
        if !said.is_empty() {
            // What a press changed is seen at once, not at the next minute.
            ctx.request_repaint();
        }
        for msg in said {
            self.happens(msg);
        }
        if let Some(mut tour) = self.tour.take() {
            if tour.walk(&ctx, self) {
                self.tour = Some(tour);
            } else {
                self.locked = false;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}
