//! The icons we use, by meaning. They are characters of the Phosphor fonts (see `fonts`).
//!
//! Always true: an icon never stands alone for something a person must understand; a word is beside it, or the
//! accessible name says it. Deliberately absent: the other thousand icons of the font.

use egui::{Align2, Color32, Painter, Rect};

use crate::fonts::IconStyle;

/// One icon of the shipped icon fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Icon(char);

impl Icon {
    /// Paints the icon centred in `rect`, as tall as the shorter side of `rect`.
    pub fn paint(self, painter: &Painter, rect: Rect, style: IconStyle, colour: Color32) {
        let size = rect.width().min(rect.height());
        painter.text(rect.center(), Align2::CENTER_CENTER, self.0, style.font(size), colour);
    }

    /// The character, for text that mixes icons and words.
    #[must_use]
    pub fn char(self) -> char {
        self.0
    }
}

// Places and people.

/// The hub, home.
pub const HOUSE: Icon = Icon('\u{e2c2}');
/// Offices, the city.
pub const BUILDINGS: Icon = Icon('\u{e102}');
/// A shop.
pub const STOREFRONT: Icon = Icon('\u{e470}');
/// An address.
pub const MAP_PIN: Icon = Icon('\u{e316}');
/// One person.
pub const USER: Icon = Icon('\u{e4c2}');
/// Several people.
pub const USERS: Icon = Icon('\u{e4d6}');
/// The person using the app.
pub const USER_CIRCLE: Icon = Icon('\u{e4c4}');
/// Papers, a member's card.
pub const IDENTIFICATION: Icon = Icon('\u{e2c8}');
/// Children.
pub const BABY: Icon = Icon('\u{e774}');
/// Step-free access.
pub const WHEELCHAIR: Icon = Icon('\u{e4e8}');
/// Hearing.
pub const EAR: Icon = Icon('\u{e70c}');

// What a hub does.

/// Asking for help.
pub const HAND_HEART: Icon = Icon('\u{e810}');
/// Offering time.
pub const HANDSHAKE: Icon = Icon('\u{e582}');
/// An idea, the project desk.
pub const LIGHTBULB: Icon = Icon('\u{e2dc}');
/// What happens around here.
pub const MEGAPHONE: Icon = Icon('\u{e324}');
/// A day.
pub const CALENDAR: Icon = Icon('\u{e108}');
/// A booking.
pub const CALENDAR_CHECK: Icon = Icon('\u{e712}');
/// Looking something up.
pub const SEARCH: Icon = Icon('\u{e30c}');
/// Calling an operator.
pub const HEADSET: Icon = Icon('\u{e584}');
/// Hours, the time bank.
pub const CLOCK: Icon = Icon('\u{e19a}');
/// Waiting.
pub const HOURGLASS: Icon = Icon('\u{e2b2}');
/// Time running.
pub const TIMER: Icon = Icon('\u{e492}');
/// An account of hours.
pub const COINS: Icon = Icon('\u{e78e}');
/// Rights, advice.
pub const SCALES: Icon = Icon('\u{e750}');
/// Care.
pub const HEART: Icon = Icon('\u{e2a8}');
/// A favourite.
pub const STAR: Icon = Icon('\u{e46a}');
/// A signal.
pub const FLAG: Icon = Icon('\u{e244}');
/// A question.
pub const QUESTION: Icon = Icon('\u{e3e8}');
/// A message.
pub const CHAT: Icon = Icon('\u{e16e}');
/// A conversation, company.
pub const CHATS: Icon = Icon('\u{e17e}');
/// Numbers.
pub const CHART: Icon = Icon('\u{e150}');
/// A notice.
pub const BELL: Icon = Icon('\u{e0ce}');
/// A note.
pub const NOTE: Icon = Icon('\u{e348}');

// Kinds of need.

/// Shopping.
pub const BASKET: Icon = Icon('\u{e964}');
/// A parcel.
pub const BAG: Icon = Icon('\u{e416}');
/// Health.
pub const FIRST_AID: Icon = Icon('\u{e56e}');
/// Small repairs.
pub const WRENCH: Icon = Icon('\u{e5d4}');
/// Housework.
pub const BROOM: Icon = Icon('\u{ec54}');
/// Painting.
pub const PAINT: Icon = Icon('\u{e6f4}');
/// Animals.
pub const DOG: Icon = Icon('\u{e74a}');
/// A lift.
pub const CAR: Icon = Icon('\u{e112}');
/// Public transport.
pub const BUS: Icon = Icon('\u{e106}');
/// By bike.
pub const BICYCLE: Icon = Icon('\u{e0d6}');
/// Reading, study.
pub const BOOK: Icon = Icon('\u{e0e6}');
/// School.
pub const SCHOOL: Icon = Icon('\u{e62c}');
/// Music.
pub const MUSIC: Icon = Icon('\u{e340}');
/// Parks.
pub const TREE: Icon = Icon('\u{e6da}');
/// Gardens.
pub const PLANT: Icon = Icon('\u{ec22}');
/// Meals.
pub const FOOD: Icon = Icon('\u{e262}');
/// Food help.
pub const BREAD: Icon = Icon('\u{e81c}');
/// Work.
pub const BRIEFCASE: Icon = Icon('\u{e0ee}');
/// A room, a key.
pub const KEY: Icon = Icon('\u{e2d6}');
/// Computers.
pub const DESKTOP: Icon = Icon('\u{e560}');

// Reach and reading.

/// Languages.
pub const TRANSLATE: Icon = Icon('\u{e4a2}');
/// Any language.
pub const GLOBE: Icon = Icon('\u{e288}');
/// Large text.
pub const TEXT_SIZE: Icon = Icon('\u{e6ee}');
/// High contrast.
pub const CONTRAST: Icon = Icon('\u{e18c}');
/// Read aloud.
pub const SPEAKER: Icon = Icon('\u{e44a}');
/// Speech.
pub const MICROPHONE: Icon = Icon('\u{e326}');
/// Controls further down.
pub const LOWER: Icon = Icon('\u{e05c}');
/// Left hand.
pub const HAND: Icon = Icon('\u{e57e}');
/// Show.
pub const EYE: Icon = Icon('\u{e220}');
/// Hide.
pub const EYE_OFF: Icon = Icon('\u{e224}');
/// The keyboard.
pub const KEYBOARD: Icon = Icon('\u{e2d8}');

// Moving about.

/// Forward when reading left to right.
pub const ARROW_RIGHT: Icon = Icon('\u{e06c}');
/// Back when reading left to right.
pub const ARROW_LEFT: Icon = Icon('\u{e058}');
/// Further down.
pub const ARROW_DOWN: Icon = Icon('\u{e03e}');
/// Open, left to right.
pub const CARET_RIGHT: Icon = Icon('\u{e13a}');
/// Open, right to left.
pub const CARET_LEFT: Icon = Icon('\u{e138}');
/// Unfold.
pub const CARET_DOWN: Icon = Icon('\u{e136}');
/// Fold.
pub const CARET_UP: Icon = Icon('\u{e13c}');
/// Done.
pub const CHECK: Icon = Icon('\u{e182}');
/// Done, in a circle.
pub const CHECK_CIRCLE: Icon = Icon('\u{e184}');
/// Close.
pub const CLOSE: Icon = Icon('\u{e4f6}');
/// Wrong, in a circle.
pub const CLOSE_CIRCLE: Icon = Icon('\u{e4f8}');
/// Add.
pub const PLUS: Icon = Icon('\u{e3d4}');
/// Less.
pub const MINUS: Icon = Icon('\u{e32a}');
/// Menu.
pub const LIST: Icon = Icon('\u{e2f0}');
/// Filter.
pub const FILTER: Icon = Icon('\u{e266}');
/// More.
pub const MORE: Icon = Icon('\u{e1fe}');
/// Undo.
pub const UNDO: Icon = Icon('\u{e08a}');
/// Start again.
pub const RESTART: Icon = Icon('\u{e038}');
/// Synchronising.
pub const SYNC: Icon = Icon('\u{e094}');
/// A link.
pub const LINK: Icon = Icon('\u{e2e2}');
/// Start.
pub const PLAY: Icon = Icon('\u{e3d0}');
/// Pause.
pub const PAUSE: Icon = Icon('\u{e39e}');
/// Stop.
pub const STOP: Icon = Icon('\u{e46c}');
/// Order.
pub const SORT: Icon = Icon('\u{e444}');

// States.

/// Something to know.
pub const INFO: Icon = Icon('\u{e2ce}');
/// Be careful.
pub const WARNING: Icon = Icon('\u{e4e0}');
/// Something is wrong.
pub const ERROR: Icon = Icon('\u{e4e2}');
/// The line is down.
pub const OFFLINE: Icon = Icon('\u{e4f2}');
/// Not sent yet.
pub const CLOUD_OFF: Icon = Icon('\u{e1b6}');
/// Sent.
pub const CLOUD_OK: Icon = Icon('\u{e1b0}');
/// Private.
pub const LOCK: Icon = Icon('\u{e2fa}');
/// Safe.
pub const SHIELD: Icon = Icon('\u{e40c}');
/// Working.
pub const SPINNER: Icon = Icon('\u{eb44}');

// Things to do.

/// Call.
pub const PHONE: Icon = Icon('\u{e3b8}');
/// Write.
pub const ENVELOPE: Icon = Icon('\u{e214}');
/// Continue on the phone.
pub const QR: Icon = Icon('\u{e3e6}');
/// Take a photo.
pub const CAMERA: Icon = Icon('\u{e10e}');
/// Hold it to the reader.
pub const SCAN: Icon = Icon('\u{ebb6}');
/// Print.
pub const PRINTER: Icon = Icon('\u{e3dc}');
/// A receipt, a code.
pub const RECEIPT: Icon = Icon('\u{e3ec}');
/// Delete one letter.
pub const BACKSPACE: Icon = Icon('\u{e0ae}');
/// Capital letters.
pub const SHIFT: Icon = Icon('\u{e52e}');
/// New line.
pub const ENTER: Icon = Icon('\u{e044}');
/// Delete.
pub const TRASH: Icon = Icon('\u{e4a6}');
/// Write, edit.
pub const PENCIL: Icon = Icon('\u{e3b4}');
/// Save.
pub const SAVE: Icon = Icon('\u{e248}');
/// Settings.
pub const GEAR: Icon = Icon('\u{e270}');
/// Leave.
pub const SIGN_OUT: Icon = Icon('\u{e42a}');
/// Send.
pub const SEND: Icon = Icon('\u{e398}');
/// Inbox.
pub const TRAY: Icon = Icon('\u{e4aa}');
/// A document.
pub const FILE: Icon = Icon('\u{e23a}');
/// A folder.
pub const FOLDER: Icon = Icon('\u{e24a}');
/// An attachment.
pub const CLIP: Icon = Icon('\u{e39a}');
/// Take.
pub const DOWNLOAD: Icon = Icon('\u{e20a}');
/// Hand in.
pub const UPLOAD: Icon = Icon('\u{e4be}');
/// Pass on.
pub const SHARE: Icon = Icon('\u{e406}');
/// A kind.
pub const TAG: Icon = Icon('\u{e478}');
/// A route.
pub const PATH: Icon = Icon('\u{e39c}');
/// Evening.
pub const MOON: Icon = Icon('\u{e330}');
/// Morning.
pub const SUN: Icon = Icon('\u{e472}');

/// The icon of this Phosphor name, as a city's catalogue writes it; `None` where it is not shipped. Names that mean the
/// same to a person share a picture.
#[must_use]
pub fn named(name: &str) -> Option<Icon> {
    let icon = match name {
        "baby" => BABY,
        "basket" | "shopping-cart" => BASKET,
        "bicycle" => BICYCLE,
        "book" | "book-open" => BOOK,
        "bread" => BREAD,
        "briefcase" => BRIEFCASE,
        "broom" => BROOM,
        "buildings" => BUILDINGS,
        "bus" => BUS,
        "calendar" => CALENDAR,
        "car" => CAR,
        "chats" | "coffee" => CHATS,
        "clock" => CLOCK,
        "desktop" | "device-mobile" => DESKTOP,
        "dog" => DOG,
        "ear" => EAR,
        "envelope" => ENVELOPE,
        "file" | "file-text" => FILE,
        "first-aid" => FIRST_AID,
        "fork-knife" => FOOD,
        "globe" => GLOBE,
        "graduation-cap" | "student" => SCHOOL,
        "hand-heart" => HAND_HEART,
        "handshake" => HANDSHAKE,
        "heart" => HEART,
        "house" => HOUSE,
        "identification-card" => IDENTIFICATION,
        "key" => KEY,
        "lightbulb" => LIGHTBULB,
        "megaphone" => MEGAPHONE,
        "music-notes" => MUSIC,
        "paint-brush" => PAINT,
        "phone" => PHONE,
        "plant" => PLANT,
        "question" => QUESTION,
        "scales" => SCALES,
        "shopping-bag" => BAG,
        "star" => STAR,
        "storefront" => STOREFRONT,
        "translate" => TRANSLATE,
        "tree" => TREE,
        "users" => USERS,
        "wheelchair" => WHEELCHAIR,
        "wrench" => WRENCH,
        _ => return None,
    };
    Some(icon)
}

/// All of the above, for the gallery and for the test that each has a glyph.
pub const ALL: [Icon; 124] = [
    HOUSE,
    BUILDINGS,
    STOREFRONT,
    MAP_PIN,
    USER,
    USERS,
    USER_CIRCLE,
    IDENTIFICATION,
    BABY,
    WHEELCHAIR,
    EAR,
    HAND_HEART,
    HANDSHAKE,
    LIGHTBULB,
    MEGAPHONE,
    CALENDAR,
    CALENDAR_CHECK,
    SEARCH,
    HEADSET,
    CLOCK,
    HOURGLASS,
    TIMER,
    COINS,
    SCALES,
    HEART,
    STAR,
    FLAG,
    QUESTION,
    CHAT,
    CHATS,
    CHART,
    BELL,
    NOTE,
    BASKET,
    BAG,
    FIRST_AID,
    WRENCH,
    BROOM,
    PAINT,
    DOG,
    CAR,
    BUS,
    BICYCLE,
    BOOK,
    SCHOOL,
    MUSIC,
    TREE,
    PLANT,
    FOOD,
    BREAD,
    BRIEFCASE,
    KEY,
    DESKTOP,
    TRANSLATE,
    GLOBE,
    TEXT_SIZE,
    CONTRAST,
    SPEAKER,
    MICROPHONE,
    LOWER,
    HAND,
    EYE,
    EYE_OFF,
    KEYBOARD,
    ARROW_RIGHT,
    ARROW_LEFT,
    ARROW_DOWN,
    CARET_RIGHT,
    CARET_LEFT,
    CARET_DOWN,
    CARET_UP,
    CHECK,
    CHECK_CIRCLE,
    CLOSE,
    CLOSE_CIRCLE,
    PLUS,
    MINUS,
    LIST,
    FILTER,
    MORE,
    UNDO,
    RESTART,
    SYNC,
    LINK,
    PLAY,
    PAUSE,
    STOP,
    SORT,
    INFO,
    WARNING,
    ERROR,
    OFFLINE,
    CLOUD_OFF,
    CLOUD_OK,
    LOCK,
    SHIELD,
    SPINNER,
    PHONE,
    ENVELOPE,
    QR,
    CAMERA,
    SCAN,
    PRINTER,
    RECEIPT,
    BACKSPACE,
    SHIFT,
    ENTER,
    TRASH,
    PENCIL,
    SAVE,
    GEAR,
    SIGN_OUT,
    SEND,
    TRAY,
    FILE,
    FOLDER,
    CLIP,
    DOWNLOAD,
    UPLOAD,
    SHARE,
    TAG,
    PATH,
    MOON,
    SUN,
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// Every value after `icon =` in a file of a city.
    fn named_in(text: &str) -> impl Iterator<Item = &str> {
        text.split("icon").filter_map(|rest| {
            let value = rest.trim_start().strip_prefix('=')?.trim_start().strip_prefix('"')?;
            value.split('"').next()
        })
    }

    #[test]
    fn every_picture_a_city_file_names_is_shipped() {
        let cities = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cities");
        let folders = [cities.clone(), cities.join("common")];
        let files = folders.iter().flat_map(|it| std::fs::read_dir(it).unwrap().flatten());
        let mut seen = 0;
        for file in files.map(|file| file.path()).filter(|path| path.is_file()) {
            let text = std::fs::read_to_string(&file).unwrap();
            for name in named_in(&text) {
                assert!(named(name).is_some(), "{}: no picture \"{name}\"", file.display());
                seen += 1;
            }
        }
        assert!(seen > 10, "the files were read: {seen}");
    }

    #[test]
    fn a_picture_nobody_ships_has_no_icon() {
        assert_eq!(named("basket"), Some(BASKET));
        assert_eq!(named("submarine"), None);
    }
}
