//! Words in letters that the sheets' own font does not have: a name in Arabic, Urdu, Bengali, Gurmukhi, Sinhala,
//! Tamil, Cyrillic or Chinese stands on a certificate as its bearer writes it.
//!
//! Always true: letters are joined and ordered as their script wants; what another font draws stands on the sheet as
//! outlines with its text behind them, so that it can be searched and copied and no font has to travel with the file.
//! Deliberately absent: whole paragraphs from right to left; a sheet is in Italian or English.

use std::sync::OnceLock;

use harfrust::{Direction, ShapeOptions, Shaper, ShaperData, UnicodeBuffer};
use pdf_writer::{Content, Name, TextStr};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider as _};
use unicode_bidi::{BidiInfo, Level};

use super::Face;

include!(concat!(env!("OUT_DIR"), "/scripts.rs"));

/// A font that draws what the sheets' own does not have.
struct Other {
    font: FontRef<'static>,
    shaper: ShaperData,
    per_em: f32,
}

impl Other {
    fn has(&self, letter: char) -> bool {
        self.font.charmap().map(letter).is_some_and(|glyph| glyph != GlyphId::NOTDEF)
    }

    fn shaper(&self) -> Shaper<'_> {
        self.shaper.shaper(&self.font).build()
    }
}

/// Each is unpacked when a letter asks for it for the first time, and then kept.
static OTHERS: [OnceLock<Option<Other>>; FONTS.len()] = [const { OnceLock::new() }; FONTS.len()];

fn other(n: usize) -> Option<&'static Other> {
    let read = || {
        let bytes = zstd::decode_all(FONTS[n]).ok()?.leak();
        let font = FontRef::new(bytes).ok()?;
        let per_em = font.metrics(Size::unscaled(), LocationRef::default()).units_per_em;
        Some(Other { shaper: ShaperData::new(&font), font, per_em: f32::from(per_em) })
    };
    OTHERS.get(n)?.get_or_init(read).as_ref()
}

/// A part of a line, from left to right as it is read on paper.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// In the sheets' own font.
    Own(String),
    /// In another one.
    Drawn(Drawn),
}

/// Letters of another font, joined and in their places.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawn {
    /// What they say, in the order it is written.
    pub text: String,
    /// Which font.
    font: usize,
    /// Glyph, and where it stands, in thousandths of the size.
    pub glyphs: Vec<(u32, f32, f32)>,
    /// How wide they are together, likewise.
    width: f32,
}

impl Piece {
    /// How wide it is, in thousandths of the size.
    pub(super) fn width(&self, own: &Face) -> f32 {
        match self {
            Self::Own(text) => text.chars().map(|letter| own.letter(letter).1).sum(),
            Self::Drawn(drawn) => drawn.width,
        }
    }
}

/// Which font a letter is in: `None` for the sheets' own. Spaces and marks stay with what they follow.
fn font_of(own: &Face, letter: char, before: Option<usize>) -> Option<usize> {
    let stays = before.filter(|_| !letter.is_alphanumeric());
    let stays = stays.filter(|&font| other(font).is_some_and(|other| other.has(letter)));
    if stays.is_some() || own.letters.contains_key(&letter) {
        return stays;
    }
    (0..FONTS.len()).find(|font| other(*font).is_some_and(|other| other.has(letter)))
}

/// A line in pieces, from left to right.
pub(super) fn pieces(own: &Face, line: &str) -> Vec<Piece> {
    if line.chars().all(|letter| own.letters.contains_key(&letter)) {
        return vec![Piece::Own(line.to_owned())];
    }
    let info = BidiInfo::new(line, Some(Level::ltr()));
    let mut pieces = Vec::new();
    for paragraph in &info.paragraphs {
        let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let backwards = levels.get(run.start).is_some_and(Level::is_rtl);
            let mut of_run = split(own, &line[run], backwards);
            if backwards {
                of_run.reverse();
            }
            pieces.append(&mut of_run);
        }
    }
    pieces
}

/// A run of one direction by the fonts it takes, in the order it is written.
fn split(own: &Face, run: &str, backwards: bool) -> Vec<Piece> {
    let mut parts: Vec<(Option<usize>, String)> = Vec::new();
    for letter in run.chars() {
        let before = parts.last().and_then(|(font, _)| *font);
        let font = font_of(own, letter, before);
        match parts.last_mut() {
            Some((same, text)) if *same == font => text.push(letter),
            Some(_) | None => parts.push((font, letter.to_string())),
        }
    }
    let piece = |(font, text): (Option<usize>, String)| match font {
        None => Piece::Own(text),
        Some(font) => Piece::Drawn(shape(font, text, backwards)),
    };
    parts.into_iter().map(piece).collect()
}

fn shape(font: usize, text: String, backwards: bool) -> Drawn {
    let Some(other) = other(font) else {
        return Drawn { text, font, glyphs: Vec::new(), width: 0.0 };
    };
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(&text);
    buffer.guess_segment_properties();
    let way = if backwards { Direction::RightToLeft } else { Direction::LeftToRight };
    buffer.set_direction(way);
    let shaped = other.shaper().shape(buffer, ShapeOptions::new());
    let scale = 1000.0 / other.per_em;
    #[expect(clippy::cast_precision_loss, reason = "a line is far shorter than 16 million units")]
    let units = |units: i32| units as f32 * scale;
    let (mut glyphs, mut right) = (Vec::new(), 0.0);
    for (info, at) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
        glyphs.push((info.glyph_id, right + units(at.x_offset), units(at.y_offset)));
        right += units(at.x_advance);
    }
    Drawn { text, font, glyphs, width: right }
}

/// How thick the outline of a bold letter is drawn, in parts of its size: these fonts come in one weight.
const BOLD: f32 = 0.026;

/// Draws letters with their left end at `x` on the line `y`, in the colour that is set, with their text behind them.
pub(super) fn draw(
    content: &mut Content,
    drawn: &Drawn,
    (x, y): (f32, f32),
    size: f32,
    bold: bool,
) {
    let Some(other) = other(drawn.font) else { return };
    content
        .begin_marked_content_with_properties(Name(b"Span"))
        .properties()
        .actual_text(TextStr(&drawn.text));
    if bold {
        content.set_line_width(size * BOLD);
    }
    let outlines = other.font.outline_glyphs();
    for (glyph, right, up) in &drawn.glyphs {
        let at = (x + right * size / 1000.0, y + up * size / 1000.0);
        let Some(outline) = outlines.get(GlyphId::new(*glyph)) else { continue };
        let mut pen = Pen { content, at, from: at, is_empty: true };
        let settings = DrawSettings::unhinted(Size::new(size), LocationRef::default());
        // An outline that does not read leaves its place empty; the text behind it still says what it is.
        let drawn = outline.draw(settings, &mut pen);
        if drawn.is_err() || pen.is_empty {
            content.end_path();
        } else if bold {
            content.fill_nonzero_and_stroke();
        } else {
            content.fill_nonzero();
        }
    }
    content.end_marked_content();
}

/// Writes an outline into a page.
struct Pen<'a> {
    content: &'a mut Content,
    at: (f32, f32),
    /// Where the pen is.
    from: (f32, f32),
    is_empty: bool,
}

impl Pen<'_> {
    fn to(&mut self, x: f32, y: f32) -> (f32, f32) {
        self.is_empty = false;
        self.from = self.at(x, y);
        self.from
    }

    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.at.0 + x, self.at.1 + y)
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.to(x, y);
        self.content.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.to(x, y);
        self.content.line_to(x, y);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        // A page knows curves with two points only: two thirds of the way to the one.
        let (from, middle) = (self.from, self.at(cx0, cy0));
        let (x, y) = self.to(x, y);
        let third = |end: f32, middle: f32| end + (middle - end) * 2.0 / 3.0;
        self.content.cubic_to(
            third(from.0, middle.0),
            third(from.1, middle.1),
            third(x, middle.0),
            third(y, middle.1),
            x,
            y,
        );
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let ((x0, y0), (x1, y1)) = (self.at(cx0, cy0), self.at(cx1, cy1));
        let (x, y) = self.to(x, y);
        self.content.cubic_to(x0, y0, x1, y1, x, y);
    }

    fn close(&mut self) {
        self.content.close_path();
    }
}

#[cfg(test)]
mod tests {
    use super::super::{BOLD as BOLD_FACE, REGULAR};
    use super::*;

    fn own() -> &'static Face {
        REGULAR.as_ref().unwrap()
    }

    fn drawn(line: &str) -> Vec<Drawn> {
        let pieces = pieces(own(), line).into_iter();
        pieces
            .filter_map(|piece| match piece {
                Piece::Drawn(drawn) => Some(drawn),
                Piece::Own(_) => None,
            })
            .collect()
    }

    #[test]
    fn names_of_the_city_s_people_have_every_letter() {
        for name in [
            "محمد عبد الله",
            "محمّد",
            "فاطمہ چوہدری",
            "গাজী মোহাম্মদ রশিদ",
            "ਹਰਪ੍ਰੀਤ ਸਿੰਘ",
            "ශ්‍රී නිමාලි පෙරේරා",
            "தமிழ்ச்செல்வன் கந்தசாமி",
            "Олександра Шевченко",
            "Сергій",
            "王小明",
            "欧阳娜娜",
            "Γιώργος",
            "Nguyễn Thị Hạnh",
        ] {
            let all = pieces(own(), name);
            for piece in &all {
                match piece {
                    Piece::Own(text) => {
                        assert!(
                            text.chars().all(|c| own().letters.contains_key(&c)),
                            "{name}: {text}"
                        );
                    }
                    Piece::Drawn(drawn) => {
                        assert!(!drawn.glyphs.is_empty() && drawn.width > 0.0, "{name}");
                        assert!(
                            drawn.glyphs.iter().all(|(glyph, ..)| *glyph != 0),
                            "{name}: {drawn:?}"
                        );
                    }
                }
            }
            let written: usize = all
                .iter()
                .map(|piece| match piece {
                    Piece::Own(text) => text.chars().count(),
                    Piece::Drawn(drawn) => drawn.text.chars().count(),
                })
                .sum();
            assert_eq!(written, name.chars().count(), "{name}: nothing is lost");
        }
    }

    #[test]
    fn letters_of_an_arabic_name_are_joined_and_go_from_right_to_left() {
        let [name] = &drawn("محمد")[..] else { panic!("one piece") };
        let other = other(name.font).unwrap();
        let alone: Vec<u32> = "محمد"
            .chars()
            .map(|letter| other.font.charmap().map(letter).unwrap().to_u32())
            .collect();
        let joined: Vec<u32> = name.glyphs.iter().map(|(glyph, ..)| *glyph).collect();
        let mut backwards = alone.clone();
        backwards.reverse();
        assert!(joined != alone && joined != backwards, "initial, medial and final forms");
        // The last letter of the name, dal, joins to nothing after it and stands at the left end.
        let [last] = &drawn("د")[..] else { panic!("one piece") };
        assert!(joined.len() >= 2 && name.width < 4.0 * 1000.0);
        assert!(name.glyphs.windows(2).all(|two| two[0].1 <= two[1].1), "{:?}", name.glyphs);
        assert_eq!(last.glyphs.len(), 1);
    }

    #[test]
    fn an_arabic_name_in_an_italian_sentence_stands_where_it_is_said() {
        let all = pieces(own(), "Si attesta che علي حسن ha dato 12 ore");
        let told: Vec<&str> = all
            .iter()
            .map(|piece| match piece {
                Piece::Own(text) => text.as_str(),
                Piece::Drawn(drawn) => drawn.text.as_str(),
            })
            .collect();
        assert_eq!(told, ["Si attesta che ", "علي حسن", " ha dato 12 ore"]);
    }

    #[test]
    fn a_line_of_the_own_font_is_left_alone() {
        let line = "Certificato delle ore di Nicolò D’Amico";
        assert_eq!(pieces(own(), line), [Piece::Own(line.to_owned())]);
    }

    #[test]
    fn what_is_drawn_says_its_text_in_the_file() {
        let [name] = &drawn("王小明")[..] else { panic!("one piece") };
        let mut content = Content::new();
        draw(&mut content, name, (10.0, 10.0), 18.0, true);
        let bytes = content.finish();
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            text.contains("/ActualText") && text.contains(" c\n"),
            "{}",
            &text[..200.min(text.len())]
        );
        assert!(BOLD_FACE.is_some());
    }
}
