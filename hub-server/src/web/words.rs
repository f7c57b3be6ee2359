//! The words of the console, in the language somebody reads: from `locales/`, compiled in.
//!
//! Always true: Italian is complete and is what a missing word falls back to; every refusal has its
//! sentence here. Deliberately absent: formatting of markup; a message is plain text.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_templates::FluentBundle;
use fluent_templates::fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use protocol::Problem;

/// A language the console speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Italian, the first.
    It,
    /// English.
    En,
}

impl Language {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::It, Self::En];

    /// Its tag.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::It => "it",
            Self::En => "en",
        }
    }

    /// Its own name for itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::It => "Italiano",
            Self::En => "English",
        }
    }

    /// The language of a tag such as `en-GB`, if the console speaks it.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let main = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| main.eq_ignore_ascii_case(language.code()))
    }

    /// The first language of an `Accept-Language` that the console speaks, by weight; Italian otherwise.
    #[must_use]
    pub fn accepted(header: &str) -> Self {
        let mut wanted: Vec<(u16, Self)> = header
            .split(',')
            .take(20)
            .filter_map(|part| {
                let mut pieces = part.split(';');
                let language = Self::from_tag(pieces.next()?)?;
                let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q="));
                let weight: f32 = weight.map_or(1.0, |text| text.parse().unwrap_or(0.0));
                // Three decimals are all a weight may have.
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "0 to 1000"
                )]
                let thousandths = (weight.clamp(0.0, 1.0) * 1000.0) as u16;
                (thousandths > 0).then_some((thousandths, language))
            })
            .collect();
        wanted.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        wanted.first().map_or(Self::It, |(_, language)| *language)
    }
}

type Bundle = FluentBundle<FluentResource>;

/// Every file of words of the console: one for what all pages share, one for refusals, one a domain.
macro_rules! files {
    ($language:literal) => {
        [
            text_of!($language, "common"),
            text_of!($language, "console"),
            text_of!($language, "problems"),
            text_of!($language, "network"),
            text_of!($language, "requests"),
            text_of!($language, "diary"),
            text_of!($language, "bank"),
            text_of!($language, "between"),
            text_of!($language, "work"),
            text_of!($language, "custody"),
            text_of!($language, "gatherings"),
            text_of!($language, "threads"),
            text_of!($language, "bodies"),
            text_of!($language, "files"),
            text_of!($language, "showcase"),
            // For sheets of paper, which say what the kiosk says.
            text_of!($language, "kiosk"),
            text_of!($language, "messages"),
            text_of!($language, "desk"),
        ]
    };
}

macro_rules! text_of {
    ($language:literal, $name:literal) => {
        ($name, include_str!(concat!("../../../locales/", $language, "/", $name, ".ftl")))
    };
}

type Files = [(&'static str, &'static str); 18];

const ITALIAN: Files = files!("it");
const ENGLISH: Files = files!("en");

static BUNDLES: LazyLock<[Bundle; 2]> =
    LazyLock::new(|| [bundle(Language::It, &ITALIAN), bundle(Language::En, &ENGLISH)]);

fn bundle(language: Language, files: &Files) -> Bundle {
    let id = language.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![id]);
    // Marks around values would show as boxes in plain-text places; names are wrapped in <bdi> instead.
    bundle.set_use_isolating(false);
    for (name, text) in files {
        let resource =
            FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, errors)| {
                tracing::error!(
                    language = language.code(),
                    name,
                    ?errors,
                    "web.words do not parse"
                );
                resource
            });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(language = language.code(), name, ?errors, "web.words given twice");
        }
    }
    bundle
}

/// Something that counts, as templates hand it over: by value or behind references.
pub trait Count {
    /// How many.
    fn count(&self) -> i64;
}

impl Count for i64 {
    fn count(&self) -> i64 {
        *self
    }
}

impl Count for usize {
    fn count(&self) -> i64 {
        i64::try_from(*self).unwrap_or(i64::MAX)
    }
}

impl<T: Count> Count for &T {
    fn count(&self) -> i64 {
        (*self).count()
    }
}

/// The words in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// Which language.
    pub language: Language,
}

impl Words {
    /// The words in `language`.
    #[must_use]
    pub const fn in_language(language: Language) -> Self {
        Self { language }
    }

    /// A message without values.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.with(key, &FluentArgs::new())
    }

    /// A message that counts something, as `$count`.
    #[must_use]
    pub fn n(&self, key: &str, count: impl Count) -> String {
        let mut args = FluentArgs::new();
        args.set("count", count.count());
        self.with(key, &args)
    }

    /// A message with one text in it, as `$name`.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "ids and words are given as they come")]
    pub fn a(&self, key: &str, name: &str, value: impl ToString) -> String {
        self.all(key, &[(name, &value.to_string())])
    }

    /// A message with texts in it, by name.
    #[must_use]
    pub fn all(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(Cow::Borrowed(*name), FluentValue::from(*value));
        }
        self.with(key, &args)
    }

    /// A message of a closed vocabulary: `<family>-<slug>`.
    #[must_use]
    pub fn of(&self, family: &str, slug: impl AsRef<str>) -> String {
        self.t(&format!("{family}-{}", slug.as_ref()))
    }

    /// Whether a message is there, in this language or in Italian.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundles().any(|bundle| pattern_exists(bundle, key))
    }

    /// A message with values; the key itself where no language has it.
    #[must_use]
    pub fn with(&self, key: &str, args: &FluentArgs<'_>) -> String {
        let found = self.bundles().find_map(|bundle| format(bundle, key, args));
        found.unwrap_or_else(|| {
            tracing::warn!(key, "web.words lack a message");
            key.to_owned()
        })
    }

    /// The sentence of a problem.
    #[must_use]
    pub fn told(&self, problem: &Problem) -> String {
        let mut worded = problem.clone();
        self.word(&mut worded);
        worded.title
    }

    /// Puts a problem into words: its sentence, and what to do next.
    pub fn word(&self, problem: &mut Problem) {
        let mut args = FluentArgs::new();
        for (name, value) in &problem.args {
            let value = match value.parse::<i64>() {
                Ok(number) => FluentValue::from(number),
                Err(_) => FluentValue::from(value.clone()),
            };
            args.set(Cow::Owned(name.clone()), value);
        }
        let key = format!("problem-{}", problem.slug());
        let next = format!("{key}.next");
        let (key, next) = if self.has(&key) {
            (key, next)
        } else {
            ("problem-unknown".into(), "problem-unknown.next".into())
        };
        let title = self.with(&key, &args);
        let detail = if self.has(&next) { self.with(&next, &args) } else { String::new() };
        drop(args);
        (problem.title, problem.detail) = (title, detail);
    }

    fn bundles(&self) -> impl Iterator<Item = &'static Bundle> {
        let [italian, english] = &*BUNDLES;
        let first = match self.language {
            Language::It => italian,
            Language::En => english,
        };
        [first, italian].into_iter()
    }
}

fn split(key: &str) -> (&str, Option<&str>) {
    key.split_once('.').map_or((key, None), |(id, name)| (id, Some(name)))
}

fn pattern_exists(bundle: &Bundle, key: &str) -> bool {
    let (id, attribute) = split(key);
    bundle.get_message(id).is_some_and(|message| match attribute {
        None => message.value().is_some(),
        Some(name) => message.get_attribute(name).is_some(),
    })
}

fn format(bundle: &Bundle, key: &str, args: &FluentArgs<'_>) -> Option<String> {
    let (id, attribute) = split(key);
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        None => message.value()?,
        Some(name) => message.get_attribute(name)?.value(),
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
    if !errors.is_empty() {
        tracing::warn!(key, ?errors, "web.words: a message is incomplete");
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys(text: &str) -> BTreeSet<String> {
        let starts_a_message = |line: &&str| line.starts_with(|c: char| c.is_ascii_alphabetic());
        let key = |line: &str| line.split([' ', '=']).next().unwrap_or_default().to_owned();
        text.lines().filter(starts_a_message).map(key).collect()
    }

    #[test]
    fn both_languages_have_the_same_messages_and_all_of_them_parse() {
        for ((name, italian), (_, english)) in ITALIAN.into_iter().zip(ENGLISH) {
            assert_eq!(keys(italian), keys(english), "{name}");
            for text in [italian, english] {
                let parsed = FluentResource::try_new((*text).to_owned());
                assert!(parsed.is_ok(), "{name}: {:?}", parsed.err().map(|(_, errors)| errors));
            }
        }
    }

    #[test]
    fn no_message_is_given_twice_in_any_file() {
        let mut seen = BTreeSet::new();
        for (name, text) in ITALIAN {
            for line in text.lines().filter(|l| l.starts_with(|c: char| c.is_ascii_alphabetic())) {
                let key = line.split([' ', '=']).next().unwrap_or_default();
                assert!(seen.insert(key), "{name}: {key}");
            }
        }
    }

    /// Every `t("…")`, `n("…")`, `a("…")` and `all("…")` of the pages.
    fn asked(folder: &std::path::Path, all: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                asked(&path, all);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for way in [".w.t(\"", ".w.n(\"", ".w.a(\"", ".w.all(\""] {
                let keys = text.split(way).skip(1).filter_map(|rest| rest.split('"').next());
                all.extend(keys.map(str::to_owned));
            }
        }
    }

    #[test]
    fn every_word_that_a_page_asks_for_is_there() {
        let templates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let mut all = BTreeSet::new();
        asked(&templates, &mut all);
        let known: BTreeSet<String> =
            ITALIAN.into_iter().flat_map(|(_, text)| keys(text)).collect();
        let missing: Vec<&String> =
            all.iter().filter(|key| !known.contains(split(key).0)).collect();
        assert!(all.len() > 500 && missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn the_heaviest_language_the_console_speaks_is_taken() {
        for (header, language) in [
            ("", Language::It),
            ("en-GB,en;q=0.9,it;q=0.8", Language::En),
            ("fr-FR, it;q=0.7, en;q=0.3", Language::It),
            ("en;q=0.1, it;q=0.9", Language::It),
            ("en;q=0, de", Language::It),
            (";;;,,q=x", Language::It),
        ] {
            assert_eq!(Language::accepted(header), language, "{header}");
        }
    }

    #[test]
    fn a_problem_nobody_worded_still_says_something() {
        let mut problem = Problem::conflict("never-heard-of-it");
        Words::in_language(Language::It).word(&mut problem);
        assert!(!problem.title.is_empty() && !problem.title.starts_with("problem-"));
    }
}
