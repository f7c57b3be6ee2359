//! Scripts nobody would think to write, over three banks and a line that is cut, doubles, reorders and forgets to
//! say that it has brought something; against a reference simple enough to be right by looking at it.
//!
//! `BANK_SCRIPTS=10000` runs so many; failing seeds are kept beside this file.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use protocol::{AccountId, CommandId, ExchangeId};

use super::town::*;
use crate::bank::account::{Limits, Silence};
use crate::bank::between::commands::Command;
use crate::bank::between::dealing::Stand;
use crate::bank::between::decide::Fact;
use crate::bank::between::events::Event;
use crate::bank::between::message::Why;
use crate::bank::books::clearing_of;
use crate::bank::minutes::Minutes;
use crate::bank::refusal::Refusal;
use crate::bank::tests::{because, order};
use crate::bank::{self, Command as Bank};

const BANKS: usize = 3;
const MEMBERS: usize = 3;

/// One step; numbers point at banks, members, exchanges and messages by place, whatever there is.
#[derive(Debug, Clone)]
enum Act {
    Propose { at: usize, mine: usize, other: usize, theirs: usize, gave: bool, minutes: u16 },
    Cheque { at: usize, mine: usize, other: usize, theirs: usize, number: u32 },
    Answer { at: usize, exchange: usize, yes: bool },
    Withdraw { at: usize, exchange: usize },
    AskBack { at: usize, exchange: usize },
    AnswerBack { at: usize, exchange: usize, yes: bool },
    Within { at: usize, giver: usize, receiver: usize, minutes: u16, cheque: Option<u32> },
    Bring(usize),
    BringAndForget(usize),
    Cut(usize),
    Mend(usize),
    MendAll,
    Days { at: usize, days: i64 },
    Limits { at: usize, member: usize, floor: i64, ceiling: i64 },
    Sign { at: usize, other: usize, ceiling: i64 },
    Countersign { at: usize, other: usize },
    End { at: usize, other: usize },
    Show { at: usize, member: usize, shown: bool },
    Leave { at: usize, member: usize, step: usize },
    Again(usize),
}

fn act() -> impl Strategy<Value = Act> {
    let (b, m, x, p) = (0..BANKS, 0..MEMBERS, 0..20_usize, 0..40_usize);
    prop_oneof![
        8 => (b.clone(), m.clone(), b.clone(), m.clone(), any::<bool>(), 1..=900_u16)
            .prop_map(|(at, mine, other, theirs, gave, minutes)| Act::Propose {
                at, mine, other, theirs, gave, minutes
            }),
        2 => (b.clone(), m.clone(), b.clone(), m.clone(), 1..6_u32)
            .prop_map(|(at, mine, other, theirs, number)| Act::Cheque {
                at, mine, other, theirs, number
            }),
        8 => (b.clone(), x.clone(), prop::bool::weighted(0.85))
            .prop_map(|(at, exchange, yes)| Act::Answer { at, exchange, yes }),
        2 => (b.clone(), x.clone()).prop_map(|(at, exchange)| Act::Withdraw { at, exchange }),
        3 => (b.clone(), x.clone()).prop_map(|(at, exchange)| Act::AskBack { at, exchange }),
        3 => (b.clone(), x, prop::bool::weighted(0.8))
            .prop_map(|(at, exchange, yes)| Act::AnswerBack { at, exchange, yes }),
        3 => (b.clone(), m.clone(), m.clone(), 1..=900_u16, prop::option::weighted(0.3, 1..6_u32))
            .prop_map(|(at, giver, receiver, minutes, cheque)| Act::Within {
                at, giver, receiver, minutes, cheque
            }),
        14 => p.clone().prop_map(Act::Bring),
        4 => p.clone().prop_map(Act::BringAndForget),
        2 => b.clone().prop_map(Act::Cut),
        2 => b.clone().prop_map(Act::Mend),
        1 => Just(Act::MendAll),
        1 => (b.clone(), 0..9_i64).prop_map(|(at, days)| Act::Days { at, days }),
        1 => (b.clone(), m.clone(), -1500..=0_i64, 0..=1500_i64)
            .prop_map(|(at, member, floor, ceiling)| Act::Limits { at, member, floor, ceiling }),
        1 => (b.clone(), b.clone(), 60..3000_i64)
            .prop_map(|(at, other, ceiling)| Act::Sign { at, other, ceiling }),
        2 => (b.clone(), b.clone()).prop_map(|(at, other)| Act::Countersign { at, other }),
        1 => (b.clone(), b.clone()).prop_map(|(at, other)| Act::End { at, other }),
        1 => (b.clone(), m.clone(), any::<bool>())
            .prop_map(|(at, member, shown)| Act::Show { at, member, shown }),
        1 => (b, m, 0..4_usize).prop_map(|(at, member, step)| Act::Leave { at, member, step }),
        3 => p.prop_map(Act::Again),
    ]
}

/// What stands in the accounts of one bank, by the book: who gave whom how much. Added up from scratch.
#[derive(Default)]
struct Reference {
    /// Ours, the account between the banks, minutes of ours; by the name both banks use.
    across: BTreeMap<ExchangeId, (AccountId, AccountId, i64)>,
    /// Giver, receiver, minutes; by name.
    within: BTreeMap<ExchangeId, (AccountId, AccountId, i64)>,
    /// To, from, minutes.
    moved: Vec<(AccountId, AccountId, i64)>,
}

impl Reference {
    fn balances(&self) -> Balances {
        let mut sums = Balances::new();
        let pairs = self.across.values().chain(self.within.values()).chain(&self.moved);
        for (plus, minus, minutes) in pairs {
            *sums.entry(*plus).or_default() += minutes;
            *sums.entry(*minus).or_default() -= minutes;
        }
        sums
    }
}

struct Script {
    town: Town,
    references: Vec<Reference>,
    down: BTreeSet<usize>,
    exchanges: Vec<ExchangeId>,
    /// Commands that were done, to be given again under their own names.
    done: Vec<(usize, CommandId, Command, Option<usize>)>,
    /// Cheques that were posted: whose bank, number.
    cheques: BTreeSet<(usize, u32)>,
}

impl Script {
    fn new() -> Self {
        let mut town = Town::agreed(BANKS, MEMBERS, 1200);
        for at in 0..BANKS {
            let member = town.hubs[at].members[0];
            town.give_bank(at, &Bank::IssueCheques { member, first: 1, last: 5 }).unwrap();
            let silence = if at == 0 { Silence::Confirms } else { Silence::Lapses };
            let rules = bank::Rules { silence, ..town.hubs[at].bank.books.rules.clone() };
            town.give_bank(at, &Bank::SetRules { rules }).unwrap();
        }
        Self {
            town,
            references: (0..BANKS).map(|_| Reference::default()).collect(),
            down: BTreeSet::new(),
            exchanges: Vec::new(),
            done: Vec::new(),
            cheques: BTreeSet::new(),
        }
    }

    fn exchange(&self, place: usize) -> Option<ExchangeId> {
        (!self.exchanges.is_empty()).then(|| self.exchanges[place % self.exchanges.len()])
    }

    fn command(&self, act: &Act) -> Option<(usize, Command)> {
        let on = |at: usize, exchange: usize, make: &dyn Fn(ExchangeId) -> Command| {
            Some((at, make(self.exchange(exchange)?)))
        };
        match *act {
            Act::Propose { at, mine, other, theirs, gave, minutes } => {
                let proposal = self.town.proposal((at, mine), (other, theirs), gave, minutes, None);
                Some((at, proposal))
            }
            Act::Cheque { at, mine, other, theirs, number } => {
                let proposal =
                    self.town.proposal((at, mine), (other, theirs), true, 45, Some(number));
                Some((at, proposal))
            }
            Act::Answer { at, exchange, yes } => {
                let exchange = self.exchange(exchange)?;
                let standing = self.town.hubs[at].across.dealings.get(&exchange)?;
                let by = bank::exchange::By::Member(standing.dealing.ours.member?);
                Some((at, Command::Answer { exchange, by, yes }))
            }
            Act::Withdraw { at, exchange } => {
                on(at, exchange, &|exchange| Command::Withdraw { exchange })
            }
            Act::AskBack { at, exchange } => {
                on(at, exchange, &|exchange| Command::AskBack { exchange })
            }
            Act::AnswerBack { at, exchange, yes } => {
                on(at, exchange, &|exchange| Command::AnswerBack { exchange, yes })
            }
            Act::Sign { at, other, ceiling } => Some((at, sign(other, ceiling))),
            Act::Countersign { at, other } => {
                let peer = node(other);
                let terms = self.town.hubs[at].across.peers.get(&peer)?.pact.to_sign()?.id;
                Some((at, Command::Countersign { peer, terms }))
            }
            Act::End { at, other } => Some((at, Command::End { peer: node(other) })),
            Act::Show { at, member, shown } => {
                let member = self.town.hubs[at].members[member];
                Some((at, Command::Show { member, shown }))
            }
            Act::Within { .. }
            | Act::Bring(_)
            | Act::BringAndForget(_)
            | Act::Cut(_)
            | Act::Mend(_)
            | Act::MendAll
            | Act::Days { .. }
            | Act::Limits { .. }
            | Act::Leave { .. }
            | Act::Again(_) => None,
        }
    }

    fn run(&mut self, act: &Act) -> Result<(), TestCaseError> {
        match *act {
            Act::Bring(place) => {
                self.bring(place, false)?;
            }
            Act::BringAndForget(place) => {
                self.bring(place, true)?;
            }
            Act::Cut(at) => {
                self.down.insert(at);
            }
            Act::Mend(at) => {
                self.down.remove(&at);
            }
            Act::MendAll => self.mend()?,
            Act::Days { at, days } => {
                self.town.hubs[at].bank.now_ms += days * 86_400_000;
                for exchange in self.exchanges.clone() {
                    if self.town.hubs[at].across.dealings.contains_key(&exchange) {
                        self.give(at, &Command::EndWaiting { exchange }, None)?;
                    }
                }
            }
            Act::Within { at, giver, receiver, minutes, cheque } => {
                let members = &self.town.hubs[at].members;
                let mut order = order(members[giver], &[members[receiver]], minutes);
                order.cheque = cheque;
                self.give_bank(at, &Bank::Record { orders: vec![order], by_the_body: false })?;
            }
            Act::Limits { at, member, floor, ceiling } => {
                let bank = &self.town.hubs[at].bank;
                let account = bank.account(self.town.hubs[at].members[member]).id;
                let limits = Limits {
                    hard_floor: Minutes::new(floor),
                    soft_floor: Minutes::new(floor / 2),
                    soft_ceiling: Minutes::new(ceiling / 2),
                    hard_ceiling: Minutes::new(ceiling),
                    ..bank.books.rules.limits
                };
                self.give_bank(at, &Bank::SetLimits { account, limits })?;
            }
            Act::Leave { at, member, step } => {
                use bank::members::Step;
                let member = self.town.hubs[at].members[member];
                let step = [Step::AskToLeave, Step::Stay, Step::Close, Step::CloseToFund][step];
                self.give_bank(at, &because(member, step))?;
            }
            Act::Again(place) => {
                if !self.done.is_empty() {
                    let (at, id, command, from) = self.done[place % self.done.len()].clone();
                    // A node answers from the receipt. A message has none to lean on after a restore.
                    if from.is_some() {
                        let before = (
                            self.town.hubs[at].bank.books.clone(),
                            self.town.hubs[at].across.clone(),
                        );
                        let again = self.town.give_as(at, id, &command, from);
                        prop_assert_eq!(again, Ok(vec![]));
                        let now = &self.town.hubs[at];
                        prop_assert_eq!(&before, &(now.bank.books.clone(), now.across.clone()));
                    }
                }
            }
            Act::Propose { .. }
            | Act::Cheque { .. }
            | Act::Answer { .. }
            | Act::Withdraw { .. }
            | Act::AskBack { .. }
            | Act::AnswerBack { .. }
            | Act::Sign { .. }
            | Act::Countersign { .. }
            | Act::End { .. }
            | Act::Show { .. } => {
                if let Some((at, command)) = self.command(act) {
                    self.give(at, &command, None)?;
                }
            }
        }
        self.check()
    }

    fn give(
        &mut self,
        at: usize,
        command: &Command,
        heard: Option<(CommandId, usize)>,
    ) -> Result<bool, TestCaseError> {
        let hub = &self.town.hubs[at];
        let before = (hub.bank.books.clone(), hub.across.clone());
        let (id, from) = match heard {
            Some((id, from)) => (id, Some(from)),
            None => (self.town.next(), None),
        };
        let outcome = self.town.give_as(at, id, command, from);
        let Ok(facts) = outcome else {
            let now = &self.town.hubs[at];
            prop_assert_eq!(&before, &(now.bank.books.clone(), now.across.clone()));
            prop_assert!(
                from.is_none() || outcome == Err(Refusal::TooEarly),
                "what happened at another bank is never refused: {:?}",
                outcome
            );
            return Ok(false);
        };
        if let Command::Propose(_) = command {
            self.exchanges.extend(facts.iter().find_map(|fact| match fact {
                Fact::Between(Event::Begun(dealing)) => Some(dealing.exchange),
                Fact::Between(_) | Fact::Bank(_) => None,
            }));
            // A new one is refused where what waits would pass the ceiling.
            for (_, account) in self.clearings(at) {
                let (floor, ceiling) = (account.floor().unwrap(), account.ceiling().unwrap());
                let was = &before.0.accounts[&account.id];
                let (low, high) =
                    (account.balance + account.held.to_go, account.balance + account.held.to_come);
                prop_assert!(low >= floor || account.held.to_go == was.held.to_go);
                prop_assert!(high <= ceiling || account.held.to_come == was.held.to_come);
            }
        }
        self.count(at, &before.0, &facts, from.is_none())?;
        self.done.push((at, id, command.clone(), from));
        Ok(true)
    }

    fn give_bank(&mut self, at: usize, command: &Bank) -> Result<(), TestCaseError> {
        let before = self.town.hubs[at].bank.books.clone();
        if let Ok(events) = self.town.give_bank(at, command) {
            let facts: Vec<Fact> = events.into_iter().map(Fact::Bank).collect();
            self.count(at, &before, &facts, true)?;
        }
        Ok(())
    }

    /// Writes what was posted into the reference, and looks whether every limit that was passed is marked.
    fn count(
        &mut self,
        at: usize,
        before: &bank::books::Books,
        facts: &[Fact],
        by_hand: bool,
    ) -> Result<(), TestCaseError> {
        let bank = node(at);
        for fact in facts {
            match fact {
                Fact::Between(Event::Turned { exchange, to, over }) => {
                    let standing = self.town.standing(at, *exchange).clone();
                    let dealing = &standing.dealing;
                    if *to == Stand::Settled {
                        let minutes = dealing.length.minutes().get();
                        let ours = if dealing.ours_gave { minutes } else { -minutes };
                        let entry = (dealing.ours.account, dealing.clearing, ours);
                        self.references[at].across.insert(*exchange, entry);
                    } else if *to == Stand::Reversed {
                        prop_assert!(self.references[at].across.remove(exchange).is_some());
                    }
                    prop_assert!(!over || standing.over);
                }
                Fact::Bank(bank::Event::Transferred(moved)) => {
                    let entry = (moved.to, moved.from, moved.minutes.get());
                    self.references[at].moved.push(entry);
                }
                Fact::Bank(bank::Event::Posted { exchange, entries, over }) => {
                    let posted = self.town.hubs[at].bank.books.exchanges.get(exchange);
                    let Some(deal) = posted.map(|posted| posted.deal.clone()) else { continue };
                    let across = self.across_of(at, *exchange);
                    for (account, moved) in entries.iter() {
                        let was = &before.accounts[&account];
                        let now = was.balance + moved;
                        let past = (moved < Minutes::ZERO && was.floor().is_some_and(|f| now < f))
                            || (moved > Minutes::ZERO && was.ceiling().is_some_and(|c| now > c));
                        prop_assert_eq!(past, over.contains(&account), "never silently");
                        if past {
                            let marked =
                                across.is_some_and(|across| self.town.standing(at, across).over);
                            prop_assert!(marked, "past a limit within the bank, or unmarked");
                            let own = by_hand
                                && account
                                    != self.town.standing(at, across.unwrap()).dealing.clearing;
                            prop_assert!(!own || deal.reverses.is_some(), "by hand past a limit");
                        }
                    }
                    if let Some(number) = deal.cheque {
                        prop_assert!(self.cheques.insert((at, number)), "a cheque posted twice");
                    }
                    let Some(across) = across else {
                        let minutes = deal.length.minutes().get();
                        let entry = (deal.giver.account, deal.receivers[0].account, minutes);
                        self.references[at].within.insert(*exchange, entry);
                        continue;
                    };
                    let dealing = &self.town.standing(at, across).dealing;
                    let name = match deal.reverses {
                        None => dealing.in_books_of(&bank),
                        Some(_) => dealing.back_in_books_of(&bank),
                    };
                    prop_assert_eq!(name, *exchange);
                }
                Fact::Between(_) | Fact::Bank(_) => {}
            }
        }
        Ok(())
    }

    /// The exchange between banks that a posting belongs to.
    fn across_of(&self, at: usize, posted: ExchangeId) -> Option<ExchangeId> {
        let bank = node(at);
        let mut all = self.town.hubs[at].across.dealings.values();
        let names = |d: &crate::bank::between::dealing::Dealing| {
            [d.in_books_of(&bank), d.back_in_books_of(&bank)].contains(&posted)
        };
        all.find(|standing| names(&standing.dealing)).map(|standing| standing.dealing.exchange)
    }

    /// Answers whether it was heard.
    fn bring(&mut self, place: usize, forget: bool) -> Result<bool, TestCaseError> {
        if self.town.on_the_way.is_empty() {
            return Ok(false);
        }
        let place = place % self.town.on_the_way.len();
        let OnTheWay { from, letter } = self.town.on_the_way[place].clone();
        let to = NAMES.iter().position(|name| *name == letter.to.as_str()).unwrap();
        if self.down.contains(&from) || self.down.contains(&to) {
            return Ok(false);
        }
        let hear = Command::Hear { number: letter.number, message: letter.message };
        let heard = self.give(to, &hear, Some((letter.id, from)))?;
        if heard && !forget {
            self.town.on_the_way.remove(place);
        }
        Ok(heard)
    }

    /// The lines are mended and stay so until everything has arrived.
    fn mend(&mut self) -> Result<(), TestCaseError> {
        self.down.clear();
        while !self.town.on_the_way.is_empty() {
            let mut any = false;
            for place in (0..self.town.on_the_way.len()).rev() {
                any |= self.bring(place, false)?;
            }
            prop_assert!(any, "a message that never fits");
        }
        self.agree()
    }

    fn clearings(&self, at: usize) -> Vec<(usize, bank::account::Account)> {
        let books = &self.town.hubs[at].bank.books;
        let account =
            |other: usize| books.accounts.get(&clearing_of(&books.bank, &node(other))).cloned();
        (0..BANKS).filter_map(|other| Some((other, account(other)?))).collect()
    }

    /// What must be true at every instant, whatever is on its way.
    fn check(&self) -> Result<(), TestCaseError> {
        for (at, hub) in self.town.hubs.iter().enumerate() {
            prop_assert_eq!((hub.sum(), hub.sum_held()), (0, 0));
            let expected = self.references[at].balances();
            for account in hub.bank.books.accounts.values() {
                let balance = expected.get(&account.id).copied().unwrap_or_default();
                prop_assert_eq!(account.balance.get(), balance, "{}", account.id);
                if !account.open {
                    prop_assert_eq!(account.balance, Minutes::ZERO);
                    prop_assert_eq!(account.held, bank::account::Held::default());
                }
            }
            let mut held: BTreeMap<AccountId, (i64, i64)> = BTreeMap::new();
            for standing in hub.across.dealings.values() {
                let counted = self.references[at].across.contains_key(&standing.dealing.exchange);
                prop_assert_eq!(counted, standing.stand.counts(), "{:?}", standing.stand);
                if standing.stand.holds() {
                    for (account, minutes) in standing.dealing.held(standing.stand) {
                        let sums = held.entry(account).or_default();
                        let sum = if minutes > Minutes::ZERO { &mut sums.0 } else { &mut sums.1 };
                        *sum += minutes.get();
                    }
                }
            }
            for account in hub.bank.books.accounts.values() {
                let sums = held.get(&account.id).copied().unwrap_or_default();
                prop_assert_eq!((account.held.to_come.get(), account.held.to_go.get()), sums);
            }
        }
        self.never_one_sided()
    }

    /// Nothing is in one bank's accounts for ever and out of the other's: whatever one counts, the other counts or
    /// will, and a no is never followed by a yes.
    fn never_one_sided(&self) -> Result<(), TestCaseError> {
        for exchange in &self.exchanges {
            let stands: Vec<Stand> = self
                .town
                .hubs
                .iter()
                .filter_map(|hub| hub.across.dealings.get(exchange).map(|found| found.stand))
                .collect();
            let no = |s: &Stand| matches!(s, Stand::Declined(_) | Stand::Withdrawn);
            let yes = |s: &Stand| s.counts() || *s == Stand::Reversed;
            prop_assert!(
                !(stands.iter().any(no) && stands.iter().any(yes)),
                "{:?} at two banks",
                stands
            );
        }
        Ok(())
    }

    /// What must be true once everything has arrived.
    fn agree(&self) -> Result<(), TestCaseError> {
        for one in 0..BANKS {
            for other in 0..BANKS {
                if one == other {
                    continue;
                }
                prop_assert_eq!(self.town.clearing(one, other), -self.town.clearing(other, one));
                let terms = |at: usize, peer: usize| {
                    let peer = self.town.hubs[at].across.peers.get(&node(peer))?;
                    peer.pact.in_force().cloned()
                };
                prop_assert_eq!(terms(one, other), terms(other, one));
            }
        }
        for exchange in &self.exchanges {
            let there = |began_here: bool| {
                self.town.hubs.iter().find_map(|hub| {
                    let found = hub.across.dealings.get(exchange)?;
                    (found.dealing.began_here == began_here).then_some(found.stand)
                })
            };
            let pair = (there(true).unwrap(), there(false));
            let fits = match pair {
                (Stand::Provisional, Some(Stand::Asked))
                | (Stand::Settled, Some(Stand::Settled))
                | (Stand::Reversing, Some(Stand::BackAsked))
                | (Stand::BackAsked, Some(Stand::Reversing))
                | (Stand::Reversed, Some(Stand::Reversed))
                | (Stand::Withdrawn, Some(Stand::Declined(Why::Withdrawn)))
                | (Stand::Declined(_), None) => true,
                // It was declined before the wish to take it back came.
                (Stand::Declined(here), Some(Stand::Declined(there))) => here == there,
                (Stand::Withdrawing, _) => false,
                _ => false,
            };
            prop_assert!(fits, "{:?}", pair);
        }
        for hub in &self.town.hubs {
            let rebuilt = hub.rebuilt();
            prop_assert_eq!(&rebuilt.0, &hub.bank.books);
            prop_assert_eq!(&rebuilt.1, &hub.across);
        }
        Ok(())
    }
}

fn cases() -> u32 {
    std::env::var("BANK_SCRIPTS").ok().and_then(|text| text.parse().ok()).unwrap_or(300)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn banks_sum_to_zero_at_every_instant_and_agree_once_everything_has_arrived(
        script in prop::collection::vec(act(), 1..80)
    ) {
        let mut run = Script::new();
        for act in &script {
            run.run(act)?;
        }
        run.mend()?;
        run.check()?;
    }
}
