//! A field to write in, one line or several.
//!
//! On a kiosk, and for right-to-left text anywhere, it is a simple field of our own: the caret stands always at the
//! end, letters are added or taken away there, and nothing typed is remembered by egui (no undo, no clipboard). On
//! the antenna app it is egui's editor in our clothes. Always true: the label is above, the error below, in words.

use egui::accesskit::{Action, ActionData, Live};
use egui::epaint::MarginF32;
use egui::{
    Event, Frame, Id, Key, Margin, Rect, Response, Role, Sense, StrokeKind, TextEdit, Ui, pos2,
    vec2,
};

use super::base::{focus_ring, hovered};
use crate::fonts::IconStyle;
use crate::icons;
use crate::palette::Accent;
use crate::text::{Shaped, announce, has_rtl, logical, shape};
use crate::theme::{Size, Theme};
use crate::tokens::Device;
use crate::words::Words;

/// A labelled field over a `String` of the caller.
#[must_use]
pub struct TextField<'a> {
    theme: &'a Theme,
    words: Words,
    name: &'a str,
    text: &'a mut String,
    hint: &'a str,
    error: Option<&'a str>,
    rows: u8,
    limit: Option<usize>,
    optional: bool,
    active: bool,
}

impl<'a> TextField<'a> {
    /// A field of one line with this label.
    pub fn new(theme: &'a Theme, words: Words, name: &'a str, text: &'a mut String) -> Self {
        Self {
            theme,
            words,
            name,
            text,
            hint: "",
            error: None,
            rows: 1,
            limit: None,
            optional: false,
            active: false,
        }
    }

    /// An example, shown while the field is empty.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// What is wrong with what is written, and how to put it right.
    pub fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }

    /// Several lines; Enter starts a new one.
    pub fn rows(mut self, rows: u8) -> Self {
        self.rows = rows.max(1);
        self
    }

    /// Most characters it takes. The count is shown once half of them are used.
    pub fn limit(mut self, characters: usize) -> Self {
        self.limit = Some(characters);
        self
    }

    /// Says beside the label that it may stay empty.
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Shows the caret although the keyboard focus is elsewhere: the on-screen keyboard writes here.
    pub fn active(mut self, active: bool) -> Self {
        self.active = active;
        self
    }

    /// Shows label, box and error as wide as there is room. The response is that of the box: `changed()` after an
    /// edit, `clicked()` to bring up the keyboard, `has_focus()`.
    pub fn show(mut self, ui: &mut Ui) -> Response {
        let id = ui.make_persistent_id(("field", self.name));
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = self.theme.space.s;
            self.head(ui);
            let response = if self.is_simple() { self.simple(ui, id) } else { self.editor(ui, id) };
            self.foot(ui, id);
            response
        })
        .inner
    }

    fn is_simple(&self) -> bool {
        self.theme.device == Device::Kiosk || self.theme.is_rtl() || has_rtl(self.text)
    }

    fn head(&self, ui: &mut Ui) {
        let theme = self.theme;
        let p = &theme.palette;
        let width = ui.available_width();
        let end = self.end_note();
        let spec = theme.spec(Size::Subheading);
        let end_spec = theme.spec(Size::Caption).rows(1);
        let end = shape(ui.ctx(), &end, &end_spec, width * 0.5);
        let room = (width - end.size().x - theme.space.m).max(theme.text.body);
        let name = shape(ui.ctx(), self.name, &spec.rows(3), room);
        let (rect, _) =
            ui.allocate_exact_size(vec2(width, name.size().y.max(end.size().y)), Sense::hover());
        let name_rect = Rect::from_min_size(rect.min, vec2(room, rect.height()));
        name.paint(ui.painter(), theme.mirror(name_rect, rect), p.ink);
        let end_rect = Rect::from_min_max(
            pos2(rect.right() - end.size().x, rect.bottom() - end.size().y),
            rect.right_bottom(),
        );
        end.paint(ui.painter(), theme.mirror(end_rect, rect), p.ink_soft);
    }

    /// "facoltativo", or how much room is left once that is worth knowing.
    fn end_note(&self) -> String {
        let used = self.text.chars().count();
        match self.limit {
            Some(limit) if used * 2 >= limit => {
                self.words.with("field-count", &[("used", used.into()), ("limit", limit.into())])
            }
            Some(_) | None if self.optional => self.words.get("field-optional"),
            Some(_) | None => String::new(),
        }
    }

    fn foot(&self, ui: &mut Ui, id: Id) {
        let theme = self.theme;
        let Some(error) = self.error else { return };
        let tones = theme.tones(Accent::Red);
        let side = theme.text.body * 1.2;
        let spec = theme.spec(Size::Body).semibold();
        let room = ui.available_width() - side - theme.space.s;
        let text = shape(ui.ctx(), error, &spec, room);
        let height = text.size().y.max(side);
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let icon = Rect::from_min_size(rect.min, vec2(side, side.max(spec.row_height())));
        icons::ERROR.paint(ui.painter(), theme.mirror(icon, rect), IconStyle::Fill, tones.ink);
        let words = rect.with_min_x(icon.right() + theme.space.s);
        text.paint(ui.painter(), theme.mirror(words, rect), tones.ink);
        announce(&response, Role::Alert, error, theme.prefs.language);
        response.ctx.accesskit_node_builder(response.id, |node| node.set_live(Live::Assertive));
        let error_node = response.id.accesskit_id();
        response.ctx.accesskit_node_builder(id, |node| {
            node.set_error_message(error_node);
            node.set_invalid(egui::accesskit::Invalid::True);
        });
    }

    fn box_height(&self) -> f32 {
        let theme = self.theme;
        let text = theme.spec(Size::Body).row_height() * f32::from(self.rows);
        (text + 2.0 * self.pad().y).max(theme.touch.button)
    }

    fn pad(&self) -> egui::Vec2 {
        vec2(self.theme.space.l * 0.8, self.theme.space.m)
    }

    fn paint_box(&self, ui: &Ui, rect: Rect, active: bool, hovered: bool) {
        let theme = self.theme;
        let p = &theme.palette;
        let thin = theme.stroke(p.line);
        let edge = if self.error.is_some() {
            egui::Stroke::new(thin.width * 2.0, theme.tones(Accent::Red).ink)
        } else if active {
            egui::Stroke::new(thin.width * 2.0, p.primary)
        } else if hovered {
            theme.stroke(p.primary)
        } else {
            thin
        };
        ui.painter().rect(
            rect,
            theme.corner(theme.radius.small),
            p.surface,
            edge,
            StrokeKind::Inside,
        );
    }

    fn simple(&mut self, ui: &mut Ui, id: Id) -> Response {
        let theme = self.theme;
        let p = &theme.palette;
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), self.box_height()));
        let mut response = ui.interact(rect, id, Sense::click());
        if response.clicked() {
            response.request_focus();
        }
        if self.take_input(ui, &response) {
            response.mark_changed();
        }
        let active = self.active || response.has_focus();
        self.paint_box(ui, rect, active, hovered(theme, &response));
        let inner = rect.shrink2(self.pad());
        let painter =
            ui.painter().with_clip_rect(inner.expand(theme.space.xs).intersect(ui.clip_rect()));
        let spec = theme.spec(Size::Body);
        if self.text.is_empty() {
            let hint =
                shape(ui.ctx(), self.hint, &spec.rows(usize::from(self.rows)), inner.width());
            let place = if self.rows == 1 { middle(inner, &hint) } else { inner };
            hint.paint(&painter, place, p.ink_soft);
        }
        let width = if self.rows == 1 { f32::INFINITY } else { inner.width() };
        let shaped = shape(ui.ctx(), self.text, &spec, width);
        let place = self.text_place(inner, &shaped);
        let anchor = self.anchor_x(inner, &shaped);
        painter.galley(pos2(anchor, place.top()), std::sync::Arc::clone(shaped.galley()), p.ink);
        if active {
            let caret = self.caret(&shaped, pos2(anchor, place.top()), spec.row_height());
            painter.rect_filled(caret, 0.0, p.primary);
        }
        if response.has_focus() {
            focus_ring(ui.painter(), theme, rect, theme.radius.small);
        }
        self.tell(&response);
        response
    }

    /// Where the text stands: in the middle of one line, or with its last rows in view.
    fn text_place(&self, inner: Rect, shaped: &Shaped) -> Rect {
        if self.rows == 1 {
            return middle(inner, shaped);
        }
        let hidden = (shaped.size().y - inner.height()).max(0.0);
        inner.translate(vec2(0.0, -hidden))
    }

    /// The x egui wants for this galley. A line too long for the box shows its end, where the caret is.
    fn anchor_x(&self, inner: Rect, shaped: &Shaped) -> f32 {
        let caret_room = self.theme.space.xs * 2.0;
        let too_wide = (shaped.size().x + caret_room - inner.width()).max(0.0);
        if self.theme.is_rtl() { inner.right() + too_wide } else { inner.left() - too_wide }
    }

    /// A bar at the logical end: right of the last row, or left of it when that row runs right to left.
    fn caret(&self, shaped: &Shaped, origin: egui::Pos2, row_height: f32) -> Rect {
        let width = (self.theme.text.body * 0.1).max(2.0);
        let last = shaped.galley().rows.last().map(egui::epaint::text::PlacedRow::rect);
        let rtl_row = self
            .text
            .rsplit('\n')
            .next()
            .is_some_and(|line| ends_right_to_left(line, self.theme.is_rtl()));
        let row = last.map_or(Rect::from_min_size(origin, vec2(0.0, row_height)), |row| {
            row.translate(origin.to_vec2())
        });
        let x = if rtl_row { row.left() - width } else { row.right() };
        Rect::from_min_size(pos2(x, row.top() + row_height * 0.1), vec2(width, row_height * 0.8))
    }

    fn take_input(&mut self, ui: &Ui, response: &Response) -> bool {
        let before = self.text.len();
        let mut set = false;
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
            self.text.clear();
            add(self.text, &value, self.limit, self.rows > 1);
            set = true;
        }
        if response.has_focus() {
            for event in ui.input(|input| input.events.clone()) {
                set |= self.take_event(&event);
            }
        }
        set || self.text.len() != before
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a field cares for typing only, whatever else egui sends"
    )]
    fn take_event(&mut self, event: &Event) -> bool {
        match event {
            Event::Text(typed) | Event::Paste(typed) => {
                add(self.text, typed, self.limit, self.rows > 1)
            }
            Event::Key { key: Key::Backspace, pressed: true, modifiers, .. } => {
                let had = !self.text.is_empty();
                if modifiers.command || modifiers.alt {
                    delete_word(self.text);
                } else {
                    delete_letter(self.text);
                }
                had
            }
            Event::Key { key: Key::Enter, pressed: true, .. } if self.rows > 1 => {
                add(self.text, "\n", self.limit, true)
            }
            _ => false,
        }
    }

    fn tell(&self, response: &Response) {
        let role = if self.rows > 1 { Role::MultilineTextInput } else { Role::TextInput };
        let name = logical(self.name);
        let value = self.text.clone();
        let hint = logical(self.hint);
        response.widget_info(|| {
            let mut info = egui::WidgetInfo::labeled(role, true, &name);
            info.current_text_value = Some(value.clone());
            info.hint_text = (!hint.is_empty()).then(|| hint.clone());
            info
        });
        let description =
            self.limit.filter(|limit| self.text.chars().count() * 2 >= *limit).map(|limit| {
                let used = self.text.chars().count();
                let values = [("used", used.into()), ("limit", limit.into())];
                logical(&self.words.with("field-count-spoken", &values))
            });
        let language = self.theme.prefs.language.code();
        response.ctx.accesskit_node_builder(response.id, |node| {
            node.set_language(language);
            node.add_action(Action::SetValue);
            if let Some(description) = description {
                node.set_description(description);
            }
        });
    }

    fn editor(&mut self, ui: &mut Ui, id: Id) -> Response {
        let theme = self.theme;
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), self.box_height()));
        let focused = ui.memory(|memory| memory.has_focus(id));
        let over = ui.rect_contains_pointer(rect);
        self.paint_box(ui, rect, focused || self.active, over && theme.device == Device::Desktop);
        let spec = theme.spec(Size::Body);
        // The margin belongs to the editor, so that a press anywhere in the painted box is a press on it.
        let frame = Frame::NONE
            .inner_margin(Margin::from(MarginF32::symmetric(self.pad().x, self.pad().y)));
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(*ui.layout()));
        let text: &mut String = self.text;
        let edit =
            if self.rows > 1 { TextEdit::multiline(text) } else { TextEdit::singleline(text) };
        let edit = edit
            .id(id)
            .font(spec.font_id())
            .text_color(theme.palette.ink)
            .hint_text(
                egui::RichText::new(logical(self.hint))
                    .font(spec.font_id())
                    .color(theme.palette.ink_soft),
            )
            .frame(frame)
            .desired_width(rect.width())
            .desired_rows(usize::from(self.rows))
            .char_limit(self.limit.unwrap_or(usize::MAX))
            .min_size(rect.size())
            .align(if self.rows > 1 { egui::Align2::LEFT_TOP } else { egui::Align2::LEFT_CENTER });
        let response = if self.rows > 1 {
            egui::ScrollArea::vertical()
                .id_salt(("field scroll", self.name))
                .max_height(rect.height())
                .show(&mut child, |ui| ui.add(edit))
                .inner
        } else {
            child.add(edit)
        };
        let name = logical(self.name);
        let language = theme.prefs.language.code();
        response.ctx.accesskit_node_builder(response.id, |node| {
            node.set_label(name);
            node.set_language(language);
        });
        if response.has_focus() {
            focus_ring(ui.painter(), theme, rect, theme.radius.small);
        }
        response
    }
}

fn middle(inner: Rect, shaped: &Shaped) -> Rect {
    Rect::from_min_size(
        pos2(inner.left(), inner.center().y - shaped.size().y / 2.0),
        vec2(inner.width(), shaped.size().y),
    )
}

/// Whether the end of this line is at its left.
fn ends_right_to_left(line: &str, empty: bool) -> bool {
    match unicode_bidi::get_base_direction(line) {
        unicode_bidi::Direction::Rtl => true,
        unicode_bidi::Direction::Ltr => false,
        unicode_bidi::Direction::Mixed => empty && line.trim().is_empty(),
    }
}

/// Adds what was typed, without controls and not beyond the limit; whether anything was added.
pub(super) fn add(text: &mut String, typed: &str, limit: Option<usize>, lines: bool) -> bool {
    let mut room = limit.unwrap_or(usize::MAX).saturating_sub(text.chars().count());
    let before = text.len();
    for c in typed.chars().filter(|c| !c.is_control() || (lines && *c == '\n')) {
        if room == 0 {
            break;
        }
        text.push(c);
        room -= 1;
    }
    text.len() != before
}

/// Takes away the last letter with its marks.
pub(super) fn delete_letter(text: &mut String) {
    while let Some(c) = text.pop() {
        if unicode_bidi::bidi_class(c) != unicode_bidi::BidiClass::NSM && c != '\u{200D}' {
            break;
        }
    }
}

/// Takes away the last word and the spaces after it.
fn delete_word(text: &mut String) {
    text.truncate(text.trim_end().len());
    let keep = text.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    text.truncate(keep);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_added_up_to_the_limit_and_controls_are_not() {
        let mut text = String::from("ab");
        assert!(add(&mut text, "c\u{8}d\ne", Some(4), false));
        assert_eq!(text, "abcd");
        assert!(!add(&mut text, "e", Some(4), false));
        assert!(add(&mut text, "\n", None, true));
        assert_eq!(text, "abcd\n");
    }

    #[test]
    fn a_letter_goes_away_with_its_marks() {
        let mut text = String::from("مُ");
        delete_letter(&mut text);
        assert_eq!(text, "");
        let mut text = String::from("perché");
        delete_letter(&mut text);
        assert_eq!(text, "perch");
    }

    #[test]
    fn a_word_goes_away_with_the_space_after_it() {
        let mut text = String::from("una spesa ");
        delete_word(&mut text);
        assert_eq!(text, "una ");
        delete_word(&mut text);
        assert_eq!(text, "");
    }

    #[test]
    fn the_caret_stands_at_the_left_of_arabic() {
        assert!(ends_right_to_left("سلام", false));
        assert!(!ends_right_to_left("ciao", true));
        assert!(ends_right_to_left("", true));
    }
}
