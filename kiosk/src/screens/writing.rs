//! Writing: one field, one keyboard, nothing else to look at.
//!
//! Always true: the text is copied out of the model, changed, and handed back whole; the copy is overwritten with
//! zeros. A real keyboard works too, without touching the field first.

use egui::{Event, Key, Ui};
use ui_kit::widgets::{Button, Edit, Keyboard, KeyboardState, TextField};
use ui_kit::{Theme, Words};
use zeroize::Zeroizing;

use super::View;
use super::choices::Texts;
use super::page::{Next, Page, roomy};
use crate::model::{Errand, Field, Flow, Msg, Question, Sending, StatusView, Typed};

/// Longest answer to a question, in characters, as the hub takes it.
const REPLY_MAX: usize = 1_000;

/// The page of the own words, or of a question of the kind of help.
pub fn text(
    ui: &mut Ui,
    view: &View<'_>,
    flow: &Flow,
    keyboard: &mut KeyboardState,
    said: &mut Vec<Msg>,
) {
    let texts = Texts::of(view, flow);
    let field = flow.writing.unwrap_or(Field::Text);
    write(ui, view, flow, field, texts.page(view, flow), keyboard, said);
}

/// The page of one field of the contact page.
pub fn field(
    ui: &mut Ui,
    view: &View<'_>,
    flow: &Flow,
    field: Field,
    keyboard: &mut KeyboardState,
    said: &mut Vec<Msg>,
) {
    let title = view.word(&format!("kiosk-write-{}", field.word()));
    let done = view.word("action-done");
    let page = Page {
        name: field.word(),
        step: Some(flow.progress()),
        title: &title,
        help: "",
        back: true,
        next: Some(Next {
            label: &done,
            enabled: true,
            msg: Msg::Next,
            icon: Some(ui_kit::icons::CHECK),
        }),
    };
    write(ui, view, flow, field, page, keyboard, said);
}

/// One short line to write, on a page of its own.
pub struct Line<'a> {
    /// The page.
    pub page: Page<'a>,
    /// The name of the field.
    pub name: &'a str,
    /// What stands there.
    pub kept: &'a str,
    /// Most characters it takes.
    pub most: usize,
}

/// Draws it; what stands there now, where that changed, and whether "Fatto" or Enter was pressed.
pub fn line(
    ui: &mut Ui,
    view: &View<'_>,
    line: Line<'_>,
    keyboard: &mut KeyboardState,
    said: &mut Vec<Msg>,
) -> (Option<Zeroizing<String>>, bool) {
    let text = std::cell::RefCell::new(Zeroizing::new(copy(line.kept)));
    let roomy = roomy(view);
    let keys = keys(&roomy, view.words, Field::Name, keyboard).limit(line.most);
    let keys_height = keys.wanted_height();
    let mut done = false;
    line.page.show_writing(
        ui,
        view,
        said,
        keys_height,
        |ui, _| {
            TextField::new(&roomy, view.words, line.name, &mut text.borrow_mut())
                .limit(line.most)
                .rows(1)
                .active(true)
                .show(ui);
        },
        |ui| done = keys.show(ui, &mut text.borrow_mut()) == Some(Edit::Done),
    );
    let mut text = text.into_inner();
    done |= from_real_keyboard(ui, &mut text, false);
    let changed = text.as_str() != line.kept;
    (changed.then_some(text), done)
}

/// The page of the answer to an operator's question.
pub fn reply(
    ui: &mut Ui,
    view: &View<'_>,
    shown: &StatusView,
    reply: &Typed,
    keyboard: &mut KeyboardState,
    said: &mut Vec<Msg>,
) {
    let status = &shown.status;
    let question = status.question.clone().or_else(|| status.answers.last().cloned());
    let question = question.unwrap_or_default();
    let (title, send) = (view.word("kiosk-reply-title"), view.word("kiosk-reply-send"));
    let name = view.word("kiosk-write-text");
    let page = Page {
        name: "reply",
        step: None,
        title: &title,
        help: &question,
        back: true,
        next: Some(Next {
            label: &send,
            enabled: !reply.is_blank() && shown.sending != Sending::Waiting,
            msg: Msg::SendReply,
            icon: Some(ui_kit::icons::SEND),
        }),
    };
    let text = std::cell::RefCell::new(Zeroizing::new(copy(reply.as_str())));
    let roomy = roomy(view);
    let keys = keys(&roomy, view.words, Field::Text, keyboard).limit(REPLY_MAX);
    let keys_height = keys.wanted_height();
    page.show_writing(
        ui,
        view,
        said,
        keys_height,
        |ui, room| {
            let row = roomy.spec(ui_kit::Size::Body).row_height();
            let label = roomy.spec(ui_kit::Size::Subheading).row_height() + 2.0 * roomy.space.s;
            let rows = ((room - label - 2.0 * roomy.space.m) / row).floor().clamp(2.0, 6.0);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "2 to 6")]
            let rows = rows as u8;
            TextField::new(&roomy, view.words, &name, &mut text.borrow_mut())
                .limit(REPLY_MAX)
                .rows(rows)
                .active(true)
                .show(ui);
        },
        |ui| {
            keys.show(ui, &mut text.borrow_mut());
        },
    );
    let mut text = text.into_inner();
    from_real_keyboard(ui, &mut text, true);
    if text.as_str() != reply.as_str() {
        said.push(Msg::WriteReply(Typed::new(&text, REPLY_MAX)));
    }
}

fn write(
    ui: &mut Ui,
    view: &View<'_>,
    flow: &Flow,
    field: Field,
    page: Page<'_>,
    keyboard: &mut KeyboardState,
    said: &mut Vec<Msg>,
) {
    let kept = flow.draft.field(field).as_str();
    let text = std::cell::RefCell::new(Zeroizing::new(copy(kept)));
    let lines = matches!(field, Field::Text | Field::Answer(_));
    let key = match field {
        Field::Text => format!("kiosk-hint-{}-text", flow.errand.word()),
        Field::Answer(_) | Field::Name | Field::Phone | Field::Address => {
            format!("kiosk-hint-{}", field.word())
        }
    };
    let (name, hint) = (view.word(&format!("kiosk-write-{}", field.word())), view.word(&key));
    let roomy = roomy(view);
    let keys = keys(&roomy, view.words, field, keyboard);
    let mut done = false;
    let keys_height = keys.wanted_height();
    // An idea need not be written: it can be chosen, too.
    let choose = (flow.errand == Errand::Idea && field == Field::Text)
        .then(|| view.word("kiosk-choose-pictures"));
    let mut chooses = false;
    page.show_writing(
        ui,
        view,
        said,
        keys_height,
        |ui, room| {
            let top = ui.cursor().top();
            if let Some(choose) = &choose {
                let button = Button::new(view.theme, choose).secondary().icon(ui_kit::icons::HAND);
                chooses = button.full_width().show(ui).clicked();
                ui.add_space(view.theme.space.m);
            }
            let room = room - (ui.cursor().top() - top);
            let mut text = text.borrow_mut();
            let row = roomy.spec(ui_kit::Size::Body).row_height();
            let label = roomy.spec(ui_kit::Size::Subheading).row_height() + 2.0 * roomy.space.s;
            let rows = ((room - label - 2.0 * roomy.space.m) / row).floor().clamp(2.0, 10.0);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "2 to 10")]
            let rows = if lines { rows as u8 } else { 1 };
            if !view.is_landscape() {
                // Right over the keys: who looks for a letter sees it appear.
                let height = label + f32::from(rows) * row + 2.0 * roomy.space.m;
                ui.add_space(
                    (room - height.max(label + roomy.touch.button) - roomy.space.m).max(0.0),
                );
            }
            TextField::new(&roomy, view.words, &name, &mut text)
                .hint(&hint)
                .limit(field.max_chars())
                .rows(rows)
                .active(true)
                .show(ui);
        },
        |ui| done = keys.show(ui, &mut text.borrow_mut()) == Some(Edit::Done),
    );
    let mut text = text.into_inner();
    if from_real_keyboard(ui, &mut text, lines) && !lines {
        done = true;
    }
    if text.as_str() != kept {
        said.push(Msg::Write(field, Typed::new(&text, field.max_chars())));
    }
    if done {
        said.push(Msg::Next);
    }
    if chooses {
        said.push(Msg::Edit(Question::ForWhom));
    }
}

/// A copy with room for one more key, so that it does not move (and leave a trace) while it grows.
fn copy(text: &str) -> String {
    let mut copy = String::with_capacity(text.len() + 256);
    copy.push_str(text);
    copy
}

fn keys<'a>(
    theme: &'a Theme,
    words: Words,
    field: Field,
    state: &'a mut KeyboardState,
) -> Keyboard<'a> {
    let keys = Keyboard::new(theme, words, state).limit(field.max_chars());
    match field {
        Field::Phone => keys.phone(),
        Field::Text | Field::Answer(_) => keys.lines(),
        Field::Name | Field::Address => keys,
    }
}

/// Takes what a real keyboard wrote while nothing has the focus (the field itself takes it when it has). `true` when
/// Enter was pressed.
fn from_real_keyboard(ui: &Ui, text: &mut String, lines: bool) -> bool {
    if ui.memory(|memory| memory.focused().is_some()) {
        return false;
    }
    let mut entered = false;
    ui.input(|input| {
        for event in &input.events {
            if let Event::Text(typed) = event {
                text.extend(typed.chars().filter(|c| !c.is_control()));
            } else if let Event::Key { key, pressed: true, .. } = event {
                match (*key, lines) {
                    (Key::Backspace, _) => drop(text.pop()),
                    (Key::Enter, true) => text.push('\n'),
                    (key, _) => entered |= key == Key::Enter,
                }
            }
        }
    });
    entered
}
