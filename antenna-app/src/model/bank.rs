//! The account at the time bank as this phone knows it: what the hub has settled, and what is still on its way.
//!
//! Always true: the balance is the hub's and is never changed here; what was said on this phone, or confirmed by it, and
//! is not in the hub's books yet stands beside it as the difference it will make. Pure reading.

use protocol::antenna::{BankAgreed, BankDeclare, BankOther, DeviceCommand};
use protocol::kiosk::bank::{Account, Movement, Notice, NoticeState, NoticeStep, Said, Way};
use protocol::{CommandId, ExchangeId, ListingId, Problem, Slug};

use super::bank_forms::SayingAbout;
use super::cards::SentMark;
use super::ledger::{Ledger, Sent, SentState};

/// How many movements a page shows.
pub const MOVEMENTS_PAGE: usize = 10;

/// What an account holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// Minutes in the hub's books.
    pub settled_min: i64,
    /// The difference that waits: declared and not answered, or said here and not yet at the hub.
    pub waiting_min: i64,
}

impl Balance {
    /// What the account will hold if everything that waits is settled.
    #[must_use]
    pub const fn provisional_min(self) -> i64 {
        self.settled_min + self.waiting_min
    }
}

/// The other side, as far as it is known here: a short name, a number, or nothing but a card's code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whom {
    /// Short name; empty where it is not known.
    pub name: String,
    /// Number in the bank.
    pub number: Option<u32>,
}

/// Something that this member declared and that is not in the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredCard {
    /// Which.
    pub exchange: ExchangeId,
    /// The command of this phone that said so; `None` where it was said elsewhere.
    pub said_by: Option<CommandId>,
    /// With whom.
    pub with: Whom,
    /// Whether they gave their time.
    pub gave: bool,
    /// How long.
    pub minutes: u16,
    /// Which service.
    pub category: Slug,
    /// On which day, `2026-11-18`.
    pub day: String,
    /// Until which day the other side can answer, where the hub has it.
    pub until: Option<String>,
    /// Where it stands: waiting for the hub, at the hub and waiting for the other side, refused.
    pub mark: SentMark,
    /// Whether it is being taken back.
    pub withdrawing: bool,
    /// Why the hub refused it, or the taking back.
    pub refused: Option<Problem>,
}

/// Something that somebody else declared and this member can answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerCard {
    /// What they said.
    pub it: Said,
    /// What was answered here; the hub has not put it into the books yet.
    pub answered: Option<bool>,
    /// Why the hub refused the answer.
    pub refused: Option<Problem>,
}

/// Something agreed on and still to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreedCard {
    /// Which.
    pub agreed: ExchangeId,
    /// The command of this phone that said so, where the hub has not got it.
    pub said_by: Option<CommandId>,
    /// With whom.
    pub with: Whom,
    /// Whether they give their time.
    pub gives: bool,
    /// How long it is expected to take.
    pub minutes: u16,
    /// Which service.
    pub category: Slug,
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// Where it stands.
    pub mark: SentMark,
    /// Whether it is being called off.
    pub calling_off: bool,
    /// Why the hub refused it, or the calling off.
    pub refused: Option<Problem>,
}

/// What this member offers or looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeCard {
    /// The hub's; `None` until it has it.
    pub notice: Option<ListingId>,
    /// The command of this phone that said so, where the hub has not got it.
    pub said_by: Option<CommandId>,
    /// Which way.
    pub way: Way,
    /// Which service.
    pub category: Slug,
    /// In their words.
    pub text: String,
    /// The last day it stands.
    pub until: Option<String>,
    /// Whether it is on the board, rests or was hidden by the desk.
    pub state: NoticeState,
    /// Where what the phone said of it stands.
    pub mark: SentMark,
    /// What is becoming of it.
    pub moving: Option<NoticeStep>,
    /// Why the hub refused it.
    pub refused: Option<Problem>,
}

impl Ledger {
    /// The account this phone speaks for.
    #[must_use]
    pub fn account(&self) -> Option<&Account> {
        self.bank.as_ref()?.it.account.as_ref()
    }

    /// What others offer and look for.
    #[must_use]
    pub fn board(&self) -> &[Notice] {
        self.bank.as_ref().map_or(&[], |told| &told.it.board)
    }

    /// Whether the hub has not yet told how the account stands after something said here.
    fn is_on_its_way(&self, sent: &Sent) -> bool {
        match sent.state {
            SentState::Waiting => true,
            SentState::Recorded => {
                self.bank.as_ref().is_none_or(|told| told.cursor <= sent.after_cursor)
            }
            SentState::Refused(_) => false,
        }
    }

    /// What the account holds, and what waits.
    #[must_use]
    pub fn balance(&self) -> Option<Balance> {
        let account = self.account()?;
        let signed = |gave: bool, minutes: u16| {
            if gave { i64::from(minutes) } else { -i64::from(minutes) }
        };
        let said = self.declared_cards();
        let said = said.iter().filter(|card| card.mark != SentMark::Refused && !card.withdrawing);
        let said: i64 = said.map(|card| signed(card.gave, card.minutes)).sum();
        let answered = self.answer_cards();
        let answered = answered.iter().filter(|card| card.answered == Some(true));
        let answered: i64 = answered.map(|card| signed(card.it.gave, card.it.minutes)).sum();
        Some(Balance { settled_min: account.balance_min, waiting_min: said + answered })
    }

    /// What this member declared and nobody has answered: what is not at the hub first, the latest first.
    #[must_use]
    pub fn declared_cards(&self) -> Vec<DeclaredCard> {
        let at_hub = self.account().map_or(&[][..], |account| &account.declared);
        let mut own: Vec<(i64, DeclaredCard)> = Vec::new();
        for (id, sent) in &self.sent {
            let Some(DeviceCommand::BankDeclare(it)) = &sent.command else { continue };
            let exchange = ExchangeId::from(*id);
            let is_told = at_hub.iter().any(|said| said.exchange == exchange);
            let refused = refusal(sent);
            if is_told || (refused.is_none() && !self.is_on_its_way(sent)) {
                continue;
            }
            own.push((sent.at_ms, self.said_here(*id, it, sent, refused)));
        }
        own.sort_by_key(|(at_ms, card)| std::cmp::Reverse((*at_ms, card.exchange)));
        let told = at_hub.iter().map(|said| {
            let taken_back = self.taken_back(said.exchange);
            DeclaredCard {
                exchange: said.exchange,
                said_by: None,
                with: Whom { name: said.with.clone(), number: None },
                gave: said.gave,
                minutes: said.minutes,
                category: said.category.clone(),
                day: said.day.clone(),
                until: Some(said.until.clone()),
                mark: SentMark::Recorded,
                withdrawing: taken_back.is_some_and(|sent| refusal(sent).is_none()),
                refused: taken_back.and_then(refusal),
            }
        });
        own.into_iter().map(|(_, card)| card).chain(told).collect()
    }

    fn taken_back(&self, exchange: ExchangeId) -> Option<&Sent> {
        self.last_sent(
            0,
            |command| matches!(command, DeviceCommand::BankWithdraw(it) if it.exchange == exchange),
        )
    }

    fn said_here(
        &self,
        id: CommandId,
        it: &BankDeclare,
        sent: &Sent,
        refused: Option<Problem>,
    ) -> DeclaredCard {
        DeclaredCard {
            exchange: ExchangeId::from(id),
            said_by: Some(id),
            with: self.whom(&it.other),
            gave: it.gave,
            minutes: it.minutes,
            category: it.category.clone(),
            day: it.day.clone(),
            until: None,
            mark: SentMark::from(&sent.state),
            withdrawing: self
                .taken_back(ExchangeId::from(id))
                .is_some_and(|sent| refusal(sent).is_none()),
            refused,
        }
    }

    /// What others declared and this member can answer, the oldest first.
    #[must_use]
    pub fn answer_cards(&self) -> Vec<AnswerCard> {
        let waiting = self.account().map_or(&[][..], |account| &account.to_answer);
        let cards = waiting.iter().map(|said| {
            let answer = self.last_sent(
                0,
                |command| matches!(command, DeviceCommand::BankAnswer(it) if it.exchange == said.exchange),
            );
            let answered = match answer {
                Some(Sent { command: Some(DeviceCommand::BankAnswer(it)), state, .. }) => {
                    (!matches!(state, SentState::Refused(_))).then_some(it.yes)
                }
                _ => None,
            };
            AnswerCard { it: said.clone(), answered, refused: answer.and_then(refusal) }
        });
        cards.collect()
    }

    /// How many declarations wait for this member's answer.
    #[must_use]
    pub fn to_answer(&self) -> usize {
        self.answer_cards().iter().filter(|card| card.answered.is_none()).count()
    }

    /// What was agreed on and is still to be done, the soonest first. What was declared since is not among it.
    #[must_use]
    pub fn agreed_cards(&self) -> Vec<AgreedCard> {
        let at_hub = self.bank.as_ref().map_or(&[][..], |told| &told.it.agreed);
        let mut cards: Vec<AgreedCard> =
            at_hub.iter().map(|agreed| self.agreed_at_hub(agreed)).collect();
        for (id, sent) in &self.sent {
            let Some(DeviceCommand::BankAgree(it)) = &sent.command else { continue };
            let agreed = ExchangeId::from(*id);
            let refused = refusal(sent);
            let is_told = at_hub.iter().any(|known| known.agreed == agreed);
            if is_told || (refused.is_none() && !self.is_on_its_way(sent)) {
                continue;
            }
            cards.push(AgreedCard {
                agreed,
                said_by: Some(*id),
                with: self.whom(&it.other),
                gives: it.gives,
                minutes: it.minutes,
                category: it.category.clone(),
                at_ms: it.at_ms,
                mark: SentMark::from(&sent.state),
                calling_off: false,
                refused,
            });
        }
        cards.retain(|card| {
            let done = self.last_sent(
                0,
                |command| matches!(command, DeviceCommand::BankDeclare(it) if it.agreed == Some(card.agreed)),
            );
            done.is_none_or(|sent| refusal(sent).is_some())
        });
        cards.sort_by_key(|card| (card.at_ms, card.agreed));
        cards
    }

    fn agreed_at_hub(&self, it: &BankAgreed) -> AgreedCard {
        let off = self.last_sent(
            0,
            |command| matches!(command, DeviceCommand::BankCallOff(off) if off.agreed == it.agreed),
        );
        AgreedCard {
            agreed: it.agreed,
            said_by: None,
            with: Whom { name: it.with.name.clone(), number: Some(it.with.number) },
            gives: it.gives,
            minutes: it.minutes,
            category: it.category.clone(),
            at_ms: it.at_ms,
            mark: SentMark::Recorded,
            calling_off: off.is_some_and(|sent| refusal(sent).is_none()),
            refused: off.and_then(refusal),
        }
    }

    /// What this member offers and looks for: what is not at the hub first.
    #[must_use]
    pub fn notice_cards(&self) -> Vec<NoticeCard> {
        let at_hub = self.account().map_or(&[][..], |account| &account.notices);
        let mut cards = Vec::new();
        for (id, sent) in &self.sent {
            let Some(DeviceCommand::BankPublish(it)) = &sent.command else { continue };
            let refused = refusal(sent);
            let is_told = at_hub.iter().any(|known| known.notice.uuid() == id.uuid());
            if is_told || (refused.is_none() && !self.is_on_its_way(sent)) {
                continue;
            }
            cards.push(NoticeCard {
                notice: None,
                said_by: Some(*id),
                way: it.way,
                category: it.category.clone(),
                text: it.text.clone(),
                until: None,
                state: NoticeState::Published,
                mark: SentMark::from(&sent.state),
                moving: None,
                refused,
            });
        }
        cards.extend(at_hub.iter().map(|known| {
            let moved = self.last_sent(
                0,
                |command| matches!(command, DeviceCommand::BankMoveNotice(it) if it.notice == known.notice),
            );
            let moving = match moved {
                Some(sent @ Sent { command: Some(DeviceCommand::BankMoveNotice(it)), .. }) => {
                    self.is_on_its_way(sent).then_some(it.step)
                }
                _ => None,
            };
            NoticeCard {
                notice: Some(known.notice),
                said_by: None,
                way: known.way,
                category: known.category.clone(),
                text: known.text.clone(),
                until: known.until.clone(),
                state: known.state,
                mark: SentMark::Recorded,
                moving,
                refused: moved.and_then(refusal),
            }
        }));
        cards
    }

    /// What this phone said last after an exchange, and where that stands.
    #[must_use]
    pub fn said_after(&self, about: SayingAbout) -> Option<(SentMark, Option<Problem>)> {
        let sent = self.last_sent(0, |command| match (command, about) {
            (DeviceCommand::BankRefer(it), SayingAbout::Exchange(exchange)) => {
                it.exchange == exchange
            }
            (DeviceCommand::BankAnswerReference(it), SayingAbout::Reference(exchange)) => {
                it.exchange == exchange
            }
            _ => false,
        })?;
        Some((SentMark::from(&sent.state), refusal(sent)))
    }

    /// One page of the last movements, from 0, and how many pages there are.
    #[must_use]
    pub fn movements(&self, page: usize) -> (&[Movement], usize) {
        let all = self.account().map_or(&[][..], |account| &account.movements);
        let pages = all.len().div_ceil(MOVEMENTS_PAGE).max(1);
        let first = page.min(pages - 1) * MOVEMENTS_PAGE;
        (&all[first..(first + MOVEMENTS_PAGE).min(all.len())], pages)
    }

    /// Who is meant, by what this phone knows of others.
    #[must_use]
    pub fn whom(&self, other: &BankOther) -> Whom {
        let BankOther::Number(number) = other else { return Whom::default() };
        let people = self.account().map_or(&[][..], |account| &account.people);
        let on_board = self.board().iter().map(|notice| &notice.who);
        let known = people.iter().chain(on_board).find(|named| named.number == *number);
        let name = known.map(|named| named.name.clone()).unwrap_or_default();
        Whom { name, number: Some(*number) }
    }
}

fn refusal(sent: &Sent) -> Option<Problem> {
    match &sent.state {
        SentState::Refused(problem) => Some(problem.clone()),
        SentState::Waiting | SentState::Recorded => None,
    }
}
