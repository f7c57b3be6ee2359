//! Whole processes under load: the real release programs, measured against limits of the same run.
//!
//! `cargo build --workspace --release --bins`, then `target/release/load --help`. Nothing here asserts a
//! time: it prints figures, and `docs/performance.md` keeps them.

mod bank;
mod devices;
mod echo;
mod fill;
mod hub;
mod kiosk;
mod limits;
mod machine;
mod mqtt;
mod node;
mod open;
mod process;
mod raw;
mod relay;
mod report;
mod storm;
mod sync;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

use devices::What;
use report::Table;

/// What everything here answers with; the text of an error is for whoever started the program.
type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Measures the real programs against what disk, `SQLite` and line allow in the same run.
#[derive(Debug, Parser)]
#[command(name = "load", version)]
struct Cli {
    /// Folder to work in, on the disk to measure; a new one is made inside and removed.
    #[arg(long, global = true, value_name = "DIR", default_value = "target")]
    work: PathBuf,
    /// Folder with the programs to measure; beside this one when not given.
    #[arg(long, global = true, value_name = "DIR")]
    programs: Option<PathBuf>,
    /// How often each figure is taken; the middle one is shown. Three times, and `all` once, when not given.
    #[arg(long, global = true)]
    rounds: Option<usize>,
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Clone, Subcommand)]
enum Task {
    /// Every measure that has a gate, in a few minutes, and at the end which gates are met and which missed.
    All,
    /// MQTT command → commit → receipt.
    Mqtt {
        /// Which command the devices send.
        #[arg(long, value_enum, default_value_t = What::Diary)]
        what: What,
        /// Numbers of devices.
        #[arg(long, value_delimiter = ',', default_values_t = [1, 50, 500])]
        devices: Vec<usize>,
        /// How long each is measured, in milliseconds.
        #[arg(long, default_value_t = 8_000)]
        time_ms: u64,
        /// Commands a second of the paced measure.
        #[arg(long, default_value_t = 300)]
        pace: u32,
    },
    /// A hub at rest: memory, processor time, size of the program.
    Node {
        /// How long it rests, in milliseconds.
        #[arg(long, default_value_t = 20_000)]
        time_ms: u64,
    },
    /// The kiosk in software rendering, on a virtual screen (Xvfb and xdotool).
    Kiosk {
        /// Width of the screen in pixels.
        #[arg(long, default_value_t = 1080)]
        width: u16,
        /// Height of the screen in pixels.
        #[arg(long, default_value_t = 1920)]
        height: u16,
        /// How long it rests, in milliseconds.
        #[arg(long, default_value_t = 60_000)]
        rest_ms: u64,
        /// How long it scrolls, in milliseconds.
        #[arg(long, default_value_t = 5_000)]
        scroll_ms: u64,
    },
    /// The time bank: exchanges posted, and what is asked of a bank of many.
    Bank {
        /// Exchanges to post in each round.
        #[arg(long, default_value_t = 5_120)]
        exchanges: usize,
        /// Exchanges of the bank that is asked.
        #[arg(long, default_value_t = 1_000_000)]
        held: i64,
    },
    /// The exchange between a hub and central.
    Sync {
        /// Facts the hub brings.
        #[arg(long, default_value_t = 20_000)]
        facts: u64,
        /// Facts it brings afterwards.
        #[arg(long, default_value_t = 100)]
        more: u64,
        /// Only lines with this in their name: `loopback`, `100 ms`, `1 Mbit`, `up 2 s`.
        #[arg(long, default_value = "")]
        line: String,
    },
    /// An exchange in which nobody has anything to say, on a connection that is open.
    Open {
        /// How many exchanges.
        #[arg(long, default_value_t = 5)]
        times: usize,
    },
    /// Many hubs that bring something at the same moment.
    Storm {
        /// How many hubs.
        #[arg(long, default_value_t = 300)]
        hubs: usize,
        /// Facts each brings.
        #[arg(long, default_value_t = 100)]
        facts: u64,
    },
    /// The bare broker echo, which `mqtt` starts by itself.
    #[command(hide = true)]
    Echo {
        /// Folder with the certificate.
        #[arg(long)]
        keys: PathBuf,
        /// Where to listen.
        #[arg(long)]
        port: u16,
    },
}

fn main() -> ExitCode {
    // Two providers are linked; whoever uses TLS without naming one would stop here.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("no threads to work with: {error}");
            return ExitCode::from(2);
        }
    };
    match runtime.block_on(run(Cli::parse())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Outcome<()> {
    if let Task::Echo { keys, port } = &cli.task {
        return echo::serve(keys, *port).await;
    }
    println!("{}; load at the start {}\n", machine::machine(), machine::load());
    if let Some(folder) = cli.programs {
        process::programs_are_in(folder.canonicalize()?);
    }
    std::fs::create_dir_all(&cli.work)?;
    let root = tempfile::Builder::new().prefix("load-").tempdir_in(&cli.work)?;
    let root = root.path().canonicalize()?;
    let rounds = cli.rounds.unwrap_or(if matches!(cli.task, Task::All) { 1 } else { 3 });
    let tasks = if matches!(cli.task, Task::All) { every_task() } else { vec![cli.task] };
    let mut gates = Vec::new();
    for (n, task) in (1..).zip(&tasks) {
        let root = root.join(n.to_string());
        std::fs::create_dir(&root)?;
        match measure(task, &root, rounds).await {
            Ok(table) => {
                println!("{}", table.text());
                gates.extend_from_slice(table.gates());
            }
            // One that cannot be measured here, for want of a screen say, must not hide the others.
            Err(error) if tasks.len() > 1 => gates.push((format!("{task:?}: {error}"), false)),
            Err(error) => return Err(error),
        }
    }
    if tasks.len() > 1 {
        let missed = gates.iter().filter(|(_, held)| !held).count();
        println!("{} gates met, {missed} missed:\n", gates.len() - missed);
        for (what, held) in &gates {
            println!("- {} {what}", if *held { "met   " } else { "MISSED" });
        }
        println!();
    }
    println!("load at the end {}", machine::load());
    Ok(())
}

/// What `all` measures, each as short as still means something.
fn every_task() -> Vec<Task> {
    vec![
        Task::Sync { facts: 20_000, more: 100, line: String::new() },
        Task::Open { times: 5 },
        Task::Storm { hubs: 300, facts: 100 },
        Task::Mqtt { what: What::Diary, devices: vec![50, 500], time_ms: 5_000, pace: 300 },
        Task::Node { time_ms: 16_000 },
        Task::Bank { exchanges: 5_120, held: 1_000_000 },
        Task::Kiosk { width: 1080, height: 1920, rest_ms: 20_000, scroll_ms: 5_000 },
    ]
}

async fn measure(task: &Task, root: &Path, rounds: usize) -> Outcome<Table> {
    match task {
        Task::Mqtt { what, devices, time_ms, pace } => {
            let time = Duration::from_millis(*time_ms);
            let plan = mqtt::Plan { what: *what, devices, time, rounds, paced: *pace };
            mqtt::measure(root, plan).await
        }
        Task::Node { time_ms } => {
            node::measure(root, Duration::from_millis(*time_ms), rounds).await
        }
        Task::Kiosk { width, height, rest_ms, scroll_ms } => {
            let plan = kiosk::Plan {
                width: *width,
                height: *height,
                rest: Duration::from_millis(*rest_ms),
                scroll: Duration::from_millis(*scroll_ms),
                rounds,
            };
            kiosk::measure(root, plan).await
        }
        Task::Sync { facts, more, line } => {
            let plan = sync::Plan { facts: *facts, more: *more, rounds };
            sync::measure(root, plan, line).await
        }
        Task::Bank { exchanges, held } => {
            bank::measure(root, bank::Plan { exchanges: *exchanges, held: *held, rounds }).await
        }
        Task::Open { times } => open::measure(root, *times).await,
        Task::Storm { hubs, facts } => {
            storm::measure(root, storm::Plan { hubs: *hubs, facts: *facts }).await
        }
        Task::All | Task::Echo { .. } => Ok(Table::default()),
    }
}
