//! An antenna: the real app without its window, told what to do line by line.

use std::io::Write as _;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::Receiver;
use std::time::Duration;

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
        let mut antenna = Self::start_as(Self::command(data));
        antenna.hear("ready", |event| event["event"] == "ready");
        antenna
    }

    /// The app on a data folder, not started yet.
    #[must_use]
    pub fn command(data: &Path) -> Command {
        let mut command = Command::new(program("antenna-app"));
        command.args(["--headless", "--data"]).arg(data);
        command
    }

    /// Starts it as this command, for tests that change its surroundings.
    ///
    /// # Panics
    /// When the program is not there.
    #[must_use]
    pub fn start_as(mut command: Command) -> Self {
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // It says all it has to say on standard output.
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let orders = process.stdin.take().expect("its input is piped");
        let events = lines_of(process.stdout.take().expect("its output is piped"));
        Self { process, orders, events, heard: Vec::new() }
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

    /// The next event nobody has asked for yet; `None` when none comes within `wait`.
    ///
    /// # Panics
    /// When the app speaks in another way than it promises.
    pub fn next(&mut self, wait: Duration) -> Option<Value> {
        if !self.heard.is_empty() {
            return Some(self.heard.remove(0));
        }
        let line = self.events.recv_timeout(wait).ok()?;
        Some(serde_json::from_str(&line).expect("events are JSON"))
    }

    /// Ends it as a power cut would, and gives everything it still said.
    #[must_use]
    pub fn kill(mut self) -> Vec<Value> {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let mut said = std::mem::take(&mut self.heard);
        // What was written before the end is still in the pipe; its last line may be torn.
        while let Ok(line) = self.events.recv_timeout(PATIENCE) {
            said.extend(serde_json::from_str::<Value>(&line));
        }
        said
    }

    /// Waits for the state of the line.
    ///
    /// # Panics
    /// When it does not come in time.
    pub fn line_is(&mut self, state: &str) {
        self.hear(state, |event| event["event"] == "link" && event["state"] == state);
    }

    /// Waits for the receipt of a command.
    ///
    /// # Panics
    /// When it does not come in time.
    pub fn receipt(&mut self, id: &str, outcome: &str) -> Value {
        self.hear(outcome, |event| {
            event["event"] == "receipt" && event["id"] == id && event["outcome"] == outcome
        })
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
                Err(error) => {
                    let heard = self.heard.iter().map(|event| {
                        event.to_string().chars().take(300).chain(['\n']).collect::<String>()
                    });
                    let heard: String = heard.collect();
                    panic!("not heard: {what} ({error}); heard:\n{heard}");
                }
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
