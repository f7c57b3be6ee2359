//! A need somebody came across: what kind, where, how urgent, for whom, in their words; with a name only where
//! that person wants it said.

use egui::{Id, Ui};
use protocol::kiosk::Urgency;
use protocol::{PersonDetails, Relation, Slug};
use ui_kit::text::heading;
use ui_kit::widgets::{Banner, Button, Notice, TextField};
use ui_kit::{Accent, Size, icons};

use super::{View, parts, pictures, wording};
use crate::model::{Action, NeedCard, NeedDraft, Said, SentMark};

/// Draws the form and what was raised from here.
pub fn draw(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    parts::title(ui, theme, &words.get("antenna-need-title"), &words.get("antenna-need-help"));
    let mut later = Vec::new();
    parts::two(ui, view, 0.62, |ui| form(ui, view, asked), |ui| list(ui, view, &mut later));
    asked.append(&mut later);
}

fn form(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words, model) = (view.theme, view.words, view.model);
    let mut draft = model.need.clone();
    parts::card(ui, theme, |ui| {
        if model.said == Some(Said::NeedKept) {
            let text = words.get("antenna-need-kept");
            Banner::new(theme, words, Notice::Success, &text).show(ui);
        }
        category(ui, view, &mut draft);
        ui.add_space(theme.space.s);
        parts::question(ui, theme, &words.get("antenna-need-when"));
        let all = [Urgency::Today, Urgency::ThisWeek, Urgency::NoHurry];
        let pills: Vec<parts::Pill> = all
            .iter()
            .map(|it| parts::Pill {
                label: wording::urgency(words, *it),
                icon: None,
                chosen: draft.urgency == *it,
            })
            .collect();
        if let Some(index) = parts::pills(ui, theme, &pills, false) {
            draft.urgency = all[index];
        }
        ui.add_space(theme.space.s);
        parts::question(ui, theme, &words.get("antenna-need-who"));
        who(ui, view, &mut draft);
        if draft.relation.is_some() {
            person(ui, view, &mut draft);
        } else {
            parts::hint(ui, theme, &words.get("antenna-need-signal"));
        }
        ui.add_space(theme.space.s);
        parts::question(ui, theme, &words.get("antenna-need-where"));
        if let Some(slug) = neighbourhoods(ui, view, draft.neighbourhood.as_ref()) {
            draft.neighbourhood = Some(slug);
        }
        ui.add_space(theme.space.s);
        let (name, hint) = (words.get("antenna-need-text"), words.get("antenna-need-text-hint"));
        TextField::new(theme, words, &name, &mut draft.text)
            .hint(&hint)
            .rows(4)
            .limit(NeedDraft::TEXT_MAX)
            .show(ui);
        if draft != model.need {
            asked.push(Action::EditNeed(draft));
        }
        let send = words.get("antenna-need-send");
        if Button::new(theme, &send).icon(icons::SEND).full_width().show(ui).clicked() {
            asked.push(Action::RaiseNeed);
        }
    });
}

fn category(ui: &mut Ui, view: &View<'_>, draft: &mut NeedDraft) {
    let (theme, words) = (view.theme, view.words);
    parts::question(ui, theme, &words.get("antenna-need-category"));
    if view.model.pressed_send && draft.category.is_none() {
        parts::missing(ui, theme, &words.get("antenna-need-category-missing"));
    }
    let Some(profile) = &view.model.ledger.profile else {
        parts::hint(ui, theme, &words.get("antenna-settings-unknown"));
        return;
    };
    let pills: Vec<parts::Pill> = profile
        .categories
        .iter()
        .map(|card| parts::Pill {
            label: wording::named(words, &card.name, &card.slug),
            icon: Some(pictures::named(&card.icon)),
            chosen: draft.category.as_ref() == Some(&card.slug),
        })
        .collect();
    if let Some(index) = parts::pills(ui, theme, &pills, false) {
        draft.category = Some(profile.categories[index].slug.clone());
    }
}

fn who(ui: &mut Ui, view: &View<'_>, draft: &mut NeedDraft) {
    let words = view.words;
    let all = [
        (None, words.get("antenna-need-nobody")),
        (Some(Relation::Neighbour), words.get("antenna-need-neighbour")),
        (Some(Relation::Customer), words.get("antenna-need-customer")),
        (Some(Relation::Family), words.get("antenna-need-family")),
        (Some(Relation::Other), words.get("antenna-need-other")),
        (Some(Relation::Oneself), words.get("antenna-need-oneself")),
    ];
    let pills: Vec<parts::Pill> = all
        .iter()
        .map(|(relation, name)| parts::Pill {
            label: name.clone(),
            icon: None,
            chosen: draft.relation == *relation,
        })
        .collect();
    if let Some(index) = parts::pills(ui, view.theme, &pills, false) {
        draft.relation = all[index].0;
    }
}

/// Who it is, only where that person wants it said.
fn person(ui: &mut Ui, view: &View<'_>, draft: &mut NeedDraft) {
    let (theme, words) = (view.theme, view.words);
    parts::hint(ui, theme, &words.get("antenna-need-person-help"));
    let fields = [
        ("antenna-person-name", &mut draft.person.name),
        ("antenna-person-phone", &mut draft.person.phone),
        ("antenna-person-address", &mut draft.person.address),
    ];
    for (key, text) in fields {
        let name = words.get(key);
        TextField::new(theme, words, &name, text)
            .limit(PersonDetails::FIELD_MAX)
            .optional()
            .show(ui);
    }
}

/// The neighbourhoods of this hub as pills, the others of the city behind one more. Answers with a choice.
pub fn neighbourhoods(ui: &mut Ui, view: &View<'_>, chosen: Option<&Slug>) -> Option<Slug> {
    let (theme, words) = (view.theme, view.words);
    let profile = view.model.ledger.profile.as_ref()?;
    let chosen = chosen.unwrap_or(&profile.neighbourhood);
    let key = Id::unique(("all neighbourhoods", view.model.tab));
    let all = ui.data(|data| data.get_temp::<bool>(key)).unwrap_or(false);
    let shown: Vec<_> = profile
        .neighbourhoods
        .iter()
        .filter(|hood| all || hood.served_here || hood.slug == *chosen)
        .collect();
    let mut pills: Vec<parts::Pill> = shown
        .iter()
        .map(|hood| parts::Pill {
            label: hood.name.clone(),
            icon: None,
            chosen: hood.slug == *chosen,
        })
        .collect();
    let more = all || shown.len() < profile.neighbourhoods.len();
    if more {
        let key = if all { "antenna-fewer-places" } else { "antenna-more-places" };
        let icon = if all { icons::CARET_UP } else { icons::CARET_DOWN };
        pills.push(parts::Pill { label: words.get(key), icon: Some(icon), chosen: false });
    }
    let pressed = parts::pills(ui, theme, &pills, false)?;
    let hood = shown.get(pressed);
    if hood.is_none() {
        ui.data_mut(|data| data.insert_temp(key, !all));
    }
    hood.map(|hood| hood.slug.clone())
}

fn list(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let cards = view.model.ledger.need_cards();
    heading(
        ui,
        &theme.spec(Size::Heading),
        &words.get("antenna-need-sent-title"),
        theme.palette.ink,
    );
    if cards.is_empty() {
        parts::hint(ui, theme, &words.get("antenna-need-none"));
    }
    for card in cards.iter().take(10) {
        ui.push_id(card.id, |ui| one(ui, view, card, asked));
    }
}

fn one(ui: &mut Ui, view: &View<'_>, card: &NeedCard, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let (title, icon) = wording::category(view, &card.it.category);
    let when = wording::moment(view, card.at_ms, view.now_ms);
    parts::card(ui, theme, |ui| {
        parts::card_head(ui, theme, (icon, Accent::Blue), &title, &when, None);
        parts::mark(ui, view, card.mark, card.refused.as_ref());
        if card.mark == SentMark::Refused {
            let correct = words.get("antenna-diary-correct");
            if Button::new(theme, &correct).secondary().icon(icons::PENCIL).show(ui).clicked() {
                asked.push(Action::Correct(card.id));
            }
        }
    });
}
