//! Nothing here, said kindly, with a way on.

use egui::{Align, Layout, Rect, Role, Sense, Ui, Vec2, vec2};

use super::button::Button;
use crate::fonts::IconStyle;
use crate::icons::Icon;
use crate::palette::Accent;
use crate::text::{announce, shape};
use crate::theme::{Size, Theme};

/// What is shown instead of an empty list.
#[must_use]
pub struct EmptyState<'a> {
    theme: &'a Theme,
    icon: Icon,
    title: &'a str,
    line: Option<&'a str>,
    action: Option<&'a str>,
    accent: Accent,
}

impl<'a> EmptyState<'a> {
    /// An icon and a few words.
    pub fn new(theme: &'a Theme, icon: Icon, title: &'a str) -> Self {
        Self { theme, icon, title, line: None, action: None, accent: Accent::Slate }
    }

    /// A line that says what to do or to expect.
    pub fn line(mut self, line: &'a str) -> Self {
        self.line = Some(line);
        self
    }

    /// A way on.
    pub fn action(mut self, label: &'a str) -> Self {
        self.action = Some(label);
        self
    }

    /// The colours of the circle behind the icon.
    pub fn accent(mut self, accent: Accent) -> Self {
        self.accent = accent;
        self
    }

    /// Shows it centred; `true` when the action was pressed.
    pub fn show(self, ui: &mut Ui) -> bool {
        let theme = self.theme;
        let p = &theme.palette;
        let tones = theme.tones(self.accent);
        let width = ui.available_width();
        let room = width.min(theme.text.body * 26.0);
        let circle = theme.px(150.0);
        let title = shape(ui.ctx(), self.title, &theme.spec(Size::Heading).centred(), room);
        let line =
            self.line.map(|line| shape(ui.ctx(), line, &theme.spec(Size::Body).centred(), room));
        let line_height = line.as_ref().map_or(0.0, |line| line.size().y + theme.space.s);
        let height = circle + theme.space.l + title.size().y + line_height + theme.space.xl;
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        let heard = self
            .line
            .map_or_else(|| self.title.to_owned(), |line| format!("{}. {line}", self.title));
        announce(&response, Role::Label, &heard, theme.prefs.language);

        let painter = ui.painter();
        let disc = Rect::from_center_size(
            egui::pos2(rect.center().x, rect.top() + circle / 2.0),
            Vec2::splat(circle),
        );
        painter.circle_filled(disc.center(), circle / 2.0, tones.tint);
        if p.high_contrast {
            painter.circle_stroke(disc.center(), circle / 2.0, theme.stroke(tones.edge));
        }
        self.icon.paint(painter, disc.shrink(circle * 0.26), IconStyle::Regular, tones.ink);
        let title_rect = rect.with_min_y(disc.bottom() + theme.space.l);
        title.paint(painter, title_rect, p.ink);
        if let Some(line) = &line {
            let below = rect.with_min_y(title_rect.top() + title.size().y + theme.space.s);
            line.paint(painter, below, p.ink_soft);
        }
        let Some(action) = self.action else { return false };
        ui.with_layout(Layout::top_down(Align::Center), |ui| {
            Button::new(theme, action).secondary().show(ui).clicked()
        })
        .inner
    }
}
