//! The time bank: showing a card, typing its PIN, and the pages behind them.
//!
//! Always true: a PIN is drawn as dots; what stands on these pages goes with the session.

mod account;
mod exchange;
mod notices;
mod references;

use egui::{Sense, Ui, pos2, vec2};
use protocol::kiosk::bank::{Named, PIN_MOST};
use ui_kit::widgets::{
    Banner, CodeField, Edit, Keyboard, KeyboardState, Loading, Notice, TextField,
};
use ui_kit::{Size, icons};
use zeroize::Zeroizing;

use super::page::{Next, Page, roomy};
use super::{View, wording};
use crate::model::bank::Entry;
use crate::model::{Bank, BankMsg, BankPage, Msg, Sending, Typed, With};

const ALPHABET: &str = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const PATTERN: &str = "XXXX-XXXX-XXXX";

/// Draws the screen.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    bank: &Bank,
    keyboard: &mut KeyboardState,
    said: &mut Vec<Msg>,
) {
    if let Some(entry) = bank.page.entry() {
        return typing(ui, view, bank, entry, keyboard, said);
    }
    match bank.page {
        BankPage::Account => account::show(ui, view, bank, said),
        BankPage::Movements => account::movements(ui, view, bank, said),
        BankPage::Waiting => account::waiting(ui, view, bank, said),
        BankPage::Refer => references::refer(ui, view, bank, said),
        BankPage::References => references::of_me(ui, view, bank, said),
        BankPage::Gave => exchange::gave(ui, view, bank, said),
        BankPage::With => exchange::with(ui, view, bank, said),
        BankPage::Length => exchange::length(ui, view, bank, said),
        BankPage::Category | BankPage::NoticeCategory => exchange::category(ui, view, bank, said),
        BankPage::Day => exchange::day(ui, view, bank, said),
        BankPage::Check => exchange::check(ui, view, bank, said),
        BankPage::Done => exchange::done(ui, view, bank, said),
        BankPage::Notices => notices::own(ui, view, bank, said),
        BankPage::Board => notices::board(ui, view, bank, said),
        // What is typed was drawn above.
        BankPage::Card
        | BankPage::Pin
        | BankPage::Number
        | BankPage::OtherCard
        | BankPage::OtherPin
        | BankPage::NoticeText
        | BankPage::ReferText
        | BankPage::AnswerText
        | BankPage::OldPin
        | BankPage::NewPin
        | BankPage::NewPinAgain => {}
    }
}

fn press(msg: BankMsg) -> Msg {
    Msg::Bank(msg)
}

/// A member as they are called here.
fn called(view: &View<'_>, named: &Named) -> String {
    if named.name.is_empty() {
        view.words.with("kiosk-bank-number-of", &[("number", named.number.into())])
    } else {
        named.name.clone()
    }
}

/// The question of a page: who the other is stands in it where that is known.
fn title(view: &View<'_>, bank: &Bank) -> String {
    let key = format!("kiosk-bank-{}", bank.page.word());
    match (&bank.page, &bank.told.with) {
        (BankPage::NoticeCategory, _) => {
            let offer = bank.way == Some(protocol::kiosk::bank::Way::Offer);
            view.word(if offer { "kiosk-bank-offer-what" } else { "kiosk-bank-want-what" })
        }
        (BankPage::Length, Some(With::Member(named))) => {
            view.words.with("kiosk-bank-length-with", &[("name", called(view, named).into())])
        }
        _ => view.word(&key),
    }
}

/// What became of asking the hub, where there is something to say; else `quiet`.
fn says(ui: &mut Ui, view: &View<'_>, bank: &Bank, quiet: impl FnOnce(&mut Ui)) {
    match &bank.sending {
        Sending::Waiting => {
            Loading::new(view.theme, view.words).text(&view.word("kiosk-looking")).show(ui);
        }
        Sending::Failed(trouble) => {
            let (title, line) = wording::trouble(view, trouble);
            let notice = if trouble.may_pass() { Notice::Warning } else { Notice::Error };
            Banner::new(view.theme, view.words, notice, &line).title(&title).show(ui);
        }
        Sending::No if bank.differs => {
            let line = view.word("kiosk-bank-pin-differs");
            Banner::new(view.theme, view.words, Notice::Warning, &line).show(ui);
        }
        Sending::No => quiet(ui),
    }
}

fn typing(
    ui: &mut Ui,
    view: &View<'_>,
    bank: &Bank,
    entry: Entry,
    keyboard: &mut KeyboardState,
    said: &mut Vec<Msg>,
) {
    let title = title(view, bank);
    let help = view.word(&format!("kiosk-bank-{}-help", bank.page.word()));
    let last = matches!(
        bank.page,
        BankPage::OtherPin
            | BankPage::NoticeText
            | BankPage::ReferText
            | BankPage::AnswerText
            | BankPage::NewPinAgain
    );
    let (word, icon) = if last {
        (view.word("kiosk-bank-send"), icons::CHECK)
    } else {
        (view.word("action-next"), view.theme.forward_icon())
    };
    let page = Page {
        name: bank.page.word(),
        step: None,
        title: &title,
        help: &help,
        back: true,
        next: Some(Next {
            label: &word,
            enabled: bank.may_go_on(),
            msg: press(BankMsg::Next),
            icon: Some(icon),
        }),
    };
    let text = std::cell::RefCell::new(Zeroizing::new(room_for_more(bank.entry.as_str())));
    let roomy = roomy(view);
    let keys = Keyboard::new(&roomy, view.words, keyboard);
    let keys = match entry {
        Entry::Card => keys.code(ALPHABET).limit(protocol::card::CARD_CHARS),
        Entry::Pin => keys.phone().limit(PIN_MOST),
        Entry::Number => keys.phone().limit(6),
        Entry::Text => keys.lines().limit(protocol::kiosk::bank::NOTICE_MAX),
        Entry::Reference => keys.lines().limit(protocol::kiosk::bank::REFERENCE_MAX),
    };
    let height = keys.wanted_height();
    let mut done = false;
    page.show_writing(
        ui,
        view,
        said,
        height,
        |ui, room| {
            field(ui, view, bank, entry, room, &mut text.borrow_mut());
            ui.add_space(view.theme.space.m);
            says(ui, view, bank, |ui| hint(ui, view, bank));
        },
        |ui| done = keys.show(ui, &mut text.borrow_mut()) == Some(Edit::Done),
    );
    let text = text.into_inner();
    if text.as_str() != bank.entry.as_str() {
        said.push(press(BankMsg::Write(Typed::new(&text, protocol::kiosk::bank::NOTICE_MAX))));
    }
    if done {
        said.push(press(BankMsg::Next));
    }
}

/// A copy that does not move, and leave a trace, while one more key is pressed.
fn room_for_more(text: &str) -> String {
    let mut copy = String::with_capacity(text.len() + 64);
    copy.push_str(text);
    copy
}

fn field(ui: &mut Ui, view: &View<'_>, bank: &Bank, entry: Entry, room: f32, text: &mut String) {
    let theme = view.theme;
    match entry {
        Entry::Card => {
            let whole = bank.entry.chars() == protocol::card::CARD_CHARS;
            CodeField::new(theme, view.words, PATTERN, ALPHABET, text)
                .wrong(whole && bank.card_typed().is_none())
                .active(true)
                .show(ui);
        }
        Entry::Pin => dots(ui, view, bank.entry.chars()),
        Entry::Number => {
            let name = view.word("kiosk-bank-number-field");
            TextField::new(theme, view.words, &name, text).limit(6).rows(1).active(true).show(ui);
        }
        Entry::Text | Entry::Reference => {
            let name = view.word("kiosk-bank-notice-field");
            let roomy = roomy(view);
            let row = roomy.spec(Size::Body).row_height();
            let label = roomy.spec(Size::Subheading).row_height() + 2.0 * roomy.space.s;
            let banner = roomy.touch.button * 2.0;
            let rows = ((room - label - banner) / row).floor().clamp(2.0, 6.0);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "2 to 6")]
            let rows = rows as u8;
            TextField::new(&roomy, view.words, &name, text)
                .limit(protocol::kiosk::bank::NOTICE_MAX)
                .rows(rows)
                .active(true)
                .show(ui);
        }
    }
}

/// A PIN as it is typed: a full dot for each digit, rings for those that may follow.
pub(super) fn dots(ui: &mut Ui, view: &View<'_>, typed: usize) {
    let theme = view.theme;
    let p = &theme.palette;
    let side = theme.px(64.0).max(theme.text.body * 1.2);
    let gap = theme.space.l;
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), side * 1.6), Sense::hover());
    let spoken = view.words.with(
        "kiosk-bank-pin-typed",
        &[("count", u32::try_from(typed).unwrap_or(u32::MAX).into())],
    );
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, spoken.clone()));
    let mut left = rect.left() + side / 2.0;
    for place in 0..PIN_MOST {
        let centre = theme.mirror(
            egui::Rect::from_center_size(pos2(left, rect.center().y), vec2(side, side)),
            rect,
        );
        if place < typed {
            ui.painter().circle_filled(centre.center(), side * 0.42, p.primary);
        } else {
            let ink = if place < protocol::kiosk::bank::PIN_LEAST { p.ink_soft } else { p.line };
            ui.painter().circle_stroke(centre.center(), side * 0.38, theme.stroke(ink));
        }
        left += side + gap;
    }
}

/// What to do on a page where nothing has gone wrong.
#[expect(clippy::wildcard_enum_match_arm, reason = "the other pages say it in their help")]
fn hint(ui: &mut Ui, view: &View<'_>, bank: &Bank) {
    let theme = view.theme;
    match bank.page {
        BankPage::Card
            if bank.entry.chars() == protocol::card::CARD_CHARS && bank.card_typed().is_none() =>
        {
            let line = view.word("kiosk-bank-card-wrong");
            Banner::new(theme, view.words, Notice::Warning, &line).show(ui);
        }
        BankPage::Card | BankPage::OtherCard => {
            let line = view.word("kiosk-bank-card-reader");
            Banner::new(theme, view.words, Notice::Info, &line).icon(icons::SCAN).show(ui);
        }
        BankPage::Pin | BankPage::OtherPin => {
            let line = view.word("kiosk-bank-pin-cover");
            Banner::new(theme, view.words, Notice::Info, &line).icon(icons::LOCK).show(ui);
        }
        _ => {}
    }
}
