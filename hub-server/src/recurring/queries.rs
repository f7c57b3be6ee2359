//! From the tables to answers about needs that come back.

use std::collections::BTreeMap;

use jiff::civil::Date;
use protocol::kiosk::CategoryAnswer;
use protocol::{Channel, NodeId, PersonId, RecurrenceId, Relation, Slug, StaffId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::events::{Exception, Recurrence, State};
use crate::store::StoreError;
use crate::store::rows::{from_word, parsed, parsed_or_none, word};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[ONE, DAYS, LIST, COUNTS, LIVE];

const ONE: &str = "SELECT * FROM recurrence WHERE recurrence_id = $1";
const DAYS: &str = "SELECT * FROM recurrence_day WHERE recurrence_id = $1 ORDER BY day";
const LIST: &str = "SELECT * FROM recurrence WHERE home = $1 AND state = $2 \
    ORDER BY begun_at_ms DESC, recurrence_id LIMIT $3 OFFSET $4";
const COUNTS: &str = "SELECT state, COUNT(*) AS many FROM recurrence WHERE home = $1 \
    GROUP BY state ORDER BY state";
const LIVE: &str = "SELECT * FROM recurrence WHERE home = $1 AND state <> 'ended' \
    ORDER BY recurrence_id";

/// A need that comes back, without anything personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The part decisions look at.
    pub recurrence: Recurrence,
    /// Whose it is.
    pub home: NodeId,
    /// What kind of help.
    pub category: Slug,
    /// Where.
    pub neighbourhood: Slug,
    /// For whom.
    pub relation: Relation,
    /// Language of the conversation.
    pub language: String,
    /// How it came in.
    pub via: Channel,
    /// Whose data stands in the vault.
    pub person: Option<PersonId>,
    /// Who looks after what comes of it.
    pub operator: Option<StaffId>,
    /// In the person's words; `None` when none were left or they were erased.
    pub words: Option<String>,
    /// What they answered to the questions of its category.
    pub answers: Vec<CategoryAnswer>,
    /// When it began, UTC milliseconds.
    pub begun_at_ms: i64,
}

/// One by its id, or `None` when it is not known here.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn one(db: &mut AnyConnection, id: RecurrenceId) -> Result<Option<Kept>, StoreError> {
    let row = sqlx::query(ONE).bind(id.to_string()).fetch_optional(&mut *db).await?;
    match row {
        Some(row) => Ok(Some(with_days(db, &row).await?)),
        None => Ok(None),
    }
}

/// One page of those of a home in one state, the latest first.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn list(
    db: &mut AnyConnection,
    home: &NodeId,
    state: State,
    most: u32,
    skip: u32,
) -> Result<Vec<Kept>, StoreError> {
    let rows = sqlx::query(LIST)
        .bind(home.as_str())
        .bind(word(&state))
        .bind(i64::from(most))
        .bind(i64::from(skip))
        .fetch_all(&mut *db)
        .await?;
    all(db, &rows).await
}

/// How many of a home stand in each state.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn counts(
    db: &mut AnyConnection,
    home: &NodeId,
) -> Result<BTreeMap<State, i64>, StoreError> {
    let rows = sqlx::query(COUNTS).bind(home.as_str()).fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            let state = from_word("state", &row.try_get::<String, _>("state")?)?;
            Ok((state, row.try_get("many")?))
        })
        .collect()
}

/// All of a home that are not over.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Corrupt`].
pub async fn live(db: &mut AnyConnection, home: &NodeId) -> Result<Vec<Kept>, StoreError> {
    let rows = sqlx::query(LIVE).bind(home.as_str()).fetch_all(&mut *db).await?;
    all(db, &rows).await
}

async fn all(db: &mut AnyConnection, rows: &[AnyRow]) -> Result<Vec<Kept>, StoreError> {
    let mut kept = Vec::with_capacity(rows.len());
    for row in rows {
        kept.push(with_days(db, row).await?);
    }
    Ok(kept)
}

async fn with_days(db: &mut AnyConnection, row: &AnyRow) -> Result<Kept, StoreError> {
    let mut kept = read(row)?;
    let days = sqlx::query(DAYS).bind(kept.recurrence.id.to_string()).fetch_all(&mut *db).await?;
    for row in &days {
        let exception = Exception {
            skipped: row.try_get::<i64, _>("skipped")? != 0,
            moved_to: maybe_day(row, "moved_to")?,
            request: parsed_or_none(row, "request_id")?,
        };
        kept.recurrence.days.insert(day("day", &row.try_get::<String, _>("day")?)?, exception);
    }
    Ok(kept)
}

fn read(row: &AnyRow) -> Result<Kept, StoreError> {
    let text = |column: &str| -> Result<String, StoreError> { Ok(row.try_get(column)?) };
    Ok(Kept {
        recurrence: Recurrence {
            id: parsed(row, "recurrence_id")?,
            state: from_word("state", &text("state")?)?,
            rule: serde_json::from_str(&text("rule")?).map_err(|error| corrupt("rule", &error))?,
            ahead_days: u8::try_from(row.try_get::<i64, _>("ahead_days")?).unwrap_or_default(),
            paused_until: maybe_day(row, "paused_until")?,
            days: BTreeMap::new(),
        },
        home: parsed(row, "home")?,
        category: parsed(row, "category")?,
        neighbourhood: parsed(row, "neighbourhood")?,
        relation: from_word("relation", &text("relation")?)?,
        language: text("language")?,
        via: from_word("via", &text("via")?)?,
        person: parsed_or_none(row, "person_id")?,
        operator: parsed_or_none(row, "operator")?,
        words: row.try_get("words")?,
        answers: match row.try_get::<Option<String>, _>("answers")? {
            None => Vec::new(),
            Some(text) => {
                serde_json::from_str(&text).map_err(|error| corrupt("answers", &error))?
            }
        },
        begun_at_ms: row.try_get("begun_at_ms")?,
    })
}

fn maybe_day(row: &AnyRow, column: &str) -> Result<Option<Date>, StoreError> {
    let text: Option<String> = row.try_get(column)?;
    text.map(|text| day(column, &text)).transpose()
}

fn day(what: &str, text: &str) -> Result<Date, StoreError> {
    text.parse::<Date>().map_err(|error| corrupt(what, &error))
}

fn corrupt(what: &str, error: &impl ToString) -> StoreError {
    StoreError::Corrupt { what: what.to_owned(), why: error.to_string() }
}
