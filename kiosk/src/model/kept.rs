//! Collecting something that waits at the hub, or bringing it back: what the code of its label tells, a signature drawn
//! with a finger, and the PIN of whoever works at the hub and hands it over.
//!
//! Always true: nothing is handed over without somebody who works here. A signature and a PIN go with the session, and
//! a debug print shows neither.

use std::fmt;
use std::fmt::Write as _;

use protocol::kiosk::bank::{PIN_LEAST, PIN_MOST};
use protocol::kiosk::{Hand, HandKept, HandStep, Kept};
use protocol::{CommandId, SlipCode};
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

/// Whoever works at the hub hands it over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handing {
    /// What they do with it.
    pub step: HandStep,
    /// Who they are, once they have said so.
    pub who: Option<Hand>,
    /// Their PIN so far.
    pub pin: Typed,
    /// The id of an attempt that may be repeated.
    attempt: Option<CommandId>,
}

/// What is asked of the hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeptAsk {
    /// Leave a signature.
    Sign(Typed),
    /// Hand it over, or take it back.
    Hand(Box<HandKept>),
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
    /// Whoever works here is handing it over.
    pub handing: Option<Handing>,
    /// What was done with it just now.
    pub handed: Option<HandStep>,
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
    /// Whoever works here wants to hand it over.
    Hand,
    /// That is who they are.
    PickHand(Hand),
    /// Their PIN is now this.
    WritePin(Typed),
    /// "Conferma".
    SendPin,
    /// What became of what was asked about this code.
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
        matches!(
            self,
            Self::Sign | Self::Send | Self::Clear | Self::Hand | Self::PickHand(_) | Self::SendPin
        )
    }
}

impl KeptView {
    /// What the hub told, nothing drawn yet.
    #[must_use]
    pub fn new(kept: Kept) -> Self {
        Self {
            kept,
            signing: false,
            strokes: Strokes::default(),
            handing: None,
            handed: None,
            sending: Sending::No,
        }
    }

    /// Whether the PIN is long enough to be sent.
    #[must_use]
    pub fn may_confirm(&self) -> bool {
        let whole = |it: &Handing| it.who.is_some() && it.pin.chars() >= PIN_LEAST;
        self.sending != Sending::Waiting && self.handing.as_ref().is_some_and(whole)
    }

    /// Lets one thing happen; what to ask the hub, if there is something now. `id` is a fresh one.
    pub fn act(&mut self, msg: KeptMsg, id: Option<CommandId>) -> Option<KeptAsk> {
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
                return Some(KeptAsk::Sign(self.strokes.text()));
            }
            KeptMsg::Send => {}
            KeptMsg::Hand => {
                self.sending = Sending::No;
                self.handing = self
                    .kept
                    .step
                    .filter(|_| !self.kept.hands.is_empty())
                    .map(|step| Handing { step, who: None, pin: Typed::default(), attempt: None });
            }
            KeptMsg::PickHand(hand) => {
                if let Some(handing) = &mut self.handing {
                    handing.who = Some(hand);
                }
            }
            KeptMsg::WritePin(pin) => {
                let digits: String =
                    pin.as_str().chars().filter(char::is_ascii_digit).take(PIN_MOST).collect();
                if let Some(handing) = &mut self.handing {
                    handing.pin = Typed::new(&digits, PIN_MOST);
                }
            }
            KeptMsg::SendPin => return self.hand_over(id).map(KeptAsk::Hand),
            KeptMsg::Taken(_, Ok(kept)) => {
                let handed = self.handing.as_ref().map(|handing| handing.step);
                *self = Self { handed, ..Self::new(*kept) };
            }
            KeptMsg::Taken(_, Err(trouble)) => {
                if let Some(handing) = &mut self.handing {
                    handing.pin = Typed::default();
                    // The hub decided: trying again is another attempt.
                    handing.attempt =
                        handing.attempt.filter(|_| !matches!(trouble, Trouble::Refused(_)));
                }
                self.sending = Sending::Failed(trouble);
            }
        }
        None
    }

    fn hand_over(&mut self, fresh: Option<CommandId>) -> Option<Box<HandKept>> {
        if !self.may_confirm() {
            return None;
        }
        let handing = self.handing.as_mut()?;
        let id = handing.attempt.or(fresh)?;
        handing.attempt = Some(id);
        self.sending = Sending::Waiting;
        let (staff, pin) = (handing.who.as_ref()?.staff, handing.pin.trimmed());
        Some(Box::new(HandKept { id, staff, step: handing.step, pin }))
    }

    /// One step back; `false` when there is none.
    pub fn back(&mut self) -> bool {
        if let Some(handing) = &mut self.handing {
            handing.pin = Typed::default();
            if handing.who.take().is_none() {
                self.handing = None;
            }
            self.sending = Sending::No;
            return true;
        }
        if !self.signing {
            return false;
        }
        (self.signing, self.strokes) = (false, Strokes::default());
        self.sending = Sending::No;
        true
    }
}
