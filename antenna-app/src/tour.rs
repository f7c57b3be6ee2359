//! Shows every screen of the running program and writes a picture of each: for looking, for documents.
//!
//! Always true: it sends nothing and leaves drafts and settings as they were; which screens there are
//! depends on the data folder, as for a person.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use std::{fs, io};

use egui::{ColorImage, Context};
use ui_kit::Language;

use crate::app::App;
use crate::link::LinkState;
use crate::model::{Action, Asking, BankAction, BankPart, Model, Msg, Settings, Stage, Tab};
use crate::pairing::PairFailure;

/// Frames to let a screen settle before its picture is taken.
const SETTLED: u32 = 40;
/// How long to wait for the data and the hub before starting.
const PATIENCE: Duration = Duration::from_secs(6);

type Act = Box<dyn Fn(&mut App)>;

struct Stop {
    name: &'static str,
    act: Act,
    /// How far down the page is scrolled, in points.
    scroll: f32,
}

/// A walk under way.
pub struct Tour {
    folder: PathBuf,
    begun: Instant,
    stops: Option<Vec<Stop>>,
    at: usize,
    frames: u32,
    taken: Option<Arc<AtomicBool>>,
    before: Option<Model>,
}

impl Tour {
    /// A walk that leaves its pictures in `folder`.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn try_new(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            begun: Instant::now(),
            stops: None,
            at: 0,
            frames: 0,
            taken: None,
            before: None,
        })
    }

    /// One frame of the walk; `false` at its end.
    pub fn walk(&mut self, ctx: &Context, app: &mut App) -> bool {
        ctx.request_repaint_after(Duration::from_millis(16));
        let Some(stops) = &self.stops else {
            let ready = app.model.stage != Stage::Opening
                && (app.model.stage != Stage::Working || app.model.caught_up_at_ms.is_some());
            if ready || self.begun.elapsed() > PATIENCE {
                self.before = Some(app.model.clone());
                self.stops = Some(stops(&app.model));
            }
            return true;
        };
        if let Some(taken) = &self.taken {
            if taken.load(Ordering::Acquire) {
                self.taken = None;
                self.at += 1;
                self.frames = 0;
            }
            return true;
        }
        let Some(stop) = stops.get(self.at) else {
            if let Some(before) = self.before.take() {
                app.happens(Msg::User(Action::Settings(before.settings)));
                app.model = before;
            }
            return false;
        };
        if self.frames == 0 {
            (stop.act)(app);
        }
        // Once is enough: the page then settles where it really ends.
        app.scroll_to = (self.frames <= 1).then_some(stop.scroll);
        self.frames += 1;
        if self.frames > SETTLED {
            let path = self.folder.join(format!("{:02}-{}.png", self.at + 1, stop.name));
            self.picture(ctx, path);
        }
        true
    }

    fn picture(&mut self, ctx: &Context, path: PathBuf) {
        let taken = Arc::new(AtomicBool::new(false));
        self.taken = Some(Arc::clone(&taken));
        ctx.request_screenshot(move |image| {
            if let Err(error) = write_png(&path, &image) {
                tracing::error!(%error, path = %path.display(), "no picture");
            }
            taken.store(true, Ordering::Release);
        });
    }
}

fn write_png(path: &Path, image: &ColorImage) -> io::Result<()> {
    let side = |points: usize| u32::try_from(points).map_err(io::Error::other);
    let file = io::BufWriter::new(fs::File::create(path)?);
    let mut encoder = png::Encoder::new(file, side(image.size[0])?, side(image.size[1])?);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let bytes: Vec<u8> = image.pixels.iter().flat_map(egui::Color32::to_array).collect();
    encoder.write_header()?.write_image_data(&bytes)?;
    Ok(())
}

fn stop(name: &'static str, act: impl Fn(&mut App) + 'static) -> Stop {
    Stop { name, act: Box::new(act), scroll: 0.0 }
}

fn lower(name: &'static str, scroll: f32, act: impl Fn(&mut App) + 'static) -> Stop {
    Stop { name, act: Box::new(act), scroll }
}

fn go(app: &mut App, tab: Tab) {
    app.model.done = None;
    app.model.when = None;
    app.model.question = None;
    app.happens(Msg::User(Action::Go(tab)));
}

fn stops(model: &Model) -> Vec<Stop> {
    match &model.stage {
        Stage::Opening | Stage::CannotOpen(_) => vec![stop("start", |_| {})],
        Stage::Welcome(_) => welcome(),
        Stage::Working => working(model),
    }
}

fn welcome() -> Vec<Stop> {
    let page = |page: u8| move |app: &mut App| app.happens(Msg::User(Action::WelcomePage(page)));
    vec![
        stop("welcome-what", page(0)),
        stop("welcome-offline", page(1)),
        stop("pairing", page(2)),
        stop("pairing-no-answer", |app| {
            if let Stage::Welcome(welcome) = &mut app.model.stage {
                welcome.asking = Asking::Failed(PairFailure::NoAnswer(String::new()));
            }
        }),
        stop("pairing-asking", |app| {
            if let Stage::Welcome(welcome) = &mut app.model.stage {
                welcome.asking = Asking::Now;
            }
        }),
    ]
}

fn working(model: &Model) -> Vec<Stop> {
    let mut stops = vec![
        stop("inbox", |app| go(app, Tab::Inbox)),
        lower("inbox-lower", 700.0, |_| {}),
        stop("tasks", |app| go(app, Tab::Agenda)),
        stop("tasks-when", |app| {
            let mine = app.model.ledger.task_cards();
            if let Some(card) = mine.iter().find(|card| card.state.is_mine()) {
                app.happens(Msg::User(Action::OpenWhen(card.it.request)));
            }
        }),
        stop("tasks-done", |app| {
            app.model.when = None;
            let mine = app.model.ledger.task_cards();
            if let Some(card) = mine.iter().find(|card| card.state.is_mine()) {
                app.happens(Msg::User(Action::OpenDone(card.it.request)));
            }
        }),
        lower("tasks-lower", 900.0, |app| app.model.done = None),
        stop("tasks-give-back", |app| {
            let mine = app.model.ledger.task_cards();
            if let Some(card) = mine.iter().find(|card| card.state.is_mine()) {
                app.happens(Msg::User(Action::AskGiveBack(card.it.request)));
            }
        }),
        stop("need", |app| go(app, Tab::Need)),
        lower("need-lower", 900.0, |app| app.model.pressed_send = true),
    ];
    if !model.is_operator() {
        stops.push(stop("words", |app| go(app, Tab::Words)));
        for (name, part) in [
            ("bank", BankPart::Account),
            ("bank-record", BankPart::Record),
            ("bank-board", BankPart::Board),
        ] {
            let show = move |app: &mut App| {
                app.happens(Msg::User(Action::Bank(BankAction::Show(part))));
            };
            stops.push(stop(name, show));
            let below = match part {
                BankPart::Account => "bank-lower",
                BankPart::Record => "bank-record-lower",
                BankPart::Board => "bank-board-lower",
            };
            stops.push(lower(below, 900.0, |_| {}));
        }
        stops.push(stop("words-thread", |app| {
            go(app, Tab::Words);
            let threads = app.model.threads();
            let open = threads.iter().find(|thread| thread.last.is_some());
            app.model.thread = open.map(|thread| thread.about);
        }));
    }
    if model.is_operator() {
        stops.push(stop("diary", |app| go(app, Tab::Diary)));
        stops.push(lower("diary-middle", 700.0, |app| app.model.whole_diary = true));
        stops.push(lower("diary-lower", 2_000.0, |_| {}));
    }
    stops.push(stop("done", |app| go(app, Tab::Done)));
    stops.push(lower("done-lower", 900.0, |_| {}));
    stops.push(stop("more", |app| go(app, Tab::More)));
    stops.push(stop("settings", |app| go(app, Tab::Settings)));
    stops.push(lower("settings-lower", 900.0, |_| {}));
    stops.push(stop("settings-leave", |app| app.happens(Msg::User(Action::AskLeave))));
    stops.push(stop("offline", |app| {
        go(app, Tab::Inbox);
        app.model.link = LinkState::Down(crate::link::Why::NoLine);
    }));
    stops.push(stop("revoked", |app| {
        app.model.link = LinkState::Down(crate::link::Why::NotAuthorised);
    }));
    stops.push(stop("empty", |app| {
        app.model.ledger.proposals.clear();
        app.model.link = LinkState::Online;
    }));
    stops.push(stop("tasks-empty", |app| {
        app.model.ledger.tasks.clear();
        go(app, Tab::Agenda);
    }));
    let before = model.clone();
    let look = move |change: fn(&mut Settings)| {
        let before = before.clone();
        move |app: &mut App| {
            app.model = before.clone();
            change(&mut app.model.settings);
            go(app, Tab::Inbox);
        }
    };
    stops.push(stop("contrast", look(|it| it.prefs.high_contrast = true)));
    stops.push(stop("large", look(|it| it.prefs.large_text = true)));
    stops.push(stop("english", look(|it| it.prefs.language = Language::En)));
    if model.is_operator() {
        stops.push(stop("english-diary", |app| go(app, Tab::Diary)));
    }
    stops
}
