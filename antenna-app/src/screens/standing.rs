//! The antenna's own side of the register: available now, a rest, coming back, and leaving with thanks.
//!
//! Always true: nothing here is a duty; what was pressed shows at once, as waiting for the hub.

use egui::Ui;
use protocol::antenna::{OwnStep, Standing};
use ui_kit::widgets::{Badge, Button};
use ui_kit::{Accent, icons};

use super::{View, parts, wording};
use crate::model::Action;

fn standing<'v>(view: &'v View<'_>) -> Option<&'v Standing> {
    view.model.ledger.profile.as_ref()?.standing.as_ref()
}

/// "Available now", above the requests: only for an antenna that is active, and what a rest means.
pub fn here(ui: &mut Ui, view: &View<'_>, hub_now_ms: i64, asked: &mut Vec<Action>) {
    let Some(standing) = standing(view) else { return };
    let (theme, words) = (view.theme, view.words);
    if standing.state.as_str() == "resting" {
        parts::card(ui, theme, |ui| {
            let title = words.get("antenna-resting-title");
            let line = words.get("antenna-resting-line");
            parts::card_head(ui, theme, (icons::PAUSE, Accent::Orange), &title, &line, None);
            resume(ui, view, asked);
        });
        ui.add_space(theme.space.s);
        return;
    }
    if standing.state.as_str() != "active" {
        return;
    }
    let until_ms = view.model.ledger.here_until_ms().filter(|until_ms| *until_ms > hub_now_ms);
    parts::card(ui, theme, |ui| {
        let (title, line, accent) = match until_ms {
            Some(until_ms) => {
                let when = wording::moment(view, until_ms, hub_now_ms);
                let line = words.with("antenna-here-until", &[("when", when.into())]);
                (words.get("antenna-here-yes"), line, Accent::Green)
            }
            None => (words.get("antenna-here-no"), words.get("antenna-here-line"), Accent::Slate),
        };
        parts::card_head(ui, theme, (icons::MAP_PIN, accent), &title, &line, None);
        let key = if until_ms.is_some() { "antenna-here-stop" } else { "antenna-here-say" };
        let label = words.get(key);
        if Button::new(theme, &label).secondary().full_width().show(ui).clicked() {
            asked.push(Action::BeHere(until_ms.is_none()));
        }
    });
    ui.add_space(theme.space.s);
}

/// Everything about it, among the settings.
pub fn card(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let Some(standing) = standing(view) else { return };
    let (theme, words) = (view.theme, view.words);
    let state = standing.state.as_str();
    let (accent, key) = match state {
        "active" => (Accent::Green, "antenna-standing-active"),
        "resting" => (Accent::Orange, "antenna-standing-resting"),
        "suspended" => (Accent::Orange, "antenna-standing-suspended"),
        "ended" | "archived" => (Accent::Slate, "antenna-standing-ended"),
        _ => (Accent::Blue, "antenna-standing-coming"),
    };
    parts::card(ui, theme, |ui| {
        parts::question(ui, theme, &words.get("antenna-standing-title"));
        parts::flow_of(ui, theme, theme.text.body, |ui| {
            Badge::new(theme, accent, &words.get(key)).show(ui);
            if view.model.ledger.moving_on().is_some() {
                Badge::new(theme, Accent::Orange, &words.get("antenna-standing-waiting")).show(ui);
            }
        });
        if let Some(review) = &standing.review {
            let day = wording::day(view, review);
            let text = words.with("antenna-standing-review", &[("day", day.into())]);
            parts::fact(ui, theme, icons::CLOCK, &text);
        }
        match state {
            "active" => {
                let rest = words.get("antenna-rest");
                if Button::new(theme, &rest).secondary().icon(icons::PAUSE).show(ui).clicked() {
                    asked.push(Action::AskRest);
                }
            }
            "resting" => resume(ui, view, asked),
            _ => {}
        }
        if matches!(state, "active" | "resting" | "suspended" | "welcomed") {
            let leave = words.get("antenna-farewell");
            if Button::new(theme, &leave).secondary().icon(icons::HANDSHAKE).show(ui).clicked() {
                asked.push(Action::AskFarewell);
            }
        }
    });
    ui.add_space(theme.space.s);
}

fn resume(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    if view.model.ledger.moving_on() == Some(OwnStep::Resume) {
        Badge::new(theme, Accent::Orange, &words.get("antenna-standing-waiting")).show(ui);
        return;
    }
    let label = words.get("antenna-resume");
    if Button::new(theme, &label).full_width().show(ui).clicked() {
        asked.push(Action::Resume);
    }
}
