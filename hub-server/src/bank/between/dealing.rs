//! An exchange between members of two banks, as one of the two sees it, and where it stands there.

use jiff::civil::Date;
use protocol::{AccountId, EventId, ExchangeId, NodeId, Slug};
use serde::{Deserialize, Serialize};

use super::message::{Code, Why};
use crate::bank::exchange::{Deal, Entries, Party, Source};
use crate::bank::minutes::{Length, Minutes};

/// One side of an exchange between banks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dealing {
    /// Its name at both banks.
    pub exchange: ExchangeId,
    /// The other bank's hub.
    pub peer: NodeId,
    /// The account between the two, here.
    pub clearing: AccountId,
    /// Who took part here.
    pub ours: Party,
    /// Who took part there.
    pub theirs: Code,
    /// Whether our member gave their time; else they received it.
    pub ours_gave: bool,
    /// Whether it was declared here.
    pub began_here: bool,
    /// How long.
    pub length: Length,
    /// Which service.
    pub category: Slug,
    /// On which day.
    pub day: Date,
    /// The paper cheque of whoever received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cheque: Option<u32>,
    /// Until when our member can answer, UTC milliseconds; `None` for what was declared here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_ms: Option<i64>,
}

/// Where it stands here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stand {
    /// Declared here, provisional: the other bank has not said yet that it is in its accounts.
    Provisional,
    /// Declared there; our member has not answered yet.
    Asked,
    /// Declared here, and taken back before the other bank has answered; it may be too late.
    Withdrawing,
    /// Taken back in time.
    Withdrawn,
    /// Not in the accounts, and why.
    Declined(Why),
    /// In the accounts of both.
    Settled,
    /// In the accounts of both; this desk would take it back.
    Reversing,
    /// In the accounts of both; the other desk would take it back.
    BackAsked,
    /// Taken back here.
    Reversed,
}

impl Stand {
    /// Whether its minutes wait and count against the limits, though they are in no account yet.
    #[must_use]
    pub const fn holds(self) -> bool {
        matches!(self, Self::Provisional | Self::Withdrawing | Self::Reversing)
    }

    /// Whether its entries count in the accounts.
    #[must_use]
    pub const fn counts(self) -> bool {
        matches!(self, Self::Settled | Self::Reversing | Self::BackAsked)
    }

    /// Whether it is done with, unless somebody wants it back.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Withdrawn | Self::Declined(_) | Self::Settled | Self::Reversed)
    }
}

impl Dealing {
    /// What it is called in the accounts of a bank: at central those of both stand side by side.
    #[must_use]
    pub fn in_books_of(&self, bank: &NodeId) -> ExchangeId {
        named("posted", self.exchange, bank)
    }

    /// What the counter-entries are called there.
    #[must_use]
    pub fn back_in_books_of(&self, bank: &NodeId) -> ExchangeId {
        named("back", self.exchange, bank)
    }

    /// The exchange as the bank's own books have it: with the account between the two on the other side.
    #[must_use]
    pub fn deal(&self, bank: &NodeId) -> Deal {
        let between = Party { account: self.clearing, member: None };
        let (giver, receiver) =
            if self.ours_gave { (self.ours, between) } else { (between, self.ours) };
        Deal {
            exchange: self.in_books_of(bank),
            giver,
            receivers: vec![receiver],
            length: self.length,
            category: self.category.clone(),
            day: self.day,
            source: Source::Between,
            // A cheque is entered in the register of the bank that handed it out.
            cheque: self.cheque.filter(|_| !self.began_here),
            reverses: None,
        }
    }

    /// What waits while it is provisional, or while it is asked back: account and minutes, twice.
    #[must_use]
    pub fn held(&self, stand: Stand) -> [(AccountId, Minutes); 2] {
        let ours = if self.ours_gave { self.length.minutes() } else { -self.length.minutes() };
        let ours = if stand == Stand::Reversing { -ours } else { ours };
        [(self.ours.account, ours), (self.clearing, -ours)]
    }

    /// The entries that post it.
    ///
    /// # Panics
    /// Never: two accounts, the same minutes, opposite signs.
    #[must_use]
    pub fn entries(&self) -> Entries {
        Entries::try_new(self.held(Stand::Provisional).to_vec())
            .expect("two accounts, the same minutes, opposite signs")
    }
}

fn named(what: &str, exchange: ExchangeId, bank: &NodeId) -> ExchangeId {
    let hash = blake3::hash(format!("{what}/{bank}").as_bytes());
    let mut number = [0; 4];
    number.copy_from_slice(&hash.as_bytes()[..4]);
    let command = protocol::CommandId::new(exchange.uuid());
    // Never nought, which is the exchange's own name.
    ExchangeId::new(EventId::of_command(command, u32::from_be_bytes(number) | 1).uuid())
}
