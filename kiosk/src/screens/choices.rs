//! Pages that are answered by touching: kinds of help, themes, how soon, when, for whom.

use egui::{Rect, Ui, pos2, vec2};
use protocol::Relation;
use protocol::kiosk::{Day, TimeBand, Urgency};
use ui_kit::icons::{self, Icon};
use ui_kit::text::isolate;
use ui_kit::widgets::Choice;
use ui_kit::{Accent, Language, Theme, Words};

use super::page::{Next, Page};
use super::{View, picking, pictures, wording};
use crate::model::{Errand, Flow, Msg, Question};

/// How much higher than its words need an answer may become.
const MOST_GROWN: f32 = 1.4;

/// One answer to touch.
pub struct Item {
    /// Its word.
    pub label: String,
    /// A line under it; may be empty.
    pub line: String,
    /// Its picture.
    pub picture: Option<(Icon, Accent)>,
    /// Whether it is chosen.
    pub chosen: bool,
    /// What touching it means.
    pub msg: Msg,
}

/// How a grid of answers is laid out.
#[derive(Clone, Copy)]
pub struct Grid {
    /// Whether several answers may be chosen.
    pub several: bool,
    /// Narrowest column, in heights of running text.
    pub column_em: f32,
    /// With at most this many answers, one column.
    pub one_column_up_to: usize,
    /// Whether the answers are all there is on the page, and may share the room that is left.
    pub fills: bool,
}

impl Default for Grid {
    fn default() -> Self {
        Self { several: false, column_em: 13.0, one_column_up_to: 6, fills: false }
    }
}

/// What is needed, what can be given, what an idea is about: as the city names them.
pub fn kinds(ui: &mut Ui, view: &View<'_>, flow: &Flow, said: &mut Vec<Msg>) {
    let Some(place) = view.model.place.as_deref() else { return };
    let draft = &flow.draft;
    let card = |index: usize, icon: &str, label: &str, line: &str, chosen, msg| Item {
        label: label.to_owned(),
        line: line.to_owned(),
        picture: Some((pictures::icon(icon), pictures::accent(index))),
        chosen,
        msg,
    };
    let items: Vec<Item> = if flow.question == Question::Theme {
        let themes = place.idea_themes.iter().enumerate();
        themes
            .map(|(index, theme)| {
                let chosen = draft.theme.as_ref() == Some(&theme.slug);
                card(
                    index,
                    &theme.icon,
                    view.model.say(&theme.name),
                    "",
                    chosen,
                    Msg::PickTheme(theme.slug.clone()),
                )
            })
            .collect()
    } else {
        let categories = place.categories.iter().enumerate();
        categories
            .map(|(index, it)| {
                let (chosen, msg) = if flow.question == Question::Skills {
                    (draft.skills.contains(&it.slug), Msg::ToggleSkill(it.slug.clone()))
                } else {
                    (draft.category.as_ref() == Some(&it.slug), Msg::PickCategory(it.slug.clone()))
                };
                card(
                    index,
                    &it.icon,
                    view.model.say(&it.name),
                    view.model.say(&it.hint),
                    chosen,
                    msg,
                )
            })
            .collect()
    };
    page(
        ui,
        view,
        flow,
        &items,
        Grid { several: flow.question == Question::Skills, ..Grid::default() },
        said,
    );
}

/// How soon.
pub fn urgencies(ui: &mut Ui, view: &View<'_>, flow: &Flow, said: &mut Vec<Msg>) {
    let all = [
        (Urgency::Today, icons::TIMER, Accent::Red),
        (Urgency::ThisWeek, icons::CALENDAR, Accent::Blue),
        (Urgency::NoHurry, icons::HOURGLASS, Accent::Green),
    ];
    let by_day = flow.draft.day;
    let weekly = &flow.draft.weekly;
    let mut items: Vec<Item> = all
        .into_iter()
        .map(|(it, icon, accent)| {
            let chosen = flow.draft.urgency == Some(it) && by_day.is_none() && weekly.is_empty();
            fixed(view, wording::urgency(it), (icon, accent), chosen, Msg::PickUrgency(it))
        })
        .collect();
    let picture = (icons::CALENDAR, Accent::Orange);
    let edit = Msg::Edit(Question::Day);
    let mut day = fixed(view, "kiosk-urgency-day", picture, by_day.is_some(), edit);
    if let Some(chosen) = by_day {
        day.line = wording::by_day(view, chosen);
    }
    items.push(day);
    let picture = (icons::SYNC, Accent::Teal);
    let edit = Msg::Edit(Question::Weekdays);
    let mut again = fixed(view, "kiosk-urgency-weekly", picture, !weekly.is_empty(), edit);
    if !weekly.is_empty() {
        again.line = wording::weekly(view, weekly);
    }
    items.push(again);
    page(ui, view, flow, &items, Grid::default(), said);
}

/// How many days are offered to choose from: two weeks.
const DAYS: usize = 14;

/// By which day: today and the thirteen after it.
pub fn days(ui: &mut Ui, view: &View<'_>, flow: &Flow, said: &mut Vec<Msg>) {
    let today = view.model.today();
    let days = std::iter::successors(Some(today), |day| day.tomorrow().ok()).take(DAYS);
    let items: Vec<Item> = days
        .map(|day| Item {
            label: view.words.day_near(day, today),
            line: String::new(),
            picture: None,
            chosen: flow.draft.day == Some(day),
            msg: Msg::PickDay(day),
        })
        .collect();
    let layout = Grid { column_em: 9.0, one_column_up_to: 3, ..Grid::default() };
    page(ui, view, flow, &items, layout, said);
}

/// On which days of the week.
pub fn weekdays(ui: &mut Ui, view: &View<'_>, flow: &Flow, said: &mut Vec<Msg>) {
    let items = Day::ALL.map(|day| Item {
        label: view.word(wording::weekday(day)),
        line: String::new(),
        picture: None,
        chosen: flow.draft.weekly.contains(&day),
        msg: Msg::ToggleDay(day),
    });
    let layout = Grid { several: true, column_em: 9.0, one_column_up_to: 3, ..Grid::default() };
    page(ui, view, flow, &items, layout, said);
}

/// When somebody is free, or when help suits.
pub fn bands(ui: &mut Ui, view: &View<'_>, flow: &Flow, said: &mut Vec<Msg>) {
    let all = [
        (TimeBand::Mornings, icons::SUN, Accent::Orange),
        (TimeBand::Afternoons, icons::CLOCK, Accent::Blue),
        (TimeBand::Evenings, icons::MOON, Accent::Slate),
        (TimeBand::Weekend, icons::CALENDAR, Accent::Green),
    ];
    let items = all.map(|(it, icon, accent)| {
        let chosen = flow.draft.bands.contains(&it);
        fixed(view, wording::band(it), (icon, accent), chosen, Msg::ToggleBand(it))
    });
    page(ui, view, flow, &items, Grid { several: true, ..Grid::default() }, said);
}

/// What is like the idea: to join one of them, or to go on because it is another.
pub fn similar(ui: &mut Ui, view: &View<'_>, flow: &Flow, said: &mut Vec<Msg>) {
    let mut items: Vec<Item> = flow
        .likeness
        .cards
        .iter()
        .zip(0..)
        .map(|(card, index)| Item {
            label: view.words.with("kiosk-join", &[("title", isolate(&card.title).into())]),
            line: format!("{} · {}", card.about, card.why),
            picture: Some((icons::USERS, pictures::accent(index))),
            chosen: flow.draft.joins == card.id,
            msg: Msg::Join(card.id.clone()),
        })
        .collect();
    let picture = (icons::LIGHTBULB, Accent::Orange);
    let alone = flow.draft.joins.is_empty();
    items.push(fixed(view, "kiosk-join-none", picture, alone, Msg::Join(String::new())));
    page(ui, view, flow, &items, Grid::default(), said);
}

/// For whom.
pub fn relations(ui: &mut Ui, view: &View<'_>, flow: &Flow, said: &mut Vec<Msg>) {
    let all = [
        (Relation::Oneself, icons::USER, Accent::Blue),
        (Relation::Family, icons::HEART, Accent::Red),
        (Relation::Neighbour, icons::HOUSE, Accent::Green),
        (Relation::Customer, icons::STOREFRONT, Accent::Orange),
        (Relation::Other, icons::USERS, Accent::Teal),
    ];
    let items = all.map(|(it, icon, accent)| {
        let chosen = flow.draft.relation == it;
        fixed(view, wording::relation(it), (icon, accent), chosen, Msg::PickRelation(it))
    });
    page(ui, view, flow, &items, Grid::default(), said);
}

/// An answer that is the same in every city. Some have a line under their word.
fn fixed(view: &View<'_>, key: &str, picture: (Icon, Accent), chosen: bool, msg: Msg) -> Item {
    let line = format!("{key}-line");
    let line = if Words::new(Language::It).has(&line) { view.word(&line) } else { String::new() };
    Item { label: view.word(key), line, picture: Some(picture), chosen, msg }
}

/// The page of a question whose answers are all there is on it.
pub fn page(
    ui: &mut Ui,
    view: &View<'_>,
    flow: &Flow,
    items: &[Item],
    layout: Grid,
    said: &mut Vec<Msg>,
) {
    let layout = Grid { fills: true, ..layout };
    question(ui, view, flow, said, |ui, view, said| grid(ui, view, items, layout, said));
}

/// The page of a question of the flow, with the words and buttons every question has.
pub fn question(
    ui: &mut Ui,
    view: &View<'_>,
    flow: &Flow,
    said: &mut Vec<Msg>,
    body: impl FnOnce(&mut Ui, &View<'_>, &mut Vec<Msg>),
) {
    let texts = Texts::of(view, flow);
    let mut pressed = Vec::new();
    texts.page(view, flow).show(ui, view, said, |ui, view| body(ui, view, &mut pressed));
    said.append(&mut pressed);
}

/// The words of a question's page.
pub struct Texts {
    name: String,
    title: String,
    help: String,
    next: String,
}

/// The question of the kind of help that this page asks.
fn asked(view: &View<'_>, flow: &Flow) -> Option<String> {
    let Question::Asked(place) = flow.question else { return None };
    flow.asked.get(place).map(|words| view.model.say(words).to_owned())
}

impl Texts {
    /// The words of the page this flow shows.
    #[must_use]
    pub fn of(view: &View<'_>, flow: &Flow) -> Self {
        let key = if flow.question == Question::Check {
            "kiosk-ask-check".to_owned()
        } else if matches!(flow.question, Question::Asked(_)) {
            "kiosk-ask-need-asked".to_owned()
        } else {
            format!("kiosk-ask-{}-{}", flow.errand.word(), flow.question.word())
        };
        let draft = &flow.draft;
        let nothing_said = flow.question == Question::Contact
            && flow.errand != Errand::Offer
            && [&draft.name, &draft.phone, &draft.address].iter().all(|typed| typed.is_blank());
        let similar: Vec<&str> =
            flow.likeness.cards.iter().map(|card| card.title.as_str()).collect();
        let picked = picking::all_words(view, draft);
        let help = if flow.question == Question::Text && !similar.is_empty() {
            let titles = isolate(&similar.join(" · "));
            view.words.with("kiosk-similar-there", &[("titles", titles.into())])
        } else if flow.question == Question::Text && !picked.is_empty() {
            view.words.with("kiosk-picked-there", &[("picked", picked.into())])
        } else {
            view.word(&format!("{key}-help"))
        };
        let next = if nothing_said { "kiosk-rather-not" } else { "action-next" };
        Self {
            name: format!("{}-{}", flow.errand.word(), flow.question.word()),
            title: asked(view, flow).unwrap_or_else(|| view.word(&key)),
            help,
            next: view.word(next),
        }
    }

    /// The page itself. A single choice goes on by being touched: "Avanti" is there once it was made.
    #[must_use]
    pub fn page<'a>(&'a self, view: &View<'_>, flow: &Flow) -> Page<'a> {
        let single = matches!(
            flow.question,
            Question::Category
                | Question::Theme
                | Question::Neighbourhood
                | Question::Urgency
                | Question::Day
                | Question::VisitDay
                | Question::VisitHour
                | Question::Similar
                | Question::Relation
        );
        let may = flow.may_go_on();
        let next = (may || !single).then(|| Next {
            label: &self.next,
            enabled: may,
            msg: Msg::Next,
            icon: Some(view.theme.forward_icon()),
        });
        Page {
            name: &self.name,
            step: Some(flow.progress()),
            title: &self.title,
            help: &self.help,
            back: true,
            next,
        }
    }
}

/// Lays answers out in as many columns as their words allow.
pub fn grid(ui: &mut Ui, view: &View<'_>, items: &[Item], layout: Grid, said: &mut Vec<Msg>) {
    let theme = view.theme;
    let width = ui.available_width();
    let gap = theme.touch.gap.max(theme.space.m);
    let (columns, cell) = columns(ui, view, items, layout, width, gap);
    let wanted = |item: &Item| choice(theme, item, layout.several).wanted_height(ui, cell);
    let mut heights: Vec<f32> =
        items.chunks(columns).map(|row| row.iter().map(wanted).fold(0.0, f32::max)).collect();
    if layout.fills {
        grow(&mut heights, view.bottom - ui.cursor().top() - theme.space.m, gap);
    }
    let total = heights.iter().map(|height| height + gap).sum::<f32>() - gap;
    let (_, area) = ui.allocate_space(vec2(width, total.max(0.0)));
    let mut top = area.top();
    for (row, height) in items.chunks(columns).zip(heights) {
        let mut left = area.left();
        for item in row {
            let place = Rect::from_min_size(pos2(left, top), vec2(cell, height));
            left += cell + gap;
            let choice = choice(theme, item, layout.several);
            if choice.show_at(ui, theme.mirror(place, area)).clicked() {
                said.push(item.msg.clone());
            }
        }
        top += height + gap;
    }
}

/// Rows as high as their neighbours where there is room for it, and a little higher when more is left: a larger thing
/// is easier to touch, and the hand needs not go up to the top of the page.
pub fn grow(heights: &mut [f32], room: f32, gap: f32) {
    let tallest = heights.iter().copied().fold(0.0, f32::max);
    let share = heights.iter().fold(room + gap, |room, _| room - gap)
        / heights.iter().fold(0.0, |count, _| count + 1.0_f32).max(1.0);
    if share >= tallest {
        heights.fill(share.min(tallest * MOST_GROWN).floor());
    }
}

/// How many columns, and how wide: as many as keep every answer whole.
fn columns(
    ui: &Ui,
    view: &View<'_>,
    items: &[Item],
    layout: Grid,
    width: f32,
    gap: f32,
) -> (usize, f32) {
    let cell = |n: u8| ((width + gap) / f32::from(n) - gap).floor();
    if items.len() <= layout.one_column_up_to {
        return (1, cell(1));
    }
    let narrowest = view.theme.text.body * layout.column_em;
    let fit = |n: u8| {
        let mut items = items.iter();
        cell(n) >= narrowest
            && items.all(|item| choice(view.theme, item, layout.several).fits(ui, cell(n)))
    };
    let n = (1..=3_u8).rev().find(|n| fit(*n)).unwrap_or(1);
    (usize::from(n), cell(n))
}

fn choice<'a>(theme: &'a Theme, item: &'a Item, several: bool) -> Choice<'a> {
    let mut choice = Choice::new(theme, &item.label).selected(item.chosen);
    if !item.line.is_empty() {
        choice = choice.line(&item.line);
    }
    if let Some((icon, accent)) = item.picture {
        choice = choice.icon(icon).accent(accent);
    }
    if several { choice.several() } else { choice.goes_on() }
}
