//! What any exchange must be, whoever says it, and how far an account may go.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use protocol::AccountId;

use super::account::{Account, Agreement, Held, Purpose};
use super::books::{Books, municipality_of};
use super::decide::{GROUP_MOST, Whom};
use super::exchange::{Deal, Party};
use super::minutes::Minutes;
use super::refusal::Refusal;

impl Books {
    pub(in crate::bank) fn party(&self, whom: Whom) -> Result<Party, Refusal> {
        match whom {
            Whom::Member(id) => {
                let member = self.members.get(&id).ok_or(Refusal::Unknown("member"))?;
                let account = member.account.filter(|_| member.stage.may_exchange());
                let account = account.ok_or(Refusal::MayNotExchange(member.stage))?;
                Ok(Party { account, member: Some(id) })
            }
            Whom::Fund => Ok(Party { account: self.fund(), member: None }),
            Whom::Municipality => {
                let account = municipality_of(&self.bank);
                let known = self.accounts.contains_key(&account);
                known.then_some(Party { account, member: None }).ok_or(Refusal::Unknown("account"))
            }
        }
    }

    /// What any exchange must be, whoever says it.
    pub(in crate::bank) fn check_deal(&self, deal: &Deal) -> Result<(), Refusal> {
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
        if deal.receivers.len() > 1 && receivers.contains(&self.fund()) {
            return Err(Refusal::BadList);
        }
        if self.rules.excluded.contains(&deal.category) {
            return Err(Refusal::Excluded);
        }
        let today = self.today;
        if deal.day > today || deal.day < today.saturating_sub(366.days()) {
            return Err(Refusal::BadDay);
        }
        for account in receivers.iter().chain([&deal.giver.account]) {
            if let Some(Account { purpose: Purpose::Municipality(latest), .. }) =
                self.accounts.get(account)
            {
                self.check_agreement(latest, deal)?;
            }
        }
        Ok(())
    }

    /// Whether one of the municipality's papers held on the day and covers the service: what was done under one that is
    /// over is still entered.
    fn check_agreement(&self, latest: &Agreement, deal: &Deal) -> Result<(), Refusal> {
        let held = |paper: &&Agreement| (paper.from..=paper.until).contains(&deal.day);
        let mut held = self.agreements.iter().chain([latest]).filter(held).peekable();
        if held.peek().is_none() {
            let Agreement { from, until, .. } = *latest;
            return Err(Refusal::NoAgreement { from, until });
        }
        let covered = held.any(|paper| paper.scope.contains(&deal.category));
        if covered { Ok(()) } else { Err(Refusal::OutsideAgreement) }
    }

    /// A cheque is paid by whoever the book was handed out to, once.
    pub(in crate::bank) fn check_cheque(&self, deal: &Deal) -> Result<(), Refusal> {
        let Some(number) = deal.cheque else { return Ok(()) };
        if let Some(at_ms) = self.cheques.get(&number).copied() {
            return Err(Refusal::ChequeUsed { at_ms, day: self.day_of(at_ms) });
        }
        let payer = deal.receivers.first().map(|receiver| receiver.account);
        let known = self
            .cheque_books
            .iter()
            .any(|book| (book.first..=book.last).contains(&number) && Some(book.account) == payer);
        if known && deal.receivers.len() == 1 { Ok(()) } else { Err(Refusal::ChequeUnknown) }
    }

    /// Whether an account can take so many minutes more, or fewer, with what waits for other banks counted. An
    /// entry that brings it nearer to its limits is always welcome.
    pub(in crate::bank) fn room(&self, account: &Account, minutes: Minutes) -> Result<(), Refusal> {
        let (Some(floor), Some(ceiling), false) =
            (account.floor(), account.ceiling(), self.rules.participation_only)
        else {
            return Ok(());
        };
        let (id, balance, held) = (account.id, account.balance, account.held);
        let (low, high) = (balance + held.to_go + minutes, balance + held.to_come + minutes);
        if minutes < Minutes::ZERO && low < floor {
            let (waits, missing) = (held.to_go, floor - low);
            Err(Refusal::BelowFloor { account: id, waits, floor, balance, missing })
        } else if minutes > Minutes::ZERO && high > ceiling {
            let (waits, over) = (held.to_come, high - ceiling);
            Err(Refusal::AboveCeiling { account: id, waits, ceiling, balance, over })
        } else {
            Ok(())
        }
    }

    /// Whether an entry takes an account past a hard limit, by what it holds alone.
    pub(in crate::bank) fn limit_passed(&self, account: &Account, minutes: Minutes) -> bool {
        let alone = Account { held: Held::default(), ..account.clone() };
        self.room(&alone, minutes).is_err()
    }
}
