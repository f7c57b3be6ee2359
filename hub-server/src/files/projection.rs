//! From facts of files to their table.

use protocol::Record;
use sqlx::AnyConnection;

use super::events::Event;
use crate::projection::Arrival;
use crate::store::{StoreError, log};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[ATTACH, NAME, TAKE_AWAY, SHOW];

const ATTACH: &str = "INSERT INTO file_attachment (file_id, home, about_kind, about_id, hash, bytes, kind, width, \
    height, gone, shown, attached_by, attached_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, $10, $11)";
const NAME: &str =
    "UPDATE file_attachment SET name = $2, words = $3 WHERE file_id = $1 AND home = $4";
const TAKE_AWAY: &str = "UPDATE file_attachment SET gone = 1, shown = 0, name = NULL, words = NULL \
    WHERE file_id = $1 AND home = $2";
const SHOW: &str = "UPDATE file_attachment SET shown = $2 WHERE file_id = $1 AND gone = 0";

/// Brings the table up to date with one fact.
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
    // Only names are ever erased, and then there is nothing to keep.
    let Some(event) = log::event_of::<Event>(record)? else { return Ok(()) };
    match &event {
        Event::Attached { about, content } => {
            sqlx::query(ATTACH)
                .bind(subject)
                .bind(home)
                .bind(about.sort.slug())
                .bind(about.id.as_str())
                .bind(content.hash.to_string())
                .bind(i64::try_from(content.bytes).unwrap_or(i64::MAX))
                .bind(content.kind.slug())
                .bind(content.points.map(|(width, _)| i64::from(width)))
                .bind(content.points.map(|(_, height)| i64::from(height)))
                .bind(envelope.actor.to_string())
                .bind(envelope.at_ms)
                .execute(db)
                .await?;
        }
        Event::Named { name, words } => {
            sqlx::query(NAME)
                .bind(subject)
                .bind(name.as_str())
                .bind(words.as_str())
                .bind(home)
                .execute(db)
                .await?;
        }
        Event::TakenAway {} => {
            sqlx::query(TAKE_AWAY).bind(subject).bind(home).execute(db).await?;
        }
        // What everybody sees is central's to say, of whatever hub the file is.
        Event::Shown {} | Event::Hidden {} if envelope.series.node.is_central() => {
            let shown = i64::from(event == Event::Shown {});
            sqlx::query(SHOW).bind(subject).bind(shown).execute(db).await?;
        }
        Event::Shown {} | Event::Hidden {} => {}
    }
    Ok(())
}
