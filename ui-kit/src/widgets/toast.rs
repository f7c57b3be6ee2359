//! Short messages that come and go. They stay at least eight seconds and are announced, so that nobody misses one.

use std::time::Duration;

use egui::accesskit::Live;
use egui::{Align2, Area, Context, Id, Order, Rect, Role, Sense, StrokeKind, Vec2, pos2, vec2};

use super::banner::Notice;
use crate::fonts::IconStyle;
use crate::text::{announce, shape};
use crate::theme::{Size, Theme};
use crate::words::Words;

const SHOWN_SECS: f64 = 8.0;
const LONGER_PER_LETTER_SECS: f64 = 0.06;
const AT_ONCE: usize = 3;

#[derive(Debug, Clone)]
struct Toast {
    notice: Notice,
    text: String,
    until_secs: Option<f64>,
}

/// The messages on show, newest last. Kept by the app; cleared at the end of a session.
#[derive(Debug, Clone, Default)]
pub struct Toasts {
    waiting: Vec<Toast>,
}

impl Toasts {
    /// Shows `text` from the next frame on. The same text twice is shown once, longer.
    pub fn push(&mut self, notice: Notice, text: impl Into<String>) {
        let text = text.into();
        self.waiting.retain(|toast| toast.text != text);
        self.waiting.push(Toast { notice, text, until_secs: None });
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        self.waiting.clear();
    }

    /// Whether nothing is on show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Paints them above the lower edge of the screen, `lift` points from it.
    pub fn show(&mut self, ctx: &Context, theme: &Theme, words: Words, lift: f32) {
        let now_secs = ctx.input(|input| input.time);
        self.waiting.retain(|toast| toast.until_secs.is_none_or(|until| now_secs < until));
        if self.waiting.is_empty() {
            return;
        }
        let screen = ctx.content_rect();
        let width = (theme.text.body * 30.0).min(screen.width() - 2.0 * theme.space.xl);
        Area::new(Id::unique("ui-kit toasts"))
            .order(Order::Tooltip)
            .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -lift))
            .interactable(false)
            .show(ctx, |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = theme.space.s;
                for toast in self.waiting.iter_mut().take(AT_ONCE) {
                    let letters = u32::try_from(toast.text.chars().count()).unwrap_or(u32::MAX);
                    let stay = SHOWN_SECS + LONGER_PER_LETTER_SECS * f64::from(letters.min(400));
                    toast.until_secs.get_or_insert(now_secs + stay);
                    toast.paint(ui, theme, words, width);
                }
            });
        ctx.request_repaint_after(Duration::from_millis(500));
    }
}

impl Toast {
    fn paint(&self, ui: &mut egui::Ui, theme: &Theme, words: Words, width: f32) {
        let p = &theme.palette;
        let tones = theme.tones(self.notice.accent());
        let icon = theme.text.body * 1.4;
        let pad = theme.space.l;
        let room = width - 2.0 * pad - icon - theme.space.m;
        let text = shape(ui.ctx(), &self.text, &theme.spec(Size::Body).semibold().rows(4), room);
        let height = text.size().y.max(icon) + 2.0 * theme.space.m;
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        let corner = theme.corner(theme.radius.button);
        let edge = if p.high_contrast { theme.stroke(p.line) } else { egui::Stroke::NONE };
        ui.painter().add(theme.card_shadow().as_shape(rect, corner));
        ui.painter().rect(rect, corner, p.bar, edge, StrokeKind::Inside);
        let side = Rect::from_min_size(
            pos2(rect.left() + pad, rect.center().y - icon / 2.0),
            Vec2::splat(icon),
        );
        self.notice.icon().paint(
            ui.painter(),
            theme.mirror(side, rect),
            IconStyle::Fill,
            tones.glow,
        );
        let area = Rect::from_min_max(
            pos2(side.right() + theme.space.m, rect.top()),
            pos2(rect.right() - pad, rect.bottom()),
        );
        text.paint_middle(ui.painter(), theme.mirror(area, rect), p.on_bar);
        let heard = format!("{}. {}", self.notice.word(words), self.text);
        announce(&response, Role::Status, &heard, theme.prefs.language);
        response.ctx.accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_message_twice_is_shown_once() {
        let mut toasts = Toasts::default();
        toasts.push(Notice::Info, "Salvato");
        toasts.push(Notice::Info, "Salvato");
        assert_eq!(toasts.waiting.len(), 1);
        toasts.clear();
        assert!(toasts.is_empty());
    }
}
