//! What is drawn. One file per screen; `page` is the frame they share.
//!
//! Always true: a screen reads the model and says what was pressed; it changes nothing, sends nothing and knows no
//! clock. Every word comes from the files of words, every length and colour from the theme.

pub mod bank;
pub mod check;
pub mod choices;
pub mod code;
pub mod contact;
pub mod home;
pub mod kept;
pub mod neighbourhood;
pub mod overlays;
pub mod page;
pub mod picking;
pub mod pictures;
pub mod services;
pub mod slip;
pub mod status;
pub mod visit;
pub mod wording;
pub mod writing;

use egui::{Rect, Ui};
use ui_kit::widgets::KeyboardState;
use ui_kit::{Theme, Words};

use crate::model::{Model, Msg, Question, Screen};

/// What a screen is drawn from.
pub struct View<'a> {
    /// Everything there is to know.
    pub model: &'a Model,
    /// How it looks.
    pub theme: &'a Theme,
    /// The words of the person's language.
    pub words: Words,
    /// The whole screen, in points.
    pub screen: Rect,
    /// Down to where what is drawn may grow when there is room to spare.
    pub bottom: f32,
}

impl View<'_> {
    /// Whether the screen is wider than it is high.
    #[must_use]
    pub fn is_landscape(&self) -> bool {
        self.screen.width() > self.screen.height() * 1.15
    }

    /// A word of the screen.
    #[must_use]
    pub fn word(&self, key: &str) -> String {
        self.words.get(key)
    }
}

/// Draws what the model shows; what was pressed is added to `said`.
pub fn draw(ui: &mut Ui, view: &View<'_>, keyboard: &mut KeyboardState, said: &mut Vec<Msg>) {
    ui.painter().rect_filled(view.screen, 0.0, view.theme.palette.ground);
    match &view.model.session.screen {
        Screen::Home => home::show(ui, view, said),
        Screen::Flow(flow) => match flow.question {
            Question::Category | Question::Skills | Question::Theme => {
                choices::kinds(ui, view, flow, said);
            }
            Question::Urgency => choices::urgencies(ui, view, flow, said),
            Question::Day => choices::days(ui, view, flow, said),
            Question::Weekdays => choices::weekdays(ui, view, flow, said),
            Question::Bands => choices::bands(ui, view, flow, said),
            Question::VisitDay => visit::days(ui, view, flow, said),
            Question::VisitHour => visit::hours(ui, view, flow, said),
            Question::Relation => choices::relations(ui, view, flow, said),
            Question::Neighbourhood => neighbourhood::show(ui, view, flow, said),
            Question::Text | Question::Asked(_) => writing::text(ui, view, flow, keyboard, said),
            Question::Contact => match flow.writing {
                Some(field) => writing::field(ui, view, flow, field, keyboard, said),
                None => contact::show(ui, view, flow, said),
            },
            Question::ForWhom | Question::What | Question::Why => {
                picking::show(ui, view, flow, said);
            }
            Question::Similar => choices::similar(ui, view, flow, said),
            Question::Check => check::show(ui, view, flow, said),
        },
        Screen::Given(given) => slip::show(ui, view, given, said),
        Screen::Code(entry) => code::show(ui, view, entry, keyboard, said),
        Screen::Kept(shown) => kept::show(ui, view, shown, keyboard, said),
        Screen::Services(shown) => services::show(ui, view, shown, keyboard, said),
        Screen::Bank(shown) => bank::show(ui, view, shown, keyboard, said),
        Screen::Status(status) => match &status.reply {
            Some(reply) => writing::reply(ui, view, status, reply, keyboard, said),
            None => status::show(ui, view, status, said),
        },
    }
    overlays::show(ui, view, said);
}
