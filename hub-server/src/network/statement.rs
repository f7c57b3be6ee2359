//! What the holder of a device did, month by month, put together from the tables when it is asked for.
//!
//! Always true: volunteering and paid work are summed each by itself, by types that cannot be added.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use protocol::antenna::{HoursTold, MonthDone, Statement};
use protocol::clocks::{Minutes, Paid, Volunteering};
use protocol::{ActorRef, DeviceId};
use sqlx::{AnyConnection, Row};

use super::{Holder, antennae, inbox, queries};
use crate::activities;
use crate::city::City;
use crate::store::StoreError;

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[HELPS];

/// When a help was said to be done, or, where nobody said so, when it was closed; for whoever said yes first and for
/// whoever came along.
const HELPS: &str = "SELECT r.done_minutes, COALESCE((SELECT MAX(s.at_ms) FROM request_step s \
    WHERE s.request_id = r.request_id AND s.word = 'done'), r.changed_at_ms) AS done_at_ms \
    FROM request r WHERE r.helper = $1 AND r.state IN ('done', 'met') UNION ALL \
    SELECT r.done_minutes, COALESCE((SELECT MAX(s.at_ms) FROM request_step s \
    WHERE s.request_id = r.request_id AND s.word = 'done'), r.changed_at_ms) AS done_at_ms \
    FROM request r WHERE r.companion = $1 AND r.state IN ('done', 'met')";

/// How many months a statement reaches back.
const MONTHS: i32 = 13;
/// Most entries of hours by hand it lists.
const HOURS_LISTED: usize = 40;

#[derive(Default)]
struct Sums {
    helps: u32,
    helping: Minutes<Volunteering>,
    told: Minutes<Volunteering>,
    paid: Minutes<Paid>,
}

/// The statement of a device's holder.
///
/// # Errors
/// [`StoreError`].
pub async fn of_device(
    db: &mut AnyConnection,
    city: &City,
    device: DeviceId,
    now_ms: i64,
) -> Result<Statement, StoreError> {
    let clock = city.calendar.clock();
    let day_of = |at_ms: i64| -> Date {
        clock.to_datetime(Timestamp::from_millisecond(at_ms).unwrap_or_default()).date()
    };
    let today = day_of(now_ms);
    let first = today.first_of_month().checked_sub((MONTHS - 1).months()).unwrap_or(today);
    let mut months: BTreeMap<String, Sums> = BTreeMap::new();
    let mut hours = Vec::new();
    let kept = antennae::queries::of_device(db, device).await?;
    let mut helped_as = inbox::siblings(db, device).await?;
    // What they did while an operator called them is theirs too.
    helped_as.extend(kept.as_ref().map(|kept| antennae::by_desk(kept.id)));
    helped_as.dedup();
    for one in helped_as {
        let rows = sqlx::query(HELPS).bind(one.to_string()).fetch_all(&mut *db).await?;
        for row in &rows {
            let day = day_of(row.try_get("done_at_ms")?);
            if day < first {
                continue;
            }
            let minutes: Option<i64> = row.try_get("done_minutes")?;
            let month = months.entry(month_of(&day.to_string())).or_default();
            month.helps += 1;
            month.helping += Minutes::new(minutes.unwrap_or_default());
        }
    }
    if let Some(kept) = kept {
        for told in antennae::hours::since(db, kept.id, &first.to_string()).await? {
            months.entry(month_of(&told.day)).or_default().told += told.minutes;
            let (entry, day, category) = (told.entry, told.day, told.category);
            let minutes = u16::try_from(told.minutes.get()).unwrap_or(u16::MAX);
            hours.push(HoursTold { entry, day, minutes, category });
        }
    }
    if let Some(Holder::Operator(staff)) = queries::device(db, device).await?.map(|it| it.holder) {
        let author = ActorRef::Staff(staff);
        let since = month_of(&first.to_string());
        for (month, paid) in activities::queries::months_of(db, &author, &since).await? {
            months.entry(month).or_default().paid += paid;
        }
    }
    hours.truncate(HOURS_LISTED);
    let months = months.into_iter().rev().map(|(month, sums)| done(month, &sums)).collect();
    Ok(Statement { months, hours })
}

fn done(month: String, sums: &Sums) -> MonthDone {
    let whole = |minutes: i64| u32::try_from(minutes).unwrap_or_default();
    MonthDone {
        month,
        helps: sums.helps,
        helping_min: whole(sums.helping.get()),
        told_min: whole(sums.told.get()),
        paid_min: whole(sums.paid.get()),
    }
}

fn month_of(day: &str) -> String {
    day.chars().take(7).collect()
}
