//! What may be asked of a bank.

use jiff::civil::Date;
use protocol::{AccountId, ExchangeId, ListingId, MemberId, PersonDetails, Slug};
use serde::{Deserialize, Serialize};

use crate::bank::account::{Agreement, Limits, Rules};
use crate::bank::after::Expenses;
use crate::bank::exchange::By;
use crate::bank::import::Import;
use crate::bank::listings::{ListingStep, Way};
use crate::bank::members::{AgeBand, Reach, Step};
use crate::bank::minutes::{Length, Minutes};

/// Most exchanges that one list can hold.
pub const BATCH_MOST: usize = 500;
/// Most people at one group activity.
pub const GROUP_MOST: usize = 200;
/// Most cheques in one book.
pub const BOOK_MOST: u32 = 100;
/// Longest words of a listing, in characters.
pub const WORDS_MAX: usize = 500;
/// Longest note, in characters.
pub const NOTE_MAX: usize = 300;

/// What can be asked of a bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Ask to become a member, who takes the command's id.
    Apply(Application),
    /// Put right what is written about a member.
    Correct(Box<Correction>),
    /// Take a member one step further.
    Move {
        /// Who.
        member: MemberId,
        /// By which step.
        step: Step,
        /// Why; a step that stops somebody needs a reason, for the others it may be empty.
        #[serde(default)]
        why: String,
        /// At a renewal: what of theirs stands without an end and shall go on.
        #[serde(default)]
        keeps: Vec<ListingId>,
    },
    /// Record exchanges at the desk: all of them, or none.
    Record {
        /// In their order.
        orders: Vec<Order>,
        /// Whether the body allows hard limits to be passed this time.
        by_the_body: bool,
    },
    /// One side says an exchange was done.
    Declare(Declaration),
    /// The other side answers.
    Answer {
        /// Which.
        exchange: ExchangeId,
        /// Who answers.
        by: By,
        /// Yes or no.
        yes: bool,
    },
    /// Whoever declared it, or shares their account, takes it back.
    Withdraw {
        /// Which.
        exchange: ExchangeId,
        /// Who.
        by: By,
    },
    /// The time to answer is over.
    EndWaiting {
        /// Which.
        exchange: ExchangeId,
    },
    /// One side says that what was posted is wrong.
    Dispute {
        /// Which.
        exchange: ExchangeId,
        /// Who.
        by: By,
        /// Why, for the desk; may be empty.
        #[serde(default)]
        why: String,
    },
    /// The desk looked at a dispute, and it stands.
    Uphold {
        /// Which.
        exchange: ExchangeId,
    },
    /// Take an exchange back with counter-entries, under the command's id.
    Reverse {
        /// Which.
        exchange: ExchangeId,
        /// Why, for the desk; may be empty.
        note: String,
    },
    /// Hand out a book of cheques.
    IssueCheques {
        /// Paid from the account of.
        member: MemberId,
        /// First number.
        first: u32,
        /// Last number.
        last: u32,
    },
    /// Give the bank rules.
    SetRules {
        /// The rules.
        rules: Rules,
    },
    /// Give an account limits.
    SetLimits {
        /// Which.
        account: AccountId,
        /// How far it may go.
        limits: Limits,
    },
    /// Write down what the municipality agreed to; its account is opened with the first agreement.
    SetAgreement {
        /// What it agreed to.
        agreement: Agreement,
    },
    /// Offer or look for something; the listing takes the command's id.
    List(NewListing),
    /// Do something with a listing.
    MoveListing {
        /// Which.
        listing: ListingId,
        /// What.
        step: ListingStep,
        /// Until when it stands, for a renewal; `None` for no end.
        until: Option<Date>,
    },
    /// Say how an exchange was with the other side.
    Refer {
        /// Which.
        exchange: ExchangeId,
        /// Who says so.
        by: By,
        /// Whether they would do it again.
        liked: bool,
        /// In their words; may be empty.
        text: String,
    },
    /// Answer a reference about oneself.
    AnswerReference {
        /// Which exchange.
        exchange: ExchangeId,
        /// The reference that this member left.
        of: MemberId,
        /// Who answers.
        by: By,
        /// In their words.
        text: String,
    },
    /// Hide a reference, or show it again.
    HideReference {
        /// Which exchange.
        exchange: ExchangeId,
        /// The reference that this member left.
        of: MemberId,
        /// Hide or show.
        hidden: bool,
    },
    /// Note expenses that both sides agreed to refund.
    NoteExpenses {
        /// How much and what for.
        expenses: Expenses,
        /// Whether both have said so.
        agreed: bool,
    },
    /// Bring members, movements and notices of another program.
    Import(Box<Import>),
    /// Write down what two members agreed on; it takes the command's id.
    Arrange(Planned),
    /// It will not be.
    CallOff {
        /// Which.
        arrangement: ExchangeId,
        /// Who says so.
        by: By,
        /// Whether the other side did not come; else it is called off.
        #[serde(default)]
        missed: bool,
        /// Why; may be empty.
        #[serde(default)]
        why: String,
    },
    /// The desk has spoken with a member.
    Called {
        /// Who.
        member: MemberId,
        /// The name of what about: `listing:<id>:7`, `limit:low`, …
        about: String,
    },
}

impl Command {
    /// A step of a member, without words.
    #[must_use]
    pub const fn moved(member: MemberId, step: Step) -> Self {
        Self::Move { member, step, why: String::new(), keeps: Vec::new() }
    }
}

/// A request to become a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Who they are; at least a name.
    pub person: PersonDetails,
    /// Where they live.
    pub neighbourhood: Slug,
    /// How old they are, if they say.
    pub age: Option<AgeBand>,
    /// How they can be reached.
    pub reach: Reach,
    /// Their language.
    pub language: String,
    /// The member whose household account they will share.
    pub shares_with: Option<MemberId>,
    /// The balance they bring from another program, which the fund answers for.
    #[serde(default)]
    pub brings: Option<Minutes>,
}

/// What is put right about a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Whose.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// Their telephone, which may be empty; `None` leaves what is there, unread.
    pub phone: Option<String>,
    /// Their address, likewise.
    pub address: Option<String>,
    /// Where they live.
    pub neighbourhood: Slug,
    /// How old they are, if they say.
    pub age: Option<AgeBand>,
    /// How they can be reached.
    pub reach: Reach,
    /// Their language.
    pub language: String,
    /// The member whose household account they will share; settled once they have an account.
    pub shares_with: Option<MemberId>,
}

/// One side of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whom {
    /// A member.
    Member(MemberId),
    /// The hour fund.
    Fund,
    /// The municipality.
    Municipality,
}

/// One exchange as the desk writes it down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Who gave their time.
    pub giver: Whom,
    /// Who received it; several for a group activity.
    pub receivers: Vec<Whom>,
    /// How long.
    pub length: Length,
    /// Which service.
    pub category: Slug,
    /// On which day.
    pub day: Date,
    /// The number of the paper cheque.
    pub cheque: Option<u32>,
}

/// What one member says was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// Who says so.
    pub by: By,
    /// Whether they gave their time; else they received it.
    pub gave: bool,
    /// The other side.
    pub other: MemberId,
    /// How long.
    pub length: Length,
    /// Which service.
    pub category: Slug,
    /// On which day.
    pub day: Date,
    /// What the two had agreed on before, which this does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<ExchangeId>,
}

/// What two members agreed on, as one of them says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// Who says so.
    pub by: By,
    /// Whether they will give their time; else they will receive it.
    pub gives: bool,
    /// The other side.
    pub other: MemberId,
    /// How long it is expected to take.
    pub length: Length,
    /// Which service.
    pub category: Slug,
    /// When, UTC milliseconds.
    pub meet_at_ms: i64,
}

/// Something a member offers or looks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewListing {
    /// Whose.
    pub member: MemberId,
    /// Which way.
    pub way: Way,
    /// Which service.
    pub category: Slug,
    /// Until when; `None` for no end.
    pub until: Option<Date>,
    /// In their own words; may be empty.
    pub text: String,
    /// In a word or two each, to be found by.
    #[serde(default)]
    pub tags: Vec<String>,
}
