//! From facts about needs that come back to their tables.

use jiff::civil::Date;
use protocol::{Record, RecurrenceId};
use sqlx::AnyConnection;

use super::events::{Begun, Event, State};
use crate::projection::Arrival;
use crate::store::rows::{parse, word};
use crate::store::{StoreError, log};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[BEGIN, WORDS, STATE, RULE, DAY, TOUCH];

const BEGIN: &str = "INSERT INTO recurrence (recurrence_id, home, state, rule, ahead_days, category, \
    neighbourhood, relation, language, via, person_id, operator, begun_at_ms, changed_at_ms) \
    VALUES ($1, $2, 'active', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)";
const WORDS: &str = "UPDATE recurrence SET words = $2, answers = $3 WHERE recurrence_id = $1";
const STATE: &str = "UPDATE recurrence SET state = $2, paused_until = $3 WHERE recurrence_id = $1";
const RULE: &str = "UPDATE recurrence SET rule = $2 WHERE recurrence_id = $1";
const DAY: &str = "INSERT INTO recurrence_day (recurrence_id, day, skipped, moved_to, request_id) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (recurrence_id, day) DO UPDATE SET \
    skipped = $3, moved_to = CASE WHEN $5 IS NULL THEN $4 ELSE recurrence_day.moved_to END, \
    request_id = COALESCE($5, recurrence_day.request_id)";
const TOUCH: &str = "UPDATE recurrence SET changed_at_ms = $2 WHERE recurrence_id = $1";

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
    let id: RecurrenceId = parse("subject", &envelope.subject)?;
    // Only words are ever erased, and an erasure empties their columns itself.
    let Some(event) = log::event_of::<Event>(record)? else { return Ok(()) };
    match &event {
        Event::Begun(begun) => return begin(db, id, record, begun).await,
        Event::WordsLeft { text, answers } => {
            let answers = serde_json::to_string(answers).map_err(|error| {
                StoreError::Projection { kind: envelope.kind.clone(), why: error.to_string() }
            })?;
            sqlx::query(WORDS)
                .bind(id.to_string())
                .bind(text.clone())
                .bind(answers)
                .execute(&mut *db)
                .await?;
        }
        Event::Raised { day, request } => {
            mark(db, id, *day, false, None, Some(request.to_string())).await?;
        }
        Event::Skipped { day } => mark(db, id, *day, true, None, None).await?,
        Event::Restored { day } => mark(db, id, *day, false, None, None).await?,
        Event::Moved { day, to } => mark(db, id, *day, false, Some(*to), None).await?,
        Event::RuleChanged { rule } => {
            sqlx::query(RULE).bind(id.to_string()).bind(json(rule)).execute(&mut *db).await?;
        }
        Event::Paused { until } => set(db, id, State::Paused, *until).await?,
        Event::Resumed {} => set(db, id, State::Active, None).await?,
        Event::Ended {} => set(db, id, State::Ended, None).await?,
    }
    sqlx::query(TOUCH).bind(id.to_string()).bind(envelope.at_ms).execute(db).await?;
    Ok(())
}

fn json(rule: &super::rule::Rule) -> String {
    serde_json::to_string(rule).unwrap_or_default()
}

async fn begin(
    db: &mut AnyConnection,
    id: RecurrenceId,
    record: &Record,
    begun: &Begun,
) -> Result<(), StoreError> {
    sqlx::query(BEGIN)
        .bind(id.to_string())
        .bind(record.envelope.series.node.as_str())
        .bind(json(&begun.rule))
        .bind(i64::from(begun.ahead_days))
        .bind(begun.category.as_str())
        .bind(begun.neighbourhood.as_str())
        .bind(word(&begun.relation))
        .bind(begun.language.as_str())
        .bind(word(&begun.via))
        .bind(begun.person.map(|person| person.to_string()))
        .bind(begun.operator.map(|operator| operator.to_string()))
        .bind(record.envelope.at_ms)
        .execute(db)
        .await?;
    Ok(())
}

async fn mark(
    db: &mut AnyConnection,
    id: RecurrenceId,
    day: Date,
    skipped: bool,
    moved_to: Option<Date>,
    request: Option<String>,
) -> Result<(), StoreError> {
    sqlx::query(DAY)
        .bind(id.to_string())
        .bind(day.to_string())
        .bind(i64::from(skipped))
        .bind(moved_to.map(|day| day.to_string()))
        .bind(request)
        .execute(db)
        .await?;
    Ok(())
}

async fn set(
    db: &mut AnyConnection,
    id: RecurrenceId,
    state: State,
    until: Option<Date>,
) -> Result<(), StoreError> {
    sqlx::query(STATE)
        .bind(id.to_string())
        .bind(word(&state))
        .bind(until.map(|day| day.to_string()))
        .execute(db)
        .await?;
    Ok(())
}
