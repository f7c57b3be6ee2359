//! Whom to remind, and of what (CAPABILITIES A5, A13): an account near a limit, a membership, a notice or an answer
//! whose time is nearly over. Most members have neither e-mail nor smartphone: the desk calls, the kiosk says it.
//!
//! Always true: everything follows from the tables and the day; what the desk has spoken of with somebody is left out.
//! A notice is spoken of twice, from seven days before its end and again on the last two.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;
use protocol::{ExchangeId, ListingId, MemberId};
use sqlx::AnyConnection;

use super::account::Standing;
use super::queries::{self, ListingFilter, Which};
use super::today;
use crate::node::Node;
use crate::store::StoreError;
use crate::store::rows::word;

/// From how many days before its end a notice or a membership is spoken of.
pub const FIRST_DAYS: i32 = 7;
/// From how many days before its end it is spoken of again.
pub const LAST_DAYS: i32 = 1;
/// For how long what was said about a limit counts, in milliseconds: a month.
const SAID_MS: i64 = 30 * 86_400_000;
/// Most of one kind: who has more to call begins with these.
const MOST: u32 = 200;

/// Why somebody is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The other side waits for their yes or no.
    Answer {
        /// Which exchange.
        exchange: ExchangeId,
        /// Until when, UTC milliseconds.
        until_ms: i64,
    },
    /// Their account stands so.
    Limit(Standing),
    /// Something they offer or look for ends.
    Notice {
        /// Which.
        listing: ListingId,
        /// Its last day.
        until: Date,
        /// In how many days.
        days: i32,
    },
    /// Their trial ends, or has ended: it is time to admit them or to speak.
    Trial {
        /// Its last day.
        until: Date,
    },
    /// Their membership ends, or has ended.
    Renewal {
        /// Its last day.
        until: Date,
    },
}

impl Why {
    /// The name under which it is noted that they were called about it.
    #[must_use]
    pub fn about(&self) -> String {
        match self {
            Self::Answer { exchange, .. } => format!("answer:{exchange}"),
            Self::Limit(standing) => format!("limit:{}", word(standing)),
            Self::Notice { listing, days, .. } => {
                let which = if *days <= LAST_DAYS { LAST_DAYS } else { FIRST_DAYS };
                format!("notice:{listing}:{which}")
            }
            Self::Trial { until } => format!("trial:{until}"),
            Self::Renewal { until } => format!("renewal:{until}"),
        }
    }
}

/// Somebody to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Whom.
    pub member: MemberId,
    /// Why.
    pub why: Why,
}

/// Everybody to call at a hub now: answers first, then limits, notices, trials and memberships, the most
/// urgent first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn calls(db: &mut AnyConnection, node: &Node) -> Result<Vec<Call>, StoreError> {
    let (home, now_ms) = (node.id(), node.now_ms());
    let today = today(node, now_ms);
    let soon = today.saturating_add(i64::from(FIRST_DAYS).days());
    let mut calls = Vec::new();
    for exchange in queries::due(db, home, now_ms + i64::from(LAST_DAYS) * 86_400_000).await? {
        let Some(row) = queries::exchange_row(db, exchange).await? else { continue };
        let Some(deal) = row.deal else { continue };
        let sides = deal.receivers.iter().chain([&deal.giver]);
        let other = sides.filter_map(|side| side.member).find(|id| Some(*id) != row.declared_by);
        if let (Some(member), Some(until_ms)) = (other, row.until_ms) {
            calls.push(Call { member, why: Why::Answer { exchange, until_ms } });
        }
    }
    let limits = [Standing::AtFloor, Standing::AtCeiling, Standing::Low, Standing::High];
    // Where only taking part counts there is no limit to speak of.
    let limited = !queries::rules(db, home).await?.participation_only;
    for standing in limits.into_iter().filter(|_| limited) {
        for account in queries::standing_so(db, home, standing).await? {
            // One of a household is enough: the others hear of it at home.
            let users = queries::members_of(db, account).await?;
            let first = users.iter().find(|row| row.member.stage.may_exchange());
            let member = first.map(|row| row.member.id);
            calls.extend(member.map(|member| Call { member, why: Why::Limit(standing) }));
        }
    }
    let ending = ListingFilter { which: Which::Ending, ..ListingFilter::default() };
    for row in queries::listings(db, home, &ending, today, MOST, 0).await? {
        let listed = row.listing.listed;
        let Some(until) = listed.until else { continue };
        let days = (until - today).get_days();
        let why = Why::Notice { listing: listed.listing, until, days };
        calls.push(Call { member: listed.member, why });
    }
    for (member, until) in queries::trials(db, home, soon, MOST).await? {
        calls.push(Call { member, why: Why::Trial { until } });
    }
    for (member, until) in queries::renewals(db, home, soon, MOST).await? {
        calls.push(Call { member, why: Why::Renewal { until } });
    }
    let called: BTreeSet<(MemberId, String)> =
        queries::called(db, now_ms - SAID_MS).await?.into_iter().collect();
    calls.retain(|call| !called.contains(&(call.member, call.why.about())));
    Ok(calls)
}
