//! What this device must not forget: commands until their receipt, the hub's facts, drafts.
//!
//! Always true: a command is on disk (committed and flushed) before anybody hears that it was taken; it
//! stops waiting only on the hub's receipt; its bytes never change while it waits; a fact is kept once,
//! in order, and the cursor moves in the same commit. A damaged file is moved aside, never deleted.
//! Deliberately absent: the network (see `link`), the pairing (see `data`), and any judgement about what
//! a command means.

mod drafts;
mod entries;
mod facts;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, SqlitePool};

pub use drafts::DraftName;
pub use entries::{Entry, EntryState, Put, Settled, without_free_text};
pub use facts::{DIARY_KEPT, KeptFact, LooseFact, Outcome, WORDS_KEPT};

use crate::data;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Why something could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The disk is full, locked or broken; nothing was changed.
    #[error("the outbox could not be read or written: {0}")]
    Disk(#[from] sqlx::Error),
    /// A newer version of this program wrote the file.
    #[error("{path} was written by a newer version of this program: use that version")]
    Newer {
        /// The database.
        path: PathBuf,
    },
    /// The file is damaged and could not be moved aside either.
    #[error("{path} is damaged and cannot be moved aside: {source}")]
    Stuck {
        /// The database.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A command larger than any message may be.
    #[error("the command has {0} bytes, more than a message may have")]
    TooLarge(usize),
    /// A command that cannot be written as a message.
    #[error("the command cannot be written as a message: {0}")]
    Unsealable(#[source] serde_json::Error),
}

/// The outbox and inbox of one device, on disk. Cheap to clone; all clones share one connection.
#[derive(Debug, Clone)]
pub struct Outbox {
    pool: SqlitePool,
}

/// An outbox just opened.
#[derive(Debug)]
pub struct Opened {
    /// The outbox.
    pub outbox: Outbox,
    /// Where a damaged file was moved, when there was one; the outbox is then empty.
    pub moved_aside: Option<PathBuf>,
}

/// Everything on disk that a screen shows, read in one go.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Snapshot {
    /// The last cursor kept.
    pub cursor: u64,
    /// The hub's facts, by cursor.
    pub facts: Vec<KeptFact>,
    /// Commands, oldest first: those that wait and those already answered.
    pub entries: Vec<Entry>,
    /// Unfinished forms and settings, by name, as JSON.
    pub drafts: Vec<(DraftName, String)>,
}

impl Outbox {
    /// Opens the database at `path`, making it if it is not there. A damaged one is moved aside.
    ///
    /// # Errors
    /// [`Error`] when neither the file nor a fresh one in its place can be used.
    pub async fn open(path: &Path, now_ms: i64) -> Result<Opened, Error> {
        match Self::try_open(path).await {
            Ok(outbox) => Ok(Opened { outbox, moved_aside: None }),
            Err(Error::Disk(error)) if is_damage(&error) => {
                tracing::error!(error = %error, "the outbox is damaged and is moved aside");
                let aside = data::move_aside(path, now_ms)
                    .map_err(|source| Error::Stuck { path: path.to_owned(), source })?;
                let outbox = Self::try_open(path).await?;
                Ok(Opened { outbox, moved_aside: Some(aside) })
            }
            Err(error) => Err(error),
        }
    }

    async fn try_open(path: &Path) -> Result<Self, Error> {
        data::private_file(path, false).map_err(sqlx::Error::Io)?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("secure_delete", "ON");
        // One connection, so that everything happens one after the other; it never retires, because a
        // file that disappears under a running program must not come back as an empty one.
        let pool = SqlitePoolOptions::new()
            .min_connections(1)
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(Duration::from_secs(10))
            // A commit that the disk refused may leave a connection that still believes itself in a
            // transaction; it would refuse every later one.
            .after_release(|connection, _| {
                Box::pin(async move {
                    connection.ping().await?;
                    Ok(!connection.is_in_transaction())
                })
            })
            .connect_with(options)
            .await?;
        let found = prepare(&pool, path).await;
        if found.is_err() {
            pool.close().await;
        }
        found.map(|()| Self { pool })
    }

    /// Reads everything a screen shows.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub async fn snapshot(&self) -> Result<Snapshot, Error> {
        Ok(Snapshot {
            cursor: self.cursor().await?,
            facts: self.facts().await?,
            entries: self.entries().await?,
            drafts: self.drafts().await?,
        })
    }

    /// Forgets everything: this device leaves its hub. What was deleted is overwritten on disk.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub async fn forget_everything(&self) -> Result<(), Error> {
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        for statement in
            ["DELETE FROM entry", "DELETE FROM fact", "DELETE FROM draft", "DELETE FROM counter"]
        {
            sqlx::query(statement).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        self.shrink_journal().await
    }

    /// Closes the file; nothing can be kept afterwards.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Empties the write-ahead file, so that erased personal data does not linger in it.
    async fn shrink_journal(&self) -> Result<(), Error> {
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.pool).await?;
        Ok(())
    }
}

async fn prepare(pool: &SqlitePool, path: &Path) -> Result<(), Error> {
    let verdict: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(pool).await?;
    if verdict != "ok" {
        return Err(Error::Disk(sqlx::Error::Decode(Damage(verdict).into())));
    }
    match MIGRATIONS.run(pool).await {
        Ok(()) => Ok(()),
        Err(MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..)) => {
            Err(Error::Newer { path: path.to_owned() })
        }
        Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => {
            Err(Error::Disk(error))
        }
        Err(error) => Err(Error::Disk(sqlx::Error::Migrate(Box::new(error)))),
    }
}

/// What `quick_check` complained about.
#[derive(Debug, thiserror::Error)]
#[error("the file is damaged: {0}")]
struct Damage(String);

/// Whether the file itself is wrong, as opposed to the disk being full, locked or read-only.
fn is_damage(error: &sqlx::Error) -> bool {
    const CORRUPT: i32 = 11;
    const NOT_A_DATABASE: i32 = 26;
    let sqlite_says = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .and_then(|code| code.parse::<i32>().ok())
        .is_some_and(|code| matches!(code & 0xff, CORRUPT | NOT_A_DATABASE));
    sqlite_says || matches!(error, sqlx::Error::Decode(cause) if cause.is::<Damage>())
}

/// A count or a cursor as the database keeps it. Beyond 2⁶³ nothing here ever counts.
fn to_db(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The reverse of [`to_db`].
fn from_db(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
