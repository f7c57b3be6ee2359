//! What the account holds, what waits for whom, what was agreed, the last movements a page at a time.

use egui::Ui;
use protocol::kiosk::bank::{Account, Movement, Standing};
use ui_kit::text::heading;
use ui_kit::widgets::{Badge, Button};
use ui_kit::{Accent, Size, icons};

use super::super::{View, parts, wording};
use super::{references, whom};
use crate::model::{Action, AgreedCard, AnswerCard, BankAction, BankPart, DeclaredCard, SentMark};

/// Draws the account.
pub fn draw(ui: &mut Ui, view: &View<'_>, account: &Account, asked: &mut Vec<Action>) {
    let mut later = Vec::new();
    parts::two(
        ui,
        view,
        0.5,
        |ui| {
            balance(ui, view, account);
            answers(ui, view, asked);
            declared(ui, view, asked);
        },
        |ui| {
            agreed(ui, view, &view.model.ledger.agreed_cards(), &mut later);
            movements(ui, view, account, &mut later);
            references::of_me(ui, view, account, &mut later);
        },
    );
    asked.append(&mut later);
}

fn balance(ui: &mut Ui, view: &View<'_>, account: &Account) {
    let (theme, words) = (view.theme, view.words);
    let Some(balance) = view.model.ledger.balance() else { return };
    parts::card(ui, theme, |ui| {
        if account.participation_only {
            let values = [
                ("gave", words.duration_min(account.given_min).into()),
                ("got", words.duration_min(account.received_min).into()),
            ];
            parts::question(ui, theme, &words.with("antenna-bank-gave-got", &values));
            return;
        }
        parts::hint(ui, theme, &words.get("antenna-bank-settled"));
        let settled = words.duration_min(balance.settled_min);
        heading(ui, &theme.spec(Size::Title), &settled, theme.palette.ink);
        if balance.waiting_min != 0 {
            let difference = signed(view, balance.waiting_min);
            let provisional = words.duration_min(balance.provisional_min());
            let values = [("difference", difference.into()), ("balance", provisional.into())];
            let text = words.with("antenna-bank-provisional", &values);
            parts::strip(ui, theme, Accent::Orange, icons::HOURGLASS, &text);
        }
        let (accent, key, left) = match account.standing {
            Standing::Fine => (Accent::Green, "", None),
            Standing::Low => (Accent::Orange, "antenna-bank-low", account.may_receive_min),
            Standing::AtFloor => (Accent::Red, "antenna-bank-at-floor", None),
            Standing::High => (Accent::Orange, "antenna-bank-high", account.may_give_min),
            Standing::AtCeiling => (Accent::Red, "antenna-bank-at-ceiling", None),
        };
        if !key.is_empty() {
            let left = words.duration_min(left.unwrap_or_default());
            let text = words.with(key, &[("left", left.into())]);
            parts::strip(ui, theme, accent, icons::SCALES, &text);
        }
        if !account.may_exchange {
            let text = words.get("antenna-bank-suspended");
            parts::strip(ui, theme, Accent::Orange, icons::PAUSE, &text);
        }
        if let Some(day) = &account.renew_by {
            let day = wording::day(view, day);
            let text = words.with("antenna-bank-renew", &[("day", day.into())]);
            parts::strip(ui, theme, Accent::Blue, icons::CALENDAR, &text);
        }
    });
    ui.add_space(theme.space.s);
}

fn signed(view: &View<'_>, minutes: i64) -> String {
    let length = view.words.duration_min(minutes);
    if minutes > 0 { format!("+{length}") } else { length }
}

/// What others declared: yes or no, as long as it is not answered.
fn answers(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let cards = view.model.ledger.answer_cards();
    if cards.is_empty() {
        return;
    }
    let title = words.get("antenna-bank-to-answer");
    heading(ui, &theme.spec(Size::Heading), &title, theme.palette.ink);
    for card in &cards {
        ui.push_id(card.it.exchange, |ui| answer(ui, view, card, asked));
        ui.add_space(theme.space.s);
    }
}

fn answer(ui: &mut Ui, view: &View<'_>, card: &AnswerCard, asked: &mut Vec<Action>) {
    let (theme, words, it) = (view.theme, view.words, &card.it);
    let (category, icon) = wording::category(view, &it.category);
    let key = if it.gave { "antenna-bank-said-gave" } else { "antenna-bank-said-got" };
    let name =
        if it.with.is_empty() { words.get("antenna-bank-somebody") } else { it.with.clone() };
    let length = words.duration_min(i64::from(it.minutes));
    let title = words.with(key, &[("name", name.into()), ("length", length.into())]);
    parts::card(ui, theme, |ui| {
        parts::card_head(ui, theme, (icon, Accent::Teal), &title, &category, None);
        let values = [
            ("day", wording::day(view, &it.day).into()),
            ("until", wording::day(view, &it.until).into()),
        ];
        parts::fact(ui, theme, icons::CLOCK, &words.with("antenna-bank-said-day", &values));
        if let Some(yes) = card.answered {
            let key = if yes { "antenna-bank-said-yes" } else { "antenna-bank-said-no" };
            parts::strip(ui, theme, Accent::Orange, icons::HOURGLASS, &words.get(key));
            return;
        }
        if let Some(problem) = &card.refused {
            let why = wording::problem(words, problem);
            parts::strip(ui, theme, Accent::Red, icons::WARNING, &why);
        }
        let (yes, no) = (words.get("antenna-bank-yes"), words.get("antenna-bank-no"));
        if Button::new(theme, &yes).icon(icons::CHECK).full_width().show(ui).clicked() {
            asked.push(Action::Bank(BankAction::Answer(it.exchange, true)));
        }
        if Button::new(theme, &no).secondary().full_width().show(ui).clicked() {
            asked.push(Action::Bank(BankAction::Answer(it.exchange, false)));
        }
    });
}

/// What this member declared and is not in the books.
fn declared(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let cards = view.model.ledger.declared_cards();
    if cards.is_empty() {
        return;
    }
    let title = words.get("antenna-bank-declared");
    heading(ui, &theme.spec(Size::Heading), &title, theme.palette.ink);
    for card in &cards {
        ui.push_id(card.exchange, |ui| one_declared(ui, view, card, asked));
        ui.add_space(theme.space.s);
    }
}

fn one_declared(ui: &mut Ui, view: &View<'_>, card: &DeclaredCard, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let (category, icon) = wording::category(view, &card.category);
    let key = if card.gave { "antenna-bank-i-gave-to" } else { "antenna-bank-i-got-from" };
    let length = words.duration_min(i64::from(card.minutes));
    let title =
        words.with(key, &[("name", whom(view, &card.with).into()), ("length", length.into())]);
    let day = wording::day(view, &card.day);
    let line =
        words.with("antenna-bank-what-when", &[("what", category.into()), ("day", day.into())]);
    parts::card(ui, theme, |ui| {
        parts::card_head(ui, theme, (icon, Accent::Blue), &title, &line, None);
        match (&card.until, card.withdrawing, card.mark) {
            (_, true, _) => {
                let text = words.get("antenna-bank-withdrawing");
                parts::strip(ui, theme, Accent::Slate, icons::UNDO, &text);
            }
            (Some(until), ..) => {
                let until = wording::day(view, until);
                let text = words.with("antenna-bank-waits-other", &[("until", until.into())]);
                parts::strip(ui, theme, Accent::Orange, icons::HOURGLASS, &text);
            }
            (None, _, SentMark::Recorded) => {
                let text = words.get("antenna-bank-at-hub");
                parts::strip(ui, theme, Accent::Orange, icons::HOURGLASS, &text);
            }
            (None, _, mark) => parts::mark(ui, view, mark, card.refused.as_ref()),
        }
        if let (Some(_), Some(problem)) = (&card.until, &card.refused) {
            let why = wording::problem(words, problem);
            parts::strip(ui, theme, Accent::Red, icons::WARNING, &why);
        }
        match (card.mark, card.said_by) {
            (SentMark::Refused, Some(id)) => {
                let (correct, dismiss) =
                    (words.get("antenna-diary-correct"), words.get("antenna-dismiss"));
                let fix = Button::new(theme, &correct).secondary().icon(icons::PENCIL);
                if fix.show(ui).clicked() {
                    asked.push(Action::Bank(BankAction::Correct(id)));
                }
                if Button::new(theme, &dismiss).quiet().icon(icons::CLOSE).show(ui).clicked() {
                    asked.push(Action::DismissEntry(id));
                }
            }
            _ if card.withdrawing => {}
            _ => {
                let back = words.get("antenna-bank-withdraw");
                if Button::new(theme, &back).quiet().icon(icons::UNDO).show(ui).clicked() {
                    asked.push(Action::Bank(BankAction::AskWithdraw(card.exchange)));
                }
            }
        }
    });
}

/// What was agreed on and is still to be done.
pub fn agreed(ui: &mut Ui, view: &View<'_>, cards: &[AgreedCard], asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    if cards.is_empty() {
        return;
    }
    let title = words.get("antenna-bank-agreed");
    heading(ui, &theme.spec(Size::Heading), &title, theme.palette.ink);
    for card in cards {
        ui.push_id(("agreed", card.agreed), |ui| one_agreed(ui, view, card, asked));
        ui.add_space(theme.space.s);
    }
}

fn one_agreed(ui: &mut Ui, view: &View<'_>, card: &AgreedCard, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let (category, icon) = wording::category(view, &card.category);
    let key = if card.gives { "antenna-bank-gives-to" } else { "antenna-bank-gets-from" };
    let title = words.with(key, &[("name", whom(view, &card.with).into())]);
    let length = words.duration_min(i64::from(card.minutes));
    let line = words
        .with("antenna-bank-what-long", &[("what", category.into()), ("length", length.into())]);
    parts::card(ui, theme, |ui| {
        parts::card_head(ui, theme, (icon, Accent::Blue), &title, &line, None);
        let when = parts::capital(&wording::moment(view, card.at_ms, view.now_ms));
        parts::named_fact(ui, theme, icons::CLOCK, "", &when, true);
        if card.calling_off {
            let text = words.get("antenna-bank-calling-off");
            parts::strip(ui, theme, Accent::Slate, icons::UNDO, &text);
            return;
        }
        if card.mark != SentMark::Recorded || card.refused.is_some() {
            parts::mark(ui, view, card.mark, card.refused.as_ref());
        }
        if let (SentMark::Refused, Some(id)) = (card.mark, card.said_by) {
            let dismiss = words.get("antenna-dismiss");
            if Button::new(theme, &dismiss).quiet().icon(icons::CLOSE).show(ui).clicked() {
                asked.push(Action::DismissEntry(id));
            }
            return;
        }
        let (done, off) = (words.get("antenna-bank-agreed-done"), words.get("antenna-bank-off"));
        if Button::new(theme, &done).icon(icons::CHECK).full_width().show(ui).clicked() {
            asked.push(Action::Bank(BankAction::Done(card.agreed)));
        }
        if Button::new(theme, &off).quiet().icon(icons::CLOSE).show(ui).clicked() {
            asked.push(Action::Bank(BankAction::AskCallOff(card.agreed)));
        }
        if card.at_ms < view.now_ms {
            let missed = words.get("antenna-bank-missed");
            if Button::new(theme, &missed).quiet().icon(icons::CLOSE).show(ui).clicked() {
                asked.push(Action::Bank(BankAction::AskMissed(card.agreed)));
            }
        }
    });
}

fn movements(ui: &mut Ui, view: &View<'_>, account: &Account, asked: &mut Vec<Action>) {
    let (theme, words, model) = (view.theme, view.words, view.model);
    let title = words.get("antenna-bank-movements");
    heading(ui, &theme.spec(Size::Heading), &title, theme.palette.ink);
    let (shown, pages) = model.ledger.movements(model.bank.page);
    parts::card(ui, theme, |ui| {
        if shown.is_empty() {
            parts::hint(ui, theme, &words.get("antenna-bank-no-movements"));
            let label = words.get("antenna-bank-record");
            let first = Button::new(theme, &label).icon(icons::PLUS).full_width();
            if account.may_exchange && first.show(ui).clicked() {
                asked.push(Action::Bank(BankAction::Show(BankPart::Record)));
            }
            return;
        }
        for (index, it) in shown.iter().enumerate() {
            if index > 0 {
                parts::rule(ui, theme);
            }
            movement(ui, view, it);
            if let Some(exchange) = it.to_refer {
                references::ask(ui, view, exchange, &it.with, asked);
            }
        }
        if pages > 1 {
            let page = model.bank.page.min(pages - 1);
            let value = words
                .with("antenna-bank-page", &[("page", (page + 1).into()), ("pages", pages.into())]);
            let (newer, older) = (words.get("antenna-bank-newer"), words.get("antenna-bank-older"));
            match parts::stepper(ui, theme, ("movements", &value), &[newer], &[older]) {
                Some(0) => asked.push(Action::Bank(BankAction::Page(page.saturating_sub(1)))),
                Some(_) => asked.push(Action::Bank(BankAction::Page(page + 1))),
                None => {}
            }
        }
    });
}

fn movement(ui: &mut Ui, view: &View<'_>, it: &Movement) {
    let (theme, words) = (view.theme, view.words);
    let what = match &it.category {
        Some(slug) => wording::category(view, slug).0,
        None => words.get("antenna-bank-without-service"),
    };
    let day = parts::capital(&wording::day(view, &it.day));
    let line = if it.with.is_empty() {
        words.with("antenna-bank-what-when", &[("what", what.into()), ("day", day.into())])
    } else {
        let values = [("what", what.into()), ("with", it.with.clone().into()), ("day", day.into())];
        words.with("antenna-bank-movement", &values)
    };
    let (accent, icon) =
        if it.minutes >= 0 { (Accent::Green, icons::PLUS) } else { (Accent::Blue, icons::MINUS) };
    Badge::new(theme, accent, &signed(view, it.minutes)).show(ui);
    parts::fact(ui, theme, icon, &line);
}
