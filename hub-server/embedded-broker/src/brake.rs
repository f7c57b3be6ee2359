//! Slows down one device that publishes too fast. Pure: time is an argument.
//!
//! A brake and not a refusal: the delay happens before the acknowledgement, so TCP carries it back
//! to the device, and a phone emptying a long outbox after a day offline is never punished for it.

use std::time::Duration;

/// Payload bytes that count as one message.
const UNIT_BYTES: usize = 4096;

/// A token bucket that may go into debt. `now` is time since any fixed instant, never going back.
#[derive(Debug)]
pub(crate) struct Brake {
    per_s: f64,
    tokens: f64,
    last: Duration,
}

impl Brake {
    /// A full bucket: two seconds' worth of messages.
    pub fn new(max_per_s: u32, now: Duration) -> Self {
        let per_s = f64::from(max_per_s.max(1));
        Self { per_s, tokens: 2.0 * per_s, last: now }
    }

    /// Takes one message of `payload_bytes` and answers how long to wait before going on.
    pub fn take(&mut self, payload_bytes: usize, now: Duration) -> Duration {
        let earned = now.saturating_sub(self.last).as_secs_f64() * self.per_s;
        self.last = now;
        self.tokens = (self.tokens + earned).min(2.0 * self.per_s);
        let units = u32::try_from(1 + payload_bytes / UNIT_BYTES).unwrap_or(u32::MAX);
        self.tokens -= f64::from(units);
        Duration::from_secs_f64((-self.tokens / self.per_s).clamp(0.0, 60.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Duration = Duration::from_secs(7);

    #[test]
    fn a_burst_of_two_seconds_is_free() {
        let mut brake = Brake::new(100, START);
        assert!((0..200).all(|_| brake.take(10, START).is_zero()));
        assert!(!brake.take(10, START).is_zero());
    }

    #[test]
    fn the_long_run_rate_is_the_configured_one() {
        let mut brake = Brake::new(100, START);
        let mut now = START;
        for _ in 0..2_200 {
            now += brake.take(10, now);
        }
        let took = now.saturating_sub(START).as_secs_f64();
        assert!(
            (19.9..20.1).contains(&took),
            "2200 messages, 200 of them free, at 100/s: {took} s"
        );
    }

    #[test]
    fn a_large_message_counts_by_its_size() {
        let mut brake = Brake::new(10, START);
        assert!(brake.take(19 * UNIT_BYTES, START).is_zero());
        assert_eq!(brake.take(9 * UNIT_BYTES, START), Duration::from_secs(1));
    }

    #[test]
    fn rest_refills_but_never_beyond_the_burst() {
        let mut brake = Brake::new(10, START);
        for _ in 0..20 {
            brake.take(0, START);
        }
        let later = START + Duration::from_hours(1);
        assert!((0..20).all(|_| brake.take(0, later).is_zero()));
        assert!(!brake.take(0, later).is_zero());
    }
}
