//! Dropping every projection and replaying the log. The result is equal, table by table.

use sqlx::{AnyConnection, AssertSqlSafe, Column, Connection, Row, TypeInfo, ValueRef};

use super::{Store, StoreError, log};
use crate::projection;

/// Drops the projections and replays the log, in one transaction: a reader sees the old tables or the
/// new ones. Returns how many facts were replayed.
///
/// # Errors
/// [`StoreError`]; then everything is as it was.
pub async fn rebuild(
    store: &Store,
    mut progress: impl FnMut(i64) + Send,
) -> Result<i64, StoreError> {
    let mut connection = store.pool().acquire().await?;
    let mut tx = connection.begin_with(store.engine().begin()).await?;
    log::take_turn(&mut tx).await?;
    for table in projection::tables().into_iter().rev().chain(["parked"]) {
        sqlx::query(AssertSqlSafe(format!("DELETE FROM {table}"))).execute(&mut *tx).await?;
    }
    let (mut position, mut count) = (0, 0);
    loop {
        let page = log::all_after(&mut tx, position, 500).await?;
        let Some(last) = page.last() else { break };
        position = last.position;
        for stored in &page {
            count += 1;
            let (record, at) = (&stored.record, stored.received_at_ms);
            let event = record.envelope.event_id;
            let first = log::first_position(&mut tx, event).await?;
            if first == Some(stored.position) {
                projection::project_or_park(&mut tx, stored.position, record, at).await?;
            }
        }
        progress(count);
    }
    tx.commit().await?;
    Ok(count)
}

/// Every row of a table as text, sorted: what "equal, table by table" compares.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn rows_of(db: &mut AnyConnection, table: &str) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query(AssertSqlSafe(format!("SELECT * FROM {table}"))).fetch_all(db).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut line = String::new();
        for column in row.columns() {
            let raw = row.try_get_raw(column.ordinal())?;
            let text = if raw.is_null() {
                "∅".to_owned()
            } else if raw.type_info().name() == "TEXT" {
                row.try_get::<String, _>(column.ordinal())?
            } else if raw.type_info().name() == "BLOB" {
                data_encoding::HEXLOWER.encode(&row.try_get::<Vec<u8>, _>(column.ordinal())?)
            } else {
                row.try_get::<i64, _>(column.ordinal())?.to_string()
            };
            line.push_str(column.name());
            line.push('=');
            line.push_str(&text);
            line.push('|');
        }
        lines.push(line);
    }
    lines.sort();
    Ok(lines)
}
