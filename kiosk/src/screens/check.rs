//! All answers before they go, each one touch away from being changed; and what happens when they cannot go.

use egui::{Rect, Ui, pos2, vec2};
use ui_kit::icons::{self, Icon};
use ui_kit::text::isolate;
use ui_kit::widgets::{Banner, ListRow, Loading, Notice};
use ui_kit::{Accent, Theme};

use super::choices::{Texts, grow};
use super::page::{Next, Page};
use super::{View, picking, wording};
use crate::model::{Errand, Field, Flow, Line, Msg, Question, Sending, Trouble, Where};

/// Narrowest row that has a neighbour, in heights of its title.
const NARROWEST_EM: f32 = 14.0;

/// Draws the page.
pub fn show(ui: &mut Ui, view: &View<'_>, flow: &Flow, said: &mut Vec<Msg>) {
    let texts = Texts::of(view, flow);
    let page = texts.page(view, flow);
    let failed = matches!(flow.sending, Sending::Failed(_));
    let send = if failed {
        view.word("action-retry")
    } else {
        view.word(&format!("kiosk-send-{}", flow.errand.word()))
    };
    let waiting = flow.sending == Sending::Waiting;
    let icon = if failed { icons::RESTART } else { icons::SEND };
    let next = Next { label: &send, enabled: !waiting, msg: Msg::Send, icon: Some(icon) };
    let page = Page { next: Some(next), back: !waiting, ..page };
    let mut pressed = Vec::new();
    page.show(ui, view, said, |ui, view| {
        ui.spacing_mut().item_spacing.y = view.theme.touch.gap;
        match &flow.sending {
            Sending::No => {}
            Sending::Waiting => {
                Loading::new(view.theme, view.words).text(&view.word("kiosk-sending")).show(ui);
            }
            Sending::Failed(trouble) => sorry(ui, view, trouble),
        }
        rows(ui, view, flow, &mut pressed);
    });
    said.append(&mut pressed);
}

/// One row an answer; two beside each other on a wide screen, so that all are seen before they go.
fn rows(ui: &mut Ui, view: &View<'_>, flow: &Flow, pressed: &mut Vec<Msg>) {
    let theme = view.theme;
    let gap = theme.touch.gap;
    // The day, and the days of the week, stand with how soon; there is nothing of its own to say.
    let asked: Vec<(Question, String, String)> = flow
        .questions()
        .iter()
        .flat_map(|question| flow.asides(*question).iter().chain([question]))
        .filter(|question| {
            !matches!(question, Question::Check | Question::Day | Question::Weekdays)
        })
        // Whoever wrote is not asked for pictures; they are beside the words.
        .filter(|question| {
            !matches!(question, Question::ForWhom | Question::What | Question::Why)
                || !flow.draft.picked(**question).is_empty()
        })
        .map(|question| {
            let name = if let Question::Asked(place) = question {
                flow.asked.get(*place).map_or("", |words| view.model.say(words)).to_owned()
            } else if (flow.errand, *question) == (Errand::Need, Question::Bands) {
                view.word("kiosk-row-need-bands")
            } else {
                view.word(&format!("kiosk-row-{}", question.word()))
            };
            (*question, name, answer(view, flow, *question))
        })
        .collect();
    let width = ui.available_width();
    let half = (width - gap) / 2.0;
    let two = view.is_landscape() && half >= theme.text.subheading * NARROWEST_EM;
    let (columns, cell) = if two { (2, half) } else { (1, width) };
    let wanted = |asked| row(theme, asked).wanted_height(ui, cell);
    let mut heights: Vec<f32> =
        asked.chunks(columns).map(|row| row.iter().map(wanted).fold(0.0, f32::max)).collect();
    grow(&mut heights, view.bottom - ui.cursor().top() - theme.space.m, gap);
    for (pair, height) in asked.chunks(columns).zip(heights) {
        let (_, area) = ui.allocate_space(vec2(width, height));
        let mut left = area.left();
        for asked in pair {
            let place = Rect::from_min_size(pos2(left, area.top()), vec2(cell, height));
            left += cell + gap;
            if row(theme, asked).show_at(ui, theme.mirror(place, area)).clicked() {
                pressed.push(Msg::Edit(asked.0));
            }
        }
    }
}

fn row<'a>(
    theme: &'a Theme,
    (question, name, answer): &'a (Question, String, String),
) -> ListRow<'a> {
    let (icon, accent) = picture(*question);
    // What somebody wrote is read again to its end, however long it is.
    ListRow::new(theme, name).line(answer).line_rows(usize::MAX).icon(icon, accent).opens(true)
}

/// What went wrong, that nothing is lost, and what to do.
fn sorry(ui: &mut Ui, view: &View<'_>, trouble: &Trouble) {
    let (title, line) = wording::trouble(view, trouble);
    let back_again = view.model.line == Line::Up && *trouble == Trouble::Unreachable;
    let line = if back_again { view.word("kiosk-line-is-back") } else { line };
    let text = format!("{} {line}", view.word("kiosk-kept-here"));
    let notice = match trouble {
        Trouble::Unreachable | Trouble::Busy => Notice::Warning,
        Trouble::Garbled | Trouble::Refused(_) => Notice::Error,
    };
    Banner::new(view.theme, view.words, notice, &text).title(&title).show(ui);
}

pub(super) fn picture(question: Question) -> (Icon, Accent) {
    match question {
        Question::Category | Question::Skills => (icons::HAND_HEART, Accent::Red),
        Question::Theme => (icons::LIGHTBULB, Accent::Orange),
        Question::Neighbourhood => (icons::MAP_PIN, Accent::Blue),
        Question::Urgency | Question::Bands => (icons::CLOCK, Accent::Teal),
        Question::Day | Question::Weekdays | Question::VisitDay => (icons::CALENDAR, Accent::Teal),
        Question::VisitHour => (icons::CLOCK, Accent::Blue),
        Question::Asked(_) => (icons::QUESTION, Accent::Orange),
        Question::Text => (icons::CHAT, Accent::Orange),
        Question::ForWhom => (icons::USERS, Accent::Green),
        Question::What => (icons::HAND, Accent::Blue),
        Question::Why => (icons::HEART, Accent::Red),
        Question::Similar => (icons::USERS, Accent::Teal),
        Question::Relation => (icons::USERS, Accent::Green),
        Question::Contact => (icons::USER_CIRCLE, Accent::Slate),
        Question::Check => (icons::CHECK, Accent::Green),
    }
}

pub(super) fn answer(view: &View<'_>, flow: &Flow, question: Question) -> String {
    let draft = &flow.draft;
    let names = |slugs: &[protocol::Slug]| -> String {
        let names: Vec<String> =
            slugs.iter().map(|slug| view.model.about(slug).0.to_owned()).collect();
        names.join(", ")
    };
    match question {
        Question::Category => names(draft.category.as_slice()),
        Question::Theme => names(draft.theme.as_slice()),
        Question::Skills => names(&draft.skills),
        Question::Neighbourhood => match &draft.place {
            Where::Unsaid => String::new(),
            Where::WholeCity => view.word("kiosk-whole-city"),
            Where::In(slug) => view.model.neighbourhood_name(slug).to_owned(),
        },
        Question::Urgency if !draft.weekly.is_empty() => wording::weekly(view, &draft.weekly),
        Question::Urgency | Question::Day if draft.day.is_some() => {
            draft.day.map(|day| wording::by_day(view, day)).unwrap_or_default()
        }
        Question::Asked(place) => {
            let typed = draft.field(Field::Answer(place));
            if typed.is_blank() {
                view.word("kiosk-nothing-written")
            } else {
                isolate(typed.as_str().trim())
            }
        }
        Question::Urgency => {
            draft.urgency.map(|it| view.word(wording::urgency(it))).unwrap_or_default()
        }
        Question::Bands if draft.bands.is_empty() => view.word("kiosk-any-time"),
        Question::Bands => {
            let bands: Vec<String> =
                draft.bands.iter().map(|it| view.word(wording::band(*it))).collect();
            bands.join(", ")
        }
        Question::VisitDay => {
            let day = draft.visit_day.as_deref().and_then(|day| day.parse().ok());
            day.map(|day| view.words.day_near(day, view.model.today())).unwrap_or_default()
        }
        Question::VisitHour => draft.visit_ms.map_or_else(
            || view.word("kiosk-visit-choose"),
            |at_ms| view.words.time(wording::local(view, at_ms).time()),
        ),
        Question::Relation => view.word(wording::relation(draft.relation)),
        Question::Text if draft.text.is_blank() => view.word("kiosk-nothing-written"),
        Question::Text => isolate(draft.text.as_str().trim()),
        Question::ForWhom | Question::What | Question::Why => picking::words(view, draft, question),
        Question::Similar => {
            let joined = flow.likeness.cards.iter().find(|card| card.id == draft.joins);
            joined.map_or_else(|| view.word("kiosk-join-none"), |card| isolate(&card.title))
        }
        Question::Contact => {
            let given: Vec<String> = [Field::Name, Field::Phone, Field::Address]
                .into_iter()
                .map(|field| draft.field(field))
                .filter(|typed| !typed.is_blank())
                .map(|typed| isolate(typed.as_str().trim()))
                .collect();
            if given.is_empty() { view.word("kiosk-nothing-said") } else { given.join(" · ") }
        }
        Question::Day | Question::Weekdays | Question::Check => String::new(),
    }
}
