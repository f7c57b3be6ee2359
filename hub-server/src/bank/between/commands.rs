//! What may be asked about other banks.

use jiff::civil::Date;
use protocol::{CommandId, ExchangeId, MemberId, NodeId, Slug};
use serde::{Deserialize, Serialize};

use super::message::{Code, Message};
use crate::bank::exchange::By;
use crate::bank::minutes::{Length, Minutes};

/// What can be asked between banks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Write new terms and sign them; they hold once the other desk has signed too.
    Sign {
        /// With whom.
        peer: NodeId,
        /// First day.
        from: Date,
        /// Last day.
        until: Date,
        /// The most that one bank may owe the other.
        ceiling: Minutes,
    },
    /// Sign what the other desk has signed.
    Countersign {
        /// With whom.
        peer: NodeId,
        /// Which sheet.
        terms: CommandId,
    },
    /// End what holds and whatever waits to be signed. What is in the accounts stays.
    End {
        /// With whom.
        peer: NodeId,
    },
    /// Let other banks find a member by their code, or not any more.
    Show {
        /// Who.
        member: MemberId,
        /// Whether they are to be found.
        shown: bool,
    },
    /// Let other banks know a member's first name, or not any more.
    LetBeNamed {
        /// Who.
        member: MemberId,
        /// Whether they allow it.
        named: bool,
    },
    /// Write to the other desk about a member of each, under the command's id.
    Write {
        /// To which bank.
        peer: NodeId,
        /// Our member.
        ours: MemberId,
        /// Theirs.
        theirs: Code,
        /// The words, 1 to [`super::talk::TALK_MAX`] characters.
        text: String,
    },
    /// What the other desk wrote about these two was read.
    MarkRead {
        /// Which bank.
        peer: NodeId,
        /// Our member.
        ours: MemberId,
        /// Theirs.
        theirs: Code,
    },
    /// Forget what was written about these two, at both banks.
    ForgetWords {
        /// Which bank.
        peer: NodeId,
        /// Our member.
        ours: MemberId,
        /// Theirs.
        theirs: Code,
    },
    /// Declare an exchange with a member of another bank, under the command's id.
    Propose(Proposal),
    /// Our member answers what was declared at the other bank.
    Answer {
        /// Which.
        exchange: ExchangeId,
        /// Who answers.
        by: By,
        /// Yes or no.
        yes: bool,
    },
    /// The time to answer is over.
    EndWaiting {
        /// Which.
        exchange: ExchangeId,
    },
    /// Take back what was declared here and is still provisional.
    Withdraw {
        /// Which.
        exchange: ExchangeId,
    },
    /// Ask the other desk to take back what is in the accounts of both.
    AskBack {
        /// Which.
        exchange: ExchangeId,
    },
    /// Answer the other desk that asked so.
    AnswerBack {
        /// Which.
        exchange: ExchangeId,
        /// Yes or no.
        yes: bool,
    },
    /// A message of the bank that the command comes from.
    Hear {
        /// Its number among those of that bank.
        number: u64,
        /// What it says.
        message: Message,
    },
}

/// An exchange with a member of another bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The other bank's hub.
    pub peer: NodeId,
    /// Who says so, of this bank.
    pub by: By,
    /// The member of the other bank.
    pub to: Code,
    /// Whether our member gave their time; else they received it.
    pub gave: bool,
    /// How long.
    pub length: Length,
    /// Which service.
    pub category: Slug,
    /// On which day.
    pub day: Date,
    /// The paper cheque of the other bank that our member was given.
    pub cheque: Option<u32>,
}
