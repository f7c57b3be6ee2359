//! The head of one page of a path: where one is, the question, a line of help.

use egui::{Rect, Role, Sense, Ui, pos2, vec2};

use crate::text::{announce, heading, label, shape};
use crate::theme::{Size, Theme};
use crate::words::Words;

/// "Passo 1 di 3", the question, a line of help.
#[must_use]
pub struct StepHeader<'a> {
    theme: &'a Theme,
    words: Words,
    step: Option<(u32, u32)>,
    title: &'a str,
    help: Option<&'a str>,
}

impl<'a> StepHeader<'a> {
    /// A head with this question.
    pub fn new(theme: &'a Theme, words: Words, title: &'a str) -> Self {
        Self { theme, words, step: None, title, help: None }
    }

    /// The step and how many there are, counted from 1.
    pub fn step(mut self, step: u32, total: u32) -> Self {
        self.step = Some((step, total));
        self
    }

    /// A line of help.
    pub fn help(mut self, help: &'a str) -> Self {
        self.help = Some(help);
        self
    }

    /// Shows it as wide as there is room.
    pub fn show(self, ui: &mut Ui) {
        let theme = self.theme;
        let p = &theme.palette;
        if let Some((step, total)) = self.step {
            self.progress(ui, step, total);
            ui.add_space(theme.space.s);
        }
        heading(ui, &theme.spec(Size::Title), self.title, p.ink);
        if let Some(help) = self.help {
            label(ui, &theme.spec(Size::Body), help, p.ink_soft);
        }
    }

    fn progress(&self, ui: &mut Ui, step: u32, total: u32) {
        let theme = self.theme;
        let p = &theme.palette;
        let text = self.words.with("step-of", &[("step", step.into()), ("total", total.into())]);
        let spec = theme.spec(Size::Caption).semibold().rows(1);
        let shaped = shape(ui.ctx(), &text, &spec, ui.available_width());
        let size = vec2(ui.available_width(), shaped.size().y.max(theme.px(16.0)));
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        announce(&response, Role::Status, &text, theme.prefs.language);
        let words = Rect::from_min_size(rect.min, vec2(shaped.size().x, size.y));
        shaped.paint_middle(ui.painter(), theme.mirror(words, rect), p.primary);
        let mut left = words.right() + theme.space.m;
        let height = theme.px(10.0);
        for index in 1..=total.min(12) {
            let width = theme.px(if index == step { 56.0 } else { 28.0 });
            let dash = Rect::from_min_size(
                pos2(left, rect.center().y - height / 2.0),
                vec2(width, height),
            );
            left += width + theme.space.s;
            if dash.right() > rect.right() {
                break;
            }
            let at = theme.mirror(dash, rect);
            let corner = theme.corner(height / 2.0);
            if index <= step {
                ui.painter().rect_filled(at, corner, p.primary);
            } else {
                let edge = theme.stroke(p.line);
                ui.painter().rect(at, corner, p.surface, edge, egui::StrokeKind::Inside);
            }
        }
    }
}
