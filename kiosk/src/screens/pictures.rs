//! Pictures for what the city names: a Phosphor name in, one of our icons out.

use ui_kit::Accent;
use ui_kit::icons::{self, Icon};

/// The icon of this Phosphor name, or a tag where we do not ship it.
#[must_use]
pub fn icon(name: &str) -> Icon {
    let known = [
        ("baby", icons::BABY),
        ("basket", icons::BASKET),
        ("bicycle", icons::BICYCLE),
        ("book-open", icons::BOOK),
        ("bread", icons::BREAD),
        ("briefcase", icons::BRIEFCASE),
        ("broom", icons::BROOM),
        ("buildings", icons::BUILDINGS),
        ("bus", icons::BUS),
        ("calendar", icons::CALENDAR),
        ("car", icons::CAR),
        ("chats", icons::CHATS),
        ("clock", icons::CLOCK),
        ("desktop", icons::DESKTOP),
        ("dog", icons::DOG),
        ("ear", icons::EAR),
        ("envelope", icons::ENVELOPE),
        ("first-aid", icons::FIRST_AID),
        ("fork-knife", icons::FOOD),
        ("globe", icons::GLOBE),
        ("graduation-cap", icons::SCHOOL),
        ("hand-heart", icons::HAND_HEART),
        ("handshake", icons::HANDSHAKE),
        ("heart", icons::HEART),
        ("house", icons::HOUSE),
        ("identification-card", icons::IDENTIFICATION),
        ("key", icons::KEY),
        ("lightbulb", icons::LIGHTBULB),
        ("megaphone", icons::MEGAPHONE),
        ("music-notes", icons::MUSIC),
        ("paint-brush", icons::PAINT),
        ("phone", icons::PHONE),
        ("plant", icons::PLANT),
        ("question", icons::QUESTION),
        ("scales", icons::SCALES),
        ("shopping-bag", icons::BAG),
        ("star", icons::STAR),
        ("storefront", icons::STOREFRONT),
        ("translate", icons::TRANSLATE),
        ("tree", icons::TREE),
        ("users", icons::USERS),
        ("wheelchair", icons::WHEELCHAIR),
        ("wrench", icons::WRENCH),
    ];
    known.into_iter().find(|(known, _)| *known == name).map_or(icons::TAG, |(_, icon)| icon)
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
