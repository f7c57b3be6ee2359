//! A ring that empties while seconds pass, with their number inside.

use std::time::Duration;

use egui::epaint::PathShape;
use egui::{Response, Role, Sense, Stroke, Ui, Vec2};

use super::loading::arc;
use crate::palette::Accent;
use crate::text::{announce, shape};
use crate::theme::{Size, Theme};
use crate::words::Words;

/// "Ci sei ancora?": how long there is to answer. The seconds come from the caller's clock.
#[must_use]
pub struct CountdownRing<'a> {
    theme: &'a Theme,
    words: Words,
    left_secs: u32,
    total_secs: u32,
    diameter: f32,
}

impl<'a> CountdownRing<'a> {
    /// `left_secs` of `total_secs` are left.
    pub fn new(theme: &'a Theme, words: Words, left_secs: u32, total_secs: u32) -> Self {
        Self { theme, words, left_secs, total_secs, diameter: theme.px(260.0) }
    }

    /// Another diameter, in points.
    pub fn diameter(mut self, points: f32) -> Self {
        self.diameter = points;
        self
    }

    /// Shows it; asks for another frame within a second while time is left.
    pub fn show(self, ui: &mut Ui) -> Response {
        let theme = self.theme;
        let p = &theme.palette;
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(self.diameter), Sense::hover());
        let width = self.diameter * 0.075;
        let radius = (self.diameter - width) / 2.0;
        let share = if self.total_secs == 0 {
            0.0
        } else {
            (f64::from(self.left_secs.min(self.total_secs)) / f64::from(self.total_secs))
                .clamp(0.0, 1.0)
        };
        #[expect(clippy::cast_possible_truncation, reason = "a number from 0 to 1")]
        let share = share as f32;
        let short = self.left_secs <= 5;
        let colour = if short { theme.tones(Accent::Red).ink } else { p.primary };
        let painter = ui.painter();
        let whole = arc(rect.center(), radius, 0.0, 1.0);
        painter.add(PathShape::closed_line(whole, Stroke::new(width, p.track)));
        if share > 0.0 {
            let points = arc(rect.center(), radius, 1.0 - share, share);
            painter.add(PathShape::line(points, Stroke::new(width, colour)));
        }
        let spec = theme.spec(Size::Display).centred().size(self.diameter * 0.36);
        let number = shape(ui.ctx(), &self.left_secs.to_string(), &spec, f32::INFINITY);
        number.paint_middle(painter, rect, p.ink);
        let text = self.words.with("countdown", &[("seconds", self.left_secs.into())]);
        announce(&response, Role::Timer, &text, theme.prefs.language);
        if self.left_secs > 0 {
            ui.ctx().request_repaint_after(Duration::from_millis(500));
        }
        response
    }
}
