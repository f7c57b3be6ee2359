//! The demo city: central and every hub of a city file in one process tree, brokers included, with
//! accounts to sign in with, an antenna to pair and a kiosk to touch. Nothing outside this machine.
//!
//! Started again on the same folder it goes on with the same data, accounts and ports.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process};
use std::sync::Arc;

use protocol::{ActorRef, Channel, CommandId, NodeId};
use serde::{Deserialize, Serialize};

use super::ProgramError;
use super::serve::{Served, serve};
use crate::catalogue;
use crate::city::City;
use crate::command::Command;
use crate::config::Config;
use crate::folder::{DataFolder, write_secret};
use crate::kiosk_api::{self, Credential};
use crate::network::{self, Holder};
use crate::node::{Node, Role as NodeRole};
use crate::people::accounts::{self, NewAccount};
use crate::people::{Role, Scope};
use crate::sync::{self, EnrolWith, Enrolment};

/// The city the demo shows unless another file is given.
const BRESCIA: &str = include_str!("../../../cities/brescia.toml");

/// What the demo is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Where everything is kept.
    pub data: PathBuf,
    /// The city file, or `None` for Brescia.
    pub city: Option<PathBuf>,
    /// The first of the ports: central's pages; the others follow.
    pub first_port: u16,
    /// Whether to open the kiosk's window when there is a display.
    pub kiosk: bool,
}

/// An account of the demo, kept so that it can be shown again at the next start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// `central` or a hub's slug.
    pub node: String,
    /// The word for the role, as the console has it.
    pub role: String,
    /// Name to sign in with.
    pub name: String,
    /// Password.
    pub password: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Logins {
    login: Vec<Login>,
}

/// A running demo city.
pub struct DemoCity {
    /// Central.
    pub central: Served,
    /// The hubs, in the order of the city file.
    pub hubs: Vec<Served>,
    /// Who can sign in where.
    pub logins: Vec<Login>,
    options: Options,
    /// How each node was started, central first: it may have to start again.
    configs: Vec<Config>,
    kiosk: Option<Child>,
}

/// Starts the demo city. `say` hears each step in a few words.
///
/// # Errors
/// [`ProgramError`] that says what to do; nothing is left running.
pub async fn start(options: &Options, say: impl Fn(&str)) -> Result<DemoCity, ProgramError> {
    let city = read_city(options.city.as_deref())?;
    say(&format!("Città: {}", city.name));
    let mut logins = read_logins(&options.data)?;
    let port = |n: usize| options.first_port.saturating_add(u16::try_from(n).unwrap_or(u16::MAX));

    say("Nodo centrale…");
    let central_config = node_config(options, "central", port(0), port(10), port(20));
    let folder = DataFolder::open(&central_config.node.data)?;
    let central = serve(NodeRole::Central, &central_config, folder, options.city.clone()).await?;
    publish(&central.node, city.clone()).await?;
    for (role, word, scope) in [
        (Role::Admin, "admin", Scope::City),
        (Role::CentralStaff, "central-staff", Scope::City),
        (Role::ServiceOperator, "service-operator", service_of(&city)),
    ] {
        account(&central.node, &mut logins, role, word, scope).await?;
    }

    let mut hubs = Vec::new();
    let mut configs = vec![central_config];
    for (place, n) in city.hubs.iter().zip(1..) {
        say(&format!("{}…", place.name));
        let config = node_config(options, &place.slug, port(n), port(10 + n), port(20 + n));
        let hub = start_hub(&central, &config, &place.slug).await?;
        wait_for_city(&hub.node).await?;
        let scope = || Scope::Hub(hub.node.id().clone());
        account(&hub.node, &mut logins, Role::Coordinator, "coordinator", scope()).await?;
        account(&hub.node, &mut logins, Role::Operator, "operator", scope()).await?;
        account(&hub.node, &mut logins, Role::PrivacyOfficer, "privacy-officer", scope()).await?;
        let role = Role::ServiceOperator;
        account(&hub.node, &mut logins, role, "service-operator", service_of(&city)).await?;
        kiosk_credential(&hub).await?;
        hubs.push(hub);
        configs.push(config);
    }
    write_logins(&options.data, &logins)?;
    let (logins, options) = (logins.login, options.clone());
    let mut demo = DemoCity { central, hubs, logins, options, configs, kiosk: None };
    if demo.options.kiosk {
        demo.open_kiosk(&say);
    }
    Ok(demo)
}

/// The city's first municipal service, in which somebody works here; the whole city where it has none.
fn service_of(city: &City) -> Scope {
    let first = city.services.first().and_then(|service| service.slug.parse().ok());
    first.map_or(Scope::City, Scope::Service)
}

fn read_city(path: Option<&Path>) -> Result<City, ProgramError> {
    let (text, name) = match path {
        None => (BRESCIA.to_owned(), "cities/brescia.toml".to_owned()),
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|error| {
                ProgramError::Said(format!("{} cannot be read: {error}", path.display()))
            })?;
            (text, path.display().to_string())
        }
    };
    crate::city::read(&text, &name).map_err(|mistakes| {
        let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        ProgramError::City(lines.join("\n"))
    })
}

fn node_config(options: &Options, name: &str, local: u16, tls: u16, mqtt: u16) -> Config {
    let mut config = Config::default();
    name.clone_into(&mut config.node.name);
    config.node.data = options.data.join(name);
    config.http.listen_local = format!("127.0.0.1:{local}");
    config.http.listen = format!("127.0.0.1:{tls}");
    config.http.names = vec!["127.0.0.1".to_owned(), "localhost".to_owned()];
    config.broker.listen = format!("127.0.0.1:{mqtt}");
    config
}

/// Publishes a city on central; the same city again changes nothing.
///
/// # Errors
/// [`ProgramError::Refused`].
pub async fn publish(central: &Arc<Node>, city: City) -> Result<(), ProgramError> {
    let command = Command::Catalogue(catalogue::Command::Publish(Box::new(city)));
    let id = CommandId::new(central.fresh_id());
    let ctx = central.ctx(id, ActorRef::System, Channel::Console);
    central.submit(ctx, command).await?;
    Ok(())
}

async fn start_hub(central: &Served, config: &Config, slug: &str) -> Result<Served, ProgramError> {
    let folder = DataFolder::open(&config.node.data)?;
    if Enrolment::read(&folder)?.is_none() {
        let hub: NodeId = slug
            .parse()
            .map_err(|error: protocol::ids::BadId| ProgramError::Said(error.to_string()))?;
        let code = sync::new_enrolment_code(&central.node, &hub).await?;
        let url = central.tls.map(|at| format!("https://{at}")).unwrap_or_default();
        let ask =
            EnrolWith { central_url: url, ca_pem: Some(central.certificates.ca_pem.clone()), code };
        sync::enrol(&folder, &hub, ask).await?;
    }
    serve(NodeRole::Hub, config, folder, None).await
}

/// A hub's pages need the city, which its first round with central brings.
async fn wait_for_city(hub: &Node) -> Result<(), ProgramError> {
    let mut commits = hub.writer.listen();
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(30);
    while hub.city().is_none() {
        if tokio::time::Instant::now() > deadline {
            let text = "the hub did not hear of its city from central within 30 seconds";
            return Err(ProgramError::Said(text.to_owned()));
        }
        // Woken by a commit; the city is read again just after it.
        let _ = tokio::time::timeout(std::time::Duration::from_millis(50), commits.recv()).await;
    }
    Ok(())
}

async fn account(
    node: &Arc<Node>,
    logins: &mut Logins,
    role: Role,
    word: &str,
    scope: Scope,
) -> Result<(), ProgramError> {
    let at = node.id().to_string();
    if logins.login.iter().any(|login| login.node == at && login.role == word) {
        return Ok(());
    }
    let ctx = node.ctx(CommandId::new(node.fresh_id()), ActorRef::System, Channel::Console);
    let chance = data_encoding::BASE32_NOPAD.encode(&ctx.chance_for("demo-password", 0));
    let password = chance.to_lowercase().chars().take(12).collect::<String>();
    let name = format!("{word}.{at}");
    let account = NewAccount {
        login_name: name.clone(),
        display_name: format!("{word} ({at})"),
        role,
        scope,
    };
    accounts::add_with_password(node, ctx, account, &password, false).await?;
    logins.login.push(Login { node: at, role: word.to_owned(), name, password });
    Ok(())
}

fn read_logins(data: &Path) -> Result<Logins, ProgramError> {
    match std::fs::read_to_string(data.join("logins.toml")) {
        Err(_missing) => Ok(Logins::default()),
        Ok(text) => toml::from_str(&text).map_err(|error| {
            ProgramError::Said(format!("{}: {error}", data.join("logins.toml").display()))
        }),
    }
}

fn write_logins(data: &Path, logins: &Logins) -> Result<(), ProgramError> {
    let text = toml::to_string(logins).map_err(|error| ProgramError::Said(error.to_string()))?;
    Ok(write_secret(&data.join("logins.toml"), text.as_bytes())?)
}

async fn kiosk_credential(hub: &Served) -> Result<(), ProgramError> {
    let path = hub.folder().file("kiosk.toml");
    if path.exists() {
        return Ok(());
    }
    let credential: Credential =
        kiosk_api::add_kiosk(&hub.node, "Ingresso", &hub.local_url(), None).await?;
    let text =
        toml::to_string(&credential).map_err(|error| ProgramError::Said(error.to_string()))?;
    Ok(write_secret(&path, text.as_bytes())?)
}

impl DemoCity {
    /// The page to sign in at, who can, how to pair an antenna and how to open a kiosk: what a newcomer
    /// needs to begin. Pairing codes are new each time and last ten minutes.
    ///
    /// # Errors
    /// [`ProgramError::Refused`] when a pairing code cannot be made.
    pub async fn welcome(&self) -> Result<String, ProgramError> {
        let mut text = String::from("\nLa città è accesa.\n\nConsole\n");
        for served in std::iter::once(&self.central).chain(&self.hubs) {
            let name = served.node.id();
            let _ = writeln!(text, "  {name:<12} {}", served.local_url());
            for login in self.logins.iter().filter(|login| login.node == name.as_str()) {
                let _ = writeln!(text, "    {:<34} {}", login.name, login.password);
            }
        }
        text.push_str("\nAntenna: target/debug/antenna-app --data DIR --pair CODICE\n");
        for hub in &self.hubs {
            if let Some(link) = antenna_link(hub).await? {
                let _ = writeln!(text, "  {:<12} {link}", hub.node.id());
            }
        }
        text.push_str("\nKiosk: target/debug/kiosk --windowed 540x960 --credential FILE\n");
        for hub in &self.hubs {
            let path = hub.folder().file("kiosk.toml");
            let _ = writeln!(text, "  {:<12} {}", hub.node.id(), path.display());
        }
        let _ = writeln!(text, "\nDati in {}. Ctrl-C ferma tutto.", self.options.data.display());
        Ok(text)
    }

    /// Opens the kiosk of the first hub in a window when there is a display and the program is there.
    fn open_kiosk(&mut self, say: impl Fn(&str)) {
        let display =
            ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
        let program = std::env::current_exe()
            .ok()
            .and_then(|path| path.parent().map(|folder| folder.join("kiosk")))
            .filter(|path| path.exists());
        let (true, Some(program), Some(hub)) = (display, program, self.hubs.first()) else {
            say("Nessuno schermo: il kiosk si apre a mano, come scritto sotto.");
            return;
        };
        let credential = hub.folder().file("kiosk.toml");
        let started = Process::new(program)
            .arg("--credential")
            .arg(credential)
            .args(["--windowed", "540x960"])
            .spawn();
        match started {
            Ok(child) => self.kiosk = Some(child),
            Err(error) => say(&format!("Il kiosk non si è aperto: {error}")),
        }
    }

    /// Runs until `stop` comes; meanwhile a node that must start again under a new epoch does so.
    ///
    /// # Errors
    /// [`ProgramError`] when a node does not start again.
    pub async fn run_until(mut self, stop: impl Future<Output = ()>) -> Result<Self, ProgramError> {
        tokio::pin!(stop);
        loop {
            let which = tokio::select! {
                () = &mut stop => None,
                which = self.must_restart() => Some(which),
            };
            let Some(which) = which else { return Ok(self) };
            let config = self.configs[which].clone();
            if let Some(hub) = which.checked_sub(1) {
                self.hubs.remove(hub).stop().await;
                let folder = DataFolder::open(&config.node.data)?;
                let again = serve(NodeRole::Hub, &config, folder, None).await?;
                self.hubs.insert(hub, again);
            } else {
                self.central.stop().await;
                let folder = DataFolder::open(&config.node.data)?;
                let city = self.options.city.clone();
                self.central = serve(NodeRole::Central, &config, folder, city).await?;
            }
        }
    }

    /// Which node must start again, central first.
    async fn must_restart(&self) -> usize {
        let nodes = std::iter::once(&self.central).chain(&self.hubs);
        let restarts = nodes.map(|served| Box::pin(served.must_restart()));
        let (_, which, _) = futures_util::future::select_all(restarts).await;
        which
    }

    /// Ends everything cleanly, hubs first.
    pub async fn stop(mut self) {
        if let Some(mut kiosk) = self.kiosk.take() {
            // It may have been closed by hand already.
            let _ = kiosk.kill();
            let _ = kiosk.wait();
        }
        for hub in self.hubs {
            hub.stop().await;
        }
        self.central.stop().await;
    }
}

/// A fresh link to pair an antenna of the hub's own neighbourhood.
///
/// # Errors
/// [`ProgramError::Refused`].
pub async fn antenna_link(hub: &Served) -> Result<Option<String>, ProgramError> {
    let city = hub.node.known_city()?;
    let Some(place) = city.hub(hub.node.id().as_str()) else { return Ok(None) };
    let Ok(neighbourhood) = place.neighbourhood.parse() else { return Ok(None) };
    let label = format!("Antenna di prova ({})", place.neighbourhood);
    let code = network::new_pairing_code(
        &hub.node,
        &label,
        neighbourhood,
        Holder::Antenna,
        ActorRef::System,
    )
    .await?;
    let address = hub.tls.map(|at| at.to_string()).unwrap_or_default();
    Ok(hub.pairing.link(&address, &code.code).map(|link| link.to_string()))
}
