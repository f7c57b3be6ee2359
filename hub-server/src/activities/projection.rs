//! From facts of the diary to its tables, with running totals by month.
//!
//! Always true: what an entry counts for stands in its own row, so that whatever happens to it later takes away
//! exactly what it added.

use protocol::Record;
use sqlx::{AnyConnection, Row};

use super::decide::month_of;
use super::events::{Amended, Event, Goal, Logged, MonthClosed};
use super::lifecycle::State;
use super::tasks;
use crate::projection::Arrival;
use crate::store::rows::{from_word, word};
use crate::store::tables::{Rows, Tables, row};
use crate::store::{StoreError, log};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[LOCK, COUNTED, CLOSE, SET_GOAL, DROP_GOAL];

/// Those whose rows are written many at a time.
pub const ROWS: &[Rows] =
    &[ADD, REWRITE, SET_WORDS, SET_REASON, SET_STATE, SET_AMENDED, TALLY, AUTHOR_TALLY, AUTHOR];

const ADD: Rows = Rows::new(
    "INSERT INTO activity (activity_id, home, author, state, kind, neighbourhood, day, \
    booked, started_at_ms, minutes, people_reached, counted_entries, counted_minutes, counted_people, \
    topics, late_days, cites, logged_at_ms) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
);
const REWRITE: Rows = Rows::set(
    1,
    "UPDATE activity SET state = $2, kind = $3, neighbourhood = $4, day = $5, \
    booked = $6, started_at_ms = CAST($7 AS BIGINT), minutes = CAST($8 AS BIGINT), \
    people_reached = CAST($9 AS BIGINT), counted_minutes = CAST($10 AS BIGINT), \
    counted_people = CAST($11 AS BIGINT), topics = $12, late_days = CAST($13 AS BIGINT), reason = NULL WHERE activity_id = $1",
);
const SET_WORDS: Rows = Rows::set(
    2,
    "UPDATE activity SET place = $3, next_step = $4 WHERE activity_id = $1 AND home = $2",
);
const SET_REASON: Rows =
    Rows::set(2, "UPDATE activity SET reason = $3 WHERE activity_id = $1 AND home = $2");
const SET_STATE: Rows = Rows::set(1, "UPDATE activity SET state = $2 WHERE activity_id = $1");
const SET_AMENDED: Rows =
    Rows::set(1, "UPDATE activity SET state = 'amended', amended_by = $2 WHERE activity_id = $1");
const LOCK: &str = "UPDATE activity SET state = 'locked' \
    WHERE home = $1 AND booked = $2 AND state = 'accepted'";
const COUNTED: &str = "SELECT home, author, state, kind, neighbourhood, booked, minutes, people_reached, \
    counted_entries, counted_minutes, counted_people, cites FROM activity WHERE activity_id = $1";
const TALLY: Rows = Rows::add(
    4,
    "INSERT INTO activity_tally (home, month, kind, neighbourhood, entries, minutes, \
    people_reached) VALUES ($1, $2, $3, $4, $5, $6, $7) \
    ON CONFLICT (home, month, kind, neighbourhood) DO UPDATE SET \
    entries = activity_tally.entries + $5, minutes = activity_tally.minutes + $6, \
    people_reached = activity_tally.people_reached + $7",
);
const AUTHOR_TALLY: Rows = Rows::add(
    5,
    "INSERT INTO activity_author_tally (home, month, author, kind, state, entries, \
    minutes, people_reached) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
    ON CONFLICT (home, month, author, kind, state) DO UPDATE SET \
    entries = activity_author_tally.entries + $6, minutes = activity_author_tally.minutes + $7, \
    people_reached = activity_author_tally.people_reached + $8",
);
const AUTHOR: Rows = Rows::greatest(
    2,
    "INSERT INTO activity_author (home, author, last_day) VALUES ($1, $2, $3) \
    ON CONFLICT (home, author) DO UPDATE SET last_day = $3 WHERE activity_author.last_day < $3",
);
const CLOSE: &str = "INSERT INTO activity_month (home, month, entries, minutes, people_reached, signed_by, \
    closed_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (home, month) DO NOTHING";
const SET_GOAL: &str = "INSERT INTO activity_goal (goal_id, home, staff, kind, measure, target, first_month, \
    last_month, set_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const DROP_GOAL: &str = "DELETE FROM activity_goal WHERE goal_id = $1";

/// Brings the tables up to date with one fact.
///
/// # Errors
/// [`StoreError::Projection`] for a fact this program does not understand, or a database failure.
pub async fn project(
    tables: &mut Tables<'_>,
    record: &Record,
    _arrival: Arrival,
) -> Result<(), StoreError> {
    let envelope = &record.envelope;
    let (subject, home) = (envelope.subject.as_str(), envelope.series.node.as_str());
    match log::event_of::<Event>(record)? {
        // Only words are ever erased, and then there is nothing to keep.
        None => Ok(()),
        Some(Event::Logged(entry)) => {
            let booked = month_of(&entry.day);
            add(tables, record, &entry, &booked, None).await
        }
        Some(Event::Amended(amended)) => amend(tables, record, &amended).await,
        Some(Event::Corrected(entry)) => rewrite(tables, record, &entry).await,
        Some(Event::WordsWritten { place, next_step }) => {
            tables.put(SET_WORDS, row![subject, home, place, next_step]).await
        }
        Some(Event::ReasonWritten { reason }) => {
            tables.put(SET_REASON, row![subject, home, reason]).await
        }
        Some(Event::Returned {}) => turn(tables, record, State::Returned).await,
        Some(Event::Accepted {}) => turn(tables, record, State::Accepted).await,
        Some(Event::MonthClosed(closed)) => close(tables.db().await?, record, &closed).await,
        Some(Event::Task(event)) => {
            tasks::project(tables.db().await?, subject, home, envelope.at_ms, &event).await
        }
        Some(Event::GoalSet(goal)) => set_goal(tables.db().await?, record, &goal).await,
        Some(Event::GoalDropped {}) => {
            sqlx::query(DROP_GOAL).bind(subject).execute(tables.db().await?).await?;
            Ok(())
        }
    }
}

/// What an entry counts for, where, and whose it is.
#[derive(Clone)]
struct Counted {
    home: String,
    author: String,
    state: State,
    kind: String,
    neighbourhood: String,
    booked: String,
    minutes: i64,
    people: i64,
    tallied_entries: i64,
    tallied_minutes: i64,
    tallied_people: i64,
    cites: Option<String>,
}

async fn counted(tables: &mut Tables<'_>, entry: &str) -> Result<Counted, StoreError> {
    let db = tables.db_about("activity", entry).await?;
    let row = sqlx::query(COUNTED).bind(entry).fetch_optional(db).await?;
    let row = row.ok_or_else(|| StoreError::Projection {
        kind: super::DOMAIN.to_owned(),
        why: format!("entry {entry} is not known"),
    })?;
    Ok(Counted {
        home: row.try_get("home")?,
        author: row.try_get("author")?,
        state: from_word("state", &row.try_get::<String, _>("state")?)?,
        kind: row.try_get("kind")?,
        neighbourhood: row.try_get("neighbourhood")?,
        booked: row.try_get("booked")?,
        minutes: row.try_get("minutes")?,
        people: row.try_get("people_reached")?,
        tallied_entries: row.try_get("counted_entries")?,
        tallied_minutes: row.try_get("counted_minutes")?,
        tallied_people: row.try_get("counted_people")?,
        cites: row.try_get("cites")?,
    })
}

/// Adds what an entry counts for to the running totals, or takes it away again.
async fn count(tables: &mut Tables<'_>, entry: &Counted, sign: i64) -> Result<(), StoreError> {
    let (entries, minutes, people) =
        (sign * entry.tallied_entries, sign * entry.tallied_minutes, sign * entry.tallied_people);
    let (home, month, kind) = (entry.home.as_str(), entry.booked.as_str(), entry.kind.as_str());
    if entry.state.counts() {
        let hood = entry.neighbourhood.as_str();
        tables.put(TALLY, row![home, month, kind, hood, entries, minutes, people]).await?;
    }
    // Accepted, locked and amended entries were all accepted; the closed month stands in a table of its own.
    let state = match entry.state {
        State::Draft | State::Submitted => State::Submitted,
        State::Returned => State::Returned,
        State::Accepted | State::Locked | State::Amended => State::Accepted,
    };
    let (author, state) = (entry.author.as_str(), state.slug());
    let values = row![home, month, author, kind, state, entries, minutes, people];
    tables.put(AUTHOR_TALLY, values).await
}

async fn add(
    tables: &mut Tables<'_>,
    record: &Record,
    entry: &Logged,
    booked: &str,
    older: Option<(&str, &Counted)>,
) -> Result<(), StoreError> {
    let envelope = &record.envelope;
    let author =
        entry.author.map_or_else(|| envelope.actor.clone(), protocol::ActorRef::Staff).to_string();
    let topics: Vec<&str> = entry.topics.iter().map(protocol::Slug::as_str).collect();
    let (minutes, people) = (i64::from(entry.minutes), i64::from(entry.people_reached));
    let new = Counted {
        home: envelope.series.node.to_string(),
        author,
        state: State::Submitted,
        kind: word(&entry.what),
        neighbourhood: entry.neighbourhood.to_string(),
        booked: booked.to_owned(),
        minutes,
        people,
        tallied_entries: i64::from(older.is_none()),
        tallied_minutes: minutes - older.map_or(0, |(_, older)| older.minutes),
        tallied_people: people - older.map_or(0, |(_, older)| older.people),
        cites: older.map(|(cites, _)| cites.to_owned()),
    };
    let values = row![
        envelope.subject.as_str(),
        new.home.as_str(),
        new.author.as_str(),
        new.state.slug(),
        new.kind.as_str(),
        new.neighbourhood.as_str(),
        entry.day.as_str(),
        booked,
        entry.started_at_ms,
        minutes,
        people,
        new.tallied_entries,
        new.tallied_minutes,
        new.tallied_people,
        topics.join(","),
        i64::from(entry.late_days),
        new.cites.clone(),
        envelope.at_ms,
    ];
    tables.put(ADD, values).await?;
    worked(tables, &new, &entry.day).await?;
    count(tables, &new, 1).await
}

/// When whoever wrote an entry last worked.
async fn worked(tables: &mut Tables<'_>, entry: &Counted, day: &str) -> Result<(), StoreError> {
    tables.put(AUTHOR, row![entry.home.as_str(), entry.author.as_str(), day]).await
}

async fn amend(
    tables: &mut Tables<'_>,
    record: &Record,
    amended: &Amended,
) -> Result<(), StoreError> {
    let cites = amended.cites.to_string();
    let older = counted(tables, &cites).await?;
    add(tables, record, &amended.entry, &amended.month, Some((&cites, &older))).await?;
    tables.put(SET_AMENDED, row![cites, record.envelope.subject.as_str()]).await
}

async fn rewrite(
    tables: &mut Tables<'_>,
    record: &Record,
    entry: &Logged,
) -> Result<(), StoreError> {
    let subject = record.envelope.subject.as_str();
    let old = counted(tables, subject).await?;
    count(tables, &old, -1).await?;
    let older = match &old.cites {
        Some(cites) => Some(counted(tables, cites).await?),
        None => None,
    };
    let (minutes, people) = (i64::from(entry.minutes), i64::from(entry.people_reached));
    let new = Counted {
        state: State::Submitted,
        kind: word(&entry.what),
        neighbourhood: entry.neighbourhood.to_string(),
        // What corrects an older entry goes on counting where it was first written.
        booked: if older.is_some() { old.booked.clone() } else { month_of(&entry.day) },
        minutes,
        people,
        tallied_minutes: minutes - older.as_ref().map_or(0, |older| older.minutes),
        tallied_people: people - older.as_ref().map_or(0, |older| older.people),
        ..old
    };
    let topics: Vec<&str> = entry.topics.iter().map(protocol::Slug::as_str).collect();
    let values = row![
        subject,
        new.state.slug(),
        new.kind.as_str(),
        new.neighbourhood.as_str(),
        entry.day.as_str(),
        new.booked.as_str(),
        entry.started_at_ms,
        minutes,
        people,
        new.tallied_minutes,
        new.tallied_people,
        topics.join(","),
        i64::from(entry.late_days),
    ];
    tables.put(REWRITE, values).await?;
    worked(tables, &new, &entry.day).await?;
    count(tables, &new, 1).await
}

async fn turn(tables: &mut Tables<'_>, record: &Record, to: State) -> Result<(), StoreError> {
    let subject = record.envelope.subject.as_str();
    let old = counted(tables, subject).await?;
    count(tables, &old, -1).await?;
    tables.put(SET_STATE, row![subject, to.slug()]).await?;
    count(tables, &Counted { state: to, ..old }, 1).await
}

async fn close(
    db: &mut AnyConnection,
    record: &Record,
    closed: &MonthClosed,
) -> Result<(), StoreError> {
    let envelope = &record.envelope;
    let home = envelope.series.node.as_str();
    sqlx::query(CLOSE)
        .bind(home)
        .bind(closed.month.as_str())
        .bind(closed.entries)
        .bind(closed.minutes)
        .bind(closed.people_reached)
        .bind(envelope.actor.to_string())
        .bind(envelope.at_ms)
        .execute(&mut *db)
        .await?;
    sqlx::query(LOCK).bind(home).bind(closed.month.as_str()).execute(db).await?;
    Ok(())
}

async fn set_goal(db: &mut AnyConnection, record: &Record, goal: &Goal) -> Result<(), StoreError> {
    let envelope = &record.envelope;
    sqlx::query(SET_GOAL)
        .bind(envelope.subject.as_str())
        .bind(envelope.series.node.as_str())
        .bind(goal.staff.map(|staff| staff.to_string()))
        .bind(goal.what.map(|what| word(&what)))
        .bind(goal.measure.slug())
        .bind(goal.target)
        .bind(goal.from.as_str())
        .bind(goal.to.as_str())
        .bind(envelope.at_ms)
        .execute(db)
        .await?;
    Ok(())
}
