//! The slip: a code to copy by hand, the same code to photograph, and what happens now.

use egui::{Rect, Sense, StrokeKind, Ui, Vec2, pos2, vec2};
use ui_kit::text::{heading, isolate, label, shape};
use ui_kit::widgets::Qr;
use ui_kit::{Accent, Size, icons};

use super::View;
use super::page::{Next, Page, within};
use crate::model::{Errand, Given, Msg};

/// Draws the screen.
pub fn show(ui: &mut Ui, view: &View<'_>, given: &Given, said: &mut Vec<Msg>) {
    let title = view.word(&format!("kiosk-given-{}", given.errand.word()));
    let finish = view.word("action-finish");
    let page = Page {
        name: "slip",
        step: None,
        title: &title,
        help: "",
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
        |ui, view| code_card(ui, view, given.slip.code.as_str()),
        |ui, view| steps(ui, view, given),
    );
}

/// The code in the largest letters there are, and its QR.
pub fn code_card(ui: &mut Ui, view: &View<'_>, code: &str) {
    let theme = view.theme;
    let p = &theme.palette;
    let pad = theme.px(36.0);
    let width = ui.available_width();
    let side = theme.px(300.0).min(width * 0.34);
    let room = width - side - 2.0 * pad - theme.space.xl;
    let keep = shape(ui.ctx(), &view.word("kiosk-keep-code"), &theme.spec(Size::Body), room);
    let display = theme.spec(Size::Display);
    // The code stays on one line: a line break would look like a part of it.
    let natural = shape(ui.ctx(), code, &display, f32::INFINITY).size().x.max(1.0);
    let display = display.size((display.size * (room / natural).min(1.0)).floor()).rows(1);
    let caption = theme.spec(Size::Subheading);
    let words = caption.row_height() + display.row_height() + theme.space.m + keep.size().y;
    let height = words.max(side) + 2.0 * pad;

    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let corner = theme.corner(theme.radius.card);
    ui.painter().add(theme.card_shadow().as_shape(rect, corner));
    ui.painter().rect(rect, corner, p.surface, theme.card_stroke(), StrokeKind::Inside);
    let qr = Rect::from_min_size(
        pos2(rect.left() + pad, rect.center().y - side / 2.0),
        Vec2::splat(side),
    );
    let text = Rect::from_min_size(
        pos2(qr.right() + theme.space.xl, rect.center().y - words / 2.0),
        vec2(room, words),
    );
    within(ui, theme.mirror(qr, rect), "slip qr", |ui| {
        Qr::new(theme, view.words, code).side(side).show(ui);
    });
    within(ui, theme.mirror(text, rect), "slip code", |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        label(ui, &caption, &view.word("kiosk-your-code"), p.ink_soft);
        heading(ui, &display, &isolate(code), p.primary);
        ui.add_space(theme.space.m);
        label(ui, &theme.spec(Size::Body), &view.word("kiosk-keep-code"), p.ink);
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
