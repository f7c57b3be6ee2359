//! A question laid over the page. It closes only by its own buttons: a tap beside it does nothing on a kiosk.

use egui::epaint::MarginF32;
use egui::{Align, Context, Frame, Id, Layout, Margin, Modal, Rect, Role, Sense, Ui, Vec2, vec2};

use crate::fonts::IconStyle;
use crate::icons::Icon;
use crate::palette::Accent;
use crate::text::{TextAlign, heading, label};
use crate::theme::{Size, Theme};

/// A question over the page.
#[must_use]
pub struct Dialog<'a> {
    theme: &'a Theme,
    name: &'a str,
    title: &'a str,
    text: Option<&'a str>,
    icon: Option<(Icon, Accent)>,
    width: f32,
    centred: bool,
}

impl<'a> Dialog<'a> {
    /// `name` tells this dialog from others in the program; `title` is the question.
    pub fn new(theme: &'a Theme, name: &'a str, title: &'a str) -> Self {
        Self {
            theme,
            name,
            title,
            text: None,
            icon: None,
            width: theme.text.body * 30.0,
            centred: false,
        }
    }

    /// What it is about.
    pub fn text(mut self, text: &'a str) -> Self {
        self.text = Some(text);
        self
    }

    /// A picture above the question.
    pub fn icon(mut self, icon: Icon, accent: Accent) -> Self {
        self.icon = Some((icon, accent));
        self.centred()
    }

    /// Title and text in the middle, over something that stands in the middle.
    pub fn centred(mut self) -> Self {
        self.centred = true;
        self
    }

    /// Widest it may become, in points.
    pub fn width(mut self, points: f32) -> Self {
        self.width = points;
        self
    }

    /// Shows it over everything; `buttons` adds what is under the text.
    pub fn show<R>(self, ctx: &Context, buttons: impl FnOnce(&mut Ui) -> R) -> R {
        let theme = self.theme;
        let p = &theme.palette;
        let screen = ctx.content_rect();
        let width = self.width.min(screen.width() - 2.0 * theme.space.xl);
        let pad = theme.px(44.0).min(120.0);
        let frame = Frame::new()
            .fill(p.surface)
            .stroke(theme.card_stroke())
            .corner_radius(theme.corner(theme.radius.card))
            .inner_margin(Margin::from(MarginF32::same(pad)))
            .shadow(theme.card_shadow());
        let inner_width = width - 2.0 * pad;
        let name = crate::text::logical(self.title);
        let modal = Modal::new(Id::unique(("ui-kit dialog", self.name)))
            .backdrop_color(p.scrim)
            .frame(frame);
        let shown = modal.show(ctx, |ui| {
            ui.set_width(inner_width);
            let own = ui
                .stack()
                .iter()
                .find(|level| level.kind() == Some(egui::UiKind::Modal))
                .map(|level| level.unique_id);
            if let Some(own) = own {
                ctx.accesskit_node_builder(own, |node| {
                    node.set_role(Role::Dialog);
                    node.set_label(name);
                    node.set_modal();
                });
            }
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                ui.spacing_mut().item_spacing.y = theme.space.m;
                let align = if self.centred { TextAlign::Centre } else { TextAlign::Start };
                if let Some((icon, accent)) = self.icon {
                    self.picture(ui, icon, accent);
                }
                heading(ui, &theme.spec(Size::Title).align(align), self.title, p.ink);
                if let Some(text) = self.text {
                    label(ui, &theme.spec(Size::Body).align(align), text, p.ink_soft);
                }
                ui.add_space(theme.space.m);
                buttons(ui)
            })
            .inner
        });
        shown.inner
    }

    fn picture(&self, ui: &mut Ui, icon: Icon, accent: Accent) {
        let theme = self.theme;
        let tones = theme.tones(accent);
        let side = theme.px(120.0);
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), side), Sense::hover());
        let disc = Rect::from_center_size(rect.center(), Vec2::splat(side));
        ui.painter().circle_filled(disc.center(), side / 2.0, tones.tint);
        if theme.palette.high_contrast {
            ui.painter().circle_stroke(disc.center(), side / 2.0, theme.stroke(tones.edge));
        }
        icon.paint(ui.painter(), disc.shrink(side * 0.25), IconStyle::Bold, tones.ink);
    }
}
