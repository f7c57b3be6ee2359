//! Forms half filled in, and what they become. Pure; drafts are kept as JSON while they are typed.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use protocol::antenna::{
    ActivityKind, LogActivity, LogHours, RaiseNeedFor, ReportDone, SayHowItWent, WORDS_MAX, Went,
};
use protocol::kiosk::Urgency;
use protocol::{ActivityId, PersonDetails, Relation, RequestId, Slug};
use serde::{Deserialize, Serialize};

/// Longest activity, in minutes: a day.
pub const MINUTES_MAX: u16 = 1440;
/// Most people one entry can say it reached.
pub const PEOPLE_MAX: u32 = 9_999;

/// How long it took to help somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoneForm {
    /// The request.
    pub request: RequestId,
    /// Whole minutes; 0 is "I would rather not say".
    pub minutes: u16,
    /// Anything to add, at most [`Self::NOTE_MAX`] characters.
    pub note: String,
}

impl DoneForm {
    /// Longest note, in characters.
    pub const NOTE_MAX: usize = 500;

    /// A form for this request, half an hour to start with.
    #[must_use]
    pub fn new(request: RequestId) -> Self {
        Self { request, minutes: 30, note: String::new() }
    }

    /// The command it becomes.
    #[must_use]
    pub fn command(&self) -> ReportDone {
        let minutes = (1..=MINUTES_MAX).contains(&self.minutes).then_some(self.minutes);
        ReportDone { request: self.request, minutes, note: cut(&self.note, Self::NOTE_MAX) }
    }
}

/// How it went, half said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HowForm {
    /// The request.
    pub request: RequestId,
    /// The face pressed.
    pub went: Went,
    /// Anything to add, at most [`Self::TEXT_MAX`] characters.
    pub text: String,
}

impl HowForm {
    /// Longest text, in characters.
    pub const TEXT_MAX: usize = WORDS_MAX;

    /// The command it becomes.
    #[must_use]
    pub fn command(&self) -> SayHowItWent {
        let text = cut(&self.text, Self::TEXT_MAX);
        SayHowItWent { request: self.request, went: self.went, text }
    }
}

/// Hours of volunteering being written down.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct HoursDraft {
    /// How many days ago, 0 to [`Self::DAYS_BACK`].
    pub days_ago: u8,
    /// How long, in minutes; 0 is "not said yet".
    pub minutes: u16,
    /// What was done; `None` for something else.
    pub category: Option<Slug>,
}

impl HoursDraft {
    /// How far back hours can be written down, in days.
    pub const DAYS_BACK: u8 = 60;

    /// The day they were given.
    #[must_use]
    pub fn day(&self, now_ms: i64, zone: &TimeZone) -> Date {
        let today = local(now_ms, zone).date();
        today.checked_sub(i32::from(self.days_ago).days()).unwrap_or(today)
    }

    /// The command they become; `None` while the length is missing.
    #[must_use]
    pub fn command(&self, now_ms: i64, zone: &TimeZone) -> Option<LogHours> {
        let minutes = (1..=MINUTES_MAX).contains(&self.minutes).then_some(self.minutes)?;
        let day = self.day(now_ms, zone).to_string();
        Some(LogHours { day, minutes, category: self.category.clone() })
    }
}

/// A need being raised.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NeedDraft {
    /// What kind of help.
    pub category: Option<Slug>,
    /// Where.
    pub neighbourhood: Option<Slug>,
    /// How soon.
    pub urgency: Urgency,
    /// For whom; `None` is "nobody in particular".
    pub relation: Option<Relation>,
    /// In the antenna's words.
    pub text: String,
    /// What the person lets be known of them; asked only where there is a person.
    pub person: PersonDetails,
}

impl NeedDraft {
    /// Longest text, in characters.
    pub const TEXT_MAX: usize = protocol::kiosk::TEXT_MAX;

    /// Whether nothing was chosen or written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The command it becomes; `None` while the category is missing. `home` stands in for a
    /// neighbourhood that was not chosen.
    #[must_use]
    pub fn command(&self, home: Option<&Slug>) -> Option<RaiseNeedFor> {
        let field = |text: &str| cut(text, PersonDetails::FIELD_MAX);
        let person = match self.relation {
            None => PersonDetails::default(),
            Some(_) => PersonDetails {
                name: field(&self.person.name),
                phone: field(&self.person.phone),
                address: field(&self.person.address),
            },
        };
        Some(RaiseNeedFor {
            category: self.category.clone()?,
            neighbourhood: self.neighbourhood.as_ref().or(home)?.clone(),
            urgency: self.urgency,
            text: cut(&self.text, Self::TEXT_MAX),
            relation: self.relation.unwrap_or(Relation::Other),
            signal: self.relation.is_none(),
            person,
        })
    }

    /// The draft that would become this need, for correcting a refused one.
    #[must_use]
    pub fn from_need(it: &RaiseNeedFor) -> Self {
        Self {
            category: Some(it.category.clone()),
            neighbourhood: Some(it.neighbourhood.clone()),
            urgency: it.urgency,
            relation: (!it.signal).then_some(it.relation),
            text: it.text.clone(),
            person: it.person.clone(),
        }
    }
}

/// A diary entry being written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ActivityDraft {
    /// What kind of work.
    pub what: Option<ActivityKind>,
    /// Where.
    pub neighbourhood: Option<Slug>,
    /// The place, in the operator's words.
    pub place: String,
    /// How many days ago, 0 to [`Self::DAYS_BACK`].
    pub days_ago: u8,
    /// When it began, in minutes after midnight; `None` is "it has just ended", or nine o'clock on an
    /// earlier day.
    pub start_min: Option<u16>,
    /// How long, in minutes; 0 is "not said yet".
    pub minutes: u16,
    /// How many people were reached.
    pub people: u32,
    /// Topics.
    pub topics: Vec<Slug>,
    /// What to do next.
    pub next_step: String,
    /// The entry it puts right; `None` for a new one.
    pub corrects: Option<ActivityId>,
}

impl ActivityDraft {
    /// Longest place, in characters.
    pub const PLACE_MAX: usize = 200;
    /// Longest next step, in characters.
    pub const NEXT_STEP_MAX: usize = 500;
    /// How far back an entry may be dated while the hub has not said, in days.
    pub const DAYS_BACK: u8 = 6;
    /// How far back at most, in days.
    pub const DAYS_BACK_MAX: u8 = 60;

    /// Whether nothing was chosen or written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The day it is about.
    #[must_use]
    pub fn day(&self, now_ms: i64, zone: &TimeZone) -> Date {
        let today = local(now_ms, zone).date();
        today.checked_sub(i32::from(self.days_ago).days()).unwrap_or(today)
    }

    /// When it begins as things stand: as chosen, or so that it ends now.
    #[must_use]
    pub fn start(&self, now_ms: i64, zone: &TimeZone) -> Time {
        let from_minutes = |minutes: u16| {
            let minutes = minutes.min(1439);
            let part = |number: u16| i8::try_from(number).unwrap_or(0);
            Time::new(part(minutes / 60), part(minutes % 60), 0, 0).unwrap_or_default()
        };
        match (self.start_min, self.days_ago) {
            (Some(minutes), _) => from_minutes(minutes),
            (None, 0) => {
                let began = local(now_ms - i64::from(self.minutes) * 60_000, zone);
                if began.date() == local(now_ms, zone).date() {
                    let time = began.time();
                    Time::new(time.hour(), time.minute(), 0, 0).unwrap_or_default()
                } else {
                    Time::midnight()
                }
            }
            (None, _) => from_minutes(9 * 60),
        }
    }

    /// The command it becomes; `None` while kind, length or neighbourhood are missing. `home` stands in
    /// for a neighbourhood that was not chosen.
    #[must_use]
    pub fn command(
        &self,
        activity: ActivityId,
        home: Option<&Slug>,
        now_ms: i64,
        zone: &TimeZone,
    ) -> Option<LogActivity> {
        let minutes = (1..=MINUTES_MAX).contains(&self.minutes).then_some(self.minutes)?;
        let began = self.day(now_ms, zone).to_datetime(self.start(now_ms, zone));
        let started_at_ms = zone
            .to_ambiguous_zoned(began)
            .compatible()
            .map_or(now_ms, |zoned| zoned.timestamp().as_millisecond());
        Some(LogActivity {
            activity,
            what: self.what?,
            neighbourhood: self.neighbourhood.as_ref().or(home)?.clone(),
            place: cut(&self.place, Self::PLACE_MAX),
            started_at_ms,
            minutes,
            people_reached: self.people.min(PEOPLE_MAX),
            topics: self.topics.clone(),
            next_step: cut(&self.next_step, Self::NEXT_STEP_MAX),
        })
    }

    /// The draft that would become this entry, for correcting a refused one.
    #[must_use]
    pub fn from_entry(it: &LogActivity, now_ms: i64, zone: &TimeZone) -> Self {
        let began = local(it.started_at_ms, zone);
        let days = began.date().until(local(now_ms, zone).date()).map_or(0, |span| span.get_days());
        let minute = i32::from(began.hour()) * 60 + i32::from(began.minute());
        Self {
            what: Some(it.what),
            neighbourhood: Some(it.neighbourhood.clone()),
            place: it.place.clone(),
            days_ago: u8::try_from(days).unwrap_or(0).min(Self::DAYS_BACK_MAX),
            start_min: u16::try_from(minute).ok(),
            minutes: it.minutes,
            people: it.people_reached,
            topics: it.topics.clone(),
            next_step: it.next_step.clone(),
            corrects: None,
        }
    }
}

fn local(at_ms: i64, zone: &TimeZone) -> jiff::civil::DateTime {
    zone.to_datetime(Timestamp::from_millisecond(at_ms).unwrap_or_default())
}

fn cut(text: &str, most: usize) -> String {
    text.trim().chars().take(most).collect()
}
