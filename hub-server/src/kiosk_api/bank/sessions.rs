//! Who is signed in at which kiosk: in memory only, short, and gone with the program.
//!
//! Always true: a session belongs to one kiosk, ends five minutes after it was last used and a quarter of an hour
//! after it began; of its token only a hash is held. Bounded: the oldest goes for the newest.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use protocol::{KioskId, MemberId};

use crate::node::fresh_bytes;

/// How long a session lasts without being used; the kiosk asks "are you there?" before.
const IDLE_MS: i64 = 5 * 60_000;
/// How long it lasts at most.
const LONGEST_MS: i64 = 15 * 60_000;
/// Most at once: a hub has a few kiosks.
const MOST: usize = 64;

type Key = [u8; 32];

#[derive(Debug, Clone, Copy)]
struct Session {
    kiosk: KioskId,
    member: MemberId,
    begun_ms: i64,
    used_ms: i64,
}

impl Session {
    fn is_over(&self, now_ms: i64) -> bool {
        // A clock that was moved back ends them all.
        !(0..=IDLE_MS).contains(&(now_ms - self.used_ms)) || now_ms - self.begun_ms > LONGEST_MS
    }
}

/// The sessions of a hub.
#[derive(Debug, Default)]
pub(in crate::kiosk_api) struct Sessions(Mutex<BTreeMap<Key, Session>>);

fn key(token: &str) -> Key {
    *blake3::hash(token.as_bytes()).as_bytes()
}

impl Sessions {
    /// Begins a session; its token is known to the kiosk alone.
    pub(super) fn begin(&self, kiosk: KioskId, member: MemberId, now_ms: i64) -> String {
        let token = data_encoding::HEXLOWER.encode(&fresh_bytes());
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|_, session| !session.is_over(now_ms));
        while held.len() >= MOST {
            let oldest = held.iter().min_by_key(|(_, session)| session.used_ms);
            let Some(oldest) = oldest.map(|(key, _)| *key) else { break };
            held.remove(&oldest);
        }
        let session = Session { kiosk, member, begun_ms: now_ms, used_ms: now_ms };
        held.insert(key(&token), session);
        token
    }

    /// Whose session it is, if it still lasts and is this kiosk's; it lasts longer for being used.
    pub(super) fn member(&self, kiosk: KioskId, token: &str, now_ms: i64) -> Option<MemberId> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|_, session| !session.is_over(now_ms));
        let session = held.get_mut(&key(token)).filter(|session| session.kiosk == kiosk)?;
        session.used_ms = now_ms;
        Some(session.member)
    }

    /// Ends a session.
    pub(super) fn end(&self, token: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&key(token));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::uuid;

    #[test]
    fn a_session_ends_by_itself_and_is_of_one_kiosk() {
        let sessions = Sessions::default();
        let (here, there) = (KioskId::new(uuid(1)), KioskId::new(uuid(2)));
        let anna = MemberId::new(uuid(3));
        let token = sessions.begin(here, anna, 0);
        assert_eq!(sessions.member(there, &token, 1_000), None);
        assert_eq!(sessions.member(here, &token, IDLE_MS), Some(anna));
        assert_eq!(sessions.member(here, &token, 2 * IDLE_MS), Some(anna), "used, it lasts");
        assert_eq!(sessions.member(here, &token, 3 * IDLE_MS + 1), None);
        let token = sessions.begin(here, anna, 0);
        for n in 1..=3 {
            assert_eq!(sessions.member(here, &token, n * IDLE_MS), Some(anna));
        }
        assert_eq!(
            sessions.member(here, &token, 3 * IDLE_MS + 1),
            None,
            "not longer than its longest"
        );
        let token = sessions.begin(here, anna, 0);
        sessions.end(&token);
        assert_eq!(sessions.member(here, &token, 0), None);
    }
}
