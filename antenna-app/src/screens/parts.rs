//! What several screens are made of.

use egui::{
    Align, Frame, Layout, Margin, Rect, Response, Role, Sense, Stroke, Ui, UiBuilder, Vec2,
    WidgetInfo, pos2, vec2,
};
use protocol::Problem;
use ui_kit::text::{heading, label, logical, shape};
use ui_kit::widgets::{Badge, Button, Chip};
use ui_kit::{Accent, Icon, IconStyle, Size, TextSpec, Theme, icons};

use super::View;
use crate::model::{MINUTES_MAX, SentMark};

/// A column in the middle of what there is, with at least `margin` at its sides and at most `widest` wide.
pub fn column<R>(ui: &mut Ui, margin: f32, widest: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let room = ui.available_rect_before_wrap();
    let width = (room.width() - 2.0 * margin).min(widest).max(100.0);
    let left = room.left() + ((room.width() - width) / 2.0).floor();
    let rect = Rect::from_min_size(pos2(left, room.top()), vec2(width, room.height()));
    let shown = ui.scope_builder(
        UiBuilder::new().max_rect(rect).layout(Layout::top_down(Align::Min)),
        |ui| {
            ui.set_width(width);
            add(ui)
        },
    );
    shown.inner
}

/// Two columns side by side, `share` of the width for the first; one above the other when not `wide`.
pub fn two(
    ui: &mut Ui,
    view: &View<'_>,
    share: f32,
    first: impl FnOnce(&mut Ui),
    second: impl FnOnce(&mut Ui),
) {
    if !view.wide {
        first(ui);
        ui.add_space(view.theme.space.m);
        second(ui);
        return;
    }
    let gap = view.theme.space.xl;
    let room = ui.available_rect_before_wrap();
    let split = ((room.width() - gap) * share).floor();
    let left = Rect::from_min_size(room.min, vec2(split, room.height()));
    let right = Rect::from_min_max(pos2(room.left() + split + gap, room.top()), room.max);
    let one = place(ui, view.theme.mirror(left, room), "first", first);
    let other = place(ui, view.theme.mirror(right, room), "second", second);
    let bottom = one.max(other);
    ui.advance_cursor_after_rect(Rect::from_min_max(room.min, pos2(room.right(), bottom)));
}

/// A column exactly there; answers with where its content ends.
fn place(ui: &mut Ui, rect: Rect, salt: &str, add: impl FnOnce(&mut Ui)) -> f32 {
    let builder =
        UiBuilder::new().id_salt(salt).max_rect(rect).layout(Layout::top_down(Align::Min));
    let shown = ui.scope_builder(builder, |ui| {
        ui.set_width(rect.width());
        add(ui);
    });
    shown.response.rect.bottom()
}

/// The head of a screen: its title and one line.
pub fn title(ui: &mut Ui, theme: &Theme, title: &str, line: &str) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = theme.space.xs;
        heading(ui, &theme.spec(Size::Title), title, theme.palette.ink);
        if !line.is_empty() {
            label(ui, &theme.spec(Size::Body), line, theme.palette.ink_soft);
        }
    });
    ui.add_space(theme.space.m);
}

/// A white card as wide as there is room.
pub fn card<R>(ui: &mut Ui, theme: &Theme, add: impl FnOnce(&mut Ui) -> R) -> R {
    let p = &theme.palette;
    let width = ui.available_width();
    let margin = margin(theme.space.xl);
    let shown = Frame::new()
        .fill(p.surface)
        .stroke(theme.card_stroke())
        .corner_radius(theme.corner(theme.radius.card))
        .shadow(theme.card_shadow())
        .inner_margin(Margin::same(margin))
        .show(ui, |ui| {
            ui.set_width(width - 2.0 * f32::from(margin) - 2.0 * theme.card_stroke().width);
            ui.spacing_mut().item_spacing.y = theme.space.l;
            ui.with_layout(Layout::top_down(Align::Min), add).inner
        });
    shown.inner
}

#[expect(clippy::cast_possible_truncation, reason = "clamped just before")]
fn margin(points: f32) -> i8 {
    points.round().clamp(0.0, 100.0) as i8
}

/// A message in a thread, drawn in to one side: mine at the end of the line, the other's at its beginning.
pub fn bubble(ui: &mut Ui, theme: &Theme, mine: bool, add: impl FnOnce(&mut Ui)) {
    let p = &theme.palette;
    let tones = theme.tones(if mine { Accent::Blue } else { Accent::Slate });
    let room = ui.available_rect_before_wrap();
    let width = (room.width() * 0.88).floor();
    let ltr = if mine {
        room.with_min_x(room.right() - width)
    } else {
        room.with_max_x(room.left() + width)
    };
    let place = theme.mirror(ltr, room);
    let inner = margin(theme.space.m);
    let edge = if p.high_contrast { theme.stroke(tones.edge) } else { Stroke::NONE };
    let shown = ui.scope_builder(
        UiBuilder::new().max_rect(place).layout(Layout::top_down(Align::Min)),
        |ui| {
            Frame::new()
                .fill(tones.tint)
                .stroke(edge)
                .corner_radius(theme.corner(theme.radius.button))
                .inner_margin(Margin::same(inner))
                .show(ui, |ui| {
                    ui.set_width(width - 2.0 * f32::from(inner) - 2.0 * edge.width);
                    ui.spacing_mut().item_spacing.y = theme.space.xs;
                    add(ui);
                });
        },
    );
    let bottom = shown.response.rect.bottom();
    ui.advance_cursor_after_rect(Rect::from_min_max(room.min, pos2(room.right(), bottom)));
}

/// The head of a card: a picture, a title, a soft line, and a state at the end of its own line.
pub fn card_head(
    ui: &mut Ui,
    theme: &Theme,
    picture: (Icon, Accent),
    title: &str,
    line: &str,
    badge: Option<(Accent, &str)>,
) {
    let p = &theme.palette;
    let side = theme.touch.target.max(theme.text.body * 2.8);
    let width = ui.available_width();
    let room = width - side - theme.space.l;
    let heading_spec = theme.spec(Size::Heading);
    let badge = badge.map(|(accent, word)| Badge::new(theme, accent, word));
    let badge_size = badge.as_ref().map_or(Vec2::ZERO, |badge| badge.wanted(ui));
    let natural = shape(ui.ctx(), title, &heading_spec, f32::INFINITY).size().x;
    // The state stands at the end of the first line where the title leaves room for it.
    let beside = badge.is_some() && natural + badge_size.x + theme.space.l <= room;
    let title_shaped = shape(ui.ctx(), title, &heading_spec, room);
    let line_shaped = shape(ui.ctx(), line, &theme.spec(Size::Body), room);
    let words_height = title_shaped.size().y + line_shaped.size().y;
    let (rect, _) = ui.allocate_exact_size(vec2(width, words_height.max(side)), Sense::hover());
    let corner = Rect::from_min_size(rect.min, Vec2::splat(side));
    paint_tile(ui, theme, theme.mirror(corner, rect), picture);
    let left = rect.left() + side + theme.space.l;
    let top = rect.top() + ((rect.height() - words_height) / 2.0).max(0.0);
    let title_rect = Rect::from_min_size(pos2(left, top), vec2(room, title_shaped.size().y));
    let line_rect =
        Rect::from_min_size(pos2(left, title_rect.bottom()), vec2(room, line_shaped.size().y));
    let mut words = ui.new_child(UiBuilder::new().max_rect(theme.mirror(title_rect, rect)));
    heading(&mut words, &heading_spec, title, p.ink);
    let mut words = ui.new_child(UiBuilder::new().max_rect(theme.mirror(line_rect, rect)));
    label(&mut words, &theme.spec(Size::Body), line, p.ink_soft);
    match badge {
        Some(badge) if beside => {
            let at = pos2(rect.right() - badge_size.x, rect.top());
            badge.show_at(ui, theme.mirror(Rect::from_min_size(at, badge_size), rect));
        }
        Some(badge) => {
            badge.show(ui);
        }
        None => {}
    }
}

/// A rounded tile with an icon in it.
pub fn paint_tile(ui: &Ui, theme: &Theme, rect: Rect, (icon, accent): (Icon, Accent)) {
    let tones = theme.tones(accent);
    let corner = theme.corner(theme.radius.tile);
    let painter = ui.painter();
    let edge = if theme.palette.high_contrast { theme.stroke(tones.edge) } else { Stroke::NONE };
    painter.rect(rect, corner, tones.tint, edge, egui::StrokeKind::Inside);
    icon.paint(painter, rect.shrink(rect.width() * 0.24), IconStyle::Fill, tones.ink);
}

/// A line in a tinted strip: what became of something.
pub fn strip(ui: &mut Ui, theme: &Theme, accent: Accent, icon: Icon, text: &str) -> Response {
    let p = &theme.palette;
    let tones = theme.tones(accent);
    let width = ui.available_width();
    let side = theme.text.body * 1.3;
    let pad = vec2(theme.space.l, theme.space.m);
    let room = width - 2.0 * pad.x - side - theme.space.m;
    let shaped = shape(ui.ctx(), text, &theme.spec(Size::Body).semibold(), room);
    let height = shaped.size().y.max(side) + 2.0 * pad.y;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let painter = ui.painter();
    let edge = if p.high_contrast { theme.stroke(tones.edge) } else { Stroke::NONE };
    painter.rect(
        rect,
        theme.corner(theme.radius.button),
        tones.tint,
        edge,
        egui::StrokeKind::Inside,
    );
    let icon_rect = Rect::from_min_size(
        pos2(rect.left() + pad.x, rect.center().y - side / 2.0),
        Vec2::splat(side),
    );
    icon.paint(painter, theme.mirror(icon_rect, rect), IconStyle::Bold, tones.ink);
    let words = Rect::from_min_max(
        pos2(icon_rect.right() + theme.space.m, rect.center().y - shaped.size().y / 2.0),
        pos2(rect.right() - pad.x, rect.bottom()),
    );
    shaped.paint(painter, theme.mirror(words, rect), tones.ink);
    let heard = logical(text);
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &heard));
    response
}

/// An icon and a line: when, where.
pub fn fact(ui: &mut Ui, theme: &Theme, icon: Icon, text: &str) {
    named_fact(ui, theme, icon, "", text, false);
}

/// The same where the icon says what the line is; whoever listens hears `name` instead of it. `strong`
/// is read from farther away.
pub fn named_fact(ui: &mut Ui, theme: &Theme, icon: Icon, name: &str, text: &str, strong: bool) {
    let p = &theme.palette;
    let spec = if strong { theme.spec(Size::Subheading) } else { theme.spec(Size::Body) };
    let side = theme.text.subheading * 1.25;
    let width = ui.available_width();
    let shaped = shape(ui.ctx(), text, &spec, width - side - theme.space.m);
    let height = shaped.size().y.max(side);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let icon_rect = Rect::from_min_size(
        pos2(rect.left(), rect.top() + (spec.row_height().max(side) - side) / 2.0),
        Vec2::splat(side),
    );
    let ink = if strong { p.ink } else { p.ink_soft };
    icon.paint(ui.painter(), theme.mirror(icon_rect, rect), IconStyle::Bold, p.primary);
    let words = rect.with_min_x(icon_rect.right() + theme.space.m);
    shaped.paint_middle(ui.painter(), theme.mirror(words, rect), ink);
    let heard = if name.is_empty() { logical(text) } else { format!("{name}: {}", logical(text)) };
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &heard));
}

/// The question above a group of answers.
pub fn question(ui: &mut Ui, theme: &Theme, text: &str) {
    label(ui, &theme.spec(Size::Subheading), text, theme.palette.ink);
}

/// What is missing, under the question.
pub fn missing(ui: &mut Ui, theme: &Theme, text: &str) {
    let tones = theme.tones(Accent::Red);
    label(ui, &theme.spec(Size::Body).semibold(), text, tones.ink);
}

/// A soft explanation.
pub fn hint(ui: &mut Ui, theme: &Theme, text: &str) {
    label(ui, &theme.spec(Size::Body), text, theme.palette.ink_soft);
}

/// Things side by side, going on in the next line when there is no more room.
pub fn flow<R>(ui: &mut Ui, theme: &Theme, add: impl FnOnce(&mut Ui) -> R) -> R {
    flow_of(ui, theme, theme.touch.target, add)
}

/// The same for things at least `row` points high.
pub fn flow_of<R>(ui: &mut Ui, theme: &Theme, row: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let direction = if theme.is_rtl() {
        Layout::right_to_left(Align::Center)
    } else {
        Layout::left_to_right(Align::Center)
    };
    // One row high to begin with: centred in all the height there is, it would fill the page.
    let size = vec2(ui.available_width(), row);
    ui.allocate_ui_with_layout(size, direction.with_main_wrap(true), |ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(theme.touch.gap);
        add(ui)
    })
    .inner
}

/// One pill of a group.
pub struct Pill {
    /// Its word.
    pub label: String,
    /// Its picture.
    pub icon: Option<Icon>,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A group of pills; the index of the one pressed. `several` may be chosen at once.
pub fn pills(ui: &mut Ui, theme: &Theme, pills: &[Pill], several: bool) -> Option<usize> {
    let mut pressed = None;
    flow(ui, theme, |ui| {
        for (index, pill) in pills.iter().enumerate() {
            let mut chip = Chip::new(theme, &pill.label).selected(pill.chosen);
            if let Some(icon) = pill.icon {
                chip = chip.icon(icon);
            }
            if several {
                chip = chip.several();
            }
            if chip.show(ui).clicked() {
                pressed = Some(index);
            }
        }
    });
    pressed
}

/// A value between its buttons: those before take away, those after add. Answers with the index of the
/// pressed button, counted over both. `name` tells it from others on the page. The buttons stay where they are while the value grows.
pub fn stepper(
    ui: &mut Ui,
    theme: &Theme,
    (name, value): (&str, &str),
    before: &[String],
    after: &[String],
) -> Option<usize> {
    let gap = theme.touch.gap;
    let room = ui.available_width();
    let texts: Vec<&String> = before.iter().chain(after).collect();
    let wanted = texts
        .iter()
        .map(|text| Button::new(theme, text).secondary().wanted(ui, room).x)
        .fold(theme.touch.target, f32::max);
    let count = texts.iter().fold(0.0, |sum, _| sum + 1.0);
    let spec = theme.spec(Size::Heading).centred().rows(1);
    let least = theme.text.heading * 7.0;
    let in_a_row = count * (wanted + gap) + least <= room;
    let height = theme.touch.button;
    let rows = if in_a_row { 1.0 } else { 2.0 };
    let size = vec2(room, rows * height + (rows - 1.0) * theme.space.s);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let mut ui = ui.new_child(UiBuilder::new().id_salt(("stepper", name)).max_rect(rect));
    let ui = &mut ui;
    let width = if in_a_row { wanted } else { (room - (count - 1.0) * gap) / count };
    let value_rect = if in_a_row {
        let left = rect.left() + before.iter().fold(0.0, |sum, _| sum + width + gap);
        Rect::from_min_size(pos2(left, rect.top()), vec2(least, height))
    } else {
        Rect::from_min_size(rect.min, vec2(room, height))
    };
    show_value(ui, theme, theme.mirror(value_rect, rect), &spec, (name, value));
    let mut left = rect.left();
    let mut pressed = None;
    for (index, text) in texts.into_iter().enumerate() {
        if in_a_row && index == before.len() {
            left = value_rect.right() + gap;
        }
        let place = Rect::from_min_size(pos2(left, rect.bottom() - height), vec2(width, height));
        let button = Button::new(theme, text).secondary();
        if button.show_at(ui, theme.mirror(place, rect)).clicked() {
            pressed = Some(index);
        }
        left += width + gap;
    }
    pressed
}

fn show_value(ui: &Ui, theme: &Theme, rect: Rect, spec: &TextSpec, (name, value): (&str, &str)) {
    let natural = shape(ui.ctx(), value, spec, f32::INFINITY).size().x;
    // Set smaller rather than cut: a number without its end is a wrong number.
    let size = if natural > rect.width() { spec.size * rect.width() / natural } else { spec.size };
    let shaped = shape(ui.ctx(), value, &spec.size(size.floor()), f32::INFINITY);
    shaped.paint_middle(ui.painter(), rect, theme.palette.ink);
    let response = ui.interact(rect, ui.scope_id().with(("value", name)), Sense::hover());
    let heard = logical(value);
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &heard));
}

/// The mark of something sent: waiting, recorded, refused with its reason.
pub fn mark(ui: &mut Ui, view: &View<'_>, mark: SentMark, refused: Option<&Problem>) {
    let (theme, words) = (view.theme, view.words);
    match mark {
        SentMark::Waiting => {
            Badge::new(theme, Accent::Orange, &words.get("antenna-sent-waiting")).show(ui);
        }
        SentMark::Recorded => {
            Badge::new(theme, Accent::Green, &words.get("antenna-sent-recorded")).show(ui);
        }
        SentMark::Refused => {
            Badge::new(theme, Accent::Red, &words.get("antenna-sent-refused")).show(ui);
            if let Some(problem) = refused {
                let why = super::wording::problem(words, problem);
                strip(ui, theme, Accent::Red, icons::WARNING, &why);
            }
        }
    }
}

/// Minutes between a button that takes a quarter of an hour and two that add; answers with the new value.
pub fn minutes(ui: &mut Ui, view: &View<'_>, now: u16) -> u16 {
    let words = view.words;
    let value = if now == 0 {
        words.get("antenna-minutes-none")
    } else {
        words.duration_min(i64::from(now))
    };
    let step = |key: &str, minutes: u16| words.with(key, &[("minutes", minutes.into())]);
    let before = [step("antenna-minutes-less", 15)];
    let after = [step("antenna-minutes-more", 15), step("antenna-minutes-more", 60)];
    match stepper(ui, view.theme, ("minutes", &value), &before, &after) {
        Some(0) => now.saturating_sub(15),
        Some(1) => (now + 15).min(MINUTES_MAX),
        Some(_) => (now + 60).min(MINUTES_MAX),
        None => now,
    }
}

/// With its first letter in capitals; direction controls before it stay.
pub fn capital(text: &str) -> String {
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

/// A thin line between the parts of a card.
pub fn rule(ui: &mut Ui, theme: &Theme) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, Stroke::new(1.0, theme.palette.hairline));
}
