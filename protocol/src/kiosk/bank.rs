//! The time bank at the kiosk, for whoever has a card and its PIN.
//!
//! ```text
//! POST   /kiosk/v1/bank/session                 SignIn → SignedIn
//! POST   /kiosk/v1/bank/session/slip            ShownSlip → SignedIn
//! DELETE /kiosk/v1/bank/session                 → 204
//! GET    /kiosk/v1/bank                         → Account
//! POST   /kiosk/v1/bank/pin                     ChangePin → Account
//! GET    /kiosk/v1/bank/members/{number}        → Named
//! GET    /kiosk/v1/bank/board                   → Board
//! POST   /kiosk/v1/bank/exchanges               Declare → Account
//! POST   /kiosk/v1/bank/exchanges/{id}/answer   Reply → Account
//! POST   /kiosk/v1/bank/exchanges/{id}/withdrawal  TakeBack → Account
//! POST   /kiosk/v1/bank/exchanges/{id}/reference  Refer → Account
//! POST   /kiosk/v1/bank/exchanges/{id}/reference/answer  AnswerReference → Account
//! POST   /kiosk/v1/bank/notices                 NewNotice → Account
//! POST   /kiosk/v1/bank/notices/{id}            MoveNotice → Account
//! ```
//!
//! All but the first carry the session in the header [`SESSION_HEADER`]. A session lives in the memory of hub and
//! kiosk only, belongs to one kiosk and ends by itself. Words in refusals are worded by the hub.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::card::CardCode;
use crate::ids::{CommandId, ExchangeId, ListingId, Slug};
use crate::slip::SlipCode;

/// The header that carries a session.
pub const SESSION_HEADER: &str = "bank-session";
/// Fewest digits of a PIN.
pub const PIN_LEAST: usize = 4;
/// Most digits of a PIN.
pub const PIN_MOST: usize = 6;
/// Longest words of a notice, in characters.
pub const NOTICE_MAX: usize = 500;
/// Longest words of a reference, in characters.
pub const REFERENCE_MAX: usize = 300;

/// Somebody shows a card and types its PIN.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// What the card's QR holds.
    pub card: CardCode,
    /// Four to six digits.
    pub pin: String,
}

impl fmt::Debug for Shown {
    /// Never shows card or PIN.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shown(…)")
    }
}

/// Somebody types or scans a code on paper (a statement, the receipt of an exchange, the slip of an offer they left), and
/// types their card's PIN.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownSlip {
    /// What the paper's QR holds.
    pub slip: SlipCode,
    /// Four to six digits.
    pub pin: String,
}

impl fmt::Debug for ShownSlip {
    /// Never shows code or PIN.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShownSlip(…)")
    }
}

/// A session begins.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// To be carried from now on.
    pub session: String,
    /// How the account stands.
    pub account: Account,
}

impl fmt::Debug for SignedIn {
    /// Never shows the session.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedIn").field("account", &self.account).finish_non_exhaustive()
    }
}

/// How an account stands within its limits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Between the limits.
    #[default]
    Fine,
    /// Near the floor: time to give.
    Low,
    /// At the floor: can only give.
    AtFloor,
    /// Near the ceiling: time to ask for something.
    High,
    /// At the ceiling: can only receive.
    AtCeiling,
}

/// Everything that a member sees of their account at the kiosk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// How they are greeted.
    pub name: String,
    /// Their number.
    pub number: u32,
    /// Language of the member, `it`, `en`, …
    pub language: String,
    /// Minutes they hold; negative: owed.
    pub balance_min: i64,
    /// Minutes they ever gave.
    pub given_min: i64,
    /// Minutes they ever received.
    pub received_min: i64,
    /// How that stands within the limits.
    pub standing: Standing,
    /// How many minutes more they may receive; `None` for any number.
    pub may_receive_min: Option<i64>,
    /// How many minutes more they may give; `None` for any number.
    pub may_give_min: Option<i64>,
    /// Whether only taking part is counted, and no balance shown.
    pub participation_only: bool,
    /// Whether they may exchange now.
    pub may_exchange: bool,
    /// Whether the PIN was set by the desk and is to be changed.
    pub must_change_pin: bool,
    /// The day by which membership is to be renewed, `2026-11-24`, where that is near or past.
    pub renew_by: Option<String>,
    /// The last movements, the newest first.
    pub movements: Vec<Movement>,
    /// What others declared and they can confirm or refuse, the oldest first.
    pub to_answer: Vec<Said>,
    /// What they declared and others have not answered.
    pub declared: Vec<Said>,
    /// What they offer and look for.
    pub notices: Vec<Notice>,
    /// Those they exchanged with last.
    pub people: Vec<Named>,
    /// What others said of them last, the newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// The code of the exchange that was just declared: with the PIN it opens this account again, as the card does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<SlipCode>,
}

/// A member by number and short name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Their number.
    pub number: u32,
    /// Given name and the first letter of what follows.
    pub name: String,
}

/// One line of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// The day, `2026-11-18`.
    pub day: String,
    /// Minutes; positive: given by them.
    pub minutes: i64,
    /// Which service; `None` for hours that changed account without one.
    pub category: Option<Slug>,
    /// With whom, by short name; empty for several people or none.
    pub with: String,
    /// The exchange, where the reader has not said yet how it was with the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_refer: Option<ExchangeId>,
}

/// How somebody found it to exchange with the reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Who says so, by short name.
    pub by: String,
    /// Whether they would do it again.
    pub liked: bool,
    /// In their words; may be empty.
    pub text: String,
    /// The reader's answer; empty without one.
    pub answer: String,
    /// The day, `2026-11-18`.
    pub day: String,
    /// The exchange, where the reader may still answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_answer: Option<ExchangeId>,
}

/// A member answers what was said of them, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerReference {
    /// Made by the kiosk.
    pub id: CommandId,
    /// In their words, 1 to [`REFERENCE_MAX`] characters.
    pub text: String,
}

/// A member says how it was with the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refer {
    /// Made by the kiosk.
    pub id: CommandId,
    /// Whether they would do it again.
    pub liked: bool,
    /// In their words, at most [`REFERENCE_MAX`] characters; may be empty.
    #[serde(default)]
    pub text: String,
}

/// An exchange that somebody declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Which.
    pub exchange: ExchangeId,
    /// The other side, by short name.
    pub with: String,
    /// Whether the reader gave the time; else they received it.
    pub gave: bool,
    /// How long, in minutes.
    pub minutes: u16,
    /// Which service.
    pub category: Slug,
    /// On which day, `2026-11-18`.
    pub day: String,
    /// Until which day it can be answered.
    pub until: String,
}

/// Which way a notice goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// Given.
    Offer,
    /// Looked for.
    Want,
}

/// Where a notice of one's own stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeState {
    /// On the board, until its last day.
    #[default]
    Published,
    /// Not for now.
    Paused,
    /// Taken out by the desk, which alone puts it back.
    Hidden,
}

impl NoticeState {
    /// Whether it is on the board, as a notice is of which nothing else is said.
    #[must_use]
    pub fn is_published(&self) -> bool {
        *self == Self::Published
    }
}

/// Something offered or looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Which.
    pub notice: ListingId,
    /// Which way.
    pub way: Way,
    /// Which service.
    pub category: Slug,
    /// In the member's words; may be empty.
    pub text: String,
    /// Whose, by number and short name.
    pub who: Named,
    /// The last day it stands; `None` for no end.
    pub until: Option<String>,
    /// In how many days it ends, where that is a week or less; negative: over since.
    pub ends_in_days: Option<i32>,
    /// Where it stands; those of others are always on the board.
    #[serde(default, skip_serializing_if = "NoticeState::is_published")]
    pub state: NoticeState,
}

/// What others offer and look for, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// At most fifty.
    pub notices: Vec<Notice>,
}

/// The other side of an exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Other {
    /// Somebody who will be asked, by their number.
    Number(u32),
    /// Somebody who stands here too, and says yes with their own card and PIN.
    Here(Shown),
}

/// A member says that an exchange was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declare {
    /// Made by the kiosk.
    pub id: CommandId,
    /// Whether they gave their time; else they received it.
    pub gave: bool,
    /// With whom.
    pub other: Other,
    /// How long, 1 to 1440 minutes.
    pub minutes: u16,
    /// Which service.
    pub category: Slug,
    /// On which day, `2026-11-18`; `None` for today, as the hub has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
}

/// A member takes back what they declared and nobody has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeBack {
    /// Made by the kiosk.
    pub id: CommandId,
}

/// A member confirms or refuses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Made by the kiosk.
    pub id: CommandId,
    /// Yes or no.
    pub yes: bool,
}

/// A member offers or looks for something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewNotice {
    /// Made by the kiosk.
    pub id: CommandId,
    /// Which way.
    pub way: Way,
    /// Which service.
    pub category: Slug,
    /// In their words, at most [`NOTICE_MAX`] characters; may be empty.
    #[serde(default)]
    pub text: String,
}

/// What becomes of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeStep {
    /// It stands for longer.
    Renew,
    /// Not for now.
    Pause,
    /// Again.
    Resume,
    /// It is taken back.
    Withdraw,
}

/// A member renews a notice or takes it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveNotice {
    /// Made by the kiosk.
    pub id: CommandId,
    /// Which.
    pub step: NoticeStep,
}

/// A member chooses another PIN.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangePin {
    /// The one they have.
    pub old: String,
    /// The one they want: four to six digits, not all alike and not in a row.
    pub new: String,
}

impl fmt::Debug for ChangePin {
    /// Never shows a PIN.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChangePin(…)")
    }
}
