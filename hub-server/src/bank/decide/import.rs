//! What is brought from another program becomes facts: all of it, besides what was brought before.

use jiff::ToSpan as _;
use protocol::{AccountId, PersonId};

use super::Desk;
use crate::bank::account::Purpose;
use crate::bank::events::{Applied, Event, Transfer};
use crate::bank::exchange::{Deal, Entries, Party, Source};
use crate::bank::import::{
    Import, MEMBERS_MOST, MOVEMENTS_MOST, Movement, Newcomer, Side, named, proof,
};
use crate::bank::listings::Listed;
use crate::bank::members::Step;
use crate::bank::minutes::{Length, Minutes};
use crate::bank::refusal::Refusal;
use crate::context::Ctx;

impl Desk {
    pub(super) fn bring_in(&mut self, import: &Import, ctx: &Ctx) -> Result<(), Refusal> {
        if import.members.len() > MEMBERS_MOST || import.movements.len() > MOVEMENTS_MOST {
            return Err(Refusal::BadList);
        }
        // Nothing is written that does not add up.
        if proof(import).sum != Minutes::ZERO {
            return Err(Refusal::BadList);
        }
        for newcomer in &import.members {
            self.newcomer(newcomer, ctx)?;
        }
        for movement in &import.movements {
            self.movement(movement)?;
        }
        for notice in &import.notices {
            if self.books.listings.contains_key(&notice.listing) {
                continue;
            }
            self.member(notice.member)?;
            let (listing, member) = (notice.listing, notice.member);
            let (way, category) = (notice.way, notice.category.clone());
            self.push(Event::Listed(Listed { listing, member, way, category, until: None }));
            if !notice.text.is_empty() || !notice.tags.is_empty() {
                let (text, tags) = (notice.text.clone(), notice.tags.clone());
                self.push(Event::ListingWords { listing, text, tags });
            }
        }
        Ok(())
    }

    fn newcomer(&mut self, new: &Newcomer, ctx: &Ctx) -> Result<(), Refusal> {
        if self.books.members.contains_key(&new.member) {
            return Ok(());
        }
        if new.person.name.trim().is_empty() {
            return Err(Refusal::OutOfRange("name"));
        }
        let free = new.number > 0 && self.books.numbers.insert(new.number);
        let number = if free { new.number } else { self.books.next_number };
        self.books.numbers.insert(number);
        let member = new.member;
        self.push(Event::Applied(Applied {
            member,
            number,
            person: PersonId::new(member.uuid()),
            neighbourhood: new.neighbourhood.clone(),
            age: new.age,
            reach: new.reach,
            language: new.language.clone(),
            via: ctx.channel,
            shares_with: None,
        }));
        let account = AccountId::new(named(&self.books.bank, "account", &member.to_string()));
        let until = |days: u16| Some(self.books.today.saturating_add(i64::from(days).days()));
        let (trial, year) =
            (until(self.books.rules.trial_days), until(self.books.rules.renewal_days));
        let limits = Some(self.books.rules.limits);
        self.push(Event::Moved { member, step: Step::Interview, until: None, back: None });
        self.push(Event::Moved { member, step: Step::BeginTrial, until: trial, back: None });
        self.push(Event::AccountOpened { account, purpose: Purpose::Member, limits });
        self.push(Event::AccountGiven { member, account });
        self.push(Event::Moved { member, step: Step::Admit, until: year, back: None });
        if new.brings != Minutes::ZERO {
            let exchange =
                protocol::ExchangeId::new(named(&self.books.bank, "opening", &member.to_string()));
            let fund = self.books.fund();
            let sides = if new.brings > Minutes::ZERO { (account, fund) } else { (fund, account) };
            let minutes = new.brings.size();
            self.moved(exchange, sides, minutes, self.books.today, Source::Opening)?;
        }
        Ok(())
    }

    /// The account of a side, and the member where there is one.
    fn brought(&self, side: Side) -> Result<Party, Refusal> {
        match side {
            Side::Fund => Ok(Party { account: self.books.fund(), member: None }),
            Side::Member(id) => {
                let member = self.member(id)?;
                let account = member.account.ok_or(Refusal::Unknown("account"))?;
                // An account that is closed holds nothing for ever.
                if !self.books.accounts.get(&account).is_some_and(|found| found.open) {
                    return Err(Refusal::MayNotExchange(member.stage));
                }
                Ok(Party { account, member: Some(id) })
            }
        }
    }

    fn movement(&mut self, movement: &Movement) -> Result<(), Refusal> {
        if self.books.exchanges.contains_key(&movement.exchange)
            || self.books.transfers.contains(&movement.exchange)
        {
            return Ok(());
        }
        let (gave, paid) = (self.brought(movement.to)?, self.brought(movement.from)?);
        if gave.account == paid.account {
            return Err(Refusal::SameAccount);
        }
        let exchange = movement.exchange;
        let length = u16::try_from(movement.minutes.get()).ok();
        let Some(length) = length.and_then(|minutes| Length::try_from(minutes).ok()) else {
            // Longer than a day: hours that changed account, not one service.
            let sides = (gave.account, paid.account);
            return self.moved(exchange, sides, movement.minutes, movement.day, Source::Imported);
        };
        let deal = Deal {
            exchange,
            giver: gave,
            receivers: vec![paid],
            length,
            category: movement.category.clone(),
            day: movement.day,
            source: Source::Imported,
            cheque: None,
            reverses: None,
        };
        let entries = deal
            .entries(self.books.fund())
            .map_err(|crate::bank::exchange::Unbalanced| Refusal::BadList)?;
        self.push(Event::Recorded { deal });
        self.push(Event::Posted { exchange, entries, over: Vec::new() });
        Ok(())
    }

    /// Hours that change account without a service, to the first from the second.
    fn moved(
        &mut self,
        exchange: protocol::ExchangeId,
        (to, from): (AccountId, AccountId),
        minutes: Minutes,
        day: jiff::civil::Date,
        why: Source,
    ) -> Result<(), Refusal> {
        if self.books.transfers.contains(&exchange) {
            return Ok(());
        }
        let entries = Entries::try_new(vec![(to, minutes), (from, -minutes)])
            .map_err(|crate::bank::exchange::Unbalanced| Refusal::BadList)?;
        self.push(Event::Transferred(Transfer { exchange, to, from, minutes, day, why }));
        self.push(Event::Posted { exchange, entries, over: Vec::new() });
        Ok(())
    }
}
