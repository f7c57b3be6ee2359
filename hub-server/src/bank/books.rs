//! What decisions look at: rules, accounts, members, exchanges, cheques and listings. On a node only those a
//! command names are loaded; in tests the whole bank. Facts change it in one place, [`Books::apply`].

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use protocol::{AccountId, ExchangeId, ListingId, MemberId, NodeId};

use super::account::{Account, Agreement, Held, Purpose, Rules};
use super::after::{Expenses, Reference};
use super::arrangements::{Arrangement, ArrangementState};
use super::events::Event;
use super::exchange::{Exchange, State};
use super::listings::{self, Listing, ListingState};
use super::members::{Member, Stage};
use super::minutes::Minutes;

/// A book of paper cheques.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChequeBook {
    /// Paid from.
    pub account: AccountId,
    /// First number.
    pub first: u32,
    /// Last number.
    pub last: u32,
}

/// A bank, or the part of it that a command is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Books {
    /// The hub whose bank it is.
    pub bank: NodeId,
    /// The day it is there.
    pub today: Date,
    /// The clock that its city goes by.
    pub zone: TimeZone,
    /// Its rules.
    pub rules: Rules,
    /// Accounts by name; the fund among them once it is open.
    pub accounts: BTreeMap<AccountId, Account>,
    /// Members by name.
    pub members: BTreeMap<MemberId, Member>,
    /// Exchanges by name.
    pub exchanges: BTreeMap<ExchangeId, Exchange>,
    /// Listings by name.
    pub listings: BTreeMap<ListingId, Listing>,
    /// Books of cheques that were handed out.
    pub cheque_books: Vec<ChequeBook>,
    /// Cheques that were posted, with when, UTC milliseconds.
    pub cheques: BTreeMap<u32, i64>,
    /// What the municipality agreed to, one after the other.
    pub agreements: Vec<Agreement>,
    /// The number the next member gets.
    pub next_number: u32,
    /// Numbers members have, where a command gives some out by itself.
    pub numbers: BTreeSet<u32>,
    /// Hours that changed account without a service, where a command may bring them again.
    pub transfers: BTreeSet<ExchangeId>,
    /// Agreed expenses, by exchange.
    pub expenses: BTreeMap<ExchangeId, Expenses>,
    /// References, by exchange and by who left them.
    pub references: BTreeMap<(ExchangeId, MemberId), Reference>,
    /// What members agreed on, and where it stands.
    pub arrangements: BTreeMap<ExchangeId, (Arrangement, ArrangementState)>,
    /// How many members use each account, besides those who left.
    pub users: BTreeMap<AccountId, u32>,
}

impl Books {
    /// A bank in which nothing has happened.
    #[must_use]
    pub fn new(bank: NodeId, today: Date) -> Self {
        Self {
            bank,
            today,
            zone: TimeZone::UTC,
            rules: Rules::default(),
            accounts: BTreeMap::new(),
            members: BTreeMap::new(),
            exchanges: BTreeMap::new(),
            listings: BTreeMap::new(),
            cheque_books: Vec::new(),
            cheques: BTreeMap::new(),
            agreements: Vec::new(),
            next_number: 1,
            numbers: BTreeSet::new(),
            transfers: BTreeSet::new(),
            expenses: BTreeMap::new(),
            references: BTreeMap::new(),
            arrangements: BTreeMap::new(),
            users: BTreeMap::new(),
        }
    }

    /// The hour fund's account: every bank has one, under a name that follows from the hub's.
    #[must_use]
    pub fn fund(&self) -> AccountId {
        fund_of(&self.bank)
    }

    /// The day it was there at an instant, UTC milliseconds.
    #[must_use]
    pub fn day_of(&self, at_ms: i64) -> Date {
        let at = jiff::Timestamp::from_millisecond(at_ms).unwrap_or_default();
        at.to_zoned(self.zone.clone()).date()
    }

    /// The same after a fact. Facts are believed: they were decided once.
    pub fn apply(&mut self, event: &Event, now_ms: i64) {
        match event {
            Event::RulesSet { rules, .. } => self.rules = rules.clone(),
            Event::Applied(applied) => {
                let member = Member {
                    id: applied.member,
                    stage: Stage::Applicant,
                    account: None,
                    shares_with: applied.shares_with,
                    until: None,
                    suspended_from: None,
                    leaving_from: None,
                };
                self.members.insert(applied.member, member);
                self.next_number = self.next_number.max(applied.number.saturating_add(1));
                self.numbers.insert(applied.number);
            }
            Event::Corrected(to) => {
                if let Some(member) = self.members.get_mut(&to.member) {
                    member.shares_with = to.shares_with;
                }
            }
            Event::Moved { member, step, until, back } => {
                if let Some(member) = self.members.get_mut(member) {
                    member.moved(*step, *until, *back);
                    if member.stage == Stage::Closed
                        && let Some(users) = member.account.and_then(|a| self.users.get_mut(&a))
                    {
                        *users = users.saturating_sub(1);
                    }
                }
            }
            Event::AccountOpened { account, purpose, limits } => {
                if let Purpose::Municipality(agreement) = purpose {
                    self.agree(agreement);
                }
                let opened = Account {
                    id: *account,
                    purpose: purpose.clone(),
                    limits: *limits,
                    balance: Minutes::ZERO,
                    held: Held::default(),
                    given: Minutes::ZERO,
                    open: true,
                };
                self.accounts.insert(*account, opened);
            }
            Event::AccountGiven { member, account } => {
                if let Some(member) = self.members.get_mut(member) {
                    member.account = Some(*account);
                    *self.users.entry(*account).or_default() += 1;
                }
            }
            Event::AgreementSet { account, agreement } => {
                self.agree(agreement);
                if let Some(account) = self.accounts.get_mut(account) {
                    account.purpose = Purpose::Municipality(agreement.clone());
                }
            }
            Event::LimitsChanged { account, limits } => {
                if let Some(account) = self.accounts.get_mut(account) {
                    account.limits = Some(*limits);
                }
            }
            Event::AccountClosed { account } => {
                if let Some(account) = self.accounts.get_mut(account) {
                    account.open = false;
                }
            }
            Event::ChequesIssued { account, first, last } => {
                let book = ChequeBook { account: *account, first: *first, last: *last };
                self.cheque_books.push(book);
            }
            Event::Listed(listed) => {
                let listing = Listing { listed: listed.clone(), state: ListingState::Published };
                self.listings.insert(listed.listing, listing);
            }
            Event::ListingMoved { listing, step, until } => {
                if let Some(listing) = self.listings.get_mut(listing) {
                    listing.state = listings::after(listing.state, *step).unwrap_or(listing.state);
                    listing.listed.until = *until;
                }
            }
            Event::ReferenceGiven { exchange, by, about, .. } => {
                let reference = Reference { about: *about, answered: false, hidden: false };
                self.references.insert((*exchange, *by), reference);
            }
            Event::ReferenceAnswered { exchange, of, .. } => {
                if let Some(reference) = self.references.get_mut(&(*exchange, *of)) {
                    reference.answered = true;
                }
            }
            Event::ReferenceHidden { exchange, of, hidden } => {
                if let Some(reference) = self.references.get_mut(&(*exchange, *of)) {
                    reference.hidden = *hidden;
                }
            }
            Event::Arranged(arrangement) => {
                let agreed = (arrangement.clone(), ArrangementState::Agreed);
                self.arrangements.insert(arrangement.arrangement, agreed);
            }
            Event::CalledOff { arrangement, .. } => {
                self.turn(*arrangement, ArrangementState::CalledOff);
            }
            Event::Missed { arrangement, .. } => {
                self.turn(*arrangement, ArrangementState::Missed);
            }
            Event::ArrangementKept { arrangement, .. } => {
                self.turn(*arrangement, ArrangementState::Kept);
            }
            Event::Transferred(transfer) => {
                self.transfers.insert(transfer.exchange);
            }
            Event::NoteWritten { .. }
            | Event::StepWords { .. }
            | Event::ArrangementWords { .. }
            | Event::ListingWords { .. }
            | Event::ReferenceWords { .. }
            | Event::Called { .. } => {}
            Event::ExpensesNoted(expenses) => {
                self.expenses.insert(expenses.exchange, *expenses);
            }
            Event::Declared { .. }
            | Event::Recorded { .. }
            | Event::Confirmed { .. }
            | Event::Refused { .. }
            | Event::Withdrawn { .. }
            | Event::Lapsed { .. }
            | Event::Posted { .. }
            | Event::Disputed { .. }
            | Event::Upheld { .. }
            | Event::Reversed { .. } => self.apply_to_exchange(event, now_ms),
        }
    }

    /// A paper of the same name is the same paper, put right.
    fn agree(&mut self, agreement: &Agreement) {
        self.agreements.retain(|known| known.title != agreement.title);
        self.agreements.push(agreement.clone());
    }

    fn turn(&mut self, arrangement: ExchangeId, to: ArrangementState) {
        if let Some((_, state)) = self.arrangements.get_mut(&arrangement) {
            *state = to;
        }
    }

    fn apply_to_exchange(&mut self, event: &Event, now_ms: i64) {
        let begun = |deal: &super::exchange::Deal, by, until_ms| Exchange {
            deal: deal.clone(),
            state: State::Declared,
            declared_by: by,
            until_ms,
            entries: None,
            posted_at_ms: None,
        };
        let mut set = |exchange: &ExchangeId, state| {
            if let Some(exchange) = self.exchanges.get_mut(exchange) {
                exchange.state = state;
            }
        };
        match event {
            Event::Declared { deal, by, until_ms } => {
                self.exchanges.insert(deal.exchange, begun(deal, Some(*by), Some(*until_ms)));
            }
            Event::Recorded { deal } => {
                self.exchanges.insert(deal.exchange, begun(deal, None, None));
            }
            Event::Refused { exchange, .. } => set(exchange, State::Refused),
            Event::Withdrawn { exchange } => set(exchange, State::Withdrawn),
            Event::Lapsed { exchange } => set(exchange, State::Lapsed),
            Event::Disputed { exchange, .. } => set(exchange, State::Disputed),
            Event::Upheld { exchange } => set(exchange, State::Posted),
            Event::Reversed { exchange, .. } => set(exchange, State::Reversed),
            Event::Posted { exchange, entries, .. } => {
                for (account, minutes) in entries.iter() {
                    if let Some(account) = self.accounts.get_mut(&account) {
                        account.balance += minutes;
                    }
                }
                if let Some(exchange) = self.exchanges.get_mut(exchange) {
                    exchange.state = State::Posted;
                    exchange.entries = Some(entries.clone());
                    exchange.posted_at_ms = Some(now_ms);
                    if let Some(cheque) = exchange.deal.cheque {
                        self.cheques.insert(cheque, now_ms);
                    }
                    // A counter-entry takes back what was given, too.
                    let (giver, minutes) = match exchange.deal.reverses {
                        None => (exchange.deal.giver.account, exchange.deal.length.minutes()),
                        Some(_) => match exchange.deal.receivers.first() {
                            Some(receiver) => (receiver.account, -exchange.deal.length.minutes()),
                            None => return,
                        },
                    };
                    if let Some(account) = self.accounts.get_mut(&giver) {
                        account.given += minutes;
                    }
                }
            }
            Event::RulesSet { .. }
            | Event::Applied(_)
            | Event::Corrected(_)
            | Event::Moved { .. }
            | Event::AccountOpened { .. }
            | Event::AccountGiven { .. }
            | Event::AgreementSet { .. }
            | Event::LimitsChanged { .. }
            | Event::AccountClosed { .. }
            | Event::Transferred(_)
            | Event::Confirmed { .. }
            | Event::NoteWritten { .. }
            | Event::StepWords { .. }
            | Event::ArrangementWords { .. }
            | Event::ChequesIssued { .. }
            | Event::Listed(_)
            | Event::ListingWords { .. }
            | Event::ListingMoved { .. }
            | Event::ReferenceGiven { .. }
            | Event::ReferenceWords { .. }
            | Event::ReferenceAnswered { .. }
            | Event::ReferenceHidden { .. }
            | Event::ExpensesNoted(_)
            | Event::Arranged(_)
            | Event::CalledOff { .. }
            | Event::ArrangementKept { .. }
            | Event::Missed { .. }
            | Event::Called { .. } => {}
        }
    }
}

/// The name of a bank's hour fund.
#[must_use]
pub fn fund_of(bank: &NodeId) -> AccountId {
    named_account("fund", bank)
}

/// The name of a bank's account for its municipality.
#[must_use]
pub fn municipality_of(bank: &NodeId) -> AccountId {
    named_account("municipality", bank)
}

/// The name of the account between a bank and that of another hub.
#[must_use]
pub fn clearing_of(bank: &NodeId, peer: &NodeId) -> AccountId {
    named_account(&format!("clearing/{peer}"), bank)
}

fn named_account(what: &str, bank: &NodeId) -> AccountId {
    let hash = blake3::hash(format!("bank/{what}/{bank}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.as_bytes()[..16]);
    bytes[6] = 0x80 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    AccountId::new(uuid::Uuid::from_bytes(bytes))
}
