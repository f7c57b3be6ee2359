//! Slows down whoever knocks with wrong credentials: so many refusals in a while, each address by itself.
//! Pure: instants are arguments.
//!
//! A right credential is let in even then. A secret has 256 bits, so there is nothing to guess; the brake
//! only saves work, and must not shut out the antennae of a whole café because of one lost phone.

use std::collections::BTreeMap;

/// Refusals one address may have in a window before it is told to wait.
const MOST: u32 = 20;
/// The window, from the first refusal in it.
const WINDOW_MS: u64 = 60_000;
/// Most addresses remembered at once.
const ADDRESSES_MAX: usize = 4_096;

/// Refusals by address. Times are milliseconds since any fixed instant, never going back.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    by_address: BTreeMap<String, (u64, u32)>,
}

impl Refusals {
    /// Whether an address has been refused too often.
    pub fn is_braked(&self, address: &str, now_ms: u64) -> bool {
        self.by_address.get(address).is_some_and(|(begun, times)| {
            *times >= MOST && now_ms.saturating_sub(*begun) < WINDOW_MS
        })
    }

    /// Counts one more refusal.
    pub fn one_more(&mut self, address: &str, now_ms: u64) {
        if self.by_address.len() >= ADDRESSES_MAX && !self.by_address.contains_key(address) {
            self.by_address.retain(|_, (begun, _)| now_ms.saturating_sub(*begun) < WINDOW_MS);
            if self.by_address.len() >= ADDRESSES_MAX {
                return;
            }
        }
        let (begun, times) = self.by_address.entry(address.to_owned()).or_insert((now_ms, 0));
        if now_ms.saturating_sub(*begun) >= WINDOW_MS {
            (*begun, *times) = (now_ms, 0);
        }
        *times = times.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_braked_after_too_many_refusals_and_free_again_after_the_window() {
        let mut refusals = Refusals::default();
        for _ in 0..MOST {
            assert!(!refusals.is_braked("a", 5));
            refusals.one_more("a", 5);
        }
        assert!(refusals.is_braked("a", 5) && !refusals.is_braked("b", 5));
        assert!(!refusals.is_braked("a", 5 + WINDOW_MS));
        refusals.one_more("a", 5 + WINDOW_MS);
        assert!(!refusals.is_braked("a", 6 + WINDOW_MS));
    }

    #[test]
    fn memory_is_bounded_whatever_the_number_of_addresses() {
        let mut refusals = Refusals::default();
        for n in 0..3 * ADDRESSES_MAX {
            refusals.one_more(&n.to_string(), 0);
        }
        assert_eq!(refusals.by_address.len(), ADDRESSES_MAX);
    }
}
