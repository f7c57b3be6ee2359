//! What the radar knows of an idea, a project or a service, and what it makes of it.

use serde::{Deserialize, Serialize};

use crate::lexicon;
use crate::vocabulary::{Activity, Need, Resource, Set, Target};
use crate::words::Words;

/// What something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Left at a kiosk or a desk.
    Idea,
    /// Being written, or waiting for a decision.
    Project,
    /// Under way.
    Running,
    /// Over.
    Past,
    /// A macro-project of the system, which others join.
    Macro,
    /// A service of the network that is there all the time.
    Service,
}

/// A piece of the territory tree: a whole city, one of its zones, or one neighbourhood.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The city's name.
    pub city: String,
    /// The zone; `None` for the whole city.
    #[serde(default)]
    pub zone: Option<String>,
    /// The neighbourhood; `None` for the whole zone.
    #[serde(default)]
    pub neighbourhood: Option<String>,
}

/// An idea, a project or a service as the radar is told of it. What is not known is left empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// What it is.
    pub kind: Kind,
    /// Its title and words, in Italian where possible; never a person's name.
    #[serde(default)]
    pub text: String,
    /// Whom it is for.
    #[serde(default)]
    pub targets: Set<Target>,
    /// What is done.
    #[serde(default)]
    pub activities: Set<Activity>,
    /// Which need it meets.
    #[serde(default)]
    pub needs: Set<Need>,
    /// Where; empty where nobody has said.
    #[serde(default)]
    pub places: Vec<Place>,
    /// First day, in days since 1 January 1970.
    #[serde(default)]
    pub from_day: Option<i32>,
    /// Last day, in days since 1 January 1970.
    #[serde(default)]
    pub to_day: Option<i32>,
    /// Organisations that take part, by whatever name the caller knows them.
    #[serde(default)]
    pub partners: Vec<String>,
    /// What it can give.
    #[serde(default)]
    pub offers: Set<Resource>,
    /// What it lacks.
    #[serde(default)]
    pub looks_for: Set<Resource>,
}

impl Profile {
    /// A profile of which nothing is known but what it is and its words.
    #[must_use]
    pub fn of_words(kind: Kind, text: &str) -> Self {
        Self {
            kind,
            text: text.to_owned(),
            targets: Set::EMPTY,
            activities: Set::EMPTY,
            needs: Set::EMPTY,
            places: Vec::new(),
            from_day: None,
            to_day: None,
            partners: Vec::new(),
            offers: Set::EMPTY,
            looks_for: Set::EMPTY,
        }
    }
}

/// A profile made ready to be judged: what nobody said about people, activity and need is read from its words.
#[derive(Debug, Clone, PartialEq)]
pub struct Sketch {
    /// What it is.
    pub kind: Kind,
    /// Its words.
    pub words: Words,
    /// Whom it is for, with the wider groups.
    pub targets: Set<Target>,
    /// What is done.
    pub activities: Set<Activity>,
    /// Which need it meets.
    pub needs: Set<Need>,
    /// Where, in order and without repetition.
    pub places: Vec<Place>,
    /// First day, where it is known, in days since 1 January 1970.
    pub from_day: Option<i32>,
    /// Last day, where it is known, in days since 1 January 1970.
    pub to_day: Option<i32>,
    /// Who takes part, in order and without repetition.
    pub partners: Vec<String>,
    /// What it can give.
    pub offers: Set<Resource>,
    /// What it lacks.
    pub looks_for: Set<Resource>,
}

impl Sketch {
    /// Makes a profile ready.
    #[must_use]
    pub fn of(profile: &Profile) -> Self {
        let read = lexicon::found_in(&profile.text);
        Self {
            kind: profile.kind,
            words: Words::read(&profile.text),
            targets: said_or_read(profile.targets, read.targets).widened(),
            activities: said_or_read(profile.activities, read.activities),
            needs: said_or_read(profile.needs, read.needs),
            places: in_order(&profile.places),
            from_day: profile.from_day,
            to_day: profile.to_day,
            partners: in_order(&profile.partners),
            offers: profile.offers,
            looks_for: profile.looks_for,
        }
    }

    /// First and last day as seen from `today`. What is past and undated ended before today, anything else that is
    /// undated begins today and does not end.
    #[must_use]
    pub fn days(&self, today: i32) -> (i32, i32) {
        days(self.kind == Kind::Past, self.from_day, self.to_day, today)
    }
}

/// See [`Sketch::days`].
pub(crate) fn days(past: bool, from: Option<i32>, to: Option<i32>, today: i32) -> (i32, i32) {
    let (begins, ends) = if past { (i32::MIN, today - 1) } else { (today, i32::MAX) };
    let to = to.unwrap_or(ends).max(from.unwrap_or(i32::MIN));
    (from.unwrap_or(begins).min(to), to)
}

/// What was said stands; only where nothing was said the words are asked.
fn said_or_read<T: crate::Vocabulary>(said: Set<T>, read: Set<T>) -> Set<T> {
    if said.is_empty() { read } else { said }
}

fn in_order<T: Clone + Ord>(things: &[T]) -> Vec<T> {
    let mut things = things.to_vec();
    things.sort();
    things.dedup();
    things
}
