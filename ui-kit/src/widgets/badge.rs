//! A small state: always a dot and a word, never the dot alone.

use egui::{Color32, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use crate::palette::Accent;
use crate::text::{Shaped, announce, shape};
use crate::theme::{Size, Theme};

/// A pill with a dot and a word. It cannot be pressed.
#[must_use]
pub struct Badge<'a> {
    theme: &'a Theme,
    accent: Accent,
    text: &'a str,
    on_dark: bool,
}

impl<'a> Badge<'a> {
    /// A state in this colour, said in this word.
    pub fn new(theme: &'a Theme, accent: Accent, text: &'a str) -> Self {
        Self { theme, accent, text, on_dark: false }
    }

    /// For the hero and the top bar.
    pub fn on_dark(mut self) -> Self {
        self.on_dark = true;
        self
    }

    /// The size it wants.
    #[must_use]
    pub fn wanted(&self, ui: &Ui) -> Vec2 {
        self.natural(&self.shaped(ui))
    }

    /// Shows it where the layout stands.
    pub fn show(self, ui: &mut Ui) -> Response {
        let text = self.shaped(ui);
        let (rect, response) = ui.allocate_exact_size(self.natural(&text), Sense::hover());
        self.paint(ui, rect, &text);
        announce(&response, Role::Status, self.text, self.theme.prefs.language);
        response
    }

    /// Shows it exactly there, as its own node.
    pub fn show_at(self, ui: &mut Ui, rect: Rect) -> Response {
        let text = self.shaped(ui);
        let response = ui.interact(rect, ui.scope_id().with(("badge", self.text)), Sense::hover());
        self.paint(ui, rect, &text);
        announce(&response, Role::Status, self.text, self.theme.prefs.language);
        response
    }

    /// Only paints it, as a part of another widget that says the word itself.
    pub(super) fn paint_at(&self, ui: &Ui, rect: Rect) {
        let text = self.shaped(ui);
        self.paint(ui, rect, &text);
    }

    fn shaped(&self, ui: &Ui) -> Shaped {
        let spec = self.theme.spec(Size::Caption).semibold().rows(1);
        shape(ui.ctx(), self.text, &spec, f32::INFINITY)
    }

    fn dot(&self) -> f32 {
        (self.theme.text.caption * 0.6).round()
    }

    fn natural(&self, text: &Shaped) -> Vec2 {
        let theme = self.theme;
        let height = text.size().y + theme.space.s;
        vec2(text.size().x + self.dot() + theme.space.s + 2.0 * theme.space.m, height).ceil()
    }

    fn paint(&self, ui: &Ui, rect: Rect, text: &Shaped) {
        let theme = self.theme;
        let p = &theme.palette;
        let tones = theme.tones(self.accent);
        let (fill, ink, dot, edge) = if self.on_dark {
            (Color32::from_white_alpha(30), p.on_hero, tones.glow, Stroke::NONE)
        } else {
            (tones.tint, tones.ink, tones.ink, Stroke::NONE)
        };
        let (dot, edge) =
            if p.high_contrast { (tones.ink, theme.stroke(p.line)) } else { (dot, edge) };
        let painter = ui.painter();
        painter.rect(rect, theme.corner(rect.height() / 2.0), fill, edge, StrokeKind::Inside);
        let centre = pos2(rect.left() + theme.space.m + self.dot() / 2.0, rect.center().y);
        let dot_rect = theme.mirror(Rect::from_center_size(centre, Vec2::splat(self.dot())), rect);
        painter.circle_filled(dot_rect.center(), self.dot() / 2.0, dot);
        let words = rect.with_min_x(centre.x + self.dot() / 2.0 + theme.space.s);
        let words = words.with_max_x(rect.right() - theme.space.m);
        text.paint_middle(painter, theme.mirror(words, rect), ink);
    }
}
