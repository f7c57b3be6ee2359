//! Back and onwards, always in the same place and of the same height.

use egui::{Rect, Ui, pos2, vec2};

use super::button::Button;
use crate::theme::Theme;
use crate::words::Words;

/// Which way the person wants to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepMove {
    /// To the page before.
    Back,
    /// To the next page.
    Next,
}

/// The two buttons at the foot of a page.
#[must_use]
pub struct StepFooter<'a> {
    theme: &'a Theme,
    back: String,
    next: String,
    has_back: bool,
    has_next: bool,
    reason: Option<&'a str>,
}

impl<'a> StepFooter<'a> {
    /// "Indietro" and "Avanti".
    pub fn new(theme: &'a Theme, words: Words) -> Self {
        Self {
            theme,
            back: words.get("action-back"),
            next: words.get("action-next"),
            has_back: true,
            has_next: true,
            reason: None,
        }
    }

    /// Another word for going on: "Invia", "Conferma".
    pub fn next(mut self, label: &str) -> Self {
        label.clone_into(&mut self.next);
        self
    }

    /// Another word for going back.
    pub fn back(mut self, label: &str) -> Self {
        label.clone_into(&mut self.back);
        self
    }

    /// No way on: the choice above is the way on.
    pub fn only_back(mut self) -> Self {
        self.has_next = false;
        self
    }

    /// No way back.
    pub fn only_next(mut self) -> Self {
        self.has_back = false;
        self
    }

    /// Cannot go on yet, and why.
    pub fn disabled_because(mut self, reason: Option<&'a str>) -> Self {
        self.reason = reason;
        self
    }

    /// The height it wants in `width` points.
    #[must_use]
    pub fn wanted_height(&self, ui: &Ui, width: f32) -> f32 {
        let back = self.back_button().wanted(ui, width * 0.4).y;
        let next = self.next_button().wanted(ui, width * 0.58).y;
        back.max(next)
    }

    /// Shows it as wide as there is room.
    pub fn show(self, ui: &mut Ui) -> Option<StepMove> {
        let size = vec2(ui.available_width(), self.wanted_height(ui, ui.available_width()));
        let (_, rect) = ui.allocate_space(size);
        self.show_at(ui, rect)
    }

    /// Shows it exactly there.
    pub fn show_at(self, ui: &mut Ui, rect: Rect) -> Option<StepMove> {
        let theme = self.theme;
        let gap = theme.space.m.max(theme.touch.gap);
        let mut moved = None;
        let mut left = rect.left();
        if self.has_back {
            let width =
                self.back_button().wanted(ui, rect.width() * 0.4).x.max(rect.width() * 0.24);
            let place = Rect::from_min_size(rect.min, vec2(width, rect.height()));
            if self.back_button().show_at(ui, theme.mirror(place, rect)).clicked() {
                moved = Some(StepMove::Back);
            }
            left = place.right() + gap;
        }
        if self.has_next {
            let place = Rect::from_min_max(pos2(left, rect.top()), rect.max);
            if self.next_button().show_at(ui, theme.mirror(place, rect)).clicked() {
                moved = Some(StepMove::Next);
            }
        }
        moved
    }

    fn back_button(&self) -> Button<'_> {
        Button::new(self.theme, &self.back).secondary().icon(self.theme.back_icon())
    }

    fn next_button(&self) -> Button<'_> {
        let button = Button::new(self.theme, &self.next).trailing(self.theme.forward_icon());
        match self.reason {
            Some(reason) => button.disabled_because(reason),
            None => button,
        }
    }
}
