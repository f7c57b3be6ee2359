//! What can have happened between this bank and another. The entries that post an exchange are the bank's own
//! facts (`bank.recorded`, `bank.posted`), which stand beside these.

use protocol::{ExchangeId, MemberId, NodeId};
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
            Self::Shown { member, .. } | Self::Hidden { member } => member.to_string(),
            Self::Begun(dealing) => dealing.exchange.to_string(),
            Self::Turned { exchange, .. } => exchange.to_string(),
        }
    }
}
