//! Contrast of colours, and the table of which colours meet on our screens.
//!
//! Always true: the table names every pair of tokens the widgets paint; a widget that pairs others adds them here.

use egui::Color32;

use crate::palette::{Accent, Palette};

/// Two colours that meet, and how far apart they must be.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The two roles, in words.
    pub name: String,
    /// What is read or looked for.
    pub front: Color32,
    /// What it stands on.
    pub back: Color32,
    /// Smallest contrast allowed: 4.5 for text, 3 for large text and edges of controls.
    pub least: f32,
}

/// The contrast of two opaque colours, from 1 to 21, as WCAG 2.2 reckons it.
#[must_use]
pub fn contrast_ratio(one: Color32, other: Color32) -> f32 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Color32) -> f32 {
    let linear = |value: u8| {
        let value = f32::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
}

/// Every pair of colours that meet in this palette.
#[must_use]
pub fn pairs(palette: &Palette) -> Vec<Pair> {
    let p = palette;
    let mut pairs = Vec::new();
    let mut add = |name: &str, front, back, least| {
        pairs.push(Pair { name: name.to_owned(), front, back, least });
    };
    for (ground, back) in [("ground", p.ground), ("surface", p.surface), ("sunken", p.sunken)] {
        add(&format!("ink on {ground}"), p.ink, back, 4.5);
        add(&format!("soft ink on {ground}"), p.ink_soft, back, 4.5);
        add(&format!("primary on {ground}"), p.primary, back, 4.5);
        add(&format!("line on {ground}"), p.line, back, 3.0);
    }
    add("ring on surface", p.primary, p.surface, 3.0);
    add("ring on its track", p.primary, p.track, 3.0);
    add("on primary", p.on_primary, p.primary, 4.5);
    add("on pressed primary", p.on_primary, p.primary_pressed, 4.5);
    add("primary button on ground", p.primary, p.ground, 3.0);
    add("on hero, top", p.on_hero, p.hero_top, 4.5);
    add("on hero, bottom", p.on_hero, p.hero_bottom, 4.5);
    add("soft on hero, top", p.on_hero_soft, p.hero_top, 4.5);
    add("soft on hero, bottom", p.on_hero_soft, p.hero_bottom, 4.5);
    add("on bar", p.on_bar, p.bar, 4.5);
    add("on disabled", p.on_disabled, p.disabled, 4.5);
    // The ring has two lines so that one of them shows on any ground; between themselves they must differ.
    add("focus ring", p.focus_outer, p.focus_inner, 3.0);
    for accent in Accent::ALL {
        let t = p.tones(accent);
        add(&format!("{accent:?} on its tint"), t.ink, t.tint, 4.5);
        add(&format!("{accent:?} on surface"), t.ink, p.surface, 4.5);
        add(&format!("soft ink on {accent:?} tint"), p.ink_soft, t.tint, 4.5);
        add(&format!("on solid {accent:?}"), t.on_solid, t.solid, 4.5);
        add(&format!("solid {accent:?} on ground"), t.solid, p.ground, 3.0);
        add(&format!("{accent:?} glow on hero"), t.glow, p.hero_top, 4.5);
        add(&format!("{accent:?} glow on bar"), t.glow, p.bar, 4.5);
        add(&format!("ink on {accent:?} tint"), p.ink, t.tint, 4.5);
    }
    pairs
}

/// The pairs of a palette that are too close, each with its contrast.
#[must_use]
pub fn too_faint(palette: &Palette) -> Vec<(Pair, f32)> {
    pairs(palette)
        .into_iter()
        .map(|pair| {
            let ratio = contrast_ratio(pair.front, pair.back);
            (pair, ratio)
        })
        .filter(|(pair, ratio)| *ratio < pair.least)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_on_white_is_twenty_one() {
        assert!((contrast_ratio(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
        assert!((contrast_ratio(Color32::WHITE, Color32::WHITE) - 1.0).abs() < 0.01);
    }

    #[test]
    fn every_pair_of_the_default_palette_can_be_told_apart() {
        assert_eq!(too_faint(&Palette::DEFAULT), []);
    }

    #[test]
    fn every_pair_of_the_high_contrast_palette_can_be_told_apart() {
        assert_eq!(too_faint(&Palette::HIGH_CONTRAST), []);
    }

    #[test]
    fn the_border_that_failed_once_would_fail_again() {
        let mut faint = Palette::DEFAULT;
        faint.line = Color32::from_rgb(0xC5, 0xC7, 0xC9);
        assert!(too_faint(&faint).iter().any(|(pair, _)| pair.name.starts_with("line")));
    }
}
