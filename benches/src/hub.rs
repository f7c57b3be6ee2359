//! Nodes to measure: data folders filled through the node's own code, then served by the real program.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use hub_server::config::Config;
use hub_server::folder::DataFolder;
use hub_server::network::{self, Holder, PairingConfig};
use hub_server::node::{Node, Role};
use hub_server::program::serve::open_node;
use hub_server::testing;
use protocol::antenna::{PairRequest, Paired};
use protocol::{ActorRef, StaffId};

use crate::Outcome;
use crate::process::{Running, free_port, program};

/// The hub of the city file that is measured, and a neighbourhood it serves.
pub const HUB: &str = "mompiano";

/// A node's place on disk and where it will listen.
pub struct Site {
    /// Its data folder.
    pub folder: PathBuf,
    /// Port of its plain HTTP on this machine.
    pub local_port: u16,
    /// Port of its HTTPS.
    pub tls_port: u16,
    /// Port of its MQTT over TLS.
    pub mqtt_port: u16,
    name: String,
}

impl Site {
    /// A new place for the node `name` under `root`.
    pub fn new(root: &Path, name: &str) -> Outcome<Self> {
        Ok(Self {
            folder: root.join(name),
            local_port: free_port()?,
            tls_port: free_port()?,
            mqtt_port: free_port()?,
            name: name.to_owned(),
        })
    }

    /// Its database.
    pub fn database(&self) -> PathBuf {
        self.folder.join("node.sqlite")
    }

    /// Its certificate authority, PEM.
    pub fn ca(&self) -> Outcome<String> {
        Ok(std::fs::read_to_string(self.folder.join("keys/ca.pem"))?)
    }

    fn role(&self) -> Role {
        if self.name == "central" { Role::Central } else { Role::Hub }
    }

    fn config(&self) -> Config {
        let mut config = Config::default();
        config.node.name.clone_from(&self.name);
        config.node.data.clone_from(&self.folder);
        config
    }

    /// Opens it in this process; it must not be running. The folder stays locked until both are dropped.
    pub async fn open(&self) -> Outcome<(Arc<Node>, DataFolder)> {
        let folder = DataFolder::open(&self.folder)?;
        let config = self.config();
        let node = open_node(self.role(), &config, &folder).await?;
        folder.certificates(&config.http.names, node.now_ms())?;
        Ok((node, folder))
    }

    /// Settings for the real program.
    pub fn env(&self) -> Vec<(&'static str, String)> {
        vec![
            ("COSTELLAZIONE_NODE_NAME", self.name.clone()),
            ("COSTELLAZIONE_HTTP_LISTEN", format!("127.0.0.1:{}", self.tls_port)),
            ("COSTELLAZIONE_HTTP_LISTEN_LOCAL", format!("127.0.0.1:{}", self.local_port)),
            ("COSTELLAZIONE_BROKER_LISTEN", format!("127.0.0.1:{}", self.mqtt_port)),
            ("COSTELLAZIONE_LOG_FILTER", "warn".to_owned()),
        ]
    }

    /// Runs the real program on it and waits until it answers.
    pub fn run(&self) -> Outcome<Running> {
        let task = if self.role() == Role::Central { "central" } else { "hub" };
        let data = self.folder.display().to_string();
        let args = [task, "--data", &data];
        let log = self.folder.join("program.log");
        let running = Running::start(&program("hub-server")?, &args, &self.env(), &log)?;
        running.says("https://")?;
        Ok(running)
    }

    /// Runs one task of the real program on it and gives what it printed.
    pub fn task(&self, args: &[&str]) -> Outcome<String> {
        let output = std::process::Command::new(program("hub-server")?)
            .args(args)
            .arg("--data")
            .arg(&self.folder)
            .envs(self.env())
            .output()?;
        let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        if output.status.success() {
            Ok(said)
        } else {
            let why = String::from_utf8_lossy(&output.stderr).into_owned();
            Err(format!("{} failed: {said}\n{why}", args.join(" ")).into())
        }
    }
}

/// Closes a node that was opened in this process.
pub async fn close(node: Arc<Node>, folder: DataFolder) {
    node.store.close().await;
    drop((node, folder));
}

/// Teaches a hub its city without a central, for measures in which central has no part.
pub async fn teach_city(hub: &Arc<Node>, root: &Path) -> Outcome<()> {
    let central = Site::new(root, "central")?;
    let (node, folder) = central.open().await?;
    testing::publish(&node).await;
    testing::hand_over(&node, hub).await;
    close(node, folder).await;
    while hub.city().is_none() {
        tokio::task::yield_now().await;
    }
    Ok(())
}

/// Pairs so many operators' devices with a hub: they may raise needs and keep the diary.
pub async fn pair(hub: &Arc<Node>, count: usize) -> Outcome<Vec<Paired>> {
    let config = PairingConfig { brokers: Vec::new(), ca_pem: String::new() };
    let mut devices = Vec::new();
    for n in 0..count {
        let holder = Holder::Operator(StaffId::new(testing::uuid(n as u128)));
        let place = HUB.parse()?;
        let label = format!("Dispositivo {n}");
        let code = network::new_pairing_code(hub, &label, place, holder, ActorRef::System).await?;
        let request = PairRequest { code: code.code, device_name: String::new() };
        devices.push(network::pair(hub, &config, request, None).await?);
    }
    Ok(devices)
}
