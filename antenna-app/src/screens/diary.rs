//! The operators' diary: what was done, kept while it is written, sent only by "Registra".

use egui::Ui;
use protocol::antenna::ActivityKind;
use ui_kit::text::heading;
use ui_kit::widgets::{Badge, Banner, Button, Notice, TextField};
use ui_kit::{Accent, Size, icons};

use super::{View, need, parts, pictures, tasks, wording};
use crate::model::{Action, ActivityDraft, DiaryCard, PEOPLE_MAX, Said, SentMark};

/// Draws the form and what was recorded from here.
pub fn draw(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    parts::title(ui, theme, &words.get("antenna-diary-title"), &words.get("antenna-diary-help"));
    let mut later = Vec::new();
    parts::two(ui, view, 0.62, |ui| form(ui, view, asked), |ui| list(ui, view, &mut later));
    asked.append(&mut later);
}

fn form(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words, model) = (view.theme, view.words, view.model);
    let mut draft = model.activity.clone();
    parts::card(ui, theme, |ui| {
        if model.said == Some(Said::ActivityKept) {
            let text = words.get("antenna-diary-kept");
            Banner::new(theme, words, Notice::Success, &text).show(ui);
        }
        kind(ui, view, &mut draft);
        ui.add_space(theme.space.s);
        length(ui, view, &mut draft);
        ui.add_space(theme.space.s);
        when(ui, view, &mut draft);
        ui.add_space(theme.space.s);
        parts::question(ui, theme, &words.get("antenna-diary-where"));
        if let Some(slug) = need::neighbourhoods(ui, view, draft.neighbourhood.as_ref()) {
            draft.neighbourhood = Some(slug);
        }
        ui.add_space(theme.space.s);
        let (name, hint) =
            (words.get("antenna-diary-place"), words.get("antenna-diary-place-hint"));
        TextField::new(theme, words, &name, &mut draft.place)
            .hint(&hint)
            .limit(ActivityDraft::PLACE_MAX)
            .optional()
            .show(ui);
        ui.add_space(theme.space.s);
        people(ui, view, &mut draft);
        ui.add_space(theme.space.s);
        topics(ui, view, &mut draft);
        ui.add_space(theme.space.s);
        let (name, hint) = (words.get("antenna-diary-next"), words.get("antenna-diary-next-hint"));
        TextField::new(theme, words, &name, &mut draft.next_step)
            .hint(&hint)
            .rows(2)
            .limit(ActivityDraft::NEXT_STEP_MAX)
            .optional()
            .show(ui);
        let begun = !draft.is_empty();
        if begun {
            Badge::new(theme, Accent::Slate, &words.get("antenna-diary-draft")).show(ui);
        }
        if draft != model.activity {
            asked.push(Action::EditActivity(draft));
        }
        let send = words.get("antenna-diary-send");
        if Button::new(theme, &send).icon(icons::SAVE).full_width().show(ui).clicked() {
            asked.push(Action::LogActivity);
        }
        if begun {
            let discard = words.get("antenna-diary-discard");
            let pressed =
                Button::new(theme, &discard).quiet().icon(icons::TRASH).full_width().show(ui);
            if pressed.clicked() {
                asked.push(Action::AskDiscardDraft);
            }
        }
    });
}

fn kind(ui: &mut Ui, view: &View<'_>, draft: &mut ActivityDraft) {
    let (theme, words) = (view.theme, view.words);
    parts::question(ui, theme, &words.get("antenna-diary-what"));
    if view.model.pressed_send && draft.what.is_none() {
        parts::missing(ui, theme, &words.get("antenna-diary-what-missing"));
    }
    let pills: Vec<parts::Pill> = ActivityKind::ALL
        .iter()
        .map(|kind| parts::Pill {
            label: words.get(&format!("antenna-kind-{}", kind.slug())),
            icon: Some(pictures::activity(*kind)),
            chosen: draft.what == Some(*kind),
        })
        .collect();
    if let Some(index) = parts::pills(ui, theme, &pills, false) {
        draft.what = Some(ActivityKind::ALL[index]);
    }
}

fn length(ui: &mut Ui, view: &View<'_>, draft: &mut ActivityDraft) {
    let (theme, words) = (view.theme, view.words);
    parts::question(ui, theme, &words.get("antenna-diary-minutes"));
    if view.model.pressed_send && draft.minutes == 0 {
        parts::missing(ui, theme, &words.get("antenna-diary-minutes-missing"));
    }
    draft.minutes = tasks::minutes(ui, view, draft.minutes);
}

fn when(ui: &mut Ui, view: &View<'_>, draft: &mut ActivityDraft) {
    let (theme, words) = (view.theme, view.words);
    parts::question(ui, theme, &words.get("antenna-diary-day"));
    let days = [
        (0_u8, words.get("day-today")),
        (1, words.get("day-yesterday")),
        (2, words.get("antenna-diary-two-days")),
    ];
    let pills: Vec<parts::Pill> = days
        .iter()
        .map(|(ago, name)| parts::Pill {
            label: capital(name),
            icon: None,
            chosen: draft.days_ago == *ago,
        })
        .collect();
    if let Some(index) = parts::pills(ui, theme, &pills, false) {
        draft.days_ago = days[index].0;
    }
    let start = draft.start(view.now_ms, &view.model.zone());
    let value = words.with("antenna-diary-start", &[("time", words.time(start).into())]);
    let minute = i32::from(start.hour()) * 60 + i32::from(start.minute());
    let (earlier, later) = (words.get("antenna-diary-earlier"), words.get("antenna-diary-later"));
    let moved = match parts::stepper(ui, theme, ("start", &value), &[earlier], &[later]) {
        Some(0) => Some(minute - 15),
        Some(_) => Some(minute + 15),
        None => None,
    };
    if let Some(minute) = moved {
        // On a quarter of an hour, and within the day.
        let quarter = minute.div_euclid(15) * 15;
        draft.start_min = u16::try_from(quarter.clamp(0, 1425)).ok();
    }
}

fn people(ui: &mut Ui, view: &View<'_>, draft: &mut ActivityDraft) {
    let (theme, words) = (view.theme, view.words);
    parts::question(ui, theme, &words.get("antenna-diary-people"));
    let value = words.with("antenna-diary-people-count", &[("count", draft.people.into())]);
    let step = |key: &str, count: u32| words.with(key, &[("count", count.into())]);
    let before = [step("antenna-people-less", 1)];
    let after = [step("antenna-people-more", 1), step("antenna-people-more", 10)];
    draft.people = match parts::stepper(ui, theme, ("people", &value), &before, &after) {
        Some(0) => draft.people.saturating_sub(1),
        Some(1) => (draft.people + 1).min(PEOPLE_MAX),
        Some(_) => (draft.people + 10).min(PEOPLE_MAX),
        None => draft.people,
    };
}

fn topics(ui: &mut Ui, view: &View<'_>, draft: &mut ActivityDraft) {
    let (theme, words) = (view.theme, view.words);
    let Some(profile) = view.model.ledger.profile.as_ref().filter(|it| !it.topics.is_empty())
    else {
        return;
    };
    parts::question(ui, theme, &words.get("antenna-diary-topics"));
    let pills: Vec<parts::Pill> = profile
        .topics
        .iter()
        .map(|topic| parts::Pill {
            label: wording::named(words, &topic.name, &topic.slug),
            icon: Some(pictures::named(&topic.icon)),
            chosen: draft.topics.contains(&topic.slug),
        })
        .collect();
    if let Some(index) = parts::pills(ui, theme, &pills, true) {
        let slug = &profile.topics[index].slug;
        if draft.topics.contains(slug) {
            draft.topics.retain(|other| other != slug);
        } else {
            draft.topics.push(slug.clone());
        }
    }
}

fn list(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let cards = view.model.ledger.diary_cards();
    heading(ui, &theme.spec(Size::Heading), &words.get("antenna-diary-list"), theme.palette.ink);
    if cards.is_empty() {
        parts::hint(ui, theme, &words.get("antenna-diary-list-empty"));
    }
    for card in cards.iter().take(30) {
        ui.push_id(card.id, |ui| one(ui, view, card, asked));
    }
}

fn one(ui: &mut Ui, view: &View<'_>, card: &DiaryCard, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let it = &card.it;
    let title = words.get(&format!("antenna-kind-{}", it.what.slug()));
    let people = words.with("antenna-diary-people-count", &[("count", it.people_reached.into())]);
    let line = words.with(
        "antenna-diary-line",
        &[
            ("when", capital(&wording::moment(view, it.started_at_ms, view.now_ms)).into()),
            ("length", words.duration_min(i64::from(it.minutes)).into()),
            ("people", people.into()),
        ],
    );
    parts::card(ui, theme, |ui| {
        parts::card_head(
            ui,
            theme,
            (pictures::activity(it.what), Accent::Blue),
            &title,
            &line,
            None,
        );
        parts::mark(ui, view, card.mark, card.refused.as_ref());
        if card.mark == SentMark::Refused {
            let correct = words.get("antenna-diary-correct");
            if Button::new(theme, &correct).secondary().icon(icons::PENCIL).show(ui).clicked() {
                asked.push(Action::Correct(card.id));
            }
        }
    });
}

/// With its first letter in capitals; direction controls before it stay.
fn capital(text: &str) -> String {
    let mut done = false;
    text.chars()
        .flat_map(|letter| {
            if !done && letter.is_alphabetic() {
                done = true;
                letter.to_uppercase().collect::<Vec<_>>()
            } else {
                vec![letter]
            }
        })
        .collect()
}
