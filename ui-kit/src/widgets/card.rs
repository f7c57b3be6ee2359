//! The card of a home screen: icon tile, a few words, one plain line. The line disappears rather than clip.

use egui::{Rect, Response, Role, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use super::base::{Heard, Place, hovered, pressed, ring_if_focused, sunk};
use crate::fonts::IconStyle;
use crate::icons::Icon;
use crate::palette::Accent;
use crate::text::{Shaped, shape};
use crate::theme::{Size, Theme};

/// A large card that opens something.
#[must_use]
pub struct Card<'a> {
    theme: &'a Theme,
    icon: Icon,
    title: &'a str,
    line: Option<&'a str>,
    accent: Accent,
    height: Option<f32>,
}

/// Everything that is painted, in coordinates for left to right.
struct Arrangement {
    tile: Option<Rect>,
    arrow: Option<Rect>,
    title: (Shaped, Rect),
    line: Option<(Shaped, Rect)>,
}

impl<'a> Card<'a> {
    /// A card with this icon and title.
    pub fn new(theme: &'a Theme, icon: Icon, title: &'a str) -> Self {
        Self { theme, icon, title, line: None, accent: Accent::Blue, height: None }
    }

    /// A plain line under the title.
    pub fn line(mut self, line: &'a str) -> Self {
        self.line = Some(line);
        self
    }

    /// The colours of the tile.
    pub fn accent(mut self, accent: Accent) -> Self {
        self.accent = accent;
        self
    }

    /// Height in the flow of a layout, in points.
    pub fn height(mut self, points: f32) -> Self {
        self.height = Some(points);
        self
    }

    /// Shows it as wide as there is room.
    pub fn show(self, ui: &mut Ui) -> Response {
        let size = vec2(ui.available_width(), self.height.unwrap_or(self.theme.px(300.0)));
        self.put(ui, Place::Flow(size))
    }

    /// Shows it exactly there.
    pub fn show_at(self, ui: &mut Ui, rect: Rect) -> Response {
        let place = Place::at(ui, rect);
        self.put(ui, place)
    }

    /// Whether a card of this size has room for its line; cards side by side show theirs all or none.
    #[must_use]
    pub fn shows_line(&self, ui: &Ui, size: Vec2) -> bool {
        self.arrange(ui, Rect::from_min_size(pos2(0.0, 0.0), size)).line.is_some()
    }

    fn put(self, ui: &mut Ui, place: Place) -> Response {
        let theme = self.theme;
        let response = place.take(ui, true);
        let press = pressed(theme, &response);
        let rect = sunk(theme, response.rect, press);
        let tones = theme.tones(self.accent);
        let painter = ui.painter();
        let corner = theme.corner(theme.radius.card);

        let mut shadow = theme.card_shadow();
        shadow.color = shadow.color.gamma_multiply(1.0 - 0.7 * press);
        painter.add(shadow.as_shape(rect, corner));
        let lit = press > 0.5 || hovered(theme, &response);
        let fill = if lit {
            tones.tint.lerp_to_gamma(theme.palette.surface, 0.4)
        } else {
            theme.palette.surface
        };
        painter.rect(rect, corner, fill, theme.card_stroke(), StrokeKind::Inside);

        let parts = self.arrange(ui, rect);
        let at = |rect_ltr: Rect| theme.mirror(rect_ltr, rect);
        if let Some(tile) = parts.tile.map(at) {
            let tile_corner = theme.corner(theme.radius.tile.min(tile.height() * 0.3));
            let edge =
                if theme.palette.high_contrast { theme.stroke(tones.edge) } else { Stroke::NONE };
            painter.rect(tile, tile_corner, tones.tint, edge, StrokeKind::Inside);
            self.icon.paint(painter, tile.shrink(tile.height() * 0.22), IconStyle::Bold, tones.ink);
        }
        if let Some(arrow) = parts.arrow {
            let arrow = at(arrow);
            let (ground, ink) = if theme.palette.high_contrast {
                (tones.solid, tones.on_solid)
            } else {
                (tones.tint, tones.ink)
            };
            painter.circle_filled(arrow.center(), arrow.width() / 2.0, ground);
            theme.forward_icon().paint(
                painter,
                arrow.shrink(arrow.width() * 0.26),
                IconStyle::Bold,
                ink,
            );
        }
        parts.title.0.paint(painter, at(parts.title.1), theme.palette.ink);
        if let Some((line, line_rect)) = &parts.line {
            line.paint(painter, at(*line_rect), theme.palette.ink_soft);
        }
        ring_if_focused(ui, theme, &response, rect, theme.radius.card);
        let mut heard = Heard::new(Role::Button, self.title);
        heard.description = self.line;
        heard.tell(theme, &response);
        response
    }

    /// Tile above the words when there is height for it, beside them when there is not.
    fn arrange(&self, ui: &Ui, rect: Rect) -> Arrangement {
        let theme = self.theme;
        let inner = rect.shrink(theme.px(30.0).min(rect.height() * 0.14));
        let gap = theme.px(if theme.prefs.large_text { 8.0 } else { 14.0 });
        let title_spec = theme.spec(Size::Heading);
        let shaped = |text: &str, spec, width| shape(ui.ctx(), text, &spec, width);
        let title = shaped(self.title, title_spec.rows(3), inner.width());
        let title_at = |top: f32| {
            Rect::from_min_size(
                pos2(inner.left(), inner.top() + top),
                vec2(inner.width(), title.size().y),
            )
        };
        let tile_side = theme.px(if theme.prefs.large_text { 76.0 } else { 104.0 });
        let below = tile_side + gap;
        if below + title.size().y <= inner.height() {
            let square = Rect::from_min_size(inner.min, Vec2::splat(tile_side));
            let arrow_side = theme.px(58.0).min(tile_side);
            let arrow = Rect::from_center_size(
                pos2(inner.right() - arrow_side / 2.0, square.center().y),
                Vec2::splat(arrow_side),
            );
            let title_rect = title_at(below);
            let line = self.line_under(ui, title_rect, inner);
            return Arrangement {
                tile: Some(square),
                arrow: Some(arrow),
                title: (title, title_rect),
                line,
            };
        }
        self.arrange_beside(ui, inner)
    }

    /// For a low card: the tile beside the words, or no tile when the words need the room.
    fn arrange_beside(&self, ui: &Ui, inner: Rect) -> Arrangement {
        let theme = self.theme;
        let heading = theme.spec(Size::Heading);
        // By the height alone, so that cards side by side are alike.
        let low = inner.height() < 2.6 * heading.row_height();
        let heading = if low { theme.spec(Size::Subheading) } else { heading };
        let shaped = |text: &str, spec, width| shape(ui.ctx(), text, &spec, width);
        let side = theme.px(104.0).min(inner.height()).min(inner.width() * 0.3);
        let square = Rect::from_min_size(
            pos2(inner.left(), inner.center().y - side / 2.0),
            Vec2::splat(side),
        );
        let beside = inner.with_min_x(square.right() + theme.space.m);
        let narrow = shaped(self.title, heading.rows(3), beside.width());
        let fits = !narrow.is_elided() && narrow.size().y <= beside.height();
        let (picture, words, title) = if fits {
            (Some(square), beside, narrow)
        } else {
            (None, inner, shaped(self.title, heading.rows(2), inner.width()))
        };
        let line =
            self.line.map(|text| shaped(text, theme.spec(Size::Body).rows(2), words.width()));
        let line = line
            .filter(|line| !line.is_elided() && title.size().y + line.size().y <= words.height());
        let total = title.size().y + line.as_ref().map_or(0.0, |line| line.size().y);
        let top = words.center().y - total / 2.0;
        let title_rect =
            Rect::from_min_size(pos2(words.left(), top), vec2(words.width(), title.size().y));
        let line = line.map(|line| {
            let line_rect =
                Rect::from_min_size(title_rect.left_bottom(), vec2(words.width(), line.size().y));
            (line, line_rect)
        });
        Arrangement { tile: picture, arrow: None, title: (title, title_rect), line }
    }

    fn line_under(&self, ui: &Ui, title: Rect, inner: Rect) -> Option<(Shaped, Rect)> {
        let spec = self.theme.spec(Size::Body).rows(3);
        let line = shape(ui.ctx(), self.line?, &spec, inner.width());
        let rect = Rect::from_min_size(
            title.left_bottom() + vec2(0.0, self.theme.space.xs),
            vec2(inner.width(), line.size().y),
        );
        (!line.is_elided() && rect.bottom() <= inner.bottom() + self.theme.space.m)
            .then_some((line, rect))
    }
}
