//! A pill: a language, a filter, a quick answer.

use egui::{Rect, Response, Role, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use super::base::{Heard, Place, hovered, pressed, ring_if_focused, sunk};
use crate::fonts::IconStyle;
use crate::icons::Icon;
use crate::language::Language;
use crate::text::{Shaped, shape};
use crate::theme::{Size, Theme};

/// A pill that can be chosen.
#[must_use]
pub struct Chip<'a> {
    theme: &'a Theme,
    label: &'a str,
    icon: Option<Icon>,
    selected: bool,
    language: Language,
    role: Role,
}

impl<'a> Chip<'a> {
    /// A pill with this word.
    pub fn new(theme: &'a Theme, label: &'a str) -> Self {
        Self {
            theme,
            label,
            icon: None,
            selected: false,
            language: theme.prefs.language,
            role: Role::RadioButton,
        }
    }

    /// The pill of a language, in its own script.
    pub fn language(theme: &'a Theme, language: Language) -> Self {
        Self { language, ..Self::new(theme, language.own_name()) }
    }

    /// Whether it is the chosen one.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }

    /// An icon before the word.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Several may be chosen at once: announced as a check box instead of a radio button.
    pub fn several(mut self) -> Self {
        self.role = Role::CheckBox;
        self
    }

    /// The size it wants.
    #[must_use]
    pub fn wanted(&self, ui: &Ui) -> Vec2 {
        self.natural(&self.shaped(ui))
    }

    /// Shows it where the layout stands.
    pub fn show(self, ui: &mut Ui) -> Response {
        let label = self.shaped(ui);
        let size = self.natural(&label);
        self.put(ui, Place::Flow(size), &label)
    }

    /// Shows it exactly there.
    pub fn show_at(self, ui: &mut Ui, rect: Rect) -> Response {
        let label = self.shaped(ui);
        let place = Place::at(ui, rect);
        self.put(ui, place, &label)
    }

    fn shaped(&self, ui: &Ui) -> Shaped {
        let spec = self.theme.spec(Size::Caption).semibold().rows(1).language(self.language);
        shape(ui.ctx(), self.label, &spec, f32::INFINITY)
    }

    fn icon_side(&self) -> f32 {
        self.theme.text.caption * 1.2
    }

    fn natural(&self, label: &Shaped) -> Vec2 {
        let theme = self.theme;
        let icon = self.icon.map_or(0.0, |_| self.icon_side() + theme.space.s);
        let width = label.size().x + icon + 2.0 * theme.space.l;
        vec2(width.max(theme.touch.target).ceil(), theme.touch.target)
    }

    fn put(self, ui: &mut Ui, place: Place, label: &Shaped) -> Response {
        let theme = self.theme;
        let p = &theme.palette;
        let response = place.take(ui, true);
        let press = pressed(theme, &response);
        let rect = sunk(theme, response.rect, press);
        let (fill, ink, edge) = if self.selected {
            (p.primary, p.on_primary, Stroke::NONE)
        } else if press > 0.5 || hovered(theme, &response) {
            (p.sunken, p.ink, theme.stroke(p.line))
        } else {
            (p.surface, p.ink, theme.stroke(p.line))
        };
        let radius = rect.height() / 2.0;
        let painter = ui.painter();
        painter.rect(rect, theme.corner(radius), fill, edge, StrokeKind::Inside);
        let side = self.icon.map_or(0.0, |_| self.icon_side() + theme.space.s);
        let start = rect.center().x - f32::midpoint(label.size().x, side);
        if let Some(icon) = self.icon {
            let icon_rect = Rect::from_min_size(
                pos2(start, rect.center().y - self.icon_side() / 2.0),
                Vec2::splat(self.icon_side()),
            );
            icon.paint(painter, theme.mirror(icon_rect, rect), IconStyle::Bold, ink);
        }
        let text = Rect::from_min_size(
            pos2(start + side, rect.top()),
            vec2(label.size().x, rect.height()),
        );
        label.paint_middle(painter, theme.mirror(text, rect), ink);
        ring_if_focused(ui, theme, &response, rect, radius);
        let mut heard = Heard::new(self.role, self.label);
        heard.selected = Some(self.selected);
        heard.tell(theme, &response);
        let language = self.language.code();
        response.ctx.accesskit_node_builder(response.id, |node| node.set_language(language));
        response
    }
}
