//! The places that do not fit into the bar of a phone, one row each.

use egui::Ui;
use ui_kit::Accent;
use ui_kit::widgets::ListRow;

use super::{View, frame, parts};
use crate::model::Action;

/// Draws the rows.
pub fn draw(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    parts::title(ui, theme, &words.get("antenna-more-title"), "");
    for place in frame::places(view).into_iter().filter(|place| !place.is_primary) {
        let line = words.get(place.line);
        let row = ListRow::new(theme, &place.name).line(&line).icon(place.icon, Accent::Blue);
        if row.show(ui).clicked() {
            asked.push(Action::Go(place.tab));
        }
        ui.add_space(theme.space.s);
    }
}
