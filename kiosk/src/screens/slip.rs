//! The slip: a code to copy by hand, the same code to photograph, and what happens now.

use egui::{Rect, Sense, StrokeKind, Ui, Vec2, pos2, vec2};
use ui_kit::text::{heading, isolate, label, shape};
use ui_kit::widgets::{Button, Qr};
use ui_kit::{Accent, Icon, IconStyle, Size, TextSpec, icons};

use super::page::{Next, Page, within};
use super::{View, wording};
use crate::model::{Errand, Given, Msg};

/// Draws the screen.
pub fn show(ui: &mut Ui, view: &View<'_>, given: &Given, said: &mut Vec<Msg>) {
    let title = view.word(&format!("kiosk-given-{}", given.errand.word()));
    let finish = view.word("action-finish");
    let help = given.visit_ms.map(|at_ms| wording::when(view, at_ms)).unwrap_or_default();
    let mut pressed = Vec::new();
    let page = Page {
        name: "slip",
        step: None,
        title: &title,
        help: &help,
        back: false,
        next: Some(Next {
            label: &finish,
            enabled: true,
            msg: Msg::Finish,
            icon: Some(icons::CHECK),
        }),
    };
    page.show_with_aside(
        ui,
        view,
        said,
        |ui, view| {
            code_card(ui, view, given.slip.code.as_str());
            if given.errand == Errand::Idea {
                ui.add_space(view.theme.space.m);
                let visit = view.word("kiosk-visit");
                let button = Button::new(view.theme, &visit).secondary().icon(icons::CALENDAR);
                if button.full_width().show(ui).clicked() {
                    pressed.push(Msg::PlanVisit);
                }
            }
        },
        |ui, view| steps(ui, view, given),
    );
    said.append(&mut pressed);
}

/// The code in the largest letters there are, and its QR: beside each other on a wide screen, upright the code across
/// the whole slip and the QR under it.
fn code_card(ui: &mut Ui, view: &View<'_>, code: &str) {
    let theme = view.theme;
    let p = &theme.palette;
    let pad = theme.px(36.0);
    let gap = theme.space.xl;
    let width = ui.available_width();
    let inner = width - 2.0 * pad;
    let across = !view.is_landscape();
    let side = theme.px(if across { 340.0 } else { 300.0 }).min(inner * 0.42);
    let beside = inner - side - gap;
    let code_room = if across { inner } else { beside };
    let caption = theme.spec(Size::Subheading);
    let display = one_line(ui, code, &theme.spec(Size::Display), code_room, theme.px(150.0));
    let ways = [(icons::PENCIL, "kiosk-keep-write"), (icons::CAMERA, "kiosk-keep-photo")];
    let keep = theme.spec(Size::Body);
    let keep_text = view.word("kiosk-keep-code");
    let sign = keep.row_height() * 1.3;
    let ways_height = (sign + theme.space.s) * 2.0 + theme.space.s;
    let keep_height = shape(ui.ctx(), &keep_text, &keep, beside).size().y + ways_height;
    let code_height = caption.row_height() + display.row_height() + theme.space.m;
    let height = if across {
        code_height + keep_height.max(side)
    } else {
        (code_height + keep_height).max(side)
    } + 2.0 * pad;

    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let corner = theme.corner(theme.radius.card);
    ui.painter().add(theme.card_shadow().as_shape(rect, corner));
    ui.painter().rect(rect, corner, p.surface, theme.card_stroke(), StrokeKind::Inside);
    let inside = rect.shrink(pad);
    let (qr, code_area, keep_area);
    if across {
        let below = inside.with_min_y(inside.top() + code_height);
        code_area = inside.with_max_y(below.top());
        qr = square(below.left(), below.center().y, side);
        keep_area = below.with_min_x(qr.right() + gap);
    } else {
        qr = square(inside.left(), inside.center().y, side);
        let words = inside.with_min_x(qr.right() + gap);
        let top = words.center().y - f32::midpoint(code_height, keep_height);
        code_area = words.with_min_y(top).with_max_y(top + code_height);
        keep_area = words.with_min_y(top + code_height).with_max_y(top + code_height + keep_height);
    }
    within(ui, theme.mirror(qr, rect), "slip qr", |ui| {
        Qr::new(theme, view.words, code).side(side).show(ui);
    });
    within(ui, theme.mirror(code_area, rect), "slip code", |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        label(ui, &caption, &view.word("kiosk-your-code"), p.ink_soft);
        heading(ui, &display, &isolate(code), p.primary);
    });
    within(ui, theme.mirror(keep_area, rect), "slip keep", |ui| {
        ui.spacing_mut().item_spacing.y = theme.space.s;
        ui.add_space(((keep_area.height() - keep_height) / 2.0).max(0.0));
        for (icon, key) in ways {
            signed(ui, view, icon, sign, &view.word(key));
        }
        ui.add_space(theme.space.s);
        label(ui, &keep, &keep_text, p.ink_soft);
    });
}

/// As large as `room` allows, and on one line: a line break would look like a part of the code.
fn one_line(ui: &Ui, code: &str, spec: &TextSpec, room: f32, most: f32) -> TextSpec {
    let natural = shape(ui.ctx(), code, spec, f32::INFINITY).size().x.max(1.0);
    spec.size((spec.size * room / natural).min(most).floor()).rows(1)
}

fn square(left: f32, middle: f32, side: f32) -> Rect {
    Rect::from_min_size(pos2(left, middle - side / 2.0), Vec2::splat(side))
}

/// A short way to do it, after its picture.
pub fn signed(ui: &mut Ui, view: &View<'_>, icon: Icon, side: f32, words: &str) {
    let theme = view.theme;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), side), Sense::hover());
    let sign = theme.mirror(square(rect.left(), rect.center().y, side), rect);
    icon.paint(ui.painter(), sign.shrink(side * 0.06), IconStyle::Bold, theme.palette.primary);
    let spec = theme.spec(Size::Body).semibold().rows(2);
    let room = theme.mirror(rect.with_min_x(rect.left() + side + theme.space.m), rect);
    within(ui, room, words, |ui| {
        ui.add_space((side - spec.row_height()).max(0.0) / 2.0);
        label(ui, &spec, words, theme.palette.ink);
    });
}

fn steps(ui: &mut Ui, view: &View<'_>, given: &Given) {
    let theme = view.theme;
    let p = &theme.palette;
    heading(ui, &theme.spec(Size::Heading), &view.word("kiosk-next-steps"), p.ink);
    ui.add_space(theme.space.m);
    let word = given.errand.word();
    let called = if given.can_be_called { "called" } else { "uncalled" };
    let accent = match given.errand {
        Errand::Need => Accent::Red,
        Errand::Offer => Accent::Green,
        Errand::Idea => Accent::Orange,
        Errand::Visit => Accent::Blue,
    };
    for (number, end) in [("1", "1"), ("2", "2"), ("3", called)] {
        let sentence = view.word(&format!("kiosk-after-{word}-{end}"));
        numbered(ui, view, number, accent, &sentence);
        ui.add_space(theme.space.m);
    }
}

/// A sentence with a number or a sign in a disc before it.
pub fn numbered(ui: &mut Ui, view: &View<'_>, number: &str, accent: Accent, sentence: &str) {
    let theme = view.theme;
    let tones = theme.tones(accent);
    let disc = theme.px(60.0).max(theme.text.body * 1.5);
    let width = ui.available_width();
    let spec = theme.spec(Size::Body);
    let room = width - disc - theme.space.m;
    let height = shape(ui.ctx(), sentence, &spec, room).size().y.max(disc);
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let circle =
        Rect::from_min_size(pos2(rect.left(), rect.center().y - disc / 2.0), Vec2::splat(disc));
    let circle = theme.mirror(circle, rect);
    let edge =
        if theme.palette.high_contrast { theme.stroke(tones.edge) } else { egui::Stroke::NONE };
    ui.painter().circle(circle.center(), disc / 2.0, tones.tint, edge);
    shape(ui.ctx(), number, &theme.spec(Size::Subheading).centred(), disc).paint_middle(
        ui.painter(),
        circle,
        tones.ink,
    );
    let words = rect.with_min_x(rect.left() + disc + theme.space.m);
    within(ui, theme.mirror(words, rect), sentence, |ui| {
        let text = shape(ui.ctx(), sentence, &spec, room).size().y;
        ui.add_space((height - text) / 2.0);
        label(ui, &spec, sentence, theme.palette.ink);
    });
}
