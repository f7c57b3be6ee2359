//! What stands around every screen: rail or header and bar, the state of the line, what everybody must see.

use egui::{
    Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};
use ui_kit::text::{logical, shape};
use ui_kit::widgets::{Badge, Banner, Notice, focus_ring, paint_hero};
use ui_kit::{Accent, Icon, IconStyle, Size, icons};

use super::View;
use crate::link::{LinkState, Why};
use crate::model::{Action, Alert, Tab};

const RAIL: f32 = 264.0;

/// One place to go.
pub struct Place {
    /// Its screen.
    pub tab: Tab,
    /// Its picture.
    pub icon: Icon,
    /// Its name.
    pub name: String,
    /// The key of what is done there, for the list of further places.
    pub line: &'static str,
    /// Whether it stands in the bar of a phone; the others stand behind "Altro".
    pub is_primary: bool,
    short: String,
    /// Things there that wait for the person.
    count: usize,
}

/// Every place of this device, in order. A further place is one more line here, a `Tab`, and its screen in `page`.
pub fn places(view: &View<'_>) -> Vec<Place> {
    let (words, model) = (view.words, view.model);
    let hub_now_ms = model.hub_now_ms(view.now_ms);
    let place = |tab, icon, key: &str, line, is_primary, count| {
        let name = words.get(&format!("antenna-tab-{key}"));
        let short = format!("antenna-tab-{key}-short");
        let short = if words.has(&short) { words.get(&short) } else { name.clone() };
        Place { tab, icon, name, line, is_primary, short, count }
    };
    let ledger = &model.ledger;
    let all = [
        place(Tab::Inbox, icons::TRAY, "inbox", "", true, ledger.open_proposals(hub_now_ms)),
        place(Tab::Agenda, icons::CALENDAR, "agenda", "", true, ledger.open_tasks()),
        place(Tab::Diary, icons::NOTE, "diary", "", true, ledger.entries_to_correct()),
        place(Tab::Words, icons::CHATS, "words", "", true, model.unread_words()),
        place(Tab::Need, icons::MEGAPHONE, "need", "", true, 0),
        place(Tab::Bank, icons::HOURGLASS, "bank", "antenna-more-bank", false, ledger.to_answer()),
        place(Tab::Done, icons::HEART, "done", "antenna-more-done", false, 0),
        place(Tab::Settings, icons::GEAR, "settings", "antenna-more-settings", false, 0),
    ];
    all.into_iter().filter(|place| model.has(place.tab)).collect()
}

/// The places in the bar of a phone: the first, and one behind which the others are.
fn bar_places(view: &View<'_>) -> Vec<Place> {
    let (further, mut bar): (Vec<Place>, Vec<Place>) =
        places(view).into_iter().partition(|place| !place.is_primary);
    let name = view.words.get("antenna-tab-more");
    bar.push(Place {
        tab: Tab::More,
        icon: icons::MORE,
        short: name.clone(),
        name,
        line: "",
        is_primary: true,
        count: further.iter().map(|place| place.count).sum(),
    });
    bar
}

/// Draws what is around and answers with the room left for the screen.
pub fn draw(ui: &mut Ui, view: &View<'_>, whole: Rect, asked: &mut Vec<Action>) -> Rect {
    if view.wide { rail(ui, view, whole, asked) } else { header_and_bar(ui, view, whole, asked) }
}

fn rail(ui: &mut Ui, view: &View<'_>, whole: Rect, asked: &mut Vec<Action>) -> Rect {
    let theme = view.theme;
    let p = &theme.palette;
    let ltr = whole.with_max_x(whole.left() + RAIL);
    let rail = theme.mirror(ltr, whole);
    // The street keeps its proportions at the foot; above it there is only sky.
    let foot = rail.with_min_y(rail.bottom() - RAIL.min(rail.height()));
    ui.painter().rect_filled(rail, 0.0, p.hero_top);
    paint_hero(ui.painter(), theme, foot);
    if p.high_contrast {
        ui.painter().vline(rail.right(), rail.y_range(), theme.stroke(p.line));
    }
    let inner = rail.shrink2(vec2(theme.space.l, theme.space.xl));
    let mut at = inner.top();
    at += names(ui, view, inner.with_min_y(at).shrink2(vec2(theme.space.m, 0.0))) + theme.space.l;
    at += status(ui, view, inner.with_min_y(at).shrink2(vec2(theme.space.m, 0.0))) + theme.space.xl;
    for place in places(view) {
        let rect = Rect::from_min_size(pos2(inner.left(), at), vec2(inner.width(), 52.0));
        if rail_item(ui, view, rect, &place).clicked() {
            asked.push(Action::Go(place.tab));
        }
        at = rect.bottom() + theme.touch.gap;
    }
    let rest = ltr.right();
    theme.mirror(whole.with_min_x(rest), whole)
}

/// Hub and person; answers with the height used.
fn names(ui: &mut Ui, view: &View<'_>, rect: Rect) -> f32 {
    let (theme, words) = (view.theme, view.words);
    let p = &theme.palette;
    let profile = view.model.ledger.profile.as_ref();
    let hub = profile.map_or_else(|| words.get("antenna-app-name"), |it| it.hub_name.clone());
    let who = profile.map_or_else(|| words.get("antenna-app-purpose"), |it| it.name.clone());
    let title = shape(ui.ctx(), &hub, &theme.spec(Size::Heading).rows(2), rect.width());
    let line = shape(ui.ctx(), &who, &theme.spec(Size::Caption).rows(2), rect.width());
    let title_rect = rect.with_max_y(rect.top() + title.size().y);
    let line_rect = Rect::from_min_size(
        pos2(rect.left(), title_rect.bottom()),
        vec2(rect.width(), line.size().y),
    );
    title.paint(ui.painter(), title_rect, p.on_hero);
    line.paint(ui.painter(), line_rect, p.on_hero_soft);
    say(ui, title_rect, "hub", Role::Heading, &hub);
    say(ui, line_rect, "who", Role::Label, &who);
    line_rect.bottom() - rect.top()
}

fn say(ui: &Ui, rect: Rect, name: &str, role: Role, text: &str) {
    let response = ui.interact(rect, ui.scope_id().with(("said", name)), Sense::hover());
    let heard = logical(text);
    response.widget_info(|| WidgetInfo::labeled(role, true, &heard));
}

fn rail_item(ui: &mut Ui, view: &View<'_>, rect: Rect, place: &Place) -> Response {
    let theme = view.theme;
    let p = &theme.palette;
    let here = view.model.tab == place.tab;
    let response = ui.interact(rect, ui.scope_id().with(("rail", place.tab)), Sense::click());
    let painter = ui.painter();
    let radius = theme.radius.button;
    if here {
        painter.rect_filled(rect, theme.corner(radius), p.surface);
        if p.high_contrast {
            painter.rect_stroke(
                rect,
                theme.corner(radius),
                theme.stroke(p.primary),
                StrokeKind::Inside,
            );
        }
    } else if response.hovered() {
        painter.rect_filled(rect, theme.corner(radius), p.on_hero.gamma_multiply(0.12));
    }
    let ink = if here { p.primary } else { p.on_hero };
    let style = if here { IconStyle::Fill } else { IconStyle::Bold };
    let side = 24.0;
    let icon = Rect::from_center_size(
        pos2(rect.left() + theme.space.l + side / 2.0, rect.center().y),
        Vec2::splat(side),
    );
    place.icon.paint(painter, theme.mirror(icon, rect), style, ink);
    let pill = if place.count > 0 { 34.0 } else { 0.0 };
    let words = Rect::from_min_max(
        pos2(icon.right() + theme.space.m, rect.top()),
        pos2(rect.right() - theme.space.m - pill, rect.bottom()),
    );
    let spec = theme.spec(Size::Subheading).rows(2);
    let shaped = shape(ui.ctx(), &place.name, &spec, words.width());
    shaped.paint_middle(ui.painter(), theme.mirror(words, rect), ink);
    if place.count > 0 {
        let centre = pos2(rect.right() - theme.space.l - 10.0, rect.center().y);
        let spot = theme.mirror(Rect::from_center_size(centre, Vec2::splat(26.0)), rect);
        count(ui, view, spot, place.count);
    }
    finish_item(ui, view, rect, radius, place, here, &response);
    response
}

/// A number in a dot.
fn count(ui: &Ui, view: &View<'_>, rect: Rect, count: usize) {
    let theme = view.theme;
    let tones = theme.tones(Accent::Red);
    let text = if count > 9 { "9+".to_owned() } else { count.to_string() };
    ui.painter().circle_filled(rect.center(), rect.width() / 2.0, tones.solid);
    let size = rect.height() * 0.56;
    let spec = theme.spec(Size::Caption).semibold().size(size).centred().rows(1);
    let shaped = shape(ui.ctx(), &text, &spec, f32::INFINITY);
    shaped.paint_middle(ui.painter(), rect, tones.on_solid);
}

fn finish_item(
    ui: &Ui,
    view: &View<'_>,
    rect: Rect,
    radius: f32,
    place: &Place,
    here: bool,
    response: &Response,
) {
    if response.has_focus() {
        focus_ring(ui.painter(), view.theme, rect, radius);
    }
    let heard = if place.count > 0 {
        view.words.with(
            "antenna-tab-count",
            &[("tab", place.name.clone().into()), ("count", place.count.into())],
        )
    } else {
        place.name.clone()
    };
    let heard = logical(&heard);
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, here, &heard));
}

/// The line and what waits, as marks on the dark ground; answers with the height used.
fn status(ui: &mut Ui, view: &View<'_>, rect: Rect) -> f32 {
    let theme = view.theme;
    let mut ui = ui.new_child(UiBuilder::new().max_rect(rect));
    ui.spacing_mut().item_spacing.y = theme.space.s;
    let (accent, word) = line_mark(view);
    Badge::new(theme, accent, &word).on_dark().show(&mut ui);
    let waiting = view.model.ledger.waiting();
    if waiting > 0 {
        let text = view.words.with("antenna-to-send", &[("count", waiting.into())]);
        Badge::new(theme, Accent::Orange, &text).on_dark().show(&mut ui);
    }
    ui.min_rect().height()
}

/// Colour and word of the line.
pub fn line_mark(view: &View<'_>) -> (Accent, String) {
    let accent = match view.model.link {
        LinkState::Online => Accent::Green,
        LinkState::Off | LinkState::Paused | LinkState::Connecting => Accent::Slate,
        LinkState::Down(Why::NoLine | Why::HubSilent | Why::Busy) => Accent::Orange,
        LinkState::Down(
            Why::NotAuthorised
            | Why::TakenOver
            | Why::CertificateExpired
            | Why::CertificateNotYet
            | Why::CertificateWrong
            | Why::Confused,
        ) => Accent::Red,
    };
    (accent, view.words.get(&format!("antenna-link-{}", view.model.link.slug())))
}

fn header_and_bar(ui: &mut Ui, view: &View<'_>, whole: Rect, asked: &mut Vec<Action>) -> Rect {
    let theme = view.theme;
    let p = &theme.palette;
    let places = bar_places(view);
    let caption = theme.spec(Size::Caption);
    let bar_height = (theme.touch.target + caption.row_height() + theme.space.m).max(76.0);
    let bar = whole.with_min_y(whole.bottom() - bar_height);
    let bottom = header(ui, view, whole);

    ui.painter().rect_filled(bar, 0.0, p.surface);
    let edge = if p.high_contrast { p.line } else { p.hairline };
    ui.painter().hline(bar.x_range(), bar.top(), Stroke::new(1.0, edge));
    let share = bar.width() / places.iter().fold(0.0, |sum, _| sum + 1.0);
    let mut left = bar.left();
    for place in &places {
        let rect = Rect::from_min_size(pos2(left, bar.top()), vec2(share, bar.height()));
        if bar_item(ui, view, theme.mirror(rect, bar), place).clicked() {
            asked.push(Action::Go(place.tab));
        }
        left += share;
    }
    Rect::from_min_max(pos2(whole.left(), bottom), pos2(whole.right(), bar.top()))
}

fn header(ui: &mut Ui, view: &View<'_>, whole: Rect) -> f32 {
    let theme = view.theme;
    let pad = theme.space.l;
    let (accent, word) = line_mark(view);
    let waiting = view.model.ledger.waiting();
    let waiting_text = view.words.with("antenna-to-send", &[("count", waiting.into())]);
    let mut marks = vec![Badge::new(theme, accent, &word).on_dark()];
    if waiting > 0 {
        marks.push(Badge::new(theme, Accent::Orange, &waiting_text).on_dark());
    }
    let sizes: Vec<Vec2> = marks.iter().map(|mark| mark.wanted(ui)).collect();
    let gap = theme.space.s;
    let beside = sizes.iter().map(|size| size.x + gap).sum::<f32>();
    let hub = view
        .model
        .ledger
        .profile
        .as_ref()
        .map_or_else(|| view.words.get("antenna-app-name"), |it| it.hub_name.clone());
    let spec = theme.spec(Size::Heading).rows(1);
    let inner_width = whole.width() - 2.0 * pad;
    let natural = shape(ui.ctx(), &hub, &spec, f32::INFINITY).size().x;
    // Beside the name where there is room, otherwise in a row of their own.
    let in_a_row = natural + beside <= inner_width;
    let room = if in_a_row { inner_width - beside } else { inner_width };
    let title = shape(ui.ctx(), &hub, &spec, room);
    let mark_height = sizes.iter().map(|size| size.y).fold(0.0, f32::max);
    let first = if in_a_row { title.size().y.max(mark_height) } else { title.size().y };
    let second = if in_a_row { 0.0 } else { mark_height + gap };
    // A little sky and street below the words.
    let street = theme.space.l;
    let rect = whole.with_max_y(whole.top() + pad + first + second + street + pad);
    paint_hero(ui.painter(), theme, rect);
    if theme.palette.high_contrast {
        ui.painter().hline(rect.x_range(), rect.bottom(), theme.stroke(theme.palette.line));
    }
    let inner = rect.shrink(pad);
    let title_rect = Rect::from_min_size(inner.min, vec2(room, first));
    title.paint_middle(ui.painter(), theme.mirror(title_rect, inner), theme.palette.on_hero);
    say(ui, title_rect, "hub", Role::Heading, &hub);
    let mut left = if in_a_row { inner.right() - beside + gap } else { inner.left() };
    let top = if in_a_row {
        inner.top() + (first - mark_height) / 2.0
    } else {
        inner.top() + first + gap
    };
    for (mark, size) in marks.into_iter().zip(sizes) {
        let place = Rect::from_min_size(pos2(left, top), size);
        mark.show_at(ui, theme.mirror(place, inner));
        left += size.x + gap;
    }
    rect.bottom()
}

fn bar_item(ui: &mut Ui, view: &View<'_>, rect: Rect, place: &Place) -> Response {
    let theme = view.theme;
    let p = &theme.palette;
    let behind_more = place.tab == Tab::More
        && places(view).iter().any(|it| !it.is_primary && it.tab == view.model.tab);
    let here = view.model.tab == place.tab || behind_more;
    let response = ui.interact(rect, ui.scope_id().with(("bar", place.tab)), Sense::click());
    let ink = if here { p.primary } else { p.ink_soft };
    let side = 26.0;
    let spec = theme.spec(Size::Caption).semibold().centred().rows(1);
    // A word that does not fit between its neighbours is set smaller rather than cut.
    let room = rect.width() - 2.0 * theme.space.xs;
    let natural = shape(ui.ctx(), &place.short, &spec, f32::INFINITY).size().x;
    let points = if natural > room { spec.size * room / natural } else { spec.size };
    let shaped = shape(ui.ctx(), &place.short, &spec.size(points.floor()), f32::INFINITY);
    let height = side + theme.space.s + shaped.size().y;
    let top = rect.center().y - height / 2.0;
    let icon = Rect::from_center_size(pos2(rect.center().x, top + side / 2.0), Vec2::splat(side));
    if here {
        let pill = Rect::from_center_size(icon.center(), vec2(60.0, side + theme.space.s));
        let tones = theme.tones(Accent::Blue);
        let edge = if p.high_contrast { theme.stroke(tones.edge) } else { Stroke::NONE };
        ui.painter().rect(
            pill,
            theme.corner(pill.height() / 2.0),
            tones.tint,
            edge,
            StrokeKind::Inside,
        );
    }
    let style = if here { IconStyle::Fill } else { IconStyle::Bold };
    place.icon.paint(ui.painter(), icon, style, ink);
    let words = Rect::from_min_size(
        pos2(rect.left(), icon.bottom() + theme.space.s),
        vec2(rect.width(), shaped.size().y),
    );
    shaped.paint(ui.painter(), words, ink);
    if place.count > 0 {
        let spot = Rect::from_center_size(icon.right_top() + vec2(4.0, 2.0), Vec2::splat(20.0));
        count(ui, view, spot, place.count);
    }
    finish_item(ui, view, rect.shrink(4.0), theme.radius.button, place, here, &response);
    response
}

/// What everybody must see: damaged files, a full disk, the state of the line when it is not well.
pub fn alerts(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    alerts_only(ui, view, asked);
    line(ui, view, asked);
}

/// Damaged files and a full disk.
pub fn alerts_only(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let close = words.get("antenna-alert-close");
    for (index, alert) in view.model.alerts.iter().enumerate() {
        let text = match alert {
            Alert::MovedAside(path) => {
                words.with("antenna-alert-moved-aside", &[("where", path.clone().into())])
            }
            Alert::PairingMovedAside(path) => {
                words.with("antenna-alert-pairing-aside", &[("where", path.clone().into())])
            }
            Alert::DiskTrouble => words.get("antenna-alert-disk"),
        };
        if Banner::new(theme, words, Notice::Warning, &text).action(&close).show(ui) {
            asked.push(Action::CloseAlert(index));
        }
        ui.add_space(theme.space.s);
    }
}

fn line(ui: &mut Ui, view: &View<'_>, asked: &mut Vec<Action>) {
    let (theme, words) = (view.theme, view.words);
    let (notice, action) = match view.model.link {
        LinkState::Online | LinkState::Connecting | LinkState::Off => return,
        LinkState::Paused => (Notice::Offline, Some("antenna-line-back-online")),
        LinkState::Down(Why::NoLine | Why::HubSilent | Why::Busy) => (Notice::Offline, None),
        LinkState::Down(Why::TakenOver) => (Notice::Warning, Some("antenna-line-resume")),
        LinkState::Down(
            Why::NotAuthorised
            | Why::CertificateExpired
            | Why::CertificateNotYet
            | Why::CertificateWrong
            | Why::Confused,
        ) => (Notice::Error, Some("antenna-line-retry")),
    };
    let title = line_mark(view).1;
    let text = words.get(&format!("antenna-line-{}", view.model.link.slug()));
    let label = action.map(|key| words.get(key));
    let mut banner = Banner::new(theme, words, notice, &text).title(&title);
    if let Some(label) = &label {
        banner = banner.action(label);
    }
    if banner.show(ui) {
        asked.push(Action::Reconnect);
    }
    ui.add_space(theme.space.s);
}
