//! What a city says about its project desk: how projects are scored (CAPABILITIES E10), and when one can come and talk
//! (D15).
//!
//! Always true: pure; the weights of all criteria make a hundred. Where the file says nothing, the three requirements of
//! a promoted project and what changes for people are scored: no source gives criteria, so they are a starting point.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::fields::Fields;
use super::mistake::{MistakeKind, Named};
use super::read::week_hours;
use super::schema::{Calendar, HubPlace, WeekHours, Words};
use super::values::number;

/// Most criteria of one evaluation.
const CRITERIA_MAX: usize = 12;

/// How projects are scored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Evaluation {
    /// Fewest scores of evaluators without a conflict with which a project is promoted or not, 1 to 20.
    pub quorum: usize,
    /// The most points of one criterion, 2 to 100.
    pub score_max: u8,
    /// From how many points between two evaluators on a whole project a spread is pointed out, 1 to 100.
    pub spread_points: u16,
    /// What is scored, in this order; at least one.
    pub criteria: Vec<Criterion>,
    /// Slug of the body that decides before a project is promoted or not; `None` where none must.
    pub panel: Option<String>,
}

/// One thing that is scored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Criterion {
    /// Slug, unique among criteria.
    pub slug: String,
    /// Name by language; empty for those that are there by themselves.
    pub name: Words,
    /// Its weight, in hundredths; all of them make a hundred.
    pub weight: u16,
}

impl Default for Evaluation {
    fn default() -> Self {
        let own = [("of-system", 20), ("sustainable", 20), ("measurable", 20), ("impact", 40)];
        let criterion = |(slug, weight): (&str, u16)| Criterion {
            slug: slug.to_owned(),
            name: Words::default(),
            weight,
        };
        Self {
            quorum: 2,
            score_max: 10,
            spread_points: 3,
            criteria: own.into_iter().map(criterion).collect(),
            panel: None,
        }
    }
}

/// When one can come to the project desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeskVisits {
    /// How long a visit is, in minutes, 10 to 240.
    pub slot_min: u16,
    /// How many days ahead one can book, 1 to 90.
    pub days_ahead: u16,
    /// The desk's hours at every hub; the hub's own opening where they are empty.
    pub hours: WeekHours,
}

impl Default for DeskVisits {
    /// No source says: half an hour, within three weeks, whenever the hub is open.
    fn default() -> Self {
        Self { slot_min: 30, days_ahead: 21, hours: WeekHours::default() }
    }
}

impl DeskVisits {
    /// Every visit a hub's desk has room for on a day, by when it begins, UTC milliseconds; none on holidays.
    #[must_use]
    pub fn on(&self, hub: &HubPlace, calendar: &Calendar, day: Date) -> Vec<i64> {
        if calendar.is_holiday(day) {
            return Vec::new();
        }
        let week = [&hub.project_desk, &self.hours, &hub.opening];
        let week = week.into_iter().find(|week| **week != WeekHours::default());
        let clock = calendar.clock();
        let spans = week.map(|week| week.of_day(day.weekday())).unwrap_or_default();
        let mut starts = Vec::new();
        for span in spans {
            let Some((opens, closes)) = span.on(day, &clock) else { continue };
            let length_ms = i64::from(self.slot_min.max(1)) * 60_000;
            let (mut at, closes) = (opens.as_millisecond(), closes.as_millisecond());
            while at + length_ms <= closes {
                starts.push(at);
                at += length_ms;
            }
        }
        starts
    }

    /// The days on which one can book now, today first.
    #[must_use]
    pub fn days(&self, calendar: &Calendar, now_ms: i64) -> Vec<Date> {
        let now = Timestamp::from_millisecond(now_ms).unwrap_or_default();
        let today = calendar.clock().to_datetime(now).date();
        today.series(jiff::Span::new().days(1)).take(usize::from(self.days_ahead) + 1).collect()
    }
}

pub(super) fn evaluation(f: &mut Fields<'_, '_>, base: &Evaluation) -> Evaluation {
    const KEY: &str = "criterion";
    let mut criteria = f.each(KEY, |f| Criterion {
        slug: f.slug(Named::Criterion),
        name: f.words("name"),
        weight: f.one("weight", number(1..=100_u16)),
    });
    if criteria.is_empty() {
        criteria.clone_from(&base.criteria);
    }
    if criteria.len() > CRITERIA_MAX {
        f.report_at(KEY, MistakeKind::TooManyCriteria { most: CRITERIA_MAX });
    }
    let sum = criteria.iter().fold(0_u16, |sum, one| sum.saturating_add(one.weight));
    if sum != 100 {
        f.report_at(KEY, MistakeKind::WeightsNotHundred { sum });
    }
    let score_max = f.maybe("score_max", number(2..=100_u8)).unwrap_or(base.score_max);
    Evaluation {
        quorum: f.maybe("quorum", number(1..=20_u8)).map_or(base.quorum, usize::from),
        score_max,
        spread_points: f.maybe("spread_points", number(1..=100_u16)).unwrap_or(base.spread_points),
        criteria,
        panel: f.maybe_link("panel", Named::Body).or_else(|| base.panel.clone()),
    }
}

pub(super) fn visits(f: &mut Fields<'_, '_>, base: &DeskVisits) -> DeskVisits {
    DeskVisits {
        slot_min: f.maybe("slot_min", number(10..=240_u16)).unwrap_or(base.slot_min),
        days_ahead: f.maybe("days_ahead", number(1..=90_u16)).unwrap_or(base.days_ahead),
        hours: f.table("hours", week_hours).unwrap_or_else(|| base.hours.clone()),
    }
}
