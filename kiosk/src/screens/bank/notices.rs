//! The board: what the member offers and looks for, and what others do.

use egui::Ui;
use protocol::kiosk::bank::{Notice, NoticeState, NoticeStep, Way};
use ui_kit::text::isolate;
use ui_kit::widgets::{Button, EmptyState, ListRow};
use ui_kit::{Accent, icons};

use super::account::{day_words, happened, person};
use super::{press, says};
use crate::model::{Bank, BankMsg, Msg};
use crate::screens::View;
use crate::screens::page::Page;

/// The member's own, with what can be done about each, and two ways to a new one.
pub fn own(ui: &mut Ui, view: &View<'_>, bank: &Bank, said: &mut Vec<Msg>) {
    let Some(account) = bank.account.as_deref() else { return };
    let (title, help) = (view.word("kiosk-bank-notices"), view.word("kiosk-bank-notices-help"));
    let page = Page {
        name: "bank-notices",
        step: None,
        title: &title,
        help: &help,
        back: true,
        next: None,
    };
    let mut pressed = Vec::new();
    page.show(ui, view, said, |ui, view| {
        let theme = view.theme;
        ui.spacing_mut().item_spacing.y = theme.touch.gap;
        says(ui, view, bank, |ui| happened(ui, view, bank));
        let idle = !bank.is_waiting();
        for (way, key, icon) in [
            (Way::Offer, "kiosk-bank-new-offer", icons::PLUS),
            (Way::Want, "kiosk-bank-new-want", icons::SEARCH),
        ] {
            let word = view.word(key);
            let button = Button::new(theme, &word).icon(icon).full_width();
            if button.enabled(idle && account.may_exchange).show(ui).clicked() {
                pressed.push(press(BankMsg::Begin(way)));
            }
        }
        if account.notices.is_empty() {
            let none = view.word("kiosk-bank-no-notices");
            EmptyState::new(theme, icons::MEGAPHONE, &none).show(ui);
        }
        for notice in &account.notices {
            let (title, line) = words(view, notice, None);
            let until = until(view, notice);
            let line = if line.is_empty() { until } else { format!("{line} · {until}") };
            let (icon, accent) = picture(notice.way);
            let row = ListRow::new(theme, &title).line(&line).icon(icon, accent).opens(false);
            row.show(ui);
            let steps = [
                (NoticeStep::Renew, "kiosk-bank-notice-renew", icons::SYNC),
                (NoticeStep::Pause, "kiosk-bank-notice-pause", icons::PAUSE),
                (NoticeStep::Resume, "kiosk-bank-notice-resume", icons::PLAY),
                (NoticeStep::Withdraw, "kiosk-bank-notice-withdraw", icons::TRASH),
            ];
            ui.horizontal_wrapped(|ui| {
                for (step, key, icon) in steps.into_iter().filter(|(step, ..)| may(notice, *step)) {
                    let word = view.word(key);
                    let button = Button::new(theme, &word).quiet().icon(icon).enabled(idle);
                    if button.show(ui).clicked() {
                        pressed.push(press(BankMsg::Move(notice.notice, step)));
                    }
                }
            });
        }
    });
    said.append(&mut pressed);
}

/// What others offer and look for.
pub fn board(ui: &mut Ui, view: &View<'_>, bank: &Bank, said: &mut Vec<Msg>) {
    let (title, help) = (view.word("kiosk-bank-board"), view.word("kiosk-bank-board-help"));
    let page =
        Page { name: "bank-board", step: None, title: &title, help: &help, back: true, next: None };
    page.show(ui, view, said, |ui, view| {
        ui.spacing_mut().item_spacing.y = view.theme.space.s;
        says(ui, view, bank, |_| {});
        let Some(board) = &bank.board else { return };
        if board.notices.is_empty() {
            let none = view.word("kiosk-bank-no-board");
            EmptyState::new(view.theme, icons::LIST, &none).show(ui);
        }
        for notice in &board.notices {
            let (name, number) = person(view, &notice.who);
            let (title, line) = words(view, notice, Some(format!("{name} · {number}")));
            let (icon, accent) = picture(notice.way);
            ListRow::new(view.theme, &title)
                .line(&line)
                .line_rows(3)
                .icon(icon, accent)
                .opens(false)
                .show(ui);
        }
    });
}

/// What can be done about a notice of one's own: what the desk has hidden can only be taken back.
fn may(notice: &Notice, step: NoticeStep) -> bool {
    let over = notice.ends_in_days.is_some_and(|days| days < 0);
    match (notice.state, step) {
        // What stands for months needs no renewal yet.
        (NoticeState::Published, NoticeStep::Renew) => notice.ends_in_days.is_some(),
        (NoticeState::Published, NoticeStep::Pause) => !over,
        (NoticeState::Paused, NoticeStep::Resume) | (_, NoticeStep::Withdraw) => true,
        _ => false,
    }
}

fn picture(way: Way) -> (ui_kit::Icon, Accent) {
    match way {
        Way::Offer => (icons::HAND_HEART, Accent::Green),
        Way::Want => (icons::SEARCH, Accent::Blue),
    }
}

/// "Offro: Spesa" and the member's words, with whoever it is.
fn words(view: &View<'_>, notice: &Notice, who: Option<String>) -> (String, String) {
    let key = match notice.way {
        Way::Offer => "kiosk-bank-offers",
        Way::Want => "kiosk-bank-wants",
    };
    let what = view.model.about(&notice.category).0.to_owned();
    let title = view.words.with(key, &[("what", what.into())]);
    let text = notice.text.trim();
    let mut parts: Vec<String> = who.into_iter().collect();
    if !text.is_empty() {
        parts.push(isolate(text));
    }
    (title, parts.join(" · "))
}

fn until(view: &View<'_>, notice: &Notice) -> String {
    match notice.state {
        NoticeState::Paused => return view.word("kiosk-bank-notice-paused"),
        NoticeState::Hidden => return view.word("kiosk-bank-notice-hidden"),
        NoticeState::Published => {}
    }
    match (&notice.until, notice.ends_in_days) {
        (None, _) => view.word("kiosk-bank-no-end"),
        (Some(_), Some(days)) if days < 0 => view.word("kiosk-bank-ended"),
        (Some(day), _) => {
            view.words.with("kiosk-bank-until", &[("day", day_words(view, day).into())])
        }
    }
}
