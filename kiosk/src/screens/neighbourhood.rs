//! Where: the neighbourhoods this hub serves, and all the others behind one more touch.

use egui::Ui;
use protocol::kiosk::NeighbourhoodName;
use ui_kit::icons;
use ui_kit::text::heading;
use ui_kit::{Accent, Size};

use super::View;
use super::choices::{Grid, Item, grid, question};
use crate::model::{Errand, Flow, Msg, Where};

/// Draws the page.
pub fn show(ui: &mut Ui, view: &View<'_>, flow: &Flow, said: &mut Vec<Msg>) {
    let Some(place) = view.model.place.as_deref() else { return };
    let others = flow.all_neighbourhoods;
    let listed: Vec<&NeighbourhoodName> =
        place.neighbourhoods.iter().filter(|it| it.served_here != others).collect();
    let any_others = place.neighbourhoods.iter().any(|it| !it.served_here);
    question(ui, view, flow, said, |ui, view, said| {
        let gap = view.theme.touch.gap.max(view.theme.space.m);
        if flow.errand == Errand::Idea && !others {
            let whole = Item {
                label: view.word("kiosk-whole-city"),
                line: String::new(),
                picture: Some((icons::BUILDINGS, Accent::Blue)),
                chosen: flow.draft.place == Where::WholeCity,
                msg: Msg::PickNeighbourhood(None),
            };
            grid(ui, view, &[whole], Grid::default(), said);
            ui.add_space(gap);
        }
        let zones = zones(&listed);
        for (zone, of_zone) in &zones {
            if zones.len() > 1 {
                let title = view.words.with("kiosk-zone", &[("zone", (*zone).into())]);
                heading(
                    ui,
                    &view.theme.spec(Size::Subheading),
                    &title,
                    view.theme.palette.ink_soft,
                );
                ui.add_space(view.theme.space.s);
            }
            let items: Vec<Item> = of_zone.iter().map(|it| item(flow, it)).collect();
            let layout = Grid { column_em: 10.0, one_column_up_to: 3, ..Grid::default() };
            grid(ui, view, &items, layout, said);
            ui.add_space(view.theme.space.l);
        }
        if others || any_others {
            let key =
                if others { "kiosk-usual-neighbourhoods" } else { "kiosk-other-neighbourhood" };
            let word = view.word(key);
            let icon = if others { view.theme.back_icon() } else { icons::MAP_PIN };
            let button =
                ui_kit::widgets::Button::new(view.theme, &word).secondary().icon(icon).full_width();
            if button.show(ui).clicked() {
                said.push(Msg::ShowAllNeighbourhoods(!others));
            }
        }
    });
}

/// Neighbourhoods by zone, both in the order the hub gives them.
fn zones<'a>(listed: &[&'a NeighbourhoodName]) -> Vec<(&'a str, Vec<&'a NeighbourhoodName>)> {
    let mut zones: Vec<(&str, Vec<&NeighbourhoodName>)> = Vec::new();
    for it in listed.iter().copied() {
        if let Some((_, of_zone)) = zones.iter_mut().find(|(zone, _)| *zone == it.zone) {
            of_zone.push(it);
        } else {
            zones.push((&it.zone, vec![it]));
        }
    }
    zones
}

fn item(flow: &Flow, it: &NeighbourhoodName) -> Item {
    Item {
        label: it.name.clone(),
        line: String::new(),
        picture: None,
        chosen: flow.draft.place == Where::In(it.slug.clone()),
        msg: Msg::PickNeighbourhood(Some(it.slug.clone())),
    }
}
