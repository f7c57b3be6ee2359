//! Exchanges (CAPABILITIES 3.2): what was agreed, how it was said and answered, and the balanced entries that
//! post it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use protocol::{AccountId, ExchangeId, MemberId, Slug};
use serde::{Deserialize, Serialize};

use super::minutes::{Length, Minutes};

/// Where an exchange stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// One side says it was done; the other has not answered.
    Declared,
    /// In the accounts.
    Posted,
    /// The other side said no.
    Refused,
    /// Whoever declared it took it back.
    Withdrawn,
    /// Nobody answered in time.
    Lapsed,
    /// In the accounts, and one side says it is wrong.
    Disputed,
    /// Was in the accounts; a counter-entry has taken it back (storno).
    Reversed,
}

impl State {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 7] = [
        Self::Declared,
        Self::Posted,
        Self::Disputed,
        Self::Reversed,
        Self::Refused,
        Self::Withdrawn,
        Self::Lapsed,
    ];

    /// Those whose entries count in the accounts.
    pub const COUNTING: [Self; 2] = [Self::Posted, Self::Disputed];

    /// Whether its entries count in the accounts.
    #[must_use]
    pub fn counts(self) -> bool {
        Self::COUNTING.contains(&self)
    }
}

/// How an exchange came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The desk wrote it down.
    Desk,
    /// A paper cheque.
    Cheque,
    /// A group activity.
    Group,
    /// A list or a file.
    Batch,
    /// One member declared it.
    Declared,
    /// Takes another back.
    Reversal,
    /// With a member of another bank.
    Between,
    /// What a leaving member's account held.
    Leaving,
    /// The balance an account came with from elsewhere.
    Opening,
    /// Brought from another program with its history.
    Imported,
}

/// One side of an exchange: the account, and which member where that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Whose account.
    pub account: AccountId,
    /// Who of those who share it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
}

/// What was exchanged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deal {
    /// Its name.
    pub exchange: ExchangeId,
    /// Who gave their time.
    pub giver: Party,
    /// Who received it; more than one for a group activity.
    pub receivers: Vec<Party>,
    /// How long it was; the same for everybody who received.
    pub length: Length,
    /// Which service, also when nobody had offered it.
    pub category: Slug,
    /// On which day.
    pub day: Date,
    /// How it came in.
    pub source: Source,
    /// The number of the paper cheque.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cheque: Option<u32>,
    /// The exchange that it takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reverses: Option<ExchangeId>,
}

impl Deal {
    /// The entries that post it. The provider of a group activity receives the hours once; what the other
    /// participants pay goes to the fund.
    ///
    /// # Errors
    /// [`Unbalanced`] for a deal without receivers or with an account on both sides.
    pub fn entries(&self, fund: AccountId) -> Result<Entries, Unbalanced> {
        let each = self.length.minutes();
        let mut sums = BTreeMap::new();
        let mut add = |account, minutes: Minutes| {
            let sum = sums.entry(account).or_insert(Minutes::ZERO);
            *sum += minutes;
        };
        add(self.giver.account, each);
        for receiver in &self.receivers {
            add(receiver.account, -each);
        }
        let paid: Minutes = self.receivers.iter().map(|_| each).sum();
        if paid != each {
            add(fund, paid - each);
        }
        Entries::try_new(sums.into_iter().collect())
    }

    /// Whether an account has a part in it.
    #[must_use]
    pub fn touches(&self, account: AccountId) -> bool {
        self.giver.account == account || self.receivers.iter().any(|r| r.account == account)
    }
}

/// What is added to each account: it sums to zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<(AccountId, Minutes)>", into = "Vec<(AccountId, Minutes)>")]
pub struct Entries(Vec<(AccountId, Minutes)>);

/// Entries that cannot be posted: fewer than two, a zero, an account twice, or a sum that is not zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("entries that do not balance")]
pub struct Unbalanced;

impl Entries {
    /// Entries, if they balance.
    ///
    /// # Errors
    /// [`Unbalanced`].
    pub fn try_new(mut entries: Vec<(AccountId, Minutes)>) -> Result<Self, Unbalanced> {
        entries.sort_by_key(|(account, _)| *account);
        let twice = entries.windows(2).any(|pair| pair[0].0 == pair[1].0);
        let nothing = entries.iter().any(|(_, minutes)| *minutes == Minutes::ZERO);
        // In 128 bits, so that no list of entries can wrap round to a zero that is none.
        let sum: i128 = entries.iter().map(|(_, minutes)| i128::from(minutes.get())).sum();
        if entries.len() < 2 || twice || nothing || sum != 0 {
            return Err(Unbalanced);
        }
        Ok(Self(entries))
    }

    /// Account by account.
    pub fn iter(&self) -> impl Iterator<Item = (AccountId, Minutes)> {
        self.0.iter().copied()
    }

    /// The counter-entries.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self(self.0.iter().map(|(account, minutes)| (*account, -*minutes)).collect())
    }
}

impl TryFrom<Vec<(AccountId, Minutes)>> for Entries {
    type Error = Unbalanced;
    fn try_from(entries: Vec<(AccountId, Minutes)>) -> Result<Self, Unbalanced> {
        Self::try_new(entries)
    }
}

impl From<Entries> for Vec<(AccountId, Minutes)> {
    fn from(entries: Entries) -> Self {
        entries.0
    }
}

/// Who says or answers something about an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// A member, with their card or their own device.
    Member(MemberId),
    /// The desk, for a member who is present or has called; the record names the operator.
    Desk {
        /// For whom.
        member: MemberId,
    },
}

impl By {
    /// Whose word it is.
    #[must_use]
    pub const fn member(self) -> MemberId {
        match self {
            Self::Member(member) | Self::Desk { member } => member,
        }
    }
}

/// One exchange as decisions see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// What was exchanged.
    pub deal: Deal,
    /// Where it stands.
    pub state: State,
    /// Who declared it; nobody where the desk posted it.
    pub declared_by: Option<MemberId>,
    /// Until when the other side can answer, UTC milliseconds.
    pub until_ms: Option<i64>,
    /// Its entries, once it is posted.
    pub entries: Option<Entries>,
    /// When it was posted, UTC milliseconds.
    pub posted_at_ms: Option<i64>,
}

impl Exchange {
    /// What takes it back, under a name of its own: the deal the other way round and the counter-entries; `None`
    /// while it is not posted.
    #[must_use]
    pub fn counter(&self, own: ExchangeId, today: Date) -> Option<(Deal, Entries)> {
        let entries = self.entries.as_ref()?.reversed();
        let deal = Deal {
            exchange: own,
            giver: *self.deal.receivers.first()?,
            receivers: vec![self.deal.giver],
            source: Source::Reversal,
            cheque: None,
            day: today,
            reverses: Some(self.deal.exchange),
            ..self.deal.clone()
        };
        Some((deal, entries))
    }
}
