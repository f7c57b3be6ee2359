//! The program itself, without a window: killed, restarted, refused, and always telling the truth.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod support;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use antenna_app::data::{DataFolder, Pairing};
use serde_json::Value;
use support::{DEADLINE, FakeHub, proposal, proposed};

struct Program {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<Value>,
    heard: Vec<Value>,
}

impl Program {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_antenna-app"))
            .args(["--headless", "--data"])
            .arg(data)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (tell, lines) = channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                let Ok(value) = serde_json::from_str(&line) else { return };
                if tell.send(value).is_err() {
                    return;
                }
            }
        });
        let stdin = child.stdin.take();
        Self { child, stdin, lines, heard: Vec::new() }
    }

    fn says(&mut self, line: &Value) {
        // A program that has been killed no longer listens; the test finds out by what it hears.
        let _ = writeln!(self.stdin.as_mut().unwrap(), "{line}");
    }

    fn hears(&mut self, what: &str, test: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + DEADLINE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(event) = self.lines.recv_timeout(left) else {
                panic!("never heard: {what}; heard {:#?}", self.heard);
            };
            self.heard.push(event.clone());
            if test(&event) {
                return event;
            }
        }
    }

    fn event(&mut self, name: &str) -> Value {
        self.hears(name, |event| event["event"] == name)
    }

    fn link(&mut self, state: &str) {
        self.hears(state, |event| event["event"] == "link" && event["state"] == state);
    }

    fn status(&mut self) -> Option<i32> {
        self.stdin = None;
        self.child.wait().unwrap().code()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A data folder paired with this hub.
fn paired(hub: &FakeHub) -> (tempfile::TempDir, protocol::DeviceId) {
    let place = tempfile::tempdir().unwrap();
    let (device, secret) = hub.pair();
    let pairing = Pairing {
        device,
        secret,
        brokers: hub.brokers(),
        ca_pem: String::new(),
        address: "127.0.0.1:1".into(),
        paired_at_ms: 0,
    };
    DataFolder::open(place.path()).unwrap().keep_pairing(&pairing).unwrap();
    (place, device)
}

fn accept(number: u128) -> Value {
    serde_json::json!({"do": "accept", "proposal": proposal(number)})
}

#[tokio::test(flavor = "multi_thread")]
async fn every_line_is_answered_and_the_state_tells_it_all() {
    let hub = FakeHub::start().await;
    let (place, device) = paired(&hub);
    hub.fact(device, proposed(1, i64::MAX));
    let mut app = Program::start(place.path());
    assert_eq!(app.event("ready")["paired"], true);
    app.event("caught-up");
    app.says(&accept(1));
    let queued = app.event("queued");
    let receipt = app.event("receipt");
    assert_eq!((&receipt["id"], &receipt["outcome"]), (&queued["id"], &"recorded".into()));
    app.says(&serde_json::json!({
        "do": "log-activity", "id": "01920000-0000-7000-8000-000000000001",
        "what": "meeting", "neighbourhood": "casazza", "minutes": 45,
    }));
    assert_eq!(app.event("receipt")["id"], "01920000-0000-7000-8000-000000000001");
    app.says(&serde_json::json!({"do": "dance"}));
    app.event("bad-line");
    app.says(&serde_json::json!({"do": "state"}));
    let state = app.event("state");
    assert_eq!(state["waiting"], 0);
    assert_eq!(state["proposals"][0]["state"], "accepted");
    app.says(&serde_json::json!({"do": "quit"}));
    app.event("bye");
    assert_eq!(app.status(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_offline_goes_out_when_the_line_is_wanted_again() {
    let hub = FakeHub::start().await;
    let (place, _) = paired(&hub);
    let mut app = Program::start(place.path());
    app.link("online");
    app.says(&serde_json::json!({"do": "go-offline"}));
    app.link("paused");
    app.says(&accept(1));
    app.event("queued");
    assert!(hub.lock().arrived.is_empty());
    app.says(&serde_json::json!({"do": "go-online"}));
    app.event("receipt");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_program_on_the_same_folder_is_refused() {
    let hub = FakeHub::start().await;
    let (place, _) = paired(&hub);
    let mut first = Program::start(place.path());
    first.event("ready");
    let mut second = Program::start(place.path());
    let refused = second.event("cannot-open");
    assert_eq!(refused["why"], "in-use");
    assert!(refused["detail"].as_str().unwrap().contains(&place.path().display().to_string()));
    assert_eq!(second.status(), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_outbox_is_named_and_everything_comes_back_from_the_hub() {
    let hub = FakeHub::start().await;
    let (place, device) = paired(&hub);
    hub.fact(device, proposed(1, i64::MAX));
    std::fs::write(place.path().join("antenna.sqlite"), b"not a database, whatever it was before")
        .unwrap();
    let mut app = Program::start(place.path());
    let ready = app.event("ready");
    assert_eq!(ready["paired"], true);
    let aside = ready["moved_aside"].as_str().unwrap();
    assert!(std::fs::read(aside).unwrap().starts_with(b"not a database"));
    app.event("fact");
}

/// Kills the program at moments that move through its work, and looks for what it promised.
#[tokio::test(flavor = "multi_thread")]
async fn mqtt_03_an_app_killed_at_any_moment_loses_nothing_and_does_nothing_twice() {
    let hub = FakeHub::start().await;
    hub.lock().manner.lose_receipts = 40;
    let (place, _) = paired(&hub);
    let mut promised = BTreeMap::new();
    let mut number = 0_u128;
    for round in 0..12_u64 {
        let mut app = Program::start(place.path());
        app.event("ready");
        for _ in 0..15 {
            number += 1;
            app.says(&accept(number));
        }
        // The wait grows with the rounds, so the kill falls while saving, sending and settling.
        let until = Instant::now() + Duration::from_millis(round * 7);
        while let Ok(event) =
            app.lines.recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            app.heard.push(event);
        }
        app.child.kill().unwrap();
        app.child.wait().unwrap();
        while let Ok(event) = app.lines.recv_timeout(DEADLINE) {
            app.heard.push(event);
        }
        for event in app.heard.iter().filter(|event| event["event"] == "queued") {
            promised.insert(event["id"].as_str().unwrap().to_owned(), event["n"].as_u64().unwrap());
        }
    }
    // From here on every receipt arrives: one that is lost again and again is waited for longer than a test may.
    hub.lock().manner.lose_receipts = 0;
    let mut app = Program::start(place.path());
    app.event("ready");
    loop {
        app.says(&serde_json::json!({"do": "state"}));
        if app.event("state")["waiting"] == 0 {
            break;
        }
        // Whatever waits has its receipt coming; the next line is read after it.
        app.event("receipt");
    }
    let state = hub.lock();
    let mut applied: Vec<String> = state.applied.iter().map(ToString::to_string).collect();
    for id in promised.keys() {
        assert!(applied.contains(id), "{id} was promised and never arrived");
    }
    applied.sort();
    let before = applied.len();
    applied.dedup();
    assert_eq!(applied.len(), before, "something was applied twice");
    assert!(!promised.is_empty(), "the kills came too early to promise anything");
    let numbers: std::collections::BTreeSet<u64> = promised.values().copied().collect();
    assert_eq!(numbers.len(), promised.len(), "two commands got one number");
}
