//! The check characters of Italian codes: codice fiscale of people (sixteen characters, letters for digits
//! where two people would have the same) and of organisations (eleven digits, checked like a partita IVA).
//!
//! Deliberately absent: whether anybody has the code; only the tax office knows. Source: DM 23 December
//! 1976 (people), the formula of Luhn for eleven digits.

/// What each character counts at an odd place, by `0`–`9` and again by `A`–`Z`: the same for the first ten.
const ODD: [u8; 26] =
    [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
/// Places of a person's code that are digits; a letter of [`OMOCODE`] may stand for one.
const DIGITS: [usize; 7] = [6, 7, 9, 10, 12, 13, 14];
/// The letters that stand for `0`–`9` where two people would have the same code (omocodia).
const OMOCODE: &[u8] = b"LMNPQRSTUV";

/// Whether a text is a person's codice fiscale with the right check letter; case does not matter.
#[must_use]
pub fn is_person_code(text: &str) -> bool {
    let code = text.trim().to_ascii_uppercase();
    let Ok(code): Result<[u8; 16], _> = code.as_bytes().try_into() else { return false };
    let shaped = code.iter().enumerate().all(|(place, byte)| {
        if DIGITS.contains(&place) {
            byte.is_ascii_digit() || OMOCODE.contains(byte)
        } else {
            byte.is_ascii_uppercase()
        }
    });
    let value = |byte: u8| if byte.is_ascii_digit() { byte - b'0' } else { byte - b'A' };
    shaped && {
        let sum: u32 = code[..15]
            .iter()
            .enumerate()
            .map(|(place, byte)| {
                let value = value(*byte);
                // Counted from one, the first place is odd.
                u32::from(if place % 2 == 0 { ODD[usize::from(value)] } else { value })
            })
            .sum();
        u32::from(code[15] - b'A') == sum % 26
    }
}

/// Whether a text is eleven digits whose last one checks the others: a partita IVA, or an organisation's
/// codice fiscale.
#[must_use]
pub fn is_organisation_code(text: &str) -> bool {
    let text = text.trim();
    if text.len() != 11 || !text.bytes().all(|byte| byte.is_ascii_digit()) || text == "00000000000"
    {
        return false;
    }
    let sum: u32 = text
        .bytes()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0');
            match (place % 2, digit * 2) {
                (0, _) => digit,
                (_, twice) if twice > 9 => twice - 9,
                (_, twice) => twice,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_persons_code_is_checked_by_its_last_letter_also_with_letters_for_digits() {
        // The example of the Agenzia delle Entrate, and the same person with the last digit as a letter.
        assert!(is_person_code("RSSMRA85T10A562S"));
        assert!(is_person_code(" rssmra85t10a562s "));
        assert!(!is_person_code("RSSMRA85T10A562T"));
        assert!(is_person_code("RSSMRA85T10A56NH"));
        for bad in ["", "RSSMRA85T10A562", "RSSMRA85T10A5622", "RSSMRA8ÈT10A562S", "12345678901"] {
            assert!(!is_person_code(bad), "{bad}");
        }
    }

    #[test]
    fn an_organisations_code_is_checked_by_its_last_digit() {
        assert!(is_organisation_code("00743110157"));
        assert!(is_organisation_code("12345670017"));
        for bad in ["", "00743110158", "0074311015", "007431101570", "0074311015A", "00000000000"] {
            assert!(!is_organisation_code(bad), "{bad}");
        }
    }

    #[test]
    fn one_wrong_digit_never_passes() {
        for place in 0..11 {
            for digit in b'0'..=b'9' {
                let mut code = *b"00743110157";
                if code[place] != digit {
                    code[place] = digit;
                    let text = std::str::from_utf8(&code).unwrap();
                    assert!(!is_organisation_code(text), "{text}");
                }
            }
        }
    }
}
