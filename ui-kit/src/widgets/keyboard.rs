//! The keyboard on the screen. No other one appears over a kiosk, so we draw our own.
//!
//! Always true: every key is a target a finger can hit, has a spoken name, and writes at the end of the text it is
//! given. Deliberately absent: prediction, which would remember what people wrote.

use egui::{Rect, Response, Role, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use super::base::{Heard, Place, hovered, pressed, ring_if_focused, sunk};
use super::text_field::{add, delete_letter};
use crate::fonts::IconStyle;
use crate::icons::{self, Icon};
use crate::language::Language;
use crate::text::shape;
use crate::theme::{Size, Theme};
use crate::words::Words;

/// What a key did. The text has been changed already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// These characters were added.
    Added(String),
    /// The last letter was taken away.
    Deleted,
    /// The text is full: nothing was added.
    Full,
    /// The person is finished: close the keyboard.
    Done,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Layer {
    #[default]
    Letters,
    Signs,
}

/// Which layer is up and whether the next letter is a capital. Kept by the page; forgotten with the session.
#[derive(Debug, Clone, Copy, Default)]
pub struct KeyboardState {
    layer: Layer,
    /// What the person chose with the key; `None` until then: capitals at the start of a sentence.
    shift: Option<bool>,
}

/// What kind of text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose<'a> {
    Words,
    Phone,
    Code(&'a str),
}

#[derive(Clone)]
enum Face {
    Text(String),
    Icon(Icon),
}

#[derive(Clone)]
enum Action {
    Add(String),
    Delete,
    Shift,
    Switch(Layer),
    Done,
}

#[derive(Clone)]
struct Key {
    face: Face,
    spoken: String,
    action: Action,
    /// Width in ordinary keys.
    width: f32,
    loud: bool,
}

/// A keyboard as wide as the room it gets.
#[must_use]
pub struct Keyboard<'a> {
    theme: &'a Theme,
    words: Words,
    state: &'a mut KeyboardState,
    purpose: Purpose<'a>,
    limit: Option<usize>,
    lines: bool,
}

impl<'a> Keyboard<'a> {
    /// Letters of the language of the screen, digits and signs.
    pub fn new(theme: &'a Theme, words: Words, state: &'a mut KeyboardState) -> Self {
        Self { theme, words, state, purpose: Purpose::Words, limit: None, lines: false }
    }

    /// Digits and plus only.
    pub fn phone(mut self) -> Self {
        self.purpose = Purpose::Phone;
        self
    }

    /// Only the characters a code may hold, for example `23456789ABCDEFGHJKLMNPQRSTUVWXYZ`.
    pub fn code(mut self, alphabet: &'a str) -> Self {
        self.purpose = Purpose::Code(alphabet);
        self
    }

    /// Most characters the text takes.
    pub fn limit(mut self, characters: usize) -> Self {
        self.limit = Some(characters);
        self
    }

    /// Offers a key for a new line.
    pub fn lines(mut self) -> Self {
        self.lines = true;
        self
    }

    /// The height it will take, so that a page can leave room.
    #[must_use]
    pub fn wanted_height(&self) -> f32 {
        let rows = u16::try_from(self.rows("").len()).map_or(4.0, f32::from);
        let touch = self.theme.touch;
        rows * self.key_height() + (rows - 1.0) * touch.gap + 2.0 * self.theme.space.m
    }

    /// Shows it and writes into `text`; what happened, if a key was pressed.
    pub fn show(mut self, ui: &mut Ui, text: &mut String) -> Option<Edit> {
        let theme = self.theme;
        let p = &theme.palette;
        let size = vec2(ui.available_width(), self.wanted_height());
        let (_, rect) = ui.allocate_space(size);
        ui.painter().rect(
            rect,
            theme.corner(theme.radius.button),
            p.sunken,
            theme.card_stroke(),
            StrokeKind::Inside,
        );
        let rows = self.rows(text);
        let inner = rect.shrink2(vec2(theme.space.m.min(theme.touch.gap), theme.space.m));
        let gap = theme.touch.gap.min(inner.width() * 0.012);
        let widest = rows.iter().map(|row| row_units(row)).fold(1.0_f32, f32::max);
        let unit = ((inner.width() + gap) / widest - gap).max(1.0);
        let mut done = None;
        let mut top = inner.top();
        for (row_index, row) in rows.into_iter().enumerate() {
            let units = row_units(&row);
            let mut left = inner.center().x - (units * (unit + gap) - gap) / 2.0;
            for (column, key) in row.into_iter().enumerate() {
                let width = key.width * (unit + gap) - gap;
                let place = Rect::from_min_size(pos2(left, top), vec2(width, self.key_height()));
                left += width + gap;
                let id = ui.scope_id().with(("key", row_index, column));
                if self.key(ui, place, id, &key).clicked() {
                    done = self.press(&key.action, text);
                }
            }
            top += self.key_height() + theme.touch.gap;
        }
        done
    }

    fn key_height(&self) -> f32 {
        self.theme.touch.target.max(self.theme.px(84.0))
    }

    fn press(&mut self, action: &Action, text: &mut String) -> Option<Edit> {
        match action {
            Action::Add(typed) => {
                if !add(text, typed, self.limit, self.lines) {
                    return Some(Edit::Full);
                }
                self.state.shift = None;
                Some(Edit::Added(typed.clone()))
            }
            Action::Delete => {
                delete_letter(text);
                Some(Edit::Deleted)
            }
            Action::Shift => {
                self.state.shift = Some(!self.capitals(text));
                None
            }
            Action::Switch(layer) => {
                self.state.layer = *layer;
                None
            }
            Action::Done => Some(Edit::Done),
        }
    }

    /// Capitals when the person said so, otherwise at the start of a sentence.
    fn capitals(&self, text: &str) -> bool {
        self.state.shift.unwrap_or_else(|| {
            let before = text.trim_end_matches(' ');
            before.is_empty()
                || (before.len() < text.len() && before.ends_with(['.', '?', '!']))
                || before.ends_with('\n')
        })
    }

    fn rows(&self, text: &str) -> Vec<Vec<Key>> {
        match (self.purpose, self.state.layer) {
            (Purpose::Phone, _) => self.phone_rows(),
            (Purpose::Code(alphabet), _) => self.code_rows(alphabet),
            (Purpose::Words, Layer::Letters) => self.letter_rows(text),
            (Purpose::Words, Layer::Signs) => self.sign_rows(),
        }
    }

    fn letter_rows(&self, text: &str) -> Vec<Vec<Key>> {
        let layout = Layout::of(self.theme.prefs.language);
        let capitals = layout.has_case && self.capitals(text);
        let mut rows: Vec<Vec<Key>> =
            layout.rows.iter().map(|row| letters(row, capitals)).collect();
        if let Some(last) = rows.last_mut() {
            if layout.has_case {
                last.insert(0, self.shift(capitals));
            }
            last.push(self.backspace(1.5));
        }
        let switch = self.switch(Layer::Signs, "keyboard-digits", "keyboard-digits-face");
        rows.push(self.bottom(switch));
        rows
    }

    fn sign_rows(&self) -> Vec<Vec<Key>> {
        let mut last = letters("€%&=*#\"", false);
        last.push(self.backspace(1.5));
        let switch = self.switch(Layer::Letters, "keyboard-letters", "keyboard-letters-face");
        vec![
            letters("1234567890", false),
            letters("@-_./:,;+?", false),
            letters("'!()", false).into_iter().chain(last).collect(),
            self.bottom(switch),
        ]
    }

    fn phone_rows(&self) -> Vec<Vec<Key>> {
        let mut last = letters("+0", false);
        last.push(self.backspace(1.0));
        let mut rows =
            vec![letters("123", false), letters("456", false), letters("789", false), last];
        rows.push(vec![self.done(3.0)]);
        rows
    }

    fn code_rows(&self, alphabet: &str) -> Vec<Vec<Key>> {
        let all: Vec<char> = alphabet.chars().collect();
        let mut rows: Vec<Vec<Key>> =
            all.chunks(9).map(|row| letters(&row.iter().collect::<String>(), false)).collect();
        match rows.last_mut() {
            Some(last) if last.len() <= 5 => last.extend([self.backspace(2.0), self.done(2.0)]),
            Some(_) | None => rows.push(vec![self.backspace(3.0), self.done(3.0)]),
        }
        rows
    }

    fn bottom(&self, switch: Key) -> Vec<Key> {
        let mut row = vec![switch];
        if self.lines {
            row.push(Key {
                face: Face::Icon(icons::ENTER),
                spoken: self.words.get("keyboard-enter"),
                action: Action::Add("\n".to_owned()),
                width: 1.5,
                loud: false,
            });
        }
        let space = self.words.get("keyboard-space");
        row.push(Key {
            face: Face::Text(space.clone()),
            spoken: space,
            action: Action::Add(" ".to_owned()),
            width: if self.lines { 3.5 } else { 5.0 },
            loud: false,
        });
        row.push(self.done(3.0));
        row
    }

    fn shift(&self, on: bool) -> Key {
        Key {
            face: Face::Icon(icons::SHIFT),
            spoken: self.words.get("keyboard-shift"),
            action: Action::Shift,
            width: 1.5,
            loud: on,
        }
    }

    fn backspace(&self, width: f32) -> Key {
        Key {
            face: Face::Icon(icons::BACKSPACE),
            spoken: self.words.get("keyboard-backspace"),
            action: Action::Delete,
            width,
            loud: false,
        }
    }

    fn done(&self, width: f32) -> Key {
        let done = self.words.get("keyboard-done");
        Key {
            face: Face::Text(done.clone()),
            spoken: done,
            action: Action::Done,
            width,
            loud: true,
        }
    }

    fn switch(&self, layer: Layer, spoken: &str, face: &str) -> Key {
        Key {
            face: Face::Text(self.words.get(face)),
            spoken: self.words.get(spoken),
            action: Action::Switch(layer),
            width: 2.0,
            loud: false,
        }
    }

    fn key(&self, ui: &mut Ui, place: Rect, id: egui::Id, key: &Key) -> Response {
        let theme = self.theme;
        let p = &theme.palette;
        let response = Place::At(place, id).take(ui, true);
        let press = pressed(theme, &response);
        let rect = sunk(theme, place, press);
        let lit = press > 0.3 || hovered(theme, &response);
        let (fill, ink) = match (key.loud, lit) {
            (true, true) => (p.primary_pressed, p.on_primary),
            (true, false) => (p.primary, p.on_primary),
            (false, true) => (p.hairline, if p.high_contrast { p.ground } else { p.ink }),
            (false, false) => (p.surface, p.ink),
        };
        let edge = if p.high_contrast { theme.stroke(p.line) } else { Stroke::NONE };
        let corner = theme.corner(theme.radius.small);
        if !p.high_contrast {
            let below = rect.translate(vec2(0.0, theme.px(3.0)));
            ui.painter().rect_filled(below, corner, p.hairline);
        }
        ui.painter().rect(rect, corner, fill, edge, StrokeKind::Inside);
        match &key.face {
            Face::Icon(icon) => {
                let side = theme.text.subheading * 1.2;
                icon.paint(
                    ui.painter(),
                    Rect::from_center_size(rect.center(), Vec2::splat(side)),
                    IconStyle::Bold,
                    ink,
                );
            }
            Face::Text(text) => {
                let spec = theme.spec(Size::Subheading).centred().rows(1);
                let letter = text.chars().count() == 1;
                let spec = spec.size(if letter { spec.size * 1.12 } else { spec.size * 0.9 });
                shape(ui.ctx(), text, &spec, rect.width()).paint_middle(ui.painter(), rect, ink);
            }
        }
        ring_if_focused(ui, theme, &response, rect, theme.radius.small);
        Heard::new(Role::Button, &key.spoken).tell(theme, &response);
        response
    }
}

fn row_units(row: &[Key]) -> f32 {
    row.iter().map(|key| key.width).sum()
}

fn letters(row: &str, capitals: bool) -> Vec<Key> {
    row.chars()
        .map(|c| {
            let letter: String = if capitals { c.to_uppercase().collect() } else { c.to_string() };
            Key {
                face: Face::Text(letter.clone()),
                spoken: letter.clone(),
                action: Action::Add(letter),
                width: 1.0,
                loud: false,
            }
        })
        .collect()
}

/// The letters of a language, row by row; the last row also gets shift and backspace.
struct Layout {
    rows: &'static [&'static str],
    has_case: bool,
}

impl Layout {
    fn of(language: Language) -> Self {
        const LATIN: [&str; 3] = ["qwertyuiop", "asdfghjkl'", "zxcvbnm"];
        let (rows, has_case): (&'static [&'static str], bool) = match language {
            Language::It => (&["àèéìòù", LATIN[0], LATIN[1], LATIN[2]], true),
            Language::Ro => (&["ăâîșț", LATIN[0], LATIN[1], LATIN[2]], true),
            Language::Sq => (&["çë", LATIN[0], LATIN[1], LATIN[2]], true),
            Language::Fr => (&["àâçéèêëîôù", LATIN[0], LATIN[1], LATIN[2]], true),
            Language::Es => (&["áéíóúüñ¿¡", LATIN[0], LATIN[1], LATIN[2]], true),
            Language::Uk => (&["йцукенгшщз", "хїфівапрол", "джєґячсм'-", "итьбю"], true),
            Language::Ar | Language::Ur => {
                (&["ضصثقفغعهخح", "شسيبلاتنمك", "ئءؤرىةوزظط", "جدذأإآ"], false)
            }
            Language::En | Language::Bn | Language::Zh => (&LATIN, true),
        };
        Self { rows, has_case }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::{Prefs, Screen};

    fn theme() -> Theme {
        Theme::new(Screen::default(), Prefs::default())
    }

    #[test]
    fn a_sentence_starts_with_a_capital_until_the_person_says_otherwise() {
        let theme = theme();
        let mut state = KeyboardState::default();
        let mut keyboard = Keyboard::new(&theme, Words::new(Language::It), &mut state);
        assert!(keyboard.capitals(""));
        assert!(keyboard.capitals("Ciao. "));
        assert!(!keyboard.capitals("Ciao"));
        let mut text = String::new();
        keyboard.press(&Action::Shift, &mut text);
        assert!(!keyboard.capitals(""));
        keyboard.press(&Action::Add("c".to_owned()), &mut text);
        assert_eq!(text, "c");
        assert!(!keyboard.capitals(&text));
    }

    #[test]
    fn a_full_text_takes_no_more_and_says_so() {
        let theme = theme();
        let mut state = KeyboardState::default();
        let mut keyboard = Keyboard::new(&theme, Words::new(Language::It), &mut state).limit(2);
        let mut text = "ab".to_owned();
        assert_eq!(keyboard.press(&Action::Add("c".to_owned()), &mut text), Some(Edit::Full));
        assert_eq!(keyboard.press(&Action::Delete, &mut text), Some(Edit::Deleted));
        assert_eq!(text, "a");
    }

    #[test]
    fn every_letter_of_the_language_has_a_key() {
        for (language, letters) in [
            (Language::It, "abcdefghijklmnopqrstuvwxyzàèéìòù'"),
            (Language::Uk, "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'"),
        ] {
            let rows = Layout::of(language).rows.concat();
            for letter in letters.chars() {
                assert!(rows.contains(letter), "{letter} in {language:?}");
            }
        }
    }
}
