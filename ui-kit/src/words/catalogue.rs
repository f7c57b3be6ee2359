//! The files of words, parsed once. Knows which keys exist and which values each message wants.
//!
//! Always true: a file that does not parse loses only its broken messages. Deliberately absent: reading files at run
//! time; a hub changes a word by an update.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_templates::FluentBundle;
use fluent_templates::fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::language::Language;

include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// The surfaces whose words a walk-in citizen meets; a language is ready when it has all of theirs.
const CITIZEN_SURFACES: [&str; 2] = ["common", "kiosk"];

/// One file of words, parsed.
pub(crate) struct File {
    pub language: &'static str,
    pub surface: &'static str,
    pub resource: FluentResource,
    /// What did not parse, in words for a programmer.
    pub faults: Vec<String>,
}

static PARSED: LazyLock<Vec<File>> = LazyLock::new(|| {
    let parse = |&(language, surface, text): &(&'static str, &'static str, &'static str)| {
        let (resource, faults) = match FluentResource::try_new(text.to_owned()) {
            Ok(resource) => (resource, Vec::new()),
            Err((resource, errors)) => (resource, errors.iter().map(ToString::to_string).collect()),
        };
        File { language, surface, resource, faults }
    };
    FILES.iter().map(parse).collect()
});

type Bundle = FluentBundle<&'static FluentResource>;

static BUNDLES: LazyLock<BTreeMap<Language, Bundle>> = LazyLock::new(|| {
    Language::ALL
        .into_iter()
        .filter_map(|language| {
            let id: LanguageIdentifier = language.code().parse().ok()?;
            let mut bundle = Bundle::new_concurrent(vec![id]);
            let mut any = false;
            for file in PARSED.iter().filter(|file| file.language == language.code()) {
                any = true;
                if let Err(errors) = bundle.add_resource(&file.resource) {
                    tracing::warn!(
                        language = file.language,
                        surface = file.surface,
                        ?errors,
                        "words given twice"
                    );
                }
            }
            any.then_some((language, bundle))
        })
        .collect()
});

/// The message, or `None` when this language lacks it or a value it wants.
pub(crate) fn format(
    language: Language,
    key: &str,
    args: Option<&FluentArgs<'_>>,
) -> Option<String> {
    let bundle = BUNDLES.get(&language)?;
    let (id, attribute) = key.split_once('.').map_or((key, None), |(id, name)| (id, Some(name)));
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        None => message.value()?,
        Some(name) => message.get_attribute(name)?.value(),
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, args, &mut errors).into_owned();
    if !errors.is_empty() {
        tracing::warn!(key, language = language.code(), ?errors, "message incomplete");
    }
    Some(text)
}

/// All parsed files.
pub(crate) fn files() -> &'static [File] {
    &PARSED
}

/// The keys of one file, attributes as `key.attribute`, each with the names of the values it wants.
pub(crate) fn keys(file: &File) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys = BTreeMap::new();
    for entry in file.resource.entries() {
        let Entry::Message(message) = entry else { continue };
        if let Some(pattern) = &message.value {
            keys.insert(message.id.name.to_owned(), values_of(pattern));
        }
        for attribute in &message.attributes {
            let key = format!("{}.{}", message.id.name, attribute.id.name);
            keys.insert(key, values_of(&attribute.value));
        }
    }
    keys
}

/// Keys of a language over some surfaces.
fn keys_of(language: Language, surfaces: &[&str]) -> BTreeSet<String> {
    PARSED
        .iter()
        .filter(|file| file.language == language.code() && surfaces.contains(&file.surface))
        .flat_map(|file| keys(file).into_keys())
        .collect()
}

/// Whether `language` has every key that Italian has on the surfaces of citizens.
pub(crate) fn is_complete(language: Language) -> bool {
    static COMPLETE: LazyLock<BTreeSet<Language>> = LazyLock::new(|| {
        let wanted = keys_of(Language::It, &CITIZEN_SURFACES);
        Language::ALL
            .into_iter()
            .filter(|language| keys_of(*language, &CITIZEN_SURFACES).is_superset(&wanted))
            .collect()
    });
    COMPLETE.contains(&language)
}

fn values_of(pattern: &Pattern<&str>) -> BTreeSet<String> {
    let mut values = BTreeSet::new();
    collect(pattern, &mut values);
    values
}

fn collect(pattern: &Pattern<&str>, values: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => collect_inline(inline, values),
            Expression::Select { selector, variants } => {
                collect_inline(selector, values);
                for variant in variants {
                    collect(&variant.value, values);
                }
            }
        }
    }
}

fn collect_inline(inline: &InlineExpression<&str>, values: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            values.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                collect_inline(argument, values);
            }
        }
        InlineExpression::Placeable { expression } => match expression.as_ref() {
            Expression::Inline(inline) => collect_inline(inline, values),
            Expression::Select { selector, variants } => {
                collect_inline(selector, values);
                for variant in variants {
                    collect(&variant.value, values);
                }
            }
        },
        InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. }
        | InlineExpression::MessageReference { .. }
        | InlineExpression::TermReference { .. } => {}
    }
}
