//! "Ritira": what waits under the code of a label, the field to sign in, and the PIN of whoever works here.

use egui::{Pos2, Rect, Sense, Shape, Stroke, StrokeKind, Ui, pos2, vec2};
use protocol::kiosk::bank::PIN_MOST;
use protocol::kiosk::{Hand, HandStep};
use ui_kit::text::{heading, isolate, label};
use ui_kit::widgets::{Banner, Button, Edit, Keyboard, KeyboardState, Loading, Notice};
use ui_kit::{Accent, Size, icons};
use zeroize::Zeroizing;

use super::bank::dots;
use super::choices::{Grid, Item, grid};
use super::page::{Next, Page, roomy};
use super::{View, wording};
use crate::model::kept::FIELD;
use crate::model::{Handing, KeptMsg, KeptView, Msg, Sending, Typed};

/// Draws the screen.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    shown: &KeptView,
    keyboard: &mut KeyboardState,
    said: &mut Vec<Msg>,
) {
    match &shown.handing {
        Some(handing) if handing.who.is_some() => pin(ui, view, shown, handing, keyboard, said),
        Some(_) => who(ui, view, shown, said),
        None if shown.signing => sign(ui, view, shown, said),
        None => tell(ui, view, shown, said),
    }
}

/// The word of what waits: `kiosk-held-parcel`, a plain one for what we have no word for.
fn what(view: &View<'_>, shown: &KeptView) -> String {
    let key = format!("kiosk-held-{}", shown.kept.kind);
    view.word(if view.words.has(&key) { &key } else { "kiosk-held-other" })
}

fn tell(ui: &mut Ui, view: &View<'_>, shown: &KeptView, said: &mut Vec<Msg>) {
    let kept = &shown.kept;
    let title = what(view, shown);
    let help = isolate(kept.code.as_str());
    let (sign, finish) = (view.word("kiosk-held-sign"), view.word("action-finish"));
    let signs = kept.can_sign && kept.signed_at_ms.is_none();
    let next = if signs {
        let msg = Msg::Kept(KeptMsg::Sign);
        Next { label: &sign, enabled: true, msg, icon: Some(icons::PENCIL) }
    } else {
        Next { label: &finish, enabled: true, msg: Msg::Finish, icon: Some(icons::CHECK) }
    };
    let page =
        Page { name: "kept", step: None, title: &title, help: &help, back: true, next: Some(next) };
    let mut pressed = Vec::new();
    page.show(ui, view, said, |ui, view| {
        let (theme, p) = (view.theme, &view.theme.palette);
        ui.spacing_mut().item_spacing.y = theme.space.m;
        let key = match (shown.handed, kept.here, kept.signed_at_ms) {
            (Some(HandStep::Give), ..) => "kiosk-held-handed",
            (Some(HandStep::TakeBack), ..) => "kiosk-held-taken-back",
            (None, true, Some(_)) => "kiosk-held-signed",
            (None, true, None) => "kiosk-held-here",
            (None, false, _) if kept.step == Some(HandStep::TakeBack) => "kiosk-held-out",
            (None, false, _) => "kiosk-held-not-here",
        };
        heading(ui, &theme.spec(Size::Heading), &view.word(key), p.primary);
        label(ui, &theme.spec(Size::Body), &view.word(&format!("{key}-line")), p.ink);
        let day = kept.due.as_deref().and_then(|due| due.parse::<jiff::civil::Date>().ok());
        if let (true, Some(day)) = (kept.here, day) {
            let until = view.words.day_near(day, view.model.today());
            let text = view.words.with("kiosk-held-until", &[("day", until.into())]);
            Banner::new(theme, view.words, Notice::Info, &text).icon(icons::CALENDAR).show(ui);
        }
        if let (Some(step), None, false) = (kept.step, shown.handed, kept.hands.is_empty()) {
            let hand = view.word(match step {
                HandStep::Give => "kiosk-held-give",
                HandStep::TakeBack => "kiosk-held-take-back",
            });
            let button = Button::new(theme, &hand).secondary().icon(icons::LOCK).full_width();
            if button.show(ui).clicked() {
                pressed.push(Msg::Kept(KeptMsg::Hand));
            }
        }
        if shown.handed.is_none() {
            let leave = view.word("kiosk-held-leave");
            Banner::new(theme, view.words, Notice::Info, &leave).icon(icons::HEADSET).show(ui);
        }
    });
    said.append(&mut pressed);
}

/// Which of those who work here it is.
fn who(ui: &mut Ui, view: &View<'_>, shown: &KeptView, said: &mut Vec<Msg>) {
    let (title, help) = (view.word("kiosk-held-who"), view.word("kiosk-held-who-help"));
    let page =
        Page { name: "kept-who", step: None, title: &title, help: &help, back: true, next: None };
    let item = |hand: &Hand| Item {
        label: hand.name.clone(),
        line: String::new(),
        picture: Some((icons::USER, Accent::Teal)),
        chosen: false,
        msg: Msg::Kept(KeptMsg::PickHand(hand.clone())),
    };
    let items: Vec<Item> = shown.kept.hands.iter().map(item).collect();
    let mut pressed = Vec::new();
    page.show(ui, view, said, |ui, view| grid(ui, view, &items, Grid::default(), &mut pressed));
    said.append(&mut pressed);
}

/// Their PIN.
fn pin(
    ui: &mut Ui,
    view: &View<'_>,
    shown: &KeptView,
    handing: &Handing,
    keyboard: &mut KeyboardState,
    said: &mut Vec<Msg>,
) {
    let name = handing.who.as_ref().map(|hand| hand.name.clone()).unwrap_or_default();
    let title = view.words.with("kiosk-held-pin", &[("name", name.into())]);
    let (help, confirm) = (view.word("kiosk-held-pin-help"), view.word("kiosk-held-hand"));
    let page = Page {
        name: "kept-pin",
        step: None,
        title: &title,
        help: &help,
        back: shown.sending != Sending::Waiting,
        next: Some(Next {
            label: &confirm,
            enabled: shown.may_confirm(),
            msg: Msg::Kept(KeptMsg::SendPin),
            icon: Some(icons::CHECK),
        }),
    };
    let mut text = Zeroizing::new(String::with_capacity(PIN_MOST * 4));
    text.push_str(handing.pin.as_str());
    let text = std::cell::RefCell::new(text);
    let roomy = roomy(view);
    let keys = Keyboard::new(&roomy, view.words, keyboard).phone().limit(PIN_MOST);
    let height = keys.wanted_height();
    let mut done = false;
    page.show_writing(
        ui,
        view,
        said,
        height,
        |ui, _room| {
            dots(ui, view, handing.pin.chars());
            ui.add_space(view.theme.space.m);
            stands(ui, view, shown);
        },
        |ui| done = keys.show(ui, &mut text.borrow_mut()) == Some(Edit::Done),
    );
    let text = text.into_inner();
    if text.as_str() != handing.pin.as_str() {
        said.push(Msg::Kept(KeptMsg::WritePin(Typed::new(&text, PIN_MOST))));
    }
    if done {
        said.push(Msg::Kept(KeptMsg::SendPin));
    }
}

/// How asking the hub stands.
fn stands(ui: &mut Ui, view: &View<'_>, shown: &KeptView) {
    match &shown.sending {
        Sending::No => {}
        Sending::Waiting => {
            Loading::new(view.theme, view.words).text(&view.word("kiosk-sending")).show(ui);
        }
        Sending::Failed(trouble) => {
            let (title, line) = wording::trouble(view, trouble);
            Banner::new(view.theme, view.words, Notice::Warning, &line).title(&title).show(ui);
        }
    }
}

fn sign(ui: &mut Ui, view: &View<'_>, shown: &KeptView, said: &mut Vec<Msg>) {
    let (title, help) = (view.word("kiosk-held-sign-title"), view.word("kiosk-held-sign-help"));
    let done = view.word("kiosk-held-sign-done");
    let waiting = shown.sending == Sending::Waiting;
    let page = Page {
        name: "kept-sign",
        step: None,
        title: &title,
        help: &help,
        back: !waiting,
        next: Some(Next {
            label: &done,
            enabled: shown.strokes.is_drawn() && !waiting,
            msg: Msg::Kept(KeptMsg::Send),
            icon: Some(icons::CHECK),
        }),
    };
    let mut pressed = Vec::new();
    page.show(ui, view, said, |ui, view| {
        ui.spacing_mut().item_spacing.y = view.theme.space.m;
        stands(ui, view, shown);
        pad(ui, view, shown, &mut pressed);
        let again = view.word("kiosk-held-sign-again");
        let button = Button::new(view.theme, &again).secondary().icon(icons::RESTART);
        if button.enabled(!shown.strokes.all().is_empty()).show(ui).clicked() {
            pressed.push(Msg::Kept(KeptMsg::Clear));
        }
    });
    said.append(&mut pressed);
}

/// The field to sign in, as wide as the page.
fn pad(ui: &mut Ui, view: &View<'_>, shown: &KeptView, pressed: &mut Vec<Msg>) {
    let (theme, p) = (view.theme, &view.theme.palette);
    let width = ui.available_width();
    let size = vec2(width, width * f32::from(FIELD.1) / f32::from(FIELD.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    let name = view.word("kiosk-held-sign-field");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Canvas, ui.is_enabled(), &name));
    let corner = theme.corner(theme.radius.card);
    ui.painter().rect(rect, corner, p.surface, theme.card_stroke(), StrokeKind::Inside);
    let line = rect.top() + rect.height() * 0.82;
    let (left, right) = (rect.left() + rect.width() * 0.06, rect.right() - rect.width() * 0.06);
    ui.painter().line_segment(
        [pos2(left, line), pos2(right, line)],
        Stroke::new(theme.px(2.0), p.ink_soft),
    );
    let pen = Stroke::new(theme.px(5.0), p.ink);
    for stroke in shown.strokes.all() {
        let points: Vec<Pos2> = stroke.iter().map(|at| on_screen(rect, *at)).collect();
        match &points[..] {
            [one] => {
                ui.painter().circle_filled(*one, pen.width / 2.0, pen.color);
            }
            _ => {
                ui.painter().add(Shape::line(points, pen));
            }
        }
    }
    if let Some(at) =
        response.interact_pointer_pos().filter(|_| response.is_pointer_button_down_on())
    {
        let begins = response.drag_started() || ui.input(|input| input.pointer.any_pressed());
        pressed.push(Msg::Kept(KeptMsg::Draw { at: in_field(rect, at), begins }));
        ui.ctx().request_repaint();
    }
}

fn on_screen(rect: Rect, (x, y): (u16, u16)) -> Pos2 {
    let part = |one: u16, whole: u16| f32::from(one) / f32::from(whole);
    rect.min + vec2(part(x, FIELD.0) * rect.width(), part(y, FIELD.1) * rect.height())
}

fn in_field(rect: Rect, at: Pos2) -> (u16, u16) {
    let place = |from: f32, at: f32, length: f32, whole: u16| {
        let share = ((at - from) / length.max(1.0)).clamp(0.0, 1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
        let units = (share * f32::from(whole)).round() as u16;
        units
    };
    (
        place(rect.left(), at.x, rect.width(), FIELD.0),
        place(rect.top(), at.y, rect.height(), FIELD.1),
    )
}
