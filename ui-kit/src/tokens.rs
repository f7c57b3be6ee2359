//! Sizes: what a screen is, what a person asked for, and the lengths that follow from both.
//!
//! Always true: text and targets are computed from millimetres and reading distance, not guessed in pixels. A capital
//! letter in large text is seen under 0.7° (EN 301 549, 5.1.4), a target measures 20 mm with 3 mm around it.
//! All lengths are in egui points; the kiosk runs with one point per pixel.

use serde::{Deserialize, Serialize};

use crate::language::{Direction, Language};

/// The height of a capital letter over the size of the font, in Titillium Web.
pub const CAP_HEIGHT_EM: f32 = 0.692;
/// tan 0.7°: the height of a capital letter over the reading distance, in large text.
pub const CAP_HEIGHT_PER_DISTANCE: f32 = 0.0122;

const TARGET_MM: f32 = 20.0;
const TABLET_TARGET_MM: f32 = 12.0;
const GAP_MM: f32 = 3.0;
/// Pixels per millimetre of the screen the designs are drawn for: 1080×1920 on 21.5 inches.
const REFERENCE_PX_PER_MM: f32 = 4.034;

/// A screen as it stands in the room.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Screen {
    /// Width in pixels, as mounted.
    pub width_px: f32,
    /// Height in pixels, as mounted.
    pub height_px: f32,
    /// Diagonal of the visible area, in inches.
    pub diagonal_in: f32,
    /// From the eyes to the glass, in millimetres.
    pub distance_mm: f32,
}

impl Default for Screen {
    /// The usual kiosk: 21.5 inches upright, read from half a metre.
    fn default() -> Self {
        Self { width_px: 1080.0, height_px: 1920.0, diagonal_in: 21.5, distance_mm: 500.0 }
    }
}

impl Screen {
    /// The same screen measured in points, when one point is `pixels_per_point` pixels.
    #[must_use]
    pub fn in_points(self, pixels_per_point: f32) -> Self {
        let ratio = if pixels_per_point > 0.0 { pixels_per_point } else { 1.0 };
        Self { width_px: self.width_px / ratio, height_px: self.height_px / ratio, ..self }
    }

    /// Pixels (or points) per millimetre.
    #[must_use]
    pub fn px_per_mm(self) -> f32 {
        let diagonal_mm = self.diagonal_in * 25.4;
        if diagonal_mm > 0.0 {
            self.width_px.hypot(self.height_px) / diagonal_mm
        } else {
            REFERENCE_PX_PER_MM
        }
    }

    /// The smallest font size whose capitals are seen under 0.7°.
    #[must_use]
    pub fn large_text_floor(self) -> f32 {
        (self.distance_mm * CAP_HEIGHT_PER_DISTANCE * self.px_per_mm() / CAP_HEIGHT_EM).ceil()
    }

    /// Points per point of the design: the larger of what the distance and what the width asks for.
    fn scale(self) -> f32 {
        let physical = self.px_per_mm() / REFERENCE_PX_PER_MM * (self.distance_mm / 500.0);
        let fitting = self.width_px.min(self.height_px) / 1080.0;
        physical.max(fitting).clamp(0.6, 4.0)
    }
}

/// What the person in front asked for. Wiped at the end of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Prefs {
    /// The language of every word.
    pub language: Language,
    /// Capitals under 0.7°.
    pub large_text: bool,
    /// Black, white and yellow.
    pub high_contrast: bool,
    /// Everything to touch in the lower half of the screen.
    pub low_reach: bool,
    /// Nothing moves.
    pub reduced_motion: bool,
}

/// What kind of machine shows the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Device {
    /// Touched standing, by everybody.
    Kiosk,
    /// Held by an operator.
    Tablet,
    /// Mouse and keyboard.
    Desktop,
}

/// Font sizes, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TypeScale {
    /// One or two words on a home screen.
    pub display: f32,
    /// The question of a page.
    pub title: f32,
    /// The title of a card.
    pub heading: f32,
    /// Buttons, the labels of fields.
    pub subheading: f32,
    /// Running text.
    pub body: f32,
    /// Notes, bars, chips.
    pub caption: f32,
}

/// Distances, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Space {
    /// 4 in the design.
    pub xs: f32,
    /// 8 in the design.
    pub s: f32,
    /// 16 in the design.
    pub m: f32,
    /// 24 in the design.
    pub l: f32,
    /// 32 in the design.
    pub xl: f32,
    /// 48 in the design; the margin of a screen.
    pub xxl: f32,
}

/// Roundness of corners, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Radii {
    /// Cards, dialogs.
    pub card: f32,
    /// The tile behind an icon.
    pub tile: f32,
    /// Buttons, fields, banners.
    pub button: f32,
    /// Keys, badges.
    pub small: f32,
}

/// What a finger needs, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Touch {
    /// Smallest width and height of anything that can be touched.
    pub target: f32,
    /// Smallest distance between two of them.
    pub gap: f32,
    /// Height of a button.
    pub button: f32,
}

/// All lengths of one screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Metrics {
    /// Points per point of the design (1080 wide, 21.5 inches).
    pub scale: f32,
    /// Font sizes.
    pub text: TypeScale,
    /// Distances.
    pub space: Space,
    /// Corners.
    pub radius: Radii,
    /// Targets.
    pub touch: Touch,
}

impl Metrics {
    pub(crate) fn kiosk(screen: Screen, prefs: Prefs) -> Self {
        let scale = screen.scale();
        let per_mm = screen.px_per_mm();
        let floor = if prefs.large_text { screen.large_text_floor() } else { 0.0 };
        // In large text everything grows, the small sizes up to the floor and the large ones by less: a title
        // that is already seen under two degrees needs no help, and the page still has to hold.
        let size = |design: f32, large: f32| {
            (if prefs.large_text { (large * scale).max(floor) } else { design * scale }).round()
        };
        let target = (TARGET_MM * per_mm).ceil();
        Self {
            scale,
            text: TypeScale {
                display: size(84.0, 92.0),
                title: size(56.0, 64.0),
                heading: size(36.0, 46.0),
                subheading: size(30.0, 40.0),
                body: size(26.0, 36.0),
                caption: size(22.0, 36.0),
            },
            space: Space::new(scale),
            radius: Radii::new(scale),
            touch: Touch {
                target,
                gap: (GAP_MM * per_mm).ceil(),
                button: target.max((92.0 * scale).round()),
            },
        }
    }

    pub(crate) fn tablet(screen: Screen, prefs: Prefs) -> Self {
        let target = (TABLET_TARGET_MM * screen.px_per_mm()).ceil().max(44.0);
        Self::app(prefs, target, 0.62)
    }

    pub(crate) fn desktop(prefs: Prefs) -> Self {
        Self::app(prefs, 44.0, 0.5)
    }

    fn app(prefs: Prefs, target: f32, scale: f32) -> Self {
        let grow = if prefs.large_text { 1.35 } else { 1.0 } * (0.75 + scale / 2.0);
        let size = |design: f32| (design * grow).round();
        Self {
            scale,
            text: TypeScale {
                display: size(38.0),
                title: size(28.0),
                heading: size(21.0),
                subheading: size(17.0),
                body: size(16.0),
                caption: size(14.0),
            },
            space: Space::new(scale),
            radius: Radii::new(scale),
            touch: Touch { target, gap: 8.0, button: target },
        }
    }
}

impl Space {
    fn new(scale: f32) -> Self {
        let of = |design: f32| (design * scale).round();
        Self { xs: of(4.0), s: of(8.0), m: of(16.0), l: of(24.0), xl: of(32.0), xxl: of(48.0) }
    }
}

impl Radii {
    fn new(scale: f32) -> Self {
        let of = |design: f32| (design * scale).round();
        Self { card: of(28.0), tile: of(26.0), button: of(22.0), small: of(14.0) }
    }
}

impl Prefs {
    /// Which way lines run in the chosen language.
    #[must_use]
    pub fn direction(self) -> Direction {
        self.language.direction()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn large(screen: Screen) -> Metrics {
        Metrics::kiosk(screen, Prefs { large_text: true, ..Prefs::default() })
    }

    #[track_caller]
    fn assert_same(found: f32, expected: f32) {
        assert!((found - expected).abs() < 0.01, "{found} instead of {expected}");
    }

    #[test]
    fn the_floor_of_large_text_follows_the_screen_and_the_distance() {
        let upright = |diagonal_in| Screen { diagonal_in, ..Screen::default() };
        assert_same(upright(21.5).large_text_floor(), 36.0);
        assert_same(upright(27.0).large_text_floor(), 29.0);
        assert_same(upright(32.0).large_text_floor(), 24.0);
        assert_same(upright(15.6).large_text_floor(), 50.0);
    }

    #[test]
    fn no_size_is_below_the_floor_in_large_text() {
        for diagonal_in in [10.1, 15.6, 21.5, 27.0, 32.0, 43.0] {
            for distance_mm in [400.0, 500.0, 700.0] {
                let screen = Screen { diagonal_in, distance_mm, ..Screen::default() };
                let TypeScale { display, title, heading, subheading, body, caption } =
                    large(screen).text;
                for size in [display, title, heading, subheading, body, caption] {
                    assert!(size >= screen.large_text_floor(), "{size} on {screen:?}");
                }
            }
        }
    }

    #[test]
    fn a_target_measures_twenty_millimetres() {
        let touch = |diagonal_in| {
            Metrics::kiosk(Screen { diagonal_in, ..Screen::default() }, Prefs::default()).touch
        };
        assert_same(touch(21.5).target, 81.0);
        assert_same(touch(27.0).target, 65.0);
        assert_same(touch(21.5).gap, 13.0);
        assert!(
            touch(32.0).button
                >= 20.0 * Screen { diagonal_in: 32.0, ..Screen::default() }.px_per_mm()
        );
    }

    #[test]
    fn a_screen_without_a_size_does_not_divide_by_zero() {
        let nowhere = Screen { diagonal_in: 0.0, ..Screen::default() };
        assert!(nowhere.px_per_mm().is_finite());
        assert!(nowhere.in_points(0.0).width_px.is_finite());
    }
}
