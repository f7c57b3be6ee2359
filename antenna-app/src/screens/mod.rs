//! The screens: plain data in, actions out.
//!
//! Always true: nothing here changes the model or waits; every word comes from `Words`, every size and
//! colour from the theme; a screen has an answer for empty, loading, offline and refused. Left rail on
//! wide windows, bottom bar on narrow ones.

mod agenda;
mod bank;
mod diary;
mod done;
mod frame;
mod inbox;
mod more;
mod need;
mod parts;
mod pictures;
mod settings;
mod standing;
mod start;
mod task;
mod threads;
mod welcome;
mod wording;

use egui::{Rect, ScrollArea, Ui, UiBuilder};
use ui_kit::tokens::Touch;
use ui_kit::widgets::{Button, ButtonKind, Dialog};
use ui_kit::{Accent, Prefs, Screen, Theme, Words, icons};

use crate::model::{Action, Model, Question, Stage, Tab};

/// From this width on, in points, there is a rail on the left instead of a bar at the bottom.
pub const WIDE: f32 = 900.0;
/// What a finger needs on a phone or tablet, in points: 9 mm. The 12 mm of a fixed tablet would leave no
/// room for five places in the bar of a phone.
const FINGER: f32 = 56.0;

/// Everything a screen may look at.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The app.
    pub model: &'a Model,
    /// Sizes and colours.
    pub theme: &'a Theme,
    /// Words.
    pub words: Words,
    /// The device's clock, UTC milliseconds.
    pub now_ms: i64,
    /// Whether there is a rail.
    pub wide: bool,
    /// How far down the page is to be scrolled, in points; `None` leaves it to the person.
    pub scroll_to: Option<f32>,
}

/// The theme of a window of this size, in points.
#[must_use]
pub fn theme(size: egui::Vec2, prefs: Prefs) -> Theme {
    if size.x >= WIDE {
        return Theme::desktop(prefs);
    }
    let screen = Screen { width_px: size.x, height_px: size.y, ..Screen::default() };
    let touch = Touch { target: FINGER, gap: 8.0, button: FINGER };
    Theme { touch, ..Theme::tablet(screen, prefs) }
}

/// Draws the whole window and answers with what was asked for.
pub fn draw(ui: &mut Ui, view: &View<'_>) -> Vec<Action> {
    let mut asked = Vec::new();
    let whole = ui.max_rect();
    ui.painter().rect_filled(whole, 0.0, view.theme.palette.ground);
    match &view.model.stage {
        Stage::Opening => start::opening(ui, view),
        Stage::CannotOpen(why) => start::cannot_open(ui, view, why),
        Stage::Welcome(welcome) => welcome::draw(ui, view, welcome, &mut asked),
        Stage::Working => {
            let content = frame::draw(ui, view, whole, &mut asked);
            page(ui, view, content, &mut asked);
        }
    }
    if let Some(question) = view.model.question {
        ask(ui, view, question, &mut asked);
    }
    asked
}

fn page(ui: &mut Ui, view: &View<'_>, content: Rect, asked: &mut Vec<Action>) {
    let mut ui = ui.new_child(UiBuilder::new().max_rect(content).id_salt((
        "page",
        view.model.tab,
        view.model.thread,
        view.model.bank.part,
    )));
    ui.set_clip_rect(content.intersect(ui.clip_rect()));
    let mut area = ScrollArea::vertical()
        .id_salt(("scroll", view.model.tab, view.model.thread, view.model.bank.part))
        .auto_shrink(false);
    if let Some(offset) = view.scroll_to {
        area = area.vertical_scroll_offset(offset);
    }
    area.show(&mut ui, |ui| {
        let theme = view.theme;
        let margin = if view.wide { theme.space.xxl + theme.space.l } else { theme.space.l };
        let widest = match view.model.tab {
            Tab::Inbox
            | Tab::Agenda
            | Tab::Words
            | Tab::Need
            | Tab::Bank
            | Tab::Diary
            | Tab::Done => 1120.0,
            Tab::Settings | Tab::More => 760.0,
        };
        parts::column(ui, margin, widest, |ui| {
            ui.spacing_mut().item_spacing.y = theme.space.m;
            ui.add_space(if view.wide { theme.space.xxl } else { theme.space.xl });
            frame::alerts(ui, view, asked);
            match view.model.tab {
                Tab::Inbox => inbox::draw(ui, view, asked),
                Tab::Agenda => agenda::draw(ui, view, asked),
                Tab::Words => threads::draw(ui, view, asked),
                Tab::Bank => bank::draw(ui, view, asked),
                Tab::Done => done::draw(ui, view, asked),
                Tab::More => more::draw(ui, view, asked),
                Tab::Need => need::draw(ui, view, asked),
                Tab::Diary => diary::draw(ui, view, asked),
                Tab::Settings => settings::draw(ui, view, asked),
            }
            ui.add_space(theme.space.xxl);
        });
    });
}

fn ask(ui: &Ui, view: &View<'_>, question: Question, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let (title, mut text, yes, icon) = match question {
        Question::Leave => (
            words.get("antenna-leave-title"),
            words.get("antenna-leave-text"),
            words.get("antenna-leave-yes"),
            icons::SIGN_OUT,
        ),
        Question::GiveBack(_) => (
            words.get("antenna-give-back-title"),
            words.get("antenna-give-back-text"),
            words.get("antenna-give-back-yes"),
            icons::UNDO,
        ),
        Question::Rest => (
            words.get("antenna-rest-title"),
            words.get("antenna-rest-text"),
            words.get("antenna-rest-yes"),
            icons::PAUSE,
        ),
        Question::Farewell => (
            words.get("antenna-farewell-title"),
            words.get("antenna-farewell-text"),
            words.get("antenna-farewell-yes"),
            icons::HANDSHAKE,
        ),
        Question::TakeBackHours(_) => (
            words.get("antenna-take-back-title"),
            words.get("antenna-take-back-text"),
            words.get("antenna-take-back-yes"),
            icons::UNDO,
        ),
        Question::WithdrawExchange(_) => (
            words.get("antenna-bank-withdraw-title"),
            words.get("antenna-bank-withdraw-text"),
            words.get("antenna-bank-withdraw"),
            icons::UNDO,
        ),
        Question::CallOff(_) => (
            words.get("antenna-bank-off-title"),
            words.get("antenna-bank-off-text"),
            words.get("antenna-bank-off"),
            icons::CLOSE,
        ),
        Question::Missed(_) => (
            words.get("antenna-bank-missed-title"),
            words.get("antenna-bank-missed-text"),
            words.get("antenna-bank-missed"),
            icons::CLOSE,
        ),
        Question::DiscardDraft => (
            words.get("antenna-diary-discard-title"),
            words.get("antenna-diary-discard-text"),
            words.get("antenna-diary-discard-yes"),
            icons::TRASH,
        ),
    };
    let waiting = view.model.ledger.waiting();
    if question == Question::Leave && waiting > 0 {
        let lost = words.with("antenna-leave-waiting", &[("count", waiting.into())]);
        text = format!("{text}\n{lost}");
    }
    let kind = match question {
        // Nobody is made to feel bad for giving back.
        Question::GiveBack(_)
        | Question::Rest
        | Question::Farewell
        | Question::TakeBackHours(_)
        | Question::WithdrawExchange(_)
        | Question::CallOff(_)
        | Question::Missed(_) => ButtonKind::Primary,
        Question::Leave | Question::DiscardDraft => ButtonKind::Danger,
    };
    let cancel = words.get("action-cancel");
    let answer = Dialog::new(theme, "question", &title)
        .text(&text)
        .icon(icon, Accent::Orange)
        .show(ui.ctx(), |ui| {
            let yes = Button::new(theme, &yes).kind(kind).full_width().show(ui).clicked();
            let no = Button::new(theme, &cancel).secondary().full_width().show(ui).clicked();
            (yes, no)
        });
    match answer {
        (true, _) => asked.push(Action::Confirm),
        (_, true) => asked.push(Action::Cancel),
        (false, false) => {}
    }
}
