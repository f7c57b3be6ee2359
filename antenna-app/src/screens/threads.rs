//! Words with the operators: the threads, and one of them open.

use egui::Ui;
use protocol::antenna::WORDS_MAX;
use ui_kit::text::{heading, label};
use ui_kit::widgets::{Badge, Button, ListRow, TextField};
use ui_kit::{Accent, Icon, Size, icons};

use super::{View, parts, wording};
use crate::model::{About, Action, Line, SentMark, Thread};

/// Draws the list of threads, or the open one; both side by side where there is room.
pub fn draw(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let open = view.model.thread;
    if view.wide {
        parts::title(
            ui,
            theme,
            &words.get("antenna-words-title"),
            &words.get("antenna-words-help"),
        );
        let mut later = Vec::new();
        let shown = open.unwrap_or(None);
        parts::two(
            ui,
            view,
            0.38,
            |ui| list(ui, view, Some(shown), asked),
            |ui| thread(ui, view, shown, &mut later),
        );
        asked.append(&mut later);
        return;
    }
    match open {
        None => {
            let help = words.get("antenna-words-help");
            parts::title(ui, theme, &words.get("antenna-words-title"), &help);
            list(ui, view, None, asked);
        }
        Some(about) => {
            let back = words.get("antenna-words-all");
            let button = Button::new(theme, &back).quiet().icon(theme.back_icon());
            if button.show(ui).clicked() {
                asked.push(Action::OpenThread(None));
            }
            thread(ui, view, about, asked);
        }
    }
}

/// What a thread is about, and its picture.
fn subject(view: &View<'_>, about: About) -> (String, Icon) {
    let words = view.words;
    let Some(request) = about else {
        return (words.get("antenna-words-general"), icons::HOUSE);
    };
    match view.model.ledger.tasks.get(&request) {
        Some(task) => wording::category(view, &task.it.category),
        None => (words.get("antenna-words-old"), icons::CHAT),
    }
}

fn list(ui: &mut Ui, view: &View<'_>, shown: Option<About>, asked: &mut Vec<Action>) {
    let theme = view.theme;
    for it in view.model.threads() {
        ui.push_id(("thread", it.about), |ui| {
            if row(ui, view, &it, shown == Some(it.about)) {
                asked.push(Action::OpenThread(Some(it.about)));
            }
        });
        ui.add_space(theme.space.xs);
    }
}

fn row(ui: &mut Ui, view: &View<'_>, it: &Thread, selected: bool) -> bool {
    let (theme, words) = (view.theme, view.words);
    let (title, icon) = subject(view, it.about);
    let last = match &it.last {
        None => words.get("antenna-words-none"),
        Some(line) if line.text.is_empty() => words.get("antenna-words-erased"),
        Some(line) => line.text.clone(),
    };
    let new = words.with("antenna-words-new", &[("count", it.unread.into())]);
    let accent = if it.about.is_none() { Accent::Teal } else { Accent::Blue };
    let mut row = ListRow::new(theme, &title).line(&last).icon(icon, accent).selected(selected);
    if it.unread > 0 {
        row = row.badge(Accent::Red, &new);
    }
    row.show(ui).clicked()
}

fn thread(ui: &mut Ui, view: &View<'_>, about: About, asked: &mut Vec<Action>) {
    let (theme, words, model) = (view.theme, view.words, view.model);
    let (title, icon) = subject(view, about);
    let lines = model.ledger.lines(about);
    parts::card(ui, theme, |ui| {
        let help = words.get(if about.is_some() {
            "antenna-words-about-help"
        } else {
            "antenna-words-general-help"
        });
        parts::card_head(ui, theme, (icon, Accent::Teal), &title, &help, None);
        if lines.is_empty() {
            parts::hint(ui, theme, &words.get("antenna-words-empty"));
        }
        for line in &lines {
            ui.push_id(line.id, |ui| said(ui, view, line, asked));
        }
        parts::rule(ui, theme);
        let mut text = model.words.of(about).to_owned();
        let (name, hint) = (words.get("antenna-words-write"), words.get("antenna-words-hint"));
        TextField::new(theme, words, &name, &mut text)
            .hint(&hint)
            .rows(3)
            .limit(WORDS_MAX)
            .show(ui);
        if text != model.words.of(about) {
            asked.push(Action::EditWords(about, text));
        }
        let send = words.get("antenna-words-send");
        let ready = model.words.text(about).is_some();
        let button = Button::new(theme, &send).icon(icons::SEND).full_width().enabled(ready);
        if button.show(ui).clicked() {
            asked.push(Action::WriteWords(about));
        }
    });
}

/// One message: who, when, the words; mine on one side of the card, the hub's on the other.
fn said(ui: &mut Ui, view: &View<'_>, line: &Line, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let mine = line.from_hub.is_none();
    let who = match &line.from_hub {
        None => words.get("antenna-words-me"),
        Some(name) if name.is_empty() => words.get("antenna-words-hub"),
        Some(name) => name.clone(),
    };
    let now_ms = if mine && line.mark != SentMark::Recorded {
        view.now_ms
    } else {
        view.model.hub_now_ms(view.now_ms)
    };
    let when = wording::moment(view, line.at_ms, now_ms);
    let said = words.with("antenna-words-who", &[("who", who.into()), ("when", when.into())]);
    let text =
        if line.text.is_empty() { words.get("antenna-words-erased") } else { line.text.clone() };
    parts::bubble(ui, theme, mine, |ui| {
        heading(ui, &theme.spec(Size::Caption).semibold(), &said, theme.palette.ink_soft);
        label(ui, &theme.spec(Size::Body), &text, theme.palette.ink);
        match line.mark {
            SentMark::Recorded => {}
            SentMark::Waiting => {
                Badge::new(theme, Accent::Orange, &words.get("antenna-sent-waiting")).show(ui);
            }
            SentMark::Refused => parts::mark(ui, view, line.mark, line.refused.as_ref()),
        }
        if line.mark == SentMark::Refused {
            let correct = words.get("antenna-diary-correct");
            if Button::new(theme, &correct).secondary().icon(icons::PENCIL).show(ui).clicked() {
                asked.push(Action::Correct(line.id));
            }
        }
    });
}
