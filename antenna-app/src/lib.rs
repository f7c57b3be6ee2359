//! The app of antennae and community operators: proposals, tasks, needs and a diary, over a line that
//! may be away for days.
//!
//! ```text
//! screens ──Action──▶ model ──Effect──▶ engine ──▶ outbox (disk) ◀── link ◀──MQTT──▶ hub
//!    ▲                  ▲                  │
//!    └──────data────────┴─────Report───────┘
//! ```
//!
//! Always true: whatever a person does is on disk before it is promised, and shown as waiting until the
//! hub has answered. The screens draw plain data and answer with what was asked for; nothing on the
//! screen's thread waits for disk or line.

pub mod app;
pub mod args;
pub mod clock;
pub mod data;
pub mod engine;
pub mod headless;
pub mod link;
pub mod model;
pub mod outbox;
pub mod pairing;
pub mod screens;
pub mod tour;

use std::process::ExitCode;

use clap::Parser as _;

/// Runs the program as its arguments say and answers with its exit status.
#[must_use]
pub fn run() -> ExitCode {
    let args = args::Args::parse();
    // The first thing that speaks TLS would otherwise have to choose between two providers and panic.
    let _ = rustls::crypto::ring::default_provider().install_default();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("COSTELLAZIONE_LOG")
                .unwrap_or_else(|_| "warn,antenna_app=info".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    let Some(data) = args.data.clone().or_else(data::DataFolder::usual) else {
        tracing::error!("this system has no data folder for its users: say where with --data DIR");
        return ExitCode::from(2);
    };
    let config = engine::Config { data, tempo: link::Tempo::default() };
    let ended = if args.headless {
        headless::run(config)
    } else {
        let tour = args.screenshot_tour.as_deref();
        app::run(config, args.windowed, args.pair, tour).map(|()| 0)
    };
    match ended {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            tracing::error!(error = %error, "the program cannot run");
            ExitCode::FAILURE
        }
    }
}
