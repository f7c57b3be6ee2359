//! How much at a time, and how long to wait: for lines that are slow, cut, or hold everything back until
//! a request is whole. Pure: instants and chance come from outside.

use std::time::Duration;

use protocol::sync::FRAME_TARGET;

/// How often nothing has worked in a row. Waiting grows to five minutes and never ends in giving up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backoff {
    tries: u32,
}

const FIRST_WAIT_MS: u64 = 1_000;
const LONGEST_WAIT_MS: u64 = 5 * 60 * 1_000;

impl Backoff {
    /// Goes on counting where another run of the program stopped.
    #[must_use]
    pub fn after(tries: u32) -> Self {
        Self { tries }
    }

    /// How often nothing has worked in a row.
    #[must_use]
    pub fn tries(self) -> u32 {
        self.tries
    }

    /// Counts one more failure.
    pub fn failed(&mut self) {
        self.tries = self.tries.saturating_add(1);
    }

    /// It worked.
    pub fn worked(&mut self) {
        self.tries = 0;
    }

    /// How long to wait: anything up to the limit, so that three hundred hubs do not come back in one
    /// second after central's restart. `chance` is any random number.
    #[must_use]
    pub fn wait(self, chance: u64) -> Duration {
        let limit = FIRST_WAIT_MS
            .checked_shl(self.tries.saturating_sub(1).min(20))
            .map_or(LONGEST_WAIT_MS, |limit| limit.min(LONGEST_WAIT_MS));
        Duration::from_millis(chance % (limit + 1))
    }
}

/// How much is sent before an answer must have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    frame: usize,
    window: u32,
    budget: Option<u32>,
}

const SMALLEST_FRAME: usize = 512;
const FIRST_WINDOW: u32 = 6;
const LARGEST_WINDOW: u32 = 16;
const LARGEST_BUDGET: u32 = 256;

impl Default for Pace {
    fn default() -> Self {
        Self { frame: FRAME_TARGET, window: FIRST_WINDOW, budget: None }
    }
}

impl Pace {
    /// How much plain text a frame holds.
    #[must_use]
    pub fn frame(self) -> usize {
        self.frame
    }

    /// How many frames may be on their way without an acknowledgement.
    #[must_use]
    pub fn window(self) -> u32 {
        self.budget.unwrap_or(self.window)
    }

    /// How many frames one request may hold; `None` where answers come while the request still runs.
    #[must_use]
    pub fn budget(self) -> Option<u32> {
        self.budget
    }

    /// A frame was acknowledged while others were on their way: the line carries more.
    pub fn acknowledged(&mut self) {
        self.window = (self.window + 1).min(LARGEST_WINDOW);
        self.frame = (self.frame * 2).min(FRAME_TARGET);
    }

    /// A whole request was answered: the next one may be twice as long.
    pub fn answered(&mut self) {
        self.budget = self.budget.map(|budget| (budget * 2).min(LARGEST_BUDGET));
    }

    /// The line was cut. `progress` is whether anything of the request was acknowledged; where nothing
    /// was, even one frame was too long for it.
    pub fn cut(&mut self, progress: bool) {
        self.window = (self.window / 2).max(1);
        self.budget = self.budget.map(|budget| (budget / 2).max(1));
        if !progress {
            self.frame = (self.frame / 2).max(SMALLEST_FRAME);
            self.window = 1;
        }
    }

    /// Everything that may be on its way is, and nothing comes back: something on the line holds answers
    /// back until the request is whole. From now on requests are.
    pub fn held_back(&mut self) {
        self.budget = Some(self.budget.unwrap_or(self.window).max(1));
    }

    /// The other end says that requests are too long.
    pub fn too_long(&mut self) {
        let now = self.budget.unwrap_or(self.window);
        self.budget = Some((now / 2).max(1));
        if now <= 1 {
            self.frame = (self.frame / 2).max(SMALLEST_FRAME);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn waiting_never_exceeds_five_minutes_and_never_ends(tries: u32, chance: u64) {
            let wait = Backoff::after(tries).wait(chance);
            prop_assert!(wait <= Duration::from_mins(5));
        }

        #[test]
        fn some_chance_lets_a_hub_come_back_at_once(tries: u32) {
            prop_assert_eq!(Backoff::after(tries).wait(0), Duration::ZERO);
        }

        #[test]
        fn whatever_the_line_does_something_may_be_sent(script in prop::collection::vec(0..6_u8, 0..200)) {
            let mut pace = Pace::default();
            for step in script {
                match step {
                    0 => pace.acknowledged(),
                    1 => pace.answered(),
                    2 => pace.cut(true),
                    3 => pace.cut(false),
                    4 => pace.held_back(),
                    _ => pace.too_long(),
                }
                prop_assert!(pace.window() >= 1 && pace.frame() >= SMALLEST_FRAME);
                prop_assert!(pace.frame() <= FRAME_TARGET && pace.window() <= LARGEST_BUDGET);
            }
        }
    }

    #[test]
    fn waiting_grows_with_failures_and_starts_over_when_it_works() {
        let most = |backoff: Backoff| (0..10_000).map(|n| backoff.wait(n * 7_919)).max().unwrap();
        let (mut backoff, mut before) = (Backoff::default(), Duration::ZERO);
        for _ in 0..9 {
            backoff.failed();
            assert!(most(backoff) >= before);
            before = most(backoff);
        }
        assert!(before > Duration::from_secs(200));
        backoff.worked();
        assert!(most(backoff) <= Duration::from_secs(1));
    }

    #[test]
    fn a_line_too_short_for_a_frame_gets_shorter_frames_and_then_longer_ones_again() {
        let mut pace = Pace::default();
        for _ in 0..20 {
            pace.cut(false);
        }
        assert_eq!((pace.frame(), pace.window()), (SMALLEST_FRAME, 1));
        for _ in 0..20 {
            pace.acknowledged();
        }
        assert_eq!((pace.frame(), pace.window()), (FRAME_TARGET, LARGEST_WINDOW));
    }
}
