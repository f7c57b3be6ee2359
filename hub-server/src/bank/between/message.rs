//! What one bank writes to another. It travels as a command through central (`sync/relay`), which keeps it while
//! a line is down and brings it exactly once; the numbers put what overtook something else back in its place.
//!
//! Always true: nothing here tells who somebody is, but for a first name they let be known and for words between
//! desks, which are emptied when they have arrived. A member of another bank is a [`Code`].
//! A shipped shape never changes: a new one is a new variant, and the golden text still reads.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use protocol::ids::BadId;
use protocol::{CommandId, ExchangeId, MemberId, Slug};
use serde::{Deserialize, Serialize};

use super::terms::{Age, Terms};
use crate::bank::minutes::Length;

/// One message. `exchange` is the name both banks use for the same exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Message {
    /// Our desk has signed this sheet.
    Signed(Terms),
    /// Our desk ends whatever is not newer than this.
    Ended(Age),
    /// A member of ours says that something was exchanged with one of yours.
    Proposed(Proposed),
    /// We take that back, unless you have answered already.
    Withdrawn {
        /// Which.
        exchange: ExchangeId,
    },
    /// Your exchange is in our accounts.
    Settled {
        /// Which.
        exchange: ExchangeId,
        /// Whether a limit was passed here, which was allowed and is marked.
        over: bool,
    },
    /// Your exchange is not.
    Declined {
        /// Which.
        exchange: ExchangeId,
        /// Why not.
        why: Why,
    },
    /// We would take back what is in the accounts of both.
    BackAsked {
        /// Which.
        exchange: ExchangeId,
    },
    /// We have taken it back in ours.
    BackGiven {
        /// Which.
        exchange: ExchangeId,
        /// Whether a limit was passed here by it.
        over: bool,
    },
    /// For us it stands.
    BackRefused {
        /// Which.
        exchange: ExchangeId,
    },
    /// Words about one member of each.
    Words(Words),
    /// Nobody with that code lets themselves be found here: your words reached nobody.
    WordsRefused {
        /// Which.
        words: CommandId,
    },
    /// What was written about these two is to be forgotten, at both banks.
    WordsForgotten {
        /// The sender's member.
        from: Code,
        /// The receiver's.
        to: Code,
    },
    /// A member of ours lets you know what they are called, or not any more.
    Called {
        /// Who.
        code: Code,
        /// Their first name; `None`: forget it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// A member of ours was erased: nothing that was written about them, nor what they are called, is to be kept.
    MemberErased {
        /// Who.
        code: Code,
    },
    /// Nothing is kept here any more about your member who was erased.
    ErasureDone {
        /// Who.
        code: Code,
    },
}

/// Short words from one desk to the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Their name.
    pub words: CommandId,
    /// The sender's member.
    pub from: Code,
    /// The receiver's.
    pub to: Code,
    /// The words.
    pub text: String,
}

impl Message {
    /// Whether it says something of a person, and is emptied wherever it stands once it has arrived.
    #[must_use]
    pub const fn is_personal(&self) -> bool {
        matches!(self, Self::Words(_) | Self::Called { .. })
    }
}

/// An exchange as the bank where it was declared tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// Its name.
    pub exchange: ExchangeId,
    /// The sender's member.
    pub from: Code,
    /// The receiver's.
    pub to: Code,
    /// Whether the sender's member gave their time; else they received it.
    pub gave: bool,
    /// How long.
    pub length: Length,
    /// Which service.
    pub category: Slug,
    /// On which day.
    pub day: Date,
    /// The paper cheque of the receiver's bank that was handed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cheque: Option<u32>,
}

/// Why an exchange did not get into the accounts of the other bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The other member says it was not so.
    Member,
    /// The other member did not answer in time.
    Silence,
    /// It was taken back before it was answered.
    Withdrawn,
    /// Nothing holds between the two banks on that day.
    NoPact,
    /// Nobody with that code who lets themselves be found, or who may exchange now.
    UnknownMember,
    /// A service that is not exchanged there.
    Excluded,
    /// A day to come or long ago.
    BadDay,
    /// No such cheque was handed out to that member.
    ChequeUnknown,
    /// The cheque was posted before.
    ChequeUsed {
        /// When, UTC milliseconds.
        at_ms: i64,
    },
}

/// What a member is called at other banks, eight letters and figures that tell nothing: `K7M4-QX2B`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(String);

impl Code {
    /// Letters and figures that cannot be taken for one another (Crockford's).
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// A member's. It follows from their name in the bank and does not lead back to it.
    #[must_use]
    pub fn of(member: MemberId) -> Self {
        let hash = blake3::hash(format!("bank/code/{member}").as_bytes());
        let letters = hash.as_bytes()[..8]
            .iter()
            .map(|byte| char::from(Self::LETTERS[usize::from(byte % 32)]));
        Self(letters.collect())
    }

    /// Without the hyphen, as a table keeps it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", &self.0[..4], &self.0[4..])
    }
}

impl FromStr for Code {
    type Err = BadId;

    /// As people type it: in small letters, with spaces, with `O` for a nought.
    fn from_str(text: &str) -> Result<Self, BadId> {
        let letters: String = text
            .chars()
            .filter(|c| !matches!(c, '-' | ' '))
            .map(|c| match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect();
        let known = letters.bytes().all(|byte| Self::LETTERS.contains(&byte));
        if letters.len() == 8 && known {
            Ok(Self(letters))
        } else {
            Err(BadId::expecting(text, "a member's code (eight letters and figures)"))
        }
    }
}

impl TryFrom<String> for Code {
    type Error = BadId;
    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0
    }
}

/// A numbered message on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its name, from which the relay makes sure that it is brought once.
    pub id: CommandId,
    /// To whom.
    pub to: protocol::NodeId,
    /// From 1, without gaps, for each bank it goes to.
    pub number: u64,
    /// What it says.
    pub message: Message,
}
