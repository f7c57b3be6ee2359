//! Every expected no of the bank. What is said to the person is in `locales/`, in a patient clerk's words.

use jiff::civil::Date;
use protocol::{AccountId, Problem};

use super::exchange::State;
use super::members::Stage;
use super::minutes::Minutes;
use crate::store::rows::word;

/// An expected no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No such member, account, exchange or listing here.
    Unknown(&'static str),
    /// A step that does not lead anywhere from where the member stands.
    NoSuchStep(Stage),
    /// A member who may not exchange now.
    MayNotExchange(Stage),
    /// The account would go below its floor.
    BelowFloor {
        /// Which.
        account: AccountId,
        /// What waits to leave it for another bank; not above zero.
        waits: Minutes,
        /// The floor.
        floor: Minutes,
        /// What it holds.
        balance: Minutes,
        /// How much must be given first.
        missing: Minutes,
    },
    /// The account would go above its ceiling.
    AboveCeiling {
        /// Which.
        account: AccountId,
        /// What waits to come to it from another bank.
        waits: Minutes,
        /// The ceiling.
        ceiling: Minutes,
        /// What it holds.
        balance: Minutes,
        /// How much must be spent first.
        over: Minutes,
    },
    /// Both sides use the same account.
    SameAccount,
    /// The service needs a licence or gives a certificate.
    Excluded,
    /// The city has no such category, or no such neighbourhood.
    NotInCatalogue(&'static str),
    /// The day is still to come, or is more than a year ago.
    BadDay,
    /// The municipality's agreement does not hold on that day.
    NoAgreement {
        /// First day.
        from: Date,
        /// Last day.
        until: Date,
    },
    /// The agreement does not cover the service.
    OutsideAgreement,
    /// No book with this number was handed out to whoever pays.
    ChequeUnknown,
    /// The cheque was posted already.
    ChequeUsed {
        /// When, UTC milliseconds.
        at_ms: i64,
        /// The day it was there.
        day: Date,
    },
    /// Some of these numbers were handed out before.
    ChequesOverlap,
    /// A range of numbers, a limit or a length that makes no sense.
    OutOfRange(&'static str),
    /// A step that stops somebody, without a reason.
    ReasonMissing,
    /// Not while the exchange stands so.
    WrongState(State),
    /// Whoever declared it cannot confirm it.
    OwnDeclaration,
    /// The exchange is between others.
    NotYours,
    /// The account does not hold zero.
    NotBalanced {
        /// What it holds.
        balance: Minutes,
    },
    /// The same list names nobody, or somebody twice.
    BadList,
    /// It has ended, is paused or was taken back.
    ListingClosed,
    /// There is nobody on the other side, or there are many.
    NobodyToTell,
    /// They have said so already.
    AlreadySaid,
    /// What was agreed on has been done.
    ArrangementKept,
    /// Not both sides have agreed.
    NotAgreed,
    /// A member who does not let themselves be found by other banks.
    NotShown,
    /// Nothing holds between the two banks on that day.
    NoPact,
    /// What one bank may owe the other is reached that way.
    ClearingFull {
        /// The ceiling both signed.
        ceiling: Minutes,
        /// Whether our member gave; else they received.
        ours_gave: bool,
    },
    /// It is in the accounts of another bank too and is not reversed by one of them alone.
    BetweenBanks,
    /// Something of another bank still waits in the account.
    StillWaiting,
    /// A message of another bank that overtook one before it; it is brought again.
    TooEarly,
    /// A line of a list is refused: which one (from 1), and why.
    AtLine(usize, Box<Self>),
}

/// Minutes as arguments of a message: whole hours and the minutes that remain, and whether it is owed.
fn with_time(problem: Problem, name: &str, minutes: Minutes) -> Problem {
    problem.with(name, length_text(minutes))
}

/// Whose account stands at a limit: by its side, until somebody who may knows the name; and what waits there.
fn of_account(problem: Problem, account: AccountId, side: &str, waits: Minutes) -> Problem {
    let waits = if waits == Minutes::ZERO { "none".to_owned() } else { length_text(waits.size()) };
    problem.with("account", account).with("whose", side).with("waits", waits)
}

/// A length in the shortest form both languages share: `-20 h`, `1 h 30`, `45 min`.
#[must_use]
pub fn length_text(minutes: Minutes) -> String {
    let sign = if minutes.get() < 0 { "−" } else { "" };
    let (hours, rest) = (minutes.get().abs() / 60, minutes.get().abs() % 60);
    match (hours, rest) {
        (0, rest) => format!("{sign}{rest} min"),
        (hours, 0) => format!("{sign}{hours} h"),
        (hours, rest) => format!("{sign}{hours} h {rest:02}"),
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unknown(what) => Self::not_found(match what {
                "member" => "bank-unknown-member",
                "account" => "bank-unknown-account",
                "listing" => "bank-unknown-listing",
                "reference" => "bank-unknown-reference",
                "bank" => "bank-unknown-bank",
                "terms" => "bank-unknown-terms",
                "arrangement" => "bank-unknown-arrangement",
                _ => "bank-unknown-exchange",
            }),
            Refusal::NoSuchStep(stage) => {
                Self::conflict("bank-no-such-step").with("stage", word(&stage))
            }
            Refusal::MayNotExchange(stage) => {
                Self::conflict("bank-may-not-exchange").with("stage", word(&stage))
            }
            Refusal::BelowFloor { account, waits, floor, balance, missing } => {
                let problem = with_time(Self::conflict("bank-below-floor"), "floor", floor);
                let problem = of_account(problem, account, "receiver", waits);
                with_time(with_time(problem, "balance", balance), "missing", missing)
            }
            Refusal::AboveCeiling { account, waits, ceiling, balance, over } => {
                let problem = with_time(Self::conflict("bank-above-ceiling"), "ceiling", ceiling);
                let problem = of_account(problem, account, "giver", waits);
                with_time(with_time(problem, "balance", balance), "over", over)
            }
            Refusal::SameAccount => Self::invalid("bank-same-account").at("receiver"),
            Refusal::Excluded => Self::invalid("bank-excluded").at("category"),
            Refusal::NotInCatalogue(field) => Self::invalid("not-in-catalogue").at(field),
            Refusal::BadDay => Self::invalid("bank-bad-day").at("day"),
            Refusal::NoAgreement { from, until } => {
                Self::conflict("bank-no-agreement").with("from", from).with("until", until)
            }
            Refusal::OutsideAgreement => Self::conflict("bank-outside-agreement").at("category"),
            Refusal::ChequeUnknown => Self::invalid("bank-cheque-unknown").at("cheque"),
            Refusal::ChequeUsed { day, .. } => {
                Self::conflict("bank-cheque-used").at("cheque").with("day", day)
            }
            Refusal::ChequesOverlap => Self::conflict("bank-cheques-overlap").at("first"),
            Refusal::OutOfRange(field) => Self::invalid("bank-out-of-range").at(field),
            Refusal::ReasonMissing => Self::invalid("bank-reason-missing").at("why"),
            Refusal::WrongState(state) => {
                Self::conflict("bank-exchange-state").with("state", word(&state))
            }
            Refusal::OwnDeclaration => Self::forbidden("bank-own-declaration"),
            Refusal::NotYours => Self::forbidden("bank-not-yours"),
            Refusal::NotBalanced { balance } => {
                with_time(Self::conflict("bank-not-balanced"), "balance", balance)
            }
            Refusal::BadList => Self::invalid("bank-bad-list").at("receivers"),
            Refusal::ListingClosed => Self::conflict("bank-listing-closed"),
            Refusal::NobodyToTell => Self::conflict("bank-nobody-to-tell"),
            Refusal::AlreadySaid => Self::conflict("bank-already-said"),
            Refusal::ArrangementKept => Self::conflict("bank-arrangement-kept"),
            Refusal::NotAgreed => Self::invalid("bank-not-agreed").at("agreed"),
            Refusal::NotShown => Self::conflict("bank-not-shown"),
            Refusal::NoPact => Self::conflict("bank-no-pact"),
            Refusal::ClearingFull { ceiling, ours_gave } => {
                let way = if ours_gave { "giving" } else { "receiving" };
                let full = Self::conflict("bank-clearing-full").with("way", way);
                with_time(full, "ceiling", ceiling)
            }
            Refusal::BetweenBanks => Self::conflict("bank-between-banks"),
            Refusal::StillWaiting => Self::conflict("bank-still-waiting"),
            Refusal::TooEarly => Self::try_later("bank-too-early"),
            Refusal::AtLine(line, why) => Self::from(*why).with("line", line),
        }
    }
}
