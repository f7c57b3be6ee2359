//! References after an exchange, agreed expenses, calls the desk has made.

use protocol::{ExchangeId, MemberId};

use super::Desk;
use crate::bank::after::{EXPENSES_MOST, Expenses, REFERENCE_MAX};
use crate::bank::events::Event;
use crate::bank::exchange::By;
use crate::bank::refusal::Refusal;

/// Longest name of what somebody was called about, in characters.
const ABOUT_MAX: usize = 80;

fn words(text: &str) -> Result<Option<String>, Refusal> {
    let text = text.trim();
    if text.chars().count() > REFERENCE_MAX {
        return Err(Refusal::OutOfRange("text"));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

impl Desk {
    /// The one person on the other side of an exchange, seen from a member's.
    fn other_person(&self, id: ExchangeId, member: MemberId) -> Result<MemberId, Refusal> {
        let exchange = self.exchange(id)?;
        if !exchange.state.counts() || exchange.deal.reverses.is_some() {
            return Err(Refusal::WrongState(exchange.state));
        }
        let account = self.member(member)?.account.ok_or(Refusal::NotYours)?;
        if !exchange.deal.touches(account) {
            return Err(Refusal::NotYours);
        }
        let other = if exchange.deal.giver.account == account {
            match exchange.deal.receivers.as_slice() {
                [one] => one.member,
                _ => None,
            }
        } else {
            exchange.deal.giver.member
        };
        other.ok_or(Refusal::NobodyToTell)
    }

    pub(super) fn refer(
        &mut self,
        exchange: ExchangeId,
        by: By,
        liked: bool,
        text: &str,
    ) -> Result<(), Refusal> {
        let by = by.member();
        let about = self.other_person(exchange, by)?;
        let words = words(text)?;
        if self.books.references.contains_key(&(exchange, by)) {
            return Err(Refusal::AlreadySaid);
        }
        self.push(Event::ReferenceGiven { exchange, by, about, liked });
        if let Some(text) = words {
            self.push(Event::ReferenceWords { exchange, by, text });
        }
        Ok(())
    }

    /// Whoever a reference is about has the last word, once.
    pub(super) fn answer_reference(
        &mut self,
        exchange: ExchangeId,
        of: MemberId,
        by: By,
        text: &str,
    ) -> Result<(), Refusal> {
        let reference = self.books.references.get(&(exchange, of));
        let reference = *reference.ok_or(Refusal::Unknown("reference"))?;
        if reference.about != by.member() {
            return Err(Refusal::NotYours);
        }
        let text = words(text)?.ok_or(Refusal::OutOfRange("text"))?;
        if reference.answered {
            return Err(Refusal::AlreadySaid);
        }
        self.push(Event::ReferenceAnswered { exchange, of, text });
        Ok(())
    }

    pub(super) fn hide_reference(
        &mut self,
        exchange: ExchangeId,
        of: MemberId,
        hidden: bool,
    ) -> Result<(), Refusal> {
        let reference = self.books.references.get(&(exchange, of));
        if reference.ok_or(Refusal::Unknown("reference"))?.hidden != hidden {
            self.push(Event::ReferenceHidden { exchange, of, hidden });
        }
        Ok(())
    }

    /// Both must have agreed: nobody is told afterwards what they owe.
    pub(super) fn note_expenses(
        &mut self,
        expenses: Expenses,
        agreed: bool,
    ) -> Result<(), Refusal> {
        let exchange = self.exchange(expenses.exchange)?;
        if exchange.deal.reverses.is_some() {
            return Err(Refusal::WrongState(exchange.state));
        }
        if expenses.amount_cents > EXPENSES_MOST {
            return Err(Refusal::OutOfRange("amount"));
        }
        if !agreed && expenses.amount_cents > 0 {
            return Err(Refusal::NotAgreed);
        }
        let noted = self.books.expenses.get(&expenses.exchange);
        let none_yet = noted.is_none_or(|noted| noted.amount_cents == 0);
        if noted != Some(&expenses) && !(none_yet && expenses.amount_cents == 0) {
            self.push(Event::ExpensesNoted(expenses));
        }
        Ok(())
    }

    pub(super) fn called(&mut self, member: MemberId, about: &str) -> Result<(), Refusal> {
        self.member(member)?;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | ':');
        if about.is_empty() || about.len() > ABOUT_MAX || !about.chars().all(plain) {
            return Err(Refusal::OutOfRange("about"));
        }
        self.push(Event::Called { member, about: about.to_owned() });
        Ok(())
    }
}
