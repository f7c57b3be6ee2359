//! Coming back with a slip: typing its code, seeing what happened, saying whether it is solved.

use protocol::kiosk::{Face, SlipStatus, Verdict};
use protocol::slip::BadSlip;
use protocol::{CommandId, SlipCode};

use super::flow::Sending;
use super::message::Trouble;
use super::typed::Typed;

/// Letters and digits of a whole code.
pub const CODE_CHARS: usize = 9;

/// Where a code is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CodeEntry {
    /// The code so far: at most nine capital letters and digits, without dashes.
    pub typed: Typed,
    /// How looking it up stands.
    pub looking: Looking,
}

/// How looking a slip up stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Looking {
    /// Not asked.
    #[default]
    No,
    /// The hub has been asked about this one.
    Waiting(SlipCode),
    /// It did not work.
    Failed(SlipCode, Trouble),
}

impl CodeEntry {
    /// An entry that holds a code already.
    #[must_use]
    pub fn holding(code: &SlipCode) -> Self {
        let mut entry = Self::default();
        entry.write(&Typed::new(code.as_str(), 32));
        entry
    }

    /// Replaces what is typed, keeping what a code can hold. Small letters become capitals; dashes and spaces go.
    pub fn write(&mut self, typed: &Typed) {
        let kept: String =
            typed.as_str().chars().filter(char::is_ascii_alphanumeric).take(CODE_CHARS).collect();
        self.typed = Typed::new(&kept.to_ascii_uppercase(), CODE_CHARS);
        self.looking = Looking::No;
    }

    /// The code, once it is whole and its check character fits.
    ///
    /// # Errors
    /// Why it is not a code (yet).
    pub fn code(&self) -> Result<SlipCode, BadSlip> {
        self.typed.as_str().parse()
    }

    /// What is wrong with a code that is typed to its end, if something is.
    #[must_use]
    pub fn mistake(&self) -> Option<BadSlip> {
        if self.typed.chars() < CODE_CHARS {
            return None;
        }
        self.code().err()
    }
}

/// What the person said about their request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// Solved, not solved, no longer needed.
    Verdict(Verdict),
    /// An answer to the operator's question.
    Reply,
    /// How it went.
    Face(Face),
}

/// How a request stands, on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusView {
    /// What the hub told.
    pub status: SlipStatus,
    /// Whether "withdraw, really?" stands.
    pub withdrawing: bool,
    /// The answer to the operator's question, while it is being written.
    pub reply: Option<Typed>,
    /// What the person said, and the id it goes under.
    pub said: Option<(Said, CommandId)>,
    /// How saying it stands.
    pub sending: Sending,
}

impl StatusView {
    /// What the hub told, nothing said yet.
    #[must_use]
    pub fn new(status: SlipStatus) -> Self {
        Self { status, withdrawing: false, reply: None, said: None, sending: Sending::No }
    }

    /// What the hub has taken down, once it has.
    #[must_use]
    pub fn taken(&self) -> Option<Said> {
        if self.sending == Sending::No { self.said.map(|(said, _)| said) } else { None }
    }
}
