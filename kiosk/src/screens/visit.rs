//! A visit to the project desk: on which day, at what time.

use egui::Ui;
use ui_kit::Accent;
use ui_kit::icons;
use ui_kit::widgets::{Banner, Button, EmptyState, Loading, Notice};

use super::choices::{Grid, Item, grid, question};
use super::{View, wording};
use crate::model::{Flow, Msg, Visits};

/// The days on which a visit is free.
pub fn days(ui: &mut Ui, view: &View<'_>, flow: &Flow, said: &mut Vec<Msg>) {
    let today = view.model.today();
    let items: Vec<Item> = flow
        .visits
        .days()
        .iter()
        .map(|free| Item {
            label: free
                .day
                .parse()
                .map_or_else(|_| free.day.clone(), |day| view.words.day_near(day, today)),
            line: view.words.with("kiosk-visit-free", &[("count", free.starts_ms.len().into())]),
            picture: Some((icons::CALENDAR, Accent::Blue)),
            chosen: flow.draft.visit_day.as_ref() == Some(&free.day),
            msg: Msg::PickVisitDay(free.day.clone()),
        })
        .collect();
    shown(ui, view, flow, &items, Grid { column_em: 11.0, ..Grid::default() }, said);
}

/// The free times of the chosen day.
pub fn hours(ui: &mut Ui, view: &View<'_>, flow: &Flow, said: &mut Vec<Msg>) {
    let day =
        flow.visits.days().iter().find(|free| flow.draft.visit_day.as_ref() == Some(&free.day));
    let starts = day.map_or(&[][..], |free| &free.starts_ms);
    let items: Vec<Item> = starts
        .iter()
        .map(|at_ms| Item {
            label: view.words.time(wording::local(view, *at_ms).time()),
            line: String::new(),
            picture: None,
            chosen: flow.draft.visit_ms == Some(*at_ms),
            msg: Msg::PickVisitHour(*at_ms),
        })
        .collect();
    let layout = Grid { column_em: 6.0, one_column_up_to: 2, ..Grid::default() };
    shown(ui, view, flow, &items, layout, said);
}

/// The choices; or that they are on their way, could not be had, or that there are none.
fn shown(
    ui: &mut Ui,
    view: &View<'_>,
    flow: &Flow,
    items: &[Item],
    layout: Grid,
    said: &mut Vec<Msg>,
) {
    question(ui, view, flow, said, |ui, view, said| {
        let theme = view.theme;
        match &flow.visits {
            Visits::Asking(_) | Visits::No => {
                Loading::new(theme, view.words).text(&view.word("kiosk-visit-looking")).show(ui);
            }
            Visits::Failed(trouble) => {
                let (title, line) = wording::trouble(view, trouble);
                Banner::new(theme, view.words, Notice::Warning, &line).title(&title).show(ui);
                let again = view.word("action-retry");
                let button = Button::new(theme, &again).icon(icons::RESTART).full_width();
                if button.show(ui).clicked() {
                    said.push(Msg::LookVisits);
                }
            }
            Visits::Free(_) if items.is_empty() => {
                let (title, line) =
                    (view.word("kiosk-visit-none"), view.word("kiosk-visit-none-line"));
                EmptyState::new(theme, icons::CALENDAR, &title)
                    .line(&line)
                    .accent(Accent::Blue)
                    .show(ui);
            }
            Visits::Free(_) => grid(ui, view, items, layout, said),
        }
    });
}
