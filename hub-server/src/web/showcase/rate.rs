//! How often one address may ask for what everybody may see.
//!
//! Always true: each address has a measure that fills again at a steady pace; memory is bounded, and an address that is
//! forgotten begins with a full measure.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::web::throttle::Key;

/// What an address may ask for at once: some pages with all their pictures.
const MEASURE: i64 = 240;
/// How long until one more may be asked for.
const ONE_MORE_MS: i64 = 250;
/// Most addresses remembered.
const MOST: usize = 8_192;

#[derive(Debug, Clone, Copy)]
struct Left {
    count: i64,
    at_ms: i64,
}

/// The measures.
#[derive(Debug, Default)]
pub(super) struct Rate(Mutex<BTreeMap<Key, Left>>);

impl Rate {
    /// Takes some from an address's measure; with less than that left, nothing.
    ///
    /// # Errors
    /// In how many milliseconds there is enough again.
    pub(super) fn take(&self, key: Key, some: i64, now_ms: i64) -> Result<(), i64> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST && !all.contains_key(&key) {
            let full_again = MEASURE * ONE_MORE_MS;
            all.retain(|_, left| now_ms - left.at_ms < full_again);
            if all.len() >= MOST {
                all.clear();
            }
        }
        let left = all.entry(key).or_insert(Left { count: MEASURE, at_ms: now_ms });
        // A clock that was moved back gives nothing and takes nothing away.
        let more = (now_ms - left.at_ms).max(0) / ONE_MORE_MS;
        if more > 0 {
            left.count = (left.count + more).min(MEASURE);
            left.at_ms += more * ONE_MORE_MS;
        }
        left.at_ms = left.at_ms.min(now_ms);
        if left.count < some {
            let since = (now_ms - left.at_ms).clamp(0, ONE_MORE_MS - 1);
            return Err((some - left.count) * ONE_MORE_MS - since);
        }
        left.count -= some;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::IpAddr;

    fn key(n: u8) -> Key {
        Key::address(IpAddr::from([10, 0, 0, n]))
    }

    #[test]
    fn an_address_that_asks_too_often_waits_and_no_other_does() {
        let rate = Rate::default();
        for _ in 0..MEASURE {
            assert_eq!(rate.take(key(1), 1, 0), Ok(()));
        }
        assert_eq!(rate.take(key(1), 1, 0), Err(ONE_MORE_MS));
        assert_eq!(rate.take(key(2), 1, 0), Ok(()));
        assert_eq!(rate.take(key(1), 1, ONE_MORE_MS), Ok(()));
        assert!(rate.take(key(1), 1, ONE_MORE_MS).is_err());
        // What costs more waits longer.
        assert_eq!(rate.take(key(1), 3, ONE_MORE_MS), Err(3 * ONE_MORE_MS));
        // A clock that goes back locks nobody out for longer.
        assert!(rate.take(key(1), 1, -86_400_000).unwrap_err() <= ONE_MORE_MS);
    }

    #[test]
    fn memory_stays_bounded() {
        let rate = Rate::default();
        for n in 0..u32::try_from(MOST).unwrap() + 100 {
            rate.take(Key::address(IpAddr::from(n.to_be_bytes())), 1, 0).unwrap();
        }
        assert!(rate.0.lock().unwrap().len() <= MOST);
    }
}
