//! Which commands to send now: oldest first, at most [`WINDOW`] without a receipt, each again after a
//! while. Pure: numbers and instants in, numbers out.
//!
//! Always true: a command with a receipt is never picked again. Deliberately absent: what the commands
//! are, and the disk, which alone knows which of them still wait.

use std::collections::{BTreeMap, BTreeSet};

use protocol::antenna::WINDOW;

/// A command is sent again after the first wait, then after twice as long, up to this many times it.
const LONGEST: u32 = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sent {
    /// When to send it again.
    due_ms: i64,
    /// How often it was sent or put off.
    tries: u32,
    /// Whether it counts as under way; one that the hub put off does not.
    under_way: bool,
}

/// Commands sent and not yet answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    sent: BTreeMap<u64, Sent>,
    resend_ms: i64,
}

impl Window {
    /// An empty window; what has no receipt goes out again after `resend_ms`, later less often.
    #[must_use]
    pub fn new(resend_ms: i64) -> Self {
        Self { sent: BTreeMap::new(), resend_ms }
    }

    fn wait(&self, tries: u32) -> i64 {
        self.resend_ms << tries.min(LONGEST)
    }

    /// The commands to send at `now_ms` of those that wait, `waiting` being in rising order.
    #[must_use]
    pub fn pick(&self, waiting: &[u64], now_ms: i64) -> Vec<u64> {
        let under_way = self
            .sent
            .iter()
            .filter(|(n, sent)| sent.under_way && waiting.binary_search(n).is_ok())
            .count();
        let mut room = WINDOW.saturating_sub(under_way);
        let mut picked = Vec::new();
        for &n in waiting {
            match self.sent.get(&n) {
                Some(sent) if sent.due_ms > now_ms => {}
                Some(sent) if sent.under_way => picked.push(n),
                Some(_) | None if room > 0 => {
                    room -= 1;
                    picked.push(n);
                }
                Some(_) | None => {}
            }
        }
        picked
    }

    /// `n` went out at `now_ms`; `jitter_ms` is added to the wait before it goes out again.
    pub fn went_out(&mut self, n: u64, now_ms: i64, jitter_ms: i64) {
        let tries = self.sent.get(&n).map_or(0, |sent| sent.tries);
        let due_ms = now_ms.saturating_add(self.wait(tries)).saturating_add(jitter_ms);
        self.sent.insert(n, Sent { due_ms, tries: tries.saturating_add(1), under_way: true });
    }

    /// `n` has its receipt.
    pub fn answered(&mut self, n: u64) {
        self.sent.remove(&n);
    }

    /// The hub asked to send `n` later.
    pub fn put_off(&mut self, n: u64, now_ms: i64, jitter_ms: i64) {
        let tries = self.sent.get(&n).map_or(1, |sent| sent.tries.max(1));
        let due_ms = now_ms.saturating_add(self.wait(tries - 1)).saturating_add(jitter_ms);
        self.sent.insert(n, Sent { due_ms, tries, under_way: false });
    }

    /// A new connection: whatever was under way goes out again, each after its own `jitter_ms`.
    pub fn reconnected(&mut self, now_ms: i64, jitter_ms: impl Fn() -> i64) {
        for sent in self.sent.values_mut().filter(|sent| sent.under_way) {
            sent.due_ms = now_ms.saturating_add(jitter_ms());
        }
    }

    /// Lets go of what no longer waits on disk.
    pub fn keep_only(&mut self, waiting: &BTreeSet<u64>) {
        self.sent.retain(|n, _| waiting.contains(n));
    }

    /// When something is due next; `None` when nothing was sent.
    #[must_use]
    pub fn next_due_ms(&self) -> Option<i64> {
        self.sent.values().map(|sent| sent.due_ms).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RESEND_MS: i64 = 10_000;

    #[test]
    fn the_oldest_go_first_and_never_more_than_the_window() {
        let mut window = Window::new(RESEND_MS);
        let waiting: Vec<u64> = (1..=50).collect();
        let first = window.pick(&waiting, 0);
        assert_eq!(first, (1..=20).collect::<Vec<_>>());
        for n in first {
            window.went_out(n, 0, 0);
        }
        assert_eq!(window.pick(&waiting, 1), Vec::<u64>::new());
        window.answered(3);
        let waiting: Vec<u64> = waiting.into_iter().filter(|n| *n != 3).collect();
        assert_eq!(window.pick(&waiting, 2), [21]);
    }

    #[test]
    fn what_has_no_receipt_goes_out_again_after_its_wait() {
        let mut window = Window::new(RESEND_MS);
        window.went_out(1, 0, 500);
        assert_eq!(window.pick(&[1], 10_499), Vec::<u64>::new());
        assert_eq!(window.next_due_ms(), Some(10_500));
        assert_eq!(window.pick(&[1], 10_500), [1]);
    }

    #[test]
    fn a_command_put_off_by_the_hub_leaves_its_place_to_others() {
        let mut window = Window::new(RESEND_MS);
        let waiting: Vec<u64> = (1..=21).collect();
        for n in 1..=20 {
            window.went_out(n, 0, 0);
        }
        window.put_off(1, 0, 0);
        assert_eq!(window.pick(&waiting, 0), [21]);
        assert!(window.pick(&waiting, RESEND_MS).contains(&1));
    }

    #[test]
    fn a_new_connection_sends_again_what_was_under_way() {
        let mut window = Window::new(RESEND_MS);
        window.went_out(1, 0, 0);
        window.reconnected(100, || 50);
        assert_eq!(window.pick(&[1, 2], 120), [2]);
        assert_eq!(window.pick(&[1, 2], 150), [1, 2]);
    }

    proptest! {
        #[test]
        fn never_more_than_the_window_is_under_way(
            steps in prop::collection::vec((0_u8..4, 1_u64..60, 0_i64..30_000), 1..200)
        ) {
            let mut window = Window::new(RESEND_MS);
            let mut waiting: Vec<u64> = (1..60).collect();
            let mut now = 0;
            for (what, n, later) in steps {
                match what {
                    0 | 1 => {
                        for n in window.pick(&waiting, now) {
                            prop_assert!(waiting.contains(&n), "an answered command was picked");
                            window.went_out(n, now, later % 1000);
                        }
                    }
                    2 => {
                        waiting.retain(|other| *other != n);
                        window.answered(n);
                    }
                    _ => window.put_off(n, now, later),
                }
                now += later;
                let under_way = window.sent.values().filter(|sent| sent.under_way).count();
                prop_assert!(under_way <= WINDOW, "{under_way} under way");
            }
        }
    }
}
