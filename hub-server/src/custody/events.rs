//! What can have happened to something in custody.

use protocol::{AntennaId, EventId, PersonId, SlipCode, StaffId};
use serde::{Deserialize, Serialize};

use super::signature::Signature;
use crate::work::events::words;

words! {
    /// What it is.
    Kind {
        /// A parcel that came for somebody.
        Parcel = "parcel",
        /// Keys somebody leaves.
        Keys = "keys",
        /// Something of the library of things.
        Tool = "tool",
        /// Medicines to be collected.
        Medicine = "medicine",
        /// Something else.
        Other = "other",
    }
}

impl Kind {
    /// Whether it always belongs to somebody.
    #[must_use]
    pub const fn needs_owner(self) -> bool {
        matches!(self, Self::Parcel | Self::Keys | Self::Medicine)
    }
}

words! {
    /// How whoever takes it says so.
    Signed {
        /// Not at all.
        No = "no",
        /// On paper, which the hub keeps.
        Paper = "paper",
        /// With a finger on the screen.
        Screen = "screen",
    }
}

/// Who has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holder {
    /// The hub.
    Hub,
    /// Somebody from outside, in the vault.
    Person(PersonId),
    /// An antenna.
    Antenna(AntennaId),
    /// Somebody who works here.
    Staff(StaffId),
}

/// Facts of this domain. Words and signatures stand in facts of their own, which can be erased whole; those of a
/// signature are about whoever signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// It came to the hub.
    TakenIn {
        /// The code on its label.
        code: SlipCode,
        /// What it is.
        kind: Kind,
        /// Whose it is, in the vault.
        owner: Option<PersonId>,
        /// Until when it is kept, `2026-12-18`.
        due: Option<String>,
    },
    /// What it is, in words. Erasable.
    Described {
        /// The words.
        text: String,
    },
    /// Somebody took it, to bring it back.
    HandedOn {
        /// Who.
        to: Holder,
        /// By when, `2026-12-18`.
        due: String,
        /// How they said so.
        signed: Signed,
    },
    /// It came back.
    BroughtBack {},
    /// It was given for good.
    GivenBack {
        /// To whom; the hub itself when nothing says whose it was.
        to: Holder,
        /// How they said so.
        signed: Signed,
    },
    /// It may stay where it is for longer.
    Prolonged {
        /// Until when.
        due: String,
    },
    /// Nobody knows where it is.
    Lost {},
    /// It turned up.
    Found {},
    /// It was not given after all.
    Reopened {},
    /// A signature on the screen. Erasable; its subject is whoever signed.
    SignatureDrawn {
        /// The fact it belongs to.
        step: EventId,
        /// The drawing.
        strokes: Signature,
    },
    /// A note on what just happened. Erasable.
    Noted {
        /// The fact it belongs to.
        step: EventId,
        /// The words.
        text: String,
    },
}
