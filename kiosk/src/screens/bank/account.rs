//! How a member's account stands: the balance in the largest letters, what waits for them, what can be done, the last
//! movements; and the pages of what waits and of the movements.

use egui::{Rect, Sense, StrokeKind, Ui, pos2, vec2};
use jiff::civil::Date;
use protocol::kiosk::bank::{Account, Movement, Said, Standing};
use ui_kit::text::{heading, label, shape};
use ui_kit::widgets::{Banner, Button, EmptyState, ListRow, Notice};
use ui_kit::{Accent, Size, icons};

use super::{called, press, says};
use crate::model::{Bank, BankMsg, BankPage, Msg};
use crate::screens::choices::{Grid, Item, grid};
use crate::screens::page::{Next, Page, within};
use crate::screens::{View, wording};

/// Draws the account.
pub fn show(ui: &mut Ui, view: &View<'_>, bank: &Bank, said: &mut Vec<Msg>) {
    let Some(account) = bank.account.as_deref() else { return };
    let title = if account.name.is_empty() {
        view.word("kiosk-bank-account")
    } else {
        view.words.with("kiosk-bank-hello", &[("name", account.name.clone().into())])
    };
    let help = view.words.with("kiosk-bank-number-of", &[("number", account.number.into())]);
    let finish = view.word("action-finish");
    let page = Page {
        name: "bank-account",
        step: None,
        title: &title,
        help: &help,
        back: false,
        next: Some(Next {
            label: &finish,
            enabled: true,
            msg: Msg::Finish,
            icon: Some(icons::CHECK),
        }),
    };
    let mut pressed = Vec::new();
    page.show_with_aside(
        ui,
        view,
        said,
        |ui, view| {
            ui.spacing_mut().item_spacing.y = view.theme.space.m;
            says(ui, view, bank, |ui| happened(ui, view, bank));
            balance(ui, view, account);
            warnings(ui, view, account, &mut pressed);
            ways(ui, view, account, &mut pressed);
        },
        |ui, view| {
            if !account.movements.is_empty() {
                let title = view.word("kiosk-bank-last");
                heading(ui, &view.theme.spec(Size::Heading), &title, view.theme.palette.ink);
                ui.add_space(view.theme.space.s);
                brief(ui, view, account.movements.iter().take(3));
            }
        },
    );
    said.append(&mut pressed);
}

/// What was done last.
pub(super) fn happened(ui: &mut Ui, view: &View<'_>, bank: &Bank) {
    if let Some(done) = bank.done {
        let line = view.word(&format!("kiosk-bank-did-{}", done.word()));
        Banner::new(view.theme, view.words, Notice::Success, &line).show(ui);
    }
}

/// What they hold, in the largest letters; where only taking part counts, what they gave and received.
fn balance(ui: &mut Ui, view: &View<'_>, account: &Account) {
    let theme = view.theme;
    let p = &theme.palette;
    let pad = theme.px(32.0);
    let width = ui.available_width();
    let room = width - 2.0 * pad;
    let amount = |minutes: i64| view.words.duration_min(minutes);
    let both = view.words.with(
        "kiosk-bank-gave-got",
        &[("gave", amount(account.given_min).into()), ("got", amount(account.received_min).into())],
    );
    let small = theme.spec(Size::Body);
    let note = shape(ui.ctx(), &both, &small, room).size().y;
    let (caption, large) = (theme.spec(Size::Subheading), theme.spec(Size::Display));
    let what = view.word(if account.balance_min < 0 {
        "kiosk-bank-balance-owed"
    } else {
        "kiosk-bank-balance"
    });
    let value = amount(account.balance_min.abs());
    let shown = !account.participation_only;
    let tall = shape(ui.ctx(), &value, &large, room).size().y
        + shape(ui.ctx(), &what, &caption, room).size().y;
    let height = note + if shown { tall + theme.space.s } else { 0.0 } + 2.0 * pad;
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let corner = theme.corner(theme.radius.card);
    ui.painter().add(theme.card_shadow().as_shape(rect, corner));
    ui.painter().rect(rect, corner, p.surface, theme.card_stroke(), StrokeKind::Inside);
    let inside = Rect::from_min_size(pos2(rect.left() + pad, rect.top() + pad), vec2(room, height));
    within(ui, theme.mirror(inside, rect), "balance", |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if shown {
            label(ui, &caption, &what, p.ink_soft);
            heading(ui, &large, &value, p.primary);
            ui.add_space(theme.space.s);
        }
        label(ui, &small, &both, p.ink_soft);
    });
}

/// What the member should know now: a limit that is near, a membership or a notice that ends, a PIN to change.
fn warnings(ui: &mut Ui, view: &View<'_>, account: &Account, pressed: &mut Vec<Msg>) {
    let theme = view.theme;
    let amount = |minutes: Option<i64>| view.words.duration_min(minutes.unwrap_or_default());
    let near = match account.standing {
        Standing::Fine => None,
        Standing::Low => Some(("low", account.may_receive_min)),
        Standing::AtFloor => Some(("at-floor", None)),
        Standing::High => Some(("high", account.may_give_min)),
        Standing::AtCeiling => Some(("at-ceiling", None)),
    };
    if let Some((word, left)) = near {
        let values = [("left", amount(left).into())];
        let line = view.words.with(&format!("kiosk-bank-near-{word}"), &values);
        let title = view.word(&format!("kiosk-bank-near-{word}-title"));
        Banner::new(theme, view.words, Notice::Warning, &line).title(&title).show(ui);
    }
    if !account.may_exchange {
        let line = view.word("kiosk-bank-suspended");
        Banner::new(theme, view.words, Notice::Warning, &line).show(ui);
    }
    if let Some(day) = &account.renew_by {
        let values = [("day", day_words(view, day).into())];
        let line = view.words.with("kiosk-bank-renew", &values);
        Banner::new(theme, view.words, Notice::Info, &line).icon(icons::CALENDAR).show(ui);
    }
    if let Some(days) = account.notices.iter().filter_map(|notice| notice.ends_in_days).min() {
        let line = view.words.with("kiosk-bank-notice-ends", &[("days", days.max(0).into())]);
        let action = view.word("kiosk-bank-notices-open");
        let banner = Banner::new(theme, view.words, Notice::Info, &line).icon(icons::MEGAPHONE);
        if banner.action(&action).show(ui) {
            pressed.push(press(BankMsg::Go(BankPage::Notices)));
        }
    }
    if account.must_change_pin {
        let (line, action) = (view.word("kiosk-bank-pin-desk"), view.word("kiosk-bank-pin-change"));
        let banner = Banner::new(theme, view.words, Notice::Info, &line).icon(icons::KEY);
        if banner.action(&action).show(ui) {
            pressed.push(press(BankMsg::Go(BankPage::OldPin)));
        }
    }
}

/// What can be done, the most frequent first.
fn ways(ui: &mut Ui, view: &View<'_>, account: &Account, pressed: &mut Vec<Msg>) {
    let way = |key: &str, line: String, icon, accent, page| Item {
        label: view.word(key),
        line,
        picture: Some((icon, accent)),
        chosen: false,
        msg: press(BankMsg::Go(page)),
    };
    let line = |key: &str| view.word(key);
    let mut items = Vec::new();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).into();
    if !account.to_answer.is_empty() || !account.declared.is_empty() {
        let values =
            [("mine", count(account.to_answer.len())), ("theirs", count(account.declared.len()))];
        let text = view.words.with("kiosk-bank-waiting-line", &values);
        items.push(way("kiosk-bank-waiting", text, icons::BELL, Accent::Orange, BankPage::Waiting));
    }
    if account.may_exchange {
        items.insert(
            0,
            way(
                "kiosk-bank-record",
                line("kiosk-bank-record-line"),
                icons::HANDSHAKE,
                Accent::Green,
                BankPage::Gave,
            ),
        );
    }
    items.push(way(
        "kiosk-bank-notices",
        line("kiosk-bank-notices-line"),
        icons::MEGAPHONE,
        Accent::Blue,
        BankPage::Notices,
    ));
    items.push(way(
        "kiosk-bank-board",
        line("kiosk-bank-board-line"),
        icons::LIST,
        Accent::Teal,
        BankPage::Board,
    ));
    items.push(way(
        "kiosk-bank-movements",
        line("kiosk-bank-movements-line"),
        icons::RECEIPT,
        Accent::Slate,
        BankPage::Movements,
    ));
    if !account.references.is_empty() {
        items.push(way(
            "kiosk-bank-references",
            line("kiosk-bank-references-line"),
            icons::HEART,
            Accent::Red,
            BankPage::References,
        ));
    }
    if !account.must_change_pin {
        let text = line("kiosk-bank-pin-change-line");
        items.push(way("kiosk-bank-pin-change", text, icons::KEY, Accent::Slate, BankPage::OldPin));
    }
    let layout = Grid { column_em: 14.0, one_column_up_to: 2, ..Grid::default() };
    grid(ui, view, &items, layout, pressed);
}

/// A day as people say it.
pub(super) fn day_words(view: &View<'_>, day: &str) -> String {
    let today = wording::local(view, view.model.now.wall_ms).date();
    day.parse::<Date>().map_or_else(|_| day.to_owned(), |day| view.words.day_near(day, today))
}

/// A movement as words: what it was, with whom and when, how long with its sign.
fn told(view: &View<'_>, movement: &Movement) -> (String, String, String) {
    let what = match &movement.category {
        Some(slug) => view.model.about(slug).0.to_owned(),
        None => view.word("kiosk-bank-without-service"),
    };
    let day = day_words(view, &movement.day);
    let line = if movement.with.is_empty() { day } else { format!("{} · {day}", movement.with) };
    let minutes = view.words.duration_min(movement.minutes.abs());
    let sign = if movement.minutes > 0 { '+' } else { '−' };
    (what, line, format!("{sign} {minutes}"))
}

/// The same where there is little room: words that may take as many rows as they need.
fn brief<'a>(ui: &mut Ui, view: &View<'_>, movements: impl Iterator<Item = &'a Movement>) {
    let theme = view.theme;
    for movement in movements {
        let (what, line, signed) = told(view, movement);
        let spec = theme.spec(Size::Body).semibold();
        label(ui, &spec, &format!("{signed} · {what}"), theme.palette.ink);
        label(ui, &theme.spec(Size::Caption), &line, theme.palette.ink_soft);
        ui.add_space(theme.space.m);
    }
}

/// The movements; one of which it can still be said how it was opens that question.
fn lines<'a>(
    ui: &mut Ui,
    view: &View<'_>,
    movements: impl Iterator<Item = &'a Movement>,
    pressed: &mut Vec<Msg>,
) {
    for movement in movements {
        let gave = movement.minutes > 0;
        let (what, line, signed) = told(view, movement);
        let (icon, accent) = if gave {
            (icons::ARROW_RIGHT, Accent::Green)
        } else {
            (icons::ARROW_LEFT, Accent::Blue)
        };
        let line = match movement.to_refer {
            Some(_) => format!("{line} · {}", view.word("kiosk-bank-refer-open")),
            None => line,
        };
        let row = ListRow::new(view.theme, &what)
            .line(&line)
            .icon(icon, accent)
            .trailing(&signed)
            .opens(movement.to_refer.is_some());
        if row.show(ui).clicked()
            && let Some(exchange) = movement.to_refer
        {
            pressed.push(press(BankMsg::BeginReference(exchange)));
        }
        ui.add_space(view.theme.space.s);
    }
}

/// The last movements.
pub fn movements(ui: &mut Ui, view: &View<'_>, bank: &Bank, said: &mut Vec<Msg>) {
    let Some(account) = bank.account.as_deref() else { return };
    let (title, help) = (view.word("kiosk-bank-movements"), view.word("kiosk-bank-movements-help"));
    let page = Page {
        name: "bank-movements",
        step: None,
        title: &title,
        help: &help,
        back: true,
        next: None,
    };
    let mut pressed = Vec::new();
    page.show(ui, view, said, |ui, view| {
        says(ui, view, bank, |ui| happened(ui, view, bank));
        if account.movements.is_empty() {
            let none = view.word("kiosk-bank-no-movements");
            EmptyState::new(view.theme, icons::RECEIPT, &none).show(ui);
        }
        lines(ui, view, account.movements.iter(), &mut pressed);
    });
    said.append(&mut pressed);
}

/// An exchange in a sentence: as the other side told it, or as the member did (`own`).
fn sentence(view: &View<'_>, told: &Said, own: bool) -> String {
    let key = match (own, told.gave) {
        (false, true) => "kiosk-bank-said-gave",
        (false, false) => "kiosk-bank-said-got",
        (true, true) => "kiosk-bank-own-gave",
        (true, false) => "kiosk-bank-own-got",
    };
    let who =
        if told.with.is_empty() { view.word("kiosk-bank-somebody") } else { told.with.clone() };
    let values = [
        ("name", who.into()),
        ("length", view.words.duration_min(i64::from(told.minutes)).into()),
        ("what", view.model.about(&told.category).0.to_owned().into()),
    ];
    view.words.with(key, &values)
}

/// What others declared and the member can confirm or refuse; what the member declared and others have not answered.
pub fn waiting(ui: &mut Ui, view: &View<'_>, bank: &Bank, said: &mut Vec<Msg>) {
    let Some(account) = bank.account.as_deref() else { return };
    let (title, help) = (view.word("kiosk-bank-waiting"), view.word("kiosk-bank-waiting-help"));
    let page = Page {
        name: "bank-waiting",
        step: None,
        title: &title,
        help: &help,
        back: true,
        next: None,
    };
    let mut pressed = Vec::new();
    page.show(ui, view, said, |ui, view| {
        ui.spacing_mut().item_spacing.y = view.theme.space.m;
        says(ui, view, bank, |ui| happened(ui, view, bank));
        for told in &account.to_answer {
            asked(ui, view, told, !bank.is_waiting(), &mut pressed);
        }
        if account.to_answer.is_empty() && account.declared.is_empty() {
            let none = view.word("kiosk-bank-nothing-waits");
            EmptyState::new(view.theme, icons::CHECK, &none).show(ui);
        }
        for told in &account.declared {
            let until = [("day", day_words(view, &told.until).into())];
            let line = view.words.with("kiosk-bank-until-answer", &until);
            let title = sentence(view, told, true);
            ListRow::new(view.theme, &title)
                .line(&line)
                .icon(icons::HOURGLASS, Accent::Slate)
                .opens(false)
                .show(ui);
            let back = view.word("kiosk-bank-take-back");
            let back = Button::new(view.theme, &back).secondary().icon(icons::CLOSE);
            if back.enabled(!bank.is_waiting()).full_width().show(ui).clicked() {
                pressed.push(press(BankMsg::TakeBack(told.exchange)));
            }
        }
    });
    said.append(&mut pressed);
}

fn asked(ui: &mut Ui, view: &View<'_>, told: &Said, idle: bool, pressed: &mut Vec<Msg>) {
    let theme = view.theme;
    let values = [
        ("day", day_words(view, &told.day).into()),
        ("until", day_words(view, &told.until).into()),
    ];
    let line = view.words.with("kiosk-bank-said-day", &values);
    Banner::new(theme, view.words, Notice::Info, &line)
        .icon(icons::HANDSHAKE)
        .title(&sentence(view, told, false))
        .show(ui);
    let (yes, no) = (view.word("kiosk-bank-yes"), view.word("kiosk-bank-no"));
    let yes = Button::new(theme, &yes).icon(icons::CHECK).enabled(idle);
    let no = Button::new(theme, &no).secondary().icon(icons::CLOSE).enabled(idle);
    let width = ui.available_width();
    let half = (width - theme.touch.gap) / 2.0;
    let height = yes.wanted(ui, half).y.max(no.wanted(ui, half).y);
    let (_, row) = ui.allocate_space(vec2(width, height));
    let left = theme.mirror(row.with_max_x(row.left() + half), row);
    let right = theme.mirror(row.with_min_x(row.right() - half), row);
    if yes.show_at(ui, left).clicked() {
        pressed.push(press(BankMsg::Answer(told.exchange, true)));
    }
    if no.show_at(ui, right).clicked() {
        pressed.push(press(BankMsg::Answer(told.exchange, false)));
    }
}

/// How somebody is called, for the rows that name them.
pub(super) fn person(view: &View<'_>, named: &protocol::kiosk::bank::Named) -> (String, String) {
    let number = view.words.with("kiosk-bank-number-of", &[("number", named.number.into())]);
    (called(view, named), number)
}
