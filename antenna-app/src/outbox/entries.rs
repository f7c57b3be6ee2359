//! Commands on their way to the hub: put on disk, sent byte for byte, settled by the hub's receipt.

use protocol::antenna::{
    BankPublish, DeviceCommand, MESSAGE_MAX, RaiseNeed, RaiseNeedFor, Receipt, ReportDone,
    SayHowItWent,
};
use protocol::{CommandId, PersonDetails, Problem};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use super::{Error, Outbox, from_db, to_db};

/// How many settled entries stay as a memory of what was answered.
const SETTLED_KEPT: i64 = 300;

const SELECT_BY_ID: &str = "SELECT n, state FROM entry WHERE command_id = $1";
const NEXT_N: &str = "INSERT INTO counter (name, value) VALUES ('command', 1) \
    ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value";
const LAST_N: &str = "SELECT value FROM counter WHERE name = 'command'";
const INSERT: &str = "INSERT INTO entry (n, command_id, sealed, created_at_ms, after_cursor, state) \
    VALUES ($1, $2, $3, $4, $5, 'waiting')";
const WAITING: &str = "SELECT n FROM entry WHERE state = 'waiting' ORDER BY n LIMIT $1";
const COUNT_WAITING: &str = "SELECT COUNT(*) FROM entry WHERE state = 'waiting'";
const SEALED: &str = "SELECT command_id, sealed FROM entry WHERE n = $1 AND state = 'waiting'";
const ALL: &str = "SELECT n, command_id, sealed, created_at_ms, after_cursor, state, problem \
    FROM entry ORDER BY n";
const ONE: &str = "SELECT n, sealed, state FROM entry WHERE command_id = $1";
const SETTLE: &str = "UPDATE entry SET state = $2, problem = $3, sealed = $4 \
    WHERE n = $1 AND state = 'waiting'";
const FORGET: &str = "DELETE FROM entry WHERE command_id = $1 AND state <> 'waiting'";
const SAID_BACK: &str = "SELECT cursor FROM fact WHERE kind = 'words-said' AND subject = $1";
const PRUNE: &str = "DELETE FROM entry WHERE state <> 'waiting' AND n <= \
    (SELECT COALESCE(MAX(n), 0) FROM entry) - $1";

/// Where a command stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryState {
    /// No receipt yet: it will be sent until there is one.
    Waiting,
    /// The hub has recorded it.
    Recorded,
    /// The hub said no, and why.
    Refused(Problem),
}

/// One command as it stands on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The device's own counter, from 1.
    pub n: u64,
    /// The command's id.
    pub id: CommandId,
    /// What was said; `None` when a later version of this program wrote it. It is sent all the same.
    pub command: Option<DeviceCommand>,
    /// When, UTC milliseconds by the device's clock.
    pub created_at_ms: i64,
    /// The last fact the person had seen then.
    pub after_cursor: u64,
    /// Where it stands.
    pub state: EntryState,
}

/// What became of a command put into the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// On disk, with this number.
    Kept(u64),
    /// A command with this id is already there, with this number.
    AlreadyThere(u64),
}

/// What a receipt did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// The entry is done with.
    Recorded {
        /// Its number.
        n: u64,
    },
    /// The entry is done with, and the answer is no.
    Refused {
        /// Its number.
        n: u64,
        /// Why.
        problem: Problem,
    },
    /// Not now: the entry keeps waiting.
    Later {
        /// Its number.
        n: u64,
        /// Why.
        problem: Problem,
    },
    /// No entry waits for this receipt: it came twice, or for something forgotten.
    Unknown,
}

impl Outbox {
    /// Puts a command on disk, given after the fact `after_cursor`. The same id again changes nothing.
    ///
    /// # Errors
    /// [`Error::Disk`], [`Error::TooLarge`] and [`Error::Unsealable`]; nothing was kept then.
    pub async fn put(
        &self,
        id: CommandId,
        command: &DeviceCommand,
        now_ms: i64,
        after_cursor: u64,
    ) -> Result<Put, Error> {
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let known = sqlx::query(SELECT_BY_ID).bind(id.to_string()).fetch_optional(&mut *tx).await?;
        if let Some(row) = known {
            return Ok(Put::AlreadyThere(from_db(row.try_get("n")?)));
        }
        let n: i64 = sqlx::query_scalar(NEXT_N).fetch_one(&mut *tx).await?;
        let sealed = command.seal(id, from_db(n), now_ms).map_err(Error::Unsealable)?;
        if sealed.len() > MESSAGE_MAX {
            return Err(Error::TooLarge(sealed.len()));
        }
        sqlx::query(INSERT)
            .bind(n)
            .bind(id.to_string())
            .bind(sealed)
            .bind(now_ms)
            .bind(to_db(after_cursor))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(Put::Kept(from_db(n)))
    }

    /// The last number given to a command; 0 when none was ever put.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub async fn last_n(&self) -> Result<u64, Error> {
        let last: Option<i64> = sqlx::query_scalar(LAST_N).fetch_optional(&self.pool).await?;
        Ok(from_db(last.unwrap_or(0)))
    }

    /// Numbers of the commands without a receipt, oldest first, at most `limit`.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub async fn waiting(&self, limit: usize) -> Result<Vec<u64>, Error> {
        let limit = to_db(limit as u64);
        let found: Vec<i64> = sqlx::query_scalar(WAITING).bind(limit).fetch_all(&self.pool).await?;
        Ok(found.into_iter().map(from_db).collect())
    }

    /// How many commands have no receipt.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub async fn count_waiting(&self) -> Result<u64, Error> {
        Ok(from_db(sqlx::query_scalar(COUNT_WAITING).fetch_one(&self.pool).await?))
    }

    /// The bytes of a command that waits, always the same; `None` once it has its receipt.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub async fn sealed(&self, n: u64) -> Result<Option<(CommandId, Vec<u8>)>, Error> {
        let row = sqlx::query(SEALED).bind(to_db(n)).fetch_optional(&self.pool).await?;
        row.map(|row| Ok((id_of(&row)?, row.try_get("sealed")?))).transpose()
    }

    /// Applies the hub's receipt. What a person wrote is removed once the hub has recorded it, except
    /// the operator's own diary.
    ///
    /// # Errors
    /// [`Error::Disk`]; the entry then keeps waiting, and the hub gives the same receipt again.
    pub async fn settle(&self, receipt: &Receipt) -> Result<Settled, Error> {
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let row = sqlx::query(ONE).bind(receipt.re.to_string()).fetch_optional(&mut *tx).await?;
        let Some(row) = row else { return Ok(Settled::Unknown) };
        if row.try_get::<String, _>("state")? != "waiting" {
            return Ok(Settled::Unknown);
        }
        let n = from_db(row.try_get("n")?);
        let settled = match receipt.problem.clone() {
            None => Settled::Recorded { n },
            Some(problem) if problem.retry => return Ok(Settled::Later { n, problem }),
            Some(problem) => Settled::Refused { n, problem },
        };
        let (state, problem) = match &settled {
            Settled::Refused { problem, .. } => ("refused", serde_json::to_string(problem).ok()),
            Settled::Recorded { .. } | Settled::Later { .. } | Settled::Unknown => {
                ("recorded", None)
            }
        };
        let sealed: Vec<u8> = row.try_get("sealed")?;
        let remembered =
            if state == "recorded" { emptied(&sealed) } else { None }.unwrap_or(sealed);
        sqlx::query(SETTLE)
            .bind(to_db(n))
            .bind(state)
            .bind(problem)
            .bind(remembered)
            .execute(&mut *tx)
            .await?;
        let id = receipt.re.to_string();
        let said_back = sqlx::query(SAID_BACK).bind(&id).fetch_optional(&mut *tx).await?;
        if state == "recorded" && said_back.is_some() {
            sqlx::query(FORGET).bind(&id).execute(&mut *tx).await?;
        }
        sqlx::query(PRUNE).bind(SETTLED_KEPT).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(settled)
    }

    /// Removes an entry that has had its answer; one that waits stays.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub async fn forget_entry(&self, id: CommandId) -> Result<(), Error> {
        sqlx::query(FORGET).bind(id.to_string()).execute(&self.pool).await?;
        Ok(())
    }

    /// Every entry, oldest first.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub async fn entries(&self) -> Result<Vec<Entry>, Error> {
        let rows = sqlx::query(ALL).fetch_all(&self.pool).await?;
        rows.iter().map(entry_of).collect()
    }
}

fn entry_of(row: &SqliteRow) -> Result<Entry, Error> {
    let problem: Option<String> = row.try_get("problem")?;
    let state = match row.try_get::<String, _>("state")?.as_str() {
        "waiting" => EntryState::Waiting,
        "recorded" => EntryState::Recorded,
        _ => EntryState::Refused(
            problem
                .and_then(|text| serde_json::from_str(&text).ok())
                .unwrap_or_else(|| Problem::new("unknown", 500)),
        ),
    };
    let sealed: Vec<u8> = row.try_get("sealed")?;
    Ok(Entry {
        n: from_db(row.try_get("n")?),
        id: id_of(row)?,
        command: DeviceCommand::open(&sealed).ok().map(|(_, command)| command),
        created_at_ms: row.try_get("created_at_ms")?,
        after_cursor: from_db(row.try_get("after_cursor")?),
        state,
    })
}

fn id_of(row: &SqliteRow) -> Result<CommandId, Error> {
    let text: String = row.try_get("command_id")?;
    text.parse()
        .map_err(|error: protocol::ids::BadId| Error::Disk(sqlx::Error::Decode(error.into())))
}

/// The bytes of the same command without what a person wrote in it; `None` when there is nothing to remove.
fn emptied(sealed: &[u8]) -> Option<Vec<u8>> {
    let (envelope, command) = DeviceCommand::open(sealed).ok()?;
    without_free_text(&command)?.seal(envelope.id, envelope.n, envelope.at_ms).ok()
}

/// The same command without what a person wrote in it, and without anybody's details; `None` when there is
/// nothing to remove. A message to the hub stays until the hub says it back, the diary as long as its author likes.
#[must_use]
pub fn without_free_text(command: &DeviceCommand) -> Option<DeviceCommand> {
    let none = String::new;
    if let DeviceCommand::RaiseNeed(need) = command {
        return Some(DeviceCommand::RaiseNeed(RaiseNeed { text: none(), ..need.clone() }));
    }
    if let DeviceCommand::RaiseNeedFor(need) = command {
        let person = PersonDetails::default();
        let need = RaiseNeedFor { text: none(), person, ..need.clone() };
        return Some(DeviceCommand::RaiseNeedFor(need));
    }
    if let DeviceCommand::ReportDone(done) = command {
        return Some(DeviceCommand::ReportDone(ReportDone { note: none(), ..done.clone() }));
    }
    if let DeviceCommand::BankPublish(new) = command {
        return Some(DeviceCommand::BankPublish(BankPublish { text: none(), ..new.clone() }));
    }
    if let DeviceCommand::SayHowItWent(said) = command {
        return Some(DeviceCommand::SayHowItWent(SayHowItWent { text: none(), ..said.clone() }));
    }
    None
}
