//! The operators' diary: what was done, kept while it is written, sent only by "Registra".

use egui::Ui;
use protocol::antenna::ActivityKind;
use ui_kit::text::heading;
use ui_kit::widgets::{Badge, Banner, Button, Notice, TextField};
use ui_kit::{Accent, Size, icons};

use super::{View, need, parts, pictures, wording};
use crate::model::{Action, ActivityDraft, DiaryCard, EntryStanding, PEOPLE_MAX, Said};

/// Most entries shown in the list.
const SHOWN: usize = 40;

/// Lengths that are one tap.
const USUAL_MINUTES: [u16; 4] = [30, 60, 90, 120];

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
        if draft.corrects.is_some() {
            let text = words.get("antenna-diary-correcting");
            parts::strip(ui, theme, Accent::Orange, icons::PENCIL, &text);
        }
        kind(ui, view, &mut draft);
        ui.add_space(theme.space.s);
        length(ui, view, &mut draft);
        ui.add_space(theme.space.s);
        places(ui, view, &mut draft);
        people(ui, view, &mut draft);
        // Everything else can be left out: it is there for whoever has more to say.
        let whole = model.whole_diary || view.wide;
        if whole {
            more(ui, view, &mut draft);
        }
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
        if !view.wide {
            let key = if whole { "antenna-diary-less" } else { "antenna-diary-more" };
            let icon = if whole { icons::CARET_UP } else { icons::CARET_DOWN };
            let label = words.get(key);
            let button = Button::new(theme, &label).secondary().icon(icon).full_width();
            if button.show(ui).clicked() {
                asked.push(Action::WholeDiary(!whole));
            }
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

/// When, where, what about, what next.
fn more(ui: &mut Ui, view: &View<'_>, draft: &mut ActivityDraft) {
    let (theme, words) = (view.theme, view.words);
    ui.add_space(theme.space.s);
    when(ui, view, draft);
    ui.add_space(theme.space.s);
    parts::question(ui, theme, &words.get("antenna-diary-where"));
    if let Some(slug) = need::neighbourhoods(ui, view, draft.neighbourhood.as_ref()) {
        draft.neighbourhood = Some(slug);
    }
    ui.add_space(theme.space.s);
    let (name, hint) = (words.get("antenna-diary-place"), words.get("antenna-diary-place-hint"));
    TextField::new(theme, words, &name, &mut draft.place)
        .hint(&hint)
        .limit(ActivityDraft::PLACE_MAX)
        .optional()
        .show(ui);
    ui.add_space(theme.space.s);
    topics(ui, view, draft);
    ui.add_space(theme.space.s);
    let (name, hint) = (words.get("antenna-diary-next"), words.get("antenna-diary-next-hint"));
    TextField::new(theme, words, &name, &mut draft.next_step)
        .hint(&hint)
        .rows(2)
        .limit(ActivityDraft::NEXT_STEP_MAX)
        .optional()
        .show(ui);
}

/// Places written before, each one tap.
fn places(ui: &mut Ui, view: &View<'_>, draft: &mut ActivityDraft) {
    let (theme, words) = (view.theme, view.words);
    let places = view.model.ledger.places();
    if places.is_empty() {
        return;
    }
    parts::question(ui, theme, &words.get("antenna-diary-places"));
    let pills: Vec<parts::Pill> = places
        .iter()
        .map(|(place, hood)| parts::Pill {
            label: place.clone(),
            icon: Some(icons::MAP_PIN),
            chosen: draft.place == *place && draft.neighbourhood.as_ref() == Some(hood),
        })
        .collect();
    if let Some(index) = parts::pills(ui, theme, &pills, false) {
        let (place, hood) = places[index].clone();
        (draft.place, draft.neighbourhood) = (place, Some(hood));
    }
    ui.add_space(theme.space.s);
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
    let pills: Vec<parts::Pill> = USUAL_MINUTES
        .iter()
        .map(|minutes| parts::Pill {
            label: words.duration_min(i64::from(*minutes)),
            icon: None,
            chosen: draft.minutes == *minutes,
        })
        .collect();
    if let Some(index) = parts::pills(ui, theme, &pills, false) {
        draft.minutes = USUAL_MINUTES[index];
    }
    draft.minutes = parts::minutes(ui, view, draft.minutes);
}

fn when(ui: &mut Ui, view: &View<'_>, draft: &mut ActivityDraft) {
    let (theme, words) = (view.theme, view.words);
    parts::question(ui, theme, &words.get("antenna-diary-day"));
    let zone = view.model.zone();
    let today = ActivityDraft::default().day(view.now_ms, &zone);
    let value = parts::capital(&words.day_near(draft.day(view.now_ms, &zone), today));
    let rules = view.model.ledger.profile.as_ref().and_then(|profile| profile.diary);
    let most = rules.map_or(ActivityDraft::DAYS_BACK, |rules| {
        let days = u8::try_from(rules.refused_after_days).unwrap_or(u8::MAX);
        days.min(ActivityDraft::DAYS_BACK_MAX)
    });
    let (less, more) = (words.get("antenna-when-day-less"), words.get("antenna-when-day-more"));
    match parts::stepper(ui, theme, ("day", &value), &[less], &[more]) {
        Some(0) => draft.days_ago = (draft.days_ago + 1).min(most),
        Some(_) => draft.days_ago = draft.days_ago.saturating_sub(1),
        None => {}
    }
    if let Some(rules) = rules {
        let late = u32::from(draft.days_ago) > rules.late_after_days;
        let values =
            [("late", rules.late_after_days.into()), ("most", rules.refused_after_days.into())];
        if late {
            let text = words.with("antenna-diary-is-late", &values);
            parts::strip(ui, theme, Accent::Orange, icons::CLOCK, &text);
        } else if draft.days_ago > 0 {
            parts::hint(ui, theme, &words.with("antenna-diary-late-rule", &values));
        }
    }
    if view.model.ledger.is_closed(view.now_ms - i64::from(draft.days_ago) * 24 * 3_600_000) {
        // What belongs there is said by a new entry, dated in a month that is open.
        parts::strip(
            ui,
            theme,
            Accent::Orange,
            icons::LOCK,
            &words.get("antenna-diary-month-closed"),
        );
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
    for card in cards.iter().take(SHOWN) {
        ui.push_id(card.it.activity, |ui| one(ui, view, card, asked));
    }
}

fn one(ui: &mut Ui, view: &View<'_>, card: &DiaryCard, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let it = &card.it;
    let title = words.get(&format!("antenna-kind-{}", it.what.slug()));
    let people = words.with("antenna-diary-people-count", &[("count", it.people_reached.into())]);
    let when = parts::capital(&wording::moment(view, it.started_at_ms, view.now_ms));
    let line = words.with(
        "antenna-diary-line",
        &[
            ("when", when.into()),
            ("length", words.duration_min(i64::from(it.minutes)).into()),
            ("people", people.into()),
        ],
    );
    let picture = (pictures::activity(it.what), Accent::Blue);
    let accent = match &card.standing {
        EntryStanding::Waiting => Accent::Orange,
        EntryStanding::Recorded | EntryStanding::Submitted => Accent::Blue,
        EntryStanding::Refused(_) | EntryStanding::Returned(_) => Accent::Red,
        EntryStanding::Accepted => Accent::Green,
        EntryStanding::Locked | EntryStanding::Amended => Accent::Slate,
    };
    parts::card(ui, theme, |ui| {
        parts::card_head(ui, theme, picture, &title, &line, None);
        if !it.place.is_empty() {
            parts::fact(ui, theme, icons::MAP_PIN, &it.place);
        }
        parts::flow_of(ui, theme, theme.text.body, |ui| {
            let state = words.get(&format!("antenna-entry-{}", card.standing.slug()));
            Badge::new(theme, accent, &state).show(ui);
            if card.late_days > 0 {
                let late = words.with("antenna-entry-late", &[("days", card.late_days.into())]);
                Badge::new(theme, Accent::Orange, &late).show(ui);
            }
        });
        match &card.standing {
            EntryStanding::Returned(reason) if !reason.is_empty() => {
                let why = words.with("antenna-entry-why", &[("why", reason.clone().into())]);
                parts::strip(ui, theme, Accent::Orange, icons::CHAT, &why);
            }
            EntryStanding::Refused(problem) => {
                let why = wording::problem(words, problem);
                parts::strip(ui, theme, Accent::Red, icons::WARNING, &why);
            }
            EntryStanding::Waiting
            | EntryStanding::Recorded
            | EntryStanding::Submitted
            | EntryStanding::Returned(_)
            | EntryStanding::Accepted
            | EntryStanding::Locked
            | EntryStanding::Amended => {}
        }
        if card.standing.may_be_corrected() {
            let correct = words.get("antenna-diary-correct");
            if Button::new(theme, &correct).secondary().icon(icons::PENCIL).show(ui).clicked() {
                asked.push(Action::CorrectEntry(it.activity));
            }
        }
    });
}
