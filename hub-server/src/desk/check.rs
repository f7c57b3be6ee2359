//! The three requirements of a promoted project (seed 000), looked at while it is being written: what is still missing
//! for each (CAPABILITIES E7). A hint and no verdict: people judge, with reasons.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::dossier::{Dossier, Income, Section};

/// What a project must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Requirement {
    /// Part of a system.
    OfSystem,
    /// Economically sustainable.
    Sustainable,
    /// With measurable indicators of a better quality of life.
    Measurable,
}

impl Requirement {
    /// All three, in the order of the source.
    pub const ALL: [Self; 3] = [Self::OfSystem, Self::Sustainable, Self::Measurable];

    /// The word it is stored and worded by: `desk-requirement-<slug>`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::OfSystem => "of-system",
            Self::Sustainable => "sustainable",
            Self::Measurable => "measurable",
        }
    }
}

impl std::str::FromStr for Requirement {
    type Err = protocol::ids::BadId;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|one| one.slug() == text);
        found.ok_or_else(|| protocol::ids::BadId::expecting(text, "one of the three requirements"))
    }
}

/// Something that a requirement still lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Fewer than two organisations take part.
    SecondPartner,
    /// The section says too little: so many characters of so many.
    Words(Section, usize, usize),
    /// It costs nothing yet.
    Cost,
    /// Income does not reach the cost: so many cents are missing.
    Uncovered(i64),
    /// Everything comes from one place outside: when that ends, it ends.
    OneSource(Income),
    /// Nobody says how it goes on when it is over.
    After,
    /// So many years after it are not covered.
    AfterUncovered(usize),
    /// So many activities lead to nothing that is measured.
    WithoutResult(usize),
    /// It has no first or last day, so nobody can say for how long it must be paid.
    Days,
    /// Nothing is measured.
    NoMeasure,
    /// So many measures lack how it stands before.
    Baseline(usize),
    /// So many measures lack what is hoped for.
    Target(usize),
    /// So many measures do not say when and how it is seen.
    How(usize),
}

impl Missing {
    /// The message that says it: `desk-missing-<slug>`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::SecondPartner => "second-partner",
            Self::Words(..) => "words",
            Self::Cost => "cost",
            Self::Uncovered(_) => "uncovered",
            Self::OneSource(_) => "one-source",
            Self::Days => "days",
            Self::After => "after",
            Self::AfterUncovered(_) => "after-uncovered",
            Self::WithoutResult(_) => "without-result",
            Self::NoMeasure => "no-measure",
            Self::Baseline(_) => "baseline",
            Self::Target(_) => "target",
            Self::How(_) => "how",
        }
    }
}

/// Fewest characters with which a section says something.
const WORDS_MIN: usize = 80;

/// What each requirement still lacks; an empty list is all there is to see from here.
#[must_use]
pub fn check(dossier: &Dossier) -> [(Requirement, Vec<Missing>); 3] {
    [
        (Requirement::OfSystem, of_system(dossier)),
        (Requirement::Sustainable, sustainable(dossier)),
        (Requirement::Measurable, measurable(dossier)),
    ]
}

fn words(dossier: &Dossier, section: Section) -> Option<Missing> {
    let text = dossier.sections.get(&section).map_or("", |text| text.trim());
    let length = text.chars().count();
    (length < WORDS_MIN).then_some(Missing::Words(section, length, WORDS_MIN))
}

fn of_system(dossier: &Dossier) -> Vec<Missing> {
    let partners: BTreeSet<_> = dossier.partners.iter().map(|one| one.organisation).collect();
    let alone = (partners.len() < 2).then_some(Missing::SecondPartner);
    [alone, words(dossier, Section::System)].into_iter().flatten().collect()
}

fn sustainable(dossier: &Dossier) -> Vec<Missing> {
    let (budget, outline) = (&dossier.budget, &dossier.outline);
    let uncovered = budget.cost_cents - budget.income_sum_cents();
    let mut from = budget.income_cents.iter().filter(|(_, cents)| **cents > 0);
    let only = from.next().filter(|_| from.next().is_none()).map(|(income, _)| *income);
    let open = budget.after.iter().filter(|year| year.income_cents < year.cost_cents).count();
    let outside = only.filter(|income| matches!(income, Income::Municipality | Income::Grant));
    [
        (budget.cost_cents <= 0).then_some(Missing::Cost),
        (uncovered > 0).then_some(Missing::Uncovered(uncovered)),
        outside.map(Missing::OneSource),
        (outline.from.is_none() || outline.to.is_none()).then_some(Missing::Days),
        budget.after.is_empty().then_some(Missing::After),
        (open > 0).then_some(Missing::AfterUncovered(open)),
        words(dossier, Section::Sustainability),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn measurable(dossier: &Dossier) -> Vec<Missing> {
    if dossier.measures.is_empty() {
        return vec![Missing::NoMeasure];
    }
    let lacking = |of: fn(&super::dossier::Measure) -> &str| {
        dossier.measures.iter().filter(|measure| of(measure).trim().is_empty()).count()
    };
    let measured = |activity| dossier.measures.iter().any(|one| one.activities.has(activity));
    let loose = dossier.outline.activities.iter().filter(|activity| !measured(*activity)).count();
    let some = |count: usize| (count > 0).then_some(count);
    [
        some(lacking(|measure| &measure.baseline)).map(Missing::Baseline),
        some(lacking(|measure| &measure.target)).map(Missing::Target),
        some(lacking(|measure| &measure.how)).map(Missing::How),
        some(loose).map(Missing::WithoutResult),
        words(dossier, Section::Measure),
    ]
    .into_iter()
    .flatten()
    .collect()
}
