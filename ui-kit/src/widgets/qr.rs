//! A QR code to go on with the phone. Always dark on white with its quiet margin: a camera does not know themes.

use egui::{Color32, Rect, Response, Role, Sense, Ui, Vec2, pos2};
use qrcode::{EcLevel, QrCode};

use crate::text::announce;
use crate::theme::Theme;
use crate::words::Words;

const QUIET_MODULES: u16 = 4;

/// A QR code.
#[must_use]
pub struct Qr<'a> {
    theme: &'a Theme,
    words: Words,
    data: &'a str,
    side: f32,
}

impl<'a> Qr<'a> {
    /// A code holding `data`: an address with a short-lived token, never personal data.
    pub fn new(theme: &'a Theme, words: Words, data: &'a str) -> Self {
        Self { theme, words, data, side: theme.px(360.0) }
    }

    /// Side with its margin, in points.
    pub fn side(mut self, points: f32) -> Self {
        self.side = points;
        self
    }

    /// Shows it, or nothing (`None`) when `data` is too long for any code.
    pub fn show(self, ui: &mut Ui) -> Option<Response> {
        let code = QrCode::with_error_correction_level(self.data, EcLevel::M).ok()?;
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(self.side), Sense::hover());
        announce(&response, Role::Image, &self.words.get("qr-name"), self.theme.prefs.language);
        self.paint(ui, rect, &code);
        Some(response)
    }

    fn paint(&self, ui: &Ui, rect: Rect, code: &QrCode) {
        let painter = ui.painter();
        painter.rect_filled(rect, self.theme.corner(self.theme.radius.small), Color32::WHITE);
        let modules = u16::try_from(code.width()).unwrap_or(u16::MAX);
        // Whole pixels, so that no module is wider than another.
        let pixel = 1.0 / ui.ctx().pixels_per_point();
        let count = f32::from(modules + 2 * QUIET_MODULES);
        let module = ((rect.width() / count) / pixel).floor().max(1.0) * pixel;
        let side = module * f32::from(modules);
        let corner = rect.center() - Vec2::splat(side / 2.0);
        let origin = pos2((corner.x / pixel).round() * pixel, (corner.y / pixel).round() * pixel);
        let dark = Color32::BLACK;
        for row in 0..modules {
            let mut column = 0;
            while column < modules {
                let start = column;
                while column < modules && is_dark(code, column, row) {
                    column += 1;
                }
                if column > start {
                    let min = origin + Vec2::new(f32::from(start), f32::from(row)) * module;
                    let max = min + Vec2::new(f32::from(column - start), 1.0) * module;
                    painter.rect_filled(Rect::from_min_max(pos2(min.x, min.y), max), 0.0, dark);
                }
                column += 1;
            }
        }
    }
}

fn is_dark(code: &QrCode, column: u16, row: u16) -> bool {
    code[(usize::from(column), usize::from(row))] == qrcode::Color::Dark
}
