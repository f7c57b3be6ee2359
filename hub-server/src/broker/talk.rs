//! How far one device has come, and what it is sent next. Pure: instants and numbers in, a step out.
//!
//! Always true: at most [`CHUNK`] facts are under way without the device's `seen`; what was not seen is sent
//! again, each time after twice the wait; a hello starts from the cursor it names, whatever was thought before.

use protocol::antenna::CHUNK;

use crate::network::inbox::Ends;

/// Times the same facts are sent before the device counts as asleep; its next hello wakes it.
const TRIES_MAX: u32 = 8;
/// The longest wait is this many times the first.
const WAIT_FACTOR_MAX: u64 = 16;

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing.
    Rest,
    /// Look up how far the inbox reaches.
    Begin,
    /// Send facts after a cursor, at most so many.
    Send {
        /// The cursor before the first.
        after: u64,
        /// The most.
        most: usize,
    },
    /// Say that nothing more waits.
    CaughtUp(u64),
}

/// What the passing of time means for a talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Passing {
    /// Nothing.
    Quiet,
    /// There may be a next step.
    Due,
    /// The device has not answered for so long that it counts as asleep.
    Asleep,
}

/// Whether a step is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    /// None.
    Idle,
    /// One is.
    Busy,
    /// The last one could not be done; wait.
    Held,
}

/// The state of one device's talk. Times are milliseconds since any fixed instant, never going back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Talk {
    /// The last fact the device said it kept.
    seen: u64,
    /// The last fact sent.
    sent: u64,
    /// The last fact there is.
    last: u64,
    /// Where the device said it stands, until `last` is known.
    claimed: Option<u64>,
    begun: bool,
    owes_caught_up: bool,
    work: Work,
    tries: u32,
    due_ms: Option<u64>,
    first_wait_ms: u64,
}

impl Talk {
    /// A talk that begins where the device says it stands, or, with `None`, where it was last heard to.
    pub fn new(claimed: Option<u64>, is_hello: bool, first_wait_ms: u64) -> Self {
        Self {
            seen: 0,
            sent: 0,
            last: 0,
            claimed,
            begun: false,
            owes_caught_up: is_hello,
            work: Work::Idle,
            tries: 0,
            due_ms: None,
            first_wait_ms,
        }
    }

    /// The next step, which is then being done.
    pub fn next(&mut self) -> Step {
        if self.work != Work::Idle {
            return Step::Rest;
        }
        if !self.begun {
            self.work = Work::Busy;
            return Step::Begin;
        }
        let room = CHUNK.saturating_sub(usize::try_from(self.sent - self.seen).unwrap_or(CHUNK));
        if self.last > self.sent && room > 0 {
            self.work = Work::Busy;
            return Step::Send { after: self.sent, most: room };
        }
        if self.owes_caught_up && self.seen == self.last {
            self.owes_caught_up = false;
            return Step::CaughtUp(self.last);
        }
        Step::Rest
    }

    /// The inbox reaches this far.
    pub fn begun(&mut self, ends: Ends) {
        self.work = Work::Idle;
        self.begun = true;
        self.last = self.last.max(ends.last);
        // A device can know more than a hub that was restored from a backup.
        self.seen = self.claimed.unwrap_or(ends.seen).min(self.last);
        self.sent = self.seen;
    }

    /// There is a fact with this cursor.
    pub fn told(&mut self, last: u64) {
        self.last = self.last.max(last);
    }

    /// Facts up to `sent` went out.
    pub fn went_out(&mut self, sent: u64, now_ms: u64) {
        self.work = Work::Idle;
        self.sent = self.sent.max(sent.min(self.last));
        self.due_ms = (self.sent > self.seen).then(|| now_ms.saturating_add(self.wait_ms()));
    }

    /// The step could not be done.
    pub fn failed(&mut self, now_ms: u64) {
        self.work = Work::Held;
        self.due_ms = Some(now_ms.saturating_add(self.wait_ms()));
        self.tries = self.tries.saturating_add(1);
    }

    /// The device says it kept facts up to `cursor`.
    pub fn saw(&mut self, cursor: u64, now_ms: u64) {
        if !self.begun {
            self.claimed = self.claimed.max(Some(cursor));
            return;
        }
        let cursor = cursor.min(self.last);
        if cursor <= self.seen {
            return;
        }
        self.seen = cursor;
        self.sent = self.sent.max(cursor);
        self.tries = 0;
        if self.work != Work::Held {
            self.due_ms = (self.sent > self.seen).then(|| now_ms.saturating_add(self.wait_ms()));
        }
    }

    /// Time passes.
    pub fn passes(&mut self, now_ms: u64) -> Passing {
        if self.work == Work::Busy || self.due_ms.is_none_or(|due_ms| due_ms > now_ms) {
            return Passing::Quiet;
        }
        self.due_ms = None;
        if self.work == Work::Held {
            self.work = Work::Idle;
        } else if self.sent > self.seen {
            self.sent = self.seen;
            self.tries = self.tries.saturating_add(1);
        }
        if self.tries < TRIES_MAX { Passing::Due } else { Passing::Asleep }
    }

    /// How far the device said it has come, once that is known.
    pub fn seen(&self) -> Option<u64> {
        self.begun.then_some(self.seen)
    }

    fn wait_ms(&self) -> u64 {
        let factor = 1_u64 << self.tries.min(16);
        self.first_wait_ms.saturating_mul(factor.min(WAIT_FACTOR_MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn begun(claimed: u64, last: u64) -> Talk {
        let mut talk = Talk::new(Some(claimed), true, 100);
        assert_eq!(talk.next(), Step::Begin);
        talk.begun(Ends { last, seen: 0 });
        talk
    }

    #[test]
    fn a_device_that_is_level_is_told_so_once() {
        let mut talk = begun(7, 7);
        assert_eq!(talk.next(), Step::CaughtUp(7));
        assert_eq!(talk.next(), Step::Rest);
    }

    #[test]
    fn a_device_that_knows_more_than_a_restored_hub_is_told_how_far_the_hub_is() {
        assert_eq!(begun(9, 4).next(), Step::CaughtUp(4));
    }

    #[test]
    fn facts_go_out_in_chunks_that_wait_for_seen() {
        let mut talk = begun(0, 100);
        assert_eq!(talk.next(), Step::Send { after: 0, most: CHUNK });
        talk.went_out(64, 0);
        assert_eq!(talk.next(), Step::Rest);
        talk.saw(64, 10);
        assert_eq!(talk.next(), Step::Send { after: 64, most: CHUNK });
        talk.went_out(100, 10);
        talk.saw(100, 20);
        assert_eq!(talk.next(), Step::CaughtUp(100));
    }

    #[test]
    fn a_new_fact_goes_out_at_once_while_there_is_room() {
        let mut talk = begun(3, 3);
        assert_eq!(talk.next(), Step::CaughtUp(3));
        talk.told(4);
        assert_eq!(talk.next(), Step::Send { after: 3, most: CHUNK });
        talk.told(5);
        assert_eq!(talk.next(), Step::Rest, "one step at a time");
        talk.went_out(4, 0);
        assert_eq!(talk.next(), Step::Send { after: 4, most: CHUNK - 1 });
    }

    #[test]
    fn what_was_not_seen_goes_out_again_after_ever_longer_waits_and_then_not() {
        let mut talk = begun(0, 1);
        let (mut now, mut sent_at) = (0, Vec::new());
        while talk.passes(now) != Passing::Asleep {
            if let Step::Send { after: 0, .. } = talk.next() {
                sent_at.push(now);
                talk.went_out(1, now);
            }
            now += 50;
        }
        assert_eq!(sent_at[..4], [0, 100, 300, 700]);
        assert_eq!(sent_at.len(), usize::try_from(TRIES_MAX).unwrap());
    }

    #[test]
    fn a_step_that_cannot_be_done_is_tried_again_later() {
        let mut talk = begun(0, 1);
        assert!(matches!(talk.next(), Step::Send { .. }));
        talk.failed(0);
        assert_eq!(talk.next(), Step::Rest);
        assert_eq!(talk.passes(100), Passing::Due);
        assert!(matches!(talk.next(), Step::Send { after: 0, .. }));
    }

    proptest! {
        /// A device behind a line that loses and repeats everything still gets every fact, in order.
        #[test]
        fn every_fact_arrives_whatever_is_lost(
            last in 0_u64..300,
            seed in 1_u64..,
        ) {
            let (mut kept, mut now, mut chance) = (0_u64, 0_u64, seed);
            // Xorshift: three of four messages arrive.
            let mut lucky = || {
                chance ^= chance << 13;
                chance ^= chance >> 7;
                chance ^= chance << 17;
                chance % 4 > 0
            };
            let mut talk = begun(0, last);
            for _ in 0..20_000 {
                if kept == last && talk.seen() == Some(last) {
                    break;
                }
                now += 50;
                if talk.passes(now) == Passing::Asleep {
                    talk = begun(kept, last);
                }
                if let Step::Send { after, most } = talk.next() {
                    prop_assert!(after >= talk.seen().unwrap());
                    let to = (after + most as u64).min(last);
                    prop_assert!(to - talk.seen().unwrap() <= CHUNK as u64);
                    for cursor in after + 1..=to {
                        let arrives = lucky();
                        if arrives && cursor == kept + 1 {
                            kept = cursor;
                        }
                    }
                    talk.went_out(to, now);
                    if lucky() {
                        talk.saw(kept, now);
                    }
                }
            }
            prop_assert_eq!(kept, last);
        }
    }
}
