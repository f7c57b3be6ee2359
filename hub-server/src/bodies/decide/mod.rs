//! Whether a step may be taken: pure, from what is there and the circumstances.

pub mod decisions;
pub mod meetings;
pub mod register;

use super::Refusal;

/// Longest name or title, in characters.
pub const TITLE_MAX: usize = 160;
/// Longest mandate, reasons or action, in characters.
pub const WORDS_MAX: usize = 4_000;
/// Longest minutes, in characters: ten sheets of paper, and well within what a form may carry.
pub const MINUTES_MAX: usize = 20_000;
/// Most items of an agenda.
pub const ITEMS_MAX: usize = 30;

/// A text without spaces around it, no longer than it may be.
fn within(field: &'static str, text: &str, most: usize) -> Result<String, Refusal> {
    let text = text.trim();
    if text.chars().count() > most {
        return Err(Refusal::OutOfRange(field, most));
    }
    Ok(text.to_owned())
}

/// The same, and not empty.
fn said(field: &'static str, text: &str, most: usize) -> Result<String, Refusal> {
    let text = within(field, text, most)?;
    if text.is_empty() { Err(Refusal::Missing(field)) } else { Ok(text) }
}
