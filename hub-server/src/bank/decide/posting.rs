//! Exchanges that are posted: what any of them must be, and how far an account may go.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use protocol::{AccountId, EventId, ExchangeId};

use super::{BATCH_MOST, Desk, GROUP_MOST, Order, Whom};
use crate::bank::account::{Account, Agreement, Purpose};
use crate::bank::books::municipality_of;
use crate::bank::events::Event;
use crate::bank::exchange::{Deal, Party, Source, Unbalanced};
use crate::bank::minutes::Minutes;
use crate::bank::refusal::Refusal;
use crate::context::Ctx;

impl Desk {
    pub(super) fn record(
        &mut self,
        orders: &[Order],
        by_the_body: bool,
        ctx: &Ctx,
    ) -> Result<(), Refusal> {
        if orders.is_empty() || orders.len() > BATCH_MOST {
            return Err(Refusal::BadList);
        }
        for (index, order) in orders.iter().enumerate() {
            let source = if order.cheque.is_some() {
                Source::Cheque
            } else if order.receivers.len() > 1 {
                Source::Group
            } else if orders.len() > 1 {
                Source::Batch
            } else {
                Source::Desk
            };
            let name = u32::try_from(index).unwrap_or_default();
            let exchange = match name {
                0 => ExchangeId::from(ctx.command),
                // Apart from the names of the command's own facts.
                n => ExchangeId::new(EventId::of_command(ctx.command, u32::MAX / 4 + n).uuid()),
            };
            let done = self.record_one(order, exchange, source, by_the_body);
            done.map_err(|refusal| match orders.len() {
                1 => refusal,
                _ => Refusal::AtLine(index + 1, Box::new(refusal)),
            })?;
        }
        Ok(())
    }

    pub(super) fn record_one(
        &mut self,
        order: &Order,
        exchange: ExchangeId,
        source: Source,
        by_the_body: bool,
    ) -> Result<(), Refusal> {
        if self.books.exchanges.contains_key(&exchange) {
            return Ok(());
        }
        let giver = self.party(order.giver)?;
        let receivers =
            order.receivers.iter().map(|whom| self.party(*whom)).collect::<Result<Vec<_>, _>>()?;
        let deal = Deal {
            exchange,
            giver,
            receivers,
            length: order.length,
            category: order.category.clone(),
            day: order.day,
            source,
            cheque: order.cheque,
            reverses: None,
        };
        self.check_deal(&deal)?;
        self.check_cheque(&deal)?;
        self.push(Event::Recorded { deal: deal.clone() });
        self.post(&deal, by_the_body)
    }

    pub(super) fn party(&self, whom: Whom) -> Result<Party, Refusal> {
        match whom {
            Whom::Member(id) => {
                let member = self.member(id)?;
                let account = member.account.filter(|_| member.stage.may_exchange());
                let account = account.ok_or(Refusal::MayNotExchange(member.stage))?;
                Ok(Party { account, member: Some(id) })
            }
            Whom::Fund => Ok(Party { account: self.books.fund(), member: None }),
            Whom::Municipality => {
                let account = municipality_of(&self.books.bank);
                let known = self.books.accounts.contains_key(&account);
                known.then_some(Party { account, member: None }).ok_or(Refusal::Unknown("account"))
            }
        }
    }

    /// What any exchange must be, whoever says it.
    pub(super) fn check_deal(&self, deal: &Deal) -> Result<(), Refusal> {
        let receivers: BTreeSet<AccountId> = deal.receivers.iter().map(|r| r.account).collect();
        if deal.receivers.is_empty() || deal.receivers.len() > GROUP_MOST {
            return Err(Refusal::BadList);
        }
        if receivers.contains(&deal.giver.account) {
            return Err(Refusal::SameAccount);
        }
        // Two of one household may take part in the same activity; one person may not twice.
        let people: BTreeSet<_> = deal.receivers.iter().map(|r| (r.account, r.member)).collect();
        if people.len() != deal.receivers.len() {
            return Err(Refusal::BadList);
        }
        if deal.receivers.len() > 1 && receivers.contains(&self.books.fund()) {
            return Err(Refusal::BadList);
        }
        if self.books.rules.excluded.contains(&deal.category) {
            return Err(Refusal::Excluded);
        }
        let today = self.books.today;
        if deal.day > today || deal.day < today.saturating_sub(366.days()) {
            return Err(Refusal::BadDay);
        }
        for account in receivers.iter().chain([&deal.giver.account]) {
            let Some(Account { purpose: Purpose::Municipality(agreement), .. }) =
                self.books.accounts.get(account)
            else {
                continue;
            };
            if deal.day < agreement.from || deal.day > agreement.until {
                let Agreement { from, until, .. } = *agreement;
                return Err(Refusal::NoAgreement { from, until });
            }
            if !agreement.scope.contains(&deal.category) {
                return Err(Refusal::OutsideAgreement);
            }
        }
        Ok(())
    }

    /// A cheque is paid by whoever the book was handed out to, once.
    pub(super) fn check_cheque(&self, deal: &Deal) -> Result<(), Refusal> {
        let Some(number) = deal.cheque else { return Ok(()) };
        if let Some(at_ms) = self.books.cheques.get(&number) {
            return Err(Refusal::ChequeUsed { at_ms: *at_ms });
        }
        let payer = deal.receivers.first().map(|receiver| receiver.account);
        let known =
            self.books.cheque_books.iter().any(|book| {
                (book.first..=book.last).contains(&number) && Some(book.account) == payer
            });
        if known && deal.receivers.len() == 1 { Ok(()) } else { Err(Refusal::ChequeUnknown) }
    }

    pub(super) fn post(&mut self, deal: &Deal, by_the_body: bool) -> Result<(), Refusal> {
        let entries = deal.entries(self.books.fund()).map_err(|Unbalanced| Refusal::BadList)?;
        let mut over = Vec::new();
        for (account, minutes) in entries.iter() {
            let account = self.books.accounts.get(&account).ok_or(Refusal::Unknown("account"))?;
            if let Err(refusal) = self.room(account, minutes) {
                if !by_the_body {
                    return Err(refusal);
                }
                over.push(account.id);
            }
        }
        self.push(Event::Posted { exchange: deal.exchange, entries, over });
        Ok(())
    }

    /// Whether an account can take so many minutes more, or fewer. An entry that brings it nearer to its
    /// limits is always welcome.
    pub(super) fn room(&self, account: &Account, minutes: Minutes) -> Result<(), Refusal> {
        let (Some(floor), Some(ceiling), false) =
            (account.floor(), account.ceiling(), self.books.rules.participation_only)
        else {
            return Ok(());
        };
        let (balance, then) = (account.balance, account.balance + minutes);
        if minutes < Minutes::ZERO && then < floor {
            Err(Refusal::BelowFloor { floor, balance, missing: floor - then })
        } else if minutes > Minutes::ZERO && then > ceiling {
            Err(Refusal::AboveCeiling { ceiling, balance, over: then - ceiling })
        } else {
            Ok(())
        }
    }
}
