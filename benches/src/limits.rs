//! Lines nothing of ours can beat: the disk's flush, and `SQLite` alone with the rows that we also write.

use std::fs::OpenOptions;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Row as _, SqlSafeStr as _, SqliteConnection};

use crate::Outcome;
use crate::report::Times;

/// Size of the file the flushes go round in: like a log that is written over once it is copied.
const RING_BYTES: u64 = 4 * 1024 * 1024;
/// What a node sets too (`store/open.rs`), so that the line differs from it only in the code above.
const SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
    PRAGMA secure_delete = ON; PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY";

/// Writes 4 KiB and flushes, so many times, on the disk that holds `folder`.
pub fn fdatasync(folder: &Path, times: u32) -> Outcome<Times> {
    let path = folder.join("flush");
    let mut file =
        OpenOptions::new().create(true).truncate(true).read(true).write(true).open(&path)?;
    file.write_all(&vec![0; usize::try_from(RING_BYTES)?])?;
    file.sync_all()?;
    let page = [0x5a; 4096];
    let mut taken = Vec::new();
    for n in 0..u64::from(times) {
        file.seek(SeekFrom::Start(n * 4096 % RING_BYTES))?;
        let begun = Instant::now();
        file.write_all(&page)?;
        file.sync_data()?;
        taken.push(begun.elapsed());
    }
    drop(file);
    std::fs::remove_file(path)?;
    Ok(Times::new(taken))
}

/// The last row number of every table of a database.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows(Vec<(String, i64)>);

impl Rows {
    /// Looks at the database of a node, which may be running.
    pub async fn of(database: &Path) -> Outcome<Self> {
        let mut db = open(database, false).await?;
        let names: Vec<String> = sqlx::query_scalar(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite%' \
            ORDER BY name",
        )
        .fetch_all(&mut db)
        .await?;
        let mut rows = Vec::new();
        for name in names {
            let sql = AssertSqlSafe(format!("SELECT COALESCE(MAX(rowid), 0) FROM {name}"));
            let last: i64 = sqlx::query_scalar(sql.into_sql_str()).fetch_one(&mut db).await?;
            rows.push((name, last));
        }
        Ok(Self(rows))
    }

    /// How many commands were answered since.
    pub async fn commands_since(&self, database: &Path) -> Outcome<u64> {
        let now = Self::of(database).await?;
        Ok(now.last("receipt").abs_diff(self.last("receipt")))
    }

    fn last(&self, table: &str) -> i64 {
        self.0.iter().find(|(name, _)| name == table).map_or(0, |(_, last)| *last)
    }
}

/// Copies the rows a node wrote after `before` into a fresh database of the same schema, in
/// `transactions` of equal size, each flushed: one statement a table and transaction, inside `SQLite`, with no
/// driver, no encoding and no question asked. `tables` names the only tables to copy; empty means all.
pub async fn sqlite_alone(
    database: &Path,
    before: &Rows,
    tables: &[&str],
    transactions: i64,
    folder: &Path,
) -> Outcome<Duration> {
    let after = Rows::of(database).await?;
    let path = folder.join("alone.sqlite");
    let mut db = open(&path, true).await?;
    run(&mut db, SETTINGS.to_owned()).await?;
    run(&mut db, format!("ATTACH 'file:{}?mode=ro' AS src", database.display())).await?;
    let schema = sqlx::query(
        "SELECT sql FROM src.sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%sqlite%' \
        ORDER BY type = 'table' DESC, rowid",
    )
    .fetch_all(&mut db)
    .await?;
    for row in schema {
        run(&mut db, row.try_get("sql")?).await?;
    }
    let grown: Vec<(&str, i64, i64)> = after
        .0
        .iter()
        .filter(|(name, _)| tables.is_empty() || tables.contains(&name.as_str()))
        .map(|(name, last)| (name.as_str(), before.last(name), *last))
        .filter(|(_, from, to)| to > from)
        .collect();
    let begun = Instant::now();
    for n in 0..transactions {
        run(&mut db, "BEGIN IMMEDIATE".to_owned()).await?;
        for (name, from, to) in &grown {
            let part = |n: i64| from + (to - from) * n / transactions;
            run(
                &mut db,
                format!(
                    "INSERT INTO main.{name} SELECT * FROM src.{name} \
                    WHERE rowid > {} AND rowid <= {}",
                    part(n),
                    part(n + 1)
                ),
            )
            .await?;
        }
        run(&mut db, "COMMIT".to_owned()).await?;
    }
    let took = begun.elapsed();
    drop(db);
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("alone.sqlite{end}")));
    }
    Ok(took)
}

/// Opens a `SQLite` file.
pub async fn open(path: &Path, create: bool) -> Outcome<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(create)
        .read_only(!create)
        .foreign_keys(false)
        .busy_timeout(Duration::from_secs(10));
    Ok(options.connect().await?)
}

async fn run(db: &mut SqliteConnection, sql: String) -> Outcome<()> {
    sqlx::raw_sql(AssertSqlSafe(sql).into_sql_str()).execute(db).await?;
    Ok(())
}
