//! The closed lists a profile is described with: whom it is for, what is done, which need it meets, and what it can
//! give or lacks (CAPABILITIES E26, E22). Small on purpose: a list that nobody has to search.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A closed list of at most 32 words.
pub trait Vocabulary: Copy + Eq + 'static {
    /// All of them, in the order of the list.
    const ALL: &'static [Self];
    /// Its place in the list, from 0.
    fn at(self) -> u32;
    /// The word it is stored, sent and worded by.
    fn slug(self) -> &'static str;
}

macro_rules! vocabulary {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $word:ident = $slug:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$doc])* $word,)+ }

        impl Vocabulary for $name {
            const ALL: &'static [Self] = &[$(Self::$word,)+];
            fn at(self) -> u32 { self as u32 }
            fn slug(self) -> &'static str {
                match self { $(Self::$word => $slug,)+ }
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;
            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                Self::ALL.iter().copied().find(|word| word.slug() == text).ok_or(UnknownWord)
            }
        }
    };
}

/// A word that is not in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownWord;

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not in the list")
    }
}

impl std::error::Error for UnknownWord {}

vocabulary! {
    /// Whom something is for.
    Target {
        /// The whole community.
        Everyone = "everyone",
        /// From 0 to 3 years, with their families.
        EarlyChildhood = "early-childhood",
        /// From 4 to 13 years.
        Children = "children",
        /// From 14 to 29 years.
        Youth = "youth",
        /// Young people who neither study nor work.
        Neet = "neet",
        /// Families.
        Families = "families",
        /// Women.
        Women = "women",
        /// From 65 years on.
        Older = "older",
        /// From 75 years on, frail or alone.
        FrailOlder = "frail-older",
        /// People with a disability.
        Disability = "disability",
        /// Those who look after somebody at home.
        Carers = "carers",
        /// Families and people in poverty.
        Poverty = "poverty",
        /// Adults in grave marginality.
        Marginality = "marginality",
        /// People who came from another country.
        NewCitizens = "new-citizens",
        /// Associations, cooperatives, other bodies.
        Organisations = "organisations",
    }
}

vocabulary! {
    /// What is done.
    Activity {
        /// A place to be together.
        MeetingPlace = "meeting-place",
        /// Help and company at home.
        HomeHelp = "home-help",
        /// Somebody goes along, or drives.
        Accompaniment = "accompaniment",
        /// Courses, learning by doing.
        Training = "training",
        /// Help with homework.
        Homework = "homework",
        /// Learning the language.
        Language = "language",
        /// Looking after small children.
        Childcare = "childcare",
        /// Play and workshops for children.
        Play = "play",
        /// Sport and movement.
        Sport = "sport",
        /// Music, theatre, reading, cinema.
        Culture = "culture",
        /// Meals, food collected and given.
        Food = "food",
        /// Flats, living together.
        Housing = "housing",
        /// Traineeships, small jobs.
        WorkInclusion = "work-inclusion",
        /// Prevention and care of health.
        Health = "health",
        /// Help with telephone, computer, digital identity.
        Digital = "digital",
        /// Gardens, trees, cleaning up.
        Green = "green",
        /// A desk, listening, orientation.
        Counselling = "counselling",
        /// Lending, swapping, time banks.
        Exchange = "exchange",
        /// Mending things.
        Repair = "repair",
        /// Restoring buildings and spaces.
        Building = "building",
        /// Tables, coordination, governance.
        Networking = "networking",
        /// Studies, monitoring, social reports.
        Research = "research",
        /// Campaigns, public events.
        Communication = "communication",
        /// Grants, collecting money.
        Funding = "funding",
    }
}

vocabulary! {
    /// Which need it meets.
    Need {
        /// Being alone.
        Loneliness = "loneliness",
        /// Being looked after, or looking after somebody.
        Care = "care",
        /// Money and food that do not last.
        Poverty = "poverty",
        /// Getting somewhere.
        Mobility = "mobility",
        /// Health.
        Health = "health",
        /// School and learning.
        Education = "education",
        /// Work.
        Work = "work",
        /// A home.
        Housing = "housing",
        /// Language and finding one's way in a new country.
        Integration = "integration",
        /// Doing things that are only done on a screen.
        DigitalDivide = "digital-divide",
        /// Safety.
        Safety = "safety",
        /// The environment, waste.
        Environment = "environment",
        /// Having a say, taking part.
        Participation = "participation",
        /// Places to be.
        Places = "places",
        /// Services and bodies that do not know of each other.
        Fragmentation = "fragmentation",
    }
}

vocabulary! {
    /// What a project can give to others, or lacks (E22).
    Resource {
        /// Rooms, gardens, buildings.
        Space = "space",
        /// Things people know how to do.
        Skills = "skills",
        /// Staff and volunteers.
        Staff = "staff",
        /// Things: computers, tools, furniture.
        Equipment = "equipment",
        /// A vehicle and somebody to drive it.
        Transport = "transport",
        /// Money.
        Funds = "funds",
        /// People to speak with.
        Contacts = "contacts",
    }
}

impl Target {
    /// The wider group this one is part of.
    const fn wider(self) -> Option<Self> {
        match self {
            Self::EarlyChildhood => Some(Self::Families),
            Self::Neet => Some(Self::Youth),
            Self::FrailOlder => Some(Self::Older),
            Self::Marginality => Some(Self::Poverty),
            Self::Everyone
            | Self::Children
            | Self::Youth
            | Self::Families
            | Self::Women
            | Self::Older
            | Self::Disability
            | Self::Carers
            | Self::Poverty
            | Self::NewCitizens
            | Self::Organisations => None,
        }
    }
}

impl Set<Target> {
    /// With the wider group of each: who is over 75 is also over 65.
    #[must_use]
    pub fn widened(self) -> Self {
        self.iter().filter_map(Target::wider).fold(self, Self::with)
    }
}

/// Some words of a list, in no order.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(from = "Vec<T>", into = "Vec<T>")]
#[serde(bound(
    serialize = "T: Vocabulary + Serialize",
    deserialize = "T: Vocabulary + Deserialize<'de>"
))]
pub struct Set<T: Vocabulary>(u32, PhantomData<T>);

impl<T: Vocabulary> Set<T> {
    /// None of them.
    pub const EMPTY: Self = Self(0, PhantomData);

    /// With one more.
    #[must_use]
    pub fn with(self, word: T) -> Self {
        Self(self.0 | (1 << word.at()), PhantomData)
    }

    /// Those of either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0, PhantomData)
    }

    /// Those of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0, PhantomData)
    }

    /// Those of the one that are not in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0, PhantomData)
    }

    /// Whether it is one of them.
    #[must_use]
    pub fn has(self, word: T) -> bool {
        self.0 & (1 << word.at()) != 0
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Each, in the order of the list.
    pub fn iter(self) -> impl Iterator<Item = T> {
        T::ALL.iter().copied().filter(move |word| self.has(*word))
    }
}

impl<T: Vocabulary> Default for Set<T> {
    fn default() -> Self {
        Self::EMPTY
    }
}
impl<T: Vocabulary> PartialEq for Set<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T: Vocabulary> Eq for Set<T> {}
impl<T: Vocabulary + fmt::Debug> fmt::Debug for Set<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
impl<T: Vocabulary> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(words: I) -> Self {
        words.into_iter().fold(Self::EMPTY, Self::with)
    }
}
impl<T: Vocabulary> From<Vec<T>> for Set<T> {
    fn from(words: Vec<T>) -> Self {
        words.into_iter().collect()
    }
}
impl<T: Vocabulary> From<Set<T>> for Vec<T> {
    fn from(set: Set<T>) -> Self {
        set.iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: Vocabulary + FromStr + fmt::Debug + Serialize>() {
        assert!(T::ALL.len() <= 32);
        for (word, at) in T::ALL.iter().zip(0..) {
            assert_eq!(word.at(), at);
            assert!(word.slug().parse::<T>().is_ok_and(|same| same == *word), "{word:?}");
            assert_eq!(serde_json::to_value(word).unwrap(), word.slug(), "{word:?}");
        }
    }

    #[test]
    fn every_word_of_every_list_is_read_as_it_is_written() {
        check::<Target>();
        check::<Activity>();
        check::<Need>();
        check::<Resource>();
    }
}
