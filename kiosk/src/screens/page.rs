//! The frame of every page but the first: who we are at the top, one question, its answers, the same three buttons in
//! the same places, the aids for seeing and reaching at the bottom.
//!
//! Always true: what does not fit scrolls, and two big buttons say so; upright, the question stands over the answers,
//! on a wide screen beside them. Laid out for left to right and mirrored at the very end.

use egui::scroll_area::ScrollBarVisibility;
use egui::{Align, Id, Layout, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};
use ui_kit::icons::{self, Icon};
use ui_kit::widgets::{BarItem, BottomBar, Button, StepHeader, TopBar};
use ui_kit::{Accent, Theme};

use super::View;
use super::wording;
use crate::model::{Aid, Line, Msg};

/// The button that leads on.
pub struct Next<'a> {
    /// Its word.
    pub label: &'a str,
    /// Whether it can be pressed.
    pub enabled: bool,
    /// What pressing it means.
    pub msg: Msg,
    /// What is drawn after the word.
    pub icon: Option<Icon>,
}

/// One page.
pub struct Page<'a> {
    /// Tells its scroll position from that of other pages.
    pub name: &'a str,
    /// Number of the page and how many there are.
    pub step: Option<(usize, usize)>,
    /// The question.
    pub title: &'a str,
    /// A line of help under it.
    pub help: &'a str,
    /// Whether "Indietro" is there.
    pub back: bool,
    /// The button that leads on, if there is one.
    pub next: Option<Next<'a>>,
}

/// The parts of a page, in coordinates for left to right.
struct Areas {
    top: Rect,
    /// Where the question goes when it stands beside or apart from the answers.
    head: Option<Rect>,
    body: Rect,
    foot: Rect,
    bar: Rect,
}

impl Page<'_> {
    /// Draws the frame and, inside it, `body`, as large as there is room for. Upright, the question scrolls with the
    /// answers; on a wide screen it stands beside them.
    pub fn show(
        self,
        ui: &mut Ui,
        view: &View<'_>,
        said: &mut Vec<Msg>,
        body: impl FnOnce(&mut Ui, &View<'_>),
    ) {
        self.show_with_aside(ui, view, said, body, |_, _| {});
    }

    /// The same with something more to read: under the question on a wide screen, under `body` otherwise.
    pub fn show_with_aside(
        self,
        ui: &mut Ui,
        view: &View<'_>,
        said: &mut Vec<Msg>,
        body: impl FnOnce(&mut Ui, &View<'_>),
        aside: impl FnOnce(&mut Ui, &View<'_>),
    ) {
        let areas = self.areas(ui, view, 0.32);
        self.furniture(ui, view, &areas, said);
        let at = |rect| view.theme.mirror(rect, view.screen);
        let gap = view.theme.space.l;
        // Each visit starts generous, and takes a step back for every pass that turned out too long.
        let sizes = sizes(view.theme);
        let visit = (view.model.page_since_ms, view.theme.prefs, view.screen.size().to_string());
        let id = Id::unique(("page size", self.name, visit));
        let tried = ui.data(|data| data.get_temp::<usize>(id)).unwrap_or_default();
        let may_shrink = tried + 1 < sizes.len();
        let theme = sizes.get(tried).copied().unwrap_or(*view.theme);
        let within_page = View { theme: &theme, bottom: areas.body.bottom(), ..*view };
        let fits = match areas.head {
            Some(head) if view.is_landscape() => {
                scroll(ui, view, at(head), "head", false, |ui| {
                    self.header(ui, view);
                    ui.add_space(gap);
                    aside(ui, &View { theme: &roomy(view), ..*view });
                });
                scroll(ui, view, at(areas.body), self.name, may_shrink, |ui| body(ui, &within_page))
            }
            head => {
                if let Some(head) = head {
                    within(ui, at(head), "head", |ui| self.header(ui, view));
                }
                scroll(ui, view, at(areas.body), self.name, may_shrink, |ui| {
                    if head.is_none() {
                        self.header(ui, view);
                        ui.add_space(gap);
                    }
                    body(ui, &within_page);
                    ui.add_space(gap);
                    aside(ui, &within_page);
                })
            }
        };
        if !fits && may_shrink {
            ui.data_mut(|data| data.insert_temp(id, tried + 1));
            ui.ctx().request_discard("the page is longer than the screen");
        }
    }

    /// Draws the frame around a keyboard: upright, question and field over it; on a wide screen, beside it.
    /// `field` is given the height it may fill; `keys` is `keys_height` high and stands at the bottom.
    pub fn show_writing(
        self,
        ui: &mut Ui,
        view: &View<'_>,
        said: &mut Vec<Msg>,
        keys_height: f32,
        field: impl FnOnce(&mut Ui, f32),
        keys: impl FnOnce(&mut Ui),
    ) {
        let areas = self.areas(ui, view, 0.36);
        self.furniture(ui, view, &areas, said);
        let theme = view.theme;
        let at = |rect| theme.mirror(rect, view.screen);
        let (field_area, keys_area) = match areas.head {
            Some(head) if view.is_landscape() => {
                // A keyboard reaches as high as it must, also with the controls further down.
                (head, areas.body.with_min_y(areas.body.bottom() - keys_height - theme.space.m))
            }
            Some(_) | None => {
                let whole = areas.head.map_or(areas.body, |head| head.union(areas.body));
                let keys_top = areas.body.bottom() - keys_height - theme.space.m;
                (whole.with_max_y(keys_top - theme.space.m), whole.with_min_y(keys_top))
            }
        };
        within(ui, at(keys_area), "keys", keys);
        let area = at(field_area);
        scroll(ui, view, area, self.name, false, |ui| {
            self.header(ui, view);
            ui.add_space(theme.space.l);
            field(ui, area.bottom() - ui.cursor().top());
        });
    }

    fn header(&self, ui: &mut Ui, view: &View<'_>) {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut theme = roomy(view);
        if !view.is_landscape() && !view.theme.prefs.large_text {
            // Upright there is the width for it: the question is read from a step away.
            theme.text.title = (theme.text.title * 1.16).round();
        }
        let mut header = StepHeader::new(&theme, view.words, self.title);
        if let Some((step, total)) = self.step {
            header = header.step(number(step), number(total));
        }
        if !self.help.is_empty() {
            header = header.help(self.help);
        }
        header.show(ui);
    }

    /// `head_share` is the part of a wide screen that goes to the question.
    fn areas(&self, ui: &Ui, view: &View<'_>, head_share: f32) -> Areas {
        let (theme, screen) = (view.theme, view.screen);
        let margin = theme.space.xxl;
        let top = screen.with_max_y(screen.top() + TopBar::new(theme, "").band().wanted_height());
        let bar = screen.with_min_y(screen.bottom() - BottomBar::new(theme, &[]).wanted_height());
        let foot_height = self.foot_height(ui, view) + 2.0 * theme.space.m;
        let foot = Rect::from_min_max(
            pos2(screen.left() + margin, bar.top() - foot_height),
            pos2(screen.right() - margin, bar.top()),
        );
        let main = Rect::from_min_max(
            pos2(foot.left(), top.bottom() + theme.space.l),
            pos2(foot.right(), foot.top()),
        );
        if view.is_landscape() {
            let head = main.with_max_x(main.left() + main.width() * head_share);
            let body = main.with_min_x(head.right() + margin);
            let low = theme.reach(screen).top().max(main.top());
            return Areas {
                top,
                head: Some(head),
                body: body.with_min_y(low.min(body.bottom() - theme.px(320.0)).max(body.top())),
                foot,
                bar,
            };
        }
        if theme.prefs.low_reach {
            let low = theme.reach(screen).top();
            return Areas {
                top,
                head: Some(main.with_max_y(low - theme.space.m)),
                body: main.with_min_y(low),
                foot,
                bar,
            };
        }
        Areas { top, head: None, body: main, foot, bar }
    }

    /// Widths of back, operator and next, for a row of this width: back as wide as its word, the others share the rest.
    fn foot_widths(ui: &Ui, view: &View<'_>, width: f32) -> [f32; 3] {
        let rest = width - 2.0 * view.theme.touch.gap;
        let back =
            back_button(view.theme, &view.word("action-back")).wanted(ui, rest * 0.4).x + 2.0;
        let back = back.max(rest * 0.24);
        [back, (rest - back) * 0.49, (rest - back) * 0.51]
    }

    fn foot_height(&self, ui: &Ui, view: &View<'_>) -> f32 {
        let width = view.screen.width() - 2.0 * view.theme.space.xxl;
        let [back, operator, next] = Self::foot_widths(ui, view, width);
        let tallest = [
            back_button(view.theme, &view.word("action-back")).wanted(ui, back).y,
            operator_button(view.theme, &view.word("action-call-operator")).wanted(ui, operator).y,
            self.next.as_ref().map_or(0.0, |n| next_button(view.theme, n).wanted(ui, next).y),
        ];
        tallest.into_iter().fold(view.theme.touch.button, f32::max)
    }

    fn furniture(&self, ui: &mut Ui, view: &View<'_>, areas: &Areas, said: &mut Vec<Msg>) {
        let theme = view.theme;
        top_bar(ui, view, areas.top);
        bottom_bar(ui, view, areas.bar, true, said);
        let row = areas.foot.shrink2(vec2(0.0, theme.space.m));
        let [back, operator, next] = Self::foot_widths(ui, view, row.width());
        let cell = |left: f32, width: f32| {
            let place =
                Rect::from_min_size(pos2(row.left() + left, row.top()), vec2(width, row.height()));
            theme.mirror(place, view.screen)
        };
        let gap = theme.touch.gap;
        let word = view.word("action-back");
        if self.back && back_button(theme, &word).show_at(ui, cell(0.0, back)).clicked() {
            said.push(Msg::Back);
        }
        let word = view.word("action-call-operator");
        if operator_button(theme, &word).show_at(ui, cell(back + gap, operator)).clicked() {
            said.push(Msg::CallOperator);
        }
        if let Some(onwards) = &self.next {
            let place = cell(back + operator + 2.0 * gap, next);
            if next_button(theme, onwards).show_at(ui, place).clicked() {
                said.push(onwards.msg.clone());
            }
        }
    }
}

fn back_button<'a>(theme: &'a Theme, word: &'a str) -> Button<'a> {
    Button::new(theme, word).secondary().icon(theme.back_icon())
}

fn operator_button<'a>(theme: &'a Theme, word: &'a str) -> Button<'a> {
    Button::new(theme, word).operator().icon(icons::HEADSET)
}

fn next_button<'a>(theme: &'a Theme, next: &Next<'a>) -> Button<'a> {
    let button = Button::new(theme, next.label).enabled(next.enabled);
    next.icon
        .map_or(button, |icon| Button::new(theme, next.label).enabled(next.enabled).trailing(icon))
}

/// The band with the hub's name, the line and the time.
pub fn top_bar(ui: &mut Ui, view: &View<'_>, rect: Rect) {
    let place = view.model.place.as_deref();
    let name = place.map_or("", |place| &place.hub_name);
    let (time, date) = wording::clock(view);
    let (accent, word) = line_state(view);
    TopBar::new(view.theme, name)
        .line(place.map_or("", |place| &place.address))
        .status(accent, &word)
        .clock(&time, &date)
        .band()
        .show_at(ui, rect);
}

/// How the line is, as a colour and a word.
#[must_use]
pub fn line_state(view: &View<'_>) -> (Accent, String) {
    let (accent, key) = match view.model.line {
        Line::Starting => (Accent::Slate, "kiosk-line-starting"),
        Line::Up => (Accent::Green, "state-online"),
        Line::Down => (Accent::Orange, "state-offline"),
        Line::NotEnrolled => (Accent::Red, "kiosk-line-not-enrolled"),
    };
    (accent, view.word(key))
}

/// The aids, and the way home from pages that have one.
pub fn bottom_bar(ui: &mut Ui, view: &View<'_>, rect: Rect, way_home: bool, said: &mut Vec<Msg>) {
    let prefs = view.model.prefs;
    let aids = [
        (Msg::GoHome, icons::HOUSE, "action-home", None),
        (Msg::Toggle(Aid::LargeText), icons::TEXT_SIZE, "kiosk-large-text", Some(prefs.large_text)),
        (
            Msg::Toggle(Aid::HighContrast),
            icons::CONTRAST,
            "kiosk-high-contrast",
            Some(prefs.high_contrast),
        ),
        (Msg::Toggle(Aid::LowReach), icons::LOWER, "kiosk-low-reach", Some(prefs.low_reach)),
    ];
    let aids = if way_home { &aids[..] } else { &aids[1..] };
    let labels: Vec<String> = aids.iter().map(|(_, _, key, _)| view.word(key)).collect();
    let items: Vec<BarItem<'_>> = aids
        .iter()
        .zip(&labels)
        .map(|((_, icon, _, on), label)| BarItem { icon: *icon, label, on: *on })
        .collect();
    if let Some((msg, ..)) =
        BottomBar::new(view.theme, &items).show_at(ui, rect).and_then(|at| aids.get(at))
    {
        said.push(msg.clone());
    }
}

/// A part of the screen with a layout of its own, from its top down. The layout around it does not move.
pub fn within<R>(ui: &mut Ui, rect: Rect, name: &str, content: impl FnOnce(&mut Ui) -> R) -> R {
    let builder =
        UiBuilder::new().id_salt(name).max_rect(rect).layout(Layout::top_down(Align::Min));
    content(&mut ui.new_child(builder))
}

/// A theme whose things are larger by this factor. Titles stay: they are large already.
#[must_use]
pub fn larger(theme: &Theme, factor: f32) -> Theme {
    let mut larger = *theme;
    larger.scale *= factor;
    for size in [
        &mut larger.text.heading,
        &mut larger.text.subheading,
        &mut larger.text.body,
        &mut larger.text.caption,
    ] {
        *size = (*size * factor).round();
    }
    larger
}

/// The sizes a page may be drawn in, most generous first: larger than the theme says where there is room to spare,
/// and at last with smaller pictures, never with smaller words.
fn sizes(theme: &Theme) -> Vec<Theme> {
    let factors: &[f32] =
        if theme.prefs.large_text { &[1.2, 1.1, 1.0] } else { &[1.5, 1.4, 1.3, 1.2, 1.1, 1.0] };
    let mut sizes: Vec<Theme> = factors.iter().map(|factor| larger(theme, *factor)).collect();
    sizes.push(Theme { scale: theme.scale * 0.85, ..*theme });
    sizes
}

/// The theme for what stands alone and always has room: a header, a dialog, a keyboard.
#[must_use]
pub fn roomy(view: &View<'_>) -> Theme {
    let factor = match (view.theme.prefs.large_text, view.is_landscape()) {
        (true, _) => 1.0,
        (false, true) => 1.1,
        (false, false) => 1.2,
    };
    larger(view.theme, factor)
}

/// Shows `content` in `rect`. What is longer scrolls, by hand or with the two buttons under it, unless it
/// `may_shrink`. Whether it fitted.
pub fn scroll(
    ui: &mut Ui,
    view: &View<'_>,
    rect: Rect,
    name: &str,
    may_shrink: bool,
    content: impl FnOnce(&mut Ui),
) -> bool {
    let theme = view.theme;
    let id = Id::unique(("page scroll", name));
    let was_long = ui.data(|data| data.get_temp::<bool>(id)).unwrap_or(false) && !may_shrink;
    let strip = theme.touch.target + theme.touch.gap;
    let view_rect = if was_long { rect.with_max_y(rect.bottom() - strip) } else { rect };
    let goal_id = id.with("goal");
    let goal = ui.data_mut(|data| data.remove_temp::<f32>(goal_id));
    let shown = within(ui, view_rect, name, |ui| {
        let area = ScrollArea::vertical()
            .id_salt(("scroll", name))
            .auto_shrink(false)
            .scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden);
        let area = goal.into_iter().fold(area, ScrollArea::vertical_scroll_offset);
        area.show(ui, content)
    });
    let length = shown.content_size.y;
    let is_long = length > rect.height() + 1.0;
    if may_shrink {
        return !is_long;
    }
    if is_long != was_long {
        ui.data_mut(|data| data.insert_temp(id, is_long));
        ui.ctx().request_discard("the page turned out longer or shorter");
    } else if is_long {
        let furthest = (length - view_rect.height()).max(0.0);
        let offset = shown.state.clamped_offset().y;
        if let Some(goal) = further(ui, view, rect, offset, furthest) {
            ui.data_mut(|data| data.insert_temp(goal_id, goal));
            ui.ctx().request_repaint();
        }
    }
    !is_long
}

/// The two buttons under a page that is longer than the screen; where to scroll to when one was pressed.
fn further(ui: &mut Ui, view: &View<'_>, rect: Rect, offset: f32, furthest: f32) -> Option<f32> {
    let theme = view.theme;
    let row = rect.with_min_y(rect.bottom() - theme.touch.target);
    let half = (row.width() - theme.touch.gap) / 2.0;
    let (down, up) = (view.word("kiosk-more-down"), view.word("kiosk-more-up"));
    let at = |place: Rect| theme.mirror(place, rect);
    let step = (rect.height() - theme.touch.target) * 0.8;
    let button = |label, icon| Button::new(theme, label).secondary().icon(icon);
    let left = row.with_max_x(row.left() + half);
    let right = row.with_min_x(row.right() - half);
    let down =
        button(&down, icons::CARET_DOWN).enabled(offset < furthest - 1.0).show_at(ui, at(left));
    let up = button(&up, icons::CARET_UP).enabled(offset > 1.0).show_at(ui, at(right));
    if down.clicked() {
        Some((offset + step).min(furthest))
    } else {
        up.clicked().then(|| (offset - step).max(0.0))
    }
}
