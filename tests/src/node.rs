//! One node as a process of its own: the real program, a configuration file, what it said.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use crate::city::lines_of;
use crate::{PATIENCE, program};

/// A hub or central. It ends with the value.
pub struct Node {
    /// `central` or the hub's slug.
    pub name: String,
    /// Where its configuration is.
    pub config: PathBuf,
    /// Its data folder.
    pub data: PathBuf,
    /// Where its pages are on this machine, `http://127.0.0.1:port`.
    pub url: String,
    /// Where it answers everybody, `https://127.0.0.1:port`.
    pub https: String,
    /// Its database.
    pub database: String,
    running: Option<Running>,
    /// Name and password of its first admin, from its first start.
    pub first_sign_in: Option<(String, String)>,
}

struct Running {
    process: Child,
    /// Kept so that the program can go on speaking.
    lines: Receiver<String>,
}

/// What a node is configured with, besides its name and ports.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// `node.database_url`; empty for SQLite.
    pub database_url: String,
    /// The `[broker]` section's lines; empty for the embedded broker on `port + 2`.
    pub broker: String,
}

impl Node {
    /// Writes the configuration of a node named `name` in `place`; it answers on `port`, over HTTPS on the
    /// next one and over MQTT on the one after.
    ///
    /// # Panics
    /// When the disk does not take it.
    #[must_use]
    pub fn new(place: &Path, name: &str, port: u16, wishes: &Wishes) -> Self {
        let data = place.join(name);
        let broker = match wishes.broker.as_str() {
            "" => format!("listen = \"127.0.0.1:{}\"", port + 2),
            lines => lines.to_owned(),
        };
        let text = format!(
            "[node]\nname = \"{name}\"\ndata = \"{}\"\ndatabase_url = \"{}\"\n\n[http]\n\
             listen_local = \"127.0.0.1:{port}\"\nlisten = \"127.0.0.1:{}\"\n\
             names = [\"127.0.0.1\", \"localhost\"]\n\n[broker]\n{broker}\n",
            data.display(),
            wishes.database_url,
            port + 1,
        );
        let config = place.join(format!("{name}.toml"));
        std::fs::write(&config, text).expect("a configuration can be written");
        let database = if wishes.database_url.is_empty() {
            format!("sqlite:{}?mode=rw", data.join("node.sqlite").display())
        } else {
            wishes.database_url.clone()
        };
        Self {
            name: name.to_owned(),
            config,
            data,
            url: format!("http://127.0.0.1:{port}"),
            https: format!("https://127.0.0.1:{}", port + 1),
            database,
            running: None,
            first_sign_in: None,
        }
    }

    /// The program with this node's configuration and these arguments, not started yet.
    #[must_use]
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(program("hub-server"));
        command.arg("--config").arg(&self.config).args(args).env("RUST_BACKTRACE", "0");
        command
    }

    /// Does one task with it and gives what it said.
    ///
    /// # Panics
    /// When the program does not start.
    #[must_use]
    pub fn task(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the program starts")
    }

    /// Does one task, which must succeed, and gives its standard output.
    ///
    /// # Panics
    /// When it does not succeed.
    #[must_use]
    pub fn done(&self, args: &[&str]) -> String {
        let output = self.task(args);
        let (said, complained) =
            (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{} {args:?}:\n{said}\n{complained}", self.name);
        said.into_owned()
    }

    /// Starts it and waits until it answers.
    ///
    /// # Panics
    /// When it does not come up in time; its log is in the message.
    pub fn start(&mut self) {
        let command = self.serving();
        self.start_as(command);
    }

    /// The program as it serves, not started yet.
    #[must_use]
    pub fn serving(&self) -> Command {
        self.command(&[if self.name == "central" { "central" } else { "hub" }])
    }

    /// Starts it as this command, for tests that change its surroundings, and waits until it answers.
    ///
    /// # Panics
    /// As [`Node::start`].
    pub fn start_as(&mut self, mut command: Command) {
        let log = File::options().create(true).append(true).open(self.log());
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log.expect("a log can be written"))
            .spawn()
            .expect("the program starts");
        let lines = lines_of(process.stdout.take().expect("its output is piped"));
        // Held from now on, so that it ends with the test also when it never answers.
        let lines = &self.running.insert(Running { process, lines }).lines;
        loop {
            let Ok(line) = lines.recv_timeout(PATIENCE) else {
                panic!("{} did not come up:\n{}", self.name, self.complaints());
            };
            if let Some(rest) = line.strip_prefix("first sign-in: ") {
                let mut words = rest.split(' ').map(str::to_owned);
                self.first_sign_in = words.next().zip(words.next());
            }
            if line.starts_with("for everybody:") {
                return;
            }
        }
    }

    /// What a command says that must end by itself, without ever serving.
    ///
    /// # Panics
    /// When it does not end in time.
    #[must_use]
    pub fn refusal(mut command: Command) -> Output {
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let deadline = Instant::now() + PATIENCE;
        while matches!(process.try_wait(), Ok(None)) {
            if Instant::now() > deadline {
                let _ = process.kill();
                let output = process.wait_with_output().expect("it has ended");
                panic!("it does not end: {}", String::from_utf8_lossy(&output.stderr));
            }
            std::thread::park_timeout(Duration::from_millis(20));
        }
        process.wait_with_output().expect("it has ended")
    }

    /// Where its log goes.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.config.with_extension("log")
    }

    /// What it logged since the beginning.
    #[must_use]
    pub fn complaints(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }

    /// Whether the process is there.
    #[must_use]
    pub fn runs(&mut self) -> bool {
        self.running.as_mut().is_some_and(|running| matches!(running.process.try_wait(), Ok(None)))
    }

    /// Ends it as a power cut would: `kill -9`.
    pub fn kill(&mut self) {
        if let Some(mut running) = self.running.take() {
            let _ = running.process.kill();
            let _ = running.process.wait();
        }
    }

    /// Ends it as Ctrl-C does.
    ///
    /// # Panics
    /// When it does not end, or not cleanly.
    pub fn stop(&mut self) {
        let Some(mut running) = self.running.take() else { return };
        let id = running.process.id().to_string();
        let _ = Command::new("kill").args(["-INT", &id]).status();
        let ended =
            crate::eventually("the node stops", || running.process.try_wait().ok().flatten());
        assert!(ended.success(), "{} ended with {ended}:\n{}", self.name, self.complaints());
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            let log = self.complaints();
            let lines: Vec<&str> = log.lines().collect();
            let last = lines[lines.len().saturating_sub(40)..].join("\n");
            eprintln!("--- the end of what {} logged ---\n{last}", self.name);
        }
    }
}
