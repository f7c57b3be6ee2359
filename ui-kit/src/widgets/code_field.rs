//! A field for the code of a slip, one box per character, so that a missing or doubled one is seen at once.

use egui::accesskit::{Action, ActionData};
use egui::{Event, Key, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use super::base::ring_if_focused;
use super::text_field::delete_letter;
use crate::fonts::Weight;
use crate::palette::Accent;
use crate::text::{TextSpec, logical, shape};
use crate::theme::Theme;
use crate::words::Words;

/// Boxes for a code. `pattern` holds one `X` per character and `-` where the slip has a dash: `XX-XXXX`.
#[must_use]
pub struct CodeField<'a> {
    theme: &'a Theme,
    words: Words,
    pattern: &'a str,
    alphabet: &'a str,
    code: &'a mut String,
    wrong: bool,
    active: bool,
}

impl<'a> CodeField<'a> {
    /// A field that takes the characters of `alphabet`; `code` holds them in capitals, without dashes.
    pub fn new(
        theme: &'a Theme,
        words: Words,
        pattern: &'a str,
        alphabet: &'a str,
        code: &'a mut String,
    ) -> Self {
        Self { theme, words, pattern, alphabet, code, wrong: false, active: false }
    }

    /// Marks the boxes as wrong; say why in words beside them.
    pub fn wrong(mut self, wrong: bool) -> Self {
        self.wrong = wrong;
        self
    }

    /// Shows which box is next although the keyboard focus is elsewhere.
    pub fn active(mut self, active: bool) -> Self {
        self.active = active;
        self
    }

    /// How many characters the code has.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.pattern.chars().filter(|c| *c == 'X').count()
    }

    /// Whether every box is filled.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.code.chars().count() >= self.cells()
    }

    /// Shows the boxes; `changed()` after an edit.
    pub fn show(mut self, ui: &mut Ui) -> Response {
        let theme = self.theme;
        let gap = theme.touch.gap.min(theme.px(12.0));
        let dash = theme.px(28.0);
        let cells = u16::try_from(self.cells().max(1)).map_or(1.0, f32::from);
        let dashes =
            f32::from(u16::try_from(self.pattern.chars().count()).unwrap_or(u16::MAX)) - cells;
        let steps = cells + dashes - 1.0;
        let available = ui.available_width();
        let cell = ((available - steps * gap - dashes * dash) / cells)
            .min(theme.px(112.0).max(theme.touch.target));
        let height = (cell * 1.25).max(theme.touch.button);
        let total = cells * cell + dashes * dash + steps * gap;
        let (_, rect) = ui.allocate_space(vec2(available, height));
        let id = ui.make_persistent_id("code field");
        let mut response = ui.interact(rect, id, Sense::click());
        if response.clicked() {
            response.request_focus();
        }
        if self.take_input(ui, &response) {
            response.mark_changed();
        }
        // A code reads from left to right in every language.
        let mut left = rect.center().x - total / 2.0;
        let mut written = self.code.chars();
        let filled = self.code.chars().count();
        let mut index = 0;
        for c in self.pattern.chars() {
            if c == 'X' {
                let place = Rect::from_min_size(pos2(left, rect.top()), vec2(cell, height));
                let next = index == filled && (self.active || response.has_focus());
                self.paint_cell(ui, place, written.next(), next);
                index += 1;
                left += cell + gap;
            } else {
                let line = Rect::from_center_size(
                    pos2(left + dash / 2.0, rect.center().y),
                    vec2(dash * 0.8, theme.px(6.0)),
                );
                ui.painter().rect_filled(line, theme.corner(3.0), theme.palette.ink_soft);
                left += dash + gap;
            }
        }
        ring_if_focused(
            ui,
            theme,
            &response,
            rect.shrink2(vec2((rect.width() - total) / 2.0 - gap, -gap / 2.0)),
            theme.radius.button,
        );
        self.tell(&response);
        response
    }

    fn paint_cell(&self, ui: &Ui, rect: Rect, c: Option<char>, next: bool) {
        let theme = self.theme;
        let p = &theme.palette;
        let thin = theme.stroke(p.line);
        let edge = if self.wrong {
            Stroke::new(thin.width * 2.0, theme.tones(Accent::Red).ink)
        } else if next {
            Stroke::new(thin.width * 2.0, p.primary)
        } else {
            thin
        };
        let fill = if c.is_some() && !p.high_contrast {
            theme.tones(Accent::Blue).tint
        } else {
            p.surface
        };
        ui.painter().rect(rect, theme.corner(theme.radius.small), fill, edge, StrokeKind::Inside);
        if let Some(c) = c {
            let size = (rect.height() * 0.5).min(rect.width() * 0.72).max(theme.text.body);
            let spec = TextSpec::new(size, Weight::Bold, 1.1).centred();
            shape(ui.ctx(), &c.to_string(), &spec, f32::INFINITY).paint_middle(
                ui.painter(),
                rect,
                p.ink,
            );
        } else if next {
            let caret = Rect::from_center_size(
                rect.center(),
                vec2(theme.px(4.0).max(2.0), rect.height() * 0.45),
            );
            ui.painter().rect_filled(caret, 0.0, p.primary);
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a field cares for typing only, whatever else egui sends"
    )]
    fn take_input(&mut self, ui: &Ui, response: &Response) -> bool {
        let mut changed = false;
        let spoken: Vec<String> = ui.input(|input| {
            input
                .accesskit_action_requests(response.id, Action::SetValue)
                .filter_map(|request| match &request.data {
                    Some(ActionData::Value(value)) => Some(value.to_string()),
                    Some(_) | None => None,
                })
                .collect()
        });
        for value in spoken {
            self.code.clear();
            self.add(&value);
            changed = true;
        }
        if !response.has_focus() {
            return changed;
        }
        for event in ui.input(|input| input.events.clone()) {
            match event {
                Event::Text(typed) | Event::Paste(typed) => changed |= self.add(&typed),
                Event::Key { key: Key::Backspace, pressed: true, .. } => {
                    changed |= !self.code.is_empty();
                    delete_letter(self.code);
                }
                _ => {}
            }
        }
        changed
    }

    fn add(&mut self, typed: &str) -> bool {
        let before = self.code.len();
        for c in
            typed.chars().map(|c| c.to_ascii_uppercase()).filter(|c| self.alphabet.contains(*c))
        {
            if !self.is_full() {
                self.code.push(c);
            }
        }
        self.code.len() != before
    }

    fn tell(&self, response: &Response) {
        let name = logical(&self.words.get("field-code"));
        let value = self.code.clone();
        response.widget_info(|| {
            let mut info = egui::WidgetInfo::labeled(Role::TextInput, true, &name);
            info.current_text_value = Some(value.clone());
            info
        });
        let filled = self.code.chars().count();
        let position = (filled + 1).min(self.cells());
        let values = [("position", position.into()), ("total", self.cells().into())];
        let description = logical(&self.words.with("field-code-cell", &values));
        let language = self.theme.prefs.language.code();
        let wrong = self.wrong;
        response.ctx.accesskit_node_builder(response.id, |node| {
            node.set_language(language);
            node.set_description(description);
            node.add_action(Action::SetValue);
            if wrong {
                node.set_invalid(egui::accesskit::Invalid::True);
            }
        });
    }
}
