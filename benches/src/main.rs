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
mod process;
mod raw;
mod relay;
mod report;
mod sync;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

use devices::What;

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
    /// How often each figure is taken; the middle one is shown.
    #[arg(long, global = true, default_value_t = 3)]
    rounds: usize,
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
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
    match cli.task {
        Task::Mqtt { what, devices, time_ms, pace } => {
            let time = Duration::from_millis(time_ms);
            let plan =
                mqtt::Plan { what, devices: &devices, time, rounds: cli.rounds, paced: pace };
            println!("{}", mqtt::measure(&root, plan).await?);
        }
        Task::Node { time_ms } => {
            let time = Duration::from_millis(time_ms);
            println!("{}", node::measure(&root, time, cli.rounds).await?);
        }
        Task::Kiosk { width, height, rest_ms, scroll_ms } => {
            let plan = kiosk::Plan {
                width,
                height,
                rest: Duration::from_millis(rest_ms),
                scroll: Duration::from_millis(scroll_ms),
                rounds: cli.rounds,
            };
            println!("{}", kiosk::measure(&root, plan).await?);
        }
        Task::Bank { exchanges, held } => {
            let plan = bank::Plan { exchanges, held, rounds: cli.rounds };
            println!("{}", bank::measure(&root, plan).await?);
        }
        Task::Sync { facts, more, line } => {
            let plan = sync::Plan { facts, more, rounds: cli.rounds };
            println!("{}", sync::measure(&root, plan, &line).await?);
        }
        Task::Echo { .. } => {}
    }
    println!("load at the end {}", machine::load());
    Ok(())
}
