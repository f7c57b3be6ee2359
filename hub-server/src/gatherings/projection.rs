//! From facts of activities of a group to their tables.

use protocol::Record;
use sqlx::AnyConnection;

use super::events::{Event, When};
use crate::projection::Arrival;
use crate::store::{StoreError, log};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] =
    &[PLAN, MEET, NEXT, SPAN, CANCEL, REGISTER, WITHDRAW, HOLD, CLEAR, PRESENT];

const PLAN: &str = "INSERT INTO gathering (gathering_id, home, kind, title, neighbourhood, place, organiser, \
    seats, first_day, last_day, made_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', $9)";
const NEXT: &str = "SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) + 1 FROM gathering_occurrence \
    WHERE gathering_id = $1";
const MEET: &str = "INSERT INTO gathering_occurrence (gathering_id, number, day, from_min, to_min, state, named, \
    others) VALUES ($1, $2, $3, $4, $5, 'planned', 0, 0)";
const SPAN: &str = "UPDATE gathering SET \
    first_day = (SELECT MIN(day) FROM gathering_occurrence o WHERE o.gathering_id = $1), \
    last_day = (SELECT MAX(day) FROM gathering_occurrence o WHERE o.gathering_id = $1) \
    WHERE gathering_id = $1";
const CANCEL: &str = "UPDATE gathering_occurrence SET state = 'cancelled' \
    WHERE gathering_id = $1 AND number = $2";
const REGISTER: &str = "INSERT INTO gathering_participant (participant_id, gathering_id, home, heads, state, \
    registered_at_ms) VALUES ($1, $2, $3, $4, 'in', $5)";
const WITHDRAW: &str =
    "UPDATE gathering_participant SET state = 'out' WHERE participant_id = $1 AND home = $2";
const HOLD: &str = "UPDATE gathering_occurrence SET state = 'held', named = $3, others = $4, entry = $5 \
    WHERE gathering_id = $1 AND number = $2";
const CLEAR: &str = "DELETE FROM gathering_attendance WHERE gathering_id = $1 AND number = $2";
const PRESENT: &str = "INSERT INTO gathering_attendance (gathering_id, number, participant_id, heads) \
    VALUES ($1, $2, $3, $4)";

/// Brings the tables up to date with one fact.
///
/// # Errors
/// [`StoreError::Projection`] for a fact this program does not understand, or a database failure.
pub async fn project(
    db: &mut AnyConnection,
    record: &Record,
    _arrival: Arrival,
) -> Result<(), StoreError> {
    let envelope = &record.envelope;
    let (subject, home) = (envelope.subject.as_str(), envelope.series.node.as_str());
    let Some(event) = log::event_of::<Event>(record)? else { return Ok(()) };
    match &event {
        Event::Planned(plan) => {
            sqlx::query(PLAN)
                .bind(subject)
                .bind(home)
                .bind(plan.kind.slug())
                .bind(plan.title.trim())
                .bind(plan.neighbourhood.as_str())
                .bind(plan.place.trim())
                .bind(plan.organiser.to_string())
                .bind(plan.seats.map(i64::from))
                .bind(envelope.at_ms)
                .execute(&mut *db)
                .await?;
            for when in &plan.meetings {
                meet(db, subject, when).await?;
            }
        }
        Event::MeetingAdded(when) => meet(db, subject, when).await?,
        Event::MeetingCancelled { number } => {
            sqlx::query(CANCEL).bind(subject).bind(i64::from(*number)).execute(db).await?;
        }
        Event::Registered { gathering, heads } => {
            sqlx::query(REGISTER)
                .bind(subject)
                .bind(gathering.to_string())
                .bind(home)
                .bind(i64::from(*heads))
                .bind(envelope.at_ms)
                .execute(db)
                .await?;
        }
        Event::Withdrew {} => {
            sqlx::query(WITHDRAW).bind(subject).bind(home).execute(db).await?;
        }
        Event::AttendanceTaken { number, present, others, entry } => {
            let number = i64::from(*number);
            let named: i64 = present.iter().map(|one| i64::from(one.heads)).sum();
            sqlx::query(CLEAR).bind(subject).bind(number).execute(&mut *db).await?;
            sqlx::query(HOLD)
                .bind(subject)
                .bind(number)
                .bind(named)
                .bind(i64::from(*others))
                .bind(entry.to_string())
                .execute(&mut *db)
                .await?;
            for one in present {
                sqlx::query(PRESENT)
                    .bind(subject)
                    .bind(number)
                    .bind(one.participant.to_string())
                    .bind(i64::from(one.heads))
                    .execute(&mut *db)
                    .await?;
            }
        }
    }
    Ok(())
}

async fn meet(db: &mut AnyConnection, gathering: &str, when: &When) -> Result<(), StoreError> {
    let number: i64 = sqlx::query_scalar(NEXT).bind(gathering).fetch_one(&mut *db).await?;
    sqlx::query(MEET)
        .bind(gathering)
        .bind(number)
        .bind(when.day.as_str())
        .bind(i64::from(when.from_min))
        .bind(i64::from(when.to_min))
        .execute(&mut *db)
        .await?;
    sqlx::query(SPAN).bind(gathering).execute(db).await?;
    Ok(())
}
