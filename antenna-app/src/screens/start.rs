//! Before anything else: the data is being opened, or cannot be.

use egui::{Ui, UiBuilder, vec2};
use ui_kit::widgets::{Loading, paint_hero};
use ui_kit::{Accent, icons};

use super::{View, parts};
use crate::model::CannotOpen;

/// A moment of waiting.
pub fn opening(ui: &mut Ui, view: &View<'_>) {
    let whole = ui.max_rect();
    let middle = whole.shrink2(vec2(0.0, whole.height() * 0.42));
    let mut ui = ui.new_child(UiBuilder::new().max_rect(middle));
    Loading::new(view.theme, view.words).text(&view.words.get("antenna-opening")).show(&mut ui);
}

/// What is wrong, where, and what to do.
pub fn cannot_open(ui: &mut Ui, view: &View<'_>, why: &CannotOpen) {
    let (theme, words) = (view.theme, view.words);
    let (title, text) = match why {
        CannotOpen::InUse(place) => (
            words.get("antenna-cannot-in-use-title"),
            words.with("antenna-cannot-in-use", &[("where", place.clone().into())]),
        ),
        CannotOpen::Newer(file) => (
            words.get("antenna-cannot-newer-title"),
            words.with("antenna-cannot-newer", &[("where", file.clone().into())]),
        ),
        CannotOpen::Unusable(what) => (
            words.get("antenna-cannot-unusable-title"),
            words.with("antenna-cannot-unusable", &[("where", what.clone().into())]),
        ),
    };
    let whole = ui.max_rect();
    let sky = whole.with_max_y(whole.top() + whole.height() * 0.34);
    paint_hero(ui.painter(), theme, sky);
    let below = whole.with_min_y(sky.bottom() - theme.space.xxl);
    let mut ui = ui.new_child(UiBuilder::new().max_rect(below));
    parts::column(&mut ui, theme.space.l, 560.0, |ui| {
        parts::card(ui, theme, |ui| {
            parts::card_head(ui, theme, (icons::WARNING, Accent::Orange), &title, "", None);
            parts::hint(ui, theme, &text);
        });
    });
}
