//! The first screen: a place, not a form. Who we are, six things to touch, a person to call, the language.
//!
//! Always true: it is the invitation and the language chooser in one; upright, the street stands above the cards, on
//! a wide screen beside them. Without the hub it still opens, and says what is missing.

use egui::{Rect, StrokeKind, Ui, pos2, vec2};
use ui_kit::icons::{self, Icon};
use ui_kit::text::{heading, label, shape};
use ui_kit::widgets::{
    Badge, Banner, BottomBar, CallStrip, Card, Chip, EmptyState, Notice, TopBar, paint_hero,
};
use ui_kit::{Accent, IconStyle, Size, TextSpec, Theme};

use super::page::{bottom_bar, larger, line_state, roomy, within};
use super::{View, wording};
use crate::model::{BankMsg, Errand, Line, Msg, ServicesMsg};

/// Draws the screen.
pub fn show(ui: &mut Ui, view: &View<'_>, said: &mut Vec<Msg>) {
    let theme = view.theme;
    let screen = view.screen;
    let bar = screen.with_min_y(screen.bottom() - BottomBar::new(theme, &[]).wanted_height());
    bottom_bar(ui, view, bar, false, said);
    let rest = screen.with_max_y(bar.top());
    let content = if view.is_landscape() {
        let hero = rest.with_max_x(rest.left() + rest.width() * 0.34);
        wide_hero(ui, view, theme.mirror(hero, screen));
        let content = rest.with_min_x(hero.right()).shrink(theme.space.xxl);
        theme.mirror(content, screen)
    } else {
        let greeting = tall_hero_height(ui, view);
        let low = theme.reach(screen).top() + theme.px(62.0);
        let height =
            if theme.prefs.low_reach { (low - screen.top()).max(greeting) } else { greeting };
        tall_hero(ui, view, rest.with_max_y(rest.top() + height));
        let overlap = if theme.palette.high_contrast { -theme.space.m } else { theme.px(62.0) };
        let content = rest.shrink2(vec2(theme.space.xxl, theme.space.l));
        content.with_min_y(rest.top() + height - overlap)
    };
    let below = lower(ui, view, content, said);
    let above = content.with_max_y(below);
    if view.model.place.is_some() {
        let mut area = notice(ui, view, above);
        if theme.prefs.low_reach && view.is_landscape() {
            // The notice stays where it is read, the cards go where they are reached.
            let low = theme.reach(screen).top().min(area.bottom() - theme.px(390.0));
            area = area.with_min_y(low.max(area.top()));
        }
        cards(ui, view, area, said);
    } else {
        unready(ui, view, above);
    }
}

/// Languages and operator, from the bottom up; where they begin.
fn lower(ui: &mut Ui, view: &View<'_>, content: Rect, said: &mut Vec<Msg>) -> f32 {
    let theme = view.theme;
    let gap = theme.px(24.0);
    let chips = content.with_min_y(content.bottom() - theme.touch.target);
    languages(ui, view, chips, said);
    let (question, call) =
        (view.word("kiosk-operator-question"), view.word("action-call-operator"));
    let strip = CallStrip::new(theme, &question, &call);
    let height = strip.wanted_height();
    let bar = Rect::from_min_size(
        pos2(content.left(), chips.top() - gap - height),
        vec2(content.width(), height),
    );
    if strip.show_at(ui, bar) {
        said.push(Msg::CallOperator);
    }
    bar.top() - gap
}

fn languages(ui: &mut Ui, view: &View<'_>, row: Rect, said: &mut Vec<Msg>) {
    let theme = view.theme;
    let gap = theme.touch.gap;
    let chip_theme = larger(theme, if theme.prefs.large_text { 1.0 } else { 1.2 });
    let side = theme.touch.target * 0.6;
    let icon = Rect::from_min_size(pos2(row.left(), row.center().y - side / 2.0), vec2(side, side));
    icons::TRANSLATE.paint(
        ui.painter(),
        theme.mirror(icon, row),
        IconStyle::Bold,
        theme.palette.primary,
    );
    let mut left = icon.right() + gap;
    for language in view.model.languages() {
        let chip =
            Chip::language(&chip_theme, language).selected(language == view.model.prefs.language);
        let wanted = chip.wanted(ui);
        let width = wanted.x.max(theme.px(170.0));
        let place = Rect::from_min_size(pos2(left, row.top()), vec2(width, wanted.y));
        left += width + gap;
        if chip.show_at(ui, theme.mirror(place, row)).clicked() {
            said.push(Msg::Speak(language));
        }
    }
}

struct CardOf {
    title: &'static str,
    icon: Icon,
    accent: Accent,
    msg: Msg,
}

fn cards(ui: &mut Ui, view: &View<'_>, area: Rect, said: &mut Vec<Msg>) {
    let all = [
        CardOf {
            title: "kiosk-need",
            icon: icons::HAND_HEART,
            accent: Accent::Red,
            msg: Msg::Begin(Errand::Need),
        },
        CardOf {
            title: "kiosk-offer",
            icon: icons::HANDSHAKE,
            accent: Accent::Green,
            msg: Msg::Begin(Errand::Offer),
        },
        CardOf {
            title: "kiosk-idea",
            icon: icons::LIGHTBULB,
            accent: Accent::Blue,
            msg: Msg::Begin(Errand::Idea),
        },
        CardOf {
            title: "kiosk-status",
            icon: icons::SEARCH,
            accent: Accent::Slate,
            msg: Msg::AskStatus,
        },
        CardOf {
            title: "kiosk-services",
            icon: icons::CLOCK,
            accent: Accent::Teal,
            msg: Msg::Services(ServicesMsg::Open),
        },
        CardOf {
            title: "kiosk-bank",
            icon: icons::COINS,
            accent: Accent::Orange,
            msg: Msg::Bank(BankMsg::Open),
        },
    ];
    let gap = view.theme.px(28.0).max(view.theme.touch.gap);
    // Two in a row.
    let height = ((area.height() - 2.0 * gap) / 3.0).max(0.0);
    let half = vec2((area.width() - gap) / 2.0, height);
    let places = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.0, 2.0), (1.0, 2.0)].map(
        |(column, row)| {
            let corner = area.min + vec2(column * (half.x + gap), row * (height + gap));
            view.theme.mirror(Rect::from_min_size(corner, half), area)
        },
    );
    let words = all
        .each_ref()
        .map(|card| (view.word(card.title), view.word(&format!("{}-line", card.title))));
    let fits = |theme: &Theme| {
        all.iter().zip(&words).zip(places).all(|((card, (title, line)), place)| {
            Card::new(theme, card.icon, title).line(line).shows_line(ui, place.size())
        })
    };
    // The most generous size in which all of them still have room for their line.
    let sizes = [1.3, 1.24, 1.18, 1.12, 1.06].map(|factor| larger(view.theme, factor));
    let roomy = sizes.into_iter().find(|theme| fits(theme));
    let lines = roomy.is_some() || fits(view.theme);
    let theme = roomy.unwrap_or(*view.theme);
    for ((card, (title, line)), place) in all.iter().zip(&words).zip(places) {
        let shown = Card::new(&theme, card.icon, title).accent(card.accent);
        let shown = if lines { shown.line(line) } else { shown };
        if shown.show_at(ui, place).clicked() {
            said.push(card.msg.clone());
        }
    }
}

/// What is wrong with the line, over the cards; the room that is left for them.
fn notice(ui: &mut Ui, view: &View<'_>, area: Rect) -> Rect {
    let (title, line) = match view.model.line {
        Line::Up | Line::Starting => return area,
        Line::Down => ("state-offline", "kiosk-offline-line"),
        Line::NotEnrolled => ("kiosk-not-enrolled", "kiosk-not-enrolled-line"),
    };
    let (title, line) = (view.word(title), view.word(line));
    let bottom = within(ui, area, "notice", |ui| {
        Banner::new(&roomy(view), view.words, Notice::Offline, &line).title(&title).show(ui);
        ui.min_rect().bottom()
    });
    area.with_min_y(bottom + view.theme.space.l)
}

/// Nothing is known of the hub yet: said kindly, with a way on.
fn unready(ui: &mut Ui, view: &View<'_>, area: Rect) {
    let theme = view.theme;
    let corner = theme.corner(theme.radius.card);
    ui.painter().add(theme.card_shadow().as_shape(area, corner));
    ui.painter().rect(area, corner, theme.palette.surface, theme.card_stroke(), StrokeKind::Inside);
    let key = match view.model.line {
        Line::NotEnrolled => "kiosk-not-enrolled",
        Line::Starting | Line::Up | Line::Down => "kiosk-preparing",
    };
    let (title, line) = (view.word(key), view.word(&format!("{key}-line")));
    let theme = &larger(theme, if theme.prefs.large_text { 1.0 } else { 1.4 });
    within(ui, area.shrink(theme.space.xl), "unready", |ui| {
        ui.add_space(area.height() * 0.14);
        EmptyState::new(theme, icons::HOURGLASS, &title).line(&line).accent(Accent::Blue).show(ui);
    });
}

fn opening(view: &View<'_>) -> String {
    view.model
        .place
        .as_ref()
        .map_or_else(String::new, |place| wording::opening(view, &place.open_today))
}

fn tall_top(view: &View<'_>) -> f32 {
    TopBar::new(view.theme, "").wanted_height() + view.theme.px(30.0)
}

/// The hero is as high as its words and the street under them need.
fn tall_hero_height(ui: &Ui, view: &View<'_>) -> f32 {
    let theme = view.theme;
    let room = greeting_width(view, view.screen.width() - 2.0 * theme.space.xxl);
    let height = |text: &str, size| shape(ui.ctx(), text, &theme.spec(size), room).size().y;
    let words = height(&view.word("kiosk-welcome"), Size::Display)
        + height(&view.word("kiosk-welcome-line"), Size::Subheading)
        + height(&opening(view), Size::Body);
    let street = if theme.palette.high_contrast { theme.space.l } else { theme.px(250.0) };
    tall_top(view) + theme.px(48.0) + words + 2.0 * theme.space.s + street
}

/// Lines short enough to be read at a glance, and without one word alone on the last.
fn greeting_width(view: &View<'_>, room: f32) -> f32 {
    room.min(view.theme.text.subheading * 26.0)
}

/// One word is never broken, however narrow the screen.
fn greeting_spec(ui: &Ui, view: &View<'_>) -> TextSpec {
    let spec = view.theme.spec(Size::Display);
    let natural = shape(ui.ctx(), &view.word("kiosk-welcome"), &spec, f32::INFINITY).size().x;
    spec.size((spec.size * (ui.available_width() / natural.max(1.0)).min(1.0)).floor())
}

fn tall_hero(ui: &mut Ui, view: &View<'_>, rect: Rect) {
    let theme = view.theme;
    paint_hero(ui.painter(), theme, rect);
    let inner = rect.shrink2(vec2(theme.space.xxl, theme.px(30.0)));
    let top = inner.with_max_y(inner.top() + TopBar::new(theme, "").wanted_height());
    let place = view.model.place.as_deref();
    let (time, date) = wording::clock(view);
    let (accent, word) = line_state(view);
    TopBar::new(theme, place.map_or("", |place| &place.hub_name))
        .line(place.map_or("", |place| &place.address))
        .status(accent, &word)
        .clock(&time, &date)
        .show_at(ui, top);
    let words = inner.with_min_y(top.bottom() + theme.px(48.0));
    within(ui, words, "welcome", |ui| welcome(ui, view));
}

fn welcome(ui: &mut Ui, view: &View<'_>) {
    let theme = view.theme;
    let p = &theme.palette;
    let room = ui.available_rect_before_wrap();
    let narrow = room.with_max_x(room.left() + greeting_width(view, room.width()));
    within(ui, theme.mirror(narrow, room), "greeting", |ui| {
        ui.spacing_mut().item_spacing.y = theme.space.s;
        heading(ui, &greeting_spec(ui, view), &view.word("kiosk-welcome"), p.on_hero);
        let line = theme.spec(Size::Subheading).weight(ui_kit::Weight::Regular);
        label(ui, &line, &view.word("kiosk-welcome-line"), p.on_hero);
        let opening = opening(view);
        if !opening.is_empty() {
            label(ui, &theme.spec(Size::Body), &opening, p.on_hero_soft);
        }
    });
}

/// The hero beside the cards: name, time and greeting one under the other, the street at its foot.
fn wide_hero(ui: &mut Ui, view: &View<'_>, rect: Rect) {
    let theme = view.theme;
    let p = &theme.palette;
    paint_hero(ui.painter(), theme, rect);
    if p.high_contrast {
        let edge = if theme.is_rtl() { rect.left() } else { rect.right() };
        ui.painter().vline(edge, rect.y_range(), theme.stroke(p.line));
    }
    let inner = rect.shrink2(vec2(theme.space.xxl, theme.px(36.0)));
    let (time, date) = wording::clock(view);
    within(ui, inner, "welcome", |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        whose(ui, view);
        ui.add_space(theme.px(36.0));
        // In large text the greeting needs the height more than the clock does.
        let clock = if theme.prefs.large_text { Size::Title } else { Size::Display };
        label(ui, &theme.spec(clock).semibold(), &time, p.on_hero);
        label(ui, &theme.spec(Size::Body), &date, p.on_hero_soft);
        ui.add_space(theme.px(36.0));
        welcome(ui, view);
    });
}

/// The hub's sign, its whole name, its address and how the line is: the narrow kind of a top bar.
fn whose(ui: &mut Ui, view: &View<'_>) {
    let theme = view.theme;
    let p = &theme.palette;
    let place = view.model.place.as_deref();
    let name = place.map_or("", |place| &place.hub_name);
    let side = theme.px(80.0);
    let spec = theme.spec(Size::Subheading);
    let width = ui.available_width();
    let room = width - side - theme.space.m;
    let height = shape(ui.ctx(), name, &spec, room).size().y.max(side);
    let (_, row) = ui.allocate_space(vec2(width, height));
    let logo = Rect::from_min_size(pos2(row.left(), row.center().y - side / 2.0), vec2(side, side));
    let logo = theme.mirror(logo, row);
    let (fill, ink) =
        if p.high_contrast { (p.primary, p.on_primary) } else { (p.surface, p.primary) };
    ui.painter().rect_filled(logo, theme.corner(side * 0.26), fill);
    icons::HOUSE.paint(ui.painter(), logo.shrink(side * 0.2), IconStyle::Fill, ink);
    let words = theme.mirror(row.with_min_x(row.left() + side + theme.space.m), row);
    within(ui, words, "whose", |ui| {
        ui.add_space((height - shape(ui.ctx(), name, &spec, room).size().y) / 2.0);
        heading(ui, &spec, name, p.on_hero);
    });
    ui.add_space(theme.space.m);
    let address = place.map_or("", |place| &place.address);
    if !address.is_empty() {
        label(ui, &theme.spec(Size::Caption), address, p.on_hero_soft);
        ui.add_space(theme.space.s);
    }
    let (accent, word) = line_state(view);
    let badge = Badge::new(theme, accent, &word).on_dark();
    let wanted = badge.wanted(ui);
    let (_, row) = ui.allocate_space(vec2(width, wanted.y));
    badge.show_at(ui, theme.mirror(Rect::from_min_size(row.min, wanted), row));
}
