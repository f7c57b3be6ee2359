//! The first screens: two that explain, one that pairs.

use egui::{Rect, ScrollArea, Sense, Ui, UiBuilder, Vec2, pos2, vec2};
use protocol::antenna::PairingLink;
use ui_kit::text::shape;
use ui_kit::widgets::{Banner, Button, Loading, Notice, StepHeader, TextField, paint_hero};
use ui_kit::{Accent, Language, Size, icons};

use super::{View, parts, wording};
use crate::model::{Action, Asking, Settings, Welcome};
use crate::pairing::PairFailure;

/// Draws the page the person is on.
pub fn draw(ui: &mut Ui, view: &View<'_>, welcome: &Welcome, asked: &mut Vec<Action>) {
    let theme = view.theme;
    let whole = ui.max_rect();
    // The page with the form needs the room more than the picture does.
    let share = if view.wide && welcome.page < 2 { 0.40 } else { 0.28 };
    let sky = whole.with_max_y(whole.top() + (whole.height() * share).floor());
    paint_hero(ui.painter(), theme, sky);
    name(ui, view, sky);
    let below = whole.with_min_y(sky.bottom() - theme.space.xxl);
    let mut ui = ui.new_child(UiBuilder::new().max_rect(below));
    ScrollArea::vertical().id_salt(("welcome", welcome.page)).auto_shrink(false).show(
        &mut ui,
        |ui| {
            parts::column(ui, theme.space.l, 620.0, |ui| {
                super::frame::alerts_only(ui, view, asked);
                parts::card(ui, theme, |ui| match welcome.page {
                    0 => explain(ui, view, 1, asked),
                    1 => explain(ui, view, 2, asked),
                    _ => pairing(ui, view, welcome, asked),
                });
                ui.add_space(theme.space.l);
                languages(ui, view, asked);
                ui.add_space(theme.space.l);
            });
        },
    );
}

fn name(ui: &mut Ui, view: &View<'_>, sky: Rect) {
    let (theme, words) = (view.theme, view.words);
    let p = &theme.palette;
    let title = words.get("antenna-app-name");
    let line = words.get("antenna-app-purpose");
    let room = sky.width() - 2.0 * theme.space.xl;
    let big = shape(ui.ctx(), &title, &theme.spec(Size::Display).centred(), room);
    let small = shape(ui.ctx(), &line, &theme.spec(Size::Subheading).centred(), room);
    let top = sky.top() + sky.height() * 0.22;
    let across = |y: f32, height: f32| {
        Rect::from_min_size(pos2(sky.left() + theme.space.xl, y), vec2(room, height))
    };
    big.paint(ui.painter(), across(top, big.size().y), p.on_hero);
    small.paint(ui.painter(), across(top + big.size().y, small.size().y), p.on_hero_soft);
    let response =
        ui.interact(across(top, big.size().y), ui.scope_id().with("app name"), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Heading, true, &title));
}

fn explain(ui: &mut Ui, view: &View<'_>, step: u8, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let (icon, accent, title, text) = if step == 1 {
        (
            icons::HAND_HEART,
            Accent::Red,
            words.get("antenna-welcome-1-title"),
            words.get("antenna-welcome-1"),
        )
    } else {
        (
            icons::SHIELD,
            Accent::Teal,
            words.get("antenna-welcome-2-title"),
            words.get("antenna-welcome-2"),
        )
    };
    let side = theme.touch.target * 1.5;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), side), Sense::hover());
    let corner = Rect::from_min_size(rect.min, Vec2::splat(side));
    parts::paint_tile(ui, theme, theme.mirror(corner, rect), (icon, accent));
    StepHeader::new(theme, words, &title).step(u32::from(step), 3).show(ui);
    parts::hint(ui, theme, &text);
    ui.add_space(theme.space.s);
    let next = Button::new(theme, &words.get("action-next"))
        .trailing(theme.forward_icon())
        .full_width()
        .show(ui);
    if next.clicked() {
        asked.push(Action::WelcomePage(step));
    }
    if step == 2 && back(ui, view) {
        asked.push(Action::WelcomePage(0));
    }
}

fn back(ui: &mut Ui, view: &View<'_>) -> bool {
    Button::new(view.theme, &view.words.get("action-back"))
        .quiet()
        .icon(view.theme.back_icon())
        .full_width()
        .show(ui)
        .clicked()
}

fn pairing(ui: &mut Ui, view: &View<'_>, welcome: &Welcome, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let (mut link, mut device_name) = (welcome.link.clone(), welcome.device_name.clone());
    StepHeader::new(theme, words, &words.get("antenna-pair-title"))
        .step(3, 3)
        .help(&words.get("antenna-pair-help"))
        .show(ui);
    let wrong = matches!(&welcome.asking, Asking::Failed(PairFailure::NotALink))
        .then(|| words.get("antenna-pair-not-a-link"));
    let (hint, name) = (words.get("antenna-pair-link-hint"), words.get("antenna-pair-link"));
    TextField::new(theme, words, &name, &mut link)
        .hint(&hint)
        .rows(if view.wide { 3 } else { 4 })
        .error(wrong.as_deref())
        .show(ui);
    let (hint, name) = (words.get("antenna-pair-name-hint"), words.get("antenna-pair-name"));
    TextField::new(theme, words, &name, &mut device_name).hint(&hint).limit(60).optional().show(ui);
    if link != welcome.link || device_name != welcome.device_name {
        asked.push(Action::EditPairing { link: link.clone(), device_name });
    }
    match &welcome.asking {
        Asking::Now => {
            Loading::new(theme, words).text(&words.get("antenna-pair-asking")).show(ui);
            return;
        }
        Asking::Failed(failure) => failed(ui, view, failure),
        Asking::NotYet => {}
    }
    if let Some(parsed) = PairingLink::parse(&link) {
        let address = parsed.address.as_str();
        let host = address.rsplit_once(':').map_or(address, |(host, _)| host);
        let found = words.with("antenna-pair-found", &[("where", host.to_owned().into())]);
        parts::fact(ui, theme, icons::LINK, &found);
    }
    let go = Button::new(theme, &words.get("antenna-pair-button"))
        .icon(icons::LINK)
        .full_width()
        .enabled(!link.trim().is_empty())
        .show(ui);
    if go.clicked() {
        if welcome.device_name.trim().is_empty() {
            let device_name = words.get("antenna-pair-default-name");
            asked.push(Action::EditPairing { link, device_name });
        }
        asked.push(Action::Pair);
    }
    if back(ui, view) {
        asked.push(Action::WelcomePage(1));
    }
}

fn failed(ui: &mut Ui, view: &View<'_>, failure: &PairFailure) {
    let words = view.words;
    let text = match failure {
        PairFailure::NotALink => return,
        PairFailure::NoAnswer(_) => words.get("antenna-pair-no-answer"),
        PairFailure::NotThisHub => words.get("antenna-pair-not-this-hub"),
        PairFailure::Refused(problem) if problem.title.is_empty() => {
            words.get("antenna-pair-refused")
        }
        PairFailure::Refused(problem) => wording::problem(words, problem),
        PairFailure::Confused(_) => words.get("antenna-pair-confused"),
    };
    Banner::new(view.theme, words, Notice::Error, &text).show(ui);
}

/// Whoever cannot read this page must be able to change its language before anything else.
fn languages(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let settings = view.model.settings;
    let offered = Language::ready();
    if offered.len() < 2 {
        return;
    }
    let pills: Vec<parts::Pill> = offered
        .iter()
        .map(|language| parts::Pill {
            label: language.own_name().to_owned(),
            icon: None,
            chosen: *language == settings.prefs.language,
        })
        .collect();
    if let Some(index) = parts::pills(ui, view.theme, &pills, false) {
        let mut prefs = settings.prefs;
        prefs.language = offered[index];
        asked.push(Action::Settings(Settings { prefs, ..settings }));
    }
}
