//! The languages of the screens: their code, their name in their own script, their direction.
//!
//! Always true: a language is named by itself, never by a flag. Whether it may be offered is not written here: it is
//! worked out from the words that exist (`Language::is_ready` in `words`).

use serde::{Deserialize, Serialize};

/// A language somebody may read the screens in.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Italian, the language every word is written in first.
    #[default]
    It,
    /// English.
    En,
    /// Romanian.
    Ro,
    /// Albanian.
    Sq,
    /// Ukrainian.
    Uk,
    /// Arabic.
    Ar,
    /// Urdu, written in the Nastaliq hand.
    Ur,
    /// Bengali.
    Bn,
    /// Chinese, simplified. No font for it is shipped yet.
    Zh,
    /// French.
    Fr,
    /// Spanish.
    Es,
}

/// Which way a line is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

impl Language {
    /// Every language, in the order a chooser shows them.
    pub const ALL: [Self; 11] = [
        Self::It,
        Self::En,
        Self::Ro,
        Self::Sq,
        Self::Uk,
        Self::Ar,
        Self::Ur,
        Self::Bn,
        Self::Zh,
        Self::Fr,
        Self::Es,
    ];

    /// The code of the folder of words and of the accessibility tree: ISO 639-1, two small letters.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::It => "it",
            Self::En => "en",
            Self::Ro => "ro",
            Self::Sq => "sq",
            Self::Uk => "uk",
            Self::Ar => "ar",
            Self::Ur => "ur",
            Self::Bn => "bn",
            Self::Zh => "zh",
            Self::Fr => "fr",
            Self::Es => "es",
        }
    }

    /// The language with this code, or `None` for a code we do not know.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The name as its own readers write it.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::It => "Italiano",
            Self::En => "English",
            Self::Ro => "Română",
            Self::Sq => "Shqip",
            Self::Uk => "Українська",
            Self::Ar => "العربية",
            Self::Ur => "اردو",
            Self::Bn => "বাংলা",
            Self::Zh => "中文",
            Self::Fr => "Français",
            Self::Es => "Español",
        }
    }

    /// Which way its lines run.
    #[must_use]
    pub fn direction(self) -> Direction {
        match self {
            Self::Ar | Self::Ur => Direction::Rtl,
            Self::It
            | Self::En
            | Self::Ro
            | Self::Sq
            | Self::Uk
            | Self::Bn
            | Self::Zh
            | Self::Fr
            | Self::Es => Direction::Ltr,
        }
    }

    /// How much taller its lines must be than Latin ones, as a factor.
    #[must_use]
    pub fn line_height_factor(self) -> f32 {
        match self {
            Self::Ur => 1.75,
            Self::Ar | Self::Bn => 1.15,
            Self::It
            | Self::En
            | Self::Ro
            | Self::Sq
            | Self::Uk
            | Self::Zh
            | Self::Fr
            | Self::Es => 1.0,
        }
    }

    /// How much larger its letters must be set to look as large as Latin ones, as a factor.
    #[must_use]
    pub fn size_factor(self) -> f32 {
        match self {
            Self::Ar | Self::Ur => 1.1,
            Self::It
            | Self::En
            | Self::Ro
            | Self::Sq
            | Self::Uk
            | Self::Bn
            | Self::Zh
            | Self::Fr
            | Self::Es => 1.0,
        }
    }

    /// Whether it is set in the Nastaliq hand.
    #[must_use]
    pub fn is_nastaliq(self) -> bool {
        self == Self::Ur
    }
}
