//! Several banks and what travels between them, without any node: messages wait until somebody brings them, in
//! whatever order, as often as they like.

use std::collections::BTreeMap;

use protocol::{CommandId, ExchangeId, MemberId, NodeId};

use crate::bank;
use crate::bank::between::across::{Across, Standing};
use crate::bank::between::commands::{Command, Proposal};
use crate::bank::between::dealing::Stand;
use crate::bank::between::decide::{Fact, decide};
use crate::bank::between::erasure;
use crate::bank::between::message::{Code, Letter};
use crate::bank::books::{Books, clearing_of};
use crate::bank::exchange::By;
use crate::bank::minutes::Minutes;
use crate::bank::refusal::Refusal;
use crate::bank::tests::{Bank, TODAY, length, slug};
use crate::testing::uuid;
use jiff::ToSpan as _;

pub const NAMES: [&str; 3] = ["casazza", "lamarmora", "mompiano"];

/// One bank, everything that happened in it, and what came of each command.
pub struct Hub {
    pub bank: Bank,
    pub across: Across,
    pub members: Vec<MemberId>,
    pub facts: Vec<(Fact, i64)>,
    before: Books,
}

/// A message that is on its way.
#[derive(Clone)]
pub struct OnTheWay {
    pub from: usize,
    pub letter: Letter,
}

pub struct Town {
    pub hubs: Vec<Hub>,
    pub on_the_way: Vec<OnTheWay>,
    commands: u128,
}

impl Town {
    /// So many banks with so many members each, who all let themselves be found.
    pub fn new(banks: usize, members: usize) -> Self {
        let hubs = NAMES[..banks].iter().map(|name| Hub::new(name, members)).collect();
        let mut town = Self { hubs, on_the_way: Vec::new(), commands: 9_000_000 };
        for at in 0..banks {
            for member in town.hubs[at].members.clone() {
                town.give(at, &Command::Show { member, shown: true }).unwrap();
            }
        }
        town
    }

    /// The same, with terms in force between all of them.
    pub fn agreed(banks: usize, members: usize, ceiling: i64) -> Self {
        let mut town = Self::new(banks, members);
        for one in 0..banks {
            for other in one + 1..banks {
                town.agree(one, other, ceiling);
            }
        }
        town.bring_everything();
        town
    }

    pub fn agree(&mut self, one: usize, other: usize, ceiling: i64) {
        let terms = self.give(one, &sign(other, ceiling)).unwrap();
        self.bring_everything();
        self.give(other, &Command::Countersign { peer: node(one), terms }).unwrap();
        self.bring_everything();
    }

    pub fn next(&mut self) -> CommandId {
        self.commands += 1;
        CommandId::new(uuid(self.commands))
    }

    pub fn give(&mut self, at: usize, command: &Command) -> Result<CommandId, Refusal> {
        let id = self.next();
        self.give_as(at, id, command, None).map(|_| id)
    }

    pub fn give_as(
        &mut self,
        at: usize,
        id: CommandId,
        command: &Command,
        from: Option<usize>,
    ) -> Result<Vec<Fact>, Refusal> {
        let (from, hub) = (from.map(node), &mut self.hubs[at]);
        let ctx = hub.bank.ctx(id);
        let outcome = decide(&hub.bank.books, &hub.across, command, from.as_ref(), &ctx)?;
        for fact in &outcome.facts {
            hub.apply(fact);
        }
        for letter in outcome.letters {
            self.on_the_way.push(OnTheWay { from: at, letter });
        }
        Ok(outcome.facts)
    }

    /// A member is erased at their bank; `knowing` are the banks that may know them.
    pub fn erase(&mut self, at: usize, member: MemberId, knowing: &[usize]) {
        let (id, hub) = (self.next(), &mut self.hubs[at]);
        let known = [(member, knowing.iter().map(|at| node(*at)).collect())];
        let ctx = hub.bank.ctx(id);
        let outcome = erasure::decide(&hub.bank.books, &hub.across, &known, &ctx);
        for fact in &outcome.facts {
            hub.apply(fact);
        }
        for letter in outcome.letters {
            self.on_the_way.push(OnTheWay { from: at, letter });
        }
    }

    /// Gives a command of a bank's own.
    pub fn give_bank(
        &mut self,
        at: usize,
        command: &bank::Command,
    ) -> Result<Vec<bank::Event>, Refusal> {
        let (id, hub) = (self.next(), &mut self.hubs[at]);
        let events = bank::decide::decide(&hub.bank.books, command, &hub.bank.ctx(id))?;
        for event in &events {
            hub.apply(&Fact::Bank(event.clone()));
        }
        Ok(events)
    }

    /// Brings one of the messages; one that overtook another is brought again later.
    pub fn bring(&mut self, place: usize, again: bool) -> Result<Vec<Fact>, Refusal> {
        let OnTheWay { from, letter } = self.on_the_way[place].clone();
        let to = NAMES.iter().position(|name| *name == letter.to.as_str()).unwrap();
        let hear = Command::Hear { number: letter.number, message: letter.message };
        let heard = self.give_as(to, letter.id, &hear, Some(from));
        if heard.is_ok() && !again {
            self.on_the_way.remove(place);
        }
        heard
    }

    /// Everything that is on its way arrives, and whatever is answered to it.
    pub fn bring_everything(&mut self) {
        while !self.on_the_way.is_empty() {
            let before = self.on_the_way.len();
            let ready = (0..before).find(|place| self.bring(*place, false).is_ok());
            assert!(ready.is_some(), "a message that never fits");
        }
    }

    /// A member of one bank says that they gave (or received) so long to one of another.
    pub fn propose(
        &mut self,
        (at, mine): (usize, usize),
        (other, theirs): (usize, usize),
        gave: bool,
        minutes: u16,
        cheque: Option<u32>,
    ) -> Result<ExchangeId, Refusal> {
        let command = self.proposal((at, mine), (other, theirs), gave, minutes, cheque);
        self.give(at, &command).map(ExchangeId::from)
    }

    pub fn proposal(
        &self,
        (at, mine): (usize, usize),
        (other, theirs): (usize, usize),
        gave: bool,
        minutes: u16,
        cheque: Option<u32>,
    ) -> Command {
        Command::Propose(Proposal {
            peer: node(other),
            by: By::Member(self.hubs[at].members[mine]),
            to: Code::of(self.hubs[other].members[theirs]),
            gave,
            length: length(minutes),
            category: slug("company"),
            day: TODAY,
            cheque,
        })
    }

    /// What the member who was asked says.
    pub fn answer(&mut self, at: usize, exchange: ExchangeId, yes: bool) -> Result<(), Refusal> {
        let ours = self.standing(at, exchange).dealing.ours;
        let by = By::Desk { member: ours.member.unwrap() };
        self.give(at, &Command::Answer { exchange, by, yes }).map(|_| ())
    }

    pub fn standing(&self, at: usize, exchange: ExchangeId) -> &Standing {
        &self.hubs[at].across.dealings[&exchange]
    }

    pub fn stand(&self, at: usize, exchange: ExchangeId) -> Stand {
        self.standing(at, exchange).stand
    }

    /// What a bank holds of another: what its members gave to the other's is owed to it, so below zero.
    pub fn clearing(&self, at: usize, other: usize) -> i64 {
        let books = &self.hubs[at].bank.books;
        let account = books.accounts.get(&clearing_of(&books.bank, &node(other)));
        account.map_or(0, |account| account.balance.get())
    }

    pub fn balance(&self, at: usize, member: usize) -> i64 {
        self.hubs[at].bank.balance(self.hubs[at].members[member])
    }
}

impl Hub {
    fn new(name: &str, count: usize) -> Self {
        let mut bank = Bank::of(name);
        let members = (0..count).map(|_| bank.admit(None)).collect();
        let before = bank.books.clone();
        Self { bank, across: Across::default(), members, facts: Vec::new(), before }
    }

    fn apply(&mut self, fact: &Fact) {
        let now_ms = self.bank.now_ms;
        apply(&mut self.bank.books, &mut self.across, fact, now_ms);
        self.facts.push((fact.clone(), now_ms));
    }

    pub fn sum(&self) -> i64 {
        self.bank.sum()
    }

    /// What waits, over all accounts.
    pub fn sum_held(&self) -> i64 {
        let all = self.bank.books.accounts.values();
        all.map(|account| account.held.sum().get()).sum()
    }

    /// The same from the facts alone.
    pub fn rebuilt(&self) -> (Books, Across) {
        let (mut books, mut across) = (self.before.clone(), Across::default());
        for (fact, at_ms) in &self.facts {
            apply(&mut books, &mut across, fact, *at_ms);
        }
        (books, across)
    }
}

fn apply(books: &mut Books, across: &mut Across, fact: &Fact, at_ms: i64) {
    match fact {
        Fact::Bank(event) => books.apply(event, at_ms),
        Fact::Between(event) => across.apply(books, event, at_ms),
    }
}

pub fn node(at: usize) -> NodeId {
    NAMES[at].parse().unwrap()
}

pub fn sign(peer: usize, ceiling: i64) -> Command {
    Command::Sign {
        peer: node(peer),
        from: TODAY,
        until: TODAY.saturating_add(365.days()),
        ceiling: Minutes::new(ceiling),
    }
}

/// Accounts by name, for whoever adds them up from scratch.
pub type Balances = BTreeMap<protocol::AccountId, i64>;
