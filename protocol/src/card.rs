//! The code of a time-bank member's card: what its QR holds, and what can be typed where nothing scans.
//!
//! `7K2M-4QXP-B9TD`: eleven characters of chance (2⁵⁵) and one check character, in the alphabet of the slips.
//! It says who is there and opens nothing without the PIN; three characters longer than a slip, so that nobody
//! takes one for the other.

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
        fn one_wrong_character_of_a_card_always_shows(chance: u64, place in 0_usize..12, other in 0_u32..32) {
            let plain = CardCode::of(chance).as_str().replace('-', "");
            let mut wrong: Vec<char> = plain.chars().collect();
            wrong[place] = symbol(other);
            let wrong: String = wrong.into_iter().collect();
            prop_assert_eq!(wrong.parse::<CardCode>().is_ok(), wrong == plain);
        }
    }
}
