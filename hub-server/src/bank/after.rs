//! What follows an exchange: references, agreed expenses, and whom the desk has called (CAPABILITIES A5, A13, A26,
//! A29).
//!
//! Always true: each side leaves one reference, about the other, and whoever it is about can answer it once; a
//! reference that is hidden stays in the log. Expenses are money that passes from hand to hand: the bank notes that
//! both agreed, and neither hours nor balances know of it.

use protocol::{ExchangeId, MemberId};
use serde::{Deserialize, Serialize};

/// Longest words of a reference or of its answer, in characters.
pub const REFERENCE_MAX: usize = protocol::kiosk::bank::REFERENCE_MAX;
/// Most that can be noted as expenses of one exchange, in euro cents: whatever is more is no refund among neighbours.
pub const EXPENSES_MOST: u32 = 50_000;
/// Most tags of one listing.
pub const TAGS_MOST: usize = 5;

/// What expenses were for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expense {
    /// What was used up: paint, ingredients, spare parts.
    Materials,
    /// Tickets, petrol, parking.
    Transport,
    /// Something else that was paid.
    Other,
}

impl Expense {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Materials, Self::Transport, Self::Other];
}

/// Expenses of an exchange that giver and receiver agreed to refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expenses {
    /// Of which exchange.
    pub exchange: ExchangeId,
    /// How much, in euro cents; none takes the note back.
    pub amount_cents: u32,
    /// What for.
    pub what: Expense,
}

/// A reference as decisions see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// About whom.
    pub about: MemberId,
    /// Whether they have answered it.
    pub answered: bool,
    /// Whether it is hidden.
    pub hidden: bool,
}

/// Tags as somebody typed them, with commas or hashes between them: in small letters, each once, at most
/// [`TAGS_MOST`]. A tag has 2 to 24 letters, digits or spaces.
#[must_use]
pub fn read_tags(typed: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for piece in typed.split([',', ';', '#', '\n']) {
        let kept: String = piece.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
        let tag = kept.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let fits = (2..=24).contains(&tag.chars().count());
        if fits && !tags.contains(&tag) && tags.len() < TAGS_MOST {
            tags.push(tag);
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_as_people_type_them() {
        assert_eq!(
            read_tags("Cucito, orli ,  #Macchina  da cucire, cucito"),
            ["cucito", "orli", "macchina da cucire"]
        );
        assert_eq!(read_tags("a, , !!, x2"), ["x2"]);
        assert_eq!(read_tags("uno,due,tre,quattro,cinque,sei").len(), TAGS_MOST);
    }
}
