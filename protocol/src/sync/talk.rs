//! Cutting a body into pieces again, wherever the line cut it: `tag, length, payload`, one after the
//! other. Words are postcard, frames are their own bytes.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{BadBytes, FRAME_MAX, Frame, MAGIC, WORD_MAX};

const WORD: u8 = 0;
const FRAME: u8 = 1;
const HEAD: usize = 5;
/// Room for a frame's own head beside its two parts.
const FRAME_ROOM: usize = 2 * FRAME_MAX + 128;

/// One piece of a body: something said, or a frame of facts. A request says an [`super::Opening`] first
/// and then only frames; an answer says [`super::Said`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<W> {
    /// Something said.
    Word(W),
    /// Facts.
    Frame(Frame),
}

impl<W: Serialize> Piece<W> {
    /// Its bytes.
    ///
    /// # Panics
    /// Never: what is said is plain data, and no piece reaches 4 GiB.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let (tag, payload) = match self {
            Self::Word(word) => {
                (WORD, postcard::to_stdvec(word).expect("what is said is plain data"))
            }
            Self::Frame(frame) => (FRAME, frame.to_bytes()),
        };
        let length = u32::try_from(payload.len()).expect("a piece is bounded");
        let mut bytes = Vec::with_capacity(HEAD + payload.len());
        bytes.push(tag);
        bytes.extend(length.to_le_bytes());
        bytes.extend(payload);
        bytes
    }
}

/// Gathers what comes in until whole pieces are there. Holds at most one piece and one read.
#[derive(Debug, Default)]
pub struct Pieces {
    waiting: Vec<u8>,
    greeted: bool,
}

impl Pieces {
    /// Adds what a read brought.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.waiting.extend_from_slice(bytes);
    }

    /// The next whole piece, or `None` until more has come.
    ///
    /// # Errors
    /// [`BadBytes`]; whatever follows cannot be trusted either.
    #[expect(
        clippy::should_implement_trait,
        reason = "it is generic and can fail; an iterator is neither"
    )]
    pub fn next<W: DeserializeOwned>(&mut self) -> Result<Option<Piece<W>>, BadBytes> {
        if !self.greeted {
            let sample = &self.waiting[..self.waiting.len().min(MAGIC.len())];
            if sample != &MAGIC[..sample.len()] {
                return Err(BadBytes::NotOurs);
            }
            if sample.len() < MAGIC.len() {
                return Ok(None);
            }
            self.waiting.drain(..MAGIC.len());
            self.greeted = true;
        }
        let Some((head, rest)) = self.waiting.split_first_chunk::<HEAD>() else { return Ok(None) };
        let [tag, length @ ..] = *head;
        let length = u32::from_le_bytes(length) as usize;
        let most = match tag {
            WORD => WORD_MAX,
            FRAME => FRAME_ROOM,
            _ => return Err(BadBytes::Unreadable("a piece")),
        };
        if length > most {
            return Err(BadBytes::TooLong(length));
        }
        if rest.len() < length {
            return Ok(None);
        }
        let payload = &rest[..length];
        let piece = if tag == FRAME {
            Piece::Frame(Frame::from_bytes(payload)?)
        } else {
            match postcard::take_from_bytes(payload) {
                Ok((word, [])) => Piece::Word(word),
                Ok(_) | Err(_) => return Err(BadBytes::Unreadable("something said")),
            }
        };
        self.waiting.drain(..HEAD + length);
        Ok(Some(piece))
    }

    /// Whether a piece has begun and not ended: a body that stops now was cut.
    #[must_use]
    pub fn is_amid(&self) -> bool {
        !self.greeted || !self.waiting.is_empty()
    }
}
