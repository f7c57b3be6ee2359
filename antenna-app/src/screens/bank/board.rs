//! What this member offers and looks for, a new notice, and what others have put on the board.

use egui::Ui;
use protocol::kiosk::bank::{NOTICE_MAX, NoticeState, NoticeStep, Way};
use ui_kit::text::heading;
use ui_kit::widgets::{Banner, Button, Notice, TextField};
use ui_kit::{Accent, Icon, Size, icons};

use super::super::{View, parts, wording};
use super::record::categories;
use crate::model::{Action, BankAction, NoticeCard, Said, SentMark};

/// Draws the board.
pub fn draw(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let mut later = Vec::new();
    parts::two(
        ui,
        view,
        0.5,
        |ui| others(ui, view),
        |ui| {
            own(ui, view, &mut later);
            form(ui, view, &mut later);
        },
    );
    asked.append(&mut later);
}

fn way_word(view: &View<'_>, way: Way, what: String) -> String {
    let key = match way {
        Way::Offer => "antenna-bank-offers",
        Way::Want => "antenna-bank-wants",
    };
    view.words.with(key, &[("what", what.into())])
}

fn others(ui: &mut Ui, view: &View<'_>) {
    let (theme, words) = (view.theme, view.words);
    let title = words.get("antenna-bank-board-others");
    heading(ui, &theme.spec(Size::Heading), &title, theme.palette.ink);
    let board = view.model.ledger.board();
    if board.is_empty() {
        parts::hint(ui, theme, &words.get("antenna-bank-board-empty"));
        return;
    }
    parts::hint(ui, theme, &words.get("antenna-bank-board-help"));
    for notice in board {
        ui.push_id(notice.notice, |ui| {
            let (category, icon) = wording::category(view, &notice.category);
            let accent = if notice.way == Way::Offer { Accent::Teal } else { Accent::Blue };
            let who = words.with(
                "antenna-bank-name-number",
                &[("name", notice.who.name.clone().into()), ("number", notice.who.number.into())],
            );
            parts::card(ui, theme, |ui| {
                let title = way_word(view, notice.way, category);
                parts::card_head(ui, theme, (icon, accent), &title, &who, None);
                if !notice.text.is_empty() {
                    parts::hint(ui, theme, &notice.text);
                }
            });
        });
        ui.add_space(theme.space.s);
    }
}

fn own(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let cards = view.model.ledger.notice_cards();
    if cards.is_empty() {
        return;
    }
    let title = words.get("antenna-bank-board-own");
    heading(ui, &theme.spec(Size::Heading), &title, theme.palette.ink);
    for (index, card) in cards.iter().enumerate() {
        ui.push_id(("notice", index), |ui| one(ui, view, card, asked));
        ui.add_space(theme.space.s);
    }
}

fn one(ui: &mut Ui, view: &View<'_>, card: &NoticeCard, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let (category, icon) = wording::category(view, &card.category);
    let until = match &card.until {
        _ if card.state == NoticeState::Paused => words.get("antenna-bank-notice-paused"),
        _ if card.state == NoticeState::Hidden => words.get("antenna-bank-notice-hidden"),
        Some(day) => words.with("antenna-bank-until", &[("day", wording::day(view, day).into())]),
        None => words.get("antenna-bank-no-end"),
    };
    parts::card(ui, theme, |ui| {
        let title = way_word(view, card.way, category);
        parts::card_head(ui, theme, (icon, Accent::Blue), &title, &until, None);
        if !card.text.is_empty() {
            parts::hint(ui, theme, &card.text);
        }
        if card.moving.is_some() {
            parts::mark(ui, view, SentMark::Waiting, None);
            return;
        }
        if card.mark != SentMark::Recorded || card.refused.is_some() {
            let mark = if card.refused.is_some() { SentMark::Refused } else { card.mark };
            parts::mark(ui, view, mark, card.refused.as_ref());
        }
        if let (Some(id), SentMark::Refused) = (card.said_by, card.mark) {
            let dismiss = words.get("antenna-dismiss");
            if Button::new(theme, &dismiss).quiet().icon(icons::CLOSE).show(ui).clicked() {
                asked.push(Action::DismissEntry(id));
            }
        }
        if let Some(notice) = card.notice {
            let first: &[(NoticeStep, &str, Icon)] = match card.state {
                NoticeState::Published => &[
                    (NoticeStep::Renew, "antenna-bank-notice-renew", icons::SYNC),
                    (NoticeStep::Pause, "antenna-bank-notice-pause", icons::PAUSE),
                ],
                NoticeState::Paused => {
                    &[(NoticeStep::Resume, "antenna-bank-notice-resume", icons::PLAY)]
                }
                // The desk has hidden it, and alone puts it back.
                NoticeState::Hidden => &[],
            };
            let away = words.get("antenna-bank-notice-away");
            let mut step = None;
            parts::flow(ui, theme, |ui| {
                for (may, key, icon) in first {
                    let word = words.get(key);
                    if Button::new(theme, &word).secondary().icon(*icon).show(ui).clicked() {
                        step = Some(*may);
                    }
                }
                if Button::new(theme, &away).quiet().icon(icons::CLOSE).show(ui).clicked() {
                    step = Some(NoticeStep::Withdraw);
                }
            });
            if let Some(step) = step {
                asked.push(Action::Bank(BankAction::MoveNotice(notice, step)));
            }
        }
    });
}

fn form(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words, model) = (view.theme, view.words, view.model);
    let mut draft = model.bank.notice.clone();
    parts::card(ui, theme, |ui| {
        let title = words.get("antenna-bank-notice-new");
        heading(ui, &theme.spec(Size::Heading), &title, theme.palette.ink);
        if model.said == Some(Said::NoticeKept) {
            let text = words.get("antenna-bank-notice-kept");
            Banner::new(theme, words, Notice::Success, &text).show(ui);
        }
        let ways = [(false, "antenna-bank-i-offer"), (true, "antenna-bank-i-want")];
        let pills: Vec<parts::Pill> = ways
            .iter()
            .map(|(wanted, key)| parts::Pill {
                label: words.get(key),
                icon: None,
                chosen: draft.wanted == *wanted,
            })
            .collect();
        if let Some(index) = parts::pills(ui, theme, &pills, false) {
            draft.wanted = ways[index].0;
        }
        if model.pressed_send && draft.category.is_none() {
            parts::missing(ui, theme, &words.get("antenna-need-category-missing"));
        }
        if let Some(slug) = categories(ui, view, draft.category.as_ref()) {
            draft.category = Some(slug);
        }
        let name = words.get("antenna-bank-notice-words");
        TextField::new(theme, words, &name, &mut draft.text)
            .rows(2)
            .limit(NOTICE_MAX)
            .optional()
            .show(ui);
        if draft != model.bank.notice {
            asked.push(Action::Bank(BankAction::EditNotice(draft)));
        }
        let send = words.get("antenna-bank-notice-send");
        if Button::new(theme, &send).icon(icons::SEND).full_width().show(ui).clicked() {
            asked.push(Action::Bank(BankAction::Publish));
        }
    });
}
