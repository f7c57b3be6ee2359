//! Sheets of paper as PDF: text that can be selected and searched, in the console's own open font, embedded; names in
//! other scripts are drawn beside it.
//!
//! Always true: a sheet is made from words and numbers alone and asks nobody anything; a line that is too long is
//! broken at a space. Deliberately absent: pictures but a QR code and a drawn signature.

mod scripts;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Finish as _, Name, Pdf, Rect, Ref, Str, TextStr};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};

use self::scripts::Piece;
use crate::web::assets;

/// What a sheet is printed on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Paper {
    /// A4.
    #[default]
    A4,
    /// The roll of a slip printer, 80 mm wide: one page, as long as it takes.
    Roll,
}

/// Measures of a paper, in points.
#[derive(Debug, Clone, Copy)]
struct Measures {
    width: f32,
    /// `None`: as long as what is written.
    height: Option<f32>,
    /// Left and right edge of what is written.
    margin: f32,
    /// From the top to where a page is full.
    bottom: f32,
    /// How large letters are, against those of A4.
    scale: f32,
    /// Where the first line stands.
    top: f32,
}

impl Paper {
    const fn measures(self) -> Measures {
        match self {
            Self::A4 => Measures {
                width: 595.28,
                height: Some(841.89),
                margin: 62.0,
                bottom: 771.89,
                scale: 1.0,
                top: 78.0,
            },
            Self::Roll => Measures {
                width: 226.77,
                height: None,
                margin: 12.0,
                bottom: f32::INFINITY,
                scale: 0.72,
                top: 22.0,
            },
        }
    }
}

/// Red, green, blue.
type Colour = (u8, u8, u8);
const INK: Colour = (23, 50, 77);
const SOFT: Colour = (68, 88, 108);
const LINE: Colour = (180, 194, 208);
const BLUE: Colour = (0, 102, 204);

/// A font: its file, and what is asked of it for every letter.
struct Face {
    bytes: &'static [u8],
    /// Glyph and width of each letter, in thousandths of the size.
    letters: BTreeMap<char, (u16, f32)>,
    /// Ascent, descent and height of capitals, likewise.
    ascent: f32,
    descent: f32,
    capitals: f32,
    bounds: Rect,
}

impl Face {
    fn load(name: &str) -> Option<Self> {
        let bytes = assets::file(name)?;
        let font = FontRef::new(bytes).ok()?;
        let whole = font.metrics(Size::unscaled(), LocationRef::default());
        let widths = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let scale = 1000.0 / f32::from(whole.units_per_em);
        let letters = font.charmap().mappings().filter_map(|(letter, glyph)| {
            let width = widths.advance_width(glyph)? * scale;
            let letter = char::from_u32(letter)?;
            Some((letter, (u16::try_from(glyph.to_u32()).ok()?, width)))
        });
        let bounds = whole.bounds.unwrap_or_default();
        Some(Self {
            bytes,
            letters: letters.collect(),
            ascent: whole.ascent * scale,
            descent: whole.descent * scale,
            capitals: whole.cap_height.unwrap_or(whole.ascent) * scale,
            bounds: Rect::new(
                bounds.x_min * scale,
                bounds.y_min * scale,
                bounds.x_max * scale,
                bounds.y_max * scale,
            ),
        })
    }

    fn letter(&self, letter: char) -> (u16, f32) {
        self.letters.get(&letter).copied().unwrap_or((0, 500.0))
    }

    /// How wide a text is, in points.
    fn width(&self, text: &str, size: f32) -> f32 {
        scripts::pieces(self, text).iter().map(|piece| piece.width(self)).sum::<f32>() * size
            / 1000.0
    }

    /// A text as the glyphs of this font, two bytes each.
    fn glyphs(&self, text: &str) -> Vec<u8> {
        text.chars().flat_map(|letter| self.letter(letter).0.to_be_bytes()).collect()
    }
}

static REGULAR: LazyLock<Option<Face>> = LazyLock::new(|| Face::load("titillium-400.ttf"));
static BOLD: LazyLock<Option<Face>> = LazyLock::new(|| Face::load("titillium-700.ttf"));

/// The font that is compiled in does not read.
#[derive(Debug, thiserror::Error)]
#[error("the font of the sheets does not read")]
pub struct FontUnreadable;

/// One thing on a sheet, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A paragraph.
    Text(String),
    /// A paragraph in large letters.
    Large(String),
    /// A heading.
    Heading(String),
    /// Small print.
    Small(String),
    /// A name and what it is, side by side.
    Fact(String, String),
    /// A table: its head, then its rows; numbers stand at the right of every column but the first.
    Table(Vec<String>, Vec<Vec<String>>),
    /// A line to sign on, with what it is for.
    Signature(String),
    /// A signature that was drawn, on the line it would stand on, with what it is for: strokes in a field of 1000 by
    /// 300.
    Drawing(String, Vec<Vec<(u16, u16)>>),
    /// Empty space, in lines.
    Space(u8),
    /// A QR code, on the left of the sheet.
    Qr(String),
    /// A cheque to cut out, whole on one page.
    Cheque(Cheque),
}

/// A paper cheque: what is printed on it, and what is written by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cheque {
    /// Whose cheque it is, in small letters.
    pub head: String,
    /// Its number, in large letters.
    pub number: String,
    /// Whose book it belongs to.
    pub holder: String,
    /// What each line to write on is for; two stand side by side.
    pub blanks: Vec<String>,
    /// What its QR code holds.
    pub code: String,
}

/// A sheet: what stands at its top, and what follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The hub or the city, in small letters above the title.
    pub from: String,
    /// The title.
    pub title: String,
    /// Language tag of its words.
    pub language: String,
    /// What follows.
    pub parts: Vec<Part>,
    /// At the foot of every page.
    pub foot: String,
    /// What it is printed on.
    pub paper: Paper,
}

/// Makes the file.
///
/// # Errors
/// [`FontUnreadable`], which a test of this module would have found.
pub fn make(sheet: &Sheet) -> Result<Vec<u8>, FontUnreadable> {
    let regular = REGULAR.as_ref().ok_or(FontUnreadable)?;
    let bold = BOLD.as_ref().ok_or(FontUnreadable)?;
    let marks = lay_out(sheet, regular, bold);
    let pages = marks.iter().map(|mark| mark.page).max().unwrap_or(0) + 1;
    let paper = sheet.paper.measures();
    let longest = marks.iter().map(|mark| mark.y).fold(0.0, f32::max);
    let height = paper.height.unwrap_or(longest + 40.0);
    let mut numbers = (1..).map(Ref::new);
    let mut fresh = move || numbers.next().unwrap_or(Ref::new(1));
    let mut pdf = Pdf::new();
    let (catalog, tree) = (fresh(), fresh());
    pdf.catalog(catalog).pages(tree).lang(TextStr(&sheet.language));
    pdf.document_info(fresh()).title(TextStr(&sheet.title)).creator(TextStr("Costellazione"));
    let fonts = [(Name(b"R"), "TitilliumWeb", regular), (Name(b"B"), "TitilliumWeb-Bold", bold)]
        .map(|(name, called, face)| (name, embed(&mut pdf, &mut fresh, called, face)));
    let mut kids = Vec::with_capacity(pages);
    for number in 0..pages {
        let mut content = Content::new();
        let mut canvas = Canvas { content: &mut content, height, regular, bold };
        let foot = if sheet.paper == Paper::A4 {
            canvas.bar(0.0, 0.0, paper.width, 10.0, BLUE);
            format!("{} · {}/{pages}", sheet.foot, number + 1)
        } else {
            sheet.foot.clone()
        };
        for mark in marks.iter().filter(|mark| mark.page == number) {
            canvas.draw(mark);
        }
        let low = height - 36.0 * paper.scale;
        canvas.draw(&Mark::text(number, paper.margin, low, 9.0 * paper.scale, SOFT, false, foot));
        let (id, stream) = (fresh(), fresh());
        pdf.stream(stream, &content.finish());
        let mut page = pdf.page(id);
        page.media_box(Rect::new(0.0, 0.0, paper.width, height)).parent(tree).contents(stream);
        page.resources().fonts().pairs(fonts);
        page.finish();
        kids.push(id);
    }
    let count = i32::try_from(pages).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(kids).count(count);
    Ok(pdf.finish())
}

/// Puts a font into the file, with the letter each of its glyphs is, so that text can be selected and searched.
fn embed(pdf: &mut Pdf, fresh: &mut impl FnMut() -> Ref, called: &str, face: &Face) -> Ref {
    let (font, cid, descriptor, map, file) = (fresh(), fresh(), fresh(), fresh(), fresh());
    let name = Name(called.as_bytes());
    let system = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
    pdf.type0_font(font)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(cid)
        .to_unicode(map);
    let mut glyphs: BTreeMap<u16, (char, f32)> = BTreeMap::new();
    for (letter, (glyph, width)) in &face.letters {
        glyphs.entry(*glyph).or_insert((*letter, *width));
    }
    let mut written = pdf.cid_font(cid);
    written.subtype(CidFontType::Type2).base_font(name).system_info(system);
    written.font_descriptor(descriptor).default_width(500.0);
    written.cid_to_gid_map_predefined(Name(b"Identity"));
    let mut widths = written.widths();
    for (glyph, (_, width)) in &glyphs {
        widths.same(*glyph, *glyph, *width);
    }
    widths.finish();
    written.finish();
    pdf.font_descriptor(descriptor)
        .name(name)
        .flags(FontFlags::NON_SYMBOLIC)
        .bbox(face.bounds)
        .italic_angle(0.0)
        .ascent(face.ascent)
        .descent(face.descent)
        .cap_height(face.capitals)
        .stem_v(90.0)
        .font_file2(file);
    let mut letters = UnicodeCmap::new(Name(b"Letters"), system);
    for (glyph, (letter, _)) in &glyphs {
        letters.pair(*glyph, *letter);
    }
    pdf.cmap(map, &letters.finish());
    pdf.stream(file, face.bytes);
    font
}

/// Something to draw.
struct Mark {
    page: usize,
    x: f32,
    y: f32,
    size: f32,
    color: Colour,
    bold: bool,
    what: What,
}

/// What a mark is.
enum What {
    /// A text.
    Text(String),
    /// A bar as wide as the mark's size, and this high.
    Bar(f32),
    /// What a pen drew, in points from where the mark stands.
    Strokes(Vec<Vec<(f32, f32)>>),
}

impl Mark {
    fn text(
        page: usize,
        x: f32,
        y: f32,
        size: f32,
        color: Colour,
        bold: bool,
        text: String,
    ) -> Self {
        Self { page, x, y, size, color, bold, what: What::Text(text) }
    }
}

/// One page being drawn. Lengths are from its top.
struct Canvas<'a> {
    content: &'a mut Content,
    height: f32,
    regular: &'a Face,
    bold: &'a Face,
}

impl Canvas<'_> {
    fn draw(&mut self, mark: &Mark) {
        let text = match &mark.what {
            What::Text(text) => text,
            What::Bar(tall) => return self.bar(mark.x, mark.y, mark.size, *tall, mark.color),
            What::Strokes(strokes) => return self.ink(mark, strokes),
        };
        let (name, face) =
            if mark.bold { (Name(b"B"), self.bold) } else { (Name(b"R"), self.regular) };
        self.fill(mark.color);
        let (mut x, y) = (mark.x, self.height - mark.y);
        for piece in scripts::pieces(face, text) {
            match &piece {
                Piece::Own(text) => {
                    self.content
                        .begin_text()
                        .set_font(name, mark.size)
                        .next_line(x, y)
                        .show(Str(&face.glyphs(text)))
                        .end_text();
                }
                Piece::Drawn(drawn) => {
                    if mark.bold {
                        self.pen(mark.color);
                    }
                    scripts::draw(self.content, drawn, (x, y), mark.size, mark.bold);
                }
            }
            x += piece.width(face) * mark.size / 1000.0;
        }
    }

    /// Strokes of a pen.
    fn ink(&mut self, mark: &Mark, strokes: &[Vec<(f32, f32)>]) {
        self.pen(mark.color);
        self.content.set_line_width(1.4);
        for stroke in strokes {
            for (number, (x, y)) in stroke.iter().enumerate() {
                let (x, y) = (mark.x + x, self.height - mark.y - y);
                if number == 0 {
                    self.content.move_to(x, y);
                } else {
                    self.content.line_to(x, y);
                }
            }
            self.content.stroke();
        }
    }

    fn pen(&mut self, (red, green, blue): Colour) {
        let part = |colour: u8| f32::from(colour) / 255.0;
        self.content.set_stroke_rgb(part(red), part(green), part(blue));
    }

    fn fill(&mut self, (red, green, blue): Colour) {
        let part = |colour: u8| f32::from(colour) / 255.0;
        self.content.set_fill_rgb(part(red), part(green), part(blue));
    }

    fn bar(&mut self, x: f32, y: f32, width: f32, tall: f32, color: Colour) {
        self.fill(color);
        self.content.rect(x, self.height - y - tall, width, tall).fill_nonzero();
    }
}

/// Where the next line goes.
struct Pen {
    page: usize,
    y: f32,
    marks: Vec<Mark>,
    paper: Measures,
}

impl Pen {
    /// Goes down, on to the next page when this one is full.
    fn down(&mut self, by: f32) {
        self.y += by * self.paper.scale;
        if self.y > self.paper.bottom {
            self.page += 1;
            self.y = 80.0;
        }
    }

    /// Goes on to the next page when less than this is left of the present one.
    fn keep(&mut self, tall: f32) {
        if self.y + tall * self.paper.scale > self.paper.bottom {
            self.page += 1;
            self.y = 80.0;
        }
    }

    fn write(&mut self, x: f32, size: f32, color: Colour, bold: bool, text: String) {
        let (page, y, size) = (self.page, self.y, size * self.paper.scale);
        self.marks.push(Mark::text(page, x, y, size, color, bold, text));
    }

    fn rule(&mut self, x: f32, width: f32) {
        self.bar(x, self.y, width, 0.75, LINE);
    }

    fn bar(&mut self, x: f32, y: f32, width: f32, tall: f32, color: Colour) {
        let page = self.page;
        let what = What::Bar(tall);
        self.marks.push(Mark { page, x, y, size: width, color, bold: false, what });
    }

    /// How wide what is written may be, in points.
    fn whole(&self) -> f32 {
        self.paper.width - 2.0 * self.paper.margin
    }

    fn broken(&self, face: &Face, text: &str, size: f32, most: f32) -> Vec<String> {
        broken(face, text, size * self.paper.scale, most)
    }
}

fn lay_out(sheet: &Sheet, regular: &Face, bold: &Face) -> Vec<Mark> {
    let paper = sheet.paper.measures();
    let mut pen = Pen { page: 0, y: paper.top, marks: Vec::new(), paper };
    let (whole, margin) = (pen.whole(), paper.margin);
    pen.write(margin, 11.0, SOFT, true, sheet.from.clone());
    pen.down(16.0);
    for line in pen.broken(bold, &sheet.title, 26.0, whole) {
        pen.down(30.0);
        pen.write(margin, 26.0, INK, true, line);
    }
    pen.down(14.0);
    for part in &sheet.parts {
        match part {
            Part::Text(text) => paragraph(&mut pen, regular, text, (12.0, 18.0), INK, false),
            Part::Large(text) => paragraph(&mut pen, bold, text, (18.0, 26.0), INK, true),
            Part::Heading(text) => {
                pen.down(10.0);
                paragraph(&mut pen, bold, text, (14.0, 20.0), INK, true);
            }
            Part::Small(text) => paragraph(&mut pen, regular, text, (9.5, 14.0), SOFT, false),
            Part::Fact(name, value) => {
                pen.down(20.0);
                pen.write(margin, 11.0, SOFT, false, name.clone());
                let indent = 150.0 * paper.scale;
                for (number, line) in
                    pen.broken(bold, value, 12.0, whole - indent).iter().enumerate()
                {
                    if number > 0 {
                        pen.down(16.0);
                    }
                    pen.write(margin + indent, 12.0, INK, true, line.clone());
                }
            }
            Part::Table(head, rows) => table(&mut pen, regular, bold, head, rows),
            Part::Signature(text) => {
                let signed = 200.0 * paper.scale;
                pen.down(64.0);
                pen.rule(paper.width - margin - signed, signed);
                pen.down(14.0);
                pen.write(paper.width - margin - signed, 10.0, SOFT, false, text.clone());
            }
            Part::Drawing(text, strokes) => {
                pen.down(24.0);
                let signed = 200.0 * paper.scale;
                let scale = |one: u16| f32::from(one) * signed / 1000.0;
                let strokes = strokes
                    .iter()
                    .map(|stroke| stroke.iter().map(|(x, y)| (scale(*x), scale(*y))).collect());
                let (page, x, y) = (pen.page, paper.width - margin - signed, pen.y);
                let what = What::Strokes(strokes.collect());
                pen.marks.push(Mark { page, x, y, size: signed, color: INK, bold: false, what });
                pen.down(62.0);
                pen.rule(x, signed);
                pen.down(14.0);
                pen.write(x, 10.0, SOFT, false, text.clone());
            }
            Part::Space(lines) => pen.down(f32::from(*lines) * 18.0),
            Part::Qr(text) => qr(&mut pen, text),
            Part::Cheque(one) => cheque(&mut pen, regular, one),
        }
    }
    pen.marks
}

fn paragraph(
    pen: &mut Pen,
    face: &Face,
    text: &str,
    (size, leading): (f32, f32),
    color: Colour,
    bold: bool,
) {
    pen.down(leading * 0.35);
    let margin = pen.paper.margin;
    for line in pen.broken(face, text, size, pen.whole()) {
        pen.down(leading);
        pen.write(margin, size, color, bold, line);
    }
}

fn table(pen: &mut Pen, regular: &Face, bold: &Face, head: &[String], rows: &[Vec<String>]) {
    const SIZE: f32 = 10.5;
    let (whole, margin, scale) = (pen.whole(), pen.paper.margin, pen.paper.scale);
    let size = SIZE * scale;
    let columns = head.len().max(1);
    // The first column takes what the others leave.
    let wide = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|c| regular.width(c, size));
        let name = head.get(column).map_or(0.0, |name| bold.width(name, size));
        cells.fold(name, f32::max) + 14.0 * scale
    };
    let others: Vec<f32> = (1..columns).map(wide).collect();
    let first = (whole - others.iter().sum::<f32>()).max(90.0 * scale);
    let mut line = |cells: &[String], is_head: bool| {
        let face = if is_head { bold } else { regular };
        let color = if is_head { SOFT } else { INK };
        let pieces =
            pen.broken(face, cells.first().map_or("", String::as_str), SIZE, first - 8.0 * scale);
        pen.down(17.0);
        let mut right = margin + first;
        for (cell, width) in cells.iter().skip(1).zip(&others) {
            right += width;
            pen.write(right - face.width(cell, size), SIZE, color, is_head, cell.clone());
        }
        for (number, piece) in pieces.into_iter().enumerate() {
            if number > 0 {
                pen.down(14.0);
            }
            pen.write(margin, SIZE, color, is_head, piece);
        }
        pen.down(5.0);
        pen.rule(margin, whole);
    };
    line(head, true);
    for row in rows {
        line(row, false);
    }
    pen.down(8.0);
}

/// Side of a QR code, in points of A4.
const QR_SIDE: f32 = 150.0;

fn qr(pen: &mut Pen, text: &str) {
    // All of it on one page.
    pen.down(QR_SIDE + 12.0);
    let side = QR_SIDE * pen.paper.scale;
    squares(pen, text, (pen.paper.margin, pen.y - side), side);
}

/// A QR code as wide and as tall as `side`, its corner at the left and top given.
fn squares(pen: &mut Pen, text: &str, (left, top): (f32, f32), wide: f32) {
    let Ok(code) = qrcode::QrCode::new(text.as_bytes()) else { return };
    let side = code.width();
    #[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
    let module = wide / side as f32;
    let colors = code.to_colors();
    for (row, line) in colors.chunks(side).enumerate() {
        for (column, color) in line.iter().enumerate() {
            if *color == qrcode::Color::Dark {
                #[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
                let (x, y) = (column as f32 * module, row as f32 * module);
                // A hair wider, so that no white line stands between two of them.
                pen.bar(left + x, top + y, module + 0.1, module + 0.1, INK);
            }
        }
    }
}

/// How tall a cheque is, in points: four fill a sheet of A4.
const CHEQUE_TALL: f32 = 156.0;
/// Side of the QR code of a cheque, in points.
const CHEQUE_QR: f32 = 64.0;

fn cheque(pen: &mut Pen, regular: &Face, one: &Cheque) {
    const SIZE: f32 = 9.0;
    let (left, whole, scale) = (pen.paper.margin, pen.whole(), pen.paper.scale);
    pen.keep(CHEQUE_TALL);
    let top = pen.y;
    pen.rule(left, whole);
    let side = CHEQUE_QR * scale;
    squares(pen, &one.code, (left + whole - side, top + 8.0 * scale), side);
    pen.down(20.0);
    pen.write(left, 9.5, SOFT, false, one.head.clone());
    pen.down(24.0);
    pen.write(left, 20.0, INK, true, one.number.clone());
    pen.down(14.0);
    pen.write(left, SIZE, SOFT, false, one.holder.clone());
    let gap = 18.0 * scale;
    let half = (whole - gap) / 2.0;
    for pair in one.blanks.chunks(2) {
        pen.down(26.0);
        for (x, label) in [left, left + half + gap].into_iter().zip(pair) {
            let begins = regular.width(label, SIZE * scale) + 6.0 * scale;
            pen.write(x, SIZE, SOFT, false, label.clone());
            pen.rule(x + begins, half - begins);
        }
    }
    pen.y = top + CHEQUE_TALL * scale;
}

/// A text in lines no wider than `most` points; a word that is wider alone stands alone.
fn broken(face: &Face, text: &str, size: f32, most: f32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if face.width(&longer, size) > most && !line.is_empty() {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        } else {
            line = longer;
        }
    }
    lines.push(line);
    lines
}

/// How a text stands in a file that [`make`] made, in bold or not: what a test looks for.
#[cfg(test)]
pub(crate) fn drawn(text: &str, bold: bool) -> String {
    let face = if bold { BOLD.as_ref() } else { REGULAR.as_ref() };
    let mut content = Content::new();
    content.show(Str(&face.unwrap().glyphs(text)));
    String::from_utf8_lossy(&content.finish()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_cheques_stand_whole_on_every_page_each_with_its_number() {
        let one = |number: u32| {
            Part::Cheque(Cheque {
                head: "Banca del tempo".to_owned(),
                number: number.to_string(),
                holder: "Teresa".to_owned(),
                blanks: ["Chi", "A chi", "Minuti", "Giorno", "Firma"].map(str::to_owned).to_vec(),
                code: number.to_string(),
            })
        };
        let sheet = Sheet {
            from: "HUB".to_owned(),
            title: "Assegni".to_owned(),
            language: "it".to_owned(),
            parts: (1..=10).map(one).collect(),
            foot: "piede".to_owned(),
            paper: Paper::A4,
        };
        let marks = lay_out(&sheet, REGULAR.as_ref().unwrap(), BOLD.as_ref().unwrap());
        let page_of = |number: u32| {
            let large = |mark: &&Mark| matches!(&mark.what, What::Text(text) if mark.bold && *text == number.to_string());
            marks.iter().find(large).unwrap().page
        };
        let pages: Vec<usize> = (1..=10).map(page_of).collect();
        assert_eq!(pages, [0, 0, 0, 0, 1, 1, 1, 1, 2, 2]);
        assert!(marks.iter().all(|mark| mark.y <= Paper::A4.measures().bottom));
        let file = make(&sheet).unwrap();
        let text = String::from_utf8_lossy(&file);
        for number in 1..=10 {
            assert!(text.contains(&drawn(&number.to_string(), true)), "{number}");
        }
        assert!(!text.contains(&drawn("11", true)));
    }

    #[test]
    fn a_long_line_is_broken_at_a_space_and_a_full_page_begins_another() {
        let face = BOLD.as_ref().unwrap();
        let text = "Costellazione ".repeat(30);
        let lines = broken(face, &text, 12.0, 300.0);
        assert!(lines.len() > 2 && lines.iter().all(|line| face.width(line, 12.0) <= 300.0));
        let rows = (0..120).map(|n| vec![format!("riga {n}"), n.to_string()]).collect();
        let sheet = Sheet {
            from: "HUB".to_owned(),
            title: "Prova".to_owned(),
            language: "it".to_owned(),
            parts: vec![Part::Table(vec!["Che cosa".to_owned(), "Quanto".to_owned()], rows)],
            foot: "piede".to_owned(),
            paper: Paper::A4,
        };
        let pages = lay_out(&sheet, REGULAR.as_ref().unwrap(), face);
        assert!(pages.iter().map(|mark| mark.page).max() >= Some(2));
        assert!(pages.iter().all(|mark| mark.y <= Paper::A4.measures().bottom + 20.0));
        let file = make(&sheet).unwrap();
        assert!(file.starts_with(b"%PDF-1.7"), "it is a PDF");
    }

    #[test]
    fn a_roll_is_one_narrow_page_as_long_as_it_takes() {
        let rows = (0..80).map(|n| vec![format!("riga {n}"), n.to_string()]).collect();
        let sheet = Sheet {
            from: "HUB".to_owned(),
            title: "Estratto".to_owned(),
            language: "it".to_owned(),
            parts: vec![
                Part::Table(vec!["Che cosa".to_owned(), "Quanto".to_owned()], rows),
                Part::Qr("7K2M-4QXP-B9TD".to_owned()),
            ],
            foot: "piede".to_owned(),
            paper: Paper::Roll,
        };
        let marks = lay_out(&sheet, REGULAR.as_ref().unwrap(), BOLD.as_ref().unwrap());
        assert!(marks.iter().all(|mark| mark.page == 0 && mark.x < 226.77));
        assert!(make(&sheet).unwrap().starts_with(b"%PDF-1.7"));
    }
}
