//! The fonts that are shipped, as families by weight, each with fallbacks for the scripts of our languages.
//!
//! Always true: no font of the operating system is used on a kiosk, so the same text has the same pixels everywhere
//! and a missing glyph is a bug of ours. Deliberately absent: Chinese. A full collection weighs more than the whole
//! program; `Language::Zh` becomes ready together with a subset of one.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily, FontId};

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Licence texts of every font compiled in: name of the font, full text. An "about" page shows them.
#[must_use]
pub fn licences() -> &'static [(&'static str, &'static str)] {
    &LICENCE_TEXTS
}

/// How heavy a text is drawn. There is no synthetic bold: each weight is a font of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Weight {
    /// 300, for very large text only.
    Light,
    /// 400, running text.
    Regular,
    /// 600, titles of cards, buttons, labels.
    Semibold,
    /// 700, the title of a screen and numbers.
    Bold,
}

/// How an icon is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IconStyle {
    /// Thin outline, for large decorative icons.
    Regular,
    /// Strong outline, the default: readable from half a metre.
    Bold,
    /// Filled, for small symbols and selected things.
    Fill,
}

impl Weight {
    /// The family of this weight. `nastaliq` puts the Urdu hand before the plain Arabic one.
    #[must_use]
    pub fn family(self, nastaliq: bool) -> FontFamily {
        let name = match (self, nastaliq) {
            (Self::Light, false) => "light",
            (Self::Regular, false) => "regular",
            (Self::Semibold, false) => "semibold",
            (Self::Bold, false) => "bold",
            (Self::Light | Self::Regular, true) => "regular-ur",
            (Self::Semibold | Self::Bold, true) => "semibold-ur",
        };
        FontFamily::Name(name.into())
    }
}

impl IconStyle {
    /// The icon font at this size, in points.
    #[must_use]
    pub fn font(self, size: f32) -> FontId {
        let name = match self {
            Self::Regular => "icon",
            Self::Bold => "icon-bold",
            Self::Fill => "icon-fill",
        };
        FontId::new(size, FontFamily::Name(name.into()))
    }
}

/// Every family used by this crate: `light`, `regular`, `semibold`, `bold`, `regular-ur`, `semibold-ur`, `icon`,
/// `icon-bold`, `icon-fill`; egui's own two families fall back to `regular`.
#[must_use]
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    for (name, bytes) in [
        ("titillium-light", TITILLIUM_LIGHT),
        ("titillium-regular", TITILLIUM_REGULAR),
        ("titillium-semibold", TITILLIUM_SEMIBOLD),
        ("titillium-bold", TITILLIUM_BOLD),
        ("sans-regular", SANS_REGULAR),
        ("sans-semibold", SANS_SEMIBOLD),
        ("arabic-regular", ARABIC_REGULAR),
        ("arabic-semibold", ARABIC_SEMIBOLD),
        ("bengali-regular", BENGALI_REGULAR),
        ("bengali-semibold", BENGALI_SEMIBOLD),
        ("gurmukhi-regular", GURMUKHI_REGULAR),
        ("sinhala-regular", SINHALA_REGULAR),
        ("tamil-regular", TAMIL_REGULAR),
        ("nastaliq-regular", NASTALIQ_REGULAR),
        ("nastaliq-semibold", NASTALIQ_SEMIBOLD),
        ("icons-regular", ICONS_REGULAR),
        ("icons-bold", ICONS_BOLD),
        ("icons-fill", ICONS_FILL),
    ] {
        let mut data = FontData::from_static(bytes);
        if name.starts_with("titillium") {
            // Capitals and digits of Titillium stand a little below the middle of its line.
            data.tweak.y_offset_factor = -0.02;
        }
        fonts.font_data.insert(name.to_owned(), Arc::new(data));
    }
    // Names of people are written in more scripts than the screens speak; those have one weight.
    let names = ["gurmukhi-regular", "sinhala-regular", "tamil-regular"];
    let with_names = |fonts: &[&'static str]| [fonts, &names[..]].concat();
    let regular = with_names(&["sans-regular", "arabic-regular", "bengali-regular"]);
    let semibold = with_names(&["sans-semibold", "arabic-semibold", "bengali-semibold"]);
    let urdu =
        with_names(&["nastaliq-regular", "sans-regular", "arabic-regular", "bengali-regular"]);
    let urdu_semibold =
        with_names(&["nastaliq-semibold", "sans-semibold", "arabic-semibold", "bengali-semibold"]);
    let mut family = |family: FontFamily, first: &str, rest: &[&str]| {
        let names = std::iter::once(first).chain(rest.iter().copied()).map(str::to_owned);
        fonts.families.insert(family, names.collect());
    };
    family(Weight::Light.family(false), "titillium-light", &regular);
    family(Weight::Regular.family(false), "titillium-regular", &regular);
    family(Weight::Semibold.family(false), "titillium-semibold", &semibold);
    family(Weight::Bold.family(false), "titillium-bold", &semibold);
    family(Weight::Regular.family(true), "titillium-regular", &urdu);
    family(Weight::Semibold.family(true), "titillium-semibold", &urdu_semibold);
    family(FontFamily::Proportional, "titillium-regular", &regular);
    family(FontFamily::Monospace, "sans-regular", &regular);
    family(IconStyle::Regular.font(1.0).family, "icons-regular", &[]);
    family(IconStyle::Bold.font(1.0).family, "icons-bold", &[]);
    family(IconStyle::Fill.font(1.0).family, "icons-fill", &[]);
    fonts
}
