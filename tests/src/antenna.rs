//! An antenna: the real app without its window, told what to do line by line.

use std::io::Write as _;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::Receiver;

use serde_json::{Value, json};

use crate::city::lines_of;
use crate::{PATIENCE, program};

/// A running app.
pub struct Antenna {
    process: Child,
    orders: ChildStdin,
    events: Receiver<String>,
    heard: Vec<Value>,
}

impl Antenna {
    /// Starts the app on a data folder and waits until it is ready.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start(data: &Path) -> Self {
        let mut process = Command::new(program("antenna-app"))
            .args(["--headless", "--data"])
            .arg(data)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program starts");
        let orders = process.stdin.take().expect("its input is piped");
        let events = lines_of(process.stdout.take().expect("its output is piped"));
        let mut antenna = Self { process, orders, events, heard: Vec::new() };
        antenna.hear("ready", |event| event["event"] == "ready");
        antenna
    }

    /// Tells it something.
    ///
    /// # Panics
    /// When it has ended.
    pub fn tell(&mut self, order: &Value) {
        writeln!(self.orders, "{order}").expect("the app listens");
    }

    /// Pairs it with a hub and waits until it is on line.
    ///
    /// # Panics
    /// When it is not paired in time.
    pub fn pair(&mut self, link: &str) {
        self.tell(&json!({"do": "pair", "link": link, "device_name": "prova"}));
        self.hear("paired", |event| event["event"] == "paired");
        self.hear("on line", |event| event["event"] == "link" && event["state"] == "online");
    }

    /// Waits for an event, also one that came before and was not asked for yet.
    ///
    /// # Panics
    /// When it does not come in time; what was heard is in the message.
    pub fn hear(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.heard.iter().position(&wanted) {
            return self.heard.remove(at);
        }
        loop {
            match self.events.recv_timeout(PATIENCE) {
                Ok(line) => {
                    let event: Value = serde_json::from_str(&line).expect("events are JSON");
                    if wanted(&event) {
                        return event;
                    }
                    self.heard.push(event);
                }
                Err(error) => panic!("not heard: {what} ({error}); heard {:#?}", self.heard),
            }
        }
    }

    /// Waits for a fact of this kind of news and gives the news.
    ///
    /// # Panics
    /// When it does not come in time.
    pub fn news(&mut self, kind: &str) -> Value {
        self.hear(kind, |event| event["event"] == "fact" && event["news"]["news"] == kind)["news"]
            .take()
    }
}

impl Drop for Antenna {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
