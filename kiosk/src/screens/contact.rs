//! For whom, where that is asked; name, telephone, address: three rows that open the keyboard. Leaving them empty is
//! an answer, too.

use egui::Ui;
use ui_kit::icons;
use ui_kit::text::label;
use ui_kit::widgets::ListRow;
use ui_kit::{Accent, Size};

use super::choices::question;
use super::{View, check};
use crate::model::{Errand, Field, Flow, Msg};

/// Draws the page.
pub fn show(ui: &mut Ui, view: &View<'_>, flow: &Flow, said: &mut Vec<Msg>) {
    question(ui, view, flow, said, |ui, view, said| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for aside in flow.asides(flow.question) {
            let name = view.word(&format!("kiosk-row-{}", aside.word()));
            let (icon, accent) = check::picture(*aside);
            let line = check::answer(view, flow, *aside);
            let row = ListRow::new(view.theme, &name).line(&line).icon(icon, accent);
            if row.opens(true).show(ui).clicked() {
                said.push(Msg::Edit(*aside));
            }
            ui.add_space(view.theme.touch.gap);
        }
        let rows = [
            (Field::Name, icons::USER, Accent::Blue),
            (Field::Phone, icons::PHONE, Accent::Green),
            (Field::Address, icons::HOUSE, Accent::Orange),
        ];
        for (field, icon, accent) in rows {
            let typed = flow.draft.field(field);
            let name = view.word(&format!("kiosk-write-{}", field.word()));
            let must = flow.errand == Errand::Offer && field != Field::Address;
            let note = if must { view.word("kiosk-needed") } else { view.word("field-optional") };
            let empty = view.word("kiosk-tap-to-write");
            let line = if typed.is_blank() { &empty } else { typed.as_str() };
            let mut row = ListRow::new(view.theme, &name).line(line).icon(icon, accent);
            if typed.is_blank() {
                row = row.trailing(&note);
            }
            if row.show(ui).clicked() {
                said.push(Msg::Open(field));
            }
            ui.add_space(view.theme.touch.gap);
        }
        ui.add_space(view.theme.space.m);
        let spec = view.theme.spec(Size::Body);
        label(ui, &spec, &view.word("kiosk-privacy"), view.theme.palette.ink_soft);
    });
}
