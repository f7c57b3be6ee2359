//! The demo city as a process.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::mpsc::{Receiver, channel};

use serde::Deserialize;

use crate::{PATIENCE, program};

/// An account the demo made.
#[derive(Debug, Clone, Deserialize)]
pub struct Login {
    /// `central` or a hub.
    pub node: String,
    /// Its role.
    pub role: String,
    /// Name to sign in with.
    pub name: String,
    /// Password.
    pub password: String,
}

#[derive(Deserialize)]
struct Logins {
    login: Vec<Login>,
}

/// A running demo city.
pub struct City {
    process: Child,
    said: Vec<String>,
    /// Kept so that the program can go on speaking.
    _lines: Receiver<String>,
    data: PathBuf,
    first_port: u16,
}

impl City {
    /// Starts central and the hubs of Brescia in `data`, and waits until everything answers.
    ///
    /// # Panics
    /// When it does not come up in time; what it said is in the message.
    #[must_use]
    pub fn start(data: &Path) -> Self {
        Self::start_on(data, free_ports())
    }

    /// The same on given ports: central's pages on the first, the others after it.
    ///
    /// # Panics
    /// As [`City::start`].
    #[must_use]
    pub fn start_on(data: &Path, first_port: u16) -> Self {
        let mut process = Command::new(program("hub-server"))
            .args(["demo", "--no-kiosk", "--port", &first_port.to_string(), "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program starts");
        let lines = lines_of(process.stdout.take().expect("its output is piped"));
        let mut said = Vec::new();
        while !said.last().is_some_and(|line: &String| line.contains("Ctrl-C")) {
            match lines.recv_timeout(PATIENCE) {
                Ok(line) => said.push(line),
                Err(error) => {
                    panic!("the city did not come up ({error}); it said:\n{}", said.join("\n"))
                }
            }
        }
        Self { process, said, _lines: lines, data: data.to_owned(), first_port }
    }

    /// Where a node's pages are, `http://127.0.0.1:port`: 0 is central, then the hubs in their order.
    #[must_use]
    pub fn url(&self, node: u16) -> String {
        format!("http://127.0.0.1:{}", self.first_port + node)
    }

    /// The first of its ports.
    #[must_use]
    pub fn first_port(&self) -> u16 {
        self.first_port
    }

    /// An account by node and role.
    ///
    /// # Panics
    /// When the demo made none.
    #[must_use]
    pub fn login(&self, node: &str, role: &str) -> Login {
        let text = std::fs::read_to_string(self.data.join("logins.toml")).expect("logins are kept");
        let logins: Logins = toml::from_str(&text).expect("they read");
        let found = logins.login.into_iter().find(|login| login.node == node && login.role == role);
        found.expect("the demo makes this account")
    }

    /// The link to pair an antenna of a hub with, as printed.
    ///
    /// # Panics
    /// When none was printed.
    #[must_use]
    pub fn pairing_link(&self, hub: &str) -> String {
        let line = self
            .said
            .iter()
            .find(|line| line.contains(hub) && line.contains("costellazione:pair/"));
        let link = line.and_then(|line| line.split_whitespace().last());
        link.expect("the demo prints a pairing link").to_owned()
    }

    /// The kiosk credential file of a hub.
    #[must_use]
    pub fn kiosk_file(&self, hub: &str) -> PathBuf {
        self.data.join(hub).join("kiosk.toml")
    }

    /// The data folder of a node.
    #[must_use]
    pub fn folder(&self, node: &str) -> PathBuf {
        self.data.join(node)
    }

    /// Ends it as a power cut would.
    pub fn kill(mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    /// Ends it as Ctrl-C does, and says whether it ended cleanly.
    ///
    /// # Panics
    /// When it does not end in time.
    #[must_use]
    pub fn stop(mut self) -> bool {
        let id = self.process.id().to_string();
        let _ = Command::new("kill").args(["-INT", &id]).status();
        crate::eventually("the city stops", || self.process.try_wait().ok().flatten()).success()
    }
}

impl Drop for City {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The lines a process says, as they come.
pub(crate) fn lines_of(output: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (tell, lines) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if tell.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

/// The first of thirty ports that nobody listens on; never the same twice in one process.
///
/// # Panics
/// When there are none.
#[must_use]
pub fn free_ports() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let seed = u16::try_from(std::process::id() % 300).unwrap_or_default();
    let free = |port: u16| TcpListener::bind(("127.0.0.1", port)).is_ok();
    loop {
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        assert!(n < 600, "no thirty free ports in a row");
        let first = 20_000 + ((seed + n) % 600) * 40;
        if (first..first + 30).all(free) {
            return first;
        }
    }
}
