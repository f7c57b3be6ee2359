mod after;
mod ledger;
mod node;
mod phones;
mod scripts;

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use protocol::{ActorRef, Channel, CommandId, ExchangeId, MemberId, PersonDetails, Slug};

use super::account::{Account, Agreement};
use super::books::Books;
use super::decide::{Application, Command, Declaration, Order, Whom, decide};
use super::events::Event;
use super::exchange::By;
use super::members::{Reach, Step};
use super::minutes::{Length, Minutes};
use super::refusal::Refusal;
use crate::context::Ctx;
use crate::testing::{MORNING_MS, uuid};

pub const TODAY: Date = date(2026, 11, 18);

/// A bank, with a count of the commands it was given.
#[derive(Clone)]
pub struct Bank {
    pub books: Books,
    pub now_ms: i64,
    commands: u128,
}

impl Bank {
    pub fn new() -> Self {
        Self::of("mompiano")
    }

    /// The bank of a hub by its name.
    pub fn of(hub: &str) -> Self {
        let books = Books::new(hub.parse().unwrap(), TODAY);
        // Ids are a city's: those of two banks differ.
        let commands = 1000 + hub.bytes().map(u128::from).sum::<u128>() * 100_000;
        Self { books, now_ms: MORNING_MS, commands }
    }

    /// A bank with so many full members, numbered from 0.
    pub fn with_members(count: usize) -> (Self, Vec<MemberId>) {
        let mut bank = Self::new();
        let members = (0..count).map(|_| bank.admit(None)).collect();
        (bank, members)
    }

    pub fn admit(&mut self, shares_with: Option<MemberId>) -> MemberId {
        let id = MemberId::from(self.give(&apply(shares_with)).unwrap());
        for step in [Step::Interview, Step::BeginTrial, Step::Admit] {
            self.give(&Command::moved(id, step)).unwrap();
        }
        id
    }

    pub fn next(&mut self) -> CommandId {
        self.commands += 1;
        CommandId::new(uuid(self.commands))
    }

    /// Gives a command under a fresh id.
    pub fn give(&mut self, command: &Command) -> Result<CommandId, Refusal> {
        let id = self.next();
        self.give_as(id, command).map(|_| id)
    }

    pub fn give_as(&mut self, id: CommandId, command: &Command) -> Result<Vec<Event>, Refusal> {
        let events = decide(&self.books, command, &self.ctx(id))?;
        for event in &events {
            self.books.apply(event, self.now_ms);
        }
        Ok(events)
    }

    pub fn ctx(&self, command: CommandId) -> Ctx {
        let (actor, channel) = (ActorRef::System, Channel::Console);
        Ctx { command, actor, channel, now_ms: self.now_ms, chance: [7; 32] }
    }

    pub fn account(&self, member: MemberId) -> &Account {
        &self.books.accounts[&self.books.members[&member].account.unwrap()]
    }

    pub fn balance(&self, member: MemberId) -> i64 {
        self.account(member).balance.get()
    }

    pub fn fund(&self) -> i64 {
        self.books.accounts[&self.books.fund()].balance.get()
    }

    pub fn sum(&self) -> i64 {
        self.books.accounts.values().map(|account| account.balance.get()).sum()
    }

    /// One member gave another so many minutes.
    pub fn exchange(
        &mut self,
        giver: MemberId,
        receiver: MemberId,
        minutes: u16,
    ) -> Result<ExchangeId, Refusal> {
        let orders = vec![order(giver, &[receiver], minutes)];
        self.give(&Command::Record { orders, by_the_body: false }).map(ExchangeId::from)
    }
}

pub fn apply(shares_with: Option<MemberId>) -> Command {
    Command::Apply(Application {
        person: PersonDetails { name: "Livia".to_owned(), ..PersonDetails::default() },
        neighbourhood: slug("mompiano"),
        age: None,
        reach: Reach::Desk,
        language: "it".to_owned(),
        shares_with,
        brings: None,
    })
}

/// A step with a reason, which those that stop somebody need.
pub fn because(member: MemberId, step: Step) -> Command {
    Command::Move { member, step, why: "Deciso insieme".to_owned(), keeps: Vec::new() }
}

pub fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

pub fn length(minutes: u16) -> Length {
    Length::try_from(minutes).unwrap()
}

pub fn order(giver: MemberId, receivers: &[MemberId], minutes: u16) -> Order {
    Order {
        giver: Whom::Member(giver),
        receivers: receivers.iter().map(|member| Whom::Member(*member)).collect(),
        length: length(minutes),
        category: slug("company"),
        day: TODAY,
        cheque: None,
    }
}

pub fn declaration(by: MemberId, gave: bool, other: MemberId, minutes: u16) -> Command {
    Command::Declare(Declaration {
        by: By::Member(by),
        gave,
        other,
        length: length(minutes),
        category: slug("company"),
        day: TODAY,
        agreed: None,
    })
}

pub fn agreement(scope: &[&str]) -> Agreement {
    Agreement {
        title: "Convenzione 12/2026".to_owned(),
        from: date(2026, 11, 1),
        until: date(2026, 11, 30),
        scope: scope.iter().map(|text| slug(text)).collect::<BTreeSet<_>>(),
    }
}

pub fn minutes(value: i64) -> Minutes {
    Minutes::new(value)
}
