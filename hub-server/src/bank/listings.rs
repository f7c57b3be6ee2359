//! Standing offers and requests (CAPABILITIES 3.3): what a member gives or looks for until further notice.

use jiff::civil::Date;
use protocol::{ListingId, MemberId, Slug};
use serde::{Deserialize, Serialize};

/// Which way it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// The member gives it.
    Offer,
    /// The member looks for it.
    Want,
}

/// Where a listing stands. Whether it has expired follows from its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListingState {
    /// Can be seen and asked for.
    Published,
    /// Not for now.
    Paused,
    /// Taken back.
    Withdrawn,
    /// Taken out of the catalogue by the desk.
    Hidden,
}

/// What can be done with a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListingStep {
    /// It stands for longer.
    Renew,
    /// Not for now.
    Pause,
    /// Again.
    Resume,
    /// Taken back.
    Withdraw,
    /// Out of the catalogue.
    Hide,
}

impl ListingStep {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Renew, Self::Resume, Self::Pause, Self::Withdraw, Self::Hide];
}

/// Where a step leads, if it may be taken.
#[must_use]
pub fn after(state: ListingState, step: ListingStep) -> Option<ListingState> {
    use ListingState as S;
    match (state, step) {
        (S::Published, ListingStep::Renew) | (S::Paused | S::Hidden, ListingStep::Resume) => {
            Some(S::Published)
        }
        (S::Published, ListingStep::Pause) => Some(S::Paused),
        (S::Published | S::Paused, ListingStep::Withdraw) => Some(S::Withdrawn),
        (S::Published | S::Paused, ListingStep::Hide) => Some(S::Hidden),
        _ => None,
    }
}

/// A listing, without its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Its name.
    pub listing: ListingId,
    /// Whose.
    pub member: MemberId,
    /// Which way.
    pub way: Way,
    /// Which service.
    pub category: Slug,
    /// Until when it stands; `None` for no end, until the yearly renewal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// One listing as decisions see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// What it is.
    pub listed: Listed,
    /// Where it stands.
    pub state: ListingState,
}
