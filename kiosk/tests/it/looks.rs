//! Every screen in both languages, in ordinary and large text, upright and wide: nothing clipped, cut off or outside
//! the screen, nothing too small for a finger.

use egui::epaint::{ClippedShape, Shape, TextShape};
use egui::{Rect, Vec2, vec2};
use egui_kittest::kittest::NodeT as _;
use kiosk::model::{Call, Model};
use kiosk::tour::{is_waiting, stops};
use ui_kit::testing::{
    Target, cut_texts, overflows, overlapping_targets, record_overflows, small_targets,
};
use ui_kit::{Language, Prefs, Screen};

use crate::fake_hub::FakeHub;
use crate::person::{Person, TALL, WIDE};

/// A line that fills a field makes room for the caret by moving this far, in points.
const CARET: f32 = 12.0;

/// Twenty millimetres on the screen the kiosk is made for.
fn target(size: Vec2) -> f32 {
    let screen = Screen { width_px: size.x, height_px: size.y, ..Screen::default() };
    20.0 * screen.px_per_mm()
}

fn walk(size: Vec2, looks: Prefs) {
    let hub = FakeHub::start();
    let mut person = Person::at_size(&hub, size);
    let mut wrong = Vec::new();
    for stop in stops() {
        (stop.act)(person.harness.state_mut());
        person.until(stop.name, |harness| !is_waiting(&harness.state().model));
        // The script's own preferences go on afterwards; what is looked at has ours.
        let scripted = person.harness.state().model.prefs;
        let mirrored = scripted.language.direction() == ui_kit::Direction::Rtl;
        let language = if mirrored { scripted.language } else { looks.language };
        let high_contrast = scripted.high_contrast;
        person.harness.state_mut().model.prefs = Prefs { language, high_contrast, ..looks };
        person.harness.run_steps(4);
        record_overflows(&person.harness.ctx);
        person.harness.run_steps(1);
        let mut found = |what: String| wrong.push(format!("{}: {what}", stop.name));
        for overflow in overflows(&person.harness.ctx) {
            found(format!("does not fit: {overflow:?}"));
        }
        for text in cut_texts(&person.harness.ctx) {
            found(format!("cut off: {text}"));
        }
        let nodes = targets(&person);
        for small in small_targets(&nodes, target(size)) {
            found(format!("too small: {small:?}"));
        }
        // What is scrolled out of sight keeps its place in the tree, and so does what a dialog covers.
        let scrolls =
            ["Più giù", "Down"].iter().any(|label| nodes.iter().any(|node| node.name == *label));
        if !scrolls && !is_covered(&person.harness.state().model) {
            for (one, other) in overlapping_targets(&nodes) {
                found(format!("overlap: {one} and {other}"));
            }
        }
        let output = person.harness.output();
        let screen = Rect::from_min_size(egui::Pos2::ZERO, size);
        for text in ill_set(&output.shapes, screen) {
            found(text);
        }
        person.harness.state_mut().model.prefs = scripted;
    }
    assert!(wrong.is_empty(), "{size:?} {looks:?}\n{}", wrong.join("\n"));
}

/// Whether a dialog stands over the page.
fn is_covered(model: &Model) -> bool {
    let withdrawing =
        matches!(&model.session.screen, kiosk::model::Screen::Status(view) if view.withdrawing);
    withdrawing
        || model.session.leaving
        || model.session.call != Call::No
        || model.asking_since_ms.is_some()
}

/// Everything a person could press or read, where it is.
fn targets(person: &Person) -> Vec<Target> {
    let nodes = person.harness.root().children_recursive().filter_map(|node| {
        node.accesskit_node().bounding_box()?;
        let name = node.accesskit_node().label().unwrap_or_default();
        Some(Target::new(node.accesskit_node().role(), name, node.rect()))
    });
    nodes.collect()
}

/// Texts that run over the left or right edge of where they are drawn, or whose words are torn apart.
fn ill_set(shapes: &[ClippedShape], screen: Rect) -> Vec<String> {
    let mut found = Vec::new();
    for ClippedShape { clip_rect, shape, .. } in shapes {
        each_text(shape, &mut |text| {
            let words = text.galley.job.text.as_str();
            let rect = text.galley.rect.translate(text.pos.to_vec2());
            let frame = clip_rect.intersect(screen).expand(CARET).x_range();
            let outside = !(frame.contains(rect.left()) && frame.contains(rect.right()));
            if rows(text).windows(2).any(|pair| is_broken(&pair[0], &pair[1])) {
                found.push(format!("a word is broken: {:?}", rows(text)));
            }
            if words.starts_with('[') {
                found.push(format!("no words: {words}"));
            }
            if rect.is_positive() && outside {
                found.push(format!("over the edge: {words} {rect:?} in {frame:?}"));
            }
        });
    }
    found
}

fn rows(text: &TextShape) -> Vec<String> {
    text.galley.rows.iter().map(|row| row.text()).collect()
}

/// Whether one word begins at the end of a row and ends on the next.
fn is_broken(row: &str, next: &str) -> bool {
    row.ends_with(char::is_alphanumeric) && next.starts_with(char::is_alphanumeric)
}

fn each_text(shape: &Shape, act: &mut impl FnMut(&TextShape)) {
    if let Shape::Text(text) = shape {
        act(text);
    } else if let Shape::Vec(shapes) = shape {
        for shape in shapes {
            each_text(shape, act);
        }
    }
}

fn looks(language: Language, large_text: bool) -> Prefs {
    Prefs { language, large_text, ..Prefs::default() }
}

#[test]
fn every_screen_fits_upright_in_italian() {
    walk(TALL, looks(Language::It, false));
}

#[test]
fn every_screen_fits_upright_in_italian_in_large_text() {
    walk(TALL, looks(Language::It, true));
}

#[test]
fn every_screen_fits_upright_in_english() {
    walk(TALL, looks(Language::En, false));
}

#[test]
fn every_screen_fits_upright_in_english_in_large_text() {
    walk(TALL, looks(Language::En, true));
}

#[test]
fn every_screen_fits_wide_in_italian() {
    walk(WIDE, looks(Language::It, false));
}

#[test]
fn every_screen_fits_wide_in_italian_in_large_text() {
    walk(WIDE, looks(Language::It, true));
}

#[test]
fn every_screen_fits_wide_in_english() {
    walk(WIDE, looks(Language::En, false));
}

#[test]
fn every_screen_fits_wide_in_english_in_large_text() {
    walk(WIDE, looks(Language::En, true));
}

#[test]
fn every_screen_fits_on_smaller_and_squarer_screens() {
    for size in [vec2(768.0, 1366.0), vec2(1366.0, 768.0), vec2(1280.0, 1024.0)] {
        walk(size, looks(Language::It, false));
    }
}

#[test]
fn every_screen_fits_with_the_controls_further_down() {
    for size in [TALL, WIDE] {
        walk(size, Prefs { low_reach: true, ..Prefs::default() });
        walk(size, Prefs { low_reach: true, large_text: true, ..Prefs::default() });
    }
}
