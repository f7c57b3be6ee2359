//! Pictures for what the city names, and for the closed lists.

use protocol::antenna::ActivityKind;
use protocol::kiosk::Urgency;
use ui_kit::{Accent, Icon, icons};

/// The icon of this name, or a hand with a heart where it is not shipped.
pub fn named(name: &str) -> Icon {
    icons::named(name).unwrap_or(icons::HAND_HEART)
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
