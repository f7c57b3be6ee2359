//! The code of a time-bank member's card: what its QR holds, and what can be typed where nothing scans.
//!
//! `7K2M-4QXP-B9TD`: eleven characters of chance (2⁵⁵) and one check character, in the alphabet of the slips.
//! It says who is there and opens nothing without the PIN; three characters longer than a slip, so that nobody
//! takes one for the other.
//!
//! A card with a chip says the same through a reader that types the chip's number: what that number becomes is a code
//! of the same kind, so that the number itself is neither sent nor kept.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::slip::{check, symbol, value};

/// Letters and digits of a whole code, without its dashes.
pub const CARD_CHARS: usize = 12;

/// A card's code in its canonical form.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CardCode(String);

/// A text that is no card's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the code of a card: twelve letters and digits, the last of which fits the others")]
pub struct BadCard;

impl CardCode {
    /// Makes a code from 55 bits of chance; the rest is ignored.
    #[must_use]
    pub fn of(chance: u64) -> Self {
        let mut plain: String = (0..11_u32)
            .map(|place| symbol(u32::try_from((chance >> (5 * place)) & 31).unwrap_or_default()))
            .collect();
        plain.push(check(&plain));
        Self(format!("{}-{}-{}", &plain[..4], &plain[4..8], &plain[8..]))
    }

    /// The code that the number of a chip (NFC) stands for, as a reader types it: 8, 14, 16 or 20 hexadecimal digits in any
    /// case, or 8 or 10 decimal ones. `None` for anything else.
    #[must_use]
    pub fn of_chip(number: &str) -> Option<Self> {
        let plain: String =
            number.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
        let fits = [8, 10, 14, 16, 20].contains(&plain.len())
            && plain.chars().all(|c| c.is_ascii_hexdigit());
        if !fits {
            return None;
        }
        let hash =
            blake3::derive_key("costellazione 2026 number of the chip in a card", plain.as_bytes());
        let mut chance = [0; 8];
        chance.copy_from_slice(&hash[..8]);
        Some(Self::of(u64::from_be_bytes(chance)))
    }

    /// The code as it is printed, with its dashes.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for CardCode {
    /// Never shows the code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardCode(…)")
    }
}

impl FromStr for CardCode {
    type Err = BadCard;

    /// Reads a code as people type it or a reader sends it: any case, whatever became of its dashes.
    fn from_str(text: &str) -> Result<Self, BadCard> {
        let plain: String =
            text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
        let known = plain.len() == CARD_CHARS && plain.chars().all(|c| value(c).is_some());
        if !known || !plain.ends_with(check(&plain[..CARD_CHARS - 1])) {
            return Err(BadCard);
        }
        Ok(Self(format!("{}-{}-{}", &plain[..4], &plain[4..8], &plain[8..])))
    }
}

impl TryFrom<String> for CardCode {
    type Error = BadCard;
    fn try_from(text: String) -> Result<Self, BadCard> {
        text.parse()
    }
}

impl From<CardCode> for String {
    fn from(code: CardCode) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::SlipCode;

    proptest! {
        #[test]
        fn a_card_reads_back_however_it_is_typed_and_is_never_a_slip(chance: u64) {
            let code = CardCode::of(chance);
            let typed = code.as_str().to_lowercase().replace('-', "'");
            prop_assert_eq!(typed.parse::<CardCode>(), Ok(code.clone()));
            prop_assert!(code.as_str().parse::<SlipCode>().is_err());
        }

        #[test]
        fn the_number_of_a_chip_is_the_same_code_in_any_case_and_another_number_another(
            one in "[0-9A-F]{14}", other in "[0-9A-F]{14}",
        ) {
            let code = CardCode::of_chip(&one);
            prop_assert!(code.is_some());
            prop_assert_eq!(&code, &CardCode::of_chip(&one.to_lowercase()));
            prop_assert_eq!(code == CardCode::of_chip(&other), one == other);
            // Neither a slip nor a card is taken for a chip.
            prop_assert_eq!(CardCode::of_chip(CardCode::of(7).as_str()), None);
            prop_assert!(one.parse::<SlipCode>().is_err() && one.parse::<CardCode>().is_err());
        }

        #[test]
        fn one_wrong_character_of_a_card_always_shows(chance: u64, place in 0_usize..12, other in 0_u32..32) {
            let plain = CardCode::of(chance).as_str().replace('-', "");
            let mut wrong: Vec<char> = plain.chars().collect();
            wrong[place] = symbol(other);
            let wrong: String = wrong.into_iter().collect();
            prop_assert_eq!(wrong.parse::<CardCode>().is_ok(), wrong == plain);
        }
    }
}
