//! The slip: the short code with which a person comes back, without an account and without a name.
//!
//! `BN-7K2-M4QX`: two letters of the hub that gave it, six characters of chance (2³⁰, guarded by a
//! rate limit where codes are looked up), one check character. No 0, O, 1 or I, which people mix up
//! when they copy by hand. It shows what happened to a request and never who made it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A slip's code in its canonical form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SlipCode(String);

/// Why a text is not a slip code; the kiosk says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSlip {
    /// Not nine letters and digits.
    #[error("a slip code has nine letters and digits")]
    WrongLength,
    /// A character that no slip has.
    #[error("no slip code has a \"{0}\"")]
    WrongCharacter(char),
    /// The check character does not fit: something was copied wrong.
    #[error("something was copied wrong: the last character does not fit")]
    WrongCheck,
}

impl SlipCode {
    /// Makes the code of a hub with this two-letter prefix from 30 bits of chance (the rest is
    /// ignored).
    ///
    /// # Errors
    /// [`BadSlip::WrongCharacter`] or [`BadSlip::WrongLength`] for a prefix that is not two letters of
    /// the slip alphabet.
    pub fn try_new(prefix: &str, chance: u32) -> Result<Self, BadSlip> {
        if prefix.len() != 2 {
            return Err(BadSlip::WrongLength);
        }
        let mut plain = prefix.to_ascii_uppercase();
        if let Some(bad) = plain.chars().find(|c| !c.is_ascii_alphabetic() || value(*c).is_none()) {
            return Err(BadSlip::WrongCharacter(bad));
        }
        for place in 0..6 {
            plain.push(symbol((chance >> (5 * place)) & 31));
        }
        plain.push(check(&plain));
        Ok(Self(dashed(&plain)))
    }

    /// The code as it is shown and printed, with its dashes.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The two letters of the hub that gave it.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.0[..2]
    }
}

pub(crate) fn symbol(value: u32) -> char {
    char::from(ALPHABET[(value & 31) as usize])
}

pub(crate) fn value(c: char) -> Option<u32> {
    ALPHABET.iter().position(|a| char::from(*a) == c).and_then(|v| u32::try_from(v).ok())
}

/// A weighted sum modulo 32 with odd weights: one wrong character always shows, and two neighbours
/// swapped nearly always do.
pub(crate) fn check(plain: &str) -> char {
    let sum = plain
        .chars()
        .zip((1_u32..).step_by(2))
        .fold(0, |sum, (c, weight)| sum + weight * value(c).unwrap_or_default());
    symbol(sum)
}

fn dashed(nine: &str) -> String {
    format!("{}-{}-{}", &nine[..2], &nine[2..5], &nine[5..])
}

impl FromStr for SlipCode {
    type Err = BadSlip;

    /// Reads a code as people type it: any case, with or without dashes and spaces.
    fn from_str(text: &str) -> Result<Self, BadSlip> {
        let mut plain = String::with_capacity(9);
        for c in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let upper = c.to_ascii_uppercase();
            if value(upper).is_none() {
                return Err(BadSlip::WrongCharacter(c));
            }
            if plain.len() == 9 {
                return Err(BadSlip::WrongLength);
            }
            plain.push(upper);
        }
        if plain.len() != 9 {
            return Err(BadSlip::WrongLength);
        }
        if !plain.ends_with(check(&plain[..8])) {
            return Err(BadSlip::WrongCheck);
        }
        Ok(Self(dashed(&plain)))
    }
}

impl TryFrom<String> for SlipCode {
    type Error = BadSlip;
    fn try_from(text: String) -> Result<Self, BadSlip> {
        text.parse()
    }
}

impl From<SlipCode> for String {
    fn from(code: SlipCode) -> Self {
        code.0
    }
}

impl fmt::Display for SlipCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_code_reads_back_however_it_is_typed(chance: u32) {
            let code = SlipCode::try_new("BN", chance).unwrap();
            prop_assert_eq!(code.as_str().len(), 11);
            let typed = code.as_str().to_lowercase().replace('-', " ");
            prop_assert_eq!(typed.parse::<SlipCode>().unwrap(), code);
        }

        #[test]
        fn one_wrong_character_always_shows(chance: u32, place in 0_usize..9, other in 0_u32..32) {
            let code = SlipCode::try_new("BN", chance).unwrap();
            let plain: Vec<char> = code.as_str().chars().filter(|c| *c != '-').collect();
            let mut wrong = plain.clone();
            wrong[place] = symbol(other);
            let text: String = wrong.iter().collect();
            prop_assert_eq!(text.parse::<SlipCode>().is_ok(), wrong == plain);
        }

        #[test]
        fn any_text_is_read_without_panic(text: String) {
            let _ = text.parse::<SlipCode>();
        }
    }

    #[test]
    fn a_prefix_that_people_would_misread_is_refused() {
        assert_eq!(SlipCode::try_new("OI", 0), Err(BadSlip::WrongCharacter('O')));
        assert_eq!(SlipCode::try_new("B", 0), Err(BadSlip::WrongLength));
    }
}
