//! Central and two hubs of Brescia, each a process of its own set up as a city would: the city file
//! loaded, the hubs enrolled with a code, accounts made by an admin, a kiosk's credential from the command
//! line, antennae paired from the console.

use std::path::{Path, PathBuf};

use reqwest::StatusCode;
use tempfile::TempDir;

use crate::city::{Login, free_ports};
use crate::console::{Console, value_of};
use crate::kiosk::Kiosk;
use crate::mosquitto::Mosquitto;
use crate::node::{Node, Wishes};
use crate::{PATIENCE, log};

/// What the town stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite everywhere, the hubs' own brokers.
    Sqlite,
    /// Central on a fresh PostgreSQL database.
    Postgres,
    /// The hub Mompiano with a Mosquitto of its own, by configuration alone.
    Mosquitto,
}

/// A running town.
pub struct Town {
    /// The central node.
    pub central: Node,
    /// Mompiano and Lamarmora.
    pub hubs: Vec<Node>,
    /// The broker of Mompiano, when it is not its own.
    pub mosquitto: Option<Mosquitto>,
    /// Its folder; gone with the town, and last, so that logs can be read until the end.
    pub place: TempDir,
}

/// The password everybody here has chosen.
pub const PASSWORD: &str = "una passeggiata al castello";

impl Town {
    /// Sets a town up and waits until everything answers.
    ///
    /// # Panics
    /// When something does not come up; its log is in the message.
    pub async fn open(engine: Engine) -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cities/brescia.toml");
        let city = std::fs::read_to_string(file).expect("the city file of Brescia");
        Self::of(engine, &city, &["mompiano", "lamarmora"]).await
    }

    /// The same for the city of another file, with these of its hubs.
    ///
    /// # Panics
    /// As [`Town::open`].
    pub async fn of(engine: Engine, city: &str, hubs: &[&str]) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let place = tempfile::tempdir().expect("a folder");
        let port = free_ports();
        let database_url = match engine {
            Engine::Postgres => log::fresh_postgres().await,
            Engine::Sqlite | Engine::Mosquitto => String::new(),
        };
        let wishes = Wishes { database_url, ..Wishes::default() };
        let mut central = Node::new(place.path(), "central", port, &wishes);
        let file = place.path().join("city.toml");
        std::fs::write(&file, city).expect("a city file can be written");
        let _ = central.done(&["city", "load", &file.display().to_string()]);
        let codes = hubs.iter().map(|hub| central.done(&["enrol-code", hub]));
        let codes: Vec<String> = codes.collect();
        central.start();
        let mut town = Self { central, hubs: Vec::new(), mosquitto: None, place };
        for ((name, code), n) in hubs.iter().zip(codes).zip(1..) {
            town.add_hub(name, code.trim(), port + n * 5, engine);
        }
        for node in std::iter::once(&town.central).chain(&town.hubs) {
            open_accounts(node).await;
        }
        town
    }

    fn add_hub(&mut self, name: &str, code: &str, port: u16, engine: Engine) {
        let outside = (engine == Engine::Mosquitto && name == "mompiano")
            .then(|| Mosquitto::new(self.place.path(), port + 2));
        let broker = outside.as_ref().map_or_else(String::new, |outside| {
            outside.broker_section(&self.place.path().join(name).join("keys/ca.pem"))
        });
        let wishes = Wishes { broker, ..Wishes::default() };
        let mut hub = Node::new(self.place.path(), name, port, &wishes);
        let ca = self.central.data.join("keys/ca.pem").display().to_string();
        let _ = hub.done(&["enrol", "--central", &self.central.https, "--ca", &ca, "--code", code]);
        let file = kiosk_file(&hub).display().to_string();
        let _ = hub.done(&["kiosk", "Ingresso", "--to", &file, "--here"]);
        hub.start();
        if let Some(mut outside) = outside {
            outside.start();
            self.mosquitto = Some(outside);
        }
        self.hubs.push(hub);
    }

    /// A hub by its slug.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn hub(&self, name: &str) -> &Node {
        self.hubs.iter().find(|hub| hub.name == name).expect("a hub of this town")
    }

    /// A hub by its slug, to be stopped or started.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn hub_mut(&mut self, name: &str) -> &mut Node {
        self.hubs.iter_mut().find(|hub| hub.name == name).expect("a hub of this town")
    }

    /// The kiosk of a hub.
    #[must_use]
    pub fn kiosk(&self, hub: &str) -> Kiosk {
        Kiosk::new(&kiosk_file(self.hub(hub)))
    }

    /// Somebody at the console of a node.
    pub async fn at(&self, node: &Node, role: &str) -> Console {
        Console::sign_in(&node.url, &login(node, role)).await
    }

    /// The link to pair a device with, as the coordinator of a hub gets it.
    ///
    /// # Panics
    /// When the console shows none.
    pub async fn pairing_link(&self, hub: &str, hood: &str, label: &str) -> String {
        self.link_for(hub, hood, label, "").await
    }

    /// The link to pair the device of somebody who works at a hub, by their display name.
    ///
    /// # Panics
    /// When the console shows none.
    pub async fn operators_link(&self, hub: &str, hood: &str, name: &str) -> String {
        self.link_for(hub, hood, name, name).await
    }

    async fn link_for(&self, hub: &str, hood: &str, label: &str, operator: &str) -> String {
        let coordinator = self.at(self.hub(hub), "coordinator").await;
        let page = coordinator.page("/devices/new").await;
        let option = format!("\">{operator}</option>");
        let holder = match page.split_once(&option) {
            Some((before, _)) if !operator.is_empty() => {
                before.rsplit('"').next().unwrap_or_default().to_owned()
            }
            _ => "antenna".to_owned(),
        };
        assert_eq!(holder == "antenna", operator.is_empty(), "{page}");
        let fields = [("label", label), ("holder", &holder), ("neighbourhood", hood)];
        let (status, page) = coordinator.send_from(&page, "/devices/new", &fields).await;
        assert!(status.is_success(), "{status}\n{page}");
        let at = page.find("costellazione:pair/").expect("the page shows a link");
        page[at..].split(['"', '<', ' ']).next().unwrap_or_default().to_owned()
    }
}

fn kiosk_file(hub: &Node) -> PathBuf {
    hub.data.join("kiosk.toml")
}

fn login(node: &Node, role: &str) -> Login {
    Login {
        node: node.name.clone(),
        role: role.to_owned(),
        name: format!("{role}.{}", node.name),
        password: PASSWORD.to_owned(),
    }
}

/// The first admin signs in, chooses a password, and gives everybody else an account.
async fn open_accounts(node: &Node) {
    let (name, password) = node.first_sign_in.clone().expect("the first start shows an account");
    let first = Login { node: node.name.clone(), role: "admin".to_owned(), name, password };
    let admin = Console::sign_in(&node.url, &first).await;
    choose_password(&admin, &first.password).await;
    // Two at central score a project.
    let (accounts, scope): (&[(&str, &str)], _) = if node.name == "central" {
        (&[("central-staff", "central-staff"), ("evaluator", "central-staff")], "city".to_owned())
    } else {
        let accounts = &[
            ("coordinator", "coordinator"),
            ("operator", "operator"),
            ("privacy-officer", "privacy-officer"),
        ];
        (accounts, format!("hub:{}", node.name))
    };
    // A hub hears of its city, and with it of its neighbourhoods, at its first round.
    let deadline = std::time::Instant::now() + PATIENCE;
    for (name, role) in accounts {
        open_account(&admin, &node.url, &login(node, name), (name, role), &scope, deadline).await;
    }
}

/// An admin gives somebody an account, who signs in and chooses the password of `login`.
///
/// # Panics
/// When it is refused.
pub async fn open_account(
    admin: &Console,
    url: &str,
    login: &Login,
    (name, role): (&str, &str),
    scope: &str,
    deadline: std::time::Instant,
) {
    let fields =
        [("display_name", name), ("login_name", &login.name), ("role", role), ("scope", scope)];
    let (status, page) = loop {
        let form = admin.page("/staff/new").await;
        let (status, page) = admin.send_from(&form, "/staff/new", &fields).await;
        if status != StatusCode::SERVICE_UNAVAILABLE || std::time::Instant::now() > deadline {
            break (status, page);
        }
    };
    assert!(status.is_success(), "{status}\n{page}");
    let one_time = page.split("code big\">").nth(1).and_then(|rest| rest.split('<').next());
    let one_time = one_time.expect("the page shows the password once").to_owned();
    let fresh = Login { password: one_time.clone(), ..login.clone() };
    let person = Console::sign_in(url, &fresh).await;
    choose_password(&person, &one_time).await;
}

async fn choose_password(person: &Console, old: &str) {
    let page = person.page("/account").await;
    assert!(value_of(&page, "csrf").is_some(), "{page}");
    let fields = [("old", old), ("new", PASSWORD), ("again", PASSWORD)];
    let (status, page) = person.send_from(&page, "/account/password", &fields).await;
    assert!(status.is_success(), "{status}\n{page}");
}
