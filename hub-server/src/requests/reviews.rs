//! What whoever answers for the hub looks at again (CAPABILITIES B22, B25, lifecycle 3.7): what was shared without consent
//! because there was danger, and what went wrong while somebody helped.
//!
//! Always true: each waits until somebody who may read it has said that they have seen it. Deliberately absent: their
//! words, which are in the request's thread and can be erased there.

use protocol::{ActorRef, EventId, NodeId, RequestId, Slug};
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::store::StoreError;
use crate::store::rows::{from_word, parsed, parsed_or_none};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[OPEN, SEEN, COUNT, ONE];

// What was said of it: the incident itself, or what the service was told.
const OPEN: &str = "SELECT v.*, r.category, r.neighbourhood, r.slip_code, r.service, \
    (SELECT m.body FROM request_message m WHERE m.request_id = v.request_id \
    AND m.position <= v.position AND m.about IN ('incident', 'referral') \
    ORDER BY m.position DESC LIMIT 1) AS body \
    FROM request_review v JOIN request r ON r.request_id = v.request_id \
    WHERE v.home = $1 AND v.seen_at_ms IS NULL ORDER BY v.at_ms, v.thing LIMIT 200";
const SEEN: &str = "SELECT v.*, r.category, r.neighbourhood, r.slip_code, r.service, NULL AS body \
    FROM request_review v JOIN request r ON r.request_id = v.request_id \
    WHERE v.home = $1 AND v.seen_at_ms IS NOT NULL ORDER BY v.seen_at_ms DESC, v.thing LIMIT 50";
const COUNT: &str = "SELECT COUNT(*) FROM request_review WHERE home = $1 AND seen_at_ms IS NULL";
const ONE: &str = "SELECT seen_at_ms FROM request_review WHERE thing = $1 AND request_id = $2";

/// Why something is looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Something went wrong.
    Incident,
    /// It was shared without consent: there was danger.
    Danger,
}

/// Something to be looked at again, or that was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The fact.
    pub thing: EventId,
    /// Of which request.
    pub request: RequestId,
    /// Why.
    pub kind: Kind,
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// Who wrote it.
    pub by: ActorRef,
    /// What kind of help.
    pub category: Slug,
    /// Where.
    pub neighbourhood: Slug,
    /// The request's slip.
    pub slip: String,
    /// The service that was told, where one was.
    pub service: Option<Slug>,
    /// What was said, while it waits; `None` when it was erased.
    pub body: Option<String>,
    /// When it was looked at, and by whom.
    pub seen: Option<(i64, ActorRef)>,
}

fn read(row: &AnyRow) -> Result<Review, StoreError> {
    let seen_at_ms: Option<i64> = row.try_get("seen_at_ms")?;
    Ok(Review {
        thing: parsed(row, "thing")?,
        request: parsed(row, "request_id")?,
        kind: from_word("kind", &row.try_get::<String, _>("kind")?)?,
        at_ms: row.try_get("at_ms")?,
        by: parsed(row, "actor")?,
        category: parsed(row, "category")?,
        neighbourhood: parsed(row, "neighbourhood")?,
        slip: row.try_get("slip_code")?,
        service: parsed_or_none(row, "service")?,
        body: row.try_get("body")?,
        seen: seen_at_ms.zip(parsed_or_none(row, "seen_by")?),
    })
}

/// What waits to be looked at at a home, the oldest first; at most two hundred.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn open(db: &mut AnyConnection, home: &NodeId) -> Result<Vec<Review>, StoreError> {
    let rows = sqlx::query(OPEN).bind(home.as_str()).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

/// What was looked at, the latest first; at most fifty.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn seen_at(db: &mut AnyConnection, home: &NodeId) -> Result<Vec<Review>, StoreError> {
    let rows = sqlx::query(SEEN).bind(home.as_str()).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

/// How much waits at a home.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn count(db: &mut AnyConnection, home: &NodeId) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(COUNT).bind(home.as_str()).fetch_one(db).await?)
}

/// Whether something of a request was looked at; `None` where there is no such thing.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn seen(
    db: &mut AnyConnection,
    request: RequestId,
    thing: EventId,
) -> Result<Option<bool>, StoreError> {
    let row = sqlx::query(ONE)
        .bind(thing.to_string())
        .bind(request.to_string())
        .fetch_optional(db)
        .await?;
    row.map(|row| Ok(row.try_get::<Option<i64>, _>("seen_at_ms")?.is_some())).transpose()
}
