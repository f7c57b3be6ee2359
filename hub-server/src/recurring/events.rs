//! What can have happened to a need that comes back, and how it stands then.

use std::collections::BTreeMap;

use jiff::civil::Date;
use protocol::kiosk::CategoryAnswer;
use protocol::{Channel, PersonId, RecurrenceId, Relation, RequestId, Slug, StaffId};
use serde::{Deserialize, Serialize};

pub use super::lifecycle::State;
use super::rule::Rule;

/// Facts about a need that comes back; words stand in a fact of their own, which an erasure can empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// It began.
    Begun(Begun),
    /// What the person said about it, and answered. Erasable.
    WordsLeft {
        /// In their own words; may be empty.
        text: String,
        /// Answers to the questions of its category.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        answers: Vec<CategoryAnswer>,
    },
    /// One of its days became a request.
    Raised {
        /// The day of the rule.
        day: Date,
        /// The request.
        request: RequestId,
    },
    /// One of its days is left out.
    Skipped {
        /// The day of the rule.
        day: Date,
    },
    /// A day that was left out or moved is as the rule has it again.
    Restored {
        /// The day of the rule.
        day: Date,
    },
    /// One of its days is on another day this time.
    Moved {
        /// The day of the rule.
        day: Date,
        /// The day instead.
        to: Date,
    },
    /// From now on it follows another rule.
    RuleChanged {
        /// The rule.
        rule: Rule,
    },
    /// It stops for a while.
    Paused {
        /// The first day it goes on again by itself; until somebody says so where it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
    },
    /// It goes on.
    Resumed {},
    /// It is over.
    Ended {},
}

/// How it began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// When it comes back.
    pub rule: Rule,
    /// How many days before its day each becomes a request, 0 to 14.
    pub ahead_days: u8,
    /// What kind of help.
    pub category: Slug,
    /// Where.
    pub neighbourhood: Slug,
    /// For whom.
    pub relation: Relation,
    /// Language of the conversation.
    pub language: String,
    /// How it came in.
    pub via: Channel,
    /// Whose data stands in the vault, when the person left any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// Who looks after what comes of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<StaffId>,
}

/// What differs from the rule on one of its days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Exception {
    /// It is left out.
    pub skipped: bool,
    /// It is on this day instead.
    pub moved_to: Option<Date>,
    /// The request it became.
    pub request: Option<RequestId>,
}

/// A need that comes back as its decisions need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurrence {
    /// Its name.
    pub id: RecurrenceId,
    /// Where it stands.
    pub state: State,
    /// When it comes back.
    pub rule: Rule,
    /// How many days before its day each becomes a request.
    pub ahead_days: u8,
    /// The first day it goes on again by itself.
    pub paused_until: Option<Date>,
    /// What differs from the rule, by its day.
    pub days: BTreeMap<Date, Exception>,
}

/// How one of its days stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// To come.
    ToCome,
    /// To come, but not while it is paused.
    Paused,
    /// Left out.
    Skipped,
    /// It became this request.
    Raised(RequestId),
}

/// One of its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The day of the rule.
    pub day: Date,
    /// The day it is on: another where it was moved.
    pub on: Date,
    /// How it stands.
    pub stand: Stand,
}

/// How far a day may be moved, in days.
pub const MOVE_DAYS: i64 = 28;

impl Recurrence {
    /// The same after a fact.
    #[must_use]
    pub fn after(mut self, event: &Event) -> Self {
        match event {
            Event::Begun(begun) => {
                self.rule = begun.rule.clone();
                self.ahead_days = begun.ahead_days;
            }
            Event::WordsLeft { .. } => {}
            Event::Raised { day, request } => {
                self.days.entry(*day).or_default().request = Some(*request);
            }
            Event::Skipped { day } => self.days.entry(*day).or_default().skipped = true,
            Event::Restored { day } => {
                let one = self.days.entry(*day).or_default();
                (one.skipped, one.moved_to) = (false, None);
            }
            Event::Moved { day, to } => {
                let one = self.days.entry(*day).or_default();
                (one.skipped, one.moved_to) = (false, Some(*to));
            }
            Event::RuleChanged { rule } => self.rule = rule.clone(),
            Event::Paused { until } => (self.state, self.paused_until) = (State::Paused, *until),
            Event::Resumed {} => (self.state, self.paused_until) = (State::Active, None),
            Event::Ended {} => (self.state, self.paused_until) = (State::Ended, None),
        }
        self
    }

    /// Its days that are on `first` or later, in the order of the rule, at most `most`.
    #[must_use]
    pub fn occurrences(&self, first: Date, most: usize) -> Vec<Occurrence> {
        let early = first.checked_sub(jiff::Span::new().days(MOVE_DAYS)).unwrap_or(first);
        let days = self.rule.from_on(early).map(|day| self.occurrence(day));
        days.filter(|one| one.on >= first || one.day >= first).take(most).collect()
    }

    /// One of the rule's days as it stands.
    #[must_use]
    pub fn occurrence(&self, day: Date) -> Occurrence {
        let exception = self.days.get(&day).copied().unwrap_or_default();
        let on = exception.moved_to.unwrap_or(day);
        let stand = match exception {
            Exception { request: Some(request), .. } => Stand::Raised(request),
            Exception { skipped: true, .. } => Stand::Skipped,
            Exception { .. } if self.sleeps_on(on) => Stand::Paused,
            Exception { .. } => Stand::ToCome,
        };
        Occurrence { day, on, stand }
    }

    /// The days that become requests on `today`: near enough, not over, not left out, not there already.
    #[must_use]
    pub fn due(&self, today: Date) -> Vec<Occurrence> {
        let ahead = jiff::Span::new().days(i64::from(self.ahead_days));
        let last = today.checked_add(ahead).unwrap_or(today);
        let far = last.checked_add(jiff::Span::new().days(MOVE_DAYS)).unwrap_or(last);
        let all = self.occurrences(today, usize::MAX).into_iter();
        all.take_while(|one| one.day <= far)
            .filter(|one| one.stand == Stand::ToCome && (today..=last).contains(&one.on))
            .collect()
    }

    fn sleeps_on(&self, day: Date) -> bool {
        match self.state {
            State::Active => false,
            State::Paused => self.paused_until.is_none_or(|until| day < until),
            State::Ended => true,
        }
    }
}
