//! A hub in memory to look at the kiosk with: writes the kiosk's credential to the path it is given, and answers
//! until it is stopped.
//!
//! `cargo run -p kiosk --example fake_hub -- target/kiosk.toml`, then
//! `cargo run -p kiosk -- --credential target/kiosk.toml --windowed 1080x1920`.

#![allow(clippy::unwrap_used, reason = "a tool for developers stops and says where")]

#[path = "../tests/it/fake_bank.rs"]
#[allow(dead_code, reason = "the tests use all of it")]
mod fake_bank;
#[path = "../tests/it/fake_hub.rs"]
#[allow(dead_code, reason = "the tests use all of it")]
mod fake_hub;

use fake_hub::FakeHub;

fn main() {
    let path = std::env::args().nth(1).expect("where to write the credential");
    let hub = FakeHub::start();
    hub.write_credential(path.as_ref());
    println!("{} (credential in {path}; Ctrl-C to stop)", hub.url());
    loop {
        std::thread::park();
    }
}
