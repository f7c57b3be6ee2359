//! What one side says and the other answers, disputes, and exchanges that are taken back.

use protocol::{AccountId, ExchangeId, MemberId};

use super::{Declaration, Desk, NOTE_MAX, Whom};
use crate::bank::account::{Purpose, Silence};
use crate::bank::events::Event;
use crate::bank::exchange::{By, Deal, Exchange, Party, Source, State};
use crate::bank::members::Stage;
use crate::bank::minutes::Minutes;
use crate::bank::refusal::Refusal;
use crate::context::Ctx;

impl Desk {
    pub(super) fn declare(&mut self, said: &Declaration, ctx: &Ctx) -> Result<(), Refusal> {
        let exchange = ExchangeId::from(ctx.command);
        if self.books.exchanges.contains_key(&exchange) {
            return Ok(());
        }
        let by = said.by.member();
        let mine = self.books.party(Whom::Member(by))?;
        let other = self.books.party(Whom::Member(said.other))?;
        let (giver, receiver) = if said.gave { (mine, other) } else { (other, mine) };
        let deal = Deal {
            exchange,
            giver,
            receivers: vec![receiver],
            length: said.length,
            category: said.category.clone(),
            day: said.day,
            source: Source::Declared,
            cheque: None,
            reverses: None,
        };
        self.books.check_deal(&deal)?;
        // Told now, not after the other side has said yes; the limits count again when it is posted.
        for (account, minutes) in [
            (deal.giver.account, deal.length.minutes()),
            (receiver.account, -deal.length.minutes()),
        ] {
            let account = self.books.accounts.get(&account).ok_or(Refusal::Unknown("account"))?;
            self.books.room(account, minutes)?;
        }
        let until_ms = ctx.now_ms + i64::from(self.books.rules.answer_days) * 86_400_000;
        self.push(Event::Declared { deal, by, until_ms });
        if let Some(agreed) = said.agreed {
            self.keep(agreed, exchange, [by, said.other]);
        }
        Ok(())
    }

    /// Only the side that did not declare it may answer, and nobody else.
    pub(super) fn other_side(&self, exchange: &Exchange, by: MemberId) -> Result<(), Refusal> {
        let account = self.member(by)?.account.ok_or(Refusal::NotYours)?;
        if !exchange.deal.touches(account) {
            return Err(Refusal::NotYours);
        }
        let declarer = exchange.declared_by.and_then(|id| self.books.members.get(&id)?.account);
        if declarer == Some(account) { Err(Refusal::OwnDeclaration) } else { Ok(()) }
    }

    pub(super) fn answer(&mut self, id: ExchangeId, by: By, yes: bool) -> Result<(), Refusal> {
        let exchange = self.exchange(id)?.clone();
        self.other_side(&exchange, by.member())?;
        match (exchange.state, yes) {
            (State::Declared, true) => {
                // Somebody may have left or been suspended since.
                self.still_members(&exchange.deal)?;
                self.push(Event::Confirmed { exchange: id, by: Some(by.member()) });
                self.post(&exchange.deal, false)
            }
            (State::Declared, false) => {
                self.push(Event::Refused { exchange: id, by: by.member() });
                Ok(())
            }
            (State::Posted, true) | (State::Refused, false) => Ok(()),
            (other, _) => Err(Refusal::WrongState(other)),
        }
    }

    pub(super) fn still_members(&self, deal: &Deal) -> Result<(), Refusal> {
        for member in deal.receivers.iter().chain([&deal.giver]).filter_map(|party| party.member) {
            self.books.party(Whom::Member(member))?;
        }
        Ok(())
    }

    /// Whoever declared it may, and whoever shares their account.
    pub(super) fn withdraw(&mut self, id: ExchangeId, by: By) -> Result<(), Refusal> {
        let (state, declared_by) = {
            let exchange = self.exchange(id)?;
            (exchange.state, exchange.declared_by)
        };
        let account_of = |id: MemberId| self.books.members.get(&id).and_then(|one| one.account);
        let mine = account_of(by.member());
        let shared = mine.is_some() && declared_by.and_then(account_of) == mine;
        if declared_by != Some(by.member()) && !shared {
            return Err(Refusal::NotYours);
        }
        if state == State::Declared {
            self.push(Event::Withdrawn { exchange: id });
        } else if state != State::Withdrawn {
            return Err(Refusal::WrongState(state));
        }
        Ok(())
    }

    pub(super) fn end_waiting(&mut self, id: ExchangeId) -> Result<(), Refusal> {
        let exchange = self.exchange(id)?.clone();
        if exchange.state != State::Declared || exchange.until_ms > Some(self.now_ms) {
            return Ok(());
        }
        let confirms = self.books.rules.silence == Silence::Confirms;
        if confirms && self.still_members(&exchange.deal).is_ok() {
            let (books, events) = (self.books.clone(), self.events.clone());
            self.push(Event::Confirmed { exchange: id, by: None });
            if self.post(&exchange.deal, false).is_ok() {
                return Ok(());
            }
            // A limit stands in the way: it lapses, and both can say it again.
            (self.books, self.events) = (books, events);
        }
        self.push(Event::Lapsed { exchange: id });
        Ok(())
    }

    pub(super) fn dispute(&mut self, id: ExchangeId, by: By, why: &str) -> Result<(), Refusal> {
        let exchange = self.exchange(id)?.clone();
        let account = self.member(by.member())?.account.ok_or(Refusal::NotYours)?;
        if !exchange.deal.touches(account) {
            return Err(Refusal::NotYours);
        }
        if exchange.state == State::Posted && exchange.deal.reverses.is_none() {
            let text = Self::reason(why)?;
            self.push(Event::Disputed { exchange: id, by: by.member() });
            if let Some(text) = text {
                self.push(Event::NoteWritten { exchange: id, text });
            }
        } else if exchange.state != State::Disputed {
            return Err(Refusal::WrongState(exchange.state));
        }
        Ok(())
    }

    pub(super) fn uphold(&mut self, id: ExchangeId) -> Result<(), Refusal> {
        let state = self.exchange(id)?.state;
        if state == State::Disputed {
            self.push(Event::Upheld { exchange: id });
        } else if state != State::Posted {
            return Err(Refusal::WrongState(state));
        }
        Ok(())
    }

    pub(super) fn reverse(&mut self, id: ExchangeId, note: &str, ctx: &Ctx) -> Result<(), Refusal> {
        let exchange = self.exchange(id)?.clone();
        let own = ExchangeId::from(ctx.command);
        if exchange.deal.reverses.is_some() || !exchange.state.counts() {
            return Err(Refusal::WrongState(exchange.state));
        }
        if note.chars().count() > NOTE_MAX {
            return Err(Refusal::OutOfRange("note"));
        }
        let between = |party: &Party| {
            let account = self.books.accounts.get(&party.account);
            account.is_some_and(|found| matches!(found.purpose, Purpose::Clearing { .. }))
        };
        if exchange.deal.receivers.iter().chain([&exchange.deal.giver]).any(between) {
            return Err(Refusal::BetweenBanks);
        }
        let Some((deal, entries)) = exchange.counter(own, self.books.today) else {
            return Err(Refusal::WrongState(exchange.state));
        };
        // An account that is closed holds nothing for ever.
        let gone = |(account, _): &(AccountId, Minutes)| {
            self.books.accounts.get(account).is_none_or(|found| !found.open)
        };
        if entries.iter().any(|entry| gone(&entry)) {
            return Err(Refusal::MayNotExchange(Stage::Closed));
        }
        // What was wrong is put right also when an account has spent the hours since; it is flagged.
        let past = |(account, minutes): (AccountId, Minutes)| {
            let found = self.books.accounts.get(&account)?;
            self.books.limit_passed(found, minutes).then_some(account)
        };
        let over = entries.iter().filter_map(past).collect();
        self.push(Event::Recorded { deal });
        self.push(Event::Posted { exchange: own, entries, over });
        self.push(Event::Reversed { exchange: id, by: own });
        let note = note.trim();
        if !note.is_empty() {
            self.push(Event::NoteWritten { exchange: own, text: note.to_owned() });
        }
        Ok(())
    }
}
