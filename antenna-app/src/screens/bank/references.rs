//! How an exchange was with the other: asked of this member under the movement, and what others said of them, which they
//! can answer once.

use egui::Ui;
use protocol::ExchangeId;
use protocol::kiosk::bank::{Account, REFERENCE_MAX, Reference};
use ui_kit::text::heading;
use ui_kit::widgets::{Button, TextField};
use ui_kit::{Accent, Size, icons};

use super::super::{View, parts, wording};
use crate::model::{Action, BankAction, SayingAbout, SayingDraft, SentMark};

/// Asks how it was, as long as it was not said.
pub fn ask(
    ui: &mut Ui,
    view: &View<'_>,
    exchange: ExchangeId,
    with: &str,
    asked: &mut Vec<Action>,
) {
    let words = view.words;
    let name = if with.is_empty() { words.get("antenna-bank-somebody") } else { with.to_owned() };
    let label = words.with("antenna-bank-refer-ask", &[("name", name.into())]);
    say(ui, view, SayingAbout::Exchange(exchange), &label, asked);
}

/// What others said of this member last, with their own answer.
pub fn of_me(ui: &mut Ui, view: &View<'_>, account: &Account, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    if account.references.is_empty() {
        return;
    }
    ui.add_space(theme.space.s);
    let title = words.get("antenna-bank-references");
    heading(ui, &theme.spec(Size::Heading), &title, theme.palette.ink);
    parts::card(ui, theme, |ui| {
        for (index, one) in account.references.iter().enumerate() {
            if index > 0 {
                parts::rule(ui, theme);
            }
            ui.push_id(("reference", index), |ui| reference(ui, view, one, asked));
        }
    });
}

fn reference(ui: &mut Ui, view: &View<'_>, one: &Reference, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let (key, icon, accent) = if one.liked {
        ("antenna-bank-liked", icons::HEART, Accent::Green)
    } else {
        ("antenna-bank-not-liked", icons::CHAT, Accent::Orange)
    };
    let by = if one.by.is_empty() { words.get("antenna-bank-somebody") } else { one.by.clone() };
    let title = format!("{by} · {}", words.get(key));
    let day = parts::capital(&wording::day(view, &one.day));
    parts::card_head(ui, theme, (icon, accent), &title, &day, None);
    if !one.text.is_empty() {
        parts::question(ui, theme, &one.text);
    }
    if !one.answer.is_empty() {
        let answer = [("text", one.answer.clone().into())];
        parts::hint(ui, theme, &words.with("antenna-bank-my-answer", &answer));
    }
    if let Some(exchange) = one.to_answer {
        let label = words.get("antenna-bank-answer");
        say(ui, view, SayingAbout::Reference(exchange), &label, asked);
    }
}

/// A button that opens a small form, the form while it is open, or where what was said stands.
fn say(ui: &mut Ui, view: &View<'_>, about: SayingAbout, label: &str, asked: &mut Vec<Action>) {
    let (theme, words, model) = (view.theme, view.words, view.model);
    let said = model.ledger.said_after(about);
    match &said {
        Some((SentMark::Refused, Some(problem))) => {
            let why = wording::problem(words, problem);
            parts::strip(ui, theme, Accent::Red, icons::WARNING, &why);
        }
        Some(_) => {
            let text = words.get("antenna-bank-refer-said");
            parts::strip(ui, theme, Accent::Orange, icons::HOURGLASS, &text);
            return;
        }
        None => {}
    }
    let edit = |draft| Action::Bank(BankAction::EditSaying(draft));
    if model.bank.saying.about != Some(about) {
        let open = Button::new(theme, label).secondary().icon(icons::HEART);
        if open.show(ui).clicked() {
            asked.push(edit(SayingDraft::about(about)));
        }
        return;
    }
    let mut draft = model.bank.saying.clone();
    parts::question(ui, theme, label);
    let asks = matches!(about, SayingAbout::Exchange(_));
    if asks {
        if model.pressed_send && draft.liked.is_none() {
            parts::missing(ui, theme, &words.get("antenna-bank-refer-missing"));
        }
        let ways = [(true, "antenna-bank-liked"), (false, "antenna-bank-not-liked")];
        let pills: Vec<parts::Pill> = ways
            .iter()
            .map(|(liked, key)| parts::Pill {
                label: words.get(key),
                icon: None,
                chosen: draft.liked == Some(*liked),
            })
            .collect();
        if let Some(index) = parts::pills(ui, theme, &pills, false) {
            draft.liked = Some(ways[index].0);
        }
    } else if model.pressed_send && draft.text.trim().is_empty() {
        parts::missing(ui, theme, &words.get("antenna-bank-answer-missing"));
    }
    let name = words.get("antenna-bank-refer-words");
    let field = TextField::new(theme, words, &name, &mut draft.text).rows(2).limit(REFERENCE_MAX);
    if asks {
        field.optional().show(ui)
    } else {
        field.show(ui)
    };
    parts::hint(ui, theme, &words.get("antenna-bank-refer-once"));
    if draft != model.bank.saying {
        asked.push(edit(draft));
    }
    let (send, leave) = (words.get("antenna-bank-refer-send"), words.get("action-cancel"));
    parts::flow(ui, theme, |ui| {
        if Button::new(theme, &send).icon(icons::SEND).show(ui).clicked() {
            asked.push(Action::Bank(BankAction::Say));
        }
        if Button::new(theme, &leave).quiet().icon(icons::CLOSE).show(ui).clicked() {
            asked.push(edit(SayingDraft::default()));
        }
    });
}
