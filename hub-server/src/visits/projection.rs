//! From facts of visits to their tables.

use protocol::Record;
use sqlx::AnyConnection;

use super::events::{Event, State};
use crate::projection::Arrival;
use crate::store::rows::word;
use crate::store::{StoreError, log};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[BOOK, MOVE, STATE, CLOSE, OPEN];

const BOOK: &str = "INSERT INTO desk_visit (visit_id, home, slip_code, at_ms, length_min, idea_id, \
    person_id, language, via, state, booked_at_ms, changed_at_ms) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'booked', $10, $10)";
const MOVE: &str = "UPDATE desk_visit SET at_ms = $2, changed_at_ms = $3 WHERE visit_id = $1";
const STATE: &str = "UPDATE desk_visit SET state = $2, changed_at_ms = $3 WHERE visit_id = $1";
const CLOSE: &str =
    "INSERT INTO desk_closed (home, at_ms) VALUES ($1, $2) ON CONFLICT (home, at_ms) DO NOTHING";
const OPEN: &str = "DELETE FROM desk_closed WHERE home = $1 AND at_ms = $2";

/// Brings the tables up to date with one fact.
///
/// # Errors
/// [`StoreError`].
pub async fn project(
    db: &mut AnyConnection,
    record: &Record,
    _arrival: Arrival,
) -> Result<(), StoreError> {
    let Some(event) = log::event_of::<Event>(record)? else { return Ok(()) };
    let envelope = &record.envelope;
    let (id, home) = (envelope.subject.as_str(), envelope.series.node.as_str());
    let state = async |db: &mut AnyConnection, state: State| {
        let set = sqlx::query(STATE).bind(id).bind(state.slug()).bind(envelope.at_ms);
        set.execute(db).await
    };
    match event {
        Event::Booked { slip, at_ms, length_min, about, person, language, via } => {
            sqlx::query(BOOK)
                .bind(id)
                .bind(home)
                .bind(slip.as_str().to_owned())
                .bind(at_ms)
                .bind(i64::from(length_min))
                .bind(about.map(|idea| idea.to_string()))
                .bind(person.map(|person| person.to_string()))
                .bind(language)
                .bind(word(&via))
                .bind(envelope.at_ms)
                .execute(db)
                .await?;
        }
        Event::Moved { at_ms } => {
            sqlx::query(MOVE).bind(id).bind(at_ms).bind(envelope.at_ms).execute(db).await?;
        }
        Event::Cancelled {} => {
            state(db, State::Cancelled).await?;
        }
        Event::Marked { came } => {
            state(db, if came { State::Came } else { State::Missed }).await?;
        }
        Event::Kept { starts_ms, closed } => {
            for at_ms in starts_ms {
                let keep = sqlx::query(if closed { CLOSE } else { OPEN }).bind(home).bind(at_ms);
                keep.execute(&mut *db).await?;
            }
        }
    }
    Ok(())
}
