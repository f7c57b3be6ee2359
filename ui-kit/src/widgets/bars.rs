//! The bar at the top (who we are, how the line is, what time it is) and the bar at the bottom (how to see and hear).

use egui::{Color32, Id, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use super::badge::Badge;
use super::base::{Heard, Place, hovered, pressed, ring_if_focused, sunk};
use crate::fonts::IconStyle;
use crate::icons::{self, Icon};
use crate::palette::Accent;
use crate::text::{Shaped, TextAlign, announce, shape};
use crate::theme::{Size, Theme};

/// Name of the hub, address, state of the line, time and date. Painted on the hero or on a plain dark band.
#[must_use]
pub struct TopBar<'a> {
    theme: &'a Theme,
    name: &'a str,
    line: &'a str,
    icon: Icon,
    status: Option<(Accent, &'a str)>,
    clock: Option<(&'a str, &'a str)>,
    band: bool,
}

impl<'a> TopBar<'a> {
    /// A bar with the name of the hub.
    pub fn new(theme: &'a Theme, name: &'a str) -> Self {
        Self { theme, name, line: "", icon: icons::HOUSE, status: None, clock: None, band: false }
    }

    /// The address.
    pub fn line(mut self, line: &'a str) -> Self {
        self.line = line;
        self
    }

    /// The sign of the hub instead of the house.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = icon;
        self
    }

    /// The state of the line: a colour and a word.
    pub fn status(mut self, accent: Accent, word: &'a str) -> Self {
        self.status = Some((accent, word));
        self
    }

    /// Time and date.
    pub fn clock(mut self, time: &'a str, date: &'a str) -> Self {
        self.clock = Some((time, date));
        self
    }

    /// Paints its own dark band, for pages without the hero.
    pub fn band(mut self) -> Self {
        self.band = true;
        self
    }

    /// The height it wants, without outer margins.
    #[must_use]
    pub fn wanted_height(&self) -> f32 {
        let theme = self.theme;
        let words =
            theme.spec(Size::Subheading).row_height() + theme.spec(Size::Caption).row_height();
        theme.px(80.0).max(words) + if self.band { 2.0 * theme.space.m } else { 0.0 }
    }

    /// Shows it exactly there. With a band the content keeps the margin of a screen from the sides.
    pub fn show_at(self, ui: &mut Ui, rect: Rect) -> Response {
        let theme = self.theme;
        let p = theme.palette;
        let response = ui.interact(rect, ui.scope_id().with("top bar"), Sense::hover());
        let inner = if self.band {
            ui.painter().rect_filled(rect, 0.0, p.hero_top);
            if p.high_contrast {
                ui.painter().hline(rect.x_range(), rect.bottom(), theme.stroke(p.line));
            }
            rect.shrink2(vec2(theme.space.xxl, theme.space.m))
        } else {
            rect
        };
        let at = |rect_ltr: Rect| theme.mirror(rect_ltr, rect);
        let logo_side = inner.height().min(theme.px(80.0));
        let logo = Rect::from_min_size(
            pos2(inner.left(), inner.center().y - logo_side / 2.0),
            Vec2::splat(logo_side),
        );
        let (logo_fill, logo_ink) =
            if p.high_contrast { (p.primary, p.on_primary) } else { (p.surface, p.primary) };
        ui.painter().rect_filled(at(logo), theme.corner(logo_side * 0.26), logo_fill);
        self.icon.paint(ui.painter(), at(logo.shrink(logo_side * 0.2)), IconStyle::Fill, logo_ink);

        let mut right = inner.right();
        if let Some((time, date)) = self.clock {
            right = self.paint_clock(ui, inner, rect, time, date) - theme.space.l;
        }
        self.paint_name(ui, inner, rect, logo.right() + theme.space.m, right);
        let mut heard = self.name.to_owned();
        for part in [self.line, self.status.map_or("", |status| status.1)] {
            if !part.is_empty() {
                heard = format!("{heard}, {part}");
            }
        }
        announce(&response, Role::Banner, &heard, theme.prefs.language);
        response
    }

    /// Returns the left edge of what it painted, in coordinates for left to right.
    fn paint_clock(&self, ui: &Ui, inner: Rect, within: Rect, time: &str, date: &str) -> f32 {
        let theme = self.theme;
        let p = &theme.palette;
        let time_spec = theme.spec(Size::Title).semibold().align(TextAlign::End).rows(1);
        let time_spec = time_spec.size(time_spec.size * 0.86);
        let time = shape(ui.ctx(), time, &time_spec, inner.width() * 0.4);
        let date_spec = theme.spec(Size::Caption).align(TextAlign::End).rows(1);
        let date = shape(ui.ctx(), date, &date_spec, inner.width() * 0.45);
        let total = time.size().y + date.size().y;
        let top = inner.center().y - total / 2.0;
        let width = time.size().x.max(date.size().x);
        let left = inner.right() - width;
        let time_rect = Rect::from_min_size(pos2(left, top), vec2(width, time.size().y));
        let date_rect = Rect::from_min_size(time_rect.left_bottom(), vec2(width, date.size().y));
        time.paint(ui.painter(), theme.mirror(time_rect, within), p.on_hero);
        date.paint(ui.painter(), theme.mirror(date_rect, within), p.on_hero_soft);
        left
    }

    fn paint_name(&self, ui: &Ui, inner: Rect, within: Rect, left: f32, right: f32) {
        let theme = self.theme;
        let p = &theme.palette;
        let room = (right - left).max(1.0);
        let badge = self.status.map(|(accent, word)| Badge::new(theme, accent, word).on_dark());
        let badge_size = badge.as_ref().map_or(Vec2::ZERO, |badge| badge.wanted(ui));
        let name = shape(ui.ctx(), self.name, &theme.spec(Size::Subheading).rows(1), room);
        let line_room = (room - badge_size.x - theme.space.m).max(0.0);
        let line = shape(ui.ctx(), self.line, &theme.spec(Size::Caption).rows(1), f32::INFINITY);
        // An address that would be cut leaves its place to the state of the line, which matters more.
        let line_width = if line.size().x <= line_room { line.size().x } else { 0.0 };
        let second = line.size().y.max(badge_size.y);
        let gap = theme.space.xs;
        let top = inner.center().y - (name.size().y + gap + second) / 2.0;
        let name_rect = Rect::from_min_size(pos2(left, top), vec2(room, name.size().y));
        name.paint(ui.painter(), theme.mirror(name_rect, within), p.on_hero);
        let second_top = name_rect.bottom() + gap;
        let mut badge_left = left;
        if line_width > 0.0 {
            let line_rect = Rect::from_min_size(pos2(left, second_top), vec2(line_width, second));
            line.paint_middle(ui.painter(), theme.mirror(line_rect, within), p.on_hero_soft);
            badge_left += line_width + theme.space.m;
        }
        if let Some(badge) = badge {
            let badge_rect = Rect::from_min_size(
                pos2(badge_left, second_top + (second - badge_size.y) / 2.0),
                badge_size,
            );
            badge.paint_at(ui, theme.mirror(badge_rect, within));
        }
    }
}

/// One switch of the bottom bar.
#[derive(Debug, Clone, Copy)]
pub struct BarItem<'a> {
    /// Its picture.
    pub icon: Icon,
    /// Its word.
    pub label: &'a str,
    /// On or off, or `None` for something that is pressed once.
    pub on: Option<bool>,
}

/// Large text, contrast, reading aloud, lower controls: the same on every screen.
#[must_use]
pub struct BottomBar<'a> {
    theme: &'a Theme,
    items: &'a [BarItem<'a>],
}

impl<'a> BottomBar<'a> {
    /// A bar with these switches, at most six.
    pub fn new(theme: &'a Theme, items: &'a [BarItem<'a>]) -> Self {
        Self { theme, items }
    }

    /// The height it wants: words may take two rows in large text, since they grow and the screen does not.
    #[must_use]
    pub fn wanted_height(&self) -> f32 {
        let theme = self.theme;
        let rows = if theme.prefs.large_text { 2.0 } else { 1.0 };
        let words = theme.spec(Size::Caption).row_height() * rows;
        let content = self.icon_side() + theme.space.xs + words + theme.space.s;
        content.max(theme.touch.target) + 2.0 * theme.space.s
    }

    fn icon_side(&self) -> f32 {
        self.theme.px(46.0)
    }

    /// Shows it exactly there; the index of the switch that was pressed.
    pub fn show_at(self, ui: &mut Ui, rect: Rect) -> Option<usize> {
        let theme = self.theme;
        let p = &theme.palette;
        ui.painter().rect_filled(rect, 0.0, p.bar);
        if p.high_contrast {
            ui.painter().hline(rect.x_range(), rect.top(), theme.stroke(p.line));
        }
        let count = u16::try_from(self.items.len().max(1)).map_or(1.0, f32::from);
        let inner = rect.shrink2(vec2(theme.space.l, theme.space.s));
        let width = (inner.width() - theme.touch.gap * (count - 1.0)) / count;
        let labels = self.labels(ui, width - theme.space.s);
        let words = labels.iter().map(|label| label.size().y).fold(0.0, f32::max);
        let mut pressed_index = None;
        let mut left = inner.left();
        for (index, (item, label)) in self.items.iter().zip(&labels).enumerate() {
            let cell = Rect::from_min_size(pos2(left, inner.top()), vec2(width, inner.height()));
            left += width + theme.touch.gap;
            let id = ui.scope_id().with(("bottom bar", index));
            if self.item(ui, theme.mirror(cell, rect), id, item, (label, words)).clicked() {
                pressed_index = Some(index);
            }
        }
        pressed_index
    }

    /// All words in one size: the largest in which no word is broken and none is cut.
    fn labels(&self, ui: &Ui, width: f32) -> Vec<Shaped> {
        let theme = self.theme;
        let rows = if theme.prefs.large_text { 2 } else { 1 };
        let spec = theme.spec(Size::Caption).semibold().centred();
        let shaped = |factor: f32, rows: usize| -> Option<Vec<Shaped>> {
            let spec = spec.size(spec.size * factor).rows(rows);
            let whole = |text: &str| shape(ui.ctx(), text, &spec, f32::INFINITY).size().x <= width;
            let words_fit = self.items.iter().all(|item| item.label.split_whitespace().all(whole));
            let labels: Vec<Shaped> =
                self.items.iter().map(|item| shape(ui.ctx(), item.label, &spec, width)).collect();
            (words_fit && !labels.iter().any(Shaped::is_elided)).then_some(labels)
        };
        let tries = [(1.0, rows), (0.92, rows), (0.92, 2), (0.84, 2), (0.76, 2), (0.68, 2)];
        tries.into_iter().find_map(|(factor, rows)| shaped(factor, rows)).unwrap_or_else(|| {
            let spec = spec.size(spec.size * 0.6).rows(2);
            self.items.iter().map(|item| shape(ui.ctx(), item.label, &spec, width)).collect()
        })
    }

    fn item(
        &self,
        ui: &mut Ui,
        cell: Rect,
        id: Id,
        item: &BarItem<'_>,
        words: (&Shaped, f32),
    ) -> Response {
        let theme = self.theme;
        let p = &theme.palette;
        let response = Place::At(cell, id).take(ui, true);
        let press = pressed(theme, &response);
        let rect = sunk(theme, cell, press);
        let on = item.on == Some(true);
        let lit = press > 0.5 || hovered(theme, &response);
        let (fill, ink) = match (on, p.high_contrast) {
            (true, true) => (p.primary, p.on_primary),
            (true, false) => (p.surface, p.primary),
            (false, _) if lit => (Color32::from_white_alpha(40), p.on_bar),
            (false, _) => (Color32::TRANSPARENT, p.on_bar),
        };
        ui.painter().rect(
            rect,
            theme.corner(theme.radius.button),
            fill,
            Stroke::NONE,
            StrokeKind::Inside,
        );
        let (label, words_height) = words;
        let gap = theme.space.xs;
        let icon_side =
            self.icon_side().min(rect.height() - words_height - gap).max(theme.px(20.0));
        let top = rect.center().y - (icon_side + gap + words_height) / 2.0;
        let icon = Rect::from_center_size(
            pos2(rect.center().x, top + icon_side / 2.0),
            Vec2::splat(icon_side),
        );
        item.icon.paint(ui.painter(), icon, IconStyle::Bold, ink);
        let below = Rect::from_min_max(pos2(rect.left(), icon.bottom() + gap), rect.right_bottom());
        label.paint(ui.painter(), below, ink);
        ring_if_focused(ui, theme, &response, rect, theme.radius.button);
        let role = if item.on.is_some() { Role::Switch } else { Role::Button };
        let mut heard = Heard::new(role, item.label);
        heard.selected = item.on;
        heard.tell(theme, &response);
        response
    }
}
