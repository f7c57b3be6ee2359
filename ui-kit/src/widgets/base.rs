//! What all controls share: taking their place, sinking when pressed, the focus ring, their name for those who listen.

use egui::{Id, Painter, Rect, Response, Role, Sense, StrokeKind, Ui, Vec2, WidgetInfo};

use crate::text::logical;
use crate::theme::Theme;
use crate::tokens::Device;

/// Where a widget goes: wherever the layout puts it, or exactly there.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Flow(Vec2),
    At(Rect, Id),
}

impl Place {
    /// A place given by the caller. Siblings are told apart by their order, as in the flow of a layout.
    pub fn at(ui: &mut Ui, rect: Rect) -> Self {
        let id = ui.next_auto_id();
        ui.skip_ahead_auto_ids(1);
        Self::At(rect, id)
    }

    /// Takes the place. A disabled control can still be reached, so that its reason is heard.
    pub fn take(self, ui: &mut Ui, enabled: bool) -> Response {
        let sense = if enabled { Sense::click() } else { Sense::focusable_noninteractive() };
        match self {
            Self::Flow(size) => ui.allocate_response(size, sense),
            Self::At(rect, id) => ui.interact(rect, id, sense),
        }
    }
}

/// How far a control is pressed, 0 to 1.
pub(super) fn pressed(theme: &Theme, response: &Response) -> f32 {
    let down = response.is_pointer_button_down_on() && response.sense.senses_click();
    response.ctx.animate_bool_with_time(response.id.with("press"), down, theme.motion_secs(0.1))
}

/// Whether to show that the pointer is over it: only where there is a mouse, since a finger leaves it stuck.
pub(super) fn hovered(theme: &Theme, response: &Response) -> bool {
    theme.device == Device::Desktop && response.hovered()
}

/// The rectangle of a control sunk by a few points while pressed.
pub(super) fn sunk(theme: &Theme, rect: Rect, pressed: f32) -> Rect {
    rect.shrink(theme.px(4.0) * pressed)
}

/// The two-tone ring around what has the keyboard focus: dark inside, orange outside, seen on any ground.
pub fn focus_ring(painter: &Painter, theme: &Theme, rect: Rect, radius: f32) {
    let line = theme.stroke(theme.palette.focus_inner).width * 2.0;
    let (inner, outer) = (theme.palette.focus_inner, theme.palette.focus_outer);
    let ring = |grow: f32, colour| {
        let rect = rect.expand(grow);
        let corner = theme.corner(radius + grow);
        painter.rect_stroke(rect, corner, egui::Stroke::new(line, colour), StrokeKind::Outside);
    };
    ring(line * 0.5, inner);
    ring(line * 1.5, outer);
}

/// Paints the ring if the response has the focus.
pub(super) fn ring_if_focused(
    ui: &Ui,
    theme: &Theme,
    response: &Response,
    rect: Rect,
    radius: f32,
) {
    if response.has_focus() {
        focus_ring(ui.painter(), theme, rect, radius);
    }
}

/// Name, role, state and description for assistive technology.
pub(super) struct Heard<'a> {
    pub role: Role,
    pub name: &'a str,
    pub description: Option<&'a str>,
    pub selected: Option<bool>,
    pub enabled: bool,
}

impl<'a> Heard<'a> {
    pub fn new(role: Role, name: &'a str) -> Self {
        Self { role, name, description: None, selected: None, enabled: true }
    }

    pub fn tell(self, theme: &Theme, response: &Response) {
        let name = logical(self.name);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(self.role, self.enabled, &name);
            info.selected = self.selected;
            info
        });
        let language = theme.prefs.language.code();
        let description = self.description.map(logical);
        response.ctx.accesskit_node_builder(response.id, |node| {
            node.set_language(language);
            if let Some(description) = description {
                node.set_description(description);
            }
        });
    }
}
