//! The one writer of a node: a task that takes every piece of work that is waiting, does it in one
//! transaction and flushes the disk once for all of it.
//!
//! Nobody hears "done" before the commit. A piece of work that fails is rolled back alone; the others
//! of its batch are not touched. There is no timer: a batch is what was waiting.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use protocol::{Head, NodeId, Record, SeriesKey};
use sqlx::{AnyConnection, Connection};
use tokio::sync::{broadcast, mpsc, oneshot};

use super::log::{self, Fact};
use super::{Identity, Store, StoreError};
use crate::context::Ctx;
use crate::projection;

/// Most pieces of work in one transaction: above this only the slowest answer gets slower.
const BATCH: usize = 256;
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
        self.insert(record, head, now_ms, audience).await?;
        projection::project(self.db, self.position, record, now_ms).await
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

/// One piece of work, without its type.
trait Job: Send {
    fn run<'a>(&'a mut self, write: &'a mut Write<'_>) -> BoxFuture<'a, Result<(), StoreError>>;
    fn fail(&mut self, error: StoreError);
    fn done(self: Box<Self>);
}

type Work<T> =
    Box<dyn for<'a, 'c> FnOnce(&'a mut Write<'c>) -> BoxFuture<'a, Result<T, StoreError>> + Send>;

struct Piece<T> {
    work: Option<Work<T>>,
    outcome: Option<Result<T, StoreError>>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<T: Send> Job for Piece<T> {
    fn run<'a>(&'a mut self, write: &'a mut Write<'_>) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let Some(work) = self.work.take() else { return Ok(()) };
            let value = work(write).await?;
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
    /// Starts the writer of a store.
    #[must_use]
    pub fn start(store: Store) -> (Self, tokio::task::JoinHandle<()>) {
        let (jobs, waiting) = mpsc::channel(WAITING);
        let (committed, _) = broadcast::channel(1024);
        let task = tokio::spawn(run(store, waiting, committed.clone()));
        (Self { jobs, committed }, task)
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
        let (reply, answer) = oneshot::channel();
        let piece = Piece { work: Some(Box::new(work)), outcome: None, reply };
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
    while let Some(first) = waiting.recv().await {
        let mut batch = vec![first];
        while batch.len() < BATCH {
            let Ok(next) = waiting.try_recv() else { break };
            batch.push(next);
        }
        let committed_batch = commit_batch(&store, &mut batch).await;
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

async fn commit_batch(store: &Store, batch: &mut [Box<dyn Job>]) -> Result<Committed, StoreError> {
    let mut connection = store.pool().acquire().await?;
    let mut transaction = connection.begin_with(store.engine().begin()).await?;
    let begun = log::take_turn(&mut transaction).await?.position;
    let identity = store.identity();
    let first_head = log::head(&mut transaction, &identity.series).await?;
    let (mut head, mut position, mut facts) = (first_head, begun, Vec::new());
    for job in batch.iter_mut() {
        let mut savepoint = transaction.begin().await?;
        let mut write = Write {
            db: &mut savepoint,
            identity,
            head,
            position,
            facts_of_command: 0,
            notes: Vec::new(),
        };
        match job.run(&mut write).await {
            Ok(()) => {
                (head, position) = (write.head, write.position);
                facts.append(&mut write.notes);
                savepoint.commit().await?;
            }
            // SQLite ends the whole transaction when the disk is full; what happened first tells more.
            Err(error) => match savepoint.rollback().await {
                Ok(()) => job.fail(error),
                Err(_gone) => return Err(error),
            },
        }
    }
    if head != first_head {
        let signature = head.sign(&identity.series, &identity.key);
        log::set_head(&mut transaction, &identity.series, head, Some(signature)).await?;
    }
    log::end_turn(&mut transaction, begun, position).await?;
    #[cfg(test)]
    if position > begun && store.power.is_cut(super::PowerCut::BeforeCommit) {
        return Err(StoreError::Stopped);
    }
    transaction.commit().await?;
    #[cfg(test)]
    if position > begun && store.power.is_cut(super::PowerCut::AfterCommit) {
        return Err(StoreError::Stopped);
    }
    Ok(Committed { position, facts })
}
