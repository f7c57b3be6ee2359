//! The agenda: what was taken on, by day and time; tomorrow is said first.

use egui::Ui;
use jiff::Timestamp;
use jiff::civil::Date;
use ui_kit::text::heading;
use ui_kit::widgets::EmptyState;
use ui_kit::{Accent, Size, icons};

use super::{View, bank, parts, task};
use crate::model::{Action, Heading, Span, Tab, TaskCard, WEEK, agenda, agreed_on, count_on};

/// Draws the agenda.
pub fn draw(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words, model) = (view.theme, view.words, view.model);
    let open = model.ledger.open_tasks();
    let line = words.with("antenna-agenda-count", &[("count", open.into())]);
    parts::title(ui, theme, &words.get("antenna-agenda-title"), &line);
    let agreed = agreed_on(&model.ledger, view.now_ms, &model.zone(), model.span);
    if model.ledger.tasks.is_empty() && model.ledger.agreed_cards().is_empty() {
        ui.add_space(theme.space.xxl);
        let pressed = EmptyState::new(theme, icons::CALENDAR, &words.get("antenna-agenda-empty"))
            .line(&words.get("antenna-agenda-empty-line"))
            .action(&words.get("antenna-agenda-empty-action"))
            .accent(Accent::Blue)
            .show(ui);
        if pressed {
            asked.push(Action::Go(Tab::Inbox));
        }
        return;
    }
    tomorrow(ui, view);
    days(ui, view, asked);
    let parts_of = agenda(&model.ledger, view.now_ms, &model.zone(), model.span);
    if parts_of.is_empty() && agreed.is_empty() {
        ui.add_space(theme.space.l);
        parts::hint(ui, theme, &words.get("antenna-agenda-day-empty"));
    }
    for (part, cards) in &parts_of {
        ui.add_space(theme.space.s);
        heading(ui, &theme.spec(Size::Heading), &name(view, *part), theme.palette.ink);
        list(ui, view, cards, asked);
    }
    if !agreed.is_empty() {
        ui.add_space(theme.space.s);
        bank::agreed(ui, view, &agreed, asked);
    }
}

/// "Domani: due appuntamenti, il primo alle 10:00", above everything else.
fn tomorrow(ui: &mut Ui, view: &View<'_>) {
    let (theme, words, model) = (view.theme, view.words, view.model);
    let zone = model.zone();
    let parts_of = agenda(&model.ledger, view.now_ms, &zone, Span::Day(1));
    let cards: Vec<&TaskCard> = parts_of.iter().flat_map(|(_, cards)| cards).collect();
    let first = cards.iter().filter_map(|card| card.appointment).map(|it| it.at_ms).min();
    let text = match first {
        None => words.get("antenna-agenda-tomorrow-free"),
        Some(at_ms) => {
            let at = zone.to_datetime(Timestamp::from_millisecond(at_ms).unwrap_or_default());
            let time = words.time(at.time());
            let values = [("count", cards.len().into()), ("time", time.into())];
            words.with("antenna-agenda-tomorrow", &values)
        }
    };
    let accent = if first.is_some() { Accent::Blue } else { Accent::Slate };
    parts::strip(ui, theme, accent, icons::CALENDAR_CHECK, &text);
}

/// All of it, or one day of the week that begins today.
fn days(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (words, model) = (view.words, view.model);
    let zone = model.zone();
    let today = date(view);
    let mut spans = vec![(Span::All, words.get("antenna-agenda-all"))];
    for ahead in 0..WEEK {
        let count = count_on(&model.ledger, view.now_ms, &zone, ahead);
        let day = today.checked_add(jiff::Span::new().days(i64::from(ahead))).unwrap_or(today);
        let shown = match ahead {
            0 | 1 => words.day_near(day, today),
            _ => format!("{} {}", words.weekday_short(day), day.day()),
        };
        let shown = parts::capital(&shown);
        let label = if count > 0 { format!("{shown} · {count}") } else { shown };
        spans.push((Span::Day(ahead), label));
    }
    let pills: Vec<parts::Pill> = spans
        .iter()
        .map(|(span, label)| parts::Pill {
            label: label.clone(),
            icon: None,
            chosen: model.span == *span,
        })
        .collect();
    if let Some(index) = parts::pills(ui, view.theme, &pills, false) {
        asked.push(Action::Show(spans[index].0));
    }
}

fn date(view: &View<'_>) -> Date {
    let now = Timestamp::from_millisecond(view.now_ms).unwrap_or_default();
    view.model.zone().to_datetime(now).date()
}

fn name(view: &View<'_>, part: Heading) -> String {
    let words = view.words;
    match part {
        Heading::Past => words.get("antenna-agenda-past"),
        Heading::Day(day) | Heading::Later(day) => parts::capital(&words.day_near(day, date(view))),
        Heading::ToAgree => words.get("antenna-agenda-to-agree"),
        Heading::Over => words.get("antenna-agenda-over"),
    }
}

fn list(ui: &mut Ui, view: &View<'_>, cards: &[TaskCard], asked: &mut Vec<Action>) {
    let theme = view.theme;
    if !view.wide || cards.len() < 2 {
        for it in cards {
            task::card(ui, view, it, asked);
            ui.add_space(theme.space.s);
        }
        return;
    }
    for pair in cards.chunks(2) {
        let mut second = Vec::new();
        parts::two(
            ui,
            view,
            0.5,
            |ui| task::card(ui, view, &pair[0], asked),
            |ui| {
                if let Some(other) = pair.get(1) {
                    task::card(ui, view, other, &mut second);
                }
            },
        );
        asked.append(&mut second);
        ui.add_space(theme.space.s);
    }
}
