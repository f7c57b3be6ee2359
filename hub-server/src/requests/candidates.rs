//! What matching is told about the antennae of this hub: their records, who has helped whom, how often.
//!
//! Always true: only what somebody has said is held for or against anybody; what is not known is `None`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use protocol::kiosk::{TimeBand, Urgency};
use protocol::{DeviceId, Slug};
use sqlx::{AnyConnection, Row};

use super::events::Mark;
use super::matching::{Candidate, Need, Trust};
use super::queries::{self, Brief};
use crate::city::{City, WeekHours};
use crate::network::antennae::events::Kind;
use crate::network::antennae::lifecycle::State;
use crate::network::antennae::queries::Kept;
use crate::network::{self, Holder, antennae};
use crate::store::StoreError;
use crate::store::rows::{parse, parsed_or_none, word};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[LOADS, BETWEEN, WENT_BADLY];

const LOADS: &str = "SELECT h.helper, COUNT(*) AS times FROM (SELECT helper FROM request \
    WHERE home = $1 AND state = 'met' AND closed_at_ms >= $2 AND helper IS NOT NULL UNION ALL \
    SELECT companion AS helper FROM request WHERE home = $1 AND state = 'met' \
    AND closed_at_ms >= $2 AND companion IS NOT NULL) h GROUP BY h.helper ORDER BY h.helper";
const BETWEEN: &str = "SELECT helper, companion, requester_mark, helper_mark FROM request \
    WHERE home = $1 AND helper IS NOT NULL AND state = 'met' AND (person_id = $2 \
    OR person_id IN (SELECT person_id FROM person_same WHERE known_id = $2) \
    OR request_id IN (SELECT person_id FROM person_same WHERE known_id = $2)) ORDER BY request_id";
/// Whom one of the two said it went badly with, also where the request was opened again since.
const WENT_BADLY: &str = "SELECT DISTINCT m.device_id FROM help_mark m \
    JOIN request r ON r.request_id = m.request_id \
    WHERE r.home = $1 AND m.mark = 'bad' AND m.side <> 'desk' AND (r.person_id = $2 OR r.request_id = $2 \
    OR r.person_id IN (SELECT person_id FROM person_same WHERE known_id = $2) \
    OR r.request_id IN (SELECT person_id FROM person_same WHERE known_id = $2)) ORDER BY m.device_id";

/// A device that said something within this time is called present.
const PRESENT_MS: i64 = 10 * 60_000;
/// How far back what somebody did makes them trusted: a year.
const TRUST_MS: i64 = 365 * 24 * 3_600_000;
/// From how many times helped somebody is trusted.
const TRUSTED_AFTER: u16 = 3;
/// From when a day is the afternoon, and the evening, in minutes after midnight.
const NOON_MIN: u16 = 13 * 60;
const EVENING_MIN: u16 = 18 * 60;

/// Whether a request is a first visit that takes two people, by its kind of help and what the person had before. Of
/// somebody without a name nobody knows, so that it is the first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn two_at_first(
    db: &mut AnyConnection,
    city: &City,
    brief: &Brief,
) -> Result<bool, StoreError> {
    let category = city.category(brief.category.as_str());
    if !category.is_some_and(|category| category.first_visit_by_two) {
        return Ok(false);
    }
    if brief.person.is_none() && brief.known.is_none() {
        return Ok(true);
    }
    let before = queries::helped_with(db, brief).await?;
    let visits = |slug: &String| city.category(slug).is_some_and(|category| category.home_visit);
    Ok(!before.iter().any(visits))
}

/// A request as matching sees it, where two are needed or one; `None` when its place is no longer in the city.
#[must_use]
pub fn need(city: &City, brief: &Brief, two: bool) -> Option<Need> {
    let (zone, _) = city.neighbourhood(brief.neighbourhood.as_str())?;
    let category = city.category(brief.category.as_str())?;
    Some(Need {
        category: brief.category.clone(),
        heading: category.parent.as_deref().and_then(|parent| parent.parse().ok()),
        neighbourhood: brief.neighbourhood.clone(),
        zone: zone.slug.parse().ok()?,
        language: brief.language.clone(),
        when: brief.when.clone(),
        urgent: brief.urgency == Urgency::Today,
        home_visit: category.home_visit,
        two,
        at_m: city.metres_of(brief.neighbourhood.as_str()),
    })
}

/// Every antenna of this hub that a device can reach, or that an operator calls, but those in `declined`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn candidates(
    db: &mut AnyConnection,
    city: &City,
    brief: &Brief,
    declined: &[DeviceId],
    now_ms: i64,
) -> Result<Vec<Candidate>, StoreError> {
    let now = Timestamp::from_millisecond(now_ms).unwrap_or_default();
    let local = city.calendar.clock().to_datetime(now);
    let month = local.date().first_of_month().to_datetime(jiff::civil::Time::midnight());
    let month_ms = city.calendar.clock().to_timestamp(month).unwrap_or_default().as_millisecond();
    let done = loads(db, brief, now_ms - TRUST_MS).await?;
    let loads = loads(db, brief, month_ms).await?;
    let marks = between(db, brief).await?;
    let badly = went_badly(db, brief).await?;
    let usual = match brief.recurrence {
        Some(recurrence) => queries::helped_before(db, recurrence).await?,
        None => None,
    };
    let usual = usual.and_then(|last| last.request.helper);
    let records = antennae::queries::all(db, &brief.home).await?;
    let whose: BTreeMap<DeviceId, usize> = records
        .iter()
        .enumerate()
        .flat_map(|(at, kept)| kept.antenna.devices.iter().map(move |device| (*device, at)))
        .collect();
    let devices = network::list(db).await?;
    let live = devices.into_iter().filter(|device| {
        device.home == brief.home
            && device.holder == Holder::Antenna
            && device.revoked_at_ms.is_none()
            && device.label.is_some()
    });
    let mut asked: Vec<Asked> = live
        .map(|device| Asked {
            heard: device.heard_at_ms.is_some_and(|at| now_ms - at < PRESENT_MS),
            of: whose.get(&device.device).copied(),
            device: device.device,
            neighbourhoods: device.neighbourhoods,
        })
        .collect();
    asked.extend(by_desk(&records, &asked));
    asked.retain(|one| !declined.contains(&one.device));
    let asked = asked.into_iter().map(|one| {
        let record = one.of.and_then(|at| records.get(at));
        let marks = marks.get(&one.device).map(Vec::as_slice).unwrap_or_default();
        let helped_well = done.get(&one.device).copied().unwrap_or_default();
        let here = record.is_some_and(|r| r.present_until_ms.is_some_and(|at| at > now_ms));
        Candidate {
            device: one.device,
            places: one.neighbourhoods.iter().filter_map(|h| placed(city, h)).collect(),
            skills: record.map(|r| r.antenna.profile.offers.clone()).unwrap_or_default(),
            languages: languages(record),
            free: record.map(|r| free(&r.antenna.profile.hours)).unwrap_or_default(),
            cleared: record.and_then(|r| cleared(r, local.date())),
            insured: record
                .and_then(|r| r.antenna.volunteering.map(|v| v.is_insured_on(local.date()))),
            citizen: record.is_some_and(|r| r.antenna.profile.kind == Kind::Citizen),
            away: record.is_some_and(|r| r.antenna.state != State::Active),
            present: one.heard || here,
            helped_this_month: loads.get(&one.device).copied().unwrap_or_default(),
            helped_them: u16::try_from(marks.iter().filter(|bad| !**bad).count())
                .unwrap_or(u16::MAX),
            usual: usual == Some(one.device),
            thumbs_down: badly.contains(&one.device),
            trust: record.map_or(Trust::Unknown, |r| trust(r, helped_well, local.date())),
            at_m: one.neighbourhoods.iter().find_map(|hood| city.metres_of(hood.as_str())),
        }
    });
    Ok(asked.collect())
}

/// Somebody who can be asked: by a device, or by an operator who calls.
struct Asked {
    device: DeviceId,
    neighbourhoods: Vec<Slug>,
    /// Whether the device said something just now.
    heard: bool,
    /// Where the record is whose it is.
    of: Option<usize>,
}

/// The antennae of the network that no device reaches: an operator calls them or goes by.
fn by_desk(records: &[Kept], reached: &[Asked]) -> Vec<Asked> {
    let reached: BTreeSet<usize> = reached.iter().filter_map(|one| one.of).collect();
    let alone = records.iter().enumerate().filter(|(at, kept)| {
        let in_network = kept.antenna.state.belongs() || kept.antenna.state == State::Suspended;
        in_network && !reached.contains(at)
    });
    alone
        .map(|(at, kept)| Asked {
            device: antennae::by_desk(kept.id),
            neighbourhoods: kept.antenna.profile.neighbourhoods.clone(),
            heard: false,
            of: Some(at),
        })
        .collect()
}

fn placed(city: &City, hood: &Slug) -> Option<(Slug, Slug)> {
    let (zone, _) = city.neighbourhood(hood.as_str())?;
    Some((hood.clone(), zone.slug.parse().ok()?))
}

fn languages(record: Option<&Kept>) -> Vec<String> {
    let known = record.map(|r| &r.antenna.profile.languages).filter(|known| !known.is_empty());
    known.map_or_else(
        || vec!["it".to_owned()],
        |known| known.iter().map(ToString::to_string).collect(),
    )
}

/// Without an interview nobody has said anything; after one that is over, it no longer holds.
fn cleared(record: &Kept, today: Date) -> Option<bool> {
    record.antenna.clearance.map(|clearance| clearance.holds_on(today))
}

/// How far an antenna is trusted: cleared, or active for long enough to be known by what they did.
fn trust(record: &Kept, helped: u16, today: Date) -> Trust {
    let cleared = cleared(record, today) == Some(true);
    match (cleared, helped >= TRUSTED_AFTER) {
        (true, true) => Trust::Tried,
        (true, false) | (false, true) => Trust::Known,
        (false, false) => Trust::New,
    }
}

/// Opening hours as times of the day.
fn free(hours: &WeekHours) -> Vec<TimeBand> {
    let days =
        [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];
    let spans = || days.iter().flat_map(|day| hours.of_day(*day));
    let mut free = Vec::new();
    if spans().any(|span| span.opens_min < NOON_MIN) {
        free.push(TimeBand::Mornings);
    }
    if spans().any(|span| span.closes_min > NOON_MIN && span.opens_min < EVENING_MIN) {
        free.push(TimeBand::Afternoons);
    }
    if spans().any(|span| span.closes_min > EVENING_MIN) {
        free.push(TimeBand::Evenings);
    }
    if !hours.sat.is_empty() || !hours.sun.is_empty() {
        free.push(TimeBand::Weekend);
    }
    free
}

async fn loads(
    db: &mut AnyConnection,
    brief: &Brief,
    since_ms: i64,
) -> Result<BTreeMap<DeviceId, u16>, StoreError> {
    let rows =
        sqlx::query(LOADS).bind(brief.home.as_str()).bind(since_ms).fetch_all(&mut *db).await?;
    rows.iter()
        .map(|row| {
            let times: i64 = row.try_get("times")?;
            let device = parse("helper", &row.try_get::<String, _>("helper")?)?;
            Ok((device, u16::try_from(times).unwrap_or(u16::MAX)))
        })
        .collect()
}

/// For each helper of a person, whether it went badly, each time it came to an end.
async fn between(
    db: &mut AnyConnection,
    brief: &Brief,
) -> Result<BTreeMap<DeviceId, Vec<bool>>, StoreError> {
    let rows = sqlx::query(BETWEEN)
        .bind(brief.home.as_str())
        .bind(brief.who().to_string())
        .fetch_all(&mut *db)
        .await?;
    let mut marks: BTreeMap<DeviceId, Vec<bool>> = BTreeMap::new();
    for row in &rows {
        let device = parse("helper", &row.try_get::<String, _>("helper")?)?;
        let companion = parsed_or_none(row, "companion")?;
        let bad = |column: &str| -> Result<bool, StoreError> {
            let mark: Option<String> = row.try_get(column)?;
            Ok(mark.is_some_and(|mark| mark == word(&Mark::Bad)))
        };
        let went_badly = bad("requester_mark")? || bad("helper_mark")?;
        for helper in [Some(device), companion].into_iter().flatten() {
            marks.entry(helper).or_default().push(went_badly);
        }
    }
    Ok(marks)
}

/// The helpers one of the two said it went badly with, whatever became of that request.
async fn went_badly(
    db: &mut AnyConnection,
    brief: &Brief,
) -> Result<BTreeSet<DeviceId>, StoreError> {
    let rows: Vec<String> = sqlx::query_scalar(WENT_BADLY)
        .bind(brief.home.as_str())
        .bind(brief.who().to_string())
        .fetch_all(db)
        .await?;
    rows.iter().map(|text| parse("device_id", text)).collect()
}
