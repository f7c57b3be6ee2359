//! The names a file defines and the references it makes, judged together once the whole file has been read, so that
//! order does not matter: a hub may stand above its zone.
//!
//! Always true: each dangling reference is reported once, where it stands. Deliberately absent: what a name means.

use std::collections::{BTreeMap, BTreeSet};

use super::mistake::{MistakeKind, Named};

/// Names and references gathered from one file.
#[derive(Default)]
pub(super) struct Names {
    /// Offset of the definition, by kind and name.
    defined: BTreeMap<(Named, String), usize>,
    references: Vec<Reference>,
    parents: BTreeMap<(Named, String), Parent>,
}

struct Reference {
    what: Named,
    value: String,
    at: usize,
    owner: String,
}

struct Parent {
    slug: String,
    at: usize,
}

impl Names {
    /// Notes a definition, or answers where the same name was defined first.
    pub(super) fn define(&mut self, what: Named, value: &str, at: usize) -> Option<usize> {
        let key = (what, value.to_owned());
        let first_at = self.defined.get(&key).copied();
        if first_at.is_none() {
            self.defined.insert(key, at);
        }
        first_at
    }

    /// Where `value` was defined.
    pub(super) fn place_of(&self, what: Named, value: &str) -> Option<usize> {
        self.defined.get(&(what, value.to_owned())).copied()
    }

    /// Notes a reference made at `at` by `owner`.
    pub(super) fn refer(&mut self, what: Named, value: &str, at: usize, owner: String) {
        self.references.push(Reference { what, value: value.to_owned(), at, owner });
    }

    /// Notes that `child` stands inside `parent`, written at `at`.
    pub(super) fn place_inside(&mut self, what: Named, child: &str, parent: &str, at: usize) {
        let parent = Parent { slug: parent.to_owned(), at };
        self.parents.entry((what, child.to_owned())).or_insert(parent);
    }

    /// References to names nobody defined.
    pub(super) fn dangling(&self) -> Vec<(usize, MistakeKind)> {
        // Each suggestion looks at every name: enough for a file somebody wrote, not for one gone wild.
        const SUGGESTIONS: usize = 50;
        let unknown = self.references.iter().filter(|reference| {
            !self.defined.contains_key(&(reference.what, reference.value.clone()))
        });
        unknown
            .enumerate()
            .map(|(nth, Reference { what, value, at, owner })| {
                let known =
                    self.defined.keys().filter(|(kind, _)| kind == what && nth < SUGGESTIONS);
                let near = nearest(value, known.map(|(_, name)| name.as_str()));
                let (value, owner) = (value.clone(), owner.clone());
                (*at, MistakeKind::Dangling { what: *what, value, owner, near })
            })
            .collect()
    }

    /// Things that stand inside themselves, each ring once, at its first line.
    pub(super) fn loops(&self) -> Vec<(usize, MistakeKind)> {
        let mut settled = BTreeSet::new();
        let mut rings = Vec::new();
        for start in self.parents.keys() {
            // Walk up from `start` until the top, a place already judged, or a step of this same walk.
            let mut steps: Vec<(Named, &str, usize)> = Vec::new();
            let mut step_of = BTreeMap::new();
            let mut here = start.clone();
            while let Some((key, parent)) = self.parents.get_key_value(&here) {
                if settled.contains(key) {
                    break;
                }
                if let Some(first) = step_of.insert(here.clone(), steps.len()) {
                    let ring = steps.get(first..).unwrap_or_default();
                    rings.extend(ring.iter().min_by_key(|(_, _, at)| *at).copied());
                    break;
                }
                steps.push((key.0, key.1.as_str(), parent.at));
                here = (key.0, parent.slug.clone());
            }
            settled.extend(step_of.into_keys());
        }
        rings
            .into_iter()
            .map(|(what, value, at)| (at, MistakeKind::Loop { what, value: value.to_owned() }))
            .collect()
    }
}

/// The known name most like `written`, if one is close enough to be what was meant: at most a third of it mistyped,
/// and never more than three letters.
pub(super) fn nearest<'k>(written: &str, known: impl Iterator<Item = &'k str>) -> Option<String> {
    // Nothing long is a mistyped name, and comparing takes time by the square of the length.
    const LONGEST: usize = 64;
    if written.len() > LONGEST {
        return None;
    }
    let allowed = (written.chars().count() / 3).clamp(1, 3);
    known
        .filter(|name| name.len().abs_diff(written.len()) <= 2 * allowed)
        .map(|name| (strsim::osa_distance(written, name), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, name)| name.to_owned())
}
