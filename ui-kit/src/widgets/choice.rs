//! One of a few big answers: icon, words, and a mark that says by shape as well as by colour whether it is chosen, and
//! whether touching it goes on.

use egui::{Rect, Response, Role, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use super::base::{Heard, Place, hovered, pressed, ring_if_focused, sunk};
use crate::fonts::IconStyle;
use crate::icons::{self, Icon};
use crate::palette::Accent;
use crate::text::{Shaped, shape};
use crate::theme::{Size, Theme};

/// A big answer.
#[must_use]
pub struct Choice<'a> {
    theme: &'a Theme,
    label: &'a str,
    line: Option<&'a str>,
    icon: Option<Icon>,
    accent: Accent,
    selected: bool,
    goes_on: bool,
    role: Role,
}

impl<'a> Choice<'a> {
    /// An answer, one of which is chosen.
    pub fn new(theme: &'a Theme, label: &'a str) -> Self {
        Self {
            theme,
            label,
            line: None,
            icon: None,
            accent: Accent::Blue,
            selected: false,
            goes_on: false,
            role: Role::RadioButton,
        }
    }

    /// A plain line under it.
    pub fn line(mut self, line: &'a str) -> Self {
        self.line = Some(line);
        self
    }

    /// A picture.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The colours of the tile behind the picture.
    pub fn accent(mut self, accent: Accent) -> Self {
        self.accent = accent;
        self
    }

    /// Whether it is chosen.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }

    /// Touching it is the answer and the way on: a hook at its end, as on a row that opens, not a circle to fill.
    pub fn goes_on(mut self) -> Self {
        self.goes_on = true;
        self
    }

    /// Several may be chosen: a check box instead of a radio button.
    pub fn several(mut self) -> Self {
        self.role = Role::CheckBox;
        self
    }

    /// Shows it as wide as there is room.
    pub fn show(self, ui: &mut Ui) -> Response {
        let width = ui.available_width();
        let (label, line) = self.shaped(ui, width);
        let size = vec2(width, self.height(&label, line.as_ref()));
        self.put(ui, Place::Flow(size))
    }

    /// Shows it exactly there.
    pub fn show_at(self, ui: &mut Ui, rect: Rect) -> Response {
        let place = Place::at(ui, rect);
        self.put(ui, place)
    }

    /// The height it wants in `width` points.
    #[must_use]
    pub fn wanted_height(&self, ui: &Ui, width: f32) -> f32 {
        let (label, line) = self.shaped(ui, width);
        self.height(&label, line.as_ref())
    }

    /// Whether its words stand whole in `width` points: none broken, nothing cut off at the end.
    #[must_use]
    pub fn fits(&self, ui: &Ui, width: f32) -> bool {
        let room = self.words_width(width);
        let spec = self.theme.spec(Size::Subheading);
        let whole =
            |word: &str| shape(ui.ctx(), word, &spec, f32::INFINITY).size().x <= room.floor();
        let (label, line) = self.shaped(ui, width);
        self.label.split_whitespace().all(whole)
            && !label.is_elided()
            && line.is_none_or(|line| !line.is_elided())
    }

    fn tile_side(&self) -> f32 {
        self.icon.map_or(0.0, |_| self.theme.px(84.0).max(self.theme.text.body * 2.0))
    }

    fn mark_side(&self) -> f32 {
        self.theme.px(44.0).max(self.theme.text.body * 1.2)
    }

    fn words_width(&self, width: f32) -> f32 {
        let theme = self.theme;
        let tile =
            if self.icon.is_some() { self.tile_side() + theme.space.l } else { theme.space.s };
        (width - 2.0 * theme.space.l - tile - self.mark_side() - theme.space.m)
            .max(theme.text.body * 3.0)
    }

    fn shaped(&self, ui: &Ui, width: f32) -> (Shaped, Option<Shaped>) {
        let room = self.words_width(width);
        let label = shape(ui.ctx(), self.label, &self.theme.spec(Size::Subheading).rows(3), room);
        let line = self
            .line
            .map(|line| shape(ui.ctx(), line, &self.theme.spec(Size::Caption).rows(3), room));
        (label, line)
    }

    fn height(&self, label: &Shaped, line: Option<&Shaped>) -> f32 {
        let theme = self.theme;
        let words = label.size().y + line.map_or(0.0, |line| line.size().y + theme.space.xs);
        (words.max(self.tile_side()) + 2.0 * theme.space.m).max(theme.touch.button).ceil()
    }

    fn put(self, ui: &mut Ui, place: Place) -> Response {
        let theme = self.theme;
        let p = &theme.palette;
        let tones = theme.tones(self.accent);
        let response = place.take(ui, true);
        let press = pressed(theme, &response);
        let rect = sunk(theme, response.rect, press);
        let painter = ui.painter();
        let lit = press > 0.5 || hovered(theme, &response);
        let chosen = theme.tones(Accent::Blue);
        let (fill, edge) = match (self.selected, lit) {
            (true, _) => (chosen.tint, Stroke::new(theme.stroke(p.primary).width * 2.0, p.primary)),
            (false, true) => (p.sunken, theme.stroke(p.line)),
            (false, false) => (p.surface, theme.stroke(p.line)),
        };
        painter.rect(rect, theme.corner(theme.radius.button), fill, edge, StrokeKind::Inside);

        let inner = rect.shrink2(vec2(theme.space.l, theme.space.m));
        let at = |rect_ltr: Rect| theme.mirror(rect_ltr, rect);
        let mut words_left = inner.left() + theme.space.s;
        if let Some(icon) = self.icon {
            let side = self.tile_side().min(inner.height());
            let tile = Rect::from_min_size(
                pos2(inner.left(), inner.center().y - side / 2.0),
                Vec2::splat(side),
            );
            let edge = if p.high_contrast { theme.stroke(tones.edge) } else { Stroke::NONE };
            let ground = if self.selected && !p.high_contrast { p.surface } else { tones.tint };
            painter.rect(at(tile), theme.corner(side * 0.26), ground, edge, StrokeKind::Inside);
            icon.paint(painter, at(tile.shrink(side * 0.22)), IconStyle::Bold, tones.ink);
            words_left = tile.right() + theme.space.l;
        }
        let mark = self.mark_side();
        let mark_rect = Rect::from_center_size(
            pos2(inner.right() - mark / 2.0, rect.center().y),
            Vec2::splat(mark),
        );
        self.paint_mark(ui, at(mark_rect));

        let (label, line) = self.shaped(ui, rect.width());
        let words = Rect::from_min_max(
            pos2(words_left, inner.top()),
            pos2(mark_rect.left() - theme.space.m, inner.bottom()),
        );
        let total =
            label.size().y + line.as_ref().map_or(0.0, |line| line.size().y + theme.space.xs);
        let top = rect.center().y - total / 2.0;
        let label_rect =
            Rect::from_min_size(pos2(words.left(), top), vec2(words.width(), label.size().y));
        label.paint(painter, at(label_rect), p.ink);
        if let Some(line) = &line {
            let under = Rect::from_min_size(
                label_rect.left_bottom() + vec2(0.0, theme.space.xs),
                vec2(words.width(), line.size().y),
            );
            line.paint(painter, at(under), p.ink_soft);
        }
        ring_if_focused(ui, theme, &response, rect, theme.radius.button);
        let mut heard = Heard::new(self.role, self.label);
        heard.description = self.line;
        heard.selected = Some(self.selected);
        heard.tell(theme, &response);
        response
    }

    fn paint_mark(&self, ui: &Ui, rect: Rect) {
        let theme = self.theme;
        let p = &theme.palette;
        let painter = ui.painter();
        if self.goes_on && !self.selected {
            let hook = rect.shrink(rect.width() * 0.1);
            theme.open_icon().paint(painter, hook, IconStyle::Bold, p.ink_soft);
            return;
        }
        let radius =
            if self.role == Role::CheckBox { rect.width() * 0.26 } else { rect.width() / 2.0 };
        if self.selected {
            painter.rect_filled(rect, theme.corner(radius), p.primary);
            icons::CHECK.paint(
                painter,
                rect.shrink(rect.width() * 0.18),
                IconStyle::Bold,
                p.on_primary,
            );
        } else {
            painter.rect(
                rect,
                theme.corner(radius),
                p.surface,
                theme.stroke(p.line),
                StrokeKind::Inside,
            );
        }
    }
}
