//! What can have happened between this bank and another. The entries that post an exchange are the bank's own
//! facts (`bank.recorded`, `bank.posted`), which stand beside these.

use protocol::{CommandId, ExchangeId, MemberId, NodeId};
use serde::{Deserialize, Serialize};

use super::dealing::{Dealing, Stand};
use super::message::Code;
use super::terms::{Age, Terms};

/// Facts between two banks, of the one that writes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// This bank's desk signed a sheet.
    Signed {
        /// With whom.
        peer: NodeId,
        /// What it says.
        terms: Terms,
    },
    /// The other's desk signed a sheet.
    PeerSigned {
        /// Who.
        peer: NodeId,
        /// What it says.
        terms: Terms,
    },
    /// One of the two ended what they had.
    Ended {
        /// With whom.
        peer: NodeId,
        /// Whatever is not newer than this.
        age: Age,
        /// Whether the other desk did.
        by_peer: bool,
    },
    /// A message is on its way.
    Told {
        /// To whom.
        peer: NodeId,
        /// Its number.
        number: u64,
    },
    /// A message came.
    Heard {
        /// From whom.
        peer: NodeId,
        /// Its number.
        number: u64,
    },
    /// A member lets themselves be found by other banks, under a code.
    Shown {
        /// Who.
        member: MemberId,
        /// Under which code.
        code: Code,
    },
    /// They do not any more.
    Hidden {
        /// Who.
        member: MemberId,
    },
    /// A member lets other banks know their first name, or not any more.
    NamedSet {
        /// Who.
        member: MemberId,
        /// Whether they do.
        named: bool,
    },
    /// What a member of another bank is called. Erasable.
    Called {
        /// Which bank.
        peer: NodeId,
        /// Who.
        code: Code,
        /// Their first name; `None`: not to be known any more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// One of the two desks wrote about a member of each.
    Wrote {
        /// The words' name.
        words: CommandId,
        /// The other bank.
        peer: NodeId,
        /// Our member.
        ours: MemberId,
        /// Theirs.
        theirs: Code,
        /// Whether this desk wrote.
        by_us: bool,
    },
    /// What was written. Erasable.
    Worded {
        /// Which.
        words: CommandId,
        /// The words.
        text: String,
    },
    /// What this desk wrote reached nobody.
    WordsRefused {
        /// Which.
        words: CommandId,
    },
    /// What the other desk wrote about these two was read here.
    TalkRead {
        /// The other bank.
        peer: NodeId,
        /// Our member.
        ours: MemberId,
        /// Theirs.
        theirs: Code,
    },
    /// What was written about these two is forgotten, at both banks.
    WordsForgotten {
        /// The other bank.
        peer: NodeId,
        /// Our member.
        ours: MemberId,
        /// Theirs.
        theirs: Code,
    },
    /// A member of ours was erased, and another bank was told so.
    ErasureTold {
        /// Who.
        member: MemberId,
        /// Which bank.
        peer: NodeId,
    },
    /// A member of another bank was erased there: what was written here about them is forgotten.
    MemberErased {
        /// Which bank.
        peer: NodeId,
        /// Who.
        code: Code,
    },
    /// Another bank keeps nothing any more about a member of ours who was erased.
    ErasureDone {
        /// Which bank.
        peer: NodeId,
        /// Who.
        code: Code,
    },
    /// An exchange with a member of another bank was declared, here or there.
    Begun(Dealing),
    /// It stands otherwise now.
    Turned {
        /// Which.
        exchange: ExchangeId,
        /// How.
        to: Stand,
        /// Whether it went past a limit, here or there.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        over: bool,
    },
}

impl Event {
    /// The thing the fact is about.
    #[must_use]
    pub fn subject(&self) -> String {
        match self {
            Self::Signed { peer, .. }
            | Self::PeerSigned { peer, .. }
            | Self::Ended { peer, .. }
            | Self::Told { peer, .. }
            | Self::Heard { peer, .. } => peer.to_string(),
            Self::Shown { member, .. }
            | Self::Hidden { member }
            | Self::NamedSet { member, .. }
            | Self::ErasureTold { member, .. }
            | Self::TalkRead { ours: member, .. }
            | Self::WordsForgotten { ours: member, .. } => member.to_string(),
            Self::Called { code, .. }
            | Self::MemberErased { code, .. }
            | Self::ErasureDone { code, .. } => code.as_str().to_owned(),
            Self::Wrote { words, .. }
            | Self::Worded { words, .. }
            | Self::WordsRefused { words } => words.to_string(),
            Self::Begun(dealing) => dealing.exchange.to_string(),
            Self::Turned { exchange, .. } => exchange.to_string(),
        }
    }
}
