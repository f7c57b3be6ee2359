//! Members, from their application to their leaving, and the accounts they are given.

use jiff::ToSpan as _;
use jiff::civil::Date;
use protocol::{AccountId, EventId, ExchangeId, MemberId, PersonId};

use super::{Application, Correction, Desk};
use crate::bank::account::{Limits, Purpose};
use crate::bank::events::{Applied, Corrected, Event, Transfer};
use crate::bank::exchange::{Entries, Source};
use crate::bank::members::{Member, Stage, Step};
use crate::bank::minutes::Minutes;
use crate::bank::refusal::Refusal;
use crate::context::Ctx;

impl Desk {
    pub(super) fn apply(&mut self, application: &Application, ctx: &Ctx) -> Result<(), Refusal> {
        let member = MemberId::from(ctx.command);
        if self.books.members.contains_key(&member) {
            return Ok(());
        }
        if application.person.name.trim().is_empty() {
            return Err(Refusal::OutOfRange("name"));
        }
        self.may_share(application.shares_with)?;
        self.push(Event::Applied(Applied {
            member,
            number: self.books.next_number,
            person: PersonId::from(ctx.command),
            neighbourhood: application.neighbourhood.clone(),
            age: application.age,
            reach: application.reach,
            language: application.language.clone(),
            via: ctx.channel,
            shares_with: application.shares_with,
        }));
        if let Some(minutes) = application.brings {
            self.bring(member, minutes, ctx)?;
        }
        Ok(())
    }

    /// Somebody who was a member in another program is one here at once, with what their account held.
    pub(super) fn bring(
        &mut self,
        member: MemberId,
        minutes: Minutes,
        ctx: &Ctx,
    ) -> Result<(), Refusal> {
        if minutes.size() > Limits::FURTHEST {
            return Err(Refusal::OutOfRange("balance"));
        }
        for step in [Step::Interview, Step::BeginTrial, Step::Admit] {
            self.move_member(member, step, ctx)?;
        }
        let account = self.member(member)?.account.ok_or(Refusal::Unknown("account"))?;
        if minutes != Minutes::ZERO {
            self.transfer(account, minutes, Source::Opening, ctx);
        }
        Ok(())
    }

    pub(super) fn correct(&mut self, to: &Correction) -> Result<(), Refusal> {
        let member = self.member(to.member)?.clone();
        if to.name.trim().is_empty() {
            return Err(Refusal::OutOfRange("name"));
        }
        if to.shares_with != member.shares_with {
            // Hours stand in the account by now.
            if member.account.is_some() || to.shares_with == Some(member.id) {
                return Err(Refusal::OutOfRange("household"));
            }
            self.may_share(to.shares_with)?;
        }
        self.push(Event::Corrected(Corrected {
            member: member.id,
            neighbourhood: to.neighbourhood.clone(),
            age: to.age,
            reach: to.reach,
            language: to.language.clone(),
            shares_with: to.shares_with,
        }));
        Ok(())
    }

    fn may_share(&self, with: Option<MemberId>) -> Result<(), Refusal> {
        let Some(other) = with else { return Ok(()) };
        let other = self.member(other)?;
        if matches!(other.stage, Stage::Closed | Stage::Declined) {
            return Err(Refusal::MayNotExchange(other.stage));
        }
        Ok(())
    }

    /// A step with its reason; one that stops somebody is never taken without.
    pub(super) fn move_for(
        &mut self,
        member: MemberId,
        step: Step,
        why: &str,
        ctx: &Ctx,
    ) -> Result<(), Refusal> {
        let text = Self::reason(why)?;
        if step.is_exceptional() && text.is_none() {
            return Err(Refusal::ReasonMissing);
        }
        self.move_member(member, step, ctx)?;
        if let Some(text) = text {
            self.push(Event::StepWords { member, step, text });
        }
        Ok(())
    }

    pub(super) fn move_member(
        &mut self,
        id: MemberId,
        step: Step,
        ctx: &Ctx,
    ) -> Result<(), Refusal> {
        let member = self.member(id)?.clone();
        let to = member.after(step).ok_or(Refusal::NoSuchStep(member.stage))?;
        let until = match step {
            Step::BeginTrial => Some(self.in_days(self.books.rules.trial_days)),
            Step::Admit | Step::Renew => Some(self.in_days(self.books.rules.renewal_days)),
            Step::Resume | Step::Stay | Step::Suspend | Step::AskToLeave | Step::AskRenewal => {
                member.until
            }
            Step::Interview | Step::Close | Step::CloseToFund | Step::Decline => None,
        };
        let last = member.account.filter(|account| {
            to == Stage::Closed && self.books.users.get(account).copied().unwrap_or(0) <= 1
        });
        if let Some(account) = last {
            let held = self.books.accounts.get(&account).map(|found| found.held);
            if held.is_some_and(|held| !held.is_nothing()) {
                return Err(Refusal::StillWaiting);
            }
            let balance =
                self.books.accounts.get(&account).map_or(Minutes::ZERO, |found| found.balance);
            if balance != Minutes::ZERO {
                if step != Step::CloseToFund {
                    return Err(Refusal::NotBalanced { balance });
                }
                self.transfer(account, -balance, Source::Leaving, ctx);
            }
        }
        let back = matches!(step, Step::Resume | Step::Stay).then_some(to);
        self.push(Event::Moved { member: id, step, until, back });
        if let Some(account) = last {
            self.push(Event::AccountClosed { account });
        }
        if step == Step::BeginTrial {
            self.give_account(&member, ctx);
        }
        Ok(())
    }

    pub(super) fn in_days(&self, days: u16) -> Date {
        self.books.today.saturating_add(i64::from(days).days())
    }

    /// The account of the household they share, or one of their own.
    pub(super) fn give_account(&mut self, member: &Member, ctx: &Ctx) {
        let shared = member
            .shares_with
            .and_then(|other| self.books.members.get(&other)?.account)
            .filter(|account| self.books.accounts.get(account).is_some_and(|found| found.open));
        let account = shared.unwrap_or_else(|| {
            let account = AccountId::new(EventId::of_command(ctx.command, u32::MAX / 2).uuid());
            let limits = Some(self.books.rules.limits);
            self.push(Event::AccountOpened { account, purpose: Purpose::Member, limits });
            account
        });
        self.push(Event::AccountGiven { member: member.id, account });
    }

    /// Moves hours between an account and the fund; positive: to the account.
    pub(super) fn transfer(
        &mut self,
        account: AccountId,
        minutes: Minutes,
        why: Source,
        ctx: &Ctx,
    ) {
        let exchange = ExchangeId::new(EventId::of_command(ctx.command, u32::MAX / 2 + 1).uuid());
        let fund = self.books.fund();
        let (to, from) = if minutes > Minutes::ZERO { (account, fund) } else { (fund, account) };
        let day = self.books.today;
        let both = vec![(account, minutes), (fund, -minutes)];
        let entries = Entries::try_new(both)
            .expect("an account and the fund, with the same minutes and opposite signs");
        let transfer = Transfer { exchange, to, from, minutes: minutes.size(), day, why };
        self.push(Event::Transferred(transfer));
        self.push(Event::Posted { exchange, entries, over: Vec::new() });
    }
}
