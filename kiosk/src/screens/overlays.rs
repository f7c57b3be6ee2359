//! Questions and notices laid over the page: somebody still there, leaving half-way, an operator called, withdrawing.
//!
//! Always true: at most one stands at a time, and "Ci sei ancora?" comes before all others.

use egui::Ui;
use ui_kit::widgets::{Button, CountdownRing, Dialog, Loading};
use ui_kit::{Accent, icons};

use super::View;
use super::page::roomy;
use crate::model::{Call, Model, Msg, Presence, QUESTION_MS, Screen};

/// Draws what stands over the page, if anything does.
pub fn show(ui: &mut Ui, view: &View<'_>, said: &mut Vec<Msg>) {
    let theme = roomy(view);
    let view = &View { theme: &theme, ..*view };
    let model = view.model;
    if let Presence::Asking(left_ms) = model.presence() {
        still(ui, view, left_ms, said);
    } else if model.session.call != Call::No {
        call(ui, view, &model.session.call, said);
    } else if model.session.leaving {
        leave(ui, view, said);
    } else if is_withdrawing(model) {
        withdraw(ui, view, said);
    }
}

fn is_withdrawing(model: &Model) -> bool {
    matches!(&model.session.screen, Screen::Status(shown) if shown.withdrawing)
}

fn still(ui: &mut Ui, view: &View<'_>, left_ms: u64, said: &mut Vec<Msg>) {
    let (title, text) = (view.word("kiosk-still"), view.word("kiosk-still-line"));
    let (yes, done) = (view.word("kiosk-still-yes"), view.word("action-finish"));
    let seconds = |ms: u64| u32::try_from(ms.div_ceil(1_000)).unwrap_or(u32::MAX);
    Dialog::new(view.theme, "still", &title).text(&text).centred().show(ui.ctx(), |ui| {
        ui.vertical_centered(|ui| {
            CountdownRing::new(view.theme, view.words, seconds(left_ms), seconds(QUESTION_MS))
                .show(ui);
        });
        ui.add_space(view.theme.space.m);
        if Button::new(view.theme, &yes).full_width().show(ui).clicked() {
            said.push(Msg::Stay);
        }
        if Button::new(view.theme, &done).secondary().full_width().show(ui).clicked() {
            said.push(Msg::Finish);
        }
    });
}

fn call(ui: &mut Ui, view: &View<'_>, call: &Call, said: &mut Vec<Msg>) {
    let theme = view.theme;
    let (key, icon, accent) = match call {
        Call::Waiting(_) | Call::No => ("kiosk-calling", icons::HEADSET, Accent::Blue),
        Call::Coming => ("kiosk-coming", icons::HAND, Accent::Green),
        Call::Failed(..) => ("kiosk-call-failed", icons::WARNING, Accent::Orange),
    };
    let title = view.word(key);
    if matches!(call, Call::Waiting(_) | Call::No) {
        Dialog::new(theme, "calling", &title).icon(icon, accent).show(ui.ctx(), |ui| {
            Loading::new(theme, view.words).show(ui);
        });
        return;
    }
    let text = view.word(&format!("{key}-line"));
    let (close, retry) = (view.word("kiosk-understood"), view.word("action-retry"));
    Dialog::new(theme, key, &title).text(&text).icon(icon, accent).show(ui.ctx(), |ui| {
        if Button::new(theme, &close).full_width().show(ui).clicked() {
            said.push(Msg::CloseCall);
        }
        if matches!(call, Call::Failed(..))
            && Button::new(theme, &retry).secondary().full_width().show(ui).clicked()
        {
            said.push(Msg::CallOperator);
        }
    });
}

fn leave(ui: &mut Ui, view: &View<'_>, said: &mut Vec<Msg>) {
    let buttons = [("kiosk-leave-no", Msg::KeepWriting), ("kiosk-leave-yes", Msg::ThrowAway)];
    ask(ui, view, "kiosk-leave", buttons, said);
}

fn withdraw(ui: &mut Ui, view: &View<'_>, said: &mut Vec<Msg>) {
    let buttons =
        [("kiosk-withdraw-no", Msg::KeepIt), ("kiosk-withdraw-yes", Msg::ConfirmWithdraw)];
    ask(ui, view, "kiosk-withdraw-ask", buttons, said);
}

/// A question whose first answer keeps everything and whose second cannot be undone.
fn ask(ui: &mut Ui, view: &View<'_>, key: &str, buttons: [(&str, Msg); 2], said: &mut Vec<Msg>) {
    let (title, text) = (view.word(key), view.word(&format!("{key}-line")));
    let [(keep, keep_msg), (lose, lose_msg)] = buttons;
    let (keep, lose) = (view.word(keep), view.word(lose));
    Dialog::new(view.theme, key, &title).text(&text).icon(icons::QUESTION, Accent::Blue).show(
        ui.ctx(),
        |ui| {
            if Button::new(view.theme, &keep).full_width().show(ui).clicked() {
                said.push(keep_msg);
            }
            if Button::new(view.theme, &lose).danger().full_width().show(ui).clicked() {
                said.push(lose_msg);
            }
        },
    );
}
