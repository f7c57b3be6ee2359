//! The big button. One primary per page; the others are quieter.

use egui::{Color32, Rect, Response, Role, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use super::base::{Heard, Place, hovered, pressed, ring_if_focused, sunk};
use crate::fonts::IconStyle;
use crate::icons::Icon;
use crate::palette::Accent;
use crate::text::{Shaped, shape};
use crate::theme::{Size, Theme};

/// How loud a button is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do here.
    Primary,
    /// Another way on.
    Secondary,
    /// Text only: back, cancel.
    Quiet,
    /// Cannot be undone.
    Danger,
    /// Calls a person: green, the same on every screen.
    Operator,
}

/// A button with a word and perhaps an icon.
#[must_use]
pub struct Button<'a> {
    theme: &'a Theme,
    label: &'a str,
    kind: ButtonKind,
    icon: Option<Icon>,
    trailing: Option<Icon>,
    full_width: bool,
    min_width: f32,
    reason: Option<&'a str>,
    enabled: bool,
}

struct Parts {
    label: Shaped,
    reason: Option<Shaped>,
    icon: f32,
    gap: f32,
}

impl<'a> Button<'a> {
    /// A primary button.
    pub fn new(theme: &'a Theme, label: &'a str) -> Self {
        Self {
            theme,
            label,
            kind: ButtonKind::Primary,
            icon: None,
            trailing: None,
            full_width: false,
            min_width: 0.0,
            reason: None,
            enabled: true,
        }
    }

    /// Another loudness.
    pub fn kind(mut self, kind: ButtonKind) -> Self {
        self.kind = kind;
        self
    }

    /// [`ButtonKind::Secondary`].
    pub fn secondary(self) -> Self {
        self.kind(ButtonKind::Secondary)
    }

    /// [`ButtonKind::Quiet`].
    pub fn quiet(self) -> Self {
        self.kind(ButtonKind::Quiet)
    }

    /// [`ButtonKind::Danger`].
    pub fn danger(self) -> Self {
        self.kind(ButtonKind::Danger)
    }

    /// [`ButtonKind::Operator`].
    pub fn operator(self) -> Self {
        self.kind(ButtonKind::Operator)
    }

    /// An icon before the word.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// An icon after the word, for "onwards".
    pub fn trailing(mut self, icon: Icon) -> Self {
        self.trailing = Some(icon);
        self
    }

    /// As wide as there is room.
    pub fn full_width(mut self) -> Self {
        self.full_width = true;
        self
    }

    /// At least this wide, in points.
    pub fn min_width(mut self, points: f32) -> Self {
        self.min_width = points;
        self
    }

    /// Cannot be pressed when `false`.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Cannot be pressed, and says why under its word.
    pub fn disabled_because(mut self, reason: &'a str) -> Self {
        self.enabled = false;
        self.reason = Some(reason);
        self
    }

    /// Shows it where the layout stands.
    pub fn show(self, ui: &mut Ui) -> Response {
        let available = ui.available_width();
        let parts = self.parts(ui, available);
        let natural = self.natural(&parts);
        let width = if self.full_width { available } else { natural.x.min(available) };
        self.put(ui, Place::Flow(vec2(width, natural.y)), &parts)
    }

    /// Shows it exactly there.
    pub fn show_at(self, ui: &mut Ui, rect: Rect) -> Response {
        let parts = self.parts(ui, rect.width());
        let place = Place::at(ui, rect);
        self.put(ui, place, &parts)
    }

    /// The size it wants in at most `width` points.
    #[must_use]
    pub fn wanted(&self, ui: &Ui, width: f32) -> Vec2 {
        self.natural(&self.parts(ui, width))
    }

    fn padding(&self) -> f32 {
        let theme = self.theme;
        if self.kind == ButtonKind::Quiet { theme.space.m } else { theme.space.xl }
    }

    fn parts(&self, ui: &Ui, width: f32) -> Parts {
        let theme = self.theme;
        let icon = theme.text.subheading * 1.15;
        let gap = theme.space.s * 1.5;
        let icons =
            [self.icon, self.trailing].into_iter().flatten().fold(0.0, |sum, _| sum + icon + gap);
        let room = (width - 2.0 * self.padding() - icons).max(icon);
        let spec = theme.spec(Size::Subheading).centred().rows(2);
        let reason_spec = theme.spec(Size::Caption).centred().rows(2);
        Parts {
            label: shape(ui.ctx(), self.label, &spec, room),
            reason: self.reason.map(|reason| shape(ui.ctx(), reason, &reason_spec, room)),
            icon,
            gap,
        }
    }

    fn text_size(parts: &Parts) -> Vec2 {
        let label = parts.label.size();
        let reason = parts.reason.as_ref().map_or(Vec2::ZERO, Shaped::size);
        vec2(label.x.max(reason.x), label.y + reason.y)
    }

    fn natural(&self, parts: &Parts) -> Vec2 {
        let touch = self.theme.touch;
        let icons = [self.icon, self.trailing]
            .into_iter()
            .flatten()
            .fold(0.0, |sum, _| sum + parts.icon + parts.gap);
        let text = Self::text_size(parts);
        let width = (text.x + icons + 2.0 * self.padding()).ceil();
        let height = text.y + 2.0 * self.theme.space.m;
        vec2(width.max(self.min_width).max(touch.target), height.max(touch.button).ceil())
    }

    fn put(self, ui: &mut Ui, place: Place, parts: &Parts) -> Response {
        let theme = self.theme;
        let response = place.take(ui, self.enabled);
        let pressed = pressed(theme, &response);
        let rect = sunk(theme, response.rect, pressed);
        let (fill, ink, edge) = self.colours(pressed > 0.5 || hovered(theme, &response));
        let corner = theme.corner(theme.radius.button);
        let painter = ui.painter();
        painter.rect(rect, corner, fill, edge, StrokeKind::Inside);

        let text = Self::text_size(parts);
        let lead = self.icon.map_or(0.0, |_| parts.icon + parts.gap);
        let trail = self.trailing.map_or(0.0, |_| parts.icon + parts.gap);
        let start = rect.center().x - (text.x + lead + trail) / 2.0;
        let icon_at = |x: f32| {
            let rect_ltr = Rect::from_min_size(
                pos2(x, rect.center().y - parts.icon / 2.0),
                Vec2::splat(parts.icon),
            );
            theme.mirror(rect_ltr, rect)
        };
        if let Some(icon) = self.icon {
            icon.paint(painter, icon_at(start), IconStyle::Bold, ink);
        }
        if let Some(icon) = self.trailing {
            icon.paint(painter, icon_at(start + lead + text.x + parts.gap), IconStyle::Bold, ink);
        }
        let text_rect = theme.mirror(
            Rect::from_min_size(pos2(start + lead, rect.center().y - text.y / 2.0), text),
            rect,
        );
        parts.label.paint(painter, text_rect, ink);
        if let Some(reason) = &parts.reason {
            let below = text_rect.with_min_y(text_rect.top() + parts.label.size().y);
            reason.paint(painter, below, ink);
        }
        ring_if_focused(ui, theme, &response, rect, theme.radius.button);
        let mut heard = Heard::new(Role::Button, self.label);
        heard.description = self.reason;
        heard.enabled = self.enabled;
        heard.tell(theme, &response);
        response
    }

    fn colours(&self, active: bool) -> (Color32, Color32, Stroke) {
        let theme = self.theme;
        let p = &theme.palette;
        if !self.enabled {
            let edge = if p.high_contrast { theme.stroke(p.on_disabled) } else { Stroke::NONE };
            return (p.disabled, p.on_disabled, edge);
        }
        let solid = |fill: Color32, on: Color32| (fill, on, Stroke::NONE);
        match self.kind {
            ButtonKind::Primary if active => solid(p.primary_pressed, p.on_primary),
            ButtonKind::Primary => solid(p.primary, p.on_primary),
            ButtonKind::Secondary => {
                let fill = if active { p.sunken } else { p.surface };
                (fill, p.primary, theme.stroke(if p.high_contrast { p.line } else { p.primary }))
            }
            ButtonKind::Quiet => {
                let fill = if active { p.sunken } else { Color32::TRANSPARENT };
                (fill, p.primary, Stroke::NONE)
            }
            ButtonKind::Danger => {
                let tones = theme.tones(Accent::Red);
                solid(tones.solid, tones.on_solid)
            }
            ButtonKind::Operator => {
                let tones = theme.tones(Accent::Green);
                solid(tones.solid, tones.on_solid)
            }
        }
    }
}
