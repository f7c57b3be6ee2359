//! What is counted of MQTT: numbers only, for the health page and for tests.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counters since the start. Reading them is never exact to the moment.
#[derive(Debug, Default)]
pub struct Counts {
    /// Messages on topics that are no device's command topic.
    pub(super) strange: AtomicU64,
    /// Messages in the name of a device that is unknown here or revoked.
    pub(super) stranger: AtomicU64,
    /// Messages that could not be read, answered or not.
    pub(super) unreadable: AtomicU64,
    /// Commands answered with a receipt.
    pub(super) receipts: AtomicU64,
    /// Messages to devices that the line could not take.
    pub(super) unsent: AtomicU64,
    /// Connections refused by the embedded broker for their credential.
    pub(super) refused: AtomicU64,
    /// Times the hub's line came up.
    pub(super) lines: AtomicU64,
}

pub(super) fn one_more(count: &AtomicU64) {
    count.fetch_add(1, Ordering::Relaxed);
}

macro_rules! readers {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        impl Counts {$(
            $(#[$doc])*
            #[must_use]
            pub fn $name(&self) -> u64 {
                self.$name.load(Ordering::Relaxed)
            }
        )*}
    };
}

readers! {
    /// Messages on topics that are no device's command topic.
    strange;
    /// Messages in the name of a device that is unknown here or revoked.
    stranger;
    /// Messages that could not be read, answered or not.
    unreadable;
    /// Commands answered with a receipt.
    receipts;
    /// Messages to devices that the line could not take.
    unsent;
    /// Connections refused by the embedded broker for their credential.
    refused;
    /// Times the hub's line came up.
    lines;
}
