//! Collecting something that waits at the hub: what the code of its label tells, and a signature drawn with a finger.
//!
//! Always true: nothing is handed over here; whoever works at the hub does that, with the signature before them. A
//! signature goes with the session, and a debug print does not show it.

use std::fmt;
use std::fmt::Write as _;

use protocol::SlipCode;
use protocol::kiosk::Kept;
use zeroize::Zeroize;

use super::flow::Sending;
use super::message::Trouble;
use super::typed::Typed;

/// Width and height of the field that is signed in, as the hub counts them.
pub const FIELD: (u16, u16) = (1_000, 300);
/// Most points of a signature, and most strokes, as the hub takes them.
const POINTS_MAX: usize = 1_400;
const STROKES_MAX: usize = 60;

/// A signature as far as it is drawn. Overwritten with zeros when it goes.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Strokes(Vec<Vec<(u16, u16)>>);

impl fmt::Debug for Strokes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Strokes({})", self.0.len())
    }
}

impl Drop for Strokes {
    fn drop(&mut self) {
        for (x, y) in self.0.iter_mut().flatten() {
            x.zeroize();
            y.zeroize();
        }
    }
}

impl Strokes {
    /// The strokes, for drawing.
    #[must_use]
    pub fn all(&self) -> &[Vec<(u16, u16)>] {
        &self.0
    }

    /// Whether it is more than a slip of the finger.
    #[must_use]
    pub fn is_drawn(&self) -> bool {
        let span = |axis: fn(&(u16, u16)) -> u16| {
            let all = self.0.iter().flatten().map(axis);
            all.clone().max().unwrap_or(0) - all.min().unwrap_or(0)
        };
        span(|point| point.0) >= 40 || span(|point| point.1) >= 40
    }

    fn add(&mut self, point: (u16, u16), begins: bool) {
        let points: usize = self.0.iter().map(Vec::len).sum();
        let point = (point.0.min(FIELD.0), point.1.min(FIELD.1));
        if points >= POINTS_MAX {
            return;
        }
        if begins || self.0.is_empty() {
            if self.0.len() < STROKES_MAX {
                self.0.push(vec![point]);
            }
        } else if let Some(stroke) = self.0.last_mut()
            // A finger that rests says the same point again and again.
            && stroke.last() != Some(&point)
        {
            stroke.push(point);
        }
    }

    /// As it is sent.
    #[must_use]
    pub fn text(&self) -> Typed {
        let mut text = String::with_capacity(POINTS_MAX * 10);
        for (number, stroke) in self.0.iter().enumerate() {
            for (place, (x, y)) in stroke.iter().enumerate() {
                let before = match (number, place) {
                    (0, 0) => "",
                    (_, 0) => ";",
                    (_, _) => ",",
                };
                // Writing into a string cannot fail.
                let _ = write!(text, "{before}{x} {y}");
            }
        }
        let typed = Typed::new(&text, text.len());
        text.zeroize();
        typed
    }
}

/// Something that waits, on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptView {
    /// What the hub told.
    pub kept: Kept,
    /// Whether the page to sign on is shown.
    pub signing: bool,
    /// The signature so far.
    pub strokes: Strokes,
    /// How sending it stands.
    pub sending: Sending,
}

/// What can happen there.
#[derive(Debug, Clone, PartialEq)]
pub enum KeptMsg {
    /// "Firma per ritirare".
    Sign,
    /// The finger is here now; whether it has just come down.
    Draw {
        /// Where in the field.
        at: (u16, u16),
        /// Whether a stroke begins.
        begins: bool,
    },
    /// "Ricomincia".
    Clear,
    /// "Ho firmato".
    Send,
    /// What became of signing for this code.
    Taken(SlipCode, Result<Box<Kept>, Trouble>),
}

impl KeptMsg {
    /// Whether the person in front did this.
    #[must_use]
    pub fn is_from_person(&self) -> bool {
        !matches!(self, Self::Taken(..))
    }

    /// Whether a finger that meant the page before could do this by mistake.
    #[must_use]
    pub fn turns_pages(&self) -> bool {
        matches!(self, Self::Sign | Self::Send | Self::Clear)
    }
}

impl KeptView {
    /// What the hub told, nothing drawn yet.
    #[must_use]
    pub fn new(kept: Kept) -> Self {
        Self { kept, signing: false, strokes: Strokes::default(), sending: Sending::No }
    }

    /// Lets one thing happen; the signature to send, if there is one now.
    pub fn act(&mut self, msg: KeptMsg) -> Option<Typed> {
        if self.sending == Sending::Waiting && msg.is_from_person() {
            return None;
        }
        match msg {
            KeptMsg::Sign => self.signing = self.kept.can_sign,
            KeptMsg::Draw { at, begins } if self.signing => self.strokes.add(at, begins),
            KeptMsg::Draw { .. } => {}
            KeptMsg::Clear => self.strokes = Strokes::default(),
            KeptMsg::Send if self.signing && self.strokes.is_drawn() => {
                self.sending = Sending::Waiting;
                return Some(self.strokes.text());
            }
            KeptMsg::Send => {}
            KeptMsg::Taken(_, Ok(kept)) => {
                *self = Self::new(*kept);
            }
            KeptMsg::Taken(_, Err(trouble)) => self.sending = Sending::Failed(trouble),
        }
        None
    }

    /// One step back; `false` when there is none.
    pub fn back(&mut self) -> bool {
        if !self.signing {
            return false;
        }
        (self.signing, self.strokes) = (false, Strokes::default());
        self.sending = Sending::No;
        true
    }
}
