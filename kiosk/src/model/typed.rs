//! Text a person typed, which must not outlive them.
//!
//! Always true: it is overwritten with zeros when it goes, a debug print never shows it, and it never grows in place
//! (growing would leave a copy of its beginning behind in freed memory).

use std::fmt;

use zeroize::Zeroizing;

/// What somebody typed. Cut at the length its field allows.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Typed(Zeroizing<String>);

impl Typed {
    /// Keeps at most `max` characters of `text`.
    #[must_use]
    pub fn new(text: &str, max: usize) -> Self {
        let end = text.char_indices().nth(max).map_or(text.len(), |(at, _)| at);
        Self(Zeroizing::new(text[..end].to_owned()))
    }

    /// The text as typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing but white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// The text without white space around it, for a message to the hub.
    #[must_use]
    pub fn trimmed(&self) -> String {
        self.0.trim().to_owned()
    }

    /// The characters there are.
    #[must_use]
    pub fn chars(&self) -> usize {
        self.0.chars().count()
    }
}

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typed(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_cut_by_characters_and_never_printed() {
        let typed = Typed::new("perché no", 6);
        assert_eq!(typed.as_str(), "perché");
        assert_eq!(format!("{typed:?}"), "Typed(…)");
        assert!(Typed::new("  \n", 9).is_blank());
    }
}
