//! Whether a file may be attached, taken away or shown: pure, from what is there and the circumstances.

use protocol::Problem;

use super::events::{About, Content, Event};
use super::queries::Attached;

/// Longest words about a file, in characters.
pub const WORDS_MAX: usize = 300;
/// Longest name that is kept, in characters.
const NAME_MAX: usize = 120;
/// The most files of one thing.
pub const MOST: usize = 60;

/// An expected no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is nothing such to attach it to.
    UnknownSubject,
    /// There is no such file here.
    Unknown,
    /// The same file is attached already.
    HereAlready,
    /// There are as many files as may be.
    TooMany,
    /// Nothing says what a picture shows, and whoever cannot see it would not know.
    NothingSaid,
    /// The words are too long.
    TooLong,
    /// Its bytes are not here.
    NotOnShelf,
    /// Only central shows things to everybody.
    NotHere,
    /// Only what is of a project and says what it is, is shown.
    NotToBeShown,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::UnknownSubject => Self::not_found("file-unknown-subject"),
            Refusal::Unknown => Self::not_found("file-unknown"),
            Refusal::HereAlready => Self::conflict("file-here-already").at("file"),
            Refusal::TooMany => Self::conflict("file-too-many").with("most", MOST).at("file"),
            Refusal::NothingSaid => Self::invalid("file-nothing-said").at("words"),
            Refusal::TooLong => Self::invalid("out-of-range").at("words").with("most", WORDS_MAX),
            Refusal::NotOnShelf => Self::try_later("file-not-on-shelf"),
            Refusal::NotHere => Self::forbidden("file-shown-at-central"),
            Refusal::NotToBeShown => Self::conflict("file-not-to-be-shown"),
        }
    }
}

/// What a decision about a new file is told from outside.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// Whether the thing it is attached to is known here.
    pub subject_known: bool,
    /// Whether its bytes are on the shelf.
    pub on_shelf: bool,
    /// What is attached to the same thing already.
    pub there: &'a [Attached],
}

/// Attaches a file.
///
/// # Errors
/// The refusal.
pub fn attach(
    about: &About,
    content: Content,
    name: &str,
    words: &str,
    around: Around<'_>,
) -> Result<Vec<Event>, Refusal> {
    if !around.subject_known {
        return Err(Refusal::UnknownSubject);
    }
    if !around.on_shelf {
        return Err(Refusal::NotOnShelf);
    }
    if around.there.iter().any(|one| one.content.hash == content.hash) {
        return Err(Refusal::HereAlready);
    }
    if around.there.len() >= MOST {
        return Err(Refusal::TooMany);
    }
    let named = named(content, name, words)?;
    Ok(vec![Event::Attached { about: about.clone(), content }, named])
}

/// Says anew what a file is.
///
/// # Errors
/// The refusal.
pub fn describe(known: &Attached, words: &str) -> Result<Vec<Event>, Refusal> {
    if known.words.as_deref() == Some(words.trim()) {
        return Ok(vec![]);
    }
    let name = known.name.as_deref().unwrap_or_default();
    Ok(vec![named(known.content, name, words)?])
}

fn named(content: Content, name: &str, words: &str) -> Result<Event, Refusal> {
    let words = words.trim();
    if words.chars().count() > WORDS_MAX {
        return Err(Refusal::TooLong);
    }
    if words.is_empty() && content.kind.is_picture() {
        return Err(Refusal::NothingSaid);
    }
    Ok(Event::Named { name: as_words(name), words: words.to_owned() })
}

/// Shows a file to everybody, or shows it no more. Asked for what is so already, nothing happens.
///
/// # Errors
/// The refusal.
pub fn show(known: &Attached, shown: bool, at_central: bool) -> Result<Vec<Event>, Refusal> {
    if !at_central {
        return Err(Refusal::NotHere);
    }
    if shown && !known.may_be_shown() {
        return Err(Refusal::NotToBeShown);
    }
    Ok(match (known.shown, shown) {
        (false, true) => vec![Event::Shown {}],
        (true, false) => vec![Event::Hidden {}],
        (true, true) | (false, false) => vec![],
    })
}

/// A file's name as words: without the folders some browsers send along, without signs that are no letters of any
/// script, and short.
#[must_use]
pub fn as_words(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let odd = |letter: &char| {
        letter.is_control()
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let plain: String = last.chars().filter(|letter| !odd(letter)).take(NAME_MAX).collect();
    plain.trim().trim_matches('.').to_owned()
}
