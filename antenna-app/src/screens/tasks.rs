//! What I have taken on: whom to help, where, how to reach them; done, or not after all.

use egui::Ui;
use ui_kit::text::{label, unbroken};
use ui_kit::widgets::{Button, EmptyState, TextField};
use ui_kit::{Accent, Size, icons};

use super::{View, parts, pictures, wording};
use crate::model::{Action, DoneForm, MINUTES_MAX, Tab, TaskCard, TaskState};

/// Draws the list.
pub fn draw(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let cards = view.model.ledger.task_cards();
    let open = view.model.ledger.open_tasks();
    let line = words.with("antenna-tasks-count", &[("count", open.into())]);
    parts::title(ui, theme, &words.get("antenna-tasks-title"), &line);
    if cards.is_empty() {
        ui.add_space(theme.space.xxl);
        let pressed = EmptyState::new(theme, icons::HANDSHAKE, &words.get("antenna-tasks-empty"))
            .line(&words.get("antenna-tasks-empty-line"))
            .action(&words.get("antenna-tasks-empty-action"))
            .accent(Accent::Blue)
            .show(ui);
        if pressed {
            asked.push(Action::Go(Tab::Inbox));
        }
        return;
    }
    if view.wide && cards.len() > 1 {
        for pair in cards.chunks(2) {
            let mut second = Vec::new();
            parts::two(
                ui,
                view,
                0.5,
                |ui| card(ui, view, &pair[0], asked),
                |ui| {
                    if let Some(other) = pair.get(1) {
                        card(ui, view, other, &mut second);
                    }
                },
            );
            asked.append(&mut second);
            ui.add_space(theme.space.s);
        }
    } else {
        for it in &cards {
            card(ui, view, it, asked);
            ui.add_space(theme.space.s);
        }
    }
}

fn card(ui: &mut Ui, view: &View<'_>, card: &TaskCard, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let it = &card.it;
    let (title, icon) = wording::category(view, &it.category);
    let place = wording::neighbourhood(view, &it.neighbourhood);
    let mine = card.state.is_mine();
    let accent = pictures::urgency(it.urgency);
    let urgency = wording::urgency(words, it.urgency);
    let badge = mine.then_some((accent, urgency.as_str()));
    let colour = if mine { accent } else { Accent::Slate };
    ui.push_id(it.request, |ui| {
        parts::card(ui, theme, |ui| {
            parts::card_head(ui, theme, (icon, colour), &title, &place, badge);
            if !it.note.is_empty() {
                label(ui, &theme.spec(Size::Body), &it.note, theme.palette.ink);
            }
            if mine {
                person(ui, view, card);
            }
            if let Some(problem) = &card.refused {
                let why = wording::problem(words, problem);
                parts::strip(ui, theme, Accent::Red, icons::WARNING, &why);
            }
            if mine {
                match view.model.done.as_ref().filter(|form| form.request == it.request) {
                    Some(form) => done_form(ui, view, form, asked),
                    None => todo(ui, view, it.request, asked),
                }
            } else {
                outcome(ui, view, card, asked);
            }
        });
    });
}

fn person(ui: &mut Ui, view: &View<'_>, card: &TaskCard) {
    let (theme, words) = (view.theme, view.words);
    let person = &card.it.person;
    parts::rule(ui, theme);
    if person.is_empty() {
        parts::hint(ui, theme, &words.get("antenna-person-none"));
        return;
    }
    let rows = [
        (icons::USER, words.get("antenna-person-name"), person.name.trim()),
        (icons::PHONE, words.get("antenna-person-phone"), person.phone.trim()),
        (icons::MAP_PIN, words.get("antenna-person-address"), person.address.trim()),
    ];
    for (icon, name, text) in rows.into_iter().filter(|(_, _, text)| !text.is_empty()) {
        // A number read digit by digit must not be torn; a name or an address may go on below.
        let number = text.chars().all(|letter| !letter.is_alphabetic());
        let shown = if number { unbroken(text) } else { text.to_owned() };
        parts::named_fact(ui, theme, icon, &name, &shown, true);
    }
    parts::rule(ui, theme);
}

fn todo(ui: &mut Ui, view: &View<'_>, request: protocol::RequestId, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let done = words.get("antenna-task-done");
    if Button::new(theme, &done).icon(icons::CHECK).full_width().show(ui).clicked() {
        asked.push(Action::OpenDone(request));
    }
    let back = words.get("antenna-task-give-back");
    if Button::new(theme, &back).secondary().full_width().show(ui).clicked() {
        asked.push(Action::AskGiveBack(request));
    }
}

fn done_form(ui: &mut Ui, view: &View<'_>, form: &DoneForm, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let mut edited = form.clone();
    parts::question(ui, theme, &words.get("antenna-done-question"));
    edited.minutes = minutes(ui, view, form.minutes);
    let none = words.get("antenna-done-no-time");
    let pill = [parts::Pill { label: none, icon: None, chosen: form.minutes == 0 }];
    if parts::pills(ui, theme, &pill, true).is_some() {
        edited.minutes = if form.minutes == 0 { 30 } else { 0 };
    }
    let name = words.get("antenna-done-note");
    TextField::new(theme, words, &name, &mut edited.note)
        .rows(2)
        .limit(DoneForm::NOTE_MAX)
        .optional()
        .show(ui);
    if edited != *form {
        asked.push(Action::EditDone(edited));
    }
    let send = words.get("antenna-done-send");
    if Button::new(theme, &send).icon(icons::CHECK).full_width().show(ui).clicked() {
        asked.push(Action::ReportDone);
    }
    let cancel = words.get("action-cancel");
    if Button::new(theme, &cancel).quiet().full_width().show(ui).clicked() {
        asked.push(Action::CloseDone);
    }
}

/// Minutes between a button that takes a quarter of an hour and two that add; answers with the new value.
pub fn minutes(ui: &mut Ui, view: &View<'_>, now: u16) -> u16 {
    let words = view.words;
    let value = if now == 0 {
        words.get("antenna-minutes-none")
    } else {
        words.duration_min(i64::from(now))
    };
    let step = |key: &str, minutes: u16| words.with(key, &[("minutes", minutes.into())]);
    let before = [step("antenna-minutes-less", 15)];
    let after = [step("antenna-minutes-more", 15), step("antenna-minutes-more", 60)];
    match parts::stepper(ui, view.theme, ("minutes", &value), &before, &after) {
        Some(0) => now.saturating_sub(15),
        Some(1) => (now + 15).min(MINUTES_MAX),
        Some(_) => (now + 60).min(MINUTES_MAX),
        None => now,
    }
}

fn outcome(ui: &mut Ui, view: &View<'_>, card: &TaskCard, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let (accent, icon, text, may_go) = match card.state {
        TaskState::Mine => return,
        TaskState::ReportingDone => {
            (Accent::Orange, icons::HOURGLASS, words.get("antenna-task-reporting"), false)
        }
        TaskState::Done => {
            (Accent::Green, icons::CHECK_CIRCLE, words.get("antenna-task-done-recorded"), true)
        }
        TaskState::GivingBack => {
            (Accent::Orange, icons::HOURGLASS, words.get("antenna-task-giving-back"), false)
        }
        TaskState::GivenBack => {
            (Accent::Slate, icons::HEART, words.get("antenna-task-given-back"), true)
        }
        TaskState::Over { met: true } => {
            (Accent::Green, icons::HEART, words.get("antenna-task-met"), true)
        }
        TaskState::Over { met: false } => {
            (Accent::Slate, icons::CHECK, words.get("antenna-task-not-met"), true)
        }
    };
    parts::strip(ui, theme, accent, icon, &text);
    if may_go {
        let dismiss = words.get("antenna-dismiss");
        if Button::new(theme, &dismiss).quiet().icon(icons::CLOSE).show(ui).clicked() {
            asked.push(Action::DismissTask(card.it.request));
        }
    }
}
