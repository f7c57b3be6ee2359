//! Slows down guessing at passwords, by login name and by address.
//!
//! Always true: a few mistakes cost nothing; after them every further one doubles the wait, up to a quarter
//! of an hour; a right password forgets them. Kept in memory and bounded: a restart forgives everybody.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Longest wait.
const LONGEST_MS: i64 = 15 * 60_000;
/// First wait.
const FIRST_MS: i64 = 5_000;
/// After so long without a mistake, mistakes are forgotten.
const FORGOTTEN_MS: i64 = 60 * 60_000;
/// Most names and addresses remembered.
const MOST: usize = 8_192;

/// Whose tries are counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A login name as typed, hashed: what people type by mistake may be a password.
    Name([u8; 16]),
    /// An address; of a longer one, the network.
    Address(IpAddr),
}

impl Key {
    /// The key of a login name.
    #[must_use]
    pub fn name(login_name: &str) -> Self {
        let mut short = [0; 16];
        short.copy_from_slice(&blake3::hash(login_name.as_bytes()).as_bytes()[..16]);
        Self::Name(short)
    }

    /// The key of an address.
    #[must_use]
    pub fn address(address: IpAddr) -> Self {
        match address.to_canonical() {
            v4 @ IpAddr::V4(_) => Self::Address(v4),
            IpAddr::V6(v6) => {
                let mut segments = v6.segments();
                segments[4..].fill(0);
                Self::Address(IpAddr::from(segments))
            }
        }
    }

    /// How many mistakes cost nothing: everybody at a hub may share one address.
    fn free(&self) -> u32 {
        match self {
            Self::Name(_) => 5,
            Self::Address(_) => 25,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Tries {
    count: u32,
    last_ms: i64,
}

/// The tries that are remembered.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<BTreeMap<Key, Tries>>);

impl Throttle {
    /// Takes a try: counts it, or says for how many milliseconds no try is looked at.
    ///
    /// # Errors
    /// How long to wait.
    pub fn take(&self, keys: &[Key], now_ms: i64) -> Result<(), i64> {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = keys.iter().map(|key| wait_ms(key, tries.get(key), now_ms)).max().unwrap_or(0);
        if wait > 0 {
            return Err(wait);
        }
        make_room(&mut tries, now_ms);
        for key in keys {
            let known = tries.entry(key.clone()).or_insert(Tries { count: 0, last_ms: now_ms });
            if now_ms - known.last_ms > FORGOTTEN_MS {
                known.count = 0;
            }
            known.count = known.count.saturating_add(1);
            known.last_ms = now_ms;
        }
        Ok(())
    }

    /// Forgets tries: the password was right.
    pub fn forgive(&self, keys: &[Key]) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for key in keys {
            tries.remove(key);
        }
    }
}

fn wait_ms(key: &Key, tries: Option<&Tries>, now_ms: i64) -> i64 {
    let Some(tries) = tries else { return 0 };
    let passed = now_ms - tries.last_ms;
    let Some(over) = tries.count.checked_sub(key.free()) else { return 0 };
    if passed > FORGOTTEN_MS {
        return 0;
    }
    let wait = FIRST_MS.saturating_mul(1 << over.min(20)).min(LONGEST_MS);
    // A clock that was moved back must not lock anybody out for longer than the longest wait.
    (wait - passed).clamp(0, LONGEST_MS)
}

fn make_room(tries: &mut BTreeMap<Key, Tries>, now_ms: i64) {
    if tries.len() + 2 <= MOST {
        return;
    }
    tries.retain(|_, known| now_ms - known.last_ms <= FORGOTTEN_MS);
    while tries.len() + 2 > MOST {
        let oldest = tries.iter().min_by_key(|(_, known)| known.last_ms);
        let Some(key) = oldest.map(|(key, _)| key.clone()) else { return };
        tries.remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_mistakes_cost_nothing_and_the_sixth_waits_longer_each_time() {
        let (throttle, name) = (Throttle::default(), [Key::name("anna")]);
        for _ in 0..5 {
            assert_eq!(throttle.take(&name, 0), Ok(()));
        }
        assert_eq!(throttle.take(&name, 0), Err(FIRST_MS));
        assert_eq!(throttle.take(&name, FIRST_MS), Ok(()));
        assert_eq!(throttle.take(&name, FIRST_MS), Err(2 * FIRST_MS));
    }

    #[test]
    fn a_right_password_forgets_the_mistakes() {
        let (throttle, name) = (Throttle::default(), [Key::name("anna")]);
        for _ in 0..5 {
            throttle.take(&name, 0).unwrap();
        }
        throttle.forgive(&name);
        assert_eq!(throttle.take(&name, 0), Ok(()));
    }

    #[test]
    fn another_name_from_another_place_is_not_slowed_down() {
        let throttle = Throttle::default();
        let key = |n: u8| Key::address(IpAddr::from([10, 0, 0, n]));
        for _ in 0..25 {
            throttle.take(&[key(1)], 0).unwrap();
        }
        assert!(throttle.take(&[key(1)], 0).is_err());
        assert_eq!(throttle.take(&[key(2), Key::name("bruno")], 0), Ok(()));
    }

    #[test]
    fn no_wait_is_longer_than_a_quarter_of_an_hour_even_when_the_clock_goes_back() {
        let (throttle, name) = (Throttle::default(), [Key::name("anna")]);
        let mut now_ms = 0;
        for _ in 0..40 {
            match throttle.take(&name, now_ms) {
                Ok(()) => {}
                Err(wait) => {
                    assert!(wait <= LONGEST_MS);
                    now_ms += wait;
                }
            }
        }
        assert!(throttle.take(&name, now_ms - 86_400_000).unwrap_err() <= LONGEST_MS);
    }

    #[test]
    fn neighbours_of_one_network_share_a_count() {
        let one: IpAddr = "2001:db8:1:2::1".parse().unwrap();
        let two: IpAddr = "2001:db8:1:2:ffff::9".parse().unwrap();
        assert_eq!(Key::address(one), Key::address(two));
        let mapped: IpAddr = "::ffff:10.0.0.1".parse().unwrap();
        assert_eq!(Key::address(mapped), Key::address(IpAddr::from([10, 0, 0, 1])));
    }

    #[test]
    fn memory_stays_bounded() {
        let throttle = Throttle::default();
        for n in 0..MOST + 100 {
            let now_ms = i64::try_from(n).unwrap();
            throttle.take(&[Key::name(&n.to_string())], now_ms).unwrap();
        }
        assert!(throttle.0.lock().unwrap().len() <= MOST);
    }
}
