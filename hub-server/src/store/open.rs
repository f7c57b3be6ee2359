//! Opening a database: the engine by its URL, the settings durability rests on, the schema.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{Any, AnyConnection, AssertSqlSafe, Connection as _, Executor, Pool, SqlSafeStr};
use tokio::sync::Mutex;

use super::{Identity, Store, StoreError};

/// The two databases a node can stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file, WAL, `synchronous=FULL`: every hub, and central by default.
    Sqlite,
    /// For a central that one machine is too small for.
    Postgres,
}

impl Engine {
    /// The engine of a database URL.
    ///
    /// # Errors
    /// [`StoreError::Files`] for a URL of any other kind.
    pub fn of_url(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("sqlite:") {
            Ok(Self::Sqlite)
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Ok(Self::Postgres)
        } else {
            let what = "the database URL must begin with sqlite: or postgres:";
            Err(StoreError::Files(what.to_owned()))
        }
    }

    /// How a writing transaction begins.
    #[must_use]
    pub fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }
}

/// Schema steps, forwards only. BLOB is the one type the two engines name differently.
const STEPS: &[(i64, &str, &str)] = &[
    (1, "log", include_str!("../../migrations/0001_log.sql")),
    (2, "vault", include_str!("../../migrations/0002_vault.sql")),
    (3, "requests", include_str!("../../migrations/0003_requests.sql")),
    (4, "city", include_str!("../../migrations/0004_city.sql")),
    (5, "people", include_str!("../../migrations/0005_people.sql")),
    (6, "network", include_str!("../../migrations/0006_network.sql")),
    (7, "activities", include_str!("../../migrations/0007_activities.sql")),
    (8, "desk", include_str!("../../migrations/0008_desk.sql")),
    (9, "sync", include_str!("../../migrations/0009_sync.sql")),
    (10, "relay", include_str!("../../migrations/0010_relay.sql")),
    (11, "kiosk", include_str!("../../migrations/0011_kiosk.sql")),
    (12, "bank", include_str!("../../migrations/0012_bank.sql")),
    (20, "work", include_str!("../../migrations/0020_work.sql")),
    (30, "recurring", include_str!("../../migrations/0030_recurring.sql")),
    (31, "seats", include_str!("../../migrations/0031_seats.sql")),
    (32, "hand_over", include_str!("../../migrations/0032_hand_over.sql")),
    (33, "offering", include_str!("../../migrations/0033_offering.sql")),
    (35, "custody", include_str!("../../migrations/0035_custody.sql")),
    (36, "gatherings", include_str!("../../migrations/0036_gatherings.sql")),
    (37, "threads", include_str!("../../migrations/0037_threads.sql")),
    (38, "territory", include_str!("../../migrations/0038_territory.sql")),
    (39, "support", include_str!("../../migrations/0039_support.sql")),
    (40, "app", include_str!("../../migrations/0040_app.sql")),
    (45, "bank_card", include_str!("../../migrations/0045_bank_card.sql")),
    (46, "bank_after", include_str!("../../migrations/0046_bank_after.sql")),
    (47, "bank_figures", include_str!("../../migrations/0047_bank_figures.sql")),
    (50, "between_banks", include_str!("../../migrations/0050_between_banks.sql")),
    (55, "bank_phone", include_str!("../../migrations/0055_bank_phone.sql")),
    (56, "bank_talk", include_str!("../../migrations/0056_bank_talk.sql")),
    (60, "desk", include_str!("../../migrations/0060_desk.sql")),
    (70, "task_rules", include_str!("../../migrations/0070_task_rules.sql")),
    (71, "referrals", include_str!("../../migrations/0071_referrals.sql")),
    (72, "desk_mark", include_str!("../../migrations/0072_desk_mark.sql")),
    (73, "custody_signing", include_str!("../../migrations/0073_custody_signing.sql")),
    (80, "bodies", include_str!("../../migrations/0080_bodies.sql")),
    (85, "files", include_str!("../../migrations/0085_files.sql")),
    (90, "visits", include_str!("../../migrations/0090_visits.sql")),
    (91, "desk_said", include_str!("../../migrations/0091_desk_said.sql")),
    (92, "desk_comment", include_str!("../../migrations/0092_desk_comment.sql")),
    (95, "bank_slip", include_str!("../../migrations/0095_bank_slip.sql")),
    (96, "bank_erasure", include_str!("../../migrations/0096_bank_erasure.sql")),
    (97, "bank_board", include_str!("../../migrations/0097_bank_board.sql")),
    (98, "staff_pin", include_str!("../../migrations/0098_staff_pin.sql")),
    (99, "desk_copy", include_str!("../../migrations/0099_desk_copy.sql")),
    (100, "bank_back", include_str!("../../migrations/0100_bank_back.sql")),
    (101, "bank_counted", include_str!("../../migrations/0101_bank_counted.sql")),
    (102, "bank_agreement", include_str!("../../migrations/0102_bank_agreement.sql")),
    (105, "known", include_str!("../../migrations/0105_known.sql")),
    (106, "review", include_str!("../../migrations/0106_review.sql")),
    (107, "marks", include_str!("../../migrations/0107_marks.sql")),
    (110, "idea_picked", include_str!("../../migrations/0110_idea_picked.sql")),
    (111, "idea_withdrawn_why", include_str!("../../migrations/0111_idea_withdrawn_why.sql")),
    (115, "desk_spoken", include_str!("../../migrations/0115_desk_spoken.sql")),
    (116, "desk_waiting", include_str!("../../migrations/0116_desk_waiting.sql")),
    (117, "desk_glimpse", include_str!("../../migrations/0117_desk_glimpse.sql")),
    (118, "desk_joined", include_str!("../../migrations/0118_desk_joined.sql")),
    (119, "desk_organisation", include_str!("../../migrations/0119_desk_organisation.sql")),
    (120, "bank_card_chip", include_str!("../../migrations/0120_bank_card_chip.sql")),
    (123, "found", include_str!("../../migrations/0123_found.sql")),
    (124, "register_hours", include_str!("../../migrations/0124_register_hours.sql")),
];

/// The last of them does nothing, and fails where a file could only be opened for reading: such a connection would go on
/// refusing to write after the disk has recovered, so it must not come into being.
const SQLITE_SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
    PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 10000; PRAGMA secure_delete = ON; \
    PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY; \
    PRAGMA wal_checkpoint(NOOP)";

const LOOK: &str = "SELECT last_position FROM writer_turn";

fn migrator(engine: Engine) -> Migrator {
    let migrations: Vec<Migration> = STEPS
        .iter()
        .map(|(version, name, sql)| {
            let sql = match engine {
                Engine::Sqlite => (*sql).to_owned(),
                Engine::Postgres => sql.replace(" BLOB", " BYTEA"),
            };
            let sql = AssertSqlSafe(sql).into_sql_str();
            Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, sql, false)
        })
        .collect();
    Migrator { migrations: Cow::Owned(migrations), ..Migrator::DEFAULT }
}

/// Opens a pool on `url` and brings its schema up to date.
///
/// # Errors
/// [`StoreError`] that says whether the place, the database or the schema is at fault.
pub async fn connect(url: &str, connections: u32) -> Result<(Pool<Any>, Engine), StoreError> {
    open(url, connections).await.map_err(|error| in_words(url, error))
}

async fn open(url: &str, connections: u32) -> Result<(Pool<Any>, Engine), StoreError> {
    sqlx::any::install_default_drivers();
    let engine = Engine::of_url(url)?;
    // What is wrong with the place is said at once; the pool would try again until it is out of time.
    let mut first = AnyConnection::connect(url).await?;
    if engine == Engine::Sqlite {
        first.execute(SQLITE_SETTINGS).await?;
    }
    first.close().await?;
    #[cfg(test)]
    let place = url.to_owned();
    let pool = AnyPoolOptions::new()
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(15))
        // A file does not hang up; each question would go to another thread and back.
        .test_before_acquire(engine == Engine::Postgres)
        // A commit that the disk refused may leave a connection that still believes itself in a
        // transaction; it would refuse every later one.
        .after_release(|connection, _| {
            Box::pin(async move {
                if connection.is_in_transaction() {
                    // Whatever is still to be undone is undone before this is answered.
                    connection.ping().await?;
                }
                Ok(!connection.is_in_transaction())
            })
        })
        .after_connect(move |connection, _| {
            #[cfg(test)]
            let place = place.clone();
            Box::pin(async move {
                if engine == Engine::Sqlite {
                    connection.execute(SQLITE_SETTINGS).await?;
                }
                #[cfg(test)]
                full::limit(connection, &place).await?;
                Ok(())
            })
        })
        .connect(url)
        .await?;
    migrator(engine).run(&pool).await?;
    Ok((pool, engine))
}

/// A connection that only stays open. Whoever opens a database that nobody else has open writes the files
/// beside it anew, which a full disk does not allow: a pool that had lost its last connection to a failed
/// commit could then not even read.
async fn hold_open(url: &str) -> Result<AnyConnection, StoreError> {
    let mut connection = AnyConnection::connect(url).await?;
    connection.execute(SQLITE_SETTINGS).await?;
    // The files are opened by the first look into them.
    connection.execute(LOOK).await?;
    Ok(connection)
}

/// A damaged file is named, with what can be done about it.
fn in_words(url: &str, error: StoreError) -> StoreError {
    if !error.is_damaged() {
        return error;
    }
    let file = url.trim_start_matches("sqlite:").split('?').next().unwrap_or_default();
    StoreError::Files(format!(
        "{file} is damaged ({error}). Keep this folder as it is, and put the last backup into a new one with \
         `hub-server restore BACKUP --data NEW`. A hub without a backup gets a new folder and a new code \
         (`hub-server enrol-code` on central, then `hub-server enrol`): central gives back what it has"
    ))
}

impl Store {
    /// Opens the database of the node `identity` at `url` (`sqlite:PATH?mode=rwc` or `postgres://…`).
    ///
    /// # Errors
    /// [`StoreError`] that says whether the place, the database or the schema is at fault.
    pub async fn open(url: &str, identity: Identity) -> Result<Self, StoreError> {
        let (pool, engine) = connect(url, 6).await?;
        let held_open = match engine {
            Engine::Sqlite => Some(hold_open(url).await?),
            Engine::Postgres => None,
        };
        Ok(Self {
            pool,
            engine,
            held_open: Arc::new(Mutex::new(held_open)),
            identity: Arc::new(identity),
            #[cfg(test)]
            power: super::Power::default(),
        })
    }
}

/// Disks that are full, for tests.
#[cfg(test)]
pub(crate) mod full {
    use std::collections::BTreeMap;
    use std::sync::Mutex;

    use sqlx::{AnyConnection, AssertSqlSafe};

    /// How many pages the database at a URL may have.
    static LIMITS: Mutex<BTreeMap<String, i64>> = Mutex::new(BTreeMap::new());

    pub(super) async fn limit(db: &mut AnyConnection, url: &str) -> sqlx::Result<()> {
        let most = LIMITS.lock().unwrap().get(url).copied();
        if let Some(most) = most {
            let limit = format!("PRAGMA max_page_count = {most}");
            sqlx::query(AssertSqlSafe(limit)).execute(db).await?;
        }
        Ok(())
    }

    /// Lets a database grow no more, or again: the connections it has and those it will have.
    pub(crate) async fn let_grow(pool: &sqlx::AnyPool, url: &str, grow: bool) {
        let mut all = Vec::new();
        for _ in 0..pool.options().get_max_connections() {
            all.push(pool.acquire().await.unwrap());
        }
        for db in &mut all {
            let pages: i64 =
                sqlx::query_scalar("PRAGMA page_count").fetch_one(&mut **db).await.unwrap();
            let most = if grow { 1 << 30 } else { pages };
            LIMITS.lock().unwrap().insert(url.to_owned(), most);
            limit(db, url).await.unwrap();
        }
    }
}
