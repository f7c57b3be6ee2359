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
    /// The shortest time a frame took to be acknowledged.
    least_trip: Option<Duration>,
    /// Whether frames went when the line was cut, so that nobody knows how many of them arrived.
    unsure: bool,
}

const SMALLEST_FRAME: usize = 512;
const FIRST_WINDOW: u32 = 8;
/// A line that holds frames back keeps this many on their way, so that it is never idle.
const QUEUED_WINDOW: u32 = 3;
const LARGEST_WINDOW: u32 = 64;
const LARGEST_BUDGET: u32 = 256;

impl Default for Pace {
    fn default() -> Self {
        Self {
            frame: FRAME_TARGET,
            window: FIRST_WINDOW,
            budget: None,
            least_trip: None,
            unsure: false,
        }
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

    /// A frame was acknowledged so long after it went; gives how many may go now. While frames come back in
    /// about the time that the quickest took, the line carries more: two for one, so that a far line is full after
    /// a few round trips. Once they take half as long again they only wait somewhere, where a cut would lose them.
    pub fn acknowledged(&mut self, trip: Duration) -> u32 {
        self.frame = (self.frame * 2).min(FRAME_TARGET);
        let least = self.least_trip.map_or(trip, |least| least.min(trip));
        self.least_trip = Some(least);
        if trip > least + least / 2 {
            let full = self.window > QUEUED_WINDOW;
            self.window -= u32::from(full);
            return u32::from(!full);
        }
        let room = self.window < LARGEST_WINDOW;
        self.window += u32::from(room);
        1 + u32::from(room)
    }

    /// Whether central is to be asked how far it holds the series before anything is sent: after a cut, where
    /// answers come while the request still runs.
    #[must_use]
    pub fn asks_first(self) -> bool {
        self.unsure && self.budget.is_none()
    }

    /// Central has said how far it holds the series.
    pub fn welcomed(&mut self) {
        self.unsure = false;
    }

    /// A whole request was answered: the next one may be twice as long.
    pub fn answered(&mut self) {
        self.budget = self.budget.map(|budget| (budget * 2).min(LARGEST_BUDGET));
    }

    /// The line was cut. `progress` is whether anything of the request was acknowledged; where nothing
    /// was, even one frame was too long for it. `unsure` is whether frames went that were not acknowledged.
    pub fn cut(&mut self, progress: bool, unsure: bool) {
        self.unsure |= unsure;
        self.least_trip = None;
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

    /// Times that jump about.
    struct Trip(u64);

    impl Trip {
        fn next(&mut self) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            self.0 >> 50
        }
    }

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
            let (mut pace, mut trip) = (Pace::default(), Trip(7));
            for step in script {
                match step {
                    0 => assert!(pace.acknowledged(Duration::from_millis(trip.next())) <= 2),
                    1 => pace.answered(),
                    2 => pace.cut(true, true),
                    3 => pace.cut(false, true),
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
            pace.cut(false, false);
        }
        assert_eq!((pace.frame(), pace.window()), (SMALLEST_FRAME, 1));
        for _ in 0..100 {
            pace.acknowledged(Duration::from_millis(100));
        }
        assert_eq!((pace.frame(), pace.window()), (FRAME_TARGET, LARGEST_WINDOW));
    }

    #[test]
    fn frames_that_wait_on_the_line_make_fewer_follow() {
        let mut pace = Pace::default();
        assert_eq!(pace.acknowledged(Duration::from_millis(100)), 2);
        assert_eq!(pace.acknowledged(Duration::from_millis(149)), 2);
        assert_eq!(pace.acknowledged(Duration::from_millis(151)), 0);
        let most = pace.window();
        for _ in 0..100 {
            pace.acknowledged(Duration::from_millis(400));
        }
        assert!(pace.window() < most && pace.window() == QUEUED_WINDOW);
        assert_eq!(pace.acknowledged(Duration::from_millis(400)), 1, "the line is never idle");
    }

    #[test]
    fn after_a_cut_central_is_asked_first_unless_answers_are_held_back() {
        let mut pace = Pace::default();
        pace.cut(false, false);
        assert!(!pace.asks_first(), "nothing was on its way");
        pace.cut(true, true);
        pace.cut(false, false);
        assert!(pace.asks_first());
        pace.welcomed();
        assert!(!pace.asks_first());
        pace.cut(true, true);
        pace.held_back();
        assert!(!pace.asks_first());
    }
}
