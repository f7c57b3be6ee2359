//! What is written of a project: whom it is for and where, its sections, what it costs and who pays, how it is
//! measured. Values only; who may change them is `draft`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use protocol::{OrganisationId, Slug};
use radar::{Activity, Need, Resource, Set, Target};
use serde::{Deserialize, Serialize};

/// Longest title, in characters.
pub const TITLE_MAX: usize = 120;
/// Longest section, in characters.
pub const SECTION_MAX: usize = 4_000;
/// Most organisations that write together.
pub const ORGANISATIONS_MAX: usize = 12;
/// Most neighbourhoods named one by one.
pub const PLACES_MAX: usize = 40;
/// Most ways in which a project is measured.
pub const MEASURES_MAX: usize = 12;
/// Most years after it that are planned.
pub const YEARS_MAX: usize = 3;
/// Longest other text, in characters.
pub const LINE_MAX: usize = 200;
/// Largest amount, in cents: ten million euros.
pub const CENTS_MAX: i64 = 1_000_000_000;

/// A part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    /// Which need it meets, and how that is known.
    Need,
    /// What is done.
    Action,
    /// How it stands in the system: with whom, beside what else.
    System,
    /// How it is paid for and carried on (E21).
    Sustainability,
    /// What gets better in people's lives, and how that is seen.
    Measure,
}

impl Section {
    /// All of them, in the order they are written and read.
    pub const ALL: [Self; 5] =
        [Self::Need, Self::Action, Self::System, Self::Sustainability, Self::Measure];

    /// The word it is stored and worded by: `desk-section-<slug>`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Need => "need",
            Self::Action => "action",
            Self::System => "system",
            Self::Sustainability => "sustainability",
            Self::Measure => "measure",
        }
    }
}

impl std::str::FromStr for Section {
    type Err = protocol::ids::BadId;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|section| section.slug() == text);
        found.ok_or_else(|| protocol::ids::BadId::expecting(text, "a section of a project"))
    }
}

/// What the radar and every list need to know of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// What it is called.
    pub title: String,
    /// Whom it is for.
    pub targets: Set<Target>,
    /// What is done.
    pub activities: Set<Activity>,
    /// Which need it meets.
    pub needs: Set<Need>,
    /// Its neighbourhoods; empty with `whole_city`.
    pub places: Vec<Slug>,
    /// Whether it is for the whole city.
    pub whole_city: bool,
    /// Its first day, when it is known.
    pub from: Option<Date>,
    /// Its last day, when it is known.
    pub to: Option<Date>,
    /// What it can give to others.
    pub offers: Set<Resource>,
    /// What it lacks.
    pub looks_for: Set<Resource>,
}

/// What whoever left an idea chose from pictures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picked {
    /// Whom it is for.
    pub targets: Set<Target>,
    /// What would be done.
    pub activities: Set<Activity>,
    /// Which need it meets.
    pub needs: Set<Need>,
}

impl Picked {
    /// Whether nothing was chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// As it comes from a kiosk; `None` where a word is in no list.
    #[must_use]
    pub fn read(picked: &protocol::kiosk::Picked) -> Option<Self> {
        fn set<T: radar::Vocabulary + std::str::FromStr>(slugs: &[Slug]) -> Option<Set<T>> {
            slugs.iter().map(|slug| slug.as_str().parse().ok()).collect()
        }
        Some(Self {
            targets: set(&picked.targets)?,
            activities: set(&picked.activities)?,
            needs: set(&picked.needs)?,
        })
    }
}

impl Outline {
    /// What is known of an idea nobody has begun to write.
    #[must_use]
    pub fn of_picked(picked: Picked, hood: Option<&Slug>) -> Self {
        let Picked { targets, activities, needs } = picked;
        let places = hood.into_iter().cloned().collect();
        Self { targets, activities, needs, places, ..Self::default() }
    }

    /// Whether it says what every project must: title, people, activity, need, place.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.title.is_empty()
            && !self.targets.is_empty()
            && !self.activities.is_empty()
            && !self.needs.is_empty()
            && (self.whole_city || !self.places.is_empty())
    }
}

/// Where money comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Income {
    /// The organisations' own.
    Own,
    /// The municipality.
    Municipality,
    /// Foundations and calls.
    Grant,
    /// Those who use it pay something.
    Fees,
    /// Donations.
    Gifts,
    /// Rooms, hours, things that are given and not paid.
    InKind,
}

impl Income {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 6] =
        [Self::Own, Self::Municipality, Self::Grant, Self::Fees, Self::Gifts, Self::InKind];

    /// The word it is posted and worded by: `desk-income-<slug>`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Municipality => "municipality",
            Self::Grant => "grant",
            Self::Fees => "fees",
            Self::Gifts => "gifts",
            Self::InKind => "in-kind",
        }
    }
}

/// What it costs and who pays, in cents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// All it costs.
    pub cost_cents: i64,
    /// Where it comes from; what is 0 is left out.
    pub income_cents: BTreeMap<Income, i64>,
    /// How it goes on when the project is over, a year at a time (E21).
    #[serde(default)]
    pub after: Vec<YearAfter>,
}

/// A year after the project's last day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearAfter {
    /// What it costs that year, in cents.
    pub cost_cents: i64,
    /// What comes in, in cents.
    pub income_cents: i64,
    /// Who carries it on, and from what.
    pub how: String,
}

impl Budget {
    /// All that comes in.
    #[must_use]
    pub fn income_sum_cents(&self) -> i64 {
        self.income_cents.values().sum()
    }
}

/// One way in which it is seen that life gets better.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// An indicator of the city's catalogue, or none for one of its own.
    pub indicator: Option<Slug>,
    /// What is counted, in words.
    pub name: String,
    /// How it stands before.
    pub baseline: String,
    /// What is hoped for.
    pub target: String,
    /// When and how it is seen.
    pub how: String,
    /// Which of the project's activities lead to it (E20).
    #[serde(default)]
    pub activities: Set<Activity>,
}

/// An organisation that takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    /// Which.
    pub organisation: OrganisationId,
    /// What it is called; organisations are no secret.
    pub name: String,
}

/// All that is handed in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    /// Title, people, activity, need, place, time.
    pub outline: Outline,
    /// Who takes part; the first answers for it.
    pub partners: Vec<Partner>,
    /// The text.
    pub sections: BTreeMap<Section, String>,
    /// What it costs and who pays.
    pub budget: Budget,
    /// How it is measured.
    pub measures: Vec<Measure>,
}
