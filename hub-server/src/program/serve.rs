//! One node with everything it answers on: pages and messages over HTTPS (and plain HTTP on this machine),
//! MQTT on a hub, the line to the city.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use futures_util::future::BoxFuture;
use protocol::kiosk::SlipStatus;
use protocol::{NodeId, Problem, SeriesKey, SlipCode};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::ProgramError;
use crate::broker::mosquitto::{self, MosquittoPlace};
use crate::broker::{self, BrokerConfig, EmbeddedBroker, ExternalBroker};
use crate::config::{self, Config};
use crate::files::Shelf;
use crate::folder::{Certificates, DataFolder};
use crate::kiosk_api::{self, ElsewhereSlips};
use crate::network::{self, PairingConfig};
use crate::node::{Clock as _, Node, Role, WallClock};
use crate::sms::Gateway;
use crate::store::{Identity, Store};
use crate::sync::{self, Enrolment, Line, Restart, settle};
use crate::web::{self, Pairing, WebConfig};

/// How long open requests get to end when the program stops.
const GRACE: std::time::Duration = std::time::Duration::from_secs(5);

/// A node that answers. [`Served::stop`] ends it cleanly.
pub struct Served {
    /// The node.
    pub node: Arc<Node>,
    /// What devices are told when they pair.
    pub pairing: PairingConfig,
    /// Where plain HTTP is answered, on this machine only.
    pub local: Option<SocketAddr>,
    /// Where HTTPS is answered.
    pub tls: Option<SocketAddr>,
    /// Its certificates.
    pub certificates: Certificates,
    folder: DataFolder,
    sms: Option<Arc<Gateway>>,
    broker: Option<broker::Running>,
    line: Option<Line>,
    handles: Vec<Handle<SocketAddr>>,
    servers: JoinSet<std::io::Result<()>>,
    stop: CancellationToken,
}

/// Opens the store of a node in its folder, under the epoch it writes now; what a former run could not
/// finish without starting again is finished first.
///
/// # Errors
/// [`ProgramError::Store`].
pub async fn open_node(
    role: Role,
    config: &Config,
    folder: &DataFolder,
) -> Result<Arc<Node>, ProgramError> {
    let key = folder.node_key()?;
    let (name, enrolled) = match role {
        Role::Central => (NodeId::central(), 1),
        Role::Hub => {
            let name = config.node.name.parse().map_err(|error: protocol::ids::BadId| {
                ProgramError::Said(format!(
                    "node.name must be the hub's slug in the city file: {error}"
                ))
            })?;
            (name, Enrolment::read(folder)?.map_or(1, |enrolment| enrolment.epoch))
        }
    };
    let url = match config.node.database_url.as_str() {
        "" => folder.sqlite_url(),
        url => url.to_owned(),
    };
    let epoch = settle::own_epoch(&url, &name, enrolled).await?;
    let series = SeriesKey { node: name, epoch };
    let store = Store::open(&url, Identity { series, key: key.clone() }).await?;
    settle::settle(&store, &key, WallClock.now_ms()).await?;
    let vault = folder.vault_key()?;
    let node = Node::start(role, store, vault, key, Arc::new(WallClock)).await?;
    let place = folder.path();
    let shelf = Shelf::open(place, config.files.clone()).map_err(|error| {
        ProgramError::Said(format!("{} cannot be used: {error}", place.join("files").display()))
    })?;
    node.keep_files(shelf).await?;
    Ok(node)
}

/// Starts a node with everything it answers on. `city_file` is what central's staff may publish again.
///
/// # Errors
/// [`ProgramError`] that says what to do; nothing is left running.
pub async fn serve(
    role: Role,
    config: &Config,
    folder: DataFolder,
    city_file: Option<PathBuf>,
) -> Result<Served, ProgramError> {
    let sms = Gateway::try_new(&config.sms).map_err(ProgramError::Said)?.map(Arc::new);
    let node = open_node(role, config, &folder).await?;
    let certificates = folder.certificates(&config.http.names, node.now_ms())?;
    let stop = CancellationToken::new();
    let broker = match role {
        Role::Central => None,
        Role::Hub => {
            Some(broker::start(node.clone(), broker_config(config, &certificates)?).await?)
        }
    };
    let pairing = PairingConfig {
        brokers: broker_urls(config, broker.as_ref()),
        ca_pem: certificates.ca_pem.clone(),
    };
    let line = match role {
        Role::Central => None,
        Role::Hub => Line::start(node.clone(), &folder, &stop)?,
    };
    let mut served = Served {
        node,
        pairing,
        local: None,
        tls: None,
        certificates,
        folder,
        sms,
        broker,
        line,
        handles: Vec::new(),
        servers: JoinSet::new(),
        stop,
    };
    served.listen(config, city_file.as_ref()).await?;
    Ok(served)
}

impl Served {
    async fn listen(
        &mut self,
        config: &Config,
        city_file: Option<&PathBuf>,
    ) -> Result<(), ProgramError> {
        let parsed = |text: &str| config::address(text).unwrap_or_default();
        if let Some(address) = parsed(&config.http.listen_local) {
            let failed = |source| ProgramError::Listen { address: address.to_string(), source };
            let (listener, at) = bound(address).map_err(failed)?;
            let router = self.router(true, config, city_file);
            let server = axum_server::from_tcp(listener).map_err(failed)?.handle(self.handle());
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            self.servers.spawn(server.serve(service));
            self.local = Some(at);
        }
        if let Some(address) = parsed(&config.http.listen) {
            let failed = |source| ProgramError::Listen { address: address.to_string(), source };
            let (chain, key) = (&self.certificates.server_pem, &self.certificates.server_key);
            let tls = RustlsConfig::from_pem_file(chain, key).await.map_err(failed)?;
            let (listener, at) = bound(address).map_err(failed)?;
            let router = self.router(false, config, city_file);
            let server = axum_server::from_tcp_rustls(listener, tls).map_err(failed)?;
            let server = server.handle(self.handle());
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            self.servers.spawn(server.serve(service));
            self.tls = Some(at);
        }
        Ok(())
    }

    fn handle(&mut self) -> Handle<SocketAddr> {
        let handle = Handle::new();
        self.handles.push(handle.clone());
        handle
    }

    /// Everything this node answers over HTTP.
    fn router(&self, plain_loopback: bool, config: &Config, city_file: Option<&PathBuf>) -> Router {
        let node = self.node.clone();
        let config = WebConfig {
            plain_loopback,
            stop: self.stop.clone(),
            city_file: city_file.cloned(),
            pairing: public_address(config)
                .map(|address| Pairing { config: self.pairing.clone(), address }),
            sms: self.sms.clone(),
            ..WebConfig::default()
        };
        let pages = web::router(node.clone(), config);
        match node.role {
            Role::Central => {
                let ca_pem = Some(self.certificates.ca_pem.clone());
                pages.merge(sync::router(node, ca_pem, self.stop.clone()))
            }
            Role::Hub => {
                let elsewhere: Arc<dyn ElsewhereSlips> = Arc::new(ThroughCentral(node.clone()));
                pages
                    .merge(kiosk_api::router(node.clone(), elsewhere))
                    .merge(network::routes(node, self.pairing.clone()))
            }
        }
    }

    /// The data folder.
    #[must_use]
    pub fn folder(&self) -> &DataFolder {
        &self.folder
    }

    /// Where this machine's own browser and kiosk find the node.
    #[must_use]
    pub fn local_url(&self) -> String {
        self.local.map(|at| format!("http://{at}")).unwrap_or_default()
    }

    /// Waits until the node must start again under another epoch, or for ever. Whoever runs it then stops it
    /// and serves the same folder again.
    pub async fn must_restart(&self) -> Restart {
        sync::must_restart(&self.node).await
    }

    /// Ends everything: no new work, what is under way gets a few seconds, then the store closes.
    pub async fn stop(mut self) {
        self.stop.cancel();
        for handle in &self.handles {
            handle.graceful_shutdown(Some(GRACE));
        }
        if let Some(broker) = self.broker.take() {
            broker.stop().await;
        }
        if let Some(line) = self.line.take() {
            line.stop().await;
        }
        let ended = async { while self.servers.join_next().await.is_some() {} };
        // A server that was told to end before it began to listen for that does not hear of it.
        if tokio::time::timeout(GRACE + GRACE, ended).await.is_err() {
            self.servers.shutdown().await;
        }
        self.node.store.close().await;
    }
}

/// A listener at an address, and where it really is. It is bound here and not by the server's own task, which
/// could fail before anybody asks it whether it listens, and then never answers.
fn bound(address: SocketAddr) -> std::io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    let at = listener.local_addr()?;
    Ok((listener, at))
}

/// Slips of other hubs, asked of central.
struct ThroughCentral(Arc<Node>);

impl ElsewhereSlips for ThroughCentral {
    fn ask(&self, code: SlipCode) -> BoxFuture<'_, Result<SlipStatus, Problem>> {
        Box::pin(async move { sync::ask_slip(&self.0, &code).await })
    }
}

fn broker_config(
    config: &Config,
    certificates: &Certificates,
) -> Result<BrokerConfig, ProgramError> {
    if config.broker.engine == "embedded" {
        return Ok(BrokerConfig::Embedded(EmbeddedBroker {
            listen_tls: config::address(&config.broker.listen).unwrap_or_default(),
            certificate_chain: certificates.server_pem.clone(),
            private_key: certificates.server_key.clone(),
            ..EmbeddedBroker::default()
        }));
    }
    let read = |path: &PathBuf| {
        std::fs::read_to_string(path).map_err(|error| {
            ProgramError::Said(format!("{} cannot be read: {error}", path.display()))
        })
    };
    let (ca, files_dir) = (&config.broker.ca_file, &config.broker.files_dir);
    let files = if files_dir.as_os_str().is_empty() {
        None
    } else {
        let place = MosquittoPlace::in_folder(files_dir, config.broker.reload.clone());
        let tls = (certificates.server_pem.as_path(), certificates.server_key.as_path());
        mosquitto::lay_configuration(files_dir, &config.broker.engine, &place, tls).map_err(
            |error| ProgramError::Said(format!("broker.files_dir cannot be used: {error}")),
        )?;
        Some(place)
    };
    Ok(BrokerConfig::External(ExternalBroker {
        url: config.broker.engine.clone(),
        user: config.broker.user.clone(),
        password: read(&config.broker.password_file)?.trim().to_owned(),
        ca_pem: if ca.as_os_str().is_empty() { None } else { Some(read(ca)?) },
        files,
    }))
}

/// Host and port at which devices reach this node's HTTPS.
fn public_address(config: &Config) -> Option<String> {
    let at = config::address(&config.http.listen).ok()??;
    let name = config.http.names.first()?;
    Some(format!("{name}:{}", at.port()))
}

/// Where devices find the broker, for every name of this hub.
fn broker_urls(config: &Config, broker: Option<&broker::Running>) -> Vec<String> {
    let Some(broker) = broker else { return Vec::new() };
    match broker.tls_address() {
        Some(at) => {
            config.http.names.iter().map(|name| format!("mqtts://{name}:{}", at.port())).collect()
        }
        None => vec![config.broker.engine.clone()],
    }
}
