//! The theme: palette and lengths for one screen and one person, handed to every widget as `&Theme`.
//!
//! Always true: it is plain data, compared by value, without global state. `apply` teaches egui itself (scroll areas,
//! text editors) the same colours, and does nothing when nothing changed.

use egui::{Align, Color32, Context, CornerRadius, Id, Layout, Rect, Shadow, Stroke, pos2};

use crate::fonts::{self, Weight};
use crate::icons::{self, Icon};
use crate::language::{Direction, Language};
use crate::palette::{Accent, Palette, Tones};
use crate::text::TextSpec;
use crate::tokens::{Device, Metrics, Prefs, Radii, Screen, Space, Touch, TypeScale};

/// A step of the type scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Size {
    /// One or two words on a home screen.
    Display,
    /// The question of a page.
    Title,
    /// The title of a card.
    Heading,
    /// Buttons, the labels of fields.
    Subheading,
    /// Running text.
    Body,
    /// Notes, bars, chips.
    Caption,
}

/// Palette, lengths and preferences. Cheap to copy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Theme {
    /// Colours by role.
    pub palette: Palette,
    /// Font sizes.
    pub text: TypeScale,
    /// Distances.
    pub space: Space,
    /// Corners.
    pub radius: Radii,
    /// Targets.
    pub touch: Touch,
    /// Points per point of the design (1080 wide, 21.5 inches); for lengths that have no token.
    pub scale: f32,
    /// What the person asked for.
    pub prefs: Prefs,
    /// Where it is shown.
    pub device: Device,
}

impl Theme {
    /// The theme of a kiosk. `screen` is in points: see [`Screen::in_points`] when a point is not a pixel.
    #[must_use]
    pub fn new(screen: Screen, prefs: Prefs) -> Self {
        Self::of(Device::Kiosk, Metrics::kiosk(screen, prefs), prefs)
    }

    /// The theme of the antenna app on a tablet, with targets of 12 mm. `screen` is in points.
    #[must_use]
    pub fn tablet(screen: Screen, prefs: Prefs) -> Self {
        Self::of(Device::Tablet, Metrics::tablet(screen, prefs), prefs)
    }

    /// The theme of the antenna app with mouse and keyboard, with targets of 44 points.
    #[must_use]
    pub fn desktop(prefs: Prefs) -> Self {
        Self::of(Device::Desktop, Metrics::desktop(prefs), prefs)
    }

    /// The same in the colours of a hub of its own; high contrast stays as it is.
    #[must_use]
    pub fn with_palette(mut self, palette: Palette) -> Self {
        if !self.prefs.high_contrast {
            self.palette = palette;
        }
        self
    }

    fn of(device: Device, metrics: Metrics, prefs: Prefs) -> Self {
        let palette = if prefs.high_contrast { Palette::HIGH_CONTRAST } else { Palette::DEFAULT };
        let Metrics { scale, text, space, radius, touch } = metrics;
        Self { palette, text, space, radius, touch, scale, prefs, device }
    }

    /// A specification of text of this size, in the usual weight for it.
    #[must_use]
    pub fn spec(&self, size: Size) -> TextSpec {
        let (points, weight, line_height) = match size {
            Size::Display => (self.text.display, Weight::Bold, 1.12),
            Size::Title => (self.text.title, Weight::Bold, 1.14),
            Size::Heading => (self.text.heading, Weight::Semibold, 1.16),
            Size::Subheading => (self.text.subheading, Weight::Semibold, 1.2),
            Size::Body => (self.text.body, Weight::Regular, 1.28),
            Size::Caption => (self.text.caption, Weight::Regular, 1.28),
        };
        let points = (points * self.prefs.language.size_factor()).round();
        TextSpec::new(points, weight, line_height).language(self.prefs.language)
    }

    /// Which way lines run.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.prefs.direction()
    }

    /// Whether lines run from right to left.
    #[must_use]
    pub fn is_rtl(&self) -> bool {
        self.direction() == Direction::Rtl
    }

    /// The colours of one family.
    #[must_use]
    pub fn tones(&self, accent: Accent) -> Tones {
        self.palette.tones(accent)
    }

    /// `rect` itself, or its mirror image around the middle of `within` when lines run from right to left.
    /// Lay out for left to right, then mirror at the very end.
    #[must_use]
    pub fn mirror(&self, rect: Rect, within: Rect) -> Rect {
        if !self.is_rtl() {
            return rect;
        }
        let sum = within.left() + within.right();
        Rect::from_min_max(
            pos2(sum - rect.right(), rect.top()),
            pos2(sum - rect.left(), rect.bottom()),
        )
    }

    /// The arrow that points onwards.
    #[must_use]
    pub fn forward_icon(&self) -> Icon {
        if self.is_rtl() { icons::ARROW_LEFT } else { icons::ARROW_RIGHT }
    }

    /// The arrow that points back.
    #[must_use]
    pub fn back_icon(&self) -> Icon {
        if self.is_rtl() { icons::ARROW_RIGHT } else { icons::ARROW_LEFT }
    }

    /// The small hook of a row that opens something.
    #[must_use]
    pub fn open_icon(&self) -> Icon {
        if self.is_rtl() { icons::CARET_LEFT } else { icons::CARET_RIGHT }
    }

    /// The layout of a row: from the side where reading starts, centred in height.
    #[must_use]
    pub fn row_layout(&self) -> Layout {
        if self.is_rtl() {
            Layout::right_to_left(Align::Center)
        } else {
            Layout::left_to_right(Align::Center)
        }
    }

    /// The layout of a column: from the top, along the side where reading starts.
    #[must_use]
    pub fn column_layout(&self) -> Layout {
        Layout::top_down(if self.is_rtl() { Align::Max } else { Align::Min })
    }

    /// How long something may move, in seconds: never more than a fifth of a second, and 0 with reduced motion.
    #[must_use]
    pub fn motion_secs(&self, wished_secs: f32) -> f32 {
        if self.prefs.reduced_motion { 0.0 } else { wished_secs.min(0.2) }
    }

    /// A length of the design (1080 wide) in points of this screen.
    #[must_use]
    pub fn px(&self, design: f32) -> f32 {
        (design * self.scale).round()
    }

    /// The part of `screen` where things to touch belong: all of it, or the lower 58 % with low reach.
    #[must_use]
    pub fn reach(&self, screen: Rect) -> Rect {
        if !self.prefs.low_reach {
            return screen;
        }
        Rect::from_min_max(
            pos2(screen.left(), screen.bottom() - screen.height() * 0.58),
            screen.max,
        )
    }

    /// The soft shadow under cards; none in high contrast, where an edge does it.
    #[must_use]
    pub fn card_shadow(&self) -> Shadow {
        let step = |design: f32| small_int(design * self.scale);
        Shadow {
            offset: [0, step(8.0).cast_signed()],
            blur: step(28.0),
            spread: 0,
            color: self.palette.shadow,
        }
    }

    /// The edge of a card: invisible by default, a white line in high contrast.
    #[must_use]
    pub fn card_stroke(&self) -> Stroke {
        self.stroke(self.palette.card_edge)
    }

    /// The edge of a control, in this colour.
    #[must_use]
    pub fn stroke(&self, colour: Color32) -> Stroke {
        let width = if self.palette.high_contrast { 3.0 } else { 2.0 };
        let scale = if self.device == Device::Kiosk { self.scale } else { 0.6 };
        Stroke::new((width * scale).max(1.0), colour)
    }

    /// Teaches egui's own widgets the same look. Call it at the start of every frame: it compares, and only acts
    /// when the theme is another one than before.
    pub fn apply(&self, ctx: &Context) {
        let key = Id::unique("ui-kit theme");
        if ctx.data(|data| data.get_temp::<Self>(key)) == Some(*self) {
            return;
        }
        ctx.data_mut(|data| data.insert_temp(key, *self));
        ctx.options_mut(|options| {
            options.theme_preference = egui::ThemePreference::Light;
            options.sync_window_theme = false;
            if self.device == Device::Kiosk {
                options.quit_shortcuts.clear();
                options.zoom_with_keyboard = false;
                // A hand that trembles or presses for long still means "this one".
                options.input_options.max_click_dist = self.px(16.0);
                options.input_options.max_click_duration = 8.0;
            }
        });
        ctx.all_styles_mut(|style| self.restyle(style));
    }

    fn restyle(&self, style: &mut egui::Style) {
        let palette = &self.palette;
        let body = self.spec(Size::Body).font_id();
        for font in style.text_styles.values_mut() {
            *font = body.clone();
        }
        style.interaction.selectable_labels = self.device == Device::Desktop;
        style.animation_time = self.motion_secs(0.12);
        if self.prefs.reduced_motion {
            style.scroll_animation = egui::style::ScrollAnimation::none();
            style.spacing.scroll.kinetic.decay_time = 0.0;
        }
        style.spacing.item_spacing = egui::vec2(self.space.m, self.space.m);
        let visuals = &mut style.visuals;
        visuals.dark_mode = palette.high_contrast;
        visuals.override_text_color = Some(palette.ink);
        visuals.weak_text_color = Some(palette.ink_soft);
        visuals.weak_text_alpha = 1.0;
        visuals.panel_fill = palette.ground;
        visuals.window_fill = palette.surface;
        visuals.extreme_bg_color = palette.surface;
        visuals.faint_bg_color = palette.sunken;
        visuals.selection.bg_fill = self.tones(Accent::Blue).tint;
        visuals.selection.stroke = Stroke::new(1.0, palette.ink);
        visuals.text_cursor.stroke = Stroke::new(2.0, palette.primary);
        visuals.text_cursor.blink = !self.prefs.reduced_motion && self.device == Device::Desktop;
        visuals.interact_cursor =
            (self.device == Device::Desktop).then_some(egui::CursorIcon::PointingHand);
        let radius = self.corner(self.radius.small);
        for widget in [
            &mut visuals.widgets.noninteractive,
            &mut visuals.widgets.inactive,
            &mut visuals.widgets.hovered,
            &mut visuals.widgets.active,
            &mut visuals.widgets.open,
        ] {
            widget.bg_fill = palette.sunken;
            widget.weak_bg_fill = palette.sunken;
            widget.bg_stroke = Stroke::new(1.0, palette.hairline);
            widget.fg_stroke = Stroke::new(1.5, palette.ink);
            widget.corner_radius = radius;
            widget.expansion = 0.0;
        }
    }

    /// A radius in points as egui wants it.
    #[must_use]
    pub fn corner(&self, points: f32) -> CornerRadius {
        CornerRadius::same(small_int(points))
    }

    /// A theme like this one in another language.
    #[must_use]
    pub fn in_language(mut self, language: Language) -> Self {
        self.prefs.language = language;
        self
    }
}

/// Widest picture of letters and icons, in pixels. It grows downwards as it fills.
pub const ATLAS_SIDE: usize = 2_048;

/// Installs the fonts. Call it once, before the first frame (in the creation of the app or of a test harness).
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts::definitions());
}

/// Rounds a length to the small whole numbers egui keeps for corners and shadows.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped just before")]
fn small_int(points: f32) -> u8 {
    points.round().clamp(0.0, 127.0) as u8
}
