//! Where a node keeps what it knows: the log, the tables projected from it, the vault, and the one
//! writer through which everything goes.
//!
//! Facts and tables move in one transaction or not at all. Nothing in the log is edited; only the body
//! of a fact can be erased. Reads use a pool of their own and see only what is committed.

pub mod lock;
pub mod log;
pub mod open;
pub mod rebuild;
pub mod receipts;
pub mod rows;
pub mod tables;
mod tagged;
pub mod vault;
pub mod verify;
pub mod writer;

#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;

use ed25519_dalek::SigningKey;
use protocol::{NodeId, SeriesKey};
use sqlx::{Any, AnyConnection, Connection as _, Pool, Row as _};
use tokio::sync::Mutex;

pub use log::Fact;
pub use open::Engine;
pub use receipts::Before;
pub use writer::{Committed, Reads, Write, Writer};

/// What can go wrong below the domains. A person never sees its text; they see a problem made from it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database said no, or did not answer.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// A schema step failed.
    #[error("the database's schema could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The transaction did not commit; nothing of it happened.
    #[error("the transaction did not commit: {0}")]
    NotCommitted(Arc<sqlx::Error>),
    /// The writer has stopped: the node is shutting down.
    #[error("the node is shutting down")]
    Stopped,
    /// Too many commands are waiting.
    #[error("too many commands are waiting")]
    Busy,
    /// A record does not follow what is held.
    #[error(transparent)]
    Chain(#[from] protocol::record::ChainBreak),
    /// Something stored does not read back; it names what.
    #[error("what is stored as {what} does not read back: {why}")]
    Corrupt {
        /// Which table or record.
        what: String,
        /// What is wrong with it.
        why: String,
    },
    /// A fact could not be projected; for a record of another node it is parked.
    #[error("{kind} could not be projected: {why}")]
    Projection {
        /// The kind of fact.
        kind: String,
        /// What is wrong with it.
        why: String,
    },
    /// A file or folder could not be used; the text says which and what to do.
    #[error("{0}")]
    Files(String),
    /// A secret could not be sealed or opened.
    #[error("the vault cannot open {0}: its key is gone or is another one")]
    Sealed(&'static str),
}

impl StoreError {
    /// Whether the disk has no room left.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        self.database_code_is(&["13", "53100"])
    }

    /// Whether the database cannot be written: a read-only disk or file.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.database_code_is(&["8", "776", "1032", "1288", "1544", "25006"])
    }

    /// The same failure, to be told to every command of a batch that was not committed.
    pub(crate) fn into_sqlx(self) -> sqlx::Error {
        if let Self::Database(inner) = self {
            inner
        } else {
            sqlx::Error::Protocol(self.to_string())
        }
    }

    /// Whether the disk does not take, or give, what it should: broken, or gone over to read-only.
    #[must_use]
    pub fn is_disk_failure(&self) -> bool {
        self.sqlite_family() == Some(10)
    }

    /// Whether the database file is not what was written to it.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        matches!(self.sqlite_family(), Some(11 | 26))
    }

    /// Whether somebody else holds the database for too long.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        matches!(self.sqlite_family(), Some(5 | 6))
    }

    fn database_code_is(&self, codes: &[&str]) -> bool {
        self.database_code().is_some_and(|code| codes.contains(&code.as_ref()))
    }

    /// The first byte of SQLite's result code; PostgreSQL's codes have five characters.
    fn sqlite_family(&self) -> Option<u32> {
        let code = self.database_code().filter(|code| code.len() < 5)?;
        code.parse::<u32>().ok().map(|code| code & 0xff)
    }

    fn database_code(&self) -> Option<std::borrow::Cow<'_, str>> {
        let inner = if let Self::NotCommitted(error) = self {
            Some(error.as_ref())
        } else if let Self::Database(error)
        | Self::Migration(sqlx::migrate::MigrateError::Execute(error)) = self
        {
            Some(error)
        } else {
            None
        };
        inner.and_then(sqlx::Error::as_database_error).and_then(sqlx::error::DatabaseError::code)
    }
}

const EMPTY_WAL: &str = "PRAGMA wal_checkpoint(TRUNCATE)";
/// PostgreSQL shows each question what was committed before it; SQLite, what was before the first.
const ONE_MOMENT: &str = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

/// The database of a node and what it needs to write its own series.
#[derive(Clone)]
pub struct Store {
    pool: Pool<Any>,
    engine: Engine,
    identity: Arc<Identity>,
    /// On SQLite, a connection beside the pool for as long as the store is open.
    held_open: Arc<Mutex<Option<AnyConnection>>>,
    #[cfg(test)]
    pub(crate) power: Power,
}

/// Where a test makes the writer end, as a power cut in the middle of a commit would.
#[cfg(test)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PowerCut {
    /// The facts are not on disk and nobody hears of them.
    BeforeCommit,
    /// They are on disk and nobody hears of them.
    AfterCommit,
    /// It has happened.
    Done,
}

/// The next power cut, if a test asked for one.
#[cfg(test)]
#[derive(Clone, Default)]
pub(crate) struct Power(Arc<std::sync::Mutex<Option<PowerCut>>>);

#[cfg(test)]
impl Power {
    /// Asks for a cut at the next commit that holds facts.
    pub(crate) fn cut_at(&self, place: PowerCut) {
        *self.0.lock().unwrap() = Some(place);
    }

    /// Whether it is cut here and now.
    fn is_cut(&self, place: PowerCut) -> bool {
        let mut next = self.0.lock().unwrap();
        let here = *next == Some(place);
        if here {
            *next = Some(PowerCut::Done);
        }
        here
    }

    pub(crate) fn is_gone(&self) -> bool {
        *self.0.lock().unwrap() == Some(PowerCut::Done)
    }
}

/// Who this node is when it writes.
pub struct Identity {
    /// The series it writes.
    pub series: SeriesKey,
    /// The key its heads are signed with.
    pub key: SigningKey,
}

impl Identity {
    /// The node's name.
    #[must_use]
    pub fn node(&self) -> &NodeId {
        &self.series.node
    }
}

impl Store {
    /// Connections for reading.
    #[must_use]
    pub fn pool(&self) -> &Pool<Any> {
        &self.pool
    }

    /// Which engine is below.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Who this node is when it writes.
    #[must_use]
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Brings everything from the write-ahead log into the database and empties it, so that what was erased
    /// is in neither; `false` when somebody is still reading an older state. Nothing to do on PostgreSQL.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn empty_write_ahead_log(&self) -> Result<bool, StoreError> {
        if self.engine != Engine::Sqlite {
            return Ok(true);
        }
        let mut db = self.read().await?;
        let row = sqlx::query(EMPTY_WAL).fetch_one(&mut *db).await?;
        Ok(row.try_get::<i64, _>(0)? == 0)
    }

    /// Closes every connection and waits for it; everything is then in the one file of an SQLite database.
    pub async fn close(&self) {
        self.pool.close().await;
        if let Some(last) = self.held_open.lock().await.take()
            && let Err(error) = last.close().await
        {
            tracing::warn!(%error, "store.close");
        }
    }

    /// A connection that sees the node as it stood at its first question, whatever is written meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Database`] when none comes free in time.
    pub async fn snapshot(&self) -> Result<sqlx::Transaction<'static, Any>, StoreError> {
        let mut db = self.pool.begin().await?;
        if self.engine == Engine::Postgres {
            sqlx::query(ONE_MOMENT).execute(&mut *db).await?;
        }
        Ok(db)
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// [`StoreError::Database`] when none comes free in time.
    pub async fn read(&self) -> Result<sqlx::pool::PoolConnection<Any>, StoreError> {
        Ok(self.pool.acquire().await?)
    }
}
