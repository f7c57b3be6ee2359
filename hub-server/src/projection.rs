//! From a record to the tables: one place that knows which domain reads which kind of fact.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;
use protocol::Record;
use sqlx::{AnyConnection, Connection as _};

use crate::store::StoreError;
use crate::store::tables::{Rows, Tables, Waiting};
use crate::sync::{self, relay};
use crate::{
    activities, bank, bodies, catalogue, custody, desk, files, gatherings, messages, network,
    offering, people, recurring, requests, threads, visits, work,
};

/// Every statement of this module, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[PARK];

const PARK: &str = "INSERT INTO parked (node, epoch, seq, kind, reason, parked_at_ms) \
    VALUES ($1, $2, $3, $4, $5, $6) \
    ON CONFLICT (node, epoch, seq) DO UPDATE SET reason = $5, parked_at_ms = $6";

/// Every projected table, parents before children: what a rebuild drops and a comparison compares.
#[must_use]
pub fn tables() -> Vec<&'static str> {
    [
        catalogue::TABLES,
        people::TABLES,
        network::TABLES,
        network::antennae::TABLES,
        network::organisations::TABLES,
        requests::TABLES,
        recurring::TABLES,
        offering::TABLES,
        messages::TABLES,
        desk::TABLES,
        bank::offers::TABLES,
        bank::TABLES,
        bank::phones::TABLES,
        bank::between::TABLES,
        activities::TABLES,
        work::TABLES,
        custody::TABLES,
        gatherings::TABLES,
        visits::TABLES,
        threads::TABLES,
        bodies::TABLES,
        files::TABLES,
        relay::TABLES,
        sync::TABLES,
    ]
    .concat()
}

/// Every statement whose rows are written many at a time, for the test that prepares them so on both engines.
#[must_use]
pub fn rows() -> Vec<Rows> {
    [activities::ROWS, desk::ROWS, requests::ROWS, bank::offers::ROWS, network::inbox::ROWS]
        .concat()
}

/// What a projection may know of a fact besides the fact: where it stands in this node's own order.
#[derive(Debug, Clone, Copy)]
pub struct Arrival {
    /// This node's own order, from 1.
    pub position: i64,
    /// When this node stored it, UTC milliseconds.
    pub received_at_ms: i64,
}

/// Brings the tables up to date with one fact. A domain writes with [`Tables::put`] what many facts write, and does
/// anything else with the connection that [`Tables::db`] gives.
///
/// # Errors
/// [`StoreError::Projection`] for a fact this program does not understand, or a database failure.
#[cfg_attr(
    test,
    expect(clippy::missing_panics_doc, reason = "one kind of fact panics, for the tests")
)]
pub async fn project(
    tables: &mut Tables<'_>,
    position: i64,
    record: &Record,
    received_at_ms: i64,
) -> Result<(), StoreError> {
    let arrival = Arrival { position, received_at_ms };
    network::inbox::follow(tables, record, arrival).await?;
    let kind = record.envelope.kind.as_str();
    match kind.split_once('.').map_or(kind, |(domain, _)| domain) {
        requests::DOMAIN => return requests::project(tables, record, arrival).await,
        desk::DOMAIN => return desk::project(tables, record, arrival).await,
        bank::offers::DOMAIN => return bank::offers::project(tables, record, arrival).await,
        activities::DOMAIN => return activities::project(tables, record, arrival).await,
        network::DOMAIN => return network::project(tables, record, arrival).await,
        network::antennae::DOMAIN => {
            return network::antennae::project(tables, record, arrival).await;
        }
        _ => {}
    }
    let db = tables.db().await?;
    match kind.split_once('.').map_or(kind, |(domain, _)| domain) {
        catalogue::DOMAIN => catalogue::project(db, record, arrival).await,
        people::DOMAIN => people::project(db, record, arrival).await,
        network::organisations::DOMAIN => {
            network::organisations::project(db, record, arrival).await
        }
        desk::macros::DOMAIN => desk::macros::project(db, record).await,
        recurring::DOMAIN => recurring::project(db, record, arrival).await,
        offering::DOMAIN => offering::project(db, record, arrival).await,
        messages::DOMAIN => messages::project(db, record, arrival).await,
        bank::DOMAIN => bank::project(db, record, arrival).await,
        bank::phones::DOMAIN => bank::phones::project(db, record).await,
        bank::between::DOMAIN => bank::between::project(db, record, arrival).await,
        work::DOMAIN => work::project(db, record, arrival).await,
        custody::DOMAIN => custody::project(db, record, arrival).await,
        gatherings::DOMAIN => gatherings::project(db, record, arrival).await,
        visits::DOMAIN => visits::project(db, record, arrival).await,
        threads::DOMAIN => threads::project(db, record, arrival).await,
        bodies::DOMAIN => bodies::project(db, record, arrival).await,
        files::DOMAIN => files::project(db, record, arrival).await,
        relay::DOMAIN => relay::project(db, record, arrival).await,
        sync::DOMAIN => sync::project(db, record, arrival).await,
        #[cfg(test)]
        "panics" => panic!("a part of the program that stops at this fact"),
        _ => Err(StoreError::Projection {
            kind: kind.to_owned(),
            why: "no part of this program knows it".to_owned(),
        }),
    }
}

/// The same for one fact, whose rows are written at once.
///
/// # Errors
/// As [`project`].
pub async fn project_one(
    db: &mut AnyConnection,
    position: i64,
    record: &Record,
    received_at_ms: i64,
) -> Result<(), StoreError> {
    let mut waiting = Waiting::default();
    let mut tables = Tables::new(db, &mut waiting);
    project(&mut tables, position, record, received_at_ms).await?;
    tables.flush().await
}

/// The same for many records in order: together where all of them can be projected, and one by one where one cannot.
///
/// # Errors
/// A database failure only.
pub async fn project_all_or_park(
    db: &mut AnyConnection,
    placed: &[(i64, &Record)],
    received_at_ms: i64,
) -> Result<(), StoreError> {
    if let [(position, record)] = placed {
        return project_or_park(db, *position, record, received_at_ms).await;
    }
    let mut savepoint = db.begin().await?;
    match project_caught(&mut savepoint, placed, received_at_ms).await {
        Ok(()) => Ok(savepoint.commit().await?),
        Err(error) if is_about_the_fact(&error) => {
            savepoint.rollback().await?;
            for (position, record) in placed {
                project_or_park(db, *position, record, received_at_ms).await?;
            }
            Ok(())
        }
        Err(other) => Err(other),
    }
}

/// A part of the program that stops at one fact must not stop the log of everybody.
async fn project_caught(
    db: &mut AnyConnection,
    placed: &[(i64, &Record)],
    received_at_ms: i64,
) -> Result<(), StoreError> {
    let projected = async {
        let mut waiting = Waiting::default();
        let mut tables = Tables::new(db, &mut waiting);
        for (position, record) in placed {
            project(&mut tables, *position, record, received_at_ms).await?;
        }
        tables.flush().await
    };
    AssertUnwindSafe(projected).catch_unwind().await.unwrap_or_else(|_panic| {
        let why = "this program stopped at it".to_owned();
        let kind = placed.first().map(|(_, record)| record.envelope.kind.clone());
        Err(StoreError::Projection { kind: kind.unwrap_or_default(), why })
    })
}

/// The same for a record that is in the log already, whatever it says: one that cannot be projected is
/// parked with the reason, where a person sees it, and stops nobody else.
///
/// # Errors
/// A database failure only.
pub async fn project_or_park(
    db: &mut AnyConnection,
    position: i64,
    record: &Record,
    received_at_ms: i64,
) -> Result<(), StoreError> {
    let mut savepoint = db.begin().await?;
    match project_caught(&mut savepoint, &[(position, record)], received_at_ms).await {
        Ok(()) => savepoint.commit().await?,
        Err(error) if is_about_the_fact(&error) => {
            savepoint.rollback().await?;
            park(db, record, &error.to_string(), received_at_ms).await?;
        }
        Err(other) => return Err(other),
    }
    Ok(())
}

/// Whether a failure comes from what the fact says, and not from the disk or the database as such.
fn is_about_the_fact(error: &StoreError) -> bool {
    if let StoreError::Database(sqlx::Error::Database(error)) = error {
        return error.is_unique_violation()
            || error.is_foreign_key_violation()
            || error.is_check_violation()
            || error.kind() == sqlx::error::ErrorKind::NotNullViolation;
    }
    matches!(error, StoreError::Projection { .. } | StoreError::Corrupt { .. })
}

async fn park(
    db: &mut AnyConnection,
    record: &Record,
    reason: &str,
    now_ms: i64,
) -> Result<(), StoreError> {
    let envelope = &record.envelope;
    tracing::warn!(series = %envelope.series, seq = envelope.seq, reason, "projection.park");
    sqlx::query(PARK)
        .bind(envelope.series.node.as_str())
        .bind(i64::from(envelope.series.epoch))
        .bind(i64::try_from(envelope.seq).unwrap_or(i64::MAX))
        .bind(envelope.kind.as_str())
        .bind(reason)
        .bind(now_ms)
        .execute(db)
        .await?;
    Ok(())
}
