//! Exchanges that the desk records, and posting them.

use protocol::{EventId, ExchangeId};

use super::{BATCH_MOST, Desk, Order};
use crate::bank::events::Event;
use crate::bank::exchange::{Deal, Source, Unbalanced};
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
        let giver = self.books.party(order.giver)?;
        let receivers = order
            .receivers
            .iter()
            .map(|whom| self.books.party(*whom))
            .collect::<Result<Vec<_>, _>>()?;
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
        self.books.check_deal(&deal)?;
        self.books.check_cheque(&deal)?;
        self.push(Event::Recorded { deal: deal.clone() });
        self.post(&deal, by_the_body)
    }

    pub(super) fn post(&mut self, deal: &Deal, by_the_body: bool) -> Result<(), Refusal> {
        let entries = deal.entries(self.books.fund()).map_err(|Unbalanced| Refusal::BadList)?;
        let mut over = Vec::new();
        for (account, minutes) in entries.iter() {
            let account = self.books.accounts.get(&account).ok_or(Refusal::Unknown("account"))?;
            if !by_the_body {
                self.books.room(account, minutes)?;
            }
            if self.books.limit_passed(account, minutes) {
                over.push(account.id);
            }
        }
        self.push(Event::Posted { exchange: deal.exchange, entries, over });
        Ok(())
    }
}
