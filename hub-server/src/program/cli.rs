//! The command line: what can be asked, and the answer as an exit code.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use protocol::NodeId;

use super::serve::{Served, open_node, serve};
use super::{ProgramError, care, demo};
use crate::config::Config;
use crate::folder::DataFolder;
use crate::node::Role;
use crate::store::rebuild;
use crate::store::verify::verify;
use crate::sync::{self, EnrolWith};

/// The software of a city's neighbourhood hubs: one program, as a hub or as the central node.
///
/// Begin with `hub-server demo`: it starts a whole city on this machine and prints what to do next.
#[derive(Debug, Parser)]
#[command(name = "hub-server", version, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    task: Option<Task>,
}

#[derive(Debug, Args)]
struct Common {
    /// Configuration file (TOML). Any key can also be set by an environment variable:
    /// `http.listen` by `COSTELLAZIONE_HTTP_LISTEN`.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Data folder; wins over the configuration.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Print the configuration in force as TOML, and stop.
    #[arg(long, global = true)]
    print_config: bool,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Run a neighbourhood hub. It works with the line to the city down.
    Hub,
    /// Run the central node, which the hubs call.
    Central,
    /// Run a whole city on this machine, to try everything out.
    Demo {
        /// City file; Brescia when not given.
        #[arg(long, value_name = "FILE")]
        city: Option<PathBuf>,
        /// First port: central's pages there, the hubs' on the next ones.
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Do not open the kiosk's window.
        #[arg(long)]
        no_kiosk: bool,
    },
    /// Read a city file and publish it on central (which must not be running), or only check it.
    City {
        #[command(subcommand)]
        task: CityTask,
    },
    /// On central: make the one-time code with which a hub enrols (or is replaced after a loss).
    EnrolCode {
        /// The hub's slug in the city file.
        hub: String,
    },
    /// On a hub: enrol with central, once, with the code it gave.
    Enrol {
        /// Where central answers, `https://host:port`.
        #[arg(long)]
        central: String,
        /// File with central's certificate authority (`keys/ca.pem` of its data folder).
        #[arg(long, value_name = "FILE")]
        ca: Option<PathBuf>,
        /// The one-time code.
        #[arg(long)]
        code: String,
    },
    /// On a hub (which must not be running): make a kiosk's credential file.
    Kiosk {
        /// What operators call this kiosk.
        label: String,
        /// Where to write the file; only its owner can read it.
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        /// The kiosk is this same machine: it speaks to the hub without leaving it.
        #[arg(long)]
        here: bool,
    },
    /// Drop every table that is made from the log, and make it again. The result is equal.
    Rebuild,
    /// Walk the whole log and name the first record of each series that is not as it was written.
    Verify,
    /// Copy this node, keys included, into a new folder; it may be running.
    Backup {
        /// Where to.
        to: PathBuf,
    },
    /// Put a backup into a new data folder.
    Restore {
        /// Where from.
        from: PathBuf,
    },
    /// Look at keys, certificate, log and city, and say what is to be done.
    Doctor,
}

#[derive(Debug, Subcommand)]
enum CityTask {
    /// Check the file and publish it on the central node in this data folder.
    Load {
        /// The city file.
        file: PathBuf,
    },
    /// Only check the file; every mistake is named with its line and column.
    Check {
        /// The city file.
        file: PathBuf,
    },
}

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    // Two providers are linked; whoever uses TLS without naming one would stop here.
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        tracing::debug!("a crypto provider was installed already");
    }
    let cli = Cli::parse();
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli) -> Result<ExitCode, ProgramError> {
    let mut config = Config::load(cli.common.config.as_deref(), std::env::vars())?;
    if let Some(data) = cli.common.data {
        config.node.data = data;
    }
    if cli.common.print_config {
        print!("{}", config.print());
        return Ok(ExitCode::SUCCESS);
    }
    let Some(task) = cli.task else {
        println!("Nothing to do: see `hub-server --help`, or begin with `hub-server demo`.");
        return Ok(ExitCode::from(2));
    };
    log_to_stderr(&config, matches!(task, Task::Demo { .. }));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| ProgramError::Said(format!("no threads to work with: {error}")))?;
    runtime.block_on(perform(task, config))
}

/// The demo prints for people, so it logs only what goes wrong unless told otherwise.
fn log_to_stderr(config: &Config, quiet: bool) {
    let filter = if quiet && config.log.filter == "info" { "warn" } else { &config.log.filter };
    let filter = format!("{filter},{}", embedded_broker::QUIET_ENGINE_LOG);
    // A log on a full disk is no reason to stop: complaining about it would end the task that logs.
    let layer = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .log_internal_errors(false);
    let done = match config.log.format.as_str() {
        "json" => layer.json().try_init(),
        _ => layer.try_init(),
    };
    if done.is_err() {
        eprintln!("logging was set up already");
    }
}

async fn perform(task: Task, config: Config) -> Result<ExitCode, ProgramError> {
    match task {
        Task::Hub => run_node(Role::Hub, &config).await,
        Task::Central => run_node(Role::Central, &config).await,
        Task::Demo { city, port, no_kiosk } => {
            let data = if config.node.data == Path::new("data") {
                PathBuf::from("data/demo")
            } else {
                config.node.data
            };
            run_demo(&demo::Options { data, city, first_port: port, kiosk: !no_kiosk }).await
        }
        Task::City { task: CityTask::Check { file } } => {
            let city = read_city(&file)?;
            println!("{}: {} is in order", file.display(), city.name);
            Ok(ExitCode::SUCCESS)
        }
        Task::City { task: CityTask::Load { file } } => {
            let city = read_city(&file)?;
            let name = city.name.clone();
            let folder = DataFolder::open(&config.node.data)?;
            let node = open_node(Role::Central, &config, &folder).await?;
            demo::publish(&node, city).await?;
            println!("{name} is published; the hubs hear of it at their next round");
            Ok(ExitCode::SUCCESS)
        }
        Task::EnrolCode { hub } => {
            let folder = DataFolder::open(&config.node.data)?;
            let node = open_node(Role::Central, &config, &folder).await?;
            let code = sync::new_enrolment_code(&node, &slug(&hub)?).await?;
            println!("{code}");
            Ok(ExitCode::SUCCESS)
        }
        Task::Enrol { central, ca, code } => {
            let folder = DataFolder::open(&config.node.data)?;
            let ca_pem = ca.map(std::fs::read_to_string).transpose().map_err(|error| {
                ProgramError::Said(format!(
                    "central's certificate authority cannot be read: {error}"
                ))
            })?;
            let ask = EnrolWith { central_url: central, ca_pem, code };
            let enrolment = sync::enrol(&folder, &slug(&config.node.name)?, ask).await?;
            println!("enrolled as {} under epoch {}", config.node.name, enrolment.epoch);
            Ok(ExitCode::SUCCESS)
        }
        Task::Kiosk { label, to, here } => {
            let folder = DataFolder::open(&config.node.data)?;
            let node = open_node(Role::Hub, &config, &folder).await?;
            care::kiosk_credential(&node, &folder, &config, &label, &to, here).await?;
            println!("{} opens this hub to the kiosk \"{label}\"", to.display());
            Ok(ExitCode::SUCCESS)
        }
        Task::Rebuild => {
            let (node, _folder) = open_any(&config).await?;
            let count = rebuild::rebuild(&node.store, |n| eprint!("\r{n} facts")).await?;
            println!("\rrebuilt from {count} facts");
            Ok(ExitCode::SUCCESS)
        }
        Task::Verify => {
            let (node, _folder) = open_any(&config).await?;
            let report = verify(&node.store, &node.key.verifying_key()).await?;
            for finding in &report.findings {
                println!("{finding}");
            }
            println!("{} records read, {} findings", report.records, report.findings.len());
            Ok(if report.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Task::Backup { to } => {
            care::backup(&config.node.data, &to).await?;
            println!("copied to {}; keep it where only the hub's keeper can read it", to.display());
            Ok(ExitCode::SUCCESS)
        }
        Task::Restore { from } => {
            care::restore(&from, &config.node.data)?;
            println!("restored into {}", config.node.data.display());
            Ok(ExitCode::SUCCESS)
        }
        Task::Doctor => {
            let (node, folder) = open_any(&config).await?;
            let health = care::doctor(&node, &folder, &config.http.names).await?;
            print!("{}", health.text);
            Ok(if health.to_do == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
    }
}

fn slug(text: &str) -> Result<NodeId, ProgramError> {
    text.parse().map_err(|error: protocol::ids::BadId| ProgramError::Said(error.to_string()))
}

fn read_city(file: &Path) -> Result<crate::city::City, ProgramError> {
    let bytes = std::fs::read(file).map_err(|error| {
        ProgramError::Said(format!("{} cannot be read: {error}", file.display()))
    })?;
    let name = file.display().to_string();
    let reading = crate::city::inspect_bytes(&bytes, &name);
    for warning in &reading.warnings {
        eprintln!("{warning}");
    }
    reading.city.map_err(|mistakes| {
        let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        ProgramError::City(lines.join("\n"))
    })
}

/// Opens whatever node is in the data folder: the one named in the configuration, else central.
async fn open_any(
    config: &Config,
) -> Result<(std::sync::Arc<crate::node::Node>, DataFolder), ProgramError> {
    let role = if ["", "central"].contains(&config.node.name.as_str()) {
        Role::Central
    } else {
        Role::Hub
    };
    let folder = DataFolder::open(&config.node.data)?;
    Ok((open_node(role, config, &folder).await?, folder))
}

async fn run_node(role: Role, config: &Config) -> Result<ExitCode, ProgramError> {
    loop {
        let folder = DataFolder::open(&config.node.data)?;
        let served = serve(role, config, folder, None).await?;
        tell_addresses(&served).await?;
        tokio::select! {
            () = asked_to_stop() => {
                served.stop().await;
                return Ok(ExitCode::SUCCESS);
            }
            restart = served.must_restart() => {
                tracing::warn!(epoch = restart.epoch, "starting again: {}", restart.reason);
                served.stop().await;
            }
        }
    }
}

async fn tell_addresses(served: &Served) -> Result<(), ProgramError> {
    if let Some(first) =
        crate::people::accounts::create_first_admin(&served.node, "admin", "Admin").await?
    {
        println!("first sign-in: {} {} (to be changed at once)", first.login_name, first.password);
    }
    if let Some(at) = served.local {
        println!("on this machine: http://{at}");
    }
    if let Some(at) = served.tls {
        println!("for everybody:   https://{at}");
    }
    Ok(())
}

/// Says something to whoever listens; when nobody does any more, the city goes on.
fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

async fn run_demo(options: &demo::Options) -> Result<ExitCode, ProgramError> {
    let city = demo::start(options, say).await?;
    say(&city.welcome().await?);
    let city = city.run_until(asked_to_stop()).await?;
    say("\nMi fermo…");
    city.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// Ctrl-C, or a service manager's wish.
async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        }
        Err(error) => {
            tracing::warn!(%error, "only Ctrl-C is listened to");
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}
