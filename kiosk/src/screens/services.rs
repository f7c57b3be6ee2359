//! "Servizi e orari": what the hub offers, when and who covers it; and, for what can be asked for, the way to ask.

use egui::Ui;
use protocol::kiosk::{Day, Place, ServiceCard};
use ui_kit::icons;
use ui_kit::text::{heading, label};
use ui_kit::widgets::{Banner, Button, EmptyState, KeyboardState, ListRow, Notice};
use ui_kit::{Accent, Size};

use super::page::{Next, Page};
use super::{View, pictures, wording, writing};
use crate::model::services::QUERY_MAX;
use crate::model::{Msg, Services, ServicesMsg, Typed};

/// Draws what is shown of it.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    shown: &Services,
    keyboard: &mut KeyboardState,
    said: &mut Vec<Msg>,
) {
    let Some(place) = view.model.place.as_deref() else { return };
    if shown.writing {
        search(ui, view, shown, keyboard, said);
    } else if let Some(card) = shown.read(place) {
        one(ui, view, place, card, said);
    } else {
        list(ui, view, place, shown, said);
    }
}

fn search(
    ui: &mut Ui,
    view: &View<'_>,
    shown: &Services,
    keyboard: &mut KeyboardState,
    said: &mut Vec<Msg>,
) {
    let (title, help) =
        (view.word("kiosk-services-search"), view.word("kiosk-services-search-help"));
    let found = view.word("kiosk-services-found");
    let page = Page {
        name: "services-search",
        step: None,
        title: &title,
        help: &help,
        back: true,
        next: Some(Next {
            label: &found,
            enabled: true,
            msg: Msg::Services(ServicesMsg::Found),
            icon: Some(icons::SEARCH),
        }),
    };
    let name = view.word("kiosk-services-word");
    let line = writing::Line { page, name: &name, kept: shown.query.as_str(), most: QUERY_MAX };
    let (typed, done) = writing::line(ui, view, line, keyboard, said);
    if let Some(typed) = typed {
        said.push(Msg::Services(ServicesMsg::Write(Typed::new(&typed, QUERY_MAX))));
    }
    if done {
        said.push(Msg::Services(ServicesMsg::Found));
    }
}

/// Today's spans of a week, or `None` on a day on which the whole hub is shut.
fn today<'a>(view: &View<'_>, place: &Place, week: &'a [Vec<String>]) -> Option<&'a [String]> {
    let day = usize::try_from(view.model.today().weekday().to_monday_zero_offset()).ok()?;
    let holiday = place.open_today.is_empty() && place.week.get(day).is_some_and(|d| !d.is_empty());
    week.get(day).map(Vec::as_slice).filter(|_| !holiday)
}

fn today_in_words(view: &View<'_>, place: &Place, week: &[Vec<String>]) -> String {
    match today(view, place, week) {
        Some(spans) if !spans.is_empty() => {
            view.words.with("kiosk-services-today", &[("spans", spans.join(", ").into())])
        }
        Some(_) | None => view.word("kiosk-services-not-today"),
    }
}

fn list(ui: &mut Ui, view: &View<'_>, place: &Place, shown: &Services, said: &mut Vec<Msg>) {
    let title = view.word("kiosk-services");
    let help = view.word("kiosk-services-help");
    let page =
        Page { name: "services", step: None, title: &title, help: &help, back: true, next: None };
    let found = shown.found(place, view.model.prefs.language);
    let mut pressed = Vec::new();
    page.show_with_aside(
        ui,
        view,
        said,
        |ui, view| {
            ui.spacing_mut().item_spacing.y = view.theme.touch.gap;
            let searched = !shown.query.is_blank();
            let word = view.word(if searched { "kiosk-services-all" } else { "action-search" });
            let icon = if searched { view.theme.back_icon() } else { icons::SEARCH };
            if Button::new(view.theme, &word).secondary().icon(icon).full_width().show(ui).clicked()
            {
                let msg = if searched { ServicesMsg::ShowAll } else { ServicesMsg::Search };
                pressed.push(Msg::Services(msg));
            }
            if !searched {
                let (name, line) = (view.word("kiosk-collect"), view.word("kiosk-collect-line"));
                let row = ListRow::new(view.theme, &name).line(&line);
                let row = row.icon(icons::KEY, Accent::Slate).opens(true);
                if row.show(ui).clicked() {
                    pressed.push(Msg::Services(ServicesMsg::Collect));
                }
            }
            if !searched {
                let (name, line) = (view.word("kiosk-visit"), view.word("kiosk-visit-line"));
                let row = ListRow::new(view.theme, &name).line(&line);
                let row = row.icon(icons::CALENDAR, Accent::Blue).opens(true);
                if row.show(ui).clicked() {
                    pressed.push(Msg::PlanVisit);
                }
            }
            if found.is_empty() {
                let key = if searched { "kiosk-services-none" } else { "kiosk-services-empty" };
                let (title, line) = (view.word(key), view.word(&format!("{key}-line")));
                EmptyState::new(view.theme, icons::SEARCH, &title)
                    .line(&line)
                    .accent(Accent::Blue)
                    .show(ui);
            }
            for (index, card) in found.iter().enumerate() {
                let name = view.model.say(&card.name);
                let line = today_in_words(view, place, &card.week);
                let row = ListRow::new(view.theme, name)
                    .line(&line)
                    .icon(pictures::icon(&card.icon), pictures::accent(index));
                if row.opens(true).show(ui).clicked() {
                    pressed.push(Msg::Services(ServicesMsg::Pick(card.slug.clone())));
                }
            }
        },
        |ui, view| hub(ui, view, place),
    );
    said.append(&mut pressed);
}

/// The hub's own hours, where it is and how one gets in.
fn hub(ui: &mut Ui, view: &View<'_>, place: &Place) {
    let (theme, p) = (view.theme, &view.theme.palette);
    heading(ui, &theme.spec(Size::Subheading), &place.hub_name, p.ink);
    if !place.address.is_empty() {
        label(ui, &theme.spec(Size::Body), &place.address, p.ink_soft);
    }
    week(ui, view, place, &place.week);
    step_free(ui, view, place);
}

fn step_free(ui: &mut Ui, view: &View<'_>, place: &Place) {
    let Some(free) = place.step_free else { return };
    let key = if free { "kiosk-step-free" } else { "kiosk-not-step-free" };
    let notice = if free { Notice::Info } else { Notice::Warning };
    Banner::new(view.theme, view.words, notice, &view.word(key)).icon(icons::WHEELCHAIR).show(ui);
}

/// A week, a line a day; the day it is stands out by its word.
fn week(ui: &mut Ui, view: &View<'_>, place: &Place, week: &[Vec<String>]) {
    let (theme, p) = (view.theme, &view.theme.palette);
    let today = i64::from(view.model.today().weekday().to_monday_zero_offset());
    for (nth, (spans, day)) in (0_i64..).zip(week.iter().zip(Day::ALL)) {
        let closed = spans.is_empty() || (nth == today && self::today(view, place, week).is_none());
        let hours = if closed { view.word("kiosk-closed") } else { spans.join(", ") };
        let values = [("day", view.word(wording::weekday(day)).into()), ("hours", hours.into())];
        let line = view.words.with("kiosk-day-hours", &values);
        let (line, ink) = if nth == today {
            (view.words.with("kiosk-day-is-today", &[("line", line.into())]), p.ink)
        } else {
            (line, p.ink_soft)
        };
        label(ui, &theme.spec(Size::Body), &line, ink);
    }
}

fn one(ui: &mut Ui, view: &View<'_>, place: &Place, card: &ServiceCard, said: &mut Vec<Msg>) {
    let name = view.model.say(&card.name).to_owned();
    let hint = view.model.say(&card.hint).to_owned();
    let ask = view.word("kiosk-services-ask");
    let next = card.category.is_some().then(|| Next {
        label: &ask,
        enabled: true,
        msg: Msg::Services(ServicesMsg::Ask),
        icon: Some(view.theme.forward_icon()),
    });
    let page =
        Page { name: "services-one", step: None, title: &name, help: &hint, back: true, next };
    page.show(ui, view, said, |ui, view| {
        let (theme, p) = (view.theme, &view.theme.palette);
        ui.spacing_mut().item_spacing.y = theme.space.m;
        let today = today_in_words(view, place, &card.week);
        heading(ui, &theme.spec(Size::Heading), &today, p.primary);
        heading(ui, &theme.spec(Size::Subheading), &view.word("kiosk-services-week"), p.ink);
        week(ui, view, place, &card.week);
        let covered_by = view.model.say(&card.covered_by);
        if !covered_by.is_empty() {
            heading(ui, &theme.spec(Size::Subheading), &view.word("kiosk-services-who"), p.ink);
            label(ui, &theme.spec(Size::Body), covered_by, p.ink);
        }
        step_free(ui, view, place);
        if card.category.is_none() {
            let line = view.word("kiosk-services-come");
            Banner::new(theme, view.words, Notice::Info, &line).icon(icons::HAND).show(ui);
        }
    });
}
