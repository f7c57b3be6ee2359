//! Logical text in, rows of pieces in the order the eye meets them out (Unicode Annexes 9 and 14).
//!
//! egui shapes glyphs but does not reorder them, so each piece handed out here is either left to right, or one single
//! word of a right-to-left script, which the shaper then orders inside itself. Always true: every visible character
//! of the input comes out exactly once (brackets as their mirror image where the line runs right to left), and no
//! direction control ever does. Deliberately absent: fonts. Widths come from the caller.

use std::ops::Range;

use unicode_bidi::{BidiClass, BidiInfo, Direction as BaseDirection, Level, bidi_class};
use unicode_linebreak::{BreakOpportunity, linebreaks};

use crate::language::Direction;

/// Points by which a row may exceed its width, for rounding.
const TOLERANCE: f32 = 0.75;

/// Text in the order of the eye.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rows {
    /// For each row its pieces, left to right. Each piece must be shaped alone.
    pub rows: Vec<Vec<String>>,
    /// Whether something was cut off at the end.
    pub elided: bool,
}

/// Whether `text` holds anything that could need reordering. Text without it is left to egui.
pub(super) fn needs_reordering(text: &str) -> bool {
    text.chars().any(|c| !c.is_ascii() && is_right_to_left(c))
}

fn is_right_to_left(c: char) -> bool {
    use BidiClass::{AL, AN, R, RLE, RLI, RLO};
    matches!(bidi_class(c), R | AL | AN | RLE | RLI | RLO)
}

/// Characters that steer direction and must never be drawn. The two joiners steer shaping and stay.
pub(super) fn is_direction_control(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character has no picture: controls of direction, and the C0 and C1 controls other than a line feed.
pub(super) fn is_invisible(c: char) -> bool {
    is_direction_control(c) || c == '\u{FEFF}' || (c.is_control() && c != '\n' && c != '\t')
}

/// `text` without what has no picture.
pub(super) fn visible(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).collect()
}

/// Breaks into at most `max_rows` rows of at most `max_width` and puts each in visual order. `fallback` is the
/// direction of a paragraph without a single letter.
pub(super) fn arrange(
    text: &str,
    fallback: Direction,
    max_width: f32,
    max_rows: usize,
    measure: &mut dyn FnMut(&str) -> f32,
) -> Rows {
    let paragraphs: Vec<&str> = text.split(|c| bidi_class(c) == BidiClass::B).collect();
    let mut lines: Vec<(&str, Range<usize>)> = Vec::new();
    for paragraph in &paragraphs {
        lines.extend(
            break_lines(paragraph, max_width, measure).into_iter().map(|r| (*paragraph, r)),
        );
        if lines.len() > max_rows {
            break;
        }
    }
    let elided = lines.len() > max_rows;
    lines.truncate(max_rows);
    let last = lines.len();
    let rows = lines
        .into_iter()
        .enumerate()
        .map(|(index, (paragraph, line))| {
            let level = base_level(paragraph, fallback);
            if elided && index + 1 == last {
                let (cut, line) = elide(paragraph, &line, max_width, measure);
                visual_order(&cut, line, level)
            } else {
                visual_order(paragraph, line, level)
            }
        })
        .collect();
    Rows { rows, elided }
}

fn base_level(paragraph: &str, fallback: Direction) -> Level {
    match (unicode_bidi::get_base_direction(paragraph), fallback) {
        (BaseDirection::Rtl, _) | (BaseDirection::Mixed, Direction::Rtl) => Level::rtl(),
        (BaseDirection::Ltr, _) | (BaseDirection::Mixed, Direction::Ltr) => Level::ltr(),
    }
}

/// Greedy line breaking in logical order; a word wider than the row is cut between characters.
fn break_lines(
    paragraph: &str,
    max_width: f32,
    measure: &mut dyn FnMut(&str) -> f32,
) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut fitting = 0;
    for (end, kind) in linebreaks(paragraph) {
        while start < end && !fits(&paragraph[start..end], max_width, measure) {
            if fitting > start {
                lines.push(start..fitting);
                start = fitting;
            } else {
                let cut = hard_break(&paragraph[start..end], max_width, measure);
                if start + cut >= end {
                    break;
                }
                lines.push(start..start + cut);
                start += cut;
                fitting = start;
            }
        }
        fitting = end;
        if kind == BreakOpportunity::Mandatory {
            lines.push(start..end);
            start = end;
        }
    }
    if lines.is_empty() {
        lines.push(0..paragraph.len());
    }
    lines
}

fn fits(text: &str, max_width: f32, measure: &mut dyn FnMut(&str) -> f32) -> bool {
    // Pieces shaped alone are a hair wider than the whole; a text given its own width must not break.
    max_width == f32::INFINITY || width(text.trim_end(), measure) <= max_width + TOLERANCE
}

/// Width as it will be drawn: right-to-left words are shaped alone, and a letter before a space may look otherwise
/// than one at the end.
fn width(text: &str, measure: &mut dyn FnMut(&str) -> f32) -> f32 {
    let mut sum = 0.0;
    let mut start = 0;
    let mut in_word = None;
    for (index, c) in text.char_indices().filter(|(_, c)| !extends(*c)) {
        let letter = is_right_to_left(c) && !is_direction_control(c) && !is_arabic_digit(c);
        if in_word.is_some_and(|before| before != letter) {
            sum += measure(&visible(&text[start..index]));
            start = index;
        }
        in_word = Some(letter);
    }
    if start < text.len() {
        sum += measure(&visible(&text[start..]));
    }
    sum
}

/// Bytes of the longest beginning of `word` that fits: never less than one character with its marks.
fn hard_break(word: &str, max_width: f32, measure: &mut dyn FnMut(&str) -> f32) -> usize {
    let mut best = 0;
    for end in cluster_ends(word) {
        if best > 0 && !fits(&word[..end], max_width, measure) {
            break;
        }
        best = end;
    }
    best
}

/// Where a text may be cut without tearing marks from their letter.
fn cluster_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.char_indices()
        .skip(1)
        .filter(|(_, c)| !extends(*c))
        .map(|(index, _)| index)
        .chain(std::iter::once(text.len()))
}

/// The paragraph cut so that its last line ends in an ellipsis and fits, and where that line stands in it.
fn elide(
    paragraph: &str,
    line: &Range<usize>,
    max_width: f32,
    measure: &mut dyn FnMut(&str) -> f32,
) -> (String, Range<usize>) {
    let mut kept = line.end;
    loop {
        let head = paragraph[line.start..kept].trim_end();
        let open = head.chars().filter(|c| matches!(c, '\u{2066}'..='\u{2068}')).count();
        let closed = head.chars().filter(|c| *c == '\u{2069}').count();
        let mut cut = paragraph[..line.start].to_owned();
        cut.push_str(head);
        // An isolate cut in the middle is closed first, so that the ellipsis belongs to the line and not to it.
        cut.extend(std::iter::repeat_n('\u{2069}', open.saturating_sub(closed)));
        cut.push('…');
        let end = cut.len();
        if head.is_empty() || fits(&cut[line.start..], max_width, measure) {
            return (cut, line.start..end);
        }
        kept = line.start + shorter(head);
    }
}

fn shorter(text: &str) -> usize {
    cluster_ends(text).filter(|end| *end < text.len()).last().unwrap_or(0)
}

/// One row in the order of the eye.
fn visual_order(paragraph: &str, line: Range<usize>, level: Level) -> Vec<String> {
    let line = line.start..line.start + paragraph[line].trim_end().len();
    if line.is_empty() {
        return Vec::new();
    }
    let info = BidiInfo::new(paragraph, Some(level));
    let Some(only) = info.paragraphs.first() else { return Vec::new() };
    let (levels, runs) = info.visual_runs(only, line);
    let mut pieces = Vec::new();
    for run in runs {
        let text = &paragraph[run.clone()];
        if levels.get(run.start).is_some_and(Level::is_rtl) {
            pieces.extend(words(text).into_iter().rev().map(|word| {
                if needs_reordering(word) { visible(word) } else { visible(&mirrored(word)) }
            }));
        } else if text.chars().any(is_arabic_digit) {
            // The shaper takes these digits for right-to-left letters and would turn a number round.
            pieces.extend(clusters(text).map(visible));
        } else {
            pieces.push(visible(text));
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// Cuts a right-to-left run into words, which the shaper orders itself, and single other characters.
fn words(run: &str) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    let mut start = 0;
    let mut in_word = false;
    for (index, c) in run.char_indices() {
        let letter = is_right_to_left(c) && !is_direction_control(c) && !is_arabic_digit(c);
        let boundary = if extends(c) { false } else { !(letter && in_word) };
        if boundary && index > start {
            words.push(&run[start..index]);
            start = index;
        }
        if !extends(c) {
            in_word = letter;
        }
    }
    if start < run.len() {
        words.push(&run[start..]);
    }
    words
}

fn clusters(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    cluster_ends(text).map(move |end| {
        let cluster = &text[start..end];
        start = end;
        cluster
    })
}

/// Marks and joiners, which stay with the letter before them.
fn extends(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}') || bidi_class(c) == BidiClass::NSM
}

fn is_arabic_digit(c: char) -> bool {
    matches!(c, '\u{0660}'..='\u{0669}' | '\u{06F0}'..='\u{06F9}' | '\u{066B}' | '\u{066C}')
}

fn mirrored(piece: &str) -> String {
    piece.chars().map(mirror).collect()
}

/// The mirror image of a bracket; any other character itself.
pub(super) fn mirror(c: char) -> char {
    match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '«' => '»',
        '»' => '«',
        '‹' => '›',
        '›' => '‹',
        '≤' => '≥',
        '≥' => '≤',
        other => other,
    }
}

#[cfg(test)]
#[path = "bidi_tests.rs"]
mod tests;
