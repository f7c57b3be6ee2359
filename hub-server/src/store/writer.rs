//! The one writer of a node: a thread that takes every piece of work that is waiting, does it in one
//! transaction and flushes the disk once for all of it.
//!
//! Nobody hears "done" before the commit. A piece of work that fails is rolled back alone; the others
//! of its batch are not touched. There is no timer: a batch is what was waiting.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use protocol::{CommandId, Head, NodeId, Record, SeriesKey};
use sqlx::{Any, AnyConnection, Connection, Transaction};
use tokio::runtime::Handle;
use tokio::sync::{broadcast, mpsc, oneshot};

use super::log::{self, Fact};
use super::receipts::{Before, Receipts};
use super::tables::{Memories, Tables, Waiting};
use super::{Identity, Store, StoreError};
use crate::context::Ctx;
use crate::projection;

/// Most pieces of work in one transaction: above this only the slowest answer gets slower.
const BATCH: usize = 256;
/// After so many commands what was remembered is read again: it must not grow for ever.
const REMEMBERED: usize = 4096;
/// Most pieces of work that wait before the node says it is busy.
const WAITING: usize = 4096;

/// What became true with one commit.
#[derive(Debug)]
pub struct Committed {
    /// The last position that is now readable.
    pub position: i64,
    /// The facts, in order: kind, subject and whose they are.
    pub facts: Vec<Note>,
}

/// One committed fact, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Whose series it stands in.
    pub node: NodeId,
    /// Domain and fact.
    pub kind: String,
    /// The thing it is about.
    pub subject: String,
}

/// The inside of the writer's transaction, lent to one piece of work.
pub struct Write<'c> {
    /// The connection, inside the transaction.
    pub db: &'c mut AnyConnection,
    receipts: &'c mut Receipts,
    waiting: &'c mut Waiting,
    /// Whether what it writes may wait for the rows of the commands after it.
    waits: bool,
    /// Whether the thing the command reads about stands nowhere in the log.
    is_new: bool,
    identity: &'c Identity,
    head: Head,
    position: i64,
    facts_of_command: u32,
    notes: Vec<Note>,
}

impl Write<'_> {
    /// The node that writes.
    #[must_use]
    pub fn node(&self) -> &NodeId {
        self.identity.node()
    }

    /// Whether a command was done before, in this batch or ever, and how it was answered.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn before(&mut self, command: CommandId) -> Result<Before, StoreError> {
        self.receipts.before(self.db, command).await
    }

    /// Whether no fact about the thing this command reads ([`Reads::About`]) is in the log, so that nothing about it need
    /// be read; `false` also where nobody asked.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// What a domain remembers for commands that read only what they say ([`Reads::About`]); begins empty, and is
    /// forgotten when any other piece of work is done.
    pub fn memory<T: Default + Send + 'static>(&mut self) -> &mut T {
        self.waiting.memory()
    }

    /// Keeps the first answer to a command, as JSON; it is written with everything else of the batch.
    pub fn keep_receipt(&mut self, command: CommandId, at_ms: i64, answer: String) {
        self.receipts.keep(command, at_ms, answer);
    }

    /// Appends a fact to this node's own series and projects it.
    ///
    /// # Errors
    /// [`StoreError`]; the piece of work must then end with it, and nothing of it stays.
    pub async fn append(&mut self, ctx: &Ctx, fact: Fact) -> Result<Record, StoreError> {
        let audience = fact.audience.clone();
        let index = self.facts_of_command;
        let record = log::next_record(&self.identity.series, self.head, fact, ctx, index);
        self.facts_of_command += 1;
        let head =
            Head { seq: record.envelope.seq, hash: record.envelope.hash_after(self.head.hash) };
        self.store_and_project(&record, head, ctx.now_ms, audience.as_ref()).await?;
        self.head = head;
        Ok(record)
    }

    /// Appends facts about one thing, in order.
    ///
    /// # Errors
    /// As [`Write::append`].
    pub async fn record<E: serde::Serialize>(
        &mut self,
        ctx: &Ctx,
        domain: &str,
        subject: impl ToString,
        events: &[E],
    ) -> Result<(), StoreError> {
        let subject = subject.to_string();
        for event in events {
            self.append(ctx, Fact::of(domain, &subject, event)).await?;
        }
        Ok(())
    }

    /// Stores a record of another node, which must follow what is held of its series, and projects it;
    /// what cannot be projected is parked. Returns the series' new head.
    ///
    /// # Errors
    /// [`StoreError::Chain`] when it does not follow, or a failure of the database.
    pub async fn accept(
        &mut self,
        series: &SeriesKey,
        held: Head,
        record: &Record,
        now_ms: i64,
    ) -> Result<Head, StoreError> {
        let head = self.keep(series, held, record, now_ms).await?;
        let again = log::times_recorded(self.db, record.envelope.event_id).await? > 1;
        if !again {
            projection::project_or_park(self.db, self.position, record, now_ms).await?;
        }
        Ok(head)
    }

    /// Stores records of another node that follow each other and what is held, and projects them; `heads`
    /// are the chain's heads after each, which the caller has checked.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn accept_all(
        &mut self,
        series: &SeriesKey,
        records: &[Record],
        heads: &[Head],
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let first = self.position + 1;
        log::insert_all(self.db, records, heads, first, now_ms).await?;
        for record in records {
            self.position += 1;
            self.note(record);
        }
        let placed: Vec<(i64, &Record)> = (first..).zip(records).collect();
        if log::has_epochs(self.db, series).await? {
            for (position, record) in placed {
                if log::times_recorded(self.db, record.envelope.event_id).await? == 1 {
                    projection::project_or_park(self.db, position, record, now_ms).await?;
                }
            }
            return Ok(());
        }
        projection::project_all_or_park(self.db, &placed, now_ms).await
    }

    /// The same without projecting it, for a log whose tables are made anew afterwards.
    ///
    /// # Errors
    /// As [`Write::accept`].
    pub async fn keep(
        &mut self,
        series: &SeriesKey,
        held: Head,
        record: &Record,
        now_ms: i64,
    ) -> Result<Head, StoreError> {
        let head = held.after(series, record)?;
        self.insert(record, head, now_ms, None).await?;
        Ok(head)
    }

    /// Says how far the series of another node reaches here, after [`Write::accept`].
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn set_head(
        &mut self,
        series: &SeriesKey,
        head: Head,
        signature: Option<[u8; 64]>,
    ) -> Result<(), StoreError> {
        log::set_head(self.db, series, head, signature).await
    }

    async fn store_and_project(
        &mut self,
        record: &Record,
        head: Head,
        now_ms: i64,
        audience: Option<&NodeId>,
    ) -> Result<(), StoreError> {
        if !self.waits {
            self.insert(record, head, now_ms, audience).await?;
            return projection::project_one(self.db, self.position, record, now_ms).await;
        }
        self.position += 1;
        self.note(record);
        let mut tables = Tables::new(self.db, self.waiting);
        log::put(&mut tables, record, head.hash, self.position, now_ms, audience).await?;
        projection::project(&mut tables, self.position, record, now_ms).await
    }

    async fn insert(
        &mut self,
        record: &Record,
        head: Head,
        now_ms: i64,
        audience: Option<&NodeId>,
    ) -> Result<(), StoreError> {
        self.position += 1;
        log::insert(self.db, record, head.hash, self.position, now_ms, audience).await?;
        self.note(record);
        Ok(())
    }

    fn note(&mut self, record: &Record) {
        self.notes.push(Note {
            node: record.envelope.series.node.clone(),
            kind: record.envelope.kind.clone(),
            subject: record.envelope.subject.clone(),
        });
    }
}

/// What a command reads of what facts are projected into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reads {
    /// Anything.
    Anything,
    /// Of tables whose rows are put ([`Tables::put`]), only rows about this thing. Its facts and rows may then wait and
    /// be written together with those of the next commands.
    About(String),
}

/// One piece of work, without its type.
trait Job: Send {
    /// The command it does, when it does one; such a job may be begun again after it was undone.
    fn command(&self) -> Option<CommandId>;
    /// What it reads.
    fn reads(&self) -> &Reads;
    fn run<'a>(&'a mut self, write: &'a mut Write<'_>) -> BoxFuture<'a, Result<(), StoreError>>;
    fn fail(&mut self, error: StoreError);
    fn done(self: Box<Self>);
}

type Once<T> =
    Box<dyn for<'a, 'c> FnOnce(&'a mut Write<'c>) -> BoxFuture<'a, Result<T, StoreError>> + Send>;
type Again<T> =
    Box<dyn for<'a, 'c> Fn(&'a mut Write<'c>) -> BoxFuture<'a, Result<T, StoreError>> + Send>;

enum Work<T> {
    Once(Option<Once<T>>),
    Command(CommandId, Reads, Again<T>),
}

struct Piece<T> {
    work: Work<T>,
    outcome: Option<Result<T, StoreError>>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<T: Send> Job for Piece<T> {
    fn command(&self) -> Option<CommandId> {
        match &self.work {
            Work::Once(_) => None,
            Work::Command(command, ..) => Some(*command),
        }
    }

    fn reads(&self) -> &Reads {
        match &self.work {
            Work::Once(_) => &Reads::Anything,
            Work::Command(_, reads, _) => reads,
        }
    }

    fn run<'a>(&'a mut self, write: &'a mut Write<'_>) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let value = match &mut self.work {
                Work::Once(work) => match work.take() {
                    Some(work) => work(write).await?,
                    None => return Ok(()),
                },
                Work::Command(_, _, work) => work(write).await?,
            };
            self.outcome = Some(Ok(value));
            Ok(())
        })
    }

    fn fail(&mut self, error: StoreError) {
        self.outcome = Some(Err(error));
    }

    fn done(self: Box<Self>) {
        let outcome = self.outcome.unwrap_or(Err(StoreError::Stopped));
        // Whoever asked may have gone; what is committed stays committed.
        let _ = self.reply.send(outcome);
    }
}

/// The way to the writer; cheap to clone. When the last one is dropped the writer stops.
#[derive(Clone)]
pub struct Writer {
    jobs: mpsc::Sender<Box<dyn Job>>,
    committed: broadcast::Sender<Arc<Committed>>,
}

impl Writer {
    /// Starts the writer of a store, on a thread of its own: among the tasks of hundreds of connections it
    /// would wait for its turn again after each of its many short questions to the database.
    ///
    /// # Errors
    /// [`StoreError::Files`] when the system gives no thread.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub fn start(store: Store) -> Result<Self, StoreError> {
        let (jobs, waiting) = mpsc::channel(WAITING);
        let (committed, _) = broadcast::channel(1024);
        let (runtime, tell) = (Handle::current(), committed.clone());
        std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || runtime.block_on(run(store, waiting, tell)))
            .map_err(|error| StoreError::Files(format!("the writer does not start: {error}")))?;
        Ok(Self { jobs, committed })
    }

    /// Does `work` inside the writer's next transaction and answers after its commit.
    ///
    /// # Errors
    /// What the work failed with, [`StoreError::Busy`] when too much is waiting,
    /// [`StoreError::NotCommitted`] when the disk would not take it, [`StoreError::Stopped`] at the end.
    pub async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'a, 'c> FnOnce(&'a mut Write<'c>) -> BoxFuture<'a, Result<T, StoreError>>
            + Send
            + 'static,
    {
        self.queue(Work::Once(Some(Box::new(work)))).await
    }

    /// The same for a command: its receipt is looked up with those of its batch, and it may be begun again
    /// when another command of the batch failed.
    ///
    /// # Errors
    /// As [`Writer::write`].
    pub async fn perform<T, F>(
        &self,
        command: CommandId,
        reads: Reads,
        work: F,
    ) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'a, 'c> Fn(&'a mut Write<'c>) -> BoxFuture<'a, Result<T, StoreError>>
            + Send
            + 'static,
    {
        self.queue(Work::Command(command, reads, Box::new(work))).await
    }

    async fn queue<T: Send + 'static>(&self, work: Work<T>) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        let piece = Piece { work, outcome: None, reply };
        self.jobs.try_send(Box::new(piece)).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => StoreError::Busy,
            mpsc::error::TrySendError::Closed(_) => StoreError::Stopped,
        })?;
        answer.await.unwrap_or(Err(StoreError::Stopped))
    }

    /// Hears of every commit. A listener that falls behind is told so and reads the log instead.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Arc<Committed>> {
        self.committed.subscribe()
    }
}

async fn run(
    store: Store,
    mut waiting: mpsc::Receiver<Box<dyn Job>>,
    committed: broadcast::Sender<Arc<Committed>>,
) {
    // Of the other kind than the batch before it, which it therefore ended.
    let mut put_off: Option<Box<dyn Job>> = None;
    let mut kept = Kept::default();
    loop {
        let first = match put_off.take() {
            Some(job) => job,
            None => match waiting.recv().await {
                Some(job) => job,
                None => return,
            },
        };
        let commands = first.command().is_some();
        let mut batch = vec![first];
        while batch.len() < BATCH {
            let Ok(next) = waiting.try_recv() else { break };
            if next.command().is_some() != commands {
                put_off = Some(next);
                break;
            }
            batch.push(next);
        }
        let committed_batch = commit_batch(&store, &mut batch, &mut kept).await;
        #[cfg(test)]
        if store.power.is_gone() {
            return;
        }
        match committed_batch {
            Ok(news) => {
                batch.into_iter().for_each(Job::done);
                if !news.facts.is_empty() {
                    // Nobody listening is no failure.
                    let _ = committed.send(Arc::new(news));
                }
            }
            Err(error) => {
                tracing::error!(error = %error, jobs = batch.len(), "store.commit failed");
                let shared = Arc::new(error.into_sqlx());
                for mut job in batch {
                    job.fail(StoreError::NotCommitted(shared.clone()));
                    job.done();
                }
            }
        }
    }
}

/// How the work of a batch is kept apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Apart {
    /// Not at all: one failure undoes the batch, which is then done again the other way.
    Together,
    /// By a savepoint each, so that a failure undoes one piece alone.
    Each,
}

/// What domains remember from batch to batch, for as long as nothing was written that they would have to read.
#[derive(Default)]
struct Kept {
    memories: Memories,
    /// Where the log ended when it was true.
    position: i64,
    commands: usize,
}

async fn commit_batch(
    store: &Store,
    batch: &mut [Box<dyn Job>],
    kept: &mut Kept,
) -> Result<Committed, StoreError> {
    let before = std::mem::take(kept);
    // Two statements fewer a command; a command fails only when the disk or the program does.
    if batch.iter().all(|job| job.command().is_some()) {
        let commands = before.commands + batch.len();
        if let Some((news, memories)) = attempt(store, batch, Apart::Together, before).await? {
            if commands <= REMEMBERED {
                *kept = Kept { memories, position: news.position, commands };
            }
            return Ok(news);
        }
    }
    let news = attempt(store, batch, Apart::Each, Kept::default()).await?;
    news.map(|(news, _)| news).ok_or(StoreError::Stopped)
}

/// Does a batch in one transaction; `None` when it was undone because a piece of it failed.
async fn attempt(
    store: &Store,
    batch: &mut [Box<dyn Job>],
    apart: Apart,
    kept: Kept,
) -> Result<Option<(Committed, Memories)>, StoreError> {
    let mut connection = store.pool().acquire().await?;
    let mut transaction = connection.begin_with(store.engine().begin()).await?;
    let begun = log::take_turn(&mut transaction).await?.position;
    let identity = store.identity();
    let first_head = log::head(&mut transaction, &identity.series).await?;
    let mut receipts = Receipts::default();
    let commands: Vec<CommandId> = batch.iter().filter_map(|job| job.command()).collect();
    receipts.ask(&mut transaction, &commands).await?;
    let mut new = if apart == Apart::Together {
        unheard_of(&mut transaction, batch).await?
    } else {
        BTreeSet::new()
    };
    // Somebody else may have written meanwhile.
    let memories = if kept.position == begun { kept.memories } else { Memories::new() };
    let mut waiting = Waiting::remembering(memories);
    let mut done = Done { head: first_head, position: begun, facts: Vec::new() };
    for job in batch.iter_mut() {
        if apart == Apart::Each {
            let mark = receipts.mark();
            let mut savepoint = transaction.begin().await?;
            let mut alone = Waiting::default();
            let (receipts, waiting, new) = (&mut receipts, &mut alone, &mut new);
            let batch = Batch { receipts, waiting, new, apart, identity };
            match step(job.as_mut(), &mut savepoint, batch, &mut done).await {
                Ok(()) => savepoint.commit().await?,
                Err(error) => {
                    // SQLite ends the whole transaction when the disk is full; what happened first tells more.
                    if savepoint.rollback().await.is_err() {
                        return Err(error);
                    }
                    receipts.back_to(mark);
                    job.fail(error);
                }
            }
        } else {
            let (receipts, waiting, new) = (&mut receipts, &mut waiting, &mut new);
            let batch = Batch { receipts, waiting, new, apart, identity };
            if let Err(error) = step(job.as_mut(), &mut transaction, batch, &mut done).await {
                return begin_again(transaction, error).await;
            }
        }
    }
    if let Err(error) = Tables::new(&mut transaction, &mut waiting).flush().await {
        return begin_again(transaction, error).await;
    }
    receipts.store(&mut transaction).await?;
    if done.head != first_head {
        let signature = done.head.sign(&identity.series, &identity.key);
        log::set_head(&mut transaction, &identity.series, done.head, Some(signature)).await?;
    }
    log::end_turn(&mut transaction, begun, done.position).await?;
    #[cfg(test)]
    if done.position > begun && store.power.is_cut(super::PowerCut::BeforeCommit) {
        return Err(StoreError::Stopped);
    }
    transaction.commit().await?;
    #[cfg(test)]
    if done.position > begun && store.power.is_cut(super::PowerCut::AfterCommit) {
        return Err(StoreError::Stopped);
    }
    let news = Committed { position: done.position, facts: done.facts };
    Ok(Some((news, waiting.into_memories())))
}

/// The things the commands of a batch read about that stand nowhere in the log.
async fn unheard_of(
    db: &mut AnyConnection,
    batch: &[Box<dyn Job>],
) -> Result<BTreeSet<String>, StoreError> {
    let about = batch.iter().filter_map(|job| match job.reads() {
        Reads::About(thing) => Some(thing.as_str()),
        Reads::Anything => None,
    });
    let things: BTreeSet<&str> = about.collect();
    let known = log::known_subjects(db, &things).await?;
    Ok(things.into_iter().filter(|thing| !known.contains(*thing)).map(str::to_owned).collect())
}

/// Undoes a batch of which a piece failed, so that it is done again piece by piece.
async fn begin_again<T>(
    transaction: Transaction<'_, Any>,
    error: StoreError,
) -> Result<Option<T>, StoreError> {
    tracing::warn!(%error, "store.commit begins again, each piece of work by itself");
    // SQLite ends the whole transaction when the disk is full; what happened first tells more.
    if transaction.rollback().await.is_ok() { Ok(None) } else { Err(error) }
}

/// What the pieces of work of a batch share.
struct Batch<'b> {
    receipts: &'b mut Receipts,
    waiting: &'b mut Waiting,
    new: &'b mut BTreeSet<String>,
    apart: Apart,
    identity: &'b Identity,
}

/// How far a batch has come.
struct Done {
    head: Head,
    position: i64,
    facts: Vec<Note>,
}

/// Does one piece of work; `done` moves only when it worked.
async fn step(
    job: &mut dyn Job,
    db: &mut AnyConnection,
    batch: Batch<'_>,
    done: &mut Done,
) -> Result<(), StoreError> {
    let Batch { receipts, waiting, new, apart, identity } = batch;
    let (waits, sees_all, is_new) = match job.reads() {
        // After this command there is something to read about it.
        Reads::About(thing) => {
            (apart == Apart::Together, waiting.touches(thing), new.remove(thing))
        }
        Reads::Anything => (false, true, false),
    };
    if sees_all {
        Tables::new(db, waiting).flush().await?;
    }
    let mut write = Write {
        db,
        receipts,
        waiting,
        waits,
        is_new,
        identity,
        head: done.head,
        position: done.position,
        facts_of_command: 0,
        notes: Vec::new(),
    };
    let worked = job.run(&mut write).await;
    if sees_all {
        write.waiting.forget();
    }
    worked?;
    (done.head, done.position) = (write.head, write.position);
    done.facts.append(&mut write.notes);
    Ok(())
}
