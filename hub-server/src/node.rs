//! One running node: its store, its writer, its clock, its keys, and what it knows of the city.
//!
//! Everything that changes goes through [`Node::submit`]: one command in, one answer out after the
//! commit, the same answer for the same command for ever.

use std::sync::{Arc, Mutex, OnceLock, RwLock};

use ed25519_dalek::SigningKey;
use jiff::civil::Date;
use protocol::{ActorRef, Channel, CommandId, NodeId, Problem};
use uuid::Uuid;

use crate::city::City;
use crate::command::{self, Answer, Command};
use crate::context::{Ctx, Fail};
use crate::files::{self, Shelf};
use crate::network::antennae::silence;
use crate::people::erasure;
use crate::store::vault::VaultKey;
use crate::store::{Store, StoreError, Write, Writer};
use crate::sync::{House, relay};

/// Where instants come from; tests move their own.
pub trait Clock: Send + Sync + 'static {
    /// UTC milliseconds.
    fn now_ms(&self) -> i64;
}

/// The machine's clock, which may be wrong and may go backwards.
#[derive(Debug, Clone, Copy, Default)]
pub struct WallClock;

impl Clock for WallClock {
    fn now_ms(&self) -> i64 {
        jiff::Timestamp::now().as_millisecond()
    }
}

/// What this node is to the city.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Works in a neighbourhood, alone if it must.
    Hub,
    /// What the city sees and decides.
    Central,
}

/// A node and everything it works with.
pub struct Node {
    /// What it is to the city.
    pub role: Role,
    /// Its database, for reading.
    pub store: Store,
    /// The way to write.
    pub writer: Writer,
    /// What opens its people's data.
    pub vault: VaultKey,
    /// The key it signs with.
    pub key: SigningKey,
    /// What sync keeps in memory beside it.
    pub house: Arc<House>,
    /// Which ideas and projects stand near which.
    pub radar: crate::desk::near::Radar,
    clock: Arc<dyn Clock>,
    shelf: OnceLock<Arc<Shelf>>,
    city: RwLock<Option<Arc<City>>>,
    today: Mutex<Option<CityOfADay>>,
}

/// A day, the published city, and the city as it is on that day, worked out from it.
type CityOfADay = (Date, Arc<City>, Arc<City>);

impl Node {
    /// Puts a node together around a store that is open, and reads the city it already knows.
    ///
    /// # Errors
    /// [`StoreError`] when the city cannot be read.
    pub async fn start(
        role: Role,
        store: Store,
        vault: VaultKey,
        key: SigningKey,
        clock: Arc<dyn Clock>,
    ) -> Result<Arc<Self>, StoreError> {
        let writer = Writer::start(store.clone())?;
        let city = crate::catalogue::load(&store).await?.map(Arc::new);
        let (house, city) = (Arc::default(), RwLock::new(city));
        let (today, shelf) = (Mutex::default(), OnceLock::new());
        let radar = crate::desk::near::Radar::default();
        let node =
            Self { role, store, writer, vault, key, house, radar, clock, shelf, city, today };
        let node = Arc::new(node);
        tokio::spawn(follow_city(Arc::downgrade(&node), node.writer.listen()));
        tokio::spawn(relay::run(Arc::downgrade(&node)));
        tokio::spawn(crate::bank::waiting::run(Arc::downgrade(&node)));
        tokio::spawn(erasure::follow(Arc::downgrade(&node)));
        tokio::spawn(crate::desk::near::follow(Arc::downgrade(&node)));
        if role == Role::Central {
            tokio::spawn(crate::desk::follow::run(Arc::downgrade(&node)));
        }
        if role == Role::Hub {
            tokio::spawn(silence::follow(Arc::downgrade(&node)));
            tokio::spawn(crate::activities::rules::follow(Arc::downgrade(&node)));
            tokio::spawn(crate::recurring::follow(Arc::downgrade(&node)));
            tokio::spawn(crate::requests::follow(Arc::downgrade(&node)));
        }
        Ok(node)
    }

    /// Keeps files on this shelf from now on; what nothing refers to goes from it at once.
    ///
    /// # Errors
    /// The store's or the disk's, as a problem.
    pub async fn keep_files(self: &Arc<Self>, shelf: Arc<Shelf>) -> Result<(), Problem> {
        let commits = self.writer.listen();
        if self.shelf.set(shelf).is_ok() {
            files::sweep(self).await?;
            tokio::spawn(files::follow(Arc::downgrade(self), commits));
        }
        Ok(())
    }

    /// Where files are kept.
    ///
    /// # Errors
    /// `files-not-kept` on a node that was given no place for them.
    pub fn shelf(&self) -> Result<Arc<Shelf>, Problem> {
        self.shelf.get().cloned().ok_or_else(|| Problem::try_later("files-not-kept"))
    }

    /// The node's name.
    #[must_use]
    pub fn id(&self) -> &NodeId {
        self.store.identity().node()
    }

    /// UTC milliseconds by the node's clock.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// What the node knows of its city as it is today; `None` before the first contact with central.
    #[must_use]
    pub fn city(&self) -> Option<Arc<City>> {
        let published = self.published_city()?;
        if published.reorganisations.is_empty() {
            return Some(published);
        }
        let now = jiff::Timestamp::from_millisecond(self.now_ms()).unwrap_or_default();
        let today = published.calendar.clock().to_datetime(now).date();
        let mut known = self.today.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match known.as_ref() {
            Some((day, from, city)) if *day == today && Arc::ptr_eq(from, &published) => {
                Some(city.clone())
            }
            Some(_) | None => {
                let city = Arc::new(published.on(today));
                *known = Some((today, published, city.clone()));
                Some(city)
            }
        }
    }

    /// The city as it was published, with every change of its territory still to come; `None` likewise.
    #[must_use]
    pub fn published_city(&self) -> Option<Arc<City>> {
        self.city.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// The city, or the problem to answer with while there is none.
    ///
    /// # Errors
    /// `city-unknown`, to be tried again later.
    pub fn known_city(&self) -> Result<Arc<City>, Problem> {
        self.city().ok_or_else(|| Problem::try_later("city-unknown"))
    }

    /// A fresh id, ordered by this node's clock.
    #[must_use]
    pub fn fresh_id(&self) -> Uuid {
        let mut chance = [0; 10];
        chance.copy_from_slice(&fresh_bytes()[..10]);
        let millis = u64::try_from(self.now_ms()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &chance).into_uuid()
    }

    /// The circumstances of a command that comes in now.
    #[must_use]
    pub fn ctx(&self, command: CommandId, actor: ActorRef, channel: Channel) -> Ctx {
        Ctx { command, actor, channel, now_ms: self.now_ms(), chance: fresh_bytes() }
    }

    /// Does one command and answers after the commit. The same command id again gets the same answer.
    ///
    /// # Errors
    /// The command's refusal, or a problem with `retry` when the node could not do it now.
    pub async fn submit(self: &Arc<Self>, ctx: Ctx, command: Command) -> Result<Answer, Problem> {
        let (id, reads) = (ctx.command, command.reads());
        let all = Arc::new((self.clone(), ctx, command));
        let outcome = self
            .writer
            .perform(id, reads, move |write| {
                let all = all.clone();
                Box::pin(async move {
                    let (node, ctx, command) = all.as_ref();
                    command::perform(node, write, ctx, command).await
                })
            })
            .await;
        match outcome {
            Ok(answer) => answer,
            Err(error) => Err(problem_of(&error)),
        }
    }

    /// Writes to plain tables (logins, cursors) inside the writer, without a fact.
    ///
    /// # Errors
    /// The refusal the work ended with, or a problem with `retry`.
    pub async fn change<T, F>(&self, work: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: for<'a, 'c> FnOnce(
                &'a mut Write<'c>,
            ) -> futures_util::future::BoxFuture<'a, Result<T, Fail>>
            + Send
            + 'static,
    {
        let outcome = self
            .writer
            .write(move |write| {
                Box::pin(async move {
                    match work(write).await {
                        Ok(value) => Ok(Ok(value)),
                        Err(Fail::Refused(problem)) => Ok(Err(problem)),
                        Err(Fail::Failed(error)) => Err(error),
                    }
                })
            })
            .await;
        match outcome {
            Ok(value) => value,
            Err(error) => Err(problem_of(&error)),
        }
    }
}

/// The problem a failure of the store becomes for whoever asked; the cause is logged here, once.
#[must_use]
pub fn problem_of(error: &StoreError) -> Problem {
    let slug = if matches!(error, StoreError::Busy) || error.is_locked() {
        "busy"
    } else if matches!(error, StoreError::Stopped) {
        "shutting-down"
    } else if error.is_disk_full() {
        "disk-full"
    } else if error.is_read_only() {
        "disk-read-only"
    } else if error.is_disk_failure() {
        "disk-failed"
    } else if error.is_damaged() {
        "store-damaged"
    } else {
        "store-failed"
    };
    tracing::error!(error = %error, "node.store failed: {slug}");
    Problem::try_later(slug)
}

/// 32 bytes of the machine's chance; the only place that asks for it.
///
/// # Panics
/// When the operating system has no source of chance, on which no key could be made either.
#[must_use]
pub fn fresh_bytes() -> [u8; 32] {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the operating system gives chance");
    bytes
}

async fn follow_city(
    node: std::sync::Weak<Node>,
    mut commits: tokio::sync::broadcast::Receiver<Arc<crate::store::Committed>>,
) {
    use tokio::sync::broadcast::error::RecvError;
    loop {
        let changed = match commits.recv().await {
            Ok(news) => news.facts.iter().any(|fact| fact.kind.starts_with("city.")),
            Err(RecvError::Lagged(_)) => true,
            Err(RecvError::Closed) => return,
        };
        let Some(node) = node.upgrade() else { return };
        if changed {
            match crate::catalogue::load(&node.store).await {
                Ok(city) => {
                    let mut place =
                        node.city.write().unwrap_or_else(std::sync::PoisonError::into_inner);
                    *place = city.map(Arc::new);
                }
                Err(error) => tracing::error!(%error, "city.reload failed"),
            }
        }
    }
}
