//! No text makes reading panic, and what is told always points into the file.

use proptest::prelude::*;

use super::REAL_FILES;
use crate::city::{City, MAX_BYTES, inspect, inspect_bytes};

/// Pieces that mean something to TOML or to us.
const PIECES: [&str; 24] = [
    "[[",
    "]]",
    "[",
    "]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "#",
    "\n",
    "\r\n",
    "\\u{",
    "[[hub]]\n",
    "[zone]\n",
    "slug = 1\n",
    "inside = \"comitato-etico\"\n",
    "2021-02-30",
    "🏠",
    "\u{0}",
];

/// One change to a text. Places are fractions of its length, so that they mean something in any text.
#[derive(Debug, Clone)]
enum Change {
    Cut { from: f64, chars: usize },
    Insert { at: f64, piece: String },
    Repeat { from: f64, to: f64, at: f64 },
}

fn change() -> impl Strategy<Value = Change> {
    let place = 0.0..1.0_f64;
    let piece = prop_oneof![
        4 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
    ];
    prop_oneof![
        (place.clone(), 1..400_usize).prop_map(|(from, chars)| Change::Cut { from, chars }),
        (place.clone(), piece).prop_map(|(at, piece)| Change::Insert { at, piece }),
        (place.clone(), place.clone(), place).prop_map(|(from, to, at)| Change::Repeat {
            from,
            to,
            at
        }),
    ]
}

fn changed(text: &str, change: &Change) -> String {
    let chars: Vec<char> = text.chars().collect();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a place in a text of a few thousand characters"
    )]
    let index = |fraction: f64| (chars.len() as f64 * fraction) as usize;
    let (head, middle, tail): (&[char], Vec<char>, &[char]) = match change {
        Change::Cut { from, chars: cut } => {
            let from = index(*from);
            let to = (from + cut).min(chars.len());
            (&chars[..from], Vec::new(), &chars[to..])
        }
        Change::Insert { at, piece } => {
            (&chars[..index(*at)], piece.chars().collect(), &chars[index(*at)..])
        }
        Change::Repeat { from, to, at } => {
            let (from, to) = (index(from.min(*to)), index(from.max(*to)));
            let repeated = chars[from..to.min(from + 600)].to_vec();
            (&chars[..index(*at)], repeated, &chars[index(*at)..])
        }
    };
    head.iter().chain(&middle).chain(tail).collect()
}

/// Reads `text` and checks what must hold whatever it is.
fn check(text: &str) -> Result<(), TestCaseError> {
    let reading = inspect(text, "p.toml");
    let lines: Vec<&str> = text.split('\n').collect();
    let mistakes = match &reading.city {
        Ok(city) => {
            let json = serde_json::to_string(city).expect("a city is plain data");
            prop_assert_eq!(&serde_json::from_str::<City>(&json).expect("its own JSON"), city);
            // Nothing half-loaded: what came out is not only present but whole.
            for hub in &city.hubs {
                prop_assert!(city.neighbourhood(&hub.neighbourhood).is_some());
                prop_assert!(hub.served.iter().all(|slug| city.neighbourhood(slug).is_some()));
            }
            &reading.warnings
        }
        Err(mistakes) => {
            prop_assert!(!mistakes.is_empty() && reading.warnings.is_empty());
            mistakes
        }
    };
    prop_assert!(mistakes.is_sorted_by_key(|mistake| (mistake.line, mistake.column)));
    for mistake in mistakes {
        prop_assert!((1..=lines.len()).contains(&mistake.line), "{}", mistake);
        let chars = lines[mistake.line - 1].chars().count();
        prop_assert!((1..=chars + 1).contains(&mistake.column), "{}", mistake);
        prop_assert!(!mistake.to_string().contains('\n'), "{}", mistake);
    }
    // Strict parsing agrees: what we take is TOML.
    if reading.city.is_ok() {
        let strict = toml::de::DeTable::parse(text);
        prop_assert!(strict.is_ok());
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn any_pieces_of_toml_are_read_or_refused(
        pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..60)
    ) {
        check(&pieces.concat())?;
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let reading = inspect_bytes(&bytes, "p.toml");
        if let Ok(text) = std::str::from_utf8(&bytes) {
            prop_assert_eq!(reading, inspect(text, "p.toml"));
        }
    }

    #[test]
    fn changed_real_files_are_read_or_refused(
        file in 0..REAL_FILES.len(),
        changes in prop::collection::vec(change(), 1..4),
    ) {
        let (_, text) = REAL_FILES[file];
        check(&changes.iter().fold(text.to_owned(), |text, step| changed(&text, step)))?;
    }
}

#[test]
fn deep_and_wide_files_are_refused_without_a_fall() {
    let wide = MAX_BYTES / 8;
    let texts = [
        format!("{}a = 1", "a.".repeat(wide)),
        format!("[{}a]", "a.".repeat(wide)),
        "[".repeat(wide),
        format!("a = {}", "[".repeat(wide)),
        format!("a = {}", "{a = ".repeat(wide / 2)),
        "=\n".repeat(wide),
        "[[hub]]\n".repeat(wide / 2),
        "a = [\n".repeat(wide / 2),
        (0..wide / 2).map(|nth| format!("x{nth} =\n")).collect::<Vec<_>>().concat(),
        "[[a\n]]\n".repeat(wide / 2),
        format!("languages = [{}]", "\"xx-\",".repeat(wide / 2)),
    ];
    for text in texts {
        let start: String = text.chars().take(12).collect();
        let found = inspect(&text, "p.toml").city.expect_err("not a city");
        assert!(!found.is_empty(), "{start}");
    }
}

#[test]
fn a_long_chain_of_bodies_is_followed_once() {
    let body = |nth: usize| {
        format!(
            "[[body]]\nslug = \"b{nth}\"\nname = \"B\"\nkind = \"table\"\ninside = \"b{}\"\n",
            nth + 1
        )
    };
    let chain: String = (0..4000).map(body).collect();
    let ring = format!(
        "{chain}[[body]]\nslug = \"b4000\"\nname = \"B\"\nkind = \"table\"\ninside = \"b0\"\n"
    );
    let text = format!("slug = \"p\"\nname = \"P\"\n{ring}");
    let found = inspect(&text, "p.toml").city.expect_err("a ring");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].to_string(), "p.toml:7:10: body \"b0\" ends up inside itself");
}
