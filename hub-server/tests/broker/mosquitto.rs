//! A Mosquitto of our own, configured from what the hub ships.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;

use hub_server::broker::mosquitto::{MosquittoPlace, example_configuration, mosquitto_files};
use hub_server::broker::{BrokerConfig, ExternalBroker};
use hub_server::node::Node;
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::sync::Mutex;

use crate::town::eventually;

pub struct Mosquitto {
    pub address: SocketAddr,
    pub place: MosquittoPlace,
    pub hub_user: String,
    pub hub_password: String,
    folder: tempfile::TempDir,
    child: Mutex<Option<Child>>,
}

fn program() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain([PathBuf::from("/usr/sbin"), PathBuf::from("/usr/local/sbin")])
        .map(|folder| folder.join("mosquitto"))
        .find(|file| file.is_file())
        .expect(
            "the program mosquitto is neither in PATH nor in /usr/sbin: install the package mosquitto, \
             this test talks to a real one",
        )
}

impl Mosquitto {
    pub async fn start(node: &Arc<Node>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        // The number of the process is written by the process itself, and read by whoever signals it.
        let reload = "kill -HUP \"$(cat \"$0\")\"";
        let pid = at("pid").display().to_string();
        let place = MosquittoPlace {
            acl: at("acl"),
            passwords: at("passwords"),
            reload: ["sh", "-c", reload, &pid].map(str::to_owned).to_vec(),
        };
        let (hub_user, hub_password) = ("hub-mompiano".to_owned(), "a password".to_owned());
        let files = mosquitto_files(&node.store, &hub_user, &hub_password).await.unwrap();
        files.write(&place).unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let listener = format!("{port} 127.0.0.1");
        let shipped = example_configuration(&listener, &place, None);
        // As root it would become another user, who may not enter this folder.
        let config =
            format!("{shipped}pid_file {pid}\nuser root\nlog_dest file {}\n", at("log").display());
        std::fs::write(at("conf"), config).unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let mosquitto =
            Self { address, place, hub_user, hub_password, folder, child: Mutex::new(None) };
        mosquitto.start_again().await;
        mosquitto
    }

    pub async fn start_again(&self) {
        let child = Command::new(program())
            .arg("-c")
            .arg(self.folder.path().join("conf"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("mosquitto starts");
        *self.child.lock().await = Some(child);
        eventually("mosquitto answers", async || {
            TcpStream::connect(self.address).await.is_ok()
                && self.folder.path().join("pid").exists()
        })
        .await;
    }

    pub async fn kill(&self) {
        if let Some(mut child) = self.child.lock().await.take() {
            child.kill().await.unwrap();
            let _ = std::fs::remove_file(self.folder.path().join("pid"));
        }
    }

    pub fn config(&self) -> BrokerConfig {
        BrokerConfig::External(ExternalBroker {
            url: format!("mqtt://{}", self.address),
            user: self.hub_user.clone(),
            password: self.hub_password.clone(),
            ca_pem: None,
            files: Some(self.place.clone()),
        })
    }
}
