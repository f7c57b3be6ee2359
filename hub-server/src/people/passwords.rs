//! Passwords: argon2id to keep them, a rule to choose them, one-time passwords to hand over.
//!
//! Always true: a name nobody has costs as long to refuse as a wrong password. The rule is length, not
//! decoration: at least ten characters, not the login name, not one character over and over.

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use protocol::Problem;

use crate::store::StoreError;

/// Shortest password, in characters.
pub const SHORTEST: usize = 10;
/// Longest password, in characters: more would only cost time.
pub const LONGEST: usize = 200;

/// Letters and digits that nobody mixes up when they are read out.
const PLAIN: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// What is verified when nobody has the name, so that the answer takes as long.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| hash("nobody has this", &[7; 16]).ok());

/// The text to keep for a password: argon2id with its parameters and this salt.
///
/// # Errors
/// [`StoreError::Sealed`] when the password cannot be hashed, which its length could only cause beyond 4 GiB.
pub fn hash(password: &str, salt: &[u8; 16]) -> Result<String, StoreError> {
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), salt)
        .map(|hash| hash.to_string())
        .ok()
        .ok_or(StoreError::Sealed("a password"))
}

/// Whether a password is the one that was kept; `None` when nobody has the name. Takes tens of
/// milliseconds and 19 MiB: run it where blocking is allowed.
#[must_use]
pub fn verify(password: &str, kept: Option<&str>) -> bool {
    let Some(text) = kept.or(NOBODY.as_deref()) else { return false };
    let right = PasswordHash::new(text)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
    right && kept.is_some()
}

/// Whether a password may be chosen by somebody with this login name.
///
/// # Errors
/// `password-too-short`, `password-too-long` or `password-too-easy`, at the field `new`.
pub fn check(password: &str, login_name: &str) -> Result<(), Problem> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Problem::invalid("password-too-short").at("new").with("least", SHORTEST));
    }
    if length > LONGEST {
        return Err(Problem::invalid("password-too-long").at("new").with("most", LONGEST));
    }
    let lower = password.to_lowercase();
    let mut different: Vec<char> = lower.chars().collect();
    different.sort_unstable();
    different.dedup();
    let has_name = login_name.len() >= 3 && lower.contains(&login_name.to_lowercase());
    if different.len() < 4 || has_name {
        return Err(Problem::invalid("password-too-easy").at("new"));
    }
    Ok(())
}

/// A password to hand over once: 60 bits of chance as three groups of four.
#[must_use]
pub fn one_time(chance: [u8; 16]) -> String {
    let mut bits = u128::from_be_bytes(chance);
    let mut text = String::with_capacity(14);
    for place in 0..12 {
        if place > 0 && place % 4 == 0 {
            text.push('-');
        }
        let index = usize::try_from(bits & 31).unwrap_or_default();
        text.push(char::from(PLAIN[index]));
        bits >>= 5;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_and_another_is_not() {
        let kept = hash("portici e glicini", &[1; 16]).unwrap();
        assert!(kept.starts_with("$argon2id$"));
        assert!(verify("portici e glicini", Some(&kept)));
        assert!(!verify("portici e glicine", Some(&kept)));
    }

    #[test]
    fn nobody_signs_in_with_the_password_of_nobody() {
        assert!(!verify("nobody has this", None));
        assert!(!verify("", None));
    }

    #[test]
    fn a_broken_hash_lets_nobody_in() {
        assert!(!verify("portici e glicini", Some("")));
        assert!(!verify("portici e glicini", Some("$argon2id$nonsense")));
    }

    #[test]
    fn easy_passwords_are_refused_with_the_reason() {
        let slug = |password: &str| check(password, "operatrice").unwrap_err().slug().to_owned();
        assert_eq!(slug("corta"), "password-too-short");
        assert_eq!(slug("aaaaaaaaaaaa"), "password-too-easy");
        assert_eq!(slug("Operatrice1!"), "password-too-easy");
        assert_eq!(slug(&"lunga".repeat(60)), "password-too-long");
        assert!(check("portici e glicini", "operatrice").is_ok());
    }

    #[test]
    fn one_time_passwords_can_be_read_out() {
        let text = one_time([0xa7; 16]);
        assert_eq!(text.len(), 14);
        assert!(text.chars().all(|c| c == '-' || PLAIN.contains(&u8::try_from(c).unwrap())));
        assert_ne!(text, one_time([0x11; 16]));
        assert!(
            check(&one_time(crate::node::fresh_bytes()[..16].try_into().unwrap()), "x").is_ok()
        );
    }
}
