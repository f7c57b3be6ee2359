//! The operator's own entries as their list shows them: what waits here, and what the hub says of each.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use protocol::antenna::{DeviceCommand, LogActivity, MonthDone};
use protocol::{ActivityId, CommandId, Problem, Slug};

use super::ledger::{Ledger, Sent, SentState};

/// Where an entry stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryStanding {
    /// Only here so far.
    Waiting,
    /// The hub has it and has said nothing of it yet.
    Recorded,
    /// The hub did not take it.
    Refused(Problem),
    /// Handed in; somebody will look at it.
    Submitted,
    /// Given back, with the reason.
    Returned(String),
    /// Looked at and right.
    Accepted,
    /// In a month that is closed.
    Locked,
    /// Said better by a later one.
    Amended,
}

impl EntryStanding {
    /// Whether its author may write it again from here.
    #[must_use]
    pub fn may_be_corrected(&self) -> bool {
        matches!(self, Self::Submitted | Self::Returned(_) | Self::Refused(_))
    }

    /// The end of the key `antenna-entry-<slug>`.
    #[must_use]
    pub const fn slug(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Recorded | Self::Submitted => "submitted",
            Self::Refused(_) => "refused",
            Self::Returned(_) => "returned",
            Self::Accepted => "accepted",
            Self::Locked => "locked",
            Self::Amended => "amended",
        }
    }
}

/// One entry of the diary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiaryCard {
    /// The command that said it last, where that is not yet the hub's word.
    pub sent: Option<CommandId>,
    /// What it says.
    pub it: LogActivity,
    /// Where it stands.
    pub standing: EntryStanding,
    /// How many days late it was written.
    pub late_days: u32,
}

/// How many places are remembered.
const PLACES: usize = 4;

impl Ledger {
    /// The operator's entries: what was given back first, then the latest.
    #[must_use]
    pub fn diary_cards(&self) -> Vec<DiaryCard> {
        let said = self.entries_said();
        let all: BTreeSet<ActivityId> = said.keys().chain(self.diary.keys()).copied().collect();
        let mut cards: Vec<DiaryCard> =
            all.iter().filter_map(|id| self.diary_card(*id, said.get(id).copied())).collect();
        cards.sort_by_key(|card| {
            let returned =
                matches!(card.standing, EntryStanding::Returned(_) | EntryStanding::Refused(_));
            (!returned, std::cmp::Reverse((card.it.started_at_ms, card.it.activity)))
        });
        cards
    }

    /// What this device said last of each entry.
    fn entries_said(&self) -> BTreeMap<ActivityId, (CommandId, &Sent, &LogActivity)> {
        let mut said: BTreeMap<ActivityId, (CommandId, &Sent, &LogActivity)> = BTreeMap::new();
        for (id, sent) in &self.sent {
            let Some(entry) = entry_of(sent) else { continue };
            let order = |id: CommandId, sent: &Sent| (sent.n.unwrap_or(u64::MAX), id);
            let known = said.get(&entry.activity);
            if known.is_none_or(|(other, before, _)| order(*id, sent) > order(*other, before)) {
                said.insert(entry.activity, (*id, sent, entry));
            }
        }
        said
    }

    /// What was done, month by month, the latest first: what the hub summed, and entries of this device that it has
    /// recorded since. An entry that is under way while the hub sums is missing until it sums again.
    #[must_use]
    pub fn months_done(&self) -> Vec<MonthDone> {
        let told = self.statement.as_ref();
        let mut months = told.map_or_else(Vec::new, |told| told.it.months.clone());
        let since = told.map_or(0, |told| told.cursor);
        for (activity, (_, sent, entry)) in self.entries_said() {
            let recorded = sent.state == SentState::Recorded && sent.after_cursor >= since;
            if !recorded || self.diary.contains_key(&activity) {
                continue;
            }
            let name = month_of(self.day(entry.started_at_ms));
            let place = months.iter().position(|month| month.month == name);
            let place = place.unwrap_or_else(|| {
                let none =
                    MonthDone { month: name, helps: 0, helping_min: 0, told_min: 0, paid_min: 0 };
                months.push(none);
                months.len() - 1
            });
            months[place].paid_min += u32::from(entry.minutes);
        }
        months.sort_by(|a, b| b.month.cmp(&a.month));
        months
    }

    /// How many days after it was done an entry was written, where that is late by the city's rule, as the hub counts.
    fn days_late(&self, sent: &Sent, entry: &LogActivity) -> u32 {
        let rules = self.profile.as_ref().and_then(|profile| profile.diary);
        let Some(rules) = rules else { return 0 };
        let days = (self.day(sent.at_ms) - self.day(entry.started_at_ms)).get_days();
        u32::try_from(days).ok().filter(|days| *days > rules.late_after_days).unwrap_or_default()
    }

    fn diary_card(
        &self,
        activity: ActivityId,
        said: Option<(CommandId, &Sent, &LogActivity)>,
    ) -> Option<DiaryCard> {
        let told = self.diary.get(&activity);
        if let Some((id, sent, it)) = said {
            let heard_since = told.is_some_and(|told| told.cursor > sent.after_cursor);
            let standing = match (&sent.state, heard_since) {
                (SentState::Waiting, _) => Some(EntryStanding::Waiting),
                (SentState::Refused(problem), false) => {
                    Some(EntryStanding::Refused(problem.clone()))
                }
                (SentState::Recorded, false) => Some(EntryStanding::Recorded),
                (SentState::Recorded | SentState::Refused(_), true) => None,
            };
            if let Some(standing) = standing {
                let late_days =
                    told.map_or_else(|| self.days_late(sent, it), |told| told.it.late_days);
                return Some(DiaryCard { sent: Some(id), it: it.clone(), standing, late_days });
            }
        }
        let told = &told?.it;
        let standing = match told.state.as_str() {
            "returned" => EntryStanding::Returned(told.reason.clone()),
            "accepted" => EntryStanding::Accepted,
            "locked" => EntryStanding::Locked,
            "amended" => EntryStanding::Amended,
            _ => EntryStanding::Submitted,
        };
        let locked =
            standing == EntryStanding::Accepted && self.is_closed(told.entry.started_at_ms);
        let standing = if locked { EntryStanding::Locked } else { standing };
        let (it, late_days) = (told.entry.clone(), told.late_days);
        Some(DiaryCard { sent: None, it, standing, late_days })
    }

    /// Whether the month of an instant is closed, as far as the hub has said.
    #[must_use]
    pub fn is_closed(&self, at_ms: i64) -> bool {
        let closed = self.profile.as_ref().map(|profile| &profile.closed_months);
        closed.is_some_and(|months| months.contains(&month_of(self.day(at_ms))))
    }

    /// How many entries were given back or not taken.
    #[must_use]
    pub fn entries_to_correct(&self) -> usize {
        let wants = |card: &DiaryCard| {
            matches!(card.standing, EntryStanding::Returned(_) | EntryStanding::Refused(_))
        };
        self.diary_cards().iter().filter(|card| wants(card)).count()
    }

    /// Places this operator wrote last, each once, with their neighbourhood.
    #[must_use]
    pub fn places(&self) -> Vec<(String, Slug)> {
        let mut cards = self.diary_cards();
        cards.sort_by_key(|card| std::cmp::Reverse(card.it.started_at_ms));
        let mut places: Vec<(String, Slug)> = Vec::new();
        for card in cards {
            let place = (card.it.place.trim().to_owned(), card.it.neighbourhood);
            if !place.0.is_empty() && !places.contains(&place) {
                places.push(place);
            }
        }
        places.truncate(PLACES);
        places
    }
}

fn entry_of(sent: &Sent) -> Option<&LogActivity> {
    match &sent.command {
        Some(DeviceCommand::LogActivity(it) | DeviceCommand::CorrectActivity(it)) => Some(it),
        _ => None,
    }
}

/// The month of a day, `2026-11`.
fn month_of(day: Date) -> String {
    day.strftime("%Y-%m").to_string()
}
