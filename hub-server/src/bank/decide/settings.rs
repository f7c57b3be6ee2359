//! Cheque books, limits, rules and the agreement with the municipality.

use protocol::{AccountId, MemberId};

use super::{BOOK_MOST, Desk, Whom};
use crate::bank::account::{Agreement, Limits, Purpose, Rules};
use crate::bank::books::{ChequeBook, municipality_of};
use crate::bank::events::Event;
use crate::bank::exchange::Party;
use crate::bank::refusal::Refusal;

impl Desk {
    pub(super) fn issue_cheques(
        &mut self,
        id: MemberId,
        first: u32,
        last: u32,
    ) -> Result<(), Refusal> {
        let Party { account, .. } = self.books.party(Whom::Member(id))?;
        if first == 0 || last < first || last - first >= BOOK_MOST {
            return Err(Refusal::OutOfRange("last"));
        }
        let overlaps = |book: &ChequeBook| book.first <= last && first <= book.last;
        if self.books.cheque_books.iter().any(overlaps) {
            return Err(Refusal::ChequesOverlap);
        }
        self.push(Event::ChequesIssued { account, first, last });
        Ok(())
    }

    pub(super) fn set_limits(&mut self, id: AccountId, limits: Limits) -> Result<(), Refusal> {
        let account = self.books.accounts.get(&id).ok_or(Refusal::Unknown("account"))?;
        if !limits.are_in_order() {
            return Err(Refusal::OutOfRange("limits"));
        }
        // The account between two banks has the limits that both signed.
        if matches!(account.purpose, Purpose::Fund | Purpose::Clearing { .. }) {
            return Err(Refusal::OutOfRange("account"));
        }
        if account.limits != Some(limits) {
            self.push(Event::LimitsChanged { account: id, limits });
        }
        Ok(())
    }

    pub(super) fn set_agreement(&mut self, agreement: &Agreement) -> Result<(), Refusal> {
        if agreement.until < agreement.from {
            return Err(Refusal::OutOfRange("until"));
        }
        if agreement.scope.is_empty() {
            return Err(Refusal::OutOfRange("scope"));
        }
        let title = agreement.title.trim();
        if title.is_empty() || title.chars().count() > 200 {
            return Err(Refusal::OutOfRange("title"));
        }
        let account = municipality_of(&self.books.bank);
        if self.books.accounts.contains_key(&account) {
            self.push(Event::AgreementSet { account, agreement: agreement.clone() });
        } else {
            let purpose = Purpose::Municipality(agreement.clone());
            let limits = Some(self.books.rules.limits);
            self.push(Event::AccountOpened { account, purpose, limits });
        }
        Ok(())
    }

    pub(super) fn set_rules(&mut self, rules: &Rules) -> Result<(), Refusal> {
        let days = [rules.answer_days, rules.trial_days, rules.renewal_days];
        if !rules.limits.are_in_order() || days.iter().any(|d| !(1..=1100).contains(d)) {
            return Err(Refusal::OutOfRange("limits"));
        }
        if self.books.rules != *rules {
            let bank = self.books.bank.clone();
            self.push(Event::RulesSet { bank, rules: rules.clone() });
        }
        Ok(())
    }
}
