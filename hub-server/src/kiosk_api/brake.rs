//! Slowing down whoever tries too often: so many tries in a window, each key by itself.

use std::collections::BTreeMap;
use std::sync::Mutex;

/// Most keys remembered; past this the oldest windows are let go first.
const KEYS_MAX: usize = 4_096;

/// Counts tries in windows of fixed length. Forgets everything at a restart, on purpose.
#[derive(Debug)]
pub struct Brake {
    most: u32,
    window_ms: i64,
    seen: Mutex<BTreeMap<String, (i64, u32)>>,
}

impl Brake {
    /// Allows `most` tries in `window_ms` milliseconds.
    #[must_use]
    pub fn new(most: u32, window_ms: i64) -> Self {
        Self { most, window_ms, seen: Mutex::new(BTreeMap::new()) }
    }

    /// Counts one more try of `key` and says whether it may go on.
    pub fn allow(&self, key: &str, now_ms: i64) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if seen.len() >= KEYS_MAX && !seen.contains_key(key) {
            let window = self.window_ms;
            seen.retain(|_, (begun, _)| now_ms.saturating_sub(*begun) < window);
            if seen.len() >= KEYS_MAX {
                return false;
            }
        }
        let (begun, tries) = seen.entry(key.to_owned()).or_insert((now_ms, 0));
        let elapsed = now_ms.saturating_sub(*begun);
        // A clock that went back opens a new window rather than locking everybody out.
        if elapsed >= self.window_ms || elapsed < 0 {
            (*begun, *tries) = (now_ms, 0);
        }
        *tries = tries.saturating_add(1);
        *tries <= self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_are_counted_by_key_and_window() {
        let brake = Brake::new(2, 1_000);
        assert!(brake.allow("a", 0) && brake.allow("a", 10) && !brake.allow("a", 20));
        assert!(brake.allow("b", 20));
        assert!(brake.allow("a", 1_000));
    }

    #[test]
    fn a_clock_that_goes_back_locks_nobody_out() {
        let brake = Brake::new(1, 1_000);
        assert!(brake.allow("a", 10_000) && brake.allow("a", 0));
    }
}
