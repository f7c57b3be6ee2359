//! The TOML document behind a city file: its tree, its syntax errors, and which parts of the tree they spoil.
//!
//! Always true: when there is any syntax error, at least one is kept, so a spoilt file is never taken for a good
//! one; one error a line is kept, and one for a bracket left open, since the rest of those are echoes.
//! Deliberately absent: what the keys mean.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A parsed file. Offsets everywhere are in bytes.
pub(super) struct Document<'d> {
    pub(super) root: Spanned<DeTable<'d>>,
    pub(super) lines: Lines<'d>,
    /// Syntax errors, in order.
    pub(super) errors: Vec<(usize, String)>,
    /// Stretches of the file about which nothing more should be said.
    spoilt: Ranges,
    /// Whether an error may have swallowed or moved keys.
    pub(super) incomplete: bool,
}

impl<'d> Document<'d> {
    pub(super) fn parse(text: &'d str) -> Self {
        let (root, errors) = DeTable::parse_recoverable(text);
        let lines = Lines::new(text);
        let mut errors: Vec<(usize, String)> = errors
            .into_iter()
            .map(|error| (error.span().map_or(0, |span| span.start), error.message().to_owned()))
            .collect();
        errors.sort_by_key(|(at, _)| *at);

        let mut damage = Damage { text, errors: &errors, open: Vec::new(), dates: Vec::new() };
        damage.look_into(root.get_ref());
        let (open, dates) = (Ranges::new(damage.open), Ranges::new(damage.dates));
        let spoils_a_date = |at: usize| dates.touching(at).is_some_and(|date| at < date.end);
        let incomplete = errors.iter().any(|(at, _)| !spoils_a_date(*at));

        let mut kept: Vec<(usize, String)> = Vec::new();
        let mut spoilt: Vec<Range<usize>> = Vec::new();
        for (at, message) in errors {
            if spoilt.last().is_some_and(|range| at <= range.end) {
                continue;
            }
            let line = lines.line_at(at);
            let open_end = open.touching(at).map_or(0, |range| range.end);
            spoilt.push(lines.start_of(line)..lines.end_of(line).max(open_end));
            kept.push((at, message));
        }
        spoilt.extend(open.0);
        Self { root, lines, errors: kept, spoilt: Ranges::new(spoilt), incomplete }
    }

    /// Whether `at` lies where a syntax error already says what there is to say.
    pub(super) fn is_spoilt(&self, at: usize) -> bool {
        self.spoilt.touching(at).is_some()
    }
}

/// Stretches of a text, ends included, in order and apart from each other.
struct Ranges(Vec<Range<usize>>);

impl Ranges {
    fn new(mut ranges: Vec<Range<usize>>) -> Self {
        ranges.sort_by_key(|range| range.start);
        let mut apart: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match apart.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                Some(_) | None => apart.push(range),
            }
        }
        Self(apart)
    }

    fn touching(&self, at: usize) -> Option<&Range<usize>> {
        let after = self.0.partition_point(|range| range.start <= at);
        self.0.get(after.checked_sub(1)?).filter(|range| at <= range.end)
    }
}

/// Finds the values that syntax errors have spoilt.
struct Damage<'e> {
    text: &'e str,
    errors: &'e [(usize, String)],
    /// Brackets left open, from the bracket to where the parser gave up.
    open: Vec<Range<usize>>,
    /// Impossible dates: the one kind of syntax error that spoils nothing around it.
    dates: Vec<Range<usize>>,
}

impl Damage<'_> {
    fn look_into(&mut self, table: &DeTable<'_>) {
        if self.errors.is_empty() {
            return;
        }
        for value in table.values() {
            self.look_at(value);
        }
    }

    fn look_at(&mut self, value: &Spanned<DeValue<'_>>) {
        let span = value.span();
        match value.get_ref() {
            DeValue::Table(table) => {
                if self.is_open_header(&span) || self.has_error_at(span.end) {
                    self.open.push(span);
                }
                self.look_into(table);
            }
            DeValue::Array(array) => {
                if self.has_error_at(span.end) {
                    self.open.push(span);
                }
                for item in array {
                    self.look_at(item);
                }
            }
            DeValue::Datetime(_) => self.dates.push(span),
            DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) => {}
        }
    }

    /// A `[[header` without its closing brackets reaches over the following lines, to the next closing bracket.
    fn is_open_header(&self, span: &Range<usize>) -> bool {
        self.text.get(span.clone()).is_some_and(|text| text.starts_with('[') && text.contains('\n'))
    }

    fn has_error_at(&self, at: usize) -> bool {
        self.errors.binary_search_by_key(&at, |(start, _)| *start).is_ok()
    }
}

/// Where lines start, to turn offsets into lines and columns.
pub(super) struct Lines<'d> {
    bytes: &'d [u8],
    starts: Vec<usize>,
}

impl<'d> Lines<'d> {
    pub(super) fn new(text: &'d str) -> Self {
        let bytes = text.as_bytes();
        let after_breaks =
            bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        Self { bytes, starts: std::iter::once(0).chain(after_breaks).collect() }
    }

    /// Line that holds the byte at `at`, from 1; the last one when `at` lies beyond the end.
    pub(super) fn line_at(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    fn start_of(&self, line: usize) -> usize {
        self.starts.get(line - 1).copied().unwrap_or(self.bytes.len())
    }

    /// Offset of the line's break, or of the end of the text.
    fn end_of(&self, line: usize) -> usize {
        self.starts.get(line).map_or(self.bytes.len(), |next| next - 1)
    }

    /// Line and column, from 1, of each offset; the offsets come in order, so that each byte is looked at once
    /// however many mistakes stand on one line.
    pub(super) fn places(&self, offsets: impl Iterator<Item = usize>) -> Vec<(usize, usize)> {
        let (mut line, mut column, mut counted_to) = (1, 1, 0);
        offsets
            .map(|at| {
                let at = at.min(self.bytes.len());
                let line_here = self.line_at(at);
                if line_here != line {
                    (line, column, counted_to) = (line_here, 1, self.start_of(line_here));
                }
                let passed = self.bytes.get(counted_to..at).unwrap_or_default();
                // Bytes 10xxxxxx continue a character begun before them.
                column += passed.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count();
                counted_to = counted_to.max(at);
                (line, column)
            })
            .collect()
    }
}
