//! Standing offers and requests (CAPABILITIES 3.3): what a member gives or looks for until further notice.

use jiff::ToSpan as _;
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

impl ListingState {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 4] = [Self::Published, Self::Paused, Self::Hidden, Self::Withdrawn];
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
    /// Out of the catalogue, by the desk.
    Hide,
    /// In the catalogue again after it was hidden, by the desk.
    Show,
}

impl ListingStep {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Renew, Self::Resume, Self::Pause, Self::Withdraw, Self::Hide, Self::Show];

    /// Whether only the desk takes it, as a moderator: what it hid, its owner does not bring back.
    #[must_use]
    pub const fn is_the_desk_s(self) -> bool {
        matches!(self, Self::Hide | Self::Show)
    }
}

/// Whether a step may be taken from there.
#[must_use]
pub fn may(state: ListingState, step: ListingStep) -> bool {
    // Facts of long ago brought back what was hidden as what rested; nothing new does.
    (state, step) != (ListingState::Hidden, ListingStep::Resume) && after(state, step).is_some()
}

/// Where a step leads, if it leads anywhere.
#[must_use]
pub fn after(state: ListingState, step: ListingStep) -> Option<ListingState> {
    use ListingState as S;
    match (state, step) {
        (S::Published, ListingStep::Renew)
        | (S::Paused | S::Hidden, ListingStep::Resume)
        | (S::Hidden, ListingStep::Show) => Some(S::Published),
        (S::Published, ListingStep::Pause) => Some(S::Paused),
        (S::Published | S::Paused | S::Hidden, ListingStep::Withdraw) => Some(S::Withdrawn),
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
    /// Until when it stands; `None` for no end: it is confirmed at each yearly renewal, or pauses.
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

/// For how long a notice of a member stands, and is renewed, in months.
pub const STANDS_MONTHS: i64 = 6;

impl Listed {
    /// Until when it stands after a step of today: longer where it is renewed, or where it had ended meanwhile.
    #[must_use]
    pub fn until_after(&self, step: ListingStep, today: Date) -> Option<Date> {
        let again = match step {
            ListingStep::Renew => true,
            ListingStep::Resume | ListingStep::Show => self.until.is_some_and(|day| day < today),
            ListingStep::Pause | ListingStep::Withdraw | ListingStep::Hide => false,
        };
        if again { Some(today.saturating_add(STANDS_MONTHS.months())) } else { self.until }
    }
}
