//! A town of real parts for the story tests: the real programs as processes, their real databases and
//! broker, on ports of their own in a folder of their own. Everything ends with the value that holds it.

pub mod antenna;
pub mod bank;
pub mod banks;
pub mod bodies;
pub mod browser;
pub mod city;
pub mod console;
pub mod desk;
pub mod faults;
pub mod kiosk;
pub mod life;
pub mod log;
pub mod mosquitto;
pub mod network;
pub mod node;
pub mod pages;
pub mod projects;
pub mod showcase;
pub mod town;
pub mod window;

use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How long a condition may take before the test fails.
pub const PATIENCE: Duration = Duration::from_secs(40);

/// A program of this workspace, built beside the test.
///
/// # Panics
/// When it is not there: `./test` builds every program before the tests.
#[must_use]
pub fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own path");
    let folder = test.parent().and_then(|deps| deps.parent()).expect("target/debug/deps");
    let path = folder.join(name);
    assert!(
        path.exists(),
        "{} is missing; build it with `cargo build --workspace`",
        path.display()
    );
    path
}

/// Waits until `look` finds something, asking again and again until the deadline.
///
/// # Panics
/// When nothing is found in time; `what` says what was waited for.
pub fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "not in time: {what}");
        std::thread::park_timeout(Duration::from_millis(25));
    }
}

/// Asks again and again until the answer is yes or the deadline has passed; gives the last answer.
pub async fn patiently(mut look: impl AsyncFnMut() -> bool) -> bool {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if look().await {
            return true;
        }
        if Instant::now() >= deadline {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
