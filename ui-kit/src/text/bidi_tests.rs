//! The guard of the reordering: when egui learns to reorder by itself, these stay and the screens must be looked at.

use proptest::prelude::*;

use super::*;

/// One point per character, so that widths can be reckoned in the head.
fn count(text: &str) -> f32 {
    f32::from(u16::try_from(text.chars().count()).expect("short texts"))
}

fn rows(text: &str, width: f32, max_rows: usize) -> Rows {
    arrange(text, Direction::Ltr, width, max_rows, &mut count)
}

fn row(text: &str) -> Vec<String> {
    let mut rows = rows(text, f32::INFINITY, usize::MAX).rows;
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

#[test]
fn an_arabic_sentence_comes_out_from_the_last_word_to_the_first() {
    assert_eq!(row("أهلاً وسهلاً بكم!"), ["!", "بكم", " ", "وسهلاً", " ", "أهلاً"]);
}

#[test]
fn an_isolated_phone_number_keeps_its_order_inside_arabic() {
    let isolated = "اتصل \u{2068}+39 011 555 123\u{2069} الآن";
    assert_eq!(row(isolated), ["الآن", " ", "+39 011 555 123", " ", "اتصل"]);
}

#[test]
fn a_phone_number_without_isolates_is_torn_as_the_standard_says() {
    let torn = row("اتصل +39 011 555 123").concat();
    assert!(torn.starts_with("123 555 011"), "{torn}");
}

#[test]
fn brackets_face_the_right_way_in_a_right_to_left_line() {
    assert_eq!(row("مرحبا (صديق)").concat(), "(صديق) مرحبا");
    assert_eq!(row("مرحبا (صديق)")[0], "(");
    assert_eq!(row("مرحبا (صديق)").last().map(String::as_str), Some("مرحبا"));
}

#[test]
fn an_arabic_name_inside_italian_stays_in_its_place() {
    assert_eq!(row("Ciao محمد علي, benvenuto"), ["Ciao ", "علي", " ", "محمد", ", benvenuto"]);
}

#[test]
fn numbers_written_with_arabic_digits_are_not_turned_round() {
    let urdu = row("کل ۱۲۳ افراد");
    assert_eq!(urdu.concat(), "افراد ۱۲۳ کل");
    assert!(urdu.contains(&"۱".to_owned()), "each digit is shaped alone: {urdu:?}");
}

#[test]
fn marks_stay_with_their_letter() {
    for word in ["مُحَمَّد", "می\u{200C}خواهم"] {
        assert_eq!(row(word), [word]);
    }
}

#[test]
fn lines_break_in_reading_order() {
    let rows = rows("واحد اثنان ثلاثة", 11.0, usize::MAX).rows;
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].concat(), "اثنان واحد");
    assert_eq!(rows[1].concat(), "ثلاثة");
}

#[test]
fn a_cut_line_ends_with_an_ellipsis_on_the_left() {
    let cut = rows("واحد اثنان ثلاثة أربعة", 12.0, 1);
    assert!(cut.elided);
    assert_eq!(cut.rows.len(), 1);
    assert_eq!(cut.rows[0][0], "…");
    assert_eq!(cut.rows[0].last().map(String::as_str), Some("واحد"));
    assert!(!rows("واحد", 12.0, 1).elided);
}

#[test]
fn an_ellipsis_after_a_cut_isolate_belongs_to_the_line() {
    let cut = rows("رمز \u{2068}ABCDEFGHIJKLMN\u{2069} هنا", 10.0, 1);
    assert_eq!(cut.rows[0][0], "…", "{cut:?}");
}

#[test]
fn a_word_wider_than_the_row_is_cut_and_nothing_is_lost() {
    let rows = rows("مرحبامرحبامرحبا", 4.0, usize::MAX).rows;
    assert!(rows.len() >= 4);
    assert_eq!(rows.concat().concat(), "مرحبامرحبامرحبا");
}

#[test]
fn empty_lines_are_kept() {
    assert_eq!(rows("سلام\n\nسلام", 100.0, usize::MAX).rows.len(), 3);
    assert_eq!(rows("", 100.0, usize::MAX).rows, vec![Vec::<String>::new()]);
}

/// Letters of several scripts, digits of three kinds, brackets, spaces, controls, marks.
fn awkward_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zàèìòù]{1,6}",
        4 => "[\u{0627}-\u{064A}]{1,6}",
        2 => "[\u{05D0}-\u{05EA}]{1,4}",
        2 => "[0-9]{1,4}",
        1 => "[\u{0660}-\u{0669}\u{06F0}-\u{06F9}]{1,3}",
        3 => Just(" ".to_owned()),
        2 => "[()\\[\\]{}<>«»,.:;!?،؟/+\\-]",
        2 => "[\u{2066}-\u{2069}\u{202A}-\u{202E}\u{200E}\u{200F}\u{061C}]",
        1 => "[\u{064B}-\u{0652}\u{200C}\u{200D}]",
        1 => Just("\n".to_owned()),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// What must come out: every character with a picture, brackets counted as their own mirror image.
fn ink(text: &str) -> Vec<char> {
    let mut ink: Vec<char> = text
        .chars()
        .filter(|c| !is_invisible(*c) && !c.is_whitespace())
        .map(|c| c.min(mirror(c)))
        .collect();
    ink.sort_unstable();
    ink
}

proptest! {
    #[test]
    fn every_visible_character_comes_out_exactly_once(text in awkward_text(), width in 1_u8..40) {
        let rows = rows(&text, f32::from(width), usize::MAX);
        prop_assert!(!rows.elided);
        prop_assert_eq!(ink(&rows.rows.concat().concat()), ink(&text));
    }

    #[test]
    fn no_direction_control_is_ever_emitted(text in awkward_text()) {
        let emitted = rows(&text, 12.0, 3).rows.concat().concat();
        prop_assert!(!emitted.chars().any(is_direction_control));
    }

    #[test]
    fn rows_are_no_wider_than_asked(text in awkward_text(), width in 4_u8..40) {
        for row in rows(&text, f32::from(width), 4).rows {
            let letters: Vec<String> = row.concat().chars().filter(|c| !extends(*c)).map(String::from).collect();
            prop_assert!(letters.len() <= usize::from(width), "{:?}", row);
        }
    }

    #[test]
    fn any_text_at_all_is_survived(text in any::<String>(), width in 0.0_f32..50.0) {
        let shown = rows(&text, width, 5);
        prop_assert!(shown.rows.len() <= 5);
    }
}
