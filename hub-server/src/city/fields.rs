//! Reading a table key by key, so that a reader is a list of its keys and nothing else.
//!
//! Always true: a key is known because it was asked for, so the list of known keys is never written twice; a missing
//! or wrong value is reported and replaced by an empty one so that reading goes on, and the caller throws the
//! result away when anything was reported. Deliberately absent: which keys there are (see `read`).

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::document::Lines;
use super::mistake::{MistakeKind, Named, quoted};
use super::names::{Names, nearest};
use super::schema::Words;
use super::values::{self, Read, wrong_type};

/// What gathers along the way while one file is read.
pub(super) struct Reader<'d> {
    lines: &'d Lines<'d>,
    /// Mistakes by byte offset, in no order.
    pub(super) found: Vec<(usize, MistakeKind)>,
    pub(super) names: Names,
    /// Languages in which words may be written; set once the file's own list is read.
    pub(super) languages: Vec<String>,
}

impl<'d> Reader<'d> {
    pub(super) fn new(lines: &'d Lines<'d>) -> Self {
        Self { lines, found: Vec::new(), names: Names::default(), languages: Vec::new() }
    }

    pub(super) fn report(&mut self, at: usize, what: MistakeKind) {
        self.found.push((at, what));
    }

    /// Notes that `value` now names a `what`; a second one is a mistake.
    pub(super) fn define(&mut self, what: Named, value: &str, at: usize) {
        if let Some(first_at) = self.names.define(what, value, at) {
            let first_line = self.lines.line_at(first_at);
            self.report(at, MistakeKind::Duplicate { what, value: value.to_owned(), first_line });
        }
    }
}

/// A value and the offset it stands at.
pub(super) type Found<'d> = &'d Spanned<DeValue<'d>>;

/// One table being read.
pub(super) struct Fields<'r, 'd> {
    table: &'d DeTable<'d>,
    at: usize,
    /// For messages: `hub "nord"`, or "the file".
    label: String,
    asked: Vec<&'static str>,
    pub(super) reader: &'r mut Reader<'d>,
}

impl<'r, 'd> Fields<'r, 'd> {
    /// Reads the whole file with `read`.
    pub(super) fn read_root<T>(
        root: &'d DeTable<'d>,
        reader: &'r mut Reader<'d>,
        read: impl FnOnce(&mut Fields<'_, 'd>) -> T,
    ) -> T {
        let mut fields =
            Fields { table: root, at: 0, label: "the file".to_owned(), asked: Vec::new(), reader };
        let value = read(&mut fields);
        fields.finish();
        value
    }

    /// Reads a table below this one. `kind` names it in messages, with its slug, code or name where it has one.
    fn read_table<T>(
        &mut self,
        kind: &str,
        table: &'d DeTable<'d>,
        at: usize,
        read: impl FnOnce(&mut Fields<'_, 'd>) -> T,
    ) -> T {
        let own_name = ["slug", "code", "name"]
            .into_iter()
            .find_map(|key| table.get(key).and_then(|value| value.get_ref().as_str()));
        let kind = kind.replace('_', " ");
        let label =
            own_name.map_or_else(|| kind.clone(), |name| format!("{kind} {}", quoted(name)));
        let reader = &mut *self.reader;
        let mut fields = Fields { table, at, label, asked: Vec::new(), reader };
        let value = read(&mut fields);
        fields.finish();
        value
    }

    /// Every key nobody asked for is unknown.
    fn finish(self) {
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if !self.asked.contains(&name) {
                let near = nearest(name, self.asked.iter().copied());
                let what =
                    MistakeKind::UnknownKey { key: name.to_owned(), of: self.label.clone(), near };
                self.reader.report(key.span().start, what);
            }
        }
    }

    /// What this table is called in messages.
    pub(super) fn label(&self) -> String {
        self.label.clone()
    }

    /// The value of `key`, or where the table starts when it is not there: a place to report at.
    pub(super) fn place_of(&self, key: &str) -> usize {
        self.table.get(key).map_or(self.at, |value| value.span().start)
    }

    /// Whether `key` is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    pub(super) fn report_at(&mut self, key: &str, what: MistakeKind) {
        let at = self.place_of(key);
        self.reader.report(at, what);
    }

    /// Reports that `value` at `at` already names a `what` at `first_at`.
    pub(super) fn report_twice(&mut self, at: usize, what: Named, value: &str, first_at: usize) {
        let first_line = self.reader.lines.line_at(first_at);
        self.reader
            .report(at, MistakeKind::Duplicate { what, value: value.to_owned(), first_line });
    }

    /// Reports something about the whole table.
    pub(super) fn report_here(&mut self, what: MistakeKind) {
        self.reader.report(self.at, what);
    }

    /// Notes that `child`, a `what`, stands inside `parent`, which `key` names.
    pub(super) fn place_inside(
        &mut self,
        key: &str,
        what: Named,
        child: &str,
        parent: Option<&str>,
    ) {
        if let Some(parent) = parent {
            let at = self.place_of(key);
            self.reader.names.place_inside(what, child, parent, at);
        }
    }

    fn ask(&mut self, key: &'static str) -> Option<Found<'d>> {
        self.asked.push(key);
        self.table.get(key)
    }

    fn ask_for(&mut self, key: &'static str) -> Option<Found<'d>> {
        let found = self.ask(key);
        if found.is_none() {
            let of = self.label();
            self.reader.report(self.at, MistakeKind::MissingKey { key, of });
        }
        found
    }

    fn read_value<T>(
        &mut self,
        key: &str,
        found: Found<'d>,
        read: impl Fn(&str, &DeValue<'_>) -> Read<T>,
    ) -> Option<T> {
        read(key, found.get_ref()).map_err(|what| self.reader.report(found.span().start, what)).ok()
    }

    /// A value that must be there.
    pub(super) fn one<T: Default>(
        &mut self,
        key: &'static str,
        read: impl Fn(&str, &DeValue<'_>) -> Read<T>,
    ) -> T {
        self.one_or_none(key, read).unwrap_or_default()
    }

    /// A value that must be there, `None` when it is missing or wrong; for values compared with others.
    pub(super) fn one_or_none<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&str, &DeValue<'_>) -> Read<T>,
    ) -> Option<T> {
        self.ask_for(key).and_then(|found| self.read_value(key, found, read))
    }

    /// A value that may be there.
    pub(super) fn maybe<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&str, &DeValue<'_>) -> Read<T>,
    ) -> Option<T> {
        self.ask(key).and_then(|found| self.read_value(key, found, read))
    }

    /// The values of a list that may be there, each with its offset; wrong ones are left out.
    pub(super) fn items<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&str, &DeValue<'_>) -> Read<T>,
    ) -> Vec<(T, usize)> {
        let Some(found) = self.ask(key) else { return Vec::new() };
        let Some(items) = found.get_ref().as_array() else {
            let what = wrong_type(key, "a list", found.get_ref());
            self.reader.report(found.span().start, what);
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| Some((self.read_value(key, item, &read)?, item.span().start)))
            .collect()
    }

    /// The values of a list that may be there.
    pub(super) fn many<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&str, &DeValue<'_>) -> Read<T>,
    ) -> Vec<T> {
        self.items(key, read).into_iter().map(|(value, _)| value).collect()
    }

    /// Reports `key` when it is missing or an empty list; call after reading it.
    pub(super) fn at_least_one(&mut self, key: &'static str) {
        let of = self.label();
        match self.table.get(key).map(|found| (found.get_ref().as_array(), found.span().start)) {
            None => self.reader.report(self.at, MistakeKind::MissingKey { key, of }),
            Some((Some(items), at)) if items.is_empty() => {
                self.reader.report(at, MistakeKind::EmptyList { key, of });
            }
            Some(_) => {}
        }
    }

    /// A value that must be there and be the only one of its kind.
    pub(super) fn unique(
        &mut self,
        key: &'static str,
        what: Named,
        read: impl Fn(&str, &DeValue<'_>) -> Read<String>,
    ) -> String {
        let value = self.one_or_none(key, read);
        if let Some(value) = &value {
            let at = self.place_of(key);
            self.reader.define(what, value, at);
        }
        value.unwrap_or_default()
    }

    /// The table's own slug.
    pub(super) fn slug(&mut self, what: Named) -> String {
        self.unique("slug", what, values::slug)
    }

    /// A reference that must be there.
    pub(super) fn link(&mut self, key: &'static str, what: Named) -> String {
        let value = self.one_or_none(key, values::slug);
        self.note_link(key, what, value.as_deref());
        value.unwrap_or_default()
    }

    /// A reference that may be there.
    pub(super) fn maybe_link(&mut self, key: &'static str, what: Named) -> Option<String> {
        let value = self.maybe(key, values::slug);
        self.note_link(key, what, value.as_deref());
        value
    }

    fn note_link(&mut self, key: &str, what: Named, value: Option<&str>) {
        if let Some(value) = value {
            let (at, owner) = (self.place_of(key), self.label());
            self.reader.names.refer(what, value, at, owner);
        }
    }

    /// References that may be there, each once.
    pub(super) fn links(&mut self, key: &'static str, what: Named) -> Vec<String> {
        let owner = self.label();
        let mut seen: Vec<(String, usize)> = Vec::new();
        for (value, at) in self.items(key, values::slug) {
            self.reader.names.refer(what, &value, at, owner.clone());
            if let Some((_, first_at)) = seen.iter().find(|(other, _)| *other == value) {
                let first_line = self.reader.lines.line_at(*first_at);
                self.reader.report(at, MistakeKind::Duplicate { what, value, first_line });
            } else {
                seen.push((value, at));
            }
        }
        seen.into_iter().map(|(value, _)| value).collect()
    }

    /// A text by language that must be there.
    pub(super) fn words(&mut self, key: &'static str) -> Words {
        let Some(found) = self.ask_for(key) else { return Words::default() };
        self.words_in(key, found)
    }

    /// A text by language that may be there.
    pub(super) fn maybe_words(&mut self, key: &'static str) -> Words {
        let Some(found) = self.ask(key) else { return Words::default() };
        self.words_in(key, found)
    }

    /// A list of texts by language that may be there.
    pub(super) fn many_words(&mut self, key: &'static str) -> Vec<Words> {
        let Some(found) = self.ask(key) else { return Vec::new() };
        let Some(items) = found.get_ref().as_array() else {
            let what = wrong_type(key, "a list", found.get_ref());
            self.reader.report(found.span().start, what);
            return Vec::new();
        };
        items.iter().map(|item| self.words_in(key, item)).collect()
    }

    fn words_in(&mut self, key: &'static str, found: Found<'d>) -> Words {
        const EXPECTED: &str = "a table of texts by language, such as { it = \"…\", en = \"…\" }";
        let Some(table) = found.get_ref().as_table() else {
            let what = wrong_type(key, EXPECTED, found.get_ref());
            self.reader.report(found.span().start, what);
            return Words::default();
        };
        let mut words = Words::default();
        for (language, text) in table {
            let tag = language.get_ref().as_ref();
            if self.reader.languages.iter().any(|known| known == tag) {
                if let Some(text) = self.read_value(tag, text, values::line) {
                    words.0.insert(tag.to_owned(), text);
                }
            } else {
                let near = nearest(tag, self.reader.languages.iter().map(String::as_str));
                let of = format!("{key} of {}", self.label);
                let what = MistakeKind::UnknownKey { key: tag.to_owned(), of, near };
                self.reader.report(language.span().start, what);
            }
        }
        if !table.contains_key("it") {
            let of = self.label();
            self.reader.report(found.span().start, MistakeKind::NoItalian { key, of });
        }
        words
    }

    /// A table that may be there.
    pub(super) fn table<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Fields<'_, 'd>) -> T,
    ) -> Option<T> {
        let found = self.ask(key)?;
        let Some(table) = found.get_ref().as_table() else {
            let what = wrong_type(key, "a table", found.get_ref());
            self.reader.report(found.span().start, what);
            return None;
        };
        Some(self.read_table(key, table, found.span().start, read))
    }

    /// A table that must be there.
    pub(super) fn whole_table<T: Default>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Fields<'_, 'd>) -> T,
    ) -> T {
        if !self.has(key) {
            let of = self.label();
            self.reader.report(self.at, MistakeKind::MissingKey { key, of });
        }
        self.table(key, read).unwrap_or_default()
    }

    /// The tables of a list that may be there.
    pub(super) fn each<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&mut Fields<'_, 'd>) -> T,
    ) -> Vec<T> {
        const EXPECTED: &str = "a list of tables";
        let Some(found) = self.ask(key) else { return Vec::new() };
        let Some(items) = found.get_ref().as_array() else {
            let what = wrong_type(key, EXPECTED, found.get_ref());
            self.reader.report(found.span().start, what);
            return Vec::new();
        };
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            if let Some(table) = item.get_ref().as_table() {
                values.push(self.read_table(key, table, item.span().start, &mut read));
            } else {
                let what = wrong_type(key, EXPECTED, item.get_ref());
                self.reader.report(item.span().start, what);
            }
        }
        values
    }
}
