//! How an exchange was with the other: said by the member, and said of the member by others.

use egui::Ui;
use ui_kit::widgets::{EmptyState, ListRow};
use ui_kit::{Accent, icons};

use super::account::{day_words, happened};
use super::{press, says};
use crate::model::{Bank, BankMsg, Msg};
use crate::screens::View;
use crate::screens::choices::{Grid, Item, grid};
use crate::screens::page::Page;

/// Would they do it again?
pub fn refer(ui: &mut Ui, view: &View<'_>, bank: &Bank, said: &mut Vec<Msg>) {
    let (title, help) = (view.word("kiosk-bank-refer"), view.word("kiosk-bank-refer-help"));
    let page =
        Page { name: "bank-refer", step: None, title: &title, help: &help, back: true, next: None };
    let chosen = bank.refers.and_then(|(_, liked)| liked);
    let item = |liked: bool, key: &str, icon, accent| Item {
        label: view.word(key),
        line: view.word(&format!("{key}-line")),
        picture: Some((icon, accent)),
        chosen: chosen == Some(liked),
        msg: press(BankMsg::PickLiked(liked)),
    };
    let items = [
        item(true, "kiosk-bank-liked", icons::HEART, Accent::Green),
        item(false, "kiosk-bank-not-liked", icons::CHAT, Accent::Orange),
    ];
    let mut pressed = Vec::new();
    let layout = Grid { fills: true, ..Grid::default() };
    page.show(ui, view, said, |ui, view| grid(ui, view, &items, layout, &mut pressed));
    said.append(&mut pressed);
}

/// What others said, with the member's own answer where there is one.
pub fn of_me(ui: &mut Ui, view: &View<'_>, bank: &Bank, said: &mut Vec<Msg>) {
    let Some(account) = bank.account.as_deref() else { return };
    let title = view.word("kiosk-bank-references");
    let help = view.word("kiosk-bank-references-help");
    let page = Page {
        name: "bank-references",
        step: None,
        title: &title,
        help: &help,
        back: true,
        next: None,
    };
    let mut pressed = Vec::new();
    page.show(ui, view, said, |ui, view| {
        ui.spacing_mut().item_spacing.y = view.theme.touch.gap;
        says(ui, view, bank, |ui| happened(ui, view, bank));
        if account.references.is_empty() {
            let none = view.word("kiosk-bank-no-references");
            EmptyState::new(view.theme, icons::HEART, &none).show(ui);
        }
        for one in &account.references {
            let key = if one.liked { "kiosk-bank-liked" } else { "kiosk-bank-not-liked" };
            let by =
                if one.by.is_empty() { view.word("kiosk-bank-somebody") } else { one.by.clone() };
            let day = day_words(view, &one.day);
            let title = format!("{by} · {}", view.word(key));
            let mut line = if one.text.is_empty() { day } else { format!("{} · {day}", one.text) };
            if !one.answer.is_empty() {
                let answer = [("text", one.answer.clone().into())];
                line = format!("{line} · {}", view.words.with("kiosk-bank-my-answer", &answer));
            }
            let (icon, accent) = if one.liked {
                (icons::HEART, Accent::Green)
            } else {
                (icons::CHAT, Accent::Orange)
            };
            if one.to_answer.is_some() {
                line = format!("{line} · {}", view.word("kiosk-bank-answer-open"));
            }
            let row = ListRow::new(view.theme, &title)
                .line(&line)
                .icon(icon, accent)
                .opens(one.to_answer.is_some());
            if row.show(ui).clicked()
                && let Some(exchange) = one.to_answer
            {
                pressed.push(press(BankMsg::BeginAnswer(exchange)));
            }
        }
    });
    said.append(&mut pressed);
}
