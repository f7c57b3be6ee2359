//! A notice across the page: what kind it is, what happened, and perhaps one thing to do.

use egui::accesskit::Live;
use egui::{Rect, Response, Role, Sense, StrokeKind, Ui, Vec2, pos2, vec2};

use super::button::Button;
use crate::fonts::IconStyle;
use crate::icons::{self, Icon};
use crate::palette::Accent;
use crate::text::{announce, shape};
use crate::theme::{Size, Theme};
use crate::words::Words;

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Notice {
    /// Something to know.
    Info,
    /// It worked.
    Success,
    /// Be careful.
    Warning,
    /// It did not work.
    Error,
    /// The line is down; nothing is lost.
    Offline,
}

impl Notice {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Info, Self::Success, Self::Warning, Self::Error, Self::Offline];

    pub(super) fn accent(self) -> Accent {
        match self {
            Self::Info => Accent::Blue,
            Self::Success => Accent::Green,
            Self::Warning => Accent::Orange,
            Self::Error => Accent::Red,
            Self::Offline => Accent::Slate,
        }
    }

    pub(super) fn icon(self) -> Icon {
        match self {
            Self::Info => icons::INFO,
            Self::Success => icons::CHECK_CIRCLE,
            Self::Warning => icons::WARNING,
            Self::Error => icons::ERROR,
            Self::Offline => icons::OFFLINE,
        }
    }

    /// The word that says which kind it is.
    pub(super) fn word(self, words: Words) -> String {
        match self {
            Self::Info => words.get("banner-info"),
            Self::Success => words.get("banner-success"),
            Self::Warning => words.get("banner-warning"),
            Self::Error => words.get("banner-error"),
            Self::Offline => words.get("banner-offline"),
        }
    }

    fn live(self) -> Live {
        match self {
            Self::Error | Self::Warning => Live::Assertive,
            Self::Info | Self::Success | Self::Offline => Live::Polite,
        }
    }
}

/// A notice.
#[must_use]
pub struct Banner<'a> {
    theme: &'a Theme,
    words: Words,
    notice: Notice,
    title: Option<&'a str>,
    text: &'a str,
    action: Option<&'a str>,
    icon: Icon,
}

impl<'a> Banner<'a> {
    /// A notice of this kind, in one or two short sentences.
    pub fn new(theme: &'a Theme, words: Words, notice: Notice, text: &'a str) -> Self {
        Self { theme, words, notice, title: None, text, action: None, icon: notice.icon() }
    }

    /// A few words in bold before the sentences.
    pub fn title(mut self, title: &'a str) -> Self {
        self.title = Some(title);
        self
    }

    /// Another picture than that of its kind.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = icon;
        self
    }

    /// One thing to do about it.
    pub fn action(mut self, label: &'a str) -> Self {
        self.action = Some(label);
        self
    }

    /// Shows it as wide as there is room; `true` when the action was pressed.
    pub fn show(self, ui: &mut Ui) -> bool {
        let theme = self.theme;
        let p = &theme.palette;
        let tones = theme.tones(self.notice.accent());
        let width = ui.available_width();
        let pad = theme.space.l;
        let icon_side = theme.text.body * 1.6;
        let button = self.action.map(|label| Button::new(theme, label).secondary());
        let button_size =
            button.as_ref().map_or(Vec2::ZERO, |button| button.wanted(ui, width * 0.5));
        let stacked = width - button_size.x < theme.text.body * 24.0;
        let beside = if stacked || self.action.is_none() { 0.0 } else { button_size.x + pad };
        let room =
            (width - 2.0 * pad - icon_side - theme.space.m - beside).max(theme.text.body * 4.0);

        let text = shape(ui.ctx(), self.text, &theme.spec(Size::Body), room);
        let title = self.title.map(|title| {
            let spec = theme.spec(Size::Body).semibold();
            shape(ui.ctx(), title, &spec, room)
        });
        let title_height = title.as_ref().map_or(0.0, |title| title.size().y);
        let words_height = title_height + text.size().y;
        let mut height = words_height.max(icon_side) + 2.0 * theme.space.m;
        if self.action.is_some() {
            height = if stacked {
                height + button_size.y + theme.space.m
            } else {
                height.max(button_size.y + theme.space.l)
            };
        }
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        self.tell(&response);

        let edge = if p.high_contrast { theme.stroke(p.line) } else { theme.stroke(tones.edge) };
        let painter = ui.painter();
        painter.rect(rect, theme.corner(theme.radius.button), tones.tint, edge, StrokeKind::Inside);
        let words_area = if self.action.is_some() && stacked {
            rect.with_max_y(rect.bottom() - button_size.y - theme.space.m)
        } else {
            rect
        };
        let at = |rect_ltr: Rect| theme.mirror(rect_ltr, rect);
        let icon_rect = Rect::from_min_size(
            pos2(rect.left() + pad, words_area.center().y - icon_side / 2.0),
            Vec2::splat(icon_side),
        );
        self.icon.paint(painter, at(icon_rect), IconStyle::Bold, tones.ink);
        let left = icon_rect.right() + theme.space.m;
        let top = words_area.center().y - words_height / 2.0;
        if let Some(title) = &title {
            let title_rect = Rect::from_min_size(pos2(left, top), vec2(room, title_height));
            title.paint(painter, at(title_rect), tones.ink);
        }
        let text_rect =
            Rect::from_min_size(pos2(left, top + title_height), vec2(room, text.size().y));
        text.paint(painter, at(text_rect), p.ink);

        let Some(button) = button else { return false };
        let button_rect = if stacked {
            let full = vec2(width - 2.0 * pad, button_size.y);
            Rect::from_min_size(
                pos2(rect.left() + pad, rect.bottom() - full.y - theme.space.m),
                full,
            )
        } else {
            let corner =
                pos2(rect.right() - pad - button_size.x, rect.center().y - button_size.y / 2.0);
            Rect::from_min_size(corner, button_size)
        };
        button.show_at(ui, at(button_rect)).clicked()
    }

    fn tell(&self, response: &Response) {
        let kind = self.notice.word(self.words);
        let heard = match self.title {
            Some(title) => format!("{title}. {}", self.text),
            None => format!("{kind}. {}", self.text),
        };
        announce(response, Role::Alert, &heard, self.theme.prefs.language);
        let live = self.notice.live();
        response.ctx.accesskit_node_builder(response.id, |node| node.set_live(live));
    }
}
