//! The time bank on a member's own phone: what the account holds, an exchange to be said, what is offered and looked for.
//!
//! Always true: what is settled is the hub's; what waits stands beside it with the difference it will make, and never in
//! its place. Without a link to a member the page says how one becomes one.

mod account;
mod board;
mod record;
mod references;

use egui::Ui;
use ui_kit::widgets::EmptyState;
use ui_kit::{Accent, icons};

use super::{View, parts};
use crate::model::{Action, BankAction, BankPart, Whom};

pub use account::agreed;

/// Draws the page.
pub fn draw(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words, model) = (view.theme, view.words, view.model);
    let Some(account) = model.ledger.account() else {
        parts::title(ui, theme, &words.get("antenna-tab-bank"), "");
        EmptyState::new(theme, icons::HOURGLASS, &words.get("antenna-bank-none"))
            .line(&words.get("antenna-bank-none-line"))
            .accent(Accent::Teal)
            .show(ui);
        ui.add_space(theme.space.l);
        parts::card(ui, theme, |ui| {
            for (icon, key) in [
                (icons::HEADSET, "antenna-bank-how-desk"),
                (icons::IDENTIFICATION, "antenna-bank-how-member"),
                (icons::LINK, "antenna-bank-how-link"),
            ] {
                parts::fact(ui, theme, icon, &words.get(key));
            }
        });
        return;
    };
    let line = words.with(
        "antenna-bank-who",
        &[("name", account.name.clone().into()), ("number", account.number.into())],
    );
    parts::title(ui, theme, &words.get("antenna-tab-bank"), &line);
    let pills: Vec<parts::Pill> = BankPart::ALL
        .iter()
        .map(|part| {
            let (key, icon) = match part {
                BankPart::Account => ("antenna-bank-account", icons::HOURGLASS),
                BankPart::Record => ("antenna-bank-record", icons::PLUS),
                BankPart::Board => ("antenna-bank-board", icons::NOTE),
            };
            let chosen = model.bank.part == *part;
            parts::Pill { label: words.get(key), icon: Some(icon), chosen }
        })
        .collect();
    if let Some(index) = parts::pills(ui, theme, &pills, false) {
        asked.push(Action::Bank(BankAction::Show(BankPart::ALL[index])));
    }
    ui.add_space(theme.space.s);
    match model.bank.part {
        BankPart::Account => account::draw(ui, view, account, asked),
        BankPart::Record => record::draw(ui, view, account, asked),
        BankPart::Board => board::draw(ui, view, asked),
    }
}

/// The other side in words: a name, a number, or that it was said by card.
pub(super) fn whom(view: &View<'_>, whom: &Whom) -> String {
    match (whom.name.as_str(), whom.number) {
        ("", Some(number)) => view.words.with("antenna-bank-number", &[("number", number.into())]),
        ("", None) => view.words.get("antenna-bank-somebody"),
        (name, _) => name.to_owned(),
    }
}
