//! Shaping with the real fonts: what the eye sees, and what assistive technology hears.

use egui::{Context, vec2};
use egui_kittest::Harness;
use ui_kit::text::{self, shape};
use ui_kit::{Language, Prefs, Screen, Size, Theme};

fn with_context<R: 'static>(run: impl Fn(&Context) -> R + 'static) -> R {
    let found = std::rc::Rc::new(std::cell::RefCell::new(None));
    let keep = std::rc::Rc::clone(&found);
    let mut harness = Harness::builder().with_context_setup(ui_kit::install).build_ui(move |ui| {
        *keep.borrow_mut() = Some(run(ui.ctx()));
    });
    harness.run();
    let result = found.borrow_mut().take();
    result.expect("the closure ran")
}

fn theme(language: Language) -> Theme {
    Theme::new(Screen::default(), Prefs { language, ..Prefs::default() })
}

#[test]
fn a_text_given_exactly_its_own_width_stays_on_one_row() {
    let rows = with_context(|ctx| {
        let mut broken = Vec::new();
        for (language, line) in [
            (Language::Ar, "اتصل بالموظف"),
            (Language::Ar, "أحتاج إلى مساعدة (الآن) +39"),
            (Language::Ur, "محلے کا گھر آپ کا گھر ہے"),
            (Language::It, "Chiama un operatore"),
            (Language::Uk, "Доброго ранку всім"),
        ] {
            for size in [Size::Caption, Size::Subheading, Size::Title] {
                let spec = theme(language).spec(size);
                let free = shape(ctx, line, &spec, f32::INFINITY);
                let tight = shape(ctx, line, &spec, free.size().x.ceil());
                if tight.rows() != 1 {
                    broken.push((line, size, free.size().x));
                }
            }
        }
        broken
    });
    assert_eq!(rows, []);
}

#[test]
fn the_first_arabic_word_stands_furthest_to_the_right() {
    let (first_x, last_x) = with_context(|ctx| {
        let shaped = shape(ctx, "أهلاً بكم", &theme(Language::Ar).spec(Size::Body), f32::INFINITY);
        let row = &shaped.galley().rows[0];
        let x_of = |letter: char| {
            row.glyphs
                .iter()
                .filter(|glyph| glyph.chr == letter)
                .map(|glyph| glyph.pos.x)
                .fold(f32::MIN, f32::max)
        };
        (x_of('أ'), x_of('م'))
    });
    assert!(first_x > last_x, "the line begins at the right: {first_x} and {last_x}");
}

#[test]
fn a_phone_number_in_arabic_reads_from_left_to_right() {
    let digits = with_context(|ctx| {
        let line = format!("اتصل {} الآن", text::unbroken("+39 011 555 123"));
        let shaped = shape(ctx, &line, &theme(Language::Ar).spec(Size::Body), f32::INFINITY);
        let mut glyphs: Vec<(f32, char)> =
            shaped.galley().rows[0].glyphs.iter().map(|glyph| (glyph.pos.x, glyph.chr)).collect();
        glyphs.sort_by(|one, other| one.0.total_cmp(&other.0));
        glyphs
            .into_iter()
            .map(|(_, chr)| chr)
            .filter(|chr| chr.is_ascii_digit() || *chr == '+')
            .collect::<String>()
    });
    assert_eq!(digits, "+39011555123");
}

#[test]
fn arabic_starts_at_the_right_margin_and_italian_at_the_left() {
    let (arabic, italian) = with_context(|ctx| {
        let rect = |language, line: &str| {
            shape(ctx, line, &theme(language).spec(Size::Body), 500.0).galley().rect
        };
        (rect(Language::Ar, "سلام"), rect(Language::It, "ciao"))
    });
    assert!(arabic.right() == 0.0 && arabic.left() < 0.0, "anchored at the right: {arabic:?}");
    assert!(italian.left() == 0.0 && italian.right() > 0.0, "anchored at the left: {italian:?}");
}

#[test]
fn a_text_that_is_cut_says_so_and_stays_in_its_rows() {
    let cut = with_context(|ctx| {
        [
            "Spesa, compagnia, pratiche, piccole riparazioni",
            "التسوق، الرفقة، الأوراق، الإصلاحات الصغيرة",
        ]
        .map(|line| {
            let shaped = shape(ctx, line, &theme(Language::Ar).spec(Size::Body).rows(2), 160.0);
            (shaped.is_elided(), shaped.rows(), shaped.size().x <= 162.0, shaped.logical() == line)
        })
    });
    assert_eq!(cut, [(true, 2, true, true); 2]);
}

#[test]
fn the_same_text_is_laid_out_once() {
    let same = with_context(|ctx| {
        let spec = theme(Language::Ar).spec(Size::Body);
        let one = shape(ctx, "سلام عليكم", &spec, 300.0);
        let two = shape(ctx, "سلام عليكم", &spec, 300.0);
        std::sync::Arc::ptr_eq(one.galley(), two.galley())
    });
    assert!(same);
}

#[test]
fn every_language_but_chinese_has_its_letters_in_the_fonts() {
    let missing = with_context(|ctx| {
        let mut missing = Vec::new();
        for language in Language::ALL {
            let spec = theme(language).spec(Size::Caption).semibold();
            let all = ctx.fonts_mut(|fonts| fonts.has_glyphs(&spec.font_id(), language.own_name()));
            if !all {
                missing.push(language);
            }
        }
        missing
    });
    assert_eq!(missing, [Language::Zh]);
}

#[test]
fn every_letter_our_languages_need_has_a_glyph_in_every_weight() {
    use ui_kit::Weight::{Bold, Light, Regular, Semibold};
    let needed = "ÀÈÉÌÒÙàèéìòùăâîșțĂÂÎȘȚçëÇËїієґЇІЄҐщюяßñ¿¡«»“”‘’…–—·•€°№،؟؛ۓہھگچپڈڑںﷺ…১২৩ক্ষ";
    let missing = with_context(move |ctx| {
        let mut missing = Vec::new();
        for weight in [Light, Regular, Semibold, Bold] {
            for letter in needed.chars() {
                let font = theme(Language::It).spec(Size::Body).weight(weight).font_id();
                if !ctx.fonts_mut(|fonts| fonts.has_glyph(&font, letter)) {
                    missing.push((weight, letter));
                }
            }
        }
        missing
    });
    assert_eq!(missing, []);
}

#[test]
fn assistive_technology_hears_the_logical_text() {
    use egui_kittest::kittest::Queryable as _;
    let mut harness = Harness::builder()
        .with_size(vec2(600.0, 200.0))
        .with_context_setup(ui_kit::install)
        .build_ui(|ui| {
            let theme = theme(Language::Ar);
            let line = format!("اتصل {} الآن", text::isolate("+39 011"));
            text::label(ui, &theme.spec(Size::Body), &line, theme.palette.ink);
            text::heading(ui, &theme.spec(Size::Title), "أهلاً بكم", theme.palette.ink);
        });
    harness.run();
    assert!(harness.query_by_label("اتصل +39 011 الآن").is_some());
    assert!(harness.query_by_label("أهلاً بكم").is_some());
}
