//! What can have happened in a bank. Facts name members, accounts and exchanges by id; a person's details are
//! in the vault, free text in facts of their own that can be erased.

use jiff::civil::Date;
use protocol::{AccountId, Channel, ExchangeId, ListingId, MemberId, NodeId, PersonId, Slug};
use serde::{Deserialize, Serialize};

use super::account::{Agreement, Limits, Purpose, Rules};
use super::after::Expenses;
use super::arrangements::Arrangement;
use super::exchange::{Deal, Entries, Source};
use super::listings::{Listed, ListingStep};
use super::members::{AgeBand, Reach, Stage, Step};
use super::minutes::Minutes;

/// Facts of a bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// The bank has these rules from now on.
    RulesSet {
        /// Whose.
        bank: NodeId,
        /// The rules.
        rules: Rules,
    },
    /// Somebody asked to become a member.
    Applied(Applied),
    /// What is written about a member was put right.
    Corrected(Corrected),
    /// A member went from one stage to another.
    Moved {
        /// Who.
        member: MemberId,
        /// By which step.
        step: Step,
        /// Until when the new stage runs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
        /// For a step back: to where they were before. Facts without it went back to a full membership.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        back: Option<Stage>,
    },
    /// Why a step was taken. Erasable.
    StepWords {
        /// Whose.
        member: MemberId,
        /// Which.
        step: Step,
        /// Why.
        text: String,
    },
    /// An account was opened.
    AccountOpened {
        /// Its name.
        account: AccountId,
        /// What it is for.
        purpose: Purpose,
        /// How far it may go.
        limits: Option<Limits>,
    },
    /// A member uses an account from now on.
    AccountGiven {
        /// Who.
        member: MemberId,
        /// Which.
        account: AccountId,
    },
    /// The municipality agreed to this from now on.
    AgreementSet {
        /// Its account.
        account: AccountId,
        /// What it agreed to.
        agreement: Agreement,
    },
    /// An account may go this far from now on.
    LimitsChanged {
        /// Which.
        account: AccountId,
        /// How far.
        limits: Limits,
    },
    /// Nobody uses an account any more; it holds nothing.
    AccountClosed {
        /// Which.
        account: AccountId,
    },
    /// One side says an exchange was done.
    Declared {
        /// What was exchanged.
        deal: Deal,
        /// Who says so.
        by: MemberId,
        /// Until when the other side can answer, UTC milliseconds.
        until_ms: i64,
    },
    /// The desk recorded an exchange that it posts at once.
    Recorded {
        /// What was exchanged.
        deal: Deal,
    },
    /// Hours went from one account to another without a service.
    Transferred(Transfer),
    /// The other side says yes; nobody where silence counts as one.
    Confirmed {
        /// Which.
        exchange: ExchangeId,
        /// Who.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<MemberId>,
    },
    /// The other side says no.
    Refused {
        /// Which.
        exchange: ExchangeId,
        /// Who.
        by: MemberId,
    },
    /// Whoever declared it takes it back.
    Withdrawn {
        /// Which.
        exchange: ExchangeId,
    },
    /// Nobody answered in time.
    Lapsed {
        /// Which.
        exchange: ExchangeId,
    },
    /// It is in the accounts.
    Posted {
        /// Which.
        exchange: ExchangeId,
        /// What was added to each account.
        entries: Entries,
        /// Accounts that went past a hard limit, which the body allowed or a reversal made so.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        over: Vec<AccountId>,
    },
    /// One side says that what was posted is wrong.
    Disputed {
        /// Which.
        exchange: ExchangeId,
        /// Who.
        by: MemberId,
    },
    /// The desk looked at it, and it stands.
    Upheld {
        /// Which.
        exchange: ExchangeId,
    },
    /// Taken back by the counter-entries of another.
    Reversed {
        /// Which.
        exchange: ExchangeId,
        /// The one that takes it back.
        by: ExchangeId,
    },
    /// What the desk noted about an exchange. Erasable.
    NoteWritten {
        /// Which.
        exchange: ExchangeId,
        /// The note.
        text: String,
    },
    /// A book of paper cheques was handed out.
    ChequesIssued {
        /// To be paid from.
        account: AccountId,
        /// The first number.
        first: u32,
        /// The last number.
        last: u32,
    },
    /// A member offers or looks for something.
    Listed(Listed),
    /// In their own words. Erasable.
    ListingWords {
        /// Which.
        listing: ListingId,
        /// The words; may be empty where there are tags.
        text: String,
        /// In a word or two each, to be found by.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<String>,
    },
    /// What became of it.
    ListingMoved {
        /// Which.
        listing: ListingId,
        /// How.
        step: ListingStep,
        /// Until when it stands; `None` for no end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
    },
    /// One side says how the exchange was with the other.
    ReferenceGiven {
        /// Which.
        exchange: ExchangeId,
        /// Who says so.
        by: MemberId,
        /// About whom.
        about: MemberId,
        /// Whether they would do it again.
        liked: bool,
    },
    /// In their words. Erasable.
    ReferenceWords {
        /// Which.
        exchange: ExchangeId,
        /// Who says so.
        by: MemberId,
        /// The words.
        text: String,
    },
    /// Whoever it is about answers. Erasable.
    ReferenceAnswered {
        /// Which.
        exchange: ExchangeId,
        /// The reference that this member left.
        of: MemberId,
        /// The answer.
        text: String,
    },
    /// A moderator hides it, or shows it again.
    ReferenceHidden {
        /// Which.
        exchange: ExchangeId,
        /// The reference that this member left.
        of: MemberId,
        /// Hidden, or shown.
        hidden: bool,
    },
    /// Both sides agreed to refund expenses; never hours.
    ExpensesNoted(Expenses),
    /// Two members have agreed on something that is still to be done.
    Arranged(Arrangement),
    /// It will not be.
    CalledOff {
        /// Which.
        arrangement: ExchangeId,
        /// Who says so.
        by: MemberId,
    },
    /// One of the two did not come.
    Missed {
        /// Which.
        arrangement: ExchangeId,
        /// Who did not come.
        absent: MemberId,
        /// Who says so.
        by: MemberId,
    },
    /// Why it will not be. Erasable.
    ArrangementWords {
        /// Which.
        arrangement: ExchangeId,
        /// Why.
        text: String,
    },
    /// It was done.
    ArrangementKept {
        /// Which.
        arrangement: ExchangeId,
        /// The exchange that was declared.
        exchange: ExchangeId,
    },
    /// The desk has spoken with a member.
    Called {
        /// Who.
        member: MemberId,
        /// The name of what about.
        about: String,
    },
}

/// Hours that change account without a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// Its name, like an exchange's.
    pub exchange: ExchangeId,
    /// Whose hours grow.
    pub to: AccountId,
    /// Whose hours shrink.
    pub from: AccountId,
    /// How many; more than none.
    pub minutes: Minutes,
    /// On which day.
    pub day: Date,
    /// Why.
    pub why: Source,
}

/// A request to become a member, without anything personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// Their name here.
    pub member: MemberId,
    /// Their number, unique in the bank and printed on their card.
    pub number: u32,
    /// Whose data stands in the vault.
    pub person: PersonId,
    /// Where they live.
    pub neighbourhood: Slug,
    /// How old they are, for statistics.
    pub age: Option<AgeBand>,
    /// How they can be reached.
    pub reach: Reach,
    /// Their language.
    pub language: String,
    /// How the request came in.
    pub via: Channel,
    /// The member whose household account they will share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shares_with: Option<MemberId>,
}

/// What is written about a member from now on, without anything personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// Whose.
    pub member: MemberId,
    /// Where they live.
    pub neighbourhood: Slug,
    /// How old they are, for statistics.
    pub age: Option<AgeBand>,
    /// How they can be reached.
    pub reach: Reach,
    /// Their language.
    pub language: String,
    /// The member whose household account they will share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shares_with: Option<MemberId>,
}

impl Event {
    /// The thing the fact is about.
    #[must_use]
    pub fn subject(&self) -> String {
        match self {
            Self::RulesSet { bank, .. } => bank.to_string(),
            Self::Applied(Applied { member, .. })
            | Self::Moved { member, .. }
            | Self::StepWords { member, .. }
            | Self::Corrected(Corrected { member, .. })
            | Self::AccountGiven { member, .. }
            | Self::Called { member, .. } => member.to_string(),
            Self::AccountOpened { account, .. }
            | Self::LimitsChanged { account, .. }
            | Self::AgreementSet { account, .. }
            | Self::AccountClosed { account }
            | Self::ChequesIssued { account, .. } => account.to_string(),
            Self::Declared { deal, .. } | Self::Recorded { deal } => deal.exchange.to_string(),
            Self::Transferred(Transfer { exchange, .. })
            | Self::Confirmed { exchange, .. }
            | Self::Refused { exchange, .. }
            | Self::Withdrawn { exchange }
            | Self::Lapsed { exchange }
            | Self::Posted { exchange, .. }
            | Self::Disputed { exchange, .. }
            | Self::Upheld { exchange }
            | Self::Reversed { exchange, .. }
            | Self::NoteWritten { exchange, .. }
            | Self::ReferenceGiven { exchange, .. }
            | Self::ReferenceWords { exchange, .. }
            | Self::ReferenceAnswered { exchange, .. }
            | Self::ReferenceHidden { exchange, .. }
            | Self::ExpensesNoted(Expenses { exchange, .. }) => exchange.to_string(),
            Self::Arranged(Arrangement { arrangement, .. })
            | Self::CalledOff { arrangement, .. }
            | Self::ArrangementWords { arrangement, .. }
            | Self::Missed { arrangement, .. }
            | Self::ArrangementKept { arrangement, .. } => arrangement.to_string(),
            Self::Listed(Listed { listing, .. })
            | Self::ListingWords { listing, .. }
            | Self::ListingMoved { listing, .. } => listing.to_string(),
        }
    }
}
