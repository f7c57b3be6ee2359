//! From facts of the diary to its tables, with running totals by month.

use protocol::Record;
use sqlx::AnyConnection;

use super::events::{Event, Logged};
use crate::projection::Arrival;
use crate::store::rows::word;
use crate::store::{StoreError, log};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[ADD, SET_WORDS, TALLY];

const ADD: &str = "INSERT INTO activity (activity_id, home, author, kind, neighbourhood, day, \
    started_at_ms, minutes, people_reached, topics, logged_at_ms) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const SET_WORDS: &str =
    "UPDATE activity SET place = $2, next_step = $3 WHERE activity_id = $1 AND home = $4";
const TALLY: &str = "INSERT INTO activity_tally (home, month, kind, neighbourhood, entries, minutes, \
    people_reached) VALUES ($1, $2, $3, $4, 1, $5, $6) \
    ON CONFLICT (home, month, kind, neighbourhood) DO UPDATE SET \
    entries = activity_tally.entries + 1, minutes = activity_tally.minutes + $5, \
    people_reached = activity_tally.people_reached + $6";

/// Brings the tables up to date with one fact.
///
/// # Errors
/// [`StoreError::Projection`] for a fact this program does not understand, or a database failure.
pub async fn project(
    db: &mut AnyConnection,
    record: &Record,
    _arrival: Arrival,
) -> Result<(), StoreError> {
    match log::event_of::<Event>(record)? {
        // Only words are ever erased, and then there is nothing to keep.
        None => Ok(()),
        Some(Event::Logged(entry)) => add(db, record, &entry).await,
        Some(Event::WordsWritten { place, next_step }) => {
            sqlx::query(SET_WORDS)
                .bind(record.envelope.subject.as_str())
                .bind(place)
                .bind(next_step)
                .bind(record.envelope.series.node.as_str())
                .execute(db)
                .await?;
            Ok(())
        }
    }
}

async fn add(db: &mut AnyConnection, record: &Record, entry: &Logged) -> Result<(), StoreError> {
    let envelope = &record.envelope;
    let topics: Vec<&str> = entry.topics.iter().map(protocol::Slug::as_str).collect();
    sqlx::query(ADD)
        .bind(envelope.subject.as_str())
        .bind(envelope.series.node.as_str())
        .bind(envelope.actor.to_string())
        .bind(word(&entry.what))
        .bind(entry.neighbourhood.as_str())
        .bind(entry.day.as_str())
        .bind(entry.started_at_ms)
        .bind(i64::from(entry.minutes))
        .bind(i64::from(entry.people_reached))
        .bind(topics.join(","))
        .bind(envelope.at_ms)
        .execute(&mut *db)
        .await?;
    let month: String = entry.day.chars().take(7).collect();
    sqlx::query(TALLY)
        .bind(envelope.series.node.as_str())
        .bind(month)
        .bind(word(&entry.what))
        .bind(entry.neighbourhood.as_str())
        .bind(i64::from(entry.minutes))
        .bind(i64::from(entry.people_reached))
        .execute(db)
        .await?;
    Ok(())
}
