//! Pictures for what the city names.

use ui_kit::Accent;
use ui_kit::icons::{self, Icon};

/// The icon of this name, or a tag where we do not ship it.
#[must_use]
pub fn icon(name: &str) -> Icon {
    icons::named(name).unwrap_or(icons::TAG)
}

/// A colour for the thing at this place of a list: neighbours differ, and the same thing keeps its own.
#[must_use]
pub fn accent(index: usize) -> Accent {
    const TURN: [Accent; 5] =
        [Accent::Red, Accent::Green, Accent::Blue, Accent::Orange, Accent::Teal];
    TURN[index % TURN.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_we_do_not_ship_is_a_tag() {
        assert_eq!(icon("basket"), icons::BASKET);
        assert_eq!(icon("submarine"), icons::TAG);
    }
}
