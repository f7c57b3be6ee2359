//! How a request stands, in plain words and with dates; and the person's own word about it.

use egui::{Rect, Sense, StrokeKind, Ui, Vec2, pos2, vec2};
use protocol::kiosk::{AnsweredBy, Face, SlipKind, SlipStep, StepWord, Verdict};
use ui_kit::icons::{self, Icon};
use ui_kit::text::{heading, isolate, label, shape};
use ui_kit::widgets::{Banner, Button, Loading, Notice};
use ui_kit::{Accent, IconStyle, Size};

use super::page::{Next, Page, within};
use super::{View, wording};
use crate::model::{Msg, Said, Sending, StatusView};

/// Draws the screen.
pub fn show(ui: &mut Ui, view: &View<'_>, shown: &StatusView, said: &mut Vec<Msg>) {
    let kind = match shown.status.kind {
        SlipKind::Need => "need",
        SlipKind::Idea => "idea",
        SlipKind::Offer => "offer",
        SlipKind::Visit => "visit",
    };
    let title = view.word(&format!("kiosk-status-{kind}"));
    let about = match shown.status.kind {
        SlipKind::Visit => view.word("kiosk-visit-desk"),
        SlipKind::Need | SlipKind::Idea | SlipKind::Offer => {
            view.model.about(&shown.status.about).0.to_owned()
        }
    };
    let help = format!("{about} · {}", isolate(shown.status.code.as_str()));
    let finish = view.word("action-finish");
    let page = Page {
        name: "status",
        step: None,
        title: &title,
        help: &help,
        back: true,
        next: Some(Next {
            label: &finish,
            enabled: true,
            msg: Msg::Finish,
            icon: Some(icons::CHECK),
        }),
    };
    let mut pressed = Vec::new();
    page.show_with_aside(
        ui,
        view,
        said,
        |ui, view| {
            ui.spacing_mut().item_spacing.y = view.theme.space.m;
            feedback(ui, view, shown);
            question(ui, view, shown, &mut pressed);
            answers(ui, view, shown, &mut pressed);
            told(ui, view, shown);
            now_card(ui, view, shown);
            faces(ui, view, shown, &mut pressed);
            visit(ui, view, shown, &mut pressed);
            verdicts(ui, view, shown, &mut pressed);
        },
        |ui, view| history(ui, view, shown),
    );
    said.append(&mut pressed);
}

fn feedback(ui: &mut Ui, view: &View<'_>, shown: &StatusView) {
    match (&shown.sending, shown.taken()) {
        (Sending::Waiting, _) => {
            Loading::new(view.theme, view.words).text(&view.word("kiosk-sending")).show(ui);
        }
        (Sending::Failed(trouble), _) => {
            let (title, line) = wording::trouble(view, trouble);
            Banner::new(view.theme, view.words, Notice::Warning, &line).title(&title).show(ui);
        }
        (Sending::No, Some(said)) => {
            let key = match said {
                Said::Verdict(Verdict::Solved) => "kiosk-thanks-solved",
                Said::Verdict(Verdict::NotSolved) => "kiosk-thanks-not-solved",
                Said::Verdict(Verdict::Withdraw) => "kiosk-thanks-withdraw",
                Said::Reply => "kiosk-thanks-reply",
                Said::Face(_) => "kiosk-thanks-face",
            };
            Banner::new(view.theme, view.words, Notice::Success, &view.word(key)).show(ui);
        }
        (Sending::No, None) => {}
    }
}

/// The last thing that happened, large: the answer to the question somebody came with.
fn now_card(ui: &mut Ui, view: &View<'_>, shown: &StatusView) {
    let theme = view.theme;
    let p = &theme.palette;
    let Some(last) = shown.status.steps.last() else { return };
    let (icon, accent) = picture(last.word);
    let tones = theme.tones(accent);
    let pad = theme.px(32.0);
    let tile = theme.px(120.0);
    let width = ui.available_width();
    let room = width - tile - 2.0 * pad - theme.space.l;
    let sentence = view.word(&key(last.word));
    let mut note = wording::when(view, last.at_ms);
    if shown.status.answered_by == AnsweredBy::Central {
        let values = [
            ("hub", shown.status.hub_name.clone().into()),
            ("when", wording::when(view, shown.status.as_of_ms).into()),
        ];
        note = format!("{note}\n{}", view.words.with("kiosk-from-central", &values));
    }
    if let Some(code) = &shown.status.goes_on {
        let values = [("code", isolate(code.as_str()).into())];
        note = format!("{note}\n{}", view.words.with("kiosk-goes-on", &values));
    }
    let big = theme.spec(Size::Heading);
    let small = theme.spec(Size::Body);
    let measured = |ui: &Ui, text: &str, spec| shape(ui.ctx(), text, spec, room).size().y;
    let words = theme.spec(Size::Caption).row_height()
        + measured(ui, &sentence, &big)
        + theme.space.s
        + measured(ui, &note, &small);
    let height = words.max(tile) + 2.0 * pad;
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let corner = theme.corner(theme.radius.card);
    ui.painter().add(theme.card_shadow().as_shape(rect, corner));
    ui.painter().rect(rect, corner, p.surface, theme.card_stroke(), StrokeKind::Inside);
    let tile_rect = Rect::from_min_size(
        pos2(rect.left() + pad, rect.center().y - tile / 2.0),
        Vec2::splat(tile),
    );
    let tile_rect = theme.mirror(tile_rect, rect);
    let edge = if p.high_contrast { theme.stroke(tones.edge) } else { egui::Stroke::NONE };
    ui.painter().rect(
        tile_rect,
        theme.corner(theme.radius.tile),
        tones.tint,
        edge,
        StrokeKind::Inside,
    );
    icon.paint(ui.painter(), tile_rect.shrink(tile * 0.22), IconStyle::Bold, tones.ink);
    let text = Rect::from_min_size(
        pos2(rect.left() + pad + tile + theme.space.l, rect.center().y - words / 2.0),
        vec2(room, words),
    );
    within(ui, theme.mirror(text, rect), "now", |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        label(ui, &theme.spec(Size::Caption).semibold(), &view.word("kiosk-now"), tones.ink);
        heading(ui, &big, &sentence, p.ink);
        ui.add_space(theme.space.s);
        label(ui, &small, &note, p.ink_soft);
    });
}

/// What the operator asks, with the button to answer: the one thing that waits for the person.
fn question(ui: &mut Ui, view: &View<'_>, shown: &StatusView, pressed: &mut Vec<Msg>) {
    let Some(question) = &shown.status.question else { return };
    let theme = view.theme;
    let title = view.word("kiosk-question");
    Banner::new(theme, view.words, Notice::Info, question).title(&title).show(ui);
    let answer = view.word("kiosk-reply");
    let idle = shown.sending != Sending::Waiting;
    let button = Button::new(theme, &answer).icon(icons::PENCIL).full_width().enabled(idle);
    if button.show(ui).clicked() {
        pressed.push(Msg::OpenReply);
    }
}

/// What the desk answered in words, with the button to write back.
fn answers(ui: &mut Ui, view: &View<'_>, shown: &StatusView, pressed: &mut Vec<Msg>) {
    let theme = view.theme;
    let title = view.word("kiosk-slip-answer");
    for answer in &shown.status.answers {
        Banner::new(theme, view.words, Notice::Info, answer).title(&title).show(ui);
    }
    if shown.status.can_reply {
        let word = view.word("kiosk-reply");
        let idle = shown.sending != Sending::Waiting;
        let button = Button::new(theme, &word).secondary().icon(icons::PENCIL).full_width();
        if button.enabled(idle).show(ui).clicked() {
            pressed.push(Msg::OpenReply);
        }
    }
}

/// When the person is awaited at the desk, and why something was decided so.
fn told(ui: &mut Ui, view: &View<'_>, shown: &StatusView) {
    let theme = view.theme;
    if let Some(at_ms) = shown.status.appointment_ms {
        let when = [("when", wording::when(view, at_ms).into())];
        let line = view.words.with("kiosk-slip-appointment", &when);
        Banner::new(theme, view.words, Notice::Info, &line).show(ui);
    }
    if let Some(follows) = &shown.status.follows {
        let title =
            view.words.with("kiosk-slip-follows", &[("title", isolate(&follows.title).into())]);
        let line = follows.steps.last().map_or_else(
            || view.word("kiosk-slip-follows-soon"),
            |last| format!("{} · {}", view.word(&key(last.word)), wording::when(view, last.at_ms)),
        );
        Banner::new(theme, view.words, Notice::Info, &line).title(&title).show(ui);
    }
    let title = view.word("kiosk-slip-reasons");
    for reason in &shown.status.reasons {
        Banner::new(theme, view.words, Notice::Info, reason).title(&title).show(ui);
    }
}

/// The way to a visit to the project desk: the first one about an idea, or another time. Only at its own hub.
fn visit(ui: &mut Ui, view: &View<'_>, shown: &StatusView, pressed: &mut Vec<Msg>) {
    let status = &shown.status;
    let key = match status.kind {
        SlipKind::Idea if status.can_withdraw && status.appointment_ms.is_none() => "kiosk-visit",
        SlipKind::Visit if status.can_withdraw => "kiosk-visit-move",
        SlipKind::Need | SlipKind::Idea | SlipKind::Offer | SlipKind::Visit => return,
    };
    if status.answered_by != AnsweredBy::Home {
        return;
    }
    let idle = shown.sending != Sending::Waiting;
    let word = view.word(key);
    let button = Button::new(view.theme, &word).secondary().icon(icons::CALENDAR).full_width();
    if button.enabled(idle).show(ui).clicked() {
        pressed.push(Msg::PlanVisit);
    }
}

/// How it went, once it is over: three words to press, or none.
fn faces(ui: &mut Ui, view: &View<'_>, shown: &StatusView, pressed: &mut Vec<Msg>) {
    if !shown.status.can_rate {
        return;
    }
    let theme = view.theme;
    heading(ui, &theme.spec(Size::Heading), &view.word("kiosk-how-was-it"), theme.palette.ink);
    let words = [Face::Good, Face::Middling, Face::Bad].map(|face| {
        let key = match face {
            Face::Good => "kiosk-face-good",
            Face::Middling => "kiosk-face-middling",
            Face::Bad => "kiosk-face-bad",
        };
        (face, view.word(key))
    });
    let idle = shown.sending != Sending::Waiting;
    for (face, word) in &words {
        let button = Button::new(theme, word).secondary().full_width().enabled(idle);
        if button.show(ui).clicked() {
            pressed.push(Msg::Rate(*face));
        }
    }
}

fn verdicts(ui: &mut Ui, view: &View<'_>, shown: &StatusView, pressed: &mut Vec<Msg>) {
    let status = &shown.status;
    if !(status.can_confirm || status.can_withdraw) {
        return;
    }
    let theme = view.theme;
    let idle = shown.sending != Sending::Waiting;
    ui.add_space(theme.space.s);
    if status.can_confirm {
        heading(
            ui,
            &theme.spec(Size::Heading),
            &view.word("kiosk-is-it-solved"),
            theme.palette.ink,
        );
        let (yes, no) = (view.word("kiosk-solved"), view.word("kiosk-not-solved"));
        let yes = Button::new(theme, &yes).icon(icons::CHECK).enabled(idle);
        let no = Button::new(theme, &no).secondary().icon(icons::CLOSE).enabled(idle);
        let width = ui.available_width();
        let gap = theme.touch.gap;
        let half = (width - gap) / 2.0;
        let height = yes.wanted(ui, half).y.max(no.wanted(ui, half).y);
        let (_, row) = ui.allocate_space(vec2(width, height));
        let left = row.with_max_x(row.left() + half);
        let right = row.with_min_x(row.right() - half);
        if yes.show_at(ui, theme.mirror(left, row)).clicked() {
            pressed.push(Msg::Say(Verdict::Solved));
        }
        if no.show_at(ui, theme.mirror(right, row)).clicked() {
            pressed.push(Msg::Say(Verdict::NotSolved));
        }
    }
    if status.can_withdraw {
        let word = view.word("kiosk-withdraw");
        let button = Button::new(theme, &word).quiet().icon(icons::TRASH).enabled(idle);
        if button.show(ui).clicked() {
            pressed.push(Msg::Say(Verdict::Withdraw));
        }
    }
    ui.add_space(theme.space.s);
}

/// Everything that happened before, newest first, on one line from top to bottom.
fn history(ui: &mut Ui, view: &View<'_>, shown: &StatusView) {
    let theme = view.theme;
    let steps = &shown.status.steps;
    let before = steps.get(..steps.len().saturating_sub(1)).unwrap_or_default();
    if before.is_empty() {
        return;
    }
    heading(ui, &theme.spec(Size::Heading), &view.word("kiosk-happened"), theme.palette.ink);
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.add_space(theme.space.s);
    let last = before.len() - 1;
    for (index, step) in before.iter().rev().enumerate() {
        history_row(ui, view, step, index < last);
    }
}

fn history_row(ui: &mut Ui, view: &View<'_>, step: &SlipStep, more: bool) {
    let theme = view.theme;
    let p = &theme.palette;
    let (icon, accent) = picture(step.word);
    let tones = theme.tones(accent);
    let disc = theme.px(60.0).max(theme.text.body * 1.5);
    let width = ui.available_width();
    let room = width - disc - theme.space.m;
    let (sentence, when) = (view.word(&key(step.word)), wording::when(view, step.at_ms));
    let spec = theme.spec(Size::Body).semibold();
    let small = theme.spec(Size::Caption);
    let words = shape(ui.ctx(), &sentence, &spec, room).size().y
        + shape(ui.ctx(), &when, &small, room).size().y;
    let height = words.max(disc) + theme.space.l;
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let circle = theme.mirror(Rect::from_min_size(rect.min, Vec2::splat(disc)), rect);
    if more {
        let line = egui::Stroke::new(theme.px(4.0), p.hairline);
        ui.painter().vline(circle.center().x, rect.top() + disc..=rect.bottom(), line);
    }
    let edge = if p.high_contrast { theme.stroke(tones.edge) } else { egui::Stroke::NONE };
    ui.painter().circle(circle.center(), disc / 2.0, tones.tint, edge);
    icon.paint(ui.painter(), circle.shrink(disc * 0.24), IconStyle::Bold, tones.ink);
    let text = Rect::from_min_size(
        pos2(rect.left() + disc + theme.space.m, rect.top() + (disc - words).max(0.0) / 2.0),
        vec2(room, words),
    );
    within(ui, theme.mirror(text, rect), &format!("step {}", step.at_ms), |ui| {
        label(ui, &spec, &sentence, p.ink);
        label(ui, &small, &when, p.ink_soft);
    });
}

fn key(word: StepWord) -> String {
    let word = match word {
        StepWord::Received => "received",
        StepWord::Drafting => "drafting",
        StepWord::HandedIn => "handed-in",
        StepWord::AdditionsAsked => "additions-asked",
        StepWord::AdditionsTold => "additions-told",
        StepWord::Admitted => "admitted",
        StepWord::NotAdmitted => "not-admitted",
        StepWord::Evaluated => "evaluated",
        StepWord::Merged => "merged",
        StepWord::Promoted => "promoted",
        StepWord::NotPromoted => "not-promoted",
        StepWord::Deferred => "deferred",
        StepWord::ConceptShown => "concept-shown",
        StepWord::ConceptGoesOn => "concept-goes-on",
        StepWord::Funded => "funded",
        StepWord::Agreed => "agreed",
        StepWord::Running => "running",
        StepWord::Suspended => "suspended",
        StepWord::Finished => "finished",
        StepWord::Reported => "reported",
        StepWord::GoodPractice => "good-practice",
        StepWord::TakenInCharge => "taken-in-charge",
        StepWord::Searching => "searching",
        StepWord::HelperFound => "helper-found",
        StepWord::SearchingAgain => "searching-again",
        StepWord::Done => "done",
        StepWord::Met => "met",
        StepWord::NotMet => "not-met",
        StepWord::Withdrawn => "withdrawn",
        StepWord::Reopened => "reopened",
        StepWord::Contacted => "contacted",
        StepWord::Asked => "asked",
        StepWord::Replied => "replied",
        StepWord::Scheduled => "scheduled",
        StepWord::Started => "started",
        StepWord::Referred => "referred",
        StepWord::ServiceAccepted => "service-accepted",
        StepWord::Split => "split",
        StepWord::Joined => "joined",
        StepWord::HandedOver => "handed-over",
        StepWord::TakenOver => "taken-over",
    };
    format!("slip-step-{word}")
}

fn picture(word: StepWord) -> (Icon, Accent) {
    match word {
        StepWord::Received => (icons::TRAY, Accent::Slate),
        StepWord::TakenInCharge => (icons::USER, Accent::Blue),
        StepWord::Searching => (icons::SEARCH, Accent::Blue),
        StepWord::HelperFound | StepWord::Started => (icons::HANDSHAKE, Accent::Green),
        StepWord::SearchingAgain => (icons::SYNC, Accent::Orange),
        StepWord::Done => (icons::CHECK, Accent::Green),
        StepWord::Met => (icons::CHECK_CIRCLE, Accent::Green),
        StepWord::NotMet => (icons::CLOSE_CIRCLE, Accent::Red),
        StepWord::Withdrawn => (icons::UNDO, Accent::Slate),
        StepWord::Reopened => (icons::RESTART, Accent::Orange),
        StepWord::Contacted => (icons::PHONE, Accent::Teal),
        StepWord::Asked => (icons::QUESTION, Accent::Orange),
        StepWord::Replied => (icons::CHECK, Accent::Blue),
        StepWord::Scheduled => (icons::CALENDAR, Accent::Green),
        StepWord::Referred
        | StepWord::ServiceAccepted
        | StepWord::HandedOver
        | StepWord::TakenOver => (icons::BUILDINGS, Accent::Blue),
        StepWord::Split | StepWord::Joined | StepWord::Merged => (icons::USERS, Accent::Blue),
        StepWord::Drafting => (icons::PENCIL, Accent::Blue),
        StepWord::ConceptGoesOn
        | StepWord::Funded
        | StepWord::Agreed
        | StepWord::Running
        | StepWord::Finished
        | StepWord::Reported
        | StepWord::GoodPractice => (icons::CHECK_CIRCLE, Accent::Green),
        StepWord::Suspended => (icons::CALENDAR, Accent::Orange),
        StepWord::HandedIn | StepWord::AdditionsTold | StepWord::ConceptShown => {
            (icons::CHECK, Accent::Blue)
        }
        StepWord::AdditionsAsked => (icons::QUESTION, Accent::Orange),
        StepWord::Admitted | StepWord::Promoted => (icons::CHECK_CIRCLE, Accent::Green),
        StepWord::NotAdmitted | StepWord::NotPromoted => (icons::CLOSE_CIRCLE, Accent::Red),
        StepWord::Evaluated => (icons::SEARCH, Accent::Blue),
        StepWord::Deferred => (icons::CALENDAR, Accent::Orange),
    }
}
