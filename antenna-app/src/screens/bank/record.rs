//! An exchange to be said, or something agreed and still to be done: with whom, how long, what; kept here until the hub
//! has it.

use egui::Ui;
use protocol::kiosk::bank::Account;
use ui_kit::icons;
use ui_kit::widgets::{Banner, Button, Notice, TextField};

use super::super::{View, parts, pictures, wording};
use crate::model::{Action, BankAction, ExchangeDraft, Missing, Said, WhenForm};

/// How long a card's code or a number can be, as typed.
const TYPED_MAX: usize = 40;

/// Draws the form.
pub fn draw(ui: &mut Ui, view: &View<'_>, account: &Account, asked: &mut Vec<Action>) {
    let (theme, words, model) = (view.theme, view.words, view.model);
    if !account.may_exchange {
        parts::strip(
            ui,
            theme,
            ui_kit::Accent::Orange,
            icons::PAUSE,
            &words.get("antenna-bank-suspended"),
        );
        return;
    }
    let mut draft = model.bank.exchange.clone();
    let missing = if model.pressed_send { draft.missing() } else { None };
    let said = |ui: &mut Ui, which: Missing| {
        if missing == Some(which) {
            let key = match which {
                Missing::Gave => "antenna-bank-missing-gave",
                Missing::Other => "antenna-bank-missing-other",
                Missing::Minutes => "antenna-diary-minutes-missing",
                Missing::Category => "antenna-need-category-missing",
            };
            parts::missing(ui, theme, &words.get(key));
        }
    };
    parts::card(ui, theme, |ui| {
        if let Some(Said::ExchangeKept | Said::AgreedKept) = model.said {
            let planned = model.said == Some(Said::AgreedKept);
            let key = if planned { "antenna-bank-agreed-kept" } else { "antenna-bank-kept" };
            Banner::new(theme, words, Notice::Success, &words.get(key)).show(ui);
        }
        let kinds = [(false, "antenna-bank-is-done"), (true, "antenna-bank-is-planned")];
        if draft.agreed.is_none()
            && let Some(planned) = choose(ui, view, &kinds, Some(draft.planned))
        {
            draft.planned = planned;
        }
        parts::question(ui, theme, &words.get("antenna-bank-who-gave"));
        said(ui, Missing::Gave);
        let sides = if draft.planned {
            [(true, "antenna-bank-i-give"), (false, "antenna-bank-i-get")]
        } else {
            [(true, "antenna-bank-i-gave"), (false, "antenna-bank-i-got")]
        };
        if let Some(gave) = choose(ui, view, &sides, draft.gave) {
            draft.gave = Some(gave);
        }
        parts::question(ui, theme, &words.get("antenna-bank-with"));
        said(ui, Missing::Other);
        other(ui, view, account, &mut draft);
        let key = if draft.planned { "antenna-bank-how-long" } else { "antenna-hours-how-long" };
        parts::question(ui, theme, &words.get(key));
        said(ui, Missing::Minutes);
        draft.minutes = parts::minutes(ui, view, draft.minutes);
        parts::question(ui, theme, &words.get("antenna-bank-what"));
        said(ui, Missing::Category);
        category(ui, view, &mut draft);
        if draft.planned {
            meeting(ui, view, &mut draft);
        } else {
            day(ui, view, &mut draft);
        }
        let label =
            words.get(if draft.planned { "antenna-bank-agree" } else { "antenna-bank-send" });
        if draft != model.bank.exchange {
            asked.push(Action::Bank(BankAction::Edit(draft)));
        }
        if Button::new(theme, &label).icon(icons::SEND).full_width().show(ui).clicked() {
            asked.push(Action::Bank(BankAction::Send));
        }
        parts::hint(ui, theme, &words.get("antenna-bank-offline-hint"));
    });
}

fn choose(
    ui: &mut Ui,
    view: &View<'_>,
    all: &[(bool, &str)],
    chosen: Option<bool>,
) -> Option<bool> {
    let pills: Vec<parts::Pill> = all
        .iter()
        .map(|(value, key)| parts::Pill {
            label: view.words.get(key),
            icon: None,
            chosen: chosen == Some(*value),
        })
        .collect();
    parts::pills(ui, view.theme, &pills, false).map(|index| all[index].0)
}

/// Among those they exchanged with, or by number or card.
fn other(ui: &mut Ui, view: &View<'_>, account: &Account, draft: &mut ExchangeDraft) {
    let (theme, words) = (view.theme, view.words);
    let mut people: Vec<(u32, String)> =
        account.people.iter().map(|named| (named.number, named.name.clone())).collect();
    if let Some(number) = draft.number
        && !people.iter().any(|(known, _)| *known == number)
    {
        let known = view.model.ledger.whom(&protocol::antenna::BankOther::Number(number));
        people.insert(0, (number, super::whom(view, &known)));
    }
    let pills: Vec<parts::Pill> = people
        .iter()
        .map(|(number, name)| parts::Pill {
            label: format!("{name} · {number}"),
            icon: Some(icons::USER),
            chosen: draft.number == Some(*number),
        })
        .collect();
    if let Some(index) = parts::pills(ui, theme, &pills, false) {
        let number = people[index].0;
        draft.number = (draft.number != Some(number)).then_some(number);
        draft.typed.clear();
    }
    if draft.number.is_none() {
        let (name, hint) = (words.get("antenna-bank-typed"), words.get("antenna-bank-typed-hint"));
        TextField::new(theme, words, &name, &mut draft.typed).hint(&hint).limit(TYPED_MAX).show(ui);
    }
}

fn category(ui: &mut Ui, view: &View<'_>, draft: &mut ExchangeDraft) {
    if let Some(slug) = categories(ui, view, draft.category.as_ref()) {
        draft.category = Some(slug);
    }
}

/// The city's services as pills; answers with a choice.
pub fn categories(
    ui: &mut Ui,
    view: &View<'_>,
    chosen: Option<&protocol::Slug>,
) -> Option<protocol::Slug> {
    let profile = view.model.ledger.profile.as_ref()?;
    let pills: Vec<parts::Pill> = profile
        .categories
        .iter()
        .map(|card| parts::Pill {
            label: wording::named(view.words, &card.name, &card.slug),
            icon: Some(pictures::named(&card.icon)),
            chosen: chosen == Some(&card.slug),
        })
        .collect();
    let index = parts::pills(ui, view.theme, &pills, false)?;
    Some(profile.categories[index].slug.clone())
}

fn day(ui: &mut Ui, view: &View<'_>, draft: &mut ExchangeDraft) {
    let (theme, words) = (view.theme, view.words);
    let zone = view.model.zone();
    parts::question(ui, theme, &words.get("antenna-hours-day"));
    let today = ExchangeDraft::default().day(view.now_ms, &zone);
    let value = parts::capital(&words.day_near(draft.day(view.now_ms, &zone), today));
    let (less, more) = (words.get("antenna-when-day-less"), words.get("antenna-when-day-more"));
    match parts::stepper(ui, theme, ("exchange day", &value), &[less], &[more]) {
        Some(0) => draft.days_ago = (draft.days_ago + 1).min(ExchangeDraft::DAYS_BACK),
        Some(_) => draft.days_ago = draft.days_ago.saturating_sub(1),
        None => {}
    }
}

fn meeting(ui: &mut Ui, view: &View<'_>, draft: &mut ExchangeDraft) {
    let (theme, words) = (view.theme, view.words);
    let zone = view.model.zone();
    parts::question(ui, theme, &words.get("antenna-when-question"));
    let today = ExchangeDraft::default().day(view.now_ms, &zone);
    let (day, time) = draft.meeting(view.now_ms, &zone);
    let value = parts::capital(&words.day_near(day, today));
    let (less, more) = (words.get("antenna-when-day-less"), words.get("antenna-when-day-more"));
    match parts::stepper(ui, theme, ("meeting day", &value), &[less], &[more]) {
        Some(0) => draft.ahead = draft.ahead.saturating_sub(1),
        Some(_) => draft.ahead = (draft.ahead + 1).min(WhenForm::DAYS_AHEAD),
        None => {}
    }
    let step = |key: &str, minutes: u16| words.with(key, &[("minutes", minutes.into())]);
    let before = [step("antenna-minutes-less", 60), step("antenna-minutes-less", 15)];
    let after = [step("antenna-minutes-more", 15), step("antenna-minutes-more", 60)];
    let now = draft.minute_of_day();
    let then = match parts::stepper(ui, theme, ("meeting time", &words.time(time)), &before, &after)
    {
        Some(0) => now.saturating_sub(60),
        Some(1) => now.saturating_sub(15),
        Some(2) => now + 15,
        Some(_) => now + 60,
        None => return,
    };
    draft.minute = then.clamp(15, WhenForm::LAST_MINUTE);
}
