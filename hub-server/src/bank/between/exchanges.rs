//! Exchanges with members of another bank: declaring one, answering it, and what is heard about it.

use protocol::{ExchangeId, MemberId, NodeId};

use super::across::Standing;
use super::commands::Proposal;
use super::dealing::{Dealing, Stand};
use super::decide::{Counter, not_now};
use super::events::Event;
use super::message::{Code, Message, Proposed, Why};
use crate::bank::account::Silence;
use crate::bank::books::clearing_of;
use crate::bank::decide::Whom;
use crate::bank::exchange::Party;
use crate::bank::refusal::Refusal;

impl Counter {
    pub(super) fn propose(&mut self, said: &Proposal) -> Result<(), Refusal> {
        let exchange = ExchangeId::from(self.command);
        if self.across.dealings.contains_key(&exchange) {
            return Ok(());
        }
        self.terms_on(&said.peer, said.day)?;
        let member = said.by.member();
        let ours = self.books.party(Whom::Member(member))?;
        if said.cheque.is_some() && !said.gave {
            return Err(Refusal::ChequeUnknown);
        }
        let twice = |standing: &&Standing| {
            let dealing = &standing.dealing;
            let dead = matches!(standing.stand, Stand::Declined(_) | Stand::Withdrawn);
            said.cheque.is_some()
                && dealing.cheque == said.cheque
                && dealing.peer == said.peer
                && dealing.began_here
                && !dead
        };
        if let Some(first) = self.across.dealings.values().find(twice) {
            let (at_ms, day) = (first.begun_at_ms, self.books.day_of(first.begun_at_ms));
            return Err(Refusal::ChequeUsed { at_ms, day });
        }
        let dealing = Dealing {
            exchange,
            peer: said.peer.clone(),
            clearing: clearing_of(&self.books.bank, &said.peer),
            ours,
            theirs: said.to.clone(),
            ours_gave: said.gave,
            began_here: true,
            length: said.length,
            category: said.category.clone(),
            day: said.day,
            cheque: said.cheque,
            until_ms: None,
        };
        self.books.check_deal(&dealing.deal(&self.books.bank))?;
        for (account, minutes) in dealing.held(Stand::Provisional) {
            let account = self.account(account)?;
            self.books.room(account, minutes).map_err(|refusal| {
                if account.id == dealing.clearing {
                    Refusal::ClearingFull {
                        ceiling: account.ceiling().unwrap_or_default(),
                        ours_gave: said.gave,
                    }
                } else {
                    refusal
                }
            })?;
        }
        self.push(Event::Begun(dealing));
        let proposed = Proposed {
            exchange,
            from: Code::of(member),
            to: said.to.clone(),
            gave: said.gave,
            length: said.length,
            category: said.category.clone(),
            day: said.day,
            cheque: said.cheque,
        };
        self.tell(&said.peer, Message::Proposed(proposed));
        Ok(())
    }

    pub(super) fn withdraw(&mut self, exchange: ExchangeId) -> Result<(), Refusal> {
        let standing = self.standing(exchange)?;
        match standing.stand {
            Stand::Provisional => {
                self.turn(exchange, Stand::Withdrawing, false);
                self.tell(&standing.dealing.peer, Message::Withdrawn { exchange });
                Ok(())
            }
            Stand::Withdrawing | Stand::Withdrawn => Ok(()),
            other @ (Stand::Asked
            | Stand::Declined(_)
            | Stand::Settled
            | Stand::Reversing
            | Stand::BackAsked
            | Stand::Reversed) => Err(not_now(other)),
        }
    }

    pub(super) fn answer(
        &mut self,
        exchange: ExchangeId,
        by: MemberId,
        yes: bool,
    ) -> Result<(), Refusal> {
        let standing = self.standing(exchange)?;
        let account = self.books.members.get(&by).and_then(|member| member.account);
        if standing.dealing.began_here {
            return Err(Refusal::OwnDeclaration);
        }
        if account != Some(standing.dealing.ours.account) {
            return Err(Refusal::NotYours);
        }
        match (standing.stand, yes) {
            (Stand::Asked, true) => {
                self.may_still_take_part(&standing)?;
                let own = standing.dealing.ours.account;
                for (account, minutes) in standing.dealing.held(Stand::Provisional) {
                    // What was done in good faith before the ceiling was reached is not lost: it is marked.
                    if account == own {
                        self.books.room(self.account(account)?, minutes)?;
                    }
                }
                self.settle(&standing)
            }
            (Stand::Asked, false) => {
                self.decline(&standing, Why::Member);
                Ok(())
            }
            (Stand::Settled, true) | (Stand::Declined(Why::Member), false) => Ok(()),
            (other, _) => Err(not_now(other)),
        }
    }

    fn may_still_take_part(&self, standing: &Standing) -> Result<(), Refusal> {
        let member = standing.dealing.ours.member.ok_or(Refusal::Unknown("member"))?;
        self.books.party(Whom::Member(member)).map(|_| ())
    }

    pub(super) fn end_waiting(&mut self, exchange: ExchangeId) -> Result<(), Refusal> {
        let standing = self.standing(exchange)?;
        let over = standing.dealing.until_ms.is_some_and(|until| until <= self.now_ms);
        if standing.stand != Stand::Asked || !over {
            return Ok(());
        }
        let own = standing.dealing.ours.account;
        let fits = standing.dealing.held(Stand::Provisional).iter().all(|(account, minutes)| {
            *account != own
                || self.account(*account).is_ok_and(|own| self.books.room(own, *minutes).is_ok())
        });
        let confirms = self.books.rules.silence == Silence::Confirms;
        if confirms && fits && self.may_still_take_part(&standing).is_ok() {
            self.settle(&standing)
        } else {
            self.decline(&standing, Why::Silence);
            Ok(())
        }
    }

    /// Into this bank's accounts, and the other bank is told.
    fn settle(&mut self, standing: &Standing) -> Result<(), Refusal> {
        let over = self.post(standing)?;
        let exchange = standing.dealing.exchange;
        self.turn(exchange, Stand::Settled, over);
        self.tell(&standing.dealing.peer, Message::Settled { exchange, over });
        Ok(())
    }

    fn decline(&mut self, standing: &Standing, why: Why) {
        let exchange = standing.dealing.exchange;
        self.turn(exchange, Stand::Declined(why), false);
        self.tell(&standing.dealing.peer, Message::Declined { exchange, why });
    }

    /// A message of another bank. What it says has happened there and is not refused here; what does not fit
    /// is answered.
    pub(super) fn hear(
        &mut self,
        peer: &NodeId,
        number: u64,
        message: &Message,
    ) -> Result<(), Refusal> {
        let heard = self.peer(peer).heard;
        if number <= heard {
            return Ok(());
        }
        if number > heard + 1 {
            return Err(Refusal::TooEarly);
        }
        self.push(Event::Heard { peer: peer.clone(), number });
        match message {
            Message::Signed(terms) => {
                self.push(Event::PeerSigned { peer: peer.clone(), terms: terms.clone() });
                self.follow_pact(peer);
                Ok(())
            }
            Message::Ended(age) => {
                self.push(Event::Ended { peer: peer.clone(), age: *age, by_peer: true });
                Ok(())
            }
            Message::Proposed(proposed) => self.hear_proposed(peer, proposed),
            Message::Words(said) => {
                self.hear_words(peer, said);
                Ok(())
            }
            Message::WordsRefused { words } => {
                self.hear_words_refused(peer, *words);
                Ok(())
            }
            Message::WordsForgotten { from, to } => {
                self.hear_words_forgotten(peer, from, to);
                Ok(())
            }
            Message::Called { code, name } => {
                self.hear_called(peer, code, name.as_deref());
                Ok(())
            }
            Message::MemberErased { code } => {
                self.hear_erased(peer, code);
                Ok(())
            }
            Message::ErasureDone { code } => {
                self.hear_erasure_done(peer, code);
                Ok(())
            }
            Message::Withdrawn { exchange }
            | Message::Settled { exchange, .. }
            | Message::Declined { exchange, .. }
            | Message::BackAsked { exchange }
            | Message::BackGiven { exchange, .. }
            | Message::BackRefused { exchange } => {
                let ours = self.across.dealings.get(exchange).cloned();
                match ours.filter(|standing| standing.dealing.peer == *peer) {
                    Some(standing) => self.hear_about(&standing, message),
                    // Of no exchange with that bank: heard, and nothing comes of it.
                    None => Ok(()),
                }
            }
        }
    }

    fn hear_about(&mut self, standing: &Standing, message: &Message) -> Result<(), Refusal> {
        let (exchange, peer) = (standing.dealing.exchange, &standing.dealing.peer);
        match (standing.stand, message) {
            // Too late for what was answered in the meantime: that answer is on its way.
            (Stand::Asked, Message::Withdrawn { .. }) => self.decline(standing, Why::Withdrawn),
            (Stand::Provisional | Stand::Withdrawing, Message::Settled { over, .. }) => {
                let here = self.post(standing)?;
                self.turn(exchange, Stand::Settled, *over || here);
            }
            (Stand::Withdrawing, Message::Declined { why: Why::Withdrawn, .. }) => {
                self.turn(exchange, Stand::Withdrawn, false);
            }
            (Stand::Provisional | Stand::Withdrawing, Message::Declined { why, .. }) => {
                self.turn(exchange, Stand::Declined(*why), false);
            }
            (Stand::Settled, Message::BackAsked { .. }) => {
                self.turn(exchange, Stand::BackAsked, false);
            }
            // Both desks asked for it at once: that is a yes of both.
            (Stand::Reversing, Message::BackAsked { .. }) => {
                let over = self.post_back(standing)?;
                self.turn(exchange, Stand::Reversed, over);
                self.tell(peer, Message::BackGiven { exchange, over });
            }
            (Stand::Reversing, Message::BackGiven { over, .. }) => {
                let here = self.post_back(standing)?;
                self.turn(exchange, Stand::Reversed, *over || here);
            }
            (Stand::Reversing, Message::BackRefused { .. }) => {
                self.turn(exchange, Stand::Settled, false);
            }
            _ => {}
        }
        Ok(())
    }

    fn hear_proposed(&mut self, peer: &NodeId, said: &Proposed) -> Result<(), Refusal> {
        if self.across.dealings.contains_key(&said.exchange) {
            return Ok(());
        }
        let refused = |why| Message::Declined { exchange: said.exchange, why };
        let (dealing, at_once) = match self.read_proposed(peer, said) {
            Ok(read) => read,
            Err(why) => {
                self.tell(peer, refused(why));
                return Ok(());
            }
        };
        self.push(Event::Begun(dealing));
        if at_once {
            let standing = self.standing(said.exchange)?;
            self.settle(&standing)?;
        }
        Ok(())
    }

    /// What the other bank says, as this one would enter it, and whether it is posted at once: a cheque bears
    /// our member's signature.
    fn read_proposed(&self, peer: &NodeId, said: &Proposed) -> Result<(Dealing, bool), Why> {
        let clearing = clearing_of(&self.books.bank, peer);
        self.account(clearing).map_err(|_no_account| Why::NoPact)?;
        self.terms_on(peer, said.day).map_err(|_none_holds| Why::NoPact)?;
        let ours = self.found(&said.to).ok_or(Why::UnknownMember)?;
        let days = i64::from(self.books.rules.answer_days);
        let dealing = Dealing {
            exchange: said.exchange,
            peer: peer.clone(),
            clearing,
            ours,
            theirs: said.from.clone(),
            ours_gave: !said.gave,
            began_here: false,
            length: said.length,
            category: said.category.clone(),
            day: said.day,
            cheque: said.cheque.filter(|_| said.gave),
            until_ms: Some(self.now_ms + days * 86_400_000),
        };
        let deal = dealing.deal(&self.books.bank);
        self.books.check_deal(&deal).map_err(|refusal| {
            if refusal == Refusal::Excluded {
                Why::Excluded
            } else if refusal == Refusal::BadDay {
                Why::BadDay
            } else {
                Why::UnknownMember
            }
        })?;
        self.books.check_cheque(&deal).map_err(|refusal| {
            if let Refusal::ChequeUsed { at_ms, .. } = refusal {
                Why::ChequeUsed { at_ms }
            } else {
                Why::ChequeUnknown
            }
        })?;
        let at_once = dealing.cheque.is_some();
        Ok((dealing, at_once))
    }

    fn found(&self, code: &Code) -> Option<Party> {
        let member = self.across.shown.get(code)?;
        self.books.party(Whom::Member(*member)).ok()
    }
}
