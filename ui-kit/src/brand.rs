//! The colours of a hub of its own, from its configuration, accepted only if people can still read.
//!
//! Always true: a brand that fails the contrast table is refused with the pairs that fail; nothing is quietly
//! adjusted. High contrast ignores brands. Deliberately absent: fonts and sizes, which are not a matter of taste.

use egui::Color32;
use serde::{Deserialize, Deserializer};

use crate::palette::Palette;
use crate::testing;

/// Main colour and evening sky of a hub, each as `#RRGGBB` in a configuration file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brand {
    /// Buttons, links, what is chosen.
    #[serde(deserialize_with = "colour")]
    pub primary: Color32,
    /// Top of the hero and the bars.
    #[serde(deserialize_with = "colour")]
    pub hero_top: Color32,
    /// Bottom of the hero.
    #[serde(deserialize_with = "colour")]
    pub hero_bottom: Color32,
}

/// Why a brand cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("these colours are too close to be read: {}", .faint.join(", "))]
pub struct TooFaint {
    /// Each pair with its contrast and the contrast it needs.
    pub faint: Vec<String>,
}

impl Brand {
    /// The default palette in these colours.
    ///
    /// # Errors
    /// When a pair of colours that meet on our screens would be too close.
    pub fn palette(self) -> Result<Palette, TooFaint> {
        let palette = Palette::DEFAULT.in_colours(self.primary, self.hero_top, self.hero_bottom);
        let faint: Vec<String> = testing::too_faint(&palette)
            .into_iter()
            .map(|(pair, ratio)| format!("{} {ratio:.1}:1 of {}:1", pair.name, pair.least))
            .collect();
        if faint.is_empty() { Ok(palette) } else { Err(TooFaint { faint }) }
    }
}

fn colour<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Color32, D::Error> {
    let text = String::deserialize(deserializer)?;
    let refuse = || serde::de::Error::custom(format!("{text:?} is not a colour like #0066CC"));
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6).ok_or_else(refuse)?;
    let value = u32::from_str_radix(digits, 16).map_err(|_parse| refuse())?;
    let [_, red, green, blue] = value.to_be_bytes();
    Ok(Color32::from_rgb(red, green, blue))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brand(text: &str) -> Result<Brand, toml::de::Error> {
        toml::from_str(text)
    }

    #[test]
    fn a_readable_brand_is_taken() {
        let brand = brand("primary = '#5B2A86'\nhero_top = '#2A0F44'\nhero_bottom = '#5B2A86'")
            .expect("written well");
        assert_eq!(brand.palette().expect("readable").primary, Color32::from_rgb(0x5B, 0x2A, 0x86));
    }

    #[test]
    fn a_pale_brand_is_refused_with_the_pairs_that_fail() {
        let brand = brand("primary = '#FFD000'\nhero_top = '#FFF0B0'\nhero_bottom = '#FFD000'")
            .expect("written well");
        let refused = brand.palette().expect_err("too pale");
        assert!(refused.faint.iter().any(|pair| pair.starts_with("on primary")), "{refused}");
    }

    #[test]
    fn something_that_is_no_colour_is_refused() {
        for wrong in ["blue", "#12", "#GGGGGG", "0066CC", "#ééé"] {
            let text =
                format!("primary = '{wrong}'\nhero_top = '#000000'\nhero_bottom = '#000000'");
            assert!(brand(&text).is_err(), "{wrong}");
        }
    }
}
