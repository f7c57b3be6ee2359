//! The time bank on a member's own phone: what they say of exchanges, and their account as the hub has it.
//!
//! Always true: a phone speaks for the one member it was linked to at the desk, and its word is decided by the hub
//! like anybody's. A card's code says who the other side is and opens nothing.

use serde::{Deserialize, Serialize};

use crate::card::CardCode;
use crate::ids::{ExchangeId, ListingId, Slug};
use crate::kiosk::bank::{Account, Named, Notice, NoticeStep, Way};

/// The other side of an exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BankOther {
    /// By their number in the bank.
    Number(u32),
    /// By what their card's QR holds.
    Card(CardCode),
}

/// A member says that an exchange was done. The exchange takes the command's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankDeclare {
    /// Whether they gave their time; else they received it.
    pub gave: bool,
    /// With whom.
    pub other: BankOther,
    /// How long, 1 to 1440 minutes.
    pub minutes: u16,
    /// Which service.
    pub category: Slug,
    /// On which day, `2026-11-18`.
    pub day: String,
    /// What they had agreed on before, which this does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<ExchangeId>,
}

/// A member confirms or refuses what the other side declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankAnswer {
    /// Which.
    pub exchange: ExchangeId,
    /// Yes or no.
    pub yes: bool,
}

/// A member takes back what they declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankWithdraw {
    /// Which.
    pub exchange: ExchangeId,
}

/// A member offers something or looks for it. The notice takes the command's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankPublish {
    /// Which way.
    pub way: Way,
    /// Which service.
    pub category: Slug,
    /// In their words, at most [`crate::kiosk::bank::NOTICE_MAX`] characters; may be empty.
    #[serde(default)]
    pub text: String,
}

/// A member renews a notice or takes it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankMoveNotice {
    /// Which.
    pub notice: ListingId,
    /// What becomes of it.
    pub step: NoticeStep,
}

/// Two members have agreed on something that is still to be done; one of them writes it down. It takes the
/// command's id and moves no hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankAgree {
    /// Whether the writer will give their time; else they will receive it.
    pub gives: bool,
    /// With whom.
    pub other: BankOther,
    /// How long it is expected to take, 1 to 1440 minutes.
    pub minutes: u16,
    /// Which service.
    pub category: Slug,
    /// When, UTC milliseconds.
    pub at_ms: i64,
}

/// What two members had agreed on will not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankCallOff {
    /// Which.
    pub agreed: ExchangeId,
    /// Whether the other side did not come; else it is called off.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub missed: bool,
}

/// A member says how an exchange was with the other, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankRefer {
    /// Which.
    pub exchange: ExchangeId,
    /// Whether they would do it again.
    pub liked: bool,
    /// In their words, at most [`crate::kiosk::bank::REFERENCE_MAX`] characters; may be empty.
    #[serde(default)]
    pub text: String,
}

/// A member answers what the other said of them, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankAnswerReference {
    /// After which exchange.
    pub exchange: ExchangeId,
    /// In their words, 1 to [`crate::kiosk::bank::REFERENCE_MAX`] characters.
    pub text: String,
}

/// A member's account and what goes with it, as the hub has it. The last of these is the truth.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankTold {
    /// The account; `None` while this phone speaks for no member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
    /// What others offer and look for, the newest first.
    #[serde(default)]
    pub board: Vec<Notice>,
    /// What was agreed on and is still to be done, the soonest first.
    #[serde(default)]
    pub agreed: Vec<BankAgreed>,
}

/// Something two members agreed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankAgreed {
    /// Which.
    pub agreed: ExchangeId,
    /// The other side, by number and short name.
    pub with: Named,
    /// Whether the reader gives their time; else they receive it.
    pub gives: bool,
    /// How long it is expected to take, in minutes.
    pub minutes: u16,
    /// Which service.
    pub category: Slug,
    /// When, UTC milliseconds.
    pub at_ms: i64,
}
