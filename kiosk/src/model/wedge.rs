//! A reader of codes or of chips: over USB it types its characters, one every few milliseconds, and then presses Enter.
//!
//! Always true: at most [`LONGEST`] characters are held, and a pause forgets them.

use protocol::SlipCode;
use protocol::card::CardCode;

/// Longest pause between two characters of one reading, in milliseconds. Readers send one every 4 to 40 ms, but they
/// are seen once a frame, and without a graphics card on a busy machine a frame takes some hundreds.
const LONGEST_PAUSE_MS: u64 = 600;
/// More characters than any slip's QR holds.
const LONGEST: usize = 64;

/// What a reader has read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scanned {
    /// A slip.
    Slip(SlipCode),
    /// A member's card, by its code or by its chip.
    Card(CardCode),
}

/// The characters that came in quick succession.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wedge {
    held: String,
    last_ms: u64,
}

impl Wedge {
    /// Takes one character that arrived now.
    pub fn key(&mut self, c: char, now_ms: u64) {
        self.expire(now_ms);
        if self.held.len() < LONGEST && c.is_ascii_alphanumeric() {
            self.held.push(c);
        }
        self.last_ms = now_ms;
    }

    /// Takes the Enter that ends a reading: the code, if what came before it is one. Dashes are not counted, because
    /// a reader set to another keyboard layout turns them into something else.
    pub fn enter(&mut self, now_ms: u64) -> Option<Scanned> {
        self.expire(now_ms);
        let held = std::mem::take(self).held;
        let card = || held.parse().ok().or_else(|| CardCode::of_chip(&held)).map(Scanned::Card);
        held.parse().ok().map(Scanned::Slip).or_else(card)
    }

    /// Whether a reading may be under way.
    #[must_use]
    pub fn is_reading(&self, now_ms: u64) -> bool {
        self.held.len() > 1 && now_ms.saturating_sub(self.last_ms) <= LONGEST_PAUSE_MS
    }

    /// Forgets what is too old to belong to a reading.
    pub fn expire(&mut self, now_ms: u64) {
        if now_ms.saturating_sub(self.last_ms) > LONGEST_PAUSE_MS {
            *self = Self::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str, pause_ms: u64) -> Option<Scanned> {
        let mut wedge = Wedge::default();
        let mut now_ms = 1_000;
        for c in text.chars() {
            wedge.key(c, now_ms);
            now_ms += pause_ms;
        }
        wedge.enter(now_ms)
    }

    #[test]
    fn a_burst_that_ends_with_enter_is_a_code_whatever_the_keyboard_layout_makes_of_dashes() {
        let code = SlipCode::try_new("BN", 123_456).unwrap();
        let slip = Some(Scanned::Slip(code.clone()));
        assert_eq!(typed(code.as_str(), 15), slip);
        assert_eq!(typed(&code.as_str().to_lowercase().replace('-', "'"), 15), slip);
        let card = CardCode::of(9_876_543_210);
        assert_eq!(typed(card.as_str(), 15), Some(Scanned::Card(card)));
    }

    #[test]
    fn the_number_of_a_chip_is_the_card_it_is_in() {
        for number in ["04a2b3c4d5e680", "0012345678"] {
            assert_eq!(typed(number, 15), CardCode::of_chip(number).map(Scanned::Card));
            assert_ne!(typed(number, 15), None);
        }
    }

    #[test]
    fn the_same_keys_typed_one_by_one_are_no_reading() {
        let code = SlipCode::try_new("BN", 123_456).unwrap();
        assert_eq!(typed(code.as_str(), 900), None);
    }

    #[test]
    fn a_slow_frame_between_two_letters_does_not_tear_a_reading() {
        let code = SlipCode::try_new("BN", 123_456).unwrap();
        assert_eq!(typed(code.as_str(), 300), Some(Scanned::Slip(code)));
    }

    #[test]
    fn a_reader_that_reads_something_else_opens_nothing() {
        assert_eq!(typed("https://example.org/a-poster-on-the-wall", 5), None);
        assert_eq!(typed(&"A".repeat(500), 1), None);
    }
}
