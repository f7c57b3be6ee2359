//! Where a slip's code is typed; and what to do when the hub that gave it cannot be asked.

use egui::Ui;
use protocol::SlipCode;
use ui_kit::text::{heading, isolate, label};
use ui_kit::widgets::{Banner, Button, CodeField, Edit, Keyboard, KeyboardState, Loading, Notice};
use ui_kit::{Accent, Size, icons};
use zeroize::Zeroizing;

use super::page::{Next, Page, roomy};
use super::slip::numbered;
use super::{View, wording};
use crate::model::{CodeEntry, Looking, Msg, Trouble, Typed};

const ALPHABET: &str = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const PATTERN: &str = "XX-XXX-XXXX";

/// Draws the screen.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    entry: &CodeEntry,
    keyboard: &mut KeyboardState,
    said: &mut Vec<Msg>,
) {
    match &entry.looking {
        Looking::Failed(code, trouble) if trouble.slug() == Some("central-unreachable") => {
            elsewhere(ui, view, code, trouble, said);
        }
        Looking::No | Looking::Waiting(_) | Looking::Failed(..) => {
            typing(ui, view, entry, keyboard, said);
        }
    }
}

fn typing(
    ui: &mut Ui,
    view: &View<'_>,
    entry: &CodeEntry,
    keyboard: &mut KeyboardState,
    said: &mut Vec<Msg>,
) {
    let (title, help) = (view.word("kiosk-ask-code"), view.word("kiosk-ask-code-help"));
    let look = view.word("kiosk-look-up");
    let waiting = matches!(entry.looking, Looking::Waiting(_));
    let page = Page {
        name: "code",
        step: None,
        title: &title,
        help: &help,
        back: true,
        next: Some(Next {
            label: &look,
            enabled: entry.code().is_ok() && !waiting,
            msg: Msg::LookUp,
            icon: Some(icons::SEARCH),
        }),
    };
    let code = std::cell::RefCell::new(Zeroizing::new(entry.typed.as_str().to_owned()));
    let roomy = roomy(view);
    let keys = Keyboard::new(&roomy, view.words, keyboard)
        .code(ALPHABET)
        .limit(crate::model::status::CODE_CHARS);
    let height = keys.wanted_height();
    let mut done = false;
    page.show_writing(
        ui,
        view,
        said,
        height,
        |ui, _| {
            CodeField::new(view.theme, view.words, PATTERN, ALPHABET, &mut code.borrow_mut())
                .wrong(entry.mistake().is_some())
                .active(true)
                .show(ui);
            ui.add_space(view.theme.space.m);
            says(ui, view, entry);
        },
        |ui| done = keys.show(ui, &mut code.borrow_mut()) == Some(Edit::Done),
    );
    let code = code.into_inner();
    if code.as_str() != entry.typed.as_str() {
        said.push(Msg::WriteCode(Typed::new(&code, 32)));
    }
    if done {
        said.push(Msg::LookUp);
    }
}

fn says(ui: &mut Ui, view: &View<'_>, entry: &CodeEntry) {
    match &entry.looking {
        Looking::Waiting(_) => {
            Loading::new(view.theme, view.words).text(&view.word("kiosk-looking")).show(ui);
        }
        Looking::Failed(_, trouble) => {
            let (title, line) = wording::trouble(view, trouble);
            let notice = if trouble.may_pass() { Notice::Warning } else { Notice::Error };
            Banner::new(view.theme, view.words, notice, &line).title(&title).show(ui);
        }
        Looking::No if entry.mistake().is_some() => {
            let line = view.word("kiosk-code-wrong");
            Banner::new(view.theme, view.words, Notice::Warning, &line).show(ui);
        }
        Looking::No => {
            let line = view.word("kiosk-code-reader");
            Banner::new(view.theme, view.words, Notice::Info, &line).icon(icons::SCAN).show(ui);
        }
    }
}

/// The slip of a hub that cannot be asked now: which one, that nothing is lost, what to do.
fn elsewhere(
    ui: &mut Ui,
    view: &View<'_>,
    code: &SlipCode,
    trouble: &Trouble,
    said: &mut Vec<Msg>,
) {
    let title = view.word("kiosk-problem-central-unreachable");
    let retry = view.word("action-retry");
    let page = Page {
        name: "elsewhere",
        step: None,
        title: &title,
        help: "",
        back: true,
        next: Some(Next {
            label: &retry,
            enabled: true,
            msg: Msg::LookUp,
            icon: Some(icons::RESTART),
        }),
    };
    let line = match trouble {
        Trouble::Refused(problem) if !problem.detail.is_empty() => problem.detail.clone(),
        Trouble::Refused(_) | Trouble::Unreachable | Trouble::Busy | Trouble::Garbled => {
            view.word("kiosk-problem-central-unreachable-line")
        }
    };
    let mut pressed = Vec::new();
    page.show(ui, view, said, |ui, view| {
        let theme = view.theme;
        let p = &theme.palette;
        heading(ui, &theme.spec(Size::Title), &isolate(code.as_str()), p.primary);
        ui.add_space(theme.space.m);
        label(ui, &theme.spec(Size::Body), &line, p.ink);
        ui.add_space(theme.space.xl);
        heading(ui, &theme.spec(Size::Heading), &view.word("kiosk-what-to-do"), p.ink);
        ui.add_space(theme.space.m);
        let in_person =
            view.words.with("kiosk-do-go-there", &[("prefix", code.prefix().to_owned().into())]);
        let ways = [
            ("1", view.word("kiosk-do-come-back")),
            ("2", in_person),
            ("3", view.word("kiosk-do-call")),
        ];
        for (number, way) in ways {
            numbered(ui, view, number, Accent::Blue, &way);
            ui.add_space(theme.space.m);
        }
        ui.add_space(theme.space.m);
        let another = view.word("kiosk-another-code");
        if Button::new(theme, &another).secondary().icon(icons::KEYBOARD).show(ui).clicked() {
            pressed.push(Msg::Back);
        }
    });
    said.append(&mut pressed);
}
