//! Real nodes for the tests of sync: a central that answers on loopback, hubs with folders of their own, each
//! of which can be stopped, copied, put back and started again.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use protocol::{ActorRef, Channel, Head, NodeId, SeriesKey, SlipCode};
use tokio_util::sync::CancellationToken;

use crate::command::{Answer, Command};
use crate::folder::DataFolder;
use crate::node::{Node, Role};
use crate::requests;
use crate::store::vault::VaultKey;
use crate::store::{Identity, Store, log, rebuild};
use crate::sync::{
    EnrolWith, Enrolment, Line, LineState, Options, enrol, http_client, new_enrolment_code, router,
    settle,
};
use crate::testing::{self, HandClock, MORNING_MS};

/// Less patience than on a real line.
pub const QUICK: Options = Options {
    patience: Duration::from_secs(2),
    silence: Duration::from_secs(10),
    wait: Duration::from_secs(2),
    rest: Duration::from_secs(2),
    wait_percent: 10,
};

/// How long anything may take before a test gives up.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A central that answers and can be cut off, stopped and started again on the same port.
pub struct Central {
    pub node: Arc<Node>,
    pub address: SocketAddr,
    pub clock: Arc<HandClock>,
    url: String,
    stop: CancellationToken,
}

impl Central {
    /// A new central on the database at `url`, with the city published.
    pub async fn new(url: &str) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let clock = HandClock::at(MORNING_MS);
        let central = Self::open(url, clock, "127.0.0.1:0".parse().unwrap()).await;
        if central.node.city().is_none() {
            testing::publish(&central.node).await;
            let node = central.node.clone();
            eventually("central knows its city", || async { node.city().is_some() }).await;
        }
        central
    }

    /// One on `SQLite` in `place`.
    pub async fn in_folder(place: &Path) -> Self {
        Self::new(&testing::sqlite_url(place, "central")).await
    }

    async fn open(url: &str, clock: Arc<HandClock>, at: SocketAddr) -> Self {
        let key = testing::key_of("central", 1);
        let epoch = settle::own_epoch(url, &NodeId::central(), 1).await.unwrap();
        let series = SeriesKey { node: NodeId::central(), epoch };
        let store = Store::open(url, Identity { series, key: key.clone() }).await.unwrap();
        settle::settle(&store, &key, MORNING_MS).await.unwrap();
        let vault = VaultKey::new([7; 32]);
        let node = Node::start(Role::Central, store, vault, key, clock.clone()).await.unwrap();
        let (stop, listener) = (CancellationToken::new(), listen(at).await);
        let address = listener.local_addr().unwrap();
        let (app, until) = (router(node.clone(), None, stop.clone()), stop.clone());
        tokio::spawn(async move {
            let serve = axum::serve(listener, app);
            tokio::select! {
                served = serve => served.unwrap(),
                () = until.cancelled() => {}
            }
        });
        Self { node, address, clock, url: url.to_owned(), stop }
    }

    /// The URL of its database.
    pub fn database(&self) -> &str {
        &self.url
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Nobody reaches it any more; its store is closed.
    pub async fn end(&self) {
        self.stop.cancel();
        self.node.store.close().await;
    }

    /// The same central again, after [`Central::end`], on whatever its database holds now.
    pub async fn again(&self) -> Self {
        Self::open(&self.url, self.clock.clone(), self.address).await
    }

    /// A copy of its database as it stands now, and the central that goes on.
    pub async fn backup(self) -> (Self, String) {
        if let Some(path) = self.url.strip_prefix("sqlite:") {
            let path = path.split('?').next().unwrap();
            let copy = format!("{path}.copy");
            copy_database(&self.node, Path::new(&copy)).await;
            return (self, format!("sqlite:{copy}?mode=rwc"));
        }
        self.end().await;
        let (server, name) = self.url.rsplit_once('/').unwrap();
        let admin = sqlx::AnyPool::connect(&format!("{server}/postgres")).await.unwrap();
        let create = format!("CREATE DATABASE {name}_copy TEMPLATE {name}");
        sqlx::query(sqlx::AssertSqlSafe(create)).execute(&admin).await.unwrap();
        admin.close().await;
        (self.again().await, format!("{}_copy", self.url))
    }

    /// The same central, started again under a new epoch, once it has asked for that.
    pub async fn when_it_asks(self) -> Self {
        let asks = crate::sync::must_restart(&self.node);
        tokio::time::timeout(PATIENCE, asks).await.expect("it asks in time");
        self.end().await;
        self.again().await
    }

    /// Another central's data in this one's place, on the same port.
    pub async fn again_on(&self, url: &str) -> Self {
        Self::open(url, self.clock.clone(), self.address).await
    }

    pub async fn head(&self, series: &SeriesKey) -> Head {
        head_of(&self.node, series).await
    }
}

async fn listen(at: SocketAddr) -> tokio::net::TcpListener {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(10);
    loop {
        match tokio::net::TcpListener::bind(at).await {
            Ok(listener) => return listener,
            Err(error) => assert!(tokio::time::Instant::now() < deadline, "{at}: {error}"),
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A hub with a folder of its own.
pub struct Hub {
    pub node: Arc<Node>,
    pub folder: DataFolder,
    pub clock: Arc<HandClock>,
    pub options: Options,
    name: NodeId,
    line: Option<Line>,
    _place: tempfile::TempDir,
}

impl Hub {
    /// A new hub, enrolled with central, whose line is not started yet.
    pub async fn enrolled(central: &Central, name: &str) -> Self {
        let id: NodeId = name.parse().unwrap();
        let code = new_enrolment_code(&central.node, &id).await.unwrap();
        Self::with_code(&central.url(), &id, code).await.unwrap()
    }

    /// The same with a code, at an address that may lead to central through a cable.
    pub async fn with_code(
        url: &str,
        id: &NodeId,
        code: String,
    ) -> Result<Self, protocol::Problem> {
        let place = tempfile::tempdir().unwrap();
        Self::in_place(place, url, id, code).await
    }

    /// The same in a folder that may already hold keys.
    pub async fn in_place(
        place: tempfile::TempDir,
        url: &str,
        id: &NodeId,
        code: String,
    ) -> Result<Self, protocol::Problem> {
        let folder = DataFolder::open(place.path()).unwrap();
        let with = EnrolWith { central_url: url.to_owned(), ca_pem: None, code };
        enrol(&folder, id, with).await?;
        let clock = HandClock::at(MORNING_MS);
        let node = open_hub(&folder, id, clock.clone()).await;
        let (name, options) = (id.clone(), QUICK);
        Ok(Self { node, folder, clock, options, name, line: None, _place: place })
    }

    /// A new hub with a running line that knows its city.
    pub async fn running(central: &Central, name: &str) -> Self {
        let mut hub = Self::enrolled(central, name).await;
        hub.start();
        hub.knows_city().await;
        hub
    }

    /// Ends the program, enrols the folder with a new code and opens it again, the line not started.
    pub async fn enrol_again(&mut self, central: &Central) {
        self.end().await;
        let code = new_enrolment_code(&central.node, &self.name).await.unwrap();
        let with = EnrolWith { central_url: central.url(), ca_pem: None, code };
        enrol(&self.folder, &self.name, with).await.unwrap();
        self.open_again().await;
    }

    /// A second box with everything the first has, keys too. Its line is not started.
    pub async fn cloned(&self) -> Self {
        let place = tempfile::tempdir().unwrap();
        std::fs::create_dir(place.path().join("keys")).unwrap();
        for file in ["keys/node.key", "keys/vault.key", crate::sync::enrolment::FILE] {
            std::fs::copy(self.folder.file(file), place.path().join(file)).unwrap();
        }
        copy_database(&self.node, &place.path().join("node.sqlite")).await;
        let folder = DataFolder::open(place.path()).unwrap();
        let clock = HandClock::at(MORNING_MS);
        let node = open_hub(&folder, &self.name, clock.clone()).await;
        let (name, options) = (self.name.clone(), self.options);
        Self { node, folder, clock, options, name, line: None, _place: place }
    }

    pub fn enrolment(&self) -> Enrolment {
        Enrolment::read(&self.folder).unwrap().unwrap()
    }

    /// Sends this hub's calls somewhere else from the next start of its line on.
    pub fn call(&self, url: &str) {
        let enrolment = Enrolment { central_url: url.to_owned(), ..self.enrolment() };
        enrolment.save(&self.folder).unwrap();
    }

    /// Starts its line.
    pub fn start(&mut self) {
        let enrolment = self.enrolment();
        let http = http_client(&enrolment.central_url, None).unwrap();
        let file = Some(self.folder.file(crate::sync::enrolment::FILE));
        let stop = CancellationToken::new();
        let line = Line::with(self.node.clone(), enrolment, file, http, self.options, &stop);
        self.line = Some(line);
    }

    pub fn line(&self) -> &Line {
        self.line.as_ref().expect("the line was started")
    }

    /// Ends the line and closes the store, as the end of the program does.
    pub async fn end(&mut self) {
        if let Some(line) = self.line.take() {
            line.stop().await;
        }
        self.node.store.close().await;
    }

    /// The program again on the same folder, its line not started.
    pub async fn open_again(&mut self) {
        self.node = open_hub(&self.folder, &self.name, self.clock.clone()).await;
    }

    /// The program ends and starts again, line included.
    pub async fn restart(&mut self) {
        self.end().await;
        self.open_again().await;
        self.start();
    }

    /// Starts again as often as the node asks for it, until its line is up.
    pub async fn settle(&mut self) {
        loop {
            let mut states = self.line().watch();
            let up = tokio::time::timeout(
                PATIENCE,
                states.wait_for(|now| matches!(now.state, LineState::Up | LineState::Restarting)),
            );
            let state = up.await.expect("the line settles in time").unwrap().state;
            if state == LineState::Up {
                return;
            }
            self.restart().await;
        }
    }

    pub async fn state(&self, wanted: LineState) {
        let mut states = self.line().watch();
        let waited = tokio::time::timeout(PATIENCE, states.wait_for(|now| now.state == wanted));
        let now = watch_now(self.line());
        waited.await.unwrap_or_else(|_| panic!("never {wanted:?}: {now}")).unwrap();
    }

    pub fn series(&self) -> SeriesKey {
        self.node.store.identity().series.clone()
    }

    pub async fn head(&self) -> Head {
        head_of(&self.node, &self.series()).await
    }

    /// Somebody leaves a need; `n` is its id.
    pub async fn leave(&self, n: u128) -> SlipCode {
        let need = crate::store::tests::need(n, "Anna");
        let ctx = self.node.ctx(need.id, ActorRef::System, Channel::Kiosk);
        let command = Command::Requests(requests::Command::Leave(need));
        match self.node.submit(ctx, command).await.unwrap() {
            Answer::Slip(slip) => slip.code,
            other @ (Answer::Done | Answer::Forwarded) => panic!("{other:?}"),
        }
    }

    pub async fn leave_all(&self, numbers: impl IntoIterator<Item = u128>) {
        use futures_util::StreamExt as _;
        let all = futures_util::stream::iter(numbers).map(|n| self.leave(n));
        all.buffer_unordered(64).for_each(|_slip| async {}).await;
    }

    pub async fn knows_city(&self) {
        let node = self.node.clone();
        eventually("the hub knows its city", || async { node.city().is_some() }).await;
    }

    /// Waits until central holds everything this hub wrote in its epoch.
    pub async fn level(&self, central: &Central) {
        let (series, own, held) = (self.series(), &self.node, &central.node);
        eventually("central holds what the hub wrote", || async {
            head_of(own, &series).await == head_of(held, &series).await
        })
        .await;
    }

    /// The same, starting the program again whenever the node asks for it.
    pub async fn level_at_last(&mut self, central: &Central) {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while self.head().await != central.head(&self.series()).await {
            if self.line().watch().borrow().state == LineState::Restarting {
                self.restart().await;
            }
            let now = watch_now(self.line());
            assert!(tokio::time::Instant::now() < deadline, "not level in time: {now}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// A copy of the database as it stands now.
    pub async fn copy(&self) -> PathBuf {
        let to = self.folder.file("copy.sqlite");
        copy_database(&self.node, &to).await;
        to
    }

    /// Puts a copy in the database's place. The program must have ended.
    pub fn put_back(&self, copy: &Path) {
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(self.folder.file(&format!("node.sqlite{ending}")));
        }
        std::fs::copy(copy, self.folder.file("node.sqlite")).unwrap();
    }
}

fn watch_now(line: &Line) -> String {
    format!("{:?}", *line.watch().borrow())
}

async fn open_hub(folder: &DataFolder, name: &NodeId, clock: Arc<HandClock>) -> Arc<Node> {
    let (url, key) = (folder.sqlite_url(), folder.node_key().unwrap());
    let enrolled = Enrolment::read(folder).unwrap().map_or(1, |enrolment| enrolment.epoch);
    let epoch = settle::own_epoch(&url, name, enrolled).await.unwrap();
    let series = SeriesKey { node: name.clone(), epoch };
    let store = Store::open(&url, Identity { series, key: key.clone() }).await.unwrap();
    settle::settle(&store, &key, MORNING_MS).await.unwrap();
    let vault = folder.vault_key().unwrap();
    Node::start(Role::Hub, store, vault, key, clock).await.unwrap()
}

/// Copies the `SQLite` database of a node, whole.
pub async fn copy_database(node: &Node, to: &Path) {
    let _ = std::fs::remove_file(to);
    let vacuum = format!("VACUUM INTO '{}'", to.display());
    sqlx::query(sqlx::AssertSqlSafe(vacuum)).execute(node.store.pool()).await.unwrap();
}

pub async fn head_of(node: &Node, series: &SeriesKey) -> Head {
    log::head(&mut node.store.read().await.unwrap(), series).await.unwrap()
}

/// The log is as it was written, and the tables are what a rebuild makes of it.
pub async fn is_sound(node: &Node) {
    let report = crate::store::verify::verify(&node.store, &node.key.verifying_key()).await;
    assert_eq!(report.unwrap().findings, []);
    let before = tables(node).await;
    rebuild::rebuild(&node.store, |_| {}).await.unwrap();
    assert_eq!(tables(node).await, before);
}

async fn tables(node: &Node) -> Vec<(&'static str, Vec<String>)> {
    let mut tables = Vec::new();
    for table in crate::projection::tables() {
        tables.push((table, rows(node, table).await));
    }
    tables
}

/// The rows of a table as text, sorted.
pub async fn rows(node: &Node, table: &str) -> Vec<String> {
    rebuild::rows_of(&mut node.store.read().await.unwrap(), table).await.unwrap()
}

/// Waits for something that another task will make true.
pub async fn eventually<F: Future<Output = bool>>(what: &str, mut check: impl FnMut() -> F) {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    while !check().await {
        assert!(tokio::time::Instant::now() < deadline, "not in time: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
