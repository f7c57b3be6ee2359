//! One request in my hands: whom to help, when, where, how to reach them; the next step, done, or not after all.

use egui::Ui;
use protocol::RequestId;
use protocol::antenna::Went;
use ui_kit::text::{label, unbroken};
use ui_kit::widgets::{Badge, Button, TextField};
use ui_kit::{Accent, Size, icons};

use super::{View, parts, pictures, wording};
use crate::model::{Action, DoneForm, HowForm, SentMark, TaskCard, TaskState, WhenForm};

/// Draws it.
pub fn card(ui: &mut Ui, view: &View<'_>, card: &TaskCard, asked: &mut Vec<Action>) {
    let (theme, words, model) = (view.theme, view.words, view.model);
    let it = &card.it;
    let (title, icon) = wording::category(view, &it.category);
    let line = words.with(
        "antenna-where-for",
        &[
            ("where", wording::neighbourhood(view, &it.neighbourhood).into()),
            ("for", wording::relation(words, it.relation).into()),
        ],
    );
    let mine = card.state.is_mine();
    let accent = pictures::urgency(it.urgency);
    let urgency = wording::urgency(words, it.urgency);
    // Once a day is agreed, the day says more than how soon it was wanted.
    let badge = (mine && card.appointment.is_none()).then_some((accent, urgency.as_str()));
    let colour = if mine { accent } else { Accent::Slate };
    ui.push_id(it.request, |ui| {
        parts::card(ui, theme, |ui| {
            parts::card_head(ui, theme, (icon, colour), &title, &line, badge);
            if mine {
                moment(ui, view, card);
            }
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
            let about_this = |request: RequestId| request == it.request;
            if !mine {
                outcome(ui, view, card, asked);
            } else if let Some(form) = model.done.as_ref().filter(|f| about_this(f.request)) {
                done_form(ui, view, form, asked);
            } else if let Some(form) = model.when.as_ref().filter(|f| about_this(f.request)) {
                when_form(ui, view, *form, asked);
            } else {
                todo(ui, view, card, asked);
            }
        });
    });
}

/// When they meet, and whether help has begun.
fn moment(ui: &mut Ui, view: &View<'_>, card: &TaskCard) {
    let (theme, words) = (view.theme, view.words);
    if let Some(appointment) = card.appointment {
        let when = wording::moment(view, appointment.at_ms, view.now_ms);
        let when = parts::capital(&when);
        parts::strip(ui, theme, Accent::Blue, icons::CLOCK, &when);
    }
    if card.begun.is_some() {
        parts::strip(ui, theme, Accent::Green, icons::PLAY, &words.get("antenna-task-begun"));
    }
    let waits =
        card.appointment.is_some_and(|it| it.waiting) || card.begun == Some(SentMark::Waiting);
    if waits {
        Badge::new(theme, Accent::Orange, &words.get("antenna-sent-waiting")).show(ui);
    }
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

/// The next step as the biggest button, the others below it.
fn todo(ui: &mut Ui, view: &View<'_>, card: &TaskCard, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let request = card.it.request;
    let agree = words.get(if card.appointment.is_some() {
        "antenna-task-agree-again"
    } else {
        "antenna-task-agree"
    });
    let (start, done) = (words.get("antenna-task-start"), words.get("antenna-task-done"));
    let write = words.get("antenna-task-write");
    let back = words.get("antenna-task-give-back");
    let mut steps = Vec::new();
    if card.begun.is_none() {
        if card.appointment.is_none() {
            steps.push((agree, icons::CALENDAR, Action::OpenWhen(request)));
            steps.push((start, icons::PLAY, Action::StartHelp(request)));
        } else {
            steps.push((start, icons::PLAY, Action::StartHelp(request)));
            steps.push((agree, icons::CALENDAR, Action::OpenWhen(request)));
        }
        steps.push((done, icons::CHECK, Action::OpenDone(request)));
    } else {
        steps.push((done, icons::CHECK, Action::OpenDone(request)));
    }
    if !view.model.is_operator() {
        steps.push((write, icons::CHAT, Action::OpenThread(Some(Some(request)))));
    }
    for (place, (label, icon, action)) in steps.into_iter().enumerate() {
        let button = Button::new(theme, &label).icon(icon).full_width();
        let button = if place == 0 { button } else { button.secondary() };
        if button.show(ui).clicked() {
            asked.push(action);
        }
    }
    if Button::new(theme, &back).quiet().icon(icons::UNDO).full_width().show(ui).clicked() {
        asked.push(Action::AskGiveBack(request));
    }
}

/// On which day and at what time.
fn when_form(ui: &mut Ui, view: &View<'_>, form: WhenForm, asked: &mut Vec<Action>) {
    let (theme, words, model) = (view.theme, view.words, view.model);
    let zone = model.zone();
    let mut edited = form;
    parts::question(ui, theme, &words.get("antenna-when-question"));
    let today = WhenForm { ahead: 0, ..form }.day(view.now_ms, &zone);
    let day = words.day_near(form.day(view.now_ms, &zone), today);
    let (earlier, later) = (words.get("antenna-when-day-less"), words.get("antenna-when-day-more"));
    let value = parts::capital(&day);
    match parts::stepper(ui, theme, ("day", &value), &[earlier], &[later]) {
        Some(0) => edited.ahead = form.ahead.saturating_sub(1),
        Some(_) => edited.ahead = (form.ahead + 1).min(WhenForm::DAYS_AHEAD),
        None => {}
    }
    let part = |number: u16| i8::try_from(number).unwrap_or(0);
    let time = jiff::civil::Time::new(part(form.minute / 60), part(form.minute % 60), 0, 0);
    let value = words.time(time.unwrap_or_default());
    let step = |key: &str, minutes: u16| words.with(key, &[("minutes", minutes.into())]);
    let before = [step("antenna-minutes-less", 60), step("antenna-minutes-less", 15)];
    let after = [step("antenna-minutes-more", 15), step("antenna-minutes-more", 60)];
    edited.minute = match parts::stepper(ui, theme, ("time", &value), &before, &after) {
        Some(0) => form.minute.saturating_sub(60),
        Some(1) => form.minute.saturating_sub(15),
        Some(2) => (form.minute + 15).min(WhenForm::LAST_MINUTE),
        Some(_) => (form.minute + 60).min(WhenForm::LAST_MINUTE),
        None => form.minute,
    };
    if edited != form {
        asked.push(Action::EditWhen(edited));
    }
    let past = form.at_ms(view.now_ms, &zone) <= view.now_ms;
    if past {
        parts::missing(ui, theme, &words.get("antenna-when-past"));
    }
    let send = words.get("antenna-when-send");
    let button = Button::new(theme, &send).icon(icons::CHECK).full_width().enabled(!past);
    if button.show(ui).clicked() {
        asked.push(Action::AgreeWhen);
    }
    let cancel = words.get("action-cancel");
    if Button::new(theme, &cancel).quiet().full_width().show(ui).clicked() {
        asked.push(Action::CloseWhen);
    }
}

fn done_form(ui: &mut Ui, view: &View<'_>, form: &DoneForm, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let mut edited = form.clone();
    parts::question(ui, theme, &words.get("antenna-done-question"));
    edited.minutes = parts::minutes(ui, view, form.minutes);
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
    if may_go && !matches!(card.state, TaskState::GivenBack) {
        how(ui, view, card, asked);
    }
    if may_go {
        let dismiss = words.get("antenna-dismiss");
        if Button::new(theme, &dismiss).quiet().icon(icons::CLOSE).show(ui).clicked() {
            asked.push(Action::DismissTask(card.it.request));
        }
    }
}

/// "Com'è andata?", for whoever helped: a face, and words if they like.
fn how(ui: &mut Ui, view: &View<'_>, card: &TaskCard, asked: &mut Vec<Action>) {
    let (theme, words, model) = (view.theme, view.words, view.model);
    let request = card.it.request;
    if let Some((went, mark)) = card.went {
        let word = words.get(&format!("antenna-went-{}", went.slug()));
        let text = words.with("antenna-how-said", &[("how", word.into())]);
        let (accent, icon) = match mark {
            SentMark::Waiting => (Accent::Orange, icons::HOURGLASS),
            SentMark::Recorded => (Accent::Green, icons::HEART),
            SentMark::Refused => (Accent::Slate, icons::INFO),
        };
        parts::strip(ui, theme, accent, icon, &text);
        return;
    }
    parts::question(ui, theme, &words.get("antenna-how-question"));
    let form = model.how.as_ref().filter(|form| form.request == request);
    let pills: Vec<parts::Pill> = Went::ALL
        .iter()
        .map(|went| parts::Pill {
            label: words.get(&format!("antenna-went-{}", went.slug())),
            icon: None,
            chosen: form.is_some_and(|form| form.went == *went),
        })
        .collect();
    if let Some(index) = parts::pills(ui, theme, &pills, false) {
        let went = Went::ALL[index];
        asked.push(match form {
            Some(form) => Action::EditHow(HowForm { went, ..form.clone() }),
            None => Action::OpenHow(request, went),
        });
    }
    let Some(form) = form else { return };
    let mut edited = form.clone();
    let name = words.get("antenna-how-text");
    TextField::new(theme, words, &name, &mut edited.text)
        .rows(2)
        .limit(HowForm::TEXT_MAX)
        .optional()
        .show(ui);
    if edited != *form {
        asked.push(Action::EditHow(edited));
    }
    let send = words.get("antenna-how-send");
    if Button::new(theme, &send).icon(icons::SEND).full_width().show(ui).clicked() {
        asked.push(Action::SayHow);
    }
    let cancel = words.get("action-cancel");
    if Button::new(theme, &cancel).quiet().full_width().show(ui).clicked() {
        asked.push(Action::CloseHow);
    }
}
