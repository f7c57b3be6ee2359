//! The window: reports in, screens drawn, actions to the model, effects to the engine.
//!
//! Always true: nothing here waits, and nothing is drawn again while nothing changes; the only timer is
//! the moment the next request runs out. Time and ids come in through [`Outside`], so that a test can
//! hold them.

use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Duration;

use eframe::{NativeOptions, Renderer};
use egui::{Context, Ui, ViewportBuilder, ViewportCommand};
use protocol::CommandId;
use ui_kit::{Prefs, Theme, Words};

use crate::clock;
use crate::engine::{Config, Engine};
use crate::model::{Action, Ctx, Effect, Model, Msg, Report, Stage};
use crate::screens::{self, View, WIDE};
use crate::tour::Tour;

/// Reports that may wait for the screen; what does not fit is read from disk again.
const REPORTS: usize = 256;
/// Reports taken in one frame.
const AT_ONCE: usize = 64;
const NAME: &str = "antenna-app";

/// What the window cannot make out of itself.
pub struct Outside {
    /// The device's clock, UTC milliseconds.
    pub now_ms: Box<dyn Fn() -> i64>,
    /// An id nobody has used.
    pub id: Box<dyn Fn() -> CommandId>,
    /// Takes an effect; gives it back when it cannot be taken now.
    pub hand_over: Box<dyn Fn(Effect) -> Result<(), Box<Effect>>>,
    /// Where reports come from.
    pub reports: Receiver<Report>,
}

/// The app in its window.
pub struct App {
    /// Everything it knows and shows.
    pub model: Model,
    /// How far down the page is to be scrolled, in points; the tour sets it.
    pub scroll_to: Option<f32>,
    outside: Outside,
    /// A link given on the command line, to be filled in once the welcome is shown.
    link: Option<String>,
    tour: Option<Tour>,
}

impl App {
    /// An app between a model and the outside.
    #[must_use]
    pub fn new(outside: Outside) -> Self {
        Self { model: Model::default(), scroll_to: None, outside, link: None, tour: None }
    }

    /// With a pairing link already filled in.
    #[must_use]
    pub fn with_link(mut self, link: Option<String>) -> Self {
        self.link = link;
        self
    }

    /// Shows every screen by itself, then closes.
    #[must_use]
    pub fn with_tour(mut self, tour: Option<Tour>) -> Self {
        self.tour = tour;
        self
    }

    /// Lets one thing happen and does what follows from it.
    pub fn happens(&mut self, msg: Msg) {
        let ctx = Ctx { now_ms: (self.outside.now_ms)(), id: (self.outside.id)() };
        for effect in self.model.update(msg, ctx) {
            if let Err(effect) = (self.outside.hand_over)(effect) {
                tracing::error!("the engine cannot take any more");
                if let Effect::Send { id, .. } = *effect {
                    let _ = self.model.update(Msg::Engine(Report::NotKept { id }), ctx);
                }
            }
        }
    }

    fn drain(&mut self, ctx: &Context) {
        for taken in 1.. {
            let Ok(report) = self.outside.reports.try_recv() else { break };
            self.happens(Msg::Engine(report));
            if taken >= AT_ONCE {
                ctx.request_repaint();
                break;
            }
        }
        if matches!(self.model.stage, Stage::Welcome(_))
            && let Some(link) = self.link.take()
        {
            self.happens(Msg::User(Action::WelcomePage(2)));
            let device_name = String::new();
            self.happens(Msg::User(Action::EditPairing { link, device_name }));
        }
    }

    /// One frame.
    pub fn frame(&mut self, ui: &mut Ui) {
        let size = ui.max_rect().size();
        let theme: Theme = screens::theme(size, self.model.settings.prefs);
        theme.apply(ui.ctx());
        let now_ms = (self.outside.now_ms)();
        let view = View {
            model: &self.model,
            theme: &theme,
            words: Words::new(self.model.settings.prefs.language),
            now_ms,
            wide: size.x >= WIDE,
            scroll_to: self.scroll_to,
        };
        let asked = screens::draw(ui, &view);
        self.wake_at_the_next_deadline(ui.ctx(), now_ms);
        if !asked.is_empty() {
            for action in asked {
                self.happens(Msg::User(action));
            }
            ui.ctx().request_repaint();
        }
    }

    /// A request that runs out while nobody touches the screen must lose its buttons.
    fn wake_at_the_next_deadline(&self, ctx: &Context, now_ms: i64) {
        let hub_now_ms = self.model.hub_now_ms(now_ms);
        let next = self.model.ledger.proposals.values().map(|it| it.until_ms);
        if let Some(until_ms) = next.filter(|until_ms| *until_ms > hub_now_ms).min() {
            let wait = u64::try_from(until_ms.saturating_sub(hub_now_ms)).unwrap_or(0);
            // A timer of more than a day is pointless, and some systems cannot keep it.
            ctx.request_repaint_after(Duration::from_millis(wait.clamp(1_000, 86_400_000)));
        }
    }
}

impl eframe::App for App {
    fn raw_input_hook(&mut self, _ctx: &Context, raw_input: &mut egui::RawInput) {
        // The letters' picture is as wide as the widest texture there may be: 16 384 without a graphics card,
        // of which a few rows are used and all are held, twice.
        raw_input.max_texture_side = Some(ui_kit::ATLAS_SIDE);
    }

    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.drain(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.frame(ui);
        if let Some(mut tour) = self.tour.take() {
            if tour.walk(ui.ctx(), self) {
                self.tour = Some(tour);
            } else {
                ui.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }
}

/// Opens the window and runs until it is closed.
///
/// # Errors
/// What the system said, when it gives no window, no thread or no place for pictures.
pub fn run(
    config: Config,
    size: Option<(f32, f32)>,
    link: Option<String>,
    tour: Option<&Path>,
) -> std::io::Result<()> {
    let tour = tour.map(Tour::try_new).transpose()?;
    let (width, height) = size.unwrap_or((1180.0, 800.0));
    let title = Words::new(Prefs::default().language).get("antenna-app-name");
    let options = NativeOptions {
        renderer: Renderer::Glow,
        viewport: ViewportBuilder::default()
            .with_title(title)
            .with_app_id(NAME)
            .with_inner_size([width, height])
            .with_min_inner_size([360.0, 560.0]),
        ..NativeOptions::default()
    };
    let create = move |creation: &eframe::CreationContext<'_>| {
        ui_kit::install(&creation.egui_ctx);
        let (tell, reports) = sync_channel(REPORTS);
        let screen = creation.egui_ctx.clone();
        let engine = Engine::start(
            config,
            Box::new(move |report| {
                let taken = tell.try_send(report).is_ok();
                screen.request_repaint();
                taken
            }),
        )?;
        let outside = Outside {
            now_ms: Box::new(clock::now_ms),
            id: Box::new(clock::new_id),
            hand_over: Box::new(move |effect| engine.hand_over(effect)),
            reports,
        };
        let app = App::new(outside).with_link(link).with_tour(tour);
        Ok(Box::new(app) as Box<dyn eframe::App>)
    };
    eframe::run_native(NAME, options, Box::new(create))
        .map_err(|error| std::io::Error::other(error.to_string()))
}
