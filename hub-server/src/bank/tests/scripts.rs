//! Scripts nobody would think to write, against a ledger simple enough to be right by looking at it.
//!
//! `BANK_SCRIPTS=10000` runs so many; failing seeds are kept beside this file.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a script looks at the facts that move minutes, and at no other"
)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use protocol::{AccountId, ExchangeId, MemberId};

use super::*;
use crate::bank::account::Limits;
use crate::bank::after::{Expense, Expenses};
use crate::bank::exchange::{Source, State};
use crate::bank::import::{Import, Movement, Newcomer, Side, named};

/// One step; numbers point at members and exchanges by place, whatever there is.
#[derive(Debug, Clone)]
enum Act {
    Admit,
    Join(usize),
    Exchange { giver: usize, receivers: Vec<usize>, minutes: u16, by_the_body: bool },
    Declare { by: usize, gave: bool, other: usize, minutes: u16 },
    Answer { exchange: usize, by: usize, yes: bool },
    Withdraw { exchange: usize, by: usize },
    Wait { days: i64, exchange: usize },
    Dispute { exchange: usize, by: usize },
    Reverse { exchange: usize },
    Limits { member: usize, floor: i64, ceiling: i64 },
    Step { member: usize, step: usize },
    Bring(i64),
    Refer { exchange: usize, by: usize },
    Expenses { exchange: usize, cents: u32 },
    Import { people: usize, moves: Vec<(usize, usize, i64)> },
    Together { by: usize, gave: bool, other: usize, minutes: u16 },
    Again,
}

/// So many people of another program, the same each time, and what they exchanged there.
fn brought(people: usize, moves: &[(usize, usize, i64)]) -> Import {
    let bank: protocol::NodeId = "mompiano".parse().unwrap();
    let member = |n: usize| MemberId::new(named(&bank, "member", &n.to_string()));
    let numbers = (0_u32..).zip(0..people);
    let members = numbers.map(|(number, n)| Newcomer {
        member: member(n),
        number: number + 1,
        person: PersonDetails { name: format!("Persona {n}"), ..PersonDetails::default() },
        neighbourhood: slug("mompiano"),
        age: None,
        reach: Reach::Desk,
        language: "it".to_owned(),
        brings: minutes(0),
    });
    let side = |n: usize| if n < people { Side::Member(member(n)) } else { Side::Fund };
    let moves = moves.iter().filter(|(from, to, _)| side(*from) != side(*to));
    let movements = moves.map(|(from, to, value)| Movement {
        exchange: ExchangeId::new(named(&bank, "movement", &format!("{from}/{to}/{value}"))),
        from: side(*from),
        to: side(*to),
        minutes: minutes(*value),
        day: TODAY,
        category: slug("company"),
    });
    Import { members: members.collect(), movements: movements.collect(), notices: Vec::new() }
}

fn act() -> impl Strategy<Value = Act> {
    let (n, m) = (0..8_usize, 1..=1440_u16);
    prop_oneof![
        1 => Just(Act::Admit),
        1 => n.clone().prop_map(Act::Join),
        6 => (n.clone(), prop::collection::vec(n.clone(), 1..4), m.clone(), prop::bool::weighted(0.1))
            .prop_map(|(giver, receivers, minutes, by_the_body)| Act::Exchange {
                giver, receivers, minutes, by_the_body
            }),
        3 => (n.clone(), any::<bool>(), n.clone(), m)
            .prop_map(|(by, gave, other, minutes)| Act::Declare { by, gave, other, minutes }),
        4 => (0..30_usize, n.clone(), any::<bool>())
            .prop_map(|(exchange, by, yes)| Act::Answer { exchange, by, yes }),
        1 => (0..30_usize, n.clone()).prop_map(|(exchange, by)| Act::Withdraw { exchange, by }),
        1 => (0..9_i64, 0..30_usize).prop_map(|(days, exchange)| Act::Wait { days, exchange }),
        1 => (0..30_usize, n.clone()).prop_map(|(exchange, by)| Act::Dispute { exchange, by }),
        2 => (0..30_usize).prop_map(|exchange| Act::Reverse { exchange }),
        1 => (n.clone(), -3000..=0_i64, 0..=3000_i64)
            .prop_map(|(member, floor, ceiling)| Act::Limits { member, floor, ceiling }),
        2 => (n, 0..12_usize).prop_map(|(member, step)| Act::Step { member, step }),
        1 => (-9000..9000_i64).prop_map(Act::Bring),
        1 => (0..30_usize, 0..8_usize).prop_map(|(exchange, by)| Act::Refer { exchange, by }),
        1 => (0..30_usize, 0..60_000_u32)
            .prop_map(|(exchange, cents)| Act::Expenses { exchange, cents }),
        1 => (1..5_usize, prop::collection::vec((0..6_usize, 0..6_usize, 1..4000_i64), 0..6))
            .prop_map(|(people, moves)| Act::Import { people, moves }),
        3 => (0..8_usize, any::<bool>(), 0..8_usize, 1..=600_u16)
            .prop_map(|(by, gave, other, minutes)| Act::Together { by, gave, other, minutes }),
        2 => Just(Act::Again),
    ]
}

/// The ledger by the book: who gave whom how much, added up from scratch every time.
#[derive(Default)]
struct Reference {
    /// Giver, receivers, minutes; by the exchange's name.
    counted: BTreeMap<ExchangeId, (AccountId, Vec<AccountId>, i64)>,
    moved: Vec<(AccountId, i64)>,
}

impl Reference {
    fn balances(&self, fund: AccountId) -> BTreeMap<AccountId, i64> {
        let mut sums = BTreeMap::new();
        for (giver, receivers, minutes) in self.counted.values() {
            *sums.entry(*giver).or_default() += minutes;
            *sums.entry(fund).or_default() -= minutes;
            for receiver in receivers {
                *sums.entry(*receiver).or_default() -= minutes;
                *sums.entry(fund).or_default() += minutes;
            }
        }
        for (account, minutes) in &self.moved {
            *sums.entry(*account).or_default() += minutes;
            *sums.entry(fund).or_default() -= minutes;
        }
        sums
    }
}

struct Script {
    bank: Bank,
    members: Vec<MemberId>,
    exchanges: Vec<ExchangeId>,
    reference: Reference,
    last: Option<(protocol::CommandId, Command)>,
}

impl Script {
    fn member(&self, place: usize) -> MemberId {
        self.members[place % self.members.len()]
    }

    fn command(&self, act: &Act) -> Option<Command> {
        let exchange = |place: usize| {
            (!self.exchanges.is_empty()).then(|| self.exchanges[place % self.exchanges.len()])
        };
        let by = |place: usize| By::Member(self.member(place));
        Some(match act {
            Act::Admit | Act::Join(_) | Act::Again | Act::Together { .. } => return None,
            Act::Refer { exchange: place, by: who } => Command::Refer {
                exchange: exchange(*place)?,
                by: by(*who),
                liked: true,
                text: String::new(),
            },
            Act::Expenses { exchange: place, cents } => Command::NoteExpenses {
                expenses: Expenses {
                    exchange: exchange(*place)?,
                    amount_cents: *cents,
                    what: Expense::Other,
                },
                agreed: true,
            },
            Act::Import { people, moves } => Command::Import(Box::new(brought(*people, moves))),
            Act::Exchange { giver, receivers, minutes, by_the_body } => {
                let receivers: Vec<_> = receivers.iter().map(|n| self.member(*n)).collect();
                let orders = vec![order(self.member(*giver), &receivers, *minutes)];
                Command::Record { orders, by_the_body: *by_the_body }
            }
            Act::Declare { by, gave, other, minutes } => {
                declaration(self.member(*by), *gave, self.member(*other), *minutes)
            }
            Act::Answer { exchange: place, by: who, yes } => {
                Command::Answer { exchange: exchange(*place)?, by: by(*who), yes: *yes }
            }
            Act::Withdraw { exchange: place, by: who } => {
                Command::Withdraw { exchange: exchange(*place)?, by: by(*who) }
            }
            Act::Wait { exchange: place, .. } => {
                Command::EndWaiting { exchange: exchange(*place)? }
            }
            Act::Dispute { exchange: place, by: who } => {
                Command::Dispute { exchange: exchange(*place)?, by: by(*who), why: String::new() }
            }
            Act::Reverse { exchange: place } => {
                Command::Reverse { exchange: exchange(*place)?, note: String::new() }
            }
            Act::Limits { member, floor, ceiling } => {
                let account = self.bank.books.members[&self.member(*member)].account?;
                let limits = Limits {
                    hard_floor: minutes(*floor),
                    soft_floor: minutes(floor / 2),
                    soft_ceiling: minutes(ceiling / 2),
                    hard_ceiling: minutes(*ceiling),
                    ..self.bank.books.rules.limits
                };
                Command::SetLimits { account, limits }
            }
            Act::Step { member, step } => because(self.member(*member), Step::ALL[*step]),
            Act::Bring(value) => {
                let Command::Apply(mut application) = apply(None) else { unreachable!() };
                application.brings = Some(minutes(*value));
                Command::Apply(application)
            }
        })
    }

    fn run(&mut self, act: &Act) -> Result<(), TestCaseError> {
        match act {
            Act::Admit => self.members.push(self.bank.admit(None)),
            Act::Join(place) => {
                let with = self.member(*place);
                if self.bank.books.members[&with].stage.may_exchange() {
                    self.members.push(self.bank.admit(Some(with)));
                }
            }
            Act::Together { by, gave, other, minutes } => {
                // As at the kiosk: one says it, the other says yes at once.
                let (by, other) = (self.member(*by), self.member(*other));
                self.give(declaration(by, *gave, other, *minutes))?;
                if let Some((id, Command::Declare(_))) = self.last.clone() {
                    let exchange = ExchangeId::from(id);
                    let own = Command::Answer { exchange, by: By::Member(by), yes: true };
                    prop_assert!(self.bank.give(&own).is_err(), "nobody confirms their own");
                    self.give(Command::Answer { exchange, by: By::Member(other), yes: true })?;
                }
            }
            Act::Again => {
                if let Some((id, command)) = self.last.clone() {
                    let before = self.bank.books.clone();
                    // A node answers a command it did from the receipt; without one, nothing may move twice.
                    if !matches!(
                        command,
                        Command::Apply(_) | Command::Move { .. } | Command::Reverse { .. }
                    ) {
                        let again = self.bank.give_as(id, &command);
                        prop_assert!(again.is_err() || again == Ok(vec![]), "{again:?}");
                        prop_assert_eq!(&before, &self.bank.books);
                    }
                }
            }
            _ => {
                if let Act::Wait { days, .. } = act {
                    self.bank.now_ms += days * 86_400_000;
                }
                let Some(command) = self.command(act) else { return Ok(()) };
                self.give(command)?;
            }
        }
        self.check()
    }

    fn give(&mut self, command: Command) -> Result<(), TestCaseError> {
        let before = self.bank.books.clone();
        let id = self.bank.next();
        let Ok(events) = self.bank.give_as(id, &command) else {
            prop_assert_eq!(&before, &self.bank.books, "a refusal changes nothing");
            self.last = None;
            return Ok(());
        };
        let by_the_body = matches!(&command, Command::Record { by_the_body: true, .. });
        for event in &events {
            match event {
                Event::Applied(applied) => self.members.push(applied.member),
                Event::Declared { deal, .. } | Event::Recorded { deal } => {
                    self.exchanges.push(deal.exchange);
                }
                Event::Reversed { exchange, .. } => {
                    self.reference.counted.remove(exchange);
                }
                Event::Transferred(transfer) => {
                    let fund = self.bank.books.fund();
                    let value = transfer.minutes.get();
                    // One side is the fund, but for what was brought from one person to another.
                    for (account, minutes) in [(transfer.to, value), (transfer.from, -value)] {
                        if account != fund {
                            self.reference.moved.push((account, minutes));
                        }
                    }
                }
                Event::Posted { exchange, entries, over } => {
                    let deal = self.bank.books.exchanges.get(exchange).map(|x| x.deal.clone());
                    let Some(deal) = deal else { continue };
                    for (account, moved) in entries.iter() {
                        let Some(was) = before.accounts.get(&account) else { continue };
                        let now = &self.bank.books.accounts[&account];
                        let brought = deal.source == Source::Imported;
                        let past = !brought
                            && ((moved.get() < 0 && was.floor().is_some_and(|f| now.balance < f))
                                || (moved.get() > 0
                                    && was.ceiling().is_some_and(|c| now.balance > c)));
                        prop_assert_eq!(
                            past,
                            over.contains(&account),
                            "never silently past a limit"
                        );
                        prop_assert!(!past || by_the_body || deal.reverses.is_some());
                    }
                    if deal.reverses.is_none() {
                        let receivers = deal.receivers.iter().map(|r| r.account).collect();
                        let value = deal.length.minutes().get();
                        self.reference
                            .counted
                            .insert(*exchange, (deal.giver.account, receivers, value));
                    }
                }
                _ => {}
            }
        }
        self.last = Some((id, command));
        Ok(())
    }

    fn check(&self) -> Result<(), TestCaseError> {
        prop_assert_eq!(self.bank.sum(), 0);
        let expected = self.reference.balances(self.bank.books.fund());
        for (account, found) in &self.bank.books.accounts {
            let balance = expected.get(account).copied().unwrap_or_default();
            prop_assert_eq!(found.balance.get(), balance, "{}", account);
            if !found.open {
                prop_assert_eq!(found.balance.get(), 0, "a closed account holds nothing");
            }
        }
        for exchange in self.bank.books.exchanges.values() {
            let counted = self.reference.counted.contains_key(&exchange.deal.exchange);
            let expected = exchange.state.counts() && exchange.deal.reverses.is_none();
            prop_assert_eq!(counted, expected, "{:?}", exchange.state);
            prop_assert!(exchange.state != State::Declared || exchange.entries.is_none());
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
    fn balances_are_what_a_simple_ledger_says_and_sum_to_zero_after_every_step(
        script in prop::collection::vec(act(), 1..60)
    ) {
        let (bank, members) = Bank::with_members(4);
        let mut run = Script {
            bank, members, exchanges: Vec::new(), reference: Reference::default(), last: None,
        };
        for act in &script {
            run.run(act)?;
        }
    }
}
