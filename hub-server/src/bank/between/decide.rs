//! Whether what is asked or told between banks may happen: pure, from the books, what stands between the banks,
//! and the command.

use jiff::civil::Date;
use protocol::{AccountId, CommandId, EventId, ExchangeId, MemberId, NodeId};

use super::across::{Across, Peer, Standing};
use super::commands::Command;
use super::dealing::Stand;
use super::events::Event;
use super::message::{Code, Letter, Message};
use super::terms::Terms;
use crate::bank;
use crate::bank::account::{Account, Limits, Purpose};
use crate::bank::books::{Books, clearing_of};
use crate::bank::decide::Whom;
use crate::bank::exchange::State;
use crate::bank::minutes::Minutes;
use crate::bank::refusal::Refusal;
use crate::context::Ctx;

/// One fact, of the bank's own or between banks; they are appended in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Of the bank's own.
    Bank(bank::Event),
    /// Between banks.
    Between(Event),
}

/// What comes of a command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Facts in their order.
    pub facts: Vec<Fact>,
    /// Messages to send with them, in the same transaction.
    pub letters: Vec<Letter>,
}

/// Decides. A command about something that already stands so yields nothing.
///
/// # Errors
/// The [`Refusal`] to tell the person; [`Refusal::TooEarly`] for a message that overtook another, which is to
/// be brought again.
pub fn decide(
    books: &Books,
    across: &Across,
    command: &Command,
    from: Option<&NodeId>,
    ctx: &Ctx,
) -> Result<Outcome, Refusal> {
    let mut counter = Counter::open(books, across, ctx);
    counter.decide(command, from)?;
    Ok(counter.outcome)
}

/// Books and dealings as they change while one command is decided.
pub(super) struct Counter {
    pub(super) books: Books,
    pub(super) across: Across,
    pub(super) outcome: Outcome,
    pub(super) now_ms: i64,
    pub(super) command: CommandId,
}

impl Counter {
    pub(super) fn open(books: &Books, across: &Across, ctx: &Ctx) -> Self {
        Self {
            books: books.clone(),
            across: across.clone(),
            outcome: Outcome::default(),
            now_ms: ctx.now_ms,
            command: ctx.command,
        }
    }

    fn decide(&mut self, command: &Command, from: Option<&NodeId>) -> Result<(), Refusal> {
        match command {
            Command::Sign { peer, from, until, ceiling } => {
                self.sign(peer, *from, *until, *ceiling)
            }
            Command::Countersign { peer, terms } => self.countersign(peer, *terms),
            Command::End { peer } => self.end(peer),
            Command::Show { member, shown } => self.show(*member, *shown),
            Command::LetBeNamed { member, named } => self.let_be_named(*member, *named),
            Command::Write { peer, ours, theirs, text } => self.write(peer, *ours, theirs, text),
            Command::MarkRead { peer, ours, theirs } => {
                self.mark_read(peer, *ours, theirs);
                Ok(())
            }
            Command::ForgetWords { peer, ours, theirs } => {
                self.forget_words(peer, *ours, theirs);
                Ok(())
            }
            Command::Propose(proposal) => self.propose(proposal),
            Command::Answer { exchange, by, yes } => self.answer(*exchange, by.member(), *yes),
            Command::EndWaiting { exchange } => self.end_waiting(*exchange),
            Command::Withdraw { exchange } => self.withdraw(*exchange),
            Command::AskBack { exchange } => self.ask_back(*exchange),
            Command::AnswerBack { exchange, yes } => self.answer_back(*exchange, *yes),
            Command::Hear { number, message } => {
                let from = from.ok_or(Refusal::Unknown("bank"))?;
                self.hear(from, *number, message)
            }
        }
    }

    pub(super) fn push(&mut self, event: Event) {
        self.across.apply(&mut self.books, &event, self.now_ms);
        self.outcome.facts.push(Fact::Between(event));
    }

    pub(super) fn push_bank(&mut self, event: bank::Event) {
        self.books.apply(&event, self.now_ms);
        self.outcome.facts.push(Fact::Bank(event));
    }

    pub(super) fn tell(&mut self, peer: &NodeId, message: Message) {
        let number = self.peer(peer).told + 1;
        // Apart from the names of the command's own facts.
        let place = u32::MAX / 8 + u32::try_from(self.outcome.letters.len()).unwrap_or_default();
        let id = CommandId::new(EventId::of_command(self.command, place).uuid());
        self.push(Event::Told { peer: peer.clone(), number });
        self.outcome.letters.push(Letter { id, to: peer.clone(), number, message });
    }

    pub(super) fn peer(&self, peer: &NodeId) -> Peer {
        self.across.peers.get(peer).cloned().unwrap_or_default()
    }

    fn sign(
        &mut self,
        peer: &NodeId,
        from: Date,
        until: Date,
        ceiling: Minutes,
    ) -> Result<(), Refusal> {
        if *peer == self.books.bank {
            return Err(Refusal::OutOfRange("peer"));
        }
        if until < from || until < self.books.today {
            return Err(Refusal::OutOfRange("until"));
        }
        if ceiling < Minutes::hours(1) || ceiling > Limits::FURTHEST {
            return Err(Refusal::OutOfRange("ceiling"));
        }
        let version = self.peer(peer).pact.next_version();
        self.put_name_to(peer, Terms { id: self.command, version, from, until, ceiling });
        Ok(())
    }

    fn countersign(&mut self, peer: &NodeId, id: CommandId) -> Result<(), Refusal> {
        let pact = self.peer(peer).pact;
        let sheet = pact.sheet(id).ok_or(Refusal::Unknown("terms"))?;
        if sheet.ours {
            return Ok(());
        }
        // A newer sheet has come, or the conversation was ended.
        if pact.to_sign().is_none_or(|terms| terms.id != id) {
            return Err(Refusal::Unknown("terms"));
        }
        let terms = sheet.terms.clone();
        self.put_name_to(peer, terms);
        Ok(())
    }

    fn put_name_to(&mut self, peer: &NodeId, terms: Terms) {
        self.push(Event::Signed { peer: peer.clone(), terms: terms.clone() });
        self.tell(peer, Message::Signed(terms));
        self.follow_pact(peer);
    }

    fn end(&mut self, peer: &NodeId) -> Result<(), Refusal> {
        let pact = self.peer(peer).pact;
        let newest = pact.sheets.iter().map(|sheet| sheet.terms.age()).max();
        let age = newest.filter(|age| Some(*age) > pact.ended);
        let Some(age) = age else { return Err(Refusal::NoPact) };
        self.push(Event::Ended { peer: peer.clone(), age, by_peer: false });
        self.tell(peer, Message::Ended(age));
        Ok(())
    }

    /// Opens the account between the two with the first terms in force, and gives it the limits of the newest.
    pub(super) fn follow_pact(&mut self, peer: &NodeId) {
        let pact = self.peer(peer).pact;
        let Some(terms) = pact.in_force() else { return };
        let (account, limits) = (clearing_of(&self.books.bank, peer), terms.limits());
        match self.books.accounts.get(&account) {
            None => {
                let purpose = Purpose::Clearing { peer: peer.clone() };
                let limits = Some(limits);
                self.push_bank(bank::Event::AccountOpened { account, purpose, limits });
            }
            Some(found) if found.limits != Some(limits) => {
                self.push_bank(bank::Event::LimitsChanged { account, limits });
            }
            Some(_) => {}
        }
    }

    fn show(&mut self, member: MemberId, shown: bool) -> Result<(), Refusal> {
        self.books.party(Whom::Member(member))?;
        let now = self.across.shown.values().any(|other| *other == member);
        if shown && !now {
            self.push(Event::Shown { member, code: Code::of(member) });
        } else if !shown && now {
            if self.across.named.contains(&member) {
                self.tell_name(member, false);
            }
            self.push(Event::Hidden { member });
        }
        Ok(())
    }

    pub(super) fn standing(&self, exchange: ExchangeId) -> Result<Standing, Refusal> {
        self.across.dealings.get(&exchange).cloned().ok_or(Refusal::Unknown("exchange"))
    }

    pub(super) fn turn(&mut self, exchange: ExchangeId, to: Stand, over: bool) {
        self.push(Event::Turned { exchange, to, over });
    }

    /// What holds between the two on a day.
    pub(super) fn terms_on(&self, peer: &NodeId, day: Date) -> Result<Terms, Refusal> {
        let pact = self.peer(peer).pact;
        let today = self.books.today;
        let holds = |terms: &&Terms| terms.covers(day) && terms.covers(today);
        pact.in_force().filter(holds).cloned().ok_or(Refusal::NoPact)
    }

    pub(super) fn account(&self, id: AccountId) -> Result<&Account, Refusal> {
        self.books.accounts.get(&id).ok_or(Refusal::Unknown("account"))
    }

    /// Posts an exchange into this bank's accounts. Answers whether a limit was passed, which is marked.
    pub(super) fn post(&mut self, standing: &Standing) -> Result<bool, Refusal> {
        let dealing = &standing.dealing;
        let (deal, entries) = (dealing.deal(&self.books.bank), dealing.entries());
        let over = self.past(entries.iter())?;
        let exchange = deal.exchange;
        let passed = !over.is_empty();
        self.push_bank(bank::Event::Recorded { deal });
        self.push_bank(bank::Event::Posted { exchange, entries, over });
        Ok(passed)
    }

    /// Takes it out again with counter-entries. Answers whether a limit was passed by that.
    pub(super) fn post_back(&mut self, standing: &Standing) -> Result<bool, Refusal> {
        let (dealing, bank) = (&standing.dealing, self.books.bank.clone());
        let (first, own) = (dealing.in_books_of(&bank), dealing.back_in_books_of(&bank));
        let posted = self.books.exchanges.get(&first).ok_or(Refusal::Unknown("exchange"))?.clone();
        if !posted.state.counts() {
            return Err(Refusal::WrongState(posted.state));
        }
        let (deal, entries) = posted.counter(own, self.books.today).ok_or(Refusal::BadList)?;
        let over = self.past(entries.iter())?;
        let passed = !over.is_empty();
        self.push_bank(bank::Event::Recorded { deal });
        self.push_bank(bank::Event::Posted { exchange: own, entries, over });
        self.push_bank(bank::Event::Reversed { exchange: first, by: own });
        Ok(passed)
    }

    fn past(
        &self,
        entries: impl Iterator<Item = (AccountId, Minutes)>,
    ) -> Result<Vec<AccountId>, Refusal> {
        let mut over = Vec::new();
        for (account, minutes) in entries {
            if self.books.limit_passed(self.account(account)?, minutes) {
                over.push(account);
            }
        }
        Ok(over)
    }

    /// Whether our member's account still takes part.
    pub(super) fn is_open(&self, account: AccountId) -> bool {
        self.books.accounts.get(&account).is_some_and(|found| found.open)
    }

    fn ask_back(&mut self, exchange: ExchangeId) -> Result<(), Refusal> {
        let standing = self.standing(exchange)?;
        match standing.stand {
            Stand::Settled if self.is_open(standing.dealing.ours.account) => {
                self.turn(exchange, Stand::Reversing, false);
                self.tell(&standing.dealing.peer, Message::BackAsked { exchange });
                Ok(())
            }
            Stand::Settled => Err(Refusal::MayNotExchange(bank::members::Stage::Closed)),
            Stand::Reversing => Ok(()),
            // The other desk wants the same.
            Stand::BackAsked => self.answer_back(exchange, true),
            other @ (Stand::Provisional
            | Stand::Asked
            | Stand::Withdrawing
            | Stand::Withdrawn
            | Stand::Declined(_)
            | Stand::Reversed) => Err(not_now(other)),
        }
    }

    fn answer_back(&mut self, exchange: ExchangeId, yes: bool) -> Result<(), Refusal> {
        let standing = self.standing(exchange)?;
        let peer = standing.dealing.peer.clone();
        match (standing.stand, yes) {
            (Stand::BackAsked, true) if !self.is_open(standing.dealing.ours.account) => {
                Err(Refusal::MayNotExchange(bank::members::Stage::Closed))
            }
            (Stand::BackAsked, true) => {
                let over = self.post_back(&standing)?;
                self.turn(exchange, Stand::Reversed, over);
                self.tell(&peer, Message::BackGiven { exchange, over });
                Ok(())
            }
            (Stand::BackAsked, false) => {
                self.turn(exchange, Stand::Settled, false);
                self.tell(&peer, Message::BackRefused { exchange });
                Ok(())
            }
            (Stand::Reversed, true) | (Stand::Settled, false) => Ok(()),
            (other, _) => Err(not_now(other)),
        }
    }
}

/// A step that does not lead on from there, in the words of an exchange within the bank.
pub(super) const fn not_now(stand: Stand) -> Refusal {
    Refusal::WrongState(match stand {
        Stand::Provisional | Stand::Asked | Stand::Withdrawing => State::Declared,
        Stand::Withdrawn => State::Withdrawn,
        Stand::Declined(_) => State::Refused,
        Stand::Settled | Stand::Reversing | Stand::BackAsked => State::Posted,
        Stand::Reversed => State::Reversed,
    })
}
