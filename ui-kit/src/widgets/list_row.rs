//! One line of a list that opens something: an event, a request, a message.

use egui::{Rect, Response, Role, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use super::badge::Badge;
use super::base::{Heard, Place, hovered, pressed, ring_if_focused, sunk};
use crate::fonts::IconStyle;
use crate::icons::Icon;
use crate::palette::Accent;
use crate::text::{Shaped, TextAlign, shape};
use crate::theme::{Size, Theme};

/// A row with icon, title, line, badge and a hook at its end.
#[must_use]
pub struct ListRow<'a> {
    theme: &'a Theme,
    title: &'a str,
    line: Option<&'a str>,
    line_rows: usize,
    icon: Option<Icon>,
    accent: Accent,
    badge: Option<(Accent, &'a str)>,
    trailing: Option<&'a str>,
    selected: bool,
    opens: bool,
}

struct Parts {
    title: Shaped,
    line: Option<Shaped>,
    trailing: Option<Shaped>,
    badge: Vec2,
    tile: f32,
    caret: f32,
}

impl<'a> ListRow<'a> {
    /// A row with this title.
    pub fn new(theme: &'a Theme, title: &'a str) -> Self {
        Self {
            theme,
            title,
            line: None,
            line_rows: 2,
            icon: None,
            accent: Accent::Blue,
            badge: None,
            trailing: None,
            selected: false,
            opens: true,
        }
    }

    /// A second line.
    pub fn line(mut self, line: &'a str) -> Self {
        self.line = Some(line);
        self
    }

    /// Most rows of that second line; what is longer is cut. Two unless said.
    pub fn line_rows(mut self, rows: usize) -> Self {
        self.line_rows = rows;
        self
    }

    /// A picture in a tile of this colour.
    pub fn icon(mut self, icon: Icon, accent: Accent) -> Self {
        self.icon = Some(icon);
        self.accent = accent;
        self
    }

    /// A state under the words.
    pub fn badge(mut self, accent: Accent, text: &'a str) -> Self {
        self.badge = Some((accent, text));
        self
    }

    /// A short text at the end: a time, a number.
    pub fn trailing(mut self, text: &'a str) -> Self {
        self.trailing = Some(text);
        self
    }

    /// Whether it is the one shown beside the list.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }

    /// Whether pressing it opens something; `false` hides the hook.
    pub fn opens(mut self, opens: bool) -> Self {
        self.opens = opens;
        self
    }

    /// Shows it as wide as there is room.
    pub fn show(self, ui: &mut Ui) -> Response {
        let width = ui.available_width();
        let parts = self.parts(ui, width);
        let height = self.height(&parts);
        self.put(ui, Place::Flow(vec2(width, height)), &parts)
    }

    /// Shows it exactly there.
    pub fn show_at(self, ui: &mut Ui, rect: Rect) -> Response {
        let parts = self.parts(ui, rect.width());
        let place = Place::at(ui, rect);
        self.put(ui, place, &parts)
    }

    /// The height it wants in `width` points; rows of a virtual list ask once.
    #[must_use]
    pub fn wanted_height(&self, ui: &Ui, width: f32) -> f32 {
        self.height(&self.parts(ui, width))
    }

    fn badge_widget(&self) -> Option<Badge<'a>> {
        self.badge.map(|(accent, text)| Badge::new(self.theme, accent, text))
    }

    fn parts(&self, ui: &Ui, width: f32) -> Parts {
        let theme = self.theme;
        let square = self.icon.map_or(0.0, |_| theme.px(72.0).max(theme.text.body * 1.8));
        let caret = if self.opens { theme.text.subheading } else { 0.0 };
        let badge = self.badge_widget().map_or(Vec2::ZERO, |badge| badge.wanted(ui));
        let end_spec = theme.spec(Size::Caption).align(TextAlign::End).rows(1);
        let trailing = self.trailing.map(|text| shape(ui.ctx(), text, &end_spec, width * 0.4));
        let end = trailing.as_ref().map_or(0.0, |text| text.size().x + theme.space.m) + caret;
        let lead = if square > 0.0 { square + theme.space.m } else { 0.0 };
        let room =
            (width - 2.0 * theme.space.l - lead - end - theme.space.m).max(theme.text.body * 3.0);
        let line_spec = theme.spec(Size::Caption).rows(self.line_rows);
        let title = shape(ui.ctx(), self.title, &theme.spec(Size::Subheading).rows(2), room);
        let line = self.line.map(|line| shape(ui.ctx(), line, &line_spec, room));
        Parts { title, line, trailing, badge, tile: square, caret }
    }

    fn words_height(&self, parts: &Parts) -> f32 {
        let gap = self.theme.space.xs;
        let line = parts.line.as_ref().map_or(0.0, |line| line.size().y + gap);
        let badge = if self.badge.is_some() { parts.badge.y + 2.0 * gap } else { 0.0 };
        parts.title.size().y + line + badge
    }

    fn height(&self, parts: &Parts) -> f32 {
        let theme = self.theme;
        (self.words_height(parts).max(parts.tile) + 2.0 * theme.space.m)
            .max(theme.touch.target)
            .ceil()
    }

    fn put(self, ui: &mut Ui, place: Place, parts: &Parts) -> Response {
        let theme = self.theme;
        let p = &theme.palette;
        let response = place.take(ui, true);
        let press = pressed(theme, &response);
        let rect = sunk(theme, response.rect, press);
        let painter = ui.painter();
        let lit = press > 0.5 || hovered(theme, &response);
        let blue = theme.tones(Accent::Blue);
        let fill = if self.selected {
            blue.tint
        } else if lit {
            p.sunken
        } else {
            p.surface
        };
        let thin = theme.stroke(p.hairline);
        let edge = if self.selected { Stroke::new(thin.width * 2.0, p.primary) } else { thin };
        painter.rect(rect, theme.corner(theme.radius.small), fill, edge, StrokeKind::Inside);

        let inner = rect.shrink2(vec2(theme.space.l, 0.0));
        let at = |rect_ltr: Rect| theme.mirror(rect_ltr, rect);
        let mut left = inner.left();
        if let Some(icon) = self.icon {
            let tones = theme.tones(self.accent);
            let tile = Rect::from_min_size(
                pos2(left, rect.center().y - parts.tile / 2.0),
                Vec2::splat(parts.tile),
            );
            let edge = if p.high_contrast { theme.stroke(tones.edge) } else { Stroke::NONE };
            let ground = if self.selected && !p.high_contrast { p.surface } else { tones.tint };
            painter.rect(
                at(tile),
                theme.corner(parts.tile * 0.26),
                ground,
                edge,
                StrokeKind::Inside,
            );
            icon.paint(painter, at(tile.shrink(parts.tile * 0.22)), IconStyle::Bold, tones.ink);
            left = tile.right() + theme.space.m;
        }
        let mut right = inner.right();
        if self.opens {
            let caret = Rect::from_center_size(
                pos2(right - parts.caret / 2.0, rect.center().y),
                Vec2::splat(parts.caret),
            );
            theme.open_icon().paint(painter, at(caret), IconStyle::Bold, p.ink_soft);
            right = caret.left() - theme.space.s;
        }
        if let Some(trailing) = &parts.trailing {
            let size = trailing.size();
            let place =
                Rect::from_min_size(pos2(right - size.x, rect.top()), vec2(size.x, rect.height()));
            trailing.paint_middle(painter, at(place), p.ink_soft);
            right -= size.x + theme.space.m;
        }
        let mut top = rect.center().y - self.words_height(parts) / 2.0;
        let mut next = |height: f32, gap: f32| {
            let area = Rect::from_min_max(pos2(left, top), pos2(right, top + height));
            top += height + gap;
            area
        };
        let gap = theme.space.xs;
        parts.title.paint(painter, at(next(parts.title.size().y, gap)), p.ink);
        if let Some(line) = &parts.line {
            line.paint(painter, at(next(line.size().y, gap)), p.ink_soft);
        }
        if let Some(badge) = self.badge_widget() {
            let area = next(parts.badge.y, 0.0);
            badge.paint_at(ui, at(Rect::from_min_size(area.min + vec2(0.0, gap), parts.badge)));
        }
        ring_if_focused(ui, theme, &response, rect, theme.radius.small);
        self.tell(&response);
        response
    }

    fn tell(&self, response: &Response) {
        let badge = self.badge.map(|(_, text)| text);
        let rest: Vec<&str> = [self.line, badge, self.trailing].into_iter().flatten().collect();
        let rest = rest.join(", ");
        let mut heard = Heard::new(Role::Button, self.title);
        heard.description = (!rest.is_empty()).then_some(rest.as_str());
        heard.selected = self.selected.then_some(true);
        heard.tell(self.theme, response);
    }
}
