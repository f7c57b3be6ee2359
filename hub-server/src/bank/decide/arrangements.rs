//! What two members agree on, and that they will not after all.

use protocol::{ExchangeId, MemberId};

use super::{Desk, Planned, Whom};
use crate::bank::arrangements::{Arrangement, ArrangementState, DAYS_AHEAD};
use crate::bank::events::Event;
use crate::bank::exchange::By;
use crate::bank::refusal::Refusal;
use crate::context::Ctx;

const DAY_MS: i64 = 86_400_000;

impl Desk {
    pub(super) fn arrange(&mut self, said: &Planned, ctx: &Ctx) -> Result<(), Refusal> {
        let arrangement = ExchangeId::from(ctx.command);
        if self.books.arrangements.contains_key(&arrangement) {
            return Ok(());
        }
        let by = said.by.member();
        let mine = self.books.party(Whom::Member(by))?;
        let other = self.books.party(Whom::Member(said.other))?;
        if mine.account == other.account {
            return Err(Refusal::SameAccount);
        }
        if self.books.rules.excluded.contains(&said.category) {
            return Err(Refusal::Excluded);
        }
        // A phone that was without a line says today what was agreed for yesterday.
        let ahead = said.meet_at_ms - self.now_ms;
        if !(-DAY_MS..=DAYS_AHEAD * DAY_MS).contains(&ahead) {
            return Err(Refusal::OutOfRange("day"));
        }
        let (giver, receiver) = if said.gives { (by, said.other) } else { (said.other, by) };
        self.push(Event::Arranged(Arrangement {
            arrangement,
            giver,
            receiver,
            length: said.length,
            category: said.category.clone(),
            meet_at_ms: said.meet_at_ms,
            by,
        }));
        Ok(())
    }

    /// Either side may, and whoever shares an account with one of them.
    pub(super) fn call_off(
        &mut self,
        id: ExchangeId,
        by: By,
        missed: bool,
        why: &str,
    ) -> Result<(), Refusal> {
        let (arrangement, state) =
            self.books.arrangements.get(&id).ok_or(Refusal::Unknown("arrangement"))?;
        let account = self.member(by.member())?.account;
        let is_side = |side: MemberId| {
            let theirs = self.books.members.get(&side).and_then(|member| member.account);
            side == by.member() || (theirs.is_some() && theirs == account)
        };
        let gives = is_side(arrangement.giver);
        if !gives && !is_side(arrangement.receiver) {
            return Err(Refusal::NotYours);
        }
        // Nobody has failed to come before it was time.
        if missed && arrangement.meet_at_ms > self.now_ms {
            return Err(Refusal::OutOfRange("day"));
        }
        let absent = if gives { arrangement.receiver } else { arrangement.giver };
        match state {
            ArrangementState::Agreed => {
                let text = Self::reason(why)?;
                let by = by.member();
                self.push(if missed {
                    Event::Missed { arrangement: id, absent, by }
                } else {
                    Event::CalledOff { arrangement: id, by }
                });
                if let Some(text) = text {
                    self.push(Event::ArrangementWords { arrangement: id, text });
                }
                Ok(())
            }
            ArrangementState::CalledOff | ArrangementState::Missed => Ok(()),
            ArrangementState::Kept => Err(Refusal::ArrangementKept),
        }
    }

    /// The exchange between the same two that does what they had agreed closes it; anything else leaves it as it is.
    pub(super) fn keep(&mut self, agreed: ExchangeId, exchange: ExchangeId, sides: [MemberId; 2]) {
        let open = self.books.arrangements.get(&agreed).is_some_and(|(it, state)| {
            *state == ArrangementState::Agreed && it.is_between(sides[0], sides[1])
        });
        if open {
            self.push(Event::ArrangementKept { arrangement: agreed, exchange });
        }
    }
}
