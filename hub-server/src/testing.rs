//! Nodes for tests: a real store in a temporary folder, a clock that the test moves, the city of
//! Brescia published. Used by this crate's tests, the story tests and the benches; never by the program.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use ed25519_dalek::SigningKey;
use protocol::kiosk::{IdeaDetails, LeaveIdea};
use protocol::{ActorRef, Channel, CommandId, IdeaId, NodeId, PersonDetails, SeriesKey};
use uuid::Uuid;

use crate::catalogue;
use crate::city::City;
use crate::command::Command;
use crate::desk;
use crate::node::{Clock, Node, Role};
use crate::store::vault::VaultKey;
use crate::store::{Identity, Store};

/// A Wednesday morning at ten in Brescia, when hubs are open: 18 November 2026, 09:00 UTC.
pub const MORNING_MS: i64 = 1_794_992_400_000;

/// A clock that stands still until the test moves it.
#[derive(Debug, Default)]
pub struct HandClock(AtomicI64);

impl HandClock {
    /// A clock that shows `now_ms`.
    #[must_use]
    pub fn at(now_ms: i64) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(now_ms)))
    }

    /// Moves it by so many milliseconds, backwards too.
    pub fn move_by(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// The city of Brescia as its file has it.
///
/// # Panics
/// When the file in the repository is wrong, which its own tests say better.
#[must_use]
pub fn brescia() -> City {
    let text = include_str!("../../cities/brescia.toml");
    crate::city::read(text, "cities/brescia.toml").expect("the file in the repository is right")
}

/// The key of a node in tests, always the same for a name and an epoch.
#[must_use]
pub fn key_of(node: &str, epoch: u32) -> SigningKey {
    SigningKey::from_bytes(blake3::hash(format!("{node}/{epoch}").as_bytes()).as_bytes())
}

/// A URL for a new SQLite database in `folder`.
#[must_use]
pub fn sqlite_url(folder: &Path, name: &str) -> String {
    format!("sqlite:{}?mode=rwc", folder.join(format!("{name}.sqlite")).display())
}

/// A node named `name` on the database at `url`; `central` is central, any other name a hub. It does not know
/// its city yet.
///
/// # Panics
/// When the database cannot be opened.
pub async fn bare_node(name: &str, url: &str, clock: Arc<dyn Clock>) -> Arc<Node> {
    let node: NodeId = name.parse().expect("a node name");
    let role = if node.is_central() { Role::Central } else { Role::Hub };
    let identity = Identity { series: SeriesKey { node, epoch: 1 }, key: key_of(name, 1) };
    let store = Store::open(url, identity).await.expect("the database opens");
    Node::start(role, store, VaultKey::new([7; 32]), key_of(name, 1), clock)
        .await
        .expect("the node starts")
}

/// The same, knowing the city of Brescia: published by itself on central, taken over on a hub from a
/// central that exists only for this.
///
/// # Panics
/// When the city cannot be published.
pub async fn node(name: &str, url: &str, clock: Arc<dyn Clock>) -> Arc<Node> {
    let node = bare_node(name, url, clock.clone()).await;
    if node.city().is_some() {
        return node;
    }
    let mut heard = node.writer.listen();
    if node.role == Role::Central {
        publish(&node).await;
    } else {
        let folder = std::env::temp_dir().join(format!("central-{}", node.fresh_id()));
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        let other = bare_node("central", &sqlite_url(&folder, "central"), clock).await;
        publish(&other).await;
        hand_over(&other, &node).await;
        other.store.close().await;
        let _ = std::fs::remove_dir_all(&folder);
    }
    while node.city().is_none() {
        // The city is re-read after the commit; wait for the news, then for the reader.
        let _ = tokio::time::timeout(std::time::Duration::from_millis(20), heard.recv()).await;
    }
    node
}

/// Compares a page of the documentation with what the code draws, given the page as it stands; with
/// `COSTELLAZIONE_DRAW=1` in the environment it is drawn again instead.
///
/// # Panics
/// When they differ, or the page cannot be read or written.
pub fn is_drawn(page: &str, draw: impl Fn(&str) -> String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(page);
    let kept = std::fs::read_to_string(&path).expect("the page is there");
    let drawn = draw(&kept);
    if std::env::var_os("COSTELLAZIONE_DRAW").is_some() {
        std::fs::write(&path, drawn).expect("the page can be written");
    } else {
        assert_eq!(kept, drawn, "docs/{page}: draw it again with COSTELLAZIONE_DRAW=1");
    }
}

/// Publishes Brescia on a central.
///
/// # Panics
/// When central refuses.
pub async fn publish(central: &Arc<Node>) {
    publish_city(central, brescia()).await;
}

/// Publishes a city on a central.
///
/// # Panics
/// When central refuses.
pub async fn publish_city(central: &Arc<Node>, city: City) {
    let publish = catalogue::Command::Publish(Box::new(city));
    submit(central, Command::Catalogue(publish)).await.expect("central publishes");
}

/// Gives a node everything another has written, as sync would.
///
/// # Panics
/// When a record is refused.
pub async fn hand_over(from: &Arc<Node>, to: &Arc<Node>) {
    let series = from.store.identity().series.clone();
    let mut db = from.store.read().await.expect("a connection");
    let records = crate::store::log::series_after(&mut db, &series, 0, 100_000)
        .await
        .expect("the series reads");
    let now_ms = to.now_ms();
    to.writer
        .write(move |write| {
            Box::pin(async move {
                let mut head = crate::store::log::head(write.db, &series).await?;
                let held = head.seq;
                for stored in records.iter().filter(|s| s.record.envelope.seq > held) {
                    head = write.accept(&series, head, &stored.record, now_ms).await?;
                }
                write.set_head(&series, head, None).await
            })
        })
        .await
        .expect("the records follow");
}

/// Gives a node a command from the desk, under a fresh id.
///
/// # Errors
/// The command's refusal.
pub async fn submit(
    node: &Arc<Node>,
    command: Command,
) -> Result<crate::command::Answer, protocol::Problem> {
    let id = CommandId::new(node.fresh_id());
    let ctx = node.ctx(id, ActorRef::System, Channel::Console);
    node.submit(ctx, command).await
}

/// A uuid for tests that need one and do not care which.
#[must_use]
pub fn uuid(n: u128) -> Uuid {
    Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0000 | n)
}

/// Some category of the city that requests can be left for.
///
/// # Panics
/// Never: the city file has some.
#[must_use]
pub fn some_category() -> protocol::Slug {
    let city = brescia();
    let found = city.categories.iter().find(|category| city.takes_requests(category));
    found.and_then(|category| category.slug.parse().ok()).expect("the city file has categories")
}

/// An idea as somebody without a name leaves it at a kiosk in Mompiano.
///
/// # Panics
/// Never: theme and neighbourhood are the city's.
#[must_use]
pub fn an_idea(id: CommandId, text: &str) -> LeaveIdea {
    LeaveIdea {
        id,
        theme: "salute-e-welfare".parse().expect("a slug"),
        neighbourhood: Some("mompiano".parse().expect("a slug")),
        text: text.to_owned(),
        person: PersonDetails::default(),
        language: "it".to_owned(),
        more: IdeaDetails::default(),
    }
}

/// Leaves an idea at a hub.
///
/// # Panics
/// When it is not taken.
pub async fn leave_idea(hub: &Arc<Node>, leave: LeaveIdea) -> IdeaId {
    let id = leave.id;
    let ctx = hub.ctx(id, ActorRef::System, Channel::Kiosk);
    let left = hub.submit(ctx, Command::Desk(desk::Command::Leave(leave))).await;
    left.expect("the idea is taken");
    IdeaId::from(id)
}

/// The URL of a new, empty PostgreSQL database. The server is the one that `./test` starts and names in
/// `COSTELLAZIONE_TEST_POSTGRES`.
///
/// # Panics
/// When there is no such server: a test that needs it must not pass without it.
pub async fn postgres_url() -> String {
    use sqlx::Executor as _;
    let server = std::env::var("COSTELLAZIONE_TEST_POSTGRES")
        .expect("COSTELLAZIONE_TEST_POSTGRES names a PostgreSQL server; ./test starts one");
    sqlx::any::install_default_drivers();
    let name = format!("t{}", blake3::hash(&crate::node::fresh_bytes()).to_hex());
    let name = &name[..24];
    let pool = sqlx::AnyPool::connect(&server).await.expect("the PostgreSQL server answers");
    let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
    pool.execute(create).await.expect("a database can be made");
    pool.close().await;
    let (before, _) = server.rsplit_once('/').expect("the URL ends with a database");
    format!("{before}/{name}")
}
