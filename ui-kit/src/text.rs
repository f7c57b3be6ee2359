//! The one way to draw words: shaping, line breaking, direction, cutting off, and what assistive technology hears.
//!
//! Always true: every text of every screen goes through [`shape`]; what is drawn may be reordered, what is announced
//! is the logical text. Deliberately absent: selectable text and several formats in one text.

mod bidi;

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hash};
use std::sync::Arc;

use egui::cache::CacheTrait;
use egui::epaint::text::{ByteIndex, TextWrapping};
use egui::text::{LayoutJob, LayoutSection, TextFormat};
use egui::{
    Align, Color32, Context, FontId, Galley, Painter, Pos2, Rect, Response, Role, Sense, Ui, Vec2,
    WidgetInfo, vec2,
};

use crate::fonts::Weight;
use crate::language::{Direction, Language};
use crate::testing::overflow;

/// Where the rows of a text stand between its margins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TextAlign {
    /// Where reading starts: left, or right in Arabic and Urdu.
    #[default]
    Start,
    /// In the middle.
    Centre,
    /// Where reading ends.
    End,
}

/// How a text is set: made by `Theme::spec`, refined by the methods here.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextSpec {
    /// Font size, in points.
    pub size: f32,
    /// Weight.
    pub weight: Weight,
    /// Distance between lines, as a factor of the size.
    pub line_height: f32,
    /// Rows after which the text is cut with an ellipsis.
    pub max_rows: usize,
    /// Alignment.
    pub align: TextAlign,
    /// The language of the screen: decides where a line starts and which Arabic hand is used.
    pub language: Language,
}

impl TextSpec {
    /// A text of `size` points, aligned to the start, as many rows as it needs.
    #[must_use]
    pub fn new(size: f32, weight: Weight, line_height: f32) -> Self {
        Self {
            size,
            weight,
            line_height,
            max_rows: usize::MAX,
            align: TextAlign::Start,
            language: Language::It,
        }
    }

    /// The same in another size, in points.
    #[must_use]
    pub fn size(self, size: f32) -> Self {
        Self { size, ..self }
    }

    /// The same in another weight.
    #[must_use]
    pub fn weight(self, weight: Weight) -> Self {
        Self { weight, ..self }
    }

    /// The same in semibold.
    #[must_use]
    pub fn semibold(self) -> Self {
        self.weight(Weight::Semibold)
    }

    /// The same, cut after `max_rows` rows.
    #[must_use]
    pub fn rows(self, max_rows: usize) -> Self {
        Self { max_rows, ..self }
    }

    /// The same, aligned otherwise.
    #[must_use]
    pub fn align(self, align: TextAlign) -> Self {
        Self { align, ..self }
    }

    /// The same, centred.
    #[must_use]
    pub fn centred(self) -> Self {
        self.align(TextAlign::Centre)
    }

    /// The same as part of a screen in this language.
    #[must_use]
    pub fn language(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// The font, for egui widgets that want one.
    #[must_use]
    pub fn font_id(&self) -> FontId {
        FontId::new(self.size, self.weight.family(self.language.is_nastaliq()))
    }

    /// Height of one row, in points.
    #[must_use]
    pub fn row_height(&self) -> f32 {
        (self.size * self.line_height * self.language.line_height_factor()).round()
    }

    fn halign(&self) -> Align {
        match (self.align, self.language.direction()) {
            (TextAlign::Centre, _) => Align::Center,
            (TextAlign::Start, Direction::Ltr) | (TextAlign::End, Direction::Rtl) => Align::LEFT,
            (TextAlign::Start, Direction::Rtl) | (TextAlign::End, Direction::Ltr) => Align::RIGHT,
        }
    }

    fn format(&self) -> TextFormat {
        TextFormat {
            font_id: self.font_id(),
            color: Color32::PLACEHOLDER,
            line_height: Some(self.row_height()),
            valign: Align::Center,
            ..TextFormat::default()
        }
    }
}

/// A text ready to be painted.
#[derive(Debug, Clone)]
pub struct Shaped {
    galley: Arc<Galley>,
    source: Arc<str>,
    anchor: Align,
    elided: bool,
}

impl Shaped {
    /// Width of the widest row and height of all rows, in points.
    #[must_use]
    pub fn size(&self) -> Vec2 {
        self.galley.size()
    }

    /// How many rows it takes.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.galley.rows.len()
    }

    /// Whether the end was cut off.
    #[must_use]
    pub fn is_elided(&self) -> bool {
        self.elided
    }

    /// What egui paints.
    #[must_use]
    pub fn galley(&self) -> &Arc<Galley> {
        &self.galley
    }

    /// The text as it is read, without controls: what a person hears.
    #[must_use]
    pub fn logical(&self) -> String {
        logical(&self.source)
    }

    /// Paints from the top of `rect`, aligned between its sides.
    pub fn paint(&self, painter: &Painter, rect: Rect, colour: Color32) {
        self.paint_at(painter, rect, rect.top(), colour);
    }

    /// Paints in the middle of the height of `rect`, aligned between its sides.
    pub fn paint_middle(&self, painter: &Painter, rect: Rect, colour: Color32) {
        self.paint_at(painter, rect, rect.center().y - self.size().y / 2.0, colour);
    }

    fn paint_at(&self, painter: &Painter, rect: Rect, top: f32, colour: Color32) {
        overflow::check(painter, rect, self);
        let x = match self.anchor {
            Align::Min => rect.left(),
            Align::Center => rect.center().x,
            Align::Max => rect.right(),
        };
        painter.galley(Pos2::new(x, top), Arc::clone(&self.galley), colour);
    }
}

/// Lays out `text` in at most `max_width` points. Remembered from one frame to the next.
#[must_use]
pub fn shape(ctx: &Context, text: &str, spec: &TextSpec, max_width: f32) -> Shaped {
    let pixels_per_point = ctx.pixels_per_point();
    let key = Memo::key(text, spec, max_width, pixels_per_point);
    let remembered = ctx.memory_mut(|memory| memory.caches.cache::<Memo>().get(key));
    let entry = remembered.unwrap_or_else(|| {
        let (job, arranged, elided) = ctx.fonts_mut(|fonts| {
            let mut measure = |piece: &str| {
                fonts
                    .layout_no_wrap(piece.to_owned(), spec.font_id(), Color32::PLACEHOLDER)
                    .size()
                    .x
            };
            job(text, spec, max_width, &mut measure)
        });
        let entry =
            Entry { job: Arc::new(job), source: text.into(), arranged, elided, aligned: None };
        ctx.memory_mut(|memory| memory.caches.cache::<Memo>().insert(key, entry.clone()));
        entry
    });
    // The galley itself is egui's to remember: it points into the font texture, which egui may start afresh.
    let plain = ctx.fonts_mut(|fonts| fonts.layout_job((*entry.job).clone()));
    let anchor = spec.halign();
    let galley = match &entry.aligned {
        _ if !entry.arranged => plain,
        Some((from, aligned)) if Arc::ptr_eq(from, &plain) => Arc::clone(aligned),
        Some(_) | None => {
            let aligned = Arc::new(align_rows(&plain, anchor));
            let pair = Some((plain, Arc::clone(&aligned)));
            ctx.memory_mut(|memory| memory.caches.cache::<Memo>().set_aligned(key, pair));
            aligned
        }
    };
    let elided = entry.elided || galley.elided;
    Shaped { galley, source: entry.source, anchor, elided }
}

/// Moves each row so that the anchor of the galley is at 0, as egui does for plain text. egui takes the place of the
/// first glyph for the edge of a row, and in Arabic that may be the dot of a letter in the middle of it.
fn align_rows(galley: &Galley, anchor: Align) -> Galley {
    let mut moved = galley.clone();
    let share = anchor.to_factor();
    let mut ink = Rect::NOTHING;
    for row in &mut moved.rows {
        row.pos.x = -row.row.size.x * share;
        ink |= row.row.visuals.mesh_bounds.translate(row.pos.to_vec2());
    }
    moved.rect = moved.rect.translate(vec2(-moved.rect.width() * share, 0.0));
    moved.mesh_bounds = ink;
    moved
}

/// The layout for egui, whether it was broken and ordered here (when anything runs right to left), whether it was cut.
fn job(
    text: &str,
    spec: &TextSpec,
    max_width: f32,
    measure: &mut dyn FnMut(&str) -> f32,
) -> (LayoutJob, bool, bool) {
    let format = spec.format();
    let mut job = LayoutJob::default();
    if !bidi::needs_reordering(text) {
        job.halign = spec.halign();
        job.append(&bidi::visible(text), 0.0, format);
        job.wrap = TextWrapping {
            max_width,
            max_rows: spec.max_rows,
            break_anywhere: spec.max_rows == 1,
            ..TextWrapping::default()
        };
        return (job, false, false);
    }
    let direction = spec.language.direction();
    let rows = bidi::arrange(text, direction, max_width, spec.max_rows, measure);
    for (index, row) in rows.rows.iter().enumerate() {
        if index > 0 {
            push(&mut job, "\n", &format);
        }
        for piece in row {
            push(&mut job, piece, &format);
        }
    }
    (job, true, rows.elided)
}

/// One section per piece even though the format is the same: `LayoutJob::append` would join them, and a joined
/// right-to-left run would be turned round a second time by the shaper.
fn push(job: &mut LayoutJob, piece: &str, format: &TextFormat) {
    let start = ByteIndex(job.text.len());
    job.text.push_str(piece);
    job.sections.push(LayoutSection {
        leading_space: 0.0,
        byte_range: start..ByteIndex(job.text.len()),
        format: format.clone(),
    });
}

/// `text` without direction controls, as assistive technology and tests should find it.
#[must_use]
pub fn logical(text: &str) -> String {
    bidi::visible(text)
}

/// `text` fenced off, so that a phone number, a code or a name of another script keeps its own order inside a
/// sentence. Values given to `Words::with` are fenced already.
#[must_use]
pub fn isolate(text: &str) -> String {
    format!("\u{2068}{text}\u{2069}")
}

/// `text` fenced off like [`isolate`] and never broken between lines: for phone numbers and codes.
#[must_use]
pub fn unbroken(text: &str) -> String {
    isolate(&text.replace(' ', "\u{A0}").replace('-', "\u{2011}"))
}

/// Whether `text` holds letters that run right to left.
#[must_use]
pub fn has_rtl(text: &str) -> bool {
    bidi::needs_reordering(text)
}

/// A wrapped text as a widget of its own. It takes the whole width in a column, its own width in a row.
pub fn label(ui: &mut Ui, spec: &TextSpec, text: &str, colour: Color32) -> Response {
    label_as(ui, spec, text, colour, Role::Label)
}

/// A heading: drawn like [`label`], announced as a heading so that a listener can jump from one to the next.
pub fn heading(ui: &mut Ui, spec: &TextSpec, text: &str, colour: Color32) -> Response {
    label_as(ui, spec, text, colour, Role::Heading)
}

fn label_as(ui: &mut Ui, spec: &TextSpec, text: &str, colour: Color32, role: Role) -> Response {
    let available = ui.available_width();
    let shaped = shape(ui.ctx(), text, spec, available);
    let width = if ui.layout().is_vertical() && available.is_finite() {
        available.max(shaped.size().x)
    } else {
        shaped.size().x
    };
    let (rect, response) = ui.allocate_exact_size(vec2(width, shaped.size().y), Sense::hover());
    shaped.paint(ui.painter(), rect, colour);
    announce(&response, role, text, spec.language);
    response
}

/// Gives a painted text a node of its own in the accessibility tree.
pub(crate) fn announce(response: &Response, role: Role, text: &str, language: Language) {
    let heard = logical(text);
    response.widget_info(|| WidgetInfo::labeled(role, true, &heard));
    response.ctx.accesskit_node_builder(response.id, |node| node.set_language(language.code()));
}

#[derive(Clone)]
struct Entry {
    job: Arc<LayoutJob>,
    source: Arc<str>,
    arranged: bool,
    elided: bool,
    /// The galley of egui and the same with its rows moved; worth nothing once egui has made another.
    aligned: Option<(Arc<Galley>, Arc<Galley>)>,
}

/// Layouts of the last frame, by everything they depend on. What is not asked for again is forgotten.
#[derive(Default)]
struct Memo {
    generation: u32,
    entries: HashMap<u64, (u32, Entry)>,
}

impl Memo {
    fn key(text: &str, spec: &TextSpec, max_width: f32, pixels_per_point: f32) -> u64 {
        struct Key<'a>(&'a str, &'a TextSpec, f32, f32);
        impl Hash for Key<'_> {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                let Self(text, spec, max_width, pixels_per_point) = self;
                text.hash(state);
                (spec.weight, spec.max_rows, spec.align, spec.language).hash(state);
                for length in [spec.size, spec.line_height, *max_width, *pixels_per_point] {
                    length.to_bits().hash(state);
                }
            }
        }
        std::hash::BuildHasherDefault::<std::hash::DefaultHasher>::default().hash_one(Key(
            text,
            spec,
            max_width,
            pixels_per_point,
        ))
    }

    fn get(&mut self, key: u64) -> Option<Entry> {
        let generation = self.generation;
        self.entries.get_mut(&key).map(|(used, entry)| {
            *used = generation;
            entry.clone()
        })
    }

    fn set_aligned(&mut self, key: u64, aligned: Option<(Arc<Galley>, Arc<Galley>)>) {
        if let Some((_, entry)) = self.entries.get_mut(&key) {
            entry.aligned = aligned;
        }
    }

    fn insert(&mut self, key: u64, entry: Entry) {
        self.entries.insert(key, (self.generation, entry));
    }
}

impl CacheTrait for Memo {
    fn update(&mut self) {
        let generation = self.generation;
        self.entries.retain(|_, (used, _)| *used == generation);
        self.generation = self.generation.wrapping_add(1);
    }

    fn len(&self) -> usize {
        self.entries.len()
    }
}
