//! What I did, month by month, each clock by itself; and hours of volunteering to write down.
//!
//! Always true: volunteering and paid work stand side by side and are never added.

use egui::Ui;
use jiff::civil::Date;
use protocol::antenna::{DeviceCommand, HoursTold, LogHours, MonthDone};
use ui_kit::text::heading;
use ui_kit::widgets::{Banner, Button, EmptyState, Notice};
use ui_kit::{Accent, Size, icons};

use super::{View, parts, pictures, wording};
use crate::model::{Action, HoursDraft, Said, SentMark};

/// Draws the page.
pub fn draw(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    parts::title(ui, theme, &words.get("antenna-done-title"), &words.get("antenna-done-help"));
    if view.model.is_operator() {
        months(ui, view);
        return;
    }
    let mut later = Vec::new();
    parts::two(
        ui,
        view,
        0.5,
        |ui| {
            months(ui, view);
            ui.add_space(theme.space.s);
            told(ui, view, asked);
        },
        |ui| form(ui, view, &mut later),
    );
    asked.append(&mut later);
}

fn months(ui: &mut Ui, view: &View<'_>) {
    let (theme, words) = (view.theme, view.words);
    let months = view.model.ledger.months_done();
    if months.is_empty() {
        EmptyState::new(theme, icons::HEART, &words.get("antenna-done-empty"))
            .line(&words.get("antenna-done-empty-line"))
            .accent(Accent::Teal)
            .show(ui);
        return;
    }
    for month in &months {
        ui.push_id(("month", &month.month), |ui| one_month(ui, view, month));
    }
}

fn one_month(ui: &mut Ui, view: &View<'_>, month: &MonthDone) {
    let (theme, words) = (view.theme, view.words);
    let operator = view.model.is_operator();
    parts::card(ui, theme, |ui| {
        let name = month_name(view, &month.month);
        heading(ui, &theme.spec(Size::Heading), &name, theme.palette.ink);
        if month.helps > 0 || !operator {
            let helps = words.with("antenna-done-helps", &[("count", month.helps.into())]);
            parts::fact(ui, theme, icons::HANDSHAKE, &helps);
        }
        let minutes = |key: &str, minutes: u32| {
            let length = words.duration_min(i64::from(minutes));
            words.with(key, &[("length", length.into())])
        };
        if month.helping_min > 0 {
            let text = minutes("antenna-done-helping", month.helping_min);
            parts::fact(ui, theme, icons::HAND_HEART, &text);
        }
        if month.told_min > 0 {
            let text = minutes("antenna-done-told", month.told_min);
            parts::fact(ui, theme, icons::CLOCK, &text);
        }
        if month.paid_min > 0 {
            let text = minutes("antenna-done-paid", month.paid_min);
            parts::fact(ui, theme, icons::BRIEFCASE, &text);
        }
    });
}

fn month_name(view: &View<'_>, month: &str) -> String {
    match format!("{month}-01").parse::<Date>() {
        Ok(day) => {
            let year = day.year().to_string();
            parts::capital(&format!("{} {year}", view.words.month(day)))
        }
        Err(_) => month.to_owned(),
    }
}

fn form(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words, model) = (view.theme, view.words, view.model);
    let mut draft = model.hours.clone();
    parts::card(ui, theme, |ui| {
        heading(
            ui,
            &theme.spec(Size::Heading),
            &words.get("antenna-hours-title"),
            theme.palette.ink,
        );
        parts::hint(ui, theme, &words.get("antenna-hours-help"));
        if model.said == Some(Said::HoursKept) {
            let text = words.get("antenna-diary-kept");
            Banner::new(theme, words, Notice::Success, &text).show(ui);
        }
        parts::question(ui, theme, &words.get("antenna-hours-how-long"));
        if model.pressed_send && draft.minutes == 0 {
            parts::missing(ui, theme, &words.get("antenna-diary-minutes-missing"));
        }
        draft.minutes = parts::minutes(ui, view, draft.minutes);
        parts::question(ui, theme, &words.get("antenna-hours-day"));
        let day = draft.day(view.now_ms, &model.zone());
        let today = HoursDraft::default().day(view.now_ms, &model.zone());
        let value = parts::capital(&words.day_near(day, today));
        let (less, more) = (words.get("antenna-when-day-less"), words.get("antenna-when-day-more"));
        match parts::stepper(ui, theme, ("hours day", &value), &[less], &[more]) {
            Some(0) => draft.days_ago = (draft.days_ago + 1).min(HoursDraft::DAYS_BACK),
            Some(_) => draft.days_ago = draft.days_ago.saturating_sub(1),
            None => {}
        }
        category(ui, view, &mut draft);
        if draft != model.hours {
            asked.push(Action::EditHours(draft));
        }
        let send = words.get("antenna-hours-send");
        if Button::new(theme, &send).icon(icons::SAVE).full_width().show(ui).clicked() {
            asked.push(Action::LogHours);
        }
    });
}

fn category(ui: &mut Ui, view: &View<'_>, draft: &mut HoursDraft) {
    let (theme, words) = (view.theme, view.words);
    let Some(profile) = &view.model.ledger.profile else { return };
    parts::question(ui, theme, &words.get("antenna-hours-what"));
    let mut all = vec![(None, words.get("antenna-hours-other"), None)];
    all.extend(profile.categories.iter().map(|card| {
        let name = wording::named(words, &card.name, &card.slug);
        (Some(card.slug.clone()), name, Some(pictures::named(&card.icon)))
    }));
    let pills: Vec<parts::Pill> = all
        .iter()
        .map(|(slug, name, icon)| parts::Pill {
            label: name.clone(),
            icon: *icon,
            chosen: draft.category == *slug,
        })
        .collect();
    if let Some(index) = parts::pills(ui, theme, &pills, false) {
        draft.category.clone_from(&all[index].0);
    }
}

/// Hours written down by hand: those on their way first, then those the hub has.
fn told(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words, model) = (view.theme, view.words, view.model);
    let statement = model.ledger.statement.as_ref();
    let recorded = statement.map_or(&[][..], |told| &told.it.hours[..]);
    let mut waiting = Vec::new();
    for (id, sent) in &model.ledger.sent {
        let Some(DeviceCommand::LogHours(it)) = &sent.command else { continue };
        let mark = SentMark::from(&sent.state);
        if mark != SentMark::Recorded {
            waiting.push((*id, it, mark, &sent.state));
        }
    }
    if waiting.is_empty() && recorded.is_empty() {
        return;
    }
    let title = words.get("antenna-hours-list");
    heading(ui, &theme.spec(Size::Heading), &title, theme.palette.ink);
    for (id, it, mark, state) in waiting {
        ui.push_id(id, |ui| {
            let line = line_of(view, it);
            parts::card(ui, theme, |ui| {
                parts::fact(ui, theme, icons::CLOCK, &line);
                let problem = if let crate::model::SentState::Refused(problem) = state {
                    Some(problem)
                } else {
                    None
                };
                parts::mark(ui, view, mark, problem);
                let dismiss = words.get("antenna-dismiss");
                let gone = mark == SentMark::Refused
                    && Button::new(theme, &dismiss).quiet().icon(icons::CLOSE).show(ui).clicked();
                if gone {
                    asked.push(Action::DismissEntry(id));
                }
            });
        });
    }
    for it in recorded {
        ui.push_id(it.entry, |ui| one_told(ui, view, it, asked));
    }
}

fn one_told(ui: &mut Ui, view: &View<'_>, it: &HoursTold, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let as_sent =
        LogHours { day: it.day.clone(), minutes: it.minutes, category: it.category.clone() };
    let taking_back = view.model.ledger.last_sent(
        0,
        |command| matches!(command, DeviceCommand::TakeBackHours(back) if back.entry == it.entry),
    );
    parts::card(ui, theme, |ui| {
        parts::fact(ui, theme, icons::CLOCK, &line_of(view, &as_sent));
        match taking_back.map(|sent| SentMark::from(&sent.state)) {
            Some(mark @ (SentMark::Waiting | SentMark::Recorded)) => {
                parts::mark(ui, view, mark, None);
            }
            Some(SentMark::Refused) | None => {
                let back = words.get("antenna-hours-take-back");
                if Button::new(theme, &back).quiet().icon(icons::UNDO).show(ui).clicked() {
                    asked.push(Action::AskTakeBackHours(it.entry));
                }
            }
        }
    });
}

fn line_of(view: &View<'_>, it: &LogHours) -> String {
    let words = view.words;
    let day = parts::capital(&wording::day(view, &it.day));
    let what = match &it.category {
        Some(slug) => wording::category(view, slug).0,
        None => words.get("antenna-hours-other"),
    };
    let length = words.duration_min(i64::from(it.minutes));
    let values = [("day", day.into()), ("length", length.into()), ("what", what.into())];
    words.with("antenna-hours-line", &values)
}
