//! The line, who I am, language and look, and leaving.

use egui::Ui;
use ui_kit::widgets::{Badge, Button};
use ui_kit::{Accent, Language, icons};

use super::{View, frame, parts, standing, wording};
use crate::link::{LinkState, Why};
use crate::model::{Action, Settings};

/// Draws the page.
pub fn draw(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    parts::title(ui, theme, &words.get("antenna-settings-title"), "");
    line(ui, view, asked);
    ui.add_space(theme.space.s);
    who(ui, view);
    ui.add_space(theme.space.s);
    standing::card(ui, view, asked);
    look(ui, view, asked);
    ui.add_space(theme.space.s);
    parts::card(ui, theme, |ui| {
        parts::hint(ui, theme, &words.get("antenna-settings-leave-line"));
        let leave = words.get("antenna-settings-leave");
        if Button::new(theme, &leave).danger().icon(icons::SIGN_OUT).show(ui).clicked() {
            asked.push(Action::AskLeave);
        }
    });
}

fn line(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words, model) = (view.theme, view.words, view.model);
    parts::card(ui, theme, |ui| {
        parts::question(ui, theme, &words.get("antenna-settings-line"));
        let (accent, word) = frame::line_mark(view);
        let waiting = model.ledger.waiting();
        parts::flow_of(ui, theme, theme.text.body, |ui| {
            Badge::new(theme, accent, &word).show(ui);
            if waiting > 0 {
                let text = words.with("antenna-to-send", &[("count", waiting.into())]);
                Badge::new(theme, Accent::Orange, &text).show(ui);
            } else {
                Badge::new(theme, Accent::Green, &words.get("antenna-nothing-to-send")).show(ui);
            }
        });
        parts::hint(ui, theme, &words.get(&format!("antenna-line-{}", model.link.slug())));
        if let Some(at_ms) = model.caught_up_at_ms {
            let when = wording::moment(view, at_ms, model.hub_now_ms(view.now_ms));
            let text = words.with("antenna-caught-up", &[("when", when.into())]);
            parts::fact(ui, theme, icons::CLOCK, &text);
        }
        let stay = parts::Pill {
            label: words.get("antenna-settings-stay-offline"),
            icon: Some(icons::CLOUD_OFF),
            chosen: model.settings.stay_offline,
        };
        if parts::pills(ui, theme, &[stay], true).is_some() {
            let stay_offline = !model.settings.stay_offline;
            asked.push(Action::Settings(Settings { stay_offline, ..model.settings }));
        }
        let key = match model.link {
            LinkState::Off | LinkState::Online | LinkState::Connecting | LinkState::Paused => {
                return;
            }
            LinkState::Down(Why::TakenOver) => "antenna-line-resume",
            LinkState::Down(
                Why::NoLine
                | Why::HubSilent
                | Why::Busy
                | Why::NotAuthorised
                | Why::CertificateExpired
                | Why::CertificateNotYet
                | Why::CertificateWrong
                | Why::Confused,
            ) => "antenna-line-retry",
        };
        let retry = words.get(key);
        if Button::new(theme, &retry).secondary().icon(icons::SYNC).show(ui).clicked() {
            asked.push(Action::Reconnect);
        }
    });
}

fn who(ui: &mut Ui, view: &View<'_>) {
    let (theme, words, model) = (view.theme, view.words, view.model);
    parts::card(ui, theme, |ui| {
        parts::question(ui, theme, &words.get("antenna-settings-who"));
        match &model.ledger.profile {
            None => parts::hint(ui, theme, &words.get("antenna-settings-unknown")),
            Some(profile) => {
                let role = words.get(if profile.is_operator {
                    "antenna-settings-operator"
                } else {
                    "antenna-settings-antenna"
                });
                let place = wording::neighbourhood(view, &profile.neighbourhood);
                let picture =
                    if profile.is_operator { icons::USER_CIRCLE } else { icons::STOREFRONT };
                parts::card_head(ui, theme, (picture, Accent::Blue), &profile.name, &role, None);
                let hub = words.get("antenna-settings-hub");
                parts::named_fact(ui, theme, icons::HOUSE, &hub, &profile.hub_name, false);
                let name = words.get("antenna-settings-neighbourhood");
                parts::named_fact(ui, theme, icons::MAP_PIN, &name, &place, false);
            }
        }
        let name = words.get("antenna-settings-address");
        let address = ui_kit::text::unbroken(&model.address);
        parts::named_fact(ui, theme, icons::LINK, &name, &address, false);
        let version = words.get("antenna-settings-version");
        let version = format!("{version} {}", env!("CARGO_PKG_VERSION"));
        parts::fact(ui, theme, icons::INFO, &version);
    });
}

fn look(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let settings = view.model.settings;
    let mut prefs = settings.prefs;
    parts::card(ui, theme, |ui| {
        parts::question(ui, theme, &words.get("antenna-settings-language"));
        let offered = Language::ready();
        let pills: Vec<parts::Pill> = offered
            .iter()
            .map(|language| parts::Pill {
                label: language.own_name().to_owned(),
                icon: None,
                chosen: *language == prefs.language,
            })
            .collect();
        if let Some(index) = parts::pills(ui, theme, &pills, false) {
            prefs.language = offered[index];
        }
        ui.add_space(theme.space.s);
        parts::question(ui, theme, &words.get("antenna-settings-look"));
        let switch = |key: &str, icon, chosen| parts::Pill {
            label: words.get(key),
            icon: Some(icon),
            chosen,
        };
        let pills = [
            switch("antenna-settings-large", icons::TEXT_SIZE, prefs.large_text),
            switch("antenna-settings-contrast", icons::CONTRAST, prefs.high_contrast),
            switch("antenna-settings-still", icons::PAUSE, prefs.reduced_motion),
        ];
        match parts::pills(ui, theme, &pills, true) {
            Some(0) => prefs.large_text = !prefs.large_text,
            Some(1) => prefs.high_contrast = !prefs.high_contrast,
            Some(_) => prefs.reduced_motion = !prefs.reduced_motion,
            None => {}
        }
    });
    if prefs != settings.prefs {
        asked.push(Action::Settings(Settings { prefs, ..settings }));
    }
}
