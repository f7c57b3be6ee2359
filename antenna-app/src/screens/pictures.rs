//! Pictures for what the city names: a Phosphor name in, one of our icons out.

use protocol::antenna::ActivityKind;
use protocol::kiosk::Urgency;
use ui_kit::{Accent, Icon, icons};

/// The icon of this Phosphor name, or a hand with a heart where it is not shipped.
pub fn named(name: &str) -> Icon {
    match name {
        "baby" => icons::BABY,
        "basket" | "shopping-cart" => icons::BASKET,
        "bicycle" => icons::BICYCLE,
        "book-open" | "book" => icons::BOOK,
        "bread" => icons::BREAD,
        "briefcase" => icons::BRIEFCASE,
        "broom" => icons::BROOM,
        "buildings" => icons::BUILDINGS,
        "bus" => icons::BUS,
        "calendar" => icons::CALENDAR,
        "car" => icons::CAR,
        "chats" | "coffee" => icons::CHATS,
        "clock" => icons::CLOCK,
        "desktop" | "device-mobile" => icons::DESKTOP,
        "dog" => icons::DOG,
        "ear" => icons::EAR,
        "envelope" => icons::ENVELOPE,
        "file-text" | "file" => icons::FILE,
        "first-aid" => icons::FIRST_AID,
        "fork-knife" => icons::FOOD,
        "globe" => icons::GLOBE,
        "graduation-cap" | "student" => icons::SCHOOL,
        "handshake" => icons::HANDSHAKE,
        "heart" => icons::HEART,
        "house" => icons::HOUSE,
        "identification-card" => icons::IDENTIFICATION,
        "key" => icons::KEY,
        "lightbulb" => icons::LIGHTBULB,
        "megaphone" => icons::MEGAPHONE,
        "music-notes" => icons::MUSIC,
        "paint-brush" => icons::PAINT,
        "phone" => icons::PHONE,
        "plant" => icons::PLANT,
        "question" => icons::QUESTION,
        "scales" => icons::SCALES,
        "shopping-bag" => icons::BAG,
        "star" => icons::STAR,
        "storefront" => icons::STOREFRONT,
        "translate" => icons::TRANSLATE,
        "tree" => icons::TREE,
        "users" => icons::USERS,
        "wheelchair" => icons::WHEELCHAIR,
        "wrench" => icons::WRENCH,
        _ => icons::HAND_HEART,
    }
}

/// The colour of how soon.
pub fn urgency(urgency: Urgency) -> Accent {
    match urgency {
        Urgency::Today => Accent::Red,
        Urgency::ThisWeek => Accent::Blue,
        Urgency::NoHurry => Accent::Teal,
    }
}

/// The picture of a kind of work.
pub fn activity(kind: ActivityKind) -> Icon {
    match kind {
        ActivityKind::Animation => icons::MUSIC,
        ActivityKind::CommunityWork => icons::USERS,
        ActivityKind::Presence => icons::MAP_PIN,
        ActivityKind::Meeting => icons::CHATS,
        ActivityKind::NetworkingAct => icons::SHARE,
        ActivityKind::AntennaSupport => icons::HAND_HEART,
        ActivityKind::Handover => icons::HANDSHAKE,
        ActivityKind::Training => icons::SCHOOL,
        ActivityKind::Travel => icons::BUS,
        ActivityKind::Writing => icons::PENCIL,
    }
}
