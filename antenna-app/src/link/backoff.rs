//! How long to wait before the next attempt: full jitter, so that a thousand devices that lost the same
//! hub do not come back in the same second. Pure; chance is an argument.

use std::time::Duration;

const FLOOR_MS: u64 = 500;
const CEILING_MS: u64 = 60_000;
/// After how many failures a no is taken for one.
const HASTY: u32 = 4;

/// How many attempts have failed in a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// One more failure; answers how long to wait. `chance_up_to` draws from 0 to its argument.
    pub fn next(&mut self, chance_up_to: impl Fn(u64) -> u64) -> Duration {
        let ceiling = (FLOOR_MS << self.failures.min(20)).min(CEILING_MS);
        self.failures = self.failures.saturating_add(1);
        Duration::from_millis(chance_up_to(ceiling).max(FLOOR_MS))
    }

    /// The hub has said no. A few times that may only mean that its broker has not heard of us yet, as
    /// right after pairing; then asking often changes nothing, and the wait is as after many failures.
    pub fn patiently(&mut self, chance_up_to: impl Fn(u64) -> u64) -> Duration {
        if self.failures < HASTY {
            return self.next(chance_up_to);
        }
        self.failures = self.failures.saturating_add(1);
        Duration::from_millis(CEILING_MS / 2 + chance_up_to(CEILING_MS / 2))
    }

    /// The line held: the next failure starts again from a short wait.
    pub fn reset(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_wait_doubles_from_half_a_second_to_a_minute() {
        let mut backoff = Backoff::default();
        let longest: Vec<u128> = (0..9).map(|_| backoff.next(|most| most).as_millis()).collect();
        assert_eq!(longest, [500, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000]);
        backoff.reset();
        assert_eq!(backoff.next(|most| most).as_millis(), 500);
    }

    #[test]
    fn no_wait_is_shorter_than_half_a_second_even_after_a_year() {
        let mut backoff = Backoff { failures: u32::MAX };
        assert_eq!(backoff.next(|_| 0).as_millis(), 500);
        assert_eq!(backoff.patiently(|_| 0).as_millis(), 30_000);
    }

    #[test]
    fn a_no_is_asked_again_soon_a_few_times_and_then_rarely() {
        let mut backoff = Backoff::default();
        let waits: Vec<u128> = (0..6).map(|_| backoff.patiently(|_| 0).as_millis()).collect();
        assert_eq!(waits, [500, 500, 500, 500, 30_000, 30_000]);
    }
}
