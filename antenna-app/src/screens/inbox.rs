//! Requests: what, when, roughly where, for whom, until when. Two big answers; nobody asks why.

use egui::Ui;
use protocol::antenna::WhyClosed;
use ui_kit::text::label;
use ui_kit::widgets::{Button, EmptyState};
use ui_kit::{Accent, Size, icons};

use super::{View, parts, pictures, standing, wording};
use crate::link::LinkState;
use crate::model::{Action, ProposalCard, ProposalState};

/// Draws the list.
pub fn draw(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let hub_now_ms = view.model.hub_now_ms(view.now_ms);
    let cards = view.model.ledger.proposal_cards(hub_now_ms);
    let open = view.model.ledger.open_proposals(hub_now_ms);
    let line = words.with("antenna-inbox-count", &[("count", open.into())]);
    parts::title(ui, theme, &words.get("antenna-inbox-title"), &line);
    standing::here(ui, view, hub_now_ms, asked);
    board(ui, view, hub_now_ms);
    if cards.is_empty() {
        let offline = view.model.link != LinkState::Online;
        let hint = words.get(if offline {
            "antenna-inbox-empty-offline"
        } else {
            "antenna-inbox-empty-line"
        });
        ui.add_space(theme.space.xxl);
        EmptyState::new(theme, icons::TRAY, &words.get("antenna-inbox-empty"))
            .line(&hint)
            .accent(Accent::Teal)
            .show(ui);
        return;
    }
    list(ui, view, &cards, hub_now_ms, asked);
    if open > 0 {
        parts::hint(ui, theme, &words.get("antenna-details-after"));
    }
}

fn list(
    ui: &mut Ui,
    view: &View<'_>,
    cards: &[ProposalCard],
    hub_now_ms: i64,
    asked: &mut Vec<Action>,
) {
    let theme = view.theme;
    if view.wide && cards.len() > 1 {
        // Row by row, so that the most urgent stand on top on both sides.
        for pair in cards.chunks(2) {
            let mut second = Vec::new();
            parts::two(
                ui,
                view,
                0.5,
                |ui| card(ui, view, &pair[0], hub_now_ms, asked),
                |ui| {
                    if let Some(other) = pair.get(1) {
                        card(ui, view, other, hub_now_ms, &mut second);
                    }
                },
            );
            asked.append(&mut second);
            ui.add_space(theme.space.s);
        }
    } else {
        for it in cards {
            card(ui, view, it, hub_now_ms, asked);
            ui.add_space(theme.space.s);
        }
    }
}

/// Notices for the neighbourhood that still stand.
fn board(ui: &mut Ui, view: &View<'_>, hub_now_ms: i64) {
    let (theme, words) = (view.theme, view.words);
    let title = words.get("antenna-board-title");
    for notice in view.model.board.iter().filter(|notice| notice.until_ms > hub_now_ms) {
        let text = format!("{title}: {}", notice.text);
        parts::strip(ui, theme, Accent::Blue, icons::MEGAPHONE, &text);
    }
}

fn card(
    ui: &mut Ui,
    view: &View<'_>,
    card: &ProposalCard,
    hub_now_ms: i64,
    asked: &mut Vec<Action>,
) {
    let (theme, words) = (view.theme, view.words);
    let it = &card.it;
    let (title, icon) = wording::category(view, &it.category);
    let line = words.with(
        "antenna-where-for",
        &[
            ("where", wording::neighbourhood(view, &it.neighbourhood).into()),
            ("for", wording::relation(words, it.relation).into()),
        ],
    );
    let accent = pictures::urgency(it.urgency);
    let colour = if card.state.is_over() { Accent::Slate } else { accent };
    let urgency = wording::urgency(words, it.urgency);
    let badge = (!card.state.is_over()).then_some((accent, urgency.as_str()));
    ui.push_id(it.proposal, |ui| {
        parts::card(ui, theme, |ui| {
            parts::card_head(ui, theme, (icon, colour), &title, &line, badge);
            if !it.note.is_empty() && !card.state.is_over() {
                label(ui, &theme.spec(Size::Body), &it.note, theme.palette.ink);
            }
            match &card.state {
                ProposalState::Open => {
                    let until = wording::moment(view, it.until_ms, hub_now_ms);
                    let until = words.with("antenna-until", &[("when", until.into())]);
                    parts::fact(ui, theme, icons::CLOCK, &until);
                    answers(ui, view, it.proposal, asked);
                }
                state @ (ProposalState::TooLate
                | ProposalState::Answering { .. }
                | ProposalState::Accepted
                | ProposalState::Refused(_)
                | ProposalState::Closed(_)) => outcome(ui, view, state),
            }
            if card.state.is_over() {
                let dismiss = words.get("antenna-dismiss");
                if Button::new(theme, &dismiss).quiet().icon(icons::CLOSE).show(ui).clicked() {
                    asked.push(Action::DismissProposal(it.proposal));
                }
            }
        });
    });
}

fn answers(ui: &mut Ui, view: &View<'_>, proposal: protocol::ProposalId, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let yes_word = words.get("antenna-accept");
    let no_word = words.get("antenna-decline");
    let yes = Button::new(theme, &yes_word).icon(icons::CHECK).full_width();
    let no = Button::new(theme, &no_word).secondary().full_width();
    let room = ui.available_width();
    let half = (room - theme.touch.gap) / 2.0;
    let height = yes.wanted(ui, half).y.max(no.wanted(ui, half).y).max(theme.touch.button);
    let (rect, _) = ui.allocate_exact_size(egui::vec2(room, height), egui::Sense::hover());
    let first = rect.with_max_x(rect.left() + half);
    let second = rect.with_min_x(rect.right() - half);
    if yes.show_at(ui, theme.mirror(first, rect)).clicked() {
        asked.push(Action::Accept(proposal));
    }
    if no.show_at(ui, theme.mirror(second, rect)).clicked() {
        asked.push(Action::Decline(proposal));
    }
}

fn outcome(ui: &mut Ui, view: &View<'_>, state: &ProposalState) {
    let (theme, words) = (view.theme, view.words);
    let (accent, icon, text) = match state {
        ProposalState::Open => return,
        ProposalState::Answering { accept: true } => {
            (Accent::Orange, icons::HOURGLASS, words.get("antenna-answer-yes"))
        }
        ProposalState::Answering { accept: false } => {
            (Accent::Orange, icons::HOURGLASS, words.get("antenna-answer-no"))
        }
        ProposalState::Accepted => {
            (Accent::Green, icons::CHECK_CIRCLE, words.get("antenna-answer-accepted"))
        }
        ProposalState::Refused(problem) if problem.slug() == "already-taken" => {
            (Accent::Green, icons::HEART, wording::problem(words, problem))
        }
        ProposalState::Refused(problem) => {
            (Accent::Slate, icons::HEART, wording::problem(words, problem))
        }
        ProposalState::TooLate | ProposalState::Closed(WhyClosed::Expired) => {
            (Accent::Slate, icons::CLOCK, words.get("antenna-closed-expired"))
        }
        ProposalState::Closed(WhyClosed::Taken) => {
            (Accent::Green, icons::HEART, words.get("antenna-closed-taken"))
        }
        ProposalState::Closed(WhyClosed::Withdrawn) => {
            (Accent::Slate, icons::HEART, words.get("antenna-closed-withdrawn"))
        }
        ProposalState::Closed(WhyClosed::Declined) => {
            (Accent::Slate, icons::CHECK, words.get("antenna-closed-declined"))
        }
    };
    parts::strip(ui, theme, accent, icon, &text);
}
