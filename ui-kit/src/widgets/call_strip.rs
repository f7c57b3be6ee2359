//! "Preferisci parlare con una persona?": the way to somebody, the same on every screen.

use egui::{Rect, StrokeKind, Ui, Vec2, pos2, vec2};

use super::button::Button;
use crate::fonts::IconStyle;
use crate::icons;
use crate::palette::Accent;
use crate::text::{announce, shape};
use crate::theme::{Size, Theme};

/// A green strip with a question and the button that calls an operator.
#[must_use]
pub struct CallStrip<'a> {
    theme: &'a Theme,
    question: &'a str,
    call: &'a str,
}

impl<'a> CallStrip<'a> {
    /// The question and the word on the button.
    pub fn new(theme: &'a Theme, question: &'a str, call: &'a str) -> Self {
        Self { theme, question, call }
    }

    /// The height it wants.
    #[must_use]
    pub fn wanted_height(&self) -> f32 {
        let theme = self.theme;
        let words = 2.0 * theme.spec(Size::Subheading).row_height();
        theme.touch.button.max(words) + 2.0 * theme.space.m
    }

    /// Shows it exactly there; `true` when somebody is called.
    pub fn show_at(self, ui: &mut Ui, rect: Rect) -> bool {
        let theme = self.theme;
        let p = &theme.palette;
        let tones = theme.tones(Accent::Green);
        let edge = theme.stroke(if p.high_contrast { p.line } else { tones.edge });
        ui.painter().rect(
            rect,
            theme.corner(theme.radius.card),
            tones.tint,
            edge,
            StrokeKind::Inside,
        );
        let inner = rect.shrink2(vec2(theme.space.l, theme.space.m));
        let at = |rect_ltr: Rect| theme.mirror(rect_ltr, rect);
        let side = theme.px(52.0);
        let icon = Rect::from_min_size(
            pos2(inner.left() + theme.space.s, inner.center().y - side / 2.0),
            Vec2::splat(side),
        );
        icons::HEADSET.paint(ui.painter(), at(icon), IconStyle::Bold, tones.ink);
        let button = Button::new(theme, self.call).operator();
        let wanted = button.wanted(ui, inner.width() * 0.55);
        let corner = pos2(inner.right() - wanted.x, inner.center().y - wanted.y / 2.0);
        let button_rect = Rect::from_min_size(corner, wanted);
        let words = Rect::from_min_max(
            pos2(icon.right() + theme.space.l, rect.top()),
            pos2(button_rect.left() - theme.space.m, rect.bottom()),
        );
        let spec = theme.spec(Size::Subheading).rows(2);
        let question = shape(ui.ctx(), self.question, &spec, words.width());
        question.paint_middle(ui.painter(), at(words), tones.ink);
        let label = ui.interact(at(words), ui.scope_id().with("call strip"), egui::Sense::hover());
        announce(&label, egui::Role::Label, self.question, theme.prefs.language);
        button.show_at(ui, at(button_rect)).clicked()
    }
}
