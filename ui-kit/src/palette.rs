//! Every colour of every screen, as named roles. No other file of the project names a colour.
//!
//! Always true, and held by tests: text reaches 4.5:1 on its ground, large text and the edges of controls 3:1, in
//! both palettes; no meaning is carried by colour alone. The default values are those of the public Italian design
//! tokens, with the two that failed 3:1 replaced. The high-contrast palette is black, white and one yellow.

use egui::Color32;

/// The families of colour a card, a tile or a badge may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Accent {
    /// Asking for help; also errors.
    Red,
    /// Offering; also success.
    Green,
    /// The main colour.
    Blue,
    /// News; also warnings.
    Orange,
    /// Bookings.
    Teal,
    /// Everything neutral.
    Slate,
}

impl Accent {
    /// All of them, for the gallery and the tests.
    pub const ALL: [Self; 6] =
        [Self::Red, Self::Green, Self::Blue, Self::Orange, Self::Teal, Self::Slate];
}

/// One family of colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tones {
    /// Text and icons: 4.5:1 on `tint` and on the surface of cards.
    pub ink: Color32,
    /// A pale ground.
    pub tint: Color32,
    /// The edge of a box filled with `tint`; decoration in the default palette, visible in high contrast.
    pub edge: Color32,
    /// A strong ground.
    pub solid: Color32,
    /// Text on `solid`.
    pub on_solid: Color32,
    /// A bright dot or icon on the hero, on bars and on toasts.
    pub glow: Color32,
}

/// All roles of one palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// Behind everything.
    pub ground: Color32,
    /// Cards, fields, dialogs.
    pub surface: Color32,
    /// Inside a card, for keys and quiet buttons.
    pub sunken: Color32,
    /// Text.
    pub ink: Color32,
    /// Second text: help lines, dates.
    pub ink_soft: Color32,
    /// Edges a person must see to find a control, 3:1.
    pub line: Color32,
    /// Separators, decoration only. In high contrast it is as visible as `line`.
    pub hairline: Color32,
    /// What is left of a ring that empties or turns; decoration only.
    pub track: Color32,
    /// The edge of cards: invisible by default (a shadow does it), white in high contrast.
    pub card_edge: Color32,
    /// Main action.
    pub primary: Color32,
    /// Main action while pressed.
    pub primary_pressed: Color32,
    /// Text on the main action.
    pub on_primary: Color32,
    /// Top of the hero.
    pub hero_top: Color32,
    /// Bottom of the hero.
    pub hero_bottom: Color32,
    /// Text on the hero.
    pub on_hero: Color32,
    /// Second text on the hero.
    pub on_hero_soft: Color32,
    /// The bar at the bottom.
    pub bar: Color32,
    /// Text on that bar.
    pub on_bar: Color32,
    /// A control that cannot be used now.
    pub disabled: Color32,
    /// Text on it; still readable, because the reason matters.
    pub on_disabled: Color32,
    /// Inner line of the focus ring.
    pub focus_inner: Color32,
    /// Outer line of the focus ring.
    pub focus_outer: Color32,
    /// What shadows are made of; transparent in high contrast.
    pub shadow: Color32,
    /// Laid over a screen behind a dialog.
    pub scrim: Color32,
    /// Lit windows in the drawn street.
    pub lamp: Color32,
    /// Whether this is the high-contrast palette: edges instead of shadows and tints.
    pub high_contrast: bool,
    red: Tones,
    green: Tones,
    blue: Tones,
    orange: Tones,
    teal: Tones,
    slate: Tones,
}

const fn rgb(hex: u32) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

const fn tones(ink: u32, tint: u32, edge: u32, glow: u32) -> Tones {
    Tones {
        ink: rgb(ink),
        tint: rgb(tint),
        edge: rgb(edge),
        solid: rgb(ink),
        on_solid: Color32::WHITE,
        glow: rgb(glow),
    }
}

const YELLOW: Color32 = rgb(0x00FF_E100);

const ON_BLACK: Tones = Tones {
    ink: YELLOW,
    tint: Color32::BLACK,
    edge: YELLOW,
    solid: YELLOW,
    on_solid: Color32::BLACK,
    glow: YELLOW,
};

impl Palette {
    /// The palette people see unless they ask for more contrast.
    pub const DEFAULT: Self = Self {
        ground: rgb(0x00F2_F7FC),
        surface: Color32::WHITE,
        sunken: rgb(0x00E8_F0F8),
        ink: rgb(0x0017_324D),
        ink_soft: rgb(0x0045_5B71),
        line: rgb(0x0076_8594),
        hairline: rgb(0x00D5_DFEA),
        track: rgb(0x00D5_DFEA),
        card_edge: Color32::TRANSPARENT,
        primary: rgb(0x0000_66CC),
        primary_pressed: rgb(0x0000_4D99),
        on_primary: Color32::WHITE,
        hero_top: rgb(0x0000_3366),
        hero_bottom: rgb(0x0000_5FC0),
        on_hero: Color32::WHITE,
        on_hero_soft: rgb(0x00DC_EBFA),
        bar: rgb(0x0017_324D),
        on_bar: Color32::WHITE,
        disabled: rgb(0x00E1_E7ED),
        on_disabled: rgb(0x0054_6779),
        focus_inner: rgb(0x0017_324D),
        focus_outer: rgb(0x00FF_9900),
        shadow: Color32::from_rgba_premultiplied(3, 7, 10, 33),
        scrim: Color32::from_rgba_premultiplied(8, 18, 28, 158),
        lamp: rgb(0x00FF_D98A),
        high_contrast: false,
        red: tones(0x00B3_2D43, 0x00FB_EAED, 0x00EF_C4CB, 0x00FF_9BA8),
        green: tones(0x0000_6644, 0x00DF_F4E9, 0x009F_E0C3, 0x004A_DE9C),
        blue: tones(0x0000_5CB8, 0x00DF_EDFB, 0x00AC_D0F5, 0x008C_C4FF),
        orange: tones(0x008A_5200, 0x00FA_ECD9, 0x00EF_CE9F, 0x00FF_C266),
        teal: tones(0x0005_615E, 0x00D8_F4F2, 0x0097_DDD8, 0x005F_E0D6),
        slate: tones(0x0045_5B71, 0x00E9_ECEF, 0x00C9_D1D9, 0x00C3_CFDB),
    };

    /// Black, white and one yellow.
    pub const HIGH_CONTRAST: Self = Self {
        ground: Color32::BLACK,
        surface: rgb(0x000A_0A0A),
        sunken: Color32::BLACK,
        ink: Color32::WHITE,
        ink_soft: Color32::WHITE,
        line: Color32::WHITE,
        hairline: Color32::WHITE,
        track: rgb(0x0052_5252),
        card_edge: Color32::WHITE,
        primary: YELLOW,
        primary_pressed: Color32::WHITE,
        on_primary: Color32::BLACK,
        hero_top: Color32::BLACK,
        hero_bottom: Color32::BLACK,
        on_hero: Color32::WHITE,
        on_hero_soft: YELLOW,
        bar: Color32::BLACK,
        on_bar: Color32::WHITE,
        disabled: Color32::BLACK,
        on_disabled: rgb(0x00C4_C4C4),
        focus_inner: Color32::BLACK,
        focus_outer: YELLOW,
        shadow: Color32::TRANSPARENT,
        scrim: Color32::from_rgba_premultiplied(0, 0, 0, 217),
        lamp: YELLOW,
        high_contrast: true,
        red: ON_BLACK,
        green: ON_BLACK,
        blue: ON_BLACK,
        orange: ON_BLACK,
        teal: ON_BLACK,
        slate: ON_BLACK,
    };

    /// This palette with another main colour, what is tinted by it, and another sky.
    pub(crate) fn in_colours(
        self,
        primary: Color32,
        hero_top: Color32,
        hero_bottom: Color32,
    ) -> Self {
        let towards_white = |share| primary.lerp_to_gamma(Color32::WHITE, share);
        Self {
            primary,
            primary_pressed: primary.lerp_to_gamma(Color32::BLACK, 0.22),
            hero_top,
            hero_bottom,
            blue: Tones {
                ink: primary,
                tint: towards_white(0.88),
                edge: towards_white(0.66),
                solid: primary,
                on_solid: Color32::WHITE,
                glow: towards_white(0.60),
            },
            ..self
        }
    }

    /// The colours of one family.
    #[must_use]
    pub const fn tones(&self, accent: Accent) -> Tones {
        match accent {
            Accent::Red => self.red,
            Accent::Green => self.green,
            Accent::Blue => self.blue,
            Accent::Orange => self.orange,
            Accent::Teal => self.teal,
            Accent::Slate => self.slate,
        }
    }
}
