//! An exchange, told one question at a time: given or received, with whom, how long, what; then all of it at once.

use egui::{Rect, Sense, Ui, Vec2, vec2};
use protocol::kiosk::bank::Named;
use ui_kit::text::{heading, isolate, label};
use ui_kit::widgets::{EmptyState, ListRow, Qr};
use ui_kit::{Accent, Size, icons};

use super::account::{happened, person};
use super::{called, press, says, title};
use crate::model::{Bank, BankMsg, BankPage, Msg, With};
use crate::screens::choices::{Grid, Item, grid};
use crate::screens::page::{Next, Page, within};
use crate::screens::{View, pictures};

/// The lengths that can be chosen, in minutes; others are for the desk.
const LENGTHS: [u16; 8] = [30, 45, 60, 90, 120, 150, 180, 240];

/// A page whose answers are there to be touched.
fn asks(
    ui: &mut Ui,
    view: &View<'_>,
    bank: &Bank,
    said: &mut Vec<Msg>,
    body: impl FnOnce(&mut Ui, &View<'_>, &mut Vec<Msg>),
) {
    let (title, next) = (title(view, bank), view.word("action-next"));
    let help = view.word(&format!("kiosk-bank-{}-help", bank.page.word()));
    let answered = bank.may_go_on() && bank.page != BankPage::NoticeCategory;
    let page = Page {
        name: bank.page.word(),
        step: bank.page.step(),
        title: &title,
        help: &help,
        back: true,
        next: answered.then(|| Next {
            label: &next,
            enabled: true,
            msg: press(BankMsg::Next),
            icon: Some(view.theme.forward_icon()),
        }),
    };
    let mut pressed = Vec::new();
    page.show(ui, view, said, |ui, view| body(ui, view, &mut pressed));
    said.append(&mut pressed);
}

/// Given or received?
pub fn gave(ui: &mut Ui, view: &View<'_>, bank: &Bank, said: &mut Vec<Msg>) {
    let item = |gave: bool, key: &str, icon, accent| Item {
        label: view.word(key),
        line: view.word(&format!("{key}-line")),
        picture: Some((icon, accent)),
        chosen: bank.told.gave == Some(gave),
        msg: press(BankMsg::PickGave(gave)),
    };
    let items = [
        item(true, "kiosk-bank-i-gave", icons::HAND_HEART, Accent::Green),
        item(false, "kiosk-bank-i-got", icons::HANDSHAKE, Accent::Blue),
    ];
    let layout = Grid { fills: true, ..Grid::default() };
    asks(ui, view, bank, said, |ui, view, said| grid(ui, view, &items, layout, said));
}

/// With whom?
pub fn with(ui: &mut Ui, view: &View<'_>, bank: &Bank, said: &mut Vec<Msg>) {
    let Some(account) = bank.account.as_deref() else { return };
    let mut items = vec![
        Item {
            label: view.word("kiosk-bank-here"),
            line: view.word("kiosk-bank-here-line"),
            picture: Some((icons::USERS, Accent::Green)),
            chosen: bank.told.with == Some(With::Here),
            msg: press(BankMsg::PickWith(With::Here)),
        },
        Item {
            label: view.word("kiosk-bank-by-number"),
            line: view.word("kiosk-bank-by-number-line"),
            picture: Some((icons::IDENTIFICATION, Accent::Blue)),
            chosen: false,
            msg: press(BankMsg::Go(BankPage::Number)),
        },
    ];
    items.extend(account.people.iter().map(|named| known(view, bank, named)));
    let layout = Grid { column_em: 14.0, one_column_up_to: 4, ..Grid::default() };
    asks(ui, view, bank, said, |ui, view, said| grid(ui, view, &items, layout, said));
}

fn known(view: &View<'_>, bank: &Bank, named: &Named) -> Item {
    let with = With::Member(named.clone());
    let (label, line) = person(view, named);
    Item {
        label,
        line,
        picture: Some((icons::USER, Accent::Slate)),
        chosen: bank.told.with.as_ref() == Some(&with),
        msg: press(BankMsg::PickWith(with)),
    }
}

/// How long?
pub fn length(ui: &mut Ui, view: &View<'_>, bank: &Bank, said: &mut Vec<Msg>) {
    let items = LENGTHS.map(|minutes| Item {
        label: view.words.duration_min(i64::from(minutes)),
        line: String::new(),
        picture: None,
        chosen: bank.told.minutes == Some(minutes),
        msg: press(BankMsg::PickLength(minutes)),
    });
    let layout = Grid { column_em: 9.0, one_column_up_to: 1, fills: true, ..Grid::default() };
    asks(ui, view, bank, said, |ui, view, said| grid(ui, view, &items, layout, said));
}

/// How many days are offered to choose from; earlier ones are for the desk.
const DAYS: usize = 14;

/// On which day: today and those before it.
pub fn day(ui: &mut Ui, view: &View<'_>, bank: &Bank, said: &mut Vec<Msg>) {
    let today = view.model.today();
    let days = std::iter::successors(Some(today), |day| day.yesterday().ok()).take(DAYS);
    let items: Vec<Item> = days
        .map(|day| Item {
            label: view.words.day_near(day, today),
            line: String::new(),
            picture: None,
            chosen: bank.told.day.unwrap_or(today) == day,
            msg: press(BankMsg::PickDay(day)),
        })
        .collect();
    let layout = Grid { column_em: 9.0, one_column_up_to: 3, ..Grid::default() };
    asks(ui, view, bank, said, |ui, view, said| grid(ui, view, &items, layout, said));
}

/// Which service?
pub fn category(ui: &mut Ui, view: &View<'_>, bank: &Bank, said: &mut Vec<Msg>) {
    let Some(place) = view.model.place.as_deref() else { return };
    let items: Vec<Item> = place
        .categories
        .iter()
        .enumerate()
        .map(|(index, it)| Item {
            label: view.model.say(&it.name).to_owned(),
            line: view.model.say(&it.hint).to_owned(),
            picture: Some((pictures::icon(&it.icon), pictures::accent(index))),
            chosen: bank.told.category.as_ref() == Some(&it.slug),
            msg: press(BankMsg::PickCategory(it.slug.clone())),
        })
        .collect();
    let layout = Grid { fills: true, ..Grid::default() };
    asks(ui, view, bank, said, |ui, view, said| grid(ui, view, &items, layout, said));
}

/// All of it, before it goes; each line leads back to its question.
pub fn check(ui: &mut Ui, view: &View<'_>, bank: &Bank, said: &mut Vec<Msg>) {
    let told = &bank.told;
    let here = told.with == Some(With::Here);
    let (title, help) = if here {
        (view.word("kiosk-bank-check"), view.word("kiosk-bank-check-here"))
    } else {
        (view.word("kiosk-bank-check"), view.word("kiosk-bank-check-help"))
    };
    let send = view.word(if here { "kiosk-bank-pass-card" } else { "kiosk-bank-send" });
    let page = Page {
        name: "bank-check",
        step: bank.page.step(),
        title: &title,
        help: &help,
        back: true,
        next: Some(Next {
            label: &send,
            enabled: bank.may_go_on(),
            msg: press(BankMsg::Next),
            icon: Some(if here { icons::IDENTIFICATION } else { icons::CHECK }),
        }),
    };
    let gave = told.gave == Some(true);
    let today = view.model.today();
    let who = match &told.with {
        Some(With::Member(named)) => called(view, named),
        Some(With::Here) => view.word("kiosk-bank-here"),
        None => String::new(),
    };
    let rows = [
        (
            view.word(if gave { "kiosk-bank-i-gave" } else { "kiosk-bank-i-got" }),
            "kiosk-bank-row-gave",
            icons::HANDSHAKE,
            Accent::Green,
            BankPage::Gave,
        ),
        (who, "kiosk-bank-row-with", icons::USER, Accent::Blue, BankPage::With),
        (
            told.minutes.map(|m| view.words.duration_min(i64::from(m))).unwrap_or_default(),
            "kiosk-bank-row-length",
            icons::CLOCK,
            Accent::Teal,
            BankPage::Length,
        ),
        (
            told.category.as_ref().map(|it| view.model.about(it).0.to_owned()).unwrap_or_default(),
            "kiosk-bank-row-category",
            icons::TAG,
            Accent::Orange,
            BankPage::Category,
        ),
        (
            view.words.day_near(told.day.unwrap_or(today), today),
            "kiosk-bank-row-day",
            icons::CALENDAR,
            Accent::Slate,
            BankPage::Day,
        ),
    ];
    let mut pressed = Vec::new();
    page.show(ui, view, said, |ui, view| {
        ui.spacing_mut().item_spacing.y = view.theme.touch.gap;
        says(ui, view, bank, |_| {});
        for (answer, key, icon, accent, page) in &rows {
            let name = view.word(key);
            let row = ListRow::new(view.theme, &name).line(answer).icon(*icon, *accent);
            if row.show(ui).clicked() {
                pressed.push(press(BankMsg::Change(*page)));
            }
        }
    });
    said.append(&mut pressed);
}

/// It is done: what that means now, and the two ways on.
pub fn done(ui: &mut Ui, view: &View<'_>, bank: &Bank, said: &mut Vec<Msg>) {
    let Some(account) = bank.account.as_deref() else { return };
    let settled = bank.done == Some(crate::model::bank::DoneNow::Settled);
    let title = view.word(if settled { "kiosk-bank-done" } else { "kiosk-bank-done-asked" });
    let next = view.word("kiosk-bank-to-account");
    let page = Page {
        name: "bank-done",
        step: None,
        title: &title,
        help: "",
        back: false,
        next: Some(Next {
            label: &next,
            enabled: true,
            msg: press(BankMsg::Next),
            icon: Some(view.theme.forward_icon()),
        }),
    };
    let finish = view.word("action-finish");
    let mut pressed = Vec::new();
    page.show(ui, view, said, |ui, view| {
        ui.spacing_mut().item_spacing.y = view.theme.space.l;
        happened(ui, view, bank);
        let length = bank.told.minutes.map(|m| view.words.duration_min(i64::from(m)));
        let line = if settled && !account.participation_only {
            let key =
                if account.balance_min < 0 { "kiosk-bank-now-owed" } else { "kiosk-bank-now" };
            let amount = view.words.duration_min(account.balance_min.abs());
            view.words.with(key, &[("balance", amount.into())])
        } else {
            String::new()
        };
        let sentence = length.unwrap_or_default();
        EmptyState::new(view.theme, icons::CHECK_CIRCLE, &sentence)
            .line(&line)
            .accent(Accent::Green)
            .show(ui);
        if let Some(code) = &account.receipt {
            receipt(ui, view, code.as_str());
        }
        let button = ui_kit::widgets::Button::new(view.theme, &finish).secondary().full_width();
        if button.show(ui).clicked() {
            pressed.push(Msg::Finish);
        }
    });
    said.append(&mut pressed);
}

/// The code that opens the account again, to photograph and to write down.
fn receipt(ui: &mut Ui, view: &View<'_>, code: &str) {
    let theme = view.theme;
    let p = &theme.palette;
    let side = theme.px(220.0);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), side), Sense::hover());
    let qr = Rect::from_min_size(rect.min, Vec2::splat(side));
    let words = rect.with_min_x(qr.right() + theme.space.l);
    within(ui, theme.mirror(qr, rect), "receipt qr", |ui| {
        Qr::new(theme, view.words, code).side(side).show(ui);
    });
    within(ui, theme.mirror(words, rect), "receipt code", |ui| {
        ui.spacing_mut().item_spacing.y = theme.space.s;
        label(ui, &theme.spec(Size::Body), &view.word("kiosk-bank-receipt"), p.ink_soft);
        heading(ui, &theme.spec(Size::Title), &isolate(code), p.primary);
        label(ui, &theme.spec(Size::Body), &view.word("kiosk-bank-receipt-keep"), p.ink);
    });
}
