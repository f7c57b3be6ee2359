//! A small chart made on the server: columns over time, as SVG in the page.
//!
//! Always true: it says in words what it shows, and a table with the same numbers stands beside it. Colours come from
//! the style sheet. Deliberately absent: scripts, and axes that do not begin at zero.

use std::fmt::Write as _;

/// One column.
pub(crate) struct Column {
    /// Under it.
    pub label: String,
    /// How high it is.
    pub value: i64,
    /// The value in words.
    pub told: String,
}

/// Width of a column with the space beside it, in the units of the drawing.
const STEP: usize = 56;
/// Height of the drawing without its labels.
const TALL: i64 = 160;

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The chart; empty without columns or where all of them are empty.
#[must_use]
pub(crate) fn columns(id: &str, title: &str, columns: &[Column]) -> String {
    let most = columns.iter().map(|column| column.value).max().unwrap_or_default();
    if most <= 0 {
        return String::new();
    }
    let width = columns.len() * STEP;
    let all: Vec<String> =
        columns.iter().map(|column| format!("{}: {}", column.label, column.told)).collect();
    let mut svg = format!(
        "<svg class=\"chart\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" \
         viewBox=\"0 0 {width} {}\" xmlns=\"http://www.w3.org/2000/svg\">\
         <title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>",
        TALL + 52,
        escaped(title),
        escaped(&all.join("; "))
    );
    for (at, column) in columns.iter().enumerate() {
        let tall = (column.value.max(0) * TALL / most).max(i64::from(column.value > 0) * 2);
        let (left, middle) = (at * STEP + 8, at * STEP + STEP / 2);
        let top = 24 + TALL - tall;
        let _ = write!(
            svg,
            "<rect class=\"chart-column\" x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{tall}\" \
             rx=\"3\"></rect><text class=\"chart-value\" x=\"{middle}\" y=\"{}\" \
             text-anchor=\"middle\">{}</text><text class=\"chart-label\" x=\"{middle}\" y=\"{}\" \
             text-anchor=\"middle\">{}</text>",
            STEP - 16,
            top - 6,
            escaped(&column.told),
            TALL + 44,
            escaped(&column.label)
        );
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_says_in_words_what_it_shows_and_lets_no_markup_in() {
        let column =
            |label: &str, value| Column { label: label.into(), value, told: value.to_string() };
        let svg = columns("hours", "Ore <mese>", &[column("gen", 10), column("feb", 0)]);
        assert!(svg.contains("<desc id=\"hours-desc\">gen: 10; feb: 0</desc>"));
        assert!(svg.contains("Ore &lt;mese&gt;"));
        assert!(svg.contains("height=\"160\"") && svg.contains("height=\"0\""));
        assert_eq!(columns("hours", "Ore", &[column("gen", 0)]), "");
    }
}
