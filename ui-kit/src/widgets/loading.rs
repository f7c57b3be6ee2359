//! Something is under way. Turns ten times a second at most, since every turn redraws the whole screen; stands still
//! with reduced motion.

use std::f32::consts::TAU;
use std::time::Duration;

use egui::epaint::PathShape;
use egui::{Pos2, Rect, Response, Role, Sense, Stroke, Ui, Vec2, pos2, vec2};

use crate::fonts::IconStyle;
use crate::icons;
use crate::text::{announce, shape};
use crate::theme::{Size, Theme};
use crate::words::Words;

const TURN_STEPS: u32 = 10;

/// A turning ring and a word.
#[must_use]
pub struct Loading<'a> {
    theme: &'a Theme,
    text: String,
}

impl<'a> Loading<'a> {
    /// "Un momento…".
    pub fn new(theme: &'a Theme, words: Words) -> Self {
        Self { theme, text: words.get("state-loading") }
    }

    /// Another text.
    pub fn text(mut self, text: &str) -> Self {
        text.clone_into(&mut self.text);
        self
    }

    /// Shows it centred in the width there is.
    pub fn show(self, ui: &mut Ui) -> Response {
        let theme = self.theme;
        let p = &theme.palette;
        let side = theme.text.subheading * 1.5;
        let room = (ui.available_width() - side - theme.space.m).max(side);
        let text = shape(ui.ctx(), &self.text, &theme.spec(Size::Subheading).rows(3), room);
        let height = text.size().y.max(side) + 2.0 * theme.space.m;
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        announce(&response, Role::Status, &self.text, theme.prefs.language);
        let total = side + theme.space.m + text.size().x;
        let ring = Rect::from_min_size(
            pos2(rect.center().x - total / 2.0, rect.center().y - side / 2.0),
            Vec2::splat(side),
        );
        let words = Rect::from_min_size(
            pos2(ring.right() + theme.space.m, rect.top()),
            vec2(text.size().x, rect.height()),
        );
        text.paint_middle(ui.painter(), theme.mirror(words, rect), p.ink);
        let ring = theme.mirror(ring, rect);
        if theme.prefs.reduced_motion {
            icons::HOURGLASS.paint(ui.painter(), ring, IconStyle::Bold, p.primary);
        } else {
            self.turn(ui, ring);
        }
        response
    }

    fn turn(&self, ui: &Ui, ring: Rect) {
        let theme = self.theme;
        let p = &theme.palette;
        let step = 1.0 / f64::from(TURN_STEPS);
        let time = ui.input(|input| input.time);
        #[expect(clippy::cast_possible_truncation, reason = "a number from 0 to 1")]
        let phase = ((time / step).floor() * step).fract() as f32;
        let width = ring.width() * 0.12;
        let radius = ring.width() / 2.0 - width / 2.0;
        let painter = ui.painter();
        let whole = arc(ring.center(), radius, 0.0, 1.0);
        painter.add(PathShape::closed_line(whole, Stroke::new(width, p.track)));
        painter.add(PathShape::line(
            arc(ring.center(), radius, phase, 0.3),
            Stroke::new(width, p.primary),
        ));
        ui.ctx().request_repaint_after(Duration::from_millis(1000 / u64::from(TURN_STEPS)));
    }
}

/// Points of an arc, clockwise from `start` turns after twelve o'clock, `turns` long.
pub(super) fn arc(centre: Pos2, radius: f32, start: f32, turns: f32) -> Vec<Pos2> {
    (0..=48_u8)
        .map(|index| {
            let angle = (start + turns * f32::from(index) / 48.0 - 0.25) * TAU;
            centre + radius * Vec2::angled(angle)
        })
        .collect()
}
